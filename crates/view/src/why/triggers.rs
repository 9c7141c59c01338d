//! What triggers looked at: those that create releases (§4) and those that start stages (§5).

use rehearsal_classic::{ArtifactFilter, Schedule, StageTrigger};
use rehearsal_engine::{
    Build, BuildId, DefinitionId, DeploymentId, FilterOutcome, NewRelease, NoRelease, NotTriggered, ReleaseId, StageId,
    State, filter_outcomes, is_version_of, pull_request_filters, release_filters,
};
use rehearsal_kernel::SimTime;
use rehearsal_pipeline::{DeploymentReason, EnvironmentStatus, ReleaseReason, ReleaseStatus, Variables};

use super::Weighed;
use super::weighed::{all_of, asked, found, told};
use crate::look::Look;
use crate::scene::Scene;
use crate::strings::{self, why as words};
use crate::time::date_time;

/// Why a trigger made no release.
pub(super) fn not_created(
    scene: &Scene<'_>,
    state: &State,
    definition: DefinitionId,
    build: Option<BuildId>,
    why: &NoRelease,
) -> Vec<Weighed> {
    let last = match why {
        NoRelease::NothingChanged => Some(words::SOMETHING_CHANGED.to_owned()),
        NoRelease::TagWithoutEffect => Some(words::THIS_TAG_MATTERS.to_owned()),
        NoRelease::NoVersion { alias } => Some(words::has_a_version(alias)),
        NoRelease::NameTaken { name } => Some(words::name_is_free(name)),
        // These are among what every trigger looks at.
        NoRelease::TriggerDisabled
        | NoRelease::BuildNotSucceeded
        | NoRelease::BranchExcluded
        | NoRelease::NoFilterMatched
        | NoRelease::DefinitionDisabled => None,
    };
    let mut parts = trigger(scene, state, definition, build);
    parts.extend(last.map(|text| asked(text, false)));
    vec![all_of(words::ALL_OF, parts)]
}

/// What created a release: its trigger, when it had one, and the versions it took.
pub(super) fn created(scene: &Scene<'_>, state: &State, content: &NewRelease) -> Vec<Weighed> {
    let artifacts = &state.definitions[content.definition.index()].definition.artifacts;
    let versions = artifacts.iter().zip(&content.artifacts).map(|(artifact, build)| {
        let number = build.map_or_else(|| words::WITHOUT_VERSION.to_owned(), |id| state.build(id).number.clone());
        told(artifact.alias.clone(), number)
    });
    let triggering = artifacts
        .iter()
        .zip(&content.artifacts)
        .find_map(|(artifact, build)| build.filter(|_| content.triggering_alias.as_ref() == Some(&artifact.alias)));
    let trigger = match content.reason {
        ReleaseReason::ContinuousIntegration | ReleaseReason::PullRequest | ReleaseReason::Schedule => {
            vec![all_of(words::ALL_OF, trigger(scene, state, content.definition, triggering))]
        }
        ReleaseReason::None | ReleaseReason::Manual => Vec::new(),
    };
    trigger.into_iter().chain(versions).collect()
}

/// What the triggers of a pipeline look at, for a version or, without one, for a schedule.
fn trigger(scene: &Scene<'_>, state: &State, definition: DefinitionId, build: Option<BuildId>) -> Vec<Weighed> {
    let plan = &state.definitions[definition.index()];
    let mut parts = vec![asked(words::pipeline_is_enabled(&plan.definition.name), !plan.definition.is_disabled)];
    let Some(content) = build.map(|build| state.build(build)) else { return parts };
    for artifact in plan.definition.artifacts.iter().filter(|artifact| is_version_of(artifact, content)) {
        let of_builds = release_filters(plan, artifact);
        let target = content.pull_request.map(|id| {
            let branch = state.pull_requests[id.index()].content.target_branch.clone();
            Build { branch, ..content.clone() }
        });
        let of_pull_requests = target.as_ref().zip(pull_request_filters(plan, artifact));
        if of_builds.is_some() || of_pull_requests.is_none() {
            parts.push(asked(words::trigger_is_on(&artifact.alias), of_builds.is_some()));
        }
        parts.push(asked(words::build_is_good(&content.number), content.is_good()));
        let variables = Some(&plan.definition.variables);
        if let Some(filters) = of_builds.filter(|filters| !filters.is_empty()) {
            parts.push(of_filters(scene, &filters, variables, state, content));
        }
        if let Some((target, filters)) = of_pull_requests.filter(|(_, filters)| !filters.is_empty()) {
            parts.push(of_filters(scene, filters, variables, state, target));
        }
    }
    parts
}

/// Filters of one artifact: no exclude filter matches, and some include filter does, if there are any.
fn of_filters<'a>(
    scene: &Scene<'_>,
    filters: impl IntoIterator<Item = &'a ArtifactFilter>,
    variables: Option<&Variables>,
    state: &State,
    content: &Build,
) -> Weighed {
    let outcomes = filter_outcomes(scene.world, state, filters, variables, content);
    let (excludes, includes): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|outcome| outcome.filter.exclude);
    let none_excludes = !excludes.iter().any(|outcome| outcome.matches);
    let some_includes = includes.is_empty() || includes.iter().any(|outcome| outcome.matches);
    let parts = excludes.iter().chain(&includes).map(of_filter).collect();
    Weighed {
        text: words::filters_let_through(&content.number, &content.branch),
        value: String::new(),
        holds: Some(none_excludes && some_includes),
        parts,
    }
}

fn of_filter(outcome: &FilterOutcome) -> Weighed {
    let filter = &outcome.filter;
    let branch = if filter.use_default_branch { words::THE_DEFAULT_BRANCH } else { &filter.branch };
    let value = if outcome.matches {
        words::MATCHES.to_owned()
    } else if !outcome.branch {
        words::OTHER_BRANCH.to_owned()
    } else if outcome.missing_tags.is_empty() {
        words::NO_TAG_MATCHES.to_owned()
    } else {
        words::lacks_tags(&strings::list(&outcome.missing_tags))
    };
    // An exclude filter speaks for the build when it does not match.
    found(
        words::filter(filter.exclude, branch, &filter.tags, &filter.tag_pattern),
        &value,
        outcome.matches != filter.exclude,
    )
}

/// Why a trigger started no deployment to a stage.
pub(super) fn not_triggered(
    scene: &Scene<'_>,
    state: &State,
    release: ReleaseId,
    stage: StageId,
    why: &NotTriggered,
) -> Vec<Weighed> {
    let mut tree = stage_trigger(scene, state, release, stage);
    let other = match why {
        // These are among what every trigger of a stage looks at.
        NotTriggered::ManualOnly
        | NotTriggered::SwitchedToManual
        | NotTriggered::WaitsForStages { .. }
        | NotTriggered::Upstream { .. }
        | NotTriggered::ArtifactFilter { .. }
        | NotTriggered::Unfinished
        | NotTriggered::PullRequest
        | NotTriggered::Abandoned => return vec![tree],
        NotTriggered::PipelineDeleted => words::PIPELINE_EXISTS,
        NotTriggered::AlreadyDeployed => words::NOT_DEPLOYED_BEFORE,
        // An auto-redeploy trigger does not ask what the others ask.
        NotTriggered::AfterRedeployment => return vec![asked(words::FIRST_REDEPLOYMENT.to_owned(), false)],
        NotTriggered::NothingToRedeploy => return vec![asked(words::HAS_A_GOOD_RELEASE.to_owned(), false)],
    };
    tree.parts.push(asked(other.to_owned(), false));
    tree.holds = Some(false);
    vec![tree]
}

/// Everything that must hold for a stage to start by itself (§5.2 to §5.6).
pub(super) fn stage_trigger(scene: &Scene<'_>, state: &State, id: ReleaseId, stage: StageId) -> Weighed {
    let release = state.release(id);
    let definition = release.plan.stage(stage);
    let mut parts = Vec::new();
    match &definition.trigger {
        StageTrigger::AfterRelease => {
            parts.push(asked(words::RELEASE_IS_ACTIVE.to_owned(), release.status == ReleaseStatus::Active));
        }
        StageTrigger::AfterStages(_) => {
            for &(upstream, partially) in &release.plan.stages[stage.index()].upstream {
                parts.push(of_upstream(state, id, upstream, partially));
            }
        }
        StageTrigger::ManualOnly => parts.push(asked(words::TRIGGER_IS_AUTOMATIC.to_owned(), false)),
    }
    if release.status == ReleaseStatus::Abandoned {
        parts.push(asked(words::RELEASE_NOT_ABANDONED.to_owned(), false));
    }
    if release.content.manual_stages.contains(&stage) {
        parts.push(asked(words::NOT_SWITCHED_TO_MANUAL.to_owned(), false));
    }
    if release.content.reason == ReleaseReason::PullRequest {
        parts.push(asked(words::DEPLOYS_PULL_REQUESTS.to_owned(), definition.pull_request_deployment));
    }
    let mut aliases: Vec<&String> = definition.artifact_filters.iter().map(|(alias, _)| alias).collect();
    aliases.dedup();
    for alias in aliases {
        let position = release.plan.definition.artifacts.iter().position(|artifact| artifact.alias == *alias);
        let own = definition.artifact_filters.iter().filter(|(other, _)| other == alias).map(|(_, filter)| filter);
        parts.push(match position.and_then(|index| release.content.artifacts[index]) {
            Some(build) => of_filters(scene, own, None, state, state.build(build)),
            None => asked(words::has_a_version(alias), false),
        });
    }
    let status = state.stage_status(id, stage);
    if status != EnvironmentStatus::NotStarted {
        let is_free = status.is_completed();
        parts.push(found(words::NO_UNFINISHED_ATTEMPT.to_owned(), Look::of_status(status).word(), is_free));
    }
    all_of(words::ALL_OF, parts)
}

fn of_upstream(state: &State, release: ReleaseId, stage: StageId, partially: bool) -> Weighed {
    let status = state.stage_status(release, stage);
    let holds =
        status == EnvironmentStatus::Succeeded || (partially && status == EnvironmentStatus::PartiallySucceeded);
    let name = &state.release(release).plan.stage(stage).name;
    let wanted = if partially { words::succeeded_or_partially(name) } else { words::succeeded(name) };
    found(wanted, Look::of_status(status).word(), holds)
}

/// The zone arithmetic of a deployment that waits for the clock: its stage's schedule, or a time that was chosen.
pub(super) fn scheduled(scene: &Scene<'_>, id: DeploymentId, from: SimTime, until: SimTime) -> Vec<Weighed> {
    let deployment = scene.state.deployment(id);
    let plan = &scene.state.release(deployment.release).plan;
    match deployment.reason {
        DeploymentReason::None | DeploymentReason::Manual | DeploymentReason::RedeployTrigger => {
            vec![told(words::chose(scene.who(deployment.by)), date_time(scene.zone(), until))]
        }
        DeploymentReason::Automated | DeploymentReason::Scheduled => {
            let schedule = plan.stage(deployment.stage).schedule.as_ref();
            schedule.map_or_else(Vec::new, |schedule| occurrence(schedule, from, Some(until)))
        }
    }
}

/// A schedule, the moment it was looked at, and its next time after that.
pub(super) fn occurrence(schedule: &Schedule, from: SimTime, next: Option<SimTime>) -> Vec<Weighed> {
    let zone = schedule.time_zone_id.as_str();
    let days = words::weekdays(schedule.days);
    let next = next.map(|next| words::in_zone_and_utc(&date_time(zone, next), zone, &date_time("UTC", next)));
    vec![
        told(words::SCHEDULE, words::schedule(&days, schedule.hours, schedule.minutes, zone)),
        told(words::LOOKED_AT, words::in_zone(&date_time(zone, from), zone)),
        told(words::NEXT_TIME, next.unwrap_or_else(|| words::NEVER.to_owned())),
    ]
}
