//! What each action does.

use std::rc::Rc;

use rehearsal_engine::{Action as Deed, DeploymentId, Fact, OpenLog};
use rehearsal_kernel::Cause;
use rehearsal_view::{LogBody, Wanted, deed, logs, sentence, strings};
use yew::Reducible;

use crate::route::{Edited, LogPlace, Page, Place, Route};
use crate::store::{Action, AppState, Catalogue, Player, Tone};

impl Reducible for AppState {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        match action {
            Action::Navigate(route) if route == self.route => self,
            Action::LookAt(moment) => self.with_player(|player| player.look_at(moment)).change(Self::forget_the_run),
            Action::BackToNow => self.with_player(Player::back_to_now),
            ref action if self.is_past() && is_for_now(action) => {
                self.change(|state| state.notify(Tone::Trouble, strings::NOTHING_IN_THE_PAST))
            }
            Action::Tick(elapsed) => self.with_clock(|player| player.tick(elapsed)),
            Action::SetPlaying(is_playing) => self.with_player(|player| {
                player.is_playing = is_playing;
                player.target = None;
            }),
            Action::SetSpeed(speed) => self.with_player(|player| player.speed = speed),
            Action::Step => self.with_clock(|player| {
                player.is_playing = false;
                player.session.step();
                player.look_for_success();
            }),
            Action::JumpTo(at) => self.with_clock(|player| {
                player.is_playing = false;
                player.target = Some(at);
                player.tick(rehearsal_kernel::SimDuration::ZERO);
            }),
            Action::ActAs(persona) => self.with_player(|player| player.persona = persona),
            Action::RevealHint(step) => self.with_player(|player| *player.hints.entry(step).or_default() += 1),
            Action::Edit(edited, draft) => self.with_player(|player| player.edit(&edited, |it| it.change(draft))),
            Action::UndoEdit(edited) => self.with_player(|player| player.edit(&edited, super::Editor::undo)),
            Action::RedoEdit(edited) => self.with_player(|player| player.edit(&edited, super::Editor::redo)),
            Action::Dismiss(id) if self.notices.iter().all(|notice| notice.id != id) => self,
            other => self.change(|state| state.apply(other)),
        }
    }
}

impl AppState {
    fn change(self: Rc<Self>, change: impl FnOnce(&mut Self)) -> Rc<Self> {
        let mut next = (*self).clone();
        change(&mut next);
        Rc::new(next)
    }

    fn with_player(self: Rc<Self>, change: impl FnOnce(&mut Player)) -> Rc<Self> {
        if self.player.is_none() {
            return self;
        }
        self.change(|state| {
            if let Some(player) = &mut state.player {
                change(Rc::make_mut(player));
            }
        })
    }

    /// A change that may solve the scenario or break a goal, each of which is said once.
    fn with_clock(self: Rc<Self>, change: impl FnOnce(&mut Player)) -> Rc<Self> {
        let was_solved = self.player.as_ref().is_none_or(|player| player.has_been_solved);
        let before = self.player.clone();
        let next = self.with_player(change);
        let is_solved = !was_solved && next.player.as_ref().is_some_and(|player| player.has_been_solved);
        let broke = before.zip(next.player.clone()).map_or_else(Vec::new, |(before, now)| now.broken_since(&before));
        if !is_solved && broke.is_empty() {
            return next;
        }
        next.change(|state| {
            state.notify_broken(&broke);
            if is_solved {
                state.notify(Tone::Done, strings::ALL_GOALS_MET);
            }
        })
    }

    /// The list of goals may be out of view, and a run that is lost should not be played on unknowingly.
    fn notify_broken(&mut self, messages: &[String]) {
        for message in messages {
            self.notify(Tone::Broken, strings::goal_is_broken(message));
        }
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Navigate(route) => self.navigate(route),
            Action::LoadAgain => {
                self.catalogue = Catalogue::Loading;
                self.scenarios.retain(|_, scenario| scenario.is_ok());
            }
            Action::Listed(Ok(listings)) => self.catalogue = Catalogue::Ready(listings.into()),
            Action::Listed(Err(reason)) => self.catalogue = Catalogue::Failed(reason),
            Action::Loaded(id, scenario) => {
                self.scenarios.insert(id, scenario);
                self.open_player();
            }
            Action::ShowLogs(attempt, shown) => self.note_shown_logs(attempt, shown),
            Action::Play(deed) => self.play(&deed),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Reset => self.reset(),
            Action::Discard(edited) => self.discard(&edited),
            Action::Branch(name) => self.branch(&name),
            Action::SwitchTo(name) => self.switch_to(&name),
            Action::Forget(name) => self.forget(&name),
            Action::StartAgain(id) => self.start_again(&id),
            Action::Dismiss(id) => self.notices.retain(|notice| notice.id != id),
            Action::Complain(text) => self.notify(Tone::Trouble, text),
            Action::KeptElsewhere(id, progress) => match &self.player {
                Some(player) if player.id() == id => {
                    self.rival = Some(progress).filter(|progress| **progress != player.progress());
                }
                Some(_) | None => drop(self.progress.insert(id, *progress)),
            },
            Action::TakeRival => self.take_rival(),
            Action::KeepMine => self.rival = None,
            Action::StorageFailed => {
                if !self.told_about_storage {
                    self.told_about_storage = true;
                    self.notify(Tone::Trouble, strings::NOTICE_NOT_SAVED);
                }
            }
            Action::SetTheme(theme) => self.theme = theme,
            Action::Tick(_)
            | Action::SetPlaying(_)
            | Action::SetSpeed(_)
            | Action::Step
            | Action::JumpTo(_)
            | Action::LookAt(_)
            | Action::BackToNow
            | Action::ActAs(_)
            | Action::RevealHint(_)
            | Action::Edit(..)
            | Action::UndoEdit(_)
            | Action::RedoEdit(_) => unreachable!("these change the player alone"),
        }
    }

    fn navigate(&mut self, route: Route) {
        let before = std::mem::replace(&mut self.route, route);
        let scenario = |route: &Route| route.place().map(|place| place.scenario.clone());
        if scenario(&before) != scenario(&self.route) {
            // What was done in one scenario is no news in another.
            self.notices.retain(|notice| notice.tone == Tone::Trouble);
            self.close_player();
            self.open_player();
        }
        let says_created = |page: &Page| matches!(page, Page::Releases(_) | Page::Deployments(_) | Page::Edit(..));
        if !self.route.place().is_some_and(|place| says_created(&place.page)) {
            self.forget_created();
        }
        self.note_opened_log(&before);
    }

    fn forget_created(&mut self) {
        self.notices.retain(|notice| notice.tone != Tone::Created);
    }

    /// Of another run, or an earlier moment, the news of this one are not true.
    fn forget_the_run(&mut self) {
        self.forget_created();
        self.notices.retain(|notice| notice.tone != Tone::Broken);
    }

    fn close_player(&mut self) {
        if let Some(player) = self.player.take() {
            self.drafts.insert(player.id().to_owned(), player.editors.clone());
            // Without a choice it stays with what is kept, which is the other tab's.
            let progress = self.rival.take().map_or_else(|| player.progress(), |rival| *rival);
            self.progress.insert(player.id().to_owned(), progress);
        }
    }

    /// Goes on with what another tab has kept. Drafts are this tab's own and stay.
    fn take_rival(&mut self) {
        let Some(rival) = self.rival.take() else { return };
        let Some(before) = self.player.take() else { return };
        self.progress.insert(before.id().to_owned(), *rival);
        self.open_player();
        if let Some(player) = &mut self.player {
            Rc::make_mut(player).editors.clone_from(&before.editors);
        }
    }

    /// Begins or resumes the scenario of the address, once it is known.
    fn open_player(&mut self) {
        let Some(place) = self.route.place() else { return };
        if self.player.as_ref().is_some_and(|player| player.id() == place.scenario) {
            return;
        }
        let Some(Ok(scenario)) = self.scenarios.get(&place.scenario) else { return };
        if self.restart.take().is_some_and(|id| id == place.scenario) {
            let mut player = Player::new(scenario);
            player.has_been_solved = self.progress.get(player.id()).is_some_and(|progress| progress.has_been_solved);
            self.drafts.remove(player.id());
            self.player = Some(Rc::new(player));
            return;
        }
        let mut player = match self.progress.get(&place.scenario).map(|progress| Player::resume(scenario, progress)) {
            None => Player::new(scenario),
            Some(Ok(player)) => player,
            Some(Err(reason)) => {
                let mut anew = Player::new(scenario);
                anew.futures = self.progress.get(&place.scenario).map(super::Futures::kept).unwrap_or_default();
                self.unfit.push(place.scenario.clone());
                self.notify(Tone::Trouble, strings::notice_save_does_not_fit(&reason.to_string()));
                anew
            }
        };
        for (edited, editor) in self.drafts.remove(player.id()).unwrap_or_default() {
            player.take_draft(edited, editor);
        }
        self.player = Some(Rc::new(player));
    }

    /// Opening a log is a move too: goals may ask for it. It is made once for each log that comes into view.
    fn note_opened_log(&mut self, before: &Route) {
        let Some(now) = log_place(&self.route) else { return };
        let stays = log_place(before).is_some_and(|before| {
            let is_same_log = LogPlace { line: now.line, ..before.clone() } == *now;
            (&before.release, &before.stage) == (&now.release, &now.stage) && (now.task.is_none() || is_same_log)
        });
        if stays {
            return;
        }
        let open = self.player.as_ref().and_then(|player| opened_log(player, now));
        self.open_logs(open.into_iter().collect());
    }

    /// What the list of tasks shows of their logs has been read as well, once in each attempt.
    fn note_shown_logs(&mut self, attempt: DeploymentId, shown: Vec<OpenLog>) {
        let Some(player) = &self.player else { return };
        let since = player.session.state().deployment(attempt).created.index();
        let is_read = |open: &OpenLog| {
            let mut moves = player.session.moves().iter().filter(|one| one.facts > since);
            moves.any(|one| matches!(&one.action, Deed::OpenLog(read) if read == open))
        };
        let unread = shown.into_iter().filter(|open| !is_read(open)).collect();
        self.open_logs(unread);
    }

    fn open_logs(&mut self, logs: Vec<OpenLog>) {
        let Some(player) = self.player.as_mut().filter(|player| !player.is_past() && !logs.is_empty()) else { return };
        let player = Rc::make_mut(player);
        let by = player.persona;
        for open in logs {
            // A stage without a log refuses; its page says so itself.
            let _ = player.session.play(by, Deed::OpenLog(open));
        }
        player.look_for_success();
    }

    fn play(&mut self, action: &Deed) {
        let Some(player) = &mut self.player else { return };
        let before = Rc::clone(player);
        let player = Rc::make_mut(player);
        let by = player.persona;
        let facts = player.session.log().len();
        if let Err(refusal) = player.session.play(by, action.clone()) {
            let text = refusal.to_string();
            self.notify(Tone::Trouble, strings::refused(&text));
            return;
        }
        let (world, state) = (player.session.world(), player.session.state());
        // What was due at this moment came first; the deed itself is the first fact that it caused.
        let caused = player.session.log().range(facts..).find(|entry| matches!(entry.cause(), Cause::Command(_)));
        let told = caused.map(|entry| sentence(world, state, &entry.fact));
        let created = player.session.log().range(facts..).find_map(|entry| match &entry.fact {
            Fact::ReleaseCreated { content, .. } => Some(content.name.clone()),
            _ => None,
        });
        match action {
            Deed::SavePipeline(saved) => player
                .editors
                .retain(|edited, editor| matches!(edited, Edited::Release(_)) || editor.saved.name != saved.pipeline),
            Deed::EditRelease(edit) => player.editors.retain(
                |edited, _| !matches!(edited, Edited::Release(name) if name.eq_ignore_ascii_case(&edit.release)),
            ),
            _ => {}
        }
        // The page of a deleted release is there no more.
        let instead = player.session.log().range(facts..).find_map(|entry| match &entry.fact {
            Fact::ReleaseDeleted { release, .. } => {
                Some(Page::Releases(state.release(*release).content.definition.index()))
            }
            _ => None,
        });
        // Saving ends the editing of a release.
        let instead = instead.or_else(|| match action {
            Deed::EditRelease(edit) => Some(Page::Release(edit.release.clone())),
            _ => None,
        });
        let is_solved = player.look_for_success();
        let broke = player.broken_since(&before);
        let closes = match action {
            Deed::CreateRelease(_)
            | Deed::Deploy(_)
            | Deed::DeployStages(_)
            | Deed::Cancel(_)
            | Deed::Abandon(_)
            | Deed::DeleteRelease(_)
            | Deed::Commit(_)
            | Deed::CreatePullRequest(_)
            | Deed::TagBuild(_)
            | Deed::ResumeIntervention(_)
            | Deed::RejectIntervention(_)
            | Deed::SavePipeline(_)
            | Deed::EditRelease(_) => true,
            Deed::StartRelease(_)
            | Deed::RetainRelease(_)
            | Deed::StopRetaining(_)
            | Deed::UndeleteRelease(_)
            | Deed::Approve(_)
            | Deed::Reject(_)
            | Deed::Reassign(_)
            | Deed::TagRelease(_)
            | Deed::TagPipeline(_)
            | Deed::SaveVariableGroup(_)
            | Deed::CreatePipeline(_)
            | Deed::DeletePipeline(_)
            | Deed::UndeletePipeline(_)
            | Deed::OpenLog(_)
            | Deed::SetDefaultBranch(_)
            | Deed::UpdatePullRequest(_)
            | Deed::CompleteBuild(_)
            | Deed::SetAgent(_)
            | Deed::CommentRelease(_)
            | Deed::SetPermission(_)
            | Deed::IgnoreGate(_)
            | Deed::SetWorkItems(_)
            | Deed::SetEndpoint(_)
            | Deed::SetAlert(_)
            | Deed::SetPolicy(_)
            | Deed::AddTarget(_)
            | Deed::SetTarget(_) => false,
        };
        let place = self.route.place().cloned();
        match created.zip(place.as_ref()) {
            Some((name, place)) => {
                let link = place.on(Page::Release(name.clone())).href();
                self.forget_created();
                self.notify_with(Tone::Created, strings::release_has_been_created(&name), Some((name, link)));
            }
            None => self.notify(Tone::Done, told.unwrap_or_else(|| strings::done(&deed(action)))),
        }
        if let Some(place) = place.filter(|_| closes) {
            self.route = Route::Play(instead.map_or_else(|| place.without_panel(), |page| place.on(page)));
        }
        self.notify_broken(&broke);
        if is_solved {
            self.notify(Tone::Done, strings::ALL_GOALS_MET);
        }
    }

    /// Takes back the latest move that changed something: having read a log is not what a learner wants undone.
    fn undo(&mut self) {
        let Some(player) = &mut self.player else { return };
        let player = Rc::make_mut(player);
        let text = match player.undo() {
            Some(taken) => strings::undone(&deed(&taken.action)),
            None => strings::UNDO_NOTHING.to_owned(),
        };
        self.forget_the_run();
        self.notify(Tone::Done, text);
    }

    fn redo(&mut self) {
        let Some(player) = &mut self.player else { return };
        let before = Rc::clone(player);
        let player = Rc::make_mut(player);
        let text = match player.redo() {
            Some(made) => strings::redone(&deed(&made.action)),
            None => strings::REDO_NOTHING.to_owned(),
        };
        let is_solved = player.look_for_success();
        let broke = player.broken_since(&before);
        self.notify(Tone::Done, text);
        self.notify_broken(&broke);
        if is_solved {
            self.notify(Tone::Done, strings::ALL_GOALS_MET);
        }
    }

    fn discard(&mut self, edited: &Edited) {
        if let Some(player) = &mut self.player {
            let player = Rc::make_mut(player);
            player.discard(edited);
        }
        if let Some(place) = self.route.place().map(Place::without_panel) {
            self.route = Route::Play(place);
        }
    }

    fn is_past(&self) -> bool {
        self.player.as_ref().is_some_and(|player| player.is_past())
    }

    fn branch(&mut self, name: &str) {
        let Some(player) = &mut self.player else { return };
        match Rc::make_mut(player).branch(name) {
            Ok(before) => {
                let text = strings::branched(&player.futures.name, &before);
                self.forget_the_run();
                self.notify(Tone::Done, text);
            }
            Err(refusal) => self.notify(Tone::Trouble, refusal),
        }
    }

    fn switch_to(&mut self, name: &str) {
        let Some(player) = &mut self.player else { return };
        match Rc::make_mut(player).switch_to(name) {
            Ok(()) => {
                self.forget_the_run();
                self.notify(Tone::Done, strings::switched_to(name));
            }
            Err(reason) => self.notify(Tone::Trouble, strings::future_does_not_fit(name, &reason.to_string())),
        }
    }

    fn forget(&mut self, name: &str) {
        let Some(player) = &mut self.player else { return };
        Rc::make_mut(player).forget(name);
        self.notify(Tone::Done, strings::forgotten(name));
    }

    fn reset(&mut self) {
        let Some(player) = &mut self.player else { return };
        let player = Rc::make_mut(player);
        player.session.reset();
        player.editors.clear();
        player.is_playing = false;
        player.target = None;
        player.is_behind = false;
        let place = Place::first(player.id());
        self.forget_the_run();
        self.route = Route::Play(place);
    }

    fn start_again(&mut self, id: &str) {
        self.restart = Some(id.to_owned());
        self.navigate(Route::Play(Place::first(id)));
    }
}

/// Whether an action belongs to the present: none of them may change a past that is only looked at.
fn is_for_now(action: &Action) -> bool {
    match action {
        Action::SetPlaying(_)
        | Action::Step
        | Action::JumpTo(_)
        | Action::Edit(..)
        | Action::UndoEdit(_)
        | Action::RedoEdit(_)
        | Action::Discard(_)
        | Action::Play(_)
        | Action::Undo
        | Action::Redo
        | Action::Reset => true,
        Action::Navigate(_)
        | Action::LoadAgain
        | Action::Listed(_)
        | Action::Loaded(..)
        | Action::Tick(_)
        | Action::ShowLogs(..)
        | Action::SetSpeed(_)
        | Action::KeptElsewhere(..)
        | Action::TakeRival
        | Action::KeepMine
        | Action::LookAt(_)
        | Action::BackToNow
        | Action::Branch(_)
        | Action::SwitchTo(_)
        | Action::Forget(_)
        | Action::StartAgain(_)
        | Action::ActAs(_)
        | Action::RevealHint(_)
        | Action::Dismiss(_)
        | Action::Complain(_)
        | Action::StorageFailed
        | Action::SetTheme(_) => false,
    }
}

fn log_place(route: &Route) -> Option<&LogPlace> {
    match route.place().map(|place| &place.page) {
        Some(Page::Logs(logs)) => Some(logs),
        _ => None,
    }
}

/// What the log in view is called in a command.
fn opened_log(player: &Player, place: &LogPlace) -> Option<OpenLog> {
    let whole = OpenLog { release: place.release.clone(), stage: place.stage.clone(), task: String::new() };
    let Some(task) = &place.task else { return Some(whole) };
    let body = player.scene(|scene| {
        let release = scene.release_named(&place.release)?;
        let stage = scene.stage_named(release, &place.stage)?;
        let wanted = Wanted { attempt: place.attempt, entry: place.entry.clone() };
        logs(scene, release, stage, &wanted).body
    })?;
    match body {
        LogBody::Job(job) => job.tasks.into_iter().find(|row| row.key == *task).map(|row| row.open),
        LogBody::Approvals(_) | LogBody::Gates(_) => None,
    }
}
