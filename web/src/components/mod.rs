//! Small parts of pages. They take data and callbacks and own no rules.

mod clock_bar;
mod conditions;
mod console;
mod diagram;
mod dialog;
mod empty;
pub(crate) mod form;
mod gates;
mod icon;
mod markdown;
mod menu;
mod message_bar;
mod name_field;
mod notices;
mod panel;
mod past_bar;
mod person;
mod persona;
mod settable;
mod stage_card;
mod stage_chip;
mod state;
#[cfg(test)]
mod tests;
mod theme_switch;
mod tutorial;

pub(crate) use clock_bar::ClockBar;
pub(crate) use conditions::{Approver, Conditions};
pub(crate) use console::ConsoleView;
pub(crate) use diagram::{DiagramView, Zoom, ZoomBar};
pub(crate) use dialog::Dialog;
pub(crate) use empty::Empty;
pub(crate) use gates::gates;
pub(crate) use icon::{Glyph, icon};
pub(crate) use markdown::Markdown;
pub(crate) use menu::{Menu, MenuEntry};
pub(crate) use message_bar::message_bar;
pub(crate) use name_field::NameField;
pub(crate) use notices::{Notices, created_banner};
pub(crate) use panel::{Fixed, Panel};
pub(crate) use past_bar::PastBar;
pub(crate) use person::avatar;
pub(crate) use persona::{Persona, PersonaChoice};
pub(crate) use settable::{Given, settable};
pub(crate) use stage_card::{StageCardView, StageTable};
pub(crate) use stage_chip::StageChip;
pub(crate) use state::{state_icon, state_sign, state_word, state_word_as};
pub(crate) use theme_switch::ThemeSwitch;
pub(crate) use tutorial::Tutorial;

use rehearsal_view::strings;
use yew::prelude::*;

/// Properties of [`Act`].
#[derive(PartialEq, Properties)]
pub(crate) struct ActProps {
    /// The words on the button.
    pub(crate) label: AttrValue,
    /// What is read out instead, when the label alone says too little.
    #[prop_or_default]
    pub(crate) spoken: Option<AttrValue>,
    /// A sign before the words.
    #[prop_or_default]
    pub(crate) glyph: Option<Glyph>,
    /// Classes besides `button`.
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Why it cannot be pressed now.
    #[prop_or_default]
    pub(crate) refusal: Option<AttrValue>,
    /// Whether the menu that it opens is open; none when it opens no menu.
    #[prop_or_default]
    pub(crate) opens: Option<bool>,
    /// Whether a double click counts once.
    #[prop_or_default]
    pub(crate) once: bool,
    /// What it does.
    pub(crate) onclick: Callback<()>,
}

/// Clicks that are not the second of a double click, so that what the first has opened stays open.
pub(crate) fn first_click(on: &Callback<()>) -> Callback<MouseEvent> {
    let on = on.clone();
    Callback::from(move |event: MouseEvent| {
        if event.detail() < 2 {
            on.emit(());
        }
    })
}

/// A button that says why it cannot be pressed.
///
/// It stays in the order of Tab while it is off, so that the reason can be read by everyone: on hover and on
/// focus, and by screen readers as its description.
#[component]
pub(crate) fn Act(props: &ActProps) -> Html {
    let id = use_state(unique_id);
    let is_off = props.refusal.is_some();
    // A sign without its words says them to the pointer.
    let is_sign = props.class.contains("button--square");
    let onclick = {
        let (inner, once) = (props.onclick.clone(), props.once);
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            let is_again = once && event.detail() > 1;
            if !is_off && !is_again {
                inner.emit(());
            }
        })
    };
    html! {
        <span class="act">
            <button
                type="button"
                class={classes!("button", props.class.clone())}
                aria-label={props.spoken.clone()}
                title={props.spoken.clone().filter(|_| is_sign && !is_off)}
                aria-disabled={is_off.then_some("true")}
                aria-describedby={is_off.then(|| (*id).clone())}
                aria-haspopup={props.opens.map(|_| "menu")}
                aria-expanded={props.opens.map(|is_open| is_open.to_string())}
                {onclick}
            >
                if let Some(glyph) = props.glyph {
                    { icon(glyph) }
                }
                <span class="button__label">{ &props.label }</span>
            </button>
            // In a place of its own: a list that grew or shrank would make the button anew, in the middle of a click.
            if let Some(reason) = &props.refusal {
                <span class="tip" role="tooltip" id={(*id).clone()}>{ reason }</span>
            }
        </span>
    }
}

/// A red "!" that says what is wrong; nothing when nothing is.
pub(crate) fn alarm(texts: &[&str]) -> Html {
    if texts.is_empty() {
        return Html::default();
    }
    let words = texts.join(" ");
    html! { <span class="alarm" role="img" aria-label={words.clone()} title={words}>{ "!" }</span> }
}

/// What is wrong at a place, as a list; nothing when nothing is.
pub(crate) fn mistakes(texts: &[&str]) -> Html {
    if texts.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="mistakes" role="alert">
            { for texts.iter().map(|text| html! { <li>{ alarm(&[strings::MISTAKE]) }<span>{ *text }</span></li> }) }
        </ul>
    }
}

/// An id that no other element of the page has.
pub(crate) fn unique_id() -> AttrValue {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("id{}", NEXT.fetch_add(1, Ordering::Relaxed)).into()
}
