//! "Save" with a comment, and the question before a draft is thrown away.

use rehearsal_classic::{export, patch_of, revision};
use rehearsal_engine::{Action as Deed, EditRelease, SavePipeline};
use rehearsal_view::strings;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::{Act, Dialog, unique_id};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;
use crate::panels::{close, missing};
use crate::route::Edited;
use crate::store::{Action, Editor};

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
    let Some(editor) = props.player.editor(drafting.edited()) else { return missing(close(props)) };
    let stale = props.player.is_stale(drafting.edited(), &editor).then(|| strings::SAVED_MEANWHILE.to_owned());
    let edited = drafting.edited().clone();
    let save = move |comment: String| save_deed(&edited, &editor, comment);
    let refusal = stale.or_else(|| props.player.scene(|scene| scene.refusal(&save(String::new()))));
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
                <p class="mistake" role="alert">{ refusal }</p>
            }
            <div class="buttons">
                <Act class="button--primary" label={strings::OK} refusal={refusal.clone().map(AttrValue::from)} onclick={act} />
                <Act label={strings::CANCEL} onclick={close(props)} />
            </div>
        </Dialog>
    }
}

/// What saves a draft.
pub(crate) fn save_deed(edited: &Edited, editor: &Editor, comment: String) -> Deed {
    let content = revision(&editor.saved, &editor.draft);
    match edited {
        Edited::Pipeline(_) => Deed::SavePipeline(SavePipeline {
            pipeline: editor.saved.name.clone(),
            comment,
            content: Some(content),
            ..SavePipeline::default()
        }),
        Edited::Release(release) => Deed::EditRelease(EditRelease {
            release: release.clone(),
            comment,
            patch: Some(patch_of(&export(&editor.saved), &content, &EditRelease::FIELDS)),
            ..EditRelease::default()
        }),
    }
}

/// "Discard all changes since the last save?"
pub(super) fn discard(props: &PageProps, drafting: &Drafting, on_action: &Callback<Action>) -> Html {
    let edited = drafting.edited().clone();
    let text = match edited {
        Edited::Pipeline(_) => strings::DISCARD_TEXT,
        Edited::Release(_) => strings::DISCARD_RELEASE_TEXT,
    };
    html! {
        <Dialog title={strings::DISCARD_QUESTION} on_close={close(props)}>
            <p>{ text }</p>
            <div class="buttons">
                <Act
                    class="button--primary"
                    label={strings::DISCARD}
                    onclick={on_action.reform(move |()| Action::Discard(edited.clone()))}
                />
                <Act label={strings::KEEP} onclick={close(props)} />
            </div>
        </Dialog>
    }
}
