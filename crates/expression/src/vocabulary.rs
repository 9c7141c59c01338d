//! Which names and functions an expression may use, by the place it stands in.

use crate::text::equal_folded;
use crate::{Arity, Function, HostFunction};

/// A place where an expression may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// `${{ … }}` and directives, evaluated while the file is expanded.
    Template,
    /// A variable `$[ … ]` at the root of a pipeline.
    RootVariable,
    /// A variable `$[ … ]` of a stage or a job; also `$[ … ]` of a matrix, a pool or a timeout.
    NodeVariable,
    /// The `condition` of a stage or a job.
    NodeCondition,
    /// The `condition` of a step as the service checks it when the run is queued: names it does not know are let
    /// through, and fail the step later.
    StepCondition,
    /// The `condition` of a step as the agent understands it, which knows fewer functions than the service.
    AgentCondition,
    /// The condition of a job or a task of a classic release.
    ClassicCondition,
    /// The success criteria of a gate or check that calls a service; `root` is the answer.
    SuccessCriteria,
}

/// The names that come with a place, and where each may be used.
const CONTEXTS: [(&str, &[Slot], &str); 7] = [
    ("parameters", &[Slot::Template], "only in `${{ }}`"),
    (
        "variables",
        &[
            Slot::Template,
            Slot::RootVariable,
            Slot::NodeVariable,
            Slot::NodeCondition,
            Slot::StepCondition,
            Slot::AgentCondition,
            Slot::ClassicCondition,
            Slot::SuccessCriteria,
        ],
        "everywhere",
    ),
    (
        "dependencies",
        &[Slot::NodeVariable, Slot::NodeCondition],
        "in conditions and `$[ ]` variables of stages and jobs",
    ),
    (
        "stageDependencies",
        &[Slot::NodeVariable, Slot::NodeCondition],
        "in conditions and `$[ ]` variables of stages and jobs",
    ),
    ("resources", &[Slot::RootVariable, Slot::NodeVariable], "in `$[ ]` variables"),
    (
        "pipeline",
        &[Slot::RootVariable, Slot::NodeVariable, Slot::NodeCondition],
        "in `$[ ]` variables and in conditions of stages and jobs",
    ),
    ("root", &[Slot::SuccessCriteria], "in the success criteria of gates and checks"),
];

/// The functions the agent knows besides the status functions.
const AGENT_FUNCTIONS: [Function; 19] = [
    Function::And,
    Function::Coalesce,
    Function::Contains,
    Function::ContainsValue,
    Function::EndsWith,
    Function::Eq,
    Function::Format,
    Function::Ge,
    Function::Gt,
    Function::In,
    Function::Join,
    Function::Le,
    Function::Lt,
    Function::Ne,
    Function::Not,
    Function::NotIn,
    Function::Or,
    Function::StartsWith,
    Function::Xor,
];

impl Slot {
    /// The arity of a function here; `None` where it may not be used.
    fn arity(self, function: Function) -> Option<Arity> {
        match function {
            Function::Host(HostFunction::Counter) => self.offers_counter().then(|| function.arity()),
            Function::Host(_) => self.status_arity(function),
            // Only answers of services are counted and searched.
            Function::Count | Function::JsonPath => (self == Self::SuccessCriteria).then(|| function.arity()),
            // No array exists while a run is under way, and the service has no `split` there.
            Function::Split => (self == Self::Template).then(|| function.arity()),
            _ => (!self.is_of_the_agent() || AGENT_FUNCTIONS.contains(&function)).then(|| function.arity()),
        }
    }

    fn offers_counter(self) -> bool {
        self == Self::RootVariable
    }

    /// Only stages and jobs have others to ask about by name.
    fn status_arity(self, function: Function) -> Option<Arity> {
        match self {
            Self::NodeCondition => Some(function.arity()),
            Self::StepCondition | Self::AgentCondition | Self::ClassicCondition => Some(Arity { min: 0, max: 0 }),
            Self::Template | Self::RootVariable | Self::NodeVariable | Self::SuccessCriteria => None,
        }
    }

    fn is_of_the_agent(self) -> bool {
        matches!(self, Self::AgentCondition | Self::ClassicCondition)
    }

    /// True where a name nobody knows is let through.
    fn is_lenient(self) -> bool {
        self == Self::StepCondition
    }
}

/// Says where a function may be used, as the end of a sentence.
pub(crate) fn home_of_function(function: Function) -> &'static str {
    match function {
        Function::Host(HostFunction::Counter) => "only in a variable `$[ ]` at the root of the pipeline",
        Function::Host(_) => "only in conditions",
        Function::Split => "only in `${{ }}`",
        Function::Count | Function::JsonPath => "only in the success criteria of gates and checks",
        _ => "in `${{ }}`, `$[ ]` and the conditions of stages and jobs, but not in conditions the agent evaluates",
    }
}

/// Says where a context may be used; `None` when there is no such context anywhere.
pub(crate) fn home_of_name(name: &str) -> Option<&'static str> {
    CONTEXTS.iter().find(|(context, ..)| equal_folded(context, name)).map(|(_, _, home)| *home)
}

/// The names and functions an expression may use.
///
/// ```
/// use rehearsal_expression::{Function, Slot, Vocabulary};
///
/// let in_a_loop = Vocabulary::of(Slot::Template).with_name("region");
/// assert!(in_a_loop.knows("Region") && !in_a_loop.knows("dependencies"));
/// assert!(in_a_loop.arity(Function::Iif).is_some());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    slot: Slot,
    extra: Vec<String>,
}

impl Vocabulary {
    /// What a place offers by itself.
    pub const fn of(slot: Slot) -> Self {
        Self { slot, extra: Vec::new() }
    }

    /// Adds a name, such as the variable of an `each` loop.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.extra.push(name.into());
        self
    }

    /// The place it belongs to.
    pub fn slot(&self) -> Slot {
        self.slot
    }

    /// True for a name that may be used, in any case.
    pub fn knows(&self, name: &str) -> bool {
        self.names().any(|known| equal_folded(known, name))
    }

    /// The names that may be used, as they were spelled when they were made known.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let contexts = CONTEXTS.iter().filter(|(_, slots, _)| slots.contains(&self.slot)).map(|(name, ..)| *name);
        contexts.chain(self.extra.iter().map(String::as_str))
    }

    /// How many arguments a function takes here; `None` when it may not be used.
    pub fn arity(&self, function: Function) -> Option<Arity> {
        self.slot.arity(function)
    }

    /// The functions that may be used, by name.
    pub fn functions(&self) -> impl Iterator<Item = Function> {
        let slot = self.slot;
        Function::ALL.into_iter().filter(move |&function| slot.arity(function).is_some())
    }

    /// True where a name nobody knows is let through, to fail when it is evaluated.
    pub(crate) fn is_lenient(&self) -> bool {
        self.slot.is_lenient()
    }

    /// True where text that cannot be a name, such as `==`, is refused as soon as it is met.
    pub(crate) fn refuses_odd_words_at_once(&self) -> bool {
        self.slot != Slot::Template
    }
}
