//! Lists, mappings, structs and variants, element by element.

use std::{array, slice};

use rehearsal_source::{Diagnostic, Spanned};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor},
};

use super::{
    Read,
    desk::Desk,
    into, read_node, read_or_stand_in,
    reader::{Origin, Reader},
    stand_in::{self, StandIn},
    stop::{Gap, Stop},
};
use crate::{Node, codes};

type Entry = (Spanned<String>, Node);

/// Reading by a seed, which can be used once.
fn by_seed<'f, 'n: 'f, 'r: 'n, 'de, S: DeserializeSeed<'de>>(
    seed: S,
    place: &'f mut Option<S::Value>,
) -> impl FnMut(Reader<'n, 'r>) -> Result<(), Stop> + use<'f, 'n, 'r, 'de, S> {
    let mut seed = Some(seed);
    move |reader| {
        *place = Some(seed.take().ok_or(Stop::TOLD)?.deserialize(reader)?);
        Ok(())
    }
}

/// The elements of a list.
pub(super) struct Elements<'n, 'r> {
    source: Source<'n>,
    desk: &'n Desk<'r>,
}

enum Source<'n> {
    /// Those that cannot be read are left out.
    List(slice::Iter<'n, Node>),
    /// The places have a meaning: none is left out.
    Tuple(slice::Iter<'n, Node>),
    /// The parts of what is one value in the file.
    Parts(array::IntoIter<Origin<'n>, 4>),
    /// So many stand-ins.
    StandIns(StandIn, usize),
}

impl<'n, 'r> Elements<'n, 'r> {
    pub(super) fn list(items: &'n [Node], desk: &'n Desk<'r>) -> Self {
        Self { source: Source::List(items.iter()), desk }
    }

    pub(super) fn tuple(items: &'n [Node], desk: &'n Desk<'r>) -> Self {
        Self { source: Source::Tuple(items.iter()), desk }
    }

    pub(super) fn parts(parts: [Origin<'n>; 4], desk: &'n Desk<'r>) -> Self {
        Self { source: Source::Parts(parts.into_iter()), desk }
    }

    pub(super) fn stand_ins(stand_in: StandIn, length: usize, desk: &'n Desk<'r>) -> Self {
        Self { source: Source::StandIns(stand_in, length), desk }
    }

    /// Reads the next element; false when there is none.
    fn next(&mut self, read: &mut Read<'_, 'n, 'r>) -> Result<bool, Stop> {
        let desk = self.desk;
        let origin = match &mut self.source {
            Source::List(items) => return Ok(items.any(|node| read_node(node, desk, read).is_ok())),
            Source::Tuple(items) => match items.next() {
                Some(node) => return read_or_stand_in(node, desk, read).map(|()| true),
                None => None,
            },
            Source::Parts(parts) => parts.next(),
            Source::StandIns(stand_in, left) => left.checked_sub(1).map(|fewer| {
                *left = fewer;
                Origin::StandIn(*stand_in)
            }),
        };
        match origin {
            Some(origin) => read(Reader { origin, desk }).map(|()| true),
            None => Ok(false),
        }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        let mut element = None;
        self.next(&mut by_seed(seed, &mut element))?;
        Ok(element)
    }

    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, Stop> {
        let mut element = None;
        self.next(&mut into(&mut element))?;
        Ok(element)
    }

    fn size_hint(&self) -> Option<usize> {
        match &self.source {
            Source::List(items) | Source::Tuple(items) => Some(items.len()),
            Source::Parts(_) | Source::StandIns(..) => None,
        }
    }
}

/// The entries of a mapping.
pub(super) struct Entries<'n, 'r> {
    of: Of<'n>,
    value: Value<'n>,
    desk: &'n Desk<'r>,
}

enum Of<'n> {
    /// A mapping with keys of its own; entries that cannot be read are left out.
    Mapping(slice::Iter<'n, Entry>),
    /// A struct: first the fields in the file, then stand-ins for those known to be missing.
    Fields {
        node: &'n Node,
        fields: &'static [&'static str],
        entries: slice::Iter<'n, Entry>,
        /// What was found missing or unreadable when this struct was read before.
        gaps: Vec<Gap>,
        /// How much had gone wrong when reading it began.
        failures: usize,
    },
    /// A stand-in for each of these fields.
    StandIns(StandIn, slice::Iter<'static, &'static str>),
}

/// The value of the key that was asked for last.
#[derive(Clone, Copy)]
enum Value<'n> {
    None,
    Node(&'n Node),
    Missing,
    StandIn(StandIn),
}

impl<'n, 'r> Entries<'n, 'r> {
    pub(super) fn mapping(node: &'n Node, desk: &'n Desk<'r>) -> Self {
        Self { of: Of::Mapping(node.entries().iter()), value: Value::None, desk }
    }

    pub(super) fn fields(node: &'n Node, fields: &'static [&'static str], desk: &'n Desk<'r>) -> Self {
        desk.enter(node, fields);
        let (entries, gaps, failures) = (node.entries().iter(), desk.gaps(node), desk.failures());
        Self { of: Of::Fields { node, fields, entries, gaps, failures }, value: Value::None, desk }
    }

    pub(super) fn stand_ins(stand_in: StandIn, fields: &'static [&'static str], desk: &'n Desk<'r>) -> Self {
        Self { of: Of::StandIns(stand_in, fields.iter()), value: Value::None, desk }
    }

    /// The next entry whose key a struct knows; others are reported.
    fn next_known(&mut self) -> Option<&'n Entry> {
        let Of::Fields { node, fields, entries, gaps, .. } = &mut self.of else { return None };
        entries.find(|(key, value)| {
            if gaps.contains(&Gap::Unreadable(value)) {
                self.desk.pass(value);
                return false;
            }
            let is_known = fields.contains(&key.value.as_str());
            if !is_known {
                self.desk.unknown_key(node, key, fields);
            }
            is_known
        })
    }

    /// The next field that was found missing before.
    fn next_missing(&mut self) -> Option<&'static str> {
        let Of::Fields { gaps, .. } = &mut self.of else { return None };
        while let Some(gap) = gaps.pop() {
            if let Gap::Missing(name) = gap {
                return Some(name);
            }
        }
        None
    }

    fn next_key(&mut self) -> Option<Origin<'n>> {
        let (key, value) = match &mut self.of {
            Of::Mapping(entries) => {
                let (key, value) = entries.next()?;
                (Origin::Key(key), Value::Node(value))
            }
            Of::StandIns(stand_in, fields) => (Origin::Word(Some(fields.next()?)), Value::StandIn(*stand_in)),
            Of::Fields { .. } => match self.next_known() {
                Some((key, value)) => (Origin::Word(Some(&key.value)), Value::Node(value)),
                None => (Origin::Word(Some(self.next_missing()?)), Value::Missing),
            },
        };
        self.value = value;
        Some(key)
    }

    fn read_key(&mut self, read: &mut Read<'_, 'n, 'r>) -> Result<bool, Stop> {
        let Some(origin) = self.next_key() else { return Ok(false) };
        let reader = Reader { origin, desk: self.desk };
        match origin {
            Origin::Key(key) => read_key(key, self.desk, &mut |_| read(reader)),
            _ => read(reader),
        }
        .map(|()| true)
    }

    fn read_value(&mut self, read: &mut Read<'_, 'n, 'r>) -> Result<(), Stop> {
        let desk = self.desk;
        match self.value {
            Value::None => Err(Stop::TOLD),
            Value::Missing => stand_in::make(desk, read),
            Value::StandIn(stand_in) => read(Reader { origin: Origin::StandIn(stand_in), desk }),
            Value::Node(node) => read_or_stand_in(node, desk, read).map_err(|stop| match &self.of {
                Of::Fields { node: mapping, .. } => Stop::at(*mapping, Gap::Unreadable(node)),
                Of::Mapping(_) | Of::StandIns(..) => stop,
            }),
        }
    }

    /// Reads the next entry; false when there is none.
    fn read_entry(
        &mut self,
        read_its_key: &mut Read<'_, 'n, 'r>,
        read_its_value: &mut Read<'_, 'n, 'r>,
    ) -> Result<bool, Stop> {
        let desk = self.desk;
        if let Of::Mapping(entries) = &mut self.of {
            return Ok(entries.any(|(key, value)| {
                // The value is read even when its key is wrong: it may have mistakes of its own.
                let key = read_key(key, desk, read_its_key);
                let value = read_node(value, desk, read_its_value);
                key.is_ok() && value.is_ok()
            }));
        }
        Ok(self.read_key(read_its_key)? && self.read_value(read_its_value).map(|()| true)?)
    }

    /// Ends a struct that was read: reports the unknown keys among the entries that were not asked for.
    pub(super) fn close(mut self) {
        while self.next_known().is_some() {}
        if let Of::Fields { .. } = self.of {
            self.desk.leave();
        }
    }

    /// Ends a struct that could not be read.
    pub(super) fn fail(self, stop: Stop) -> Stop {
        let Of::Fields { node, failures, .. } = &self.of else { return stop };
        let stop = self.desk.place(stop, node, *failures);
        // Behind an unreadable value the struct is read again, unknown keys and all.
        if let Some((_, Gap::Unreadable(_))) = stop.gap() {
            self.desk.leave();
        } else {
            self.close();
        }
        stop
    }
}

/// Reads a key or the name of a variant, with complaints placed there.
fn read_key<'n, 'r>(key: &'n Spanned<String>, desk: &'n Desk<'r>, read: &mut Read<'_, 'n, 'r>) -> Result<(), Stop> {
    let failures = desk.failures();
    read(Reader { origin: Origin::Key(key), desk })
        .map_err(|stop| desk.place(stop, &Node::plain(key.value.as_str(), key.span), failures))
}

impl<'de> MapAccess<'de> for &mut Entries<'_, '_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let mut key = None;
        self.read_key(&mut by_seed(seed, &mut key))?;
        Ok(key)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        let mut value = None;
        self.read_value(&mut by_seed(seed, &mut value))?;
        value.ok_or(Stop::TOLD)
    }

    fn next_key<K: Deserialize<'de>>(&mut self) -> Result<Option<K>, Stop> {
        let mut key = None;
        self.read_key(&mut into(&mut key))?;
        Ok(key)
    }

    fn next_value<V: Deserialize<'de>>(&mut self) -> Result<V, Stop> {
        let mut value = None;
        self.read_value(&mut into(&mut value))?;
        value.ok_or(Stop::TOLD)
    }

    fn next_entry<K: Deserialize<'de>, V: Deserialize<'de>>(&mut self) -> Result<Option<(K, V)>, Stop> {
        let (mut key, mut value) = (None, None);
        let is_there = self.read_entry(&mut into(&mut key), &mut into(&mut value))?;
        Ok(key.zip(value).filter(|_| is_there))
    }

    fn size_hint(&self) -> Option<usize> {
        match &self.of {
            Of::Mapping(entries) => Some(entries.len()),
            Of::Fields { .. } | Of::StandIns(..) => None,
        }
    }
}

/// A variant and its content, from `name` or `name: content`.
pub(super) struct Variant<'n, 'r> {
    pub(super) name: Spanned<String>,
    pub(super) content: Option<Origin<'n>>,
    pub(super) desk: &'n Desk<'r>,
}

impl<'n, 'r> Variant<'n, 'r> {
    fn content(&self) -> Result<Reader<'n, 'r>, Stop> {
        if let Some(origin) = self.content {
            return Ok(Reader { origin, desk: self.desk });
        }
        let name = &self.name.value;
        let diagnostic = Diagnostic::error(codes::WRONG_TYPE, self.name.span, format!("`{name}` needs a value"))
            .help(format!("write `{name}:` and its value behind it, or on the lines below"));
        Err(self.desk.tell(diagnostic))
    }

    fn read_content(&self, read: &mut Read<'_, 'n, 'r>) -> Result<(), Stop> {
        let reader = self.content()?;
        match reader.origin {
            Origin::Node(node) => read_or_stand_in(node, self.desk, read),
            _ => read(reader),
        }
    }

    fn no_content(&self) -> Result<(), Stop> {
        match self.content {
            Some(Origin::Node(node)) if !node.is_null() => {
                let name = &self.name.value;
                let message = format!("`{name}` takes no value, found {}", node.describe());
                let diagnostic = Diagnostic::error(codes::WRONG_TYPE, node.head(), message);
                Err(self.desk.tell(diagnostic.help(format!("write `{name}` alone, without a colon"))))
            }
            _ => Ok(()),
        }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Stop;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Stop> {
        let mut variant = None;
        read_key(&self.name, self.desk, &mut by_seed(seed, &mut variant))?;
        Ok((variant.ok_or(Stop::TOLD)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Stop;

    fn unit_variant(self) -> Result<(), Stop> {
        self.no_content()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Stop> {
        let mut content = None;
        self.read_content(&mut by_seed(seed, &mut content))?;
        content.ok_or(Stop::TOLD)
    }

    fn newtype_variant<T: Deserialize<'de>>(self) -> Result<T, Stop> {
        let mut content = None;
        self.read_content(&mut into(&mut content))?;
        content.ok_or(Stop::TOLD)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Stop> {
        self.content()?.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Stop> {
        self.content()?.deserialize_struct("", fields, visitor)
    }
}
