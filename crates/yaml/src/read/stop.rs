//! Why a value could not be read, on its way to the place that knows where it stands.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

use crate::Node;

/// The error of the reader. serde knows no places, so a complaint rises without one to the innermost
/// node being read, which puts it into the report; from there on only the fact travels.
#[derive(Debug)]
pub(super) enum Stop {
    /// It is in the report, or follows from something that is.
    Told,
    /// A struct could not go on because of a gap, which is in the report; reading it again with the gap
    /// in mind may find what lies behind it.
    Gap { mapping: *const Node, gap: Gap },
    /// Not in the report yet.
    Complaint(Complaint),
}

/// Why a struct could not go on. Nodes are told apart by their address: the tree stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The key is not there.
    Missing(&'static str),
    /// This value could not be read, and its type has no stand-in.
    Unreadable(*const Node),
}

/// What serde, or a type's own rule, has to say.
#[derive(Debug)]
pub(super) enum Complaint {
    /// A rule of the type itself.
    Rule(String),
    /// A value of another kind than the type takes.
    Kind { expected: String },
    /// A number the type does not take.
    Range { expected: String },
    /// A word that names no variant.
    UnknownVariant { name: String, expected: &'static [&'static str] },
    /// A field the type does not know.
    UnknownField { name: String, expected: &'static [&'static str] },
    /// A field that was not there.
    MissingField(&'static str),
}

impl From<Complaint> for Stop {
    fn from(complaint: Complaint) -> Self {
        Self::Complaint(complaint)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Told => f.write_str("already reported"),
            Self::Gap { gap, .. } => write!(f, "already reported: {gap:?}"),
            Self::Complaint(complaint) => fmt::Debug::fmt(complaint, f),
        }
    }
}

impl std::error::Error for Stop {}

impl Error for Stop {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Complaint::Rule(message.to_string()).into()
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Complaint::Kind { expected: expected.to_string() }.into()
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = expected.to_string();
        match found {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => Complaint::Range { expected },
            _ => Complaint::Rule(format!("expected {expected}")),
        }
        .into()
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        let elements = if length == 1 { "element" } else { "elements" };
        Complaint::Rule(format!("expected {expected}, found {length} {elements}")).into()
    }

    fn unknown_variant(name: &str, expected: &'static [&'static str]) -> Self {
        Complaint::UnknownVariant { name: name.to_owned(), expected }.into()
    }

    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Self {
        Complaint::UnknownField { name: name.to_owned(), expected }.into()
    }

    fn missing_field(field: &'static str) -> Self {
        Complaint::MissingField(field).into()
    }

    fn duplicate_field(field: &'static str) -> Self {
        Complaint::Rule(format!("`{field}` is given twice, under two of its names")).into()
    }
}
