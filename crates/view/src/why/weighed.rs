//! What a rule looked at when it decided, part by part.
//!
//! Read from the state just before the fact, so that an old decision is explained by what was true then.

use rehearsal_classic::QueuePolicy;
use rehearsal_engine::{
    DeploymentId, Fact, GatesId, JobId, State, Subject, TaskPlan, agents, barred, gate_criteria, job_condition, slots,
    task_condition,
};
use rehearsal_expression::{Explained, Outcome};
use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::{ApprovalStatus, ApprovalType, Demand, DeploymentReason, TaskResult};

use super::{Past, Weighed, triggers};
use crate::gates;
use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::job_name;
use crate::strings::{self, why as words};
use crate::time::{self, date_time};

/// Something that is so or is not.
pub(super) fn asked(text: String, holds: bool) -> Weighed {
    Weighed { text, value: String::new(), holds: Some(holds), parts: Vec::new() }
}

/// Something that is so or is not, and what was found.
pub(super) fn found(text: String, value: &str, holds: bool) -> Weighed {
    Weighed { text, value: value.to_owned(), holds: Some(holds), parts: Vec::new() }
}

/// Something to know.
pub(super) fn told(text: impl Into<String>, value: impl Into<String>) -> Weighed {
    Weighed { text: text.into(), value: value.into(), holds: None, parts: Vec::new() }
}

pub(super) fn all_of(text: &str, parts: Vec<Weighed>) -> Weighed {
    let holds = parts.iter().all(|part| part.holds != Some(false));
    Weighed { text: text.to_owned(), value: String::new(), holds: Some(holds), parts }
}

/// What the rule behind a fact looked at.
pub(super) fn of_fact(scene: &Scene<'_>, past: Past<'_>, id: FactId) -> Vec<Weighed> {
    let entry = scene.entry(id);
    let before = || (past.before)(id);
    match &entry.fact {
        Fact::ReleaseNotCreated { definition, build, why } => {
            triggers::not_created(scene, &before(), *definition, *build, why)
        }
        Fact::ReleaseCreated { content, .. } => triggers::created(scene, &before(), content),
        Fact::StageNotTriggered { release, stage, why } => {
            triggers::not_triggered(scene, &before(), *release, *stage, why)
        }
        Fact::DeploymentCreated(new) => match new.reason {
            DeploymentReason::Automated | DeploymentReason::Scheduled => {
                vec![triggers::stage_trigger(scene, &before(), new.release, new.stage)]
            }
            DeploymentReason::None | DeploymentReason::Manual | DeploymentReason::RedeployTrigger => Vec::new(),
        },
        Fact::DeploymentScheduled { deployment, until } => triggers::scheduled(scene, *deployment, entry.at, *until),
        Fact::StageScheduleDue { stage, release, next, .. } => {
            let schedule = scene.state.release(*release).plan.stage(*stage).schedule.as_ref();
            schedule.map_or_else(Vec::new, |schedule| triggers::occurrence(schedule, entry.at, *next))
        }
        Fact::ReleaseScheduleDue { definition, schedule, next } => {
            let plan = &before().definitions[definition.index()];
            let schedule = plan.schedules().nth(*schedule as usize);
            schedule.map_or_else(Vec::new, |schedule| triggers::occurrence(schedule, entry.at, *next))
        }
        Fact::DeploymentQueued { deployment } | Fact::DeploymentStarted { deployment } => {
            of_slots(&before(), *deployment)
        }
        Fact::ApprovalRequested { deployment, side, deadline, .. } => {
            let mut parts = asked_people(scene, *deployment, *side);
            parts.push(told(words::REJECTED_BY_ITSELF_AT, date_time(scene.zone(), *deadline)));
            parts
        }
        Fact::ApprovalDecided { approval, .. } => {
            let row = scene.state.approval(*approval);
            // The decision itself belongs to what it is explained by.
            let state = (past.before)(FactId::from_index(id.index() + 1));
            approvals(scene, &state, row.deployment, row.side)
        }
        Fact::ApprovalSkipped { earlier, .. } => {
            let row = scene.state.approval(*earlier);
            let stage = scene.state.stage_name(row.deployment);
            vec![asked(words::approved_before(scene.who(row.decided_by), stage), true)]
        }
        Fact::GatesStarted { gates, first, deadline, .. } => {
            let plan = scene.state.gates_plan(*gates);
            let at = |at: SimTime| time::date_time_seconds(scene.zone(), at);
            let mut parts = vec![
                told(words::GATES_FIRST_SAMPLE, at(*first)),
                told(words::GATES_INTERVAL, time::took(plan.interval)),
            ];
            if plan.steady.as_millis() == 0 {
                parts.push(told(words::GATES_NOT_STEADY, ""));
            } else {
                parts.push(told(words::GATES_STEADY, time::took(plan.steady)));
            }
            parts.push(told(words::GATES_FAIL_AT, at(*deadline)));
            parts
        }
        Fact::GatesSampled { gates, .. } | Fact::GatesFinished { gates, .. } => {
            let state = (past.before)(FactId::from_index(id.index() + 1));
            of_gates(scene, &state, *gates)
        }
        Fact::DeploymentDeferred { deployment, until } => deferral(scene, *deployment, *until),
        // The condition is that of the whole job; slices only follow from it (below).
        Fact::JobQueued { deployment, index, slice: None, .. }
        | Fact::JobMultiplied { deployment, index, .. }
        | Fact::JobSkipped { deployment, index, .. } => {
            let state = before();
            let mut parts = vec![expression(&job_condition(&state, *deployment, *index as usize))];
            parts.extend(jobs_so_far(&state, *deployment));
            parts
        }
        Fact::JobQueued { deployment, index, slice: Some(_), .. } | Fact::SlicesFinished { deployment, index, .. } => {
            slices(&before(), *deployment, *index)
        }
        Fact::ParallelJobGranted { .. } => of_parallel_jobs(scene, &before()),
        Fact::InterventionRequested { instructions, deadline, .. } => of_intervention(scene, instructions, *deadline),
        Fact::NoAgentFits { job, .. } | Fact::JobStarted { job, .. } => of_agents(scene, &before(), *job),
        Fact::TaskStarted { job, index, plan, .. } => {
            let mut parts = of_task(&before(), *job, *index as usize);
            parts.push(work(*plan));
            parts
        }
        Fact::TaskSkipped { job, index, .. } => of_task(&before(), *job, *index as usize),
        Fact::TaskRetryScheduled { task, .. } => {
            let run = scene.state.task(*task);
            let (tries, allowed) = (run.earlier.len() + 1, scene.state.step_plan(*task).retries);
            vec![told(words::TRIES_SO_FAR, words::of_so_many(tries, allowed as usize + 1))]
        }
        Fact::TaskRetried { plan, .. } => vec![work(*plan)],
        // What a task was going to do explains its end only when nothing intervened.
        Fact::TaskFinished { task, .. } => {
            let current = scene.state.task(*task).current;
            let is_planned = current.started_at + current.plan.takes == entry.at;
            if is_planned { vec![work(current.plan)] } else { Vec::new() }
        }
        Fact::JobFinished { job, .. } => tasks_so_far(&before(), *job),
        Fact::DeploymentFinished { deployment, .. } => jobs_so_far(&before(), *deployment),
        Fact::RunStarted
        | Fact::BuildQueued { .. }
        | Fact::BuildStarted { .. }
        | Fact::BuildCompleted { .. }
        | Fact::VersionPublished { .. }
        | Fact::BuildTagged { .. }
        | Fact::DefaultBranchSet { .. }
        | Fact::GatesAsked { .. }
        | Fact::GateIgnored { .. }
        | Fact::SignalChanged { .. }
        | Fact::VariableGroupSaved { .. }
        | Fact::ValuesGiven { .. }
        | Fact::ReleaseEdited { .. }
        | Fact::ReleaseDescribed { .. }
        | Fact::ReleaseRenamed { .. }
        | Fact::ReleaseTagged { .. }
        | Fact::ArtifactDownloadFailed { .. }
        | Fact::VariableSet { .. }
        | Fact::PipelineSaved { .. }
        | Fact::ReleaseRetained { .. }
        | Fact::ReleaseDeleted { .. }
        | Fact::ReleaseUndeleted { .. }
        | Fact::ReleaseDestroyed { .. }
        | Fact::RetentionRan { .. }
        | Fact::PullRequestOpened { .. }
        | Fact::PullRequestUpdated { .. }
        | Fact::PullRequestStatusPosted { .. }
        | Fact::ReleaseStarted { .. }
        | Fact::ReleaseAbandoned { .. }
        | Fact::ApprovalAutomated { .. }
        | Fact::ApprovalReassigned { .. }
        | Fact::SiteUpdated { .. }
        | Fact::CancelRequested { .. }
        | Fact::LogOpened { .. }
        | Fact::AgentChanged { .. }
        | Fact::ReleaseCommented { .. }
        | Fact::PermissionChanged { .. }
        | Fact::MailSent { .. }
        | Fact::SliceLeftOut { .. }
        | Fact::TargetJoined { .. }
        | Fact::TargetChanged { .. }
        | Fact::InterventionDecided { .. }
        | Fact::ScriptRefused { .. } => Vec::new(),
    }
}

/// An evaluated expression.
fn expression(explained: &Explained) -> Weighed {
    let (value, holds) = match &explained.outcome {
        Outcome::Value { shown, .. } => (shown.clone(), truth(shown)),
        Outcome::Failed { message } => (words::failed_with(message), Some(false)),
        Outcome::NotEvaluated => (words::NOT_EVALUATED.to_owned(), None),
    };
    let parts = explained.parts.iter().map(expression).collect();
    Weighed { text: explained.text.clone(), value, holds, parts }
}

/// Only what is true or false has spoken for something.
fn truth(shown: &str) -> Option<bool> {
    match shown {
        "True" => Some(true),
        "False" => Some(false),
        _ => None,
    }
}

fn deferral(scene: &Scene<'_>, deployment: DeploymentId, until: SimTime) -> Vec<Weighed> {
    let chosen = scene.log.iter().filter_map(|entry| match &entry.fact {
        Fact::ApprovalDecided { approval, by, defer_until: Some(at), .. }
            if scene.state.approval(*approval).deployment == deployment =>
        {
            Some((scene.who(*by), *at))
        }
        _ => None,
    });
    chosen.map(|(who, at)| found(words::chose(who), &date_time(scene.zone(), at), at == until)).collect()
}

/// Slots of the stage, who holds them and who waits (§8).
pub(super) fn of_slots(state: &State, deployment: DeploymentId) -> Vec<Weighed> {
    let slots = slots(state, deployment);
    let name = |&id: &DeploymentId| {
        let found = state.deployment(id);
        let waits = strings::stage_of(state.stage_name(id), &state.release(found.release).content.name);
        told(waits, Look::of_deployment(state, id).word())
    };
    let (policy, limit) = match slots.policy {
        QueuePolicy::Unlimited => return vec![asked(words::UNLIMITED.to_owned(), true)],
        QueuePolicy::Sequence(limit) => (words::DEPLOY_ALL_IN_SEQUENCE, limit),
        QueuePolicy::Latest(limit) => (words::DEPLOY_LATEST, limit),
    };
    let holders: Vec<_> = slots.holders.iter().filter(|&&id| id != deployment).collect();
    let others: Vec<_> = slots.waiting.iter().take_while(|&&id| id != deployment).collect();
    let mut free = found(
        words::SLOT_IS_FREE.to_owned(),
        &words::of_so_many(holders.len(), limit as usize),
        holders.len() < limit as usize,
    );
    free.parts = holders.into_iter().map(name).collect();
    let mut first = asked(words::NOBODY_WAITS_BEFORE.to_owned(), others.is_empty());
    first.parts = others.into_iter().map(name).collect();
    vec![told(words::QUEUE_SETTING, policy), free, first]
}

/// How a side is asked, and who may not answer (§6.1, §6.3).
fn asked_people(scene: &Scene<'_>, deployment: DeploymentId, side: ApprovalType) -> Vec<Weighed> {
    let plan = scene.state.stage_plan(deployment);
    let side_plan = if side == ApprovalType::PostDeploy { &plan.post } else { &plan.pre };
    let needed = match side_plan.options.required_count as usize {
        0 => side_plan.rows.len(),
        count => count.min(side_plan.rows.len()),
    };
    let mut parts: Vec<Weighed> = side_plan
        .rows
        .iter()
        .map(|&(rank, subject)| told(scene.world.subject_name(subject), words::asked_in_turn(rank)))
        .collect();
    parts.push(told(words::APPROVALS_NEEDED, needed.to_string()));
    for person in barred(scene.world, scene.state, deployment, side) {
        parts.push(found(words::may_decide(scene.world.person_name(person)), words::ASKED_FOR_IT, false));
    }
    parts
}

/// The rows of a side as they stand.
pub(super) fn approvals(
    scene: &Scene<'_>,
    state: &State,
    deployment: DeploymentId,
    side: ApprovalType,
) -> Vec<Weighed> {
    let rows = state.deployment(deployment).approvals.iter().map(|&row| state.approval(row));
    let mut parts: Vec<Weighed> = rows
        .filter(|row| row.side == side)
        .map(|row| {
            let name = match row.approver {
                Subject::Group(_) => words::group(scene.world.subject_name(row.approver)),
                Subject::Person(_) => scene.world.subject_name(row.approver).to_owned(),
            };
            let (word, holds) = match row.status {
                ApprovalStatus::Pending | ApprovalStatus::Undefined | ApprovalStatus::Reassigned => {
                    (strings::PENDING_APPROVAL, None)
                }
                ApprovalStatus::Approved => (strings::APPROVED, Some(true)),
                ApprovalStatus::Rejected => (strings::REJECTED, Some(false)),
                ApprovalStatus::Canceled => (strings::NO_LONGER_NEEDED, None),
                ApprovalStatus::Skipped => (strings::SKIPPED, Some(true)),
            };
            Weighed { holds, ..told(name, word) }
        })
        .collect();
    let asked = asked_people(scene, deployment, side);
    parts.extend(asked.into_iter().filter(|part| part.text == words::APPROVALS_NEEDED || part.holds.is_some()));
    parts
}

/// What each gate said in the last complete sample and what it had found, and since when all have passed (§7.4).
pub(super) fn of_gates(scene: &Scene<'_>, state: &State, id: GatesId) -> Vec<Weighed> {
    let (run, plan) = (state.gates_run(id), state.gates_plan(id));
    let mut parts: Vec<Weighed> = Vec::new();
    for gate in 0..plan.gates.len() {
        let name = state.gate_name(id, gate).to_owned();
        let is_ignored = run.ignored.iter().any(|ignored| ignored.gate as usize == gate);
        let said = |mask: u32| mask & (1 << gate) != 0;
        let mut part = match run.samples.last() {
            None if is_ignored => Weighed { holds: Some(true), ..told(name, words::GATE_IGNORED) },
            None => told(name, words::GATE_NOT_ASKED),
            Some(sample) if said(sample.passed) => found(name, words::GATE_PASSED, true),
            Some(sample) if said(sample.ignored) => found(name, words::GATE_IGNORED, true),
            Some(sample) if said(sample.unanswered) => found(name, words::GATE_UNANSWERED, false),
            Some(_) => found(name, words::GATE_DID_NOT_PASS, false),
        };
        if run.samples.last().is_some_and(|sample| !said(sample.ignored) && !said(sample.unanswered)) {
            part.parts = of_gate(scene, state, id, gate);
        }
        parts.push(part);
    }
    if let Some(since) = run.succeeding_since {
        let steady =
            run.samples.len().checked_sub(1).map_or_else(Default::default, |last| state.sample_time(id, last) - since);
        let since = time::date_time_seconds(scene.zone(), since);
        let value = if plan.steady.as_millis() == 0 {
            since
        } else {
            words::steady_for(&since, &time::took(steady), &time::took(plan.steady))
        };
        parts.push(found(words::STEADY_SINCE.to_owned(), &value, steady >= plan.steady));
    }
    parts
}

/// What a gate found in the last sample: a sentence, and its success criteria part by part (§7.1).
fn of_gate(scene: &Scene<'_>, state: &State, id: GatesId, gate: usize) -> Vec<Weighed> {
    let sample = state.gates_run(id).samples.len() - 1;
    let sentence = gates::found_by(scene, id, gate, sample);
    let sentence = (!sentence.is_empty()).then(|| told(sentence, ""));
    let criteria = gate_criteria(scene.world, scene.state, id, gate, sample);
    sentence.into_iter().chain(criteria.as_ref().map(expression)).collect()
}

/// The slices of a job as they stand, and how many may run at once (§9.5, §9.6).
fn slices(state: &State, deployment: DeploymentId, index: u32) -> Vec<Weighed> {
    let mut parts: Vec<Weighed> = state
        .runs_of(deployment, index)
        .map(|job| told(words::job(&job_name(state, job)), Look::of_job(state.job(job).status).word()))
        .collect();
    if let Some(slices) = &state.deployment(deployment).slices {
        parts.push(told(words::SLICES_AT_ONCE, words::of_so_many(slices.at_once as usize, slices.slices.len())));
    }
    parts
}

/// Who has the parallel jobs of the organisation (§9.3).
pub(super) fn of_parallel_jobs(scene: &Scene<'_>, state: &State) -> Vec<Weighed> {
    let Some(limit) = state.parallel_jobs.limit else { return Vec::new() };
    let jobs = state.jobs.iter().enumerate().filter(|(_, job)| job.has_parallel_job).map(|(index, job)| {
        let of = strings::stage_of(state.stage_name(job.deployment), {
            &state.release(state.deployment(job.deployment).release).content.name
        });
        told(strings::stage_of(&job_name(state, JobId::at(index)), &of), Look::of_job(job.status).word())
    });
    let builds = state.build_runs.iter().filter(|run| run.started_at.is_some() && run.build.is_none()).map(|run| {
        let ends = run.started_at.map(|at| time::date_time_seconds(scene.zone(), at + run.takes));
        told(words::build_of(&run.content.number, &run.content.definition), words::ends_at(&ends.unwrap_or_default()))
    });
    let in_use = state.parallel_jobs.in_use;
    let mut free = found(
        words::PARALLEL_JOB_IS_FREE.to_owned(),
        &words::of_so_many(in_use as usize, limit as usize),
        in_use < limit,
    );
    free.parts = jobs.chain(builds).collect();
    vec![free]
}

/// What the people read who decide, and until when they may.
pub(super) fn of_intervention(scene: &Scene<'_>, instructions: &str, deadline: SimTime) -> Vec<Weighed> {
    let until = told(words::ENDS_BY_ITSELF_AT, time::date_time_seconds(scene.zone(), deadline));
    let shown = (!instructions.is_empty()).then(|| told(words::INSTRUCTIONS, instructions));
    shown.into_iter().chain([until]).collect()
}

/// Agents of the job's pool, and what kept each from taking it (§9.3).
pub(super) fn of_agents(scene: &Scene<'_>, state: &State, job: JobId) -> Vec<Weighed> {
    let mut parts: Vec<Weighed> = agents(scene.world, state, job)
        .into_iter()
        .map(|agent| {
            let name = &scene.world.agent(agent.agent).1.name;
            let unmet: Vec<String> = agent.unmet.iter().map(demand).collect();
            let value = if !unmet.is_empty() {
                words::lacks(&strings::list(&unmet))
            } else if !agent.online {
                words::OFFLINE.to_owned()
            } else if let Some(other) = agent.busy {
                let of = strings::stage_of(state.stage_name(state.job(other).deployment), {
                    &state.release(state.deployment(state.job(other).deployment).release).content.name
                });
                words::runs(&strings::stage_of(state.job_name(other), &of))
            } else {
                words::FREE.to_owned()
            };
            let can = unmet.is_empty() && agent.online && agent.busy.is_none();
            found(words::agent(name), &value, can)
        })
        .collect();
    if parts.is_empty() && state.job_plan(job).pool.is_some() {
        parts.push(asked(words::POOL_HAS_AGENTS.to_owned(), false));
    }
    parts
}

fn of_task(state: &State, job: JobId, index: usize) -> Vec<Weighed> {
    let mut parts = vec![expression(&task_condition(state, job, index))];
    parts.push(told(words::JOB_STATUS_SO_FAR, result_word(state.job(job).result)));
    parts
}

/// What a try of a task is going to do, and who says so.
fn work(plan: TaskPlan) -> Weighed {
    let source = match plan.outcome {
        Some(number) => words::by_outcome(number.index() + 1),
        None => words::BY_CATALOGUE.to_owned(),
    };
    told(words::ITS_WORK, words::work(result_word(plan.ends), &time::took(plan.takes), &source))
}

fn jobs_so_far(state: &State, deployment: DeploymentId) -> Vec<Weighed> {
    let found = state.deployment(deployment);
    let mut parts: Vec<Weighed> = found
        .jobs
        .iter()
        .filter(|&&job| state.job(job).finished_at.is_some())
        .map(|&job| told(words::job(state.job_name(job)), Look::of_job(state.job(job).status).word()))
        .collect();
    if found.cancel_requested.is_some() {
        parts.push(told(words::CANCELED_BY_NOW, ""));
    }
    parts
}

fn tasks_so_far(state: &State, job: JobId) -> Vec<Weighed> {
    let tasks = state.job(job).tasks.iter();
    tasks.map(|&task| told(words::task(state.task_name(task)), Look::of_task(state.task(task).status).word())).collect()
}

fn result_word(result: TaskResult) -> &'static str {
    match result {
        TaskResult::Succeeded => strings::SUCCEEDED,
        TaskResult::SucceededWithIssues => strings::PARTIALLY_SUCCEEDED,
        TaskResult::Failed => strings::FAILED,
        TaskResult::Canceled => strings::CANCELED,
        TaskResult::Skipped => strings::SKIPPED,
    }
}

/// A demand as the pipeline editor writes it.
fn demand(demand: &Demand) -> String {
    match demand {
        Demand::Exists(name) => name.clone(),
        Demand::Equals(name, value) => format!("{name} -equals {value}"),
        Demand::GreaterThan(name, value) => format!("{name} -gtVersion {value}"),
    }
}
