//! The tab "Tasks": jobs and tasks of a stage at the left, settings of the chosen one at the right.

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::World;
use rehearsal_pipeline::{Demand, Job, JobKind, Parallelism, Task, catalogue, catalogue_task};
use rehearsal_view::editor::job_caption;
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::{YES, check_row, number_row, section, select_row, text_row};
use crate::components::{Act, Glyph, icon};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;
use crate::route::{EditTab, Page};

/// Properties of [`TasksTab`].
#[derive(PartialEq, Properties)]
pub(crate) struct TasksTabProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// The draft.
    pub(crate) drafting: Drafting,
    /// Position of the stage.
    pub(crate) stage: usize,
}

/// What is chosen at the left: a job, or a task of it.
type Chosen = Option<(usize, Option<usize>)>;

/// Jobs and tasks of one stage.
#[component]
pub(crate) fn TasksTab(of: &TasksTabProps) -> Html {
    let TasksTabProps { props, drafting, stage: index } = of;
    let index = *index;
    let chosen = use_state(|| Chosen::None);
    let Some(stage) = drafting.draft.stages.get(index) else { return Html::default() };
    let world = props.player.session.world();
    let queue_id = world.pools.first().map_or(0, |pool| pool.queue_id);
    let choose = |which: Chosen| {
        let chosen = chosen.clone();
        Callback::from(move |_: MouseEvent| chosen.set(which))
    };
    let stages: Vec<(String, String)> = drafting
        .draft
        .stages
        .iter()
        .enumerate()
        .map(|(index, stage)| (index.to_string(), stage.name.clone()))
        .collect();
    let go = {
        let (place, pipeline, chosen) = (props.place.clone(), drafting.pipeline(), chosen.clone());
        props.on_go.reform(move |text: String| {
            chosen.set(None);
            place.on(Page::Edit(pipeline, EditTab::Tasks(text.parse().unwrap_or(0))))
        })
    };
    let jobs = stage.jobs.iter().enumerate().map(|(position, job)| {
        let tasks = job.tasks.iter().enumerate().map(|(task, it)| {
            let caption = catalogue_task(&it.task_id).map_or(it.version.as_str(), |known| known.friendly_name);
            let entry = entry(&it.name, caption, *chosen == Some((position, Some(task))), !it.enabled, choose(Some((position, Some(task)))));
            html! { <li key={task}>{ entry }</li> }
        });
        html! {
            <li class="process__job" key={position}>
                { entry(&job.name, job_caption(&job.kind), *chosen == Some((position, None)), false, choose(Some((position, None)))) }
                <ul>{ for tasks }</ul>
                if job.tasks.is_empty() { <p class="quiet process__none">{ strings::NO_TASKS }</p> }
                { add_task(drafting, index, position, job) }
            </li>
        }
    });
    let details = match *chosen {
        Some((job, None)) if job < stage.jobs.len() => job_details(drafting, world, index, job),
        Some((job, Some(task))) if stage.jobs.get(job).is_some_and(|job| task < job.tasks.len()) => {
            task_details(drafting, index, job, task)
        }
        _ => html! { <p class="quiet">{ strings::SELECT_A_TASK }</p> },
    };
    html! {
        <div class="process">
            <div class="process__list">
                <div class="process__head">
                    { select_row(strings::STAGE_OF_TASKS, &stages, &index.to_string(), &go) }
                    <p class="quiet">{ strings::DEPLOYMENT_PROCESS }</p>
                    <div class="buttons">
                        <Act
                            glyph={Glyph::Plus}
                            label={strings::ADD_AGENT_JOB}
                            onclick={drafting.act(move |draft| draft.stages[index].jobs.push(agent_job(queue_id)))}
                        />
                        <Act
                            glyph={Glyph::Plus}
                            label={strings::ADD_AGENTLESS_JOB}
                            onclick={drafting.act(move |draft| draft.stages[index].jobs.push(server_job()))}
                        />
                    </div>
                </div>
                <ul>{ for jobs }</ul>
            </div>
            <div class="process__details">{ details }</div>
        </div>
    }
}

fn entry(name: &str, caption: &str, is_chosen: bool, is_off: bool, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button
            type="button"
            class={classes!("process__entry", is_chosen.then_some("process__entry--chosen"), is_off.then_some("process__entry--off"))}
            aria-pressed={is_chosen.to_string()}
            {onclick}
        >
            <span>{ name.to_owned() }</span>
            <span class="quiet">{ caption.to_owned() }</span>
            if is_off { <span class="quiet">{ strings::DISABLED }</span> }
            if is_chosen { { icon(Glyph::Tick) } }
        </button>
    }
}

fn agent_job(queue_id: u32) -> Job {
    job(
        strings::AGENT_JOB,
        JobKind::Agent {
            queue_id,
            demands: Vec::new(),
            parallelism: Parallelism::None,
            skip_artifacts_download: false,
        },
    )
}

fn server_job() -> Job {
    job(strings::AGENTLESS_JOB, JobKind::Server { parallelism: Parallelism::None })
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

fn add_task(drafting: &Drafting, stage: usize, position: usize, job: &Job) -> Html {
    let is_server = matches!(job.kind, JobKind::Server { .. });
    let mut options = vec![(String::new(), strings::CHOOSE_A_TASK.to_owned())];
    options.extend(
        catalogue()
            .iter()
            .filter(|known| known.runs_on_server == is_server)
            .map(|known| (known.id.to_owned(), known.friendly_name.to_owned())),
    );
    let add = drafting.on(move |draft, id| {
        if let Some(known) = catalogue_task(id) {
            let task = Task { task_id: known.id.to_owned(), ..Task::named(known.friendly_name) };
            draft.stages[stage].jobs[position].tasks.push(task);
        }
    });
    html! { <div class="process__add">{ select_row(&strings::add_task_to(&job.name), &options, "", &add) }</div> }
}

/// Keys of the choices of "Run this job" and "Run this task": the conditions they stand for.
const CONDITIONS: [&str; 4] = ["succeeded()", "succeededOrFailed()", "always()", "failed()"];
const CUSTOM: &str = "custom";

fn condition_rows(title: &str, words: [&str; 5], now: &str, choose: &Callback<String>) -> Html {
    let keys = CONDITIONS.into_iter().chain([CUSTOM]);
    let options: Vec<(String, String)> =
        keys.zip(words).map(|(key, words)| (key.to_owned(), words.to_owned())).collect();
    let key = if now.is_empty() {
        CONDITIONS[0]
    } else {
        CONDITIONS.into_iter().find(|known| *known == now).unwrap_or(CUSTOM)
    };
    html! {
        <>
            { select_row(title, &options, key, choose) }
            if key == CUSTOM {
                { text_row(strings::CUSTOM_CONDITION, now, choose) }
            }
        </>
    }
}

/// A chosen condition; "custom" begins with what is meant most often.
fn condition(text: &str) -> String {
    if text == CUSTOM { "and(succeeded(), eq(variables['name'], 'value'))".to_owned() } else { text.trim().to_owned() }
}

fn job_details(drafting: &Drafting, world: &World, stage: usize, position: usize) -> Html {
    let job = &drafting.draft.stages[stage].jobs[position];
    let on = |change: fn(&mut Job, &str)| {
        drafting.on(move |draft, text| change(&mut draft.stages[stage].jobs[position], text))
    };
    let agent = match &job.kind {
        JobKind::Agent { queue_id, demands, skip_artifacts_download, .. } => {
            let pools: Vec<(String, String)> =
                world.pools.iter().map(|pool| (pool.queue_id.to_string(), pool.name.clone())).collect();
            let pool = on(|job, text| {
                if let (JobKind::Agent { queue_id, .. }, Ok(chosen)) = (&mut job.kind, text.parse()) {
                    *queue_id = chosen;
                }
            });
            let demand = on(|job, text| {
                if let JobKind::Agent { demands, .. } = &mut job.kind {
                    *demands = read_demands(text);
                }
            });
            let skip = on(|job, text| {
                if let JobKind::Agent { skip_artifacts_download, .. } = &mut job.kind {
                    *skip_artifacts_download = text == YES;
                }
            });
            html! {
                <>
                    { section(strings::AGENT_SELECTION, "", Html::default(), html! {
                        <>
                            { select_row(strings::AGENT_POOL, &pools, &queue_id.to_string(), &pool) }
                            { text_row(strings::DEMANDS, &demand_text(demands), &demand) }
                        </>
                    }) }
                    { check_row(strings::SKIP_DOWNLOAD, *skip_artifacts_download, &skip) }
                </>
            }
        }
        JobKind::Server { .. } | JobKind::DeploymentGroup { .. } => Html::default(),
    };
    let remove = drafting.act(move |draft| drop(draft.stages[stage].jobs.remove(position)));
    let words = [
        strings::JOBS_SUCCEEDED,
        strings::JOBS_ANYWAY,
        strings::JOBS_ALWAYS,
        strings::JOBS_FAILED,
        strings::JOBS_CUSTOM,
    ];
    html! {
        <>
            { details_head(&job.name, job_caption(&job.kind), movers(drafting, &job_mover(stage, position), remove)) }
            { text_row(strings::DISPLAY_NAME, &job.name, &on(|job, text| text.trim().clone_into(&mut job.name))) }
            { agent }
            { section(strings::EXECUTION_PLAN, "", Html::default(), html! {
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

/// Longest timeout that a form offers, and the longest grace (`classic.md` §9.4).
const MINUTES_MAX: u32 = 100_000;
const CANCEL_MAX: u32 = 35_790;

fn set(number: &mut u32, text: &str) {
    if let Ok(entered) = text.parse() {
        *number = entered;
    }
}

fn demand_text(demands: &[Demand]) -> String {
    let texts: Vec<String> = demands
        .iter()
        .map(|demand| match demand {
            Demand::Exists(name) => name.clone(),
            Demand::Equals(name, value) => [name, " -equals ", value].concat(),
            Demand::GreaterThan(name, value) => [name, " -gtVersion ", value].concat(),
        })
        .collect();
    texts.join(", ")
}

fn read_demands(text: &str) -> Vec<Demand> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let two = |(name, value): (&str, &str)| (name.trim().to_owned(), value.trim().to_owned());
            if let Some((name, value)) = part.split_once(" -equals ").map(two) {
                Demand::Equals(name, value)
            } else if let Some((name, value)) = part.split_once(" -gtVersion ").map(two) {
                Demand::GreaterThan(name, value)
            } else {
                Demand::Exists(part.to_owned())
            }
        })
        .collect()
}

fn task_details(drafting: &Drafting, stage: usize, job: usize, position: usize) -> Html {
    let task = &drafting.draft.stages[stage].jobs[job].tasks[position];
    let on = |change: fn(&mut Task, &str)| {
        drafting.on(move |draft, text| change(&mut draft.stages[stage].jobs[job].tasks[position], text))
    };
    let inputs: Html = task
        .inputs
        .iter()
        .map(|(name, value)| {
            let key = name.clone();
            let on = drafting.on(move |draft, text| {
                draft.stages[stage].jobs[job].tasks[position].inputs.insert(key.clone(), text.to_owned());
            });
            text_row(name, value, &on)
        })
        .collect();
    let remove = drafting.act(move |draft| drop(draft.stages[stage].jobs[job].tasks.remove(position)));
    let words = [
        strings::TASKS_SUCCEEDED,
        strings::TASKS_ANYWAY,
        strings::TASKS_ALWAYS,
        strings::TASKS_FAILED,
        strings::TASKS_CUSTOM,
    ];
    let known = catalogue_task(&task.task_id).map_or("", |known| known.friendly_name);
    html! {
        <>
            { details_head(&task.name, known, movers(drafting, &task_mover(stage, job, position), remove)) }
            { text_row(strings::TASK_VERSION, &task.version, &on(|task, text| text.trim().clone_into(&mut task.version))) }
            { text_row(strings::DISPLAY_NAME, &task.name, &on(|task, text| text.clone_into(&mut task.name))) }
            { section(strings::SETTINGS, "", Html::default(), inputs) }
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

fn details_head(name: &str, caption: &str, buttons: Html) -> Html {
    html! {
        <header class="process__title">
            <div><h2 class="section-title">{ name.to_owned() }</h2><p class="quiet">{ caption.to_owned() }</p></div>
            { buttons }
        </header>
    }
}

/// Changes places with the one before or after it.
type Mover = std::rc::Rc<dyn Fn(&mut ReleaseDefinition, bool)>;

fn job_mover(stage: usize, position: usize) -> Mover {
    std::rc::Rc::new(move |draft, down| swap(&mut draft.stages[stage].jobs, position, down))
}

fn task_mover(stage: usize, job: usize, position: usize) -> Mover {
    std::rc::Rc::new(move |draft, down| swap(&mut draft.stages[stage].jobs[job].tasks, position, down))
}

fn swap<T>(list: &mut [T], position: usize, down: bool) {
    let other = if down { position + 1 } else { position.wrapping_sub(1) };
    if other < list.len() {
        list.swap(position, other);
    }
}

fn movers(drafting: &Drafting, mover: &Mover, remove: Callback<()>) -> Html {
    let moved = |down: bool| {
        let mover = std::rc::Rc::clone(mover);
        drafting.act(move |draft| mover(draft, down))
    };
    html! {
        <div class="buttons">
            <Act class="button--quiet" label={strings::MOVE_UP} onclick={moved(false)} />
            <Act class="button--quiet" label={strings::MOVE_DOWN} onclick={moved(true)} />
            <Act class="button--quiet" glyph={Glyph::Bin} label={strings::REMOVE} onclick={remove} />
        </div>
    }
}
