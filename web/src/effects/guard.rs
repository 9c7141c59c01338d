//! Drafts: keys that take a change back, and the question before the page is left.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use wasm_bindgen::JsCast as _;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

/// Lets the browser ask before the page is closed or loaded again, while `is_on`.
#[hook]
pub(crate) fn use_leave_guard(is_on: bool) {
    use_effect_with(is_on, |&is_on| {
        let options = EventListenerOptions::enable_prevent_default();
        let ask = |event: &Event| event.prevent_default();
        let listener = is_on.then(|| EventListener::new_with_options(&window(), "beforeunload", options, ask));
        || drop(listener)
    });
}

/// Ctrl+Z takes the latest change back, Ctrl+Y and Ctrl+Shift+Z make it again: it calls back with whether forth. In a
/// field with text these keys are the field's own.
#[hook]
pub(crate) fn use_undo_keys(on_keys: Callback<bool>) {
    let latest = use_mut_ref(|| on_keys.clone());
    *latest.borrow_mut() = on_keys;
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || is_in_text(event) {
                return;
            }
            let forth = match event.key().as_str() {
                "z" => false,
                "y" | "Z" => true,
                _ => return,
            };
            event.prevent_default();
            latest.borrow().emit(forth);
        });
        || drop(listener)
    });
}

fn is_in_text(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    match target.tag_name().as_str() {
        "TEXTAREA" => true,
        "INPUT" => target
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(|input| !matches!(input.type_().as_str(), "checkbox" | "radio")),
        _ => false,
    }
}
