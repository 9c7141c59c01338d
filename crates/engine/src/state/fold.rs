//! The one function that folds facts, and what its arms share.

use std::rc::Rc;

use rehearsal_classic::QueuePolicy;
use rehearsal_kernel::{Entry, FactId, SimTime};
use rehearsal_pipeline::{
    ApprovalStatus, DeploymentOperationStatus, DeploymentReason, DeploymentStatus, EnvironmentStatus, ReleaseStatus,
    TaskStatus,
};

use super::jobs::phase_operation;
use super::tasks::NO_PLAN;
use super::{Approval, Reassignment, SiteState, StageQueue, State, Timers, Try};
use crate::comment::Comment;
use crate::engine::Engine;
use crate::fact::{DecidedHow, Fact};
use crate::timer::{Class, Order, Timer};
use crate::{ApprovalId, DefinitionId, DeploymentId};

impl State {
    pub(super) fn order(&self, class: Class, id: DeploymentId) -> Order {
        let deployment = self.deployment(id);
        Order { class, release: deployment.release.0, stage: deployment.stage.0, attempt: deployment.attempt }
    }

    pub(super) fn queue(&mut self, id: DeploymentId) -> (&mut StageQueue, QueuePolicy) {
        let deployment = &self.deployments[id.index()];
        let policy = deployment.plan.stage(deployment.stage).queue;
        (self.queue_mut(id), policy)
    }

    pub(super) fn set_operation(
        &mut self,
        id: DeploymentId,
        operation: DeploymentOperationStatus,
        fact: FactId,
        at: SimTime,
    ) {
        let deployment = &mut self.deployments[id.index()];
        // While a cancel is being carried out the attempt shows nothing else (§3).
        if deployment.cancel_requested.is_some() && operation != DeploymentOperationStatus::Cancelling {
            return;
        }
        deployment.operation = operation;
        deployment.operation_since = fact;
        deployment.operation_at = at;
        deployment.until = None;
    }

    /// Folds one fact.
    pub(crate) fn apply(&mut self, engine: &Engine, timers: &mut Timers, id: FactId, entry: &Entry<Fact>) {
        let at = entry.at;
        match &entry.fact {
            Fact::RunStarted => {
                for (index, coming) in engine.world.builds.iter().enumerate().filter(|(_, coming)| coming.at >= at) {
                    timers.set(coming.at, Order::of(Class::UserAction), Timer::BuildCompletes(index));
                }
                for definition in (0..self.definitions.len()).map(DefinitionId::at) {
                    self.set_schedules(timers, definition, at);
                }
                for (index, item) in engine.world.script.iter().enumerate() {
                    if let crate::world::When::At(when) = item.when {
                        timers.set(when.max(at), Order::of(Class::UserAction), Timer::Script(index));
                    }
                }
            }
            Fact::BuildQueued { .. }
            | Fact::BuildStarted { .. }
            | Fact::BuildCompleted { .. }
            | Fact::VersionPublished { .. }
            | Fact::BuildTagged { .. }
            | Fact::DefaultBranchSet { .. } => self.apply_build(timers, &entry.fact, id, at),
            Fact::PullRequestOpened { .. }
            | Fact::PullRequestUpdated { .. }
            | Fact::PullRequestStatusPosted { .. }
            | Fact::ReleaseScheduleDue { .. }
            | Fact::StageScheduleDue { .. } => self.apply_trigger(timers, &entry.fact),
            Fact::VariableGroupSaved { .. }
            | Fact::ValuesGiven { .. }
            | Fact::ReleaseEdited { .. }
            | Fact::ReleaseDescribed { .. }
            | Fact::ReleaseRenamed { .. }
            | Fact::ReleaseTagged { .. }
            | Fact::ArtifactDownloadFailed { .. }
            | Fact::VariableSet { .. } => {
                self.apply_edit(&entry.fact, at);
                if let Some(release) = entry.fact.edited_release() {
                    self.touch_release(engine, timers, release, at);
                }
            }
            Fact::PipelineSaved { definition, .. } => {
                self.save_pipeline(&entry.fact, id, at);
                self.set_schedules(timers, *definition, at);
            }
            Fact::ReleaseCreated { release, content } => {
                self.create_release(content, at, id);
                self.touch_release(engine, timers, *release, at);
            }
            Fact::RetentionRan { .. }
            | Fact::ReleaseRetained { .. }
            | Fact::ReleaseDeleted { .. }
            | Fact::ReleaseUndeleted { .. }
            | Fact::ReleaseDestroyed { .. } => self.apply_retention(engine, timers, &entry.fact, id, at),
            Fact::ReleaseStarted { release } => {
                self.releases[release.index()].status = ReleaseStatus::Active;
                let order = Order { release: release.0, ..Order::of(Class::StageTrigger) };
                timers.set(at, order, Timer::ReleaseStarted(*release));
            }
            Fact::ReleaseAbandoned { release, .. } => self.releases[release.index()].status = ReleaseStatus::Abandoned,
            Fact::StageNotTriggered { release, stage, .. } => {
                self.releases[release.index()].stages[stage.index()].not_triggered = Some(id);
            }
            Fact::DeploymentCreated(new) => self.create_deployment(new, at, id),
            Fact::DeploymentScheduled { deployment, until } => {
                let timer = timers.set(*until, self.order(Class::Schedule, *deployment), Timer::WaitOver(*deployment));
                self.set_operation(*deployment, DeploymentOperationStatus::Scheduled, id, at);
                let state = &mut self.deployments[deployment.index()];
                state.status = EnvironmentStatus::Scheduled;
                state.until = Some(*until);
                state.timer = Some(timer);
                if engine.world.rules.schedule_repeats_latest && state.reason == DeploymentReason::Scheduled {
                    self.repeat_schedule(timers, *deployment, *until);
                }
            }
            Fact::DeploymentQueued { deployment } => {
                self.end_wait(timers, *deployment);
                let queued = &mut self.deployments[deployment.index()];
                let was = std::mem::replace(&mut queued.status, EnvironmentStatus::Queued);
                let (queue, policy) = self.queue(*deployment);
                queue.waiting.push_back(*deployment);
                // A schedule may bring several at once; who has a slot is decided when all have come.
                if was == EnvironmentStatus::Scheduled
                    && matches!(policy, QueuePolicy::Latest(slots) if queue.active < slots)
                {
                    timers.set(at, self.order(Class::QueuePromotion, *deployment), Timer::PromoteQueue(*deployment));
                }
                self.set_operation(*deployment, DeploymentOperationStatus::Queued, id, at);
            }
            Fact::DeploymentStarted { deployment } => {
                self.end_wait(timers, *deployment);
                self.deployments[deployment.index()].status = EnvironmentStatus::InProgress;
                let (queue, _) = self.queue(*deployment);
                queue.waiting.retain(|waiting| waiting != deployment);
                queue.active += 1;
                self.set_operation(*deployment, DeploymentOperationStatus::Pending, id, at);
            }
            Fact::ApprovalAutomated { deployment, .. } => {
                self.set_operation(*deployment, DeploymentOperationStatus::Approved, id, at);
            }
            Fact::ApprovalRequested { approval, deployment, side, approver, rank, deadline } => {
                let timer =
                    timers.set(*deadline, self.order(Class::Timeout, *deployment), Timer::ApprovalTimesOut(*approval));
                self.approvals.push(Approval {
                    deployment: *deployment,
                    side: *side,
                    approver: *approver,
                    rank: *rank,
                    status: ApprovalStatus::Pending,
                    created_at: at,
                    created: id,
                    deadline: *deadline,
                    decided_by: None,
                    decided_how: None,
                    decided_at: None,
                    comment: Comment::default(),
                    history: Vec::new(),
                    timer: Some(timer),
                });
                self.deployments[deployment.index()].approvals.push(*approval);
                self.set_operation(*deployment, DeploymentOperationStatus::Pending, id, at);
            }
            Fact::ApprovalDecided { approval, status, by, how, comment, defer_until } => {
                let row = &mut self.approvals[approval.index()];
                row.status = *status;
                row.decided_by = *by;
                row.decided_how = Some(*how);
                row.decided_at = Some(at);
                row.comment.clone_from(comment);
                if let Some(timer) = row.timer.take() {
                    timers.cancel(timer);
                }
                let deployment = row.deployment;
                let chosen = &mut self.deployments[deployment.index()].defer_until;
                *chosen = (*chosen).max(*defer_until);
                if *status == ApprovalStatus::Approved && self.pending_approvals(deployment).next().is_none() {
                    self.set_operation(deployment, DeploymentOperationStatus::Approved, id, at);
                }
            }
            Fact::ApprovalSkipped { deployment, side, approver, rank, .. } => {
                self.approvals.push(Approval {
                    deployment: *deployment,
                    side: *side,
                    approver: *approver,
                    rank: *rank,
                    status: ApprovalStatus::Skipped,
                    created_at: at,
                    created: id,
                    deadline: at,
                    decided_by: None,
                    decided_how: Some(DecidedHow::ApprovedBefore),
                    decided_at: Some(at),
                    comment: Comment::default(),
                    history: Vec::new(),
                    timer: None,
                });
                let approval = ApprovalId::at(self.approvals.len() - 1);
                self.deployments[deployment.index()].approvals.push(approval);
                self.set_operation(*deployment, DeploymentOperationStatus::Approved, id, at);
            }
            Fact::GatesStarted { .. }
            | Fact::GatesAsked { .. }
            | Fact::GatesSampled { .. }
            | Fact::GateIgnored { .. }
            | Fact::GatesFinished { .. }
            | Fact::SignalChanged { .. } => self.apply_gates(engine, timers, &entry.fact, id, at),
            Fact::ApprovalReassigned { approval, to, by, comment } => {
                let row = &mut self.approvals[approval.index()];
                row.history.push(Reassignment { from: row.approver, by: *by, at, comment: comment.clone() });
                row.approver = *to;
            }
            Fact::DeploymentDeferred { deployment, until } => {
                let timer = timers.set(*until, self.order(Class::Schedule, *deployment), Timer::WaitOver(*deployment));
                self.set_operation(*deployment, DeploymentOperationStatus::Deferred, id, at);
                let state = &mut self.deployments[deployment.index()];
                state.until = Some(*until);
                state.timer = Some(timer);
            }
            Fact::JobMultiplied { deployment, slices, .. } => {
                self.end_wait(timers, *deployment);
                let state = &mut self.deployments[deployment.index()];
                state.slices = Some(Rc::clone(slices));
                state.deployment_status = DeploymentStatus::InProgress;
            }
            Fact::JobQueued { deployment, index, slice, .. } => {
                self.queue_job(timers, *deployment, (*index, *slice), id, at);
            }
            Fact::SliceLeftOut { deployment, index, slice, .. } => {
                self.push_job(*deployment, (*index, Some(*slice)), id, at);
                self.skip_job(at);
            }
            Fact::SlicesFinished { deployment, result, .. } => {
                self.set_operation(*deployment, phase_operation(*result), id, at);
            }
            Fact::ParallelJobGranted { job } => self.grant_parallel_job(timers, *job, id, at),
            Fact::JobSkipped { deployment, index, .. } => {
                self.push_job(*deployment, (*index, None), id, at);
                self.skip_job(at);
            }
            Fact::JobStarted { job, agent } => {
                self.start_job(timers, *job, *agent, id, at);
                let deployment = self.job(*job).deployment;
                if self.deployment(deployment).jobs.iter().filter(|&&job| self.job(job).started_at.is_some()).count()
                    == 1
                {
                    let (release, stage) = (self.deployment(deployment).release, self.deployment(deployment).stage);
                    self.releases[release.index()].stages[stage.index()].deployed_at = Some(at);
                    self.touch_deployed(engine, timers, deployment, at);
                }
            }
            Fact::TaskStarted { task, job, index, plan } => self.start_task(timers, *task, *job, *index, *plan, id, at),
            Fact::TaskSkipped { task, job, index, .. } => {
                self.push_task(*task, *job, *index, NO_PLAN, id, at);
                let task = self.tasks.last_mut().expect("just pushed");
                task.status = TaskStatus::Skipped;
                task.finished_at = Some(at);
            }
            Fact::TaskRetryScheduled { task, at: when } => {
                let order = self.task_order(Class::Completion, *task);
                let timer = timers.set(*when, order, Timer::TaskRetries(*task));
                self.tasks[task.index()].timer = Some(timer);
            }
            Fact::TaskRetried { task, plan } => {
                let order = self.task_order(Class::Completion, *task);
                let timer = timers.set(at + plan.takes, order, Timer::TaskEnds(*task));
                let run = &mut self.tasks[task.index()];
                run.earlier = run.earlier.iter().copied().chain([run.current]).collect();
                run.current = Try { started_at: at, plan: *plan };
                run.timer = Some(timer);
            }
            Fact::TaskFinished { task, result, issue } => self.finish_task(timers, *task, *result, *issue, at),
            Fact::InterventionRequested { .. } => self.request_intervention(&entry.fact, id, at),
            Fact::InterventionDecided { .. } => self.decide_intervention(&entry.fact, id, at),
            Fact::JobFinished { job, result, issue } => self.finish_job(timers, *job, *result, *issue, id, at),
            Fact::SiteUpdated { site, build, deployment, healthy } => {
                let number = self.builds[build.index()].build.number.clone();
                self.sites[site.index()] =
                    SiteState { build: number, healthy: *healthy, deployment: Some(*deployment), since: Some(at) };
            }
            Fact::CancelRequested { deployment, .. } => self.request_cancel(timers, *deployment, id, at),
            Fact::DeploymentFinished { deployment, status, deployment_status, operation, .. } => {
                self.finish_deployment(timers, *deployment, (*status, *deployment_status, *operation), id, at);
                if *deployment_status != DeploymentStatus::NotDeployed {
                    self.touch_deployed(engine, timers, *deployment, at);
                }
            }
            Fact::AgentChanged { agent, online } => self.change_agent(timers, *agent, *online, at),
            Fact::MailSent { .. } => self.mails.push(id),
            Fact::PermissionChanged { grant, .. } => self.set_permission(grant),
            Fact::TargetJoined { group, content, .. } => self.add_target(*group, content),
            Fact::TargetChanged { target, online } => self.change_target(timers, *target, *online, at),
            Fact::ReleaseNotCreated { .. }
            | Fact::NoAgentFits { .. }
            | Fact::LogOpened { .. }
            | Fact::ReleaseCommented { .. }
            | Fact::ScriptRefused { .. } => {}
        }
    }
}
