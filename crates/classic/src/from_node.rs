//! Values of the product's JSON out of a tree.
//!
//! Like everything here this never stops at a mistake: a value of the wrong kind is reported and left
//! out, and the rest is read. What scripts often get wrong without harm is read as it was meant: numbers
//! and truth values in quotes, and texts without them.

use std::collections::BTreeMap;

use rehearsal_source::{Diagnostic, Report, Spanned};
use rehearsal_yaml::{Node, codes};
use serde_json::{Map, Number, Value};

/// What can be read from a node.
pub(crate) trait FromNode: Sized {
    /// The value; none, and a diagnostic, when the node is of another kind.
    fn from_node(node: &Node, report: &mut Report) -> Option<Self>;
}

/// The value of a field that may be null.
pub(crate) fn optional<T: FromNode>(node: &Node, report: &mut Report) -> Option<T> {
    if node.is_null() { None } else { T::from_node(node, report) }
}

/// The fields of an object.
pub(crate) fn mapping<'a>(node: &'a Node, what: &str, report: &mut Report) -> Option<&'a [(Spanned<String>, Node)]> {
    node.as_mapping().or_else(|| wrong_type(node, &format!("{what} (a mapping)"), report))
}

const LIST: &str = "a list";

fn wrong_type<T>(node: &Node, expected: &str, report: &mut Report) -> Option<T> {
    let message = format!("expected {expected}, found {}", node.describe());
    let diagnostic = Diagnostic::error(codes::WRONG_TYPE, node.head(), message);
    let is_lone_item = expected == LIST && !node.is_null();
    report.push(if is_lone_item { diagnostic.help("put `[` and `]` around it") } else { diagnostic });
    None
}

impl FromNode for String {
    fn from_node(node: &Node, report: &mut Report) -> Option<Self> {
        match node.scalar_text() {
            Some(text) => Some(text.into_owned()),
            None => wrong_type(node, "text", report),
        }
    }
}

impl FromNode for i64 {
    fn from_node(node: &Node, report: &mut Report) -> Option<Self> {
        let number = node.as_int().or_else(|| node.as_str()?.trim().parse().ok());
        number.or_else(|| wrong_type(node, "a whole number", report))
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, report: &mut Report) -> Option<Self> {
        let written = || match node.as_str()? {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        node.as_bool().or_else(written).or_else(|| wrong_type(node, "`true` or `false`", report))
    }
}

impl FromNode for Value {
    fn from_node(node: &Node, _: &mut Report) -> Option<Self> {
        Some(json_of(node))
    }
}

impl<T: FromNode> FromNode for Spanned<T> {
    fn from_node(node: &Node, report: &mut Report) -> Option<Self> {
        T::from_node(node, report).map(|value| Self::new(value, node.span))
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node, report: &mut Report) -> Option<Self> {
        let items = node.as_sequence().or_else(|| wrong_type(node, LIST, report))?;
        Some(items.iter().filter_map(|item| T::from_node(item, report)).collect())
    }
}

impl<T: FromNode> FromNode for BTreeMap<Spanned<String>, Option<T>> {
    fn from_node(node: &Node, report: &mut Report) -> Option<Self> {
        let entries = mapping(node, "names and values", report)?;
        Some(entries.iter().map(|(name, value)| (name.clone(), optional(value, report))).collect())
    }
}

/// The tree as plain JSON, without places. Numbers that JSON does not have become null.
pub(crate) fn json_of(node: &Node) -> Value {
    match &node.value {
        rehearsal_yaml::Value::Null => Value::Null,
        rehearsal_yaml::Value::Bool(value) => Value::Bool(*value),
        rehearsal_yaml::Value::Int(value) => Value::from(*value),
        rehearsal_yaml::Value::Float(value) => match node.raw().map(str::parse::<u64>) {
            Some(Ok(whole)) => Value::from(whole),
            Some(Err(_)) | None => Number::from_f64(*value).map_or(Value::Null, Value::Number),
        },
        rehearsal_yaml::Value::String(text) => Value::String(text.clone()),
        rehearsal_yaml::Value::Sequence(items) => items.iter().map(json_of).collect(),
        rehearsal_yaml::Value::Mapping(entries) => {
            let fields = entries.iter().map(|(name, value)| (name.value.clone(), json_of(value)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}
