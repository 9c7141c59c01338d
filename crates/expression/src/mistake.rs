//! Why a text is no expression.
//!
//! A mistake speaks twice: [`Mistake::to_string`] gives the words of the product, which a simulated run shows, and
//! [`Mistake::diagnostic`] says in plain words what is wrong and what to type instead.

use std::fmt;

use rehearsal_source::{Code, Diagnostic, Span, nearest};

use crate::text::length;
use crate::vocabulary::{home_of_function, home_of_name};
use crate::{Arity, Function, Vocabulary};

/// The most UTF-16 units an expression may have.
pub const EXPRESSION_LENGTH_MAX: usize = 21_000;

/// The number of open calls and brackets at which an expression is refused.
pub const EXPRESSION_DEPTH_MAX: usize = 50;

/// What kind of mistake it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MistakeKind {
    /// The text is longer than [`EXPRESSION_LENGTH_MAX`].
    TooLong,
    /// Calls and brackets are nested deeper than [`EXPRESSION_DEPTH_MAX`] allows.
    TooDeep,
    /// There is nothing to evaluate.
    Missing,
    /// A `${{` has no `}}`.
    Unclosed,
    /// There is nothing inside `$[ ]`.
    EmptyRuntime,
    /// A name that means nothing here.
    UnknownName,
    /// A function that does not exist here.
    UnknownFunction,
    /// Text that cannot be part of any expression, such as `==`.
    OddWord,
    /// Something that starts like a number and is none.
    BadNumber,
    /// A quote without its partner.
    UnclosedText,
    /// Text after a dot that cannot be a name.
    BadProperty,
    /// A function with fewer arguments than it needs.
    TooFewArguments {
        /// The function.
        function: Function,
        /// How many it takes.
        takes: Arity,
        /// How many it was given.
        given: usize,
    },
    /// A function with more arguments than it takes.
    TooManyArguments {
        /// The function.
        function: Function,
        /// How many it takes.
        takes: Arity,
    },
    /// A token where it cannot stand.
    Unexpected,
    /// A function's name without `(`.
    NoArguments(Function),
    /// A dot at the end.
    NoProperty,
    /// A call without `)`.
    UnclosedCall,
    /// A `[` without `]`.
    UnclosedBracket,
}

impl MistakeKind {
    /// The stable name of the kind.
    pub fn code(&self) -> Code {
        Code(match self {
            Self::TooLong => "expression-too-long",
            Self::TooDeep => "expression-too-deep",
            Self::Missing | Self::EmptyRuntime => "expression-missing",
            Self::Unclosed => "expression-not-closed",
            Self::UnknownName => "expression-unknown-name",
            Self::UnknownFunction => "expression-unknown-function",
            Self::OddWord => "expression-odd-word",
            Self::BadNumber => "expression-bad-number",
            Self::UnclosedText => "expression-unclosed-string",
            Self::BadProperty => "expression-bad-property",
            Self::TooFewArguments { .. } => "expression-too-few-arguments",
            Self::TooManyArguments { .. } => "expression-too-many-arguments",
            Self::Unexpected => "expression-unexpected",
            Self::NoArguments(_) => "expression-no-arguments",
            Self::NoProperty => "expression-no-property",
            Self::UnclosedCall => "expression-unclosed-call",
            Self::UnclosedBracket => "expression-unclosed-bracket",
        })
    }
}

/// One mistake in one expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What kind of mistake it is.
    pub kind: MistakeKind,
    /// The text that is wrong; empty when it is the whole.
    pub token: String,
    /// Where that text starts in the expression, in UTF-16 units from one.
    pub position: usize,
    /// The expression, without outer blanks.
    pub expression: String,
    /// Where that text stands in the source.
    pub span: Span,
    /// What to type instead, one sentence each.
    pub help: Vec<String>,
}

impl Mistake {
    /// A mistake about `text[range]`; `span` is that range's place in the source.
    pub(crate) fn new(kind: MistakeKind, text: &str, range: std::ops::Range<usize>, span: Span) -> Self {
        let before = text.get(..range.start).unwrap_or("");
        let token = text.get(range).unwrap_or("").to_owned();
        let position = length(before) + 1;
        let help = plain_help(&kind, &token);
        Self { kind, token, position, expression: text.to_owned(), span, help }
    }

    /// Adds what the vocabulary knows about an unknown word.
    pub(crate) fn with_suggestion(mut self, vocabulary: &Vocabulary) -> Self {
        let help = suggestion(&self, vocabulary);
        self.help.extend(help);
        self
    }

    /// The mistake in plain words, with help.
    pub fn diagnostic(&self) -> Diagnostic {
        let diagnostic = Diagnostic::error(self.kind.code(), self.span, self.sentence());
        self.help.iter().fold(diagnostic, |diagnostic, help| diagnostic.help(help.clone()))
    }

    fn sentence(&self) -> String {
        let token = &self.token;
        match &self.kind {
            MistakeKind::TooLong => format!("the expression is longer than {EXPRESSION_LENGTH_MAX} characters"),
            MistakeKind::TooDeep => {
                format!("the expression nests {EXPRESSION_DEPTH_MAX} or more calls and brackets")
            }
            MistakeKind::Missing | MistakeKind::EmptyRuntime => "there is no expression here".to_owned(),
            MistakeKind::Unclosed => "this `${{` has no closing `}}`".to_owned(),
            MistakeKind::UnknownName => format!("nothing is named `{token}` here"),
            MistakeKind::UnknownFunction => format!("no function is named `{token}` here"),
            MistakeKind::OddWord => format!("`{token}` means nothing in an expression"),
            MistakeKind::BadNumber => format!("`{token}` is not a number"),
            MistakeKind::UnclosedText => "this quote is never closed".to_owned(),
            MistakeKind::BadProperty => format!("`{token}` cannot follow a dot"),
            MistakeKind::TooFewArguments { function, takes, given } => {
                format!("`{function}` takes {takes}, but is given {given}")
            }
            MistakeKind::TooManyArguments { function, takes } => {
                format!("`{function}` takes {takes}, but is given more")
            }
            MistakeKind::Unexpected => format!("`{token}` cannot stand here"),
            MistakeKind::NoArguments(function) => format!("`{function}` is a function and needs its parentheses"),
            MistakeKind::NoProperty => "a name is missing after the dot".to_owned(),
            MistakeKind::UnclosedCall => format!("the parenthesis of `{token}` is never closed"),
            MistakeKind::UnclosedBracket => "this bracket is never closed".to_owned(),
        }
    }

    /// What the product says before it names the place.
    fn phrase(&self) -> &'static str {
        match self.kind {
            MistakeKind::TooLong | MistakeKind::TooDeep => "Exceeded max expression",
            MistakeKind::Missing => "An expression was expected",
            MistakeKind::Unclosed => {
                "The expression is not closed. An unescaped ${{ sequence was found, but the closing }} sequence was not found."
            }
            MistakeKind::EmptyRuntime => "is not a valid expression. Expressions must be enclosed with '$[' and ']'.",
            MistakeKind::UnknownName
            | MistakeKind::UnknownFunction
            | MistakeKind::OddWord
            | MistakeKind::BadNumber
            | MistakeKind::UnclosedText
            | MistakeKind::BadProperty => "Unrecognized value",
            MistakeKind::TooFewArguments { .. } | MistakeKind::TooManyArguments { .. } | MistakeKind::Unexpected => {
                "Unexpected symbol"
            }
            MistakeKind::NoArguments(_) => "Expected '(' to follow a function",
            MistakeKind::NoProperty => "Expected a property name to follow the dereference operator '.'",
            MistakeKind::UnclosedCall => "Unclosed function",
            MistakeKind::UnclosedBracket => "Unclosed indexer",
        }
    }
}

/// The product's own words.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, token, position, expression, .. } = self;
        let phrase = self.phrase();
        match kind {
            MistakeKind::TooLong => write!(f, "{phrase} length {EXPRESSION_LENGTH_MAX}"),
            MistakeKind::TooDeep => write!(f, "{phrase} depth {EXPRESSION_DEPTH_MAX}"),
            MistakeKind::Missing | MistakeKind::Unclosed => f.write_str(phrase),
            MistakeKind::EmptyRuntime => write!(f, "'{expression}' {phrase}"),
            MistakeKind::UnknownName
            | MistakeKind::UnknownFunction
            | MistakeKind::OddWord
            | MistakeKind::BadNumber
            | MistakeKind::UnclosedText
            | MistakeKind::BadProperty
            | MistakeKind::TooFewArguments { .. }
            | MistakeKind::TooManyArguments { .. }
            | MistakeKind::Unexpected
            | MistakeKind::NoArguments(_)
            | MistakeKind::NoProperty
            | MistakeKind::UnclosedCall
            | MistakeKind::UnclosedBracket => write!(
                f,
                "{phrase}: '{token}'. Located at position {position} within expression: '{expression}'. For more \
                 help, refer to https://go.microsoft.com/fwlink/?linkid=842996"
            ),
        }
    }
}

impl std::error::Error for Mistake {}

/// Help that needs nothing but the word itself.
fn plain_help(kind: &MistakeKind, token: &str) -> Vec<String> {
    let help = match kind {
        MistakeKind::UnknownName | MistakeKind::OddWord | MistakeKind::Unexpected => help_for_word(token),
        MistakeKind::BadNumber => Some("numbers are digits with at most one point; put text in single quotes".into()),
        MistakeKind::UnclosedText => Some("close it with `'`; a quote inside a string is written twice".into()),
        MistakeKind::BadProperty => Some(format!("write `['{token}']` instead of `.{token}`")),
        MistakeKind::NoArguments(function) => Some(format!("write `{function}(…)`")),
        MistakeKind::UnclosedCall => Some("add `)`".into()),
        MistakeKind::UnclosedBracket => Some("add `]`".into()),
        MistakeKind::Unclosed => Some("add `}}`, or write `${{ '${{' }}` for the characters themselves".into()),
        MistakeKind::TooLong
        | MistakeKind::TooDeep
        | MistakeKind::Missing
        | MistakeKind::EmptyRuntime
        | MistakeKind::UnknownFunction
        | MistakeKind::TooFewArguments { .. }
        | MistakeKind::TooManyArguments { .. }
        | MistakeKind::NoProperty => None,
    };
    help.into_iter().collect()
}

/// Words of other languages, and what they are here.
fn help_for_word(token: &str) -> Option<String> {
    let text = match token {
        "==" | "=" | "===" => "there are no operators: write `eq(a, b)`",
        "!=" | "<>" | "!==" => "there are no operators: write `ne(a, b)`",
        "<" => "there are no operators: write `lt(a, b)`",
        "<=" => "there are no operators: write `le(a, b)`",
        ">" => "there are no operators: write `gt(a, b)`",
        ">=" => "there are no operators: write `ge(a, b)`",
        "&&" | "and" => "there are no operators: write `and(a, b)`",
        "||" | "or" => "there are no operators: write `or(a, b)`",
        "?" | "??" | ":" => "there are no operators: write `iif(condition, a, b)` or `coalesce(a, b)`",
        "+" => "there is no arithmetic; `format('{0}{1}', a, b)` puts texts together",
        "-" | "/" | "%" => "there is no arithmetic in expressions",
        "(" => "parentheses stand only after a function's name",
        "null" => "a value that is not there equals `''`",
        _ if token.starts_with('"') => "strings stand in single quotes",
        _ if token.starts_with('!') => "write `not(…)`",
        _ if token.starts_with("$(") || token == "$" => "macros are not read here: write `variables['name']`",
        _ => return None,
    };
    Some(text.to_owned())
}

/// Help that depends on what is known at this place.
fn suggestion(mistake: &Mistake, vocabulary: &Vocabulary) -> Option<String> {
    let token = mistake.token.as_str();
    let did_you_mean = |candidate: &str| format!("did you mean `{candidate}`?");
    match mistake.kind {
        MistakeKind::UnknownFunction => match Function::named(token) {
            Some(function) => Some(format!("`{function}` may be used {}", home_of_function(function))),
            None => nearest(token, vocabulary.functions().map(Function::name)).map(did_you_mean),
        },
        MistakeKind::UnknownName => match home_of_name(token) {
            Some(home) => Some(format!("`{token}` may be used {home}")),
            None if Function::named(token).is_some() => Some(format!("`{token}` is a function")),
            None if mistake.help.is_empty() => {
                let names: Vec<&str> = vocabulary.names().collect();
                let best = nearest(token, names.iter().copied());
                Some(best.map_or_else(|| format!("put text in single quotes: '{token}'"), did_you_mean))
            }
            None => None,
        },
        _ => None,
    }
}

/// The mistakes of one expression: at least one.
///
/// The first is the one the product reports, in whose words `Display` speaks; others are unknown names found
/// along the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes {
    /// Boxed, so that what may fail stays cheap to return.
    first: Box<Mistake>,
    others: Vec<Mistake>,
}

impl Mistakes {
    pub(crate) fn new(first: Mistake, others: Vec<Mistake>) -> Self {
        Self { first: Box::new(first), others }
    }

    /// The mistake the product reports.
    pub fn first(&self) -> &Mistake {
        &self.first
    }

    /// All of them, the product's first.
    pub fn iter(&self) -> impl Iterator<Item = &Mistake> {
        std::iter::once(&*self.first).chain(&self.others)
    }

    /// All of them in plain words.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.iter().map(Mistake::diagnostic).collect()
    }

    /// True when the only trouble is names or functions not known here; the grammar is right.
    pub fn are_only_unknown_words(&self) -> bool {
        self.iter().all(|mistake| matches!(mistake.kind, MistakeKind::UnknownName | MistakeKind::UnknownFunction))
    }
}

impl From<Mistake> for Mistakes {
    fn from(first: Mistake) -> Self {
        Self::new(first, Vec::new())
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)
    }
}

impl std::error::Error for Mistakes {}
