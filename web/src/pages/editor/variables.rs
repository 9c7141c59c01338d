//! The tab "Variables": those of the pipeline, each for the release or for one stage.

use rehearsal_classic::ReleaseDefinition;
use rehearsal_pipeline::{Variable, Variables};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::{OnText, YES};
use crate::components::{Act, Glyph};
use crate::pages::editor::Drafting;

/// Where a variable belongs: the release, or a stage by its position.
type Scope = Option<usize>;

fn variables(draft: &mut ReleaseDefinition, scope: Scope) -> &mut Variables {
    match scope {
        None => &mut draft.variables,
        Some(stage) => &mut draft.stages[stage].variables,
    }
}

pub(super) fn tab(drafting: &Drafting) -> Html {
    let draft = &drafting.draft;
    let stages = draft.stages.iter().enumerate().map(|(index, stage)| (Some(index), &stage.variables));
    let all = std::iter::once((None, &draft.variables)).chain(stages);
    let rows: Vec<(Scope, &String, &Variable)> = all
        .flat_map(|(scope, variables)| variables.iter().map(move |(name, variable)| (scope, name, variable)))
        .collect();
    let mut scopes = vec![(String::new(), strings::SCOPE_RELEASE.to_owned())];
    scopes.extend(draft.stages.iter().enumerate().map(|(index, stage)| (index.to_string(), stage.name.clone())));
    html! {
        <div class="page-body">
            <h2 class="section-title">{ strings::PIPELINE_VARIABLES }</h2>
            if rows.is_empty() {
                <p class="quiet">{ strings::NO_VARIABLES }</p>
            } else {
                <div class="table-scroll">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{ strings::NAME }</th>
                                <th scope="col">{ strings::VALUE }</th>
                                <th scope="col">{ strings::SECRET }</th>
                                <th scope="col">{ strings::SCOPE }</th>
                                <th scope="col">{ strings::SETTABLE }</th>
                                <th scope="col"><span class="visually-hidden">{ strings::ACTIONS }</span></th>
                            </tr>
                        </thead>
                        <tbody>
                            { for rows.iter().map(|&(scope, name, variable)| row(drafting, &scopes, scope, name, variable)) }
                        </tbody>
                    </table>
                </div>
            }
            <div class="buttons">
                <Act glyph={Glyph::Plus} label={strings::ADD} onclick={drafting.act(add)} />
            </div>
        </div>
    }
}

fn add(draft: &mut ReleaseDefinition) {
    // Of one more name than there are variables, one is free.
    let names = (0..=draft.variables.len()).map(|number| format!("variable{}", number + 1));
    if let Some(free) = names.into_iter().find(|name| !draft.variables.contains_key(name)) {
        draft.variables.insert(free, Variable { value: Some(String::new()), ..Variable::default() });
    }
}

fn row(drafting: &Drafting, scopes: &[(String, String)], scope: Scope, name: &str, variable: &Variable) -> Html {
    let change = |change: fn(&mut Variable, &str)| -> OnText {
        let name = name.to_owned();
        drafting.on(move |draft, text| {
            if let Some(variable) = variables(draft, scope).get_mut(&name) {
                change(variable, text);
            }
        })
    };
    let rename = {
        let name = name.to_owned();
        drafting.on(move |draft, text| {
            let (text, variables) = (text.trim(), variables(draft, scope));
            // Names ignore case; one that is empty or taken is not taken over.
            let is_taken = variables.keys().any(|other| *other != name && other.eq_ignore_ascii_case(text));
            if !text.is_empty()
                && !is_taken
                && let Some(variable) = variables.remove(&name)
            {
                variables.insert(text.to_owned(), variable);
            }
        })
    };
    let movement = {
        let name = name.to_owned();
        drafting.on(move |draft, text| {
            let to = text.parse().ok();
            if !variables(draft, to).keys().any(|other| other.eq_ignore_ascii_case(&name))
                && let Some(variable) = variables(draft, scope).remove(&name)
            {
                variables(draft, to).insert(name.clone(), variable);
            }
        })
    };
    let remove = {
        let name = name.to_owned();
        drafting.act(move |draft| drop(variables(draft, scope).remove(&name)))
    };
    let here = scope.map(|index| index.to_string()).unwrap_or_default();
    let value = variable.value.clone().unwrap_or_default();
    let kind = if variable.is_secret { "password" } else { "text" };
    html! {
        <tr key={format!("{here}/{name}")}>
            <td>{ cell("text", name, &strings::name_of(name), &rename) }</td>
            <td>{ cell(kind, &value, &strings::value_of(name), &change(|variable, text| variable.value = Some(text.to_owned()))) }</td>
            <td>{ tick(&strings::secret_of(name), variable.is_secret, &change(|variable, text| variable.is_secret = text == YES)) }</td>
            <td>
                <select
                    class="select"
                    aria-label={strings::scope_of(name)}
                    onchange={movement.reform(|event: Event| event.target_unchecked_into::<web_sys::HtmlSelectElement>().value())}
                >
                    { for scopes.iter().map(|(key, words)| html! {
                        <option value={key.clone()} selected={*key == here}>{ words }</option>
                    }) }
                </select>
            </td>
            <td>{ tick(&strings::settable_of(name), variable.allow_override, &change(|variable, text| variable.allow_override = text == YES)) }</td>
            <td>
                <Act
                    class="button--quiet button--square"
                    glyph={Glyph::Bin}
                    label={strings::DELETE}
                    spoken={strings::delete_variable(name)}
                    onclick={remove}
                />
            </td>
        </tr>
    }
}

fn cell(kind: &'static str, value: &str, label: &str, on: &OnText) -> Html {
    let onchange = on.reform(|event: Event| event.target_unchecked_into::<web_sys::HtmlInputElement>().value());
    html! {
        <input
            class="field"
            type={kind}
            maxlength="4000"
            autocomplete="off"
            value={value.to_owned()}
            aria-label={label.to_owned()}
            {onchange}
        />
    }
}

fn tick(label: &str, is_on: bool, on: &OnText) -> Html {
    let onchange = on.reform(|event: Event| {
        let is_on = event.target_unchecked_into::<web_sys::HtmlInputElement>().checked();
        if is_on { YES.to_owned() } else { String::new() }
    });
    html! { <input type="checkbox" checked={is_on} aria-label={label.to_owned()} {onchange} /> }
}
