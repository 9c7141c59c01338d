//! A new revision of a definition: read like an import, but strict.
//!
//! What an import only warns of was written by the product and has to be lived with; what somebody writes now can be
//! corrected now. So everything is refused that would be an author's mistake, unless the revision before had it too.

use std::collections::BTreeSet;

use rehearsal_pipeline::Variables;
use rehearsal_source::{Diagnostic, Report, Severity, Source, Span};
use rehearsal_yaml::Node;
use rehearsal_yaml::json::Value;

use crate::{ReleaseDefinition, export, from_node, import};

/// The definition that a changed JSON of `base` describes.
///
/// Stages keep their identity: by `id`, else by name. A stage that is new gets an id above `ids_used`, the highest
/// that the pipeline ever had. Secrets whose value is null keep the value they had.
///
/// # Errors
/// Every mistake that the revision before did not have, as a sentence with its place.
pub fn revised(base: &ReleaseDefinition, json: &Value, ids_used: u32) -> Result<ReleaseDefinition, Vec<String>> {
    let mut json = json.clone();
    keep_stage_ids(base, &mut json, ids_used);
    follow_renames(base, &mut json);
    let source = Source::new("definition", json.to_string());
    let mistakes = mistakes(&source);
    if !mistakes.is_empty() {
        let before = Source::new("definition", export(base).to_string());
        let known: BTreeSet<String> = self::mistakes(&before).into_iter().map(|(_, message)| message).collect();
        let new: Vec<String> = mistakes
            .into_iter()
            .filter(|(_, message)| !known.contains(message))
            .map(|(place, message)| sentence(&place, &message))
            .collect();
        if !new.is_empty() {
            return Err(new);
        }
    }
    let mut definition = read(&source)?;
    keep_secrets(base, &mut definition);
    Ok(definition)
}

/// The JSON of a changed definition, for [`revised`]: it says what [`export`] says, and the secrets that are new.
pub fn revision(base: &ReleaseDefinition, changed: &ReleaseDefinition) -> Value {
    let mut json = export(changed);
    say_new_secrets(&base.variables, &changed.variables, json.get_mut("variables"));
    let stages = json.get_mut("environments").and_then(Value::as_array_mut).into_iter().flatten();
    for (stage, json) in changed.stages.iter().zip(stages) {
        let none = Variables::new();
        let before = base.stages.iter().find(|before| before.id == stage.id);
        say_new_secrets(before.map_or(&none, |before| &before.variables), &stage.variables, json.get_mut("variables"));
    }
    json
}

fn say_new_secrets(before: &Variables, now: &Variables, json: Option<&mut Value>) {
    let Some(fields) = json.and_then(Value::as_object_mut) else { return };
    for (name, variable) in now.iter().filter(|(_, variable)| variable.is_secret) {
        let Some(value) = &variable.value else { continue };
        if secret_before(before, name) != Some(value)
            && let Some(Value::Object(field)) = fields.get_mut(name)
        {
            field.insert("value".to_owned(), value.as_str().into());
        }
    }
}

/// The definition in a JSON that the product exported, read as tolerantly as a file.
///
/// # Errors
/// What nothing could stand in for, as sentences.
pub fn imported(json: &Value) -> Result<ReleaseDefinition, Vec<String>> {
    read(&Source::new("definition", json.to_string()))
}

fn read(source: &Source) -> Result<ReleaseDefinition, Vec<String>> {
    let imported = import(source);
    match imported.definition.filter(|_| !imported.report.has_errors()) {
        Some(definition) => Ok(definition),
        None => Err(errors(&imported.report).map(|error| sentence("", &said(error))).collect()),
    }
}

/// Place and message of everything that would be an author's mistake.
fn mistakes(source: &Source) -> Vec<(String, String)> {
    let parse = rehearsal_yaml::parse_json(source);
    let mut report = parse.report;
    if let Some(root) = &parse.root {
        from_node(root, &mut report);
    }
    let place = |span| parse.root.as_ref().map(|root| place(root, span)).unwrap_or_default();
    errors(&report).map(|error| (place(error.span), said(error))).collect()
}

fn errors(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    report.iter().filter(|diagnostic| diagnostic.severity == Severity::Error)
}

fn said(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    for help in &diagnostic.help {
        text += "; ";
        text += help;
    }
    text
}

fn sentence(place: &str, message: &str) -> String {
    if place.is_empty() { message.to_owned() } else { format!("{place}: {message}") }
}

/// Names the narrowest part around a span; named things by their name, others by position.
fn place(node: &Node, span: Span) -> String {
    let holds = |other: Span| other.start <= span.start && span.end <= other.end;
    let mut path = String::new();
    let mut node = node;
    loop {
        let field = node.entries().iter().find(|(name, value)| holds(name.span) || holds(value.span));
        let item = node.items().iter().enumerate().find(|(_, item)| holds(item.span));
        if let Some((name, value)) = field {
            if !path.is_empty() {
                path.push('.');
            }
            path += name;
            node = value;
        } else if let Some((index, value)) = item {
            let name = value.get("alias").or_else(|| value.get("name")).and_then(Node::as_str);
            path += &name.map_or_else(|| format!("[{index}]"), |name| format!(".{name}"));
            node = value;
        } else {
            return path;
        }
    }
}

/// A stage without a known id takes that of the stage of its name, else the next that no stage ever had.
fn keep_stage_ids(base: &ReleaseDefinition, json: &mut Value, ids_used: u32) {
    let Some(stages) = json.get_mut("environments").and_then(Value::as_array_mut) else { return };
    let known = |stage: &Value| {
        let id = stage["id"].as_u64()?;
        base.stages.iter().map(|known| known.id).find(|&known| u64::from(known) == id)
    };
    let mut taken: BTreeSet<u32> = stages.iter().filter_map(known).collect();
    let mut seen = BTreeSet::new();
    let mut next = ids_used;
    for stage in stages.iter_mut() {
        if known(stage).is_some_and(|id| seen.insert(id)) {
            continue;
        }
        let named = stage["name"].as_str().and_then(|name| base.stage(name)).map(|(_, stage)| stage.id);
        let id = named.filter(|&id| taken.insert(id)).unwrap_or_else(|| {
            next += 1;
            next
        });
        seen.insert(id);
        if let Some(fields) = stage.as_object_mut() {
            fields.insert("id".to_owned(), id.into());
        }
    }
}

/// A stage that waits for one that is renamed waits for it under its new name, as on the product's pages.
fn follow_renames(base: &ReleaseDefinition, json: &mut Value) {
    let Some(stages) = json.get_mut("environments").and_then(Value::as_array_mut) else { return };
    let named = |id: u32| {
        let stage = stages.iter().find(|stage| stage["id"].as_u64() == Some(id.into()))?;
        stage["name"].as_str().map(str::to_owned)
    };
    let is_taken = |name: &str| {
        stages.iter().any(|stage| stage["name"].as_str().is_some_and(|taken| taken.eq_ignore_ascii_case(name)))
    };
    let renamed: Vec<(&str, String)> = base
        .stages
        .iter()
        .filter(|before| !is_taken(&before.name))
        .filter_map(|before| Some((before.name.as_str(), named(before.id)?)))
        .collect();
    let conditions = stages.iter_mut().filter_map(|stage| stage.get_mut("conditions")?.as_array_mut()).flatten();
    for condition in conditions {
        let is_stage = condition["conditionType"] == 2
            || condition["conditionType"].as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("environmentState"));
        let name = condition["name"].as_str().unwrap_or_default();
        let new = renamed.iter().find(|(old, _)| is_stage && old.eq_ignore_ascii_case(name)).map(|(_, new)| new);
        if let Some(new) = new {
            condition["name"] = new.as_str().into();
        }
    }
}

/// The product never gives a secret away, so a null in its place means: as it was.
pub fn keep_secrets(base: &ReleaseDefinition, definition: &mut ReleaseDefinition) {
    keep_secrets_of(&base.variables, &mut definition.variables);
    for stage in &mut definition.stages {
        if let Some(before) = base.stages.iter().find(|before| before.id == stage.id) {
            keep_secrets_of(&before.variables, &mut stage.variables);
        }
    }
}

fn keep_secrets_of(before: &Variables, now: &mut Variables) {
    for (name, variable) in now.iter_mut().filter(|(_, variable)| variable.is_secret && variable.value.is_none()) {
        variable.value = secret_before(before, name).cloned();
    }
}

/// The value that a variable had, of which nothing is said again.
fn secret_before<'a>(before: &'a Variables, name: &str) -> Option<&'a String> {
    let known = before.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.and_then(|(_, known)| known.value.as_ref())
}

#[cfg(test)]
mod tests {
    use rehearsal_pipeline::Variable;
    use rehearsal_yaml::json;

    use super::*;
    use crate::{StageCondition, StageTrigger, patched};

    fn base() -> ReleaseDefinition {
        let json = json!({
            "name": "Web", "revision": 3, "someday": true,
            "variables": { "key": { "value": "s3cret", "isSecret": true } },
            "environments": [
                { "id": 4, "name": "Dev", "deployPhases": [{ "name": "Job" }] },
                { "id": 7, "name": "QA", "conditions": [{ "name": "Dev", "conditionType": 2, "value": "4" }],
                  "deployPhases": [{ "name": "Job" }] },
            ],
        });
        imported(&json).expect("an export")
    }

    fn change(patch: &Value) -> Result<ReleaseDefinition, Vec<String>> {
        let base = base();
        revised(&base, &patched(&export(&base), patch).expect("a patch"), 9)
    }

    #[test]
    fn stages_keep_their_identity_and_new_ones_get_a_new_one() {
        let patch = json!({ "environments": { "Copy of QA": { "cloneOf": "QA" }, "Dev": { "name": "Development" } } });
        let stages = change(&patch).expect("a definition").stages;
        let ids: Vec<(&str, u32)> = stages.iter().map(|stage| (stage.name.as_str(), stage.id)).collect();
        assert_eq!(ids, [("Development", 4), ("QA", 7), ("Copy of QA", 10)]);
        let waits = StageTrigger::AfterStages(vec![StageCondition {
            stage: "Development".to_owned(),
            partially_succeeded: false,
        }]);
        assert_eq!(stages[1].trigger, waits, "whoever waits for a renamed stage goes on waiting for it");
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let error = change(&json!({ "environments": { "Dev": null } })).expect_err("QA waits for Dev");
        assert!(error[0].starts_with("environments.QA.conditions.Dev.name: no stage is named `Dev`"), "{error:?}");
    }

    #[test]
    fn a_secret_that_nobody_changes_keeps_its_value() {
        let changed = change(&json!({ "description": "new" })).expect("a definition");
        assert_eq!(changed.variables["key"].value.as_deref(), Some("s3cret"));
    }

    #[test]
    fn an_unknown_field_is_refused_unless_it_was_there_before() {
        assert!(change(&json!({ "description": "new" })).is_ok());
        let error = change(&json!({ "environments": { "QA": { "colour": "red" } } })).expect_err("no colour");
        assert!(error[0].contains("colour"), "{error:?}");
    }

    #[test]
    fn a_revision_says_new_secrets_and_no_old_ones() {
        let secret = |value: &str| Variable { value: Some(value.into()), is_secret: true, ..Variable::default() };
        let mut base = base();
        base.variables.insert("Old".into(), secret("kept"));
        base.variables.insert("Changed".into(), secret("before"));
        let mut changed = base.clone();
        changed.variables.insert("Changed".into(), secret("after"));
        changed.stages[0].variables.insert("New".into(), secret("fresh"));
        let json = revision(&base, &changed);
        assert_eq!(json["variables"]["Old"]["value"], json!(null));
        assert_eq!(revised(&base, &json, 100), Ok(changed));
    }
}
