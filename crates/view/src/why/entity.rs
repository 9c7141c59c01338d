//! What "why?" can be asked about, and how people write it: `Release-2/QA/Agent job/Run tests`.

use rehearsal_engine::{ApprovalId, BuildId, DeploymentId, Fact, JobId, ReleaseId, StageId, TaskId};
use rehearsal_kernel::FactId;
use rehearsal_pipeline::{ApprovalType, GateStatus, ReleaseStatus};
use rehearsal_source::nearest;

use super::chain;
use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::side as side_words;
use crate::strings::{self, why as words};

/// Something to explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    /// A completed build: which releases it made, and why it made none.
    Build(BuildId),
    /// A release.
    Release(ReleaseId),
    /// A stage of a release: its latest attempt, or that there is none.
    Stage(ReleaseId, StageId),
    /// One attempt of a stage.
    Attempt(DeploymentId),
    /// A job of an attempt, by its position in the stage.
    Job(DeploymentId, usize),
    /// A task of a job, by its position among the job's enabled tasks.
    Task(DeploymentId, usize, usize),
    /// The approvals of one side of an attempt.
    Approvals(DeploymentId, ApprovalType),
    /// The gates of one side of an attempt.
    Gates(DeploymentId, ApprovalType),
}

/// Nothing has the name that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// A sentence with what there is instead.
    pub message: String,
}

/// The thing that a text names: `builds/NUMBER`, or a release (its name, or `R1` for the first), then maybe a stage
/// (`QA`, `QA#2` for an attempt), then maybe `approvals/pre`, `approvals/post`, `gates/pre`, `gates/post`, a job, or a job
/// and a task. Names may be in any case; `jobs/2` and `tasks/3` are the second job and its third task that is enabled.
///
/// # Errors
/// When nothing has that name at the moment of the scene, with the names there are.
pub fn entity(scene: &Scene<'_>, text: &str) -> Result<Entity, Unknown> {
    let text = text.trim().trim_matches('/');
    if let Some(number) = strip(text, words::PATH_BUILDS) {
        return build(scene, number);
    }
    let releases = scene.state.releases.iter().map(|release| release.content.name.as_str());
    let Some((index, rest)) = longest(releases.clone(), text).or_else(|| numbered(releases.len(), text)) else {
        return match build(scene, text) {
            Ok(found) => Ok(found),
            Err(_) => Err(unknown(words::A_RELEASE, text, releases)),
        };
    };
    let release = ReleaseId::at(index);
    if rest.is_empty() { Ok(Entity::Release(release)) } else { in_release(scene, release, rest) }
}

/// What [`entity`] understands for a thing: how links name it. Jobs and tasks are named by their positions, since two
/// may have the same name.
pub fn path(scene: &Scene<'_>, entity: &Entity) -> String {
    let stage = |release, stage| format!("{}/{}", scene.release_name(release), scene.stage_of(release, stage));
    let of = |id: DeploymentId| {
        let deployment = scene.state.deployment(id);
        format!("{}#{}", stage(deployment.release, deployment.stage), deployment.attempt)
    };
    let side = |side, pre: &'static str, post| if side == ApprovalType::PostDeploy { post } else { pre };
    match *entity {
        Entity::Build(build) => [words::PATH_BUILDS, &scene.state.build(build).number].concat(),
        Entity::Release(release) => scene.release_name(release).to_owned(),
        Entity::Stage(release, one) => stage(release, one),
        Entity::Attempt(attempt) => of(attempt),
        Entity::Job(attempt, job) => format!("{}/{}{}", of(attempt), words::PATH_JOBS, job + 1),
        Entity::Task(attempt, job, task) => {
            format!("{}/{}{}/{}{}", of(attempt), words::PATH_JOBS, job + 1, words::PATH_TASKS, task + 1)
        }
        Entity::Approvals(attempt, of_side) => {
            [&of(attempt), "/", side(of_side, words::PATH_PRE_APPROVALS, words::PATH_POST_APPROVALS)].concat()
        }
        Entity::Gates(attempt, of_side) => {
            [&of(attempt), "/", side(of_side, words::PATH_PRE_GATES, words::PATH_POST_GATES)].concat()
        }
    }
}

fn in_release(scene: &Scene<'_>, release: ReleaseId, text: &str) -> Result<Entity, Unknown> {
    let stages = scene.state.release(release).plan.definition.stages.iter().map(|stage| stage.name.as_str());
    let Some((index, rest)) = longest(stages.clone(), text) else {
        return Err(unknown(words::A_STAGE, text, stages));
    };
    let stage = StageId::at(index);
    let (attempt, rest) = match rest.strip_prefix('#') {
        Some(numbered) => {
            let (number, rest) = numbered.split_once('/').unwrap_or((numbered, ""));
            let all = scene.state.attempts(release, stage);
            let found = number.parse().ok().and_then(|number: usize| all.get(number.checked_sub(1)?).copied());
            let about = strings::stage_of(scene.stage_of(release, stage), scene.release_name(release));
            (Some(found.ok_or_else(|| Unknown { message: words::no_attempt(&about, number, all.len()) })?), rest)
        }
        None => (scene.latest(release, stage), rest),
    };
    match (attempt, rest) {
        (None, _) => Ok(Entity::Stage(release, stage)),
        (Some(_), "") if !text.contains('#') => Ok(Entity::Stage(release, stage)),
        (Some(attempt), "") => Ok(Entity::Attempt(attempt)),
        (Some(attempt), rest) => in_attempt(scene, attempt, rest),
    }
}

fn in_attempt(scene: &Scene<'_>, attempt: DeploymentId, text: &str) -> Result<Entity, Unknown> {
    let named = [
        (words::PATH_PRE_APPROVALS, Entity::Approvals(attempt, ApprovalType::PreDeploy)),
        (words::PATH_POST_APPROVALS, Entity::Approvals(attempt, ApprovalType::PostDeploy)),
        (words::PATH_PRE_GATES, Entity::Gates(attempt, ApprovalType::PreDeploy)),
        (words::PATH_POST_GATES, Entity::Gates(attempt, ApprovalType::PostDeploy)),
    ];
    if let Some((_, entity)) = named.into_iter().find(|(words, _)| text.eq_ignore_ascii_case(words)) {
        return Ok(entity);
    }
    let deployment = scene.state.deployment(attempt);
    let plan = &scene.state.release(deployment.release).plan;
    let jobs = plan.stage(deployment.stage).jobs.iter().map(|job| job.name.as_str());
    let by_position = |text| position(text, words::PATH_JOBS, jobs.clone().count());
    let Some((job, rest)) = longest(jobs.clone(), text).or_else(|| by_position(text)) else {
        return Err(unknown(words::A_JOB, text, jobs));
    };
    if rest.is_empty() {
        return Ok(Entity::Job(attempt, job));
    }
    let steps = scene.state.stage_plan(attempt).jobs[job].steps.len();
    let tasks = (0..steps).map(|task| plan.task(deployment.stage, job, task).name.as_str());
    match longest(tasks.clone(), rest).or_else(|| position(rest, words::PATH_TASKS, steps)) {
        Some((task, "")) => Ok(Entity::Task(attempt, job, task)),
        Some(_) | None => Err(unknown(words::A_TASK, rest, tasks)),
    }
}

fn build(scene: &Scene<'_>, number: &str) -> Result<Entity, Unknown> {
    let builds = scene.state.builds.iter().map(|build| build.build.number.as_str());
    let found = builds.clone().rposition(|known| known.eq_ignore_ascii_case(number));
    found.map(|index| Entity::Build(BuildId::at(index))).ok_or_else(|| unknown(words::A_BUILD, number, builds))
}

/// Something that is named by its position from 1, as in `jobs/2`, and the rest.
fn position<'t>(text: &'t str, prefix: &str, count: usize) -> Option<(usize, &'t str)> {
    let numbered = strip(text, prefix)?;
    let (number, rest) = numbered.split_once('/').unwrap_or((numbered, ""));
    let index = number.parse::<usize>().ok()?.checked_sub(1)?;
    (index < count).then_some((index, rest))
}

/// The rest after a prefix in any case.
fn strip<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// `R1`, `R2/QA`: a release by its number, whatever it is called.
fn numbered(releases: usize, text: &str) -> Option<(usize, &str)> {
    let (number, rest) = text.split_once('/').unwrap_or((text, ""));
    let index = strip(number, words::RELEASE_NUMBER)?.parse::<usize>().ok()?.checked_sub(1)?;
    (index < releases).then_some((index, rest))
}

/// The longest name that begins the text and ends where a part of a path may end; the latest of equal ones. Names
/// may have slashes of their own.
fn longest<'n, 't>(names: impl Iterator<Item = &'n str>, text: &'t str) -> Option<(usize, &'t str)> {
    let fits = |name: &str| {
        let rest = strip(text, name)?;
        match rest.as_bytes().first() {
            None | Some(b'#') => Some(rest),
            Some(b'/') => Some(&rest[1..]),
            Some(_) => None,
        }
    };
    let found = names.enumerate().filter_map(|(index, name)| fits(name).map(|rest| (index, rest)));
    found.min_by_key(|(index, rest)| (rest.len(), std::cmp::Reverse(*index)))
}

fn unknown<'n>(kind: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> Unknown {
    let name = name.split('/').next().unwrap_or(name);
    let message = match nearest(name, known.clone()) {
        Some(near) => words::unknown_did_you_mean(kind, name, near),
        None => words::unknown_there_are(kind, name, &known.map(str::to_owned).collect::<Vec<_>>()),
    };
    Unknown { message }
}

/// The deployment that a thing belongs to.
pub(super) fn deployment(scene: &Scene<'_>, entity: &Entity) -> Option<DeploymentId> {
    match *entity {
        Entity::Build(_) | Entity::Release(_) => None,
        Entity::Stage(release, stage) => scene.latest(release, stage),
        Entity::Attempt(id)
        | Entity::Job(id, _)
        | Entity::Task(id, _, _)
        | Entity::Approvals(id, _)
        | Entity::Gates(id, _) => Some(id),
    }
}

/// What is said of a thing, and the facts whose causes explain it.
pub(super) struct Told {
    pub(super) about: String,
    pub(super) status: String,
    pub(super) from: Vec<FactId>,
}

pub(super) fn tell(scene: &Scene<'_>, entity: &Entity) -> Told {
    let (about, word, from) = match *entity {
        Entity::Build(build) => return tell_build(scene, build),
        Entity::Release(release) => return tell_release(scene, release),
        Entity::Stage(release, stage) => {
            let about = strings::stage_of(scene.stage_of(release, stage), scene.release_name(release));
            let look =
                scene.latest(release, stage).map_or(Look::NotDeployed, |id| Look::of_deployment(scene.state, id));
            match chain::latest(scene, release, stage) {
                Some(from) => (about, look.word(), vec![from]),
                None => return Told { about, status: not_looked_at(scene, release), from: Vec::new() },
            }
        }
        Entity::Attempt(attempt) => {
            let deployment = scene.state.deployment(attempt);
            let about = words::attempt_of(scene.state.stage_name(attempt), deployment.attempt);
            let about = strings::stage_of(&about, scene.release_name(deployment.release));
            (about, Look::of_deployment(scene.state, attempt).word(), vec![deployment.operation_since])
        }
        Entity::Job(attempt, index) => tell_job(scene, attempt, index),
        Entity::Task(attempt, index, task) => tell_task(scene, attempt, index, task),
        Entity::Approvals(attempt, side) => tell_approvals(scene, attempt, side),
        Entity::Gates(attempt, side) => tell_gates(scene, attempt, side),
    };
    let status = words::stands_at(&about, word);
    Told { about, status, from }
}

fn stage(scene: &Scene<'_>, attempt: DeploymentId) -> String {
    strings::stage_of(scene.state.stage_name(attempt), scene.release_name(scene.state.deployment(attempt).release))
}

/// The last fact about something, of those that tell how it stands.
fn last(scene: &Scene<'_>, is_about: impl Fn(&Fact) -> bool) -> Option<FactId> {
    let position =
        scene.log.iter().rposition(|entry| is_about(&entry.fact) && !matches!(entry.fact, Fact::LogOpened { .. }));
    position.map(FactId::from_index)
}

/// The runs of a job by its position, several when it is multiplied.
pub(super) fn runs<'a>(scene: &Scene<'a>, attempt: DeploymentId, index: usize) -> impl Iterator<Item = JobId> + 'a {
    let state = scene.state;
    state.deployment(attempt).jobs.iter().copied().filter(move |&job| state.job(job).index as usize == index)
}

/// The run of a job: of a job in slices one that is open, else the last.
fn run_of(scene: &Scene<'_>, attempt: DeploymentId, index: usize) -> Option<JobId> {
    let runs = || runs(scene, attempt, index);
    runs().find(|&job| scene.state.job(job).finished_at.is_none()).or_else(|| runs().last())
}

fn task_of(scene: &Scene<'_>, attempt: DeploymentId, index: usize, task: usize) -> Option<TaskId> {
    let job = run_of(scene, attempt, index)?;
    scene.state.job(job).tasks.iter().copied().find(|&id| scene.state.task(id).index as usize == task)
}

fn tell_job(scene: &Scene<'_>, attempt: DeploymentId, index: usize) -> (String, &'static str, Vec<FactId>) {
    let deployment = scene.state.deployment(attempt);
    let name = &scene.state.release(deployment.release).plan.job(deployment.stage, index).name;
    let about = strings::stage_of(name, &stage(scene, attempt));
    let Some(job) = run_of(scene, attempt, index) else {
        return (about, words::NOT_BEGUN, vec![deployment.operation_since]);
    };
    let own = last(scene, |fact| {
        let about = fact.about(scene.state);
        about.job == Some(job) && about.task.is_none()
    });
    (about, Look::of_job(scene.state.job(job).status).word(), own.into_iter().collect())
}

fn tell_task(
    scene: &Scene<'_>,
    attempt: DeploymentId,
    index: usize,
    task: usize,
) -> (String, &'static str, Vec<FactId>) {
    let deployment = scene.state.deployment(attempt);
    let name = &scene.state.release(deployment.release).plan.task(deployment.stage, index, task).name;
    let about = strings::stage_of(name, &stage(scene, attempt));
    let Some(id) = task_of(scene, attempt, index, task) else {
        let (_, word, from) = tell_job(scene, attempt, index);
        let word = if run_of(scene, attempt, index).is_some() { words::NOT_BEGUN } else { word };
        return (about, word, from);
    };
    let own = last(scene, |fact| fact.about(scene.state).task == Some(id));
    (about, Look::of_task(scene.state.task(id).status).word(), own.into_iter().collect())
}

fn tell_approvals(scene: &Scene<'_>, attempt: DeploymentId, side: ApprovalType) -> (String, &'static str, Vec<FactId>) {
    let about = words::approvals_of(side_words(side), &stage(scene, attempt));
    let rows: Vec<ApprovalId> = {
        let all = scene.state.deployment(attempt).approvals.iter().copied();
        all.filter(|&row| scene.state.approval(row).side == side).collect()
    };
    let decided = last(scene, |fact| match fact {
        Fact::ApprovalAutomated { deployment, side: of } => *deployment == attempt && *of == side,
        _ => fact.about(scene.state).approval.is_some_and(|row| rows.contains(&row)),
    });
    let from: Vec<FactId> =
        rows.iter().filter_map(|&row| last(scene, |fact| fact.about(scene.state).approval == Some(row))).collect();
    match decided {
        None => (about, strings::NOT_ASKED_YET, vec![scene.state.deployment(attempt).operation_since]),
        Some(own) if rows.is_empty() => (about, words::PASSED_BY_ITSELF, vec![own]),
        Some(_) => (about, crate::release::marker_look(scene, attempt, side).word(), from),
    }
}

fn tell_gates(scene: &Scene<'_>, attempt: DeploymentId, side: ApprovalType) -> (String, &'static str, Vec<FactId>) {
    let about = words::gates_of(side_words(side), &stage(scene, attempt));
    let deployment = scene.state.deployment(attempt);
    let Some(&gates) = deployment.gates.iter().find(|&&gates| scene.state.gates_run(gates).side == side) else {
        return (about, words::NOT_BEGUN, vec![deployment.operation_since]);
    };
    let word = match scene.state.gates_run(gates).status {
        GateStatus::None | GateStatus::Pending => words::GATES_DELAY,
        GateStatus::InProgress => words::GATES_ASKED,
        GateStatus::Succeeded => strings::SUCCEEDED,
        GateStatus::Failed => strings::FAILED,
        GateStatus::Canceled => strings::CANCELED,
    };
    // Every sample counts, since results have to be steady.
    let own = scene.log.iter().enumerate().filter(|(_, entry)| entry.fact.about(scene.state).gates == Some(gates));
    (about, word, own.map(|(index, _)| FactId::from_index(index)).collect())
}

fn tell_release(scene: &Scene<'_>, id: ReleaseId) -> Told {
    let release = scene.state.release(id);
    let own = last(scene, |fact| {
        let about = fact.about(scene.state);
        about.release == Some(id) && about.stage.is_none()
    });
    let word = match release.status {
        ReleaseStatus::Draft => words::STATUS_DRAFT,
        ReleaseStatus::Active | ReleaseStatus::Undefined => words::STATUS_ACTIVE,
        ReleaseStatus::Abandoned => words::STATUS_ABANDONED,
    };
    let about = release.content.name.clone();
    Told { status: words::stands_at(&about, word), about, from: own.into_iter().collect() }
}

fn tell_build(scene: &Scene<'_>, id: BuildId) -> Told {
    let build = scene.state.build(id);
    let made: Vec<String> = scene
        .state
        .releases
        .iter()
        .filter(|release| triggering(release) == Some(id))
        .map(|release| release.content.name.clone())
        .collect();
    let about = words::build_of(&build.number, &build.definition);
    let status = words::build_made(&about, &made);
    // Everything that was decided about the build, whether or not it made a release.
    let decided = scene.log.iter().enumerate().filter(|(_, entry)| match &entry.fact {
        Fact::ReleaseCreated { release, .. } => triggering(scene.state.release(*release)) == Some(id),
        fact => fact.about(scene.state).build == Some(id) && fact.about(scene.state).deployment.is_none(),
    });
    let from = decided.map(|(index, _)| FactId::from_index(index)).collect();
    Told { about, status, from }
}

/// The build whose completion created a release.
fn triggering(release: &rehearsal_engine::Release) -> Option<BuildId> {
    let alias = release.content.triggering_alias.as_ref()?;
    let position = release.plan.definition.artifacts.iter().position(|artifact| artifact.alias == *alias)?;
    release.content.artifacts.get(position).copied().flatten()
}

/// Why nothing has been decided about a stage yet.
pub(super) fn not_looked_at(scene: &Scene<'_>, release: ReleaseId) -> String {
    let found = scene.state.release(release);
    if found.status == ReleaseStatus::Draft {
        strings::draft_starts_nothing(&found.content.name)
    } else {
        strings::NOT_LOOKED_AT.to_owned()
    }
}
