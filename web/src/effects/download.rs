//! Files for the learner's own disk.

use gloo::file::{Blob, ObjectUrl};
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlAnchorElement;

/// Offers a text as a file. A browser that cannot is silent, as it is for any link it cannot follow.
pub(crate) fn download(name: &str, text: &str) {
    let url = ObjectUrl::from(Blob::new_with_options(text, Some("text/plain;charset=utf-8")));
    let Some(link) = document().create_element("a").ok().and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the address after this returns, so it is given up a little later.
    gloo::timers::callback::Timeout::new(10_000, move || drop(url)).forget();
}
