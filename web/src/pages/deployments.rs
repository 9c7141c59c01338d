//! The Deployments tab of the Releases page, and what was deleted.

use rehearsal_engine::DefinitionId;
use rehearsal_view::{DeletedRelease, DeploymentRow, deleted_releases, deployments, strings};
use yew::prelude::*;

use crate::components::{Act, Empty, Glyph, state_word};
use crate::pages::PageProps;
use crate::route::{LogPlace, Page};

/// A row for each deployment of a pipeline, newest first.
pub(crate) fn table(props: &PageProps, definition: DefinitionId) -> Html {
    let (rows, earlier) = props.player.scene(|scene| deployments(scene, definition));
    if rows.is_empty() {
        return html! { <Empty title={strings::NO_DEPLOYMENTS_FOUND} text={strings::NO_DEPLOYMENTS_HELP} /> };
    }
    html! {
        <>
            <div class="table-scroll">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ strings::RELEASE }</th>
                            <th scope="col">{ strings::STAGE }</th>
                            <th scope="col">{ strings::STATE }</th>
                            <th scope="col">{ strings::STARTED_BY }</th>
                            <th scope="col">{ strings::STARTED }</th>
                            <th scope="col">{ strings::DURATION }</th>
                        </tr>
                    </thead>
                    <tbody>{ for rows.iter().map(|one| row(props, one)) }</tbody>
                </table>
            </div>
            if earlier > 0 {
                <p class="page-lead quiet">{ strings::earlier_rows(earlier) }</p>
            }
        </>
    }
}

fn row(props: &PageProps, row: &DeploymentRow) -> Html {
    let logs = LogPlace { attempt: Some(row.attempt), ..LogPlace::of(&row.release, &row.stage) };
    html! {
        <tr>
            <th scope="row"><a href={props.place.on(Page::Release(row.release.clone())).href()}>{ &row.release }</a></th>
            <td>
                <a href={props.place.on(Page::Logs(logs)).href()}>{ &row.stage }</a>
                if row.attempt > 1 { <p class="quiet">{ strings::attempt(row.attempt) }</p> }
            </td>
            <td>
                { state_word(row.look) }
                if !row.ending.is_empty() { <p class="quiet">{ &row.ending }</p> }
            </td>
            <td>{ &row.started_by }</td>
            <td>{ &row.started }</td>
            <td>{ &row.took }</td>
        </tr>
    }
}

/// Releases that were deleted, each with "Undelete".
pub(crate) fn deleted(props: &PageProps, definition: DefinitionId) -> Html {
    let releases = props.player.scene(|scene| deleted_releases(scene, definition));
    if releases.is_empty() {
        return Html::default();
    }
    html! {
        <details class="fold list-part__fold">
            <summary>{ strings::deleted_releases(releases.len()) }</summary>
            <ul class="plain">{ for releases.iter().map(|one| deleted_row(props, one)) }</ul>
        </details>
    }
}

fn deleted_row(props: &PageProps, row: &DeletedRelease) -> Html {
    let action = row.undelete.action.clone();
    html! {
        <li key={row.name.clone()} class="log-row">
            <span><strong>{ &row.name }</strong><br /><span class="quiet">{ &row.how }</span></span>
            <span class="log-row__end">
                <Act
                    glyph={Glyph::Undo}
                    label={strings::UNDELETE}
                    spoken={AttrValue::from(strings::verb_stage(strings::UNDELETE, &row.name))}
                    refusal={row.undelete.refusal.clone().map(AttrValue::from)}
                    onclick={props.on_act.reform(move |()| action.clone())}
                />
            </span>
        </li>
    }
}
