//! YAML and JSON, read for people who make mistakes.
//!
//! [`parse_yaml`] and [`parse_json`] turn any text at all into a tree of [`Node`]s that know their place,
//! and a report; no text makes them panic, overflow or hang. [`read`] turns a tree into a value of any
//! type that derives `Deserialize`, and reports everything it finds wrong in one go: each diagnostic
//! points at the characters it means and says what to type instead. [`mod@json`] holds JSON that programs make and
//! change.
//!
//! This crate never knows what the keys mean: pipelines, expressions and scenarios are the business of
//! those who bring the types.

mod anchors;
pub mod codes;
mod decimal;
pub mod json;
mod json_text;
mod limits;
mod node_serde;
mod offsets;
mod parse;
mod read;
mod scalar;
mod syntax;
mod tag;
mod tree;

pub use json_text::parse_json;
pub use limits::{MAX_BYTES, MAX_DEPTH, MAX_NODES};
pub use parse::{parse_yaml, parse_yaml_where};
pub use read::{from_json, read};
pub use tree::{Node, Value};

use rehearsal_source::{Diagnostic, Report};

/// What became of a text.
#[derive(Debug, Clone)]
pub struct Parse {
    /// The tree; after a mistake, what could be read before it. `None` only if the report has an error.
    pub root: Option<Node>,
    /// Everything there is to say about the text.
    pub report: Report,
}

impl Parse {
    fn refused(diagnostic: Diagnostic) -> Self {
        let mut report = Report::new();
        report.push(diagnostic);
        Self { root: None, report }
    }
}
