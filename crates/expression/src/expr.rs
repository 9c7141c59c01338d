//! A parsed expression.

use std::fmt;
use std::sync::Arc;

use rehearsal_source::{Span, Spanned};

use crate::lexer::is_name;
use crate::parser::{Places, parse_text};
use crate::text::{equal_folded, quote};
use crate::value::boolean_text;
use crate::{Function, Mistakes, Value, Vocabulary};

/// An expression that was read and found right.
///
/// Its tree is at most [`EXPRESSION_DEPTH_MAX`](crate::EXPRESSION_DEPTH_MAX) deep, whatever the text.
/// Two expressions are equal when they mean the same: places and spelling do not count.
/// `Display` writes an expression that reads back as an equal one.
#[derive(Debug, Clone)]
pub struct Expr {
    pub(crate) text: Arc<str>,
    pub(crate) root: Node,
    /// How many nodes there are; each has its own number below this.
    pub(crate) size: usize,
}

/// One part of an expression.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The node's number, which no other node of the expression has.
    pub(crate) number: usize,
    /// Where it stands in the expression's own text, in bytes.
    pub(crate) range: (usize, usize),
    /// Where it stands in the source.
    pub(crate) span: Span,
    pub(crate) form: Form,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    /// A Boolean, number, version or string.
    Literal(Value),
    /// A name at the top: `variables`, a loop variable.
    Name(String),
    /// A function with its arguments.
    Call(Callee, Vec<Node>),
    /// A name or call, and what is looked up in it, step by step.
    ///
    /// The steps are a list and no tree, so that a long chain of dots is not deep.
    Access(Box<Node>, Vec<Step>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Callee {
    Known(Function),
    /// A function let through unknown, which fails when it is called.
    Unknown(String),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// `.name` (as a string) or `[…]`.
    Key(Node),
    /// `.*` or `[*]`.
    All,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.form == other.form
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

/// A name with the fixed keys looked up in it: `dependencies.Build.outputs['Step.Name']`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The name at the top.
    pub name: Spanned<String>,
    /// The keys that are written out, up to the first that is computed or `*`.
    pub path: Vec<Spanned<String>>,
}

/// A function used in an expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The function.
    pub function: Function,
    /// Where its call stands.
    pub span: Span,
    /// Its arguments, where they are strings written out; `None` for those that are computed.
    pub arguments: Vec<Option<Spanned<String>>>,
}

impl Expr {
    /// Reads an expression.
    ///
    /// `offset` is where `text` starts in its source; blanks around the expression are ignored. Names and
    /// functions the vocabulary does not offer are mistakes.
    ///
    /// # Errors
    /// When the text is no expression of this vocabulary.
    ///
    /// ```
    /// use rehearsal_expression::{Expr, Slot, Vocabulary};
    ///
    /// let conditions = Vocabulary::of(Slot::NodeCondition);
    /// let mistakes = Expr::parse("and(suceeded(), 1)", 0, &conditions).expect_err("a letter is missing");
    /// assert_eq!(mistakes.diagnostics()[0].help, ["did you mean `succeeded`?"]);
    /// ```
    pub fn parse(text: &str, offset: u32, vocabulary: &Vocabulary) -> Result<Self, Mistakes> {
        let trimmed = text.trim();
        let blanks = text.len() - text.trim_start().len();
        let start = offset.saturating_add(u32::try_from(blanks).unwrap_or(u32::MAX));
        parse_text(trimmed, &Places::starting_at(start), vocabulary)
    }

    /// The expression as it was written, without outer blanks.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the expression stands.
    pub fn span(&self) -> Span {
        self.root.span
    }

    /// The string, when the expression is nothing but one.
    pub fn as_string(&self) -> Option<&str> {
        match &self.root.form {
            Form::Literal(Value::String(text)) => Some(text),
            Form::Literal(_) | Form::Name(_) | Form::Call(..) | Form::Access(..) => None,
        }
    }

    /// Every name used, with the keys written after it, in order of writing.
    pub fn references(&self) -> Vec<Reference> {
        let mut references = Vec::new();
        self.root.walk(&mut |node| references.extend(node.reference()));
        references
    }

    /// Every function called, outer before inner.
    pub fn calls(&self) -> Vec<Call> {
        let mut calls = Vec::new();
        self.root.walk(&mut |node| calls.extend(node.call()));
        calls
    }

    /// The expression as the product writes it in a log: every key in brackets.
    pub(crate) fn canonical(&self) -> String {
        Written { node: &self.root, style: Style::Brackets }.to_string()
    }
}

impl Node {
    /// Calls `visit` for this node and all below, parents first. A name under an access is visited as part of it.
    fn walk<'n>(&'n self, visit: &mut impl FnMut(&'n Self)) {
        visit(self);
        match &self.form {
            Form::Literal(_) | Form::Name(_) => {}
            Form::Call(_, arguments) => arguments.iter().for_each(|argument| argument.walk(visit)),
            Form::Access(base, steps) => {
                if !matches!(base.form, Form::Name(_)) {
                    base.walk(visit);
                }
                for step in steps {
                    match step {
                        Step::Key(key) => key.walk(visit),
                        Step::All => {}
                    }
                }
            }
        }
    }

    fn reference(&self) -> Option<Reference> {
        match &self.form {
            Form::Name(name) => Some(Reference { name: Spanned::new(name.clone(), self.span), path: Vec::new() }),
            Form::Access(base, steps) => {
                let Form::Name(name) = &base.form else { return None };
                let path = steps.iter().map_while(Step::fixed_key).collect();
                Some(Reference { name: Spanned::new(name.clone(), base.span), path })
            }
            Form::Literal(_) | Form::Call(..) => None,
        }
    }

    fn call(&self) -> Option<Call> {
        match &self.form {
            Form::Call(Callee::Known(function), arguments) => Some(Call {
                function: *function,
                span: self.span,
                arguments: arguments.iter().map(Self::fixed_string).collect(),
            }),
            Form::Call(Callee::Unknown(_), _) | Form::Literal(_) | Form::Name(_) | Form::Access(..) => None,
        }
    }

    fn fixed_string(&self) -> Option<Spanned<String>> {
        match &self.form {
            Form::Literal(Value::String(text)) => Some(Spanned::new(text.to_string(), self.span)),
            Form::Literal(_) | Form::Name(_) | Form::Call(..) | Form::Access(..) => None,
        }
    }
}

impl Step {
    fn fixed_key(&self) -> Option<Spanned<String>> {
        match self {
            Self::Key(key) => key.fixed_string(),
            Self::All => None,
        }
    }
}

impl Callee {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Known(function) => function.name(),
            Self::Unknown(name) => name,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `.name` where a key allows it.
    Dots,
    /// `['name']` always.
    Brackets,
}

/// A node written out.
struct Written<'n> {
    node: &'n Node,
    style: Style,
}

/// A literal as an expression spells it.
pub(crate) fn literal(value: &Value) -> String {
    match value {
        Value::Boolean(value) => boolean_text(*value).to_owned(),
        Value::Number(number) => number.to_literal(),
        Value::String(text) => quote(text),
        // The grammar has literals of no other kind.
        Value::Version(_) | Value::Null | Value::DateTime(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = self.style;
        match &self.node.form {
            Form::Literal(value) => f.write_str(&literal(value)),
            Form::Name(name) => f.write_str(name),
            Form::Call(callee, arguments) => {
                write!(f, "{}(", callee.name())?;
                for (index, node) in arguments.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{}", Self { node, style })?;
                }
                f.write_str(")")
            }
            Form::Access(base, steps) => {
                write!(f, "{}", Self { node: base, style })?;
                for step in steps {
                    match (step, style) {
                        (Step::All, Style::Dots) => f.write_str(".*")?,
                        (Step::All, Style::Brackets) => f.write_str("[*]")?,
                        (Step::Key(node), Style::Dots) => match node.fixed_string() {
                            Some(name) if is_name(&name) => write!(f, ".{}", *name)?,
                            _ => write!(f, "[{}]", Self { node, style })?,
                        },
                        (Step::Key(node), Style::Brackets) => write!(f, "[{}]", Self { node, style })?,
                    }
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Written { node: &self.root, style: Style::Dots }.fmt(f)
    }
}

impl Reference {
    /// True when the name at the top is `name`, in any case.
    pub fn is_to(&self, name: &str) -> bool {
        equal_folded(&self.name, name)
    }
}
