//! Menus: where the list opens, and which entry has the focus.

use gloo::utils::{document, window};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// An entry of a list that a key goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// The first one.
    First,
    /// The last one.
    Last,
    /// The one below, after the last the first.
    Next,
    /// The one above, before the first the last.
    Previous,
}

impl Entry {
    /// Where it stands among so many, from where the focus is; there is at least one.
    fn of(self, count: u32, here: Option<u32>) -> u32 {
        match (self, here) {
            (Self::First, _) | (Self::Next, None) => 0,
            (Self::Last, _) | (Self::Previous, None | Some(0)) => count - 1,
            (Self::Next, Some(here)) => (here + 1) % count,
            (Self::Previous, Some(here)) => here - 1,
        }
    }
}

/// What stays free between a list and the edge of the window, in pixels.
const MARGIN: f64 = 8.0;

/// Keeps a list inside the window when it opens, and gives one of its entries the focus.
#[hook]
pub(crate) fn use_menu_list(list: &NodeRef, is_open: bool, entry: Option<Entry>) {
    let list = list.clone();
    use_effect_with(is_open, move |_| {
        let Some(element) = list.cast::<HtmlElement>() else { return };
        let width = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(f64::MAX);
        let lies = element.get_bounding_client_rect();
        let beyond = lies.right() - (width - MARGIN);
        if beyond > 0.0 {
            let button = element.parent_element().map_or(0.0, |around| around.get_bounding_client_rect().width());
            // Its right edge under that of its button, as far as there is room at the left.
            let shift = (lies.width() - button).max(beyond).min(lies.left() - MARGIN);
            let _ = element.style().set_property("inset-inline-start", &format!("-{}px", shift.max(0.0).round()));
        }
        if let Some(entry) = entry {
            focus_entry(&list, entry);
        }
    });
}

/// Moves the focus to an entry of an open list.
pub(crate) fn focus_entry(list: &NodeRef, entry: Entry) {
    let Some(list) = list.cast::<Element>() else { return };
    let Ok(found) = list.query_selector_all("[role=menuitem]") else { return };
    let active = document().active_element();
    let element = |index: u32| found.get(index).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    let count = found.length();
    if count == 0 {
        return;
    }
    let here =
        (0..count).find(|&index| element(index).is_some_and(|element| active.as_ref() == Some(element.as_ref())));
    if let Some(element) = element(entry.of(count, here)) {
        let _ = element.focus();
    }
}

/// Moves the focus to the button of a menu.
pub(crate) fn focus_button(menu: &NodeRef) {
    let button = menu.cast::<Element>().and_then(|menu| menu.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrows_go_round_and_home_and_end_go_to_the_ends() {
        assert_eq!(Entry::Next.of(3, None), 0);
        assert_eq!(Entry::Next.of(3, Some(1)), 2);
        assert_eq!(Entry::Next.of(3, Some(2)), 0);
        assert_eq!(Entry::Previous.of(3, None), 2);
        assert_eq!(Entry::Previous.of(3, Some(0)), 2);
        assert_eq!(Entry::Previous.of(3, Some(2)), 1);
        assert_eq!(Entry::First.of(3, Some(2)), 0);
        assert_eq!(Entry::Last.of(3, Some(0)), 2);
    }
}
