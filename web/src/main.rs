//! The browser edge: mounts the application into the page's `#app` element.

use yew::prelude::*;

/// A placeholder until the pages arrive: one button that counts.
#[component]
fn App() -> Html {
    let count = use_state(|| 0_u32);
    let add_one = {
        let count = count.clone();
        Callback::from(move |_: MouseEvent| count.set(*count + 1))
    };
    html! {
        <main>
            <h1>{ "Rehearsal" }</h1>
            <button onclick={add_one}>{ "Count" }</button>
            <p role="status">{ format!("Counted {}", *count) }</p>
        </main>
    }
}

fn main() {
    let page = gloo::utils::document();
    let root = page.get_element_by_id("app").expect("index.html has an #app element");
    yew::Renderer::<App>::with_root(root).render();
}
