//! The timeline: what every stage did or waited for, the futures of the run, and pictures of it.

mod chart;
mod futures;
mod patterns;
mod picture;
mod scale;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::rc::Rc;

use rehearsal_kernel::SimTime;
use rehearsal_scenario::Session;
use rehearsal_view::{BarKind, Look, Scene, StageKey, Timeline, WaitReason, WantedRows, compare, strings, time};
use yew::prelude::*;

use crate::components::{Act, Empty, Glyph, Menu, MenuEntry};
use crate::effects::{download_svg, save_png};
use crate::pages::PageProps;
use crate::store::Action;
use chart::{Chart, Run, swatch};
use picture::{Picture, Subject, picture};
use scale::Window;

/// States of what ran, in the order of the legend.
const LEGEND_LOOKS: [Look; 5] =
    [Look::InProgress, Look::Succeeded, Look::PartiallySucceeded, Look::Failed, Look::Canceled];

/// A chart of more rows than this is saved without those behind them.
const PICTURE_ROWS_MAX: usize = 1_000;

/// Properties of [`TimelinePage`].
#[derive(PartialEq, Properties)]
pub(crate) struct TimelineProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Name of the future that it is compared with.
    pub(crate) other: Option<String>,
    /// Looks back, branches, switches.
    pub(crate) on_action: Callback<Action>,
}

/// The page.
#[component]
pub(crate) fn TimelinePage(of: &TimelineProps) -> Html {
    let props = &of.props;
    let player = &props.player;
    let run = Run::Present(player.clone());
    let opened = use_state(|| Rc::new(BTreeSet::<StageKey>::new()));
    let chosen = use_state(|| None::<Window>);
    let shows_table = use_state(|| false);
    let other = use_other(of);
    // The rows are asked for by each chart; here only how long the runs are matters.
    let view = run.timeline(&WantedRows::default());
    let mut whole = Window::whole(&view);
    let other_run = other.as_ref().and_then(|it| it.as_ref().ok()).cloned().map(Run::Other);
    if let Some(other) = &other_run {
        whole = whole.with(Window::whole(&other.timeline(&WantedRows::default())));
    }
    let window = chosen.map_or(whole, |window| window.inside(whole));
    let comparison = other_run.as_ref().map(|other| {
        let names = (player.futures.name.as_str(), of.other.as_deref().unwrap_or_default());
        compare((names.0, &scene(run.session())), (names.1, &scene(other.session())))
    });
    let first = comparison.as_ref().and_then(|it| it.first.as_ref()).map(|it| it.at);
    let looked_at = player.is_past().then(|| player.session.now());
    let on_open = {
        let opened = opened.clone();
        Callback::from(move |key: StageKey| {
            let mut next = (**opened).clone();
            if !next.remove(&key) {
                next.insert(key);
            }
            opened.set(Rc::new(next));
        })
    };
    let on_moment = {
        let (player, act) = (player.clone(), of.on_action.clone());
        Callback::from(move |at: SimTime| act.emit(look_at(player.present(), at)))
    };
    let toggle_table = {
        let shows_table = shows_table.clone();
        Callback::from(move |_: Event| shows_table.set(!*shows_table))
    };
    let commands =
        Commands { chosen: &chosen, window, whole, around: looked_at.or(first), opened: &opened, stages: &view.stages };
    let has_rows = view.row_count > 0 || other_run.is_some();
    let save = |as_png: bool| {
        let (run, other, opened) = (run.clone(), other_run.clone(), (*opened).clone());
        let told = comparison.as_ref().map(|it| it.told.clone());
        let (name, other_name) = (player.futures.name.clone(), of.other.clone());
        let act = of.on_action.clone();
        Callback::from(move |()| {
            let wanted = WantedRows { opened: (*opened).clone(), rows: 0..PICTURE_ROWS_MAX };
            let timelines: Vec<Timeline> =
                std::iter::once(&run).chain(&other).map(|run| run.timeline(&wanted)).collect();
            let names = [Some(name.clone()), other_name.clone()];
            let names = names.into_iter().map(|name| name.filter(|_| other.is_some()));
            let drawn = draw(run.session(), names.zip(&timelines).collect(), (window, first), told.clone());
            let file = ["timeline-", &run.session().scenario().id].concat();
            if as_png {
                save_png(&file, &drawn.svg, (drawn.width, drawn.height), &act);
            } else {
                download_svg(&file, &drawn.svg);
            }
        })
    };
    html! {
        <>
            { patterns::definitions() }
            <header class="page-head"><h1 class="page-title">{ strings::TIMELINE }</h1></header>
            <p class="page-lead quiet">{ strings::TIMELINE_HELP }</p>
            <futures::FuturesBar props={props.clone()} other={of.other.clone()} on_action={of.on_action.clone()} />
            if has_rows {
                <div class="commands">
                    { commands.draw() }
                    <Menu
                        glyph={Glyph::Download}
                        label={strings::SAVE_PICTURE}
                        entries={vec![
                            MenuEntry::new(strings::SAVE_SVG.to_owned(), save(false)),
                            MenuEntry::new(strings::SAVE_PNG.to_owned(), save(true)),
                        ]}
                    />
                    <label class="check commands__switch">
                        <input type="checkbox" checked={*shows_table} onchange={toggle_table} />
                        { strings::SHOW_TABLE }
                    </label>
                </div>
                if let Some(comparison) = &comparison {
                    { futures::told(comparison) }
                }
                if let Some(Err(reason)) = &other {
                    <p class="strip">{ reason }</p>
                }
                if *shows_table {
                    { table::table(&run, &opened, (&player.futures.name, other_run.is_some())) }
                    if let (Some(other), Some(name)) = (&other_run, &of.other) {
                        { table::table(other, &opened, (name, true)) }
                    }
                } else {
                    { legend() }
                    <Chart
                        run={run.clone()}
                        name={player.futures.name.clone()}
                        is_named={other_run.is_some()}
                        {window}
                        opened={(*opened).clone()}
                        {looked_at}
                        {first}
                        place={props.place.clone()}
                        on_open={on_open.clone()}
                        {on_moment}
                    />
                    if let (Some(other), Some(name)) = (&other_run, &of.other) {
                        <Chart
                            run={other.clone()}
                            name={name.clone()}
                            is_named=true
                            {window}
                            opened={(*opened).clone()}
                            looked_at={None::<SimTime>}
                            {first}
                            place={None::<crate::route::Place>}
                            {on_open}
                            on_moment={None::<Callback<SimTime>>}
                        />
                    }
                }
                if let (Some(comparison), Some(name)) = (&comparison, &of.other) {
                    { futures::outcomes(comparison, &player.futures.name, name) }
                }
            } else {
                <Empty title={strings::NO_TIMELINE} text={strings::NO_TIMELINE_HELP} />
            }
        </>
    }
}

fn scene(session: &Session) -> Scene<'_> {
    Scene::new(session.world(), session.state(), session.log(), session.now())
}

/// Looks at the moment of a time; the present is no past.
fn look_at(present: &Session, at: SimTime) -> Action {
    if at >= present.now() { Action::BackToNow } else { Action::LookAt(present.moment_at(at)) }
}

/// The future that is compared with, played again once for each of its saves; or why it cannot be.
#[hook]
fn use_other(of: &TimelineProps) -> Option<Result<Rc<Session>, String>> {
    let player = &of.props.player;
    let future = of.other.as_deref().and_then(|name| player.futures.other(name));
    let save = future.map(|future| Rc::clone(&future.save));
    let key = save.as_ref().map(|save| Rc::as_ptr(save).cast::<()>());
    let (player, name) = (player.clone(), of.other.clone().unwrap_or_default());
    let played = use_memo(key, move |_| {
        let played = player.restored(save.as_deref()?);
        Some(played.map(Rc::new).map_err(|reason| strings::future_does_not_fit(&name, &reason.to_string())))
    });
    (*played).clone()
}

/// Draws a picture of what is in view.
fn draw(
    session: &Session,
    parts: Vec<(Option<String>, &Timeline)>,
    (window, first): (Window, Option<SimTime>),
    told: Option<String>,
) -> Picture {
    let zone = &session.world().zone;
    let (from, to) = (time::date_time_seconds(zone, window.from), time::date_time_seconds(zone, window.to));
    picture(&Subject {
        title: strings::picture_of(&session.scenario().title),
        span: strings::picture_span(&from, &to, zone),
        told,
        parts,
        window,
        first,
        zone,
    })
}

/// The buttons that move the window and open stages.
struct Commands<'a> {
    chosen: &'a UseStateHandle<Option<Window>>,
    window: Window,
    whole: Window,
    around: Option<SimTime>,
    opened: &'a UseStateHandle<Rc<BTreeSet<StageKey>>>,
    stages: &'a BTreeSet<StageKey>,
}

impl Commands<'_> {
    fn to(&self, window: Window) -> Callback<()> {
        let (chosen, whole) = (self.chosen.clone(), self.whole);
        Callback::from(move |()| chosen.set((window != whole).then_some(window)))
    }

    fn draw(&self) -> Html {
        let Self { window, whole, .. } = *self;
        let middle = window.middle();
        let around = self.around.filter(|at| (window.from..=window.to).contains(at)).unwrap_or(middle);
        let all_open = !self.stages.is_empty() && self.stages.is_subset(self.opened);
        let (words, next) =
            if all_open { (strings::CLOSE_ALL, BTreeSet::new()) } else { (strings::OPEN_ALL, self.stages.clone()) };
        let open = {
            let (opened, next) = (self.opened.clone(), Rc::new(next));
            Callback::from(move |()| opened.set(next.clone()))
        };
        let button = |glyph: Glyph, words: &'static str, to: Window| {
            html! {
                <Act class="button--quiet button--square" {glyph} label={words} spoken={words} onclick={self.to(to)} />
            }
        };
        html! {
            <>
                <span class="zoom" role="group" aria-label={strings::ZOOM}>
                    { button(Glyph::Minus, strings::ZOOM_OUT, window.zoomed(false, around, whole)) }
                    { button(Glyph::Plus, strings::ZOOM_IN, window.zoomed(true, around, whole)) }
                    <Act class="button--quiet" label={strings::WHOLE_RUN} onclick={self.to(whole)} />
                    { button(Glyph::Left, strings::EARLIER, window.moved(false, whole)) }
                    { button(Glyph::Right, strings::LATER, window.moved(true, whole)) }
                </span>
                <Act class="button--quiet" glyph={Glyph::Lines} label={words} onclick={open} />
            </>
        }
    }
}

fn legend() -> Html {
    html! {
        <div class="legend" role="group" aria-label={strings::LEGEND}>
            <ul class="legend__list">
                <li class="legend__title">{ strings::LEGEND_WAITS }</li>
                { for WaitReason::ALL.into_iter().map(|reason| swatch(BarKind::Wait(reason), reason.word())) }
            </ul>
            <ul class="legend__list">
                <li class="legend__title">{ strings::LEGEND_WORK }</li>
                { for LEGEND_LOOKS.into_iter().map(|look| swatch(BarKind::Work(look), look.word())) }
            </ul>
        </div>
    }
}
