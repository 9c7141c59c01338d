//! The parts of a scenario that refer to what it declares: outcomes, script, steps, goals and moves.

use std::collections::BTreeSet;

use rehearsal_engine::{
    GateMatch, GateOutcome, LogText, Outcome, OutcomeMatch, Pattern, PersonId, ScriptItem, When, zone,
};
use rehearsal_kernel::SimDuration;
use rehearsal_pipeline::TaskResult;
use rehearsal_source::{Diagnostic, Report, Span};
use rehearsal_yaml::Node;

use crate::clock::{Clock, clock_face, duration};
use crate::codes;
use crate::format::{
    GateOutcomeFile, GoalFile, GuardFile, Hours, MoveFile, NeverFile, OutcomeFile, PredicateFile, ScriptFile, StepFile,
    Text, WrongMoveFile,
};
use crate::goal::{Guard, Never, Predicate};
use crate::names::{Names, unknown};
use crate::scenario::{Goal, GoalKind, MoveWhen, PlannedMove, Step, WrongMove};

/// More lines than this are not written for one text: pages and files have to hold them.
const LOG_LINES_MAX: u32 = 200_000;

/// Reads the parts that refer to what the file declares.
pub(crate) struct Reader<'a> {
    pub(crate) names: Names<'a>,
    pub(crate) clock: Clock,
    pub(crate) report: &'a mut Report,
    /// Patterns met so far; predicates name them by position.
    pub(crate) patterns: Vec<Pattern>,
}

impl Reader<'_> {
    pub(crate) fn outcome(&mut self, file: &OutcomeFile) -> Option<Outcome> {
        if let Some(stage) = &file.stage {
            self.names.stage(stage, stage.span, self.report);
        }
        if let Some(job) = &file.job {
            self.names.job(job, job.span, self.report);
        }
        if let Some(task) = &file.task {
            self.names.task(task, task.span, self.report);
        }
        let percent = file.percent.as_ref().map_or(100, |percent| percent.value);
        if percent > 100 {
            let span = file.percent.as_ref().map_or_else(Span::default, |percent| percent.span);
            self.report.push(
                Diagnostic::error(codes::BAD_TIME, span, format!("{percent} is more than 100 percent"))
                    .help("write a number from 0 to 100"),
            );
        }
        let takes = match &file.takes {
            None => None,
            Some(text) => Some(self.range(text)?),
        };
        let text = |value: &Option<Text>| value.as_ref().map(|text| text.value.clone());
        Some(Outcome {
            of: OutcomeMatch {
                stage: text(&file.stage),
                job: text(&file.job),
                task: text(&file.task),
                attempt: file.attempt,
                task_try: file.task_try,
                build: file.build.clone(),
                release: file.release.clone(),
                slice: file.slice,
                target: file.target.clone(),
            },
            result: file.result.unwrap_or(TaskResult::Succeeded),
            takes,
            log: file.log.iter().map(|line| self.log_text(line)).collect(),
            healthy: file.healthy.unwrap_or(true),
            per_mille: percent.min(100) * 10,
            ignores_cancel: file.ignores_cancel,
        })
    }

    /// A line of a log, or so many as `##[repeat 1000]` in front of it says.
    fn log_text(&mut self, line: &Text) -> LogText {
        let Some((number, text)) = line.value.strip_prefix("##[repeat ").and_then(|rest| rest.split_once(']')) else {
            return LogText::from(line.value.as_str());
        };
        let repeat = if let Ok(repeat @ 1..=LOG_LINES_MAX) = number.trim().parse() {
            repeat
        } else {
            let message = format!("a line of a log cannot be repeated `{}` times", number.trim());
            let help = format!("write a number from 1 to {LOG_LINES_MAX}, as in `##[repeat 1000]Test {{n}} passed`");
            self.report.push(Diagnostic::error(codes::TOO_MANY, line.span, message).help(help));
            1
        };
        LogText { text: text.to_owned(), repeat }
    }

    pub(crate) fn gate_outcome(&mut self, file: &GateOutcomeFile) -> Option<GateOutcome> {
        if let Some(stage) = &file.stage {
            self.names.stage(stage, stage.span, self.report);
        }
        if let Some(gate) = &file.gate {
            self.names.gate(gate, gate.span, self.report);
        }
        if file.samples.is_empty() {
            self.report.push(
                Diagnostic::error(codes::INCOMPLETE, file.samples.span, "the gate has no answer")
                    .help("write for example `samples: [failed, passed]`"),
            );
        }
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
        Some(GateOutcome {
            of: GateMatch {
                stage: text(&file.stage),
                gate: text(&file.gate),
                side: file.approval_type,
                attempt: file.attempt,
                build: file.build.clone(),
                release: file.release.clone(),
            },
            samples: file.samples.value.clone(),
            takes: self.delay(file.takes.as_ref())?,
        })
    }

    /// `4m`, or `3m..5m`.
    fn range(&mut self, text: &Text) -> Option<(SimDuration, SimDuration)> {
        let part = |part: &str| Text::new(part.trim().to_owned(), text.span);
        let (from, to) = match text.split_once("..") {
            None => (part(text), part(text)),
            Some((from, to)) => (part(from), part(to)),
        };
        let (from, to) = (duration(&from, self.report)?, duration(&to, self.report)?);
        if from > to {
            self.report.push(
                Diagnostic::error(codes::BAD_TIME, text.span, "the range ends before it begins")
                    .help("write the shorter duration first"),
            );
            return None;
        }
        Some((from, to))
    }

    pub(crate) fn script(&mut self, file: &ScriptFile) -> Option<ScriptItem> {
        let by = match &file.by {
            None => None,
            Some(name) => Some(self.names.person(name, name.span, self.report)?),
        };
        let action = self.names.action(&file.r#do, self.report);
        let when = match (&file.at, &file.after) {
            (Some(at), None) => When::At(self.clock.moment(at, self.report)?),
            (None, Some(after)) => When::After {
                pattern: self.names.pattern(after, self.report)?,
                delay: self.delay(file.delay.as_ref())?,
                times: file.times.unwrap_or(1),
            },
            (Some(_), Some(_)) | (None, None) => {
                self.either_or(file.r#do.span, "a script item needs either `at` or `after`");
                return None;
            }
        };
        Some(ScriptItem { when, by, action: action? })
    }

    fn delay(&mut self, text: Option<&Text>) -> Option<SimDuration> {
        text.map_or(Some(SimDuration::ZERO), |text| duration(text, self.report))
    }

    fn either_or(&mut self, span: Span, message: &str) {
        self.report.push(Diagnostic::error(codes::EITHER_OR, span, message).help("keep exactly one of the two"));
    }

    pub(crate) fn steps(&mut self, files: &[StepFile]) -> Vec<Step> {
        let mut seen = BTreeSet::new();
        let mut steps = Vec::new();
        for file in files {
            self.unique(&mut seen, &file.id, "step");
            if file.hints.len() != 3 {
                self.report.push(
                    Diagnostic::error(
                        codes::INCOMPLETE,
                        file.hints.span,
                        format!("step `{}` has {} hints; every step has three", file.id.value, file.hints.len()),
                    )
                    .help("write three hints, from a nudge to nearly the answer"),
                );
            }
            let Some(done) = self.predicate(&file.done) else { continue };
            steps.push(Step {
                id: file.id.value.clone(),
                title: file.title.clone(),
                text: file.text.clone(),
                hints: file.hints.value.clone(),
                done,
            });
        }
        steps
    }

    fn unique(&mut self, seen: &mut BTreeSet<String>, id: &Text, kind: &str) {
        if !seen.insert(id.value.clone()) {
            self.report.push(
                Diagnostic::error(codes::DUPLICATE_ID, id.span, format!("two {kind}s have the id `{}`", id.value))
                    .help("give one of them another id"),
            );
        }
    }

    pub(crate) fn goals(&mut self, files: &[GoalFile], root: &Node) -> Vec<Goal> {
        if files.is_empty() {
            let span = root.entry("goals").map_or(root.span, |(key, _)| key.span);
            self.report.push(
                Diagnostic::error(codes::INCOMPLETE, span, "the scenario has no goal").help("add at least one goal"),
            );
        }
        let mut seen = BTreeSet::new();
        let mut goals = Vec::new();
        for file in files {
            self.unique(&mut seen, &file.id, "goal");
            if let Some(kind) = self.goal(file) {
                goals.push(Goal { id: file.id.value.clone(), label: file.label.clone(), kind });
            }
        }
        goals
    }

    fn goal(&mut self, file: &GoalFile) -> Option<GoalKind> {
        match (&file.reach, &file.never) {
            (Some(reach), None) => {
                let predicate = self.predicate(reach);
                let missing =
                    self.text_for(&file.id, file.missing.as_ref(), "missing", "what to say while it is not reached");
                Some(GoalKind::Reach(predicate?, missing?))
            }
            (None, Some(never)) => {
                let never = self.never(never);
                let broken = self.text_for(&file.id, file.broken.as_ref(), "broken", "what to say when it happened");
                Some(GoalKind::Never(never?, broken?))
            }
            (Some(_), Some(_)) | (None, None) => {
                self.either_or(file.id.span, "a goal needs either `reach` or `never`");
                None
            }
        }
    }

    fn text_for(&mut self, id: &Text, text: Option<&String>, key: &str, what: &str) -> Option<String> {
        if text.is_none() {
            self.report.push(
                Diagnostic::error(codes::INCOMPLETE, id.span, format!("goal `{}` does not say {what}", id.value))
                    .help(format!("add `{key}:` with a sentence for the learner")),
            );
        }
        text.cloned()
    }

    fn predicate(&mut self, file: &PredicateFile) -> Option<Predicate> {
        Some(match file {
            PredicateFile::Happened(node) => {
                let pattern = self.names.pattern(node, self.report)?;
                self.patterns.push(pattern);
                Predicate::Happened(self.patterns.len() - 1)
            }
            PredicateFile::Stage(stage) => {
                self.names.stage(&stage.stage, stage.stage.span, self.report);
                Predicate::Stage {
                    release: stage.release.clone(),
                    stage: stage.stage.value.clone(),
                    status: stage.status,
                }
            }
            PredicateFile::Site(site) => Predicate::Site {
                site: self.names.site(&site.site, site.site.span, self.report)?,
                build: site.build.clone(),
                healthy: site.healthy,
            },
            PredicateFile::Pipeline(pipeline) => Predicate::Pipeline(Box::new(pipeline.clone())),
            PredicateFile::All(all) => {
                Predicate::All(all.iter().map(|one| self.predicate(one)).collect::<Option<_>>()?)
            }
            PredicateFile::Any(any) => {
                Predicate::Any(any.iter().map(|one| self.predicate(one)).collect::<Option<_>>()?)
            }
            PredicateFile::Not(not) => Predicate::Not(Box::new(self.predicate(not)?)),
        })
    }

    fn never(&mut self, file: &NeverFile) -> Option<Never> {
        let what = self.names.pattern(&file.what, self.report);
        let guards = file.guards.iter().map(|guard| self.guard(guard)).collect::<Option<Vec<_>>>();
        Some(Never { what: what?, guards: guards? })
    }

    fn guard(&mut self, file: &GuardFile) -> Option<Guard> {
        match file {
            GuardFile::BuildRejectedIn(stage) => {
                self.names.stage(stage, stage.span, self.report);
                Some(Guard::BuildRejectedIn(stage.value.clone()))
            }
            GuardFile::BuildNotSucceededIn(stage) => {
                self.names.stage(stage, stage.span, self.report);
                Some(Guard::BuildNotSucceededIn(stage.value.clone()))
            }
            GuardFile::LogNotRead(log) => {
                self.names.stage(&log.stage, log.stage.span, self.report);
                self.names.task(&log.task, log.task.span, self.report);
                Some(Guard::LogNotRead { stage: log.stage.value.clone(), task: log.task.value.clone() })
            }
            GuardFile::OutsideHours(hours) => self.hours(hours),
            GuardFile::LaterThan(moment) => Some(Guard::LaterThan(self.clock.moment(moment, self.report)?)),
        }
    }

    fn hours(&mut self, file: &Hours) -> Option<Guard> {
        let own = file.zone.as_ref();
        if let Some(name) = own
            && zone(name).is_none()
        {
            self.report.push(
                Diagnostic::error(codes::BAD_TIME, name.span, format!("the time zone `{}` is not known", name.value))
                    .help("write an IANA name such as `Europe/Berlin`"),
            );
        }
        let zone = own.map_or_else(|| self.clock.zone.clone(), |zone| zone.value.clone());
        Some(Guard::OutsideHours { from: self.minute(&file.from)?, to: self.minute(&file.to)?, zone })
    }

    fn minute(&mut self, text: &Text) -> Option<u32> {
        let face = clock_face(text);
        if face.is_none() {
            self.report.push(
                Diagnostic::error(codes::BAD_TIME, text.span, format!("`{}` is not a time of day", text.value))
                    .help("write hours and minutes, such as `22:00`"),
            );
        }
        face.map(|(hours, minutes)| u32::from(hours) * 60 + u32::from(minutes))
    }

    pub(crate) fn moves(&mut self, files: &[MoveFile], first: PersonId) -> Vec<PlannedMove> {
        files.iter().filter_map(|file| self.planned(file, first)).collect()
    }

    fn planned(&mut self, file: &MoveFile, first: PersonId) -> Option<PlannedMove> {
        let action = self.names.action(&file.r#do, self.report);
        let by = match &file.persona {
            None => first,
            Some(name) => self.names.person(name, name.span, self.report)?,
        };
        let when = match (&file.at, &file.after) {
            (Some(at), None) => MoveWhen::At(self.clock.moment(at, self.report)?),
            (None, Some(after)) => {
                MoveWhen::After(self.names.pattern(after, self.report)?, self.delay(file.delay.as_ref())?)
            }
            (None, None) => MoveWhen::Next,
            (Some(_), Some(_)) => {
                self.either_or(file.r#do.span, "a move has either `at` or `after`");
                return None;
            }
        };
        Some(PlannedMove { when, by, action: action?, span: file.r#do.head() })
    }

    pub(crate) fn wrong_move(&mut self, file: &WrongMoveFile, goals: &[Goal], first: PersonId) -> WrongMove {
        let breaks = file.breaks.iter().filter_map(|id| {
            let found = goals.iter().position(|goal| goal.id == id.value);
            if found.is_none() {
                unknown(self.report, id.span, "goal", id, goals.iter().map(|goal| goal.id.as_str()));
            }
            found
        });
        let breaks: Vec<usize> = breaks.collect();
        if breaks.is_empty() {
            self.report.push(
                Diagnostic::error(codes::INCOMPLETE, file.name.span, format!("`{}` breaks no goal", file.name.value))
                    .help("list under `breaks` the goals that must fail"),
            );
        }
        WrongMove { name: file.name.value.clone(), moves: self.moves(&file.moves, first), breaks, span: file.name.span }
    }
}
