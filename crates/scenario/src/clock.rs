//! Times in scenario files: moments and durations as authors write them.

use rehearsal_engine::{next_clock, parse_duration, parse_moment, zone};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_source::{Diagnostic, Report};

use crate::codes;
use crate::format::{ScenarioFile, Text};

/// Start and zone: what every other time in the file is read against.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    pub(crate) start: SimTime,
    pub(crate) zone: String,
}

pub(crate) fn clock(file: &ScenarioFile, report: &mut Report) -> Option<Clock> {
    if zone(&file.zone).is_none() {
        report.push(
            Diagnostic::error(
                codes::BAD_TIME,
                file.zone.span,
                format!("the time zone `{}` is not known", file.zone.value),
            )
            .help(
                "write an IANA name such as `Europe/Berlin`, a Windows id such as `W. Europe Standard Time`, or `UTC`",
            ),
        );
        return None;
    }
    match parse_moment(&file.start, &file.zone) {
        Ok(start) => Some(Clock { start, zone: file.zone.value.clone() }),
        Err(message) => {
            report.push(
                Diagnostic::error(codes::BAD_TIME, file.start.span, message)
                    .help("write for example `2026-03-02 09:00`"),
            );
            None
        }
    }
}

impl Clock {
    /// `+20m` after the start, `14:00` the next time the clock shows that, or a date and time.
    pub(crate) fn moment(&self, text: &Text, report: &mut Report) -> Option<SimTime> {
        let found = if let Some(after) = text.strip_prefix('+') {
            parse_duration(after).map(|duration| self.start + duration)
        } else if let Some((hours, minutes)) = clock_face(text) {
            // The start itself counts: `09:00` in a run that begins at 09:00 is its first moment.
            next_clock(&self.zone, hours, minutes, self.start - SimDuration::millis(1))
                .ok_or_else(|| text.value.clone())
        } else {
            parse_moment(text, &self.zone)
        };
        found
            .map_err(|message| {
                report.push(
                    Diagnostic::error(codes::BAD_TIME, text.span, message)
                        .label("expected a moment")
                        .help("write `+20m`, `14:00` or `2026-03-02 14:00`"),
                );
            })
            .ok()
    }
}

pub(crate) fn clock_face(text: &str) -> Option<(u8, u8)> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some((hours, minutes))
}

pub(crate) fn duration(text: &Text, report: &mut Report) -> Option<SimDuration> {
    let text_without_plus = text.trim_start_matches('+');
    parse_duration(text_without_plus)
        .map_err(|message| report.push(Diagnostic::error(codes::BAD_TIME, text.span, message)))
        .ok()
}
