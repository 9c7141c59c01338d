//! Jobs and tasks of a stage (`classic.md` §9, §10).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One job of a stage. The product's JSON calls it a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Display name.
    pub name: String,
    /// Reference name; empty when not set.
    pub ref_name: String,
    /// Where it runs.
    pub kind: JobKind,
    /// Run condition; empty means `succeeded()` (§9.2).
    pub condition: String,
    /// Minutes the job may run; 0 means no limit (§9.4).
    pub timeout_minutes: u32,
    /// Minutes of grace for tasks that still run after a cancel; at least 1 (§9.4).
    pub cancel_timeout_minutes: u32,
    /// Steps in order.
    pub tasks: Vec<Task>,
}

/// Where a job runs (§9.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobKind {
    /// On an agent of a pool.
    Agent {
        /// The pool, by the number in `queueId`.
        queue_id: u32,
        /// What the agent must have.
        demands: Vec<Demand>,
        /// How the job is multiplied.
        parallelism: Parallelism,
        /// True when no artifact is downloaded.
        skip_artifacts_download: bool,
    },
    /// On the service itself.
    Server {
        /// How the job is multiplied.
        parallelism: Parallelism,
    },
    /// On the targets of a deployment group.
    DeploymentGroup {
        /// The deployment group.
        queue_id: u32,
        /// Targets must have all of these tags.
        tags: Vec<String>,
        /// Percentage of targets that must stay healthy.
        health_percent: u32,
        /// `OneTargetAtATime` or `Custom`.
        health_option: String,
        /// True when no artifact is downloaded.
        skip_artifacts_download: bool,
    },
}

/// How a job is multiplied (§9.5).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Parallelism {
    /// Once.
    #[default]
    None,
    /// Once for each combination of the values of the named variables.
    MultiConfiguration {
        /// Variable names.
        multipliers: Vec<String>,
        /// How many at once.
        agents_max: u32,
        /// Whether a failed slice lets the others run.
        continue_on_error: bool,
    },
    /// The same job on several agents.
    MultiAgent {
        /// How many.
        agents: u32,
        /// Whether a failed slice lets the others run.
        continue_on_error: bool,
    },
}

/// What an agent must offer (§9.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Demand {
    /// The capability exists.
    Exists(String),
    /// The capability has this value.
    Equals(String, String),
    /// The capability is a version greater than this.
    GreaterThan(String, String),
}

impl std::fmt::Display for Demand {
    /// As the product writes it: `docker`, `os -equals linux`, `node -gtVersion 18`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exists(name) => f.write_str(name),
            Self::Equals(name, value) => write!(f, "{name} -equals {value}"),
            Self::GreaterThan(name, version) => write!(f, "{name} -gtVersion {version}"),
        }
    }
}

/// One task of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Guid of the task type.
    pub task_id: String,
    /// Pinned version, such as `2.*`.
    pub version: String,
    /// Display name.
    pub name: String,
    /// Reference name; empty when not set.
    pub ref_name: String,
    /// `task` or `metaTask` (task group).
    pub definition_type: String,
    /// False leaves the task out.
    pub enabled: bool,
    /// A failure becomes "succeeded with issues".
    pub continue_on_error: bool,
    /// Minutes including retries; 0 means no limit.
    pub timeout_minutes: u32,
    /// Retries when failed.
    pub retry_count: u32,
    /// Run condition; empty means `succeeded()` (§10.1).
    pub condition: String,
    /// Inputs by name.
    pub inputs: BTreeMap<String, String>,
    /// Environment variables by name.
    pub environment: BTreeMap<String, String>,
}

impl Task {
    /// Most retries; a larger number is cut to this with a warning (§10.1).
    pub const RETRIES_MAX: u32 = 10;

    /// An enabled task with this display name and the default control options.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            task_id: String::new(),
            version: "2.*".to_owned(),
            name: name.into(),
            ref_name: String::new(),
            definition_type: "task".to_owned(),
            enabled: true,
            continue_on_error: false,
            timeout_minutes: 0,
            retry_count: 0,
            condition: String::new(),
            inputs: BTreeMap::new(),
            environment: BTreeMap::new(),
        }
    }
}

/// Result of a task or status of a job on the agent, from best to worst (§10.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TaskResult {
    /// Ended well.
    Succeeded,
    /// Ended, with issues.
    SucceededWithIssues,
    /// Failed.
    Failed,
    /// Cancelled.
    Canceled,
    /// Not run.
    Skipped,
}

impl TaskResult {
    /// The worse of a job's status and the result of a task that just ended (§10.2).
    ///
    /// Only `SucceededWithIssues` and `Failed` reach the job; once cancelled it stays so.
    #[must_use]
    pub fn merged_into(self, job: Self) -> Self {
        match self {
            Self::SucceededWithIssues | Self::Failed => job.max(self),
            Self::Succeeded | Self::Canceled | Self::Skipped => job,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TaskResult::{Canceled, Failed, Skipped, Succeeded, SucceededWithIssues};

    #[test]
    fn a_job_keeps_the_worst_result_and_ignores_skipped_tasks() {
        assert_eq!(SucceededWithIssues.merged_into(Succeeded), SucceededWithIssues);
        assert_eq!(SucceededWithIssues.merged_into(Failed), Failed);
        assert_eq!(Skipped.merged_into(Failed), Failed);
        assert_eq!(Canceled.merged_into(Succeeded), Succeeded);
        assert_eq!(Failed.merged_into(Canceled), Canceled);
    }
}
