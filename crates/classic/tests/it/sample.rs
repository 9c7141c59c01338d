//! Random definitions that obey every rule.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use rehearsal_classic::{
    Artifact, ArtifactFilter, DefaultVersion, Extra, QueuePolicy, RedeployTrigger, Reference, ReleaseDefinition,
    ReleaseTrigger, Retention, Schedule, Stage, StageCondition, StageTrigger,
};
use rehearsal_pipeline::{
    ApprovalExecutionOrder, ApprovalOptions, Approvals, Approver, Demand, Gate, Gates, Identity, Job, JobKind,
    Parallelism, Task, Variable, Variables,
};
use rehearsal_yaml::json;
use rehearsal_yaml::json::Value;

/// Definitions without mistakes.
pub(crate) fn definitions() -> impl Strategy<Value = ReleaseDefinition> {
    let head = (number(), text(), word(), 1..9u32, any_text(), any_text(), variables(), vec(number(), 0..3));
    let tail = (vec(any_text(), 0..3), any::<bool>(), extra());
    (head, vec(artifact(), 0..3), vec(trigger(), 0..4), vec(stage(), 1..4), tail).prop_map(
        |(head, artifacts, triggers, stages, (tags, is_disabled, extra))| {
            let (id, name, path, revision, description, release_name_format, variables, variable_groups) = head;
            let artifacts = number_artifacts(artifacts);
            let triggers = triggers.into_iter().filter_map(|trigger| watch(trigger, &artifacts)).collect();
            let stages = number_stages(stages, &artifacts);
            let path = format!("\\{path}");
            ReleaseDefinition {
                id,
                name,
                path,
                revision,
                description,
                release_name_format,
                variables,
                variable_groups,
                artifacts,
                triggers,
                stages,
                tags,
                is_disabled,
                extra,
            }
        },
    )
}

fn number_artifacts(artifacts: Vec<Artifact>) -> Vec<Artifact> {
    let numbered = artifacts.into_iter().enumerate();
    numbered
        .map(|(index, artifact)| Artifact { alias: format!("_a{index}"), is_primary: index == 0, ..artifact })
        .collect()
}

fn watch(trigger: ReleaseTrigger, artifacts: &[Artifact]) -> Option<ReleaseTrigger> {
    let watched = artifacts.last().map(|artifact| artifact.alias.clone());
    match trigger {
        ReleaseTrigger::ContinuousDeployment { filters, .. } => {
            Some(ReleaseTrigger::ContinuousDeployment { alias: watched?, filters })
        }
        ReleaseTrigger::PullRequest { filters, status_policy_name, extra, .. } => {
            Some(ReleaseTrigger::PullRequest { alias: watched?, filters, status_policy_name, extra })
        }
        other @ (ReleaseTrigger::Schedule(_) | ReleaseTrigger::Other(_)) => Some(other),
    }
}

/// Names, ids and ranks by position; stages wait for earlier ones only.
fn number_stages(stages: Vec<Stage>, artifacts: &[Artifact]) -> Vec<Stage> {
    let numbered = stages.into_iter().zip(1u32..);
    numbered
        .map(|(mut stage, position)| {
            (stage.id, stage.rank, stage.name) = (position * 10, position, format!("Stage {position}"));
            if position == 1 && matches!(stage.trigger, StageTrigger::AfterStages(_)) {
                stage.trigger = StageTrigger::AfterRelease;
            }
            if let StageTrigger::AfterStages(waits) = &mut stage.trigger {
                for wait in waits {
                    wait.stage = format!("Stage {}", position - 1);
                }
            }
            let alias = artifacts.first().map(|artifact| artifact.alias.clone());
            let filters = stage.artifact_filters.into_iter().zip(alias.into_iter().cycle());
            stage.artifact_filters = filters.map(|((_, filter), alias)| (alias, filter)).collect();
            stage
        })
        .collect()
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0..5u32, Just(0x7fff_ffff)]
}

fn word() -> impl Strategy<Value = String> {
    "[a-z]{1,6}"
}

/// Text that is not empty.
fn text() -> impl Strategy<Value = String> {
    "[A-Za-zäß\"\\\\/{}$(][ -~ü]{0,10}"
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), text()]
}

fn condition() -> impl Strategy<Value = String> {
    select(vec!["", "failed()", "always()", "and(succeeded(), eq(variables['x'], '1'))"]).prop_map(str::to_owned)
}

fn extra() -> impl Strategy<Value = Extra> {
    let value = select(vec![json!(null), json!([1, { "a": "b" }]), json!({ "deep": {} }), json!("x"), json!(-1.5)]);
    btree_map("x[A-Z]{1,3}", value, 0..3)
}

fn variables() -> impl Strategy<Value = Variables> {
    let variable =
        (option::of(any_text()), any::<bool>(), any::<bool>()).prop_map(|(value, is_secret, allow_override)| {
            Variable { value: value.filter(|_| !is_secret), is_secret, allow_override }
        });
    btree_map("[a-z][a-z0-9._]{0,5}", variable, 0..3)
}

fn references() -> impl Strategy<Value = BTreeMap<String, Reference>> {
    let reference = (any_text(), any_text()).prop_map(|(id, name)| Reference { id, name });
    btree_map(select(vec!["project", "connection", "fetchDepth"]).prop_map(str::to_owned), reference, 0..3)
}

fn artifact() -> impl Strategy<Value = Artifact> {
    let tags = || vec(word(), 0..3);
    let default_version = prop_oneof![
        Just(DefaultVersion::Latest),
        Just(DefaultVersion::SelectDuringReleaseCreation),
        (word(), tags()).prop_map(|(branch, tags)| DefaultVersion::LatestFromBranch { branch, tags }),
        tags().prop_map(|tags| DefaultVersion::LatestFromDefaultBranch { tags }),
        word().prop_map(|version| DefaultVersion::Specific { version }),
    ];
    let kind = select(vec!["Build", "Git", "GitHub", "Jenkins"]);
    (kind, any_text(), default_version, references(), extra()).prop_map(
        |(kind, source, default_version, mut references, extra)| {
            if !source.is_empty() {
                let definition = Reference { id: "7".to_owned(), name: source.clone() };
                references.insert("definition".to_owned(), definition);
            }
            Artifact { kind: kind.to_owned(), source, default_version, references, extra, ..Artifact::default() }
        },
    )
}

fn filter() -> impl Strategy<Value = ArtifactFilter> {
    let branch = select(vec!["", "main", "features/*", "*", "-odd", "refs/heads/odd"]);
    (branch, any::<bool>(), vec(any_text(), 0..3), any::<bool>(), any::<bool>()).prop_map(
        |(branch, exclude, tags, use_default_branch, create_on_tagging)| ArtifactFilter {
            branch: branch.to_owned(),
            exclude,
            tag_pattern: tags.first().cloned().unwrap_or_default(),
            tags,
            use_default_branch,
            create_on_tagging,
        },
    )
}

fn schedule() -> impl Strategy<Value = Schedule> {
    (1..128u8, 0..24u8, 0..60u8, text(), any::<bool>()).prop_map(
        |(days, hours, minutes, time_zone_id, only_with_changes)| Schedule {
            days,
            hours,
            minutes,
            time_zone_id,
            only_with_changes,
        },
    )
}

fn trigger() -> impl Strategy<Value = ReleaseTrigger> {
    let filters = || vec(filter(), 0..3);
    let other = select(vec![json!({ "triggerType": "package", "alias": "x" }), json!({ "triggerType": 9, "y": {} })]);
    prop_oneof![
        filters().prop_map(|filters| ReleaseTrigger::ContinuousDeployment { alias: String::new(), filters }),
        schedule().prop_map(ReleaseTrigger::Schedule),
        (filters(), any_text(), extra()).prop_map(|(filters, status_policy_name, extra)| {
            ReleaseTrigger::PullRequest { alias: String::new(), filters, status_policy_name, extra }
        }),
        other.prop_map(ReleaseTrigger::Other),
    ]
}

fn identity() -> impl Strategy<Value = Identity> {
    (any_text(), text(), any_text(), any::<bool>()).prop_map(|(id, display_name, unique_name, is_container)| Identity {
        id,
        display_name,
        unique_name,
        is_container,
    })
}

fn approvals() -> impl Strategy<Value = Approvals> {
    let approver =
        (0..4u32, identity(), any::<bool>()).prop_map(|(rank, identity, notify)| Approver { rank, identity, notify });
    let order = option::of(select(ApprovalExecutionOrder::ALL));
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (vec(approver, 0..3), 0..3u32, flags, 0..=ApprovalOptions::TIMEOUT_MINUTES_MAX, order).prop_map(
        |(approvers, required_count, flags, timeout_minutes, execution_order)| Approvals {
            approvers,
            options: ApprovalOptions {
                required_count,
                requester_may_approve: flags.0,
                skip_if_approved_previous: flags.1,
                revalidate_identity: flags.2,
                timeout_minutes,
                execution_order,
            },
        },
    )
}

fn gates() -> impl Strategy<Value = Gates> {
    let gate = vec(task(), 0..2).prop_map(|tasks| Gate { tasks });
    (any::<bool>(), 0..=2880u32, 5..90u32, number(), 2881..9000u32, vec(gate, 0..3)).prop_map(
        |(is_enabled, stabilization_time, sampling_interval, minimum_success_duration, timeout, gates)| Gates {
            is_enabled,
            stabilization_time,
            sampling_interval,
            minimum_success_duration,
            timeout,
            gates,
        },
    )
}

fn task() -> impl Strategy<Value = Task> {
    let who = (select(vec!["", "0f1e2d3c-0000-4678-9abc-def012345678"]), text(), any_text());
    let flags = (any::<bool>(), any::<bool>(), select(vec!["task", "metaTask"]));
    let inputs = || btree_map(any_text(), any_text(), 0..3);
    (who, any_text(), flags, number(), 0..20u32, condition(), inputs(), inputs()).prop_map(
        |((task_id, name, ref_name), version, flags, timeout_minutes, retry_count, condition, inputs, environment)| {
            Task {
                task_id: task_id.to_owned(),
                version,
                // The catalogue knows no name that ends like this.
                name: format!("{name} …"),
                ref_name,
                definition_type: flags.2.to_owned(),
                enabled: flags.0,
                continue_on_error: flags.1,
                timeout_minutes,
                retry_count,
                condition,
                inputs,
                environment,
            }
        },
    )
}

fn demand() -> impl Strategy<Value = Demand> {
    let name = "[A-Z][A-Za-z._]{0,6}";
    prop_oneof![
        name.prop_map(Demand::Exists),
        (name, word()).prop_map(|(name, value)| Demand::Equals(name, value)),
        (name, "[0-9]\\.[0-9]").prop_map(|(name, version)| Demand::GreaterThan(name, version)),
    ]
}

fn parallelism() -> impl Strategy<Value = Parallelism> {
    prop_oneof![
        Just(Parallelism::None),
        // No variable of a sample has capitals, so none of these is secret.
        (vec("[A-Z]{1,4}", 0..3), number(), any::<bool>()).prop_map(|(multipliers, agents_max, continue_on_error)| {
            Parallelism::MultiConfiguration {
                multipliers: multipliers.into_iter().map(|name| format!("{name}-")).collect(),
                agents_max,
                continue_on_error,
            }
        }),
        (number(), any::<bool>())
            .prop_map(|(agents, continue_on_error)| Parallelism::MultiAgent { agents, continue_on_error }),
    ]
}

fn job() -> impl Strategy<Value = Job> {
    let kind = prop_oneof![
        (number(), vec(demand(), 0..3), parallelism(), any::<bool>()).prop_map(
            |(queue_id, demands, parallelism, skip_artifacts_download)| JobKind::Agent {
                queue_id,
                demands,
                parallelism,
                skip_artifacts_download,
            }
        ),
        parallelism().prop_map(|parallelism| JobKind::Server { parallelism }),
        (number(), vec(any_text(), 0..3), 0..=100u32, text(), any::<bool>()).prop_map(
            |(queue_id, tags, health_percent, health_option, skip_artifacts_download)| JobKind::DeploymentGroup {
                queue_id,
                tags,
                health_percent,
                health_option,
                skip_artifacts_download,
            }
        ),
    ];
    (text(), any_text(), kind, condition(), number(), 1..=35_790u32, vec(task(), 0..3)).prop_map(
        |(name, ref_name, kind, condition, timeout_minutes, cancel_timeout_minutes, tasks)| Job {
            name,
            ref_name,
            kind,
            condition,
            timeout_minutes,
            cancel_timeout_minutes,
            tasks,
        },
    )
}

fn stage() -> impl Strategy<Value = Stage> {
    let wait =
        any::<bool>().prop_map(|partially_succeeded| StageCondition { stage: String::new(), partially_succeeded });
    let trigger = prop_oneof![
        Just(StageTrigger::ManualOnly),
        Just(StageTrigger::AfterRelease),
        vec(wait, 1..3).prop_map(StageTrigger::AfterStages),
    ];
    let queue = prop_oneof![
        Just(QueuePolicy::Unlimited),
        (1..9u32).prop_map(QueuePolicy::Sequence),
        (1..9u32).prop_map(QueuePolicy::Latest),
    ];
    let retention = (number(), number(), any::<bool>()).prop_map(|(days_to_keep, releases_to_keep, retain_build)| {
        Retention { days_to_keep, releases_to_keep, retain_build }
    });
    let redeploy = vec(select(vec![RedeployTrigger::DeploymentGroup, RedeployTrigger::Rollback]), 0..3);
    let start = (trigger, vec((Just(String::new()), filter()), 0..2), option::of(schedule()), other_conditions());
    let gates = (option::of(gates()), option::of(gates()));
    let sides = (approvals(), approvals(), gates);
    let around = (option::of(identity()), variables(), vec(number(), 0..2), queue, retention, redeploy);
    let rest = (vec(job(), 0..3), any::<bool>(), any_text(), any_text(), extra());
    (start, sides, around, rest).prop_map(|(start, sides, around, rest)| Stage {
        trigger: start.0,
        artifact_filters: start.1,
        schedule: start.2,
        other_conditions: start.3,
        pre_approvals: sides.0,
        post_approvals: sides.1,
        pre_gates: sides.2.0,
        post_gates: sides.2.1,
        owner: around.0,
        variables: around.1,
        variable_groups: around.2,
        queue: around.3,
        retention: around.4,
        redeploy: around.5,
        jobs: rest.0,
        pull_request_deployment: rest.1,
        email_notification_type: rest.2,
        email_recipients: rest.3,
        extra: rest.4,
        ..Stage::default()
    })
}

fn other_conditions() -> impl Strategy<Value = Vec<Value>> {
    vec(select(vec![json!({ "name": "Window", "conditionType": 8, "value": "open" })]), 0..2)
}
