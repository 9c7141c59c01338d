//! "Create a new release".

use std::collections::{BTreeMap, BTreeSet};

use rehearsal_engine::{Action, CreateRelease, DefinitionId};
use rehearsal_view::{CreateArtifact, CreateStage, CreateView, create, strings};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::components::form::check_row;
use crate::components::{Act, Given, Glyph, Panel, icon, settable, unique_id};
use crate::pages::PageProps;
use crate::panels::close;
use crate::route::{Edited, Page, Panel as Where};

/// Stages, versions, description, draft.
#[component]
pub(crate) fn CreatePanel(props: &PageProps) -> Html {
    let index = match props.place.page {
        Page::Releases(index) | Page::Deployments(index) | Page::Edit(Edited::Pipeline(index), _) => index,
        Page::Release(_)
        | Page::Edit(Edited::Release(_), _)
        | Page::ReleaseHistory(_)
        | Page::ReleaseVariables(_)
        | Page::Logs(_)
        | Page::Sites
        | Page::History
        | Page::Moment(_)
        | Page::CompareReleases(..)
        | Page::Timeline(_)
        | Page::Builds
        | Page::Agents
        | Page::Approvals
        | Page::Mail => 0,
    };
    let index = index.min(props.player.session.state().definitions.len().saturating_sub(1));
    let view = props.player.scene(|scene| create(scene, DefinitionId::at(index)));
    let manual = use_state(BTreeSet::<String>::new);
    let chosen = use_state(BTreeMap::<String, String>::new);
    let given = use_state(Given::new);
    let is_draft = use_state(|| props.place.panel == Some(Where::CreateDraft));
    let description = use_node_ref();
    let ids = use_state(|| (unique_id(), unique_id()));
    let versions = versions(&view, &chosen);
    let refusal = match (&versions, &view.refusal) {
        (None, _) => Some(AttrValue::Static(strings::VERSION_MISSING)),
        (_, Some(refusal)) => Some(AttrValue::from(refusal.clone())),
        (Some(_), None) => None,
    };
    let send = {
        let (on_act, description, manual, is_draft, given) =
            (props.on_act.clone(), description.clone(), manual.clone(), *is_draft, given.clone());
        let (definition, artifacts) = (view.pipeline.clone(), versions.unwrap_or_default());
        Callback::from(move |()| {
            let (mut variables, mut stage_variables) = (BTreeMap::new(), BTreeMap::<String, BTreeMap<_, _>>::new());
            for ((stage, name), value) in (*given).clone() {
                match stage {
                    None => variables.insert(name, value),
                    Some(stage) => stage_variables.entry(stage).or_default().insert(name, value),
                };
            }
            on_act.emit(Action::CreateRelease(CreateRelease {
                definition: definition.clone(),
                description: description.cast::<HtmlTextAreaElement>().map(|it| it.value()).unwrap_or_default(),
                artifacts: artifacts.clone(),
                manual_environments: manual.iter().cloned().collect(),
                variables,
                stage_variables,
                is_draft,
                ..CreateRelease::default()
            }));
        })
    };
    let toggle_draft = {
        let is_draft = is_draft.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            is_draft.set(input.checked());
        })
    };
    let title = if *is_draft { strings::CREATE_A_NEW_DRAFT_RELEASE } else { strings::CREATE_A_NEW_RELEASE };
    let footer = html! {
        <>
            <Act class="button--primary" label={strings::CREATE} {refusal} onclick={send} />
            <Act label={strings::CANCEL} onclick={close(props)} />
        </>
    };
    html! {
        <Panel {title} subtitle={html! { { &view.pipeline } }} on_close={close(props)} {footer}>
            <h3 class="section-title">{ icon(Glyph::Flash) }{ strings::PIPELINE }</h3>
            <p class="quiet">{ strings::CLICK_TO_CHANGE }</p>
            <ul class="mini-stages">{ for view.stages.iter().map(|stage| mini_stage(stage, &manual)) }</ul>
            <p class="label">{ strings::CHANGED_TO_MANUAL }</p>
            { changed_to_manual(&view.stages, &manual) }
            if !view.artifacts.is_empty() {
                <h3 class="section-title">{ icon(Glyph::Factory) }{ strings::ARTIFACTS }</h3>
                <p class="quiet">{ strings::SELECT_VERSIONS }</p>
                <table class="table">
                    <thead><tr><th scope="col">{ strings::SOURCE_ALIAS }</th><th scope="col">{ strings::VERSION }</th></tr></thead>
                    <tbody>{ for view.artifacts.iter().map(|artifact| version_row(artifact, &chosen)) }</tbody>
                </table>
            }
            { settable(&view.variables, &given) }
            <label class="label" for={ids.0.clone()}>{ strings::DESCRIPTION }</label>
            <textarea class="field" id={ids.0.clone()} ref={description} rows="3" maxlength="1000" />
            <label class="check">
                <input type="checkbox" checked={*is_draft} onchange={toggle_draft} aria-describedby={ids.1.clone()} />
                { strings::AS_DRAFT }
            </label>
            <p class="quiet" id={ids.1.clone()}>{ strings::AS_DRAFT_HELP }</p>
        </Panel>
    }
}

/// The version of every artifact; none while one is missing.
fn versions(view: &CreateView, chosen: &BTreeMap<String, String>) -> Option<BTreeMap<String, String>> {
    view.artifacts
        .iter()
        .map(|artifact| {
            let version = chosen.get(&artifact.alias).or(artifact.offered.as_ref()).filter(|it| !it.is_empty())?;
            Some((artifact.alias.clone(), version.clone()))
        })
        .collect()
}

/// Stages that start by hand in this release although they have a trigger.
type ByHand = UseStateHandle<BTreeSet<String>>;

fn switch(stage: &CreateStage, manual: &ByHand) -> Callback<()> {
    let (manual, name) = (manual.clone(), stage.name.clone());
    Callback::from(move |()| {
        let mut next = (*manual).clone();
        if !next.remove(&name) {
            next.insert(name.clone());
        }
        manual.set(next);
    })
}

/// The list that drops down: the same choice as the small stages, for those who look for names.
fn changed_to_manual(stages: &[CreateStage], manual: &ByHand) -> Html {
    let boxes = stages.iter().filter(|stage| stage.is_automated).map(|stage| {
        let on = switch(stage, manual).reform(|_: String| ());
        html! { <li key={stage.name.clone()}>{ check_row(&stage.name, manual.contains(&stage.name), &on) }</li> }
    });
    let boxes: Vec<Html> = boxes.collect();
    if boxes.is_empty() {
        return html! { <p class="quiet">{ strings::NONE_TO_CHANGE }</p> };
    }
    let words = if manual.is_empty() {
        strings::NONE_CHANGED.to_owned()
    } else {
        strings::list(&manual.iter().cloned().collect::<Vec<_>>())
    };
    html! {
        <details class="drop">
            <summary class="field">
                <span class="visually-hidden">{ strings::CHANGED_TO_MANUAL }{ " " }</span>
                { words }
            </summary>
            <ul class="drop__list">{ for boxes }</ul>
        </details>
    }
}

fn mini_stage(stage: &CreateStage, manual: &ByHand) -> Html {
    let is_switched = manual.contains(&stage.name);
    let is_manual = is_switched || !stage.is_automated;
    let toggle = switch(stage, manual);
    let word = if is_manual { strings::MANUAL } else { strings::AUTOMATED };
    html! {
        <li key={stage.name.clone()}>
            <Act
                class={classes!("mini-stage", is_manual.then_some("mini-stage--manual"))}
                glyph={if is_manual { Glyph::Person } else { Glyph::Flash }}
                label={stage.name.clone()}
                spoken={AttrValue::from(strings::name_and_word(&stage.name, word))}
                refusal={(!stage.is_automated).then(|| AttrValue::from(stage.trigger.clone()))}
                onclick={toggle}
            />
            <span class="mini-stage__word">{ word }</span>
        </li>
    }
}

fn version_row(artifact: &CreateArtifact, chosen: &UseStateHandle<BTreeMap<String, String>>) -> Html {
    let current = chosen.get(&artifact.alias).or(artifact.offered.as_ref()).cloned().unwrap_or_default();
    let choose = {
        let (chosen, alias) = (chosen.clone(), artifact.alias.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let mut next = (*chosen).clone();
            next.insert(alias.clone(), select.value());
            chosen.set(next);
        })
    };
    html! {
        <tr key={artifact.alias.clone()}>
            <th scope="row">{ &artifact.alias }</th>
            <td>
                if artifact.versions.is_empty() {
                    <span class="mistake">{ strings::NO_VERSIONS }</span>
                } else {
                    <select class="select select--wide" aria-label={artifact.alias.clone()} onchange={choose}>
                        if current.is_empty() {
                            <option value="" selected=true>{ strings::CHOOSE_VERSION }</option>
                        }
                        { for artifact.versions.iter().map(|(number, words)| html! {
                            <option value={number.clone()} selected={*number == current}>{ words }</option>
                        }) }
                    </select>
                }
            </td>
        </tr>
    }
}
