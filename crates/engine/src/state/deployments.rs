//! How deployments begin, wait and end, and the queue of their stage.

use std::rc::Rc;

use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::{
    DeployPhaseStatus, DeploymentOperationStatus, DeploymentStatus, EnvironmentStatus, TaskResult,
};

use super::{Deployment, State, Timers};
use crate::fact::NewDeployment;
use crate::timer::{Class, Timer};
use crate::{DeploymentId, JobId};

impl State {
    pub(super) fn create_deployment(&mut self, new: &NewDeployment, at: SimTime, id: FactId) {
        let found = &mut self.releases[new.release.index()];
        let plan = Rc::clone(&found.plan);
        let state = &mut found.stages[new.stage.index()];
        let previous = state.latest.replace(new.deployment);
        state.attempts = new.attempt;
        self.deployments.push(Deployment {
            release: new.release,
            stage: new.stage,
            plan,
            given: None,
            attempt: new.attempt,
            reason: new.reason,
            by: new.by,
            comment: new.comment.clone(),
            created_at: at,
            created: id,
            status: EnvironmentStatus::Queued,
            deployment_status: DeploymentStatus::NotDeployed,
            operation: DeploymentOperationStatus::Queued,
            operation_since: id,
            operation_at: at,
            until: None,
            defer_until: None,
            approvals: Vec::new(),
            gates: Vec::new(),
            jobs: Vec::new(),
            slices: None,
            cancel_requested: None,
            finished_at: None,
            finished: None,
            previous,
            timer: None,
        });
    }

    pub(super) fn end_wait(&mut self, timers: &mut Timers, id: DeploymentId) {
        let deployment = &mut self.deployments[id.index()];
        deployment.until = None;
        if let Some(timer) = deployment.timer.take() {
            timers.cancel(timer);
        }
    }

    pub(super) fn request_cancel(&mut self, timers: &mut Timers, id: DeploymentId, fact: FactId, at: SimTime) {
        self.set_operation(id, DeploymentOperationStatus::Cancelling, fact, at);
        self.deployments[id.index()].cancel_requested = Some(fact);
        let running: Vec<JobId> = self.open_jobs(id).filter(|&job| self.job(job).started_at.is_some()).collect();
        let Some(&job) = running.first() else { return };
        let grace = self.job_plan(job).cancel_timeout;
        self.end_wait(timers, id);
        let timer = timers.set(at + grace, self.order(Class::Timeout, id), Timer::CancelGraceEnds(id));
        self.deployments[id.index()].timer = Some(timer);
        for job in running {
            let job = &mut self.jobs[job.index()];
            job.status = DeployPhaseStatus::Cancelling;
            job.result = TaskResult::Canceled;
        }
    }

    pub(super) fn finish_deployment(
        &mut self,
        timers: &mut Timers,
        id: DeploymentId,
        (status, deployment_status, operation): (EnvironmentStatus, DeploymentStatus, DeploymentOperationStatus),
        fact: FactId,
        at: SimTime,
    ) {
        self.end_wait(timers, id);
        let was = self.deployment(id).status;
        let queue = self.queue_mut(id);
        match was {
            EnvironmentStatus::InProgress => queue.active -= 1,
            EnvironmentStatus::Queued => queue.waiting.retain(|&waiting| waiting != id),
            EnvironmentStatus::Scheduled => {}
            EnvironmentStatus::Undefined
            | EnvironmentStatus::NotStarted
            | EnvironmentStatus::Succeeded
            | EnvironmentStatus::Canceled
            | EnvironmentStatus::Rejected
            | EnvironmentStatus::PartiallySucceeded => unreachable!("a deployment ends once, after it began"),
        }
        let promotes = !queue.waiting.is_empty();
        let deployment = &mut self.deployments[id.index()];
        deployment.status = status;
        deployment.deployment_status = deployment_status;
        deployment.operation = operation;
        deployment.operation_since = fact;
        deployment.operation_at = at;
        deployment.finished = Some(fact);
        deployment.finished_at = Some(at);
        timers.set(at, self.order(Class::StageTrigger, id), Timer::StageFinished(id));
        if promotes {
            timers.set(at, self.order(Class::QueuePromotion, id), Timer::PromoteQueue(id));
        }
    }
}
