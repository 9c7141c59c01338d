//! Why a value could not be read, on its way to the place that knows where it stands.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

use crate::Node;

/// The error of the reader. serde knows no places, so a complaint rises without one to the innermost
/// node being read, which puts it into the report; from there on only the fact travels.
///
/// It is no wider than a pointer, since every result on the way has room for one.
pub(super) struct Stop(Option<Box<Reason>>);

enum Reason {
    /// A struct could not go on because of a gap, which is in the report; reading it again with the gap
    /// in mind may find what lies behind it.
    Gap { mapping: *const Node, gap: Gap },
    /// Not in the report yet.
    Complaint(Complaint),
}

/// Why a struct could not go on. Nodes are told apart by their address: the tree stays where it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The key is not there.
    Missing(&'static str),
    /// This value could not be read, and its type has no stand-in.
    Unreadable(*const Node),
}

/// What serde, or a type's own rule, has to say.
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

impl Stop {
    /// It is in the report, or follows from something that is.
    pub(super) const TOLD: Self = Self(None);

    pub(super) fn at(mapping: *const Node, gap: Gap) -> Self {
        Self(Some(Box::new(Reason::Gap { mapping, gap })))
    }

    /// The mapping that could not go on, and why.
    pub(super) fn gap(&self) -> Option<(*const Node, Gap)> {
        match self.0.as_deref() {
            Some(Reason::Gap { mapping, gap }) => Some((*mapping, *gap)),
            Some(Reason::Complaint(_)) | None => None,
        }
    }

    /// The complaint in it; without one, it comes back as it is.
    pub(super) fn complaint(self) -> Result<Complaint, Self> {
        match self.0.map(|reason| *reason) {
            Some(Reason::Complaint(complaint)) => Ok(complaint),
            Some(reason @ Reason::Gap { .. }) => Err(Self(Some(Box::new(reason)))),
            None => Err(Self::TOLD),
        }
    }
}

impl From<Complaint> for Stop {
    fn from(complaint: Complaint) -> Self {
        Self(Some(Box::new(Reason::Complaint(complaint))))
    }
}

// serde asks for these two; nobody reads them.
impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value could not be read")
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
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
