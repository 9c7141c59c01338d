//! What is exported can be imported again, and nothing is lost on the way.

use proptest::prelude::*;
use rehearsal_classic::{ReleaseDefinition, export, export_text, import};
use rehearsal_source::Source;
use rehearsal_yaml::json;
use rehearsal_yaml::json::Value;

use crate::{FIXTURES, fixture, sample::definitions};

fn read_again(text: &str) -> ReleaseDefinition {
    let source = Source::new("again.json", text);
    let imported = import(&source);
    assert!(!imported.report.has_errors(), "{}", imported.report.to_lines(&source));
    imported.definition.expect("what was exported is a definition")
}

#[test]
fn sample_files_survive_export_and_import_with_every_field_that_is_not_played() {
    for (name, _) in FIXTURES {
        let first = import(&fixture(name));
        let definition = first.definition.expect("a definition");
        let exported = Source::new(name, export_text(&definition));
        let second = import(&exported);
        assert_eq!(second.definition.as_ref(), Some(&definition), "{name}");
        let paths = |ignored: &[rehearsal_classic::Ignored]| {
            let mut paths: Vec<String> = ignored.iter().map(|field| field.path.clone()).collect();
            paths.sort();
            paths
        };
        assert_eq!(paths(&second.ignored), paths(&first.ignored), "{name}");
    }
}

#[test]
fn a_field_whose_place_is_gone_goes_with_it() {
    let mut definition = crate::definition("tailspin-web-rest.json");
    definition.stages[0].jobs[0].tasks.clear();
    let exported = export(&definition);
    assert_eq!(exported["environments"][0]["deployPhases"][0]["workflowTasks"], json!([]));
}

#[test]
fn a_field_may_be_named_with_the_signs_of_a_pointer() {
    let (definition, _) = crate::import_text(
        r#"{ "name": "Web", "/a~b": 1, "environments": [{ "name": "Dev", "c/~1d": 2, "deployPhases": [{ "x/y": 3 }] }] }"#,
    );
    let exported = export(&definition.expect("a definition"));
    assert_eq!(exported["/a~b"], 1);
    assert_eq!(exported["environments"][0]["c/~1d"], 2);
    assert_eq!(exported["environments"][0]["deployPhases"][0]["x/y"], 3);
}

/// Adds a field that nobody has heard of to every object that is not a free map.
fn sprinkle(value: &mut Value, is_map: bool) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                let is_map = ["variables", "definitionReference", "inputs", "environment"].contains(&name.as_str());
                sprinkle(field, is_map && field.is_object());
            }
            if !is_map {
                fields.insert("weather~/".to_owned(), json!({ "rain": [1, null] }));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| sprinkle(item, false)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn importing_what_was_exported_gives_the_same_definition(definition in definitions()) {
        prop_assert_eq!(read_again(&export_text(&definition)), definition);
    }

    #[test]
    fn unknown_fields_come_back_wherever_they_were(definition in definitions()) {
        let mut exported = export(&definition);
        sprinkle(&mut exported, false);
        prop_assert_eq!(export(&read_again(&exported.to_string())), exported);
    }

    #[test]
    fn no_text_makes_the_import_panic(text in "[\\[\\]{}:,\"a-z0-9 ]{0,200}") {
        let _ = import(&Source::new("noise.json", text));
    }

    /// Any value anywhere: the reader complains or copes.
    #[test]
    fn no_value_in_the_wrong_place_makes_the_import_panic(
        definition in definitions(),
        place in any::<prop::sample::Index>(),
        value in prop::sample::select(vec![
            json!(null), json!(true), json!(-1), json!(99_999_999_999_u64), json!(1.5), json!(""), json!("\u{0}x"),
            json!([]), json!([null, 1]), json!({}), json!({ "name": null }),
        ]),
    ) {
        let mut exported = export(&definition);
        let mut places = Vec::new();
        pointers(&exported, String::new(), &mut places);
        *exported.pointer_mut(&places[place.index(places.len())]).expect("the place exists") = value;
        let imported = import(&Source::new("damaged.json", exported.to_string()));
        if let Some(definition) = imported.definition {
            export(&definition);
        }
    }
}

fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                pointers(field, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, format!("{at}/{index}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found.push(at);
}
