//! Gates (`classic.md` §7): when they are asked, when they have passed, when they fail, and how one is ignored.
//!
//! A sample asks every gate at once. Where all answer at once the sample is one fact; where answers take time,
//! [`Fact::GatesAsked`] holds what they will say and [`Fact::GatesSampled`] follows when the last has come, or at the
//! next sample for those that did not answer by then.

pub(crate) mod ask;

use rehearsal_kernel::FactId;
use rehearsal_pipeline::{ApprovalType, GateStatus};

use crate::command::{IgnoreGate, Refusal};
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::plan::GatesPlan;
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::{find_release, find_stage, sides};
use crate::signal::GateAnswer;
use crate::state::{GateSample, GatesRun, State};
use crate::{DeploymentId, GatesId, PersonId};

/// The gates of a side begin: first the delay, then samples until they pass or time out (§7.4).
pub(crate) fn open(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, because: FactId) {
    let now = run.now();
    let state = run.state();
    let plan = sides::plan(state, deployment, side).gates.as_ref().expect("called when the side has gates");
    let first = now + plan.delay;
    let counted_from = if engine.world.rules.gate_timeout_includes_delay { now } else { first };
    let deadline = counted_from + plan.timeout;
    let gates = GatesId::at(state.gates.len());
    run.emit_because(because, Fact::GatesStarted { gates, deployment, side, first, deadline });
}

/// It is time to ask. Gates that have not answered the sample before did not pass it (§7.4.7).
pub(crate) fn sample(engine: &Engine, run: &mut Run<'_>, gates: GatesId) {
    close_sample(run, gates);
    let state = run.state();
    let found = state.gates_run(gates);
    let plan = state.gates_plan(gates);
    if plan.gates.is_empty() {
        let started = found.started;
        return finish(engine, run, gates, GateStatus::Succeeded, started);
    }
    let ignored = found.ignored_mask();
    let (mut passed, mut unanswered) = (0, 0);
    let mut last = run.now();
    let next = run.now() + plan.interval;
    for gate in (0..plan.gates.len()).filter(|gate| ignored & bit(*gate) == 0) {
        let (answer, takes) = ask::ask(engine, state, gates, gate);
        let at = run.now() + takes;
        match answer {
            GateAnswer::NoAnswer => unanswered |= bit(gate),
            GateAnswer::Passed | GateAnswer::Failed if at > next => unanswered |= bit(gate),
            GateAnswer::Passed => passed |= bit(gate),
            GateAnswer::Failed => {}
        }
        if unanswered & bit(gate) == 0 {
            last = last.max(at);
        }
    }
    if unanswered == 0 && last == run.now() {
        let sampled = run.emit(Fact::GatesSampled { gates, passed, unanswered, ignored });
        judge(engine, run, gates, sampled);
    } else {
        let until = (unanswered == 0).then_some(last);
        run.emit(Fact::GatesAsked { gates, passed, unanswered, ignored, until });
    }
}

/// All gates have answered.
pub(crate) fn answered(engine: &Engine, run: &mut Run<'_>, gates: GatesId) {
    if let Some(sampled) = close_sample(run, gates) {
        judge(engine, run, gates, sampled);
    }
}

/// Ends a sample whose answers take time; what has not been answered by now is not passed.
fn close_sample(run: &mut Run<'_>, gates: GatesId) -> Option<FactId> {
    let asked = run.state().gates_run(gates).pending?;
    let GateSample { asked: because, passed, unanswered, ignored, .. } = asked;
    Some(run.emit_because(because, Fact::GatesSampled { gates, passed, unanswered, ignored }))
}

/// Whether a sample makes the step succeed: all gates passed in it, and have done so long enough (§7.4.2 to 7.4.4).
/// A bad sample alone never ends the step (§7.4.6), nor does one taken for reference only.
fn judge(engine: &Engine, run: &mut Run<'_>, gates: GatesId, sampled: FactId) {
    let state = run.state();
    let found = state.gates_run(gates);
    let index = found.samples.len() - 1;
    let at = state.sample_time(gates, index);
    let steady = state.gates_plan(gates).steady;
    if !found.is_reference(index) && found.succeeding_since.is_some_and(|since| at - since >= steady) {
        finish(engine, run, gates, GateStatus::Succeeded, sampled);
    }
}

/// Results have been steady for long enough between two samples; only where the rules let that count.
pub(crate) fn steady(engine: &Engine, run: &mut Run<'_>, gates: GatesId) {
    let found = run.state().gates_run(gates);
    let last = found.samples.last().map_or(found.started, |sample| sample.asked);
    finish(engine, run, gates, GateStatus::Succeeded, last);
}

/// The timeout: the gates have failed (§7.4.5).
pub(crate) fn time_out(engine: &Engine, run: &mut Run<'_>, gates: GatesId) {
    close_sample(run, gates);
    let started = run.state().gates_run(gates).started;
    finish(engine, run, gates, GateStatus::Failed, started);
}

fn finish(engine: &Engine, run: &mut Run<'_>, gates: GatesId, status: GateStatus, because: FactId) {
    let found = run.state().gates_run(gates);
    let (deployment, side) = (found.deployment, found.side);
    let finished = run.emit_because(because, Fact::GatesFinished { gates, status });
    sides::gates_ended(engine, run, deployment, side, status, finished);
}

/// Gates that still run end with their deployment.
pub(crate) fn cancel(run: &mut Run<'_>, deployment: DeploymentId, because: FactId) {
    if let Some(gates) = run.state().running_gates(deployment) {
        run.emit_because(because, Fact::GatesFinished { gates, status: GateStatus::Canceled });
    }
}

/// "Ignore Gate": from the next sample on the gate does not count, in this attempt; it cannot be undone (§7.6).
pub(crate) fn ignore(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &IgnoreGate) -> Result<(), Refusal> {
    let state = run.state();
    let within = if on.release.is_empty() { None } else { Some(find_release(state, &on.release)?) };
    // A stage that no release has is a slip of the pen rather than gates that do not run.
    find_stage(state, within.map_or_else(|| find_release(state, ""), Ok)?, &on.stage)?;
    let fits = |gates: &GatesId| {
        let found = state.gates_run(*gates);
        let deployment = state.deployment(found.deployment);
        within.is_none_or(|release| deployment.release == release)
            && state.stage_name(found.deployment).eq_ignore_ascii_case(&on.stage)
            && on.approval_type.is_none_or(|side| side == found.side)
    };
    let running = state.deployments.iter().rev().filter_map(GatesRun::last_of).filter(|&gates| {
        let found = state.gates_run(gates);
        found.ended_at.is_none() && fits(&gates)
    });
    let gates = running
        .max_by_key(|&gates| state.deployment(state.gates_run(gates).deployment).release)
        .ok_or_else(|| Refusal::NoGates { stage: on.stage.clone() })?;
    let attempt = state.deployment(state.gates_run(gates).deployment);
    permit(engine, state, by, Operation::IgnoreGate, Place::of_stage(state, attempt.release, attempt.stage))?;
    let gate = find_gate(state, gates, on)?;
    run.emit(Fact::GateIgnored { gates, gate, by, comment: on.comment.as_str().into() });
    Ok(())
}

/// The gate that a command names; without a name the only one.
fn find_gate(state: &State, gates: GatesId, on: &IgnoreGate) -> Result<u32, Refusal> {
    let plan: &GatesPlan = state.gates_plan(gates);
    let names = || (0..plan.gates.len()).map(|index| state.gate_name(gates, index));
    let found = if on.gate.is_empty() && plan.gates.len() == 1 {
        Some(0)
    } else {
        names().position(|name| name.eq_ignore_ascii_case(&on.gate))
    };
    let index = found.ok_or_else(|| Refusal::NoSuchGate {
        stage: on.stage.clone(),
        gate: on.gate.clone(),
        known: names().collect::<Vec<_>>().join(", "),
    })?;
    if state.gates_run(gates).ignored_mask() & bit(index) != 0 {
        return Err(Refusal::GateIgnored { gate: state.gate_name(gates, index).to_owned() });
    }
    Ok(u32::try_from(index).expect("a side has at most 32 gates"))
}

/// The bit of a gate in the masks of a sample.
pub(crate) const fn bit(gate: usize) -> u32 {
    1 << gate
}
