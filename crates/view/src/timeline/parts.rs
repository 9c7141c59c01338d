//! Rows of an opened stage: who was asked, gates, jobs and their tasks.

use rehearsal_engine::{ApprovalId, DeploymentId, GatesId, JobId, State, TaskId};
use rehearsal_kernel::SimTime;
use rehearsal_pipeline::{ApprovalStatus, ApprovalType, GateStatus};

use super::{Bar, BarKind, BarMark, RowKind, TimelineRow, WaitReason, bar, entry_key, logs_link};
use crate::gates;
use crate::logs::job_key;
use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::job_name;
use crate::stage::{job_look, place};
use crate::strings;
use crate::time::time_seconds;

/// Something in an attempt that has a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Approval(ApprovalId),
    Gates(GatesId),
    Job(JobId),
    Task(TaskId),
}

/// Parts of an attempt in the order in which they began; tasks stand below their job.
pub(super) fn of(state: &State, id: DeploymentId) -> Vec<Part> {
    let deployment = state.deployment(id);
    let approvals = deployment.approvals.iter().map(|&row| (state.approval(row).created_at, Part::Approval(row)));
    let gates = deployment.gates.iter().map(|&gates| (state.gates_run(gates).started_at, Part::Gates(gates)));
    let jobs = deployment.jobs.iter().map(|&job| (state.job(job).queued_at, Part::Job(job)));
    // Of what began at one moment, approvals and gates before deployment come before jobs, those after it behind them.
    let side_of = |part: &Part| match *part {
        Part::Approval(row) => u8::from(state.approval(row).side == ApprovalType::PostDeploy) * 2,
        Part::Gates(gates) => u8::from(state.gates_run(gates).side == ApprovalType::PostDeploy) * 2,
        Part::Job(_) | Part::Task(_) => 1,
    };
    let mut heads: Vec<(SimTime, Part)> = Vec::new();
    for (at, part) in approvals.chain(gates).chain(jobs) {
        let place = heads.partition_point(|(before, other)| (*before, side_of(other)) <= (at, side_of(&part)));
        heads.insert(place, (at, part));
    }
    let mut parts = Vec::new();
    for (_, part) in heads {
        parts.push(part);
        if let Part::Job(job) = part {
            parts.extend(state.job(job).tasks.iter().copied().map(Part::Task));
        }
    }
    parts
}

/// The row of a part.
pub(super) fn row(scene: &Scene<'_>, position: usize, part: Part) -> TimelineRow {
    match part {
        Part::Approval(id) => approval(scene, position, id),
        Part::Gates(id) => gates_row(scene, position, id),
        Part::Job(id) => job(scene, position, id),
        Part::Task(id) => task(scene, position, id),
    }
}

/// `QA of Release-1`.
fn stage_of(scene: &Scene<'_>, id: DeploymentId) -> String {
    strings::stage_of(scene.state.stage_name(id), scene.release_name(scene.state.deployment(id).release))
}

/// Of which attempt, when there is more than one.
fn note(scene: &Scene<'_>, id: DeploymentId, note: &str) -> String {
    let deployment = scene.state.deployment(id);
    let is_only = scene.latest(deployment.release, deployment.stage) == Some(id) && deployment.attempt == 1;
    if is_only { note.to_owned() } else { strings::attempt_and(deployment.attempt, note) }
}

fn approval(scene: &Scene<'_>, position: usize, id: ApprovalId) -> TimelineRow {
    let found = scene.state.approval(id);
    let who = scene.world.subject_name(found.approver).to_owned();
    let side = match found.side {
        ApprovalType::PostDeploy => strings::POST_DEPLOYMENT_APPROVAL,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::PRE_DEPLOYMENT_APPROVAL,
    };
    let link = logs_link(scene, found.deployment, entry_key(found.side, false).to_owned(), String::new());
    let about = strings::asked_to_approve(&who, &stage_of(scene, found.deployment));
    let doing = match found.side {
        ApprovalType::PostDeploy => strings::DID_WAIT_APPROVAL_POST,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::DID_WAIT_APPROVAL_PRE,
    }[usize::from(found.decided_at.is_some())];
    let (look, word) = match found.status {
        ApprovalStatus::Approved => (Look::Succeeded, strings::APPROVED),
        ApprovalStatus::Rejected => (Look::Failed, strings::REJECTED),
        ApprovalStatus::Pending | ApprovalStatus::Undefined => (Look::PendingApproval, strings::PENDING_APPROVAL),
        ApprovalStatus::Canceled => (Look::Canceled, strings::CANCELED),
        ApprovalStatus::Reassigned | ApprovalStatus::Skipped => (Look::Skipped, strings::SKIPPED),
    };
    let marks = found.decided_at.map(|at| BarMark {
        at,
        look,
        told: strings::approver_decided(&who, word, &time_seconds(scene.zone(), at)),
    });
    let waits = (found.created_at, found.decided_at);
    let bars = (found.decided_at != Some(found.created_at))
        .then(|| bar(scene, waits, BarKind::Wait(WaitReason::Approval), &about, doing, link.clone()));
    TimelineRow {
        position,
        kind: RowKind::Approval,
        name: who,
        note: note(scene, found.deployment, side),
        look: Some(look),
        span: None,
        bars: bars.into_iter().collect(),
        marks: marks.into_iter().collect(),
        link,
    }
}

fn gates_row(scene: &Scene<'_>, position: usize, id: GatesId) -> TimelineRow {
    let run = scene.state.gates_run(id);
    let link = logs_link(scene, run.deployment, entry_key(run.side, true).to_owned(), String::new());
    let about = stage_of(scene, run.deployment);
    let begun = run.first_at.min(run.ended_at.unwrap_or(scene.now));
    let doing = match run.side {
        ApprovalType::PostDeploy => strings::DID_WAIT_GATES_POST,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::DID_WAIT_GATES_PRE,
    }[usize::from(run.ended_at.is_some())];
    let mut bars = Vec::new();
    if begun > run.started_at {
        let is_over = run.ended_at.is_some() || run.first_at <= scene.now;
        let delay = (run.started_at, is_over.then_some(begun));
        let doing = strings::DID_WAIT_GATES_DELAY[usize::from(is_over)];
        bars.push(bar(scene, delay, BarKind::Wait(WaitReason::Gate), &about, doing, link.clone()));
    }
    if run.first_at <= scene.now && run.ended_at != Some(begun) {
        let asked = (begun, run.ended_at);
        bars.push(bar(scene, asked, BarKind::Wait(WaitReason::Gate), &about, doing, link.clone()));
    }
    let count = scene.state.gates_plan(id).gates.len();
    let samples = run.samples.iter().map(|sample| {
        let at = scene.entry(sample.sampled).at;
        let look = if sample.is_good(count) { Look::Succeeded } else { Look::Failed };
        BarMark { at, look, told: strings::sample_was(look.word(), &time_seconds(scene.zone(), at)) }
    });
    let look = match run.status {
        GateStatus::Succeeded => Look::Succeeded,
        GateStatus::Failed => Look::Failed,
        GateStatus::Canceled => Look::Canceled,
        GateStatus::None | GateStatus::Pending | GateStatus::InProgress => Look::ProcessingGates,
    };
    TimelineRow {
        position,
        kind: RowKind::Gates,
        name: gates::title(run.side).to_owned(),
        note: note(scene, run.deployment, ""),
        look: Some(look),
        span: None,
        bars,
        marks: samples.collect(),
        link,
    }
}

/// `job1`, the key of a job on the page of logs.
fn key_of(scene: &Scene<'_>, id: JobId) -> String {
    let job = scene.state.job(id);
    job_key(job.index as usize, job.slice.as_ref().map(|slice| slice.position))
}

fn job(scene: &Scene<'_>, position: usize, id: JobId) -> TimelineRow {
    let run = scene.state.job(id);
    let name = job_name(scene.state, id);
    let link = logs_link(scene, run.deployment, key_of(scene, id), String::new());
    let about = strings::stage_of(&name, &stage_of(scene, run.deployment));
    let look = job_look(scene, id);
    let mut bars = Vec::new();
    let waited = run.started_at.or(run.finished_at);
    if waited != Some(run.queued_at) {
        let has_target = run.slice.as_ref().is_some_and(|slice| slice.target.is_some());
        let doing = if has_target { strings::DID_WAIT_TARGET } else { strings::DID_WAIT_AGENT };
        let kind = BarKind::Wait(WaitReason::Agent);
        let doing = doing[usize::from(waited.is_some())];
        bars.push(bar(scene, (run.queued_at, waited), kind, &about, doing, link.clone()));
    }
    if let Some(started) = run.started_at {
        let doing = work_words(look);
        bars.push(bar(scene, (started, run.finished_at), BarKind::Work(look), &about, &doing, link.clone()));
    }
    TimelineRow {
        position,
        kind: RowKind::Job,
        note: note(
            scene,
            run.deployment,
            if run.started_at.is_some() { place(scene, id) } else { String::new() }.as_str(),
        ),
        look: Some(look),
        span: None,
        marks: skipped(run.started_at.is_none(), run.finished_at, look, &name),
        bars,
        link,
        name,
    }
}

fn task(scene: &Scene<'_>, position: usize, id: TaskId) -> TimelineRow {
    let run = scene.state.task(id);
    let job = scene.state.job(run.job);
    let name = scene.state.task_name(id).to_owned();
    let key = ["task", &(run.index + 1).to_string()].concat();
    let link = logs_link(scene, job.deployment, key_of(scene, run.job), key);
    let look = Look::of_task(run.status);
    let about = strings::stage_of(&name, &stage_of(scene, job.deployment));
    let mut bars: Vec<Bar> = Vec::new();
    if look != Look::Skipped {
        let mut tries: Vec<(SimTime, Option<SimTime>)> =
            run.earlier.iter().map(|one| (one.started_at, Some(one.started_at + one.plan.takes))).collect();
        tries.push((run.current.started_at, run.finished_at));
        let last = tries.len() - 1;
        for (index, (from, to)) in tries.iter().copied().enumerate() {
            // Every try but the last has failed, or there would be no other.
            let look = if index < last { Look::Failed } else { look };
            bars.extend(worked(scene, id, (from, to), look, &about, &link));
            let next = tries.get(index + 1).map(|next| next.0);
            if let Some((to, next)) = to.zip(next).filter(|(to, next)| to < next) {
                let kind = BarKind::Wait(WaitReason::Schedule);
                bars.push(bar(scene, (to, Some(next)), kind, &about, strings::DID_TRY_AGAIN[1], link.clone()));
            }
        }
    }
    TimelineRow {
        position,
        kind: RowKind::Task,
        note: note(scene, job.deployment, ""),
        look: Some(look),
        span: None,
        marks: skipped(look == Look::Skipped, run.finished_at, look, &name),
        bars,
        link,
        name,
    }
}

/// A try of a task: a manual intervention waits for a person all the while.
fn worked(
    scene: &Scene<'_>,
    id: TaskId,
    when: (SimTime, Option<SimTime>),
    look: Look,
    about: &str,
    link: &super::TimelineLink,
) -> Option<Bar> {
    let is_intervention = scene.state.interventions.iter().any(|one| one.task == id);
    if when.1 == Some(when.0) && is_intervention {
        return None;
    }
    Some(if is_intervention {
        let doing = strings::DID_WAIT_INTERVENTION[usize::from(when.1.is_some())];
        bar(scene, when, BarKind::Wait(WaitReason::Intervention), about, doing, link.clone())
    } else {
        bar(scene, when, BarKind::Work(look), about, &work_words(look), link.clone())
    })
}

fn work_words(look: Look) -> String {
    if look.is_open() { strings::DID_RUN[0].to_owned() } else { strings::ran_and_ended(look.word()) }
}

/// What was left out has no bar, but a mark.
fn skipped(is_skipped: bool, at: Option<SimTime>, look: Look, name: &str) -> Vec<BarMark> {
    let mark = at.filter(|_| is_skipped).map(|at| BarMark { at, look, told: strings::was_skipped(name) });
    mark.into_iter().collect()
}
