//! Moments and spans of virtual time.
//!
//! Both count whole milliseconds, so nothing is ever rounded, and arithmetic stops at the ends of the range instead of
//! wrapping: a moment after [`SimTime::MAX`] is [`SimTime::MAX`].

use std::fmt;
use std::num::NonZeroU64;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const MILLIS_PER_SECOND: i64 = 1_000;
const MILLIS_PER_MINUTE: i64 = 60 * MILLIS_PER_SECOND;
const MILLIS_PER_HOUR: i64 = 60 * MILLIS_PER_MINUTE;
const MILLIS_PER_DAY: i64 = 24 * MILLIS_PER_HOUR;

/// A moment of the run: whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Shown as RFC 3339 in UTC, with milliseconds only when there are some.
///
/// ```
/// use rehearsal_kernel::{SimDuration, SimTime};
///
/// let nine = SimTime::from_millis(1_772_442_000_000);
/// assert_eq!(nine.to_string(), "2026-03-02T09:00:00Z");
/// assert_eq!((nine + SimDuration::millis(40)).to_string(), "2026-03-02T09:00:00.040Z");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(
    /// The milliseconds with their sign bit turned over, which keeps their order. Zero is left free for the compiler,
    /// so that a moment that may be missing takes no more room than one that is there; facts and state hold many.
    NonZeroU64,
);

const SIGN: u64 = 1 << 63;

impl SimTime {
    /// The first moment there is.
    pub const MIN: Self = Self(NonZeroU64::MIN);
    /// The last moment there is; advancing to it means "to the end".
    pub const MAX: Self = Self(NonZeroU64::MAX);

    /// The moment so many milliseconds after (or, when negative, before) 1970-01-01T00:00:00Z. `i64::MIN` stands for
    /// [`SimTime::MIN`], one millisecond later.
    pub const fn from_millis(millis: i64) -> Self {
        match NonZeroU64::new(millis.cast_unsigned() ^ SIGN) {
            Some(held) => Self(held),
            None => Self::MIN,
        }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn as_millis(self) -> i64 {
        (self.0.get() ^ SIGN).cast_signed()
    }

    /// The moment `duration` later, or `None` beyond the ends of the range.
    pub const fn checked_add(self, duration: SimDuration) -> Option<Self> {
        match self.as_millis().checked_add(duration.0) {
            Some(millis) => Some(Self::from_millis(millis)),
            None => None,
        }
    }
}

impl fmt::Debug for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SimTime").field(&self.as_millis()).finish()
    }
}

/// As its milliseconds.
impl Serialize for SimTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.as_millis())
    }
}

impl<'de> Deserialize<'de> for SimTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self::from_millis)
    }
}

impl Add<SimDuration> for SimTime {
    type Output = Self;

    fn add(self, duration: SimDuration) -> Self {
        Self::from_millis(self.as_millis().saturating_add(duration.0))
    }
}

impl AddAssign<SimDuration> for SimTime {
    fn add_assign(&mut self, duration: SimDuration) {
        *self = *self + duration;
    }
}

impl Sub<SimDuration> for SimTime {
    type Output = Self;

    fn sub(self, duration: SimDuration) -> Self {
        Self::from_millis(self.as_millis().saturating_sub(duration.0))
    }
}

impl Sub for SimTime {
    type Output = SimDuration;

    fn sub(self, earlier: Self) -> SimDuration {
        SimDuration(self.as_millis().saturating_sub(earlier.as_millis()))
    }
}

impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_date(self.as_millis().div_euclid(MILLIS_PER_DAY));
        let of_day = self.as_millis().rem_euclid(MILLIS_PER_DAY);
        let hour = of_day / MILLIS_PER_HOUR;
        let minute = of_day / MILLIS_PER_MINUTE % 60;
        let second = of_day / MILLIS_PER_SECOND % 60;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match of_day % MILLIS_PER_SECOND {
            0 => f.write_str("Z"),
            millis => write!(f, ".{millis:03}Z"),
        }
    }
}

/// Year, month and day of the Gregorian calendar for a number of days since 1970-01-01.
///
/// The calendar repeats every 400 years (146,097 days). Inside such a cycle the year is guessed from the mean length of
/// a year and corrected once, then the months are counted off.
fn civil_date(days_since_1970: i64) -> (i64, i64, i64) {
    const DAYS_PER_CYCLE: i64 = 146_097;
    const DAYS_FROM_YEAR_0_TO_1970: i64 = 719_528;

    let days = days_since_1970 + DAYS_FROM_YEAR_0_TO_1970;
    let cycle = days.div_euclid(DAYS_PER_CYCLE);
    let day_of_cycle = days.rem_euclid(DAYS_PER_CYCLE);

    let guess = day_of_cycle * 400 / DAYS_PER_CYCLE;
    let year = if days_before_year(guess) > day_of_cycle {
        guess - 1
    } else if days_before_year(guess + 1) <= day_of_cycle {
        guess + 1
    } else {
        guess
    };

    let mut day_of_month = day_of_cycle - days_before_year(year);
    let mut month = 1;
    while day_of_month >= days_in_month(year, month) {
        day_of_month -= days_in_month(year, month);
        month += 1;
    }
    (cycle * 400 + year, month, day_of_month + 1)
}

/// Days from the start of a 400-year cycle to the start of its year `year` (0 to 400); year 0 is a leap year.
fn days_before_year(year: i64) -> i64 {
    let leap_days = if year == 0 { 0 } else { (year - 1) / 4 - (year - 1) / 100 + 1 };
    year * 365 + leap_days
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A span of virtual time: whole milliseconds. Negative only as the difference of two moments.
///
/// Shown for people: `0s`, `9.250s`, `5m 09s`, `1h 05m 09s`, `2d 00h 00m 00s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SimDuration(i64);

impl SimDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The longest span there is.
    pub const MAX: Self = Self(i64::MAX);

    /// So many milliseconds.
    pub const fn millis(millis: i64) -> Self {
        Self(millis)
    }

    /// So many seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(MILLIS_PER_SECOND))
    }

    /// So many minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes.saturating_mul(MILLIS_PER_MINUTE))
    }

    /// So many hours.
    pub const fn hours(hours: i64) -> Self {
        Self(hours.saturating_mul(MILLIS_PER_HOUR))
    }

    /// So many days of 24 hours. (A day on a wall clock may have 23 or 25.)
    pub const fn days(days: i64) -> Self {
        Self(days.saturating_mul(MILLIS_PER_DAY))
    }

    /// The length in milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The length in whole seconds, the rest cut off.
    pub const fn as_seconds(self) -> i64 {
        self.0 / MILLIS_PER_SECOND
    }

    /// Whether this is the difference to an earlier moment.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl Add for SimDuration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for SimDuration {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for SimDuration {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl SubAssign for SimDuration {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Mul<i64> for SimDuration {
    type Output = Self;

    fn mul(self, times: i64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl Neg for SimDuration {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl std::iter::Sum for SimDuration {
    fn sum<I: Iterator<Item = Self>>(durations: I) -> Self {
        durations.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.0.unsigned_abs();
        let millis = length % 1_000;
        let seconds = length / 1_000 % 60;
        let minutes = length / 60_000 % 60;
        let hours = length / 3_600_000 % 24;
        let days = length / 86_400_000;

        if self.0 < 0 {
            f.write_str("-")?;
        }
        match (days, hours, minutes) {
            (0, 0, 0) => write!(f, "{seconds}")?,
            (0, 0, _) => write!(f, "{minutes}m {seconds:02}")?,
            (0, _, _) => write!(f, "{hours}h {minutes:02}m {seconds:02}")?,
            (_, _, _) => write!(f, "{days}d {hours:02}h {minutes:02}m {seconds:02}")?,
        }
        match millis {
            0 => f.write_str("s"),
            _ => write!(f, ".{millis:03}s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(millis: i64) -> String {
        SimTime::from_millis(millis).to_string()
    }

    #[test]
    fn moments_are_shown_as_rfc_3339_in_utc() {
        assert_eq!(shown(0), "1970-01-01T00:00:00Z");
        assert_eq!(shown(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(shown(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(shown(1_772_442_000_000), "2026-03-02T09:00:00Z");
        assert_eq!(shown(4_107_542_399_000), "2100-02-28T23:59:59Z");
        assert_eq!(shown(4_107_542_400_000), "2100-03-01T00:00:00Z");
        assert_eq!(shown(-62_167_219_200_000), "0000-01-01T00:00:00Z");
    }

    #[test]
    fn the_calendar_counts_every_day_of_a_cycle_once() {
        let mut expected = (1600, 1, 1);
        let first = -135_140; // days from 1970-01-01 back to 1600-01-01
        for day in first..first + 2 * 146_097 {
            assert_eq!(civil_date(day), expected);
            let (year, month, of_month) = expected;
            expected = if of_month < days_in_month(year, month) {
                (year, month, of_month + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
        }
        assert_eq!(expected, (2400, 1, 1));
    }

    #[test]
    fn arithmetic_stops_at_the_ends_of_the_range() {
        assert_eq!(SimTime::MAX + SimDuration::millis(1), SimTime::MAX);
        assert_eq!(SimTime::MAX - SimTime::MIN, SimDuration::MAX);
        assert_eq!(SimTime::MAX.checked_add(SimDuration::millis(1)), None);
        assert_eq!(SimDuration::days(i64::MAX), SimDuration::MAX);
        assert!(!shown(i64::MAX).is_empty() && !shown(i64::MIN).is_empty());
    }

    #[test]
    fn a_moment_keeps_its_milliseconds_and_their_order() {
        let millis = [i64::MIN + 1, -1, 0, 1, 1_772_442_000_000, i64::MAX];
        let moments = millis.map(SimTime::from_millis);
        assert_eq!(moments.map(SimTime::as_millis), millis);
        assert!(moments.is_sorted());
        assert_eq!(SimTime::from_millis(i64::MIN), SimTime::MIN);
        assert_eq!(size_of::<Option<SimTime>>(), size_of::<SimTime>());
    }

    #[test]
    fn spans_are_shown_for_people() {
        let shown = |millis| SimDuration::millis(millis).to_string();
        assert_eq!(shown(0), "0s");
        assert_eq!(shown(9_250), "9.250s");
        assert_eq!(shown(309_000), "5m 09s");
        assert_eq!(shown(3_909_000), "1h 05m 09s");
        assert_eq!(shown(172_800_000), "2d 00h 00m 00s");
        assert_eq!(shown(-60_000), "-1m 00s");
    }
}
