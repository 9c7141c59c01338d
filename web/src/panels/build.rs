//! "Commit a change", "Create a pull request" and "Add tag".

use rehearsal_engine::{Action, Commit, CreatePullRequest, TagBuild};
use rehearsal_view::{builds, strings, tag_refusal};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Act, Panel, unique_id};
use crate::pages::PageProps;
use crate::panels::{close, missing};

/// Properties of [`CommitPanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct CommitPanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Name of what is built.
    pub(crate) source: String,
}

/// A change for a repository, which its build pipelines build.
#[component]
pub(crate) fn CommitPanel(of: &CommitPanelProps) -> Html {
    let props = &of.props;
    let message = use_node_ref();
    let branch = use_node_ref();
    let ids = use_state(|| (unique_id(), unique_id()));
    let source = props.player.scene(builds).into_iter().find(|one| one.name == of.source);
    let Some((source, offer)) = source.and_then(|source| source.commit.clone().map(|offer| (source, offer))) else {
        return missing(close(props));
    };
    let send = {
        let (on_act, message, branch, action) =
            (props.on_act.clone(), message.clone(), branch.clone(), offer.action.clone());
        Callback::from(move |()| {
            let Action::Commit(commit) = &action else { return };
            on_act.emit(Action::Commit(Commit { message: text(&message), branch: text(&branch), ..commit.clone() }));
        })
    };
    let fields = html! {
        <>
            <p>{ strings::COMMIT_TEXT }</p>
            <label class="label" for={ids.0.clone()}>{ strings::COMMIT_MESSAGE }</label>
            <input class="field" id={ids.0.clone()} ref={message} maxlength="200" value={strings::COMMIT_DEFAULT} />
            <label class="label" for={ids.1.clone()}>{ strings::COMMIT_BRANCH }</label>
            <input class="field" id={ids.1.clone()} ref={branch} maxlength="200" />
        </>
    };
    ask(props, (strings::COMMIT_A_CHANGE, strings::COMMIT), &source.about, offer.refusal.as_deref(), send, fields)
}

/// Changes that are to be merged, which are built as they would be merged.
#[component]
pub(crate) fn PullRequestPanel(of: &CommitPanelProps) -> Html {
    let props = &of.props;
    let (title, from, into) = (use_node_ref(), use_node_ref(), use_node_ref());
    let ids = use_state(|| (unique_id(), unique_id(), unique_id()));
    let source = props.player.scene(builds).into_iter().find(|one| one.name == of.source);
    let Some((source, offer)) = source.and_then(|source| source.pull_request.clone().map(|offer| (source, offer)))
    else {
        return missing(close(props));
    };
    let send = {
        let (on_act, title, from, into) = (props.on_act.clone(), title.clone(), from.clone(), into.clone());
        let action = offer.action.clone();
        Callback::from(move |()| {
            let Action::CreatePullRequest(create) = &action else { return };
            on_act.emit(Action::CreatePullRequest(CreatePullRequest {
                title: text(&title),
                source_branch: text(&from),
                target_branch: text(&into),
                ..create.clone()
            }));
        })
    };
    let fields = html! {
        <>
            <p>{ strings::PULL_REQUEST_TEXT }</p>
            <label class="label" for={ids.0.clone()}>{ strings::PULL_REQUEST_TITLE }</label>
            <input class="field" id={ids.0.clone()} ref={title} maxlength="200" value={strings::COMMIT_DEFAULT} />
            <label class="label" for={ids.1.clone()}>{ strings::PULL_REQUEST_SOURCE }</label>
            <input class="field" id={ids.1.clone()} ref={from} maxlength="200" value={strings::PULL_REQUEST_BRANCH} />
            <label class="label" for={ids.2.clone()}>{ strings::PULL_REQUEST_TARGET }</label>
            <input class="field" id={ids.2.clone()} ref={into} maxlength="200" />
        </>
    };
    ask(
        props,
        (strings::CREATE_A_PULL_REQUEST, strings::CREATE_PULL_REQUEST),
        &source.about,
        offer.refusal.as_deref(),
        send,
        fields,
    )
}

/// The panel around the fields, with its title, and the word on the button that sends them.
fn ask(
    props: &PageProps,
    (title, verb): (&str, &'static str),
    about: &str,
    refusal: Option<&str>,
    send: Callback<()>,
    fields: Html,
) -> Html {
    let footer = html! {
        <>
            <Act
                class="button--primary"
                label={verb}
                refusal={refusal.map(|refusal| AttrValue::from(refusal.to_owned()))}
                onclick={send}
            />
            <Act label={strings::KEEP} onclick={close(props)} />
        </>
    };
    html! {
        <Panel title={title.to_owned()} subtitle={html! { { about } }} on_close={close(props)} {footer}>{ fields }</Panel>
    }
}

/// Properties of [`TagPanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct TagPanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Build pipeline.
    pub(crate) definition: String,
    /// Build number.
    pub(crate) number: String,
}

/// A tag for a completed build.
#[component]
pub(crate) fn TagPanel(of: &TagPanelProps) -> Html {
    let props = &of.props;
    let tag = use_state(String::new);
    let id = use_state(unique_id);
    let action = TagBuild { definition: of.definition.clone(), number: of.number.clone(), tag: (*tag).clone() };
    let refusal = props.player.scene(|scene| tag_refusal(scene, &action));
    let oninput = {
        let tag = tag.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            tag.set(input.value());
        })
    };
    let send = props.on_act.reform(move |()| Action::TagBuild(action.clone()));
    let fields = html! {
        <>
            <p>{ strings::TAG_TEXT }</p>
            <label class="label" for={(*id).clone()}>{ strings::TAG }</label>
            <input class="field" id={(*id).clone()} value={(*tag).clone()} {oninput} maxlength="100" />
        </>
    };
    ask(props, (&strings::add_tag_to(&of.number), strings::ADD_TAG), &of.definition, refusal.as_deref(), send, fields)
}

fn text(field: &NodeRef) -> String {
    field.cast::<HtmlInputElement>().map(|it| it.value()).unwrap_or_default()
}
