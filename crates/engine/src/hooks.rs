//! Events of service hooks (`classic.md` §14.1): which fact would call a subscriber, under the event's own id.
//!
//! They are no facts of their own, since nothing in a run depends on them.

use rehearsal_pipeline::ApprovalStatus;

use crate::fact::Fact;
use crate::state::State;

/// An event that service hooks can subscribe to (publisher `rm`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookEvent {
    /// A release was created.
    ReleaseCreated,
    /// A release was abandoned.
    ReleaseAbandoned,
    /// The first job of a deployment starts.
    DeploymentStarted,
    /// A deployment ended, however.
    DeploymentCompleted,
    /// An approval row became pending.
    ApprovalPending,
    /// An approval row was approved, rejected or skipped.
    ApprovalCompleted,
    /// A manual intervention waits.
    InterventionPending,
}

impl HookEvent {
    /// The product's id of the event.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ReleaseCreated => "ms.vss-release.release-created-event",
            Self::ReleaseAbandoned => "ms.vss-release.release-abandoned-event",
            Self::DeploymentStarted => "ms.vss-release.deployment-started-event",
            Self::DeploymentCompleted => "ms.vss-release.deployment-completed-event",
            Self::ApprovalPending => "ms.vss-release.deployment-approval-pending-event",
            Self::ApprovalCompleted => "ms.vss-release.deployment-approval-completed-event",
            Self::InterventionPending => "ms.vss-release.deployment-mi-pending-event",
        }
    }
}

impl Fact {
    /// The service hook event that this fact fires, in a state that includes it.
    pub fn hook_event(&self, state: &State) -> Option<HookEvent> {
        match self {
            Self::ReleaseCreated { .. } => Some(HookEvent::ReleaseCreated),
            Self::ReleaseAbandoned { .. } => Some(HookEvent::ReleaseAbandoned),
            Self::JobStarted { job, .. } => {
                let jobs = &state.deployment(state.job(*job).deployment).jobs;
                let first = jobs.iter().find(|&&id| state.job(id).started_at.is_some());
                (first == Some(job)).then_some(HookEvent::DeploymentStarted)
            }
            Self::DeploymentFinished { .. } => Some(HookEvent::DeploymentCompleted),
            Self::ApprovalRequested { .. } | Self::ApprovalReassigned { .. } => Some(HookEvent::ApprovalPending),
            Self::ApprovalDecided { status, .. } => match status {
                ApprovalStatus::Approved | ApprovalStatus::Rejected | ApprovalStatus::Skipped => {
                    Some(HookEvent::ApprovalCompleted)
                }
                ApprovalStatus::Undefined
                | ApprovalStatus::Pending
                | ApprovalStatus::Reassigned
                | ApprovalStatus::Canceled => None,
            },
            Self::InterventionRequested { .. } => Some(HookEvent::InterventionPending),
            // The product publishes nothing else of a release.
            _ => None,
        }
    }
}
