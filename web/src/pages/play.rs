//! The player: clock bar, tutorial, navigation, and the page with its panel.

use rehearsal_view::{clock, initials, sentence, strings, time, tutorial};
use yew::prelude::*;

use crate::components::{
    Act, ClockBar, Glyph, PastBar, Persona, PersonaChoice, ThemeSwitch, Tutorial, created_banner, icon,
};
use crate::effects::{use_leave_guard, use_page_in_view};
use crate::pages::agents::AgentsPage;
use crate::pages::approvals::ApprovalsPage;
use crate::pages::builds::BuildsPage;
use crate::pages::editor::EditorPage;
use crate::pages::history::HistoryPage;
use crate::pages::logs::LogsPage;
use crate::pages::mail::MailPage;
use crate::pages::release::ReleasePage;
use crate::pages::releases::ReleasesPage;
use crate::pages::sites::SitesPage;
use crate::pages::timeline::TimelinePage;
use crate::pages::{Failure, Loading, NotFound, PageProps, PlayerRef, go, release_compare, release_tabs};
use crate::panels::PanelOver;
use crate::route::{LogPlace, Page, Place};
use crate::store::{Action, Catalogue, Player, Store, use_store};

/// A scenario being played.
#[component]
pub(crate) fn Play() -> Html {
    let store = use_store();
    let shows_tutorial = use_state(|| true);
    let drafts_left = store.drafts.values().flat_map(|drafts| drafts.values()).any(crate::store::Editor::is_changed);
    use_leave_guard(drafts_left || store.player.as_ref().is_some_and(|player| player.has_changed_drafts()));
    use_page_in_view(store.route.place().map(|place| beginning(&place.page)));
    // Made once: what is given the same callbacks as before, and the same data, is not drawn again.
    let on_go = use_memo((), |()| go(&store));
    let on_act = {
        let dispatcher = store.dispatcher();
        use_callback((), move |action, ()| dispatcher.dispatch(Action::Play(action)))
    };
    let act = {
        let dispatcher = store.dispatcher();
        use_callback((), move |action, ()| dispatcher.dispatch(action))
    };
    let Some(place) = store.route.place().cloned() else { return Html::default() };
    let Some(player) = store.player.clone() else { return missing(&store, &place) };
    let props = PageProps { player: PlayerRef(player.clone()), place: place.clone(), on_go: (*on_go).clone(), on_act };
    let toggle = {
        let shows_tutorial = shows_tutorial.clone();
        Callback::from(move |()| shows_tutorial.set(!*shows_tutorial))
    };
    let session = &player.session;
    let choice = |&id| {
        let name = session.world().person_name(id);
        PersonaChoice { id, name: name.to_owned(), initials: initials(name) }
    };
    let personas: Vec<_> = session.scenario().personas.iter().map(choice).collect();
    let next = store.after(player.id()).map(|next| (next.title.clone(), Place::first(&next.id).href()));
    html! {
        <div class={classes!("play", (!*shows_tutorial).then_some("play--wide"))}>
            <header class="top">
                <a class="brand brand--small" href="#/" aria-label={strings::HOME_LABEL}>
                    { icon(Glyph::Mark) }<span>{ strings::REHEARSAL }</span>
                </a>
                <p class="crumbs">{ crumbs(&player, &place) }</p>
                <Persona {personas} persona={player.persona} on_action={act.clone()} />
                <ThemeSwitch theme={store.theme} on_choose={act.reform(Action::SetTheme)} />
            </header>
            { clock_or_past(&player, act.clone()) }
            if *shows_tutorial {
                <Tutorial
                    view={tutorial(session, &|step| player.hints.get(step).copied().unwrap_or(0))}
                    {next}
                    on_hint={act.reform(Action::RevealHint)}
                    on_hide={toggle.clone()}
                />
            }
            <nav class="rail" aria-label={strings::PAGES}>
                if !*shows_tutorial {
                    <button
                        type="button"
                        class="rail__entry"
                        onclick={toggle.reform(|_: MouseEvent| ())}
                        aria-label={strings::SHOW_TUTORIAL}
                    >
                        { icon(Glyph::Book) }<span>{ strings::TUTORIAL }</span>
                    </button>
                }
                { entry(&place, Page::Releases(0), Glyph::Rocket, strings::RELEASES) }
                { entry(&place, Page::Approvals, Glyph::PersonTick, strings::APPROVALS) }
                { entry(&place, Page::Mail, Glyph::Letter, strings::MAIL) }
                { entry(&place, Page::Sites, Glyph::Screen, strings::SITES) }
                { entry(&place, Page::Builds, Glyph::Factory, strings::BUILDS) }
                { entry(&place, Page::Agents, Glyph::Machine, strings::AGENTS) }
                { entry(&place, Page::Timeline(None), Glyph::Bars, strings::TIMELINE) }
                { entry(&place, Page::History, Glyph::Past, strings::HISTORY) }
            </nav>
            <main class="page" id="page" tabindex="-1">
                { created_banner(&store.notices, &act.reform(Action::Dismiss)) }
                if store.rival.is_some() {
                    <div class="strip strip--waits" role="alert">
                        <p>{ strings::RIVAL_TEXT }</p>
                        <Act label={strings::RIVAL_TAKE} onclick={act.reform(|()| Action::TakeRival)} />
                        <Act label={strings::RIVAL_STAY} onclick={act.reform(|()| Action::KeepMine)} />
                    </div>
                }
                { page(&props, &act) }
            </main>
            <PanelOver {props} on_action={act} />
        </div>
    }
}

/// The page without the places inside it: a step to one of those leaves the page where it is.
fn beginning(page: &Page) -> Page {
    match page {
        Page::Logs(logs) => Page::Logs(LogPlace::of(&logs.release, &logs.stage)),
        Page::Moment(_) => Page::History,
        Page::Timeline(_) => Page::Timeline(None),
        Page::Releases(_)
        | Page::Deployments(_)
        | Page::Release(_)
        | Page::ReleaseVariables(_)
        | Page::ReleaseHistory(_)
        | Page::CompareReleases(..)
        | Page::Builds
        | Page::Agents
        | Page::Approvals
        | Page::Mail
        | Page::Sites
        | Page::History
        | Page::Edit(..) => page.clone(),
    }
}

/// The clock bar; in its place, while the past is looked at, what says so and leads back.
fn clock_or_past(player: &Player, on_action: Callback<Action>) -> Html {
    let session = &player.session;
    let (now, zone) = (session.now(), &session.world().zone);
    if player.is_past() {
        let present = player.present();
        let last = session.log().last().map(|entry| sentence(session.world(), session.state(), &entry.fact));
        return html! {
            <PastBar
                day={time::weekday_date(zone, now)}
                time={time::time_seconds(zone, now)}
                zone={zone.clone()}
                present={time::date_time_seconds(zone, present.now())}
                last={last.unwrap_or_else(|| strings::BEFORE_EVERYTHING.to_owned())}
                moment={session.moment()}
                moments={present.moments()}
                future={player.futures.name.clone()}
                name={player.futures.free_name()}
                refusal={player.futures.refusal(&player.futures.free_name())}
                {on_action}
            />
        };
    }
    let moments = session.moments();
    let back = moments.len().checked_sub(2).map(|index| moments[index]);
    html! {
        <ClockBar
            view={player.scene(|scene| clock(scene, session.next_due()))}
            {now}
            now_field={time::field_value(zone, now)}
            is_playing={player.is_playing || player.target.is_some()}
            is_behind={player.is_behind}
            speed={player.speed}
            {back}
            can_undo={!session.moves().is_empty()}
            can_redo={player.can_redo()}
            {on_action}
        />
    }
}

/// What there is before a scenario is open.
fn missing(store: &Store, place: &Place) -> Html {
    let again = {
        let dispatcher = store.dispatcher();
        Callback::from(move |()| dispatcher.dispatch(Action::LoadAgain))
    };
    let failed =
        |title: &'static str, reason: &String| html! { <Failure {title} reason={reason.clone()} on_again={again} /> };
    let inner = match (&store.catalogue, store.scenarios.get(&place.scenario)) {
        (Catalogue::Failed(reason), _) => failed(strings::SCENARIOS_FAILED, reason),
        (Catalogue::Ready(_), _) if store.lists(&place.scenario) == Some(false) => {
            html! { <NotFound href="#/" words={strings::ALL_SCENARIOS} help={strings::ADDRESS_UNKNOWN} /> }
        }
        (Catalogue::Ready(_), Some(Err(reason))) => failed(strings::SCENARIO_FAILED, reason),
        (Catalogue::Loading | Catalogue::Ready(_), _) => html! { <Loading text={strings::LOADING_SCENARIO} /> },
    };
    html! { <main class="start__main" id="page" tabindex="-1">{ inner }</main> }
}

fn crumbs(player: &Player, place: &Place) -> Html {
    let session = &player.session;
    let project = &session.world().project;
    // One future needs no name.
    let future = (!player.futures.others.is_empty()).then_some(&player.futures.name);
    html! {
        <>
            if !project.is_empty() {
                <span>{ project }</span><span aria-hidden="true">{ " / " }</span>
            }
            <span>{ &session.scenario().title }</span>
            if let Some(future) = future {
                <span aria-hidden="true">{ " / " }</span>
                <a class="crumbs__future" href={place.on(Page::Timeline(None)).href()}>{ future }</a>
            }
        </>
    }
}

fn entry(place: &Place, page: Page, glyph: Glyph, words: &'static str) -> Html {
    let is_here = place.page.entry() == page;
    html! {
        <a
            class={classes!("rail__entry", is_here.then_some("rail__entry--here"))}
            href={place.on(page).href()}
            aria-current={is_here.then_some("page")}
        >
            { icon(glyph) }<span>{ words }</span>
        </a>
    }
}

fn page(props: &PageProps, on_action: &Callback<Action>) -> Html {
    let props = props.clone();
    match props.place.page {
        Page::Releases(_) | Page::Deployments(_) => html! { <ReleasesPage ..props /> },
        Page::ReleaseHistory(ref name) => release_tabs::history(&props, name),
        Page::ReleaseVariables(ref name) => release_tabs::variables(&props, name),
        Page::Builds => html! { <BuildsPage ..props /> },
        Page::Agents => html! { <AgentsPage ..props /> },
        Page::Approvals => html! { <ApprovalsPage ..props /> },
        Page::Mail => html! { <MailPage ..props /> },
        Page::Release(_) => html! { <ReleasePage ..props /> },
        Page::Logs(_) => html! { <LogsPage ..props /> },
        Page::Sites => html! { <SitesPage ..props /> },
        Page::History | Page::Moment(_) => html! { <HistoryPage {props} on_action={on_action.clone()} /> },
        Page::Timeline(ref other) => {
            html! { <TimelinePage props={props.clone()} other={other.clone()} on_action={on_action.clone()} /> }
        }
        Page::CompareReleases(ref one, ref other) => release_compare::page(&props, one, other),
        Page::Edit(ref edited, tab) => {
            html! { <EditorPage props={props.clone()} edited={edited.clone()} {tab} on_action={on_action.clone()} /> }
        }
    }
}
