//! The editor of a release pipeline.
//!
//! Every field makes a new draft; nothing reaches the engine before Save. What a field does is a function from draft
//! to draft, so that undo is the draft before.

mod json;
mod pipeline;
mod settings;
mod tasks;
mod variables;

use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::OnText;
use crate::components::{Act, Glyph, icon};
use crate::pages::{NotFound, PageProps};
use crate::route::{EditPanel, EditTab, Page, Panel};
use crate::store::{Action, Editor};

/// Properties of [`EditorPage`].
#[derive(PartialEq, Properties)]
pub(crate) struct EditorProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Position of the pipeline.
    pub(crate) pipeline: usize,
    /// The tab.
    pub(crate) tab: EditTab,
    /// Changes the draft.
    pub(crate) on_action: Callback<Action>,
}

/// What is done to a draft with what was entered.
type Change = Rc<dyn Fn(&mut ReleaseDefinition, &str)>;

/// A draft and how it is changed.
#[derive(Clone)]
pub(crate) struct Drafting {
    /// The draft.
    pub(crate) draft: Arc<ReleaseDefinition>,
    pipeline: usize,
    on_action: Callback<Action>,
}

impl Drafting {
    /// The draft of a pipeline; none when there is no such pipeline.
    pub(crate) fn of(props: &PageProps, pipeline: usize, on_action: &Callback<Action>) -> Option<Self> {
        let editor = props.player.editor(pipeline)?;
        Some(Self { draft: editor.draft, pipeline, on_action: on_action.clone() })
    }

    /// A change that takes what was entered.
    pub(crate) fn on(&self, change: impl Fn(&mut ReleaseDefinition, &str) + 'static) -> OnText {
        self.boxed(Rc::new(change))
    }

    fn boxed(&self, change: Change) -> OnText {
        let Self { draft, pipeline, on_action } = self.clone();
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            change(&mut next, &text);
            on_action.emit(Action::Edit(pipeline, Arc::new(next)));
        })
    }

    /// A change that needs nothing entered.
    pub(crate) fn act(&self, change: impl Fn(&mut ReleaseDefinition) + 'static) -> Callback<()> {
        self.on(move |draft, _| change(draft)).reform(|()| String::new())
    }
}

/// The tabs of the editor.
#[component]
pub(crate) fn EditorPage(of: &EditorProps) -> Html {
    let EditorProps { props, pipeline, tab, on_action } = of;
    let Some(editor) = props.player.editor(*pipeline) else {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    };
    let drafting = Drafting { draft: Arc::clone(&editor.draft), pipeline: *pipeline, on_action: on_action.clone() };
    html! {
        <>
            { head(props, *pipeline, &editor, on_action) }
            { tabs(props, *pipeline, tab) }
            { match tab {
                EditTab::Pipeline => html! { <pipeline::PipelineTab props={props.clone()} {drafting} /> },
                EditTab::Tasks(stage) => {
                    html! { <tasks::TasksTab props={props.clone()} {drafting} stage={*stage} /> }
                }
                EditTab::Variables => variables::tab(&drafting),
                EditTab::Retention => settings::retention(&drafting),
                EditTab::Options => settings::options(&drafting),
                EditTab::Json => json::tab(&drafting),
            } }
        </>
    }
}

impl PartialEq for Drafting {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.draft, &other.draft) && self.pipeline == other.pipeline
    }
}

impl Drafting {
    /// Position of the pipeline.
    pub(crate) fn pipeline(&self) -> usize {
        self.pipeline
    }
}

fn head(props: &PageProps, pipeline: usize, editor: &Editor, on_action: &Callback<Action>) -> Html {
    let over = |panel: EditPanel| {
        let place = props.place.with(Panel::Edit(panel));
        props.on_go.reform(move |()| place.clone())
    };
    let releases = props.place.on(Page::Releases(pipeline));
    let create = {
        let place = releases.with(Panel::Create);
        props.on_go.reform(move |()| place.clone())
    };
    let is_changed = editor.is_changed();
    let when = |is_off: bool, reason: &'static str| is_off.then_some(AttrValue::Static(reason));
    let does = |action: fn(usize) -> Action| on_action.reform(move |()| action(pipeline));
    html! {
        <>
            <header class="page-head">
                <nav class="trail" aria-label={strings::PIPELINE}>
                    <a href={releases.href()}>{ strings::ALL_PIPELINES }</a>
                    { icon(Glyph::Right) }
                </nav>
                <h1 class="page-title">{ &editor.draft.name }</h1>
                if is_changed {
                    <span class="mark">{ strings::UNSAVED }</span>
                }
            </header>
            <div class="commands">
                <Act
                    class="button--primary"
                    glyph={Glyph::Disk}
                    label={strings::SAVE}
                    refusal={when(!is_changed, strings::NOTHING_TO_SAVE)}
                    onclick={over(EditPanel::Save)}
                />
                <Act
                    class="button--quiet"
                    glyph={Glyph::Rocket}
                    label={strings::CREATE_RELEASE}
                    refusal={when(is_changed, strings::SAVE_FIRST)}
                    onclick={create}
                />
                <a class="button button--quiet" href={releases.href()}>
                    { icon(Glyph::Lines) }<span class="button__label">{ strings::VIEW_RELEASES }</span>
                </a>
                <span class="commands__switch">
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Undo}
                        label={strings::UNDO_CHANGE}
                        refusal={when(!editor.can_undo(), strings::NO_CHANGE_TO_UNDO)}
                        onclick={does(Action::UndoEdit)}
                    />
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Redo}
                        label={strings::REDO_CHANGE}
                        refusal={when(!editor.can_redo(), strings::NO_CHANGE_TO_REDO)}
                        onclick={does(Action::RedoEdit)}
                    />
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Bin}
                        label={strings::DISCARD}
                        refusal={when(!is_changed, strings::NOTHING_TO_SAVE)}
                        onclick={over(EditPanel::Discard)}
                    />
                </span>
            </div>
        </>
    }
}

fn tabs(props: &PageProps, pipeline: usize, here: &EditTab) -> Html {
    let tab = |tab: EditTab, words: &'static str| {
        let is_here = tab == *here;
        html! {
            <a
                class={classes!("tab", is_here.then_some("tab--here"))}
                href={props.place.on(Page::Edit(pipeline, tab)).href()}
                aria-current={is_here.then_some("page")}
            >
                { words }
            </a>
        }
    };
    let tasks = match here {
        EditTab::Tasks(stage) => EditTab::Tasks(*stage),
        EditTab::Pipeline | EditTab::Variables | EditTab::Retention | EditTab::Options | EditTab::Json => {
            EditTab::Tasks(0)
        }
    };
    html! {
        <nav class="tabs" aria-label={strings::EDIT}>
            { tab(EditTab::Pipeline, strings::PIPELINE_TAB) }
            { tab(tasks, strings::TASKS_TAB) }
            { tab(EditTab::Variables, strings::VARIABLES_TAB) }
            { tab(EditTab::Retention, strings::RETENTION_TAB) }
            { tab(EditTab::Options, strings::OPTIONS_TAB) }
            { tab(EditTab::Json, strings::JSON_TAB) }
        </nav>
    }
}
