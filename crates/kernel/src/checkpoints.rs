//! Copies of the past to fold forward from, so that going back does not mean starting over.
//!
//! There are never more than [`KEPT_MAX`] of them, however long the run: when they get too many, every second one goes
//! and the rest are spaced twice as far.

use std::num::NonZeroU32;
use std::rc::Rc;

use crate::Model;
use crate::present::Fold;

/// How many checkpoints are kept at most.
const KEPT_MAX: usize = 32;

pub(crate) struct Checkpoints<M: Model> {
    every: Option<NonZeroU32>,
    /// In the order of the log. Shared between branches, never changed.
    kept: Vec<Rc<Checkpoint<M>>>,
    /// The log length from which the next one is due.
    next_at: usize,
}

struct Checkpoint<M: Model> {
    /// How many facts are folded in; always whole steps.
    facts: usize,
    fold: Fold<M>,
}

impl<M: Model> Checkpoints<M> {
    pub(crate) fn new(every: Option<NonZeroU32>) -> Self {
        let mut checkpoints = Self { every, kept: Vec::new(), next_at: 0 };
        checkpoints.plan_next();
        checkpoints
    }

    /// Keeps a copy if one is due. To be called when a step of the log is complete, before any further timer fires.
    #[inline]
    pub(crate) fn offer(&mut self, facts: usize, fold: &Fold<M>) {
        if facts >= self.next_at {
            self.keep(facts, fold);
        }
    }

    #[cold]
    fn keep(&mut self, facts: usize, fold: &Fold<M>) {
        self.kept.push(Rc::new(Checkpoint { facts, fold: fold.clone() }));
        if self.kept.len() > KEPT_MAX {
            let mut position = 0;
            self.kept.retain(|_| {
                position += 1;
                position % 2 == 0
            });
        }
        self.plan_next();
    }

    /// The last copy with at most so many facts, and how many it has.
    pub(crate) fn nearest(&self, facts: usize) -> Option<(usize, Fold<M>)> {
        let after = self.kept.partition_point(|checkpoint| checkpoint.facts <= facts);
        let checkpoint = self.kept[..after].last()?;
        Some((checkpoint.facts, checkpoint.fold.clone()))
    }

    /// Forgets the copies with more facts than this.
    pub(crate) fn truncate(&mut self, facts: usize) {
        self.kept.retain(|checkpoint| checkpoint.facts <= facts);
        self.plan_next();
    }

    /// The spacing follows from how far the run has come: it doubles until [`KEPT_MAX`] copies reach that far.
    fn plan_next(&mut self) {
        let last = self.kept.last().map_or(0, |checkpoint| checkpoint.facts);
        self.next_at = self.every.map_or(usize::MAX, |every| {
            let mut spacing = every.get() as usize;
            while last / spacing >= KEPT_MAX {
                spacing *= 2;
            }
            last.saturating_add(spacing)
        });
    }
}

impl<M: Model> Clone for Checkpoints<M> {
    fn clone(&self) -> Self {
        Self { every: self.every, kept: self.kept.clone(), next_at: self.next_at }
    }
}
