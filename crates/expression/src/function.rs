//! The functions of the language: their names and how many arguments they take.

use std::fmt;

/// A function whose answer lies outside the language, in the run: a [`Scope`](crate::Scope) gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostFunction {
    /// True, even while the run is being cancelled.
    Always,
    /// True while the run is being cancelled.
    Canceled,
    /// A number that grows by one with each run, for each prefix.
    Counter,
    /// True when something before failed.
    Failed,
    /// True when everything before succeeded.
    Succeeded,
    /// True when something before ran to its end and nothing was cancelled.
    SucceededOrFailed,
}

/// A function of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// `and(a, b, …)`: true when all are; stops at the first that is not.
    And,
    /// `coalesce(a, b, …)`: the first that is neither nothing nor empty.
    Coalesce,
    /// `contains(text, part)`, case folded.
    Contains,
    /// `containsValue(collection, value)`.
    ContainsValue,
    /// `convertToJson(value)`.
    ConvertToJson,
    /// `count(collection)`: how many things an answer holds.
    Count,
    /// `endsWith(text, end)`, case folded.
    EndsWith,
    /// `eq(a, b)`.
    Eq,
    /// `format(text, a, …)`.
    Format,
    /// `ge(a, b)`: a ≥ b.
    Ge,
    /// `gt(a, b)`: a > b.
    Gt,
    /// `iif(condition, a, b)`: evaluates both, gives one.
    Iif,
    /// `in(value, a, …)`: true when one of them equals the value.
    In,
    /// `join(separator, array)`.
    Join,
    /// `jsonpath(path)`: what a JSON path selects of an answer.
    JsonPath,
    /// `le(a, b)`: a ≤ b.
    Le,
    /// `length(value)`.
    Length,
    /// `lower(text)`.
    Lower,
    /// `lt(a, b)`: a < b.
    Lt,
    /// `ne(a, b)`.
    Ne,
    /// `not(a)`.
    Not,
    /// `notIn(value, a, …)`.
    NotIn,
    /// `or(a, b, …)`: true when one is; stops there.
    Or,
    /// `replace(text, old, new)`, case kept apart.
    Replace,
    /// `split(text, delimiter)`.
    Split,
    /// `startsWith(text, start)`, case folded.
    StartsWith,
    /// `substring(text, start, length)`.
    Substring,
    /// `trim(text)`.
    Trim,
    /// `upper(text)`.
    Upper,
    /// `xor(a, b)`.
    Xor,
    /// A function that the scope answers.
    Host(HostFunction),
}

/// How many arguments a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arity {
    /// The fewest.
    pub min: u16,
    /// The most; [`Arity::UNLIMITED`] when there is no most.
    pub max: u16,
}

impl Arity {
    /// More arguments than an expression of allowed length can hold.
    pub const UNLIMITED: u16 = u16::MAX;

    const fn exactly(count: u16) -> Self {
        Self { min: count, max: count }
    }

    const fn at_least(min: u16) -> Self {
        Self { min, max: Self::UNLIMITED }
    }

    const fn between(min: u16, max: u16) -> Self {
        Self { min, max }
    }
}

impl fmt::Display for Arity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (0, 0) => f.write_str("no arguments"),
            (0, Self::UNLIMITED) => f.write_str("any number of arguments"),
            (1, 1) => f.write_str("1 argument"),
            (min, max) if min == max => write!(f, "{min} arguments"),
            (min, Self::UNLIMITED) => write!(f, "{min} or more arguments"),
            (min, max) => write!(f, "{min} to {max} arguments"),
        }
    }
}

impl Function {
    /// Every function, by name.
    pub const ALL: [Self; 36] = [
        Self::Host(HostFunction::Always),
        Self::And,
        Self::Host(HostFunction::Canceled),
        Self::Coalesce,
        Self::Contains,
        Self::ContainsValue,
        Self::ConvertToJson,
        Self::Count,
        Self::Host(HostFunction::Counter),
        Self::EndsWith,
        Self::Eq,
        Self::Host(HostFunction::Failed),
        Self::Format,
        Self::Ge,
        Self::Gt,
        Self::Iif,
        Self::In,
        Self::Join,
        Self::JsonPath,
        Self::Le,
        Self::Length,
        Self::Lower,
        Self::Lt,
        Self::Ne,
        Self::Not,
        Self::NotIn,
        Self::Or,
        Self::Replace,
        Self::Split,
        Self::StartsWith,
        Self::Substring,
        Self::Host(HostFunction::Succeeded),
        Self::Host(HostFunction::SucceededOrFailed),
        Self::Trim,
        Self::Upper,
        Self::Xor,
    ];

    /// The function of a name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name().eq_ignore_ascii_case(name))
    }

    /// The name as the documentation spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Coalesce => "coalesce",
            Self::Contains => "contains",
            Self::ContainsValue => "containsValue",
            Self::ConvertToJson => "convertToJson",
            Self::Count => "count",
            Self::EndsWith => "endsWith",
            Self::Eq => "eq",
            Self::Format => "format",
            Self::Ge => "ge",
            Self::Gt => "gt",
            Self::Iif => "iif",
            Self::In => "in",
            Self::Join => "join",
            Self::JsonPath => "jsonpath",
            Self::Le => "le",
            Self::Length => "length",
            Self::Lower => "lower",
            Self::Lt => "lt",
            Self::Ne => "ne",
            Self::Not => "not",
            Self::NotIn => "notIn",
            Self::Or => "or",
            Self::Replace => "replace",
            Self::Split => "split",
            Self::StartsWith => "startsWith",
            Self::Substring => "substring",
            Self::Trim => "trim",
            Self::Upper => "upper",
            Self::Xor => "xor",
            Self::Host(HostFunction::Always) => "always",
            Self::Host(HostFunction::Canceled) => "canceled",
            Self::Host(HostFunction::Counter) => "counter",
            Self::Host(HostFunction::Failed) => "failed",
            Self::Host(HostFunction::Succeeded) => "succeeded",
            Self::Host(HostFunction::SucceededOrFailed) => "succeededOrFailed",
        }
    }

    /// How many arguments the function takes in a condition of a stage or job, where the most are allowed.
    pub(crate) const fn arity(self) -> Arity {
        match self {
            Self::Host(HostFunction::Always | HostFunction::Canceled) => Arity::exactly(0),
            Self::ConvertToJson
            | Self::Count
            | Self::JsonPath
            | Self::Length
            | Self::Lower
            | Self::Not
            | Self::Trim
            | Self::Upper => Arity::exactly(1),
            Self::Contains
            | Self::ContainsValue
            | Self::EndsWith
            | Self::Eq
            | Self::Ge
            | Self::Gt
            | Self::Join
            | Self::Le
            | Self::Lt
            | Self::Ne
            | Self::Split
            | Self::StartsWith
            | Self::Xor => Arity::exactly(2),
            Self::Iif | Self::Replace | Self::Substring => Arity::exactly(3),
            Self::And | Self::Coalesce | Self::In | Self::NotIn | Self::Or => Arity::at_least(2),
            Self::Format => Arity::between(1, 255),
            Self::Host(HostFunction::Counter) => Arity::between(0, 2),
            Self::Host(HostFunction::Failed | HostFunction::Succeeded | HostFunction::SucceededOrFailed) => {
                Arity::at_least(0)
            }
        }
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Function;

    #[test]
    fn functions_are_listed_by_name_and_found_in_any_case() {
        assert!(Function::ALL.is_sorted_by(|left, right| left.name().to_lowercase() <= right.name().to_lowercase()));
        for function in Function::ALL {
            assert_eq!(Function::named(&function.name().to_uppercase()), Some(function));
        }
        assert_eq!(Function::named("hashFiles"), None);
    }
}
