//! Numbers of the things of a run. Each counts from 0 in order of creation.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident,)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub u32);

            impl $name {
                /// Position in the list of its kind.
                pub const fn index(self) -> usize {
                    self.0 as usize
                }

                /// The id of the thing at this position.
                ///
                /// # Panics
                /// Past four thousand million things; memory ends long before.
                pub fn at(index: usize) -> Self {
                    Self(u32::try_from(index).expect("fewer than 2^32 things fit in memory"))
                }
            }
        )+
    };
}

ids! {
    /// A person of the world.
    PersonId,
    /// A group of the world.
    GroupId,
    /// A release pipeline of the world.
    DefinitionId,
    /// A completed build or another version.
    BuildId,
    /// A build that was queued.
    BuildRunId,
    /// A pull request.
    PullRequestId,
    /// A release.
    ReleaseId,
    /// A stage, by its position in the definition.
    StageId,
    /// An attempt to deploy a release to a stage.
    DeploymentId,
    /// A row of approvals.
    ApprovalId,
    /// The gates of one side of a deployment.
    GatesId,
    /// Something outside that gates ask.
    SignalId,
    /// A job of a deployment.
    JobId,
    /// A task of a job.
    TaskId,
    /// A manual intervention.
    InterventionId,
    /// An agent, counted over all pools.
    AgentId,
    /// A target of a deployment group, counted over all groups; those that join later follow.
    TargetId,
    /// A site.
    SiteId,
}
