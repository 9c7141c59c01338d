//! Times in vectors, after an `@`: minutes since the start (`@5`), seconds (`@185s`), a clock time on the day
//! of the start (`@02:00`) or on a later day (`@02:00+1`).

use rehearsal_engine::parse_moment;
use rehearsal_kernel::{SimDuration, SimTime};

/// When a vector begins, in UTC.
pub(crate) struct Clock {
    pub(crate) start: SimTime,
}

impl Clock {
    /// The moment that a text means, without its `@`.
    pub(crate) fn moment(&self, text: &str) -> SimTime {
        if let Some((time, days)) = text.split_once('+') {
            return self.moment(time) + SimDuration::days(number(days));
        }
        if text.contains(':') {
            let day = &self.start.to_string()[..10];
            return parse_moment(&format!("{day} {text}"), "UTC").expect("a clock time");
        }
        self.start + span(text)
    }
}

/// `5` minutes or `30s`.
pub(crate) fn span(text: &str) -> SimDuration {
    match text.strip_suffix('s') {
        Some(seconds) => SimDuration::seconds(number(seconds)),
        None => SimDuration::minutes(number(text)),
    }
}

pub(crate) fn number<N: std::str::FromStr>(text: &str) -> N {
    text.trim().parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}
