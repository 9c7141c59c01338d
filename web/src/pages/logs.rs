//! The logs of a stage.

use rehearsal_engine::LogLevel;
use rehearsal_view::{ConditionsView, GatesView, JobLog, LogBody, LogsView, Look, TaskLog, Wanted, logs, strings};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::{
    Act, Conditions, Empty, Glyph, gates, icon, message_bar, state_icon, state_word, state_word_as,
};
use crate::effects::{download, use_scroll_to_end};
use crate::pages::{NotFound, PageProps};
use crate::route::{LogPlace, Page, Panel};

/// Attempts, steps, tasks and the console.
#[component]
pub(crate) fn LogsPage(props: &PageProps) -> Html {
    let Page::Logs(place) = &props.place.page else { return Html::default() };
    let view = props.player.scene(|scene| {
        let release = scene.release_named(&place.release)?;
        let stage = scene.stage_named(release, &place.stage)?;
        let wanted = Wanted { attempt: place.attempt, entry: place.entry.clone() };
        Some(logs(scene, release, stage, &wanted))
    });
    let Some(view) = view else {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    };
    let body = match &view.body {
        None => html! { <Empty title={strings::NO_LOGS_YET} text={strings::NO_LOGS_HELP} /> },
        Some(LogBody::Approvals(conditions)) => approvals(props, conditions),
        Some(LogBody::Gates(found)) => gates_body(props, &view, found),
        Some(LogBody::Job(job)) => html! { { job_body(props, place, job) } },
    };
    html! {
        <>
            { head(props, place, &view) }
            { message_bar(&view.interventions, &props.place, &props.on_go) }
            <div class="logs">
                { steps(props, place, &view) }
                <section class="logs__body">{ body }</section>
            </div>
        </>
    }
}

fn to(props: &PageProps, place: LogPlace) -> String {
    props.place.on(Page::Logs(place)).href()
}

fn head(props: &PageProps, place: &LogPlace, view: &LogsView) -> Html {
    let release = props.place.on(Page::Release(view.release.clone()));
    let switch = {
        let (go, page, release) = (props.on_go.clone(), props.place.clone(), view.release.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            go.emit(page.on(Page::Logs(LogPlace::of(&release, &select.value()))));
        })
    };
    let over = |panel: Panel| {
        let place = props.place.release_with(&view.release, panel);
        props.on_go.reform(move |()| place.clone())
    };
    let all = view.all_text();
    let save = {
        let name = format!("{}-{}-{}.log", view.release, view.stage, view.attempt);
        let text = all.clone().unwrap_or_default();
        Callback::from(move |()| download(&name, &text))
    };
    html! {
        <>
            <header class="page-head">
                <nav class="trail" aria-label={strings::PIPELINE}>
                    { icon(Glyph::Rocket) }
                    <a href={props.place.on(Page::Releases(0)).href()}>{ &view.pipeline }</a>
                    { icon(Glyph::Right) }
                    <a href={release.href()}>{ &view.release }</a>
                    { icon(Glyph::Right) }
                </nav>
                <h1 class={if view.stages.len() > 1 { "visually-hidden" } else { "page-title" }}>{ &view.stage }</h1>
                if view.stages.len() > 1 {
                    <select class="select select--title" aria-label={strings::SWITCH_STAGE} onchange={switch}>
                        { for view.stages.iter().map(|stage| html! {
                            <option value={stage.clone()} selected={*stage == place.stage}>{ stage }</option>
                        }) }
                    </select>
                }
                <span class={classes!("pill", format!("pill--{}", view.look.name()))}>
                    { state_icon(view.look) }{ view.look.word() }
                </span>
            </header>
            <div class="commands">
                <a class="button button--quiet" href={release.href()}>
                    { icon(Glyph::Back) }{ strings::BACK_TO_RELEASE }
                </a>
                if let Some((verb, offer)) = &view.deploy {
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Rocket}
                        label={*verb}
                        refusal={offer.refusal.clone().map(AttrValue::from)}
                        onclick={over(Panel::Deploy(view.stage.clone()))}
                    />
                }
                if let Some(offer) = &view.cancel {
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Slash}
                        label={strings::CANCEL}
                        refusal={offer.refusal.clone().map(AttrValue::from)}
                        onclick={over(Panel::Cancel(view.stage.clone()))}
                    />
                }
                <Act
                    class="button--quiet"
                    glyph={Glyph::Download}
                    label={strings::DOWNLOAD_ALL_LOGS}
                    refusal={all.is_none().then_some(AttrValue::Static(strings::NOTHING_STORED))}
                    onclick={save}
                />
                if !view.ending.is_empty() {
                    <p class="commands__note">{ state_icon(view.look) }{ &view.ending }</p>
                }
            </div>
        </>
    }
}

/// Attempt picker, and the steps of the attempt.
fn steps(props: &PageProps, place: &LogPlace, view: &LogsView) -> Html {
    let choose = {
        let (go, page, stage) = (props.on_go.clone(), props.place.clone(), place.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let attempt = select.value().parse().ok();
            let wanted = LogPlace { attempt, entry: None, task: None, ..stage.clone() };
            go.emit(page.on(Page::Logs(wanted)));
        })
    };
    html! {
        <nav class="logs__steps" aria-label={strings::DEPLOYMENT_PROCESS}>
            if view.attempts.len() > 1 {
                <select class="select logs__attempts" aria-label={strings::ATTEMPTS} onchange={choose}>
                    { for view.attempts.iter().rev().map(|(number, look)| html! {
                        <option value={number.to_string()} selected={*number == view.attempt}>
                            { strings::name_and_word(&strings::deployment_attempt(*number), look.word()) }
                        </option>
                    }) }
                </select>
            } else {
                <p class="logs__heading">{ strings::DEPLOYMENT_PROCESS }</p>
            }
            <p class="logs__overall">{ view.look.word() }</p>
            <ol class="logs__entries">
                { for view.entries.iter().map(|entry| {
                    let target = LogPlace {
                        attempt: Some(view.attempt),
                        entry: Some(entry.key.clone()),
                        task: None,
                        ..place.clone()
                    };
                    html! {
                        <li key={entry.key.clone()}>
                            <a
                                class={classes!("log-entry", entry.is_chosen.then_some("log-entry--chosen"))}
                                href={to(props, target)}
                                aria-current={entry.is_chosen.then_some("true")}
                            >
                                { state_icon(entry.look) }
                                <span class="log-entry__name">{ &entry.name }</span>
                                <span class="log-entry__word">{ &entry.word }</span>
                            </a>
                        </li>
                    }
                }) }
            </ol>
        </nav>
    }
}

fn approvals(props: &PageProps, view: &ConditionsView) -> Html {
    let place = props.place.release_with(&view.release, Panel::Conditions(view.stage.clone(), view.side));
    let open = props.on_go.reform(move |()| place.clone());
    html! {
        <>
            <div class="log-row log-row--approval">
                { state_word_as(view.look, view.title) }
                <span class="quiet">{ view.word }</span>
                <span class="log-row__end">
                    <Act
                        class={classes!((view.look == Look::PendingApproval).then_some("button--primary"))}
                        label={if view.look == Look::PendingApproval { strings::APPROVE } else { strings::VIEW_APPROVAL }}
                        onclick={open}
                    />
                </span>
            </div>
            <Conditions view={view.clone()} />
        </>
    }
}

fn gates_body(props: &PageProps, view: &LogsView, found: &GatesView) -> Html {
    // Only gates of the latest attempt run, so "Ignore Gate" never means those of another.
    let is_latest = view.attempts.last().is_some_and(|(number, _)| *number == view.attempt);
    gates(found, is_latest.then_some(&props.on_act))
}

fn job_body(props: &PageProps, place: &LogPlace, job: &JobLog) -> Html {
    let chosen = place.task.as_ref().and_then(|key| job.tasks.iter().position(|task| task.key == *key));
    html! {
        <>
            <header class="job-head">
                <h2 class="job-head__name">{ &job.name }</h2>
                <p class="quiet">{ &job.place }</p>
                <p class="job-head__time">
                    <span class="quiet">{ &job.started }</span>
                    <span>{ &job.took }</span>
                </p>
            </header>
            if let Some(index) = chosen {
                <TaskWindow props={props.clone()} place={place.clone()} tasks={job.tasks.clone()} {index} />
            } else if job.look == Look::Skipped {
                <p>{ state_word(job.look) }</p>
            } else {
                <ol class="log-rows">{ for job.tasks.iter().map(|task| task_row(props, place, task)) }</ol>
            }
        </>
    }
}

fn task_row(props: &PageProps, place: &LogPlace, task: &TaskLog) -> Html {
    let href = to(props, LogPlace { task: Some(task.key.clone()), ..place.clone() });
    html! {
        <li key={task.key.clone()}>
            <a class={classes!("log-row", format!("log-row--{}", task.look.name()))} {href}>
                { state_icon(task.look) }
                <span class="log-row__name">{ &task.name }</span>
                <span class="log-row__word">{ " · " }{ &task.word }</span>
                <span class="log-row__end">{ &task.took }</span>
            </a>
            if task.look == Look::InProgress {
                <Console task={task.clone()} />
            } else if let Some(error) = &task.error {
                <p class="log-row__error">{ error }</p>
            }
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct TaskWindowProps {
    props: PageProps,
    place: LogPlace,
    tasks: Vec<TaskLog>,
    index: usize,
}

/// The log of one task.
#[component]
fn TaskWindow(window: &TaskWindowProps) -> Html {
    let task = &window.tasks[window.index];
    let place = |key: Option<&str>| LogPlace { task: key.map(str::to_owned), ..window.place.clone() };
    let neighbour = |index: Option<usize>, words: &'static str| {
        index.and_then(|index| window.tasks.get(index)).map(|other| {
            html! {
                <a class="button button--dark" href={to(&window.props, place(Some(&other.key)))} title={other.name.clone()}>
                    { words }
                </a>
            }
        })
    };
    let save = {
        let (name, text) = (format!("{}.log", task.name), task.text());
        Callback::from(move |()| download(&name, &text))
    };
    html! {
        <section class="task-window" aria-label={task.name.clone()}>
            <header class="task-window__head">
                { state_icon(task.look) }
                <h3 class="task-window__name">{ &task.name }</h3>
                <span class="task-window__word">{ &task.word }</span>
                <span class="task-window__tools">
                    { for neighbour(window.index.checked_sub(1), strings::PREVIOUS_TASK) }
                    { for neighbour(Some(window.index + 1), strings::NEXT_TASK) }
                    <Act class="button--dark" glyph={Glyph::Download} label={strings::DOWNLOAD_LOG} onclick={save} />
                    <a class="button button--dark" href={to(&window.props, place(None))} aria-label={strings::CLOSE}>
                        { icon(Glyph::Cross) }
                    </a>
                </span>
            </header>
            <Console task={task.clone()} />
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct ConsoleProps {
    task: TaskLog,
}

/// White text on black, the newest line in view.
#[component]
fn Console(props: &ConsoleProps) -> Html {
    let root = use_node_ref();
    let lines = &props.task.lines;
    // A log that is complete is read from its beginning.
    use_scroll_to_end(&root, (props.task.look == Look::InProgress).then_some(lines.len()));
    html! {
        <div class="console" ref={root} tabindex="0" role="log" aria-live="off" aria-label={strings::CONSOLE}>
            if lines.is_empty() {
                <p class="console__line">{ strings::WAITING_FOR_OUTPUT }</p>
            }
            { for lines.iter().map(|line| {
                let (class, word) = match line.level {
                    LogLevel::Plain | LogLevel::Debug => ("", None),
                    LogLevel::Section => ("console__line--section", None),
                    LogLevel::Command => ("console__line--command", None),
                    LogLevel::Warning => ("console__line--warning", Some(strings::WARNING)),
                    LogLevel::Error => ("console__line--error", Some(strings::ERROR)),
                };
                html! {
                    <p key={line.number} class={classes!("console__line", class)}>
                        <span class="console__number" aria-hidden="true">{ line.number }</span>
                        <span class="console__time">{ &line.time }</span>
                        if let Some(word) = word { <span class="visually-hidden">{ word }{ ": " }</span> }
                        <span class="console__text">{ &line.text }</span>
                    </p>
                }
            }) }
        </div>
    }
}
