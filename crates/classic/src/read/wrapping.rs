//! Finding the definition in a file, or saying what the file is instead.

use rehearsal_source::{Diagnostic, Report};
use rehearsal_yaml::Node;

use crate::codes;

/// Wrappers inside wrappers; deeper down a definition is part of something else.
const DEPTH_MAX: usize = 4;

/// The node of the one release pipeline in a file.
///
/// Lists, answers of the REST interface and recorded requests wrap definitions; with one definition inside
/// they are as good as the definition, and a notice says so.
pub(crate) fn definition_in<'a>(root: &'a Node, report: &mut Report) -> Option<&'a Node> {
    if is_definition(root) {
        return Some(root);
    }
    let mut found = Vec::new();
    collect(root, "", 0, &mut found);
    // A recorded exchange holds what was sent and what was answered; the service completes what was sent.
    if found.iter().any(|(path, _)| is_answer(path)) {
        found.retain(|(path, _)| is_answer(path));
    }
    match found.as_slice() {
        [(path, node)] => {
            let message = format!("the release pipeline is read from `{path}`");
            let help = "export gives the pipeline alone, without what is around it";
            report.push(Diagnostic::notice(codes::WRAPPED, node.head(), message).help(help));
            Some(*node)
        }
        [] => {
            report.push(something_else(root));
            None
        }
        several => {
            report.push(several_definitions(root, several));
            None
        }
    }
}

fn is_answer(path: &str) -> bool {
    path.starts_with("responses.")
}

/// The definitions that lie in wrappers, with their places.
fn collect<'a>(node: &'a Node, path: &str, depth: usize, found: &mut Vec<(String, &'a Node)>) {
    if is_definition(node) && node.get("environments").is_some_and(|stages| stages.as_sequence().is_some()) {
        found.push((path.to_owned(), node));
        return;
    }
    if depth == DEPTH_MAX || is_release(node) {
        return;
    }
    for (index, item) in node.items().iter().enumerate() {
        collect(item, &format!("{path}[{index}]"), depth + 1, found);
    }
    for (name, value) in node.entries() {
        let place = if path.is_empty() { name.value.clone() } else { format!("{path}.{}", name.value) };
        collect(value, &place, depth + 1, found);
    }
}

/// True for an object with stages that is not a run of them.
fn is_definition(node: &Node) -> bool {
    node.get("environments").is_some() && !is_release(node)
}

fn is_release(node: &Node) -> bool {
    let stages = node.get("environments").map(Node::items).unwrap_or_default();
    let stage_has = |key: &str| stages.iter().any(|stage| stage.get(key).is_some());
    node.get("releaseDefinition").is_some() || stage_has("deploySteps") || stage_has("deployPhasesSnapshot")
}

/// What refers to a release without being one, with its plural.
fn part_of_a_release(node: &Node) -> Option<(&'static str, &'static str)> {
    let has = |key: &str| node.get(key).is_some();
    if has("approvalType") {
        Some(("an approval of a release", "approvals of releases"))
    } else if has("instructions") && has("taskInstanceId") {
        Some(("a manual intervention of a release", "manual interventions of releases"))
    } else if has("deploymentStatus") && has("releaseEnvironment") {
        Some(("a deployment of a release", "deployments of releases"))
    } else if has("preDeployApprovals") && has("deploySteps") {
        Some(("a stage of a release", "stages of a release"))
    } else {
        None
    }
}

/// Names of the first few, for a message.
fn names<'a>(nodes: impl ExactSizeIterator<Item = &'a Node>) -> String {
    const NAMES_MAX: usize = 5;
    let count = nodes.len();
    let named = nodes.filter_map(|node| node.get("name")?.as_str());
    let mut names: Vec<String> = named.take(NAMES_MAX).map(|name| format!("`{name}`")).collect();
    if count > names.len() && !names.is_empty() {
        names.push("…".to_owned());
    }
    if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) }
}

fn several_definitions(root: &Node, several: &[(String, &Node)]) -> Diagnostic {
    let names = names(several.iter().map(|(_, node)| *node));
    let message = format!("this file holds {} release pipelines{names}", several.len());
    Diagnostic::error(codes::NOT_A_DEFINITION, root.head(), message)
        .help("save the one to import as a file of its own")
        .help(EXPORT)
}

const EXPORT: &str = "on the page of the release pipeline, “…” and “Export” save it as a file";
const BY_ID: &str = "ask for the pipeline by its id: `GET …/_apis/release/definitions/{id}`";

fn something_else(root: &Node) -> Diagnostic {
    let (what, help) = what_it_is(root);
    let message = format!("this is not a release pipeline but {what}");
    Diagnostic::error(codes::NOT_A_DEFINITION, root.head(), message).help(help)
}

/// What a value without a definition in it seems to be, and what to do about it.
fn what_it_is(node: &Node) -> (String, &'static str) {
    let has = |key: &str| node.get(key).is_some();
    let (what, help) = if node.as_sequence().is_some() {
        return what_list_it_is(node);
    } else if node.as_mapping().is_none() {
        (node.kind(), EXPORT)
    } else if has("responses") && has("parameters") {
        return what_exchange_it_is(node);
    } else if let Some((what, _)) = part_of_a_release(node) {
        (what, "export the pipeline that the release belongs to")
    } else if is_release(node) {
        ("a release, one run of a pipeline", "export the pipeline that the release belongs to")
    } else if is_list_entry(node) {
        ("an entry of a list of release pipelines, which leaves the stages out", BY_ID)
    } else if has("changeType") && has("definitionId") {
        ("an entry of the history of a release pipeline", BY_ID)
    } else if has("process") && (has("repository") || has("queue")) {
        ("a build pipeline", EXPORT)
    } else if has("stages") || has("jobs") || has("steps") {
        ("a YAML pipeline", "open it as a YAML pipeline instead")
    } else if has("deployPhases") || has("deployStep") {
        ("a single stage", EXPORT)
    } else if has("workflowTasks") || (has("tasks") && has("instanceNameFormat")) {
        ("a single job or task group", EXPORT)
    } else if has("typeKey") || (has("message") && has("typeName")) {
        ("an error message of the service", EXPORT)
    } else if has("authorization") && has("url") {
        ("a service connection", EXPORT)
    } else if has("wiql") {
        ("a query of work items", EXPORT)
    } else if let Some(list) = node.get("value").filter(|list| list.as_sequence().is_some()) {
        return what_list_it_is(list);
    } else {
        return (format!("an object {}", keys_of(node)), EXPORT);
    };
    (what.to_owned(), help)
}

/// Lists of pipelines leave their stages out unless they are asked for.
fn is_list_entry(node: &Node) -> bool {
    let has = |key: &str| node.get(key).is_some();
    has("releaseNameFormat") || (has("lastRelease") && has("revision"))
}

fn keys_of(node: &Node) -> String {
    const KEYS_MAX: usize = 5;
    let keys = node.entries();
    let mut named: Vec<String> = keys.iter().take(KEYS_MAX).map(|(key, _)| format!("`{}`", key.value)).collect();
    if keys.len() > KEYS_MAX {
        named.push("…".to_owned());
    }
    if named.is_empty() { "without keys".to_owned() } else { format!("with the keys {}", named.join(", ")) }
}

fn what_list_it_is(list: &Node) -> (String, &'static str) {
    let items = list.items();
    let all = |is: fn(&Node) -> bool| items.iter().all(is);
    let count = items.len();
    match items {
        [] => ("an empty list".to_owned(), EXPORT),
        _ if all(is_list_entry) => {
            let pipelines =
                if count == 1 { "1 release pipeline".to_owned() } else { format!("{count} release pipelines") };
            (format!("a list of {pipelines} without stages{}", names(items.iter())), BY_ID)
        }
        [only] => {
            let (what, help) = what_it_is(only);
            (format!("a list with one element, {what}"), help)
        }
        _ if all(|item| item.get("changeType").is_some() && item.get("definitionId").is_some()) => {
            (format!("the history of a release pipeline, {count} revisions without their content"), BY_ID)
        }
        [first, ..] if all(|item| part_of_a_release(item).is_some()) => {
            let plural = part_of_a_release(first).map_or("", |(_, plural)| plural);
            (format!("a list of {count} {plural}"), EXPORT)
        }
        _ if all(is_release) => (format!("a list of {count} releases{}", names(items.iter())), EXPORT),
        _ if items.iter().any(|item| item.as_mapping().is_some()) => {
            (format!("a list of {count} objects without stages{}", names(items.iter())), EXPORT)
        }
        _ => (format!("a list of {count} values"), EXPORT),
    }
}

/// What a recorded request and its answers hold.
fn what_exchange_it_is(node: &Node) -> (String, &'static str) {
    let answers = node.get("responses").map(Node::entries).unwrap_or_default();
    let bodies = answers.iter().filter_map(|(_, answer)| answer.get("body"));
    match bodies.into_iter().find(|body| !body.is_null()) {
        Some(body) => {
            let (what, help) = what_it_is(body);
            (format!("a recorded request, answered with {what}"), help)
        }
        None => ("a recorded request whose answer has no body".to_owned(), EXPORT),
    }
}
