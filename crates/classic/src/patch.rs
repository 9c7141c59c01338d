//! Changes to a definition as an author writes them by hand.
//!
//! A patch is a JSON merge patch (RFC 7396) over the product's JSON: what is named is set, null removes, objects
//! are merged. Beyond that, a list of named things can be addressed by name like an object, so that
//! `environments: { QA: { rank: 3 } }` changes one stage and leaves the others alone. A thing that is not there
//! yet is added, as a copy when it says `cloneOf`.

use std::fmt;

use rehearsal_yaml::json::{Map, Value};

/// Why a patch does not fit its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatchError {
    /// Where, such as `environments.QA.conditions`; empty for the whole.
    pub path: String,
    /// What is wrong there, as a sentence without its end.
    pub message: String,
}

impl fmt::Display for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

/// The key that makes a new thing a copy of another of its list.
const CLONE_OF: &str = "cloneOf";

/// Deeper than any definition.
const DEPTH_MAX: usize = 64;

/// The product's JSON with a patch put over it.
///
/// ```
/// use rehearsal_classic::patched;
/// use rehearsal_yaml::json;
///
/// let base = json!({ "environments": [{ "id": 1, "name": "QA" }, { "id": 2, "name": "Production", "rank": 2 }] });
/// let patch = json!({ "environments": { "qa": null, "Copy of Production": { "cloneOf": "Production" } } });
/// assert_eq!(
///     patched(&base, &patch).unwrap(),
///     json!({ "environments": [{ "id": 2, "name": "Production", "rank": 2 }, { "name": "Copy of Production" }] })
/// );
/// ```
///
/// # Errors
/// Where the patch addresses a thing by a name that several have, or clones what is not there.
pub fn patched(base: &Value, patch: &Value) -> Result<Value, PatchError> {
    let Value::Object(_) = patch else {
        return Err(PatchError { path: String::new(), message: "a patch is an object of the fields to change".into() });
    };
    merged(Some(base), patch, "", 0)
}

/// The patch that gives the named fields of `before` the values that `after` has there.
///
/// ```
/// use rehearsal_classic::{patch_of, patched};
/// use rehearsal_yaml::json;
///
/// let before = json!({ "name": "Web", "variables": { "a": 1, "b": 2 }, "environments": [{ "name": "QA" }] });
/// let after = json!({ "name": "Shop", "variables": { "b": 2 }, "environments": [] });
/// let patch = patch_of(&before, &after, &["variables", "environments"]);
/// assert_eq!(
///     patched(&before, &patch).unwrap(),
///     json!({ "name": "Web", "variables": { "b": 2 }, "environments": [] })
/// );
/// ```
pub fn patch_of(before: &Value, after: &Value, fields: &[&str]) -> Value {
    let changed = fields.iter().filter(|field| before.get(field) != after.get(field));
    let patch = changed.map(|&field| {
        let mut value = after.get(field).cloned().unwrap_or_default();
        // Objects are merged, so that what is gone has to be taken away; lists are replaced.
        if let (Some(Value::Object(old)), Value::Object(new)) = (before.get(field), &mut value) {
            let gone: Vec<&String> = old.keys().filter(|name| !new.contains_key(name.as_str())).collect();
            for name in gone {
                new.insert(name.clone(), Value::Null);
            }
        }
        (field.to_owned(), value)
    });
    Value::Object(patch.collect())
}

fn merged(base: Option<&Value>, patch: &Value, path: &str, depth: usize) -> Result<Value, PatchError> {
    let Value::Object(changes) = patch else { return Ok(patch.clone()) };
    if depth == DEPTH_MAX {
        return Err(PatchError { path: path.to_owned(), message: "the patch is nested too deeply".into() });
    }
    match base {
        Some(Value::Array(items)) => list(items, changes, path, depth),
        Some(Value::Object(fields)) => object(fields.clone(), changes, path, depth),
        Some(_) | None if LISTS.contains(&last(path)) => list(&[], changes, path, depth),
        Some(_) | None => object(Map::new(), changes, path, depth),
    }
}

/// Lists of named things, which may be missing in the base.
const LISTS: [&str; 5] = ["environments", "artifacts", "deployPhases", "workflowTasks", "gates"];

fn object(mut fields: Map, changes: &Map, path: &str, depth: usize) -> Result<Value, PatchError> {
    for (name, change) in changes {
        if change.is_null() {
            fields.remove(name);
        } else {
            let value = merged(fields.get(name), change, &below(path, name), depth + 1)?;
            fields.insert(name.clone(), value);
        }
    }
    Ok(Value::Object(fields))
}

fn list(items: &[Value], changes: &Map, path: &str, depth: usize) -> Result<Value, PatchError> {
    let mut items = items.to_vec();
    for (name, change) in changes {
        let place = below(path, name);
        match (find(&items, name, &place)?, change) {
            (Some(index), Value::Null) => {
                items.remove(index);
            }
            (None, Value::Null) => return Err(missing(&items, name, &place)),
            (Some(index), _) => items[index] = merged(Some(&items[index]), change, &place, depth + 1)?,
            (None, _) => {
                let new = new_item(&items, name, change, path, depth)?;
                items.push(new);
            }
        }
    }
    Ok(Value::Array(items))
}

/// A thing that the list does not have yet: with the name it was addressed by, maybe like another.
fn new_item(items: &[Value], name: &str, change: &Value, path: &str, depth: usize) -> Result<Value, PatchError> {
    let place = below(path, name);
    let Value::Object(fields) = change else { return Err(missing(items, name, &place)) };
    let mut fields = fields.clone();
    let mut new = match fields.remove(CLONE_OF) {
        None => Map::new(),
        Some(original) => {
            let original = original.as_str().unwrap_or_default();
            let index = find(items, original, &place)?.ok_or_else(|| missing(items, original, &place))?;
            let mut copy = items[index].as_object().cloned().unwrap_or_default();
            // What is the original's own: its identity, and its place in the order.
            for own in ["id", "rank", "refName", "badgeUrl", "currentRelease"] {
                copy.remove(own);
            }
            copy
        }
    };
    let key = if last(path) == "artifacts" { "alias" } else { "name" };
    new.insert(key.to_owned(), name.into());
    object(new, &fields, &place, depth + 1)
}

/// The thing of this name or alias, without regard to case.
fn find(items: &[Value], name: &str, place: &str) -> Result<Option<usize>, PatchError> {
    let mut found = items.iter().enumerate().filter(|(_, item)| {
        ["alias", "name"].iter().any(|key| item[*key].as_str().is_some_and(|text| text.eq_ignore_ascii_case(name)))
    });
    let first = found.next().map(|(index, _)| index);
    if found.next().is_some() {
        let message = format!("several are named `{name}`; write the whole list instead");
        return Err(PatchError { path: place.to_owned(), message });
    }
    Ok(first)
}

fn missing(items: &[Value], name: &str, place: &str) -> PatchError {
    let known: Vec<&str> =
        items.iter().filter_map(|item| item["alias"].as_str().or_else(|| item["name"].as_str())).collect();
    let known = if known.is_empty() { "there are none".to_owned() } else { format!("there are: {}", known.join(", ")) };
    PatchError { path: place.to_owned(), message: format!("nothing is named `{name}`; {known}") }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use rehearsal_yaml::json;

    use super::*;

    fn base() -> Value {
        json!({
            "name": "Web",
            "variables": { "x": { "value": "1" } },
            "artifacts": [{ "alias": "_web", "type": "Build" }],
            "environments": [
                { "id": 1, "name": "Dev", "conditions": [] },
                { "id": 2, "name": "QA", "deployPhases": [{ "name": "Agent job", "workflowTasks": [] }] },
            ],
        })
    }

    #[test]
    fn what_is_not_named_stays_and_null_removes() {
        let patch = json!({ "variables": { "x": null, "y": { "value": "2" } }, "environments": { "Dev": null } });
        let changed = patched(&base(), &patch).expect("it fits");
        assert_eq!(changed["variables"], json!({ "y": { "value": "2" } }));
        assert_eq!(changed["environments"].as_array().map(Vec::len), Some(1));
        assert_eq!(changed["name"], "Web");
    }

    #[test]
    fn lists_inside_named_things_are_addressed_by_name_too() {
        let tasks = json!({ "Copy": { "version": "1.*" } });
        let patch =
            json!({ "environments": { "qa": { "deployPhases": { "agent JOB": { "workflowTasks": tasks } } } } });
        let changed = patched(&base(), &patch).expect("it fits");
        let task = &changed["environments"][1]["deployPhases"][0]["workflowTasks"][0];
        assert_eq!(*task, json!({ "name": "Copy", "version": "1.*" }));
    }

    #[test]
    fn a_name_with_dots_is_one_name() {
        let patch = json!({ "artifacts": { "_a.b": { "type": "Build" } } });
        assert_eq!(patched(&base(), &patch).expect("it fits")["artifacts"][1]["alias"], "_a.b");
    }

    #[test]
    fn a_clone_of_nothing_says_what_there_is() {
        let patch = json!({ "environments": { "Prod": { "cloneOf": "Pre" } } });
        let error = patched(&base(), &patch).expect_err("there is no Pre").to_string();
        assert_eq!(error, "environments.Prod: nothing is named `Pre`; there are: Dev, QA");
    }
}
