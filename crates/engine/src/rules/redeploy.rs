//! Auto-redeploy triggers (`classic.md` §5.7): the last good deployment of a stage is deployed again.

use rehearsal_classic::RedeployTrigger;
use rehearsal_kernel::FactId;
use rehearsal_pipeline::{DeploymentReason, DeploymentStatus, EnvironmentStatus, ReleaseStatus};

use crate::engine::{Engine, Run};
use crate::fact::{Fact, NotTriggered};
use crate::rules::{queue, stages};
use crate::state::State;
use crate::{DeploymentId, ReleaseId};

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

/// The newest good deployment of the same stage by another release that may still be deployed.
fn last_good(state: &State, failed: DeploymentId) -> Option<DeploymentId> {
    let of = state.deployment(failed);
    let name = state.stage_name(failed);
    let definition = state.release(of.release).content.definition;
    let may_be_deployed = |release: ReleaseId| {
        let found = state.release(release);
        release != of.release
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

/// Deploys what a deployment had deployed once more, with the reason of auto-redeploy triggers; also what is to be
/// done when a target joins a deployment group.
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
