//! The round picture of a person or group: letters, since there are no pictures.

use yew::prelude::*;

/// A round picture of up to two letters; the name stands beside it.
pub(crate) fn avatar(initials: &str, is_group: bool) -> Html {
    html! {
        <span class={classes!("avatar", is_group.then_some("avatar--group"))} aria-hidden="true">
            { initials.to_owned() }
        </span>
    }
}
