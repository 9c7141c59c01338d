//! A job: its tasks as a list, each with its lines on demand, or the log of one of them.

use std::collections::BTreeSet;
use std::rc::Rc;

use rehearsal_engine::OpenLog;
use rehearsal_view::{Issue, JobLog, Look, TaskLog, strings};
use yew::prelude::*;

use super::{Here, Search, to};
use crate::components::{Act, ConsoleView, Glyph, icon, state_icon, state_word};
use crate::effects::download;
use crate::pages::PageProps;
use crate::panels::why_link;
use crate::route::LogPlace;

/// How somebody reads the logs.
pub(super) struct Reading {
    props: PageProps,
    place: LogPlace,
    entry: String,
    has_times: UseStateHandle<bool>,
    /// Tasks whose lines are shown or hidden against the rule: those of a running task are shown.
    toggled: UseStateHandle<BTreeSet<String>>,
}

/// Keeps what is folded, and whether there are times, while the page is open.
#[hook]
pub(super) fn use_reading(props: &PageProps, here: &Here) -> Reading {
    Reading {
        props: props.clone(),
        place: here.place.clone(),
        entry: here.entry.clone().unwrap_or_default(),
        has_times: use_state(|| true),
        toggled: use_state(BTreeSet::new),
    }
}

impl Reading {
    /// Logs of finished tasks of which the list of a job shows errors or lines.
    pub(super) fn shown<'j>(&self, job: &'j JobLog) -> impl Iterator<Item = &'j OpenLog> {
        let is_shown = |task: &&TaskLog| !task.issues.is_empty() || self.toggled.contains(&self.fold_key(task));
        job.tasks.iter().filter(|task| task.look != Look::InProgress).filter(is_shown).map(|task| &task.open)
    }

    /// Names a task's lines among those that are shown or hidden against the rule.
    fn fold_key(&self, task: &TaskLog) -> String {
        [&self.entry, "/", &task.key].concat()
    }

    /// The job at the right.
    pub(super) fn job(&self, search: &Search, job: &JobLog) -> Html {
        let chosen = self.place.task.as_ref().and_then(|key| job.tasks.iter().position(|task| task.key == *key));
        html! {
            <>
                <header class="job-head">
                    <h2 class="job-head__name">{ &job.name }</h2>
                    <p class="quiet">{ &job.place }</p>
                    { why_link(&self.props, &job.about, &job.name) }
                    <p class="job-head__time">
                        <span class="quiet">{ &job.started }</span>
                        <span>{ &job.took }</span>
                    </p>
                </header>
                if job.look == Look::Skipped {
                    <p>{ state_word(job.look) }</p>
                } else if !job.tasks.is_empty() {
                    { self.tools(search, job) }
                    if let Some(index) = chosen {
                        { self.window(search, &job.tasks, index) }
                    } else {
                        <ol class="log-rows">{ for job.tasks.iter().map(|task| self.row(search, task)) }</ol>
                    }
                }
            </>
        }
    }

    fn tools(&self, search: &Search, job: &JobLog) -> Html {
        let toggle = {
            let has_times = self.has_times.clone();
            Callback::from(move |_: Event| has_times.set(!*has_times))
        };
        html! {
            <div class="log-tools" role="search">
                { search.bar(job.tasks.iter().map(|task| task.errors).sum()) }
                <label class="check log-tools__times">
                    <input type="checkbox" checked={*self.has_times} onchange={toggle} />
                    { strings::TIMESTAMPS }
                </label>
            </div>
        }
    }

    fn at(&self, task: Option<&str>, line: Option<usize>) -> LogPlace {
        let entry = Some(self.entry.clone());
        LogPlace { entry, task: task.map(str::to_owned), line, ..self.place.clone() }
    }

    fn console(&self, search: &Search, task: &TaskLog, line: Option<usize>) -> Html {
        html! {
            <ConsoleView
                key={task.key.clone()}
                log={Rc::new(task.log.clone())}
                name={strings::lines_of(&task.name)}
                is_live={task.look == Look::InProgress}
                wanted={search.wanted.clone()}
                {line}
                has_times={*self.has_times}
                page={self.props.place.clone()}
                place={self.at(Some(&task.key), None)}
            />
        }
    }

    fn row(&self, search: &Search, task: &TaskLog) -> Html {
        let key = self.fold_key(task);
        let is_open = (task.look == Look::InProgress) != self.toggled.contains(&key);
        let toggle = {
            let toggled = self.toggled.clone();
            Callback::from(move |_: MouseEvent| {
                let mut next = (*toggled).clone();
                if !next.remove(&key) {
                    next.insert(key.clone());
                }
                toggled.set(next);
            })
        };
        let is_warned = task.errors == 0 && task.warnings > 0;
        html! {
            <li key={task.key.clone()}>
                <div
                    class={classes!("log-row", "log-row--task", format!("log-row--{}", task.look.name()), is_warned.then_some("log-row--warned"))}
                >
                    <button
                        type="button"
                        class="log-row__fold"
                        aria-expanded={is_open.to_string()}
                        aria-label={strings::lines_of(&task.name)}
                        onclick={toggle}
                    >
                        { icon(Glyph::Right) }
                    </button>
                    { state_icon(task.look) }
                    <a class="log-row__name" href={to(&self.props, self.at(Some(&task.key), None))}>{ &task.name }</a>
                    <span class="log-row__word">{ "· " }{ &task.word }</span>
                    <>{ for search.count(&self.entry, Some(&task.key)).map(|found| html! { <span class="mark mark--found">{ found }</span> }) }</>
                    <span class="log-row__end">
                        <>{ for task.about.as_ref().map(|about| why_link(&self.props, about, &task.name)) }</>
                        <span class="log-row__took">{ &task.took }</span>
                    </span>
                </div>
                if !task.issues.is_empty() {
                    { self.issues(task) }
                }
                if is_open {
                    { self.console(search, task, None) }
                }
            </li>
        }
    }

    /// Errors and warnings, each with the way to its line.
    fn issues(&self, task: &TaskLog) -> Html {
        let more = (task.errors + task.warnings).saturating_sub(task.issues.len());
        let issue = |issue: &Issue| {
            let class = if issue.is_error { "issue" } else { "issue issue--warning" };
            html! {
                <li key={issue.line}>
                    <a {class} href={to(&self.props, self.at(Some(&task.key), Some(issue.line)))}>
                        <span class="visually-hidden">
                            { if issue.is_error { strings::ERROR } else { strings::WARNING } }{ ": " }
                        </span>
                        { &issue.text }
                    </a>
                </li>
            }
        };
        html! {
            <ul class="issues">
                { for task.issues.iter().map(issue) }
                if more > 0 { <li class="issue issue--more">{ strings::more_issues(more) }</li> }
            </ul>
        }
    }

    /// The log of one task.
    fn window(&self, search: &Search, tasks: &[TaskLog], index: usize) -> Html {
        let task = &tasks[index];
        let neighbour = |index: Option<usize>, words: &'static str| {
            index.and_then(|index| tasks.get(index)).map(|other| {
                let href = to(&self.props, self.at(Some(&other.key), None));
                html! { <a class="button button--dark" {href} title={other.name.clone()}>{ words }</a> }
            })
        };
        let save = {
            let (name, log) = (format!("{}.log", task.name), task.log.clone());
            Callback::from(move |()| download(&name, &log.text()))
        };
        html! {
            <section class="task-window" aria-label={task.name.clone()}>
                <header class="task-window__head">
                    { state_icon(task.look) }
                    <h3 class="task-window__name">{ &task.name }</h3>
                    <span class="task-window__word">{ &task.word }{ " · " }{ strings::lines(task.log.len()) }</span>
                    <>{ for task.about.as_ref().map(|about| why_link(&self.props, about, &task.name)) }</>
                    <span class="task-window__tools">
                        <>{ for neighbour(index.checked_sub(1), strings::PREVIOUS_TASK) }</>
                        <>{ for neighbour(Some(index + 1), strings::NEXT_TASK) }</>
                        <Act class="button--dark" glyph={Glyph::Download} label={strings::DOWNLOAD_LOG} onclick={save} />
                        <a class="button button--dark" href={to(&self.props, self.at(None, None))} aria-label={strings::CLOSE}>
                            { icon(Glyph::Cross) }
                        </a>
                    </span>
                </header>
                { self.console(search, task, self.place.line) }
            </section>
        }
    }
}
