//! The whole application: the store, its effects, and the page of the address.

use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::Notices;
use crate::effects::{
    current_route, read_progress, read_theme, use_address, use_clock, use_scenarios, use_storage, use_theme,
};
use crate::pages::{NotFound, Play, Start};
use crate::route::{Edited, Page, Route};
use crate::store::{Action, AppState, Store};

/// The application.
#[component]
pub(crate) fn App() -> Html {
    let kept = use_memo((), |()| read_progress());
    let store: Store = {
        let progress = kept.progress.clone();
        use_reducer(move || AppState::new(current_route(), progress, read_theme()))
    };
    {
        let (dispatcher, aside) = (store.dispatcher(), kept.aside.clone());
        use_effect_with((), move |()| {
            if !aside.is_empty() {
                dispatcher.dispatch(Action::Complain(strings::notice_corrupt_save(&strings::list(&aside))));
            }
        });
    }
    use_address(&store, &title(&store));
    use_scenarios(&store);
    use_clock(&store);
    use_storage(&store, &kept);
    use_theme(store.theme);
    let dismiss = {
        let dispatcher = store.dispatcher();
        Callback::from(move |id| dispatcher.dispatch(Action::Dismiss(id)))
    };
    let skip = Callback::from(|event: MouseEvent| {
        // The address after the # is the application's own, so the link moves the focus by hand.
        event.prevent_default();
        crate::effects::focus_page();
    });
    html! {
        <ContextProvider<Store> context={store.clone()}>
            <a class="skip" href="#page" onclick={skip}>{ strings::SKIP_TO_CONTENT }</a>
            { match &store.route {
                Route::Start => html! { <Start /> },
                Route::Play(_) => html! { <Play /> },
                Route::Unknown => html! {
                    <main class="start__main" id="page" tabindex="-1">
                        <NotFound href="#/" words={strings::ALL_SCENARIOS} help={strings::ADDRESS_UNKNOWN} />
                    </main>
                },
            } }
            <Notices notices={store.notices.clone()} on_dismiss={dismiss} />
        </ContextProvider<Store>>
    }
}

/// Title of the window: the page, then the scenario, then the application.
fn title(store: &Store) -> String {
    let Some(place) = store.route.place() else { return strings::REHEARSAL.to_owned() };
    if store.lists(&place.scenario) == Some(false) {
        return strings::name_and_word(strings::NOT_FOUND, strings::REHEARSAL);
    }
    let page = match &place.page {
        Page::Releases(_) => strings::RELEASES.to_owned(),
        Page::Release(name) => name.clone(),
        Page::Logs(logs) => strings::logs_of(&logs.stage),
        Page::Sites => strings::SITES.to_owned(),
        Page::History | Page::Moment(_) => strings::HISTORY.to_owned(),
        Page::CompareReleases(one, other) => strings::name_and_word(one, other),
        Page::Timeline(_) => strings::TIMELINE.to_owned(),
        Page::Edit(Edited::Pipeline(_), _) => strings::EDIT.to_owned(),
        Page::Edit(Edited::Release(name), _) => strings::name_and_word(name, strings::EDIT_RELEASE),
        Page::Deployments(_) => strings::DEPLOYMENTS.to_owned(),
        Page::ReleaseVariables(name) => strings::name_and_word(name, strings::VARIABLES_TAB),
        Page::ReleaseHistory(name) => strings::name_and_word(name, strings::HISTORY),
        Page::Builds => strings::BUILDS.to_owned(),
        Page::Agents => strings::AGENTS.to_owned(),
        Page::Approvals => strings::APPROVALS.to_owned(),
        Page::Mail => strings::MAIL.to_owned(),
    };
    let scenario = store.player.as_ref().map(|player| player.session.scenario().title.clone());
    let parts: Vec<String> =
        std::iter::once(page).chain(scenario).chain(std::iter::once(strings::REHEARSAL.to_owned())).collect();
    parts.join(" · ")
}
