//! The vectors of `classic.md` §17 that reading a file decides: those of `tests/vectors/classic` with `definition`, as an
//! author writes it, or `import`, a file of `tests/imports`. Crate `engine` plays the others.
//!
//! `accepted` there is no error; `refused text` the first error says this; `notice code` there is a diagnostic with this
//! code. `stage QA starts Dev, Test~` (`~` where partial success is accepted), `starts by hand`, `starts with the release`;
//! `stage Dev queue Latest(1)`; `stage Dev gates off`; `stage Dev approvals InSequence of all`;
//! `exports /a/0/b 5` at this JSON pointer of the export stands this value.

#![expect(clippy::disallowed_methods, reason = "the vectors lie in files")]

use std::path::Path;

use rehearsal_classic::{ReleaseDefinition, Stage, StageTrigger, export, from_node};
use rehearsal_source::{Report, Severity, Source};
use rehearsal_yaml::Node;
use rehearsal_yaml::json::Value;

use crate::{fixture, imported, inline};

#[test]
fn every_vector_about_files_comes_out_as_specified() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/classic");
    let mut count = 0;
    let mut failures = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the vectors are part of the checkout") {
        let path = entry.expect("a readable folder").path();
        let source = Source::new("vector", std::fs::read_to_string(&path).expect("a readable file"));
        let root = rehearsal_yaml::parse_yaml(&source).root.expect("a vector is YAML");
        let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
        for case in root.get("cases").map(Node::items).unwrap_or_default() {
            let Some(read) = read(case) else { continue };
            count += 1;
            for line in case.get("expected").map(Node::items).unwrap_or_default() {
                let line = line.as_str().expect("an expectation is a text");
                if let Err(why) = check(&read, line) {
                    failures.push(format!("{} {} `{line}`: {why}", text(&root, "id"), text(case, "name")));
                }
            }
        }
    }
    assert!(count >= 20, "the vectors about files are there");
    assert!(failures.is_empty(), "{} expectations are not met:\n{}", failures.len(), failures.join("\n"));
}

/// What became of a file.
struct Read {
    definition: Option<ReleaseDefinition>,
    report: Report,
}

/// Reads the file of a case; none for a case that is played.
fn read(case: &Node) -> Option<Read> {
    if let Some(name) = case.get("import").and_then(Node::as_str) {
        let imported = imported(name);
        return Some(Read { definition: imported.definition, report: imported.report });
    }
    let mut report = Report::new();
    let definition = from_node(case.get("definition")?, &mut report);
    Some(Read { definition, report })
}

fn check(read: &Read, line: &str) -> Result<(), String> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let error = read.report.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    match word {
        "accepted" => error.map_or(Ok(()), |error| Err(error.message.clone())),
        "refused" => {
            let found = error.map_or("accepted", |error| error.message.as_str());
            expect(found == rest, found)
        }
        "notice" => expect(read.report.iter().any(|diagnostic| diagnostic.code.0 == rest), "there is none"),
        "stage" => {
            let (name, rest) = rest.split_once(' ').ok_or("which stage?")?;
            let definition = read.definition.as_ref().ok_or("there is no definition")?;
            let (_, stage) = definition.stage(name).ok_or("there is no such stage")?;
            let found = about(stage, rest.split(' ').next().unwrap_or_default());
            expect(found == rest, &found)
        }
        "exports" => {
            let (pointer, value) = rest.split_once(' ').ok_or("which value?")?;
            let json = export(read.definition.as_ref().ok_or("there is no definition")?);
            let wanted: Value = serde_json::from_str(value).map_err(|error| error.to_string())?;
            let found = json.pointer(pointer).ok_or("there is nothing")?;
            expect(*found == wanted, &found.to_string())
        }
        _ => Err("this is no expectation".to_owned()),
    }
}

fn expect(is_met: bool, found: &str) -> Result<(), String> {
    if is_met { Ok(()) } else { Err(format!("found {found}")) }
}

/// One thing about a stage, in the words of an expectation.
fn about(stage: &Stage, what: &str) -> String {
    match what {
        "starts" => match &stage.trigger {
            StageTrigger::AfterRelease => "starts with the release".to_owned(),
            StageTrigger::ManualOnly => "starts by hand".to_owned(),
            StageTrigger::AfterStages(conditions) => {
                let names: Vec<String> = conditions
                    .iter()
                    .map(|one| format!("{}{}", one.stage, if one.partially_succeeded { "~" } else { "" }))
                    .collect();
                format!("starts {}", names.join(", "))
            }
        },
        "queue" => format!("queue {:?}", stage.queue),
        "gates" => {
            let is_on = stage.pre_gates.iter().chain(&stage.post_gates).any(|gates| gates.is_enabled);
            format!("gates {}", if is_on { "on" } else { "off" })
        }
        "approvals" => {
            let needed = match stage.pre_approvals.options.required_count {
                0 => "all".to_owned(),
                count => count.to_string(),
            };
            format!("approvals {:?} of {needed}", stage.pre_approvals.order())
        }
        _ => String::new(),
    }
}

#[test]
fn v072_stages_that_wait_for_each_other_are_named_at_the_first_of_them() {
    let (_, lines) = inline(
        "name: Web\nenvironments:\n- { name: A, conditions: [{ name: B }] }\n- { name: B, conditions: [{ name: A }] }\n",
    );
    let line = lines.lines().find(|line| line.contains(" error[")).unwrap_or_default();
    assert_eq!(line, "web.yaml:3:35: error[stage-cycle]: the stages `A`, `B` wait for each other in a circle");
}

#[test]
fn every_fixture_is_read_without_an_error() {
    for (name, _) in crate::FIXTURES {
        assert!(!fixture(name).text().is_empty());
        assert!(!imported(name).report.has_errors(), "{name}");
    }
}
