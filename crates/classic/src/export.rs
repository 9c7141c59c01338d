//! From the model to the product's JSON (`classic.md` §15).
//!
//! The text has the shape of REST answers: enumerations by name. Secret values are left out. Every
//! object and list that the model knows is written even when it is empty, so that fields kept in
//! [`Extra`](crate::Extra) find their place again.

use rehearsal_pipeline::{
    ApprovalOptions, Approvals, ConditionType, DeployPhaseTypes, EnvironmentTriggerType, Gates, Identity, Job, JobKind,
    ParallelExecutionTypes, Parallelism, ReleaseTriggerType, Task, Variables,
};
use rehearsal_yaml::json;
use rehearsal_yaml::json::Value;

use crate::originals;
use crate::read::{written_branch, written_demand, written_references};
use crate::{
    Artifact, ArtifactFilter, Extra, QueuePolicy, RedeployTrigger, ReleaseDefinition, ReleaseTrigger, Schedule, Stage,
    StageTrigger,
};

/// The definition as the product's REST interface would answer it.
pub fn export(definition: &ReleaseDefinition) -> Value {
    originals::put_back(without_originals(definition), definition)
}

/// What the model says, without values of the file that something else stands in for.
pub(crate) fn without_originals(definition: &ReleaseDefinition) -> Value {
    let value = json!({
        "id": definition.id,
        "name": definition.name,
        "path": definition.path,
        "revision": definition.revision,
        "description": definition.description,
        "isDisabled": definition.is_disabled,
        "releaseNameFormat": definition.release_name_format,
        "variables": variables(&definition.variables),
        "variableGroups": definition.variable_groups,
        "artifacts": list(&definition.artifacts, artifact),
        "triggers": list(&definition.triggers, trigger),
        "environments": list(&definition.stages, stage),
        "tags": definition.tags,
    });
    with_extra(value, &definition.extra)
}

/// The definition as indented JSON text that ends with a line break.
pub fn export_text(definition: &ReleaseDefinition) -> String {
    format!("{:#}\n", export(definition))
}

fn list<T>(items: &[T], write: fn(&T) -> Value) -> Value {
    items.iter().map(write).collect()
}

/// Puts kept fields back. What the model wrote is never overwritten, and a field whose place is gone
/// (the task was removed) goes with it.
fn with_extra(mut value: Value, extra: &Extra) -> Value {
    for (name, field) in extra.iter().filter(|(name, _)| !originals::is_key(name)) {
        let (parent, name) = match name.rsplit_once('/') {
            Some((parent, name)) if parent.is_empty() || parent.starts_with('/') => {
                (value.pointer_mut(parent), originals::unescape(name))
            }
            _ => (Some(&mut value), name.clone()),
        };
        if let Some(Value::Object(parent)) = parent
            && !parent.contains_key(&name)
        {
            parent.insert(name, field.clone());
        }
    }
    value
}

fn variables(variables: &Variables) -> Value {
    let write = |variable: &rehearsal_pipeline::Variable| {
        let value = if variable.is_secret { None } else { variable.value.as_ref() };
        json!({ "value": value, "isSecret": variable.is_secret, "allowOverride": variable.allow_override })
    };
    variables.iter().map(|(name, variable)| (name.clone(), write(variable))).collect()
}

fn artifact(artifact: &Artifact) -> Value {
    let references: Value = written_references(artifact)
        .into_iter()
        .map(|(key, reference)| (key, json!({ "id": reference.id, "name": reference.name })))
        .collect();
    let value = json!({
        "type": artifact.kind,
        "alias": artifact.alias,
        "isPrimary": artifact.is_primary,
        "definitionReference": references,
    });
    with_extra(value, &artifact.extra)
}

fn trigger(trigger: &ReleaseTrigger) -> Value {
    match trigger {
        ReleaseTrigger::ContinuousDeployment { alias, filters } => json!({
            "triggerType": ReleaseTriggerType::ArtifactSource.name(),
            "artifactAlias": alias,
            "triggerConditions": list(filters, build_filter),
        }),
        ReleaseTrigger::Schedule(when) => json!({
            "triggerType": ReleaseTriggerType::Schedule.name(),
            "schedule": schedule(when),
        }),
        ReleaseTrigger::PullRequest { alias, filters, status_policy_name, extra } => with_extra(
            json!({
                "triggerType": ReleaseTriggerType::PullRequest.name(),
                "artifactAlias": alias,
                "statusPolicyName": status_policy_name,
                "triggerConditions": list(filters, pull_request_filter),
            }),
            extra,
        ),
        ReleaseTrigger::Other(raw) => raw.clone(),
    }
}

fn build_filter(filter: &ArtifactFilter) -> Value {
    let mut value = json!({
        "sourceBranch": written_branch(filter),
        "tags": filter.tags,
        "useBuildDefinitionBranch": filter.use_default_branch,
        "createReleaseOnBuildTagging": filter.create_on_tagging,
    });
    if !filter.tag_pattern.is_empty() {
        value["tagFilter"] = json!({ "pattern": filter.tag_pattern });
    }
    value
}

fn pull_request_filter(filter: &ArtifactFilter) -> Value {
    let mut value = build_filter(filter);
    if let Some(branch) = value.as_object_mut().and_then(|fields| fields.remove("sourceBranch")) {
        value["targetBranch"] = branch;
    }
    value
}

fn schedule(schedule: &Schedule) -> Value {
    json!({
        "daysToRelease": schedule.days,
        "startHours": schedule.hours,
        "startMinutes": schedule.minutes,
        "timeZoneId": schedule.time_zone_id,
        "scheduleOnlyWithChanges": schedule.only_with_changes,
    })
}

fn stage(stage: &Stage) -> Value {
    let value = json!({
        "id": stage.id,
        "name": stage.name,
        "rank": stage.rank,
        "owner": stage.owner.as_ref().map(identity),
        "variables": variables(&stage.variables),
        "variableGroups": stage.variable_groups,
        "preDeployApprovals": approvals(&stage.pre_approvals),
        "deployStep": {},
        "postDeployApprovals": approvals(&stage.post_approvals),
        "deployPhases": stage.jobs.iter().zip(1..).map(|(job, rank)| phase(job, rank)).collect::<Value>(),
        "environmentOptions": {
            "emailNotificationType": stage.email_notification_type,
            "emailRecipients": stage.email_recipients,
            "pullRequestDeploymentEnabled": stage.pull_request_deployment,
        },
        "conditions": conditions(stage),
        "executionPolicy": execution_policy(stage.queue),
        "schedules": stage.schedule.iter().map(schedule).collect::<Value>(),
        "retentionPolicy": {
            "daysToKeep": stage.retention.days_to_keep,
            "releasesToKeep": stage.retention.releases_to_keep,
            "retainBuild": stage.retention.retain_build,
        },
        "preDeploymentGates": gates(stage.pre_gates.as_ref()),
        "postDeploymentGates": gates(stage.post_gates.as_ref()),
        "environmentTriggers": stage.redeploy.iter().copied().map(redeploy).collect::<Value>(),
    });
    let mut value = with_extra(value, &stage.extra);
    if let Some(Value::Array(conditions)) = value.get_mut("conditions") {
        conditions.iter_mut().for_each(filter_to_text);
    }
    value
}

/// The value of an artifact condition is JSON text; until here it was an object, so that kept fields
/// could be put back into it.
fn filter_to_text(condition: &mut Value) {
    let is_artifact = condition["conditionType"] == ConditionType::Artifact.name();
    if let (true, Some(value)) = (is_artifact, condition.get_mut("value").filter(|value| value.is_object())) {
        *value = Value::String(value.to_string());
    }
}

fn conditions(stage: &Stage) -> Value {
    let condition = |name: &str, kind: ConditionType, value: Value| json!({ "name": name, "conditionType": kind.name(), "value": value });
    let mut conditions = match &stage.trigger {
        StageTrigger::AfterRelease => vec![condition("ReleaseStarted", ConditionType::Event, "".into())],
        StageTrigger::AfterStages(stages) => stages
            .iter()
            .map(|upstream| {
                let mask = if upstream.partially_succeeded { "132" } else { "4" };
                condition(&upstream.stage, ConditionType::EnvironmentState, mask.into())
            })
            .collect(),
        StageTrigger::ManualOnly => Vec::new(),
    };
    let artifacts = stage.artifact_filters.iter();
    conditions.extend(artifacts.map(|(alias, filter)| condition(alias, ConditionType::Artifact, build_filter(filter))));
    conditions.extend(stage.other_conditions.iter().cloned());
    Value::Array(conditions)
}

fn execution_policy(queue: QueuePolicy) -> Value {
    let (at_once, depth) = match queue {
        QueuePolicy::Unlimited => (0, 0),
        QueuePolicy::Sequence(at_once) => (at_once, 0),
        QueuePolicy::Latest(at_once) => (at_once, 1),
    };
    json!({ "concurrencyCount": at_once, "queueDepthCount": depth })
}

fn redeploy(trigger: RedeployTrigger) -> Value {
    let kind = match trigger {
        RedeployTrigger::DeploymentGroup => EnvironmentTriggerType::DeploymentGroupRedeploy,
        RedeployTrigger::Rollback => EnvironmentTriggerType::RollbackRedeploy,
    };
    json!({ "triggerType": kind.name() })
}

/// Nobody to ask is written as one automated row.
fn approvals(approvals: &Approvals) -> Value {
    let mut rows: Vec<Value> = approvals
        .approvers
        .iter()
        .map(|approver| {
            json!({
                "rank": approver.rank,
                "isAutomated": false,
                "isNotificationOn": approver.notify,
                "approver": identity(&approver.identity),
            })
        })
        .collect();
    if rows.is_empty() {
        rows.push(json!({ "rank": 1, "isAutomated": true, "isNotificationOn": false }));
    }
    json!({ "approvals": rows, "approvalOptions": approval_options(&approvals.options) })
}

fn approval_options(options: &ApprovalOptions) -> Value {
    let mut value = json!({
        "requiredApproverCount": options.required_count,
        "releaseCreatorCanBeApprover": options.requester_may_approve,
        "autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped": options.skip_if_approved_previous,
        "enforceIdentityRevalidation": options.revalidate_identity,
        "timeoutInMinutes": options.timeout_minutes,
    });
    // Not written, the order is the default of the side; the product knows no null here.
    if let Some(order) = options.execution_order {
        value["executionOrder"] = order.name().into();
    }
    value
}

fn identity(identity: &Identity) -> Value {
    let texts = [("id", &identity.id), ("displayName", &identity.display_name), ("uniqueName", &identity.unique_name)];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    let mut value: Value = texts.map(|(name, text)| (name, text.as_str())).collect();
    if identity.is_container {
        value["isContainer"] = true.into();
    }
    value
}

fn gates(gates: Option<&Gates>) -> Value {
    let Some(gates) = gates else { return json!({ "gatesOptions": null, "gates": [] }) };
    json!({
        "gatesOptions": {
            "isEnabled": gates.is_enabled,
            "timeout": gates.timeout,
            "samplingInterval": gates.sampling_interval,
            "stabilizationTime": gates.stabilization_time,
            "minimumSuccessDuration": gates.minimum_success_duration,
        },
        "gates": list(&gates.gates, |gate| json!({ "tasks": list(&gate.tasks, task) })),
    })
}

fn phase(job: &Job, rank: u32) -> Value {
    let (kind, mut input) = match &job.kind {
        JobKind::Agent { queue_id, demands, parallelism, skip_artifacts_download } => (
            DeployPhaseTypes::AgentBasedDeployment,
            json!({
                "parallelExecution": parallel_execution(parallelism),
                "queueId": queue_id,
                "demands": demands.iter().map(written_demand).collect::<Value>(),
                "skipArtifactsDownload": skip_artifacts_download,
            }),
        ),
        JobKind::Server { parallelism } => {
            (DeployPhaseTypes::RunOnServer, json!({ "parallelExecution": parallel_execution(parallelism) }))
        }
        JobKind::DeploymentGroup { queue_id, tags, health_percent, health_option, skip_artifacts_download } => (
            DeployPhaseTypes::MachineGroupBasedDeployment,
            json!({
                "queueId": queue_id,
                "tags": tags,
                "healthPercent": health_percent,
                "deploymentHealthOption": health_option,
                "skipArtifactsDownload": skip_artifacts_download,
            }),
        ),
    };
    input["timeoutInMinutes"] = job.timeout_minutes.into();
    input["jobCancelTimeoutInMinutes"] = job.cancel_timeout_minutes.into();
    input["condition"] = or_succeeded(&job.condition).into();
    json!({
        "rank": rank,
        "phaseType": kind.name(),
        "name": job.name,
        "refName": job.ref_name,
        "workflowTasks": list(&job.tasks, task),
        "deploymentInput": input,
    })
}

/// The product writes the default condition out.
fn or_succeeded(condition: &str) -> &str {
    if condition.is_empty() { "succeeded()" } else { condition }
}

fn parallel_execution(parallelism: &Parallelism) -> Value {
    let kind = |kind: ParallelExecutionTypes| kind.name();
    match parallelism {
        Parallelism::None => json!({ "parallelExecutionType": kind(ParallelExecutionTypes::None) }),
        Parallelism::MultiConfiguration { multipliers, agents_max, continue_on_error } => json!({
            "parallelExecutionType": kind(ParallelExecutionTypes::MultiConfiguration),
            "multipliers": multipliers.join(","),
            "maxNumberOfAgents": agents_max,
            "continueOnError": continue_on_error,
        }),
        Parallelism::MultiAgent { agents, continue_on_error } => json!({
            "parallelExecutionType": kind(ParallelExecutionTypes::MultiMachine),
            "maxNumberOfAgents": agents,
            "continueOnError": continue_on_error,
        }),
    }
}

fn task(task: &Task) -> Value {
    json!({
        "taskId": task.task_id,
        "version": task.version,
        "name": task.name,
        "refName": task.ref_name,
        "enabled": task.enabled,
        "continueOnError": task.continue_on_error,
        "timeoutInMinutes": task.timeout_minutes,
        "retryCountOnTaskFailure": task.retry_count,
        "definitionType": task.definition_type,
        "condition": or_succeeded(&task.condition),
        "inputs": task.inputs,
        "environment": task.environment,
    })
}
