//! What creates, starts and ends a release (`classic.md` §1, §4).

use std::rc::Rc;

use rehearsal_classic::{Artifact, ArtifactFilter, ReleaseTrigger};
use rehearsal_kernel::FactId;
use rehearsal_pipeline::{EnvironmentStatus, ReleaseReason, ReleaseStatus};

use crate::command::{CreateRelease, OnRelease, Refusal};
use crate::engine::{Engine, Run};
use crate::fact::{Ended, Fact, NewRelease, NoRelease};
use crate::filter::{self, Around, FilterResult, filter_builds};
use crate::naming::release_name;
use crate::plan::Plan;
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::versions::{automatic_version, is_of, offered_version, versions};
use crate::rules::{cancel, find_pipeline, find_release, given, pull_requests};
use crate::state::State;
use crate::variables::GivenValues;
use crate::world::{Build, World};
use crate::{BuildId, DefinitionId, PersonId, ReleaseId, StageId};

/// Looks at every pipeline that uses a new version (§4.1). Each one that uses it and gets no release is
/// recorded with the reason.
pub(crate) fn version_available(engine: &Engine, run: &mut Run<'_>, build: BuildId) {
    let is_of_pull_request = run.state().build(build).pull_request.is_some();
    each_use(engine, run, build, |engine, run, definition, plan, artifact| {
        let pull_requests = pull_requests::filters_of(plan, artifact).filter(|_| is_of_pull_request);
        if let Some(filters) = pull_requests {
            let made = pull_requests::trigger(engine, run, definition, plan, artifact, (filters, build));
            if trigger_of(plan, artifact).is_err() {
                return made;
            }
            if let Err(why) = made {
                run.emit(Fact::ReleaseNotCreated { definition, build: Some(build), why: Box::new(why) });
            }
        }
        let filters = trigger_of(plan, artifact)?;
        check_build(engine, run.state(), plan, &filters, build)?;
        create_for(engine, run, definition, plan, artifact, build)
    });
}

/// A tag was added to a finished build: filters that ask for it are looked at again (§4.1). A release comes when
/// one of them matches by this tag and did not match without it.
pub(crate) fn build_tagged(engine: &Engine, run: &mut Run<'_>, build: BuildId, tag: &str) {
    each_use(engine, run, build, |engine, run, definition, plan, artifact| {
        let filters = trigger_of(plan, artifact)?;
        check_build(engine, run.state(), plan, &filters, build)?;
        let content = run.state().build(build);
        let before =
            Build { tags: content.tags.iter().filter(|&one| one != tag).cloned().collect(), ..content.clone() };
        let around = around(engine, run.state(), plan, content);
        let by_this_tag = filters
            .iter()
            .filter(|filter| filter.create_on_tagging && !filter.exclude)
            .any(|filter| filter::matches(filter, content, &around) && !filter::matches(filter, &before, &around));
        if !by_this_tag {
            return Err(NoRelease::TagWithoutEffect);
        }
        create_for(engine, run, definition, plan, artifact, build)
    });
}

fn each_use(
    engine: &Engine,
    run: &mut Run<'_>,
    build: BuildId,
    decide: impl Fn(&Engine, &mut Run<'_>, DefinitionId, &Plan, &Artifact) -> Result<(), NoRelease>,
) {
    let content = Rc::clone(&run.state().builds[build.index()].build);
    let pipelines: Vec<DefinitionId> = run.state().pipelines_in_use().collect();
    for definition in pipelines {
        let plan = Rc::clone(&run.state().definitions[definition.index()]);
        for artifact in plan.definition.artifacts.iter().filter(|artifact| is_of(artifact, &content)) {
            if let Err(why) = decide(engine, run, definition, &plan, artifact) {
                run.emit(Fact::ReleaseNotCreated { definition, build: Some(build), why: Box::new(why) });
            }
        }
    }
}

/// The filters of the trigger that watches one artifact for new versions: builds, pushes, packages or images.
pub(crate) fn trigger_of(plan: &Plan, artifact: &Artifact) -> Result<Vec<ArtifactFilter>, NoRelease> {
    plan.definition
        .triggers
        .iter()
        .find_map(|trigger| match trigger {
            ReleaseTrigger::ContinuousDeployment { alias, filters } if *alias == artifact.alias => {
                Some(filters.clone())
            }
            ReleaseTrigger::Other(_) => {
                let watch = trigger.watch().filter(|watch| watch.alias == artifact.alias)?;
                let patterns = watch.tag_patterns.into_iter();
                let by_tag = patterns.map(|tag_pattern| ArtifactFilter { tag_pattern, ..ArtifactFilter::default() });
                Some(watch.branches.into_iter().chain(by_tag).collect())
            }
            ReleaseTrigger::ContinuousDeployment { .. }
            | ReleaseTrigger::Schedule(_)
            | ReleaseTrigger::PullRequest { .. } => None,
        })
        .ok_or(NoRelease::TriggerDisabled)
}

pub(crate) fn around<'a>(engine: &'a Engine, state: &'a State, plan: &'a Plan, build: &Build) -> Around<'a> {
    Around {
        default_branch: state.default_branch(&engine.world, &build.definition),
        variables: Some(&plan.definition.variables),
    }
}

/// Creates the release of a version, with the default version of every other artifact.
fn create_for(
    engine: &Engine,
    run: &mut Run<'_>,
    definition: DefinitionId,
    plan: &Plan,
    artifact: &Artifact,
    build: BuildId,
) -> Result<(), NoRelease> {
    let mut new = automatic(engine, run.state(), definition, plan, Some((artifact, build)))?;
    new.reason = ReleaseReason::ContinuousIntegration;
    new.requested_for = Some(run.state().build(build).requested_for);
    create_named(engine, run, new, None)
}

/// Names a release and creates it.
pub(crate) fn create_named(
    engine: &Engine,
    run: &mut Run<'_>,
    new: NewRelease,
    because: Option<FactId>,
) -> Result<(), NoRelease> {
    let new = named(engine, run, new).map_err(|name| NoRelease::NameTaken { name: name.into() })?;
    create(run, new, because);
    Ok(())
}

/// A release without its name and reason that nobody chose versions for.
pub(crate) fn automatic(
    engine: &Engine,
    state: &State,
    definition: DefinitionId,
    plan: &Plan,
    triggering: Option<(&Artifact, BuildId)>,
) -> Result<NewRelease, NoRelease> {
    if plan.definition.is_disabled {
        return Err(NoRelease::DefinitionDisabled);
    }
    let artifacts = plan
        .definition
        .artifacts
        .iter()
        .map(|artifact| match triggering {
            Some((own, build)) if own.alias == artifact.alias => Ok(Some(build)),
            Some(_) | None => automatic_version(&engine.world, state, artifact)
                .ok_or_else(|| NoRelease::NoVersion { alias: artifact.alias.as_str().into() })
                .map(Some),
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(NewRelease {
        definition,
        name: String::new(),
        reason: ReleaseReason::None,
        created_by: None,
        requested_for: None,
        artifacts,
        triggering_alias: triggering.map(|(artifact, _)| artifact.alias.clone()),
        description: String::new(),
        manual_stages: Vec::new(),
        is_draft: false,
        name_revision: None,
        name_key: String::new(),
    })
}

/// A release is created iff no exclude filter matches and some include matches or there is none (§4.1).
fn check_build(
    engine: &Engine,
    state: &State,
    plan: &Plan,
    filters: &[ArtifactFilter],
    build: BuildId,
) -> Result<(), NoRelease> {
    let build = state.build(build);
    if !build.is_good() {
        return Err(NoRelease::BuildNotSucceeded);
    }
    match filter_builds(filters, build, &around(engine, state, plan, build)) {
        FilterResult::Matched => Ok(()),
        FilterResult::Excluded => Err(NoRelease::BranchExcluded),
        FilterResult::NotIncluded => Err(NoRelease::NoFilterMatched),
    }
}

fn named(engine: &Engine, run: &Run<'_>, mut new: NewRelease) -> Result<NewRelease, String> {
    let name = release_name(engine, run.state(), &new, run.now());
    // Names that count a revision cannot clash with one of the same key (§1.5).
    let taken = name.revision.is_none()
        && run
            .state()
            .releases
            .iter()
            .any(|release| release.content.definition == new.definition && release.content.name == name.text);
    if taken {
        return Err(name.text);
    }
    new.name = name.text;
    new.name_revision = name.revision;
    new.name_key = name.key;
    Ok(new)
}

fn create(run: &mut Run<'_>, new: NewRelease, because: Option<FactId>) {
    let release = ReleaseId::at(run.state().releases.len());
    let is_draft = new.is_draft;
    let fact = Fact::ReleaseCreated { release, content: Rc::new(new) };
    let created = match because {
        Some(cause) => run.emit_because(cause, fact),
        None => run.emit(fact),
    };
    if !is_draft {
        run.emit_because(created, Fact::ReleaseStarted { release });
    }
}

/// "Create release" (§4.4).
pub(crate) fn create_by_hand(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    create_release: &CreateRelease,
) -> Result<(), Refusal> {
    let state = run.state();
    let definition = find_pipeline(state, &create_release.definition)?;
    permit(engine, state, by, Operation::CreateRelease, Place::pipeline(definition))?;
    let plan = &state.definitions[definition.index()];
    if plan.definition.is_disabled {
        return Err(Refusal::DefinitionDisabled);
    }
    for alias in create_release.artifacts.keys() {
        if !plan.definition.artifacts.iter().any(|artifact| artifact.alias == *alias) {
            return Err(Refusal::NoSuchArtifact { alias: alias.clone() });
        }
    }
    let artifacts = plan
        .definition
        .artifacts
        .iter()
        .map(|artifact| {
            chosen_version(&engine.world, state, artifact, create_release.artifacts.get(&artifact.alias)).map(Some)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let manual_stages = create_release
        .manual_environments
        .iter()
        .map(|name| {
            plan.definition
                .stage(name)
                .map(|(index, _)| StageId::at(index))
                .ok_or_else(|| Refusal::NoSuchStage { release: plan.definition.name.clone(), stage: name.clone() })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let new = NewRelease {
        definition,
        name: String::new(),
        // Whoever creates releases by REST, such as another pipeline, gives a reason of their own (§4.5).
        reason: create_release.reason.unwrap_or(ReleaseReason::Manual),
        created_by: by,
        requested_for: by,
        artifacts,
        triggering_alias: None,
        description: create_release.description.clone(),
        manual_stages,
        is_draft: create_release.is_draft,
        name_revision: None,
        name_key: String::new(),
    };
    let new = named(engine, run, new).map_err(|name| Refusal::NameTaken { name })?;
    let given = given_values(plan, create_release)?;
    create(run, new, None);
    if !given.values.is_empty() {
        let release = ReleaseId::at(run.state().releases.len() - 1);
        run.emit(Fact::ValuesGiven { release, deployment: None, content: Rc::new(given) });
    }
    Ok(())
}

/// Values for the whole release and for single stages; only settable ones (§11).
fn given_values(plan: &Plan, create_release: &CreateRelease) -> Result<GivenValues, Refusal> {
    let mut values = given::values(plan, None, &create_release.variables)?;
    for (name, variables) in &create_release.stage_variables {
        let stage = plan.definition.stage(name).map(|(index, _)| StageId::at(index));
        let stage =
            stage.ok_or_else(|| Refusal::NoSuchStage { release: plan.definition.name.clone(), stage: name.clone() })?;
        values.extend(given::values(plan, Some(stage), variables)?);
    }
    Ok(GivenValues { values, debug: false })
}

fn chosen_version(
    world: &World,
    state: &State,
    artifact: &Artifact,
    number: Option<&String>,
) -> Result<BuildId, Refusal> {
    match number {
        None => {
            offered_version(world, state, artifact).ok_or_else(|| Refusal::NoVersion { alias: artifact.alias.clone() })
        }
        Some(number) => versions(state, artifact)
            .into_iter()
            .find(|&id| state.build(id).number == *number)
            .ok_or_else(|| Refusal::NoSuchBuild { alias: artifact.alias.clone(), number: number.clone() }),
    }
}

/// Starts a draft: "after release" triggers fire now (§1.3).
pub(crate) fn start_draft(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    on: &OnRelease,
) -> Result<(), Refusal> {
    let state = run.state();
    let release = find_release(state, &on.release)?;
    permit(engine, state, by, Operation::StartRelease, Place::of_release(state, release))?;
    let found = state.release(release);
    if found.status != ReleaseStatus::Draft {
        return Err(Refusal::NotDraft { release: found.content.name.clone() });
    }
    run.emit(Fact::ReleaseStarted { release });
    Ok(())
}

/// Abandons a release that has no deployment in progress; what only waits is cancelled (§12).
pub(crate) fn abandon(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &OnRelease) -> Result<(), Refusal> {
    let state = run.state();
    let release = find_release(state, &on.release)?;
    permit(engine, state, by, Operation::Abandon, Place::of_release(state, release))?;
    let found = state.release(release);
    if found.status == ReleaseStatus::Abandoned {
        return Err(Refusal::Abandoned { release: found.content.name.clone() });
    }
    let stages = || (0..found.stages.len()).map(StageId::at);
    if let Some(stage) = stages().find(|&stage| state.stage_status(release, stage) == EnvironmentStatus::InProgress) {
        return Err(Refusal::InProgress {
            release: found.content.name.clone(),
            stage: found.plan.stage(stage).name.clone(),
        });
    }
    let waiting: Vec<_> = stages()
        .filter_map(|stage| found.stages[stage.index()].latest)
        .filter(|&latest| !state.deployment(latest).status.is_completed())
        .collect();
    let abandoned = run.emit(Fact::ReleaseAbandoned { release, by, comment: on.comment.as_str().into() });
    for deployment in waiting {
        cancel::finish_canceled(run, deployment, Ended::Abandoned, abandoned);
    }
    Ok(())
}

/// Leaves a comment on a release, whatever its state.
pub(crate) fn comment(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &OnRelease) -> Result<(), Refusal> {
    let state = run.state();
    let release = find_release(state, &on.release)?;
    permit(engine, state, by, Operation::Comment, Place::of_release(state, release))?;
    let text = on.comment.trim();
    if text.is_empty() {
        return Err(Refusal::EmptyComment);
    }
    run.emit(Fact::ReleaseCommented { release, by, comment: text.into() });
    Ok(())
}
