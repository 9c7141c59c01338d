//! Words of the pages around a release: gates, builds, agents, deployments, inboxes.

#![expect(missing_docs, reason = "each text says itself what it is")]

use super::facts::plural;
use super::pages::IGNORE_GATE;

fn count(number: usize, noun: &str) -> String {
    plural(i64::try_from(number).unwrap_or(i64::MAX), noun)
}

// Gates
pub const APPROVALS: &str = "Approvals";
pub const GATE: &str = "Deployment gates";
pub const SAMPLES: &str = "Samples";
pub const FOR_REFERENCE: &str = "during the delay, for reference only";
pub const STILL_TO_COME: &str = "Still to come";
pub const SIGN_IN_FIRST: &str = "The approval asks for it: confirm your identity first.";

pub fn earlier_samples(number: usize) -> String {
    format!("{} before these are not shown.", count(number, "evaluation"))
}

pub fn fails_at(time: &str) -> String {
    format!("They fail on {time} unless they pass before")
}

pub fn ignore_gate(gate: &str) -> String {
    format!("{IGNORE_GATE} {gate}")
}

pub fn earlier_rows(number: usize) -> String {
    format!("{number} earlier are not shown.")
}

// Builds
pub const BUILDS: &str = "Builds";
pub const BUILDS_HELP: &str = "What is built from what, and which releases took it.";
pub const NO_BUILDS: &str = "Nothing is built here";
pub const NO_BUILDS_HELP: &str = "No release pipeline of this scenario takes an artifact.";
pub const NO_BUILDS_YET: &str = "There is none yet.";
pub const BUILD_PIPELINE: &str = "Build pipeline";
pub const REPOSITORY: &str = "Repository";
pub const PACKAGE: &str = "Package";
pub const CONTAINER_IMAGE: &str = "Container image";
pub const PUBLISHED: &str = "Published";
pub const COMMIT_A_CHANGE: &str = "Commit a change";
pub const COMMIT: &str = "Commit";
pub const COMMIT_TEXT: &str =
    "The change is pushed to the branch, and the pipelines that build the repository build it.";
pub const COMMIT_MESSAGE: &str = "Message";
pub const COMMIT_BRANCH: &str = "Branch (empty means the default branch)";
pub const COMMIT_DEFAULT: &str = "A small change";
pub const CREATE_A_PULL_REQUEST: &str = "Create a pull request";
pub const PULL_REQUESTS: &str = "Pull requests";
pub const PULL_REQUEST_TEXT: &str = "The merge of the branches is built. A pull request trigger of the artifact makes a release of it, which reports back.";
pub const PULL_REQUEST_TITLE: &str = "Title";
pub const PULL_REQUEST_SOURCE: &str = "From branch";
pub const PULL_REQUEST_TARGET: &str = "Into branch (empty means the default branch)";
pub const PULL_REQUEST_BRANCH: &str = "feature/small-change";
pub const CREATE_PULL_REQUEST: &str = "Create";
pub const PUSH_A_CHANGE: &str = "Push a change";
pub const REPORTED: &str = "Reported";

pub fn from_into(source: &str, target: &str) -> String {
    format!("{source} into {target}")
}

pub fn reported(release: &str, verdict: &str) -> String {
    format!("{release}: {verdict}")
}

pub fn pull_request_number(number: u32) -> String {
    format!("Pull request {number}")
}

pub const ADD_TAG: &str = "Add tag";
pub const TAG: &str = "Tag";
pub const TAG_TEXT: &str = "Build tags decide which builds pass a filter of a trigger or of a stage. A tag that comes later counts from then on.";
pub const NUMBER: &str = "Number";
pub const CHANGE: &str = "Change";
pub const REQUESTED_FOR: &str = "Requested for";
pub const TIME: &str = "Time";

pub fn builds_repository(repository: &str, branch: &str) -> String {
    format!("Builds the repository {repository}, default branch {branch}")
}

pub fn add_tag_to(number: &str) -> String {
    format!("{ADD_TAG} to {number}")
}

// Agents
pub const AGENTS: &str = "Agents";
pub const AGENTS_HELP: &str = "The pools that jobs run in, what each agent does, and which jobs wait.";
pub const NO_POOLS: &str = "There are no agents here";
pub const NO_POOLS_HELP: &str = "All jobs of this scenario run on the server.";
pub const ONLINE: &str = "Online";
pub const OFFLINE: &str = "Offline";
pub const RUNS: &str = "Runs";
pub const RUNS_NOTHING: &str = "Nothing";
pub const CAPABILITIES: &str = "Capabilities or tags";
pub const WAITING_JOBS: &str = "Jobs that wait";
pub const JOB: &str = "Job";
pub const WHY_IT_WAITS: &str = "What it waits for";

pub fn capability(name: &str, value: &str) -> String {
    if value.is_empty() { name.to_owned() } else { format!("{name} = {value}") }
}

pub fn pool_of(agents: usize) -> String {
    format!("Agent pool, {}", count(agents, "agent"))
}

pub fn deployment_group_of(targets: usize) -> String {
    format!("Deployment group, {}", count(targets, "target"))
}

pub const PARALLEL_JOBS: &str = "Parallel jobs";

pub fn parallel_jobs_in_use(used: u32, limit: u32) -> String {
    format!("{used} of {limit} in use, for builds and for jobs that run on agents")
}

pub fn job_of(job: &str, stage: &str, release: &str) -> String {
    format!("{job} of {stage}, {release}")
}

// Deployments, deleted releases
pub const DEPLOYMENTS: &str = "Deployments";
pub const NO_DEPLOYMENTS_HELP: &str = "Each attempt to deploy a release to a stage is listed here.";
pub const STARTED_BY: &str = "Started by";
pub const STARTED: &str = "Started";
pub const DURATION: &str = "Duration";
pub const UNDELETE: &str = "Undelete";

pub fn deleted_releases(number: usize) -> String {
    count(number, "deleted release")
}

// Release page
pub const MORE_ACTIONS: &str = "More actions";
pub const DEPLOY_MULTIPLE: &str = "Deploy multiple";
pub const APPROVE_MULTIPLE: &str = "Approve multiple";
pub const NOTHING_TO_APPROVE: &str = "No approval of this release waits for you.";

pub fn stage_and_approver(stage: &str, side: &str, approver: &str) -> String {
    format!("{stage}, {side}: {approver}")
}

pub const CHOOSE_STAGES: &str = "Choose the stages first.";
pub const RETAIN_INDEFINITELY: &str = "Retain indefinitely";
pub const STOP_RETAINING: &str = "Stop retaining indefinitely";
pub const RETAINED: &str = "Retained";
pub const DELETE_RELEASE: &str = "Delete";
pub const DELETE_TEXT: &str =
    "The release leaves all lists. Until it is destroyed for good, “Undelete” below the releases brings it back.";

pub fn delete_title(release: &str) -> String {
    format!("Delete {release}")
}

// Manual interventions
pub const RESUME_OR_REJECT: &str = "Resume or reject";
pub const INSTRUCTIONS: &str = "Instructions";
pub const TASK: &str = "Task";
pub const WAITS: &str = "Waits";
pub const GOT_MAIL: &str = "Got mail";

pub fn intervention_waits(task: &str, stage: &str, since: &str) -> String {
    format!("{stage} waits {since} for somebody to resume or reject {task}.")
}

// Approvals and mail
pub const APPROVALS_PAGE_HELP: &str = "What waits for a decision, for the person you act as.";
pub const NO_APPROVALS: &str = "Nothing waits for approval";
pub const NO_APPROVALS_HELP: &str = "A stage with approvers appears here when its turn has come.";
pub const WAITING_FOR_YOU: &str = "Waiting for you";
pub const WAITING_FOR_OTHERS: &str = "Waiting for others";
pub const NOTHING_FOR_YOU: &str = "Nothing waits for you.";
pub const SINCE: &str = "Since";
pub const REJECTED_UNLESS: &str = "Rejected unless decided before";
pub const WHAT_YOU_MAY_DO: &str = "What you may do";
pub const YOU_MAY_OVERRIDE: &str = "You may decide in the approver's place.";
pub const MAIL: &str = "Mail";
pub const MAIL_HELP: &str = "What the service wrote to the person you act as, newest first.";
pub const NO_MAIL: &str = "No mail has come";
pub const NO_MAIL_HELP: &str = "Approvers, owners of stages and those who ask for deployments get mail.";
pub const VIEW_RELEASE: &str = "View release";
pub const SAVED_MEANWHILE: &str =
    "Something else has been saved since these changes began. Discard them to go on with what is saved now.";
pub const EDIT_RELEASE: &str = "Edit release";
pub const EDIT_PIPELINE: &str = "Edit pipeline";
pub const EDITING_A_RELEASE: &str = "You can edit approvals, tasks and variables of this release. The pipeline and its other releases stay as they are.";
pub const EDITING_A_DRAFT_RELEASE: &str =
    "You can edit everything in this release but its artifacts. The pipeline and its other releases stay as they are.";
pub const DISCARD_RELEASE_TEXT: &str = "The release stays as it was saved last. This cannot be undone.";

pub fn decide_before(time: &str) -> String {
    format!("Rejected on {time} if nobody decides")
}

pub fn mail_of(person: &str) -> String {
    format!("Mail of {person}")
}

// Tabs and tags of a release
pub const GIVEN_AT_CREATION: &str = "Given when the release was created";
pub const VARIABLE_GROUPS: &str = "Variable groups";
pub const CHANGED_BY: &str = "Changed by";
pub const CHANGED_DATE: &str = "Changed date";
pub const TAG_MISSING: &str = "Give the tag first.";
pub const REMOVE_TAG: &str = "Remove";
pub const NO_TAGS: &str = "This release has no tags.";
pub const DEBUG_MODE: &str = "Enable debug mode: more detail in the logs";

// The list in place of the editor's diagram
pub const CONDITIONS: &str = "Conditions";
pub const WITH_APPROVALS: &str = "(with approvals)";
pub const WITH_GATES: &str = "(with gates)";
pub const WITH_APPROVALS_AND_GATES: &str = "(with approvals and gates)";
