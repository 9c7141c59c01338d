//! `rehearsal rehearse`.

use insta::assert_snapshot;
use serde_json::Value;

use crate::{Folder, Outcome, rehearsal, text};

/// Two stages, of which the second asks two people, one after the other.
const SHOP: &str = r#"{
  "name": "Shop",
  "artifacts": [
    {
      "alias": "_shop", "type": "Build", "isPrimary": true,
      "definitionReference": { "definition": { "id": "1", "name": "shop-ci" }, "defaultVersionType": { "id": "latestType", "name": "Latest" } }
    }
  ],
  "triggers": [{ "triggerType": 1, "artifactAlias": "_shop", "triggerConditions": [{ "sourceBranch": "release/*", "tags": ["good"] }, { "sourceBranch": "-release/old" }] }],
  "environments": [
    {
      "name": "QA", "rank": 1,
      "conditions": [{ "name": "ReleaseStarted", "conditionType": 1, "value": "" }],
      "deployPhases": [
        { "rank": 1, "phaseType": 1, "name": "Deploy", "deploymentInput": { "queueId": 3, "demands": ["docker", "Agent.OS -equals Linux"] }, "workflowTasks": [{ "name": "Copy files", "taskId": "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c" }, { "name": "Run tests", "taskId": "0f077e3a-af59-496d-81bc-ad971b7464e0" }] }
      ]
    },
    {
      "name": "Production", "rank": 2,
      "conditions": [{ "name": "QA", "conditionType": 2, "value": "4" }],
      "preDeployApprovals": {
        "approvals": [
          { "rank": 1, "isAutomated": false, "approver": { "id": "a", "displayName": "Ana Ruiz", "uniqueName": "ana@contoso.com" } },
          { "rank": 2, "isAutomated": false, "approver": { "id": "o", "displayName": "[Shop]\\Owners" } }
        ],
        "approvalOptions": { "requiredApproverCount": null, "releaseCreatorCanBeApprover": false, "timeoutInMinutes": 90 }
      },
      "deployPhases": [
        { "rank": 1, "phaseType": 1, "name": "Deploy", "deploymentInput": { "queueId": 3 }, "workflowTasks": [{ "name": "Ship", "taskId": "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c", "definitionType": "metaTask" }] }
      ]
    }
  ]
}"#;

fn rehearse(more: &[&str]) -> Outcome {
    let folder = Folder::new();
    let file = folder.write("shop.json", SHOP);
    let mut done = rehearsal(&[&["rehearse", text(&file)], more].concat());
    (done.out, done.err) = (folder.without_place(&done.out), folder.without_place(&done.err));
    done
}

/// What the pipeline came to.
fn ending(done: &Outcome) -> &str {
    let from = done.out.find("What came of it").unwrap_or_else(|| panic!("no ending in\n{}{}", done.out, done.err));
    let text = &done.out[from..];
    text[..text.find("\nhash").expect("a hash")].trim_end()
}

#[test]
fn a_pipeline_is_played_and_what_was_taken_for_granted_is_said_first() {
    let done = rehearse(&[]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_snapshot!(done.out);
}

#[test]
fn approvals_are_answered_by_whoever_is_named_when_it_is_said() {
    let done = rehearse(&["--approve", "Production=ana@contoso.com@+5m", "--approve", "Production=Owners@+1m"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_snapshot!(ending(&done));
    let done = rehearse(&["--approve", "production"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(ending(&done).contains("Production  Succeeded"), "{}", done.out);
}

#[test]
fn an_answer_too_late_or_by_a_stranger_is_said() {
    let done = rehearse(&["--approve", "Production=Ana@+5m", "--reject", "Production=Owners@+2h"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_snapshot!(ending(&done));
    let done = rehearse(&["--approve", "Production=Requester"]);
    assert_eq!(done.code, 1);
    assert_snapshot!(ending(&done));
}

#[test]
fn a_task_ends_as_it_is_told_and_what_follows_waits() {
    let done = rehearse(&["--outcome", "QA/Run tests=failed@90s"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_snapshot!(ending(&done));
    let done = rehearse(&["--outcome", "qa/deploy/run tests=SucceededWithIssues"]);
    assert!(ending(&done).contains("QA          Partially succeeded"), "{}", done.out);
}

#[test]
fn builds_that_no_trigger_likes_create_no_release() {
    let done = rehearse(&["--build", "7@main", "--build", "8@refs/heads/release/2#good#checked"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("Shop made no release of build 7: no branch or tag filter matches."), "{}", done.out);
    assert!(done.out.contains("The continuous deployment trigger created Release-1 for build 8."), "{}", done.out);
}

#[test]
fn commands_are_given_at_their_times_in_words_or_as_in_scenarios() {
    let done = rehearse(&[
        "--at",
        "+1h",
        "deploy Production as Ana",
        "--at",
        "10:30",
        "{ cancel: { stage: Production, comment: later } }",
        "--at",
        "+2h",
        "build 9@release/2#good",
        "--until",
        "+1d",
        "--outcome",
        "QA/Run tests=failed",
    ]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_snapshot!(ending(&done));
}

#[test]
fn a_refused_command_is_told_and_counts() {
    let done = rehearse(&["--at", "+1s", "deploy QA"]);
    assert_eq!(done.code, 1);
    assert!(done.out.contains("already has a deployment that is not finished"), "{}", done.out);
}

#[test]
fn wishes_that_make_no_sense_are_told_all_at_once() {
    let done = rehearse(&[
        "--build",
        "_shpo=7",
        "--build",
        "@main",
        "--outcome",
        "QA/Run test=failed",
        "--outcome",
        "QA/Run tests=fail",
        "--outcome",
        "QA/Run tests",
        "--outcome",
        "QA/Run tests=failed@soon",
        "--approve",
        "Prodution=Ana",
        "--approve",
        "Production=Zoe",
        "--approve",
        "Production=Ana@+soon",
        "--reject",
        "QA",
        "--at",
        "+1m",
        "deploy Nowhere",
        "--at",
        "+1m",
        "sing",
        "--at",
        "soon",
        "deploy QA",
        "--at",
        "+1m",
        "{ deploy: { stge: QA } }",
    ]);
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert_snapshot!(done.err);
    let done = rehearse(&["--zone", "Nowhere/City"]);
    assert_eq!(done.code, 2);
    assert_snapshot!(done.err, @"rehearsal: --zone: `Nowhere/City` is not a time zone; write an IANA name such as `Europe/Berlin`, a Windows id such as `W. Europe Standard Time`, or `UTC`");
    assert_eq!(rehearse(&["--start", "yesterday"]).code, 2);
    assert_eq!(rehearse(&["--until", "2020-01-01 10:00"]).code, 2);
}

#[test]
fn the_same_rehearsal_is_told_to_programs() {
    let text = rehearse(&["--approve", "Production"]);
    let hash = text.out.trim_end().rsplit(' ').next().expect("a hash");
    let document: Value =
        serde_json::from_str(&rehearse(&["--approve", "Production", "--format", "json"]).out).expect("JSON");
    assert_eq!(document["hash"], hash);
    assert_eq!(document["stages"][1]["status"], "succeeded");
    let lines = rehearse(&["--approve", "Production", "--format", "jsonl"]).out;
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0]["assumptions"], document["assumptions"]);
    assert_eq!(lines.last().expect("a line")["hash"], hash);
    assert_eq!(lines.len() - 3, document["entries"].as_array().expect("entries").len());
    let waiting: Value = serde_json::from_str(&rehearse(&["--format", "json"]).out).expect("JSON");
    assert_eq!(waiting["stages"][1]["waitsFor"][0], "Ana Ruiz");
}

#[test]
fn every_pipeline_of_the_import_tests_is_played() {
    let mut told = 0;
    for file in std::fs::read_dir("../../tests/imports").expect("the folder of imports") {
        let file = file.expect("a file").path();
        if file.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let done = rehearsal(&["rehearse", text(&file), "--format", "json"]);
        assert_eq!(done.code, 0, "{}: {}", file.display(), done.err);
        let document: Value = serde_json::from_str(&done.out).expect("JSON");
        assert!(!document["stages"].as_array().expect("stages").is_empty(), "{} made no release", file.display());
        told += 1;
    }
    assert!(told >= 7, "only {told} pipelines were found");
}

#[test]
fn a_file_that_cannot_be_played_is_told_with_its_place() {
    let folder = Folder::new();
    let circle = r#"{ "name": "QA", "conditions": [{ "name": "QA", "conditionType": 2, "value": "4" }] }"#;
    let file = folder.write("broken.json", format!(r#"{{ "name": "Shop", "environments": [{circle}] }}"#));
    let done = rehearsal(&["rehearse", text(&file)]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.err.contains("broken.json:1:"), "{}", done.err);
    assert_eq!(rehearsal(&["rehearse", "no-such-file.json"]).code, 2);
}
