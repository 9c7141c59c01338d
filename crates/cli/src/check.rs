//! `rehearsal check`: reads scenarios and plays them in every way their author thought of.

use std::path::Path;
use std::rc::Rc;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rehearsal_scenario::{Loaded, Scenario};
use rehearsal_source::{Code, Diagnostic, Report, Severity, Source, Span, grouped};

use crate::arguments::{CheckArguments, Format};
use crate::disk::{self, Beside, Found};
use crate::terminal::{Stop, Style, Terminal};
use crate::{drawing, json};

/// The folder of a scenario is named otherwise than its id. Rename one of the two.
const FOLDER_NAME: Code = Code("folder-name");

/// Checks files; true when there is no error.
pub(crate) fn check(arguments: &CheckArguments, terminal: &mut Terminal<'_>) -> Result<bool, Stop> {
    let found = disk::find(&arguments.paths)?;
    let progress = progress(terminal, found.len());
    let mut checked = Vec::new();
    for one in &found {
        let (source, report) = check_found(one);
        checked.push((source, report));
        progress.inc(1);
    }
    progress.finish_and_clear();
    match arguments.format {
        Format::Text => {
            let files = found.iter().filter(|one| !matches!(one, Found::Nothing(..))).count();
            print_text(terminal, &checked, files)?;
        }
        Format::Json => {
            let files: Vec<_> = checked.iter().map(|(source, report)| json::file_report(source, report)).collect();
            terminal.print_json(&files)?;
        }
    }
    Ok(!checked.iter().any(|(_, report)| report.has_errors()))
}

fn progress(terminal: &Terminal<'_>, count: usize) -> ProgressBar {
    let target =
        if terminal.has_progress && count > 1 { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("checking {bar:24} {pos}/{len}").expect("the template is well formed");
    ProgressBar::with_draw_target(u64::try_from(count).ok(), target).with_style(style)
}

fn check_found(found: &Found) -> (Source, Report) {
    match found {
        Found::Scenario(path) => check_scenario(path),
        Found::Definition(path) => check_definition(path),
        Found::Nothing(path, problem) => (Source::new(disk::shown(path), ""), only(problem.clone())),
    }
}

fn only(problem: Diagnostic) -> Report {
    let mut report = Report::new();
    report.push(problem);
    report
}

fn check_scenario(path: &Path) -> (Source, Report) {
    let (source, Loaded { scenario, mut report }) = load(path);
    if let Some(scenario) = scenario {
        report.append(folder_name(path, &source, &scenario));
        report.append(rehearsal_scenario::check(&Rc::new(scenario)));
    }
    (source, report)
}

/// Reads a scenario file with the files beside it.
pub(crate) fn load(path: &Path) -> (Source, Loaded) {
    let reading = disk::read(path);
    let loaded = match reading.problem {
        Some(problem) => Loaded { scenario: None, report: only(problem) },
        None => rehearsal_scenario::load(&reading.source, &Beside::scenario(path)),
    };
    (reading.source, loaded)
}

/// Folders are how people find a scenario by its id.
fn folder_name(path: &Path, source: &Source, scenario: &Scenario) -> Report {
    let mut report = Report::new();
    let is_named_by_folder = path.file_name().is_some_and(|name| name == disk::SCENARIO_FILE);
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    if let Some(folder) = folder
        && is_named_by_folder
        && folder != scenario.id
    {
        report.push(
            Diagnostic::error(
                FOLDER_NAME,
                id_span(source),
                format!("the scenario `{}` lies in a folder named `{folder}`", scenario.id),
            )
            .help(format!("name the folder `{}`, or the scenario `{folder}`", scenario.id)),
        );
    }
    report
}

fn id_span(source: &Source) -> Span {
    let root = rehearsal_yaml::parse_yaml(source).root;
    root.as_ref().and_then(|root| root.get("id")).map_or_else(Span::default, |id| id.span)
}

fn check_definition(path: &Path) -> (Source, Report) {
    let reading = disk::read(path);
    let report = match reading.problem {
        Some(problem) => only(problem),
        None => rehearsal_classic::import(&reading.source).report,
    };
    (reading.source, report)
}

fn print_text(terminal: &mut Terminal<'_>, checked: &[(Source, Report)], files: usize) -> Result<(), Stop> {
    for (source, report) in checked {
        drawing::draw(terminal, source, report)?;
    }
    let count = |severity: Severity| checked.iter().map(|(_, report)| report.count(severity)).sum();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let files = plural(files, "file");
    let (style, found) = match (errors, warnings) {
        (0, 0) => (Style::Good, "no problems".to_owned()),
        (0, _) => (Style::Warning, plural(warnings, "warning")),
        (_, 0) => (Style::Bad, plural(errors, "error")),
        (_, _) => (Style::Bad, format!("{}, {}", plural(errors, "error"), plural(warnings, "warning"))),
    };
    terminal.styled_line(style, &format!("{files} checked: {found}"))
}

/// `1 file`, `2 files`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{} {noun}s", grouped(count)) }
}
