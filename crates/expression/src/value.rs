//! Values, what they convert to, and how they compare.
//!
//! Every comparison converts its right side to the kind of its left side, so `eq(a, b)` and `eq(b, a)` may differ.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::{compare_folded, equal_folded, quote};
use crate::{Array, DateTime, Number, Object, Version};

/// What kind of thing a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Nothing: what a name that is not there gives.
    Null,
    /// True or false.
    Boolean,
    /// A decimal number.
    Number,
    /// Text.
    String,
    /// Two to four numbers with dots between.
    Version,
    /// A moment; only `pipeline.startTime` is one.
    DateTime,
    /// A list.
    Array,
    /// Keys with values.
    Object,
}

/// The product's name of the kind.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Boolean => "Boolean",
            Self::Number => "Number",
            Self::String => "String",
            Self::Version => "Version",
            Self::DateTime => "DateTime",
            Self::Array => "Array",
            Self::Object => "Object",
        })
    }
}

/// A value of the expression language.
///
/// `==` in Rust compares content and kind; [`Value::equals`] is the language's `eq`.
/// `Display` shows a value as a trace of an evaluation does: strings in quotes, collections by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// A decimal number.
    Number(Number),
    /// Text.
    String(Arc<str>),
    /// A version.
    Version(Version),
    /// A moment.
    DateTime(DateTime),
    /// A list.
    Array(Array),
    /// Keys with values.
    Object(Object),
}

/// A value was needed as another kind, and has no counterpart there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionError {
    /// The kind of the value.
    pub from: Kind,
    /// The kind that was needed.
    pub to: Kind,
    /// The value as shown in messages.
    pub value: String,
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, value } = self;
        write!(f, "Unable to convert from {from} to {to}. Value: {value}")
    }
}

impl std::error::Error for ConversionError {}

impl Value {
    /// The kind of the value.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Boolean(_) => Kind::Boolean,
            Self::Number(_) => Kind::Number,
            Self::String(_) => Kind::String,
            Self::Version(_) => Kind::Version,
            Self::DateTime(_) => Kind::DateTime,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    fn no_conversion<T>(&self, to: Kind) -> Result<T, ConversionError> {
        Err(ConversionError { from: self.kind(), to, value: self.to_string() })
    }

    /// The value as a condition: nothing, false, zero and the empty string are false, all else is true
    /// (`'False'` and empty collections too).
    pub fn to_boolean(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Boolean(value) => *value,
            Self::Number(value) => !value.is_zero(),
            Self::String(text) => !text.is_empty(),
            Self::Version(_) | Self::DateTime(_) | Self::Array(_) | Self::Object(_) => true,
        }
    }

    /// The value as a number: nothing and the empty string are zero, true is one, other strings are read.
    ///
    /// # Errors
    /// For strings that are no number, and for versions, moments and collections.
    pub fn to_number(&self) -> Result<Number, ConversionError> {
        match self {
            Self::Null => Ok(Number::ZERO),
            Self::Boolean(value) => Ok(Number::from(*value)),
            Self::Number(value) => Ok(*value),
            Self::String(text) if text.is_empty() => Ok(Number::ZERO),
            Self::String(text) => Number::from_text(text).map_or_else(|| self.no_conversion(Kind::Number), Ok),
            Self::Version(_) | Self::DateTime(_) | Self::Array(_) | Self::Object(_) => self.no_conversion(Kind::Number),
        }
    }

    /// The value as text: nothing is empty, a number shows at most seven digits after the point.
    ///
    /// # Errors
    /// For arrays and objects.
    pub fn to_text(&self) -> Result<Arc<str>, ConversionError> {
        match self {
            Self::Null => Ok(Arc::from("")),
            Self::Boolean(value) => Ok(Arc::from(boolean_text(*value))),
            Self::Number(value) => Ok(value.to_string().into()),
            Self::String(text) => Ok(Arc::clone(text)),
            Self::Version(value) => Ok(value.to_string().into()),
            Self::DateTime(value) => Ok(value.to_string().into()),
            Self::Array(_) | Self::Object(_) => self.no_conversion(Kind::String),
        }
    }

    /// The value as a version: strings and numbers are read by their text.
    ///
    /// # Errors
    /// For anything that does not read as two to four dot-separated numbers.
    pub fn to_version(&self) -> Result<Version, ConversionError> {
        let read = match self {
            Self::Version(value) => Some(value.clone()),
            Self::Number(value) => Version::from_text(&value.to_string()),
            Self::String(text) => Version::from_text(text),
            Self::Null | Self::Boolean(_) | Self::DateTime(_) | Self::Array(_) | Self::Object(_) => None,
        };
        read.map_or_else(|| self.no_conversion(Kind::Version), Ok)
    }

    fn to_moment(&self) -> Result<DateTime, ConversionError> {
        match self {
            Self::DateTime(moment) => Ok(*moment),
            Self::Null
            | Self::Boolean(_)
            | Self::Number(_)
            | Self::String(_)
            | Self::Version(_)
            | Self::Array(_)
            | Self::Object(_) => self.no_conversion(Kind::DateTime),
        }
    }

    /// True for nothing and for the empty string, which `coalesce` passes over.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::String(text) => text.is_empty(),
            Self::Boolean(_)
            | Self::Number(_)
            | Self::Version(_)
            | Self::DateTime(_)
            | Self::Array(_)
            | Self::Object(_) => false,
        }
    }

    /// The language's `eq`: the right side is converted to the left side's kind, and no conversion means not equal.
    ///
    /// Strings fold case; collections equal only themselves.
    pub fn equals(&self, right: &Self) -> bool {
        match self {
            Self::Null => right.is_blank(),
            Self::Boolean(left) => *left == right.to_boolean(),
            Self::Number(left) => right.to_number().is_ok_and(|right| *left == right),
            Self::String(left) => right.to_text().is_ok_and(|right| equal_folded(left, &right)),
            Self::Version(left) => right.to_version().is_ok_and(|right| *left == right),
            Self::DateTime(left) => {
                right.to_moment().is_ok_and(|right| left.unix_milliseconds() == right.unix_milliseconds())
            }
            Self::Array(left) => matches!(right, Self::Array(right) if left.is_same(right)),
            Self::Object(left) => matches!(right, Self::Object(right) if left.is_same(right)),
        }
    }

    /// The order that `lt`, `le`, `gt` and `ge` ask for; the right side is converted to the left side's kind.
    ///
    /// # Errors
    /// When the right side has no counterpart of the left side's kind, and for collections on the left.
    pub fn compare(&self, right: &Self) -> Result<Ordering, ConversionError> {
        match self {
            Self::Null | Self::Array(_) | Self::Object(_) | Self::Number(_) => {
                Ok(self.to_number()?.cmp(&right.to_number()?))
            }
            Self::Boolean(left) => Ok(left.cmp(&right.to_boolean())),
            Self::String(left) => Ok(compare_folded(left, &right.to_text()?)),
            Self::Version(left) => Ok(left.cmp(&right.to_version()?)),
            Self::DateTime(left) => Ok(left.unix_milliseconds().cmp(&right.to_moment()?.unix_milliseconds())),
        }
    }
}

/// The product's text of a truth value.
pub(crate) fn boolean_text(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => f.write_str(boolean_text(*value)),
            Self::Number(value) => value.fmt(f),
            Self::String(text) => f.write_str(&quote(text)),
            Self::Version(value) => value.fmt(f),
            Self::DateTime(value) => value.fmt(f),
            Self::Null | Self::Array(_) | Self::Object(_) => self.kind().fmt(f),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Number(value.into())
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl From<Arc<str>> for Value {
    fn from(text: Arc<str>) -> Self {
        Self::String(text)
    }
}

impl From<Version> for Value {
    fn from(value: Version) -> Self {
        Self::Version(value)
    }
}

impl From<DateTime> for Value {
    fn from(value: DateTime) -> Self {
        Self::DateTime(value)
    }
}

impl From<Array> for Value {
    fn from(value: Array) -> Self {
        Self::Array(value)
    }
}

impl From<Object> for Value {
    fn from(value: Object) -> Self {
        Self::Object(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Keys;

    /// One row of the conversion table: a value, and what it is as Boolean, Number, String and Version.
    type Row = (Value, bool, Option<&'static str>, Option<&'static str>, Option<&'static str>);

    #[test]
    fn every_kind_converts_as_the_table_says() {
        let version = Version::from_text("01.2.3").expect("a version");
        let table: [Row; 14] = [
            (Value::Null, false, Some("0"), Some(""), None),
            (false.into(), false, Some("0"), Some("False"), None),
            (true.into(), true, Some("1"), Some("True"), None),
            (0_i64.into(), false, Some("0"), Some("0"), None),
            (2_i64.into(), true, Some("2"), Some("2"), None),
            (Number::from_literal("1.2").expect("a number").into(), true, Some("1.2"), Some("1.2"), Some("1.2")),
            ("".into(), false, Some("0"), Some(""), None),
            ("False".into(), true, None, Some("False"), None),
            (" 1,000 ".into(), true, Some("1000"), Some(" 1,000 "), None),
            ("1.2.3".into(), true, None, Some("1.2.3"), Some("1.2.3")),
            (version.into(), true, None, Some("1.2.3"), Some("1.2.3")),
            (DateTime::from_unix_milliseconds(0, 0).into(), true, None, Some("1970-01-01 00:00:00+00:00"), None),
            (Array::from_iter::<[Value; 0]>([]).into(), true, None, None, None),
            (Object::new::<&str, Value>(Keys::Exact, []).into(), true, None, None, None),
        ];
        for (value, boolean, number, text, version) in table {
            assert_eq!(value.to_boolean(), boolean, "{value}");
            assert_eq!(value.to_number().ok().map(|it| it.to_string()).as_deref(), number, "{value}");
            assert_eq!(value.to_text().ok().as_deref(), text, "{value}");
            assert_eq!(value.to_version().ok().map(|it| it.to_string()).as_deref(), version, "{value}");
        }
    }

    #[test]
    fn a_failed_conversion_shows_strings_quoted_and_collections_by_kind() {
        let message = |value: Value| value.to_number().map_err(|error| error.to_string());
        assert_eq!(message("it's".into()), Err("Unable to convert from String to Number. Value: 'it''s'".into()));
        let array = Array::from_iter(["a"]).into();
        assert_eq!(message(array), Err("Unable to convert from Array to Number. Value: Array".into()));
    }

    #[test]
    fn only_nothing_and_the_empty_string_equal_nothing() {
        assert!(Value::Null.equals(&"".into()));
        assert!(Value::Null.equals(&Value::Null));
        assert!(!Value::Null.equals(&0_i64.into()));
        assert!(Value::from(0_i64).equals(&Value::Null));
    }

    #[test]
    fn moments_are_equal_in_any_offset() {
        let here = Value::from(DateTime::from_unix_milliseconds(1_000, 0));
        let there = Value::from(DateTime::from_unix_milliseconds(1_000, 120));
        assert!(here.equals(&there));
        assert_eq!(here.compare(&there), Ok(Ordering::Equal));
    }
}
