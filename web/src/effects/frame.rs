//! How large a scrolling frame is, and how far it is scrolled.

use gloo::events::EventListener;
use gloo::utils::window;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What can be seen of a frame, in pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Inner width; 0 before it is known.
    pub(crate) width: usize,
    /// Inner height; 0 before it is known.
    pub(crate) height: usize,
    /// How far it is scrolled down, cut off to whole steps.
    pub(crate) top: usize,
}

/// Size of a frame, looked at after every drawing, since panels beside it come and go; and how far it is scrolled, in
/// steps of so many pixels, since smaller ones draw nothing new.
#[hook]
pub(crate) fn use_frame(element: &NodeRef, step: usize) -> Frame {
    let seen = use_state(Frame::default);
    let measure = {
        let (element, seen) = (element.clone(), seen.clone());
        move || {
            let pixels = |value: i32| usize::try_from(value).unwrap_or(0);
            let found = element.cast::<HtmlElement>().map_or_else(Frame::default, |frame| Frame {
                width: pixels(frame.client_width()),
                height: pixels(frame.client_height()),
                top: pixels(frame.scroll_top()) / step * step,
            });
            if found != *seen {
                seen.set(found);
            }
        }
    };
    {
        let measure = measure.clone();
        use_effect(measure);
    }
    let element = element.clone();
    use_effect_with(*seen, move |_| {
        let scroll = element.cast::<Element>().map(|frame| {
            let measure = measure.clone();
            EventListener::new(&frame, "scroll", move |_| measure())
        });
        let resize = EventListener::new(&window(), "resize", move |_| measure());
        || drop((scroll, resize))
    });
    *seen
}
