//! The timeline as a table, for screen readers and for those who want to read times.

use std::collections::BTreeSet;
use std::rc::Rc;

use rehearsal_view::{BarKind, RowKind, StageKey, TimelineRow, WantedRows, strings, time};
use yew::prelude::*;

use super::chart::Run;
use crate::components::state_word;

/// Rows of the chart that become lines; nobody reads more.
const ROWS_MAX: usize = 400;

/// Every bar as a line.
pub(super) fn table(run: &Run, opened: &Rc<BTreeSet<StageKey>>, (name, is_named): (&str, bool)) -> Html {
    let view = run.timeline(&WantedRows { opened: (**opened).clone(), rows: 0..ROWS_MAX });
    let zone = &run.session().world().zone;
    let mut release = "";
    let mut lines = Vec::new();
    for row in &view.rows {
        if row.kind == RowKind::Release {
            release = &row.name;
        }
        lines.extend(row.bars.iter().enumerate().map(|(index, bar)| {
            let what = match bar.kind {
                BarKind::Wait(reason) => html! { { strings::waits_because(reason.word()) } },
                BarKind::Work(look) => state_word(look),
            };
            let to = if bar.is_open { strings::GOES_ON.to_owned() } else { time::date_time_seconds(zone, bar.to) };
            html! {
                <tr key={format!("{}-{index}", row.position)}>
                    <td>{ release }</td>
                    <th scope="row" class={class(row)}>{ &row.name }</th>
                    <td>{ what }</td>
                    <td>{ time::date_time_seconds(zone, bar.from) }</td>
                    <td>{ to }</td>
                    <td>{ &bar.took }</td>
                </tr>
            }
        }));
    }
    html! {
        <section class="timeline-table" aria-label={name.to_owned()}>
            if is_named {
                <h2 class="chart__title">{ name }</h2>
            }
            <div class="table-scroll">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ strings::RELEASE }</th>
                            <th scope="col">{ strings::COLUMN_OF }</th>
                            <th scope="col">{ strings::COLUMN_WHAT }</th>
                            <th scope="col">{ strings::COLUMN_FROM }</th>
                            <th scope="col">{ strings::COLUMN_TO }</th>
                            <th scope="col">{ strings::COLUMN_TOOK }</th>
                        </tr>
                    </thead>
                    <tbody>{ for lines }</tbody>
                </table>
            </div>
            if view.row_count > view.rows.len() {
                <p class="page-lead quiet">{ strings::TABLE_IS_CUT }</p>
            }
        </section>
    }
}

const fn class(row: &TimelineRow) -> &'static str {
    match row.kind {
        RowKind::Release | RowKind::Stage { .. } => "timeline-table__stage",
        RowKind::Approval | RowKind::Gates | RowKind::Job => "timeline-table__part",
        RowKind::Task => "timeline-table__task",
    }
}
