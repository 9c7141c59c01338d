//! What a simulation brings: its facts, its state, and its rules.

use std::fmt::Debug;

use serde::Serialize;

use crate::present::{Core, Origin};
use crate::{Cause, Entry, FactId, Rows, SimTime, Stream, Timers};

/// A simulated world.
///
/// Its functions depend on their arguments and on `self` only, and `self` never changes during a run. Then the log
/// tells everything: the kernel replays it to go back in time.
pub trait Model: Sized {
    /// All that the facts so far amount to.
    type State: Clone;
    /// Something that happened, in the past tense.
    type Fact: Clone + PartialEq + Debug + Serialize;
    /// Something that is asked for from outside.
    type Command: Clone + PartialEq + Debug;
    /// Why a command was turned down.
    type Refusal: Debug;
    /// Something to look at when its time comes.
    type Timer: Clone + Debug;
    /// The order among timers due at the same moment, smallest first; equal ones fire in the order they were set.
    type Order: Copy + Ord + Debug;

    /// The state before the first fact.
    fn initial(&self) -> Self::State;

    /// Emits the first facts.
    fn start(&self, run: &mut Run<'_, Self>);

    /// Changes state and agenda as the fact says: the only place where either changes.
    ///
    /// Called once when the fact is emitted, and again whenever the log is replayed.
    fn apply(&self, state: &mut Self::State, timers: &mut Timers<Self>, id: FactId, entry: &Entry<Self::Fact>);

    /// Emits the facts that follow from a command, or refuses it.
    ///
    /// A command accepted without a fact leaves no trace.
    ///
    /// # Errors
    ///
    /// A refusal has to come before the first fact (the kernel asserts it), so a refused command changes nothing.
    fn handle(&self, run: &mut Run<'_, Self>, command: &Self::Command) -> Result<(), Self::Refusal>;

    /// Emits the facts that follow from a timer that fell due. Without a fact, the timer leaves no trace.
    fn fire(&self, run: &mut Run<'_, Self>, timer: Self::Timer);
}

/// The run, as a model sees it while it decides what happens next.
///
/// An emitted fact is applied and logged at once, so [`Run::state`] always includes it.
pub struct Run<'a, M: Model> {
    model: &'a M,
    core: &'a mut Core<M>,
    origin: Origin,
    cause: Cause,
    has_emitted: bool,
}

impl<'a, M: Model> Run<'a, M> {
    pub(crate) fn new(model: &'a M, core: &'a mut Core<M>, origin: Origin, cause: Cause) -> Self {
        Self { model, core, origin, cause, has_emitted: false }
    }

    /// The present moment.
    pub fn now(&self) -> SimTime {
        self.core.now()
    }

    /// The state with every fact so far.
    pub fn state(&self) -> &M::State {
        &self.core.fold.state
    }

    /// A fact of the log.
    ///
    /// # Panics
    ///
    /// When there is no such fact.
    pub fn entry(&self, id: FactId) -> &Entry<M::Fact> {
        &self.core.log[id.index()]
    }

    /// Every fact so far.
    pub fn log(&self) -> &Rows<Entry<M::Fact>> {
        &self.core.log
    }

    /// The random stream of this name, from its first draw; see [`Stream`] on naming.
    pub fn stream(&self, name: &str) -> Stream {
        self.core.seed.stream(name)
    }

    /// Makes `fact` happen now, because of the command or timer being handled.
    pub fn emit(&mut self, fact: M::Fact) -> FactId {
        self.append(self.cause, fact)
    }

    /// Makes `fact` happen now, because of an earlier fact.
    ///
    /// # Panics
    ///
    /// When there is no such fact.
    pub fn emit_because(&mut self, because: FactId, fact: M::Fact) -> FactId {
        assert!(because.index() < self.core.log.len(), "a cause has happened before its effect: {because}");
        self.append(Cause::Fact(because), fact)
    }

    fn append(&mut self, cause: Cause, fact: M::Fact) -> FactId {
        if !self.has_emitted {
            self.core.open_step(self.origin);
            self.has_emitted = true;
        }
        self.core.append(self.model, cause, fact)
    }
}
