//! Files for the learner's own disk.

use gloo::file::{Blob, ObjectUrl};
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlAnchorElement;

/// Offers a text as a file. A browser that cannot is silent, as it is for any link it cannot follow.
pub(crate) fn download(name: &str, text: &str) {
    offer(name, ObjectUrl::from(Blob::new_with_options(text, Some("text/plain;charset=utf-8"))));
}

/// Offers an archive as a file.
pub(crate) fn download_archive(name: &str, bytes: &[u8]) {
    offer(name, ObjectUrl::from(Blob::new_with_options(bytes, Some("application/zip"))));
}

fn offer(name: &str, url: ObjectUrl) {
    let Some(link) = document().create_element("a").ok().and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the address after this returns, so it is given up a little later.
    gloo::timers::callback::Timeout::new(10_000, move || drop(url)).forget();
}

/// Puts a text on the clipboard; a browser that refuses stays silent, and the text can still be marked by hand.
pub(crate) fn copy(text: &str) {
    let written = gloo::utils::window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(written).await;
    });
}

/// Reads the file that was chosen in a field.
pub(crate) fn read_file(field: &web_sys::HtmlInputElement, on_read: yew::Callback<String>) {
    let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
    wasm_bindgen_futures::spawn_local(async move {
        let file = gloo::file::File::from(file);
        if let Ok(text) = gloo::file::futures::read_as_text(&file).await {
            on_read.emit(text);
        }
    });
}
