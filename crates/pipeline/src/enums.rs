//! The enumerations of `ReleaseInterfaces.ts` (`classic.md` §2), with the product's names and numbers.

use crate::wire::wire_enum;

wire_enum! {
    /// Status of a release (§2.1). There is no "completed": a release stays active.
    pub enum ReleaseStatus {
        /// Not set.
        Undefined = 0 "undefined",
        /// Created, not started.
        Draft = 1 "draft",
        /// Started.
        Active = 2 "active",
        /// Closed; nothing further may be deployed.
        Abandoned = 4 "abandoned",
    }
}

wire_enum! {
    /// Why a release was created (§2.2).
    pub enum ReleaseReason {
        /// Not set.
        None = 0 "none",
        /// A person created it.
        Manual = 1 "manual",
        /// The continuous deployment trigger created it.
        ContinuousIntegration = 2 "continuousIntegration",
        /// A schedule created it.
        Schedule = 3 "schedule",
        /// A pull request created it.
        PullRequest = 4 "pullRequest",
    }
}

wire_enum! {
    /// Status of a stage inside a release (§2.3): that of its latest attempt. A failed stage is `Rejected`.
    pub enum EnvironmentStatus {
        /// Not set.
        Undefined = 0 "undefined",
        /// Never triggered.
        NotStarted = 1 "notStarted",
        /// An attempt holds a slot: approvals, gates, jobs or post-deployment conditions.
        InProgress = 2 "inProgress",
        /// Ended well.
        Succeeded = 4 "succeeded",
        /// Cancelled by a person or by the queue policy.
        Canceled = 8 "canceled",
        /// Failed, or an approval was rejected or timed out, or gates failed.
        Rejected = 16 "rejected",
        /// Waiting for a slot of this stage.
        Queued = 32 "queued",
        /// Waiting for a clock time.
        Scheduled = 64 "scheduled",
        /// Ended with issues.
        PartiallySucceeded = 128 "partiallySucceeded",
    }
}

wire_enum! {
    /// Outcome of an attempt (§2.4).
    pub enum DeploymentStatus {
        /// Not set.
        Undefined = 0 "undefined",
        /// No job has started.
        NotDeployed = 1 "notDeployed",
        /// Jobs or post-deployment conditions are going on.
        InProgress = 2 "inProgress",
        /// Ended well.
        Succeeded = 4 "succeeded",
        /// Ended with issues.
        PartiallySucceeded = 8 "partiallySucceeded",
        /// Failed.
        Failed = 16 "failed",
    }
}

wire_enum! {
    /// What an attempt is doing (§2.5).
    pub enum DeploymentOperationStatus {
        /// Not set.
        Undefined = 0 "undefined",
        /// In the queue of the stage.
        Queued = 1 "queued",
        /// Waiting for its time.
        Scheduled = 2 "scheduled",
        /// An approval is pending.
        Pending = 4 "pending",
        /// The last approval step passed; a good deployment ends here.
        Approved = 8 "approved",
        /// An approval was rejected or timed out.
        Rejected = 16 "rejected",
        /// Approved for a later time.
        Deferred = 32 "deferred",
        /// Waiting for an agent.
        QueuedForAgent = 64 "queuedForAgent",
        /// A job runs.
        PhaseInProgress = 128 "phaseInProgress",
        /// A job ended well.
        PhaseSucceeded = 256 "phaseSucceeded",
        /// A job ended with issues.
        PhasePartiallySucceeded = 512 "phasePartiallySucceeded",
        /// A job failed.
        PhaseFailed = 1024 "phaseFailed",
        /// The attempt was cancelled.
        Canceled = 2048 "canceled",
        /// A job was cancelled.
        PhaseCanceled = 4096 "phaseCanceled",
        /// Waiting for a person to resume or reject.
        ManualInterventionPending = 8192 "manualInterventionPending",
        /// Waiting for a parallel job.
        QueuedForPipeline = 16_384 "queuedForPipeline",
        /// Cancel was asked for; clean-up runs.
        Cancelling = 32_768 "cancelling",
        /// Gates are being sampled.
        EvaluatingGates = 65_536 "evaluatingGates",
        /// Gates timed out.
        GateFailed = 131_072 "gateFailed",
    }
}

wire_enum! {
    /// Why an attempt was started (§2.6).
    pub enum DeploymentReason {
        /// Not set.
        None = 0 "none",
        /// A person deployed.
        Manual = 1 "manual",
        /// The stage trigger.
        Automated = 2 "automated",
        /// The stage trigger, at the time of the stage's schedule.
        Scheduled = 4 "scheduled",
        /// An auto-redeploy trigger.
        RedeployTrigger = 8 "redeployTrigger",
    }
}

wire_enum! {
    /// State of one approval row (§2.7).
    pub enum ApprovalStatus {
        /// Not set.
        Undefined = 0 "undefined",
        /// Waiting for a decision.
        Pending = 1 "pending",
        /// Approved.
        Approved = 2 "approved",
        /// Rejected, also by timeout.
        Rejected = 4 "rejected",
        /// Handed to another approver (history only).
        Reassigned = 6 "reassigned",
        /// No longer needed.
        Canceled = 7 "canceled",
        /// Left out, since the same approver approved the previous stage.
        Skipped = 8 "skipped",
    }
}

wire_enum! {
    /// Which side of a deployment an approval guards (§2.8).
    pub enum ApprovalType {
        /// Not set.
        Undefined = 0 "undefined",
        /// Before the jobs.
        PreDeploy = 1 "preDeploy",
        /// After the jobs.
        PostDeploy = 2 "postDeploy",
    }
}

wire_enum! {
    /// Order of approvals and gates on one side (§2.9).
    pub enum ApprovalExecutionOrder {
        /// Approvals first.
        BeforeGates = 1 "beforeGates",
        /// Gates first; approvals are asked only when they pass.
        AfterSuccessfulGates = 2 "afterSuccessfulGates",
        /// Gates first; approvals are asked whatever the gates said.
        AfterGatesAlways = 4 "afterGatesAlways",
    }
}

wire_enum! {
    /// Kind of a release trigger (§2.11).
    pub enum ReleaseTriggerType {
        /// Not set.
        Undefined = 0 "undefined",
        /// Continuous deployment from an artifact.
        ArtifactSource = 1 "artifactSource",
        /// Scheduled releases.
        Schedule = 2 "schedule",
        /// A push to a repository artifact.
        SourceRepo = 3 "sourceRepo",
        /// A new container image.
        ContainerImage = 4 "containerImage",
        /// A new package.
        Package = 5 "package",
        /// A pull request.
        PullRequest = 6 "pullRequest",
    }
}

wire_enum! {
    /// Kind of a stage condition (§2.12).
    pub enum ConditionType {
        /// Not set.
        Undefined = 0 "undefined",
        /// `ReleaseStarted`.
        Event = 1 "event",
        /// The state of another stage.
        EnvironmentState = 2 "environmentState",
        /// An artifact filter.
        Artifact = 4 "artifact",
    }
}

wire_enum! {
    /// Kind of an auto-redeploy trigger (§2.12).
    pub enum EnvironmentTriggerType {
        /// Not set.
        Undefined = 0 "undefined",
        /// A new target joined the deployment group.
        DeploymentGroupRedeploy = 1 "deploymentGroupRedeploy",
        /// A deployment failed: the last good one is deployed again.
        RollbackRedeploy = 2 "rollbackRedeploy",
    }
}

wire_enum! {
    /// State of a task (§2.13). `Success` and `Failure` are older twins of `Succeeded` and `Failed`.
    pub enum TaskStatus {
        /// Not set.
        Unknown = 0 "unknown",
        /// Not started.
        Pending = 1 "pending",
        /// Running.
        InProgress = 2 "inProgress",
        /// Older name of `Succeeded`.
        Success = 3 "success",
        /// Older name of `Failed`.
        Failure = 4 "failure",
        /// Cancelled while it ran.
        Canceled = 5 "canceled",
        /// Its condition was false.
        Skipped = 6 "skipped",
        /// Ended well.
        Succeeded = 7 "succeeded",
        /// Failed.
        Failed = 8 "failed",
        /// Ended with issues.
        PartiallySucceeded = 9 "partiallySucceeded",
    }
}

wire_enum! {
    /// State of a gate (§2.14).
    pub enum GateStatus {
        /// Not set.
        None = 0 "none",
        /// Not started.
        Pending = 1 "pending",
        /// Being sampled.
        InProgress = 2 "inProgress",
        /// Passed.
        Succeeded = 4 "succeeded",
        /// Failed.
        Failed = 8 "failed",
        /// Cancelled.
        Canceled = 16 "canceled",
    }
}

wire_enum! {
    /// Kind of a job (§2.15); the product's JSON calls jobs phases.
    pub enum DeployPhaseTypes {
        /// Not set.
        Undefined = 0 "undefined",
        /// Agent job.
        AgentBasedDeployment = 1 "agentBasedDeployment",
        /// Agentless job.
        RunOnServer = 2 "runOnServer",
        /// Deployment group job.
        MachineGroupBasedDeployment = 4 "machineGroupBasedDeployment",
        /// Gates, which the product also runs as a phase.
        DeploymentGates = 8 "deploymentGates",
    }
}

wire_enum! {
    /// State of a job (§2.15).
    pub enum DeployPhaseStatus {
        /// Not set.
        Undefined = 0 "undefined",
        /// Not started.
        NotStarted = 1 "notStarted",
        /// Waiting for an agent or running.
        InProgress = 2 "inProgress",
        /// Ended with issues.
        PartiallySucceeded = 4 "partiallySucceeded",
        /// Ended well.
        Succeeded = 8 "succeeded",
        /// Failed.
        Failed = 16 "failed",
        /// Cancelled.
        Canceled = 32 "canceled",
        /// Its condition was false.
        Skipped = 64 "skipped",
        /// Cancel was asked for.
        Cancelling = 128 "cancelling",
    }
}

wire_enum! {
    /// State of a manual intervention (§2.16).
    pub enum ManualInterventionStatus {
        /// Not set.
        Unknown = 0 "unknown",
        /// Waiting for somebody.
        Pending = 1 "pending",
        /// Rejected, also by timeout.
        Rejected = 2 "rejected",
        /// Resumed, also by timeout.
        Approved = 4 "approved",
        /// Its deployment or job ended before it was decided.
        Canceled = 8 "canceled",
        /// Left out.
        Bypassed = 16 "bypassed",
    }
}

wire_enum! {
    /// How a job is multiplied (§2.17).
    pub enum ParallelExecutionTypes {
        /// Once.
        None = 0 "none",
        /// Once for each combination of the multipliers.
        MultiConfiguration = 1 "multiConfiguration",
        /// On several agents at once.
        MultiMachine = 2 "multiMachine",
    }
}

wire_enum! {
    /// Where a definition was made (§2.17).
    pub enum ReleaseDefinitionSource {
        /// Not set.
        Undefined = 0 "undefined",
        /// REST call.
        RestApi = 1 "restApi",
        /// The web pages.
        UserInterface = 2 "userInterface",
        /// The Azure portal.
        Ibiza = 4 "ibiza",
        /// A portal extension.
        PortalExtensionApi = 8 "portalExtensionApi",
    }
}

impl EnvironmentStatus {
    /// True when the attempt has ended.
    pub const fn is_completed(self) -> bool {
        match self {
            Self::Succeeded | Self::Canceled | Self::Rejected | Self::PartiallySucceeded => true,
            Self::Undefined | Self::NotStarted | Self::InProgress | Self::Queued | Self::Scheduled => false,
        }
    }
}

wire_enum! {
    /// What a save did to a release pipeline (§2.17).
    pub enum AuditAction {
        /// Created it.
        Add = 1 "add",
        /// Changed it.
        Update = 2 "update",
        /// Deleted it; that can be undone.
        Delete = 3 "delete",
        /// Took the deletion back.
        Undelete = 4 "undelete",
    }
}
