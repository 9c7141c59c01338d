//! The Agents page: pools and deployment groups, what each agent or target runs, and the jobs that wait.

use rehearsal_engine::{AgentId, BuildRunId, JobId, WaitsForParallelJob};

use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::job_name;
use crate::stage::place;
use crate::strings;
use crate::time::waited;

/// A pool, a deployment group, or the parallel jobs of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolView {
    /// Its name.
    pub name: String,
    /// What it is, in grey.
    pub about: String,
    /// Its agents or targets.
    pub agents: Vec<AgentRow>,
    /// Jobs that wait for one of them, first come first.
    pub waiting: Vec<WaitingJob>,
}

/// An agent or a target.
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
    /// Its capabilities, `name = value`, or its tags.
    pub capabilities: Vec<String>,
}

/// A job, and where to find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobPlace {
    /// `Agent job of QA, Release-1`, or `Build 20260302.1`.
    pub name: String,
    /// Names of the release and stage whose logs it writes; none for a build.
    pub logs: Option<(String, String)>,
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

/// Every pool of the world, then the deployment groups, then the parallel jobs where they are limited.
pub fn agents(scene: &Scene<'_>) -> Vec<PoolView> {
    let groups = (0..scene.world.deployment_groups.len()).map(|group| deployment_group(scene, group));
    pools(scene).into_iter().chain(groups).chain(parallel_jobs(scene)).collect()
}

fn pools(scene: &Scene<'_>) -> Vec<PoolView> {
    // The agents of all pools stand in one list, in the order of the pools.
    let mut ids = (0..scene.state.agents.len()).map(AgentId::at);
    let agent = |id: AgentId| {
        let state = scene.state.agents[id.index()];
        let agent = scene.world.agent(id).1;
        let capabilities = agent.capabilities.iter().map(|(name, value)| strings::capability(name, value));
        row(scene, &agent.name, state.online, state.job, capabilities.collect())
    };
    let pools = scene.world.pools.iter().enumerate();
    pools
        .map(|(index, pool)| PoolView {
            name: pool.name.clone(),
            about: strings::pool_of(pool.agents.len()),
            agents: ids.by_ref().take(pool.agents.len()).map(agent).collect(),
            waiting: scene.state.pools[index].waiting.iter().map(|&job| waiting(scene, job)).collect(),
        })
        .collect()
}

fn deployment_group(scene: &Scene<'_>, group: usize) -> PoolView {
    let targets = || scene.state.targets.iter().filter(|target| target.group == group);
    PoolView {
        name: scene.world.deployment_groups[group].name.clone(),
        about: strings::deployment_group_of(targets().count()),
        agents: targets()
            .map(|state| row(scene, &state.target.name, state.online, state.job, state.target.tags.clone()))
            .collect(),
        waiting: targets().flat_map(|state| &state.waiting).map(|&job| waiting(scene, job)).collect(),
    }
}

fn parallel_jobs(scene: &Scene<'_>) -> Option<PoolView> {
    let parallel = &scene.state.parallel_jobs;
    let wait = |who: &WaitsForParallelJob| match *who {
        WaitsForParallelJob::Job(job) => waiting(scene, job),
        WaitsForParallelJob::Build(run) => waiting_build(scene, run),
    };
    parallel.limit.map(|limit| PoolView {
        name: strings::PARALLEL_JOBS.to_owned(),
        about: strings::parallel_jobs_in_use(parallel.in_use, limit),
        agents: Vec::new(),
        waiting: parallel.waiting.iter().map(wait).collect(),
    })
}

fn row(scene: &Scene<'_>, name: &str, is_online: bool, job: Option<JobId>, capabilities: Vec<String>) -> AgentRow {
    AgentRow {
        name: name.to_owned(),
        look: if is_online { Look::Succeeded } else { Look::NotDeployed },
        word: if is_online { strings::ONLINE } else { strings::OFFLINE },
        job: job.map(|job| job_place(scene, job)),
        capabilities,
    }
}

fn waiting(scene: &Scene<'_>, job: JobId) -> WaitingJob {
    WaitingJob { place: job_place(scene, job), why: place(scene, job) }
}

fn waiting_build(scene: &Scene<'_>, run: BuildRunId) -> WaitingJob {
    let run = &scene.state.build_runs[run.index()];
    let place = JobPlace {
        name: strings::build(&run.content.number),
        logs: None,
        since: strings::for_span(&waited(scene.now - run.queued_at)),
    };
    WaitingJob { place, why: strings::WAITS_FOR_PARALLEL_JOB.to_owned() }
}

fn job_place(scene: &Scene<'_>, id: JobId) -> JobPlace {
    let job = scene.state.job(id);
    let release = scene.release_name(scene.state.deployment(job.deployment).release).to_owned();
    let stage = scene.state.stage_name(job.deployment).to_owned();
    JobPlace {
        name: strings::job_of(&job_name(scene.state, id), &stage, &release),
        since: strings::for_span(&waited(scene.now - job.started_at.unwrap_or(job.queued_at))),
        logs: Some((release, stage)),
    }
}
