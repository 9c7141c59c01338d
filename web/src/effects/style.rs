//! Sizes and positions that no style sheet can know.
//!
//! The page's policy allows no `style` attributes, so that untrusted text can never become one; properties set by
//! the program are allowed.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Keeps CSS properties of an element.
#[hook]
pub(crate) fn use_style(element: &NodeRef, properties: Vec<(&'static str, String)>) {
    let element = element.clone();
    use_effect_with(properties, move |properties| {
        let Some(element) = element.cast::<HtmlElement>() else { return };
        for (name, value) in properties {
            // A browser that does not know a property leaves it out.
            let _ = element.style().set_property(name, value);
        }
    });
}
