//! Macros `$(name)`: text replaced by the values of variables, outside the expression language.
//!
//! The agent and the service read parentheses differently, so there are two ways to expand. Whatever is not known
//! stays as it was written. A text never grows beyond one mebibyte: what would exceed it stays unexpanded.

use std::collections::BTreeMap;

use crate::text::upper;

/// How many variables may stand inside each other.
const DEPTH_MAX: usize = 50;

/// The most bytes a text may grow to.
const BYTES_MAX: usize = 1 << 20;

/// The most bytes a name may have; so a text of nothing but `$(` is still read in time that grows with its length.
const NAME_BYTES_MAX: usize = 256;

/// Expands as the agent does before a task, in inputs, `env` and display names: a name reaches from `$(` to the
/// **next** `)`; what was put in is not looked at again.
///
/// ```
/// use rehearsal_expression::expand_macros;
///
/// let lookup = |name: &str| (name == "b").then(|| "x".to_owned());
/// assert_eq!(expand_macros("$(a$(b)) $(b)", lookup), "$(ax) x");
/// ```
pub fn expand_macros(text: &str, lookup: impl FnMut(&str) -> Option<String>) -> String {
    expand(text, next_parenthesis, lookup)
}

/// Expands as the service does in pool names, environments, timeouts and matrix values: the `)` that matches
/// `$(` ends a name.
pub fn expand_balanced_macros(text: &str, lookup: impl FnMut(&str) -> Option<String>) -> String {
    expand(text, balanced, lookup)
}

fn expand(
    text: &str,
    end_of_name: impl Fn(&str) -> Option<usize>,
    mut lookup: impl FnMut(&str) -> Option<String>,
) -> String {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("$(") {
        expanded.push_str(&rest[..start]);
        let inside = &rest[start + 2..];
        // Without an end here there may still be one further in.
        let known = end_of_name(inside).and_then(|end| Some((end, lookup(&inside[..end])?)));
        match known {
            Some((end, value)) if expanded.len() + value.len() <= BYTES_MAX => {
                expanded.push_str(&value);
                rest = &inside[end + 1..];
            }
            Some(_) | None => {
                // One character on, so that a macro inside an unknown one is still found.
                expanded.push('$');
                rest = &rest[start + 1..];
            }
        }
    }
    expanded + rest
}

fn next_parenthesis(inside: &str) -> Option<usize> {
    inside.bytes().take(NAME_BYTES_MAX).position(|byte| byte == b')')
}

fn balanced(inside: &str) -> Option<usize> {
    let mut open = 1_usize;
    inside.bytes().take(NAME_BYTES_MAX).position(|byte| {
        match byte {
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        open == 0
    })
}

/// A variable as it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name; case does not matter.
    pub name: String,
    /// Its value, which may hold macros.
    pub value: String,
    /// True when the value must not be shown.
    pub is_secret: bool,
}

/// A variable's value once the variables inside it are expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The value.
    pub value: String,
    /// True when the variable, or one inside its value, is secret.
    pub is_secret: bool,
    /// True when the value was left as it was set, because its variables lead back to themselves, stand more than
    /// fifty deep inside each other, or make it too large. The product warns.
    pub is_unexpanded: bool,
}

/// Expands the variables inside the values of variables, as the agent does before every task; one answer each, in
/// the same order.
pub fn settle_variables(variables: &[Variable]) -> Vec<Settled> {
    let by_name = variables.iter().enumerate().map(|(index, variable)| (upper(&variable.name), index)).collect();
    let mut settling = Settling { variables, by_name, states: vec![State::Fresh; variables.len()] };
    (0..variables.len()).map(|index| settling.settled(index)).collect()
}

#[derive(Debug, Clone)]
enum State {
    Fresh,
    /// Being expanded: to meet it again is a circle.
    Open,
    Done(Grown),
}

#[derive(Debug, Clone)]
struct Grown {
    value: String,
    is_secret: bool,
    /// How many variables stand inside each other in it, itself counted.
    height: usize,
}

struct Settling<'v> {
    variables: &'v [Variable],
    by_name: BTreeMap<String, usize>,
    states: Vec<State>,
}

impl Settling<'_> {
    fn settled(&mut self, index: usize) -> Settled {
        let set = &self.variables[index];
        match self.grow(index, 0) {
            Some(Grown { value, is_secret, height: _ }) => Settled { value, is_secret, is_unexpanded: false },
            None => Settled { value: set.value.clone(), is_secret: set.is_secret, is_unexpanded: true },
        }
    }

    /// `None` when the value cannot be expanded from here; what lies around it then cannot either.
    fn grow(&mut self, index: usize, depth: usize) -> Option<Grown> {
        match &self.states[index] {
            State::Open => return None,
            State::Done(grown) => return Some(grown.clone()).filter(|grown| depth + grown.height <= DEPTH_MAX),
            State::Fresh if depth >= DEPTH_MAX => return None,
            State::Fresh => self.states[index] = State::Open,
        }
        let grown = self.grow_open(index, depth);
        // A failure depends on where it started, so only a success is remembered.
        self.states[index] = grown.clone().map_or(State::Fresh, State::Done);
        grown
    }

    fn grow_open(&mut self, index: usize, depth: usize) -> Option<Grown> {
        let variables = self.variables;
        let Variable { name: _, value, is_secret } = &variables[index];
        let mut grown = Grown { value: String::new(), is_secret: *is_secret, height: 1 };
        let mut rest = value.as_str();
        while let Some(start) = rest.find("$(") {
            grown.value.push_str(&rest[..start]);
            let inside = &rest[start + 2..];
            let found =
                next_parenthesis(inside).and_then(|end| Some((end, *self.by_name.get(&upper(&inside[..end]))?)));
            if let Some((end, inner)) = found {
                let inner = self.grow(inner, depth + 1)?;
                grown.value.push_str(&inner.value);
                grown.is_secret |= inner.is_secret;
                grown.height = grown.height.max(inner.height + 1);
                rest = &inside[end + 1..];
            } else {
                grown.value.push('$');
                rest = &rest[start + 1..];
            }
            if grown.value.len() > BYTES_MAX {
                return None;
            }
        }
        grown.value.push_str(rest);
        Some(grown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(name: &str) -> Option<String> {
        [("inner", "x"), ("ax", "1"), ("b", "$(inner)")]
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| (*value).to_owned())
    }

    fn settle<const N: usize>(variables: [(&str, &str, bool); N]) -> Vec<Settled> {
        let variables = variables.map(|(name, value, is_secret)| Variable {
            name: name.to_owned(),
            value: value.to_owned(),
            is_secret,
        });
        settle_variables(&variables)
    }

    #[test]
    fn a_text_is_scanned_once_and_unknown_names_stay() {
        assert_eq!(expand_macros("$(a$(inner))", lookup), "$(ax)", "T218");
        assert_eq!(expand_macros("$(missing) $(INNER) $(", lookup), "$(missing) x $(", "T215");
        assert_eq!(expand_macros("$(b)", lookup), "$(inner)", "what is put in is not looked at again");
        assert_eq!(
            expand_balanced_macros("$(f(x)) $(ax)$(a(", |name| (name != "ax").then(|| "y".into())),
            "y $(ax)$(a("
        );
    }

    #[test]
    fn variables_inside_variables_are_expanded_all_the_way_down() {
        let settled = settle([("a", "$(B)!", false), ("b", "<$(c)>", false), ("c", "z", true)]);
        let values: Vec<(&str, bool)> = settled.iter().map(|it| (it.value.as_str(), it.is_secret)).collect();
        assert_eq!(values, [("<z>!", true), ("<z>", true), ("z", true)]);
    }

    #[test]
    fn a_circle_stays_as_it_was_set() {
        let settled = settle([("a", "$(b)", false), ("b", "$(a)", false), ("c", "to $(a)", false), ("d", "1", false)]);
        let values: Vec<(&str, bool)> = settled.iter().map(|it| (it.value.as_str(), it.is_unexpanded)).collect();
        assert_eq!(values, [("$(b)", true), ("$(a)", true), ("to $(a)", true), ("1", false)], "T220");
    }

    #[test]
    fn fifty_variables_may_stand_inside_each_other_and_no_more() {
        let chain: Vec<Variable> = (0..60)
            .map(|index| Variable { name: format!("v{index}"), value: format!("$(v{})", index + 1), is_secret: false })
            .collect();
        let expanded: Vec<bool> = settle_variables(&chain).iter().map(|settled| !settled.is_unexpanded).collect();
        assert_eq!(expanded.iter().position(|&expanded| expanded), Some(10));
        assert!(expanded[10..].iter().all(|&expanded| expanded));
    }

    #[test]
    fn values_that_double_and_double_stay_as_they_were_set() {
        let doubling: Vec<Variable> = (0..40)
            .map(|index| Variable {
                name: format!("v{index}"),
                value: if index == 39 { "0123456789".to_owned() } else { format!("$(v{0})$(v{0})", index + 1) },
                is_secret: false,
            })
            .collect();
        let settled = settle_variables(&doubling);
        assert!(settled[0].is_unexpanded && !settled[30].is_unexpanded);
        assert!(settled.iter().all(|settled| settled.value.len() <= BYTES_MAX));
    }
}
