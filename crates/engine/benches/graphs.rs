//! A wide graph, and what a long log weighs.
//!
//! - *fork and join*: one stage, 498 that start after it, and one that waits for them all, in 100 releases; a chain of
//!   500 stages stands beside it, which has as many deployments and no joins.
//! - *log*: resident memory for each million facts, state included, as the operating system tells it (Linux only).

#![expect(clippy::disallowed_methods, reason = "a measurement reads the real clock and the system's figures")]

use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rehearsal_classic::{ReleaseDefinition, Stage, StageCondition, StageTrigger};
use rehearsal_engine::{Action, Agent, Command, CreateRelease, Engine, Person, PersonId, Pool, World};
use rehearsal_kernel::{Kernel, Seed, Settings, SimDuration, SimTime};
use rehearsal_pipeline::{Job, JobKind, Parallelism, Task};

const STAGES: u32 = 500;
const RELEASES: u32 = 100;
const ROUNDS: usize = 5;

fn job() -> Job {
    Job {
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
        tasks: vec![Task::named("Deploy")],
    }
}

fn after(stages: impl Iterator<Item = u32>) -> StageTrigger {
    let condition = |stage: u32| StageCondition { stage: format!("Stage {stage}"), partially_succeeded: false };
    StageTrigger::AfterStages(stages.map(condition).collect())
}

fn engine(trigger: impl Fn(u32) -> StageTrigger) -> Rc<Engine> {
    let stage = |index: u32| Stage {
        id: index + 1,
        rank: index + 1,
        name: format!("Stage {index}"),
        trigger: if index == 0 { StageTrigger::AfterRelease } else { trigger(index) },
        jobs: vec![job()],
        ..Stage::default()
    };
    let definition = ReleaseDefinition {
        id: 1,
        name: "Benchmark".to_owned(),
        revision: 1,
        stages: (0..STAGES).map(stage).collect(),
        ..ReleaseDefinition::default()
    };
    let agents =
        (0..STAGES).map(|number| Agent { name: format!("Agent {number}"), capabilities: Vec::new() }).collect();
    let world = World {
        people: vec![Person { id: "a".to_owned(), display_name: "A".to_owned(), unique_name: "a".to_owned() }],
        pools: vec![Pool { queue_id: 1, name: "Default".to_owned(), agents }],
        definitions: vec![Arc::new(definition)],
        ..World::default()
    };
    Rc::new(Engine::new(world).expect("the benchmark's world can be played"))
}

/// Plays the releases one after another and tells how long that took.
fn play(engine: &Rc<Engine>) -> (Duration, Kernel<Engine>) {
    let settings = Settings { checkpoint_every: None, facts_max: usize::MAX };
    let begin = Instant::now();
    let mut kernel = Kernel::new(Rc::clone(engine), Seed(1), SimTime::from_millis(0), settings);
    for _ in 0..RELEASES {
        let create = Action::CreateRelease(CreateRelease::default());
        kernel.command(Command { by: Some(PersonId(0)), action: create }).expect("a release can be created");
        // Long enough for 500 stages in a row, too short for the clean-up of old releases.
        let until = kernel.now() + SimDuration::minutes(120);
        kernel.advance(until, usize::MAX);
    }
    let took = begin.elapsed();
    assert_eq!(kernel.state().deployments.len(), (STAGES * RELEASES) as usize, "every stage was deployed");
    (took, kernel)
}

fn median(engine: &Rc<Engine>) -> f64 {
    let mut times: Vec<Duration> = (0..ROUNDS).map(|_| play(engine).0).collect();
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

/// Resident memory of this process in KiB, where the system tells it.
fn resident_kib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() {
    let fork = engine(|index| if index + 1 == STAGES { after(1..STAGES - 1) } else { after(std::iter::once(0)) });
    let chain = engine(|index| after(std::iter::once(index - 1)));
    let before = resident_kib();
    let (_, kernel) = play(&fork);
    let held = resident_kib();
    let facts = f64::from(u32::try_from(kernel.log().len()).expect("a few million facts"));
    drop(kernel);
    let (forked, chained) = (median(&fork), median(&chain));
    let deployments = f64::from(STAGES * RELEASES);
    println!("{RELEASES} releases of {STAGES} stages, median of {ROUNDS} rounds");
    println!("  fork and join {:>12.0} deployments/s", deployments / forked);
    println!(
        "  chain         {:>12.0} deployments/s   fork and join reaches {:.2} of it",
        deployments / chained,
        chained / forked
    );
    match before.zip(held) {
        Some((before, held)) => {
            println!(
                "  log           {:>12.0} MiB for a million facts, state included",
                (held - before) / 1024.0 * 1e6 / facts
            );
        }
        None => println!("  log           this system does not tell how much memory a process holds"),
    }
}
