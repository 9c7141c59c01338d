//! What lies outside an expression.

use std::fmt;

use rehearsal_source::{Code, Diagnostic, Span};

use crate::{ConversionError, HostFunction, Kind, Value};

/// Answers what an expression asks about the run or the file around it.
///
/// An evaluation asks in a fixed order and only for what it needs; equal answers give equal results.
pub trait Scope {
    /// The value of a name at the top, such as `variables` or a loop variable; `None` when there is none, which is
    /// an error (a name that exists and has nothing is [`Value::Null`]). Names come as they were written; compare
    /// them without case. An evaluation asks for each name at most once.
    fn named(&self, name: &str) -> Option<Value>;

    /// The answer of a function about the run.
    ///
    /// # Errors
    /// When it has no answer here, or not for these arguments.
    fn call(&self, function: HostFunction, arguments: &[Value]) -> Result<Value, Fault> {
        let _ = arguments;
        Err(Fault::UnknownWord { name: crate::Function::Host(function).name().to_owned() })
    }
}

/// A scope without anything in it, for expressions of literals only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nothing;

impl Scope for Nothing {
    fn named(&self, _name: &str) -> Option<Value> {
        None
    }
}

/// What went wrong in an evaluation, in the product's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A value has no counterpart of the kind that was needed.
    Conversion(ConversionError),
    /// `parameters` has no such key.
    KeyNotFound {
        /// The key.
        key: String,
    },
    /// A name or function was let through by the parser, and the scope does not know it.
    UnknownWord {
        /// The name.
        name: String,
    },
    /// A format string has a placeholder without an argument.
    MissingFormatArgument {
        /// The format string.
        format: String,
    },
    /// The braces of a format string do not match.
    BadFormat {
        /// The format string.
        format: String,
    },
    /// A placeholder has a `:…` part that the value's kind does not understand.
    BadFormatSpecifier {
        /// What stands after the colon.
        specifier: String,
        /// The kind of the value.
        kind: Kind,
    },
    /// The texts made on the way are larger than allowed.
    MemoryExceeded,
    /// A value is nested deeper than allowed.
    TooDeep,
    /// The scope refused an answer, in its own words.
    Refused {
        /// The scope's words.
        message: String,
    },
}

impl Fault {
    /// The stable name of the fault.
    pub fn code(&self) -> Code {
        Code(match self {
            Self::Conversion(_) => "expression-conversion",
            Self::KeyNotFound { .. } => "expression-key-not-found",
            Self::UnknownWord { .. } => "expression-unknown-word",
            Self::MissingFormatArgument { .. } => "expression-format-argument",
            Self::BadFormat { .. } => "expression-bad-format",
            Self::BadFormatSpecifier { .. } => "expression-bad-format-specifier",
            Self::MemoryExceeded => "expression-memory-exceeded",
            Self::TooDeep => "expression-value-too-deep",
            Self::Refused { .. } => "expression-refused",
        })
    }
}

impl From<ConversionError> for Fault {
    fn from(error: ConversionError) -> Self {
        Self::Conversion(error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conversion(error) => error.fmt(f),
            Self::KeyNotFound { key } => write!(f, "Key not found '{key}'"),
            Self::UnknownWord { name } => write!(f, "Unrecognized value: '{name}'"),
            Self::MissingFormatArgument { format } => {
                write!(f, "The following format string references more arguments than were supplied: {format}")
            }
            Self::BadFormat { format } => write!(f, "The following format string is invalid: {format}"),
            Self::BadFormatSpecifier { specifier, kind } => {
                write!(f, "The format specifiers '{specifier}' are not valid for objects of type '{kind}'")
            }
            Self::MemoryExceeded => f.write_str("The maximum allowed memory size was exceeded"),
            Self::TooDeep => f.write_str("Maximum object depth exceeded"),
            Self::Refused { message } => f.write_str(message),
        }
    }
}

/// An evaluation that came to no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationError {
    /// What went wrong.
    pub fault: Fault,
    /// The part of the expression where it did.
    pub span: Span,
}

impl EvaluationError {
    /// The error as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error(self.fault.code(), self.span, self.fault.to_string())
    }
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

impl std::error::Error for EvaluationError {}
