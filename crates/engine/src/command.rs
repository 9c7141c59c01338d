//! What people and the script can do, and why it may be refused.
//!
//! Commands name things as people do (`Release-2`, `QA`), so that a scenario file, a save file and a
//! button all say the same. Names are looked up at the moment of the command.

use std::collections::BTreeMap;

use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{ApprovalType, ReleaseReason, TaskResult};
use serde::{Deserialize, Serialize};

use crate::PersonId;
use crate::rules::permissions::{Permission, PermissionValue};
use crate::sources::VersionKind;

/// An action and who takes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// The person; none is the world itself (script only).
    pub by: Option<PersonId>,
    /// The action.
    pub action: Action,
}

/// One thing to do (`classic.md` §12).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Action {
    /// "Create release" or "Create a draft release".
    CreateRelease(CreateRelease),
    /// Starts a draft release.
    StartRelease(OnRelease),
    /// "Deploy" or "Redeploy" a stage.
    Deploy(Deploy),
    /// "Deploy multiple": several stages at once.
    DeployStages(OnStages),
    /// Cancels the unfinished deployment of a stage.
    Cancel(OnStage),
    /// "Abandon" a release.
    Abandon(OnRelease),
    /// "Retain indefinitely".
    RetainRelease(OnRelease),
    /// "Stop retaining indefinitely".
    StopRetaining(OnRelease),
    /// "Delete" a release; it can be taken back for a while.
    DeleteRelease(OnRelease),
    /// "Undelete" a release.
    UndeleteRelease(OnRelease),
    /// "Approve" a pending approval, maybe for a later time.
    Approve(OnApproval),
    /// "Reject" a pending approval.
    Reject(OnApproval),
    /// "Reassign" a pending approval.
    Reassign(Reassign),
    /// "Ignore Gate": it does not count from the next sample on.
    IgnoreGate(IgnoreGate),
    /// "Save" a pipeline with changes.
    SavePipeline(SavePipeline),
    /// "New release pipeline", "Import release pipeline" or "Clone".
    CreatePipeline(CreatePipeline),
    /// "Delete" a pipeline; it can be taken back.
    DeletePipeline(OnPipeline),
    /// Takes the deletion of a pipeline back.
    UndeletePipeline(OnPipeline),
    /// "Resume" a manual intervention.
    ResumeIntervention(OnIntervention),
    /// "Reject" a manual intervention.
    RejectIntervention(OnIntervention),
    /// "Edit" a release: its own copy of the pipeline, never the versions of its artifacts.
    EditRelease(EditRelease),
    /// Adds tags to a release, or takes some off.
    TagRelease(TagRelease),
    /// Adds tags to a pipeline, or takes some off.
    TagPipeline(TagPipeline),
    /// Saves a variable group of the library.
    SaveVariableGroup(SaveVariableGroup),
    /// Reads the log of a stage or of one of its tasks. Nothing changes but the history.
    OpenLog(OpenLog),
    /// Leaves a comment on a release.
    CommentRelease(OnRelease),
    /// Allows or denies a permission, on a security page.
    SetPermission(SetPermission),
    /// Commits a change to a repository, which is built by the pipelines that build it.
    Commit(Commit),
    /// Adds a tag to a completed build.
    TagBuild(TagBuild),
    /// Changes the default branch of a build pipeline.
    SetDefaultBranch(SetDefaultBranch),
    /// Opens a pull request, whose merge is built.
    CreatePullRequest(CreatePullRequest),
    /// Pushes another iteration to a pull request.
    UpdatePullRequest(UpdatePullRequest),
    /// The world: a build completes, or another version is published.
    CompleteBuild(CompleteBuild),
    /// The world: from now on the agent takes jobs or does not.
    SetAgent(SetAgent),
    /// The world: a work item query finds another number of work items.
    SetWorkItems(SetWorkItems),
    /// The world: an endpoint that gates call answers otherwise.
    SetEndpoint(SetEndpoint),
    /// The world: an alert fires or is over.
    SetAlert(SetAlert),
    /// The world: resources comply with a policy or do not.
    SetPolicy(SetPolicy),
    /// The world: a target joins a deployment group.
    AddTarget(AddTarget),
    /// The world: from now on the target takes jobs or does not.
    SetTarget(SetTarget),
}

/// Parameters of "Create release" (§4.4).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreateRelease {
    /// Name of the release pipeline; empty takes the only one.
    pub definition: String,
    /// Free text.
    pub description: String,
    /// Chosen build numbers by alias; what is not named takes its default version.
    pub artifacts: BTreeMap<String, String>,
    /// "Stages for a trigger change from automated to manual".
    pub manual_environments: Vec<String>,
    /// Values of variables that are settable at release time.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, String>,
    /// The same for variables of a stage, by stage.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub stage_variables: BTreeMap<String, BTreeMap<String, String>>,
    /// True for a draft.
    pub is_draft: bool,
    /// Reason that a caller of the REST interface gives, such as another pipeline; none means manual.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReleaseReason>,
}

/// A new revision of a pipeline: either the whole `content` or a `patch` of what changes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavePipeline {
    /// Name of the release pipeline; empty takes the only one.
    pub pipeline: String,
    /// Free text, shown in the history.
    pub comment: String,
    /// The whole definition in the product's JSON. A `revision` in it must be the present one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<rehearsal_classic::wire::Definition>"))]
    pub content: Option<rehearsal_yaml::json::Value>,
    /// What changes, as a merge patch in which lists of named things are addressed by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<rehearsal_yaml::json::Value>,
}

/// A new pipeline: from `content`, or like another one, or with one empty stage.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreatePipeline {
    /// Its name; empty takes that of the content or of the original, with an ending.
    pub name: String,
    /// Free text, shown in the history.
    pub comment: String,
    /// An exported definition ("Import release pipeline"), read as tolerantly as a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<rehearsal_yaml::json::Value>,
    /// The pipeline to copy ("Clone"); its security is not copied.
    pub clone_of: String,
}

/// Names a release pipeline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnPipeline {
    /// Name of the release pipeline; empty takes the only one.
    pub pipeline: String,
    /// Free text, shown in the history.
    pub comment: String,
    /// Deletes although deployments are in progress, which are cancelled first.
    pub force: bool,
}

/// Names a release.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnRelease {
    /// Release name; empty takes the newest.
    pub release: String,
    /// Free text.
    pub comment: String,
}

/// Names a stage of a release.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnStage {
    /// Release name; empty takes the newest.
    pub release: String,
    /// Stage name.
    pub stage: String,
    /// Free text.
    pub comment: String,
}

/// Names several stages of a release.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnStages {
    /// Release name; empty takes the newest.
    pub release: String,
    /// Stage names.
    pub stages: Vec<String>,
    /// Free text.
    pub comment: String,
}

/// Deploys a stage. What is given here is for this one deployment.
///
/// The value of a secret stands in the command, since without it the run could not be played again; facts and
/// whatever is shown leave it out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deploy {
    /// Release name; empty takes the newest.
    pub release: String,
    /// Stage name.
    pub stage: String,
    /// Free text.
    pub comment: String,
    /// Values of variables that are settable at release time.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, String>,
    /// The moment at which the deployment begins; none begins at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_deployment_time: Option<Moment>,
    /// With `##[debug]` lines in the logs.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub debug: bool,
}

impl From<OnStage> for Deploy {
    fn from(on: OnStage) -> Self {
        Self { release: on.release, stage: on.stage, comment: on.comment, ..Self::default() }
    }
}

/// Changes one release and nothing else (§1.2).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EditRelease {
    /// Release name; empty takes the newest.
    pub release: String,
    /// Free text, shown in the history.
    pub comment: String,
    /// What changes in `variables`, `variableGroups` and `environments`, as for a pipeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<rehearsal_yaml::json::Value>,
    /// Another description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Takes the present values of its variable groups.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub refresh_variable_groups: bool,
    /// Other versions, by alias; always refused, since a release keeps its versions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub artifacts: BTreeMap<String, String>,
}

impl EditRelease {
    /// What a release has of its own; artifacts and triggers belong to the pipeline.
    pub const FIELDS: [&str; 3] = ["variables", "variableGroups", "environments"];
}

/// Changes the tags of a release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagRelease {
    /// Release name; empty takes the newest.
    pub release: String,
    /// Tags to add.
    pub add: Vec<String>,
    /// Tags to take off.
    pub remove: Vec<String>,
}

/// Changes the tags of a pipeline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagPipeline {
    /// Name of the release pipeline; empty takes the only one.
    pub pipeline: String,
    /// Tags to add.
    pub add: Vec<String>,
    /// Tags to take off.
    pub remove: Vec<String>,
}

/// Changes a variable group. Releases that exist keep the values they copied (§1.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SaveVariableGroup {
    /// Name of the group; empty takes the only one.
    pub group: String,
    /// Free text.
    pub comment: String,
    /// Values by name; null removes a variable. A secret stays one.
    pub variables: BTreeMap<String, Option<String>>,
}

/// Names an approval and decides it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnApproval {
    /// Release name; empty takes the newest in which the stage waits for an approval.
    pub release: String,
    /// Stage name.
    pub stage: String,
    /// `preDeploy` or `postDeploy`; none takes the pending one.
    pub approval_type: Option<ApprovalType>,
    /// Person or group of the row; empty takes the row of the person who acts.
    pub approver: String,
    /// Free text.
    pub comment: String,
    /// "Defer deployment for later": the moment, only before deployment.
    pub defer_until: Option<Moment>,
    /// True when the approver has just signed in again, which "Revalidate identity of approver" asks for.
    pub fresh_sign_in: bool,
}

/// Names a gate of a stage whose gates run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IgnoreGate {
    /// Release name; empty takes the newest in which gates of the stage run.
    pub release: String,
    /// Stage name.
    pub stage: String,
    /// `preDeploy` or `postDeploy`; none takes the running ones.
    pub approval_type: Option<ApprovalType>,
    /// Name of the gate; empty takes the only one.
    pub gate: String,
    /// Free text.
    pub comment: String,
}

/// Hands an approval to another person or group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reassign {
    /// Release name; empty takes the newest in which the stage waits for an approval.
    pub release: String,
    /// Stage name.
    pub stage: String,
    /// `preDeploy` or `postDeploy`; none takes the pending one.
    pub approval_type: Option<ApprovalType>,
    /// Person or group of the row; empty takes the row of the person who acts.
    pub approver: String,
    /// The new approver.
    pub to: String,
    /// Free text.
    pub comment: String,
}

/// Names a manual intervention that waits, and decides it (§10.5).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnIntervention {
    /// Release name; empty takes the newest in which the stage waits for an intervention.
    pub release: String,
    /// Stage name.
    pub stage: String,
    /// Display name of the task; empty takes the one that waits.
    pub task: String,
    /// Free text.
    pub comment: String,
}

/// Names a log.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenLog {
    /// Release name; empty takes the newest.
    pub release: String,
    /// Stage name.
    pub stage: String,
    /// Display name of the task; empty means the whole stage.
    pub task: String,
}

/// One setting of a security page: of a stage when one is named, else of a pipeline, or of all pipelines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetPermission {
    /// The person or group.
    pub who: String,
    /// What.
    pub permission: Permission,
    /// How.
    pub value: PermissionValue,
    /// Name of the release pipeline; empty takes the only one.
    #[serde(default)]
    pub definition: String,
    /// Name of the stage; empty means the whole pipeline.
    #[serde(default)]
    pub stage: String,
    /// True for the project: "All pipelines".
    #[serde(default)]
    pub all_pipelines: bool,
}

/// A change of a repository, pushed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Commit {
    /// Repository; empty takes that of the first build pipeline of the world.
    pub repository: String,
    /// Branch; empty means the default branch of the build pipeline.
    pub branch: String,
    /// What changed, in the words of the commit.
    pub message: String,
    /// How the builds of it end; none means succeeded.
    pub result: Option<TaskResult>,
    /// Build tags that its builds carry.
    pub tags: Vec<String>,
}

/// A tag for a completed build.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagBuild {
    /// Build pipeline; empty takes any with a build of this number.
    pub definition: String,
    /// Build number; empty takes the newest build.
    pub number: String,
    /// The tag.
    pub tag: String,
}

/// Another default branch for a build pipeline.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetDefaultBranch {
    /// Build pipeline; empty takes the first of the world.
    pub definition: String,
    /// The branch, without `refs/heads/`.
    pub branch: String,
}

/// A new pull request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreatePullRequest {
    /// Repository; empty takes that of the first build pipeline of the world.
    pub repository: String,
    /// Branch with the changes.
    pub source_branch: String,
    /// Branch that they are meant for; empty means the default branch.
    pub target_branch: String,
    /// What it is about.
    pub title: String,
    /// How the builds of it end; none means succeeded.
    pub result: Option<TaskResult>,
    /// Build tags that its builds carry.
    pub tags: Vec<String>,
}

/// Another iteration of a pull request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UpdatePullRequest {
    /// Its number, from 1; 0 takes the newest.
    pub pull_request: u32,
    /// What changed.
    pub message: String,
    /// How the builds of it end; none means succeeded.
    pub result: Option<TaskResult>,
    /// Build tags that its builds carry.
    pub tags: Vec<String>,
}

/// A build that completes now, or another version that is published.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompleteBuild {
    /// What it is.
    pub kind: VersionKind,
    /// Build pipeline, repository or package; empty takes that of the first build of the world.
    pub definition: String,
    /// Build number, commit id, version or tag.
    pub number: String,
    /// Branch; empty means the default branch.
    pub branch: String,
    /// What changed.
    pub commit: String,
    /// Build tags.
    pub tags: Vec<String>,
    /// How it ended; none means succeeded.
    pub result: Option<TaskResult>,
    /// For whom; empty takes the first person.
    pub requested_for: String,
}

/// Switches an agent on or off.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetAgent {
    /// Agent name.
    pub agent: String,
    /// True when it takes jobs.
    pub online: bool,
}

/// What a work item query finds from now on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetWorkItems {
    /// Id or name of the query, as under `workItems`.
    pub query: String,
    /// How many work items it finds.
    pub count: u32,
}

/// How an endpoint answers from now on; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetEndpoint {
    /// Its address, as under `endpoints`.
    pub url: String,
    /// HTTP status code.
    pub status: Option<u16>,
    /// The response, JSON as a rule.
    pub body: Option<String>,
    /// Whether an answer comes at all.
    pub answers: Option<bool>,
}

/// Whether an alert is active from now on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetAlert {
    /// Name of the alert rule, as under `alerts`.
    pub rule: String,
    /// Whether it has fired and is still open.
    pub active: bool,
}

/// Whether resources comply with a policy from now on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetPolicy {
    /// Name of the policy, as under `policies`.
    pub policy: String,
    /// Whether all resources comply with it.
    pub compliant: bool,
}

/// Adds a target to a deployment group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddTarget {
    /// Name of the deployment group; empty takes the only one.
    pub group: String,
    /// Name of the target.
    pub target: String,
    /// Its tags.
    pub tags: Vec<String>,
}

/// Switches a target of a deployment group on or off.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetTarget {
    /// Name of the target.
    pub target: String,
    /// True when it takes jobs.
    pub online: bool,
}

/// A point in time as people write it in a command; its text forms are in module `moment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// An instant.
    At(SimTime),
    /// This long after the command.
    In(SimDuration),
    /// The next time a clock shows hour and minute.
    NextClock {
        /// 0 to 23.
        hours: u8,
        /// 0 to 59.
        minutes: u8,
        /// Zone id; empty takes the zone of the world.
        zone: String,
    },
}

/// Why a command was refused. Nothing has changed. The sentence says the rule in plain words;
/// [`Refusal::rule`] tells where `classic.md` has it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its own sentence")]
pub enum Refusal {
    #[error("there is no release pipeline named `{name}`")]
    NoSuchDefinition { name: String },
    #[error("there is no release named `{name}`")]
    NoSuchRelease { name: String },
    #[error("there is no release yet")]
    NoRelease,
    #[error("{release} has no stage named `{stage}`")]
    NoSuchStage { release: String, stage: String },
    #[error("the pipeline has no artifact with the alias `{alias}`")]
    NoSuchArtifact { alias: String },
    #[error("`{alias}` has no build numbered {number}")]
    NoSuchBuild { alias: String, number: String },
    #[error("there is no completed build numbered {number}")]
    NoCompletedBuild { number: String },
    #[error("build {number} has the tag `{tag}` already")]
    HasTag { number: String, tag: String },
    #[error("no build pipeline builds the repository `{repository}`")]
    NoSuchRepository { repository: String },
    #[error("the chosen time {until} is not in the future")]
    ScheduleIntoPast { until: String },
    #[error("{release} is retained indefinitely already")]
    RetainedAlready { release: String },
    #[error("{release} is not retained indefinitely")]
    NotRetained { release: String },
    #[error("{release} is retained indefinitely; stop retaining it before you delete it")]
    DeleteRetained { release: String },
    #[error("{release} still has a deployment in {stage} that is not finished; cancel it before you delete")]
    DeleteInProgress { release: String, stage: String },
    #[error("{release} is deleted; undelete it first")]
    Deleted { release: String },
    #[error("{release} is not deleted")]
    NotDeleted { release: String },
    #[error("{release} is destroyed for good and cannot be undeleted")]
    Destroyed { release: String },
    #[error("there is no pull request with the number {number}")]
    NoSuchPullRequest { number: u32 },
    #[error("{release} is a pull request's, and {stage} does not deploy releases of pull requests")]
    PullRequestStage { release: String, stage: String },
    #[error("there is no build pipeline")]
    NoBuildPipeline,
    #[error("`{field}` is empty")]
    Empty { field: &'static str },
    #[error("there is no person or group named `{name}`")]
    NoSuchSubject { name: String },
    #[error("there is no agent named `{name}`")]
    NoSuchAgent { name: String },
    #[error("there is no deployment group named `{name}`")]
    NoSuchDeploymentGroup { name: String },
    #[error("there is no target named `{name}` in any deployment group")]
    NoSuchTarget { name: String },
    #[error("the deployment group has a target named `{name}` already")]
    TargetExists { name: String },
    #[error("`{alias}` has no version yet, so no release can be created")]
    NoVersion { alias: String },
    #[error("a release named `{name}` exists already; the release name format has no $(rev:r)")]
    NameTaken { name: String },
    #[error("there are several release pipelines; name the one that is meant")]
    WhichDefinition,
    #[error("a release pipeline named `{name}` exists already")]
    DefinitionNameTaken { name: String },
    #[error("{name} cannot be saved: {why}")]
    CannotSave { name: String, why: String },
    #[error("{name} would be saved as it is; change something first")]
    NothingChanged { name: String },
    #[error(
        "this is an old copy of {name}, revision {revision}; it has been saved since, as revision {present}. Take the present one and make your change again"
    )]
    OldCopy { name: String, revision: u64, present: u32 },
    #[error("{name} has a deployment in progress, {stage} of {release}; cancel it first, or delete with force")]
    DefinitionInUse { name: String, release: String, stage: String },
    #[error("{name} is deleted; take that back first")]
    DefinitionDeleted { name: String },
    #[error("{name} is not deleted")]
    DefinitionNotDeleted { name: String },
    #[error("{release} keeps the versions it was created with; create another release for another version")]
    VersionFixed { release: String },
    #[error("{release} cannot be edited: {why}")]
    CannotEdit { release: String, why: String },
    #[error("{release} would stay as it is; change something first")]
    NothingToEdit { release: String },
    #[error("{stage} of {release} is being deployed; only its variables and approvals can be edited now")]
    StageInUse { release: String, stage: String },
    #[error("the stages of {release} stay the ones it has; only a draft can be given others")]
    StagesFixed { release: String },
    #[error("a release named `{name}` exists already")]
    ReleaseNameTaken { name: String },
    #[error("`{name}` cannot be given a value, since it is not settable at release time")]
    NotSettable { name: String },
    #[error("there is no variable named `{name}`")]
    NoSuchVariable { name: String },
    #[error("there is no variable group named `{name}`")]
    NoSuchVariableGroup { name: String },
    #[error("the tags would stay as they are")]
    TagsUnchanged,
    #[error("the release pipeline is disabled; no release can be created")]
    DefinitionDisabled,
    #[error("{release} is a draft: start it before you deploy")]
    Draft { release: String },
    #[error("{release} is not a draft, so there is nothing to start")]
    NotDraft { release: String },
    #[error("{release} is abandoned; nothing further may be deployed")]
    Abandoned { release: String },
    #[error("{stage} of {release} already has a deployment that is not finished; cancel it first")]
    Unfinished { release: String, stage: String },
    #[error("{stage} of {release} has no deployment that could be cancelled")]
    NothingToCancel { release: String, stage: String },
    #[error("{stage} of {release} is being cancelled already")]
    AlreadyCancelling { release: String, stage: String },
    #[error("{release} still has a deployment in progress in {stage}; cancel it before you abandon")]
    InProgress { release: String, stage: String },
    #[error("no approval is pending on {stage}")]
    NoPendingApproval { stage: String },
    #[error("no manual intervention waits in {stage}")]
    NoPendingIntervention { stage: String },
    #[error(
        "{person} is not an approver of {stage}, and only those with “Administer release permissions” may decide for others"
    )]
    NotApprover { person: String, stage: String },
    #[error(
        "{person} requested this release or deployment, and the policy says that the requester should not approve it"
    )]
    Requester { person: String },
    #[error("{person} requested this release or deployment, so they could not approve it; name somebody else")]
    ReassignToRequester { person: String },
    #[error("{stage} asks its approvers to sign in again before they decide: confirm your identity first")]
    SignInAgain { stage: String },
    #[error("no gates of {stage} are being evaluated")]
    NoGates { stage: String },
    #[error("{stage} has no gate named `{gate}`; its gates are: {known}")]
    NoSuchGate { stage: String, gate: String, known: String },
    #[error("{gate} is ignored already, which cannot be undone")]
    GateIgnored { gate: String },
    #[error("nothing that gates ask is named `{name}`")]
    NoSuchSignal { name: String },
    #[error("a deployment can be deferred only before it starts, not in a post-deployment approval")]
    DeferAfterDeployment,
    #[error("the chosen time {until} is not in the future")]
    DeferIntoPast { until: String },
    #[error("the time zone `{zone}` is not known")]
    NoSuchZone { zone: String },
    #[error("{person} does not have the permission {permission} for {place}")]
    NoPermission { person: String, permission: String, place: String },
    #[error("“{permission}” cannot be set for a single stage, only for a pipeline or for all pipelines")]
    NotOfStages { permission: &'static str },
    #[error("a comment needs some text")]
    EmptyComment,
    #[error("only the scenario itself can do this")]
    WorldOnly,
    #[error("{stage} of {release} has not been deployed, so it has no log")]
    NoLog { release: String, stage: String },
    #[error("{stage} of {release} has no task named `{task}`")]
    NoSuchTask { release: String, stage: String, task: String },
    #[error("the run has reached its limit of facts; reset it or take a shorter time")]
    FactLimit,
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_learner_reads_has_no_section_numbers() {
        let source = include_str!("command.rs");
        let (_, refusals) = source.split_once("pub enum Refusal").expect("the refusals are declared here");
        let (sentences, _) = refusals.split_once("\n}\n").expect("the list ends");
        assert!(!sentences.contains('§'), "the section of a refusal belongs into `Refusal::rule`");
    }
}
