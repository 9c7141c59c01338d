//! The futures of a run: which there are, and how two of them differ.

use rehearsal_view::{Comparison, Look, OutcomeRow, strings};
use yew::prelude::*;

use crate::components::{Act, Dialog, Glyph, Menu, MenuEntry, icon, state_word};
use crate::pages::PageProps;
use crate::route::Page;
use crate::store::Action;

/// Properties of [`FuturesBar`].
#[derive(PartialEq, Properties)]
pub(super) struct FuturesProps {
    /// Those of the page.
    pub(super) props: PageProps,
    /// Name of the future that is compared with.
    pub(super) other: Option<String>,
    /// Switches and forgets.
    pub(super) on_action: Callback<Action>,
}

/// The future in view, and a menu for each other one. A run with one future has no such bar.
#[component]
pub(super) fn FuturesBar(of: &FuturesProps) -> Html {
    let forgets = use_state(|| None::<String>);
    let futures = &of.props.player.futures;
    if futures.others.is_empty() {
        return Html::default();
    }
    let ask = |name: Option<String>| {
        let forgets = forgets.clone();
        Callback::from(move |()| forgets.set(name.clone()))
    };
    let act = |action: Action| of.on_action.reform(move |()| action.clone());
    let go = |other: Option<String>| {
        let place = of.props.place.on(Page::Timeline(other));
        of.props.on_go.reform(move |()| place.clone())
    };
    // Going on with a future closes the comparison with it.
    let switch = |name: &str| {
        let (switch, close) = (act(Action::SwitchTo(name.to_owned())), go(None));
        Callback::from(move |()| {
            switch.emit(());
            close.emit(());
        })
    };
    html! {
        <div class="futures" role="group" aria-label={strings::FUTURES}>
            <span class="futures__here">{ icon(Glyph::Branch) }{ &futures.name }</span>
            { for futures.others.iter().map(|one| html! {
                <Menu
                    key={one.name.clone()}
                    glyph={Glyph::Branch}
                    label={one.name.clone()}
                    entries={vec![
                        MenuEntry::new(strings::compare_with(&one.name), go(Some(one.name.clone()))),
                        MenuEntry::new(strings::switch_to(&one.name), switch(&one.name)),
                        MenuEntry::new(strings::forget_future(&one.name), ask(Some(one.name.clone()))),
                    ]}
                />
            }) }
            if of.other.is_some() {
                <Act class="button--quiet" glyph={Glyph::Cross} label={strings::CLOSE_COMPARISON} onclick={go(None)} />
            }
            if let Some(name) = &*forgets {
                <Dialog title={strings::FORGET_TITLE} on_close={ask(None)}>
                    <p>{ strings::forget_text(name) }</p>
                    <div class="buttons">
                        <Act
                            class="button--primary"
                            label={strings::FORGET}
                            onclick={
                                let (close, forget, leave) = (ask(None), act(Action::Forget(name.clone())), go(None));
                                Callback::from(move |()| {
                                    close.emit(());
                                    forget.emit(());
                                    leave.emit(());
                                })
                            }
                        />
                        <Act label={strings::KEEP} onclick={ask(None)} />
                    </div>
                </Dialog>
            }
        </div>
    }
}

/// Where two futures part.
pub(super) fn told(comparison: &Comparison) -> Html {
    html! { <p class="strip strip--told" role="status">{ icon(Glyph::Branch) }<span>{ &comparison.told }</span></p> }
}

/// Stages that stand differently.
pub(super) fn outcomes(comparison: &Comparison, name: &str, other: &str) -> Html {
    if comparison.outcomes.is_empty() {
        return html! { <p class="page-lead outcomes__none">{ strings::OUTCOMES_SAME }</p> };
    }
    html! {
        <section class="outcomes" aria-label={strings::OUTCOMES}>
            <h2 class="list-part__title">{ strings::OUTCOMES }</h2>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ strings::STAGE }</th>
                        <th scope="col">{ name }</th>
                        <th scope="col">{ other }</th>
                    </tr>
                </thead>
                <tbody>{ for comparison.outcomes.iter().map(row) }</tbody>
            </table>
            if comparison.alike > 0 {
                <p class="quiet">{ strings::outcomes_alike(comparison.alike) }</p>
            }
        </section>
    }
}

fn row(row: &OutcomeRow) -> Html {
    let look = |look: Option<Look>| match look {
        Some(look) => state_word(look),
        None => html! { <span class="quiet">{ strings::NOT_THERE }</span> },
    };
    html! {
        <tr key={[&*row.release, "/", &*row.stage].concat()}>
            <th scope="row">{ strings::stage_of(&row.stage, &row.release) }</th>
            <td>{ look(row.looks[0]) }</td>
            <td>{ look(row.looks[1]) }</td>
        </tr>
    }
}
