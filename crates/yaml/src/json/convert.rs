//! Plain Rust values as JSON, and JSON out of a tree.

use std::collections::BTreeMap;

use super::{Map, Number, Value};
use crate::{Node, Value as Said};

/// What can be written as JSON by [`json!`](crate::json!).
pub trait ToJson {
    /// The value.
    fn to_json(&self) -> Value;
}

impl ToJson for Value {
    fn to_json(&self) -> Value {
        self.clone()
    }
}

impl ToJson for str {
    fn to_json(&self) -> Value {
        self.into()
    }
}

impl ToJson for String {
    fn to_json(&self) -> Value {
        self.as_str().into()
    }
}

impl ToJson for bool {
    fn to_json(&self) -> Value {
        Value::Bool(*self)
    }
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl ToJson for $type {
            fn to_json(&self) -> Value {
                Value::from(*self)
            }
        }
        impl From<$type> for Value {
            fn from(number: $type) -> Self {
                Self::Number(Number::Int(number.into()))
            }
        }
    )*};
}
numbers!(u8, u16, u32, i32, i64);

macro_rules! other_numbers {
    ($($type:ty),*) => {$(
        impl ToJson for $type {
            fn to_json(&self) -> Value {
                Value::from(*self)
            }
        }
    )*};
}
other_numbers!(u64, f64);

/// Numbers that JSON does not have become null.
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(Number::Float(number)) } else { Self::Null }
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).map_or(Number::Huge(number), Number::Int))
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn to_json(&self) -> Value {
        (**self).to_json()
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToJson::to_json)
    }
}

impl<T: ToJson> ToJson for [T] {
    fn to_json(&self) -> Value {
        Value::Array(self.iter().map(ToJson::to_json).collect())
    }
}

impl<T: ToJson, const N: usize> ToJson for [T; N] {
    fn to_json(&self) -> Value {
        self.as_slice().to_json()
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Value {
        self.as_slice().to_json()
    }
}

impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn to_json(&self) -> Value {
        self.iter().map(|(name, value)| (name.as_str(), value.to_json())).collect()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Map> for Value {
    fn from(fields: Map) -> Self {
        Self::Object(fields)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Value {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        Self::Object(fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// The tree as plain JSON, without places. Numbers that JSON does not have become null.
impl From<&Node> for Value {
    fn from(node: &Node) -> Self {
        match &node.value {
            Said::Null => Self::Null,
            Said::Bool(value) => Self::Bool(*value),
            Said::Int(value) => Self::from(*value),
            Said::Float(value) => node.huge_number().map_or_else(|| Self::from(*value), Self::from),
            Said::String(text) => Self::from(text.as_str()),
            Said::Sequence(items) => items.iter().map(Self::from).collect(),
            Said::Mapping(entries) => {
                entries.iter().map(|(name, value)| (name.value.as_str(), Self::from(value))).collect()
            }
        }
    }
}
