//! Moments in time, which an expression meets only as `pipeline.startTime`.

use std::fmt;

/// Days from 0001-01-01 to 1970-01-01.
const EPOCH_DAYS: i64 = 719_162;
/// Days from 0001-01-01 to 10000-01-01.
const LAST_DAYS: i64 = 3_652_059;
/// Milliseconds of a day.
const DAY_MILLISECONDS: i64 = 86_400_000;
/// The largest distance from UTC the product allows, in minutes.
const OFFSET_MINUTES_MAX: i16 = 14 * 60;

/// A moment with the distance from UTC in which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    unix_milliseconds: i64,
    /// Minutes east of UTC.
    offset_minutes: i16,
}

/// A moment taken apart, as its place's clock and calendar show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
    pub(crate) millisecond: i64,
}

impl DateTime {
    /// A moment from milliseconds since 1970 (UTC), shown `offset_minutes` east of UTC.
    ///
    /// Years outside 1 to 9999 and offsets beyond fourteen hours are moved to the nearest one allowed.
    pub fn from_unix_milliseconds(unix_milliseconds: i64, offset_minutes: i16) -> Self {
        let offset_minutes = offset_minutes.clamp(-OFFSET_MINUTES_MAX, OFFSET_MINUTES_MAX);
        // A day is kept free at both ends for the offset.
        let first = (1 - EPOCH_DAYS) * DAY_MILLISECONDS;
        let last = (LAST_DAYS - 1 - EPOCH_DAYS) * DAY_MILLISECONDS - 1;
        Self { unix_milliseconds: unix_milliseconds.clamp(first, last), offset_minutes }
    }

    /// Milliseconds since 1970-01-01 00:00 UTC; two moments are the same moment when these are equal.
    pub fn unix_milliseconds(self) -> i64 {
        self.unix_milliseconds
    }

    pub(crate) fn parts(self) -> Parts {
        let local = self.unix_milliseconds + i64::from(self.offset_minutes) * 60_000;
        let (year, month, day) = civil(local.div_euclid(DAY_MILLISECONDS) + EPOCH_DAYS);
        let clock = local.rem_euclid(DAY_MILLISECONDS);
        Parts {
            year,
            month,
            day,
            hour: clock / 3_600_000,
            minute: clock / 60_000 % 60,
            second: clock / 1_000 % 60,
            millisecond: clock % 1_000,
        }
    }

    /// The distance from UTC as `+01:00`.
    pub(crate) fn offset(self) -> String {
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// The calendar date of a day counted from 0001-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    // Years are counted from March, so that the leap day is the last day of a year.
    let days = days + 306;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// The product's text of a moment, `yyyy-MM-dd HH:mm:sszzz`.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { year, month, day, hour, minute, second, millisecond: _ } = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{}", self.offset())
    }
}

#[cfg(test)]
mod tests {
    use super::DateTime;

    #[test]
    fn a_moment_is_shown_by_the_clock_of_its_offset() {
        let shown = |milliseconds, offset| DateTime::from_unix_milliseconds(milliseconds, offset).to_string();
        assert_eq!(shown(0, 0), "1970-01-01 00:00:00+00:00");
        assert_eq!(shown(0, -90), "1969-12-31 22:30:00-01:30");
        assert_eq!(shown(951_782_400_000, 60), "2000-02-29 01:00:00+01:00");
        assert_eq!(shown(1_249_506_423_000, 0), "2009-08-05 21:07:03+00:00");
        assert_eq!(shown(i64::MIN, -840), "0001-01-01 10:00:00-14:00");
        assert_eq!(shown(i64::MAX, 840), "9999-12-31 13:59:59+14:00");
    }
}
