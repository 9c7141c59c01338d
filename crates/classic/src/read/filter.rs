//! Filters on builds, schedules, and the triggers made of them.

use rehearsal_pipeline::ReleaseTriggerType;
use rehearsal_source::{Diagnostic, Severity, Source, Span, Spanned, nearest};
use rehearsal_yaml::json::Value;

use super::reading::{Bounds, Member, Path, Reading};
use crate::from_node::json_of;
use crate::wire::{self, Text, TriggerCondition};
use crate::{ArtifactFilter, ReleaseTrigger, Schedule, codes};

/// What creates releases, in the order of the file.
pub(crate) fn triggers(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    given: Vec<Spanned<wire::Trigger>>,
    aliases: &[Text],
) -> Vec<ReleaseTrigger> {
    given
        .into_iter()
        .enumerate()
        .map(|(index, trigger)| one_trigger(reading, &path.index(index), index, trigger, aliases))
        .collect()
}

fn one_trigger(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    index: usize,
    mut given: Spanned<wire::Trigger>,
    aliases: &[Text],
) -> ReleaseTrigger {
    let kind = match &given.trigger_type {
        Some(kind) => ReleaseTriggerType::find(kind),
        None if given.schedule.is_some() => Some(ReleaseTriggerType::Schedule),
        None => Some(ReleaseTriggerType::ArtifactSource),
    };
    let mark = reading.kept_so_far();
    match kind {
        Some(ReleaseTriggerType::ArtifactSource) => {
            reading.keep(path, &mut given.value);
            ReleaseTrigger::ContinuousDeployment {
                alias: watched_alias(reading, &given, aliases),
                filters: filters(reading, path, given.value.trigger_conditions),
            }
        }
        Some(ReleaseTriggerType::Schedule) => {
            reading.keep(path, &mut given.value);
            let place = given.span;
            let given = Spanned::new(given.value.schedule.unwrap_or_default(), place);
            ReleaseTrigger::Schedule(schedule(reading, &path.field("schedule"), given))
        }
        Some(ReleaseTriggerType::PullRequest) => {
            reading.keep(path, &mut given.value);
            ReleaseTrigger::PullRequest {
                alias: watched_alias(reading, &given, aliases),
                filters: filters(reading, path, given.value.trigger_conditions),
                status_policy_name: given.value.status_policy_name.unwrap_or_default(),
                extra: reading.take_kept(mark, path),
            }
        }
        // Read from their JSON when they are played: `ReleaseTrigger::watch`.
        Some(ReleaseTriggerType::SourceRepo | ReleaseTriggerType::ContainerImage | ReleaseTriggerType::Package) => {
            ReleaseTrigger::Other(reading.raw(&format!("triggers/{index}"), given.span))
        }
        Some(ReleaseTriggerType::Undefined) | None => other_trigger(reading, index, &given),
    }
}

fn other_trigger(reading: &mut Reading<'_>, index: usize, given: &Spanned<wire::Trigger>) -> ReleaseTrigger {
    if !reading.complains_about::<ReleaseTriggerType>(given.trigger_type.as_ref()) {
        let (name, span) = given.trigger_type.as_ref().map_or(("", given.span), |kind| (&**kind, kind.span));
        reading.push(
            Diagnostic::notice(
                codes::UNKNOWN_TRIGGER,
                span,
                format!("a trigger of the kind `{name}` is kept but creates no releases here"),
            )
            .help(
                "`artifactSource`, `schedule`, `pullRequest`, `sourceRepo`, `containerImage` and `package` are played",
            ),
        );
    }
    ReleaseTrigger::Other(reading.raw(&format!("triggers/{index}"), given.span))
}

fn watched_alias(reading: &mut Reading<'_>, given: &Spanned<wire::Trigger>, aliases: &[Text]) -> String {
    match given.artifact_alias.as_ref().filter(|alias| !alias.is_empty()) {
        Some(alias) => {
            check_alias(reading, alias, aliases);
            alias.value.clone()
        }
        // A single artifact is the only one that can be meant.
        None if aliases.len() == 1 => aliases[0].value.clone(),
        None => {
            reading.push(
                Diagnostic::error(codes::UNKNOWN_ALIAS, given.span, "a trigger does not say which artifact it watches")
                    .help("give it an `artifactAlias`"),
            );
            String::new()
        }
    }
}

/// Whether an artifact has the alias; complains when none has.
pub(crate) fn check_alias(reading: &mut Reading<'_>, alias: &Text, aliases: &[Text]) -> bool {
    let is_known = aliases.iter().any(|known| known.value == alias.value);
    if !is_known {
        reading.push(
            Diagnostic::error(codes::UNKNOWN_ALIAS, alias.span, format!("no artifact has the alias `{}`", alias.value))
                .suggest(alias, aliases.iter().map(|known| known.value.as_str())),
        );
    }
    is_known
}

fn filters(reading: &mut Reading<'_>, path: &Path<'_>, given: Option<Vec<TriggerCondition>>) -> Vec<ArtifactFilter> {
    let path = path.field("triggerConditions");
    given
        .unwrap_or_default()
        .into_iter()
        .enumerate()
        .map(|(index, mut condition)| {
            reading.keep(&path.index(index), &mut condition);
            if let Some(filter) = &mut condition.tag_filter {
                reading.keep(&path.index(index).field("tagFilter"), filter);
            }
            let branch = condition.source_branch.filter(|branch| !branch.is_empty());
            ArtifactFilter {
                tags: condition.tags.unwrap_or_default(),
                use_default_branch: condition.use_build_definition_branch.unwrap_or(false),
                create_on_tagging: condition.create_release_on_build_tagging.unwrap_or(false),
                tag_pattern: condition.tag_filter.and_then(|filter| filter.pattern).unwrap_or_default(),
                ..branch_filter(&branch.or(condition.target_branch).unwrap_or_default())
            }
        })
        .collect()
}

/// A leading `-` excludes; `refs/heads/` says nothing.
pub(crate) fn branch_filter(written: &str) -> ArtifactFilter {
    let (branch, exclude) = written.strip_prefix('-').map_or((written, false), |branch| (branch, true));
    ArtifactFilter { branch: plain_branch(branch.to_owned()), exclude, ..ArtifactFilter::default() }
}

/// A branch without `refs/heads/`.
pub(crate) fn plain_branch(branch: String) -> String {
    branch.strip_prefix("refs/heads/").map(str::to_owned).unwrap_or(branch)
}

/// Tags separated by commas.
pub(crate) fn tag_list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// A branch as filters write it, such that reading it gives the same filter again.
pub(crate) fn written_branch(filter: &ArtifactFilter) -> String {
    let ambiguous = filter.branch.starts_with('-') || filter.branch.starts_with("refs/heads/");
    let prefix = if ambiguous { "refs/heads/" } else { "" };
    format!("{}{prefix}{}", if filter.exclude { "-" } else { "" }, filter.branch)
}

/// The filter of an artifact condition, whose value is JSON text; the second part are fields to keep.
pub(crate) fn artifact_filter(
    reading: &mut Reading<'_>,
    value: Option<&Text>,
    span: Span,
) -> Option<(ArtifactFilter, wire::Extras)> {
    let span = value.map_or(span, |value| value.span);
    let text = value.map_or("", |value| value.trim());
    if text.is_empty() {
        return Some((ArtifactFilter::default(), wire::Extras::new()));
    }
    let parse = rehearsal_yaml::parse_json(&Source::new("", text));
    if let Some(mistake) = parse.report.iter().find(|it| it.severity == Severity::Error) {
        reading.push(malformed(span, &format!("the value of an artifact condition is not JSON: {}", mistake.message)));
        return None;
    }
    let Some(Value::Object(fields)) = parse.root.as_ref().map(json_of) else {
        reading.push(malformed(span, "the value of an artifact condition is not a JSON object"));
        return None;
    };
    filter_from_fields(reading, fields, span)
}

fn malformed(span: Span, message: &str) -> Diagnostic {
    Diagnostic::error(codes::ARTIFACT_FILTER, span, message)
        .help("write for example {\"sourceBranch\": \"main\", \"tags\": []}")
}

fn filter_from_fields(
    reading: &mut Reading<'_>,
    fields: rehearsal_yaml::json::Map,
    span: Span,
) -> Option<(ArtifactFilter, wire::Extras)> {
    let mut filter = ArtifactFilter::default();
    let mut extra = wire::Extras::new();
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("sourceBranch", Value::String(branch)) => {
                let ArtifactFilter { branch, exclude, .. } = branch_filter(&branch);
                (filter.branch, filter.exclude) = (branch, exclude);
            }
            ("tags", Value::Array(tags)) if tags.iter().all(Value::is_string) => {
                filter.tags = tags.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            }
            ("useBuildDefinitionBranch", Value::Bool(set)) => filter.use_default_branch = set,
            ("createReleaseOnBuildTagging", Value::Bool(set)) => filter.create_on_tagging = set,
            ("tagFilter", Value::Object(fields)) => {
                fields.get("pattern").and_then(Value::as_str).unwrap_or_default().clone_into(&mut filter.tag_pattern);
            }
            (known, Value::Null) if FILTER_FIELDS.contains(&known) => {}
            (known, _) if FILTER_FIELDS.contains(&known) => {
                reading.push(malformed(span, &format!("`{known}` of an artifact condition has the wrong type")));
                return None;
            }
            (_, value) => {
                extra.insert(Text::new(name, span), value);
            }
        }
    }
    Some((filter, extra))
}

const FILTER_FIELDS: [&str; 5] =
    ["sourceBranch", "tags", "useBuildDefinitionBranch", "createReleaseOnBuildTagging", "tagFilter"];

const HOURS: Bounds = Bounds::any("the hour of a schedule").within(codes::SCHEDULE, 0, 23);
const MINUTES: Bounds = Bounds::any("the minute of a schedule").within(codes::SCHEDULE, 0, 59);
const EVERY_DAY: u8 = 127;
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A time of the week (§4.2, §5.5).
pub(crate) fn schedule(reading: &mut Reading<'_>, path: &Path<'_>, mut given: Spanned<wire::Schedule>) -> Schedule {
    reading.keep(path, &mut given.value);
    let span = given.span;
    let given = given.value;
    Schedule {
        days: given.days_to_release.map_or(EVERY_DAY, |days| days_of_week(reading, path, &days)),
        hours: small(reading.number((path, "startHours"), given.start_hours, 0, &HOURS)),
        minutes: small(reading.number((path, "startMinutes"), given.start_minutes, 0, &MINUTES)),
        time_zone_id: given.time_zone_id.map_or_else(|| "UTC".to_owned(), |zone| time_zone(reading, path, zone, span)),
        only_with_changes: given.schedule_only_with_changes.unwrap_or(false),
    }
}

fn small(number: u32) -> u8 {
    u8::try_from(number).expect("hours and minutes are within their bounds")
}

fn time_zone(reading: &mut Reading<'_>, schedule: &Path<'_>, zone: Text, span: Span) -> String {
    if zone.trim().is_empty() {
        let span = if zone.span == Span::default() { span } else { zone.span };
        let why = Diagnostic::error(codes::SCHEDULE, span, "a schedule has no time zone")
            .help("write for example `UTC` or `W. Europe Standard Time`");
        reading.replace(schedule, "timeZoneId", zone.value, why);
        return "UTC".to_owned();
    }
    zone.value
}

/// A sum of days, or their names separated by commas.
fn days_of_week(reading: &mut Reading<'_>, schedule: &Path<'_>, days: &Text) -> u8 {
    let found = match days.trim().parse::<i64>() {
        Ok(sum) => sum_of_days(sum),
        Err(_) => days.split(',').try_fold(0, |sum, name| Ok(sum | day_of_week(name.trim())?)),
    };
    found.unwrap_or_else(|Mistake { message, help }| {
        let why = Diagnostic::error(codes::SCHEDULE, days.span, message).help(help);
        reading.replace(schedule, "daysToRelease", days.value.clone(), why);
        EVERY_DAY
    })
}

struct Mistake {
    message: String,
    help: String,
}

fn sum_of_days(sum: i64) -> Result<u8, Mistake> {
    u8::try_from(sum).ok().filter(|sum| (1..=EVERY_DAY).contains(sum)).ok_or_else(|| Mistake {
        message: format!("{sum} is not a sum of weekdays"),
        help: "add Monday 1, Tuesday 2, Wednesday 4, Thursday 8, Friday 16, Saturday 32, Sunday 64".to_owned(),
    })
}

fn day_of_week(name: &str) -> Result<u8, Mistake> {
    if name.eq_ignore_ascii_case("all") {
        return Ok(EVERY_DAY);
    }
    DAYS.iter().position(|day| name.eq_ignore_ascii_case(day)).map(|day| 1 << day).ok_or_else(|| Mistake {
        message: format!("`{name}` is not a day of the week"),
        help: nearest(name, DAYS).map_or_else(
            || "write days as `monday, friday` or `all`".to_owned(),
            |day| format!("did you mean `{day}`?"),
        ),
    })
}
