//! The Builds page: what is built from what, every build, and the other versions that artifacts take.

use std::collections::BTreeMap;

use rehearsal_engine::{
    Action, Build, BuildId, BuildPipeline, BuildRun, Commit, CreatePullRequest, PullRequest, TagBuild,
    UpdatePullRequest, VersionKind,
};
use rehearsal_kernel::SimTime;

use crate::look::Look;
use crate::release::Offer;
use crate::releases::initials;
use crate::scene::Scene;
use crate::sentence::verdict_word;
use crate::strings;
use crate::time::{date_time, took};

/// More builds of a pipeline than this are not shown; the earlier ones are counted.
const ROWS_MAX: usize = 100;

/// A build pipeline, a repository, a feed or a registry, with its versions.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildSource {
    /// Name.
    pub name: String,
    /// What it is, in grey.
    pub about: String,
    /// "Commit a change", with the words of the commit still to be given; none where nothing is committed.
    pub commit: Option<Offer>,
    /// "Create a pull request", with its branches and title still to be given; none where no pipeline builds it.
    pub pull_request: Option<Offer>,
    /// Pull requests of its repository, newest first.
    pub pull_requests: Vec<PullRequestRow>,
    /// Its versions, newest first.
    pub rows: Vec<BuildRow>,
    /// Versions before those.
    pub earlier: usize,
}

/// A build or another version.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildRow {
    /// Build number, commit id, version or tag.
    pub number: String,
    /// Its state.
    pub look: Look,
    /// The word for it.
    pub word: &'static str,
    /// Branch; empty where there are none.
    pub branch: String,
    /// What changed.
    pub commit: String,
    /// Build tags.
    pub tags: Vec<String>,
    /// For whom it ran.
    pub person: String,
    /// Letters for a round picture.
    pub initials: String,
    /// When it was there, or began to wait.
    pub at: String,
    /// How long it took or has taken; empty where only its end is known.
    pub took: String,
    /// Names of the releases that took it.
    pub releases: Vec<String>,
    /// "Add tag", with the tag still to be given; none for what takes no tags.
    pub tag: Option<TagBuild>,
}

/// A pull request.
#[derive(Debug, Clone, PartialEq)]
pub struct PullRequestRow {
    /// Its number, from 1.
    pub number: u32,
    /// What it is about.
    pub title: String,
    /// From which branch into which.
    pub branches: String,
    /// Who opened it.
    pub person: String,
    /// What a release last reported to it, as a sentence; empty when none did.
    pub posted: String,
    /// "Push a change".
    pub push: Offer,
}

/// Everything that is built or published.
pub fn builds(scene: &Scene<'_>) -> Vec<BuildSource> {
    let taken = taken(scene);
    sources(scene).into_iter().map(|(kind, name)| source(scene, kind, name, &taken)).collect()
}

/// Why the viewer cannot add this tag.
pub fn tag_refusal(scene: &Scene<'_>, tag: &TagBuild) -> Option<String> {
    scene.refusal(&Action::TagBuild(tag.clone()))
}

/// Build pipelines of the world, what artifacts take, and whatever else was built.
fn sources<'a>(scene: &Scene<'a>) -> Vec<(VersionKind, &'a str)> {
    let pipelines = scene.world.build_pipelines.iter().map(|pipeline| (VersionKind::Build, pipeline.name.as_str()));
    let artifacts = scene
        .state
        .pipelines_in_use()
        .flat_map(|id| &scene.state.definitions[id.index()].definition.artifacts)
        .map(|artifact| (VersionKind::of_type(&artifact.kind), artifact.source.as_str()));
    let built = scene
        .state
        .builds
        .iter()
        .map(|completed| (completed.build.kind, completed.build.definition.as_str()))
        .filter(|(kind, _)| *kind == VersionKind::Build);
    let mut sources: Vec<(VersionKind, &'a str)> = Vec::new();
    for (kind, name) in pipelines.chain(artifacts).chain(built) {
        if !sources.iter().any(|(other, known)| *other == kind && known.eq_ignore_ascii_case(name)) {
            sources.push((kind, name));
        }
    }
    sources
}

/// Releases by the versions that they took.
fn taken(scene: &Scene<'_>) -> BTreeMap<BuildId, Vec<String>> {
    let mut taken: BTreeMap<BuildId, Vec<String>> = BTreeMap::new();
    for release in scene.state.releases.iter().filter(|release| release.deleted.is_none()) {
        for build in release.content.artifacts.iter().flatten() {
            taken.entry(*build).or_default().push(release.content.name.clone());
        }
    }
    taken
}

fn source(scene: &Scene<'_>, kind: VersionKind, name: &str, taken: &BTreeMap<BuildId, Vec<String>>) -> BuildSource {
    let fits = |build: &Build| build.kind == kind && build.definition.eq_ignore_ascii_case(name);
    let unfinished = scene.state.build_runs.iter().rev().filter(|run| run.build.is_none() && fits(&run.content));
    let done = (0..scene.state.builds.len()).rev().map(BuildId::at).filter(|&id| fits(scene.state.build(id)));
    let all = unfinished.clone().count() + done.clone().count();
    let rows = unfinished.map(|run| running(scene, run)).chain(done.map(|id| completed(scene, id, taken)));
    let pipeline = scene.world.build_pipeline(name).filter(|_| kind == VersionKind::Build);
    let repository = pipeline.map_or(name, |found| if found.repository.is_empty() { name } else { &found.repository });
    let commits = pipeline.is_some() || kind == VersionKind::Commit;
    let of_repository = |request: &PullRequest| request.content.repository.eq_ignore_ascii_case(repository);
    let pull_requests = scene.state.pull_requests.iter().enumerate().rev();
    BuildSource {
        name: name.to_owned(),
        about: about(scene, kind, pipeline, repository),
        commit: commits.then(|| {
            let commit = Commit { repository: repository.to_owned(), ..Commit::default() };
            Offer::of(scene, Action::Commit(commit))
        }),
        pull_request: pipeline.map(|_| {
            let create = CreatePullRequest {
                repository: repository.to_owned(),
                source_branch: strings::PULL_REQUEST_BRANCH.to_owned(),
                title: strings::COMMIT_DEFAULT.to_owned(),
                ..CreatePullRequest::default()
            };
            Offer::of(scene, Action::CreatePullRequest(create))
        }),
        pull_requests: pull_requests
            .filter(|(_, request)| pipeline.is_some() && of_repository(request))
            .map(|(index, request)| pull_request(scene, index, request))
            .collect(),
        rows: rows.take(ROWS_MAX).collect(),
        earlier: all.saturating_sub(ROWS_MAX),
    }
}

fn pull_request(scene: &Scene<'_>, index: usize, request: &PullRequest) -> PullRequestRow {
    let number = u32::try_from(index + 1).expect("a run has few pull requests");
    let content = &request.content;
    let message = strings::COMMIT_DEFAULT.to_owned();
    let update = UpdatePullRequest { pull_request: number, message, ..UpdatePullRequest::default() };
    let posted = request
        .posted
        .map(|(release, verdict)| strings::reported(&scene.state.release(release).content.name, verdict_word(verdict)));
    PullRequestRow {
        number,
        title: content.title.clone(),
        branches: strings::from_into(&content.source_branch, &content.target_branch),
        person: scene.world.person_name(content.by).to_owned(),
        posted: posted.unwrap_or_default(),
        push: Offer::of(scene, Action::UpdatePullRequest(update)),
    }
}

fn about(scene: &Scene<'_>, kind: VersionKind, pipeline: Option<&BuildPipeline>, repository: &str) -> String {
    match (kind, pipeline) {
        (VersionKind::Build, Some(found)) => {
            strings::builds_repository(repository, scene.state.default_branch(scene.world, &found.name))
        }
        (VersionKind::Build, None) => strings::BUILD_PIPELINE.to_owned(),
        (VersionKind::Commit | VersionKind::Changeset, _) => strings::REPOSITORY.to_owned(),
        (VersionKind::Package, _) => strings::PACKAGE.to_owned(),
        (VersionKind::Image, _) => strings::CONTAINER_IMAGE.to_owned(),
    }
}

fn row(scene: &Scene<'_>, build: &Build, look: Look, word: &'static str, at: SimTime) -> BuildRow {
    let person = scene.world.person_name(build.requested_for);
    BuildRow {
        number: build.number.clone(),
        look,
        word,
        branch: build.branch.clone(),
        commit: build.commit.clone(),
        tags: build.tags.clone(),
        person: person.to_owned(),
        initials: initials(person),
        at: date_time(scene.zone(), at),
        took: String::new(),
        releases: Vec::new(),
        tag: None,
    }
}

/// A build that waits or runs.
fn running(scene: &Scene<'_>, run: &BuildRun) -> BuildRow {
    let look = if run.started_at.is_some() { Look::InProgress } else { Look::Queued };
    BuildRow {
        took: run.started_at.map(|from| took(scene.now - from)).unwrap_or_default(),
        ..row(scene, &run.content, look, look.word(), run.queued_at)
    }
}

fn completed(scene: &Scene<'_>, id: BuildId, taken: &BTreeMap<BuildId, Vec<String>>) -> BuildRow {
    let completed = &scene.state.builds[id.index()];
    let build = &completed.build;
    let is_build = build.kind == VersionKind::Build;
    let look = Look::of_result(build.result);
    let started = scene.state.build_runs.iter().find(|run| run.build == Some(id)).and_then(|run| run.started_at);
    BuildRow {
        took: started.map(|from| took(completed.at - from)).unwrap_or_default(),
        releases: taken.get(&id).cloned().unwrap_or_default(),
        tag: is_build.then(|| TagBuild {
            definition: build.definition.clone(),
            number: build.number.clone(),
            tag: String::new(),
        }),
        ..row(scene, build, look, if is_build { look.word() } else { strings::PUBLISHED }, completed.at)
    }
}
