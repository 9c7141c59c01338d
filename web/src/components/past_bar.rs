//! The bar in the place of the clock while the past is looked at: which moment it is, and the ways out.

use rehearsal_scenario::Moment;
use rehearsal_view::strings;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Act, Dialog, Glyph, unique_id};
use crate::store::{Action, NAME_MAX};

/// Properties of [`PastBar`].
#[derive(PartialEq, Properties)]
pub(crate) struct PastBarProps {
    /// The day that is looked at.
    pub(crate) day: AttrValue,
    /// The time of day.
    pub(crate) time: AttrValue,
    /// Zone of both.
    pub(crate) zone: AttrValue,
    /// Day and time of the present.
    pub(crate) present: AttrValue,
    /// What had happened last, as a sentence.
    pub(crate) last: AttrValue,
    /// The moment that is looked at.
    pub(crate) moment: Moment,
    /// Moments of the run, oldest first.
    pub(crate) moments: Vec<Moment>,
    /// Name of the future in view.
    pub(crate) future: AttrValue,
    /// A name for another one.
    pub(crate) name: AttrValue,
    /// Why there can be no other one.
    pub(crate) refusal: Option<AttrValue>,
    /// Looks elsewhere, goes back, branches.
    pub(crate) on_action: Callback<Action>,
}

/// The bar.
#[component]
pub(crate) fn PastBar(props: &PastBarProps) -> Html {
    let is_asking = use_state(|| false);
    let ask = |asks: bool| {
        let is_asking = is_asking.clone();
        Callback::from(move |()| is_asking.set(asks))
    };
    let here = props.moments.partition_point(|moment| *moment <= props.moment);
    // The present is the last place of the slider, since the clock may have passed the last event.
    let last = props.moments.len();
    let go = {
        let (moments, act) = (props.moments.clone(), props.on_action.clone());
        move |index: usize| match moments.get(index) {
            Some(moment) => act.emit(Action::LookAt(*moment)),
            None => act.emit(Action::BackToNow),
        }
    };
    let slide = {
        let go = go.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            go(input.value().parse().unwrap_or(0));
        })
    };
    let to = |index: usize| {
        let go = go.clone();
        Callback::from(move |()| go(index))
    };
    let index = here.saturating_sub(1);
    // Between two events there is one at hand on either side.
    let is_between = props.moments.get(index).is_some_and(|moment| moment.at < props.moment.at);
    let before = if is_between { Some(index) } else { index.checked_sub(1) };
    html! {
        <section class="clock clock--past" aria-label={strings::LOOKING_BACK}>
            <p class="clock__time">
                <span class="clock__day">{ &props.day }</span>
                <span class="clock__hour">{ &props.time }</span>
                <span class="clock__zone">{ &props.zone }</span>
            </p>
            <div class="clock__group clock__group--slide">
                <Act
                    class="button--square"
                    glyph={Glyph::Left}
                    label={strings::EVENT_BEFORE}
                    spoken={strings::EVENT_BEFORE}
                    refusal={before.is_none().then_some(AttrValue::Static(strings::NOTHING_TO_LOOK_BACK_AT))}
                    onclick={to(before.unwrap_or(0))}
                />
                <input
                    class="clock__slide"
                    type="range"
                    min="0"
                    max={last.to_string()}
                    value={index.to_string()}
                    aria-label={strings::MOMENT}
                    aria-valuetext={format!("{}, {}. {}", props.day, props.time, props.last)}
                    oninput={slide}
                />
                <Act
                    class="button--square"
                    glyph={Glyph::Right}
                    label={strings::EVENT_AFTER}
                    spoken={strings::EVENT_AFTER}
                    onclick={to(here)}
                />
            </div>
            <div class="clock__group">
                <Act class="button--primary" label={strings::BACK_TO_NOW} onclick={props.on_action.reform(|()| Action::BackToNow)} />
                <Act
                    glyph={Glyph::Branch}
                    label={strings::BRANCH_HERE}
                    refusal={props.refusal.clone()}
                    onclick={ask(true)}
                />
            </div>
            <p class="clock__hint" aria-live="polite">
                <strong>{ strings::looking_at(&props.time, &props.day) }</strong>
                { ". " }{ &props.last }{ " " }{ strings::now_is(&props.present) }
            </p>
            if *is_asking {
                <BranchDialog
                    time={props.time.clone()}
                    future={props.future.clone()}
                    name={props.name.clone()}
                    on_close={ask(false)}
                    on_branch={
                        let (close, act) = (ask(false), props.on_action.clone());
                        Callback::from(move |name| {
                            close.emit(());
                            act.emit(Action::Branch(name));
                        })
                    }
                />
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct BranchProps {
    time: AttrValue,
    future: AttrValue,
    name: AttrValue,
    on_close: Callback<()>,
    on_branch: Callback<String>,
}

/// Asks for the name of the new future.
#[component]
fn BranchDialog(props: &BranchProps) -> Html {
    let field = use_node_ref();
    let id = use_state(unique_id);
    let onsubmit = {
        let (field, on_branch) = (field.clone(), props.on_branch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let name = field.cast::<HtmlInputElement>().map(|it| it.value()).unwrap_or_default();
            on_branch.emit(name);
        })
    };
    html! {
        <Dialog title={strings::BRANCH_TITLE} on_close={props.on_close.clone()}>
            <form class="form" {onsubmit}>
                <p>{ strings::branch_text(&props.time, &props.future) }</p>
                <label class="label" for={(*id).clone()}>{ strings::NAME }</label>
                <input
                    class="field"
                    type="text"
                    id={(*id).clone()}
                    ref={field}
                    value={props.name.clone()}
                    maxlength={NAME_MAX.to_string()}
                    required=true
                />
                <div class="buttons">
                    <button type="submit" class="button button--primary">{ strings::BRANCH_GO }</button>
                    <Act label={strings::KEEP} onclick={props.on_close.clone()} />
                </div>
            </form>
        </Dialog>
    }
}
