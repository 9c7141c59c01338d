//! Real time, in ticks.

use gloo::timers::callback::{Interval, Timeout};
use gloo::utils::window;
use rehearsal_kernel::SimDuration;
use yew::prelude::*;

use crate::store::{Action, Store};

/// Milliseconds between two ticks: often enough for a stopwatch, seldom enough for the battery.
const TICK_MILLIS: u32 = 100;
/// A tick never counts for more: a tab that slept does not jump ahead.
const TICK_MILLIS_MAX: i64 = 1_000;

/// Ticks while the clock runs or is on its way to a moment.
#[hook]
pub(crate) fn use_clock(store: &Store) {
    let is_running = store.player.as_ref().is_some_and(|player| player.is_playing || player.target.is_some());
    let dispatcher = store.dispatcher();
    use_effect_with(is_running, move |&is_running| {
        let interval = is_running.then(|| {
            let mut last = real_millis();
            Interval::new(TICK_MILLIS, move || {
                let now = real_millis();
                let elapsed = (now - last).clamp(0, TICK_MILLIS_MAX);
                last = now;
                dispatcher.dispatch(Action::Tick(SimDuration::millis(elapsed)));
            })
        });
        || drop(interval)
    });
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since the page was opened fit 53 bits for ages")]
fn real_millis() -> i64 {
    window().performance().map_or(0, |performance| performance.now() as i64)
}

/// Calls back after some time, unless the component goes first.
#[hook]
pub(crate) fn use_dismissal(after_millis: Option<u32>, dismiss: Callback<()>) {
    use_effect_with(after_millis, move |&after| {
        let timeout = after.map(|millis| Timeout::new(millis, move || dismiss.emit(())));
        || drop(timeout)
    });
}
