//! A scenario, checked and ready to play.

use std::rc::Rc;

use rehearsal_engine::{Action, Engine, Pattern, PersonId};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_source::Span;

pub use crate::format::LevelName as Level;
use crate::goal::{Never, Predicate};

/// A scenario.
#[derive(Debug)]
pub struct Scenario {
    /// Stable name.
    pub id: String,
    /// Title on the start page.
    pub title: String,
    /// One sentence on the start page.
    pub summary: String,
    /// How much it asks for.
    pub level: Level,
    /// How long a learner takes, in minutes.
    pub minutes: u32,
    /// What the learner reads first, in Markdown.
    pub intro: String,
    /// What the learner reads when all goals are met, in Markdown.
    pub debrief: String,
    /// When the run begins.
    pub start: SimTime,
    /// When the run ends for judging.
    pub until: SimTime,
    /// Zone of the learner.
    pub zone: String,
    /// Seed of chance.
    pub seed: u64,
    /// Whom the learner may act as; never empty.
    pub personas: Vec<PersonId>,
    /// The tutorial.
    pub steps: Vec<Step>,
    /// The goals; never empty.
    pub goals: Vec<Goal>,
    /// Moves that reach every goal.
    pub solution: Vec<PlannedMove>,
    /// Moves that must not.
    pub wrong_moves: Vec<WrongMove>,
    /// The world and its rules.
    pub engine: Rc<Engine>,
    /// Patterns that predicates look for in the history.
    pub(crate) patterns: Vec<Pattern>,
    /// Where the solution stands in the file.
    pub(crate) solution_span: Span,
    /// What names in files of moves are held against: the pipeline, and the stages that it gets later.
    pub(crate) known: std::sync::Arc<rehearsal_classic::ReleaseDefinition>,
}

/// A step of the tutorial.
#[derive(Debug, Clone)]
pub struct Step {
    /// Unique in the scenario.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What to do, in Markdown.
    pub text: String,
    /// Three hints.
    pub hints: Vec<String>,
    pub(crate) done: Predicate,
    /// Where it stands in the file.
    pub(crate) span: Span,
}

/// A goal.
#[derive(Debug, Clone)]
pub struct Goal {
    /// Unique in the scenario.
    pub id: String,
    /// A sentence for the learner.
    pub label: String,
    pub(crate) kind: GoalKind,
}

#[derive(Debug, Clone)]
pub(crate) enum GoalKind {
    /// Must be so at the end; else the text says what is missing.
    Reach(Predicate, String),
    /// Must never happen; else the text says when it did.
    Never(Never, String),
}

/// A move of a solution or of a wrong way.
#[derive(Debug, Clone)]
pub struct PlannedMove {
    /// When.
    pub when: MoveWhen,
    /// As whom.
    pub by: PersonId,
    /// What.
    pub action: Action,
    /// Where it stands in the file.
    pub span: Span,
}

/// When a planned move is made.
#[derive(Debug, Clone)]
pub enum MoveWhen {
    /// At a moment, which must not have passed by then.
    At(SimTime),
    /// Some time after the next fact that fits, counted from the move before.
    After(Pattern, SimDuration),
    /// Right after the move before.
    Next,
}

/// Moves that must not reach the goals.
#[derive(Debug, Clone)]
pub struct WrongMove {
    /// What is wrong about it.
    pub name: String,
    /// The moves.
    pub moves: Vec<PlannedMove>,
    /// Positions of the goals that fail.
    pub breaks: Vec<usize>,
    /// Where it stands in the file.
    pub span: Span,
}
