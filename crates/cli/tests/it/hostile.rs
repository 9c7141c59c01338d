//! Files that mean no good, or too much: nothing they hold reaches the terminal as a command, and no error is lost.

use std::fmt::Write;

use rehearsal_cli::{Terminal, play};
use serde_json::Value;

use crate::{Folder, altered, rehearsal, text};

/// Colours, a title for the window, a bell, a C1 control and an override of the direction of text.
const HOSTILE: &str = "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}1m\u{202e}\u{7f}";
/// The same as it is shown.
const SHOWN: &str = r"\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}1m\u{202e}\u{7f}";

fn is_obeyed(character: char) -> bool {
    (character.is_control() && character != '\n')
        || ('\u{202a}'..='\u{202e}').contains(&character)
        || ('\u{2066}'..='\u{2069}').contains(&character)
}

/// A text as JSON and YAML quote it.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, character| {
        if is_obeyed(character) {
            write!(escaped, "\\u{:04x}", u32::from(character)).expect("strings take everything");
        } else {
            escaped.push(character);
        }
        escaped
    })
}

/// A scenario and a pipeline whose names are commands for a terminal.
fn hostile_files(folder: &Folder) -> [String; 2] {
    let name = escaped(HOSTILE);
    let scenario = altered("title: Ask first", &format!("title: \"Ask {name}\""));
    let pipeline = r#"{ "name": "NAME", "environments": [{ "name": "Dev NAME", "nonsense NAME": 1,
      "conditions": [{ "name": "ReleaseStarted", "conditionType": 1 }],
      "deployPhases": [{ "phaseType": "agentBasedDeployment", "deploymentInput": { "queueId": 1 },
        "workflowTasks": [{ "name": "Task NAME", "taskId": "497d490f-eea7-4f2b-ab94-48d9c1acdcb1", "version": "4.*" }] }] }] }"#;
    let files = [
        folder.write("ask-first/scenario.yaml", scenario),
        folder.write("pipeline.json", pipeline.replace("NAME", &name)),
    ];
    files.map(|file| text(&file).to_owned())
}

#[test]
fn what_a_terminal_would_obey_is_made_visible_wherever_text_is_printed() {
    let folder = Folder::new();
    let [scenario, pipeline] = hostile_files(&folder);
    let commands: [&[&str]; 8] = [
        &["list", &scenario],
        &["run", &scenario],
        &["run", &scenario, "--format", "json"],
        &["run", &scenario, "--format", "jsonl"],
        &["check", &scenario],
        &["import", &pipeline],
        &["import", &pipeline, "--format", "export"],
        &["rehearse", &pipeline],
    ];
    for command in commands {
        let done = rehearsal(command);
        let printed = done.out + &done.err;
        assert!(!printed.contains(is_obeyed), "{command:?} prints {printed:?}");
    }
    for command in [["list", &scenario], ["run", &scenario], ["import", &pipeline], ["rehearse", &pipeline]] {
        let out = rehearsal(&command).out;
        assert!(out.contains(SHOWN), "{command:?} shows what it found:\n{out}");
    }
    let exported = rehearsal(&["import", &pipeline, "--format", "export"]).out;
    let exported: Value = serde_json::from_str(&exported).expect("it stays JSON");
    assert_eq!(exported["name"], HOSTILE, "for programs nothing is lost");
}

#[test]
fn colours_are_our_own_even_when_a_file_brings_some() {
    let folder = Folder::new();
    let [scenario, pipeline] = hostile_files(&folder);
    let wrong = altered("reject: { stage: Production }", &format!("reject: {{ stage: \"{}\" }}", escaped(HOSTILE)));
    let wrong = folder.write("wrong/scenario.yaml", wrong);
    for command in [["run", scenario.as_str()], ["import", &pipeline], ["check", text(&wrong)]] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut terminal = Terminal::plain(&mut out, &mut err);
        terminal.has_colour = true;
        play([&["rehearsal"], &command[..]].concat(), &mut terminal);
        drop(terminal);
        let out = String::from_utf8(out).expect("UTF-8");
        assert!(out.contains("\u{1b}["), "{command:?} has colours");
        let mut rest = out.as_str();
        let mut plain = String::new();
        // What is left without our own colours obeys the rule of plain text.
        while let Some((before, after)) = rest.split_once("\u{1b}[") {
            plain.push_str(before);
            let end = after.find(|character: char| !character.is_ascii_digit() && character != ';').unwrap_or(0);
            assert!(after[end..].starts_with('m'), "{command:?} prints {after:?}");
            rest = &after[end + 1..];
        }
        plain.push_str(rest);
        assert!(!plain.contains(is_obeyed), "{command:?} prints {plain:?}");
        assert!(!plain.contains("31mred") || plain.contains(r"\u{1b}[31mred"), "{plain}");
    }
}

#[test]
fn an_error_after_a_hundred_warnings_is_told_and_the_rest_is_counted() {
    let folder = Folder::new();
    let many: String = (0..=100).map(|_| "\"a\": 1,\n").collect();
    let file = folder.write("shop.json", format!("{{ {many} \"name\": \"Shop\", \"environments\": [] }}"));
    let done = rehearsal(&["check", text(&file)]);
    assert_eq!(done.code, 1, "{}", done.out);
    assert!(done.out.starts_with("error[no-stages]"), "{}", done.out);
    let end = done.out.lines().rev().take(3).collect::<Vec<_>>();
    assert_eq!(end, ["1 file checked: 1 error, 100 warnings", "", "… and 1 more: 1 warning"]);
    let done = rehearsal(&["check", text(&file), "--format", "json"]);
    let files: Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!(files[0]["left_out"], serde_json::json!({ "errors": 0, "warnings": 1, "notes": 0 }));
}

#[test]
fn a_name_without_end_is_cut_in_messages() {
    let folder = Folder::new();
    let long = "Q".repeat(300_000);
    let file = folder
        .write("long/scenario.yaml", altered("reject: { stage: Production }", &format!("reject: {{ stage: {long} }}")));
    let done = rehearsal(&["check", text(&file), "--format", "json"]);
    let files: Value = serde_json::from_str(&done.out).expect("JSON");
    let message = files[0]["diagnostics"][0]["message"].as_str().expect("a message");
    assert_eq!(message, format!("no stage is named `{}…`", "Q".repeat(80)));
    assert!(rehearsal(&["check", text(&file)]).out.len() < 2_000);
}

#[test]
fn a_path_that_leads_nowhere_is_a_mistake_of_the_command_line() {
    for command in ["check", "list", "import", "rehearse"] {
        let done = rehearsal(&[command, "no-such-file"]);
        assert_eq!(
            (done.code, done.err.as_str()),
            (2, "rehearsal: `no-such-file`: there is no such file\n"),
            "{command}"
        );
    }
}

#[test]
fn a_web_page_in_place_of_an_export_is_told_as_that() {
    let folder = Folder::new();
    let file = folder.write("shop.json", "\n<!DOCTYPE html><html>Sign in</html>");
    let done = rehearsal(&["import", text(&file)]);
    assert_eq!(done.code, 1);
    assert!(done.out.starts_with("error[json-syntax]: this is a web page, not JSON"), "{}", done.out);
}

#[test]
fn a_time_before_the_start_is_told_on_the_clock_of_the_scenario() {
    let told = |time: &str| rehearsal(&["run", crate::ASK_FIRST, "--until", time]).err;
    assert_eq!(told("-5m"), "rehearsal: --until: `-5m` lies before the scenario begins; `+2h` counts from the start\n");
    assert!(told("2020-01-01 00:00").contains("lies before the scenario begins, at "), "{}", told("2020-01-01 00:00"));
    assert!(told("+99999999999d").contains("is longer than a thousand years"), "{}", told("+99999999999d"));
}
