//! What makes builds and other versions (`classic.md` §1.4): commits, queued builds, tags, publishing.

use std::rc::Rc;

use rehearsal_kernel::{FactId, SimDuration};
use rehearsal_pipeline::TaskResult;

use crate::calendar::wall_clock;
use crate::command::{Commit, CompleteBuild, Refusal, SetDefaultBranch, TagBuild};
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::rules::releases;
use crate::sources::VersionKind;
use crate::state::State;
use crate::world::{Build, World};
use crate::{BuildId, BuildRunId, PersonId};

/// Records a version; builds complete, all others are published.
pub(crate) fn record(run: &mut Run<'_>, build: &Build, by: Option<PersonId>) -> BuildId {
    let id = BuildId::at(run.state().builds.len());
    let content = Rc::new(build.clone());
    run.emit(match build.kind {
        VersionKind::Build => Fact::BuildCompleted { build: id, content, run: None },
        VersionKind::Commit | VersionKind::Changeset | VersionKind::Package | VersionKind::Image => {
            Fact::VersionPublished { build: id, content, by }
        }
    });
    id
}

/// A version that the world foresees is due: a build with a duration is queued, any other is there at once.
pub(crate) fn come(engine: &Engine, run: &mut Run<'_>, index: usize) {
    let coming = &engine.world.builds[index];
    match coming.takes {
        Some(takes) => queue(run, coming.build.clone(), takes, None),
        None => complete(engine, run, &coming.build, None),
    }
}

/// A version is there and triggers what it triggers.
pub(crate) fn complete(engine: &Engine, run: &mut Run<'_>, build: &Build, by: Option<PersonId>) {
    let id = record(run, build, by);
    releases::version_available(engine, run, id);
}

/// Queues a build. It starts at once, or when the organisation has a parallel job for it (§9.3).
pub(crate) fn queue(run: &mut Run<'_>, build: Build, takes: SimDuration, because: Option<FactId>) {
    let id = BuildRunId::at(run.state().build_runs.len());
    let fact = Fact::BuildQueued { run: id, content: Rc::new(build), takes };
    let queued = match because {
        Some(cause) => run.emit_because(cause, fact),
        None => run.emit(fact),
    };
    if run.state().parallel_jobs.limit.is_none() {
        run.emit_because(queued, Fact::BuildStarted { run: id });
    }
}

/// A build has run long enough.
pub(crate) fn end_run(engine: &Engine, run: &mut Run<'_>, id: BuildRunId) {
    let build = BuildId::at(run.state().builds.len());
    let content = Rc::clone(&run.state().build_runs[id.index()].content);
    run.emit(Fact::BuildCompleted { build, content, run: Some(id) });
    releases::version_available(engine, run, build);
}

/// A change is pushed: the commit is a version of its repository, and every pipeline that builds the repository
/// queues a build with the next number.
pub(crate) fn commit(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, commit: &Commit) -> Result<(), Refusal> {
    let repository = repository(engine, run.state(), &commit.repository)?;
    let branch = if commit.branch.is_empty() {
        default_branch_of(engine, run.state(), &repository)
    } else {
        commit.branch.strip_prefix("refs/heads/").unwrap_or(&commit.branch).to_owned()
    };
    let pushed = Build {
        kind: VersionKind::Commit,
        number: commit_id(run.state(), &repository, &branch, &commit.message),
        commit: commit.message.clone(),
        branch,
        ..Build::new(repository, "", by.unwrap_or(PersonId(0)))
    };
    complete(engine, run, &pushed, by);
    let because = run.state().builds.last().expect("just recorded").completed;
    let result = commit.result.unwrap_or(TaskResult::Succeeded);
    queue_builds(engine, run, &Build { tags: commit.tags.clone(), result, ..pushed }, because);
    Ok(())
}

/// Every pipeline that builds the repository of a commit queues a build with the next number.
pub(crate) fn queue_builds(engine: &Engine, run: &mut Run<'_>, pushed: &Build, because: FactId) {
    let pipelines = engine.world.build_pipelines.iter();
    for pipeline in pipelines.filter(|pipeline| pipeline.builds_repository(&pushed.definition)) {
        let build = Build {
            kind: VersionKind::Build,
            definition: pipeline.name.clone(),
            number: next_number(&engine.world, run.state(), &pipeline.name, run.now()),
            ..pushed.clone()
        };
        queue(run, build, pipeline.takes, Some(because));
    }
}

/// The repository that a command names, which must be built or be an artifact; without a name that of the first
/// build pipeline.
pub(crate) fn repository(engine: &Engine, state: &State, named: &str) -> Result<String, Refusal> {
    let pipelines = &engine.world.build_pipelines;
    let repository = match (named, pipelines.first()) {
        ("", None) => return Err(Refusal::NoBuildPipeline),
        ("", Some(first)) if first.repository.is_empty() => first.name.clone(),
        ("", Some(first)) => first.repository.clone(),
        (named, _) => named.to_owned(),
    };
    let is_known =
        pipelines.iter().any(|pipeline| pipeline.builds_repository(&repository)) || is_artifact(state, &repository);
    if is_known { Ok(repository) } else { Err(Refusal::NoSuchRepository { repository }) }
}

/// Whether a release pipeline takes a repository itself as an artifact.
pub(crate) fn is_artifact(state: &State, repository: &str) -> bool {
    state.definitions.iter().flat_map(|plan| &plan.definition.artifacts).any(|artifact| {
        VersionKind::of_type(&artifact.kind) == VersionKind::Commit && artifact.source.eq_ignore_ascii_case(repository)
    })
}

/// Default branch of a repository: that of the first pipeline that builds it.
pub(crate) fn default_branch_of(engine: &Engine, state: &State, repository: &str) -> String {
    let pipeline = engine.world.build_pipelines.iter().find(|pipeline| pipeline.builds_repository(repository));
    state.default_branch(&engine.world, pipeline.map_or(repository, |pipeline| &pipeline.name)).to_owned()
}

/// Eight digits that follow from what was pushed before and what is pushed now.
pub(crate) fn commit_id(state: &State, repository: &str, branch: &str, message: &str) -> String {
    let before = u32::try_from(state.builds.len()).unwrap_or(u32::MAX);
    let text = [repository, branch, message].join("\n");
    // FNV-1a: short, fixed for ever, and nobody relies on more than that ids differ.
    let hash = before
        .to_le_bytes()
        .into_iter()
        .chain(text.bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

/// The next number of a build pipeline: the day on the clock of the world, and a count.
pub(crate) fn next_number(world: &World, state: &State, pipeline: &str, now: rehearsal_kernel::SimTime) -> String {
    let clock = wall_clock(&world.zone, now);
    let day = format!("{:04}{:02}{:02}.", clock.year, clock.month, clock.day);
    let completed = state.builds.iter().map(|completed| &completed.build);
    let queued = state.build_runs.iter().map(|run| &run.content);
    let foreseen = world.builds.iter().map(|coming| &coming.build);
    let last = completed
        .chain(queued)
        .map(|build| &**build)
        .chain(foreseen)
        .filter(|build| build.definition.eq_ignore_ascii_case(pipeline))
        .filter_map(|build| build.number.strip_prefix(&day)?.parse::<u32>().ok())
        .max();
    format!("{day}{}", last.map_or(1, |last| last + 1))
}

/// Adds a tag to a completed build, which may create releases (§4.1).
pub(crate) fn tag(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, tag: &TagBuild) -> Result<(), Refusal> {
    if tag.tag.trim().is_empty() {
        return Err(Refusal::Empty { field: "tag" });
    }
    let fits = |build: &Build| {
        build.kind == VersionKind::Build
            && (tag.definition.is_empty() || build.definition.eq_ignore_ascii_case(&tag.definition))
            && (tag.number.is_empty() || build.number == tag.number)
    };
    let found = run.state().builds.iter().rposition(|completed| fits(&completed.build)).map(BuildId::at);
    let build = found.ok_or_else(|| Refusal::NoCompletedBuild { number: tag.number.clone() })?;
    let content = run.state().build(build);
    if content.tags.contains(&tag.tag) {
        return Err(Refusal::HasTag { number: content.number.clone(), tag: tag.tag.clone() });
    }
    run.emit(Fact::BuildTagged { build, tag: tag.tag.as_str().into(), by });
    releases::build_tagged(engine, run, build, &tag.tag);
    Ok(())
}

/// Changes the default branch of a build pipeline; filters that name the default branch follow it from now on.
pub(crate) fn set_default_branch(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    set: &SetDefaultBranch,
) -> Result<(), Refusal> {
    if set.branch.trim().is_empty() {
        return Err(Refusal::Empty { field: "branch" });
    }
    let pipeline = match (set.definition.as_str(), engine.world.build_pipelines.first()) {
        ("", None) => return Err(Refusal::NoBuildPipeline),
        ("", Some(first)) => first.name.clone(),
        (named, _) => named.to_owned(),
    };
    let branch = set.branch.strip_prefix("refs/heads/").unwrap_or(&set.branch).to_owned();
    run.emit(Fact::DefaultBranchSet { pipeline: Rc::new(pipeline), branch: Rc::new(branch), by });
    Ok(())
}

/// The world: a build completes now, or another version is published.
pub(crate) fn complete_now(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    complete_build: &CompleteBuild,
) -> Result<(), Refusal> {
    if by.is_some() {
        return Err(Refusal::WorldOnly);
    }
    let world = &engine.world;
    let requested_for = if complete_build.requested_for.is_empty() {
        PersonId(0)
    } else {
        world
            .person(&complete_build.requested_for)
            .ok_or_else(|| Refusal::NoSuchSubject { name: complete_build.requested_for.clone() })?
    };
    let first = || world.builds.first().map(|coming| coming.build.definition.as_str());
    let definition =
        if complete_build.definition.is_empty() { first().unwrap_or("Build") } else { &complete_build.definition };
    let kind = complete_build.kind;
    let branch = if complete_build.branch.is_empty() && kind.has_branches() {
        run.state().default_branch(world, definition).to_owned()
    } else {
        complete_build.branch.clone()
    };
    let build = Build {
        kind,
        branch,
        commit: complete_build.commit.clone(),
        tags: complete_build.tags.clone(),
        result: complete_build.result.unwrap_or(TaskResult::Succeeded),
        ..Build::new(definition, complete_build.number.clone(), requested_for)
    };
    complete(engine, run, &build, None);
    Ok(())
}
