//! A release definition made ready to play: names resolved to numbers, conditions parsed, durations known.
//!
//! A release keeps the plan of the revision it was created from, so later edits of the pipeline never
//! reach it (the snapshot rule, `classic.md` §1.2).

use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::{ReleaseDefinition, ReleaseTrigger, Schedule, Stage, StageTrigger};
use rehearsal_kernel::SimDuration;
use rehearsal_pipeline::{
    ApprovalExecutionOrder, ApprovalOptions, ApprovalType, Approvals, Demand, Gates, Job, JobKind, StageGraph, Task,
    catalogue_task,
};

use crate::condition::Condition;
use crate::echo::inline_script;
use crate::logging::mentions_commands;
use crate::rules::gates::ask::Criteria;
use crate::slice::Spread;
use crate::step_kind::{StepKind, delay, delay_input};
use crate::tag_pattern::TagPattern;
use crate::world::{Subject, World};
use crate::{SiteId, StageId, calendar, sources};

/// Seconds a task takes when neither scenario nor catalogue says.
const TASK_SECONDS_DEFAULT: i64 = 10;

/// Tasks that put a build on a site.
const DEPLOYS_A_SITE: [&str; 7] = [
    "AzureRmWebAppDeployment",
    "AzureWebApp",
    "AzureWebAppContainer",
    "AzureFunctionApp",
    "KubernetesManifest",
    "HelmDeploy",
    "IISWebAppDeploymentOnMachineGroup",
];

/// One revision of a definition, ready to play.
#[derive(Debug)]
pub struct Plan {
    /// The definition as given.
    pub definition: Arc<ReleaseDefinition>,
    /// Order of the stages.
    pub graph: StageGraph,
    /// Stages in the order of the definition.
    pub stages: Vec<StagePlan>,
}

/// A stage, ready to play.
#[derive(Debug)]
pub struct StagePlan {
    /// Stages whose trigger names this one.
    pub downstream: Vec<StageId>,
    /// Stages that this one's trigger names, and whether partial success is accepted.
    pub upstream: Vec<(StageId, bool)>,
    /// Approvals before the jobs.
    pub pre: SidePlan,
    /// Approvals after the jobs.
    pub post: SidePlan,
    /// Jobs in rank order.
    pub jobs: Vec<Rc<JobPlan>>,
    /// Sites that change when all jobs have ended well.
    pub sites: Vec<SiteId>,
}

/// The conditions of one side: approvals, with approvers found, and gates.
#[derive(Debug)]
pub struct SidePlan {
    /// Rank and approver of each row, in ascending rank.
    pub rows: Vec<(u32, Subject)>,
    /// How they are asked.
    pub options: ApprovalOptions,
    /// What comes first, approvals or gates (§7.3).
    pub order: ApprovalExecutionOrder,
    /// None when gates are off.
    pub gates: Option<GatesPlan>,
}

/// Gates that are on, ready to play (§7.2).
#[derive(Debug)]
pub struct GatesPlan {
    /// "The delay before evaluation".
    pub delay: SimDuration,
    /// "The time between re-evaluation of gates".
    pub interval: SimDuration,
    /// "Minimum duration for steady results after a successful gates evaluation".
    pub steady: SimDuration,
    /// "The timeout after which gates fail".
    pub timeout: SimDuration,
    /// Enabled gates in order, at most 32.
    pub gates: Vec<GatePlan>,
}

impl GatesPlan {
    /// Most gates of one side: a sample has a bit for each.
    pub const GATES_MAX: usize = 32;
}

/// A gate, ready to be asked.
#[derive(Debug)]
pub struct GatePlan {
    /// Position among the gates of the definition, and of the task in it.
    place: (usize, usize),
    /// What it asks.
    pub kind: GateKind,
    /// Success criteria, when it has some without variables.
    pub criteria: Option<Criteria>,
}

impl GatePlan {
    /// The task of the definition behind a gate of a stage's side.
    ///
    /// # Panics
    /// When the stage is not the one that the plan was made of.
    pub fn task<'s>(&self, stage: &'s Stage, side: ApprovalType) -> &'s Task {
        let gates = if side == ApprovalType::PostDeploy { &stage.post_gates } else { &stage.pre_gates };
        let (gate, task) = self.place;
        &gates.as_ref().expect("the plan was made of this stage").gates[gate].tasks[task]
    }
}

/// What a gate asks, by the task it is (§7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateKind {
    /// "Query work items".
    WorkItems,
    /// "Invoke REST API".
    RestApi,
    /// "Invoke Azure Function".
    Function,
    /// "Query Azure Monitor alerts".
    MonitorAlerts,
    /// "Check Azure Policy compliance", once "Security and compliance assessment".
    Policy,
    /// A gate of an extension.
    Other,
}

impl GateKind {
    /// The kind of a task by its guid (task.json of each).
    fn of(task: &Task) -> Self {
        match task.task_id.to_lowercase().as_str() {
            "f1e4b0e6-017e-4819-8a48-ef19ae96e289" => Self::WorkItems,
            "9c3e8943-130d-4c78-ac63-8af81df62dfb" => Self::RestApi,
            "537fdb7a-a601-4537-aa70-92645a2b5ce4" => Self::Function,
            "99a72e7f-25e4-4576-bf38-22a42b995ed8" => Self::MonitorAlerts,
            "8ba74703-e94f-4a35-814e-fc21f44578a2" => Self::Policy,
            _ => Self::Other,
        }
    }
}

impl StagePlan {
    /// The conditions of one side.
    pub fn side(&self, side: ApprovalType) -> &SidePlan {
        if side == ApprovalType::PostDeploy { &self.post } else { &self.pre }
    }
}

/// A job, ready to play.
#[derive(Debug)]
pub struct JobPlan {
    /// When it runs.
    pub condition: Condition,
    /// How it is multiplied.
    pub spread: Spread,
    /// Position of its pool in the world; none runs on the service or on targets of a deployment group.
    pub pool: Option<usize>,
    /// What its agent must offer.
    pub demands: Vec<Demand>,
    /// None is no limit.
    pub timeout: Option<SimDuration>,
    /// Grace after a cancel.
    pub cancel_timeout: SimDuration,
    /// Enabled tasks in order.
    pub steps: Vec<StepPlan>,
}

/// A task, ready to play.
#[derive(Debug)]
pub struct StepPlan {
    /// Position of the task in the definition's job.
    pub index: usize,
    /// When it runs.
    pub condition: Condition,
    /// What it does.
    pub kind: StepKind,
    /// What it takes when no outcome says; of a delay, what it takes when its minutes are no variable.
    pub takes: SimDuration,
    /// None is no limit. That of a manual intervention is how long it waits, which its kind says.
    pub timeout: Option<SimDuration>,
    /// Retries when failed, at most 10; on the service none (§10.6).
    pub retries: u32,
    /// A failure becomes "succeeded with issues".
    pub continue_on_error: bool,
    /// Whether its script has logging commands; what an outcome prints is looked at when it is played.
    pub prints_commands: bool,
    /// Sites that change when it succeeds.
    pub sites: Vec<SiteId>,
}

/// Why a world cannot be played: a sentence for its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the pipeline.
    pub definition: String,
    /// Name of the stage, when it is about one.
    pub stage: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// The value of the stage that is wrong, as it is written: an approver, or the number of a pool.
    pub written: Option<String>,
}

impl Plan {
    /// The stage of the definition behind a number.
    pub fn stage(&self, id: StageId) -> &Stage {
        &self.definition.stages[id.index()]
    }

    /// The task of the definition behind positions.
    pub fn task(&self, stage: StageId, job: usize, step: usize) -> &Task {
        let index = self.stages[stage.index()].jobs[job].steps[step].index;
        &self.job(stage, job).tasks[index]
    }

    /// The job of the definition behind positions.
    pub fn job(&self, stage: StageId, job: usize) -> &Job {
        &self.stage(stage).jobs[job]
    }

    /// The schedules that create releases, in the order of the definition.
    pub fn schedules(&self) -> impl Iterator<Item = &Schedule> {
        self.definition.triggers.iter().filter_map(|trigger| match trigger {
            ReleaseTrigger::Schedule(schedule) => Some(schedule),
            ReleaseTrigger::ContinuousDeployment { .. }
            | ReleaseTrigger::PullRequest { .. }
            | ReleaseTrigger::Other(_) => None,
        })
    }

    /// Makes a definition ready to play in a world.
    ///
    /// # Errors
    /// Every name that the world does not know, and every part of the definition that this version does
    /// not play: better refused than played wrongly.
    pub fn new(definition: &Arc<ReleaseDefinition>, world: &World) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader { definition, world, problems: Vec::new() };
        reader.artifacts();
        reader.triggers();
        let upstream: Vec<Vec<(StageId, bool)>> =
            definition.stages.iter().map(|stage| reader.upstream(stage)).collect();
        let edges: Vec<(usize, usize)> = upstream
            .iter()
            .enumerate()
            .flat_map(|(index, before)| before.iter().map(move |(stage, _)| (stage.index(), index)))
            .collect();
        let graph = match StageGraph::new(definition.stages.len(), &edges) {
            Ok(graph) => graph,
            Err(cycle) => {
                let names: Vec<&str> = cycle.0.iter().map(|&stage| definition.stages[stage].name.as_str()).collect();
                reader.problem(
                    None,
                    format!("stages wait for each other in a circle: {}", names.join(", ")),
                    "let one of them start after the release",
                );
                return Err(reader.problems);
            }
        };
        let stages = definition
            .stages
            .iter()
            .zip(upstream)
            .enumerate()
            .map(|(index, (stage, upstream))| StagePlan {
                downstream: graph.downstream(index).into_iter().map(StageId::at).collect(),
                upstream,
                ..reader.stage(stage)
            })
            .collect();
        if reader.problems.is_empty() {
            Ok(Self { definition: Arc::clone(definition), graph, stages })
        } else {
            Err(reader.problems)
        }
    }
}

struct Reader<'a> {
    definition: &'a Arc<ReleaseDefinition>,
    world: &'a World,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, stage: Option<&Stage>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem {
            definition: self.definition.name.clone(),
            stage: stage.map(|stage| stage.name.clone()),
            message: message.into(),
            help: help.into(),
            written: None,
        });
    }

    /// The same, about a value of the stage.
    fn problem_of(&mut self, stage: &Stage, written: &str, message: impl Into<String>, help: impl Into<String>) {
        self.problem(Some(stage), message, help);
        if let Some(problem) = self.problems.last_mut() {
            problem.written = Some(written.to_owned());
        }
    }

    /// Where versions come from: a default version or a trigger that the product does not offer for a source is a
    /// slip of the pen (§1.4).
    fn artifacts(&mut self) {
        let definition = Arc::clone(self.definition);
        for artifact in definition.artifacts.iter().filter(|artifact| !sources::offers(artifact)) {
            self.problem(
                None,
                format!("`{}` is of the type {}, which offers no such default version", artifact.alias, artifact.kind),
                format!("for this type there are: {}", sources::default_versions(&artifact.kind).join(", ")),
            );
        }
        for trigger in &definition.triggers {
            let watched = trigger.watch().map(|watch| watch.alias);
            let alias = match trigger {
                ReleaseTrigger::ContinuousDeployment { alias, .. } => alias,
                ReleaseTrigger::Schedule(_) | ReleaseTrigger::PullRequest { .. } | ReleaseTrigger::Other(_) => {
                    let Some(alias) = &watched else { continue };
                    alias
                }
            };
            let without =
                definition.artifacts.iter().find(|one| one.alias == *alias && !sources::can_trigger(&one.kind));
            if let Some(artifact) = without {
                self.problem(
                    None,
                    format!("`{alias}` is of the type {}, whose versions create no releases", artifact.kind),
                    "remove the continuous deployment trigger",
                );
            }
        }
    }

    /// What creates releases.
    fn triggers(&mut self) {
        let definition = Arc::clone(self.definition);
        for trigger in &definition.triggers {
            match trigger {
                ReleaseTrigger::ContinuousDeployment { filters, .. } | ReleaseTrigger::PullRequest { filters, .. } => {
                    self.tag_patterns(filters.iter().map(|filter| filter.tag_pattern.as_str()));
                }
                ReleaseTrigger::Schedule(schedule) => self.zone(None, schedule),
                ReleaseTrigger::Other(_) => match trigger.watch() {
                    Some(watch) => self.tag_patterns(watch.tag_patterns.iter().map(String::as_str)),
                    None => self.problem(
                        None,
                        "the pipeline has triggers of an unknown kind, which this version does not play",
                        "remove the trigger for the rehearsal",
                    ),
                },
            }
        }
    }

    fn zone(&mut self, stage: Option<&Stage>, schedule: &Schedule) {
        if calendar::zone(&schedule.time_zone_id).is_none() {
            self.problem(
                stage,
                format!("the time zone `{}` is not known", schedule.time_zone_id),
                "use a Windows zone id such as `W. Europe Standard Time`, an IANA name such as `Europe/Berlin`, or `UTC`",
            );
        }
    }

    fn tag_patterns<'p>(&mut self, patterns: impl Iterator<Item = &'p str>) {
        for pattern in patterns {
            if let Err(why) = TagPattern::new(pattern) {
                self.problem(
                    None,
                    format!("the tag filter `{pattern}` cannot be played: {why}"),
                    "use letters, `.`, classes such as `[0-9]`, `*`, `+`, `?`, `^` and `$`",
                );
            }
        }
    }

    fn upstream(&mut self, stage: &Stage) -> Vec<(StageId, bool)> {
        let StageTrigger::AfterStages(conditions) = &stage.trigger else { return Vec::new() };
        let mut found = Vec::new();
        for condition in conditions {
            match self.definition.stage(&condition.stage) {
                Some((index, _)) => found.push((StageId::at(index), condition.partially_succeeded)),
                None => self.problem(
                    Some(stage),
                    format!("there is no stage named `{}`", condition.stage),
                    "name a stage of this pipeline",
                ),
            }
        }
        found
    }

    fn stage(&mut self, stage: &Stage) -> StagePlan {
        if let Some(schedule) = &stage.schedule {
            self.zone(Some(stage), schedule);
        }
        let (pre, post) = (self.side(stage, ApprovalType::PreDeploy), self.side(stage, ApprovalType::PostDeploy));
        let mut jobs: Vec<JobPlan> = stage.jobs.iter().map(|job| self.job(stage, job)).collect();
        let sites = self.place_sites(stage, &mut jobs);
        StagePlan {
            downstream: Vec::new(),
            upstream: Vec::new(),
            pre,
            post,
            jobs: jobs.into_iter().map(Rc::new).collect(),
            sites,
        }
    }

    fn side(&mut self, stage: &Stage, side: ApprovalType) -> SidePlan {
        // Before deployment approvals come first unless said otherwise, after it gates do (§7.3).
        let (approvals, gates, usual): (&Approvals, _, _) = if side == ApprovalType::PostDeploy {
            (&stage.post_approvals, &stage.post_gates, ApprovalExecutionOrder::AfterSuccessfulGates)
        } else {
            (&stage.pre_approvals, &stage.pre_gates, ApprovalExecutionOrder::BeforeGates)
        };
        let mut rows = Vec::new();
        for approver in &approvals.approvers {
            if let Some(subject) = self.world.subject(&approver.identity) {
                rows.push((approver.rank, subject));
            } else {
                let name = approver.identity.label();
                let help = "add the person under `people` or the group under `groups`";
                self.problem_of(stage, name, format!("no person or group is named `{name}`"), help);
            }
        }
        rows.sort_by_key(|&(rank, _)| rank);
        SidePlan {
            rows,
            options: approvals.options.clone(),
            order: approvals.options.execution_order.unwrap_or(usual),
            gates: gates.as_ref().filter(|gates| gates.is_enabled).map(|gates| self.gates(stage, gates)),
        }
    }

    /// Each enabled task of a gate is asked by itself.
    fn gates(&mut self, stage: &Stage, gates: &Gates) -> GatesPlan {
        let minutes = |count: u32| SimDuration::minutes(i64::from(count));
        let tasks = gates.gates.iter().enumerate().flat_map(|(index, gate)| {
            gate.tasks.iter().enumerate().map(move |(position, task)| ((index, position), task))
        });
        let asked: Vec<GatePlan> = tasks
            .filter(|(_, task)| task.enabled)
            .map(|(place, task)| GatePlan { place, kind: GateKind::of(task), criteria: criteria(task) })
            .collect();
        if asked.len() > GatesPlan::GATES_MAX {
            self.problem(
                Some(stage),
                format!("{} has {} gates on one side; the most is {}", stage.name, asked.len(), GatesPlan::GATES_MAX),
                "switch some of them off for the rehearsal",
            );
        }
        GatesPlan {
            delay: minutes(gates.stabilization_time),
            // Less than a minute apart would be no interval; files cannot say less than five (§7.2).
            interval: minutes(gates.sampling_interval.max(1)),
            steady: minutes(gates.minimum_success_duration),
            timeout: minutes(gates.timeout),
            gates: asked,
        }
    }

    fn job(&mut self, stage: &Stage, job: &Job) -> JobPlan {
        let (pool, demands) = match &job.kind {
            JobKind::Agent { queue_id, demands, .. } => (Some(self.pool(stage, *queue_id)), demands.clone()),
            JobKind::Server { .. } | JobKind::DeploymentGroup { .. } => (None, Vec::new()),
        };
        let world = self.world;
        let spread = Spread::of(job, world, &mut |message, help| self.problem(Some(stage), message, help));
        let is_agentless = matches!(job.kind, JobKind::Server { .. });
        let steps = job
            .tasks
            .iter()
            .enumerate()
            .filter(|(_, task)| task.enabled)
            .map(|(index, task)| self.step(stage, index, task, is_agentless))
            .collect();
        let timeout = match job.timeout_minutes {
            0 if is_agentless => self.world.rules.agentless_timeout_minutes,
            minutes => minutes,
        };
        JobPlan {
            condition: Condition::of_job(&job.condition),
            spread,
            pool,
            demands,
            timeout: minutes(timeout),
            cancel_timeout: SimDuration::minutes(i64::from(job.cancel_timeout_minutes.max(1))),
            steps,
        }
    }

    fn pool(&mut self, stage: &Stage, queue_id: u32) -> usize {
        let pools = &self.world.pools;
        // A queue number of 0 is a file that names no pool; the only pool there is must be meant.
        let found = pools
            .iter()
            .position(|pool| pool.queue_id == queue_id)
            .or((queue_id == 0 && pools.len() == 1).then_some(0));
        found.unwrap_or_else(|| {
            let known: Vec<String> = pools.iter().map(|pool| format!("{} ({})", pool.queue_id, pool.name)).collect();
            let known = if known.is_empty() {
                "add a pool under `pools`".to_owned()
            } else {
                format!("the pools are: {}", known.join(", "))
            };
            if queue_id == 0 {
                let message = format!("a job of {} does not say in which pool it runs", stage.name);
                self.problem(Some(stage), message, format!("give it `deploymentInput: {{ queueId: … }}`; {known}"));
            } else {
                let message = format!("no pool has the number {queue_id}");
                self.problem_of(stage, &queue_id.to_string(), message, known);
            }
            0
        })
    }

    fn step(&mut self, stage: &Stage, index: usize, task: &Task, is_agentless: bool) -> StepPlan {
        if task.definition_type.eq_ignore_ascii_case("metaTask") {
            self.problem(
                Some(stage),
                format!("`{}` is a task group, whose tasks are not in this file", task.name),
                "replace the task group by its tasks",
            );
        }
        let world = self.world;
        let kind = StepKind::of(task, world, &mut |message, help| self.problem(Some(stage), message, help));
        let (takes, timeout) = match &kind {
            StepKind::Work => {
                let seconds =
                    catalogue_task(&task.task_id).map_or(TASK_SECONDS_DEFAULT, |known| i64::from(known.seconds));
                (SimDuration::seconds(seconds), minutes(task.timeout_minutes))
            }
            StepKind::Delay => (delay(delay_input(task)).unwrap_or_default(), minutes(task.timeout_minutes)),
            StepKind::Intervention(plan) => (plan.waits, None),
        };
        StepPlan {
            index,
            condition: Condition::of_task(&task.condition),
            kind,
            takes,
            timeout,
            retries: if is_agentless { 0 } else { task.retry_count.min(Task::RETRIES_MAX) },
            continue_on_error: task.continue_on_error,
            prints_commands: inline_script(task).is_some_and(mentions_commands),
            sites: Vec::new(),
        }
    }

    /// A site changes with the task that deploys to it: the first catalogue task that deploys. Without one the sites are
    /// returned: they change at the end of the last job.
    fn place_sites(&self, stage: &Stage, jobs: &mut [JobPlan]) -> Vec<SiteId> {
        let sites: Vec<SiteId> = self
            .world
            .sites
            .iter()
            .enumerate()
            .filter(|(_, site)| site.stage.eq_ignore_ascii_case(&stage.name))
            .map(|(index, _)| SiteId::at(index))
            .collect();
        let deploys =
            |task: &Task| catalogue_task(&task.task_id).is_some_and(|known| DEPLOYS_A_SITE.contains(&known.name));
        for (job, job_plan) in stage.jobs.iter().zip(jobs) {
            if let Some(step) = job_plan.steps.iter_mut().find(|step| deploys(&job.tasks[step.index])) {
                step.sites = sites;
                return Vec::new();
            }
        }
        sites
    }
}

/// Criteria with a variable in them are read when the gate is asked.
fn criteria(task: &Task) -> Option<Criteria> {
    let (_, text) = task.inputs.iter().find(|(name, _)| name.eq_ignore_ascii_case("successCriteria"))?;
    (!text.contains("$(") && !text.trim().is_empty()).then(|| Criteria::read(text))
}

fn minutes(count: u32) -> Option<SimDuration> {
    (count > 0).then(|| SimDuration::minutes(i64::from(count)))
}
