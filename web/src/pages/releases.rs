//! The Releases page.

use rehearsal_engine::DefinitionId;
use rehearsal_pipeline::ApprovalType;
use rehearsal_view::{
    BoardCard, BoardColumn, Chip, Look, PipelineRow, ReleaseFilter, ReleaseRow, board, conditions, filter_choices,
    releases, strings,
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::components::{Act, Empty, Glyph, StageChip, avatar, icon, state_icon, state_word, unique_id};
use crate::pages::release::view_switch;
use crate::pages::{NotFound, PageProps, deployments};
use crate::route::{EditTab, Edited, Page, Panel, Place};

/// The releases of a pipeline, and what runs where.
#[component]
pub(crate) fn ReleasesPage(props: &PageProps) -> Html {
    let filter = use_state(ReleaseFilter::default);
    let shows_board = use_state(|| false);
    let switch_name = use_state(unique_id);
    let (index, shows_deployments) = if let Page::Releases(index) = props.place.page {
        (index, false)
    } else if let Page::Deployments(index) = props.place.page {
        (index, true)
    } else {
        return Html::default();
    };
    if index >= props.player.session.state().definitions.len() {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    }
    let definition = DefinitionId::at(index);
    let mut view = props.player.scene(|scene| releases(scene, definition));
    let has_releases = !view.releases.is_empty();
    let bar = has_releases.then(|| filter_bar(&view.releases, &filter, &shows_board, &switch_name));
    view.releases.retain(|row| filter.fits(row));
    let create = {
        let place = props.place.with(Panel::Create);
        props.on_go.reform(move |()| place.clone())
    };
    let refusal = view.create_refusal.clone().map(AttrValue::from);
    html! {
        <div class={classes!("hub", (view.pipelines.len() < 2).then_some("hub--single"))}>
            <section class="hub__pipelines" aria-label={strings::PIPELINES}>
                <h2 class="hub__heading">{ strings::PIPELINES }</h2>
                <ul>{ for view.pipelines.iter().map(|row| pipeline(&props.place, row)) }</ul>
            </section>
            <section class="hub__releases">
                <header class="page-head">
                    <h1 class="page-title">{ &view.pipeline }</h1>
                    <div class="buttons">
                        <a class="button" href={props.place.on(Page::Edit(Edited::Pipeline(index), EditTab::Pipeline)).href()}>
                            { icon(Glyph::Pencil) }<span class="button__label">{ strings::EDIT }</span>
                        </a>
                        <Act
                            class="button--primary"
                            glyph={Glyph::Rocket}
                            label={strings::CREATE_RELEASE}
                            {refusal}
                            onclick={create.clone()}
                        />
                    </div>
                </header>
                <nav class="tabs" aria-label={view.pipeline.clone()}>
                    { tab(props, Page::Releases(index), strings::RELEASES) }
                    { tab(props, Page::Deployments(index), strings::DEPLOYMENTS) }
                </nav>
                if shows_deployments {
                    { deployments::table(props, DefinitionId::at(index)) }
                } else {
                    <>{ for bar }</>
                    if !has_releases {
                        <Empty title={strings::NO_RELEASES_FOUND} text={strings::NO_RELEASES_HELP} />
                    } else if view.releases.is_empty() {
                        <Empty title={strings::NO_RELEASE_FITS} text={strings::NO_RELEASE_FITS_HELP} />
                    } else if *shows_board {
                        { columns(props, &props.player.scene(|scene| board(scene, definition, &view.releases))) }
                    } else {
                        { list(props, &view.releases) }
                    }
                }
                if !shows_deployments {
                    { deployments::deleted(props, DefinitionId::at(index)) }
                }
            </section>
        </div>
    }
}

/// What the list can be narrowed to, and the choice of list or board.
fn filter_bar(
    rows: &[ReleaseRow],
    filter: &UseStateHandle<ReleaseFilter>,
    shows_board: &UseStateHandle<bool>,
    switch_name: &AttrValue,
) -> Html {
    let change = |change: fn(&mut ReleaseFilter, String)| {
        let filter = filter.clone();
        Callback::from(move |text: String| {
            let mut next = (*filter).clone();
            change(&mut next, text);
            filter.set(next);
        })
    };
    let (branches, looks) = filter_choices(rows);
    let text = change(|filter, text| filter.text = text).reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value()
    });
    let chosen = |event: Event| -> String {
        let select: HtmlSelectElement = event.target_unchecked_into();
        select.value()
    };
    let state = change(|filter, word| filter.look = Look::ALL.into_iter().find(|look| look.word() == word));
    let branch = change(|filter, branch| filter.branch = branch);
    let clear = {
        let filter = filter.clone();
        Callback::from(move |()| filter.set(ReleaseFilter::default()))
    };
    let option = |word: &str, value: &str, is_chosen: bool| {
        html! { <option value={value.to_owned()} selected={is_chosen}>{ word }</option> }
    };
    html! {
        <div class="filter-bar">
            <input
                class="field"
                aria-label={strings::FILTER_RELEASES}
                placeholder={strings::FILTER_RELEASES}
                value={filter.text.clone()}
                oninput={text}
            />
            <select class="select" aria-label={strings::STATE} onchange={state.reform(chosen)}>
                { option(strings::ANY_STATE, "", filter.look.is_none()) }
                { for looks.iter().map(|look| option(look.word(), look.word(), filter.look == Some(*look))) }
            </select>
            if branches.len() > 1 {
                <select class="select" aria-label={strings::BRANCH_OF_RELEASE} onchange={branch.reform(chosen)}>
                    { option(strings::ANY_BRANCH, "", filter.branch.is_empty()) }
                    { for branches.iter().map(|branch| option(branch, branch, filter.branch == *branch)) }
                </select>
            }
            if !filter.is_empty() {
                <Act class="button--quiet" glyph={Glyph::Cross} label={strings::CLEAR_FILTERS} onclick={clear} />
            }
            <span class="commands__switch">
                { view_switch(switch_name, strings::SHOW_RELEASES_AS, [strings::LIST, strings::BOARD], shows_board) }
            </span>
        </div>
    }
}

fn list(props: &PageProps, rows: &[ReleaseRow]) -> Html {
    html! {
        <div class="table-scroll">
            <table class="table table--releases">
                <thead>
                    <tr>
                        <th scope="col">{ strings::RELEASES }</th>
                        <th scope="col">{ strings::CREATED }</th>
                        <th scope="col">{ strings::STAGES }</th>
                    </tr>
                </thead>
                <tbody>{ for rows.iter().map(|row| release(props, row)) }</tbody>
            </table>
        </div>
    }
}

/// The stages side by side, each with its releases.
fn columns(props: &PageProps, columns: &[BoardColumn]) -> Html {
    let card = |card: &BoardCard| {
        let href = props.place.on(Page::Release(card.release.clone())).href();
        html! {
            <li class={classes!("board__card", card.chip.is_deployed_now.then_some("board__card--now"))} key={card.release.clone()}>
                <a class="release-cell__name" {href}>{ &card.release }</a>
                <span class="quiet">{ &card.version }</span>
                <a href={chip_place(props, &card.release, &card.chip).href()}>{ state_word(card.chip.look) }</a>
                if card.chip.is_deployed_now {
                    <span class="quiet">{ strings::DEPLOYED_HERE_NOW }</span>
                }
            </li>
        }
    };
    html! {
        <div class="board">
            { for columns.iter().map(|column| html! {
                <section class="board__column" key={column.stage.clone()} aria-label={column.stage.clone()}>
                    <h2 class="board__title">{ &column.stage }</h2>
                    if column.cards.is_empty() {
                        <p class="quiet">{ strings::NOTHING_IN_STAGE }</p>
                    }
                    <ul>{ for column.cards.iter().map(card) }</ul>
                </section>
            }) }
        </div>
    }
}

/// A tab that leads to another page.
pub(crate) fn tab(props: &PageProps, page: Page, words: &'static str) -> Html {
    let is_here = props.place.page == page;
    html! {
        <a
            class={classes!("tab", is_here.then_some("tab--here"))}
            href={props.place.on(page).href()}
            aria-current={is_here.then_some("page")}
        >
            { words }
        </a>
    }
}

fn pipeline(place: &Place, row: &PipelineRow) -> Html {
    let class = classes!("pipeline", row.is_chosen.then_some("pipeline--chosen"));
    html! {
        <li key={row.index}>
            <a {class} href={place.on(Page::Releases(row.index)).href()} aria-current={row.is_chosen.then_some("true")}>
                <span class="pipeline__name">{ &row.name }</span>
                if let Some((look, stage)) = &row.latest {
                    <span class="pipeline__latest">{ state_icon(*look) }{ strings::chip(stage, look.word()) }</span>
                } else {
                    <span class="pipeline__latest">{ strings::NO_DEPLOYMENTS_FOUND }</span>
                }
            </a>
        </li>
    }
}

fn release(props: &PageProps, row: &ReleaseRow) -> Html {
    let href = props.place.on(Page::Release(row.name.clone())).href();
    html! {
        <tr key={row.name.clone()}>
            <th scope="row">
                <div class="release-cell">
                    { avatar(&row.initials, false) }
                    <div>
                        <a class="release-cell__name" {href}>{ &row.name }</a>
                        if let Some(mark) = row.mark {
                            <span class="mark">{ mark }</span>
                        }
                        <>{ for row.tags.iter().map(|tag| html! { <span class="mark">{ tag }</span> }) }</>
                        if let Some(artifact) = &row.artifact {
                            <p class="release-cell__artifact">
                                { icon(Glyph::Factory) }{ &artifact.number }
                                { icon(Glyph::Branch) }{ &artifact.branch }
                            </p>
                        }
                    </div>
                </div>
            </th>
            <td>{ &row.created }</td>
            <td>
                <div class="chips">
                    { for row.chips.iter().map(|chip| html! {
                        <StageChip
                            key={chip.stage.clone()}
                            chip={chip.clone()}
                            href={chip_place(props, &row.name, chip).href()}
                        />
                    }) }
                </div>
            </td>
        </tr>
    }
}

/// A chip that waits for an approval leads to it, any other to its stage.
fn chip_place(props: &PageProps, release: &str, chip: &Chip) -> Place {
    let panel = if chip.look == Look::PendingApproval {
        Panel::Conditions(chip.stage.clone(), pending_side(props, release, &chip.stage))
    } else {
        Panel::Stage(chip.stage.clone())
    };
    props.place.release_with(release, panel)
}

fn pending_side(props: &PageProps, release: &str, stage: &str) -> ApprovalType {
    let post = props.player.scene(|scene| {
        let release = scene.release_named(release)?;
        let stage = scene.stage_named(release, stage)?;
        conditions(scene, release, stage, ApprovalType::PostDeploy)
    });
    match post {
        Some(view) if view.look == Look::PendingApproval => ApprovalType::PostDeploy,
        Some(_) | None => ApprovalType::PreDeploy,
    }
}
