//! Approvals (`classic.md` §6): who is asked when, who may decide, and what a decision does.

use rehearsal_kernel::{FactId, SimDuration, SimTime};
use rehearsal_pipeline::{
    ApprovalStatus, ApprovalType, DeploymentOperationStatus, DeploymentStatus, EnvironmentStatus,
};

use crate::command::{OnApproval, Reassign, Refusal};
use crate::comment::Comment;
use crate::engine::{Engine, Run};
use crate::fact::{DecidedHow, Ended, Fact};
use crate::plan::SidePlan;
use crate::rules::permissions::{Permission, require};
use crate::rules::{ApprovalName, find_approval, jobs};
use crate::state::State;
use crate::world::Subject;
use crate::{ApprovalId, DeploymentId, PersonId};

/// Begins the approvals of one side. Without approvers one automated row passes at once (§3 note 1).
pub(crate) fn open(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, because: FactId) {
    let first_rank = side_plan(run.state(), deployment, side).rows.first().map(|&(rank, _)| rank);
    if let Some(rank) = first_rank {
        request(run, deployment, side, rank, because);
    } else {
        let passed = run.emit_because(because, Fact::ApprovalAutomated { deployment, side });
        step_passed(engine, run, deployment, side, passed);
    }
}

fn side_plan(state: &State, deployment: DeploymentId, side: ApprovalType) -> &SidePlan {
    let plan = state.stage_plan(deployment);
    if side == ApprovalType::PostDeploy { &plan.post } else { &plan.pre }
}

/// Asks all approvers of one rank: equal rank means at once, a later rank waits for the earlier (§6.1).
fn request(run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, rank: u32, because: FactId) {
    let plan = side_plan(run.state(), deployment, side);
    let timeout = SimDuration::minutes(i64::from(plan.options.timeout_in_force()));
    let approvers: Vec<Subject> = plan.rows.iter().filter(|row| row.0 == rank).map(|row| row.1).collect();
    let deadline = run.now() + timeout;
    for approver in approvers {
        let approval = ApprovalId::at(run.state().approvals.len());
        run.emit_because(because, Fact::ApprovalRequested { approval, deployment, side, approver, rank, deadline });
    }
}

/// "Approve" or "Reject".
pub(crate) fn decide(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    on: &OnApproval,
    status: ApprovalStatus,
) -> Result<(), Refusal> {
    let name = ApprovalName { release: &on.release, stage: &on.stage, side: on.approval_type, approver: &on.approver };
    let state = run.state();
    let approval = find_approval(engine, state, by, &name)?;
    let how = may_decide(engine, state, by, approval)?;
    let defer_until = match (&on.defer_until, status) {
        (Some(moment), ApprovalStatus::Approved) => {
            if state.approval(approval).side == ApprovalType::PostDeploy {
                return Err(Refusal::DeferAfterDeployment);
            }
            Some(defer_time(engine, run.now(), moment)?)
        }
        _ => None,
    };
    let decided =
        run.emit(Fact::ApprovalDecided { approval, status, by, how, comment: on.comment.as_str().into(), defer_until });
    row_decided(engine, run, approval, decided);
    Ok(())
}

/// A time in the past is refused (§6.6).
fn defer_time(engine: &Engine, now: SimTime, moment: &crate::command::Moment) -> Result<SimTime, Refusal> {
    let until = moment.resolve(now, &engine.world.zone)?;
    if until <= now {
        return Err(Refusal::DeferIntoPast { until: until.to_string() });
    }
    Ok(until)
}

/// Who may decide a row (§6.3): the approver or a member; an administrator in their place; never the
/// requester when the policy forbids it.
pub(crate) fn may_decide(
    engine: &Engine,
    state: &State,
    by: Option<PersonId>,
    approval: ApprovalId,
) -> Result<DecidedHow, Refusal> {
    let Some(person) = by else { return Ok(DecidedHow::Override) };
    let row = state.approval(approval);
    require(engine, by, Permission::ViewReleases)?;
    if is_barred(state, row.deployment, row.side, person) {
        return Err(Refusal::Requester { person: engine.world.person_name(person).to_owned() });
    }
    if engine.world.includes(row.approver, person) {
        return Ok(DecidedHow::ByApprover);
    }
    if engine.world.allows(person, Permission::AdministerReleasePermissions) {
        return Ok(DecidedHow::Override);
    }
    let deployment = state.deployment(row.deployment);
    Err(Refusal::NotApprover {
        person: engine.world.person_name(person).to_owned(),
        stage: state.release(deployment.release).plan.stage(deployment.stage).name.clone(),
    })
}

/// "The user requesting a release or deployment should not approve it": the creator of the release (for a
/// trigger: for whom the build ran) and who asked for the deployment (§6.3).
fn is_barred(state: &State, deployment: DeploymentId, side: ApprovalType, person: PersonId) -> bool {
    let attempt = state.deployment(deployment);
    let release = state.release(attempt.release);
    !side_plan(state, deployment, side).options.requester_may_approve
        && (release.content.requested_for == Some(person) || attempt.by == Some(person))
}

/// What the decision of one row means for its step (§6.2).
fn row_decided(engine: &Engine, run: &mut Run<'_>, approval: ApprovalId, decided: FactId) {
    let row = run.state().approval(approval);
    let (deployment, side, rank) = (row.deployment, row.side, row.rank);
    if row.status == ApprovalStatus::Rejected {
        cancel_pending(run, deployment, DecidedHow::NoLongerNeeded, decided);
        let timed_out = run.state().approval(approval).decided_how == Some(DecidedHow::TimedOut);
        reject(
            run,
            deployment,
            side,
            if timed_out { Ended::ApprovalTimedOut } else { Ended::ApprovalRejected },
            decided,
        );
        return;
    }
    let plan = side_plan(run.state(), deployment, side);
    let required = match plan.options.required_count as usize {
        0 => plan.rows.len(),
        count => count.min(plan.rows.len()),
    };
    let next_rank = plan.rows.iter().map(|row| row.0).find(|&other| other > rank);
    if approved_count(run.state(), deployment, side) >= required {
        cancel_pending(run, deployment, DecidedHow::NoLongerNeeded, decided);
        step_passed(engine, run, deployment, side, decided);
    } else if run.state().pending_approvals(deployment).next().is_none()
        && let Some(rank) = next_rank
    {
        request(run, deployment, side, rank, decided);
    }
}

fn approved_count(state: &State, deployment: DeploymentId, side: ApprovalType) -> usize {
    state
        .deployment(deployment)
        .approvals
        .iter()
        .map(|&id| state.approval(id))
        .filter(|row| row.side == side && row.status == ApprovalStatus::Approved)
        .count()
}

/// Ends the rows that nobody needs any more.
pub(crate) fn cancel_pending(run: &mut Run<'_>, deployment: DeploymentId, how: DecidedHow, because: FactId) {
    let pending: Vec<ApprovalId> = run.state().pending_approvals(deployment).collect();
    for approval in pending {
        let fact = Fact::ApprovalDecided {
            approval,
            status: ApprovalStatus::Canceled,
            by: None,
            how,
            comment: Comment::default(),
            defer_until: None,
        };
        run.emit_because(because, fact);
    }
}

fn step_passed(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, passed: FactId) {
    if side == ApprovalType::PostDeploy {
        jobs::conclude(run, deployment, passed);
        return;
    }
    match run.state().deployment(deployment).defer_until.filter(|&until| until > run.now()) {
        Some(until) => {
            run.emit_because(passed, Fact::DeploymentDeferred { deployment, until });
        }
        None => jobs::start_next(engine, run, deployment, passed),
    }
}

/// Any rejected row ends the attempt at once (§6.2); after the jobs the outcome is Failed (§3).
fn reject(run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, why: Ended, because: FactId) {
    let deployment_status =
        if side == ApprovalType::PostDeploy { DeploymentStatus::Failed } else { DeploymentStatus::NotDeployed };
    let fact = Fact::DeploymentFinished {
        deployment,
        status: EnvironmentStatus::Rejected,
        deployment_status,
        operation: DeploymentOperationStatus::Rejected,
        why,
    };
    run.emit_because(because, fact);
}

/// A row that waited for its whole timeout is rejected, and the deployment with it (§6.2).
pub(crate) fn time_out(engine: &Engine, run: &mut Run<'_>, approval: ApprovalId) {
    let decided = run.emit(Fact::ApprovalDecided {
        approval,
        status: ApprovalStatus::Rejected,
        by: None,
        how: DecidedHow::TimedOut,
        comment: Comment::default(),
        defer_until: None,
    });
    row_decided(engine, run, approval, decided);
}

/// Hands a row on; the deadline stays (§6.5).
pub(crate) fn reassign(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &Reassign) -> Result<(), Refusal> {
    let person = by.ok_or(Refusal::WorldOnly)?;
    let name = ApprovalName { release: &on.release, stage: &on.stage, side: on.approval_type, approver: &on.approver };
    let state = run.state();
    let approval = find_approval(engine, state, by, &name)?;
    require(engine, by, Permission::ViewReleases)?;
    let row = state.approval(approval);
    let is_own = engine.world.includes(row.approver, person);
    if !is_own && !engine.world.allows(person, Permission::AdministerReleasePermissions) {
        return Err(Refusal::NotApprover {
            person: engine.world.person_name(person).to_owned(),
            stage: on.stage.clone(),
        });
    }
    let to = engine
        .world
        .subject(&rehearsal_pipeline::Identity::named(&on.to))
        .ok_or_else(|| Refusal::NoSuchSubject { name: on.to.clone() })?;
    if let Subject::Person(new) = to
        && is_barred(state, row.deployment, row.side, new)
    {
        return Err(Refusal::ReassignToRequester { person: engine.world.person_name(new).to_owned() });
    }
    run.emit(Fact::ApprovalReassigned { approval, to, by: person, comment: on.comment.as_str().into() });
    Ok(())
}
