//! The virtual clock and everything that moves it.

use rehearsal_engine::{parse_duration, parse_moment};
use rehearsal_kernel::SimTime;
use rehearsal_scenario::Moment;
use rehearsal_view::{ClockView, NextEvent, strings};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Act, Dialog, Glyph, unique_id};
use crate::store::{Action, SPEEDS};

/// Properties of [`ClockBar`].
#[derive(PartialEq, Properties)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each shown by one button")]
pub(crate) struct ClockBarProps {
    /// What the clock shows.
    pub(crate) view: ClockView,
    /// The present, for jumps by a span.
    pub(crate) now: SimTime,
    /// The present as a form field wants it.
    pub(crate) now_field: AttrValue,
    /// Whether time passes.
    pub(crate) is_playing: bool,
    /// Whether more happens than the page can show at this speed.
    pub(crate) is_behind: bool,
    /// How many times faster than real time.
    pub(crate) speed: u32,
    /// The moment before the latest; none while nothing has happened.
    pub(crate) back: Option<Moment>,
    /// Whether there is a move to take back.
    pub(crate) can_undo: bool,
    /// Whether there is a move to make again.
    pub(crate) can_redo: bool,
    /// Moves the clock.
    pub(crate) on_action: Callback<Action>,
}

#[derive(Clone, PartialEq)]
enum Asking {
    Nothing,
    Far(NextEvent),
    Jump,
    Reset,
}

/// The bar at the top of the player.
#[component]
pub(crate) fn ClockBar(props: &ClockBarProps) -> Html {
    let asking = use_state(|| Asking::Nothing);
    let ask = |what: Asking| {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(what.clone()))
    };
    let act = |action: Action| props.on_action.reform(move |()| action.clone());
    let view = &props.view;
    let step = match &view.next {
        Some(next) if next.is_far => ask(Asking::Far(next.clone())),
        Some(_) | None => act(Action::Step),
    };
    let (verb, glyph) = if props.is_playing { (strings::PAUSE, Glyph::Pause) } else { (strings::PLAY, Glyph::Play) };
    let hint = if props.is_behind { Some(strings::STILL_COMPUTING.to_owned()) } else { view.hint.clone() };
    html! {
        <section class="clock" aria-label={strings::CLOCK}>
            <p class="clock__time" role="timer" aria-live="off">
                <span class="clock__day">{ &view.day }</span>
                <span class="clock__hour">{ &view.time }</span>
                <span class="clock__zone">{ &view.zone }</span>
            </p>
            <div class="clock__group">
                <Act
                    class="button--primary clock__play"
                    {glyph}
                    label={verb}
                    onclick={act(Action::SetPlaying(!props.is_playing))}
                />
                <Speed speed={props.speed} on_action={props.on_action.clone()} />
            </div>
            <div class="clock__group">
                <Act
                    glyph={Glyph::Step}
                    label={strings::NEXT_EVENT}
                    refusal={view.next.is_none().then_some(AttrValue::Static(strings::NOTHING_MORE))}
                    onclick={step}
                />
                <Act glyph={Glyph::Jump} label={strings::JUMP} onclick={ask(Asking::Jump)} />
            </div>
            <div class="clock__group">
                <Act
                    glyph={Glyph::Undo}
                    label={strings::UNDO}
                    refusal={(!props.can_undo).then_some(AttrValue::Static(strings::UNDO_NOTHING))}
                    onclick={act(Action::Undo)}
                />
                <Act
                    class="button--square"
                    glyph={Glyph::Redo}
                    label={strings::REDO}
                    spoken={strings::REDO}
                    refusal={(!props.can_redo).then_some(AttrValue::Static(strings::REDO_NOTHING))}
                    onclick={act(Action::Redo)}
                />
                <Act glyph={Glyph::Reset} label={strings::RESET} onclick={ask(Asking::Reset)} />
                <Act
                    glyph={Glyph::Past}
                    label={strings::LOOK_BACK}
                    refusal={props.back.is_none().then_some(AttrValue::Static(strings::NOTHING_TO_LOOK_BACK_AT))}
                    onclick={
                        let (back, act) = (props.back, props.on_action.clone());
                        Callback::from(move |()| back.into_iter().for_each(|moment| act.emit(Action::LookAt(moment))))
                    }
                />
            </div>
            <p class="clock__hint" aria-live="polite">{ hint.unwrap_or_default() }</p>
            { question(props, &asking) }
        </section>
    }
}

fn question(props: &ClockBarProps, asking: &UseStateHandle<Asking>) -> Html {
    let close = {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(Asking::Nothing))
    };
    let then = |action: Action| {
        let (close, act) = (close.clone(), props.on_action.clone());
        Callback::from(move |()| {
            close.emit(());
            act.emit(action.clone());
        })
    };
    match &**asking {
        Asking::Nothing => Html::default(),
        Asking::Far(next) => html! {
            <Dialog title={strings::FAR_TITLE} on_close={close.clone()}>
                <p>{ strings::far_text(&next.away, &next.time, &next.what) }</p>
                <div class="buttons">
                    <Act class="button--primary" label={strings::STAY} onclick={close.clone()} />
                    <Act label={strings::far_go(&next.away)} onclick={then(Action::JumpTo(next.at))} />
                </div>
            </Dialog>
        },
        Asking::Reset => html! {
            <Dialog title={strings::RESET_TITLE} on_close={close.clone()}>
                <p>{ strings::RESET_TEXT }</p>
                <div class="buttons">
                    <Act class="button--primary" label={strings::RESET} onclick={then(Action::Reset)} />
                    <Act label={strings::KEEP} onclick={close.clone()} />
                </div>
            </Dialog>
        },
        Asking::Jump => html! {
            <JumpDialog
                now={props.now}
                now_field={props.now_field.clone()}
                zone={props.view.zone.clone()}
                on_close={close.clone()}
                on_jump={
                    let (close, act) = (close.clone(), props.on_action.clone());
                    Callback::from(move |at| {
                        close.emit(());
                        act.emit(Action::JumpTo(at));
                    })
                }
            />
        },
    }
}

#[derive(PartialEq, Properties)]
struct SpeedProps {
    speed: u32,
    on_action: Callback<Action>,
}

#[component]
fn Speed(props: &SpeedProps) -> Html {
    let name = use_state(unique_id);
    html! {
        <fieldset class="speed">
            <legend class="visually-hidden">{ strings::SPEED }</legend>
            { for SPEEDS.into_iter().map(|speed| {
                let choose = props.on_action.reform(move |_: Event| Action::SetSpeed(speed));
                html! {
                    <label class="speed__choice">
                        <input type="radio" name={(*name).clone()} checked={speed == props.speed} onchange={choose} />
                        <span>{ strings::speed(speed) }</span>
                    </label>
                }
            }) }
        </fieldset>
    }
}

#[derive(PartialEq, Properties)]
struct JumpProps {
    now: SimTime,
    now_field: AttrValue,
    zone: String,
    on_close: Callback<()>,
    on_jump: Callback<SimTime>,
}

#[component]
fn JumpDialog(props: &JumpProps) -> Html {
    let moment = use_state(|| props.now_field.to_string());
    let span = use_state(String::new);
    let mistake = use_state(|| None::<String>);
    let ids = use_state(|| (unique_id(), unique_id()));
    let write = |field: &UseStateHandle<String>| {
        let field = field.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            field.set(input.value());
        })
    };
    let jump = {
        let (moment, span, mistake) = (moment.clone(), span.clone(), mistake.clone());
        let (now, zone, on_jump) = (props.now, props.zone.clone(), props.on_jump.clone());
        move || match target(now, &zone, &moment, &span) {
            Ok(at) => on_jump.emit(at),
            Err(reason) => mistake.set(Some(reason)),
        }
    };
    let onsubmit = {
        let jump = jump.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            jump();
        })
    };
    html! {
        <Dialog title={strings::JUMP_TITLE} on_close={props.on_close.clone()}>
            <form class="form" {onsubmit}>
                <label class="label" for={ids.0.clone()}>{ strings::JUMP_TO }{ " (" }{ &props.zone }{ ")" }</label>
                <input
                    class="field field--moment"
                    type="datetime-local"
                    id={ids.0.clone()}
                    value={(*moment).clone()}
                    oninput={write(&moment)}
                />
                <label class="label" for={ids.1.clone()}>{ strings::JUMP_BY }</label>
                <input
                    class="field"
                    type="text"
                    id={ids.1.clone()}
                    placeholder={strings::JUMP_BY_HELP}
                    value={(*span).clone()}
                    oninput={write(&span)}
                />
                if let Some(mistake) = &*mistake {
                    <p class="mistake" role="alert">{ mistake }</p>
                }
                <div class="buttons">
                    <button type="submit" class="button button--primary">{ strings::JUMP_GO }</button>
                    <Act label={strings::KEEP} onclick={props.on_close.clone()} />
                </div>
            </form>
        </Dialog>
    }
}

/// Where a jump goes: a span, when one is given, else the moment.
fn target(now: SimTime, zone: &str, moment: &str, span: &str) -> Result<SimTime, String> {
    let span = span.trim();
    let at = if span.is_empty() {
        parse_moment(moment, zone)?
    } else {
        now + parse_duration(span.trim_start_matches('+').trim())?
    };
    if at > now { Ok(at) } else { Err(strings::JUMP_PAST.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_goes_to_a_moment_or_by_a_span_but_never_back() {
        let now = parse_moment("2026-03-02 09:00", "UTC").expect("a moment");
        let go = |moment: &str, span: &str| target(now, "UTC", moment, span);
        assert_eq!(go("2026-03-02T10:30", ""), Ok(now + rehearsal_kernel::SimDuration::minutes(90)));
        assert_eq!(go("2026-03-02T10:30", "+1d"), Ok(now + rehearsal_kernel::SimDuration::days(1)));
        assert_eq!(go("2026-03-02T09:00", ""), Err(strings::JUMP_PAST.to_owned()));
        assert!(go("", "soon").is_err());
    }
}
