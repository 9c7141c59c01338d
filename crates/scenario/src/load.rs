//! From the text of a scenario file to a scenario that can be played.
//!
//! Reading goes on after a mistake wherever it can, so that an author sees all of them at once.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::{
    Agent, Build, ComingBuild, Engine, Group, Outcome, OutcomeMatch, Pattern, Person, PersonId, Pool, ScriptItem, Site,
    When, World, next_clock, parse_duration, parse_moment, zone,
};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::TaskResult;
use rehearsal_source::{Diagnostic, Report, Source, Span};
use rehearsal_yaml::Node;

use crate::codes;
use crate::format::{
    BuildFile, CommandsFile, GoalFile, GuardFile, Hours, MoveFile, NeverFile, OutcomeFile, PipelineFile, PredicateFile,
    ScenarioFile, ScriptFile, StepFile, Text, WrongMoveFile,
};
use crate::goal::{Guard, Never, Predicate};
use crate::names::{Names, unknown};
use crate::scenario::{Goal, GoalKind, MoveWhen, PlannedMove, Scenario, Step, WrongMove};

/// Files beside a scenario, by relative name. The terminal reads a folder; a page holds a map.
pub trait Files {
    /// The text of a file; none when there is none.
    fn read(&self, path: &str) -> Option<String>;
}

/// No files beside the scenario.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Option<String> {
        None
    }
}

/// What became of a scenario file.
#[derive(Debug)]
pub struct Loaded {
    /// The scenario; none when the report has errors.
    pub scenario: Option<Scenario>,
    /// Everything there is to say about the file.
    pub report: Report,
}

/// Reads a scenario file.
pub fn load(source: &Source, files: &dyn Files) -> Loaded {
    let parse = rehearsal_yaml::parse_yaml(source);
    let mut report = parse.report;
    let scenario =
        if report.has_errors() { None } else { parse.root.as_ref().and_then(|root| read(root, files, &mut report)) };
    Loaded { scenario: scenario.filter(|_| !report.has_errors()), report }
}

/// Reads a file of moves for a scenario (`run --commands`).
pub fn load_moves(source: &Source, scenario: &Scenario) -> (Vec<PlannedMove>, Report) {
    let parse = rehearsal_yaml::parse_yaml(source);
    let mut report = parse.report;
    let Some(root) = parse.root.as_ref().filter(|_| !report.has_errors()) else { return (Vec::new(), report) };
    let Some(file) = rehearsal_yaml::read::<CommandsFile>(root, &mut report) else { return (Vec::new(), report) };
    check_version(file.rehearsal.value, file.rehearsal.span, &mut report);
    let world = &scenario.engine.world;
    let clock = Clock { start: scenario.start, zone: scenario.zone.clone() };
    let names = Names { world, definition: &world.definitions[0] };
    let mut reader = Reader { names, clock, report: &mut report, patterns: Vec::new() };
    let moves = reader.moves(&file.moves, scenario.personas[0]);
    (moves, report)
}

fn check_version(version: u32, span: Span, report: &mut Report) {
    if version != 1 {
        report.push(
            Diagnostic::error(codes::WRONG_VERSION, span, format!("version {version} of the format is not known"))
                .help("write `rehearsal: 1`"),
        );
    }
}

fn read(root: &Node, files: &dyn Files, report: &mut Report) -> Option<Scenario> {
    if root.get("rehearsal").is_none() {
        report.push(
            Diagnostic::error(codes::NOT_A_SCENARIO, root.head(), "this is not a scenario file")
                .help("a scenario begins with `rehearsal: 1`"),
        );
        return None;
    }
    let file: ScenarioFile = rehearsal_yaml::read(root, report)?;
    check_version(file.rehearsal.value, file.rehearsal.span, report);
    let clock = clock(&file, report)?;
    let definition = definition(&file.pipeline, root, files, report);
    let mut world = people(&file, report);
    world.zone.clone_from(&clock.zone);
    let definition = Arc::new(definition?);
    world.definitions = vec![Arc::clone(&definition)];
    places(&file, &definition, &clock, &mut world, report);
    let until = clock.moment(&file.until, report).unwrap_or(clock.start);
    if until <= clock.start {
        report.push(
            Diagnostic::error(codes::BAD_TIME, file.until.span, "the run ends before it begins")
                .help("write for example `+1d`"),
        );
    }
    let before = world.clone();
    let names = Names { world: &before, definition: &definition };
    let personas = personas(&file, &names, report);
    let mut reader = Reader { names, clock: clock.clone(), report, patterns: Vec::new() };
    world.outcomes = file.outcomes.iter().filter_map(|outcome| reader.outcome(outcome)).collect();
    world.script = file.script.iter().filter_map(|item| reader.script(item)).collect();
    let steps = reader.steps(&file.steps);
    let goals = reader.goals(&file.goals, root);
    let first = personas.first().copied()?;
    let solution = reader.moves(&file.solution, first);
    let wrong_moves = file.wrong_moves.iter().map(|wrong| reader.wrong_move(wrong, &goals, first)).collect();
    let patterns = reader.patterns;
    if report.has_errors() {
        return None;
    }
    let engine = engine(world, root, report)?;
    Some(Scenario {
        id: file.id.value,
        title: file.title,
        summary: file.summary,
        level: file.level,
        minutes: file.minutes,
        intro: file.intro,
        debrief: file.debrief,
        start: clock.start,
        until,
        zone: clock.zone,
        seed: file.seed,
        personas,
        steps,
        goals,
        solution,
        wrong_moves,
        engine: Rc::new(engine),
        patterns,
        solution_span: root.entry("solution").map_or(root.span, |(key, _)| key.span),
    })
}

/// Start and zone: what every other time in the file is read against.
#[derive(Debug, Clone)]
struct Clock {
    start: SimTime,
    zone: String,
}

fn clock(file: &ScenarioFile, report: &mut Report) -> Option<Clock> {
    if zone(&file.zone).is_none() {
        report.push(
            Diagnostic::error(
                codes::BAD_TIME,
                file.zone.span,
                format!("the time zone `{}` is not known", file.zone.value),
            )
            .help(
                "write an IANA name such as `Europe/Berlin`, a Windows id such as `W. Europe Standard Time`, or `UTC`",
            ),
        );
        return None;
    }
    match parse_moment(&file.start, &file.zone) {
        Ok(start) => Some(Clock { start, zone: file.zone.value.clone() }),
        Err(message) => {
            report.push(
                Diagnostic::error(codes::BAD_TIME, file.start.span, message)
                    .help("write for example `2026-03-02 09:00`"),
            );
            None
        }
    }
}

impl Clock {
    /// `+20m` after the start, `14:00` the next time the clock shows that, or a date and time.
    fn moment(&self, text: &Text, report: &mut Report) -> Option<SimTime> {
        let found = if let Some(after) = text.strip_prefix('+') {
            parse_duration(after).map(|duration| self.start + duration)
        } else if let Some((hours, minutes)) = clock_face(text) {
            // The start itself counts: `09:00` in a run that begins at 09:00 is its first moment.
            next_clock(&self.zone, hours, minutes, self.start - SimDuration::millis(1))
                .ok_or_else(|| text.value.clone())
        } else {
            parse_moment(text, &self.zone)
        };
        found
            .map_err(|message| {
                report.push(
                    Diagnostic::error(codes::BAD_TIME, text.span, message)
                        .label("expected a moment")
                        .help("write `+20m`, `14:00` or `2026-03-02 14:00`"),
                );
            })
            .ok()
    }
}

fn clock_face(text: &str) -> Option<(u8, u8)> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some((hours, minutes))
}

fn duration(text: &Text, report: &mut Report) -> Option<SimDuration> {
    let text_without_plus = text.trim_start_matches('+');
    parse_duration(text_without_plus)
        .map_err(|message| report.push(Diagnostic::error(codes::BAD_TIME, text.span, message)))
        .ok()
}

fn definition(
    pipeline: &PipelineFile,
    root: &Node,
    files: &dyn Files,
    report: &mut Report,
) -> Option<ReleaseDefinition> {
    match (&pipeline.definition, &pipeline.file) {
        (Some(node), None) => rehearsal_classic::from_node(node, report),
        (None, Some(name)) => import_beside(name, files, report),
        (Some(_), Some(_)) | (None, None) => {
            let span = root.entry("pipeline").map_or(root.span, |(key, _)| key.span);
            report.push(
                Diagnostic::error(codes::EITHER_OR, span, "the pipeline is given either by `definition` or by `file`")
                    .help("keep one of the two"),
            );
            None
        }
    }
}

/// An export beside the scenario; its own mistakes are told at the place that names it.
fn import_beside(name: &Text, files: &dyn Files, report: &mut Report) -> Option<ReleaseDefinition> {
    let is_beside = !name.value.contains(['/', '\\']) && !name.value.starts_with('.');
    let Some(text) = is_beside.then(|| files.read(name)).flatten() else {
        report.push(
            Diagnostic::error(
                codes::BAD_FILE,
                name.span,
                format!("there is no file `{}` beside the scenario", name.value),
            )
            .help("put the exported release definition into the scenario's own folder"),
        );
        return None;
    };
    let source = Source::new(name.value.as_str(), text);
    let imported = rehearsal_classic::import(&source);
    for diagnostic in imported.report.iter().filter(|one| one.severity == rehearsal_source::Severity::Error) {
        let place = source.position(diagnostic.span.start);
        let mut told =
            Diagnostic::error(diagnostic.code, name.span, format!("{}:{place}: {}", name.value, diagnostic.message));
        told.help.clone_from(&diagnostic.help);
        report.push(told);
    }
    imported.definition
}

fn people(file: &ScenarioFile, report: &mut Report) -> World {
    let mut world = World {
        project: if file.project.is_empty() { "Tailspin".to_owned() } else { file.project.clone() },
        ..World::default()
    };
    let mut seen = BTreeSet::new();
    for (index, person) in file.people.iter().enumerate() {
        if !seen.insert(person.id.to_lowercase()) {
            report.push(
                Diagnostic::error(
                    codes::DUPLICATE_ID,
                    person.id.span,
                    format!("two people have the id `{}`", person.id.value),
                )
                .help("give one of them another id"),
            );
        }
        world.people.push(Person {
            id: person.id.value.clone(),
            display_name: person.display_name.clone(),
            unique_name: if person.unique_name.is_empty() {
                person.id.value.clone()
            } else {
                person.unique_name.clone()
            },
        });
        for name in &person.groups {
            let member = PersonId::at(index);
            match world.groups.iter_mut().find(|group| group.name.eq_ignore_ascii_case(name)) {
                Some(group) => group.members.push(member),
                None => world.groups.push(Group { name: name.clone(), members: vec![member] }),
            }
        }
    }
    world
}

/// Pools, builds and sites.
fn places(file: &ScenarioFile, definition: &ReleaseDefinition, clock: &Clock, world: &mut World, report: &mut Report) {
    for pool in &file.pools {
        let agents = pool.agents.iter().map(|agent| Agent {
            name: agent.name.clone(),
            capabilities: agent.capabilities.clone().into_iter().collect(),
        });
        world.pools.push(Pool { queue_id: pool.queue_id, name: pool.name.clone(), agents: agents.collect() });
    }
    for build in &file.builds {
        let coming = coming_build(build, definition, clock, world, report);
        world.builds.extend(coming);
    }
    for site in &file.sites {
        if definition.stage(&site.stage).is_none() {
            unknown(
                report,
                site.stage.span,
                "stage",
                &site.stage,
                definition.stages.iter().map(|stage| stage.name.as_str()),
            );
        }
        world.sites.push(Site {
            name: site.name.clone(),
            stage: site.stage.value.clone(),
            initial_build: site.build.clone(),
            url: site.url.clone(),
        });
    }
}

fn coming_build(
    build: &BuildFile,
    definition: &ReleaseDefinition,
    clock: &Clock,
    world: &World,
    report: &mut Report,
) -> Option<ComingBuild> {
    let at = match &build.at {
        // A moment before the start: the build is there from the beginning.
        None => clock.start - SimDuration::millis(1),
        Some(text) => clock.moment(text, report)?,
    };
    let requested_for = match &build.requested_for {
        None => PersonId(0),
        Some(name) => Names { world, definition }.person(name, name.span, report)?,
    };
    let source = definition.primary_artifact().map_or("", |artifact| artifact.source.as_str());
    Some(ComingBuild {
        at,
        build: Build {
            definition: if build.definition.is_empty() { source.to_owned() } else { build.definition.clone() },
            number: build.number.clone(),
            branch: if build.branch.is_empty() { "main".to_owned() } else { build.branch.clone() },
            commit: build.commit.clone(),
            tags: build.tags.clone(),
            result: build.result.unwrap_or(TaskResult::Succeeded),
            requested_for,
        },
    })
}

fn personas(file: &ScenarioFile, names: &Names<'_>, report: &mut Report) -> Vec<PersonId> {
    if file.personas.is_empty() {
        report.push(
            Diagnostic::error(codes::INCOMPLETE, file.id.span, "the learner may act as nobody")
                .help("list at least one person under `personas`"),
        );
    }
    file.personas.iter().filter_map(|name| names.person(name, name.span, report)).collect()
}

/// Prepares the rules; what they cannot play is told at the pipeline.
fn engine(world: World, root: &Node, report: &mut Report) -> Option<Engine> {
    match Engine::new(world) {
        Ok(engine) => Some(engine),
        Err(problems) => {
            for problem in problems {
                let span = problem.stage.as_deref().and_then(|stage| stage_span(root, stage));
                let span = span.or_else(|| root.entry("pipeline").map(|(key, _)| key.span)).unwrap_or(root.span);
                report.push(Diagnostic::error(codes::CANNOT_PLAY, span, problem.message).help(problem.help));
            }
            None
        }
    }
}

fn stage_span(root: &Node, stage: &str) -> Option<Span> {
    let stages = root.at("pipeline/definition/environments")?;
    let names = stages.items().iter().filter_map(|node| node.get("name"));
    names.filter(|name| name.as_str().is_some_and(|text| text.eq_ignore_ascii_case(stage))).map(|name| name.span).next()
}

/// Reads the parts that refer to what the file declares.
struct Reader<'a> {
    names: Names<'a>,
    clock: Clock,
    report: &'a mut Report,
    patterns: Vec<Pattern>,
}

impl Reader<'_> {
    fn outcome(&mut self, file: &OutcomeFile) -> Option<Outcome> {
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
            },
            result: file.result.unwrap_or(TaskResult::Succeeded),
            takes,
            log: file.log.clone(),
            healthy: file.healthy.unwrap_or(true),
            per_mille: percent.min(100) * 10,
            ignores_cancel: file.ignores_cancel,
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

    fn script(&mut self, file: &ScriptFile) -> Option<ScriptItem> {
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

    fn steps(&mut self, files: &[StepFile]) -> Vec<Step> {
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

    fn goals(&mut self, files: &[GoalFile], root: &Node) -> Vec<Goal> {
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

    fn moves(&mut self, files: &[MoveFile], first: PersonId) -> Vec<PlannedMove> {
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

    fn wrong_move(&mut self, file: &WrongMoveFile, goals: &[Goal], first: PersonId) -> WrongMove {
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
