//! A question in the middle of the page.

use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::{Glyph, first_click, icon, unique_id};
use crate::effects::use_focus_trap;

/// Properties of [`Dialog`].
#[derive(PartialEq, Properties)]
pub(crate) struct DialogProps {
    /// What is asked.
    pub(crate) title: AttrValue,
    /// Closes it without doing anything; Escape does the same.
    pub(crate) on_close: Callback<()>,
    /// Text, fields and buttons.
    pub(crate) children: Html,
}

/// A dialog that keeps the focus until it is answered.
#[component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    let root = use_node_ref();
    let id = use_state(unique_id);
    use_focus_trap(&root, true, props.on_close.clone());
    let close = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <div class="veil veil--center">
            <div class="veil__cover" onclick={first_click(&props.on_close)}></div>
            <div
                ref={root}
                class="dialog"
                role="dialog"
                aria-modal="true"
                aria-labelledby={(*id).clone()}
                tabindex="-1"
            >
                <header class="dialog__head">
                    <h2 class="dialog__title" id={(*id).clone()}>{ &props.title }</h2>
                    <button type="button" class="button button--bare" aria-label={strings::CLOSE} onclick={close}>
                        { icon(Glyph::Cross) }
                    </button>
                </header>
                { props.children.clone() }
            </div>
        </div>
    }
}
