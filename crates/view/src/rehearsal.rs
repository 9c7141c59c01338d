//! A rehearsal of an imported pipeline in words: what was taken for granted, and what came of it.

use rehearsal_engine::{ReleaseId, StageId};
use rehearsal_pipeline::{ApprovalType, TaskResult};
use rehearsal_scenario::rehearse::{Assumption, NotDone, ReleasedBy, Simplification};

use crate::look::Look;
use crate::release::release;
use crate::scene::Scene;
use crate::strings::{self, rehearsal as words};
use crate::time::date_time;

/// What became of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseEnding {
    /// Its name.
    pub release: String,
    /// Its stages in the order of the pipeline.
    pub stages: Vec<StageEnding>,
}

/// What became of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageEnding {
    /// Its name.
    pub stage: String,
    /// Its state.
    pub look: Look,
    /// When, or how long it has waited; empty for neither.
    pub when: String,
    /// Why it ended so or has not started, or whom it waits for; empty when there is nothing to say.
    pub detail: String,
}

/// Every release as it stands, oldest first.
pub fn endings(scene: &Scene<'_>) -> Vec<ReleaseEnding> {
    (0..scene.state.releases.len())
        .map(|index| {
            let id = ReleaseId::at(index);
            let view = release(scene, id);
            let stages = view.stages.into_iter().enumerate().map(|(stage, card)| {
                let stage = StageId::at(stage);
                let waits = pending(scene, id, stage).or_else(|| intervention(scene, id, stage));
                let (when, detail) = waits.unwrap_or((card.line, card.detail));
                let detail = if detail.is_empty() { card.note.unwrap_or_default() } else { detail };
                StageEnding { stage: card.stage, look: card.look, when, detail }
            });
            ReleaseEnding { release: view.name, stages: stages.collect() }
        })
        .collect()
}

/// Since when a stage waits for people, for whom, and what happens when they do not answer.
fn pending(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Option<(String, String)> {
    let deployment = scene.latest(release, stage)?;
    let rows: Vec<_> = scene.state.pending_approvals(deployment).map(|row| scene.state.approval(row)).collect();
    let since = rows.iter().map(|row| row.created_at).min()?;
    let deadline = rows.iter().map(|row| row.deadline).min()?;
    let is_post = rows.iter().any(|row| row.side == ApprovalType::PostDeploy);
    let names: Vec<String> = rows.iter().map(|row| scene.world.subject_name(row.approver).to_owned()).collect();
    let on = |at| date_time(scene.zone(), at);
    Some((words::since(&on(since)), words::waits_to_approve(&strings::list(&names), is_post, &on(deadline))))
}

/// Since when a stage waits for somebody to resume it, and what happens when nobody does.
fn intervention(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Option<(String, String)> {
    let deployment = scene.latest(release, stage)?;
    let mut pending = scene.state.pending_interventions();
    let id = pending.find(|&id| scene.state.intervention_deployment(id) == deployment)?;
    let found = scene.state.intervention(id);
    let on = |at| date_time(scene.zone(), at);
    let resumes = scene.state.task(found.task).current.plan.ends == TaskResult::Succeeded;
    let task = scene.state.task_name(found.task);
    Some((words::since(&on(found.created_at)), words::waits_to_resume(task, resumes, &on(found.deadline))))
}

/// An assumption as a sentence.
pub fn assumption(assumption: &Assumption) -> String {
    match assumption {
        Assumption::Begins { at, zone, is_of_schedule } => words::begins(&date_time(zone, *at), zone, *is_of_schedule),
        Assumption::Requester { name } => words::requester(name),
        Assumption::Member { group, member } => words::member(group, member),
        Assumption::Pool { queue_id, agents, demands } => words::pool(*queue_id, &words::agents(*agents), *demands),
        Assumption::DeploymentGroup { number, targets } => words::deployment_group(*number, *targets),
        Assumption::Version { alias, number, branch, tags } => {
            words::version(alias, number, branch, &strings::list(tags))
        }
        Assumption::Released(ReleasedBy::Trigger { alias }) => words::released_by_trigger(alias),
        Assumption::Released(ReleasedBy::Person { name }) => words::released_by_person(name),
        Assumption::Enabled => words::ENABLED.to_owned(),
        Assumption::Simpler { what, stages } => words::simpler(simplification(*what), &stages.join(", ")),
        Assumption::InterventionsWait { stages } => words::interventions_wait(&strings::list(stages)),
        Assumption::GatesPass { stages } => words::gates_pass(&strings::list(stages)),
        Assumption::SchedulesWait => words::SCHEDULES_WAIT.to_owned(),
        Assumption::VariableGroups { groups } => {
            let numbers: Vec<String> = groups.iter().map(u32::to_string).collect();
            words::variable_groups(&strings::list(&numbers), groups.len())
        }
        Assumption::Secrets { count } => words::secrets(*count),
        Assumption::TasksSucceed => words::TASKS_SUCCEED.to_owned(),
        Assumption::ApprovalsWait { stages } => words::approvals_wait(&strings::list(stages)),
        Assumption::NothingIsConnected => words::NOTHING_IS_CONNECTED.to_owned(),
    }
}

const fn simplification(what: Simplification) -> &'static str {
    match what {
        Simplification::TaskGroups => words::TASK_GROUPS,
        Simplification::TagFilters => words::TAG_FILTERS,
        Simplification::OtherTriggers => words::OTHER_TRIGGERS,
        Simplification::DefaultVersions => words::DEFAULT_VERSIONS,
        Simplification::SourceTriggers => words::SOURCE_TRIGGERS,
        Simplification::Redeploy => words::REDEPLOY,
        Simplification::Instructions => words::INSTRUCTIONS,
        Simplification::Delays => words::DELAYS,
        Simplification::UnknownZones => words::UNKNOWN_ZONES,
    }
}

/// A wish that came to nothing, as a sentence.
pub fn not_done(not_done: &NotDone) -> String {
    match not_done {
        NotDone::Refused { wish, refusal } => words::answer_refused(wish, &crate::scene::sentence_case(refusal)),
        NotDone::TooLate { wish } => words::answer_too_late(wish),
        NotDone::NotAsked { wish } => words::never_asked(wish),
    }
}
