//! Times and spans in the words of the pages.
//!
//! Moments are shown on the wall clock of the scenario's zone; spans are cut off, never rounded up, so a page
//! does not claim time that has not passed.

use rehearsal_engine::wall_clock;
use rehearsal_kernel::{SimDuration, SimTime};

use crate::strings;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// `3/2/2026, 9:05 AM`.
pub fn date_time(zone: &str, at: SimTime) -> String {
    let clock = wall_clock(zone, at);
    format!("{}/{}/{}, {}", clock.month, clock.day, clock.year, hour_minute(clock.hour, clock.minute))
}

/// `3/2/2026, 9:05:07 AM`.
pub fn date_time_seconds(zone: &str, at: SimTime) -> String {
    let clock = wall_clock(zone, at);
    format!("{}/{}/{}, {}", clock.month, clock.day, clock.year, time_seconds(zone, at))
}

/// `Mon 3/2/2026`.
pub fn weekday_date(zone: &str, at: SimTime) -> String {
    let clock = wall_clock(zone, at);
    format!("{} {}/{}/{}", clock.weekday, clock.month, clock.day, clock.year)
}

/// `9:05:07 AM`.
pub fn time_seconds(zone: &str, at: SimTime) -> String {
    let clock = wall_clock(zone, at);
    let (hour, half) = twelve(clock.hour);
    format!("{hour}:{:02}:{:02} {half}", clock.minute, clock.second)
}

/// `09:05:07`, as logs write it.
pub fn log_time(zone: &str, at: SimTime) -> String {
    let clock = wall_clock(zone, at);
    format!("{:02}:{:02}:{:02}", clock.hour, clock.minute, clock.second)
}

/// `2026-03-02T09:05`, as date and time fields of a form want it.
pub fn field_value(zone: &str, at: SimTime) -> String {
    let clock = wall_clock(zone, at);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", clock.year, clock.month, clock.day, clock.hour, clock.minute)
}

pub(crate) fn hour_minute(hour: i8, minute: i8) -> String {
    let (hour, half) = twelve(hour);
    format!("{hour}:{minute:02} {half}")
}

fn twelve(hour: i8) -> (i8, &'static str) {
    let half = if hour < 12 { "AM" } else { "PM" };
    (if hour % 12 == 0 { 12 } else { hour % 12 }, half)
}

/// How long something took: `25s`, `1m 39s`, `2h 5m`, `3d 4h`; less than a second is `<1s`.
pub fn took(span: SimDuration) -> String {
    let seconds = span.as_seconds().max(0);
    match seconds {
        0 => "<1s".to_owned(),
        1..MINUTE => format!("{seconds}s"),
        MINUTE..HOUR => format!("{}m {}s", seconds / MINUTE, seconds % MINUTE),
        HOUR..DAY => format!("{}h {}m", seconds / HOUR, seconds % HOUR / MINUTE),
        _ => format!("{}d {}h", seconds / DAY, seconds % DAY / HOUR),
    }
}

/// How much is left, in its largest unit: `30d`, `4h`, `8m`, `20s`.
pub fn left(span: SimDuration) -> String {
    let seconds = span.as_seconds().max(0);
    match seconds {
        0..MINUTE => format!("{seconds}s"),
        MINUTE..HOUR => format!("{}m", seconds / MINUTE),
        HOUR..DAY => format!("{}h", seconds / HOUR),
        _ => format!("{}d", seconds / DAY),
    }
}

/// How long something has been going on: `6 minutes`, `1 hour`.
pub fn words(span: SimDuration) -> String {
    let seconds = span.as_seconds().max(0);
    match seconds {
        0..MINUTE => strings::seconds(seconds),
        MINUTE..HOUR => strings::minutes(seconds / MINUTE),
        HOUR..DAY => strings::hours(seconds / HOUR),
        _ => strings::days(seconds / DAY),
    }
}

/// How long somebody has been waiting: like [`words`], and `less than a minute` at first.
pub fn waited(span: SimDuration) -> String {
    if span.as_seconds() < MINUTE { strings::LESS_THAN_A_MINUTE.to_owned() } else { words(span) }
}

/// A stopwatch: `00:32`, `1:04:09`.
pub fn stopwatch(span: SimDuration) -> String {
    let seconds = span.as_seconds().max(0);
    let (hours, minutes, rest) = (seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes:02}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_the_product_does_on_the_clock_of_the_zone() {
        let nine = SimTime::from_millis(1_772_442_000_000);
        assert_eq!(date_time("UTC", nine), "3/2/2026, 9:00 AM");
        assert_eq!(date_time("Europe/Berlin", nine + SimDuration::hours(2)), "3/2/2026, 12:00 PM");
        assert_eq!(date_time("UTC", nine - SimDuration::hours(9)), "3/2/2026, 12:00 AM");
        assert_eq!(weekday_date("UTC", nine), "Mon 3/2/2026");
        assert_eq!(field_value("UTC", nine), "2026-03-02T09:00");
    }

    #[test]
    fn spans_are_cut_off_to_what_people_say() {
        assert_eq!(took(SimDuration::millis(300)), "<1s");
        assert_eq!(took(SimDuration::seconds(99)), "1m 39s");
        assert_eq!(left(SimDuration::days(30)), "30d");
        assert_eq!(left(SimDuration::minutes(59)), "59m");
        assert_eq!(words(SimDuration::minutes(1)), "1 minute");
        assert_eq!(words(SimDuration::minutes(6)), "6 minutes");
        assert_eq!(stopwatch(SimDuration::seconds(32)), "00:32");
    }
}
