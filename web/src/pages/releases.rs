//! The Releases page.

use rehearsal_engine::DefinitionId;
use rehearsal_pipeline::ApprovalType;
use rehearsal_view::{Chip, Look, PipelineRow, ReleaseRow, conditions, releases, strings};
use yew::prelude::*;

use crate::components::{Act, Empty, Glyph, StageChip, avatar, icon, state_icon};
use crate::pages::{NotFound, PageProps, deployments};
use crate::route::{EditTab, Page, Panel, Place};

/// The releases of a pipeline, and what runs where.
#[component]
pub(crate) fn ReleasesPage(props: &PageProps) -> Html {
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
    let view = props.player.scene(|scene| releases(scene, DefinitionId::at(index)));
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
                        <a class="button" href={props.place.on(Page::Edit(index, EditTab::Pipeline)).href()}>
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
                } else if view.releases.is_empty() {
                    <Empty title={strings::NO_RELEASES_FOUND} text={strings::NO_RELEASES_HELP} />
                } else {
                    <div class="table-scroll">
                        <table class="table table--releases">
                            <thead>
                                <tr>
                                    <th scope="col">{ strings::RELEASES }</th>
                                    <th scope="col">{ strings::CREATED }</th>
                                    <th scope="col">{ strings::STAGES }</th>
                                </tr>
                            </thead>
                            <tbody>{ for view.releases.iter().map(|row| release(props, row)) }</tbody>
                        </table>
                    </div>
                }
                if !shows_deployments {
                    { deployments::deleted(props, DefinitionId::at(index)) }
                }
            </section>
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
