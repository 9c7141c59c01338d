//! What the start page says of each scenario, so that it does not have to fetch and read them all first.

use std::collections::BTreeMap;

use rehearsal_source::Source;
use rehearsal_yaml::{Node, parse_yaml};
use serde_json::{Value as Json, json};

/// A list of scenarios in the order in which to play them: that of the links in `scenarios/README.md`; what is not
/// linked there comes last, by its name. `files` are those below `scenarios/`.
///
/// A scenario with a mistake is listed with what can be read of it; opening it tells the mistake.
pub(crate) fn list(files: &BTreeMap<String, Vec<u8>>) -> Vec<Json> {
    let text = |path: &str| files.get(path).map(|content| String::from_utf8_lossy(content).into_owned());
    let order = text("scenarios/README.md").unwrap_or_default();
    let ids = files.keys().filter_map(|path| path.strip_prefix("scenarios/")?.strip_suffix("/scenario.yaml"));
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_by_key(|id| order.find(&format!("({id}/scenario.yaml)")).unwrap_or(usize::MAX));
    let about = |id: &str| {
        let source = Source::new("scenario.yaml", text(&format!("scenarios/{id}/scenario.yaml")).unwrap_or_default());
        let root = parse_yaml(&source).root;
        let entry = |key: &str| root.as_ref().and_then(|root| root.get(key));
        let word = |key: &str| entry(key).and_then(Node::as_str).map(str::to_owned);
        json!({
            "id": id,
            "title": word("title").unwrap_or_else(|| id.to_owned()),
            "summary": word("summary").unwrap_or_default(),
            "level": word("level").unwrap_or_else(|| "beginner".to_owned()),
            "minutes": entry("minutes").and_then(Node::as_int).unwrap_or(1),
        })
    };
    ids.into_iter().map(about).collect()
}
