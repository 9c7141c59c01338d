//! Log lines of tasks, made from what is known about their run.
//!
//! Lines are not facts: they follow from the plan of each try and the clock, so a log of any length costs
//! nothing until somebody reads it, and at any moment it shows what was written so far.

use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{TaskResult, catalogue_task};

use crate::fact::TaskIssue;
use crate::logging::{LoggingCommand, mentions_commands, parse};
use crate::state::{State, TaskRun, Try};
use crate::variables::{Values, values, values_for_task};
use crate::world::World;
use crate::{JobId, TaskId, echo};

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// When it was written.
    pub at: SimTime,
    /// What kind of line it is.
    pub level: LogLevel,
    /// Its text.
    pub text: String,
}

/// Kind of a log line, as the agent marks it (`##[error]` …).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// Ordinary output.
    Plain,
    /// Begin and end of a task.
    Section,
    /// `##[command]`.
    Command,
    /// `##[warning]`.
    Warning,
    /// `##[error]`.
    Error,
    /// `##[debug]`, only with `System.Debug`.
    Debug,
}

/// What a task has logged up to `now`, oldest first (`classic.md` §10.4), with variables as they were when it started
/// and secrets masked.
pub fn task_log(world: &World, state: &State, id: TaskId, now: SimTime) -> Vec<LogLine> {
    let task = state.task(id);
    let values = values_of(state, id);
    let name = values.expand(state.task_name(id));
    let name = name.as_str();
    let mut lines = vec![line(task.started_at, LogLevel::Section, format!("Starting: {name}"))];
    if task.current.plan.ends == TaskResult::Skipped {
        return vec![line(task.started_at, LogLevel::Plain, format!("{name} was skipped: its condition is false"))];
    }
    if values.is_debug() {
        lines.extend(debug_lines(state, id, &values));
    }
    for (number, one) in task.earlier.iter().chain([&task.current]).enumerate() {
        if number > 0 {
            lines.push(line(one.started_at, LogLevel::Warning, format!("Retrying the task, try {}", number + 1)));
        }
        lines.extend(try_lines(world, state, id, *one, &values));
    }
    lines.extend(closing(task, name));
    lines.retain(|line| line.at <= now);
    let secrets = Secrets::of(state, task.job, &values);
    for line in &mut lines {
        line.text = secrets.masked(&line.text);
    }
    lines
}

/// The values that a task sees: what earlier tasks of its job have set, and what everybody else gives.
fn values_of(state: &State, id: TaskId) -> Values {
    let job = state.task(id).job;
    values_for_task(state, state.job(job).deployment, id)
}

/// What must not be seen in the log of a job: all its secrets, also those that later tasks set.
struct Secrets(Values);

impl Secrets {
    fn of(state: &State, job: JobId, own: &Values) -> Self {
        let is_changed = state.set_variables.get(&job).is_some_and(|set| set.iter().any(|(_, one)| one.is_secret));
        Self(if is_changed { values(state, state.job(job).deployment, Some(job)) } else { own.clone() })
    }

    fn masked(&self, text: &str) -> String {
        self.0.masked(text)
    }
}

/// Commands in the lines that a task has printed until now; for nearly all tasks there are none, at no cost.
pub(crate) fn printed_commands(world: &World, state: &State, id: TaskId, now: SimTime) -> Vec<LoggingCommand> {
    let task = state.task(id);
    let tries = || task.earlier.iter().chain([&task.current]);
    let is_scripted = |one: &Try| {
        let outcome = one.plan.outcome.map(|number| &world.outcomes[number as usize]);
        outcome.is_some_and(|outcome| outcome.log.iter().any(|line| mentions_commands(line)))
    };
    if !state.step_plan(id).prints_commands && !tries().any(is_scripted) {
        return Vec::new();
    }
    let values = values_of(state, id);
    tries()
        .flat_map(|one| timed_texts(world, state, id, *one, &values))
        .filter(|(at, _)| *at <= now)
        .filter_map(|(_, text)| parse(&text))
        .collect()
}

/// What the agent tells of a task when it is asked to tell more.
fn debug_lines(state: &State, id: TaskId, values: &Values) -> Vec<LogLine> {
    let task = state.task(id);
    let condition = state.step_plan(id).condition.text();
    let mut texts = vec![
        format!("Evaluating condition for step: '{}'", values.expand(state.task_name(id))),
        format!("Evaluating: {condition}"),
        "Result: True".to_owned(),
    ];
    let inputs = &state.task_definition(id).inputs;
    texts.extend(inputs.iter().map(|(name, value)| format!("{name}={}", values.expand(value))));
    texts.into_iter().map(|text| line(task.started_at, LogLevel::Debug, text)).collect()
}

fn line(at: SimTime, level: LogLevel, text: impl Into<String>) -> LogLine {
    LogLine { at, level, text: text.into() }
}

fn try_lines(world: &World, state: &State, id: TaskId, one: Try, values: &Values) -> Vec<LogLine> {
    let ended = state.task(id).finished_at.unwrap_or(SimTime::MAX);
    let is_debug = values.is_debug();
    timed_texts(world, state, id, one, values)
        .into_iter()
        .filter(|(at, _)| *at <= ended)
        .filter_map(|(at, text)| match parse(&text) {
            None => {
                let (level, text) = level(&text);
                Some(line(at, level, text))
            }
            Some(LoggingCommand::LogIssue { is_error, text }) => {
                Some(line(at, if is_error { LogLevel::Error } else { LogLevel::Warning }, text))
            }
            // The agent takes commands out of the log, and says so only when it is asked to tell more.
            Some(
                LoggingCommand::SetVariable { .. }
                | LoggingCommand::Complete { .. }
                | LoggingCommand::RenameRelease { .. }
                | LoggingCommand::Other,
            ) => is_debug.then(|| line(at, LogLevel::Debug, format!("Processed: {text}"))),
        })
        .collect()
}

/// What a try prints and when: spread over the try, the last line shortly before its end.
fn timed_texts(world: &World, state: &State, id: TaskId, one: Try, values: &Values) -> Vec<(SimTime, String)> {
    let texts = texts(world, state, id, one, values);
    let count = i64::try_from(texts.len()).unwrap_or(i64::MAX);
    let at = |number: i64| one.started_at + SimDuration::millis(one.plan.takes.as_millis() / (count + 1) * number);
    texts.into_iter().zip(1..).map(|(text, number)| (at(number), text)).collect()
}

fn texts(world: &World, state: &State, id: TaskId, one: Try, values: &Values) -> Vec<String> {
    let scripted = one.plan.outcome.map_or(&[][..], |number| &world.outcomes[number as usize].log);
    if !scripted.is_empty() {
        return scripted.iter().map(|text| values.expand(text)).collect();
    }
    let task = state.task_definition(id);
    let catalogued = catalogue_task(&task.task_id);
    let known = catalogued.map_or(&[][..], |known| known.log);
    // A script prints between what its task says before and after it.
    let printed = echo::printed(task, values);
    match one.plan.ends {
        TaskResult::Succeeded | TaskResult::SucceededWithIssues if !printed.is_empty() => {
            let (first, rest) = known.split_at(known.len().min(1));
            let said = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
            [said(first), printed, said(rest)].concat()
        }
        TaskResult::Succeeded | TaskResult::SucceededWithIssues => known.iter().map(|&text| text.to_owned()).collect(),
        TaskResult::Failed | TaskResult::Canceled | TaskResult::Skipped => {
            let mut texts: Vec<String> = known.iter().take(1).map(|&text| text.to_owned()).collect();
            texts.extend(printed);
            let failure = catalogued.map_or("The process failed with exit code 1.", |known| known.failure);
            texts.push(format!("##[error]{failure}"));
            texts
        }
    }
}

/// Reads the agent's marks off a scripted line.
fn level(text: &str) -> (LogLevel, &str) {
    let marks = [
        ("##[error]", LogLevel::Error),
        ("##[warning]", LogLevel::Warning),
        ("##[command]", LogLevel::Command),
        ("##[section]", LogLevel::Section),
        ("##[debug]", LogLevel::Debug),
    ];
    marks
        .into_iter()
        .find_map(|(mark, level)| text.strip_prefix(mark).map(|rest| (level, rest)))
        .unwrap_or((LogLevel::Plain, text))
}

fn closing(task: &TaskRun, name: &str) -> Vec<LogLine> {
    let Some(at) = task.finished_at else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(issue) = task.issue {
        let (level, text) = match issue {
            TaskIssue::ContinuedOnError => {
                (LogLevel::Warning, "The task failed; the job goes on, since “Continue on error” is set.")
            }
            TaskIssue::TimedOut | TaskIssue::TimedOutContinued => (LogLevel::Error, "The task has timed out."),
            TaskIssue::ConditionError => (LogLevel::Error, "The condition of the task could not be evaluated."),
            TaskIssue::Canceled => (LogLevel::Error, "The operation was canceled."),
            TaskIssue::UnusableDelay => {
                (LogLevel::Error, "The delay is not a whole number of minutes from 0 to 86400.")
            }
            TaskIssue::JobTimedOut => (LogLevel::Error, "The job ran longer than its timeout."),
        };
        lines.push(line(at, level, text));
    }
    lines.push(line(at, LogLevel::Section, format!("Finishing: {name}")));
    lines
}
