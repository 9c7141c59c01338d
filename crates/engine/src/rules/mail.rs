//! Mail (`classic.md` §14.1): who is told of what waits for them and of how it ended.
//!
//! A mail is one fact with all its recipients; where nobody would be mailed there is none. Its words are made where
//! they are read. Three things decide who gets one: the default subscriptions of every person, the stage's options
//! (`emailNotificationType`, `emailRecipients`), and the notification box of an approver's row.

use std::collections::BTreeSet;

use rehearsal_kernel::FactId;
use rehearsal_pipeline::{ApprovalStatus, ApprovalType, EnvironmentStatus, Identity};
use serde::Serialize;

use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::state::State;
use crate::world::{Subject, World};
use crate::{ApprovalId, DeploymentId, InterventionId, PersonId};

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum MailAbout {
    /// An approval is pending on the recipients.
    ApprovalPending {
        /// The row.
        approval: ApprovalId,
    },
    /// A manual intervention waits.
    InterventionPending {
        /// The intervention.
        intervention: InterventionId,
    },
    /// A deployment ended.
    DeploymentCompleted {
        /// The deployment.
        deployment: DeploymentId,
    },
}

impl MailAbout {
    /// The deployment that it is about.
    pub fn deployment(self, state: &State) -> DeploymentId {
        match self {
            Self::ApprovalPending { approval } => state.approval(approval).deployment,
            Self::InterventionPending { intervention } => state.intervention_deployment(intervention),
            Self::DeploymentCompleted { deployment } => deployment,
        }
    }
}

/// Why somebody is told of a deployment that ended; the first four are the default subscriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailReason {
    /// They own the stage.
    Owner,
    /// They approved the deployment.
    Approved,
    /// They asked for the deployment, or it ran for them.
    Requested,
    /// They are among the recipients in the options of the stage.
    StageOption,
}

/// The people behind an identity. Groups of Microsoft Entra ID are not expanded.
fn expand(world: &World, subject: Subject) -> Vec<PersonId> {
    match subject {
        Subject::Person(person) => vec![person],
        Subject::Group(group) => {
            let group = &world.groups[group.index()];
            if group.is_entra { Vec::new() } else { group.members.clone() }
        }
    }
}

fn people_of(world: &World, identity: &Identity) -> Vec<PersonId> {
    world.subject(identity).map_or_else(Vec::new, |subject| expand(world, subject))
}

fn send(run: &mut Run<'_>, to: BTreeSet<PersonId>, about: MailAbout, because: Option<FactId>) {
    if to.is_empty() {
        return;
    }
    let fact = Fact::MailSent { to: to.into_iter().collect(), about };
    match because {
        Some(because) => run.emit_because(because, fact),
        None => run.emit(fact),
    };
}

/// A row became pending, or was handed on: who is asked now gets mail, if the row says so.
pub(crate) fn approval_pending(engine: &Engine, run: &mut Run<'_>, approval: ApprovalId, because: FactId) {
    let state = run.state();
    if is_notification_on(engine, state, approval) {
        let to = expand(&engine.world, state.approval(approval).approver).into_iter().collect();
        send(run, to, MailAbout::ApprovalPending { approval }, Some(because));
    }
}

/// `isNotificationOn` of the approver's row in the release's snapshot.
fn is_notification_on(engine: &Engine, state: &State, approval: ApprovalId) -> bool {
    let row = state.approval(approval);
    let deployment = state.deployment(row.deployment);
    let stage = state.release(deployment.release).plan.stage(deployment.stage);
    let approvals = if row.side == ApprovalType::PostDeploy { &stage.post_approvals } else { &stage.pre_approvals };
    let first = row.history.first().map_or(row.approver, |handed_on| handed_on.from);
    let asks = |identity: &Identity| engine.world.subject(identity) == Some(first);
    let mut rows = approvals.approvers.iter().filter(|approver| approver.rank == row.rank);
    rows.find(|approver| asks(&approver.identity)).is_none_or(|approver| approver.notify)
}

/// A manual intervention waits: its "Notify users" get mail.
pub(crate) fn intervention_pending(engine: &Engine, run: &mut Run<'_>, intervention: InterventionId, because: FactId) {
    let notified = run.state().notified(intervention);
    let to = notified.iter().flat_map(|&subject| expand(&engine.world, subject)).collect();
    send(run, to, MailAbout::InterventionPending { intervention }, Some(because));
}

/// A deployment ended.
pub(crate) fn deployment_completed(engine: &Engine, run: &mut Run<'_>, deployment: DeploymentId) {
    let to = told_of_end(&engine.world, run.state(), deployment);
    send(run, to, MailAbout::DeploymentCompleted { deployment }, None);
}

/// Everybody who is told of the end of a deployment.
fn told_of_end(world: &World, state: &State, deployment: DeploymentId) -> BTreeSet<PersonId> {
    let ended = state.deployment(deployment);
    let stage = state.release(ended.release).plan.stage(ended.stage);
    // What ends well is told only where the stage asks for it; that is by far the most.
    if ended.status != EnvironmentStatus::Rejected && !stage.email_notification_type.eq_ignore_ascii_case("Always") {
        return BTreeSet::new();
    }
    reasons(world, state, deployment).into_iter().map(|(person, _)| person).collect()
}

/// Who is told of the end of a deployment, and why: a person may stand here with several reasons.
pub(crate) fn reasons(world: &World, state: &State, deployment: DeploymentId) -> Vec<(PersonId, MailReason)> {
    let ended = state.deployment(deployment);
    let release = state.release(ended.release);
    let stage = release.plan.stage(ended.stage);
    let has_failed = ended.status == EnvironmentStatus::Rejected;
    let owners = || stage.owner.iter().flat_map(|owner| people_of(world, owner));
    let mut found = Vec::new();
    if has_failed {
        found.extend(owners().map(|person| (person, MailReason::Owner)));
        let rows = ended.approvals.iter().map(|&id| state.approval(id));
        let approvers = rows.filter(|row| row.status == ApprovalStatus::Approved).filter_map(|row| row.decided_by);
        found.extend(approvers.map(|person| (person, MailReason::Approved)));
        let requester = ended.by.or(release.content.requested_for);
        found.extend(requester.map(|person| (person, MailReason::Requested)));
    }
    let is = |name: &str| stage.email_notification_type.eq_ignore_ascii_case(name);
    if is("Always") || (has_failed && is("OnlyOnFailure")) {
        let names = stage.email_recipients.split([';', ',']).map(str::trim).filter(|name| !name.is_empty());
        for name in names {
            let people: Vec<PersonId> = if name.eq_ignore_ascii_case("release.environment.owner") {
                owners().collect()
            } else if name.eq_ignore_ascii_case("release.creator") {
                release.content.created_by.into_iter().collect()
            } else {
                // An address outside this world is nobody's inbox here.
                people_of(world, &Identity::named(name))
            };
            found.extend(people.into_iter().map(|person| (person, MailReason::StageOption)));
        }
    }
    found
}

impl State {
    /// Why a person is told of the end of a deployment; empty when they are not.
    pub fn mail_reasons(&self, world: &World, deployment: DeploymentId, person: PersonId) -> Vec<MailReason> {
        reasons(world, self, deployment).into_iter().filter(|(one, _)| *one == person).map(|(_, why)| why).collect()
    }
}
