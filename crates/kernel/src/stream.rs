//! Chance, one stream for each name.
//!
//! A stream is made from the seed of the run and a stable name, and from nothing else: asking for it changes nothing,
//! and asking again gives the same draws. Name a stream after what is drawn, down to the attempt
//! (`stage 2/job 1/attempt 3/duration`), and no other part of the run can shift its draws.
//!
//! The algorithms are fixed for ever, because old runs must play the same: the name is hashed with SipHash-2-4 of 128
//! bits, which seeds a PCG XSH RR 64/32; bounded draws are made here, from its raw words.

use std::convert::Infallible;
use std::ops::RangeInclusive;

use rand::{Rng as _, TryRng};
use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};
use siphasher::sip128::SipHasher24;

use crate::SimDuration;

/// What all chance of a run comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u64);

impl Seed {
    /// The stream of this name, from its first draw.
    pub fn stream(self, name: &str) -> Stream {
        // The second key sets these streams apart from any other use of the same seed.
        let key = SipHasher24::new_with_keys(self.0, 0x7265_6865_6172_7361);
        let hash = key.hash(name.as_bytes());
        Stream(Pcg32::new(hash.h1, hash.h2))
    }
}

/// A sequence of random draws, also usable as any generator of the `rand` crate.
///
/// Only the draws offered here are promised to stay the same; how `rand` turns a generator into ranges or shuffles may
/// change with its version.
///
/// ```
/// use rehearsal_kernel::Seed;
///
/// let seed = Seed(7);
/// let first = seed.stream("build/duration").range(10..=20);
/// assert_eq!(seed.stream("build/duration").range(10..=20), first, "a name always draws the same");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream(Pcg32);

impl Stream {
    /// A whole number between the ends, both included, each as likely.
    ///
    /// # Panics
    ///
    /// When the range is empty.
    pub fn range(&mut self, range: RangeInclusive<i64>) -> i64 {
        let (low, high) = range.into_inner();
        assert!(low <= high, "a draw needs at least one value, but {low} is above {high}");
        let span = high.wrapping_sub(low).cast_unsigned();
        low.wrapping_add(self.up_to(span).cast_signed())
    }

    /// A span of time between the ends, both included, each millisecond as likely.
    ///
    /// # Panics
    ///
    /// When the range is empty.
    pub fn duration(&mut self, range: RangeInclusive<SimDuration>) -> SimDuration {
        let (low, high) = range.into_inner();
        SimDuration::millis(self.range(low.as_millis()..=high.as_millis()))
    }

    /// Yes, in so many of a thousand cases; never at 0, always from 1000 on.
    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.up_to(999) < u64::from(per_mille)
    }

    /// A number from 0 to `highest`, each as likely.
    ///
    /// Words that fall into the incomplete last copy of the range are drawn again, so that no number is favoured.
    fn up_to(&mut self, highest: u64) -> u64 {
        let Some(count) = highest.checked_add(1) else { return self.0.next_u64() };
        let surplus = (u64::MAX % count + 1) % count;
        loop {
            let word = self.0.next_u64();
            if word <= u64::MAX - surplus {
                return word % count;
            }
        }
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.try_fill_bytes(bytes)
    }
}
