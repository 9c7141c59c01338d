//! Wall clocks: time zones, the next time of a schedule, and moments as people write them.

use std::cell::RefCell;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};
use rehearsal_classic::Schedule;
use rehearsal_kernel::{SimDuration, SimTime};

use crate::windows_zones::iana_name;
use crate::zones::rule;

/// The zone with this id: `UTC`, a Windows id (`W. Europe Standard Time`) or an IANA name.
pub fn zone(id: &str) -> Option<TimeZone> {
    let id = id.trim();
    if id.is_empty() || id.eq_ignore_ascii_case("utc") {
        return (!id.is_empty()).then_some(TimeZone::UTC);
    }
    TimeZone::posix(rule(iana_name(id).unwrap_or(id))?).ok()
}

fn timestamp(at: SimTime) -> Timestamp {
    Timestamp::from_millisecond(at.as_millis()).unwrap_or(if at.as_millis() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

fn sim_time(at: Timestamp) -> SimTime {
    SimTime::from_millis(at.as_millisecond())
}

/// The instant at which a clock in `zone` shows this date and time.
///
/// A time that the clock skips becomes the first minute after the gap, a repeated one its first
/// occurrence (`classic.md` §4.2).
fn instant(zone: &TimeZone, date: Date, time: Time) -> Option<SimTime> {
    let ambiguous = zone.to_ambiguous_timestamp(date.to_datetime(time));
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => ambiguous.earlier().ok().map(sim_time),
        AmbiguousOffset::Gap { .. } => {
            let beyond = ambiguous.later().ok()?;
            zone.preceding(beyond).next().map(|transition| sim_time(transition.timestamp()))
        }
    }
}

/// The first moment strictly after `after` at which the schedule fires; none when it has no day or its
/// zone is unknown.
pub fn next_occurrence(schedule: &Schedule, after: SimTime) -> Option<SimTime> {
    let zone = zone(&schedule.time_zone_id)?;
    let time = clock_time(schedule.hours, schedule.minutes)?;
    let mut date = timestamp(after).to_zoned(zone.clone()).date();
    // Eight days reach the same weekday of next week even when today's time is over.
    for _ in 0..=8 {
        if schedule.days & weekday_bit(date.weekday()) != 0
            && let Some(at) = instant(&zone, date, time)
            && at > after
        {
            return Some(at);
        }
        date = date.checked_add(1.day()).ok()?;
    }
    None
}

fn clock_time(hours: u8, minutes: u8) -> Option<Time> {
    Time::new(i8::try_from(hours).ok()?, i8::try_from(minutes).ok()?, 0, 0).ok()
}

/// `ScheduleDays` (§2.17): Monday 1, Tuesday 2, … Sunday 64.
fn weekday_bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

/// The next time, strictly after `after`, that a clock in the zone shows these hours and minutes.
pub fn next_clock(zone_id: &str, hours: u8, minutes: u8, after: SimTime) -> Option<SimTime> {
    let every_day = Schedule { days: 127, hours, minutes, time_zone_id: zone_id.to_owned(), only_with_changes: false };
    next_occurrence(&every_day, after)
}

/// A moment on a wall clock, for pages and logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallClock {
    /// Year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
    /// Three letters, `Mon`.
    pub weekday: &'static str,
    /// 0 to 23.
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
    /// 0 to 59.
    pub second: i8,
}

thread_local! {
    /// The zone that was asked for last: a page of a long history asks for the same one thousands of times, and finding
    /// its rule takes longer than all the rest.
    static LATEST: RefCell<Option<(String, TimeZone)>> = const { RefCell::new(None) };
}

/// The zone with this id, or UTC, found once for as long as no other is asked for.
fn zone_or_utc(id: &str) -> TimeZone {
    LATEST.with_borrow_mut(|latest| match latest {
        Some((known, zone)) if known == id => zone.clone(),
        _ => {
            let found = zone(id).unwrap_or(TimeZone::UTC);
            *latest = Some((id.to_owned(), found.clone()));
            found
        }
    })
}

/// What a clock in the zone shows; UTC when the zone is unknown.
pub fn wall_clock(zone_id: &str, at: SimTime) -> WallClock {
    let local = timestamp(at).to_zoned(zone_or_utc(zone_id));
    WallClock {
        year: local.year(),
        month: local.month(),
        day: local.day(),
        weekday: match local.weekday() {
            Weekday::Monday => "Mon",
            Weekday::Tuesday => "Tue",
            Weekday::Wednesday => "Wed",
            Weekday::Thursday => "Thu",
            Weekday::Friday => "Fri",
            Weekday::Saturday => "Sat",
            Weekday::Sunday => "Sun",
        },
        hour: local.hour(),
        minute: local.minute(),
        second: local.second(),
    }
}

/// The years of moments that people write. Clocks of other years can be told, so that time may pass beyond.
const YEAR_MIN: i16 = 1;
/// See [`YEAR_MIN`].
const YEAR_MAX: i16 = 9_000;

/// Both readings of a civil date and time that the clock of the zone shows twice, since summer time ends: as moments
/// with their offsets, in the words of [`parse_moment`]. None for every other text.
///
/// The first is what [`parse_moment`] takes.
pub fn both_readings(text: &str, zone_id: &str) -> Option<[String; 2]> {
    let text = text.trim();
    if text.parse::<Timestamp>().is_ok() {
        return None;
    }
    let civil: jiff::civil::DateTime = text.parse().ok()?;
    let ambiguous = zone(zone_id)?.to_ambiguous_timestamp(civil);
    let AmbiguousOffset::Fold { before, after } = ambiguous.offset() else { return None };
    Some([before, after].map(|offset| {
        let minutes = offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        format!("{}{sign}{hours:02}:{minutes:02}", civil.strftime("%Y-%m-%dT%H:%M:%S"))
    }))
}

/// A moment from text: RFC 3339 (`2026-03-02T09:00:00Z`) or a civil date and time in `zone_id`
/// (`2026-03-02 09:00`).
///
/// # Errors
/// A sentence that says what was expected, also for a time that the zone's clock skips.
pub fn parse_moment(text: &str, zone_id: &str) -> Result<SimTime, String> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        let year = at.to_zoned(TimeZone::UTC).year();
        return if (YEAR_MIN..=YEAR_MAX).contains(&year) {
            Ok(sim_time(at))
        } else {
            Err(format!("the year of `{text}` is out of range; write one from {YEAR_MIN} to {YEAR_MAX}"))
        };
    }
    let expected =
        || format!("`{text}` is not a date and time that exists; write `2026-03-02 09:00` or `2026-03-02T09:00:00Z`");
    let civil: jiff::civil::DateTime = text.parse().map_err(|_| expected())?;
    if !(YEAR_MIN..=YEAR_MAX).contains(&civil.year()) {
        return Err(format!("the year of `{text}` is out of range; write one from {YEAR_MIN} to {YEAR_MAX}"));
    }
    if !text.contains(':') {
        return Err(format!("`{text}` has no time of day; write `{text} 09:00`"));
    }
    let zone = zone(zone_id).ok_or_else(|| format!("the time zone `{zone_id}` is not known"))?;
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
        return Err(format!("`{text}` does not exist in {zone_id}: the clock skips it when summer time begins"));
    }
    ambiguous.earlier().map(sim_time).map_err(|_| expected())
}

/// Nothing in a rehearsal takes longer than this: a thousand years.
const DURATION_MAX: i64 = 1_000 * 366 * 86_400_000;

/// A duration from text such as `5m`, `1h30m`, `90s`, `2d 4h`.
///
/// # Errors
/// A sentence that says what was expected.
pub fn parse_duration(text: &str) -> Result<SimDuration, String> {
    let wrong = || format!("`{text}` is not a duration; write for example `90s`, `5m`, `1h30m` or `2d`");
    let mut total: i64 = 0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let amount: i64 = rest[..digits].parse().map_err(|_| wrong())?;
        let unit_and_rest = &rest[digits..];
        let letters = unit_and_rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit_and_rest.len());
        let unit = match &unit_and_rest[..letters] {
            "ms" => 1,
            "s" => 1_000,
            "m" | "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return Err(wrong()),
        };
        let sum = amount.checked_mul(unit).and_then(|part| total.checked_add(part));
        let is_long = || format!("`{text}` is longer than a thousand years");
        total = sum.filter(|&sum| sum <= DURATION_MAX).ok_or_else(is_long)?;
        rest = unit_and_rest[letters..].trim_start();
    }
    Ok(SimDuration::millis(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> SimTime {
        parse_moment(text, "UTC").expect("a moment")
    }

    fn daily(hours: u8, minutes: u8, zone: &str) -> Schedule {
        Schedule { days: 127, hours, minutes, time_zone_id: zone.to_owned(), only_with_changes: false }
    }

    #[test]
    fn v035_three_in_western_europe_is_one_or_two_utc() {
        let schedule = daily(3, 0, "W. Europe Standard Time");
        assert_eq!(next_occurrence(&schedule, at("2026-07-06T00:00:00Z")), Some(at("2026-07-06T01:00:00Z")));
        assert_eq!(next_occurrence(&schedule, at("2026-01-05T00:00:00Z")), Some(at("2026-01-05T02:00:00Z")));
    }

    #[test]
    fn v069_the_very_moment_is_not_later() {
        let schedule = daily(2, 0, "UTC");
        assert_eq!(next_occurrence(&schedule, at("2026-03-02T02:00:00Z")), Some(at("2026-03-03T02:00:00Z")));
    }

    #[test]
    fn a_skipped_time_fires_at_the_first_minute_after_the_gap_and_a_repeated_one_once() {
        // Berlin skips 02:00–03:00 on 29 March 2026 and repeats it on 25 October 2026.
        let schedule = daily(2, 30, "Europe/Berlin");
        assert_eq!(next_occurrence(&schedule, at("2026-03-28T12:00:00Z")), Some(at("2026-03-29T01:00:00Z")));
        let first = next_occurrence(&schedule, at("2026-10-24T12:00:00Z")).expect("it fires");
        assert_eq!(first, at("2026-10-25T00:30:00Z"));
        assert_eq!(next_occurrence(&schedule, first), Some(at("2026-10-26T01:30:00Z")));
    }

    #[test]
    fn days_are_a_mask() {
        let weekdays = Schedule { days: 31, ..daily(3, 0, "UTC") };
        assert_eq!(next_occurrence(&weekdays, at("2026-03-06T03:00:00Z")), Some(at("2026-03-09T03:00:00Z")));
        assert_eq!(next_occurrence(&Schedule { days: 0, ..weekdays }, at("2026-03-06T03:00:00Z")), None);
    }

    #[test]
    fn moments_that_do_not_exist_are_refused_with_a_reason() {
        assert!(parse_moment("2026-02-30 09:00", "UTC").expect_err("no such day").contains("2026-02-30"));
        assert!(parse_moment("2026-03-29 02:30", "Europe/Berlin").expect_err("skipped").contains("skips"));
        assert!(parse_moment("2026-03-02", "UTC").expect_err("no time").contains("time of day"));
    }

    #[test]
    fn a_time_that_comes_twice_can_be_written_with_its_offset() {
        let readings = both_readings("2026-10-25 02:30", "Europe/Berlin").expect("it comes twice");
        assert_eq!(readings, ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"]);
        let [first, second] = readings.map(|text| parse_moment(&text, "Europe/Berlin").expect("a moment"));
        assert_eq!(parse_moment("2026-10-25 02:30", "Europe/Berlin"), Ok(first));
        assert_eq!(second - first, SimDuration::hours(1));
        for other in ["2026-10-25 03:30", "2026-03-29 02:30", "2026-10-25T02:30:00Z", "soon"] {
            assert_eq!(both_readings(other, "Europe/Berlin"), None, "{other}");
        }
    }

    #[test]
    fn a_year_or_a_duration_out_of_range_is_told_as_that() {
        for text in ["9999-12-31 23:59", "9999-12-30T00:00:00Z"] {
            assert!(parse_moment(text, "UTC").expect_err("too late").contains("out of range"), "{text}");
        }
        let longest = parse_duration("366000d").expect("a thousand years");
        assert_eq!(longest, SimDuration::days(366_000));
        assert!(parse_duration("99999999999d").expect_err("too long").contains("longer than a thousand years"));
    }

    #[test]
    fn durations_are_amounts_with_units() {
        assert_eq!(parse_duration("1h30m"), Ok(SimDuration::minutes(90)));
        assert_eq!(parse_duration("2d 4h"), Ok(SimDuration::hours(52)));
        assert!(parse_duration("5").is_err());
        assert!(parse_duration("99999999999999999d").is_err());
    }
}
