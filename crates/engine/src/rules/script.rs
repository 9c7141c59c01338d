//! What the script does: at a moment, or some time after something happened.

use rehearsal_kernel::Entry;

use crate::command::Command;
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::rules;
use crate::state::{State, Timers};
use crate::timer::{Class, Order, Timer};
use crate::world::When;

/// Sets off the script items that wait for this fact.
pub(crate) fn notice(engine: &Engine, state: &mut State, timers: &mut Timers, entry: &Entry<Fact>) {
    for (index, item) in engine.world.script.iter().enumerate() {
        let When::After { pattern, delay, times } = &item.when else { continue };
        if (*times == 0 || state.script_runs[index] < *times) && pattern.matches(&engine.world, state, &entry.fact) {
            state.script_runs[index] += 1;
            timers.set(entry.at + *delay, Order::of(Class::UserAction), Timer::Script(index));
        }
    }
}

/// Carries out an item by the rules that hold for everybody; a refusal is recorded.
pub(crate) fn play(engine: &Engine, run: &mut Run<'_>, index: usize) {
    let item = &engine.world.script[index];
    let command = Command { by: item.by, action: item.action.clone() };
    if let Err(refusal) = rules::handle(engine, run, &command) {
        let item = u32::try_from(index).expect("a script is short");
        run.emit(Fact::ScriptRefused { item, refusal: refusal.to_string().into(), rule: refusal.rule() });
    }
}
