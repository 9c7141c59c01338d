//! Where things stand in a chart: time from left to right, rows from top to bottom.

use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_view::{Bar, Timeline};

/// Height of a row in pixels; the style sheet has the same.
pub(super) const ROW: usize = 28;
/// Height of a bar.
pub(super) const BAR: f64 = 18.0;
/// Width of the names in pixels; the style sheet has the same.
pub(super) const NAMES: usize = 232;
/// Pixels that a tick's label and its room need.
const TICK_ROOM: f64 = 84.0;
/// Pixels of a letter on a bar, on the average.
const LETTER: f64 = 6.2;
/// The narrowest bar that can be seen.
const BAR_MIN: f64 = 2.0;
/// No window is shorter than this.
const WINDOW_MIN: SimDuration = SimDuration::seconds(5);

/// The part of a run that is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// Its left edge.
    pub(super) from: SimTime,
    /// Its right edge.
    pub(super) to: SimTime,
}

impl Window {
    /// The whole run, with some room behind its end for marks.
    pub(super) fn whole(of: &Timeline) -> Self {
        Self { from: of.from, to: of.end() + share(of.end() - of.from, 1, 25) }
    }

    /// What holds both.
    pub(super) fn with(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// Half as long, or twice, around a moment that keeps its place.
    pub(super) fn zoomed(self, closer: bool, around: SimTime, whole: Self) -> Self {
        let around = around.clamp(self.from, self.to);
        let (before, after) = (around - self.from, self.to - around);
        let span = |span: SimDuration| if closer { share(span, 1, 2) } else { share(span, 2, 1) };
        Self { from: around - span(before), to: around + span(after) }.inside(whole)
    }

    /// Half a window to the left or right.
    pub(super) fn moved(self, later: bool, whole: Self) -> Self {
        let half = share(self.to - self.from, 1, 2);
        let step = if later { half } else { SimDuration::ZERO - half };
        Self { from: self.from + step, to: self.to + step }.inside(whole)
    }

    /// The moment in its middle.
    pub(super) fn middle(self) -> SimTime {
        self.from + share(self.to - self.from, 1, 2)
    }

    /// The nearest window inside another.
    pub(super) fn inside(self, whole: Self) -> Self {
        let span = (self.to - self.from).max(WINDOW_MIN).min(whole.to - whole.from);
        let from = self.from.min(whole.to - span).max(whole.from);
        Self { from, to: from + span }
    }
}

fn share(span: SimDuration, of: i64, from: i64) -> SimDuration {
    SimDuration::millis(span.as_millis() * of / from)
}

/// A window, as wide as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// What is in view.
    pub(super) window: Window,
    /// Pixels from its left edge to its right edge.
    pub(super) width: f64,
}

/// A bar as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    /// Left edge.
    pub(super) x: f64,
    /// Width.
    pub(super) width: f64,
    /// What is written on it, as far as there is room.
    pub(super) text: String,
}

#[expect(clippy::cast_precision_loss, reason = "a run in milliseconds fits 53 bits")]
#[expect(clippy::cast_possible_truncation, reason = "a place of the chart is a moment of its run")]
impl Scale {
    /// Where a moment stands.
    pub(super) fn x(self, at: SimTime) -> f64 {
        let span = (self.window.to - self.window.from).as_millis().max(1);
        (at - self.window.from).as_millis() as f64 / span as f64 * self.width
    }

    /// The moment at a place.
    pub(super) fn at(self, x: f64) -> SimTime {
        let span = (self.window.to - self.window.from).as_millis();
        self.window.from + SimDuration::millis((x / self.width.max(1.0) * span as f64) as i64)
    }

    /// How many ticks there is room for.
    #[expect(clippy::cast_sign_loss, reason = "widths are not negative")]
    pub(super) fn ticks(self) -> usize {
        (self.width / TICK_ROOM) as usize
    }

    /// A bar, cut at the edges; none when it is out of view.
    pub(super) fn place(self, bar: &Bar) -> Option<Placed> {
        let (left, right) = (self.x(bar.from), self.x(bar.to));
        if right < 0.0 || left > self.width {
            return None;
        }
        let (x, end) = (left.max(0.0), right.min(self.width));
        let width = (end - x).max(BAR_MIN);
        let long = [bar.label, " ", &bar.took].concat();
        let fits = |text: &str| text.chars().count() as f64 * LETTER + 10.0 <= width;
        let text = if fits(&long) {
            long
        } else if fits(bar.label) {
            bar.label.to_owned()
        } else {
            String::new()
        };
        Some(Placed { x, width, text })
    }
}

/// A number as SVG wants it: to a tenth of a pixel.
#[expect(clippy::cast_possible_truncation, reason = "a place on a screen is a small number")]
pub(super) fn px(value: f64) -> String {
    let tenths = (value * 10.0) as i64;
    let (whole, rest) = (tenths / 10, (tenths % 10).abs());
    if rest == 0 {
        whole.to_string()
    } else {
        let sign = if tenths < 0 && whole == 0 { "-" } else { "" };
        [sign, &whole.to_string(), ".", &rest.to_string()].concat()
    }
}

/// The top of a row.
#[expect(clippy::cast_precision_loss, reason = "rows are counted in thousands")]
pub(super) fn top(row: usize) -> f64 {
    (row * ROW) as f64
}

#[cfg(test)]
mod tests {
    use rehearsal_view::{BarKind, Look, TimelineLink};

    use super::*;

    fn at(seconds: i64) -> SimTime {
        SimTime::from_millis(seconds * 1_000)
    }

    fn window(from: i64, to: i64) -> Window {
        Window { from: at(from), to: at(to) }
    }

    #[test]
    fn a_moment_keeps_its_place_when_the_window_is_zoomed() {
        let whole = window(0, 1_000);
        assert_eq!(whole.zoomed(true, at(200), whole), window(100, 600));
        assert_eq!(window(100, 600).zoomed(false, at(200), whole), whole);
        assert_eq!(window(0, 6).zoomed(true, at(0), whole), window(0, 5), "no closer than five seconds");
    }

    #[test]
    fn a_window_never_leaves_the_run() {
        let whole = window(0, 1_000);
        assert_eq!(window(0, 200).moved(false, whole), window(0, 200));
        assert_eq!(window(700, 900).moved(true, whole), window(800, 1_000));
    }

    #[test]
    fn a_bar_is_cut_at_the_edges_and_says_what_it_has_room_for() {
        let scale = Scale { window: window(100, 200), width: 1_000.0 };
        let bar = |from: i64, to: i64| Bar {
            from: at(from),
            to: at(to),
            is_open: false,
            kind: BarKind::Work(Look::Succeeded),
            label: "Succeeded",
            took: "1m 25s".to_owned(),
            told: String::new(),
            link: TimelineLink::Release(String::new()),
        };
        let placed = |from, to| scale.place(&bar(from, to)).map(|it| (it.x, it.width, it.text));
        assert_eq!(placed(0, 50), None);
        assert_eq!(placed(50, 150), Some((0.0, 500.0, "Succeeded 1m 25s".to_owned())));
        assert_eq!(placed(150, 158), Some((500.0, 80.0, "Succeeded".to_owned())));
        assert_eq!(placed(150, 150), Some((500.0, 2.0, String::new())));
        assert_eq!(scale.at(scale.x(at(133))), at(133));
    }

    #[test]
    fn places_are_written_to_a_tenth() {
        assert_eq!([px(3.0), px(12.34), px(-0.5), px(-7.25)], ["3", "12.3", "-0.5", "-7.2"]);
    }
}
