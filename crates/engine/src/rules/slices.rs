//! Jobs that are multiplied (`classic.md` §9.5, §9.6): which slices there are, which begins next, and what they add
//! up to.

use std::rc::Rc;

use rehearsal_kernel::FactId;
use rehearsal_pipeline::TaskResult;

use crate::engine::{Engine, Run};
use crate::fact::{Fact, JobIssue, LeftOut};
use crate::rules::jobs;
use crate::slice::{SLICES_MAX, Slice, SliceValues, Slices, Spread, batch, combinations};
use crate::state::State;
use crate::variables::variables;
use crate::{DeploymentId, JobId, TargetId};

/// Begins a job that is multiplied.
///
/// # Errors
/// The fact of its end, when there is nothing to run.
pub(crate) fn begin(
    engine: &Engine,
    run: &mut Run<'_>,
    deployment: DeploymentId,
    index: u32,
    because: FactId,
) -> Result<(), FactId> {
    match plan(run.state(), deployment, index) {
        Ok(slices) => {
            let fact = Fact::JobMultiplied { deployment, index, slices: Rc::new(slices) };
            let multiplied = run.emit_because(because, fact);
            go_on(engine, run, deployment, index, multiplied);
            Ok(())
        }
        Err(issue) => Err(jobs::fail_at_once(run, deployment, index, issue, because)),
    }
}

/// The slices of a job as variables and targets are now.
fn plan(state: &State, deployment: DeploymentId, index: u32) -> Result<Slices, JobIssue> {
    match &state.stage_plan(deployment).jobs[index as usize].spread {
        Spread::Once => Ok(numbered(vec![(Vec::new(), None)], 1, false)),
        Spread::Configurations { multipliers, at_once, .. } => {
            let values = variables(state, deployment);
            let value = |name: &str| {
                let found = values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
                found.map(|(_, value)| value.clone()).unwrap_or_default()
            };
            let all = combinations(multipliers, value).ok_or(JobIssue::TooManySlices)?;
            Ok(numbered(all.into_iter().map(|values| (values, None)).collect(), *at_once, false))
        }
        Spread::Agents { count, .. } if *count as usize > SLICES_MAX => Err(JobIssue::TooManySlices),
        Spread::Agents { count, .. } => Ok(numbered(vec![(Vec::new(), None); *count as usize], *count, false)),
        Spread::Targets { group, tags, health_percent } => {
            let targets: Vec<TargetId> = matching(state, *group, tags).collect();
            let total = u32::try_from(targets.len()).expect("few targets");
            if targets.is_empty() {
                return Err(JobIssue::NoTargets);
            }
            let at_once = batch(total, *health_percent);
            Ok(numbered(targets.into_iter().map(|target| (Vec::new(), Some(target))).collect(), at_once, true))
        }
    }
}

fn numbered(slices: Vec<(SliceValues, Option<TargetId>)>, at_once: u32, in_batches: bool) -> Slices {
    let total = u32::try_from(slices.len()).expect("few slices");
    let slices = slices
        .into_iter()
        .zip(1..)
        .map(|((values, target), position)| Rc::new(Slice { position, total, values, target }))
        .collect();
    Slices { slices, at_once, in_batches }
}

/// Targets of a group that have all the tags (§9.6); tags ignore case.
fn matching<'a>(state: &'a State, group: usize, tags: &'a [String]) -> impl Iterator<Item = TargetId> + 'a {
    let has =
        |target: &crate::world::Target, tag: &str| target.tags.iter().any(|known| known.eq_ignore_ascii_case(tag));
    state.targets.iter().enumerate().filter_map(move |(index, target)| {
        let fits = target.group == group && tags.iter().all(|tag| has(&target.target, tag));
        fits.then(|| TargetId::at(index))
    })
}

/// Whether a job runs on a target.
pub(crate) fn chooses(state: &State, spread: &Spread, target: TargetId) -> bool {
    match spread {
        Spread::Targets { group, tags, .. } => matching(state, *group, tags).any(|one| one == target),
        Spread::Once | Spread::Configurations { .. } | Spread::Agents { .. } => false,
    }
}

/// Begins the slices whose turn has come; when all have ended, the next job follows.
///
/// The next slice begins as soon as one of those that run at once has ended; on targets, when the whole batch has.
pub(crate) fn go_on(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, index: u32, because: FactId) {
    let state = run.state();
    let slices = Rc::clone(state.deployment(deployment).slices.as_ref().expect("its slices are planned"));
    let open = u32::try_from(state.open_jobs(deployment).count()).expect("few slices");
    let mut room = if slices.in_batches && open > 0 { 0 } else { slices.at_once.saturating_sub(open) };
    let first = run.state().runs_of(deployment, index).count();
    let mut on_service: Vec<(JobId, FactId)> = Vec::new();
    let mut is_waiting = open > 0;
    for slice in &slices.slices[first..] {
        let job = JobId::at(run.state().jobs.len());
        let why = left_out(run.state(), deployment, index, slice);
        // Whether a target is offline counts when its turn comes.
        if room == 0 && matches!(why, None | Some(LeftOut::TargetOffline)) {
            return start_all(engine, run, on_service);
        }
        if let Some(why) = why {
            run.emit_because(because, Fact::SliceLeftOut { job, deployment, index, slice: slice.position, why });
            continue;
        }
        room -= 1;
        is_waiting = true;
        let queued = jobs::queue(engine, run, deployment, (index, Some(slice.position)), because);
        if jobs::runs_on_service(run.state(), job) {
            on_service.push((job, queued));
        }
    }
    if is_waiting {
        return start_all(engine, run, on_service);
    }
    let (result, _) = result(run.state(), deployment, index);
    let finished = run.emit_because(because, Fact::SlicesFinished { deployment, index, result });
    jobs::start_next(engine, run, deployment, finished);
}

fn start_all(engine: &Engine, run: &mut Run<'_>, jobs: Vec<(JobId, FactId)>) {
    for (job, queued) in jobs {
        jobs::start(engine, run, job, None, queued);
    }
}

/// Why a slice does not begin although its turn has come.
fn left_out(state: &State, deployment: DeploymentId, index: u32, slice: &Slice) -> Option<LeftOut> {
    if state.deployment(deployment).cancel_requested.is_some() {
        return Some(LeftOut::Canceled);
    }
    let spread = &state.stage_plan(deployment).jobs[index as usize].spread;
    if spread.failures_max(slice.total).is_some_and(|most| failures(state, deployment, index) > most) {
        return Some(LeftOut::OthersFailed);
    }
    slice.target.is_some_and(|target| !state.target(target).online).then_some(LeftOut::TargetOffline)
}

fn failures(state: &State, deployment: DeploymentId, index: u32) -> u32 {
    let runs = state.runs_of(deployment, index).map(|id| state.job(id));
    let failed = runs.filter(|job| job.finished_at.is_some() && jobs::is_failure(job.result, job.issue));
    u32::try_from(failed.count()).expect("few slices")
}

/// What the slices of a job add up to (§9.5, §9.6): failed when more failed than may, else with issues when any
/// failed or had issues; a slice that timed out failed.
pub fn result(state: &State, deployment: DeploymentId, index: u32) -> (TaskResult, Option<JobIssue>) {
    let runs = || state.runs_of(deployment, index).map(|id| state.job(id));
    if state.deployment(deployment).cancel_requested.is_some() {
        return (TaskResult::Canceled, None);
    }
    let total = runs().find_map(|job| job.slice.as_ref()).map_or(1, |slice| slice.total);
    let failed = failures(state, deployment, index);
    let spread = &state.stage_plan(deployment).jobs[index as usize].spread;
    let ran = runs().any(|job| job.result != TaskResult::Skipped);
    if !ran || spread.failures_max(total).is_some_and(|most| failed > most) {
        let only_timed_out = failed > 0
            && runs()
                .filter(|job| jobs::is_failure(job.result, job.issue))
                .all(|job| job.issue == Some(JobIssue::TimedOut));
        return (TaskResult::Failed, only_timed_out.then_some(JobIssue::TimedOut));
    }
    let has_issues = failed > 0 || runs().any(|job| job.result == TaskResult::SucceededWithIssues);
    (if has_issues { TaskResult::SucceededWithIssues } else { TaskResult::Succeeded }, None)
}
