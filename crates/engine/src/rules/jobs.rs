//! Jobs of a deployment (`classic.md` §9): one after another, each on its agent, and what they add up to.

use rehearsal_kernel::FactId;
use rehearsal_pipeline::{ApprovalType, DeploymentOperationStatus, DeploymentStatus, EnvironmentStatus, TaskResult};

use crate::condition::SoFar;
use crate::engine::{Engine, Run};
use crate::fact::{Ended, Fact, JobIssue, TaskIssue};
use crate::rules::{agents, sides, slices, tasks};
use crate::slice::Spread;
use crate::state::State;
use crate::variables::variables;
use crate::{AgentId, BuildId, DeploymentId, JobId, download};

/// Goes on with the next job whose condition holds, or with what follows the last job.
pub(crate) fn start_next(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, because: FactId) {
    let mut because = because;
    loop {
        let state = run.state();
        // Slices of one job share its position.
        let index = state.deployment(deployment).jobs.last().map_or(0, |&last| state.job(last).index + 1);
        let Some(plan) = state.stage_plan(deployment).jobs.get(index as usize) else {
            return after_jobs(engine, run, deployment, because);
        };
        let verdict = plan.condition.holds(so_far(state, deployment), &|| variables(state, deployment));
        let job = JobId::at(state.jobs.len());
        match verdict {
            Ok(true) => match &plan.spread {
                Spread::Once => {
                    let queued = queue(engine, run, deployment, (index, None), because);
                    if runs_on_service(run.state(), job) {
                        start(engine, run, job, None, queued);
                    }
                    return;
                }
                Spread::Configurations { .. } | Spread::Agents { .. } | Spread::Targets { .. } => {
                    match slices::begin(engine, run, deployment, index, because) {
                        Ok(()) => return,
                        Err(finished) => because = finished,
                    }
                }
            },
            Ok(false) => {
                let condition = plan.condition.text().into();
                because = run.emit_because(because, Fact::JobSkipped { job, deployment, index, condition });
            }
            // A condition that cannot be evaluated fails the job (§9.2).
            Err(_) => because = fail_at_once(run, deployment, index, JobIssue::ConditionError, because),
        }
    }
}

/// A job that cannot even begin.
pub(crate) fn fail_at_once(
    run: &mut Run<'_>,
    deployment: DeploymentId,
    index: u32,
    issue: JobIssue,
    because: FactId,
) -> FactId {
    let job = JobId::at(run.state().jobs.len());
    let queued = run.emit_because(because, Fact::JobQueued { job, deployment, index, slice: None });
    run.emit_because(queued, Fact::JobFinished { job, result: TaskResult::Failed, issue: Some(issue) })
}

/// A job or a slice begins to wait; that nothing can take it is told at once.
pub(crate) fn queue(
    engine: &Engine,
    run: &mut Run<'_>,
    deployment: DeploymentId,
    (index, slice): (u32, Option<u32>),
    because: FactId,
) -> FactId {
    let job = JobId::at(run.state().jobs.len());
    let queued = run.emit_because(because, Fact::JobQueued { job, deployment, index, slice });
    agents::tell_obstacle(engine, run, job, queued);
    queued
}

/// Jobs of the service wait for nothing.
pub(crate) fn runs_on_service(state: &State, job: JobId) -> bool {
    let has_target = state.job(job).slice.as_ref().is_some_and(|slice| slice.target.is_some());
    state.job_plan(job).pool.is_none() && !has_target
}

/// Skipped jobs count as neither; partly good ones count as good (§9.2).
pub(crate) fn so_far(state: &State, deployment: DeploymentId) -> SoFar {
    if state.deployment(deployment).cancel_requested.is_some() {
        SoFar::Canceled
    } else if results(state, deployment).any(|(result, issue)| is_failure(result, issue)) {
        SoFar::Failed
    } else {
        SoFar::Good
    }
}

/// How the jobs so far ended; of a job in slices, what they add up to.
fn results(state: &State, deployment: DeploymentId) -> impl Iterator<Item = (TaskResult, Option<JobIssue>)> + '_ {
    let jobs = &state.deployment(deployment).jobs;
    jobs.iter().enumerate().filter_map(move |(place, &id)| {
        let job = state.job(id);
        let Some(_) = &job.slice else { return Some((job.result, job.issue)) };
        let is_first = place == 0 || state.job(jobs[place - 1]).index != job.index;
        is_first.then(|| slices::result(state, deployment, job.index))
    })
}

/// A job that failed, could not be evaluated or ran out of time.
pub(crate) fn is_failure(result: TaskResult, issue: Option<JobIssue>) -> bool {
    result == TaskResult::Failed || issue.is_some()
}

/// A job or slice runs.
pub(crate) fn start(engine: &Engine, run: &mut Run<'_>, job: JobId, agent: Option<AgentId>, because: FactId) {
    let mut started = run.emit_because(because, Fact::JobStarted { job, agent });
    let applies = |number: usize, outcome: &crate::world::Outcome| {
        let draw = || run.stream(&format!("{}/{}/download/{number}", job.0, run.state().job(job).deployment.0));
        outcome.per_mille >= 1000 || draw().chance(outcome.per_mille.into())
    };
    // Without its artifacts no task runs that asks for success (§10.4).
    if let Some((artifact, outcome)) = download::first_failure(&engine.world, run.state(), job, &applies) {
        started = run.emit_because(started, Fact::ArtifactDownloadFailed { job, artifact, outcome });
    }
    tasks::go_on(engine, run, job, started);
}

/// All tasks are done: the job ends with its status, and the next begins.
pub(crate) fn end(engine: &Engine, run: &mut Run<'_>, job: JobId, because: FactId) {
    let run_job = run.state().job(job);
    let (deployment, result) = (run_job.deployment, run_job.result);
    let issue = run_job.is_timing_out.then_some(JobIssue::TimedOut);
    let finished = run.emit_because(because, Fact::JobFinished { job, result, issue });
    after(engine, run, deployment, finished);
}

/// A job or a slice has ended: the other slices go on, or the next job begins.
pub(crate) fn after(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, finished: FactId) {
    let state = run.state();
    let last = state.deployment(deployment).jobs.last().map(|&last| state.job(last));
    match last.filter(|last| last.slice.is_some()) {
        Some(slice) => {
            let index = slice.index;
            slices::go_on(engine, run, deployment, index, finished);
        }
        None => start_next(engine, run, deployment, finished),
    }
}

/// The job's timeout: the running task is cancelled, what follows is evaluated as after a cancel, and the
/// attempt fails (§9.4).
pub(crate) fn time_out(engine: &Engine, run: &mut Run<'_>, job: JobId) {
    let Some(task) = run.state().current_task(job) else { return };
    let ended = tasks::cancel(run, task, TaskIssue::JobTimedOut, None);
    tasks::go_on(engine, run, job, ended);
}

/// What the jobs add up to (§10.3): cancelled by a person, else failed, else with issues, else good.
fn roll_up(state: &State, deployment: DeploymentId) -> TaskResult {
    if state.deployment(deployment).cancel_requested.is_some() {
        TaskResult::Canceled
    } else if results(state, deployment).any(|(result, issue)| is_failure(result, issue)) {
        TaskResult::Failed
    } else if results(state, deployment).any(|(result, _)| result == TaskResult::SucceededWithIssues) {
        TaskResult::SucceededWithIssues
    } else {
        TaskResult::Succeeded
    }
}

/// Post-deployment conditions follow only when the jobs ended well (§3 note 2).
fn after_jobs(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, because: FactId) {
    match roll_up(run.state(), deployment) {
        TaskResult::Succeeded | TaskResult::SucceededWithIssues => {
            let sites = run.state().stage_plan(deployment).sites.clone();
            if let Some(build) = run.state().primary_build(run.state().deployment(deployment).release) {
                update_sites(run, deployment, &sites, build, true, because);
            }
            sides::open(engine, run, deployment, ApprovalType::PostDeploy, because);
        }
        TaskResult::Failed | TaskResult::Skipped => fail(engine, run, deployment, because),
        TaskResult::Canceled => finish(
            run,
            deployment,
            (EnvironmentStatus::Canceled, DeploymentStatus::Failed, DeploymentOperationStatus::Canceled),
            Ended::Canceled,
            because,
        ),
    }
}

/// A job failed or ran out of time. The latter rejects the stage too, unless the switch says that it cancels it
/// (§9.4).
fn fail(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, because: FactId) {
    let state = run.state();
    let only_timed_out = results(state, deployment)
        .filter(|&(result, issue)| is_failure(result, issue))
        .all(|(_, issue)| issue == Some(JobIssue::TimedOut));
    let status = if only_timed_out && engine.world.rules.job_timeout_cancels_stage {
        EnvironmentStatus::Canceled
    } else {
        EnvironmentStatus::Rejected
    };
    let statuses = (status, DeploymentStatus::Failed, DeploymentOperationStatus::PhaseFailed);
    finish(run, deployment, statuses, if only_timed_out { Ended::JobTimedOut } else { Ended::JobFailed }, because);
}

/// Puts a build on sites.
pub(crate) fn update_sites(
    run: &mut Run<'_>,
    deployment: DeploymentId,
    sites: &[crate::SiteId],
    build: BuildId,
    healthy: bool,
    because: FactId,
) {
    for &site in sites {
        run.emit_because(because, Fact::SiteUpdated { site, build, deployment, healthy });
    }
}

/// Everything passed: the deployment ends as its jobs did; a good one ends at "Approved" (§2.5).
pub(crate) fn conclude(run: &mut Run<'_>, deployment: DeploymentId, because: FactId) {
    let outcome = if roll_up(run.state(), deployment) == TaskResult::SucceededWithIssues {
        (EnvironmentStatus::PartiallySucceeded, DeploymentStatus::PartiallySucceeded)
    } else {
        (EnvironmentStatus::Succeeded, DeploymentStatus::Succeeded)
    };
    let statuses = (outcome.0, outcome.1, DeploymentOperationStatus::Approved);
    finish(run, deployment, statuses, Ended::Completed, because);
}

fn finish(
    run: &mut Run<'_>,
    deployment: DeploymentId,
    (status, deployment_status, operation): (EnvironmentStatus, DeploymentStatus, DeploymentOperationStatus),
    why: Ended,
    because: FactId,
) {
    let fact = Fact::DeploymentFinished { deployment, status, deployment_status, operation, why };
    run.emit_because(because, fact);
}
