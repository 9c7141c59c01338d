//! What starts a stage: triggers, schedules and people (`classic.md` §5).

use rehearsal_classic::StageTrigger;
use rehearsal_kernel::FactId;
use rehearsal_pipeline::{
    DeploymentOperationStatus, DeploymentReason, EnvironmentStatus, ReleaseReason, ReleaseStatus,
};

use crate::command::{OnStage, Refusal};
use crate::engine::{Engine, Run};
use crate::fact::{Blocking, Ended, Fact, NotTriggered};
use crate::filter::{Around, FilterResult, filter_builds};
use crate::rules::permissions::{Permission, require};
use crate::rules::{cancel, find_release, find_stage, pipelines, pull_requests, queue, sides};
use crate::state::State;
use crate::{DeploymentId, PersonId, ReleaseId, StageId, calendar};

/// The release became active: stages "after release" start, in parallel; for each other stage it is
/// recorded why it did not.
pub(crate) fn release_started(engine: &Engine, run: &mut Run<'_>, release: ReleaseId) {
    let plan = std::rc::Rc::clone(&run.state().release(release).plan);
    for stage in (0..plan.stages.len()).map(StageId::at) {
        let base = match &plan.stage(stage).trigger {
            StageTrigger::AfterRelease => Ok(()),
            StageTrigger::AfterStages(_) => Err(NotTriggered::WaitsForStages {
                stages: plan.stages[stage.index()].upstream.iter().map(|&(upstream, _)| upstream).collect(),
            }),
            StageTrigger::ManualOnly => Err(NotTriggered::ManualOnly),
        };
        evaluate(engine, run, release, stage, None, base);
    }
}

/// A stage finished: every stage that lists it is looked at against the latest statuses (§5.2).
pub(crate) fn stage_finished(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId) {
    let ended = run.state().deployment(deployment);
    let (release, stage) = (ended.release, ended.stage);
    let finished = ended.finished.expect("the timer is set when it ends");
    pull_requests::post_status(run, release, finished);
    let plan = std::rc::Rc::clone(&run.state().release(release).plan);
    for &next in &plan.stages[stage.index()].downstream {
        let base = upstream_satisfied(run.state(), release, &plan.stages[next.index()].upstream);
        evaluate(engine, run, release, next, Some(finished), base);
    }
}

/// All selected stages have completed with an accepted status (§5.2, AND).
fn upstream_satisfied(state: &State, release: ReleaseId, upstream: &[(StageId, bool)]) -> Result<(), NotTriggered> {
    let blocking: Vec<Blocking> = upstream
        .iter()
        .map(|&(stage, partially)| Blocking {
            stage,
            status: state.stage_status(release, stage),
            partially_succeeded_accepted: partially,
        })
        .filter(|upstream| !is_accepted(upstream.status, upstream.partially_succeeded_accepted))
        .collect();
    if blocking.is_empty() { Ok(()) } else { Err(NotTriggered::Upstream { blocking }) }
}

/// Partial success does not satisfy the default; failure never does (§5.2).
fn is_accepted(status: EnvironmentStatus, partially: bool) -> bool {
    match status {
        EnvironmentStatus::Succeeded => true,
        EnvironmentStatus::PartiallySucceeded => partially,
        EnvironmentStatus::Undefined
        | EnvironmentStatus::NotStarted
        | EnvironmentStatus::InProgress
        | EnvironmentStatus::Canceled
        | EnvironmentStatus::Rejected
        | EnvironmentStatus::Queued
        | EnvironmentStatus::Scheduled => false,
    }
}

/// The base trigger was looked at; the other conditions follow. Either a deployment starts or the reason
/// why not is recorded.
fn evaluate(
    engine: &Engine,
    run: &mut Run<'_>,
    release: ReleaseId,
    stage: StageId,
    because: Option<FactId>,
    base: Result<(), NotTriggered>,
) {
    match base.and_then(|()| other_conditions(engine, run.state(), release, stage)) {
        Ok(()) => start_automatically(engine, run, release, stage, because),
        Err(why) => {
            let fact = Fact::StageNotTriggered { release, stage, why: Box::new(why) };
            emit(run, because, fact);
        }
    }
}

fn emit(run: &mut Run<'_>, because: Option<FactId>, fact: Fact) -> FactId {
    match because {
        Some(cause) => run.emit_because(cause, fact),
        None => run.emit(fact),
    }
}

fn other_conditions(engine: &Engine, state: &State, release: ReleaseId, stage: StageId) -> Result<(), NotTriggered> {
    let found = state.release(release);
    if found.status == ReleaseStatus::Abandoned {
        return Err(NotTriggered::Abandoned);
    }
    if state.pipelines[found.content.definition.index()].is_deleted {
        return Err(NotTriggered::PipelineDeleted);
    }
    if found.content.manual_stages.contains(&stage) {
        return Err(NotTriggered::SwitchedToManual);
    }
    if is_barred_from_pull_requests(state, release, stage) {
        return Err(NotTriggered::PullRequest);
    }
    artifact_filters(engine, state, release, stage)?;
    if !state.stage_status(release, stage).is_completed()
        && state.stage_status(release, stage) != EnvironmentStatus::NotStarted
    {
        return Err(NotTriggered::Unfinished);
    }
    Ok(())
}

/// A release of a pull request goes only to stages that opted in, also by hand (§5.6).
fn is_barred_from_pull_requests(state: &State, release: ReleaseId, stage: StageId) -> bool {
    let found = state.release(release);
    found.content.reason == ReleaseReason::PullRequest && !found.plan.stage(stage).pull_request_deployment
}

/// All aliases must match; within one alias filters combine as for release triggers, without variables (§5.4).
fn artifact_filters(engine: &Engine, state: &State, release: ReleaseId, stage: StageId) -> Result<(), NotTriggered> {
    let found = state.release(release);
    let filters = &found.plan.stage(stage).artifact_filters;
    for (alias, _) in filters {
        let position = found.plan.definition.artifacts.iter().position(|artifact| artifact.alias == *alias);
        let build = position.and_then(|index| found.content.artifacts[index]).map(|id| state.build(id));
        let own = filters.iter().filter(|(other, _)| other == alias).map(|(_, filter)| filter);
        let matched = build.is_some_and(|build| {
            let around =
                Around { default_branch: state.default_branch(&engine.world, &build.definition), variables: None };
            filter_builds(own, build, &around) == FilterResult::Matched
        });
        if !matched {
            return Err(NotTriggered::ArtifactFilter { alias: alias.clone() });
        }
    }
    Ok(())
}

fn start_automatically(
    engine: &Engine,
    run: &mut Run<'_>,
    release: ReleaseId,
    stage: StageId,
    because: Option<FactId>,
) {
    let schedule = run.state().release(release).plan.stage(stage).schedule.clone();
    let until = schedule.and_then(|schedule| calendar::next_occurrence(&schedule, run.now()));
    let reason = if until.is_some() { DeploymentReason::Scheduled } else { DeploymentReason::Automated };
    let (deployment, created) = create(run, release, stage, reason, None, "", because);
    match until {
        // The next occurrence strictly later than the trigger (§5.5).
        Some(until) => {
            run.emit_because(created, Fact::DeploymentScheduled { deployment, until });
        }
        None => queue::enter(engine, run, deployment, created),
    }
}

fn create(
    run: &mut Run<'_>,
    release: ReleaseId,
    stage: StageId,
    reason: DeploymentReason,
    by: Option<PersonId>,
    comment: &str,
    because: Option<FactId>,
) -> (DeploymentId, FactId) {
    let deployment = DeploymentId::at(run.state().deployments.len());
    let attempt = run.state().release(release).stages[stage.index()].attempts + 1;
    let fact = Fact::DeploymentCreated { deployment, release, stage, attempt, reason, by, comment: comment.into() };
    (deployment, emit(run, because, fact))
}

/// "Deploy" or "Redeploy": ignores trigger, filters and schedule; approvals and the queue still apply (§5.3).
pub(crate) fn deploy(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &OnStage) -> Result<(), Refusal> {
    require(engine, by, Permission::ManageDeployments)?;
    let state = run.state();
    let release = find_release(state, &on.release)?;
    let stage = find_stage(state, release, &on.stage)?;
    let found = state.release(release);
    let name = || found.content.name.clone();
    pipelines::require_not_deleted(state, found.content.definition)?;
    match found.status {
        ReleaseStatus::Active => {}
        ReleaseStatus::Abandoned => return Err(Refusal::Abandoned { release: name() }),
        ReleaseStatus::Draft | ReleaseStatus::Undefined => return Err(Refusal::Draft { release: name() }),
    }
    if is_barred_from_pull_requests(state, release, stage) {
        return Err(Refusal::PullRequestStage { release: name(), stage: found.plan.stage(stage).name.clone() });
    }
    let latest = found.stages[stage.index()].latest.filter(|&latest| !state.deployment(latest).status.is_completed());
    match latest {
        None => {}
        // A scheduled deployment may be started early, which ends its wait (§5.5).
        Some(scheduled) if state.deployment(scheduled).status == EnvironmentStatus::Scheduled => {
            let fact = Fact::DeploymentFinished {
                deployment: scheduled,
                status: EnvironmentStatus::Canceled,
                deployment_status: state.deployment(scheduled).deployment_status,
                operation: DeploymentOperationStatus::Canceled,
                why: Ended::Superseded,
            };
            run.emit(fact);
        }
        Some(_) => return Err(Refusal::Unfinished { release: name(), stage: found.plan.stage(stage).name.clone() }),
    }
    let (deployment, created) = create(run, release, stage, DeploymentReason::Manual, by, &on.comment, None);
    queue::enter(engine, run, deployment, created);
    Ok(())
}

/// The clock reached the schedule of the stage or the end of a deferral.
pub(crate) fn wait_over(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId) {
    let waiting = run.state().deployment(deployment);
    let since = waiting.operation_since;
    match waiting.operation {
        DeploymentOperationStatus::Scheduled => {
            if run.state().release(waiting.release).status == ReleaseStatus::Abandoned {
                cancel::finish_canceled(run, deployment, Ended::Abandoned, since);
            } else {
                queue::enter(engine, run, deployment, since);
            }
        }
        DeploymentOperationStatus::Deferred => sides::deferral_over(engine, run, deployment, since),
        other => unreachable!("a deployment that waits for the clock is scheduled or deferred, not {other}"),
    }
}

/// A slot was taken: pre-deployment conditions begin.
pub(crate) fn begin(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, because: FactId) {
    sides::open(engine, run, deployment, rehearsal_pipeline::ApprovalType::PreDeploy, because);
}
