//! Goals: what is so now, what happened, and what must never happen.

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::{Action, BuildId, Engine, Fact, Pattern, ReleaseId, SiteId, StageId, State, wall_clock};
use rehearsal_kernel::{Entry, FactId, Rows, RowsIter, SimTime};
use rehearsal_pipeline::EnvironmentStatus;

use crate::format::PipelineIs;
use crate::scenario::{GoalKind, Scenario};

/// Something that is so or is not, with names resolved.
#[derive(Debug, Clone)]
pub(crate) enum Predicate {
    /// The pattern of this number has been seen.
    Happened(usize),
    Stage {
        release: Option<String>,
        stage: String,
        status: EnvironmentStatus,
    },
    Site {
        site: SiteId,
        build: Option<String>,
        healthy: Option<bool>,
    },
    Pipeline(Box<PipelineIs>),
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    Not(Box<Predicate>),
}

/// What must not happen.
#[derive(Debug, Clone)]
pub(crate) struct Never {
    pub(crate) what: Pattern,
    pub(crate) guards: Vec<Guard>,
}

/// What must hold at the moment of a fact for it to count.
#[derive(Debug, Clone)]
pub(crate) enum Guard {
    BuildRejectedIn(String),
    BuildNotSucceededIn(String),
    LogNotRead {
        stage: String,
        task: String,
    },
    /// Minutes of the day; `from` may be later than `to`.
    OutsideHours {
        from: u32,
        to: u32,
        zone: String,
    },
    LaterThan(SimTime),
}

/// How a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Not reached yet.
    Open,
    /// Reached, or (for what must never happen) kept so far.
    Met,
    /// What must never happen did.
    Broken,
}

/// A goal and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GoalState {
    /// Id of the goal.
    pub id: String,
    /// Its sentence.
    pub label: String,
    /// How it stands.
    pub verdict: Verdict,
    /// What is missing, or when it was broken; empty when met.
    pub message: String,
    /// The fact that broke it.
    pub fact: Option<FactId>,
}

/// Follows the log and remembers what goals and steps need of it.
///
/// Facts are looked at once each, in order; going back means starting over ([`Judge::forget`]).
#[derive(Debug, Clone)]
pub(crate) struct Judge {
    seen: usize,
    /// First fact that fits each pattern of the scenario.
    happened: Vec<Option<FactId>>,
    /// First fact that broke each goal.
    broken: Vec<Option<FactId>>,
}

impl Judge {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self { seen: 0, happened: vec![None; scenario.patterns.len()], broken: vec![None; scenario.goals.len()] }
    }

    pub(crate) fn forget(&mut self, scenario: &Scenario) {
        *self = Self::new(scenario);
    }

    /// Looks at the facts that are new. Names of things never change, so a later state tells them as well
    /// as the state of the moment.
    pub(crate) fn follow(&mut self, scenario: &Scenario, state: &State, log: &Rows<Entry<Fact>>) {
        let engine = &scenario.engine;
        for index in self.seen..log.len() {
            let fact = &log[index].fact;
            for (found, pattern) in self.happened.iter_mut().zip(&scenario.patterns) {
                if found.is_none() && pattern.matches(&engine.world, state, fact) {
                    *found = Some(FactId::from_index(index));
                }
            }
            for (found, goal) in self.broken.iter_mut().zip(&scenario.goals) {
                let GoalKind::Never(never, _) = &goal.kind else { continue };
                if found.is_none() && never.is_broken(engine, state, log, index) {
                    *found = Some(FactId::from_index(index));
                }
            }
        }
        self.seen = log.len();
    }

    /// Whether something is so. A draft is looked at in place of the saved pipeline.
    pub(crate) fn holds(&self, predicate: &Predicate, state: &State, draft: Option<&ReleaseDefinition>) -> bool {
        match predicate {
            Predicate::Happened(pattern) => self.happened[*pattern].is_some(),
            Predicate::Stage { release, stage, status } => stage_is(state, release.as_deref(), stage, *status),
            Predicate::Site { site, build, healthy } => {
                let now = state.site(*site);
                build.as_ref().is_none_or(|build| now.build == *build)
                    && healthy.is_none_or(|healthy| now.healthy == healthy)
            }
            Predicate::Pipeline(wanted) => {
                let saved = || state.definitions.first().map(|plan| &*plan.definition);
                draft.or_else(saved).is_some_and(|definition| wanted.fits(definition))
            }
            Predicate::All(all) => all.iter().all(|one| self.holds(one, state, draft)),
            Predicate::Any(any) => any.iter().any(|one| self.holds(one, state, draft)),
            Predicate::Not(not) => !self.holds(not, state, draft),
        }
    }

    pub(crate) fn goals(&self, scenario: &Scenario, state: &State, log: &Rows<Entry<Fact>>) -> Vec<GoalState> {
        let judged = scenario.goals.iter().zip(&self.broken).map(|(goal, broken)| {
            let (verdict, message, fact) = match (&goal.kind, broken) {
                (GoalKind::Reach(predicate, _), _) if self.holds(predicate, state, None) => {
                    (Verdict::Met, String::new(), None)
                }
                (GoalKind::Reach(_, missing), _) => (Verdict::Open, missing.clone(), None),
                (GoalKind::Never(..), None) => (Verdict::Met, String::new(), None),
                (GoalKind::Never(_, text), Some(fact)) => {
                    (Verdict::Broken, fill_in(text, scenario, state, &log[fact.index()]), Some(*fact))
                }
            };
            GoalState { id: goal.id.clone(), label: goal.label.clone(), verdict, message, fact }
        });
        judged.collect()
    }
}

fn stage_is(state: &State, release: Option<&str>, stage: &str, status: EnvironmentStatus) -> bool {
    let id = match release {
        None => state.releases.len().checked_sub(1).map(ReleaseId::at),
        Some(name) => {
            state.releases.iter().position(|one| one.content.name.eq_ignore_ascii_case(name)).map(ReleaseId::at)
        }
    };
    id.is_some_and(|id| {
        let found = state.release(id).plan.definition.stage(stage);
        found.is_some_and(|(index, _)| state.stage_status(id, StageId::at(index)) == status)
    })
}

impl Never {
    fn is_broken(&self, engine: &Engine, state: &State, log: &Rows<Entry<Fact>>, index: usize) -> bool {
        let entry = &log[index];
        self.what.matches(&engine.world, state, &entry.fact)
            && self.guards.iter().all(|guard| guard.holds(state, log.range(..=index)))
    }
}

impl Guard {
    /// Looks at the last entry of a history.
    fn holds(&self, state: &State, mut history: RowsIter<'_, Entry<Fact>>) -> bool {
        let (Some(entry), before) = (history.next_back(), history) else { return false };
        match self {
            Self::BuildRejectedIn(stage) => {
                build_of(state, &entry.fact).is_some_and(|build| ended_in(state, before, build, stage, is_rejected))
            }
            Self::BuildNotSucceededIn(stage) => {
                build_of(state, &entry.fact).is_some_and(|build| !ended_in(state, before, build, stage, is_succeeded))
            }
            Self::LogNotRead { stage, task } => {
                build_of(state, &entry.fact).is_some_and(|build| !was_read(state, before, build, stage, task))
            }
            Self::OutsideHours { from, to, zone } => {
                let minute = minute_of_day(zone, entry.at);
                let inside = if from <= to { (from..to).contains(&&minute) } else { minute >= *from || minute < *to };
                !inside
            }
            Self::LaterThan(moment) => entry.at >= *moment,
        }
    }
}

fn is_rejected(status: EnvironmentStatus) -> bool {
    status == EnvironmentStatus::Rejected
}

fn is_succeeded(status: EnvironmentStatus) -> bool {
    status == EnvironmentStatus::Succeeded
}

fn build_of(state: &State, fact: &Fact) -> Option<BuildId> {
    let about = fact.about(state);
    about.build.or_else(|| about.release.and_then(|release| state.primary_build(release)))
}

/// Whether a deployment of the build to the stage had ended like this, in any release.
fn ended_in(
    state: &State,
    mut before: RowsIter<'_, Entry<Fact>>,
    build: BuildId,
    stage: &str,
    like: fn(EnvironmentStatus) -> bool,
) -> bool {
    before.any(|entry| {
        let Fact::DeploymentFinished { deployment, status, .. } = &entry.fact else { return false };
        like(*status)
            && state.stage_name(*deployment).eq_ignore_ascii_case(stage)
            && state.primary_build(state.deployment(*deployment).release) == Some(build)
    })
}

/// Whether somebody had opened the log of this task of the build, in any release.
fn was_read(state: &State, mut before: RowsIter<'_, Entry<Fact>>, build: BuildId, stage: &str, task: &str) -> bool {
    before.any(|entry| {
        let Fact::LogOpened { deployment, task: Some(opened), .. } = &entry.fact else { return false };
        state.task_name(*opened).eq_ignore_ascii_case(task)
            && state.stage_name(*deployment).eq_ignore_ascii_case(stage)
            && state.primary_build(state.deployment(*deployment).release) == Some(build)
    })
}

fn minute_of_day(zone: &str, at: SimTime) -> u32 {
    let clock = wall_clock(zone, at);
    u32::try_from(i32::from(clock.hour) * 60 + i32::from(clock.minute)).expect("clocks show no negative time")
}

/// Puts the names of the moment into a message.
fn fill_in(text: &str, scenario: &Scenario, state: &State, entry: &Entry<Fact>) -> String {
    let about = entry.fact.about(state);
    let clock = wall_clock(&scenario.zone, entry.at);
    let half = if clock.hour < 12 { "AM" } else { "PM" };
    let hour = if clock.hour % 12 == 0 { 12 } else { clock.hour % 12 };
    let time = format!("{} {hour}:{:02} {half}", clock.weekday, clock.minute);
    let world = &scenario.engine.world;
    let release = about.release.map(|id| state.release(id).content.name.clone());
    let stage = about.deployment.map(|id| state.stage_name(id).to_owned());
    let build = build_of(state, &entry.fact).map(|id| state.build(id).number.clone());
    let site = about.site.map(|id| world.sites[id.index()].name.clone());
    let by = about.by.map(|id| world.person_name(id).to_owned());
    let mut filled = text.replace("{time}", &time);
    for (placeholder, value) in
        [("{release}", release), ("{stage}", stage), ("{build}", build), ("{site}", site), ("{by}", by)]
    {
        filled = filled.replace(placeholder, value.as_deref().unwrap_or("?"));
    }
    filled
}

/// The stage that an action names; none for actions without one.
pub(crate) fn stage_of(action: &Action) -> Option<&str> {
    match action {
        Action::Deploy(on) => Some(&on.stage),
        Action::Cancel(on) => Some(&on.stage),
        Action::Approve(on) | Action::Reject(on) => Some(&on.stage),
        Action::Reassign(on) => Some(&on.stage),
        Action::ResumeIntervention(on) | Action::RejectIntervention(on) => Some(&on.stage),
        Action::OpenLog(on) => Some(&on.stage),
        Action::IgnoreGate(on) => Some(&on.stage),
        Action::DeployStages(on) => on.stages.first().map(String::as_str).or(Some("")),
        Action::CreateRelease(_)
        | Action::StartRelease(_)
        | Action::Abandon(_)
        | Action::RetainRelease(_)
        | Action::StopRetaining(_)
        | Action::DeleteRelease(_)
        | Action::UndeleteRelease(_)
        | Action::CommentRelease(_)
        | Action::SetPermission(_)
        | Action::Commit(_)
        | Action::TagBuild(_)
        | Action::SetDefaultBranch(_)
        | Action::CreatePullRequest(_)
        | Action::UpdatePullRequest(_)
        | Action::EditRelease(_)
        | Action::TagRelease(_)
        | Action::TagPipeline(_)
        | Action::SaveVariableGroup(_)
        | Action::SavePipeline(_)
        | Action::CreatePipeline(_)
        | Action::DeletePipeline(_)
        | Action::UndeletePipeline(_)
        | Action::CompleteBuild(_)
        | Action::SetAgent(_)
        | Action::SetWorkItems(_)
        | Action::SetEndpoint(_)
        | Action::SetAlert(_)
        | Action::SetPolicy(_)
        | Action::AddTarget(_)
        | Action::SetTarget(_) => None,
    }
}
