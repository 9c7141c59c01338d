//! A stage of a release: as a card of the diagram, and as a row of the table that says the same.

use rehearsal_pipeline::ApprovalType;
use rehearsal_view::{Look, Marker, MarkerLook, StageCard, TaskProgress, strings};
use yew::prelude::*;

use crate::components::{Act, Glyph, icon, state_word};
use crate::effects::{card_click, use_portions};
use crate::route::{LogPlace, Page, Panel, Place};

/// Properties of [`StageCardView`] and, for each row, of [`StageTable`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct StageCardProps {
    /// The stage.
    pub(crate) card: StageCard,
    /// Name of its release.
    pub(crate) release: AttrValue,
    /// The page it stands on, for links.
    pub(crate) place: Place,
    /// Goes to another place.
    pub(crate) on_go: Callback<Place>,
}

/// A card: name, state and what belongs to it, with circles for conditions and buttons below.
#[component]
pub(crate) fn StageCardView(props: &StageCardProps) -> Html {
    let card = &props.card;
    let is_gates = card.look == Look::ProcessingGates;
    let stage_panel = props.place.release_with(&props.release, Panel::Stage(card.stage.clone()));
    let onclick = {
        let place = stage_panel.clone();
        card_click(props.on_go.reform(move |()| place.clone()))
    };
    html! {
        <div class={classes!("stage", format!("stage--{}", card.look.name()))}>
            <article class="stage__card" aria-label={card.stage.clone()} {onclick}>
                if let Some(marker) = &card.pre {
                    { circle(props, marker) }
                }
                if let Some(marker) = &card.post {
                    { circle(props, marker) }
                }
                <h3 class="stage__name"><a href={stage_panel.href()}>{ &card.stage }</a></h3>
                <a class="stage__state" href={state_place(props).href()}>
                    { state_word(card.look) }
                </a>
                if is_gates {
                    <p class="stage__gates"><strong>{ &card.line }</strong><span>{ &card.detail }</span></p>
                } else {
                    if !card.detail.is_empty() {
                        <p class="stage__detail">{ &card.detail }</p>
                    }
                    if !card.line.is_empty() {
                        <p class="stage__line">{ &card.line }</p>
                    }
                }
                if let Some(progress) = &card.progress {
                    <Ring progress={progress.clone()} />
                }
                if let Some(note) = &card.note {
                    <p class="stage__detail">{ note }</p>
                }
                { why(props) }
            </article>
            <div class="stage__buttons">{ buttons(props, true) }</div>
        </div>
    }
}

/// Where the state word leads: to the approval that waits, to the logs of what ran, else to the stage.
fn state_place(props: &StageCardProps) -> Place {
    let card = &props.card;
    match card.approve {
        Some(approve) => props.place.release_with(&props.release, Panel::Conditions(card.stage.clone(), approve.side)),
        None if card.look == Look::PendingIntervention => {
            props.place.release_with(&props.release, Panel::Intervention(card.stage.clone()))
        }
        None if card.has_logs => props.place.on(Page::Logs(LogPlace::of(&props.release, &card.stage))),
        None => props.place.release_with(&props.release, Panel::Stage(card.stage.clone())),
    }
}

#[derive(PartialEq, Properties)]
struct ButtonsProps {
    of: StageCardProps,
    is_compact: bool,
}

/// The buttons of a stage; on a card the less urgent ones are squares with a sign.
fn buttons(props: &StageCardProps, is_compact: bool) -> Html {
    let StageCard { stage, approve, deploy, cancel, .. } = &props.card;
    // What changes from second to second is left out, so that the buttons are drawn anew only when they change.
    let card = StageCard {
        stage: stage.clone(),
        approve: *approve,
        deploy: deploy.clone(),
        cancel: cancel.clone(),
        line: String::new(),
        detail: String::new(),
        progress: None,
        note: None,
        pre: None,
        post: None,
        after: Vec::new(),
        ..props.card
    };
    let of = StageCardProps { card, ..props.clone() };
    html! { <Buttons {of} {is_compact} /> }
}

#[component]
fn Buttons(ButtonsProps { of: props, is_compact }: &ButtonsProps) -> Html {
    let (card, is_compact) = (&props.card, *is_compact);
    let go = |place: Place| props.on_go.reform(move |()| place.clone());
    let over = |panel: Panel| go(props.place.release_with(&props.release, panel));
    let is_paused = card.look == Look::PendingIntervention;
    let asks = is_paused || card.approve.is_some();
    let spoken = |verb: &str| AttrValue::from(strings::verb_stage(verb, &card.stage));
    html! {
        <>
            if let Some(approve) = card.approve {
                <Act
                    class={if approve.is_for_viewer { classes!("button--primary") } else { Classes::new() }}
                    glyph={Glyph::Tick}
                    label={strings::APPROVE}
                    spoken={spoken(strings::APPROVE)}
                    onclick={over(Panel::Conditions(card.stage.clone(), approve.side))}
                />
            }
            if is_paused {
                <Act
                    class="button--primary"
                    glyph={Glyph::Play}
                    label={strings::RESUME}
                    spoken={spoken(strings::RESUME)}
                    onclick={over(Panel::Intervention(card.stage.clone()))}
                />
            }
            if let Some((verb, offer)) = &card.deploy {
                <Act
                    glyph={if card.has_logs { Glyph::Reset } else { Glyph::Rocket }}
                    label={*verb}
                    spoken={spoken(verb)}
                    refusal={offer.refusal.clone().map(AttrValue::from)}
                    onclick={over(Panel::Deploy(card.stage.clone()))}
                />
            }
            if let Some(offer) = &card.cancel {
                <Act
                    class={classes!((is_compact && asks).then_some("button--square"))}
                    glyph={Glyph::Slash}
                    label={strings::CANCEL}
                    spoken={spoken(strings::CANCEL)}
                    refusal={offer.refusal.clone().map(AttrValue::from)}
                    onclick={over(Panel::Cancel(card.stage.clone()))}
                />
            }
            if card.has_logs {
                <Act
                    class={classes!((is_compact && asks).then_some("button--square"))}
                    glyph={Glyph::Lines}
                    label={strings::LOGS}
                    spoken={AttrValue::from(strings::logs_of(&card.stage))}
                    onclick={go(props.place.on(Page::Logs(LogPlace::of(&props.release, &card.stage))))}
                />
            }
        </>
    }
}

fn circle(props: &StageCardProps, marker: &Marker) -> Html {
    let side = if marker.side == ApprovalType::PostDeploy { "post" } else { "pre" };
    let place = props.place.release_with(&props.release, Panel::Conditions(props.card.stage.clone(), marker.side));
    let of_gates = marker.gates.map(|look| {
        let glyph = if look == MarkerLook::Failed { Glyph::Cross } else { Glyph::Door };
        sign(glyph, look)
    });
    let of_approvals = marker.approvals.map(|look| {
        let glyph = match look {
            MarkerLook::Waiting | MarkerLook::Pending | MarkerLook::Evaluating => Glyph::Person,
            MarkerLook::Passed => Glyph::PersonTick,
            MarkerLook::Failed => Glyph::Cross,
        };
        sign(glyph, look)
    });
    let is_pair = of_gates.is_some() && of_approvals.is_some();
    let class = classes!(
        "circle",
        format!("circle--{side}"),
        format!("circle--{}", marker.look.name()),
        is_pair.then_some("circle--pair")
    );
    html! {
        <span class={format!("tipped tipped--{side}")}>
            <a {class} href={place.href()} aria-label={strings::conditions_of(&marker.label, &props.card.stage)}>
                { for of_gates }
                { for of_approvals }
            </a>
            <span class="tip tip--dark" role="tooltip" aria-hidden="true">{ &marker.label }</span>
        </span>
    }
}

/// Gates or approvals inside their circle.
fn sign(glyph: Glyph, look: MarkerLook) -> Html {
    html! { <span class={format!("circle__sign circle__sign--{}", look.name())}>{ icon(glyph) }</span> }
}

/// Leads to the reasons for the state of the stage.
fn why(props: &StageCardProps) -> Html {
    let about = format!("{}/{}", props.release, props.card.stage);
    let href = props.place.with(Panel::Why(about)).href();
    html! { <a class="why-link" {href} aria-label={strings::why_of(&props.card.stage)}>{ strings::WHY }</a> }
}

#[derive(PartialEq, Properties)]
struct RingProps {
    progress: TaskProgress,
}

/// A ring of ticks that fills clockwise, with the running task beside it.
#[component]
fn Ring(props: &RingProps) -> Html {
    /// Length of the ring's line, from its radius of 20.
    const ROUND: usize = 126;
    let TaskProgress { done, all, running, elapsed } = &props.progress;
    let filled = if *all == 0 { 0 } else { ROUND * done / all };
    html! {
        <div class="ring">
            <svg class="ring__picture" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">
                <circle class="ring__track" cx="24" cy="24" r="20" />
                <circle
                    class="ring__done"
                    cx="24"
                    cy="24"
                    r="20"
                    stroke-dasharray={format!("{filled} {ROUND}")}
                    transform="rotate(-90 24 24)"
                />
            </svg>
            <p class="ring__count"><strong>{ done }</strong>{ format!("/{all}") }<br />{ strings::TASKS }</p>
            <div class="ring__running">
                <p class="ring__task">{ running }</p>
                <p class="ring__time">{ icon(Glyph::Clock) }{ elapsed }</p>
            </div>
        </div>
    }
}

/// Properties of [`StageTable`].
#[derive(PartialEq, Properties)]
pub(crate) struct StageTableProps {
    /// The stages.
    pub(crate) cards: Vec<StageCard>,
    /// Name of their release.
    pub(crate) release: AttrValue,
    /// The page they stand on, for links.
    pub(crate) place: Place,
    /// Goes to another place.
    pub(crate) on_go: Callback<Place>,
}

/// The stages as a table, in the order of the pipeline.
#[component]
pub(crate) fn StageTable(props: &StageTableProps) -> Html {
    let drawn = use_portions(props.cards.len());
    html! {
        <div class="table-scroll">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ strings::STAGE }</th>
                        <th scope="col">{ strings::STARTS_AFTER }</th>
                        <th scope="col">{ strings::STATE }</th>
                        <th scope="col">{ strings::APPROVERS }</th>
                        <th scope="col">{ strings::ACTIONS }</th>
                    </tr>
                </thead>
                <tbody>{ for props.cards.iter().take(drawn).map(|card| row(props, card)) }</tbody>
            </table>
        </div>
    }
}

fn row(props: &StageTableProps, card: &StageCard) -> Html {
    let one = StageCardProps {
        card: card.clone(),
        release: props.release.clone(),
        place: props.place.clone(),
        on_go: props.on_go.clone(),
    };
    let stage_panel = props.place.release_with(&props.release, Panel::Stage(card.stage.clone()));
    let after = if card.after.is_empty() { strings::RELEASE.to_owned() } else { strings::list(&card.after) };
    let conditions = |marker: &Marker| {
        let place = props.place.release_with(&props.release, Panel::Conditions(card.stage.clone(), marker.side));
        html! { <p><a href={place.href()}>{ &marker.label }</a></p> }
    };
    html! {
        <tr>
            <th scope="row"><a href={stage_panel.href()}>{ &card.stage }</a></th>
            <td>{ after }</td>
            <td>
                <a href={state_place(&one).href()}>{ state_word(card.look) }</a>
                if !card.detail.is_empty() { <p class="quiet">{ &card.detail }</p> }
                if !card.line.is_empty() { <p class="quiet">{ &card.line }</p> }
                if let Some(note) = &card.note { <p class="quiet">{ note }</p> }
                <p>{ why(&one) }</p>
            </td>
            <td>{ for card.pre.iter().chain(&card.post).map(conditions) }</td>
            <td><div class="buttons">{ buttons(&one, false) }</div></td>
        </tr>
    }
}
