//! The log: what happened, when, and because of what.
//!
//! A fact is known by its position, so an id stays good for as long as the fact is in the log, and a fact's causes
//! always stand before it.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Rows, SimTime};

/// The position of a fact in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactId(u32);

impl FactId {
    /// The id of the fact at a position of the log.
    ///
    /// # Panics
    ///
    /// When `index` does not fit 32 bits; [`Settings::facts_max`](crate::Settings::facts_max) keeps logs far below.
    pub fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).expect("a log holds fewer facts than 2^32"))
    }

    /// The position in the log, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fact {}", self.0)
    }
}

/// The position of a command among those that were accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandId(u32);

impl CommandId {
    pub(crate) fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).expect("each command has a fact, and a log holds fewer than 2^32"))
    }

    /// The position among the accepted commands, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What led to a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The run began.
    Start,
    /// A command was accepted.
    Command(CommandId),
    /// A timer fell due; this is the fact that set it.
    Timer(FactId),
    /// An earlier fact, named by the model.
    Fact(FactId),
}

/// A cause in half of the room: its kind in the lowest two bits, its number above. A log has an entry for everything
/// that ever happened, so what an entry takes is what a run takes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Packed(u32);

impl Packed {
    fn of(cause: Cause) -> Self {
        let (kind, number) = match cause {
            Cause::Start => (0, 0),
            Cause::Command(CommandId(number)) => (1, number),
            Cause::Timer(FactId(number)) => (2, number),
            Cause::Fact(FactId(number)) => (3, number),
        };
        assert!(number < 1 << 30, "a log holds fewer facts than 2^30");
        Self(number << 2 | kind)
    }

    const fn cause(self) -> Cause {
        let number = self.0 >> 2;
        match self.0 & 3 {
            0 => Cause::Start,
            1 => Cause::Command(CommandId(number)),
            2 => Cause::Timer(FactId(number)),
            _ => Cause::Fact(FactId(number)),
        }
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause().fmt(f)
    }
}

impl Serialize for Packed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.cause().serialize(serializer)
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry<F> {
    /// When it happened.
    pub at: SimTime,
    cause: Packed,
    /// Which step it belongs to: facts of one step come from handling one command or one timer. Counted from 0, steps
    /// without facts are not counted.
    pub step: u32,
    /// What happened.
    pub fact: F,
}

impl<F> Entry<F> {
    pub(crate) fn new(at: SimTime, cause: Cause, step: u32, fact: F) -> Self {
        Self { at, cause: Packed::of(cause), step, fact }
    }

    /// What led to it.
    pub const fn cause(&self) -> Cause {
        self.cause.cause()
    }
}

/// Facts that stand side by side in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactRange {
    /// The first fact.
    pub start: FactId,
    /// The position after the last fact.
    pub end: FactId,
}

impl FactRange {
    pub(crate) fn new(indices: Range<usize>) -> Self {
        Self { start: FactId::from_index(indices.start), end: FactId::from_index(indices.end) }
    }

    /// How many facts.
    pub const fn len(self) -> usize {
        self.end.index() - self.start.index()
    }

    /// Whether there is no fact.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The positions, to slice a log with.
    pub const fn indices(self) -> Range<usize> {
        self.start.index()..self.end.index()
    }
}

impl IntoIterator for FactRange {
    type Item = FactId;
    type IntoIter = std::iter::Map<Range<usize>, fn(usize) -> FactId>;

    fn into_iter(self) -> Self::IntoIter {
        self.indices().map(FactId::from_index)
    }
}

/// The SHA-256 of a log: of its entries as JSON, one a line.
///
/// Two runs with the same hash had the same facts at the same times for the same reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LogHash([u8; 32]);

impl LogHash {
    pub(crate) fn of<F: Serialize>(log: &Rows<Entry<F>>) -> Self {
        let mut hasher = Sha256::new();
        let mut line = Vec::new();
        for entry in log {
            line.clear();
            serde_json::to_writer(&mut line, entry).expect("a fact writes as JSON: its maps have names as keys");
            line.push(b'\n');
            hasher.update(&line);
        }
        Self(hasher.finalize().into())
    }

    /// The 32 bytes of the hash.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Shown as 64 lower-case hexadecimal digits.
impl fmt::Display for LogHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
