//! Tasks of a job (`classic.md` §10): conditions, outcomes, retries, time-outs.

use rehearsal_kernel::{FactId, SimDuration};
use rehearsal_pipeline::{Task, TaskResult};

use crate::condition::SoFar;
use crate::engine::{Engine, Run};
use crate::fact::{Fact, OutcomeId, TaskIssue, TaskPlan};
use crate::rules::{commands, interventions, jobs};
use crate::state::State;
use crate::step_kind::{StepKind, delay, delay_input};
use crate::variables::job_variables;
use crate::world::Outcome;
use crate::{JobId, TaskId};

/// Goes on with the next task whose condition holds, or ends the job.
pub(crate) fn go_on(engine: &Engine, run: &mut Run<'_>, job: JobId, because: FactId) {
    let mut because = because;
    loop {
        let state = run.state();
        let so_far = state.job(job);
        let index = so_far.tasks.len();
        let status = so_far.result;
        let Some(step) = state.job_plan(job).steps.get(index) else {
            return jobs::end(engine, run, job, because);
        };
        let verdict = step.condition.holds(SoFar::of_job(status), &|| job_variables(state, job));
        let task = TaskId::at(state.tasks.len());
        let number = u32::try_from(index).expect("a job has few tasks");
        match verdict {
            Ok(true) => {
                let started = |plan| Fact::TaskStarted { task, job, index: number, plan };
                match &step.kind {
                    StepKind::Work => {
                        let plan = plan(engine, run, job, index, 1, step.takes);
                        run.emit_because(because, started(plan));
                        return;
                    }
                    StepKind::Intervention(waiting) => {
                        let plan = TaskPlan { takes: waiting.waits, ends: waiting.on_timeout, outcome: None };
                        let started = run.emit_because(because, started(plan));
                        interventions::request(engine, run, task, started);
                        return;
                    }
                    StepKind::Delay => match delay(&expanded(state, job, delay_input(step_task(state, job, index)))) {
                        Some(takes) => {
                            let plan = plan(engine, run, job, index, 1, takes);
                            run.emit_because(because, started(plan));
                            return;
                        }
                        None => because = fail_at_once(run, started, task, TaskIssue::UnusableDelay, because),
                    },
                }
            }
            Ok(false) => {
                let condition = run.state().job_plan(job).steps[index].condition.text().into();
                because = run.emit_because(because, Fact::TaskSkipped { task, job, index: number, condition });
            }
            // A condition that cannot be evaluated fails the task, and "Continue on error" does not soften it (§10.1).
            Err(_) => {
                let started = |plan| Fact::TaskStarted { task, job, index: number, plan };
                because = fail_at_once(run, started, task, TaskIssue::ConditionError, because);
            }
        }
    }
}

/// A task that cannot even begin.
fn fail_at_once(
    run: &mut Run<'_>,
    started: impl FnOnce(TaskPlan) -> Fact,
    task: TaskId,
    issue: TaskIssue,
    because: FactId,
) -> FactId {
    let plan = TaskPlan { takes: SimDuration::ZERO, ends: TaskResult::Failed, outcome: None };
    let started = run.emit_because(because, started(plan));
    run.emit_because(started, Fact::TaskFinished { task, result: TaskResult::Failed, issue: Some(issue) })
}

/// A text of a task with its variables replaced, as they are at this moment (§11).
pub(crate) fn expanded(state: &State, job: JobId, text: &str) -> String {
    if !text.contains("$(") {
        return text.to_owned();
    }
    let values = job_variables(state, job);
    rehearsal_expression::expand_macros(text, |name| {
        values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    })
}

/// The task of the definition at a position among the enabled tasks of a job.
fn step_task(state: &State, job: JobId, index: usize) -> &Task {
    let found = state.job(job);
    let deployment = state.deployment(found.deployment);
    deployment.plan.task(deployment.stage, found.index as usize, index)
}

/// What a try of a task will do: the first outcome of the world that matches, else the catalogue.
fn plan(engine: &Engine, run: &Run<'_>, job: JobId, index: usize, task_try: u32, default: SimDuration) -> TaskPlan {
    let state = run.state();
    for (number, outcome) in engine.world.outcomes.iter().enumerate() {
        if !matches(state, outcome, job, index, task_try) {
            continue;
        }
        let stream = |draw: &str| run.stream(&(draw_name(state, job, index, task_try, number) + draw));
        if outcome.per_mille < 1000 && !stream("/chance").chance(outcome.per_mille.into()) {
            continue;
        }
        let takes = match outcome.takes {
            None => default,
            Some((from, to)) if from == to => from,
            Some((from, to)) => SimDuration::millis(stream("/takes").range(from.as_millis()..=to.as_millis())),
        };
        return TaskPlan { takes, ends: outcome.result, outcome: Some(OutcomeId::at(number)) };
    }
    TaskPlan { takes: default, ends: TaskResult::Succeeded, outcome: None }
}

/// Names the draws of one try by what it is, so that adding a task elsewhere shifts nothing.
fn draw_name(state: &State, job: JobId, index: usize, task_try: u32, outcome: usize) -> String {
    let run_job = state.job(job);
    let deployment = state.deployment(run_job.deployment);
    let release = state.release(deployment.release);
    let stage = &deployment.plan.stage(deployment.stage).name;
    let job_name = &deployment.plan.job(deployment.stage, run_job.index as usize).name;
    let task = &deployment.plan.task(deployment.stage, run_job.index as usize, index).name;
    // Slices draw apart; a job that is not multiplied keeps its name.
    let slice = run_job.slice.as_ref().map(|slice| format!("#{}", slice.position)).unwrap_or_default();
    format!("{}/{stage}/{}/{job_name}{slice}/{task}/{task_try}/{outcome}", release.content.name, deployment.attempt)
}

fn matches(state: &State, outcome: &Outcome, job: JobId, index: usize, task_try: u32) -> bool {
    let run_job = state.job(job);
    let deployment = state.deployment(run_job.deployment);
    let release = state.release(deployment.release);
    let is =
        |wanted: &Option<String>, name: &str| wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(name));
    let of = &outcome.of;
    of.attempt.is_none_or(|attempt| attempt == deployment.attempt)
        && of.task_try.is_none_or(|wanted| wanted == task_try)
        && is(&of.stage, &deployment.plan.stage(deployment.stage).name)
        && is(&of.job, &deployment.plan.job(deployment.stage, run_job.index as usize).name)
        && is(&of.task, &deployment.plan.task(deployment.stage, run_job.index as usize, index).name)
        && is(&of.release, &release.content.name)
        && of.slice.is_none_or(|wanted| run_job.slice.as_ref().is_some_and(|slice| slice.position == wanted))
        && of.target.as_ref().is_none_or(|wanted| {
            let target = run_job.slice.as_ref().and_then(|slice| slice.target);
            target.is_some_and(|target| state.target(target).target.name.eq_ignore_ascii_case(wanted))
        })
        && of.build.as_ref().is_none_or(|wanted| {
            state.primary_build(deployment.release).is_some_and(|build| state.build(build).number == *wanted)
        })
}

/// The present try ended as planned.
pub(crate) fn end(engine: &Engine, run: &mut Run<'_>, task: TaskId) {
    let found = run.state().task(task);
    let result = commands::result(engine, run, task, found.current.plan.ends);
    let tries = found.earlier.len() + 1;
    let is_tried_again = || tries <= run.state().step_plan(task).retries as usize && !is_canceled(run.state(), task);
    if result == TaskResult::Failed && is_tried_again() {
        // Waits of 1, 4, 9, … seconds: the square of the number of failures (§10.1).
        let failures = i64::try_from(tries).expect("at most ten retries");
        let at = run.now() + SimDuration::seconds(failures * failures);
        run.emit(Fact::TaskRetryScheduled { task, at });
        return;
    }
    conclude(engine, run, task, result, None);
}

/// A task ends; "Continue on error" softens a failure (§10.1). Without a cause, that of the present moment holds.
pub(crate) fn conclude(engine: &Engine, run: &mut Run<'_>, task: TaskId, result: TaskResult, because: Option<FactId>) {
    let (result, issue) = match result {
        TaskResult::Failed if run.state().step_plan(task).continue_on_error => {
            (TaskResult::SucceededWithIssues, Some(TaskIssue::ContinuedOnError))
        }
        other => (other, None),
    };
    finish(engine, run, task, (result, issue), because);
}

/// A task is ended from outside: by a cancel, or by its job's timeout at the present moment.
pub(crate) fn cancel(run: &mut Run<'_>, task: TaskId, issue: TaskIssue, because: Option<FactId>) -> FactId {
    let because = match run.state().step_plan(task).kind {
        StepKind::Work | StepKind::Delay => because,
        StepKind::Intervention(_) => interventions::cancel(run, task, because),
    };
    emit(run, because, Fact::TaskFinished { task, result: TaskResult::Canceled, issue: Some(issue) })
}

/// Without a cause, that of the present moment holds: the command or timer that is being handled.
pub(crate) fn emit(run: &mut Run<'_>, because: Option<FactId>, fact: Fact) -> FactId {
    match because {
        Some(because) => run.emit_because(because, fact),
        None => run.emit(fact),
    }
}

fn is_canceled(state: &State, task: TaskId) -> bool {
    state.job(state.task(task).job).result == TaskResult::Canceled
}

/// The next try starts.
pub(crate) fn retry(engine: &Engine, run: &mut Run<'_>, task: TaskId) {
    let found = run.state().task(task);
    let task_try = u32::try_from(found.earlier.len() + 2).expect("at most ten retries");
    let default = run.state().step_plan(task).takes;
    let plan = plan(engine, run, found.job, found.index as usize, task_try, default);
    run.emit(Fact::TaskRetried { task, plan });
}

/// The task's timeout counts from its first start and includes retries; it fails the task, which
/// "Continue on error" softens (§10.1).
pub(crate) fn time_out(engine: &Engine, run: &mut Run<'_>, task: TaskId) {
    if run.state().step_plan(task).continue_on_error {
        let softened = (TaskResult::SucceededWithIssues, Some(TaskIssue::TimedOutContinued));
        finish(engine, run, task, softened, None);
    } else {
        finish(engine, run, task, (TaskResult::Failed, Some(TaskIssue::TimedOut)), None);
    }
}

fn finish(
    engine: &Engine,
    run: &mut Run<'_>,
    task: TaskId,
    (result, issue): (TaskResult, Option<TaskIssue>),
    because: Option<FactId>,
) {
    let state = run.state();
    let job = state.task(task).job;
    let deployment = state.job(job).deployment;
    commands::obey(engine, run, task);
    let fact = Fact::TaskFinished { task, result, issue };
    let ended = emit(run, because, fact);
    if matches!(result, TaskResult::Succeeded | TaskResult::SucceededWithIssues) {
        let state = run.state();
        let sites = state.step_plan(task).sites.clone();
        let outcome = state.task(task).current.plan.outcome;
        let healthy = outcome.is_none_or(|number| engine.world.outcomes[number.index()].healthy);
        if let Some(build) = state.primary_build(state.deployment(deployment).release) {
            jobs::update_sites(run, deployment, &sites, build, healthy, ended);
        }
    }
    go_on(engine, run, job, ended);
}
