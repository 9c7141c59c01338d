//! The rule behind each refusal.

use super::Rule;
use crate::command::Refusal;

impl Refusal {
    /// The rule that refused; none when the command names something that does not exist, or the run is full.
    pub const fn rule(&self) -> Option<Rule> {
        Some(match self {
            Self::NoSuchDefinition { .. }
            | Self::WhichDefinition
            | Self::NoSuchVariable { .. }
            | Self::NoSuchVariableGroup { .. }
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
            | Self::NoSuchDeploymentGroup { .. }
            | Self::NoSuchTarget { .. }
            | Self::TargetExists { .. }
            | Self::NoSuchZone { .. }
            | Self::NoSuchTask { .. }
            | Self::NoSuchGate { .. }
            | Self::NoSuchSignal { .. }
            | Self::NoLog { .. }
            | Self::WorldOnly
            | Self::FactLimit => return None,
            Self::PullRequestStage { .. } => Rule::PullRequestDeployment,
            Self::RetainedAlready { .. } | Self::NotRetained { .. } | Self::Destroyed { .. } => Rule::Retention,
            Self::NoVersion { .. } => Rule::DefaultVersion,
            Self::NameTaken { .. } => Rule::ReleaseName,
            Self::Draft { .. } => Rule::Draft,
            Self::Abandoned { .. } => Rule::Abandoned,
            Self::Unfinished { .. } => Rule::OneAttempt,
            Self::NotSettable { .. } => Rule::Variables,
            Self::VersionFixed { .. } => Rule::Snapshot,
            Self::DefinitionNameTaken { .. }
            | Self::CannotEdit { .. }
            | Self::NothingToEdit { .. }
            | Self::StageInUse { .. }
            | Self::StagesFixed { .. }
            | Self::ReleaseNameTaken { .. }
            | Self::TagsUnchanged
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
            | Self::NotDraft { .. }
            | Self::NothingToCancel { .. }
            | Self::AlreadyCancelling { .. }
            | Self::InProgress { .. }
            | Self::EmptyComment => Rule::Operations,
            Self::NoPendingIntervention { .. } => Rule::ManualIntervention,
            Self::NoPendingApproval { .. } => Rule::ApprovalDecision,
            Self::NotApprover { .. } | Self::Requester { .. } => Rule::WhoMayApprove,
            Self::SignInAgain { .. } => Rule::Revalidation,
            Self::NoGates { .. } | Self::GateIgnored { .. } => Rule::IgnoredGate,
            Self::ReassignToRequester { .. } => Rule::Reassignment,
            Self::DeferAfterDeployment => Rule::PostApproval,
            Self::DeferIntoPast { .. } | Self::ScheduleIntoPast { .. } => Rule::Deferral,
            Self::NoPermission { .. } | Self::NotOfStages { .. } => Rule::Permissions,
        })
    }
}
