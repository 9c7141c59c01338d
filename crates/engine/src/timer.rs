//! What is looked at when its time comes, and in which order at one moment.

use crate::{ApprovalId, BuildRunId, DefinitionId, DeploymentId, GatesId, JobId, ReleaseId, TargetId, TaskId};

/// A timer of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// A build of the world completes, or is queued if it runs on the clock.
    BuildCompletes(usize),
    /// A queued build has run long enough.
    BuildRunEnds(BuildRunId),
    /// A schedule of a pipeline is due.
    ReleaseSchedule(DefinitionId, u32),
    /// The schedule of a stage, by its number in the pipeline, is due, where it deploys the newest release again and again.
    StageSchedule(DefinitionId, u32),
    /// Releases are looked at that may be old enough to go.
    CleanUp,
    /// A deleted release is destroyed for good.
    ReleaseDestroyed(ReleaseId),
    /// A script item is due.
    Script(usize),
    /// The stages that start after the release are triggered.
    ReleaseStarted(ReleaseId),
    /// Stages that wait for this deployment's stage are looked at.
    StageFinished(DeploymentId),
    /// A slot of this deployment's stage became free, or a schedule brought what waits for it.
    PromoteQueue(DeploymentId),
    /// A schedule or a deferral is over.
    WaitOver(DeploymentId),
    /// A pending approval has waited long enough.
    ApprovalTimesOut(ApprovalId),
    /// All gates of a side are asked.
    SampleGates(GatesId),
    /// The last answer to a sample comes.
    GatesAnswer(GatesId),
    /// Results of gates have been steady for long enough.
    GatesSteady(GatesId),
    /// Gates have not passed in time.
    GatesTimeOut(GatesId),
    /// Parallel jobs of the organisation are given to what waits for them.
    GrantParallelJobs,
    /// A target takes the first job that waits for it.
    AssignTarget(TargetId),
    /// Waiting jobs and free agents of a pool are matched.
    AssignAgents(usize),
    /// The present try of a task ends.
    TaskEnds(TaskId),
    /// The manual intervention of a task has waited long enough.
    InterventionTimesOut(TaskId),
    /// The next try of a task is due.
    TaskRetries(TaskId),
    /// A task has run long enough.
    TaskTimesOut(TaskId),
    /// A job has run long enough.
    JobTimesOut(JobId),
    /// The grace after a cancel is over.
    CancelGraceEnds(DeploymentId),
}

impl Timer {
    /// False for what only ends a wait for a person, for what comes round for ever, and for what clears away: a run
    /// that has nothing else ahead stands still until somebody acts. The limits of tasks and jobs are no progress
    /// either: what ends by itself has its own timer, and what has none waits for somebody.
    pub const fn carries_on(&self) -> bool {
        match self {
            Self::ApprovalTimesOut(_)
            | Self::InterventionTimesOut(_)
            | Self::TaskTimesOut(_)
            | Self::JobTimesOut(_)
            | Self::ReleaseSchedule(..)
            | Self::StageSchedule(..)
            | Self::CleanUp
            | Self::ReleaseDestroyed(_) => false,
            Self::BuildCompletes(_)
            | Self::BuildRunEnds(_)
            | Self::Script(_)
            | Self::ReleaseStarted(_)
            | Self::StageFinished(_)
            | Self::PromoteQueue(_)
            | Self::WaitOver(_)
            | Self::GrantParallelJobs
            | Self::AssignTarget(_)
            | Self::AssignAgents(_)
            | Self::TaskEnds(_)
            | Self::TaskRetries(_)
            | Self::CancelGraceEnds(_)
            | Self::SampleGates(_)
            | Self::GatesAnswer(_)
            | Self::GatesSteady(_)
            | Self::GatesTimeOut(_) => true,
        }
    }
}

/// Order of events at one moment (`classic.md` §0, conventions 1 and 2): by class, then release, stage
/// and attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// Class of the event.
    pub class: Class,
    /// Number of the release, 0 when it is about none.
    pub release: u32,
    /// Position of the stage.
    pub stage: u32,
    /// Attempt.
    pub attempt: u32,
}

impl Order {
    /// An event that is about no release.
    pub const fn of(class: Class) -> Self {
        Self { class, release: 0, stage: 0, attempt: 0 }
    }
}

/// Classes of events at one moment, first to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// What people and the world do.
    UserAction,
    /// Tasks and jobs end.
    Completion,
    /// Gates are sampled.
    GateSample,
    /// Time-outs.
    Timeout,
    /// Schedules fire.
    Schedule,
    /// Stage triggers are evaluated.
    StageTrigger,
    /// Queues move up.
    QueuePromotion,
    /// Agents take jobs.
    AgentAssignment,
}
