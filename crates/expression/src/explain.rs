//! Why an expression came out as it did: its parts, each with its value.

use std::fmt;

use rehearsal_source::Span;
use serde::{Deserialize, Serialize};

use crate::evaluate::{Reached, evaluate_traced};
use crate::expr::{Callee, Expr, Form, Node, Step, literal};
use crate::text::quote;
use crate::{EvaluationError, Fault, Function, HostFunction, Kind, Scope, Value};

/// How many characters of a string an explanation shows.
const SHOWN_CHARACTERS_MAX: usize = 120;

/// What became of one part of an expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "outcome")]
pub enum Outcome {
    /// It has a value.
    Value {
        /// The kind of the value.
        kind: Kind,
        /// The value as a person reads it; long strings are cut, collections are counted.
        shown: String,
    },
    /// It failed, and so did everything around it.
    Failed {
        /// The product's words.
        message: String,
    },
    /// The result was known without it.
    NotEvaluated,
}

/// One part of an expression, what became of it, and its own parts.
///
/// `Display` writes one line a part, inner parts indented; literals are not repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    /// The part as it was written.
    pub text: String,
    /// Where it stands in the source.
    pub span: Span,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The parts it is made of, without literals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Explained>,
}

/// An evaluation with its reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What [`evaluate`](crate::evaluate()) gives.
    pub result: Result<Value, EvaluationError>,
    /// How it came about.
    pub explained: Explained,
    /// The lines the product writes to a log when a condition decides: `Evaluating`, `Expanded`, `Result`.
    pub log: Vec<String>,
}

/// Evaluates an expression and keeps the value of each of its parts.
pub fn explain(expr: &Expr, scope: &dyn Scope) -> Explanation {
    let trace = Trace { expr, reached: evaluate_traced(expr, scope) };
    let unreached = EvaluationError {
        fault: Fault::Refused { message: "the expression was not evaluated".to_owned() },
        span: expr.span(),
    };
    let result = trace.of(&expr.root).clone().unwrap_or(Err(unreached));
    let shown = match &result {
        Ok(value) => value.to_string(),
        Err(error) => error.to_string(),
    };
    let log = vec![
        format!("Evaluating: {}", expr.canonical()),
        format!("Expanded: {}", trace.expanded(&expr.root)),
        format!("Result: {shown}"),
    ];
    Explanation { result, explained: trace.explained(&expr.root), log }
}

struct Trace<'e> {
    expr: &'e Expr,
    reached: Vec<Reached>,
}

impl Trace<'_> {
    fn of(&self, node: &Node) -> &Reached {
        self.reached.get(node.number).unwrap_or(&None)
    }

    fn explained(&self, node: &Node) -> Explained {
        let outcome = match self.of(node) {
            Some(Ok(value)) => Outcome::Value { kind: value.kind(), shown: shown(value) },
            Some(Err(error)) => Outcome::Failed { message: error.to_string() },
            None => Outcome::NotEvaluated,
        };
        let text = self.expr.text.get(node.range.0..node.range.1).unwrap_or_default().to_owned();
        Explained { text, span: node.span, outcome, parts: self.parts(node) }
    }

    fn parts(&self, node: &Node) -> Vec<Explained> {
        let mut parts: Vec<&Node> = Vec::new();
        match &node.form {
            Form::Literal(_) | Form::Name(_) => {}
            Form::Call(_, arguments) => parts.extend(arguments),
            Form::Access(base, steps) => {
                // A context such as `variables` says nothing by itself; a call does.
                parts.extend(Some(&**base).filter(|base| !matches!(base.form, Form::Name(_))));
                parts.extend(steps.iter().filter_map(|step| match step {
                    Step::Key(key) => Some(key),
                    Step::All => None,
                }));
            }
        }
        let telling = parts.into_iter().filter(|part| !matches!(part.form, Form::Literal(_)));
        telling.map(|part| self.explained(part)).collect()
    }

    /// The expression with values in place of what was looked up, as the product logs it.
    fn expanded(&self, node: &Node) -> String {
        match (&node.form, self.of(node)) {
            (Form::Literal(value), _) => literal(value),
            (Form::Name(_) | Form::Access(..), Some(Ok(value))) => value.to_string(),
            (Form::Call(Callee::Known(function), _), Some(Ok(value))) if is_logged_as_value(*function) => {
                value.to_string()
            }
            (Form::Name(name), _) => name.clone(),
            (Form::Call(callee, arguments), _) => {
                let arguments: Vec<String> = arguments.iter().map(|argument| self.expanded(argument)).collect();
                format!("{}({})", callee.name(), arguments.join(", "))
            }
            (Form::Access(base, steps), _) => {
                let steps = steps.iter().map(|step| match step {
                    Step::Key(key) => format!("[{}]", self.expanded(key)),
                    Step::All => "[*]".to_owned(),
                });
                let base = match &base.form {
                    Form::Name(name) => name.clone(),
                    Form::Literal(_) | Form::Call(..) | Form::Access(..) => self.expanded(base),
                };
                steps.fold(base, |text, step| text + &step)
            }
        }
    }
}

/// True for functions that compute something; those that decide are logged with their arguments.
fn is_logged_as_value(function: Function) -> bool {
    match function {
        Function::ConvertToJson
        | Function::Count
        | Function::Format
        | Function::Iif
        | Function::Join
        | Function::JsonPath
        | Function::Length
        | Function::Lower
        | Function::Replace
        | Function::Split
        | Function::Substring
        | Function::Trim
        | Function::Upper
        | Function::Host(
            HostFunction::Always
            | HostFunction::Canceled
            | HostFunction::Counter
            | HostFunction::Failed
            | HostFunction::Succeeded
            | HostFunction::SucceededOrFailed,
        ) => true,
        Function::And
        | Function::Coalesce
        | Function::Contains
        | Function::ContainsValue
        | Function::EndsWith
        | Function::Eq
        | Function::Ge
        | Function::Gt
        | Function::In
        | Function::Le
        | Function::Lt
        | Function::Ne
        | Function::Not
        | Function::NotIn
        | Function::Or
        | Function::StartsWith
        | Function::Xor => false,
    }
}

/// A value as an explanation shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(array) => counted("Array", array.items().len(), "item"),
        Value::Object(object) => counted("Object", object.len(), "key"),
        Value::String(text) if text.chars().count() > SHOWN_CHARACTERS_MAX => {
            let start: String = text.chars().take(SHOWN_CHARACTERS_MAX).collect();
            format!("{}… ({} characters)", quote(&start), text.chars().count())
        }
        Value::Null
        | Value::Boolean(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Version(_)
        | Value::DateTime(_) => value.to_string(),
    }
}

fn counted(kind: &str, size: usize, unit: &str) -> String {
    let plural = if size == 1 { "" } else { "s" };
    format!("{kind} ({size} {unit}{plural})")
}

impl Explained {
    /// A text that is no expression, so that it has no parts.
    pub fn unreadable(text: &str, why: &str) -> Self {
        let outcome = Outcome::Failed { message: why.to_owned() };
        Self { text: text.to_owned(), span: Span::default(), outcome, parts: Vec::new() }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let indent = "  ".repeat(depth);
        // A part written over several lines still takes one here.
        let text = self.text.split_whitespace().collect::<Vec<&str>>().join(" ");
        match &self.outcome {
            Outcome::Value { kind: _, shown } => writeln!(f, "{indent}{text} = {shown}")?,
            Outcome::Failed { message } => writeln!(f, "{indent}{text} failed: {message}")?,
            Outcome::NotEvaluated => writeln!(f, "{indent}{text} was not evaluated")?,
        }
        // Nothing below was evaluated either; one line says it.
        if self.outcome == Outcome::NotEvaluated {
            return Ok(());
        }
        self.parts.iter().try_for_each(|part| part.write(f, depth + 1))
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}
