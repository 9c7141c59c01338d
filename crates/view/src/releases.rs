//! The Releases page: a pipeline, its releases, and what runs where.

use rehearsal_engine::{DefinitionId, DeploymentId, ReleaseId, StageId};
use rehearsal_pipeline::{EnvironmentStatus, ReleaseStatus};

use crate::look::Look;
use crate::release::ArtifactLine;
use crate::scene::Scene;
use crate::strings;
use crate::time::date_time;

/// What the Releases page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasesView {
    /// All pipelines that are not deleted; the chosen one is marked.
    pub pipelines: Vec<PipelineRow>,
    /// Name of the chosen pipeline.
    pub pipeline: String,
    /// Its releases, newest first.
    pub releases: Vec<ReleaseRow>,
    /// Why the viewer cannot create a release now.
    pub create_refusal: Option<String>,
}

/// A pipeline in the list at the left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipelineRow {
    /// Position, for addresses.
    pub index: usize,
    /// Name.
    pub name: String,
    /// Whether it is the one shown.
    pub is_chosen: bool,
    /// The stage that changed last, with its state; none before the first deployment.
    pub latest: Option<(Look, String)>,
}

/// A release in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseRow {
    /// Name.
    pub name: String,
    /// Initials of who it was created for.
    pub initials: String,
    /// Who it was created for.
    pub person: String,
    /// `Draft` or `Abandoned`; nothing for an active release.
    pub mark: Option<&'static str>,
    /// The primary build.
    pub artifact: Option<ArtifactLine>,
    /// When it was created.
    pub created: String,
    /// Its stages, each after those it waits for.
    pub chips: Vec<Chip>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// A stage of a release in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// Name of the stage.
    pub stage: String,
    /// Its state.
    pub look: Look,
    /// The word of the pop-up, such as `Pending approval`.
    pub word: String,
    /// True when this is the release that runs in the stage now.
    pub is_deployed_now: bool,
}

impl Chip {
    /// What the pop-up says in one breath: `Production – Pending approval`.
    pub fn spoken(&self) -> String {
        if self.is_deployed_now {
            strings::chip_deployed_now(&self.stage, &self.word)
        } else {
            strings::chip(&self.stage, &self.word)
        }
    }
}

/// The Releases page of a pipeline.
pub fn releases(scene: &Scene<'_>, definition: DefinitionId) -> ReleasesView {
    let state = scene.state;
    let pipelines = state
        .pipelines_in_use()
        .map(|id| PipelineRow {
            index: id.index(),
            name: state.definitions[id.index()].definition.name.clone(),
            is_chosen: id == definition,
            latest: latest_change(scene, id),
        })
        .collect();
    let mut rows: Vec<ReleaseRow> = scene.releases_of(definition).map(|(id, _)| row(scene, id)).collect();
    rows.reverse();
    ReleasesView {
        pipelines,
        pipeline: state.definitions[definition.index()].definition.name.clone(),
        releases: rows,
        create_refusal: crate::create::refusal(scene, definition),
    }
}

fn latest_change(scene: &Scene<'_>, definition: DefinitionId) -> Option<(Look, String)> {
    scene
        .state
        .deployments
        .iter()
        .enumerate()
        .filter(|(_, deployment)| scene.state.release(deployment.release).content.definition == definition)
        .max_by_key(|(_, deployment)| deployment.operation_since)
        .map(|(index, _)| DeploymentId::at(index))
        .map(|id| (Look::of_deployment(scene.state, id), scene.state.stage_name(id).to_owned()))
}

fn row(scene: &Scene<'_>, id: ReleaseId) -> ReleaseRow {
    let release = scene.state.release(id);
    let person = release.content.requested_for.or(release.content.created_by);
    ReleaseRow {
        name: release.content.name.clone(),
        initials: initials(scene.who(person)),
        person: scene.who(person).to_owned(),
        mark: mark(release.status),
        artifact: scene.state.primary_build(id).map(|build| ArtifactLine::of(scene, build)),
        created: date_time(scene.zone(), release.created_at),
        chips: release.plan.graph.order().iter().map(|&index| chip(scene, id, StageId::at(index))).collect(),
        tags: release.tags.iter().map(ToString::to_string).collect(),
    }
}

pub(crate) const fn mark(status: ReleaseStatus) -> Option<&'static str> {
    match status {
        ReleaseStatus::Draft => Some(strings::DRAFT),
        ReleaseStatus::Abandoned => Some(strings::ABANDONED),
        ReleaseStatus::Active | ReleaseStatus::Undefined => None,
    }
}

/// A stage of a release as a chip.
pub fn chip(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Chip {
    let latest = scene.latest(release, stage);
    let look = latest.map_or(Look::NotDeployed, |id| Look::of_deployment(scene.state, id));
    Chip {
        stage: scene.stage_of(release, stage).to_owned(),
        look,
        word: look.word().to_owned(),
        is_deployed_now: latest.is_some_and(|_| deployed_now(scene, release, stage)),
    }
}

/// Whether a release is the one that runs in a stage: its good deployment there is the newest good one of
/// the pipeline's stage, over all releases.
fn deployed_now(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> bool {
    let is_good = |status: EnvironmentStatus| {
        matches!(status, EnvironmentStatus::Succeeded | EnvironmentStatus::PartiallySucceeded)
    };
    let definition = scene.state.release(release).content.definition;
    let same = scene.state.release(release).plan.stage(stage).id;
    let newest = scene
        .state
        .deployments
        .iter()
        .filter(|deployment| is_good(deployment.status) && deployment.plan.stage(deployment.stage).id == same)
        .filter(|deployment| scene.state.release(deployment.release).content.definition == definition)
        .max_by_key(|deployment| deployment.finished);
    newest.is_some_and(|deployment| deployment.release == release)
        && scene.latest(release, stage).is_some_and(|id| is_good(scene.state.deployment(id).status))
}

/// Up to two letters for a round picture.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let letters = [words.first(), words.get(1).and(words.last())];
    letters.into_iter().flatten().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}
