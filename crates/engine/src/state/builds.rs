//! How builds and other versions come to be.

use std::rc::Rc;

use rehearsal_kernel::{FactId, SimTime};

use super::{BuildRun, CompletedBuild, State, Timers};
use crate::fact::Fact;
use crate::timer::{Class, Order, Timer};
use crate::world::{BuildPipeline, World};

impl State {
    /// Folds a fact about builds and other versions.
    pub(super) fn apply_build(&mut self, timers: &mut Timers, fact: &Fact, id: FactId, at: SimTime) {
        match fact {
            Fact::BuildQueued { run, content, takes } => {
                self.build_runs.push(BuildRun {
                    content: Rc::clone(content),
                    takes: *takes,
                    queued_at: at,
                    queued: id,
                    started_at: None,
                    build: None,
                });
                self.wait_with_build(timers, *run, at);
            }
            Fact::BuildStarted { run } => {
                self.start_with_build(*run);
                let started = &mut self.build_runs[run.index()];
                started.started_at = Some(at);
                timers.set(at + started.takes, Order::of(Class::Completion), Timer::BuildRunEnds(*run));
            }
            Fact::BuildCompleted { build, content, run } => {
                self.builds.push(CompletedBuild { build: Rc::clone(content), at, completed: id });
                if let Some(run) = run {
                    self.build_runs[run.index()].build = Some(*build);
                    self.end_with_build(timers, at);
                }
            }
            Fact::VersionPublished { content, .. } => {
                self.builds.push(CompletedBuild { build: Rc::clone(content), at, completed: id });
            }
            Fact::BuildTagged { build, tag, .. } => {
                Rc::make_mut(&mut self.builds[build.index()].build).tags.push(tag.to_string());
            }
            Fact::DefaultBranchSet { pipeline, branch, .. } => {
                self.default_branches.insert(pipeline.to_lowercase(), branch.to_string());
            }
            _ => unreachable!("called for facts about builds only"),
        }
    }

    /// Default branch of a build pipeline now.
    pub fn default_branch<'a>(&'a self, world: &'a World, pipeline: &str) -> &'a str {
        match self.default_branches.get(&pipeline.to_lowercase()) {
            Some(branch) => branch,
            None => world
                .build_pipeline(pipeline)
                .map_or(BuildPipeline::BRANCH_DEFAULT, |found| found.default_branch.as_str()),
        }
    }
}
