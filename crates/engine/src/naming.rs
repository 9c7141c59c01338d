//! Release names (`classic.md` §1.5).

use rehearsal_classic::ReleaseDefinition;
use rehearsal_kernel::SimTime;

use crate::calendar::{WallClock, wall_clock};
use crate::engine::Engine;
use crate::fact::NewRelease;
use crate::state::State;
use crate::{BuildId, ReleaseId};

/// A name and how its revision was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReleaseName {
    pub(crate) text: String,
    /// Value of the Rev token, when there is one.
    pub(crate) revision: Option<u32>,
    /// The name with the Rev token blanked: revisions are counted for each such key from 1.
    pub(crate) key: String,
}

/// Marks the place of the Rev token while the rest of the name is made; no name can contain it.
const REVISION: char = '\u{0}';

/// The name of a new release.
pub(crate) fn release_name(engine: &Engine, state: &State, new: &NewRelease, now: SimTime) -> ReleaseName {
    let plan = &state.definitions[new.definition.index()];
    let definition = &plan.definition;
    let format = match definition.release_name_format.as_str() {
        "" => ReleaseDefinition::NAME_FORMAT_DEFAULT,
        format => format,
    };
    let primary = definition.artifacts.iter().position(|artifact| artifact.is_primary).unwrap_or(0);
    let tokens = Tokens {
        definition,
        state,
        build: new.artifacts.get(primary).copied().flatten(),
        project: &engine.world.project,
        artifact_type: definition.primary_artifact().map_or("", |artifact| &artifact.kind),
        now,
    };
    let mut width = 0;
    let mut text = String::new();
    let mut rest = format;
    while let Some(start) = rest.find("$(") {
        let Some(length) = rest[start..].find(')') else { break };
        text += &rest[..start];
        let token = &rest[start + 2..start + length];
        match revision_width(token) {
            Some(digits) => {
                width = digits;
                text.push(REVISION);
            }
            None => text += &tokens.value(token).unwrap_or_else(|| format!("$({token})")),
        }
        rest = &rest[start + length + 1..];
    }
    text += rest;
    if width == 0 {
        return ReleaseName { key: text.clone(), text, revision: None };
    }
    let key = text.replace(REVISION, "");
    let revision = state.name_revisions[new.definition.index()].get(&key).map_or(1, |last| last + 1);
    ReleaseName { text: text.replace(REVISION, &format!("{revision:0width$}")), revision: Some(revision), key }
}

/// How many digits a Rev token asks for; none for another token.
fn revision_width(token: &str) -> Option<usize> {
    let (name, digits) = token.split_once(':')?;
    let is_revision =
        name.eq_ignore_ascii_case("rev") && !digits.is_empty() && digits.chars().all(|c| c.eq_ignore_ascii_case(&'r'));
    is_revision.then_some(digits.len())
}

struct Tokens<'a> {
    definition: &'a ReleaseDefinition,
    state: &'a State,
    build: Option<BuildId>,
    project: &'a str,
    artifact_type: &'a str,
    now: SimTime,
}

impl Tokens<'_> {
    fn value(&self, token: &str) -> Option<String> {
        let build = || self.build.map(|id| self.state.build(id));
        let lower = token.to_lowercase();
        // Only builds of the product itself say something here; Jenkins, repositories and packages do not (§1.5).
        let is_other_source = self.build.is_some() && !self.artifact_type.eq_ignore_ascii_case("Build");
        if is_other_source && lower.starts_with("build.") {
            return Some(String::new());
        }
        Some(match lower.as_str() {
            "date" => self.date("MMddyy"),
            _ if lower.starts_with("date:") => self.date(&token["date:".len()..]),
            "system.teamproject" => self.project.to_owned(),
            "release.releaseid" => (ReleaseId::at(self.state.releases.len()).0 + 1).to_string(),
            "release.definitionname" => self.definition.name.clone(),
            "build.buildnumber" => build()?.number.clone(),
            "build.definitionname" => build()?.definition.clone(),
            "build.sourcebranch" => build()?.branch.clone(),
            "artifact.artifacttype" => self.artifact_type.to_owned(),
            _ => self
                .definition
                .variables
                .iter()
                .find(|(name, variable)| name.eq_ignore_ascii_case(token) && !variable.is_secret)
                .and_then(|(_, variable)| variable.value.clone())?,
        })
    }

    /// Runs of one letter are fields, anything else stands as it is.
    fn date(&self, format: &str) -> String {
        let clock = wall_clock("UTC", self.now);
        let mut text = String::new();
        let mut letters = format.chars().peekable();
        while let Some(letter) = letters.next() {
            let mut count = 1;
            while letters.next_if_eq(&letter).is_some() {
                count += 1;
            }
            text += &date_field(&clock, letter, count);
        }
        text
    }
}

/// One field of a date, such as `yyyy`; a letter that means nothing stands for itself.
fn date_field(clock: &WallClock, letter: char, count: usize) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const DAYS: [(&str, &str); 7] = [
        ("Mon", "Monday"),
        ("Tue", "Tuesday"),
        ("Wed", "Wednesday"),
        ("Thu", "Thursday"),
        ("Fri", "Friday"),
        ("Sat", "Saturday"),
        ("Sun", "Sunday"),
    ];
    let number = |value: i8| if count == 1 { value.to_string() } else { format!("{value:02}") };
    let month = MONTHS[usize::try_from(clock.month - 1).expect("months count from 1")];
    match (letter, count) {
        ('M', 3) => month[..3].to_owned(),
        ('M', 4..) => month.to_owned(),
        ('M', _) => number(clock.month),
        ('d', 3) => clock.weekday.to_owned(),
        ('d', 4..) => {
            DAYS.iter().find(|(short, _)| *short == clock.weekday).map_or(clock.weekday, |(_, long)| long).to_owned()
        }
        ('d', _) => number(clock.day),
        ('y', 1 | 2) => format!("{:02}", clock.year % 100),
        ('y', _) => clock.year.to_string(),
        ('H', _) => number(clock.hour),
        ('h', _) => number(if clock.hour % 12 == 0 { 12 } else { clock.hour % 12 }),
        ('m', _) => number(clock.minute),
        ('s', _) => number(clock.second),
        (other, count) => other.to_string().repeat(count),
    }
}
