//! A scenario being played: the session, who acts, and how the clock runs.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::{ReleaseDefinition, import, keep_secrets, revision};
use rehearsal_engine::{Action, PersonId};
use rehearsal_kernel::{Progress as Advance, SimDuration, SimTime};
use rehearsal_scenario::{Moment, Move, RestoreError, Scenario, Session, Verdict};
use rehearsal_source::Source;
use rehearsal_view::{Judge, Scene};

use crate::route::Edited;
use crate::store::{Editor, Futures, Progress};

/// How many times faster than real time the clock may run.
pub(crate) const SPEEDS: [u32; 5] = [1, 10, 60, 600, 3600];

/// How many facts one tick may bring: enough for any speed, little enough for a frame. When more is due the
/// clock falls behind and the page stays alive.
const FACTS_PER_TICK: usize = 1_000;

/// The scenario being played.
#[derive(Debug, Clone)]
pub(crate) struct Player {
    /// The run in view: the present, or what it was at the moment that is looked back at.
    pub(crate) session: Session,
    /// The present, while the past is looked at.
    pub(super) present: Option<Rc<Session>>,
    /// Name of this future, and the others.
    pub(crate) futures: Futures,
    /// Whom the learner acts as.
    pub(crate) persona: PersonId,
    /// Whether time passes.
    pub(crate) is_playing: bool,
    /// How many times faster than real time.
    pub(crate) speed: u32,
    /// A moment the clock is on its way to.
    pub(crate) target: Option<SimTime>,
    /// True while more is due than one tick brings.
    pub(crate) is_behind: bool,
    /// Hints revealed, by step.
    pub(crate) hints: BTreeMap<String, usize>,
    /// True once it has been solved.
    pub(crate) has_been_solved: bool,
    /// Drafts of pipelines that have been changed and not saved, by position.
    pub(crate) editors: BTreeMap<Edited, Editor>,
    undone: Undone,
}

fn is_reading(one: &Move) -> bool {
    matches!(one.action, Action::OpenLog(_))
}

/// Moves that were taken back, the latest first, and the moment that left: they can be made again until anything else
/// happens.
#[derive(Debug, Clone, Default)]
struct Undone {
    moves: Vec<Move>,
    left: Option<Moment>,
}

impl Player {
    /// Begins a scenario.
    pub(crate) fn new(scenario: &Rc<Scenario>) -> Self {
        Self {
            persona: scenario.personas[0],
            session: Session::new(Rc::clone(scenario)),
            present: None,
            futures: Futures::default(),
            is_playing: false,
            speed: SPEEDS[1],
            target: None,
            is_behind: false,
            hints: BTreeMap::new(),
            has_been_solved: false,
            editors: BTreeMap::new(),
            undone: Undone::default(),
        }
    }

    /// Takes back the latest move that changed something: having read a log is not what a learner wants undone.
    pub(crate) fn undo(&mut self) -> Option<Move> {
        self.is_playing = false;
        self.target = None;
        let mut moves = if self.can_redo() { std::mem::take(&mut self.undone.moves) } else { Vec::new() };
        let already = moves.len();
        while let Some(taken) = self.session.undo() {
            let is_reading = is_reading(&taken);
            moves.push(taken);
            if !is_reading {
                break;
            }
        }
        let last = moves.get(already..).and_then(<[Move]>::last).cloned();
        self.undone = Undone { moves, left: Some(self.session.moment()) };
        last
    }

    /// Makes the move again that was taken back last, at its moment, with the logs that were read after it.
    pub(crate) fn redo(&mut self) -> Option<Move> {
        if !self.can_redo() {
            return None;
        }
        self.is_playing = false;
        self.target = None;
        let mut moves = std::mem::take(&mut self.undone.moves);
        let mut made = None;
        while let Some(next) = moves.pop_if(|next| made.is_none() || is_reading(next)) {
            self.session.advance(next.at, usize::MAX);
            // What was accepted once is accepted again: the run is the same to this moment.
            self.session.play(next.by, next.action.clone()).ok()?;
            if made.is_none() || !is_reading(&next) {
                made = Some(next);
            }
        }
        self.undone = Undone { moves, left: Some(self.session.moment()) };
        made
    }

    /// Whether a move was taken back and nothing has happened since.
    pub(crate) fn can_redo(&self) -> bool {
        !self.undone.moves.is_empty() && self.undone.left == Some(self.session.moment())
    }

    /// What is saved of a pipeline or release, and the key of its draft: an address may write a name in any case. None
    /// when there is no such thing.
    fn saved(&self, edited: &Edited) -> Option<(Edited, &Arc<ReleaseDefinition>)> {
        let state = self.session.state();
        match edited {
            Edited::Pipeline(index) => Some((edited.clone(), &state.definitions.get(*index)?.definition)),
            Edited::Release(name) => {
                let release = state.release(self.scene(|scene| scene.release_named(name))?);
                Some((Edited::Release(release.content.name.clone()), &release.plan.definition))
            }
        }
    }

    /// Whether a draft began with something else than what is saved now: to save it would undo that.
    pub(crate) fn is_stale(&self, edited: &Edited, editor: &Editor) -> bool {
        self.saved(edited).is_none_or(|(_, saved)| *saved != editor.saved)
    }

    /// The draft of a pipeline or release; without changes it is what was saved last. None when there is no such thing.
    pub(crate) fn editor(&self, edited: &Edited) -> Option<Editor> {
        let (key, saved) = self.saved(edited)?;
        // Drafts are of the present.
        let kept = self.editors.get(&key).filter(|_| !self.is_past());
        // One without changes shows what is saved now, also when the run has been taken back meanwhile.
        let kept = kept.filter(|kept| kept.is_changed() || *saved == kept.saved);
        Some(kept.cloned().unwrap_or_else(|| Editor::new(saved)))
    }

    /// Changes a draft. A draft that is as it was saved is forgotten, its changes with it.
    pub(crate) fn edit(&mut self, edited: &Edited, change: impl FnOnce(&mut Editor)) {
        let key = self.saved(edited).map(|(key, _)| key);
        if let Some((mut editor, key)) = self.editor(edited).zip(key).filter(|_| !self.is_past()) {
            change(&mut editor);
            self.editors.insert(key, editor);
            self.look_at_drafts();
        }
    }

    /// Forgets a draft.
    pub(crate) fn discard(&mut self, edited: &Edited) {
        let key = self.saved(edited).map(|(key, _)| key);
        self.editors.remove(key.as_ref().unwrap_or(edited));
        self.look_at_drafts();
    }

    /// Judges the steps of the tutorial anew by all that drafts of pipelines say.
    pub(crate) fn look_at_drafts(&mut self) {
        let pipelines = self.editors.iter().filter(|(edited, _)| matches!(edited, Edited::Pipeline(_)));
        let said: Vec<_> = pipelines.flat_map(|(_, editor)| editor.said()).collect();
        self.session.look_at_drafts(&said);
    }

    /// Goes on with a draft that was left, unless something else has been saved meanwhile.
    pub(crate) fn take_draft(&mut self, edited: Edited, mut left: Editor) {
        if let Some(now) = self.editor(&edited).filter(|now| *now.saved == *left.saved && left.is_changed()) {
            left.saved = now.saved;
            self.editors.insert(edited, left);
            self.look_at_drafts();
        }
    }

    /// Whether something would be lost with the page.
    pub(crate) fn has_changed_drafts(&self) -> bool {
        self.editors.iter().any(|(edited, editor)| editor.is_changed() && self.saved(edited).is_some())
    }

    /// Goes on where the learner left.
    ///
    /// # Errors
    /// Why the saved run cannot be played again.
    pub(crate) fn resume(scenario: &Rc<Scenario>, progress: &Progress) -> Result<Self, RestoreError> {
        let session = Session::restore(Rc::clone(scenario), &progress.save)?;
        let persona = session.world().person(&progress.persona).filter(|id| scenario.personas.contains(id));
        let mut player = Self::new(scenario);
        player.persona = persona.unwrap_or(player.persona);
        player.session = session;
        player.speed = SPEEDS.into_iter().find(|speed| *speed == progress.speed).unwrap_or(player.speed);
        player.hints.clone_from(&progress.hints);
        player.has_been_solved = progress.has_been_solved;
        player.futures = Futures::kept(progress);
        for (key, text) in &progress.drafts {
            let Some(edited) = Edited::of_key(key) else { continue };
            let read = import(&Source::new("draft.json", text.as_str())).definition;
            if let (Some(mut draft), Some(now)) = (read, player.editor(&edited)) {
                // Of another revision it would undo what was saved meanwhile.
                if draft.revision == now.saved.revision {
                    keep_secrets(&now.saved, &mut draft);
                    player.take_draft(edited, Editor::left(&now.saved, draft));
                }
            }
        }
        Ok(player)
    }

    /// Id of the scenario.
    pub(crate) fn id(&self) -> &str {
        &self.session.scenario().id
    }

    /// What is to be kept.
    pub(crate) fn progress(&self) -> Progress {
        let present = self.present();
        Progress {
            save: present.save(),
            persona: self.session.world().people[self.persona.index()].id.clone(),
            speed: self.speed,
            hints: self.hints.clone(),
            has_been_solved: self.has_been_solved,
            has_begun: present.now() > present.scenario().start
                || !present.moves().is_empty()
                || self.has_changed_drafts(),
            drafts: self
                .editors
                .iter()
                // What began with something else cannot be saved, and would be taken for new after a reload.
                .filter(|(edited, editor)| editor.is_changed() && !self.is_stale(edited, editor))
                .map(|(edited, editor)| (edited.key(), revision(&editor.saved, &editor.draft).to_string()))
                .collect(),
            future: self.futures.name.clone(),
            futures: self.futures.saves(),
        }
    }

    /// Runs `look` on the present as the persona sees it.
    pub(crate) fn scene<T>(&self, look: impl FnOnce(&Scene<'_>) -> T) -> T {
        let judge = |action: &Action| self.session.refusal_for(self.persona, action);
        let judge: &Judge<'_> = &judge;
        let session = &self.session;
        let scene = Scene::new(session.world(), session.state(), session.log(), session.now());
        let scene = scene.seen_by(self.persona, judge);
        look(&if self.is_past() { scene.looked_back_at() } else { scene })
    }

    /// Lets the clock run for a while of real time.
    pub(crate) fn tick(&mut self, elapsed: SimDuration) {
        if self.is_past() {
            return;
        }
        if let Some(target) = self.target {
            let progress = self.session.advance(target, FACTS_PER_TICK);
            self.is_behind = progress == Advance::BudgetSpent;
            if progress != Advance::BudgetSpent {
                self.target = None;
            }
        } else if self.is_playing {
            let until = self.session.now() + elapsed * i64::from(self.speed);
            let progress = self.session.advance(until, FACTS_PER_TICK);
            self.is_behind = progress == Advance::BudgetSpent;
            if progress == Advance::FactLimit {
                self.is_playing = false;
            }
        }
        self.look_for_success();
    }

    /// What has broken goals since the run was at an earlier point, in sentences.
    pub(crate) fn broken_since(&self, before: &Self) -> Vec<String> {
        if self.is_past() || self.session.log().len() == before.session.log().len() {
            return Vec::new();
        }
        let earlier = before.session.goals();
        let was_broken = |id: &str| earlier.iter().any(|goal| goal.id == id && goal.verdict == Verdict::Broken);
        let broken = self.session.goals().into_iter().filter(|goal| goal.verdict == Verdict::Broken);
        broken.filter(|goal| !was_broken(&goal.id)).map(|goal| goal.message).collect()
    }

    /// Remembers that the scenario has been solved; the clock stops, so that the learner can look.
    pub(crate) fn look_for_success(&mut self) -> bool {
        if self.is_past() || self.has_been_solved || !self.session.is_solved() {
            return false;
        }
        self.has_been_solved = true;
        self.is_playing = false;
        self.target = None;
        true
    }
}
