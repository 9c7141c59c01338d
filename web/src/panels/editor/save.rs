//! "Save" with a comment, and the question before a draft is thrown away.

use rehearsal_classic::export;
use rehearsal_engine::{Action as Deed, SavePipeline};
use rehearsal_view::strings;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::{Act, Dialog, unique_id};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;
use crate::panels::close;
use crate::store::Action;

/// Properties of [`SavePanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct SavePanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// The draft.
    pub(crate) drafting: Drafting,
}

/// "Save".
#[component]
pub(crate) fn SavePanel(of: &SavePanelProps) -> Html {
    let SavePanelProps { props, drafting } = of;
    let comment = use_node_ref();
    let id = use_state(unique_id);
    let saved = props.player.editor(drafting.pipeline()).map(|editor| editor.saved.name.clone()).unwrap_or_default();
    let draft = drafting.draft.clone();
    let save = move |comment: String| {
        Deed::SavePipeline(SavePipeline {
            pipeline: saved.clone(),
            comment,
            content: Some(export(&draft)),
            ..SavePipeline::default()
        })
    };
    let refusal = props.player.scene(|scene| scene.refusal(&save(String::new())));
    let act = {
        let (on_act, comment) = (props.on_act.clone(), comment.clone());
        Callback::from(move |()| {
            let comment = comment.cast::<HtmlTextAreaElement>().map(|it| it.value()).unwrap_or_default();
            on_act.emit(save(comment));
        })
    };
    html! {
        <Dialog title={strings::SAVE} on_close={close(props)}>
            <label class="label" for={(*id).clone()}>{ strings::COMMENT }</label>
            <textarea class="field" id={(*id).clone()} ref={comment} rows="3" maxlength="1000" />
            if let Some(refusal) = &refusal {
                <p class="mistake" role="alert">{ strings::refused(refusal) }</p>
            }
            <div class="buttons">
                <Act class="button--primary" label={strings::OK} refusal={refusal.clone().map(AttrValue::from)} onclick={act} />
                <Act label={strings::CANCEL} onclick={close(props)} />
            </div>
        </Dialog>
    }
}

/// "Discard all changes since the last save?"
pub(super) fn discard(props: &PageProps, drafting: &Drafting, on_action: &Callback<Action>) -> Html {
    let pipeline = drafting.pipeline();
    html! {
        <Dialog title={strings::DISCARD_QUESTION} on_close={close(props)}>
            <p>{ strings::DISCARD_TEXT }</p>
            <div class="buttons">
                <Act
                    class="button--primary"
                    label={strings::DISCARD}
                    onclick={on_action.reform(move |()| Action::Discard(pipeline))}
                />
                <Act label={strings::KEEP} onclick={close(props)} />
            </div>
        </Dialog>
    }
}
