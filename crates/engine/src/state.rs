//! What all facts so far amount to. [`State::apply`] in `state/fold.rs` is the one function that folds them.
//!
//! Nothing else changes state or agenda, so replaying the log gives both back.

mod builds;
mod deployments;
mod editing;
mod fold;
mod gates;
mod interventions;
mod jobs;
mod parallel_jobs;
mod pipelines;
mod releases;
mod retention;
mod targets;
mod tasks;
mod triggers;

pub use gates::{GateSample, GatesRun, IgnoredGate, SignalState};

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use rehearsal_kernel::{FactId, Rows, SimDuration, SimTime, TimerId};
use rehearsal_pipeline::{
    ApprovalStatus, ApprovalType, DeployPhaseStatus, DeploymentOperationStatus, DeploymentReason, DeploymentStatus,
    EnvironmentStatus, ReleaseStatus, TaskResult, TaskStatus,
};

pub(crate) use pipelines::StageQueue;
pub use pipelines::{PipelineState, Revision};

use crate::comment::Comment;
use crate::engine::Engine;
use crate::fact::{DecidedHow, JobIssue, NewPullRequest, NewRelease, TaskIssue, TaskPlan, Verdict};
use crate::plan::{JobPlan, Plan, StagePlan, StepPlan};
use crate::rules::permissions::{self, Grant};
use crate::slice::{Slice, Slices};
use crate::variables::{GivenValue, GivenValues, SetVariable, VariableGroup};
use crate::world::{Build, Subject, World};
use crate::{
    AgentId, ApprovalId, BuildId, DefinitionId, DeploymentId, GatesId, JobId, PersonId, PullRequestId, ReleaseId,
    SiteId, StageId, TaskId,
};

pub use interventions::Intervention;
pub use parallel_jobs::{ParallelJobs, WaitsForParallelJob};
pub use targets::TargetState;

pub(crate) type Timers = rehearsal_kernel::Timers<Engine>;

/// The state of a run.
#[derive(Debug, Clone)]
pub struct State {
    /// Completed builds and other versions.
    pub builds: Rows<CompletedBuild>,
    /// Builds that were queued, in that order.
    pub build_runs: Rows<BuildRun>,
    /// Pull requests in the order in which they were opened.
    pub pull_requests: Vec<PullRequest>,
    /// Timers of each definition's schedules, by their position among them.
    schedule_timers: Vec<Vec<Option<TimerId>>>,
    /// Stages whose schedule has a timer of its own, under the reading that it repeats.
    repeating: BTreeSet<(DefinitionId, u32)>,
    /// When releases are cleaned up next.
    clean_up: Option<(SimTime, TimerId)>,
    /// Whether the last clean-up kept something old that a later change may set free.
    is_held_back: bool,
    /// Default branches that are not as at the start, by build pipeline in small letters.
    pub(crate) default_branches: BTreeMap<String, String>,
    /// What is given, for the values of variables.
    pub(crate) world: Rc<World>,
    /// Variable groups of the library as they are now.
    pub variable_groups: Vec<Rc<VariableGroup>>,
    /// What tasks have set, by job (§10.8).
    pub(crate) set_variables: BTreeMap<JobId, Vec<(TaskId, Rc<SetVariable>)>>,
    /// Which artifact a job could not download, and the outcome that says so (§10.4).
    pub(crate) failed_downloads: BTreeMap<JobId, (u32, u32)>,
    /// The current plan of each definition, deleted ones included.
    pub definitions: Vec<Rc<Plan>>,
    /// History of each definition, and the queues of its stages.
    pub pipelines: Vec<PipelineState>,
    /// Releases in order of creation.
    pub releases: Rows<Release>,
    /// Deployments of all releases in order of creation.
    pub deployments: Rows<Deployment>,
    /// Approval rows in order of creation.
    pub approvals: Rows<Approval>,
    /// Gates in order of their beginning.
    pub gates: Rows<GatesRun>,
    /// What gates ask, in the order of the world.
    pub signals: Vec<SignalState>,
    /// Jobs in order of creation.
    pub jobs: Rows<JobRun>,
    /// Tasks in order of creation.
    pub tasks: Rows<TaskRun>,
    /// Manual interventions in order of creation.
    pub interventions: Vec<Intervention>,
    /// Agents over all pools.
    pub agents: Vec<AgentState>,
    /// Pools in the order of the world.
    pub pools: Vec<PoolState>,
    /// Parallel jobs of the organisation, and what waits for one.
    pub parallel_jobs: ParallelJobs,
    /// Targets over all deployment groups, those that joined later last.
    pub targets: Vec<TargetState>,
    /// Sites in the order of the world.
    pub sites: Vec<SiteState>,
    /// Highest `$(rev:r)` used so far, for each definition by the name with the revision blanked.
    pub(crate) name_revisions: Vec<BTreeMap<String, u32>>,
    /// Mail that was sent, by its facts.
    pub mails: Rows<FactId>,
    /// Settings of the security pages.
    pub grants: Rc<Vec<Grant>>,
    /// How often each script item has been set off.
    pub(crate) script_runs: Vec<u32>,
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequest {
    /// As it was opened.
    pub content: Rc<NewPullRequest>,
    /// How often its changes were pushed, at least once.
    pub iterations: u32,
    /// What a release last reported to it.
    pub posted: Option<(ReleaseId, Verdict)>,
}

impl PullRequest {
    /// The branch on which the merge of an iteration is built.
    pub fn merge_branch(id: PullRequestId) -> String {
        format!("refs/pull/{}/merge", id.0 + 1)
    }
}

/// A build that was queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildRun {
    /// What it will be.
    pub content: Rc<Build>,
    /// How long it runs.
    pub takes: SimDuration,
    /// When it was queued.
    pub queued_at: SimTime,
    /// The fact of that.
    pub queued: FactId,
    /// When it started; none while it waits.
    pub started_at: Option<SimTime>,
    /// The completed build; none while it waits or runs.
    pub build: Option<BuildId>,
}

/// A build and when it completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletedBuild {
    /// The build, with the tags it has now.
    pub build: Rc<Build>,
    /// When.
    pub at: SimTime,
    /// The fact.
    pub completed: FactId,
}

/// A release.
#[derive(Debug, Clone)]
pub struct Release {
    /// What it was created with.
    pub content: Rc<NewRelease>,
    /// The snapshot of the pipeline.
    pub plan: Rc<Plan>,
    /// The snapshot as it was before edits, oldest first.
    pub(crate) earlier: Vec<EarlierSnapshot>,
    /// Names before renamings, each with the moment of its end.
    pub(crate) earlier_names: Vec<(SimTime, String)>,
    /// Revision of that snapshot: 1, and one more with each edit (`definitionSnapshotRevision`).
    pub snapshot_revision: u32,
    /// Variable groups as they were when the release was created, or when they were refreshed.
    pub groups: Vec<Rc<VariableGroup>>,
    /// Values given at creation.
    pub given: Vec<GivenValue>,
    /// Its tags.
    pub tags: Vec<Box<str>>,
    /// Draft, active or abandoned.
    pub status: ReleaseStatus,
    /// When it was created.
    pub created_at: SimTime,
    /// The fact of its creation.
    pub created: FactId,
    /// Its stages in the order of the definition.
    pub stages: Vec<StageState>,
    /// When it was last created, modified or deployed: the days of retention count from here.
    pub touched_at: SimTime,
    /// "Retain indefinitely".
    pub keep_forever: bool,
    /// The fact of its deletion, which can be taken back until it is destroyed.
    pub deleted: Option<FactId>,
    /// True when it cannot be taken back any more.
    pub is_destroyed: bool,
    timer: Option<TimerId>,
}

/// What a release was made of until it was edited.
#[derive(Debug, Clone)]
pub(crate) struct EarlierSnapshot {
    /// When it was edited.
    pub(crate) until: SimTime,
    pub(crate) plan: Rc<Plan>,
    pub(crate) groups: Vec<Rc<VariableGroup>>,
    pub(crate) given: Vec<GivenValue>,
}

/// A stage of a release.
#[derive(Debug, Clone, Copy, Default)]
pub struct StageState {
    /// Its latest attempt.
    pub latest: Option<DeploymentId>,
    /// Attempts so far.
    pub attempts: u32,
    /// The latest evaluation of its trigger that started nothing.
    pub not_triggered: Option<FactId>,
    /// When the first job of its newest such attempt started; none while no attempt came so far.
    pub deployed_at: Option<SimTime>,
}

/// A deployment: one attempt of one stage.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// Its release.
    pub release: ReleaseId,
    /// Its stage.
    pub stage: StageId,
    /// What it carries out: the release's snapshot when it was asked for. A later edit of the release changes
    /// its later deployments.
    pub plan: Rc<Plan>,
    /// What was given when it was asked for.
    pub given: Option<Rc<GivenValues>>,
    /// From 1.
    pub attempt: u32,
    /// Why it was started.
    pub reason: DeploymentReason,
    /// Who started it; none for a trigger.
    pub by: Option<PersonId>,
    /// Comment of who started it.
    pub comment: Comment,
    /// When it was asked for.
    pub created_at: SimTime,
    /// The fact of its creation.
    pub created: FactId,
    /// Status of the stage.
    pub status: EnvironmentStatus,
    /// Outcome.
    pub deployment_status: DeploymentStatus,
    /// What it is doing.
    pub operation: DeploymentOperationStatus,
    /// The fact that brought the present operation.
    pub operation_since: FactId,
    /// When the present operation began.
    pub operation_at: SimTime,
    /// What it waits for on the clock (schedule or deferral).
    pub until: Option<SimTime>,
    /// Time chosen by approvers; the latest wins (§6.6).
    pub defer_until: Option<SimTime>,
    /// Its approval rows.
    pub approvals: Vec<ApprovalId>,
    /// Its gates, before deployment and after it, as far as they have begun.
    pub gates: Vec<GatesId>,
    /// Its jobs so far, skipped ones included; of a job that is multiplied, each slice.
    pub jobs: Vec<JobId>,
    /// The slices of the job that was multiplied last.
    pub slices: Option<Rc<Slices>>,
    /// Cancel was asked for by this fact.
    pub cancel_requested: Option<FactId>,
    /// When it ended.
    pub finished_at: Option<SimTime>,
    /// The fact of its end.
    pub finished: Option<FactId>,
    /// The attempt before it.
    pub previous: Option<DeploymentId>,
    timer: Option<TimerId>,
}

/// A row of approvals.
#[derive(Debug, Clone)]
pub struct Approval {
    /// Its deployment.
    pub deployment: DeploymentId,
    /// Before or after deployment.
    pub side: ApprovalType,
    /// Who is asked now.
    pub approver: Subject,
    /// Its rank.
    pub rank: u32,
    /// Its state.
    pub status: ApprovalStatus,
    /// When it was asked.
    pub created_at: SimTime,
    /// The fact of its creation.
    pub created: FactId,
    /// When it is rejected if nobody decides.
    pub deadline: SimTime,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// How it was decided.
    pub decided_how: Option<DecidedHow>,
    /// When it was decided.
    pub decided_at: Option<SimTime>,
    /// Comment of the decision.
    pub comment: Comment,
    /// Earlier approvers.
    pub history: Vec<Reassignment>,
    timer: Option<TimerId>,
}

/// An approval handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reassignment {
    /// The approver before.
    pub from: Subject,
    /// Who handed it on.
    pub by: PersonId,
    /// When.
    pub at: SimTime,
    /// Comment.
    pub comment: Comment,
}

/// A job of a deployment.
#[derive(Debug, Clone)]
pub struct JobRun {
    /// Its deployment.
    pub deployment: DeploymentId,
    /// Its position in the stage.
    pub index: u32,
    /// What it carries out.
    pub plan: Rc<JobPlan>,
    /// Which slice it is, when the job is multiplied.
    pub slice: Option<Rc<Slice>>,
    /// Its state.
    pub status: DeployPhaseStatus,
    /// Status of the job on the agent so far (§10.2).
    pub result: TaskResult,
    /// Why it ended as it did, beyond its tasks.
    pub issue: Option<JobIssue>,
    /// The agent; none while it waits or on the service.
    pub agent: Option<AgentId>,
    /// When it began to wait.
    pub queued_at: SimTime,
    /// The fact of that.
    pub queued: FactId,
    /// When it started.
    pub started_at: Option<SimTime>,
    /// When it ended.
    pub finished_at: Option<SimTime>,
    /// Its tasks so far, skipped ones included.
    pub tasks: Vec<TaskId>,
    /// True while its timeout ends it.
    pub is_timing_out: bool,
    /// True while it has a parallel job of the organisation; without a limit there is none to have.
    pub has_parallel_job: bool,
    timer: Option<TimerId>,
}

/// A task of a job.
#[derive(Debug, Clone)]
pub struct TaskRun {
    /// Its job.
    pub job: JobId,
    /// Its position among the enabled tasks of the job.
    pub index: u32,
    /// Its state.
    pub status: TaskStatus,
    /// Something to know about its result.
    pub issue: Option<TaskIssue>,
    /// When it started (or was skipped).
    pub started_at: SimTime,
    /// The fact of that.
    pub started: FactId,
    /// When it ended.
    pub finished_at: Option<SimTime>,
    /// Start and plan of the present try.
    pub current: Try,
    /// Earlier tries; most tasks have none.
    pub earlier: Box<[Try]>,
    timer: Option<TimerId>,
    deadline: Option<TimerId>,
}

/// One try of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Try {
    /// When it started.
    pub started_at: SimTime,
    /// What it does when nothing intervenes.
    pub plan: TaskPlan,
}

/// An agent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgentState {
    /// Position of its pool in the world.
    pub pool: usize,
    /// The job it runs.
    pub job: Option<JobId>,
    /// Whether it takes jobs.
    pub online: bool,
}

/// A pool now.
#[derive(Debug, Clone, Default)]
pub struct PoolState {
    /// Jobs that wait, first come first.
    pub waiting: VecDeque<JobId>,
    /// Agents that could take a job.
    pub(crate) free: std::collections::BTreeSet<AgentId>,
}

impl PoolState {
    /// Usually the job stands first, so the others need not be looked at.
    fn stop_waiting(&mut self, job: JobId) {
        if self.waiting.front() == Some(&job) {
            self.waiting.pop_front();
        } else if let Some(place) = self.waiting.iter().position(|&waiting| waiting == job) {
            self.waiting.remove(place);
        }
    }
}

/// A site now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteState {
    /// Number of the build it runs; empty for none.
    pub build: String,
    /// Whether it is healthy.
    pub healthy: bool,
    /// The deployment that put it there; none at the start.
    pub deployment: Option<DeploymentId>,
    /// Since when.
    pub since: Option<SimTime>,
}

impl State {
    pub(crate) fn new(engine: &Engine) -> Self {
        let world = &engine.world;
        let mut agents = Vec::new();
        let mut pools = Vec::new();
        for (index, pool) in world.pools.iter().enumerate() {
            let first = agents.len();
            agents.extend(pool.agents.iter().map(|_| AgentState { pool: index, job: None, online: true }));
            pools.push(PoolState { waiting: VecDeque::new(), free: (first..agents.len()).map(AgentId::at).collect() });
        }
        Self {
            builds: Rows::new(),
            build_runs: Rows::new(),
            pull_requests: Vec::new(),
            schedule_timers: vec![Vec::new(); engine.plans.len()],
            repeating: BTreeSet::new(),
            clean_up: None,
            is_held_back: false,
            default_branches: BTreeMap::new(),
            world: Rc::clone(&engine.world),
            variable_groups: world.variable_groups.iter().cloned().map(Rc::new).collect(),
            set_variables: BTreeMap::new(),
            failed_downloads: BTreeMap::new(),
            definitions: engine.plans.clone(),
            pipelines: engine.plans.iter().map(PipelineState::given).collect(),
            releases: Rows::new(),
            deployments: Rows::new(),
            approvals: Rows::new(),
            gates: Rows::new(),
            signals: world
                .signals
                .iter()
                .map(|signal| SignalState {
                    name: signal.name.clone(),
                    first: Rc::new(signal.reading.clone()),
                    changes: Vec::new(),
                })
                .collect(),
            jobs: Rows::new(),
            tasks: Rows::new(),
            interventions: Vec::new(),
            agents,
            pools,
            parallel_jobs: ParallelJobs::new(world.parallel_jobs),
            targets: targets::at_start(world),
            sites: world
                .sites
                .iter()
                .map(|site| SiteState {
                    build: site.initial_build.clone(),
                    healthy: true,
                    deployment: None,
                    since: None,
                })
                .collect(),
            name_revisions: vec![BTreeMap::new(); engine.plans.len()],
            mails: Rows::new(),
            grants: permissions::initial(world),
            script_runs: vec![0; world.script.len()],
        }
    }

    /// A release by number.
    pub fn release(&self, id: ReleaseId) -> &Release {
        &self.releases[id.index()]
    }

    /// A deployment by number.
    pub fn deployment(&self, id: DeploymentId) -> &Deployment {
        &self.deployments[id.index()]
    }

    /// An approval row by number.
    pub fn approval(&self, id: ApprovalId) -> &Approval {
        &self.approvals[id.index()]
    }

    /// A job by number.
    pub fn job(&self, id: JobId) -> &JobRun {
        &self.jobs[id.index()]
    }

    /// A task by number.
    pub fn task(&self, id: TaskId) -> &TaskRun {
        &self.tasks[id.index()]
    }

    /// A build by number.
    pub fn build(&self, id: BuildId) -> &Build {
        &self.builds[id.index()].build
    }

    /// Status of a stage in a release: that of its latest attempt.
    pub fn stage_status(&self, release: ReleaseId, stage: StageId) -> EnvironmentStatus {
        self.release(release).stages[stage.index()]
            .latest
            .map_or(EnvironmentStatus::NotStarted, |latest| self.deployment(latest).status)
    }

    /// The attempts of a stage, oldest first.
    pub fn attempts(&self, release: ReleaseId, stage: StageId) -> Vec<DeploymentId> {
        let mut found = Vec::new();
        let mut next = self.release(release).stages[stage.index()].latest;
        while let Some(id) = next {
            found.push(id);
            next = self.deployment(id).previous;
        }
        found.reverse();
        found
    }

    /// The build of the primary artifact of a release.
    pub fn primary_build(&self, release: ReleaseId) -> Option<BuildId> {
        let release = self.release(release);
        let artifacts = &release.plan.definition.artifacts;
        let primary = artifacts.iter().position(|artifact| artifact.is_primary).unwrap_or(0);
        release.content.artifacts.get(primary).copied().flatten()
    }

    /// The plan of a deployment's stage.
    pub fn stage_plan(&self, id: DeploymentId) -> &StagePlan {
        let deployment = self.deployment(id);
        &deployment.plan.stages[deployment.stage.index()]
    }

    /// The plan of a job.
    pub fn job_plan(&self, id: JobId) -> &JobPlan {
        &self.job(id).plan
    }

    /// The plan of a task.
    pub fn step_plan(&self, id: TaskId) -> &StepPlan {
        let task = self.task(id);
        &self.job_plan(task.job).steps[task.index as usize]
    }

    /// Pending approval rows of a deployment.
    pub fn pending_approvals(&self, id: DeploymentId) -> impl Iterator<Item = ApprovalId> + '_ {
        self.deployment(id)
            .approvals
            .iter()
            .copied()
            .filter(|&approval| self.approval(approval).status == ApprovalStatus::Pending)
    }

    /// Jobs that run or wait, of a deployment: slices of one job, newest first, since jobs of a stage follow each
    /// other (§9.1). Usually there is one.
    pub fn open_jobs(&self, id: DeploymentId) -> impl Iterator<Item = JobId> + '_ {
        let jobs = &self.deployment(id).jobs;
        let last = jobs.last().map(|&last| self.job(last).index);
        let of_last = jobs.iter().rev().copied().take_while(move |&job| Some(self.job(job).index) == last);
        of_last.filter(|&job| self.job(job).finished_at.is_none())
    }

    /// The runs of one job of a deployment: itself, or its slices.
    pub fn runs_of(&self, id: DeploymentId, index: u32) -> impl Iterator<Item = JobId> + '_ {
        self.deployment(id).jobs.iter().copied().filter(move |&job| self.job(job).index == index)
    }

    /// The task of a job that has started and not ended.
    pub fn current_task(&self, id: JobId) -> Option<TaskId> {
        let &last = self.job(id).tasks.last()?;
        self.task(last).finished_at.is_none().then_some(last)
    }

    /// The site by number.
    pub fn site(&self, id: SiteId) -> &SiteState {
        &self.sites[id.index()]
    }

    /// The task of the definition behind a run of it.
    pub fn task_definition(&self, id: TaskId) -> &rehearsal_pipeline::Task {
        let task = self.task(id);
        let job = self.job(task.job);
        let deployment = self.deployment(job.deployment);
        deployment.plan.task(deployment.stage, job.index as usize, task.index as usize)
    }

    /// Display name of a task.
    pub fn task_name(&self, id: TaskId) -> &str {
        &self.task_definition(id).name
    }

    /// Display name of a job.
    pub fn job_name(&self, id: JobId) -> &str {
        let job = self.job(id);
        let deployment = self.deployment(job.deployment);
        &deployment.plan.job(deployment.stage, job.index as usize).name
    }

    /// Number by which all revisions of the pipeline know the stage of a deployment; its position may differ.
    pub fn stage_key(&self, id: DeploymentId) -> u32 {
        let deployment = self.deployment(id);
        deployment.plan.stage(deployment.stage).id
    }

    /// Name of the stage of a deployment.
    pub fn stage_name(&self, id: DeploymentId) -> &str {
        let deployment = self.deployment(id);
        &deployment.plan.stage(deployment.stage).name
    }
}
