//! The round picture of a person or group: letters, since there are no pictures.

use yew::prelude::*;

/// Properties of [`Avatar`].
#[derive(PartialEq, Properties)]
pub(crate) struct AvatarProps {
    /// Up to two letters.
    pub(crate) initials: AttrValue,
    /// True for a group.
    #[prop_or_default]
    pub(crate) is_group: bool,
}

/// A round picture; the name stands beside it.
#[component]
pub(crate) fn Avatar(props: &AvatarProps) -> Html {
    html! {
        <span class={classes!("avatar", props.is_group.then_some("avatar--group"))} aria-hidden="true">
            { &props.initials }
        </span>
    }
}
