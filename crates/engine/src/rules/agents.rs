//! Agents and demands (`classic.md` §9.3): who takes which job, and what is said when nobody can.

use rehearsal_kernel::FactId;

use crate::engine::{Engine, Run};
use crate::fact::{Fact, NoAgent};
use crate::rules::jobs;
use crate::state::State;
use crate::world::World;
use crate::{AgentId, JobId, capability};

/// Matches waiting jobs and free agents: first come first served over the pool.
pub(crate) fn assign(engine: &Engine, run: &mut Run<'_>, pool: usize) {
    while let Some((job, agent)) = next_match(engine, run.state(), pool) {
        let queued = run.state().job(job).queued;
        jobs::start(engine, run, job, Some(agent), queued);
    }
}

fn next_match(engine: &Engine, state: &State, pool: usize) -> Option<(JobId, AgentId)> {
    let pool = &state.pools[pool];
    if pool.free.is_empty() {
        return None;
    }
    pool.waiting.iter().find_map(|&job| {
        let demands = &state.job_plan(job).demands;
        let fits = |agent: &AgentId| demands.is_empty() || capability::satisfies(engine.world.agent(*agent).1, demands);
        pool.free.iter().copied().find(fits).map(|agent| (job, agent))
    })
}

/// Records that a waiting job can be taken by nobody, if so; it waits on, for an agent may come.
pub(crate) fn tell_obstacle(engine: &Engine, run: &mut Run<'_>, job: JobId, because: FactId) {
    if let Some(why) = obstacle(&engine.world, run.state(), job) {
        run.emit_because(because, Fact::NoAgentFits { job, why });
    }
}

/// An agent went offline: the jobs that wait for its pool are looked at again.
pub(crate) fn tell_obstacles(engine: &Engine, run: &mut Run<'_>, agent: AgentId, because: FactId) {
    let pool = &run.state().pools[run.state().agents[agent.index()].pool];
    let waiting: Vec<JobId> = pool.waiting.iter().copied().collect();
    for job in waiting {
        tell_obstacle(engine, run, job, because);
    }
}

/// Why no agent can take a job as things stand; none when one could, if only later.
pub fn obstacle(world: &World, state: &State, job: JobId) -> Option<NoAgent> {
    let plan = state.job_plan(job);
    let pool = plan.pool?;
    let demands = &plan.demands;
    let agents = || state.agents.iter().enumerate().filter(|(_, agent)| agent.pool == pool);
    let fits = |index: usize| demands.is_empty() || capability::satisfies(world.agent(AgentId::at(index)).1, demands);
    if agents().any(|(index, agent)| agent.online && fits(index)) {
        return None;
    }
    if agents().next().is_none() {
        return Some(NoAgent::EmptyPool);
    }
    if agents().any(|(index, _)| fits(index)) {
        return Some(NoAgent::Offline);
    }
    let nobody_has = |demand: &&rehearsal_pipeline::Demand| {
        let demand = std::slice::from_ref(*demand);
        !agents().any(|(index, _)| capability::satisfies(world.agent(AgentId::at(index)).1, demand))
    };
    let text = |demand: &rehearsal_pipeline::Demand| demand.to_string().into_boxed_str();
    let mut missing: Vec<Box<str>> = demands.iter().filter(nobody_has).map(text).collect();
    if missing.is_empty() {
        // Each is offered by somebody, but all of them by nobody.
        missing = demands.iter().map(text).collect();
    }
    Some(NoAgent::Demands { demands: missing })
}
