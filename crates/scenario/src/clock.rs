//! Times in scenario files: moments and durations as authors write them.

use rehearsal_engine::{both_readings, next_clock, parse_duration, parse_moment, zone};
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
        Ok(start) => {
            let clock = Clock { start, zone: file.zone.value.clone() };
            clock.tell_if_ambiguous(&file.start, report);
            Some(clock)
        }
        Err(message) => {
            let help = slip(&file.start).unwrap_or_else(|| "write for example `2026-03-02 09:00`".to_owned());
            report.push(Diagnostic::error(codes::BAD_TIME, file.start.span, message).help(help));
            None
        }
    }
}

/// What is probably wrong with a text that is no moment, where a slip is known.
fn slip(text: &str) -> Option<String> {
    let quotes = ['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}', '\u{201a}', '\u{ab}', '\u{bb}'];
    let bare = text.trim_matches(quotes);
    if bare.len() < text.len() {
        return Some(format!("the quotes are typographic ones, which YAML takes for text; write `\"{bare}\"`"));
    }
    if text.trim().strip_prefix('-').is_some_and(|before| parse_duration(before).is_ok()) {
        return Some(
            "nothing can come before the run begins: write for example `+20m`, so long after `start`".to_owned(),
        );
    }
    parse_duration(text).is_ok().then(|| format!("did you mean `+{}`, so long after `start`?", text.trim()))
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
            self.tell_if_ambiguous(text, report);
            parse_moment(text, &self.zone)
        };
        found
            .map_err(|message| {
                let help = slip(text).unwrap_or_else(|| "write `+20m`, `14:00` or `2026-03-02 14:00`".to_owned());
                report
                    .push(Diagnostic::error(codes::BAD_TIME, text.span, message).label("expected a moment").help(help));
            })
            .ok()
    }

    /// Warns of a time that the clock shows twice.
    fn tell_if_ambiguous(&self, text: &Text, report: &mut Report) {
        let Some([first, second]) = both_readings(text, &self.zone) else { return };
        let message =
            format!("`{}` comes twice in {}, since summer time ends; the first is taken", text.value, self.zone);
        report.push(
            Diagnostic::warning(codes::AMBIGUOUS_TIME, text.span, message)
                .help(format!("write `{first}` for the first, `{second}` for the second")),
        );
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
        .map_err(|message| {
            let help = "write a shorter time, such as `5m`, `1h30m` or `2d`";
            report.push(Diagnostic::error(codes::BAD_TIME, text.span, message).help(help));
        })
        .ok()
}
