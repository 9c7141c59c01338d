//! The Agents page: pools, what each agent runs, and the jobs that wait.

use rehearsal_engine::JobId;

use crate::look::Look;
use crate::scene::Scene;
use crate::stage::place;
use crate::strings;
use crate::time::waited;

/// A pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolView {
    /// Its name.
    pub name: String,
    /// Its agents.
    pub agents: Vec<AgentRow>,
    /// Jobs that wait for one of them, first come first.
    pub waiting: Vec<WaitingJob>,
}

/// An agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentRow {
    /// Its name.
    pub name: String,
    /// Its state.
    pub look: Look,
    /// `Online` or `Offline`.
    pub word: &'static str,
    /// What it runs.
    pub job: Option<JobPlace>,
    /// Its capabilities, `name = value`.
    pub capabilities: Vec<String>,
}

/// A job, and where to find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobPlace {
    /// Name of the job.
    pub job: String,
    /// Name of its release.
    pub release: String,
    /// Name of its stage.
    pub stage: String,
    /// For how long it has run or waited: `for 6 minutes`.
    pub since: String,
}

/// A job that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingJob {
    /// The job.
    pub place: JobPlace,
    /// What it waits for.
    pub why: String,
}

/// Every pool of the world.
pub fn agents(scene: &Scene<'_>) -> Vec<PoolView> {
    let mut states = scene.state.agents.iter();
    let pools = scene.world.pools.iter().enumerate().map(|(index, pool)| PoolView {
        name: pool.name.clone(),
        // The agents of all pools stand in one list, in the order of the pools.
        agents: pool
            .agents
            .iter()
            .zip(states.by_ref())
            .map(|(agent, state)| AgentRow {
                name: agent.name.clone(),
                look: if state.online { Look::Succeeded } else { Look::NotDeployed },
                word: if state.online { strings::ONLINE } else { strings::OFFLINE },
                job: state.job.map(|job| job_place(scene, job)),
                capabilities: agent.capabilities.iter().map(|(name, value)| strings::capability(name, value)).collect(),
            })
            .collect(),
        waiting: scene.state.pools[index]
            .waiting
            .iter()
            .map(|&job| WaitingJob { place: job_place(scene, job), why: place(scene, job) })
            .collect(),
    });
    pools.collect()
}

fn job_place(scene: &Scene<'_>, id: JobId) -> JobPlace {
    let job = scene.state.job(id);
    JobPlace {
        job: scene.state.job_name(id).to_owned(),
        release: scene.release_name(scene.state.deployment(job.deployment).release).to_owned(),
        stage: scene.state.stage_name(job.deployment).to_owned(),
        since: strings::for_span(&waited(scene.now - job.started_at.unwrap_or(job.queued_at))),
    }
}
