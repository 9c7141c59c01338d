//! `rehearsal import`: what an exported release pipeline holds, and how much of it can be rehearsed.

mod summary;

use std::collections::{BTreeMap, BTreeSet};

use rehearsal_classic::{Imported, ReleaseDefinition, Why};
use rehearsal_engine::Problem;
use rehearsal_scenario::rehearse::{Assumption, CannotRehearse, Rehearsal, Wishes};
use rehearsal_source::Report;
use serde::Serialize;

use crate::arguments::{ImportArguments, ImportFormat};
use crate::check::plural;
use crate::json::{self, FileReport};
use crate::terminal::{Stop, Style, Terminal};
use crate::{disk, drawing};
use summary::Summary;

/// Everything there is to say about an exported pipeline.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    #[serde(flatten)]
    report: FileReport,
    pipeline: Option<Summary>,
    /// Fields that are kept for export but play no part.
    ignored: Vec<Kept>,
    /// Parts of the pipeline that a rehearsal plays in a simpler way, or not at all.
    not_played: Vec<NotPlayed>,
}

#[derive(Debug, Serialize)]
struct Kept {
    path: String,
    why: String,
}

#[derive(Debug, Serialize)]
struct NotPlayed {
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    message: String,
    help: String,
}

/// Imports; true when the file has no error, whether or not every part of it can be played.
pub(crate) fn import(arguments: &ImportArguments, terminal: &mut Terminal<'_>) -> Result<bool, Stop> {
    disk::require(&arguments.file)?;
    let reading = disk::read(&arguments.file);
    let mut imported = match &reading.problem {
        Some(_) => Imported { definition: None, report: Report::new(), ignored: Vec::new() },
        None => rehearsal_classic::import(&reading.source),
    };
    if let Some(problem) = reading.problem {
        imported.report.push(problem);
    }
    let definition = imported.definition;
    let told = Told {
        report: json::file_report(&reading.source, &imported.report),
        pipeline: definition.as_ref().map(Summary::new),
        ignored: imported.ignored.iter().map(|one| Kept { path: one.path.clone(), why: one.why.to_string() }).collect(),
        not_played: definition.as_ref().filter(|_| !imported.report.has_errors()).map(not_played).unwrap_or_default(),
    };
    match arguments.format {
        ImportFormat::Json => terminal.print_json(&told)?,
        ImportFormat::Export => {
            drawing::draw_beside(terminal, &reading.source, &imported.report)?;
            if let Some(definition) = &definition {
                terminal.json_text(&rehearsal_classic::export_text(definition))?;
            }
        }
        ImportFormat::Text => {
            if let Some(pipeline) = &told.pipeline {
                pipeline.print(terminal)?;
            }
            drawing::draw(terminal, &reading.source, &imported.report)?;
            print_not_played(terminal, &told.not_played)?;
            let whys: BTreeSet<Why> = imported.ignored.iter().map(|one| one.why).collect();
            for why in whys {
                let paths = imported.ignored.iter().filter(|one| one.why == why).map(|one| one.path.as_str());
                print_ignored(terminal, why, paths)?;
            }
        }
    }
    Ok(!imported.report.has_errors())
}

/// What a rehearsal plays in a simpler way, and what it cannot play at all.
fn not_played(definition: &ReleaseDefinition) -> Vec<NotPlayed> {
    match Rehearsal::new(definition, &Wishes::default()) {
        Ok(rehearsal) => rehearsal.assumptions.iter().flat_map(simpler).collect(),
        Err(CannotRehearse::Pipeline(problems)) => problems.into_iter().map(refused).collect(),
        // Nothing is wished for here that could be wrong.
        Err(CannotRehearse::Wishes(_)) => Vec::new(),
    }
}

fn refused(Problem { stage, message, help, .. }: Problem) -> NotPlayed {
    NotPlayed { stage, message, help }
}

fn simpler(assumption: &Assumption) -> Vec<NotPlayed> {
    let Assumption::Simpler { stages, .. } = assumption else { return Vec::new() };
    let told = |stage: Option<String>| NotPlayed {
        stage,
        message: rehearsal_view::assumption(assumption),
        help: String::new(),
    };
    if stages.is_empty() { vec![told(None)] } else { stages.iter().cloned().map(Some).map(told).collect() }
}

fn print_not_played(terminal: &mut Terminal<'_>, problems: &[NotPlayed]) -> Result<(), Stop> {
    if problems.is_empty() {
        return Ok(());
    }
    terminal.styled_line(Style::Warning, "Played otherwise than in the product, or not at all")?;
    let mut told: Vec<String> = Vec::new();
    for NotPlayed { message, help, .. } in problems {
        let line = if help.is_empty() { message.clone() } else { format!("{message}: {help}") };
        // A simplification of several stages is one sentence.
        if !told.contains(&line) {
            terminal.line(&format!("  {line}"))?;
            told.push(line);
        }
    }
    terminal.line("")
}

/// List positions are left out, so that one field of forty tasks is one line.
fn print_ignored<'a>(terminal: &mut Terminal<'_>, why: Why, paths: impl Iterator<Item = &'a str>) -> Result<(), Stop> {
    let mut fields: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        *fields.entry(without_positions(path)).or_default() += 1;
    }
    let heading = match why {
        Why::RecordKeeping => "Kept for export: record keeping of the service",
        Why::NotPlayed => "Kept for export: without effect in a rehearsal",
        Why::Unknown => "Kept for export: unknown fields",
    };
    let count = format!(" ({})", plural(fields.values().sum(), "field"));
    terminal.pieces(&[(Some(Style::Strong), heading), (None, &count)])?;
    for (field, count) in fields {
        let times = if count > 1 { format!("  ×{count}") } else { String::new() };
        terminal.line(&format!("  {field}{times}"))?;
    }
    terminal.line("")
}

fn without_positions(path: &str) -> String {
    let mut is_inside = false;
    path.chars()
        .filter(|letter| {
            is_inside = *letter == '[' || (is_inside && *letter != ']');
            !is_inside && *letter != ']'
        })
        .collect()
}
