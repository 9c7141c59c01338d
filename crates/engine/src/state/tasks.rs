//! How tasks start and end.

use rehearsal_kernel::{FactId, SimDuration, SimTime};
use rehearsal_pipeline::{TaskResult, TaskStatus};

use super::{State, TaskRun, Timers, Try};
use crate::fact::{TaskIssue, TaskPlan};
use crate::step_kind::StepKind;
use crate::timer::{Class, Order, Timer};
use crate::{JobId, TaskId};

impl State {
    pub(super) fn task_order(&self, class: Class, id: TaskId) -> Order {
        self.order(class, self.job(self.task(id).job).deployment)
    }

    pub(super) fn push_task(
        &mut self,
        id: TaskId,
        job: JobId,
        index: u32,
        plan: TaskPlan,
        started: FactId,
        at: SimTime,
    ) {
        self.jobs[job.index()].tasks.push(id);
        self.tasks.push(TaskRun {
            job,
            index,
            status: TaskStatus::InProgress,
            issue: None,
            started_at: at,
            started,
            finished_at: None,
            current: Try { started_at: at, plan },
            earlier: Box::default(),
            timer: None,
            deadline: None,
        });
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one fact and of its entry")]
    pub(super) fn start_task(
        &mut self,
        timers: &mut Timers,
        id: TaskId,
        job: JobId,
        index: u32,
        plan: TaskPlan,
        fact: FactId,
        at: SimTime,
    ) {
        self.push_task(id, job, index, plan, fact, at);
        let deployment = self.job(job).deployment;
        let step = self.step_plan(id);
        // What waits for people ends by itself only when it times out.
        let (class, ends) = match step.kind {
            StepKind::Work | StepKind::Delay => (Class::Completion, Timer::TaskEnds(id)),
            StepKind::Intervention(_) => (Class::Timeout, Timer::InterventionTimesOut(id)),
        };
        let timer = timers.set(at + plan.takes, self.order(class, deployment), ends);
        let deadline = step
            .timeout
            .map(|timeout| timers.set(at + timeout, self.order(Class::Timeout, deployment), Timer::TaskTimesOut(id)));
        let task = &mut self.tasks[id.index()];
        task.timer = Some(timer);
        task.deadline = deadline;
    }

    pub(super) fn finish_task(
        &mut self,
        timers: &mut Timers,
        id: TaskId,
        result: TaskResult,
        issue: Option<TaskIssue>,
        at: SimTime,
    ) {
        let task = &mut self.tasks[id.index()];
        task.status = task_status(result);
        task.issue = issue;
        task.finished_at = Some(at);
        for timer in [task.timer.take(), task.deadline.take()].into_iter().flatten() {
            timers.cancel(timer);
        }
        let job = &mut self.jobs[task.job.index()];
        job.result = result.merged_into(job.result);
        if issue == Some(TaskIssue::JobTimedOut) {
            job.result = TaskResult::Canceled;
            job.is_timing_out = true;
        }
    }
}

/// What a skipped task carries in place of a plan.
pub(super) const NO_PLAN: TaskPlan = TaskPlan { takes: SimDuration::ZERO, ends: TaskResult::Skipped, outcome: None };

/// Result of the agent to status of the product (§10.2).
fn task_status(result: TaskResult) -> TaskStatus {
    match result {
        TaskResult::Succeeded => TaskStatus::Succeeded,
        TaskResult::SucceededWithIssues => TaskStatus::PartiallySucceeded,
        TaskResult::Failed => TaskStatus::Failed,
        TaskResult::Canceled => TaskStatus::Canceled,
        TaskResult::Skipped => TaskStatus::Skipped,
    }
}
