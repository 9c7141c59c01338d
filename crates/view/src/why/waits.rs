//! What a thing waits for now, and what would end that.

use rehearsal_engine::{Action, DeploymentId, OnRelease, PersonId, ReleaseId, Rule, StageId, WaitEnd, WaitsOn, wait};
use rehearsal_pipeline::{ApprovalType, ReleaseStatus};

use super::entity::runs;
use super::triggers::stage_trigger;
use super::weighed::{approvals, of_agents, of_gates, of_intervention, of_parallel_jobs, of_slots, told};
use super::{End, Entity, Past, Waiting, Weighed};
use crate::scene::Scene;
use crate::sentence::{deed, job_name};
use crate::strings::{self, why as words};
use crate::time::{date_time, date_time_seconds};

/// What a thing waits for; none when it does not.
pub(super) fn waiting(scene: &Scene<'_>, past: Past<'_>, entity: &Entity) -> Option<Waiting> {
    match *entity {
        Entity::Build(_) => None,
        Entity::Release(release) => draft(scene, past, release),
        Entity::Stage(release, stage) => match scene.latest(release, stage) {
            Some(latest) => of_attempt(scene, past, latest),
            None => draft(scene, past, release).or_else(|| not_started(scene, past, release, stage)),
        },
        Entity::Attempt(attempt) => of_attempt(scene, past, attempt),
        Entity::Job(attempt, index) => {
            let mut all = runs(scene, attempt, index).map(|job| scene.state.job(job)).peekable();
            let is_over = all.peek().is_some() && all.all(|job| job.finished_at.is_some());
            if is_over { None } else { of_attempt(scene, past, attempt) }
        }
        Entity::Task(attempt, index, task) => {
            let jobs = runs(scene, attempt, index).map(|job| scene.state.job(job));
            let tasks = jobs.flat_map(|job| &job.tasks).map(|&id| scene.state.task(id));
            let mut tasks = tasks.filter(|run| run.index as usize == task).peekable();
            let is_over = tasks.peek().is_some() && tasks.all(|run| run.finished_at.is_some());
            if is_over { None } else { of_attempt(scene, past, attempt) }
        }
        Entity::Gates(attempt, side) => {
            let runs = scene.state.deployment(attempt).gates.iter().map(|&gates| scene.state.gates_run(gates));
            let is_running = runs.filter(|run| run.side == side).any(|run| run.ended_at.is_none());
            if is_running { of_attempt(scene, past, attempt) } else { None }
        }
        Entity::Approvals(attempt, side) => {
            let mut pending = scene.state.pending_approvals(attempt).map(|row| scene.state.approval(row));
            if pending.any(|row| row.side == side) { of_attempt(scene, past, attempt) } else { None }
        }
    }
}

fn draft(scene: &Scene<'_>, past: Past<'_>, id: ReleaseId) -> Option<Waiting> {
    let release = scene.state.release(id);
    let start = Action::StartRelease(OnRelease { release: release.content.name.clone(), comment: String::new() });
    (release.status == ReleaseStatus::Draft).then(|| Waiting {
        sentence: strings::draft_starts_nothing(&release.content.name),
        rule: Rule::Draft,
        weighed: Vec::new(),
        ends: vec![command(scene, past, start)],
    })
}

/// A stage that never ran: what its trigger asks for, as it is now.
fn not_started(scene: &Scene<'_>, past: Past<'_>, release: ReleaseId, stage: StageId) -> Option<Waiting> {
    let found = scene.state.release(release);
    if found.status == ReleaseStatus::Abandoned {
        return None;
    }
    let fact = found.stages[stage.index()].not_triggered?;
    let weighed = stage_trigger(scene, scene.state, release, stage);
    // Only when nothing but the stages before it stands in the way do they matter.
    let upstream = match &found.plan.stages[stage.index()].upstream[..] {
        all if weighed.parts.iter().skip(all.len()).all(|part| part.holds != Some(false)) => all,
        _ => &[],
    };
    let mut ends: Vec<End> = upstream
        .iter()
        .filter_map(|&(before, _)| {
            let name = scene.stage_of(release, before);
            match scene.latest(release, before) {
                Some(latest) if !scene.state.deployment(latest).status.is_completed() => {
                    Some(End::First(words::ends_well(name)))
                }
                Some(_) | None => None,
            }
        })
        .collect();
    let on = |stage: StageId| Action::Deploy(scene.on_stage(release, stage).into());
    // One that ended badly may be repaired, which fires the trigger again.
    for &(before, partially) in upstream {
        let status = scene.state.stage_status(release, before);
        let is_accepted = status == rehearsal_pipeline::EnvironmentStatus::Succeeded
            || (partially && status == rehearsal_pipeline::EnvironmentStatus::PartiallySucceeded);
        if status.is_completed() && !is_accepted {
            ends.push(command(scene, past, on(before)));
        }
    }
    ends.push(command(scene, past, on(stage)));
    let about = strings::stage_of(scene.stage_of(release, stage), scene.release_name(release));
    Some(Waiting {
        sentence: words::has_not_started(&about),
        rule: scene.entry(fact).fact.rule()?,
        weighed: vec![weighed],
        ends,
    })
}

fn of_attempt(scene: &Scene<'_>, past: Past<'_>, id: DeploymentId) -> Option<Waiting> {
    let wait = wait(scene.world, scene.state, id, scene.now)?;
    let deployment = scene.state.deployment(id);
    let about = strings::stage_of(scene.state.stage_name(id), scene.release_name(deployment.release));
    let job = scene.state.open_jobs(id).last();
    let sentence = match wait.on {
        WaitsOn::Schedule => words::waits_for_schedule(&about),
        WaitsOn::Slot => words::waits_for_slot(&about),
        WaitsOn::Approvals => words::waits_for_approval(&about),
        WaitsOn::Gates => words::waits_for_gates(&about),
        WaitsOn::Deferral => words::waits_for_chosen_time(&about),
        WaitsOn::Intervention => words::waits_for_intervention(&about),
        WaitsOn::ParallelJob => words::waits_for_parallel_job(&about),
        WaitsOn::Agent => {
            words::waits_for_agent(&job.map(|job| job_name(scene.state, job)).unwrap_or_default(), &about)
        }
        WaitsOn::Task => {
            let task = job.and_then(|job| scene.state.current_task(job));
            words::waits_for_task(&about, task.map_or("", |task| scene.state.task_name(task)))
        }
        WaitsOn::CleanUp => words::waits_for_clean_up(&about),
        WaitsOn::NextStep => words::waits_for_next_step(&about),
    };
    let weighed: Vec<Weighed> = match wait.on {
        WaitsOn::Slot => of_slots(scene.state, id),
        WaitsOn::Approvals => {
            let mut pending = scene.state.pending_approvals(id);
            let side = pending.next().map_or(ApprovalType::PreDeploy, |row| scene.state.approval(row).side);
            approvals(scene, scene.state, id, side)
        }
        WaitsOn::Gates => deployment.gates.last().map_or_else(Vec::new, |&gates| of_gates(scene, scene.state, gates)),
        WaitsOn::Agent => job.map_or_else(Vec::new, |job| of_agents(scene, scene.state, job)),
        WaitsOn::Schedule | WaitsOn::Deferral => {
            let until = deployment.until.map(|at| told(words::UNTIL_WHEN, date_time(scene.zone(), at)));
            until.into_iter().collect()
        }
        WaitsOn::Intervention => {
            let mut pending = scene.state.pending_interventions();
            let own = pending.find(|&one| scene.state.intervention_deployment(one) == id);
            own.map(|one| scene.state.intervention(one))
                .map_or_else(Vec::new, |one| of_intervention(scene, &one.instructions, one.deadline))
        }
        WaitsOn::ParallelJob => of_parallel_jobs(scene, scene.state),
        WaitsOn::Task | WaitsOn::CleanUp | WaitsOn::NextStep => Vec::new(),
    };
    let mut ends: Vec<End> = Vec::new();
    for end in wait.ends {
        let end = end_of(scene, past, end);
        if !ends.contains(&end) {
            ends.push(end);
        }
    }
    Some(Waiting { sentence, rule: wait.rule, weighed, ends })
}

fn end_of(scene: &Scene<'_>, past: Past<'_>, end: WaitEnd) -> End {
    let stage = |id: DeploymentId| {
        strings::stage_of(scene.state.stage_name(id), scene.release_name(scene.state.deployment(id).release))
    };
    match end {
        WaitEnd::At(at) => End::At(at),
        WaitEnd::Sample(at) => End::First(words::good_sample(&date_time_seconds(scene.zone(), at))),
        WaitEnd::By(action) => command(scene, past, action),
        WaitEnd::After(holder) => End::First(words::ends(&stage(holder))),
        WaitEnd::AfterJob(job) => {
            let of = stage(scene.state.job(job).deployment);
            End::First(words::ends(&strings::stage_of(scene.state.job_name(job), &of)))
        }
    }
}

fn command(scene: &Scene<'_>, past: Past<'_>, action: Action) -> End {
    let people = (0..scene.world.people.len()).map(PersonId::at);
    let by = people.filter(|&person| (past.refusal)(person, &action).is_none()).collect();
    let deed = match &action {
        Action::SetAgent(set) => words::agent_comes_online(&set.agent),
        other => deed(other),
    };
    End::Command { deed, action: Box::new(action), by }
}
