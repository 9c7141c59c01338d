//! One module for each page. A page asks `rehearsal-view` what to show and draws it.

mod agents;
mod approvals;
mod builds;
mod deployments;
pub(crate) mod editor;
mod history;
mod logs;
mod mail;
mod play;
mod problem;
#[cfg(test)]
mod reading_tests;
mod release;
pub(crate) mod release_compare;
mod release_tabs;
mod releases;
mod sites;
mod start;
mod timeline;

pub(crate) use play::Play;
pub(crate) use problem::{Failure, Loading, NotFound};
pub(crate) use start::Start;

use std::rc::Rc;

use yew::prelude::*;

use crate::route::{Place, Route};
use crate::store::{Action, Player, Store};

/// What every page of the player is given.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PageProps {
    /// The scenario being played; compared by address, since every change makes a new one.
    pub(crate) player: PlayerRef,
    /// Where it is.
    pub(crate) place: Place,
    /// Goes to another place.
    pub(crate) on_go: Callback<Place>,
    /// A person acts.
    pub(crate) on_act: Callback<rehearsal_engine::Action>,
}

/// A player that is the same only when nothing about it has changed.
#[derive(Clone)]
pub(crate) struct PlayerRef(pub(crate) Rc<Player>);

impl PartialEq for PlayerRef {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for PlayerRef {
    type Target = Player;

    fn deref(&self) -> &Player {
        &self.0
    }
}

/// Sends places to the store.
pub(crate) fn go(store: &Store) -> Callback<Place> {
    let dispatcher = store.dispatcher();
    Callback::from(move |place| dispatcher.dispatch(Action::Navigate(Route::Play(place))))
}
