//! Expressions to values.
//!
//! Arguments are evaluated from left to right and only when needed; each part of an expression at most once. The
//! result depends on the expression and on the scope's answers alone.

use rehearsal_source::Span;

use crate::builtin::{Arguments, call};
use crate::collection::Keys;
use crate::expr::{Callee, Expr, Form, Node, Step};
use crate::memory::Allowance;
use crate::text::equal_folded;
use crate::{Array, EvaluationError, Fault, Number, Scope, Value};

/// The value of an expression.
///
/// # Errors
/// When a value cannot be converted to the kind needed, a required key is missing, a format string is wrong, the
/// scope refuses an answer, or the texts made on the way grow beyond one mebibyte.
///
/// ```
/// use rehearsal_expression::{Expr, Nothing, Slot, Vocabulary, evaluate};
///
/// let expr = Expr::parse("format('{0}-{1}', 1.50, TRUE)", 0, &Vocabulary::of(Slot::Template))?;
/// assert_eq!(evaluate(&expr, &Nothing)?, "1.5-True".into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evaluate(expr: &Expr, scope: &dyn Scope) -> Result<Value, EvaluationError> {
    Evaluation::new(scope, None).value(&expr.root)
}

/// What became of a node in an evaluation; `None` when it was not reached.
pub(crate) type Reached = Option<Result<Value, EvaluationError>>;

/// Evaluates and keeps what became of every node, by its number.
pub(crate) fn evaluate_traced(expr: &Expr, scope: &dyn Scope) -> Vec<Reached> {
    let mut evaluation = Evaluation::new(scope, Some(vec![None; expr.size]));
    // The root's result is in the trace like every other.
    let _ = evaluation.value(&expr.root);
    evaluation.trace.unwrap_or_default()
}

/// One evaluation under way.
pub(crate) struct Evaluation<'s> {
    pub(crate) scope: &'s dyn Scope,
    pub(crate) allowance: Allowance,
    /// What the scope answered, so that a name is the same collection wherever it stands.
    named: Vec<(String, Value)>,
    trace: Option<Vec<Reached>>,
}

impl<'s> Evaluation<'s> {
    fn new(scope: &'s dyn Scope, trace: Option<Vec<Reached>>) -> Self {
        Self { scope, allowance: Allowance::new(), named: Vec::new(), trace }
    }

    pub(crate) fn named(&mut self, name: &str) -> Option<Value> {
        if let Some((_, value)) = self.named.iter().find(|(known, _)| equal_folded(known, name)) {
            return Some(value.clone());
        }
        let value = self.scope.named(name)?;
        self.named.push((name.to_owned(), value.clone()));
        Some(value)
    }

    pub(crate) fn value(&mut self, node: &Node) -> Result<Value, EvaluationError> {
        let result = self.form(node);
        if let Some(trace) = &mut self.trace {
            trace[node.number] = Some(result.clone());
        }
        result
    }

    fn form(&mut self, node: &Node) -> Result<Value, EvaluationError> {
        match &node.form {
            Form::Literal(value) => Ok(value.clone()),
            Form::Name(name) => self.named(name).ok_or_else(|| unknown(name, node.span)),
            Form::Call(Callee::Unknown(name), _) => Err(unknown(name, node.span)),
            Form::Call(Callee::Known(function), arguments) => {
                call(*function, &mut Arguments::new(self, arguments, node.span))
            }
            Form::Access(base, steps) => {
                let mut value = self.value(base)?;
                for step in steps {
                    value = self.step(&value, step)?;
                }
                Ok(value)
            }
        }
    }

    fn step(&mut self, value: &Value, step: &Step) -> Result<Value, EvaluationError> {
        match step {
            Step::All => Ok(all(value)),
            Step::Key(node) => {
                let key = self.value(node)?;
                looked_up(value, &key).map_err(|fault| EvaluationError { fault, span: node.span })
            }
        }
    }
}

fn unknown(name: &str, span: Span) -> EvaluationError {
    EvaluationError { fault: Fault::UnknownWord { name: name.to_owned() }, span }
}

/// The members of a collection: items, or values in order.
pub(crate) fn members(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(array) => array.items().to_vec(),
        Value::Object(object) => object.entries().map(|(_, value)| value.clone()).collect(),
        Value::Null
        | Value::Boolean(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Version(_)
        | Value::DateTime(_) => Vec::new(),
    }
}

/// `value.*`: all members; of a filtered array, the members of its items.
fn all(value: &Value) -> Value {
    let found = match value {
        Value::Array(array) if array.is_filtered() => array.items().iter().flat_map(members).collect(),
        _ => members(value),
    };
    Array::filtered(found).into()
}

/// `value[key]`; what is not there is nothing, except in `parameters`.
fn looked_up(value: &Value, key: &Value) -> Result<Value, Fault> {
    match value {
        Value::Array(array) if array.is_filtered() => {
            let mut found = Vec::new();
            for item in array.items() {
                found.extend(member(item, key)?);
            }
            Ok(Array::filtered(found).into())
        }
        _ => Ok(member(value, key)?.unwrap_or(Value::Null)),
    }
}

fn member(value: &Value, key: &Value) -> Result<Option<Value>, Fault> {
    match value {
        Value::Object(object) => {
            let Ok(key) = key.to_text() else { return Ok(None) };
            match object.get(&key) {
                Some(value) => Ok(Some(value.clone())),
                None if object.keys() == Keys::Required => Err(Fault::KeyNotFound { key: key.to_string() }),
                None => Ok(None),
            }
        }
        Value::Array(array) => {
            let index = key.to_number().ok().and_then(Number::to_index);
            Ok(index.and_then(|index| array.items().get(index)).cloned())
        }
        Value::Null
        | Value::Boolean(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Version(_)
        | Value::DateTime(_) => Ok(None),
    }
}
