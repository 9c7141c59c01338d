//! The record of a run, for people and for programs.

use std::borrow::Cow;

use rehearsal_engine::Fact;
use rehearsal_kernel::Entry;
use rehearsal_scenario::{GoalState, Session, Verdict};
use rehearsal_source::grouped;
use rehearsal_view::{HistoryLine, Scene, history, verdict_word};
use serde_json::{Map, Value, json};

use crate::terminal::{Stop, Style, Terminal};

fn lines(session: &Session) -> Vec<HistoryLine> {
    history(&Scene::new(session.world(), session.state(), session.log(), session.now()))
}

/// One fact of a run: its number (causes refer to it), when in RFC 3339, what led to it, the sentence, why, and its
/// own fields.
fn record(entry: &Entry<Fact>, line: &HistoryLine) -> Map<String, Value> {
    let mut record = Map::new();
    let mut set = |key: &str, value: Value| {
        let before = record.insert(key.to_owned(), value);
        debug_assert!(before.is_none(), "a fact has a field of its own called `{key}`");
    };
    set("number", json!(line.id.index()));
    set("at", json!(entry.at.to_string()));
    set("cause", json!(entry.cause()));
    set("text", json!(line.sentence));
    if let Some(because) = &line.because {
        set("because", json!(because));
    }
    let Value::Object(own) = json!(entry.fact) else { unreachable!("facts are written as objects with their kind") };
    for (key, value) in own {
        // The time that a retry waits for must not hide the time of the fact; elsewhere it is called so, too.
        set(if key == "at" { "until" } else { &key }, value);
    }
    record
}

/// Every fact of a run.
pub(crate) fn records(session: &Session) -> Vec<Map<String, Value>> {
    session.log().iter().zip(&lines(session)).map(|(entry, line)| record(entry, line)).collect()
}

/// One document: scenario, entries, goals, hash.
pub(crate) fn print_document(terminal: &mut Terminal<'_>, session: &Session) -> Result<(), Stop> {
    let entries = records(session);
    let mut document = Map::new();
    document.insert("scenario".to_owned(), json!(session.scenario().id));
    document.insert("seed".to_owned(), json!(session.seed()));
    document.insert("until".to_owned(), json!(session.now().to_string()));
    document.insert("entries".to_owned(), json!(entries));
    document.insert("goals".to_owned(), json!(session.goals()));
    document.insert("hash".to_owned(), json!(session.hash().to_string()));
    terminal.print_json(&Value::Object(document))
}

/// A line for each fact, one for the goals, and one for the hash.
pub(crate) fn print_lines(terminal: &mut Terminal<'_>, session: &Session) -> Result<(), Stop> {
    for record in records(session) {
        terminal.print_json_line(&record)?;
    }
    terminal.print_json_line(&json!({ "goals": session.goals() }))?;
    terminal.print_json_line(&json!({ "hash": session.hash().to_string() }))
}

/// A timeline with a heading for each day, then the goals, then the hash.
pub(crate) fn print_text(terminal: &mut Terminal<'_>, session: &Session) -> Result<(), Stop> {
    let scenario = session.scenario();
    let title = format!("{} ({}), seed {}", scenario.title, scenario.id, session.seed());
    terminal.styled_line(Style::Strong, &title)?;
    print_timeline(terminal, session)?;
    terminal.line("")?;
    for goal in session.goals() {
        print_goal(terminal, &goal)?;
    }
    terminal.line(&format!("\nhash: {}", session.hash()))
}

/// What happened, with a heading for each day.
pub(crate) fn print_timeline(terminal: &mut Terminal<'_>, session: &Session) -> Result<(), Stop> {
    let mut day = String::new();
    for line in lines(session) {
        if line.day != day {
            terminal.pieces(&[(None, "\n"), (Some(Style::Strong), &line.day)])?;
            day.clone_from(&line.day);
        }
        print_line(terminal, &line)?;
    }
    Ok(())
}

/// A line of the timeline that people read. A stage that waits for three hundred others names each of them every time one
/// of them ends; in full they are in what programs read.
fn readable(sentence: &str) -> Cow<'_, str> {
    const CHARACTERS_MAX: usize = 500;
    let Some((end, _)) = sentence.char_indices().nth(CHARACTERS_MAX) else { return Cow::Borrowed(sentence) };
    let (head, rest) = sentence.split_at(sentence[..end].rfind(", ").unwrap_or(end));
    let more = rest.matches(", ").count();
    Cow::Owned(match more {
        0 => format!("{head}…"),
        _ => format!("{head}, … and {} more", grouped(more)),
    })
}

/// Times stand below each other, whatever their length; reasons are indented below what they explain.
fn print_line(terminal: &mut Terminal<'_>, line: &HistoryLine) -> Result<(), Stop> {
    terminal.line(&format!("{:>11}  {}", line.time, readable(&line.sentence)))?;
    if let Some(because) = &line.because {
        terminal.pieces(&[(None, &format!("{:11}    ", "")), (Some(Style::Quiet), &readable(because))])?;
    }
    Ok(())
}

fn print_goal(terminal: &mut Terminal<'_>, goal: &GoalState) -> Result<(), Stop> {
    let style = match goal.verdict {
        Verdict::Met => Style::Good,
        Verdict::Open => Style::Warning,
        Verdict::Broken => Style::Bad,
    };
    let word = format!("{:>8}", verdict_word(goal.verdict));
    terminal.pieces(&[(Some(style), &word), (None, "  "), (None, &goal.label)])?;
    if !goal.message.is_empty() {
        terminal.line(&format!("{:8}  {}", "", goal.message))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_line_that_names_hundreds_of_stages_is_cut_between_two_of_them() {
        let names: Vec<String> = (1..=300).map(|number| format!("Stage {number}")).collect();
        let cut = readable(&names.join(", ")).into_owned();
        assert!(cut.chars().count() < 550, "{cut}");
        assert!(cut.starts_with("Stage 1, ") && cut.ends_with(", … and 250 more"), "{cut}");
        assert_eq!(readable("QA is “Failed”"), "QA is “Failed”");
    }
}
