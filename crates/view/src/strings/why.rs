//! Words of "why?": what was looked at, what is waited for, what would end it.

#![expect(missing_docs, reason = "each text says itself what it is")]

use super::{list, plural};

// How a thing is named on the command line.
pub const PATH_BUILDS: &str = "builds/";
pub const RELEASE_NUMBER: &str = "R";
pub const PATH_PRE_APPROVALS: &str = "approvals/pre";
pub const PATH_POST_APPROVALS: &str = "approvals/post";

pub const PATH_PRE_GATES: &str = "gates/pre";
pub const PATH_POST_GATES: &str = "gates/post";

pub const PATH_JOBS: &str = "jobs/";
pub const PATH_TASKS: &str = "tasks/";

pub const A_RELEASE: &str = "release";
pub const A_STAGE: &str = "stage";
pub const A_JOB: &str = "job";
pub const A_TASK: &str = "task";
pub const A_BUILD: &str = "build";

pub fn unknown_did_you_mean(kind: &str, name: &str, near: &str) -> String {
    format!("there is no {kind} `{name}` at that time; did you mean `{near}`?")
}

pub fn unknown_there_are(kind: &str, name: &str, known: &[String]) -> String {
    if known.is_empty() {
        return format!("there is no {kind} `{name}` at that time, and no other {kind} either");
    }
    format!("there is no {kind} `{name}` at that time; there are: {}", known.join(", "))
}

pub fn no_attempt(stage: &str, number: &str, attempts: usize) -> String {
    let attempts = i64::try_from(attempts).unwrap_or(i64::MAX);
    format!("{stage} has no attempt `{number}` at that time; it has {}", plural(attempts, "attempt"))
}

pub fn attempt_of(stage: &str, attempt: u32) -> String {
    format!("Attempt {attempt} of {stage}")
}

pub fn approvals_of(side: &str, stage: &str) -> String {
    format!("Approval {side} of {stage}")
}

pub fn gates_of(side: &str, stage: &str) -> String {
    format!("Evaluation of the gates {side} of {stage}")
}

pub fn build_of(number: &str, definition: &str) -> String {
    format!("Build {number} of {definition}")
}

pub const STATUS_DRAFT: &str = "Draft";
pub const STATUS_ACTIVE: &str = "Active";
pub const STATUS_ABANDONED: &str = "Abandoned";
pub const NOT_BEGUN: &str = "Not started";
pub const PASSED_BY_ITSELF: &str = "Passed by itself";

pub fn stands_at(about: &str, word: &str) -> String {
    format!("{about} is “{word}”.")
}

pub fn build_made(build: &str, releases: &[String]) -> String {
    if releases.is_empty() { format!("{build} made no release.") } else { format!("{build} made {}.", list(releases)) }
}

// What was looked at.
pub const ALL_OF: &str = "all of these hold";
pub const NOT_EVALUATED: &str = "not evaluated";
pub const WITHOUT_VERSION: &str = "no version";
pub const MATCHES: &str = "matches";
pub const NO_TAG_MATCHES: &str = "no tag matches";
pub const SOMETHING_CHANGED: &str = "the pipeline or a version changed since the last scheduled release";
pub const THIS_TAG_MATTERS: &str = "a filter that creates releases on tagging matches by this tag";
pub const PIPELINE_EXISTS: &str = "the pipeline is not deleted";
pub const NOT_DEPLOYED_BEFORE: &str = "it was not deployed before, or redeployments trigger it again";
pub const FIRST_REDEPLOYMENT: &str = "what failed was not itself started by an auto-redeploy trigger";
pub const HAS_A_GOOD_RELEASE: &str = "another release was deployed to it well";
pub const OTHER_BRANCH: &str = "another branch";
pub const THE_DEFAULT_BRANCH: &str = "the default branch";
pub const RELEASE_IS_ACTIVE: &str = "the release became active";
pub const RELEASE_NOT_ABANDONED: &str = "the release is not abandoned";
pub const TRIGGER_IS_AUTOMATIC: &str = "the trigger is not “Manual only”";
pub const NOT_SWITCHED_TO_MANUAL: &str = "the trigger was not changed to manual for this release";
pub const DEPLOYS_PULL_REQUESTS: &str = "the stage deploys releases of pull requests";
pub const NO_UNFINISHED_ATTEMPT: &str = "no attempt is unfinished";
pub const SCHEDULE: &str = "schedule";
pub const LOOKED_AT: &str = "looked at";
pub const NEVER: &str = "never";
pub const NEXT_TIME: &str = "next time after that";
pub const UNTIL_WHEN: &str = "until";
pub const UNLIMITED: &str = "the number of parallel deployments is unlimited";
pub const QUEUE_SETTING: &str = "queue setting";
pub const DEPLOY_ALL_IN_SEQUENCE: &str = "Deploy all in sequence";
pub const DEPLOY_LATEST: &str = "Deploy latest and cancel the others";
pub const SLOT_IS_FREE: &str = "a slot is free (in use)";
pub const NOBODY_WAITS_BEFORE: &str = "nobody waits before it";
pub const REJECTED_BY_ITSELF_AT: &str = "rejected if nobody decides by";
pub const APPROVALS_NEEDED: &str = "approvals needed";
pub const ASKED_FOR_IT: &str = "asked for the release or deployment";
pub const POOL_HAS_AGENTS: &str = "the pool has agents";
pub const OFFLINE: &str = "offline";
pub const FREE: &str = "free";
pub const JOB_STATUS_SO_FAR: &str = "status of the job so far";
pub const TRIES_SO_FAR: &str = "tries so far";
pub const ITS_WORK: &str = "its work ends as";
pub const BY_CATALOGUE: &str = "as the task usually does";
pub const CANCELED_BY_NOW: &str = "a cancel was asked for";

pub const GATES_DELAY: &str = "Delayed";
pub const GATES_ASKED: &str = "In progress";
pub const GATES_FIRST_SAMPLE: &str = "first sample that counts";
pub const GATES_INTERVAL: &str = "time between samples";
pub const GATES_STEADY: &str = "results must be steady for";
pub const GATES_NOT_STEADY: &str = "one sample in which all pass is enough";
pub const GATES_FAIL_AT: &str = "failed if not passed by";
pub const GATE_PASSED: &str = "passed in this sample";
pub const GATE_DID_NOT_PASS: &str = "did not pass in this sample";
pub const GATE_UNANSWERED: &str = "did not answer in time";
pub const GATE_IGNORED: &str = "ignored";
pub const GATE_NOT_ASKED: &str = "not asked yet";
pub const STEADY_SINCE: &str = "all have passed since";

pub fn steady_for(since: &str, steady: &str, wanted: &str) -> String {
    format!("{since}, which is {steady} of {wanted}")
}

pub fn approved_before(who: &str, stage: &str) -> String {
    format!("{who} approved {stage} before")
}

pub const SLICES_AT_ONCE: &str = "so many run at once";
pub const PARALLEL_JOB_IS_FREE: &str = "a parallel job is free (in use)";
pub const ENDS_BY_ITSELF_AT: &str = "ends by itself at";
pub const INSTRUCTIONS: &str = "instructions";

pub fn ends_at(time: &str) -> String {
    format!("ends at {time}")
}

pub fn failed_with(message: &str) -> String {
    format!("failed: {message}")
}

pub fn pipeline_is_enabled(name: &str) -> String {
    format!("{name} is not disabled")
}

pub fn trigger_is_on(alias: &str) -> String {
    format!("the continuous deployment trigger of {alias} is on")
}

pub fn build_is_good(number: &str) -> String {
    format!("build {number} succeeded, at least partially")
}

pub fn has_a_version(alias: &str) -> String {
    format!("{alias} has a version")
}

pub fn name_is_free(name: &str) -> String {
    format!("no release is named {name} yet")
}

pub fn filters_let_through(number: &str, branch: &str) -> String {
    format!("filters let build {number} of branch {branch} through")
}

pub fn filter(exclude: bool, branch: &str, tags: &[String], tag_pattern: &str) -> String {
    let kind = if exclude { "exclude" } else { "include" };
    let branch = if branch.is_empty() { "any branch" } else { branch };
    let tags = if tags.is_empty() { String::new() } else { format!(" with tags {}", list(tags)) };
    let pattern = if tag_pattern.is_empty() { String::new() } else { format!(" with a tag like {tag_pattern}") };
    format!("{kind} {branch}{tags}{pattern}")
}

pub fn lacks_tags(tags: &str) -> String {
    format!("lacks the tags {tags}")
}

pub fn succeeded(stage: &str) -> String {
    format!("{stage} is “Succeeded”")
}

pub fn succeeded_or_partially(stage: &str) -> String {
    format!("{stage} is “Succeeded” or “Partially succeeded”")
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Names of the days of a bit mask, Monday 1.
pub fn weekdays(mask: u8) -> String {
    if mask & 127 == 127 {
        return "every day".to_owned();
    }
    let days = DAYS.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0);
    list(&days.map(|(_, day)| (*day).to_owned()).collect::<Vec<_>>())
}

pub fn schedule(days: &str, hours: u8, minutes: u8, zone: &str) -> String {
    format!("{days} at {hours:02}:{minutes:02} in {zone}")
}

pub fn in_zone(time: &str, zone: &str) -> String {
    format!("{time} in {zone}")
}

pub fn in_zone_and_utc(time: &str, zone: &str, utc: &str) -> String {
    if zone == "UTC" { format!("{time} UTC") } else { format!("{time} in {zone}, which is {utc} UTC") }
}

pub fn chose(person: &str) -> String {
    format!("{person} chose")
}

pub fn of_so_many(count: usize, of: usize) -> String {
    format!("{count} of {of}")
}

pub fn asked_in_turn(rank: u32) -> String {
    format!("asked at rank {rank}")
}

pub fn may_decide(person: &str) -> String {
    format!("{person} may decide")
}

pub fn group(name: &str) -> String {
    format!("a member of {name}")
}

pub fn agent(name: &str) -> String {
    format!("agent {name} can take the job")
}

pub fn lacks(demands: &str) -> String {
    format!("does not meet {demands}")
}

pub fn runs(job: &str) -> String {
    format!("runs {job}")
}

pub fn by_outcome(number: usize) -> String {
    format!("by outcome {number} of the scenario")
}

pub fn work(result: &str, takes: &str, source: &str) -> String {
    format!("{result} after {takes}, {source}")
}

pub fn job(name: &str) -> String {
    format!("job {name}")
}

pub fn task(name: &str) -> String {
    format!("task {name}")
}

// What is waited for.
pub fn waits_for_schedule(stage: &str) -> String {
    format!("{stage} waits for the next time of its schedule.")
}

pub fn waits_for_slot(stage: &str) -> String {
    format!("{stage} waits for a slot of its stage.")
}

pub fn waits_for_approval(stage: &str) -> String {
    format!("{stage} waits for approval.")
}

pub fn waits_for_gates(stage: &str) -> String {
    format!("{stage} waits for its gates.")
}

pub fn waits_for_chosen_time(stage: &str) -> String {
    format!("{stage} is approved and waits for the time that was chosen.")
}

pub fn waits_for_intervention(stage: &str) -> String {
    format!("{stage} waits for somebody to resume or reject a manual intervention.")
}

pub fn waits_for_parallel_job(stage: &str) -> String {
    format!("{stage} waits for a parallel job of the organization.")
}

pub fn waits_for_agent(job: &str, stage: &str) -> String {
    format!("{job} of {stage} waits for an agent.")
}

pub fn waits_for_task(stage: &str, task: &str) -> String {
    format!("{stage} waits for task {task} to end.")
}

pub fn waits_for_clean_up(stage: &str) -> String {
    format!("{stage} is being canceled and waits for what still runs.")
}

pub fn waits_for_next_step(stage: &str) -> String {
    format!("{stage} goes on at this very moment.")
}

pub fn has_not_started(stage: &str) -> String {
    format!("{stage} has not started: what its trigger asks for is not all so.")
}

pub fn more_steps(count: usize) -> String {
    let steps = plural(i64::try_from(count).unwrap_or(i64::MAX), "small step");
    format!("… and {steps} of other deployments (--all shows them)")
}

pub fn show_steps(count: usize) -> String {
    let steps = plural(i64::try_from(count).unwrap_or(i64::MAX), "small step");
    format!("Show {steps} of other deployments")
}

// What would end it.
pub const WHAT_WOULD_END_IT: &str = "What would end it";
pub const HOW_IT_CAME: &str = "How it came to this, newest first";

pub fn ends(thing: &str) -> String {
    format!("when {thing} has ended")
}

pub fn good_sample(time: &str) -> String {
    format!("when a sample is good, the next one at {time}")
}

pub fn ends_well(stage: &str) -> String {
    format!("when {stage} has ended well")
}

pub fn at_the_time(time: &str) -> String {
    format!("at {time}, by itself")
}

pub fn when_done(deed: &str, by: &str) -> String {
    format!("{deed}, by {by}")
}

pub fn agent_comes_online(agent: &str) -> String {
    format!("Agent {agent} comes online")
}

pub const NOBODY_BUT_THE_SCENARIO: &str = "the scenario only";
