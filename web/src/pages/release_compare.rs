//! A release beside another one of its pipeline.

use rehearsal_view::{
    ArtifactChanges, ArtifactLine, CommitRow, CompareView, Look, StageDifference, ValueDifference, compare_releases,
    release, strings,
};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::{Glyph, icon, state_word};
use crate::pages::release::{commands, head};
use crate::pages::{NotFound, PageProps};
use crate::route::Page;

/// What differs between two releases.
pub(crate) fn page(props: &PageProps, one: &str, other: &str) -> Html {
    let found = props.player.scene(|scene| {
        let (one, other) = (scene.release_named(one)?, scene.release_named(other)?);
        Some((release(scene, one), compare_releases(scene, one, other)))
    });
    let Some((whole, view)) = found else {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    };
    let choose = {
        let (go, place, one) = (props.on_go.clone(), props.place.clone(), view.one.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            go.emit(place.on(Page::CompareReleases(one.clone(), select.value())));
        })
    };
    html! {
        <>
            { head(props, &whole) }
            { commands(props, &whole, Html::default()) }
            <p class="compare__with">
                <label for="compare-with">{ strings::COMPARE_WITH }</label>
                <select class="select" id="compare-with" onchange={choose}>
                    { for view.others.iter().map(|name| html! {
                        <option value={name.clone()} selected={*name == view.other}>{ name }</option>
                    }) }
                </select>
            </p>
            { part(strings::ARTIFACTS, html! { { for view.artifacts.iter().map(|one| artifact(&view, one)) } }) }
            { part(strings::STAGES, stages(&view)) }
            { part(strings::VARIABLES_THAT_DIFFER, variables(&view)) }
        </>
    }
}

fn part(title: &'static str, body: Html) -> Html {
    html! {
        <section class="list-part compare__part" aria-label={title}>
            <h2 class="list-part__title">{ title }</h2>
            { body }
        </section>
    }
}

fn version(line: Option<&ArtifactLine>) -> Html {
    match line {
        Some(line) => {
            html! { <><span>{ &line.number }</span><span class="quiet">{ icon(Glyph::Branch) }{ &line.branch }</span></> }
        }
        None => html! { { strings::NO_VERSION } },
    }
}

fn artifact(view: &CompareView, one: &ArtifactChanges) -> Html {
    let is_same = one.one == one.other;
    let newer = if one.is_back { &view.other } else { &view.one };
    html! {
        <div class="compare__artifact" key={one.alias.clone()}>
            <h3 class="section-title">{ icon(Glyph::Factory) }{ &one.alias }</h3>
            <dl class="facts">
                <dt>{ &view.one }</dt><dd class="compare__version">{ version(one.one.as_ref()) }</dd>
                <dt>{ &view.other }</dt><dd class="compare__version">{ version(one.other.as_ref()) }</dd>
            </dl>
            if is_same {
                <p class="quiet">{ strings::SAME_VERSION }</p>
            } else {
                <h4 class="attempt__part">{ strings::only_in(newer, one.commits.len()) }</h4>
                { commits(&one.commits) }
                <h4 class="attempt__part">{ strings::WORK_ITEMS }</h4>
                { work_items(one) }
            }
        </div>
    }
}

/// The version, and the one before it when it is another.
pub(crate) fn versions(one: &ArtifactChanges) -> Html {
    html! {
        <dl class="facts">
            <dt>{ strings::VERSION }</dt><dd class="compare__version">{ version(one.one.as_ref()) }</dd>
            if one.other.is_some() && one.other != one.one {
                <dt>{ strings::VERSION_BEFORE }</dt><dd class="compare__version">{ version(one.other.as_ref()) }</dd>
            }
        </dl>
    }
}

/// Commits as a table.
pub(crate) fn commits(rows: &[CommitRow]) -> Html {
    if rows.is_empty() {
        return html! { <p class="quiet">{ strings::NO_COMMITS }</p> };
    }
    let row = |commit: &CommitRow| {
        html! {
            <tr>
                <th scope="row">{ &commit.message }</th>
                <td>{ &commit.version }</td>
                <td>{ &commit.by }</td>
                <td>{ &commit.at }</td>
            </tr>
        }
    };
    let heads = [strings::MESSAGE, strings::VERSION, strings::REQUESTED_FOR, strings::BUILT];
    table(&heads, html! { { for rows.iter().map(row) } })
}

/// Work items as a table.
pub(crate) fn work_items(changes: &ArtifactChanges) -> Html {
    if changes.work_items.is_empty() {
        return html! { <p class="quiet">{ strings::NO_WORK_ITEMS }</p> };
    }
    let rows = changes.work_items.iter().map(|item| {
        html! { <tr><th scope="row">{ &item.id }</th><td>{ item.commits.join(" · ") }</td></tr> }
    });
    table(&[strings::ID, strings::NAMED_BY], html! { { for rows } })
}

fn table(heads: &[&str], rows: Html) -> Html {
    html! {
        <div class="table-scroll">
            <table class="table">
                <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ *head }</th> }) }</tr></thead>
                <tbody>{ rows }</tbody>
            </table>
        </div>
    }
}

fn stages(view: &CompareView) -> Html {
    let look = |look: Option<Look>| look.map_or_else(|| html! { { strings::NOT_IN_IT } }, state_word);
    let row = |stage: &StageDifference| {
        let settings: Vec<String> = stage.settings.iter().map(|&words| words.to_owned()).collect();
        html! {
            <tr class={classes!((!settings.is_empty()).then_some("compare__differs"))}>
                <th scope="row">{ &stage.stage }</th>
                <td>{ look(stage.one) }</td>
                <td>{ look(stage.other) }</td>
                <td>{ if settings.is_empty() { strings::NONE_DIFFER.to_owned() } else { strings::list(&settings) } }</td>
            </tr>
        }
    };
    let heads = [strings::STAGE, &view.one, &view.other, strings::SETTINGS_THAT_DIFFER];
    table(&heads, html! { { for view.stages.iter().map(row) } })
}

fn variables(view: &CompareView) -> Html {
    if view.variables.is_empty() {
        return html! { <p class="page-lead">{ strings::NO_VARIABLES_DIFFER }</p> };
    }
    let value = |text: &str| if text.is_empty() { strings::NOT_IN_IT.to_owned() } else { text.to_owned() };
    let row = |one: &ValueDifference| {
        html! { <tr><th scope="row">{ &one.what }</th><td>{ value(&one.one) }</td><td>{ value(&one.other) }</td></tr> }
    };
    table(&[strings::NAME, &view.one, &view.other], html! { { for view.variables.iter().map(row) } })
}
