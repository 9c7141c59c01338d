//! What every part of the reader needs: where it is, what it found, and numbers within their bounds.

use std::fmt;

use rehearsal_source::{Code, Diagnostic, Report, Severity, Span, Spanned};
use rehearsal_yaml::Node;
use rehearsal_yaml::json::Value;

use crate::from_node::{Misfit, Slip, json_of};
use crate::originals::{self, escape};
use crate::wire::{Int, Text, WireObject};
use crate::{Extra, ReleaseDefinition, codes};

/// A field of an imported file that plays no part in the simulator. It is written back on export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// Where it is, such as `environments[0].deployPhases[1].deploymentInput.imageId`. List elements
    /// are counted in the order of their ranks.
    pub path: String,
    /// Its name in the file.
    pub span: Span,
    /// Why it plays no part.
    pub why: Why,
}

/// Why a field plays no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Ids, links, dates and authors that the service keeps for itself.
    RecordKeeping,
    /// A setting without effect in a rehearsal.
    NotPlayed,
    /// The simulator has never heard of it.
    Unknown,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RecordKeeping => "record keeping of the service",
            Self::NotPlayed => "has no effect in a rehearsal",
            Self::Unknown => "unknown field",
        })
    }
}

/// Who wrote the text, which decides how slips are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The product or its users, who may know more than we do: what nobody has heard of is kept, and for
    /// what cannot be played something stands in, with a warning.
    Product,
    /// An author, inside a scenario: both are mistakes.
    Author,
}

/// What no stand-in could make playable.
const NEVER_TOLERATED: [Code; 3] = [codes::TOO_MANY, codes::NO_STAGES, codes::STAGE_CYCLE];

/// A place in the definition as it will be exported.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Field(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub(crate) fn field<'a>(&'a self, name: &'a str) -> Path<'a> {
        Path::Field(self, name)
    }

    pub(crate) fn index(&self, index: usize) -> Path<'_> {
        Path::Index(self, index)
    }

    /// As a JSON pointer; the root is empty.
    fn pointer(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Field(parent, name) => format!("{}/{}", parent.pointer(), escape(name)),
            Self::Index(parent, index) => format!("{}/{index}", parent.pointer()),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Path::Root, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// A field on its way into the `extra` of the stage, artifact or definition that owns it.
struct KeptField {
    parent: String,
    name: String,
    value: Value,
    /// True when the model has a value of its own for the field, which stands in for this one.
    is_original: bool,
}

/// The least and the most a number may be.
pub(crate) struct Bounds {
    pub(crate) code: Code,
    pub(crate) what: &'static str,
    /// What follows the number in a sentence, such as ` minutes`.
    pub(crate) unit: &'static str,
    pub(crate) least: i64,
    pub(crate) most: i64,
}

impl Bounds {
    /// The most that the product's numbers hold.
    pub(crate) const MOST: i64 = i32::MAX as i64;

    /// Bounds of a number that only has to fit.
    pub(crate) const fn any(what: &'static str) -> Self {
        Self { code: codes::OUT_OF_RANGE, what, unit: "", least: 0, most: Self::MOST }
    }

    /// The number, if it is within.
    pub(crate) fn contain(&self, given: Int) -> Option<u32> {
        u32::try_from(given.value).ok().filter(|_| (self.least..=self.most).contains(&given.value))
    }

    /// The same for minutes.
    pub(crate) const fn minutes(what: &'static str) -> Self {
        Self { unit: " minutes", ..Self::any(what) }
    }

    /// The same within the given bounds.
    pub(crate) const fn within(self, code: Code, least: i64, most: i64) -> Self {
        Self { code, least, most, ..self }
    }
}

/// One reading of one definition.
pub(crate) struct Reading<'a> {
    /// The definition in the text.
    pub(crate) root: &'a Node,
    report: &'a mut Report,
    diagnostics: Vec<Diagnostic>,
    pub(crate) ignored: Vec<Ignored>,
    origin: Origin,
    kept: Vec<KeptField>,
    /// Slips by pointers to their fields, to be told once it is known what stands in.
    slips: Vec<(String, Slip)>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(root: &'a Node, origin: Origin, report: &'a mut Report) -> Self {
        let (diagnostics, ignored, kept, slips) = (vec![], vec![], vec![], vec![]);
        Self { root, report, diagnostics, ignored, origin, kept, slips }
    }

    /// True for files of the product.
    pub(crate) fn is_tolerant(&self) -> bool {
        self.origin == Origin::Product
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let diagnostic = self.weighed(diagnostic);
        self.diagnostics.push(diagnostic);
    }

    /// Mistakes that do not keep a file from being played are warnings.
    fn weighed(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if self.is_tolerant() && diagnostic.severity == Severity::Error && !NEVER_TOLERATED.contains(&diagnostic.code) {
            diagnostic.severity = Severity::Warning;
        }
        diagnostic
    }

    /// Complains about the value of a field. In a tolerant reading something else stands in for the value,
    /// which is kept.
    pub(crate) fn replace(&mut self, object: &Path<'_>, name: &str, written: impl Into<Value>, why: Diagnostic) {
        let slip = Slip { diagnostic: self.weighed(why), is_entry: false };
        self.replace_because(object, name, written.into(), vec![slip]);
    }

    /// The same for entries of a list, which are left out; the list is kept as it was.
    pub(crate) fn leave_out(&mut self, object: &Path<'_>, name: &str, list: impl Into<Value>, why: Vec<Diagnostic>) {
        if !why.is_empty() {
            let slips = why.into_iter().map(|why| Slip { diagnostic: self.weighed(why), is_entry: true }).collect();
            self.replace_because(object, name, list.into(), slips);
        }
    }

    fn replace_because(&mut self, object: &Path<'_>, name: &str, written: Value, why: Vec<Slip>) {
        if !self.is_tolerant() {
            self.diagnostics.extend(why.into_iter().map(|slip| slip.diagnostic));
            return;
        }
        let pointer = object.field(name).pointer();
        self.slips.extend(why.into_iter().map(|slip| (pointer.clone(), slip)));
        let value = originals::without_secrets(written);
        self.kept.push(KeptField { parent: object.pointer(), name: name.to_owned(), value, is_original: true });
    }

    /// True when something stands in for a field of the object.
    pub(crate) fn has_original(&self, object: &Path<'_>, name: &str) -> bool {
        let parent = object.pointer();
        self.kept.iter().any(|field| field.is_original && field.parent == parent && field.name == name)
    }

    /// Keeps nothing of a field that could not be read: what stands in for it is exported in its place.
    pub(crate) fn forget_original(&mut self, object: &Path<'_>, name: &str) {
        let parent = object.pointer();
        self.kept.retain(|field| !(field.is_original && field.parent == parent && field.name == name));
    }

    /// Drops all diagnostics of other kinds.
    pub(crate) fn forget_all_but(&mut self, code: Code) {
        self.diagnostics.retain(|diagnostic| diagnostic.code == code);
    }

    /// Moves the diagnostics to the report, in the order of the file; when there are more than it holds,
    /// the graver ones go first, so that none of them is lost behind notices.
    pub(crate) fn finish(mut self, definition: &mut ReleaseDefinition) -> Vec<Ignored> {
        if self.is_tolerant() {
            let plain = originals::note_what_stands_in(definition);
            let told = std::mem::take(&mut self.slips).into_iter();
            self.diagnostics.extend(told.map(|(pointer, slip)| with_stand_in(slip, plain.pointer(&pointer))));
        }
        let too_many = self.diagnostics.len() + self.report.iter().count() > Report::LIMIT;
        self.diagnostics.sort_by_key(|diagnostic| {
            let weight = if too_many { weight(diagnostic.severity) } else { 0 };
            (weight, diagnostic.span)
        });
        for diagnostic in self.diagnostics {
            self.report.push(diagnostic);
        }
        self.ignored
    }

    /// True when a text was meant to be a member of an enumeration and is not: an author mistyped it.
    pub(crate) fn complains_about<E: Member>(&mut self, text: Option<&Text>) -> bool {
        let slip = text.filter(|text| text.parse::<u64>().is_err() && !self.is_tolerant());
        let Some(slip) = slip.filter(|slip| E::find(slip).is_none()) else { return false };
        self.push(no_member::<E>(slip));
        true
    }

    /// Keeps the fields of an object that its struct does not name, or complains about them.
    pub(crate) fn keep<T: WireObject>(&mut self, path: &Path<'_>, object: &mut T) {
        for Misfit { name, value, slips } in object.take_misfits() {
            self.replace_because(path, &name, value, slips);
        }
        let extra = object.take_extra();
        if extra.is_empty() {
            return;
        }
        let parent = path.pointer();
        for (name, value) in extra {
            match reason::<T>(&name) {
                Why::Unknown if !self.is_tolerant() => {
                    self.push(unknown_field::<T>(&name));
                    continue;
                }
                Why::RecordKeeping | Why::NotPlayed if says_nothing(&value) => {}
                why => {
                    let path = path.field(&name).to_string();
                    self.ignored.push(Ignored { path, span: name.span, why });
                }
            }
            let value = originals::without_secrets(value);
            self.kept.push(KeptField { parent: parent.clone(), name: name.value, value, is_original: false });
        }
    }

    /// Keeps a field that plays no part where it stands.
    pub(crate) fn keep_field(&mut self, object: &Path<'_>, name: &str, value: &Spanned<impl Into<Value> + Clone>) {
        if self.is_tolerant() {
            let path = object.field(name).to_string();
            self.ignored.push(Ignored { path, span: value.span, why: Why::NotPlayed });
            let (name, value) = (name.to_owned(), value.value.clone().into());
            self.kept.push(KeptField { parent: object.pointer(), name, value, is_original: false });
        }
    }

    /// How many fields were kept so far; a mark for [`Reading::take_kept`].
    pub(crate) fn kept_so_far(&self) -> usize {
        self.kept.len()
    }

    /// Takes the fields that were kept below `owner` since the mark.
    ///
    /// Those of the owner itself go by their names, deeper ones by JSON pointers relative to it.
    pub(crate) fn take_kept(&mut self, mark: usize, owner: &Path<'_>) -> Extra {
        let owner = owner.pointer();
        let mut extra = Extra::new();
        for KeptField { parent, name, value, is_original } in self.kept.drain(mark..) {
            let below = parent.strip_prefix(&owner).expect("kept fields lie below the object being read");
            let pointer = || format!("{below}/{}", escape(&name));
            let key = if is_original {
                originals::key(&pointer())
            } else if below.is_empty() && !name.starts_with('/') && !originals::is_key(&name) {
                name
            } else {
                pointer()
            };
            // The first is the most complete: entries that cannot be read go before those that say too much.
            extra.entry(key).or_insert(value);
        }
        extra
    }

    /// Complains about something without a name; what it is called instead.
    pub(crate) fn nameless(&mut self, span: Span, message: &str, help: &str, stand_in: impl Into<String>) -> String {
        let stand_in = stand_in.into();
        let mut why = Diagnostic::error(codes::NAME_MISSING, span, message).help(help);
        if self.is_tolerant() {
            why = why.help(format!("it is called `{stand_in}` here"));
        }
        self.push(why);
        stand_in
    }

    /// A number within its bounds, which is a field of the object; the default when it is missing or wrong.
    pub(crate) fn number(
        &mut self,
        (object, name): (&Path<'_>, &str),
        given: Option<Int>,
        default: u32,
        bounds: &Bounds,
    ) -> u32 {
        let Some(given) = given else { return default };
        bounds.contain(given).unwrap_or_else(|| {
            self.replace(object, name, given.value, out_of_bounds(given, bounds));
            default
        })
    }

    /// Numbers within their bounds; the others are left out.
    pub(crate) fn numbers(
        &mut self,
        (object, name): (&Path<'_>, &str),
        given: Option<Vec<Int>>,
        bounds: &Bounds,
    ) -> Vec<u32> {
        let given = given.unwrap_or_default();
        let found: Vec<u32> = given.iter().filter_map(|number| bounds.contain(*number)).collect();
        if found.len() < given.len() {
            let wrong = given.iter().filter(|number| bounds.contain(**number).is_none());
            let wrong = wrong.take(Report::LIMIT).map(|number| out_of_bounds(*number, bounds)).collect();
            let list: Value = given.iter().map(|number| number.value).collect();
            self.leave_out(object, name, list, wrong);
        }
        found
    }

    /// The JSON of a part of the file, by its place (`triggers/0`) and where it stands. The place leads
    /// astray where entries before it could not be read, the span where the text has aliases.
    pub(crate) fn raw(&self, place: &str, span: Span) -> Value {
        let placed = self.root.at(place).filter(|node| node.span == span);
        placed.or_else(|| spanning(self.root, span)).map(json_of).map(originals::without_secrets).unwrap_or_default()
    }

    /// The JSON of the elements of a list, by where they stand.
    pub(crate) fn raw_list<T>(&self, list: &[Spanned<T>]) -> Value {
        list.iter().filter_map(|item| spanning(self.root, item.span)).map(json_of).collect()
    }

    /// The member of an enumeration that the text of a field names, by name or number.
    pub(crate) fn member<E: Member>(&mut self, (object, name): (&Path<'_>, &str), text: &Text) -> Option<E> {
        let found = E::find(text);
        if found.is_none() {
            self.replace(object, name, text.value.clone(), no_member::<E>(text));
        }
        found
    }
}

/// The node that stands exactly there.
fn spanning(mut node: &Node, span: Span) -> Option<&Node> {
    while node.span != span {
        let holds = |child: &Node| child.span.start <= span.start && span.end <= child.span.end;
        let items = node.items();
        let index = items.partition_point(|item| item.span.end < span.end);
        let entry = || node.entries().iter().map(|(_, value)| value).find(|value| holds(value));
        node = items.get(index).filter(|item| holds(item)).or_else(entry)?;
    }
    Some(node)
}

fn no_member<E: Member>(text: &Text) -> Diagnostic {
    Diagnostic::error(codes::UNKNOWN_VALUE, text.span, format!("`{}` is not {}", text.value, E::WHAT))
        .suggest(text, E::all().iter().map(|member| member.text()))
}

/// Graver diagnostics weigh less and rise.
fn weight(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    }
}

/// Says what stands in for the value of a field, as export would write it.
fn with_stand_in(Slip { diagnostic, is_entry }: Slip, stand_in: Option<&Value>) -> Diagnostic {
    let help = match stand_in {
        _ if is_entry => "it is left out here and kept for export".to_owned(),
        Some(value @ (Value::Bool(_) | Value::Number(_))) => format!("read as `{value}` here and kept for export"),
        Some(Value::String(text)) if !text.is_empty() => format!("read as `{text}` here and kept for export"),
        Some(Value::String(_) | Value::Null | Value::Array(_) | Value::Object(_)) | None => {
            "read as if it were not there, and kept for export".to_owned()
        }
    };
    diagnostic.help(help)
}

fn out_of_bounds(given: Int, bounds: &Bounds) -> Diagnostic {
    let Bounds { code, what, unit, least, most } = bounds;
    Diagnostic::error(*code, given.span, format!("{what} cannot be {}{unit}", given.value)).help(match *most {
        Bounds::MOST => format!("write a number of at least {least}"),
        most => format!("write a number from {least} to {most}"),
    })
}

fn reason<T: WireObject>(name: &str) -> Why {
    if T::RECORDS.contains(&name) {
        Why::RecordKeeping
    } else if T::NOT_PLAYED.contains(&name) {
        Why::NotPlayed
    } else {
        Why::Unknown
    }
}

fn unknown_field<T: WireObject>(name: &Text) -> Diagnostic {
    Diagnostic::error(codes::UNKNOWN_KEY, name.span, format!("{} has no key `{}`", T::WHAT, name.value))
        .suggest(name, [T::FIELDS, T::RECORDS, T::NOT_PLAYED].into_iter().flatten().copied())
}

/// True for the values that settings have before anybody touched them.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(says_nothing),
    }
}

/// An enumeration of the product, found by name in any case or by number.
pub(crate) trait Member: Copy + 'static {
    /// What a member is, with its article.
    const WHAT: &'static str;
    fn all() -> &'static [Self];
    fn text(self) -> &'static str;
    fn find(text: &str) -> Option<Self>;
}

macro_rules! members {
    ($($name:ident = $what:literal;)+) => {$(
        impl Member for rehearsal_pipeline::$name {
            const WHAT: &'static str = $what;
            fn all() -> &'static [Self] {
                Self::ALL
            }
            fn text(self) -> &'static str {
                self.name()
            }
            fn find(text: &str) -> Option<Self> {
                text.parse().map_or_else(|_| Self::from_name(text), Self::from_number)
            }
        }
    )+};
}

members! {
    ApprovalExecutionOrder = "an order of approvals and gates";
    ConditionType = "a kind of condition";
    DeployPhaseTypes = "a kind of job";
    EnvironmentTriggerType = "a kind of auto-redeploy trigger";
    ParallelExecutionTypes = "a kind of parallelism";
    ReleaseTriggerType = "a kind of release trigger";
}
