//! What two days of gates cost: a stage whose gates are evaluated every 5 minutes for 48 hours, in 1,000 releases.
//!
//! Every evaluation is a fact with its cause. *bare heap* stands beside it in the same run: `std`'s `BinaryHeap` with
//! one push and one pop for each fact, the least that any simulator does.

#![expect(clippy::disallowed_methods, reason = "a measurement reads the real clock")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rehearsal_classic::{ReleaseDefinition, Stage, StageTrigger};
use rehearsal_engine::{Action, Command, CreateRelease, Engine, Person, PersonId, Reading, Signal, World};
use rehearsal_kernel::{Kernel, Seed, Settings, SimDuration, SimTime};
use rehearsal_pipeline::{Gate, Gates, Task};

const RELEASES: i64 = 1_000;
const INTERVAL_MINUTES: u32 = 5;
const HOURS: u32 = 48;
const ROUNDS: usize = 5;

fn world() -> World {
    let mut query =
        Task { task_id: "f1e4b0e6-017e-4819-8a48-ef19ae96e289".to_owned(), ..Task::named("Query work items") };
    query.inputs.insert("queryId".to_owned(), "Open bugs".to_owned());
    let gates = Gates {
        is_enabled: true,
        stabilization_time: 0,
        sampling_interval: INTERVAL_MINUTES,
        minimum_success_duration: 0,
        timeout: HOURS * 60,
        gates: vec![Gate { tasks: vec![query] }],
    };
    let stage = Stage {
        id: 1,
        rank: 1,
        name: "Production".to_owned(),
        trigger: StageTrigger::AfterRelease,
        pre_gates: Some(gates),
        ..Stage::default()
    };
    let definition = ReleaseDefinition {
        id: 1,
        name: "Benchmark".to_owned(),
        revision: 1,
        stages: vec![stage],
        ..ReleaseDefinition::default()
    };
    World {
        people: vec![Person { id: "a".to_owned(), display_name: "A".to_owned(), unique_name: "a".to_owned() }],
        signals: vec![Signal { name: "Open bugs".to_owned(), reading: Reading::WorkItems { count: 1 } }],
        definitions: vec![Arc::new(definition)],
        ..World::default()
    }
}

/// Plays the world to its end and tells how long that took, and how many samples and facts came.
fn play(engine: &Rc<Engine>) -> (Duration, usize, usize) {
    let settings = Settings { checkpoint_every: None, facts_max: usize::MAX };
    let begin = Instant::now();
    let mut kernel = Kernel::new(Rc::clone(engine), Seed(1), SimTime::from_millis(0), settings);
    for second in 0..RELEASES {
        kernel.advance(SimTime::from_millis(0) + SimDuration::seconds(second), usize::MAX);
        let action = Action::CreateRelease(CreateRelease::default());
        kernel.command(Command { by: Some(PersonId(0)), action }).expect("releases can be created");
    }
    kernel.advance(SimTime::MAX, usize::MAX);
    let took = begin.elapsed();
    let samples = kernel.state().gates.iter().map(|run| run.samples.len()).sum();
    (took, samples, kernel.log().len())
}

/// As many pushes and pops as there are facts, with as many waiting at a time as there are releases.
fn heap(facts: usize) -> Duration {
    let begin = Instant::now();
    let mut heap: BinaryHeap<Reverse<(i64, usize)>> = (0..1_000).map(|index| Reverse((0, index))).collect();
    for index in 0..facts {
        let Reverse((at, _)) = heap.pop().expect("as many pushes as pops");
        heap.push(Reverse((at + 300_000, index)));
    }
    black_box(&heap);
    begin.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

fn main() {
    let engine = Rc::new(Engine::new(world()).expect("the benchmark's world can be played"));
    let (mut plays, mut heaps) = (Vec::new(), Vec::new());
    let (mut samples, mut facts) = (0, 0);
    for _ in 0..ROUNDS {
        let (took, sampled, counted) = play(&engine);
        plays.push(took);
        (samples, facts) = (sampled, counted);
        heaps.push(heap(counted));
    }
    let (play, heap) = (median(plays), median(heaps));
    let count = |count: usize| f64::from(u32::try_from(count).expect("a few million facts"));
    println!(
        "{RELEASES} releases in gates for {HOURS} hours, every {INTERVAL_MINUTES} minutes, median of {ROUNDS} rounds"
    );
    println!(
        "  engine      {:>12.0} samples/s   {:>6.0} ns a sample   {play:.2} s in all, {samples} samples, {facts} facts",
        count(samples) / play,
        play / count(samples) * 1e9
    );
    println!("  bare heap   {:>12.0} facts/s     engine reaches {:.2} of it", count(facts) / heap, heap / play);
}
