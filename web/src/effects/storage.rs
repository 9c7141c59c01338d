//! Progress and theme, kept in this browser.
//!
//! Storage may be full, switched off or damaged; then the learner is told and everything else goes on. Several tabs
//! share it: a tab writes only over what it has read or written itself, so none destroys what another has done. What
//! another tab did to the scenario that is open here is for the learner to choose about.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use rehearsal_classic::ReleaseDefinition;
use wasm_bindgen::JsCast as _;
use web_sys::StorageEvent;
use yew::prelude::*;

use crate::store::{Action, Player, Progress, Store, Theme};

const PROGRESS: &str = "rehearsal.progress.";
/// What could not be read is copied here before anything is written over it.
const ASIDE: &str = "rehearsal.aside.";
const THEME: &str = "rehearsal.theme";
/// Progress is written this long after it changed, so that a running clock does not write at every tick.
const DELAY_MILLIS: u32 = 800;

/// What is kept when the application starts.
#[derive(Debug, Default, Clone)]
pub(crate) struct Kept {
    /// What could be read, by scenario.
    pub(crate) progress: BTreeMap<String, Progress>,
    /// Names under which the rest was put aside.
    pub(crate) aside: Vec<String>,
    texts: BTreeMap<String, String>,
}

/// Everything that is kept.
pub(crate) fn read_progress() -> Kept {
    let mut found = Kept::default();
    for id in kept_ids() {
        let Some(text) = kept(&key(&id)) else { continue };
        match rehearsal_yaml::from_json(&text) {
            Some(progress) => drop(found.progress.insert(id.clone(), progress)),
            None => found.aside.push(put_aside(&id)),
        }
        found.texts.insert(id, text);
    }
    found
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

fn key(id: &str) -> String {
    [PROGRESS, id].concat()
}

/// The text under a key, which is JSON: read by the reader of scenarios, since a second one would weigh 40 kB.
fn kept(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn write(key: &str, text: &str) -> bool {
    let Ok(Some(storage)) = window().local_storage() else { return false };
    storage.set_item(key, text).is_ok()
}

/// Copies what is kept of a scenario and gives the name of the copy.
fn put_aside(id: &str) -> String {
    let name = [ASIDE, id].concat();
    if let Some(text) = kept(&key(id)) {
        // When there is no room for the copy, there is none for what would be written over the original either.
        write(&name, &text);
    }
    name
}

/// What makes a progress worth writing again.
#[derive(PartialEq, Clone)]
struct Mark {
    id: String,
    facts: usize,
    moves: usize,
    persona: u32,
    speed: u32,
    hints: usize,
    /// Name of the future, and of the others.
    futures: Vec<String>,
    drafts: Vec<Arc<ReleaseDefinition>>,
    /// Whole minutes of virtual time, so that a clock that only runs is kept too.
    minute: i64,
}

impl Mark {
    fn of(player: &Player) -> Self {
        Self {
            id: player.id().to_owned(),
            facts: player.present().log().len(),
            moves: player.present().moves().len(),
            persona: player.persona.0,
            speed: player.speed,
            hints: player.hints.values().sum(),
            futures: std::iter::once(&player.futures.name)
                .chain(player.futures.others.iter().map(|one| &one.name))
                .cloned()
                .collect(),
            drafts: player.editors.values().map(|editor| Arc::clone(&editor.draft)).collect(),
            minute: player.present().now().as_millis() / 60_000,
        }
    }
}

/// What this tab knows of what is kept.
struct Keeper {
    /// What it read or wrote last, by scenario: anything else is another tab's.
    texts: BTreeMap<String, String>,
    player: Option<Rc<Player>>,
    /// The player as it is kept already.
    written: Option<Mark>,
    /// True until the learner has chosen between this tab's progress and another's.
    is_contested: bool,
}

/// What came of an attempt to write.
enum Outcome {
    Done,
    Refused,
    Contested(String, Box<Progress>),
}

impl Keeper {
    /// Writes the progress of the open scenario, if it has changed and no other tab would lose by it.
    fn keep(&mut self) -> Outcome {
        let Some(player) = self.player.clone().filter(|_| !self.is_contested) else { return Outcome::Done };
        let mark = Mark::of(&player);
        if self.written.as_ref() == Some(&mark) {
            return Outcome::Done;
        }
        let id = player.id();
        let foreign = kept(&key(id)).filter(|text| self.texts.get(id) != Some(text));
        if let Some(progress) = foreign.and_then(|text| rehearsal_yaml::from_json(&text)) {
            self.is_contested = true;
            return Outcome::Contested(id.to_owned(), Box::new(progress));
        }
        let text = rehearsal_yaml::json::to_json(&player.progress());
        if !write(&key(id), &text) {
            return Outcome::Refused;
        }
        self.texts.insert(id.to_owned(), text);
        self.written = Some(mark);
        Outcome::Done
    }

    /// Begins with a player: when it is as it is kept, there is nothing to write.
    fn begin(&mut self, player: Option<&Player>, known: Option<&Progress>) {
        self.is_contested = false;
        self.written = player.and_then(|player| {
            let now = player.progress();
            known.map_or(!now.has_begun, |known| *known == now).then(|| Mark::of(player))
        });
    }

    /// Another tab has written: what that means for this one.
    fn hear(&mut self, id: &str, text: String) -> Option<Action> {
        let progress: Progress = rehearsal_yaml::from_json(&text)?;
        match self.player.as_ref().filter(|player| player.id() == id) {
            Some(player) if player.progress() != progress => self.is_contested = true,
            Some(_) | None => drop(self.texts.insert(id.to_owned(), text)),
        }
        Some(Action::KeptElsewhere(id.to_owned(), Box::new(progress)))
    }
}

/// Keeps progress and theme.
#[hook]
pub(crate) fn use_storage(store: &Store, kept_before: &Kept) {
    let keeper =
        use_mut_ref(|| Keeper { texts: kept_before.texts.clone(), player: None, written: None, is_contested: false });
    use_open_scenario(store, &keeper);
    let mark = store.player.as_deref().map(Mark::of);
    let pending = use_mut_ref(|| None::<Timeout>);
    let dispatcher = store.dispatcher();
    {
        let keeper = keeper.clone();
        use_effect_with((mark, store.rival.is_some()), move |(mark, _)| {
            if mark.is_none() || pending.borrow().is_some() {
                return;
            }
            let slot = pending.clone();
            let timeout = Timeout::new(DELAY_MILLIS, move || {
                // Given up rather than dropped: it has fired, there is nothing left to clear.
                slot.borrow_mut().take().map(Timeout::forget);
                let outcome = keeper.borrow_mut().keep();
                match outcome {
                    Outcome::Done => {}
                    Outcome::Refused => dispatcher.dispatch(Action::StorageFailed),
                    Outcome::Contested(id, progress) => dispatcher.dispatch(Action::KeptElsewhere(id, progress)),
                }
            });
            *pending.borrow_mut() = Some(timeout);
        });
    }
    let dispatcher = store.dispatcher();
    use_effect_with((), move |()| {
        let leaving = {
            let keeper = keeper.clone();
            EventListener::new(&window(), "pagehide", move |_| drop(keeper.borrow_mut().keep()))
        };
        let listener = EventListener::new(&window(), "storage", move |event| {
            let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
            let id = event.key().and_then(|key| key.strip_prefix(PROGRESS).map(str::to_owned));
            let heard = id.zip(event.new_value()).and_then(|(id, text)| keeper.borrow_mut().hear(&id, text));
            if let Some(action) = heard {
                dispatcher.dispatch(action);
            }
        });
        || drop((leaving, listener))
    });
    use_effect_with(store.theme, |theme| {
        write(THEME, &rehearsal_yaml::json::to_json(&theme.name()));
    });
}

/// Follows which scenario is open, and which of two tabs it goes on in.
#[hook]
fn use_open_scenario(store: &Store, keeper: &Rc<RefCell<Keeper>>) {
    let id = store.player.as_ref().map(|player| player.id().to_owned());
    let known = id.as_ref().and_then(|id| store.progress.get(id)).cloned();
    {
        let (keeper, player) = (keeper.clone(), store.player.clone());
        use_effect_with(id.clone(), move |_| {
            keeper.borrow_mut().begin(player.as_deref(), known.as_ref());
            // Written as it was left, before the next one takes its place.
            move || drop(keeper.borrow_mut().keep())
        });
    }
    {
        let (keeper, player) = (keeper.clone(), store.player.clone());
        use_effect_with(store.rival.is_some(), move |&is_asked| {
            let mut keeper = keeper.borrow_mut();
            if let Some(id) = id.filter(|_| !is_asked && keeper.is_contested) {
                let text = kept(&key(&id));
                let there = text.as_ref().and_then(|text| rehearsal_yaml::from_json(text));
                keeper.texts.extend(text.map(|text| (id, text)));
                keeper.begin(player.as_deref(), there.as_ref());
            }
        });
    }
    {
        let unfit = store.unfit.clone();
        use_effect_with(unfit, |unfit| {
            for id in unfit {
                put_aside(id);
            }
        });
    }
    let (keeper, player) = (keeper.clone(), store.player.clone());
    use_effect(move || keeper.borrow_mut().player = player);
}
