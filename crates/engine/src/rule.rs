//! The rules by name: what "why?" refers to, each with its section of `classic.md` and one sentence.
//!
//! The sentences say what the rule is, not what it decided; that is the fact's business. Which rule stands
//! behind a fact or a refusal is said in [`decided`] and [`refused`], without catch-all arms, so that whoever
//! adds a fact or a reason names its rule.

mod decided;
mod refused;

use serde::Serialize;

/// A rule of the product that decides something in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each rule is said by `Rule::title`")]
pub enum Rule {
    Snapshot,
    Draft,
    DefaultVersion,
    ReleaseName,
    Abandoned,
    AutomaticStep,
    OneAttempt,
    AfterTheJobs,
    EndOfAttempt,
    ContinuousDeployment,
    BuildFilters,
    ScheduledRelease,
    PullRequestRelease,
    ManualRelease,
    ManualStages,
    TriggerChoice,
    AfterRelease,
    AfterStages,
    TriggerIgnored,
    DirectDeployment,
    ArtifactFilters,
    StageSchedule,
    PullRequestDeployment,
    AutoRedeploy,
    ApprovalOrder,
    Revalidation,
    ApprovalDecision,
    ApprovalTimeout,
    WhoMayApprove,
    ApprovalSkip,
    Reassignment,
    Deferral,
    PostApproval,
    GateOrder,
    GateSamples,
    GateTimeout,
    IgnoredGate,
    QueueSlots,
    DeployLatest,
    JobOrder,
    JobCondition,
    ParallelJobs,
    AgentForJob,
    JobTimeout,
    CancelGrace,
    JobSlices,
    DeploymentGroupJob,
    TaskCondition,
    ContinueOnError,
    TaskTimeout,
    Retries,
    TaskOutcome,
    JobStatus,
    CancelTasks,
    RollUp,
    ManualIntervention,
    DelayTask,
    LoggingCommands,
    Variables,
    Cancel,
    Operations,
    Notifications,
    Retention,
    Permissions,
}

impl Rule {
    /// The section of `classic.md`, such as `§5.2`.
    pub const fn section(self) -> &'static str {
        self.stated().0
    }

    /// The rule in one sentence.
    pub const fn title(self) -> &'static str {
        self.stated().1
    }

    const fn stated(self) -> (&'static str, &'static str) {
        match self {
            Self::Snapshot => ("§1.2", "A release keeps the pipeline as it was when the release was created."),
            Self::Draft => {
                ("§1.3", "A release is active as soon as it is created, a draft only when somebody starts it.")
            }
            Self::DefaultVersion => ("§1.4", "An artifact that nobody chose takes its default version."),
            Self::ReleaseName => ("§1.5", "The name format names a release, and a name is given only once."),
            Self::Abandoned => ("§2.1", "An abandoned release is closed: nothing further is deployed."),
            Self::AutomaticStep => ("§3", "A side on which nobody is asked passes by itself."),
            Self::OneAttempt => ("§3", "A stage begins a new attempt only when it has no unfinished one."),
            Self::AfterTheJobs => ("§3", "Post-deployment conditions follow only when the jobs ended well."),
            Self::EndOfAttempt => ("§3", "An attempt ends when its last step does, and frees its slot."),
            Self::ContinuousDeployment => {
                ("§4.1", "With the trigger on, each good build that passes its filters makes one release.")
            }
            Self::BuildFilters => {
                ("§4.1", "No exclude filter may match, and an include filter must, if there are any.")
            }
            Self::ScheduledRelease => ("§4.2", "Each time of its schedule makes one release."),
            Self::PullRequestRelease => ("§4.3", "A pull request for a matching branch makes a release."),
            Self::ManualRelease => ("§4.4", "“Create release” makes a release of the chosen versions."),
            Self::ManualStages => ("§4.4", "A stage switched to manual ignores its triggers in that release."),
            Self::TriggerChoice => ("§5.1", "A stage that is “Manual only” starts when somebody deploys it."),
            Self::AfterRelease => ("§5.2", "A stage “after release” starts once, when the release becomes active."),
            Self::AfterStages => {
                ("§5.2", "A stage “after stage” starts when every selected stage ended with an accepted status.")
            }
            Self::TriggerIgnored => ("§5.2", "A trigger is ignored while the stage has an unfinished attempt."),
            Self::DirectDeployment => ("§5.3", "“Deploy” ignores trigger, artifact filters and schedule."),
            Self::ArtifactFilters => {
                ("§5.4", "The filters of every artifact must match before a stage starts by itself.")
            }
            Self::StageSchedule => ("§5.5", "A triggered stage with a schedule waits for its next time."),
            Self::PullRequestDeployment => ("§5.6", "A release of a pull request goes only to stages that allow it."),
            Self::AutoRedeploy => ("§5.7", "An auto-redeploy trigger deploys the last good release again."),
            Self::ApprovalOrder => ("§6.1", "Approvers of one rank are asked at once, the next rank after them."),
            Self::Revalidation => ("§6.1", "An approver may have to sign in again before deciding."),
            Self::ApprovalDecision => {
                ("§6.2", "The step passes when enough have approved; one rejection ends the attempt.")
            }
            Self::ApprovalTimeout => ("§6.2", "An approval that waits for its whole timeout is rejected."),
            Self::WhoMayApprove => {
                ("§6.3", "The approver, a member of the group or an administrator decides, unless barred as requester.")
            }
            Self::ApprovalSkip => ("§6.4", "Who approved the stage before need not approve again, when so chosen."),
            Self::Reassignment => ("§6.5", "An approval can be handed on; its deadline stays."),
            Self::Deferral => ("§6.6", "An approver may choose a later time; the latest one counts."),
            Self::PostApproval => ("§6.8", "A post-deployment approval cannot be skipped or deferred."),
            Self::GateOrder => ("§7.3", "Gates and approvals of a side follow each other in the chosen order."),
            Self::GateSamples => ("§7.4", "Gates pass at a sample in which all pass, steadily for as long as asked."),
            Self::GateTimeout => ("§7.4", "Gates that have not passed within their timeout fail."),
            Self::IgnoredGate => ("§7.6", "An ignored gate no longer counts, from the next sample on."),
            Self::QueueSlots => ("§8", "A stage deploys as many at once as it has slots; the others wait in order."),
            Self::DeployLatest => ("§8", "With “Deploy latest” the newest waiting request cancels older ones."),
            Self::JobOrder => ("§9.1", "Jobs of a stage run one after another."),
            Self::JobCondition => ("§9.2", "A job runs when its condition holds; else it is skipped."),
            Self::ParallelJobs => (
                "§9.3",
                "Jobs on agents and builds share the parallel jobs of the organisation, first come first served.",
            ),
            Self::AgentForJob => {
                ("§9.3", "A job waits for a free agent that meets its demands, first come first served.")
            }
            Self::JobTimeout => ("§9.4", "A job that runs longer than its timeout is ended, and the attempt fails."),
            Self::CancelGrace => ("§9.4", "What still runs when the grace after a cancel is over is ended."),
            Self::JobSlices => ("§9.5", "A job with multipliers or several agents runs once for each."),
            Self::DeploymentGroupJob => ("§9.6", "A deployment group job runs on its targets in batches."),
            Self::TaskCondition => ("§10.1", "A task runs when its condition holds; else it is skipped."),
            Self::ContinueOnError => ("§10.1", "“Continue on error” turns a failure into success with issues."),
            Self::TaskTimeout => ("§10.1", "A task that runs longer than its timeout fails."),
            Self::Retries => ("§10.1", "A failed task is tried again after 1, 4, 9, … seconds, as often as it may."),
            Self::TaskOutcome => ("§10.2", "A task ends as its work does."),
            Self::JobStatus => ("§10.2", "A job keeps the worst status of the tasks that ended in it."),
            Self::CancelTasks => {
                ("§10.2", "After a cancel the running task goes on only when its condition still holds.")
            }
            Self::RollUp => ("§10.3", "A stage ends as its worst job does."),
            Self::ManualIntervention => ("§10.5", "A manual intervention waits until somebody resumes or rejects it."),
            Self::DelayTask => ("§10.6", "A delay lasts the minutes it is given."),
            Self::LoggingCommands => ("§10.8", "Logging commands of a task change variables, results and names."),
            Self::Variables => ("§11", "Only variables that are settable at release time can be given a value then."),
            Self::Cancel => ("§12", "What waits is canceled at once, what runs once its clean-up is over."),
            Self::Operations => ("§12", "Each operation has its precondition."),
            Self::Notifications => ("§14.1", "People are told of what waits for them and of how it ended."),
            Self::Retention => ("§14.2", "Releases are kept as long as the retention settings say."),
            Self::Permissions => ("§14.3", "People may do what their permissions allow."),
        }
    }
}
