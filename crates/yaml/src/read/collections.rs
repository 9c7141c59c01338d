//! Lists, mappings, structs and variants, element by element.

use std::{marker::PhantomData, slice};

use rehearsal_source::{Diagnostic, Span, Spanned};
use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
        value::StrDeserializer,
    },
};

use super::{
    desk::{Desk, EXTRA},
    keys::KeyReader,
    read_node, read_or_stand_in,
    stand_in::StandIn,
    stop::{Gap, Stop},
    values::NodeReader,
};
use crate::{Node, Value, codes};

type Entry = (Spanned<String>, Node);

/// The elements of a list; those that cannot be read are left out.
pub(super) struct ListReader<'n, 'r> {
    pub(super) items: slice::Iter<'n, Node>,
    pub(super) desk: &'n Desk<'r>,
}

impl<'de> SeqAccess<'de> for ListReader<'_, '_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        let Some(node) = self.items.next() else { return Ok(None) };
        NodeReader { node, desk: self.desk }.seed(seed).map(Some)
    }

    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, Stop> {
        Ok(self.items.find_map(|node| read_node(node, self.desk).ok()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The elements of a list whose places have a meaning: none is left out.
pub(super) struct TupleReader<'n, 'r> {
    pub(super) items: slice::Iter<'n, Node>,
    pub(super) desk: &'n Desk<'r>,
}

impl<'de> SeqAccess<'de> for TupleReader<'_, '_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        let Some(node) = self.items.next() else { return Ok(None) };
        NodeReader { node, desk: self.desk }.seed(seed).map(Some)
    }

    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, Stop> {
        self.items.next().map(|node| read_or_stand_in(node, self.desk)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a mapping with keys of its own; those that cannot be read are left out.
pub(super) struct EntriesReader<'n, 'r> {
    entries: slice::Iter<'n, Entry>,
    /// The value of the key that was asked for last.
    value: Option<&'n Node>,
    desk: &'n Desk<'r>,
}

impl<'n, 'r> EntriesReader<'n, 'r> {
    pub(super) fn new(entries: &'n [Entry], desk: &'n Desk<'r>) -> Self {
        Self { entries: entries.iter(), value: None, desk }
    }

    fn value(&mut self) -> &'n Node {
        self.value.take().expect("serde asks for a value after its key")
    }
}

impl<'de> MapAccess<'de> for EntriesReader<'_, '_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        KeyReader { key, desk: self.desk }.seed(seed).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        NodeReader { node: self.value(), desk: self.desk }.seed(seed)
    }

    fn next_value<V: Deserialize<'de>>(&mut self) -> Result<V, Stop> {
        read_or_stand_in(self.value(), self.desk)
    }

    fn next_entry<K: Deserialize<'de>, V: Deserialize<'de>>(&mut self) -> Result<Option<(K, V)>, Stop> {
        let desk = self.desk;
        Ok(self.entries.find_map(|(key, value)| {
            // The value is read even when its key is wrong: it may have mistakes of its own.
            let key = KeyReader { key, desk }.seed(PhantomData);
            let value = read_node(value, desk);
            key.ok().zip(value.ok())
        }))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// The fields of a struct: first those in the file, then stand-ins for those known to be missing, then
/// all unknown keys together for a struct that wants them.
pub(super) struct StructReader<'n, 'r> {
    reader: NodeReader<'n, 'r>,
    fields: &'static [&'static str],
    entries: slice::Iter<'n, Entry>,
    /// What was found missing or unreadable when this struct was read before.
    gaps: Vec<Gap>,
    /// The unknown keys, when the struct wants them and has not got them yet.
    extra: Option<Vec<Entry>>,
    current: Current<'n>,
}

/// The value of the key that was asked for last.
enum Current<'n> {
    None,
    Node(&'n Node),
    StandIn,
    Extra(Vec<Entry>),
}

impl<'n, 'r> StructReader<'n, 'r> {
    pub(super) fn new(reader: NodeReader<'n, 'r>, fields: &'static [&'static str], entries: &'n [Entry]) -> Self {
        let gaps = reader.desk.gaps(reader.node);
        let extra = fields.contains(&EXTRA).then(Vec::new);
        Self { reader, fields, entries: entries.iter(), gaps, extra, current: Current::None }
    }

    /// The next entry the struct knows; those it does not know are put aside or reported.
    fn next_known(&mut self) -> Option<&'n Entry> {
        loop {
            let entry = self.entries.next()?;
            let (key, value) = entry;
            if self.gaps.contains(&Gap::Unreadable(value)) {
                self.reader.desk.pass(value);
                continue;
            }
            if key.value != EXTRA && self.fields.contains(&key.value.as_str()) {
                return Some(entry);
            }
            match &mut self.extra {
                Some(extra) => extra.push((key.clone(), value.clone())),
                None => self.reader.desk.unknown_key(self.reader.node, key, self.fields),
            }
        }
    }

    /// The next field that was found missing before.
    fn next_missing(&mut self) -> Option<&'static str> {
        while let Some(gap) = self.gaps.pop() {
            if let Gap::Missing(name) = gap {
                return Some(name);
            }
        }
        None
    }

    /// Reports the unknown keys among the entries that were not asked for.
    pub(super) fn check_the_rest(&mut self) {
        while self.next_known().is_some() {}
    }
}

impl<'de> MapAccess<'de> for &mut StructReader<'_, '_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let (name, current) = if let Some((key, value)) = self.next_known() {
            (key.value.as_str(), Current::Node(value))
        } else if let Some(name) = self.next_missing() {
            (name, Current::StandIn)
        } else if let Some(extra) = self.extra.take() {
            (EXTRA, Current::Extra(extra))
        } else {
            return Ok(None);
        };
        self.current = current;
        let name: StrDeserializer<'_, Stop> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        let NodeReader { node, desk } = self.reader;
        match std::mem::replace(&mut self.current, Current::None) {
            Current::None => unreachable!("serde asks for a value after its key"),
            Current::Node(node) => NodeReader { node, desk }.seed(seed),
            Current::StandIn => Err(Stop::Told),
            Current::Extra(extra) => {
                let node = Node::new(Value::Mapping(extra), node.span);
                NodeReader { node: &node, desk }.seed(seed)
            }
        }
    }

    fn next_value<V: Deserialize<'de>>(&mut self) -> Result<V, Stop> {
        match self.current {
            Current::Node(node) => read_or_stand_in(node, self.reader.desk)
                .map_err(|_| Stop::Gap { mapping: self.reader.node, gap: Gap::Unreadable(node) }),
            Current::StandIn => StandIn::of_any_kind(),
            Current::None | Current::Extra(_) => self.next_value_seed(PhantomData),
        }
    }
}

/// A variant and its content, from `name` or `name: content`.
pub(super) struct VariantReader<'n, 'r> {
    name: Spanned<String>,
    content: Option<&'n Node>,
    desk: &'n Desk<'r>,
}

impl<'n, 'r> VariantReader<'n, 'r> {
    pub(super) fn new(name: Spanned<String>, content: Option<&'n Node>, desk: &'n Desk<'r>) -> Self {
        Self { name, content, desk }
    }

    pub(super) fn unit(name: String, span: Span, desk: &'n Desk<'r>) -> Self {
        Self::new(Spanned::new(name, span), None, desk)
    }

    fn content(&self) -> Result<NodeReader<'n, 'r>, Stop> {
        if let Some(node) = self.content {
            return Ok(NodeReader { node, desk: self.desk });
        }
        let name = &self.name.value;
        let diagnostic = Diagnostic::error(codes::WRONG_TYPE, self.name.span, format!("`{name}` needs a value"))
            .help(format!("write `{name}:` and its value behind it, or on the lines below"));
        Err(self.desk.tell(diagnostic))
    }
}

impl<'de> EnumAccess<'de> for VariantReader<'_, '_> {
    type Error = Stop;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Stop> {
        let variant = KeyReader { key: &self.name, desk: self.desk }.seed(seed)?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for VariantReader<'_, '_> {
    type Error = Stop;

    fn unit_variant(self) -> Result<(), Stop> {
        match self.content {
            Some(node) if !node.is_null() => {
                let name = &self.name.value;
                let message = format!("`{name}` takes no value, found {}", node.describe());
                let diagnostic = Diagnostic::error(codes::WRONG_TYPE, node.head(), message);
                Err(self.desk.tell(diagnostic.help(format!("write `{name}` alone, without a colon"))))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Stop> {
        self.content()?.seed(seed)
    }

    fn newtype_variant<T: Deserialize<'de>>(self) -> Result<T, Stop> {
        let NodeReader { node, desk } = self.content()?;
        read_or_stand_in(node, desk)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Stop> {
        self.content()?.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Stop> {
        self.content()?.deserialize_struct("", fields, visitor)
    }
}
