//! The editor of a release pipeline: what its pages show of a draft.
//!
//! A draft is a definition that nobody has saved yet, so anything may be wrong with it: mistakes are shown where
//! they are, and nothing here fails.

use std::sync::Arc;

use rehearsal_classic::{Artifact, ArtifactFilter, ReleaseDefinition, ReleaseTrigger, Schedule, Stage, StageTrigger};
use rehearsal_engine::World;
use rehearsal_pipeline::{JobKind, StageGraph};

use crate::diagram::{Diagram, EDITOR, lay_out};
use crate::strings;

mod mistakes;
mod sources;
mod templates;

pub use mistakes::{At, Mistake, missing_inputs, mistakes, new_mistake};
pub use sources::{ArtifactType, artifact_types, sources};
pub use templates::{Template, templates};

/// The tab "Pipeline" of the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorView {
    /// The artifacts.
    pub artifacts: Vec<EditorArtifact>,
    /// What the clock below them says.
    pub schedule: String,
    /// True when releases are scheduled.
    pub is_scheduled: bool,
    /// The stages, in the order of the pipeline.
    pub stages: Vec<EditorStage>,
    /// Where they stand.
    pub diagram: Diagram,
    /// What is wrong with it.
    pub mistakes: Vec<Mistake>,
}

impl EditorView {
    /// What is wrong at a place.
    pub fn at(&self, at: At) -> Vec<&str> {
        self.mistakes.iter().filter(|mistake| mistake.at == at).map(|mistake| mistake.text.as_str()).collect()
    }

    /// Whether something is wrong with the jobs and tasks of a stage, or of any.
    pub fn needs_attention(&self, stage: Option<usize>) -> bool {
        let is_meant = |at: At| at.is_in_tasks() && stage.is_none_or(|stage| at.stage() == Some(stage));
        self.mistakes.iter().any(|mistake| is_meant(mistake.at))
    }
}

/// An artifact of the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorArtifact {
    /// Its alias.
    pub alias: String,
    /// Type and name of its source.
    pub source: String,
    /// Whether it is the primary one.
    pub is_primary: bool,
    /// Whether its continuous deployment trigger is on.
    pub is_continuous: bool,
}

/// A stage of the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorStage {
    /// Its name.
    pub name: String,
    /// `1 job, 2 tasks`.
    pub contents: String,
    /// What starts it, in one line.
    pub trigger: String,
    /// Whether it starts by itself.
    pub is_automatic: bool,
    /// Whether somebody approves before the deployment.
    pub has_pre_approvals: bool,
    /// Whether somebody approves after the deployment.
    pub has_post_approvals: bool,
    /// Gates before and after the deployment.
    pub has_gates: (bool, bool),
}

/// A draft as the tab "Pipeline" shows it.
pub fn editor(world: &World, draft: &Arc<ReleaseDefinition>) -> EditorView {
    let schedules: Vec<&Schedule> = draft
        .triggers
        .iter()
        .filter_map(|trigger| match trigger {
            ReleaseTrigger::Schedule(schedule) => Some(schedule),
            ReleaseTrigger::ContinuousDeployment { .. }
            | ReleaseTrigger::PullRequest { .. }
            | ReleaseTrigger::Other(_) => None,
        })
        .collect();
    EditorView {
        artifacts: draft.artifacts.iter().map(|artifact| editor_artifact(draft, artifact)).collect(),
        schedule: match schedules[..] {
            [] => strings::SCHEDULE_NOT_SET.to_owned(),
            [one] => schedule_text(one),
            _ => strings::schedules(schedules.len()),
        },
        is_scheduled: !schedules.is_empty(),
        stages: draft.stages.iter().map(editor_stage).collect(),
        diagram: lay_out(&graph(draft), EDITOR, &|stage| draft.stages[stage].trigger == StageTrigger::AfterRelease),
        mistakes: mistakes(world, draft),
    }
}

/// The stages as far as they can be drawn: an unknown name has no line, and a circle is cut open.
fn graph(draft: &ReleaseDefinition) -> StageGraph {
    let mut all = Vec::new();
    for (index, stage) in draft.stages.iter().enumerate() {
        let StageTrigger::AfterStages(conditions) = &stage.trigger else { continue };
        let upstream = conditions.iter().filter_map(|condition| draft.stage(&condition.stage));
        all.extend(upstream.map(|(before, _)| (before, index)));
    }
    let count = draft.stages.len();
    StageGraph::new(count, &all).unwrap_or_else(|_| {
        let mut edges = Vec::new();
        for edge in all {
            edges.push(edge);
            if StageGraph::new(count, &edges).is_err() {
                edges.pop();
            }
        }
        StageGraph::new(count, &edges).expect("what would close a circle was left out")
    })
}

fn editor_artifact(draft: &ReleaseDefinition, artifact: &Artifact) -> EditorArtifact {
    EditorArtifact {
        alias: artifact.alias.clone(),
        source: strings::kind_and_source(&artifact.kind, &artifact.source),
        is_primary: artifact.is_primary,
        is_continuous: continuous(draft, &artifact.alias).is_some(),
    }
}

/// The filters of an artifact's continuous deployment trigger; none when it is off.
pub fn continuous<'a>(draft: &'a ReleaseDefinition, alias: &str) -> Option<&'a [ArtifactFilter]> {
    draft.triggers.iter().find_map(|trigger| match trigger {
        ReleaseTrigger::ContinuousDeployment { alias: of, filters } if of == alias => Some(filters.as_slice()),
        ReleaseTrigger::ContinuousDeployment { .. }
        | ReleaseTrigger::Schedule(_)
        | ReleaseTrigger::PullRequest { .. }
        | ReleaseTrigger::Other(_) => None,
    })
}

fn editor_stage(stage: &Stage) -> EditorStage {
    let tasks = stage.jobs.iter().map(|job| job.tasks.len()).sum();
    let (is_automatic, trigger) = match &stage.trigger {
        StageTrigger::AfterRelease => (true, strings::AFTER_RELEASE.to_owned()),
        StageTrigger::AfterStages(conditions) => {
            let names: Vec<String> = conditions.iter().map(|condition| condition.stage.clone()).collect();
            (true, strings::after_stages(&strings::list(&names), false))
        }
        StageTrigger::ManualOnly => (false, strings::MANUAL_ONLY_TILE.to_owned()),
    };
    let is_on = |gates: &Option<rehearsal_pipeline::Gates>| gates.as_ref().is_some_and(|gates| gates.is_enabled);
    EditorStage {
        name: stage.name.clone(),
        contents: strings::jobs_and_tasks(stage.jobs.len(), tasks),
        trigger,
        is_automatic,
        has_pre_approvals: !stage.pre_approvals.approvers.is_empty(),
        has_post_approvals: !stage.post_approvals.approvers.is_empty(),
        has_gates: (is_on(&stage.pre_gates), is_on(&stage.post_gates)),
    }
}

/// A schedule in words: `Mon through Fri at 3:00`, with its zone.
pub fn schedule_text(schedule: &Schedule) -> String {
    let week = strings::WEEKDAYS;
    let days: Vec<usize> = (0..week.len()).filter(|day| schedule.days & (1 << day) != 0).collect();
    let is_run = days.len() > 2 && days.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let names = match days.as_slice() {
        [] => strings::NO_DAY_CHOSEN.to_owned(),
        days if days.len() == week.len() => strings::EVERY_DAY.to_owned(),
        [first, .., last] if is_run => strings::through(week[*first], week[*last]),
        days => strings::list(&days.iter().map(|&day| week[day].to_owned()).collect::<Vec<_>>()),
    };
    strings::scheduled_at(&names, schedule.hours, schedule.minutes, &schedule.time_zone_id)
}

/// Caption of a job in the list of tasks.
pub fn job_caption(kind: &JobKind) -> &'static str {
    match kind {
        JobKind::Agent { .. } => strings::RUN_ON_AGENT,
        JobKind::Server { .. } => strings::RUN_ON_SERVER,
        JobKind::DeploymentGroup { .. } => strings::RUN_ON_DEPLOYMENT_GROUP,
    }
}
