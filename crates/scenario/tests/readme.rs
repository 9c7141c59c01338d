//! The reference for authors is complete, and its example works.

#![expect(clippy::disallowed_methods, reason = "tests read the shipped files")]

use std::path::Path;
use std::rc::Rc;

use rehearsal_scenario::{NoFiles, check, load};
use rehearsal_source::Source;

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/README.md");
    std::fs::read_to_string(path).expect("the reference ships with the scenarios")
}

/// The first block of YAML under a heading.
fn example_under(heading: &str) -> String {
    let text = readme();
    let (_, section) = text.split_once(&format!("\n{heading}\n")).expect("the heading is there");
    let (_, block) = section.split_once("```yaml\n").expect("an example is there");
    let (example, _) = block.split_once("```").expect("the example ends");
    example.to_owned()
}

#[test]
fn the_minimal_scenario_loads_and_teaches() {
    let source = Source::new("README.md", example_under("## A minimal scenario"));
    let loaded = load(&source, &NoFiles);
    assert!(loaded.report.is_empty(), "{}", loaded.report.to_lines(&source));
    let scenario = Rc::new(loaded.scenario.expect("a report without errors comes with a scenario"));
    let report = check(&scenario);
    assert!(report.is_empty(), "{}", report.to_lines(&source));
}

#[test]
fn every_example_is_yaml() {
    let text = readme();
    let examples: Vec<&str> =
        text.split("```yaml\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(example, _)| example).collect();
    assert!(!examples.is_empty(), "the reference has examples");
    for example in examples {
        let source = Source::new("README.md", example);
        let report = rehearsal_yaml::parse_yaml(&source).report;
        assert!(report.is_empty(), "{}", report.to_lines(&source));
    }
}

#[test]
fn every_shipped_scenario_is_listed() {
    let text = readme();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let folders = std::fs::read_dir(folder).expect("the scenarios ship with the crate");
    let ids = folders
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.join("scenario.yaml").is_file())
        .map(|path| path.file_name().expect("a folder has a name").to_string_lossy().into_owned());
    let missing: Vec<String> = ids.filter(|id| !text.contains(&format!("({id}/scenario.yaml)"))).collect();
    assert!(missing.is_empty(), "not listed in scenarios/README.md: {missing:?}");
}

/// Needs the schema, which the terminal switches on for a whole build; alone: `--features schema`.
#[cfg(feature = "schema")]
mod keys {
    use std::collections::BTreeSet;

    use serde_json::Value;

    /// Collects the names of keys and members that an author can write. The release definition is the product's,
    /// so its keys are left to the product's own reference.
    fn words(schema: &Value, root: &Value, seen: &mut BTreeSet<String>, words: &mut BTreeSet<String>) {
        match schema {
            Value::Object(fields) => {
                for (key, value) in fields {
                    match (key.as_str(), value) {
                        ("$defs", _) => {}
                        ("$ref", Value::String(target)) => {
                            let name = target.trim_start_matches("#/$defs/");
                            if name != "Definition" && seen.insert(name.to_owned()) {
                                self::words(&root["$defs"][name], root, seen, words);
                            }
                        }
                        ("properties", Value::Object(properties)) => {
                            words.extend(properties.keys().cloned());
                            properties.values().for_each(|property| self::words(property, root, seen, words));
                        }
                        ("const", Value::String(word)) => {
                            words.insert(word.clone());
                        }
                        ("enum", Value::Array(members)) => {
                            words.extend(members.iter().filter_map(Value::as_str).map(str::to_owned));
                        }
                        _ => self::words(value, root, seen, words),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self::words(item, root, seen, words)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_key_of_the_format_is_in_the_reference() {
        let schema = rehearsal_scenario::json_schema();
        let mut known = BTreeSet::new();
        words(&schema, &schema, &mut BTreeSet::new(), &mut known);
        assert!(known.contains("wrongMoves") && known.contains("siteUpdated") && known.contains("deferUntil"));
        let text = super::readme();
        let missing: Vec<&String> = known.iter().filter(|word| !text.contains(&format!("`{word}`"))).collect();
        assert!(missing.is_empty(), "not in scenarios/README.md: {missing:?}");
    }
}
