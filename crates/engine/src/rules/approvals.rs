//! Approvals (`classic.md` §6): who is asked when, who may decide, and what a decision does.

use rehearsal_kernel::{FactId, SimDuration, SimTime};
use rehearsal_pipeline::{
    ApprovalStatus, ApprovalType, DeploymentOperationStatus, DeploymentReason, EnvironmentStatus,
};

use crate::command::{OnApproval, Reassign, Refusal};
use crate::comment::Comment;
use crate::engine::{Engine, Run};
use crate::fact::{DecidedHow, Ended, Fact};
use crate::plan::SidePlan;
use crate::rules::operations::{Operation, may, permit};
use crate::rules::permissions::Place;
use crate::rules::{ApprovalName, find_approval, mail, sides};
use crate::state::State;
use crate::world::Subject;
use crate::{ApprovalId, DeploymentId, PersonId};

/// Who is asked, and how. An edit of the release may change that, also while a deployment goes on (§12).
fn side_plan(state: &State, deployment: DeploymentId, side: ApprovalType) -> &SidePlan {
    let found = state.deployment(deployment);
    state.release(found.release).plan.stages[found.stage.index()].side(side)
}

/// Begins the approvals of one side. Without approvers one automated row passes at once (§3 note 1).
pub(crate) fn open(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, because: FactId) {
    let first_rank = side_plan(run.state(), deployment, side).rows.first().map(|&(rank, _)| rank);
    if let Some(rank) = first_rank {
        request(engine, run, deployment, side, rank, because);
    } else {
        let passed = run.emit_because(because, Fact::ApprovalAutomated { deployment, side });
        sides::approvals_passed(engine, run, deployment, side, passed);
    }
}

/// Asks all approvers of one rank: equal rank means at once, a later rank waits for the earlier (§6.1). Who approved
/// the stage before need not be asked, where the policy says so (§6.4).
fn request(
    engine: &Engine,
    run: &mut Run<'_>,
    deployment: DeploymentId,
    side: ApprovalType,
    rank: u32,
    because: FactId,
) {
    let plan = side_plan(run.state(), deployment, side);
    let timeout = SimDuration::minutes(i64::from(plan.options.timeout_in_force()));
    let approvers: Vec<Subject> = plan.rows.iter().filter(|row| row.0 == rank).map(|row| row.1).collect();
    let deadline = run.now() + timeout;
    let mut to_ask = Vec::new();
    let mut skipped = None;
    for approver in approvers {
        let Some(earlier) = approved_before(engine, run.state(), deployment, side, approver) else {
            to_ask.push(approver);
            continue;
        };
        let approval = ApprovalId::at(run.state().approvals.len());
        let fact = Fact::ApprovalSkipped { approval, deployment, side, approver, rank, earlier };
        skipped = Some(run.emit_because(because, fact));
    }
    // Where any one user decides, one who is skipped has decided.
    if let Some(skipped) = skipped.filter(|_| to_ask.is_empty() || is_satisfied(run.state(), deployment, side)) {
        return go_on(engine, run, deployment, side, rank, skipped);
    }
    for approver in to_ask {
        let approval = ApprovalId::at(run.state().approvals.len());
        let asked =
            run.emit_because(because, Fact::ApprovalRequested { approval, deployment, side, approver, rank, deadline });
        mail::approval_pending(engine, run, approval, asked);
    }
}

/// The row of the stage before in which this approver approved the same release, when that lets a row be skipped
/// (§6.4): only before deployment, only in attempts that a trigger started. "The stage before" are the stages that this
/// one starts after, each in its latest attempt; of a group one member is enough.
fn approved_before(
    engine: &Engine,
    state: &State,
    deployment: DeploymentId,
    side: ApprovalType,
    approver: Subject,
) -> Option<ApprovalId> {
    let attempt = state.deployment(deployment);
    let is_automatic = match attempt.reason {
        DeploymentReason::Automated | DeploymentReason::Scheduled => true,
        DeploymentReason::None | DeploymentReason::Manual | DeploymentReason::RedeployTrigger => false,
    };
    let is_asked_for = side_plan(state, deployment, side).options.skip_if_approved_previous;
    if !is_asked_for || !is_automatic || side == ApprovalType::PostDeploy {
        return None;
    }
    let stages = &state.release(attempt.release).stages;
    let upstream = state.stage_plan(deployment).upstream.iter();
    let latest = upstream.filter_map(|(stage, _)| stages[stage.index()].latest);
    latest.flat_map(|earlier| &state.deployment(earlier).approvals).copied().find(|&row| {
        let row = state.approval(row);
        let is_same = row.decided_by.is_some_and(|person| engine.world.includes(approver, person));
        row.status == ApprovalStatus::Approved && is_same
    })
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
    revalidate(state, by, approval, on.fresh_sign_in)?;
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

/// "Revalidate identity of approver before completing the approval" (§6.1): whoever decides has to have signed in again.
fn revalidate(state: &State, by: Option<PersonId>, approval: ApprovalId, is_fresh: bool) -> Result<(), Refusal> {
    let row = state.approval(approval);
    let is_asked_for = side_plan(state, row.deployment, row.side).options.revalidate_identity;
    if is_asked_for && by.is_some() && !is_fresh {
        return Err(Refusal::SignInAgain { stage: state.stage_name(row.deployment).to_owned() });
    }
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
    let place = place_of(state, row.deployment);
    permit(engine, state, by, Operation::Decide, place)?;
    if is_barred(state, row.deployment, row.side, person) {
        return Err(Refusal::Requester { person: engine.world.person_name(person).to_owned() });
    }
    if engine.world.includes(row.approver, person) {
        return Ok(DecidedHow::ByApprover);
    }
    if may(engine, state, person, Operation::Override, place) {
        return Ok(DecidedHow::Override);
    }
    let deployment = state.deployment(row.deployment);
    Err(Refusal::NotApprover {
        person: engine.world.person_name(person).to_owned(),
        stage: state.release(deployment.release).plan.stage(deployment.stage).name.clone(),
    })
}

fn place_of(state: &State, deployment: DeploymentId) -> Place<'_> {
    let attempt = state.deployment(deployment);
    Place::of_stage(state, attempt.release, attempt.stage)
}

/// "The user requesting a release or deployment should not approve it": the creator of the release (for a
/// trigger: for whom the build ran) and who asked for the deployment (§6.3).
pub(crate) fn is_barred(state: &State, deployment: DeploymentId, side: ApprovalType, person: PersonId) -> bool {
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
    go_on(engine, run, deployment, side, rank, decided);
}

/// A row of a rank was approved or skipped: the step has passed, or the next rank is asked, or others are waited for.
fn go_on(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, rank: u32, because: FactId) {
    let next_rank = side_plan(run.state(), deployment, side).rows.iter().map(|row| row.0).find(|&other| other > rank);
    // Approvers may have been taken away since; nobody is left to ask then.
    let is_last = next_rank.is_none() && run.state().pending_approvals(deployment).next().is_none();
    if is_last || is_satisfied(run.state(), deployment, side) {
        cancel_pending(run, deployment, DecidedHow::NoLongerNeeded, because);
        sides::approvals_passed(engine, run, deployment, side, because);
    } else if run.state().pending_approvals(deployment).next().is_none()
        && let Some(rank) = next_rank
    {
        request(engine, run, deployment, side, rank, because);
    }
}

/// As many rows as required are approved, or need not be (§6.1, §6.4).
fn is_satisfied(state: &State, deployment: DeploymentId, side: ApprovalType) -> bool {
    let plan = side_plan(state, deployment, side);
    let required = match plan.options.required_count as usize {
        0 => plan.rows.len(),
        count => count.min(plan.rows.len()),
    };
    let rows = state.deployment(deployment).approvals.iter().map(|&id| state.approval(id));
    let good =
        rows.filter(|row| row.side == side && matches!(row.status, ApprovalStatus::Approved | ApprovalStatus::Skipped));
    good.count() >= required
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

/// Any rejected row ends the attempt at once (§6.2); after the jobs the outcome is Failed (§3).
fn reject(run: &mut Run<'_>, deployment: DeploymentId, side: ApprovalType, why: Ended, because: FactId) {
    let fact = Fact::DeploymentFinished {
        deployment,
        status: EnvironmentStatus::Rejected,
        deployment_status: sides::outcome(side),
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
    let row = state.approval(approval);
    let place = place_of(state, row.deployment);
    permit(engine, state, by, Operation::Decide, place)?;
    let is_own = engine.world.includes(row.approver, person);
    if !is_own && !may(engine, state, person, Operation::Override, place) {
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
    let fact = Fact::ApprovalReassigned { approval, to, by: person, comment: on.comment.as_str().into() };
    let handed_on = run.emit(fact);
    mail::approval_pending(engine, run, approval, handed_on);
    Ok(())
}
