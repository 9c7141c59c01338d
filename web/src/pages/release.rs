//! The page of a release: its card, and its stages as a diagram or a list.

use rehearsal_view::{Offer, ReleaseCard, ReleaseView, StageCard, interventions, release, strings};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::{
    Act, DiagramView, Glyph, Menu, MenuEntry, StageCardView, StageTable, Zoom, ZoomBar, avatar, icon, message_bar,
    unique_id,
};
use crate::pages::releases::tab;
use crate::pages::{NotFound, PageProps};
use crate::route::{EditTab, Edited, Page, Panel};

/// A release.
#[component]
pub(crate) fn ReleasePage(props: &PageProps) -> Html {
    let shows_list = use_state(|| false);
    let zoom = use_state(Zoom::default);
    let switch_name = use_state(unique_id);
    let Page::Release(name) = &props.place.page else { return Html::default() };
    let view = props.player.scene(|scene| Some(release(scene, scene.release_named(name)?)));
    let Some(view) = view else {
        return html! { <NotFound href={props.place.on(Page::Releases(0)).href()} words={strings::RELEASES} /> };
    };
    let waiting = props.player.scene(|scene| {
        let release = scene.release_named(name);
        release.map(|release| interventions(scene, release)).unwrap_or_default()
    });
    let on_zoom = {
        let zoom = zoom.clone();
        Callback::from(move |chosen| zoom.set(chosen))
    };
    let switches = html! {
        <>
            if !*shows_list {
                <ZoomBar zoom={*zoom} {on_zoom} />
            }
            { view_switch(&switch_name, strings::SHOW_STAGES_AS, [strings::DIAGRAM, strings::LIST], &shows_list) }
        </>
    };
    html! {
        <>
            { head(props, &view) }
            { commands(props, &view, switches) }
            if let Some(sentence) = sentence(&view) {
                <p class="strip">{ sentence }</p>
            }
            { message_bar(&waiting, &props.place, &props.on_go) }
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
                            cards={view.in_order().cloned().collect::<Vec<_>>()}
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
pub(crate) fn head(props: &PageProps, view: &ReleaseView) -> Html {
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
            <>{ for view.tags.iter().map(|tag| html! { <span class="mark">{ tag }</span> }) }</>
            if view.is_retained {
                <span class="mark">{ strings::RETAINED }</span>
            }
        </header>
    }
}

/// The tabs of a release, and what can be done with it.
pub(crate) fn commands(props: &PageProps, view: &ReleaseView, switches: Html) -> Html {
    let over = |panel: Panel| {
        let place = props.place.release_with(&view.name, panel);
        props.on_go.reform(move |()| place.clone())
    };
    let act = |offer: &Offer| {
        let action = offer.action.clone();
        props.on_act.reform(move |()| action.clone())
    };
    let start = view.start.as_ref().map(|offer| {
        html! {
            <Act
                class="button--primary"
                glyph={Glyph::Rocket}
                label={strings::START}
                refusal={offer.refusal.clone().map(AttrValue::from)}
                onclick={act(offer)}
            />
        }
    });
    let mut deployable: Vec<MenuEntry> = view
        .in_order()
        .filter_map(|card| {
            card.deploy.as_ref().filter(|(_, offer)| offer.refusal.is_none()).map(|(verb, _)| (card, *verb))
        })
        .map(|(card, verb)| {
            MenuEntry::new(strings::verb_stage(verb, &card.stage), over(Panel::Deploy(card.stage.clone())))
        })
        .collect();
    if deployable.len() > 1 {
        deployable.push(MenuEntry::new(strings::DEPLOY_MULTIPLE.to_owned(), over(Panel::DeployMultiple)));
    }
    let cancelable: Vec<MenuEntry> = view
        .in_order()
        .filter(|card| card.cancel.as_ref().is_some_and(|offer| offer.refusal.is_none()))
        .map(|card| {
            MenuEntry::new(strings::verb_stage(strings::CANCEL, &card.stage), over(Panel::Cancel(card.stage.clone())))
        })
        .collect();
    let edit = |edited: Edited, words: &'static str| {
        let place = props.place.on(Page::Edit(edited, EditTab::Pipeline));
        MenuEntry::new(words, props.on_go.reform(move |()| place.clone()))
    };
    let edits = vec![
        edit(Edited::Release(view.name.clone()), strings::EDIT_RELEASE).off(view.edit.clone().map(AttrValue::from)),
        edit(Edited::Pipeline(view.pipeline_index), strings::EDIT_PIPELINE),
    ];
    let retain = if view.is_retained { strings::STOP_RETAINING } else { strings::RETAIN_INDEFINITELY };
    let more = vec![
        MenuEntry::new(strings::ABANDON.to_owned(), over(Panel::Abandon)).unless(&view.abandon),
        MenuEntry::new(retain.to_owned(), act(&view.retain)).unless(&view.retain),
        MenuEntry::new(strings::TAGS.to_owned(), over(Panel::ReleaseTags)),
        compare_entry(props, view),
        MenuEntry::new(strings::DELETE_RELEASE.to_owned(), over(Panel::Delete)).unless(&view.delete),
    ];
    html! {
        <>
            <nav class="tabs" aria-label={view.name.clone()}>
                { tab(props, Page::Release(view.name.clone()), strings::PIPELINE) }
                { tab(props, Page::ReleaseVariables(view.name.clone()), strings::VARIABLES_TAB) }
                { tab(props, Page::ReleaseHistory(view.name.clone()), strings::HISTORY) }
            </nav>
            <div class="commands">
                <>{ for start }</>
                <Menu glyph={Glyph::Plus} label={strings::DEPLOY} empty={strings::NOTHING_TO_DEPLOY} entries={deployable} />
                <Menu
                    glyph={Glyph::Slash}
                    label={strings::CANCEL}
                    empty={strings::NOTHING_TO_CANCEL}
                    entries={cancelable}
                />
                <Act
                    class="button--quiet"
                    glyph={Glyph::PersonTick}
                    label={strings::APPROVE_MULTIPLE}
                    refusal={crate::panels::waiting(props, &view.name)
                        .is_empty()
                        .then_some(AttrValue::Static(strings::NOTHING_TO_APPROVE))}
                    onclick={over(Panel::ApproveMultiple)}
                />
                <Menu glyph={Glyph::Pencil} label={strings::EDIT} entries={edits} />
                <Menu label="…" spoken={strings::MORE_ACTIONS} entries={more} />
                <span class="commands__switch">{ switches }</span>
            </div>
        </>
    }
}

/// Leads to the comparison with the release before this one, or with the next.
fn compare_entry(props: &PageProps, view: &ReleaseView) -> MenuEntry {
    let own = view.others.iter().position(|name| *name == view.name).unwrap_or(0);
    let other = view.others.get(own + 1).or_else(|| own.checked_sub(1).and_then(|next| view.others.get(next)));
    let place = props.place.on(Page::CompareReleases(view.name.clone(), other.cloned().unwrap_or_default()));
    let refusal = other.is_none().then_some(AttrValue::Static(strings::NOTHING_TO_COMPARE));
    MenuEntry::new(strings::COMPARE_RELEASE, props.on_go.reform(move |()| place.clone())).off(refusal)
}

/// A switch between two ways to show the same.
pub(crate) fn view_switch(
    name: &AttrValue,
    legend: &'static str,
    words: [&'static str; 2],
    shows_second: &UseStateHandle<bool>,
) -> Html {
    let choices = words.into_iter().zip([false, true]).map(|(words, second)| {
        let shows_second = shows_second.clone();
        let is_chosen = *shows_second == second;
        let onchange = Callback::from(move |_: Event| shows_second.set(second));
        html! {
            <label class="speed__choice">
                <input type="radio" {name} checked={is_chosen} {onchange} />
                <span>{ words }</span>
            </label>
        }
    });
    html! {
        <fieldset class="speed">
            <legend class="visually-hidden">{ legend }</legend>
            { for choices }
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
                            <p class="artifact__branch">{ icon(Glyph::Branch) }{ " " }{ &build.branch }</p>
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
