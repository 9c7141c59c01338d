//! What the application knows, and the one function that changes it.
//!
//! [`AppState`] is replaced, never changed in place, and [`AppState::reduce`](yew::Reducible::reduce) is pure:
//! it reads no clock and no storage. Whether a move is allowed is for the session to say.

mod action;
mod editor;
mod futures;
mod player;
mod progress;
mod reduce;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use rehearsal_scenario::{Level, Scenario};
use yew::prelude::*;

pub(crate) use action::Action;
pub(crate) use editor::Editor;
#[cfg(test)]
use futures::FUTURES_MAX;
pub(crate) use futures::{Futures, NAME_MAX};
pub(crate) use player::{Player, SPEEDS};
pub(crate) use progress::{Progress, SavedFuture, Standing};

use crate::route::{Edited, Route};

/// Handle of the store that components get from their context.
pub(crate) type Store = UseReducerHandle<AppState>;

/// The store.
///
/// # Panics
/// Outside the application's context provider.
#[hook]
pub(crate) fn use_store() -> Store {
    use_context::<Store>().expect("the application provides its store to every component")
}

/// Everything the application knows.
#[derive(Debug, Clone)]
pub(crate) struct AppState {
    /// Where it is.
    pub(crate) route: Route,
    /// The list of scenarios.
    pub(crate) catalogue: Catalogue,
    /// Those that have been opened, or what is wrong with them.
    pub(crate) scenarios: BTreeMap<String, Result<Rc<Scenario>, String>>,
    /// A scenario that begins anew as soon as it is there.
    restart: Option<String>,
    /// The scenario being played.
    pub(crate) player: Option<Rc<Player>>,
    /// Drafts of scenarios that were left, by scenario id; they live as long as the page.
    pub(crate) drafts: BTreeMap<String, BTreeMap<Edited, Editor>>,
    /// Progress by scenario id.
    pub(crate) progress: BTreeMap<String, Progress>,
    /// What another tab has made of the scenario being played; the learner has to choose.
    pub(crate) rival: Option<Box<Progress>>,
    /// Scenarios whose progress could not be gone on with.
    pub(crate) unfit: Vec<String>,
    /// Light or dark.
    pub(crate) theme: Theme,
    /// Short messages, oldest first.
    pub(crate) notices: Vec<Notice>,
    /// Number of the next notice.
    next_notice: u32,
    /// Whether the learner was told that progress cannot be kept.
    told_about_storage: bool,
}

/// The scenarios, as far as they are known.
#[derive(Debug, Clone)]
pub(crate) enum Catalogue {
    /// They are being fetched.
    Loading,
    /// They could not be fetched, with the reason.
    Failed(String),
    /// Here they are.
    Ready(Rc<[Listing]>),
}

/// A scenario on the start page.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub(crate) struct Listing {
    /// Its id, the name of its folder.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// One sentence about it.
    pub(crate) summary: String,
    /// How much it asks for.
    pub(crate) level: Level,
    /// How long a learner takes.
    pub(crate) minutes: u32,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the switch.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// A name for style sheets and storage.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this name; what is unknown follows the system.
    pub(crate) fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }
}

/// A short message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Tells it from others.
    pub(crate) id: u32,
    /// What kind it is.
    pub(crate) tone: Tone,
    /// What it says.
    pub(crate) text: String,
    /// A link below it: words and address.
    pub(crate) link: Option<(String, String)>,
}

/// Kind of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something was done.
    Done,
    /// A release was created: said over the page itself, with the link to it, until the page is left.
    Created,
    /// A goal was broken; it stays until it is dismissed or the run is another.
    Broken,
    /// Something was refused or failed; it stays until it is dismissed.
    Trouble,
}

/// States are the same only when they are one: every change makes a new one.
impl PartialEq for AppState {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl AppState {
    /// The state at the start.
    pub(crate) fn new(route: Route, progress: BTreeMap<String, Progress>, theme: Theme) -> Self {
        Self {
            route,
            catalogue: Catalogue::Loading,
            scenarios: BTreeMap::new(),
            restart: None,
            player: None,
            drafts: BTreeMap::new(),
            progress,
            rival: None,
            unfit: Vec::new(),
            theme,
            notices: Vec::new(),
            next_notice: 0,
            told_about_storage: false,
        }
    }

    /// Whether there is a scenario with this id; none while that is not known.
    pub(crate) fn lists(&self, id: &str) -> Option<bool> {
        match &self.catalogue {
            Catalogue::Ready(listings) => Some(listings.iter().any(|listing| listing.id == id)),
            Catalogue::Loading | Catalogue::Failed(_) => None,
        }
    }

    /// The scenario that has to be fetched for the address.
    pub(crate) fn wanted_scenario(&self) -> Option<String> {
        let id = &self.route.place()?.scenario;
        (!self.scenarios.contains_key(id) && self.lists(id) != Some(false)).then(|| id.clone())
    }

    /// The scenario after this one, when there is another.
    pub(crate) fn after(&self, id: &str) -> Option<&Listing> {
        let Catalogue::Ready(listings) = &self.catalogue else { return None };
        let position = listings.iter().position(|listing| listing.id == id)?;
        listings.get(position + 1)
    }

    fn notify(&mut self, tone: Tone, text: impl Into<String>) {
        self.notify_with(tone, text, None);
    }

    fn notify_with(&mut self, tone: Tone, text: impl Into<String>, link: Option<(String, String)>) {
        let text = text.into();
        // The same words twice in a row say nothing new.
        self.notices.retain(|notice| notice.text != text);
        let excess = self.notices.len().saturating_sub(NOTICES_MAX - 1);
        self.notices.drain(..excess);
        self.notices.push(Notice { id: self.next_notice, tone, text, link });
        self.next_notice += 1;
    }
}

/// More notices than this are never shown; the oldest goes.
const NOTICES_MAX: usize = 2;
