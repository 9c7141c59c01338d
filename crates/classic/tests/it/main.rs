//! Files in, definitions and diagnostics out.

mod damaged;
mod imports;
mod inline;
mod round_trip;
mod sample;
#[cfg(feature = "schema")]
mod schema;
mod vectors;

use rehearsal_classic::{Imported, ReleaseDefinition, import};
use rehearsal_source::{Report, Source};

/// The files of `tests/imports`, by name.
const FIXTURES: [(&str, &str); 7] = [
    ("tailspin-web-ui-export.json", include_str!("../../../../tests/imports/tailspin-web-ui-export.json")),
    ("tailspin-web-rest.json", include_str!("../../../../tests/imports/tailspin-web-rest.json")),
    ("tailspin-web-api-3.json", include_str!("../../../../tests/imports/tailspin-web-api-3.json")),
    ("tailspin-web-gates.json", include_str!("../../../../tests/imports/tailspin-web-gates.json")),
    ("tailspin-web-targets.json", include_str!("../../../../tests/imports/tailspin-web-targets.json")),
    ("tailspin-web-template.json", include_str!("../../../../tests/imports/tailspin-web-template.json")),
    ("tailspin-web-exchange.json", include_str!("../../../../tests/imports/tailspin-web-exchange.json")),
];

fn fixture(name: &str) -> Source {
    let (name, text) = FIXTURES.into_iter().find(|(known, _)| *known == name).expect("the fixture exists");
    Source::new(name, text)
}

fn imported(name: &str) -> Imported {
    import(&fixture(name))
}

fn definition(name: &str) -> ReleaseDefinition {
    imported(name).definition.expect("the fixture is a definition")
}

/// Reads JSON text; the definition and the lines of the report.
fn import_text(text: &str) -> (Option<ReleaseDefinition>, String) {
    let source = Source::new("web.json", text);
    let imported = import(&source);
    (imported.definition, imported.report.to_lines(&source))
}

/// Reads YAML as an author writes it; the definition and the lines of the report.
fn inline(text: &str) -> (Option<ReleaseDefinition>, String) {
    let source = Source::new("web.yaml", text);
    let parse = rehearsal_yaml::parse_yaml(&source);
    let mut report: Report = parse.report;
    let definition = parse.root.and_then(|root| rehearsal_classic::from_node(&root, &mut report));
    (definition, report.to_lines(&source))
}
