//! What a task has written, line by line.

use std::ops::Range;

use rehearsal_engine::{LogLevel, TaskId, TaskLog};
use rehearsal_kernel::SimTime;

use crate::scene::Scene;
use crate::time::log_time;

/// More errors and warnings than this are counted, not listed.
const ISSUES_MAX: usize = 10;

/// What a task, or a step of the agent, has written so far. Its lines are made when they are asked for, so a log of a
/// hundred thousand lines costs no more than what is seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Console {
    zone: String,
    log: TaskLog,
}

/// A line of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleLine {
    /// From 1.
    pub number: usize,
    /// When, `09:05:07`.
    pub time: String,
    /// Kind.
    pub level: LogLevel,
    /// Text with the agent's mark in front, as a stored log has it.
    pub text: String,
}

/// An error or a warning in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Number of its line, from 1.
    pub line: usize,
    /// True for an error.
    pub is_error: bool,
    /// Its text, without a mark.
    pub text: String,
}

impl Console {
    pub(super) fn of_task(scene: &Scene<'_>, id: TaskId) -> Self {
        Self { zone: scene.zone().to_owned(), log: TaskLog::of(scene.world, scene.state, id, scene.now) }
    }

    /// Lines that are written at one moment.
    pub fn of_lines(scene: &Scene<'_>, at: SimTime, lines: impl IntoIterator<Item = (LogLevel, String)>) -> Self {
        Self { zone: scene.zone().to_owned(), log: TaskLog::of_lines(at, lines) }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.log.len()
    }

    /// True before anything is written.
    pub fn is_empty(&self) -> bool {
        self.log.is_empty()
    }

    /// A line by its number, from 1.
    pub fn line(&self, number: usize) -> Option<ConsoleLine> {
        let line = self.log.line(number.checked_sub(1)?)?;
        let (time, text) = (log_time(&self.zone, line.at), marked(line.level, &line.text));
        Some(ConsoleLine { number, time, level: line.level, text })
    }

    /// Numbers of the lines that hold a text, in any case.
    pub fn find(&self, wanted: &str) -> Vec<usize> {
        let found = if wanted.is_empty() { Vec::new() } else { self.log.find(wanted) };
        found.into_iter().map(|position| position + 1).collect()
    }

    /// Numbers of the lines of a kind.
    pub fn numbers(&self, level: LogLevel) -> impl Iterator<Item = usize> {
        self.log.positions(level).map(|position| position + 1)
    }

    /// Groups: the number of the heading, to the number after the last line. A group ends with `##[endgroup]`, with
    /// the next group, or with the log.
    pub fn groups(&self) -> Vec<Range<usize>> {
        let ends: Vec<usize> = self.numbers(LogLevel::EndGroup).collect();
        let starts: Vec<usize> = self.numbers(LogLevel::Group).collect();
        let end = |(index, &start): (usize, &usize)| {
            let ended = ends.get(ends.partition_point(|&end| end < start)).map(|&end| end + 1);
            let next = starts.get(index + 1).copied();
            let end = ended.into_iter().chain(next).min().unwrap_or(self.len() + 1);
            start..end
        };
        starts.iter().enumerate().map(end).collect()
    }

    /// The whole log as a text file.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in self.log.lines() {
            text.push_str(&log_time(&self.zone, line.at));
            text.push(' ');
            text.push_str(&marked(line.level, &line.text));
            text.push('\n');
        }
        text
    }

    pub(super) fn count(&self, level: LogLevel) -> usize {
        self.log.count(level)
    }

    /// The first errors and warnings.
    pub(super) fn issues(&self) -> Vec<Issue> {
        let mut numbers: Vec<usize> = self.numbers(LogLevel::Error).take(ISSUES_MAX).collect();
        numbers.extend(self.numbers(LogLevel::Warning).take(ISSUES_MAX));
        numbers.sort_unstable();
        let issue = |number: usize| {
            let line = self.log.line(number - 1)?;
            Some(Issue { line: number, is_error: line.level == LogLevel::Error, text: line.text })
        };
        numbers.into_iter().take(ISSUES_MAX).filter_map(issue).collect()
    }

    /// The name of the task, with its variables replaced, as the log begins.
    pub(super) fn name(&self) -> Option<String> {
        self.log.line(0)?.text.strip_prefix("Starting: ").map(str::to_owned)
    }
}

/// Where a text stands in a line, in any case: pieces of the line, each with whether it is what was looked for.
pub fn span_of<'l>(line: &'l str, wanted: &str) -> Vec<(&'l str, bool)> {
    let (small, wanted) = (line.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    let (mut pieces, mut done) = (Vec::new(), 0);
    if !wanted.is_empty() {
        for (at, _) in small.match_indices(&wanted) {
            pieces.extend([(&line[done..at], false), (&line[at..at + wanted.len()], true)]);
            done = at + wanted.len();
        }
    }
    pieces.push((&line[done..], false));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

const MARKS: [(LogLevel, &str); 7] = [
    (LogLevel::Section, "##[section]"),
    (LogLevel::Command, "##[command]"),
    (LogLevel::Warning, "##[warning]"),
    (LogLevel::Error, "##[error]"),
    (LogLevel::Debug, "##[debug]"),
    (LogLevel::Group, "##[group]"),
    (LogLevel::EndGroup, "##[endgroup]"),
];

/// The agent's mark in front of a text.
fn marked(level: LogLevel, text: &str) -> String {
    let mark = MARKS.into_iter().find(|(of, _)| *of == level).map_or("", |(_, mark)| mark);
    [mark, text].concat()
}

/// Reads the mark off a text.
pub(super) fn read(text: String) -> (LogLevel, String) {
    let found = MARKS.into_iter().find_map(|(level, mark)| Some((level, text.strip_prefix(mark)?.to_owned())));
    found.unwrap_or((LogLevel::Plain, text))
}
