//! What each stage did or waited for, and when: one walk over the log.
//!
//! The walk only keeps what facts say. What a stretch is called while it goes on is what `why` says of the wait,
//! which a test holds for every moment of whole scenarios.

use rehearsal_engine::{DeploymentId, Fact, JobId, NotTriggered, ReleaseId, StageId, State, WaitsOn};
use rehearsal_kernel::SimTime;
use rehearsal_pipeline::{ApprovalStatus, ApprovalType};

use crate::scene::Scene;

/// A stretch of a stage's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// When it began.
    pub(super) from: SimTime,
    /// When it ended; none while it goes on.
    pub(super) to: Option<SimTime>,
    /// What it waits for, in the words of `why`; none waits for other stages.
    pub(super) on: Option<WaitsOn>,
    /// The attempt; none before there is one.
    pub(super) attempt: Option<DeploymentId>,
    /// The side of approvals and gates.
    pub(super) side: Option<ApprovalType>,
}

/// Everything of one stage of one release.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    /// Stretches in order; those of no length are left out.
    pub(super) stretches: Vec<Stretch>,
    /// When it was last decided that it does not start, and nothing goes on that could change that.
    pub(super) not_started: Option<SimTime>,
    upstream_since: Option<SimTime>,
}

/// What an attempt does now.
#[derive(Debug, Clone, Copy)]
struct Doing {
    on: WaitsOn,
    since: SimTime,
    side: Option<ApprovalType>,
    is_canceled: bool,
    pending_approvals: u32,
    queued_jobs: u32,
    running_jobs: u32,
    pending_interventions: u32,
}

/// The walk.
pub(super) struct Lanes<'a> {
    state: &'a State,
    /// By release, then by stage.
    by_stage: Vec<Vec<Lane>>,
    attempts: Vec<Option<Doing>>,
}

/// Lanes of every release, by stage.
pub(super) fn lanes(scene: &Scene<'_>) -> Vec<Vec<Lane>> {
    let state = scene.state;
    let lanes = state.releases.iter().map(|release| vec![Lane::default(); release.stages.len()]).collect();
    let mut walk = Lanes { state, by_stage: lanes, attempts: vec![None; state.deployments.len()] };
    for entry in scene.log {
        walk.follow(&entry.fact, entry.at);
    }
    walk.close();
    walk.by_stage
}

impl Lanes<'_> {
    fn follow(&mut self, fact: &Fact, at: SimTime) {
        match fact {
            Fact::StageNotTriggered { release, stage, why } => self.not_triggered(*release, *stage, why, at),
            Fact::ReleaseAbandoned { release, .. } | Fact::ReleaseDeleted { release, .. } => {
                for stage in 0..self.by_stage[release.index()].len() {
                    self.end_upstream(*release, StageId::at(stage), at);
                }
            }
            Fact::DeploymentCreated(new) => {
                self.end_upstream(new.release, new.stage, at);
                self.by_stage[new.release.index()][new.stage.index()].not_started = None;
                self.attempts[new.deployment.index()] = Some(Doing::since(at));
            }
            Fact::DeploymentScheduled { deployment, .. } => self.turn(*deployment, WaitsOn::Schedule, None, at),
            Fact::DeploymentQueued { deployment } => self.turn(*deployment, WaitsOn::Slot, None, at),
            Fact::DeploymentStarted { deployment } => self.turn(*deployment, WaitsOn::NextStep, None, at),
            Fact::DeploymentDeferred { deployment, .. } => self.turn(*deployment, WaitsOn::Deferral, None, at),
            Fact::ApprovalRequested { deployment, side, .. } => {
                self.count(*deployment, |doing| doing.pending_approvals += 1);
                self.turn(*deployment, WaitsOn::Approvals, Some(*side), at);
            }
            Fact::ApprovalDecided { approval, status, .. } => {
                let deployment = self.state.approval(*approval).deployment;
                let left = self.count(deployment, |doing| {
                    doing.pending_approvals = doing.pending_approvals.saturating_sub(1);
                });
                if *status == ApprovalStatus::Approved && left.is_some_and(|doing| doing.pending_approvals == 0) {
                    self.turn(deployment, WaitsOn::NextStep, None, at);
                }
            }
            Fact::GatesStarted { deployment, side, .. } => self.turn(*deployment, WaitsOn::Gates, Some(*side), at),
            Fact::GatesFinished { gates, .. } => {
                self.turn(self.state.gates_run(*gates).deployment, WaitsOn::NextStep, None, at);
            }
            Fact::JobMultiplied { deployment, .. } | Fact::SlicesFinished { deployment, .. } => {
                self.turn(*deployment, WaitsOn::NextStep, None, at);
            }
            Fact::JobQueued { job, deployment, .. } => {
                self.count(*deployment, |doing| doing.queued_jobs += 1);
                if let Some(on) = self.first_wait(*job) {
                    self.wait_unless_running(*deployment, on, at);
                }
            }
            Fact::ParallelJobGranted { job } => {
                self.wait_unless_running(self.state.job(*job).deployment, WaitsOn::Agent, at);
            }
            Fact::JobStarted { job, .. } => {
                let deployment = self.state.job(*job).deployment;
                self.count(deployment, |doing| {
                    doing.queued_jobs = doing.queued_jobs.saturating_sub(1);
                    doing.running_jobs += 1;
                });
                self.turn(deployment, WaitsOn::Task, None, at);
            }
            Fact::JobFinished { job, .. } => self.finish_job(*job, at),
            Fact::InterventionRequested { task, .. } => {
                let deployment = self.state.job(self.state.task(*task).job).deployment;
                self.count(deployment, |doing| doing.pending_interventions += 1);
                self.turn(deployment, WaitsOn::Intervention, None, at);
            }
            Fact::InterventionDecided { intervention, .. } => {
                let deployment = self.state.intervention_deployment(*intervention);
                let left = self.count(deployment, |doing| {
                    doing.pending_interventions = doing.pending_interventions.saturating_sub(1);
                });
                if left.is_some_and(|doing| doing.pending_interventions == 0) {
                    self.turn(deployment, WaitsOn::Task, None, at);
                }
            }
            Fact::CancelRequested { deployment, .. } => {
                self.turn(*deployment, WaitsOn::CleanUp, None, at);
                self.count(*deployment, |doing| doing.is_canceled = true);
            }
            Fact::DeploymentFinished { deployment, .. } => {
                self.leave(*deployment, Some(at));
                self.attempts[deployment.index()] = None;
            }
            Fact::RunStarted
            | Fact::BuildQueued { .. }
            | Fact::BuildStarted { .. }
            | Fact::BuildCompleted { .. }
            | Fact::VersionPublished { .. }
            | Fact::BuildTagged { .. }
            | Fact::DefaultBranchSet { .. }
            | Fact::PullRequestOpened { .. }
            | Fact::PullRequestUpdated { .. }
            | Fact::PullRequestStatusPosted { .. }
            | Fact::ReleaseScheduleDue { .. }
            | Fact::VariableGroupSaved { .. }
            | Fact::ValuesGiven { .. }
            | Fact::ReleaseEdited { .. }
            | Fact::ReleaseDescribed { .. }
            | Fact::ReleaseRenamed { .. }
            | Fact::ReleaseTagged { .. }
            | Fact::ArtifactDownloadFailed { .. }
            | Fact::VariableSet { .. }
            | Fact::ReleaseNotCreated { .. }
            | Fact::PipelineSaved { .. }
            | Fact::ReleaseCreated { .. }
            | Fact::ReleaseStarted { .. }
            | Fact::ReleaseRetained { .. }
            | Fact::ReleaseUndeleted { .. }
            | Fact::ReleaseDestroyed { .. }
            | Fact::RetentionRan { .. }
            | Fact::StageScheduleDue { .. }
            | Fact::ApprovalAutomated { .. }
            | Fact::ApprovalSkipped { .. }
            | Fact::ApprovalReassigned { .. }
            | Fact::GatesAsked { .. }
            | Fact::GatesSampled { .. }
            | Fact::GateIgnored { .. }
            | Fact::SignalChanged { .. }
            | Fact::SliceLeftOut { .. }
            | Fact::NoAgentFits { .. }
            | Fact::JobSkipped { .. }
            | Fact::TaskStarted { .. }
            | Fact::TaskSkipped { .. }
            | Fact::TaskRetryScheduled { .. }
            | Fact::TaskRetried { .. }
            | Fact::TaskFinished { .. }
            | Fact::SiteUpdated { .. }
            | Fact::LogOpened { .. }
            | Fact::AgentChanged { .. }
            | Fact::ReleaseCommented { .. }
            | Fact::PermissionChanged { .. }
            | Fact::MailSent { .. }
            | Fact::ScriptRefused { .. }
            | Fact::TargetJoined { .. }
            | Fact::TargetChanged { .. } => {}
        }
    }

    /// A stage waits for others while one of them may still end well; once one has ended badly, nothing is waited for.
    fn not_triggered(&mut self, release: ReleaseId, stage: StageId, why: &NotTriggered, at: SimTime) {
        let waits = match why {
            NotTriggered::WaitsForStages { .. } => true,
            NotTriggered::Upstream { blocking } => !blocking.iter().any(|one| one.status.is_completed()),
            NotTriggered::ManualOnly
            | NotTriggered::SwitchedToManual
            | NotTriggered::ArtifactFilter { .. }
            | NotTriggered::Unfinished
            | NotTriggered::PullRequest
            | NotTriggered::Abandoned
            | NotTriggered::PipelineDeleted
            | NotTriggered::AlreadyDeployed
            | NotTriggered::AfterRedeployment
            | NotTriggered::NothingToRedeploy => false,
        };
        let lane = &mut self.by_stage[release.index()][stage.index()];
        if waits {
            lane.upstream_since.get_or_insert(at);
        } else {
            let has_waited = lane.upstream_since.is_some();
            self.end_upstream(release, stage, at);
            if has_waited {
                self.by_stage[release.index()][stage.index()].not_started = Some(at);
            }
        }
    }

    fn end_upstream(&mut self, release: ReleaseId, stage: StageId, at: SimTime) {
        let lane = &mut self.by_stage[release.index()][stage.index()];
        if let Some(from) = lane.upstream_since.take() {
            lane.push(Stretch { from, to: Some(at), on: None, attempt: None, side: None });
        }
    }

    fn count(&mut self, deployment: DeploymentId, change: impl FnOnce(&mut Doing)) -> Option<Doing> {
        let doing = self.attempts[deployment.index()].as_mut()?;
        change(doing);
        Some(*doing)
    }

    /// What a job waits for first; none when it starts at once, on the service.
    fn first_wait(&self, job: JobId) -> Option<WaitsOn> {
        let has_target = self.state.job(job).slice.as_ref().is_some_and(|slice| slice.target.is_some());
        match self.state.job_plan(job).pool {
            Some(_) if self.state.parallel_jobs.limit.is_some() => Some(WaitsOn::ParallelJob),
            Some(_) => Some(WaitsOn::Agent),
            None => has_target.then_some(WaitsOn::Agent),
        }
    }

    /// While one of its slices runs, an attempt is said to run.
    fn wait_unless_running(&mut self, deployment: DeploymentId, on: WaitsOn, at: SimTime) {
        if self.attempts[deployment.index()].is_some_and(|doing| doing.running_jobs == 0) {
            self.turn(deployment, on, None, at);
        }
    }

    fn finish_job(&mut self, job: JobId, at: SimTime) {
        let run = self.state.job(job);
        let has_run = run.started_at.is_some();
        let left = self.count(run.deployment, |doing| {
            let count = if has_run { &mut doing.running_jobs } else { &mut doing.queued_jobs };
            *count = count.saturating_sub(1);
        });
        if left.is_some_and(|doing| doing.running_jobs + doing.queued_jobs == 0) {
            self.turn(run.deployment, WaitsOn::NextStep, None, at);
        }
    }

    /// An attempt does something else from now on; one that is being cancelled shows nothing else.
    fn turn(&mut self, deployment: DeploymentId, on: WaitsOn, side: Option<ApprovalType>, at: SimTime) {
        let Some(doing) = self.attempts[deployment.index()] else { return };
        if doing.is_canceled || (doing.on, doing.side) == (on, side) {
            return;
        }
        self.leave(deployment, Some(at));
        self.attempts[deployment.index()] = Some(Doing { on, side, since: at, ..doing });
    }

    /// Keeps what an attempt has done until now, or does still.
    fn leave(&mut self, deployment: DeploymentId, to: Option<SimTime>) {
        let Some(doing) = self.attempts[deployment.index()] else { return };
        let found = self.state.deployment(deployment);
        if doing.on != WaitsOn::NextStep {
            let stretch =
                Stretch { from: doing.since, to, on: Some(doing.on), attempt: Some(deployment), side: doing.side };
            self.by_stage[found.release.index()][found.stage.index()].push(stretch);
        }
    }

    /// What goes on still is open.
    fn close(&mut self) {
        for deployment in (0..self.attempts.len()).map(DeploymentId::at) {
            self.leave(deployment, None);
        }
        for lane in self.by_stage.iter_mut().flatten() {
            if let Some(from) = lane.upstream_since.take() {
                lane.push(Stretch { from, to: None, on: None, attempt: None, side: None });
            }
        }
    }
}

impl Doing {
    fn since(at: SimTime) -> Self {
        Self {
            on: WaitsOn::NextStep,
            since: at,
            side: None,
            is_canceled: false,
            pending_approvals: 0,
            queued_jobs: 0,
            running_jobs: 0,
            pending_interventions: 0,
        }
    }
}

impl Lane {
    fn push(&mut self, stretch: Stretch) {
        if stretch.to != Some(stretch.from) {
            self.stretches.push(stretch);
        }
    }
}
