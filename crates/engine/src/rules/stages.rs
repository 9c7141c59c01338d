//! What starts a stage: triggers, schedules and people (`classic.md` §5).

use std::rc::Rc;

use rehearsal_classic::StageTrigger;
use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::{
    DeploymentOperationStatus, DeploymentReason, EnvironmentStatus, ReleaseReason, ReleaseStatus,
};

use crate::command::{Deploy, OnStages, Refusal};
use crate::engine::{Engine, Run};
use crate::fact::{Blocking, Ended, Fact, NewDeployment, NotTriggered};
use crate::filter::{Around, FilterResult, filter_builds};
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::{cancel, find_release, find_stage, given, pipelines, pull_requests, queue, redeploy, sides};
use crate::state::State;
use crate::variables::GivenValues;
use crate::{DefinitionId, DeploymentId, PersonId, ReleaseId, StageId, calendar};

/// The release became active: stages "after release" start, in parallel; for each other stage it is
/// recorded why it did not.
pub(crate) fn release_started(engine: &Engine, run: &mut Run<'_>, release: ReleaseId) {
    let plan = Rc::clone(&run.state().release(release).plan);
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
    let is_again = ended.attempt > 1 && !engine.world.rules.redeploy_triggers_downstream;
    let finished = ended.finished.expect("the timer is set when it ends");
    pull_requests::post_status(run, release, finished);
    let plan = Rc::clone(&run.state().release(release).plan);
    for &next in &plan.stages[stage.index()].downstream {
        let base = upstream_satisfied(run.state(), release, &plan.stages[next.index()].upstream).and_then(|()| {
            // Under this reading a redeployment only makes up for what was never started (§5.2).
            let has_run = run.state().release(release).stages[next.index()].attempts > 0;
            if is_again && has_run { Err(NotTriggered::AlreadyDeployed) } else { Ok(()) }
        });
        evaluate(engine, run, release, next, Some(finished), base);
    }
    redeploy::after_failure(engine, run, deployment, finished);
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
    unfinished(state, release, stage).map_or(Ok(()), Err)
}

/// A stage begins a new attempt only when it has no unfinished one (§3 note 4).
pub(crate) fn unfinished(state: &State, release: ReleaseId, stage: StageId) -> Option<NotTriggered> {
    let status = state.stage_status(release, stage);
    (!status.is_completed() && status != EnvironmentStatus::NotStarted).then_some(NotTriggered::Unfinished)
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

pub(crate) fn create(
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
    let new = NewDeployment { deployment, release, stage, attempt, reason, by, comment: comment.into() };
    (deployment, emit(run, because, Fact::DeploymentCreated(Box::new(new))))
}

/// "Deploy" or "Redeploy": ignores trigger, filters and schedule; approvals and the queue still apply (§5.3). With a
/// chosen time the deployment waits for it without a slot (§6.6).
pub(crate) fn deploy(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &Deploy) -> Result<(), Refusal> {
    let release = find_release(run.state(), &on.release)?;
    let stage = find_stage(run.state(), release, &on.stage)?;
    permit(engine, run.state(), by, Operation::Deploy, Place::of_stage(run.state(), release, stage))?;
    may_deploy(run.state(), release, stage)?;
    let values = given::values(&run.state().release(release).plan, Some(stage), &on.variables)?;
    let until = match &on.scheduled_deployment_time {
        None => None,
        Some(moment) => {
            let until = moment.resolve(run.now(), &engine.world.zone)?;
            if until <= run.now() {
                return Err(Refusal::ScheduleIntoPast { until: until.to_string() });
            }
            Some(until)
        }
    };
    let given = GivenValues { values, debug: on.debug };
    start_by_hand(engine, run, by, (release, stage), (&on.comment, until), given);
    Ok(())
}

/// "Deploy multiple": each stage is started as by hand, in parallel; when one may not be, none is (§12).
pub(crate) fn deploy_several(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    on: &OnStages,
) -> Result<(), Refusal> {
    if on.stages.is_empty() {
        return Err(Refusal::Empty { field: "stages" });
    }
    let release = find_release(run.state(), &on.release)?;
    let mut stages = Vec::new();
    for name in &on.stages {
        let stage = find_stage(run.state(), release, name)?;
        permit(engine, run.state(), by, Operation::Deploy, Place::of_stage(run.state(), release, stage))?;
        may_deploy(run.state(), release, stage)?;
        if !stages.contains(&stage) {
            stages.push(stage);
        }
    }
    for stage in stages {
        start_by_hand(engine, run, by, (release, stage), (&on.comment, None), GivenValues::default());
    }
    Ok(())
}

/// Whether a stage of a release can be deployed by hand: the release is active, the stage takes it, and no attempt is
/// unfinished, save one that waits for its schedule (§5.5, §5.6, §12).
fn may_deploy(state: &State, release: ReleaseId, stage: StageId) -> Result<(), Refusal> {
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
    match state.stage_status(release, stage) {
        EnvironmentStatus::Scheduled => Ok(()),
        status if status.is_completed() || status == EnvironmentStatus::NotStarted => Ok(()),
        _ => Err(Refusal::Unfinished { release: name(), stage: found.plan.stage(stage).name.clone() }),
    }
}

fn start_by_hand(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    (release, stage): (ReleaseId, StageId),
    (comment, until): (&str, Option<SimTime>),
    given: GivenValues,
) {
    let state = run.state();
    let latest = state.release(release).stages[stage.index()].latest;
    // A scheduled deployment may be started early, which ends its wait (§5.5).
    if let Some(scheduled) = latest.filter(|&id| state.deployment(id).status == EnvironmentStatus::Scheduled) {
        let fact = Fact::DeploymentFinished {
            deployment: scheduled,
            status: EnvironmentStatus::Canceled,
            deployment_status: state.deployment(scheduled).deployment_status,
            operation: DeploymentOperationStatus::Canceled,
            why: Ended::Superseded,
        };
        run.emit(fact);
    }
    let (deployment, created) = create(run, release, stage, DeploymentReason::Manual, by, comment, None);
    if given != GivenValues::default() {
        run.emit_because(created, Fact::ValuesGiven { release, deployment: Some(deployment), content: Rc::new(given) });
    }
    match until {
        Some(until) => {
            run.emit_because(created, Fact::DeploymentScheduled { deployment, until });
        }
        None => queue::enter(engine, run, deployment, created),
    }
}

/// A stage schedule came to its time, under the reading that it deploys the newest release again and again (§5.5):
/// the newest release whose trigger was ever satisfied, unless it is being deployed anyway.
pub(crate) fn schedule_due(engine: &Engine, run: &mut Run<'_>, definition: DefinitionId, key: u32) {
    let state = run.state();
    let is_of_stage = |id: DeploymentId| {
        let deployment = state.deployment(id);
        deployment.reason == DeploymentReason::Scheduled
            && state.stage_key(id) == key
            && state.release(deployment.release).content.definition == definition
    };
    let (newest, stage) = (0..state.deployments.len())
        .map(DeploymentId::at)
        .filter(|&id| is_of_stage(id))
        .map(|id| (state.deployment(id).release, state.deployment(id).stage))
        .max()
        .expect("the timer is set when a release waits for the schedule");
    let is_deleted = state.release(newest).deleted.is_some();
    let schedule = state.release(newest).plan.stage(stage).schedule.as_ref();
    let next = schedule.and_then(|schedule| calendar::next_occurrence(schedule, run.now()));
    let is_waiting = state.stage_status(newest, stage) == EnvironmentStatus::Scheduled;
    let allowed = other_conditions(engine, state, newest, stage);
    let due = run.emit(Fact::StageScheduleDue { definition, stage, release: newest, next });
    match allowed {
        // What waits for this very moment starts by itself.
        _ if is_waiting || is_deleted => {}
        Ok(()) => {
            let (deployment, created) = create(run, newest, stage, DeploymentReason::Scheduled, None, "", Some(due));
            queue::enter(engine, run, deployment, created);
        }
        Err(why) => {
            run.emit_because(due, Fact::StageNotTriggered { release: newest, stage, why: Box::new(why) });
        }
    }
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
