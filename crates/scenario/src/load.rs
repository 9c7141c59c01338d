//! From the text of a scenario file to a scenario that can be played.
//!
//! Reading goes on after a mistake wherever it can, so that an author sees all of them at once.

use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::{ReleaseDefinition, Stage};
use rehearsal_engine::{Engine, World};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_source::{Diagnostic, Report, Source, Span, nearest, quoted};
use rehearsal_yaml::Node;

use crate::clock::{Clock, clock};
use crate::codes;
use crate::format::{CommandsFile, ScenarioFile, Text};
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
    in_the_words_of_the_pages(source, &mut report);
    Loaded { scenario: scenario.filter(|_| !report.has_errors()), report }
}

/// Reads a file of moves for a scenario (`run --commands`), to be played to its end or to `until` if that is later.
pub fn load_moves(source: &Source, scenario: &Scenario, until: SimTime) -> (Vec<PlannedMove>, Report) {
    let parse = rehearsal_yaml::parse_yaml(source);
    let mut report = parse.report;
    let Some(root) = parse.root.as_ref().filter(|_| !report.has_errors()) else { return (Vec::new(), report) };
    let Some(file) = rehearsal_yaml::read::<CommandsFile>(root, &mut report) else { return (Vec::new(), report) };
    check_version(file.rehearsal.value, file.rehearsal.span, &mut report);
    let world = &scenario.engine.world;
    let clock = Clock { start: scenario.start, zone: scenario.zone.clone() };
    let names = Names { world, definition: &scenario.known };
    let mut reader = Reader { names, clock, report: &mut report, patterns: Vec::new(), builds: None };
    let moves = reader.moves(&file.moves, scenario.personas[0], until.max(scenario.until));
    in_the_words_of_the_pages(source, &mut report);
    (moves, report)
}

/// What the pages call **Failed** is named otherwise in the product's data, and nothing in the two words is alike.
fn in_the_words_of_the_pages(source: &Source, report: &mut Report) {
    report.reword(|diagnostic| {
        let is_failed = source.slice(diagnostic.span).trim_matches(['"', '\'']).eq_ignore_ascii_case("failed");
        let is_unknown = diagnostic.code == rehearsal_yaml::codes::UNKNOWN_VALUE;
        if is_unknown && is_failed && diagnostic.help.iter().any(|help| help.contains("rejected")) {
            diagnostic.help = vec!["a stage that the pages call **Failed** is `rejected`".to_owned()];
        }
    });
}

/// Folders are named after scenarios, and saved progress belongs to the id.
fn check_id(id: &Text, report: &mut Report) {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
    if id.is_empty() || id.starts_with('.') || !id.chars().all(is_plain) {
        let message = if id.is_empty() {
            "the scenario has no id".to_owned()
        } else {
            format!("{} cannot be the name of a folder everywhere", quoted(id))
        };
        report.push(
            Diagnostic::error(codes::BAD_ID, id.span, message)
                .help("use letters, digits, `-`, `_` and `.`, as in `failed-qa`; the folder has the same name"),
        );
    }
}

/// Builds that set nothing off, since the run has not begun or is over by then.
fn builds_in_time(file: &ScenarioFile, clock: &Clock, until: SimTime, report: &mut Report) {
    for text in file.builds.iter().filter_map(|build| build.at.as_ref()) {
        // What is wrong with it otherwise has been told.
        let Some(at) = clock.moment(text, &mut Report::new()) else { continue };
        if at < clock.start {
            report.push(
                Diagnostic::warning(
                    codes::OUT_OF_TIME,
                    text.span,
                    "this build is there before the run begins, so it sets off no trigger",
                )
                .help("leave out `at` to say so, or write a time from `start` on, such as `+5m`"),
            );
        } else if at > until {
            report.push(
                Diagnostic::warning(codes::OUT_OF_TIME, text.span, "this build comes after the run has ended")
                    .help("write a time before `until`"),
            );
        }
    }
}

/// When a run ends whose end cannot be read, in days: nothing is said to be late then.
const LONG: i64 = 366_000;

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
    check_id(&file.id, report);
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
    let until = clock.moment(&file.until, report);
    if until.is_some_and(|until| until <= clock.start) {
        report.push(
            Diagnostic::error(codes::BAD_TIME, file.until.span, "the run ends before it begins")
                .help("write for example `+1d`"),
        );
    }
    let until = until.unwrap_or(clock.start + SimDuration::days(LONG));
    builds_in_time(&file, &clock, until, report);
    let before = world.clone();
    let names = Names { world: &before, definition: &known };
    let personas = personas(&file, &names, report);
    let mut reader = Reader { names, clock: clock.clone(), report, patterns: Vec::new(), builds: None };
    reader.known_builds(&file);
    world.outcomes = file.outcomes.iter().filter_map(|outcome| reader.outcome(outcome)).collect();
    world.gate_outcomes = file.gate_outcomes.iter().filter_map(|outcome| reader.gate_outcome(outcome)).collect();
    world.script = file.script.iter().filter_map(|item| reader.script(item)).collect();
    let steps = reader.steps(&file.steps);
    let goals = reader.goals(&file.goals, root);
    let first = personas.first().copied()?;
    let solution = reader.moves(&file.solution, first, until);
    let ids: Vec<&str> = file.goals.iter().map(|goal| goal.id.as_str()).collect();
    let wrong_moves = file.wrong_moves.iter().map(|wrong| reader.wrong_move(wrong, &ids, first, until)).collect();
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
    let people = world.people.iter().map(|person| person.display_name.clone());
    let approvers: Vec<String> = people.chain(world.groups.iter().map(|group| group.name.clone())).collect();
    match Engine::new(world) {
        Ok(engine) => Some(engine),
        Err(problems) => {
            for problem in problems {
                let stage = problem.stage.as_deref().and_then(|stage| stage_node(root, stage));
                let written = |node| problem.written.as_deref().and_then(|text| written(node, text));
                let name = |node: &Node| node.get("name").map_or_else(|| node.head(), |name| name.span);
                let span = stage.map(|node| written(node).unwrap_or_else(|| name(node)));
                let span = span.or_else(|| root.entry("pipeline").map(|(key, _)| key.span)).unwrap_or(root.span);
                let near = problem.written.as_deref().and_then(|written| {
                    let known = approvers.iter().map(String::as_str);
                    nearest(written, known.clone()).map(|_| (written, known))
                });
                let told = Diagnostic::error(codes::CANNOT_PLAY, span, problem.message);
                report.push(match near {
                    Some((written, known)) => told.suggest(written, known),
                    None => told.help(problem.help),
                });
            }
            None
        }
    }
}

fn stage_node<'a>(root: &'a Node, stage: &str) -> Option<&'a Node> {
    let stages = root.at("pipeline/definition/environments")?;
    let is_meant = |name: &Node| name.scalar_text().is_some_and(|text| text.eq_ignore_ascii_case(stage));
    stages.items().iter().find(|node| node.get("name").is_some_and(is_meant))
}

/// Where one of the values that engines look up is written: an approver, or the number of a pool.
fn written(node: &Node, text: &str) -> Option<Span> {
    const LOOKED_UP: [&str; 4] = ["queueId", "displayName", "uniqueName", "id"];
    let own = node.entries().iter().find(|(key, value)| {
        LOOKED_UP.contains(&key.value.as_str()) && value.scalar_text().is_some_and(|found| found == text)
    });
    let values = node.entries().iter().map(|(_, value)| value).chain(node.items());
    own.map(|(_, value)| value.span).or_else(|| values.into_iter().find_map(|value| written(value, text)))
}
