//! One node as whatever its type asks for.

use rehearsal_source::{Diagnostic, SPANNED_NAME};
use serde::{
    Deserializer,
    de::{DeserializeSeed, IntoDeserializer, SeqAccess, Visitor, value::U32Deserializer},
    forward_to_deserialize_any,
};

use super::{
    collections::{EntriesReader, ListReader, StructReader, TupleReader, VariantReader},
    desk::{Desk, out_of_range, wrong_type},
    keys::SpannedParts,
    stop::{Gap, Stop},
};
use crate::{Node, Value, node_serde::NODE_NAME, scalar};

/// Deserializes one node. Complaints of the type rise to whoever started with this node, who places them.
#[derive(Clone, Copy)]
pub(super) struct NodeReader<'n, 'r> {
    pub(super) node: &'n Node,
    pub(super) desk: &'n Desk<'r>,
}

impl NodeReader<'_, '_> {
    /// Deserializes by a seed, with complaints placed at the node.
    pub(super) fn seed<'de, T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Stop> {
        self.placed(|| seed.deserialize(self))
    }

    fn placed<T>(self, read: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
        let failures = self.desk.failures();
        read().map_err(|stop| self.desk.place(stop, self.node, failures))
    }

    /// Reports that the node is of the wrong kind.
    fn wrong(self, expected: &str, help: Option<String>) -> Stop {
        let diagnostic = wrong_type(expected, self.node);
        self.desk.tell(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        })
    }

    fn whole<T: TryFrom<i128>>(self, min: impl std::fmt::Display, max: impl std::fmt::Display) -> Result<T, Stop> {
        let Some(number) = self.node.whole_number() else {
            return Err(self.wrong("a whole number", self.remove_quotes()));
        };
        T::try_from(number)
            .map_err(|_| self.desk.tell(out_of_range(&format!("a whole number from {min} to {max}"), self.node)))
    }

    fn float(self) -> Result<f64, Stop> {
        self.node.as_float().ok_or_else(|| self.wrong("a number", self.remove_quotes()))
    }

    /// The advice for text that would be a number, or true or false, without its quotes.
    fn remove_quotes(self) -> Option<String> {
        let value = scalar::resolve(self.node.as_str()?)?;
        matches!(value, Value::Int(_) | Value::Float(_) | Value::Bool(_)).then(|| "remove the quotes".to_owned())
    }

    fn boolean(self) -> Result<bool, Stop> {
        self.node.as_bool().ok_or_else(|| {
            let old = self.node.as_str().filter(|text| scalar::is_old_boolean(text));
            let help = old.map(|word| format!("write `true` or `false`; `{word}` is plain text"));
            self.wrong("`true` or `false`", help.or_else(|| self.remove_quotes()))
        })
    }

    fn no_list(self) -> Stop {
        let help = match &self.node.value {
            Value::Null => "add an item that begins with `- `, or remove the key",
            Value::Mapping(_) => "begin each item with `- `",
            _ => "write it as an item: `- ` and the value, on a line of its own",
        };
        self.wrong("a list", Some(help.to_owned()))
    }

    fn no_mapping(self, fields: &[&str]) -> Stop {
        const NAMES_MAX: usize = 12;
        let named: Vec<&str> = fields.iter().copied().filter(|field| *field != super::desk::EXTRA).collect();
        let help = match named.len() {
            0 => "write `key: value` on the lines below, indented".to_owned(),
            1..=NAMES_MAX => format!("its keys are: {}", named.join(", ")),
            _ => format!("its keys are: {}…", named[..NAMES_MAX].join(", ")),
        };
        self.wrong("a mapping", Some(help))
    }

    fn no_variant(self, variants: &[&str]) -> Stop {
        let expected = format!("one of {}", variants.join(", "));
        let Some([_, (second, _), ..]) = self.node.as_mapping() else { return self.wrong(&expected, None) };
        let (first, _) = &self.node.entries()[0];
        let message = format!("`{}` stands beside `{}`, but only one key may stand here", second.value, first.value);
        let diagnostic = Diagnostic::error(crate::codes::WRONG_TYPE, second.span, message)
            .note(first.span, "this is the first key")
            .help(format!("indent it more if it belongs to `{}`, or begin a new item", first.value));
        self.desk.tell(diagnostic)
    }
}

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ident;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
            visitor.$visit(self.whole($type::MIN, $type::MAX)?)
        })*
    };
}

impl<'de> Deserializer<'de> for NodeReader<'_, '_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Int(value) => match u64::try_from(*value) {
                Ok(value) => visitor.visit_u64(value),
                Err(_) => visitor.visit_i64(*value),
            },
            Value::Float(value) => match self.node.huge_number() {
                Some(value) => visitor.visit_u64(value),
                None => visitor.visit_f64(*value),
            },
            Value::String(text) => visitor.visit_str(text),
            Value::Sequence(items) => visitor.visit_seq(ListReader { items: items.iter(), desk: self.desk }),
            Value::Mapping(entries) => visitor.visit_map(EntriesReader::new(entries, self.desk)),
        }
    }

    whole_numbers! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_i128 visit_i128 i128;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_u128 visit_u128 u128;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_bool(self.boolean()?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_f64(self.float()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_f64(self.float()?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let text = self.node.scalar_text().unwrap_or_default();
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => visitor.visit_char(character),
            _ => Err(self.wrong("a single character", None)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if let Some(text) = self.node.scalar_text() {
            return visitor.visit_str(&text);
        }
        let null = self.node.raw().filter(|raw| !raw.is_empty());
        let help = null.map(|raw| format!("put quotes around it if you mean the text: `\"{raw}\"`"));
        Err(self.wrong("text", help))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if self.node.is_null() { visitor.visit_unit() } else { Err(self.wrong("nothing", None)) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Stop> {
        match name {
            SPANNED_NAME => visitor.visit_seq(SpannedParts::new(self.node.span, self)),
            NODE_NAME => visitor.visit_seq(NodeParts { node: self, next: 0 }),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let items = self.node.as_sequence().ok_or_else(|| self.no_list())?;
        visitor.visit_seq(ListReader { items: items.iter(), desk: self.desk })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Stop> {
        let items = self.node.as_sequence().ok_or_else(|| self.no_list())?;
        if items.len() != length {
            let message = format!("expected a list of {length}, found a list of {}", items.len());
            return Err(self.desk.tell(Diagnostic::error(crate::codes::WRONG_TYPE, self.node.head(), message)));
        }
        self.placed(|| visitor.visit_seq(TupleReader { items: items.iter(), desk: self.desk }))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Stop> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let entries = self.node.as_mapping().ok_or_else(|| self.no_mapping(&[]))?;
        visitor.visit_map(EntriesReader::new(entries, self.desk))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let entries = self.node.as_mapping().ok_or_else(|| self.no_mapping(fields))?;
        let mut fields_reader = StructReader::new(self, fields, entries);
        self.desk.enter(self.node, fields);
        let result = self.placed(|| visitor.visit_map(&mut fields_reader));
        // Behind an unreadable value the struct is read again, unknown keys and all.
        if !matches!(result, Err(Stop::Gap { gap: Gap::Unreadable(_), .. })) {
            fields_reader.check_the_rest();
        }
        self.desk.leave();
        result
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let variant = match &self.node.value {
            Value::Mapping(entries) => match entries.as_slice() {
                [(name, content)] => VariantReader::new(name.clone(), Some(content), self.desk),
                _ => return Err(self.no_variant(variants)),
            },
            _ => match self.node.scalar_text() {
                Some(name) => VariantReader::unit(name.into_owned(), self.node.span, self.desk),
                None => return Err(self.no_variant(variants)),
            },
        };
        visitor.visit_enum(variant)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf }
}

/// The answer to a wish for the [`Node`] itself: start, end, text as written, value.
struct NodeParts<'n, 'r> {
    node: NodeReader<'n, 'r>,
    next: u8,
}

impl<'de> SeqAccess<'de> for NodeParts<'_, '_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        let NodeReader { node, desk } = self.node;
        let offset = |offset: u32| -> U32Deserializer<Stop> { offset.into_deserializer() };
        self.next += 1;
        match self.next {
            1 => seed.deserialize(offset(node.span.start)).map(Some),
            2 => seed.deserialize(offset(node.span.end)).map(Some),
            3 => {
                let raw = node.raw().map_or(Value::Null, |raw| Value::String(raw.to_owned()));
                seed.deserialize(NodeReader { node: &Node::new(raw, node.span), desk }).map(Some)
            }
            4 => seed.deserialize(self.node).map(Some),
            _ => Ok(None),
        }
    }
}
