//! What happened, line by line, each with its cause.

use rehearsal_engine::{Fact, ReleaseId, Verdict};
use rehearsal_kernel::{Cause, Entry, FactId, SimTime};
use rehearsal_pipeline::{EnvironmentStatus, GateStatus, ManualInterventionStatus, TaskResult};

use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::{inner, sentence};
use crate::strings;
use crate::time;

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// The fact.
    pub id: FactId,
    /// When.
    pub at: SimTime,
    /// When, on the wall clock of the scenario.
    pub time: String,
    /// The day, `Mon 3/2/2026`.
    pub day: String,
    /// What happened.
    pub sentence: String,
    /// Why, as `because …`; none for the beginning and for what a person did.
    pub because: Option<String>,
    /// State that came of it, when it is one.
    pub look: Option<Look>,
    /// True for what only matters to those who look closely: agents, jobs, tasks, automatic steps.
    pub is_detail: bool,
    /// Name of the release it is about.
    pub release: Option<String>,
}

/// Every fact as a line, oldest first.
pub fn history(scene: &Scene<'_>) -> Vec<HistoryLine> {
    scene.log.iter().enumerate().map(|(index, entry)| line(scene, FactId::from_index(index), entry)).collect()
}

fn line(scene: &Scene<'_>, id: FactId, entry: &Entry<Fact>) -> HistoryLine {
    let release: Option<ReleaseId> = entry.fact.about(scene.state).release;
    HistoryLine {
        id,
        at: entry.at,
        time: time::time_seconds(scene.zone(), entry.at),
        day: time::weekday_date(scene.zone(), entry.at),
        sentence: sentence(scene.world, scene.state, &entry.fact),
        because: because(scene, entry),
        look: look(&entry.fact),
        is_detail: is_detail(&entry.fact),
        release: release.map(|release| scene.release_name(release).to_owned()),
    }
}

/// The cause of a fact, as the second half of a sentence.
pub(crate) fn because(scene: &Scene<'_>, entry: &Entry<Fact>) -> Option<String> {
    let cause = |id: FactId| inner(&sentence(scene.world, scene.state, &scene.entry(id).fact));
    match telling_cause(scene, entry) {
        // A command names who gave it in the sentence itself.
        Cause::Start | Cause::Command(_) => None,
        Cause::Fact(id) => Some(strings::because(&cause(id))),
        Cause::Timer(id) => match scene.entry(id).fact {
            // What is set at the start is the scenario's own; that a task ends because it started says nothing.
            Fact::RunStarted | Fact::TaskStarted { .. } | Fact::TaskRetried { .. } => None,
            _ => Some(strings::because(&cause(id))),
        },
    }
}

/// The cause that tells something: an approval step without approvers only hands its own cause on.
pub(crate) fn telling_cause(scene: &Scene<'_>, entry: &Entry<Fact>) -> Cause {
    let mut cause = entry.cause();
    while let Cause::Fact(id) | Cause::Timer(id) = cause {
        let before = scene.entry(id);
        if !matches!(before.fact, Fact::ApprovalAutomated { .. }) {
            break;
        }
        cause = before.cause();
    }
    cause
}

fn look(fact: &Fact) -> Option<Look> {
    match fact {
        Fact::RunStarted
        | Fact::VersionPublished { .. }
        | Fact::BuildTagged { .. }
        | Fact::DefaultBranchSet { .. }
        | Fact::PullRequestOpened { .. }
        | Fact::PullRequestUpdated { .. }
        | Fact::ReleaseScheduleDue { .. }
        | Fact::VariableGroupSaved { .. }
        | Fact::ValuesGiven { .. }
        | Fact::ReleaseEdited { .. }
        | Fact::ReleaseDescribed { .. }
        | Fact::ReleaseRenamed { .. }
        | Fact::ReleaseTagged { .. }
        | Fact::VariableSet { .. }
        | Fact::PipelineSaved { .. }
        | Fact::StageScheduleDue { .. }
        | Fact::ReleaseNotCreated { .. }
        | Fact::ReleaseCreated { .. }
        | Fact::ReleaseStarted { .. }
        | Fact::ReleaseAbandoned { .. }
        | Fact::ReleaseRetained { .. }
        | Fact::ReleaseDeleted { .. }
        | Fact::ReleaseUndeleted { .. }
        | Fact::ReleaseDestroyed { .. }
        | Fact::RetentionRan { .. }
        | Fact::DeploymentCreated(..)
        | Fact::ApprovalAutomated { .. }
        | Fact::ApprovalReassigned { .. }
        | Fact::LogOpened { .. }
        | Fact::ReleaseCommented { .. }
        | Fact::PermissionChanged { .. }
        | Fact::MailSent { .. }
        | Fact::AgentChanged { .. }
        | Fact::GatesAsked { .. }
        | Fact::GatesSampled { .. }
        | Fact::GateIgnored { .. }
        | Fact::SignalChanged { .. }
        | Fact::TargetJoined { .. }
        | Fact::TargetChanged { .. }
        | Fact::ScriptRefused { .. } => None,
        Fact::StageNotTriggered { .. } => Some(Look::NotDeployed),
        Fact::ArtifactDownloadFailed { .. } => Some(Look::Failed),
        Fact::BuildCompleted { content, .. } => Some(Look::of_result(content.result)),
        Fact::DeploymentScheduled { .. } => Some(Look::Scheduled),
        Fact::PullRequestStatusPosted { verdict, .. } => Some(match verdict {
            Verdict::Pending => Look::InProgress,
            Verdict::Succeeded => Look::Succeeded,
            Verdict::Failed => Look::Failed,
        }),
        Fact::BuildQueued { .. }
        | Fact::DeploymentQueued { .. }
        | Fact::JobQueued { .. }
        | Fact::ParallelJobGranted { .. }
        | Fact::NoAgentFits { .. }
        | Fact::TaskRetryScheduled { .. } => Some(Look::Queued),
        Fact::BuildStarted { .. }
        | Fact::DeploymentStarted { .. }
        | Fact::JobStarted { .. }
        | Fact::JobMultiplied { .. }
        | Fact::TaskStarted { .. }
        | Fact::TaskRetried { .. } => Some(Look::InProgress),
        Fact::ApprovalRequested { .. } => Some(Look::PendingApproval),
        Fact::ApprovalDecided { status, .. } => Some(match status {
            rehearsal_pipeline::ApprovalStatus::Approved => Look::Succeeded,
            rehearsal_pipeline::ApprovalStatus::Rejected => Look::Failed,
            rehearsal_pipeline::ApprovalStatus::Undefined
            | rehearsal_pipeline::ApprovalStatus::Pending
            | rehearsal_pipeline::ApprovalStatus::Reassigned
            | rehearsal_pipeline::ApprovalStatus::Canceled
            | rehearsal_pipeline::ApprovalStatus::Skipped => Look::Skipped,
        }),
        Fact::DeploymentDeferred { .. } => Some(Look::Deferred),
        Fact::JobSkipped { .. }
        | Fact::SliceLeftOut { .. }
        | Fact::TaskSkipped { .. }
        | Fact::ApprovalSkipped { .. } => Some(Look::Skipped),
        Fact::GatesStarted { .. } => Some(Look::ProcessingGates),
        Fact::GatesFinished { status, .. } => Some(match status {
            GateStatus::Succeeded => Look::Succeeded,
            GateStatus::Canceled => Look::Canceled,
            GateStatus::None | GateStatus::Pending | GateStatus::InProgress | GateStatus::Failed => Look::Failed,
        }),
        Fact::TaskFinished { result, .. } | Fact::JobFinished { result, .. } | Fact::SlicesFinished { result, .. } => {
            Some(Look::of_result(*result))
        }
        Fact::InterventionRequested { .. } => Some(Look::PendingIntervention),
        Fact::InterventionDecided { status, .. } => Some(match status {
            ManualInterventionStatus::Approved => Look::Succeeded,
            ManualInterventionStatus::Rejected => Look::Failed,
            ManualInterventionStatus::Unknown
            | ManualInterventionStatus::Pending
            | ManualInterventionStatus::Canceled
            | ManualInterventionStatus::Bypassed => Look::Skipped,
        }),
        Fact::SiteUpdated { healthy, .. } => Some(if *healthy { Look::Succeeded } else { Look::Failed }),
        Fact::CancelRequested { .. } => Some(Look::Canceling),
        Fact::DeploymentFinished { status, .. } => Some(match status {
            EnvironmentStatus::InProgress => Look::InProgress,
            other => Look::of_status(*other),
        }),
    }
}

/// Whether a fact only matters to those who look closely.
pub(crate) fn is_detail(fact: &Fact) -> bool {
    match fact {
        Fact::DeploymentQueued { .. }
        | Fact::RunStarted
        | Fact::BuildQueued { .. }
        | Fact::BuildCompleted { .. }
        | Fact::VersionPublished { .. }
        | Fact::BuildTagged { .. }
        | Fact::DefaultBranchSet { .. }
        | Fact::PullRequestOpened { .. }
        | Fact::PullRequestUpdated { .. }
        | Fact::PullRequestStatusPosted { .. }
        | Fact::VariableGroupSaved { .. }
        | Fact::ValuesGiven { .. }
        | Fact::ReleaseEdited { .. }
        | Fact::ReleaseDescribed { .. }
        | Fact::ReleaseRenamed { .. }
        | Fact::ReleaseTagged { .. }
        | Fact::ArtifactDownloadFailed { .. }
        | Fact::PipelineSaved { .. }
        | Fact::ReleaseNotCreated { .. }
        | Fact::ReleaseCreated { .. }
        | Fact::ReleaseAbandoned { .. }
        | Fact::ReleaseRetained { .. }
        | Fact::ReleaseDeleted { .. }
        | Fact::ReleaseUndeleted { .. }
        | Fact::ReleaseDestroyed { .. }
        | Fact::DeploymentCreated(..)
        | Fact::DeploymentScheduled { .. }
        | Fact::ApprovalRequested { .. }
        | Fact::ApprovalDecided { .. }
        | Fact::ApprovalReassigned { .. }
        | Fact::ApprovalSkipped { .. }
        | Fact::GatesStarted { .. }
        | Fact::GateIgnored { .. }
        | Fact::GatesFinished { .. }
        | Fact::SignalChanged { .. }
        | Fact::DeploymentDeferred { .. }
        | Fact::InterventionRequested { .. }
        | Fact::InterventionDecided { .. }
        | Fact::SiteUpdated { .. }
        | Fact::CancelRequested { .. }
        | Fact::DeploymentFinished { .. }
        | Fact::AgentChanged { .. }
        | Fact::NoAgentFits { .. }
        | Fact::TargetJoined { .. }
        | Fact::TargetChanged { .. }
        | Fact::StageNotTriggered { .. }
        | Fact::ReleaseCommented { .. }
        | Fact::PermissionChanged { .. }
        | Fact::ScriptRefused { .. } => false,
        Fact::ReleaseStarted { .. }
        | Fact::MailSent { .. }
        | Fact::BuildStarted { .. }
        | Fact::ReleaseScheduleDue { .. }
        | Fact::StageScheduleDue { .. }
        | Fact::RetentionRan { .. }
        | Fact::DeploymentStarted { .. }
        | Fact::ApprovalAutomated { .. }
        | Fact::JobQueued { .. }
        | Fact::JobMultiplied { .. }
        | Fact::SliceLeftOut { .. }
        | Fact::SlicesFinished { .. }
        | Fact::ParallelJobGranted { .. }
        | Fact::JobSkipped { .. }
        | Fact::JobStarted { .. }
        | Fact::TaskStarted { .. }
        | Fact::TaskSkipped { .. }
        | Fact::TaskRetryScheduled { .. }
        | Fact::TaskRetried { .. }
        | Fact::JobFinished { .. }
        | Fact::GatesAsked { .. }
        | Fact::GatesSampled { .. }
        | Fact::VariableSet { .. }
        | Fact::LogOpened { .. } => true,
        Fact::TaskFinished { result, .. } => !matches!(result, TaskResult::Failed | TaskResult::SucceededWithIssues),
    }
}
