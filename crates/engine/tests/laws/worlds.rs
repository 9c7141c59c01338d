//! Worlds nobody thought of, and what people do in them.
//!
//! A pipeline of one to five stages over three people, two agents and a deployment group, and commands that come at whole half minutes, so
//! that much falls due at the same moment. Most commands make sense; some are refused.

use std::rc::Rc;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::select;
use rehearsal_classic::{
    Artifact, QueuePolicy, RedeployTrigger, ReleaseDefinition, ReleaseTrigger, Schedule, Stage, StageCondition,
    StageTrigger,
};
use rehearsal_engine::{
    Action, AddTarget, Agent, Build, Command, CompleteBuild, CreateRelease, DeploymentGroup, Engine, FactKind,
    GateAnswer, GateMatch, GateOutcome, Group, IgnoreGate, Moment, OnApproval, OnIntervention, OnRelease, OnStage,
    Outcome, OutcomeMatch, Pattern, Person, PersonId, Pool, Reassign, Rules, ScriptItem, SetAgent, SetTarget, Site,
    SiteApp, Target, When, World,
};
use rehearsal_kernel::{Kernel, Seed, Settings, SimDuration, SimTime};
use rehearsal_pipeline::{
    ApprovalExecutionOrder, ApprovalOptions, ApprovalType, Approvals, Approver, Demand, Gate, Gates, Identity, Job,
    JobKind, Parallelism, Task, TaskResult, Variable,
};

/// Monday, 2 March 2026, 09:00 UTC.
pub(crate) const START: SimTime = SimTime::from_millis(1_772_442_000_000);

/// The task Manual intervention.
const INTERVENTION: &str = "bcb64569-d51a-4af0-9c01-ea5d05b3b622";

/// The deployment group, by the number in `queueId`.
const GROUP: u32 = 5;

/// Ids of the people: an administrator, a contributor and a reader who is in the group `QA`.
const PEOPLE: [&str; 3] = ["ana", "ben", "cleo"];

/// A world, a seed and what people do.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    world: World,
    seed: u64,
    moves: Vec<(SimDuration, Command)>,
}

impl Story {
    /// The run before the first command.
    pub(crate) fn opened(&self) -> Kernel<Engine> {
        let engine = Engine::new(self.world.clone()).expect("generated worlds can be played");
        let settings = Settings { facts_max: 20_000, ..Settings::DEFAULT };
        Kernel::new(Rc::new(engine), Seed(self.seed), START, settings)
    }

    /// The run after the last command, with `look` called whenever everything due at a moment has happened.
    pub(crate) fn played(&self, mut look: impl FnMut(&Kernel<Engine>)) -> Kernel<Engine> {
        let mut kernel = self.opened();
        for (wait, command) in &self.moves {
            let until = kernel.now() + *wait;
            pass_until(&mut kernel, until, &mut look);
            // Many a command is refused, as in life.
            let _ = kernel.command(command.clone());
        }
        kernel
    }

    /// The run after all that can happen has happened.
    pub(crate) fn ended(&self, mut look: impl FnMut(&Kernel<Engine>)) -> Kernel<Engine> {
        let mut kernel = self.played(&mut look);
        pass_until(&mut kernel, SimTime::MAX, &mut look);
        assert!(!kernel.at_fact_limit(), "a small world comes to rest");
        kernel
    }

    /// The commands and how long after the one before each is given.
    pub(crate) fn moves(&self) -> &[(SimDuration, Command)] {
        &self.moves
    }
}

/// A stage without jobs: one approves before deployment and defers, another is asked afterwards.
pub(crate) fn deferred_without_jobs() -> Story {
    let asks = |name: &str| Approvals {
        approvers: vec![Approver { rank: 1, identity: Identity::named(name), notify: false }],
        options: ApprovalOptions { requester_may_approve: true, ..ApprovalOptions::default() },
    };
    let sketch = StageSketch {
        upstream: 0,
        partially: false,
        manual: false,
        schedule: None,
        pre: asks("ana"),
        post: asks("ben"),
        pre_gates: None,
        post_gates: None,
        queue: QueuePolicy::Unlimited,
        redeploy: Vec::new(),
        jobs: Vec::new(),
    };
    let approve = OnApproval {
        stage: stage_name(0),
        defer_until: Some(Moment::In(SimDuration::minutes(5))),
        ..OnApproval::default()
    };
    let actions = [Action::CreateRelease(CreateRelease::default()), Action::Approve(approve)];
    let moves = actions.map(|action| (SimDuration::minutes(1), Command { by: Some(PersonId(0)), action }));
    Story { world: world(&[sketch], &[], Vec::new()), seed: 1, moves: moves.to_vec() }
}

/// A cancel ends the first job with its grace; the second runs even then, and its only agent is busy for another release.
pub(crate) fn canceled_before_a_job_that_always_runs() -> Story {
    let job = |demands: Vec<Demand>, condition: &str, tasks: Vec<Task>| Job {
        name: String::new(),
        ref_name: String::new(),
        kind: JobKind::Agent { queue_id: 1, demands, parallelism: Parallelism::None, skip_artifacts_download: false },
        condition: condition.to_owned(),
        timeout_minutes: 0,
        cancel_timeout_minutes: 1,
        tasks,
    };
    let takes = SimDuration::minutes(20);
    let long = TaskFate {
        result: TaskResult::Succeeded,
        takes: (takes, takes),
        per_mille: 1000,
        tries: None,
        ignores_cancel: true,
    };
    let docker = vec![Demand::Exists("docker".to_owned())];
    let sketch = StageSketch {
        upstream: 0,
        partially: false,
        manual: false,
        schedule: None,
        pre: Approvals::default(),
        post: Approvals::default(),
        pre_gates: None,
        post_gates: None,
        queue: QueuePolicy::Unlimited,
        redeploy: Vec::new(),
        jobs: vec![
            (job(Vec::new(), "", vec![Task::named("Task 0")]), vec![long]),
            (job(docker, "always()", Vec::new()), Vec::new()),
        ],
    };
    let cancel = OnStage { release: "Release-1".to_owned(), stage: stage_name(0), ..OnStage::default() };
    let cancel = Command { by: Some(PersonId(0)), action: Action::Cancel(cancel) };
    Story { world: world(&[sketch], &[0, 0], Vec::new()), seed: 1, moves: vec![(SimDuration::minutes(7), cancel)] }
}

/// Lets time pass moment by moment.
fn pass_until(kernel: &mut Kernel<Engine>, until: SimTime, look: &mut impl FnMut(&Kernel<Engine>)) {
    while let Some(due) = kernel.next_due().filter(|&due| due <= until) {
        if kernel.at_fact_limit() {
            return;
        }
        kernel.advance(due, usize::MAX);
        look(kernel);
    }
    if until < SimTime::MAX {
        kernel.advance(until, usize::MAX);
    }
}

/// Stories with up to five stages, three builds and twenty commands; of three one is busy.
pub(crate) fn stories() -> impl Strategy<Value = Story> {
    prop_oneof![
        2 => stories_of(stages().boxed(), |stages| commands(stages).boxed()),
        1 => stories_of(busy_stages().boxed(), |stages| busy_commands(stages).boxed()),
    ]
}

fn stories_of(
    stages: BoxedStrategy<StageSketch>,
    commands: fn(usize) -> BoxedStrategy<Command>,
) -> impl Strategy<Value = Story> {
    prop::collection::vec(stages, 1..=5).prop_flat_map(move |sketches| {
        let count = sketches.len();
        let moves = prop::collection::vec((waits(), commands(count)), 0..20);
        let script = prop::collection::vec(script_items(count), 0..4);
        let parallel = select(vec![None, None, Some(1), Some(2)]);
        (Just(sketches), prop::collection::vec(0_i64..40, 0..3), script, moves, any::<u64>(), parallel).prop_map(
            |(sketches, builds, script, moves, seed, parallel_jobs)| {
                let world = World { parallel_jobs, ..world(&sketches, &builds, script) };
                Story { world, seed, moves }
            },
        )
    })
}

fn waits() -> impl Strategy<Value = SimDuration> {
    prop_oneof![
        4 => (0_i64..20).prop_map(|halves| SimDuration::seconds(30 * halves)),
        1 => (0_i64..36).prop_map(SimDuration::hours),
    ]
}

/// What is chosen at random of a stage.
#[derive(Debug, Clone)]
struct StageSketch {
    /// Bit for each earlier stage; what is left of it decides the trigger.
    upstream: u8,
    partially: bool,
    manual: bool,
    schedule: Option<(u8, u8)>,
    pre: Approvals,
    post: Approvals,
    pre_gates: Option<(Gates, GateFates)>,
    post_gates: Option<(Gates, GateFates)>,
    queue: QueuePolicy,
    redeploy: Vec<RedeployTrigger>,
    jobs: Vec<(Job, Vec<TaskFate>)>,
}

/// How a task will end.
#[derive(Debug, Clone)]
struct TaskFate {
    result: TaskResult,
    takes: (SimDuration, SimDuration),
    per_mille: u16,
    /// The first tries only.
    tries: Option<u32>,
    ignores_cancel: bool,
}

fn stages() -> impl Strategy<Value = StageSketch> {
    (
        any::<u8>(),
        any::<bool>(),
        prop::bool::weighted(0.1),
        prop::option::weighted(0.15, (1_u8..128, 0_u8..24)),
        (approvals(), gates()),
        (approvals(), gates()),
        prop_oneof![
            Just(QueuePolicy::Unlimited),
            (1_u32..3).prop_map(QueuePolicy::Sequence),
            (1_u32..3).prop_map(QueuePolicy::Latest),
        ],
        redeploys(),
        prop::collection::vec(jobs(), 0..3),
    )
        .prop_map(
            |(upstream, partially, manual, schedule, (pre, pre_gates), (post, post_gates), queue, redeploy, jobs)| {
                StageSketch {
                    upstream,
                    partially,
                    manual,
                    schedule,
                    pre,
                    post,
                    pre_gates,
                    post_gates,
                    queue,
                    redeploy,
                    jobs,
                }
            },
        )
}

fn redeploys() -> impl Strategy<Value = Vec<RedeployTrigger>> {
    let both = vec![RedeployTrigger::Rollback, RedeployTrigger::DeploymentGroup];
    prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::sample::subsequence(both, 1..=2),
    ]
}

/// Nobody is asked, and long work ends well as often as not: agents and targets are scarce, and much is redeployed.
fn busy_stages() -> impl Strategy<Value = StageSketch> {
    let queue = prop_oneof![2 => Just(QueuePolicy::Unlimited), 1 => (1_u32..3).prop_map(QueuePolicy::Latest)];
    let jobs = prop::collection::vec((jobs(), select(vec![2_i64, 10, 30])), 1..3).prop_map(|jobs| {
        let long = |((job, mut fates), minutes): ((Job, Vec<TaskFate>), i64)| {
            for fate in &mut fates {
                let takes = SimDuration::minutes(minutes);
                *fate = TaskFate { result: TaskResult::Failed, takes: (takes, takes), per_mille: 500, ..fate.clone() };
            }
            (job, fates)
        };
        jobs.into_iter().map(long).collect::<Vec<_>>()
    });
    (any::<u8>(), queue, redeploys(), jobs).prop_map(|(upstream, queue, redeploy, jobs)| StageSketch {
        upstream,
        partially: true,
        manual: false,
        schedule: None,
        pre: Approvals::default(),
        post: Approvals::default(),
        pre_gates: None,
        post_gates: None,
        queue,
        redeploy,
        jobs,
    })
}

/// None, any order, in sequence or any one user; now and then barring the requester.
fn approvals() -> impl Strategy<Value = Approvals> {
    let subjects = prop::collection::vec(select(vec!["ana", "ben", "cleo", "QA"]), 1..4);
    let execution_order = select(vec![
        None,
        Some(ApprovalExecutionOrder::BeforeGates),
        Some(ApprovalExecutionOrder::AfterSuccessfulGates),
        Some(ApprovalExecutionOrder::AfterGatesAlways),
    ]);
    let policies = (any::<bool>(), any::<bool>(), execution_order);
    let some = (subjects, 0_u32..3, select(vec![0_u32, 5, 60]), policies).prop_map(
        |(subjects, order, timeout_minutes, (requester_may_approve, skip_if_approved_previous, execution_order))| {
            Approvals {
                approvers: subjects
                    .iter()
                    .zip(1..)
                    .map(|(name, rank)| Approver {
                        rank: if order == 1 { rank } else { 1 },
                        identity: Identity::named(*name),
                        notify: false,
                    })
                    .collect(),
                options: ApprovalOptions {
                    required_count: u32::from(order == 2),
                    requester_may_approve,
                    skip_if_approved_previous,
                    timeout_minutes,
                    execution_order,
                    ..ApprovalOptions::default()
                },
            }
        },
    );
    prop_oneof![2 => Just(Approvals::default()), 1 => some]
}

fn conditions() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just(""),
        1 => Just("always()"),
        1 => Just("failed()"),
        1 => Just("succeededOrFailed()"),
        1 => Just("eq(variables['Release.AttemptNumber'], '1')"),
        1 => Just("and(succeeded(,"),
    ]
    .prop_map(str::to_owned)
}

/// Mostly once, else in two or three slices.
fn parallelism() -> impl Strategy<Value = Parallelism> {
    let slices = (2_u32..4, any::<bool>());
    let at_once = (1_u32..3, any::<bool>());
    prop_oneof![
        5 => Just(Parallelism::None),
        1 => slices.prop_map(|(agents, continue_on_error)| Parallelism::MultiAgent { agents, continue_on_error }),
        1 => at_once.prop_map(|(agents_max, continue_on_error)| Parallelism::MultiConfiguration {
            multipliers: vec!["places".to_owned()],
            agents_max,
            continue_on_error,
        }),
    ]
}

/// Where a job runs.
#[derive(Debug, Clone)]
enum RunsOn {
    Agent(Vec<Demand>),
    Server,
    Targets { option: &'static str, percent: u32, is_tagged: bool },
}

fn jobs() -> impl Strategy<Value = (Job, Vec<TaskFate>)> {
    let (agent, docker) = (RunsOn::Agent(Vec::new()), RunsOn::Agent(vec![Demand::Exists("docker".to_owned())]));
    let health = select(vec![("OneTargetAtATime", 0), ("Custom", 0), ("Custom", 50), ("Custom", 100)]);
    let kind = prop_oneof![
        4 => Just(agent),
        1 => Just(docker),
        1 => Just(RunsOn::Server),
        1 => (health, any::<bool>()).prop_map(|((option, percent), is_tagged)| RunsOn::Targets { option, percent, is_tagged }),
    ];
    let tasks = prop::collection::vec(tasks(), 0..4);
    let manual = prop::bool::weighted(0.3);
    (kind, parallelism(), conditions(), select(vec![0_u32, 0, 0, 2]), tasks, manual).prop_map(
        |(runs, parallelism, condition, timeout_minutes, tasks, is_manual)| {
            let (mut tasks, fates): (Vec<Task>, Vec<TaskFate>) = tasks.into_iter().unzip();
            if let (RunsOn::Server, true, Some(task)) = (&runs, is_manual, tasks.first_mut()) {
                INTERVENTION.clone_into(&mut task.task_id);
            }
            let job = Job {
                name: String::new(),
                ref_name: String::new(),
                kind: match runs {
                    RunsOn::Agent(demands) => {
                        JobKind::Agent { queue_id: 1, demands, parallelism, skip_artifacts_download: false }
                    }
                    RunsOn::Server => JobKind::Server { parallelism },
                    RunsOn::Targets { option, percent, is_tagged } => JobKind::DeploymentGroup {
                        queue_id: GROUP,
                        tags: if is_tagged { vec!["web".to_owned()] } else { Vec::new() },
                        health_percent: percent,
                        health_option: option.to_owned(),
                        skip_artifacts_download: false,
                    },
                },
                condition,
                timeout_minutes,
                cancel_timeout_minutes: 1,
                tasks,
            };
            (job, fates)
        },
    )
}

fn tasks() -> impl Strategy<Value = (Task, TaskFate)> {
    let result = prop_oneof![
        4 => Just(TaskResult::Succeeded),
        1 => Just(TaskResult::SucceededWithIssues),
        1 => Just(TaskResult::Failed),
    ];
    let takes = prop_oneof![Just((30, 30)), Just((60, 60)), Just((0, 0)), Just((1, 400))];
    let control = (conditions(), prop::bool::weighted(0.2), select(vec![0_u32, 0, 0, 1]), 0_u32..3);
    (result, takes, prop::bool::weighted(0.2), prop::bool::weighted(0.3), prop::bool::weighted(0.2), control).prop_map(
        |(result, (from, to), is_rare, first_try_only, ignores_cancel, control)| {
            let (condition, continue_on_error, timeout_minutes, retry_count) = control;
            let task =
                Task { condition, continue_on_error, timeout_minutes, retry_count, ..Task::named(String::new()) };
            let fate = TaskFate {
                result,
                takes: (SimDuration::seconds(from), SimDuration::seconds(to)),
                per_mille: if is_rare { 500 } else { 1000 },
                tries: first_try_only.then_some(1),
                ignores_cancel,
            };
            (task, fate)
        },
    )
}

fn stage_name(index: usize) -> String {
    format!("Stage {index}")
}

fn stage(index: usize, sketch: &StageSketch) -> Stage {
    let upstream: Vec<StageCondition> = (0..index)
        .filter(|earlier| sketch.upstream >> earlier & 1 == 1)
        .map(|earlier| StageCondition { stage: stage_name(earlier), partially_succeeded: sketch.partially })
        .collect();
    Stage {
        id: u32::try_from(index + 1).expect("few stages"),
        name: stage_name(index),
        trigger: match (sketch.manual, upstream.is_empty()) {
            (true, _) => StageTrigger::ManualOnly,
            (false, true) => StageTrigger::AfterRelease,
            (false, false) => StageTrigger::AfterStages(upstream),
        },
        schedule: sketch.schedule.map(|(days, hours)| Schedule {
            days,
            hours,
            minutes: 0,
            time_zone_id: "W. Europe Standard Time".to_owned(),
            only_with_changes: false,
        }),
        pre_approvals: sketch.pre.clone(),
        pre_gates: sketch.pre_gates.as_ref().map(|gates| gates.0.clone()),
        post_gates: sketch.post_gates.as_ref().map(|gates| gates.0.clone()),
        post_approvals: sketch.post.clone(),
        queue: sketch.queue,
        redeploy: sketch.redeploy.clone(),
        jobs: (0..).zip(&sketch.jobs).map(|(position, (job, _))| named_job(position, job)).collect(),
        ..Stage::default()
    }
}

fn named_job(position: usize, job: &Job) -> Job {
    let tasks = (0..).zip(&job.tasks).map(|(step, task)| Task { name: format!("Task {step}"), ..task.clone() });
    Job { name: format!("Job {position}"), tasks: tasks.collect(), ..job.clone() }
}

fn outcomes(sketches: &[StageSketch]) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (index, sketch) in sketches.iter().enumerate() {
        for (position, (_, fates)) in sketch.jobs.iter().enumerate() {
            for (step, fate) in fates.iter().enumerate() {
                outcomes.push(Outcome {
                    of: OutcomeMatch {
                        stage: Some(stage_name(index)),
                        job: Some(format!("Job {position}")),
                        task: Some(format!("Task {step}")),
                        task_try: fate.tries,
                        ..OutcomeMatch::default()
                    },
                    result: fate.result,
                    takes: Some(fate.takes),
                    log: Vec::new(),
                    healthy: true,
                    per_mille: fate.per_mille,
                    ignores_cancel: fate.ignores_cancel,
                });
            }
        }
    }
    outcomes
}

fn gate_outcomes(sketches: &[StageSketch]) -> Vec<GateOutcome> {
    let mut outcomes = Vec::new();
    for (index, sketch) in sketches.iter().enumerate() {
        let sides = [(ApprovalType::PreDeploy, &sketch.pre_gates), (ApprovalType::PostDeploy, &sketch.post_gates)];
        for (side, gates) in sides {
            for (gate, (samples, takes)) in gates.iter().flat_map(|gates| gates.1.iter().enumerate()) {
                outcomes.push(GateOutcome {
                    of: GateMatch {
                        stage: Some(stage_name(index)),
                        gate: Some(gate_name(gate)),
                        side: Some(side),
                        ..GateMatch::default()
                    },
                    samples: samples.clone(),
                    takes: *takes,
                });
            }
        }
    }
    outcomes
}

fn gate_name(index: usize) -> String {
    format!("Gate {index}")
}

/// What each gate of a side says, evaluation by evaluation, and how long its answer takes.
type GateFates = Vec<(Vec<GateAnswer>, SimDuration)>;

/// None, or up to two gates with short times.
fn gates() -> impl Strategy<Value = Option<(Gates, GateFates)>> {
    let answer = select(vec![GateAnswer::Passed, GateAnswer::Passed, GateAnswer::Failed, GateAnswer::NoAnswer]);
    let fate = (prop::collection::vec(answer, 1..5), select(vec![0_i64, 0, 1, 5]));
    let fates =
        prop::collection::vec(fate.prop_map(|(answers, halves)| (answers, SimDuration::seconds(30 * halves))), 0..3);
    let some =
        (0_u32..4, 1_u32..4, 0_u32..6, 1_u32..12, fates).prop_map(|(delay, interval, steady, timeout, fates)| {
            let gate = |index| Gate { tasks: vec![Task::named(gate_name(index))] };
            let gates = Gates {
                is_enabled: true,
                stabilization_time: delay,
                sampling_interval: interval,
                minimum_success_duration: steady,
                timeout,
                gates: (0..fates.len()).map(gate).collect(),
            };
            (gates, fates)
        });
    prop::option::weighted(0.25, some)
}

fn build(number: usize) -> Build {
    Build::new("CI", number.to_string(), PersonId::at(number % PEOPLE.len()))
}

fn world(sketches: &[StageSketch], builds: &[i64], script: Vec<ScriptItem>) -> World {
    let definition = ReleaseDefinition {
        id: 1,
        name: "Shop".to_owned(),
        revision: 1,
        artifacts: vec![Artifact {
            alias: "_CI".to_owned(),
            kind: "Build".to_owned(),
            is_primary: true,
            source: "CI".to_owned(),
            ..Artifact::default()
        }],
        triggers: vec![ReleaseTrigger::ContinuousDeployment { alias: "_CI".to_owned(), filters: Vec::new() }],
        stages: sketches.iter().enumerate().map(|(index, sketch)| stage(index, sketch)).collect(),
        variables: [(
            "places".to_owned(),
            Variable { value: Some("here,there,nowhere".to_owned()), ..Variable::default() },
        )]
        .into(),
        ..ReleaseDefinition::default()
    };
    let before = START - SimDuration::hours(1);
    let moments = std::iter::once(before).chain(builds.iter().map(|halves| START + SimDuration::seconds(30 * halves)));
    World {
        project: "Shop".to_owned(),
        zone: "UTC".to_owned(),
        rules: Rules {
            reference_samples: sketches.len().is_multiple_of(2),
            gates_succeed_between_samples: sketches.len().is_multiple_of(3),
            ..Rules::default()
        },
        people: PEOPLE
            .map(|id| Person { id: id.to_owned(), display_name: id.to_owned(), unique_name: id.to_owned() })
            .to_vec(),
        groups: [("Release Administrators", &[0][..]), ("Readers", &[2]), ("QA", &[1, 2])]
            .map(|(name, members)| Group {
                name: name.to_owned(),
                members: members.iter().copied().map(PersonId).collect(),
                is_entra: false,
            })
            .to_vec(),
        pools: vec![Pool {
            queue_id: 1,
            name: "Default".to_owned(),
            agents: [("Agent 0", None), ("Agent 1", Some("docker"))]
                .map(|(name, capability)| Agent {
                    name: name.to_owned(),
                    capabilities: capability.into_iter().map(|name| (name.to_owned(), String::new())).collect(),
                })
                .to_vec(),
        }],
        deployment_groups: vec![DeploymentGroup {
            number: GROUP,
            name: "Farm".to_owned(),
            targets: [("Target 0", true), ("Target 1", false), ("Target 2", true)]
                .map(|(name, is_tagged)| Target {
                    name: name.to_owned(),
                    tags: if is_tagged { vec!["web".to_owned()] } else { Vec::new() },
                    online: true,
                })
                .to_vec(),
        }],
        builds: moments
            .enumerate()
            .map(|(number, at)| rehearsal_engine::ComingBuild { at, takes: None, build: build(number) })
            .collect(),
        sites: vec![Site {
            name: "Shop".to_owned(),
            stage: stage_name(0),
            initial_build: String::new(),
            url: String::new(),
            app: SiteApp::default(),
        }],
        definitions: vec![Arc::new(definition)],
        outcomes: outcomes(sketches),
        signals: Vec::new(),
        gate_outcomes: gate_outcomes(sketches),
        script,
        ..World::default()
    }
}

/// At a moment, or a short time after a release or an approval; also what only the world can do.
fn script_items(stages: usize) -> impl Strategy<Value = ScriptItem> {
    let at = (0_i64..60).prop_map(|halves| When::At(START + SimDuration::seconds(30 * halves)));
    let kinds = select(vec![FactKind::ReleaseCreated, FactKind::ApprovalRequested, FactKind::JobStarted]);
    let after = (kinds, 0_i64..3).prop_map(|(fact, halves)| When::After {
        pattern: Pattern {
            fact,
            release: None,
            stage: None,
            build: None,
            by: None,
            task: None,
            site: None,
            attempt: None,
            status: None,
            result: None,
            approval_type: None,
            gate: None,
            healthy: None,
        },
        delay: SimDuration::seconds(30 * halves),
        times: 3,
    });
    (prop_oneof![at, after], commands(stages)).prop_map(|(when, command)| ScriptItem {
        when,
        by: command.by,
        action: command.action,
    })
}

/// One command of a person, or of the world where only it may act.
pub(crate) fn commands(stages: usize) -> impl Strategy<Value = Command> {
    let person = prop_oneof![3 => Just(Some(0)), 2 => Just(Some(1)), 1 => Just(Some(2)), 1 => Just(None)];
    (person, actions(stages)).prop_map(|(person, action)| {
        let is_worlds = matches!(
            action,
            Action::SetAgent(_) | Action::CompleteBuild(_) | Action::SetTarget(_) | Action::AddTarget(_)
        );
        Command { by: person.map(PersonId).filter(|_| !is_worlds), action }
    })
}

/// Commands for busy stages: mostly they create, deploy and cancel, and agents and targets come and go.
fn busy_commands(stages: usize) -> impl Strategy<Value = Command> {
    let is_busy = |command: &Command| {
        matches!(
            command.action,
            Action::CreateRelease(_)
                | Action::Deploy(_)
                | Action::Cancel(_)
                | Action::SetAgent(_)
                | Action::SetTarget(_)
                | Action::AddTarget(_)
                | Action::CompleteBuild(_)
        )
    };
    commands(stages).prop_filter("another command", is_busy)
}

fn actions(stages: usize) -> impl Strategy<Value = Action> {
    let release =
        || prop_oneof![2 => Just(String::new()), 1 => (1_u32..4).prop_map(|number| format!("Release-{number}"))];
    let stage = move || (0..stages).prop_map(stage_name);
    let on_release = move || release().prop_map(|release| OnRelease { release, comment: String::new() });
    let on_stage =
        move || (release(), stage()).prop_map(|(release, stage)| OnStage { release, stage, ..OnStage::default() });
    let on_approval = move || {
        let side = select(vec![None, Some(ApprovalType::PreDeploy), Some(ApprovalType::PostDeploy)]);
        let defer = prop::option::weighted(0.2, (1_i64..40).prop_map(|halves| SimDuration::seconds(30 * halves)));
        (on_stage(), side, defer).prop_map(|(on, approval_type, defer)| OnApproval {
            release: on.release,
            stage: on.stage,
            approval_type,
            approver: String::new(),
            comment: String::new(),
            defer_until: defer.map(Moment::In),
            fresh_sign_in: false,
        })
    };
    let create = (prop::bool::weighted(0.2), prop::option::weighted(0.3, stage())).prop_map(|(is_draft, manual)| {
        Action::CreateRelease(CreateRelease {
            manual_environments: manual.into_iter().collect(),
            is_draft,
            ..CreateRelease::default()
        })
    });
    let reassign = (on_stage(), select(vec!["ana", "ben", "cleo", "QA"])).prop_map(|(on, to)| {
        Action::Reassign(Reassign { release: on.release, stage: on.stage, to: to.to_owned(), ..Reassign::default() })
    });
    let on_intervention = move || {
        on_stage().prop_map(|on| OnIntervention { release: on.release, stage: on.stage, ..OnIntervention::default() })
    };
    let ignore = (on_stage(), 0_usize..2).prop_map(|(on, gate)| {
        Action::IgnoreGate(IgnoreGate {
            release: on.release,
            stage: on.stage,
            gate: gate_name(gate),
            ..IgnoreGate::default()
        })
    });
    let agent = (0_u32..2, any::<bool>())
        .prop_map(|(agent, online)| Action::SetAgent(SetAgent { agent: format!("Agent {agent}"), online }));
    let complete = (100_u32..200).prop_map(|number| {
        Action::CompleteBuild(CompleteBuild { number: number.to_string(), ..CompleteBuild::default() })
    });
    let target = (0_u32..4, any::<bool>())
        .prop_map(|(target, online)| Action::SetTarget(SetTarget { target: format!("Target {target}"), online }));
    let join = (3_u32..5, any::<bool>()).prop_map(|(target, is_tagged)| {
        let tags = if is_tagged { vec!["web".to_owned()] } else { Vec::new() };
        Action::AddTarget(AddTarget { target: format!("Target {target}"), tags, ..AddTarget::default() })
    });
    prop_oneof![
        4 => create,
        1 => on_release().prop_map(Action::StartRelease),
        4 => on_stage().prop_map(|on| Action::Deploy(on.into())),
        4 => on_stage().prop_map(Action::Cancel),
        1 => on_release().prop_map(Action::Abandon),
        8 => on_approval().prop_map(Action::Approve),
        2 => on_approval().prop_map(Action::Reject),
        1 => reassign,
        2 => ignore,
        2 => on_intervention().prop_map(Action::ResumeIntervention),
        1 => on_intervention().prop_map(Action::RejectIntervention),
        2 => agent,
        2 => target,
        1 => join,
        2 => complete,
    ]
}
