//! The history: every fact as a sentence, with its cause.

use rehearsal_view::{HistoryLine, history, strings};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Empty, state_icon};
use crate::effects::use_scroll_into_view;
use crate::pages::PageProps;
use crate::route::Page;
use crate::store::Action;

/// Lines shown at once; a run of thousands of facts must not become thousands of rows.
const LINES_MAX: usize = 500;

/// Properties of [`HistoryPage`].
#[derive(PartialEq, Properties)]
pub(crate) struct HistoryProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Looks back.
    pub(crate) on_action: Callback<Action>,
}

/// What happened, newest first.
#[component]
pub(crate) fn HistoryPage(of: &HistoryProps) -> Html {
    let props = &of.props;
    let moment = if let Page::Moment(fact) = props.place.page { Some(fact) } else { None };
    let shows_details = use_state(|| false);
    // Lines do not change any more: only a longer or shorter log makes new ones.
    let log = props.player.session.log();
    let key = (log.len(), log.last().map(|entry| entry.at), props.player.session.moves().len());
    let lines = {
        let player = props.player.clone();
        use_memo(key, move |_| player.scene(history))
    };
    let shows_fingerprint = use_state(|| false);
    let fingerprint = {
        let (player, wanted) = (props.player.clone(), *shows_fingerprint);
        use_memo((key, wanted), move |_| wanted.then(|| player.session.hash().to_string()))
    };
    let show_fingerprint = {
        let shows_fingerprint = shows_fingerprint.clone();
        Callback::from(move |_: MouseEvent| shows_fingerprint.set(true))
    };
    let is_moment = |line: &HistoryLine| Some(line.id.index()) == moment;
    let mut shown: Vec<&HistoryLine> =
        lines.iter().rev().filter(|line| *shows_details || !line.is_detail || is_moment(line)).collect();
    // The newest, or those around the moment that somebody wants to see.
    let from = shown.iter().position(|line| is_moment(line)).map_or(0, |index| index.saturating_sub(LINES_MAX / 2));
    shown.drain(..from);
    shown.truncate(LINES_MAX);
    use_scroll_into_view(moment.map(moment_id));
    let toggle = {
        let shows_details = shows_details.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            shows_details.set(input.checked());
        })
    };
    html! {
        <>
            <header class="page-head"><h1 class="page-title">{ strings::HISTORY }</h1></header>
            <div class="commands">
                <p class="quiet">{ strings::HISTORY_HELP }</p>
                <label class="check commands__switch">
                    <input type="checkbox" checked={*shows_details} onchange={toggle} />
                    { strings::SHOW_DETAILS }
                </label>
            </div>
            if shown.is_empty() {
                <Empty title={strings::NO_HISTORY} text={strings::HISTORY_HELP} />
            } else {
                <ol class="history">{ for shown.iter().map(|line| row(of, line, is_moment(line))) }</ol>
            }
            <section class="fingerprint" aria-label={strings::FINGERPRINT}>
                if let Some(fingerprint) = &*fingerprint {
                    <p>{ strings::FINGERPRINT }{ ": " }<code>{ fingerprint }</code></p>
                    <p class="quiet">{ strings::FINGERPRINT_HELP }</p>
                } else {
                    <button type="button" class="button" onclick={show_fingerprint}>{ strings::SHOW_FINGERPRINT }</button>
                }
            </section>
        </>
    }
}

fn moment_id(fact: usize) -> String {
    format!("fact-{fact}")
}

fn row(of: &HistoryProps, line: &HistoryLine, is_moment: bool) -> Html {
    let class = classes!("event", line.is_detail.then_some("event--detail"), is_moment.then_some("event--moment"));
    let place = &of.props.place;
    let (player, id) = (of.props.player.clone(), line.id);
    let look = of.on_action.reform(move |_: MouseEvent| Action::LookAt(player.session.moment_after(id)));
    html! {
        <li {class} key={line.id.index()} id={moment_id(line.id.index())} aria-current={is_moment.then_some("true")}>
            <button
                type="button"
                class="event__time"
                title={strings::look_at_moment(&line.time)}
                onclick={look}
            >
                <span>{ &line.time }</span><span class="event__day">{ &line.day }</span>
            </button>
            <span class="event__sign">
                if let Some(look) = line.look { { state_icon(look) } } else { <span class="event__dot"></span> }
            </span>
            <div>
                <p class="event__sentence">{ &line.sentence }</p>
                if let Some(because) = &line.because {
                    <p class="quiet">{ because }</p>
                }
            </div>
            if let Some(release) = &line.release {
                <a class="event__link" href={place.on(Page::Release(release.clone())).href()}>{ release }</a>
            }
        </li>
    }
}
