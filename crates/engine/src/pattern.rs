//! Facts described by what they are about: for scripts, tutorial steps and goals.

use rehearsal_pipeline::{ApprovalType, EnvironmentStatus, ManualInterventionStatus, TaskResult};
use serde::{Deserialize, Serialize};

use crate::fact::Fact;
use crate::rules::mail::MailAbout;
use crate::state::State;
use crate::world::World;
use crate::{ApprovalId, BuildId, DeploymentId, GatesId, JobId, PersonId, ReleaseId, SiteId, StageId, TaskId};

/// Describes facts; what is not given matches all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pattern {
    /// Kind of the fact.
    pub fact: FactKind,
    /// Release name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// Stage name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Number of the build, or of the release's primary build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build: Option<String>,
    /// Person, by id or name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Display name of the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Name of the gate that was ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<String>,
    /// Site name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Attempt, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// Status of the stage after a deployment ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<EnvironmentStatus>,
    /// Result of a task, job or build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<TaskResult>,
    /// Before or after deployment, for approvals and gates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval_type: Option<ApprovalType>,
    /// Health of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub healthy: Option<bool>,
}

macro_rules! fact_kinds {
    ($($(#[$meta:meta])* $kind:ident => $pattern:pat,)+) => {
        /// Kind of a fact that patterns can name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum FactKind { $($(#[$meta])* $kind,)+ }

        impl Fact {
            /// The kind of this fact.
            pub fn kind(&self) -> FactKind {
                match self { $($pattern => FactKind::$kind,)+ }
            }
        }
    };
}

fact_kinds! {
    /// The run began.
    RunStarted => Fact::RunStarted,
    /// A build that runs on the clock was queued.
    BuildQueued => Fact::BuildQueued { .. },
    /// A build that runs on the clock started.
    BuildStarted => Fact::BuildStarted { .. },
    /// A build completed.
    BuildCompleted => Fact::BuildCompleted { .. },
    /// A commit was pushed, or a package or image published.
    VersionPublished => Fact::VersionPublished { .. },
    /// A build was tagged.
    BuildTagged => Fact::BuildTagged { .. },
    /// A build pipeline has another default branch.
    DefaultBranchSet => Fact::DefaultBranchSet { .. },
    /// A pull request was opened.
    PullRequestOpened => Fact::PullRequestOpened { .. },
    /// Another iteration was pushed to a pull request.
    PullRequestUpdated => Fact::PullRequestUpdated { .. },
    /// A release reported its state to a pull request.
    PullRequestStatusPosted => Fact::PullRequestStatusPosted { .. },
    /// A schedule of the pipeline came to its time.
    ReleaseScheduleDue => Fact::ReleaseScheduleDue { .. },
    /// A pipeline was created.
    PipelineAdded => Fact::PipelineSaved { change: rehearsal_pipeline::AuditAction::Add, .. },
    /// A pipeline was saved with changes.
    PipelineSaved => Fact::PipelineSaved { change: rehearsal_pipeline::AuditAction::Update, .. },
    /// A pipeline was deleted.
    PipelineDeleted => Fact::PipelineSaved { change: rehearsal_pipeline::AuditAction::Delete, .. },
    /// The deletion of a pipeline was taken back.
    PipelineUndeleted => Fact::PipelineSaved { change: rehearsal_pipeline::AuditAction::Undelete, .. },
    /// A variable group was saved.
    VariableGroupSaved => Fact::VariableGroupSaved { .. },
    /// Values were given to a release or a deployment.
    ValuesGiven => Fact::ValuesGiven { .. },
    /// A release was edited.
    ReleaseEdited => Fact::ReleaseEdited { .. },
    /// A release got another description.
    ReleaseDescribed => Fact::ReleaseDescribed { .. },
    /// A release got another name.
    ReleaseRenamed => Fact::ReleaseRenamed { .. },
    /// The tags of a release changed.
    ReleaseTagged => Fact::ReleaseTagged { .. },
    /// An artifact could not be downloaded.
    ArtifactDownloadFailed => Fact::ArtifactDownloadFailed { .. },
    /// A task set a variable.
    VariableSet => Fact::VariableSet { .. },
    /// A version or a schedule made no release.
    ReleaseNotCreated => Fact::ReleaseNotCreated { .. },
    /// A release was created.
    ReleaseCreated => Fact::ReleaseCreated { .. },
    /// A release became active.
    ReleaseStarted => Fact::ReleaseStarted { .. },
    /// A release was abandoned.
    ReleaseAbandoned => Fact::ReleaseAbandoned { .. },
    /// A release is kept for ever, or no longer.
    ReleaseRetained => Fact::ReleaseRetained { .. },
    /// A release was deleted.
    ReleaseDeleted => Fact::ReleaseDeleted { .. },
    /// The deletion of a release was taken back.
    ReleaseUndeleted => Fact::ReleaseUndeleted { .. },
    /// A deleted release is gone for good.
    ReleaseDestroyed => Fact::ReleaseDestroyed { .. },
    /// The daily clean-up looked at the releases.
    RetentionRan => Fact::RetentionRan { .. },
    /// A stage was looked at and did not start.
    StageNotTriggered => Fact::StageNotTriggered { .. },
    /// A deployment was asked for.
    DeploymentCreated => Fact::DeploymentCreated(..),
    /// A deployment waits for its schedule.
    DeploymentScheduled => Fact::DeploymentScheduled { .. },
    /// The schedule of a stage came to its time, where it repeats.
    StageScheduleDue => Fact::StageScheduleDue { .. },
    /// A deployment waits for a slot.
    DeploymentQueued => Fact::DeploymentQueued { .. },
    /// A deployment took a slot.
    DeploymentStarted => Fact::DeploymentStarted { .. },
    /// An approval step passed by itself.
    ApprovalAutomated => Fact::ApprovalAutomated { .. },
    /// An approver was asked.
    ApprovalRequested => Fact::ApprovalRequested { .. },
    /// An approval was approved.
    ApprovalApproved => Fact::ApprovalDecided { status: rehearsal_pipeline::ApprovalStatus::Approved, .. },
    /// An approval was rejected.
    ApprovalRejected => Fact::ApprovalDecided { status: rehearsal_pipeline::ApprovalStatus::Rejected, .. },
    /// An approval was no longer needed.
    ApprovalCanceled => Fact::ApprovalDecided { .. },
    /// An approver need not be asked, since they approved the stage before.
    ApprovalSkipped => Fact::ApprovalSkipped { .. },
    /// An approval was handed on.
    ApprovalReassigned => Fact::ApprovalReassigned { .. },
    /// A deployment was approved for later.
    DeploymentDeferred => Fact::DeploymentDeferred { .. },
    /// The gates of a side began.
    GatesStarted => Fact::GatesStarted { .. },
    /// Gates were asked and some take time to answer.
    GatesAsked => Fact::GatesAsked { .. },
    /// A sample of gates is complete.
    GatesSampled => Fact::GatesSampled { .. },
    /// A gate was ignored.
    GateIgnored => Fact::GateIgnored { .. },
    /// The gates of a side passed.
    GatesSucceeded => Fact::GatesFinished { status: rehearsal_pipeline::GateStatus::Succeeded, .. },
    /// The gates of a side did not pass in time.
    GatesFailed => Fact::GatesFinished { status: rehearsal_pipeline::GateStatus::Failed, .. },
    /// Gates ended with their deployment.
    GatesCanceled => Fact::GatesFinished { .. },
    /// Something that gates ask says something else.
    SignalChanged => Fact::SignalChanged { .. },
    /// A job runs in slices.
    JobMultiplied => Fact::JobMultiplied { .. },
    /// A slice of a job was not started.
    SliceLeftOut => Fact::SliceLeftOut { .. },
    /// All slices of a job have ended.
    SlicesFinished => Fact::SlicesFinished { .. },
    /// A job has a parallel job of the organisation.
    ParallelJobGranted => Fact::ParallelJobGranted { .. },
    /// No agent can take a job as things stand.
    NoAgentFits => Fact::NoAgentFits { .. },
    /// A job waits for an agent.
    JobQueued => Fact::JobQueued { .. },
    /// A job was left out.
    JobSkipped => Fact::JobSkipped { .. },
    /// A job started.
    JobStarted => Fact::JobStarted { .. },
    /// A task started.
    TaskStarted => Fact::TaskStarted { .. },
    /// A task was left out.
    TaskSkipped => Fact::TaskSkipped { .. },
    /// A task failed and will be tried again.
    TaskRetryScheduled => Fact::TaskRetryScheduled { .. },
    /// The next try of a task started.
    TaskRetried => Fact::TaskRetried { .. },
    /// A task ended.
    TaskFinished => Fact::TaskFinished { .. },
    /// A manual intervention waits.
    InterventionRequested => Fact::InterventionRequested { .. },
    /// A manual intervention was resumed.
    InterventionResumed => Fact::InterventionDecided { status: ManualInterventionStatus::Approved, .. },
    /// A manual intervention was rejected.
    InterventionRejected => Fact::InterventionDecided { status: ManualInterventionStatus::Rejected, .. },
    /// A manual intervention ended with its job.
    InterventionCanceled => Fact::InterventionDecided { .. },
    /// A job ended.
    JobFinished => Fact::JobFinished { .. },
    /// A site runs another build.
    SiteUpdated => Fact::SiteUpdated { .. },
    /// A cancel was asked for.
    CancelRequested => Fact::CancelRequested { .. },
    /// A deployment ended.
    DeploymentFinished => Fact::DeploymentFinished { .. },
    /// A person read a log.
    LogOpened => Fact::LogOpened { .. },
    /// An agent came or went.
    AgentChanged => Fact::AgentChanged { .. },
    /// Mail was sent.
    MailSent => Fact::MailSent { .. },
    /// A release was commented.
    ReleaseCommented => Fact::ReleaseCommented { .. },
    /// Security was changed.
    PermissionChanged => Fact::PermissionChanged { .. },
    /// A target joined a deployment group.
    TargetJoined => Fact::TargetJoined { .. },
    /// A target came or went.
    TargetChanged => Fact::TargetChanged { .. },
    /// The script was refused.
    ScriptRefused => Fact::ScriptRefused { .. },
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About {
    /// Release.
    pub release: Option<ReleaseId>,
    /// Stage of the release.
    pub stage: Option<StageId>,
    /// Deployment.
    pub deployment: Option<DeploymentId>,
    /// Approval row.
    pub approval: Option<ApprovalId>,
    /// Gates of a side.
    pub gates: Option<GatesId>,
    /// Job.
    pub job: Option<JobId>,
    /// Task.
    pub task: Option<TaskId>,
    /// Build.
    pub build: Option<BuildId>,
    /// Site.
    pub site: Option<SiteId>,
    /// Who did it.
    pub by: Option<PersonId>,
}

impl Fact {
    /// What this fact is about, in a state that includes it.
    pub fn about(&self, state: &State) -> About {
        let of_deployment = |id: DeploymentId| {
            let deployment = state.deployment(id);
            About {
                release: Some(deployment.release),
                stage: Some(deployment.stage),
                deployment: Some(id),
                ..About::default()
            }
        };
        let of_job = |id: JobId| About { job: Some(id), ..of_deployment(state.job(id).deployment) };
        let of_task = |id: TaskId| About { task: Some(id), ..of_job(state.task(id).job) };
        let of_approval = |id: ApprovalId| About { approval: Some(id), ..of_deployment(state.approval(id).deployment) };
        let of_gates = |id: GatesId| About { gates: Some(id), ..of_deployment(state.gates_run(id).deployment) };
        match self {
            Self::RunStarted
            | Self::BuildQueued { .. }
            | Self::BuildStarted { .. }
            | Self::ReleaseScheduleDue { .. }
            | Self::RetentionRan { .. }
            | Self::AgentChanged { .. }
            | Self::SignalChanged { .. }
            | Self::TargetJoined { .. }
            | Self::TargetChanged { .. }
            | Self::ScriptRefused { .. } => About::default(),
            Self::BuildCompleted { build, .. } => About { build: Some(*build), ..About::default() },
            Self::ReleaseNotCreated { build, .. } => About { build: *build, ..About::default() },
            Self::VersionPublished { build, by, .. } | Self::BuildTagged { build, by, .. } => {
                About { build: Some(*build), by: *by, ..About::default() }
            }
            Self::PullRequestOpened { content, .. } => About { by: Some(content.by), ..About::default() },
            Self::PullRequestUpdated { by, .. }
            | Self::DefaultBranchSet { by, .. }
            | Self::PermissionChanged { by, .. }
            | Self::PipelineSaved { by, .. }
            | Self::VariableGroupSaved { by, .. } => About { by: *by, ..About::default() },
            Self::ReleaseCreated { release, content } => {
                About { release: Some(*release), by: content.created_by, ..About::default() }
            }
            Self::MailSent { about, .. } => match about {
                MailAbout::ApprovalPending { approval } => of_approval(*approval),
                MailAbout::InterventionPending { intervention } => of_task(state.intervention(*intervention).task),
                MailAbout::DeploymentCompleted { deployment } => of_deployment(*deployment),
            },
            Self::PullRequestStatusPosted { release, .. }
            | Self::ReleaseStarted { release }
            | Self::ReleaseDestroyed { release }
            | Self::ValuesGiven { release, deployment: None, .. } => {
                About { release: Some(*release), ..About::default() }
            }
            Self::ReleaseAbandoned { release, by, .. }
            | Self::ReleaseEdited { release, by, .. }
            | Self::ReleaseDescribed { release, by, .. }
            | Self::ReleaseRenamed { release, by, task: None, .. }
            | Self::ReleaseTagged { release, by, .. }
            | Self::ReleaseRetained { release, by, .. }
            | Self::ReleaseCommented { release, by, .. }
            | Self::ReleaseDeleted { release, by, .. }
            | Self::ReleaseUndeleted { release, by, .. } => {
                About { release: Some(*release), by: *by, ..About::default() }
            }
            Self::StageNotTriggered { release, stage, .. } | Self::StageScheduleDue { release, stage, .. } => {
                About { release: Some(*release), stage: Some(*stage), ..About::default() }
            }
            Self::DeploymentCreated(new) => About { by: new.by, ..of_deployment(new.deployment) },
            Self::CancelRequested { deployment, by, .. } => About { by: *by, ..of_deployment(*deployment) },
            Self::LogOpened { deployment, by, task } => About { by: *by, task: *task, ..of_deployment(*deployment) },
            Self::DeploymentScheduled { deployment, .. }
            | Self::DeploymentQueued { deployment }
            | Self::DeploymentStarted { deployment }
            | Self::ApprovalAutomated { deployment, .. }
            | Self::DeploymentDeferred { deployment, .. }
            | Self::JobMultiplied { deployment, .. }
            | Self::SlicesFinished { deployment, .. }
            | Self::DeploymentFinished { deployment, .. }
            | Self::ValuesGiven { deployment: Some(deployment), .. } => of_deployment(*deployment),
            Self::ApprovalRequested { approval, .. } | Self::ApprovalSkipped { approval, .. } => of_approval(*approval),
            Self::GatesStarted { gates, .. }
            | Self::GatesAsked { gates, .. }
            | Self::GatesSampled { gates, .. }
            | Self::GatesFinished { gates, .. } => of_gates(*gates),
            Self::GateIgnored { gates, by, .. } => About { by: *by, ..of_gates(*gates) },
            Self::ApprovalDecided { approval, by, .. } => About { by: *by, ..of_approval(*approval) },
            Self::ApprovalReassigned { approval, by, .. } => About { by: Some(*by), ..of_approval(*approval) },
            Self::JobQueued { job, .. }
            | Self::JobSkipped { job, .. }
            | Self::SliceLeftOut { job, .. }
            | Self::ParallelJobGranted { job }
            | Self::NoAgentFits { job, .. }
            | Self::JobStarted { job, .. }
            | Self::JobFinished { job, .. }
            | Self::ArtifactDownloadFailed { job, .. } => of_job(*job),
            Self::TaskStarted { task, .. }
            | Self::TaskSkipped { task, .. }
            | Self::TaskRetryScheduled { task, .. }
            | Self::TaskRetried { task, .. }
            | Self::TaskFinished { task, .. }
            | Self::ReleaseRenamed { task: Some(task), .. }
            | Self::VariableSet { task, .. }
            | Self::InterventionRequested { task, .. } => of_task(*task),
            Self::InterventionDecided { intervention, by, .. } => {
                About { by: *by, ..of_task(state.intervention(*intervention).task) }
            }
            Self::SiteUpdated { site, build, deployment, .. } => {
                About { site: Some(*site), build: Some(*build), ..of_deployment(*deployment) }
            }
        }
    }
}

impl Pattern {
    /// Any fact of a kind.
    pub const fn of(fact: FactKind) -> Self {
        Self {
            fact,
            release: None,
            stage: None,
            build: None,
            by: None,
            task: None,
            gate: None,
            site: None,
            attempt: None,
            status: None,
            result: None,
            approval_type: None,
            healthy: None,
        }
    }

    /// Whether a fact fits, in a state that includes it.
    pub fn matches(&self, world: &World, state: &State, fact: &Fact) -> bool {
        fact.kind() == self.fact && self.matches_names(world, state, fact) && self.matches_values(state, fact)
    }

    fn matches_names(&self, world: &World, state: &State, fact: &Fact) -> bool {
        let about = fact.about(state);
        let release = about.release.map(|id| state.release(id));
        let is = |wanted: &Option<String>, name: Option<&str>| {
            wanted.as_ref().is_none_or(|wanted| name.is_some_and(|name| name.eq_ignore_ascii_case(wanted)))
        };
        let stage = release.zip(about.stage).map(|(release, stage)| release.plan.stage(stage).name.as_str());
        let build = about.build.or_else(|| about.release.and_then(|release| state.primary_build(release)));
        let gate = match fact {
            Fact::GateIgnored { gates, gate, .. } => Some(state.gate_name(*gates, *gate as usize)),
            _ => None,
        };
        is(&self.gate, gate)
            && is(&self.release, release.map(|release| release.content.name.as_str()))
            && is(&self.stage, stage)
            && is(&self.build, build.map(|id| state.build(id).number.as_str()))
            && is(&self.task, about.task.map(|task| state.task_name(task)))
            && is(&self.site, about.site.map(|site| world.sites[site.index()].name.as_str()))
            && self.by.as_ref().is_none_or(|name| about.by.is_some() && world.person(name) == about.by)
    }

    fn matches_values(&self, state: &State, fact: &Fact) -> bool {
        let about = fact.about(state);
        let result = match fact {
            Fact::TaskFinished { result, .. }
            | Fact::JobFinished { result, .. }
            | Fact::SlicesFinished { result, .. } => Some(*result),
            Fact::BuildCompleted { content, .. } => Some(content.result),
            _ => None,
        };
        let status = match fact {
            Fact::DeploymentFinished { status, .. } => Some(*status),
            _ => None,
        };
        let side = match fact {
            Fact::ApprovalAutomated { side, .. } => Some(*side),
            _ => about
                .approval
                .map(|id| state.approval(id).side)
                .or_else(|| about.gates.map(|id| state.gates_run(id).side)),
        };
        let healthy = match fact {
            Fact::SiteUpdated { healthy, .. } => Some(*healthy),
            _ => None,
        };
        fits(self.result, result)
            && fits(self.status, status)
            && fits(self.approval_type, side)
            && fits(self.healthy, healthy)
            && fits(self.attempt, about.deployment.map(|id| state.deployment(id).attempt))
    }
}

/// What is not asked for fits everything.
fn fits<T: PartialEq + Copy>(wanted: Option<T>, value: Option<T>) -> bool {
    wanted.is_none() || wanted == value
}
