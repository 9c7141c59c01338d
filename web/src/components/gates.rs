//! The gates of one side of a stage: how they stand, and every evaluation as a table.

use rehearsal_engine::Action;
use rehearsal_view::{GateCell, GateRow, GatesView, SampleColumn, strings};
use yew::prelude::*;

use crate::components::{Act, Glyph, icon, state_icon, state_word_as};

/// The coloured box, the table of gates and samples, and the evaluation options.
///
/// Without `on_act` no gate can be ignored here.
pub(crate) fn gates(view: &GatesView, on_act: Option<&Callback<Action>>) -> Html {
    let can_ignore = on_act.filter(|_| view.rows.iter().any(|row| row.ignore.is_some()));
    html! {
        <section class="gates" aria-label={view.title}>
            <h3 class="section-title">{ view.title }</h3>
            if let Some(banner) = &view.banner {
                <div class={classes!("banner", format!("banner--{}", banner.look.name()))}>
                    <div>
                        <p class="banner__text">{ state_icon(banner.look) }{ &banner.text }</p>
                        if !banner.more.is_empty() {
                            <p class="banner__order">{ &banner.more }</p>
                        }
                    </div>
                    if let Some(timeout) = &banner.timeout {
                        <p class="banner__timeout">
                            { icon(Glyph::Clock) }{ strings::fails_at(timeout, &view.timeout_at) }
                        </p>
                    }
                </div>
            } else {
                <p>{ state_word_as(view.look, view.word) }</p>
            }
            if view.earlier > 0 {
                <p class="quiet">{ strings::earlier_samples(view.earlier) }</p>
            }
            <div class="gates__scroll" tabindex="0" role="group" aria-label={strings::SAMPLES}>
                <table class="table gates__table">
                    <thead>
                        <tr>
                            <th scope="col">{ strings::GATE }</th>
                            { for view.samples.iter().map(sample) }
                            if let Some(next) = &view.next {
                                <th scope="col" title={view.next_at.clone()}>{ next }</th>
                            }
                            if can_ignore.is_some() {
                                <th scope="col">{ strings::ACTIONS }</th>
                            }
                        </tr>
                    </thead>
                    <tbody>{ for view.rows.iter().map(|one| row(view, one, can_ignore)) }</tbody>
                </table>
            </div>
            <h4 class="attempt__part">{ strings::EVALUATION_OPTIONS }</h4>
            <ul class="plain">{ for view.settings.iter().map(|line| html! { <li class="quiet">{ line }</li> }) }</ul>
        </section>
    }
}

fn sample(column: &SampleColumn) -> Html {
    html! {
        <th scope="col">
            { &column.time }
            if !column.counts {
                <span class="visually-hidden">{ ", " }{ strings::FOR_REFERENCE }</span>
            }
        </th>
    }
}

fn row(view: &GatesView, row: &GateRow, can_ignore: Option<&Callback<Action>>) -> Html {
    let ignore = row.ignore.clone().zip(can_ignore).map(|(offer, on_act)| {
        let action = offer.action.clone();
        html! {
            <Act
                class="button--quiet"
                glyph={Glyph::Slash}
                label={strings::IGNORE_GATE}
                spoken={AttrValue::from(strings::ignore_gate(&row.name))}
                refusal={offer.refusal.map(AttrValue::from)}
                onclick={on_act.reform(move |()| action.clone())}
            />
        }
    });
    html! {
        <tr>
            <th scope="row">
                <p class="gates__name">{ &row.name }</p>
                <p class="quiet">{ row.about }</p>
                if let Some(found) = row.cells.last().map(|cell| &cell.found).filter(|found| !found.is_empty()) {
                    <p class="gates__found">{ found }</p>
                }
                if !row.ignored.is_empty() {
                    <p class="quiet">{ &row.ignored }</p>
                }
            </th>
            { for row.cells.iter().zip(&view.samples).map(|(one, column)| cell(one, column.counts)) }
            if view.next.is_some() {
                <td><span class="gates__coming"></span><span class="visually-hidden">{ strings::STILL_TO_COME }</span></td>
            }
            if can_ignore.is_some() {
                <td>{ for ignore }</td>
            }
        </tr>
    }
}

/// Shape and word; of an evaluation during the delay only the outline.
fn cell(cell: &GateCell, counts: bool) -> Html {
    html! {
        <td class={classes!((!counts).then_some("gates__reference"))} title={cell.found.clone()}>
            { state_icon(cell.mark.look()) }{ " " }{ cell.mark.word() }
        </td>
    }
}
