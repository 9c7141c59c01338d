//! Definitions that authors write inside scenarios.

use rehearsal_classic::StageTrigger;
use rehearsal_pipeline::JobKind;

use crate::inline;

#[test]
fn nearly_everything_may_be_left_out() {
    let (definition, lines) = inline(
        "name: Web
environments:
- name: Dev
  conditions: [{ name: ReleaseStarted }]
  deployPhases:
  - name: Deploy
    workflowTasks: [{ name: Copy the files }]
- name: Production
  conditions: [{ name: Dev }]
  preDeployApprovals: { approvals: [{ approver: { displayName: Mia } }] }
  deployPhases:
  - phaseType: runOnServer
    workflowTasks: [{ name: Manual intervention }]
  - workflowTasks: [{ name: Bash }, { taskId: d9bafed4-0b18-4f58-968d-86655b4d2ce9 }]
",
    );
    assert_eq!(lines, "");
    let definition = definition.expect("a definition");
    assert_eq!((definition.path.as_str(), definition.revision), ("\\", 1));
    let [dev, production] = definition.stages.as_slice() else { panic!("two stages") };
    assert_eq!((dev.id, dev.rank, production.id, production.rank), (1, 1, 2, 2));
    assert_eq!(dev.trigger, StageTrigger::AfterRelease);
    assert!(matches!(dev.jobs[0].kind, JobKind::Agent { queue_id: 0, .. }));
    assert!(dev.jobs[0].tasks[0].enabled);
    assert_eq!(production.pre_approvals.approvers[0].identity.label(), "Mia");
    assert!(production.pre_approvals.options.requester_may_approve);
    assert_eq!(production.jobs[0].name, "Agentless job");
    assert_eq!(production.jobs[0].tasks[0].task_id, "bcb64569-d51a-4af0-9c01-ea5d05b3b622");
    assert_eq!(production.jobs[1].tasks[1].name, "Command line");
}

#[test]
fn what_nobody_has_heard_of_is_a_mistake() {
    let (_, lines) = inline(
        "name: Web
enviroments: []
environments:
- name: Dev
  preDeployAprovals: {}
  badgeUrl: https://tailspin.example
  conditions:
  - { name: ReleaseStarted, conditionTyp: event }
  deployPhases:
  - workflowTasks: [{ name: Copy, retries: 3 }]
",
    );
    assert_eq!(
        lines,
        "web.yaml:2:1: error[unknown-key]: a release pipeline has no key `enviroments`
  help: did you mean `environments`?
web.yaml:5:3: error[unknown-key]: a stage has no key `preDeployAprovals`
  help: did you mean `preDeployApprovals`?
web.yaml:8:29: error[unknown-key]: a condition has no key `conditionTyp`
  help: did you mean `conditionType`?
web.yaml:10:35: error[unknown-key]: a task has no key `retries`
  help: expected one of: taskId, version, name, refName, definitionType, enabled, alwaysRun, continueOnError, timeoutInMinutes, retryCountOnTaskFailure, condition, inputs, environment, overrideInputs, checkConfig
"
    );
}

#[test]
fn texts_may_be_written_without_quotes() {
    let (definition, lines) = inline(
        "name: 2024
variables: { port: { value: 8080 }, debug: { value: true } }
environments:
- name: 1.10
  conditions: [{ name: ReleaseStarted }]
  deployPhases: [{ workflowTasks: [{ name: Bash, version: 3.*, inputs: { failOnStderr: false, port: 080 } }] }]
- name: QA
  conditions: [{ name: 1.10, value: 132 }]
  deployPhases: [{ workflowTasks: [{ name: Bash }] }]
",
    );
    assert_eq!(lines, "");
    let definition = definition.expect("a definition");
    assert_eq!(definition.stages[0].name, "1.10");
    assert_eq!(definition.variables["port"].value.as_deref(), Some("8080"));
    assert_eq!(definition.stages[0].jobs[0].tasks[0].inputs["failOnStderr"], "false");
    assert_eq!(definition.stages[0].jobs[0].tasks[0].inputs["port"], "080");
}
