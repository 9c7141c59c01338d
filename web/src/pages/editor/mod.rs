//! The editor of a release pipeline.
//!
//! Every field makes a new draft; nothing reaches the engine before Save. What a field does is a function from draft
//! to draft, so that undo is the draft before.

mod catalogue;
mod history;
mod job_form;
mod json;
mod list;
mod pipeline;
mod settings;
mod task_form;
mod tasks;
#[cfg(test)]
mod tests;
mod variables;

use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_view::editor::{EditorView, editor as view_of, mistakes, new_mistake};
use rehearsal_view::strings;
use yew::prelude::*;

pub(crate) use task_form::{TaskChange, task_fields};

use crate::components::form::OnText;
use crate::components::{Act, Glyph, Menu, MenuEntry, alarm, icon};
use crate::effects::use_undo_keys;
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

impl PartialEq for Drafting {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.draft, &other.draft) && self.pipeline == other.pipeline
    }
}

impl Drafting {
    /// The draft of a pipeline; none when there is no such pipeline.
    pub(crate) fn of(props: &PageProps, pipeline: usize, on_action: &Callback<Action>) -> Option<Self> {
        let editor = props.player.editor(pipeline)?;
        Some(Self { draft: editor.draft, pipeline, on_action: on_action.clone() })
    }

    /// Position of the pipeline.
    pub(crate) fn pipeline(&self) -> usize {
        self.pipeline
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

    /// Another definition takes the place of the draft: one change, to be undone like any other.
    pub(crate) fn replace(&self, next: ReleaseDefinition) {
        self.on_action.emit(Action::Edit(self.pipeline, Arc::new(next)));
    }
}

/// The tabs of the editor.
#[component]
pub(crate) fn EditorPage(of: &EditorProps) -> Html {
    let EditorProps { props, pipeline, tab, on_action } = of;
    let pipeline = *pipeline;
    use_undo_keys(
        on_action.reform(move |forth| if forth { Action::RedoEdit(pipeline) } else { Action::UndoEdit(pipeline) }),
    );
    let Some(editor) = props.player.editor(pipeline) else {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    };
    let view = Rc::new(view_of(props.player.session.world(), &editor.draft));
    let drafting = Drafting { draft: Arc::clone(&editor.draft), pipeline, on_action: on_action.clone() };
    // What is looked back at can be read, not edited.
    let is_past = props.player.is_past();
    html! {
        <>
            { head(props, &drafting, &editor, &view, on_action) }
            { tabs(props, &drafting, tab, &view) }
            if is_past {
                <p class="strip">{ strings::PAST_CANNOT_BE_EDITED }</p>
            }
            <fieldset class="plain" disabled={is_past}>
            { match tab {
                EditTab::Pipeline => html! { <pipeline::PipelineTab props={props.clone()} {drafting} {view} /> },
                EditTab::Tasks(stage) => {
                    html! { <tasks::TasksTab key={*stage} props={props.clone()} {drafting} {view} stage={*stage} /> }
                }
                EditTab::Variables => html! { <variables::VariablesTab props={props.clone()} {drafting} /> },
                EditTab::Retention => settings::retention(&drafting),
                EditTab::Options => settings::options(&drafting),
                EditTab::History => html! { <history::HistoryTab props={props.clone()} {drafting} /> },
                EditTab::Json => html! { <json::JsonTab {drafting} /> },
            } }
            </fieldset>
        </>
    }
}

/// Why Save cannot be pressed; none when it can.
fn save_refusal(props: &PageProps, editor: &Editor, view: &EditorView) -> Option<AttrValue> {
    if !editor.is_changed() {
        return Some(AttrValue::Static(strings::NOTHING_TO_SAVE));
    }
    if view.mistakes.is_empty() {
        return None;
    }
    let before = mistakes(props.player.session.world(), &editor.saved);
    new_mistake(&view.mistakes, &before).map(|mistake| strings::correct_first(&mistake.text).into())
}

fn head(
    props: &PageProps,
    drafting: &Drafting,
    editor: &Editor,
    view: &EditorView,
    on_action: &Callback<Action>,
) -> Html {
    let pipeline = drafting.pipeline;
    let to = |place: crate::route::Place| props.on_go.reform(move |()| place.clone());
    let over = |panel: Panel| to(props.place.with(panel));
    let releases = props.place.on(Page::Releases(pipeline));
    let is_changed = editor.is_changed();
    let when = |is_off: bool, reason: &'static str| is_off.then_some(AttrValue::Static(reason));
    let does = |action: fn(usize) -> Action| on_action.reform(move |()| action(pipeline));
    let rename = drafting.on(|draft, name| {
        if !name.trim().is_empty() {
            name.trim().clone_into(&mut draft.name);
        }
    });
    let unsaved = when(is_changed, strings::SAVE_FIRST);
    let create = vec![
        MenuEntry::new(strings::CREATE_RELEASE, over(Panel::Create)).off(unsaved.clone()),
        MenuEntry::new(strings::CREATE_A_DRAFT_RELEASE, over(Panel::CreateDraft)).off(unsaved),
    ];
    let more = vec![
        MenuEntry::new(strings::VIEW_RELEASES, to(releases.clone())),
        MenuEntry::new(strings::DISCARD_CHANGES, over(Panel::Edit(EditPanel::Discard)))
            .off(when(!is_changed, strings::NOTHING_TO_SAVE)),
    ];
    html! {
        <header class="editor-head">
            <nav class="editor-head__trail" aria-label={strings::PIPELINE}>
                <a href={releases.href()}>{ strings::ALL_PIPELINES }</a>
                { icon(Glyph::Right) }
            </nav>
            <h1 class="visually-hidden">{ &editor.draft.name }</h1>
            <input
                class="field field--title"
                type="text"
                maxlength="256"
                aria-label={strings::PIPELINE_NAME}
                title={editor.draft.name.clone()}
                value={editor.draft.name.clone()}
                onchange={rename.reform(|event: Event| event.target_unchecked_into::<web_sys::HtmlInputElement>().value())}
            />
            if is_changed {
                <span class="mark">{ strings::UNSAVED }</span>
            }
            <div class="editor-head__commands">
                <Act
                    class="button--primary"
                    glyph={Glyph::Disk}
                    label={strings::SAVE}
                    refusal={save_refusal(props, editor, view)}
                    onclick={over(Panel::Edit(EditPanel::Save))}
                />
                <Menu glyph={Glyph::Rocket} label={strings::RELEASE_MENU} entries={create} />
                <Act
                    class="button--quiet button--square"
                    glyph={Glyph::Undo}
                    label={strings::UNDO_CHANGE}
                    spoken={strings::UNDO_CHANGE}
                    refusal={when(!editor.can_undo(), strings::NO_CHANGE_TO_UNDO)}
                    onclick={does(Action::UndoEdit)}
                />
                <Act
                    class="button--quiet button--square"
                    glyph={Glyph::Redo}
                    label={strings::REDO_CHANGE}
                    spoken={strings::REDO_CHANGE}
                    refusal={when(!editor.can_redo(), strings::NO_CHANGE_TO_REDO)}
                    onclick={does(Action::RedoEdit)}
                />
                <Menu label={strings::MORE} entries={more} />
            </div>
        </header>
    }
}

fn tabs(props: &PageProps, drafting: &Drafting, here: &EditTab, view: &EditorView) -> Html {
    let pipeline = drafting.pipeline;
    let class = |is_here: bool| classes!("tab", is_here.then_some("tab--here"));
    let tab = |tab: EditTab, words: &'static str| {
        let is_here = tab == *here;
        html! {
            <a
                class={class(is_here)}
                href={props.place.on(Page::Edit(pipeline, tab)).href()}
                aria-current={is_here.then_some("page")}
            >
                { words }
            </a>
        }
    };
    let in_order = view.diagram.order.iter().filter_map(|&index| Some((index, drafting.draft.stages.get(index)?)));
    let stages = in_order.map(|(index, stage)| {
        let place = props.place.on(Page::Edit(pipeline, EditTab::Tasks(index)));
        MenuEntry::new(stage.name.clone(), props.on_go.reform(move |()| place.clone()))
    });
    let is_tasks = matches!(here, EditTab::Tasks(_));
    html! {
        <nav class="tabs" aria-label={strings::EDIT}>
            { tab(EditTab::Pipeline, strings::PIPELINE_TAB) }
            <span class="tabs__menu">
                if view.needs_attention(None) {
                    { alarm(&[strings::SETTINGS_NEED_ATTENTION]) }
                }
                <Menu
                    class={classes!("button--quiet", class(is_tasks))}
                    label={strings::TASKS_TAB}
                    empty={strings::NO_STAGES}
                    entries={stages.collect::<Vec<_>>()}
                />
            </span>
            { tab(EditTab::Variables, strings::VARIABLES_TAB) }
            { tab(EditTab::Retention, strings::RETENTION_TAB) }
            { tab(EditTab::Options, strings::OPTIONS_TAB) }
            { tab(EditTab::History, strings::HISTORY) }
            { tab(EditTab::Json, strings::JSON_TAB) }
        </nav>
    }
}
