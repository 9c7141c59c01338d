//! The tab "Variables": those of the pipeline and of its stages, linked groups, and what every release has anyway.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_pipeline::{Variable, Variables};
use rehearsal_view::strings;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::components::form::{OnText, YES, select_row};
use crate::components::{Act, Glyph, NameField, icon};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;

/// Properties of [`VariablesTab`].
#[derive(PartialEq, Properties)]
pub(super) struct VariablesTabProps {
    /// Those of the page.
    pub(super) props: PageProps,
    /// The draft.
    pub(super) drafting: Drafting,
}

/// Where a variable belongs: the release, or a stage by its position.
type Scope = Option<usize>;

/// What is chosen at the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Pipeline,
    Groups,
    Predefined,
}

fn variables(draft: &mut ReleaseDefinition, scope: Scope) -> &mut Variables {
    match scope {
        None => &mut draft.variables,
        Some(stage) => &mut draft.stages[stage].variables,
    }
}

fn groups(draft: &mut ReleaseDefinition, scope: Scope) -> &mut Vec<u32> {
    match scope {
        None => &mut draft.variable_groups,
        Some(stage) => &mut draft.stages[stage].variable_groups,
    }
}

/// Every scope with its key in a form and its name.
fn scopes(draft: &ReleaseDefinition) -> Vec<(Scope, String, String)> {
    let release = (None, String::new(), strings::SCOPE_RELEASE.to_owned());
    let stages = draft.stages.iter().enumerate();
    std::iter::once(release)
        .chain(stages.map(|(index, stage)| (Some(index), index.to_string(), stage.name.clone())))
        .collect()
}

/// The list at the left, and what is chosen in it.
#[component]
pub(super) fn VariablesTab(of: &VariablesTabProps) -> Html {
    let part = use_state(|| Part::Pipeline);
    let entry = |which: Part, words: &'static str| {
        let chosen = part.clone();
        let is_here = *part == which;
        html! {
            <li>
                <button
                    type="button"
                    class={classes!("process__entry", is_here.then_some("process__entry--chosen"))}
                    aria-pressed={is_here.to_string()}
                    onclick={Callback::from(move |_: MouseEvent| chosen.set(which))}
                >
                    <span class="process__name">{ words }</span>
                </button>
            </li>
        }
    };
    html! {
        <div class="process process--narrow">
            <ul class="process__list">
                { entry(Part::Pipeline, strings::PIPELINE_VARIABLES) }
                { entry(Part::Groups, strings::VARIABLE_GROUPS) }
                { entry(Part::Predefined, strings::PREDEFINED_VARIABLES) }
            </ul>
            <div class="process__details">
                { match *part {
                    Part::Pipeline => html! { <OfPipeline drafting={of.drafting.clone()} /> },
                    Part::Groups => linked(of),
                    Part::Predefined => predefined(),
                } }
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct OfPipelineProps {
    drafting: Drafting,
}

/// The variables of the pipeline, as a list or as a grid of scopes.
#[component]
fn OfPipeline(of: &OfPipelineProps) -> Html {
    let wanted = use_state(String::new);
    let only = use_state(|| "all".to_owned());
    let is_grid = use_state(|| false);
    let renamed: Renamed = use_mut_ref(BTreeMap::new);
    // The variable that was added last, until its row has been shown.
    let added = use_mut_ref(|| None::<String>);
    let drafting = &of.drafting;
    let draft = &drafting.draft;
    let scopes = scopes(draft);
    let words = wanted.to_lowercase();
    let fits = |name: &str, variable: &Variable| {
        let value = if variable.is_secret { "" } else { variable.value.as_deref().unwrap_or_default() };
        name.to_lowercase().contains(&words) || value.to_lowercase().contains(&words)
    };
    let of_scope = |scope: Scope| match scope {
        None => &draft.variables,
        Some(stage) => &draft.stages[stage].variables,
    };
    let rows: Vec<(Scope, &String, &Variable)> = scopes
        .iter()
        .filter(|(_, key, _)| *is_grid || *only == "all" || *only == *key)
        .flat_map(|(scope, ..)| of_scope(*scope).iter().map(move |(name, variable)| (*scope, name, variable)))
        .filter(|(_, name, variable)| fits(name, variable))
        .collect();
    let search = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| wanted.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let narrow = {
        let only = only.clone();
        Callback::from(move |event: Event| only.set(event.target_unchecked_into::<HtmlSelectElement>().value()))
    };
    let switch = {
        let is_grid = is_grid.clone();
        Callback::from(move |event: Event| {
            is_grid.set(event.target_unchecked_into::<HtmlSelectElement>().value() == strings::GRID_VIEW);
        })
    };
    let add = {
        // Where it can be seen: in the scope that is chosen, with no word to filter by.
        let scope: Scope = if *is_grid { None } else { only.parse().ok() };
        let (add, added, wanted) = (drafting.act(move |draft| add(draft, scope)), added.clone(), wanted.clone());
        let free = free_name(of_scope(scope));
        Callback::from(move |()| {
            *added.borrow_mut() = free.as_deref().map(|name| key_of(scope, name));
            wanted.set(String::new());
            add.emit(());
        })
    };
    {
        let shown = added
            .borrow()
            .as_ref()
            .is_some_and(|key| !*is_grid && rows.iter().any(|(scope, name, _)| key_of(*scope, name) == *key));
        let added = added.clone();
        use_effect(move || {
            if shown {
                *added.borrow_mut() = None;
            }
        });
    }
    html! {
        <>
            <div class="filter-bar">
                <input
                    class="field"
                    type="search"
                    placeholder={strings::FILTER_BY_KEYWORDS}
                    aria-label={strings::FILTER_BY_KEYWORDS}
                    value={(*wanted).clone()}
                    oninput={search}
                />
                if !*is_grid {
                    <select class="select" aria-label={strings::SCOPE} onchange={narrow}>
                        <option value="all" selected={*only == "all"}>{ strings::ALL_SCOPES }</option>
                        { for scopes.iter().map(|(_, key, name)| html! {
                            <option value={key.clone()} selected={*only == *key}>{ name }</option>
                        }) }
                    </select>
                }
                <select class="select" aria-label={strings::VIEW} onchange={switch}>
                    { for [strings::LIST_VIEW, strings::GRID_VIEW].map(|view| html! {
                        <option value={view} selected={(view == strings::GRID_VIEW) == *is_grid}>{ view }</option>
                    }) }
                </select>
            </div>
            if rows.is_empty() {
                <p class="quiet">{ if words.is_empty() { strings::NO_VARIABLES.to_owned() } else { strings::nothing_matches(&wanted) } }</p>
            } else if *is_grid {
                { grid(drafting, &scopes, &rows) }
            } else {
                { list(drafting, &scopes, &rows, &renamed, added.borrow().as_deref()) }
            }
            <div class="buttons">
                <Act glyph={Glyph::Plus} label={strings::ADD} onclick={add} />
            </div>
        </>
    }
}

fn free_name(variables: &Variables) -> Option<String> {
    // Of one more name than there are variables, one is free.
    let mut names = (0..=variables.len()).map(|number| format!("variable{}", number + 1));
    names.find(|name| !variables.keys().any(|taken| taken.eq_ignore_ascii_case(name)))
}

fn add(draft: &mut ReleaseDefinition, scope: Scope) {
    let variables = variables(draft, scope);
    if let Some(free) = free_name(variables) {
        variables.insert(free, Variable { value: Some(String::new()), ..Variable::default() });
    }
}

/// A secret that is made plain loses its value, as on the product's page: nobody can read what was a secret.
pub(super) fn keep_secret(variable: &mut Variable, is_secret: bool) {
    if variable.is_secret && !is_secret {
        variable.value = Some(String::new());
    }
    variable.is_secret = is_secret;
}

/// A scope, the name of a variable, and the variable.
type VariableRow<'a> = (Scope, &'a String, &'a Variable);

/// The key that the row of a renamed variable had before, so that it stays the same row and keeps the focus.
type Renamed = Rc<RefCell<BTreeMap<String, String>>>;

fn key_of(scope: Scope, name: &str) -> String {
    format!("{}/{name}", scope.map(|index| index.to_string()).unwrap_or_default())
}

fn list(
    drafting: &Drafting,
    scopes: &[(Scope, String, String)],
    rows: &[VariableRow<'_>],
    renamed: &Renamed,
    added: Option<&str>,
) -> Html {
    let mut keys = BTreeSet::new();
    let rows = rows.iter().map(|&(scope, name, variable)| {
        let key = key_of(scope, name);
        let is_new = added == Some(&*key);
        let mut key = renamed.borrow().get(&key).cloned().unwrap_or(key);
        // A new variable may have the name that another one had before.
        while !keys.insert(key.clone()) {
            key.push('\'');
        }
        row(drafting, scopes, (scope, name, variable), (key, is_new), renamed)
    });
    html! {
        <div class="table-scroll">
            <table class="table table--variables">
                <thead>
                    <tr>
                        <th scope="col">{ strings::NAME }</th>
                        <th scope="col">{ strings::VALUE }</th>
                        <th scope="col" title={strings::SECRET}>{ icon(Glyph::Lock) }<span class="visually-hidden">{ strings::SECRET }</span></th>
                        <th scope="col">{ strings::SCOPE }</th>
                        <th scope="col">{ strings::SETTABLE }</th>
                        <th scope="col"><span class="visually-hidden">{ strings::ACTIONS }</span></th>
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

/// Names down, scopes across: which value counts where.
fn grid(drafting: &Drafting, scopes: &[(Scope, String, String)], rows: &[VariableRow<'_>]) -> Html {
    let mut names: Vec<&String> = rows.iter().map(|row| row.1).collect();
    names.sort();
    names.dedup();
    let value = |name: &str, scope: Scope, words: &str| {
        let Some((.., variable)) = rows.iter().find(|row| row.0 == scope && row.1 == name) else {
            return html! { <td class="quiet">{ strings::NOT_IN_SCOPE }</td> };
        };
        let key = name.to_owned();
        let on = drafting.on(move |draft, text| {
            if let Some(variable) = variables(draft, scope).get_mut(&key) {
                variable.value = Some(text.to_owned());
            }
        });
        let kind = if variable.is_secret { "password" } else { "text" };
        let shown = variable.value.clone().unwrap_or_default();
        html! { <td>{ cell(kind, &shown, &strings::value_in(name, words), &on) }</td> }
    };
    html! {
        <div class="table-scroll">
            <table class="table table--variables">
                <thead>
                    <tr>
                        <th scope="col">{ strings::NAME }</th>
                        { for scopes.iter().map(|(.., name)| html! { <th scope="col">{ name }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for names.into_iter().map(|name| html! {
                        <tr key={name.clone()}>
                            <th scope="row">{ name }</th>
                            { for scopes.iter().map(|(scope, _, words)| value(name, *scope, words)) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn row(
    drafting: &Drafting,
    scopes: &[(Scope, String, String)],
    (scope, name, variable): VariableRow<'_>,
    (key, is_new): (String, bool),
    renamed: &Renamed,
) -> Html {
    let change = |change: fn(&mut Variable, &str)| -> OnText {
        let name = name.to_owned();
        drafting.on(move |draft, text| {
            if let Some(variable) = variables(draft, scope).get_mut(&name) {
                change(variable, text);
            }
        })
    };
    let rename = {
        let (name, key, renamed) = (name.to_owned(), key.clone(), renamed.clone());
        drafting.on(move |draft, text| {
            let variables = variables(draft, scope);
            if let Some(variable) = variables.remove(&name) {
                variables.insert(text.to_owned(), variable);
                renamed.borrow_mut().insert(key_of(scope, text), key.clone());
            }
        })
    };
    let of = |scope: Scope| match scope {
        None => &drafting.draft.variables,
        Some(stage) => &drafting.draft.stages[stage].variables,
    };
    let taken: Vec<String> = of(scope).keys().filter(|other| *other != name).cloned().collect();
    // A scope has a name once.
    let has_it = |to: Scope| of(to).keys().any(|other| other.eq_ignore_ascii_case(name));
    let movement = {
        let name = name.to_owned();
        drafting.on(move |draft, text| {
            if let Some(variable) = variables(draft, scope).remove(&name) {
                variables(draft, text.parse().ok()).insert(name.clone(), variable);
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
        <tr {key}>
            <td>
                <NameField
                    label={strings::name_of(name)}
                    name={name.clone()}
                    {taken}
                    taken_words={strings::VARIABLE_NAME_TAKEN}
                    {is_new}
                    on={rename}
                />
            </td>
            <td>{ cell(kind, &value, &strings::value_of(name), &change(|variable, text| variable.value = Some(text.to_owned()))) }</td>
            <td>{ tick(&strings::secret_of(name), variable.is_secret, &change(|variable, text| keep_secret(variable, text == YES))) }</td>
            <td>
                <select
                    class="select"
                    aria-label={strings::scope_of(name)}
                    onchange={movement.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value())}
                >
                    { for scopes.iter().map(|(to, key, words)| html! {
                        <option value={key.clone()} selected={*key == here} disabled={*to != scope && has_it(*to)}>
                            { words }
                        </option>
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
    let onchange = on.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
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
        let is_on = event.target_unchecked_into::<HtmlInputElement>().checked();
        if is_on { YES.to_owned() } else { String::new() }
    });
    html! { <input type="checkbox" checked={is_on} aria-label={label.to_owned()} {onchange} /> }
}

/// The groups of the library that are linked, each with the scopes that it is linked to.
fn linked(of: &VariablesTabProps) -> Html {
    let VariablesTabProps { props, drafting } = of;
    let draft = &drafting.draft;
    let scopes = scopes(draft);
    let linked_in = |number: u32, scope: Scope| match scope {
        None => draft.variable_groups.contains(&number),
        Some(stage) => draft.stages[stage].variable_groups.contains(&number),
    };
    let all = &props.player.session.state().variable_groups;
    let is_linked = |number: u32| scopes.iter().any(|(scope, ..)| linked_in(number, *scope));
    let mut free: Vec<(String, String)> = all
        .iter()
        .filter(|group| !is_linked(group.id))
        .map(|group| (group.id.to_string(), strings::group_and_count(&group.name, group.variables.len())))
        .collect();
    let has_free = !free.is_empty();
    free.insert(0, (String::new(), String::new()));
    let link = drafting.on(|draft, text| draft.variable_groups.extend(text.parse::<u32>().ok()));
    let groups = all.iter().filter(|group| is_linked(group.id)).map(|group| {
        let number = group.id;
        let boxes = scopes.iter().map(|(scope, _, words)| {
            let scope = *scope;
            let on = drafting.on(move |draft, text| {
                let groups = groups(draft, scope);
                groups.retain(|known| *known != number);
                if text == YES {
                    groups.push(number);
                }
            });
            html! {
                <label class="check">
                    { tick(&strings::linked_to(&group.name, words), linked_in(number, scope), &on) }
                    { words }
                </label>
            }
        });
        let unlink = drafting.act(move |draft| {
            for scope in std::iter::once(None).chain((0..draft.stages.len()).map(Some)) {
                groups(draft, scope).retain(|known| *known != number);
            }
        });
        html! {
            <section class="form" aria-label={group.name.clone()} key={number}>
                <header class="form__head">
                    <h3 class="section-title">{ strings::group_and_count(&group.name, group.variables.len()) }</h3>
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Bin}
                        label={strings::UNLINK}
                        spoken={strings::unlink(&group.name)}
                        onclick={unlink}
                    />
                </header>
                <p class="quiet">{ strings::list(&group.variables.keys().cloned().collect::<Vec<_>>()) }</p>
                <div class="checks" role="group" aria-label={strings::SCOPE}>{ for boxes }</div>
            </section>
        }
    });
    let groups: Vec<Html> = groups.collect();
    html! {
        <>
            if groups.is_empty() {
                <p>{ strings::NO_GROUP_LINKED }</p>
            }
            <>{ for groups }</>
            if has_free {
                { select_row(strings::LINK_VARIABLE_GROUP, &free, "", &link) }
            } else {
                <p class="quiet">{ strings::NO_GROUP_TO_LINK }</p>
            }
        </>
    }
}

fn predefined() -> Html {
    html! {
        <>
            <p class="quiet">{ strings::PREDEFINED_HELP }</p>
            <table class="table">
                <tbody>
                    { for strings::PREDEFINED.iter().map(|(name, words)| html! {
                        <tr><th scope="row"><code>{ *name }</code></th><td>{ *words }</td></tr>
                    }) }
                </tbody>
            </table>
        </>
    }
}
