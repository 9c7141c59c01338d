//! `rehearsal run`: plays a scenario and prints what happened, why, and how the goals stand.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use rehearsal_engine::{parse_duration, parse_moment};
use rehearsal_kernel::{Progress, SimTime};
use rehearsal_scenario::{Save, Scenario, Session, load_moves};
use rehearsal_source::{Report, Source};

use crate::arguments::{RunArguments, RunFormat};
use crate::check::load;
use crate::terminal::{Stop, Terminal};
use crate::{disk, drawing, record};

/// Plays; true when every goal is met.
pub(crate) fn run(arguments: &RunArguments, terminal: &mut Terminal<'_>) -> Result<bool, Stop> {
    let run = Wanted {
        scenario: &arguments.scenario,
        solution: arguments.solution,
        commands: arguments.commands.as_deref(),
        until: arguments.until.as_deref().map(|text| ("--until", text)),
        seed: arguments.seed,
    };
    let Some(played) = play(&run, terminal)? else { return Ok(false) };
    match arguments.format {
        RunFormat::Text => record::print_text(terminal, &played.session)?,
        RunFormat::Json => record::print_document(terminal, &played.session)?,
        RunFormat::Jsonl => record::print_lines(terminal, &played.session)?,
    }
    if let Some(problem) = &played.problem {
        terminal.complain(problem);
    }
    Ok(played.problem.is_none() && played.session.is_solved())
}

/// Which run of a scenario is wanted.
pub(crate) struct Wanted<'a> {
    /// Path or id.
    pub(crate) scenario: &'a Path,
    /// Whether to make the moves of the scenario's solution.
    pub(crate) solution: bool,
    /// A file of moves, or a saved session.
    pub(crate) commands: Option<&'a Path>,
    /// When to stop, with the name of the option that says so.
    pub(crate) until: Option<(&'a str, &'a str)>,
    /// Seed instead of the scenario's own.
    pub(crate) seed: Option<u64>,
}

/// Plays a run up to where it is wanted; none when a file cannot be used, which has been said then.
pub(crate) fn play(wanted: &Wanted<'_>, terminal: &mut Terminal<'_>) -> Result<Option<Played>, Stop> {
    let path = resolve(wanted.scenario)?;
    let (source, loaded) = load(&path);
    let Some(scenario) = loaded.scenario else {
        return refuse(terminal, &source, &loaded.report);
    };
    let scenario = Rc::new(scenario);
    let until = wanted.until.map(|(option, text)| moment(option, text, &scenario)).transpose()?;
    let seed = wanted.seed.unwrap_or(scenario.seed);
    let session = Session::with_seed(Rc::clone(&scenario), seed);
    let played = match wanted.commands {
        Some(file) => {
            disk::require(file)?;
            let reading = disk::read(file);
            if let Some(problem) = reading.problem {
                return Err(Stop::Usage(format!("{}: {}", reading.source.name(), problem.message)));
            }
            match commands(&reading.source, &scenario, wanted.seed, until.unwrap_or(scenario.until))? {
                Commands::Moves(moves, report) if report.has_errors() => {
                    drop(moves);
                    return refuse(terminal, &reading.source, &report);
                }
                Commands::Moves(moves, _) => play_moves(session, &moves, until),
                Commands::Saved(saved) => play_on(*saved, until),
            }
        }
        None if wanted.solution => play_moves(session, &scenario.solution, until),
        None => play_moves(session, &[], until),
    };
    Ok(Some(played))
}

fn refuse(terminal: &mut Terminal<'_>, source: &Source, report: &Report) -> Result<Option<Played>, Stop> {
    // The output is for the run; other programs may read it.
    drawing::draw_beside(terminal, source, report)?;
    Ok(None)
}

/// The file of a scenario that is named by path or by its id below `scenarios`.
fn resolve(scenario: &Path) -> Result<PathBuf, Stop> {
    if scenario.is_dir() {
        return Ok(scenario.join(disk::SCENARIO_FILE));
    }
    if scenario.exists() {
        return Ok(scenario.to_owned());
    }
    let by_id = Path::new(SCENARIOS).join(scenario).join(disk::SCENARIO_FILE);
    if by_id.is_file() {
        return Ok(by_id);
    }
    let name = disk::shown(scenario);
    let known = disk::folders(Path::new(SCENARIOS));
    let hint = match rehearsal_source::nearest(&name, known.iter().map(String::as_str)) {
        Some(near) => format!("; did you mean `{near}`?"),
        None if known.is_empty() => String::new(),
        None => format!("; there are: {}", known.join(", ")),
    };
    Err(Stop::Usage(format!("there is no scenario `{name}`, neither as a path nor below `{SCENARIOS}`{hint}")))
}

/// Where scenarios are looked for by their ids.
const SCENARIOS: &str = "scenarios";

/// A time on the command line: after the start, on the clock of the scenario, or RFC 3339.
fn moment(option: &str, text: &str, scenario: &Scenario) -> Result<SimTime, Stop> {
    if text.trim().strip_prefix('-').is_some_and(|before| parse_duration(before).is_ok()) {
        let message = format!("{option}: `{text}` lies before the scenario begins; `+2h` counts from the start");
        return Err(Stop::Usage(message));
    }
    let found = match text.trim().strip_prefix('+') {
        Some(after) => parse_duration(after).map(|duration| scenario.start + duration),
        None => parse_moment(text, &scenario.zone),
    };
    let at = found.map_err(|message| Stop::Usage(format!("{option}: {message}; `+2h` counts from the start")))?;
    if at < scenario.start {
        let start = rehearsal_view::time::date_time(&scenario.zone, scenario.start);
        let message = format!("{option}: `{text}` lies before the scenario begins, at {start} ({})", scenario.zone);
        return Err(Stop::Usage(message));
    }
    Ok(at)
}

/// What `--commands` can name.
enum Commands {
    Moves(Vec<rehearsal_scenario::PlannedMove>, Report),
    Saved(Box<Session>),
}

/// A saved session is JSON that names its scenario; everything else is a file of moves.
fn commands(source: &Source, scenario: &Rc<Scenario>, seed: Option<u64>, until: SimTime) -> Result<Commands, Stop> {
    let is_save = serde_json::from_str::<serde_json::Value>(source.text())
        .is_ok_and(|value| value.get("scenario").is_some() || value.get("seed").is_some());
    if !is_save {
        let (moves, report) = load_moves(source, scenario, until);
        return Ok(Commands::Moves(moves, report));
    }
    let unusable = |why: String| Stop::Usage(format!("{}: the saved session cannot be played: {why}", source.name()));
    let mut save: Save = serde_json::from_str(source.text()).map_err(|error| unusable(error.to_string()))?;
    if let Some(seed) = seed {
        save.seed = seed.to_string();
    }
    let session = Session::restore(Rc::clone(scenario), &save).map_err(|error| unusable(error.to_string()))?;
    Ok(Commands::Saved(Box::new(session)))
}

/// A run, and what went wrong in it.
pub(crate) struct Played {
    pub(crate) session: Session,
    pub(crate) problem: Option<String>,
}

fn play_moves(mut session: Session, moves: &[rehearsal_scenario::PlannedMove], until: Option<SimTime>) -> Played {
    let end = until.unwrap_or(session.scenario().until);
    // All moves are played, also those that come later, so that a move that waits for something may be cut off.
    let outcome = session.play_all(moves, end.max(session.scenario().until));
    let is_cut = session.now() > end;
    let problem = match outcome {
        Err((index, why)) if !is_cut => Some(format!("move {} is not possible: {why}", index + 1)),
        Err(_) | Ok(()) => None,
    };
    if is_cut {
        session.rewind_to(end);
    }
    limited(Played { session, problem }, end)
}

/// A restored session stands where it was saved, and goes on or back when another time is asked for.
fn play_on(mut session: Session, until: Option<SimTime>) -> Played {
    let end = until.unwrap_or(session.now());
    if end < session.now() {
        session.rewind_to(end);
    } else {
        session.advance(end, usize::MAX);
    }
    limited(Played { session, problem: None }, end)
}

/// A run that cannot end by itself is cut by the session; its reader should know.
fn limited(mut played: Played, end: SimTime) -> Played {
    if played.problem.is_none() && played.session.advance(end, 1) == Progress::FactLimit {
        played.problem = Some("the run has reached its limit of facts; something repeats without end".to_owned());
    }
    played
}
