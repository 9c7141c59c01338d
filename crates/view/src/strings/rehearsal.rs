//! Words about a rehearsal of an imported pipeline: what was taken for granted, and what came of it.

#![expect(missing_docs, reason = "each text says itself what it is")]

pub fn begins(time: &str, zone: &str, is_of_schedule: bool) -> String {
    let whose = if is_of_schedule { ", the zone of the pipeline’s schedule" } else { "" };
    format!("The rehearsal begins on {time} ({zone}{whose}).")
}

pub fn requester(name: &str) -> String {
    format!("{name} asks for the builds and releases, and approves nothing.")
}

pub fn member(group: &str, member: &str) -> String {
    format!("The group {group} has one member, “{member}”.")
}

pub fn pool(queue_id: u32, agents: &str, demands: usize) -> String {
    let able = match demands {
        0 => "",
        1 => " that satisfy the one demand there is",
        _ => " that satisfy all demands",
    };
    match queue_id {
        0 => format!("The jobs that name no pool share one with {agents}{able}."),
        _ => format!("Pool {queue_id} has {agents}{able}."),
    }
}

pub fn deployment_group(number: u32, targets: usize) -> String {
    match number {
        0 => format!(
            "The jobs that name no deployment group share one with {targets} targets that have all tags asked for."
        ),
        _ => format!("Deployment group {number} has {targets} targets, with the tags that jobs ask for."),
    }
}

pub fn agents(count: usize) -> String {
    if count == 1 { "1 agent".to_owned() } else { format!("{count} agents") }
}

pub fn version(alias: &str, number: &str, branch: &str, tags: &str) -> String {
    let tags = if tags.is_empty() { String::new() } else { format!(", tagged {tags}") };
    let branch = if branch.is_empty() { String::new() } else { format!(" on {branch}") };
    format!("{alias} has version {number}{branch}{tags}.")
}

pub fn released_by_trigger(alias: &str) -> String {
    format!("The continuous deployment trigger of {alias} creates the release.")
}

pub fn released_by_person(name: &str) -> String {
    format!("No continuous deployment trigger creates a release, so {name} creates it.")
}

pub const ENABLED: &str = "The pipeline is disabled in the product; here it is not.";
pub const TASK_GROUPS: &str = "A task group is played as one task, since its steps are not part of the file";
pub const TAG_FILTERS: &str = "Filters on tags match every tag, since a pattern uses more than is played";
pub const OTHER_TRIGGERS: &str = "Triggers of kinds that are not played create no releases";
pub const DEFAULT_VERSIONS: &str =
    "Artifacts take their latest version, since the product does not offer the default version that is set";
pub const SOURCE_TRIGGERS: &str = "A trigger on a source whose versions create no releases is left out";
pub const REDEPLOY: &str = "Auto-redeploy triggers are left out";
pub const INSTRUCTIONS: &str = "The instructions of a manual intervention are cut to 4,000 characters";
pub const DELAYS: &str = "A delay whose minutes are not a number from 0 to 86400 takes no time";
pub const UNKNOWN_ZONES: &str = "A schedule in an unknown time zone goes by UTC";

pub fn simpler(what: &str, stages: &str) -> String {
    if stages.is_empty() { format!("{what}.") } else { format!("{what} ({stages}).") }
}

pub fn variable_groups(numbers: &str, count: usize) -> String {
    let groups = if count == 1 { "Variable group" } else { "Variable groups" };
    let have = if count == 1 { "is" } else { "are" };
    format!("{groups} {numbers} {have} not part of the file, so the variables in it have no values.")
}

pub fn secrets(count: usize) -> String {
    let variables =
        if count == 1 { "1 secret variable has".to_owned() } else { format!("{count} secret variables have") };
    format!("{variables} no value, since secrets are never exported.")
}

pub const TASKS_SUCCEED: &str = "Every task succeeds in its usual time, unless you say how it ends.";

pub fn approvals_wait(stages: &str) -> String {
    format!("Nobody answers the approvals of {stages}, unless you say who does.")
}

pub const SCHEDULES_WAIT: &str =
    "Scheduled releases come only when the rehearsal goes on until their time; it does not wait for them by itself.";

pub fn interventions_wait(stages: &str) -> String {
    format!("Nobody resumes or rejects the manual interventions of {stages}, unless you say who does.")
}

pub fn gates_pass(stages: &str) -> String {
    format!("The gates of {stages} pass whenever they are asked.")
}

pub const NOTHING_IS_CONNECTED: &str = "Service connections, secure files and networks are not looked at.";

pub const NO_RELEASE_CAME: &str = "No release was created.";

pub fn since(time: &str) -> String {
    format!("since {time}")
}

pub fn waits_to_approve(names: &str, is_post: bool, deadline: &str) -> String {
    let side = if is_post { "after deployment" } else { "before deployment" };
    format!("waits for {names} to approve {side}; rejected on {deadline} if nobody does")
}

pub fn waits_to_resume(task: &str, resumes: bool, deadline: &str) -> String {
    let ends = if resumes { "resumed" } else { "rejected" };
    format!("waits for somebody to resume “{task}”; {ends} on {deadline} if nobody does")
}

pub fn answer_refused(wish: &str, refusal: &str) -> String {
    format!("The answer `{wish}` was refused: {refusal}")
}

pub fn answer_too_late(wish: &str) -> String {
    format!("The answer `{wish}` came too late: the approval had timed out.")
}

pub fn never_asked(wish: &str) -> String {
    format!("The answer `{wish}` was not needed: nobody was asked.")
}
