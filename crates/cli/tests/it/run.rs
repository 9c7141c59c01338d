//! `rehearsal run`.

use insta::assert_snapshot;
use serde_json::Value;

use crate::{ASK_FIRST, Folder, rehearsal, text};

#[test]
fn the_solution_is_played_and_told_with_reasons() {
    let done = rehearsal(&["run", ASK_FIRST, "--solution"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_snapshot!(done.out, @r"
    Ask first (ask-first), seed 0

    Mon 3/2/2026
     9:00:00 AM  The rehearsal began.
     9:00:00 AM  Build 7 of shop-ci on main succeeded.
     9:01:00 AM  Ben Okafor created Release-1.
     9:01:00 AM  Release-1 became active.
                   because Ben Okafor created Release-1
     9:01:00 AM  The trigger of Production of Release-1 fired.
                   because Release-1 became active
     9:01:00 AM  Production of Release-1 began.
                   because the trigger of Production of Release-1 fired
     9:01:00 AM  Ana Ruiz was asked to approve Production of Release-1 before deployment.
                   because Production of Release-1 began
     9:01:00 AM  Ana Ruiz got mail: Production of Release-1 waits for an approval.
                   because Ana Ruiz was asked to approve Production of Release-1 before deployment
     9:05:00 AM  Ana Ruiz approved Production of Release-1 before deployment.
     9:05:00 AM  Deploy of Production of Release-1 waits for an agent.
                   because Ana Ruiz approved Production of Release-1 before deployment
     9:05:00 AM  Deploy of Production of Release-1 started on agent-1.
                   because Deploy of Production of Release-1 waits for an agent
     9:05:00 AM  Task Copy files of Production of Release-1 started.
                   because Deploy of Production of Release-1 started on agent-1
     9:07:00 AM  Task Copy files of Production of Release-1 succeeded.
     9:07:00 AM  Deploy of Production of Release-1 succeeded.
                   because task Copy files of Production of Release-1 succeeded
     9:07:00 AM  Nobody has to approve Production of Release-1 after deployment, so that step passed by itself.
                   because Deploy of Production of Release-1 succeeded
     9:07:00 AM  Production of Release-1 succeeded.
                   because Deploy of Production of Release-1 succeeded

         Met  Build 7 is in Production.

    hash: f8cdecdfb26a4ef51df8a6f951603056170a5980063c83c871f159128f6c4a94
    ");
}

#[test]
fn a_learner_who_does_nothing_reaches_nothing() {
    let done = rehearsal(&["run", ASK_FIRST]);
    assert_eq!(done.code, 1);
    assert!(
        done.out.contains("    Open  Build 7 is in Production.\n          Nobody has deployed build 7.\n"),
        "{}",
        done.out
    );
}

#[test]
fn a_run_is_cut_where_it_is_asked_to_end() {
    let texts = |until: &str| {
        let done = rehearsal(&["run", ASK_FIRST, "--solution", "--until", until, "--format", "jsonl"]);
        assert_eq!(done.code, 1, "{}", done.err);
        done.out
    };
    let after_four_minutes = texts("+4m");
    assert!(after_four_minutes.contains("approvalRequested") && !after_four_minutes.contains("jobStarted"));
    assert_eq!(texts("2026-03-02 09:04"), after_four_minutes);
    assert_eq!(texts("2026-03-02T08:04:00Z"), after_four_minutes);
}

#[test]
fn each_fact_is_one_line_with_its_own_fields_and_the_hash_comes_last() {
    let done = rehearsal(&["run", ASK_FIRST, "--solution", "--format", "jsonl"]);
    let lines: Vec<Value> = done.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let (hash, rest) = lines.split_last().expect("a hash");
    let (goals, facts) = rest.split_last().expect("goals");
    assert_eq!(hash["hash"].as_str().expect("a text").len(), 64);
    assert_eq!(goals["goals"][0]["verdict"], "met");
    for (index, fact) in facts.iter().enumerate() {
        assert_eq!(fact["number"], index);
        assert!(fact["at"].as_str().is_some_and(|at| at.starts_with("2026-03-02T08:")), "{fact}");
    }
    let finished = facts.iter().find(|fact| fact["fact"] == "deploymentFinished").expect("a deployment finished");
    assert_eq!(finished["text"], "Production of Release-1 succeeded.");
    assert_eq!(finished["status"], "succeeded");
}

#[test]
fn the_time_a_retry_waits_for_does_not_hide_the_time_of_the_fact() {
    let folder = Folder::new();
    let retries = crate::altered("version: 2.* }]", "version: 2.*, retryCountOnTaskFailure: 1 }]")
        .replace("takes: 2m }", "takes: 2m, try: 1, result: failed }");
    let file = folder.write("ask-first/scenario.yaml", retries);
    let done = rehearsal(&["run", text(&file), "--solution", "--format", "jsonl"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let line = done.out.lines().find(|line| line.contains("taskRetryScheduled")).expect("a retry");
    let fact: Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(fact["at"], "2026-03-02T08:07:00Z");
    assert_eq!(fact["until"], 1_772_438_821_000_i64);
}

#[test]
fn one_document_says_the_same_as_the_lines() {
    let lines = rehearsal(&["run", ASK_FIRST, "--solution", "--format", "jsonl"]);
    let document = rehearsal(&["run", ASK_FIRST, "--solution", "--format", "json"]);
    let document: Value = serde_json::from_str(&document.out).expect("JSON");
    let entries = document["entries"].as_array().expect("a list");
    for (entry, line) in entries.iter().zip(lines.out.lines()) {
        assert_eq!(*entry, serde_json::from_str::<Value>(line).expect("JSON"));
    }
    assert_eq!(lines.out.lines().count(), entries.len() + 2);
    assert_eq!(document["scenario"], "ask-first");
    assert!(lines.out.ends_with(&format!("{{\"hash\":{}}}\n", document["hash"])));
}

#[test]
fn moves_come_from_a_file() {
    let folder = Folder::new();
    let moves = "rehearsal: 1\nmoves:\n  - { at: +1m, as: ben, do: { createRelease: {} } }\n  - { after: { fact: approvalRequested }, delay: 10m, do: { reject: { stage: Production } } }\n";
    let file = folder.write("moves.yaml", moves);
    let done = rehearsal(&["run", ASK_FIRST, "--commands", text(&file)]);
    assert_eq!((done.code, done.err.as_str()), (1, ""));
    assert!(done.out.contains(" 9:11:00 AM  Production of Release-1"), "{}", done.out);
}

#[test]
fn a_move_that_is_refused_ends_the_run_with_its_reason() {
    let folder = Folder::new();
    let file =
        folder.write("moves.yaml", "rehearsal: 1\nmoves:\n  - { at: +1m, do: { deploy: { stage: Production } } }\n");
    let done = rehearsal(&["run", ASK_FIRST, "--commands", text(&file)]);
    assert_eq!(done.code, 1);
    assert_eq!(done.err, "rehearsal: move 1 is not possible: there is no release yet\n");
}

#[test]
fn mistakes_in_a_file_of_moves_are_drawn_on_the_error_output() {
    let folder = Folder::new();
    let file = folder.write("moves.yaml", "rehearsal: 1\nmoves:\n  - { at: +1m, do: { deploy: { stage: Prod } } }\n");
    let done = rehearsal(&["run", ASK_FIRST, "--commands", text(&file)]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.err.starts_with("error[unknown-name]: no stage is named `Prod`"), "{}", done.err);
}

/// What the browser saves after the moves of the solution, a quarter of an hour into the run.
const SAVED: &str = r#"{ "rehearsal": 1, "scenario": "ask-first", "seed": "0", "now": 1772439300000, "moves": [
  { "at": 1772438460000, "as": "ben", "do": { "createRelease": {} } },
  { "at": 1772438700000, "as": "ana", "do": { "approve": { "stage": "Production", "comment": "go ahead" } } } ] }"#;

#[test]
fn a_session_saved_in_the_browser_is_played_to_where_it_was_saved() {
    let folder = Folder::new();
    let file = folder.write("saved.json", SAVED);
    let done = rehearsal(&["run", ASK_FIRST, "--commands", text(&file)]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let hash = |out: &str| out.lines().last().expect("a hash").to_owned();
    assert_eq!(hash(&done.out), hash(&rehearsal(&["run", ASK_FIRST, "--solution", "--until", "+15m"]).out));
    let earlier = rehearsal(&["run", ASK_FIRST, "--commands", text(&file), "--until", "+3m"]);
    assert_eq!(earlier.code, 1);
}

#[test]
fn a_saved_session_that_does_not_fit_is_refused_with_the_reason() {
    let folder = Folder::new();
    let told = |save: &str| {
        let file = folder.write("saved.json", save);
        let done = rehearsal(&["run", ASK_FIRST, "--commands", text(&file)]);
        assert_eq!(done.code, 2, "{}", done.out);
        folder.without_place(&done.err)
    };
    assert_snapshot!(told(&SAVED.replace("ask-first", "other")), @"rehearsal: saved.json: the saved session cannot be played: the progress belongs to the scenario `other`");
    assert_snapshot!(told(&SAVED.replace("\"seed\": \"0\"", "\"seed\": \"x\"")), @"rehearsal: saved.json: the saved session cannot be played: the saved seed `x` is not a number");
    assert_snapshot!(told(&SAVED.replace("\"rehearsal\": 1", "\"rehearsal\": 9")), @"rehearsal: saved.json: the saved session cannot be played: the progress was saved by another version of Rehearsal");
    assert_snapshot!(told(&SAVED.replace("\"ben\"", "\"bob\"")), @"rehearsal: saved.json: the saved session cannot be played: the scenario no longer has a person `bob`");
    assert_snapshot!(told(r#"{ "scenario": "ask-first" }"#), @"rehearsal: saved.json: the saved session cannot be played: missing field `rehearsal` at line 1 column 27");
}

#[test]
fn what_is_not_there_is_a_mistake_in_the_command_line() {
    let told = |arguments: &[&str]| {
        let done = rehearsal(arguments);
        assert_eq!((done.code, done.out.as_str()), (2, ""));
        done.err
    };
    assert_snapshot!(told(&["run", "no-such-scenario"]), @"rehearsal: there is no scenario `no-such-scenario`, neither as a path nor below `scenarios`");
    assert_snapshot!(told(&["run", ASK_FIRST, "--until", "yesterday"]), @"rehearsal: --until: `yesterday` is not a date and time that exists; write `2026-03-02 09:00` or `2026-03-02T09:00:00Z`; `+2h` counts from the start");
    assert_snapshot!(told(&["run", ASK_FIRST, "--until", "2026-03-02 08:00"]), @"rehearsal: --until: `2026-03-02 08:00` lies before the scenario begins, at 3/2/2026, 9:00 AM (Europe/Berlin)");
    assert!(
        told(&["run", ASK_FIRST, "--commands", "no-such-file"])
            .starts_with("rehearsal: `no-such-file`: there is no such file")
    );
    assert!(told(&["run", ASK_FIRST, "--solution", "--commands", "x"]).contains("cannot be used with"));
    assert!(told(&["run", ASK_FIRST, "--seed", "x"]).contains("invalid value 'x'"));
    assert!(told(&[]).contains("Usage: rehearsal <COMMAND>"));
}
