//! How releases are edited, and what variables come to.

use std::rc::Rc;

use rehearsal_classic::Stage;
use rehearsal_kernel::SimTime;
use rehearsal_pipeline::{TaskResult, Variables};

use super::{EarlierSnapshot, StageState, State};
use crate::fact::Fact;
use crate::plan::Plan;
use crate::variables::{GivenValue, VariableGroup};
use crate::{ReleaseId, StageId};

impl State {
    /// Folds the facts about edits of releases and about variables.
    pub(super) fn apply_edit(&mut self, fact: &Fact, at: SimTime) {
        match fact {
            Fact::VariableGroupSaved { group, content, .. } => {
                self.variable_groups[*group as usize] = Rc::clone(content);
            }
            Fact::ValuesGiven { release, deployment, content } => match deployment {
                Some(deployment) => self.deployments[deployment.index()].given = Some(Rc::clone(content)),
                None => self.releases[release.index()].given.clone_from(&content.values),
            },
            Fact::ReleaseEdited { release, content, refreshes_groups, .. } => {
                self.edit_release(*release, &content.plan, *refreshes_groups, at);
            }
            Fact::ReleaseDescribed { release, description, .. } => {
                Rc::make_mut(&mut self.releases[release.index()].content).description = description.to_string();
            }
            Fact::ReleaseRenamed { release, name, .. } => {
                let release = &mut self.releases[release.index()];
                let before = std::mem::replace(&mut Rc::make_mut(&mut release.content).name, name.to_string());
                release.earlier_names.push((at, before));
            }
            Fact::ReleaseTagged { release, tags, .. } => self.releases[release.index()].tags = tags.to_vec(),
            Fact::ArtifactDownloadFailed { job, artifact, outcome } => {
                self.jobs[job.index()].result = TaskResult::Failed;
                self.failed_downloads.insert(*job, (*artifact, *outcome));
            }
            Fact::VariableSet { task, content } => {
                let job = self.task(*task).job;
                self.set_variables.entry(job).or_default().push((*task, Rc::clone(content)));
            }
            _ => unreachable!("called for these facts only"),
        }
    }

    fn edit_release(&mut self, id: ReleaseId, plan: &Rc<Plan>, refreshes_groups: bool, at: SimTime) {
        let linked = self.linked_groups(plan);
        let release = &mut self.releases[id.index()];
        let before = std::mem::replace(&mut release.plan, Rc::clone(plan));
        release.earlier.push(EarlierSnapshot {
            until: at,
            plan: Rc::clone(&before),
            groups: release.groups.clone(),
            given: release.given.clone(),
        });
        release.snapshot_revision += 1;
        // What was copied stays as it was, unless the edit asks for the present values (§1.2).
        let kept = |group: Rc<VariableGroup>| {
            let copied = release.groups.iter().find(|copied| copied.id == group.id && !refreshes_groups);
            copied.map_or(group, Rc::clone)
        };
        release.groups = linked.into_iter().map(kept).collect();
        let moved = |stage: StageId| {
            let same = before.stage(stage).id;
            plan.definition.stages.iter().position(|stage| stage.id == same).map(StageId::at)
        };
        // An edited variable is as it was edited, whatever was given at creation.
        let keep = |mut given: GivenValue| {
            let stages = match given.stage {
                None => None,
                Some(stage) => Some((before.stage(stage), plan.stage(moved(stage)?))),
            };
            let is_same = same_value(&before.definition.variables, &plan.definition.variables, &given.name)
                && stages.is_none_or(|(one, other): (&Stage, &Stage)| {
                    same_value(&one.variables, &other.variables, &given.name)
                });
            given.stage = given.stage.and_then(moved);
            is_same.then_some(given)
        };
        release.given = std::mem::take(&mut release.given).into_iter().filter_map(keep).collect();
        let is_rearranged = before.definition.stages.iter().map(|stage| stage.id).ne(plan
            .definition
            .stages
            .iter()
            .map(|stage| stage.id));
        if is_rearranged {
            // Only a draft can be given other stages, and nothing of it has been deployed.
            release.stages = vec![StageState::default(); plan.stages.len()];
            let content = Rc::make_mut(&mut release.content);
            content.manual_stages = content.manual_stages.iter().copied().filter_map(moved).collect();
            let definition = content.definition;
            self.pipelines[definition.index()].add_queues(plan);
        }
    }

    /// The variable groups that a definition or its stages link, as they are now.
    pub(super) fn linked_groups(&self, plan: &Plan) -> Vec<Rc<VariableGroup>> {
        let definition = &plan.definition;
        let linked = |number: u32| {
            definition.variable_groups.contains(&number)
                || definition.stages.iter().any(|stage| stage.variable_groups.contains(&number))
        };
        self.variable_groups.iter().filter(|group| linked(group.id)).map(Rc::clone).collect()
    }

    /// The releases that have all these tags, oldest first (§1.6).
    pub fn releases_with_tags(&self, tags: &[&str]) -> Vec<ReleaseId> {
        let has = |release: &super::Release, tag: &str| release.tags.iter().any(|one| one.eq_ignore_ascii_case(tag));
        (0..self.releases.len())
            .map(ReleaseId::at)
            .filter(|&id| tags.iter().all(|tag| has(self.release(id), tag)))
            .collect()
    }
}

fn same_value(one: &Variables, other: &Variables, name: &str) -> bool {
    let find = |variables: &Variables| {
        let found = variables.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, variable)| variable.clone())
    };
    find(one) == find(other)
}
