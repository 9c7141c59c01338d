//! The address bar and the state follow each other.

use gloo::events::EventListener;
use gloo::utils::window;
use yew::prelude::*;

use crate::route::{LogPlace, Page, Place, Route};
use crate::store::{Action, Store};

/// What the address bar says.
pub(crate) fn current_route() -> Route {
    Route::read(&window().location().hash().unwrap_or_default())
}

/// Follows the address bar, and writes it when the state has moved on by itself.
#[hook]
pub(crate) fn use_address(store: &Store, title: &str) {
    let dispatcher = store.dispatcher();
    use_effect_with((), move |()| {
        // The address may have changed between the first look at it and now.
        dispatcher.dispatch(Action::Navigate(current_route()));
        let listener = EventListener::new(&window(), "hashchange", move |_| {
            dispatcher.dispatch(Action::Navigate(current_route()));
        });
        || drop(listener)
    });
    let has_begun = use_mut_ref(|| false);
    use_effect_with(store.route.clone(), move |route| {
        // At the beginning the address says where to go, not the state.
        let is_first = !has_begun.replace(true);
        // An address that cannot be written only means that the back button knows one page less.
        if !is_first && *route != Route::Unknown && *route != current_route() {
            if is_another_line(route, &current_route()) {
                // Going from match to match leaves no trail of steps back.
                let _ = window().location().replace(&route.href());
            } else {
                let _ = window().location().set_hash(&route.href());
            }
        }
    });
    use_effect_with(title.to_owned(), |title| gloo::utils::document().set_title(title));
}

/// Whether two addresses differ only in the line of one log.
fn is_another_line(one: &Route, other: &Route) -> bool {
    let log = |route: &Route| {
        let Place { page: Page::Logs(logs), scenario, .. } = route.place()? else { return None };
        logs.line.map(|_| (scenario.clone(), LogPlace { line: None, ..logs.clone() }))
    };
    log(one).is_some_and(|one| Some(one) == log(other))
}
