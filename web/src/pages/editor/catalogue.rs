//! "Add tasks": the catalogue, with tabs and a field that narrows it.

use rehearsal_pipeline::{CatalogueTask, TaskCategory, catalogue};
use rehearsal_view::strings;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Act, Glyph, icon};

/// Properties of [`Catalogue`].
#[derive(PartialEq, Properties)]
pub(super) struct CatalogueProps {
    /// Name of the job that tasks are added to.
    pub(super) job: AttrValue,
    /// Whether the job runs on the service, which knows other tasks.
    pub(super) is_agentless: bool,
    /// Adds a task type.
    pub(super) on_add: Callback<&'static CatalogueTask>,
}

/// The tasks that a job can have.
#[component]
pub(super) fn Catalogue(props: &CatalogueProps) -> Html {
    let wanted = use_state(String::new);
    let category = use_state(|| None::<TaskCategory>);
    let words = wanted.to_lowercase();
    let fits = |task: &&'static CatalogueTask| {
        let texts = [task.friendly_name, task.name, strings::task_about(task.name)];
        task.runs_on_server == props.is_agentless && texts.iter().any(|text| text.to_lowercase().contains(&words))
    };
    let found: Vec<&'static CatalogueTask> = catalogue().iter().filter(fits).collect();
    let in_tab = |tab: Option<TaskCategory>| {
        found.iter().copied().filter(move |task| tab.is_none_or(|tab| tab == task.category))
    };
    let tabs = std::iter::once(None).chain(TaskCategory::ALL.map(Some)).map(|tab| {
        let choose = {
            let category = category.clone();
            Callback::from(move |_: MouseEvent| category.set(tab))
        };
        let is_here = *category == tab;
        html! {
            <button
                type="button"
                class={classes!("tab", is_here.then_some("tab--here"))}
                aria-pressed={is_here.to_string()}
                disabled={in_tab(tab).next().is_none() && !is_here}
                onclick={choose}
            >
                { tab.map_or(strings::ALL_TASKS, TaskCategory::label) }
            </button>
        }
    });
    let search = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| {
            wanted.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let rows = in_tab(*category).map(|task| {
        html! {
            <li class="choices__row" key={task.id}>
                { icon(glyph(task.category)) }
                <div><strong>{ task.friendly_name }</strong><p class="quiet">{ strings::task_about(task.name) }</p></div>
                <Act
                    class="button--primary"
                    label={strings::ADD}
                    spoken={strings::add_named(task.friendly_name)}
                    onclick={props.on_add.reform(move |()| task)}
                />
            </li>
        }
    });
    html! {
        <>
            <header class="process__title">
                <div>
                    <h2 class="section-title">{ strings::ADD_TASKS }</h2>
                    <p class="quiet">{ strings::ADDS_TO }{ " " }{ &props.job }</p>
                </div>
                <input
                    class="field process__search"
                    type="search"
                    placeholder={strings::SEARCH}
                    aria-label={strings::SEARCH}
                    oninput={search}
                />
            </header>
            <div class="tabs tabs--small" role="group" aria-label={strings::ADD_TASKS}>{ for tabs }</div>
            <ul class="choices">{ for rows }</ul>
            if in_tab(*category).next().is_none() {
                <p class="quiet">{ strings::nothing_matches(&wanted) }</p>
            }
        </>
    }
}

/// The sign of a category; tasks have no pictures of their own here.
pub(super) const fn glyph(category: TaskCategory) -> Glyph {
    match category {
        TaskCategory::Build => Glyph::Factory,
        TaskCategory::Utility => Glyph::Lines,
        TaskCategory::Test => Glyph::Flag,
        TaskCategory::Package => Glyph::Sheets,
        TaskCategory::Deploy => Glyph::Rocket,
        TaskCategory::Tool => Glyph::Download,
    }
}
