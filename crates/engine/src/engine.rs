//! The orchestration rules as a model of the kernel.

use std::rc::Rc;

use rehearsal_kernel::{Entry, FactId, Model};

use crate::command::{Action, Command, Refusal};
use crate::fact::Fact;
use crate::plan::{Plan, Problem};
use crate::rules;
use crate::state::{State, Timers};
use crate::timer::{Order, Timer};
use crate::world::World;

pub(crate) type Run<'a> = rehearsal_kernel::Run<'a, Engine>;

/// A world and the rules that move it.
#[derive(Debug)]
pub struct Engine {
    /// The world; the state shares it, since values of variables tell of it.
    pub world: Rc<World>,
    pub(crate) plans: Vec<Rc<Plan>>,
}

impl Engine {
    /// Prepares a world to be played.
    ///
    /// # Errors
    /// Everything in the world that cannot be played, as sentences for its author.
    pub fn new(world: World) -> Result<Self, Vec<Problem>> {
        let world = Rc::new(world);
        let mut plans = Vec::new();
        let mut problems = Vec::new();
        for definition in &world.definitions {
            match Plan::new(definition, &world) {
                Ok(plan) => plans.push(Rc::new(plan)),
                Err(more) => problems.extend(more),
            }
        }
        if problems.is_empty() { Ok(Self { world, plans }) } else { Err(problems) }
    }
}

impl Engine {
    /// Whether a command would be accepted, where the state alone tells; none where it has to be tried.
    ///
    /// A busy release has a button for each of its stages, and trying them all takes a copy of the run for each. The
    /// rule that answers is the one that decides when the command is given.
    pub fn verdict(&self, state: &State, command: &Command) -> Option<Result<(), Refusal>> {
        if let Action::Cancel(on) = &command.action {
            return Some(rules::cancel::may_cancel(self, state, command.by, on).map(drop));
        }
        None
    }
}

impl Model for Engine {
    type State = State;
    type Fact = Fact;
    type Command = Command;
    type Refusal = Refusal;
    type Timer = Timer;
    type Order = Order;

    fn initial(&self) -> State {
        State::new(self)
    }

    fn start(&self, run: &mut Run<'_>) {
        rules::world::start(self, run);
    }

    fn apply(&self, state: &mut State, timers: &mut Timers, id: FactId, entry: &Entry<Fact>) {
        state.apply(self, timers, id, entry);
        rules::script::notice(self, state, timers, entry);
    }

    fn handle(&self, run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
        rules::handle(self, run, command)
    }

    fn fire(&self, run: &mut Run<'_>, timer: Timer) {
        match timer {
            Timer::BuildCompletes(index) => rules::builds::come(self, run, index),
            Timer::BuildRunEnds(id) => rules::builds::end_run(self, run, id),
            Timer::ReleaseSchedule(definition, index) => rules::schedules::due(self, run, definition, index),
            Timer::StageSchedule(definition, key) => rules::stages::schedule_due(self, run, definition, key),
            Timer::CleanUp => rules::retention::clean_up(self, run),
            Timer::ReleaseDestroyed(release) => rules::retention::destroy(run, release),
            Timer::Script(index) => rules::script::play(self, run, index),
            Timer::ReleaseStarted(release) => rules::stages::release_started(self, run, release),
            Timer::StageFinished(deployment) => {
                rules::mail::deployment_completed(self, run, deployment);
                rules::stages::stage_finished(self, run, deployment);
            }
            Timer::PromoteQueue(deployment) => rules::queue::promote(self, run, deployment),
            Timer::WaitOver(deployment) => rules::stages::wait_over(self, run, deployment),
            Timer::ApprovalTimesOut(approval) => rules::approvals::time_out(self, run, approval),
            Timer::SampleGates(gates) => rules::gates::sample(self, run, gates),
            Timer::GatesAnswer(gates) => rules::gates::answered(self, run, gates),
            Timer::GatesSteady(gates) => rules::gates::steady(self, run, gates),
            Timer::GatesTimeOut(gates) => rules::gates::time_out(self, run, gates),
            Timer::GrantParallelJobs => rules::parallel_jobs::grant(run),
            Timer::AssignTarget(target) => rules::targets::assign(self, run, target),
            Timer::AssignAgents(pool) => rules::agents::assign(self, run, pool),
            Timer::InterventionTimesOut(task) => rules::interventions::time_out(self, run, task),
            Timer::TaskEnds(task) => rules::tasks::end(self, run, task),
            Timer::TaskRetries(task) => rules::tasks::retry(self, run, task),
            Timer::TaskTimesOut(task) => rules::tasks::time_out(self, run, task),
            Timer::JobTimesOut(job) => rules::jobs::time_out(self, run, job),
            Timer::CancelGraceEnds(deployment) => rules::cancel::grace_over(self, run, deployment),
        }
    }
}
