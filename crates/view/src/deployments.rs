//! The Deployments tab of the Releases page, and releases that were deleted.

use rehearsal_engine::{Action, DefinitionId, Deployment, DeploymentId, Fact, OnRelease};

use crate::look::Look;
use crate::release::{Offer, ending, lasted, started_because};
use crate::scene::Scene;
use crate::time::{date_time, took};

/// More deployments than this are not shown.
const ROWS_MAX: usize = 200;

/// An attempt to deploy a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentRow {
    /// Name of its release.
    pub release: String,
    /// Name of its stage.
    pub stage: String,
    /// From 1.
    pub attempt: u32,
    /// Its state.
    pub look: Look,
    /// Why it ended badly; empty when it did not.
    pub ending: String,
    /// Who or what started it.
    pub started_by: String,
    /// When it was asked for.
    pub started: String,
    /// How long it took, or has taken by now.
    pub took: String,
}

/// Deployments of a pipeline, newest first, and how many there are before those.
pub fn deployments(scene: &Scene<'_>, definition: DefinitionId) -> (Vec<DeploymentRow>, usize) {
    let is_shown = |deployment: &Deployment| {
        let release = scene.state.release(deployment.release);
        release.content.definition == definition && release.deleted.is_none()
    };
    let of_pipeline = (0..scene.state.deployments.len())
        .rev()
        .map(DeploymentId::at)
        .filter(|&id| is_shown(scene.state.deployment(id)));
    let all = of_pipeline.clone().count();
    (of_pipeline.take(ROWS_MAX).map(|id| row(scene, id)).collect(), all.saturating_sub(ROWS_MAX))
}

fn row(scene: &Scene<'_>, id: DeploymentId) -> DeploymentRow {
    let deployment = scene.state.deployment(id);
    DeploymentRow {
        release: scene.release_name(deployment.release).to_owned(),
        stage: scene.state.stage_name(id).to_owned(),
        attempt: deployment.attempt,
        look: Look::of_deployment(scene.state, id),
        ending: ending(scene, id),
        started_by: started_because(scene, id),
        started: date_time(scene.zone(), deployment.created_at),
        took: took(lasted(scene, deployment.created_at, deployment.finished_at)),
    }
}

/// A release that was deleted and can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct DeletedRelease {
    /// Its name.
    pub name: String,
    /// What deleted it, as a sentence.
    pub how: String,
    /// "Undelete".
    pub undelete: Offer,
}

/// Deleted releases of a pipeline that are not destroyed yet, newest first.
pub fn deleted_releases(scene: &Scene<'_>, definition: DefinitionId) -> Vec<DeletedRelease> {
    let releases = scene.state.releases.iter().rev();
    releases
        .filter(|release| release.content.definition == definition && !release.is_destroyed)
        .filter_map(|release| {
            let entry = scene.entry(release.deleted?);
            let name = release.content.name.clone();
            let action = Action::UndeleteRelease(OnRelease { release: name.clone(), comment: String::new() });
            Some(DeletedRelease {
                name,
                how: deleted(scene, entry.at, &entry.fact),
                undelete: Offer::of(scene, action),
            })
        })
        .collect()
}

fn deleted(scene: &Scene<'_>, at: rehearsal_kernel::SimTime, fact: &Fact) -> String {
    let sentence = crate::sentence::sentence(scene.world, scene.state, fact);
    crate::strings::at_time(&date_time(scene.zone(), at), &sentence)
}
