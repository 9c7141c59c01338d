//! What every part of the reader needs: where it is, what it found, and numbers within their bounds.

use std::fmt;

use rehearsal_source::{Code, Diagnostic, Report, Severity, Span};
use rehearsal_yaml::Node;
use serde_json::Value;

use crate::Extra;
use crate::codes;
use crate::from_node::json_of;
use crate::wire::{Int, Text, WireObject};

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

/// What becomes of fields that nobody has heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnknownFields {
    /// Kept: the file comes from the product, which may know more than we do.
    Keep,
    /// Refused: an author wrote them, so they are mistakes.
    Refuse,
}

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

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A field on its way into the `extra` of the stage, artifact or definition that owns it.
struct KeptField {
    parent: String,
    name: String,
    value: Value,
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
    unknown: UnknownFields,
    kept: Vec<KeptField>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(root: &'a Node, unknown: UnknownFields, report: &'a mut Report) -> Self {
        Self { root, report, diagnostics: Vec::new(), ignored: Vec::new(), unknown, kept: Vec::new() }
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Drops all diagnostics of other kinds.
    pub(crate) fn forget_all_but(&mut self, code: Code) {
        self.diagnostics.retain(|diagnostic| diagnostic.code == code);
    }

    /// Moves the diagnostics to the report, in the order of the file; when there are more than it holds,
    /// errors go first, so that none of them is lost behind notices.
    pub(crate) fn finish(mut self) -> Vec<Ignored> {
        let too_many = self.diagnostics.len() + self.report.iter().count() > Report::LIMIT;
        self.diagnostics.sort_by_key(|diagnostic| {
            let comes_later = too_many && diagnostic.severity != Severity::Error;
            (comes_later, diagnostic.span)
        });
        for diagnostic in self.diagnostics {
            self.report.push(diagnostic);
        }
        self.ignored
    }

    /// True when a text was meant to be a member of an enumeration and is not: an author mistyped it.
    pub(crate) fn complains_about<E: Member>(&mut self, text: Option<&Text>) -> bool {
        let slip = text.filter(|text| text.parse::<u64>().is_err() && self.unknown == UnknownFields::Refuse);
        slip.is_some_and(|text| self.member::<E>(text).is_none())
    }

    /// Keeps the fields of an object that its struct does not name, or complains about them.
    pub(crate) fn keep<T: WireObject>(&mut self, path: &Path<'_>, object: &mut T) {
        let extra = object.take_extra();
        if extra.is_empty() {
            return;
        }
        let parent = path.pointer();
        for (name, value) in extra {
            match reason::<T>(&name) {
                Why::Unknown if self.unknown == UnknownFields::Refuse => {
                    self.push(unknown_field::<T>(&name));
                    continue;
                }
                Why::RecordKeeping | Why::NotPlayed if says_nothing(&value) => {}
                why => {
                    let path = path.field(&name).to_string();
                    self.ignored.push(Ignored { path, span: name.span, why });
                }
            }
            self.kept.push(KeptField { parent: parent.clone(), name: name.value, value });
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
        let fields = self.kept.drain(mark..);
        fields
            .map(|KeptField { parent, name, value }| {
                let below = parent.strip_prefix(&owner).expect("kept fields lie below the object being read");
                let own = below.is_empty() && !name.starts_with('/');
                (if own { name } else { format!("{below}/{}", escape(&name)) }, value)
            })
            .collect()
    }

    /// A number within its bounds; the default when it is missing or wrong.
    pub(crate) fn number(&mut self, given: Option<Int>, default: u32, bounds: &Bounds) -> u32 {
        let Some(given) = given else { return default };
        match u32::try_from(given.value) {
            Ok(number) if (bounds.least..=bounds.most).contains(&given.value) => number,
            _ => {
                self.push(out_of_bounds(given, bounds));
                default
            }
        }
    }

    /// The JSON of a part of the file, by its place in the file: `triggers/0`.
    pub(crate) fn raw(&self, place: &str) -> Value {
        self.root.at(place).map(json_of).unwrap_or_default()
    }

    /// The member of an enumeration that a text names, by name or number.
    pub(crate) fn member<E: Member>(&mut self, text: &Text) -> Option<E> {
        let found = E::find(text);
        if found.is_none() {
            self.push(
                Diagnostic::error(codes::UNKNOWN_VALUE, text.span, format!("`{}` is not {}", text.value, E::WHAT))
                    .suggest(text, E::all().iter().map(|member| member.text())),
            );
        }
        found
    }
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
