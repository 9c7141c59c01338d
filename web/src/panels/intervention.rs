//! A manual intervention that waits: what to do by hand, and "Resume" or "Reject".

use rehearsal_engine::{Action, OnIntervention};
use rehearsal_view::{interventions, strings};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::{Act, Panel, unique_id};
use crate::pages::PageProps;
use crate::panels::{close, missing};

/// Properties of [`InterventionPanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct InterventionPanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Name of the release.
    pub(crate) release: String,
    /// Name of the stage.
    pub(crate) stage: String,
}

/// The oldest intervention that waits in the stage.
#[component]
pub(crate) fn InterventionPanel(of: &InterventionPanelProps) -> Html {
    let props = &of.props;
    let comment = use_node_ref();
    let id = use_state(unique_id);
    let found = props.player.scene(|scene| {
        let release = scene.release_named(&of.release)?;
        interventions(scene, release).into_iter().find(|one| one.stage == of.stage)
    });
    let Some(view) = found else { return missing(close(props)) };
    let decide = |action: fn(OnIntervention) -> Action| {
        let (on_act, comment) = (props.on_act.clone(), comment.clone());
        let on = OnIntervention {
            release: view.release.clone(),
            stage: view.stage.clone(),
            task: view.task.clone(),
            comment: String::new(),
        };
        Callback::from(move |()| {
            let comment = comment.cast::<HtmlTextAreaElement>().map(|it| it.value()).unwrap_or_default();
            on_act.emit(action(OnIntervention { comment, ..on.clone() }));
        })
    };
    let footer = html! {
        <>
            <Act
                class="button--primary"
                label={strings::RESUME}
                refusal={view.resume.refusal.clone().map(AttrValue::from)}
                onclick={decide(Action::ResumeIntervention)}
            />
            <Act
                label={strings::REJECT}
                refusal={view.reject.refusal.clone().map(AttrValue::from)}
                onclick={decide(Action::RejectIntervention)}
            />
        </>
    };
    html! {
        <Panel
            title={strings::MANUAL_INTERVENTION}
            subtitle={html! { { strings::stage_of(&view.stage, &view.release) } }}
            on_close={close(props)}
            {footer}
        >
            <dl class="facts">
                <dt>{ strings::TASK }</dt><dd>{ &view.task }</dd>
                <dt>{ strings::WAITS }</dt><dd>{ &view.since }{ " · " }{ &view.deadline }</dd>
                if !view.notified.is_empty() {
                    <dt>{ strings::GOT_MAIL }</dt><dd>{ strings::list(&view.notified) }</dd>
                }
            </dl>
            if !view.instructions.is_empty() {
                <h3 class="section-title">{ strings::INSTRUCTIONS }</h3>
                <p>{ &view.instructions }</p>
            }
            <label class="label" for={(*id).clone()}>{ strings::COMMENT_OPTIONAL }</label>
            <textarea class="field" id={(*id).clone()} ref={comment} rows="3" maxlength="1000" />
        </Panel>
    }
}
