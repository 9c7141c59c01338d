//! The tutorial panel: steps with their hints, goals with their verdicts.

use rehearsal_scenario::{Level, Scenario, Session, Verdict};

use crate::strings;

/// What the tutorial panel shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TutorialView {
    /// Title of the scenario.
    pub title: String,
    /// `Beginner · 15 minutes`.
    pub effort: String,
    /// Introduction, Markdown.
    pub intro: String,
    /// Steps in order.
    pub steps: Vec<StepView>,
    /// Goals in order.
    pub goals: Vec<GoalView>,
    /// Shown when all goals are met, Markdown; none before that.
    pub debrief: Option<String>,
    /// `2 of 4 goals met`.
    pub score: String,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Its id.
    pub id: String,
    /// From 1.
    pub number: usize,
    /// Title.
    pub title: String,
    /// Text, Markdown.
    pub text: String,
    /// State.
    pub progress: StepProgress,
    /// Hints revealed so far.
    pub hints: Vec<String>,
    /// Label of the button that reveals the next one; none when all are revealed.
    pub next_hint: Option<String>,
}

/// State of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepProgress {
    /// Done.
    Done,
    /// The first that is not done.
    Current,
    /// After that.
    Later,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalView {
    /// Its id.
    pub id: String,
    /// The sentence that is to become true.
    pub label: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// The word for it.
    pub word: &'static str,
    /// What is missing, or when it was broken; empty when met.
    pub message: String,
}

/// The tutorial panel; `revealed` says how many hints of a step are shown.
pub fn tutorial(session: &Session, revealed: &dyn Fn(&str) -> usize) -> TutorialView {
    let scenario = session.scenario();
    let done = session.steps_done();
    let current = done.iter().position(|is_done| !is_done);
    let goals: Vec<GoalView> = session
        .goals()
        .into_iter()
        .map(|goal| GoalView {
            word: verdict_word(goal.verdict),
            id: goal.id,
            label: goal.label,
            verdict: goal.verdict,
            message: goal.message,
        })
        .collect();
    TutorialView {
        title: scenario.title.clone(),
        effort: effort(scenario),
        intro: scenario.intro.clone(),
        steps: scenario
            .steps
            .iter()
            .enumerate()
            .map(|(index, step)| {
                let shown = revealed(&step.id).min(step.hints.len());
                StepView {
                    id: step.id.clone(),
                    number: index + 1,
                    title: step.title.clone(),
                    text: step.text.clone(),
                    progress: match (done[index], current == Some(index)) {
                        (true, _) => StepProgress::Done,
                        (false, true) => StepProgress::Current,
                        (false, false) => StepProgress::Later,
                    },
                    hints: step.hints[..shown].to_vec(),
                    next_hint: (shown < step.hints.len()).then(|| strings::show_hint(shown + 1, step.hints.len())),
                }
            })
            .collect(),
        score: strings::score(goals.iter().filter(|goal| goal.verdict == Verdict::Met).count(), goals.len()),
        goals,
        debrief: session.is_solved().then(|| scenario.debrief.clone()),
    }
}

/// `Beginner · 15 minutes`.
pub fn effort(scenario: &Scenario) -> String {
    strings::effort(level_word(scenario.level), scenario.minutes)
}

/// The word for a level.
pub const fn level_word(level: Level) -> &'static str {
    match level {
        Level::Beginner => strings::BEGINNER,
        Level::Intermediate => strings::INTERMEDIATE,
        Level::Advanced => strings::ADVANCED,
    }
}

/// The word for a verdict.
pub const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Open => strings::GOAL_OPEN,
        Verdict::Met => strings::GOAL_MET,
        Verdict::Broken => strings::GOAL_BROKEN,
    }
}
