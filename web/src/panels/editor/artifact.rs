//! An artifact: its source, version and alias.

use rehearsal_classic::{Artifact, DefaultVersion, ReleaseDefinition, ReleaseTrigger};
use rehearsal_view::strings;
use yew::prelude::*;

use super::side;
use crate::components::form::{section, select_row, text_row};
use crate::components::{Act, Glyph};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;
use crate::panels::close;

/// Keys of the choices of "Default version" in a form.
const LATEST: &str = "latest";
const BRANCH: &str = "branch";
const DEFAULT_BRANCH: &str = "default";
const SPECIFIC: &str = "specific";
const AT_CREATION: &str = "creation";

pub(super) fn panel(props: &PageProps, drafting: &Drafting, index: usize) -> Html {
    let artifact = &drafting.draft.artifacts[index];
    let remove = {
        let (remove, close) = (drafting.act(move |draft| remove(draft, index)), close(props));
        Callback::from(move |()| {
            close.emit(());
            remove.emit(());
        })
    };
    let primary = artifact.is_primary.then_some(AttrValue::Static(strings::IS_PRIMARY));
    let buttons = html! {
        <div class="buttons">
            <Act class="button--quiet" glyph={Glyph::Bin} label={strings::DELETE} onclick={remove} />
            <Act
                class="button--quiet"
                label={strings::MARK_PRIMARY}
                refusal={primary}
                onclick={drafting.act(move |draft| {
                    for (position, artifact) in draft.artifacts.iter_mut().enumerate() {
                        artifact.is_primary = position == index;
                    }
                })}
            />
        </div>
    };
    let body = html! {
        <>
            { buttons }
            { section(strings::ARTIFACT_TITLE, "", Html::default(), html! {
                <>
                    <p class="form__row"><span class="label">{ strings::SOURCE_BUILD_PIPELINE }</span>{ &artifact.source }</p>
                    { version(drafting, index) }
                    { text_row(strings::SOURCE_ALIAS, &artifact.alias, &drafting.on(move |draft, alias| rename(draft, index, alias))) }
                </>
            }) }
        </>
    };
    side(props, strings::ARTIFACT_TITLE, html! { strings::kind_and_source(&artifact.kind, &artifact.alias) }, body)
}

fn version(drafting: &Drafting, index: usize) -> Html {
    let default = &drafting.draft.artifacts[index].default_version;
    let choices = [
        (LATEST, strings::VERSION_LATEST),
        (BRANCH, strings::VERSION_BRANCH),
        (DEFAULT_BRANCH, strings::VERSION_DEFAULT_BRANCH),
        (SPECIFIC, strings::VERSION_SPECIFIC),
        (AT_CREATION, strings::VERSION_AT_CREATION),
    ];
    let choices: Vec<(String, String)> =
        choices.into_iter().map(|(key, words)| (key.to_owned(), words.to_owned())).collect();
    let (key, branch, tags, number) = match default {
        DefaultVersion::Latest => (LATEST, None, None, None),
        DefaultVersion::LatestFromBranch { branch, tags } => (BRANCH, Some(branch), Some(tags), None),
        DefaultVersion::LatestFromDefaultBranch { tags } => (DEFAULT_BRANCH, None, Some(tags), None),
        DefaultVersion::Specific { version } => (SPECIFIC, None, None, Some(version)),
        DefaultVersion::SelectDuringReleaseCreation => (AT_CREATION, None, None, None),
    };
    let choose = drafting.on(move |draft, key| draft.artifacts[index].default_version = chosen(key));
    let on_branch = drafting.on(move |draft, text| {
        if let DefaultVersion::LatestFromBranch { branch, .. } = &mut draft.artifacts[index].default_version {
            text.trim().clone_into(branch);
        }
    });
    let on_tags = drafting.on(move |draft, text| {
        if let DefaultVersion::LatestFromBranch { tags, .. } | DefaultVersion::LatestFromDefaultBranch { tags } =
            &mut draft.artifacts[index].default_version
        {
            *tags = words(text);
        }
    });
    let on_number = drafting.on(move |draft, text| {
        if let DefaultVersion::Specific { version } = &mut draft.artifacts[index].default_version {
            text.trim().clone_into(version);
        }
    });
    html! {
        <>
            { select_row(strings::DEFAULT_VERSION, &choices, key, &choose) }
            { for branch.map(|branch| text_row(strings::BRANCH, branch, &on_branch)) }
            { for tags.map(|tags| text_row(strings::TAGS, &tags.join(", "), &on_tags)) }
            { for number.map(|number| text_row(strings::VERSION, number, &on_number)) }
        </>
    }
}

fn chosen(key: &str) -> DefaultVersion {
    match key {
        BRANCH => DefaultVersion::LatestFromBranch { branch: "main".to_owned(), tags: Vec::new() },
        DEFAULT_BRANCH => DefaultVersion::LatestFromDefaultBranch { tags: Vec::new() },
        SPECIFIC => DefaultVersion::Specific { version: String::new() },
        AT_CREATION => DefaultVersion::SelectDuringReleaseCreation,
        _ => DefaultVersion::Latest,
    }
}

/// Words between commas.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Takes an artifact out, with the trigger and the filters that name it.
fn remove(draft: &mut ReleaseDefinition, index: usize) {
    let removed = draft.artifacts.remove(index);
    draft.triggers.retain(|trigger| match trigger {
        ReleaseTrigger::ContinuousDeployment { alias, .. } | ReleaseTrigger::PullRequest { alias, .. } => {
            *alias != removed.alias
        }
        ReleaseTrigger::Schedule(_) | ReleaseTrigger::Other(_) => true,
    });
    for stage in &mut draft.stages {
        stage.artifact_filters.retain(|(alias, _)| *alias != removed.alias);
    }
    if removed.is_primary
        && let Some(first) = draft.artifacts.first_mut()
    {
        first.is_primary = true;
    }
}

/// Gives an artifact another alias, also where it is named; an alias that is empty or taken is not taken over.
fn rename(draft: &mut ReleaseDefinition, index: usize, alias: &str) {
    let alias = alias.trim();
    if alias.is_empty() || draft.artifacts.iter().any(|artifact| artifact.alias == alias) {
        return;
    }
    let before = std::mem::replace(&mut draft.artifacts[index].alias, alias.to_owned());
    for trigger in &mut draft.triggers {
        match trigger {
            ReleaseTrigger::ContinuousDeployment { alias: of, .. } | ReleaseTrigger::PullRequest { alias: of, .. } => {
                if *of == before {
                    alias.clone_into(of);
                }
            }
            ReleaseTrigger::Schedule(_) | ReleaseTrigger::Other(_) => {}
        }
    }
    for (of, _) in draft.stages.iter_mut().flat_map(|stage| &mut stage.artifact_filters) {
        if *of == before {
            alias.clone_into(of);
        }
    }
}

/// Properties of [`AddArtifact`].
#[derive(PartialEq, Properties)]
pub(crate) struct AddArtifactProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// The draft.
    pub(crate) drafting: Drafting,
}

/// "Add an artifact".
#[component]
pub(crate) fn AddArtifact(of: &AddArtifactProps) -> Html {
    let source = use_state(String::new);
    let AddArtifactProps { props, drafting } = of;
    let mut sources: Vec<String> =
        props.player.session.world().builds.iter().map(|coming| coming.build.definition.clone()).collect();
    sources.sort();
    sources.dedup();
    let chosen = if source.is_empty() { sources.first().cloned().unwrap_or_default() } else { (*source).clone() };
    let options: Vec<(String, String)> = sources.iter().map(|name| (name.clone(), name.clone())).collect();
    let choose = {
        let source = source.clone();
        Callback::from(move |name: String| source.set(name))
    };
    let add = {
        let (close, name) = (close(props), chosen.clone());
        let add = drafting.act(move |draft| add(draft, &name));
        Callback::from(move |()| {
            close.emit(());
            add.emit(());
        })
    };
    let none = chosen.is_empty().then_some(AttrValue::Static(strings::NO_BUILD_PIPELINE));
    let body = html! {
        <>
            <p class="form__row"><span class="label">{ strings::SOURCE_TYPE }</span>{ strings::SOURCE_BUILD }</p>
            { select_row(strings::SOURCE_BUILD_PIPELINE, &options, &chosen, &choose) }
            <div class="buttons">
                <Act class="button--primary" label={strings::ADD} refusal={none} onclick={add} />
            </div>
        </>
    };
    side(props, strings::ADD_AN_ARTIFACT, Html::default(), body)
}

fn add(draft: &mut ReleaseDefinition, source: &str) {
    let mut alias = ["_", source].concat();
    while draft.artifacts.iter().any(|artifact| artifact.alias == alias) {
        alias.insert(0, '_');
    }
    draft.artifacts.push(Artifact {
        alias,
        kind: "Build".to_owned(),
        is_primary: draft.artifacts.is_empty(),
        source: source.to_owned(),
        ..Artifact::default()
    });
}
