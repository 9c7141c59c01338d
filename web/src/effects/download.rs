//! Files for the learner's own disk.

use gloo::file::{Blob, ObjectUrl};
use gloo::utils::document;
use rehearsal_view::strings;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement};
use yew::prelude::*;

use crate::route::escape;
use crate::store::Action;

/// Offers a text as a file. A browser that cannot is silent, as it is for any link it cannot follow.
pub(crate) fn download(name: &str, text: &str) {
    offer(name, ObjectUrl::from(Blob::new_with_options(text, Some("text/plain;charset=utf-8"))));
}

/// Offers an archive as a file.
pub(crate) fn download_archive(name: &str, bytes: &[u8]) {
    offer(name, ObjectUrl::from(Blob::new_with_options(bytes, Some("application/zip"))));
}

/// Offers a drawing as a file.
pub(crate) fn download_svg(name: &str, svg: &str) {
    let name = [name, ".svg"].concat();
    offer(&name, ObjectUrl::from(Blob::new_with_options(svg, Some("image/svg+xml;charset=utf-8"))));
}

/// Draws a drawing twice as large as it says, and offers that as a file; one that is too large for the browser is
/// drawn in its own size.
pub(crate) fn save_png(name: &str, svg: &str, (width, height): (u32, u32), on_action: &Callback<Action>) {
    let side = width.max(height);
    if side > SIDE_MAX {
        return on_action.emit(Action::Complain(strings::PICTURE_TOO_TALL.to_owned()));
    }
    let times = if side * 2 > SIDE_MAX { 1 } else { 2 };
    let (name, on_action) = ([name, ".png"].concat(), on_action.clone());
    let failed = move || on_action.emit(Action::Complain(strings::PICTURE_FAILED.to_owned()));
    let Ok(image) = HtmlImageElement::new() else { return failed() };
    // As an address of its own, since the page's policy knows no other for images that it makes.
    let address = ["data:image/svg+xml;charset=utf-8,", &escape(svg)].concat();
    let drawn = {
        let image = image.clone();
        Closure::once_into_js(move || {
            if draw(&image, &name, (width * times, height * times)).is_none() {
                failed();
            }
        })
    };
    image.set_onload(drawn.dyn_ref());
    image.set_src(&address);
}

/// Browsers draw on no canvas with a longer side.
const SIDE_MAX: u32 = 16_000;

fn draw(image: &HtmlImageElement, name: &str, (width, height): (u32, u32)) -> Option<()> {
    let canvas = document().create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    let (wide, high) = (f64::from(width), f64::from(height));
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, wide, high).ok()?;
    let name = name.to_owned();
    let done = Closure::once_into_js(move |blob: web_sys::Blob| offer(&name, ObjectUrl::from(Blob::from(blob))));
    canvas.to_blob(done.dyn_ref()?).ok()
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

/// Reads the file that was chosen in a field: its name and its text, or why it is no text of a sensible length.
pub(crate) fn read_file(
    field: &web_sys::HtmlInputElement,
    on_read: yew::Callback<(String, Result<String, &'static str>)>,
) {
    let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
    let (name, file) = (file.name(), gloo::file::File::from(file));
    // Looked at before it is read: a file of any length may have been chosen.
    if file.size() > rehearsal_yaml::MAX_BYTES as u64 {
        return on_read.emit((name, Err(strings::FILE_TOO_LONG)));
    }
    wasm_bindgen_futures::spawn_local(async move {
        let read = gloo::file::futures::read_as_text(&file).await.map_err(|_| strings::FILE_UNREADABLE);
        on_read.emit((name, read.and_then(as_text)));
    });
}

/// A browser puts U+FFFD in place of whatever is not UTF-8.
fn as_text(read: String) -> Result<String, &'static str> {
    if read.trim().is_empty() {
        Err(strings::FILE_EMPTY)
    } else if read.contains(['\0', '\u{fffd}']) {
        Err(strings::FILE_NOT_TEXT)
    } else {
        Ok(read)
    }
}
