//! The conditions panel of one side of a stage: who approves, how it stands, and what the viewer may do about it.

use rehearsal_engine::{
    Action, ApprovalId, DecidedHow, DeploymentId, OnApproval, Reassign, ReleaseId, StageId, Subject,
};
use rehearsal_pipeline::{ApprovalOrder, ApprovalStatus, ApprovalType};

use crate::gates::{GatesView, gates_of};
use crate::look::Look;
use crate::release::{MarkerLook, Offer, marker_look, side_title};
use crate::releases::initials;
use crate::scene::Scene;
use crate::sentence::decider;
use crate::strings;
use crate::time::{self, date_time};
use crate::why::Entity;

/// What the conditions panel shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionsView {
    /// Name of the release.
    pub release: String,
    /// Name of the stage.
    pub stage: String,
    /// Which side.
    pub side: ApprovalType,
    /// `Pre-deployment conditions` or `Post-deployment conditions`.
    pub title: &'static str,
    /// State of the side.
    pub look: Look,
    /// The word for it, such as `Pending approval` or `Approved`.
    pub word: &'static str,
    /// State and word of the whole side: of its gates where they decide now, else of its approvals.
    pub standing: (Look, &'static str),
    /// The coloured box.
    pub banner: Option<Banner>,
    /// One block for each approver.
    pub rows: Vec<ApproverRow>,
    /// What the policies say, as sentences.
    pub policies: Vec<&'static str>,
    /// The gates of the side, when there are any.
    pub gates: Option<GatesView>,
    /// What "why?" is asked about.
    pub about: Entity,
}

/// The coloured box over the approvers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// Its state.
    pub look: Look,
    /// The first line.
    pub text: String,
    /// The second line, with the approval order in it.
    pub order: Option<&'static str>,
    /// Until when the deployment waits although it is approved.
    pub deferred: Option<String>,
    /// At the right: `Timeout in 30d`.
    pub timeout: Option<String>,
}

/// One approver.
#[derive(Debug, Clone, PartialEq)]
pub struct ApproverRow {
    /// Name of the person or group.
    pub approver: String,
    /// Letters for a round picture.
    pub initials: String,
    /// True for a group.
    pub is_group: bool,
    /// State of the row.
    pub look: Look,
    /// `Pending for 6 minutes`, `Approved on …`.
    pub status: String,
    /// Comment of the decision; empty for none.
    pub comment: String,
    /// Earlier approvers, as sentences.
    pub history: Vec<String>,
    /// The fields of a decision, while the row is pending.
    pub decision: Option<Decision>,
}

/// What can be done about a pending row. The page adds comment and time.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// How to name the row.
    pub approve: OnApproval,
    /// What the viewer ticks to say that they have signed in again, where the policy asks for that; the decision then
    /// carries `fresh_sign_in`.
    pub sign_in: Option<&'static str>,
    /// Why the viewer cannot approve or reject it.
    pub refusal: Option<String>,
    /// True when the viewer would act in another's place.
    pub is_override: bool,
    /// Why the viewer cannot hand it on.
    pub reassign_refusal: Option<String>,
    /// How to name the row when it is handed on.
    pub reassign: Reassign,
    /// People and groups that it can be handed to.
    pub candidates: Vec<String>,
    /// True when "Defer deployment for later" is offered.
    pub can_defer: bool,
    /// A time to begin with in that field: tomorrow at this time.
    pub defer_default: String,
    /// Zone of the field.
    pub zone: String,
}

/// The panel of a side; none when the stage has no such conditions.
pub fn conditions(scene: &Scene<'_>, release: ReleaseId, stage: StageId, side: ApprovalType) -> Option<ConditionsView> {
    conditions_of(scene, release, stage, side, scene.latest(release, stage))
}

/// The same for one attempt of the stage.
pub(crate) fn conditions_of(
    scene: &Scene<'_>,
    release: ReleaseId,
    stage: StageId,
    side: ApprovalType,
    attempt: Option<DeploymentId>,
) -> Option<ConditionsView> {
    let plan = &scene.state.release(release).plan.stages[stage.index()];
    let side_plan = plan.side(side);
    let gates = gates_of(scene, release, stage, side, attempt);
    if side_plan.rows.is_empty() && gates.is_none() {
        return None;
    }
    let asked: Vec<ApprovalId> = attempt.map_or_else(Vec::new, |id| {
        let rows = scene.state.deployment(id).approvals.iter().copied();
        rows.filter(|&row| scene.state.approval(row).side == side).collect()
    });
    let look = attempt.map_or(MarkerLook::Waiting, |id| marker_look(scene, id, side));
    let mut rows: Vec<ApproverRow> = asked.iter().map(|&row| approver_row(scene, row)).collect();
    let is_over = attempt.is_some_and(|id| scene.state.deployment(id).finished_at.is_some());
    let still_to_ask = side_plan.rows.iter().skip(asked.len());
    rows.extend(still_to_ask.map(|&(_, subject)| later_row(scene, subject, is_over, look)));
    let options = &side_plan.options;
    let policies = [
        (!options.requester_may_approve, strings::POLICY_REQUESTER),
        (options.revalidate_identity, strings::POLICY_REVALIDATE),
        (options.skip_if_approved_previous, strings::POLICY_SKIP),
    ];
    let (look, word) = match look {
        // Where nobody is asked, the gates are all there is.
        MarkerLook::Waiting | MarkerLook::Evaluating if side_plan.rows.is_empty() => {
            gates.as_ref().map_or((Look::NotDeployed, strings::NOT_ASKED_YET), |gates| (gates.look, gates.word))
        }
        MarkerLook::Waiting | MarkerLook::Evaluating => (Look::NotDeployed, strings::NOT_ASKED_YET),
        MarkerLook::Pending => (Look::PendingApproval, strings::PENDING_APPROVAL),
        MarkerLook::Passed => (Look::Succeeded, strings::APPROVED),
        MarkerLook::Failed => (Look::Failed, strings::REJECTED),
    };
    let standing = match &gates {
        Some(gates) if gates_decide(gates, look) => (gates.look, gates.word),
        Some(_) | None => (look, word),
    };
    Some(ConditionsView {
        release: scene.release_name(release).to_owned(),
        stage: scene.stage_of(release, stage).to_owned(),
        side,
        title: side_title(side),
        look,
        word,
        standing,
        banner: banner(scene, release, stage, side, &asked, look),
        rows,
        policies: if side_plan.rows.is_empty() {
            Vec::new()
        } else {
            policies.into_iter().filter_map(|(on, text)| on.then_some(text)).collect()
        },
        gates,
        about: attempt.map_or(Entity::Stage(release, stage), |id| Entity::Approvals(id, side)),
    })
}

/// Whether the gates of a side tell more about it than its approvals, which look like this.
fn gates_decide(gates: &GatesView, approvals: Look) -> bool {
    if approvals == Look::NotDeployed {
        return gates.look != Look::Succeeded;
    }
    // An approval after failed gates lets the deployment go on.
    let is_over = gates.look == Look::Failed && gates.follow_approvals;
    approvals == Look::Succeeded && (gates.look == Look::ProcessingGates || is_over)
}

fn banner(
    scene: &Scene<'_>,
    release: ReleaseId,
    stage: StageId,
    side: ApprovalType,
    asked: &[ApprovalId],
    look: Look,
) -> Option<Banner> {
    let rows = || asked.iter().map(|&id| scene.state.approval(id));
    let decided = rows().filter_map(|row| row.decided_at).max();
    let on = |at| date_time(scene.zone(), at);
    match look {
        Look::PendingApproval => {
            let pending = || rows().filter(|row| row.status == ApprovalStatus::Pending);
            let since = pending().map(|row| row.created_at).min()?;
            let deadline = pending().map(|row| row.deadline).min()?;
            let definition = scene.state.release(release).plan.stage(stage);
            let approvals =
                if side == ApprovalType::PostDeploy { &definition.post_approvals } else { &definition.pre_approvals };
            let order = match approvals.order() {
                ApprovalOrder::InSequence => strings::WAITING_IN_SEQUENCE,
                ApprovalOrder::AnyOneUser => strings::WAITING_FOR_ANY_ONE,
                ApprovalOrder::AnyOrder if approvals.approvers.len() < 2 => strings::WAITING_FOR_ONE,
                ApprovalOrder::AnyOrder => strings::WAITING_IN_ANY_ORDER,
            };
            Some(Banner {
                look,
                text: strings::approval_pending_for(&time::waited(scene.now - since)),
                order: Some(order),
                deferred: None,
                timeout: Some(strings::timeout_in(&time::left(deadline - scene.now))),
            })
        }
        Look::Succeeded => {
            let of = rows().next().map(|row| scene.state.deployment(row.deployment));
            let until = of.and_then(|deployment| deployment.defer_until).filter(|_| side != ApprovalType::PostDeploy);
            Some(Banner {
                look,
                text: strings::approved_on(&on(decided?)),
                order: None,
                deferred: until.map(|until| strings::deferred_until(&on(until))),
                timeout: None,
            })
        }
        Look::Failed => {
            let timed_out = rows().any(|row| row.decided_how == Some(DecidedHow::TimedOut));
            let text =
                if timed_out { strings::timed_out_on(&on(decided?)) } else { strings::rejected_on(&on(decided?)) };
            Some(Banner { look, text, order: None, deferred: None, timeout: None })
        }
        _ => None,
    }
}

pub(crate) fn approver_row(scene: &Scene<'_>, id: ApprovalId) -> ApproverRow {
    let row = scene.state.approval(id);
    let name = scene.world.subject_name(row.approver);
    let look = match row.status {
        ApprovalStatus::Pending => Look::PendingApproval,
        ApprovalStatus::Approved => Look::Succeeded,
        ApprovalStatus::Rejected => Look::Failed,
        ApprovalStatus::Undefined | ApprovalStatus::Reassigned | ApprovalStatus::Canceled | ApprovalStatus::Skipped => {
            Look::Skipped
        }
    };
    ApproverRow {
        approver: name.to_owned(),
        initials: initials(name),
        is_group: matches!(row.approver, Subject::Group(_)),
        look,
        status: status(scene, id),
        comment: row.comment.to_string(),
        history: row
            .history
            .iter()
            .map(|step| {
                strings::reassigned_from(
                    scene.world.subject_name(step.from),
                    scene.world.person_name(step.by),
                    &date_time(scene.zone(), step.at),
                )
            })
            .collect(),
        decision: (row.status == ApprovalStatus::Pending).then(|| decision(scene, id)),
    }
}

fn status(scene: &Scene<'_>, id: ApprovalId) -> String {
    let row = scene.state.approval(id);
    let on = row.decided_at.map(|at| date_time(scene.zone(), at)).unwrap_or_default();
    let Some(how) = row.decided_how else {
        return strings::pending_for(&time::waited(scene.now - row.created_at));
    };
    let who = decider(scene.world, scene.state, id, row.decided_by, how);
    let is_other = row.decided_by.map(Subject::Person) != Some(row.approver);
    match (how, row.status) {
        (DecidedHow::TimedOut, _) => strings::timed_out_on(&on),
        (DecidedHow::ApprovedBefore, _) => strings::SKIPPED_BEFORE.to_owned(),
        (DecidedHow::NoLongerNeeded | DecidedHow::DeploymentCanceled, _) => strings::NO_LONGER_NEEDED.to_owned(),
        (_, ApprovalStatus::Rejected) if is_other => strings::rejected_on_by(&on, who.trim_end_matches(',')),
        (_, ApprovalStatus::Rejected) => strings::rejected_on(&on),
        _ if is_other => strings::approved_on_by(&on, who.trim_end_matches(',')),
        _ => strings::approved_on(&on),
    }
}

/// Somebody who is asked after the others have approved.
fn later_row(scene: &Scene<'_>, subject: Subject, is_over: bool, side: MarkerLook) -> ApproverRow {
    let name = scene.world.subject_name(subject);
    let was_never_asked = is_over || matches!(side, MarkerLook::Failed);
    ApproverRow {
        approver: name.to_owned(),
        initials: initials(name),
        is_group: matches!(subject, Subject::Group(_)),
        look: Look::NotDeployed,
        status: (if was_never_asked { strings::WAS_NOT_ASKED } else { strings::WAITS_FOR_TURN }).to_owned(),
        comment: String::new(),
        history: Vec::new(),
        decision: None,
    }
}

fn decision(scene: &Scene<'_>, id: ApprovalId) -> Decision {
    let row = scene.state.approval(id);
    let deployment = scene.state.deployment(row.deployment);
    let on = scene.on_stage(deployment.release, deployment.stage);
    let approver = scene.world.subject_name(row.approver).to_owned();
    let approve = OnApproval {
        release: on.release.clone(),
        stage: on.stage.clone(),
        approval_type: Some(row.side),
        approver: approver.clone(),
        ..OnApproval::default()
    };
    let candidates: Vec<String> = scene
        .world
        .people
        .iter()
        .map(|person| &person.display_name)
        .chain(scene.world.groups.iter().map(|group| &group.name))
        .filter(|name| **name != approver)
        .cloned()
        .collect();
    let reassign = Reassign {
        release: on.release,
        stage: on.stage,
        approval_type: Some(row.side),
        approver,
        to: candidates.first().cloned().unwrap_or_default(),
        comment: String::new(),
    };
    // Whether a row can be handed on at all is asked about every candidate: one that is barred is no reason.
    let refusals: Vec<Option<String>> = candidates
        .iter()
        .map(|to| Offer::of(scene, Action::Reassign(Reassign { to: to.clone(), ..reassign.clone() })).refusal)
        .collect();
    let reassign_refusal =
        if refusals.iter().any(Option::is_none) { None } else { refusals.into_iter().flatten().next() };
    // Whether the viewer may decide is asked as if they had signed in; the page asks for that itself.
    let revalidates = scene.state.stage_plan(row.deployment).side(row.side).options.revalidate_identity;
    let signed_in = OnApproval { fresh_sign_in: revalidates, ..approve.clone() };
    let tomorrow = scene.now + rehearsal_kernel::SimDuration::days(1);
    Decision {
        sign_in: revalidates.then_some(strings::POLICY_SIGN_IN),
        refusal: scene.refusal(&Action::Approve(signed_in)),
        approve,
        is_override: scene.viewer.is_some_and(|viewer| !scene.world.includes(row.approver, viewer)),
        reassign_refusal,
        reassign,
        candidates,
        can_defer: row.side == ApprovalType::PreDeploy,
        defer_default: time::field_value(scene.zone(), tomorrow),
        zone: scene.zone().to_owned(),
    }
}
