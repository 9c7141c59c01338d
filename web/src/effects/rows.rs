//! Which rows of a long list are in view. All rows are equally high, as the style sheet says.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// How far the first row moves before the list is drawn again.
const STEP: usize = 10;

/// Height of a row in pixels before there is one to measure.
const ROW_PIXELS: i64 = 20;

/// The rows that a frame shows.
pub(crate) struct RowsInView {
    /// The first one, from 0, rounded down.
    pub(crate) first: usize,
    /// How many fit, rounded up.
    pub(crate) count: usize,
    /// Looks again; for the frame.
    pub(crate) onscroll: Callback<Event>,
}

/// Watches a frame that scrolls over `rows` rows, which all stand in `all`.
#[hook]
pub(crate) fn use_rows(frame: &NodeRef, all: &NodeRef, rows: usize) -> RowsInView {
    let seen = use_state(|| (0_usize, 40_usize));
    let measure = {
        let (frame, all, seen) = (frame.clone(), all.clone(), seen.clone());
        move || {
            let Some(frame) = frame.cast::<Element>() else { return };
            let (rows, pixels) = measured(&all, rows);
            let of = |length: i32| usize::try_from(i64::from(length) * rows / pixels).unwrap_or(0);
            let now = (of(frame.scroll_top()) / STEP * STEP, of(frame.client_height()) + STEP + 1);
            if now != *seen {
                seen.set(now);
            }
        }
    };
    {
        let measure = measure.clone();
        // After every drawing: the frame may have been given another size.
        use_effect(measure);
    }
    RowsInView { first: seen.0, count: seen.1, onscroll: Callback::from(move |_: Event| measure()) }
}

/// Brings a row of so many into the middle of the frame, once for each row that is wanted.
#[hook]
pub(crate) fn use_scroll_to_row(frame: &NodeRef, all: &NodeRef, wanted: Option<(usize, usize)>) {
    let (frame, all) = (frame.clone(), all.clone());
    use_effect_with(wanted.map(|(row, _)| row), move |_| {
        if let (Some(frame), Some((row, rows))) = (frame.cast::<Element>(), wanted) {
            let (rows, pixels) = measured(&all, rows);
            let top = i64::try_from(row).unwrap_or(i64::MAX / pixels) * pixels / rows;
            let middle = i64::from(frame.client_height() / 2);
            frame.set_scroll_top(i32::try_from(top.saturating_sub(middle)).unwrap_or(i32::MAX).max(0));
        }
    });
}

/// So many rows, at least one, and their height together in pixels.
fn measured(all: &NodeRef, rows: usize) -> (i64, i64) {
    let rows = i64::try_from(rows).unwrap_or(i64::MAX).max(1);
    let pixels = all.cast::<HtmlElement>().map_or(0, |all| i64::from(all.offset_height()));
    (rows, if pixels == 0 { rows * ROW_PIXELS } else { pixels })
}
