//! The tab "Tasks": jobs and tasks of a stage at the left, settings of the chosen one at the right.

use std::rc::Rc;

use rehearsal_classic::{ReleaseDefinition, edit};
use rehearsal_engine::World;
use rehearsal_pipeline::{Job, JobKind, Parallelism, Task, catalogue_task};
use rehearsal_view::editor::{At, EditorView, job_caption};
use rehearsal_view::strings;
use yew::prelude::*;

use super::catalogue::{Catalogue, glyph};
use super::job_form::job_fields;
use super::task_form::{condition, condition_rows, task_fields};
use crate::components::form::{Row, YES, check_row, number_row, section, text_row};
use crate::components::{Act, Glyph, Menu, MenuEntry, alarm, icon, mistakes};
use crate::effects::use_focus_follow;
use crate::pages::PageProps;
use crate::pages::editor::{Drafting, Extent};
use crate::panels::stage_name_field;

/// Properties of [`TasksTab`].
#[derive(PartialEq, Properties)]
pub(crate) struct TasksTabProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// The draft.
    pub(crate) drafting: Drafting,
    /// What is shown of it.
    pub(crate) view: Rc<EditorView>,
    /// Position of the stage.
    pub(crate) stage: usize,
}

/// What is chosen at the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Stage,
    Job(usize),
    Task(usize, usize),
    /// The catalogue, for a job.
    Add(usize),
}

/// Jobs and tasks of one stage.
#[component]
pub(crate) fn TasksTab(of: &TasksTabProps) -> Html {
    let TasksTabProps { props, drafting, view, stage: index } = of;
    let index = *index;
    let chosen = use_state(|| Chosen::Stage);
    let dragged = use_mut_ref(|| None::<(usize, usize)>);
    let list = use_node_ref();
    let moves = use_state(|| 0_usize);
    use_focus_follow(&list, ".process__entry--chosen", *moves);
    let Some(stage) = drafting.draft.stages.get(index) else { return Html::default() };
    let world = props.player.session.world();
    let there = match *chosen {
        Chosen::Job(job) | Chosen::Add(job) if job >= stage.jobs.len() => Chosen::Stage,
        Chosen::Task(job, task) if stage.jobs.get(job).is_none_or(|job| task >= job.tasks.len()) => Chosen::Stage,
        there => there,
    };
    let choose = |which: Chosen| {
        let chosen = chosen.clone();
        Callback::from(move |()| chosen.set(which))
    };
    // Moves a task, and what is chosen with it.
    let movement = {
        let (drafting, chosen) = (drafting.clone(), chosen.clone());
        Callback::from(move |(from, to): ((usize, usize), (usize, usize))| {
            let mut next = (*drafting.draft).clone();
            let (job, task) = edit::move_task(&mut next, index, from, to);
            drafting.replace(next);
            chosen.set(Chosen::Task(job, task));
        })
    };
    // Moves the task whose row has the focus; the focus goes with it.
    let onkeydown = |place: (usize, usize)| {
        let (movement, jobs, moves) = (movement.clone(), lengths(&stage.jobs), moves.clone());
        Callback::from(move |event: KeyboardEvent| {
            let down = match event.key().as_str() {
                "ArrowUp" if event.alt_key() => false,
                "ArrowDown" if event.alt_key() => true,
                _ => return,
            };
            event.prevent_default();
            if let Some(to) = neighbour(&jobs, place, down) {
                movement.emit((place, to));
                moves.set(*moves + 1);
            }
        })
    };
    let drag = |place: (usize, usize)| {
        let (start, end) = (dragged.clone(), dragged.clone());
        let movement = movement.clone();
        Drag {
            start: Callback::from(move |_: DragEvent| *start.borrow_mut() = Some(place)),
            drop: Callback::from(move |event: DragEvent| {
                event.prevent_default();
                if let Some(from) = end.borrow_mut().take() {
                    movement.emit((from, place));
                }
            }),
        }
    };
    let jobs = stage.jobs.iter().enumerate().map(|(position, job)| {
        let tasks = job.tasks.iter().enumerate().map(|(number, task)| {
            let which = Chosen::Task(position, number);
            let known = catalogue_task(&task.task_id);
            let entry = Entry {
                glyph: known.map_or(Glyph::Lines, |known| glyph(known.category)),
                name: &task.name,
                caption: known.map_or(task.version.as_str(), |known| known.friendly_name),
                mistakes: view.at(At::Task(index, position, number)),
                is_chosen: there == which,
                is_off: !task.enabled,
            };
            let onkeydown = onkeydown((position, number));
            html! { <li key={number} {onkeydown}>{ entry.draw(&choose(which), Some(drag((position, number)))) }</li> }
        });
        let which = Chosen::Job(position);
        let entry = Entry {
            glyph: Glyph::Machine,
            name: &job.name,
            caption: job_caption(&job.kind),
            mistakes: view.at(At::Job(index, position)),
            is_chosen: there == which || there == Chosen::Add(position),
            is_off: false,
        };
        html! {
            <li class="process__job" key={position}>
                <div class="process__head">
                    { entry.draw(&choose(which), Some(drag((position, job.tasks.len())))) }
                    <Act
                        class="button--quiet button--square"
                        glyph={Glyph::Plus}
                        label={strings::ADD}
                        spoken={strings::add_task_to(&job.name)}
                        onclick={choose(Chosen::Add(position))}
                    />
                </div>
                <ul>{ for tasks }</ul>
                if job.tasks.is_empty() { <p class="quiet process__none">{ strings::NO_TASKS }</p> }
            </li>
        }
    });
    let of_stage = Entry {
        glyph: Glyph::Screen,
        name: &stage.name,
        caption: strings::DEPLOYMENT_PROCESS,
        mistakes: view.at(At::Jobs(index)),
        is_chosen: there == Chosen::Stage,
        is_off: false,
    };
    html! {
        <div class="process">
            <div class="process__list" ref={list}>
                <div class="process__head process__head--stage">
                    { of_stage.draw(&choose(Chosen::Stage), None) }
                    <Menu glyph={Glyph::Plus} label={strings::ADD_JOB} entries={new_jobs(drafting, world, index, &choose)} />
                </div>
                <ul>{ for jobs }</ul>
                if stage.jobs.iter().any(|job| !job.tasks.is_empty()) {
                    <p class="quiet process__help">{ strings::REORDER_HELP }</p>
                }
            </div>
            <div class="process__details">
                { match there {
                    Chosen::Stage => stage_details(drafting, view, index),
                    Chosen::Job(job) => job_details(drafting, view, world, index, job, &choose),
                    Chosen::Task(job, task) => task_details(of, (job, task), &movement),
                    Chosen::Add(job) => html! {
                        <Catalogue
                            key={job}
                            job={stage.jobs[job].name.clone()}
                            is_agentless={matches!(stage.jobs[job].kind, JobKind::Server { .. })}
                            on_add={add(drafting, index, job)}
                        />
                    },
                } }
            </div>
        </div>
    }
}

/// How a row is dragged, and what is dropped on it.
struct Drag {
    start: Callback<DragEvent>,
    drop: Callback<DragEvent>,
}

/// A row of the list at the left.
struct Entry<'a> {
    glyph: Glyph,
    name: &'a str,
    caption: &'a str,
    mistakes: Vec<&'a str>,
    is_chosen: bool,
    is_off: bool,
}

impl Entry<'_> {
    fn draw(&self, onclick: &Callback<()>, drag: Option<Drag>) -> Html {
        let caption = if self.mistakes.is_empty() { self.caption } else { strings::SETTINGS_NEED_ATTENTION };
        let is_dragged = drag.is_some();
        let (ondragstart, ondrop) = drag.map(|drag| (drag.start, drag.drop)).unzip();
        let ondragover = is_dragged.then(|| Callback::from(|event: DragEvent| event.prevent_default()));
        html! {
            <button
                type="button"
                class={classes!(
                    "process__entry",
                    self.is_chosen.then_some("process__entry--chosen"),
                    self.is_off.then_some("process__entry--off")
                )}
                aria-pressed={self.is_chosen.to_string()}
                draggable={is_dragged.then_some("true")}
                onclick={onclick.reform(|_: MouseEvent| ())}
                {ondragstart}
                {ondragover}
                {ondrop}
            >
                { icon(self.glyph) }
                <span class="process__name">{ self.name }</span>
                <span class={if self.mistakes.is_empty() { "quiet" } else { "mistake" }}>
                    { alarm(&self.mistakes) }
                    { caption }
                    if self.is_off { { " · " }{ strings::DISABLED } }
                </span>
                if self.is_chosen { { icon(Glyph::Tick) } }
            </button>
        }
    }
}

/// How many tasks each job has, and whether it needs no agent.
fn lengths(jobs: &[Job]) -> Vec<(usize, bool)> {
    jobs.iter().map(|job| (job.tasks.len(), matches!(job.kind, JobKind::Server { .. }))).collect()
}

/// Where a task stands after one step up or down: at the end of a job the next one of its kind follows.
fn neighbour(jobs: &[(usize, bool)], (job, task): (usize, usize), down: bool) -> Option<(usize, usize)> {
    let (length, kind) = jobs[job];
    if down && task + 1 < length {
        return Some((job, task + 2));
    }
    if !down && task > 0 {
        return Some((job, task - 1));
    }
    let is_alike = |&other: &usize| jobs[other].1 == kind;
    if down {
        (job + 1..jobs.len()).find(is_alike).map(|other| (other, 0))
    } else {
        (0..job).rev().find(is_alike).map(|other| (other, jobs[other].0))
    }
}

fn new_jobs(
    drafting: &Drafting,
    world: &World,
    stage: usize,
    choose: &dyn Fn(Chosen) -> Callback<()>,
) -> Vec<MenuEntry> {
    let position = drafting.draft.stages[stage].jobs.len();
    let entry = |words: &'static str, name: &'static str, kind: JobKind| {
        let add = drafting.act(move |draft| draft.stages[stage].jobs.push(job(name, kind.clone())));
        let choose = choose(Chosen::Job(position));
        MenuEntry::new(
            words,
            Callback::from(move |()| {
                add.emit(());
                choose.emit(());
            }),
        )
    };
    let queue_id = world.pools.first().map_or(0, |pool| pool.queue_id);
    let group = world.deployment_groups.first().map_or(0, |group| group.number);
    let agent = JobKind::Agent {
        queue_id,
        demands: Vec::new(),
        parallelism: Parallelism::None,
        skip_artifacts_download: false,
    };
    let targets = JobKind::DeploymentGroup {
        queue_id: group,
        tags: Vec::new(),
        health_percent: 0,
        health_option: "Custom".to_owned(),
        skip_artifacts_download: false,
    };
    let none = world.deployment_groups.is_empty().then_some(AttrValue::Static(strings::NO_DEPLOYMENT_GROUP));
    vec![
        entry(strings::ADD_AGENT_JOB, strings::AGENT_JOB, agent),
        entry(strings::ADD_DEPLOYMENT_GROUP_JOB, strings::DEPLOYMENT_GROUP_JOB, targets).off(none),
        entry(strings::ADD_AGENTLESS_JOB, strings::AGENTLESS_JOB, JobKind::Server { parallelism: Parallelism::None }),
    ]
}

fn job(name: &str, kind: JobKind) -> Job {
    Job {
        name: name.to_owned(),
        ref_name: String::new(),
        kind,
        condition: String::new(),
        timeout_minutes: 0,
        cancel_timeout_minutes: 1,
        tasks: Vec::new(),
    }
}

fn add(drafting: &Drafting, stage: usize, job: usize) -> Callback<&'static rehearsal_pipeline::CatalogueTask> {
    let drafting = drafting.clone();
    Callback::from(move |known: &'static rehearsal_pipeline::CatalogueTask| {
        let mut next = (*drafting.draft).clone();
        next.stages[stage].jobs[job].tasks.push(known.task(known.friendly_name));
        drafting.replace(next);
    })
}

fn details_head(name: &str, caption: &str, buttons: Html) -> Html {
    html! {
        <header class="process__title">
            <div><h2 class="section-title">{ name.to_owned() }</h2><p class="quiet">{ caption.to_owned() }</p></div>
            <div class="buttons">{ buttons }</div>
        </header>
    }
}

fn button(glyph: Glyph, label: &'static str, refusal: Option<&'static str>, onclick: Callback<()>) -> Html {
    // The arrows say enough; their words are spoken.
    let class = if matches!(glyph, Glyph::Up | Glyph::Down) { "button--quiet button--square" } else { "button--quiet" };
    html! { <Act {class} {glyph} {label} spoken={label} refusal={refusal.map(AttrValue::Static)} {onclick} /> }
}

fn stage_details(drafting: &Drafting, view: &EditorView, stage: usize) -> Html {
    let name = &drafting.draft.stages[stage].name;
    html! {
        <>
            { details_head(name, strings::DEPLOYMENT_PROCESS, Html::default()) }
            { mistakes(&view.at(At::Jobs(stage))) }
            if drafting.extent > Extent::Release {
                { stage_name_field(drafting, stage) }
            }
            <p class="quiet">{ strings::SELECT_A_TASK }</p>
        </>
    }
}

/// Longest timeout that a form offers, and the longest grace (`classic.md` §9.4).
const MINUTES_MAX: u32 = 100_000;
const CANCEL_MAX: u32 = 35_790;

fn set(number: &mut u32, text: &str) {
    if let Ok(entered) = text.parse() {
        *number = entered;
    }
}

fn job_details(
    drafting: &Drafting,
    view: &EditorView,
    world: &World,
    stage: usize,
    position: usize,
    choose: &dyn Fn(Chosen) -> Callback<()>,
) -> Html {
    let jobs = &drafting.draft.stages[stage].jobs;
    let job = &jobs[position];
    let on = |change: fn(&mut Job, &str)| {
        drafting.on(move |draft, text| change(&mut draft.stages[stage].jobs[position], text))
    };
    let swap = |other: Option<usize>| {
        let swap = drafting.act(move |draft| {
            if let Some(other) = other {
                draft.stages[stage].jobs.swap(position, other);
            }
        });
        let choose = choose(Chosen::Job(other.unwrap_or(position)));
        let refusal = other.is_none().then_some(strings::NO_FURTHER);
        let onclick = Callback::from(move |()| {
            swap.emit(());
            choose.emit(());
        });
        (refusal, onclick)
    };
    let up = swap(position.checked_sub(1));
    let down = swap(Some(position + 1).filter(|&next| next < jobs.len()));
    let remove = drafting.act(move |draft| drop(draft.stages[stage].jobs.remove(position)));
    let words = [
        strings::JOBS_SUCCEEDED,
        strings::JOBS_ANYWAY,
        strings::JOBS_ALWAYS,
        strings::JOBS_FAILED,
        strings::JOBS_CUSTOM,
    ];
    let buttons = html! {
        <>
            { button(Glyph::Up, strings::MOVE_UP, up.0, up.1) }
            { button(Glyph::Down, strings::MOVE_DOWN, down.0, down.1) }
            { button(Glyph::Bin, strings::REMOVE, None, remove) }
        </>
    };
    let name = Row { label: strings::DISPLAY_NAME, required: true, mistake: "" };
    html! {
        <>
            { details_head(&job.name, job_caption(&job.kind), buttons) }
            { mistakes(&view.at(At::Job(stage, position))) }
            { name.text(&job.name, None, &on(|job, text| text.trim().clone_into(&mut job.name))) }
            { job_fields(world, job, &on) }
            { section(strings::TIMEOUTS, "", Html::default(), html! {
                <>
                    { number_row(strings::TIMEOUT_MINUTES, job.timeout_minutes, (0, MINUTES_MAX), &on(|job, text| set(&mut job.timeout_minutes, text))) }
                    { number_row(strings::CANCEL_TIMEOUT, job.cancel_timeout_minutes, (1, CANCEL_MAX), &on(|job, text| set(&mut job.cancel_timeout_minutes, text))) }
                </>
            }) }
            { section(strings::ADDITIONAL_OPTIONS, "", Html::default(), condition_rows(
                strings::RUN_THIS_JOB, words, &job.condition, &on(|job, text| job.condition = condition(text)),
            )) }
        </>
    }
}

/// Gives the task of a draft at its place.
fn task_at(draft: &mut ReleaseDefinition, stage: usize, (job, task): (usize, usize)) -> &mut Task {
    &mut draft.stages[stage].jobs[job].tasks[task]
}

/// Moves a task from one place to another.
type Movement = Callback<((usize, usize), (usize, usize))>;

fn task_details(of: &TasksTabProps, place: (usize, usize), movement: &Movement) -> Html {
    let TasksTabProps { drafting, view, stage, .. } = of;
    let (stage, (job, number)) = (*stage, place);
    let jobs = &drafting.draft.stages[stage].jobs;
    let task = &jobs[job].tasks[number];
    let on = |change: fn(&mut Task, &str)| drafting.on(move |draft, text| change(task_at(draft, stage, place), text));
    let input = |change: super::task_form::TaskChange| {
        drafting.on(move |draft, text| change(task_at(draft, stage, place), text))
    };
    let step = |down: bool| {
        let to = neighbour(&lengths(jobs), place, down);
        let movement = movement.clone();
        let onclick = Callback::from(move |()| {
            if let Some(to) = to {
                movement.emit((place, to));
            }
        });
        (to.is_none().then_some(strings::NO_FURTHER), onclick)
    };
    let (up, down) = (step(false), step(true));
    let clone = drafting.act(move |draft| {
        let copy = task_at(draft, stage, place).clone();
        draft.stages[stage].jobs[job].tasks.insert(number + 1, copy);
    });
    let switch = drafting.act(move |draft| {
        let task = task_at(draft, stage, place);
        task.enabled = !task.enabled;
    });
    let remove = drafting.act(move |draft| drop(draft.stages[stage].jobs[job].tasks.remove(number)));
    let words = [
        strings::TASKS_SUCCEEDED,
        strings::TASKS_ANYWAY,
        strings::TASKS_ALWAYS,
        strings::TASKS_FAILED,
        strings::TASKS_CUSTOM,
    ];
    let known = catalogue_task(&task.task_id);
    let buttons = html! {
        <>
            { button(Glyph::Up, strings::MOVE_UP, up.0, up.1) }
            { button(Glyph::Down, strings::MOVE_DOWN, down.0, down.1) }
            { button(Glyph::Sheets, strings::CLONE, None, clone) }
            { button(Glyph::Slash, if task.enabled { strings::DISABLE } else { strings::ENABLE }, None, switch) }
            { button(Glyph::Bin, strings::REMOVE, None, remove) }
        </>
    };
    let name = Row { label: strings::DISPLAY_NAME, required: true, mistake: "" };
    html! {
        <>
            { details_head(known.map_or(&*task.name, |known| known.friendly_name), known.map_or("", |known| strings::task_about(known.name)), buttons) }
            { mistakes(&view.at(At::Task(stage, job, number))) }
            { text_row(strings::TASK_VERSION, &task.version, &on(|task, text| text.trim().clone_into(&mut task.version))) }
            { name.text(&task.name, None, &on(|task, text| text.trim().clone_into(&mut task.name))) }
            { task_fields(&drafting.draft, task, "task", &input) }
            { section(strings::CONTROL_OPTIONS, "", Html::default(), html! {
                <>
                    { check_row(strings::ENABLED, task.enabled, &on(|task, text| task.enabled = text == YES)) }
                    { check_row(strings::CONTINUE_ON_ERROR, task.continue_on_error, &on(|task, text| task.continue_on_error = text == YES)) }
                    { number_row(strings::RETRIES, task.retry_count, (0, Task::RETRIES_MAX), &on(|task, text| set(&mut task.retry_count, text))) }
                    { number_row(strings::TIMEOUT_MINUTES, task.timeout_minutes, (0, MINUTES_MAX), &on(|task, text| set(&mut task.timeout_minutes, text))) }
                    { condition_rows(strings::RUN_THIS_TASK, words, &task.condition, &on(|task, text| task.condition = condition(text))) }
                </>
            }) }
        </>
    }
}
