//! Text, spans and diagnostics as data.
//!
//! Every later phase can point at the characters it means, because each value read from a file
//! carries a [`Span`]. This crate never knows what the text means, how a message is coloured, or
//! where a file lies on disk.

mod diagnostic;
mod spanned_serde;
mod text;

pub use diagnostic::{Annotation, Code, Diagnostic, LeftOut, Report, Severity, grouped, nearest, quoted};
pub use spanned_serde::SPANNED_NAME;
pub use text::{Position, Source, Span, Spanned};
