//! The chain of facts behind a fact.

use rehearsal_classic::StageTrigger;
use rehearsal_engine::{DeploymentId, Fact, ReleaseId, Rule, StageId};
use rehearsal_kernel::{Cause, FactId};
use rehearsal_pipeline::DeploymentReason;

use crate::scene::Scene;

/// The newest decision about a stage: what its latest attempt does, or that its trigger started none.
pub(super) fn latest(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Option<FactId> {
    let state = scene.state.release(release).stages[stage.index()];
    // While gates are evaluated the latest sample says more than that they have begun.
    let gates = state.latest.and_then(|id| scene.state.running_gates(id)).map(|id| scene.state.gates_run(id));
    let sampled = gates.and_then(|run| run.samples.last()).map(|sample| sample.sampled);
    let since = sampled.or(state.latest.map(|id| scene.state.deployment(id).operation_since));
    // The trigger may have been looked at again after the attempt had ended.
    since.max(state.not_triggered)
}

/// A fact and its causes with every link, newest first, going on where a person answered something that waited for them.
pub(super) fn links(scene: &Scene<'_>, from: FactId) -> Vec<FactId> {
    walk(scene, from, |id| {
        let entry = scene.entry(id);
        match entry.cause() {
            Cause::Fact(cause) | Cause::Timer(cause) => Some(cause),
            Cause::Start => None,
            Cause::Command(_) => answered(scene, id),
        }
    })
}

/// What was there before somebody did something about it: the approval, the deployment, the release.
fn answered(scene: &Scene<'_>, id: FactId) -> Option<FactId> {
    let (fact, state) = (&scene.entry(id).fact, scene.state);
    // Whoever reads a log may do so at any time; nothing led to it.
    if matches!(fact, Fact::LogOpened { .. }) {
        return None;
    }
    let about = fact.about(state);
    let before = [
        about.approval.map(|approval| state.approval(approval).created),
        // Whatever the deployment did when somebody intervened.
        about.deployment.and_then(|_| last_about(scene, id, about.deployment)),
        about.release.map(|release| state.release(release).created),
    ];
    before.into_iter().flatten().find(|&before| before < id)
}

/// The last fact about a deployment before another.
fn last_about(scene: &Scene<'_>, before: FactId, deployment: Option<DeploymentId>) -> Option<FactId> {
    let mut earlier = scene.log.range(..before.index());
    let position = earlier.rposition(|entry| {
        !matches!(entry.fact, Fact::LogOpened { .. }) && entry.fact.about(scene.state).deployment == deployment
    });
    position.map(FactId::from_index)
}

fn walk(scene: &Scene<'_>, from: FactId, cause: impl Fn(FactId) -> Option<FactId>) -> Vec<FactId> {
    let mut found = Vec::new();
    let mut next = Some(from);
    while let Some(id) = next.filter(|&id| !matches!(scene.entry(id).fact, Fact::RunStarted)) {
        found.push(id);
        // A cause comes before what it causes, so the walk ends.
        next = cause(id).filter(|&cause| cause < id);
    }
    found
}

/// The rule behind a fact; which trigger fired is said by the stage.
pub(super) fn rule(scene: &Scene<'_>, fact: &Fact) -> Option<Rule> {
    if let Fact::DeploymentCreated(new) = fact
        && matches!(new.reason, DeploymentReason::Automated | DeploymentReason::Scheduled)
        && scene.state.release(new.release).plan.stage(new.stage).trigger == StageTrigger::AfterRelease
    {
        return Some(Rule::AfterRelease);
    }
    fact.rule()
}
