//! The tab "Pipeline": artifacts and stages, and the circles that open their panels.

use std::rc::Rc;

use rehearsal_classic::edit;
use rehearsal_view::editor::{At, EditorArtifact, EditorStage, EditorView};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::{Act, DiagramView, Glyph, Menu, MenuEntry, Zoom, ZoomBar, alarm, icon, mistakes, unique_id};
use crate::effects::card_click;
use crate::pages::PageProps;
use crate::pages::editor::{Drafting, Extent, list};
use crate::pages::release::view_switch;
use crate::route::{EditPanel, EditTab, Panel};

/// Properties of [`PipelineTab`].
#[derive(PartialEq, Properties)]
pub(crate) struct PipelineTabProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// The draft.
    pub(crate) drafting: Drafting,
    /// What is shown of it.
    pub(crate) view: Rc<EditorView>,
}

/// Artifacts at the left, stages at the right, in one frame that is moved about.
#[component]
pub(crate) fn PipelineTab(of: &PipelineTabProps) -> Html {
    let zoom = use_state(|| Zoom::Percent(100));
    let selected = use_state(|| None::<usize>);
    let shows_list = use_state(|| false);
    let switch_name = use_state(unique_id);
    let PipelineTabProps { props, drafting, view } = of;
    // A panel that is open says which stage is meant.
    let chosen = match props.place.panel {
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
    // A copy is selected at once.
    let clone = |index: usize| {
        let (selected, clone) = (
            selected.clone(),
            drafting.act(move |draft| {
                edit::clone_stage(draft, index);
            }),
        );
        let away = props.on_go.clone();
        let place = props.place.without_panel();
        Callback::from(move |()| {
            clone.emit(());
            away.emit(place.clone());
            selected.set(Some(index + 1));
        })
    };
    let on_zoom = {
        let zoom = zoom.clone();
        Callback::from(move |chosen| zoom.set(chosen))
    };
    let new = {
        let place = props.place.with(Panel::Edit(EditPanel::AddStage(None)));
        props.on_go.reform(move |()| place.clone())
    };
    let cards = || view.stages.iter().enumerate();
    let cards: Vec<Html> = if *shows_list {
        Vec::new()
    } else {
        cards().map(|(index, stage)| stage_card(of, index, stage, chosen == Some(index), clone(index))).collect()
    };
    let none = chosen.is_none().then_some(AttrValue::Static(strings::SELECT_A_STAGE));
    let add = vec![
        MenuEntry::new(strings::NEW_STAGE, new),
        MenuEntry::new(strings::CLONE_STAGE, chosen.map(clone).unwrap_or_default()).off(none),
    ];
    let head = html! {
        <>
            <div class="canvas__head">
                <h2 class="canvas__title">{ strings::STAGES }</h2>
                if drafting.extent > Extent::Release {
                    <Menu glyph={Glyph::Plus} label={strings::ADD} entries={add} />
                }
            </div>
            { mistakes(&view.at(At::Pipeline)) }
        </>
    };
    html! {
        <section class="canvas canvas--editor" aria-label={strings::PIPELINE_TAB}>
            if *shows_list {
                <div class="canvas__list">
                    { artifacts(of) }
                    <div class="canvas__stages">{ head }{ list::list(of, clone) }</div>
                </div>
            } else {
                <DiagramView
                    diagram={view.diagram.clone()}
                    {cards}
                    zoom={*zoom}
                    before={artifacts(of)}
                    {head}
                    {chosen}
                />
            }
            <div class="canvas__zoom">
                if !*shows_list {
                    <ZoomBar zoom={*zoom} {on_zoom} />
                }
                { view_switch(&switch_name, strings::SHOW_STAGES_AS, [strings::DIAGRAM, strings::LIST], &shows_list) }
            </div>
        </section>
    }
}

pub(super) fn link(of: &PipelineTabProps, panel: EditPanel) -> String {
    of.props.place.with(Panel::Edit(panel)).href()
}

/// The name of a stage, which leads to its panel where there is something to change in it.
pub(super) fn name(of: &PipelineTabProps, index: usize, stage: &EditorStage) -> Html {
    if of.drafting.extent == Extent::Release {
        return html! { &stage.name };
    }
    html! { <a href={link(of, EditPanel::Stage(index))}>{ &stage.name }</a> }
}

fn artifacts(of: &PipelineTabProps) -> Html {
    let view = &of.view;
    if of.drafting.extent < Extent::Pipeline {
        // A release keeps its versions.
        let cards = view.artifacts.iter().map(|artifact| {
            html! {
                <div class="source" key={artifact.alias.clone()}>
                    <div class="source__card source__card--fixed">{ source_words(artifact) }</div>
                </div>
            }
        });
        return html! {
            <section class="canvas__release" aria-label={strings::ARTIFACTS}>
                <div class="canvas__head"><h2 class="canvas__title">{ strings::ARTIFACTS }</h2></div>
                { for cards }
            </section>
        };
    }
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
                <span class="clockwork__sign">{ icon(Glyph::Clock) }</span>
                { &view.schedule }
                { alarm(&view.at(At::Schedules)) }
            </a>
        </section>
    }
}

fn source_words(artifact: &EditorArtifact) -> Html {
    html! {
        <>
            { icon(Glyph::Factory) }
            <strong>{ &artifact.alias }</strong>
            <span class="quiet">{ &artifact.source }</span>
            if artifact.is_primary {
                <span class="quiet">{ strings::PRIMARY }</span>
            }
        </>
    }
}

fn source(of: &PipelineTabProps, index: usize, artifact: &EditorArtifact) -> Html {
    let is_open = |panel: EditPanel| of.props.place.panel == Some(Panel::Edit(panel));
    html! {
        <div class="source" key={artifact.alias.clone()}>
            <a
                class={classes!("source__card", is_open(EditPanel::Artifact(index)).then_some("source__card--open"))}
                href={link(of, EditPanel::Artifact(index))}
            >
                { source_words(artifact) }
            </a>
            <a
                class={classes!(
                    "source__trigger",
                    artifact.is_continuous.then_some("source__trigger--on"),
                    is_open(EditPanel::Trigger(index)).then_some("source__trigger--open")
                )}
                href={link(of, EditPanel::Trigger(index))}
                aria-label={strings::trigger_of(&artifact.alias)}
                title={strings::CONTINUOUS_DEPLOYMENT_TRIGGER}
            >
                { icon(if artifact.is_continuous { Glyph::FlashTick } else { Glyph::Flash }) }
            </a>
        </div>
    }
}

fn stage_card(of: &PipelineTabProps, index: usize, stage: &EditorStage, is_chosen: bool, clone: Callback<()>) -> Html {
    let trigger = if stage.is_automatic { Glyph::FlashTick } else { Glyph::FlashPerson };
    let person = |is_on: bool| icon(if is_on { Glyph::PersonTick } else { Glyph::Person });
    let PipelineTabProps { props, drafting, view } = of;
    let circle = |class: &'static str, panel: EditPanel, mistakes: &[&str]| {
        let is_open = props.place.panel == Some(Panel::Edit(panel));
        classes!(class, is_open.then_some("draft--open"), (!mistakes.is_empty()).then_some("draft--wrong"))
    };
    let (pre, post) = (view.at(At::Pre(index)), view.at(At::Post(index)));
    let add = {
        let place = props.place.with(Panel::Edit(EditPanel::AddStage(Some(index))));
        props.on_go.reform(move |()| place.clone())
    };
    let has_panel = drafting.extent > Extent::Release;
    let onclick = has_panel.then(|| {
        let place = props.place.with(Panel::Edit(EditPanel::Stage(index)));
        card_click(props.on_go.reform(move |()| place.clone()))
    });
    html! {
        <div class={classes!("draft", is_chosen.then_some("draft--chosen"))}>
            <article class="draft__card" aria-label={stage.name.clone()} {onclick}>
                <a
                    class={circle("draft__pre", EditPanel::Pre(index), &pre)}
                    href={link(of, EditPanel::Pre(index))}
                    aria-label={strings::conditions_before(&stage.name)}
                    title={strings::PRE_DEPLOYMENT_CONDITIONS}
                >
                    { icon(trigger) }{ person(stage.has_pre_approvals) }
                    { alarm(&pre) }
                </a>
                <h3 class="draft__name">
                    { name(of, index, stage) }
                    { alarm(&view.at(At::Stage(index))) }
                </h3>
                <p class="draft__contents">
                    if view.needs_attention(Some(index)) {
                        { alarm(&[strings::SETTINGS_NEED_ATTENTION]) }
                    }
                    <a
                        class="draft__tasks"
                        href={props.place.on(drafting.page(EditTab::Tasks(index))).href()}
                        aria-label={strings::tasks_of(&stage.name, &stage.contents)}
                        title={strings::VIEW_STAGE_TASKS}
                    >
                        { &stage.contents }
                    </a>
                </p>
                <p class="quiet draft__trigger" title={stage.trigger.clone()}>{ &stage.trigger }</p>
                <a
                    class={circle("draft__post", EditPanel::Post(index), &post)}
                    href={link(of, EditPanel::Post(index))}
                    aria-label={strings::conditions_after(&stage.name)}
                    title={strings::POST_DEPLOYMENT_CONDITIONS}
                >
                    { person(stage.has_post_approvals) }
                    { alarm(&post) }
                </a>
            </article>
            if has_panel {
                <div class="stage__buttons">
                    <Act
                        glyph={Glyph::Plus}
                        class="button--square"
                        label={strings::ADD}
                        spoken={strings::add_after(&stage.name)}
                        onclick={add}
                    />
                    <Act
                        glyph={Glyph::Sheets}
                        class="button--square"
                        label={strings::CLONE}
                        spoken={strings::clone_of(&stage.name)}
                        once=true
                        onclick={clone}
                    />
                </div>
            }
        </div>
    }
}
