//! The rules, one module for each question a user would ask.
//!
//! A rule reads the state, emits facts, and never changes anything itself.

pub(crate) mod agents;
pub(crate) mod approvals;
pub(crate) mod builds;
pub(crate) mod cancel;
pub(crate) mod changes;
pub(crate) mod commands;
pub(crate) mod editing;
pub(crate) mod gates;
pub(crate) mod given;
pub(crate) mod interventions;
pub(crate) mod jobs;
pub(crate) mod mail;
pub(crate) mod operations;
pub(crate) mod parallel_jobs;
pub(crate) mod permissions;
pub(crate) mod pipelines;
pub(crate) mod pull_requests;
pub(crate) mod queue;
pub(crate) mod redeploy;
pub(crate) mod releases;
pub(crate) mod retention;
pub(crate) mod schedules;
pub(crate) mod script;
pub(crate) mod sides;
pub(crate) mod signals;
pub(crate) mod slices;
pub(crate) mod stages;
pub(crate) mod targets;
pub(crate) mod tasks;
pub(crate) mod versions;
pub(crate) mod world;

use rehearsal_pipeline::{ApprovalStatus, ApprovalType, TaskResult};

use crate::command::{Action, Command, Refusal};
use crate::engine::{Engine, Run};
use crate::state::State;
use crate::{ApprovalId, DefinitionId, PersonId, ReleaseId, StageId};

/// Carries out a command or says why not.
pub(crate) fn handle(engine: &Engine, run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    let by = command.by;
    match &command.action {
        Action::CreateRelease(create) => releases::create_by_hand(engine, run, by, create),
        Action::StartRelease(on) => releases::start_draft(engine, run, by, on),
        Action::Deploy(on) => stages::deploy(engine, run, by, on),
        Action::DeployStages(on) => stages::deploy_several(engine, run, by, on),
        Action::Cancel(on) => cancel::cancel(engine, run, by, on),
        Action::Abandon(on) => releases::abandon(engine, run, by, on),
        Action::RetainRelease(on) => retention::retain(engine, run, by, on, true),
        Action::StopRetaining(on) => retention::retain(engine, run, by, on, false),
        Action::DeleteRelease(on) => retention::delete(engine, run, by, on),
        Action::UndeleteRelease(on) => retention::undelete(engine, run, by, on),
        Action::Approve(on) => approvals::decide(engine, run, by, on, ApprovalStatus::Approved),
        Action::Reject(on) => approvals::decide(engine, run, by, on, ApprovalStatus::Rejected),
        Action::Reassign(reassign) => approvals::reassign(engine, run, by, reassign),
        Action::IgnoreGate(on) => gates::ignore(engine, run, by, on),
        Action::SavePipeline(save) => pipelines::save(engine, run, by, save),
        Action::CreatePipeline(create) => pipelines::create(engine, run, by, create),
        Action::DeletePipeline(on) => pipelines::delete(engine, run, by, on),
        Action::UndeletePipeline(on) => pipelines::undelete(engine, run, by, on),
        Action::OpenLog(open) => world::open_log(engine, run, by, open),
        Action::CommentRelease(on) => releases::comment(engine, run, by, on),
        Action::SetPermission(set) => permissions::set(engine, run, by, set),
        Action::ResumeIntervention(on) => interventions::decide(engine, run, by, on, TaskResult::Succeeded),
        Action::RejectIntervention(on) => interventions::decide(engine, run, by, on, TaskResult::Failed),
        Action::EditRelease(edit) => editing::edit(engine, run, by, edit),
        Action::TagRelease(on) => editing::tag(engine, run, by, on),
        Action::TagPipeline(on) => editing::tag_pipeline(engine, run, by, on),
        Action::SaveVariableGroup(save) => editing::save_group(engine, run, by, save),
        Action::Commit(commit) => builds::commit(engine, run, by, commit),
        Action::TagBuild(tag) => builds::tag(engine, run, by, tag),
        Action::SetDefaultBranch(set) => builds::set_default_branch(engine, run, by, set),
        Action::CreatePullRequest(create) => pull_requests::open(engine, run, by, create),
        Action::UpdatePullRequest(update) => pull_requests::update(engine, run, by, update),
        Action::CompleteBuild(complete) => builds::complete_now(engine, run, by, complete),
        Action::AddTarget(add) => targets::add(engine, run, by, add),
        Action::SetTarget(set) => targets::set(run, by, set),
        Action::SetAgent(set) => world::set_agent(engine, run, by, set),
        Action::SetWorkItems(set) => signals::set_work_items(run, by, set),
        Action::SetEndpoint(set) => signals::set_endpoint(run, by, set),
        Action::SetAlert(set) => signals::set_alert(run, by, set),
        Action::SetPolicy(set) => signals::set_policy(run, by, set),
    }
}

/// The pipeline that a command names; without a name the only one there is.
pub(crate) fn find_pipeline(state: &State, name: &str) -> Result<DefinitionId, Refusal> {
    let mut found = state
        .pipelines_in_use()
        .filter(|id| name.is_empty() || state.definitions[id.index()].definition.name.eq_ignore_ascii_case(name));
    let first = found.next().ok_or_else(|| Refusal::NoSuchDefinition { name: name.to_owned() })?;
    if found.next().is_some() { Err(Refusal::WhichDefinition) } else { Ok(first) }
}

/// The release that a command names, which must not be deleted; without a name the newest that is not.
pub(crate) fn find_release(state: &State, name: &str) -> Result<ReleaseId, Refusal> {
    if name.is_empty() {
        return state
            .releases
            .iter()
            .rposition(|one| one.deleted.is_none())
            .map(ReleaseId::at)
            .ok_or(Refusal::NoRelease);
    }
    let found = find_any_release(state, name)?;
    let release = state.release(found);
    if release.deleted.is_some() {
        return Err(Refusal::Deleted { release: release.content.name.clone() });
    }
    Ok(found)
}

/// The release with this name, deleted or not.
pub(crate) fn find_any_release(state: &State, name: &str) -> Result<ReleaseId, Refusal> {
    state
        .releases
        .iter()
        .position(|release| release.content.name.eq_ignore_ascii_case(name))
        .map(ReleaseId::at)
        .ok_or_else(|| Refusal::NoSuchRelease { name: name.to_owned() })
}

/// The stage of a release that a command names.
pub(crate) fn find_stage(state: &State, release: ReleaseId, name: &str) -> Result<StageId, Refusal> {
    let found = state.release(release);
    found
        .plan
        .definition
        .stage(name)
        .map(|(index, _)| StageId::at(index))
        .ok_or_else(|| Refusal::NoSuchStage { release: found.content.name.clone(), stage: name.to_owned() })
}

/// Which pending approval row a command means.
pub(crate) struct ApprovalName<'a> {
    pub(crate) release: &'a str,
    pub(crate) stage: &'a str,
    pub(crate) side: Option<ApprovalType>,
    pub(crate) approver: &'a str,
}

/// The pending row: in the named release, else in the newest release in which the stage waits; the named
/// approver's row, else the actor's own, else the first.
pub(crate) fn find_approval(
    engine: &Engine,
    state: &State,
    by: Option<PersonId>,
    name: &ApprovalName<'_>,
) -> Result<ApprovalId, Refusal> {
    let within = if name.release.is_empty() { None } else { Some(find_release(state, name.release)?) };
    // A stage that no release has is a slip of the pen rather than a missing approval.
    find_stage(state, within.map_or_else(|| find_release(state, ""), Ok)?, name.stage)?;
    let named = if name.approver.is_empty() {
        None
    } else {
        let identity = rehearsal_pipeline::Identity::named(name.approver);
        Some(engine.world.subject(&identity).ok_or_else(|| Refusal::NoSuchSubject { name: name.approver.to_owned() })?)
    };
    let fits = |id: &ApprovalId| {
        let row = state.approval(*id);
        let deployment = state.deployment(row.deployment);
        row.status == ApprovalStatus::Pending
            && within.is_none_or(|release| deployment.release == release)
            && state.release(deployment.release).plan.stage(deployment.stage).name.eq_ignore_ascii_case(name.stage)
            && name.side.is_none_or(|side| row.side == side)
            && named.is_none_or(|subject| row.approver == subject)
    };
    let all: Vec<ApprovalId> = (0..state.approvals.len()).map(ApprovalId::at).filter(fits).collect();
    let newest = all.iter().map(|&id| state.deployment(state.approval(id).deployment).release).max();
    let rows =
        || all.iter().copied().filter(|&id| Some(state.deployment(state.approval(id).deployment).release) == newest);
    let own = by.and_then(|person| rows().find(|&id| engine.world.includes(state.approval(id).approver, person)));
    own.or_else(|| rows().next()).ok_or_else(|| Refusal::NoPendingApproval { stage: name.stage.to_owned() })
}
