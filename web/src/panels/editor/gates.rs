//! Gates before or after a deployment.

use rehearsal_classic::Stage;
use rehearsal_pipeline::{ApprovalExecutionOrder, ApprovalType, Gate, Gates, catalogue_task};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::{YES, duration_row, radio_row, section, select_row, text_row, toggle};
use crate::components::{Act, Glyph};
use crate::pages::editor::{Drafting, TaskChange, task_fields};

/// What can be asked: the task behind each shipped gate (§7.1).
const KINDS: [&str; 5] = [
    "8ba74703-e94f-4a35-814e-fc21f44578a2",
    "537fdb7a-a601-4537-aa70-92645a2b5ce4",
    "9c3e8943-130d-4c78-ac63-8af81df62dfb",
    "99a72e7f-25e4-4576-bf38-22a42b995ed8",
    "f1e4b0e6-017e-4819-8a48-ef19ae96e289",
];
/// 48 hours (§7.2).
const DELAY_MAX: u32 = 2_880;
const MINUTES_MAX: u32 = 525_600;

fn side_of(stage: &mut Stage, side: ApprovalType) -> &mut Option<Gates> {
    if side == ApprovalType::PostDeploy { &mut stage.post_gates } else { &mut stage.pre_gates }
}

/// Gates as the page first shows them (§7.2).
fn usual() -> Gates {
    Gates {
        is_enabled: true,
        stabilization_time: 5,
        sampling_interval: 15,
        minimum_success_duration: 0,
        timeout: 1_440,
        gates: Vec::new(),
    }
}

pub(super) fn gates(drafting: &Drafting, index: usize, side: ApprovalType) -> Html {
    let is_pre = side != ApprovalType::PostDeploy;
    let stage = &drafting.draft.stages[index];
    let now = if is_pre { &stage.pre_gates } else { &stage.post_gates };
    let now = now.as_ref().filter(|gates| gates.is_enabled);
    let help = if is_pre { strings::GATES_BEFORE_HELP } else { strings::GATES_AFTER_HELP };
    let switch = drafting.on(move |draft, text| {
        let gates = side_of(&mut draft.stages[index], side);
        gates.get_or_insert_with(usual).is_enabled = text == YES;
    });
    let fields = now.map(|now| fields(drafting, index, side, now)).unwrap_or_default();
    section(strings::GATES, help, toggle(strings::GATES, now.is_some(), &switch), fields)
}

fn fields(drafting: &Drafting, index: usize, side: ApprovalType, now: &Gates) -> Html {
    let on = |change: fn(&mut Gates, u32)| {
        drafting.on(move |draft, text| {
            if let (Some(gates), Ok(minutes)) = (side_of(&mut draft.stages[index], side), text.parse()) {
                change(gates, minutes);
            }
        })
    };
    let mut kinds = vec![(String::new(), strings::ADD_GATE.to_owned())];
    let known = KINDS.iter().filter_map(|id| catalogue_task(id));
    kinds.extend(known.map(|known| (known.id.to_owned(), known.friendly_name.to_owned())));
    let add = drafting.on(move |draft, id| {
        if let (Some(gates), Some(known)) = (side_of(&mut draft.stages[index], side), catalogue_task(id)) {
            gates.gates.push(Gate { tasks: vec![known.task(known.friendly_name)] });
        }
    });
    html! {
        <>
            { duration_row(strings::GATES_DELAY, now.stabilization_time, DELAY_MAX, &on(|gates, minutes| gates.stabilization_time = minutes)) }
            <p class="label">{ strings::DEPLOYMENT_GATES }</p>
            <>{ for now.gates.iter().enumerate().map(|(position, gate)| one(drafting, index, side, position, gate)) }</>
            <div key={now.gates.len()}>{ select_row(strings::ADD_GATE_LABEL, &kinds, "", &add) }</div>
            <p class="label">{ strings::EVALUATION_OPTIONS }</p>
            { duration_row(strings::GATES_INTERVAL, now.sampling_interval, MINUTES_MAX, &on(|gates, minutes| gates.sampling_interval = minutes)) }
            { duration_row(strings::GATES_STEADY, now.minimum_success_duration, MINUTES_MAX, &on(|gates, minutes| gates.minimum_success_duration = minutes)) }
            { duration_row(strings::GATES_TIMEOUT, now.timeout, MINUTES_MAX, &on(|gates, minutes| gates.timeout = minutes)) }
            { order(drafting, index, side) }
        </>
    }
}

fn one(drafting: &Drafting, index: usize, side: ApprovalType, position: usize, gate: &Gate) -> Html {
    let on = move |change: TaskChange| {
        drafting.on(move |draft, text| {
            let gates = side_of(&mut draft.stages[index], side).as_mut();
            if let Some(task) = gates.and_then(|gates| gates.gates.get_mut(position)?.tasks.first_mut()) {
                change(task, text);
            }
        })
    };
    let remove = drafting.act(move |draft| {
        if let Some(gates) = side_of(&mut draft.stages[index], side) {
            gates.gates.remove(position);
        }
    });
    let Some(task) = gate.tasks.first() else { return Html::default() };
    let id = format!("gate{position}-{}", if side == ApprovalType::PostDeploy { "after" } else { "before" });
    html! {
        <section class="gate-form" aria-label={task.name.clone()}>
            <header class="form__head">
                <h4 class="gate-form__name">{ &task.name }</h4>
                { toggle(&task.name, task.enabled, &on(Box::new(|task, text| task.enabled = text == YES))) }
                <Act
                    class="button--quiet button--square"
                    glyph={Glyph::Bin}
                    label={strings::DELETE}
                    spoken={strings::delete_gate(&task.name)}
                    onclick={remove}
                />
            </header>
            { text_row(strings::DISPLAY_NAME, &task.name, &on(Box::new(|task, text| text.trim().clone_into(&mut task.name)))) }
            { task_fields(&drafting.draft, task, &id, &on) }
        </section>
    }
}

const BEFORE: &str = "before";
const AFTER: &str = "after";
const ALWAYS: &str = "always";

fn order(drafting: &Drafting, index: usize, side: ApprovalType) -> Html {
    let stage = &drafting.draft.stages[index];
    let is_pre = side != ApprovalType::PostDeploy;
    let options = if is_pre { &stage.pre_approvals.options } else { &stage.post_approvals.options };
    // What is not said is the side's default (§7.3).
    let usual = if is_pre { ApprovalExecutionOrder::BeforeGates } else { ApprovalExecutionOrder::AfterSuccessfulGates };
    let key = match options.execution_order.unwrap_or(usual) {
        ApprovalExecutionOrder::BeforeGates => BEFORE,
        ApprovalExecutionOrder::AfterSuccessfulGates => AFTER,
        ApprovalExecutionOrder::AfterGatesAlways => ALWAYS,
    };
    let choose = drafting.on(move |draft, key| {
        let stage = &mut draft.stages[index];
        let approvals = if is_pre { &mut stage.pre_approvals } else { &mut stage.post_approvals };
        approvals.options.execution_order = Some(match key {
            BEFORE => ApprovalExecutionOrder::BeforeGates,
            AFTER => ApprovalExecutionOrder::AfterSuccessfulGates,
            _ => ApprovalExecutionOrder::AfterGatesAlways,
        });
    });
    let choices = [(BEFORE, strings::BEFORE_GATES), (AFTER, strings::AFTER_GATES), (ALWAYS, strings::IGNORE_GATES)];
    radio_row(strings::GATES_AND_APPROVALS, &choices, key, &choose)
}
