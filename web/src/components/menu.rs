//! A button that opens a list of commands.

use rehearsal_view::Offer;
use yew::prelude::*;

use crate::components::{Act, Glyph, first_click, unique_id};
use crate::effects::{Entry, focus_button, focus_entry, use_menu_list};

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
    /// The words of a button that shows a sign.
    #[prop_or_default]
    pub(crate) spoken: Option<AttrValue>,
    /// Why there is nothing in it.
    #[prop_or_default]
    pub(crate) empty: AttrValue,
    /// What is in it.
    pub(crate) entries: Vec<MenuEntry>,
}

/// The button, and its commands while it is open.
///
/// Keys as in the pattern "menu button" of the ARIA guide: the arrows, Home and End move, Escape closes and gives the
/// focus back to the button.
#[component]
pub(crate) fn Menu(props: &MenuProps) -> Html {
    let is_open = use_state(|| false);
    let (root, list) = (use_node_ref(), use_node_ref());
    // The entry that the key which opens the list goes to; a click leaves the focus on the button.
    let opens_at = use_mut_ref(|| None::<Entry>);
    let is_shown = *is_open && !props.entries.is_empty();
    use_menu_list(&list, is_shown, *opens_at.borrow());
    let set = |open: bool| {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(open))
    };
    let onkeydown = {
        let (is_open, root, list, opens_at) = (is_open.clone(), root.clone(), list.clone(), opens_at.clone());
        let is_empty = props.entries.is_empty();
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            let to = match key.as_str() {
                "ArrowDown" => Entry::Next,
                "ArrowUp" => Entry::Previous,
                "Home" if is_shown => Entry::First,
                "End" if is_shown => Entry::Last,
                // The press itself opens.
                "Enter" | " " if !is_shown => {
                    *opens_at.borrow_mut() = Some(Entry::First);
                    return;
                }
                "Escape" if is_shown => {
                    // What lies behind stays open.
                    event.stop_propagation();
                    event.prevent_default();
                    is_open.set(false);
                    focus_button(&root);
                    return;
                }
                "Tab" if is_shown => {
                    is_open.set(false);
                    focus_button(&root);
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            if is_shown {
                focus_entry(&list, to);
            } else if !is_empty {
                *opens_at.borrow_mut() = Some(to);
                is_open.set(true);
            }
        })
    };
    let onpointerdown = Callback::from(move |_: PointerEvent| *opens_at.borrow_mut() = None);
    let refusal = props.entries.is_empty().then(|| props.empty.clone());
    let entries = props.entries.iter().map(|entry| {
        let (close, act, root) = (set(false), entry.act.clone(), root.clone());
        let onclick = Callback::from(move |()| {
            close.emit(());
            // What opens now gives the focus back to where it was.
            focus_button(&root);
            act.emit(());
        });
        html! {
            <MenuItem key={entry.words.to_string()} words={entry.words.clone()} refusal={entry.refusal.clone()} {onclick} />
        }
    });
    html! {
        <span class="menu" ref={root.clone()} {onkeydown} {onpointerdown}>
            <Act
                class={props.class.clone()}
                glyph={props.glyph}
                label={AttrValue::from(format!("{} ⌄", props.label))}
                spoken={props.spoken.clone().unwrap_or_else(|| props.label.clone())}
                opens={Some(is_shown)}
                {refusal}
                onclick={set(!*is_open)}
            />
            if is_shown {
                <div class="menu__cover" onclick={first_click(&set(false))}></div>
                <ul class="menu__list" role="menu" aria-label={props.label.clone()} ref={list}>{ for entries }</ul>
            }
        </span>
    }
}

#[derive(PartialEq, Properties)]
struct MenuItemProps {
    words: AttrValue,
    refusal: Option<AttrValue>,
    onclick: Callback<()>,
}

/// A command of an open menu; one that is off says why.
#[component]
fn MenuItem(props: &MenuItemProps) -> Html {
    let id = use_state(unique_id);
    let is_off = props.refusal.is_some();
    let onclick = {
        let inner = props.onclick.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            if !is_off {
                inner.emit(());
            }
        })
    };
    html! {
        <li class="act" role="none">
            <button
                type="button"
                role="menuitem"
                tabindex="-1"
                class="button button--quiet menu__entry"
                aria-disabled={is_off.then_some("true")}
                aria-describedby={is_off.then(|| (*id).clone())}
                {onclick}
            >
                { &props.words }
            </button>
            if let Some(reason) = &props.refusal {
                <span class="tip" id={(*id).clone()}>{ reason }</span>
            }
        </li>
    }
}
