//! Finding the definition in a file, or saying what the file is instead.

use rehearsal_source::{Diagnostic, Report};
use rehearsal_yaml::Node;

use crate::codes;

/// The node of the one release pipeline in a file.
///
/// Answers of list calls wrap definitions in `value`; a list of one is as good as its element.
pub(crate) fn definition_in<'a>(root: &'a Node, report: &mut Report) -> Option<&'a Node> {
    let list = root.get("value").filter(|_| root.get("environments").is_none()).unwrap_or(root);
    let node = match list.as_sequence() {
        Some([only]) => only,
        Some(several) => {
            report.push(several_definitions(list, several));
            return None;
        }
        None => root,
    };
    match what_it_is(node) {
        What::Definition => Some(node),
        What::Other(what, help) => {
            report.push(
                Diagnostic::error(
                    codes::NOT_A_DEFINITION,
                    node.head(),
                    format!("this is {what}, not a release pipeline"),
                )
                .help(help),
            );
            None
        }
    }
}

fn several_definitions(list: &Node, several: &[Node]) -> Diagnostic {
    const NAMES_MAX: usize = 5;
    let mut names: Vec<String> = several
        .iter()
        .filter_map(|node| node.get("name")?.as_str())
        .take(NAMES_MAX)
        .map(|name| format!("`{name}`"))
        .collect();
    if several.len() > names.len() && !names.is_empty() {
        names.push("…".to_owned());
    }
    let message = match several.len() {
        0 => "this is an empty list, not a release pipeline".to_owned(),
        count if names.is_empty() => format!("this is a list of {count} values, not a release pipeline"),
        count => format!("this is a list of {count} pipelines: {}", names.join(", ")),
    };
    Diagnostic::error(codes::NOT_A_DEFINITION, list.head(), message)
        .help("import one release pipeline; on its page, “…” and “Export” save it as a file")
}

enum What {
    Definition,
    /// What it is instead, and what to do about it.
    Other(&'static str, &'static str),
}

const EXPORT: &str = "on the page of the release pipeline, “…” and “Export” save it as a file";

fn what_it_is(node: &Node) -> What {
    let has = |key: &str| node.get(key).is_some();
    let stage_has = |key: &str| {
        let stages = node.get("environments").map(Node::items).unwrap_or_default();
        stages.iter().any(|stage| stage.get(key).is_some())
    };
    if node.as_mapping().is_none() {
        What::Other(node.kind(), EXPORT)
    } else if has("releaseDefinition") || stage_has("deploySteps") || stage_has("deployPhasesSnapshot") {
        What::Other("a release, one run of a pipeline", "export the pipeline that the release belongs to")
    } else if has("environments") {
        What::Definition
    } else if has("process") && (has("repository") || has("queue")) {
        What::Other("a build pipeline", EXPORT)
    } else if has("stages") || has("jobs") || has("steps") {
        What::Other("a YAML pipeline", "open it as a YAML pipeline instead")
    } else if has("typeKey") || (has("message") && has("typeName")) {
        What::Other("an error message of the service", EXPORT)
    } else {
        What::Other("something else: it has no `environments`", EXPORT)
    }
}
