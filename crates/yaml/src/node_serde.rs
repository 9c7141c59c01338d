//! Nodes through serde: written as the plain value, read back whole where the reader of this crate is
//! asked, and without places anywhere else.

use std::fmt;

use rehearsal_source::{Span, Spanned};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
    ser::SerializeMap,
};

use crate::{Node, Value};

/// The newtype name by which [`read`](crate::read) recognises a wish for the node itself.
pub(crate) const NODE_NAME: &str = "$rehearsal::Node";

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) => match self.huge_number() {
                Some(whole) => serializer.serialize_u64(whole),
                None => serializer.serialize_f64(*value),
            },
            Value::String(text) => serializer.serialize_str(text),
            Value::Sequence(items) => serializer.collect_seq(items),
            Value::Mapping(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(&key.value, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NODE_NAME, NodeVisitor)
    }
}

/// Takes a node from the reader of this crate, as four parts: start, end, text as written, value.
struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Plain::deserialize(deserializer).map(|plain| plain.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Node, A::Error> {
        let missing = || A::Error::custom("a node has four parts");
        let start = parts.next_element()?.ok_or_else(missing)?;
        let end = parts.next_element()?.ok_or_else(missing)?;
        let raw: Option<String> = parts.next_element()?.ok_or_else(missing)?;
        let Plain(node) = parts.next_element()?.ok_or_else(missing)?;
        let span = Span { start, end };
        Ok(match raw {
            Some(raw) => Node::written(node.value, &raw, span),
            None => Node::new(node.value, span),
        })
    }
}

/// A node read from a format that knows no places.
struct Plain(Node);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

fn plain(value: Value) -> Plain {
    Plain(Node::new(value, Span::default()))
}

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(plain(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Plain, E> {
        Ok(plain(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Plain, D::Error> {
        Plain::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Plain, E> {
        Ok(plain(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Plain, E> {
        Ok(plain(Value::Int(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Plain, E> {
        Ok(Plain(Node::plain(value.to_string(), Span::default())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Plain, E> {
        Ok(plain(Value::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Plain, E> {
        Ok(plain(Value::String(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Plain, E> {
        Ok(plain(Value::String(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Plain, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = elements.next_element()? {
            items.push(item);
        }
        Ok(plain(Value::Sequence(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Plain, A::Error> {
        let mut entries: Vec<(Spanned<String>, Node)> = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(plain(Value::Mapping(entries)))
    }
}
