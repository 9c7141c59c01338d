//! The run itself: its clock moves forward by commands and timers, and back by replaying the log.

use std::fmt;
use std::num::NonZeroU32;
use std::rc::Rc;

use crate::checkpoints::Checkpoints;
use crate::present::{Core, Fold, Origin, Step};
use crate::{Cause, CommandId, Entry, FactRange, LogHash, Model, Rows, Run, Seed, SimTime, Stream};

/// What bounds a run. Neither value changes which facts come, only how far they get and what going back costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Keep a copy of the state every so many facts, to go back quickly. The spacing doubles as the log grows, so there
    /// are never more than 32. `None`: going back replays the log from its start.
    pub checkpoint_every: Option<NonZeroU32>,
    /// How many facts the log may have before no further command or timer is handled. The step that reaches the limit
    /// is finished, so the log may be longer by what one step emits.
    pub facts_max: usize,
}

impl Settings {
    /// A checkpoint every 256 facts at first, and at most a million facts.
    pub const DEFAULT: Self = Self { checkpoint_every: NonZeroU32::new(256), facts_max: 1_000_000 };
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How far [`Kernel::advance`] got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// To the moment asked for, and everything due by then has happened.
    Reached,
    /// The budget is spent; call again to go on.
    BudgetSpent,
    /// The log is full ([`Settings::facts_max`]). Only going back helps.
    FactLimit,
}

/// Why a command was not done. It left no fact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError<R> {
    /// The model refused it.
    #[error("{0}")]
    Refused(R),
    /// The log is full ([`Settings::facts_max`]). Only going back helps.
    #[error("the run has reached its limit of facts")]
    FactLimit,
}

/// A run of a model: the present, and every moment before it.
pub struct Kernel<M: Model> {
    model: Rc<M>,
    start: SimTime,
    settings: Settings,
    core: Core<M>,
    /// The accepted commands that left a fact, and when they were given.
    commands: Vec<(SimTime, M::Command)>,
    /// The rest of a step that was rewound into: decided, but not in the log. Released before anything else happens.
    tail: Vec<Entry<M::Fact>>,
    checkpoints: Checkpoints<M>,
}

impl<M: Model> Kernel<M> {
    /// Begins a run at the moment `start`, with the facts the model starts with.
    pub fn new(model: Rc<M>, seed: Seed, start: SimTime, settings: Settings) -> Self {
        let core = Core { seed, fold: Fold::initial(&*model, start), log: Rows::new(), steps: Rows::new(), firings: 0 };
        let checkpoints = Checkpoints::new(settings.checkpoint_every);
        let mut kernel = Self { model, start, settings, core, commands: Vec::new(), tail: Vec::new(), checkpoints };
        let mut run = Run::new(&*kernel.model, &mut kernel.core, Origin::Start, Cause::Start);
        kernel.model.start(&mut run);
        kernel.complete_step();
        kernel
    }

    /// The present moment. It only moves backwards by `rewind` and `rewind_to_time`.
    pub fn now(&self) -> SimTime {
        self.core.now()
    }

    /// When the run began.
    pub fn start(&self) -> SimTime {
        self.start
    }

    /// The state with every fact of the log.
    pub fn state(&self) -> &M::State {
        &self.core.fold.state
    }

    /// Every fact so far.
    pub fn log(&self) -> &Rows<Entry<M::Fact>> {
        &self.core.log
    }

    /// The accepted commands and when they were given. With the seed, they are all that is needed to play the run
    /// again: advance to each one's time, give it, and go on.
    pub fn commands(&self) -> &[(SimTime, M::Command)] {
        &self.commands
    }

    /// The model of the run.
    pub fn model(&self) -> &Rc<M> {
        &self.model
    }

    /// What all chance of the run comes from.
    pub fn seed(&self) -> Seed {
        self.core.seed
    }

    /// The random stream of this name, from its first draw.
    pub fn stream(&self, name: &str) -> Stream {
        self.core.seed.stream(name)
    }

    /// The SHA-256 of the log; takes time in proportion to its length.
    pub fn hash(&self) -> LogHash {
        LogHash::of(&self.core.log)
    }

    /// Whether the log is full, so that no further command or timer is handled.
    pub fn at_fact_limit(&self) -> bool {
        self.core.log.len() >= self.settings.facts_max
    }

    /// When something happens next, if nothing is done; `None` when nothing waits.
    pub fn next_due(&self) -> Option<SimTime> {
        if self.tail.is_empty() { self.core.fold.timers.next_due() } else { Some(self.now()) }
    }

    /// What waits on the agenda and when it falls due, in no order.
    pub fn agenda(&self) -> impl Iterator<Item = (SimTime, &M::Timer)> {
        self.core.fold.timers.waiting().map(|due| (due.at, &due.timer))
    }

    /// Gives a command at the present moment, after everything due by now has happened, and returns its own facts.
    ///
    /// That order makes a command's time enough to play it again. A command accepted without a fact changes nothing and
    /// is not recorded.
    ///
    /// # Errors
    ///
    /// When the model refuses the command or the log is full. Then nothing happened but what was due by now anyway.
    ///
    /// # Panics
    ///
    /// When the model emits a fact and refuses all the same, which is a mistake of the model.
    pub fn command(&mut self, command: M::Command) -> Result<FactRange, CommandError<M::Refusal>> {
        self.advance(self.now(), usize::MAX);
        if self.at_fact_limit() {
            return Err(CommandError::FactLimit);
        }
        let first = self.core.log.len();
        let id = CommandId::from_index(self.commands.len());
        let mut run = Run::new(&*self.model, &mut self.core, Origin::Command(id), Cause::Command(id));
        let handled = self.model.handle(&mut run, &command);
        let facts = FactRange::new(first..self.core.log.len());
        match handled {
            Ok(()) if facts.is_empty() => Ok(facts),
            Ok(()) => {
                self.commands.push((self.now(), command));
                self.complete_step();
                Ok(facts)
            }
            Err(refusal) => {
                assert!(facts.is_empty(), "a command is refused before its first fact: {command:?} left {facts:?}");
                Err(CommandError::Refused(refusal))
            }
        }
    }

    /// Lets time pass until `until`, or until about `budget` facts have come: a step is never cut, and a timer that
    /// fires without a fact counts as one.
    ///
    /// A moment that has passed counts as reached.
    pub fn advance(&mut self, until: SimTime, budget: usize) -> Progress {
        if until < self.now() {
            return Progress::Reached;
        }
        let mut spent = 0;
        while self.next_due().is_some_and(|due| due <= until) {
            if spent >= budget {
                return Progress::BudgetSpent;
            }
            if !self.tail.is_empty() {
                spent += self.release_tail();
            } else if self.at_fact_limit() {
                return Progress::FactLimit;
            } else {
                spent += self.fire_next().max(1);
            }
        }
        self.core.fold.timers.move_clock(until);
        Progress::Reached
    }

    /// Lets time pass until something happens, and returns the facts of that step. `None` when nothing waits any more
    /// that would leave a fact, or when the log is full ([`Kernel::at_fact_limit`] tells).
    pub fn step(&mut self) -> Option<FactRange> {
        let first = self.core.log.len();
        if !self.tail.is_empty() {
            self.release_tail();
        }
        while self.core.log.len() == first && !self.at_fact_limit() && self.next_due().is_some() {
            self.fire_next();
        }
        let facts = FactRange::new(first..self.core.log.len());
        (!facts.is_empty()).then_some(facts)
    }

    /// Goes back until the log has `facts` facts, at the time of the last of them, and returns the commands that are
    /// undone by it, oldest first. A number beyond the log stands for all of it.
    ///
    /// Inside a step, the state is that after exactly so many facts. The step's other facts are decided: they follow
    /// before anything else happens, and its command stays given. What the model starts with is decided in the same
    /// way.
    pub fn rewind(&mut self, facts: usize) -> Vec<(SimTime, M::Command)> {
        let facts = facts.min(self.core.log.len());
        let fold = self.fold_at(facts);
        let dropped = self.truncate(facts);
        self.core.fold = fold;
        self.core.firings = 0;
        dropped
    }

    /// Goes back to a moment: every fact up to and including it stays. Returns the commands that are undone by it,
    /// oldest first. A moment that has not come yet changes nothing, one before the start stands for the start.
    pub fn rewind_to_time(&mut self, time: SimTime) -> Vec<(SimTime, M::Command)> {
        let time = time.max(self.start);
        if time >= self.now() {
            return Vec::new();
        }
        let facts = self.core.log.partition_point(|entry| entry.at <= time);
        let dropped = self.rewind(facts);
        // The clock had passed this moment, so whatever else was due by then fired without a fact. It would again.
        while self.core.fold.timers.next_due().is_some_and(|due| due <= time) {
            self.core.pop_timer();
        }
        self.core.fold.timers.move_clock(time);
        dropped
    }

    /// A second future: the run as [`Kernel::rewind`] would leave it, while this one stays as it is.
    #[must_use]
    pub fn branch(&self, facts: usize) -> Self {
        let mut branch = self.clone();
        branch.rewind(facts);
        branch
    }

    /// The state after the first `facts` facts. A number beyond the log stands for all of it.
    pub fn state_at(&self, facts: usize) -> M::State {
        if facts >= self.core.log.len() { self.state().clone() } else { self.fold_at(facts).state }
    }

    /// Takes the next timer off the agenda, lets it fire, and returns how many facts came of it.
    fn fire_next(&mut self) -> usize {
        let Some(due) = self.core.pop_timer() else { return 0 };
        let first = self.core.log.len();
        self.core.fold.timers.move_clock(due.at);
        let mut run = Run::new(&*self.model, &mut self.core, Origin::Firing(due.id), Cause::Timer(due.set_by));
        self.model.fire(&mut run, due.timer);
        let facts = self.core.log.len() - first;
        if facts > 0 {
            self.complete_step();
        }
        facts
    }

    /// Lets the decided rest of a step happen, and returns how many facts it had.
    fn release_tail(&mut self) -> usize {
        let tail = std::mem::take(&mut self.tail);
        let facts = tail.len();
        for entry in tail {
            self.core.append_entry(&self.model, entry);
        }
        self.complete_step();
        facts
    }

    fn complete_step(&mut self) {
        self.checkpoints.offer(self.core.log.len(), &self.core.fold);
    }

    /// State and agenda after the first `facts` facts.
    fn fold_at(&self, facts: usize) -> Fold<M> {
        let (folded, mut fold) =
            self.checkpoints.nearest(facts).unwrap_or_else(|| (0, Fold::initial(&self.model, self.start)));
        fold.replay(&self.model, &self.core.log, &self.core.steps, folded..facts);
        fold
    }

    /// Cuts log, steps, commands and checkpoints to `facts` facts, keeping a cut step's rest as the tail.
    fn truncate(&mut self, facts: usize) -> Vec<(SimTime, M::Command)> {
        let mut undone = self.core.log.split_off(facts);
        undone.append(&mut self.tail);
        self.checkpoints.truncate(facts);

        let Some(next) = undone.first() else { return Vec::new() };
        let next_step = next.step as usize;
        let is_decided = |step: &Step| step.first_fact.index() < facts || step.origin == Origin::Start;
        let steps_kept = next_step + usize::from(is_decided(&self.core.steps[next_step]));

        undone.truncate(undone.partition_point(|entry| (entry.step as usize) < steps_kept));
        self.tail = undone;
        let first_undone = self.core.steps.range(steps_kept..).find_map(|step| match step.origin {
            Origin::Command(id) => Some(id.index()),
            Origin::Firing(_) | Origin::Start => None,
        });
        self.core.steps.split_off(steps_kept);
        first_undone.map_or_else(Vec::new, |first| self.commands.split_off(first))
    }
}

/// The same run at the same moment. Checkpoints and log are shared.
impl<M: Model> Clone for Kernel<M> {
    fn clone(&self) -> Self {
        Self {
            model: Rc::clone(&self.model),
            start: self.start,
            settings: self.settings,
            core: self.core.clone(),
            commands: self.commands.clone(),
            tail: self.tail.clone(),
            checkpoints: self.checkpoints.clone(),
        }
    }
}

impl<M: Model> fmt::Debug for Kernel<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kernel")
            .field("seed", &self.core.seed)
            .field("now", &self.now())
            .field("facts", &self.core.log.len())
            .field("commands", &self.commands)
            .finish_non_exhaustive()
    }
}
