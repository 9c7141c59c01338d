//! Moments in commands, as people write them.

use std::fmt;
use std::str::FromStr;

use rehearsal_kernel::{SimDuration, SimTime};

use crate::calendar::{next_clock, parse_duration};
use crate::command::{Moment, Refusal};

impl Moment {
    /// The instant that is meant when the command is given at `now`; `zone` is that of a clock time that
    /// names none.
    ///
    /// # Errors
    /// When the zone or the date is not known.
    pub fn resolve(&self, now: SimTime, zone: &str) -> Result<SimTime, Refusal> {
        match self {
            Self::At(at) => Ok(*at),
            Self::In(after) => Ok(now + *after),
            Self::NextClock { hours, minutes, zone: own } => {
                let zone = if own.is_empty() { zone } else { own };
                next_clock(zone, *hours, *minutes, now).ok_or_else(|| Refusal::NoSuchZone { zone: zone.to_owned() })
            }
        }
    }
}

impl FromStr for Moment {
    type Err = String;

    /// `+90m`, `22:00`, `22:00 Europe/Berlin` or `2026-03-02T22:00:00Z`.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(duration) = text.strip_prefix('+') {
            return parse_duration(duration).map(Self::In);
        }
        if text.contains('T') && text.ends_with('Z') {
            return crate::calendar::parse_moment(text, "UTC").map(Self::At);
        }
        clock(text).ok_or_else(|| {
            format!("`{text}` is not a moment; write `+2h`, `22:00`, `22:00 Europe/Berlin` or `2026-03-02T22:00:00Z`")
        })
    }
}

fn clock(text: &str) -> Option<Moment> {
    let (time, zone) = text.split_once(' ').unwrap_or((text, ""));
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_known = zone.is_empty() || crate::calendar::zone(zone).is_some();
    (hours < 24 && minutes < 60 && is_known).then(|| Moment::NextClock { hours, minutes, zone: zone.trim().to_owned() })
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => write!(f, "{at}"),
            Self::In(after) => write!(f, "+{}s", after.as_millis() / 1_000),
            Self::NextClock { hours, minutes, zone } if zone.is_empty() => write!(f, "{hours:02}:{minutes:02}"),
            Self::NextClock { hours, minutes, zone } => write!(f, "{hours:02}:{minutes:02} {zone}"),
        }
    }
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "`+2h`, `22:00`, `22:00 Europe/Berlin` or `2026-03-02T22:00:00Z`"
        })
    }
}

impl Moment {
    /// This long after the command.
    pub const fn after(duration: SimDuration) -> Self {
        Self::In(duration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_and_write_the_same_text() {
        for text in ["+7200s", "22:00", "22:00 Europe/Berlin", "2026-03-02T22:00:00Z"] {
            assert_eq!(text.parse::<Moment>().expect("a moment").to_string(), text);
        }
        assert!("25:00".parse::<Moment>().expect_err("no such hour").contains("22:00"));
        assert!("22:00 Nowhere/City".parse::<Moment>().is_err());
    }
}
