//! Sentences about what happened, and why.

#![expect(missing_docs, reason = "each text says itself what it is")]

pub const THE_WORLD: &str = "The scenario";
pub const RUN_STARTED: &str = "The rehearsal began.";

/// A stage and its release: `QA of Release-2`.
pub fn stage_of(stage: &str, release: &str) -> String {
    format!("{stage} of {release}")
}

pub fn build_completed(number: &str, definition: &str, branch: &str, result: &str) -> String {
    format!("Build {number} of {definition} on {branch} {result}.")
}

pub fn build_queued(number: &str, definition: &str, branch: &str) -> String {
    format!("Build {number} of {definition} on {branch} was queued.")
}

pub fn build_started(number: &str, definition: &str) -> String {
    format!("Build {number} of {definition} started.")
}

pub fn commit_pushed(id: &str, repository: &str, branch: &str, by: &str) -> String {
    format!("{by} pushed commit {id} to {branch} of {repository}.")
}

pub fn changeset_checked_in(number: &str, repository: &str, by: &str) -> String {
    format!("{by} checked changeset {number} into {repository}.")
}

pub fn package_published(version: &str, package: &str) -> String {
    format!("Version {version} of package {package} was published.")
}

pub fn image_pushed(tag: &str, image: &str) -> String {
    format!("Image {image} was pushed with tag {tag}.")
}

pub fn build_tagged(number: &str, tag: &str, by: &str) -> String {
    format!("{by} added the tag {tag} to build {number}.")
}

pub fn default_branch_set(pipeline: &str, branch: &str, by: &str) -> String {
    format!("{by} made {branch} the default branch of {pipeline}.")
}

pub fn pull_request_opened(number: u32, source: &str, target: &str, by: &str) -> String {
    format!("{by} opened pull request {number} from {source} into {target}.")
}

pub fn pull_request_updated(number: u32, by: &str) -> String {
    format!("{by} pushed another change to pull request {number}.")
}

pub fn pull_request_status(number: u32, release: &str, name: &str, verdict: &str) -> String {
    format!("{release} reported “{verdict}” to pull request {number} as {name}.")
}

pub const VERDICT_PENDING: &str = "pending";
pub const VERDICT_SUCCEEDED: &str = "succeeded";
pub const VERDICT_FAILED: &str = "failed";

pub fn schedule_due(definition: &str) -> String {
    format!("A schedule of {definition} came to its time.")
}

pub fn no_release(definition: &str, version: &str, why: &str) -> String {
    format!("{definition} made no release of {version}: {why}.")
}

pub fn no_release_at_all(definition: &str, why: &str) -> String {
    format!("{definition} made no release: {why}.")
}

/// A version inside a sentence, by its kind.
pub fn the_build(number: &str) -> String {
    format!("build {number}")
}

pub fn the_commit(id: &str) -> String {
    format!("commit {id}")
}

pub fn the_changeset(number: &str) -> String {
    format!("changeset {number}")
}

pub fn the_package(version: &str) -> String {
    format!("package version {version}")
}

pub fn the_image(tag: &str) -> String {
    format!("image tag {tag}")
}

pub const TRIGGER_DISABLED: &str = "its continuous deployment trigger is off";
pub const BUILD_NOT_SUCCEEDED: &str = "the build did not succeed";
pub const BRANCH_EXCLUDED: &str = "an exclude filter matches the branch";
pub const NO_FILTER_MATCHED: &str = "no branch or tag filter matches";
pub const TAG_WITHOUT_EFFECT: &str = "no filter that creates releases on build tagging came to match by the tag";
pub const NOTHING_CHANGED: &str = "neither the pipeline nor a version changed since the last scheduled release";
pub const DEFINITION_DISABLED: &str = "the pipeline is disabled";

pub fn no_version(alias: &str) -> String {
    format!("{alias} has no version yet")
}

pub fn name_taken(name: &str) -> String {
    format!("a release named {name} exists already")
}

pub fn release_created(release: &str, by: &str) -> String {
    format!("{by} created {release}.")
}

pub fn draft_created(release: &str, by: &str) -> String {
    format!("{by} created {release} as a draft.")
}

pub fn release_created_by_trigger(release: &str, version: &str) -> String {
    format!("The continuous deployment trigger created {release} for {version}.")
}

pub fn release_created_by_schedule(release: &str) -> String {
    format!("A schedule created {release}.")
}

pub fn release_created_by_pull_request(release: &str, version: &str) -> String {
    format!("The pull request trigger created {release} for {version}.")
}

pub fn release_created_otherwise(release: &str) -> String {
    format!("{release} was created.")
}

pub fn group_saved(by: &str, group: &str) -> String {
    format!("{by} saved the variable group {group}.")
}

pub fn values_given(to: &str, names: &[String], debug: bool) -> String {
    match (names.is_empty(), debug) {
        (true, _) => format!("{to} runs with debug lines in its logs."),
        (false, false) => format!("{to} was given values for {}.", list(names)),
        (false, true) => format!("{to} was given values for {} and runs with debug lines in its logs.", list(names)),
    }
}

pub fn release_edited(by: &str, release: &str) -> String {
    format!("{by} edited {release}.")
}

pub fn release_described(by: &str, release: &str) -> String {
    format!("{by} changed the description of {release}.")
}

pub fn release_renamed(by: &str, name: &str) -> String {
    format!("{by} renamed the release to {name}.")
}

pub fn release_renamed_by_task(task: &str, name: &str) -> String {
    format!("Task {task} renamed the release to {name}.")
}

pub fn release_tagged(by: &str, release: &str, tags: &[String]) -> String {
    if tags.is_empty() {
        format!("{by} took all tags off {release}.")
    } else {
        format!("{by} changed the tags of {release} to {}.", list(tags))
    }
}

pub fn download_failed(alias: &str, stage: &str) -> String {
    format!("{stage} could not download {alias}.")
}

pub fn variable_set(task: &str, name: &str, value: &str) -> String {
    format!("Task {task} set {name} to {value}.")
}

pub fn pipeline_added(by: &str, pipeline: &str) -> String {
    format!("{by} created the release pipeline {pipeline}.")
}

pub fn pipeline_saved(by: &str, pipeline: &str, revision: u32) -> String {
    format!("{by} saved {pipeline} as revision {revision}.")
}

pub fn pipeline_deleted(by: &str, pipeline: &str) -> String {
    format!("{by} deleted the release pipeline {pipeline}.")
}

pub fn pipeline_undeleted(by: &str, pipeline: &str) -> String {
    format!("{by} took back the deletion of {pipeline}.")
}

pub fn release_started(release: &str) -> String {
    format!("{release} became active.")
}

pub fn release_abandoned(release: &str, by: &str) -> String {
    format!("{by} abandoned {release}.")
}

pub fn release_retained(release: &str, by: &str) -> String {
    format!("{by} retains {release} indefinitely.")
}

pub fn release_not_retained(release: &str, by: &str) -> String {
    format!("{by} stopped retaining {release} indefinitely.")
}

pub fn release_deleted(release: &str, by: &str) -> String {
    format!("{by} deleted {release}.")
}

pub fn release_expired(release: &str) -> String {
    format!("{release} was deleted: it was older than the retention policy of its stages allows.")
}

pub fn release_undeleted(release: &str, by: &str) -> String {
    format!("{by} undeleted {release}.")
}

pub fn release_destroyed(release: &str) -> String {
    format!("{release} was destroyed for good.")
}

pub const RETENTION_RAN: &str = "The daily clean-up looked at the releases.";

pub fn release_commented(by: &str, release: &str, comment: &str) -> String {
    format!("{by} commented on {release}: {comment}")
}

pub const ALLOW: &str = "Allow";
pub const DENY: &str = "Deny";
pub const NOT_SET: &str = "Not set";

pub fn permission_changed(by: &str, value: &str, permission: &str, who: &str, place: &str) -> String {
    format!("{by} set “{permission}” of {who} to {value} for {place}.")
}

pub fn not_triggered(stage: &str, release: &str, why: &str) -> String {
    format!("{stage} of {release} did not start: {why}.")
}

pub fn not_triggered_again(stage: &str, release: &str) -> String {
    format!("{stage} of {release} was not started again: it already has a deployment that is not finished.")
}

pub const MANUAL_ONLY: &str = "its trigger is “Manual only”";
pub const SWITCHED_TO_MANUAL: &str = "its trigger was changed to manual when the release was created";
pub const STILL_UNFINISHED: &str = "it already has a deployment that is not finished";
pub const NOT_FOR_PULL_REQUESTS: &str = "it does not deploy releases of pull requests";
pub const PIPELINE_IS_DELETED: &str = "the release pipeline is deleted";
pub const RELEASE_IS_ABANDONED: &str = "the release is abandoned";

pub const ALREADY_DEPLOYED: &str = "it was deployed before, and a redeployment does not start it again";
pub const AFTER_REDEPLOYMENT: &str = "what failed was itself an automatic redeployment";
pub const NOTHING_TO_REDEPLOY: &str = "no other release was deployed to it well that could be deployed again";

pub fn stage_schedule_due(stage: &str) -> String {
    format!("The schedule of {stage} came to its time.")
}

pub fn starts_after(stages: &str) -> String {
    format!("it starts after {stages}, not with the release")
}

pub fn upstream_in_the_way(reasons: &str) -> String {
    format!("it needs every stage before it to have succeeded, and {reasons}")
}

pub fn upstream_is(stage: &str, word: &str) -> String {
    format!("{stage} is “{word}”")
}

/// The rule about partial success, where it decides.
pub fn upstream_is_partial(stage: &str, word: &str) -> String {
    format!("{stage} is “{word}”, which this trigger does not accept")
}

pub fn artifact_filter(alias: &str) -> String {
    format!("its artifact filter on {alias} does not match")
}

pub fn deployment_asked_for(stage: &str, by: &str, attempt: u32) -> String {
    if attempt == 1 {
        format!("{by} started a deployment to {stage}.")
    } else {
        format!("{by} deployed {stage} again (attempt {attempt}).")
    }
}

pub fn deployment_triggered(stage: &str, attempt: u32) -> String {
    if attempt == 1 {
        format!("The trigger of {stage} fired.")
    } else {
        format!("The trigger of {stage} fired again (attempt {attempt}).")
    }
}

pub fn deployment_redeployed(stage: &str) -> String {
    format!("The auto-redeploy trigger deployed {stage} again.")
}

pub fn deployment_waits_until(stage: &str, until: &str) -> String {
    format!("{stage} waits until {until}, the time that was chosen.")
}

pub fn deployment_scheduled(stage: &str, until: &str) -> String {
    format!("{stage} waits for its schedule: {until}.")
}

pub fn deployment_queued(stage: &str) -> String {
    format!("{stage} waits in the queue of its stage.")
}

pub fn deployment_started(stage: &str) -> String {
    format!("{stage} began.")
}

pub fn approval_automated(stage: &str, side: &str) -> String {
    format!("Nobody has to approve {stage} {side}, so that step passed by itself.")
}

pub const BEFORE_DEPLOYMENT: &str = "before deployment";
pub const AFTER_DEPLOYMENT: &str = "after deployment";

pub fn approval_requested(approver: &str, stage: &str, side: &str) -> String {
    format!("{approver} was asked to approve {stage} {side}.")
}

pub fn approved(who: &str, stage: &str, side: &str) -> String {
    format!("{who} approved {stage} {side}.")
}

pub fn approved_for_later(who: &str, stage: &str, until: &str) -> String {
    format!("{who} approved {stage} for {until}.")
}

pub fn rejected(who: &str, stage: &str, side: &str) -> String {
    format!("{who} rejected {stage} {side}.")
}

pub fn approval_timed_out(approver: &str, stage: &str) -> String {
    format!("{approver} did not decide about {stage} in time, so the approval was rejected.")
}

pub fn approval_not_needed(approver: &str, stage: &str) -> String {
    format!("The approval of {stage} by {approver} was no longer needed.")
}

pub fn approval_canceled(approver: &str, stage: &str) -> String {
    format!("The approval of {stage} by {approver} ended with the deployment.")
}

pub fn approval_skipped(approver: &str, stage: &str, before: &str) -> String {
    format!("The approval of {stage} by {approver} was skipped, since {before} was approved by the same approver.")
}

pub fn gates_started(stage: &str, side: &str, first: &str, deadline: &str) -> String {
    format!("The gates of {stage} {side} began: first evaluation {first}, timeout {deadline}.")
}

pub fn gates_asked(stage: &str) -> String {
    format!("The gates of {stage} were asked, and not all have answered yet.")
}

/// One sample: every gate passed, or who stood in the way.
pub fn gates_sampled(stage: &str, failed: &[String], unanswered: &[String]) -> String {
    match (failed, unanswered) {
        ([], []) => format!("All gates of {stage} passed in one evaluation."),
        (_, []) => format!("The gates of {stage} were evaluated: {} failed.", list(failed)),
        ([], _) => format!("The gates of {stage} were evaluated: {} did not answer in time.", list(unanswered)),
        _ => format!(
            "The gates of {stage} were evaluated: {} failed, and {} did not answer in time.",
            list(failed),
            list(unanswered)
        ),
    }
}

pub fn gate_ignored(by: &str, gate: &str, stage: &str) -> String {
    format!("{by} ignored the gate {gate} of {stage}, from the next evaluation on.")
}

pub fn gates_passed(stage: &str, side: &str) -> String {
    format!("The gates of {stage} {side} passed.")
}

pub fn gates_failed(stage: &str, side: &str) -> String {
    format!("The gates of {stage} {side} did not all pass in the same evaluation before their timeout.")
}

pub fn gates_canceled(stage: &str, side: &str) -> String {
    format!("The gates of {stage} {side} ended with the deployment.")
}

pub fn work_items_now(query: &str, count: u32) -> String {
    format!("The query {query} finds {} now.", plural(i64::from(count), "work item"))
}

pub fn endpoint_now(url: &str, status: u16) -> String {
    format!("The endpoint {url} answers {status} now.")
}

pub fn endpoint_silent(url: &str) -> String {
    format!("The endpoint {url} does not answer any more.")
}

pub fn alert_active(rule: &str) -> String {
    format!("The alert {rule} is active now.")
}

pub fn alert_over(rule: &str) -> String {
    format!("The alert {rule} is over.")
}

pub fn policy_met(policy: &str) -> String {
    format!("The policy {policy} is complied with now.")
}

pub fn policy_violated(policy: &str) -> String {
    format!("The policy {policy} is violated now.")
}

pub fn deployment_gates_failed(stage: &str) -> String {
    format!("{stage} failed: its gates did not pass in time.")
}

pub fn did_ignore_gate(gate: &str, stage: &str) -> String {
    if gate.is_empty() { format!("Ignore the gate of {stage}") } else { format!("Ignore gate {gate} of {stage}") }
}

/// A person who decides in a group's or another person's place.
pub fn on_behalf_of(person: &str, approver: &str) -> String {
    format!("{person} on behalf of {approver}")
}

pub fn overriding(person: &str, approver: &str) -> String {
    format!("{person}, overriding {approver},")
}

pub fn approval_reassigned(by: &str, stage: &str, to: &str) -> String {
    format!("{by} reassigned the approval of {stage} to {to}.")
}

pub fn deployment_deferred(stage: &str, until: &str) -> String {
    format!("{stage} is approved and deferred until {until}.")
}

pub fn job_multiplied(job: &str, stage: &str, count: usize) -> String {
    format!("{job} of {stage} runs {count} times.")
}

pub fn job_multiplied_on_targets(job: &str, stage: &str, count: usize, at_once: u32) -> String {
    format!(
        "{job} of {stage} runs on {}, {at_once} at a time.",
        plural(i64::try_from(count).unwrap_or(i64::MAX), "target")
    )
}

pub fn slice_left_out(job: &str, stage: &str, why: &str) -> String {
    format!("{job} of {stage} was not started: {why}.")
}

pub const OTHER_SLICES_FAILED: &str = "more of the others failed than may";
pub const TARGET_IS_OFFLINE: &str = "its target is offline";
pub const DEPLOYMENT_IS_CANCELED: &str = "the deployment is being canceled";

pub fn slices_ended(job: &str, stage: &str, how: &str) -> String {
    format!("{job} of {stage} {how}, all its runs together.")
}

pub fn parallel_job_granted(job: &str, stage: &str) -> String {
    format!("{job} of {stage} has a parallel job and waits for an agent.")
}

pub fn job_waits_for_parallel_job(job: &str, stage: &str) -> String {
    format!("{job} of {stage} waits for a parallel job of the organization.")
}

pub fn job_waits_for_target(job: &str, stage: &str) -> String {
    format!("{job} of {stage} waits for its target.")
}

pub fn no_agent_fits(job: &str, stage: &str, why: &str) -> String {
    format!("No agent can take {job} of {stage}: {why}.")
}

pub fn pool_is_empty(pool: &str) -> String {
    format!("the pool {pool} has no agents")
}

pub fn nobody_meets(pool: &str, demands: &str) -> String {
    format!("no agent of the pool {pool} meets the demands {demands}")
}

pub fn agents_are_offline(pool: &str) -> String {
    format!("the agents of the pool {pool} that could are offline")
}

pub fn job_without_targets(job: &str, stage: &str) -> String {
    format!("{job} of {stage} failed: no target of the deployment group has all its tags.")
}

pub fn job_with_too_many_slices(job: &str, stage: &str) -> String {
    format!("{job} of {stage} failed: its multipliers make too many runs.")
}

pub fn target_joined(target: &str, group: &str) -> String {
    format!("{target} joined the deployment group {group}.")
}

pub fn target_online(target: &str) -> String {
    format!("Target {target} is online.")
}

pub fn target_offline(target: &str) -> String {
    format!("Target {target} is offline.")
}

/// A slice of a job: `Tests (Europe, Edge)`.
pub fn job_slice(job: &str, of: &str) -> String {
    format!("{job} ({of})")
}

pub fn position(number: u32, total: u32) -> String {
    format!("{number} of {total}")
}

pub fn job_queued(job: &str, stage: &str) -> String {
    format!("{job} of {stage} waits for an agent.")
}

pub fn job_sent_to_server(job: &str, stage: &str) -> String {
    format!("{job} of {stage} was handed to the server.")
}

pub fn job_skipped(job: &str, stage: &str, condition: &str) -> String {
    format!("{job} of {stage} was skipped: its condition {condition} is false.")
}

pub fn job_started_on(job: &str, stage: &str, agent: &str) -> String {
    format!("{job} of {stage} started on {agent}.")
}

pub fn job_started(job: &str, stage: &str) -> String {
    format!("{job} of {stage} started.")
}

pub fn job_ended(job: &str, stage: &str, how: &str) -> String {
    format!("{job} of {stage} {how}.")
}

pub fn job_timed_out(job: &str, stage: &str) -> String {
    format!("{job} of {stage} ran longer than its timeout.")
}

pub fn job_condition_error(job: &str, stage: &str) -> String {
    format!("{job} of {stage} failed: its condition could not be evaluated.")
}

pub fn task_started(task: &str, stage: &str) -> String {
    format!("Task {task} of {stage} started.")
}

pub fn task_skipped(task: &str, stage: &str, condition: &str) -> String {
    format!("Task {task} of {stage} was skipped: its condition {condition} is false.")
}

pub fn task_will_retry(task: &str, stage: &str, at: &str) -> String {
    format!("Task {task} of {stage} failed and will be tried again at {at}.")
}

pub fn task_retried(task: &str, stage: &str, number: usize) -> String {
    format!("Task {task} of {stage} is tried again (try {number}).")
}

pub fn task_ended(task: &str, stage: &str, how: &str) -> String {
    format!("Task {task} of {stage} {how}.")
}

pub fn task_continued(task: &str, stage: &str) -> String {
    format!("Task {task} of {stage} failed, and “Continue on error” lets the job go on.")
}

pub fn task_timed_out(task: &str, stage: &str) -> String {
    format!("Task {task} of {stage} ran longer than its timeout.")
}

pub fn task_timed_out_continued(task: &str, stage: &str) -> String {
    format!("Task {task} of {stage} ran longer than its timeout, and “Continue on error” lets the job go on.")
}

pub fn task_condition_error(task: &str, stage: &str) -> String {
    format!("Task {task} of {stage} failed: its condition could not be evaluated.")
}

pub fn task_ended_by_job_timeout(task: &str, stage: &str) -> String {
    format!("Task {task} of {stage} was ended, since its job ran longer than its timeout.")
}

pub fn task_unusable_delay(task: &str, stage: &str) -> String {
    format!("Task {task} of {stage} failed: it cannot wait for what its delay says.")
}

pub fn intervention_requested(task: &str, stage: &str) -> String {
    format!("{stage} waits for somebody to resume or reject {task}.")
}

pub fn intervention_resumed(who: &str, task: &str, stage: &str) -> String {
    format!("{who} resumed {task} of {stage}.")
}

pub fn intervention_rejected(who: &str, task: &str, stage: &str) -> String {
    format!("{who} rejected {task} of {stage}.")
}

pub fn intervention_timed_out(task: &str, stage: &str, resumed: bool) -> String {
    let how = if resumed { "resumed" } else { "rejected" };
    format!("Nobody decided about {task} of {stage} in time, so it was {how}.")
}

pub fn intervention_canceled(task: &str, stage: &str) -> String {
    format!("{task} of {stage} ended before anybody decided about it.")
}

pub const DID_SUCCEED: &str = "succeeded";
pub const DID_SUCCEED_WITH_ISSUES: &str = "succeeded with issues";
pub const DID_FAIL: &str = "failed";
pub const WAS_CANCELED: &str = "was canceled";
pub const WAS_SKIPPED: &str = "was skipped";

pub fn site_updated(site: &str, build: &str) -> String {
    format!("{site} runs build {build} now and is healthy.")
}

pub fn site_updated_unhealthy(site: &str, build: &str) -> String {
    format!("{site} runs build {build} now and is not healthy.")
}

pub fn cancel_requested(by: &str, stage: &str) -> String {
    format!("{by} canceled the deployment to {stage}.")
}

pub fn deployment_succeeded(stage: &str) -> String {
    format!("{stage} succeeded.")
}

pub fn deployment_partially_succeeded(stage: &str) -> String {
    format!("{stage} partially succeeded.")
}

pub fn deployment_failed(stage: &str) -> String {
    format!("{stage} failed.")
}

pub fn deployment_failed_by_task(stage: &str, task: &str) -> String {
    format!("{stage} failed: task {task} failed.")
}

pub fn deployment_ran_out_of_time(stage: &str) -> String {
    format!("{stage} ended, since a job ran longer than its timeout.")
}

pub fn deployment_rejected(stage: &str) -> String {
    format!("{stage} failed: an approval was rejected.")
}

pub fn deployment_timed_out(stage: &str) -> String {
    format!("{stage} failed: an approval was not given in time.")
}

pub fn deployment_canceled(stage: &str) -> String {
    format!("{stage} was canceled.")
}

pub fn deployment_superseded(stage: &str) -> String {
    format!("{stage} was canceled: a newer release took its place in the queue.")
}

pub fn deployment_abandoned(stage: &str) -> String {
    format!("{stage} was canceled, since its release was abandoned.")
}

pub fn log_opened(by: &str, stage: &str) -> String {
    format!("{by} opened the logs of {stage}.")
}

pub fn task_log_opened(by: &str, task: &str, stage: &str) -> String {
    format!("{by} read the log of task {task} of {stage}.")
}

pub fn agent_online(agent: &str) -> String {
    format!("Agent {agent} is online.")
}

pub fn agent_offline(agent: &str) -> String {
    format!("Agent {agent} is offline.")
}

pub fn script_refused(refusal: &str) -> String {
    format!("Somebody else tried to act and was refused: {refusal}.")
}

/// What follows a sentence in the history.
pub fn because(sentence: &str) -> String {
    format!("because {sentence}")
}

pub fn because_due(sentence: &str) -> String {
    format!("because it was due: {sentence}")
}

/// What a person did, for notices: each is followed by what it was done to.
pub fn did_create_release() -> &'static str {
    "Create release"
}

pub fn did_start_release(release: &str) -> String {
    format!("Start {release}")
}

pub fn did_deploy(stage: &str) -> String {
    format!("Deploy {stage}")
}

pub fn did_cancel(stage: &str) -> String {
    format!("Cancel {stage}")
}

pub fn did_abandon(release: &str) -> String {
    format!("Abandon {release}")
}

pub fn did_retain(release: &str) -> String {
    format!("Retain {release} indefinitely")
}

pub fn did_stop_retaining(release: &str) -> String {
    format!("Stop retaining {release}")
}

pub fn did_delete(release: &str) -> String {
    format!("Delete {release}")
}

pub fn did_undelete(release: &str) -> String {
    format!("Undelete {release}")
}

pub fn did_approve(stage: &str) -> String {
    format!("Approve {stage}")
}

pub fn did_reject(stage: &str) -> String {
    format!("Reject {stage}")
}

pub fn did_reassign(stage: &str, to: &str) -> String {
    format!("Reassign {stage} to {to}")
}

pub fn did_edit_release(release: &str) -> String {
    format!("Edit {}", or_the_release(release))
}

pub fn did_tag_release(release: &str) -> String {
    format!("Change the tags of {}", or_the_release(release))
}

pub fn did_tag_pipeline(pipeline: &str) -> String {
    format!("Change the tags of {}", or_the_pipeline(pipeline))
}

pub fn did_save_group(group: &str) -> String {
    if group.is_empty() { "Save the variable group".to_owned() } else { format!("Save the variable group {group}") }
}

fn or_the_release(name: &str) -> &str {
    if name.is_empty() { "the newest release" } else { name }
}

pub fn did_save_pipeline(pipeline: &str) -> String {
    format!("Save {}", or_the_pipeline(pipeline))
}

pub fn did_create_pipeline(pipeline: &str) -> String {
    if pipeline.is_empty() { "Create a release pipeline".to_owned() } else { format!("Create {pipeline}") }
}

pub fn did_delete_pipeline(pipeline: &str) -> String {
    format!("Delete {}", or_the_pipeline(pipeline))
}

pub fn did_undelete_pipeline(pipeline: &str) -> String {
    format!("Take back the deletion of {}", or_the_pipeline(pipeline))
}

fn or_the_pipeline(name: &str) -> &str {
    if name.is_empty() { "the release pipeline" } else { name }
}

pub fn did_comment(release: &str) -> String {
    format!("Comment on {release}")
}

pub fn did_set_permission(value: &str, permission: &str, who: &str, place: &str) -> String {
    if place.is_empty() {
        format!("Set {permission} of {who} to {value}")
    } else {
        format!("Set {permission} of {who} to {value} for {place}")
    }
}

pub fn did_resume(stage: &str) -> String {
    format!("Resume {stage}")
}

pub fn did_reject_intervention(stage: &str) -> String {
    format!("Reject the manual intervention of {stage}")
}

pub fn did_open_log(stage: &str) -> String {
    format!("Open the logs of {stage}")
}

pub fn did_commit(message: &str) -> String {
    if message.is_empty() { "Commit a change".to_owned() } else { format!("Commit “{message}”") }
}

pub fn did_tag_build(number: &str, tag: &str) -> String {
    if number.is_empty() {
        format!("Add tag {tag} to the newest build")
    } else {
        format!("Add tag {tag} to build {number}")
    }
}

pub fn did_open_pull_request(title: &str, source: &str) -> String {
    if title.is_empty() {
        format!("Open a pull request from {source}")
    } else {
        format!("Open pull request “{title}”")
    }
}

pub fn did_update_pull_request(number: u32) -> String {
    if number == 0 { "Push to the newest pull request".to_owned() } else { format!("Push to pull request {number}") }
}

pub fn did_set_default_branch(branch: &str) -> String {
    format!("Make {branch} the default branch")
}

pub fn did_change_world() -> &'static str {
    "A change of the world"
}

/// Names in a row: `Dev, QA and Production`.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

pub const LESS_THAN_A_MINUTE: &str = "less than a minute";

pub fn seconds(count: i64) -> String {
    plural(count, "second")
}

pub fn minutes(count: i64) -> String {
    plural(count, "minute")
}

pub fn hours(count: i64) -> String {
    plural(count, "hour")
}

pub fn days(count: i64) -> String {
    plural(count, "day")
}

pub(crate) fn plural(count: i64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
