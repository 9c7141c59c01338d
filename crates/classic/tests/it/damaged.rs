//! What is wrong with a file, and what people are told about it.

use insta::assert_snapshot;
use rehearsal_classic::{export, export_text, import};
use rehearsal_pipeline::JobKind;
use rehearsal_source::Source;
use rehearsal_yaml::json;

use crate::{FIXTURES, import_text, inline};

/// Mistakes that authors make, each with the lines that matter.
const MISTAKES: &[(&str, &str)] = &[
    (
        "a condition names a stage that is not there",
        "name: Web
environments:
- { name: Production, conditions: [{ name: ReleaseStarted }], deployPhases: [{ workflowTasks: [{ name: Copy }] }] }
- { name: Report, conditions: [{ name: Prodction }], deployPhases: [{ workflowTasks: [{ name: Send }] }] }
- { name: Tidy up, conditions: [{ name: Nowhere at all }], deployPhases: [{ workflowTasks: [{ name: Send }] }] }",
    ),
    (
        "three stages wait in a circle",
        "name: Web
environments:
- { name: A, conditions: [{ name: C }], deployPhases: [{ workflowTasks: [{ name: Copy }] }] }
- { name: B, conditions: [{ name: A }], deployPhases: [{ workflowTasks: [{ name: Copy }] }] }
- { name: C, conditions: [{ name: B }], deployPhases: [{ workflowTasks: [{ name: Copy }] }] }",
    ),
    (
        "a stage waits for itself",
        "name: Web
environments:
- { name: Dev, conditions: [{ name: dev }], deployPhases: [{ workflowTasks: [{ name: Copy }] }] }",
    ),
    (
        "names are missing or taken",
        "environments:
- { name: Dev, deployPhases: [{ workflowTasks: [{ name: Copy }] }] }
- { name: DEV, deployPhases: [{ workflowTasks: [{ enabled: false }] }] }
- { rank: 3, deployPhases: [{ workflowTasks: [{ name: Copy }] }] }",
    ),
    ("a pipeline without stages", "name: Web\nenvironments: []"),
    ("a stage without a job", "name: Web\nenvironments: [{ name: Dev }]"),
    (
        "artifacts share an alias or have none, and two are primary",
        "name: Web
artifacts:
- { alias: _web, isPrimary: true }
- { alias: _web }
- { type: Git, isPrimary: true, definitionReference: { definition: { name: infrastructure } } }
- { type: Git }
environments: [{ name: Dev, deployPhases: [{ workflowTasks: [{ name: Copy }] }] }]",
    ),
    (
        "no artifact is primary, and a default version is unheard of",
        "name: Web
artifacts:
- { alias: _web, definitionReference: { defaultVersionType: { id: latestTyp } } }
- { alias: _tools }
environments: [{ name: Dev, deployPhases: [{ workflowTasks: [{ name: Copy }] }] }]",
    ),
    (
        "triggers and conditions name artifacts that are not there",
        "name: Web
artifacts: [{ alias: _web }, { alias: _tools, isPrimary: true }]
triggers:
- { triggerType: artifactSource, artifactAlias: _wep }
- { triggerType: pullRequest }
- { triggerType: containerImage, alias: _web }
environments:
- name: Dev
  conditions: [{ name: ReleaseStarted }, { name: web, conditionType: artifact }]
  deployPhases: [{ workflowTasks: [{ name: Copy }] }]",
    ),
    (
        "the filter of an artifact condition is not JSON, not an object, of the wrong type, misspelt",
        r#"name: Web
artifacts: [{ alias: _web }]
environments:
- name: Dev
  conditions:
  - { name: _web, value: 'main' }
  - { name: _web, value: '["main"]' }
  - { name: _web, value: '{"tags": "good"}' }
  - { name: _web, value: '{"sourceBranc": "main"}' }
  deployPhases: [{ workflowTasks: [{ name: Copy }] }]"#,
    ),
    (
        "the value of a stage condition is no set of states",
        "name: Web
environments:
- { name: Dev, conditions: [{ name: ReleaseStarted }], deployPhases: [{ workflowTasks: [{ name: Copy }] }] }
- name: QA
  conditions:
  - { name: Dev, value: succeeded }
  - { name: Dev, value: 16 }
  - { name: Dev, value: 20 }
  - { name: Dev, value: 128 }
  deployPhases: [{ workflowTasks: [{ name: Copy }] }]",
    ),
    (
        "a condition of a kind that is not played",
        "name: Web
environments:
- name: Dev
  conditions: [{ name: Approved, conditionType: event }, { name: Dev, conditionType: 0 }, { name: x, conditionType: weather }]
  deployPhases: [{ workflowTasks: [{ name: Copy }] }]",
    ),
    (
        "schedules outside of the week",
        "name: Web
triggers:
- { schedule: { daysToRelease: 200, startHours: 24, startMinutes: 60, timeZoneId: '' } }
- { schedule: { daysToRelease: 'monday, firday' } }
- { schedule: { daysToRelease: workdays, startHours: -1 } }
environments:
- name: Dev
  schedules: [{ daysToRelease: 31 }]
  deployPhases: [{ workflowTasks: [{ name: Copy }] }]",
    ),
    (
        "approvals that nobody can give",
        "name: Web
environments:
- name: Dev
  preDeployApprovals:
    approvals: [{ isNotificationOn: true }, { approver: { displayName: Mia } }]
    approvalOptions: { requiredApproverCount: 3, executionOrder: beforeGate, timeoutInMinutes: -5 }
  postDeployApprovals:
    approvals: []
    approvalOptions: { requiredApproverCount: 1 }
  deployPhases: [{ workflowTasks: [{ name: Copy }] }]",
    ),
    (
        "gates that are off, run too often or need an agent",
        "name: Web
environments:
- name: Dev
  preDeploymentGates: { gates: [{ tasks: [{ name: queryWorkItems }] }] }
  postDeploymentGates:
    gatesOptions: { isEnabled: true, samplingInterval: 1, timeout: 3, stabilizationTime: 9000 }
    gates: [{ tasks: [{ name: Bash }] }]
  deployPhases: [{ workflowTasks: [{ name: Copy }] }]",
    ),
    (
        "jobs and tasks in the wrong place",
        "name: Web
environments:
- name: Dev
  deployPhases:
  - { phaseType: runOnServer, workflowTasks: [{ name: PowerShell }] }
  - { phaseType: agentBasedDeployment, workflowTasks: [{ name: Delay }] }
  - { phaseType: machineGroupBasedDeployment, workflowTasks: [{ name: Manual intervention }] }
  - { phaseType: deploymentGates }
  - { phaseType: runOnServr }
  - { deploymentInput: { demands: [7, '', { value: x }], jobCancelTimeoutInMinutes: 99999, healthPercent: 50 } }
  - { phaseType: 4, deploymentInput: { healthPercent: 101 } }",
    ),
    (
        "variables that differ in case only",
        "name: Web
variables: { region: { value: eu }, Region: { value: us } }
environments: [{ name: Dev, deployPhases: [{ workflowTasks: [{ name: Copy }] }] }]",
    ),
    (
        "an auto-redeploy trigger that is not played",
        "name: Web
environments: [{ name: Dev, environmentTriggers: [{ triggerType: 3 }, {}], deployPhases: [{ workflowTasks: [{ name: Copy }] }] }]",
    ),
    (
        "values of the wrong kind",
        "name: [Web]
environments:
- name: Dev
  rank: first
  ranck: 1
  conditions: after release
  deployPhases: { name: Deploy }
- QA",
    ),
];

/// Files that are something else.
const STRANGERS: &[(&str, &str)] = &[
    ("a release", r#"{ "id": 118, "name": "Release-47", "releaseDefinition": { "id": 1 }, "environments": [] }"#),
    (
        "an approval",
        r#"{ "id": 7, "approvalType": "preDeploy", "status": "pending", "releaseDefinition": { "id": 1 } }"#,
    ),
    (
        "deployments",
        r#"{ "count": 2, "value": [{ "deploymentStatus": "succeeded", "releaseEnvironment": {}, "releaseDefinition": {} }, { "deploymentStatus": "failed", "releaseEnvironment": {}, "releaseDefinition": {} }] }"#,
    ),
    ("a release without its pipeline", r#"{ "name": "Release-47", "environments": [{ "deploySteps": [] }] }"#),
    ("a list of pipelines", r#"{ "count": 2, "value": [{ "name": "Web" }, { "name": "Mobile" }] }"#),
    (
        "a list of pipelines without their stages",
        r#"{ "count": 2, "value": [{ "name": "Web", "releaseNameFormat": "" }, { "name": "Mobile", "releaseNameFormat": "" }] }"#,
    ),
    (
        "a list of two pipelines",
        r#"{ "count": 2, "value": [{ "name": "Web", "environments": [] }, { "name": "Mobile", "environments": [] }] }"#,
    ),
    (
        "the history of a pipeline",
        r#"[{ "definitionId": 1, "changeType": "add" }, { "definitionId": 1, "changeType": "update" }]"#,
    ),
    ("a request without an answer", r#"{ "parameters": {}, "responses": { "204": { "headers": {} } } }"#),
    ("an empty list", r#"{ "count": 0, "value": [] }"#),
    ("a list of numbers", "[1, 2, 3]"),
    ("a list of one pipeline", r#"[{ "name": "Web", "environments": [] }]"#),
    ("a build pipeline", r#"{ "name": "web-ci", "process": { "type": 2 }, "repository": {} }"#),
    ("a YAML pipeline as JSON", r#"{ "trigger": ["main"], "steps": [{ "script": "make" }] }"#),
    ("an error of the service", r#"{ "message": "VS402881: not found", "typeName": "NotFound", "typeKey": "x" }"#),
    ("some other object", r#"{ "compilerOptions": { "strict": true } }"#),
    ("a text", r#""release""#),
    ("nothing", ""),
    ("half a file", r#"{ "name": "Web", "environments": [{ "name": "Dev", "#),
    ("a page", "<!DOCTYPE html><html><body>Sign in</body></html>"),
    ("byte order mark", "\u{feff}{ \"name\": \"Web\", \"environments\": [] }"),
];

#[test]
fn every_mistake_is_named_at_its_place_with_what_to_type_instead() {
    assert_snapshot!(table(MISTAKES, |text| inline(text).1));
}

#[test]
fn a_file_that_is_something_else_is_called_by_its_name() {
    assert_snapshot!(table(STRANGERS, |text| import_text(text).1));
}

fn table(cases: &[(&str, &str)], complain: impl Fn(&str) -> String) -> String {
    let cases = cases.iter().map(|(title, text)| {
        let numbered: Vec<String> = text.lines().zip(1..).map(|(line, number)| format!("{number:>3} {line}")).collect();
        format!("# {title}\n{}\n{}", numbered.join("\n"), complain(text))
    });
    cases.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_byte_order_mark_says_nothing() {
    let (name, text) = FIXTURES[0];
    let marked = import(&Source::new(name, format!("\u{feff}{text}")));
    assert!(marked.report.is_empty());
    assert!(marked.definition.is_some());
}

#[test]
fn no_beginning_of_a_file_makes_it_panic() {
    for (name, text) in FIXTURES {
        for end in (0..text.len()).step_by(97).filter(|&end| text.is_char_boundary(end)) {
            let imported = import(&Source::new(name, &text[..end]));
            assert!(imported.definition.is_none() || imported.report.has_errors());
        }
    }
}

#[test]
fn ten_megabytes_of_brackets_are_refused() {
    let imported = import(&Source::new("brackets.json", "[".repeat(10_000_000)));
    assert!(imported.definition.is_none());
    assert!(imported.report.has_errors());
}

#[test]
fn a_pipeline_of_thousands_of_stages_is_cut_with_an_error() {
    let stages: Vec<String> = (0..20_000)
        .map(|index| format!(r#"{{"name":"S{index}","conditions":[{{"name":"S0"}},{{"name":"S{}"}}]}}"#, index + 1))
        .collect();
    let (definition, lines) = import_text(&format!(r#"{{"name":"Web","environments":[{}]}}"#, stages.join(",")));
    assert_eq!(definition.expect("a definition").stages.len(), 500);
    assert!(lines.contains("error[too-many]: a pipeline has at most 500 environments, not 20000"));
}

#[test]
fn what_could_not_be_read_is_exported_as_it_was_until_the_model_says_otherwise() {
    let (definition, _) = import_text(
        r#"{ "name": "Web", "environments": [{ "name": "Dev", "deployPhases": [
            { "deploymentInput": { "queueId": "$Azure Pipelines$", "demands": ["", "npm"] } }
        ] }] }"#,
    );
    let mut definition = definition.expect("a definition");
    let input = |definition: &_| export(definition)["environments"][0]["deployPhases"][0]["deploymentInput"].clone();
    assert_eq!(input(&definition)["queueId"], "$Azure Pipelines$");
    assert_eq!(input(&definition)["demands"], json!(["", "npm"]));
    let JobKind::Agent { queue_id, demands, .. } = &mut definition.stages[0].jobs[0].kind else {
        panic!("an agent job")
    };
    *queue_id = 7;
    demands.clear();
    assert_eq!(input(&definition)["queueId"], 7);
    assert_eq!(input(&definition)["demands"], json!([]));
}

#[test]
fn no_secret_comes_back_inside_a_list_or_map_that_is_kept() {
    let (definition, _) = import_text(
        r#"{ "name": "Web", "environments": [{ "name": "Dev" }],
            "variables": { "odd": [], "a": { "value": "s1", "isSecret": true }, "b": { "value": ["s2"], "isSecret": true } } }"#,
    );
    let text = export_text(&definition.expect("a definition"));
    assert!(!text.contains("s1") && !text.contains("s2"), "{text}");
}

#[test]
fn no_secret_comes_back_inside_what_is_unknown() {
    let secret = r#"{ "value": "s3cret", "isSecret": true }"#;
    let (definition, _) = import_text(&format!(
        r#"{{ "name": "Web", "groups": [{{ "variables": {{ "a": {secret} }} }}],
            "triggers": [{{ "triggerType": "weather", "variables": {{ "b": {secret} }} }}],
            "environments": [{{ "name": "Dev", "more": {{ "c": {secret} }},
                "conditions": [{{ "name": "x", "conditionType": 8, "d": {secret} }}] }}] }}"#
    ));
    let text = export_text(&definition.expect("a definition"));
    assert!(!text.contains("s3cret") && text.contains("weather"), "{text}");
}

#[test]
fn a_number_where_a_text_belongs_reads_the_same_however_it_is_spelled() {
    let stage = r#"{ "name": 1e300, "deployPhases": [{ "name": 2.50, "deploymentInput": [] }, 7] }"#;
    let (definition, _) = import_text(&format!(r#"{{ "name": "Web", "environments": [{stage}] }}"#));
    let definition = definition.expect("a definition");
    assert_eq!(definition.stages[0].jobs[0].name, "2.5");
    assert_eq!(import_text(&export_text(&definition)).0, Some(definition));
}

#[test]
fn tasks_of_the_old_form_are_not_lost_behind_jobs_that_could_not_be_read() {
    let (definition, _) = import_text(
        r#"{ "name": "Web", "environments": [{ "name": "Dev", "deployPhases": true, "deployStep": { "tasks": [{ "name": "Copy" }] } }] }"#,
    );
    let definition = definition.expect("a definition");
    let (again, _) = import_text(&export_text(&definition));
    assert_eq!(again.expect("a definition").stages[0].jobs, definition.stages[0].jobs);
}

#[test]
fn warnings_are_not_lost_behind_notices() {
    let tasks = r#"{"definitionType":"metaTask","name":"Group"},"#.repeat(300);
    let (_, lines) = import_text(&format!(
        r#"{{"name":"Web","environments":[{{"name":"Dev","deployPhases":[{{"workflowTasks":[{tasks}{{}}]}}]}}]}}"#
    ));
    assert!(lines.contains("warning[name-missing]: a task has neither a name nor a task id"));
}

#[test]
fn a_condition_that_cannot_be_read_is_told_with_its_place_and_kept() {
    let (definition, lines) = import_text(
        r#"{ "name": "Web", "environments": [{ "name": "Dev", "deployPhases": [{
            "deploymentInput": { "condition": "contains('a'" },
            "workflowTasks": [{ "name": "Copy", "condition": "foo(1)" }, { "name": "Look", "condition": " succeeded() " },
                { "name": "Run", "condition": "and(succeeded(), eq(variables['x'], '1'))" }] }] }] }"#,
    );
    assert_eq!(lines.matches("warning[unreadable-condition]").count(), 2, "{lines}");
    assert!(
        lines.contains("3:62: warning[unreadable-condition]: the condition `foo(1)` cannot be read: no function is named `foo` here"),
        "{lines}"
    );
    let definition = definition.expect("a definition");
    let job = &definition.stages[0].jobs[0];
    let conditions: Vec<&str> = job.tasks.iter().map(|task| task.condition.as_str()).collect();
    assert_eq!(job.condition, "contains('a'");
    assert_eq!(conditions, ["foo(1)", "", "and(succeeded(), eq(variables['x'], '1'))"]);
}

#[test]
fn the_pool_of_a_stage_is_kept_where_no_job_runs_on_it() {
    let (definition, _) = import_text(
        r#"{ "name": "Web", "environments": [
            { "name": "Dev", "rank": 1, "queueId": 2, "deployStep": { "tasks": [] } },
            { "name": "QA", "rank": 2, "queueId": 3, "deployStep": { "tasks": [{ "name": "Copy" }] } }] }"#,
    );
    let definition = definition.expect("a definition");
    let text = export_text(&definition);
    assert_eq!(text.matches("\"queueId\": 2").count(), 1, "{text}");
    assert_eq!(text.matches("\"queueId\": 3").count(), 1, "{text}");
    assert_eq!(import_text(&text).0, Some(definition));
}

#[test]
fn success_criteria_that_cannot_be_read_are_told() {
    let gate = |criteria: &str| {
        format!(
            r#"{{ "name": "Call", "taskId": "9c3e8943-130d-4c78-ac63-8af81df62dfb", "inputs": {{ "successCriteria": "{criteria}" }} }}"#
        )
    };
    let good =
        ["eq(count(jsonpath('Items[?(@.price<50)]')), 1)", "eq(root['status'], '$(wanted)'", ""].map(gate).join(",");
    let (_, lines) = import_text(&format!(
        r#"{{ "name": "Web", "environments": [{{ "name": "Dev", "deployPhases": [], "preDeploymentGates": {{
            "gatesOptions": {{ "isEnabled": true }}, "gates": [{{ "tasks": [{good}, {}] }}] }} }}] }}"#,
        gate("eq(root.status")
    ));
    assert_eq!(
        lines.matches("warning[unreadable-condition]: the success criteria `eq(root.status`").count(),
        1,
        "{lines}"
    );
}
