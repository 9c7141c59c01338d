//! The product's JSON, field for field (`classic.md` §15).
//!
//! The same structs read files that the product exported, answers of its REST interface, and
//! definitions that authors write inside scenarios. Every field may be missing or null; what that means
//! is decided where the structs become the model. Fields that no struct names are collected in `extra`.
//! Names and numbers carry their place, so that a diagnostic can point at them.
//!
//! Each object also lists fields that the product documents and the model does not play: `records` are
//! ids, links, dates and authors that the service keeps for itself, `not played` are settings without
//! effect in a rehearsal. Knowing their names tells them from a slip of the keyboard.
//!
//! The structs read themselves from the tree with little code of their own; what a derived reader would
//! add to the web page for 27 structs is several times the rest of this crate.

use std::collections::BTreeMap;

#[cfg(feature = "schema")]
use rehearsal_pipeline::{
    ApprovalExecutionOrder, ConditionType, DeployPhaseTypes, EnvironmentTriggerType, ParallelExecutionTypes,
    ReleaseTriggerType,
};
use rehearsal_source::Spanned;
use rehearsal_yaml::Node;
use rehearsal_yaml::json::Value;

pub use crate::from_node::Misfit;
use crate::from_node::{FromNode, Kinds, json_of, mapping, optional};

/// A text and its place. Enumerations are read as text, too, so that unknown members can be kept.
pub type Text = Spanned<String>;
/// A whole number and its place, before anybody checked its range.
pub type Int = Spanned<i64>;
/// Fields that a struct does not name.
pub type Extras = BTreeMap<Text, Value>;

/// One kind of object in the product's JSON.
pub(crate) trait WireObject {
    /// What it is, with its article.
    const WHAT: &'static str;
    /// Names of the fields that are read.
    const FIELDS: &'static [&'static str];
    /// Names of what the service keeps for itself.
    const RECORDS: &'static [&'static str];
    /// Names of settings without effect in a rehearsal.
    const NOT_PLAYED: &'static [&'static str];
    /// Takes the fields that the struct does not name.
    fn take_extra(&mut self) -> Extras;
    /// Takes the fields that could not be read, or only in part.
    fn take_misfits(&mut self) -> Vec<Misfit>;
}

/// The schema of texts that are often written as numbers.
#[cfg(feature = "schema")]
fn text_or_number(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": ["string", "integer", "null"] })
}

/// Adds the fields that are kept to the schema of an object, so that editors accept them as well.
#[cfg(feature = "schema")]
fn allow_kept<T: WireObject>(schema: &mut schemars::Schema) {
    let properties = schema.ensure_object().entry("properties").or_insert_with(|| serde_json::json!({}));
    if let Some(properties) = properties.as_object_mut() {
        for name in T::RECORDS.iter().chain(T::NOT_PLAYED) {
            let kept = serde_json::json!({ "description": "Kept, but without effect in a rehearsal." });
            properties.entry(*name).or_insert(kept);
        }
    }
}

/// Declares the structs: everything optional, unknown fields collected, readable from a tree.
macro_rules! wire {
    ($(
        $(#[$meta:meta])*
        $name:ident = $what:literal, records [$($record:literal),*], not played [$($quiet:literal),*] {
            $( $(#[$fmeta:meta])* $field:ident $json:literal: $type:ty, )+
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(default, deny_unknown_fields, transform = allow_kept::<$name>))]
        pub struct $name {
            $( $(#[$fmeta])* #[cfg_attr(feature = "schema", schemars(rename = $json))] pub $field: Option<$type>, )+
            /// Fields with other names.
            #[cfg_attr(feature = "schema", schemars(skip))]
            pub extra: Extras,
            /// Fields with values of the wrong kind.
            #[cfg_attr(feature = "schema", schemars(skip))]
            pub misfits: Vec<Misfit>,
        }

        impl WireObject for $name {
            const WHAT: &'static str = $what;
            const FIELDS: &'static [&'static str] = &[$($json),+];
            const RECORDS: &'static [&'static str] = &[$($record),*];
            const NOT_PLAYED: &'static [&'static str] = &[$($quiet),*];
            fn take_extra(&mut self) -> Extras {
                std::mem::take(&mut self.extra)
            }
            fn take_misfits(&mut self) -> Vec<Misfit> {
                std::mem::take(&mut self.misfits)
            }
        }

        impl FromNode for $name {
            fn from_node(node: &Node, kinds: &mut Kinds) -> Option<Self> {
                let mut object = Self::default();
                for (name, value) in mapping(node, $what, kinds)? {
                    let around = kinds.begin_field();
                    match name.as_str() {
                        $( $json => object.$field = optional(value, kinds), )+
                        _ => {
                            object.extra.insert(name.clone(), json_of(value));
                        }
                    }
                    kinds.end_field(around, name, value, &mut object.misfits);
                }
                Some(object)
            }
        }
    )+};
}

wire! {
    /// A release pipeline.
    Definition = "a release pipeline", records ["source", "isDeleted", "comment", "url", "_links", "projectReference", "createdBy", "createdOn", "modifiedBy", "modifiedOn", "lastRelease", "properties", "pipelineProcess"], not played ["retentionPolicy"] {
        /// Number in the project.
        id "id": Int,
        /// Name of the pipeline.
        name "name": Text,
        /// Folder; `\` is the root.
        path "path": String,
        /// How often it was saved.
        revision "revision": Int,
        /// Free text.
        description "description": String,
        /// Format of release names, such as `Release-$(rev:r)`.
        release_name_format "releaseNameFormat": String,
        /// Variables of every stage.
        variables "variables": BTreeMap<Text, Option<Variable>>,
        /// Numbers of the linked variable groups.
        variable_groups "variableGroups": Vec<Int>,
        /// What is deployed.
        artifacts "artifacts": Vec<Spanned<Artifact>>,
        /// What creates releases.
        triggers "triggers": Vec<Spanned<Trigger>>,
        /// The stages.
        environments "environments": Vec<Spanned<Environment>>,
        /// Free tags.
        tags "tags": Vec<String>,
        /// No release can be created while this is true.
        is_disabled "isDisabled": bool,
    }
    /// A variable.
    Variable = "a variable", records [], not played [] {
        /// Its value; null for a secret.
        value "value": String,
        /// Never shown in logs.
        is_secret "isSecret": bool,
        /// May be changed when a release is created.
        allow_override "allowOverride": bool,
    }
    /// A source of releases.
    Artifact = "an artifact", records ["id", "sourceId", "isRetained"], not played [] {
        /// `Build`, `Git`, `GitHub`, …
        r#type "type": Text,
        /// Name of the source in this pipeline and of its download folder.
        alias "alias": Text,
        /// Feeds the `Build.*` variables and the release name.
        is_primary "isPrimary": bool,
        /// Project, build pipeline, branch, default version and so on.
        definition_reference "definitionReference": BTreeMap<Text, Option<Reference>>,
    }
    /// An id and its name.
    Reference = "a reference of an artifact", records [], not played [] {
        /// Id.
        id "id": Text,
        /// Name.
        name "name": Text,
    }
    /// What creates releases.
    Trigger = "a release trigger", records ["pullRequestConfiguration"], not played ["alias", "branchFilters", "tagFilters"] {
        /// Kind of the trigger.
        #[cfg_attr(feature = "schema", schemars(with = "Option<ReleaseTriggerType>"))]
        trigger_type "triggerType": Text,
        /// The artifact it watches.
        artifact_alias "artifactAlias": Text,
        /// Any one must match.
        trigger_conditions "triggerConditions": Vec<TriggerCondition>,
        /// When, for scheduled releases.
        schedule "schedule": Schedule,
        /// Name of the status that is posted back to a pull request.
        status_policy_name "statusPolicyName": String,
    }
    /// A filter on builds; also what the text of an artifact condition holds.
    TriggerCondition = "a filter of a trigger", records [], not played [] {
        /// Branch pattern with `*`; a leading `-` excludes.
        source_branch "sourceBranch": String,
        /// Branch that a pull request wants to change.
        target_branch "targetBranch": String,
        /// The build must carry all of these.
        tags "tags": Vec<String>,
        /// The branch is the default branch of the build pipeline.
        use_build_definition_branch "useBuildDefinitionBranch": bool,
        /// Tagging a finished build counts as well.
        create_release_on_build_tagging "createReleaseOnBuildTagging": bool,
        /// A pattern that some tag must match.
        tag_filter "tagFilter": TagFilter,
    }
    /// A pattern for tags.
    TagFilter = "a tag filter", records [], not played [] {
        /// A regular expression.
        pattern "pattern": String,
    }
    /// A time of the week.
    Schedule = "a schedule", records ["jobId"], not played [] {
        /// Days as a sum (Monday 1, Tuesday 2, Wednesday 4, … Sunday 64) or as names (`monday, friday`).
        #[cfg_attr(feature = "schema", schemars(schema_with = "text_or_number"))]
        days_to_release "daysToRelease": Text,
        /// Hour, 0 to 23.
        start_hours "startHours": Int,
        /// Minute, 0 to 59.
        start_minutes "startMinutes": Int,
        /// Zone, such as `W. Europe Standard Time` or `UTC`.
        time_zone_id "timeZoneId": Text,
        /// Only when the artifact or the pipeline changed.
        schedule_only_with_changes "scheduleOnlyWithChanges": bool,
    }
    /// A stage.
    Environment = "a stage", records ["badgeUrl", "currentRelease", "properties"], not played ["runOptions", "processParameters"] {
        /// Number of the stage.
        id "id": Int,
        /// Name of the stage.
        name "name": Text,
        /// Order of the stages, from 1.
        rank "rank": Int,
        /// Who gets mail about it.
        owner "owner": Identity,
        /// Variables of this stage.
        variables "variables": BTreeMap<Text, Option<Variable>>,
        /// Numbers of the linked variable groups.
        variable_groups "variableGroups": Vec<Int>,
        /// What starts a deployment; empty means that only a person does.
        conditions "conditions": Vec<Spanned<Condition>>,
        /// When a triggered deployment may start; at most one.
        schedules "schedules": Vec<Spanned<Schedule>>,
        /// Approvals before the jobs.
        pre_deploy_approvals "preDeployApprovals": Approvals,
        /// Approvals after the jobs.
        post_deploy_approvals "postDeployApprovals": Approvals,
        /// Gates before the jobs.
        pre_deployment_gates "preDeploymentGates": GatesStep,
        /// Gates after the jobs.
        post_deployment_gates "postDeploymentGates": GatesStep,
        /// What happens when several releases want the stage.
        execution_policy "executionPolicy": ExecutionPolicy,
        /// The jobs.
        deploy_phases "deployPhases": Vec<Spanned<Phase>>,
        /// Tasks of files from before there were jobs.
        deploy_step "deployStep": DeployStep,
        /// Queue of files from before there were jobs.
        queue_id "queueId": Int,
        /// Demands of every job of the stage.
        demands "demands": Vec<Spanned<Value>>,
        /// Mail and pull requests.
        environment_options "environmentOptions": EnvironmentOptions,
        /// Auto-redeploy triggers.
        environment_triggers "environmentTriggers": Vec<Spanned<EnvironmentTrigger>>,
        /// How long releases are kept.
        retention_policy "retentionPolicy": RetentionPolicy,
    }
    /// What a stage waits for.
    Condition = "a condition", records ["result"], not played [] {
        /// `ReleaseStarted`, the name of a stage, or the alias of an artifact.
        name "name": Text,
        /// Kind of the condition.
        #[cfg_attr(feature = "schema", schemars(with = "Option<ConditionType>"))]
        condition_type "conditionType": Text,
        /// For a stage 4 (succeeded) or 132 (or partially succeeded), for an artifact a filter as JSON text.
        #[cfg_attr(feature = "schema", schemars(schema_with = "text_or_number"))]
        value "value": Text,
    }
    /// Approvals on one side of the jobs.
    Approvals = "a list of approvals", records [], not played [] {
        /// Who is asked.
        approvals "approvals": Vec<Spanned<ApprovalRow>>,
        /// How they are asked.
        approval_options "approvalOptions": ApprovalOptions,
    }
    /// One approver, or the automated row that stands for "nobody".
    ApprovalRow = "an approver", records ["id"], not played [] {
        /// Rows of equal rank are asked together.
        rank "rank": Int,
        /// Passes by itself.
        is_automated "isAutomated": bool,
        /// Sends mail.
        is_notification_on "isNotificationOn": bool,
        /// Person or group.
        approver "approver": Identity,
    }
    /// How approvers are asked.
    ApprovalOptions = "approval options", records [], not played [] {
        /// How many must approve; 0 means all.
        required_approver_count "requiredApproverCount": Int,
        /// Whether who created the release or started the deployment may approve it.
        release_creator_can_be_approver "releaseCreatorCanBeApprover": bool,
        /// Skips an approver who approved the previous stage.
        auto_triggered_and_previous_environment_approved_can_be_skipped "autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped": bool,
        /// Approvers sign in again.
        enforce_identity_revalidation "enforceIdentityRevalidation": bool,
        /// Minutes until a pending approval is rejected; 0 means 30 days.
        timeout_in_minutes "timeoutInMinutes": Int,
        /// How old files spell the timeout.
        #[cfg_attr(feature = "schema", schemars(skip))]
        timeout_misspelt "timeoutInMintues": Int,
        /// Order relative to the gates.
        #[cfg_attr(feature = "schema", schemars(with = "Option<ApprovalExecutionOrder>"))]
        execution_order "executionOrder": Text,
    }
    /// A person or group; one of the texts suffices.
    Identity = "a person or group", records ["descriptor", "url", "imageUrl", "_links", "directoryAlias", "profileUrl", "inactive", "isAadIdentity", "isDeletedInOrigin"], not played [] {
        /// Id.
        id "id": String,
        /// Name shown on pages.
        display_name "displayName": String,
        /// Sign-in name.
        unique_name "uniqueName": String,
        /// True for a group.
        is_container "isContainer": bool,
    }
    /// Gates on one side of the jobs.
    GatesStep = "a list of gates", records ["id"], not played [] {
        /// Times in minutes; null means off.
        gates_options "gatesOptions": GatesOptions,
        /// The gates.
        gates "gates": Vec<Gate>,
    }
    /// Times of gates in minutes.
    GatesOptions = "gate options", records [], not played [] {
        /// Whether the gates are evaluated.
        is_enabled "isEnabled": bool,
        /// After this the gates fail; at least 6.
        timeout "timeout": Int,
        /// Time between evaluations; at least 5.
        sampling_interval "samplingInterval": Int,
        /// Delay before the first evaluation; at most 2880.
        stabilization_time "stabilizationTime": Int,
        /// How long the gates must stay good.
        minimum_success_duration "minimumSuccessDuration": Int,
    }
    /// One gate.
    Gate = "a gate", records ["isGenerated"], not played [] {
        /// Usually one task.
        tasks "tasks": Vec<Spanned<Task>>,
    }
    /// Deployment queue settings.
    ExecutionPolicy = "a queue policy", records [], not played [] {
        /// Deployments at once; 0 means any number.
        concurrency_count "concurrencyCount": Int,
        /// 0 deploys all in sequence, 1 only the latest.
        queue_depth_count "queueDepthCount": Int,
    }
    /// A job.
    Phase = "a job", records [], not played [] {
        /// Order of the jobs, from 1.
        rank "rank": Int,
        /// Kind of the job; an agent job when missing.
        #[cfg_attr(feature = "schema", schemars(with = "Option<DeployPhaseTypes>"))]
        phase_type "phaseType": Text,
        /// Name of the job.
        name "name": String,
        /// Reference name.
        ref_name "refName": String,
        /// The tasks in order.
        workflow_tasks "workflowTasks": Vec<Spanned<Task>>,
        /// Where and how it runs.
        deployment_input "deploymentInput": DeploymentInput,
    }
    /// Where and how a job runs.
    DeploymentInput = "the settings of a job", records [], not played ["agentSpecification", "artifactsDownloadInput", "enableAccessToken", "overrideInputs", "imageId"] {
        /// Pool or deployment group.
        queue_id "queueId": Int,
        /// What the agent must have: `name`, `name -equals value`.
        demands "demands": Vec<Spanned<Value>>,
        /// Downloads no artifacts.
        skip_artifacts_download "skipArtifactsDownload": bool,
        /// Minutes the job may run; 0 means no limit.
        timeout_in_minutes "timeoutInMinutes": Int,
        /// Minutes of grace after a cancel, at least 1.
        job_cancel_timeout_in_minutes "jobCancelTimeoutInMinutes": Int,
        /// When the job runs.
        condition "condition": Text,
        /// How the job is multiplied.
        parallel_execution "parallelExecution": ParallelExecution,
        /// Percentage of targets that stay healthy.
        health_percent "healthPercent": Int,
        /// `OneTargetAtATime` or `Custom`.
        deployment_health_option "deploymentHealthOption": String,
        /// Tags that targets must have.
        tags "tags": Vec<String>,
    }
    /// How a job is multiplied.
    ParallelExecution = "the parallelism of a job", records [], not played [] {
        /// Kind.
        #[cfg_attr(feature = "schema", schemars(with = "Option<ParallelExecutionTypes>"))]
        parallel_execution_type "parallelExecutionType": Text,
        /// Names of variables, separated by commas.
        multipliers "multipliers": Text,
        /// Agents at once.
        max_number_of_agents "maxNumberOfAgents": Int,
        /// A failed job lets the others run.
        continue_on_error "continueOnError": bool,
    }
    /// A task; its id or its name suffices.
    Task = "a task", records [], not played ["overrideInputs", "checkConfig"] {
        /// Guid of the task.
        task_id "taskId": Text,
        /// Major version, such as `2.*`.
        version "version": String,
        /// Name of the step.
        name "name": Text,
        /// Reference name.
        ref_name "refName": String,
        /// `task` or `metaTask`.
        definition_type "definitionType": Text,
        /// False leaves the task out.
        enabled "enabled": bool,
        /// Older way to say `always()`.
        always_run "alwaysRun": bool,
        /// A failure becomes "succeeded with issues".
        continue_on_error "continueOnError": bool,
        /// Minutes including retries; 0 means no limit.
        timeout_in_minutes "timeoutInMinutes": Int,
        /// Retries when it failed, at most 10.
        retry_count_on_task_failure "retryCountOnTaskFailure": Int,
        /// When the task runs.
        condition "condition": Text,
        /// Inputs by name.
        inputs "inputs": BTreeMap<Text, Option<String>>,
        /// Environment variables by name.
        environment "environment": BTreeMap<Text, Option<String>>,
    }
    /// Tasks of files from before there were jobs.
    DeployStep = "a deploy step", records ["id"], not played [] {
        /// The tasks in order.
        tasks "tasks": Vec<Spanned<Task>>,
    }
    /// Mail and pull requests.
    EnvironmentOptions = "stage options", records [], not played ["skipArtifactsDownload", "timeoutInMinutes", "enableAccessToken", "publishDeploymentStatus", "badgeEnabled", "autoLinkWorkItems"] {
        /// `OnlyOnFailure`, `Always` or `Never`.
        email_notification_type "emailNotificationType": String,
        /// Such as `release.environment.owner;release.creator`.
        email_recipients "emailRecipients": String,
        /// Deploys releases of pull requests.
        pull_request_deployment_enabled "pullRequestDeploymentEnabled": bool,
    }
    /// An auto-redeploy trigger.
    EnvironmentTrigger = "an auto-redeploy trigger", records ["definitionEnvironmentId", "releaseDefinitionId", "triggerContent"], not played [] {
        /// Kind.
        #[cfg_attr(feature = "schema", schemars(with = "Option<EnvironmentTriggerType>"))]
        trigger_type "triggerType": Text,
    }
    /// How long releases are kept.
    RetentionPolicy = "a retention policy", records [], not played [] {
        /// Days.
        days_to_keep "daysToKeep": Int,
        /// Newest releases that are kept whatever their age.
        releases_to_keep "releasesToKeep": Int,
        /// Keeps their builds as well.
        retain_build "retainBuild": bool,
    }
}
