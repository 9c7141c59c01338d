//! The tabs "Variables" and "History" of a release.

use rehearsal_view::{ReleaseChange, VariableRow, release, release_history, release_variables, strings};
use yew::prelude::*;

use crate::components::{Empty, Glyph, icon};
use crate::pages::release::{commands, head};
use crate::pages::{NotFound, PageProps};
use crate::route::Page;

/// The page of a tab: head, tabs and commands of the release, and what the tab shows.
fn page(props: &PageProps, name: &str, body: Html) -> Html {
    let Some(view) = props.player.scene(|scene| Some(release(scene, scene.release_named(name)?))) else {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    };
    html! {
        <>
            { head(props, &view) }
            { commands(props, &view, Html::default()) }
            { body }
        </>
    }
}

/// The copy of the variables that a release keeps.
pub(crate) fn variables(props: &PageProps, name: &str) -> Html {
    let found = props.player.scene(|scene| Some(release_variables(scene, scene.release_named(name)?)));
    let body = found.map(|view| {
        html! {
            <>
                { for view.warnings.iter().map(|warning| html! { <p class="strip">{ warning }</p> }) }
                { table(strings::PIPELINE_VARIABLES, &view.variables) }
                if !view.groups.is_empty() {
                    { table(strings::VARIABLE_GROUPS, &view.groups) }
                }
            </>
        }
    });
    page(props, name, body.unwrap_or_default())
}

fn table(title: &'static str, rows: &[VariableRow]) -> Html {
    html! {
        <section class="list-part" aria-label={title}>
            <header class="page-head"><h2 class="list-part__title">{ title }</h2></header>
            if rows.is_empty() {
                <p class="page-lead">{ strings::NO_VARIABLES }</p>
            } else {
                <div class="table-scroll">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{ strings::NAME }</th>
                                <th scope="col">{ strings::VALUE }</th>
                                <th scope="col">{ strings::SCOPE }</th>
                                <th scope="col">{ strings::SETTABLE }</th>
                            </tr>
                        </thead>
                        <tbody>{ for rows.iter().map(row) }</tbody>
                    </table>
                </div>
            }
        </section>
    }
}

fn row(row: &VariableRow) -> Html {
    html! {
        <tr>
            <th scope="row">{ &row.name }</th>
            <td>
                { &row.value }
                if row.is_given {
                    <p class="quiet">{ strings::GIVEN_AT_CREATION }</p>
                }
            </td>
            <td>{ &row.scope }</td>
            <td>
                if row.is_settable {
                    { icon(Glyph::Tick) }<span class="visually-hidden">{ strings::SETTABLE }</span>
                }
            </td>
        </tr>
    }
}

/// What people and the service did to a release.
pub(crate) fn history(props: &PageProps, name: &str) -> Html {
    let rows = props.player.scene(|scene| Some(release_history(scene, scene.release_named(name)?)));
    let rows = rows.unwrap_or_default();
    let body = html! {
        if rows.is_empty() {
            <Empty title={strings::NO_HISTORY} text={strings::HISTORY_HELP} />
        } else {
            <div class="table-scroll">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ strings::CHANGED_BY }</th>
                            <th scope="col">{ strings::CHANGE }</th>
                            <th scope="col">{ strings::CHANGED_DATE }</th>
                            <th scope="col">{ strings::COMMENT }</th>
                        </tr>
                    </thead>
                    <tbody>{ for rows.iter().map(change) }</tbody>
                </table>
            </div>
        }
    };
    page(props, name, body)
}

fn change(row: &ReleaseChange) -> Html {
    html! {
        <tr key={row.id.index()}>
            <td>{ &row.by }</td>
            <th scope="row">{ &row.change }</th>
            <td>{ &row.at }</td>
            <td>{ &row.comment }</td>
        </tr>
    }
}
