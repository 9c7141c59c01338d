//! A small world with everything the kernel has to get right: jobs queue for workers, try several times, lose patience
//! and are cancelled.
//!
//! - A dispatch assigns every job it can in one step, so steps have many facts.
//! - A submission is dispatched by a timer without delay, and so is the next worker's job after that.
//! - Patience of a job that got a worker is cancelled for some jobs and fires without a fact for the others.
//! - How long an attempt lasts and whether it works is drawn by the job's name and attempt.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use proptest::prelude::*;
use rehearsal_kernel::{
    Cause, CommandError, Entry, FactId, Kernel, Model, Run, Seed, Settings, SimDuration, SimTime, TimerId, Timers,
};
use serde::Serialize;

pub(crate) const OPENING: SimTime = SimTime::from_millis(1_772_442_000_000);
const PATIENCE: SimDuration = SimDuration::seconds(20);
const ATTEMPTS_MAX: u32 = 3;

#[derive(Debug, Clone)]
pub(crate) struct Workshop {
    pub(crate) workers: u32,
}

pub(crate) type Name = u8;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fact {
    WorkerHired { worker: u32 },
    JobSubmitted { job: Name },
    JobAssigned { job: Name, attempt: u32, worker: u32, lasts: SimDuration },
    JobFailed { job: Name, attempt: u32 },
    JobRetried { job: Name },
    JobDone { job: Name },
    JobCancelled { job: Name },
    JobGaveUp { job: Name },
    BellRung { left: u32 },
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    Submit(Name),
    Cancel(Name),
    /// Rings so many times, each ring a step of its own at the same moment.
    RingBell(u32),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Refusal {
    JobIsKnown,
    JobIsNotOpen,
}

#[derive(Debug, Clone)]
pub(crate) enum Timer {
    AttemptEnds { job: Name, attempt: u32 },
    PatienceEnds { job: Name },
    Dispatch,
    Ring { left: u32 },
}

/// Attempts end before patience does, and both before a dispatch looks at what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Order {
    Attempt,
    Patience,
    Dispatch,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Job {
    Waiting { attempts: u32, patience: TimerId },
    Running { attempt: u32, worker: u32, ends: TimerId },
    Over,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct State {
    pub(crate) free: Vec<u32>,
    pub(crate) queue: VecDeque<Name>,
    pub(crate) jobs: BTreeMap<Name, Job>,
    pub(crate) rings: u32,
}

impl State {
    fn wait(&mut self, timers: &mut Timers<Workshop>, job: Name, attempts: u32) {
        let patience = timers.set(timers.now() + PATIENCE, Order::Patience, Timer::PatienceEnds { job });
        timers.set(timers.now(), Order::Dispatch, Timer::Dispatch);
        self.queue.push_back(job);
        self.jobs.insert(job, Job::Waiting { attempts, patience });
    }

    /// Ends a job, or the attempt it is at, and what was planned for it.
    fn leave(&mut self, timers: &mut Timers<Workshop>, job: Name) -> Option<Job> {
        self.queue.retain(|waiting| *waiting != job);
        let left = self.jobs.insert(job, Job::Over);
        match left {
            Some(Job::Waiting { patience, .. }) => timers.cancel(patience),
            Some(Job::Running { worker, ends, .. }) => {
                timers.cancel(ends);
                timers.set(timers.now(), Order::Dispatch, Timer::Dispatch);
                self.free.push(worker);
            }
            Some(Job::Over) | None => {}
        }
        left
    }
}

impl Model for Workshop {
    type State = State;
    type Fact = Fact;
    type Command = Command;
    type Refusal = Refusal;
    type Timer = Timer;
    type Order = Order;

    fn initial(&self) -> State {
        State::default()
    }

    fn start(&self, run: &mut Run<'_, Self>) {
        for worker in 0..self.workers {
            run.emit(Fact::WorkerHired { worker });
        }
    }

    fn apply(&self, state: &mut State, timers: &mut Timers<Self>, _: FactId, entry: &Entry<Fact>) {
        match entry.fact {
            Fact::WorkerHired { worker } => state.free.push(worker),
            Fact::JobSubmitted { job } => state.wait(timers, job, 0),
            Fact::JobAssigned { job, attempt, worker, lasts } => {
                state.free.retain(|free| *free != worker);
                state.queue.retain(|waiting| *waiting != job);
                if let Job::Waiting { patience, .. } = state.jobs[&job]
                    && job.is_multiple_of(2)
                {
                    timers.cancel(patience);
                }
                let ends = timers.set(timers.now() + lasts, Order::Attempt, Timer::AttemptEnds { job, attempt });
                state.jobs.insert(job, Job::Running { attempt, worker, ends });
            }
            Fact::JobRetried { job } => {
                if let Some(Job::Running { attempt, .. }) = state.leave(timers, job) {
                    state.wait(timers, job, attempt);
                }
            }
            Fact::JobDone { job } | Fact::JobCancelled { job } | Fact::JobGaveUp { job } => {
                state.leave(timers, job);
            }
            Fact::JobFailed { .. } => {}
            Fact::BellRung { left } => {
                state.rings += 1;
                if left > 0 {
                    timers.set(timers.now(), Order::Dispatch, Timer::Ring { left: left - 1 });
                }
            }
        }
    }

    fn handle(&self, run: &mut Run<'_, Self>, command: &Command) -> Result<(), Refusal> {
        let fact = match *command {
            Command::Submit(job) if run.state().jobs.contains_key(&job) => return Err(Refusal::JobIsKnown),
            Command::Submit(job) => Fact::JobSubmitted { job },
            Command::Cancel(job) => match run.state().jobs.get(&job) {
                Some(Job::Waiting { .. } | Job::Running { .. }) => Fact::JobCancelled { job },
                Some(Job::Over) | None => return Err(Refusal::JobIsNotOpen),
            },
            Command::RingBell(0) => return Ok(()),
            Command::RingBell(times) => Fact::BellRung { left: times - 1 },
        };
        run.emit(fact);
        Ok(())
    }

    fn fire(&self, run: &mut Run<'_, Self>, timer: Timer) {
        match timer {
            Timer::Ring { left } => {
                run.emit(Fact::BellRung { left });
            }
            Timer::PatienceEnds { job } => {
                if matches!(run.state().jobs[&job], Job::Waiting { .. }) {
                    run.emit(Fact::JobGaveUp { job });
                }
            }
            Timer::AttemptEnds { job, attempt } => {
                let is_running =
                    matches!(run.state().jobs[&job], Job::Running { attempt: running, .. } if running == attempt);
                assert!(is_running, "the end of an attempt that was cancelled never comes: job {job}, {attempt}");
                if run.stream(&format!("job {job}/attempt {attempt}/works")).chance(600) {
                    run.emit(Fact::JobDone { job });
                    return;
                }
                let failed = run.emit(Fact::JobFailed { job, attempt });
                let next = if attempt < ATTEMPTS_MAX { Fact::JobRetried { job } } else { Fact::JobGaveUp { job } };
                run.emit_because(failed, next);
            }
            Timer::Dispatch => {
                while let (Some(&job), Some(&worker)) = (run.state().queue.front(), run.state().free.first()) {
                    let Job::Waiting { attempts, .. } = run.state().jobs[&job] else {
                        unreachable!("only waiting jobs are in the queue")
                    };
                    let attempt = attempts + 1;
                    // Whole seconds, so that many things happen at the same moment.
                    let lasts = run.stream(&format!("job {job}/attempt {attempt}/lasts")).range(0..=12);
                    run.emit(Fact::JobAssigned { job, attempt, worker, lasts: SimDuration::seconds(lasts) });
                }
            }
        }
    }
}

/// A line of a script: wait so many seconds, then give a command.
pub(crate) type Line = (u8, Command);

pub(crate) fn open(workers: u32, seed: u64) -> Kernel<Workshop> {
    // Checkpoints come often here, so that short runs thin them, too.
    let settings = Settings { checkpoint_every: std::num::NonZeroU32::new(2), facts_max: 100_000 };
    Kernel::new(Rc::new(Workshop { workers }), Seed(seed), OPENING, settings)
}

/// Plays a script from the present moment and then lets everything end; refused commands are passed over.
pub(crate) fn play(kernel: &mut Kernel<Workshop>, script: &[Line]) {
    for (seconds, command) in script {
        pass(kernel, SimDuration::seconds(i64::from(*seconds)));
        give(kernel, command.clone());
    }
    pass(kernel, SimDuration::minutes(10));
}

/// Gives commands at their recorded times, which were accepted before and have to be again.
pub(crate) fn play_on(kernel: &mut Kernel<Workshop>, commands: &[(SimTime, Command)], end: SimTime) {
    for (at, command) in commands {
        kernel.advance(*at, usize::MAX);
        assert_eq!(kernel.now(), *at);
        kernel.command(command.clone()).expect("what was accepted is accepted again");
    }
    kernel.advance(end, usize::MAX);
}

pub(crate) fn played(workers: u32, seed: u64, script: &[Line]) -> Kernel<Workshop> {
    let mut kernel = open(workers, seed);
    play(&mut kernel, script);
    kernel
}

pub(crate) fn pass(kernel: &mut Kernel<Workshop>, time: SimDuration) {
    kernel.advance(kernel.now() + time, usize::MAX);
}

pub(crate) fn give(kernel: &mut Kernel<Workshop>, command: Command) {
    match kernel.command(command) {
        Ok(_) | Err(CommandError::Refused(_)) => {}
        Err(CommandError::FactLimit) => panic!("no script here is that long"),
    }
}

pub(crate) fn commands() -> impl Strategy<Value = Command> {
    prop_oneof![
        6 => (0..20_u8).prop_map(Command::Submit),
        3 => (0..20_u8).prop_map(Command::Cancel),
        1 => (0..4_u32).prop_map(Command::RingBell),
    ]
}

pub(crate) fn scripts() -> impl Strategy<Value = Vec<Line>> {
    let waits = prop_oneof![2 => Just(0), 3 => 1..6_u8, 1 => 20..30_u8];
    prop::collection::vec((waits, commands()), 0..30)
}

/// The log as a person would read it.
pub(crate) fn transcript(kernel: &Kernel<Workshop>) -> String {
    use std::fmt::Write as _;

    kernel.log().iter().fold(String::new(), |mut text, entry| {
        let because = match entry.cause() {
            Cause::Start => "start".to_owned(),
            Cause::Command(id) => format!("command {}", id.index()),
            Cause::Timer(id) => format!("timer of {id}"),
            Cause::Fact(id) => id.to_string(),
        };
        writeln!(text, "{} {:?} <- {because}", entry.at, entry.fact).expect("a string takes any text");
        text
    })
}
