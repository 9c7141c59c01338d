//! Scenario files, version 1: the types that read them and generate their JSON Schema.
//!
//! These are what an author writes; [`crate::Scenario`] is what is played. Pipelines keep the words of the
//! product's own JSON.

use std::collections::BTreeMap;

use rehearsal_engine::{GateAnswer, Permission, SiteApp};
use rehearsal_pipeline::{ApprovalType, EnvironmentStatus, TaskResult};
use rehearsal_source::Spanned;
use rehearsal_yaml::Node;
use serde::{Deserialize, Serialize};

/// A text and where it stands.
pub type Text = Spanned<String>;

/// A scenario file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioFile {
    /// Version of this format: 1.
    pub rehearsal: Spanned<u32>,
    /// Stable name, the same as that of its folder.
    pub id: Text,
    /// Title on the start page.
    pub title: String,
    /// One sentence on the start page.
    pub summary: String,
    /// How much it asks for.
    pub level: LevelName,
    /// How long a learner takes, in minutes.
    pub minutes: u32,
    /// What the learner reads first, in Markdown.
    #[serde(default)]
    pub intro: String,
    /// What the learner reads when all goals are met, in Markdown.
    #[serde(default)]
    pub debrief: String,
    /// When the run begins: `2026-03-02 09:00`.
    pub start: Text,
    /// Time zone in which the learner lives: an IANA name, a Windows id or `UTC`.
    pub zone: Text,
    /// When the run ends for judging, such as `+1d`.
    pub until: Text,
    /// Seed of chance.
    #[serde(default)]
    pub seed: u64,
    /// Name of the project.
    #[serde(default)]
    pub project: String,
    /// Which reading of the product is followed where sources disagree; what is left out is as the
    /// specification picks.
    #[serde(default)]
    pub rules: rehearsal_engine::Rules,
    /// How long the project keeps releases; what is left out is as in a new project.
    #[serde(default)]
    pub retention: rehearsal_engine::RetentionSettings,
    /// Variable groups of the library.
    #[serde(default)]
    pub variable_groups: Vec<VariableGroupFile>,
    /// Everybody who takes part.
    pub people: Vec<PersonFile>,
    /// What has to be said of groups beyond who is in them.
    #[serde(default)]
    pub groups: Vec<GroupFile>,
    /// Security beyond what the default groups may do.
    #[serde(default)]
    pub permissions: Vec<PermissionFile>,
    /// Ids of the people the learner may act as; the first is the one to begin with.
    pub personas: Vec<Text>,
    /// The release pipeline.
    pub pipeline: PipelineFile,
    /// Pools of agents.
    #[serde(default)]
    pub pools: Vec<PoolFile>,
    /// Build pipelines, where more than their name matters.
    #[serde(default)]
    pub build_pipelines: Vec<BuildPipelineFile>,
    /// Builds and other versions that are there or come.
    /// Deployment groups.
    #[serde(default)]
    pub deployment_groups: Vec<DeploymentGroupFile>,
    /// Parallel jobs of the organisation; without it there is no limit.
    #[serde(default)]
    pub parallel_jobs: Option<u32>,
    /// Builds that are there or come.
    #[serde(default)]
    pub builds: Vec<BuildFile>,
    /// What is deployed to.
    #[serde(default)]
    pub sites: Vec<SiteFile>,
    /// How tasks end; the first that matches decides.
    #[serde(default)]
    pub outcomes: Vec<OutcomeFile>,
    /// Work item queries that gates ask.
    #[serde(default)]
    pub work_items: Vec<WorkItemsFile>,
    /// REST APIs and Azure Functions that gates call.
    #[serde(default)]
    pub endpoints: Vec<EndpointFile>,
    /// Alert rules of Azure Monitor that gates ask about.
    #[serde(default)]
    pub alerts: Vec<AlertFile>,
    /// Policies of Azure Policy that gates ask about.
    #[serde(default)]
    pub policies: Vec<PolicyFile>,
    /// How gates answer, whatever they would find; the first that matches decides.
    #[serde(default)]
    pub gate_outcomes: Vec<GateOutcomeFile>,
    /// What others do.
    #[serde(default)]
    pub script: Vec<ScriptFile>,
    /// The tutorial.
    #[serde(default)]
    pub steps: Vec<StepFile>,
    /// What has to be reached and what must never happen.
    pub goals: Vec<GoalFile>,
    /// Moves that reach every goal.
    pub solution: Vec<MoveFile>,
    /// Moves that must not.
    #[serde(default)]
    pub wrong_moves: Vec<WrongMoveFile>,
}

/// How much a scenario asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LevelName {
    /// For a first contact.
    Beginner,
    /// Needs the basics.
    Intermediate,
    /// Needs experience.
    Advanced,
}

/// A person.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonFile {
    /// Short name for use in this file.
    pub id: Text,
    /// Name on the pages.
    pub display_name: Text,
    /// Sign-in name; by default the id.
    #[serde(default)]
    pub unique_name: String,
    /// Groups the person is a member of. `Release Administrators` may do everything, `Readers` only look.
    #[serde(default)]
    pub groups: Vec<Text>,
}

/// A group.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupFile {
    /// Name.
    pub name: String,
    /// Members, beside the people who name the group themselves.
    #[serde(default)]
    pub members: Vec<Text>,
    /// True for a group of Microsoft Entra ID, whose members get no mail that is sent to the group.
    #[serde(default)]
    pub is_entra: bool,
}

/// What somebody may do or not, at one place: a stage when one is named, else the pipeline.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PermissionFile {
    /// A person or group.
    pub who: Text,
    /// Allowed here.
    #[serde(default)]
    pub allow: Vec<Spanned<Permission>>,
    /// Denied here.
    #[serde(default)]
    pub deny: Vec<Spanned<Permission>>,
    /// Neither; at the project this takes away what a default group has.
    #[serde(default)]
    pub not_set: Vec<Spanned<Permission>>,
    /// Stage name.
    #[serde(default)]
    pub stage: Option<Text>,
    /// True for the project: "All pipelines".
    #[serde(default)]
    pub all_pipelines: bool,
}

/// The pipeline: written here or in a file beside.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PipelineFile {
    /// A release definition in the words of the product's JSON.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<rehearsal_classic::wire::Definition>"))]
    pub definition: Option<Node>,
    /// Name of an exported release definition beside this file.
    #[serde(default)]
    pub file: Option<Text>,
    /// Names of stages that the pipeline gets while it is edited, so that this file can refer to them.
    #[serde(default)]
    pub stages_to_come: Vec<String>,
}

/// A variable group, which pipelines and stages link by its number (`variableGroups`).
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VariableGroupFile {
    /// The number that definitions link.
    pub id: Spanned<u32>,
    /// Name.
    pub name: Text,
    /// Variables and their values.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// The same for secrets.
    #[serde(default)]
    pub secrets: BTreeMap<String, String>,
}

/// A pool of agents.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolFile {
    /// The number that jobs name as `queueId`.
    pub queue_id: Spanned<u32>,
    /// Name.
    pub name: Text,
    /// Its agents; a pool without any is a pool in which jobs wait without end.
    #[serde(default)]
    pub agents: Vec<AgentFile>,
    /// So many Microsoft-hosted agents besides, which have the usual tools.
    #[serde(default)]
    pub hosted: Option<Spanned<u32>>,
}

/// An agent.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentFile {
    /// Name.
    pub name: Text,
    /// Capabilities and their values.
    #[serde(default)]
    pub capabilities: BTreeMap<String, String>,
}

/// A build pipeline.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BuildPipelineFile {
    /// Name, as artifacts refer to it.
    pub name: Text,
    /// Repository whose changes it builds; by default named like the pipeline.
    #[serde(default)]
    pub repository: String,
    /// Default branch; by default `main`.
    #[serde(default)]
    pub default_branch: String,
    /// How long a build takes; by default five minutes.
    #[serde(default)]
    pub takes: Option<Text>,
}

/// A deployment group.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeploymentGroupFile {
    /// The number that deployment group jobs name as `queueId`.
    pub number: Spanned<u32>,
    /// Name.
    pub name: String,
    /// Its machines.
    pub targets: Vec<TargetFile>,
}

/// A machine of a deployment group.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TargetFile {
    /// Name.
    pub name: Text,
    /// Tags, by which jobs choose.
    #[serde(default)]
    pub tags: Vec<String>,
    /// False when it cannot be reached at first.
    #[serde(default)]
    pub online: Option<bool>,
}

/// A build or another version of an artifact.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BuildFile {
    /// When it completes, such as `+20m`; without it the build is there from the beginning.
    #[serde(default)]
    pub at: Option<Text>,
    /// How long it runs; then `at` is when it is queued. Without it only its end is seen.
    #[serde(default)]
    pub takes: Option<Text>,
    /// What it is; by default what the artifact with this source takes.
    #[serde(default)]
    pub kind: Option<rehearsal_engine::VersionKind>,
    /// Name of the build pipeline, repository or package; by default the source of the primary artifact.
    #[serde(default)]
    pub definition: String,
    /// Build number, commit id, version or tag.
    pub number: Text,
    /// Branch; by default the default branch of the build pipeline.
    #[serde(default)]
    pub branch: String,
    /// What changed, in the words of the commit.
    #[serde(default)]
    pub commit: String,
    /// Build tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How it ended; by default succeeded.
    #[serde(default)]
    pub result: Option<TaskResult>,
    /// For whom it ran; by default the first person.
    #[serde(default)]
    pub requested_for: Option<Text>,
}

/// A site.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SiteFile {
    /// Name.
    pub name: Text,
    /// The stage that deploys to it.
    pub stage: Text,
    /// Build that it runs at the start.
    #[serde(default)]
    pub build: String,
    /// Address, shown only.
    #[serde(default)]
    pub url: String,
    /// What its picture shows.
    #[serde(default)]
    pub app: SiteApp,
}

/// How tasks that match end.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutcomeFile {
    /// Stage name.
    #[serde(default)]
    pub stage: Option<Text>,
    /// Job name.
    #[serde(default)]
    pub job: Option<Text>,
    /// Display name of the task.
    #[serde(default)]
    pub task: Option<Text>,
    /// Attempt of the deployment, from 1.
    #[serde(default)]
    pub attempt: Option<Spanned<u32>>,
    /// Try of the task, from 1 (retries).
    #[serde(default, rename = "try")]
    pub task_try: Option<Spanned<u32>>,
    /// Number of the release's primary build.
    #[serde(default)]
    pub build: Option<Text>,
    /// Name of the release.
    #[serde(default)]
    pub release: Option<String>,
    /// Position of the slice of a job that is multiplied, from 1.
    #[serde(default)]
    pub slice: Option<Spanned<u32>>,
    /// Name of the target of a deployment group.
    #[serde(default)]
    pub target: Option<String>,
    /// How it ends; by default succeeded.
    #[serde(default)]
    pub result: Option<TaskResult>,
    /// How long it takes: `4m`, or `3m..5m` to draw.
    #[serde(default)]
    pub takes: Option<Text>,
    /// Lines of the log; `##[error]`, `##[warning]`, `##[command]`, `##[group]` and `##[endgroup]` mark lines as the
    /// agent does. `##[repeat 1000]` in front stands for so many lines, in which `{n}` is the number of the line.
    #[serde(default)]
    pub log: Vec<Text>,
    /// Whether the site is healthy after it; by default true.
    #[serde(default)]
    pub healthy: Option<bool>,
    /// Chance in percent that this applies; by default 100.
    #[serde(default)]
    pub percent: Option<Spanned<u16>>,
    /// True when the task goes on after a cancel until its grace ends.
    #[serde(default)]
    pub ignores_cancel: bool,
}

/// A work item query.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WorkItemsFile {
    /// Id or name of the query, as the gate has it in its input `queryId`.
    pub query: Text,
    /// How many work items it finds at the start.
    #[serde(default)]
    pub count: u32,
}

/// Something that gates call.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndpointFile {
    /// URL of the Azure Function; or the service connection of the REST API, with the URL suffix or without it.
    pub url: Text,
    /// HTTP status code at the start; by default 200.
    #[serde(default)]
    pub status: Option<u16>,
    /// The response at the start, JSON as a rule.
    #[serde(default)]
    pub body: String,
    /// How long an answer takes; by default none.
    #[serde(default)]
    pub takes: Option<Text>,
    /// Whether an answer comes at all; by default true.
    #[serde(default)]
    pub answers: Option<bool>,
}

/// An alert rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlertFile {
    /// Name of the rule.
    pub rule: Text,
    /// Whether it is active at the start.
    #[serde(default)]
    pub active: bool,
    /// Severity from 0, the worst, to 4; by default 3.
    #[serde(default)]
    pub severity: Option<u8>,
    /// The resource it watches; by default any.
    #[serde(default)]
    pub resource: String,
}

/// A policy.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyFile {
    /// Name of the policy.
    pub policy: Text,
    /// Whether all resources comply with it at the start; by default true.
    #[serde(default)]
    pub compliant: Option<bool>,
}

/// How gates that match answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GateOutcomeFile {
    /// Stage name.
    #[serde(default)]
    pub stage: Option<Text>,
    /// Name of the gate.
    #[serde(default)]
    pub gate: Option<Text>,
    /// `preDeploy` or `postDeploy`.
    #[serde(default)]
    pub approval_type: Option<ApprovalType>,
    /// Attempt of the deployment, from 1.
    #[serde(default)]
    pub attempt: Option<Spanned<u32>>,
    /// Number of the release's primary build.
    #[serde(default)]
    pub build: Option<Text>,
    /// Name of the release.
    #[serde(default)]
    pub release: Option<String>,
    /// Answers evaluation by evaluation; the last stands for all later ones.
    pub samples: Spanned<Vec<GateAnswer>>,
    /// How long an answer takes; by default none.
    #[serde(default)]
    pub takes: Option<Text>,
}

/// What another person or the world does.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScriptFile {
    /// A moment: `+20m`, `14:00` or `2026-03-02 14:00`.
    #[serde(default)]
    pub at: Option<Text>,
    /// A fact to wait for instead.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<rehearsal_engine::Pattern>"))]
    pub after: Option<Node>,
    /// How long after that fact.
    #[serde(default)]
    pub delay: Option<Text>,
    /// For the first so many such facts; 0 is for each. By default 1.
    #[serde(default)]
    pub times: Option<u32>,
    /// Who; without it the world itself.
    #[serde(default)]
    pub by: Option<Text>,
    /// What.
    #[cfg_attr(feature = "schema", schemars(with = "rehearsal_engine::Action"))]
    pub r#do: Node,
}

/// A step of the tutorial.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepFile {
    /// Unique in the file.
    pub id: Text,
    /// Heading.
    pub title: String,
    /// What to do, in Markdown.
    pub text: String,
    /// Three hints, from a nudge to nearly the answer.
    pub hints: Spanned<Vec<String>>,
    /// When it is done.
    pub done: PredicateFile,
}

/// A goal: either `reach` with `missing`, or `never` with `broken`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GoalFile {
    /// Unique in the file.
    pub id: Text,
    /// A sentence for the learner.
    pub label: String,
    /// What must be so at the end.
    #[serde(default)]
    pub reach: Option<PredicateFile>,
    /// What to say while it is not.
    #[serde(default)]
    pub missing: Option<Text>,
    /// What must not happen at any time.
    #[serde(default)]
    pub never: Option<NeverFile>,
    /// What to say when it happened; `{time}`, `{release}`, `{stage}`, `{build}`, `{site}` and `{by}` are filled in.
    #[serde(default)]
    pub broken: Option<Text>,
}

/// Something that is so or is not.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PredicateFile {
    /// A fact like this has happened.
    Happened(#[cfg_attr(feature = "schema", schemars(with = "rehearsal_engine::Pattern"))] Node),
    /// A stage of a release has this status now.
    Stage(StageIs),
    /// A site is like this now.
    Site(SiteIs),
    /// The pipeline is like this now.
    Pipeline(PipelineIs),
    /// All of these.
    All(Vec<PredicateFile>),
    /// At least one of these.
    Any(Vec<PredicateFile>),
    /// Not this.
    Not(Box<PredicateFile>),
}

/// Status of a stage.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageIs {
    /// Release name; by default the newest release.
    #[serde(default)]
    pub release: Option<String>,
    /// Stage name.
    pub stage: Text,
    /// Its status.
    pub status: EnvironmentStatus,
}

/// State of a site.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SiteIs {
    /// Site name.
    pub site: Text,
    /// Build that it runs.
    #[serde(default)]
    pub build: Option<String>,
    /// Whether it is healthy.
    #[serde(default)]
    pub healthy: Option<bool>,
}

/// What must not happen.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NeverFile {
    /// The fact.
    #[cfg_attr(feature = "schema", schemars(with = "rehearsal_engine::Pattern"))]
    pub what: Node,
    /// It counts only if all of these hold at its moment.
    #[serde(default, rename = "if")]
    pub guards: Vec<GuardFile>,
}

/// What must hold at the moment of a fact for it to break a goal.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GuardFile {
    /// Its build had been rejected in this stage before, in any release.
    BuildRejectedIn(Text),
    /// Its build had not succeeded in this stage before, in any release.
    BuildNotSucceededIn(Text),
    /// Nobody had read this log of its build before, in any release.
    LogNotRead(LogOf),
    /// The clock was outside these hours.
    OutsideHours(Hours),
    /// This moment had come: `+20h`, `14:00` or `2026-03-02 14:00`.
    LaterThan(Text),
}

/// The log of a task.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogOf {
    /// Stage name.
    pub stage: Text,
    /// Display name of the task.
    pub task: Text,
}

/// Hours of the day; `from` may be later than `to` for a span over midnight.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hours {
    /// `22:00`.
    pub from: Text,
    /// `05:00`, not included.
    pub to: Text,
    /// Zone; by default that of the scenario.
    #[serde(default)]
    pub zone: Option<Text>,
}

/// A move of the learner.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoveFile {
    /// A moment: `+20m`, `14:00` or `2026-03-02 14:00`.
    #[serde(default)]
    pub at: Option<Text>,
    /// A fact to wait for instead, counted from the move before.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<rehearsal_engine::Pattern>"))]
    pub after: Option<Node>,
    /// How long after that fact.
    #[serde(default)]
    pub delay: Option<Text>,
    /// As whom; by default the first persona.
    #[serde(default, rename = "as")]
    pub persona: Option<Text>,
    /// What.
    #[cfg_attr(feature = "schema", schemars(with = "rehearsal_engine::Action"))]
    pub r#do: Node,
}

/// Moves that must not reach the goals.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WrongMoveFile {
    /// What is wrong about it, in a few words.
    pub name: Spanned<String>,
    /// The moves.
    pub moves: Vec<MoveFile>,
    /// Ids of the goals that fail.
    pub breaks: Vec<Text>,
}

/// Moves in a file of their own, for `run --commands`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommandsFile {
    /// Version of this format: 1.
    pub rehearsal: Spanned<u32>,
    /// The moves.
    pub moves: Vec<MoveFile>,
}

/// The pipeline is like this now; what is left out is not looked at. While it is edited, steps look at what is not
/// saved yet, goals only at what is.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PipelineIs {
    /// A stage of this name exists; the other fields are about it.
    #[serde(default)]
    pub stage: Option<String>,
    /// What starts the stage.
    #[serde(default)]
    pub trigger: Option<TriggerName>,
    /// The stages it starts after: these and no others.
    #[serde(default)]
    pub after: Vec<String>,
    /// Whether "Trigger even when the selected stages partially succeed" is ticked.
    #[serde(default)]
    pub partially_succeeded: Option<bool>,
    /// Whether somebody has to approve before the deployment.
    #[serde(default)]
    pub pre_deploy_approvals: Option<bool>,
    /// Whether somebody has to approve after the deployment.
    #[serde(default)]
    pub post_deploy_approvals: Option<bool>,
    /// Whether "The user requesting a release or deployment should not approve it" is ticked before the deployment.
    #[serde(default)]
    pub requester_barred: Option<bool>,
    /// Whether the continuous deployment trigger of an artifact is on.
    #[serde(default)]
    pub continuous_deployment: Option<bool>,
    /// Inputs with their values that one task of the stage has, all of them.
    #[serde(default)]
    pub task_inputs: BTreeMap<String, String>,
}

/// What starts a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TriggerName {
    /// "After release".
    AfterRelease,
    /// "After stage".
    AfterStage,
    /// "Manual only".
    ManualOnly,
}
