//! A release pipeline in words, stage by stage.

use rehearsal_classic::{
    Artifact, ArtifactFilter, DefaultVersion, QueuePolicy, RedeployTrigger, ReleaseDefinition, ReleaseTrigger,
    Retention, Schedule, Stage, StageTrigger,
};
use rehearsal_pipeline::{
    ApprovalExecutionOrder, ApprovalOrder, Approvals, Demand, Gates, Job, JobKind, Parallelism, Task, Variable,
    Variables,
};
use serde::Serialize;

use crate::check::plural;
use crate::terminal::{Stop, Style, Terminal};

/// A release pipeline.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    name: String,
    revision: u32,
    is_disabled: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    release_name_format: String,
    artifacts: Vec<String>,
    triggers: Vec<String>,
    variables: Vec<String>,
    variable_groups: Vec<u32>,
    tags: Vec<String>,
    stages: Vec<StageSummary>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StageSummary {
    name: String,
    trigger: String,
    artifact_filters: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<String>,
    pre_deploy_approvals: String,
    post_deploy_approvals: String,
    pre_deployment_gates: String,
    post_deployment_gates: String,
    queue: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    variables: Vec<String>,
    variable_groups: Vec<u32>,
    pull_request_deployment: bool,
    redeploy: Vec<&'static str>,
    retention: String,
    jobs: Vec<JobSummary>,
}

#[derive(Debug, Serialize)]
struct JobSummary {
    name: String,
    kind: String,
    tasks: Vec<String>,
}

/// What an empty part of a stage is called.
const NONE: &str = "none";

impl Summary {
    pub(super) fn new(definition: &ReleaseDefinition) -> Self {
        Self {
            name: definition.name.clone(),
            revision: definition.revision,
            is_disabled: definition.is_disabled,
            description: definition.description.clone(),
            release_name_format: name_format(definition).to_owned(),
            variables: variables(&definition.variables),
            variable_groups: definition.variable_groups.clone(),
            tags: definition.tags.clone(),
            artifacts: definition.artifacts.iter().map(artifact).collect(),
            triggers: definition.triggers.iter().map(trigger).collect(),
            stages: definition.stages.iter().map(StageSummary::new).collect(),
        }
    }

    pub(super) fn print(&self, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
        let disabled = if self.is_disabled { ", disabled" } else { "" };
        let rest = format!(", revision {}{disabled}", self.revision);
        terminal.pieces(&[(Some(Style::Strong), &self.name), (None, &rest)])?;
        for (heading, lines) in [("artifact", &self.artifacts), ("trigger", &self.triggers)] {
            for line in lines {
                terminal.line(&format!("  {heading:9} {line}"))?;
            }
        }
        if self.release_name_format != ReleaseDefinition::NAME_FORMAT_DEFAULT {
            terminal.line(&format!("  {:9} {}", "releases", self.release_name_format))?;
        }
        let tags = if self.tags.is_empty() { Vec::new() } else { vec![("tags", self.tags.join(", "))] };
        for (heading, text) in of_variables(&self.variables, &self.variable_groups).into_iter().chain(tags) {
            terminal.line(&format!("  {heading:9} {text}"))?;
        }
        terminal.line("")?;
        self.stages.iter().try_for_each(|stage| stage.print(terminal))
    }
}

impl StageSummary {
    fn new(stage: &Stage) -> Self {
        Self {
            name: stage.name.clone(),
            trigger: stage_trigger(&stage.trigger),
            artifact_filters: stage
                .artifact_filters
                .iter()
                .map(|(alias, one)| format!("{alias}: {}", filter(one)))
                .collect(),
            schedule: stage.schedule.as_ref().map(schedule),
            pre_deploy_approvals: approvals(&stage.pre_approvals),
            post_deploy_approvals: approvals(&stage.post_approvals),
            pre_deployment_gates: gates(stage.pre_gates.as_ref()),
            post_deployment_gates: gates(stage.post_gates.as_ref()),
            queue: queue(stage.queue),
            owner: stage.owner.as_ref().map(|owner| owner.label().to_owned()).filter(|label| !label.is_empty()),
            variables: variables(&stage.variables),
            variable_groups: stage.variable_groups.clone(),
            pull_request_deployment: stage.pull_request_deployment,
            redeploy: stage.redeploy.iter().map(|trigger| redeploy(*trigger)).collect(),
            retention: retention(&stage.retention),
            jobs: stage.jobs.iter().map(JobSummary::new).collect(),
        }
    }

    /// Lines that say "none" are left out.
    fn print(&self, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
        terminal.pieces(&[(Some(Style::Strong), &self.name), (None, ": "), (None, &self.trigger)])?;
        let mut lines: Vec<(&str, &str)> = self.artifact_filters.iter().map(|one| ("only", one.as_str())).collect();
        lines.extend(self.schedule.iter().map(|schedule| ("schedule", schedule.as_str())));
        lines.extend([
            ("approvals before", self.pre_deploy_approvals.as_str()),
            ("gates before", &self.pre_deployment_gates),
            ("queue", &self.queue),
        ]);
        for (heading, text) in lines.iter().filter(|(_, text)| *text != NONE) {
            terminal.line(&format!("  {heading:16}  {text}"))?;
        }
        if self.pull_request_deployment {
            terminal.line(&format!("  {:16}  also deployed", "pull requests"))?;
        }
        for (heading, text) in of_variables(&self.variables, &self.variable_groups) {
            terminal.line(&format!("  {heading:16}  {text}"))?;
        }
        for job in &self.jobs {
            terminal.line(&format!("  {:16}  {}, {}", "job", job.name, job.kind))?;
            for task in &job.tasks {
                terminal.line(&format!("  {:16}  - {task}", ""))?;
            }
        }
        let after = [("gates after", &self.post_deployment_gates), ("approvals after", &self.post_deploy_approvals)];
        for (heading, text) in after.iter().filter(|(_, text)| *text != NONE) {
            terminal.line(&format!("  {heading:16}  {text}"))?;
        }
        for trigger in &self.redeploy {
            terminal.line(&format!("  {:16}  {trigger}", "redeploy"))?;
        }
        if self.retention != retention(&Retention::default()) {
            terminal.line(&format!("  {:16}  {}", "retention", self.retention))?;
        }
        terminal.line("")
    }
}

fn name_format(definition: &ReleaseDefinition) -> &str {
    if definition.release_name_format.is_empty() {
        ReleaseDefinition::NAME_FORMAT_DEFAULT
    } else {
        &definition.release_name_format
    }
}

/// Names of variables and what is special about them. Values stay where they are.
fn variables(variables: &Variables) -> Vec<String> {
    let marks = |variable: &Variable| match (variable.is_secret, variable.allow_override) {
        (true, true) => " (secret, settable)",
        (true, false) => " (secret)",
        (false, true) => " (settable)",
        (false, false) => "",
    };
    variables.iter().map(|(name, variable)| format!("{name}{}", marks(variable))).collect()
}

fn of_variables(variables: &[String], groups: &[u32]) -> Vec<(&'static str, String)> {
    let groups: Vec<String> = groups.iter().map(u32::to_string).collect();
    let lines = [("variables", variables.join(", ")), ("groups", groups.join(", "))];
    lines.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn redeploy(trigger: RedeployTrigger) -> &'static str {
    match trigger {
        RedeployTrigger::DeploymentGroup => "to a new target of the deployment group",
        RedeployTrigger::Rollback => "the last good deployment, when one fails",
    }
}

fn retention(retention: &Retention) -> String {
    let builds = if retention.retain_build { ", with their builds" } else { "" };
    let (days, releases) = (plural(retention.days_to_keep as usize, "day"), retention.releases_to_keep);
    format!("{days}, the newest {releases} in any case{builds}")
}

fn artifact(artifact: &Artifact) -> String {
    let version = match &artifact.default_version {
        DefaultVersion::Latest => "the latest".to_owned(),
        DefaultVersion::LatestFromBranch { branch, tags } if branch.is_empty() => format!("the latest{}", tagged(tags)),
        DefaultVersion::LatestFromBranch { branch, tags } => format!("the latest of {branch}{}", tagged(tags)),
        DefaultVersion::LatestFromDefaultBranch { tags } => format!("the latest of the default branch{}", tagged(tags)),
        DefaultVersion::Specific { version } => format!("always {version}"),
        DefaultVersion::SelectDuringReleaseCreation => "chosen with each release".to_owned(),
    };
    let primary = if artifact.is_primary { ", primary" } else { "" };
    format!("{} ({}{primary}) from {}, {version}", artifact.alias, artifact.kind, artifact.source)
}

fn tagged(tags: &[String]) -> String {
    if tags.is_empty() { String::new() } else { format!(" tagged {}", tags.join(" and ")) }
}

fn trigger(trigger: &ReleaseTrigger) -> String {
    match trigger {
        ReleaseTrigger::ContinuousDeployment { alias, filters } => {
            format!("continuous deployment of {alias}: {}", filter_list(filters))
        }
        ReleaseTrigger::Schedule(when) => format!("schedule: {}", schedule(when)),
        ReleaseTrigger::PullRequest { alias, filters, .. } => {
            format!("pull requests of {alias}: {}", filter_list(filters))
        }
        ReleaseTrigger::Other(_) => match trigger.watch() {
            Some(watch) if watch.tag_patterns.is_empty() => {
                format!("new versions of {}: {}", watch.alias, filter_list(&watch.branches))
            }
            Some(watch) => format!("new versions of {}: tags like {}", watch.alias, watch.tag_patterns.join(", ")),
            None => "of a kind that is kept but not played".to_owned(),
        },
    }
}

fn filter_list(filters: &[ArtifactFilter]) -> String {
    if filters.is_empty() {
        return "every branch".to_owned();
    }
    filters.iter().map(filter).collect::<Vec<_>>().join(", ")
}

fn filter(filter: &ArtifactFilter) -> String {
    let branch = match (filter.use_default_branch, filter.branch.as_str()) {
        (true, _) => "the default branch",
        (false, "") => "every branch",
        (false, branch) => branch,
    };
    let not = if filter.exclude { "not " } else { "" };
    format!("{not}{branch}{}", tagged(&filter.tags))
}

fn schedule(schedule: &Schedule) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let days: Vec<&str> = (0..7).filter(|day| schedule.days & (1 << day) != 0).map(|day| DAYS[day]).collect();
    let days = if days.len() == 7 { "daily".to_owned() } else { days.join(", ") };
    let changes = if schedule.only_with_changes { ", only with changes" } else { "" };
    format!("{days} at {:02}:{:02} {}{changes}", schedule.hours, schedule.minutes, schedule.time_zone_id)
}

fn stage_trigger(trigger: &StageTrigger) -> String {
    match trigger {
        StageTrigger::AfterRelease => "after release".to_owned(),
        StageTrigger::ManualOnly => "manual only".to_owned(),
        StageTrigger::AfterStages(conditions) => {
            let names: Vec<String> = conditions
                .iter()
                .map(|one| {
                    let partially = if one.partially_succeeded { " (also partially succeeded)" } else { "" };
                    format!("{}{partially}", one.stage)
                })
                .collect();
            format!("after {}", names.join(" and "))
        }
    }
}

fn approvals(approvals: &Approvals) -> String {
    if approvals.approvers.is_empty() {
        return NONE.to_owned();
    }
    let names: Vec<&str> = approvals.approvers.iter().map(|one| one.identity.label()).collect();
    let names = names.join(", ");
    let order = match (approvals.order(), approvals.approvers.len()) {
        (_, 1) => "",
        (ApprovalOrder::AnyOrder, _) => ", all in any order",
        (ApprovalOrder::InSequence, _) => ", one after another",
        (ApprovalOrder::AnyOneUser, _) => ", any one of them",
    };
    let minutes = approvals.options.timeout_in_force();
    let options = &approvals.options;
    let requester = if options.requester_may_approve { "" } else { ", not the requester" };
    let skipped = if options.skip_if_approved_previous { ", skipped after the same approver" } else { "" };
    let signed_in = if options.revalidate_identity { ", signed in again" } else { "" };
    let gates = match options.execution_order {
        Some(ApprovalExecutionOrder::AfterGatesAlways) => ", whatever the gates say",
        Some(ApprovalExecutionOrder::AfterSuccessfulGates | ApprovalExecutionOrder::BeforeGates) | None => "",
    };
    format!("{names}{order}{requester}{skipped}{signed_in}{gates}, within {}", span(minutes))
}

/// Minutes in the largest unit that keeps them whole.
fn span(minutes: u32) -> String {
    match minutes {
        _ if minutes.is_multiple_of(1440) => plural((minutes / 1440) as usize, "day"),
        _ if minutes.is_multiple_of(60) => plural((minutes / 60) as usize, "hour"),
        _ => plural(minutes as usize, "minute"),
    }
}

fn gates(gates: Option<&Gates>) -> String {
    match gates {
        Some(gates) if gates.is_enabled => {
            let names: Vec<&str> =
                gates.gates.iter().flat_map(|gate| &gate.tasks).map(|task| task.name.as_str()).collect();
            let names = if names.is_empty() { "no gate".to_owned() } else { names.join(", ") };
            let steady = match gates.minimum_success_duration {
                0 => String::new(),
                minutes => format!(", steady for {}", span(minutes)),
            };
            let first = match gates.stabilization_time {
                0 => "at once".to_owned(),
                minutes => format!("after {}", span(minutes)),
            };
            format!(
                "{names}; first {first}, again every {}{steady}, fail after {}",
                span(gates.sampling_interval),
                span(gates.timeout)
            )
        }
        Some(_) | None => NONE.to_owned(),
    }
}

fn queue(policy: QueuePolicy) -> String {
    match policy {
        QueuePolicy::Unlimited => "unlimited".to_owned(),
        QueuePolicy::Sequence(slots) => format!("{slots} at once, the others in sequence"),
        QueuePolicy::Latest(slots) => format!("{slots} at once, the latest cancels the others"),
    }
}

impl JobSummary {
    fn new(job: &Job) -> Self {
        let (kind, parallelism) = match &job.kind {
            JobKind::Agent { queue_id, parallelism, .. } => (format!("on pool {queue_id}"), Some(parallelism)),
            JobKind::Server { parallelism } => ("agentless".to_owned(), Some(parallelism)),
            JobKind::DeploymentGroup { queue_id, .. } => (format!("on deployment group {queue_id}"), None),
        };
        let slices = match parallelism {
            None | Some(Parallelism::None) => String::new(),
            Some(Parallelism::MultiConfiguration { multipliers, .. }) => {
                format!(", for each {}", multipliers.join(" and "))
            }
            Some(Parallelism::MultiAgent { agents, .. }) => format!(", on {}", plural(*agents as usize, "agent")),
        };
        let demands = match &job.kind {
            JobKind::Agent { demands, .. } if !demands.is_empty() => {
                let demands: Vec<String> = demands.iter().map(demand).collect();
                format!(", demands {}", demands.join(" and "))
            }
            JobKind::DeploymentGroup { tags, .. } if !tags.is_empty() => {
                format!(", targets tagged {}", tags.join(" and "))
            }
            JobKind::Agent { .. } | JobKind::Server { .. } | JobKind::DeploymentGroup { .. } => String::new(),
        };
        let limit = within(job.timeout_minutes);
        let kind = format!("{kind}{slices}{demands}{}{limit}", condition(&job.condition));
        Self { name: job.name.clone(), kind, tasks: job.tasks.iter().map(task).collect() }
    }
}

fn task(task: &Task) -> String {
    let disabled = if task.enabled { "" } else { ", disabled" };
    let continues = if task.continue_on_error { ", continues on error" } else { "" };
    let retries = match task.retry_count {
        0 => String::new(),
        1 => ", 1 retry".to_owned(),
        count => format!(", {count} retries"),
    };
    let group = if task.definition_type.eq_ignore_ascii_case("metaTask") { ", a task group" } else { "" };
    let limit = within(task.timeout_minutes);
    format!("{}{group}{disabled}{continues}{retries}{}{limit}", task.name, condition(&task.condition))
}

fn within(minutes: u32) -> String {
    if minutes == 0 { String::new() } else { format!(", within {}", span(minutes)) }
}

fn demand(demand: &Demand) -> String {
    match demand {
        Demand::Exists(name) => name.clone(),
        Demand::Equals(name, value) => format!("{name} = {value}"),
        Demand::GreaterThan(name, version) => format!("{name} > {version}"),
    }
}

fn condition(condition: &str) -> String {
    match condition {
        "" | "succeeded()" => String::new(),
        other => format!(", if {other}"),
    }
}
