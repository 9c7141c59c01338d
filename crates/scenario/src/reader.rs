//! The parts of a scenario that refer to what it declares: outcomes, script, steps, goals and moves.

use std::collections::BTreeSet;

use rehearsal_engine::{
    GateMatch, GateOutcome, LogText, Outcome, OutcomeMatch, Pattern, PersonId, ScriptItem, When, zone,
};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::TaskResult;
use rehearsal_source::{Diagnostic, Report, Span, Spanned, nearest, quoted};
use rehearsal_yaml::Node;

use crate::clock::{Clock, clock_face, duration};
use crate::codes;
use crate::format::{
    GateOutcomeFile, GoalFile, GuardFile, Hours, MoveFile, NeverFile, OutcomeFile, PredicateFile, ScenarioFile,
    ScriptFile, StepFile, Text, WrongMoveFile,
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
    /// Numbers of all builds there will be; none when learners can commit, or nobody has looked.
    pub(crate) builds: Option<Vec<String>>,
}

/// What is filled in for words in braces.
const PLACEHOLDERS: [&str; 6] = ["time", "release", "stage", "build", "site", "by"];

impl Reader<'_> {
    /// Looks which builds there will be, as far as that can be told.
    pub(crate) fn known_builds(&mut self, file: &ScenarioFile) {
        if !file.build_pipelines.is_empty() || file.builds.is_empty() {
            return;
        }
        let of_script = file.script.iter().filter_map(|item| item.r#do.at("completeBuild/number")?.scalar_text());
        let declared = file.builds.iter().map(|build| build.number.value.clone());
        let sites = file.sites.iter().map(|site| site.build.clone());
        self.builds = Some(declared.chain(of_script.map(std::borrow::Cow::into_owned)).chain(sites).collect());
    }

    /// Warns of a build that never comes.
    fn build(&mut self, number: Option<&Text>) {
        let (Some(number), Some(known)) = (number, &self.builds) else { return };
        if !known.contains(&number.value) {
            let message = format!("no build has the number {}, so this never fits", quoted(number));
            self.report.push(
                Diagnostic::warning(codes::UNKNOWN_BUILD, number.span, message)
                    .suggest(number, known.iter().map(String::as_str)),
            );
        }
    }

    /// A count that begins at 1.
    fn counted(&mut self, what: &str, number: Option<&Spanned<u32>>) -> Option<u32> {
        if let Some(number) = number.filter(|number| number.value == 0) {
            self.report.push(
                Diagnostic::error(codes::COUNTS_FROM_ONE, number.span, format!("{what} are counted from 1"))
                    .help("write 1 for the first, or leave it out to fit all of them"),
            );
        }
        number.map(|number| number.value)
    }

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
        self.build(file.build.as_ref());
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
                attempt: self.counted("attempts", file.attempt.as_ref()),
                task_try: self.counted("tries", file.task_try.as_ref()),
                build: text(&file.build),
                release: file.release.clone(),
                slice: self.counted("slices", file.slice.as_ref()),
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
        self.build(file.build.as_ref());
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
        Some(GateOutcome {
            of: GateMatch {
                stage: text(&file.stage),
                gate: text(&file.gate),
                side: file.approval_type,
                attempt: self.counted("attempts", file.attempt.as_ref()),
                build: text(&file.build),
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
                span: file.id.span,
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
        let idle = match (&file.reach, &file.never) {
            (Some(_), None) => file.broken.as_ref().map(|text| (text, "broken", "reach", "never")),
            (None, Some(_)) => file.missing.as_ref().map(|text| (text, "missing", "never", "reach")),
            (Some(_), Some(_)) | (None, None) => None,
        };
        if let Some((text, key, kind, other)) = idle {
            let message = format!("`{key}` is never said: the goal has `{kind}`, not `{other}`");
            self.report.push(Diagnostic::error(codes::EITHER_OR, text.span, message).help(format!("remove `{key}`")));
        }
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
                self.placeholders(file.broken.as_ref());
                Some(GoalKind::Never(never?, broken?))
            }
            (Some(_), Some(_)) | (None, None) => {
                self.either_or(file.id.span, "a goal needs either `reach` or `never`");
                None
            }
        }
    }

    /// Words in braces are filled in; those that nobody knows would be shown as they are.
    fn placeholders(&mut self, text: Option<&Text>) {
        let Some(text) = text else { return };
        for piece in text.value.split('{').skip(1) {
            let Some((word, _)) = piece.split_once('}') else { continue };
            if !word.is_empty() && word.chars().all(char::is_alphanumeric) && !PLACEHOLDERS.contains(&word) {
                let message = format!("nothing is filled in for {}", quoted(&format!("{{{word}}}")));
                let near = nearest(word, PLACEHOLDERS).map(|near| format!("did you mean `{{{near}}}`?"));
                let all = PLACEHOLDERS.map(|known| format!("{{{known}}}")).join(", ");
                self.report.push(
                    Diagnostic::error(codes::UNKNOWN_PLACEHOLDER, text.span, message)
                        .help(near.unwrap_or_else(|| format!("expected one of: {all}"))),
                );
            }
        }
    }

    fn text_for(&mut self, id: &Text, text: Option<&Text>, key: &str, what: &str) -> Option<String> {
        if text.is_none() {
            self.report.push(
                Diagnostic::error(codes::INCOMPLETE, id.span, format!("goal `{}` does not say {what}", id.value))
                    .help(format!("add `{key}:` with a sentence for the learner")),
            );
        }
        text.map(|text| text.value.clone())
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
                Diagnostic::error(codes::BAD_TIME, text.span, format!("`{}` is not a time of day", text.value)).help(
                    "write hours and minutes from `00:00` to `23:59`; the day ends where the next begins, at `00:00`",
                ),
            );
        }
        face.map(|(hours, minutes)| u32::from(hours) * 60 + u32::from(minutes))
    }

    /// Moves in order, none of which is made before the run begins, after `until`, or before the one above it.
    pub(crate) fn moves(&mut self, files: &[MoveFile], first: PersonId, until: SimTime) -> Vec<PlannedMove> {
        let mut latest: Option<(SimTime, Span)> = None;
        let mut moves = Vec::new();
        for file in files {
            let planned = self.planned(file, first);
            if let (Some(text), Some(MoveWhen::At(at))) = (&file.at, planned.as_ref().map(|planned| &planned.when)) {
                self.in_time(*at, text.span, latest, until);
                latest = Some((*at, text.span));
            }
            moves.extend(planned);
        }
        moves
    }

    fn in_time(&mut self, at: SimTime, span: Span, latest: Option<(SimTime, Span)>, until: SimTime) {
        let told = |message: &str| Diagnostic::error(codes::OUT_OF_TIME, span, message);
        if at < self.clock.start {
            self.report.push(
                told("this move comes before the run begins").help("write a time from `start` on, such as `+5m`"),
            );
        } else if at > until {
            self.report.push(
                told("this move comes after the run has ended, so nothing is judged by it")
                    .help("write a time before `until`"),
            );
        } else if let Some((_, before)) = latest.filter(|(before, _)| at < *before) {
            self.report.push(
                told("this move comes before the one above it")
                    .note(before, "this is later")
                    .help("write moves in the order of their times"),
            );
        }
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

    /// `goals` are the ids of all goals in the file, also of those that have mistakes.
    pub(crate) fn wrong_move(
        &mut self,
        file: &WrongMoveFile,
        goals: &[&str],
        first: PersonId,
        until: SimTime,
    ) -> WrongMove {
        let breaks = file.breaks.iter().filter_map(|id| {
            let found = goals.iter().position(|goal| *goal == id.value);
            if found.is_none() {
                unknown(self.report, id.span, "goal", id, goals.iter().copied());
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
        WrongMove {
            name: file.name.value.clone(),
            moves: self.moves(&file.moves, first, until),
            breaks,
            span: file.name.span,
        }
    }
}
