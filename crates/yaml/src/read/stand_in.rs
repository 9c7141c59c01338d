//! Values for fields that could not be read.
//!
//! They exist only so that derived code goes on to the next field; nothing read with one is handed out.

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
        value::StrDeserializer,
    },
};

use super::stop::Stop;

/// Answers every wish with the emptiest value of that kind.
#[derive(Clone, Copy)]
pub(super) struct StandIn {
    depth: u8,
    variant: Pick,
}

/// Which variant of an enum counts as empty.
#[derive(Clone, Copy)]
enum Pick {
    First,
    Last,
}

/// A type whose emptiest value lies deeper than this has none, as far as this reader is concerned: types
/// may contain themselves.
const DEPTH_MAX: u8 = 16;

impl StandIn {
    /// A value made from nothing, if the type accepts one.
    pub(super) fn of_any_kind<'de, T: Deserialize<'de>>() -> Result<T, Stop> {
        // Of a type that contains itself, one end of the list of variants usually is the simple one.
        let picks = [Pick::First, Pick::Last].map(|variant| Self { depth: 0, variant });
        picks.into_iter().find_map(|stand_in| T::deserialize(stand_in).ok()).ok_or(Stop::Told)
    }

    fn inner(self) -> Result<Self, Stop> {
        if self.depth < DEPTH_MAX { Ok(Self { depth: self.depth + 1, ..self }) } else { Err(Stop::Told) }
    }
}

macro_rules! emptiest {
    ($($method:ident => $visit:ident($($value:expr)?);)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
            visitor.$visit($($value)?)
        })*
    };
}

impl<'de> Deserializer<'de> for StandIn {
    type Error = Stop;

    emptiest! {
        deserialize_any => visit_unit();
        deserialize_bool => visit_bool(false);
        deserialize_i8 => visit_i8(0);
        deserialize_i16 => visit_i16(0);
        deserialize_i32 => visit_i32(0);
        deserialize_i64 => visit_i64(0);
        deserialize_i128 => visit_i128(0);
        deserialize_u8 => visit_u8(0);
        deserialize_u16 => visit_u16(0);
        deserialize_u32 => visit_u32(0);
        deserialize_u64 => visit_u64(0);
        deserialize_u128 => visit_u128(0);
        deserialize_f32 => visit_f32(0.0);
        deserialize_f64 => visit_f64(0.0);
        deserialize_char => visit_char(' ');
        deserialize_str => visit_str("");
        deserialize_string => visit_str("");
        deserialize_identifier => visit_str("");
        deserialize_bytes => visit_bytes(&[]);
        deserialize_byte_buf => visit_bytes(&[]);
        deserialize_option => visit_none();
        deserialize_unit => visit_unit();
        deserialize_ignored_any => visit_unit();
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_newtype_struct(self.inner()?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_seq(Elements { stand_in: self, left: 0 })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_map(Fields { stand_in: self, fields: &[] })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_seq(Elements { stand_in: self.inner()?, left })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Stop> {
        self.deserialize_tuple(left, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        visitor.visit_map(Fields { stand_in: self.inner()?, fields })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let variant = match self.variant {
            Pick::First => variants.first(),
            Pick::Last => variants.last(),
        };
        let variant = variant.ok_or(Stop::Told)?;
        visitor.visit_enum(Variant { stand_in: self.inner()?, variant })
    }
}

struct Elements {
    stand_in: StandIn,
    left: usize,
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(self.stand_in).map(Some)
    }
}

/// The fields still to be given; the first one's key may have been asked for.
struct Fields {
    stand_in: StandIn,
    fields: &'static [&'static str],
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let Some((field, rest)) = self.fields.split_first() else { return Ok(None) };
        self.fields = rest;
        let name: StrDeserializer<'_, Stop> = field.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        seed.deserialize(self.stand_in)
    }
}

struct Variant {
    stand_in: StandIn,
    variant: &'static str,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Stop;
    type Variant = StandIn;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, StandIn), Stop> {
        let name: StrDeserializer<'_, Stop> = self.variant.into_deserializer();
        let variant = seed.deserialize(name)?;
        Ok((variant, self.stand_in))
    }
}

impl<'de> VariantAccess<'de> for StandIn {
    type Error = Stop;

    fn unit_variant(self) -> Result<(), Stop> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Stop> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_struct("", fields, visitor)
    }
}
