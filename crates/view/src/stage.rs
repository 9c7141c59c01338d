//! The stage panel: every attempt of a stage, with conditions, jobs, tasks and times.

use rehearsal_engine::{DeploymentId, JobId, ReleaseId, StageId, WaitsForParallelJob, obstacle};
use rehearsal_pipeline::ApprovalType;

use crate::conditions::{ConditionsView, conditions_of};
use crate::editor::schedule_text;
use crate::logs::{job_key, task_key};
use crate::look::Look;
use crate::release::{StageCard, ending, lasted, release, started_because};
use crate::scene::{Scene, sentence_case};
use crate::sentence::{job_name, no_agent};
use crate::strings;
use crate::time::{date_time, took};
use crate::why::Entity;

/// What the stage panel shows.
#[derive(Debug, Clone, PartialEq)]
pub struct StageView {
    /// What "why?" is asked about.
    pub about: Entity,
    /// The same as on the release page.
    pub card: StageCard,
    /// Name of the release.
    pub release: String,
    /// What triggers the stage, as sentences.
    pub trigger: Vec<String>,
    /// Attempts, newest first.
    pub attempts: Vec<AttemptView>,
    /// Jobs and tasks as planned, for a stage that has not run.
    pub planned: Vec<PlannedJob>,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptView {
    /// What "why?" is asked about.
    pub about: Entity,
    /// From 1.
    pub number: u32,
    /// Its state.
    pub look: Look,
    /// Why it was started.
    pub because: String,
    /// Comment of who started it; empty for none.
    pub comment: String,
    /// When it was asked for.
    pub created: String,
    /// When its first job began; empty before that.
    pub started: String,
    /// When it ended; empty while it goes on.
    pub finished: String,
    /// How long it has lasted: from its start, or before that from when it was asked for.
    pub took: String,
    /// Why it ended badly; empty when it did not.
    pub ending: String,
    /// Approvals before the jobs.
    pub pre: Option<ConditionsView>,
    /// Approvals after the jobs.
    pub post: Option<ConditionsView>,
    /// Its jobs so far.
    pub jobs: Vec<JobRow>,
}

/// A job of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// What "why?" is asked about.
    pub about: Entity,
    /// Key of its entry on the page of logs.
    pub key: String,
    /// Name.
    pub name: String,
    /// State.
    pub look: Look,
    /// Agent, or what it waits for.
    pub place: String,
    /// How long it took.
    pub took: String,
    /// Its tasks so far.
    pub tasks: Vec<TaskRow>,
}

/// A task of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// What "why?" is asked about.
    pub about: Entity,
    /// Key of its log on the page of logs.
    pub key: String,
    /// Name.
    pub name: String,
    /// State.
    pub look: Look,
    /// How long it took; empty for one that was skipped.
    pub took: String,
}

/// A job as the pipeline plans it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedJob {
    /// Name.
    pub name: String,
    /// Names of its tasks.
    pub tasks: Vec<String>,
}

/// The panel of a stage.
pub fn stage(scene: &Scene<'_>, release_id: ReleaseId, stage: StageId) -> StageView {
    let plan = &scene.state.release(release_id).plan;
    let card = release(scene, release_id).stages.swap_remove(stage.index());
    let mut attempts: Vec<AttemptView> =
        scene.state.attempts(release_id, stage).into_iter().map(|id| attempt(scene, id)).collect();
    attempts.reverse();
    StageView {
        about: Entity::Stage(release_id, stage),
        card,
        release: scene.release_name(release_id).to_owned(),
        trigger: trigger(scene, release_id, stage),
        attempts,
        planned: plan
            .stage(stage)
            .jobs
            .iter()
            .map(|job| PlannedJob {
                name: job.name.clone(),
                tasks: job.tasks.iter().filter(|task| task.enabled).map(|task| task.name.clone()).collect(),
            })
            .collect(),
    }
}

/// What starts the stage, read from the pipeline.
fn trigger(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Vec<String> {
    use rehearsal_classic::{QueuePolicy, StageTrigger};
    let found = scene.state.release(release);
    let definition = found.plan.stage(stage);
    let mut lines = vec![match &definition.trigger {
        _ if found.content.manual_stages.contains(&stage) => strings::NOTE_SWITCHED_TO_MANUAL.to_owned(),
        StageTrigger::AfterRelease => strings::AFTER_RELEASE.to_owned(),
        StageTrigger::ManualOnly => strings::NOTE_MANUAL_ONLY.to_owned(),
        StageTrigger::AfterStages(stages) => {
            let names: Vec<String> = stages.iter().map(|one| one.stage.clone()).collect();
            let partially = stages.iter().any(|one| one.partially_succeeded);
            strings::after_stages(&strings::list(&names), partially)
        }
    }];
    if let Some(schedule) = &definition.schedule {
        lines.push(schedule_text(schedule));
    }
    lines.extend(
        definition
            .artifact_filters
            .iter()
            .map(|(alias, filter)| strings::filter_on(alias, &filter.branch, &filter.tags.join(", "), filter.exclude)),
    );
    lines.push(match definition.queue {
        QueuePolicy::Unlimited => strings::QUEUE_UNLIMITED.to_owned(),
        QueuePolicy::Sequence(count) => strings::queue_in_sequence(count),
        QueuePolicy::Latest(count) => strings::queue_latest(count),
    });
    lines
}

fn attempt(scene: &Scene<'_>, id: DeploymentId) -> AttemptView {
    let deployment = scene.state.deployment(id);
    let side = |side| conditions_of(scene, deployment.release, deployment.stage, side, Some(id));
    let started = deployment.jobs.iter().filter_map(|&job| scene.state.job(job).started_at).min();
    AttemptView {
        about: Entity::Attempt(id),
        started: started.map(|at| date_time(scene.zone(), at)).unwrap_or_default(),
        took: took(lasted(scene, started.unwrap_or(deployment.created_at), deployment.finished_at)),
        number: deployment.attempt,
        look: Look::of_deployment(scene.state, id),
        because: started_because(scene, id),
        comment: deployment.comment.to_string(),
        created: date_time(scene.zone(), deployment.created_at),
        finished: deployment.finished_at.map(|at| date_time(scene.zone(), at)).unwrap_or_default(),
        ending: ending(scene, id),
        pre: side(ApprovalType::PreDeploy),
        post: side(ApprovalType::PostDeploy),
        jobs: deployment.jobs.iter().map(|&job| job_row(scene, job)).collect(),
    }
}

fn job_row(scene: &Scene<'_>, id: JobId) -> JobRow {
    let job = scene.state.job(id);
    let duration = |from, to| took(lasted(scene, from, to));
    JobRow {
        about: Entity::Job(job.deployment, job.index as usize),
        key: job_key(job.index as usize, job.slice.as_ref().map(|slice| slice.position)),
        name: job_name(scene.state, id),
        look: job_look(scene, id),
        place: place(scene, id),
        took: job.started_at.map(|from| duration(from, job.finished_at)).unwrap_or_default(),
        tasks: job
            .tasks
            .iter()
            .map(|&task| {
                let run = scene.state.task(task);
                let look = Look::of_task(run.status);
                let took =
                    if look == Look::Skipped { String::new() } else { duration(run.started_at, run.finished_at) };
                TaskRow {
                    about: Entity::Task(job.deployment, job.index as usize, run.index as usize),
                    key: task_key(run.index),
                    name: scene.state.task_name(task).to_owned(),
                    look,
                    took,
                }
            })
            .collect(),
    }
}

/// A job that has begun to wait is queued, whatever its status says.
pub(crate) fn job_look(scene: &Scene<'_>, id: JobId) -> Look {
    Look::of_job(scene.state.job(id).status)
}

/// Where a job runs or why it does not yet.
pub(crate) fn place(scene: &Scene<'_>, id: JobId) -> String {
    let state = scene.state;
    let job = state.job(id);
    if let Some(target) = job.slice.as_ref().and_then(|slice| slice.target) {
        let name = &state.target(target).target.name;
        let is_waiting = job.started_at.is_none() && job.finished_at.is_none();
        return if is_waiting { strings::waits_for_target(name) } else { strings::target(name) };
    }
    match (job.agent, state.job_plan(id).pool) {
        (Some(agent), _) => {
            let (pool, agent) = scene.world.agent(agent);
            strings::pool_and_agent(&pool.name, &agent.name)
        }
        (None, Some(pool)) if job.finished_at.is_none() => waits_for(scene, id, pool),
        (None, Some(pool)) => strings::pool(&scene.world.pools[pool].name),
        (None, None) => strings::RUNS_ON_SERVER.to_owned(),
    }
}

/// What a job waits for: a parallel job, an agent that does not exist, or its turn.
fn waits_for(scene: &Scene<'_>, id: JobId, pool: usize) -> String {
    let state = scene.state;
    let mut parallel = state.parallel_jobs.waiting.iter();
    if let Some(ahead) = parallel.position(|&waiting| waiting == WaitsForParallelJob::Job(id)) {
        return strings::waits_for_parallel_job(ahead);
    }
    if let Some(why) = obstacle(scene.world, state, id) {
        return sentence_case(&no_agent(scene.world, state, id, &why));
    }
    let ahead = state.pools[pool].waiting.iter().position(|&waiting| waiting == id).unwrap_or(0);
    strings::waits_for_agent_of(&scene.world.pools[pool].name, ahead)
}
