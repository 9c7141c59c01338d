//! The download of artifacts, which an agent does before the first task (`classic.md` §10.4).

use rehearsal_pipeline::{JobKind, TaskResult};

use crate::state::State;
use crate::world::{Outcome, World};
use crate::{BuildId, DeploymentId, JobId};

/// One artifact that a job downloads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Its alias.
    pub alias: String,
    /// Its version in the release.
    pub version: Option<BuildId>,
    /// Number of the outcome by which it failed; what comes after it is not downloaded.
    pub failed: Option<u32>,
}

/// Name of the step, which outcomes can name as their task.
pub fn download_step(alias: &str) -> String {
    format!("Download artifact - {alias}")
}

/// What a job that has started downloads, in order, up to the first that fails.
pub fn downloads(state: &State, job: JobId) -> Vec<Download> {
    let failed = state.failed_downloads.get(&job);
    let mut found = Vec::new();
    for (index, (alias, version)) in planned(state, job).into_iter().enumerate() {
        let failed = failed.filter(|(artifact, _)| *artifact as usize == index).map(|(_, outcome)| *outcome);
        found.push(Download { alias, version, failed });
        if failed.is_some() {
            break;
        }
    }
    found
}

/// Agent jobs download all artifacts unless told otherwise; jobs on the service have nowhere to put them.
fn planned(state: &State, job: JobId) -> Vec<(String, Option<BuildId>)> {
    let found = state.job(job);
    let deployment = state.deployment(found.deployment);
    let skips = match &deployment.plan.job(deployment.stage, found.index as usize).kind {
        JobKind::Agent { skip_artifacts_download, .. } | JobKind::DeploymentGroup { skip_artifacts_download, .. } => {
            *skip_artifacts_download
        }
        JobKind::Server { .. } => true,
    };
    if skips {
        return Vec::new();
    }
    let release = state.release(deployment.release);
    let artifacts = deployment.plan.definition.artifacts.iter().map(|artifact| artifact.alias.clone());
    artifacts.zip(release.content.artifacts.iter().copied()).collect()
}

/// The first artifact whose download fails in this job, and the outcome that says so; `applies` draws for outcomes
/// that come by chance.
pub(crate) fn first_failure(
    world: &World,
    state: &State,
    job: JobId,
    applies: &dyn Fn(usize, &Outcome) -> bool,
) -> Option<(u32, u32)> {
    let fails = |outcome: &&Outcome| outcome.result == TaskResult::Failed && outcome.of.task.is_some();
    if !world.outcomes.iter().any(|outcome| fails(&outcome)) {
        return None;
    }
    let number = |index: usize| u32::try_from(index).expect("few artifacts and outcomes");
    planned(state, job).iter().enumerate().find_map(|(artifact, (alias, _))| {
        let step = download_step(alias);
        let first = world.outcomes.iter().enumerate().find(|(index, outcome)| {
            is_of(state, outcome, state.job(job).deployment, job, &step) && applies(*index, outcome)
        });
        first.filter(|(_, outcome)| fails(outcome)).map(|(outcome, _)| (number(artifact), number(outcome)))
    })
}

fn is_of(state: &State, outcome: &Outcome, deployment: DeploymentId, job: JobId, step: &str) -> bool {
    let of = &outcome.of;
    let found = state.deployment(deployment);
    let release = state.release(found.release);
    let is =
        |wanted: &Option<String>, name: &str| wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(name));
    // Pages of the product show one dash or the other.
    of.task.as_ref().is_some_and(|task| task.replace('–', "-").eq_ignore_ascii_case(step))
        && of.attempt.is_none_or(|attempt| attempt == found.attempt)
        && is(&of.stage, &found.plan.stage(found.stage).name)
        && is(&of.job, &found.plan.job(found.stage, state.job(job).index as usize).name)
        && is(&of.release, &release.content.name)
        && of.build.as_ref().is_none_or(|wanted| {
            state.primary_build(found.release).is_some_and(|build| state.build(build).number == *wanted)
        })
}
