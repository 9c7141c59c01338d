//! What all facts so far amount to, and the one function that folds them.
//!
//! Nothing else changes state or agenda, so replaying the log gives both back.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use rehearsal_classic::QueuePolicy;
use rehearsal_kernel::{Entry, FactId, SimDuration, SimTime, TimerId};
use rehearsal_pipeline::{
    ApprovalStatus, ApprovalType, DeployPhaseStatus, DeploymentOperationStatus, DeploymentReason, DeploymentStatus,
    EnvironmentStatus, ReleaseStatus, TaskResult, TaskStatus,
};

use crate::comment::Comment;
use crate::engine::Engine;
use crate::fact::{DecidedHow, Fact, JobIssue, NewRelease, TaskIssue, TaskPlan};
use crate::plan::{JobPlan, Plan, StagePlan, StepPlan};
use crate::timer::{Class, Order, Timer};
use crate::world::{Build, Subject};
use crate::{AgentId, ApprovalId, BuildId, DeploymentId, JobId, PersonId, ReleaseId, SiteId, StageId, TaskId};

pub(crate) type Timers = rehearsal_kernel::Timers<Engine>;

/// The state of a run.
#[derive(Debug, Clone)]
pub struct State {
    /// Completed builds.
    pub builds: Vec<CompletedBuild>,
    /// The current plan of each definition.
    pub definitions: Vec<Rc<Plan>>,
    /// Releases in order of creation.
    pub releases: Vec<Release>,
    /// Deployments of all releases in order of creation.
    pub deployments: Vec<Deployment>,
    /// Approval rows in order of creation.
    pub approvals: Vec<Approval>,
    /// Jobs in order of creation.
    pub jobs: Vec<JobRun>,
    /// Tasks in order of creation.
    pub tasks: Vec<TaskRun>,
    /// Agents over all pools.
    pub agents: Vec<AgentState>,
    /// Pools in the order of the world.
    pub pools: Vec<PoolState>,
    /// Sites in the order of the world.
    pub sites: Vec<SiteState>,
    /// Queue of each stage of each definition.
    pub(crate) queues: Vec<Vec<StageQueue>>,
    /// Highest `$(rev:r)` used so far, for each definition by the name with the revision blanked.
    pub(crate) name_revisions: Vec<BTreeMap<String, u32>>,
    /// How often each script item has been set off.
    pub(crate) script_runs: Vec<u32>,
}

/// A build and when it completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletedBuild {
    /// The build.
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
    /// Draft, active or abandoned.
    pub status: ReleaseStatus,
    /// When it was created.
    pub created_at: SimTime,
    /// The fact of its creation.
    pub created: FactId,
    /// Its stages in the order of the definition.
    pub stages: Vec<StageState>,
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
}

/// A deployment: one attempt of one stage.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// Its release.
    pub release: ReleaseId,
    /// Its stage.
    pub stage: StageId,
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
    /// Its jobs so far, skipped ones included.
    pub jobs: Vec<JobId>,
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

/// Queue of one stage over all releases of its pipeline (§8).
#[derive(Debug, Clone, Default)]
pub(crate) struct StageQueue {
    pub(crate) active: u32,
    pub(crate) waiting: VecDeque<DeploymentId>,
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
            builds: Vec::new(),
            definitions: engine.plans.clone(),
            releases: Vec::new(),
            deployments: Vec::new(),
            approvals: Vec::new(),
            jobs: Vec::new(),
            tasks: Vec::new(),
            agents,
            pools,
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
            queues: engine.plans.iter().map(|plan| vec![StageQueue::default(); plan.stages.len()]).collect(),
            name_revisions: vec![BTreeMap::new(); engine.plans.len()],
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
        &self.release(deployment.release).plan.stages[deployment.stage.index()]
    }

    /// The plan of a job.
    pub fn job_plan(&self, id: JobId) -> &JobPlan {
        let job = self.job(id);
        &self.stage_plan(job.deployment).jobs[job.index as usize]
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

    /// Jobs that run or wait, of a deployment: at most one, since jobs of a stage follow each other (§9.1).
    pub fn current_job(&self, id: DeploymentId) -> Option<JobId> {
        let &last = self.deployment(id).jobs.last()?;
        self.job(last).finished_at.is_none().then_some(last)
    }

    /// The task of a job that has started and not ended.
    pub fn current_task(&self, id: JobId) -> Option<TaskId> {
        let &last = self.job(id).tasks.last()?;
        self.task(last).finished_at.is_none().then_some(last)
    }

    fn order(&self, class: Class, id: DeploymentId) -> Order {
        let deployment = self.deployment(id);
        Order { class, release: deployment.release.0, stage: deployment.stage.0, attempt: deployment.attempt }
    }

    fn queue(&mut self, id: DeploymentId) -> (&mut StageQueue, QueuePolicy) {
        let deployment = &self.deployments[id.index()];
        let release = &self.releases[deployment.release.index()];
        let policy = release.plan.stage(deployment.stage).queue;
        (&mut self.queues[release.content.definition.index()][deployment.stage.index()], policy)
    }

    fn set_operation(&mut self, id: DeploymentId, operation: DeploymentOperationStatus, fact: FactId, at: SimTime) {
        let deployment = &mut self.deployments[id.index()];
        // While a cancel is being carried out the attempt shows nothing else (§3).
        if deployment.cancel_requested.is_some() && operation != DeploymentOperationStatus::Cancelling {
            return;
        }
        deployment.operation = operation;
        deployment.operation_since = fact;
        deployment.operation_at = at;
        deployment.until = None;
    }

    /// Folds one fact.
    pub(crate) fn apply(&mut self, engine: &Engine, timers: &mut Timers, id: FactId, entry: &Entry<Fact>) {
        let at = entry.at;
        match &entry.fact {
            Fact::RunStarted => {
                for (index, coming) in engine.world.builds.iter().enumerate().filter(|(_, coming)| coming.at >= at) {
                    timers.set(coming.at, Order::of(Class::UserAction), Timer::BuildCompletes(index));
                }
                for (index, item) in engine.world.script.iter().enumerate() {
                    if let crate::world::When::At(when) = item.when {
                        timers.set(when.max(at), Order::of(Class::UserAction), Timer::Script(index));
                    }
                }
            }
            Fact::BuildCompleted { content, .. } => {
                self.builds.push(CompletedBuild { build: Rc::clone(content), at, completed: id });
            }
            Fact::ReleaseCreated { content, .. } => self.create_release(content, at, id),
            Fact::ReleaseStarted { release } => {
                self.releases[release.index()].status = ReleaseStatus::Active;
                let order = Order { release: release.0, ..Order::of(Class::StageTrigger) };
                timers.set(at, order, Timer::ReleaseStarted(*release));
            }
            Fact::ReleaseAbandoned { release, .. } => self.releases[release.index()].status = ReleaseStatus::Abandoned,
            Fact::StageNotTriggered { release, stage, .. } => {
                self.releases[release.index()].stages[stage.index()].not_triggered = Some(id);
            }
            Fact::DeploymentCreated { .. } => self.create_deployment(&entry.fact, at, id),
            Fact::DeploymentScheduled { deployment, until } => {
                let timer = timers.set(*until, self.order(Class::Schedule, *deployment), Timer::WaitOver(*deployment));
                self.set_operation(*deployment, DeploymentOperationStatus::Scheduled, id, at);
                let state = &mut self.deployments[deployment.index()];
                state.status = EnvironmentStatus::Scheduled;
                state.until = Some(*until);
                state.timer = Some(timer);
            }
            Fact::DeploymentQueued { deployment } => {
                self.end_wait(timers, *deployment);
                let queued = &mut self.deployments[deployment.index()];
                let was = std::mem::replace(&mut queued.status, EnvironmentStatus::Queued);
                let (queue, policy) = self.queue(*deployment);
                queue.waiting.push_back(*deployment);
                // A schedule may bring several at once; who has a slot is decided when all have come.
                if was == EnvironmentStatus::Scheduled
                    && matches!(policy, QueuePolicy::Latest(slots) if queue.active < slots)
                {
                    timers.set(at, self.order(Class::QueuePromotion, *deployment), Timer::PromoteQueue(*deployment));
                }
                self.set_operation(*deployment, DeploymentOperationStatus::Queued, id, at);
            }
            Fact::DeploymentStarted { deployment } => {
                self.end_wait(timers, *deployment);
                self.deployments[deployment.index()].status = EnvironmentStatus::InProgress;
                let (queue, _) = self.queue(*deployment);
                queue.waiting.retain(|waiting| waiting != deployment);
                queue.active += 1;
                self.set_operation(*deployment, DeploymentOperationStatus::Pending, id, at);
            }
            Fact::ApprovalAutomated { deployment, .. } => {
                self.set_operation(*deployment, DeploymentOperationStatus::Approved, id, at);
            }
            Fact::ApprovalRequested { approval, deployment, side, approver, rank, deadline } => {
                let timer =
                    timers.set(*deadline, self.order(Class::Timeout, *deployment), Timer::ApprovalTimesOut(*approval));
                self.approvals.push(Approval {
                    deployment: *deployment,
                    side: *side,
                    approver: *approver,
                    rank: *rank,
                    status: ApprovalStatus::Pending,
                    created_at: at,
                    created: id,
                    deadline: *deadline,
                    decided_by: None,
                    decided_how: None,
                    decided_at: None,
                    comment: Comment::default(),
                    history: Vec::new(),
                    timer: Some(timer),
                });
                self.deployments[deployment.index()].approvals.push(*approval);
                self.set_operation(*deployment, DeploymentOperationStatus::Pending, id, at);
            }
            Fact::ApprovalDecided { approval, status, by, how, comment, defer_until } => {
                let row = &mut self.approvals[approval.index()];
                row.status = *status;
                row.decided_by = *by;
                row.decided_how = Some(*how);
                row.decided_at = Some(at);
                row.comment.clone_from(comment);
                if let Some(timer) = row.timer.take() {
                    timers.cancel(timer);
                }
                let deployment = row.deployment;
                let chosen = &mut self.deployments[deployment.index()].defer_until;
                *chosen = (*chosen).max(*defer_until);
                if *status == ApprovalStatus::Approved && self.pending_approvals(deployment).next().is_none() {
                    self.set_operation(deployment, DeploymentOperationStatus::Approved, id, at);
                }
            }
            Fact::ApprovalReassigned { approval, to, by, comment } => {
                let row = &mut self.approvals[approval.index()];
                row.history.push(Reassignment { from: row.approver, by: *by, at, comment: comment.clone() });
                row.approver = *to;
            }
            Fact::DeploymentDeferred { deployment, until } => {
                let timer = timers.set(*until, self.order(Class::Schedule, *deployment), Timer::WaitOver(*deployment));
                self.set_operation(*deployment, DeploymentOperationStatus::Deferred, id, at);
                let state = &mut self.deployments[deployment.index()];
                state.until = Some(*until);
                state.timer = Some(timer);
            }
            Fact::JobQueued { deployment, index, .. } => self.queue_job(timers, *deployment, *index, id, at),
            Fact::JobSkipped { deployment, index, .. } => {
                self.push_job(*deployment, *index, id, at);
                let job = self.jobs.last_mut().expect("just pushed");
                job.status = DeployPhaseStatus::Skipped;
                job.result = TaskResult::Skipped;
                job.finished_at = Some(at);
            }
            Fact::JobStarted { job, agent } => self.start_job(timers, *job, *agent, id, at),
            Fact::TaskStarted { task, job, index, plan } => self.start_task(timers, *task, *job, *index, *plan, id, at),
            Fact::TaskSkipped { task, job, index, .. } => {
                self.push_task(*task, *job, *index, NO_PLAN, id, at);
                let task = self.tasks.last_mut().expect("just pushed");
                task.status = TaskStatus::Skipped;
                task.finished_at = Some(at);
            }
            Fact::TaskRetryScheduled { task, at: when } => {
                let order = self.task_order(Class::Completion, *task);
                let timer = timers.set(*when, order, Timer::TaskRetries(*task));
                self.tasks[task.index()].timer = Some(timer);
            }
            Fact::TaskRetried { task, plan } => {
                let order = self.task_order(Class::Completion, *task);
                let timer = timers.set(at + plan.takes, order, Timer::TaskEnds(*task));
                let run = &mut self.tasks[task.index()];
                run.earlier = run.earlier.iter().copied().chain([run.current]).collect();
                run.current = Try { started_at: at, plan: *plan };
                run.timer = Some(timer);
            }
            Fact::TaskFinished { task, result, issue } => self.finish_task(timers, *task, *result, *issue, at),
            Fact::JobFinished { job, result, issue } => self.finish_job(timers, *job, *result, *issue, id, at),
            Fact::SiteUpdated { site, build, deployment, healthy } => {
                let number = self.builds[build.index()].build.number.clone();
                self.sites[site.index()] =
                    SiteState { build: number, healthy: *healthy, deployment: Some(*deployment), since: Some(at) };
            }
            Fact::CancelRequested { deployment, .. } => self.request_cancel(timers, *deployment, id, at),
            Fact::DeploymentFinished { deployment, status, deployment_status, operation, .. } => {
                self.finish_deployment(timers, *deployment, (*status, *deployment_status, *operation), id, at);
            }
            Fact::AgentChanged { agent, online } => self.change_agent(timers, *agent, *online, at),
            Fact::ReleaseNotCreated { .. } | Fact::LogOpened { .. } | Fact::ScriptRefused { .. } => {}
        }
    }

    fn create_release(&mut self, content: &Rc<NewRelease>, at: SimTime, created: FactId) {
        let plan = Rc::clone(&self.definitions[content.definition.index()]);
        if let Some(revision) = content.name_revision {
            let known = &mut self.name_revisions[content.definition.index()];
            match known.get_mut(&content.name_key) {
                Some(last) => *last = revision,
                None => {
                    known.insert(content.name_key.clone(), revision);
                }
            }
        }
        self.releases.push(Release {
            stages: vec![StageState::default(); plan.stages.len()],
            plan,
            status: ReleaseStatus::Draft,
            created_at: at,
            created,
            content: Rc::clone(content),
        });
    }

    fn create_deployment(&mut self, fact: &Fact, at: SimTime, id: FactId) {
        let Fact::DeploymentCreated { deployment, release, stage, attempt, reason, by, comment } = fact else {
            unreachable!("called for this fact only");
        };
        let state = &mut self.releases[release.index()].stages[stage.index()];
        let previous = state.latest.replace(*deployment);
        state.attempts = *attempt;
        self.deployments.push(Deployment {
            release: *release,
            stage: *stage,
            attempt: *attempt,
            reason: *reason,
            by: *by,
            comment: comment.clone(),
            created_at: at,
            created: id,
            status: EnvironmentStatus::Queued,
            deployment_status: DeploymentStatus::NotDeployed,
            operation: DeploymentOperationStatus::Queued,
            operation_since: id,
            operation_at: at,
            until: None,
            defer_until: None,
            approvals: Vec::new(),
            jobs: Vec::new(),
            cancel_requested: None,
            finished_at: None,
            finished: None,
            previous,
            timer: None,
        });
    }

    fn end_wait(&mut self, timers: &mut Timers, id: DeploymentId) {
        let deployment = &mut self.deployments[id.index()];
        deployment.until = None;
        if let Some(timer) = deployment.timer.take() {
            timers.cancel(timer);
        }
    }

    fn push_job(&mut self, deployment: DeploymentId, index: u32, queued: FactId, at: SimTime) {
        let id = JobId::at(self.jobs.len());
        self.deployments[deployment.index()].jobs.push(id);
        self.jobs.push(JobRun {
            deployment,
            index,
            status: DeployPhaseStatus::NotStarted,
            result: TaskResult::Succeeded,
            issue: None,
            agent: None,
            queued_at: at,
            queued,
            started_at: None,
            finished_at: None,
            tasks: Vec::new(),
            is_timing_out: false,
            timer: None,
        });
    }

    fn queue_job(&mut self, timers: &mut Timers, deployment: DeploymentId, index: u32, id: FactId, at: SimTime) {
        self.end_wait(timers, deployment);
        let job = JobId::at(self.jobs.len());
        self.push_job(deployment, index, id, at);
        self.deployments[deployment.index()].deployment_status = DeploymentStatus::InProgress;
        if let Some(pool) = self.job_plan(job).pool {
            self.pools[pool].waiting.push_back(job);
            self.set_operation(deployment, DeploymentOperationStatus::QueuedForAgent, id, at);
            self.assign_agents_soon(timers, pool, at);
        }
    }

    fn assign_agents_soon(&self, timers: &mut Timers, pool: usize, at: SimTime) {
        if !self.pools[pool].waiting.is_empty() && !self.pools[pool].free.is_empty() {
            timers.set(at, Order::of(Class::AgentAssignment), Timer::AssignAgents(pool));
        }
    }

    fn start_job(&mut self, timers: &mut Timers, id: JobId, agent: Option<AgentId>, fact: FactId, at: SimTime) {
        let plan = self.job_plan(id);
        let (timeout, steps) = (plan.timeout, plan.steps.len());
        let deployment = self.job(id).deployment;
        let timer = timeout
            .map(|timeout| timers.set(at + timeout, self.order(Class::Timeout, deployment), Timer::JobTimesOut(id)));
        if let Some(agent) = agent {
            let state = &mut self.agents[agent.index()];
            state.job = Some(id);
            let pool = &mut self.pools[state.pool];
            pool.free.remove(&agent);
            pool.stop_waiting(id);
        }
        let job = &mut self.jobs[id.index()];
        job.agent = agent;
        job.status = DeployPhaseStatus::InProgress;
        job.started_at = Some(at);
        job.tasks.reserve_exact(steps);
        job.timer = timer;
        self.set_operation(deployment, DeploymentOperationStatus::PhaseInProgress, fact, at);
    }

    fn task_order(&self, class: Class, id: TaskId) -> Order {
        self.order(class, self.job(self.task(id).job).deployment)
    }

    fn push_task(&mut self, id: TaskId, job: JobId, index: u32, plan: TaskPlan, started: FactId, at: SimTime) {
        self.jobs[job.index()].tasks.push(id);
        self.tasks.push(TaskRun {
            job,
            index,
            status: TaskStatus::InProgress,
            issue: None,
            started_at: at,
            started,
            finished_at: None,
            current: Try { started_at: at, plan },
            earlier: Box::default(),
            timer: None,
            deadline: None,
        });
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one fact and of its entry")]
    fn start_task(
        &mut self,
        timers: &mut Timers,
        id: TaskId,
        job: JobId,
        index: u32,
        plan: TaskPlan,
        fact: FactId,
        at: SimTime,
    ) {
        self.push_task(id, job, index, plan, fact, at);
        let deployment = self.job(job).deployment;
        let timer = timers.set(at + plan.takes, self.order(Class::Completion, deployment), Timer::TaskEnds(id));
        let deadline = self
            .step_plan(id)
            .timeout
            .map(|timeout| timers.set(at + timeout, self.order(Class::Timeout, deployment), Timer::TaskTimesOut(id)));
        let task = &mut self.tasks[id.index()];
        task.timer = Some(timer);
        task.deadline = deadline;
    }

    fn finish_task(
        &mut self,
        timers: &mut Timers,
        id: TaskId,
        result: TaskResult,
        issue: Option<TaskIssue>,
        at: SimTime,
    ) {
        let task = &mut self.tasks[id.index()];
        task.status = task_status(result);
        task.issue = issue;
        task.finished_at = Some(at);
        for timer in [task.timer.take(), task.deadline.take()].into_iter().flatten() {
            timers.cancel(timer);
        }
        let job = &mut self.jobs[task.job.index()];
        job.result = result.merged_into(job.result);
        if issue == Some(TaskIssue::JobTimedOut) {
            job.result = TaskResult::Canceled;
            job.is_timing_out = true;
        }
    }

    fn finish_job(
        &mut self,
        timers: &mut Timers,
        id: JobId,
        result: TaskResult,
        issue: Option<JobIssue>,
        fact: FactId,
        at: SimTime,
    ) {
        let job = &mut self.jobs[id.index()];
        job.result = result;
        job.issue = issue;
        job.status = job_status(result);
        job.finished_at = Some(at);
        let deployment = job.deployment;
        if let Some(timer) = job.timer.take() {
            timers.cancel(timer);
        }
        let pool = self.job_plan(id).pool;
        if let Some(pool) = pool {
            self.pools[pool].stop_waiting(id);
        }
        if let Some(agent) = self.jobs[id.index()].agent {
            let state = &mut self.agents[agent.index()];
            state.job = None;
            let pool = state.pool;
            if state.online {
                self.pools[pool].free.insert(agent);
            }
            self.assign_agents_soon(timers, pool, at);
        }
        self.set_operation(deployment, phase_operation(result), fact, at);
    }

    fn request_cancel(&mut self, timers: &mut Timers, id: DeploymentId, fact: FactId, at: SimTime) {
        self.set_operation(id, DeploymentOperationStatus::Cancelling, fact, at);
        self.deployments[id.index()].cancel_requested = Some(fact);
        let Some(job) = self.current_job(id).filter(|&job| self.job(job).started_at.is_some()) else { return };
        let grace = self.job_plan(job).cancel_timeout;
        self.end_wait(timers, id);
        let timer = timers.set(at + grace, self.order(Class::Timeout, id), Timer::CancelGraceEnds(id));
        self.deployments[id.index()].timer = Some(timer);
        let job = &mut self.jobs[job.index()];
        job.status = DeployPhaseStatus::Cancelling;
        job.result = TaskResult::Canceled;
    }

    fn finish_deployment(
        &mut self,
        timers: &mut Timers,
        id: DeploymentId,
        (status, deployment_status, operation): (EnvironmentStatus, DeploymentStatus, DeploymentOperationStatus),
        fact: FactId,
        at: SimTime,
    ) {
        self.end_wait(timers, id);
        let was = self.deployment(id).status;
        let (queue, policy) = self.queue(id);
        match was {
            EnvironmentStatus::InProgress => queue.active -= 1,
            EnvironmentStatus::Queued => queue.waiting.retain(|&waiting| waiting != id),
            EnvironmentStatus::Scheduled => {}
            EnvironmentStatus::Undefined
            | EnvironmentStatus::NotStarted
            | EnvironmentStatus::Succeeded
            | EnvironmentStatus::Canceled
            | EnvironmentStatus::Rejected
            | EnvironmentStatus::PartiallySucceeded => unreachable!("a deployment ends once, after it began"),
        }
        let promotes = policy != QueuePolicy::Unlimited && !queue.waiting.is_empty();
        let deployment = &mut self.deployments[id.index()];
        deployment.status = status;
        deployment.deployment_status = deployment_status;
        deployment.operation = operation;
        deployment.operation_since = fact;
        deployment.operation_at = at;
        deployment.finished = Some(fact);
        deployment.finished_at = Some(at);
        timers.set(at, self.order(Class::StageTrigger, id), Timer::StageFinished(id));
        if promotes {
            timers.set(at, self.order(Class::QueuePromotion, id), Timer::PromoteQueue(id));
        }
    }

    fn change_agent(&mut self, timers: &mut Timers, id: AgentId, online: bool, at: SimTime) {
        let state = &mut self.agents[id.index()];
        state.online = online;
        let pool = state.pool;
        if online && state.job.is_none() {
            self.pools[pool].free.insert(id);
        } else {
            self.pools[pool].free.remove(&id);
        }
        self.assign_agents_soon(timers, pool, at);
    }
}

/// What a skipped task carries in place of a plan.
const NO_PLAN: TaskPlan = TaskPlan { takes: SimDuration::ZERO, ends: TaskResult::Skipped, outcome: None };

/// Result of the agent to status of the product (§10.2).
fn task_status(result: TaskResult) -> TaskStatus {
    match result {
        TaskResult::Succeeded => TaskStatus::Succeeded,
        TaskResult::SucceededWithIssues => TaskStatus::PartiallySucceeded,
        TaskResult::Failed => TaskStatus::Failed,
        TaskResult::Canceled => TaskStatus::Canceled,
        TaskResult::Skipped => TaskStatus::Skipped,
    }
}

fn job_status(result: TaskResult) -> DeployPhaseStatus {
    match result {
        TaskResult::Succeeded => DeployPhaseStatus::Succeeded,
        TaskResult::SucceededWithIssues => DeployPhaseStatus::PartiallySucceeded,
        TaskResult::Failed => DeployPhaseStatus::Failed,
        TaskResult::Canceled => DeployPhaseStatus::Canceled,
        TaskResult::Skipped => DeployPhaseStatus::Skipped,
    }
}

fn phase_operation(result: TaskResult) -> DeploymentOperationStatus {
    match result {
        TaskResult::Succeeded | TaskResult::Skipped => DeploymentOperationStatus::PhaseSucceeded,
        TaskResult::SucceededWithIssues => DeploymentOperationStatus::PhasePartiallySucceeded,
        TaskResult::Failed => DeploymentOperationStatus::PhaseFailed,
        TaskResult::Canceled => DeploymentOperationStatus::PhaseCanceled,
    }
}

impl State {
    /// The site by number.
    pub fn site(&self, id: SiteId) -> &SiteState {
        &self.sites[id.index()]
    }

    /// The task of the definition behind a run of it.
    pub fn task_definition(&self, id: TaskId) -> &rehearsal_pipeline::Task {
        let task = self.task(id);
        let job = self.job(task.job);
        let deployment = self.deployment(job.deployment);
        let plan = &self.release(deployment.release).plan;
        plan.task(deployment.stage, job.index as usize, task.index as usize)
    }

    /// Display name of a task.
    pub fn task_name(&self, id: TaskId) -> &str {
        &self.task_definition(id).name
    }

    /// Display name of a job.
    pub fn job_name(&self, id: JobId) -> &str {
        let job = self.job(id);
        let deployment = self.deployment(job.deployment);
        &self.release(deployment.release).plan.job(deployment.stage, job.index as usize).name
    }

    /// Name of the stage of a deployment.
    pub fn stage_name(&self, id: DeploymentId) -> &str {
        let deployment = self.deployment(id);
        &self.release(deployment.release).plan.stage(deployment.stage).name
    }
}
