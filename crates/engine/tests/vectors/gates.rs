//! Gates in vectors.
//!
//! Of a stage: `pregates0/5/0/8[A:FP,B:P]` delay, interval, steady results and timeout in minutes, then each gate with
//! its answers sample by sample, `P` passed, `F` failed, `-` no answer; the last stands for all later ones, and `;`
//! begins the next attempt. `+takes2` after them is how long an answer takes. `A?Bugs=1..2` queries the work items
//! `Bugs` with a lower and an upper threshold. `postgates…` after deployment; `off` after the brackets switches them off.
//! `order=afterSuccessfulGates` is the order of approvals and gates on both sides.
//!
//! Given for the world: `workitems Bugs = 3`. Events: `workitems Bugs 1`; `ignore R1 Dev B`.
//!
//! Expected: `R1 Dev samples pre A @0=F @5=P` all answers of one gate, `i` when it was ignored, and after `ref` in
//! place of `A` those for reference; `R1 Dev samples pre none`; `R1 Dev gates pre @0..5 succeeded`.

use rehearsal_engine::{Engine, GateAnswer, GateMatch, GateOutcome, GatesId, Reading, Signal, State};
use rehearsal_kernel::{Kernel, SimDuration, SimTime};
use rehearsal_pipeline::{ApprovalType, Gate, Gates, Task};

use crate::times::{Clock, number, span};

/// The task Query work items.
const QUERY_WORK_ITEMS: &str = "f1e4b0e6-017e-4819-8a48-ef19ae96e289";

/// `0/5/0/8[A:FP,B:P]`, and the outcomes that make the gates answer so.
pub(crate) fn read(text: &str, stage: &str, side: ApprovalType, outcomes: &mut Vec<GateOutcome>) -> Gates {
    let (text, is_enabled) = text.strip_suffix("off").map_or((text, true), |text| (text, false));
    let (times, list) = text.split_once('[').expect("gates stand in square brackets");
    let minutes: Vec<u32> = times.split('/').map(number).collect();
    let [delay, interval, steady, timeout] = minutes[..] else { panic!("`{times}` are not four times") };
    let list = list.strip_suffix(']').expect("a closing bracket");
    let gates = list.split(',').filter(|text| !text.is_empty());
    Gates {
        is_enabled,
        stabilization_time: delay,
        sampling_interval: interval,
        minimum_success_duration: steady,
        timeout,
        gates: gates.map(|text| Gate { tasks: vec![gate(text, stage, side, outcomes)] }).collect(),
    }
}

fn gate(text: &str, stage: &str, side: ApprovalType, outcomes: &mut Vec<GateOutcome>) -> Task {
    if let Some((name, query)) = text.split_once('?') {
        let (query, thresholds) = query.split_once('=').expect("`Bugs=1..2`");
        let (lower, upper) = thresholds.split_once("..").expect("two thresholds");
        let mut task = Task { task_id: QUERY_WORK_ITEMS.to_owned(), ..Task::named(name) };
        for (input, value) in [("queryId", query), ("minThreshold", lower), ("maxThreshold", upper)] {
            task.inputs.insert(input.to_owned(), value.to_owned());
        }
        return task;
    }
    let (name, answers) = text.split_once(':').expect("`A:FP`");
    let (answers, takes) = answers.split_once("+takes").unwrap_or((answers, "0"));
    let attempts: Vec<&str> = answers.split(';').collect();
    for (attempt, answers) in (1..).zip(&attempts) {
        let is_last = attempt as usize == attempts.len();
        outcomes.push(GateOutcome {
            of: GateMatch {
                stage: Some(stage.to_owned()),
                gate: Some(name.to_owned()),
                side: Some(side),
                attempt: (!is_last).then_some(attempt),
                ..GateMatch::default()
            },
            samples: answers.chars().map(answer).collect(),
            takes: span(takes),
        });
    }
    Task::named(name)
}

fn answer(letter: char) -> GateAnswer {
    match letter {
        'P' => GateAnswer::Passed,
        'F' => GateAnswer::Failed,
        '-' => GateAnswer::NoAnswer,
        other => panic!("`{other}` is no answer"),
    }
}

/// `Bugs = 3`.
pub(crate) fn work_items(text: &str) -> Signal {
    let (name, count) = text.split_once(" = ").expect("`name = count`");
    Signal { name: name.to_owned(), reading: Reading::WorkItems { count: number(count) } }
}

pub(crate) fn side(text: &str) -> ApprovalType {
    match text {
        "pre" => ApprovalType::PreDeploy,
        "post" => ApprovalType::PostDeploy,
        other => panic!("`{other}` is no side"),
    }
}

/// The answers of a gate, or with `ref` the times of samples for reference, as the notation writes them.
pub(crate) fn answers(kernel: &Kernel<Engine>, clock: &Clock, id: Option<GatesId>, gate: &str) -> Vec<String> {
    let state = kernel.state();
    let Some(id) = id else { return vec!["none".to_owned()] };
    let run = state.gates_run(id);
    let minute = |sample| minutes(state.sample_time(id, sample) - clock.start);
    let reference = run.reference_samples as usize;
    if gate == "ref" {
        return (0..reference.min(run.samples.len())).map(|sample| format!("@{}", minute(sample))).collect();
    }
    if gate == "none" {
        return run.samples.is_empty().then(|| "none".to_owned()).into_iter().collect();
    }
    let position = (0..state.gates_plan(id).gates.len()).find(|&index| state.gate_name(id, index) == gate);
    let bit = 1 << position.unwrap_or_else(|| panic!("there is no gate `{gate}`"));
    let said = |sample: usize| {
        let taken = run.samples[sample];
        let letter = match () {
            () if taken.ignored & bit != 0 => 'i',
            () if taken.passed & bit != 0 => 'P',
            () if taken.unanswered & bit != 0 => '-',
            () => 'F',
        };
        format!("@{}={letter}", minute(sample))
    };
    (reference..run.samples.len()).map(said).collect()
}

fn minutes(after: SimDuration) -> i64 {
    after.as_millis() / 60_000
}

/// When the gates began and ended, and how.
pub(crate) fn ran(state: &State, id: GatesId) -> (Option<SimTime>, Option<SimTime>, &'static str) {
    let run = state.gates_run(id);
    (Some(run.started_at), run.ended_at, run.status.name())
}
