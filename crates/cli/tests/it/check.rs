//! `rehearsal check`.

use insta::assert_snapshot;
use serde_json::Value;

use crate::{ASK_FIRST, Folder, altered, rehearsal, text};

#[test]
fn a_sound_scenario_is_named_in_one_line() {
    let done = rehearsal(&["check", ASK_FIRST]);
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, "1 file checked: no problems\n", ""));
}

#[test]
fn a_folder_is_searched_for_scenarios_and_must_have_their_names() {
    let folder = Folder::new();
    folder.write("a/ask-first/scenario.yaml", altered("minutes: 3", "minutes: 4"));
    folder.write("b/asks-first/scenario.yaml", altered("minutes: 3", "minutes: 4"));
    folder.write(".git/scenario.yaml", "hidden folders are not searched");
    let done = rehearsal(&["check", text(folder.path())]);
    assert_eq!(done.code, 1);
    assert_snapshot!(folder.without_place(&done.out), @r"
    error[folder-name]: the scenario `ask-first` lies in a folder named `asks-first`
     --> b/asks-first/scenario.yaml:2:5
      |
    2 | id: ask-first
      |     ^^^^^^^^^
      |
      = help: name the folder `ask-first`, or the scenario `asks-first`

    2 files checked: 1 error
    ");
}

#[test]
fn a_scenario_is_played_and_what_does_not_come_out_is_told_at_its_place() {
    let folder = Folder::new();
    let impossible = altered("{ at: +5m, as: ana, do: { approve", "{ at: +5m, as: ben, do: { approve");
    let file = folder.write("ask-first/scenario.yaml", impossible);
    let done = rehearsal(&["check", text(&file)]);
    assert_eq!(done.code, 1);
    assert_snapshot!(folder.without_place(&done.out), @r"
    error[solution-fails]: move 2 of the solution is not possible: Ben Okafor requested this release or deployment, and the policy says that the requester should not approve it
      --> ask-first/scenario.yaml:45:29
       |
    45 |   - { at: +5m, as: ben, do: { approve: { stage: Production, comment: go ahead } } }
       |                             ^^^^^^^^^
       |
       = help: play the solution up to this move with `rehearsal run --solution` and look at the timeline

    1 file checked: 1 error
    ");
}

#[test]
fn a_wrong_move_that_breaks_nothing_is_told() {
    let folder = Folder::new();
    let harmless = altered("do: { reject: { stage: Production } }", "do: { approve: { stage: Production } }");
    let file = folder.write("ask-first/scenario.yaml", harmless);
    let done = rehearsal(&["check", text(&file)]);
    assert_eq!(done.code, 1);
    assert_snapshot!(folder.without_place(&done.out), @r"
    error[wrong-move-passes]: `Reject it` does not break the goal `deployed`
      --> ask-first/scenario.yaml:48:11
       |
    48 |   - name: Reject it
       |           ^^^^^^^^^
       |
       = help: correct the moves, the goal, or `breaks`

    1 file checked: 1 error
    ");
}

#[test]
fn a_release_pipeline_is_checked_as_one() {
    let folder = Folder::new();
    let file = folder.write("shop.json", r#"{ "name": "Shop", "environments": [{ "name": "QA", "conditions": [{ "name": "Dev", "conditionType": "environmentState", "value": "4" }], "deployPhases": [{ "phaseType": "agentBasedDeployment", "workflowTasks": [] }] }] }"#);
    let done = rehearsal(&["check", text(&file)]);
    assert_eq!(done.code, 0, "what the product exports is read with warnings");
    assert_snapshot!(folder.without_place(&done.out), @r#"
    warning[unknown-stage]: no stage is named `Dev`
     --> shop.json:1:77
      |
    1 | { "name": "Shop", "environments": [{ "name": "QA", "conditions": [{ "name": "Dev", "conditionType": "environmentState", "value": "4" ...
      |                                                                             ^^^^^
      |
      = help: expected one of: QA
      = help: the condition is kept for export but not looked at

    1 file checked: 1 warning
    "#);
}

#[test]
fn programs_get_every_place_in_lines_and_columns() {
    let folder = Folder::new();
    let file = folder
        .write("ask-first/scenario.yaml", altered("reject: { stage: Production }", "reject: { stage: Prodution }"));
    let done = rehearsal(&["check", text(&file), "--format", "json"]);
    assert_eq!(done.code, 1);
    let files: Value = serde_json::from_str(&done.out).expect("JSON");
    let found = &files[0]["diagnostics"][0];
    assert_eq!(files[0]["file"], text(&file));
    let numbers = ["line", "column", "end_line", "end_column"].map(|key| found[key].as_u64().expect("a number"));
    assert_eq!(numbers, [51, 52, 51, 61], "{found:#}");
    assert_eq!(found["severity"], "error");
    assert_eq!(found["code"], "unknown-name");
    assert_eq!(found["text"], "Prodution");
    assert_eq!(found["help"][0], "did you mean `Production`?");
}

/// The scenario of these tests with its pipeline in a file beside it.
fn with_pipeline_beside(name: &str) -> String {
    let inline = altered("", "");
    let (before, rest) = inline.split_once("  definition:").expect("the inline pipeline");
    let (_, after) = rest.split_once("\npools:").expect("what follows it");
    format!("{before}  file: {name}\n\npools:{after}")
}

#[test]
fn a_scenario_reads_files_of_its_own_folder_only() {
    let folder = Folder::new();
    folder.write("secret.json", "{}");
    folder.write("ask-first/sub/secret.json", "{}");
    for name in ["../secret.json", "/etc/hostname", "sub/secret.json", ".."] {
        let file = folder.write("ask-first/scenario.yaml", with_pipeline_beside(name));
        let done = rehearsal(&["check", text(&file)]);
        assert!(done.out.contains(&format!("there is no file `{name}` beside the scenario")), "{}", done.out);
        assert_eq!(done.code, 1);
    }
}

#[test]
fn a_pipeline_beside_its_scenario_is_read() {
    let folder = Folder::new();
    let pipeline = r#"{ "name": "Shop", "artifacts": [{ "alias": "_shop", "type": "Build", "isPrimary": true, "definitionReference": { "definition": { "id": "1", "name": "shop-ci" } } }],
      "environments": [{ "name": "Production", "conditions": [{ "name": "ReleaseStarted", "conditionType": 1 }],
        "preDeployApprovals": { "approvals": [{ "rank": 1, "isAutomated": false, "approver": { "displayName": "Ana Ruiz" } }] },
        "deployPhases": [{ "phaseType": 1, "name": "Deploy", "deploymentInput": { "queueId": 1 }, "workflowTasks": [{ "name": "Copy files", "taskId": "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c", "version": "2.*" }] }] }] }"#;
    folder.write("ask-first/shop.json", pipeline);
    let file = folder.write("ask-first/scenario.yaml", with_pipeline_beside("shop.json"));
    let done = rehearsal(&["check", text(&file)]);
    assert_eq!(done.out, "1 file checked: no problems\n");
}

#[test]
fn the_scenarios_that_ship_are_listed_with_what_a_learner_wants_to_know() {
    let done = rehearsal(&["list", ASK_FIRST, "--format", "json"]);
    assert_eq!(done.code, 0);
    let listed: Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!(
        listed,
        serde_json::json!([{ "id": "ask-first", "title": "Ask first", "level": "intermediate", "minutes": 3 }])
    );
    assert_eq!(rehearsal(&["list", ASK_FIRST]).out, "ask-first  Ask first  Intermediate  3 min\n");
}

#[test]
fn a_list_goes_on_after_a_scenario_with_errors() {
    let folder = Folder::new();
    folder.write("a/scenario.yaml", "rehearsal: 1\n");
    folder.write("b/scenario.yaml", altered("minutes: 3", "minutes: 4"));
    let done = rehearsal(&["list", text(folder.path())]);
    assert_eq!(done.code, 1);
    assert_eq!(folder.without_place(&done.err), "rehearsal: `a/scenario.yaml` has errors; see `rehearsal check`\n");
    assert!(done.out.starts_with("ask-first"), "{}", done.out);
}
