//! Log lines of tasks, made from what is known about their run.
//!
//! Lines are not facts: they follow from the plan of each try and the clock, so a log of any length costs
//! nothing until somebody reads it, and at any moment it shows what was written so far.

use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{TaskResult, catalogue_task};

use crate::fact::TaskIssue;
use crate::logging::{LoggingCommand, mentions_commands, parse};
use crate::state::{State, TaskRun, Try};
use crate::variables::{MASK, Values, values, values_for_task};
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
    /// `##[group]`: what follows can be folded below it.
    Group,
    /// `##[endgroup]`.
    EndGroup,
}

/// A text that an outcome of the scenario lets a task print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogText {
    /// The text, with `$(Name)` still in it; `{n}` stands for the number of the line when it is repeated.
    pub text: String,
    /// How many lines it makes, from 1.
    pub repeat: u32,
}

impl From<&str> for LogText {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), repeat: 1 }
    }
}

/// What a task has logged by a moment (`classic.md` §10.4), with variables as they were when it started and secrets
/// masked.
///
/// A scenario may let a task print a hundred thousand lines. None of them is made before somebody asks for it: a log
/// knows how many it has, and makes any of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskLog {
    /// Lines that follow each other; each stands for one or more.
    parts: Vec<Part>,
    /// What must not be seen, the longest first.
    secrets: Vec<String>,
}

/// Lines of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    level: LogLevel,
    text: String,
    is_repeated: bool,
    /// Lines before it.
    begins: usize,
    /// Lines of it that are written by now.
    lines: usize,
    pace: Pace,
}

/// When the lines of a part are written: the `first` and those after it are spread over a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pace {
    from: SimTime,
    takes: SimDuration,
    /// Lines of the whole try, and one.
    over: i64,
    first: i64,
}

impl Pace {
    const fn once(at: SimTime) -> Self {
        Self { from: at, takes: SimDuration::ZERO, over: 1, first: 0 }
    }

    fn at(self, line: usize) -> SimTime {
        let number = self.first + i64::try_from(line).unwrap_or(i64::MAX);
        // Divided in two steps, since a task may take as long as there is.
        let (whole, rest) = (self.takes.as_millis() / self.over, self.takes.as_millis() % self.over);
        self.from + SimDuration::millis(whole * number + rest * number / self.over)
    }

    /// How many of so many lines are written at a moment.
    fn written(self, lines: usize, by: SimTime) -> usize {
        let (mut from, mut to) = (0, lines);
        while from < to {
            let middle = usize::midpoint(from, to);
            if self.at(middle) <= by { from = middle + 1 } else { to = middle }
        }
        from
    }
}

impl TaskLog {
    /// The log of a task up to `now`.
    pub fn of(world: &World, state: &State, id: TaskId, now: SimTime) -> Self {
        let task = state.task(id);
        let values = values_of(state, id);
        let name = values.expand(state.task_name(id));
        let name = name.as_str();
        let mut log = Self { parts: Vec::new(), secrets: secrets(state, task.job, &values) };
        if task.current.plan.ends == TaskResult::Skipped {
            log.say(task.started_at, LogLevel::Plain, format!("{name} was skipped: its condition is false"), now);
            return log;
        }
        log.say(task.started_at, LogLevel::Section, format!("Starting: {name}"), now);
        if values.is_debug() {
            for text in debug_texts(state, id, &values) {
                log.say(task.started_at, LogLevel::Debug, text, now);
            }
        }
        for (number, one) in task.earlier.iter().chain([&task.current]).enumerate() {
            if number > 0 {
                let text = format!("Retrying the task, try {}", number + 1);
                log.say(one.started_at, LogLevel::Warning, text, now);
            }
            log.work(world, state, id, *one, &values, now);
        }
        log.close(task, name, now);
        log
    }

    /// Lines that are all written at one moment.
    pub fn of_lines(at: SimTime, lines: impl IntoIterator<Item = (LogLevel, String)>) -> Self {
        let mut log = Self::default();
        for (level, text) in lines {
            log.say(at, level, text, at);
        }
        log
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.parts.last().map_or(0, |part| part.begins + part.lines)
    }

    /// True before anything is written.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// A line by its position, from 0; none when there are fewer.
    pub fn line(&self, position: usize) -> Option<LogLine> {
        let part = &self.parts[self.parts.partition_point(|part| part.begins <= position).checked_sub(1)?];
        let line = position - part.begins;
        (line < part.lines).then(|| self.line_of(part, line))
    }

    /// All lines, oldest first.
    pub fn lines(&self) -> impl Iterator<Item = LogLine> {
        self.parts.iter().flat_map(move |part| (0..part.lines).map(move |line| self.line_of(part, line)))
    }

    /// How many lines are of a kind.
    pub fn count(&self, level: LogLevel) -> usize {
        self.parts.iter().filter(|part| part.level == level).map(|part| part.lines).sum()
    }

    /// Positions of the lines of a kind, from 0.
    pub fn positions(&self, level: LogLevel) -> impl Iterator<Item = usize> {
        let parts = self.parts.iter().filter(move |part| part.level == level);
        parts.flat_map(|part| part.begins..part.begins + part.lines)
    }

    /// Positions of the lines that hold a text, with small letters and capitals alike (of ASCII).
    pub fn find(&self, wanted: &str) -> Vec<usize> {
        let wanted = wanted.to_ascii_lowercase();
        let mut found = Vec::new();
        let holds = |mut text: String| {
            text.make_ascii_lowercase();
            text.contains(&wanted)
        };
        // What stands beside the number stands in every line; only secrets could hide it.
        let in_all =
            |part: &Part| self.secrets.is_empty() && part.text.split(NUMBER).any(|piece| holds(piece.to_owned()));
        for part in &self.parts {
            if part.is_repeated && part.text.contains(NUMBER) && !in_all(part) {
                let fits = (0..part.lines).filter(|&line| holds(self.text_of(part, line)));
                found.extend(fits.map(|line| part.begins + line));
            } else if holds(self.text_of(part, 0)) {
                found.extend(part.begins..part.begins + part.lines);
            }
        }
        found
    }

    fn line_of(&self, part: &Part, line: usize) -> LogLine {
        LogLine { at: part.pace.at(line), level: part.level, text: self.text_of(part, line) }
    }

    fn text_of(&self, part: &Part, line: usize) -> String {
        let mut text =
            if part.is_repeated { part.text.replace(NUMBER, &(line + 1).to_string()) } else { part.text.clone() };
        for secret in &self.secrets {
            if text.contains(secret) {
                text = text.replace(secret, MASK);
            }
        }
        text
    }

    fn say(&mut self, at: SimTime, level: LogLevel, text: String, now: SimTime) {
        self.push(level, text, 1, Pace::once(at), now);
    }

    fn push(&mut self, level: LogLevel, text: String, repeat: usize, pace: Pace, now: SimTime) {
        let lines = pace.written(repeat, now);
        if lines > 0 {
            self.parts.push(Part { level, text, is_repeated: repeat > 1, begins: self.len(), lines, pace });
        }
    }

    /// What one try has printed.
    fn work(&mut self, world: &World, state: &State, id: TaskId, one: Try, values: &Values, now: SimTime) {
        let until = state.task(id).finished_at.unwrap_or(SimTime::MAX).min(now);
        for (pace, text) in paced_texts(world, state, id, one, values) {
            let (level, shown) = match parse(&text.text) {
                None => level(&text.text),
                Some(LoggingCommand::LogIssue { is_error, text: issue }) => {
                    let level = if is_error { LogLevel::Error } else { LogLevel::Warning };
                    self.push(level, issue, text.repeat as usize, pace, until);
                    continue;
                }
                // The agent takes commands out of the log, and says so only when it is asked to tell more.
                Some(
                    LoggingCommand::SetVariable { .. }
                    | LoggingCommand::Complete { .. }
                    | LoggingCommand::RenameRelease { .. }
                    | LoggingCommand::Other,
                ) => {
                    if values.is_debug() {
                        let text_shown = format!("Processed: {}", text.text);
                        self.push(LogLevel::Debug, text_shown, text.repeat as usize, pace, until);
                    }
                    continue;
                }
            };
            self.push(level, shown.to_owned(), text.repeat as usize, pace, until);
        }
    }

    fn close(&mut self, task: &TaskRun, name: &str, now: SimTime) {
        let Some(at) = task.finished_at else { return };
        if let Some(issue) = task.issue {
            let (level, text) = said_of(issue);
            self.say(at, level, text.to_owned(), now);
        }
        self.say(at, LogLevel::Section, format!("Finishing: {name}"), now);
    }
}

/// Stands for the number of a line among those of its text.
const NUMBER: &str = "{n}";

/// All lines that a task has logged up to `now`, oldest first.
pub fn task_log(world: &World, state: &State, id: TaskId, now: SimTime) -> Vec<LogLine> {
    TaskLog::of(world, state, id, now).lines().collect()
}

/// The values that a task sees: what earlier tasks of its job have set, and what everybody else gives.
fn values_of(state: &State, id: TaskId) -> Values {
    let job = state.task(id).job;
    values_for_task(state, state.job(job).deployment, id)
}

/// What must not be seen in the log of a job: all its secrets, also those that later tasks set.
fn secrets(state: &State, job: JobId, own: &Values) -> Vec<String> {
    let is_changed = state.set_variables.get(&job).is_some_and(|set| set.iter().any(|(_, one)| one.is_secret));
    if is_changed { values(state, state.job(job).deployment, Some(job)).secrets() } else { own.secrets() }
}

/// Commands in the lines that a task has printed until now; for nearly all tasks there are none, at no cost.
pub(crate) fn printed_commands(world: &World, state: &State, id: TaskId, now: SimTime) -> Vec<LoggingCommand> {
    let task = state.task(id);
    let tries = || task.earlier.iter().chain([&task.current]);
    let is_scripted = |one: &Try| {
        let outcome = one.plan.outcome.map(|number| &world.outcomes[number.index()]);
        outcome.is_some_and(|outcome| outcome.log.iter().any(|line| mentions_commands(&line.text)))
    };
    if !state.step_plan(id).prints_commands && !tries().any(is_scripted) {
        return Vec::new();
    }
    let values = values_of(state, id);
    tries()
        .flat_map(|one| paced_texts(world, state, id, *one, &values))
        .filter(|(_, text)| mentions_commands(&text.text))
        .flat_map(|(pace, text)| {
            let lines = pace.written(text.repeat as usize, now);
            (1..=lines).filter_map(move |line| parse(&text.text.replace(NUMBER, &line.to_string())))
        })
        .collect()
}

/// What the agent tells of a task when it is asked to tell more.
fn debug_texts(state: &State, id: TaskId, values: &Values) -> Vec<String> {
    let condition = state.step_plan(id).condition.text();
    let mut texts = vec![
        format!("Evaluating condition for step: '{}'", values.expand(state.task_name(id))),
        format!("Evaluating: {condition}"),
        "Result: True".to_owned(),
    ];
    let inputs = &state.task_definition(id).inputs;
    texts.extend(inputs.iter().map(|(name, value)| format!("{name}={}", values.expand(value))));
    texts
}

/// What a try prints and when: spread over the try, the last line shortly before its end.
fn paced_texts(world: &World, state: &State, id: TaskId, one: Try, values: &Values) -> Vec<(Pace, LogText)> {
    let texts = texts(world, state, id, one, values);
    let all: i64 = texts.iter().map(|text| i64::from(text.repeat)).sum();
    let mut first = 1;
    let paced = texts.into_iter().map(|text| {
        let pace = Pace { from: one.started_at, takes: one.plan.takes, over: all + 1, first };
        first += i64::from(text.repeat);
        (pace, text)
    });
    paced.collect()
}

fn texts(world: &World, state: &State, id: TaskId, one: Try, values: &Values) -> Vec<LogText> {
    let scripted = one.plan.outcome.map_or(&[][..], |number| &world.outcomes[number.index()].log);
    if scripted.is_empty() {
        let texts = usual_texts(state, id, one, values);
        return texts.into_iter().map(|text| LogText { text, repeat: 1 }).collect();
    }
    scripted.iter().map(|one| LogText { text: values.expand(&one.text), repeat: one.repeat }).collect()
}

/// What a task prints of which the scenario says nothing.
fn usual_texts(state: &State, id: TaskId, one: Try, values: &Values) -> Vec<String> {
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
        ("##[group]", LogLevel::Group),
        ("##[endgroup]", LogLevel::EndGroup),
    ];
    marks
        .into_iter()
        .find_map(|(mark, level)| text.strip_prefix(mark).map(|rest| (level, rest)))
        .unwrap_or((LogLevel::Plain, text))
}

/// The line with which the agent tells what went wrong.
const fn said_of(issue: TaskIssue) -> (LogLevel, &'static str) {
    match issue {
        TaskIssue::ContinuedOnError => {
            (LogLevel::Warning, "The task failed; the job goes on, since “Continue on error” is set.")
        }
        TaskIssue::TimedOut | TaskIssue::TimedOutContinued => (LogLevel::Error, "The task has timed out."),
        TaskIssue::ConditionError => (LogLevel::Error, "The condition of the task could not be evaluated."),
        TaskIssue::Canceled => (LogLevel::Error, "The operation was canceled."),
        TaskIssue::UnusableDelay => (LogLevel::Error, "The delay is not a whole number of minutes from 0 to 86400."),
        TaskIssue::JobTimedOut => (LogLevel::Error, "The job ran longer than its timeout."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(texts: &[(&str, u32)], now: i64) -> TaskLog {
        let over = texts.iter().map(|(_, repeat)| i64::from(*repeat)).sum::<i64>() + 1;
        let mut log = TaskLog { parts: Vec::new(), secrets: vec!["hunter2".to_owned(), "77".to_owned()] };
        let mut first = 1;
        for (text, repeat) in texts {
            let pace = Pace { from: SimTime::from_millis(0), takes: SimDuration::seconds(10), over, first };
            let (level, text) = level(text);
            log.push(
                level,
                text.to_owned(),
                *repeat as usize,
                pace,
                SimTime::from_millis(0) + SimDuration::seconds(now),
            );
            first += i64::from(*repeat);
        }
        log
    }

    const LONG: [(&str, u32); 3] = [("begin", 1), ("test {n} passed", 100_000), ("##[error]one failed", 1)];

    #[test]
    fn any_line_of_a_long_log_is_made_on_its_own() {
        let log = log(&LONG, 10);
        assert_eq!((log.len(), log.count(LogLevel::Error)), (100_002, 1));
        assert_eq!(log.line(500).expect("a line").text, "test 500 passed");
        assert_eq!(log.line(100_001).expect("the last").level, LogLevel::Error);
        assert_eq!(log.line(100_002), None);
        assert_eq!(log.positions(LogLevel::Error).collect::<Vec<_>>(), [100_001]);
        let lines: Vec<LogLine> = log.lines().collect();
        assert!((0..log.len()).step_by(997).all(|position| log.line(position).as_ref() == Some(&lines[position])));
    }

    #[test]
    fn a_long_log_grows_steadily_with_the_clock_and_never_beyond_its_task() {
        let lengths: Vec<usize> = [0, 1, 5, 9, 10, 11].into_iter().map(|now| log(&LONG, now).len()).collect();
        assert_eq!(lengths, [10, 10_010, 50_011, 90_012, 100_002, 100_002], "ten lines a millisecond");
        let all = log(&LONG, 10);
        assert!(all.lines().zip(all.lines().skip(1)).all(|(one, next)| one.at <= next.at), "never back in time");
    }

    #[test]
    fn a_text_is_found_in_any_case_but_never_inside_a_secret() {
        let log = log(&[("Token hunter2", 3), ("Test {n} passed", 1_000)], 10);
        assert_eq!(log.find("TEST 99"), std::iter::once(101).chain(992..1_002).collect::<Vec<_>>());
        assert_eq!(log.find("hunter").len(), 0);
        assert_eq!(log.find("***").len(), 3 + 19, "77, 177, … and 770 to 779 are masked too");
    }
}
