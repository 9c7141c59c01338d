//! The states people see: a shape, a word and a colour for each.
//!
//! The shape and the word always come together; colour only repeats what they say.

use rehearsal_engine::{DeploymentId, State};
use rehearsal_pipeline::{DeployPhaseStatus, DeploymentOperationStatus, EnvironmentStatus, TaskResult, TaskStatus};

use crate::strings;

/// A state as pages show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Nothing has happened.
    NotDeployed,
    /// Waits for a slot of its stage or for an agent.
    Queued,
    /// Waits for the time of its schedule.
    Scheduled,
    /// Approved for a later time.
    Deferred,
    /// Waits for people.
    PendingApproval,
    /// Gates are evaluated, or their delay runs.
    ProcessingGates,
    /// Waits for somebody to resume or reject a manual intervention.
    PendingIntervention,
    /// Runs.
    InProgress,
    /// Is being cancelled.
    Canceling,
    /// Ended well.
    Succeeded,
    /// Ended with issues.
    PartiallySucceeded,
    /// Failed.
    Failed,
    /// Cancelled.
    Canceled,
    /// Left out.
    Skipped,
}

impl Look {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 14] = [
        Self::NotDeployed,
        Self::Queued,
        Self::Scheduled,
        Self::Deferred,
        Self::PendingApproval,
        Self::PendingIntervention,
        Self::ProcessingGates,
        Self::InProgress,
        Self::Canceling,
        Self::Succeeded,
        Self::PartiallySucceeded,
        Self::Failed,
        Self::Canceled,
        Self::Skipped,
    ];

    /// The word on the page.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotDeployed => strings::NOT_DEPLOYED,
            Self::Queued => strings::QUEUED,
            Self::Scheduled => strings::SCHEDULED,
            Self::Deferred => strings::DEFERRED,
            Self::PendingApproval => strings::PENDING_APPROVAL,
            Self::ProcessingGates => strings::PROCESSING_GATES,
            Self::PendingIntervention => strings::PENDING_INTERVENTION,
            Self::InProgress => strings::IN_PROGRESS,
            Self::Canceling => strings::CANCELING,
            Self::Succeeded => strings::SUCCEEDED,
            Self::PartiallySucceeded => strings::PARTIALLY_SUCCEEDED,
            Self::Failed => strings::FAILED,
            Self::Canceled => strings::CANCELED,
            Self::Skipped => strings::SKIPPED,
        }
    }

    /// A name for style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotDeployed => "not-deployed",
            Self::Queued => "queued",
            Self::Scheduled => "scheduled",
            Self::Deferred => "deferred",
            Self::PendingApproval | Self::PendingIntervention => "pending",
            Self::ProcessingGates => "gates",
            Self::InProgress => "in-progress",
            Self::Canceling => "canceling",
            Self::Succeeded => "succeeded",
            Self::PartiallySucceeded => "partial",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::Skipped => "skipped",
        }
    }

    /// The state of a stage from its status alone, as it was recorded.
    pub const fn of_status(status: EnvironmentStatus) -> Self {
        match status {
            EnvironmentStatus::Undefined | EnvironmentStatus::NotStarted => Self::NotDeployed,
            EnvironmentStatus::InProgress => Self::InProgress,
            EnvironmentStatus::Succeeded => Self::Succeeded,
            EnvironmentStatus::Canceled => Self::Canceled,
            EnvironmentStatus::Rejected => Self::Failed,
            EnvironmentStatus::Queued => Self::Queued,
            EnvironmentStatus::Scheduled => Self::Scheduled,
            EnvironmentStatus::PartiallySucceeded => Self::PartiallySucceeded,
        }
    }

    /// The state of an attempt; of one in progress, what it is doing.
    pub fn of_deployment(state: &State, id: DeploymentId) -> Self {
        let deployment = state.deployment(id);
        if deployment.status != EnvironmentStatus::InProgress {
            return Self::of_status(deployment.status);
        }
        if state.pending_approvals(id).next().is_some() {
            return Self::PendingApproval;
        }
        match deployment.operation {
            DeploymentOperationStatus::Deferred => Self::Deferred,
            DeploymentOperationStatus::EvaluatingGates => Self::ProcessingGates,
            DeploymentOperationStatus::Cancelling => Self::Canceling,
            DeploymentOperationStatus::ManualInterventionPending => Self::PendingIntervention,
            DeploymentOperationStatus::QueuedForAgent | DeploymentOperationStatus::QueuedForPipeline => Self::Queued,
            DeploymentOperationStatus::Undefined
            | DeploymentOperationStatus::Queued
            | DeploymentOperationStatus::Scheduled
            | DeploymentOperationStatus::Pending
            | DeploymentOperationStatus::Approved
            | DeploymentOperationStatus::Rejected
            | DeploymentOperationStatus::PhaseInProgress
            | DeploymentOperationStatus::PhaseSucceeded
            | DeploymentOperationStatus::PhasePartiallySucceeded
            | DeploymentOperationStatus::PhaseFailed
            | DeploymentOperationStatus::Canceled
            | DeploymentOperationStatus::PhaseCanceled
            | DeploymentOperationStatus::GateFailed => Self::InProgress,
        }
    }

    /// The state of a task.
    pub const fn of_task(status: TaskStatus) -> Self {
        match status {
            TaskStatus::Unknown | TaskStatus::Pending => Self::NotDeployed,
            TaskStatus::InProgress => Self::InProgress,
            TaskStatus::Success | TaskStatus::Succeeded => Self::Succeeded,
            TaskStatus::Failure | TaskStatus::Failed => Self::Failed,
            TaskStatus::Canceled => Self::Canceled,
            TaskStatus::Skipped => Self::Skipped,
            TaskStatus::PartiallySucceeded => Self::PartiallySucceeded,
        }
    }

    /// The state of what ended with this result.
    pub const fn of_result(result: TaskResult) -> Self {
        match result {
            TaskResult::Succeeded => Self::Succeeded,
            TaskResult::SucceededWithIssues => Self::PartiallySucceeded,
            TaskResult::Failed => Self::Failed,
            TaskResult::Canceled => Self::Canceled,
            TaskResult::Skipped => Self::Skipped,
        }
    }

    /// The state of a job; one that has not started waits for an agent.
    pub const fn of_job(status: DeployPhaseStatus) -> Self {
        match status {
            DeployPhaseStatus::Undefined | DeployPhaseStatus::NotStarted => Self::Queued,
            DeployPhaseStatus::InProgress => Self::InProgress,
            DeployPhaseStatus::PartiallySucceeded => Self::PartiallySucceeded,
            DeployPhaseStatus::Succeeded => Self::Succeeded,
            DeployPhaseStatus::Failed => Self::Failed,
            DeployPhaseStatus::Canceled => Self::Canceled,
            DeployPhaseStatus::Skipped => Self::Skipped,
            DeployPhaseStatus::Cancelling => Self::Canceling,
        }
    }

    /// True while it can still change by itself or by somebody's decision.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Queued
            | Self::Scheduled
            | Self::Deferred
            | Self::PendingApproval
            | Self::ProcessingGates
            | Self::PendingIntervention
            | Self::InProgress
            | Self::Canceling => true,
            Self::NotDeployed
            | Self::Succeeded
            | Self::PartiallySucceeded
            | Self::Failed
            | Self::Canceled
            | Self::Skipped => false,
        }
    }
}
