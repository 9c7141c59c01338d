//! Panels that lie over a page.

mod approve_multiple;
mod ask;
mod build;
mod conditions;
mod create;
mod deploy_multiple;
mod editor;
mod intervention;
mod release_tags;
mod stage;
mod why;

use rehearsal_view::strings;
use yew::prelude::*;

pub(crate) use approve_multiple::waiting;
#[cfg(test)]
pub(crate) use editor::{SavePanel, SavePanelProps, save_deed};
pub(crate) use editor::{stage_name_field, words};
#[cfg(test)]
pub(crate) use why::{WhyPanel, WhyPanelProps};
pub(crate) use why::{why_link, why_named};

use crate::components::{Empty, Fixed, Panel as Frame};
use crate::pages::PageProps;
use crate::pages::editor::fixed_because;
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
    let release = if let Page::Release(name) = &props.place.page { Some(name.clone()) } else { None };
    let on_close = close(props);
    match (panel, release) {
        (Panel::Edit(panel), _) => {
            if let Page::Edit(edited, _) = &props.place.page {
                let fixed = Fixed(fixed_because(props, edited).is_some());
                let panel = editor::panel(props, edited, panel, &of.on_action);
                html! { <ContextProvider<Fixed> context={fixed}>{ panel }</ContextProvider<Fixed>> }
            } else {
                missing(on_close)
            }
        }
        (Panel::Why(about), _) => html! { <why::WhyPanel props={props.clone()} {about} /> },
        (which @ (Panel::Create | Panel::CreateDraft), _) => {
            let key = (which == Panel::CreateDraft).to_string();
            html! { <create::CreatePanel {key} ..props.clone() /> }
        }
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
        (Panel::Delete, Some(release)) => {
            html! { <ask::AskPanel props={props.clone()} {release} what={ask::What::Delete} /> }
        }
        (Panel::ApproveMultiple, Some(release)) => {
            html! { <approve_multiple::ApproveMultiplePanel props={props.clone()} {release} /> }
        }
        (Panel::DeployMultiple, Some(release)) => {
            html! { <deploy_multiple::DeployMultiplePanel props={props.clone()} {release} /> }
        }
        (Panel::Intervention(stage), Some(release)) => {
            html! { <intervention::InterventionPanel props={props.clone()} {release} {stage} /> }
        }
        (Panel::ReleaseTags, Some(release)) => {
            html! { <release_tags::ReleaseTagsPanel props={props.clone()} {release} /> }
        }
        (Panel::Commit(source), _) => html! { <build::CommitPanel props={props.clone()} {source} /> },
        (Panel::PullRequest(source), _) => html! { <build::PullRequestPanel props={props.clone()} {source} /> },
        (Panel::Tag(definition, number), _) => {
            html! { <build::TagPanel props={props.clone()} {definition} {number} /> }
        }
        (
            Panel::Stage(_)
            | Panel::Conditions(..)
            | Panel::Deploy(_)
            | Panel::Cancel(_)
            | Panel::Abandon
            | Panel::Delete
            | Panel::ReleaseTags
            | Panel::DeployMultiple
            | Panel::ApproveMultiple
            | Panel::Intervention(_),
            None,
        ) => missing(on_close),
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
