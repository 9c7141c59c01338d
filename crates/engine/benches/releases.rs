//! How many whole releases a second the engine plays: 4 stages of 5 tasks each, 50 agents, 10,000 releases.
//!
//! Every fact is logged with its cause, as in the app. Three figures stand beside the figure in the same run:
//!
//! - `SimPy`: 5,000 releases a second, measured for this model on a 2-core machine; the aim is 20 times that.
//! - *first slice*: this engine when it knew the first rules only, so that what the others cost can be seen.
//! - *bare heap*: `std`'s `BinaryHeap` with one push and one pop for each fact, the least that any simulator does.

#![expect(clippy::disallowed_methods, reason = "a measurement reads the real clock")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rehearsal_classic::{Artifact, ReleaseDefinition, ReleaseTrigger, Stage, StageCondition, StageTrigger};
use rehearsal_engine::{Agent, Build, ComingBuild, Engine, Person, PersonId, Pool, World};
use rehearsal_kernel::{Kernel, Seed, Settings, SimDuration, SimTime};
use rehearsal_pipeline::{Job, JobKind, Parallelism, Task};

const RELEASES: u32 = 10_000;
const STAGES: u32 = 4;
const TASKS: u32 = 5;
const AGENTS: u32 = 50;
const ROUNDS: usize = 7;
/// Releases a second of the same model in `SimPy`.
const SIMPY: f64 = 5_000.0;
/// Releases a second of this engine when it played only a first slice of the rules, on a 2-core machine.
const FIRST_SLICE: f64 = 32_000.0;

fn stage(index: u32) -> Stage {
    let trigger = match index {
        0 => StageTrigger::AfterRelease,
        _ => StageTrigger::AfterStages(vec![StageCondition {
            stage: format!("Stage {}", index - 1),
            partially_succeeded: false,
        }]),
    };
    let job = Job {
        name: "Agent job".to_owned(),
        ref_name: String::new(),
        kind: JobKind::Agent {
            queue_id: 1,
            demands: Vec::new(),
            parallelism: Parallelism::None,
            skip_artifacts_download: false,
        },
        condition: String::new(),
        timeout_minutes: 0,
        cancel_timeout_minutes: 1,
        tasks: (0..TASKS).map(|task| Task::named(format!("Task {task}"))).collect(),
    };
    Stage {
        id: index + 1,
        name: format!("Stage {index}"),
        rank: index + 1,
        trigger,
        jobs: vec![job],
        ..Stage::default()
    }
}

fn world() -> World {
    let definition = ReleaseDefinition {
        id: 1,
        name: "Benchmark".to_owned(),
        revision: 1,
        artifacts: vec![Artifact {
            alias: "_CI".to_owned(),
            kind: "Build".to_owned(),
            is_primary: true,
            source: "CI".to_owned(),
            ..Artifact::default()
        }],
        triggers: vec![ReleaseTrigger::ContinuousDeployment { alias: "_CI".to_owned(), filters: Vec::new() }],
        stages: (0..STAGES).map(stage).collect(),
        ..ReleaseDefinition::default()
    };
    let build = |number: u32| Build::new("CI", number.to_string(), PersonId(0));
    let agents =
        (0..AGENTS).map(|number| Agent { name: format!("Agent {number}"), capabilities: Vec::new() }).collect();
    World {
        people: vec![Person { id: "a".to_owned(), display_name: "A".to_owned(), unique_name: "a".to_owned() }],
        pools: vec![Pool { queue_id: 1, name: "Default".to_owned(), agents }],
        builds: (0..RELEASES)
            .map(|number| ComingBuild {
                at: SimTime::from_millis(0) + SimDuration::seconds(i64::from(number) * 5),
                takes: None,
                build: build(number),
            })
            .collect(),
        definitions: vec![Arc::new(definition)],
        ..World::default()
    }
}

/// Plays the world to its end and tells how long that took and how many facts came.
fn play(engine: &Rc<Engine>) -> (Duration, usize) {
    let settings = Settings { checkpoint_every: None, facts_max: usize::MAX };
    let begin = Instant::now();
    let mut kernel = Kernel::new(Rc::clone(engine), Seed(1), SimTime::from_millis(0), settings);
    kernel.advance(SimTime::MAX, usize::MAX);
    let took = begin.elapsed();
    let state = kernel.state();
    assert_eq!(state.deployments.len(), (RELEASES * STAGES) as usize, "every release went through every stage");
    (took, kernel.log().len())
}

/// As many pushes and pops as there are facts, with as many waiting at a time as there are agents.
fn heap(facts: usize) -> Duration {
    let begin = Instant::now();
    let mut heap: BinaryHeap<Reverse<(i64, usize)>> = (0..AGENTS as usize).map(|index| Reverse((0, index))).collect();
    for index in 0..facts {
        let Reverse((at, _)) = heap.pop().expect("as many pushes as pops");
        heap.push(Reverse((at + 10_000 + i64::try_from(index % 997).expect("small"), index)));
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
    let mut plays = Vec::new();
    let mut heaps = Vec::new();
    let mut facts = 0;
    for _ in 0..ROUNDS {
        let (took, count) = play(&engine);
        plays.push(took);
        facts = count;
        heaps.push(heap(count));
    }
    let (play, heap) = (median(plays), median(heaps));
    let rate = f64::from(RELEASES) / play;
    let facts = f64::from(u32::try_from(facts).expect("a few million facts"));
    println!(
        "{RELEASES} releases of {STAGES} stages and {TASKS} tasks each on {AGENTS} agents, median of {ROUNDS} rounds"
    );
    println!(
        "  engine      {rate:>12.0} releases/s   {:>12.0} facts/s   {:>6.0} ns a fact",
        facts / play,
        play / facts * 1e9
    );
    println!("  SimPy       {SIMPY:>12.0} releases/s   engine is {:.1} times as fast (aim: 20)", rate / SIMPY);
    println!("  first slice {FIRST_SLICE:>12.0} releases/s   engine is {:.2} times as fast", rate / FIRST_SLICE);
    println!("  bare heap   {:>12.0} releases/s   engine reaches {:.2} of it", f64::from(RELEASES) / heap, heap / play);
}
