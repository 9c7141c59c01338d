//! The product's JSON, field for field (`classic.md` §15).
//!
//! The same structs read files that the product exported, answers of its REST interface, and
//! definitions that authors write inside scenarios. Every field may be missing or null; what that means
//! is decided where the structs become the model. Fields that no struct names are collected in `extra`.
//! Names and numbers carry their place, so that a diagnostic can point at them.

use std::collections::BTreeMap;

#[cfg(feature = "schema")]
use rehearsal_pipeline::{
    ApprovalExecutionOrder, ConditionType, DeployPhaseTypes, EnvironmentTriggerType, ParallelExecutionTypes,
    ReleaseTriggerType,
};
use rehearsal_source::Spanned;
use serde::Deserialize;
use serde_json::Value;

/// A text and its place. Enumerations are read as text, too, so that unknown members can be kept.
pub type Text = Spanned<String>;
/// A whole number and its place, before anybody checked its range.
pub type Int = Spanned<i64>;
/// Fields that a struct does not name.
pub type Extras = BTreeMap<Text, Value>;

/// The schema of texts that are often written as numbers.
#[cfg(feature = "schema")]
fn text_or_number(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": ["string", "integer", "null"] })
}

/// Declares the structs: camel-case names, everything optional, unknown fields collected.
macro_rules! wire {
    ($( $(#[$meta:meta])* $name:ident { $( $(#[$fmeta:meta])* $field:ident: $type:ty, )+ } )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields, transform = crate::fields::allow_kept::<$name>))]
        pub struct $name {
            $( $(#[$fmeta])* pub $field: Option<$type>, )+
            /// Fields with other names.
            #[serde(rename = "$extra")]
            #[cfg_attr(feature = "schema", schemars(skip))]
            pub extra: Extras,
        }
    )+};
}

wire! {
    /// A release pipeline.
    Definition {
        /// Number in the project.
        id: Int,
        /// Name of the pipeline.
        name: Text,
        /// Folder; `\` is the root.
        path: String,
        /// How often it was saved.
        revision: Int,
        /// Free text.
        description: String,
        /// Format of release names, such as `Release-$(rev:r)`.
        release_name_format: String,
        /// Variables of every stage.
        variables: BTreeMap<Text, Option<Variable>>,
        /// Numbers of the linked variable groups.
        variable_groups: Vec<Int>,
        /// What is deployed.
        artifacts: Vec<Spanned<Artifact>>,
        /// What creates releases.
        triggers: Vec<Spanned<Trigger>>,
        /// The stages.
        environments: Vec<Spanned<Environment>>,
        /// Free tags.
        tags: Vec<String>,
        /// No release can be created while this is true.
        is_disabled: bool,
    }
    /// A variable.
    Variable {
        /// Its value; null for a secret.
        value: String,
        /// Never shown in logs.
        is_secret: bool,
        /// May be changed when a release is created.
        allow_override: bool,
    }
    /// A source of releases.
    Artifact {
        /// `Build`, `Git`, `GitHub`, …
        r#type: String,
        /// Name of the source in this pipeline and of its download folder.
        alias: Text,
        /// Feeds the `Build.*` variables and the release name.
        is_primary: bool,
        /// Project, build pipeline, branch, default version and so on.
        definition_reference: BTreeMap<String, Option<Reference>>,
    }
    /// An id and its name.
    Reference {
        /// Id.
        id: Text,
        /// Name.
        name: Text,
    }
    /// What creates releases.
    Trigger {
        /// Kind of the trigger.
        #[cfg_attr(feature = "schema", schemars(with = "Option<ReleaseTriggerType>"))]
        trigger_type: Text,
        /// The artifact it watches.
        artifact_alias: Text,
        /// Any one must match.
        trigger_conditions: Vec<TriggerCondition>,
        /// When, for scheduled releases.
        schedule: Schedule,
        /// Name of the status that is posted back to a pull request.
        status_policy_name: String,
    }
    /// A filter on builds; also what the text of an artifact condition holds.
    TriggerCondition {
        /// Branch pattern with `*`; a leading `-` excludes.
        source_branch: String,
        /// Branch that a pull request wants to change.
        target_branch: String,
        /// The build must carry all of these.
        tags: Vec<String>,
        /// The branch is the default branch of the build pipeline.
        use_build_definition_branch: bool,
        /// Tagging a finished build counts as well.
        create_release_on_build_tagging: bool,
    }
    /// A time of the week.
    Schedule {
        /// Days as a sum (Monday 1, Tuesday 2, Wednesday 4, … Sunday 64) or as names (`monday, friday`).
        #[cfg_attr(feature = "schema", schemars(schema_with = "text_or_number"))]
        days_to_release: Text,
        /// Hour, 0 to 23.
        start_hours: Int,
        /// Minute, 0 to 59.
        start_minutes: Int,
        /// Zone, such as `W. Europe Standard Time` or `UTC`.
        time_zone_id: Text,
        /// Only when the artifact or the pipeline changed.
        schedule_only_with_changes: bool,
    }
    /// A stage.
    Environment {
        /// Number of the stage.
        id: Int,
        /// Name of the stage.
        name: Text,
        /// Order of the stages, from 1.
        rank: Int,
        /// Who gets mail about it.
        owner: Identity,
        /// Variables of this stage.
        variables: BTreeMap<Text, Option<Variable>>,
        /// Numbers of the linked variable groups.
        variable_groups: Vec<Int>,
        /// What starts a deployment; empty means that only a person does.
        conditions: Vec<Spanned<Condition>>,
        /// When a triggered deployment may start; at most one.
        schedules: Vec<Spanned<Schedule>>,
        /// Approvals before the jobs.
        pre_deploy_approvals: Approvals,
        /// Approvals after the jobs.
        post_deploy_approvals: Approvals,
        /// Gates before the jobs.
        pre_deployment_gates: GatesStep,
        /// Gates after the jobs.
        post_deployment_gates: GatesStep,
        /// What happens when several releases want the stage.
        execution_policy: ExecutionPolicy,
        /// The jobs.
        deploy_phases: Vec<Spanned<Phase>>,
        /// Tasks of files from before there were jobs.
        deploy_step: DeployStep,
        /// Queue of files from before there were jobs.
        queue_id: Int,
        /// Demands of every job of the stage.
        demands: Vec<Spanned<Value>>,
        /// Mail and pull requests.
        environment_options: EnvironmentOptions,
        /// Auto-redeploy triggers.
        environment_triggers: Vec<Spanned<EnvironmentTrigger>>,
        /// How long releases are kept.
        retention_policy: RetentionPolicy,
    }
    /// What a stage waits for.
    Condition {
        /// `ReleaseStarted`, the name of a stage, or the alias of an artifact.
        name: Text,
        /// Kind of the condition.
        #[cfg_attr(feature = "schema", schemars(with = "Option<ConditionType>"))]
        condition_type: Text,
        /// For a stage 4 (succeeded) or 132 (or partially succeeded), for an artifact a filter as JSON text.
        #[cfg_attr(feature = "schema", schemars(schema_with = "text_or_number"))]
        value: Text,
    }
    /// Approvals on one side of the jobs.
    Approvals {
        /// Who is asked.
        approvals: Vec<Spanned<ApprovalRow>>,
        /// How they are asked.
        approval_options: ApprovalOptions,
    }
    /// One approver, or the automated row that stands for "nobody".
    ApprovalRow {
        /// Rows of equal rank are asked together.
        rank: Int,
        /// Passes by itself.
        is_automated: bool,
        /// Sends mail.
        is_notification_on: bool,
        /// Person or group.
        approver: Identity,
    }
    /// How approvers are asked.
    ApprovalOptions {
        /// How many must approve; 0 means all.
        required_approver_count: Int,
        /// Whether who created the release or started the deployment may approve it.
        release_creator_can_be_approver: bool,
        /// Skips an approver who approved the previous stage.
        auto_triggered_and_previous_environment_approved_can_be_skipped: bool,
        /// Approvers sign in again.
        enforce_identity_revalidation: bool,
        /// Minutes until a pending approval is rejected; 0 means 30 days.
        timeout_in_minutes: Int,
        /// How old files spell the timeout.
        #[serde(rename = "timeoutInMintues")]
        #[cfg_attr(feature = "schema", schemars(skip))]
        timeout_misspelt: Int,
        /// Order relative to the gates.
        #[cfg_attr(feature = "schema", schemars(with = "Option<ApprovalExecutionOrder>"))]
        execution_order: Text,
    }
    /// A person or group; one of the texts suffices.
    Identity {
        /// Id.
        id: String,
        /// Name shown on pages.
        display_name: String,
        /// Sign-in name.
        unique_name: String,
        /// True for a group.
        is_container: bool,
    }
    /// Gates on one side of the jobs.
    GatesStep {
        /// Times in minutes; null means off.
        gates_options: GatesOptions,
        /// The gates.
        gates: Vec<Gate>,
    }
    /// Times of gates in minutes.
    GatesOptions {
        /// Whether the gates are evaluated.
        is_enabled: bool,
        /// After this the gates fail; at least 6.
        timeout: Int,
        /// Time between evaluations; at least 5.
        sampling_interval: Int,
        /// Delay before the first evaluation; at most 2880.
        stabilization_time: Int,
        /// How long the gates must stay good.
        minimum_success_duration: Int,
    }
    /// One gate.
    Gate {
        /// Usually one task.
        tasks: Vec<Spanned<Task>>,
    }
    /// Deployment queue settings.
    ExecutionPolicy {
        /// Deployments at once; 0 means any number.
        concurrency_count: Int,
        /// 0 deploys all in sequence, 1 only the latest.
        queue_depth_count: Int,
    }
    /// A job.
    Phase {
        /// Order of the jobs, from 1.
        rank: Int,
        /// Kind of the job; an agent job when missing.
        #[cfg_attr(feature = "schema", schemars(with = "Option<DeployPhaseTypes>"))]
        phase_type: Text,
        /// Name of the job.
        name: String,
        /// Reference name.
        ref_name: String,
        /// The tasks in order.
        workflow_tasks: Vec<Spanned<Task>>,
        /// Where and how it runs.
        deployment_input: DeploymentInput,
    }
    /// Where and how a job runs.
    DeploymentInput {
        /// Pool or deployment group.
        queue_id: Int,
        /// What the agent must have: `name`, `name -equals value`.
        demands: Vec<Spanned<Value>>,
        /// Downloads no artifacts.
        skip_artifacts_download: bool,
        /// Minutes the job may run; 0 means no limit.
        timeout_in_minutes: Int,
        /// Minutes of grace after a cancel, at least 1.
        job_cancel_timeout_in_minutes: Int,
        /// When the job runs.
        condition: String,
        /// How the job is multiplied.
        parallel_execution: ParallelExecution,
        /// Percentage of targets that stay healthy.
        health_percent: Int,
        /// `OneTargetAtATime` or `Custom`.
        deployment_health_option: String,
        /// Tags that targets must have.
        tags: Vec<String>,
    }
    /// How a job is multiplied.
    ParallelExecution {
        /// Kind.
        #[cfg_attr(feature = "schema", schemars(with = "Option<ParallelExecutionTypes>"))]
        parallel_execution_type: Text,
        /// Names of variables, separated by commas.
        multipliers: Text,
        /// Agents at once.
        max_number_of_agents: Int,
        /// A failed job lets the others run.
        continue_on_error: bool,
    }
    /// A task; its id or its name suffices.
    Task {
        /// Guid of the task.
        task_id: Text,
        /// Major version, such as `2.*`.
        version: String,
        /// Name of the step.
        name: Text,
        /// Reference name.
        ref_name: String,
        /// `task` or `metaTask`.
        definition_type: Text,
        /// False leaves the task out.
        enabled: bool,
        /// Older way to say `always()`.
        always_run: bool,
        /// A failure becomes "succeeded with issues".
        continue_on_error: bool,
        /// Minutes including retries; 0 means no limit.
        timeout_in_minutes: Int,
        /// Retries when it failed, at most 10.
        retry_count_on_task_failure: Int,
        /// When the task runs.
        condition: String,
        /// Inputs by name.
        inputs: BTreeMap<String, Option<String>>,
        /// Environment variables by name.
        environment: BTreeMap<String, Option<String>>,
    }
    /// Tasks of files from before there were jobs.
    DeployStep {
        /// The tasks in order.
        tasks: Vec<Spanned<Task>>,
    }
    /// Mail and pull requests.
    EnvironmentOptions {
        /// `OnlyOnFailure`, `Always` or `Never`.
        email_notification_type: String,
        /// Such as `release.environment.owner;release.creator`.
        email_recipients: String,
        /// Deploys releases of pull requests.
        pull_request_deployment_enabled: bool,
    }
    /// An auto-redeploy trigger.
    EnvironmentTrigger {
        /// Kind.
        #[cfg_attr(feature = "schema", schemars(with = "Option<EnvironmentTriggerType>"))]
        trigger_type: Text,
    }
    /// How long releases are kept.
    RetentionPolicy {
        /// Days.
        days_to_keep: Int,
        /// Newest releases that are kept whatever their age.
        releases_to_keep: Int,
        /// Keeps their builds as well.
        retain_build: bool,
    }
}
