//! The page of a release: its card, and its stages as a diagram or a list.

use rehearsal_view::{ReleaseCard, ReleaseView, StageCard, release, strings};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::{Act, DiagramView, Glyph, StageCardView, StageTable, Zoom, ZoomBar, avatar, icon, unique_id};
use crate::pages::{NotFound, PageProps};
use crate::route::{Page, Panel};

/// A release.
#[component]
pub(crate) fn ReleasePage(props: &PageProps) -> Html {
    let shows_list = use_state(|| false);
    let zoom = use_state(Zoom::default);
    let Page::Release(name) = &props.place.page else { return Html::default() };
    let view = props.player.scene(|scene| Some(release(scene, scene.release_named(name)?)));
    let Some(view) = view else {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    };
    let choose = |list: bool| {
        let shows_list = shows_list.clone();
        Callback::from(move |_: Event| shows_list.set(list))
    };
    let on_zoom = {
        let zoom = zoom.clone();
        Callback::from(move |chosen| zoom.set(chosen))
    };
    let switches = html! {
        <>
            if !*shows_list {
                <ZoomBar zoom={*zoom} {on_zoom} />
            }
            <ViewSwitch shows_list={*shows_list} diagram={choose(false)} list={choose(true)} />
        </>
    };
    html! {
        <>
            { head(props, &view) }
            { commands(props, &view, switches) }
            if let Some(sentence) = sentence(&view) {
                <p class="strip">{ sentence }</p>
            }
            <div class="canvas">
                <section class="canvas__release" aria-label={strings::RELEASE}>
                    <h2 class="canvas__title">{ strings::RELEASE }</h2>
                    { card(&view.card, &view.description) }
                </section>
                <section
                    class={classes!("canvas__stages", shows_list.then_some("canvas__stages--list"))}
                    aria-label={strings::STAGES}>
                    <h2 class="canvas__title">{ strings::STAGES }</h2>
                    if *shows_list {
                        <StageTable
                            cards={view.stages.clone()}
                            release={view.name.clone()}
                            place={props.place.without_panel()}
                            on_go={props.on_go.clone()}
                        />
                    } else {
                        <DiagramView
                            diagram={view.diagram.clone()}
                            cards={view.stages.iter().map(|card| stage(props, &view, card)).collect::<Vec<_>>()}
                            zoom={*zoom}
                        />
                    }
                </section>
            </div>
        </>
    }
}

fn stage(props: &PageProps, view: &ReleaseView, card: &StageCard) -> Html {
    html! {
        <StageCardView
            key={card.stage.clone()}
            card={card.clone()}
            release={view.name.clone()}
            place={props.place.without_panel()}
            on_go={props.on_go.clone()}
        />
    }
}

fn sentence(view: &ReleaseView) -> Option<&'static str> {
    match view.mark {
        Some(mark) if mark == strings::DRAFT => Some(strings::THIS_RELEASE_IS_A_DRAFT),
        Some(_) => Some(strings::THIS_RELEASE_IS_ABANDONED),
        None => None,
    }
}

/// Pipeline › release, with a choice of the other releases.
fn head(props: &PageProps, view: &ReleaseView) -> Html {
    let choose = {
        let (go, place) = (props.on_go.clone(), props.place.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            go.emit(place.on(Page::Release(select.value())));
        })
    };
    html! {
        <header class="page-head">
            <nav class="trail" aria-label={strings::PIPELINE}>
                { icon(Glyph::Rocket) }
                <a href={props.place.on(Page::Releases(view.pipeline_index)).href()}>{ &view.pipeline }</a>
                { icon(Glyph::Right) }
            </nav>
            <h1 class={if view.others.len() > 1 { "visually-hidden" } else { "page-title" }}>{ &view.name }</h1>
            if view.others.len() > 1 {
                <select class="select select--title" aria-label={strings::RELEASES} onchange={choose}>
                    { for view.others.iter().map(|name| html! {
                        <option value={name.clone()} selected={*name == view.name}>{ name }</option>
                    }) }
                </select>
            }
            if let Some(mark) = view.mark {
                <span class="mark">{ mark }</span>
            }
        </header>
    }
}

fn commands(props: &PageProps, view: &ReleaseView, switches: Html) -> Html {
    let over = |panel: Panel| {
        let place = props.place.with(panel);
        props.on_go.reform(move |()| place.clone())
    };
    let start = view.start.clone().map(|offer| {
        let action = offer.action.clone();
        html! {
            <Act
                class="button--primary"
                glyph={Glyph::Rocket}
                label={strings::START}
                refusal={offer.refusal.map(AttrValue::from)}
                onclick={props.on_act.reform(move |()| action.clone())}
            />
        }
    });
    let deployable: Vec<(String, AttrValue, Callback<()>)> = view
        .stages
        .iter()
        .filter_map(|card| {
            card.deploy.as_ref().filter(|(_, offer)| offer.refusal.is_none()).map(|(verb, _)| (card, *verb))
        })
        .map(|(card, verb)| {
            (card.stage.clone(), strings::verb_stage(verb, &card.stage).into(), over(Panel::Deploy(card.stage.clone())))
        })
        .collect();
    let cancelable: Vec<(String, AttrValue, Callback<()>)> = view
        .stages
        .iter()
        .filter(|card| card.cancel.as_ref().is_some_and(|offer| offer.refusal.is_none()))
        .map(|card| {
            let words = strings::verb_stage(strings::CANCEL, &card.stage).into();
            (card.stage.clone(), words, over(Panel::Cancel(card.stage.clone())))
        })
        .collect();
    html! {
        <div class="commands">
            { for start }
            <Menu glyph={Glyph::Plus} label={strings::DEPLOY} empty={strings::NOTHING_TO_DEPLOY} entries={deployable} />
            <Menu glyph={Glyph::Slash} label={strings::CANCEL} empty={strings::NOTHING_TO_CANCEL} entries={cancelable} />
            <Act
                class="button--quiet"
                glyph={Glyph::Bin}
                label={strings::ABANDON}
                refusal={view.abandon.refusal.clone().map(AttrValue::from)}
                onclick={over(Panel::Abandon)}
            />
            <span class="commands__switch">{ switches }</span>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct MenuProps {
    glyph: Glyph,
    label: AttrValue,
    /// Why there is nothing in it.
    empty: AttrValue,
    /// Key, words and what each does.
    entries: Vec<(String, AttrValue, Callback<()>)>,
}

/// A button that opens a list of commands.
#[component]
fn Menu(props: &MenuProps) -> Html {
    let is_open = use_state(|| false);
    let set = |open: bool| {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(open))
    };
    let onkeydown = {
        let close = set(false);
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        })
    };
    let refusal = props.entries.is_empty().then(|| props.empty.clone());
    html! {
        <span class="menu" {onkeydown}>
            <Act
                class="button--quiet"
                glyph={props.glyph}
                label={AttrValue::from(format!("{} ⌄", props.label))}
                spoken={props.label.clone()}
                {refusal}
                onclick={set(!*is_open)}
            />
            if *is_open && !props.entries.is_empty() {
                <div class="menu__cover" onclick={set(false).reform(|_: MouseEvent| ())}></div>
                <ul class="menu__list">
                    { for props.entries.iter().map(|(key, words, act)| {
                        let (close, act) = (set(false), act.clone());
                        let onclick = Callback::from(move |_: MouseEvent| {
                            close.emit(());
                            act.emit(());
                        });
                        html! {
                            <li key={key.clone()}>
                                <button type="button" class="menu__entry" {onclick}>{ words }</button>
                            </li>
                        }
                    }) }
                </ul>
            }
        </span>
    }
}

#[derive(PartialEq, Properties)]
struct ViewSwitchProps {
    shows_list: bool,
    diagram: Callback<Event>,
    list: Callback<Event>,
}

#[component]
fn ViewSwitch(props: &ViewSwitchProps) -> Html {
    let name = use_state(unique_id);
    html! {
        <fieldset class="speed">
            <legend class="visually-hidden">{ strings::SHOW_STAGES_AS }</legend>
            <label class="speed__choice">
                <input type="radio" name={(*name).clone()} checked={!props.shows_list} onchange={props.diagram.clone()} />
                <span>{ strings::DIAGRAM }</span>
            </label>
            <label class="speed__choice">
                <input type="radio" name={(*name).clone()} checked={props.shows_list} onchange={props.list.clone()} />
                <span>{ strings::LIST }</span>
            </label>
        </fieldset>
    }
}

fn card(card: &ReleaseCard, description: &str) -> Html {
    html! {
        <div class="release-card">
            <div class="release-card__reason">
                <p class="release-card__title">{ card.reason }</p>
                <p class="release-card__who">
                    { card.by_or_for }{ avatar(&card.initials, false) }{ &card.person }
                </p>
                <p class="quiet">{ &card.created }</p>
                if !description.is_empty() {
                    <p class="release-card__description">{ description }</p>
                }
            </div>
            <div class="release-card__artifacts">
                <p class="quiet">{ strings::ARTIFACTS }</p>
                { for card.artifacts.iter().map(|artifact| html! {
                    <div class="artifact" key={artifact.alias.clone()}>
                        { icon(Glyph::Factory) }
                        <p class="artifact__alias">
                            { &artifact.alias }
                            if artifact.has_triggered {
                                <span class="artifact__flash" title={strings::HAS_TRIGGERED}>
                                    { icon(Glyph::Flash) }
                                    <span class="visually-hidden">{ strings::HAS_TRIGGERED }</span>
                                </span>
                            }
                        </p>
                        if let Some(build) = &artifact.build {
                            <p class="artifact__version">{ &build.number }</p>
                            <p class="artifact__branch">{ icon(Glyph::Branch) }{ &build.branch }</p>
                            if !build.commit.is_empty() {
                                <p class="quiet">{ &build.commit }</p>
                            }
                        } else {
                            <p class="quiet">{ strings::NO_VERSION }</p>
                        }
                    </div>
                }) }
            </div>
        </div>
    }
}
