//! One run as a chart: names at the left, bars at the right, the axis above.
//!
//! Only rows near the ones in view are drawn, and bars are cut at the edges, so that a run of thousands of facts costs
//! no more than a short one.

use std::collections::BTreeSet;
use std::rc::Rc;

use rehearsal_kernel::SimTime;
use rehearsal_scenario::Session;
use rehearsal_view::{
    Bar, BarKind, BarMark, RowKind, Scene, StageKey, Tick, Timeline, TimelineLink, TimelineRow, WaitReason, WantedRows,
    strings, ticks, time, timeline,
};
use web_sys::Element;
use yew::prelude::*;

use super::patterns::id;
use super::scale::{BAR, NAMES, ROW, Scale, Window, px, top};
use crate::components::{Glyph, icon, state_icon, state_sign};
use crate::effects::{focus_drawn, use_frame, use_style};
use crate::pages::PlayerRef;
use crate::route::{LogPlace, Page, Panel, Place};

/// Rows drawn above and below those in view, so that scrolling shows no gap.
const ROWS_AROUND: usize = 8;
/// Rows drawn before the height of the frame is known.
const ROWS_FIRST: usize = 40;
/// Width of the plot before that of the frame is known.
const WIDTH_FIRST: usize = 640;
/// Height of the axis.
const AXIS: usize = 40;
/// Pixels of a flag's words.
const FLAG_WIDTH: f64 = 80.0;
/// Pixels of a date above the axis.
const DAY_WIDTH: f64 = 84.0;

/// The run that a chart is of.
#[derive(Clone)]
pub(super) enum Run {
    /// The present of the future in view.
    Present(PlayerRef),
    /// Another future.
    Other(Rc<Session>),
}

impl Run {
    /// The run itself.
    pub(super) fn session(&self) -> &Session {
        match self {
            Self::Present(player) => player.present(),
            Self::Other(session) => session,
        }
    }

    /// Asks for its timeline.
    pub(super) fn timeline(&self, wanted: &WantedRows) -> Timeline {
        let session = self.session();
        timeline(&Scene::new(session.world(), session.state(), session.log(), session.now()), wanted)
    }
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Present(one), Self::Present(other)) => one == other,
            (Self::Other(one), Self::Other(other)) => Rc::ptr_eq(one, other),
            (Self::Present(_), Self::Other(_)) | (Self::Other(_), Self::Present(_)) => false,
        }
    }
}

/// Properties of [`Chart`].
#[derive(PartialEq, Properties)]
pub(super) struct ChartProps {
    /// The run.
    pub(super) run: Run,
    /// What it is called.
    pub(super) name: AttrValue,
    /// Whether the name stands above it, since there are two.
    pub(super) is_named: bool,
    /// The part in view.
    pub(super) window: Window,
    /// Stages whose parts have rows.
    pub(super) opened: Rc<BTreeSet<StageKey>>,
    /// The moment of the past that is looked at.
    pub(super) looked_at: Option<SimTime>,
    /// Where two futures part.
    pub(super) first: Option<SimTime>,
    /// Where links start from; another future has no pages to lead to.
    pub(super) place: Option<Place>,
    /// Opens or closes a stage.
    pub(super) on_open: Callback<StageKey>,
    /// Looks at a moment.
    pub(super) on_moment: Option<Callback<SimTime>>,
}

/// Which bar the keyboard is at: the position of its row, and its own in it.
type Cursor = (usize, usize);

/// The chart.
#[component]
pub(super) fn Chart(props: &ChartProps) -> Html {
    let prefix = use_state(crate::components::unique_id);
    let frame = use_node_ref();
    let (body, rows, plot) = (use_node_ref(), use_node_ref(), use_node_ref());
    let seen = use_frame(&frame, ROW);
    let cursor = use_state(|| None::<Cursor>);
    let told = use_state(|| None::<AttrValue>);
    let view = {
        let session = props.run.session();
        let first = (seen.top / ROW).saturating_sub(ROWS_AROUND);
        let count = if seen.height == 0 { ROWS_FIRST } else { seen.height / ROW + 2 * ROWS_AROUND + 1 };
        let wanted = WantedRows { opened: (*props.opened).clone(), rows: first..first + count };
        let key = (session.moment(), props.name.clone(), wanted.clone());
        let run = props.run.clone();
        use_memo(key, move |_| run.timeline(&wanted))
    };
    let width = if seen.width == 0 { WIDTH_FIRST } else { seen.width.saturating_sub(NAMES).max(80) };
    #[expect(clippy::cast_precision_loss, reason = "a screen has few pixels")]
    let scale = Scale { window: props.window, width: width as f64 };
    use_style(&body, vec![("block-size", pixels(view.row_count * ROW))]);
    use_style(&rows, vec![("inset-block-start", pixels(view.first_row * ROW))]);
    let zone = props.run.session().world().zone.clone();
    let marks = ticks(&zone, props.window.from, props.window.to, scale.ticks());
    let tell = {
        let told = told.clone();
        Callback::from(move |text: Option<AttrValue>| told.set(text))
    };
    let drawn = Drawn { props, scale, prefix: &prefix, tell: &tell };
    let at_bar = current(&view, *cursor);
    let onkeydown = {
        let (view, prefix, cursor) = (view.clone(), prefix.clone(), cursor.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(next) = at_bar.and_then(|at| step(&view, at, &event.key())) else { return };
            event.prevent_default();
            cursor.set(Some(next));
            focus_drawn(&bar_id(&prefix, next));
        })
    };
    let scrub = use_scrub(&plot, props.on_moment.clone(), scale);
    // The lines of the axis go down to the end of the frame.
    let is_whole = view.rows.len() == view.row_count;
    let height = (view.rows.len() * ROW).max(if is_whole { seen.height.saturating_sub(AXIS + 2) } else { 0 });
    html! {
        <section class={classes!("chart", props.is_named.then_some("chart--half"))} aria-label={props.name.clone()}>
            if props.is_named {
                <h2 class="chart__title">{ &props.name }</h2>
            }
            <div class="chart__frame" ref={frame}>
                <div class="chart__head">
                    <span class="chart__corner">{ strings::TIMELINE_ROWS }</span>
                    <svg
                        class={classes!("chart__axis", props.on_moment.is_some().then_some("chart__axis--scrub"))}
                        width={width.to_string()}
                        height={AXIS.to_string()}
                        aria-hidden="true"
                        focusable="false"
                        onpointerdown={scrub.down.clone()}
                        onpointermove={scrub.moved.clone()}
                        onpointerup={scrub.up.clone()}
                    >
                        { drawn.axis(&zone, &marks, view.now) }
                    </svg>
                </div>
                <div class="chart__body" ref={body}>
                    <div class="chart__rows" ref={rows}>
                        <ul class="chart__names" aria-label={strings::TIMELINE_ROWS}>
                            { for view.rows.iter().map(|row| drawn.name(row)) }
                        </ul>
                        <svg
                            class={classes!("chart__plot", props.on_moment.is_some().then_some("chart__plot--scrub"))}
                            width={width.to_string()}
                            height={height.to_string()}
                            ref={plot}
                            role="group"
                            aria-label={strings::TIMELINE_CHART}
                            {onkeydown}
                            onpointerdown={scrub.down}
                            onpointermove={scrub.moved}
                            onpointerup={scrub.up}
                        >
                            { drawn.ground(&view, &marks, height) }
                            { for view.rows.iter().enumerate().map(|(index, row)| drawn.row(index, row, at_bar)) }
                            { drawn.over(view.now, height) }
                        </svg>
                    </div>
                </div>
            </div>
            <p class="chart__told">{ (*told).clone().unwrap_or(AttrValue::Static(strings::POINT_AT_BAR)) }</p>
        </section>
    }
}

/// What drawing needs to know.
struct Drawn<'a> {
    props: &'a ChartProps,
    scale: Scale,
    prefix: &'a AttrValue,
    tell: &'a Callback<Option<AttrValue>>,
}

impl Drawn<'_> {
    fn is_in_view(&self, x: f64) -> bool {
        (0.0..=self.scale.width).contains(&x)
    }

    /// Whether a flag's words stand at the left of it.
    fn is_at_end(&self, x: f64) -> bool {
        x > self.scale.width - FLAG_WIDTH
    }

    fn axis(&self, zone: &str, marks: &[Tick], now: SimTime) -> Html {
        let first_day = marks.first().is_none_or(|tick| self.scale.x(tick.at) > 96.0);
        let day = time::weekday_date(zone, self.props.window.from);
        let flag = |at: SimTime, class: &'static str, words: &'static str| {
            let x = self.scale.x(at);
            self.is_in_view(x).then(|| {
                let (place, anchor) = if self.is_at_end(x) { (x - 4.0, "end") } else { (x + 4.0, "start") };
                html! {
                    <g class={class}>
                        <path d={["M", &px(x), " 0V", &AXIS.to_string()].concat()} />
                        <text x={px(place)} y="12" text-anchor={anchor}>{ words }</text>
                    </g>
                }
            })
        };
        // A date is not written where a flag is.
        let flags = [Some(now), self.props.looked_at].map(|at| at.map(|at| self.scale.x(at)));
        let is_free = |x: f64| {
            flags.into_iter().flatten().all(|flag| {
                let left = if self.is_at_end(flag) { flag - FLAG_WIDTH } else { flag };
                x + DAY_WIDTH < left || x > left + FLAG_WIDTH
            })
        };
        let looked_at = self.props.looked_at.map(|at| flag(at, "chart__flag chart__flag--past", strings::LOOKING_BACK));
        html! {
            <>
                if first_day {
                    <text class="chart__day" x="3" y="12">{ day }</text>
                }
                { for marks.iter().map(|tick| {
                    let x = self.scale.x(tick.at);
                    html! {
                        <g>
                            <path class="chart__tick" d={["M", &px(x), " 20V", &AXIS.to_string()].concat()} />
                            if tick.begins_day && is_free(x) {
                                <text class="chart__day" x={px(x + 3.0)} y="12">{ time::weekday_date(zone, tick.at) }</text>
                            }
                            if x < self.scale.width - 52.0 {
                                <text class="chart__hour" x={px(x + 4.0)} y="33">{ &tick.label }</text>
                            }
                        </g>
                    }
                }) }
                { for flag(now, "chart__flag chart__flag--now", strings::NOW) }
                { for looked_at.flatten() }
            </>
        }
    }

    /// Stripes of releases, and a line for each tick.
    fn ground(&self, view: &Timeline, marks: &[Tick], height: usize) -> Html {
        let width = px(self.scale.width);
        html! {
            <>
                { for view.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Release).map(|(index, _)| html! {
                    <rect class="chart__stripe" x="0" y={px(top(index))} width={width.clone()} height={ROW.to_string()} />
                }) }
                { for marks.iter().map(|tick| {
                    let class = if tick.begins_day { "chart__line chart__line--day" } else { "chart__line" };
                    html! { <path {class} d={["M", &px(self.scale.x(tick.at)), " 0V", &height.to_string()].concat()} /> }
                }) }
            </>
        }
    }

    /// Lines over everything: now, what is looked at, and where futures part.
    fn over(&self, now: SimTime, height: usize) -> Html {
        let height = height.to_string();
        let line = |at: SimTime, class: &'static str| {
            let x = self.scale.x(at);
            self.is_in_view(x).then(|| html! { <path class={class} d={["M", &px(x), " 0V", &height].concat()} /> })
        };
        let veil = self.props.looked_at.map(|at| self.scale.x(at).clamp(0.0, self.scale.width)).map(|x| {
            let width = px(self.scale.width - x);
            html! { <rect class="chart__veil" x={px(x)} y="0" {width} height={height.clone()} /> }
        });
        html! {
            <>
                { for veil }
                { for line(now, "chart__cut chart__cut--now") }
                { for self.props.first.and_then(|at| line(at, "chart__cut chart__cut--first")) }
                { for self.props.looked_at.and_then(|at| line(at, "chart__cut chart__cut--past")) }
            </>
        }
    }

    fn name(&self, row: &TimelineRow) -> Html {
        let (class, toggle) = match row.kind {
            RowKind::Release => ("chart__name chart__name--release", None),
            RowKind::Stage { key, is_open, has_parts } => {
                ("chart__name chart__name--stage", has_parts.then_some((key, is_open)))
            }
            RowKind::Approval | RowKind::Gates | RowKind::Job => ("chart__name chart__name--part", None),
            RowKind::Task => ("chart__name chart__name--task", None),
        };
        let toggle = toggle.map(|(key, is_open)| {
            let onclick = self.props.on_open.reform(move |_: MouseEvent| key);
            html! {
                <button
                    type="button"
                    class={classes!("chart__toggle", is_open.then_some("chart__toggle--open"))}
                    aria-expanded={if is_open { "true" } else { "false" }}
                    aria-label={strings::parts_of(&row.name)}
                    {onclick}
                >
                    { icon(Glyph::Right) }
                </button>
            }
        });
        let name = match &self.props.place {
            Some(place) => html! { <a class="chart__link" href={href(place, &row.link)}>{ &row.name }</a> },
            None => html! { <span class="chart__link">{ &row.name }</span> },
        };
        // The states are those of now; beside a moment of the past they would mislead.
        let look = row.look.filter(|_| self.props.looked_at.is_none());
        let title = if row.note.is_empty() { row.name.clone() } else { [&*row.name, " · ", &*row.note].concat() };
        html! {
            <li {class} key={row.position} {title}>
                { for toggle }
                if let Some(look) = look {
                    <span class="chart__state" role="img" aria-label={look.word()}>{ state_icon(look) }</span>
                }
                { name }
                if !row.note.is_empty() {
                    <span class="chart__note">{ &row.note }</span>
                }
            </li>
        }
    }

    fn row(&self, index: usize, row: &TimelineRow, at_bar: Option<Cursor>) -> Html {
        let y = top(index);
        let span = row.span.map(|(from, to)| {
            let (from, to) = (self.scale.x(from).max(0.0), self.scale.x(to).min(self.scale.width));
            let width = px((to - from).max(2.0));
            (from <= self.scale.width && to >= 0.0)
                .then(|| html! { <rect class="chart__span" x={px(from)} y={px(y + 12.0)} {width} height="4" rx="2" /> })
        });
        html! {
            <g key={row.position}>
                { for span.flatten() }
                { for row.bars.iter().enumerate().map(|(bar, it)| self.bar(row, (row.position, bar), it, y, at_bar)) }
                { for row.marks.iter().map(|mark| self.mark(y, row.kind, mark)) }
            </g>
        }
    }

    fn bar(&self, row: &TimelineRow, at: Cursor, bar: &Bar, y: f64, at_bar: Option<Cursor>) -> Html {
        let Some(mut placed) = self.scale.place(bar) else { return Html::default() };
        if row.kind == RowKind::Gates {
            // Samples stand where the words would.
            placed.text.clear();
        }
        let (x, width, height) = (px(placed.x), px(placed.width), px(BAR));
        let y = y + (top(1) - BAR) / 2.0;
        let wait = match bar.kind {
            BarKind::Wait(reason) => Some(reason),
            BarKind::Work(_) => None,
        };
        let class = classes!(
            "bar",
            if wait.is_some() { "bar--wait" } else { "bar--work" },
            ["bar--", bar.kind.name()].concat()
        );
        let told = AttrValue::from(bar.told.clone());
        // Who speaks to the page says what is written on a bar.
        let spoken = AttrValue::from([bar.label, " ", &*bar.took, ": ", &*bar.told].concat());
        let show = {
            let (tell, told) = (self.tell.clone(), told.clone());
            move || tell.emit(Some(told.clone()))
        };
        let onpointerenter = {
            let show = show.clone();
            Callback::from(move |_: PointerEvent| show())
        };
        let onfocus = Callback::from(move |_: FocusEvent| show());
        let end = placed.x + placed.width;
        let inner = html! {
            <>
                <rect class="bar__ground" x={x.clone()} y={px(y)} width={width.clone()} height={height.clone()} rx="2" />
                if let Some(reason) = wait {
                    <rect x={x.clone()} y={px(y)} {width} {height} rx="2" fill={["url(#", &id(reason), ")"].concat()} />
                }
                if bar.is_open && self.is_in_view(end + 1.0) {
                    <path class="bar__open" d={["M", &px(end), " ", &px(y), "l6 9-6 9z"].concat()} />
                }
                if !placed.text.is_empty() {
                    <text class="bar__label" x={px(placed.x + 5.0)} y={px(y + 13.0)}>{ placed.text }</text>
                }
            </>
        };
        match &self.props.place {
            Some(place) => html! {
                <a
                    {class}
                    id={bar_id(self.prefix, at)}
                    href={href(place, &bar.link)}
                    tabindex={if at_bar == Some(at) { "0" } else { "-1" }}
                    aria-label={spoken}
                    {onpointerenter}
                    {onfocus}
                >
                    { inner }
                </a>
            },
            None => html! {
                <g
                    {class}
                    id={bar_id(self.prefix, at)}
                    role="img"
                    tabindex={if at_bar == Some(at) { "0" } else { "-1" }}
                    aria-label={spoken}
                    {onpointerenter}
                    {onfocus}
                >
                    { inner }
                </g>
            },
        }
    }

    /// How something ended, behind its bar; samples of gates stand in it.
    fn mark(&self, y: f64, kind: RowKind, mark: &BarMark) -> Html {
        let is_sample = kind == RowKind::Gates;
        let x = self.scale.x(mark.at);
        if !self.is_in_view(x) {
            return Html::default();
        }
        let (x, y) = (px(if is_sample { x } else { x + 9.0 }), px(y + top(1) / 2.0));
        let onpointerenter = {
            let (tell, told) = (self.tell.clone(), AttrValue::from(mark.told.clone()));
            Callback::from(move |_: PointerEvent| tell.emit(Some(told.clone())))
        };
        let transform = ["translate(", &x, " ", &y, ") scale(0.8) translate(-8 -8)"].concat();
        html! {
            <g class={classes!("mark-at", ["state-icon--", mark.look.name()].concat())} {onpointerenter}>
                if is_sample {
                    <circle class="mark-at__sample" cx={x} cy={y} r="3.5" />
                } else {
                    <g {transform}>
                        <circle class="mark-at__ground" cx="8" cy="8" r="9" />
                        <circle class="state-icon__disc" cx="8" cy="8" r="7" />
                        <path class="state-icon__sign" d={state_sign(mark.look)} />
                    </g>
                }
            </g>
        }
    }
}

fn pixels(value: usize) -> String {
    [&value.to_string(), "px"].concat()
}

fn bar_id(prefix: &AttrValue, at: Cursor) -> String {
    [prefix.as_str(), "-", &at.0.to_string(), "-", &at.1.to_string()].concat()
}

/// The address of what a bar is about.
fn href(place: &Place, link: &TimelineLink) -> String {
    let to = match link {
        TimelineLink::Release(release) => place.on(Page::Release(release.clone())),
        TimelineLink::Stage(release, stage) => place.release_with(release, Panel::Stage(stage.clone())),
        TimelineLink::Conditions(release, stage, side) => {
            place.release_with(release, Panel::Conditions(stage.clone(), *side))
        }
        TimelineLink::Logs { release, stage, attempt, entry, task } => {
            let some = |text: &String| (!text.is_empty()).then(|| text.clone());
            place.on(Page::Logs(LogPlace {
                attempt: Some(*attempt),
                entry: some(entry),
                task: some(task),
                ..LogPlace::of(release, stage)
            }))
        }
    };
    to.href()
}

/// The bar that Tab comes to: the one the keyboard was at, else the first.
fn current(view: &Timeline, cursor: Option<Cursor>) -> Option<Cursor> {
    let is_there = |at: &Cursor| view.rows.iter().any(|row| row.position == at.0 && at.1 < row.bars.len());
    let first = || view.rows.iter().find(|row| !row.bars.is_empty()).map(|row| (row.position, 0));
    cursor.filter(is_there).or_else(first)
}

/// Where an arrow leads from a bar: to its neighbour, or to the bar of the next row that is nearest in time.
fn step(view: &Timeline, at: Cursor, key: &str) -> Option<Cursor> {
    let index = view.rows.iter().position(|row| row.position == at.0)?;
    let row = &view.rows[index];
    let from = row.bars.get(at.1)?.from;
    let nearest = |row: &TimelineRow| {
        let bars = row.bars.iter().enumerate();
        let bar = bars.min_by_key(|(_, bar)| (bar.from - from).as_millis().abs())?.0;
        Some((row.position, bar))
    };
    match key {
        "ArrowRight" => (at.1 + 1 < row.bars.len()).then_some((at.0, at.1 + 1)),
        "ArrowLeft" => at.1.checked_sub(1).map(|bar| (at.0, bar)),
        "ArrowDown" => view.rows[index + 1..].iter().find_map(nearest),
        "ArrowUp" => view.rows[..index].iter().rev().find_map(nearest),
        _ => None,
    }
}

type OnPointer = Callback<PointerEvent>;

/// Pressing and dragging on the ground of a chart looks at the moment below the pointer.
struct Scrub {
    down: OnPointer,
    moved: OnPointer,
    up: OnPointer,
}

#[hook]
fn use_scrub(plot: &NodeRef, on_moment: Option<Callback<SimTime>>, scale: Scale) -> Scrub {
    let is_down = use_mut_ref(|| false);
    let look = {
        // Axis and plot begin at the same place.
        let plot = plot.clone();
        move |event: &PointerEvent| {
            let Some((on_moment, plot)) = on_moment.as_ref().zip(plot.cast::<Element>()) else { return };
            let x = f64::from(event.client_x()) - plot.get_bounding_client_rect().left();
            on_moment.emit(scale.at(x));
        }
    };
    let down = {
        let (is_down, look) = (is_down.clone(), look.clone());
        Callback::from(move |event: PointerEvent| {
            let target = event.target_dyn_into::<Element>();
            // A bar is a link of its own.
            let is_bar = target.is_some_and(|it| it.closest(".bar").ok().flatten().is_some());
            if event.button() == 0 && !is_bar {
                *is_down.borrow_mut() = true;
                look(&event);
            }
        })
    };
    let moved = {
        let (is_down, look) = (is_down.clone(), look);
        Callback::from(move |event: PointerEvent| {
            // The button may have been let go outside.
            if event.buttons() & 1 == 0 {
                *is_down.borrow_mut() = false;
            }
            if *is_down.borrow() {
                look(&event);
            }
        })
    };
    let up = Callback::from(move |_: PointerEvent| *is_down.borrow_mut() = false);
    Scrub { down, moved, up }
}

/// A word with the swatch of a bar, for the legend.
pub(super) fn swatch(kind: BarKind, word: &'static str) -> Html {
    let wait = match kind {
        BarKind::Wait(reason) => Some(reason),
        BarKind::Work(_) => None,
    };
    let class =
        classes!("bar", if wait.is_some() { "bar--wait" } else { "bar--work" }, ["bar--", kind.name()].concat());
    html! {
        <li class="legend__entry">
            <svg width="26" height="16" aria-hidden="true" focusable="false">
                <g {class}>
                    <rect class="bar__ground" x="1" y="1" width="24" height="14" rx="2" />
                    if let Some(reason) = wait {
                        { pattern_over(reason) }
                    }
                </g>
            </svg>
            { word }
        </li>
    }
}

fn pattern_over(reason: WaitReason) -> Html {
    html! { <rect x="1" y="1" width="24" height="14" rx="2" fill={["url(#", &id(reason), ")"].concat()} /> }
}
