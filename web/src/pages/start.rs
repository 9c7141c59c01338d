//! The start page: what this is, and the scenarios.

use rehearsal_view::{level_word, strings};
use yew::prelude::*;

use crate::components::{Act, Dialog, Empty, Glyph, ThemeSwitch, icon};
use crate::pages::{Failure, Loading};
use crate::route::Place;
use crate::store::{Action, Catalogue, Listing, Progress, Standing, use_store};

/// The list of scenarios.
#[component]
pub(crate) fn Start() -> Html {
    let store = use_store();
    let again = use_state(|| None::<String>);
    let act = {
        let dispatcher = store.dispatcher();
        Callback::from(move |action| dispatcher.dispatch(action))
    };
    let list = match &store.catalogue {
        Catalogue::Loading => html! { <Loading text={strings::LOADING_SCENARIOS} /> },
        Catalogue::Failed(reason) => html! {
            <Failure
                title={strings::SCENARIOS_FAILED}
                reason={reason.clone()}
                on_again={act.reform(|()| Action::LoadAgain)}
            />
        },
        Catalogue::Ready(listings) if listings.is_empty() => {
            html! { <Empty title={strings::NO_SCENARIOS} text={strings::NO_SCENARIOS_HELP} /> }
        }
        Catalogue::Ready(listings) => html! {
            <ul class="scenarios">
                { for listings.iter().map(|listing| {
                    let on_again = { let again = again.clone(); Callback::from(move |id| again.set(Some(id))) };
                    let mistake = store.scenarios.get(&listing.id).and_then(|one| one.as_ref().err());
                    card(listing, mistake, Progress::standing(store.progress.get(&listing.id)), &on_again)
                }) }
            </ul>
        },
    };
    html! {
        <div class="start">
            <header class="start__head">
                <p class="brand">{ icon(Glyph::Mark) }{ strings::REHEARSAL }</p>
                <ThemeSwitch theme={store.theme} on_choose={act.reform(Action::SetTheme)} />
            </header>
            <main class="start__main" id="page" tabindex="-1">
                <section class="hero">
                    <h1 class="hero__title">{ strings::MOTTO }</h1>
                    <p class="hero__lead">{ strings::INTRO_LEAD }</p>
                    <ul class="hero__points">
                        { for strings::INTRO_POINTS.into_iter().map(|(title, text)| html! {
                            <li><strong>{ title }</strong><span>{ text }</span></li>
                        }) }
                    </ul>
                    <p class="quiet">{ strings::INTRO_LOCAL }</p>
                </section>
                <section aria-labelledby="scenarios-title">
                    <h2 class="start__title" id="scenarios-title">{ strings::SCENARIOS }</h2>
                    { list }
                </section>
            </main>
            if let Some(id) = &*again {
                { start_again(id, &again, &act) }
            }
        </div>
    }
}

fn start_again(id: &str, again: &UseStateHandle<Option<String>>, act: &Callback<Action>) -> Html {
    let close = {
        let again = again.clone();
        Callback::from(move |()| again.set(None))
    };
    let go = {
        let (close, act, id) = (close.clone(), act.clone(), id.to_owned());
        Callback::from(move |()| {
            close.emit(());
            act.emit(Action::StartAgain(id.clone()));
        })
    };
    html! {
        <Dialog title={strings::START_AGAIN_TITLE} on_close={close.clone()}>
            <p>{ strings::START_AGAIN_TEXT }</p>
            <div class="buttons">
                <Act class="button--primary" label={strings::START_AGAIN} onclick={go} />
                <Act label={strings::KEEP} onclick={close} />
            </div>
        </Dialog>
    }
}

fn card(listing: &Listing, mistake: Option<&String>, standing: Standing, on_again: &Callback<String>) -> Html {
    if let Some(reason) = mistake {
        return html! {
            <li class="scenario scenario--broken" key={listing.id.clone()}>
                <h3 class="scenario__title">{ &listing.title }</h3>
                <p class="mistake">{ icon(Glyph::Cross) }{ strings::SCENARIO_FAILED }</p>
                <p class="scenario__summary">{ reason }</p>
            </li>
        };
    }
    let (class, word, glyph, verb) = match standing {
        Standing::NotStarted => ("standing", strings::STATE_NOT_STARTED, None, strings::START),
        Standing::InProgress => {
            ("standing standing--begun", strings::STATE_IN_PROGRESS, Some(Glyph::Clock), strings::CONTINUE)
        }
        Standing::Solved => ("standing standing--solved", strings::STATE_SOLVED, Some(Glyph::Tick), strings::CONTINUE),
    };
    let id = listing.id.clone();
    html! {
        <li class="scenario" key={listing.id.clone()}>
            <p {class}>if let Some(glyph) = glyph { { icon(glyph) } }{ word }</p>
            <h3 class="scenario__title">{ &listing.title }</h3>
            <p class="quiet">{ strings::effort(level_word(listing.level), listing.minutes) }</p>
            <p class="scenario__summary">{ &listing.summary }</p>
            <p class="buttons">
                <a
                    class="button button--primary"
                    href={Place::first(&listing.id).href()}
                    aria-label={strings::start_scenario_label(verb, &listing.title)}
                >
                    { verb }
                </a>
                if standing != Standing::NotStarted {
                    <Act
                        label={strings::START_AGAIN}
                        spoken={AttrValue::from(strings::start_scenario_label(strings::START_AGAIN, &listing.title))}
                        onclick={on_again.reform(move |()| id.clone())}
                    />
                }
            </p>
        </li>
    }
}
