//! The message bar of a manual intervention: what has to be done by hand, and the buttons "Resume" and "Reject".

use rehearsal_engine::{Action, InterventionId, OnIntervention, ReleaseId};
use rehearsal_pipeline::TaskResult;

use crate::release::Offer;
use crate::scene::Scene;
use crate::strings;
use crate::time::{date_time, waited};

/// A manual intervention that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct InterventionView {
    /// Name of the release.
    pub release: String,
    /// Name of the stage.
    pub stage: String,
    /// Display name of the task.
    pub task: String,
    /// What to do by hand, variables replaced; empty when the task says nothing.
    pub instructions: String,
    /// How long it has waited.
    pub since: String,
    /// What happens when, if nobody decides.
    pub deadline: String,
    /// Names of the people and groups who got mail about it.
    pub notified: Vec<String>,
    /// "Resume", without a comment.
    pub resume: Offer,
    /// "Reject", without a comment.
    pub reject: Offer,
}

/// The interventions that wait in a release, oldest first.
pub fn interventions(scene: &Scene<'_>, release: ReleaseId) -> Vec<InterventionView> {
    let is_of =
        |id: &InterventionId| scene.state.deployment(scene.state.intervention_deployment(*id)).release == release;
    let mut found: Vec<InterventionView> =
        scene.state.pending_interventions().filter(is_of).map(|id| view(scene, id)).collect();
    found.reverse();
    found
}

fn view(scene: &Scene<'_>, id: InterventionId) -> InterventionView {
    let state = scene.state;
    let found = state.intervention(id);
    let deployment = state.intervention_deployment(id);
    let release = scene.release_name(state.deployment(deployment).release).to_owned();
    let on = OnIntervention {
        release: release.clone(),
        stage: state.stage_name(deployment).to_owned(),
        task: state.task_name(found.task).to_owned(),
        comment: String::new(),
    };
    let resumes = state.task(found.task).current.plan.ends == TaskResult::Succeeded;
    InterventionView {
        release,
        stage: on.stage.clone(),
        task: on.task.clone(),
        instructions: found.instructions.to_string(),
        since: strings::for_span(&waited(scene.now - found.created_at)),
        deadline: strings::intervention_ends(&date_time(scene.zone(), found.deadline), resumes),
        notified: state.notified(id).iter().map(|&who| scene.world.subject_name(who).to_owned()).collect(),
        resume: Offer::of(scene, Action::ResumeIntervention(on.clone())),
        reject: Offer::of(scene, Action::RejectIntervention(on)),
    }
}
