//! The tab "Pipeline": artifacts and stages, and the circles that open their panels.

use rehearsal_classic::edit;
use rehearsal_view::editor::{EditorArtifact, EditorStage, EditorView, editor};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::{Act, DiagramView, Glyph, Zoom, ZoomBar, icon};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;
use crate::route::{EditPanel, EditTab, Page, Panel};

/// Properties of [`PipelineTab`].
#[derive(PartialEq, Properties)]
pub(crate) struct PipelineTabProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// The draft.
    pub(crate) drafting: Drafting,
}

/// Artifacts at the left, stages at the right.
#[component]
pub(crate) fn PipelineTab(of: &PipelineTabProps) -> Html {
    let zoom = use_state(Zoom::default);
    let selected = use_state(|| None::<usize>);
    let drafting = &of.drafting;
    let world = of.props.player.session.world();
    let view = editor(world, &drafting.draft);
    let queue_id = world.pools.first().map_or(0, |pool| pool.queue_id);
    // A panel that is open says which stage is meant.
    let chosen = match of.props.place.panel {
        Some(Panel::Edit(EditPanel::Stage(index) | EditPanel::Pre(index) | EditPanel::Post(index))) => Some(index),
        _ => *selected,
    }
    .filter(|&index| index < view.stages.len());
    {
        let selected = selected.clone();
        use_effect_with(chosen, move |&chosen| {
            if chosen.is_some() {
                selected.set(chosen);
            }
        });
    }
    let cards: Vec<Html> = view
        .stages
        .iter()
        .enumerate()
        .map(|(index, stage)| stage_card(of, index, stage, chosen == Some(index), queue_id))
        .collect();
    let on_zoom = {
        let zoom = zoom.clone();
        Callback::from(move |chosen| zoom.set(chosen))
    };
    let clone = match chosen {
        Some(index) => drafting.act(move |draft| {
            edit::clone_stage(draft, index);
        }),
        None => Callback::noop(),
    };
    html! {
        <div class="canvas canvas--editor">
            { artifacts(of, &view) }
            <section class="canvas__stages" aria-label={strings::STAGES}>
                <div class="canvas__head">
                    <h2 class="canvas__title">{ strings::STAGES }</h2>
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Plus}
                        label={strings::NEW_STAGE}
                        onclick={drafting.act(move |draft| { edit::add_stage(draft, None, queue_id); })}
                    />
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Sheets}
                        label={strings::CLONE_STAGE}
                        refusal={chosen.is_none().then_some(AttrValue::Static(strings::SELECT_A_STAGE))}
                        onclick={clone}
                    />
                    <span class="commands__switch"><ZoomBar zoom={*zoom} {on_zoom} /></span>
                </div>
                if !view.problems.is_empty() {
                    <ul class="problems">{ for view.problems.iter().map(|text| html! { <li>{ text }</li> }) }</ul>
                }
                <DiagramView diagram={view.diagram.clone()} {cards} zoom={*zoom} />
            </section>
        </div>
    }
}

fn link(of: &PipelineTabProps, panel: EditPanel) -> String {
    of.props.place.with(Panel::Edit(panel)).href()
}

fn artifacts(of: &PipelineTabProps, view: &EditorView) -> Html {
    html! {
        <section class="canvas__release" aria-label={strings::ARTIFACTS}>
            <div class="canvas__head">
                <h2 class="canvas__title">{ strings::ARTIFACTS }</h2>
                <a class="button button--quiet" href={link(of, EditPanel::AddArtifact)}>
                    { icon(Glyph::Plus) }<span class="button__label">{ strings::ADD }</span>
                </a>
            </div>
            if view.artifacts.is_empty() {
                <a class="source source--empty" href={link(of, EditPanel::AddArtifact)}>
                    { icon(Glyph::Plus) }{ strings::ADD_AN_ARTIFACT }
                </a>
            }
            { for view.artifacts.iter().enumerate().map(|(index, artifact)| source(of, index, artifact)) }
            <a class={classes!("clockwork", view.is_scheduled.then_some("clockwork--set"))} href={link(of, EditPanel::Schedules)}>
                { icon(Glyph::Clock) }{ &view.schedule }
            </a>
        </section>
    }
}

fn source(of: &PipelineTabProps, index: usize, artifact: &EditorArtifact) -> Html {
    html! {
        <div class="source" key={artifact.alias.clone()}>
            <a class="source__card" href={link(of, EditPanel::Artifact(index))}>
                { icon(Glyph::Factory) }
                <strong>{ &artifact.alias }</strong>
                <span class="quiet">{ &artifact.source }</span>
                if artifact.is_primary {
                    <span class="quiet">{ strings::PRIMARY }</span>
                }
            </a>
            <a
                class={classes!("source__trigger", artifact.is_continuous.then_some("source__trigger--on"))}
                href={link(of, EditPanel::Trigger(index))}
                aria-label={strings::trigger_of(&artifact.alias)}
            >
                { icon(if artifact.is_continuous { Glyph::FlashTick } else { Glyph::Flash }) }
            </a>
        </div>
    }
}

fn stage_card(of: &PipelineTabProps, index: usize, stage: &EditorStage, is_chosen: bool, queue_id: u32) -> Html {
    let trigger = if stage.is_automatic { Glyph::FlashTick } else { Glyph::FlashPerson };
    let person = |is_on: bool| icon(if is_on { Glyph::PersonTick } else { Glyph::Person });
    let drafting = &of.drafting;
    html! {
        <div class={classes!("draft", is_chosen.then_some("draft--chosen"), (!stage.problems.is_empty()).then_some("draft--wrong"))}>
            <article class="draft__card" aria-label={stage.name.clone()}>
                <a class="draft__pre" href={link(of, EditPanel::Pre(index))} aria-label={strings::conditions_before(&stage.name)}>
                    { icon(trigger) }{ person(stage.has_pre_approvals) }
                </a>
                <h3 class="draft__name"><a href={link(of, EditPanel::Stage(index))}>{ &stage.name }</a></h3>
                <p>
                    <a
                        href={of.props.place.on(Page::Edit(drafting.pipeline(), EditTab::Tasks(index))).href()}
                        aria-label={strings::tasks_of(&stage.name, &stage.contents)}
                    >
                        { &stage.contents }
                    </a>
                </p>
                <p class="quiet">{ &stage.trigger }</p>
                <a class="draft__post" href={link(of, EditPanel::Post(index))} aria-label={strings::conditions_after(&stage.name)}>
                    { person(stage.has_post_approvals) }
                </a>
            </article>
            <div class="stage__buttons">
                <Act
                    glyph={Glyph::Plus}
                    class="button--square"
                    label={strings::ADD}
                    spoken={strings::add_after(&stage.name)}
                    onclick={drafting.act(move |draft| { edit::add_stage(draft, Some(index), queue_id); })}
                />
                <Act
                    glyph={Glyph::Sheets}
                    class="button--square"
                    label={strings::CLONE}
                    spoken={strings::clone_of(&stage.name)}
                    onclick={drafting.act(move |draft| { edit::clone_stage(draft, index); })}
                />
            </div>
            if !stage.problems.is_empty() {
                <ul class="problems">{ for stage.problems.iter().map(|text| html! { <li>{ text }</li> }) }</ul>
            }
        </div>
    }
}
