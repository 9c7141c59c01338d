//! A state: its shape, and its word.

use rehearsal_view::Look;
use yew::prelude::*;

/// The sign inside the disc of a state.
pub(crate) const fn state_sign(look: Look) -> &'static str {
    match look {
        Look::NotDeployed => "",
        Look::Queued => "M5 8h.01M8 8h.01M11 8h.01",
        Look::ProcessingGates => "M4.5 4v8M8 4v8M11.5 4v8",
        Look::Scheduled | Look::PendingApproval | Look::PendingIntervention => "M8 4.5V8l2.5 1.5",
        Look::Deferred => "M6.2 5.2v5.6M9.8 5.2v5.6",
        Look::InProgress => "M4.5 8a3.5 3.5 0 0 1 6-2.450M11.5 8a3.5 3.5 0 0 1-6 2.450M10.7 3.7v2h-2M5.3 12.3v-2h2",
        Look::Canceling | Look::Canceled | Look::Skipped => "M5 11l6-6",
        Look::Succeeded => "M4.7 8.3 7 10.6 11.3 5.8",
        Look::PartiallySucceeded => "M8 4.3v4.4M8 11.3h.01",
        Look::Failed => "M5.5 5.5l5 5M10.5 5.5l-5 5",
    }
}

/// The shape of a state. Its word stands beside it, or on the element around it.
pub(crate) fn state_icon(look: Look) -> Html {
    html! {
        <svg
            class={classes!("state-icon", format!("state-icon--{}", look.name()))}
            viewBox="0 0 16 16"
            aria-hidden="true"
        >
            <circle class="state-icon__disc" cx="8" cy="8" r="7" />
            <path class="state-icon__sign" d={state_sign(look)} />
        </svg>
    }
}

/// Shape and word together.
pub(crate) fn state_word(look: Look) -> Html {
    state_word_as(look, look.word())
}

/// Shape and another word than the state's own.
pub(crate) fn state_word_as(look: Look, word: &'static str) -> Html {
    html! {
        <span class={classes!("state", format!("state--{}", look.name()))}>
            { state_icon(look) }
            <span class="state__word">{ word }</span>
        </span>
    }
}
