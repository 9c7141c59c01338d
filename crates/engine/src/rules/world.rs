//! What is there at the start, agents that come and go, and what people look at.

use crate::command::{OpenLog, Refusal, SetAgent};
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::{agents, builds, find_release, find_stage};
use crate::{AgentId, PersonId};

/// The first facts: versions that came before the run are there from the beginning and trigger nothing.
pub(crate) fn start(engine: &Engine, run: &mut Run<'_>) {
    run.emit(Fact::RunStarted);
    let now = run.now();
    for coming in engine.world.builds.iter().filter(|coming| coming.at < now) {
        builds::record(run, &coming.build, None);
    }
}

pub(crate) fn set_agent(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    set: &SetAgent,
) -> Result<(), Refusal> {
    if by.is_some() {
        return Err(Refusal::WorldOnly);
    }
    let mut agents = engine.world.pools.iter().flat_map(|pool| &pool.agents);
    let agent = agents
        .position(|agent| agent.name.eq_ignore_ascii_case(&set.agent))
        .map(AgentId::at)
        .ok_or_else(|| Refusal::NoSuchAgent { name: set.agent.clone() })?;
    let changed = run.emit(Fact::AgentChanged { agent, online: set.online });
    if !set.online {
        agents::tell_obstacles(engine, run, agent, changed);
    }
    Ok(())
}

/// Reads a log; nothing changes but the history.
pub(crate) fn open_log(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    open: &OpenLog,
) -> Result<(), Refusal> {
    let state = run.state();
    let release = find_release(state, &open.release)?;
    let stage = find_stage(state, release, &open.stage)?;
    permit(engine, state, by, Operation::ReadLogs, Place::of_release(state, release))?;
    let found = state.release(release);
    let names = || (found.content.name.clone(), found.plan.stage(stage).name.clone());
    let deployment = found.stages[stage.index()].latest.ok_or_else(|| {
        let (release, stage) = names();
        Refusal::NoLog { release, stage }
    })?;
    let task = if open.task.is_empty() {
        None
    } else {
        let mut tasks = state.deployment(deployment).jobs.iter().flat_map(|&job| &state.job(job).tasks).copied();
        let named = tasks.find(|&task| state.task_name(task).eq_ignore_ascii_case(&open.task));
        Some(named.ok_or_else(|| {
            let (release, stage) = names();
            Refusal::NoSuchTask { release, stage, task: open.task.clone() }
        })?)
    };
    run.emit(Fact::LogOpened { deployment, by, task });
    Ok(())
}
