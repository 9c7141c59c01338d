//! Jobs of a deployment (`classic.md` §9): one after another, each on its agent, and what they add up to.

use rehearsal_kernel::FactId;
use rehearsal_pipeline::{ApprovalType, DeploymentOperationStatus, DeploymentStatus, EnvironmentStatus, TaskResult};

use crate::condition::SoFar;
use crate::engine::{Engine, Run};
use crate::fact::{Ended, Fact, JobIssue, TaskIssue};
use crate::rules::{sides, tasks};
use crate::state::State;
use crate::variables::variables;
use crate::{AgentId, BuildId, DeploymentId, JobId, capability};

/// Goes on with the next job whose condition holds, or with what follows the last job.
pub(crate) fn start_next(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, because: FactId) {
    let mut because = because;
    loop {
        let state = run.state();
        let index = state.deployment(deployment).jobs.len();
        let Some(plan) = state.stage_plan(deployment).jobs.get(index) else {
            return after_jobs(engine, run, deployment, because);
        };
        let has_pool = plan.pool.is_some();
        let verdict = plan.condition.holds(so_far(state, deployment), &|| variables(state, deployment));
        let job = JobId::at(state.jobs.len());
        let number = u32::try_from(index).expect("a stage has few jobs");
        match verdict {
            Ok(true) => {
                let queued = run.emit_because(because, Fact::JobQueued { job, deployment, index: number });
                if !has_pool {
                    start(engine, run, job, None, queued);
                }
                return;
            }
            Ok(false) => {
                let condition = run.state().stage_plan(deployment).jobs[index].condition.text().into();
                because = run.emit_because(because, Fact::JobSkipped { job, deployment, index: number, condition });
            }
            // A condition that cannot be evaluated fails the job (§9.2).
            Err(_) => {
                let queued = run.emit_because(because, Fact::JobQueued { job, deployment, index: number });
                let issue = Some(JobIssue::ConditionError);
                because = run.emit_because(queued, Fact::JobFinished { job, result: TaskResult::Failed, issue });
            }
        }
    }
}

/// Skipped jobs count as neither; partly good ones count as good (§9.2).
pub(crate) fn so_far(state: &State, deployment: DeploymentId) -> SoFar {
    let found = state.deployment(deployment);
    let mut jobs = found.jobs.iter().map(|&id| state.job(id));
    if found.cancel_requested.is_some() {
        SoFar::Canceled
    } else if jobs.any(|job| is_failure(job.result, job.issue)) {
        SoFar::Failed
    } else {
        SoFar::Good
    }
}

/// A job that failed, could not be evaluated or ran out of time.
fn is_failure(result: TaskResult, issue: Option<JobIssue>) -> bool {
    result == TaskResult::Failed || issue.is_some()
}

/// Matches waiting jobs and free agents: first come first served over the pool (§9.3).
pub(crate) fn assign_agents(engine: &Engine, run: &mut Run<'_>, pool: usize) {
    while let Some((job, agent)) = next_match(engine, run.state(), pool) {
        let queued = run.state().job(job).queued;
        start(engine, run, job, Some(agent), queued);
    }
}

fn next_match(engine: &Engine, state: &State, pool: usize) -> Option<(JobId, AgentId)> {
    let pool = &state.pools[pool];
    if pool.free.is_empty() {
        return None;
    }
    pool.waiting.iter().find_map(|&job| {
        let demands = &state.job_plan(job).demands;
        let fits = |agent: &AgentId| demands.is_empty() || capability::satisfies(engine.world.agent(*agent).1, demands);
        pool.free.iter().copied().find(fits).map(|agent| (job, agent))
    })
}

fn start(engine: &Engine, run: &mut Run<'_>, job: JobId, agent: Option<AgentId>, because: FactId) {
    let started = run.emit_because(because, Fact::JobStarted { job, agent });
    tasks::go_on(engine, run, job, started);
}

/// All tasks are done: the job ends with its status, and the next begins.
pub(crate) fn end(engine: &Engine, run: &mut Run<'_>, job: JobId, because: FactId) {
    let run_job = run.state().job(job);
    let (deployment, result) = (run_job.deployment, run_job.result);
    let issue = run_job.is_timing_out.then_some(JobIssue::TimedOut);
    let finished = run.emit_because(because, Fact::JobFinished { job, result, issue });
    start_next(engine, run, deployment, finished);
}

/// The job's timeout: the running task is cancelled, what follows is evaluated as after a cancel, and the
/// attempt fails (§9.4).
pub(crate) fn time_out(engine: &Engine, run: &mut Run<'_>, job: JobId) {
    let Some(task) = run.state().current_task(job) else { return };
    let fact = Fact::TaskFinished { task, result: TaskResult::Canceled, issue: Some(TaskIssue::JobTimedOut) };
    let ended = run.emit(fact);
    tasks::go_on(engine, run, job, ended);
}

/// What the jobs add up to (§10.3): cancelled by a person, else failed, else with issues, else good.
fn roll_up(state: &State, deployment: DeploymentId) -> TaskResult {
    let found = state.deployment(deployment);
    let jobs = || found.jobs.iter().map(|&id| state.job(id));
    if found.cancel_requested.is_some() {
        TaskResult::Canceled
    } else if jobs().any(|job| is_failure(job.result, job.issue)) {
        TaskResult::Failed
    } else if jobs().any(|job| job.result == TaskResult::SucceededWithIssues) {
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
        TaskResult::Failed | TaskResult::Skipped => finish(
            run,
            deployment,
            (EnvironmentStatus::Rejected, DeploymentStatus::Failed, DeploymentOperationStatus::PhaseFailed),
            Ended::JobFailed,
            because,
        ),
        TaskResult::Canceled => finish(
            run,
            deployment,
            (EnvironmentStatus::Canceled, DeploymentStatus::Failed, DeploymentOperationStatus::Canceled),
            Ended::Canceled,
            because,
        ),
    }
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
