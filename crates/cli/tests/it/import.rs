//! `rehearsal import`.

use insta::assert_snapshot;
use serde_json::Value;

use crate::{Folder, rehearsal, text};

const SHOP: &str = r#"{
  "name": "Shop",
  "revision": 4,
  "createdBy": { "displayName": "Ana Ruiz" },
  "artifacts": [
    {
      "alias": "_shop", "type": "Build", "isPrimary": true,
      "definitionReference": {
        "definition": { "id": "1", "name": "shop-ci" },
        "defaultVersionType": { "id": "latestType", "name": "Latest" }
      }
    }
  ],
  "triggers": [{ "triggerType": 1, "artifactAlias": "_shop", "triggerConditions": [{ "sourceBranch": "main" }, { "sourceBranch": "-users/*" }] }],
  "environments": [
    {
      "name": "QA", "rank": 1,
      "conditions": [{ "name": "ReleaseStarted", "conditionType": 1, "value": "" }],
      "executionPolicy": { "concurrencyCount": 1, "queueDepthCount": 1 },
      "deployPhases": [
        { "rank": 1, "phaseType": 1, "name": "Deploy", "deploymentInput": { "queueId": 3 }, "workflowTasks": [{ "name": "Copy files", "taskId": "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c", "version": "2.*", "magic": 1 }] }
      ]
    },
    {
      "name": "Production", "rank": 2,
      "conditions": [{ "name": "QA", "conditionType": 2, "value": "132" }],
      "preDeployApprovals": {
        "approvals": [
          { "rank": 1, "isAutomated": false, "approver": { "displayName": "Ana Ruiz" } },
          { "rank": 1, "isAutomated": false, "approver": { "displayName": "Owners", "isContainer": true } }
        ],
        "approvalOptions": { "requiredApproverCount": 1, "releaseCreatorCanBeApprover": false, "timeoutInMinutes": 90 }
      },
      "preDeploymentGates": {
        "gatesOptions": { "isEnabled": true, "timeout": 60, "samplingInterval": 15, "stabilizationTime": 5, "minimumSuccessDuration": 0 },
        "gates": [{ "tasks": [{ "name": "No open bug", "taskId": "f1e4b0e6-017e-4819-8a48-ef19ae96e289", "version": "0.*" }] }]
      },
      "deployPhases": [
        { "rank": 1, "phaseType": 2, "name": "Look", "deploymentInput": {}, "workflowTasks": [{ "name": "Is it good?", "taskId": "bcb64569-d51a-4af0-9c01-ea5d05b3b622", "version": "8.*" }] },
        { "rank": 2, "phaseType": 1, "name": "Deploy", "deploymentInput": { "queueId": 3, "condition": "always()" }, "workflowTasks": [{ "name": "Our steps", "taskId": "0f4d1b6e-5d7c-4a52-8a53-1b8a1f3d0c11", "definitionType": "metaTask", "version": "1.*" }] }
      ]
    }
  ]
}"#;

#[test]
fn a_pipeline_is_summed_up_with_what_is_not_played_and_what_is_only_kept() {
    let folder = Folder::new();
    let file = folder.write("shop.json", SHOP);
    let done = rehearsal(&["import", text(&file)]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_snapshot!(folder.without_place(&done.out), @r#"
    Shop, revision 4
      artifact  _shop (Build, primary) from shop-ci, the latest
      trigger   continuous deployment of _shop: main, not users/*

    QA: after release
      queue             1 at once, the latest cancels the others
      job               Deploy, on pool 3
                        - Copy files

    Production: after QA (also partially succeeded)
      approvals before  Ana Ruiz, Owners, any one of them, not the requester, within 90 minutes
      gates before      No open bug; first after 5 minutes, again every 15 minutes, fail after 1 hour
      queue             unlimited
      job               Look, agentless
                        - Is it good?
      job               Deploy, on pool 3, if always()
                        - Our steps, a task group

    note[task-group]: the steps of the task group `Our steps` are not in the file; a rehearsal plays it as one task
      --> shop.json:40:227
       |
    40 | ... "0f4d1b6e-5d7c-4a52-8a53-1b8a1f3d0c11", "definitionType": "metaTask", "version": "1.*" }] }
       |                                                               ^^^^^^^^^^

    Played otherwise than in the product, or not at all
      A task group is played as one task, since its steps are not part of the file (Production).

    Kept for export: record keeping of the service (1 field)
      createdBy

    Kept for export: unknown fields (1 field)
      environments.deployPhases.workflowTasks.magic
    "#);
}

#[test]
fn programs_get_the_same() {
    let folder = Folder::new();
    let file = folder.write("shop.json", SHOP);
    let done = rehearsal(&["import", text(&file), "--format", "json"]);
    assert_eq!(done.code, 0);
    let told: Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!(told["pipeline"]["name"], "Shop");
    assert_eq!(
        told["pipeline"]["stages"][1]["preDeployApprovals"],
        "Ana Ruiz, Owners, any one of them, not the requester, within 90 minutes"
    );
    assert_eq!(told["notPlayed"][0]["stage"], "Production");
    assert!(told["ignored"].as_array().expect("a list").iter().any(|one| one["why"] == "unknown field"), "{told:#}");
}

#[test]
fn what_was_read_is_written_back_with_all_that_is_kept() {
    let folder = Folder::new();
    let written = rehearsal(&["import", text(&folder.write("shop.json", SHOP)), "--format", "export"]);
    assert_eq!(written.code, 0);
    assert!(written.err.contains("note[task-group]"), "{}", written.err);
    let value: Value = serde_json::from_str(&written.out).expect("JSON");
    assert_eq!(value["createdBy"]["displayName"], "Ana Ruiz");
    assert_eq!(value["environments"][0]["deployPhases"][0]["workflowTasks"][0]["magic"], 1);
    let again = rehearsal(&["import", text(&folder.write("again.json", &*written.out)), "--format", "export"]);
    assert_eq!((again.code, again.out), (0, written.out));
}

#[test]
fn what_is_no_pipeline_is_a_problem() {
    let folder = Folder::new();
    for content in ["", "[1, 2", "{}", "null", "\u{feff}", "name: Shop\n"] {
        let file = folder.write("shop.json", content);
        let done = rehearsal(&["import", text(&file)]);
        assert_eq!(done.code, 1, "{content}: {}", done.out);
        assert!(done.out.contains("error["), "{content}: {}", done.out);
    }
}

#[test]
fn text_in_utf_16_is_read_as_shells_redirect_it() {
    let folder = Folder::new();
    let little: Vec<u8> = std::iter::once(0xFEFF).chain(SHOP.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = std::iter::once(0xFEFF).chain(SHOP.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let plain = rehearsal(&["import", text(&folder.write("shop.json", SHOP))]);
    for bytes in [little, big] {
        let done = rehearsal(&["import", text(&folder.write("shop.json", bytes))]);
        assert_eq!((done.code, done.out), (0, plain.out.clone()));
    }
}
