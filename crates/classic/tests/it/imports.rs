//! Sample files of every style, as people meet them.

use std::fmt::Write;

use insta::assert_snapshot;
use rehearsal_classic::{Imported, ReleaseDefinition, ReleaseTrigger, Stage};
use rehearsal_pipeline::{Gates, Job, Variables};
use rehearsal_source::Source;

use crate::{FIXTURES, fixture};

#[test]
fn every_sample_file_is_read_and_says_what_it_leaves_out() {
    for (name, _) in FIXTURES {
        let source = fixture(name);
        let imported = rehearsal_classic::import(&source);
        assert!(!imported.report.has_errors(), "{}", imported.report.to_lines(&source));
        assert_snapshot!(name.trim_end_matches(".json"), page(&imported, &source));
    }
}

fn page(imported: &Imported, source: &Source) -> String {
    let mut page = String::from("Diagnostics\n");
    page += &imported.report.to_lines(source);
    page += "\nIgnored\n";
    for ignored in &imported.ignored {
        let line = source.position(ignored.span.start).line;
        writeln!(page, "{}:{line} {} ({})", source.slice(ignored.span), ignored.path, ignored.why).expect("memory");
    }
    page += "\nDefinition\n";
    describe(&mut page, imported.definition.as_ref().expect("a definition")).expect("memory");
    page
}

fn describe(page: &mut String, definition: &ReleaseDefinition) -> std::fmt::Result {
    let ReleaseDefinition { id, name, path, revision, .. } = definition;
    writeln!(page, "{name} (id {id}, revision {revision}) in {path}")?;
    writeln!(page, "  names {:?} tags {:?}", definition.release_name_format, definition.tags)?;
    variables(page, &definition.variables, &definition.variable_groups)?;
    for artifact in &definition.artifacts {
        let primary = if artifact.is_primary { "primary " } else { "" };
        writeln!(page, "  {primary}artifact {}: {} {}", artifact.alias, artifact.kind, artifact.source)?;
        writeln!(page, "    {:?}", artifact.default_version)?;
        writeln!(page, "    references {}", artifact.references.keys().cloned().collect::<Vec<_>>().join(" "))?;
        writeln!(page, "    extra {}", keys(&artifact.extra))?;
    }
    for trigger in &definition.triggers {
        match trigger {
            ReleaseTrigger::Other(raw) => writeln!(page, "  trigger {raw}")?,
            known => writeln!(page, "  trigger {known:?}")?,
        }
    }
    writeln!(page, "  extra {}", keys(&definition.extra))?;
    definition.stages.iter().try_for_each(|stage| describe_stage(page, stage))
}

fn keys(extra: &rehearsal_classic::Extra) -> String {
    extra.keys().cloned().collect::<Vec<_>>().join(" ")
}

fn variables(page: &mut String, variables: &Variables, groups: &[u32]) -> std::fmt::Result {
    for (name, variable) in variables {
        writeln!(page, "  variable {name} = {:?} secret {}", variable.value, variable.is_secret)?;
    }
    if groups.is_empty() { Ok(()) } else { writeln!(page, "  groups {groups:?}") }
}

fn describe_stage(page: &mut String, stage: &Stage) -> std::fmt::Result {
    writeln!(page, "stage {} (id {}, rank {})", stage.name, stage.id, stage.rank)?;
    variables(page, &stage.variables, &stage.variable_groups)?;
    writeln!(page, "  {:?}, filters {:?}", stage.trigger, stage.artifact_filters)?;
    writeln!(page, "  owner {}", stage.owner.as_ref().map_or("nobody", |owner| owner.label()))?;
    for (side, approvals) in [("pre", &stage.pre_approvals), ("post", &stage.post_approvals)] {
        for approver in &approvals.approvers {
            writeln!(page, "  {side} {} asks {}", approver.rank, approver.identity.label())?;
        }
        writeln!(page, "  {side} {:?} {:?}", approvals.order(), approvals.options)?;
    }
    gates(page, "pre", stage.pre_gates.as_ref())?;
    gates(page, "post", stage.post_gates.as_ref())?;
    writeln!(page, "  queue {:?}, schedule {:?}", stage.queue, stage.schedule)?;
    stage.jobs.iter().try_for_each(|job| describe_job(page, job))?;
    writeln!(page, "  pull requests {}, redeploy {:?}", stage.pull_request_deployment, stage.redeploy)?;
    writeln!(page, "  {:?}", stage.retention)?;
    writeln!(page, "  mail {} to {}", stage.email_notification_type, stage.email_recipients)?;
    for condition in &stage.other_conditions {
        writeln!(page, "  also waits for {condition}")?;
    }
    writeln!(page, "  extra {}", keys(&stage.extra))
}

fn gates(page: &mut String, side: &str, gates: Option<&Gates>) -> std::fmt::Result {
    let Some(gates) = gates else { return Ok(()) };
    let Gates { is_enabled, stabilization_time, sampling_interval, minimum_success_duration, timeout, .. } = gates;
    writeln!(
        page,
        "  {side} gates on {is_enabled}: delay {stabilization_time}, every {sampling_interval}, \
         steady {minimum_success_duration}, timeout {timeout}"
    )?;
    gates.gates.iter().flat_map(|gate| &gate.tasks).try_for_each(|task| writeln!(page, "    {}", task.name))
}

fn describe_job(page: &mut String, job: &Job) -> std::fmt::Result {
    writeln!(
        page,
        "  job {} when {:?}, timeout {} cancel {}",
        job.name, job.condition, job.timeout_minutes, job.cancel_timeout_minutes
    )?;
    writeln!(page, "    {:?}", job.kind)?;
    for task in &job.tasks {
        writeln!(
            page,
            "    task {} {}@{} when {:?} continue {} retries {} inputs {:?}",
            task.name,
            task.definition_type,
            task.version,
            task.condition,
            task.continue_on_error,
            task.retry_count,
            task.inputs
        )?;
    }
    Ok(())
}
