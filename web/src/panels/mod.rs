//! Panels that lie over a page.

mod ask;
mod conditions;
mod create;
mod editor;
mod stage;

use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::{Empty, Panel as Frame};
use crate::pages::PageProps;
use crate::route::{Page, Panel};
use crate::store::Action;

/// Properties of [`PanelOver`].
#[derive(PartialEq, Properties)]
pub(crate) struct PanelOverProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Changes what the application knows.
    pub(crate) on_action: Callback<Action>,
}

/// The panel of the address, if there is one.
#[component]
pub(crate) fn PanelOver(of: &PanelOverProps) -> Html {
    let props = &of.props;
    let Some(panel) = props.place.panel.clone() else { return Html::default() };
    let release = match &props.place.page {
        Page::Release(name) => Some(name.clone()),
        Page::Releases(_) | Page::Logs(_) | Page::Sites | Page::History | Page::Edit(..) => None,
    };
    let on_close = close(props);
    match (panel, release) {
        (Panel::Edit(panel), _) => match props.place.page {
            Page::Edit(pipeline, _) => editor::panel(props, pipeline, panel, &of.on_action),
            Page::Releases(_) | Page::Release(_) | Page::Logs(_) | Page::Sites | Page::History => missing(on_close),
        },
        (Panel::Create, _) => html! { <create::CreatePanel ..props.clone() /> },
        (Panel::Stage(stage), Some(release)) => {
            html! { <stage::StagePanel props={props.clone()} {release} {stage} /> }
        }
        (Panel::Conditions(stage, side), Some(release)) => {
            html! { <conditions::ConditionsPanel props={props.clone()} {release} {stage} {side} /> }
        }
        (Panel::Deploy(stage), Some(release)) => {
            html! { <ask::AskPanel props={props.clone()} {release} what={ask::What::Deploy(stage)} /> }
        }
        (Panel::Cancel(stage), Some(release)) => {
            html! { <ask::AskPanel props={props.clone()} {release} what={ask::What::Cancel(stage)} /> }
        }
        (Panel::Abandon, Some(release)) => {
            html! { <ask::AskPanel props={props.clone()} {release} what={ask::What::Abandon} /> }
        }
        (Panel::Stage(_) | Panel::Conditions(..) | Panel::Deploy(_) | Panel::Cancel(_) | Panel::Abandon, None) => {
            missing(on_close)
        }
    }
}

/// Closes the panel of the page.
pub(crate) fn close(props: &PageProps) -> Callback<()> {
    let place = props.place.without_panel();
    props.on_go.reform(move |()| place.clone())
}

/// A panel about something that is not there, or not yet.
pub(crate) fn missing(on_close: Callback<()>) -> Html {
    html! {
        <Frame title={strings::NOT_FOUND} {on_close}>
            <Empty title={strings::NOT_FOUND} text={strings::NOT_FOUND_HELP} />
        </Frame>
    }
}
