//! The logs of a stage: attempts, conditions and jobs at the left, tasks and console at the right.
//!
//! The agent's own steps ("Initialize job", one download for each artifact, "Finalize Job") are not part of a
//! pipeline; they are shown because the product shows them, and take no time of their own.

mod console;
mod shown;
#[cfg(test)]
mod tests;

use rehearsal_engine::{
    Action, DeploymentId, JobId, LogLevel, MASK, OpenLog, ReleaseId, StageId, TaskId, download_step, downloads,
    environment_name, values_at_start,
};
use rehearsal_kernel::SimTime;
use rehearsal_pipeline::ApprovalType;

pub use self::console::{Console, ConsoleLine, Issue, span_of};
pub use self::shown::ShownLines;
use crate::conditions::{ConditionsView, conditions_of};
use crate::gates::{GatesView, gates_of};
use crate::interventions::{InterventionView, interventions};
use crate::look::Look;
use crate::release::{Offer, ending, lasted, side_title};
use crate::scene::Scene;
use crate::sentence::job_name;
use crate::stage::{job_look, place};
use crate::strings;
use crate::time::{date_time_seconds, took};
use crate::why::Entity;

/// What the logs page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct LogsView {
    /// Name of the pipeline.
    pub pipeline: String,
    /// Name of the release.
    pub release: String,
    /// Name of the stage.
    pub stage: String,
    /// Names of all stages, to switch.
    pub stages: Vec<String>,
    /// State of the attempt.
    pub look: Look,
    /// Why it ended badly, in one line; empty when it did not.
    pub ending: String,
    /// Numbers of the attempts, oldest first, each with its state.
    pub attempts: Vec<(u32, Look)>,
    /// The attempt shown.
    pub attempt: u32,
    /// Steps of the attempt in order of execution.
    pub entries: Vec<LogEntry>,
    /// What the chosen entry shows; none before the first attempt.
    pub body: Option<LogBody>,
    /// Manual interventions that wait in this stage.
    pub interventions: Vec<InterventionView>,
    /// "Deploy" or "Redeploy", when nothing goes on.
    pub deploy: Option<(&'static str, Offer)>,
    /// "Cancel", while something goes on.
    pub cancel: Option<Offer>,
    /// What "why?" is asked about: the attempt, or the stage before the first.
    pub about: Entity,
    /// The attempt shown.
    pub deployment: Option<DeploymentId>,
}

/// A step of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEntry {
    /// Names it in addresses: `pre`, `pre-gates`, `post`, `post-gates`, `job1`, or `job1-2` for the second slice of a
    /// job.
    pub key: String,
    /// Name on the page.
    pub name: String,
    /// State.
    pub look: Look,
    /// The small grey word.
    pub word: String,
    /// Whether it is shown at the right.
    pub is_chosen: bool,
    /// What "why?" is asked about.
    pub about: Entity,
}

/// The right side.
#[derive(Debug, Clone, PartialEq)]
pub enum LogBody {
    /// Approvals of one side.
    Approvals(Box<ConditionsView>),
    /// Gates of one side.
    Gates(Box<GatesView>),
    /// A job.
    Job(JobLog),
}

/// A job with its tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct JobLog {
    /// Name.
    pub name: String,
    /// State.
    pub look: Look,
    /// `Pool: Default · Agent: agent-1`.
    pub place: String,
    /// `Started: 4/14/2019, 4:36:45 PM`; empty before that.
    pub started: String,
    /// How long it took.
    pub took: String,
    /// Its steps in order.
    pub tasks: Vec<TaskLog>,
    /// What "why?" is asked about.
    pub about: Entity,
}

/// A task, or a step of the agent.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskLog {
    /// Names it in addresses.
    pub key: String,
    /// Name on the page.
    pub name: String,
    /// State.
    pub look: Look,
    /// `succeeded`, `1 error`, `skipped`.
    pub word: String,
    /// How long it took; empty before it starts.
    pub took: String,
    /// How many errors it wrote.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// The first of both, in order.
    pub issues: Vec<Issue>,
    /// What it wrote so far.
    pub log: Console,
    /// What opening it is called in the history.
    pub open: OpenLog,
    /// What "why?" is asked about; none for steps of the agent.
    pub about: Option<Entity>,
}

/// Which log is wanted; what is not given is chosen: the latest attempt, and its most interesting entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Attempt, from 1.
    pub attempt: Option<u32>,
    /// Key of an entry.
    pub entry: Option<String>,
}

/// The logs page of a stage.
pub fn logs(scene: &Scene<'_>, release: ReleaseId, stage: StageId, wanted: &Wanted) -> LogsView {
    let plan = &scene.state.release(release).plan;
    let attempts = scene.state.attempts(release, stage);
    let chosen = wanted
        .attempt
        .and_then(|number| attempts.iter().copied().find(|&id| scene.state.deployment(id).attempt == number))
        .or(attempts.last().copied());
    let on = scene.on_stage(release, stage);
    let latest_look = attempts.last().map_or(Look::NotDeployed, |&id| Look::of_deployment(scene.state, id));
    let verb = if attempts.is_empty() { strings::DEPLOY } else { strings::REDEPLOY };
    let mut entries = chosen.map_or_else(Vec::new, |id| entries(scene, id));
    let key = wanted.entry.clone().filter(|key| entries.iter().any(|entry| entry.key == *key));
    let key = key.or_else(|| most_interesting(&entries));
    for entry in &mut entries {
        entry.is_chosen = Some(&entry.key) == key.as_ref();
    }
    LogsView {
        pipeline: plan.definition.name.clone(),
        release: on.release.clone(),
        stage: on.stage.clone(),
        stages: plan.definition.stages.iter().map(|stage| stage.name.clone()).collect(),
        look: chosen.map_or(Look::NotDeployed, |id| Look::of_deployment(scene.state, id)),
        ending: chosen.map(|id| ending(scene, id)).unwrap_or_default(),
        attempts: attempts
            .iter()
            .map(|&id| (scene.state.deployment(id).attempt, Look::of_deployment(scene.state, id)))
            .collect(),
        attempt: chosen.map_or(0, |id| scene.state.deployment(id).attempt),
        interventions: interventions(scene, release).into_iter().filter(|one| one.stage == on.stage).collect(),
        body: chosen.zip(key).and_then(|(id, key)| body(scene, id, &key)),
        entries,
        deploy: (!latest_look.is_open()).then(|| (verb, Offer::of(scene, Action::Deploy(on.clone().into())))),
        cancel: latest_look.is_open().then(|| Offer::of(scene, Action::Cancel(on))),
        about: chosen.map_or(Entity::Stage(release, stage), Entity::Attempt),
        deployment: chosen,
    }
}

fn entries(scene: &Scene<'_>, id: DeploymentId) -> Vec<LogEntry> {
    let deployment = scene.state.deployment(id);
    let plan = &deployment.plan;
    let mut entries = Vec::new();
    entries.extend(conditions_entries(scene, id, ApprovalType::PreDeploy));
    for (index, job) in plan.stage(deployment.stage).jobs.iter().enumerate() {
        let runs: Vec<JobId> = scene.state.runs_of(id, u32::try_from(index).unwrap_or(u32::MAX)).collect();
        let job_entry = |key, name, look: Look| LogEntry {
            key,
            name,
            look,
            word: if look == Look::NotDeployed { strings::NOT_STARTED } else { look.word() }.to_owned(),
            is_chosen: false,
            about: Entity::Job(id, index),
        };
        if runs.is_empty() {
            entries.push(job_entry(job_key(index, None), job.name.clone(), Look::NotDeployed));
        }
        for (run, slice) in runs.iter().map(|&run| (run, &scene.state.job(run).slice)) {
            let key = job_key(index, slice.as_ref().map(|slice| slice.position));
            entries.push(job_entry(key, job_name(scene.state, run), job_look(scene, run)));
        }
    }
    entries.extend(conditions_entries(scene, id, ApprovalType::PostDeploy));
    entries
}

/// Approvals and gates of one side, in the order in which they are asked.
fn conditions_entries(scene: &Scene<'_>, id: DeploymentId, side: ApprovalType) -> Vec<LogEntry> {
    let deployment = scene.state.deployment(id);
    let Some(view) = conditions_of(scene, deployment.release, deployment.stage, side, Some(id)) else {
        return Vec::new();
    };
    let key = if side == ApprovalType::PostDeploy { "post" } else { "pre" };
    let entry = |key: String, name: &str, look, word: &str, about| LogEntry {
        key,
        name: name.to_owned(),
        look,
        word: word.to_owned(),
        is_chosen: false,
        about,
    };
    let follow_approvals = view.gates.as_ref().is_some_and(|gates| gates.follow_approvals);
    let mut entries: Vec<LogEntry> = Vec::new();
    if let Some(gates) = &view.gates {
        let about = Entity::Gates(id, side);
        entries.push(entry([key, GATES_KEY].concat(), gates.title, gates.look, gates.word, about));
    }
    if !view.rows.is_empty() {
        let place = if follow_approvals { 0 } else { entries.len() };
        let about = Entity::Approvals(id, side);
        entries.insert(place, entry(key.to_owned(), approvals_name(side), view.look, view.word, about));
    }
    entries
}

/// End of the key of an entry for gates.
const GATES_KEY: &str = "-gates";

/// `Pre-deployment approvals` or `Post-deployment approvals`.
const fn approvals_name(side: ApprovalType) -> &'static str {
    match side {
        ApprovalType::PostDeploy => strings::POST_DEPLOYMENT_APPROVALS,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::PRE_DEPLOYMENT_APPROVALS,
    }
}

/// `job2`, or `job2-3` for its third slice.
pub(crate) fn job_key(index: usize, slice: Option<u32>) -> String {
    match slice {
        Some(position) => format!("job{}-{position}", index + 1),
        None => format!("job{}", index + 1),
    }
}

/// `task3`.
pub(crate) fn task_key(index: u32) -> String {
    format!("task{}", index + 1)
}

/// Whether something ran, or runs.
fn is_run(look: Look) -> bool {
    look != Look::NotDeployed && look != Look::Skipped
}

/// What waits for people, else what failed, else what runs, else the last that ran.
fn most_interesting(entries: &[LogEntry]) -> Option<String> {
    let first = |look: Look| entries.iter().find(|entry| entry.look == look);
    first(Look::PendingApproval)
        .or_else(|| first(Look::PendingIntervention))
        .or_else(|| first(Look::Failed))
        .or_else(|| entries.iter().find(|entry| entry.look.is_open()))
        .or_else(|| entries.iter().rev().find(|entry| is_run(entry.look) && entry.key.starts_with("job")))
        .or_else(|| entries.first())
        .map(|entry| entry.key.clone())
}

fn body(scene: &Scene<'_>, id: DeploymentId, key: &str) -> Option<LogBody> {
    let deployment = scene.state.deployment(id);
    let side = match key.strip_suffix(GATES_KEY).unwrap_or(key) {
        "pre" => Some(ApprovalType::PreDeploy),
        "post" => Some(ApprovalType::PostDeploy),
        _ => None,
    };
    if let Some(side) = side {
        let (release, stage) = (deployment.release, deployment.stage);
        if key.ends_with(GATES_KEY) {
            return Some(LogBody::Gates(Box::new(gates_of(scene, release, stage, side, Some(id))?)));
        }
        let view = conditions_of(scene, release, stage, side, Some(id))?;
        return Some(LogBody::Approvals(Box::new(ConditionsView { gates: None, ..view })));
    }
    let (number, slice) = key.strip_prefix("job")?.split_once('-').map_or_else(
        || (key.strip_prefix("job").unwrap_or_default(), None),
        |(number, slice)| (number, slice.parse::<u32>().ok()),
    );
    let index = number.parse::<usize>().ok()?.checked_sub(1)?;
    let is_meant = |&job: &JobId| scene.state.job(job).slice.as_ref().map(|slice| slice.position) == slice;
    let run = scene.state.runs_of(id, u32::try_from(index).ok()?).find(is_meant);
    Some(LogBody::Job(match run {
        Some(job) => job_log(scene, job),
        None => planned_job(scene, id, index)?,
    }))
}

/// A job whose turn has not come.
fn planned_job(scene: &Scene<'_>, id: DeploymentId, index: usize) -> Option<JobLog> {
    let deployment = scene.state.deployment(id);
    let stage = deployment.plan.stage(deployment.stage);
    let job = stage.jobs.get(index)?;
    Some(JobLog {
        name: job.name.clone(),
        look: Look::NotDeployed,
        place: strings::JOB_NOT_STARTED.to_owned(),
        started: String::new(),
        took: String::new(),
        tasks: Vec::new(),
        about: Entity::Job(id, index),
    })
}

fn job_log(scene: &Scene<'_>, id: JobId) -> JobLog {
    let job = scene.state.job(id);
    let deployment = scene.state.deployment(job.deployment);
    let on = scene.on_stage(deployment.release, deployment.stage);
    let open = |task: &str| OpenLog { release: on.release.clone(), stage: on.stage.clone(), task: task.to_owned() };
    let mut tasks = Vec::new();
    if let Some(started) = job.started_at {
        let agent_step = |key: &str, name: String, at: SimTime, texts: Vec<String>| {
            agent_step(scene, key, name, at, texts, open(""))
        };
        tasks.push(agent_step("initialize", strings::INITIALIZE_JOB.to_owned(), started, initialize(scene, id)));
        for download in downloads(scene.state, id) {
            let number = download.version.map(|version| scene.state.build(version).number.clone()).unwrap_or_default();
            let key = format!("download-{}", download.alias);
            let mut texts = vec![strings::log_downloading(&download.alias, &number)];
            let failed = download.failed.map(|outcome| &scene.world.outcomes[outcome as usize].log);
            match failed {
                None => texts.push(strings::log_downloaded(&download.alias)),
                Some(log) if log.is_empty() => texts.push(strings::log_not_downloaded(&download.alias)),
                Some(log) => texts.extend(log.iter().map(|line| line.text.clone())),
            }
            let mut step = agent_step(&key, download_step(&download.alias), started, texts);
            if failed.is_some() {
                step.look = Look::Failed;
                step.word = strings::errors(step.errors.max(1));
            }
            tasks.push(step);
        }
    }
    tasks.extend(job.tasks.iter().map(|&task| task_row(scene, task, open(scene.state.task_name(task)))));
    if let Some(at) = job.finished_at.filter(|_| job.started_at.is_some()) {
        let texts = vec![strings::LOG_CLEANING_UP.to_owned(), strings::LOG_FINISHED.to_owned()];
        tasks.push(agent_step(scene, "finalize", strings::FINALIZE_JOB.to_owned(), at, texts, open("")));
    }
    JobLog {
        name: job_name(scene.state, id),
        look: job_look(scene, id),
        place: place(scene, id),
        started: job.started_at.map(|at| strings::started_at(&date_time_seconds(scene.zone(), at))).unwrap_or_default(),
        took: job.started_at.map(|from| took(lasted(scene, from, job.finished_at))).unwrap_or_default(),
        tasks,
        about: Entity::Job(job.deployment, job.index as usize),
    }
}

/// "Initialize job" lists the variables, each name in square brackets.
fn initialize(scene: &Scene<'_>, id: JobId) -> Vec<String> {
    let values = values_at_start(scene.state, id);
    let mut texts = vec![strings::LOG_PREPARING.to_owned()];
    texts.extend(values.warnings.iter().map(|warning| format!("##[warning]{}", crate::variables::warning(warning))));
    texts.extend(values.list.iter().map(|one| {
        let value = if one.is_secret { MASK.to_owned() } else { values.masked(&one.value) };
        strings::log_variable(&environment_name(&one.name), &value)
    }));
    texts
}

fn agent_step(scene: &Scene<'_>, key: &str, name: String, at: SimTime, texts: Vec<String>, open: OpenLog) -> TaskLog {
    let framed = std::iter::once((LogLevel::Section, format!("Starting: {name}")))
        .chain(texts.into_iter().map(console::read))
        .chain(std::iter::once((LogLevel::Section, format!("Finishing: {name}"))));
    let log = Console::of_lines(scene, at, framed);
    TaskLog {
        key: key.to_owned(),
        name,
        look: Look::Succeeded,
        word: strings::TASK_SUCCEEDED.to_owned(),
        took: took(rehearsal_kernel::SimDuration::ZERO),
        errors: log.count(LogLevel::Error),
        warnings: log.count(LogLevel::Warning),
        issues: log.issues(),
        log,
        open,
        about: None,
    }
}

fn task_row(scene: &Scene<'_>, id: TaskId, open: OpenLog) -> TaskLog {
    let task = scene.state.task(id);
    let look = Look::of_task(task.status);
    let log = Console::of_task(scene, id);
    let (errors, warnings) = (log.count(LogLevel::Error), log.count(LogLevel::Warning));
    let word = match look {
        Look::Failed => strings::errors(errors.max(1)),
        Look::PartiallySucceeded => strings::with_issues(errors + warnings),
        Look::Succeeded if warnings > 0 => strings::succeeded_with_warnings(warnings),
        Look::Succeeded => strings::TASK_SUCCEEDED.to_owned(),
        Look::Skipped => strings::TASK_SKIPPED.to_owned(),
        Look::Canceled => strings::TASK_CANCELED.to_owned(),
        Look::InProgress if !task.earlier.is_empty() => strings::in_progress_try(task.earlier.len() + 1),
        _ => strings::TASK_IN_PROGRESS.to_owned(),
    };
    let job = scene.state.job(task.job);
    TaskLog {
        key: task_key(task.index),
        // Expanded and masked, as its log begins.
        name: log.name().unwrap_or_else(|| scene.state.task_name(id).to_owned()),
        look,
        word,
        took: if look == Look::Skipped {
            String::new()
        } else {
            took(lasted(scene, task.started_at, task.finished_at))
        },
        errors,
        warnings,
        issues: log.issues(),
        log,
        open,
        about: Some(Entity::Task(job.deployment, job.index as usize, task.index as usize)),
    }
}

/// The jobs of an attempt that have begun, each with the key of its entry.
pub fn job_logs(scene: &Scene<'_>, attempt: DeploymentId) -> Vec<(String, JobLog)> {
    let jobs = scene.state.deployment(attempt).jobs.iter().map(|&id| (id, scene.state.job(id)));
    let jobs = jobs.filter(|(_, job)| job.started_at.is_some());
    let logs = jobs.map(|(id, job)| {
        let slice = job.slice.as_ref().map(|slice| slice.position);
        (job_key(job.index as usize, slice), job_log(scene, id))
    });
    let mut logs: Vec<(String, JobLog)> = logs.collect();
    logs.sort_by_cached_key(|(key, _)| places(key));
    logs
}

/// `job10-2` as numbers, so that it follows `job9`.
fn places(key: &str) -> Vec<u32> {
    key.trim_start_matches("job").split('-').filter_map(|part| part.parse().ok()).collect()
}

/// Every log of a release as a file: its path in the archive, and its text.
pub fn log_files(scene: &Scene<'_>, release: ReleaseId) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for stage in (0..scene.state.release(release).plan.stages.len()).map(StageId::at) {
        for attempt in scene.state.attempts(release, stage) {
            let number = scene.state.deployment(attempt).attempt;
            let folder = format!("{}/{}", file_name(scene.stage_of(release, stage)), strings::attempt(number));
            for (_, job) in job_logs(scene, attempt) {
                let tasks = job.tasks.iter().zip(1..).filter(|(task, _)| !task.log.is_empty());
                files.extend(tasks.map(|(task, number)| {
                    (
                        format!("{folder}/{}/{number}_{}.log", file_name(&job.name), file_name(&task.name)),
                        task.log.text(),
                    )
                }));
            }
        }
    }
    files
}

/// A name without what file systems do not allow.
fn file_name(name: &str) -> String {
    name.chars()
        .map(|letter| if "/\\:*?\"<>|".contains(letter) || letter.is_control() { '_' } else { letter })
        .collect()
}

/// The title of the panel that an approvals entry opens.
pub fn approvals_title(side: ApprovalType) -> &'static str {
    side_title(side)
}
