//! The inbox of a person: mail that came, and approvals that wait.

use rehearsal_engine::{
    Action, Approval, ApprovalId, DeploymentId, Fact, MailAbout, MailReason, OnApproval, PersonId, Subject, barred,
};
use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::ApprovalType;

use crate::conditions::{ApproverRow, approver_row};
use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::sentence;
use crate::strings;
use crate::time::{self, date_time};

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailView {
    /// The fact.
    pub id: FactId,
    /// When it came.
    pub at: SimTime,
    /// When it came, on the wall clock of the scenario.
    pub time: String,
    /// Subject.
    pub subject: String,
    /// Body, sentence by sentence.
    pub body: Vec<String>,
    /// What it tells of.
    pub look: Look,
    /// Name of the release to open.
    pub release: String,
    /// Name of the stage in it.
    pub stage: String,
    /// The side whose approval is asked for; none for other mail.
    pub approval: Option<ApprovalType>,
}

/// The mail of a person, newest first.
pub fn inbox(scene: &Scene<'_>, person: PersonId) -> Vec<MailView> {
    let mails = scene.state.mails.iter().rev().filter_map(|&id| {
        let entry = scene.entry(id);
        let Fact::MailSent { to, about } = &entry.fact else { return None };
        to.contains(&person).then(|| mail(scene, person, id, entry.at, *about))
    });
    mails.collect()
}

fn mail(scene: &Scene<'_>, person: PersonId, id: FactId, at: SimTime, about: MailAbout) -> MailView {
    let deployment = about.deployment(scene.state);
    let place = place(scene, deployment);
    let named = strings::stage_of(&place.1, &place.0);
    let (subject, body, look, approval) = match about {
        MailAbout::ApprovalPending { approval } => {
            let row = scene.state.approval(approval);
            let subject =
                strings::mail_approval_pending(title(row.side), pipeline(scene, deployment), &place.0, &place.1);
            (subject, approval_pending(scene, row, person, &place), Look::PendingApproval, Some(row.side))
        }
        MailAbout::InterventionPending { intervention } => {
            let waiting = scene.state.intervention(intervention);
            let body = vec![
                strings::mail_intervention(&named, scene.state.task_name(waiting.task)),
                waiting.instructions.to_string(),
                strings::MAIL_RESUME.to_owned(),
            ];
            (strings::mail_intervention_pending(&named), body, Look::PendingIntervention, None)
        }
        MailAbout::DeploymentCompleted { deployment: ended } => {
            let look = Look::of_deployment(scene.state, ended);
            (strings::mail_completed(&named, look.word()), completed(scene, ended, person), look, None)
        }
    };
    MailView {
        id,
        at,
        time: date_time(scene.zone(), at),
        subject,
        body,
        look,
        release: place.0,
        stage: place.1,
        approval,
    }
}

/// Names of release and stage.
fn place(scene: &Scene<'_>, deployment: DeploymentId) -> (String, String) {
    let release = scene.state.deployment(deployment).release;
    (scene.release_name(release).to_owned(), scene.state.stage_name(deployment).to_owned())
}

fn pipeline<'a>(scene: &Scene<'a>, deployment: DeploymentId) -> &'a str {
    &scene.state.release(scene.state.deployment(deployment).release).plan.definition.name
}

const fn title(side: ApprovalType) -> &'static str {
    match side {
        ApprovalType::PostDeploy => strings::POST_DEPLOYMENT_APPROVAL_PENDING,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::PRE_DEPLOYMENT_APPROVAL_PENDING,
    }
}

/// The body: what waits and what it is about, line by line, then what the reader may do.
fn approval_pending(scene: &Scene<'_>, row: &Approval, person: PersonId, place: &(String, String)) -> Vec<String> {
    let deployment = scene.state.deployment(row.deployment);
    let release = scene.state.release(deployment.release);
    let content = &release.content;
    let by = deployment.by.or(content.requested_for).or(content.created_by);
    let builds: Vec<_> = content.artifacts.iter().flatten().map(|&build| scene.state.build(build)).collect();
    let artifacts: Vec<String> = release
        .plan
        .definition
        .artifacts
        .iter()
        .zip(&content.artifacts)
        .map(|(artifact, build)| match build {
            Some(build) => strings::name_and_word(&artifact.alias, &scene.state.build(*build).number),
            None => artifact.alias.clone(),
        })
        .collect();
    let mut branches: Vec<String> = builds.iter().map(|build| build.branch.clone()).collect();
    branches.retain(|branch| !branch.is_empty());
    branches.dedup();
    let mut body = vec![
        strings::mail_pending(title(row.side), &place.0, &place.1),
        strings::mail_triggered_by(scene.who(by)),
        strings::mail_field(strings::MAIL_PIPELINE, pipeline(scene, row.deployment)),
    ];
    let fields = [(strings::ARTIFACTS, strings::list(&artifacts)), (strings::BRANCH, strings::list(&branches))];
    body.extend(
        fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| strings::mail_field(name, value)),
    );
    body.push(strings::mail_field(strings::APPROVERS, scene.world.subject_name(row.approver)));
    // After a row was handed on, it names the new approver; this mail may be that of the one before.
    if let Subject::Group(group) = row.approver
        && scene.world.includes(row.approver, person)
    {
        body.push(strings::mail_as_member(&scene.world.groups[group.index()].name));
    }
    body.push(deadline(scene, row));
    let is_barred = barred(scene.world, scene.state, row.deployment, row.side).contains(&person);
    body.push((if is_barred { strings::MAIL_BARRED } else { strings::MAIL_DECIDE }).to_owned());
    body
}

fn deadline(scene: &Scene<'_>, row: &Approval) -> String {
    strings::mail_deadline(&date_time(scene.zone(), row.deadline))
}

fn completed(scene: &Scene<'_>, deployment: DeploymentId, person: PersonId) -> Vec<String> {
    let finished = scene.state.deployment(deployment).finished.map(|id| &scene.entry(id).fact);
    let mut body: Vec<String> = finished.map(|fact| sentence(scene.world, scene.state, fact)).into_iter().collect();
    let reasons = scene.state.mail_reasons(scene.world, deployment, person);
    let words: Vec<String> = reasons.into_iter().map(|reason| why_told(reason).to_owned()).collect();
    if !words.is_empty() {
        body.push(strings::mail_because(&strings::list(&words)));
    }
    body
}

const fn why_told(reason: MailReason) -> &'static str {
    match reason {
        MailReason::Owner => strings::TOLD_AS_OWNER,
        MailReason::Approved => strings::TOLD_AS_APPROVER,
        MailReason::Requested => strings::TOLD_AS_REQUESTER,
        MailReason::StageOption => strings::TOLD_BY_STAGE,
    }
}

/// A service hook event that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookLine {
    /// When, on the wall clock of the scenario.
    pub time: String,
    /// The product's id of the event.
    pub event: &'static str,
    /// What happened.
    pub sentence: String,
}

/// The service hook events that fired so far, oldest first.
pub fn hooks(scene: &Scene<'_>) -> Vec<HookLine> {
    let fired = scene.log.iter().filter_map(|entry| {
        let event = entry.fact.hook_event(scene.state)?.id();
        let sentence = sentence(scene.world, scene.state, &entry.fact);
        Some(HookLine { time: date_time(scene.zone(), entry.at), event, sentence })
    });
    fired.collect()
}

/// An approval that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingApproval {
    /// The row.
    pub id: ApprovalId,
    /// Name of the release.
    pub release: String,
    /// Name of the stage.
    pub stage: String,
    /// Before or after deployment.
    pub side: ApprovalType,
    /// Who is asked.
    pub approver: String,
    /// Since when, on the wall clock.
    pub since: String,
    /// How long it has waited, such as `2 hours`.
    pub waited: String,
    /// When it is rejected if nobody decides.
    pub deadline: String,
    /// Why the person cannot decide it, as a sentence; none when they can.
    pub refusal: Option<String>,
    /// The row as the panel shows it, with the fields of a decision.
    pub row: ApproverRow,
}

/// What waits for approval, as one person sees it; both lists oldest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ApprovalsInbox {
    /// Rows that ask the person or one of their groups, and that the person may decide.
    pub mine: Vec<PendingApproval>,
    /// Rows that ask others or that the person may not decide; without a refusal they could decide in others' place.
    pub others: Vec<PendingApproval>,
}

/// What waits for approval, as the viewer of the scene sees it.
pub fn approvals_inbox(scene: &Scene<'_>) -> ApprovalsInbox {
    let mut inbox = ApprovalsInbox::default();
    for deployment in &scene.state.deployments {
        if deployment.finished.is_some() {
            continue;
        }
        for &id in &deployment.approvals {
            let row = scene.state.approval(id);
            if row.decided_at.is_some() {
                continue;
            }
            let is_mine = scene.viewer.is_some_and(|viewer| scene.world.includes(row.approver, viewer));
            let row = pending(scene, id, row);
            let is_mine = is_mine && row.refusal.is_none();
            (if is_mine { &mut inbox.mine } else { &mut inbox.others }).push(row);
        }
    }
    inbox
}

fn pending(scene: &Scene<'_>, id: ApprovalId, row: &Approval) -> PendingApproval {
    let (release, stage) = place(scene, row.deployment);
    let approver = scene.world.subject_name(row.approver).to_owned();
    let action = Action::Approve(OnApproval {
        release: release.clone(),
        stage: stage.clone(),
        approval_type: Some(row.side),
        approver: approver.clone(),
        // Signing in again is part of deciding, not a reason why somebody may not.
        fresh_sign_in: true,
        ..OnApproval::default()
    });
    PendingApproval {
        id,
        refusal: scene.refusal(&action),
        release,
        stage,
        side: row.side,
        approver,
        since: date_time(scene.zone(), row.created_at),
        waited: time::waited(scene.now - row.created_at),
        deadline: date_time(scene.zone(), row.deadline),
        row: approver_row(scene, id),
    }
}
