//! What a page shows when there is nothing to show.

use yew::prelude::*;

/// Properties of [`Empty`].
#[derive(PartialEq, Properties)]
pub(crate) struct EmptyProps {
    /// What is not there.
    pub(crate) title: AttrValue,
    /// What to do about it.
    pub(crate) text: AttrValue,
    /// Buttons and links.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A drawing of an empty stage, a sentence, and a way on.
#[component]
pub(crate) fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="empty">
            <svg class="empty__picture" viewBox="0 0 200 110" width="200" height="110" aria-hidden="true" focusable="false">
                <path class="empty__line" d="M10 96h180" />
                <path class="empty__curtain" d="M24 14h36c0 34-10 58-36 72zM176 14h-36c0 34 10 58 36 72z" />
                <path class="empty__line" d="M16 14h168" />
                <path class="empty__light" d="M100 20 72 96h56z" />
                <circle class="empty__ring" cx="100" cy="84" r="9" />
            </svg>
            <h2 class="empty__title">{ &props.title }</h2>
            <p class="empty__text">{ &props.text }</p>
            { props.children.clone() }
        </div>
    }
}
