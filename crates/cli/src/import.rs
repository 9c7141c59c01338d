//! `rehearsal import`: what an exported release pipeline holds, and how much of it can be rehearsed.

mod summary;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rehearsal_classic::{Imported, ReleaseDefinition, Why};
use rehearsal_engine::{Group, Person, PersonId, Plan, Pool, Problem, World};
use rehearsal_pipeline::{Approver, Identity, JobKind};
use rehearsal_source::Report;
use serde::Serialize;

use crate::arguments::{Format, ImportArguments};
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
    /// Parts of the pipeline that this version does not play.
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
    let reading = disk::read(&arguments.file);
    let mut imported = match &reading.problem {
        Some(_) => Imported { definition: None, report: Report::new(), ignored: Vec::new() },
        None => rehearsal_classic::import(&reading.source),
    };
    if let Some(problem) = reading.problem {
        imported.report.push(problem);
    }
    let definition = imported.definition.map(Arc::new);
    let told = Told {
        report: json::file_report(&reading.source, &imported.report),
        pipeline: definition.as_deref().map(Summary::new),
        ignored: imported.ignored.iter().map(|one| Kept { path: one.path.clone(), why: one.why.to_string() }).collect(),
        not_played: definition.as_ref().map(not_played).unwrap_or_default(),
    };
    match arguments.format {
        Format::Json => terminal.print_json(&told)?,
        Format::Text => {
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

fn not_played(definition: &Arc<ReleaseDefinition>) -> Vec<NotPlayed> {
    let problems = Plan::new(definition, &world_for(definition)).err().unwrap_or_default();
    problems.into_iter().map(|Problem { stage, message, help, .. }| NotPlayed { stage, message, help }).collect()
}

/// A world that knows every person, group and pool of a pipeline, so that what is left to complain about is the
/// pipeline itself.
fn world_for(definition: &ReleaseDefinition) -> World {
    let mut world = World::default();
    for Approver { identity, .. } in definition.stages.iter().flat_map(approvers) {
        if world.subject(identity).is_none() {
            add(&mut world, identity);
        }
    }
    let jobs = || definition.stages.iter().flat_map(|stage| &stage.jobs);
    let queues: BTreeSet<u32> = jobs()
        .filter_map(|job| match &job.kind {
            JobKind::Agent { queue_id, .. } => Some(*queue_id),
            JobKind::Server { .. } | JobKind::DeploymentGroup { .. } => None,
        })
        .collect();
    world.pools =
        queues.into_iter().map(|queue_id| Pool { queue_id, name: String::new(), agents: Vec::new() }).collect();
    world
}

fn approvers(stage: &rehearsal_classic::Stage) -> impl Iterator<Item = &Approver> {
    stage.pre_approvals.approvers.iter().chain(&stage.post_approvals.approvers)
}

fn add(world: &mut World, identity: &Identity) {
    if identity.is_container {
        world.groups.push(Group { name: identity.label().to_owned(), members: Vec::<PersonId>::new() });
    } else {
        world.people.push(Person {
            id: identity.id.clone(),
            display_name: identity.display_name.clone(),
            unique_name: identity.unique_name.clone(),
        });
    }
}

fn print_not_played(terminal: &mut Terminal<'_>, problems: &[NotPlayed]) -> Result<(), Stop> {
    if problems.is_empty() {
        return Ok(());
    }
    let heading = terminal.styled(Style::Warning, "Not played by this version");
    writeln!(terminal.out, "{heading}")?;
    for NotPlayed { message, help, .. } in problems {
        writeln!(terminal.out, "  {message}: {help}")?;
    }
    writeln!(terminal.out)?;
    Ok(())
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
    let heading = terminal.styled(Style::Strong, heading);
    writeln!(terminal.out, "{heading} ({})", plural(fields.values().sum(), "field"))?;
    for (field, count) in fields {
        let times = if count > 1 { format!("  ×{count}") } else { String::new() };
        writeln!(terminal.out, "  {field}{times}")?;
    }
    writeln!(terminal.out)?;
    Ok(())
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
