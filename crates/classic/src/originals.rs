//! Values of a file that something else stands in for, and how they come back.
//!
//! A pool number that reads `$Azure Pipelines$` is played as 0, but the file's own text is exported again
//! for as long as the model still says 0. Such a value lies among the [`Extra`] fields under a key that
//! starts with `=`.

use std::collections::BTreeMap;

use rehearsal_yaml::json::{Map, Value};

use crate::{Extra, ReleaseDefinition, ReleaseTrigger};

const MARK: char = '=';
/// What the model says for the field; not there when it says nothing.
const READ: &str = "read";
/// What the file says.
const WRITTEN: &str = "written";

/// The key of an original by the pointer to its field.
pub(crate) fn key(pointer: &str) -> String {
    format!("{MARK}{pointer}")
}

fn pointer_of(key: &str) -> &str {
    key.strip_prefix(MARK).unwrap_or(key)
}

/// True for the key of an original, of which [`key`] is the only maker.
pub(crate) fn is_key(key: &str) -> bool {
    key.starts_with(MARK)
}

/// Notes beside each original what stands in for it. Until then it lies alone under its key; those whose
/// place is not exported are dropped.
///
/// Answers with the JSON of the definition as it is without the originals.
pub(crate) fn note_what_stands_in(definition: &mut ReleaseDefinition) -> Value {
    let originals: Vec<Extra> = owners_mut(definition).map(|(_, extra)| take_originals(extra)).collect();
    let plain = crate::export::without_originals(definition);
    for ((owner, extra), originals) in owners_mut(definition).zip(originals) {
        let noted = originals.into_iter().filter_map(|(key, written)| {
            let pointer = format!("{owner}{}", pointer_of(&key));
            has_place(&plain, &pointer).then(|| (key, noted(plain.pointer(&pointer), written)))
        });
        extra.extend(noted);
    }
    plain
}

fn take_originals(extra: &mut Extra) -> Extra {
    let (originals, others) = std::mem::take(extra).into_iter().partition(|(key, _)| is_key(key));
    *extra = others;
    originals
}

fn noted(read: Option<&Value>, written: Value) -> Value {
    let mut pair = Map::new();
    if let Some(read) = read {
        pair.insert(READ.to_owned(), read.clone());
    }
    pair.insert(WRITTEN.to_owned(), written);
    Value::Object(pair)
}

fn has_place(plain: &Value, pointer: &str) -> bool {
    let parent = pointer.rsplit_once('/').and_then(|(parent, _)| plain.pointer(parent));
    parent.is_some_and(Value::is_object)
}

/// Puts the originals back where the model still says what stood in for them.
pub(crate) fn put_back(plain: Value, definition: &ReleaseDefinition) -> Value {
    let mut found: BTreeMap<String, &Value> = BTreeMap::new();
    for (owner, extra) in owners(definition) {
        for (key, pair) in extra.iter().filter(|(key, _)| is_key(key)) {
            let pointer = format!("{owner}{}", pointer_of(key));
            if let Some(written) = pair.get(WRITTEN)
                && has_place(&plain, &pointer)
                && plain.pointer(&pointer) == pair.get(READ)
            {
                found.insert(pointer, written);
            }
        }
    }
    let mut value = plain;
    // The whole comes after its parts: it holds their originals as well.
    for (pointer, written) in found.into_iter().rev() {
        set(&mut value, &pointer, written.clone());
    }
    value
}

fn set(value: &mut Value, pointer: &str, written: Value) {
    if let Some((parent, name)) = pointer.rsplit_once('/')
        && let Some(Value::Object(fields)) = value.pointer_mut(parent)
    {
        fields.insert(unescape(name), written);
    }
}

/// A name as JSON pointers write it.
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name behind a step of a JSON pointer.
pub(crate) fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// Everything with fields of its own to keep, and the pointer to it.
fn owners(definition: &ReleaseDefinition) -> impl Iterator<Item = (String, &Extra)> {
    let root = std::iter::once((String::new(), &definition.extra));
    let artifacts = definition.artifacts.iter().zip(0..).map(|(one, index): (_, usize)| (artifact(index), &one.extra));
    let stages = definition.stages.iter().zip(0..).map(|(one, index): (_, usize)| (stage(index), &one.extra));
    let triggers = definition.triggers.iter().zip(0..).filter_map(|(one, index): (_, usize)| match one {
        ReleaseTrigger::PullRequest { extra, .. } => Some((trigger(index), extra)),
        ReleaseTrigger::ContinuousDeployment { .. } | ReleaseTrigger::Schedule(_) | ReleaseTrigger::Other(_) => None,
    });
    root.chain(artifacts).chain(triggers).chain(stages)
}

fn owners_mut(definition: &mut ReleaseDefinition) -> impl Iterator<Item = (String, &mut Extra)> {
    let root = std::iter::once((String::new(), &mut definition.extra));
    let artifacts = definition.artifacts.iter_mut().zip(0..).map(|(one, index)| (artifact(index), &mut one.extra));
    let stages = definition.stages.iter_mut().zip(0..).map(|(one, index)| (stage(index), &mut one.extra));
    let triggers = definition.triggers.iter_mut().zip(0..).filter_map(|(one, index)| match one {
        ReleaseTrigger::PullRequest { extra, .. } => Some((trigger(index), extra)),
        ReleaseTrigger::ContinuousDeployment { .. } | ReleaseTrigger::Schedule(_) | ReleaseTrigger::Other(_) => None,
    });
    root.chain(artifacts).chain(triggers).chain(stages)
}

fn trigger(index: usize) -> String {
    format!("/triggers/{index}")
}

fn artifact(index: usize) -> String {
    format!("/artifacts/{index}")
}

fn stage(index: usize) -> String {
    format!("/environments/{index}")
}

/// A value that may be written into a file: values of secret variables are left out, as everywhere.
pub(crate) fn without_secrets(mut value: Value) -> Value {
    hide_secrets(&mut value);
    value
}

fn hide_secrets(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let is_secret = fields.get("isSecret").is_some_and(|is_secret| match is_secret {
                Value::Bool(is_secret) => *is_secret,
                Value::String(text) => text.eq_ignore_ascii_case("true"),
                Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
            });
            if is_secret && let Some(secret) = fields.get_mut("value") {
                *secret = Value::Null;
            }
            fields.values_mut().for_each(hide_secrets);
        }
        Value::Array(items) => items.iter_mut().for_each(hide_secrets),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
