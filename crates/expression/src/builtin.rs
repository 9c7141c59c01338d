//! The functions of the language.

use std::cmp::Ordering;
use std::sync::Arc;

use rehearsal_source::Span;

use crate::evaluate::{Evaluation, members};
use crate::expr::Node;
use crate::format::{Piece, Pieces, formatted};
use crate::memory::Builder;
use crate::text::{length, lower, substring, upper};
use crate::{Array, EvaluationError, Fault, Function, HostFunction, Number, Value, json, json_path};

/// The arguments of one call, evaluated when they are asked for.
pub(crate) struct Arguments<'e, 's> {
    evaluation: &'e mut Evaluation<'s>,
    nodes: &'e [Node],
    /// The whole call.
    span: Span,
}

type Outcome<T> = Result<T, EvaluationError>;

impl<'e, 's> Arguments<'e, 's> {
    pub(crate) fn new(evaluation: &'e mut Evaluation<'s>, nodes: &'e [Node], span: Span) -> Self {
        Self { evaluation, nodes, span }
    }

    /// The value of an argument. The parser counted them, so the index is good; were it not, there is nothing.
    fn value(&mut self, index: usize) -> Outcome<Value> {
        self.nodes.get(index).map_or(Ok(Value::Null), |node| self.evaluation.value(node))
    }

    fn boolean(&mut self, index: usize) -> Outcome<bool> {
        Ok(self.value(index)?.to_boolean())
    }

    fn text(&mut self, index: usize) -> Outcome<Arc<str>> {
        let value = self.value(index)?;
        value.to_text().map_err(|error| self.fault_at(index, error.into()))
    }

    fn number(&mut self, index: usize) -> Outcome<Number> {
        let value = self.value(index)?;
        value.to_number().map_err(|error| self.fault_at(index, error.into()))
    }

    /// Two texts in capitals, to be searched without regard to case.
    fn folded_texts(&mut self) -> Outcome<(String, String)> {
        Ok((upper(&self.text(0)?), upper(&self.text(1)?)))
    }

    /// The index of the first argument from `from` on that passes; those after it are not evaluated.
    fn any(&mut self, from: usize, passes: impl Fn(&Value) -> bool) -> Outcome<bool> {
        for index in from..self.nodes.len() {
            if passes(&self.value(index)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn fault_at(&self, index: usize, fault: Fault) -> EvaluationError {
        EvaluationError { fault, span: self.nodes.get(index).map_or(self.span, |node| node.span) }
    }

    fn fault(&self, fault: Fault) -> EvaluationError {
        EvaluationError { fault, span: self.span }
    }

    /// A text made by the function, when the allowance bears it.
    fn made(&mut self, text: String) -> Outcome<Value> {
        self.evaluation.allowance.spend(text.len()).map_err(|fault| self.fault(fault))?;
        Ok(text.into())
    }
}

/// Calls a function.
pub(crate) fn call(function: Function, arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    match function {
        Function::And => Ok((!arguments.any(0, |value| !value.to_boolean())?).into()),
        Function::Or => Ok(arguments.any(0, Value::to_boolean)?.into()),
        Function::Not => Ok((!arguments.boolean(0)?).into()),
        Function::Xor => Ok((arguments.boolean(0)? != arguments.boolean(1)?).into()),
        Function::Eq => Ok(equal(arguments)?.into()),
        Function::Ne => Ok((!equal(arguments)?).into()),
        Function::Lt => Ok(ordered(arguments)?.is_lt().into()),
        Function::Le => Ok(ordered(arguments)?.is_le().into()),
        Function::Gt => Ok(ordered(arguments)?.is_gt().into()),
        Function::Ge => Ok(ordered(arguments)?.is_ge().into()),
        Function::In => Ok(is_in(arguments)?.into()),
        Function::NotIn => Ok((!is_in(arguments)?).into()),
        Function::Contains => arguments.folded_texts().map(|(text, part)| text.contains(&part).into()),
        Function::StartsWith => arguments.folded_texts().map(|(text, part)| text.starts_with(&part).into()),
        Function::EndsWith => arguments.folded_texts().map(|(text, part)| text.ends_with(&part).into()),
        Function::ContainsValue => contains_value(arguments),
        Function::Coalesce => coalesce(arguments),
        Function::Format => format(arguments),
        Function::Join => join(arguments),
        Function::Split => split(arguments),
        Function::Replace => replace(arguments),
        Function::Lower => change(arguments, lower),
        Function::Upper => change(arguments, upper),
        Function::Trim => change(arguments, |text| text.trim().to_owned()),
        Function::Substring => cut(arguments),
        Function::Length => measure(arguments),
        Function::Count => count(arguments),
        Function::JsonPath => search(arguments),
        Function::Iif => choose(arguments),
        Function::ConvertToJson => convert_to_json(arguments),
        Function::Host(function) => ask(function, arguments),
    }
}

fn equal(arguments: &mut Arguments<'_, '_>) -> Outcome<bool> {
    let left = arguments.value(0)?;
    Ok(left.equals(&arguments.value(1)?))
}

fn ordered(arguments: &mut Arguments<'_, '_>) -> Outcome<Ordering> {
    let left = arguments.value(0)?;
    let right = arguments.value(1)?;
    left.compare(&right).map_err(|error| arguments.fault(error.into()))
}

fn is_in(arguments: &mut Arguments<'_, '_>) -> Outcome<bool> {
    let sought = arguments.value(0)?;
    arguments.any(1, |value| sought.equals(value))
}

fn contains_value(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let collection = arguments.value(0)?;
    if !matches!(collection, Value::Array(_) | Value::Object(_)) {
        return Ok(false.into());
    }
    let sought = arguments.value(1)?;
    Ok(members(&collection).iter().any(|member| sought.equals(member)).into())
}

fn coalesce(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let mut last = Value::Null;
    for index in 0..arguments.nodes.len() {
        last = arguments.value(index)?;
        if !last.is_blank() {
            break;
        }
    }
    Ok(last)
}

fn format(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let pattern = arguments.text(0)?;
    let mut values: Vec<Option<Value>> = vec![None; arguments.nodes.len()];
    let mut shown = String::new();
    for piece in Pieces::new(&pattern) {
        let text = match piece.map_err(|fault| arguments.fault_at(0, fault))? {
            Piece::Text(text) => text,
            Piece::Placeholder { index, specifier } => {
                // Argument 0 is the pattern itself.
                let index = index + 1;
                let Some(known) = values.get(index) else {
                    let format = pattern.to_string();
                    return Err(arguments.fault_at(0, Fault::MissingFormatArgument { format }));
                };
                let value = match known {
                    Some(value) => value.clone(),
                    None => arguments.value(index)?,
                };
                let text = formatted(&value, &specifier).map_err(|fault| arguments.fault_at(index, fault))?;
                values[index] = Some(value);
                text
            }
        };
        arguments.evaluation.allowance.spend(text.len()).map_err(|fault| arguments.fault(fault))?;
        shown.push_str(&text);
    }
    Ok(shown.into())
}

fn join(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    // The list is looked at first: a separator nobody needs is not evaluated.
    let list = arguments.value(1)?;
    let Value::Array(array) = &list else {
        return Ok(list.to_text().unwrap_or_default().into());
    };
    let separator = if array.items().len() > 1 { arguments.text(0)? } else { Arc::default() };
    let mut joined = Builder::new(&mut arguments.evaluation.allowance);
    let result = array.items().iter().enumerate().try_for_each(|(index, item)| {
        if index > 0 {
            joined.push(&separator)?;
        }
        joined.push(&item.to_text().unwrap_or_default())
    });
    let joined = joined.finish();
    result.map_err(|fault| arguments.fault(fault))?;
    Ok(joined.into())
}

fn split(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let text = arguments.text(0)?;
    let delimiter = arguments.text(1)?;
    arguments.evaluation.allowance.spend(text.len()).map_err(|fault| arguments.fault(fault))?;
    let fields: Array = if delimiter.is_empty() {
        [Value::String(text)].into_iter().collect()
    } else {
        text.split(&*delimiter).collect()
    };
    Ok(fields.into())
}

fn replace(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let text = arguments.text(0)?;
    let old = arguments.text(1)?;
    let new = arguments.text(2)?;
    if old.is_empty() {
        return Ok(text.into());
    }
    // Measured before it is made: a short text can become a huge one.
    let places = text.matches(&*old).count();
    let bytes = (text.len() - places * old.len()).saturating_add(places.saturating_mul(new.len()));
    arguments.evaluation.allowance.spend(bytes).map_err(|fault| arguments.fault(fault))?;
    Ok(text.replace(&*old, &new).into())
}

fn change(arguments: &mut Arguments<'_, '_>, change: impl Fn(&str) -> String) -> Outcome<Value> {
    let text = arguments.text(0)?;
    arguments.made(change(&text))
}

fn cut(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let text = arguments.text(0)?;
    let start = arguments.number(1)?.to_index().unwrap_or(0);
    let length = arguments.number(2)?.to_index().unwrap_or(0);
    arguments.made(substring(&text, start, length))
}

fn measure(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let size = match arguments.value(0)? {
        Value::Array(array) => array.items().len(),
        Value::Object(object) => object.len(),
        scalar @ (Value::Null
        | Value::Boolean(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Version(_)
        | Value::DateTime(_)) => length(&scalar.to_text().unwrap_or_default()),
    };
    Ok(u64::try_from(size).unwrap_or(u64::MAX).into())
}

/// Nothing counts as no things; anything else that is no collection cannot be counted.
fn count(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let size = match arguments.value(0)? {
        Value::Null => 0,
        Value::Array(array) => array.items().len(),
        Value::Object(object) => object.len(),
        scalar @ (Value::Boolean(_) | Value::Number(_) | Value::String(_) | Value::Version(_) | Value::DateTime(_)) => {
            let message = format!("count needs a list or an object, not '{scalar}'");
            return Err(arguments.fault_at(0, Fault::Refused { message }));
        }
    };
    Ok(u64::try_from(size).unwrap_or(u64::MAX).into())
}

/// What a path selects is no filtered array: a position after it is one of the array itself.
fn search(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let path = arguments.text(0)?;
    let root = arguments.evaluation.named("root").unwrap_or(Value::Null);
    let found = json_path::select(&root, &path).map_err(|fault| arguments.fault_at(0, fault))?;
    Ok(Value::Array(found.into_iter().collect()))
}

fn choose(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let condition = arguments.boolean(0)?;
    // Both are evaluated, so an error in the one not chosen still counts.
    let when_true = arguments.value(1)?;
    let when_false = arguments.value(2)?;
    Ok(if condition { when_true } else { when_false })
}

fn convert_to_json(arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let value = arguments.value(0)?;
    let mut text = Builder::new(&mut arguments.evaluation.allowance);
    let result = json::write(&mut text, &value);
    let text = text.finish();
    result.map_err(|fault| arguments.fault(fault))?;
    Ok(text.into())
}

fn ask(function: HostFunction, arguments: &mut Arguments<'_, '_>) -> Outcome<Value> {
    let values: Vec<Value> =
        (0..arguments.nodes.len()).map(|index| arguments.value(index)).collect::<Result<_, _>>()?;
    arguments.evaluation.scope.call(function, &values).map_err(|fault| arguments.fault(fault))
}
