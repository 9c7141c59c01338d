//! Vectors of `classic.md` §17 that concern files.

use rehearsal_classic::{QueuePolicy, StageCondition, StageTrigger, export};
use rehearsal_pipeline::ApprovalOrder;
use serde_json::{Value, json};

use crate::{definition, imported, inline};

/// A pipeline whose stage has one more field.
fn with_stage_fields(fields: &str) -> String {
    format!(
        "name: Web\nenvironments:\n- name: Dev\n  deployPhases: [{{ workflowTasks: [{{ name: Copy }}] }}]\n{fields}"
    )
}

fn first_error(text: &str) -> String {
    let (_, lines) = inline(text);
    lines.lines().find(|line| line.contains(" error[")).unwrap_or_default().to_owned()
}

#[test]
fn v265_an_export_with_numbers_is_accepted_gates_are_off_and_all_approvers_needed() {
    let imported = imported("tailspin-web-ui-export.json");
    assert!(!imported.report.has_errors());
    let definition = imported.definition.expect("a definition");
    let production = &definition.stages[1];
    assert_eq!(production.pre_gates, None);
    assert_eq!(production.pre_approvals.options.required_count, 0);
    assert_eq!(production.pre_approvals.order(), ApprovalOrder::InSequence);
}

#[test]
fn v266_a_rest_answer_with_names_waits_for_dev_without_partial_success() {
    let definition = definition("tailspin-web-rest.json");
    let waits = StageCondition { stage: "Dev".to_owned(), partially_succeeded: false };
    assert_eq!(definition.stages[1].trigger, StageTrigger::AfterStages(vec![waits]));
}

#[test]
fn v267_132_and_12_let_partial_success_pass_and_12_with_a_notice() {
    let after =
        |definition: &rehearsal_classic::ReleaseDefinition, index: usize| match &definition.stages[index].trigger {
            StageTrigger::AfterStages(stages) => stages[0].partially_succeeded,
            other => panic!("{other:?}"),
        };
    assert!(after(&definition("tailspin-web-rest.json"), 2));
    let old = imported("tailspin-web-api-3.json");
    assert!(old.report.iter().any(|diagnostic| diagnostic.code.0 == "condition-value"));
    assert!(after(&old.definition.expect("a definition"), 1));
}

#[test]
fn v268_no_conditions_mean_manual_only() {
    let (definition, _) = inline(&with_stage_fields("  conditions: []\n"));
    assert_eq!(definition.expect("a definition").stages[0].trigger, StageTrigger::ManualOnly);
}

#[test]
fn v269_the_execution_policy_is_a_queue_policy() {
    let policy = |at_once: u32, depth: u32| {
        let (definition, lines) = inline(&with_stage_fields(&format!(
            "  executionPolicy: {{ concurrencyCount: {at_once}, queueDepthCount: {depth} }}\n"
        )));
        assert_eq!(lines, "");
        definition.expect("a definition").stages[0].queue
    };
    assert_eq!(policy(0, 0), QueuePolicy::Unlimited);
    assert_eq!(policy(1, 0), QueuePolicy::Sequence(1));
    assert_eq!(policy(1, 1), QueuePolicy::Latest(1));
}

#[test]
fn v270_an_unknown_field_is_kept() {
    let definition = definition("tailspin-web-rest.json");
    let exported = export(&definition);
    assert_eq!(exported["environments"][1]["retryPolicy"], json!({ "attempts": 2 }));
    assert_eq!(
        exported["environments"][0]["deployPhases"][0]["workflowTasks"][0]["checkConfig"],
        json!({ "approvalRequired": false })
    );
}

#[test]
fn v271_the_value_of_a_secret_is_not_exported() {
    let (definition, _) = inline(
        "name: Web\nvariables: { password: { value: hunter2, isSecret: true } }\n\
         environments: [{ name: Dev, deployPhases: [{ workflowTasks: [{ name: Copy }] }] }]",
    );
    let exported = export(&definition.expect("a definition"));
    assert_eq!(exported["variables"]["password"]["value"], Value::Null);
    assert_eq!(exported["variables"]["password"]["isSecret"], true);
}

#[test]
fn v070_two_schedules_for_one_stage_are_refused() {
    let line = first_error(&with_stage_fields(
        "  conditions: [{ name: ReleaseStarted }]\n  schedules: [{ startHours: 2 }, { startHours: 14 }]\n",
    ));
    assert_eq!(line, "web.yaml:6:34: error[several-schedules]: a stage has at most one schedule");
}

#[test]
fn v072_stages_that_wait_for_each_other_are_refused() {
    let line = first_error(
        "name: Web\nenvironments:\n- { name: A, conditions: [{ name: B }] }\n- { name: B, conditions: [{ name: A }] }\n",
    );
    assert_eq!(line, "web.yaml:3:35: error[stage-cycle]: the stages `A`, `B` wait for each other in a circle");
}

#[test]
fn v091_an_approval_waits_at_most_a_year() {
    let timeout = |minutes: u32| {
        first_error(&with_stage_fields(&format!(
            "  preDeployApprovals:\n    approvals: [{{ approver: {{ displayName: Mia }} }}]\n    approvalOptions: {{ timeoutInMinutes: {minutes} }}\n"
        )))
    };
    assert_eq!(timeout(525_600), "");
    assert_eq!(
        timeout(525_601),
        "web.yaml:7:42: error[approval-timeout]: the timeout of an approval cannot be 525601 minutes"
    );
}

fn gate_error(options: &str) -> String {
    let line = first_error(&with_stage_fields(&format!(
        "  preDeploymentGates:\n    gatesOptions: {{ isEnabled: true, {options} }}\n"
    )));
    line.split_once("]: ").map(|(_, message)| message.to_owned()).unwrap_or_default()
}

#[test]
fn v125_gates_time_out_after_six_minutes_at_least_and_are_evaluated_every_five_at_most() {
    assert_eq!(gate_error("timeout: 6, samplingInterval: 5"), "");
    assert_eq!(gate_error("timeout: 5, samplingInterval: 5"), "the timeout of gates cannot be 5 minutes");
    assert_eq!(gate_error("samplingInterval: 4"), "the time between evaluations of gates cannot be 4 minutes");
    assert_eq!(
        gate_error("timeout: 10, samplingInterval: 10"),
        "gates time out after 10 minutes, which is not longer than their time between evaluations of 10"
    );
}

#[test]
fn v126_gates_are_delayed_by_two_days_at_most() {
    assert_eq!(gate_error("timeout: 4000, stabilizationTime: 2880"), "");
    assert_eq!(
        gate_error("timeout: 4000, stabilizationTime: 2881"),
        "the delay before gates are evaluated cannot be 2881 minutes"
    );
    assert_eq!(
        gate_error("timeout: 30, stabilizationTime: 30"),
        "gates time out after 30 minutes, which is not longer than their delay of 30"
    );
}

#[test]
fn v172_a_secret_does_not_multiply_a_job() {
    let line = first_error(
        "name: Web\nvariables: { Region: { isSecret: true } }\nenvironments:\n- name: Dev\n  deployPhases:\n  \
         - deploymentInput: { parallelExecution: { multipliers: region } }\n    workflowTasks: [{ name: Copy }]\n",
    );
    assert_eq!(line, "web.yaml:6:58: error[secret-multiplier]: the secret variable `region` cannot multiply a job");
}

#[test]
fn v220_a_manual_intervention_is_not_part_of_an_agent_job() {
    let line = first_error(
        "name: Web\nenvironments:\n- name: Dev\n  deployPhases:\n  - phaseType: 1\n    workflowTasks:\n    \
         - { taskId: bcb64569-d51a-4af0-9c01-ea5d05b3b622, name: Wait }\n",
    );
    assert_eq!(
        line,
        "web.yaml:7:17: error[server-task]: the task `Wait` (Manual intervention) runs on the service and cannot be \
         part of an agent job"
    );
}
