//! Log lines of tasks, made from what is known about their run.
//!
//! Lines are not facts: they follow from the plan of each try and the clock, so a log of any length costs
//! nothing until somebody reads it, and at any moment it shows what was written so far.

use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{TaskResult, catalogue_task};

use crate::TaskId;
use crate::fact::TaskIssue;
use crate::state::{State, TaskRun, Try};
use crate::world::World;

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
}

/// What a task has logged up to `now`, oldest first (`classic.md` §10.4).
pub fn task_log(world: &World, state: &State, id: TaskId, now: SimTime) -> Vec<LogLine> {
    let task = state.task(id);
    let name = state.task_name(id);
    let mut lines = vec![line(task.started_at, LogLevel::Section, format!("Starting: {name}"))];
    if task.current.plan.ends == TaskResult::Skipped {
        return vec![line(task.started_at, LogLevel::Plain, format!("{name} was skipped: its condition is false"))];
    }
    for (number, one) in task.earlier.iter().chain([&task.current]).enumerate() {
        if number > 0 {
            lines.push(line(one.started_at, LogLevel::Warning, format!("Retrying the task, try {}", number + 1)));
        }
        lines.extend(try_lines(world, state, id, *one, task));
    }
    lines.extend(closing(task, name));
    lines.retain(|line| line.at <= now);
    lines
}

fn line(at: SimTime, level: LogLevel, text: impl Into<String>) -> LogLine {
    LogLine { at, level, text: text.into() }
}

fn try_lines(world: &World, state: &State, id: TaskId, one: Try, task: &TaskRun) -> Vec<LogLine> {
    let texts = texts(world, state, id, one);
    let count = i64::try_from(texts.len()).unwrap_or(i64::MAX);
    let ended = task.finished_at.unwrap_or(SimTime::MAX);
    texts
        .into_iter()
        .zip(1..)
        .map(|(text, number)| {
            // Spread over the try, the last line shortly before its end.
            let after = SimDuration::millis(one.plan.takes.as_millis() / (count + 1) * number);
            let (level, text) = level(&text);
            line(one.started_at + after, level, text)
        })
        .filter(|line| line.at <= ended)
        .collect()
}

fn texts(world: &World, state: &State, id: TaskId, one: Try) -> Vec<String> {
    let scripted = one.plan.outcome.map_or(&[][..], |number| &world.outcomes[number as usize].log);
    if !scripted.is_empty() {
        return scripted.to_vec();
    }
    let known = catalogue_task(&state.task_definition(id).task_id);
    let log = known.map_or(&[][..], |known| known.log);
    match one.plan.ends {
        TaskResult::Succeeded | TaskResult::SucceededWithIssues => log.iter().map(|&text| text.to_owned()).collect(),
        TaskResult::Failed | TaskResult::Canceled | TaskResult::Skipped => {
            let mut texts: Vec<String> = log.iter().take(1).map(|&text| text.to_owned()).collect();
            let failure = known.map_or("The process failed with exit code 1.", |known| known.failure);
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
