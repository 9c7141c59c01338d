//! Deployment queue settings (`classic.md` §8): who gets a slot of a stage, stated once.

use rehearsal_classic::QueuePolicy;
use rehearsal_kernel::FactId;
use rehearsal_pipeline::{ApprovalType, EnvironmentStatus};

use crate::DeploymentId;
use crate::engine::{Engine, Run};
use crate::fact::{Ended, Fact};
use crate::rules::{cancel, stages};
use crate::state::Deployment;

/// A request for the stage takes a slot before any pre-deployment step, or waits (§8.2).
///
/// With "Deploy latest and cancel the others" the newest waiting request cancels the older waiting ones
/// as soon as it starts to wait; the one that holds a slot goes on (§8.5, §8.6). Of those that a schedule
/// brings at one moment only the newest takes a slot, too: each waits for the others (§5.5, V067).
pub(crate) fn enter(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, because: FactId) {
    let (policy, active, waiting) = look(run, deployment);
    let slots = slots(policy);
    let is_scheduled = run.state().deployment(deployment).status == EnvironmentStatus::Scheduled;
    let waits_for_newer = is_scheduled && matches!(policy, QueuePolicy::Latest(_));
    if active < slots && waiting.is_empty() && !waits_for_newer {
        let started = run.emit_because(because, Fact::DeploymentStarted { deployment });
        stages::begin(engine, run, deployment, started);
        return;
    }
    let queued = run.emit_because(because, Fact::DeploymentQueued { deployment });
    if matches!(policy, QueuePolicy::Latest(_)) {
        for older in waiting {
            cancel::finish_canceled(run, older, Ended::Superseded, queued);
        }
        if engine.world.rules.supersede_pending_approval {
            supersede_pending(run, deployment, queued);
        }
    }
}

/// As users report it (§8.6): attempts that hold a slot but only wait for an approval before deployment make room for a
/// newer request. Those that are deferred, in gates or running go on.
fn supersede_pending(run: &mut Run<'_>, newer: DeploymentId, because: FactId) {
    let state = run.state();
    let asking = state.deployment(newer);
    let definition = state.release(asking.release).content.definition;
    let same = state.stage_key(newer);
    let is_same_stage = |other: &Deployment| {
        other.plan.stage(other.stage).id == same && state.release(other.release).content.definition == definition
    };
    let waits_for_approval = |id: DeploymentId| {
        state.pending_approvals(id).next().is_some_and(|row| state.approval(row).side == ApprovalType::PreDeploy)
    };
    let older: Vec<DeploymentId> = (0..state.deployments.len())
        .map(DeploymentId::at)
        .filter(|&id| {
            let other = state.deployment(id);
            other.status == EnvironmentStatus::InProgress && is_same_stage(other) && waits_for_approval(id)
        })
        .collect();
    for older in older {
        cancel::finish_canceled(run, older, Ended::Superseded, because);
    }
}

/// A slot was freed, or all that a schedule brings at this moment have come: waiting requests are served in
/// the order of request (§8.4, §8.10).
pub(crate) fn promote(engine: &Engine, run: &mut Run<'_>, set_by: DeploymentId) {
    let by = run.state().deployment(set_by);
    let because = by.finished.unwrap_or(by.operation_since);
    loop {
        let Some(&next) = run.state().queue_of(set_by).waiting.front() else { return };
        // The policy is that of the release that asks: a changed one applies to later requests (§8.11, §1.2).
        let (policy, active, _) = look(run, next);
        let slots = slots(policy);
        if active >= slots {
            return;
        }
        let started = run.emit_because(because, Fact::DeploymentStarted { deployment: next });
        stages::begin(engine, run, next, started);
    }
}

/// How many deployments of a stage may run at once (§8, first table).
const fn slots(policy: QueuePolicy) -> u32 {
    match policy {
        QueuePolicy::Unlimited => u32::MAX,
        QueuePolicy::Sequence(slots) | QueuePolicy::Latest(slots) => slots,
    }
}

/// Policy, slots in use and waiting requests of a deployment's stage.
fn look(run: &Run<'_>, deployment: DeploymentId) -> (QueuePolicy, u32, Vec<DeploymentId>) {
    let state = run.state();
    let asking = state.deployment(deployment);
    let queue = state.queue_of(deployment);
    (asking.plan.stage(asking.stage).queue, queue.active, queue.waiting.iter().copied().collect())
}
