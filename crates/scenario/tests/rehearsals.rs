//! Worlds that are made around imported pipelines.

use rehearsal_classic::{ReleaseDefinition, import};
use rehearsal_engine::Fact;
use rehearsal_kernel::SimDuration;
use rehearsal_scenario::rehearse::{Assumption, Rehearsal, ReleasedBy, Simplification, Wishes};
use rehearsal_source::Source;

fn definition(stage: &str, rest: &str) -> ReleaseDefinition {
    let text = format!(
        r#"{{ "name": "Shop", "environments": [{{ "name": "QA", "conditions": [{{ "name": "ReleaseStarted", "conditionType": 1 }}], {stage} }}], {rest} }}"#
    );
    import(&Source::new("shop.json", text)).definition.expect("a definition")
}

fn rehearsal(definition: &ReleaseDefinition) -> Rehearsal {
    Rehearsal::new(definition, &Wishes::default()).expect("it can be rehearsed")
}

const TASK: &str = r#""workflowTasks": [{ "name": "Copy" }]"#;

fn artifact(alias: &str, primary: bool) -> String {
    format!(
        r#"{{ "alias": "{alias}", "type": "Build", "isPrimary": {primary}, "definitionReference": {{ "definition": {{ "id": "1", "name": "{alias}-ci" }} }} }}"#
    )
}

#[test]
fn without_artifacts_a_person_creates_the_release() {
    let rehearsal = rehearsal(&definition(&format!(r#""deployPhases": [{{ {TASK} }}]"#), r#""artifacts": []"#));
    let by = ReleasedBy::Person { name: "Requester".to_owned() };
    assert!(rehearsal.assumptions.contains(&Assumption::Released(by)));
    let played = rehearsal.play();
    assert_eq!(played.session.state().releases.len(), 1);
    assert!(!played.session.carries_on());
}

#[test]
fn the_build_is_one_that_triggers_and_stages_like() {
    let rest = format!(
        r#""artifacts": [{}, {}], "triggers": [{{ "triggerType": 1, "artifactAlias": "tools", "triggerConditions": [{{ "sourceBranch": "rel/*", "tags": ["ok"] }}] }}]"#,
        artifact("web", true),
        artifact("tools", false)
    );
    let rehearsal = rehearsal(&definition(&format!(r#""deployPhases": [{{ {TASK} }}]"#), &rest));
    let versions: Vec<String> = rehearsal
        .assumptions
        .iter()
        .filter_map(|one| match one {
            Assumption::Version { alias, number, branch, tags } => Some(format!("{alias} {number} {branch} {tags:?}")),
            _ => None,
        })
        .collect();
    assert_eq!(versions, [r"web 20260302.1 main []", r#"tools 20260302.1 rel/rehearsal ["ok"]"#]);
    let played = rehearsal.play();
    assert_eq!(played.session.state().releases.len(), 1);
    assert_eq!(played.session.state().releases[0].content.triggering_alias.as_deref(), Some("tools"));
}

#[test]
fn demands_that_contradict_each_other_get_agents_of_their_own() {
    let job = |demand: &str| format!(r#"{{ "deploymentInput": {{ "queueId": 5, "demands": [{demand}] }}, {TASK} }}"#);
    let jobs =
        [r#""os -equals Linux", "docker""#, r#""os -equals Windows", "node -gtVersion 18.2""#, r#""docker", "os""#];
    let jobs: Vec<String> = jobs.into_iter().map(job).collect();
    let rehearsal = rehearsal(&definition(&format!(r#""deployPhases": [{}]"#, jobs.join(", ")), r#""artifacts": []"#));
    let played = rehearsal.play();
    assert!(played.session.log().iter().any(|entry| matches!(
        entry.fact,
        Fact::DeploymentFinished { status: rehearsal_pipeline::EnvironmentStatus::Succeeded, .. }
    )));
    assert!(rehearsal.assumptions.contains(&Assumption::Pool { queue_id: 5, agents: 4, demands: 5 }));
}

#[test]
fn a_task_group_is_one_task_and_only_where_it_is_said() {
    let stage =
        r#""deployPhases": [{ "workflowTasks": [{ "name": "Group", "taskId": "x", "definitionType": "metaTask" }] }]"#;
    let rehearsal = rehearsal(&definition(stage, r#""artifacts": []"#));
    let what = Simplification::TaskGroups;
    assert!(rehearsal.assumptions.contains(&Assumption::Simpler { what, stages: vec!["QA".to_owned()] }));
    assert_eq!(rehearsal.play().session.state().tasks.len(), 1);
}

#[test]
fn a_disabled_pipeline_is_played_all_the_same() {
    let rehearsal = rehearsal(&definition(&format!(r#""deployPhases": [{{ {TASK} }}]"#), r#""isDisabled": true"#));
    assert!(rehearsal.assumptions.contains(&Assumption::Enabled));
    assert_eq!(rehearsal.play().session.state().releases.len(), 1);
}

#[test]
fn a_wait_for_a_person_ends_the_rehearsal_and_a_schedule_does_not() {
    let stage = format!(
        r#""schedules": [{{ "daysToRelease": 127, "startHours": 2, "startMinutes": 0, "timeZoneId": "W. Europe Standard Time" }}],
        "preDeployApprovals": {{ "approvals": [{{ "rank": 1, "approver": {{ "displayName": "Ana" }} }}] }},
        "deployPhases": [{{ {TASK} }}]"#
    );
    let rehearsal = rehearsal(&definition(&stage, r#""artifacts": []"#));
    assert_eq!(rehearsal.scenario.zone, "W. Europe Standard Time");
    let played = rehearsal.play();
    assert_eq!(played.session.now().to_string(), "2026-03-03T01:00:00Z");
    let state = played.session.state();
    assert_eq!(state.pending_approvals(state.releases[0].stages[0].latest.expect("an attempt")).count(), 1);
}

#[test]
fn targets_have_the_tags_that_jobs_ask_for() {
    let job = |tags: &str| {
        format!(
            r#"{{ "phaseType": 4, "deploymentInput": {{ "queueId": 6, "tags": [{tags}], "deploymentHealthOption": "OneTargetAtATime" }}, {TASK} }}"#
        )
    };
    let jobs = [job(""), job(r#""web""#), job(r#""db", "first""#)].join(", ");
    let rehearsal = rehearsal(&definition(&format!(r#""deployPhases": [{jobs}]"#), r#""artifacts": []"#));
    assert!(rehearsal.assumptions.contains(&Assumption::DeploymentGroup { number: 6, targets: 6 }));
    assert!(!rehearsal.assumptions.iter().any(|one| matches!(one, Assumption::Simpler { .. })));
    let played = rehearsal.play();
    assert_eq!(played.session.state().tasks.len(), 6 + 3 + 3);
}

#[test]
fn a_job_is_multiplied_and_every_slice_finds_an_agent() {
    let parallel =
        r#""parallelExecution": { "parallelExecutionType": 1, "multipliers": "os", "maxNumberOfAgents": 3 }"#;
    let stage = format!(
        r#""variables": {{ "os": {{ "value": "a,b,c" }} }}, "deployPhases": [{{ "deploymentInput": {{ "queueId": 5, {parallel} }}, {TASK} }}]"#
    );
    let rehearsal = rehearsal(&definition(&stage, r#""artifacts": []"#));
    assert!(!rehearsal.assumptions.iter().any(|one| matches!(one, Assumption::Simpler { .. })));
    assert_eq!(rehearsal.play().session.state().tasks.len(), 3);
}

#[test]
fn a_manual_intervention_waits_until_a_command_resumes_it() {
    let stage = r#""deployPhases": [{ "phaseType": 2, "deploymentInput": { "timeoutInMinutes": 60 }, "workflowTasks": [{ "name": "Look", "taskId": "bcb64569-d51a-4af0-9c01-ea5d05b3b622" }] }]"#;
    let definition = definition(stage, r#""artifacts": []"#);
    let waiting = rehearsal(&definition);
    assert!(waiting.assumptions.contains(&Assumption::InterventionsWait { stages: vec!["QA".to_owned()] }));
    let played = waiting.play();
    assert_eq!(played.session.state().pending_interventions().count(), 1);
    let commands = vec![("+10m".to_owned(), "resume QA".to_owned())];
    let wishes = Wishes { commands, ..Wishes::default() };
    let played = Rehearsal::new(&definition, &wishes).expect("it can be rehearsed").play();
    let state = played.session.state();
    let latest = state.deployment(state.releases[0].stages[0].latest.expect("an attempt"));
    assert_eq!(latest.status, rehearsal_pipeline::EnvironmentStatus::Succeeded);
}

#[test]
fn gates_pass_by_default() {
    let stage = format!(
        r#""preDeploymentGates": {{ "gatesOptions": {{ "isEnabled": true }}, "gates": [{{ "tasks": [{{ "name": "No open bug", "taskId": "f1e4b0e6-017e-4819-8a48-ef19ae96e289" }}] }}] }},
        "deployPhases": [{{ {TASK} }}]"#
    );
    let rehearsal = rehearsal(&definition(&stage, r#""artifacts": []"#));
    assert!(rehearsal.assumptions.contains(&Assumption::GatesPass { stages: vec!["QA".to_owned()] }));
    let played = rehearsal.play();
    assert_eq!(played.session.now().to_string(), "2026-03-02T09:05:10Z");
}

#[test]
fn a_delay_may_take_its_minutes_from_a_variable() {
    let delay = |minutes: &str| {
        format!(
            r#"{{ "name": "Wait", "taskId": "28782b92-5e8e-4458-9751-a71cd1492bae", "version": "1.*", "inputs": {{ "delayForMinutes": "{minutes}" }} }}"#
        )
    };
    let tasks = [delay("$(minutes)"), delay("soon"), delay("86401")].join(",");
    let definition = definition(
        &format!(
            r#""variables": {{ "minutes": {{ "value": "3" }} }}, "deployPhases": [{{ "phaseType": "runOnServer", "workflowTasks": [{tasks}] }}]"#
        ),
        r#""artifacts": []"#,
    );
    let played = rehearsal(&definition).play();
    assert_eq!(played.session.now() - played.session.scenario().start, SimDuration::minutes(3));
}

#[test]
fn secrets_with_values_are_used_and_only_those_without_are_told() {
    let variables =
        r#""variables": { "known": { "value": "x", "isSecret": true }, "empty": { "value": null, "isSecret": true } }"#;
    let rehearsal =
        rehearsal(&definition(&format!(r#"{variables}, "deployPhases": [{{ {TASK} }}]"#), r#""artifacts": []"#));
    assert!(rehearsal.assumptions.contains(&Assumption::Secrets { count: 1 }));
}
