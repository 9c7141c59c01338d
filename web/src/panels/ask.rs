//! "Deploy", "Cancel" and "Abandon": what it does, a comment, and the button.

use rehearsal_engine::{Action, Deploy, OnRelease, OnStage};
use rehearsal_view::{settable_of_stage, strings};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::form::check_row;
use crate::components::{Act, Given, Panel, settable, unique_id};
use crate::pages::PageProps;
use crate::panels::close;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// Deploy or redeploy a stage.
    Deploy(String),
    /// Cancel the deployment of a stage.
    Cancel(String),
    /// Abandon the release.
    Abandon,
    /// Delete the release.
    Delete,
}

/// Properties of [`AskPanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct AskPanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Name of the release.
    pub(crate) release: String,
    /// What is asked.
    pub(crate) what: What,
}

impl What {
    fn action(&self, release: &str, comment: String, debug: bool, given: &Given) -> Action {
        let stage =
            |stage: &String| OnStage { release: release.to_owned(), stage: stage.clone(), comment: comment.clone() };
        match self {
            Self::Deploy(name) => {
                let variables = given.iter().map(|((_, name), value)| (name.clone(), value.clone())).collect();
                Action::Deploy(Deploy { debug, variables, ..stage(name).into() })
            }
            Self::Cancel(name) => Action::Cancel(stage(name)),
            Self::Abandon => Action::Abandon(OnRelease { release: release.to_owned(), comment }),
            Self::Delete => Action::DeleteRelease(OnRelease { release: release.to_owned(), comment }),
        }
    }
}

/// One deed with a comment.
#[component]
pub(crate) fn AskPanel(asked: &AskPanelProps) -> Html {
    let AskPanelProps { props, release, what } = asked;
    let comment = use_node_ref();
    let id = use_state(unique_id);
    let is_debug = use_state(|| false);
    let given = use_state(Given::new);
    let refusal = props.player.scene(|scene| scene.refusal(&what.action(release, String::new(), false, &given)));
    let (has_run, variables) = props.player.scene(|scene| {
        let What::Deploy(stage) = what else { return (false, Vec::new()) };
        let found = scene.release_named(release).and_then(|id| Some((id, scene.stage_named(id, stage)?)));
        found.map_or((false, Vec::new()), |(release, stage)| {
            (!scene.state.attempts(release, stage).is_empty(), settable_of_stage(scene, release, stage))
        })
    });
    let verb = if has_run { strings::REDEPLOY } else { strings::DEPLOY };
    let (title, text, go) = match what {
        What::Deploy(stage) => (strings::deploy_title(verb, stage, release), strings::DEPLOY_TEXT, verb),
        What::Cancel(stage) => (strings::cancel_title(stage, release), strings::CANCEL_TEXT, strings::CANCEL_GO),
        What::Abandon => (strings::abandon_title(release), strings::ABANDON_TEXT, strings::ABANDON),
        What::Delete => (strings::delete_title(release), strings::DELETE_TEXT, strings::DELETE_RELEASE),
    };
    let debug = *is_debug;
    let act = {
        let (on_act, what, release, comment) = (props.on_act.clone(), what.clone(), release.clone(), comment.clone());
        let given = given.clone();
        Callback::from(move |()| {
            let comment = comment.cast::<HtmlTextAreaElement>().map(|it| it.value()).unwrap_or_default();
            on_act.emit(what.action(&release, comment, debug, &given));
        })
    };
    // Beside "Cancel deployment" the usual word would be ambiguous.
    let leave = if matches!(what, What::Cancel(_)) { strings::DO_NOT_CANCEL } else { strings::KEEP };
    let footer = html! {
        <>
            <Act class="button--primary" label={go} refusal={refusal.map(AttrValue::from)} onclick={act} />
            <Act label={leave} onclick={close(props)} />
        </>
    };
    html! {
        <Panel {title} on_close={close(props)} {footer}>
            <p>{ text }</p>
            if matches!(what, What::Deploy(_)) {
                { check_row(strings::DEBUG_MODE, debug, &Callback::from(move |_| is_debug.set(!debug))) }
            }
            { settable(&variables, &given) }
            <label class="label" for={(*id).clone()}>{ strings::COMMENT_OPTIONAL }</label>
            <textarea class="field" id={(*id).clone()} ref={comment} rows="3" maxlength="1000" />
        </Panel>
    }
}
