//! Values of the product's JSON out of a tree.
//!
//! Like everything here this never stops at a mistake: a value of the wrong kind is reported and left
//! out, and the rest is read. What scripts often get wrong without harm is read as it was meant: numbers
//! and truth values in quotes, and texts without them. In files of the product a value of the wrong kind
//! is a [`Slip`] of the field that holds it, which keeps the value as a [`Misfit`].

use std::collections::BTreeMap;

use rehearsal_source::{Diagnostic, Report, Severity, Spanned};
use rehearsal_yaml::json::Value;
use rehearsal_yaml::{Node, codes};

/// What becomes of values of the wrong kind.
#[derive(Debug)]
pub(crate) enum Kinds {
    /// They are errors: an author wrote them.
    Refused(Report),
    /// They are slips of the field that is being read.
    Tolerated(Slips),
}

/// The slips of the field that is being read.
#[derive(Debug, Default)]
pub(crate) struct Slips {
    pending: Pending,
    /// Slips so far, with those of other fields.
    told: usize,
    /// How many there are beside them, more than a report could hold.
    beyond: usize,
}

/// Slips that their field has not kept yet.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    slips: Vec<Slip>,
    /// True even when there are too many to be told.
    is_any: bool,
}

/// A value of the wrong kind, or one that breaks a rule, in a field that goes on without it.
#[derive(Debug, Clone)]
pub(crate) struct Slip {
    pub(crate) diagnostic: Diagnostic,
    /// True for an entry of a list or map; the other entries are read.
    pub(crate) is_entry: bool,
}

/// A field whose value, or a part of it, could not be read.
#[derive(Debug, Clone)]
pub struct Misfit {
    pub(crate) name: Spanned<String>,
    /// The value as it was.
    pub(crate) value: Value,
    pub(crate) slips: Vec<Slip>,
}

impl Kinds {
    /// The mistakes of an author.
    pub(crate) fn mistakes(self) -> Report {
        match self {
            Self::Refused(report) => report,
            Self::Tolerated(_) => Report::new(),
        }
    }

    /// How many slips there were that no report could hold.
    pub(crate) fn slips_beyond(&self) -> usize {
        match self {
            Self::Refused(_) => 0,
            Self::Tolerated(slips) => slips.beyond,
        }
    }

    fn push(&mut self, mut diagnostic: Diagnostic) {
        match self {
            Self::Refused(report) => report.push(diagnostic),
            Self::Tolerated(slips) => {
                slips.pending.is_any = true;
                if slips.told == Report::LIMIT {
                    slips.beyond += 1;
                } else {
                    slips.told += 1;
                    diagnostic.severity = Severity::Warning;
                    slips.pending.slips.push(Slip { diagnostic, is_entry: false });
                }
            }
        }
    }

    /// Reads a list or map, whose slips are its entries.
    fn entries<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let value = read(self);
        if let Self::Tolerated(slips) = self {
            slips.pending.slips.iter_mut().for_each(|slip| slip.is_entry = true);
        }
        value
    }

    /// Begins a field; answers with what is pending for the field around it.
    pub(crate) fn begin_field(&mut self) -> Pending {
        match self {
            Self::Refused(_) => Pending::default(),
            Self::Tolerated(slips) => std::mem::take(&mut slips.pending),
        }
    }

    /// Ends a field, and keeps its value if there was a slip in it.
    pub(crate) fn end_field(
        &mut self,
        around: Pending,
        name: &Spanned<String>,
        value: &Node,
        misfits: &mut Vec<Misfit>,
    ) {
        if let Self::Tolerated(slips) = self {
            let own = std::mem::replace(&mut slips.pending, around);
            if own.is_any {
                misfits.push(Misfit { name: name.clone(), value: json_of(value), slips: own.slips });
            }
        }
    }
}

/// What can be read from a node.
pub(crate) trait FromNode: Sized {
    /// The value; none, and a diagnostic, when the node is of another kind.
    fn from_node(node: &Node, kinds: &mut Kinds) -> Option<Self>;
}

/// The value of a field that may be null.
pub(crate) fn optional<T: FromNode>(node: &Node, kinds: &mut Kinds) -> Option<T> {
    if node.is_null() { None } else { T::from_node(node, kinds) }
}

/// The fields of an object.
pub(crate) fn mapping<'a>(node: &'a Node, what: &str, kinds: &mut Kinds) -> Option<&'a [(Spanned<String>, Node)]> {
    node.as_mapping().or_else(|| wrong_type(node, &format!("{what} (a mapping)"), kinds))
}

const LIST: &str = "a list";

const TRUTH: &str = "`true` or `false`";

fn wrong_type<T>(node: &Node, expected: &str, kinds: &mut Kinds) -> Option<T> {
    let message = format!("expected {expected}, found {}", node.describe());
    let diagnostic = Diagnostic::error(codes::WRONG_TYPE, node.head(), message);
    let is_lone_item = expected == LIST && !node.is_null();
    let is_word = expected == TRUTH && node.as_str().is_some();
    kinds.push(match (is_lone_item, is_word) {
        (true, _) => diagnostic.help("put `[` and `]` around it"),
        (false, true) => diagnostic.help("write `true` or `false`; every other word is text"),
        (false, false) => diagnostic,
    });
    None
}

impl FromNode for String {
    fn from_node(node: &Node, kinds: &mut Kinds) -> Option<Self> {
        // An author means what is written, such as version 1.10; a number in the product's JSON is a value, whose
        // spelling is lost wherever it is kept.
        if let (rehearsal_yaml::Value::Float(_), Kinds::Tolerated(_)) = (&node.value, &kinds) {
            return Some(json_of(node).to_string());
        }
        match node.scalar_text() {
            Some(text) => Some(text.into_owned()),
            None => wrong_type(node, "text", kinds),
        }
    }
}

impl FromNode for i64 {
    fn from_node(node: &Node, kinds: &mut Kinds) -> Option<Self> {
        let number = node.as_int().or_else(|| node.as_str()?.trim().parse().ok());
        number.or_else(|| wrong_type(node, "a whole number", kinds))
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, kinds: &mut Kinds) -> Option<Self> {
        let written = || match node.as_str()? {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        node.as_bool().or_else(written).or_else(|| wrong_type(node, TRUTH, kinds))
    }
}

impl FromNode for Value {
    fn from_node(node: &Node, _: &mut Kinds) -> Option<Self> {
        Some(json_of(node))
    }
}

impl<T: FromNode> FromNode for Spanned<T> {
    fn from_node(node: &Node, kinds: &mut Kinds) -> Option<Self> {
        T::from_node(node, kinds).map(|value| Self::new(value, node.span))
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node, kinds: &mut Kinds) -> Option<Self> {
        let items = node.as_sequence().or_else(|| wrong_type(node, LIST, kinds))?;
        Some(kinds.entries(|kinds| items.iter().filter_map(|item| T::from_node(item, kinds)).collect()))
    }
}

impl<T: FromNode> FromNode for BTreeMap<Spanned<String>, Option<T>> {
    fn from_node(node: &Node, kinds: &mut Kinds) -> Option<Self> {
        let entries = mapping(node, "names and values", kinds)?;
        let entry = |(name, value): &(Spanned<String>, Node), kinds: &mut Kinds| (name.clone(), optional(value, kinds));
        Some(kinds.entries(|kinds| entries.iter().map(|one| entry(one, kinds)).collect()))
    }
}

/// The tree as plain JSON, without places. Numbers that JSON does not have become null.
pub(crate) fn json_of(node: &Node) -> Value {
    node.into()
}
