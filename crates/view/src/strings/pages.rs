//! Labels and lines of the pages.

#![expect(missing_docs, reason = "each text says itself what it is")]

use super::facts::plural;

// States
pub const NOT_DEPLOYED: &str = "Not deployed";
pub const QUEUED: &str = "Queued";
pub const SCHEDULED: &str = "Scheduled";
pub const DEFERRED: &str = "Deferred";
pub const PENDING_APPROVAL: &str = "Pending approval";
pub const PENDING_INTERVENTION: &str = "Pending intervention";
pub const IN_PROGRESS: &str = "In progress";
pub const PROCESSING_GATES: &str = "Processing gates";
pub const CANCELING: &str = "Canceling";
pub const SUCCEEDED: &str = "Succeeded";
pub const PARTIALLY_SUCCEEDED: &str = "Partially succeeded";
pub const FAILED: &str = "Failed";
pub const CANCELED: &str = "Canceled";
pub const SKIPPED: &str = "Skipped";
pub const APPROVED: &str = "Approved";
pub const REJECTED: &str = "Rejected";
pub const NOT_ASKED_YET: &str = "Not asked yet";
pub const NOT_STARTED: &str = "Not started";
pub const NOTHING_TO_DEPLOY: &str = "No stage can be deployed now.";
pub const NOTHING_TO_CANCEL: &str = "Nothing runs or waits.";
pub const DRAFT: &str = "Draft";
pub const ABANDONED: &str = "Abandoned";

// Commands
pub const DEPLOY: &str = "Deploy";
pub const REDEPLOY: &str = "Redeploy";
pub const CANCEL: &str = "Cancel";
pub const ABANDON: &str = "Abandon";
pub const START: &str = "Start";
pub const APPROVE: &str = "Approve";
pub const REJECT: &str = "Reject";
pub const REASSIGN: &str = "Reassign";
pub const OVERRIDE: &str = "Override";
pub const LOGS: &str = "Logs";
pub const CLOSE: &str = "Close";
pub const COMMENT: &str = "Comment";
pub const CREATE: &str = "Create";
pub const CREATE_RELEASE: &str = "Create release";
pub const CREATE_A_RELEASE: &str = "Create a release";
pub const CREATE_A_DRAFT_RELEASE: &str = "Create a draft release";
pub const VIEW_LOGS: &str = "View logs";
pub const WHY: &str = "Why?";

// Application
pub const REHEARSAL: &str = "Rehearsal";
pub const MOTTO: &str = "A flight simulator for release pipelines";
pub const SKIP_TO_CONTENT: &str = "Skip to the page";
pub const INTRO_LEAD: &str =
    "Practise classic release pipelines – approvals, schedules, redeployments, bad days – before they matter.";
pub const INTRO_POINTS: [(&str, &str); 3] = [
    ("Act as anyone", "Create releases, approve, reject, defer, redeploy, as each person of the team."),
    ("Own the clock", "Run it fast, step from event to event, take a move back and try another."),
    ("Ask why", "Every stage that ran, waits or was skipped tells which rule decided it."),
];
pub const INTRO_LOCAL: &str = "Everything runs in this browser. Nothing is deployed and nothing leaves your machine.";
pub const SCENARIOS: &str = "Scenarios";
pub const LOADING_SCENARIOS: &str = "Loading the scenarios…";
pub const LOADING_SCENARIO: &str = "Loading the scenario…";
pub const NO_SCENARIOS: &str = "There are no scenarios here yet";
pub const NO_SCENARIOS_HELP: &str =
    "A scenario is a folder with a file scenario.yaml below scenarios/. Add one and load this page again.";
pub const SCENARIOS_FAILED: &str = "The scenarios could not be loaded";
pub const SCENARIO_FAILED: &str = "This scenario could not be loaded";
pub const TRY_AGAIN: &str = "Try again";
pub const ALL_SCENARIOS: &str = "All scenarios";
pub const STATE_NOT_STARTED: &str = "Not started";
pub const STATE_IN_PROGRESS: &str = "In progress";
pub const STATE_SOLVED: &str = "Solved";
pub const CONTINUE: &str = "Continue";
pub const START_AGAIN: &str = "Start again";
pub const BEGINNER: &str = "Beginner";
pub const INTERMEDIATE: &str = "Intermediate";
pub const ADVANCED: &str = "Advanced";
pub const THEME: &str = "Theme";
pub const THEME_LIGHT: &str = "Light";
pub const THEME_DARK: &str = "Dark";
pub const THEME_SYSTEM: &str = "System";
pub const DISMISS: &str = "Dismiss";
pub const NOTICES: &str = "Notices";
pub const NOT_FOUND: &str = "There is no such page";
pub const ADDRESS_UNKNOWN: &str =
    "No scenario here has this address. Look at its spelling, or choose a scenario from the list.";
pub const NOT_FOUND_HELP: &str = "The address may be of another moment of the run, before a release was created.";

pub fn effort(level: &str, minutes: u32) -> String {
    format!("{level} · {}", plural(minutes.into(), "minute"))
}

pub fn scenario_mistakes(count: usize) -> String {
    format!("scenario.yaml has {}.", plural(i64::try_from(count).unwrap_or(i64::MAX), "mistake"))
}

pub fn start_scenario_label(verb: &str, title: &str) -> String {
    format!("{verb}: {title}")
}

// Start again
pub const START_AGAIN_TITLE: &str = "Start again?";
pub const START_AGAIN_TEXT: &str =
    "Your moves in this scenario will be forgotten. The clock goes back to its beginning.";

// Saving
pub const NOTICE_NOT_SAVED: &str = "Your progress cannot be kept in this browser (its storage is full or switched off). You can go on; it will be lost when you leave.";
pub const RIVAL_TEXT: &str =
    "This scenario goes on in another tab, too. What you do here is not kept until you choose.";
pub const RIVAL_TAKE: &str = "Show the other tab's progress";
pub const RIVAL_STAY: &str = "Keep this one";

/// Progress that is damaged; `copies` are the names under which it is put aside.
pub fn notice_corrupt_save(copies: &str) -> String {
    format!(
        "Some saved progress could not be read, so its scenario begins anew. It is put aside in this browser's \
         storage, as {copies}."
    )
}

pub fn notice_save_does_not_fit(reason: &str) -> String {
    format!(
        "Your saved progress does not fit this version of the scenario, so it begins anew: {reason}. It is put aside \
         in this browser's storage."
    )
}

// Clock bar
pub const CLOCK: &str = "Virtual clock";
pub const PLAY: &str = "Play";
pub const PAUSE: &str = "Pause";
pub const SPEED: &str = "Speed";
pub const NEXT_EVENT: &str = "Next event";
pub const JUMP: &str = "Jump…";
pub const JUMP_TITLE: &str = "Jump to a time";
pub const JUMP_TO: &str = "Date and time";
pub const JUMP_BY: &str = "Or by";
pub const JUMP_BY_HELP: &str = "For example +90m, +2h30m or +1d";
pub const JUMP_GO: &str = "Jump";
pub const JUMP_PAST: &str = "That time has passed already. Undo takes back a move; Reset begins anew.";
pub const UNDO: &str = "Undo";
pub const UNDO_NOTHING: &str = "There is no move to take back.";
pub const REDO: &str = "Redo";
pub const REDO_NOTHING: &str = "No move was taken back, or something has happened since.";
pub const RESET: &str = "Reset";
pub const ACT_AS: &str = "Act as";
pub const NOTHING_MORE: &str = "Nothing more will happen unless you act.";
pub const STILL_COMPUTING: &str = "So much happens that the clock runs slower than asked for.";
pub const FACT_LIMIT: &str = "The run has reached its limit of events. Undo a move or reset it.";
pub const NEXT_SOMETHING: &str = "something happens that the scenario has planned";

pub fn speed(times: u32) -> String {
    format!("×{times}")
}

pub fn nothing_before(time: &str, what: &str) -> String {
    format!("Nothing more happens before {time} ({what}) unless you act.")
}

pub fn next_title(away: &str, what: &str) -> String {
    format!("In {away}: {what}")
}

pub const FAR_TITLE: &str = "Jump that far?";

pub fn far_text(away: &str, time: &str, what: &str) -> String {
    format!("The next event is {away} away, on {time}: {what}. Whatever waits for you will wait that long.")
}

pub fn far_go(away: &str) -> String {
    format!("Jump {away}")
}

pub const STAY: &str = "Stay here";

pub fn next_task_ends(task: &str, stage: &str) -> String {
    format!("task {task} of {stage} ends")
}

pub fn next_wait_over(stage: &str) -> String {
    format!("the wait of {stage} is over")
}

pub fn next_approval_times_out(stage: &str) -> String {
    format!("the approval of {stage} times out")
}

pub fn next_job_times_out(job: &str) -> String {
    format!("{job} times out")
}

pub fn undone(deed: &str) -> String {
    format!("Taken back: {deed}.")
}

pub fn redone(deed: &str) -> String {
    format!("Made again: {deed}.")
}

pub fn done(deed: &str) -> String {
    format!("{deed}: done.")
}

pub const RESET_TITLE: &str = "Reset the scenario?";
pub const RESET_TEXT: &str =
    "Your moves will be forgotten and the clock goes back to the beginning. Revealed hints stay.";

// Tutorial
pub const TUTORIAL: &str = "Tutorial";
pub const HIDE_TUTORIAL: &str = "Hide the tutorial";
pub const SHOW_TUTORIAL: &str = "Show the tutorial";
pub const INTRODUCTION: &str = "Introduction";
pub const STEPS: &str = "Steps";
pub const GOALS: &str = "Goals";
pub const DEBRIEF: &str = "Debrief";
pub const ALL_GOALS_MET: &str = "All goals are met. The tutorial panel has the debrief.";
pub const SOLVED: &str = "Solved!";
pub const NEXT_SCENARIO: &str = "Next scenario";
pub const GOAL_OPEN: &str = "Open";
pub const GOAL_MET: &str = "Met";
pub const GOAL_BROKEN: &str = "Broken";
pub const STEP_DONE: &str = "Done";
pub const STEP_CURRENT: &str = "Now";
pub const STEP_LATER: &str = "Later";
pub const BROKEN_ADVICE: &str = "A goal is broken. Undo takes your latest move back; Reset begins anew.";

pub fn goal_is_broken(message: &str) -> String {
    ["A goal is broken. ", message].concat()
}

pub fn score(met: usize, all: usize) -> String {
    format!("{met} of {all} met")
}

pub fn show_hint(number: usize, all: usize) -> String {
    format!("Show hint {number} of {all}")
}

pub fn hint(number: usize) -> String {
    format!("Hint {number}")
}

// Releases
pub const RELEASES: &str = "Releases";
pub const RELEASE: &str = "Release";
pub const CREATED: &str = "Created";
pub const STAGES: &str = "Stages";
pub const SITES: &str = "Sites";
pub const HISTORY: &str = "History";
pub const PIPELINES: &str = "Release pipelines";
pub const PAGES: &str = "Pages";
pub const NO_DEPLOYMENTS_FOUND: &str = "No deployments found";
pub const NO_RELEASES_FOUND: &str = "No releases found";
pub const NO_RELEASES_HELP: &str =
    "A release is created by hand, or by the continuous deployment trigger when a build completes.";

pub fn chip(stage: &str, word: &str) -> String {
    format!("{stage} – {word}")
}

pub fn chip_deployed_now(stage: &str, word: &str) -> String {
    format!("{stage} – {word} – deployed here now")
}

pub const DEPLOYED_HERE_NOW: &str = "Deployed here now";

pub fn branch(name: &str) -> String {
    format!("Branch {name}")
}

// Release page
pub const MANUALLY_TRIGGERED: &str = "Manually triggered";
pub const CONTINUOUS_DEPLOYMENT: &str = "Continuous deployment";
pub const SCHEDULED_RELEASE: &str = "Scheduled";
pub const PULL_REQUEST: &str = "Pull request";
pub const BY: &str = "by";
pub const FOR: &str = "for";
pub const ARTIFACTS: &str = "Artifacts";
pub const HAS_TRIGGERED: &str = "Triggered this release";
pub const NO_VERSION: &str = "No version";
pub const DESCRIPTION: &str = "Release description";
pub const PRE_DEPLOYMENT_CONDITIONS: &str = "Pre-deployment conditions";
pub const POST_DEPLOYMENT_CONDITIONS: &str = "Post-deployment conditions";
pub const PRE_DEPLOYMENT_APPROVALS: &str = "Pre-deployment approvals";
pub const POST_DEPLOYMENT_APPROVALS: &str = "Post-deployment approvals";
pub const DIAGRAM: &str = "Diagram";
pub const LIST: &str = "List";
pub const HOME_LABEL: &str = "Rehearsal: all scenarios";
pub const SHOW_STAGES_AS: &str = "Show the stages as";
pub const STAGE: &str = "Stage";
pub const STATE: &str = "State";
pub const STARTS_AFTER: &str = "Starts after";
pub const ACTIONS: &str = "Actions";
pub const TASKS: &str = "tasks";
pub const SOME_TASKS_HAD_ISSUES: &str = "Some tasks had issues";
pub const WAITS_FOR_SCHEDULE: &str = "Waits for its schedule";
pub const APPROVED_FOR_LATER: &str = "Approved for later";
pub const WAITS_FOR_PARALLEL_JOB: &str = "Waits for a parallel job";
pub const WAITS_FOR_AGENT: &str = "Waits for an agent";
pub const WAITS_IN_QUEUE: &str = "Waits in the queue of the stage";
pub const WAITS_FOR_INTERVENTION: &str = "Waits for a manual intervention";
pub const MANUAL_INTERVENTION: &str = "Manual intervention";
pub const RESUME: &str = "Resume";
pub const A_JOB_RAN_OUT_OF_TIME: &str = "A job ran longer than its timeout";
pub const CLEAN_UP_RUNS: &str = "The running task may finish";
pub const A_JOB_FAILED: &str = "A job failed";
pub const APPROVAL_REJECTED: &str = "An approval was rejected";
pub const APPROVAL_TIMED_OUT: &str = "An approval timed out";
pub const REPLACED_IN_QUEUE: &str = "Replaced by a newer release";
pub const NOTE_ABANDONED: &str = "The release was abandoned";
pub const NOTE_MANUAL_ONLY: &str = "Manual only: starts when somebody deploys it";
pub const NOTE_SWITCHED_TO_MANUAL: &str = "Changed to manual for this release";
pub const NOTE_UPSTREAM_CHANGED: &str = "The stages before it changed since they were looked at";
pub const WAITS_FOR_START: &str = "Waits for the draft to be started";
pub const NOT_LOOKED_AT: &str = "Its trigger has not been looked at yet.";
pub const THIS_RELEASE_IS_A_DRAFT: &str = "This release is a draft: nothing is deployed before it is started.";
pub const THIS_RELEASE_IS_ABANDONED: &str = "This release is abandoned: nothing further may be deployed.";

/// Below the instructions of a manual intervention: what happens if nobody decides.
pub fn intervention_ends(at: &str, resumes: bool) -> String {
    let how = if resumes { "resumed" } else { "rejected" };
    format!("Is {how} at {at} if nobody decides")
}

pub fn draft_starts_nothing(release: &str) -> String {
    format!("{release} is a draft: nothing starts before somebody starts the release.")
}

pub fn note_artifact_filter(alias: &str) -> String {
    format!("The artifact filter on {alias} does not match")
}

pub fn name_and_word(name: &str, word: &str) -> String {
    format!("{name} ({word})")
}

pub fn waits_for(stages: &str) -> String {
    format!("Waits for {stages}")
}

pub fn at_time(time: &str, sentence: &str) -> String {
    format!("{time}: {sentence}")
}

pub fn on_date(time: &str) -> String {
    format!("on {time}")
}

pub fn until_date(time: &str) -> String {
    format!("until {time}")
}

pub fn for_span(span: &str) -> String {
    format!("for {span}")
}

pub fn on_people(names: &str) -> String {
    format!("On {names}")
}

pub fn waits_behind(release: &str) -> String {
    format!("Waits in the queue behind {release}")
}

pub fn task_did_fail(task: &str) -> String {
    format!("{task} failed")
}

pub fn rejected_by(person: &str) -> String {
    format!("Rejected by {person}")
}

pub fn canceled_by(person: &str) -> String {
    format!("Canceled by {person}")
}

pub fn attempt(number: u32) -> String {
    format!("Attempt {number}")
}

pub fn deployment_attempt(number: u32) -> String {
    format!("Deployment attempt #{number}")
}

pub fn conditions_of(title: &str, stage: &str) -> String {
    format!("{title} of {stage}")
}

pub fn logs_of(stage: &str) -> String {
    format!("Logs of {stage}")
}

pub fn verb_stage(verb: &str, stage: &str) -> String {
    format!("{verb} {stage}")
}

// Deploy, cancel, abandon
pub fn deploy_title(verb: &str, stage: &str, release: &str) -> String {
    format!("{verb} {release} to {stage}")
}

pub const DEPLOY_TEXT: &str =
    "Triggers, artifact filters and the schedule of the stage are not asked. Approvals and the queue still apply.";

pub fn cancel_title(stage: &str, release: &str) -> String {
    format!("Cancel the deployment of {release} to {stage}")
}

pub const CANCEL_TEXT: &str = "What runs is stopped, and tasks that always run still do. The stage ends as canceled.";
pub const CANCEL_GO: &str = "Cancel deployment";
pub const DO_NOT_CANCEL: &str = "Don't cancel";

pub fn abandon_title(release: &str) -> String {
    format!("Abandon {release}")
}

pub const ABANDON_TEXT: &str = "Nothing further can be deployed from an abandoned release, and what waits is canceled. What runs in the stages stays there.";
pub const COMMENT_OPTIONAL: &str = "Comment (optional)";
pub const KEEP: &str = "Cancel";

// Conditions
pub const APPROVERS: &str = "Approvers";
pub fn deferred_until(time: &str) -> String {
    format!("Deferred until {time}")
}

pub const WAITING_IN_SEQUENCE: &str = "Waiting for all approvers to approve in sequence.";
pub const WAITING_IN_ANY_ORDER: &str = "Waiting for all approvers to approve in any order.";
pub const WAITING_FOR_ANY_ONE: &str = "Waiting for any one of the approvers to approve.";
pub const WAITING_FOR_ONE: &str = "Waiting for the approver to approve.";
pub const POLICY_REQUESTER: &str = "The user requesting a release or deployment should not approve it";
pub const POLICY_REVALIDATE: &str = "Revalidate identity of approver before completing the approval.";
pub const POLICY_SKIP: &str = "Skip approval if the same approver approved the previous stage";
pub const APPROVAL_POLICIES: &str = "Approval policies";
pub const WAITS_FOR_TURN: &str = "Is not asked yet";
pub const WAS_NOT_ASKED: &str = "Was not asked";
pub const NO_LONGER_NEEDED: &str = "No longer needed";
pub const DEFER: &str = "Defer deployment for later";
pub const DEFER_UNTIL: &str = "Defer until";
pub const REASSIGN_TO: &str = "Reassign to";
pub const OVERRIDE_TEXT: &str = "You act in the approver's place, as a release administrator.";
pub const NO_CONDITIONS: &str = "Nobody has to approve here.";
pub const DEFER_MISSING: &str = "Give the date and time to defer to.";

pub fn approval_pending_for(span: &str) -> String {
    format!("Approval pending for {span}")
}

pub fn pending_for(span: &str) -> String {
    format!("Pending for {span}")
}

pub fn timeout_in(span: &str) -> String {
    format!("Timeout in {span}")
}

pub fn approved_on(time: &str) -> String {
    format!("Approved on {time}")
}

pub fn approved_on_by(time: &str, who: &str) -> String {
    format!("Approved on {time} by {who}")
}

pub fn rejected_on(time: &str) -> String {
    format!("Rejected on {time}")
}

pub fn rejected_on_by(time: &str, who: &str) -> String {
    format!("Rejected on {time} by {who}")
}

pub fn timed_out_on(time: &str) -> String {
    format!("Timed out on {time}")
}

pub fn reassigned_from(from: &str, by: &str, time: &str) -> String {
    format!("Reassigned from {from} by {by} on {time}")
}

// Stage panel
pub const TRIGGER: &str = "Trigger";
pub const ATTEMPTS: &str = "Attempts";
pub const JOBS: &str = "Jobs";
pub const PLANNED_JOBS: &str = "Jobs of this stage";
pub const NO_JOBS_YET: &str = "No job has begun.";
/// The product's `triggerReason` of a stage that started after another.
pub fn trigger_after(stage: &str) -> String {
    format!("After successful deployment of {stage}")
}

pub const BY_TRIGGER: &str = "Triggered automatically";
pub const BY_REDEPLOY: &str = "Redeployed automatically";
pub const TRIGGER_MANUAL: &str = "Manual";
pub const TRIGGER_SCHEDULED: &str = "Scheduled";
pub const TRIGGER_REDEPLOY: &str = "Redeploy";
pub const TRIGGER_RELEASE_STARTED: &str = "Release started";
pub const BY_SCHEDULE: &str = "Triggered automatically, with a schedule";
pub const AFTER_RELEASE: &str = "After release";
pub const EVERY_DAY: &str = "Every day";
pub const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
pub const QUEUE_UNLIMITED: &str = "Parallel deployments: unlimited";
pub const RUNS_ON_SERVER: &str = "Runs on the server";
pub const ASKED_FOR: &str = "Asked for";
pub const ENDED: &str = "Ended";

pub fn deployed_by(person: &str) -> String {
    format!("Deployed by {person}")
}

pub fn after_stages(stages: &str, partially: bool) -> String {
    if partially {
        format!("After stage: {stages}, also when partially succeeded")
    } else {
        format!("After stage: {stages}")
    }
}

pub fn scheduled_at(days: &str, hours: u8, minutes: u8, zone: &str) -> String {
    format!("{days} at {hours}:{minutes:02} ({zone})")
}

pub fn filter_on(alias: &str, branch: &str, tags: &str, exclude: bool) -> String {
    let verb = if exclude { "Exclude" } else { "Include" };
    let branch = if branch.is_empty() { "any branch" } else { branch };
    if tags.is_empty() {
        format!("Artifact filter on {alias}: {verb} {branch}")
    } else {
        format!("Artifact filter on {alias}: {verb} {branch} with tags {tags}")
    }
}

pub fn queue_in_sequence(count: u32) -> String {
    format!("Parallel deployments: at most {count}, deploy all in sequence")
}

pub fn queue_latest(count: u32) -> String {
    format!("Parallel deployments: at most {count}, deploy latest and cancel the others")
}

pub fn pool_and_agent(pool: &str, agent: &str) -> String {
    format!("Pool: {pool} · Agent: {agent}")
}

pub fn pool(pool: &str) -> String {
    format!("Pool: {pool}")
}

pub fn target(name: &str) -> String {
    format!("Target: {name}")
}

pub fn waits_for_target(name: &str) -> String {
    format!("Waits for the target {name}")
}

pub fn waits_for_parallel_job(ahead: usize) -> String {
    match ahead {
        0 => "Waits for a parallel job, first in line".to_owned(),
        _ => format!("Waits for a parallel job, {} ahead", plural(i64::try_from(ahead).unwrap_or(i64::MAX), "request")),
    }
}

pub fn waits_for_agent_of(pool: &str, ahead: usize) -> String {
    match ahead {
        0 => format!("Waits for an agent of {pool}, first in line"),
        _ => format!("Waits for an agent of {pool}, {} ahead", plural(i64::try_from(ahead).unwrap_or(i64::MAX), "job")),
    }
}

// Logs
pub const DEPLOYMENT_PROCESS: &str = "Deployment process";
pub const INITIALIZE_JOB: &str = "Initialize job";
pub const FINALIZE_JOB: &str = "Finalize Job";
pub const TASK_SUCCEEDED: &str = "succeeded";
pub const TASK_SKIPPED: &str = "skipped";
pub const TASK_CANCELED: &str = "canceled";
pub const TASK_IN_PROGRESS: &str = "in progress";
pub const JOB_NOT_STARTED: &str = "This job has not begun.";
pub const WAITING_FOR_OUTPUT: &str = "Waiting for console output from an agent…";
pub const DOWNLOAD_LOG: &str = "Download log";
pub const DOWNLOAD_ALL_LOGS: &str = "Download all logs";
pub const PREVIOUS_TASK: &str = "Previous task";
pub const NEXT_TASK: &str = "Next task";
pub const BACK_TO_RELEASE: &str = "Pipeline";
pub const NOTHING_STORED: &str = "Nothing is stored yet.";
pub const NO_LOGS_YET: &str = "Nothing has been deployed here";
pub const NO_LOGS_HELP: &str = "Logs appear with the first attempt to deploy this stage.";
pub const CONSOLE: &str = "Console";
pub const ERROR: &str = "Error";
pub const WARNING: &str = "Warning";
pub const SWITCH_STAGE: &str = "Stage";
pub const APPROVAL_PENDING: &str = "Approval pending";
pub const VIEW_APPROVAL: &str = "View approval";
pub const FOLLOW: &str = "Follow the running task";
pub const LOG_PREPARING: &str = "Preparing the working folder of the job.";
pub const LOG_CLEANING_UP: &str = "Cleaning up after the job.";
pub const LOG_FINISHED: &str = "The job has ended.";

pub fn log_downloading(alias: &str, version: &str) -> String {
    format!("Downloading {alias}, version {version}.")
}

pub fn log_downloaded(alias: &str) -> String {
    format!("Downloaded {alias}.")
}

pub fn log_not_downloaded(alias: &str) -> String {
    format!("##[error]The artifact {alias} could not be downloaded.")
}

pub fn log_variable(name: &str, value: &str) -> String {
    format!("[{name}] --> [{value}]")
}

pub fn started_at(time: &str) -> String {
    format!("Started: {time}")
}

fn count(number: usize, noun: &str) -> String {
    plural(i64::try_from(number).unwrap_or(i64::MAX), noun)
}

pub fn errors(number: usize) -> String {
    count(number, "error")
}

pub fn with_issues(number: usize) -> String {
    format!("succeeded with {}", count(number.max(1), "issue"))
}

pub fn succeeded_with_warnings(number: usize) -> String {
    format!("succeeded, {}", count(number, "warning"))
}

pub fn in_progress_try(number: usize) -> String {
    format!("in progress, try {number}")
}

// Create release
pub const CREATE_A_NEW_RELEASE: &str = "Create a new release";
pub const CREATE_A_NEW_DRAFT_RELEASE: &str = "Create a new draft release";
pub const PIPELINE: &str = "Pipeline";
pub const CLICK_TO_CHANGE: &str = "Click on a stage to change its trigger from automated to manual.";
pub const CHANGED_TO_MANUAL: &str = "Stages for a trigger change from automated to manual.";
pub const NONE_CHANGED: &str = "None: all triggers stay as they are.";
pub const NONE_TO_CHANGE: &str = "No stage starts by itself.";
pub const AUTOMATED: &str = "automated";
pub const MANUAL: &str = "manual";
pub const SELECT_VERSIONS: &str = "Select the version for the artifact sources for this release";
pub const SOURCE_ALIAS: &str = "Source alias";
pub const VERSION: &str = "Version";
pub const CHOOSE_VERSION: &str = "Choose a version";
pub const NO_VERSIONS: &str = "There is no build yet";
pub const VERSION_MISSING: &str = "Every artifact needs a version.";
pub const AS_DRAFT: &str = "Create as a draft";
pub const AS_DRAFT_HELP: &str = "A draft deploys nothing before it is started.";

pub fn version(number: &str, branch: &str, commit: &str, time: &str) -> String {
    if commit.is_empty() {
        format!("{number} · {branch} · {time}")
    } else {
        format!("{number} · {branch} · {commit} · {time}")
    }
}

/// Before and after the name of a release.
pub const RELEASE_CREATED: (&str, &str) = ("Release ", " has been created.");

pub fn release_has_been_created(release: &str) -> String {
    format!("{}{release}{}", RELEASE_CREATED.0, RELEASE_CREATED.1)
}

// Sites
pub const SITES_HELP: &str = "What the stages deploy to, and what runs there now.";
pub const SITE_HEALTHY: &str = "Healthy";
pub const SITE_UNHEALTHY: &str = "Not healthy";
pub const SITE_EMPTY: &str = "Empty";
pub const SITE_NOTHING_YET: &str = "Nothing has been deployed here.";
pub const SITE_FROM_START: &str = "Runs since before the rehearsal";
pub const SITE_SPACE_GAME: &str = "Space Game";
pub const SITE_SPACE_GAME_LINE: &str = "Hunt the comets. Beat the board.";
pub const SITE_ASP_NET_MENU: &str = "Home   Privacy";
pub const SITE_ASP_NET: &str = "Welcome";
pub const SITE_ASP_NET_LINE: &str = "A web app made with ASP.NET Core";
pub const SITE_BROKEN: &str = "503  The service is unavailable";
pub const NO_SITES: &str = "This scenario has no sites";
pub const NO_SITES_HELP: &str = "Its stages deploy to nothing that could be looked at.";
pub const DEPLOYED_BY_STAGE: &str = "Stage";
pub const NO_BUILD: &str = "no build";

pub fn site_since(release: &str, time: &str) -> String {
    format!("{release}, on {time}")
}

pub fn build(number: &str) -> String {
    format!("Build {number}")
}

// History
pub const HISTORY_HELP: &str = "Everything that happened, newest first, and why.";
pub const SHOW_DETAILS: &str = "Show jobs, tasks and automatic steps";
pub const NO_HISTORY: &str = "Nothing has happened yet";

// Notices
pub fn refused(reason: &str) -> String {
    format!("That was refused: {reason}.")
}

// Loading
pub const FILES_MISSING: &str = "a file that the scenario names is missing";
pub const NOT_A_LIST: &str = "it is not a list of names";

pub fn mistake_at(line: u32, message: &str) -> String {
    format!("line {line} of scenario.yaml: {message}")
}

pub fn fetch_failed(address: &str, reason: &str) -> String {
    format!("{address} could not be fetched: {reason}")
}

pub const PRE_DEPLOYMENT_GATES: &str = "Pre-deployment gates";
pub const POST_DEPLOYMENT_GATES: &str = "Post-deployment gates";
pub const PRE_DEPLOYMENT_GATES_FAILED: &str = "Pre-deployment gates failed";
pub const POST_DEPLOYMENT_GATES_FAILED: &str = "Post-deployment gates failed";
pub const NOT_EVALUATED_YET: &str = "Not evaluated yet";
pub const WAITING_ON_DELAY: &str = "Waiting on delay before evaluation";
pub const EVALUATING_GATES: &str = "Evaluating gates";
pub const GATES_SUCCEEDED: &str = "Gates succeeded";
pub const GATES_PASS_NOW: &str = "All gates passed";
pub const DELAY_IN_PROGRESS: &str = "Delay before evaluation is in progress";
pub const NO_SAMPLES_YET: &str = "No samples have yet arrived";
pub const WAITING_FOR_SAME_SAMPLE: &str = "Waiting for all gates to succeed within the same sample interval";
pub const GATE_PASSED: &str = "Passed";
pub const GATE_FAILED: &str = "Failed";
pub const GATE_NO_ANSWER: &str = "No answer";
pub const GATE_IS_IGNORED: &str = "Ignored";
pub const GATE_AWAITED: &str = "In progress";
pub const ANSWER_AWAITED: &str = "The answer is awaited.";
pub const DID_NOT_ANSWER: &str = "It did not answer before the next evaluation.";
pub const WAS_IGNORED: &str = "It was ignored.";
pub const IGNORE_GATE: &str = "Ignore Gate";
pub const GATE_WORK_ITEMS: &str = "Query work items";
pub const GATE_REST_API: &str = "Invoke REST API";
pub const GATE_FUNCTION: &str = "Invoke Azure Function";
pub const GATE_ALERTS: &str = "Query Azure Monitor alerts";
pub const GATE_POLICY: &str = "Check Azure Policy compliance";
pub const GATE_OTHER: &str = "Gate of an extension";
pub const ORDER_BEFORE_GATES: &str = "Before gates, ask for approvals.";
pub const ORDER_AFTER_SUCCESSFUL_GATES: &str = "On successful gates, ask for approvals.";
pub const ORDER_AFTER_GATES_ALWAYS: &str = "Ignore gates outcome and ask for approvals.";

pub fn evaluation_begins_in(span: &str) -> String {
    format!("Gates evaluation will begin in {span}")
}

pub fn evaluation_starts_in(span: &str) -> String {
    format!("Evaluation to start in {span}")
}

pub fn next_in(span: &str) -> String {
    format!("Next in {span}")
}

pub fn next_sample_in(span: &str) -> String {
    format!("{span} to next sample")
}

pub fn gates_failed_of(failed: usize, all: usize) -> String {
    format!("{failed}/{all} gates failed")
}

pub fn gates_failed_in_sample(failed: usize, all: usize, time: &str) -> String {
    format!("{failed}/{all} gates failed in latest sample at {time}")
}

pub fn gates_passed_in_sample(time: &str) -> String {
    format!("All gates passed in latest sample at {time}")
}

pub fn waiting_for_steady(since: &str, steady: &str) -> String {
    format!("Waiting for steady results: good since {since}, {steady} are needed")
}

pub fn gates_succeeded_on(time: &str) -> String {
    format!("Gates evaluation succeeded on {time}")
}

pub fn gates_failed_on(time: &str) -> String {
    format!("Gates evaluation failed at {time}")
}

pub fn gates_canceled_on(time: &str) -> String {
    format!("Gates evaluation was canceled on {time}")
}

pub fn gates_did_not_meet(timeout: &str) -> String {
    format!("Gates did not meet the criteria of succeeding at once before the timeout of {timeout}.")
}

pub fn ignored_by(person: &str, time: &str) -> String {
    format!("Ignored by {person} on {time}")
}

pub fn found_work_items(query: &str, count: u32, lower: u32, upper: u32) -> String {
    let items = super::plural(i64::from(count), "work item");
    if lower == upper {
        format!("{query} found {items}; {upper} must be found.")
    } else {
        format!("{query} found {items}; {lower} to {upper} may be found.")
    }
}

pub fn bad_threshold(text: &str) -> String {
    format!("The threshold “{text}” is not a number.")
}

pub fn answered(status: u16) -> String {
    format!("The response was {status}.")
}

pub fn answered_criteria(status: u16, holds: bool) -> String {
    if holds {
        format!("The response was {status}, and it meets the success criteria.")
    } else {
        format!("The response was {status}, and it does not meet the success criteria.")
    }
}

pub fn criteria_failed(why: &str) -> String {
    format!("The success criteria cannot be evaluated: {why}.")
}

pub fn found_alerts(active: &[String]) -> String {
    if active.is_empty() {
        "No alert is active.".to_owned()
    } else {
        format!("Active alerts: {}.", super::list(active))
    }
}

pub fn found_policies(violated: &[String]) -> String {
    if violated.is_empty() {
        "All resources are compliant.".to_owned()
    } else {
        format!("Not compliant: {}.", super::list(violated))
    }
}

pub fn gate_delay(span: &str) -> String {
    format!("The delay before evaluation is {span}.")
}

pub fn gate_interval(span: &str) -> String {
    format!("The time between re-evaluation of gates is {span}.")
}

pub const GATE_NOT_STEADY: &str = "One evaluation in which all gates succeed is enough.";

pub fn gate_steady(span: &str) -> String {
    format!("Results must be steady for {span} after a successful gates evaluation.")
}

pub fn gate_timeout(span: &str) -> String {
    format!("Gates fail after a timeout of {span}.")
}

pub const POLICY_SIGN_IN: &str = "Sign in again to confirm your identity";
pub const SKIPPED_BEFORE: &str = "Skipped: approved the previous stage";

pub fn next_gates_sampled(stage: &str) -> String {
    format!("the gates of {stage} are evaluated")
}

pub fn next_gates_time_out(stage: &str) -> String {
    format!("the gates of {stage} time out")
}
/// Button that shows the hash of the log.
pub const SHOW_FINGERPRINT: &str = "Show fingerprint";
/// Label before the hash of the log.
pub const FINGERPRINT: &str = "Fingerprint";
/// What the hash of the log is good for.
pub const FINGERPRINT_HELP: &str = "Two runs with the same fingerprint had the same facts at the same times for the same reasons. The terminal prints it as the hash of a run.";
/// The group of buttons that change the size of a diagram.
pub const ZOOM: &str = "Zoom";
/// Button: larger.
pub const ZOOM_IN: &str = "Zoom in";
/// Button: smaller.
pub const ZOOM_OUT: &str = "Zoom out";
/// Button: the whole diagram.
pub const ZOOM_FIT: &str = "Fit";

pub const CHANGE_ADD: &str = "Add";
pub const CHANGE_UPDATE: &str = "Update";
pub const CHANGE_DELETE: &str = "Delete";
pub const CHANGE_UNDELETE: &str = "Undelete";

pub fn group_in_scope(group: &str, scope: &str) -> String {
    format!("{group} ({scope})")
}

pub fn variable_in_two_groups(name: &str, first: &str, second: &str) -> String {
    format!("{name} is in the variable groups {first} and {second}; that of {first} counts, since it is linked first.")
}

pub fn variable_unexpanded(name: &str) -> String {
    format!("The value of {name} leads back to itself, so the variables inside it are left as they are.")
}
