//! Words of the timeline, of looking back, and of futures.

#![expect(missing_docs, reason = "each text says itself what it is")]

use super::facts::plural;

pub const TIMELINE: &str = "Timeline";
pub const TIMELINE_HELP: &str = "What every stage did or waited for, on the virtual clock. Choose a bar to go there, or a moment to see everything as it was then.";
pub const NO_TIMELINE: &str = "Nothing has been released yet";
pub const NO_TIMELINE_HELP: &str =
    "A release appears here when a trigger or a person creates one. Press Next event, or create a release.";
pub const TIMELINE_ROWS: &str = "Releases and stages";
pub const TIMELINE_CHART: &str =
    "Bars of the timeline. Arrow keys go from bar to bar, Enter goes to what a bar is about.";
pub const OPEN_ALL: &str = "Open all stages";
pub const CLOSE_ALL: &str = "Close all stages";
pub const SHOW_TABLE: &str = "Table";
pub const EARLIER: &str = "Earlier";
pub const LATER: &str = "Later";
pub const LEGEND: &str = "Legend";
pub const LEGEND_WAITS: &str = "Waits for";
pub const LEGEND_WORK: &str = "Runs";
pub const WHOLE_RUN: &str = "Whole run";
pub const COLUMN_WHAT: &str = "What";
pub const COLUMN_FROM: &str = "From";
pub const COLUMN_TO: &str = "To";
pub const COLUMN_TOOK: &str = "Took";
pub const COLUMN_OF: &str = "Of";
pub const TABLE_IS_CUT: &str = "Only the first rows are listed. Close stages to see others.";
pub const PRE_DEPLOYMENT_APPROVAL: &str = "Pre-deployment";
pub const POST_DEPLOYMENT_APPROVAL: &str = "Post-deployment";
pub const NOW: &str = "Now";
pub const GOES_ON: &str = "goes on";
pub const DELETED: &str = "Deleted";
pub const POINT_AT_BAR: &str = "Point at a bar to read about it.";

// Reasons of waits
pub const WAIT_DEPENDENCY: &str = "Other stages";
pub const WAIT_SCHEDULE: &str = "Schedule";
pub const WAIT_APPROVAL: &str = "Approval";
pub const WAIT_INTERVENTION: &str = "Intervention";
pub const WAIT_GATE: &str = "Gates";
pub const WAIT_QUEUE: &str = "Queue";
pub const WAIT_AGENT: &str = "Agent";

pub const DID_WAIT_SCHEDULE: [&str; 2] = ["waits for the time of its schedule", "waited for the time of its schedule"];
pub const DID_WAIT_DEFERRAL: [&str; 2] =
    ["waits for the time that an approver chose", "waited for the time that an approver chose"];
pub const DID_WAIT_SLOT: [&str; 2] = [
    "waits in the queue of its stage, behind other releases",
    "waited in the queue of its stage, behind other releases",
];
pub const DID_WAIT_APPROVAL_PRE: [&str; 2] =
    ["waits for approval before deployment", "waited for approval before deployment"];
pub const DID_WAIT_APPROVAL_POST: [&str; 2] =
    ["waits for approval after deployment", "waited for approval after deployment"];
pub const DID_WAIT_GATES_PRE: [&str; 2] = ["waits for gates before deployment", "waited for gates before deployment"];
pub const DID_WAIT_GATES_POST: [&str; 2] = ["waits for gates after deployment", "waited for gates after deployment"];
pub const DID_WAIT_GATES_DELAY: [&str; 2] =
    ["waits for the delay before gates are evaluated", "waited for the delay before gates were evaluated"];
pub const DID_WAIT_INTERVENTION: [&str; 2] =
    ["waits for somebody to resume or reject it", "waited for somebody to resume or reject it"];
pub const DID_WAIT_PARALLEL_JOB: [&str; 2] =
    ["waits for a parallel job of the organisation", "waited for a parallel job of the organisation"];
pub const DID_WAIT_AGENT: [&str; 2] = ["waits for an agent", "waited for an agent"];
pub const DID_WAIT_TARGET: [&str; 2] = ["waits for its target", "waited for its target"];
pub const DID_RUN: [&str; 2] = ["runs", "ran"];
pub const DID_CLEAN_UP: [&str; 2] = ["is being cancelled", "was being cancelled"];
pub const DID_TRY_AGAIN: [&str; 2] = ["waits before it is tried again", "waited before it was tried again"];

pub fn did_wait_for_stages(names: &str) -> [String; 2] {
    [format!("waits for {names}"), format!("waited for {names}")]
}

pub fn bar_ended(about: &str, doing: &str, from: &str, to: &str, took: &str) -> String {
    format!("{about} {doing}: {from} to {to} ({took}).")
}

pub fn bar_goes_on(about: &str, doing: &str, from: &str, took: &str) -> String {
    format!("{about} {doing} since {from} ({took} so far).")
}

pub fn ran_and_ended(word: &str) -> String {
    format!("ran and ended as “{word}”")
}

pub fn asked_to_approve(who: &str, stage: &str) -> String {
    format!("{stage}, asked of {who},")
}

pub fn attempt_and(attempt: u32, note: &str) -> String {
    if note.is_empty() { format!("Attempt {attempt}") } else { format!("Attempt {attempt} · {note}") }
}

pub fn attempts(count: u32) -> String {
    plural(i64::from(count), "attempt")
}

pub fn sample_was(word: &str, time: &str) -> String {
    format!("Gates were evaluated at {time}: {word}.")
}

pub fn approver_decided(who: &str, word: &str, time: &str) -> String {
    format!("{who}: {word} at {time}.")
}

pub fn waits_because(reason: &str) -> String {
    format!("Waits: {reason}")
}

pub fn was_skipped(name: &str) -> String {
    format!("{name} was skipped.")
}

pub fn parts_of(stage: &str) -> String {
    format!("Approvals, gates, jobs and tasks of {stage}")
}

// Comparing
pub const COMPARE: &str = "Compare";
pub const FUTURES_ARE_SAME: &str = "Both futures are the same so far.";
pub const OUTCOMES: &str = "Stages that stand differently";
pub const OUTCOMES_SAME: &str = "Every stage stands alike in both.";
pub const NOT_THERE: &str = "No such release";

pub fn outcomes_alike(count: usize) -> String {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if count == 1 { "1 other stage stands alike.".to_owned() } else { format!("{count} other stages stand alike.") }
}

pub fn futures_part_at_once(at: &str, name: &str, what: &str, other: &str, instead: &str) -> String {
    format!("They part at {at}: in “{name}” {what}; in “{other}” {instead}.")
}

pub fn futures_part(at: &str, name: &str, what: &str, other: &str, later: &str, next: &str) -> String {
    format!("They part at {at}: in “{name}” {what}; in “{other}” nothing happens then, and next, at {later}, {next}.")
}

pub fn future_has_nothing(at: &str, name: &str, what: &str, other: &str) -> String {
    format!("They part at {at}: in “{name}” {what}; in “{other}” nothing happens then.")
}

pub fn future_has_not_come_so_far(at: &str, name: &str, what: &str, other: &str, now: &str) -> String {
    format!("“{other}” has only come to {now}. In “{name}” {what} at {at}.")
}

// Looking back
pub const NOTHING_IN_THE_PAST: &str = "This is the past. Go back to now, or branch here, to act.";
pub const LOOKING_BACK: &str = "Looking back";
pub const LOOK_BACK: &str = "Look back";
pub const NOTHING_TO_LOOK_BACK_AT: &str = "Nothing has happened yet.";
pub const BACK_TO_NOW: &str = "Back to now";
pub const BRANCH_HERE: &str = "Branch here";
pub const EVENT_BEFORE: &str = "Event before";
pub const EVENT_AFTER: &str = "Event after";
pub const MOMENT: &str = "Moment";
pub const BEFORE_EVERYTHING: &str = "Nothing had happened yet.";
pub const PAST_CANNOT_BE_EDITED: &str = "This is how it was then. Go back to now to go on with it; your draft is kept.";

pub fn looking_at(time: &str, day: &str) -> String {
    format!("You are looking at {day}, {time}")
}

pub fn now_is(time: &str) -> String {
    format!("Now is {time}.")
}

pub fn look_at_moment(time: &str) -> String {
    format!("Look at everything as it was at {time}")
}

// Futures
pub const FUTURES: &str = "Futures";
pub const BRANCH_TITLE: &str = "Branch here?";
pub const BRANCH_GO: &str = "Branch";
pub const NAME_IS_EMPTY: &str = "A future needs a name.";
pub const NAME_IS_TAKEN: &str = "Another future has this name.";
pub const FIRST_FUTURE: &str = "Future 1";
pub const FORGET_TITLE: &str = "Forget this future?";
pub const FORGET: &str = "Forget";
pub const CLOSE_COMPARISON: &str = "Close comparison";

pub fn future_number(number: usize) -> String {
    format!("Future {number}")
}

pub fn branch_text(time: &str, name: &str) -> String {
    format!("A second future begins at {time}. “{name}” is kept as it is, and you can go back to it at any time.")
}

pub fn branched(name: &str, before: &str) -> String {
    format!("This is “{name}” now. “{before}” is kept.")
}

pub fn switched_to(name: &str) -> String {
    format!("This is “{name}” now.")
}

pub fn switch_to(name: &str) -> String {
    format!("Go on with “{name}”")
}

pub fn compare_with(name: &str) -> String {
    format!("Compare with “{name}”")
}

pub fn forget_future(name: &str) -> String {
    format!("Forget “{name}”")
}

pub fn forget_text(name: &str) -> String {
    format!("The moves of “{name}” will be gone. This cannot be undone.")
}

pub fn forgotten(name: &str) -> String {
    format!("“{name}” is forgotten.")
}

pub fn too_many_futures(most: usize) -> String {
    format!("There are {most} futures already. Forget one of them first.")
}

pub fn future_does_not_fit(name: &str, reason: &str) -> String {
    format!("“{name}” cannot be played again: {reason}. It is kept as it is.")
}

// Saving pictures
pub const SAVE_PICTURE: &str = "Save picture";
pub const SAVE_SVG: &str = "SVG, for slides and documents";
pub const SAVE_PNG: &str = "PNG, for everything else";
pub const PICTURE_FAILED: &str = "The picture could not be drawn by this browser. Save it as SVG instead.";
pub const PICTURE_TOO_TALL: &str = "The picture is too tall for a PNG. Close some stages, or save it as SVG instead.";

pub fn picture_of(scenario: &str) -> String {
    format!("Timeline of {scenario}")
}

pub fn picture_span(from: &str, to: &str, zone: &str) -> String {
    format!("{from} to {to} ({zone})")
}
