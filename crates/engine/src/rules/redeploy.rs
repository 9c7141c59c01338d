//! Auto-redeploy triggers (`classic.md` §5.7): the last good deployment of a stage is deployed again.

use std::rc::Rc;

use rehearsal_classic::RedeployTrigger;
use rehearsal_kernel::FactId;
use rehearsal_pipeline::{DeploymentReason, DeploymentStatus, EnvironmentStatus, ReleaseStatus};

use crate::engine::{Engine, Run};
use crate::fact::{Fact, NotTriggered};
use crate::rules::{queue, slices, stages};
use crate::state::State;
use crate::{DefinitionId, DeploymentId, ReleaseId, StageId, TargetId};

/// A deployment ended: when its jobs had begun and it failed, a stage with the rollback trigger deploys the last good
/// deployment of another release. A redeployment that fails causes no further one.
pub(crate) fn after_failure(engine: &Engine, run: &mut Run<'_>, failed: DeploymentId, finished: FactId) {
    let ended = run.state().deployment(failed);
    let (release, stage) = (ended.release, ended.stage);
    let is_failure = ended.status == EnvironmentStatus::Rejected && ended.deployment_status == DeploymentStatus::Failed;
    let is_on = run.state().release(release).plan.stage(stage).redeploy.contains(&RedeployTrigger::Rollback);
    if !is_failure || !is_on {
        return;
    }
    let found = if ended.reason == DeploymentReason::RedeployTrigger {
        Err(NotTriggered::AfterRedeployment)
    } else {
        last_good(run.state(), failed).ok_or(NotTriggered::NothingToRedeploy)
    };
    match found {
        Ok(good) => again(engine, run, good, finished),
        Err(why) => {
            run.emit_because(finished, Fact::StageNotTriggered { release, stage, why: Box::new(why) });
        }
    }
}

/// A target joined a deployment group: each stage with the trigger for that, one of whose jobs chooses the target by
/// its tags, deploys what it deployed well last.
pub(crate) fn after_join(engine: &Engine, run: &mut Run<'_>, target: TargetId, joined: FactId) {
    for definition in (0..run.state().definitions.len()).map(DefinitionId::at) {
        let plan = Rc::clone(&run.state().definitions[definition.index()]);
        for (stage, planned) in plan.definition.stages.iter().zip(&plan.stages) {
            let is_on = stage.redeploy.contains(&RedeployTrigger::DeploymentGroup);
            if !is_on || !planned.jobs.iter().any(|job| slices::chooses(run.state(), &job.spread, target)) {
                continue;
            }
            match good_deployment(run.state(), definition, &stage.name, None) {
                Some(good) => again(engine, run, good, joined),
                None => nothing_to_redeploy(run, definition, &stage.name, joined),
            }
        }
    }
}

/// Told in the newest release that has the stage.
fn nothing_to_redeploy(run: &mut Run<'_>, definition: DefinitionId, stage: &str, because: FactId) {
    let state = run.state();
    let of = |id: &ReleaseId| state.release(*id).content.definition == definition;
    let newest = (0..state.releases.len()).rev().map(ReleaseId::at).find(of);
    let found = newest.and_then(|release| Some((release, state.release(release).plan.definition.stage(stage)?.0)));
    if let Some((release, stage)) = found {
        let why = Box::new(NotTriggered::NothingToRedeploy);
        run.emit_because(because, Fact::StageNotTriggered { release, stage: StageId::at(stage), why });
    }
}

/// The newest good deployment of the same stage by another release that may still be deployed.
fn last_good(state: &State, failed: DeploymentId) -> Option<DeploymentId> {
    let of = state.deployment(failed);
    let definition = state.release(of.release).content.definition;
    good_deployment(state, definition, state.stage_name(failed), Some(of.release))
}

/// The newest good deployment of a stage that may still be deployed, of any release but one.
fn good_deployment(
    state: &State,
    definition: DefinitionId,
    name: &str,
    except: Option<ReleaseId>,
) -> Option<DeploymentId> {
    let may_be_deployed = |release: ReleaseId| {
        let found = state.release(release);
        Some(release) != except
            && found.deleted.is_none()
            && found.content.definition == definition
            && found.status == ReleaseStatus::Active
    };
    let candidates = (0..state.deployments.len()).map(DeploymentId::at).filter(|&id| {
        let deployment = state.deployment(id);
        matches!(deployment.status, EnvironmentStatus::Succeeded | EnvironmentStatus::PartiallySucceeded)
            && may_be_deployed(deployment.release)
            && state.stage_name(id).eq_ignore_ascii_case(name)
    });
    candidates.max_by_key(|&id| state.deployment(id).finished)
}

/// Deploys what a deployment had deployed once more, with the reason of auto-redeploy triggers.
pub(crate) fn again(engine: &Engine, run: &mut Run<'_>, good: DeploymentId, because: FactId) {
    let deployment = run.state().deployment(good);
    let (release, stage) = (deployment.release, deployment.stage);
    if let Some(why) = stages::unfinished(run.state(), release, stage) {
        run.emit_because(because, Fact::StageNotTriggered { release, stage, why: Box::new(why) });
        return;
    }
    let (again, created) =
        stages::create(run, release, stage, DeploymentReason::RedeployTrigger, None, "", Some(because));
    queue::enter(engine, run, again, created);
}
