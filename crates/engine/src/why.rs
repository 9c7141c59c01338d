//! What "why?" asks beyond the facts: what an unfinished deployment waits for and what would end that, and how
//! each part of a condition came out.
//!
//! Everything is read from a state. For a decision of the past that is the state just before its fact, so that
//! facts need not carry what can be looked up.

use rehearsal_classic::{Artifact, ArtifactFilter, QueuePolicy};
use rehearsal_expression::Explained;
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{ApprovalType, Demand, DeploymentOperationStatus, EnvironmentStatus, TaskResult, Variables};

use crate::command::{Action, IgnoreGate, OnApproval, OnIntervention, OnStage, SetAgent, SetTarget};
use crate::plan::Plan;
use crate::rule::Rule;
use crate::state::State;
use crate::variables::{job_variables, variables};
use crate::world::{Build, World};
use crate::{AgentId, DeploymentId, JobId, PersonId, TargetId, TaskId, capability, filter};

/// What an unfinished deployment waits for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// The kind of wait.
    pub on: WaitsOn,
    /// The rule that makes it wait.
    pub rule: Rule,
    /// What would end the wait, each by itself.
    pub ends: Vec<WaitEnd>,
}

/// Kinds of waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsOn {
    /// The next time of its schedule.
    Schedule,
    /// A slot of its stage.
    Slot,
    /// Approvals.
    Approvals,
    /// Gates.
    Gates,
    /// The time that an approver chose.
    Deferral,
    /// Somebody who resumes or rejects a manual intervention.
    Intervention,
    /// A parallel job of the organisation for its next job.
    ParallelJob,
    /// An agent, or a target of a deployment group, for its next job.
    Agent,
    /// The end of the running task, or its next try.
    Task,
    /// The end of what still runs after a cancel.
    CleanUp,
    /// Nothing: what comes next happens at this moment.
    NextStep,
}

/// Something that would end a wait.
#[derive(Debug, Clone, PartialEq)]
pub enum WaitEnd {
    /// The clock.
    At(SimTime),
    /// A command of a person or of the world.
    By(Action),
    /// The next sample of gates: it ends the wait when it is good and results have been steady long enough.
    Sample(SimTime),
    /// The end of another deployment, which holds what this one needs.
    After(DeploymentId),
    /// The end of a job, which holds the agent that this one needs.
    AfterJob(JobId),
}

/// What an unfinished deployment waits for; none when it is finished.
pub fn wait(world: &World, state: &State, id: DeploymentId, now: SimTime) -> Option<Wait> {
    let deployment = state.deployment(id);
    if deployment.status.is_completed() {
        return None;
    }
    let stage = on_stage(state, id);
    let until = || deployment.until.map(WaitEnd::At);
    let cancel = WaitEnd::By(Action::Cancel(stage.clone()));
    let (on, rule, ends): (_, _, Vec<WaitEnd>) = match deployment.operation {
        DeploymentOperationStatus::Scheduled => {
            let early = WaitEnd::By(Action::Deploy(stage.into()));
            (WaitsOn::Schedule, Rule::StageSchedule, until().into_iter().chain([early, cancel]).collect())
        }
        DeploymentOperationStatus::Queued => {
            let holders = slots(state, id).holders.into_iter().map(WaitEnd::After);
            (WaitsOn::Slot, Rule::QueueSlots, holders.chain([cancel]).collect())
        }
        DeploymentOperationStatus::Deferred => {
            (WaitsOn::Deferral, Rule::Deferral, until().into_iter().chain([cancel]).collect())
        }
        DeploymentOperationStatus::Pending if state.pending_approvals(id).next().is_some() => {
            (WaitsOn::Approvals, Rule::ApprovalOrder, {
                let mut ends = approval_ends(world, state, id);
                ends.push(cancel);
                ends
            })
        }
        DeploymentOperationStatus::EvaluatingGates => (WaitsOn::Gates, Rule::GateSamples, {
            let mut ends = gate_ends(state, id);
            ends.push(cancel);
            ends
        }),
        DeploymentOperationStatus::QueuedForAgent => (WaitsOn::Agent, Rule::AgentForJob, {
            let mut ends = agent_ends(world, state, id, now);
            ends.push(cancel);
            ends
        }),
        DeploymentOperationStatus::QueuedForPipeline => {
            let ends = parallel_job_ends(state, now).into_iter().chain([cancel]).collect();
            (WaitsOn::ParallelJob, Rule::ParallelJobs, ends)
        }
        DeploymentOperationStatus::ManualInterventionPending => {
            let ends = intervention_ends(state, id).into_iter().chain([cancel]).collect();
            (WaitsOn::Intervention, Rule::ManualIntervention, ends)
        }
        DeploymentOperationStatus::PhaseInProgress => {
            let ends = task_ends(state, id, now).into_iter().map(WaitEnd::At).chain([cancel]).collect();
            (WaitsOn::Task, Rule::TaskOutcome, ends)
        }
        DeploymentOperationStatus::Cancelling => clean_up(world, state, id, now),
        DeploymentOperationStatus::Undefined
        | DeploymentOperationStatus::Pending
        | DeploymentOperationStatus::Approved
        | DeploymentOperationStatus::Rejected
        | DeploymentOperationStatus::PhaseSucceeded
        | DeploymentOperationStatus::PhasePartiallySucceeded
        | DeploymentOperationStatus::PhaseFailed
        | DeploymentOperationStatus::Canceled
        | DeploymentOperationStatus::PhaseCanceled
        | DeploymentOperationStatus::GateFailed => (WaitsOn::NextStep, Rule::JobOrder, vec![WaitEnd::At(now)]),
    };
    Some(Wait { on, rule, ends })
}

/// What commands call the stage of a deployment.
fn on_stage(state: &State, id: DeploymentId) -> OnStage {
    let release = state.release(state.deployment(id).release);
    let (release, stage) = (release.content.name.clone(), state.stage_name(id).to_owned());
    OnStage { release, stage, ..OnStage::default() }
}

/// After a cancel: what still runs ends by itself or with the grace (§9.4). A later job that runs even then (§9.2) waits
/// for what it needs like any other, but the attempt goes on to say that it is being canceled.
fn clean_up(world: &World, state: &State, id: DeploymentId, now: SimTime) -> (WaitsOn, Rule, Vec<WaitEnd>) {
    let starts = |job: JobId| state.job(job).started_at;
    let waiting = state.open_jobs(id).last().filter(|_| state.open_jobs(id).all(|job| starts(job).is_none()));
    let (on, rule, mut ends) = match waiting {
        Some(job) if state.parallel_jobs.limit.is_some() && !state.job(job).has_parallel_job => {
            (WaitsOn::ParallelJob, Rule::ParallelJobs, parallel_job_ends(state, now))
        }
        Some(_) => (WaitsOn::Agent, Rule::AgentForJob, agent_ends(world, state, id, now)),
        None => {
            let tasks = task_ends(state, id, now).map(WaitEnd::At);
            (WaitsOn::CleanUp, Rule::CancelGrace, tasks.into_iter().chain(intervention_ends(state, id)).collect())
        }
    };
    let grace = grace_end(state, id).filter(|&at| at > now);
    ends.extend(grace.map(WaitEnd::At));
    (on, rule, ends)
}

/// When the grace after a cancel is over: it is that of the job that ran then.
fn grace_end(state: &State, id: DeploymentId) -> Option<SimTime> {
    let deployment = state.deployment(id);
    let at = deployment.operation_at;
    let mut newest_first = deployment.jobs.iter().rev().copied();
    let ran = newest_first.find(|&job| {
        let job = state.job(job);
        job.started_at.is_some_and(|started| started <= at) && job.finished_at.is_none_or(|finished| finished >= at)
    });
    ran.map(|job| at + state.job_plan(job).cancel_timeout)
}

fn approval_ends(world: &World, state: &State, id: DeploymentId) -> Vec<WaitEnd> {
    let stage = on_stage(state, id);
    let mut ends = Vec::new();
    for row in state.pending_approvals(id).map(|row| state.approval(row)) {
        let on = OnApproval {
            release: stage.release.clone(),
            stage: stage.stage.clone(),
            approval_type: Some(row.side),
            approver: world.subject_name(row.approver).to_owned(),
            ..OnApproval::default()
        };
        ends.extend([WaitEnd::By(Action::Approve(on.clone())), WaitEnd::By(Action::Reject(on))]);
        ends.push(WaitEnd::At(row.deadline));
    }
    ends
}

/// Gates end at a good sample or at their timeout; one that is ignored no longer stands in the way.
fn gate_ends(state: &State, id: DeploymentId) -> Vec<WaitEnd> {
    let running = state.deployment(id).gates.last().filter(|&&gates| state.gates_run(gates).ended_at.is_none());
    let Some(&gates) = running else { return Vec::new() };
    let run = state.gates_run(gates);
    let stage = on_stage(state, id);
    let counts = |gate: &usize| !run.ignored.iter().any(|ignored| ignored.gate as usize == *gate);
    let ignore = (0..state.gates_plan(gates).gates.len()).filter(counts).map(|gate| {
        WaitEnd::By(Action::IgnoreGate(IgnoreGate {
            release: stage.release.clone(),
            stage: stage.stage.clone(),
            approval_type: Some(run.side),
            gate: state.gate_name(gates, gate).to_owned(),
            comment: String::new(),
        }))
    });
    let next = run.next_at.map(WaitEnd::Sample);
    next.into_iter().chain(ignore).chain([WaitEnd::At(run.deadline)]).collect()
}

/// An agent that would do is free when its job ends or when it comes online.
fn agent_ends(world: &World, state: &State, id: DeploymentId, now: SimTime) -> Vec<WaitEnd> {
    // Of several slices that wait the first in line counts.
    let waiting = state.open_jobs(id).filter(|&job| state.job(job).started_at.is_none());
    let Some(job) = waiting.last() else { return Vec::new() };
    if let Some(target) = state.job(job).slice.as_ref().and_then(|slice| slice.target) {
        return target_ends(state, target);
    }
    let fitting = agents(world, state, job).into_iter().filter(|agent| agent.unmet.is_empty());
    fitting
        .filter_map(|agent| match (agent.online, agent.busy) {
            (true, Some(other)) => Some(WaitEnd::AfterJob(other)),
            (true, None) => Some(WaitEnd::At(now)),
            (false, None) => {
                let name = world.agent(agent.agent).1.name.clone();
                Some(WaitEnd::By(Action::SetAgent(SetAgent { agent: name, online: true })))
            }
            (false, Some(_)) => None,
        })
        .collect()
}

/// A target is free when its job ends or when it can be reached again.
fn target_ends(state: &State, target: TargetId) -> Vec<WaitEnd> {
    let found = state.target(target);
    match found.job {
        Some(other) => vec![WaitEnd::AfterJob(other)],
        None if found.online => Vec::new(),
        None => {
            let set = SetTarget { target: found.target.name.clone(), online: true };
            vec![WaitEnd::By(Action::SetTarget(set))]
        }
    }
}

/// A parallel job is free when a job or a build that has one ends.
fn parallel_job_ends(state: &State, now: SimTime) -> Vec<WaitEnd> {
    let jobs = state.jobs.iter().enumerate().filter(|(_, job)| job.has_parallel_job);
    let builds = state.build_runs.iter().filter(|run| run.build.is_none());
    let ended = builds.filter_map(|run| run.started_at.map(|at| at + run.takes)).filter(|&at| at > now);
    jobs.map(|(index, _)| WaitEnd::AfterJob(JobId::at(index))).chain(ended.map(WaitEnd::At)).collect()
}

/// Somebody resumes or rejects it, or its time is over.
fn intervention_ends(state: &State, id: DeploymentId) -> Vec<WaitEnd> {
    let stage = on_stage(state, id);
    let mut ends = Vec::new();
    for intervention in state.pending_interventions().filter(|&one| state.intervention_deployment(one) == id) {
        let found = state.intervention(intervention);
        let on = OnIntervention {
            release: stage.release.clone(),
            stage: stage.stage.clone(),
            task: state.task_name(found.task).to_owned(),
            comment: String::new(),
        };
        let job = state.task(found.task).job;
        let job_end = job_timeout(state, job);
        ends.extend([
            WaitEnd::By(Action::ResumeIntervention(on.clone())),
            WaitEnd::By(Action::RejectIntervention(on)),
            WaitEnd::At(job_end.map_or(found.deadline, |end| end.min(found.deadline))),
        ]);
    }
    ends
}

/// When a running task ends, is tried again or runs out of time; the earliest moment of all slices counts.
fn task_ends(state: &State, id: DeploymentId, now: SimTime) -> Option<SimTime> {
    state.open_jobs(id).filter_map(|job| task_end(state, job, now)).min()
}

fn task_end(state: &State, job: JobId, now: SimTime) -> Option<SimTime> {
    let task = state.current_task(job)?;
    let run = state.task(task);
    let end = run.current.started_at + run.current.plan.takes;
    // A try that fails and may be repeated ends nothing; the next one does.
    let end = end + retry_wait(state, task).unwrap_or_default();
    let job_end = job_timeout(state, job);
    let task_end = state.step_plan(task).timeout.map(|timeout| run.started_at + timeout);
    // What a timeout has left running goes on to its own end.
    [Some(end), job_end, task_end].into_iter().flatten().filter(|&at| at > now).min()
}

/// When a job runs out of time. What goes on after that, by its condition, has no end from there (§9.4).
fn job_timeout(state: &State, job: JobId) -> Option<SimTime> {
    let run = state.job(job);
    let end = run.started_at.zip(state.job_plan(job).timeout).map(|(at, timeout)| at + timeout);
    end.filter(|_| !run.is_timing_out)
}

/// The wait before the next try, when the present one fails and may be repeated (§10.1).
fn retry_wait(state: &State, task: TaskId) -> Option<SimDuration> {
    let run = state.task(task);
    let tries = run.earlier.len() + 1;
    let is_canceled = state.job(run.job).result == TaskResult::Canceled;
    let may =
        !is_canceled && run.current.plan.ends == TaskResult::Failed && tries <= state.step_plan(task).retries as usize;
    may.then(|| SimDuration::seconds(i64::try_from(tries * tries).expect("at most ten retries")))
}

/// Slots of a deployment's stage and who has them (§8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slots {
    /// As the asking release has it.
    pub policy: QueuePolicy,
    /// Deployments that hold a slot, oldest first.
    pub holders: Vec<DeploymentId>,
    /// Deployments that wait, in the order in which they are served.
    pub waiting: Vec<DeploymentId>,
}

/// Who has the slots of a deployment's stage and who waits for one.
pub fn slots(state: &State, id: DeploymentId) -> Slots {
    let asking = state.deployment(id);
    let release = state.release(asking.release);
    let definition = release.content.definition;
    let of_stage = |status: EnvironmentStatus| {
        let all = (0..state.deployments.len()).map(DeploymentId::at);
        let mut found: Vec<DeploymentId> = all
            .filter(|&other| {
                let other = state.deployment(other);
                other.status == status
                    && other.stage == asking.stage
                    && state.release(other.release).content.definition == definition
            })
            .collect();
        found.sort_by_key(|&other| state.deployment(other).operation_since);
        found
    };
    // A request is shown as queued from its first fact on; it waits when a fact says so.
    let waits = |other: &DeploymentId| state.deployment(*other).operation_since != state.deployment(*other).created;
    Slots {
        policy: release.plan.stage(asking.stage).queue,
        holders: of_stage(EnvironmentStatus::InProgress),
        waiting: of_stage(EnvironmentStatus::Queued).into_iter().filter(waits).collect(),
    }
}

/// An agent as a job that waits sees it (§9.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentForJob {
    /// The agent.
    pub agent: AgentId,
    /// Whether it takes jobs.
    pub online: bool,
    /// The job it runs.
    pub busy: Option<JobId>,
    /// Demands that it does not meet.
    pub unmet: Vec<Demand>,
}

/// The agents of a job's pool; none for a job that runs on the service.
pub fn agents(world: &World, state: &State, job: JobId) -> Vec<AgentForJob> {
    let plan = state.job_plan(job);
    let Some(pool) = plan.pool else { return Vec::new() };
    let all = (0..state.agents.len()).map(AgentId::at).filter(|agent| state.agents[agent.index()].pool == pool);
    all.map(|agent| {
        let (found, offers) = (state.agents[agent.index()], world.agent(agent).1);
        let is_unmet = |demand: &&Demand| !capability::satisfies(offers, std::slice::from_ref(demand));
        let unmet = plan.demands.iter().filter(is_unmet).cloned().collect();
        AgentForJob { agent, online: found.online, busy: found.job, unmet }
    })
    .collect()
}

/// The run condition of a deployment's next job, with the value of each part (§9.2).
pub fn job_condition(state: &State, id: DeploymentId, index: usize) -> Explained {
    let plan = &state.stage_plan(id).jobs[index];
    plan.condition.explain(crate::rules::jobs::so_far(state, id), &|| variables(state, id))
}

/// The run condition of a job's next task, with the value of each part (§10.1).
pub fn task_condition(state: &State, job: JobId, index: usize) -> Explained {
    let run = state.job(job);
    let so_far = crate::condition::SoFar::of_job(run.result);
    state.job_plan(job).steps[index].condition.explain(so_far, &|| job_variables(state, job))
}

/// A filter and what it says of a build (§4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterOutcome {
    /// The filter.
    pub filter: ArtifactFilter,
    /// Whether branch and all tags match.
    pub matches: bool,
    /// Whether the branch does.
    pub branch: bool,
    /// Tags that the build lacks.
    pub missing_tags: Vec<String>,
}

/// What each of some filters says of a build now. Variables may stand in the branch filters of a release trigger, so
/// it is told those of its pipeline; a stage's filters have none (§4.1, §5.4).
pub fn filter_outcomes<'a>(
    world: &World,
    state: &State,
    filters: impl IntoIterator<Item = &'a ArtifactFilter>,
    variables: Option<&Variables>,
    build: &Build,
) -> Vec<FilterOutcome> {
    let around = filter::Around { default_branch: state.default_branch(world, &build.definition), variables };
    let outcome = |one: &ArtifactFilter| FilterOutcome {
        filter: one.clone(),
        matches: filter::matches(one, build, &around),
        branch: filter::matches(&without_tags(one), build, &around),
        missing_tags: one.tags.iter().filter(|tag| !build.tags.contains(tag)).cloned().collect(),
    };
    filters.into_iter().map(outcome).collect()
}

fn without_tags(filter: &ArtifactFilter) -> ArtifactFilter {
    ArtifactFilter { tags: Vec::new(), tag_pattern: String::new(), ..filter.clone() }
}

/// The filters of the trigger that watches an artifact for new versions; none when there is no such trigger (§4.1).
pub fn release_filters(plan: &Plan, artifact: &Artifact) -> Option<Vec<ArtifactFilter>> {
    crate::rules::releases::trigger_of(plan, artifact).ok()
}

/// The filters of an artifact's pull request trigger; none when there is no such trigger (§4.3).
pub fn pull_request_filters<'a>(plan: &'a Plan, artifact: &Artifact) -> Option<&'a [ArtifactFilter]> {
    crate::rules::pull_requests::filters_of(plan, artifact)
}

/// Whether a build or other version is one of an artifact's source.
pub fn is_version_of(artifact: &Artifact, build: &Build) -> bool {
    crate::rules::versions::is_of(artifact, build)
}

/// People whom the policy of a side keeps from deciding about a deployment, since they asked for it (§6.3).
pub fn barred(world: &World, state: &State, id: DeploymentId, side: ApprovalType) -> Vec<PersonId> {
    let people = (0..world.people.len()).map(PersonId::at);
    people.filter(|&person| crate::rules::approvals::is_barred(state, id, side, person)).collect()
}
