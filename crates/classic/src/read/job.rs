//! Jobs and tasks of a stage.

use std::collections::BTreeMap;

use rehearsal_expression::{Expr, Slot, Vocabulary};
use rehearsal_pipeline::{
    CatalogueTask, Demand, DeployPhaseTypes, Job, JobKind, ParallelExecutionTypes, Parallelism, Task, catalogue,
    catalogue_task,
};
use rehearsal_source::{Diagnostic, Span, Spanned, nearest, quoted};
use rehearsal_yaml::json::Value;

use super::definition::Secrecy;
use super::reading::{Bounds, Path, Reading};
use crate::codes;
use crate::wire::{self, DeploymentInput, Int, Text};

/// What the jobs of a stage look at around them.
pub(crate) struct Surroundings<'a> {
    /// Secrecy of the pipeline's variables.
    pub(crate) pipeline: &'a Secrecy,
    /// Secrecy of the stage's own variables, which hide those of the pipeline.
    pub(crate) stage: &'a Secrecy,
    /// Demands that the stage makes of every agent.
    pub(crate) demands: &'a [Demand],
    /// Pool of files from before there were jobs.
    pub(crate) queue_id: u32,
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a job on an agent or on a target of a deployment group.
    Agent,
    /// In an agentless job.
    Server,
    /// In a gate.
    Gate,
}

const QUEUE: Bounds = Bounds::any("a pool");
const JOB_TIMEOUT: Bounds = Bounds::minutes("the timeout of a job");
const JOB_CANCEL_TIMEOUT: Bounds =
    Bounds::minutes("the cancel timeout of a job").within(codes::OUT_OF_RANGE, 0, 35_790);
const HEALTH_PERCENT: Bounds = Bounds::any("the percentage of healthy targets").within(codes::OUT_OF_RANGE, 0, 100);
const AGENTS: Bounds = Bounds::any("the number of agents");
const TASK_TIMEOUT: Bounds = Bounds::minutes("the timeout of a task");
const RETRY_COUNT: Bounds = Bounds::any("the number of retries");

/// The jobs in the order of their ranks.
pub(crate) fn jobs(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    given: Vec<Spanned<wire::Phase>>,
    around: &Surroundings<'_>,
) -> Vec<Job> {
    let given = super::in_rank_order(given, |phase| phase.rank.as_ref().map(|rank| rank.value));
    given.into_iter().enumerate().map(|(index, phase)| job(reading, &path.index(index), phase.value, around)).collect()
}

fn job(reading: &mut Reading<'_>, path: &Path<'_>, mut given: wire::Phase, around: &Surroundings<'_>) -> Job {
    reading.keep(path, &mut given);
    let phase_type = given.phase_type.as_ref().and_then(|text| playable(reading, path, text));
    let phase_type = phase_type.unwrap_or(DeployPhaseTypes::AgentBasedDeployment);
    let input_path = path.field("deploymentInput");
    let mut input = given.deployment_input.unwrap_or_default();
    reading.keep(&input_path, &mut input);
    let timeout_minutes =
        reading.number((&input_path, "timeoutInMinutes"), input.timeout_in_minutes.take(), 0, &JOB_TIMEOUT);
    let cancel_timeout = input.job_cancel_timeout_in_minutes.take();
    let cancel_timeout_minutes =
        reading.number((&input_path, "jobCancelTimeoutInMinutes"), cancel_timeout, 1, &JOB_CANCEL_TIMEOUT).max(1);
    let condition = condition(reading, input.condition.as_ref(), "", Slot::ClassicCondition);
    let (kind, place, default_name) = match phase_type {
        DeployPhaseTypes::RunOnServer => (
            JobKind::Server { parallelism: parallelism(reading, &input_path, input, around) },
            Place::Server,
            "Agentless job",
        ),
        DeployPhaseTypes::MachineGroupBasedDeployment => {
            (deployment_group(reading, &input_path, input), Place::Agent, "Deployment group job")
        }
        DeployPhaseTypes::AgentBasedDeployment | DeployPhaseTypes::Undefined | DeployPhaseTypes::DeploymentGates => {
            (agent(reading, &input_path, input, around), Place::Agent, "Agent job")
        }
    };
    Job {
        name: given.name.filter(|name| !name.is_empty()).unwrap_or_else(|| default_name.to_owned()),
        ref_name: given.ref_name.unwrap_or_default(),
        kind,
        condition,
        timeout_minutes,
        cancel_timeout_minutes,
        tasks: tasks(reading, &path.field("workflowTasks"), given.workflow_tasks, place),
    }
}

/// The kind of a job; none, with a complaint, when it is none that definitions contain.
fn playable(reading: &mut Reading<'_>, job: &Path<'_>, text: &Text) -> Option<DeployPhaseTypes> {
    match reading.member((job, "phaseType"), text)? {
        kind @ (DeployPhaseTypes::AgentBasedDeployment
        | DeployPhaseTypes::RunOnServer
        | DeployPhaseTypes::MachineGroupBasedDeployment) => Some(kind),
        DeployPhaseTypes::Undefined | DeployPhaseTypes::DeploymentGates => {
            let message = format!("`{}` is not a kind of job in a release pipeline", text.value);
            let why = Diagnostic::error(codes::UNKNOWN_VALUE, text.span, message)
                .help("write `agentBasedDeployment`, `runOnServer` or `machineGroupBasedDeployment`");
            reading.replace(job, "phaseType", text.value.clone(), why);
            None
        }
    }
}

fn agent(reading: &mut Reading<'_>, path: &Path<'_>, mut input: DeploymentInput, around: &Surroundings<'_>) -> JobKind {
    let mut demands = demands(reading, path, input.demands.take());
    demands.extend(around.demands.iter().filter(|demand| !demands.contains(demand)).cloned().collect::<Vec<_>>());
    let pool = input.queue_id.take();
    // What cannot be read is exported as it was, so that the pool of the stage would be gone behind it.
    let names_none = pool.is_none() && !reading.has_original(path, "queueId");
    JobKind::Agent {
        queue_id: reading.number((path, "queueId"), pool, if names_none { around.queue_id } else { 0 }, &QUEUE),
        demands,
        skip_artifacts_download: input.skip_artifacts_download.unwrap_or(false),
        parallelism: parallelism(reading, path, input, around),
    }
}

fn deployment_group(reading: &mut Reading<'_>, path: &Path<'_>, input: DeploymentInput) -> JobKind {
    JobKind::DeploymentGroup {
        queue_id: reading.number((path, "queueId"), input.queue_id, 0, &QUEUE),
        tags: input.tags.unwrap_or_default(),
        health_percent: reading.number((path, "healthPercent"), input.health_percent, 0, &HEALTH_PERCENT),
        health_option: input
            .deployment_health_option
            .filter(|option| !option.is_empty())
            .unwrap_or_else(|| "OneTargetAtATime".to_owned()),
        skip_artifacts_download: input.skip_artifacts_download.unwrap_or(false),
    }
}

fn parallelism(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    input: DeploymentInput,
    around: &Surroundings<'_>,
) -> Parallelism {
    let Some(mut given) = input.parallel_execution else { return Parallelism::None };
    let path = path.field("parallelExecution");
    reading.keep(&path, &mut given);
    let kind = match &given.parallel_execution_type {
        Some(text) => reading.member((&path, "parallelExecutionType"), text).unwrap_or(ParallelExecutionTypes::None),
        None if given.multipliers.as_ref().is_some_and(|names| !names.trim().is_empty()) => {
            ParallelExecutionTypes::MultiConfiguration
        }
        None => ParallelExecutionTypes::None,
    };
    let agents = reading.number((&path, "maxNumberOfAgents"), given.max_number_of_agents, 1, &AGENTS);
    let continue_on_error = given.continue_on_error.unwrap_or(false);
    match kind {
        ParallelExecutionTypes::None => Parallelism::None,
        ParallelExecutionTypes::MultiMachine => Parallelism::MultiAgent { agents, continue_on_error },
        ParallelExecutionTypes::MultiConfiguration => Parallelism::MultiConfiguration {
            multipliers: given.multipliers.map_or_else(Vec::new, |names| multipliers(reading, &names, around)),
            agents_max: agents,
            continue_on_error,
        },
    }
}

fn multipliers(reading: &mut Reading<'_>, names: &Text, around: &Surroundings<'_>) -> Vec<String> {
    let multipliers = super::filter::tag_list(names);
    for name in &multipliers {
        if around.stage.find(name).or_else(|| around.pipeline.find(name)) == Some(true) {
            reading.push(
                Diagnostic::error(
                    codes::SECRET_MULTIPLIER,
                    names.span,
                    format!("the secret variable `{name}` cannot multiply a job"),
                )
                .help("name a variable that is not secret; its values show in the names of the jobs"),
            );
        }
    }
    multipliers
}

/// Demands, each a text (`name`, `name -equals value`) or an object with a name and perhaps a value.
pub(crate) fn demands(reading: &mut Reading<'_>, object: &Path<'_>, given: Option<Vec<Spanned<Value>>>) -> Vec<Demand> {
    let given = given.unwrap_or_default();
    let (mut found, mut others) = (Vec::new(), Vec::new());
    for demand in &given {
        let read = match &demand.value {
            Value::String(text) => demand_of_text(text),
            Value::Object(fields) => demand_of_fields(fields),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
        };
        match read {
            Some(read) => found.push(read),
            None => others.push(
                Diagnostic::error(codes::UNKNOWN_VALUE, demand.span, "this is not a demand")
                    .help("write `name`, `name -equals value` or `name -gtVersion version`"),
            ),
        }
    }
    let written: Value = given.into_iter().map(|demand| demand.value).collect();
    reading.leave_out(object, "demands", written, others);
    found
}

fn demand_of_text(text: &str) -> Option<Demand> {
    let text = text.trim();
    let split = |operator: &str| {
        let (name, value) = text.split_once(operator)?;
        Some((name.trim().to_owned(), value.trim().to_owned())).filter(|(name, _)| !name.is_empty())
    };
    if let Some((name, value)) = split(" -equals ") {
        Some(Demand::Equals(name, value))
    } else if let Some((name, version)) = split(" -gtVersion ") {
        Some(Demand::GreaterThan(name, version))
    } else {
        (!text.is_empty()).then(|| Demand::Exists(text.to_owned()))
    }
}

fn demand_of_fields(fields: &rehearsal_yaml::json::Map) -> Option<Demand> {
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
    match (text("name"), text("value")) {
        ("", _) => None,
        (name, "") => demand_of_text(name),
        (name, value) => Some(Demand::Equals(name.to_owned(), value.to_owned())),
    }
}

/// A demand as the product writes it.
pub(crate) fn written_demand(demand: &Demand) -> String {
    match demand {
        Demand::Exists(name) => name.clone(),
        Demand::Equals(name, value) => format!("{name} -equals {value}"),
        Demand::GreaterThan(name, version) => format!("{name} -gtVersion {version}"),
    }
}

/// The tasks of a job or gate in their order.
pub(crate) fn tasks(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    given: Option<Vec<Spanned<wire::Task>>>,
    place: Place,
) -> Vec<Task> {
    given
        .unwrap_or_default()
        .into_iter()
        .enumerate()
        .map(|(index, task)| one_task(reading, &path.index(index), task, place))
        .collect()
}

fn one_task(reading: &mut Reading<'_>, path: &Path<'_>, mut given: Spanned<wire::Task>, place: Place) -> Task {
    reading.keep(path, &mut given.value);
    let (task_id, name, span) = who(reading, &given);
    let given = given.value;
    check_place(reading, &task_id, &name, span, place);
    check_criteria(reading, &given, place);
    let definition_type = given.definition_type.filter(|kind| !kind.is_empty());
    if let Some(kind) = &definition_type
        && kind.eq_ignore_ascii_case("metaTask")
    {
        reading.push(Diagnostic::notice(
            codes::TASK_GROUP,
            kind.span,
            format!("the steps of the task group `{name}` are not in the file; a rehearsal plays it as one task"),
        ));
    }
    // Before conditions there was a tick "always run".
    let unconditional = if given.always_run == Some(true) { "always()" } else { "" };
    Task {
        version: given.version.unwrap_or_else(|| "2.*".to_owned()),
        ref_name: given.ref_name.unwrap_or_default(),
        definition_type: definition_type.map_or_else(|| "task".to_owned(), |kind| kind.value),
        enabled: given.enabled.unwrap_or(true),
        continue_on_error: given.continue_on_error.unwrap_or(false),
        timeout_minutes: reading.number((path, "timeoutInMinutes"), given.timeout_in_minutes, 0, &TASK_TIMEOUT),
        retry_count: retries(reading, path, given.retry_count_on_task_failure),
        condition: condition(reading, given.condition.as_ref(), unconditional, Slot::AgentCondition),
        inputs: texts(given.inputs),
        environment: texts(given.environment),
        task_id,
        name,
    }
}

/// A run condition; the default one is written out in files and empty in the model. One that cannot be read is kept,
/// since the product saves it too; it fails its job or task when its turn comes (§9.2, §10.1).
fn condition(reading: &mut Reading<'_>, given: Option<&Text>, default: &str, slot: Slot) -> String {
    let Some(given) = given.filter(|given| !given.trim().is_empty()) else { return default.to_owned() };
    let written = given.trim();
    if written == "succeeded()" {
        return String::new();
    }
    let what = if slot == Slot::ClassicCondition {
        ("the condition", "as it is, the job fails when its turn comes")
    } else {
        ("the condition", "as it is, the task fails when its turn comes")
    };
    check_expression(reading, written, given.span, slot, what);
    written.to_owned()
}

/// Success criteria of a gate or of a call in an agentless job; those with a variable are read when their time comes.
fn check_criteria(reading: &mut Reading<'_>, given: &wire::Task, place: Place) {
    let what = match place {
        Place::Agent => return,
        Place::Server => ("the success criteria", "as they are, no answer meets them"),
        Place::Gate => ("the success criteria", "as they are, the gate never passes"),
    };
    let inputs = given.inputs.iter().flatten();
    let criteria = inputs.filter(|(name, _)| name.eq_ignore_ascii_case("successCriteria"));
    for (name, text) in criteria.filter_map(|(name, text)| Some((name, text.as_deref()?.trim()))) {
        if !text.is_empty() && !text.contains("$(") {
            check_expression(reading, text, name.span, Slot::SuccessCriteria, what);
        }
    }
}

/// Warns of an expression that is kept but cannot be read: what it is, and what becomes of it in a run.
fn check_expression(reading: &mut Reading<'_>, text: &str, span: Span, slot: Slot, (what, then): (&str, &str)) {
    let Err(mistakes) = Expr::parse(text, 0, &Vocabulary::of(slot)) else { return };
    for mistake in mistakes.diagnostics() {
        let message = format!("{what} `{text}` cannot be read: {}", mistake.message);
        let warning = Diagnostic::warning(codes::CONDITION, span, message);
        reading.push(mistake.help.into_iter().fold(warning, Diagnostic::help).help(then));
    }
}

/// Id, name and place of a task. Either of the first two may be missing if the catalogue knows the other.
fn who(reading: &mut Reading<'_>, given: &Spanned<wire::Task>) -> (String, String, Span) {
    let id = given.task_id.as_ref().filter(|id| !id.is_empty());
    let name = given.name.as_ref().filter(|name| !name.is_empty());
    if let Some(id) = id.filter(|id| !is_guid(id)) {
        reading.push(not_a_task_id(id, name.map_or("", |name| name.as_str())));
    }
    match (id, name) {
        (Some(id), Some(name)) => (id.value.clone(), name.value.clone(), id.span),
        (Some(id), None) => {
            let name = catalogue_task(id).map_or(&*id.value, |task| task.friendly_name);
            (id.value.clone(), name.to_owned(), id.span)
        }
        (None, Some(name)) => {
            let known = named_task(name);
            (known.map(|task| task.id.to_owned()).unwrap_or_default(), name.value.clone(), name.span)
        }
        (None, None) => {
            let message = "a task has neither a name nor a task id";
            (String::new(), reading.nameless(given.span, message, "give it a `name`", "Task"), given.span)
        }
    }
}

fn named_task(name: &str) -> Option<&'static CatalogueTask> {
    catalogue()
        .iter()
        .find(|task| name.eq_ignore_ascii_case(task.name) || name.eq_ignore_ascii_case(task.friendly_name))
}

/// True for `497d490f-eea7-4f2b-ab94-48d9c1acdcb1`, in any case.
fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.trim().split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && text.trim().chars().all(|digit| digit == '-' || digit.is_ascii_hexdigit())
}

/// What to write instead: the id of the task whose name stands there, of the one whose id is nearly the same, or of the
/// one that the step is named after.
fn not_a_task_id(id: &Text, name: &str) -> Diagnostic {
    let message = format!("{} is not the id of a task", quoted(id));
    let told = Diagnostic::error(codes::TASK_ID, id.span, message);
    let near = nearest(id, catalogue().iter().map(|task| task.id)).and_then(catalogue_task);
    let known = named_task(id).or(near).or_else(|| named_task(name));
    match known {
        Some(task) => told.help(format!("the id of the task {} is `{}`", task.friendly_name, task.id)),
        None => told.help(
            "it is a GUID, such as `497d490f-eea7-4f2b-ab94-48d9c1acdcb1`; leave it out where the name tells the task",
        ),
    }
}

fn check_place(reading: &mut Reading<'_>, task_id: &str, name: &str, span: Span, place: Place) {
    let Some(known) = catalogue_task(task_id) else { return };
    let task = if name.eq_ignore_ascii_case(known.friendly_name) {
        format!("the task `{name}`")
    } else {
        format!("the task `{name}` ({})", known.friendly_name)
    };
    let (code, rule, help) = match (known.runs_on_server, place) {
        (true, Place::Agent) => (
            codes::SERVER_TASK,
            "runs on the service and cannot be part of an agent job",
            "move it to an agentless job (`phaseType: runOnServer`)",
        ),
        (false, Place::Server) => (
            codes::AGENT_TASK,
            "needs an agent and cannot be part of an agentless job",
            "move it to an agent job (`phaseType: agentBasedDeployment`)",
        ),
        (false, Place::Gate) => (
            codes::AGENT_TASK,
            "needs an agent and cannot be a gate",
            "gates query work items, invoke a REST API, or ask monitors",
        ),
        (true, Place::Server | Place::Gate) | (false, Place::Agent) => return,
    };
    reading.push(Diagnostic::error(code, span, format!("{task} {rule}")).help(help));
}

fn retries(reading: &mut Reading<'_>, task: &Path<'_>, given: Option<Int>) -> u32 {
    let span = given.as_ref().map(|count| count.span).unwrap_or_default();
    let count = reading.number((task, "retryCountOnTaskFailure"), given, 0, &RETRY_COUNT);
    if count > Task::RETRIES_MAX {
        reading.push(
            Diagnostic::warning(
                codes::RETRIES,
                span,
                format!("a task retries at most {} times, not {count}", Task::RETRIES_MAX),
            )
            .help(format!("write {} or less", Task::RETRIES_MAX)),
        );
    }
    count
}

fn texts(given: Option<BTreeMap<Text, Option<String>>>) -> BTreeMap<String, String> {
    given.unwrap_or_default().into_iter().map(|(name, text)| (name.value, text.unwrap_or_default())).collect()
}
