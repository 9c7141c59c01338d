//! The tags of a release: what it has, each with "Remove", and a field for another.

use rehearsal_engine::{Action, TagRelease};
use rehearsal_view::{release, strings};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Act, Glyph, Panel, unique_id};
use crate::pages::PageProps;
use crate::panels::{close, missing};

/// Properties of [`ReleaseTagsPanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct ReleaseTagsPanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Name of the release.
    pub(crate) release: String,
}

/// Adds tags to a release and takes some off.
#[component]
pub(crate) fn ReleaseTagsPanel(of: &ReleaseTagsPanelProps) -> Html {
    let props = &of.props;
    let text = use_state(String::new);
    let id = use_state(unique_id);
    let view = props.player.scene(|scene| Some(release(scene, scene.release_named(&of.release)?)));
    let Some(view) = view else { return missing(close(props)) };
    let act = |tags: TagRelease| {
        let action = Action::TagRelease(TagRelease { release: of.release.clone(), ..tags });
        let refusal = props.player.scene(|scene| scene.refusal(&action)).map(AttrValue::from);
        (refusal, action)
    };
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            text.set(input.value());
        })
    };
    let (refusal, action) = act(TagRelease { add: vec![text.trim().to_owned()], ..TagRelease::default() });
    let refusal = if text.trim().is_empty() { Some(AttrValue::Static(strings::TAG_MISSING)) } else { refusal };
    let add = {
        let (text, on_act) = (text.clone(), props.on_act.clone());
        Callback::from(move |()| {
            on_act.emit(action.clone());
            text.set(String::new());
        })
    };
    let remove = |tag: &str| {
        let (refusal, action) = act(TagRelease { remove: vec![tag.to_owned()], ..TagRelease::default() });
        html! {
            <li class="log-row" key={tag.to_owned()}>
                <span class="mark">{ tag }</span>
                <span class="log-row__end">
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Bin}
                        label={strings::REMOVE_TAG}
                        spoken={AttrValue::from(strings::verb_stage(strings::REMOVE_TAG, tag))}
                        {refusal}
                        onclick={props.on_act.reform(move |()| action.clone())}
                    />
                </span>
            </li>
        }
    };
    html! {
        <Panel title={strings::TAGS} subtitle={html! { { &of.release } }} on_close={close(props)}>
            if view.tags.is_empty() {
                <p class="quiet">{ strings::NO_TAGS }</p>
            }
            <ul>{ for view.tags.iter().map(|tag| remove(tag)) }</ul>
            <label class="label" for={(*id).clone()}>{ strings::TAG }</label>
            <input class="field" id={(*id).clone()} value={(*text).clone()} {oninput} maxlength="100" />
            <div class="buttons">
                <Act class="button--primary" label={strings::ADD_TAG} {refusal} onclick={add} />
            </div>
        </Panel>
    }
}
