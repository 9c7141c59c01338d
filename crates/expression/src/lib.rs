//! Azure Pipelines' expression language: parsed, evaluated, and explained.
//!
//! [`Expr::parse`] reads a text by a [`Vocabulary`], which says what may be used where the text stands;
//! [`evaluate()`] gives its [`Value`], asking a [`Scope`] for everything outside the language; [`explain()`] also
//! tells what each part came to. Conditions of classic releases use the same language. [`Template`] reads text with
//! `${{ }}` in it, [`runtime`] recognises `$[ ]`, and [`expand_macros`] replaces `$(name)`.
//!
//! No text makes this crate panic, recurse without bound or work without end, and nothing but the expression and
//! the scope's answers decides a result: numbers are decimal and case is folded by fixed rules.
//!
//! This crate never knows YAML or the state of a run.

mod builtin;
mod collection;
mod evaluate;
mod explain;
mod expr;
mod format;
mod function;
mod json;
mod json_path;
mod lexer;
mod macros;
mod memory;
mod mistake;
mod moment;
mod number;
mod parser;
mod scope;
mod template;
mod text;
mod value;
mod version;
mod vocabulary;

pub use collection::{Array, Keys, Object};
pub use evaluate::evaluate;
pub use explain::{Explained, Explanation, Outcome, explain};
pub use expr::{Call, Expr, Reference};
pub use function::{Arity, Function, HostFunction};
pub use macros::{Settled, Variable, expand_balanced_macros, expand_macros, settle_variables};
pub use mistake::{EXPRESSION_DEPTH_MAX, EXPRESSION_LENGTH_MAX, Mistake, MistakeKind, Mistakes};
pub use moment::DateTime;
pub use number::Number;
pub use scope::{EvaluationError, Fault, Nothing, Scope};
pub use template::{Runtime, Segment, Template, runtime, segments};
pub use value::{ConversionError, Kind, Value};
pub use version::Version;
pub use vocabulary::{Slot, Vocabulary};
