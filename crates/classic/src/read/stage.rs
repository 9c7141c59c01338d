//! Stages: what starts them, and the settings around their jobs.

use rehearsal_pipeline::{ConditionType, EnvironmentTriggerType, JobKind};
use rehearsal_source::{Diagnostic, Span, Spanned, nearest, quoted};

use super::approval::{approvals, gates, identity};
use super::definition::{Outline, Secrecy, group_numbers, variables};
use super::job::{Surroundings, demands, jobs};
use super::reading::{Bounds, Member, Path, Reading};
use super::{filter, in_rank_order};
use crate::wire::{self, Text};
use crate::{
    ArtifactFilter, QueuePolicy, RedeployTrigger, Retention, Schedule, Stage, StageCondition, StageTrigger, codes,
};

/// One stage waits for another, and where the file says so.
pub(crate) struct Edge {
    pub(crate) upstream: usize,
    pub(crate) downstream: usize,
    pub(crate) span: Span,
}

const QUEUE: Bounds = Bounds::any("a pool");
const PARALLEL: Bounds = Bounds::any("the number of parallel deployments");
const DEPTH: Bounds = Bounds::any("the queue depth");
const DAYS: Bounds = Bounds::any("the number of days to keep releases");
const RANK: Bounds = Bounds::any("the rank of a stage");
const RELEASES: Bounds = Bounds::any("the number of releases to keep");

/// A stage of the given number and id.
pub(crate) fn stage(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    place: &StagePlace,
    given: Spanned<wire::Environment>,
    outline: &Outline<'_>,
    edges: &mut Vec<Edge>,
) -> Stage {
    let mark = reading.kept_so_far();
    let name_span = given.name.as_ref().map_or(given.span, |name| name.span);
    let mut given = given.value;
    reading.keep(path, &mut given);
    let own_variables = variables(reading, &path.field("variables"), given.variables.take());
    let conditions = Conditions::read(reading, path, place, given.conditions.take(), outline, edges);
    let schedule = schedule(reading, path, given.schedules.take(), &conditions.trigger);
    let pool = given.queue_id.take();
    let jobs = {
        let around = Surroundings {
            pipeline: outline.secrecy,
            stage: &Secrecy::of(&own_variables),
            demands: &demands(reading, path, given.demands.take()),
            queue_id: reading.number((path, "queueId"), pool, 0, &QUEUE),
        };
        let phases = phases(reading, path, given.deploy_phases.take(), given.deploy_step.take(), name_span);
        jobs(reading, &path.field("deployPhases"), phases, &around)
    };
    // The pool of a stage is that of its jobs that name none.
    let is_used = |pool: i64| {
        jobs.iter().any(|job| matches!(job.kind, JobKind::Agent { queue_id, .. } if i64::from(queue_id) == pool))
    };
    if let Some(pool) = pool.filter(|pool| pool.value > 0 && !is_used(pool.value)) {
        reading.keep_field(path, "queueId", &pool);
    }
    if jobs.is_empty() {
        reading.push(
            Diagnostic::warning(
                codes::STAGE_WITHOUT_JOB,
                name_span,
                format!("the stage `{}` has no job, so it deploys nothing", outline.stages[place.index].value),
            )
            .help("give it `deployPhases`"),
        );
    }
    let mut options = given.environment_options.unwrap_or_default();
    reading.keep(&path.field("environmentOptions"), &mut options);
    Stage {
        id: place.id,
        name: outline.stages[place.index].value.clone(),
        rank: reading.number((path, "rank"), given.rank, place.rank, &RANK),
        owner: given.owner.map(|owner| identity(reading, &path.field("owner"), owner)),
        variables: own_variables,
        variable_groups: group_numbers(reading, path, given.variable_groups),
        trigger: conditions.trigger,
        artifact_filters: conditions.artifact_filters,
        schedule,
        pre_approvals: approvals(reading, &path.field("preDeployApprovals"), given.pre_deploy_approvals),
        post_approvals: approvals(reading, &path.field("postDeployApprovals"), given.post_deploy_approvals),
        pre_gates: gates(reading, &path.field("preDeploymentGates"), given.pre_deployment_gates),
        post_gates: gates(reading, &path.field("postDeploymentGates"), given.post_deployment_gates),
        queue: queue(reading, path, given.execution_policy),
        jobs,
        pull_request_deployment: options.pull_request_deployment_enabled.unwrap_or(false),
        redeploy: redeploy(reading, path, given.environment_triggers),
        retention: retention(reading, path, given.retention_policy),
        email_notification_type: options.email_notification_type.unwrap_or_else(|| "OnlyOnFailure".to_owned()),
        email_recipients: options
            .email_recipients
            .unwrap_or_else(|| "release.environment.owner;release.creator".to_owned()),
        other_conditions: conditions.others,
        extra: reading.take_kept(mark, path),
    }
}

/// Where a stage stands in the definition.
pub(crate) struct StagePlace {
    /// Number in the order of ranks.
    pub(crate) index: usize,
    /// Number in the file.
    pub(crate) index_in_file: usize,
    pub(crate) id: u32,
    /// The rank when the file gives none.
    pub(crate) rank: u32,
}

impl StagePlace {
    /// A condition of the stage as it is in the file.
    fn condition(
        &self,
        reading: &Reading<'_>,
        index: usize,
        condition: &Spanned<wire::Condition>,
    ) -> rehearsal_yaml::json::Value {
        reading.raw(&format!("environments/{}/conditions/{index}", self.index_in_file), condition.span)
    }
}

/// The jobs of the file; the tasks of a file from before there were jobs become one.
fn phases(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    phases: Option<Vec<Spanned<wire::Phase>>>,
    step: Option<wire::DeployStep>,
    span: Span,
) -> Vec<Spanned<wire::Phase>> {
    let phases = phases.unwrap_or_default();
    let mut step = step.unwrap_or_default();
    reading.keep(&path.field("deployStep"), &mut step);
    match step.tasks {
        Some(tasks) if phases.is_empty() && !tasks.is_empty() => {
            reading.push(Diagnostic::notice(
                codes::OLD_FORMAT,
                span,
                "this stage comes from before pipelines had jobs; its tasks are read as one agent job",
            ));
            // Jobs that could not be read must not come back in the place of these.
            reading.forget_original(path, "deployPhases");
            let phase = wire::Phase { workflow_tasks: Some(tasks), ..wire::Phase::default() };
            vec![Spanned::new(phase, span)]
        }
        _ => phases,
    }
}

fn schedule(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    given: Option<Vec<Spanned<wire::Schedule>>>,
    trigger: &StageTrigger,
) -> Option<Schedule> {
    let given = given.unwrap_or_default();
    if let [first, second, ..] = given.as_slice() {
        let why = Diagnostic::error(codes::SEVERAL_SCHEDULES, second.span, "a stage has at most one schedule")
            .note(first.span, "the first one")
            .help("remove all but one; one schedule can name several days");
        reading.leave_out(path, "schedules", reading.raw_list(&given), vec![why]);
    }
    let first = given.into_iter().next()?;
    if *trigger == StageTrigger::ManualOnly {
        reading.push(
            Diagnostic::notice(
                codes::SCHEDULE_UNUSED,
                first.span,
                "this schedule has no effect, since only a person starts the stage",
            )
            .help("let the stage start after the release or after another stage"),
        );
    }
    Some(filter::schedule(reading, &path.field("schedules").index(0), first))
}

fn queue(reading: &mut Reading<'_>, path: &Path<'_>, given: Option<wire::ExecutionPolicy>) -> QueuePolicy {
    let mut given = given.unwrap_or_default();
    let path = path.field("executionPolicy");
    reading.keep(&path, &mut given);
    let parallel = reading.number((&path, "concurrencyCount"), given.concurrency_count, 0, &PARALLEL);
    match (parallel, reading.number((&path, "queueDepthCount"), given.queue_depth_count, 0, &DEPTH)) {
        (0, _) => QueuePolicy::Unlimited,
        (parallel, 0) => QueuePolicy::Sequence(parallel),
        (parallel, _) => QueuePolicy::Latest(parallel),
    }
}

fn retention(reading: &mut Reading<'_>, path: &Path<'_>, given: Option<wire::RetentionPolicy>) -> Retention {
    let mut given = given.unwrap_or_default();
    let path = path.field("retentionPolicy");
    reading.keep(&path, &mut given);
    let default = Retention::default();
    Retention {
        days_to_keep: reading.number((&path, "daysToKeep"), given.days_to_keep, default.days_to_keep, &DAYS),
        releases_to_keep: reading.number(
            (&path, "releasesToKeep"),
            given.releases_to_keep,
            default.releases_to_keep,
            &RELEASES,
        ),
        retain_build: given.retain_build.unwrap_or(default.retain_build),
    }
}

fn redeploy(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    given: Option<Vec<Spanned<wire::EnvironmentTrigger>>>,
) -> Vec<RedeployTrigger> {
    let list_path = path.field("environmentTriggers");
    let given = given.unwrap_or_default();
    let written = reading.raw_list(&given);
    let (mut found, mut others) = (Vec::new(), Vec::new());
    for mut trigger in given {
        let kind = trigger.value.trigger_type.take();
        let played = match kind.as_ref().and_then(|kind| EnvironmentTriggerType::find(kind)) {
            Some(EnvironmentTriggerType::DeploymentGroupRedeploy) => RedeployTrigger::DeploymentGroup,
            Some(EnvironmentTriggerType::RollbackRedeploy) => RedeployTrigger::Rollback,
            Some(EnvironmentTriggerType::Undefined) | None => {
                let span = kind.map_or(trigger.span, |kind| kind.span);
                others.push(
                    Diagnostic::warning(codes::UNKNOWN_TRIGGER, span, "an auto-redeploy trigger is left out")
                        .help("`deploymentGroupRedeploy` and `rollbackRedeploy` are played"),
                );
                continue;
            }
        };
        reading.keep(&list_path.index(found.len()), &mut trigger.value);
        found.push(played);
    }
    reading.leave_out(path, "environmentTriggers", written, others);
    found
}

/// What a stage waits for, sorted by kind.
struct Conditions {
    trigger: StageTrigger,
    artifact_filters: Vec<(String, ArtifactFilter)>,
    others: Vec<rehearsal_yaml::json::Value>,
}

/// What a condition waits for.
enum Kind {
    Release,
    Stage,
    Artifact,
    Unknown,
}

impl Conditions {
    /// Conditions are exported by kind, so they are numbered in that order: release or stages,
    /// artifacts, unknown ones.
    fn read(
        reading: &mut Reading<'_>,
        path: &Path<'_>,
        place: &StagePlace,
        given: Option<Vec<Spanned<wire::Condition>>>,
        outline: &Outline<'_>,
        edges: &mut Vec<Edge>,
    ) -> Self {
        let path = path.field("conditions");
        let (mut releases, mut stages, mut artifacts, mut others) = (vec![], vec![], vec![], vec![]);
        for (index, condition) in given.unwrap_or_default().into_iter().enumerate() {
            match kind_of(&condition, outline) {
                Kind::Release => releases.push(condition),
                Kind::Stage if reading.is_tolerant() && !is_known_stage(reading, &condition, outline) => {
                    others.push(place.condition(reading, index, &condition));
                }
                Kind::Stage => stages.push(condition),
                Kind::Artifact => match artifact_condition(reading, &condition, outline) {
                    Some(filter) => artifacts.push((condition, filter)),
                    None => others.push(place.condition(reading, index, &condition)),
                },
                Kind::Unknown => {
                    if !reading.complains_about::<ConditionType>(condition.condition_type.as_ref()) {
                        reading.push(unknown_condition(&condition));
                    }
                    others.push(place.condition(reading, index, &condition));
                }
            }
        }
        // Stages can only complete in a release that has started, so they say it all.
        let trigger = if !stages.is_empty() {
            let wait = stages.into_iter().enumerate().map(|(index, condition)| {
                stage_condition(reading, &path.index(index), place, condition, outline, edges)
            });
            StageTrigger::AfterStages(wait.collect())
        } else if let Some(mut started) = releases.into_iter().next() {
            reading.keep(&path.index(0), &mut started.value);
            StageTrigger::AfterRelease
        } else {
            StageTrigger::ManualOnly
        };
        let before = match &trigger {
            StageTrigger::AfterStages(stages) => stages.len(),
            StageTrigger::AfterRelease => 1,
            StageTrigger::ManualOnly => 0,
        };
        let mut artifact_filters = Vec::new();
        for (mut condition, (alias, filter, extra)) in artifacts {
            let path = path.index(before + artifact_filters.len());
            reading.keep(&path, &mut condition.value);
            let mut kept = wire::TriggerCondition { extra, ..wire::TriggerCondition::default() };
            reading.keep(&path.field("value"), &mut kept);
            artifact_filters.push((alias, filter));
        }
        Self { trigger, artifact_filters, others }
    }
}

/// The only event that a stage can wait for.
const RELEASE_STARTED: &str = "ReleaseStarted";

fn kind_of(condition: &wire::Condition, outline: &Outline<'_>) -> Kind {
    let name = condition.name.as_ref().map_or("", |name| name.as_str());
    let is_release = name.eq_ignore_ascii_case(RELEASE_STARTED);
    match &condition.condition_type {
        Some(kind) => match ConditionType::find(kind) {
            Some(ConditionType::Event) if is_release => Kind::Release,
            Some(ConditionType::EnvironmentState) => Kind::Stage,
            Some(ConditionType::Artifact) => Kind::Artifact,
            Some(ConditionType::Event | ConditionType::Undefined) | None => Kind::Unknown,
        },
        // An author need not say what the name says already.
        None if is_release => Kind::Release,
        None if outline.stage(name).is_none() && outline.aliases.iter().any(|alias| alias.value == name) => {
            Kind::Artifact
        }
        None => Kind::Stage,
    }
}

fn unknown_condition(condition: &Spanned<wire::Condition>) -> Diagnostic {
    let kind = condition.condition_type.as_ref();
    let (text, span) = kind.map_or(("", condition.span), |kind| (&**kind, kind.span));
    let name = condition.name.as_ref().map_or("", |name| name.as_str());
    if let Some(written) = &condition.name
        && ConditionType::find(text) == Some(ConditionType::Event)
        && nearest(name, [RELEASE_STARTED]).is_some()
    {
        let message = format!("no event is named {}, so the stage would start by hand only", quoted(name));
        return Diagnostic::error(codes::UNKNOWN_CONDITION, written.span, message).suggest(name, [RELEASE_STARTED]);
    }
    Diagnostic::notice(
        codes::UNKNOWN_CONDITION,
        span,
        format!("the condition `{name}` of the kind `{text}` is kept but not looked at"),
    )
    .help("`event` with the name `ReleaseStarted`, `environmentState` and `artifact` are played")
}

/// Whether the condition names a stage of the pipeline; complains when it does not.
fn is_known_stage(reading: &mut Reading<'_>, condition: &Spanned<wire::Condition>, outline: &Outline<'_>) -> bool {
    let name = condition.name.clone().unwrap_or_else(|| Text::new(String::new(), condition.span));
    let is_known = outline.stage(&name).is_some();
    if !is_known {
        let mut why = Diagnostic::error(codes::UNKNOWN_STAGE, name.span, format!("no stage is named `{}`", name.value))
            .suggest(&name, outline.stages.iter().map(|stage| stage.value.as_str()));
        if reading.is_tolerant() {
            why = why.help("the condition is kept for export but not looked at");
        }
        reading.push(why);
    }
    is_known
}

fn stage_condition(
    reading: &mut Reading<'_>,
    path: &Path<'_>,
    place: &StagePlace,
    mut condition: Spanned<wire::Condition>,
    outline: &Outline<'_>,
    edges: &mut Vec<Edge>,
) -> StageCondition {
    reading.keep(path, &mut condition.value);
    if !reading.is_tolerant() {
        is_known_stage(reading, &condition, outline);
    }
    let name = condition.value.name.unwrap_or_default();
    if let Some(upstream) = outline.stage(&name) {
        edges.push(Edge { upstream, downstream: place.index, span: name.span });
    }
    let value = condition.value.value;
    let partially_succeeded = value.is_some_and(|value| lets_partial_success_pass(reading, path, &value));
    StageCondition { stage: name.value, partially_succeeded }
}

const SUCCEEDED: i64 = 4;
const PARTIALLY_SUCCEEDED: i64 = 128;

/// The value is a sum of stage states (§5.1); only these two can be chosen on the page.
fn lets_partial_success_pass(reading: &mut Reading<'_>, condition: &Path<'_>, value: &Text) -> bool {
    const HELP: &str = "write \"4\" for succeeded, or \"132\" to let partial success count as well";
    let text = value.trim();
    match text.parse::<i64>() {
        _ if text.is_empty() => false,
        Ok(12) => {
            reading.push(
                Diagnostic::notice(
                    codes::CONDITION_VALUE,
                    value.span,
                    "12 counts states the way deployments do; it is read as \"or partially succeeded\"",
                )
                .help(HELP),
            );
            true
        }
        Ok(mask) if mask > 0 && mask & (SUCCEEDED | PARTIALLY_SUCCEEDED) != 0 => {
            if mask & !(SUCCEEDED | PARTIALLY_SUCCEEDED) != 0 || mask & SUCCEEDED == 0 {
                reading.push(
                    Diagnostic::warning(
                        codes::CONDITION_VALUE,
                        value.span,
                        format!("of the states in {mask}, only success and partial success are played"),
                    )
                    .help(HELP),
                );
            }
            mask & PARTIALLY_SUCCEEDED != 0
        }
        _ => {
            let message = format!("`{}` is not a state that a stage can wait for", value.value);
            let why = Diagnostic::error(codes::CONDITION_VALUE, value.span, message).help(HELP);
            reading.replace(condition, "value", value.value.clone(), why);
            false
        }
    }
}

/// The alias, the filter and the fields to keep of a condition; none, with a complaint, when it says nothing
/// that could be played.
fn artifact_condition(
    reading: &mut Reading<'_>,
    condition: &Spanned<wire::Condition>,
    outline: &Outline<'_>,
) -> Option<(String, ArtifactFilter, wire::Extras)> {
    let alias = condition.name.clone().unwrap_or_else(|| Text::new(String::new(), condition.span));
    let is_known = filter::check_alias(reading, &alias, outline.aliases);
    let (filter, extra) = filter::artifact_filter(reading, condition.value.value.as_ref(), alias.span)?;
    (is_known || !reading.is_tolerant()).then_some((alias.value, filter, extra))
}

/// The stages in the order of their ranks, with their numbers in the file.
pub(crate) fn by_rank(given: Vec<Spanned<wire::Environment>>) -> Vec<(usize, Spanned<wire::Environment>)> {
    let numbered = given.into_iter().enumerate().collect();
    in_rank_order(numbered, |(_, stage)| rank_of(stage))
}

/// The rank of a stage, if it can be one.
pub(crate) fn rank_of(stage: &wire::Environment) -> Option<u32> {
    stage.rank.and_then(|rank| RANK.contain(rank))
}
