//! The present of a run and its recorded past, and how the one follows from the other.
//!
//! [`Fold`] is what the facts amount to; [`Core`] adds the log and, for each step of it, how many timers had fired by
//! then. That number is all a replay needs to take the same timers off the agenda again, also those that fired without
//! a fact.

use std::ops::Range;

use crate::agenda::Due;
use crate::{Cause, CommandId, Entry, FactId, Model, Rows, Seed, SimTime, TimerId, Timers};

/// State and agenda after some facts.
pub(crate) struct Fold<M: Model> {
    pub(crate) state: M::State,
    pub(crate) timers: Timers<M>,
}

impl<M: Model> Fold<M> {
    pub(crate) fn initial(model: &M, start: SimTime) -> Self {
        Self { state: model.initial(), timers: Timers::new(start) }
    }

    #[inline]
    fn apply(&mut self, model: &M, id: FactId, entry: &Entry<M::Fact>) {
        self.timers.begin_fact(entry.at, id);
        model.apply(&mut self.state, &mut self.timers, id, entry);
    }

    /// Applies logged facts again, taking off the agenda what had fired before each step.
    pub(crate) fn replay(&mut self, model: &M, log: &Rows<Entry<M::Fact>>, steps: &Rows<Step>, facts: Range<usize>) {
        for index in facts {
            let entry = &log[index];
            let step = &steps[entry.step as usize];
            if step.first_fact.index() == index {
                self.take_off(step);
            }
            self.apply(model, FactId::from_index(index), entry);
        }
    }

    fn take_off(&mut self, step: &Step) {
        let mut last = None;
        for _ in 0..step.firings {
            last = self.timers.pop().map(|due| due.id);
        }
        if let Origin::Firing(timer) = step.origin {
            assert_eq!(last, Some(timer), "applying the same facts sets the same timers");
        }
    }
}

impl<M: Model> Clone for Fold<M> {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), timers: self.timers.clone() }
    }
}

/// What a step of the log handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Start,
    Command(CommandId),
    Firing(TimerId),
}

/// What the kernel remembers of a step beside its facts. Not part of the log: it follows from seed and commands.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) origin: Origin,
    pub(crate) first_fact: FactId,
    /// How many timers left the agenda since the step before, including the one handled here.
    pub(crate) firings: u32,
}

pub(crate) struct Core<M: Model> {
    pub(crate) seed: Seed,
    pub(crate) fold: Fold<M>,
    pub(crate) log: Rows<Entry<M::Fact>>,
    pub(crate) steps: Rows<Step>,
    /// How many timers left the agenda since the last step began.
    pub(crate) firings: u32,
}

impl<M: Model> Core<M> {
    pub(crate) fn now(&self) -> SimTime {
        self.fold.timers.now()
    }

    /// Takes the next timer off the agenda, remembering that one left.
    #[inline]
    pub(crate) fn pop_timer(&mut self) -> Option<Due<M>> {
        let due = self.fold.timers.pop()?;
        self.firings += 1;
        Some(due)
    }

    pub(crate) fn open_step(&mut self, origin: Origin) {
        self.steps.push(Step { origin, first_fact: FactId::from_index(self.log.len()), firings: self.firings });
        self.firings = 0;
    }

    /// Logs and applies a fact of the step that was opened last.
    #[inline]
    pub(crate) fn append(&mut self, model: &M, cause: Cause, fact: M::Fact) -> FactId {
        let step = u32::try_from(self.steps.len() - 1).expect("each step has a fact, and a log holds fewer than 2^32");
        self.append_entry(model, Entry::new(self.now(), cause, step, fact))
    }

    /// Logs and applies a fact that was decided before.
    #[inline]
    pub(crate) fn append_entry(&mut self, model: &M, entry: Entry<M::Fact>) -> FactId {
        let index = self.log.len();
        let id = FactId::from_index(index);
        self.log.push(entry);
        self.fold.apply(model, id, &self.log[index]);
        id
    }
}

impl<M: Model> Clone for Core<M> {
    fn clone(&self) -> Self {
        Self {
            seed: self.seed,
            fold: self.fold.clone(),
            log: self.log.clone(),
            steps: self.steps.clone(),
            firings: self.firings,
        }
    }
}
