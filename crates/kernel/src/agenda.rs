//! Timers that have not fallen due yet.
//!
//! They leave by time; those due at one moment leave by the model's [`Model::Order`], and those of one order in the
//! order they were set. That rule is what makes a run reproducible; everything above relies on it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::{FactId, Model, SimTime};

/// The number of a timer: timers are counted in the order they are set. Good as long as the fact that set it is in the
/// log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct TimerId(u32);

impl TimerId {
    /// The position among all timers ever set, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The agenda, as a model sees it while it applies a fact.
pub struct Timers<M: Model> {
    now: SimTime,
    /// The fact being applied, which sets whatever is set now.
    applying: FactId,
    /// Invariant: the first item is waiting, so that looking at what comes next needs no search.
    heap: BinaryHeap<Due<M>>,
    waiting: Waiting,
    /// How many were ever set.
    count: u32,
    /// Items of the heap whose timer was cancelled.
    cancelled_in_heap: usize,
}

/// A timer on the agenda.
pub(crate) struct Due<M: Model> {
    pub(crate) at: SimTime,
    order: M::Order,
    pub(crate) id: TimerId,
    /// The fact that set it.
    pub(crate) set_by: FactId,
    pub(crate) timer: M::Timer,
}

impl<M: Model> Timers<M> {
    pub(crate) fn new(start: SimTime) -> Self {
        Self {
            now: start,
            applying: FactId::from_index(0),
            heap: BinaryHeap::new(),
            waiting: Waiting::default(),
            count: 0,
            cancelled_in_heap: 0,
        }
    }

    /// The time of the fact being applied.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Fires `timer` at `at`, which may be this very moment: then after everything that is due now already.
    ///
    /// # Panics
    ///
    /// When `at` has passed, which is a mistake of the model.
    pub fn set(&mut self, at: SimTime, order: M::Order, timer: M::Timer) -> TimerId {
        assert!(at >= self.now, "a timer cannot be set into the past: {at} is before {now}", now = self.now);
        let id = TimerId(self.count);
        self.count = self.count.checked_add(1).expect("a run sets fewer timers than 2^32");
        self.waiting.add(id);
        self.heap.push(Due { at, order, id, set_by: self.applying, timer });
        id
    }

    /// Keeps a timer from firing. One that has fired or was cancelled before is left as it is.
    pub fn cancel(&mut self, timer: TimerId) {
        if self.waiting.remove(timer) {
            self.cancelled_in_heap += 1;
            self.drop_cancelled();
        }
    }

    pub(crate) fn begin_fact(&mut self, at: SimTime, id: FactId) {
        self.now = at;
        self.applying = id;
    }

    pub(crate) fn move_clock(&mut self, now: SimTime) {
        self.now = now;
    }

    pub(crate) fn next_due(&self) -> Option<SimTime> {
        self.heap.peek().map(|due| due.at)
    }

    pub(crate) fn pop(&mut self) -> Option<Due<M>> {
        let due = self.heap.pop()?;
        self.waiting.remove(due.id);
        if self.cancelled_in_heap > 0 {
            self.drop_cancelled();
        }
        Some(due)
    }

    /// Restores the invariant of the heap, and rebuilds it once most of it is cancelled, so that it stays as small as
    /// what waits.
    fn drop_cancelled(&mut self) {
        const REBUILD_FROM: usize = 64;
        if self.cancelled_in_heap >= REBUILD_FROM && self.cancelled_in_heap * 2 > self.heap.len() {
            self.heap.retain(|due| self.waiting.has(due.id));
            self.cancelled_in_heap = 0;
            return;
        }
        while self.heap.peek().is_some_and(|due| !self.waiting.has(due.id)) {
            self.heap.pop();
            self.cancelled_in_heap -= 1;
        }
    }
}

impl<M: Model> Clone for Timers<M> {
    fn clone(&self) -> Self {
        Self {
            now: self.now,
            applying: self.applying,
            heap: self.heap.clone(),
            waiting: self.waiting.clone(),
            count: self.count,
            cancelled_in_heap: self.cancelled_in_heap,
        }
    }
}

impl<M: Model> Clone for Due<M> {
    fn clone(&self) -> Self {
        Self { at: self.at, order: self.order, id: self.id, set_by: self.set_by, timer: self.timer.clone() }
    }
}

/// The heap gives its greatest item first, so what is due first compares as greatest.
impl<M: Model> Ord for Due<M> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.at.cmp(&self.at).then_with(|| other.order.cmp(&self.order)).then_with(|| other.id.cmp(&self.id))
    }
}

impl<M: Model> PartialOrd for Due<M> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<M: Model> PartialEq for Due<M> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<M: Model> Eq for Due<M> {}

/// Which timers are waiting: one bit for each timer ever set.
#[derive(Clone, Default)]
struct Waiting {
    words: Vec<u64>,
}

impl Waiting {
    fn add(&mut self, timer: TimerId) {
        let (word, bit) = Self::place(timer);
        if word == self.words.len() {
            self.words.push(0);
        }
        self.words[word] |= bit;
    }

    fn has(&self, timer: TimerId) -> bool {
        let (word, bit) = Self::place(timer);
        self.words.get(word).is_some_and(|held| held & bit != 0)
    }

    /// Takes a timer out; whether it was waiting.
    fn remove(&mut self, timer: TimerId) -> bool {
        let had = self.has(timer);
        if had {
            let (word, bit) = Self::place(timer);
            self.words[word] &= !bit;
        }
        had
    }

    fn place(timer: TimerId) -> (usize, u64) {
        (timer.index() / 64, 1 << (timer.0 % 64))
    }
}
