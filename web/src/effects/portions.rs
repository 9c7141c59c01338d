//! Many parts of a page, drawn a portion at a time.

use gloo::timers::callback::Timeout;
use gloo::utils::window;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

/// Drawn at once: more than are seen at once on most screens.
const FIRST: usize = 12;
/// Drawn in each frame after that.
const PORTION: usize = 13;

/// How many of so many parts are to be drawn by now. What is seen first is drawn at once and the rest in the frames
/// that follow, so that the answer to a click does not wait for fifty stages of which three are in view.
#[hook]
pub(crate) fn use_portions(parts: usize) -> usize {
    let drawn = use_state_eq(|| FIRST);
    let unfinished = (*drawn < parts).then_some(*drawn);
    let setter = drawn.setter();
    use_effect_with(unfinished, move |&unfinished| {
        if let Some(drawn) = unfinished {
            after_painting(move || setter.set(drawn + PORTION));
        }
    });
    (*drawn).min(parts)
}

/// Calls back once the next frame has been painted.
fn after_painting(then: impl FnOnce() + 'static) {
    let painting = Closure::once_into_js(move || Timeout::new(0, then).forget());
    // A browser that has no frames paints nothing either.
    let _ = window().request_animation_frame(painting.unchecked_ref());
}
