//! Two releases of a pipeline beside each other, and what changed between versions of an artifact (`classic.md` §12,
//! "Compare"; the panel of a stage shows the same against what was deployed before).

use rehearsal_classic::Stage;
use rehearsal_engine::{BuildId, DeploymentId, Release, ReleaseId, StageId};
use rehearsal_pipeline::EnvironmentStatus;

use crate::look::Look;
use crate::release::ArtifactLine;
use crate::scene::Scene;
use crate::strings;
use crate::time::date_time;
use crate::variables::release_variables;

/// What the comparison shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareView {
    /// The release.
    pub one: String,
    /// The release it is compared with.
    pub other: String,
    /// All releases of the pipeline but the first, newest first, to choose from.
    pub others: Vec<String>,
    /// Each artifact that one of them has.
    pub artifacts: Vec<ArtifactChanges>,
    /// Each variable that differs: its name with its scope, then the two values.
    pub variables: Vec<ValueDifference>,
    /// Each stage that one of them has.
    pub stages: Vec<StageDifference>,
}

/// What changed between two versions of an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactChanges {
    /// Alias.
    pub alias: String,
    /// Version of the one; none when it has none.
    pub one: Option<ArtifactLine>,
    /// Version of the other.
    pub other: Option<ArtifactLine>,
    /// True when the other has the newer version, so that the changes are what the one lacks.
    pub is_back: bool,
    /// Commits that only the newer version has, newest first.
    pub commits: Vec<CommitRow>,
    /// Work items that those commits name, as `#42`.
    pub work_items: Vec<WorkItemRow>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitRow {
    /// The version that was built from it.
    pub version: String,
    /// Its message.
    pub message: String,
    /// For whom it was built.
    pub by: String,
    /// When it was built.
    pub at: String,
}

/// A work item that commits name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItemRow {
    /// `#42`.
    pub id: String,
    /// Messages of the commits that name it.
    pub commits: Vec<String>,
}

/// Something that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueDifference {
    /// What.
    pub what: String,
    /// In the one; empty when it is not there.
    pub one: String,
    /// In the other.
    pub other: String,
}

/// A stage of both releases, or of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageDifference {
    /// Its name.
    pub stage: String,
    /// State in the one; none when it has no such stage.
    pub one: Option<Look>,
    /// State in the other.
    pub other: Option<Look>,
    /// Which parts of its settings differ.
    pub settings: Vec<&'static str>,
}

/// A release beside another one of its pipeline.
pub fn compare_releases(scene: &Scene<'_>, one: ReleaseId, other: ReleaseId) -> CompareView {
    let (first, second) = (scene.state.release(one), scene.state.release(other));
    let definition = first.content.definition;
    let mut others: Vec<String> = scene
        .releases_of(definition)
        .filter(|(id, _)| *id != one)
        .map(|(_, release)| release.content.name.clone())
        .collect();
    others.reverse();
    let aliases = |release: &Release| release.plan.definition.artifacts.iter().map(|one| one.alias.clone()).collect();
    let stages = |release: &Release| release.plan.definition.stages.iter().map(|one| one.name.clone()).collect();
    let artifact = |alias: String| {
        let (newer, older) = (build_of(first, &alias), build_of(second, &alias));
        changes(scene, alias, newer, older)
    };
    CompareView {
        one: first.content.name.clone(),
        other: second.content.name.clone(),
        others,
        artifacts: either(aliases(first), aliases(second)).into_iter().map(artifact).collect(),
        variables: variables(scene, one, other),
        stages: either(stages(first), stages(second)).into_iter().map(|name| stage(scene, one, other, name)).collect(),
    }
}

/// All names, those of the one first.
fn either(mut one: Vec<String>, other: Vec<String>) -> Vec<String> {
    for name in other {
        if !one.contains(&name) {
            one.push(name);
        }
    }
    one
}

/// The version that a release has of an artifact.
fn build_of(release: &Release, alias: &str) -> Option<BuildId> {
    let position = release.plan.definition.artifacts.iter().position(|artifact| artifact.alias == alias)?;
    release.content.artifacts.get(position).copied().flatten()
}

/// What changed in a stage's release since the one that was deployed there before; none when nothing was.
pub fn since_previous(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> (Option<String>, Vec<ArtifactChanges>) {
    let own = scene.state.release(release);
    let before = previous(scene, release, stage);
    let artifacts = own.plan.definition.artifacts.iter().zip(&own.content.artifacts);
    let changed = artifacts.map(|(artifact, &build)| {
        let older = before.and_then(|before| build_of(scene.state.release(before), &artifact.alias));
        changes(scene, artifact.alias.clone(), build, older)
    });
    (before.map(|id| scene.release_name(id).to_owned()), changed.collect())
}

/// The release whose deployment to the stage was the last good one before this release's first.
fn previous(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Option<ReleaseId> {
    let same = scene.state.release(release).plan.stage(stage).id;
    let definition = scene.state.release(release).content.definition;
    let first = scene.state.attempts(release, stage).first().copied();
    let until = first.map(|id| scene.state.deployment(id).created_at);
    let good = |status: EnvironmentStatus| {
        matches!(status, EnvironmentStatus::Succeeded | EnvironmentStatus::PartiallySucceeded)
    };
    let all = (0..scene.state.deployments.len()).map(DeploymentId::at).map(|id| scene.state.deployment(id));
    all.filter(|other| other.release != release && good(other.status))
        .filter(|other| scene.state.release(other.release).content.definition == definition)
        .filter(|other| other.plan.stage(other.stage).id == same)
        .filter(|other| until.is_none_or(|until| other.finished_at.is_some_and(|at| at <= until)))
        .max_by_key(|other| other.finished)
        .map(|other| other.release)
}

fn changes(scene: &Scene<'_>, alias: String, one: Option<BuildId>, other: Option<BuildId>) -> ArtifactChanges {
    let is_back = matches!((one, other), (Some(one), Some(other)) if one.index() < other.index());
    let (newer, older) = if is_back { (other, one) } else { (one, other) };
    let commits = newer.map_or_else(Vec::new, |newer| commits(scene, newer, older));
    let line = |build: Option<BuildId>| build.map(|build| ArtifactLine::of(scene, build));
    ArtifactChanges { alias, one: line(one), other: line(other), is_back, work_items: work_items(&commits), commits }
}

/// Commits of the versions after an older one up to a newer one, on the branch of the newer; without an older one only
/// its own.
fn commits(scene: &Scene<'_>, newer: BuildId, older: Option<BuildId>) -> Vec<CommitRow> {
    let build = scene.state.build(newer);
    let from = older.map_or(newer.index(), |older| older.index() + 1);
    let between = (from..=newer.index()).rev().map(|index| &scene.state.builds[index]);
    let same = between.filter(|one| {
        one.build.kind == build.kind && one.build.definition == build.definition && one.build.branch == build.branch
    });
    let mut rows: Vec<CommitRow> = same
        .filter(|one| !one.build.commit.is_empty())
        .map(|one| CommitRow {
            version: one.build.number.clone(),
            message: one.build.commit.clone(),
            by: scene.world.person_name(one.build.requested_for).to_owned(),
            at: date_time(scene.zone(), one.at),
        })
        .collect();
    // A commit that was built twice is one commit.
    rows.dedup_by(|older, newer| older.message == newer.message);
    rows
}

/// Work items are named in commit messages as `#42`.
fn work_items(commits: &[CommitRow]) -> Vec<WorkItemRow> {
    let mut items: Vec<WorkItemRow> = Vec::new();
    for commit in commits {
        for id in named(&commit.message) {
            match items.iter_mut().find(|item| item.id == id) {
                Some(item) => item.commits.push(commit.message.clone()),
                None => items.push(WorkItemRow { id, commits: vec![commit.message.clone()] }),
            }
        }
    }
    items
}

pub(crate) fn named(message: &str) -> Vec<String> {
    let after_marks = message.split('#').skip(1);
    let numbers = after_marks.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    numbers.filter(|number| !number.is_empty()).map(|number| format!("#{number}")).collect()
}

fn variables(scene: &Scene<'_>, one: ReleaseId, other: ReleaseId) -> Vec<ValueDifference> {
    let all = |id| {
        let view = release_variables(scene, id);
        let rows = view.variables.into_iter().chain(view.groups);
        rows.map(|row| (strings::name_and_word(&row.name, &row.scope), row.value)).collect::<Vec<_>>()
    };
    let (first, second) = (all(one), all(other));
    let value =
        |rows: &[(String, String)], name: &str| rows.iter().find(|(known, _)| known == name).map(|it| it.1.clone());
    let only_second = second.iter().filter(|(name, _)| value(&first, name).is_none());
    first
        .iter()
        .chain(only_second)
        .map(|(name, _)| (name, value(&first, name), value(&second, name)))
        .filter(|(_, one, other)| one != other)
        .map(|(name, one, other)| ValueDifference {
            what: name.clone(),
            one: one.unwrap_or_default(),
            other: other.unwrap_or_default(),
        })
        .collect()
}

fn stage(scene: &Scene<'_>, one: ReleaseId, other: ReleaseId, name: String) -> StageDifference {
    let look = |release: ReleaseId| {
        let stage = scene.stage_named(release, &name)?;
        Some(scene.latest(release, stage).map_or(Look::NotDeployed, |id| Look::of_deployment(scene.state, id)))
    };
    let planned =
        |release: ReleaseId| scene.state.release(release).plan.definition.stage(&name).map(|(_, stage)| stage);
    let settings = planned(one).zip(planned(other)).map(|(one, other)| settings(one, other));
    StageDifference { one: look(one), other: look(other), settings: settings.unwrap_or_default(), stage: name }
}

/// Which parts of the settings of a stage differ.
fn settings(one: &Stage, other: &Stage) -> Vec<&'static str> {
    let parts = [
        (one.trigger != other.trigger, strings::TRIGGER),
        (one.artifact_filters != other.artifact_filters, strings::ARTIFACT_FILTERS),
        (one.schedule != other.schedule, strings::SCHEDULE),
        (one.pre_approvals != other.pre_approvals, strings::PRE_DEPLOYMENT_APPROVALS),
        (one.pre_gates != other.pre_gates, strings::PRE_DEPLOYMENT_GATES),
        (one.jobs != other.jobs, strings::JOBS_AND_TASKS),
        (one.post_gates != other.post_gates, strings::POST_DEPLOYMENT_GATES),
        (one.post_approvals != other.post_approvals, strings::POST_DEPLOYMENT_APPROVALS),
        (one.queue != other.queue, strings::QUEUE_SETTINGS),
        (one.variables != other.variables, strings::VARIABLES_TAB),
        (one.redeploy != other.redeploy, strings::AUTO_REDEPLOY),
    ];
    parts.into_iter().filter(|(differs, _)| *differs).map(|(_, words)| words).collect()
}
