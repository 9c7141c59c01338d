//! The gates of one side of a stage: how they stand, every evaluation as a table, and what comes next.

mod chart;
#[cfg(test)]
mod tests;

use rehearsal_classic::Stage;
use rehearsal_engine::{
    Action, DeploymentId, GateFinding, GateKind, GatesId, GatesPlan, GatesRun, IgnoreGate, ReleaseId, SidePlan,
    StageId, gate_finding,
};
use rehearsal_pipeline::{ApprovalExecutionOrder, ApprovalType, GateStatus, Task};

pub use self::chart::{ChartBar, GatesChart};
use crate::look::Look;
use crate::release::Offer;
use crate::scene::Scene;
use crate::strings;
use crate::time::{self, date_time};
use crate::why::Entity;

/// More evaluations than this are not shown; the earlier ones are counted.
const COLUMNS_MAX: usize = 24;

/// What the gates panel shows.
#[derive(Debug, Clone, PartialEq)]
pub struct GatesView {
    /// `Pre-deployment gates` or `Post-deployment gates`.
    pub title: &'static str,
    /// How they stand.
    pub look: Look,
    /// The words for it, such as `Waiting on delay before evaluation` or `Evaluating gates`.
    pub word: &'static str,
    /// The coloured box; none before they begin.
    pub banner: Option<GatesBanner>,
    /// Evaluations before the first one shown.
    pub earlier: usize,
    /// Evaluations, oldest first.
    pub samples: Vec<SampleColumn>,
    /// `Next in 4m`; none when none comes.
    pub next: Option<String>,
    /// When the next evaluation is, on the clock of the scenario; empty when none comes.
    pub next_at: String,
    /// When they fail unless they pass; empty before they begin and after they ended.
    pub timeout_at: String,
    /// One row for each gate.
    pub rows: Vec<GateRow>,
    /// How they are evaluated, as sentences.
    pub settings: Vec<String>,
    /// True when approvals are asked first.
    pub follow_approvals: bool,
    /// The samples over time; none before the first.
    pub chart: Option<GatesChart>,
    /// What "why?" is asked about.
    pub about: Entity,
}

/// The coloured box over the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatesBanner {
    /// Its state.
    pub look: Look,
    /// The first line.
    pub text: String,
    /// The second line; empty for none.
    pub more: String,
    /// At the right: `Timeout in 48h`.
    pub timeout: Option<String>,
}

/// One evaluation of all gates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleColumn {
    /// When, `12:47:00 PM`.
    pub time: String,
    /// False for one during the delay, which is for reference only.
    pub counts: bool,
    /// True when all gates passed in it.
    pub is_good: bool,
}

/// A gate.
#[derive(Debug, Clone, PartialEq)]
pub struct GateRow {
    /// Its name.
    pub name: String,
    /// What it asks, in grey: `Query work items`.
    pub about: &'static str,
    /// What it said in each evaluation that is shown.
    pub cells: Vec<GateCell>,
    /// Who ignored it and when; empty when nobody did.
    pub ignored: String,
    /// "Ignore Gate", while the gates are evaluated.
    pub ignore: Option<Offer>,
}

/// What a gate said in one evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateCell {
    /// How it ended.
    pub mark: GateMark,
    /// What it found, as a sentence.
    pub found: String,
}

/// How a gate ended in one evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateMark {
    /// It passed.
    Passed,
    /// It failed.
    Failed,
    /// It did not answer before the next evaluation.
    NoAnswer,
    /// It was ignored.
    Ignored,
    /// Its answer is awaited.
    Awaited,
}

impl GateMark {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passed => strings::GATE_PASSED,
            Self::Failed => strings::GATE_FAILED,
            Self::NoAnswer => strings::GATE_NO_ANSWER,
            Self::Ignored => strings::GATE_IS_IGNORED,
            Self::Awaited => strings::GATE_AWAITED,
        }
    }

    /// The shape for it.
    pub const fn look(self) -> Look {
        match self {
            Self::Passed => Look::Succeeded,
            Self::Failed => Look::Failed,
            Self::NoAnswer => Look::PartiallySucceeded,
            Self::Ignored => Look::Skipped,
            Self::Awaited => Look::InProgress,
        }
    }
}

/// The gates of a side; none when the stage has none there.
pub(crate) fn gates_of(
    scene: &Scene<'_>,
    release: ReleaseId,
    stage: StageId,
    side: ApprovalType,
    attempt: Option<DeploymentId>,
) -> Option<GatesView> {
    let plan = &scene.state.release(release).plan;
    let side_plan = plan.stages[stage.index()].side(side);
    let gates_plan = side_plan.gates.as_ref()?;
    let run = attempt.and_then(|id| scene.state.gates_of(id, side));
    let (look, word) = standing(scene, run, side);
    let found = run.map(|id| scene.state.gates_run(id));
    let open = found.filter(|run| run.ended_at.is_none());
    let asked = found.map_or(0, |run| run.samples.len() + usize::from(run.pending.is_some()));
    let earlier = asked.saturating_sub(COLUMNS_MAX);
    let next = open.and_then(|run| run.next_at);
    let names: Vec<String> =
        gates_plan.gates.iter().map(|gate| gate.task(plan.stage(stage), side).name.clone()).collect();
    Some(GatesView {
        title: title(side),
        look,
        word,
        banner: run.map(|id| banner(scene, id, look)),
        earlier,
        samples: run.map_or_else(Vec::new, |id| (earlier..asked).map(|sample| column(scene, id, sample)).collect()),
        next: next.map(|at| strings::next_in(&time::left(at - scene.now))),
        next_at: next.map(|at| date_time(scene.zone(), at)).unwrap_or_default(),
        timeout_at: open.map(|run| date_time(scene.zone(), run.deadline)).unwrap_or_default(),
        rows: rows(scene, plan.stage(stage), side, gates_plan, run, earlier..asked),
        settings: settings(side_plan, gates_plan),
        follow_approvals: side_plan.order == ApprovalExecutionOrder::BeforeGates,
        chart: run.and_then(|id| chart::chart(scene, id, &names)),
        about: attempt.map_or(Entity::Stage(release, stage), |id| Entity::Gates(id, side)),
    })
}

/// `Pre-deployment gates` or `Post-deployment gates`.
pub(crate) const fn title(side: ApprovalType) -> &'static str {
    match side {
        ApprovalType::PostDeploy => strings::POST_DEPLOYMENT_GATES,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::PRE_DEPLOYMENT_GATES,
    }
}

/// `Pre-deployment gates failed` or `Post-deployment gates failed`.
pub(crate) const fn failed(side: ApprovalType) -> &'static str {
    match side {
        ApprovalType::PostDeploy => strings::POST_DEPLOYMENT_GATES_FAILED,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::PRE_DEPLOYMENT_GATES_FAILED,
    }
}

/// State and word of gates that may not have begun.
pub(crate) fn standing(scene: &Scene<'_>, run: Option<GatesId>, side: ApprovalType) -> (Look, &'static str) {
    let Some(run) = run.map(|id| scene.state.gates_run(id)) else {
        return (Look::NotDeployed, strings::NOT_EVALUATED_YET);
    };
    match run.status {
        GateStatus::None | GateStatus::Pending => (Look::ProcessingGates, strings::WAITING_ON_DELAY),
        GateStatus::InProgress => (Look::ProcessingGates, strings::EVALUATING_GATES),
        GateStatus::Succeeded => (Look::Succeeded, strings::GATES_SUCCEEDED),
        GateStatus::Failed => (Look::Failed, failed(side)),
        GateStatus::Canceled => (Look::Canceled, strings::CANCELED),
    }
}

fn banner(scene: &Scene<'_>, id: GatesId, look: Look) -> GatesBanner {
    let run = scene.state.gates_run(id);
    let plan = scene.state.gates_plan(id);
    let ended = run.ended_at.map(|at| date_time(scene.zone(), at)).unwrap_or_default();
    let timeout = run.ended_at.is_none().then(|| strings::timeout_in(&time::left(run.deadline - scene.now)));
    let (text, more) = match run.status {
        GateStatus::None | GateStatus::Pending => (
            strings::DELAY_IN_PROGRESS.to_owned(),
            strings::evaluation_begins_in(&time::left(run.first_at - scene.now)),
        ),
        GateStatus::InProgress => match counted(run).last() {
            None => (strings::NO_SAMPLES_YET.to_owned(), String::new()),
            Some(sample) => latest(scene, id, sample, plan),
        },
        GateStatus::Succeeded => (strings::gates_succeeded_on(&ended), String::new()),
        GateStatus::Failed => {
            (strings::gates_failed_on(&ended), strings::gates_did_not_meet(&time::words(plan.timeout)))
        }
        GateStatus::Canceled => (strings::gates_canceled_on(&ended), String::new()),
    };
    GatesBanner { look, text, more, timeout }
}

/// Complete samples that count.
fn counted(run: &GatesRun) -> std::ops::Range<usize> {
    run.reference_samples as usize..run.samples.len()
}

/// How the latest sample came out, and what is waited for.
fn latest(scene: &Scene<'_>, id: GatesId, sample: usize, plan: &GatesPlan) -> (String, String) {
    let run = scene.state.gates_run(id);
    let at = time::time_seconds(scene.zone(), scene.state.sample_time(id, sample));
    let count = plan.gates.len();
    let bad = (0..count).filter(|&gate| is_bad(run, sample, gate)).count();
    if bad > 0 {
        return (strings::gates_failed_in_sample(bad, count, &at), strings::WAITING_FOR_SAME_SAMPLE.to_owned());
    }
    let since = run.succeeding_since.unwrap_or(run.first_at);
    let more = strings::waiting_for_steady(&time::time_seconds(scene.zone(), since), &time::words(plan.steady));
    (strings::gates_passed_in_sample(&at), more)
}

fn is_bad(run: &GatesRun, sample: usize, gate: usize) -> bool {
    let taken = run.samples[sample];
    (taken.passed | taken.ignored) & (1 << gate) == 0
}

fn column(scene: &Scene<'_>, id: GatesId, sample: usize) -> SampleColumn {
    let run = scene.state.gates_run(id);
    let count = scene.state.gates_plan(id).gates.len();
    SampleColumn {
        time: time::time_seconds(scene.zone(), scene.state.sample_time(id, sample)),
        counts: !run.is_reference(sample),
        is_good: run.samples.get(sample).is_some_and(|sample| sample.is_good(count)),
    }
}

fn rows(
    scene: &Scene<'_>,
    stage: &Stage,
    side: ApprovalType,
    plan: &GatesPlan,
    run: Option<GatesId>,
    samples: std::ops::Range<usize>,
) -> Vec<GateRow> {
    let row = |(index, gate): (usize, &rehearsal_engine::GatePlan)| {
        let task: &Task = gate.task(stage, side);
        let cell = |sample| run.map(|id| cell(scene, id, index, sample));
        let ignored = run.and_then(|id| {
            let mut all = scene.state.gates_run(id).ignored.iter();
            all.find(|ignored| ignored.gate as usize == index)
        });
        GateRow {
            name: task.name.clone(),
            about: about(gate.kind),
            cells: samples.clone().filter_map(cell).collect(),
            ignored: ignored
                .map(|ignored| strings::ignored_by(scene.who(ignored.by), &date_time(scene.zone(), ignored.at)))
                .unwrap_or_default(),
            ignore: run
                .filter(|&id| ignored.is_none() && scene.state.gates_run(id).ended_at.is_none())
                .map(|id| ignore(scene, id, task)),
        }
    };
    plan.gates.iter().enumerate().map(row).collect()
}

/// What kind of question a gate asks.
const fn about(kind: GateKind) -> &'static str {
    match kind {
        GateKind::WorkItems => strings::GATE_WORK_ITEMS,
        GateKind::RestApi => strings::GATE_REST_API,
        GateKind::Function => strings::GATE_FUNCTION,
        GateKind::MonitorAlerts => strings::GATE_ALERTS,
        GateKind::Policy => strings::GATE_POLICY,
        GateKind::Other => strings::GATE_OTHER,
    }
}

fn ignore(scene: &Scene<'_>, id: GatesId, task: &Task) -> Offer {
    let run = scene.state.gates_run(id);
    let deployment = scene.state.deployment(run.deployment);
    let on = scene.on_stage(deployment.release, deployment.stage);
    let action = IgnoreGate {
        release: on.release,
        stage: on.stage,
        approval_type: Some(run.side),
        gate: task.name.clone(),
        comment: String::new(),
    };
    Offer::of(scene, Action::IgnoreGate(action))
}

fn cell(scene: &Scene<'_>, id: GatesId, gate: usize, sample: usize) -> GateCell {
    let run = scene.state.gates_run(id);
    let bit = 1 << gate;
    let is_ignored = run.pending.is_some_and(|pending| pending.ignored & bit != 0);
    let Some(taken) = run.samples.get(sample) else {
        return if is_ignored {
            GateCell { mark: GateMark::Ignored, found: strings::WAS_IGNORED.to_owned() }
        } else {
            GateCell { mark: GateMark::Awaited, found: strings::ANSWER_AWAITED.to_owned() }
        };
    };
    if taken.ignored & bit != 0 {
        GateCell { mark: GateMark::Ignored, found: strings::WAS_IGNORED.to_owned() }
    } else if taken.unanswered & bit != 0 {
        GateCell { mark: GateMark::NoAnswer, found: strings::DID_NOT_ANSWER.to_owned() }
    } else {
        let mark = if taken.passed & bit != 0 { GateMark::Passed } else { GateMark::Failed };
        GateCell { mark, found: found_by(scene, id, gate, sample) }
    }
}

/// What a gate found in a sample, as a sentence; empty where there is nothing to say.
pub(crate) fn found_by(scene: &Scene<'_>, id: GatesId, gate: usize, sample: usize) -> String {
    found(&gate_finding(scene.world, scene.state, id, gate, sample))
}

/// What a gate found, as a sentence.
fn found(finding: &GateFinding) -> String {
    match finding {
        GateFinding::Scripted { .. } | GateFinding::Unknown => String::new(),
        GateFinding::WorkItems { query, count, lower, upper } => {
            strings::found_work_items(query, *count, *lower, *upper)
        }
        GateFinding::BadThreshold { text } => strings::bad_threshold(text),
        GateFinding::Response { status, criteria: None } => strings::answered(*status),
        GateFinding::Response { status, criteria: Some(Ok(holds)) } => strings::answered_criteria(*status, *holds),
        GateFinding::Response { criteria: Some(Err(why)), .. } => strings::criteria_failed(why),
        GateFinding::NoResponse => strings::DID_NOT_ANSWER.to_owned(),
        GateFinding::Alerts { active } => strings::found_alerts(active),
        GateFinding::Policies { violated } => strings::found_policies(violated),
    }
}

fn settings(side: &SidePlan, plan: &GatesPlan) -> Vec<String> {
    let order = match side.order {
        ApprovalExecutionOrder::BeforeGates => strings::ORDER_BEFORE_GATES,
        ApprovalExecutionOrder::AfterSuccessfulGates => strings::ORDER_AFTER_SUCCESSFUL_GATES,
        ApprovalExecutionOrder::AfterGatesAlways => strings::ORDER_AFTER_GATES_ALWAYS,
    };
    let mut settings = vec![
        strings::gate_delay(&time::words(plan.delay)),
        strings::gate_interval(&time::words(plan.interval)),
        match plan.steady.as_millis() {
            0 => strings::GATE_NOT_STEADY.to_owned(),
            _ => strings::gate_steady(&time::words(plan.steady)),
        },
        strings::gate_timeout(&time::words(plan.timeout)),
    ];
    if !side.rows.is_empty() {
        settings.push(order.to_owned());
    }
    settings
}

/// The two lines of a card whose gates run: how the latest evaluation came out, and when the next comes.
pub(crate) fn lines(scene: &Scene<'_>, deployment: DeploymentId) -> (String, String) {
    let Some(id) = scene.state.running_gates(deployment) else { return Default::default() };
    let run = scene.state.gates_run(id);
    let left = |at| time::left(at - scene.now);
    let next = run.next_at.map(&left);
    if run.status == GateStatus::Pending {
        return (strings::evaluation_starts_in(&left(run.first_at)), strings::WAITING_ON_DELAY.to_owned());
    }
    let count = scene.state.gates_plan(id).gates.len();
    let text = counted(run).last().map_or_else(
        || strings::NO_SAMPLES_YET.to_owned(),
        |sample| {
            let bad = (0..count).filter(|&gate| is_bad(run, sample, gate)).count();
            if bad == 0 { strings::GATES_PASS_NOW.to_owned() } else { strings::gates_failed_of(bad, count) }
        },
    );
    let more = match next {
        Some(next) => strings::next_sample_in(&next),
        None => strings::timeout_in(&left(run.deadline)),
    };
    (text, more)
}
