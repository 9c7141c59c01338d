//! Targets of deployment groups (`classic.md` §9.6): what they take, and that they come and go.

use std::rc::Rc;

use crate::command::{AddTarget, Refusal, SetTarget};
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::rules::{jobs, redeploy};
use crate::world::Target;
use crate::{PersonId, TargetId};

/// A target that is free takes the first job that waits for it.
pub(crate) fn assign(engine: &Engine, run: &mut Run<'_>, target: TargetId) {
    let state = run.state();
    let found = state.target(target);
    let Some(&job) = found.waiting.front().filter(|_| found.online && found.job.is_none()) else { return };
    let queued = state.job(job).queued;
    jobs::start(engine, run, job, None, queued);
}

/// The world: a machine joins a deployment group.
pub(crate) fn add(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, add: &AddTarget) -> Result<(), Refusal> {
    if by.is_some() {
        return Err(Refusal::WorldOnly);
    }
    let groups = &engine.world.deployment_groups;
    let named = if add.group.is_empty() && groups.len() == 1 {
        Some(0)
    } else {
        groups.iter().position(|group| group.name.eq_ignore_ascii_case(&add.group))
    };
    let group = named.ok_or_else(|| Refusal::NoSuchDeploymentGroup { name: add.group.clone() })?;
    let is_taken = run
        .state()
        .targets
        .iter()
        .any(|known| known.group == group && known.target.name.eq_ignore_ascii_case(&add.target));
    if is_taken {
        return Err(Refusal::TargetExists { name: add.target.clone() });
    }
    let target = TargetId::at(run.state().targets.len());
    let fact = Fact::TargetJoined {
        target,
        group: u32::try_from(group).expect("few groups"),
        content: Rc::new(Target { name: add.target.clone(), tags: add.tags.clone(), online: true }),
    };
    let joined = run.emit(fact);
    redeploy::after_join(engine, run, target, joined);
    Ok(())
}

/// The world: a target can be reached from now on, or cannot.
pub(crate) fn set(run: &mut Run<'_>, by: Option<PersonId>, set: &SetTarget) -> Result<(), Refusal> {
    if by.is_some() {
        return Err(Refusal::WorldOnly);
    }
    let target = run
        .state()
        .targets
        .iter()
        .position(|known| known.target.name.eq_ignore_ascii_case(&set.target))
        .map(TargetId::at)
        .ok_or_else(|| Refusal::NoSuchTarget { name: set.target.clone() })?;
    run.emit(Fact::TargetChanged { target, online: set.online });
    Ok(())
}
