//! One value as whatever its type asks for.

use std::borrow::Cow;

use rehearsal_source::{Diagnostic, SPANNED_NAME, Spanned};
use serde::{Deserializer, de::Visitor, forward_to_deserialize_any};

use super::{
    desk::{Desk, out_of_range, wrong_type},
    parts::{Elements, Entries, Variant},
    stand_in::StandIn,
    stop::Stop,
};
use crate::{Node, Value, codes, node_serde::NODE_NAME, scalar};

/// Deserializes one value. Complaints of the type rise to whoever started with it, who places them.
#[derive(Clone, Copy)]
pub(super) struct Reader<'n, 'r> {
    pub(super) origin: Origin<'n>,
    pub(super) desk: &'n Desk<'r>,
}

/// What a value is read from.
#[derive(Clone, Copy)]
pub(super) enum Origin<'n> {
    /// The tree.
    Node(&'n Node),
    /// A key of a mapping or the name of a variant: text, unless the type asks for something that the text also is.
    Key(&'n Spanned<String>),
    /// Text or nothing, from this module itself.
    Word(Option<&'n str>),
    /// Where a value begins or ends, in bytes.
    Offset(u32),
    /// Nothing at all.
    StandIn(StandIn),
}

impl<'n, 'r> Reader<'n, 'r> {
    fn with(self, origin: Origin<'n>) -> Self {
        Self { origin, desk: self.desk }
    }

    /// The node that is read, or one that says the same.
    fn node(&self) -> Cow<'n, Node> {
        let made_up = |value| Cow::Owned(Node::new(value, rehearsal_source::Span::default()));
        match self.origin {
            Origin::Node(node) => Cow::Borrowed(node),
            Origin::Key(key) => Cow::Owned(Node::plain(key.value.as_str(), key.span)),
            Origin::Word(Some(word)) => made_up(Value::String(word.to_owned())),
            Origin::Offset(offset) => made_up(Value::Int(i64::from(offset))),
            Origin::Word(None) | Origin::StandIn(_) => made_up(Value::Null),
        }
    }

    /// Reports that a node is of the wrong kind.
    fn wrong(self, node: &Node, expected: &str, help: Option<String>) -> Stop {
        let diagnostic = wrong_type(expected, node);
        self.desk.tell(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        })
    }

    fn whole(self, min: i128, max: i128) -> Result<i128, Stop> {
        if let Origin::StandIn(_) = self.origin {
            return Ok(0);
        }
        let node = self.node();
        let Some(number) = node.whole_number() else {
            return Err(self.wrong(&node, "a whole number", remove_quotes(&node)));
        };
        if number < min || number > max {
            return Err(self.desk.tell(out_of_range(&format!("a whole number from {min} to {max}"), &node)));
        }
        Ok(number)
    }

    fn float(self) -> Result<f64, Stop> {
        if let Origin::StandIn(_) = self.origin {
            return Ok(0.0);
        }
        let node = self.node();
        node.as_float().ok_or_else(|| self.wrong(&node, "a number", remove_quotes(&node)))
    }

    fn boolean(self) -> Result<bool, Stop> {
        if let Origin::StandIn(_) = self.origin {
            return Ok(false);
        }
        let node = self.node();
        node.as_bool().ok_or_else(|| {
            let old = node.as_str().filter(|text| scalar::is_old_boolean(text));
            let help = old.map(|word| format!("write `true` or `false`; `{word}` is plain text"));
            self.wrong(&node, "`true` or `false`", help.or_else(|| remove_quotes(&node)))
        })
    }

    fn text(self) -> Result<Cow<'n, str>, Stop> {
        let node = match self.origin {
            Origin::Key(key) => return Ok(Cow::Borrowed(&key.value)),
            Origin::Word(word) => return Ok(Cow::Borrowed(word.unwrap_or_default())),
            Origin::StandIn(_) => return Ok(Cow::Borrowed("")),
            Origin::Offset(offset) => return Ok(Cow::Owned(offset.to_string())),
            Origin::Node(node) => node,
        };
        node.scalar_text().ok_or_else(|| {
            let null = node.raw().filter(|raw| !raw.is_empty());
            let help = null.map(|raw| format!("put quotes around it if you mean the text: `\"{raw}\"`"));
            self.wrong(node, "text", help)
        })
    }

    fn character(self) -> Result<char, Stop> {
        if let Origin::StandIn(_) = self.origin {
            return Ok(' ');
        }
        let node = self.node();
        let text = node.scalar_text().unwrap_or_default();
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Ok(character),
            _ => Err(self.wrong(&node, "a single character", None)),
        }
    }

    fn is_nothing(self) -> bool {
        match self.origin {
            Origin::Node(node) => node.is_null(),
            Origin::Word(word) => word.is_none(),
            Origin::StandIn(_) => true,
            Origin::Key(_) | Origin::Offset(_) => false,
        }
    }

    fn nothing(self) -> Result<(), Stop> {
        if self.is_nothing() { Ok(()) } else { Err(self.wrong(&self.node(), "nothing", None)) }
    }

    /// What a newtype of this name is read from.
    fn inside(self, name: &str) -> Result<Inside<'n, 'r>, Stop> {
        let span = match self.origin {
            Origin::Node(node) => node.span,
            Origin::Key(key) => key.span,
            Origin::Word(_) | Origin::Offset(_) | Origin::StandIn(_) => rehearsal_source::Span::default(),
        };
        let origin = match self.origin {
            Origin::StandIn(stand_in) => Origin::StandIn(stand_in.inner()?),
            origin => origin,
        };
        let (start, end) = (Origin::Offset(span.start), Origin::Offset(span.end));
        let parts = match name {
            SPANNED_NAME => [start, end, origin, Origin::Word(None)],
            NODE_NAME => {
                let raw = match self.origin {
                    Origin::Node(node) => node.raw(),
                    _ => None,
                };
                [start, end, Origin::Word(raw), origin]
            }
            _ => return Ok(Inside::Value(self.with(origin))),
        };
        Ok(Inside::Parts(Elements::parts(parts, self.desk)))
    }

    fn list(self) -> Result<Elements<'n, 'r>, Stop> {
        match self.origin {
            Origin::StandIn(stand_in) => Ok(Elements::stand_ins(stand_in, 0, self.desk)),
            Origin::Node(node) if node.as_sequence().is_some() => Ok(Elements::list(node.items(), self.desk)),
            _ => Err(self.no_list()),
        }
    }

    fn tuple(self, length: usize) -> Result<Elements<'n, 'r>, Stop> {
        match self.origin {
            Origin::StandIn(stand_in) => Ok(Elements::stand_ins(stand_in.inner()?, length, self.desk)),
            Origin::Node(node) if node.as_sequence().is_some() => {
                let items = node.items();
                if items.len() != length {
                    let message = format!("expected a list of {length}, found a list of {}", items.len());
                    return Err(self.desk.tell(Diagnostic::error(codes::WRONG_TYPE, node.head(), message)));
                }
                Ok(Elements::tuple(items, self.desk))
            }
            _ => Err(self.no_list()),
        }
    }

    fn mapping(self) -> Result<Entries<'n, 'r>, Stop> {
        match self.origin {
            Origin::StandIn(stand_in) => Ok(Entries::stand_ins(stand_in, &[], self.desk)),
            Origin::Node(node) if node.as_mapping().is_some() => Ok(Entries::mapping(node, self.desk)),
            _ => Err(self.no_mapping(&[])),
        }
    }

    fn fields(self, fields: &'static [&'static str]) -> Result<Entries<'n, 'r>, Stop> {
        match self.origin {
            Origin::StandIn(stand_in) => Ok(Entries::stand_ins(stand_in.inner()?, fields, self.desk)),
            Origin::Node(node) if node.as_mapping().is_some() => Ok(Entries::fields(node, fields, self.desk)),
            _ => Err(self.no_mapping(fields)),
        }
    }

    fn variant(self, variants: &'static [&'static str]) -> Result<Variant<'n, 'r>, Stop> {
        let (name, content) = match self.origin {
            Origin::StandIn(stand_in) => {
                let name = Spanned::new(stand_in.pick(variants)?.to_owned(), rehearsal_source::Span::default());
                (name, Some(Origin::StandIn(stand_in.inner()?)))
            }
            Origin::Key(key) => (key.clone(), None),
            Origin::Node(Node { value: Value::Mapping(entries), .. }) => match entries.as_slice() {
                [(name, content)] => (name.clone(), Some(Origin::Node(content))),
                _ => return Err(self.no_variant(variants)),
            },
            Origin::Node(_) | Origin::Word(_) | Origin::Offset(_) => {
                let node = self.node();
                match node.scalar_text() {
                    Some(name) => (Spanned::new(name.into_owned(), node.span), None),
                    None => return Err(self.no_variant(variants)),
                }
            }
        };
        Ok(Variant { name, content, desk: self.desk })
    }

    fn no_list(self) -> Stop {
        let node = self.node();
        let help = match &node.value {
            Value::Null => "add an item that begins with `- `, or remove the key",
            Value::Mapping(_) => "begin each item with `- `",
            _ => "write it as an item: `- ` and the value, on a line of its own",
        };
        self.wrong(&node, "a list", Some(help.to_owned()))
    }

    fn no_mapping(self, fields: &[&str]) -> Stop {
        const NAMES_MAX: usize = 12;
        let help = match fields.len() {
            0 => "write `key: value` on the lines below, indented".to_owned(),
            1..=NAMES_MAX => format!("its keys are: {}", fields.join(", ")),
            _ => format!("its keys are: {}…", fields[..NAMES_MAX].join(", ")),
        };
        self.wrong(&self.node(), "a mapping", Some(help))
    }

    fn no_variant(self, variants: &[&str]) -> Stop {
        let node = self.node();
        let [(first, _), (second, _), ..] = node.entries() else {
            return self.wrong(&node, &format!("one of {}", variants.join(", ")), None);
        };
        let message = format!("`{}` stands beside `{}`, but only one key may stand here", second.value, first.value);
        let diagnostic = Diagnostic::error(codes::WRONG_TYPE, second.span, message)
            .note(first.span, "this is the first key")
            .help(format!("indent it more if it belongs to `{}`, or begin a new item", first.value));
        self.desk.tell(diagnostic)
    }
}

/// What a newtype holds.
enum Inside<'n, 'r> {
    Value(Reader<'n, 'r>),
    Parts(Elements<'n, 'r>),
}

/// The advice for text that would be a number, or true or false, without its quotes.
fn remove_quotes(node: &Node) -> Option<String> {
    let value = scalar::resolve(node.as_str()?)?;
    matches!(value, Value::Int(_) | Value::Float(_) | Value::Bool(_)).then(|| "remove the quotes".to_owned())
}

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ident;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
            let number = self.whole($type::MIN.into(), $type::MAX.into())?;
            visitor.$visit($type::try_from(number).map_err(|_| Stop::TOLD)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'_, '_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let node = match self.origin {
            Origin::Node(node) => node,
            Origin::Key(_) | Origin::Word(Some(_)) => return self.deserialize_str(visitor),
            Origin::Offset(offset) => return visitor.visit_u64(u64::from(offset)),
            Origin::Word(None) | Origin::StandIn(_) => return visitor.visit_unit(),
        };
        match &node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Int(value) => match u64::try_from(*value) {
                Ok(value) => visitor.visit_u64(value),
                Err(_) => visitor.visit_i64(*value),
            },
            Value::Float(value) => match node.huge_number() {
                Some(value) => visitor.visit_u64(value),
                None => visitor.visit_f64(*value),
            },
            Value::String(text) => visitor.visit_str(text),
            Value::Sequence(items) => visitor.visit_seq(Elements::list(items, self.desk)),
            Value::Mapping(_) => visitor.visit_map(&mut Entries::mapping(node, self.desk)),
        }
    }

    whole_numbers! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
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
        visitor.visit_char(self.character()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if self.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.nothing()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Stop> {
        match self.inside(name)? {
            Inside::Value(reader) => visitor.visit_newtype_struct(reader),
            Inside::Parts(parts) => visitor.visit_seq(parts),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_seq(self.list()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_seq(self.tuple(length)?)
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
        visitor.visit_map(&mut self.mapping()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let mut entries = self.fields(fields)?;
        match visitor.visit_map(&mut entries) {
            Ok(value) => {
                entries.close();
                Ok(value)
            }
            Err(stop) => Err(entries.fail(stop)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        visitor.visit_enum(self.variant(variants)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf }
}
