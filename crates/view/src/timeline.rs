//! The timeline: every release with its stages, and what each did or waited for, as bars on the virtual clock.
//!
//! A run may have thousands of bars, so only the rows that are asked for are told in words; the others are counted.

mod axis;
mod lanes;
mod parts;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use rehearsal_engine::{DeploymentId, ReleaseId, StageId, WaitsOn};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::ApprovalType;

pub use axis::{Tick, ticks};

use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::sentence;
use crate::strings;
use crate::time::{date_time_seconds, time_seconds, took, weekday_date};
use lanes::{Lane, Stretch};
use parts::Part;

/// The timeline, with the rows that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// When the run began.
    pub from: SimTime,
    /// The present.
    pub now: SimTime,
    /// How many rows there are.
    pub row_count: usize,
    /// Position of the first row below.
    pub first_row: usize,
    /// The rows that were asked for.
    pub rows: Vec<TimelineRow>,
    /// Every stage, to open them all.
    pub stages: BTreeSet<StageKey>,
}

/// Number of a release and of a stage in it.
pub type StageKey = (u32, u32);

/// Which rows are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedRows {
    /// Stages whose approvals, gates, jobs and tasks have rows of their own.
    pub opened: BTreeSet<StageKey>,
    /// Rows to tell, by position.
    pub rows: Range<usize>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// Position among all rows.
    pub position: usize,
    /// What it is a row of.
    pub kind: RowKind,
    /// Its name.
    pub name: String,
    /// Small words behind the name; often empty.
    pub note: String,
    /// State now; none for a release.
    pub look: Option<Look>,
    /// From the beginning to the end of a release.
    pub span: Option<(SimTime, SimTime)>,
    /// Bars in order.
    pub bars: Vec<Bar>,
    /// Moments at which something was decided or ended.
    pub marks: Vec<BarMark>,
    /// Where its name leads.
    pub link: TimelineLink,
}

/// What a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A release.
    Release,
    /// A stage, opened or not.
    Stage {
        /// Which.
        key: StageKey,
        /// Whether its parts have rows.
        is_open: bool,
        /// Whether there are any.
        has_parts: bool,
    },
    /// An approver who was asked.
    Approval,
    /// Gates of one side.
    Gates,
    /// A job, or a slice of it.
    Job,
    /// A task.
    Task,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// When it begins.
    pub from: SimTime,
    /// When it ends; now, when it goes on.
    pub to: SimTime,
    /// Whether it goes on.
    pub is_open: bool,
    /// Wait or work.
    pub kind: BarKind,
    /// One or two words to write on it.
    pub label: &'static str,
    /// How long it is.
    pub took: String,
    /// A sentence that says all.
    pub told: String,
    /// What it is about.
    pub link: TimelineLink,
}

/// What a bar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarKind {
    /// Something is waited for.
    Wait(WaitReason),
    /// Something runs, or ran and ended so.
    Work(Look),
}

impl BarKind {
    /// A name for style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wait(reason) => reason.name(),
            Self::Work(look) => look.name(),
        }
    }
}

/// Why something waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitReason {
    /// For other stages of the release.
    Dependency,
    /// For a time: of its schedule, or chosen by an approver.
    Schedule,
    /// For approvers.
    Approval,
    /// For somebody who resumes or rejects a manual intervention.
    Intervention,
    /// For gates.
    Gate,
    /// For a slot of its stage.
    Queue,
    /// For an agent, a target or a parallel job.
    Agent,
}

impl WaitReason {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 7] =
        [Self::Dependency, Self::Schedule, Self::Queue, Self::Approval, Self::Gate, Self::Agent, Self::Intervention];

    /// A name for style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dependency => "dependency",
            Self::Schedule => "schedule",
            Self::Approval => "approval",
            Self::Intervention => "intervention",
            Self::Gate => "gate",
            Self::Queue => "queue",
            Self::Agent => "agent",
        }
    }

    /// The word on the page.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dependency => strings::WAIT_DEPENDENCY,
            Self::Schedule => strings::WAIT_SCHEDULE,
            Self::Approval => strings::WAIT_APPROVAL,
            Self::Intervention => strings::WAIT_INTERVENTION,
            Self::Gate => strings::WAIT_GATE,
            Self::Queue => strings::WAIT_QUEUE,
            Self::Agent => strings::WAIT_AGENT,
        }
    }

    /// The reason of a wait of an attempt; none while it runs.
    pub const fn of(on: WaitsOn) -> Option<Self> {
        match on {
            WaitsOn::Schedule | WaitsOn::Deferral => Some(Self::Schedule),
            WaitsOn::Slot => Some(Self::Queue),
            WaitsOn::Approvals => Some(Self::Approval),
            WaitsOn::Gates => Some(Self::Gate),
            WaitsOn::Intervention => Some(Self::Intervention),
            WaitsOn::ParallelJob | WaitsOn::Agent => Some(Self::Agent),
            WaitsOn::Task | WaitsOn::CleanUp | WaitsOn::NextStep => None,
        }
    }
}

/// A moment at which something came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarMark {
    /// When.
    pub at: SimTime,
    /// How.
    pub look: Look,
    /// In a sentence.
    pub told: String,
}

/// What a bar or a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimelineLink {
    /// A release.
    Release(String),
    /// A stage of a release.
    Stage(String, String),
    /// Approvals and gates of one side of a stage, as they are now.
    Conditions(String, String, ApprovalType),
    /// Logs of an attempt of a stage.
    Logs {
        /// Name of the release.
        release: String,
        /// Name of the stage.
        stage: String,
        /// From 1.
        attempt: u32,
        /// Key of the entry at the left of that page; empty lets the page choose.
        entry: String,
        /// Key of the task; empty for none.
        task: String,
    },
}

/// The timeline with the rows that are wanted.
pub fn timeline(scene: &Scene<'_>, wanted: &WantedRows) -> Timeline {
    let plans = plan(scene, &wanted.opened);
    let lanes = if wanted.rows.is_empty() { Vec::new() } else { lanes::lanes(scene) };
    let row_count = plans.len();
    let first_row = wanted.rows.start.min(row_count);
    let last = wanted.rows.end.min(row_count);
    let rows = plans.into_iter().enumerate().skip(first_row).take(last.saturating_sub(first_row));
    let rows = rows.map(|(position, row)| match row {
        Planned::Release(release) => release_row(scene, position, release, &lanes[release.index()]),
        Planned::Stage(release, stage) => {
            let is_open = wanted.opened.contains(&(release.0, stage.0));
            stage_row(scene, position, (release, stage), is_open, &lanes[release.index()][stage.index()])
        }
        Planned::Part(part) => parts::row(scene, position, part),
    });
    Timeline {
        from: scene.log.get(0).map_or(scene.now, |entry| entry.at),
        now: scene.now,
        row_count,
        first_row,
        rows: rows.collect(),
        stages: all_stages(scene),
    }
}

fn all_stages(scene: &Scene<'_>) -> BTreeSet<StageKey> {
    let releases = scene.state.releases.iter().enumerate();
    let stages = releases.flat_map(|(release, found)| {
        let stages = found.stages.iter().enumerate().filter(|(_, stage)| stage.latest.is_some());
        stages.map(move |(stage, _)| (ReleaseId::at(release).0, StageId::at(stage).0))
    });
    stages.collect()
}

/// A row before it is told.
enum Planned {
    Release(ReleaseId),
    Stage(ReleaseId, StageId),
    Part(Part),
}

fn plan(scene: &Scene<'_>, opened: &BTreeSet<StageKey>) -> Vec<Planned> {
    let mut rows = Vec::new();
    for release in (0..scene.state.releases.len()).map(ReleaseId::at) {
        rows.push(Planned::Release(release));
        for stage in (0..scene.state.release(release).stages.len()).map(StageId::at) {
            rows.push(Planned::Stage(release, stage));
            if opened.contains(&(release.0, stage.0)) {
                let attempts = scene.state.attempts(release, stage);
                rows.extend(
                    attempts.into_iter().flat_map(|attempt| parts::of(scene.state, attempt)).map(Planned::Part),
                );
            }
        }
    }
    rows
}

fn release_row(scene: &Scene<'_>, position: usize, id: ReleaseId, lanes: &[Lane]) -> TimelineRow {
    let release = scene.state.release(id);
    let name = scene.release_name(id).to_owned();
    let ends = lanes.iter().filter_map(|lane| lane.stretches.last());
    let end = ends.map(|stretch| stretch.to.unwrap_or(scene.now)).max().unwrap_or(release.created_at);
    let note = if release.deleted.is_some() {
        strings::DELETED.to_owned()
    } else {
        scene.state.primary_build(id).map_or_else(String::new, |build| scene.state.build(build).number.clone())
    };
    TimelineRow {
        position,
        kind: RowKind::Release,
        note,
        look: None,
        span: Some((release.created_at, end.max(release.created_at))),
        bars: Vec::new(),
        marks: Vec::new(),
        link: TimelineLink::Release(name.clone()),
        name,
    }
}

fn stage_row(
    scene: &Scene<'_>,
    position: usize,
    (release, stage): (ReleaseId, StageId),
    is_open: bool,
    lane: &Lane,
) -> TimelineRow {
    let state = scene.state;
    let latest = scene.latest(release, stage);
    let attempts = state.release(release).stages[stage.index()].attempts;
    let bars = lane.stretches.iter().map(|stretch| stage_bar(scene, release, stage, stretch)).collect();
    let ended = state.attempts(release, stage).into_iter().filter_map(|id| {
        let at = state.deployment(id).finished_at?;
        let fact = &scene.entry(state.deployment(id).finished?).fact;
        Some(BarMark { at, look: Look::of_deployment(state, id), told: sentence(scene.world, state, fact) })
    });
    let mut marks: Vec<BarMark> = ended.collect();
    let decided = state.release(release).stages[stage.index()].not_triggered;
    if let Some((at, fact)) = lane.not_started.zip(decided) {
        let told = sentence(scene.world, state, &scene.entry(fact).fact);
        marks.push(BarMark { at, look: Look::NotDeployed, told });
    }
    let (on, name) = (scene.release_name(release).to_owned(), scene.stage_of(release, stage).to_owned());
    TimelineRow {
        position,
        kind: RowKind::Stage { key: (release.0, stage.0), is_open, has_parts: latest.is_some() },
        note: if attempts > 1 { strings::attempts(attempts) } else { String::new() },
        look: Some(latest.map_or(Look::NotDeployed, |latest| Look::of_deployment(state, latest))),
        span: None,
        bars,
        marks,
        link: TimelineLink::Stage(on, name.clone()),
        name,
    }
}

fn stage_bar(scene: &Scene<'_>, release: ReleaseId, stage: StageId, stretch: &Stretch) -> Bar {
    let is_open = stretch.to.is_none();
    let about = strings::stage_of(scene.stage_of(release, stage), scene.release_name(release));
    let tense = usize::from(!is_open);
    let look = stretch.attempt.map_or(Look::NotDeployed, |id| Look::of_deployment(scene.state, id));
    let (kind, doing) = match stretch.on {
        None => (
            BarKind::Wait(WaitReason::Dependency),
            strings::did_wait_for_stages(&upstream(scene, release, stage))[tense].clone(),
        ),
        Some(WaitsOn::CleanUp) => {
            let look = if is_open { Look::Canceling } else { Look::Canceled };
            (BarKind::Work(look), strings::DID_CLEAN_UP[tense].to_owned())
        }
        Some(on) => match WaitReason::of(on) {
            Some(reason) => (BarKind::Wait(reason), did_wait(on, stretch.side)[tense].to_owned()),
            None if look.is_open() => (BarKind::Work(Look::InProgress), strings::DID_RUN[tense].to_owned()),
            None => (BarKind::Work(look), strings::ran_and_ended(look.word())),
        },
    };
    bar(scene, (stretch.from, stretch.to), kind, &about, &doing, stage_link(scene, release, stage, stretch))
}

/// Where a bar of a stage leads.
fn stage_link(scene: &Scene<'_>, release: ReleaseId, stage: StageId, stretch: &Stretch) -> TimelineLink {
    let (on, name) = (scene.release_name(release).to_owned(), scene.stage_of(release, stage).to_owned());
    let Some(id) = stretch.attempt else { return TimelineLink::Stage(on, name) };
    match (stretch.on.and_then(WaitReason::of), stretch.side) {
        (Some(WaitReason::Approval | WaitReason::Gate), Some(side)) => {
            if scene.latest(release, stage) == Some(id) {
                return TimelineLink::Conditions(on, name, side);
            }
            let is_gate = stretch.on == Some(WaitsOn::Gates);
            logs_link(scene, id, entry_key(side, is_gate).to_owned(), String::new())
        }
        (Some(WaitReason::Schedule | WaitReason::Queue), _) => TimelineLink::Stage(on, name),
        (_, _) => logs_link(scene, id, String::new(), String::new()),
    }
}

/// Key of the entry of approvals or gates on the page of logs.
const fn entry_key(side: ApprovalType, is_gates: bool) -> &'static str {
    match (side, is_gates) {
        (ApprovalType::PostDeploy, false) => "post",
        (ApprovalType::PostDeploy, true) => "post-gates",
        (ApprovalType::PreDeploy | ApprovalType::Undefined, false) => "pre",
        (ApprovalType::PreDeploy | ApprovalType::Undefined, true) => "pre-gates",
    }
}

fn logs_link(scene: &Scene<'_>, id: DeploymentId, entry: String, task: String) -> TimelineLink {
    let deployment = scene.state.deployment(id);
    TimelineLink::Logs {
        release: scene.release_name(deployment.release).to_owned(),
        stage: scene.state.stage_name(id).to_owned(),
        attempt: deployment.attempt,
        entry,
        task,
    }
}

/// Names of the stages that a stage waits for.
fn upstream(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> String {
    let plan = &scene.state.release(release).plan.stages[stage.index()];
    let names: Vec<String> =
        plan.upstream.iter().map(|&(before, _)| scene.stage_of(release, before).to_owned()).collect();
    strings::list(&names)
}

/// What an attempt waits for and waited for, in words.
const fn did_wait(on: WaitsOn, side: Option<ApprovalType>) -> [&'static str; 2] {
    let is_after = matches!(side, Some(ApprovalType::PostDeploy));
    match on {
        WaitsOn::Schedule => strings::DID_WAIT_SCHEDULE,
        WaitsOn::Deferral => strings::DID_WAIT_DEFERRAL,
        WaitsOn::Slot => strings::DID_WAIT_SLOT,
        WaitsOn::Approvals if is_after => strings::DID_WAIT_APPROVAL_POST,
        WaitsOn::Approvals => strings::DID_WAIT_APPROVAL_PRE,
        WaitsOn::Gates if is_after => strings::DID_WAIT_GATES_POST,
        WaitsOn::Gates => strings::DID_WAIT_GATES_PRE,
        WaitsOn::Intervention => strings::DID_WAIT_INTERVENTION,
        WaitsOn::ParallelJob => strings::DID_WAIT_PARALLEL_JOB,
        WaitsOn::Agent => strings::DID_WAIT_AGENT,
        WaitsOn::Task | WaitsOn::NextStep => strings::DID_RUN,
        WaitsOn::CleanUp => strings::DID_CLEAN_UP,
    }
}

/// A bar in words; one that goes on ends now.
fn bar(
    scene: &Scene<'_>,
    (from, to): (SimTime, Option<SimTime>),
    kind: BarKind,
    about: &str,
    doing: &str,
    link: TimelineLink,
) -> Bar {
    let end = to.unwrap_or(scene.now).max(from);
    let took = took(end - from);
    let told = match to {
        Some(to) => {
            strings::bar_ended(about, doing, &date_time_seconds(scene.zone(), from), &until(scene, from, to), &took)
        }
        None => strings::bar_goes_on(about, doing, &date_time_seconds(scene.zone(), from), &took),
    };
    let label = match kind {
        BarKind::Wait(reason) => reason.word(),
        BarKind::Work(look) => look.word(),
    };
    Bar { from, to: end, is_open: to.is_none(), kind, label, took, told, link }
}

/// The end of a stretch: the day is named only when it is another one.
fn until(scene: &Scene<'_>, from: SimTime, to: SimTime) -> String {
    if weekday_date(scene.zone(), from) == weekday_date(scene.zone(), to) {
        time_seconds(scene.zone(), to)
    } else {
        date_time_seconds(scene.zone(), to)
    }
}

impl Timeline {
    /// The end of the axis: now, or a little later when the run has just begun.
    pub fn end(&self) -> SimTime {
        self.now.max(self.from + SimDuration::minutes(1))
    }
}
