//! Timers that have not fallen due yet.
//!
//! They leave by time; those due at one moment leave by the model's [`Model::Order`], and those of one order in the
//! order they were set. That rule is what makes a run reproducible; everything above relies on it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::num::NonZeroU32;

use crate::{FactId, Model, SimTime};

/// The number of a timer: timers are counted in the order they are set. Good as long as the fact that set it is in the
/// log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct TimerId(NonZeroU32);

impl TimerId {
    /// The position among all timers ever set, from 0.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The agenda, as a model sees it while it applies a fact.
pub struct Timers<M: Model> {
    now: SimTime,
    /// The fact being applied, which sets whatever is set now.
    applying: FactId,
    /// What was set for the moment at which it was set. The clock stands still until all of it has fired, so these few
    /// need not pass by what is set for later.
    ///
    /// Invariant, here, in `soon` and in `near`: what fires first is waiting, so that looking at what comes next needs
    /// no search.
    at_once: BinaryHeap<Due<M>>,
    /// What came near together, the first to fire last: it is put in order once and keeps the heap beside it small.
    soon: Vec<Due<M>>,
    /// What was set to fall due by `horizon`. Invariant: it and `soon` are both empty only when nothing is far.
    near: BinaryHeap<Due<M>>,
    /// What falls due after `horizon`, in no order: thousands of deadlines far ahead cost the near ones nothing.
    far: Vec<Due<M>>,
    horizon: SimTime,
    /// How many were ever set.
    count: u32,
    /// The last one that fired. A model may cancel it again, which means nothing.
    fired: Option<TimerId>,
    cancelled: Cancelled,
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
            at_once: BinaryHeap::new(),
            soon: Vec::new(),
            near: BinaryHeap::new(),
            far: Vec::new(),
            horizon: start,
            count: 0,
            fired: None,
            cancelled: Cancelled::default(),
        }
    }

    /// The time of the fact being applied.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Fires `timer` at `at`, which may be this very moment: then once this step is done, and in its turn by order and
    /// arrival.
    ///
    /// # Panics
    ///
    /// When `at` has passed, which is a mistake of the model.
    pub fn set(&mut self, at: SimTime, order: M::Order, timer: M::Timer) -> TimerId {
        assert!(at >= self.now, "a timer cannot be set into the past: {at} is before {now}", now = self.now);
        let id = NonZeroU32::MIN.checked_add(self.count).map(TimerId).expect("a run sets fewer timers than 2^32");
        self.count = id.0.get();
        let due = Due { at, order, id, set_by: self.applying, timer };
        if at == self.now {
            self.at_once.push(due);
            return id;
        }
        if self.near.is_empty() && self.soon.is_empty() {
            self.horizon = at;
        }
        if at <= self.horizon {
            self.near.push(due);
        } else {
            self.far.push(due);
        }
        id
    }

    /// Keeps a timer from firing. One that has fired or was cancelled before is left as it is.
    ///
    /// # Panics
    ///
    /// When no such timer was ever set, which is a mistake of the model.
    pub fn cancel(&mut self, timer: TimerId) {
        assert!(timer.0.get() <= self.count, "only a timer that was set can be cancelled, and {timer:?} was not");
        if self.fired == Some(timer) {
            return;
        }
        self.cancelled.add(timer);
        self.drop_cancelled();
    }

    pub(crate) fn begin_fact(&mut self, at: SimTime, id: FactId) {
        self.now = at;
        self.applying = id;
    }

    pub(crate) fn move_clock(&mut self, now: SimTime) {
        self.now = now;
    }

    pub(crate) fn next_due(&self) -> Option<SimTime> {
        let next = match self.next() {
            Place::AtOnce => self.at_once.peek(),
            Place::Soon => self.soon.last(),
            Place::Near => self.near.peek(),
        };
        next.map(|due| due.at)
    }

    /// What waits, in no order.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Due<M>> {
        let all = self.at_once.iter().chain(&self.soon).chain(&self.near).chain(&self.far);
        all.filter(|due| !self.cancelled.has(due.id))
    }

    pub(crate) fn pop(&mut self) -> Option<Due<M>> {
        let next = match self.next() {
            Place::AtOnce => self.at_once.pop(),
            Place::Soon => self.soon.pop(),
            Place::Near => self.near.pop(),
        };
        let due = next?;
        self.fired = Some(due.id);
        if self.cancelled.count > 0 || (self.near.is_empty() && self.soon.is_empty()) {
            self.drop_cancelled();
        }
        Some(due)
    }

    /// Where the next timer is, if there is any.
    #[inline]
    fn next(&self) -> Place {
        let (later, place) = match (self.soon.last(), self.near.peek()) {
            (Some(soon), Some(near)) if near.is_before(soon) => (Some(near), Place::Near),
            (Some(soon), _) => (Some(soon), Place::Soon),
            (None, near) => (near, Place::Near),
        };
        match (self.at_once.peek(), later) {
            (Some(at_once), Some(later)) if later.is_before(at_once) => place,
            (Some(_), _) => Place::AtOnce,
            (None, _) => place,
        }
    }

    /// Restores the invariant of what is near, and clears the agenda of all that is cancelled once that may be most of
    /// it, so that it stays as small as what waits.
    fn drop_cancelled(&mut self) {
        const CLEAR_FROM: usize = 64;
        let waiting = self.at_once.len() + self.soon.len() + self.near.len() + self.far.len();
        if self.cancelled.count >= CLEAR_FROM && self.cancelled.count * 2 > waiting {
            self.at_once.retain(|due| !self.cancelled.has(due.id));
            self.soon.retain(|due| !self.cancelled.has(due.id));
            self.near.retain(|due| !self.cancelled.has(due.id));
            self.far.retain(|due| !self.cancelled.has(due.id));
            self.cancelled.forget_all();
        }
        while self.at_once.peek().is_some_and(|due| self.cancelled.has(due.id)) {
            self.at_once.pop();
        }
        loop {
            while self.near.peek().is_some_and(|due| self.cancelled.has(due.id)) {
                self.near.pop();
            }
            while self.soon.last().is_some_and(|due| self.cancelled.has(due.id)) {
                self.soon.pop();
            }
            if !self.near.is_empty() || !self.soon.is_empty() || self.far.is_empty() {
                return;
            }
            self.move_horizon();
        }
    }

    /// Brings the earliest of what is far near: a sixteenth of it, which keeps these moves few.
    fn move_horizon(&mut self) {
        // Each move looks at all that is far. With fewer at a time that costs more than the order of what was moved.
        const MOVED_MIN: usize = 256;
        let last = (self.far.len() / 16).max(MOVED_MIN).min(self.far.len()) - 1;
        let (_, due, _) = self.far.select_nth_unstable_by_key(last, |due| due.at);
        self.horizon = due.at;
        let horizon = self.horizon;
        self.soon.extend(self.far.extract_if(.., |due| due.at <= horizon));
        self.soon.sort_unstable();
    }
}

/// Where a timer is that has come near.
enum Place {
    AtOnce,
    Soon,
    Near,
}

impl<M: Model> Clone for Timers<M> {
    fn clone(&self) -> Self {
        Self {
            now: self.now,
            applying: self.applying,
            at_once: self.at_once.clone(),
            soon: self.soon.clone(),
            near: self.near.clone(),
            far: self.far.clone(),
            horizon: self.horizon,
            count: self.count,
            fired: self.fired,
            cancelled: self.cancelled.clone(),
        }
    }
}

impl<M: Model> Clone for Due<M> {
    fn clone(&self) -> Self {
        Self { at: self.at, order: self.order, id: self.id, set_by: self.set_by, timer: self.timer.clone() }
    }
}

impl<M: Model> Due<M> {
    /// Whether this timer fires before another one.
    #[inline]
    fn is_before(&self, other: &Self) -> bool {
        // Equal times are the rare case, and a comparison without a branch is what makes the heap fast.
        if self.at == other.at { self.wins_tie(other) } else { self.at < other.at }
    }

    #[cold]
    fn wins_tie(&self, other: &Self) -> bool {
        (self.order, self.id) < (other.order, other.id)
    }
}

/// The heap gives its greatest item first, so what is due first compares as greatest.
impl<M: Model> Ord for Due<M> {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.is_before(other) {
            Ordering::Greater
        } else if self.id == other.id {
            Ordering::Equal
        } else {
            Ordering::Less
        }
    }
}

/// The operators are written out because the heap compares with them, all the time.
impl<M: Model> PartialOrd for Due<M> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    #[inline]
    fn lt(&self, other: &Self) -> bool {
        other.is_before(self)
    }

    #[inline]
    fn le(&self, other: &Self) -> bool {
        !self.is_before(other)
    }

    #[inline]
    fn gt(&self, other: &Self) -> bool {
        self.is_before(other)
    }

    #[inline]
    fn ge(&self, other: &Self) -> bool {
        !other.is_before(self)
    }
}

impl<M: Model> PartialEq for Due<M> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<M: Model> Eq for Due<M> {}

/// Which timers were cancelled while they may have been on the agenda: one bit for each, by its id.
///
/// Whether a timer had fired before is not looked up. Then its bit means nothing, for no timer gets its id again.
#[derive(Clone, Default)]
struct Cancelled {
    words: Vec<u64>,
    /// How many bits are set.
    count: usize,
}

impl Cancelled {
    fn add(&mut self, timer: TimerId) {
        let (word, bit) = Self::place(timer);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.count += usize::from(self.words[word] & bit == 0);
        self.words[word] |= bit;
    }

    fn has(&self, timer: TimerId) -> bool {
        let (word, bit) = Self::place(timer);
        self.words.get(word).is_some_and(|held| held & bit != 0)
    }

    fn forget_all(&mut self) {
        self.words.clear();
        self.count = 0;
    }

    fn place(timer: TimerId) -> (usize, u64) {
        (timer.index() / 64, 1 << (timer.index() % 64))
    }
}
