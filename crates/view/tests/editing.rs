//! What pages say of edits and variables, played in a small scenario.

use std::rc::Rc;

use rehearsal_engine::{Action, CreateRelease, DefinitionId, EditRelease, ReleaseId, SavePipeline, StageId};
use rehearsal_kernel::SimDuration;
use rehearsal_scenario::{NoFiles, Session, load};
use rehearsal_source::Source;
use rehearsal_view::{
    LogBody, Scene, Wanted, logs, pipeline_variables, release_history, release_variables, revision_json, revisions,
};
use rehearsal_yaml::json;

const SCENARIO: &str = r#"
rehearsal: 1
id: variables
title: Variables
summary: Values of every scope.
level: beginner
minutes: 2
start: 2026-03-02 09:00
zone: UTC
until: "+1d"
people:
  - { id: priya, displayName: Priya Nair, groups: [Release Administrators] }
personas: [priya]
variableGroups:
  - { id: 1, name: Shop settings, variables: { Region: west }, secrets: { ApiKey: hunter2 } }
pipeline:
  definition:
    name: Shop-CD
    variableGroups: [1]
    variables:
      Region: { value: east, allowOverride: true }
      Password: { value: hunter3, isSecret: true }
    environments:
      - name: Production
        variables: { System.Debug: { value: "true" } }
        conditions: [{ conditionType: event, name: ReleaseStarted, value: "" }]
        deployPhases:
          - name: Agent job
            phaseType: agentBasedDeployment
            deploymentInput: { queueId: 1 }
            workflowTasks:
              - name: Say $(Region)
                taskId: d9bafed4-0b18-4f58-968d-86655b4d2ce9
                version: 2.*
                inputs: { script: "echo $(Region) $(ApiKey) $(Password)" }
pools:
  - { queueId: 1, name: Azure Pipelines, agents: [{ name: Hosted Agent 1 }] }
goals:
  - id: deployed
    label: Production is deployed.
    reach: { stage: { stage: Production, status: succeeded } }
    missing: It is not.
solution:
  - do: { createRelease: {} }
"#;

fn session() -> Session {
    let source = Source::new("scenario.yaml", SCENARIO);
    let loaded = load(&source, &NoFiles);
    Session::new(Rc::new(loaded.scenario.unwrap_or_else(|| panic!("{}", loaded.report.to_lines(&source)))))
}

fn play(session: &mut Session, action: Action) {
    let persona = session.scenario().personas[0];
    session.play(persona, action).expect("the move is allowed");
}

fn scene(session: &Session) -> Scene<'_> {
    Scene::new(session.world(), session.state(), session.log(), session.now())
}

/// A release with another region, deployed, and then edited.
fn edited() -> Session {
    let mut session = session();
    let variables = [("Region".to_owned(), "north".to_owned())].into();
    play(&mut session, Action::CreateRelease(CreateRelease { variables, ..CreateRelease::default() }));
    session.advance(session.now() + SimDuration::minutes(5), usize::MAX);
    let patch = json!({ "environments": { "Production": { "variables": { "Tier": { "value": "gold" } } } } });
    let edit = EditRelease { comment: "Gold for all.".to_owned(), patch: Some(patch), ..EditRelease::default() };
    play(&mut session, Action::EditRelease(edit));
    session
}

#[test]
fn the_history_of_a_pipeline_lists_every_save_and_two_revisions_can_be_compared() {
    let mut session = session();
    let patch = Some(json!({ "releaseNameFormat": "R-$(rev:r)" }));
    let save = SavePipeline { comment: "Shorter.".to_owned(), patch, ..SavePipeline::default() };
    play(&mut session, Action::SavePipeline(save));
    let rows = revisions(&scene(&session), DefinitionId(0));
    let said: Vec<(u32, &str, &str, &str)> =
        rows.iter().map(|row| (row.revision, row.change, row.by.as_str(), row.comment.as_str())).collect();
    assert_eq!(said, [(2, "Update", "Priya Nair", "Shorter."), (1, "Add", "", "")]);
    let json = |index| revision_json(&scene(&session), DefinitionId(0), index).expect("a revision");
    let (before, after) = (json(rows[1].index), json(rows[0].index));
    let pairs = before.lines().zip(after.lines()).map(|(one, other)| (one.trim(), other.trim()));
    let changed: Vec<(&str, &str)> = pairs.filter(|(one, other)| one != other).collect();
    let format = ("\"releaseNameFormat\": \"\",", "\"releaseNameFormat\": \"R-$(rev:r)\",");
    assert_eq!(changed, [("\"revision\": 1,", "\"revision\": 2,"), format]);
}

#[test]
fn variables_of_a_release_show_what_was_given_and_hide_secrets() {
    let session = edited();
    let view = release_variables(&scene(&session), ReleaseId(0));
    let row = |name: &str| view.variables.iter().find(|row| row.name == name).expect("a variable");
    assert_eq!((row("Region").value.as_str(), row("Region").is_given), ("north", true));
    assert_eq!((row("Password").value.as_str(), row("Password").is_secret), ("********", true));
    assert_eq!(row("Tier").scope, "Production");
    let key = view.groups.iter().find(|row| row.name == "ApiKey").expect("a variable of the group");
    assert_eq!((key.value.as_str(), key.scope.as_str()), ("********", "Shop settings (Release)"));
    let pipeline = pipeline_variables(&scene(&session), DefinitionId(0));
    assert!(!pipeline.variables.iter().any(|row| row.name == "Tier"), "an edit of a release leaves the pipeline alone");
}

#[test]
fn the_history_of_a_release_tells_who_edited_it_and_why() {
    let session = edited();
    let lines = release_history(&scene(&session), ReleaseId(0));
    assert_eq!((lines[0].change.as_str(), lines[0].by.as_str()), ("Priya Nair edited Release-1.", "Priya Nair"));
    assert_eq!(lines[0].comment, "Gold for all.");
}

#[test]
fn a_log_shows_values_but_no_secrets_and_debug_lines_where_they_are_asked_for() {
    let session = edited();
    let wanted = Wanted { entry: Some("job1".to_owned()), ..Wanted::default() };
    let view = logs(&scene(&session), ReleaseId(0), StageId(0), &wanted);
    let Some(LogBody::Job(job)) = view.body else { panic!("the job is shown") };
    let names: Vec<&str> = job.tasks.iter().map(|task| task.name.as_str()).collect();
    assert_eq!(names, ["Initialize job", "Say north", "Finalize Job"]);
    let logs: Vec<String> = job.tasks.iter().map(|task| task.log.text()).collect();
    let text = |index: usize| logs[index].lines().map(|line| line.split_at(9).1).collect::<Vec<_>>();
    assert!(text(0).contains(&"[REGION] --> [north]") && text(0).contains(&"[APIKEY] --> [***]"), "{:?}", text(0));
    let (said, debug) = ("north *** ***", "##[debug]Evaluating: succeeded()");
    assert!(text(1).contains(&said) && text(1).contains(&debug), "{:?}", text(1));
    let all = serde_json::to_string(&session.log().iter().map(|entry| &entry.fact).collect::<Vec<_>>()).expect("JSON");
    assert!(!all.contains("hunter"), "no fact holds a secret");
}

#[test]
fn a_saved_run_with_edits_plays_again_to_the_same_facts() {
    let session = edited();
    let again = Session::restore(Rc::clone(session.scenario()), &session.save()).expect("it plays again");
    assert_eq!(again.hash(), session.hash());
}
