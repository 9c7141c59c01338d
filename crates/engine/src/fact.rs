//! What happens in a run: one closed list of past-tense events.
//!
//! A fact holds numbers and what was decided or drawn, never what can be looked up, so that a long run
//! stays small; what is large or rare stands in a box beside it. Names for people are made from the state (crate
//! `view`).

use std::num::NonZeroU32;
use std::rc::Rc;

use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{
    ApprovalStatus, ApprovalType, AuditAction, DeploymentOperationStatus, DeploymentReason, DeploymentStatus,
    EnvironmentStatus, GateStatus, ManualInterventionStatus, ReleaseReason, TaskResult,
};
use serde::Serialize;

use crate::comment::Comment;
use crate::plan::Plan;
use crate::rule::Rule;
use crate::rules::mail::MailAbout;
use crate::rules::permissions::Grant;
use crate::signal::Reading;
use crate::slice::Slices;
use crate::variables::{GivenValues, SetVariable, VariableGroup};
use crate::world::{Build, Subject, Target};
use crate::{
    AgentId, ApprovalId, BuildId, BuildRunId, DefinitionId, DeploymentId, GatesId, InterventionId, JobId, PersonId,
    PullRequestId, ReleaseId, SignalId, SiteId, StageId, TargetId, TaskId,
};

/// Something that happened.
///
/// Fields that repeat the name of a thing are its number.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "fact", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[expect(missing_docs, reason = "fields repeat the name of the thing they number; each variant says what it means")]
pub enum Fact {
    /// The run began.
    RunStarted,
    /// A build was queued.
    BuildQueued { run: BuildRunId, content: Rc<Build>, takes: SimDuration },
    /// A queued build began to run.
    BuildStarted { run: BuildRunId },
    /// A build completed.
    BuildCompleted {
        build: BuildId,
        content: Rc<Build>,
        /// The build that was queued, when its run was seen.
        #[serde(skip_serializing_if = "Option::is_none")]
        run: Option<BuildRunId>,
    },
    /// A commit was pushed, or a package or an image was published.
    VersionPublished { build: BuildId, content: Rc<Build>, by: Option<PersonId> },
    /// A tag was added to a completed build.
    BuildTagged { build: BuildId, tag: Box<str>, by: Option<PersonId> },
    /// A build pipeline has another default branch now.
    DefaultBranchSet { pipeline: Rc<String>, branch: Rc<String>, by: Option<PersonId> },
    /// A pull request was opened.
    PullRequestOpened { pull_request: PullRequestId, content: Rc<NewPullRequest> },
    /// Another iteration was pushed to a pull request.
    PullRequestUpdated { pull_request: PullRequestId, by: Option<PersonId>, message: Comment },
    /// A release reported its state to the pull request it was made for (§4.3).
    PullRequestStatusPosted { pull_request: PullRequestId, release: ReleaseId, verdict: Verdict },
    /// A schedule of a pipeline came to its time (§4.2).
    ReleaseScheduleDue { definition: DefinitionId, schedule: u32, next: Option<SimTime> },
    /// A variable group of the library was saved.
    VariableGroupSaved { group: u32, by: Option<PersonId>, comment: Comment, content: Rc<VariableGroup> },
    /// Values were given to a release, or to one of its deployments.
    ValuesGiven { release: ReleaseId, deployment: Option<DeploymentId>, content: Rc<GivenValues> },
    /// A release was edited: the next revision of its own copy of the pipeline (§1.2).
    ReleaseEdited {
        release: ReleaseId,
        by: Option<PersonId>,
        comment: Comment,
        content: Rc<SavedPipeline>,
        refreshes_groups: bool,
    },
    /// A release has another description.
    ReleaseDescribed { release: ReleaseId, by: Option<PersonId>, description: Box<str> },
    /// A release has another name, given by a person or by a task (§10.8).
    ReleaseRenamed { release: ReleaseId, by: Option<PersonId>, task: Option<TaskId>, name: Rc<String> },
    /// A release has these tags now (§1.6).
    ReleaseTagged { release: ReleaseId, by: Option<PersonId>, tags: Box<[Box<str>]> },
    /// An artifact could not be downloaded, which fails its job before any task (§10.4).
    ArtifactDownloadFailed { job: JobId, artifact: u32, outcome: u32 },
    /// A task set a variable for later tasks of its job (§10.8).
    VariableSet { task: TaskId, content: Rc<SetVariable> },
    /// A trigger looked at a version, or came to its time, and created no release (§4).
    ReleaseNotCreated { definition: DefinitionId, build: Option<BuildId>, why: Box<NoRelease> },
    /// A release pipeline was created, changed, deleted or taken back: its next revision (§1.1).
    PipelineSaved {
        definition: DefinitionId,
        change: AuditAction,
        by: Option<PersonId>,
        comment: Comment,
        content: Rc<SavedPipeline>,
    },
    /// A release was created, as a draft or at once active (§1.2).
    ReleaseCreated { release: ReleaseId, content: Rc<NewRelease> },
    /// A release became active (§1.3).
    ReleaseStarted { release: ReleaseId },
    /// A release was abandoned.
    ReleaseAbandoned { release: ReleaseId, by: Option<PersonId>, comment: Comment },
    /// A release is kept for ever from now on, or no longer (§14.2).
    ReleaseRetained { release: ReleaseId, forever: bool, by: Option<PersonId>, comment: Comment },
    /// A release was deleted, by a person or since it had expired; it can be taken back for a while.
    ReleaseDeleted { release: ReleaseId, by: Option<PersonId>, comment: Comment, is_expired: bool },
    /// The deletion of a release was taken back.
    ReleaseUndeleted { release: ReleaseId, by: Option<PersonId>, comment: Comment },
    /// A deleted release is gone for good.
    ReleaseDestroyed { release: ReleaseId },
    /// The daily clean-up looked at the releases: when something can be old enough next, and whether something
    /// old was kept (§14.2).
    RetentionRan { next: Option<SimTime>, is_held: bool },
    /// The trigger of a stage was evaluated and did not start a deployment (§5).
    StageNotTriggered { release: ReleaseId, stage: StageId, why: Box<NotTriggered> },
    /// A deployment was asked for: a new attempt of a stage.
    DeploymentCreated(Box<NewDeployment>),
    /// It waits for the schedule of its stage (§5.5), or for the time that was chosen with "Deploy" (§6.6).
    DeploymentScheduled { deployment: DeploymentId, until: SimTime },
    /// The schedule of a stage came to its time, where it deploys the newest release again and again (§5.5).
    StageScheduleDue { definition: DefinitionId, stage: StageId, release: ReleaseId, next: Option<SimTime> },
    /// It waits for a slot of its stage (§8).
    DeploymentQueued { deployment: DeploymentId },
    /// It has a slot: pre-deployment conditions begin.
    DeploymentStarted { deployment: DeploymentId },
    /// An approval step without approvers passed by itself (§3 note 1).
    ApprovalAutomated { deployment: DeploymentId, side: ApprovalType },
    /// An approver was asked.
    ApprovalRequested {
        approval: ApprovalId,
        deployment: DeploymentId,
        side: ApprovalType,
        approver: Subject,
        rank: u32,
        deadline: SimTime,
    },
    /// An approval row was decided or became needless (§6.2).
    ApprovalDecided {
        approval: ApprovalId,
        status: ApprovalStatus,
        by: Option<PersonId>,
        how: DecidedHow,
        comment: Comment,
        defer_until: Option<SimTime>,
    },
    /// An approver need not be asked: they approved the stage before (§6.4), in the row `earlier`.
    ApprovalSkipped {
        approval: ApprovalId,
        deployment: DeploymentId,
        side: ApprovalType,
        approver: Subject,
        rank: u32,
        earlier: ApprovalId,
    },
    /// An approval row was handed on (§6.5).
    ApprovalReassigned { approval: ApprovalId, to: Subject, by: PersonId, comment: Comment },
    /// The deployment is approved for a later time (§6.6).
    DeploymentDeferred { deployment: DeploymentId, until: SimTime },
    /// The gates of a side begin: the first sample that counts comes at `first`, and at `deadline` they fail (§7.4).
    GatesStarted { gates: GatesId, deployment: DeploymentId, side: ApprovalType, first: SimTime, deadline: SimTime },
    /// All gates were asked and some answers take time. What they will say is known now, as in `GatesSampled`; `until`
    /// is when the last answer comes, none when one does not come before the next sample.
    GatesAsked { gates: GatesId, passed: u32, unanswered: u32, ignored: u32, until: Option<SimTime> },
    /// A sample is complete. Each number has a bit for each gate, the lowest for the first: those that passed, those
    /// that did not answer in time, and those that are ignored. The others failed.
    GatesSampled { gates: GatesId, passed: u32, unanswered: u32, ignored: u32 },
    /// A person ignored a gate: from the next sample on it does not count (§7.6).
    GateIgnored { gates: GatesId, gate: u32, by: Option<PersonId>, comment: Comment },
    /// The gates of a side passed, timed out or were cancelled.
    GatesFinished { gates: GatesId, status: GateStatus },
    /// Something that gates ask says something else now.
    SignalChanged { signal: SignalId, reading: Rc<Reading> },
    /// A job is multiplied: it runs in slices (§9.5, §9.6).
    JobMultiplied { deployment: DeploymentId, index: u32, slices: Rc<Slices> },
    /// A job, or a slice of it by its position, waits for a parallel job, an agent or a target.
    JobQueued {
        job: JobId,
        deployment: DeploymentId,
        index: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        slice: Option<u32>,
    },
    /// A slice was not started.
    SliceLeftOut { job: JobId, deployment: DeploymentId, index: u32, slice: u32, why: LeftOut },
    /// All slices of a job have ended; this is what they add up to.
    SlicesFinished { deployment: DeploymentId, index: u32, result: TaskResult },
    /// A job has a parallel job of the organisation and waits for an agent.
    ParallelJobGranted { job: JobId },
    /// A job waits, and no agent of its pool can take it as things stand (§9.3).
    NoAgentFits { job: JobId, why: NoAgent },
    /// A job was left out, since its condition was false (§9.2).
    JobSkipped { job: JobId, deployment: DeploymentId, index: u32, condition: Box<str> },
    /// A job runs, on an agent or on the service.
    JobStarted { job: JobId, agent: Option<AgentId> },
    /// A task runs. What it will do is drawn now: how long it takes and how it ends when nothing intervenes.
    TaskStarted { task: TaskId, job: JobId, index: u32, plan: TaskPlan },
    /// A task was left out, since its condition was false (§10.1).
    TaskSkipped { task: TaskId, job: JobId, index: u32, condition: Box<str> },
    /// A task failed and will be tried again (§10.1).
    TaskRetryScheduled { task: TaskId, at: SimTime },
    /// The next try of a task runs.
    TaskRetried { task: TaskId, plan: TaskPlan },
    /// A task ended.
    TaskFinished { task: TaskId, result: TaskResult, issue: Option<TaskIssue> },
    /// A manual intervention waits for somebody to resume or reject (§10.5). The instructions are as they are shown,
    /// their variables replaced.
    InterventionRequested { intervention: InterventionId, task: TaskId, instructions: Rc<String>, deadline: SimTime },
    /// A manual intervention was resumed or rejected, or ended with its job.
    InterventionDecided {
        intervention: InterventionId,
        status: ManualInterventionStatus,
        by: Option<PersonId>,
        how: InterventionEnd,
        comment: Comment,
    },
    /// A job ended.
    JobFinished { job: JobId, result: TaskResult, issue: Option<JobIssue> },
    /// A site runs another build now.
    SiteUpdated { site: SiteId, build: BuildId, deployment: DeploymentId, healthy: bool },
    /// A person asked to cancel a deployment.
    CancelRequested { deployment: DeploymentId, by: Option<PersonId>, comment: Comment },
    /// A deployment ended (§3).
    DeploymentFinished {
        deployment: DeploymentId,
        status: EnvironmentStatus,
        deployment_status: DeploymentStatus,
        operation: DeploymentOperationStatus,
        why: Ended,
    },
    /// A person read a log.
    LogOpened { deployment: DeploymentId, by: Option<PersonId>, task: Option<TaskId> },
    /// An agent came or went.
    AgentChanged { agent: AgentId, online: bool },
    /// A person left a comment on a release.
    ReleaseCommented { release: ReleaseId, by: Option<PersonId>, comment: Comment },
    /// Security was changed (§14.3).
    PermissionChanged { grant: Rc<Grant>, by: Option<PersonId> },
    /// Mail was sent, one for all its recipients (§14.1).
    MailSent { to: Box<[PersonId]>, about: MailAbout },
    /// The script wanted to do something and was refused, by a rule when it was not only a wrong name.
    ScriptRefused { item: u32, refusal: Box<str>, rule: Option<Rule> },
    /// A target joined a deployment group; the number of the group is its position in the world.
    TargetJoined { target: TargetId, group: u32, content: Rc<Target> },
    /// A target came or went.
    TargetChanged { target: TargetId, online: bool },
}

/// A pull request as it was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPullRequest {
    /// Repository.
    pub repository: String,
    /// Branch with the changes.
    pub source_branch: String,
    /// Branch that they are meant for.
    pub target_branch: String,
    /// What it is about.
    pub title: String,
    /// Who opened it.
    pub by: PersonId,
}

/// State that a release reports to a pull request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Its deployments go on.
    Pending,
    /// Every stage that deploys pull requests by itself ended well.
    Succeeded,
    /// A stage failed or was cancelled.
    Failed,
}

impl Fact {
    /// The release that this fact modifies, whose days count anew by that (§14.2).
    pub(crate) const fn edited_release(&self) -> Option<ReleaseId> {
        match self {
            Self::ReleaseEdited { release, .. }
            | Self::ReleaseDescribed { release, .. }
            | Self::ReleaseRenamed { release, .. }
            | Self::ReleaseTagged { release, .. } => Some(*release),
            _ => None,
        }
    }
}

/// A revision of a pipeline, ready to play. As JSON it is the product's own, without the values of secrets.
#[derive(Debug, Clone)]
pub struct SavedPipeline {
    /// The definition and what it means in this world.
    pub plan: Rc<Plan>,
}

impl PartialEq for SavedPipeline {
    fn eq(&self, other: &Self) -> bool {
        self.plan.definition == other.plan.definition
    }
}

impl Serialize for SavedPipeline {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        rehearsal_classic::export(&self.plan.definition).serialize(serializer)
    }
}

/// A deployment as it was asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewDeployment {
    /// Its number.
    pub deployment: DeploymentId,
    /// Its release.
    pub release: ReleaseId,
    /// Its stage.
    pub stage: StageId,
    /// From 1.
    pub attempt: u32,
    /// Why.
    pub reason: DeploymentReason,
    /// Who started it; none for a trigger.
    pub by: Option<PersonId>,
    /// Comment of who started it.
    pub comment: Comment,
}

/// What a new release holds (the snapshot is the definition's revision of the moment).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewRelease {
    /// Its pipeline.
    pub definition: DefinitionId,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: ReleaseReason,
    /// Who created it; none for a trigger.
    pub created_by: Option<PersonId>,
    /// For whom: the creator, or for whom the triggering build ran.
    pub requested_for: Option<PersonId>,
    /// Frozen version of each artifact, in the order of the definition; none when the alias has none.
    pub artifacts: Vec<Option<BuildId>>,
    /// Alias of the artifact that triggered it.
    pub triggering_alias: Option<String>,
    /// Free text.
    pub description: String,
    /// Stages whose trigger was changed to manual for this release.
    pub manual_stages: Vec<StageId>,
    /// True for a draft.
    pub is_draft: bool,
    /// Value of `$(rev:r)` in the name, when the format has it.
    pub name_revision: Option<u32>,
    /// The name with the revision blanked, under which revisions are counted.
    pub name_key: String,
}

/// Why a build made no release (§4.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "camelCase")]
pub enum NoRelease {
    /// The continuous deployment trigger is off.
    TriggerDisabled,
    /// The build did not succeed.
    BuildNotSucceeded,
    /// An exclude filter matched the branch.
    BranchExcluded,
    /// No filter matched branch and tags.
    NoFilterMatched,
    /// A tag was added, and no filter that creates releases on build tagging came to match by it.
    TagWithoutEffect,
    /// Neither the pipeline nor a version changed since the last scheduled release (§4.2).
    NothingChanged,
    /// Another artifact has no version.
    NoVersion {
        /// Its alias.
        alias: Box<str>,
    },
    /// The release pipeline is disabled.
    DefinitionDisabled,
    /// The name format gives a name that exists.
    NameTaken {
        /// The name.
        name: Box<str>,
    },
}

/// Why a stage did not start when its trigger was evaluated (§5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "camelCase")]
pub enum NotTriggered {
    /// Its trigger is "Manual only".
    ManualOnly,
    /// The trigger was changed to manual when the release was created.
    SwitchedToManual,
    /// It starts after other stages, not with the release.
    WaitsForStages {
        /// Those stages.
        stages: Vec<StageId>,
    },
    /// Upstream stages stand in the way.
    Upstream {
        /// Each that does, with its status now.
        blocking: Vec<Blocking>,
    },
    /// An artifact filter does not match.
    ArtifactFilter {
        /// Alias of the artifact.
        alias: String,
    },
    /// It already has a deployment that is not finished.
    Unfinished,
    /// The release is a pull request's and the stage does not deploy those.
    PullRequest,
    /// The release was abandoned.
    Abandoned,
    /// The release pipeline was deleted.
    PipelineDeleted,
    /// It was deployed before, and a redeployment of the stage before it does not start it again (§5.2).
    AlreadyDeployed,
    /// A redeployment that an auto-redeploy trigger had started failed (§5.7).
    AfterRedeployment,
    /// No other release had been deployed to it well (§5.7).
    NothingToRedeploy,
}

/// An upstream stage that keeps a stage from starting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Blocking {
    /// The upstream stage.
    pub stage: StageId,
    /// Its status.
    pub status: EnvironmentStatus,
    /// Whether "partially succeeded" would be accepted.
    pub partially_succeeded_accepted: bool,
}

/// How an approval row came to its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum DecidedHow {
    /// The approver, or a member of the approver group.
    ByApprover,
    /// A release administrator in the approver's place.
    Override,
    /// The timeout (§6.2).
    TimedOut,
    /// Another row decided the step.
    NoLongerNeeded,
    /// The deployment was cancelled.
    DeploymentCanceled,
    /// The approver had approved the stage before (§6.4).
    ApprovedBefore,
}

/// How a manual intervention came to its end (§10.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum InterventionEnd {
    /// Somebody resumed or rejected it.
    Decided,
    /// Nobody did in time; it ended as "On timeout" says.
    TimedOut,
    /// Its deployment was cancelled, or its job ran out of time.
    TaskCanceled,
}

/// What a started task will do when nothing intervenes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskPlan {
    /// How long it takes.
    pub takes: SimDuration,
    /// How it ends.
    pub ends: TaskResult,
    /// The outcome rule of the world that says so; none is the catalogue.
    pub outcome: Option<OutcomeId>,
}

/// The position of an outcome rule in the world, from 0. Held one higher, so that none of them takes no room of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeId(NonZeroU32);

impl OutcomeId {
    /// The rule at a position.
    ///
    /// # Panics
    /// Past four thousand million rules; memory ends long before.
    pub fn at(index: usize) -> Self {
        let held = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(held.expect("fewer than 2^32 things fit in memory"))
    }

    /// Its position.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl Serialize for OutcomeId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0.get() - 1)
    }
}

/// Something to know about a task's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TaskIssue {
    /// It failed, and "Continue on error" made that "succeeded with issues".
    ContinuedOnError,
    /// Its timeout expired.
    TimedOut,
    /// Its timeout expired, and "Continue on error" softened that.
    TimedOutContinued,
    /// Its condition could not be evaluated.
    ConditionError,
    /// The deployment was cancelled.
    Canceled,
    /// The job's timeout expired.
    JobTimedOut,
    /// Its delay is not a whole number of minutes from 0 to 86,400 once variables are replaced.
    UnusableDelay,
}

/// Why a slice was not started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum LeftOut {
    /// More slices failed than may.
    OthersFailed,
    /// Its target is offline.
    TargetOffline,
    /// The deployment is being cancelled.
    Canceled,
}

/// Why no agent can take a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "camelCase")]
pub enum NoAgent {
    /// The pool has no agent.
    EmptyPool,
    /// No agent of the pool offers all that is demanded.
    Demands {
        /// What no single agent offers, as the product writes demands.
        demands: Vec<Box<str>>,
    },
    /// The agents that could are offline.
    Offline,
}

/// Something to know about a job's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum JobIssue {
    /// The job's timeout expired.
    TimedOut,
    /// Its condition could not be evaluated.
    ConditionError,
    /// No target of the deployment group has all the tags.
    NoTargets,
    /// Its multipliers make more slices than can be played.
    TooManySlices,
}

/// Why a deployment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Ended {
    /// All steps are done.
    Completed,
    /// A job failed.
    JobFailed,
    /// A job ran longer than its timeout, and none failed otherwise.
    JobTimedOut,
    /// An approval was rejected.
    ApprovalRejected,
    /// An approval timed out.
    ApprovalTimedOut,
    /// The gates did not pass in time (§7.4).
    GatesFailed,
    /// A person cancelled it.
    Canceled,
    /// A newer request took its place ("Deploy latest and cancel the others", §8).
    Superseded,
    /// The release was abandoned while it waited.
    Abandoned,
}

#[cfg(test)]
mod tests {
    use rehearsal_kernel::Entry;

    use super::Fact;

    /// Half of the work of a long run is that of the memory which its log takes. Where a new fact needs more, box it.
    #[test]
    fn an_entry_of_the_log_takes_48_bytes() {
        assert_eq!((size_of::<Fact>(), size_of::<Entry<Fact>>()), (32, 48));
    }
}
