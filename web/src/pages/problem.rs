//! Pages for what is not there, yet or at all.

use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::{Act, Empty};

/// Properties of [`Loading`].
#[derive(PartialEq, Properties)]
pub(crate) struct LoadingProps {
    /// What is awaited.
    pub(crate) text: AttrValue,
}

/// Grey shapes where something will be.
#[component]
pub(crate) fn Loading(props: &LoadingProps) -> Html {
    html! {
        <div class="waiting" role="status">
            <p class="quiet">{ &props.text }</p>
            <div class="waiting__bar" aria-hidden="true"></div>
            <div class="waiting__bar" aria-hidden="true"></div>
            <div class="waiting__bar" aria-hidden="true"></div>
        </div>
    }
}

/// Properties of [`Failure`].
#[derive(PartialEq, Properties)]
pub(crate) struct FailureProps {
    /// What failed.
    pub(crate) title: AttrValue,
    /// Why.
    pub(crate) reason: AttrValue,
    /// Tries again.
    pub(crate) on_again: Callback<()>,
}

/// Something could not be loaded.
#[component]
pub(crate) fn Failure(props: &FailureProps) -> Html {
    html! {
        <Empty title={props.title.clone()} text={props.reason.clone()}>
            <p class="buttons buttons--center">
                <Act class="button--primary" label={strings::TRY_AGAIN} onclick={props.on_again.clone()} />
                <a class="button" href="#/">{ strings::ALL_SCENARIOS }</a>
            </p>
        </Empty>
    }
}

/// Properties of [`NotFound`].
#[derive(PartialEq, Properties)]
pub(crate) struct NotFoundProps {
    /// Where to go instead, and its words.
    pub(crate) href: AttrValue,
    /// Words of the link.
    pub(crate) words: AttrValue,
    /// Why it may be missing.
    #[prop_or(AttrValue::Static(strings::NOT_FOUND_HELP))]
    pub(crate) help: AttrValue,
}

/// An address that leads nowhere, or not yet.
#[component]
pub(crate) fn NotFound(props: &NotFoundProps) -> Html {
    html! {
        <Empty title={strings::NOT_FOUND} text={props.help.clone()}>
            <p class="buttons buttons--center">
                <a class="button button--primary" href={props.href.clone()}>{ &props.words }</a>
            </p>
        </Empty>
    }
}
