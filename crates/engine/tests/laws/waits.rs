//! What "why?" says of a wait is true: everything unfinished has a known reason, and what is said to end it does.

use proptest::prelude::*;
use rehearsal_engine::{Action, Command, DeploymentId, Engine, PersonId, State, WaitEnd, WaitsOn, wait};
use rehearsal_kernel::Kernel;
use rehearsal_pipeline::ApprovalStatus;

use crate::cases;
use crate::worlds::{canceled_before_a_job_that_always_runs, stories};

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn everything_unfinished_has_a_known_reason_and_something_that_ends_it(story in stories()) {
        story.ended(waits_have_ends);
    }

    #[test]
    fn what_is_said_to_end_a_wait_ends_it(story in stories()) {
        let mut kernel = story.played(|_| {});
        kernel.advance(kernel.now(), usize::MAX);
        for id in unfinished(kernel.state()) {
            let wait = wait(&kernel.model().world, kernel.state(), id, kernel.now()).expect("it is unfinished");
            for end in &wait.ends {
                ends(&kernel, id, end);
            }
        }
    }
}

#[test]
fn a_canceled_deployment_whose_next_job_runs_even_then_waits_for_its_agent() {
    let mut seen = Vec::new();
    canceled_before_a_job_that_always_runs().ended(|kernel| {
        waits_have_ends(kernel);
        let first = DeploymentId::at(0);
        seen.extend(wait(&kernel.model().world, kernel.state(), first, kernel.now()).map(|wait| wait.on));
    });
    seen.dedup();
    assert_eq!(seen, [WaitsOn::Task, WaitsOn::Agent]);
}

/// Everything unfinished has a reason, and its end is ahead: by itself, by somebody, or with a job that is not over and
/// is looked at on its own.
fn waits_have_ends(kernel: &Kernel<Engine>) {
    for id in unfinished(kernel.state()) {
        let wait = wait(&kernel.model().world, kernel.state(), id, kernel.now()).expect("it is unfinished");
        let place = format!("{id:?} at {}: {wait:?}", kernel.now());
        assert_ne!(wait.on, WaitsOn::NextStep, "{place}");
        let is_ahead = |end: &WaitEnd| match end {
            WaitEnd::At(at) | WaitEnd::Sample(at) => *at > kernel.now(),
            WaitEnd::By(_) => true,
            WaitEnd::AfterJob(job) => kernel.state().job(*job).finished_at.is_none(),
            WaitEnd::After(_) => false,
        };
        assert!(wait.ends.iter().any(is_ahead), "{place}");
    }
}

fn unfinished(state: &State) -> Vec<DeploymentId> {
    let all = (0..state.deployments.len()).map(DeploymentId::at);
    all.filter(|&id| !state.deployment(id).status.is_completed()).collect()
}

fn ends(kernel: &Kernel<Engine>, id: DeploymentId, end: &WaitEnd) {
    let before = progress(kernel.state(), id);
    match end {
        WaitEnd::At(at) | WaitEnd::Sample(at) => {
            let wait = wait(&kernel.model().world, kernel.state(), id, kernel.now());
            assert!(*at > kernel.now(), "{id:?} waits for {at}, and it is {}: {wait:?}", kernel.now());
            let mut later = kernel.clone();
            later.advance(*at, usize::MAX);
            assert_ne!(progress(later.state(), id), before, "{id:?} still waits at {at}");
        }
        WaitEnd::By(action) => {
            let mut trial = accepted(kernel, action).unwrap_or_else(|| panic!("nobody can do {action:?} for {id:?}"));
            trial.advance(kernel.now(), usize::MAX);
            // Another job may stand before this one when an agent or a target comes.
            if !matches!(action, Action::SetAgent(_) | Action::SetTarget(_)) {
                assert_ne!(progress(trial.state(), id), before, "{id:?} still waits after {action:?}");
            }
        }
        WaitEnd::After(other) => {
            assert!(!kernel.state().deployment(*other).status.is_completed(), "{other:?} has ended");
        }
        WaitEnd::AfterJob(job) => assert_eq!(kernel.state().job(*job).finished_at, None, "{job:?} has ended"),
    }
}

/// The run after a command of the first who may give it: a person, else the world.
fn accepted(kernel: &Kernel<Engine>, action: &Action) -> Option<Kernel<Engine>> {
    let people = (0..kernel.model().world.people.len()).map(|index| Some(PersonId::at(index)));
    people.chain([None]).find_map(|by| {
        let mut trial = kernel.clone();
        trial.command(Command { by, action: action.clone() }).is_ok().then_some(trial)
    })
}

/// Everything about a deployment that goes on when its wait ends.
fn progress(state: &State, id: DeploymentId) -> [usize; 7] {
    let deployment = state.deployment(id);
    let rows = deployment.approvals.iter().filter(|&&row| state.approval(row).status != ApprovalStatus::Pending);
    let tasks = || deployment.jobs.iter().flat_map(|&job| &state.job(job).tasks).map(|&task| state.task(task));
    let ended = tasks().filter(|task| task.finished_at.is_some()).count();
    let tries = tasks().map(|task| task.earlier.len() + 1).sum();
    let gates = || deployment.gates.iter().map(|&gates| state.gates_run(gates));
    let samples = gates().map(|gates| gates.samples.len() + usize::from(gates.pending.is_some())).sum();
    let ignored = gates().map(|gates| gates.ignored.len()).sum();
    let since = deployment.operation_since.index();
    [since, rows.count(), ended, tries, samples, ignored, usize::from(deployment.finished_at.is_some())]
}
