//! The value as text.

use std::fmt::{self, Write as _};

use super::{Number, Value};
use crate::decimal;

/// On one line; `{:#}` gives one field or element a line, indented by two.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write(self, if f.alternate() { Some(0) } else { None }, &mut text);
        f.write_str(&text)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => number.fmt(f),
            Self::Huge(number) => number.fmt(f),
            Self::Float(number) => f.write_str(&float(*number)),
        }
    }
}

/// A float as JSON, which stays one when it is read again.
pub(super) fn float(number: f64) -> String {
    let mut text = decimal::print(number);
    if !text.contains('.') {
        text.push_str(".0");
    }
    text
}

fn write(value: &Value, indent: Option<usize>, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => quote(text, out),
        Value::Array(items) => {
            list(['[', ']'], items.iter().map(|value| (None, value)), indent, out);
        }
        Value::Object(fields) => {
            list(['{', '}'], fields.iter().map(|(name, value)| (Some(name), value)), indent, out);
        }
    }
}

fn list<'v>(
    [open, close]: [char; 2],
    mut items: impl Iterator<Item = (Option<&'v String>, &'v Value)>,
    indent: Option<usize>,
    out: &mut String,
) {
    out.push(open);
    let inner = indent.map(|indent| indent + 2);
    let mut is_empty = true;
    for (name, value) in &mut items {
        if !is_empty {
            out.push(',');
        }
        is_empty = false;
        break_line(inner, out);
        if let Some(name) = name {
            quote(name, out);
            out.push_str(if indent.is_some() { ": " } else { ":" });
        }
        write(value, inner, out);
    }
    if !is_empty {
        break_line(indent, out);
    }
    out.push(close);
}

fn break_line(indent: Option<usize>, out: &mut String) {
    if let Some(indent) = indent {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
    }
}

/// A text in quotes.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' => write!(out, "\\u{:04x}", u32::from(character)).expect("writing to a string cannot fail"),
            _ => out.push(character),
        }
    }
    out.push('"');
}
