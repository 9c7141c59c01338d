//! YAML text to a tree, whatever the text.
//!
//! The events of the YAML parser are put together here, not by recursion but on a stack of open
//! collections whose height is bounded. When the text cannot be read any further, everything read up
//! to there becomes the tree, and the report says where and why it ends.

use std::collections::BTreeMap;

use rehearsal_source::{Diagnostic, Report, Source, Span, Spanned};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::{
    MAX_DEPTH, Node, Parse, Value,
    anchors::{Anchors, Budget, TooLarge},
    codes,
    offsets::Offsets,
    parse::Step::{Go, Stop},
    syntax, tag,
};

/// Reads YAML. Never panics, and takes time in proportion to the text.
///
/// ```
/// use rehearsal_source::Source;
///
/// let source = Source::new("demo.yaml", "stages:\n- name: Dev\n- name: QA\n");
/// let parse = rehearsal_yaml::parse_yaml(&source);
/// let root = parse.root.expect("it is valid");
/// assert_eq!(root.at("stages/1/name").and_then(|name| name.as_str()), Some("QA"));
/// ```
pub fn parse_yaml(source: &Source) -> Parse {
    parse_yaml_where(source, |_| false)
}

/// Like [`parse_yaml`], for a language in which some keys may stand several times in one mapping: those
/// for which `may_repeat` is true are all kept, in their order and without a diagnostic.
pub fn parse_yaml_where(source: &Source, may_repeat: impl Fn(&str) -> bool) -> Parse {
    if let Some(refusal) = crate::limits::refuse_size(source).or_else(|| syntax::refuse_directive(source)) {
        return Parse::refused(refusal);
    }
    let mut builder = Builder::new(source, &may_repeat);
    for event in Parser::new_from_str(source.text()) {
        let step = match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => builder.syntax_error(&error),
        };
        if matches!(step, Stop) {
            break;
        }
    }
    builder.finish()
}

/// Whether to read on.
enum Step {
    Go,
    Stop,
}

struct Builder<'s> {
    source: &'s Source,
    offsets: Offsets<'s>,
    may_repeat: &'s dyn Fn(&str) -> bool,
    report: Report,
    /// The collections that are not closed yet, outermost first; never more than [`MAX_DEPTH`].
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    anchors: Anchors,
    budget: Budget,
    /// Where the last value ended: a collection without brackets ends there too.
    last_end: u32,
}

/// A collection being read.
struct Open {
    items: Items,
    start: Span,
    anchor: usize,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<(Spanned<String>, Node)>, seen: BTreeMap<String, Span>, key: Key },
}

/// What a mapping knows of the key whose value comes next.
enum Key {
    /// The next node is a key.
    Awaited,
    /// The next node is the value of this key.
    Read(Spanned<String>),
    /// The key was refused, and its value will be dropped.
    Refused,
}

impl<'s> Builder<'s> {
    fn new(source: &'s Source, may_repeat: &'s dyn Fn(&str) -> bool) -> Self {
        Self {
            source,
            offsets: Offsets::new(source.text()),
            may_repeat,
            report: Report::new(),
            open: Vec::new(),
            root: None,
            documents: 0,
            anchors: Anchors::default(),
            budget: Budget::default(),
            last_end: 0,
        }
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        Span::new(self.offsets.byte(span.start.index()), self.offsets.byte(span.end.index()))
    }

    fn event(&mut self, event: Event<'_>, span: saphyr_parser::Span) -> Step {
        let span = self.span(span);
        match event {
            Event::StreamEnd => Stop,
            Event::Nothing | Event::StreamStart | Event::DocumentEnd => Go,
            Event::DocumentStart(_) => self.document(span),
            Event::Alias(id) => self.alias(id, span),
            Event::Scalar(text, style, anchor, tag) => {
                let span = self.scalar_span(&text, style, span);
                let node = tag::scalar(&text, style, tag.as_deref(), span, &mut self.report);
                self.add(node, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                tag::collection(tag.as_deref(), "seq", span, &mut self.report);
                self.enter(Items::Sequence(Vec::new()), self.first_dash(span), anchor)
            }
            Event::MappingStart(anchor, tag) => {
                tag::collection(tag.as_deref(), "map", span, &mut self.report);
                let items = Items::Mapping { entries: Vec::new(), seen: BTreeMap::new(), key: Key::Awaited };
                self.enter(items, span, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let bracket = matches!(self.source.slice(span), "]" | "}");
                self.leave(if bracket { span.end } else { self.last_end })
            }
        }
    }

    fn document(&mut self, span: Span) -> Step {
        self.documents += 1;
        if self.documents == 1 {
            return Go;
        }
        let diagnostic = Diagnostic::error(codes::MULTIPLE_DOCUMENTS, span, "a second document begins here")
            .help("remove the `---`, or move what follows into a file of its own");
        self.report.push(diagnostic);
        Stop
    }

    /// Trims what the parser counts to a scalar but a reader does not: line ends after a block, and the
    /// bracket or line that follows where nothing is written.
    fn scalar_span(&self, text: &str, style: ScalarStyle, span: Span) -> Span {
        let written = self.source.slice(span);
        let length = match style {
            ScalarStyle::Plain if text.is_empty() && !written.starts_with(['!', '&']) => return self.gap(span),
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => written.trim_end().len(),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => written.len(),
        };
        Span::new(span.start as usize, span.start as usize + length)
    }

    /// The place of a value that is not there: after the colon of its key, if it has one.
    fn gap(&self, span: Span) -> Span {
        let place = match self.open.last().map(|open| &open.items) {
            Some(Items::Mapping { key: Key::Read(key), .. }) => {
                let after_key = key.span.end as usize;
                let rest = &self.source.text()[after_key..];
                let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                after_key + if rest[blanks..].starts_with(':') { blanks + 1 } else { 0 }
            }
            _ => span.start as usize,
        };
        Span::new(place, place)
    }

    /// Where a list begins. The parser names the first item, not its dash, when the list is in the column
    /// of its key.
    fn first_dash(&self, span: Span) -> Span {
        let (before, after) = self.source.text().split_at(span.start as usize);
        let before = before.trim_end();
        if span.start < span.end || after.starts_with("- ") || !before.ends_with('-') {
            return span;
        }
        Span::new(before.len() - 1, before.len() - 1)
    }

    fn enter(&mut self, items: Items, start: Span, anchor: usize) -> Step {
        if self.open.len() >= MAX_DEPTH {
            self.report.push(crate::limits::too_deep(start));
            return Stop;
        }
        self.last_end = self.last_end.max(start.start);
        self.open.push(Open { items, start, anchor });
        Go
    }

    fn leave(&mut self, end: u32) -> Step {
        let Some(Open { items, start, anchor }) = self.open.pop() else { return Go };
        let value = match items {
            Items::Sequence(items) => Value::Sequence(items),
            Items::Mapping { entries, .. } => Value::Mapping(entries),
        };
        self.add(Node::new(value, Span::new(start.start as usize, end as usize)), anchor)
    }

    fn alias(&mut self, id: usize, span: Span) -> Step {
        match self.anchors.copy(id, self.open.len(), &mut self.budget) {
            Ok(Some(mut node)) => {
                node.span = span;
                self.place(node)
            }
            Ok(None) => {
                let message = format!("the alias `{}` stands inside what it names", self.source.slice(span));
                self.report.push(Diagnostic::error(codes::YAML_ANCHOR, span, message));
                self.place(Node::new(Value::Null, span))
            }
            Err(TooLarge::Deep) => {
                self.report.push(crate::limits::too_deep(span));
                Stop
            }
            Err(TooLarge::Wide) => self.too_many(span),
        }
    }

    /// Puts a finished node where it belongs, and remembers it when it has an anchor.
    fn add(&mut self, node: Node, anchor: usize) -> Step {
        let span = node.span;
        if anchor != 0 && self.anchors.keep(anchor, &node, &mut self.budget).is_err() {
            return self.too_many(span);
        }
        self.place(node)
    }

    fn place(&mut self, node: Node) -> Step {
        let span = node.span;
        self.last_end = self.last_end.max(span.end);
        let Some(Open { items, .. }) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return Go;
        };
        match items {
            Items::Sequence(items) => items.push(node),
            Items::Mapping { entries, key, .. } => match std::mem::replace(key, Key::Awaited) {
                Key::Awaited => {
                    let key = self.key(&node);
                    if let Some(Open { items: Items::Mapping { key: slot, .. }, .. }) = self.open.last_mut() {
                        *slot = key;
                    }
                }
                Key::Read(name) => entries.push((name, node)),
                Key::Refused => {}
            },
        }
        if self.budget.spend(1, 0).is_err() { self.too_many(span) } else { Go }
    }

    /// Takes a node as the next key, or reports why it cannot be one.
    fn key(&mut self, node: &Node) -> Key {
        let span = node.span;
        let text = match &node.value {
            Value::Sequence(_) | Value::Mapping(_) => {
                self.report.push(self.collection_as_key(node));
                return Key::Refused;
            }
            Value::Null if node.raw().is_none_or(str::is_empty) => {
                let message = "a value without a key";
                let diagnostic = Diagnostic::error(codes::YAML_KEY, span, message);
                self.report.push(diagnostic.help("write the key in front of the colon: `name: value`"));
                return Key::Refused;
            }
            Value::Null => node.raw().unwrap_or_default().to_owned(),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::String(_) => {
                node.scalar_text().unwrap_or_default().into_owned()
            }
        };
        if text == "<<" && self.source.slice(span) == "<<" {
            let diagnostic = Diagnostic::error(codes::YAML_MERGE_KEY, span, "merge keys are not read here");
            self.report.push(diagnostic.help("write the keys out, or name the whole mapping with `*alias`"));
            return Key::Refused;
        }
        self.check_repeated(text, span)
    }

    fn collection_as_key(&self, node: &Node) -> Diagnostic {
        let diagnostic = Diagnostic::error(codes::YAML_KEY, node.head(), format!("{} cannot be a key", node.kind()));
        let before = &self.source.text()[..node.span.start as usize];
        if self.source.slice(node.span).starts_with('{') && before.trim_end().ends_with('{') {
            return diagnostic.help("put quotes around text that begins with `{`");
        }
        diagnostic.help("a key is a word or a text in quotes")
    }

    fn check_repeated(&mut self, text: String, span: Span) -> Key {
        let Some(Open { items: Items::Mapping { seen, .. }, .. }) = self.open.last_mut() else {
            return Key::Awaited;
        };
        let Some(&first) = seen.get(&text) else {
            seen.insert(text.clone(), span);
            return Key::Read(Spanned::new(text, span));
        };
        if (self.may_repeat)(&text) {
            return Key::Read(Spanned::new(text, span));
        }
        let message = format!("the key `{}` stands twice in this mapping", crate::tree::shorten(&text));
        let diagnostic = Diagnostic::error(codes::DUPLICATE_KEY, span, message)
            .note(first, "here it stands first")
            .help("remove or rename one of them");
        self.report.push(diagnostic);
        Key::Refused
    }

    fn too_many(&mut self, span: Span) -> Step {
        self.report.push(crate::limits::too_many(span, !self.anchors.is_empty()));
        Stop
    }

    fn syntax_error(&mut self, error: &ScanError) -> Step {
        let place = self.offsets.byte(error.marker().index());
        let bracket = self.open.iter().rev().map(|open| open.start).find(|start| {
            let written = self.source.slice(*start);
            written.ends_with(['[', '{'])
        });
        self.report.push(syntax::explain(error.info(), self.source, place, bracket));
        Stop
    }

    fn finish(mut self) -> Parse {
        // What is closed only because the text was given up is not the author's mistake.
        let report = std::mem::take(&mut self.report);
        while !self.open.is_empty() {
            self.leave(self.last_end);
        }
        let is_blank = self.root.as_ref().is_none_or(|root| root.raw() == Some(""));
        if is_blank && !report.has_errors() {
            return Parse::refused(crate::limits::empty());
        }
        Parse { root: self.root, report }
    }
}
