//! The axis: moments that are easy to read, on the clock of the scenario's zone.

use rehearsal_engine::wall_clock;
use rehearsal_kernel::{SimDuration, SimTime};

use crate::time::{hour_minute, time_seconds, weekday_date};

/// A mark of the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// When.
    pub at: SimTime,
    /// The time of day; on an axis of days the day.
    pub label: String,
    /// True at the first mark of a day.
    pub begins_day: bool,
}

/// Lengths between two marks, in seconds: what divides a minute, an hour, a day or a week.
const STEPS: [i64; 20] = [
    1,
    5,
    15,
    30,
    60,
    120,
    300,
    900,
    1_800,
    3_600,
    7_200,
    10_800,
    21_600,
    43_200,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    91 * DAY,
];

const DAY: i64 = 86_400;

/// A marks' limit, whatever is asked for.
const TICKS_MAX: usize = 200;

/// Marks from one moment to another, at most about `wanted` of them, each at a round time of the zone's clock.
pub fn ticks(zone: &str, from: SimTime, to: SimTime, wanted: usize) -> Vec<Tick> {
    let wanted = i64::try_from(wanted.clamp(1, TICKS_MAX)).unwrap_or(1);
    let span = (to - from).as_seconds().max(1);
    let fits = |step: &i64| span / step <= wanted;
    let years = std::iter::successors(Some(364 * DAY), |step| step.checked_mul(2));
    let step = STEPS.into_iter().chain(years).find(fits).unwrap_or(i64::MAX / 2);
    let mut ticks = Vec::new();
    let mut at = SimTime::from_millis(from.as_millis().div_euclid(1_000) * 1_000);
    if since_round(zone, at, step) != 0 || at < from {
        at = next_round(zone, at, step);
    }
    let mut day_before = String::new();
    while at <= to && ticks.len() < TICKS_MAX {
        let day = weekday_date(zone, at);
        let label = match step {
            DAY.. => short_day(zone, at),
            60.. => {
                let clock = wall_clock(zone, at);
                hour_minute(clock.hour, clock.minute)
            }
            _ => time_seconds(zone, at),
        };
        ticks.push(Tick { at, label, begins_day: day != day_before });
        day_before = day;
        at = next_round(zone, at, step);
    }
    ticks
}

/// `Mon 3/2`.
fn short_day(zone: &str, at: SimTime) -> String {
    let clock = wall_clock(zone, at);
    [clock.weekday, " ", &clock.month.to_string(), "/", &clock.day.to_string()].concat()
}

/// Seconds since the last round time, as the clock shows it.
fn since_round(zone: &str, at: SimTime, step: i64) -> i64 {
    let clock = wall_clock(zone, at);
    let of_day = i64::from(clock.hour) * 3_600 + i64::from(clock.minute) * 60 + i64::from(clock.second);
    if step <= DAY {
        return of_day % step;
    }
    // Days are counted on the zone's calendar: what the clock shows, read as if it were UTC.
    let days = days_of(clock.year, clock.month, clock.day);
    // The first day of the count is a Thursday; weeks begin on Mondays.
    (days + 3).rem_euclid(step / DAY) * DAY + of_day
}

/// The next round time, strictly after. Where the clock is put forward or back the way there is corrected once.
fn next_round(zone: &str, at: SimTime, step: i64) -> SimTime {
    let next = at + SimDuration::seconds(step - since_round(zone, at, step));
    let over = since_round(zone, next, step);
    let earlier = next - SimDuration::seconds(over);
    // The clock was put forward and the round time has passed, or back and it is yet to come, or it is left out.
    if earlier > at && since_round(zone, earlier, step) == 0 {
        earlier
    } else {
        next + SimDuration::seconds((step - over) % step)
    }
}

/// Days since 1970-01-01 on the Gregorian calendar.
fn days_of(year: i16, month: i8, day: i8) -> i64 {
    // Years begin in March here, so that a leap day is the last of its year.
    let (year, month) = (i64::from(year) - i64::from(month <= 2), i64::from(month));
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use rehearsal_engine::parse_moment;

    use super::*;

    fn labels(zone: &str, from: &str, to: &str, wanted: usize) -> Vec<String> {
        let at = |text: &str| parse_moment(text, zone).expect("a moment");
        ticks(zone, at(from), at(to), wanted).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn marks_stand_at_round_times_however_long_the_axis_is() {
        let seconds = labels("UTC", "2026-03-02 09:00:03", "2026-03-02 09:01:00", 6);
        assert_eq!(seconds, ["9:00:15 AM", "9:00:30 AM", "9:00:45 AM", "9:01:00 AM"]);
        assert_eq!(labels("UTC", "2026-03-02 09:02", "2026-03-02 09:40", 5), ["9:15 AM", "9:30 AM"]);
        assert_eq!(labels("UTC", "2026-03-02 23:00", "2026-03-03 13:00", 1), ["12:00 AM", "12:00 PM"]);
        assert_eq!(labels("UTC", "2026-03-02 09:00", "2026-03-30 09:00", 4).len(), 4);
        assert_eq!(labels("UTC", "2026-03-01 09:00", "2026-03-30 09:00", 5)[0], "Mon 3/2");
    }

    #[test]
    fn an_axis_of_years_has_no_more_marks_than_there_is_room_for() {
        let marks = labels("Europe/Berlin", "2026-03-02 09:00", "2126-01-01 12:00", 8);
        assert!((3..=8).contains(&marks.len()), "{marks:?}");
        let marks = labels("UTC", "0001-01-01 00:00", "8990-01-01 00:00", 8);
        assert!((3..=8).contains(&marks.len()), "{marks:?}");
    }

    #[test]
    fn a_clock_that_is_put_forward_or_back_leaves_the_marks_round() {
        let spring = labels("Europe/Berlin", "2026-03-29 00:30", "2026-03-29 13:00", 6);
        assert_eq!(spring, ["4:00 AM", "6:00 AM", "8:00 AM", "10:00 AM", "12:00 PM"]);
        let autumn = labels("Europe/Berlin", "2026-10-24 20:00", "2026-10-26 01:00", 2);
        assert_eq!(autumn, ["12:00 AM", "12:00 PM", "12:00 AM"]);
    }

    #[test]
    fn a_new_day_is_marked_once() {
        let at = |text: &str| parse_moment(text, "UTC").expect("a moment");
        let found = ticks("UTC", at("2026-03-02 18:00"), at("2026-03-03 06:00"), 4);
        let days: Vec<bool> = found.iter().map(|tick| tick.begins_day).collect();
        assert_eq!(days, [true, false, true, false, false]);
    }
}
