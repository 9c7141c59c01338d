//! The rule behind each refusal.

use super::Rule;
use crate::command::Refusal;

impl Refusal {
    /// The rule that refused; none when the command names something that does not exist, or the run is full.
    pub const fn rule(&self) -> Option<Rule> {
        Some(match self {
            Self::NoSuchDefinition { .. }
            | Self::WhichDefinition
            | Self::NoSuchRelease { .. }
            | Self::NoRelease
            | Self::NoSuchStage { .. }
            | Self::NoSuchArtifact { .. }
            | Self::NoSuchBuild { .. }
            | Self::NoCompletedBuild { .. }
            | Self::NoSuchRepository { .. }
            | Self::NoSuchPullRequest { .. }
            | Self::NoBuildPipeline
            | Self::Empty { .. }
            | Self::HasTag { .. }
            | Self::NoSuchSubject { .. }
            | Self::NoSuchAgent { .. }
            | Self::NoSuchZone { .. }
            | Self::NoSuchTask { .. }
            | Self::NoSuchGate { .. }
            | Self::NoSuchSignal { .. }
            | Self::NoLog { .. }
            | Self::WorldOnly
            | Self::FactLimit => return None,
            Self::PullRequestStage { .. } => Rule::PullRequestDeployment,
            Self::RetainedAlready { .. } | Self::NotRetained { .. } => Rule::Retention,
            Self::NoVersion { .. } => Rule::DefaultVersion,
            Self::NameTaken { .. } => Rule::ReleaseName,
            Self::Draft { .. } => Rule::Draft,
            Self::Abandoned { .. } => Rule::Abandoned,
            Self::Unfinished { .. } => Rule::OneAttempt,
            Self::DefinitionNameTaken { .. }
            | Self::CannotSave { .. }
            | Self::NothingChanged { .. }
            | Self::OldCopy { .. }
            | Self::DefinitionInUse { .. }
            | Self::DefinitionDeleted { .. }
            | Self::DefinitionNotDeleted { .. }
            | Self::DefinitionDisabled
            | Self::DeleteRetained { .. }
            | Self::DeleteInProgress { .. }
            | Self::Deleted { .. }
            | Self::NotDeleted { .. }
            | Self::Destroyed { .. }
            | Self::NotDraft { .. }
            | Self::NothingToCancel { .. }
            | Self::AlreadyCancelling { .. }
            | Self::InProgress { .. } => Rule::Operations,
            Self::NoPendingApproval { .. } => Rule::ApprovalDecision,
            Self::NotApprover { .. } | Self::Requester { .. } | Self::SignInAgain { .. } => Rule::WhoMayApprove,
            Self::NoGates { .. } | Self::GateIgnored { .. } => Rule::IgnoredGate,
            Self::ReassignToRequester { .. } => Rule::Reassignment,
            Self::DeferAfterDeployment => Rule::PostApproval,
            Self::DeferIntoPast { .. } | Self::ScheduleIntoPast { .. } => Rule::Deferral,
            Self::NoPermission { .. } => Rule::Permissions,
        })
    }
}
