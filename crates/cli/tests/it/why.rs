//! `rehearsal why`: each test asks one question of a world in which nearly everything waits.

use insta::assert_snapshot;
use serde_json::Value;

use crate::{Folder, rehearsal, text};

const WAITING_ROOM: &str = "tests/scenarios/waiting-room";

fn why(at: &str, about: &str) -> String {
    let done = rehearsal(&["why", WAITING_ROOM, "--solution", "--at", at, about]);
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{about} at {at}");
    done.out
}

/// The answer down to what led to it, which other tests show.
fn now(at: &str, about: &str) -> String {
    let all = why(at, about);
    all.split("\nHow it came to this").next().expect("a first part").to_owned()
}

#[test]
fn a_stage_that_waits_for_approval_says_who_is_asked_who_is_barred_and_until_when() {
    assert_snapshot!(why("+30m", "Release-1/QA"));
}

#[test]
fn the_approvals_of_a_side_say_the_same() {
    assert_eq!(
        now("+30m", "release-1/qa/approvals/pre").lines().skip(1).collect::<Vec<_>>(),
        now("+30m", "Release-1/QA").lines().skip(1).collect::<Vec<_>>()
    );
}

#[test]
fn a_release_has_a_short_name_by_its_number() {
    assert_eq!(now("+30m", "R1/QA"), now("+30m", "Release-1/QA"));
    assert_eq!(now("+35m", "r2"), now("+35m", "Release-2"));
}

#[test]
fn a_stage_that_waits_for_a_slot_says_who_holds_it() {
    assert_snapshot!(now("+35m", "Release-2/QA"));
}

#[test]
fn a_scheduled_stage_shows_the_arithmetic_of_its_time_zone() {
    assert_snapshot!(why("+1h", "Release-1/Night"));
}

#[test]
fn a_job_without_agent_says_which_demand_is_not_met_and_who_is_offline() {
    assert_snapshot!(now("+1h", "Release-1/QA/Test"));
}

#[test]
fn a_skipped_task_shows_every_part_of_its_condition() {
    assert_snapshot!(why("+1h", "Release-1/Dev/Deploy/Tell the customers"));
}

#[test]
fn a_stage_that_did_not_start_shows_what_its_trigger_asks_for() {
    assert_snapshot!(now("+1h", "Release-1/Production"));
}

#[test]
fn a_build_that_no_filter_lets_through_made_no_release() {
    assert_snapshot!(why("+1h", "builds/8"));
}

#[test]
fn a_release_says_what_created_it() {
    assert_snapshot!(why("+1h", "Release-2"));
}

#[test]
fn a_task_that_runs_says_when_it_ends() {
    assert_snapshot!(now("+2m", "Release-1/Dev/Deploy/Copy files"));
}

#[test]
fn a_task_that_has_not_begun_says_what_comes_before_it() {
    assert_snapshot!(now("+2m", "Release-1/Dev/Deploy/Tell the customers"));
}

#[test]
fn gates_that_are_evaluated_show_what_each_said_and_what_would_help() {
    assert_snapshot!(now("+10m", "Release-1/Guarded/gates/pre"));
    assert_snapshot!(why("+30m", "Release-1/Guarded/gates/pre"));
}

#[test]
fn a_manual_intervention_says_what_is_asked_and_who_may_answer() {
    assert_snapshot!(now("+10m", "Release-1/Regions/Ask/Look at the dashboards"));
}

#[test]
fn slices_of_a_job_stand_side_by_side_and_one_agent_serves_them_in_turn() {
    let folder = Folder::new();
    let moves = "rehearsal: 1
moves:
  - { at: +5m, as: ana, do: { resumeIntervention: { release: Release-1, stage: Regions } } }
";
    let file = folder.write("moves.yaml", moves);
    let done = rehearsal(&["why", WAITING_ROOM, "--commands", text(&file), "--at", "+6m", "Release-1/Regions/Deploy"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_snapshot!(done.out.split("  3/28/2026, 9:01").next().expect("a first part"));
}

#[test]
fn a_draft_a_chosen_time_and_a_switch_to_manual_are_explained() {
    let folder = Folder::new();
    let moves = "rehearsal: 1
moves:
  - { at: +5m, as: cleo, do: { approve: { release: Release-1, stage: QA, deferUntil: +2h } } }
  - { at: +6m, as: ana, do: { createRelease: { artifacts: { _shop: \"7\" }, isDraft: true } } }
  - { at: +7m, as: ana, do: { createRelease: { artifacts: { _shop: \"7\" }, manualEnvironments: [Dev] } } }
  - { at: +8m, as: ben, do: { cancel: { release: Release-1, stage: Night, comment: not tonight } } }
";
    let file = folder.write("moves.yaml", moves);
    let ask = |about: &str| {
        let done = rehearsal(&["why", WAITING_ROOM, "--commands", text(&file), "--at", "+10m", about]);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{about}");
        done.out
    };
    assert_snapshot!(ask("Release-2"));
    assert_snapshot!(ask("Release-2/Dev"));
    assert_snapshot!(ask("Release-3/Dev"));
    assert_snapshot!(ask("Release-1/Night"));
    assert_snapshot!(ask("Release-1/QA").split("  3/28/2026, 9:03:00 AM  Approvers").next().expect("a first part"));
}

#[test]
fn what_has_ended_waits_for_nothing() {
    assert!(!why("+1h", "Release-1/Dev#1").contains("What would end it"));
}

#[test]
fn a_name_that_nothing_has_is_answered_with_the_names_there_are() {
    let answer = |about: &str| {
        let done = rehearsal(&["why", WAITING_ROOM, "--at", "+1h", about]);
        assert_eq!((done.code, done.out.as_str()), (2, ""));
        done.err
    };
    let all = ["Release-9", "Release-1/Prodution", "Release-1/QA#2", "Release-1/QA/Build", "Release-1/QA/Test/x"];
    assert_snapshot!(all.map(answer).concat(), @r"
    rehearsal: there is no release `Release-9` at that time; did you mean `Release-1`?
    rehearsal: there is no stage `Prodution` at that time; did you mean `Production`?
    rehearsal: QA of Release-1 has no attempt `2` at that time; it has 1 attempt
    rehearsal: there is no job `Build` at that time; there are: Test
    rehearsal: there is no task `x` at that time; there are: Run tests
    ");
}

#[test]
fn programs_read_facts_rules_and_conditions_as_data() {
    let done = rehearsal(&["why", WAITING_ROOM, "--solution", "--at", "+30m", "Release-1/QA", "--format", "json"]);
    let document: Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!(document["wait"]["rule"]["section"], "\u{a7}6.1");
    assert_eq!(document["wait"]["ends"][0]["do"]["approve"]["stage"], "QA");
    assert_eq!(document["wait"]["ends"][0]["by"], serde_json::json!(["Ana Ruiz", "Cleo Park"]));
    let steps = document["steps"].as_array().expect("a list");
    assert!(steps.iter().all(|step| step["fact"].is_u64() && step["conditions"].is_array()));
    let run = rehearsal(&["run", WAITING_ROOM, "--solution", "--until", "+30m", "--format", "jsonl"]);
    for step in steps {
        let fact = run.out.lines().nth(usize::try_from(step["fact"].as_u64().expect("a number")).expect("small"));
        let fact: Value = serde_json::from_str(fact.expect("the fact is in the run")).expect("JSON");
        assert_eq!(fact["text"], step["text"]);
    }
}
