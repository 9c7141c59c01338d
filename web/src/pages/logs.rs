//! The logs of a stage.

mod job;
mod search;

use rehearsal_engine::{DeploymentId, OpenLog};
use rehearsal_view::{ConditionsView, GatesView, LogBody, LogsView, Look, Wanted, log_files, logs, strings};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use self::job::{Reading, use_reading};
use self::search::{Search, use_search};
use crate::components::{Act, Conditions, Empty, Glyph, gates, icon, message_bar, state_icon, state_word_as};
use crate::effects::download_archive;
use crate::pages::{NotFound, PageProps};
use crate::panels::why_link;
use crate::route::{LogPlace, Page, Panel};
use crate::store::{Action, Store};
use crate::zip::archive;

/// Attempts, steps, tasks and the console.
#[component]
pub(crate) fn LogsPage(props: &PageProps) -> Html {
    let place = if let Page::Logs(place) = &props.place.page { place.clone() } else { LogPlace::of("", "") };
    let view = props.player.scene(|scene| {
        let release = scene.release_named(&place.release)?;
        let stage = scene.stage_named(release, &place.stage)?;
        let wanted = Wanted { attempt: place.attempt, entry: place.entry.clone() };
        Some(logs(scene, release, stage, &wanted))
    });
    let here = Here {
        attempt: view.as_ref().and_then(|view| view.deployment),
        entry: view.as_ref().and_then(chosen_entry),
        place: place.clone(),
    };
    let search = use_search(props, &here);
    let reading = use_reading(props, &here);
    use_note_of_shown(props, &here, view.as_ref(), &reading);
    let Some(view) = view else {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    };
    let body = match &view.body {
        None => html! { <Empty title={strings::NO_LOGS_YET} text={strings::NO_LOGS_HELP} /> },
        Some(LogBody::Approvals(conditions)) => approvals(props, &view, conditions),
        Some(LogBody::Gates(found)) => gates_body(props, &view, found),
        Some(LogBody::Job(job)) => reading.job(&search, job),
    };
    html! {
        <>
            { head(props, &place, &view) }
            { message_bar(&view.interventions, &props.place, &props.on_go) }
            <div class="logs">
                { steps(props, &place, &view, &search) }
                <section class="logs__body" onkeydown={search.keys()}>{ body }</section>
            </div>
        </>
    }
}

/// Tells the store which logs can be read in the list of tasks; a task on its own has an address that says so.
#[hook]
fn use_note_of_shown(props: &PageProps, here: &Here, view: Option<&LogsView>, reading: &Reading) {
    let shown: Vec<OpenLog> = match view.and_then(|view| view.body.as_ref()) {
        Some(LogBody::Job(job)) if here.place.task.is_none() => reading.shown(job).cloned().collect(),
        Some(LogBody::Job(_) | LogBody::Approvals(_) | LogBody::Gates(_)) | None => Vec::new(),
    };
    // Drawn without an application around it, the page has nobody to tell.
    let store = use_context::<Store>();
    use_effect_with((here.attempt, shown, props.player.is_past()), move |(attempt, shown, _)| {
        if let (Some(store), Some(attempt), false) = (store, *attempt, shown.is_empty()) {
            store.dispatch(Action::ShowLogs(attempt, shown.clone()));
        }
    });
}

/// What is read, as the page has chosen it.
struct Here {
    attempt: Option<DeploymentId>,
    /// Key of the entry at the right.
    entry: Option<String>,
    /// What the address says.
    place: LogPlace,
}

fn chosen_entry(view: &LogsView) -> Option<String> {
    view.entries.iter().find(|entry| entry.is_chosen).map(|entry| entry.key.clone())
}

fn to(props: &PageProps, place: LogPlace) -> String {
    props.place.on(Page::Logs(place)).href()
}

fn head(props: &PageProps, place: &LogPlace, view: &LogsView) -> Html {
    let release = props.place.on(Page::Release(view.release.clone()));
    let switch = {
        let (go, page, release) = (props.on_go.clone(), props.place.clone(), view.release.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            go.emit(page.on(Page::Logs(LogPlace::of(&release, &select.value()))));
        })
    };
    let over = |panel: Panel| {
        let place = props.place.release_with(&view.release, panel);
        props.on_go.reform(move |()| place.clone())
    };
    let save = {
        let (player, release) = (props.player.clone(), view.release.clone());
        Callback::from(move |()| {
            let files = player.scene(|scene| scene.release_named(&release).map(|id| log_files(scene, id)));
            download_archive(&format!("ReleaseLogs_{release}.zip"), &archive(&files.unwrap_or_default()));
        })
    };
    html! {
        <>
            <header class="page-head">
                <nav class="trail" aria-label={strings::PIPELINE}>
                    { icon(Glyph::Rocket) }
                    <a href={props.place.on(Page::Releases(0)).href()}>{ &view.pipeline }</a>
                    { icon(Glyph::Right) }
                    <a href={release.href()}>{ &view.release }</a>
                    { icon(Glyph::Right) }
                </nav>
                <h1 class={if view.stages.len() > 1 { "visually-hidden" } else { "page-title" }}>{ &view.stage }</h1>
                if view.stages.len() > 1 {
                    <select class="select select--title" aria-label={strings::SWITCH_STAGE} onchange={switch}>
                        { for view.stages.iter().map(|stage| html! {
                            <option value={stage.clone()} selected={*stage == place.stage}>{ stage }</option>
                        }) }
                    </select>
                }
                <span class={classes!("pill", format!("pill--{}", view.look.name()))}>
                    { state_icon(view.look) }{ view.look.word() }
                </span>
            </header>
            <div class="commands">
                <a class="button button--quiet" href={release.href()}>
                    { icon(Glyph::Back) }{ strings::BACK_TO_RELEASE }
                </a>
                if let Some((verb, offer)) = &view.deploy {
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Rocket}
                        label={*verb}
                        refusal={offer.refusal.clone().map(AttrValue::from)}
                        onclick={over(Panel::Deploy(view.stage.clone()))}
                    />
                }
                if let Some(offer) = &view.cancel {
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Slash}
                        label={strings::CANCEL}
                        refusal={offer.refusal.clone().map(AttrValue::from)}
                        onclick={over(Panel::Cancel(view.stage.clone()))}
                    />
                }
                <Act
                    class="button--quiet"
                    glyph={Glyph::Download}
                    label={strings::DOWNLOAD_ALL_LOGS}
                    refusal={view.body.is_none().then_some(AttrValue::Static(strings::NOTHING_STORED))}
                    onclick={save}
                />
                { why_link(props, &view.about, &view.stage) }
                if !view.ending.is_empty() {
                    <p class="commands__note">{ state_icon(view.look) }{ &view.ending }</p>
                }
            </div>
        </>
    }
}

/// Attempt picker, and the steps of the attempt.
fn steps(props: &PageProps, place: &LogPlace, view: &LogsView, search: &Search) -> Html {
    let choose = {
        let (go, page, stage) = (props.on_go.clone(), props.place.clone(), place.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let attempt = select.value().parse().ok();
            let wanted = LogPlace { attempt, entry: None, task: None, line: None, ..stage.clone() };
            go.emit(page.on(Page::Logs(wanted)));
        })
    };
    html! {
        <nav class="logs__steps" aria-label={strings::DEPLOYMENT_PROCESS}>
            if view.attempts.len() > 1 {
                <select class="select logs__attempts" aria-label={strings::ATTEMPTS} onchange={choose}>
                    { for view.attempts.iter().rev().map(|(number, look)| html! {
                        <option value={number.to_string()} selected={*number == view.attempt}>
                            { strings::name_and_word(&strings::deployment_attempt(*number), look.word()) }
                        </option>
                    }) }
                </select>
            } else {
                <p class="logs__heading">{ strings::DEPLOYMENT_PROCESS }</p>
            }
            <p class="logs__overall">{ view.look.word() }</p>
            <ol class="logs__entries">
                { for view.entries.iter().map(|entry| {
                    let target = LogPlace {
                        attempt: Some(view.attempt),
                        entry: Some(entry.key.clone()),
                        task: None,
                        line: None,
                        ..place.clone()
                    };
                    html! {
                        <li key={entry.key.clone()}>
                            <a
                                class={classes!("log-entry", entry.is_chosen.then_some("log-entry--chosen"))}
                                href={to(props, target)}
                                aria-current={entry.is_chosen.then_some("true")}
                            >
                                { state_icon(entry.look) }
                                <span class="log-entry__name">{ &entry.name }</span>
                                <span class="log-entry__word">
                                    { &entry.word }
                                    <>{ for search.count(&entry.key, None).map(|found| html! { <>{ " · " }{ found }</> }) }</>
                                </span>
                            </a>
                        </li>
                    }
                }) }
            </ol>
        </nav>
    }
}

fn approvals(props: &PageProps, all: &LogsView, view: &ConditionsView) -> Html {
    let place = props.place.release_with(&view.release, Panel::Conditions(view.stage.clone(), view.side));
    let open = props.on_go.reform(move |()| place.clone());
    html! {
        <>
            <div class="log-row log-row--approval">
                { state_word_as(view.look, view.title) }
                <span class="quiet">{ view.word }</span>
                { why_chosen(props, all) }
                <span class="log-row__end">
                    <Act
                        class={classes!((view.look == Look::PendingApproval).then_some("button--primary"))}
                        label={if view.look == Look::PendingApproval { strings::APPROVE } else { strings::VIEW_APPROVAL }}
                        onclick={open}
                    />
                </span>
            </div>
            <Conditions view={view.clone()} />
        </>
    }
}

fn gates_body(props: &PageProps, view: &LogsView, found: &GatesView) -> Html {
    // Only gates of the latest attempt run, so "Ignore Gate" never means those of another.
    let is_latest = view.attempts.last().is_some_and(|(number, _)| *number == view.attempt);
    html! {
        <>
            <p class="logs__why">{ why_chosen(props, view) }</p>
            { gates(found, is_latest.then_some(&props.on_act)) }
        </>
    }
}

/// "Why?" of the entry at the right.
fn why_chosen(props: &PageProps, view: &LogsView) -> Html {
    let chosen = view.entries.iter().find(|entry| entry.is_chosen);
    html! { { for chosen.map(|entry| why_link(props, &entry.about, &entry.name)) } }
}
