//! The samples of gates over time, as bars from one evaluation to the next.

use rehearsal_engine::GatesId;
use rehearsal_kernel::SimTime;

use super::{GateMark, cell};
use crate::scene::Scene;
use crate::time::time_seconds;

/// Width of a chart.
const WIDTH: i64 = 1_000;
/// The same, as the place of its right end.
const LAST: u32 = 1_000;

/// The samples of gates over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatesChart {
    /// Its left end: when the gates began.
    pub from: String,
    /// Its right end: when they ended, or the next evaluation.
    pub to: String,
    /// Where the delay before evaluation ends, in thousandths of the width.
    pub delay: u32,
    /// A row for each gate: its name, and its bars from left to right.
    pub rows: Vec<(String, Vec<ChartBar>)>,
}

/// One or more evaluations that ended alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChartBar {
    /// Left end in thousandths of the width.
    pub from: u32,
    /// Right end.
    pub to: u32,
    /// How they ended.
    pub mark: GateMark,
    /// False during the delay.
    pub counts: bool,
}

/// Least width of a bar: narrower ones could not be told apart.
const BAR_MIN: u32 = 16;

/// The chart of gates that have been asked at least once. Gates that ended with their only sample have no course to
/// draw; the table says it all.
pub(super) fn chart(scene: &Scene<'_>, id: GatesId, names: &[String]) -> Option<GatesChart> {
    let run = scene.state.gates_run(id);
    let samples = run.samples.len();
    if samples == 0 || (samples == 1 && run.ended_at.is_some()) {
        return None;
    }
    let end = run.ended_at.unwrap_or_else(|| run.next_at.unwrap_or(scene.now).max(scene.now));
    let length = (end - run.started_at).as_millis().max(1);
    let place = |at: SimTime| {
        let place = ((at - run.started_at).as_millis() * WIDTH / length).clamp(0, WIDTH);
        u32::try_from(place).unwrap_or(0)
    };
    let row = |gate: usize| {
        let mut bars: Vec<ChartBar> = Vec::new();
        for sample in 0..samples {
            let until = if sample + 1 < samples { scene.state.sample_time(id, sample + 1) } else { end.min(scene.now) };
            let (mark, counts) = (cell(scene, id, gate, sample).mark, !run.is_reference(sample));
            match bars.last_mut().filter(|bar| (bar.mark, bar.counts) == (mark, counts)) {
                Some(bar) => bar.to = place(until),
                None => bars.push(ChartBar {
                    from: place(scene.state.sample_time(id, sample)),
                    to: place(until),
                    mark,
                    counts,
                }),
            }
        }
        // The last bar begins where the gates ended when they ended with it.
        if let Some(last) = bars.last_mut() {
            last.to = last.to.max(last.from.saturating_add(BAR_MIN).min(LAST));
            last.from = last.from.min(last.to.saturating_sub(BAR_MIN));
        }
        bars
    };
    Some(GatesChart {
        from: time_seconds(scene.zone(), run.started_at),
        to: time_seconds(scene.zone(), end),
        delay: place(run.first_at),
        rows: names.iter().enumerate().map(|(gate, name)| (name.clone(), row(gate))).collect(),
    })
}
