//! "Why?": what led to the present state of a thing, which rules decided, and what would end a wait.
//!
//! [`explain`] answers in full, as data: for the terminal and for the panel "Why?" alike.

mod chain;
mod entity;
#[cfg(test)]
mod tests;
mod triggers;
mod waits;
mod weighed;

use rehearsal_engine::{Action, DeploymentId, Fact, NotTriggered, PersonId, Refusal, ReleaseId, Rule, StageId, State};
use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::{EnvironmentStatus, ReleaseStatus};

pub use entity::{Entity, Unknown, entity, path};

use crate::history::is_detail;
use crate::look::Look;
use crate::scene::Scene;
use crate::sentence::{not_triggered, sentence};
use crate::strings;

/// Why a thing is as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The thing: `Production of Release-1`.
    pub about: String,
    /// The moment that is explained.
    pub at: SimTime,
    /// How the thing stands then, as a sentence.
    pub status: String,
    /// What it waits for; none for what has ended.
    pub wait: Option<Waiting>,
    /// What led to it, newest first.
    pub steps: Vec<Step>,
}

/// What something waits for.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// In a sentence.
    pub sentence: String,
    /// The rule that makes it wait.
    pub rule: Rule,
    /// The parts of that, as they are now.
    pub weighed: Vec<Weighed>,
    /// What would end it: the clock or a command by itself, or what has to happen first.
    pub ends: Vec<End>,
}

/// Something that would end a wait.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// The clock.
    At(SimTime),
    /// A command.
    Command {
        /// In a few words: `Approve QA of Release-2`.
        deed: String,
        /// The command.
        action: Box<Action>,
        /// Who would not be refused; empty when only the scenario can do it.
        by: Vec<PersonId>,
    },
    /// Something else that has to happen first, as a sentence.
    First(String),
}

/// A fact of the chain, and the rule that decided it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// When.
    pub at: SimTime,
    /// The fact.
    pub fact: FactId,
    /// What happened.
    pub sentence: String,
    /// The rule; none for what the world does.
    pub rule: Option<Rule>,
    /// What the rule looked at, with what came of it then.
    pub weighed: Vec<Weighed>,
    /// True for the small steps of other deployments that led here.
    pub is_detail: bool,
}

/// Something that a rule looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// What was asked, such as `eq(variables['env'], 'prod')` or `QA is “Succeeded”`.
    pub text: String,
    /// What came of it; empty when the verdict says it.
    pub value: String,
    /// Whether it spoke for what was asked; none for what only informs.
    pub holds: Option<bool>,
    /// What it is made of.
    pub parts: Vec<Weighed>,
}

/// What an explanation asks the run itself.
#[derive(Clone, Copy)]
pub struct Past<'a> {
    /// The state just before a fact.
    pub before: &'a dyn Fn(FactId) -> State,
    /// Why a person could not do something now; none when they could.
    pub refusal: &'a dyn Fn(PersonId, &Action) -> Option<Refusal>,
}

/// Why something is as it is at the moment of the scene.
pub fn explain(scene: &Scene<'_>, past: Past<'_>, entity: &Entity) -> Explanation {
    let told = entity::tell(scene, entity);
    let about = entity::deployment(scene, entity);
    let mut steps: Vec<Step> = Vec::new();
    for from in told.from {
        for id in chain::links(scene, from) {
            if !steps.iter().any(|step| step.fact == id) {
                steps.push(step(scene, past, id, about));
            }
        }
    }
    steps.sort_by_key(|step| std::cmp::Reverse(step.fact));
    let wait = waits::waiting(scene, past, entity);
    Explanation { about: told.about, at: scene.now, status: told.status, wait, steps }
}

fn step(scene: &Scene<'_>, past: Past<'_>, id: FactId, about: Option<DeploymentId>) -> Step {
    let entry = scene.entry(id);
    Step {
        at: entry.at,
        fact: id,
        sentence: sentence(scene.world, scene.state, &entry.fact),
        rule: chain::rule(scene, &entry.fact),
        weighed: weighed::of_fact(scene, past, id),
        is_detail: is_detail(&entry.fact) && entry.fact.about(scene.state).deployment != about,
    }
}

/// Why a stage that never ran has not started, in one line that fits on a card.
pub(crate) fn not_started(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> Option<String> {
    let found = scene.state.release(release);
    if scene.latest(release, stage).is_some() {
        return None;
    }
    match found.status {
        ReleaseStatus::Draft => return Some(strings::WAITS_FOR_START.to_owned()),
        ReleaseStatus::Abandoned => return Some(strings::NOTE_ABANDONED.to_owned()),
        ReleaseStatus::Active | ReleaseStatus::Undefined => {}
    }
    let Fact::StageNotTriggered { why, .. } = &scene.entry(found.stages[stage.index()].not_triggered?).fact else {
        return None;
    };
    Some(match &**why {
        NotTriggered::ManualOnly => strings::NOTE_MANUAL_ONLY.to_owned(),
        NotTriggered::SwitchedToManual => strings::NOTE_SWITCHED_TO_MANUAL.to_owned(),
        NotTriggered::WaitsForStages { .. } | NotTriggered::Upstream { .. } => waits_for(scene, release, stage),
        NotTriggered::ArtifactFilter { alias } => strings::note_artifact_filter(alias),
        NotTriggered::Unfinished
        | NotTriggered::PullRequest
        | NotTriggered::Abandoned
        | NotTriggered::PipelineDeleted
        | NotTriggered::AlreadyDeployed
        | NotTriggered::AfterRedeployment
        | NotTriggered::NothingToRedeploy => crate::sentence::alone(&not_triggered(found, why)),
    })
}

/// The stages before it that stand in the way now.
fn waits_for(scene: &Scene<'_>, release: ReleaseId, stage: StageId) -> String {
    let found = scene.state.release(release);
    let names: Vec<String> = found.plan.stages[stage.index()]
        .upstream
        .iter()
        .filter(|&&(before, partially)| {
            let status = scene.state.stage_status(release, before);
            !(status == EnvironmentStatus::Succeeded || (partially && status == EnvironmentStatus::PartiallySucceeded))
        })
        .map(|&(before, _)| {
            let look = scene
                .latest(release, before)
                .map_or(Look::NotDeployed, |latest| Look::of_deployment(scene.state, latest));
            strings::name_and_word(scene.stage_of(release, before), look.word())
        })
        .collect();
    if names.is_empty() {
        strings::NOTE_UPSTREAM_CHANGED.to_owned()
    } else {
        strings::waits_for(&strings::list(&names))
    }
}
