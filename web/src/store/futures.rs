//! Looking back, and the futures of a scenario.
//!
//! While the past is looked at, the run in view is a copy of the present that was wound back; every page shows it
//! without knowing. The present itself waits untouched. A future that is not in view is no more than its moves
//! ([`Save`]), played again when somebody goes on with it or compares it, so that only one log is in memory for each
//! run that is on the screen: at most three, the present, a moment of it, and the future it is compared with.

use std::collections::BTreeMap;
use std::rc::Rc;

use rehearsal_scenario::{Moment, RestoreError, Save, Session};
use rehearsal_view::strings;

use crate::route::Edited;
use crate::store::{Editor, Player, Progress, SavedFuture};

/// More futures than this cannot be told apart by anybody, and their moves have to fit the browser's storage.
pub(super) const FUTURES_MAX: usize = 8;

/// Longest name of a future, in letters.
pub(crate) const NAME_MAX: usize = 40;

/// The futures of a scenario.
#[derive(Debug, Clone)]
pub(crate) struct Futures {
    /// Name of the one in view.
    pub(crate) name: String,
    /// The others, oldest first.
    pub(crate) others: Vec<Future>,
}

/// A future that is not in view.
#[derive(Debug, Clone)]
pub(crate) struct Future {
    /// What it is called.
    pub(crate) name: String,
    /// What it takes to play it again.
    pub(crate) save: Rc<Save>,
    /// Drafts that were not saved when it was left.
    editors: BTreeMap<Edited, Editor>,
}

impl Default for Futures {
    fn default() -> Self {
        Self { name: strings::FIRST_FUTURE.to_owned(), others: Vec::new() }
    }
}

impl Futures {
    /// The futures of a progress.
    pub(super) fn kept(progress: &Progress) -> Self {
        let others = progress.futures.iter().map(|one| Future {
            name: one.name.clone(),
            save: Rc::new(one.save.clone()),
            editors: BTreeMap::new(),
        });
        let name = if progress.future.is_empty() { Self::default().name } else { progress.future.clone() };
        Self { name, others: others.collect() }
    }

    /// What is to be kept of the others.
    pub(super) fn saves(&self) -> Vec<SavedFuture> {
        self.others.iter().map(|one| SavedFuture { name: one.name.clone(), save: (*one.save).clone() }).collect()
    }

    /// The other future with this name.
    pub(crate) fn other(&self, name: &str) -> Option<&Future> {
        self.others.iter().find(|one| one.name == name)
    }

    /// A name that none has.
    pub(crate) fn free_name(&self) -> String {
        let numbers = 2..;
        let mut names = numbers.map(strings::future_number);
        names.find(|name| *name != self.name && self.other(name).is_none()).expect("there are numbers without end")
    }

    /// Why there can be no future with this name; none when there can.
    pub(crate) fn refusal(&self, name: &str) -> Option<String> {
        if self.others.len() + 1 >= FUTURES_MAX {
            return Some(strings::too_many_futures(FUTURES_MAX));
        }
        let name = name.trim();
        if name.is_empty() {
            Some(strings::NAME_IS_EMPTY.to_owned())
        } else if name == self.name || self.other(name).is_some() {
            Some(strings::NAME_IS_TAKEN.to_owned())
        } else {
            None
        }
    }
}

impl Player {
    /// The present, whatever is looked at.
    pub(crate) fn present(&self) -> &Session {
        self.present.as_deref().unwrap_or(&self.session)
    }

    /// Whether the past is looked at.
    pub(crate) fn is_past(&self) -> bool {
        self.present.is_some()
    }

    /// Looks at a moment of this run; the present itself ends looking back.
    pub(crate) fn look_at(&mut self, moment: Moment) {
        self.is_playing = false;
        self.target = None;
        self.is_behind = false;
        if moment >= self.present().moment() {
            return self.back_to_now();
        }
        let past = self.present().back_at(moment);
        let seen = std::mem::replace(&mut self.session, past);
        self.present.get_or_insert_with(|| Rc::new(seen));
    }

    /// Ends looking back.
    pub(crate) fn back_to_now(&mut self) {
        if let Some(present) = self.present.take() {
            self.session = Rc::unwrap_or_clone(present);
        }
    }

    /// The moment that is looked at becomes the present of a new future; the one so far is kept under its name, its
    /// drafts with it. Gives that name.
    ///
    /// # Errors
    /// Why there can be no future with this name.
    pub(crate) fn branch(&mut self, name: &str) -> Result<String, String> {
        if let Some(refusal) = self.futures.refusal(name) {
            return Err(refusal);
        }
        let before = std::mem::replace(&mut self.futures.name, name.trim().chars().take(NAME_MAX).collect());
        let save = Rc::new(self.present().save());
        let editors = std::mem::take(&mut self.editors);
        self.futures.others.push(Future { name: before.clone(), save, editors });
        self.present = None;
        Ok(before)
    }

    /// Goes on with another future; the one so far is kept.
    ///
    /// # Errors
    /// Why it cannot be played again. It is kept then, and nothing has changed.
    pub(crate) fn switch_to(&mut self, name: &str) -> Result<(), RestoreError> {
        let Some(index) = self.futures.others.iter().position(|one| one.name == name) else { return Ok(()) };
        let session = self.restored(&self.futures.others[index].save)?;
        self.back_to_now();
        let left = Future {
            name: std::mem::replace(&mut self.futures.name, name.to_owned()),
            save: Rc::new(self.session.save()),
            editors: std::mem::take(&mut self.editors),
        };
        // In the place of the other one, so that names keep theirs in lists.
        let taken = std::mem::replace(&mut self.futures.others[index], left);
        self.editors = taken.editors;
        self.session = session;
        self.is_playing = false;
        self.target = None;
        self.is_behind = false;
        Ok(())
    }

    /// Another future, played again.
    ///
    /// # Errors
    /// Why it cannot be.
    pub(crate) fn restored(&self, save: &Save) -> Result<Session, RestoreError> {
        Session::restore(Rc::clone(self.session.scenario()), save)
    }

    /// Forgets another future.
    pub(crate) fn forget(&mut self, name: &str) {
        self.futures.others.retain(|one| one.name != name);
    }
}
