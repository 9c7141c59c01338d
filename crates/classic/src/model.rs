//! A release definition as the engine reads it.
//!
//! The product's JSON spreads one decision over several fields (a stage trigger is a list of
//! conditions, an approval order is ranks and a count). Here each decision is one value, so that a rule
//! reads like its sentence in `classic.md`. What the model does not know stays in [`Extra`] and is
//! written back on export.

use std::collections::BTreeMap;

use rehearsal_pipeline::{Approvals, Gates, Identity, Job, Variables};
use serde::{Deserialize, Serialize};

/// Fields of the product's JSON that the model does not know, kept as they were.
///
/// A key that starts with `/` is a JSON pointer to a field deeper down (`/deployPhases/0/refId`), counted
/// from the object that holds the extra fields; list elements are counted as they are exported. A key that
/// starts with `=/` points in the same way to a field whose value the model could not take: it holds what
/// the model says instead (`read`) and what the file says (`written`), which is exported for as long as the
/// model still says the former.
pub type Extra = BTreeMap<String, rehearsal_yaml::json::Value>;

/// A release pipeline (`classic.md` §1, §15).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReleaseDefinition {
    /// Number in the project; 0 when the file gives none.
    pub id: u32,
    /// Name of the pipeline.
    pub name: String,
    /// Folder, `\` for the root.
    pub path: String,
    /// Saves so far; at least 1.
    pub revision: u32,
    /// Free text.
    pub description: String,
    /// Format of release names; empty means `Release-$(rev:r)` (§1.5).
    pub release_name_format: String,
    /// Release-scope variables.
    pub variables: Variables,
    /// Linked variable groups by number.
    pub variable_groups: Vec<u32>,
    /// Sources in the order of the file.
    pub artifacts: Vec<Artifact>,
    /// What creates releases.
    pub triggers: Vec<ReleaseTrigger>,
    /// Stages in rank order.
    pub stages: Vec<Stage>,
    /// Free tags.
    pub tags: Vec<String>,
    /// True when no release can be created.
    pub is_disabled: bool,
    /// Unknown fields.
    pub extra: Extra,
}

/// A source of a release (§1.4).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Artifact {
    /// Unique name in the pipeline; the download folder.
    pub alias: String,
    /// `Build`, `Git`, `GitHub`, … as in the product.
    pub kind: String,
    /// Exactly one artifact is primary when there is any.
    pub is_primary: bool,
    /// Name of the build pipeline, repository or package behind it.
    pub source: String,
    /// Which version a release takes when nobody chooses.
    pub default_version: DefaultVersion,
    /// All references as in the file (project, definition, branch, …).
    pub references: BTreeMap<String, Reference>,
    /// Unknown fields.
    pub extra: Extra,
}

/// An id and the name that goes with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// Default version of an artifact (§1.4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DefaultVersion {
    /// The newest good build of any branch.
    #[default]
    Latest,
    /// The newest of one branch that has all the tags.
    LatestFromBranch {
        /// Branch without `refs/heads/`.
        branch: String,
        /// Required tags.
        tags: Vec<String>,
    },
    /// The newest of the build pipeline's default branch that has all the tags.
    LatestFromDefaultBranch {
        /// Required tags.
        tags: Vec<String>,
    },
    /// Always this one.
    Specific {
        /// Version id or build number.
        version: String,
    },
    /// "Specify at the time of release creation".
    SelectDuringReleaseCreation,
}

/// What creates a release (§4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ReleaseTrigger {
    /// Continuous deployment from an artifact.
    ContinuousDeployment {
        /// Which artifact.
        alias: String,
        /// Any one must match; empty means every build.
        filters: Vec<ArtifactFilter>,
    },
    /// Scheduled releases.
    Schedule(Schedule),
    /// Pull requests.
    PullRequest {
        /// Which artifact.
        alias: String,
        /// Target branches and tags; any one must match.
        filters: Vec<ArtifactFilter>,
        /// Name of the status posted back; empty means the pipeline's name.
        status_policy_name: String,
        /// Unknown fields.
        extra: Extra,
    },
    /// Another kind, kept as it was; [`ReleaseTrigger::watch`] reads those on pushes, images and packages.
    Other(rehearsal_yaml::json::Value),
}

/// A filter on builds (§4.1) or, at a stage, on the artifacts of a release (§5.4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArtifactFilter {
    /// Branch pattern with `*`, without `refs/heads/`; empty means any branch.
    pub branch: String,
    /// True when a match keeps the build out.
    pub exclude: bool,
    /// The build must carry all of these.
    pub tags: Vec<String>,
    /// The branch is the build pipeline's default branch of the moment.
    pub use_default_branch: bool,
    /// Adding a tag to a finished build evaluates the filter again.
    pub create_on_tagging: bool,
    /// A regular expression that some tag must match; empty asks for nothing.
    pub tag_pattern: String,
}

/// A time of the week (§4.2, §5.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Bit mask: Monday 1, Tuesday 2, … Sunday 64.
    pub days: u8,
    /// 0 to 23.
    pub hours: u8,
    /// 0 to 59.
    pub minutes: u8,
    /// Windows zone id (`W. Europe Standard Time`), `UTC`, or an IANA name.
    pub time_zone_id: String,
    /// Only when the artifact or the pipeline changed.
    pub only_with_changes: bool,
}

/// A stage (§1.1). The product's JSON calls it an environment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Number in the definition.
    pub id: u32,
    /// Unique name (without regard to case).
    pub name: String,
    /// Order on the page, from 1.
    pub rank: u32,
    /// Owner, who gets mail.
    pub owner: Option<Identity>,
    /// Stage-scope variables.
    pub variables: Variables,
    /// Linked variable groups by number.
    pub variable_groups: Vec<u32>,
    /// What starts a deployment.
    pub trigger: StageTrigger,
    /// Artifact filters by alias, all of which must match.
    pub artifact_filters: Vec<(String, ArtifactFilter)>,
    /// When a triggered deployment may start.
    pub schedule: Option<Schedule>,
    /// Approvals before the jobs.
    pub pre_approvals: Approvals,
    /// Approvals after the jobs.
    pub post_approvals: Approvals,
    /// Gates before the jobs.
    pub pre_gates: Option<Gates>,
    /// Gates after the jobs.
    pub post_gates: Option<Gates>,
    /// What happens when several releases want the stage.
    pub queue: QueuePolicy,
    /// Jobs in rank order.
    pub jobs: Vec<Job>,
    /// Deploys releases of pull requests.
    pub pull_request_deployment: bool,
    /// Auto-redeploy triggers.
    pub redeploy: Vec<RedeployTrigger>,
    /// How long releases are kept.
    pub retention: Retention,
    /// Mail: `OnlyOnFailure`, `Always` or `Never`.
    pub email_notification_type: String,
    /// Mail recipients, such as `release.environment.owner;release.creator`.
    pub email_recipients: String,
    /// Conditions whose kind is unknown, as they were.
    pub other_conditions: Vec<rehearsal_yaml::json::Value>,
    /// Unknown fields.
    pub extra: Extra,
}

/// What starts a deployment to a stage (§5.1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StageTrigger {
    /// The release starts.
    AfterRelease,
    /// All of these stages have completed with an accepted status.
    AfterStages(Vec<StageCondition>),
    /// Only a person.
    #[default]
    ManualOnly,
}

/// One stage that another waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCondition {
    /// Name of the upstream stage.
    pub stage: String,
    /// "Trigger even when the selected stages partially succeed".
    pub partially_succeeded: bool,
}

/// Deployment queue settings (§8).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueuePolicy {
    /// Any number of deployments at once.
    #[default]
    Unlimited,
    /// "Deploy all in sequence", this many at once.
    Sequence(u32),
    /// "Deploy latest and cancel the others", this many at once.
    Latest(u32),
}

/// Auto-redeploy trigger of a stage (§5.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RedeployTrigger {
    /// A new target joined the deployment group.
    DeploymentGroup,
    /// A deployment failed: deploy the last good one again.
    Rollback,
}

/// Retention of a stage (§14.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Days after the last change or deployment.
    pub days_to_keep: u32,
    /// The newest this many are kept whatever their age.
    pub releases_to_keep: u32,
    /// Keeps the builds too.
    pub retain_build: bool,
}

impl Default for Retention {
    fn default() -> Self {
        Self { days_to_keep: 30, releases_to_keep: 3, retain_build: true }
    }
}

impl ReleaseDefinition {
    /// What an empty `release_name_format` means (§1.5).
    pub const NAME_FORMAT_DEFAULT: &'static str = "Release-$(rev:r)";

    /// The stage with this name, without regard to case, and its index.
    pub fn stage(&self, name: &str) -> Option<(usize, &Stage)> {
        self.stages.iter().enumerate().find(|(_, stage)| stage.name.eq_ignore_ascii_case(name))
    }

    /// The artifact that feeds `Build.*` variables and release names.
    pub fn primary_artifact(&self) -> Option<&Artifact> {
        self.artifacts.iter().find(|artifact| artifact.is_primary).or(self.artifacts.first())
    }
}
