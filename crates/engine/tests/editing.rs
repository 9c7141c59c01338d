//! Laws of a run in which pipelines and releases are edited.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use proptest::prelude::*;
use rehearsal_classic::{QueuePolicy, ReleaseDefinition, Stage, StageTrigger};
use rehearsal_engine::{
    Action, Agent, Command, CreateRelease, Deploy, EditRelease, Engine, Fact, OnPipeline, OnRelease, OnStage, Person,
    PersonId, Pool, SavePipeline, State, TagRelease, World,
};
use rehearsal_kernel::{Kernel, Seed, Settings, SimDuration, SimTime};
use rehearsal_pipeline::{EnvironmentStatus, Job, JobKind, Parallelism, Task};
use rehearsal_yaml::json;
use rehearsal_yaml::json::Value;

const STAGES: [&str; 4] = ["Dev", "QA", "Pre", "Production"];

/// Two stages with one slot each; edits add, rename, move and remove stages, but give none a second slot.
fn world() -> World {
    let stage = |id: u32, trigger| Stage {
        id,
        rank: id,
        name: STAGES[id as usize - 1].to_owned(),
        trigger,
        queue: QueuePolicy::Sequence(1),
        jobs: vec![job()],
        ..Stage::default()
    };
    let definition = ReleaseDefinition {
        name: "Shop".to_owned(),
        revision: 1,
        stages: vec![stage(1, StageTrigger::AfterRelease), stage(2, StageTrigger::AfterRelease)],
        ..ReleaseDefinition::default()
    };
    let agent = |number: u32| Agent { name: format!("agent-{number}"), capabilities: Vec::new() };
    World {
        zone: "UTC".to_owned(),
        people: vec![Person { id: "a".to_owned(), display_name: "A".to_owned(), unique_name: "a".to_owned() }],
        pools: vec![Pool { queue_id: 1, name: "Default".to_owned(), agents: (0..9).map(agent).collect() }],
        definitions: vec![Arc::new(definition)],
        ..World::default()
    }
}

fn job() -> Job {
    Job {
        name: "Job".to_owned(),
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
        tasks: vec![Task::named("work"), Task::named("more")],
    }
}

fn patches() -> impl Strategy<Value = Value> {
    let stage = || prop::sample::select(STAGES.to_vec());
    prop_oneof![
        (stage(), stage()).prop_map(|(new, old)| json!({ "environments": { new: { "cloneOf": old } } })),
        stage().prop_map(|gone| json!({ "environments": { gone: null } })),
        (stage(), stage()).prop_map(|(old, new)| json!({ "environments": { old: { "name": new } } })),
        (stage(), 1_u32..6).prop_map(|(stage, rank)| json!({ "environments": { stage: { "rank": rank } } })),
        (stage(), any::<u8>()).prop_map(|(stage, value)| {
            json!({ "environments": { stage: { "variables": { "x": { "value": value.to_string() } } } } })
        }),
        stage().prop_map(|stage| {
            json!({ "environments": { stage: { "deployPhases": { "Job": { "workflowTasks": { "work": null } } } } } })
        }),
    ]
}

fn actions() -> impl Strategy<Value = Action> {
    let stage = || prop::sample::select(STAGES.to_vec()).prop_map(str::to_owned);
    let release = || (1_u32..4).prop_map(|number| format!("Release-{number}"));
    let on = move || (release(), stage()).prop_map(|(release, stage)| OnStage { release, stage, ..OnStage::default() });
    prop_oneof![
        4 => any::<bool>().prop_map(|is_draft| Action::CreateRelease(CreateRelease { is_draft, ..CreateRelease::default() })),
        3 => on().prop_map(|on| Action::Deploy(Deploy::from(on))),
        2 => on().prop_map(Action::Cancel),
        1 => release().prop_map(|release| Action::StartRelease(OnRelease { release, ..OnRelease::default() })),
        1 => release().prop_map(|release| Action::Abandon(OnRelease { release, ..OnRelease::default() })),
        6 => patches().prop_map(|patch| Action::SavePipeline(SavePipeline { patch: Some(patch), ..SavePipeline::default() })),
        6 => (release(), patches()).prop_map(|(release, patch)| {
            Action::EditRelease(EditRelease { release, patch: Some(patch), ..EditRelease::default() })
        }),
        1 => release().prop_map(|release| Action::TagRelease(TagRelease { release, add: vec!["good".to_owned()], remove: Vec::new() })),
        1 => any::<bool>().prop_map(|force| Action::DeletePipeline(OnPipeline { force, ..OnPipeline::default() })),
        1 => Just(Action::UndeletePipeline(OnPipeline::default())),
    ]
}

fn kernel() -> Kernel<Engine> {
    let engine = Engine::new(world()).expect("it can be played");
    Kernel::new(Rc::new(engine), Seed(1), SimTime::from_millis(0), Settings::DEFAULT)
}

/// Plays what is not refused; gives back what was played.
fn play(kernel: &mut Kernel<Engine>, moves: &[(i64, Action)]) -> Vec<(SimTime, Action)> {
    let mut played = Vec::new();
    for (seconds, action) in moves {
        kernel.advance(kernel.now() + SimDuration::seconds(*seconds), usize::MAX);
        let command = Command { by: Some(PersonId(0)), action: action.clone() };
        if kernel.command(command).is_ok() {
            played.push((kernel.now(), action.clone()));
        }
    }
    while let Some(due) = kernel.next_due() {
        kernel.advance(due, usize::MAX);
    }
    played
}

/// How many deployments hold a slot of each stage, whatever revision they are of.
fn held(state: &State) -> BTreeMap<(u32, u32), usize> {
    let mut held = BTreeMap::new();
    for deployment in state.deployments.iter().filter(|one| one.status == EnvironmentStatus::InProgress) {
        let definition = state.release(deployment.release).content.definition.0;
        *held.entry((definition, deployment.plan.stage(deployment.stage).id)).or_insert(0) += 1;
    }
    held
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_stage_never_gives_more_slots_than_it_has_however_its_pipeline_is_edited(
        moves in prop::collection::vec((0_i64..40, actions()), 1..40)
    ) {
        let mut kernel = kernel();
        for one in &moves {
            play_one(&mut kernel, one);
            prop_assert!(held(kernel.state()).values().all(|&count| count <= 1), "{:?}", held(kernel.state()));
        }
        while kernel.step().is_some() {
            prop_assert!(held(kernel.state()).values().all(|&count| count <= 1), "{:?}", held(kernel.state()));
        }
        for deployment in &kernel.state().deployments {
            prop_assert!(deployment.status.is_completed(), "nothing waits without end: {deployment:?}");
        }
    }

    #[test]
    fn a_run_with_edits_depends_on_nothing_but_its_commands(
        moves in prop::collection::vec((0_i64..40, actions()), 1..30)
    ) {
        let mut first = kernel();
        let played = play(&mut first, &moves);
        let mut second = kernel();
        for (at, action) in played {
            second.advance(at, usize::MAX);
            second.command(Command { by: Some(PersonId(0)), action }).expect("it was accepted the first time");
        }
        while let Some(due) = second.next_due() {
            second.advance(due, usize::MAX);
        }
        prop_assert_eq!(first.hash(), second.hash());
        // Back to the middle, and on: what was decided comes again.
        let middle = first.log().len() / 2;
        let facts: Vec<Fact> = first.log().iter().map(|entry| entry.fact.clone()).collect();
        first.rewind(middle);
        prop_assert_eq!(first.log().len(), middle);
        prop_assert!(first.log().iter().zip(&facts).all(|(entry, fact)| entry.fact == *fact));
    }
}

fn play_one(kernel: &mut Kernel<Engine>, (seconds, action): &(i64, Action)) {
    kernel.advance(kernel.now() + SimDuration::seconds(*seconds), usize::MAX);
    // A refusal changes nothing, which is all the better.
    drop(kernel.command(Command { by: Some(PersonId(0)), action: action.clone() }));
}
