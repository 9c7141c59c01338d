//! Variables that the service and the agent give (`classic.md` §11, table).
//!
//! Numbers are counted from 1 in order of creation. Ids that the product gives as guids are made from the name, so
//! that they are the same in every run.

use rehearsal_kernel::SimTime;
use rehearsal_pipeline::{JobKind, TaskResult, TaskStatus};

use super::{Collected, DEBUG, Scope};
use crate::sources::VersionKind;
use crate::state::State;
use crate::world::Build;
use crate::{BuildId, DeploymentId, JobId, PersonId, ReleaseId, StageId, TaskId};

/// Where the organisation is said to be.
const COLLECTION: &str = "https://dev.azure.com/rehearsal/";

struct Predefined<'a> {
    state: &'a State,
    collected: &'a mut Collected,
}

pub(super) fn add(
    state: &State,
    deployment: DeploymentId,
    job: Option<JobId>,
    task: Option<TaskId>,
    collected: &mut Collected,
) {
    let found = state.deployment(deployment);
    let mut given = Predefined { state, collected };
    given.system();
    given.release(found.release, task.map(|task| state.task(task).started_at));
    given.deployment(deployment, job);
    given.artifacts(found.release);
    given.agent(deployment, job, task);
    given.slice(job);
}

impl Predefined<'_> {
    fn set(&mut self, name: &str, value: &str) {
        debug_assert_ne!(name, DEBUG, "anybody may set this one");
        self.collected.add(name, value, false, Scope::Predefined);
    }

    fn number(&mut self, name: &str, value: usize) {
        self.set(name, &value.to_string());
    }

    fn person(&mut self, name: &str, person: Option<PersonId>) {
        let world = std::rc::Rc::clone(&self.state.world);
        let person = person.map(|id| &world.people[id.index()]);
        self.set(name, person.map_or("", |person| &person.display_name));
        self.set(&format!("{name}Id"), &person.map_or_else(String::new, |person| guid(&person.id)));
    }

    /// What only a slice of a job has: the values it is multiplied by, and which of how many it is (§9.5).
    fn slice(&mut self, job: Option<JobId>) {
        let Some(job) = job else { return };
        let state = self.state;
        let slice = state.job(job).slice.as_ref();
        let (position, total) = slice.map_or((1, 1), |slice| (slice.position, slice.total));
        for (name, value) in slice.iter().flat_map(|slice| &slice.values) {
            self.set(name, value);
        }
        self.set("System.JobPositionInPhase", &position.to_string());
        self.set("System.TotalJobsInPhase", &total.to_string());
    }

    fn system(&mut self) {
        let project = self.state.world.project.clone();
        self.set("System.TeamProject", &project);
        self.set("System.TeamProjectId", &guid(&project));
        for name in ["System.CollectionUri", "System.TeamFoundationCollectionUri"] {
            self.set(name, COLLECTION);
        }
        self.set("System.HostType", "release");
        self.set("System.Culture", "en-US");
    }

    fn release(&mut self, id: ReleaseId, task_start: Option<SimTime>) {
        let release = self.state.release(id);
        let content = std::rc::Rc::clone(&release.content);
        let definition = std::sync::Arc::clone(&release.plan.definition);
        let number = id.index() + 1;
        self.set("Release.DefinitionName", &definition.name);
        self.number("Release.DefinitionId", definition.id.max(content.definition.0 + 1) as usize);
        let names = task_start
            .into_iter()
            .flat_map(|start| release.earlier_names.iter().filter(move |(until, _)| *until > start));
        let name = names.map(|(_, name)| name).next().unwrap_or(&content.name).clone();
        self.set("Release.ReleaseName", &name);
        self.number("Release.ReleaseId", number);
        self.set("Release.ReleaseUri", &format!("vstfs:///ReleaseManagement/Release/{number}"));
        self.set(
            "Release.ReleaseWebURL",
            &format!("{COLLECTION}{}/_release?releaseId={number}&_a=release-summary", self.state.world.project),
        );
        self.set("Release.ReleaseDescription", &content.description);
        self.set("Release.Reason", &pascal(content.reason.name()));
        self.person("Release.RequestedFor", content.requested_for);
        let mail = content.requested_for.map(|id| self.state.world.people[id.index()].unique_name.clone());
        self.set("Release.RequestedForEmail", &mail.unwrap_or_default());
        self.set("Release.TriggeringArtifact.Alias", content.triggering_alias.as_deref().unwrap_or_default());
        for (index, stage) in definition.stages.iter().enumerate() {
            let status = self.state.stage_status(id, StageId::at(index));
            self.set(&format!("Release.Environments.{}.status", stage.name), &pascal(status.name()));
        }
    }

    fn deployment(&mut self, id: DeploymentId, job: Option<JobId>) {
        let deployment = self.state.deployment(id);
        let (stage, attempt) = (deployment.plan.stage(deployment.stage), deployment.attempt);
        let (name, definition_id) = (stage.name.clone(), stage.id as usize);
        let release = deployment.release;
        let by = deployment.by.or(self.state.release(release).content.requested_for);
        // Stages of all releases count together.
        let environment: usize =
            self.state.releases.range(..release.index()).map(|one| one.stages.len()).sum::<usize>()
                + deployment.stage.index()
                + 1;
        self.set("Release.EnvironmentName", &name);
        self.number("Release.EnvironmentId", environment);
        self.set("Release.EnvironmentUri", &format!("vstfs:///ReleaseManagement/Environment/{environment}"));
        self.number("Release.DefinitionEnvironmentId", definition_id);
        self.number("Release.AttemptNumber", attempt as usize);
        self.number("Release.DeploymentID", id.index() + 1);
        self.person("Release.Deployment.RequestedFor", by);
        if let Some(job) = job {
            self.number("Release.DeployPhaseID", job.index() + 1);
        }
    }

    fn artifacts(&mut self, id: ReleaseId) {
        let release = self.state.release(id);
        let definition = std::sync::Arc::clone(&release.plan.definition);
        let versions = release.content.artifacts.clone();
        for (artifact, version) in definition.artifacts.iter().zip(versions) {
            let prefix = format!("Release.Artifacts.{}", artifact.alias);
            self.set(&format!("{prefix}.Type"), &artifact.kind);
            if let Some(version) = version {
                self.version(&prefix, version);
            }
        }
        if let Some(primary) = self.state.primary_build(id) {
            self.version("Build", primary);
            let alias = definition.primary_artifact().map_or("", |artifact| &artifact.alias);
            self.set("Release.PrimaryArtifactSourceAlias", alias);
        }
    }

    /// What is known of a version, with the names of the artifact or of `Build`.
    fn version(&mut self, prefix: &str, id: BuildId) {
        let build = self.state.build(id).clone();
        let short = build.branch.rsplit('/').next().unwrap_or_default();
        self.set(&format!("{prefix}.BuildNumber"), &build.number);
        self.number(&format!("{prefix}.BuildId"), id.index() + 1);
        self.set(&format!("{prefix}.BuildURI"), &format!("vstfs:///Build/Build/{}", id.index() + 1));
        self.set(&format!("{prefix}.DefinitionName"), &build.definition);
        self.set(&format!("{prefix}.DefinitionId"), "1");
        self.set(&format!("{prefix}.SourceBranch"), &full_branch(&build.branch));
        self.set(&format!("{prefix}.SourceBranchName"), short);
        self.set(&format!("{prefix}.SourceVersion"), &source_version(&build));
        self.set(&format!("{prefix}.Repository.Provider"), provider(build.kind));
        self.set(&format!("{prefix}.Repository.Name"), &build.definition);
        self.person(&format!("{prefix}.RequestedFor"), Some(build.requested_for));
    }

    fn agent(&mut self, deployment: DeploymentId, job: Option<JobId>, task: Option<TaskId>) {
        let folder = r"C:\agent\_work\r1\a";
        for name in ["System.ArtifactsDirectory", "System.DefaultWorkingDirectory", "Agent.ReleaseDirectory"] {
            self.set(name, folder);
        }
        self.set("Agent.WorkFolder", r"C:\agent\_work");
        self.set("Agent.HomeDirectory", r"C:\agent");
        let found = self.state.deployment(deployment);
        let Some(job) = job.map(|job| self.state.job(job)) else { return };
        let definition = found.plan.job(found.stage, job.index as usize);
        let skips = match &definition.kind {
            JobKind::Agent { skip_artifacts_download, .. }
            | JobKind::DeploymentGroup { skip_artifacts_download, .. } => *skip_artifacts_download,
            JobKind::Server { .. } => true,
        };
        let name = definition.name.clone();
        let target = job.slice.as_ref().and_then(|slice| slice.target).map(|target| self.state.target(target));
        let group = target.map(|target| self.state.world.deployment_groups[target.group].number);
        let agent = match job.agent {
            Some(agent) => Some(self.state.world.agent(agent).1.name.clone()),
            None => target.map(|target| target.target.name.clone()),
        };
        let status = pascal(match task.map_or(job.result, |task| self.status_before(task)) {
            TaskResult::Succeeded => "succeeded",
            TaskResult::SucceededWithIssues => "succeededWithIssues",
            TaskResult::Failed => "failed",
            TaskResult::Canceled => "canceled",
            TaskResult::Skipped => "skipped",
        });
        self.set("Release.SkipArtifactDownload", if skips { "TRUE" } else { "FALSE" });
        self.set("Agent.JobName", &name);
        self.set("Agent.JobStatus", &status);
        if let Some(agent) = agent {
            self.set("Agent.Name", &agent);
            self.set("Agent.MachineName", &agent);
        }
        if let Some(group) = group {
            self.number("Agent.DeploymentGroupId", group as usize);
        }
    }
}

impl Predefined<'_> {
    /// The status of a job before one of its tasks, from the tasks before that.
    fn status_before(&self, task: TaskId) -> TaskResult {
        let job = self.state.job(self.state.task(task).job);
        let earlier = job.tasks.iter().filter(|&&other| other < task).map(|&other| self.state.task(other).status);
        earlier.fold(TaskResult::Succeeded, |so_far, status| match status {
            TaskStatus::Failed => so_far.max(TaskResult::Failed),
            TaskStatus::PartiallySucceeded => so_far.max(TaskResult::SucceededWithIssues),
            TaskStatus::Canceled => so_far.max(TaskResult::Canceled),
            TaskStatus::Unknown
            | TaskStatus::Pending
            | TaskStatus::InProgress
            | TaskStatus::Success
            | TaskStatus::Failure
            | TaskStatus::Skipped
            | TaskStatus::Succeeded => so_far,
        })
    }
}

/// A branch in full; the merge of a pull request and a path of TFVC are that already.
fn full_branch(branch: &str) -> String {
    let is_full = branch.is_empty() || branch.starts_with("refs/") || branch.starts_with("$/");
    if is_full { branch.to_owned() } else { format!("refs/heads/{branch}") }
}

/// The commit of a build: what it says of itself, or one made from its number.
fn source_version(build: &Build) -> String {
    match build.kind {
        VersionKind::Commit | VersionKind::Changeset => build.number.clone(),
        VersionKind::Build | VersionKind::Package | VersionKind::Image => {
            guid(&format!("{}/{}", build.definition, build.number)).replace('-', "")
        }
    }
}

const fn provider(kind: VersionKind) -> &'static str {
    match kind {
        VersionKind::Changeset => "TfsVersionControl",
        VersionKind::Build | VersionKind::Commit | VersionKind::Package | VersionKind::Image => "TfsGit",
    }
}

/// `notStarted` as variables have it: `NotStarted`.
fn pascal(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Looks like an id of the product and is the same for the same name: FNV-1a, twice over.
fn guid(name: &str) -> String {
    let hash =
        |seed: u64| name.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let (high, low) = (hash(0xcbf2_9ce4_8422_2325), hash(0x6c62_272e_07bb_0142));
    let text = format!("{high:016x}{low:016x}");
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}
