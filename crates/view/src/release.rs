//! The release page: the release card, and its stages as a diagram.

use rehearsal_engine::{
    Action, BuildId, DeploymentId, EditRelease, Ended, Fact, OnRelease, Release, ReleaseId, StageId, TaskId, barred,
};
use rehearsal_kernel::{Cause, SimDuration};
use rehearsal_pipeline::{
    ApprovalStatus, ApprovalType, DeploymentOperationStatus, DeploymentReason, ReleaseReason, ReleaseStatus,
};

use crate::look::Look;
use crate::releases::{initials, mark};
use crate::scene::Scene;
use crate::sentence::failed_task;
use crate::time::{self, date_time};
use crate::why::not_started;
use crate::{diagram, gates, strings};

/// What the release page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleaseView {
    /// Name of the pipeline.
    pub pipeline: String,
    /// Position of the pipeline, for addresses.
    pub pipeline_index: usize,
    /// Name of the release.
    pub name: String,
    /// `Draft` or `Abandoned`.
    pub mark: Option<&'static str>,
    /// The card at the left.
    pub card: ReleaseCard,
    /// Free text given at its creation.
    pub description: String,
    /// Stages in the order of the definition.
    pub stages: Vec<StageCard>,
    /// Lines between them.
    pub diagram: diagram::Diagram,
    /// Its tags.
    pub tags: Vec<String>,
    /// "Start", for a draft.
    pub start: Option<Offer>,
    /// Why it cannot be edited; none when it can.
    pub edit: Option<String>,
    /// "Abandon".
    pub abandon: Offer,
    /// Whether it is retained indefinitely.
    pub is_retained: bool,
    /// "Retain indefinitely", or "Stop retaining indefinitely" when it is.
    pub retain: Offer,
    /// "Delete".
    pub delete: Offer,
    /// Names of all releases of the pipeline, newest first.
    pub others: Vec<String>,
}

impl ReleaseView {
    /// The stages, each after those it waits for.
    pub fn in_order(&self) -> impl Iterator<Item = &StageCard> {
        self.diagram.order.iter().filter_map(|&index| self.stages.get(index))
    }
}

/// An action with the reason why it cannot be taken now.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What it does.
    pub action: Action,
    /// Why it would be refused.
    pub refusal: Option<String>,
}

impl Offer {
    pub(crate) fn of(scene: &Scene<'_>, action: Action) -> Self {
        let refusal = scene.refusal(&action);
        Self { action, refusal }
    }
}

/// The card of the release itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseCard {
    /// `Manually triggered`, `Continuous deployment`.
    pub reason: &'static str,
    /// `by` or `for`, before the name.
    pub by_or_for: &'static str,
    /// The person.
    pub person: String,
    /// Letters for a round picture.
    pub initials: String,
    /// When it was created.
    pub created: String,
    /// Its artifacts.
    pub artifacts: Vec<ArtifactCard>,
}

/// An artifact on the release card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactCard {
    /// Alias.
    pub alias: String,
    /// Version; none when it has none.
    pub build: Option<ArtifactLine>,
    /// True for the one that triggered the release.
    pub has_triggered: bool,
}

/// A version of an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactLine {
    /// Build number.
    pub number: String,
    /// Branch.
    pub branch: String,
    /// What changed.
    pub commit: String,
}

impl ArtifactLine {
    pub(crate) fn of(scene: &Scene<'_>, build: BuildId) -> Self {
        let build = scene.state.build(build);
        Self { number: build.number.clone(), branch: build.branch.clone(), commit: build.commit.clone() }
    }
}

/// A stage on the release page.
#[derive(Debug, Clone, PartialEq)]
pub struct StageCard {
    /// Its name.
    pub stage: String,
    /// Its state.
    pub look: Look,
    /// The line below the state, such as `on 4/15/2019, 11:08 AM`; empty for none.
    pub line: String,
    /// What failed or what it waits for; empty for none.
    pub detail: String,
    /// Tasks done of all, while it runs.
    pub progress: Option<TaskProgress>,
    /// Why it did not start, in one line.
    pub note: Option<String>,
    /// Pre-deployment conditions, when there are any.
    pub pre: Option<Marker>,
    /// Post-deployment conditions, when there are any.
    pub post: Option<Marker>,
    /// Approve: the side that waits, when one does.
    pub approve: Option<Approve>,
    /// "Deploy" before the first attempt, "Redeploy" after it; none while an attempt goes on.
    pub deploy: Option<(&'static str, Offer)>,
    /// "Cancel" while an attempt goes on.
    pub cancel: Option<Offer>,
    /// Whether there are logs.
    pub has_logs: bool,
    /// Attempts so far.
    pub attempts: u32,
    /// Names of the stages it starts after.
    pub after: Vec<String>,
}

/// The button "Approve" of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approve {
    /// Which side waits.
    pub side: ApprovalType,
    /// True when the viewer may decide, so that the button is blue.
    pub is_for_viewer: bool,
}

/// Progress of a running stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskProgress {
    /// Tasks that ended.
    pub done: usize,
    /// All tasks of the jobs of the stage.
    pub all: usize,
    /// The running task; empty between tasks.
    pub running: String,
    /// Stopwatch of the attempt's jobs.
    pub elapsed: String,
}

/// The sign for the conditions of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// Which side.
    pub side: ApprovalType,
    /// Its state.
    pub look: MarkerLook,
    /// State of its gates; none when it has none.
    pub gates: Option<MarkerLook>,
    /// State of its approvals; none when it has none.
    pub approvals: Option<MarkerLook>,
    /// What it is and how it stands.
    pub label: String,
}

/// State of the conditions of one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkerLook {
    /// Not asked yet.
    Waiting,
    /// Somebody is asked.
    Pending,
    /// Approved.
    Passed,
    /// Rejected or timed out, or the gates failed.
    Failed,
    /// Gates are evaluated.
    Evaluating,
}

impl MarkerLook {
    /// A name for style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Pending => "pending",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Evaluating => "evaluating",
        }
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Waiting => strings::NOT_ASKED_YET,
            Self::Pending => strings::PENDING_APPROVAL,
            Self::Passed => strings::APPROVED,
            Self::Failed => strings::REJECTED,
            Self::Evaluating => strings::EVALUATING_GATES,
        }
    }
}

/// The page of a release.
pub fn release(scene: &Scene<'_>, id: ReleaseId) -> ReleaseView {
    let release = scene.state.release(id);
    let name = release.content.name.clone();
    let on = OnRelease { release: name.clone(), comment: String::new() };
    let diagram = diagram::of_release(&release.plan);
    let stages = (0..release.plan.stages.len()).map(|index| stage_card(scene, id, StageId::at(index))).collect();
    let mut others: Vec<String> =
        scene.releases_of(release.content.definition).map(|(_, other)| other.content.name.clone()).collect();
    others.reverse();
    ReleaseView {
        pipeline: release.plan.definition.name.clone(),
        pipeline_index: release.content.definition.index(),
        name,
        mark: mark(release.status),
        card: release_card(scene, release),
        description: release.content.description.clone(),
        stages,
        diagram,
        tags: release.tags.iter().map(ToString::to_string).collect(),
        start: (release.status == ReleaseStatus::Draft).then(|| Offer::of(scene, Action::StartRelease(on.clone()))),
        edit: edit_refusal(scene, id),
        abandon: Offer::of(scene, Action::Abandon(on.clone())),
        is_retained: release.keep_forever,
        retain: Offer::of(
            scene,
            if release.keep_forever { Action::StopRetaining(on.clone()) } else { Action::RetainRelease(on.clone()) },
        ),
        delete: Offer::of(scene, Action::DeleteRelease(on)),
        others,
    }
}

/// Why a release cannot be edited. What is asked is whether anything may be changed: a description can be in each.
pub fn edit_refusal(scene: &Scene<'_>, release: ReleaseId) -> Option<String> {
    let release = scene.state.release(release);
    scene.refusal(&Action::EditRelease(EditRelease {
        release: release.content.name.clone(),
        description: Some([&*release.content.description, "…"].concat()),
        ..EditRelease::default()
    }))
}

fn release_card(scene: &Scene<'_>, release: &Release) -> ReleaseCard {
    let content = &release.content;
    let (reason, by_or_for) = match content.reason {
        ReleaseReason::Manual | ReleaseReason::None => (strings::MANUALLY_TRIGGERED, strings::BY),
        ReleaseReason::ContinuousIntegration => (strings::CONTINUOUS_DEPLOYMENT, strings::FOR),
        ReleaseReason::Schedule => (strings::SCHEDULED_RELEASE, strings::FOR),
        ReleaseReason::PullRequest => (strings::PULL_REQUEST, strings::FOR),
    };
    let person = scene.who(content.requested_for.or(content.created_by));
    ReleaseCard {
        reason,
        by_or_for,
        person: person.to_owned(),
        initials: initials(person),
        created: date_time(scene.zone(), release.created_at),
        artifacts: release
            .plan
            .definition
            .artifacts
            .iter()
            .zip(&content.artifacts)
            .map(|(artifact, build)| ArtifactCard {
                alias: artifact.alias.clone(),
                build: build.map(|build| ArtifactLine::of(scene, build)),
                has_triggered: content.triggering_alias.as_ref() == Some(&artifact.alias),
            })
            .collect(),
    }
}

fn stage_card(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> StageCard {
    let latest = scene.latest(release, stage);
    let look = latest.map_or(Look::NotDeployed, |id| Look::of_deployment(scene.state, id));
    let (line, detail) = latest.map_or_else(Default::default, |id| lines(scene, id, look));
    let on = scene.on_stage(release, stage);
    let plan = &scene.state.release(release).plan;
    let verb = if latest.is_some() { strings::REDEPLOY } else { strings::DEPLOY };
    StageCard {
        stage: on.stage.clone(),
        look,
        line,
        detail,
        progress: latest.filter(|_| look == Look::InProgress).and_then(|id| progress(scene, id)),
        note: not_started(scene, release, stage),
        pre: marker(scene, release, stage, ApprovalType::PreDeploy),
        post: marker(scene, release, stage, ApprovalType::PostDeploy),
        approve: latest.and_then(|id| approve(scene, id)),
        deploy: (!look.is_open()).then(|| (verb, Offer::of(scene, Action::Deploy(on.clone().into())))),
        cancel: look.is_open().then(|| Offer::of(scene, Action::Cancel(on))),
        has_logs: latest.is_some(),
        attempts: scene.state.release(release).stages[stage.index()].attempts,
        after: plan.stages[stage.index()].upstream.iter().map(|&(id, _)| plan.stage(id).name.clone()).collect(),
    }
}

/// The line with the time, and the line that says what it is about.
fn lines(scene: &Scene<'_>, id: DeploymentId, look: Look) -> (String, String) {
    let deployment = scene.state.deployment(id);
    let zone = scene.zone();
    let on_end = || deployment.finished_at.map(|at| strings::on_date(&date_time(zone, at))).unwrap_or_default();
    let until = || deployment.until.map(|at| strings::until_date(&date_time(zone, at))).unwrap_or_default();
    let since = || strings::for_span(&time::waited(scene.now - deployment.operation_at));
    match look {
        Look::NotDeployed | Look::Skipped => Default::default(),
        Look::Succeeded => (on_end(), String::new()),
        Look::PartiallySucceeded => (on_end(), strings::SOME_TASKS_HAD_ISSUES.to_owned()),
        Look::Failed | Look::Canceled => (on_end(), ending(scene, id)),
        Look::Scheduled => (until(), strings::WAITS_FOR_SCHEDULE.to_owned()),
        Look::Deferred => (until(), strings::APPROVED_FOR_LATER.to_owned()),
        Look::Queued if deployment.operation == DeploymentOperationStatus::QueuedForAgent => {
            (since(), strings::WAITS_FOR_AGENT.to_owned())
        }
        Look::Queued if deployment.operation == DeploymentOperationStatus::QueuedForPipeline => {
            (since(), strings::WAITS_FOR_PARALLEL_JOB.to_owned())
        }
        Look::Queued => (since(), queued_behind(scene, id)),
        Look::PendingApproval => {
            let pending: Vec<_> = scene.state.pending_approvals(id).map(|row| scene.state.approval(row)).collect();
            let names: Vec<String> =
                pending.iter().map(|row| scene.world.subject_name(row.approver).to_owned()).collect();
            let since = pending.iter().map(|row| row.created_at).min().unwrap_or(scene.now);
            (strings::for_span(&time::waited(scene.now - since)), strings::on_people(&strings::list(&names)))
        }
        Look::ProcessingGates => gates::lines(scene, id),
        Look::PendingIntervention => (since(), strings::WAITS_FOR_INTERVENTION.to_owned()),
        Look::InProgress => (String::new(), String::new()),
        Look::Canceling => (String::new(), strings::CLEAN_UP_RUNS.to_owned()),
    }
}

/// What a queued deployment waits for: the release that holds its stage.
fn queued_behind(scene: &Scene<'_>, id: DeploymentId) -> String {
    let waiting = scene.state.deployment(id);
    let definition = scene.state.release(waiting.release).content.definition;
    let same = waiting.plan.stage(waiting.stage).id;
    let holder = scene.state.deployments.iter().find(|other| {
        other.plan.stage(other.stage).id == same
            && other.status == rehearsal_pipeline::EnvironmentStatus::InProgress
            && scene.state.release(other.release).content.definition == definition
    });
    holder.map_or_else(
        || strings::WAITS_IN_QUEUE.to_owned(),
        |holder| strings::waits_behind(scene.release_name(holder.release)),
    )
}

/// Why an attempt ended badly.
pub(crate) fn ending(scene: &Scene<'_>, id: DeploymentId) -> String {
    let Some(finished) = scene.state.deployment(id).finished else { return String::new() };
    let Fact::DeploymentFinished { why, .. } = &scene.entry(finished).fact else { return String::new() };
    let decided_by = |status: ApprovalStatus| {
        scene.state.deployment(id).approvals.iter().map(|&row| scene.state.approval(row)).find_map(|row| {
            (row.status == status).then(|| scene.who(row.decided_by)).filter(|_| row.decided_by.is_some())
        })
    };
    let canceled_by = || {
        scene.state.deployment(id).cancel_requested.and_then(|fact| match &scene.entry(fact).fact {
            Fact::CancelRequested { by, .. } => *by,
            _ => None,
        })
    };
    match why {
        Ended::Completed => String::new(),
        Ended::JobFailed => {
            failed_task(scene.state, id).map_or_else(|| strings::A_JOB_FAILED.to_owned(), strings::task_did_fail)
        }
        Ended::JobTimedOut => strings::A_JOB_RAN_OUT_OF_TIME.to_owned(),
        Ended::ApprovalRejected => decided_by(ApprovalStatus::Rejected)
            .map_or_else(|| strings::APPROVAL_REJECTED.to_owned(), strings::rejected_by),
        Ended::ApprovalTimedOut => strings::APPROVAL_TIMED_OUT.to_owned(),
        Ended::GatesFailed => {
            let side = scene.state.deployment(id).gates.last().map(|&gates| scene.state.gates_run(gates).side);
            gates::failed(side.unwrap_or(ApprovalType::PreDeploy)).to_owned()
        }
        Ended::Canceled => strings::canceled_by(scene.who(canceled_by())),
        Ended::Superseded => strings::REPLACED_IN_QUEUE.to_owned(),
        Ended::Abandoned => strings::NOTE_ABANDONED.to_owned(),
    }
}

fn progress(scene: &Scene<'_>, id: DeploymentId) -> Option<TaskProgress> {
    let deployment = scene.state.deployment(id);
    let started = deployment.jobs.iter().find_map(|&job| scene.state.job(job).started_at)?;
    let tasks = || deployment.jobs.iter().flat_map(|&job| scene.state.job(job).tasks.iter().copied());
    let is_done = |task: &TaskId| scene.state.task(*task).finished_at.is_some();
    let running = tasks().find(|task| !is_done(task));
    Some(TaskProgress {
        done: tasks().filter(is_done).count(),
        all: all_tasks(scene, id),
        running: running.map(|task| scene.state.task_name(task).to_owned()).unwrap_or_default(),
        elapsed: time::stopwatch(scene.now - started),
    })
}

/// Tasks of all jobs; a job that is multiplied counts once for each of its runs.
fn all_tasks(scene: &Scene<'_>, id: DeploymentId) -> usize {
    let runs = |index: usize| {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let first = scene.state.runs_of(id, index).next().map(|job| scene.state.job(job));
        first.and_then(|job| job.slice.as_ref()).map_or(1, |slice| slice.total as usize)
    };
    scene.state.stage_plan(id).jobs.iter().enumerate().map(|(index, job)| job.steps.len() * runs(index)).sum()
}

fn approve(scene: &Scene<'_>, id: DeploymentId) -> Option<Approve> {
    let rows: Vec<_> = scene.state.pending_approvals(id).map(|row| scene.state.approval(row)).collect();
    let side = rows.first()?.side;
    let is_barred = |viewer| barred(scene.world, scene.state, id, side).contains(&viewer);
    let is_for_viewer = scene
        .viewer
        .is_some_and(|viewer| rows.iter().any(|row| scene.world.includes(row.approver, viewer)) && !is_barred(viewer));
    Some(Approve { side, is_for_viewer })
}

/// The sign of one side: only where approvers or gates are set.
fn marker(scene: &Scene<'_>, release: ReleaseId, stage: StageId, side: ApprovalType) -> Option<Marker> {
    let plan = scene.state.release(release).plan.stages[stage.index()].side(side);
    if plan.rows.is_empty() && plan.gates.is_none() {
        return None;
    }
    let latest = scene.latest(release, stage);
    let (look, word) = latest.map_or((MarkerLook::Waiting, strings::NOT_ASKED_YET), |id| side_look(scene, id, side));
    let gates = plan.gates.as_ref().map(|_| {
        let run = latest.and_then(|id| scene.state.gates_of(id, side));
        match gates::standing(scene, run, side).0 {
            Look::ProcessingGates => MarkerLook::Evaluating,
            Look::Succeeded => MarkerLook::Passed,
            Look::Failed => MarkerLook::Failed,
            _ => MarkerLook::Waiting,
        }
    });
    let approvals =
        (!plan.rows.is_empty()).then(|| latest.map_or(MarkerLook::Waiting, |id| marker_look(scene, id, side)));
    let title = side_title(side);
    Some(Marker { side, look, gates, approvals, label: strings::name_and_word(title, word) })
}

/// How approvals and gates of a side stand together.
fn side_look(scene: &Scene<'_>, id: DeploymentId, side: ApprovalType) -> (MarkerLook, &'static str) {
    let approvals = marker_look(scene, id, side);
    let plan = scene.state.stage_plan(id).side(side);
    if plan.gates.is_none() || matches!(approvals, MarkerLook::Failed | MarkerLook::Pending) {
        return (approvals, approvals.word());
    }
    let run = scene.state.gates_of(id, side);
    let (look, word) = gates::standing(scene, run, side);
    match look {
        Look::ProcessingGates => (MarkerLook::Evaluating, word),
        // An approval after failed gates lets the deployment go on.
        Look::Failed if approvals != MarkerLook::Passed => (MarkerLook::Failed, word),
        Look::Succeeded if plan.rows.is_empty() => (MarkerLook::Passed, word),
        Look::Succeeded | Look::Failed => (approvals, approvals.word()),
        _ => (MarkerLook::Waiting, word),
    }
}

pub(crate) fn marker_look(scene: &Scene<'_>, id: DeploymentId, side: ApprovalType) -> MarkerLook {
    let deployment = scene.state.deployment(id);
    let rows = || deployment.approvals.iter().map(|&row| scene.state.approval(row)).filter(|row| row.side == side);
    let has = |status: ApprovalStatus| rows().any(|row| row.status == status);
    if has(ApprovalStatus::Rejected) {
        MarkerLook::Failed
    } else if has(ApprovalStatus::Pending) {
        MarkerLook::Pending
    } else if has(ApprovalStatus::Approved) || has(ApprovalStatus::Skipped) {
        MarkerLook::Passed
    } else {
        MarkerLook::Waiting
    }
}

/// `Pre-deployment conditions` or `Post-deployment conditions`.
pub(crate) const fn side_title(side: ApprovalType) -> &'static str {
    match side {
        ApprovalType::PostDeploy => strings::POST_DEPLOYMENT_CONDITIONS,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::PRE_DEPLOYMENT_CONDITIONS,
    }
}

/// Why an attempt was started, as the product's `triggerReason` says it (`classic.md` §5.2).
pub fn trigger_reason(scene: &Scene<'_>, id: DeploymentId) -> String {
    let deployment = scene.state.deployment(id);
    match deployment.reason {
        DeploymentReason::Manual | DeploymentReason::None => strings::TRIGGER_MANUAL.to_owned(),
        DeploymentReason::Scheduled => strings::TRIGGER_SCHEDULED.to_owned(),
        DeploymentReason::RedeployTrigger => strings::TRIGGER_REDEPLOY.to_owned(),
        DeploymentReason::Automated => match scene.entry(deployment.created).cause() {
            Cause::Fact(cause) | Cause::Timer(cause) => match &scene.entry(cause).fact {
                Fact::DeploymentFinished { deployment: before, .. } => {
                    strings::trigger_after(scene.state.stage_name(*before))
                }
                _ => strings::TRIGGER_RELEASE_STARTED.to_owned(),
            },
            Cause::Start | Cause::Command(_) => strings::TRIGGER_RELEASE_STARTED.to_owned(),
        },
    }
}

/// Why an attempt was started, in words.
pub(crate) fn started_because(scene: &Scene<'_>, id: DeploymentId) -> String {
    let deployment = scene.state.deployment(id);
    match (deployment.by, deployment.reason) {
        (Some(by), _) => strings::deployed_by(scene.world.person_name(by)),
        (None, DeploymentReason::Scheduled) => strings::BY_SCHEDULE.to_owned(),
        (None, DeploymentReason::RedeployTrigger) => strings::BY_REDEPLOY.to_owned(),
        (None, DeploymentReason::Automated | DeploymentReason::None | DeploymentReason::Manual) => {
            strings::BY_TRIGGER.to_owned()
        }
    }
}

/// How long something has lasted by now, or did until it ended.
pub(crate) fn lasted(
    scene: &Scene<'_>,
    from: rehearsal_kernel::SimTime,
    to: Option<rehearsal_kernel::SimTime>,
) -> SimDuration {
    to.unwrap_or(scene.now) - from
}
