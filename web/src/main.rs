//! The browser edge of Rehearsal: mounts the application into the page's `#app` element.
//!
//! The application holds no rules. A button sends an action to the store, the store asks the session, and pages
//! draw what `rehearsal-view` says.

mod app;
mod components;
mod effects;
mod pages;
mod panels;
mod route;
mod store;
mod zip;

fn main() {
    let page = gloo::utils::document();
    let root = page.get_element_by_id("app").expect("index.html has an #app element");
    yew::Renderer::<app::App>::with_root(root).render();
}
