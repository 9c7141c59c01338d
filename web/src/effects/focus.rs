//! Focus inside panels and dialogs, and scrolling to the newest line.

use std::cell::RefCell;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent, SvgElement};
use yew::prelude::*;

const FOCUSABLE: &str = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), \
     textarea:not([disabled]), summary, [tabindex]:not([tabindex=\"-1\"])";

thread_local! {
    /// What is open, the topmost last: a key is meant for that one alone.
    static OPEN: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// Lays something on top of what is open, and gives its number there.
fn lay_on_top() -> u32 {
    OPEN.with_borrow_mut(|open| {
        let number = open.last().map_or(0, |last| last + 1);
        open.push(number);
        number
    })
}

/// Keeps the focus inside an element: it goes to the element when it appears, Tab stays within when the page has to
/// wait, Escape calls `on_escape` when nothing lies over the element, and when the element goes the focus returns to
/// where it was.
#[hook]
pub(crate) fn use_focus_trap(element: &NodeRef, is_modal: bool, on_escape: Callback<()>) {
    let latest = use_mut_ref(|| on_escape.clone());
    *latest.borrow_mut() = on_escape;
    {
        let element = element.clone();
        use_effect_with((), move |()| {
            let before = document().active_element();
            let number = lay_on_top();
            focus(&element);
            // On the document: the focus may have been on a button that is gone by now.
            let options = EventListenerOptions::enable_prevent_default();
            let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                if OPEN.with_borrow(|open| open.last() != Some(&number)) {
                    return;
                }
                match event.key().as_str() {
                    "Escape" => latest.borrow().emit(()),
                    "Tab" if is_modal => keep_inside(&element, event),
                    _ => {}
                }
            });
            move || {
                drop(listener);
                OPEN.with_borrow_mut(|open| open.retain(|other| *other != number));
                give_back(before);
            }
        });
    }
    let element = element.clone();
    use_effect(move || {
        // What had the focus was drawn away: the panel takes it, so that the keyboard stays useful.
        if document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
            focus(&element);
        }
    });
}

fn focus(element: &NodeRef) {
    if let Some(element) = element.cast::<HtmlElement>() {
        let _ = element.focus();
    }
}

fn keep_inside(root: &NodeRef, event: &KeyboardEvent) {
    let Some(root) = root.cast::<HtmlElement>() else { return };
    let Ok(found) = root.query_selector_all(FOCUSABLE) else { return };
    let node = |index: u32| found.get(index).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    let Some(last_index) = found.length().checked_sub(1) else { return event.prevent_default() };
    let (Some(first), Some(last)) = (node(0), node(last_index)) else { return };
    let active = document().active_element();
    let is_inside = root.contains(active.as_deref());
    let is = |element: &HtmlElement| active.as_ref() == Some(element.as_ref());
    let to = if event.shift_key() && (is(&first) || is(&root) || !is_inside) {
        last
    } else if !event.shift_key() && (is(&last) || !is_inside) {
        first
    } else {
        return;
    };
    event.prevent_default();
    let _ = to.focus();
}

/// Back to where the focus was; when that is gone, to the page.
fn give_back(before: Option<Element>) {
    let still_there =
        before.filter(|element| element.is_connected()).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let target = still_there
        .or_else(|| document().get_element_by_id("page").and_then(|element| element.dyn_into::<HtmlElement>().ok()));
    if let Some(target) = target {
        let _ = target.focus();
    }
}

/// Gives the focus to what a selector finds inside an element, after each of so many moves.
#[hook]
pub(crate) fn use_focus_follow(around: &NodeRef, selector: &'static str, moves: usize) {
    let around = around.clone();
    use_effect_with(moves, move |&moves| {
        let found = around.cast::<Element>().filter(|_| moves > 0);
        let found = found.and_then(|around| around.query_selector(selector).ok().flatten());
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

/// Scrolls an element to its end whenever `length` grows, unless the reader has scrolled up; none leaves it alone.
#[hook]
pub(crate) fn use_scroll_to_end(element: &NodeRef, length: Option<usize>) {
    let element = element.clone();
    let was_at_end = use_mut_ref(|| true);
    {
        // Looked at while the old lines are still drawn.
        let at_end = element
            .cast::<Element>()
            .is_none_or(|element| element.scroll_height() - element.scroll_top() - element.client_height() < 24);
        *was_at_end.borrow_mut() = at_end;
    }
    use_effect_with(length, move |length| {
        let follows = length.is_some() && *was_at_end.borrow();
        if let Some(element) = element.cast::<Element>().filter(|_| follows) {
            element.set_scroll_top(element.scroll_height());
        }
    });
}

/// Shows the right end of a wide table, again whenever it has become longer.
#[hook]
pub(crate) fn use_scroll_to_right(element: &NodeRef, length: usize) {
    let element = element.clone();
    use_effect_with(length, move |_| {
        if let Some(element) = element.cast::<Element>() {
            element.set_scroll_left(element.scroll_width());
        }
    });
}

/// Brings the element with an id into view, once for each id.
#[hook]
pub(crate) fn use_scroll_into_view(id: Option<String>) {
    use_effect_with(id, |id| {
        if let Some(element) = id.as_ref().and_then(|id| document().get_element_by_id(id)) {
            element.scroll_into_view();
        }
    });
}

/// Scrolls what an element lies in, found by its selector, as far as it takes to see all of the element; once for each
/// new reason.
#[hook]
pub(crate) fn use_show_within(element: &NodeRef, around: &'static str, reason: Option<usize>) {
    let element = element.clone();
    use_effect_with(reason, move |reason| {
        let Some(element) = reason.and_then(|_| element.cast::<Element>()) else { return };
        let Ok(Some(around)) = element.closest(around) else { return };
        let (inner, outer) = (element.get_bounding_client_rect(), around.get_bounding_client_rect());
        let above = inner.top() - outer.top() - MARGIN;
        let below = inner.bottom() - outer.bottom() + MARGIN;
        // What is taller than its frame is read from its top.
        let by = if below > 0.0 { below.min(above) } else { above.min(0.0) };
        around.scroll_by_with_x_and_y(0.0, by);
    });
}

/// What stays free above and below an element that is shown.
const MARGIN: f64 = 12.0;

/// Brings the beginning of the page into view when another is chosen.
///
/// In a narrow window the page stands under everything else, and the window scrolls: where it begins below the middle a
/// link would seem to do nothing, and where it begins above the bar that stays its title would be missed.
#[hook]
pub(crate) fn use_page_in_view<T: PartialEq + 'static>(page: T) {
    let is_first = use_mut_ref(|| true);
    use_effect_with(page, move |_| {
        if is_first.replace(false) {
            return;
        }
        let Some(page) = document().get_element_by_id("page") else { return };
        page.set_scroll_top(0);
        let window = gloo::utils::window();
        let Some(height) = window.inner_height().ok().and_then(|height| height.as_f64()) else { return };
        let (top, covered) = (page.get_bounding_client_rect().top(), covered());
        if top < covered || top > height / 2.0 {
            window.scroll_by_with_x_and_y(0.0, top - covered);
        }
    });
}

/// How much of the window the clock bar covers while the page below it is scrolled; none where it scrolls away too.
fn covered() -> f64 {
    let Some(bar) = document().query_selector(".clock").ok().flatten() else { return 0.0 };
    let style = gloo::utils::window().get_computed_style(&bar).ok().flatten();
    let stays = style.is_some_and(|style| style.get_property_value("position").is_ok_and(|it| it == "sticky"));
    if stays { bar.get_bounding_client_rect().height() } else { 0.0 }
}

/// A click on a card that is not meant for one of its links and fields, and that does not end a selection of text.
pub(crate) fn card_click(on: Callback<()>) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        let target = event.target_dyn_into::<Element>();
        let is_for_other = target
            .and_then(|target| target.closest("a, button, input, select, textarea, label, summary").ok().flatten())
            .is_some();
        let selects =
            gloo::utils::window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
        if event.detail() < 2 && !is_for_other && !selects {
            on.emit(());
        }
    })
}

/// Moves the focus to a part of a drawing, by its id.
pub(crate) fn focus_drawn(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|it| it.dyn_into::<SvgElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus to the page, past everything before it.
pub(crate) fn focus_page() {
    give_back(None);
}
