//! The gates of one side of a stage: how they stand, and every evaluation as a table.

use rehearsal_engine::Action;
use rehearsal_view::{ChartBar, GateCell, GateMark, GateRow, GatesChart, GatesView, SampleColumn, strings};
use yew::prelude::*;

use crate::components::{Act, Glyph, icon, state_icon, state_word_as};
use crate::effects::use_scroll_to_right;

/// The coloured box, the table of gates and samples, and the evaluation options.
///
/// Without `on_act` no gate can be ignored here.
pub(crate) fn gates(view: &GatesView, on_act: Option<&Callback<Action>>) -> Html {
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
                        if !view.timeout_at.is_empty() {
                            <p class="banner__order quiet">{ strings::fails_at(&view.timeout_at) }</p>
                        }
                    </div>
                    if let Some(timeout) = &banner.timeout {
                        <p class="banner__timeout">{ icon(Glyph::Clock) }{ timeout }</p>
                    }
                </div>
            } else {
                <p>{ state_word_as(view.look, view.word) }</p>
            }
            if let Some(chart) = &view.chart {
                { picture(chart) }
            }
            if view.earlier > 0 {
                <p class="quiet">{ strings::earlier_samples(view.earlier) }</p>
            }
            <Samples count={view.earlier + view.samples.len()}>
                <table class="table gates__table">
                    <thead>
                        <tr>
                            <th scope="col">{ strings::GATE }</th>
                            { for view.samples.iter().map(sample) }
                            if let Some(next) = &view.next {
                                <th scope="col" title={view.next_at.clone()}>{ next }</th>
                            }
                        </tr>
                    </thead>
                    <tbody>{ for view.rows.iter().map(|one| row(view, one, on_act)) }</tbody>
                </table>
            </Samples>
            <h4 class="attempt__part">{ strings::EVALUATION_OPTIONS }</h4>
            <ul class="plain">{ for view.settings.iter().map(|line| html! { <li class="quiet">{ line }</li> }) }</ul>
        </section>
    }
}

/// The samples over time: a row of bars for each gate, told apart by pattern as well as by colour. The table below
/// says the same.
fn picture(chart: &GatesChart) -> Html {
    html! {
        <div class="gate-chart" aria-hidden="true">
            { for chart.rows.iter().map(|(name, bars)| html! {
                <>
                    <span class="gate-chart__name">{ name }</span>
                    <svg class="gate-chart__row" viewBox="0 0 1000 16" preserveAspectRatio="none" focusable="false">
                        <path class="gate-chart__delay" d={format!("M{} 0v16", chart.delay)} />
                        { for bars.iter().map(bar) }
                    </svg>
                </>
            }) }
            <span></span>
            <span class="gate-chart__times"><span>{ &chart.from }</span><span>{ &chart.to }</span></span>
        </div>
    }
}

fn bar(bar: &ChartBar) -> Html {
    let ChartBar { from, to, mark, counts } = *bar;
    let name = mark.look().name();
    // Passed is a line, failed a hatched bar, what is missing a dotted line: seen without colours, too.
    let (y, height) = match mark {
        GateMark::Failed => (2, 12),
        GateMark::Passed => (5, 6),
        GateMark::NoAnswer | GateMark::Ignored | GateMark::Awaited => (7, 2),
    };
    let hatched: String = if mark == GateMark::Failed {
        (from..to.saturating_sub(6)).step_by(12).map(|x| ["M", &x.to_string(), " 14l6-12"].concat()).collect()
    } else {
        String::new()
    };
    html! {
        <g class={classes!("gate-chart__bar", format!("gate-chart__bar--{name}"), (!counts).then_some("gate-chart__bar--reference"))}>
            <rect x={from.to_string()} y={y.to_string()} width={to.saturating_sub(from).max(3).to_string()} height={height.to_string()} />
            <path d={hatched} />
        </g>
    }
}

#[derive(PartialEq, Properties)]
struct SamplesProps {
    /// How many there are, with those that are not shown.
    count: usize,
    children: Html,
}

/// A table that may be wider than its place; its newest end is in view.
#[component]
fn Samples(props: &SamplesProps) -> Html {
    let root = use_node_ref();
    use_scroll_to_right(&root, props.count);
    html! {
        <div class="gates__scroll" ref={root} tabindex="0" role="group" aria-label={strings::SAMPLES}>
            { props.children.clone() }
        </div>
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

fn row(view: &GatesView, row: &GateRow, on_act: Option<&Callback<Action>>) -> Html {
    let ignore = row.ignore.clone().zip(on_act).map(|(offer, on_act)| {
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
                <>{ for ignore }</>
            </th>
            <>{ for row.cells.iter().zip(&view.samples).map(|(one, column)| cell(one, column.counts)) }</>
            if view.next.is_some() {
                <td><span class="gates__coming"></span><span class="visually-hidden">{ strings::STILL_TO_COME }</span></td>
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
