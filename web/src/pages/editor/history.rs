//! The tab "History": who saved what, when and why, and the differences between any two revisions.

use std::sync::Arc;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::DefinitionId;
use rehearsal_view::differences::{DiffLine, Difference, Side, differences, json_difference};
use rehearsal_view::{RevisionRow, revisions, strings};
use yew::prelude::*;

use crate::components::form::select_row;
use crate::components::{Act, Glyph};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;
use crate::route::{EditTab, Edited};

/// Properties of [`HistoryTab`].
#[derive(PartialEq, Properties)]
pub(super) struct HistoryTabProps {
    /// Those of the page.
    pub(super) props: PageProps,
    /// The draft.
    pub(super) drafting: Drafting,
}

/// Stands for the draft among the positions of revisions.
const DRAFT: usize = usize::MAX;

/// The revisions, and a comparison below.
#[component]
pub(super) fn HistoryTab(of: &HistoryTabProps) -> Html {
    let HistoryTabProps { props, drafting } = of;
    let Edited::Pipeline(index) = *drafting.edited() else { return Html::default() };
    let pipeline = DefinitionId::at(index);
    let rows = props.player.scene(|scene| revisions(scene, pipeline));
    let is_changed = props.player.editor(drafting.edited()).is_some_and(|editor| editor.is_changed());
    let newest = rows.first().map_or(0, |row| row.index);
    let pair = use_state(|| None::<(usize, usize)>);
    let (before, after) = pair.unwrap_or(if is_changed { (newest, DRAFT) } else { (newest.saturating_sub(1), newest) });
    let definition = |index: usize| -> Option<Arc<ReleaseDefinition>> {
        if index == DRAFT {
            return Some(Arc::clone(&drafting.draft));
        }
        let revision = props.player.session.state().pipelines[pipeline.index()].revisions.get(index)?;
        Some(Arc::clone(&revision.plan.definition))
    };
    let compared = use_memo((definition(before), definition(after)), |pair| match pair {
        (Some(before), Some(after)) => (differences(before, after), json_difference(before, after)),
        _ => (Vec::new(), Vec::new()),
    });
    let choose = |which: (usize, usize)| {
        let pair = pair.clone();
        Callback::from(move |()| pair.set(Some(which)))
    };
    let revert = |index: usize| {
        let (drafting, go) = (drafting.clone(), props.on_go.clone());
        let place = props.place.on(drafting.page(EditTab::Pipeline));
        let old = definition(index);
        Callback::from(move |()| {
            if let Some(old) = &old {
                let now = &drafting.draft;
                let next = ReleaseDefinition { revision: now.revision, id: now.id, ..(**old).clone() };
                drafting.replace(next);
                go.emit(place.clone());
            }
        })
    };
    let mut options: Vec<(String, String)> =
        rows.iter().map(|row| (row.index.to_string(), strings::revision_number(row.revision))).collect();
    if is_changed {
        options.insert(0, (DRAFT.to_string(), strings::DRAFT_OF_PIPELINE.to_owned()));
    }
    let from_list = |is_before: bool| {
        let pair = pair.clone();
        Callback::from(move |text: String| {
            let chosen = text.parse().unwrap_or(0);
            pair.set(Some(if is_before { (chosen, after) } else { (before, chosen) }));
        })
    };
    html! {
        <div class="page-body page-body--wide">
            <div class="table-scroll">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ strings::REVISION_COLUMN }</th>
                            <th scope="col">{ strings::CHANGED_BY }</th>
                            <th scope="col">{ strings::CHANGE_TYPE }</th>
                            <th scope="col">{ strings::CHANGED_DATE }</th>
                            <th scope="col">{ strings::COMMENT }</th>
                            <th scope="col"><span class="visually-hidden">{ strings::ACTIONS }</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        { for rows.iter().map(|row| {
                            revision(row, row.index == newest, choose((row.index.saturating_sub(1), row.index)), revert(row.index))
                        }) }
                    </tbody>
                </table>
            </div>
            if options.len() < 2 {
                <p class="quiet">{ strings::ONLY_ONE_REVISION }</p>
            } else {
                <div class="compare">
                    { select_row(strings::COMPARE, &options, &before.to_string(), &from_list(true)) }
                    { select_row(strings::WITH, &options, &after.to_string(), &from_list(false)) }
                </div>
                if compared.0.is_empty() {
                    <p class="quiet">{ strings::NO_DIFFERENCE }</p>
                } else {
                    <h2 class="section-title">{ strings::WHAT_CHANGED }</h2>
                    { changes(&compared.0) }
                    <h2 class="section-title">{ strings::CHANGED_JSON }</h2>
                    { json(&compared.1) }
                }
            }
        </div>
    }
}

fn revision(row: &RevisionRow, is_newest: bool, compare: Callback<()>, revert: Callback<()>) -> Html {
    let only = (row.index == 0).then_some(AttrValue::Static(strings::ONLY_ONE_REVISION));
    let newest = is_newest.then_some(AttrValue::Static(strings::IS_THE_NEWEST));
    let by = if row.by.is_empty() { strings::BEFORE_THE_REHEARSAL } else { &row.by };
    html! {
        <tr key={row.index}>
            <td>{ row.revision }</td>
            <td>{ by }</td>
            <td>{ row.change }</td>
            <td>{ &row.at }</td>
            <td>{ &row.comment }</td>
            <td>
                <div class="buttons">
                    <Act
                        class="button--quiet"
                        label={strings::COMPARE_DIFFERENCE}
                        spoken={strings::compare_revision(row.revision)}
                        refusal={only}
                        onclick={compare}
                    />
                    <Act
                        class="button--quiet"
                        glyph={Glyph::Undo}
                        label={strings::REVERT_PIPELINE}
                        spoken={strings::revert_to(row.revision)}
                        refusal={newest}
                        onclick={revert}
                    />
                </div>
            </td>
        </tr>
    }
}

fn changes(changes: &[Difference]) -> Html {
    let value = |value: &Option<String>| match value.as_deref() {
        Some(text) => html! { <span class="change__value">{ text }</span> },
        None => html! { <span class="quiet">{ strings::NO_VALUE }</span> },
    };
    html! {
        <div class="table-scroll">
            <table class="table table--changes">
                <thead>
                    <tr>
                        <th scope="col">{ strings::PLACE }</th>
                        <th scope="col">{ strings::FIELD }</th>
                        <th scope="col">{ strings::BEFORE }</th>
                        <th scope="col">{ strings::AFTER }</th>
                    </tr>
                </thead>
                <tbody>
                    { for changes.iter().map(|change| html! {
                        <tr>
                            <th scope="row">{ &change.place }</th>
                            <td>{ &change.field }</td>
                            <td>{ value(&change.before) }</td>
                            <td>{ value(&change.after) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn json(lines: &[DiffLine]) -> Html {
    let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    html! {
        <table class="diff" aria-label={strings::CHANGED_JSON}>
            <tbody>
                { for lines.iter().map(|line| {
                    let (class, sign, text) = match line.side {
                        Side::Both => ("", "", line.text.as_str()),
                        Side::Before => ("diff__before", "−", line.text.as_str()),
                        Side::After => ("diff__after", "+", line.text.as_str()),
                        Side::Gap => ("diff__gap", "", strings::LINES_LEFT_OUT),
                    };
                    html! {
                        <tr {class}>
                            <td class="diff__number">{ number(line.numbers.0) }</td>
                            <td class="diff__number">{ number(line.numbers.1) }</td>
                            <td class="diff__sign">{ sign }</td>
                            <td><code>{ text }</code></td>
                        </tr>
                    }
                }) }
            </tbody>
        </table>
    }
}
