//! Parallel jobs of the organisation (`classic.md` §9.3): who has one, and who waits; builds take them too.

use std::collections::VecDeque;

use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::DeploymentOperationStatus;

use super::{State, Timers};
use crate::timer::{Class, Order, Timer};
use crate::{BuildRunId, JobId};

/// The parallel jobs of the organisation.
#[derive(Debug, Clone, Default)]
pub struct ParallelJobs {
    /// How many there are; none is no limit, and nothing is counted.
    pub limit: Option<u32>,
    /// How many are in use.
    pub in_use: u32,
    /// What waits, first come first.
    pub waiting: VecDeque<WaitsForParallelJob>,
}

/// Something that waits for a parallel job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsForParallelJob {
    /// A job of a deployment.
    Job(JobId),
    /// A build.
    Build(BuildRunId),
}

impl ParallelJobs {
    pub(super) fn new(limit: Option<u32>) -> Self {
        Self { limit, ..Self::default() }
    }

    /// True when one is free for what waits.
    pub fn has_free(&self) -> bool {
        self.limit.is_none_or(|limit| self.in_use < limit)
    }
}

impl State {
    fn grant_soon(&self, timers: &mut Timers, at: SimTime) {
        if self.parallel_jobs.has_free() && !self.parallel_jobs.waiting.is_empty() {
            timers.set(at, Order::of(Class::AgentAssignment), Timer::GrantParallelJobs);
        }
    }

    fn stop_waiting_for_parallel_job(&mut self, who: WaitsForParallelJob) {
        self.parallel_jobs.waiting.retain(|&waiting| waiting != who);
    }

    /// The job waits for a parallel job first, then for an agent.
    pub(super) fn wait_for_parallel_job(&mut self, timers: &mut Timers, job: JobId, fact: FactId, at: SimTime) {
        self.parallel_jobs.waiting.push_back(WaitsForParallelJob::Job(job));
        self.show_waiting(self.job(job).deployment, DeploymentOperationStatus::QueuedForPipeline, fact, at);
        self.grant_soon(timers, at);
    }

    pub(super) fn grant_parallel_job(&mut self, timers: &mut Timers, job: JobId, fact: FactId, at: SimTime) {
        self.stop_waiting_for_parallel_job(WaitsForParallelJob::Job(job));
        self.parallel_jobs.in_use += 1;
        self.jobs[job.index()].has_parallel_job = true;
        self.wait_for_agent(timers, job, fact, at);
    }

    /// A job ended: it gives its parallel job back, or waits for none any more.
    pub(super) fn give_back_parallel_job(&mut self, timers: &mut Timers, job: JobId, at: SimTime) {
        if self.parallel_jobs.limit.is_none() {
            return;
        }
        if std::mem::take(&mut self.jobs[job.index()].has_parallel_job) {
            self.parallel_jobs.in_use -= 1;
            self.grant_soon(timers, at);
        } else {
            self.stop_waiting_for_parallel_job(WaitsForParallelJob::Job(job));
        }
    }

    /// A build was queued; without a limit it starts by itself.
    pub(super) fn wait_with_build(&mut self, timers: &mut Timers, run: BuildRunId, at: SimTime) {
        if self.parallel_jobs.limit.is_some() {
            self.parallel_jobs.waiting.push_back(WaitsForParallelJob::Build(run));
            self.grant_soon(timers, at);
        }
    }

    pub(super) fn start_with_build(&mut self, run: BuildRunId) {
        if self.parallel_jobs.limit.is_some() {
            self.stop_waiting_for_parallel_job(WaitsForParallelJob::Build(run));
            self.parallel_jobs.in_use += 1;
        }
    }

    pub(super) fn end_with_build(&mut self, timers: &mut Timers, at: SimTime) {
        if self.parallel_jobs.limit.is_some() {
            self.parallel_jobs.in_use -= 1;
            self.grant_soon(timers, at);
        }
    }
}
