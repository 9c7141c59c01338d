//! The timeline as a picture of its own: SVG with every colour written in, always on white.

use rehearsal_kernel::SimTime;
use rehearsal_view::{BarKind, Look, RowKind, Timeline, WaitReason, strings, ticks};

use super::patterns::{Pattern, id, pattern};
use super::scale::{BAR, Scale, Window, px, top};

/// Width of the plot in pixels.
const PLOT: f64 = 1_200.0;
/// Room around everything.
const EDGE: f64 = 24.0;
/// Width of the names.
const NAMES_WIDE: f64 = 232.0;
/// Height of the axis.
const AXIS: f64 = 40.0;
/// Letters of a name that fit beside the plot.
const NAME_LETTERS: usize = 34;

const TEXT: &str = "#1f1f1f";
const QUIET: &str = "#5c5c5c";
const LINE: &str = "#dcdcdc";

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Picture {
    /// The SVG.
    pub(crate) svg: String,
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
}

/// What a picture is of.
pub(super) struct Subject<'a> {
    /// Above everything.
    pub(super) title: String,
    /// Below the title: from when to when.
    pub(super) span: String,
    /// Sentences below that: how two futures differ.
    pub(super) told: Option<String>,
    /// Timelines with their names; one without a name, or two.
    pub(super) parts: Vec<(Option<String>, &'a Timeline)>,
    /// The part of the run to draw.
    pub(super) window: Window,
    /// Where two futures part.
    pub(super) first: Option<SimTime>,
    /// The zone of all times.
    pub(super) zone: &'a str,
}

/// Draws a picture.
pub(super) fn picture(of: &Subject<'_>) -> Picture {
    let mut drawing = Drawing { svg: String::new(), y: EDGE };
    drawing.text((EDGE, drawing.y + 20.0), 20, TEXT, " font-weight=\"600\"", &of.title);
    drawing.text((EDGE, drawing.y + 42.0), 13, QUIET, "", &of.span);
    drawing.y += 58.0;
    for line in of.told.iter().flat_map(|told| wrapped(told, 190)) {
        drawing.text((EDGE, drawing.y + 14.0), 13, TEXT, "", &line);
        drawing.y += 20.0;
    }
    drawing.y += 4.0;
    drawing.legend();
    for (name, timeline) in &of.parts {
        drawing.part(of, name.as_deref(), timeline);
    }
    let (width, height) = (NAMES_WIDE + PLOT + 2.0 * EDGE, drawing.y + EDGE);
    let patterns: String = WaitReason::ALL.into_iter().map(defined).collect();
    let svg = [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"",
        &px(width),
        "\" height=\"",
        &px(height),
        "\" viewBox=\"0 0 ",
        &px(width),
        " ",
        &px(height),
        "\" font-family=\"'Segoe UI', system-ui, 'Noto Sans', sans-serif\"><title>",
        &escaped(&of.title),
        "</title><defs>",
        &patterns,
        "</defs><rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
        &drawing.svg,
        "</svg>\n",
    ]
    .concat();
    Picture { svg, width: whole(width), height: whole(height) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a picture has a few thousand pixels")]
fn whole(value: f64) -> u32 {
    value.ceil() as u32
}

fn defined(reason: WaitReason) -> String {
    let Pattern { size, path, colours } = pattern(reason);
    let size = size.to_string();
    let attributes = ["width=\"", &size, "\" height=\"", &size, "\""].concat();
    [
        "<pattern id=\"",
        &id(reason),
        "\" ",
        &attributes,
        " patternUnits=\"userSpaceOnUse\"><rect ",
        &attributes,
        " fill=\"",
        colours.0,
        "\"/><path d=\"",
        path,
        "\" fill=\"none\" stroke=\"",
        colours.1,
        "\" stroke-opacity=\"0.55\" stroke-linecap=\"round\"/></pattern>",
    ]
    .concat()
}

/// Colour of what runs or ran.
const fn colour(look: Look) -> &'static str {
    match look {
        Look::Succeeded => "#107c10",
        Look::PartiallySucceeded => "#9a5200",
        Look::Failed => "#c50f1f",
        Look::InProgress | Look::Canceling | Look::PendingApproval | Look::PendingIntervention => "#0066b4",
        Look::NotDeployed
        | Look::Queued
        | Look::Scheduled
        | Look::Deferred
        | Look::ProcessingGates
        | Look::Canceled
        | Look::Skipped => "#666666",
    }
}

/// Fill and edge of a bar.
fn fill(kind: BarKind) -> (String, &'static str) {
    match kind {
        BarKind::Wait(reason) => (["url(#", &id(reason), ")"].concat(), pattern(reason).colours.1),
        BarKind::Work(look) => (colour(look).to_owned(), colour(look)),
    }
}

struct Drawing {
    svg: String,
    /// Where the next thing begins.
    y: f64,
}

impl Drawing {
    fn add(&mut self, parts: &[&str]) {
        for part in parts {
            self.svg.push_str(part);
        }
    }

    fn text(&mut self, (x, y): (f64, f64), size: u8, fill: &str, more: &str, text: &str) {
        let size = size.to_string();
        let (x, y, text) = (px(x), px(y), escaped(text));
        self.add(&[
            "<text x=\"",
            &x,
            "\" y=\"",
            &y,
            "\" font-size=\"",
            &size,
            "\" fill=\"",
            fill,
            "\"",
            more,
            ">",
            &text,
            "</text>",
        ]);
    }

    fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: &str, more: &str) {
        let (x, y, width, height) = (px(x), px(y), px(width), px(height));
        self.add(&[
            "<rect x=\"",
            &x,
            "\" y=\"",
            &y,
            "\" width=\"",
            &width,
            "\" height=\"",
            &height,
            "\" fill=\"",
            fill,
            "\"",
            more,
            "/>",
        ]);
    }

    fn upright(&mut self, x: f64, (from, to): (f64, f64), stroke: &str, more: &str) {
        let (x, from, to) = (px(x), px(from), px(to));
        self.add(&["<path d=\"M", &x, " ", &from, "V", &to, "\" stroke=\"", stroke, "\"", more, "/>"]);
    }

    fn bar(&mut self, at: (f64, f64), width: f64, kind: BarKind) {
        let (fill, edge) = fill(kind);
        let more = [" rx=\"2\" stroke=\"", edge, "\""].concat();
        self.rect(at, (width, BAR), &fill, &more);
    }

    fn legend(&mut self) {
        let waits = WaitReason::ALL.into_iter().map(|reason| (BarKind::Wait(reason), reason.word()));
        let looks = super::LEGEND_LOOKS.into_iter().map(|look| (BarKind::Work(look), look.word()));
        let mut x = EDGE;
        self.text((x, self.y + 14.0), 12, QUIET, "", strings::LEGEND_WAITS);
        x += 66.0;
        for (kind, word) in waits.chain(looks) {
            self.bar((x, self.y + 1.0), 24.0, kind);
            self.text((x + 30.0, self.y + 14.0), 12, TEXT, "", word);
            x += 46.0 + letters(word) * 6.6;
        }
        self.y += 36.0;
    }

    fn part(&mut self, of: &Subject<'_>, name: Option<&str>, timeline: &Timeline) {
        if let Some(name) = name {
            self.text((EDGE, self.y + 16.0), 15, TEXT, " font-weight=\"600\"", name);
            self.y += 24.0;
        }
        let left = EDGE + NAMES_WIDE;
        let scale = Scale { window: of.window, width: PLOT };
        let bottom = self.y + AXIS + top(timeline.rows.len());
        for tick in ticks(of.zone, of.window.from, of.window.to, scale.ticks()) {
            let x = left + scale.x(tick.at);
            if tick.begins_day {
                let day = rehearsal_view::time::weekday_date(of.zone, tick.at);
                self.text((x + 3.0, self.y + 13.0), 11, QUIET, "", &day);
            }
            if x < left + PLOT - 48.0 {
                self.text((x + 3.0, self.y + 30.0), 11, TEXT, "", &tick.label);
            }
            self.upright(x, (self.y + 20.0, bottom), LINE, "");
        }
        self.y += AXIS;
        for (index, row) in timeline.rows.iter().enumerate() {
            let y = self.y + top(index);
            let indent = match row.kind {
                RowKind::Release => {
                    self.rect((EDGE, y), (NAMES_WIDE + PLOT, top(1)), "#f4f4f4", "");
                    0.0
                }
                RowKind::Stage { .. } => 14.0,
                RowKind::Approval | RowKind::Gates | RowKind::Job => 28.0,
                RowKind::Task => 42.0,
            };
            let weight = if row.kind == RowKind::Release { " font-weight=\"600\"" } else { "" };
            let name = [row.name.as_str(), if row.note.is_empty() { "" } else { "  " }, &row.note].concat();
            self.text((EDGE + indent + 4.0, y + 18.0), 12, TEXT, weight, &cut(&name));
            if let Some((from, to)) = row.span {
                let (from, to) = (scale.x(from).clamp(0.0, PLOT), scale.x(to).clamp(0.0, PLOT));
                self.rect((left + from, y + 12.0), ((to - from).max(2.0), 4.0), "#a6a6a6", " rx=\"2\"");
            }
            for bar in &row.bars {
                let Some(placed) = scale.place(bar) else { continue };
                let is_told = !placed.text.is_empty() && row.kind != RowKind::Gates;
                self.bar((left + placed.x, y + 5.0), placed.width, bar.kind);
                if is_told {
                    let (ink, halo) = match bar.kind {
                        BarKind::Wait(reason) => {
                            let ground = pattern(reason).colours.0;
                            (
                                TEXT,
                                [
                                    " paint-order=\"stroke\" stroke-width=\"4\" stroke-linejoin=\"round\" stroke=\"",
                                    ground,
                                    "\"",
                                ]
                                .concat(),
                            )
                        }
                        BarKind::Work(_) => ("#ffffff", String::new()),
                    };
                    self.text((left + placed.x + 5.0, y + 18.0), 11, ink, &halo, &placed.text);
                }
            }
            for mark in row.marks.iter().filter(|mark| (0.0..=PLOT).contains(&scale.x(mark.at))) {
                let x = left + scale.x(mark.at) + if row.kind == RowKind::Gates { 0.0 } else { 9.0 };
                let (x, y) = (px(x), px(y + 14.0));
                // What never started is a ring.
                let ring = matches!(mark.look, Look::NotDeployed);
                let (fill, edge) = if ring { ("#ffffff", "#666666") } else { (colour(mark.look), "#ffffff") };
                let radius = if row.kind == RowKind::Gates { "3.5" } else { "6" };
                self.add(&[
                    "<circle cx=\"",
                    &x,
                    "\" cy=\"",
                    &y,
                    "\" r=\"",
                    radius,
                    "\" fill=\"",
                    fill,
                    "\" stroke=\"",
                    edge,
                    "\"><title>",
                    &escaped(&mark.told),
                    "</title></circle>",
                ]);
                if row.kind != RowKind::Gates {
                    let sign = crate::components::state_sign(mark.look);
                    self.add(&[
                        "<path transform=\"translate(",
                        &x,
                        " ",
                        &y,
                        ") scale(0.75) translate(-8 -8)\" d=\"",
                        sign,
                        "\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"1.8\" stroke-linecap=\"round\"/>",
                    ]);
                }
            }
        }
        let now = scale.x(timeline.now);
        if (0.0..=PLOT).contains(&now) {
            self.upright(left + now, (self.y - 6.0, bottom), "#0066b4", " stroke-width=\"1.5\"");
            self.text((left + now + 4.0, self.y - 22.0), 11, "#0066b4", "", strings::NOW);
        }
        if let Some(first) = of.first.map(|first| scale.x(first)).filter(|x| (0.0..=PLOT).contains(x)) {
            self.upright(
                left + first,
                (self.y - 6.0, bottom),
                "#c50f1f",
                " stroke-width=\"1.5\" stroke-dasharray=\"5 3\"",
            );
        }
        self.y = bottom + 20.0;
    }
}

#[expect(clippy::cast_precision_loss, reason = "words have few letters")]
fn letters(word: &str) -> f64 {
    word.chars().count() as f64
}

/// A name that fits beside the plot.
fn cut(name: &str) -> String {
    if name.chars().count() <= NAME_LETTERS {
        return name.to_owned();
    }
    name.chars().take(NAME_LETTERS - 1).chain(['…']).collect()
}

/// Lines of at most about so many letters.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is one from the start");
        if !last.is_empty() && last.chars().count() + word.chars().count() >= most {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// Text that means nothing to XML; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            control if control.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use rehearsal_view::{Bar, TimelineLink, TimelineRow};

    use super::*;

    fn at(seconds: i64) -> SimTime {
        SimTime::from_millis(1_772_442_000_000 + seconds * 1_000)
    }

    fn timeline() -> Timeline {
        let link = TimelineLink::Release("Release-1".to_owned());
        let bar = |from, to, kind| Bar {
            from: at(from),
            to: at(to),
            is_open: false,
            kind,
            label: "Approval",
            took: "5m 0s".to_owned(),
            told: "QA waited.".to_owned(),
            link: link.clone(),
        };
        Timeline {
            from: at(0),
            now: at(3_600),
            row_count: 1,
            first_row: 0,
            rows: vec![TimelineRow {
                position: 0,
                kind: RowKind::Approval,
                name: "<QA> & \u{1} more".to_owned(),
                note: String::new(),
                look: Some(Look::Succeeded),
                span: None,
                bars: vec![
                    bar(0, 1_800, BarKind::Wait(WaitReason::Approval)),
                    bar(1_800, 3_600, BarKind::Work(Look::Succeeded)),
                ],
                marks: Vec::new(),
                link: link.clone(),
            }],
            stages: std::collections::BTreeSet::new(),
        }
    }

    #[test]
    fn a_picture_needs_nothing_but_itself() {
        let timeline = timeline();
        let subject = Subject {
            title: "Timeline of \"Failed QA\"".to_owned(),
            span: "9:00 AM to 10:00 AM (UTC)".to_owned(),
            told: Some("They part at 9:30 AM.".to_owned()),
            parts: vec![(Some("Future 1".to_owned()), &timeline), (Some("Future 2".to_owned()), &timeline)],
            window: Window::whole(&timeline),
            first: Some(at(1_800)),
            zone: "UTC",
        };
        let Picture { svg, width, height } = picture(&subject);
        for text in [
            "Timeline of &quot;Failed QA&quot;",
            "9:00 AM to 10:00 AM (UTC)",
            "They part",
            "Future 2",
            "&lt;QA&gt; &amp;  more",
            "9:30 AM",
            "Approval 5m 0s",
            "Now",
        ] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        for outside in ["class=", "style", "var(", "href", "<script"] {
            assert!(!svg.contains(outside), "{outside}");
        }
        assert_eq!(svg.matches("url(#wait-approval)").count(), 3, "legend and two bars");
        assert!(svg.starts_with("<svg xmlns=") && svg.contains(&format!("width=\"{width}\" height=\"{height}\"")));
    }

    #[test]
    fn a_sentence_is_wrapped_between_words() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
    }
}
