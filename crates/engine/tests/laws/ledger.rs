//! A second book, kept from the facts alone.
//!
//! It knows nothing of the engine's state, so that the engine is not its own witness. It believes every fact; the laws
//! compare each fact with what the book says just before it.

use std::rc::Rc;

use rehearsal_classic::{ReleaseDefinition, Stage};
use rehearsal_engine::{
    AgentId, ApprovalId, DeploymentId, Engine, Fact, JobId, JobIssue, ReleaseId, Slices, StageId, Subject, TargetId,
    TaskId, World,
};
use rehearsal_kernel::{Entry, Kernel};
use rehearsal_pipeline::{
    ApprovalStatus, ApprovalType, Approvals, DeploymentReason, EnvironmentStatus, GateStatus, TaskResult,
};

/// What the facts so far amount to.
pub(crate) struct Ledger<'a> {
    pub(crate) world: &'a World,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) rows: Vec<Row>,
    pub(crate) jobs: Vec<Job>,
    pub(crate) tasks: Vec<Task>,
    /// What the slices of jobs added up to: deployment, position of the job, result.
    pub(crate) slices: Vec<(DeploymentId, u32, TaskResult)>,
    /// How jobs are multiplied: deployment, position of the job, slices.
    pub(crate) multiplied: Vec<(DeploymentId, u32, Rc<Slices>)>,
    pub(crate) agents: Vec<Agent>,
    /// Targets of the deployment group.
    pub(crate) targets: Vec<Agent>,
    /// Gates: their deployment, their side and how they stand.
    pub(crate) gates: Vec<(DeploymentId, ApprovalType, GateStatus)>,
    /// Waiting requests of all stages, in the order in which they began to wait.
    pub(crate) queue: Vec<DeploymentId>,
}

/// A deployment.
pub(crate) struct Attempt {
    pub(crate) release: ReleaseId,
    pub(crate) stage: StageId,
    pub(crate) number: u32,
    pub(crate) reason: DeploymentReason,
    pub(crate) phase: Phase,
    /// Sides whose approvals passed without an approver.
    pub(crate) automated: Vec<ApprovalType>,
    pub(crate) is_cancelled: bool,
}

/// How far a deployment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Asked for, or waiting for the clock.
    Asked,
    /// In the queue of its stage.
    Waiting,
    /// It holds a slot.
    Active,
    /// Over.
    Ended(EnvironmentStatus),
}

/// An approval.
pub(crate) struct Row {
    pub(crate) deployment: DeploymentId,
    pub(crate) side: ApprovalType,
    pub(crate) approver: Subject,
    pub(crate) rank: u32,
    pub(crate) status: ApprovalStatus,
}

/// A job.
pub(crate) struct Job {
    pub(crate) deployment: DeploymentId,
    pub(crate) index: u32,
    pub(crate) has_started: bool,
    pub(crate) ended: Option<(TaskResult, Option<JobIssue>)>,
    pub(crate) agent: Option<AgentId>,
    pub(crate) target: Option<TargetId>,
    /// Whether it has a parallel job of the organisation.
    pub(crate) is_granted: bool,
}

/// A task.
pub(crate) struct Task {
    pub(crate) job: JobId,
    pub(crate) has_ended: bool,
}

/// An agent.
pub(crate) struct Agent {
    pub(crate) online: bool,
    pub(crate) job: Option<JobId>,
}

/// Shows each fact together with the book before it, and returns the book at the end.
pub(crate) fn walk<'a>(kernel: &'a Kernel<Engine>, mut look: impl FnMut(&Ledger<'a>, &'a Entry<Fact>)) -> Ledger<'a> {
    let mut ledger = Ledger::new(&kernel.model().world);
    for entry in kernel.log() {
        look(&ledger, entry);
        ledger.note(&entry.fact);
    }
    ledger
}

impl<'a> Ledger<'a> {
    fn new(world: &'a World) -> Self {
        let agents = world.pools.iter().flat_map(|pool| &pool.agents).map(|_| Agent { online: true, job: None });
        let targets = world.deployment_groups.iter().flat_map(|group| &group.targets);
        let targets = targets.map(|target| Agent { online: target.online, job: None });
        Self {
            world,
            attempts: Vec::new(),
            rows: Vec::new(),
            gates: Vec::new(),
            jobs: Vec::new(),
            tasks: Vec::new(),
            slices: Vec::new(),
            multiplied: Vec::new(),
            agents: agents.collect(),
            targets: targets.collect(),
            queue: Vec::new(),
        }
    }

    pub(crate) fn definition(&self) -> &'a ReleaseDefinition {
        &self.world.definitions[0]
    }

    pub(crate) fn stage(&self, id: StageId) -> &'a Stage {
        &self.definition().stages[id.index()]
    }

    pub(crate) fn attempt(&self, id: DeploymentId) -> &Attempt {
        &self.attempts[id.index()]
    }

    pub(crate) fn job(&self, id: JobId) -> &Job {
        &self.jobs[id.index()]
    }

    pub(crate) fn row(&self, id: ApprovalId) -> &Row {
        &self.rows[id.index()]
    }

    pub(crate) fn task(&self, id: TaskId) -> &Task {
        &self.tasks[id.index()]
    }

    /// The newest attempt of a stage in a release.
    pub(crate) fn latest(&self, release: ReleaseId, stage: StageId) -> Option<&Attempt> {
        self.attempts.iter().rev().find(|attempt| attempt.release == release && attempt.stage == stage)
    }

    /// How many deployments of a stage are in a phase, over all releases.
    pub(crate) fn count(&self, stage: StageId, phase: Phase) -> usize {
        self.attempts.iter().filter(|attempt| attempt.stage == stage && attempt.phase == phase).count()
    }

    /// The approvals that a side of a deployment's stage asks for.
    pub(crate) fn approvals(&self, deployment: DeploymentId, side: ApprovalType) -> &'a Approvals {
        let stage = self.stage(self.attempt(deployment).stage);
        if side == ApprovalType::PreDeploy { &stage.pre_approvals } else { &stage.post_approvals }
    }

    /// The rows of one side of a deployment.
    pub(crate) fn rows_of(&self, deployment: DeploymentId, side: ApprovalType) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.deployment == deployment && row.side == side)
    }

    /// Whether all who have to approve one side did.
    pub(crate) fn is_approved(&self, deployment: DeploymentId, side: ApprovalType) -> bool {
        let approvals = self.approvals(deployment, side);
        if approvals.approvers.is_empty() {
            return self.attempt(deployment).automated.contains(&side);
        }
        let needed = match approvals.options.required_count as usize {
            0 => approvals.approvers.len(),
            count => count,
        };
        let is_good = |row: &&Row| matches!(row.status, ApprovalStatus::Approved | ApprovalStatus::Skipped);
        let approved = self.rows_of(deployment, side).filter(is_good);
        approved.count() >= needed
    }

    /// The jobs of a deployment.
    pub(crate) fn jobs_of(&self, deployment: DeploymentId) -> impl Iterator<Item = &Job> {
        self.jobs.iter().filter(move |job| job.deployment == deployment)
    }

    /// How the jobs of a deployment ended; of a job in slices, what they added up to.
    pub(crate) fn results(&self, deployment: DeploymentId) -> Vec<(TaskResult, Option<JobIssue>)> {
        let in_slices = |index: u32| self.slices.iter().any(|slices| (slices.0, slices.1) == (deployment, index));
        let whole = self.jobs_of(deployment).filter(|job| !in_slices(job.index)).filter_map(|job| job.ended);
        let of_slices = self.slices.iter().filter(|slices| slices.0 == deployment).map(|slices| (slices.2, None));
        whole.chain(of_slices).collect()
    }

    /// The target of a slice.
    fn target(&self, deployment: DeploymentId, index: u32, slice: u32) -> Option<TargetId> {
        let mut of = self.multiplied.iter().filter(|known| (known.0, known.1) == (deployment, index));
        of.next_back().and_then(|known| known.2.slice(slice).target)
    }

    fn note(&mut self, fact: &Fact) {
        match *fact {
            Fact::DeploymentCreated(ref new) => self.attempts.push(Attempt {
                release: new.release,
                stage: new.stage,
                number: new.attempt,
                reason: new.reason,
                phase: Phase::Asked,
                automated: Vec::new(),
                is_cancelled: false,
            }),
            Fact::DeploymentQueued { deployment } => {
                self.queue.push(deployment);
                self.attempts[deployment.index()].phase = Phase::Waiting;
            }
            Fact::DeploymentStarted { deployment } => {
                self.queue.retain(|&waiting| waiting != deployment);
                self.attempts[deployment.index()].phase = Phase::Active;
            }
            Fact::DeploymentFinished { deployment, status, .. } => {
                self.queue.retain(|&waiting| waiting != deployment);
                self.attempts[deployment.index()].phase = Phase::Ended(status);
            }
            Fact::CancelRequested { deployment, .. } => self.attempts[deployment.index()].is_cancelled = true,
            Fact::ApprovalAutomated { deployment, side } => self.attempts[deployment.index()].automated.push(side),
            Fact::ApprovalRequested { deployment, side, approver, rank, .. } => {
                self.rows.push(Row { deployment, side, approver, rank, status: ApprovalStatus::Pending });
            }
            Fact::ApprovalSkipped { deployment, side, approver, rank, .. } => {
                self.rows.push(Row { deployment, side, approver, rank, status: ApprovalStatus::Skipped });
            }
            Fact::ApprovalDecided { approval, status, .. } => self.rows[approval.index()].status = status,
            Fact::ApprovalReassigned { approval, to, .. } => self.rows[approval.index()].approver = to,
            Fact::JobMultiplied { deployment, index, ref slices } => {
                self.multiplied.push((deployment, index, Rc::clone(slices)));
            }
            Fact::JobQueued { deployment, index, slice, .. } => {
                let target = slice.and_then(|slice| self.target(deployment, index, slice));
                self.jobs.push(Job {
                    deployment,
                    index,
                    has_started: false,
                    ended: None,
                    agent: None,
                    target,
                    is_granted: false,
                });
            }
            Fact::JobSkipped { deployment, index, .. } | Fact::SliceLeftOut { deployment, index, .. } => {
                let ended = Some((TaskResult::Skipped, None));
                let (has_started, agent, target, is_granted) = (false, None, None, false);
                self.jobs.push(Job { deployment, index, has_started, ended, agent, target, is_granted });
            }
            Fact::JobStarted { job, agent } => {
                self.jobs[job.index()].has_started = true;
                self.jobs[job.index()].agent = agent;
                if let Some(agent) = agent {
                    self.agents[agent.index()].job = Some(job);
                }
                if let Some(target) = self.jobs[job.index()].target {
                    self.targets[target.index()].job = Some(job);
                }
            }
            Fact::JobFinished { job, result, issue } => {
                self.jobs[job.index()].ended = Some((result, issue));
                if let Some(agent) = self.jobs[job.index()].agent {
                    self.agents[agent.index()].job = None;
                }
                let freed = self.jobs[job.index()].target.map(|target| &mut self.targets[target.index()]);
                if let Some(target) = freed.filter(|target| target.job == Some(job)) {
                    target.job = None;
                }
            }
            Fact::ParallelJobGranted { job } => self.jobs[job.index()].is_granted = true,
            Fact::SlicesFinished { deployment, index, result } => self.slices.push((deployment, index, result)),
            Fact::TaskStarted { job, .. } => self.tasks.push(Task { job, has_ended: false }),
            Fact::TaskSkipped { job, .. } => self.tasks.push(Task { job, has_ended: true }),
            Fact::TaskFinished { task, .. } => self.tasks[task.index()].has_ended = true,
            Fact::GatesStarted { deployment, side, .. } => self.gates.push((deployment, side, GateStatus::Pending)),
            Fact::GatesFinished { gates, status } => self.gates[gates.index()].2 = status,
            Fact::AgentChanged { agent, online } => self.agents[agent.index()].online = online,
            Fact::TargetJoined { .. } => self.targets.push(Agent { online: true, job: None }),
            Fact::TargetChanged { target, online } => self.targets[target.index()].online = online,
            Fact::RunStarted
            | Fact::BuildQueued { .. }
            | Fact::BuildStarted { .. }
            | Fact::VersionPublished { .. }
            | Fact::BuildTagged { .. }
            | Fact::DefaultBranchSet { .. }
            | Fact::PullRequestOpened { .. }
            | Fact::PullRequestUpdated { .. }
            | Fact::PullRequestStatusPosted { .. }
            | Fact::ReleaseScheduleDue { .. }
            | Fact::StageScheduleDue { .. }
            | Fact::InterventionRequested { .. }
            | Fact::InterventionDecided { .. }
            | Fact::NoAgentFits { .. }
            | Fact::BuildCompleted { .. }
            | Fact::VariableGroupSaved { .. }
            | Fact::ValuesGiven { .. }
            | Fact::ReleaseEdited { .. }
            | Fact::ReleaseDescribed { .. }
            | Fact::ReleaseRenamed { .. }
            | Fact::ReleaseTagged { .. }
            | Fact::ArtifactDownloadFailed { .. }
            | Fact::VariableSet { .. }
            | Fact::PipelineSaved { .. }
            | Fact::ReleaseNotCreated { .. }
            | Fact::ReleaseCreated { .. }
            | Fact::ReleaseStarted { .. }
            | Fact::ReleaseAbandoned { .. }
            | Fact::ReleaseRetained { .. }
            | Fact::ReleaseDeleted { .. }
            | Fact::ReleaseUndeleted { .. }
            | Fact::ReleaseDestroyed { .. }
            | Fact::RetentionRan { .. }
            | Fact::StageNotTriggered { .. }
            | Fact::DeploymentScheduled { .. }
            | Fact::DeploymentDeferred { .. }
            | Fact::TaskRetryScheduled { .. }
            | Fact::TaskRetried { .. }
            | Fact::SiteUpdated { .. }
            | Fact::LogOpened { .. }
            | Fact::GatesAsked { .. }
            | Fact::GatesSampled { .. }
            | Fact::GateIgnored { .. }
            | Fact::SignalChanged { .. }
            | Fact::ReleaseCommented { .. }
            | Fact::PermissionChanged { .. }
            | Fact::MailSent { .. }
            | Fact::ScriptRefused { .. } => {}
        }
    }
}
