//! Mail, approvals that wait, and the security page.

#![expect(missing_docs, reason = "each text says itself what it is")]

pub fn mail_sent(to: &str, about: &str) -> String {
    format!("{to} got mail: {about}.")
}

pub fn mail_of_approval(stage: &str) -> String {
    format!("{stage} waits for an approval")
}

pub fn mail_of_intervention(stage: &str) -> String {
    format!("{stage} waits for a manual intervention")
}

pub fn mail_of_end(stage: &str) -> String {
    format!("how {stage} ended")
}

pub const PRE_DEPLOYMENT_APPROVAL_PENDING: &str = "Pre-deployment approval pending";
pub const POST_DEPLOYMENT_APPROVAL_PENDING: &str = "Post-deployment approval pending";

pub fn mail_approval_pending(title: &str, pipeline: &str, release: &str, stage: &str) -> String {
    format!("[{title}] {pipeline} > {release} : {stage}")
}

pub fn mail_pending(title: &str, release: &str, stage: &str) -> String {
    format!("{title} for release {release} on stage {stage}.")
}

pub fn mail_triggered_by(person: &str) -> String {
    format!("Triggered by {person}.")
}

pub const MAIL_PIPELINE: &str = "Release pipeline";

pub fn mail_field(name: &str, value: &str) -> String {
    format!("{name}: {value}")
}

pub fn mail_as_member(group: &str) -> String {
    format!("You get this mail because you are a member of {group}.")
}

pub const MAIL_BARRED: &str =
    "You asked for this release or deployment, and the policies of the stage keep who asks from deciding.";

pub fn mail_completed(stage: &str, word: &str) -> String {
    format!("{word}: {stage}")
}

pub fn mail_deadline(until: &str) -> String {
    format!("If nobody decides, it is rejected on {until}.")
}

pub fn mail_intervention_pending(stage: &str) -> String {
    format!("Manual intervention pending: {stage}")
}

pub fn mail_intervention(stage: &str, task: &str) -> String {
    format!("{task} in {stage} waits until somebody resumes or rejects it.")
}

pub const MAIL_RESUME: &str = "It takes the permission “Manage deployments” of the stage to do so.";
pub const MAIL_DECIDE: &str = "Open the release to approve or reject.";

pub fn mail_because(reasons: &str) -> String {
    format!("You get this mail because {reasons}.")
}

pub const TOLD_AS_OWNER: &str = "you own the stage";
pub const TOLD_AS_APPROVER: &str = "you approved the deployment";
pub const TOLD_AS_REQUESTER: &str = "you asked for the deployment";
pub const TOLD_BY_STAGE: &str = "the options of the stage name you";

pub const ALLOW_INHERITED: &str = "Allow (inherited)";
pub const DENY_INHERITED: &str = "Deny (inherited)";
pub const ALLOWED: &str = "Allowed";
pub const DENIED: &str = "Denied";
pub const SET_NOWHERE: &str = "It is set nowhere, and what is set nowhere is not allowed.";
pub const SET_HERE_FOR_OWN: &str = "directly";
pub const AS_CONTRIBUTOR: &str = "as to every contributor";
pub const BY_DEFAULT: &str = "by default";
pub const AT_PROJECT: &str = "for all pipelines";

pub fn to_group(group: &str) -> String {
    format!("to {group}")
}

pub fn at_stage(stage: &str) -> String {
    format!("for the stage {stage}")
}

pub fn at_pipeline(pipeline: &str) -> String {
    format!("for the pipeline {pipeline}")
}

pub fn permission_reason(word: &str, whom: &str, place: &str) -> String {
    format!("{word} {whom} {place}.")
}
