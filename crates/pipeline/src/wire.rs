//! Enumerations as the product's JSON writes them.

/// Declares an enumeration with the product's name and number for each member.
///
/// Reading accepts the name in any case or the number, since REST answers use names and exported
/// files numbers (`classic.md` §2). Writing gives the camel-case name.
macro_rules! wire_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident = $number:literal $text:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$vmeta])* $variant = $number, )+ }

        impl $name {
            /// Every member, in the order of the product's table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the product's JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The number in exported files.
            pub const fn number(self) -> u32 {
                self as u32
            }

            /// The member with this name, in any case.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.name().eq_ignore_ascii_case(name))
            }

            /// The member with this number.
            pub fn from_number(number: u64) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| u64::from(member.number()) == number)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Reader;
                impl serde::de::Visitor<'_> for Reader {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a name or number of the enumeration ")?;
                        f.write_str(stringify!($name))
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $name::from_name(text)
                            .or_else(|| text.parse().ok().and_then($name::from_number))
                            .ok_or_else(|| E::unknown_variant(text, &[$($text),+]))
                    }
                    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<$name, E> {
                        $name::from_number(number).ok_or_else(|| {
                            E::custom(format_args!("{number} is not a number of the enumeration {}", stringify!($name)))
                        })
                    }
                    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<$name, E> {
                        self.visit_u64(number.try_into().unwrap_or(u64::MAX))
                    }
                }
                deserializer.deserialize_any(Reader)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "enum": [$($text,)+ $($number),+] })
            }
        }
    };
}
pub(crate) use wire_enum;
