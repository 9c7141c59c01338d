//! Tags such as `!!str`: those of the core schema are obeyed, others reported.

use rehearsal_source::{Diagnostic, Report, Span};
use saphyr_parser::{ScalarStyle, Tag};

use crate::{Node, Value, codes, scalar};

const CORE: &str = "tag:yaml.org,2002:";

/// The node of a scalar, by its tag if it has one, else by its style.
pub(crate) fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span, report: &mut Report) -> Node {
    let untagged = || match style {
        ScalarStyle::Plain => Node::plain(text, span),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted | ScalarStyle::Literal | ScalarStyle::Folded => {
            Node::new(Value::String(text.to_owned()), span)
        }
    };
    let Some(name) = tag.map(full_name) else { return untagged() };
    let wanted = match name.strip_prefix(CORE) {
        None if name == "!" => "str",
        None => {
            report.push(foreign(&name, span));
            return untagged();
        }
        Some(core) => core,
    };
    let value = match (wanted, scalar::resolve(text)) {
        ("str", _) => Some(Value::String(text.to_owned())),
        ("null", Some(Value::Null)) => Some(Value::Null),
        ("bool", Some(Value::Bool(value))) => Some(Value::Bool(value)),
        ("int", Some(Value::Int(value))) => Some(Value::Int(value)),
        ("float", Some(Value::Float(value))) => Some(Value::Float(value)),
        ("float", Some(value @ Value::Int(_))) => Node::new(value, span).as_float().map(Value::Float),
        _ => None,
    };
    match value {
        Some(Value::String(text)) => Node::new(Value::String(text), span),
        Some(value) => Node::written(value, text, span),
        None => {
            let message = format!("`{}` does not fit the tag `!!{wanted}`", crate::tree::shorten(text));
            report.push(Diagnostic::error(codes::YAML_TAG, span, message).help("remove the tag"));
            untagged()
        }
    }
}

/// Checks the tag of a list or mapping, which is `seq` or `map`.
pub(crate) fn collection(tag: Option<&Tag>, kind: &str, span: Span, report: &mut Report) {
    let Some(name) = tag.map(full_name) else { return };
    match name.strip_prefix(CORE) {
        Some(core) if core == kind => {}
        None if name == "!" => {}
        Some(core) => {
            let message =
                format!("the tag `!!{core}` does not fit a {}", if kind == "seq" { "list" } else { "mapping" });
            report.push(Diagnostic::error(codes::YAML_TAG, span, message).help("remove the tag"));
        }
        None => report.push(foreign(&name, span)),
    }
}

fn full_name(tag: &Tag) -> String {
    format!("{}{}", tag.handle, tag.suffix)
}

fn foreign(name: &str, span: Span) -> Diagnostic {
    let message = format!("the tag `{}` has no meaning here", crate::tree::shorten(name));
    Diagnostic::error(codes::YAML_TAG, span, message).help("remove the tag; text that begins with `!` needs quotes")
}
