//! How gates go on, and what the world outside says.

use std::rc::Rc;

use rehearsal_kernel::{FactId, SimDuration, SimTime, TimerId};
use rehearsal_pipeline::{ApprovalType, DeploymentOperationStatus, GateStatus, Task};

use super::{Deployment, State, Timers};
use crate::engine::Engine;
use crate::fact::Fact;
use crate::plan::GatesPlan;
use crate::signal::Reading;
use crate::timer::{Class, Timer};
use crate::{DeploymentId, GatesId, PersonId};

/// The gates of one side of a deployment.
#[derive(Debug, Clone)]
pub struct GatesRun {
    /// Their deployment.
    pub deployment: DeploymentId,
    /// Before or after deployment.
    pub side: ApprovalType,
    /// Pending during the delay, in progress from the first sample that counts on.
    pub status: GateStatus,
    /// When the step began: the delay counts from here.
    pub started_at: SimTime,
    /// The fact of that.
    pub started: FactId,
    /// When the first sample that counts is taken.
    pub first_at: SimTime,
    /// When the gates fail unless they have passed.
    pub deadline: SimTime,
    /// Complete samples, oldest first.
    pub samples: Vec<GateSample>,
    /// How many of the first samples are for reference only, taken during the delay.
    pub reference_samples: u32,
    /// A sample whose answers take time.
    pub pending: Option<GateSample>,
    /// When the next sample is taken; none when no more is taken.
    pub next_at: Option<SimTime>,
    /// Time of the first sample of the present unbroken run of good ones (§7.4.3).
    pub succeeding_since: Option<SimTime>,
    /// Gates that were ignored.
    pub ignored: Vec<IgnoredGate>,
    /// When they passed, failed or were cancelled.
    pub ended_at: Option<SimTime>,
    /// The fact of that.
    pub ended: Option<FactId>,
    interval: SimDuration,
    timer: Option<TimerId>,
    answer: Option<TimerId>,
    steady: Option<TimerId>,
    timeout: TimerId,
}

/// What all gates said when they were asked. In each mask the lowest bit is the first gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateSample {
    /// The fact of asking.
    pub asked: FactId,
    /// The fact that the sample is complete; while answers are awaited that of asking.
    pub sampled: FactId,
    /// Gates that passed.
    pub passed: u32,
    /// Gates that did not answer before the next sample.
    pub unanswered: u32,
    /// Gates that were ignored.
    pub ignored: u32,
}

impl GateSample {
    /// Whether every gate that counts passed (§7.4.2).
    pub const fn is_good(&self, gates: usize) -> bool {
        let all = if gates >= 32 { u32::MAX } else { (1 << gates) - 1 };
        (self.passed | self.ignored) & all == all
    }
}

/// A gate that does not count any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IgnoredGate {
    /// Its position.
    pub gate: u32,
    /// Who ignored it.
    pub by: Option<PersonId>,
    /// When.
    pub at: SimTime,
    /// The fact.
    pub fact: FactId,
}

impl GatesRun {
    /// Gates that are ignored, a bit for each.
    pub(crate) fn ignored_mask(&self) -> u32 {
        self.ignored.iter().fold(0, |mask, ignored| mask | 1 << ignored.gate)
    }

    /// Whether a sample is for reference only.
    pub fn is_reference(&self, sample: usize) -> bool {
        sample < self.reference_samples as usize
    }

    /// The gates of a deployment that began last.
    pub(crate) fn last_of(deployment: &Deployment) -> Option<GatesId> {
        deployment.gates.last().copied()
    }

    fn time_of(&self, sample: usize) -> SimTime {
        let reference = self.reference_samples as usize;
        let (from, number) =
            if sample < reference { (self.started_at, sample) } else { (self.first_at, sample - reference) };
        let number = i64::try_from(number).expect("a log holds fewer facts than 2^32");
        from + SimDuration::millis(self.interval.as_millis() * number)
    }

    /// How many samples have been asked for.
    fn asked(&self) -> usize {
        self.samples.len() + usize::from(self.pending.is_some())
    }
}

/// Something outside that gates ask, and what it has said.
#[derive(Debug, Clone)]
pub struct SignalState {
    /// The name by which gates ask it.
    pub name: String,
    /// What it said at the start.
    pub first: Rc<Reading>,
    /// What it said from each of these facts on.
    pub changes: Vec<(FactId, Rc<Reading>)>,
}

impl SignalState {
    /// What it says now, or what it said when a fact was recorded.
    pub fn reading(&self, before: Option<FactId>) -> &Reading {
        let mut changes = self.changes.iter().rev();
        let said = changes.find(|(fact, _)| before.is_none_or(|before| *fact < before));
        said.map_or(&self.first, |(_, reading)| reading)
    }
}

impl State {
    /// Gates of one side of a deployment by number.
    pub fn gates_run(&self, id: GatesId) -> &GatesRun {
        &self.gates[id.index()]
    }

    /// The plan of gates.
    ///
    /// # Panics
    /// Never: gates run only where the plan has some.
    pub fn gates_plan(&self, id: GatesId) -> &GatesPlan {
        let found = self.gates_run(id);
        let side = self.stage_plan(found.deployment).side(found.side);
        side.gates.as_ref().expect("gates run only where the side has some")
    }

    /// The task of the definition behind a gate.
    pub fn gate_task(&self, id: GatesId, gate: usize) -> &Task {
        let found = self.gates_run(id);
        let deployment = self.deployment(found.deployment);
        let stage = deployment.plan.stage(deployment.stage);
        self.gates_plan(id).gates[gate].task(stage, found.side)
    }

    /// Display name of a gate.
    pub fn gate_name(&self, id: GatesId, gate: usize) -> &str {
        &self.gate_task(id, gate).name
    }

    /// The gates of a side of a deployment, once they have begun.
    pub fn gates_of(&self, deployment: DeploymentId, side: ApprovalType) -> Option<GatesId> {
        self.deployment(deployment).gates.iter().copied().find(|&gates| self.gates_run(gates).side == side)
    }

    /// The gates of a deployment that have begun and not ended.
    pub fn running_gates(&self, deployment: DeploymentId) -> Option<GatesId> {
        GatesRun::last_of(self.deployment(deployment)).filter(|&gates| self.gates_run(gates).ended_at.is_none())
    }

    /// When a sample was taken (§7.4.1).
    pub fn sample_time(&self, id: GatesId, sample: usize) -> SimTime {
        self.gates_run(id).time_of(sample)
    }

    /// Folds the facts about gates.
    pub(super) fn apply_gates(&mut self, engine: &Engine, timers: &mut Timers, fact: &Fact, id: FactId, at: SimTime) {
        match fact {
            Fact::GatesStarted { .. } => self.start_gates(engine, timers, fact, id, at),
            Fact::GatesAsked { gates, passed, unanswered, ignored, until } => {
                let order = self.order(Class::Completion, self.gates_run(*gates).deployment);
                let answer = until.map(|until| timers.set(until, order, Timer::GatesAnswer(*gates)));
                let run = &mut self.gates[gates.index()];
                let sample =
                    GateSample { asked: id, sampled: id, passed: *passed, unanswered: *unanswered, ignored: *ignored };
                run.pending = Some(sample);
                run.answer = answer;
                self.set_next_sample(timers, *gates, at);
            }
            Fact::GatesSampled { gates, passed, unanswered, ignored } => {
                let pending = self.gates[gates.index()].pending.take();
                let asked = pending.map_or(id, |pending| pending.asked);
                let sample =
                    GateSample { asked, sampled: id, passed: *passed, unanswered: *unanswered, ignored: *ignored };
                if let Some(answer) = self.gates[gates.index()].answer.take() {
                    timers.cancel(answer);
                }
                self.gates[gates.index()].samples.push(sample);
                if pending.is_none() {
                    self.set_next_sample(timers, *gates, at);
                }
                self.note_sample(engine, timers, *gates, sample, at);
            }
            Fact::GateIgnored { gates, gate, by, .. } => {
                self.gates[gates.index()].ignored.push(IgnoredGate { gate: *gate, by: *by, at, fact: id });
            }
            Fact::GatesFinished { gates, status } => {
                let run = &mut self.gates[gates.index()];
                run.status = *status;
                run.ended_at = Some(at);
                run.ended = Some(id);
                run.next_at = None;
                run.pending = None;
                let others = [run.timer.take(), run.answer.take(), run.steady.take()];
                for timer in others.into_iter().flatten().chain([run.timeout]) {
                    timers.cancel(timer);
                }
                let deployment = run.deployment;
                if *status == GateStatus::Failed {
                    self.set_operation(deployment, DeploymentOperationStatus::GateFailed, id, at);
                }
            }
            Fact::SignalChanged { signal, reading } => {
                self.signals[signal.index()].changes.push((id, Rc::clone(reading)));
            }
            _ => unreachable!("called for facts about gates only"),
        }
    }

    fn start_gates(&mut self, engine: &Engine, timers: &mut Timers, fact: &Fact, id: FactId, at: SimTime) {
        let Fact::GatesStarted { gates, deployment, side, first, deadline } = fact else {
            unreachable!("called for this fact only");
        };
        let plan = self.stage_plan(*deployment).side(*side).gates.as_ref().expect("the rule saw that there are gates");
        let interval = plan.interval;
        let has_reference = engine.world.rules.reference_samples && !plan.gates.is_empty();
        let delay = (*first - at).as_millis();
        // Samples for reference come at every interval from the start, as long as they are before the first that counts.
        let reference_samples =
            if has_reference { (delay + interval.as_millis() - 1) / interval.as_millis() } else { 0 };
        let timeout = timers.set(*deadline, self.order(Class::Timeout, *deployment), Timer::GatesTimeOut(*gates));
        let next = if reference_samples > 0 { at } else { *first };
        self.gates.push(GatesRun {
            deployment: *deployment,
            side: *side,
            status: if at < *first { GateStatus::Pending } else { GateStatus::InProgress },
            started_at: at,
            started: id,
            first_at: *first,
            deadline: *deadline,
            samples: Vec::new(),
            reference_samples: u32::try_from(reference_samples).expect("a delay has few intervals"),
            pending: None,
            next_at: None,
            succeeding_since: None,
            ignored: Vec::new(),
            ended_at: None,
            ended: None,
            interval,
            timer: None,
            answer: None,
            steady: None,
            timeout,
        });
        self.deployments[deployment.index()].gates.push(*gates);
        self.set_operation(*deployment, DeploymentOperationStatus::EvaluatingGates, id, at);
        self.set_sample_timer(timers, *gates, next);
    }

    /// Plans the sample after the one that is asked now.
    fn set_next_sample(&mut self, timers: &mut Timers, gates: GatesId, at: SimTime) {
        let run = &mut self.gates[gates.index()];
        if at >= run.first_at {
            run.status = GateStatus::InProgress;
        }
        let next = run.time_of(run.asked());
        self.set_sample_timer(timers, gates, next);
    }

    /// No sample is taken at the moment of the timeout itself (§7.4.5).
    fn set_sample_timer(&mut self, timers: &mut Timers, gates: GatesId, next: SimTime) {
        let order = self.order(Class::GateSample, self.gates_run(gates).deployment);
        let run = &mut self.gates[gates.index()];
        run.next_at = (next < run.deadline).then_some(next);
        run.timer = run.next_at.map(|next| timers.set(next, order, Timer::SampleGates(gates)));
    }

    /// A bad sample breaks the run of good ones (§7.4.3).
    fn note_sample(&mut self, engine: &Engine, timers: &mut Timers, gates: GatesId, sample: GateSample, at: SimTime) {
        let plan = self.gates_plan(gates);
        let (count, steady) = (plan.gates.len(), plan.steady);
        let order = self.order(Class::GateSample, self.gates_run(gates).deployment);
        let run = &mut self.gates[gates.index()];
        let index = run.samples.len() - 1;
        if run.is_reference(index) {
            return;
        }
        if let Some(timer) = run.steady.take() {
            timers.cancel(timer);
        }
        if !sample.is_good(count) {
            run.succeeding_since = None;
            return;
        }
        let since = *run.succeeding_since.get_or_insert(run.time_of(index));
        let enough = since + steady;
        let is_between = enough > at && run.next_at.map_or(enough <= run.deadline, |next| enough < next);
        if engine.world.rules.gates_succeed_between_samples && is_between {
            run.steady = Some(timers.set(enough, order, Timer::GatesSteady(gates)));
        }
    }
}
