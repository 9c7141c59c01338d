//! The conditions of one side of a stage.

use rehearsal_pipeline::ApprovalType;
use rehearsal_view::{ConditionsView, conditions, strings};
use yew::prelude::*;

use crate::components::{Conditions, Panel, state_word_as};
use crate::pages::PageProps;
use crate::panels::{close, missing, why_named};
use crate::route::{LogPlace, Page};

/// Properties of [`ConditionsPanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct ConditionsPanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Name of the release.
    pub(crate) release: String,
    /// Name of the stage.
    pub(crate) stage: String,
    /// Before or after deployment.
    pub(crate) side: ApprovalType,
}

/// Who approves, and the fields of a decision.
#[component]
pub(crate) fn ConditionsPanel(of: &ConditionsPanelProps) -> Html {
    let props = &of.props;
    let found = props.player.scene(|scene| {
        let release = scene.release_named(&of.release)?;
        let stage = scene.stage_named(release, &of.stage)?;
        Some(conditions(scene, release, stage, of.side))
    });
    let Some(found) = found else { return missing(close(props)) };
    let logs = props.place.on(Page::Logs(LogPlace::of(&of.release, &of.stage)));
    let subtitle = match &found {
        Some(view) => html! {
            <>
                <span>{ view.title }</span><span aria-hidden="true">{ " • " }</span>
                { state_word_as(view.standing.0, view.standing.1) }
            </>
        },
        None => Html::default(),
    };
    html! {
        <Panel title={of.stage.clone()} {subtitle} on_close={close(props)}>
            <p class="panel__tabs">
                if found.as_ref().is_some_and(|view| view.gates.is_none()) {
                    <strong>{ strings::APPROVERS }</strong>
                }
                <a href={logs.href()}>{ strings::VIEW_LOGS }</a>
                <>{ for found.as_ref().map(|view| whys(props, view)) }</>
            </p>
            if let Some(view) = found {
                <Conditions {view} on_act={props.on_act.clone()} />
            } else {
                <p>{ strings::NO_CONDITIONS }</p>
            }
        </Panel>
    }
}

/// "Why?" of the approvals and of the gates of a side.
pub(crate) fn whys(props: &PageProps, view: &ConditionsView) -> Html {
    html! {
        <span class="whys">
            if !view.rows.is_empty() {
                { why_named(props, &view.about, strings::APPROVALS) }
            }
            if let Some(gates) = &view.gates {
                { why_named(props, &gates.about, strings::GATES) }
            }
        </span>
    }
}
