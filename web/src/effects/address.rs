//! The address bar and the state follow each other.

use gloo::events::EventListener;
use gloo::utils::window;
use yew::prelude::*;

use crate::route::Route;
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
        let listener = EventListener::new(&window(), "hashchange", move |_| {
            dispatcher.dispatch(Action::Navigate(current_route()));
        });
        || drop(listener)
    });
    use_effect_with(store.route.clone(), |route| {
        // An address that cannot be written only means that the back button knows one page less.
        if *route != Route::Unknown && *route != current_route() {
            let _ = window().location().set_hash(&route.href());
        }
    });
    use_effect_with(title.to_owned(), |title| gloo::utils::document().set_title(title));
}
