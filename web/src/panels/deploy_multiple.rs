//! "Deploy multiple": several stages of a release at once.

use std::collections::BTreeSet;

use rehearsal_engine::{Action, OnStages};
use rehearsal_view::{release, strings};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::form::check_row;
use crate::components::{Act, Panel, unique_id};
use crate::pages::PageProps;
use crate::panels::{close, missing};

/// Properties of [`DeployMultiplePanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct DeployMultiplePanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Name of the release.
    pub(crate) release: String,
}

/// Boxes for the stages that can be deployed, and a comment for all.
#[component]
pub(crate) fn DeployMultiplePanel(of: &DeployMultiplePanelProps) -> Html {
    let props = &of.props;
    let chosen = use_state(BTreeSet::<String>::new);
    let comment = use_node_ref();
    let id = use_state(unique_id);
    let view = props.player.scene(|scene| Some(release(scene, scene.release_named(&of.release)?)));
    let Some(view) = view else { return missing(close(props)) };
    let action = {
        // In the order of the pipeline, whatever was ticked first.
        let stages = view.in_order().map(|card| card.stage.clone()).filter(|stage| chosen.contains(stage)).collect();
        OnStages { release: of.release.clone(), stages, comment: String::new() }
    };
    let refusal = if action.stages.is_empty() {
        Some(strings::CHOOSE_STAGES.to_owned())
    } else {
        props.player.scene(|scene| scene.refusal(&Action::DeployStages(action.clone())))
    };
    let send = {
        let (on_act, comment) = (props.on_act.clone(), comment.clone());
        Callback::from(move |()| {
            let comment = comment.cast::<HtmlTextAreaElement>().map(|it| it.value()).unwrap_or_default();
            on_act.emit(Action::DeployStages(OnStages { comment, ..action.clone() }));
        })
    };
    let footer = html! {
        <>
            <Act
                class="button--primary"
                label={strings::DEPLOY}
                refusal={refusal.map(AttrValue::from)}
                onclick={send}
            />
            <Act label={strings::KEEP} onclick={close(props)} />
        </>
    };
    let row = |stage: &str| {
        let (chosen, name) = (chosen.clone(), stage.to_owned());
        let is_on = chosen.contains(stage);
        let toggle = Callback::from(move |_: String| {
            let mut next = (*chosen).clone();
            if !next.remove(&name) {
                next.insert(name.clone());
            }
            chosen.set(next);
        });
        check_row(stage, is_on, &toggle)
    };
    html! {
        <Panel
            title={strings::DEPLOY_MULTIPLE}
            subtitle={html! { { &of.release } }}
            on_close={close(props)}
            {footer}
        >
            <p>{ strings::DEPLOY_TEXT }</p>
            <fieldset>
                <legend class="label">{ strings::STAGES }</legend>
                { for view.in_order().map(|card| match &card.deploy {
                    Some((_, offer)) if offer.refusal.is_none() => row(&card.stage),
                    Some((_, offer)) => off(&card.stage, offer.refusal.as_deref().unwrap_or_default()),
                    None => off(&card.stage, card.look.word()),
                }) }
            </fieldset>
            <label class="label" for={(*id).clone()}>{ strings::COMMENT_OPTIONAL }</label>
            <textarea class="field" id={(*id).clone()} ref={comment} rows="3" maxlength="1000" />
        </Panel>
    }
}

/// A stage that cannot be deployed now, with the reason.
fn off(stage: &str, why: &str) -> Html {
    html! {
        <label class="check">
            <input type="checkbox" disabled=true />
            <span>{ stage }{ " " }<span class="quiet">{ why }</span></span>
        </label>
    }
}
