//! How jobs wait, run and end, and the agents that run them.

use std::rc::Rc;

use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::{DeployPhaseStatus, DeploymentOperationStatus, DeploymentStatus, TaskResult};

use super::{JobRun, State, Timers};
use crate::fact::JobIssue;
use crate::timer::{Class, Order, Timer};
use crate::{AgentId, DeploymentId, JobId, TargetId};

impl State {
    /// A job, or one slice of it, by position.
    pub(super) fn push_job(
        &mut self,
        deployment: DeploymentId,
        (index, slice): (u32, Option<u32>),
        queued: FactId,
        at: SimTime,
    ) {
        let id = JobId::at(self.jobs.len());
        let plan = Rc::clone(&self.stage_plan(deployment).jobs[index as usize]);
        let found = &mut self.deployments[deployment.index()];
        found.jobs.push(id);
        let slice = slice.zip(found.slices.as_ref()).map(|(position, slices)| slices.slice(position));
        self.jobs.push(JobRun {
            deployment,
            index,
            plan,
            slice,
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
            has_parallel_job: false,
            timer: None,
        });
    }

    /// The job just added does not run.
    pub(super) fn skip_job(&mut self, at: SimTime) {
        let job = self.jobs.last_mut().expect("just added");
        job.status = DeployPhaseStatus::Skipped;
        job.result = TaskResult::Skipped;
        job.finished_at = Some(at);
    }

    pub(super) fn queue_job(
        &mut self,
        timers: &mut Timers,
        deployment: DeploymentId,
        which: (u32, Option<u32>),
        id: FactId,
        at: SimTime,
    ) {
        self.end_wait(timers, deployment);
        let job = JobId::at(self.jobs.len());
        self.push_job(deployment, which, id, at);
        self.deployments[deployment.index()].deployment_status = DeploymentStatus::InProgress;
        if self.job_plan(job).pool.is_some() {
            if self.parallel_jobs.limit.is_some() {
                self.wait_for_parallel_job(timers, job, id, at);
            } else {
                self.wait_for_agent(timers, job, id, at);
            }
        } else if let Some(target) = self.job(job).slice.as_ref().and_then(|slice| slice.target) {
            self.show_waiting(deployment, DeploymentOperationStatus::QueuedForAgent, id, at);
            self.wait_for_target(timers, target, job, at);
        }
    }

    pub(super) fn wait_for_agent(&mut self, timers: &mut Timers, job: JobId, fact: FactId, at: SimTime) {
        let Some(pool) = self.job_plan(job).pool else { return };
        self.pools[pool].waiting.push_back(job);
        self.show_waiting(self.job(job).deployment, DeploymentOperationStatus::QueuedForAgent, fact, at);
        self.assign_agents_soon(timers, pool, at);
    }

    /// What a deployment waits for shows only while none of its slices runs.
    pub(super) fn show_waiting(
        &mut self,
        deployment: DeploymentId,
        operation: DeploymentOperationStatus,
        fact: FactId,
        at: SimTime,
    ) {
        if self.open_jobs(deployment).all(|job| self.job(job).started_at.is_none()) {
            self.set_operation(deployment, operation, fact, at);
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
        if let Some(target) = self.target_of(id) {
            self.occupy_target(target, id);
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
        self.give_back_parallel_job(timers, id, at);
        if let Some(target) = self.target_of(id) {
            self.leave_target(timers, target, id, at);
        }
        // While other slices go on, the deployment shows what they do.
        if self.open_jobs(deployment).next().is_none() {
            self.set_operation(deployment, phase_operation(result), fact, at);
        }
    }

    /// The target that a slice runs on.
    fn target_of(&self, id: JobId) -> Option<TargetId> {
        self.job(id).slice.as_ref().and_then(|slice| slice.target)
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

pub(super) fn phase_operation(result: TaskResult) -> DeploymentOperationStatus {
    match result {
        TaskResult::Succeeded | TaskResult::Skipped => DeploymentOperationStatus::PhaseSucceeded,
        TaskResult::SucceededWithIssues => DeploymentOperationStatus::PhasePartiallySucceeded,
        TaskResult::Failed => DeploymentOperationStatus::PhaseFailed,
        TaskResult::Canceled => DeploymentOperationStatus::PhaseCanceled,
    }
}
