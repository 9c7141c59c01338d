//! Keys of mappings and names of variants as values.

use rehearsal_source::{SPANNED_NAME, Span, Spanned};
use serde::{
    Deserializer,
    de::{DeserializeSeed, IntoDeserializer, SeqAccess, Visitor, value::U32Deserializer},
    forward_to_deserialize_any,
};

use super::{desk::Desk, stop::Stop, values::NodeReader};
use crate::Node;

/// Deserializes a key: text, unless the type asks for something that the text also is.
#[derive(Clone, Copy)]
pub(super) struct KeyReader<'n, 'r> {
    pub(super) key: &'n Spanned<String>,
    pub(super) desk: &'n Desk<'r>,
}

impl KeyReader<'_, '_> {
    /// Deserializes by a seed, with complaints placed at the key.
    pub(super) fn seed<'de, K: DeserializeSeed<'de>>(self, seed: K) -> Result<K::Value, Stop> {
        let failures = self.desk.failures();
        seed.deserialize(self).map_err(|stop| self.place(stop, failures))
    }

    fn place(self, stop: Stop, failures: usize) -> Stop {
        self.desk.place(stop, &Node::plain(self.key.value.as_str(), self.key.span), failures)
    }
}

/// The text of the key decides, as it does for unquoted values.
macro_rules! as_value {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
            let node = Node::plain(self.key.value.as_str(), self.key.span);
            NodeReader { node: &node, desk: self.desk }.$method(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for KeyReader<'_, '_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_str(&self.key.value)
    }

    as_value! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32
        deserialize_f64 deserialize_char
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Stop> {
        if name == SPANNED_NAME {
            return visitor.visit_seq(SpannedParts::new(self.key.span, self));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        visitor.visit_enum(self.key.value.as_str().into_deserializer())
    }

    forward_to_deserialize_any! {
        str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The answer to [`Spanned`]: start, end, value.
pub(super) struct SpannedParts<D> {
    span: Span,
    value: D,
    next: u8,
}

impl<D> SpannedParts<D> {
    pub(super) fn new(span: Span, value: D) -> Self {
        Self { span, value, next: 0 }
    }
}

impl<'de, D: Deserializer<'de, Error = Stop> + Copy> SeqAccess<'de> for SpannedParts<D> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        let offset = |offset: u32| -> U32Deserializer<Stop> { offset.into_deserializer() };
        self.next += 1;
        match self.next {
            1 => seed.deserialize(offset(self.span.start)).map(Some),
            2 => seed.deserialize(offset(self.span.end)).map(Some),
            3 => seed.deserialize(self.value).map(Some),
            _ => Ok(None),
        }
    }
}
