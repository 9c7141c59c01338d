//! Searching the logs of an attempt, and going from error to error.

use std::rc::Rc;

use rehearsal_engine::{DeploymentId, LogLevel};
use rehearsal_view::{Console, job_logs, strings};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Here;
use crate::components::{Act, Glyph, icon, unique_id};
use crate::pages::PageProps;
use crate::route::{LogPlace, Page, Place};

/// A log of the attempt.
#[derive(Clone, PartialEq)]
struct Spot {
    entry: String,
    task: String,
    log: Rc<Console>,
}

/// A line: position of its log, and its number.
type Line = (usize, usize);

/// What is looked for, and where it is.
pub(super) struct Search {
    pub(super) wanted: AttrValue,
    spots: Vec<Spot>,
    found: Rc<Vec<Line>>,
    current: Option<usize>,
    id: AttrValue,
    on_input: Callback<InputEvent>,
    /// Goes to the next match, or to the one before.
    on_step: Callback<bool>,
    on_error: Callback<()>,
    on_clear: Callback<()>,
    input: NodeRef,
}

/// Keeps what is looked for while the page is open.
#[hook]
pub(super) fn use_search(props: &PageProps, here: &Here) -> Search {
    let wanted = use_state(AttrValue::default);
    let id = use_state(unique_id);
    let input = use_node_ref();
    let spots = if wanted.is_empty() { Vec::new() } else { spots(props, here.attempt) };
    let found = use_memo((wanted.clone(), spots.clone()), |(wanted, spots)| {
        let logs = spots.iter().enumerate();
        logs.flat_map(|(index, spot)| spot.log.find(wanted).into_iter().map(move |line| (index, line)))
            .collect::<Vec<_>>()
    });
    let from = position(&spots, here);
    let current = found.binary_search(&from).ok();
    let on_step = {
        let (go, spots, found) = (go(props, &here.place), spots.clone(), found.clone());
        Callback::from(move |back: bool| go.emit(step(&found, from, back).and_then(|line| spot_of(&spots, line))))
    };
    let on_error = {
        let (go, props, attempt) = (go(props, &here.place), props.clone(), here.attempt);
        let (entry, place) = (here.entry.clone(), here.place.clone());
        Callback::from(move |()| {
            let spots = self::spots(&props, attempt);
            let errors: Vec<Line> = spots
                .iter()
                .enumerate()
                .flat_map(|(index, spot)| spot.log.numbers(LogLevel::Error).map(move |line| (index, line)))
                .collect();
            let from = position(&spots, &Here { attempt, entry: entry.clone(), place: place.clone() });
            go.emit(step(&errors, from, false).and_then(|line| spot_of(&spots, line)));
        })
    };
    let on_input = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            wanted.set(input.value().into());
        })
    };
    let on_clear = {
        let wanted = wanted.clone();
        Callback::from(move |()| wanted.set(AttrValue::default()))
    };
    Search {
        wanted: (*wanted).clone(),
        spots,
        found,
        current,
        id: (*id).clone(),
        on_input,
        on_step,
        on_error,
        on_clear,
        input,
    }
}

fn spots(props: &PageProps, attempt: Option<DeploymentId>) -> Vec<Spot> {
    let jobs = props.player.scene(|scene| attempt.map(|attempt| job_logs(scene, attempt)));
    let of_job = |(entry, job): (String, rehearsal_view::JobLog)| {
        job.tasks.into_iter().map(move |task| Spot { entry: entry.clone(), task: task.key, log: Rc::new(task.log) })
    };
    jobs.into_iter().flatten().flat_map(of_job).collect()
}

/// Where the reader is: the open log with its line, or the beginning of what the page shows.
fn position(spots: &[Spot], here: &Here) -> Line {
    let is_here = |spot: &Spot| {
        Some(&spot.entry) == here.entry.as_ref() && here.place.task.as_ref().is_none_or(|task| spot.task == *task)
    };
    (spots.iter().position(is_here).unwrap_or(0), here.place.line.unwrap_or(0))
}

/// The next line after a place, or the one before it; from the last one on to the first, and back.
fn step(lines: &[Line], from: Line, back: bool) -> Option<Line> {
    let before = lines.partition_point(|line| *line < from);
    let after = lines.partition_point(|line| *line <= from);
    let found = if back {
        before.checked_sub(1).and_then(|index| lines.get(index)).or(lines.last())
    } else {
        lines.get(after).or(lines.first())
    };
    found.copied()
}

fn spot_of(spots: &[Spot], (index, line): Line) -> Option<(Spot, usize)> {
    Some((spots.get(index)?.clone(), line))
}

/// Opens a log at a line.
fn go(props: &PageProps, place: &LogPlace) -> Callback<Option<(Spot, usize)>> {
    let (page, place, on_go) = (props.place.clone(), place.clone(), props.on_go.clone());
    Callback::from(move |found: Option<(Spot, usize)>| {
        if let Some((spot, line)) = found {
            let (entry, task) = (Some(spot.entry), Some(spot.task));
            let target: Place = page.on(Page::Logs(LogPlace { entry, task, line: Some(line), ..place.clone() }));
            on_go.emit(target);
        }
    })
}

impl Search {
    /// How much was found in an entry, or in one of its logs; none when nothing was.
    pub(super) fn count(&self, entry: &str, task: Option<&str>) -> Option<String> {
        let is_meant = |spot: &Spot| spot.entry == entry && task.is_none_or(|task| spot.task == task);
        // What was found stands in the order of the logs.
        let of = |index: usize| {
            let until = self.found.partition_point(|(other, _)| *other <= index);
            until - self.found.partition_point(|(other, _)| *other < index)
        };
        let logs = self.spots.iter().enumerate().filter(|(_, spot)| is_meant(spot));
        let count: usize = logs.map(|(index, _)| of(index)).sum();
        (count > 0).then(|| strings::matches(count))
    }

    /// F3 goes to the next match, with Shift to the one before; Ctrl+F comes here, since the browser's own search
    /// knows only the lines in view.
    pub(super) fn keys(&self) -> Callback<KeyboardEvent> {
        let (on_step, input) = (self.on_step.clone(), self.input.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "F3" => {
                event.prevent_default();
                on_step.emit(event.shift_key());
            }
            "f" if event.ctrl_key() || event.meta_key() => {
                if let Some(input) = input.cast::<HtmlInputElement>() {
                    event.prevent_default();
                    let _ = input.focus();
                    input.select();
                }
            }
            _ => {}
        })
    }

    /// The field with its count and buttons.
    pub(super) fn bar(&self, errors: usize) -> Html {
        let onkeydown = {
            let (on_step, on_clear) = (self.on_step.clone(), self.on_clear.clone());
            Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
                "Enter" => on_step.emit(event.shift_key()),
                "Escape" => on_clear.emit(()),
                _ => {}
            })
        };
        let all = self.found.len();
        let count = match self.current {
            _ if self.wanted.is_empty() => String::new(),
            _ if all == 0 => strings::NOTHING_MATCHES.to_owned(),
            Some(index) => strings::match_of(index + 1, all),
            None => strings::matches(all),
        };
        let refusal = (all == 0).then_some(AttrValue::Static(strings::NOTHING_MATCHES));
        let button = |back, glyph, words: &'static str| {
            html! {
                <Act
                    class="button--quiet button--square"
                    {glyph}
                    label={words}
                    spoken={words}
                    refusal={refusal.clone()}
                    onclick={self.on_step.reform(move |()| back)}
                />
            }
        };
        html! {
            <>
                <label class="visually-hidden" for={self.id.clone()}>{ strings::SEARCH_LOGS }</label>
                <span class="log-tools__search">
                    { icon(Glyph::Glass) }
                    <input
                        class="field"
                        id={self.id.clone()}
                        ref={self.input.clone()}
                        value={self.wanted.clone()}
                        placeholder={strings::SEARCH_LOGS}
                        oninput={self.on_input.clone()}
                        {onkeydown}
                    />
                    <span class="log-tools__count" role="status">{ count }</span>
                </span>
                { button(true, Glyph::Up, strings::PREVIOUS_MATCH) }
                { button(false, Glyph::Down, strings::NEXT_MATCH) }
                <Act
                    class="button--quiet"
                    label={strings::NEXT_ERROR}
                    refusal={(errors == 0).then_some(AttrValue::Static(strings::NO_ERRORS))}
                    onclick={self.on_error.clone()}
                />
            </>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_round_in_both_directions_and_begin_where_the_reader_is() {
        let lines = [(0, 4), (0, 9), (2, 1)];
        assert_eq!(step(&lines, (0, 0), false), Some((0, 4)));
        assert_eq!(step(&lines, (0, 4), false), Some((0, 9)));
        assert_eq!(step(&lines, (0, 4), true), Some((2, 1)), "from the first back to the last");
        assert_eq!(step(&lines, (1, 7), false), Some((2, 1)), "from a log without any on to the next one");
        assert_eq!(step(&lines, (2, 1), false), Some((0, 4)));
        assert_eq!(step(&[], (0, 0), false), None);
    }
}
