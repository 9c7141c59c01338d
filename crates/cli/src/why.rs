//! `rehearsal why`: explains why something is as it is at a moment of a run.

use rehearsal_engine::PersonId;
use rehearsal_kernel::SimTime;
use rehearsal_scenario::Session;
use rehearsal_view::strings::{self, why as words};
use rehearsal_view::time::date_time_seconds;
use rehearsal_view::{End, Explanation, Past, Scene, Step, Waiting, Weighed, entity, explain};
use serde_json::{Map, Value, json};

use crate::arguments::{Format, WhyArguments};
use crate::run::{Wanted, play};
use crate::terminal::{Stop, Style, Terminal};

/// Explains; true when there is something of that name.
pub(crate) fn why(arguments: &WhyArguments, terminal: &mut Terminal<'_>) -> Result<bool, Stop> {
    let wanted = Wanted {
        scenario: &arguments.scenario,
        solution: arguments.solution,
        commands: arguments.commands.as_deref(),
        until: arguments.at.as_deref().map(|text| ("--at", text)),
        seed: arguments.seed,
    };
    let Some(played) = play(&wanted, terminal)? else { return Ok(false) };
    let session = &played.session;
    let scene = Scene::new(session.world(), session.state(), session.log(), session.now());
    let about = entity(&scene, &arguments.about).map_err(|unknown| Stop::Usage(unknown.message))?;
    let past = Past {
        before: &|fact| session.state_at(fact.index()),
        refusal: &|person, action| session.refusal_for(person, action),
    };
    let explanation = explain(&scene, past, &about);
    match arguments.format {
        Format::Text => print(terminal, session, &explanation, arguments.all)?,
        Format::Json => terminal.print_json(&document(session, &explanation))?,
    }
    if let Some(problem) = &played.problem {
        terminal.complain(problem);
    }
    Ok(played.problem.is_none())
}

fn names<'a>(session: &'a Session, people: &[PersonId]) -> Vec<&'a str> {
    people.iter().map(|&person| session.world().person_name(person)).collect()
}

fn print(terminal: &mut Terminal<'_>, session: &Session, explanation: &Explanation, all: bool) -> Result<(), Stop> {
    let zone = session.world().zone.as_str();
    terminal.styled_line(Style::Strong, &explanation.status)?;
    terminal.line(&format!("at {}", date_time_seconds(zone, explanation.at)))?;
    if let Some(wait) = &explanation.wait {
        terminal.line(&format!("\n{}", wait.sentence))?;
        print_rule(terminal, wait.rule)?;
        print_weighed(terminal, &wait.weighed, 1)?;
        terminal.pieces(&[(None, "\n"), (Some(Style::Strong), words::WHAT_WOULD_END_IT)])?;
        for end in &wait.ends {
            terminal.line(&format!("  - {}", end_words(session, end)))?;
        }
    }
    if !explanation.steps.is_empty() {
        terminal.pieces(&[(None, "\n"), (Some(Style::Strong), words::HOW_IT_CAME)])?;
    }
    let is_shown = |step: &&Step| all || !step.is_detail;
    for step in explanation.steps.iter().filter(is_shown) {
        let time = date_time_seconds(zone, step.at);
        terminal.line(&format!("  {time}  {}", step.sentence))?;
        if let Some(rule) = step.rule {
            print_rule(terminal, rule)?;
        }
        print_weighed(terminal, &step.weighed, 1)?;
    }
    let hidden = explanation.steps.iter().filter(|step| !is_shown(step)).count();
    if hidden > 0 {
        terminal.pieces(&[(None, "  "), (Some(Style::Quiet), &words::more_steps(hidden))])?;
    }
    Ok(())
}

fn print_rule(terminal: &mut Terminal<'_>, rule: rehearsal_engine::Rule) -> Result<(), Stop> {
    let text = format!("{} {}", rule.section(), rule.title());
    terminal.pieces(&[(None, "    "), (Some(Style::Quiet), &text)])
}

/// One line a part, inner parts indented.
fn print_weighed(terminal: &mut Terminal<'_>, parts: &[Weighed], depth: usize) -> Result<(), Stop> {
    for part in parts {
        let (mark, style) = match part.holds {
            Some(true) => ("\u{2713}", Style::Good),
            Some(false) => ("\u{2717}", Style::Bad),
            None => ("\u{b7}", Style::Quiet),
        };
        let value = if part.value.is_empty() { String::new() } else { format!(": {}", part.value) };
        let indent = " ".repeat(depth * 2 + 2);
        terminal.pieces(&[(None, &indent), (Some(style), mark), (None, &format!(" {}{value}", part.text))])?;
        print_weighed(terminal, &part.parts, depth + 1)?;
    }
    Ok(())
}

fn end_words(session: &Session, end: &End) -> String {
    match end {
        End::At(at) => words::at_the_time(&date_time_seconds(&session.world().zone, *at)),
        End::First(what) => what.clone(),
        End::Command { deed, by, .. } if by.is_empty() => words::when_done(deed, words::NOBODY_BUT_THE_SCENARIO),
        End::Command { deed, by, .. } => {
            let names: Vec<String> = names(session, by).into_iter().map(str::to_owned).collect();
            words::when_done(deed, &strings::list(&names))
        }
    }
}

/// The explanation for programs: times in RFC 3339, rules by name, section and title.
fn document(session: &Session, explanation: &Explanation) -> Value {
    let mut document = Map::new();
    document.insert("about".to_owned(), json!(explanation.about));
    document.insert("at".to_owned(), json!(explanation.at.to_string()));
    document.insert("status".to_owned(), json!(explanation.status));
    if let Some(wait) = &explanation.wait {
        document.insert("wait".to_owned(), wait_document(session, wait));
    }
    let steps: Vec<Value> = explanation.steps.iter().map(step_document).collect();
    document.insert("steps".to_owned(), json!(steps));
    Value::Object(document)
}

fn step_document(step: &Step) -> Value {
    json!({
        "at": step.at.to_string(),
        "fact": step.fact.index(),
        "text": step.sentence,
        "rule": step.rule.map(rule_document),
        "conditions": conditions(&step.weighed),
    })
}

fn wait_document(session: &Session, wait: &Waiting) -> Value {
    let ends: Vec<Value> = wait
        .ends
        .iter()
        .map(|end| match end {
            End::At(at) => json!({ "at": SimTime::to_string(at) }),
            End::First(what) => json!({ "first": what }),
            End::Command { deed, action, by } => json!({ "text": deed, "do": action, "by": names(session, by) }),
        })
        .collect();
    json!({
        "text": wait.sentence,
        "rule": rule_document(wait.rule),
        "conditions": conditions(&wait.weighed),
        "ends": ends,
    })
}

fn rule_document(rule: rehearsal_engine::Rule) -> Value {
    json!({ "name": rule, "section": rule.section(), "title": rule.title() })
}

fn conditions(parts: &[Weighed]) -> Vec<Value> {
    parts
        .iter()
        .map(|part| {
            let mut value = json!({ "text": part.text, "value": part.value, "holds": part.holds });
            if !part.parts.is_empty() {
                value["parts"] = json!(conditions(&part.parts));
            }
            value
        })
        .collect()
}
