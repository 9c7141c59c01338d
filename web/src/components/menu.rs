//! A button that opens a list of commands.

use rehearsal_view::Offer;
use yew::prelude::*;

use crate::components::{Act, Glyph, first_click};

/// A command of a menu.
#[derive(Clone, PartialEq)]
pub(crate) struct MenuEntry {
    words: AttrValue,
    refusal: Option<AttrValue>,
    act: Callback<()>,
}

impl MenuEntry {
    /// A command that can be given.
    pub(crate) fn new(words: impl Into<AttrValue>, act: Callback<()>) -> Self {
        Self { words: words.into(), refusal: None, act }
    }

    /// The same, with why it would be refused.
    pub(crate) fn unless(self, offer: &Offer) -> Self {
        Self { refusal: offer.refusal.clone().map(AttrValue::from), ..self }
    }

    /// The same, with why it cannot be given now.
    pub(crate) fn off(self, refusal: Option<AttrValue>) -> Self {
        Self { refusal, ..self }
    }
}

/// Properties of [`Menu`].
#[derive(PartialEq, Properties)]
pub(crate) struct MenuProps {
    /// A sign before the words.
    #[prop_or_default]
    pub(crate) glyph: Option<Glyph>,
    /// Classes of the button.
    #[prop_or(Classes::from("button--quiet"))]
    pub(crate) class: Classes,
    /// The words on the button.
    pub(crate) label: AttrValue,
    /// Why there is nothing in it.
    #[prop_or_default]
    pub(crate) empty: AttrValue,
    /// What is in it.
    pub(crate) entries: Vec<MenuEntry>,
}

/// The button, and its commands while it is open; Escape closes it.
#[component]
pub(crate) fn Menu(props: &MenuProps) -> Html {
    let is_open = use_state(|| false);
    let set = |open: bool| {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(open))
    };
    let onkeydown = {
        let close = set(false);
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        })
    };
    let refusal = props.entries.is_empty().then(|| props.empty.clone());
    html! {
        <span class="menu" {onkeydown}>
            <Act
                class={props.class.clone()}
                glyph={props.glyph}
                label={AttrValue::from(format!("{} ⌄", props.label))}
                spoken={props.label.clone()}
                {refusal}
                onclick={set(!*is_open)}
            />
            if *is_open && !props.entries.is_empty() {
                <div class="menu__cover" onclick={first_click(&set(false))}></div>
                <ul class="menu__list">
                    { for props.entries.iter().map(|entry| {
                        let (close, act) = (set(false), entry.act.clone());
                        let onclick = Callback::from(move |()| {
                            close.emit(());
                            act.emit(());
                        });
                        html! {
                            <li key={entry.words.to_string()}>
                                <Act
                                    class="button--quiet menu__entry"
                                    label={entry.words.clone()}
                                    refusal={entry.refusal.clone()}
                                    {onclick}
                                />
                            </li>
                        }
                    }) }
                </ul>
            }
        </span>
    }
}
