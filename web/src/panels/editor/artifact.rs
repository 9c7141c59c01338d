//! An artifact: its source, version and alias.

use rehearsal_classic::{Artifact, DefaultVersion, ReleaseDefinition, ReleaseTrigger};
use rehearsal_engine::{VersionKind, default_versions};
use rehearsal_view::editor::{artifact_types, sources};
use rehearsal_view::strings;
use yew::prelude::*;

use super::side;
use crate::components::form::{Row, section, text_row};
use crate::components::{Act, Glyph, NameField, Panel as Frame, icon};
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
    let others = drafting.draft.artifacts.iter().enumerate().filter(|(other, _)| *other != index);
    let others: Vec<String> = others.map(|(_, other)| other.alias.clone()).collect();
    let body = html! {
        <>
            { buttons }
            { section(strings::ARTIFACT_TITLE, "", Html::default(), html! {
                <>
                    <p class="form__row"><span class="label">{ source_label(&artifact.kind) }</span>{ &artifact.source }</p>
                    { version_fields(artifact, &|change| drafting.on(move |draft, text| change(&mut draft.artifacts[index].default_version, text))) }
                    <NameField
                        label={strings::SOURCE_ALIAS}
                        is_labelled=true
                        name={artifact.alias.clone()}
                        taken={others}
                        taken_words={strings::ALIAS_TAKEN}
                        on={drafting.on(move |draft, alias| rename(draft, index, alias))}
                    />
                </>
            }) }
        </>
    };
    side(props, strings::ARTIFACT_TITLE, html! { strings::kind_and_source(&artifact.kind, &artifact.alias) }, body)
}

fn source_label(artifact_type: &str) -> &'static str {
    let known = artifact_types().iter().find(|known| known.id.eq_ignore_ascii_case(artifact_type));
    known.map_or(strings::SOURCE_BUILD_PIPELINE, |known| known.source)
}

/// Changes a default version by what was entered.
type VersionChange = fn(&mut DefaultVersion, &str);

/// "Default version" with the fields that belong to it; `on` makes the callback of a field.
fn version_fields(artifact: &Artifact, on: &dyn Fn(VersionChange) -> Callback<String>) -> Html {
    let offered = default_versions(&artifact.kind);
    let choices: Vec<(String, String)> = CHOICES
        .iter()
        .filter(|choice| choice.2.iter().any(|id| offered.contains(id)))
        .map(|(key, words, _)| ((*key).to_owned(), (*words).to_owned()))
        .collect();
    let (key, branch, tags, number) = match &artifact.default_version {
        DefaultVersion::Latest => (LATEST, None, None, None),
        DefaultVersion::LatestFromBranch { branch, tags } => (BRANCH, Some(branch), Some(tags), None),
        DefaultVersion::LatestFromDefaultBranch { tags } => (DEFAULT_BRANCH, None, Some(tags), None),
        DefaultVersion::Specific { version } => (SPECIFIC, None, None, Some(version)),
        DefaultVersion::SelectDuringReleaseCreation => (AT_CREATION, None, None, None),
    };
    let has_tags = artifact.kind.eq_ignore_ascii_case("Build");
    html! {
        <>
            { Row { label: strings::DEFAULT_VERSION, required: true, mistake: "" }
                .select(&choices, key, &on(|version, key| *version = chosen(key))) }
            <>{ for branch.map(|branch| text_row(strings::BRANCH, branch, &on(|version, text| {
                if let DefaultVersion::LatestFromBranch { branch, .. } = version {
                    text.trim().clone_into(branch);
                }
            }))) }</>
            <>{ for tags.filter(|_| has_tags).map(|tags| text_row(strings::TAGS, &tags.join(", "), &on(|version, text| {
                if let DefaultVersion::LatestFromBranch { tags, .. } | DefaultVersion::LatestFromDefaultBranch { tags } = version {
                    *tags = words(text);
                }
            }))) }</>
            <>{ for number.map(|number| text_row(strings::VERSION, number, &on(|version, text| {
                if let DefaultVersion::Specific { version } = version {
                    text.trim().clone_into(version);
                }
            }))) }</>
        </>
    }
}

/// Key, words and ids in the product's JSON of each default version.
const CHOICES: [(&str, &str, &[&str]); 5] = [
    (LATEST, strings::VERSION_LATEST, &["latestType"]),
    (BRANCH, strings::VERSION_BRANCH, &["latestWithBranchAndTagsType", "latestFromBranchType"]),
    (DEFAULT_BRANCH, strings::VERSION_DEFAULT_BRANCH, &["latestWithBuildDefinitionBranchAndTagsType"]),
    (SPECIFIC, strings::VERSION_SPECIFIC, &["specificVersionType"]),
    (AT_CREATION, strings::VERSION_AT_CREATION, &["selectDuringReleaseCreationType"]),
];

/// The default version that a new artifact of a type begins with.
fn first_version(artifact_type: &str) -> DefaultVersion {
    let offered = default_versions(artifact_type);
    let first = CHOICES.iter().find(|choice| choice.2.iter().any(|id| offered.contains(id)));
    chosen(first.map_or(LATEST, |choice| choice.0))
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
pub(crate) fn words(text: &str) -> Vec<String> {
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
    let kind = use_state(|| artifact_types()[0]);
    let shows_all = use_state(|| false);
    let source = use_state(String::new);
    let alias = use_state(String::new);
    let version = use_state(|| DefaultVersion::Latest);
    let AddArtifactProps { props, drafting } = of;
    let session = &props.player.session;
    let known = sources(session.world(), session.state(), kind.id);
    let name = if source.is_empty() { known.first().cloned().unwrap_or_default() } else { (*source).clone() };
    let usual = free_alias(&drafting.draft, &name);
    let shown_alias = if alias.is_empty() { usual } else { (*alias).clone() };
    let is_taken = drafting.draft.artifacts.iter().any(|artifact| artifact.alias == shown_alias);
    let artifact = Artifact {
        alias: shown_alias.clone(),
        kind: kind.id.to_owned(),
        is_primary: drafting.draft.artifacts.is_empty(),
        source: name.clone(),
        default_version: (*version).clone(),
        ..Artifact::default()
    };
    let tiles = artifact_types().iter().filter(|one| one.is_common || *shows_all || **one == *kind).map(|one| {
        let is_chosen = *one == *kind;
        let (kind, source, version) = (kind.clone(), source.clone(), version.clone());
        let choose = Callback::from(move |_: Event| {
            kind.set(*one);
            source.set(String::new());
            version.set(first_version(one.id));
        });
        html! {
            <label class="tile" key={one.id}>
                <input type="radio" name="source-type" checked={is_chosen} onchange={choose} />
                { icon(glyph_of(one.id)) }
                <span>{ one.label }</span>
            </label>
        }
    });
    let tiles: Vec<Html> = tiles.collect();
    let more = {
        let shows_all = shows_all.clone();
        Callback::from(move |()| shows_all.set(true))
    };
    let setter = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text: String| state.set(text.trim().to_owned()))
    };
    let change = {
        let version = version.clone();
        move |next: DefaultVersion| version.set(next)
    };
    let refusal = if name.is_empty() || shown_alias.is_empty() {
        Some(AttrValue::Static(strings::FILL_IN_ALL))
    } else {
        is_taken.then_some(AttrValue::Static(strings::ALIAS_TAKEN))
    };
    let add = {
        let (close, artifact) = (close(props), artifact.clone());
        let add = drafting.act(move |draft| draft.artifacts.push(artifact.clone()));
        Callback::from(move |()| {
            close.emit(());
            add.emit(());
        })
    };
    let project = session.world().project.clone();
    let options: Vec<(String, String)> = known.iter().map(|name| (name.clone(), name.clone())).collect();
    let of_source = Row { label: kind.source, required: true, mistake: "" };
    let latest = session.state().builds.iter().rev().find(|completed| completed.build.definition == name);
    let body = html! {
        <>
            <fieldset class="tiles">
                <legend class="label">{ strings::SOURCE_TYPE }</legend>
                { for tiles }
            </fieldset>
            if !*shows_all {
                <Act class="button--link" glyph={Glyph::Down} label={strings::MORE_ARTIFACT_TYPES} onclick={more} />
            }
            if !project.is_empty() {
                <p class="form__row"><span class="label">{ strings::PROJECT }</span>{ project }</p>
            }
            if known.is_empty() {
                { of_source.text(&name, None, &setter(&source)) }
                if !name.is_empty() { <p class="quiet">{ strings::SOURCE_UNKNOWN }</p> }
            } else {
                { of_source.select(&options, &name, &setter(&source)) }
            }
            { version_fields(&artifact, &|change_it| {
                let (change, now) = (change.clone(), artifact.default_version.clone());
                Callback::from(move |text: String| {
                    let mut next = now.clone();
                    change_it(&mut next, &text);
                    change(next);
                })
            }) }
            { Row { label: strings::SOURCE_ALIAS_FIELD, required: true, mistake: if is_taken { strings::ALIAS_TAKEN } else { "" } }
                .text(&shown_alias, None, &setter(&alias)) }
            if let Some(latest) = latest {
                <p class="note">{ strings::latest_version_is(&latest.build.number) }</p>
            }
            <div class="buttons">
                <Act class="button--primary" label={strings::ADD} {refusal} onclick={add} />
            </div>
        </>
    };
    html! { <Frame title={strings::ADD_AN_ARTIFACT} on_close={close(props)}>{ body }</Frame> }
}

/// The alias that the page suggests: an underscore and the source.
fn free_alias(draft: &ReleaseDefinition, source: &str) -> String {
    if source.is_empty() {
        return String::new();
    }
    let mut alias = ["_", source].concat();
    while draft.artifacts.iter().any(|artifact| artifact.alias == alias) {
        alias.insert(0, '_');
    }
    alias
}

/// The sign of a type; sources have no pictures of their own here.
fn glyph_of(artifact_type: &str) -> Glyph {
    match VersionKind::of_type(artifact_type) {
        VersionKind::Build => Glyph::Factory,
        VersionKind::Commit | VersionKind::Changeset => Glyph::Branch,
        VersionKind::Package => Glyph::Download,
        VersionKind::Image => Glyph::Sheets,
    }
}
