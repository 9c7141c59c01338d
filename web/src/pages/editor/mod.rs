//! The editor of a release pipeline, or of the copy of it that one release keeps.
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
use rehearsal_pipeline::ReleaseStatus;
use rehearsal_view::editor::{EditorView, editor as view_of, mistakes, new_mistake};
use rehearsal_view::{edit_refusal, strings};
use yew::prelude::*;

pub(crate) use task_form::{TaskChange, task_fields};

use crate::components::form::OnText;
use crate::components::{Act, Glyph, Menu, MenuEntry, alarm, icon};
use crate::effects::use_undo_keys;
use crate::pages::{NotFound, PageProps};
use crate::route::{EditPanel, EditTab, Edited, Page, Panel};
use crate::store::{Action, Editor};

/// Properties of [`EditorPage`].
#[derive(PartialEq, Properties)]
pub(crate) struct EditorProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// What is edited.
    pub(crate) edited: Edited,
    /// The tab.
    pub(crate) tab: EditTab,
    /// Changes the draft.
    pub(crate) on_action: Callback<Action>,
}

/// What is done to a draft with what was entered.
type Change = Rc<dyn Fn(&mut ReleaseDefinition, &str)>;

/// How much of a draft is there to be changed (`classic.md` §1.2, §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    /// Approvals, tasks and variables: a release that was started.
    Release,
    /// Stages and their triggers as well: a release that was not started.
    DraftRelease,
    /// Everything.
    Pipeline,
}

/// A draft and how it is changed.
#[derive(Clone)]
pub(crate) struct Drafting {
    /// The draft.
    pub(crate) draft: Arc<ReleaseDefinition>,
    /// What may be changed.
    pub(crate) extent: Extent,
    edited: Edited,
    on_action: Callback<Action>,
}

impl PartialEq for Drafting {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.draft, &other.draft) && self.extent == other.extent && self.edited == other.edited
    }
}

impl Drafting {
    /// The draft of a pipeline or release; none when there is no such thing.
    pub(crate) fn of(props: &PageProps, edited: &Edited, on_action: &Callback<Action>) -> Option<Self> {
        let editor = props.player.editor(edited)?;
        let extent = match edited {
            Edited::Pipeline(_) => Extent::Pipeline,
            Edited::Release(name) => {
                let release = props.player.scene(|scene| scene.release_named(name))?;
                let status = props.player.session.state().release(release).status;
                if status == ReleaseStatus::Draft { Extent::DraftRelease } else { Extent::Release }
            }
        };
        Some(Self { draft: editor.draft, extent, edited: edited.clone(), on_action: on_action.clone() })
    }

    /// What is edited.
    pub(crate) fn edited(&self) -> &Edited {
        &self.edited
    }

    /// A tab of the editor.
    pub(crate) fn page(&self, tab: EditTab) -> Page {
        Page::Edit(self.edited.clone(), tab)
    }

    /// A change that takes what was entered.
    pub(crate) fn on(&self, change: impl Fn(&mut ReleaseDefinition, &str) + 'static) -> OnText {
        self.boxed(Rc::new(change))
    }

    fn boxed(&self, change: Change) -> OnText {
        let Self { draft, edited, on_action, .. } = self.clone();
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            change(&mut next, &text);
            on_action.emit(Action::Edit(edited.clone(), Arc::new(next)));
        })
    }

    /// A change that needs nothing entered.
    pub(crate) fn act(&self, change: impl Fn(&mut ReleaseDefinition) + 'static) -> Callback<()> {
        self.on(move |draft, _| change(draft)).reform(|()| String::new())
    }

    /// Another definition takes the place of the draft: one change, to be undone like any other.
    pub(crate) fn replace(&self, next: ReleaseDefinition) {
        self.on_action.emit(Action::Edit(self.edited.clone(), Arc::new(next)));
    }
}

/// The tabs of the editor.
#[component]
pub(crate) fn EditorPage(of: &EditorProps) -> Html {
    let EditorProps { props, edited, tab, on_action } = of;
    use_undo_keys({
        let edited = edited.clone();
        on_action.reform(move |forth| {
            let edited = edited.clone();
            if forth { Action::RedoEdit(edited) } else { Action::UndoEdit(edited) }
        })
    });
    let found = props.player.editor(edited).zip(Drafting::of(props, edited, on_action));
    let Some((editor, drafting)) = found else {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    };
    let view = Rc::new(view_of(props.player.session.world(), &editor.draft));
    // Of a pipeline without stages the tab says so itself.
    let stages = editor.draft.stages.len();
    if matches!(tab, EditTab::Tasks(stage) if stages > 0 && *stage >= stages) {
        return html! { <NotFound href={props.place.on(drafting.page(EditTab::Pipeline)).href()} words={strings::STAGES} /> };
    }
    let fixed = fixed_because(props, edited);
    let is_fixed = fixed.is_some();
    let extent = match drafting.extent {
        Extent::Pipeline => None,
        Extent::DraftRelease => Some(strings::EDITING_A_DRAFT_RELEASE.to_owned()),
        Extent::Release => Some(strings::EDITING_A_RELEASE.to_owned()),
    };
    html! {
        <>
            { head(props, &drafting, &editor, &view, on_action) }
            { tabs(props, &drafting, tab, &view) }
            if let Some(sentence) = fixed.or(extent) {
                <p class="strip">{ sentence }</p>
            }
            <fieldset class="fields" disabled={is_fixed}>
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

/// Why a draft can be read and not changed; none when it can.
pub(crate) fn fixed_because(props: &PageProps, edited: &Edited) -> Option<String> {
    match edited {
        _ if props.player.is_past() => Some(strings::PAST_CANNOT_BE_EDITED.to_owned()),
        Edited::Release(name) => props.player.scene(|scene| edit_refusal(scene, scene.release_named(name)?)),
        Edited::Pipeline(_) => None,
    }
}

/// Why Save cannot be pressed; none when it can.
fn save_refusal(props: &PageProps, edited: &Edited, editor: &Editor, view: &EditorView) -> Option<AttrValue> {
    if !editor.is_changed() {
        return Some(AttrValue::Static(strings::NOTHING_TO_SAVE));
    }
    if props.player.is_stale(edited, editor) {
        return Some(AttrValue::Static(strings::SAVED_MEANWHILE));
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
    let to = |place: crate::route::Place| props.on_go.reform(move |()| place.clone());
    let over = |panel: Panel| to(props.place.with(panel));
    let is_changed = editor.is_changed();
    let when = |is_off: bool, reason: &'static str| is_off.then_some(AttrValue::Static(reason));
    let does = |action: fn(Edited) -> Action| {
        let edited = drafting.edited.clone();
        on_action.reform(move |()| action(edited.clone()))
    };
    let unsaved = when(is_changed, strings::SAVE_FIRST);
    let create = || {
        vec![
            MenuEntry::new(strings::CREATE_RELEASE, over(Panel::Create)).off(unsaved.clone()),
            MenuEntry::new(strings::CREATE_A_DRAFT_RELEASE, over(Panel::CreateDraft)).off(unsaved.clone()),
        ]
    };
    let back = match &drafting.edited {
        Edited::Pipeline(index) => (strings::VIEW_RELEASES, Page::Releases(*index)),
        Edited::Release(name) => (strings::VIEW_RELEASE, Page::Release(name.clone())),
    };
    let more = vec![
        MenuEntry::new(back.0, to(props.place.on(back.1))),
        MenuEntry::new(strings::DISCARD_CHANGES, over(Panel::Edit(EditPanel::Discard)))
            .off(when(!is_changed, strings::NOTHING_TO_SAVE)),
    ];
    html! {
        <header class="editor-head">
            { title(props, drafting) }
            if is_changed {
                <span class="mark">{ strings::UNSAVED }</span>
            }
            <div class="editor-head__commands">
                <Act
                    class="button--primary"
                    glyph={Glyph::Disk}
                    label={strings::SAVE}
                    refusal={save_refusal(props, &drafting.edited, editor, view)}
                    onclick={over(Panel::Edit(EditPanel::Save))}
                />
                if drafting.extent == Extent::Pipeline {
                    <Menu glyph={Glyph::Rocket} label={strings::RELEASE_MENU} entries={create()} />
                }
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

/// Where one is: the name of a pipeline can be changed here, that of a release cannot.
fn title(props: &PageProps, drafting: &Drafting) -> Html {
    let name = drafting.draft.name.clone();
    let trail = |page: Page, words: &str| {
        html! {
            <nav class="editor-head__trail" aria-label={strings::PIPELINE}>
                <a href={props.place.on(page).href()}>{ words }</a>
                { icon(Glyph::Right) }
            </nav>
        }
    };
    let index = match &drafting.edited {
        Edited::Pipeline(index) => *index,
        Edited::Release(release) => {
            return html! {
                <>
                    { trail(Page::Release(release.clone()), release) }
                    <h1 class="page-title">{ strings::EDIT_RELEASE }</h1>
                </>
            };
        }
    };
    let rename = drafting.on(|draft, name| {
        if !name.trim().is_empty() {
            name.trim().clone_into(&mut draft.name);
        }
    });
    html! {
        <>
            { trail(Page::Releases(index), strings::ALL_PIPELINES) }
            <h1 class="visually-hidden">{ &name }</h1>
            <input
                class="field field--title"
                type="text"
                maxlength="256"
                aria-label={strings::PIPELINE_NAME}
                title={name.clone()}
                value={name.clone()}
                onchange={rename.reform(|event: Event| event.target_unchecked_into::<web_sys::HtmlInputElement>().value())}
            />
        </>
    }
}

fn tabs(props: &PageProps, drafting: &Drafting, here: &EditTab, view: &EditorView) -> Html {
    let class = |is_here: bool| classes!("tab", is_here.then_some("tab--here"));
    let tab = |tab: EditTab, words: &'static str| {
        let is_here = tab == *here;
        html! {
            <a
                class={class(is_here)}
                href={props.place.on(drafting.page(tab)).href()}
                aria-current={is_here.then_some("page")}
            >
                { words }
            </a>
        }
    };
    let in_order = view.diagram.order.iter().filter_map(|&index| Some((index, drafting.draft.stages.get(index)?)));
    let stages = in_order.map(|(index, stage)| {
        let place = props.place.on(drafting.page(EditTab::Tasks(index)));
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
            if drafting.extent == Extent::Pipeline {
                { tab(EditTab::Retention, strings::RETENTION_TAB) }
                { tab(EditTab::Options, strings::OPTIONS_TAB) }
                { tab(EditTab::History, strings::HISTORY) }
                { tab(EditTab::Json, strings::JSON_TAB) }
            }
        </nav>
    }
}
