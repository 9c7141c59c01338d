//! Values that conditions can ask for (`classic.md` §11).

use crate::state::State;
use crate::{DeploymentId, JobId};

/// Names and values for a deployment, weakest scope first: release, stage, predefined. Secrets are left
/// out. Names are compared without case; of equal names the last counts.
pub(crate) fn variables(state: &State, deployment: DeploymentId) -> Vec<(String, String)> {
    let found = state.deployment(deployment);
    let release = state.release(found.release);
    let definition = &release.plan.definition;
    let stage = release.plan.stage(found.stage);
    let mut values: Vec<(String, String)> = Vec::new();
    for (name, variable) in definition.variables.iter().chain(&stage.variables) {
        if let Some(value) = variable.value.as_ref().filter(|_| !variable.is_secret) {
            set(&mut values, name, value);
        }
    }
    set(&mut values, "Release.DefinitionName", &definition.name);
    set(&mut values, "Release.ReleaseName", &release.content.name);
    set(&mut values, "Release.ReleaseDescription", &release.content.description);
    set(&mut values, "Release.Reason", release.content.reason.name());
    set(&mut values, "Release.EnvironmentName", &stage.name);
    set(&mut values, "Release.AttemptNumber", &found.attempt.to_string());
    if let Some(build) = state.primary_build(found.release) {
        let build = state.build(build);
        let short = build.branch.rsplit('/').next().unwrap_or_default();
        set(&mut values, "Build.BuildNumber", &build.number);
        set(&mut values, "Build.DefinitionName", &build.definition);
        set(&mut values, "Build.SourceBranch", &format!("refs/heads/{}", build.branch));
        set(&mut values, "Build.SourceBranchName", short);
    }
    values
}

/// The same for a job: with what only it, or a slice of it, has (§9.5).
pub(crate) fn job_variables(state: &State, job: JobId) -> Vec<(String, String)> {
    let found = state.job(job);
    let mut values = variables(state, found.deployment);
    let (position, total) = found.slice.as_ref().map_or((1, 1), |slice| (slice.position, slice.total));
    for (name, value) in found.slice.iter().flat_map(|slice| &slice.values) {
        set(&mut values, name, value);
    }
    set(&mut values, "System.JobPositionInPhase", &position.to_string());
    set(&mut values, "System.TotalJobsInPhase", &total.to_string());
    values
}

fn set(values: &mut Vec<(String, String)>, name: &str, value: &str) {
    values.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    values.push((name.to_owned(), value.to_owned()));
}
