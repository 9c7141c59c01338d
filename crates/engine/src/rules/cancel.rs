//! Cancelling a deployment (`classic.md` §9.4, §10.2, §12).

use rehearsal_kernel::FactId;
use rehearsal_pipeline::{DeploymentOperationStatus, DeploymentStatus, EnvironmentStatus, TaskResult};

use crate::command::{OnStage, Refusal};
use crate::condition::SoFar;
use crate::engine::{Engine, Run};
use crate::fact::{DecidedHow, Ended, Fact, TaskIssue};
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::{approvals, find_release, find_stage, gates, jobs, tasks};
use crate::state::State;
use crate::variables::job_variables;
use crate::{DeploymentId, JobId, PersonId};

/// "Cancel" on a stage.
pub(crate) fn cancel(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &OnStage) -> Result<(), Refusal> {
    let deployment = may_cancel(engine, run.state(), by, on)?;
    request(engine, run, by, deployment, &on.comment);
    Ok(())
}

/// The deployment that "Cancel" on a stage would end, or why there is none.
pub(crate) fn may_cancel(
    engine: &Engine,
    state: &State,
    by: Option<PersonId>,
    on: &OnStage,
) -> Result<DeploymentId, Refusal> {
    let release = find_release(state, &on.release)?;
    let stage = find_stage(state, release, &on.stage)?;
    permit(engine, state, by, Operation::Cancel, Place::of_stage(state, release, stage))?;
    let found = state.release(release);
    let names = (found.content.name.clone(), found.plan.stage(stage).name.clone());
    let unfinished =
        found.stages[stage.index()].latest.filter(|&latest| !state.deployment(latest).status.is_completed());
    let Some(deployment) = unfinished else {
        return Err(Refusal::NothingToCancel { release: names.0, stage: names.1 });
    };
    if state.deployment(deployment).cancel_requested.is_some() {
        return Err(Refusal::AlreadyCancelling { release: names.0, stage: names.1 });
    }
    Ok(deployment)
}

/// Cancels an unfinished deployment that is not being cancelled already: at once, or with the clean-up of its job.
pub(crate) fn request(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    deployment: DeploymentId,
    comment: &str,
) {
    let state = run.state();
    let (running, waiting): (Vec<JobId>, Vec<JobId>) =
        state.open_jobs(deployment).partition(|&job| state.job(job).started_at.is_some());
    let requested = run.emit(Fact::CancelRequested { deployment, by, comment: comment.into() });
    if running.is_empty() {
        return finish_canceled(run, deployment, Ended::Canceled, requested);
    }
    // Slices that only wait end first, so that the last of those that run ends the job.
    for job in waiting {
        run.emit_because(requested, Fact::JobFinished { job, result: TaskResult::Canceled, issue: None });
    }
    for job in running {
        cancel_running(engine, run, job, requested);
    }
}

/// The running task's condition is tested again with the job cancelled: when it still holds the task goes
/// on, within the grace; else it is cancelled (§10.2).
fn cancel_running(engine: &Engine, run: &mut Run<'_>, job: JobId, requested: FactId) {
    let state = run.state();
    let Some(task) = state.current_task(job) else { return };
    let condition = &state.step_plan(task).condition;
    let outcome = state.task(task).current.plan.outcome.map(|number| &engine.world.outcomes[number.index()]);
    let goes_on = condition.holds(SoFar::Canceled, &|| job_variables(state, job)) == Ok(true)
        || outcome.is_some_and(|outcome| outcome.ignores_cancel);
    if !goes_on {
        cancel_task(engine, run, job, requested);
    }
}

fn cancel_task(engine: &Engine, run: &mut Run<'_>, job: JobId, because: FactId) {
    let Some(task) = run.state().current_task(job) else { return };
    let ended = tasks::cancel(run, task, TaskIssue::Canceled, Some(because));
    tasks::go_on(engine, run, job, ended);
}

/// The grace after a cancel is over: what still runs is ended, remaining tasks do not start (§9.4).
pub(crate) fn grace_over(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId) {
    let open: Vec<JobId> = run.state().open_jobs(deployment).collect();
    let requested = run.state().deployment(deployment).cancel_requested.expect("the grace follows a cancel");
    let mut finished = None;
    for job in open {
        let mut because = requested;
        if let Some(task) = run.state().current_task(job) {
            because = tasks::cancel(run, task, TaskIssue::Canceled, Some(requested));
        }
        finished =
            Some(run.emit_because(because, Fact::JobFinished { job, result: TaskResult::Canceled, issue: None }));
    }
    if let Some(finished) = finished {
        jobs::after(engine, run, deployment, finished);
    }
}

/// Ends a deployment that runs nothing: pending approvals, gates and a waiting job end with it (§3).
pub(crate) fn finish_canceled(run: &mut Run<'_>, deployment: DeploymentId, why: Ended, because: FactId) {
    approvals::cancel_pending(run, deployment, DecidedHow::DeploymentCanceled, because);
    gates::cancel(run, deployment, because);
    let open: Vec<JobId> = run.state().open_jobs(deployment).collect();
    for job in open {
        run.emit_because(because, Fact::JobFinished { job, result: TaskResult::Canceled, issue: None });
    }
    let has_started = {
        let state = run.state();
        state.deployment(deployment).jobs.iter().any(|&job| state.job(job).started_at.is_some())
    };
    let fact = Fact::DeploymentFinished {
        deployment,
        status: EnvironmentStatus::Canceled,
        deployment_status: if has_started { DeploymentStatus::Failed } else { DeploymentStatus::NotDeployed },
        operation: DeploymentOperationStatus::Canceled,
        why,
    };
    run.emit_because(because, fact);
}
