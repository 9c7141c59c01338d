//! The rule behind each fact and each recorded reason.

use rehearsal_pipeline::{ApprovalStatus, DeploymentReason, GateStatus, ReleaseReason};

use super::Rule;
use crate::fact::{DecidedHow, Ended, Fact, JobIssue, NoRelease, NotTriggered, TaskIssue};

impl Fact {
    /// The rule that decided it; none for what the world or a reader does, which is given.
    pub fn rule(&self) -> Option<Rule> {
        Some(match self {
            Self::RunStarted
            | Self::BuildQueued { .. }
            | Self::VersionPublished { .. }
            | Self::BuildTagged { .. }
            | Self::DefaultBranchSet { .. }
            | Self::PullRequestOpened { .. }
            | Self::PullRequestUpdated { .. }
            | Self::BuildCompleted { .. }
            | Self::SiteUpdated { .. }
            | Self::LogOpened { .. }
            | Self::TargetJoined { .. }
            | Self::TargetChanged { .. }
            | Self::AgentChanged { .. }
            | Self::SignalChanged { .. } => return None,
            Self::PullRequestStatusPosted { .. } => Rule::PullRequestRelease,
            Self::ReleaseScheduleDue { .. } => Rule::ScheduledRelease,
            Self::ReleaseNotCreated { why, .. } => why.rule(),
            Self::ReleaseCreated { content, .. } => match content.reason {
                ReleaseReason::None | ReleaseReason::Manual => Rule::ManualRelease,
                ReleaseReason::ContinuousIntegration => Rule::ContinuousDeployment,
                ReleaseReason::Schedule => Rule::ScheduledRelease,
                ReleaseReason::PullRequest => Rule::PullRequestRelease,
            },
            Self::ReleaseRetained { .. } | Self::ReleaseDestroyed { .. } | Self::RetentionRan { .. } => Rule::Retention,
            Self::ReleaseDeleted { is_expired, .. } => {
                if *is_expired {
                    Rule::Retention
                } else {
                    Rule::Operations
                }
            }
            Self::ReleaseStarted { .. } => Rule::Draft,
            Self::ReleaseAbandoned { .. } => Rule::Abandoned,
            Self::StageNotTriggered { why, .. } => why.rule(),
            Self::DeploymentCreated(new) => match new.reason {
                DeploymentReason::None | DeploymentReason::Manual => Rule::DirectDeployment,
                // Which of the triggers it was, the stage says; a schedule only delays it.
                DeploymentReason::Automated | DeploymentReason::Scheduled => Rule::AfterStages,
                DeploymentReason::RedeployTrigger => Rule::AutoRedeploy,
            },
            Self::DeploymentScheduled { .. } | Self::StageScheduleDue { .. } => Rule::StageSchedule,
            Self::DeploymentQueued { .. } | Self::DeploymentStarted { .. } => Rule::QueueSlots,
            Self::ApprovalAutomated { .. } => Rule::AutomaticStep,
            Self::ApprovalRequested { .. } => Rule::ApprovalOrder,
            Self::ApprovalDecided { status, how, .. } => how.rule(*status),
            Self::ApprovalSkipped { .. } => Rule::ApprovalSkip,
            Self::ApprovalReassigned { .. } => Rule::Reassignment,
            Self::GatesStarted { .. } => Rule::GateOrder,
            Self::GatesAsked { .. } | Self::GatesSampled { .. } => Rule::GateSamples,
            Self::GateIgnored { .. } => Rule::IgnoredGate,
            Self::GatesFinished { status, .. } => match status {
                GateStatus::Canceled => Rule::EndOfAttempt,
                GateStatus::Failed => Rule::GateTimeout,
                GateStatus::None | GateStatus::Pending | GateStatus::InProgress | GateStatus::Succeeded => {
                    Rule::GateSamples
                }
            },
            Self::DeploymentDeferred { .. } => Rule::Deferral,
            Self::JobQueued { .. } | Self::JobSkipped { .. } => Rule::JobCondition,
            Self::JobMultiplied { .. } | Self::SliceLeftOut { .. } | Self::SlicesFinished { .. } => Rule::JobSlices,
            Self::BuildStarted { .. } | Self::ParallelJobGranted { .. } => Rule::ParallelJobs,
            Self::JobStarted { .. } | Self::NoAgentFits { .. } => Rule::AgentForJob,
            Self::TaskStarted { .. } | Self::TaskSkipped { .. } => Rule::TaskCondition,
            Self::ValuesGiven { .. } | Self::VariableGroupSaved { .. } => Rule::Variables,
            Self::ReleaseRenamed { .. } | Self::VariableSet { .. } => Rule::LoggingCommands,
            Self::ArtifactDownloadFailed { .. } => Rule::TaskOutcome,
            Self::TaskRetryScheduled { .. } | Self::TaskRetried { .. } => Rule::Retries,
            Self::TaskFinished { issue, .. } => issue.map_or(Rule::TaskOutcome, TaskIssue::rule),
            Self::JobFinished { issue, .. } => issue.map_or(Rule::JobStatus, JobIssue::rule),
            Self::PipelineSaved { .. }
            | Self::ReleaseEdited { .. }
            | Self::ReleaseDescribed { .. }
            | Self::ReleaseTagged { .. }
            | Self::ReleaseUndeleted { .. }
            | Self::ReleaseCommented { .. } => Rule::Operations,
            Self::CancelRequested { .. } => Rule::Cancel,
            Self::PermissionChanged { .. } => Rule::Permissions,
            Self::MailSent { .. } => Rule::Notifications,
            Self::ScriptRefused { rule, .. } => return *rule,
            Self::InterventionRequested { .. } | Self::InterventionDecided { .. } => Rule::ManualIntervention,
            Self::DeploymentFinished { why, .. } => why.rule(),
        })
    }
}

impl NoRelease {
    /// The rule that kept the build from making a release.
    pub const fn rule(&self) -> Rule {
        match self {
            Self::TriggerDisabled | Self::BuildNotSucceeded => Rule::ContinuousDeployment,
            Self::BranchExcluded | Self::NoFilterMatched | Self::TagWithoutEffect => Rule::BuildFilters,
            Self::NothingChanged => Rule::ScheduledRelease,
            Self::NoVersion { .. } => Rule::DefaultVersion,
            Self::DefinitionDisabled => Rule::Operations,
            Self::NameTaken { .. } => Rule::ReleaseName,
        }
    }
}

impl NotTriggered {
    /// The rule that kept the stage from starting.
    pub const fn rule(&self) -> Rule {
        match self {
            Self::ManualOnly => Rule::TriggerChoice,
            Self::SwitchedToManual => Rule::ManualStages,
            Self::WaitsForStages { .. } | Self::Upstream { .. } | Self::AlreadyDeployed => Rule::AfterStages,
            Self::AfterRedeployment | Self::NothingToRedeploy => Rule::AutoRedeploy,
            Self::ArtifactFilter { .. } => Rule::ArtifactFilters,
            Self::Unfinished => Rule::TriggerIgnored,
            Self::PullRequest => Rule::PullRequestDeployment,
            Self::Abandoned => Rule::Abandoned,
            Self::PipelineDeleted => Rule::Operations,
        }
    }
}

impl DecidedHow {
    /// The rule by which a row of approvals came to a status.
    pub const fn rule(self, status: ApprovalStatus) -> Rule {
        match (self, status) {
            (Self::TimedOut, _) => Rule::ApprovalTimeout,
            (Self::Override, _) => Rule::WhoMayApprove,
            (Self::DeploymentCanceled, _) => Rule::EndOfAttempt,
            (Self::ApprovedBefore, _) | (Self::ByApprover | Self::NoLongerNeeded, ApprovalStatus::Skipped) => {
                Rule::ApprovalSkip
            }
            (
                Self::ByApprover | Self::NoLongerNeeded,
                ApprovalStatus::Undefined
                | ApprovalStatus::Pending
                | ApprovalStatus::Approved
                | ApprovalStatus::Rejected
                | ApprovalStatus::Reassigned
                | ApprovalStatus::Canceled,
            ) => Rule::ApprovalDecision,
        }
    }
}

impl TaskIssue {
    /// The rule behind it.
    pub const fn rule(self) -> Rule {
        match self {
            Self::ContinuedOnError => Rule::ContinueOnError,
            Self::TimedOut | Self::TimedOutContinued => Rule::TaskTimeout,
            Self::ConditionError => Rule::TaskCondition,
            Self::Canceled => Rule::CancelTasks,
            Self::JobTimedOut => Rule::JobTimeout,
            Self::UnusableDelay => Rule::DelayTask,
        }
    }
}

impl JobIssue {
    /// The rule behind it.
    pub const fn rule(self) -> Rule {
        match self {
            Self::TimedOut => Rule::JobTimeout,
            Self::ConditionError => Rule::JobCondition,
            Self::NoTargets => Rule::DeploymentGroupJob,
            Self::TooManySlices => Rule::JobSlices,
        }
    }
}

impl Ended {
    /// The rule by which an attempt ended.
    pub const fn rule(self) -> Rule {
        match self {
            Self::Completed | Self::JobFailed => Rule::RollUp,
            Self::JobTimedOut => Rule::JobTimeout,
            Self::ApprovalRejected => Rule::ApprovalDecision,
            Self::ApprovalTimedOut => Rule::ApprovalTimeout,
            Self::GatesFailed => Rule::GateTimeout,
            Self::Canceled => Rule::Cancel,
            Self::Superseded => Rule::DeployLatest,
            Self::Abandoned => Rule::Abandoned,
        }
    }
}
