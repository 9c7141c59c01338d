//! Where complaints become diagnostics.

use std::cell::{Cell, RefCell};

use rehearsal_source::{Diagnostic, Report, Span, Spanned, nearest};

use super::stop::{Complaint, Gap, Stop};
use crate::{Node, codes, tree::shorten};

type Fields = &'static [&'static str];

/// What one call of [`read`](super::read) knows beside the tree.
///
/// It is shared by all deserializers of the call, so it changes behind cells.
pub(super) struct Desk<'r> {
    report: RefCell<&'r mut Report>,
    /// How many things went wrong so far. A rule of a type that fails after one of its parts did is not
    /// reported: it may only fail because of the gap.
    failures: Cell<usize>,
    /// How many of them went into the report.
    told: Cell<usize>,
    /// The mapping that is read a second time, if any: only its missing keys are news…
    again: Cell<Option<*const Node>>,
    /// …and all that comes after this one of its values.
    news_after: Cell<Option<*const Node>>,
    /// The gaps that were found in a mapping.
    gaps: RefCell<Vec<(*const Node, Gap)>>,
    /// The keys that are there under a name so near that the did-you-mean says enough.
    misspelt: RefCell<Vec<(*const Node, &'static str)>>,
    /// The structs around the value being read, outermost first.
    around: RefCell<Vec<(Span, Fields)>>,
    /// The structs that were read before it: each kind once, at its last place.
    before: RefCell<Vec<(Span, Fields)>>,
}

impl<'r> Desk<'r> {
    pub(super) fn new(report: &'r mut Report) -> Self {
        Self {
            report: RefCell::new(report),
            failures: Cell::new(0),
            told: Cell::new(0),
            again: Cell::new(None),
            news_after: Cell::new(None),
            gaps: RefCell::default(),
            misspelt: RefCell::default(),
            around: RefCell::new(Vec::new()),
            before: RefCell::new(Vec::new()),
        }
    }

    pub(super) fn failures(&self) -> usize {
        self.failures.get()
    }

    /// True when the report takes no more: what is found from here on is only counted.
    pub(super) fn is_full(&self) -> bool {
        self.told.get() >= Report::LIMIT
    }

    /// Reports a mistake.
    pub(super) fn tell(&self, diagnostic: Diagnostic) -> Stop {
        self.failures.set(self.failures.get() + 1);
        if self.again.get().is_none() {
            self.push(diagnostic);
        }
        Stop::TOLD
    }

    fn push(&self, diagnostic: Diagnostic) {
        self.told.set(self.told.get() + 1);
        self.report.borrow_mut().push(diagnostic);
    }

    /// Reports a complaint that rose out of a node; `failures` is their number when reading it began.
    pub(super) fn place(&self, stop: Stop, node: &Node, failures: usize) -> Stop {
        let complaint = match stop.complaint() {
            Ok(complaint) => complaint,
            Err(stop) => return stop,
        };
        let span = node.head();
        let diagnostic = match complaint {
            Complaint::MissingField(name) => return self.missing(node, name),
            Complaint::Rule(_) | Complaint::Range { .. } if self.failures.get() > failures => return Stop::TOLD,
            Complaint::Rule(message) => Diagnostic::error(codes::INVALID_VALUE, span, message),
            Complaint::Kind { expected } => wrong_type(&expected, node),
            Complaint::Range { expected } => out_of_range(&expected, node),
            Complaint::UnknownVariant { name, expected } => {
                Diagnostic::error(codes::UNKNOWN_VALUE, span, format!("`{}` is not known here", shorten(&name)))
                    .suggest(&name, expected.iter().copied())
            }
            Complaint::UnknownField { name, expected } => {
                Diagnostic::error(codes::UNKNOWN_KEY, span, format!("unknown key `{}`", shorten(&name)))
                    .suggest(&name, expected.iter().copied())
            }
        };
        self.tell(diagnostic)
    }

    fn missing(&self, mapping: &Node, name: &'static str) -> Stop {
        if mapping.get(name).is_some() {
            // It is there, but could not be read.
            return Stop::TOLD;
        }
        let address = std::ptr::from_ref(mapping);
        self.failures.set(self.failures.get() + 1);
        let is_news = self.again.get().is_none_or(|again| again == address);
        if is_news && !self.misspelt.borrow().contains(&(address, name)) {
            let diagnostic = Diagnostic::error(codes::MISSING_KEY, mapping.head(), format!("missing key `{name}`"))
                .label(format!("this mapping needs `{name}`"))
                .help(format!("add `{name}: …`"));
            self.push(diagnostic);
        }
        Stop::at(address, Gap::Missing(name))
    }

    /// Runs `read` once more, with the gap in mind and without repeating diagnostics. `None` when that was
    /// tried before, or would not bring anything new.
    pub(super) fn again(
        &self,
        mapping: *const Node,
        gap: Gap,
        read: &mut dyn FnMut() -> Result<(), Stop>,
    ) -> Option<Result<(), Stop>> {
        if self.is_full() || self.again.get().is_some() || self.gaps(mapping).contains(&gap) {
            return None;
        }
        self.gaps.borrow_mut().push((mapping, gap));
        self.again.set(Some(mapping));
        self.news_after.set(match gap {
            Gap::Missing(_) => None,
            Gap::Unreadable(node) => Some(node),
        });
        let result = read();
        self.again.set(None);
        self.news_after.set(None);
        Some(result)
    }

    /// Takes note that reading passes an unreadable value of a mapping.
    pub(super) fn pass(&self, node: &Node) {
        if self.news_after.get() == Some(std::ptr::from_ref(node)) {
            self.news_after.set(None);
            self.again.set(None);
        }
    }

    /// The gaps that were found in this mapping so far.
    pub(super) fn gaps(&self, mapping: *const Node) -> Vec<Gap> {
        self.gaps.borrow().iter().filter(|(of, _)| *of == mapping).map(|(_, gap)| *gap).collect()
    }

    pub(super) fn enter(&self, mapping: &Node, fields: Fields) {
        self.around.borrow_mut().push((mapping.head(), fields));
    }

    pub(super) fn leave(&self) {
        let left = self.around.borrow_mut().pop();
        let mut before = self.before.borrow_mut();
        if let Some((span, fields)) = left {
            before.retain(|(_, known)| !std::ptr::eq(*known, fields));
            before.push((span, fields));
        }
    }

    /// Reports a key that the innermost struct, read from `mapping`, does not know.
    pub(super) fn unknown_key(&self, mapping: &Node, key: &Spanned<String>, fields: Fields) {
        let diagnostic =
            Diagnostic::error(codes::UNKNOWN_KEY, key.span, format!("unknown key `{}`", shorten(&key.value)));
        // Looking for what was meant takes time; it is spent only on what will be shown.
        if self.again.get().is_some() || self.is_full() {
            self.tell(diagnostic);
            return;
        }
        let known = || fields.iter().copied();
        let meant = nearest(&key.value, known());
        if let Some(meant) = meant {
            self.misspelt.borrow_mut().push((std::ptr::from_ref(mapping), meant));
        }
        let diagnostic = match self.belongs_elsewhere(&key.value) {
            Some((home, help)) if meant.is_none() => {
                diagnostic.note(home, format!("`{}` belongs beside this", shorten(&key.value))).help(help)
            }
            _ => diagnostic.suggest(&key.value, known()),
        };
        self.tell(diagnostic);
    }

    /// Another struct that knows the key: one around this, or one read before it.
    fn belongs_elsewhere(&self, key: &str) -> Option<(Span, String)> {
        let knows = |(_, fields): &&(Span, Fields)| fields.contains(&key);
        let around = self.around.borrow();
        let outer = around.iter().rev().skip(1).find(knows);
        let before = self.before.borrow();
        let inner = before.iter().rev().find(knows);
        match (outer, inner) {
            (Some((home, _)), _) => Some((*home, format!("`{key}` is known further out: indent it less"))),
            (None, Some((home, _))) => Some((*home, format!("`{key}` is known further in: indent it more"))),
            (None, None) => None,
        }
    }
}

/// What there is to say about a value of the wrong kind.
pub(super) fn wrong_type(expected: &str, node: &Node) -> Diagnostic {
    let message = format!("expected {expected}, found {}", node.describe());
    Diagnostic::error(codes::WRONG_TYPE, node.head(), message).label(format!("expected {expected}"))
}

/// What there is to say about a number that does not fit.
pub(super) fn out_of_range(expected: &str, node: &Node) -> Diagnostic {
    let found = node.scalar_text().unwrap_or_default().into_owned();
    let message = format!("expected {expected}, found `{}`", shorten(&found));
    Diagnostic::error(codes::OUT_OF_RANGE, node.head(), message).label(format!("expected {expected}"))
}
