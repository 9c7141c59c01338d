//! Runs that go back, branch, and play on.

use std::rc::Rc;

use proptest::prelude::*;
use proptest::sample::Index;
use rehearsal_kernel::{Kernel, Progress, Seed, Settings, SimDuration, SimTime};

use crate::workshop::{Command, OPENING, Workshop, commands, give, open, pass, play, play_on, played, scripts};

#[test]
fn inside_a_step_the_state_is_that_of_the_facts_so_far_and_the_rest_is_decided() {
    let mut kernel = open(3, 1);
    assert_eq!(kernel.log().len(), 3, "three workers are hired in one step");

    assert_eq!(kernel.rewind(1), []);
    assert_eq!(kernel.state().free, [0]);
    assert_eq!(kernel.next_due(), Some(kernel.now()), "the rest happens before anything else");

    let rest = kernel.step().expect("two more workers are to be hired");
    assert_eq!(rest.len(), 2);
    assert_eq!(kernel.state().free, [0, 1, 2]);
}

#[test]
fn a_new_command_inside_a_step_waits_for_its_rest() {
    let mut kernel = open(3, 1);
    kernel.rewind(0);
    let facts = kernel.command(Command::Submit(1)).expect("a new job is accepted");
    assert_eq!(facts.indices(), 3..4);
}

#[test]
fn rewinding_before_a_command_hands_it_back() {
    let mut kernel = open(1, 1);
    let opening = kernel.now();
    give(&mut kernel, Command::Submit(1));
    let later = opening + SimDuration::seconds(1);
    pass(&mut kernel, SimDuration::seconds(1));
    give(&mut kernel, Command::Cancel(1));

    let mut as_it_was = kernel.clone();
    assert_eq!(kernel.rewind(1), [(opening, Command::Submit(1)), (later, Command::Cancel(1))]);
    assert_eq!(kernel.commands(), []);
    assert_eq!(kernel.now(), opening);

    assert_eq!(as_it_was.rewind(2), [(later, Command::Cancel(1))]);
    assert_eq!(as_it_was.commands(), [(opening, Command::Submit(1))]);
}

#[test]
fn a_moment_before_the_start_stands_for_the_start() {
    let mut kernel = open(2, 1);
    pass(&mut kernel, SimDuration::seconds(5));
    kernel.rewind_to_time(SimTime::MIN);
    assert_eq!(kernel.now(), kernel.start());
    assert_eq!(kernel.log().len(), 2, "what happened at the start stays");
}

#[test]
fn a_moment_that_has_not_come_changes_nothing() {
    let mut kernel = played(1, 1, &[(0, Command::Submit(1))]);
    let (now, facts) = (kernel.now(), kernel.log().len());
    assert_eq!(kernel.rewind_to_time(now + SimDuration::seconds(1)), []);
    assert_eq!((kernel.now(), kernel.log().len()), (now, facts));
}

/// What a person might do with a run, in any order.
#[derive(Debug, Clone)]
enum Act {
    Wait { seconds: u8, budget: usize },
    Step,
    Give(Command),
    Rewind(Index),
    RewindToTime { seconds: u8 },
    Branch(Index),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (0..10_u8, 1..20_usize).prop_map(|(seconds, budget)| Act::Wait { seconds, budget }),
        4 => Just(Act::Step),
        6 => commands().prop_map(Act::Give),
        1 => any::<Index>().prop_map(Act::Rewind),
        1 => (0..30_u8).prop_map(|seconds| Act::RewindToTime { seconds }),
        1 => any::<Index>().prop_map(Act::Branch),
    ];
    prop::collection::vec(act, 0..60)
}

fn perform(kernel: &mut Kernel<Workshop>, act: Act) {
    let facts = |index: Index, kernel: &Kernel<Workshop>| index.index(kernel.log().len() + 1);
    match act {
        Act::Wait { seconds, budget } => {
            kernel.advance(kernel.now() + SimDuration::seconds(i64::from(seconds)), budget);
        }
        Act::Step => {
            kernel.step();
        }
        Act::Give(command) => give(kernel, command),
        Act::Rewind(index) => {
            kernel.rewind(facts(index, kernel));
        }
        Act::RewindToTime { seconds } => {
            kernel.rewind_to_time(kernel.now() - SimDuration::seconds(i64::from(seconds)));
        }
        Act::Branch(index) => *kernel = kernel.branch(facts(index, kernel)),
    }
}

fn assert_same(one: &Kernel<Workshop>, other: &Kernel<Workshop>) {
    assert_eq!(one.log(), other.log());
    assert_eq!(one.hash(), other.hash());
    assert_eq!(one.state(), other.state());
    assert_eq!(one.commands(), other.commands());
    assert_eq!(one.now(), other.now());
}

proptest! {
    #[test]
    fn replaying_the_log_gives_every_state_the_run_went_through(seed: u64, script in scripts()) {
        let original = played(2, seed, &script);
        let mut again = open(2, seed);
        for (at, command) in original.commands() {
            while again.advance(*at, 1) == Progress::BudgetSpent {
                prop_assert_eq!(&original.state_at(again.log().len()), again.state());
            }
            again.command(command.clone()).expect("what was accepted is accepted again");
            prop_assert_eq!(&original.state_at(again.log().len()), again.state());
        }
        while again.advance(original.now(), 1) == Progress::BudgetSpent {
            prop_assert_eq!(&original.state_at(again.log().len()), again.state());
        }
        assert_same(&again, &original);
    }

    #[test]
    fn checkpoints_change_nothing_but_the_time_it_takes(seed: u64, script in scripts()) {
        let with = played(2, seed, &script);
        let mut without = Kernel::new(
            Rc::new(Workshop { workers: 2 }),
            Seed(seed),
            OPENING,
            Settings { checkpoint_every: None, facts_max: 100_000 },
        );
        play(&mut without, &script);
        assert_same(&with, &without);
        for facts in 0..=with.log().len() {
            prop_assert_eq!(with.state_at(facts), without.state_at(facts));
            prop_assert_eq!(with.branch(facts).next_due(), without.branch(facts).next_due());
        }
    }

    #[test]
    fn playing_on_from_any_fact_gives_the_same_facts(seed: u64, script in scripts()) {
        let original = played(2, seed, &script);
        for facts in 0..=original.log().len() {
            let mut again = original.clone();
            let dropped = again.rewind(facts);
            prop_assert!(again.log().iter().eq(original.log().range(..facts)));
            play_on(&mut again, &dropped, original.now());
            assert_same(&again, &original);
        }
    }

    #[test]
    fn playing_on_from_any_moment_gives_the_same_facts(seed: u64, script in scripts(), share in 0..1_000_i64) {
        let original = played(2, seed, &script);
        let length = original.now() - original.start();
        let moment = original.start() + SimDuration::millis(length.as_millis() / 1_000 * share);
        let mut again = original.clone();
        let dropped = again.rewind_to_time(moment);
        prop_assert_eq!(again.now(), moment);
        prop_assert!(again.next_due().is_none_or(|due| due > moment));
        play_on(&mut again, &dropped, original.now());
        assert_same(&again, &original);
    }

    #[test]
    fn a_branch_leaves_the_original_untouched(seed: u64, script in scripts(), other in scripts(), at: Index) {
        let original = played(2, seed, &script);
        let before = original.clone();
        let mut branch = original.branch(at.index(original.log().len() + 1));
        play(&mut branch, &other);
        assert_same(&original, &before);
    }

    #[test]
    fn whatever_was_done_a_run_is_its_seed_and_its_commands(seed: u64, acts in acts()) {
        let mut kernel = open(2, seed);
        for act in acts {
            let before = kernel.now();
            let goes_back = matches!(act, Act::Rewind(_) | Act::RewindToTime { .. } | Act::Branch(_));
            perform(&mut kernel, act);
            prop_assert!(goes_back || before <= kernel.now());
            prop_assert!(kernel.next_due().is_none_or(|due| due >= kernel.now()));
        }
        let commands = kernel.commands().to_vec();
        // What is due at this moment may still be to come, and so may timers that leave no fact.
        let end = kernel.now() + SimDuration::minutes(10);
        kernel.advance(end, usize::MAX);

        let mut fresh = open(2, seed);
        play_on(&mut fresh, &commands, end);
        assert_same(&fresh, &kernel);
    }
}
