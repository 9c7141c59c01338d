//! How jobs wait, run and end, and the agents that run them.

use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::{DeployPhaseStatus, DeploymentOperationStatus, DeploymentStatus, TaskResult};

use super::{JobRun, State, Timers};
use crate::fact::JobIssue;
use crate::timer::{Class, Order, Timer};
use crate::{AgentId, DeploymentId, JobId};

impl State {
    pub(super) fn push_job(&mut self, deployment: DeploymentId, index: u32, queued: FactId, at: SimTime) {
        let id = JobId::at(self.jobs.len());
        self.deployments[deployment.index()].jobs.push(id);
        self.jobs.push(JobRun {
            deployment,
            index,
            status: DeployPhaseStatus::NotStarted,
            result: TaskResult::Succeeded,
            issue: None,
            agent: None,
            queued_at: at,
            queued,
            started_at: None,
            finished_at: None,
            tasks: Vec::new(),
            is_timing_out: false,
            timer: None,
        });
    }

    pub(super) fn queue_job(
        &mut self,
        timers: &mut Timers,
        deployment: DeploymentId,
        index: u32,
        id: FactId,
        at: SimTime,
    ) {
        self.end_wait(timers, deployment);
        let job = JobId::at(self.jobs.len());
        self.push_job(deployment, index, id, at);
        self.deployments[deployment.index()].deployment_status = DeploymentStatus::InProgress;
        if let Some(pool) = self.job_plan(job).pool {
            self.pools[pool].waiting.push_back(job);
            self.set_operation(deployment, DeploymentOperationStatus::QueuedForAgent, id, at);
            self.assign_agents_soon(timers, pool, at);
        }
    }

    pub(super) fn assign_agents_soon(&self, timers: &mut Timers, pool: usize, at: SimTime) {
        if !self.pools[pool].waiting.is_empty() && !self.pools[pool].free.is_empty() {
            timers.set(at, Order::of(Class::AgentAssignment), Timer::AssignAgents(pool));
        }
    }

    pub(super) fn start_job(
        &mut self,
        timers: &mut Timers,
        id: JobId,
        agent: Option<AgentId>,
        fact: FactId,
        at: SimTime,
    ) {
        let plan = self.job_plan(id);
        let (timeout, steps) = (plan.timeout, plan.steps.len());
        let deployment = self.job(id).deployment;
        let timer = timeout
            .map(|timeout| timers.set(at + timeout, self.order(Class::Timeout, deployment), Timer::JobTimesOut(id)));
        if let Some(agent) = agent {
            let state = &mut self.agents[agent.index()];
            state.job = Some(id);
            let pool = &mut self.pools[state.pool];
            pool.free.remove(&agent);
            pool.stop_waiting(id);
        }
        let job = &mut self.jobs[id.index()];
        job.agent = agent;
        job.status = DeployPhaseStatus::InProgress;
        job.started_at = Some(at);
        job.tasks.reserve_exact(steps);
        job.timer = timer;
        self.set_operation(deployment, DeploymentOperationStatus::PhaseInProgress, fact, at);
    }

    pub(super) fn finish_job(
        &mut self,
        timers: &mut Timers,
        id: JobId,
        result: TaskResult,
        issue: Option<JobIssue>,
        fact: FactId,
        at: SimTime,
    ) {
        let job = &mut self.jobs[id.index()];
        job.result = result;
        job.issue = issue;
        job.status = job_status(result);
        job.finished_at = Some(at);
        let deployment = job.deployment;
        if let Some(timer) = job.timer.take() {
            timers.cancel(timer);
        }
        let pool = self.job_plan(id).pool;
        if let Some(pool) = pool {
            self.pools[pool].stop_waiting(id);
        }
        if let Some(agent) = self.jobs[id.index()].agent {
            let state = &mut self.agents[agent.index()];
            state.job = None;
            let pool = state.pool;
            if state.online {
                self.pools[pool].free.insert(agent);
            }
            self.assign_agents_soon(timers, pool, at);
        }
        self.set_operation(deployment, phase_operation(result), fact, at);
    }

    pub(super) fn change_agent(&mut self, timers: &mut Timers, id: AgentId, online: bool, at: SimTime) {
        let state = &mut self.agents[id.index()];
        state.online = online;
        let pool = state.pool;
        if online && state.job.is_none() {
            self.pools[pool].free.insert(id);
        } else {
            self.pools[pool].free.remove(&id);
        }
        self.assign_agents_soon(timers, pool, at);
    }
}

fn job_status(result: TaskResult) -> DeployPhaseStatus {
    match result {
        TaskResult::Succeeded => DeployPhaseStatus::Succeeded,
        TaskResult::SucceededWithIssues => DeployPhaseStatus::PartiallySucceeded,
        TaskResult::Failed => DeployPhaseStatus::Failed,
        TaskResult::Canceled => DeployPhaseStatus::Canceled,
        TaskResult::Skipped => DeployPhaseStatus::Skipped,
    }
}

fn phase_operation(result: TaskResult) -> DeploymentOperationStatus {
    match result {
        TaskResult::Succeeded | TaskResult::Skipped => DeploymentOperationStatus::PhaseSucceeded,
        TaskResult::SucceededWithIssues => DeploymentOperationStatus::PhasePartiallySucceeded,
        TaskResult::Failed => DeploymentOperationStatus::PhaseFailed,
        TaskResult::Canceled => DeploymentOperationStatus::PhaseCanceled,
    }
}
