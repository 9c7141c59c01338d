//! Runs that go forward.

use proptest::prelude::*;
use rehearsal_kernel::{CommandError, FactId, SimDuration, SimTime};

use crate::workshop::{Command, Fact, Refusal, give, open, pass, play, played, scripts, transcript};

#[test]
fn a_run_reads_as_a_story_with_causes() {
    let mut kernel = open(1, 1);
    give(&mut kernel, Command::Submit(1));
    give(&mut kernel, Command::Submit(2));
    pass(&mut kernel, SimDuration::minutes(10));

    assert_eq!(
        transcript(&kernel),
        "\
2026-03-02T09:00:00Z WorkerHired { worker: 0 } <- start
2026-03-02T09:00:00Z JobSubmitted { job: 1 } <- command 0
2026-03-02T09:00:00Z JobAssigned { job: 1, attempt: 1, worker: 0, lasts: SimDuration(9000) } <- timer of fact 1
2026-03-02T09:00:00Z JobSubmitted { job: 2 } <- command 1
2026-03-02T09:00:09Z JobFailed { job: 1, attempt: 1 } <- timer of fact 2
2026-03-02T09:00:09Z JobRetried { job: 1 } <- fact 4
2026-03-02T09:00:09Z JobAssigned { job: 2, attempt: 1, worker: 0, lasts: SimDuration(5000) } <- timer of fact 5
2026-03-02T09:00:14Z JobDone { job: 2 } <- timer of fact 6
2026-03-02T09:00:14Z JobAssigned { job: 1, attempt: 2, worker: 0, lasts: SimDuration(1000) } <- timer of fact 7
2026-03-02T09:00:15Z JobDone { job: 1 } <- timer of fact 8
"
    );
}

#[test]
fn stepping_returns_the_facts_of_one_step_and_moves_the_clock() {
    let mut kernel = open(2, 1);
    kernel.command(Command::Submit(1)).expect("a new job is accepted");
    let before = kernel.log().len();

    let dispatch = kernel.step().expect("the job is waiting to be assigned");
    assert_eq!(dispatch.indices(), before..before + 1);
    assert_eq!(dispatch.into_iter().collect::<Vec<_>>(), [FactId::from_index(before)]);
    let due = kernel.next_due().expect("the attempt will end");
    kernel.step().expect("the attempt ends");
    assert_eq!(kernel.now(), due);
}

#[test]
fn stepping_ends_when_nothing_waits_that_leaves_a_fact() {
    let mut kernel = open(1, 1);
    assert_eq!(kernel.step(), None);
    give(&mut kernel, Command::Submit(1));
    while kernel.step().is_some() {}
    assert_eq!(kernel.next_due(), None);
}

#[test]
fn a_moment_that_has_passed_counts_as_reached() {
    let mut kernel = open(1, 1);
    pass(&mut kernel, SimDuration::minutes(1));
    let now = kernel.now();
    kernel.advance(now - SimDuration::seconds(30), usize::MAX);
    assert_eq!(kernel.now(), now);
}

#[test]
fn a_command_without_a_fact_leaves_no_trace() {
    let mut kernel = open(1, 1);
    let facts = kernel.command(Command::RingBell(0)).expect("silence is allowed");
    assert!(facts.is_empty());
    assert!(kernel.commands().is_empty());
}

#[test]
fn a_command_comes_after_everything_that_is_due_at_its_moment() {
    let mut kernel = open(1, 1);
    kernel.command(Command::RingBell(4)).expect("ringing is always allowed");
    let facts = kernel.command(Command::Submit(1)).expect("a new job is accepted");
    assert_eq!(facts.start.index(), 5, "one worker was hired and the bell rang four times");
    assert_eq!(facts.len(), 1, "only the command's own facts are returned");
}

proptest! {
    #[test]
    fn a_run_depends_on_nothing_but_its_seed_and_commands(workers in 1..4_u32, seed: u64, script in scripts()) {
        let (one, other) = (played(workers, seed, &script), played(workers, seed, &script));
        prop_assert_eq!(one.log(), other.log());
        prop_assert_eq!(one.hash(), other.hash());
        prop_assert_eq!(one.commands(), other.commands());
    }

    #[test]
    fn slices_of_work_do_not_change_a_run(seed: u64, script in scripts(), budget in 1..5_usize) {
        let whole = played(2, seed, &script);
        let mut sliced = open(2, seed);
        for (at, command) in whole.commands() {
            while sliced.advance(*at, budget) == rehearsal_kernel::Progress::BudgetSpent {}
            prop_assert!(sliced.command(command.clone()).is_ok());
        }
        while sliced.advance(whole.now(), budget) == rehearsal_kernel::Progress::BudgetSpent {}
        prop_assert_eq!(whole.log(), sliced.log());
    }

    #[test]
    fn time_never_runs_backwards_and_causes_come_first(seed: u64, script in scripts()) {
        let kernel = played(2, seed, &script);
        let mut last = (SimTime::MIN, 0);
        for (index, entry) in kernel.log().iter().enumerate() {
            prop_assert!(last <= (entry.at, entry.step));
            last = (entry.at, entry.step);
            match entry.cause() {
                rehearsal_kernel::Cause::Timer(fact) | rehearsal_kernel::Cause::Fact(fact) => {
                    prop_assert!(fact.index() < index);
                }
                rehearsal_kernel::Cause::Command(id) => prop_assert_eq!(kernel.commands()[id.index()].0, entry.at),
                rehearsal_kernel::Cause::Start => prop_assert_eq!(entry.at, kernel.start()),
            }
        }
    }

    #[test]
    fn a_refused_command_leaves_everything_as_it_was(seed: u64, script in scripts()) {
        let mut kernel = open(2, seed);
        play(&mut kernel, &script);
        kernel.command(Command::RingBell(1)).expect("ringing is always allowed");
        let (facts, state, due) = (kernel.log().len(), kernel.state().clone(), kernel.next_due());

        let refusal = kernel.command(Command::Cancel(99));
        prop_assert_eq!(refusal, Err(CommandError::Refused(Refusal::JobIsNotOpen)));
        prop_assert_eq!(kernel.log().len(), facts);
        prop_assert_eq!(kernel.state(), &state);
        prop_assert_eq!(kernel.next_due(), due);
    }

    #[test]
    fn adding_a_job_does_not_shift_the_draws_of_another(seed: u64, script in scripts()) {
        // Enough workers that jobs do not wait for each other.
        let alone = played(40, seed, &script);
        let mut more = vec![(0, Command::Submit(100))];
        more.extend(script);
        let in_company = played(40, seed, &more);

        let of_the_script = |kernel: &rehearsal_kernel::Kernel<_>| -> Vec<_> {
            kernel.log().iter().filter_map(|entry| match entry.fact {
                Fact::JobAssigned { job, attempt, lasts, .. } if job < 100 => Some((entry.at, job, attempt, lasts)),
                _ => None,
            }).collect()
        };
        prop_assert_eq!(of_the_script(&alone), of_the_script(&in_company));
    }
}
