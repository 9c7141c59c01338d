//! `rehearsal rehearse`: plays an exported release pipeline in a world made for it.

use rehearsal_scenario::rehearse::{Assumption, CannotRehearse, Played, Rehearsal, WishError, Wishes};
use rehearsal_source::{Report, Source};
use rehearsal_view::{Scene, assumption, endings, not_done, strings};
use serde_json::{Map, Value, json};

use crate::arguments::{RehearseArguments, RunFormat};
use crate::json;
use crate::terminal::{Stop, Style, Terminal};
use crate::{disk, drawing, record};

/// Plays; true when the pipeline could be played and every answer and command was accepted.
pub(crate) fn rehearse(arguments: &RehearseArguments, terminal: &mut Terminal<'_>) -> Result<bool, Stop> {
    disk::require(&arguments.file)?;
    let reading = disk::read(&arguments.file);
    let source = reading.source;
    if let Some(problem) = reading.problem {
        let mut report = Report::new();
        report.push(problem);
        return complain(terminal, &source, &report);
    }
    let imported = rehearsal_classic::import(&source);
    let Some(definition) = imported.definition.filter(|_| !imported.report.has_errors()) else {
        return complain(terminal, &source, &imported.report);
    };
    let rehearsal = match Rehearsal::new(&definition, &wishes(arguments)) {
        Ok(rehearsal) => rehearsal,
        Err(CannotRehearse::Wishes(errors)) => return Err(Stop::Usage(told(&errors))),
        Err(CannotRehearse::Pipeline(problems)) => {
            complain(terminal, &source, &imported.report)?;
            for problem in problems {
                terminal.complain(&format!("{}: {}: {}", source.name(), problem.message, problem.help));
            }
            return Ok(false);
        }
    };
    let played = rehearsal.play();
    match arguments.format {
        RunFormat::Text => {
            complain(terminal, &source, &imported.report)?;
            print_text(terminal, &rehearsal, &played)?;
        }
        RunFormat::Json => print_document(terminal, &source, &imported.report, &rehearsal, &played)?,
        RunFormat::Jsonl => print_lines(terminal, &rehearsal, &played)?,
    }
    if played.is_cut {
        terminal.complain(strings::FACT_LIMIT);
    }
    let is_refused =
        played.not_done.iter().any(|one| matches!(one, rehearsal_scenario::rehearse::NotDone::Refused { .. }));
    let script_refused =
        played.session.log().iter().any(|entry| matches!(entry.fact, rehearsal_engine::Fact::ScriptRefused { .. }));
    Ok(!played.is_cut && !is_refused && !script_refused)
}

/// Draws what there is to say about the file on the error output; the other is for the run.
fn complain(terminal: &mut Terminal<'_>, source: &Source, report: &Report) -> Result<bool, Stop> {
    if report.is_empty() {
        return Ok(false);
    }
    drawing::draw_beside(terminal, source, report)?;
    Ok(false)
}

fn wishes(arguments: &RehearseArguments) -> Wishes {
    Wishes {
        start: arguments.start.clone(),
        zone: arguments.zone.clone(),
        until: arguments.until.clone(),
        seed: arguments.seed,
        builds: arguments.build.clone(),
        outcomes: arguments.outcome.clone(),
        approvals: arguments.approve.clone(),
        rejections: arguments.reject.clone(),
        commands: arguments.at.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
    }
}

fn told(errors: &[WishError]) -> String {
    let lines = errors.iter().map(|WishError { wish, message, help }| {
        let help = if help.is_empty() { String::new() } else { format!("; {help}") };
        format!("--{wish}: {message}{help}")
    });
    lines.collect::<Vec<_>>().join("\nrehearsal: ")
}

fn scene(played: &Played) -> Scene<'_> {
    let session = &played.session;
    Scene::new(session.world(), session.state(), session.log(), session.now())
}

fn print_text(terminal: &mut Terminal<'_>, rehearsal: &Rehearsal, played: &Played) -> Result<(), Stop> {
    let session = &played.session;
    let title = format!("Rehearsal of {}, seed {}", rehearsal.scenario.title, session.seed());
    terminal.styled_line(Style::Strong, &title)?;
    terminal.line("")?;
    terminal.styled_line(Style::Strong, "Taken for granted")?;
    for one in &rehearsal.assumptions {
        terminal.line(&format!("  {}", assumption(one)))?;
    }
    record::print_timeline(terminal, session)?;
    let heading =
        format!("What came of it by {}", rehearsal_view::time::date_time(&rehearsal.scenario.zone, session.now()));
    terminal.pieces(&[(None, "\n"), (Some(Style::Strong), &heading)])?;
    print_endings(terminal, played)?;
    for one in &played.not_done {
        terminal.pieces(&[(None, "  "), (Some(Style::Warning), &not_done(one))])?;
    }
    terminal.line(&format!("\nhash: {}", session.hash()))
}

fn print_endings(terminal: &mut Terminal<'_>, played: &Played) -> Result<(), Stop> {
    let releases = endings(&scene(played));
    if releases.is_empty() {
        terminal.line(&format!("  {}", strings::rehearsal::NO_RELEASE_CAME))?;
    }
    for release in releases {
        terminal.line(&format!("  {}", release.release))?;
        let width = release.stages.iter().map(|stage| stage.stage.chars().count()).max().unwrap_or(0);
        let words = release.stages.iter().map(|stage| stage.look.word().len()).max().unwrap_or(0);
        for stage in release.stages {
            let padded = format!("{:words$}", stage.look.word());
            let rest: Vec<&str> =
                [stage.when.as_str(), stage.detail.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
            let rest = rest.join(", ");
            let (name, rest) = (format!("    {:width$}  ", stage.stage), format!("  {rest}"));
            let (word, rest) = if rest.trim().is_empty() { (padded.trim_end(), "") } else { (&*padded, &*rest) };
            terminal.pieces(&[(None, &name), (Some(style(stage.look)), word), (None, rest.trim_end())])?;
        }
    }
    Ok(())
}

const fn style(look: rehearsal_view::Look) -> Style {
    use rehearsal_view::Look;
    match look {
        Look::Succeeded => Style::Good,
        Look::Failed => Style::Bad,
        Look::NotDeployed | Look::Skipped | Look::Canceled => Style::Quiet,
        Look::Queued
        | Look::Scheduled
        | Look::Deferred
        | Look::PendingApproval
        | Look::PendingIntervention
        | Look::InProgress
        | Look::ProcessingGates
        | Look::Canceling
        | Look::PartiallySucceeded => Style::Warning,
    }
}

fn assumptions(rehearsal: &Rehearsal) -> Vec<Value> {
    let kind = |one: &Assumption| match one {
        Assumption::Begins { .. } => "begins",
        Assumption::Requester { .. } => "requester",
        Assumption::Member { .. } => "member",
        Assumption::Pool { .. } => "pool",
        Assumption::DeploymentGroup { .. } => "deploymentGroup",
        Assumption::Version { .. } => "version",
        Assumption::Released(_) => "released",
        Assumption::Enabled => "enabled",
        Assumption::Simpler { .. } => "simpler",
        Assumption::InterventionsWait { .. } => "interventionsWait",
        Assumption::GatesPass { .. } => "gatesPass",
        Assumption::SchedulesWait => "schedulesWait",
        Assumption::VariableGroups { .. } => "variableGroups",
        Assumption::Secrets { .. } => "secrets",
        Assumption::TasksSucceed => "tasksSucceed",
        Assumption::ApprovalsWait { .. } => "approvalsWait",
        Assumption::NothingIsConnected => "nothingIsConnected",
    };
    rehearsal.assumptions.iter().map(|one| json!({ "kind": kind(one), "text": assumption(one) })).collect()
}

/// Each stage of each release as it stands at the end, with the names of the product.
fn stages(played: &Played) -> Vec<Value> {
    let state = played.session.state();
    let mut all = Vec::new();
    for (index, release) in endings(&scene(played)).into_iter().enumerate() {
        let found = &state.releases[index];
        for (stage, own) in release.stages.into_iter().zip(&found.stages) {
            let latest = own.latest.map(|id| state.deployment(id));
            let status = latest.map_or(rehearsal_pipeline::EnvironmentStatus::NotStarted, |one| one.status);
            let text = [stage.when, stage.detail].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
            let text = text.join(", ");
            let mut line = json!({
                "release": release.release,
                "stage": stage.stage,
                "status": status,
                "attempts": own.attempts,
                "state": stage.look.word(),
                "text": text,
            });
            if let Some(latest) = latest {
                line["operation"] = json!(latest.operation);
                let pending = state.pending_approvals(own.latest.expect("there is an attempt"));
                let names: Vec<_> =
                    pending.map(|row| played.session.world().subject_name(state.approval(row).approver)).collect();
                if !names.is_empty() {
                    line["waitsFor"] = json!(names);
                }
            }
            all.push(line);
        }
    }
    all
}

fn print_document(
    terminal: &mut Terminal<'_>,
    source: &Source,
    report: &Report,
    rehearsal: &Rehearsal,
    played: &Played,
) -> Result<(), Stop> {
    let session = &played.session;
    let mut document = Map::new();
    document.insert("pipeline".to_owned(), json!(rehearsal.scenario.title));
    document.insert("seed".to_owned(), json!(session.seed()));
    document.insert("start".to_owned(), json!(rehearsal.scenario.start.to_string()));
    document.insert("until".to_owned(), json!(session.now().to_string()));
    let found = json::file_report(source, report);
    document.insert("diagnostics".to_owned(), json!(found.diagnostics));
    document.extend(found.left_out.map(|left_out| ("leftOut".to_owned(), json!(left_out))));
    document.insert("assumptions".to_owned(), json!(assumptions(rehearsal)));
    document.insert("entries".to_owned(), json!(record::records(session)));
    document.insert("stages".to_owned(), json!(stages(played)));
    document.insert("notDone".to_owned(), json!(played.not_done.iter().map(not_done).collect::<Vec<_>>()));
    document.insert("hash".to_owned(), json!(session.hash().to_string()));
    terminal.print_json(&Value::Object(document))
}

fn print_lines(terminal: &mut Terminal<'_>, rehearsal: &Rehearsal, played: &Played) -> Result<(), Stop> {
    terminal.print_json_line(&json!({ "assumptions": assumptions(rehearsal) }))?;
    for record in record::records(&played.session) {
        terminal.print_json_line(&record)?;
    }
    let not_done: Vec<String> = played.not_done.iter().map(not_done).collect();
    terminal.print_json_line(&json!({ "stages": stages(played), "notDone": not_done }))?;
    terminal.print_json_line(&json!({ "hash": played.session.hash().to_string() }))
}
