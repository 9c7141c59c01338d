//! How many events a second the kernel handles, beside a bare heap and beside another simulator.
//!
//! A thousand pipelines run at once; each has four stages of three jobs of five tasks, and starts again when it is
//! through. The end of a task is the event: it moves its pipeline on and schedules the end of the next task after a
//! pseudo-random delay. Every contestant plays this same schedule, which is checked by a sum over all moments.
//!
//! - *bare heap*: `std`'s `BinaryHeap`, one push and one pop an event. Nothing is recorded.
//! - *kernel*: what ships. The fact is logged with its cause, checkpoints are kept, everything can be rewound.
//! - *kernel, named draws*: the same, with each delay drawn from a stream of its own name.
//! - *nexosim*: on one thread, once with one model for all pipelines and once with a model each. Nothing is recorded.
//!
//! Rounds are interleaved, so that a busy machine slows all of them alike; the table shows medians.

#![expect(clippy::disallowed_methods, reason = "a measurement reads the real clock")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::rc::Rc;
use std::time::{Duration, Instant};

use nexosim::Message;
use nexosim::model::{Context, Model as NexosimModel, schedulable};
use nexosim::ports::{EventSinkReader as _, Output, SinkState, event_queue};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use rehearsal_kernel::{Entry, FactId, Kernel, Model, Run, Seed, Settings, SimDuration, SimTime, Timers};
use serde::{Deserialize, Serialize};

const PIPELINES: u32 = 1_000;
const STAGES: u32 = 4;
const JOBS: u32 = 3;
const TASKS: u32 = 5;
const RUNS: u32 = 16;
const TASKS_OF_A_PIPELINE: u32 = STAGES * JOBS * TASKS * RUNS;
const EVENTS: u32 = PIPELINES * TASKS_OF_A_PIPELINE;
const ROUNDS: usize = 9;

/// How long a task takes in milliseconds: pseudo-random, up to a minute.
fn delay(pipeline: u32, task: u32) -> u32 {
    let mut word = (u64::from(pipeline) << 32 | u64::from(task)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    1 + u32::try_from((word >> 16) % 60_000).expect("60,000 fits")
}

/// Where a pipeline is.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Progress {
    tasks_done: u32,
    task: u32,
    job: u32,
    stage: u32,
    runs_done: u32,
}

impl Progress {
    fn task_done(&mut self) {
        self.tasks_done += 1;
        self.task += 1;
        if self.task == TASKS {
            self.task = 0;
            self.job += 1;
        }
        if self.job == JOBS {
            self.job = 0;
            self.stage += 1;
        }
        if self.stage == STAGES {
            self.stage = 0;
            self.runs_done += 1;
        }
    }

    fn has_more(&self) -> bool {
        self.tasks_done < TASKS_OF_A_PIPELINE
    }
}

/// What all contestants have to agree on: how many events there were, and the sum of their moments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Message, Serialize, Deserialize)]
struct Outcome {
    events: u32,
    moments: u64,
}

impl Outcome {
    fn count(&mut self, at_millis: u64) {
        self.events += 1;
        self.moments = self.moments.wrapping_add(at_millis);
    }
}

fn bare_heap() -> Outcome {
    let mut outcome = Outcome::default();
    let mut done = vec![0_u32; PIPELINES as usize];
    let mut heap = BinaryHeap::new();
    let mut arrival = 0_u32;
    for pipeline in 0..PIPELINES {
        heap.push(Reverse((u64::from(delay(pipeline, 0)), arrival, pipeline)));
        arrival += 1;
    }
    while let Some(Reverse((at, _, pipeline))) = heap.pop() {
        outcome.count(at);
        let task = &mut done[pipeline as usize];
        *task += 1;
        if *task < TASKS_OF_A_PIPELINE {
            heap.push(Reverse((at + u64::from(delay(pipeline, *task)), arrival, pipeline)));
            arrival += 1;
        }
    }
    outcome
}

/// The schedule as a model of the kernel.
struct Pipelines {
    has_named_draws: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
enum Fact {
    PipelineStarted { pipeline: u32, first: SimDuration },
    TaskDone { pipeline: u32, next: SimDuration },
}

#[derive(Clone)]
struct State {
    pipelines: Vec<Progress>,
    outcome: Outcome,
}

impl Pipelines {
    fn delay(&self, run: &Run<'_, Self>, pipeline: u32, task: u32) -> SimDuration {
        if self.has_named_draws {
            let name = format!("pipeline {pipeline}/task {task}/duration");
            black_box(run.stream(&name).range(1..=60_000));
        }
        SimDuration::millis(i64::from(delay(pipeline, task)))
    }
}

impl Model for Pipelines {
    type State = State;
    type Fact = Fact;
    type Command = ();
    type Refusal = ();
    type Timer = u32;
    type Order = u8;

    fn initial(&self) -> State {
        State { pipelines: vec![Progress::default(); PIPELINES as usize], outcome: Outcome::default() }
    }

    fn start(&self, run: &mut Run<'_, Self>) {
        for pipeline in 0..PIPELINES {
            let first = self.delay(run, pipeline, 0);
            run.emit(Fact::PipelineStarted { pipeline, first });
        }
    }

    fn apply(&self, state: &mut State, timers: &mut Timers<Self>, _: FactId, entry: &Entry<Fact>) {
        match entry.fact {
            Fact::PipelineStarted { pipeline, first } => {
                timers.set(entry.at + first, 0, pipeline);
            }
            Fact::TaskDone { pipeline, next } => {
                state.outcome.count(entry.at.as_millis().cast_unsigned());
                let progress = &mut state.pipelines[pipeline as usize];
                progress.task_done();
                if progress.has_more() {
                    timers.set(entry.at + next, 0, pipeline);
                }
            }
        }
    }

    fn handle(&self, _: &mut Run<'_, Self>, (): &()) -> Result<(), ()> {
        Ok(())
    }

    fn fire(&self, run: &mut Run<'_, Self>, pipeline: u32) {
        let task = run.state().pipelines[pipeline as usize].tasks_done;
        let next = self.delay(run, pipeline, task + 1);
        run.emit(Fact::TaskDone { pipeline, next });
    }
}

fn played(has_named_draws: bool) -> Kernel<Pipelines> {
    let settings = Settings { facts_max: usize::MAX, ..Settings::DEFAULT };
    let mut kernel = Kernel::new(Rc::new(Pipelines { has_named_draws }), Seed(1), SimTime::from_millis(0), settings);
    kernel.advance(SimTime::MAX, usize::MAX);
    kernel
}

fn kernel() -> Outcome {
    played(false).state().outcome
}

fn kernel_with_named_draws() -> Outcome {
    played(true).state().outcome
}

/// The schedule as a model of nexosim, for the pipelines from `first` on.
#[derive(Serialize, Deserialize)]
struct Runner {
    first: u32,
    pipelines: Vec<Progress>,
    outcome: Outcome,
    /// Where the outcome goes when every pipeline is through.
    through: Output<Outcome>,
}

#[NexosimModel]
impl Runner {
    fn new(first: u32, count: u32) -> Self {
        let pipelines = vec![Progress::default(); count as usize];
        Self { first, pipelines, outcome: Outcome::default(), through: Output::default() }
    }

    #[nexosim(init)]
    #[expect(clippy::unused_async, reason = "the macro calls it as an async function")]
    async fn init(&mut self, cx: &Context<Self>) {
        for pipeline in (self.first..).take(self.pipelines.len()) {
            Self::schedule(cx, pipeline, 0);
        }
    }

    #[nexosim(schedulable)]
    async fn task_done(&mut self, pipeline: u32, cx: &Context<Self>) {
        let now = cx.time().duration_since(MonotonicTime::EPOCH);
        self.outcome.count(now.as_secs() * 1_000 + u64::from(now.subsec_millis()));
        let progress = &mut self.pipelines[(pipeline - self.first) as usize];
        progress.task_done();
        if progress.has_more() {
            Self::schedule(cx, pipeline, progress.tasks_done);
        }
        if self.outcome.events as usize == self.pipelines.len() * TASKS_OF_A_PIPELINE as usize {
            self.through.send(self.outcome).await;
        }
    }

    fn schedule(cx: &Context<Self>, pipeline: u32, task: u32) {
        let pause = Duration::from_millis(u64::from(delay(pipeline, task)));
        cx.schedule_event(pause, schedulable!(Self::task_done), pipeline).expect("a task takes some time");
    }
}

fn nexosim(models: u32) -> Outcome {
    let (sink, mut outcomes) = event_queue(SinkState::Enabled);
    let mut bench = SimInit::with_num_threads(1);
    let pipelines_each = PIPELINES / models;
    for model in 0..models {
        let mut runner = Runner::new(model * pipelines_each, pipelines_each);
        runner.through.connect_sink(sink.clone());
        bench = bench.add_model(runner, Mailbox::new(), "runner");
    }
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("nothing can go wrong at the start");
    simulation.run().expect("nothing can go wrong on the way");

    let mut total = Outcome::default();
    while let Some(outcome) = outcomes.try_read() {
        total.events += outcome.events;
        total.moments = total.moments.wrapping_add(outcome.moments);
    }
    total
}

fn nexosim_with_one_model() -> Outcome {
    nexosim(1)
}

fn nexosim_with_a_model_each() -> Outcome {
    nexosim(PIPELINES)
}

/// Runs something once; how long it took, and what came out.
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = black_box(work());
    (start.elapsed(), result)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

struct Contestant {
    name: &'static str,
    play: fn() -> Outcome,
}

fn main() {
    let contestants = [
        Contestant { name: "bare heap", play: bare_heap },
        Contestant { name: "kernel", play: kernel },
        Contestant { name: "kernel, named draws", play: kernel_with_named_draws },
        Contestant { name: "nexosim, one model", play: nexosim_with_one_model },
        Contestant { name: "nexosim, a model each", play: nexosim_with_a_model_each },
    ];
    let expected = bare_heap();
    assert_eq!(expected.events, EVENTS);

    let mut times = [const { Vec::new() }; 5];
    for _ in 0..ROUNDS {
        for (Contestant { name, play }, times) in contestants.iter().zip(&mut times) {
            let (time, outcome) = timed(play);
            assert_eq!(outcome, expected, "{name} plays the same schedule");
            times.push(time);
        }
    }

    let medians = times.map(median);
    let [bare, .., nexosim_one, nexosim_each] = medians;
    let nexosim = nexosim_one.min(nexosim_each);
    println!("{EVENTS} events of {PIPELINES} pipelines, median of {ROUNDS} rounds");
    println!("{:<24}{:>12}{:>14}{:>16}{:>16}", "", "ns/event", "events/s", "x bare heap", "x best nexosim");
    for (Contestant { name, .. }, time) in contestants.iter().zip(medians) {
        let seconds = time.as_secs_f64();
        println!(
            "{name:<24}{:>12.1}{:>14.0}{:>16.2}{:>16.2}",
            seconds * 1e9 / f64::from(EVENTS),
            f64::from(EVENTS) / seconds,
            bare.as_secs_f64() / seconds,
            nexosim.as_secs_f64() / seconds,
        );
    }
    going_back();
}

/// What it costs to look back from the end of the run.
fn going_back() {
    let mut kernel = played(false);
    let facts = kernel.log().len();
    let (hash, _) = timed(|| kernel.hash());
    let looks = (1..=ROUNDS).map(|part| timed(|| kernel.state_at(facts * part / (ROUNDS + 1) + 1)).0).collect();
    let (rewind, _) = timed(|| kernel.rewind(facts / 2 + 1));
    println!(
        "\nwith {facts} facts in the log: hash {hash:.0?}, a state of the past {:.1?}, rewind to the middle {rewind:.1?}",
        median(looks)
    );
}
