//! Progress and theme, kept in this browser.
//!
//! Storage may be full, switched off or damaged; then the learner is told and everything else goes on.

use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use yew::prelude::*;

use crate::store::{Action, Player, Progress, Store, Theme};

const PROGRESS: &str = "rehearsal.progress.";
const THEME: &str = "rehearsal.theme";
/// Progress is written this long after it changed, so that a running clock does not write at every tick.
const DELAY_MILLIS: u32 = 800;

/// Every progress that is kept, and the ids of those that could not be read.
pub(crate) fn read_progress() -> (BTreeMap<String, Progress>, Vec<String>) {
    let (mut found, mut damaged) = (BTreeMap::new(), Vec::new());
    for id in kept_ids() {
        let Some(text) = kept(&format!("{PROGRESS}{id}")) else { continue };
        match rehearsal_yaml::from_json(&text) {
            Some(progress) => {
                found.insert(id, progress);
            }
            None => damaged.push(id),
        }
    }
    (found, damaged)
}

/// Ids under which something is kept; none when storage is out of reach.
fn kept_ids() -> Vec<String> {
    let Ok(Some(storage)) = window().local_storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    keys.filter_map(|key| key.strip_prefix(PROGRESS).map(str::to_owned)).collect()
}

/// The theme that was chosen.
pub(crate) fn read_theme() -> Theme {
    let name: Option<String> = kept(THEME).and_then(|text| rehearsal_yaml::from_json(&text));
    name.map(|name| Theme::from_name(&name)).unwrap_or_default()
}

/// The text under a key, which is JSON: read by the reader of scenarios, since a second one would weigh 40 kB.
fn kept(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn write<T: serde::Serialize>(key: &str, value: &T) -> bool {
    let Ok(Some(storage)) = window().local_storage() else { return false };
    storage.set_item(key, &rehearsal_yaml::json::to_json(value)).is_ok()
}

/// What makes a progress worth writing again.
#[derive(PartialEq, Clone)]
struct Mark {
    id: String,
    facts: usize,
    moves: usize,
    persona: u32,
    hints: usize,
    /// Whole minutes of virtual time, so that a clock that only runs is kept too.
    minute: i64,
}

/// Keeps progress and theme.
#[hook]
pub(crate) fn use_storage(store: &Store) {
    let mark = store.player.as_ref().map(|player| Mark {
        id: player.id().to_owned(),
        facts: player.session.log().len(),
        moves: player.session.moves().len(),
        persona: player.persona.0,
        hints: player.hints.values().sum(),
        minute: player.session.now().as_millis() / 60_000,
    });
    let latest = use_mut_ref(|| None::<Rc<Player>>);
    {
        // Written as it was left, before the next one takes its place.
        let latest = latest.clone();
        use_effect_with(mark.as_ref().map(|mark| mark.id.clone()), move |_| {
            move || {
                write_latest(latest.borrow().as_deref());
            }
        });
    }
    {
        let (latest, player) = (latest.clone(), store.player.clone());
        use_effect(move || {
            *latest.borrow_mut() = player;
        });
    }
    let pending = use_mut_ref(|| None::<Timeout>);
    let dispatcher = store.dispatcher();
    {
        let latest = latest.clone();
        use_effect_with(mark, move |mark| {
            if mark.is_none() || pending.borrow().is_some() {
                return;
            }
            let slot = pending.clone();
            let timeout = Timeout::new(DELAY_MILLIS, move || {
                // Given up rather than dropped: it has fired, there is nothing left to clear.
                slot.borrow_mut().take().map(Timeout::forget);
                if !write_latest(latest.borrow().as_deref()) {
                    dispatcher.dispatch(Action::StorageFailed);
                }
            });
            *pending.borrow_mut() = Some(timeout);
        });
    }
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "pagehide", move |_| {
            write_latest(latest.borrow().as_deref());
        });
        || drop(listener)
    });
    use_effect_with(store.theme, |theme| {
        write(THEME, &theme.name());
    });
}

/// True when there was nothing to write or it was written.
fn write_latest(latest: Option<&Player>) -> bool {
    latest.is_none_or(|player| write(&format!("{PROGRESS}{}", player.id()), &player.progress()))
}
