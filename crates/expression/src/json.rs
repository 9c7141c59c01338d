//! Values as indented JSON.

use crate::memory::Builder;
use crate::{Fault, Value};

/// How deep arrays and objects may be nested.
const DEPTH_MAX: usize = 100;

/// Writes a value as JSON, two blanks for each level; leaves keep their kind.
pub(crate) fn write(out: &mut Builder<'_>, value: &Value) -> Result<(), Fault> {
    write_at(out, value, 0)
}

fn write_at(out: &mut Builder<'_>, value: &Value, depth: usize) -> Result<(), Fault> {
    if depth > DEPTH_MAX {
        return Err(Fault::TooDeep);
    }
    match value {
        Value::Null => out.push("null"),
        Value::Boolean(value) => out.push(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push(&number.to_string()),
        Value::String(text) => string(out, text),
        Value::Version(version) => string(out, &version.to_string()),
        Value::DateTime(moment) => string(out, &moment.to_string()),
        Value::Array(array) => {
            let items = array.items().iter().map(|item| (None, item));
            collection(out, ["[", "]"], items, depth)
        }
        Value::Object(object) => {
            let entries = object.entries().map(|(key, value)| (Some(key), value));
            collection(out, ["{", "}"], entries, depth)
        }
    }
}

fn collection<'v>(
    out: &mut Builder<'_>,
    [open, close]: [&str; 2],
    members: impl ExactSizeIterator<Item = (Option<&'v str>, &'v Value)>,
    depth: usize,
) -> Result<(), Fault> {
    out.push(open)?;
    let is_empty = members.len() == 0;
    for (index, (key, value)) in members.enumerate() {
        if index > 0 {
            out.push(",")?;
        }
        line_break(out, depth + 1)?;
        if let Some(key) = key {
            string(out, key)?;
            out.push(": ")?;
        }
        write_at(out, value, depth + 1)?;
    }
    if !is_empty {
        line_break(out, depth)?;
    }
    out.push(close)
}

fn line_break(out: &mut Builder<'_>, depth: usize) -> Result<(), Fault> {
    out.push("\n")?;
    (0..depth).try_for_each(|_| out.push("  "))
}

fn string(out: &mut Builder<'_>, text: &str) -> Result<(), Fault> {
    out.push("\"")?;
    for character in text.chars() {
        let mut buffer = [0; 4];
        match character {
            '"' => out.push("\\\"")?,
            '\\' => out.push("\\\\")?,
            '\n' => out.push("\\n")?,
            '\r' => out.push("\\r")?,
            '\t' => out.push("\\t")?,
            '\u{8}' => out.push("\\b")?,
            '\u{c}' => out.push("\\f")?,
            '\0'..='\u{1f}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                out.push(&format!("\\u{:04x}", u32::from(character)))?;
            }
            _ => out.push(character.encode_utf8(&mut buffer))?,
        }
    }
    out.push("\"")
}
