//! Manual interventions (`classic.md` §10.5): who may resume or reject one, and what time and cancelling do to it.

use std::rc::Rc;

use rehearsal_kernel::FactId;
use rehearsal_pipeline::{ManualInterventionStatus, TaskResult};

use crate::command::{OnIntervention, Refusal};
use crate::comment::Comment;
use crate::engine::{Engine, Run};
use crate::fact::{Fact, InterventionEnd};
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::{find_release, find_stage, mail, tasks};
use crate::state::State;
use crate::step_kind::instructions;
use crate::{InterventionId, PersonId, TaskId};

/// The task has started: it waits for somebody from now on. Instructions show the values of the moment.
pub(crate) fn request(engine: &Engine, run: &mut Run<'_>, task: TaskId, started: FactId) {
    let state = run.state();
    let text = tasks::expanded(state, state.task(task).job, instructions(state.task_definition(task)));
    let intervention = InterventionId::at(state.interventions.len());
    let fact = Fact::InterventionRequested {
        intervention,
        task,
        instructions: Rc::new(text),
        deadline: run.now() + state.task(task).current.plan.takes,
    };
    let requested = run.emit_because(started, fact);
    mail::intervention_pending(engine, run, intervention, requested);
}

/// "Resume" or "Reject". Being notified is not enough: it takes the permission to manage deployments.
pub(crate) fn decide(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    on: &OnIntervention,
    result: TaskResult,
) -> Result<(), Refusal> {
    let state = run.state();
    let intervention = find(state, on)?;
    let deployment = state.deployment(state.intervention_deployment(intervention));
    let place = Place::of_stage(state, deployment.release, deployment.stage);
    permit(engine, state, by, Operation::Intervene, place)?;
    end(engine, run, intervention, result, by, InterventionEnd::Decided, on.comment.as_str().into());
    Ok(())
}

/// The intervention that waits in the named stage: of the named release, else of the newest in which one waits.
fn find(state: &State, on: &OnIntervention) -> Result<InterventionId, Refusal> {
    let named = find_release(state, &on.release)?;
    find_stage(state, named, &on.stage)?;
    state
        .pending_interventions()
        .filter(|&id| {
            let deployment = state.intervention_deployment(id);
            (on.release.is_empty() || state.deployment(deployment).release == named)
                && state.stage_name(deployment).eq_ignore_ascii_case(&on.stage)
                && (on.task.is_empty() || state.task_name(state.intervention(id).task).eq_ignore_ascii_case(&on.task))
        })
        .max_by_key(|&id| state.deployment(state.intervention_deployment(id)).release)
        .ok_or_else(|| Refusal::NoPendingIntervention { stage: on.stage.clone() })
}

/// Nobody decided in time: it is rejected or resumed as "On timeout" says.
pub(crate) fn time_out(engine: &Engine, run: &mut Run<'_>, task: TaskId) {
    let Some(intervention) = of_task(run.state(), task) else { return };
    let result = run.state().task(task).current.plan.ends;
    end(engine, run, intervention, result, None, InterventionEnd::TimedOut, Comment::default());
}

fn end(
    engine: &Engine,
    run: &mut Run<'_>,
    intervention: InterventionId,
    result: TaskResult,
    by: Option<PersonId>,
    how: InterventionEnd,
    comment: Comment,
) {
    let status = if result == TaskResult::Failed {
        ManualInterventionStatus::Rejected
    } else {
        ManualInterventionStatus::Approved
    };
    let task = run.state().intervention(intervention).task;
    let decided = run.emit(Fact::InterventionDecided { intervention, status, by, how, comment });
    tasks::conclude(engine, run, task, result, Some(decided));
}

/// The task is ended from outside, and the intervention with it.
pub(crate) fn cancel(run: &mut Run<'_>, task: TaskId, because: Option<FactId>) -> Option<FactId> {
    let Some(intervention) = of_task(run.state(), task) else { return because };
    let fact = Fact::InterventionDecided {
        intervention,
        status: ManualInterventionStatus::Canceled,
        by: None,
        how: InterventionEnd::TaskCanceled,
        comment: Comment::default(),
    };
    Some(tasks::emit(run, because, fact))
}

/// The intervention that a task waits for.
fn of_task(state: &State, task: TaskId) -> Option<InterventionId> {
    state.pending_interventions().find(|&id| state.intervention(id).task == task)
}
