//! The clock bar, and what happens next if nobody acts.

use rehearsal_engine::{DeploymentId, JobId, TaskId};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::ApprovalStatus;

use crate::scene::Scene;
use crate::strings;
use crate::time::{date_time, time_seconds, weekday_date, words};

/// What the clock bar shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockView {
    /// `Mon 3/2/2026`.
    pub day: String,
    /// `9:05:07 AM`.
    pub time: String,
    /// Zone of both.
    pub zone: String,
    /// What comes next; none when nothing happens any more without the learner.
    pub next: Option<NextEvent>,
    /// A sentence for a learner who waits for nothing.
    pub hint: Option<String>,
}

/// The next thing that happens if nobody acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextEvent {
    /// When.
    pub at: SimTime,
    /// When, in words.
    pub time: String,
    /// How far away, in words.
    pub away: String,
    /// What it is.
    pub what: String,
    /// True when it is a day away or more, so that nobody should jump there unasked.
    pub is_far: bool,
}

/// A jump of this length or more is confirmed first.
const FAR: SimDuration = SimDuration::days(1);
/// From here on the learner is told that acting is quicker than waiting.
const LONG: SimDuration = SimDuration::hours(12);

/// The clock bar; `due` is when something happens next.
pub fn clock(scene: &Scene<'_>, due: Option<SimTime>) -> ClockView {
    let next = due.map(|at| NextEvent {
        at,
        time: date_time(scene.zone(), at),
        away: words(at - scene.now),
        what: what(scene, at),
        is_far: at - scene.now >= FAR,
    });
    let hint = match &next {
        None => Some(strings::NOTHING_MORE.to_owned()),
        Some(next) if next.at - scene.now > LONG => Some(strings::nothing_before(&next.time, &next.what)),
        Some(_) => None,
    };
    ClockView {
        day: weekday_date(scene.zone(), scene.now),
        time: time_seconds(scene.zone(), scene.now),
        zone: scene.zone().to_owned(),
        next,
        hint,
    }
}

/// What is due at a moment, told from what waits. What the scenario itself plans stays a surprise.
fn what(scene: &Scene<'_>, at: SimTime) -> String {
    let state = scene.state;
    let of =
        |id: DeploymentId| strings::stage_of(state.stage_name(id), scene.release_name(state.deployment(id).release));
    let tasks = state.tasks.iter().enumerate().filter(|(_, task)| task.finished_at.is_none());
    let mut running = tasks.map(|(index, task)| (TaskId::at(index), task));
    if let Some((id, task)) = running.find(|(_, task)| task.current.started_at + task.current.plan.takes == at) {
        return strings::next_task_ends(state.task_name(id), &of(state.job(task.job).deployment));
    }
    let waiting = state.deployments.iter().position(|one| one.until == Some(at));
    if let Some(index) = waiting {
        return strings::next_wait_over(&of(DeploymentId::at(index)));
    }
    let gates = state.gates.iter().filter(|run| run.ended_at.is_none());
    for run in gates {
        if run.next_at == Some(at) {
            return strings::next_gates_sampled(&of(run.deployment));
        }
        if run.deadline == at {
            return strings::next_gates_time_out(&of(run.deployment));
        }
    }
    let row = state.approvals.iter().find(|row| row.status == ApprovalStatus::Pending && row.deadline == at);
    if let Some(row) = row {
        return strings::next_approval_times_out(&of(row.deployment));
    }
    let timing_out = (0..state.jobs.len()).map(JobId::at).find(|&id| {
        let job = state.job(id);
        job.finished_at.is_none()
            && job.started_at.zip(state.job_plan(id).timeout).is_some_and(|(from, takes)| from + takes == at)
    });
    match timing_out {
        Some(id) => strings::next_job_times_out(state.job_name(id)),
        None => strings::NEXT_SOMETHING.to_owned(),
    }
}
