//! Parts of a definition that are played in a simpler way than the product does, since the file does not hold what
//! they need or this version does not know them.
//!
//! A simplification is adopted only when the pipeline cannot be played as it is: when a rule is added to the engine,
//! its simplification is no longer taken.

use std::sync::Arc;

use rehearsal_classic::{DefaultVersion, ReleaseDefinition, ReleaseTrigger, Stage};
use rehearsal_engine::{Plan, World, can_trigger, zone};

use super::Assumption;

/// A part of a definition that is played in a simpler way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simplification {
    /// A task group is one task, since its steps are not part of the file.
    TaskGroups,
    /// Filters on tags that use more of the pattern language than is played match every tag.
    TagFilters,
    /// Triggers of other kinds create no releases.
    OtherTriggers,
    /// A default version that the product does not offer for the source is the latest.
    DefaultVersions,
    /// A source whose versions create no releases has no trigger.
    SourceTriggers,
    /// Auto-redeploy triggers are left out.
    Redeploy,
    /// Instructions of a manual intervention are cut to what the product allows.
    Instructions,
    /// A delay whose minutes are not a number from 0 to 86400 takes none.
    Delays,
    /// A schedule in an unknown time zone goes by UTC.
    UnknownZones,
}

type Change = fn(&mut ReleaseDefinition);

const CHANGES: &[(Simplification, Change)] = &[
    (Simplification::TaskGroups, |definition| {
        each_task(definition, |task| "task".clone_into(&mut task.definition_type), is_task_group);
    }),
    (Simplification::DefaultVersions, |definition| {
        for artifact in &mut definition.artifacts {
            artifact.default_version = DefaultVersion::Latest;
        }
    }),
    (Simplification::SourceTriggers, |definition| {
        let artifacts = &definition.artifacts;
        definition.triggers.retain(|trigger| {
            let watched = match trigger {
                ReleaseTrigger::ContinuousDeployment { alias, .. } => Some(alias.clone()),
                ReleaseTrigger::Other(_) => trigger.watch().map(|watch| watch.alias),
                ReleaseTrigger::Schedule(_) | ReleaseTrigger::PullRequest { .. } => None,
            };
            !artifacts.iter().any(|artifact| Some(&artifact.alias) == watched.as_ref() && !can_trigger(&artifact.kind))
        });
    }),
    (Simplification::TagFilters, |definition| {
        for trigger in &mut definition.triggers {
            match trigger {
                ReleaseTrigger::ContinuousDeployment { filters, .. } | ReleaseTrigger::PullRequest { filters, .. } => {
                    for filter in filters {
                        filter.tag_pattern.clear();
                    }
                }
                ReleaseTrigger::Other(raw) => {
                    if let Some(fields) = raw.as_object_mut() {
                        fields.remove("tagFilters");
                    }
                }
                ReleaseTrigger::Schedule(_) => {}
            }
        }
    }),
    (Simplification::OtherTriggers, |definition| {
        definition.triggers.retain(|trigger| !matches!(trigger, ReleaseTrigger::Other(_)) || trigger.watch().is_some());
    }),
    (Simplification::Redeploy, |definition| {
        definition.stages.iter_mut().for_each(|stage| stage.redeploy.clear());
    }),
    (Simplification::Instructions, |definition| {
        let cut = |task: &mut rehearsal_pipeline::Task| {
            if let Some(text) = task.inputs.get_mut("instructions") {
                *text = text.chars().take(INSTRUCTIONS_MAX).collect();
            }
        };
        each_task(definition, cut, |task| task.task_id.eq_ignore_ascii_case(INTERVENTION));
    }),
    (Simplification::Delays, |definition| {
        let set = |task: &mut rehearsal_pipeline::Task| {
            task.inputs.insert("delayForMinutes".to_owned(), "0".to_owned());
        };
        each_task(definition, set, is_unclear_delay);
    }),
    (Simplification::UnknownZones, |definition| {
        for schedule in definition.stages.iter_mut().filter_map(|stage| stage.schedule.as_mut()) {
            if zone(&schedule.time_zone_id).is_none() {
                "UTC".clone_into(&mut schedule.time_zone_id);
            }
        }
        for trigger in &mut definition.triggers {
            if let ReleaseTrigger::Schedule(schedule) = trigger
                && zone(&schedule.time_zone_id).is_none()
            {
                "UTC".clone_into(&mut schedule.time_zone_id);
            }
        }
    }),
];

/// Guid of the Manual intervention task (task.json).
pub(super) const INTERVENTION: &str = "bcb64569-d51a-4af0-9c01-ea5d05b3b622";
/// Most characters of instructions (§10.5).
const INSTRUCTIONS_MAX: usize = 4000;
/// Guid of the Delay task (task.json).
const DELAY: &str = "28782b92-5e8e-4458-9751-a71cd1492bae";

fn is_task_group(task: &rehearsal_pipeline::Task) -> bool {
    task.definition_type.eq_ignore_ascii_case("metaTask")
}

fn is_unclear_delay(task: &rehearsal_pipeline::Task) -> bool {
    let minutes = task.inputs.get("delayForMinutes").map_or("0", |text| text.trim());
    // A variable has its value when the time comes.
    let is_clear = minutes.contains("$(") || minutes.parse::<u32>().is_ok_and(|minutes| minutes <= 86_400);
    task.task_id.eq_ignore_ascii_case(DELAY) && !is_clear
}

fn each_task(
    definition: &mut ReleaseDefinition,
    change: impl Fn(&mut rehearsal_pipeline::Task),
    is_meant: fn(&rehearsal_pipeline::Task) -> bool,
) {
    let jobs = definition.stages.iter_mut().flat_map(|stage| &mut stage.jobs);
    jobs.flat_map(|job| &mut job.tasks).filter(|task| is_meant(task)).for_each(change);
}

/// The definition with what every rehearsal needs: it may create releases, and each artifact has a source.
pub(super) fn named(definition: &ReleaseDefinition, assumptions: &mut Vec<Assumption>) -> ReleaseDefinition {
    let mut definition = definition.clone();
    if definition.is_disabled {
        definition.is_disabled = false;
        assumptions.push(Assumption::Enabled);
    }
    for artifact in &mut definition.artifacts {
        if artifact.source.is_empty() {
            artifact.source.clone_from(&artifact.alias);
        }
        // A specific version that is not named is whichever there is.
        if artifact.default_version == (DefaultVersion::Specific { version: String::new() }) {
            artifact.default_version = DefaultVersion::Latest;
        }
    }
    definition
}

/// Simplifies what cannot be played as it is; what is left is for the engine to refuse.
pub(super) fn simplify(definition: &mut ReleaseDefinition, world: &World, assumptions: &mut Vec<Assumption>) {
    let count = |definition: &ReleaseDefinition, world: &World| {
        Plan::new(&Arc::new(definition.clone()), world).err().map_or(0, |problems| problems.len())
    };
    let mut problems = count(definition, world);
    for &(what, change) in CHANGES {
        if problems == 0 {
            return;
        }
        let mut changed = definition.clone();
        change(&mut changed);
        if changed == *definition {
            continue;
        }
        let left = count(&changed, world);
        if left < problems {
            assumptions.push(Assumption::Simpler { what, stages: changed_stages(definition, &changed) });
            (*definition, problems) = (changed, left);
        }
    }
}

fn changed_stages(before: &ReleaseDefinition, after: &ReleaseDefinition) -> Vec<String> {
    let pairs = before.stages.iter().zip(&after.stages);
    pairs.filter(|(before, after): &(&Stage, &Stage)| before != after).map(|(stage, _)| stage.name.clone()).collect()
}
