//! `rehearsal schema`.

use std::path::{Path, PathBuf};

use rehearsal_source::{Report, Source};
use serde_json::Value;

use crate::{ASK_FIRST, rehearsal};

fn schema() -> Value {
    let done = rehearsal(&["schema"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    serde_json::from_str(&done.out).expect("JSON")
}

/// Every scenario that ships, and that of these tests.
fn scenarios() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let folders = std::fs::read_dir(folder).expect("the scenarios ship with the program");
    let mut files: Vec<PathBuf> =
        folders.map(|entry| entry.expect("a readable folder").path().join("scenario.yaml")).collect();
    files.retain(|file| file.is_file());
    files.push(Path::new(ASK_FIRST).join("scenario.yaml"));
    files
}

#[test]
fn every_scenario_that_ships_is_valid_by_the_schema() {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("scenario.schema.json", schema()).expect("a schema");
    let index = compiler.compile("scenario.schema.json", &mut schemas).expect("a schema that is valid itself");
    for file in scenarios() {
        let text = std::fs::read_to_string(&file).expect("a readable file");
        let source = Source::new("scenario.yaml", text);
        let root = rehearsal_yaml::parse_yaml(&source).root.expect("a tree");
        let mut report = Report::new();
        let value: Value = rehearsal_yaml::read(&root, &mut report).expect("a value");
        if let Err(error) = schemas.validate(&value, index) {
            panic!("{}: {error:#}", file.display());
        }
    }
}

#[test]
fn the_schema_knows_what_a_misspelt_key_is() {
    let schema = schema();
    assert_eq!(schema["title"], "ScenarioFile");
    assert!(schema["required"].as_array().is_some_and(|keys| keys.contains(&Value::from("rehearsal"))), "{schema:#}");
}
