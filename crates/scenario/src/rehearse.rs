//! A rehearsal of one release pipeline: a world made around an imported definition, and played.
//!
//! A definition says what should happen and little of the world it happens in. [`Rehearsal::new`] fills the gaps with
//! defaults: people who approve, pools with agents that satisfy the demands, a build that the triggers like. Each
//! default is an [`Assumption`], so that nobody takes it for a fact of the pipeline. What a person wishes otherwise
//! comes as [`Wishes`], in short texts that a command line and a form can share. The result is an ordinary
//! [`Scenario`] without goals, so that everything that plays scenarios can play it.

mod cast;
mod played;
mod simpler;
mod stock;
mod wishes;

use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::{Engine, GateAnswer, GateMatch, GateOutcome, Problem, VariableGroup, World, zone};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{JobKind, Variable};
use rehearsal_source::{Report, Span};

use crate::clock::Clock;
use crate::format::{LevelName, Text};
use crate::scenario::Scenario;

pub use played::{NotDone, Played};
pub use simpler::Simplification;
pub use stock::ReleasedBy;
use wishes::Answer;
pub use wishes::{WishError, Wishes};

/// Something that the definition does not say and the rehearsal takes for granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assumption {
    /// When it begins.
    Begins {
        /// The moment.
        at: SimTime,
        /// The zone of its clock.
        zone: String,
        /// True when a schedule of the pipeline names the zone.
        is_of_schedule: bool,
    },
    /// A person who asks for builds and releases and approves nothing.
    Requester {
        /// Name.
        name: String,
    },
    /// A group has a member, since nobody knows the real ones.
    Member {
        /// The group.
        group: String,
        /// The member.
        member: String,
    },
    /// A pool of agents.
    Pool {
        /// Its number in the definition.
        queue_id: u32,
        /// Its agents.
        agents: usize,
        /// How many different demands they satisfy.
        demands: usize,
    },
    /// A deployment group has targets.
    DeploymentGroup {
        /// Its number in the definition.
        number: u32,
        /// Its targets.
        targets: usize,
    },
    /// An artifact has a version.
    Version {
        /// Alias of the artifact.
        alias: String,
        /// Number of the build.
        number: String,
        /// Branch.
        branch: String,
        /// Tags.
        tags: Vec<String>,
    },
    /// What creates the release.
    Released(ReleasedBy),
    /// The pipeline is disabled in the product and played all the same.
    Enabled,
    /// A part of the definition is played in a simpler way.
    Simpler {
        /// Which part.
        what: Simplification,
        /// Where, when it is about some stages only.
        stages: Vec<String>,
    },
    /// Manual interventions wait unless a command decides them.
    InterventionsWait {
        /// Stages that have some.
        stages: Vec<String>,
    },
    /// Gates pass whenever they are asked.
    GatesPass {
        /// Stages that have gates.
        stages: Vec<String>,
    },
    /// The pipeline has scheduled releases, which the rehearsal does not wait for by itself.
    SchedulesWait,
    /// Variable groups are not part of the file, so their variables have no values.
    VariableGroups {
        /// Their numbers.
        groups: Vec<u32>,
    },
    /// Secrets are not part of the file.
    Secrets {
        /// How many variables.
        count: usize,
    },
    /// Tasks succeed in the time that the catalogue gives them, unless a wish says otherwise.
    TasksSucceed,
    /// Approvals wait unless a wish answers them.
    ApprovalsWait {
        /// Stages that nobody answers.
        stages: Vec<String>,
    },
    /// Service connections, secure files and the network are not looked at.
    NothingIsConnected,
}

/// Why a definition cannot be rehearsed as wished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotRehearse {
    /// Wishes that make no sense for this pipeline.
    Wishes(Vec<WishError>),
    /// Parts of the pipeline that this version does not play, not even in a simpler way.
    Pipeline(Vec<Problem>),
}

/// A definition and its world, ready to play.
#[derive(Debug)]
pub struct Rehearsal {
    /// What is played.
    pub scenario: Rc<Scenario>,
    /// What was taken for granted.
    pub assumptions: Vec<Assumption>,
    /// When to stop, if a wish says so.
    until: Option<SimTime>,
    answers: Vec<Answer>,
}

/// Monday, at the beginning of work.
const START: &str = "2026-03-02 09:00";

/// No rehearsal goes on longer by itself.
const LONGEST: SimDuration = SimDuration::days(366);

impl Rehearsal {
    /// Makes a world around a definition.
    ///
    /// # Errors
    /// Wishes that cannot be understood, or parts of the pipeline that cannot be played.
    pub fn new(definition: &ReleaseDefinition, wishes: &Wishes) -> Result<Self, CannotRehearse> {
        let mut assumptions = Vec::new();
        let clock = clock(definition, wishes, &mut assumptions)?;
        let until = moment(wishes.until.as_deref(), "until", &clock)?;
        if until.is_some_and(|until| until < clock.start) {
            let why = "lies before the rehearsal begins";
            return Err(wrong("until", wishes.until.as_deref().unwrap_or_default(), why, "write for example `+2h`"));
        }
        let mut world = World { project: "Tailspin".to_owned(), zone: clock.zone.clone(), ..World::default() };
        let requester = cast::people(definition, &mut world, &mut assumptions);
        let mut definition = simpler::named(definition, &mut assumptions);
        stock::pools(&definition, &mut world, &mut assumptions);
        stock::deployment_groups(&definition, &mut world, &mut assumptions);
        simpler::simplify(&mut definition, &world, &mut assumptions);
        let definition = Arc::new(definition);
        world.definitions = vec![Arc::clone(&definition)];
        world.variable_groups = linked_groups(&definition).into_iter().map(placeholder).collect();
        let read = wishes::read(&definition, &world, &clock, requester, wishes).map_err(CannotRehearse::Wishes)?;
        world.outcomes = read.outcomes;
        world.gate_outcomes.push(GateOutcome {
            of: GateMatch::default(),
            samples: vec![GateAnswer::Passed],
            takes: SimDuration::ZERO,
        });
        stock::versions(&definition, &mut world, &clock, requester, read.builds, &mut assumptions);
        world.script.extend(read.script);
        assumptions.extend(remarks(&definition, &read.answers));
        let people = (0..world.people.len()).map(rehearsal_engine::PersonId::at).collect();
        let engine = Engine::new(world).map_err(CannotRehearse::Pipeline)?;
        let scenario = Scenario {
            id: "rehearsal".to_owned(),
            title: definition.name.clone(),
            summary: String::new(),
            level: LevelName::Beginner,
            minutes: 0,
            intro: String::new(),
            debrief: String::new(),
            start: clock.start,
            until: until.unwrap_or(clock.start + LONGEST),
            zone: clock.zone,
            seed: wishes.seed,
            personas: people,
            steps: Vec::new(),
            goals: Vec::new(),
            solution: Vec::new(),
            wrong_moves: Vec::new(),
            known: std::sync::Arc::clone(&engine.world.definitions[0]),
            engine: Rc::new(engine),
            patterns: Vec::new(),
            solution_span: Span::default(),
        };
        Ok(Self { scenario: Rc::new(scenario), assumptions, until, answers: read.answers })
    }
}

/// The zone of the first schedule, so that its hour is the hour on the clock.
fn clock(
    definition: &ReleaseDefinition,
    wishes: &Wishes,
    assumptions: &mut Vec<Assumption>,
) -> Result<Clock, CannotRehearse> {
    let scheduled = definition.triggers.iter().filter_map(|trigger| match trigger {
        rehearsal_classic::ReleaseTrigger::Schedule(schedule) => Some(schedule),
        rehearsal_classic::ReleaseTrigger::ContinuousDeployment { .. }
        | rehearsal_classic::ReleaseTrigger::PullRequest { .. }
        | rehearsal_classic::ReleaseTrigger::Other(_) => None,
    });
    let schedules = scheduled.chain(definition.stages.iter().filter_map(|stage| stage.schedule.as_ref()));
    let of_schedule = schedules
        .map(|schedule| &schedule.time_zone_id)
        .find(|id| zone(id).is_some())
        .filter(|_| wishes.zone.is_none());
    let zone_id = wishes.zone.as_ref().or(of_schedule).map_or("UTC", String::as_str);
    if zone(zone_id).is_none() {
        let help =
            "write an IANA name such as `Europe/Berlin`, a Windows id such as `W. Europe Standard Time`, or `UTC`";
        return Err(wrong("zone", zone_id, "is not a time zone", help));
    }
    let text = wishes.start.as_deref().unwrap_or(START);
    let start = rehearsal_engine::parse_moment(text, zone_id).map_err(|message| {
        let help = "write for example `2026-03-02 09:00`".to_owned();
        CannotRehearse::Wishes(vec![WishError { wish: "start", message, help }])
    })?;
    assumptions.push(Assumption::Begins { at: start, zone: zone_id.to_owned(), is_of_schedule: of_schedule.is_some() });
    Ok(Clock { start, zone: zone_id.to_owned() })
}

fn moment(text: Option<&str>, wish: &'static str, clock: &Clock) -> Result<Option<SimTime>, CannotRehearse> {
    let Some(text) = text else { return Ok(None) };
    let mut report = Report::new();
    let at = clock.moment(&Text::new(text.to_owned(), Span::default()), &mut report);
    match report.iter().next() {
        Some(why) => Err(CannotRehearse::Wishes(vec![WishError::told(wish, why)])),
        None => Ok(at),
    }
}

fn wrong(wish: &'static str, text: &str, why: &str, help: &str) -> CannotRehearse {
    CannotRehearse::Wishes(vec![WishError { wish, message: format!("`{text}` {why}"), help: help.to_owned() }])
}

/// What goes without saying for every pipeline, or is easily overlooked in this one.
fn remarks(definition: &ReleaseDefinition, answers: &[Answer]) -> Vec<Assumption> {
    let mut remarks = vec![Assumption::TasksSucceed];
    let is_answered = |stage: &str| answers.iter().any(|answer| answer.stage.eq_ignore_ascii_case(stage));
    let waiting = definition.stages.iter().filter(|stage| {
        let asks = !stage.pre_approvals.approvers.is_empty() || !stage.post_approvals.approvers.is_empty();
        asks && !is_answered(&stage.name)
    });
    let stages: Vec<String> = waiting.map(|stage| stage.name.clone()).collect();
    if !stages.is_empty() {
        remarks.push(Assumption::ApprovalsWait { stages });
    }
    let intervenes = |stage: &&rehearsal_classic::Stage| {
        let tasks = stage.jobs.iter().flat_map(|job| &job.tasks);
        tasks.filter(|task| task.enabled).any(|task| task.task_id.eq_ignore_ascii_case(simpler::INTERVENTION))
    };
    let stages: Vec<String> = definition.stages.iter().filter(intervenes).map(|stage| stage.name.clone()).collect();
    if !stages.is_empty() {
        remarks.push(Assumption::InterventionsWait { stages });
    }
    let has_gates = |stage: &&rehearsal_classic::Stage| {
        [&stage.pre_gates, &stage.post_gates].into_iter().flatten().any(|gates| gates.is_enabled)
    };
    let gated: Vec<String> = definition.stages.iter().filter(has_gates).map(|stage| stage.name.clone()).collect();
    if !gated.is_empty() {
        remarks.push(Assumption::GatesPass { stages: gated });
    }
    if definition.triggers.iter().any(|trigger| matches!(trigger, rehearsal_classic::ReleaseTrigger::Schedule(_))) {
        remarks.push(Assumption::SchedulesWait);
    }
    let groups = linked_groups(definition);
    if !groups.is_empty() {
        remarks.push(Assumption::VariableGroups { groups });
    }
    let scopes = std::iter::once(&definition.variables).chain(definition.stages.iter().map(|stage| &stage.variables));
    let is_empty = |variable: &&Variable| variable.is_secret && variable.value.as_deref().is_none_or(str::is_empty);
    let count = scopes.flat_map(|variables| variables.values()).filter(is_empty).count();
    if count > 0 {
        remarks.push(Assumption::Secrets { count });
    }
    let has_tasks = definition.stages.iter().flat_map(|stage| &stage.jobs).any(|job| !job.tasks.is_empty());
    if has_tasks {
        remarks.push(Assumption::NothingIsConnected);
    }
    remarks
}

/// The numbers of the variable groups that are linked anywhere, each once, in rising order.
fn linked_groups(definition: &ReleaseDefinition) -> Vec<u32> {
    let of_stages = definition.stages.iter().flat_map(|stage| &stage.variable_groups);
    let numbers: std::collections::BTreeSet<u32> =
        definition.variable_groups.iter().chain(of_stages).copied().collect();
    numbers.into_iter().collect()
}

/// A group without variables, so that pages can name it.
fn placeholder(id: u32) -> VariableGroup {
    VariableGroup { id, name: format!("Variable group {id}"), variables: rehearsal_pipeline::Variables::new() }
}

/// The pool numbers of the agent jobs, each once, in rising order.
fn queue_ids(definition: &ReleaseDefinition) -> std::collections::BTreeSet<u32> {
    let jobs = definition.stages.iter().flat_map(|stage| &stage.jobs);
    jobs.filter_map(|job| match &job.kind {
        JobKind::Agent { queue_id, .. } => Some(*queue_id),
        JobKind::Server { .. } | JobKind::DeploymentGroup { .. } => None,
    })
    .collect()
}
