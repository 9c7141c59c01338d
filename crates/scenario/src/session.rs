//! A scenario being played: moves go in, facts come out, goals are judged.

use std::cell::RefCell;
use std::rc::Rc;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::{Action, Command, Engine, Fact, PersonId, Refusal, State, World};
use rehearsal_kernel::{
    CommandError, Entry, FactId, Kernel, LogHash, Progress, Rows, Seed, Settings, SimDuration, SimTime,
};
use serde::{Deserialize, Serialize};

use crate::goal::{GoalState, Judge, Verdict};
use crate::scenario::{MoveWhen, PlannedMove, Scenario};

/// A run of a scenario, with the moves made so far.
///
/// The rules are the engine's; a session adds only memory (undo, save) and judgement.
#[derive(Debug, Clone)]
pub struct Session {
    scenario: Rc<Scenario>,
    seed: u64,
    kernel: Kernel<Engine>,
    judge: Judge,
    steps_done: Vec<bool>,
    /// Steps that a draft has done and that nothing saved has.
    drafted: Vec<bool>,
    moves: Vec<Move>,
    /// Dry runs at the present log, so that asking for every button at every frame stays cheap.
    refusals: RefCell<DryRuns>,
}

#[derive(Debug, Clone, Default)]
struct DryRuns {
    facts: usize,
    answers: Vec<(PersonId, Action, Option<Refusal>)>,
}

/// A move the learner made.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// When.
    pub at: SimTime,
    /// As whom.
    pub by: PersonId,
    /// What.
    pub action: Action,
    /// Length of the log before its own facts; what was due at its moment came first.
    pub facts: usize,
}

/// A moment of a run that one can look at and branch from.
///
/// Time alone does not say it: at one time an approval is asked for, and decided, and there is a moment in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The virtual time.
    pub at: SimTime,
    /// How many facts there are by then.
    pub facts: usize,
}

/// All that is needed to play a run again (format version 1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Save {
    /// Version of the format: 1.
    pub rehearsal: u32,
    /// Id of the scenario.
    pub scenario: String,
    /// Seed, as text since not every reader keeps 64 bits of a number.
    pub seed: String,
    /// The moment it was saved at, in milliseconds since 1970.
    pub now: i64,
    /// The moves in order.
    pub moves: Vec<SavedMove>,
    /// Steps of the tutorial that were done.
    #[serde(default)]
    pub steps_done: Vec<String>,
    /// True when all goals had been reached.
    #[serde(default)]
    pub solved: bool,
}

/// A move in a save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedMove {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Id of the person.
    #[serde(rename = "as")]
    pub persona: String,
    /// What.
    pub r#do: Action,
}

/// Why a save could not be played again. Nothing is lost: the save is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant is its own sentence")]
pub enum RestoreError {
    #[error("the progress was saved by another version of Rehearsal")]
    Version,
    #[error("the progress belongs to the scenario `{scenario}`")]
    OtherScenario { scenario: String },
    #[error("the saved seed `{seed}` is not a number")]
    Seed { seed: String },
    #[error("the scenario no longer has a person `{person}`")]
    NoSuchPerson { person: String },
    #[error("the scenario has changed: a saved move is refused now, since {refusal}")]
    Refused { refusal: String },
    #[error("the saved time lies before the scenario begins")]
    BeforeStart,
}

/// How many facts a session may have: a scenario needs hundreds, a runaway script must not fill the memory.
const FACTS_MAX: usize = 1_000_000;

impl Session {
    /// Begins a scenario with its own seed.
    pub fn new(scenario: Rc<Scenario>) -> Self {
        let seed = scenario.seed;
        Self::with_seed(scenario, seed)
    }

    /// Begins a scenario with another seed.
    pub fn with_seed(scenario: Rc<Scenario>, seed: u64) -> Self {
        let settings = Settings { facts_max: FACTS_MAX, ..Settings::DEFAULT };
        let kernel = Kernel::new(Rc::clone(&scenario.engine), Seed(seed), scenario.start, settings);
        let mut session = Self {
            judge: Judge::new(&scenario),
            steps_done: vec![false; scenario.steps.len()],
            drafted: vec![false; scenario.steps.len()],
            scenario,
            seed,
            kernel,
            moves: Vec::new(),
            refusals: RefCell::default(),
        };
        session.judge_now();
        session
    }

    /// The scenario.
    pub fn scenario(&self) -> &Rc<Scenario> {
        &self.scenario
    }

    /// The world of the scenario.
    pub fn world(&self) -> &World {
        &self.scenario.engine.world
    }

    /// The state now.
    pub fn state(&self) -> &State {
        self.kernel.state()
    }

    /// Every fact so far.
    pub fn log(&self) -> &Rows<Entry<Fact>> {
        self.kernel.log()
    }

    /// The state after so many facts; all of them when there are fewer.
    pub fn state_at(&self, facts: usize) -> State {
        self.kernel.state_at(facts)
    }

    /// The virtual time.
    pub fn now(&self) -> SimTime {
        self.kernel.now()
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// When something may happen next by itself; none when nothing waits, or only a clean-up of releases after the
    /// end of the scenario.
    pub fn next_due(&self) -> Option<SimTime> {
        let clean_up = self.state().next_clean_up().filter(|&at| at > self.scenario.until);
        self.kernel.next_due().filter(|&due| Some(due) != clean_up)
    }

    /// True while something waits that will happen by itself, other than that somebody's patience ends.
    pub fn carries_on(&self) -> bool {
        self.kernel.agenda().any(|(_, timer)| timer.carries_on())
    }

    /// Moves made so far.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// Makes a move now.
    ///
    /// # Errors
    /// Why it was refused; nothing has changed then.
    pub fn play(&mut self, by: PersonId, action: Action) -> Result<(), Refusal> {
        let command = Command { by: Some(by), action: action.clone() };
        let outcome = self.kernel.command(command);
        self.judge_now();
        match outcome {
            Ok(facts) => {
                if matches!(action, Action::SavePipeline(_)) {
                    self.keep_drafted();
                }
                self.moves.push(Move { at: self.now(), by, action, facts: facts.start.index() });
                Ok(())
            }
            Err(CommandError::Refused(refusal)) => Err(refusal),
            Err(CommandError::FactLimit) => Err(Refusal::FactLimit),
        }
    }

    /// Why a move would be refused now; none when it would be accepted. Nothing changes.
    pub fn refusal_for(&self, by: PersonId, action: &Action) -> Option<Refusal> {
        let facts = self.kernel.log().len();
        {
            let mut known = self.refusals.borrow_mut();
            if known.facts != facts {
                *known = DryRuns { facts, answers: Vec::new() };
            }
            if let Some((_, _, answer)) = known.answers.iter().find(|(person, one, _)| *person == by && one == action) {
                return answer.clone();
            }
        }
        let command = Command { by: Some(by), action: action.clone() };
        // What is due at this very moment comes before a command, so then only a trial tells.
        let is_settled = self.kernel.next_due().is_none_or(|due| due > self.now()) && !self.kernel.at_fact_limit();
        let told = if is_settled { self.kernel.model().verdict(self.state(), &command) } else { None };
        let answer = match told {
            Some(verdict) => verdict.err(),
            None => match self.kernel.clone().command(command) {
                Ok(_) => None,
                Err(CommandError::Refused(refusal)) => Some(refusal),
                Err(CommandError::FactLimit) => Some(Refusal::FactLimit),
            },
        };
        self.refusals.borrow_mut().answers.push((by, action.clone(), answer.clone()));
        answer
    }

    /// Lets time pass until a moment, or until about `budget` facts have come.
    pub fn advance(&mut self, until: SimTime, budget: usize) -> Progress {
        let progress = self.kernel.advance(until, budget);
        self.judge_now();
        progress
    }

    /// Lets time pass until something happens; false when nothing is left to happen.
    pub fn step(&mut self) -> bool {
        let (facts, start) = (self.kernel.log().len(), self.now());
        let mut next = self.next_due();
        while let Some(due) = next {
            self.kernel.advance(due, 1);
            // A timer that leaves no fact is passed over, but not to a moment so far away that nobody was told of it.
            let is_silent = self.kernel.log().len() == facts;
            next = self.next_due().filter(|&due| is_silent && due - start < SimDuration::days(1));
        }
        self.judge_now();
        self.kernel.log().len() > facts
    }

    /// Takes back the latest move and goes back to its moment; none when there is none.
    pub fn undo(&mut self) -> Option<Move> {
        let last = self.moves.pop()?;
        self.kernel.rewind(last.facts);
        self.kernel.advance(last.at, usize::MAX);
        self.judge_again();
        Some(last)
    }

    /// Begins again.
    pub fn reset(&mut self) {
        *self = Self::with_seed(Rc::clone(&self.scenario), self.seed);
    }

    /// Goes back to a moment; moves made after it are taken back.
    pub fn rewind_to(&mut self, at: SimTime) {
        self.kernel.rewind_to_time(at);
        self.moves.retain(|one| one.at <= at);
        self.judge_again();
    }

    /// The present as a moment.
    pub fn moment(&self) -> Moment {
        Moment { at: self.now(), facts: self.log().len() }
    }

    /// Moments at which something happened, oldest first: each is the end of a step, so that nothing is half done.
    pub fn moments(&self) -> Vec<Moment> {
        let log = self.log();
        let ends = log
            .iter()
            .enumerate()
            .filter(|(index, entry)| log.get(index + 1).is_none_or(|next| next.step != entry.step));
        ends.map(|(index, entry)| Moment { at: entry.at, facts: index + 1 }).collect()
    }

    /// The moment of a time: everything that happened up to and including it. Times before the start or after the
    /// present stand for those.
    pub fn moment_at(&self, at: SimTime) -> Moment {
        let at = at.clamp(self.scenario.start, self.now());
        Moment { at, facts: self.log().partition_point(|entry| entry.at <= at) }
    }

    /// The moment just after a fact, with everything else that happened in the same step.
    pub fn moment_after(&self, fact: FactId) -> Moment {
        let log = self.log();
        let found = &log[fact.index()];
        let facts = fact.index() + log.range(fact.index()..).take_while(|entry| entry.step == found.step).count();
        Moment { at: found.at, facts }
    }

    /// The run as it was at a moment of its past; this one stays as it is. Moves made after it are left out, and steps
    /// of the tutorial are judged by what had happened.
    #[must_use]
    pub fn back_at(&self, moment: Moment) -> Self {
        let mut past = self.clone();
        if moment.facts >= self.moment_at(moment.at).facts {
            past.kernel.rewind_to_time(moment.at);
        } else {
            past.kernel.rewind(moment.facts);
        }
        let facts = past.log().len();
        past.moves.retain(|one| one.facts < facts);
        past.judge_again();
        past
    }

    /// Makes planned moves in order, then lets time pass to the end of the scenario or `until`.
    ///
    /// # Errors
    /// The position of the move that was refused or whose fact never came, and why.
    pub fn play_all(&mut self, moves: &[PlannedMove], until: SimTime) -> Result<(), (usize, String)> {
        let mut seen = 0;
        for (index, planned) in moves.iter().enumerate() {
            match &planned.when {
                MoveWhen::Next => {}
                MoveWhen::At(at) => {
                    if *at < self.now() {
                        return Err((index, "it comes before the move above it".to_owned()));
                    }
                    self.advance(*at, usize::MAX);
                }
                MoveWhen::After(pattern, delay) => {
                    let at = self
                        .wait_for(pattern, seen, until)
                        .ok_or_else(|| (index, "the fact it waits for never came".to_owned()))?;
                    let at = (at + *delay).max(self.now());
                    if at > until {
                        return Err((index, "it would come after the run has ended".to_owned()));
                    }
                    self.advance(at, usize::MAX);
                }
            }
            let facts = self.log().len();
            self.play(planned.by, planned.action.clone()).map_err(|refusal| (index, refusal.to_string()))?;
            seen = facts;
        }
        self.advance(until, usize::MAX);
        Ok(())
    }

    /// Lets time pass until a fact from position `from` on fits, and tells when that was.
    fn wait_for(&mut self, pattern: &rehearsal_engine::Pattern, from: usize, until: SimTime) -> Option<SimTime> {
        let mut next = from;
        loop {
            let (world, state) = (&self.scenario.engine.world, self.kernel.state());
            let found = self.kernel.log().range(next..).find(|entry| pattern.matches(world, state, &entry.fact));
            if let Some(entry) = found {
                return Some(entry.at);
            }
            next = self.kernel.log().len();
            // Not what people call a step, which stops before what nobody has announced: a solution waits for days.
            if self.next_due().is_none_or(|due| due > until) || self.kernel.step().is_none() {
                return None;
            }
            self.judge_now();
        }
    }

    /// How every goal stands.
    pub fn goals(&self) -> Vec<GoalState> {
        self.judge.goals(&self.scenario, self.kernel.state(), self.kernel.log())
    }

    /// Which steps of the tutorial are done; a step stays done until the run goes back, or until the change of a draft
    /// that did it is taken back.
    pub fn steps_done(&self) -> Vec<bool> {
        self.steps_done.iter().zip(&self.drafted).map(|(done, drafted)| *done || *drafted).collect()
    }

    /// True when every goal is met.
    pub fn is_solved(&self) -> bool {
        self.goals().iter().all(|goal| goal.verdict == Verdict::Met)
    }

    /// The run's fingerprint; takes time in proportion to its length.
    pub fn hash(&self) -> LogHash {
        self.kernel.hash()
    }

    /// All that is needed to play this run again.
    pub fn save(&self) -> Save {
        let id = |by: PersonId| self.world().people[by.index()].id.clone();
        let done = self.scenario.steps.iter().zip(self.steps_done()).filter(|(_, done)| *done);
        Save {
            rehearsal: 1,
            scenario: self.scenario.id.clone(),
            seed: self.seed.to_string(),
            now: self.now().as_millis(),
            moves: self
                .moves
                .iter()
                .map(|one| SavedMove { at: one.at.as_millis(), persona: id(one.by), r#do: one.action.clone() })
                .collect(),
            steps_done: done.map(|(step, _)| step.id.clone()).collect(),
            solved: self.is_solved(),
        }
    }

    /// Plays a saved run again.
    ///
    /// # Errors
    /// Why it cannot be: the save is of another scenario or version, or a move is refused now.
    pub fn restore(scenario: Rc<Scenario>, save: &Save) -> Result<Self, RestoreError> {
        if save.rehearsal != 1 {
            return Err(RestoreError::Version);
        }
        if save.scenario != scenario.id {
            return Err(RestoreError::OtherScenario { scenario: save.scenario.clone() });
        }
        let seed = save.seed.parse().map_err(|_| RestoreError::Seed { seed: save.seed.clone() })?;
        if save.now < scenario.start.as_millis() {
            return Err(RestoreError::BeforeStart);
        }
        let mut session = Self::with_seed(scenario, seed);
        for one in &save.moves {
            let by = session
                .world()
                .person(&one.persona)
                .ok_or_else(|| RestoreError::NoSuchPerson { person: one.persona.clone() })?;
            session.advance(SimTime::from_millis(one.at), usize::MAX);
            session
                .play(by, one.r#do.clone())
                .map_err(|refusal| RestoreError::Refused { refusal: refusal.to_string() })?;
        }
        session.advance(SimTime::from_millis(save.now), usize::MAX);
        for (done, step) in session.steps_done.iter_mut().zip(&session.scenario.steps) {
            *done |= save.steps_done.contains(&step.id);
        }
        Ok(session)
    }

    fn judge_now(&mut self) {
        self.judge.follow(&self.scenario, self.kernel.state(), self.kernel.log());
        for (done, step) in self.steps_done.iter_mut().zip(&self.scenario.steps) {
            *done = *done || self.judge.holds(&step.done, self.kernel.state(), None);
        }
    }

    /// Looks at a pipeline that is being edited, from its first change that has not been taken back to what it says now:
    /// steps that ask for any of it are done.
    pub fn look_at_drafts(&mut self, drafts: &[&ReleaseDefinition]) {
        let (judge, state) = (&self.judge, self.kernel.state());
        for (drafted, step) in self.drafted.iter_mut().zip(&self.scenario.steps) {
            *drafted = drafts.iter().any(|draft| judge.holds(&step.done, state, Some(draft)));
        }
    }

    /// What a draft has done stays done when it is saved.
    fn keep_drafted(&mut self) {
        for (done, drafted) in self.steps_done.iter_mut().zip(&mut self.drafted) {
            *done |= std::mem::take(drafted);
        }
    }

    fn judge_again(&mut self) {
        self.judge.forget(&self.scenario);
        self.steps_done.fill(false);
        self.refusals.take();
        self.judge_now();
    }
}
