//! From the text of a scenario file to a scenario that can be played.
//!
//! Reading goes on after a mistake wherever it can, so that an author sees all of them at once.

use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::{ReleaseDefinition, Stage};
use rehearsal_engine::{Engine, World};
use rehearsal_source::{Diagnostic, Report, Source, Span};
use rehearsal_yaml::Node;

use crate::clock::{Clock, clock};
use crate::codes;
use crate::format::{CommandsFile, ScenarioFile};
use crate::names::Names;
use crate::places::{definition, people, personas, places, security};
use crate::reader::Reader;
use crate::scenario::{PlannedMove, Scenario};

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
    let names = Names { world, definition: &scenario.known };
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
    world.rules = file.rules.clone();
    world.retention = file.retention.clone();
    let definition = Arc::new(definition?);
    world.definitions = vec![Arc::clone(&definition)];
    let known = with_stages_to_come(&definition, &file.pipeline.stages_to_come);
    security(&file, &known, &mut world, report);
    places(&file, &known, &clock, &mut world, report);
    let until = clock.moment(&file.until, report).unwrap_or(clock.start);
    if until <= clock.start {
        report.push(
            Diagnostic::error(codes::BAD_TIME, file.until.span, "the run ends before it begins")
                .help("write for example `+1d`"),
        );
    }
    let before = world.clone();
    let names = Names { world: &before, definition: &known };
    let personas = personas(&file, &names, report);
    let mut reader = Reader { names, clock: clock.clone(), report, patterns: Vec::new() };
    world.outcomes = file.outcomes.iter().filter_map(|outcome| reader.outcome(outcome)).collect();
    world.gate_outcomes = file.gate_outcomes.iter().filter_map(|outcome| reader.gate_outcome(outcome)).collect();
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
        known,
        patterns,
        solution_span: root.entry("solution").map_or(root.span, |(key, _)| key.span),
    })
}

/// What this file may refer to: the definition, and by name the stages that it gets later.
fn with_stages_to_come(definition: &Arc<ReleaseDefinition>, names: &[String]) -> Arc<ReleaseDefinition> {
    let mut known = Arc::clone(definition);
    if !names.is_empty() {
        let stages = names.iter().map(|name| Stage { name: name.clone(), ..Stage::default() });
        Arc::make_mut(&mut known).stages.extend(stages);
    }
    known
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
