//! What the world does by itself: builds complete, agents come and go; and what people look at.

use std::rc::Rc;

use rehearsal_pipeline::TaskResult;

use crate::command::{CompleteBuild, OpenLog, Refusal, SetAgent};
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::rules::{find_release, find_stage, releases};
use crate::world::Build;
use crate::{AgentId, BuildId, PersonId};

/// The first facts: builds that completed before the run are there from the beginning and trigger nothing.
pub(crate) fn start(engine: &Engine, run: &mut Run<'_>) {
    run.emit(Fact::RunStarted);
    let now = run.now();
    for coming in engine.world.builds.iter().filter(|coming| coming.at < now) {
        record_build(run, &coming.build);
    }
}

fn record_build(run: &mut Run<'_>, build: &Build) -> BuildId {
    let id = BuildId::at(run.state().builds.len());
    run.emit(Fact::BuildCompleted { build: id, content: Rc::new(build.clone()) });
    id
}

/// A build completes and triggers what it triggers.
pub(crate) fn complete_build(engine: &Engine, run: &mut Run<'_>, build: &Build) {
    let id = record_build(run, build);
    releases::build_completed(engine, run, id);
}

pub(crate) fn complete_build_now(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    complete: &CompleteBuild,
) -> Result<(), Refusal> {
    if by.is_some() {
        return Err(Refusal::WorldOnly);
    }
    let requested_for = if complete.requested_for.is_empty() {
        PersonId(0)
    } else {
        engine
            .world
            .person(&complete.requested_for)
            .ok_or_else(|| Refusal::NoSuchSubject { name: complete.requested_for.clone() })?
    };
    let first = engine.world.builds.first().map(|coming| coming.build.definition.as_str());
    let definition = if complete.definition.is_empty() { first.unwrap_or("Build") } else { &complete.definition };
    let build = Build {
        definition: definition.to_owned(),
        number: complete.number.clone(),
        branch: if complete.branch.is_empty() { "main".to_owned() } else { complete.branch.clone() },
        commit: complete.commit.clone(),
        tags: complete.tags.clone(),
        result: complete.result.unwrap_or(TaskResult::Succeeded),
        requested_for,
    };
    complete_build(engine, run, &build);
    Ok(())
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
    run.emit(Fact::AgentChanged { agent, online: set.online });
    Ok(())
}

pub(crate) fn open_log(run: &mut Run<'_>, by: Option<PersonId>, open: &OpenLog) -> Result<(), Refusal> {
    let state = run.state();
    let release = find_release(state, &open.release)?;
    let stage = find_stage(state, release, &open.stage)?;
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
