//! The tree that both YAML and JSON become.
//!
//! Every node knows its place in the text. Plain scalars also keep their text as written, so that a
//! version such as `1.10` can still be read as a name without losing its zero.

use std::borrow::Cow;

use rehearsal_source::{Span, Spanned};

use crate::{decimal, scalar};

/// A value and where it stands.
///
/// Equality looks at the value only, as it does for [`Spanned`].
#[derive(Debug, Clone)]
pub struct Node {
    /// What it says.
    pub value: Value,
    /// Where it says so. A mapping reaches from its first key to the end of its last value.
    pub span: Span,
    /// The text of a plain scalar that is not text; `None` for all others and for made-up nodes.
    raw: Option<Box<str>>,
}

/// What a node says, by the core schema of YAML 1.2.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true` or `false`; `yes` and `on` are text.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number, among them whole numbers beyond 64 bits.
    Float(f64),
    /// Text, quoted or not.
    String(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the text.
    Mapping(Vec<(Spanned<String>, Node)>),
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    /// A node that was not written as plain text.
    pub fn new(value: Value, span: Span) -> Self {
        Self { value, span, raw: None }
    }

    /// The node that an unquoted scalar becomes.
    pub fn plain(text: impl Into<String>, span: Span) -> Self {
        let text = text.into();
        match scalar::resolve(&text) {
            Some(value) => Self { value, span, raw: Some(text.into_boxed_str()) },
            None => Self::new(Value::String(text), span),
        }
    }

    /// A scalar of a known value together with how it was written.
    pub(crate) fn written(value: Value, text: &str, span: Span) -> Self {
        Self { value, span, raw: Some(text.into()) }
    }

    /// The text of a scalar as written: `1.10` stays `1.10`. `None` for lists, mappings and nothing.
    pub fn scalar_text(&self) -> Option<Cow<'_, str>> {
        match &self.value {
            Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Bool(value) => Some(self.raw_or(|| value.to_string())),
            Value::Int(value) => Some(self.raw_or(|| value.to_string())),
            Value::Float(value) => Some(self.raw_or(|| decimal::print(*value))),
        }
    }

    fn raw_or(&self, written: impl FnOnce() -> String) -> Cow<'_, str> {
        self.raw().map_or_else(|| Cow::Owned(written()), Cow::Borrowed)
    }

    /// How a plain `null`, number, `true` or `false` was written.
    pub fn raw(&self) -> Option<&str> {
        self.raw.as_deref()
    }

    /// The text of a text node; numbers and the like are not text, see [`Node::scalar_text`].
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// True or false.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The whole number, if it fits into 64 bits.
    pub fn as_int(&self) -> Option<i64> {
        match self.value {
            Value::Int(value) => Some(value),
            _ => None,
        }
    }

    /// The number, whole or not.
    #[expect(clippy::cast_precision_loss, reason = "who asks for a float accepts its precision")]
    pub fn as_float(&self) -> Option<f64> {
        match self.value {
            Value::Int(value) => Some(value as f64),
            Value::Float(value) => Some(value),
            _ => None,
        }
    }

    /// The whole number, of whatever size people write.
    pub(crate) fn whole_number(&self) -> Option<i128> {
        match &self.value {
            Value::Int(value) => Some(i128::from(*value)),
            Value::Float(_) => self.raw().and_then(scalar::whole_number),
            _ => None,
        }
    }

    /// The whole number, if only 64 bits without a sign have room for it.
    pub(crate) fn huge_number(&self) -> Option<u64> {
        let number = self.whole_number().filter(|number| i64::try_from(*number).is_err())?;
        u64::try_from(number).ok()
    }

    /// True for `null`, `~` and nothing at all.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The elements of a list.
    pub fn as_sequence(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The keys and values of a mapping, in the order of the text.
    pub fn as_mapping(&self) -> Option<&[(Spanned<String>, Self)]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The elements of a list; none for anything else.
    pub fn items(&self) -> &[Self] {
        self.as_sequence().unwrap_or_default()
    }

    /// The keys and values of a mapping; none for anything else.
    pub fn entries(&self) -> &[(Spanned<String>, Self)] {
        self.as_mapping().unwrap_or_default()
    }

    /// The key and value of that name in a mapping.
    pub fn entry(&self, key: &str) -> Option<&(Spanned<String>, Self)> {
        self.entries().iter().find(|(name, _)| name.value == key)
    }

    /// The value of a key in a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The node at a path of keys and element numbers (from 0), as in `stages/0/name`.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('/').filter(|step| !step.is_empty()).try_fold(self, |node, step| match &node.value {
            Value::Sequence(items) => items.get(step.parse::<usize>().ok()?),
            _ => node.get(step),
        })
    }

    /// What kind of value it is, for messages: `a list`, `a mapping`, `text`…
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "`true` or `false`",
            Value::Int(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::String(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The value itself, for the "found …" of a message: ``the text `abc` ``, `a list`…
    pub fn describe(&self) -> String {
        let text = shorten(self.scalar_text().as_deref().unwrap_or_default());
        match self.value {
            Value::Null | Value::Sequence(_) | Value::Mapping(_) => self.kind().to_owned(),
            Value::Bool(_) => format!("`{text}`"),
            Value::Int(_) | Value::Float(_) => format!("the number `{text}`"),
            Value::String(_) if text.is_empty() => "empty text".to_owned(),
            Value::String(_) => format!("the text `{text}`"),
        }
    }

    /// The beginning of a node, short enough to underline: a scalar itself, the first key of a mapping,
    /// the first element of a list.
    pub fn head(&self) -> Span {
        let first = match &self.value {
            Value::Sequence(items) => items.first().map(Self::head),
            Value::Mapping(entries) => entries.first().map(|(key, _)| key.span),
            _ => None,
        };
        // The first value of an alias stands where its anchor is, before or after the alias itself.
        match first {
            Some(first) if first.start >= self.span.start && first.end <= self.span.end => {
                Span { start: self.span.start, end: first.end }
            }
            _ => self.span,
        }
    }
}

/// A text cut down to what fits into a message, on one line.
pub(crate) fn shorten(text: &str) -> String {
    const CHARACTERS_MAX: usize = 40;
    let mut short: String = text.chars().take(CHARACTERS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(CHARACTERS_MAX).is_some() {
        short.push('…');
    }
    short
}
