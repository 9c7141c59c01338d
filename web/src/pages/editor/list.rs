//! The stages of a draft as a table: the same as the diagram says, with the same commands, in words.

use rehearsal_view::editor::{At, EditorStage};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::{Act, Glyph, mistakes};
use crate::pages::editor::Extent;
use crate::pages::editor::pipeline::{PipelineTabProps, link, name};
use crate::route::{EditPanel, EditTab, Panel};

/// The stages, each after those it waits for; `clone` copies one.
pub(super) fn list(of: &PipelineTabProps, clone: impl Fn(usize) -> Callback<()>) -> Html {
    let in_order = of.view.diagram.order.iter().filter_map(|&index| Some((index, of.view.stages.get(index)?)));
    let has_actions = of.drafting.extent > Extent::Release;
    let rows = in_order.map(|(index, stage)| row(of, index, stage, clone(index)));
    html! {
        <div class="table-scroll">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ strings::STAGE }</th>
                        <th scope="col">{ strings::TRIGGER }</th>
                        <th scope="col">{ strings::TASKS_TAB }</th>
                        <th scope="col">{ strings::CONDITIONS }</th>
                        if has_actions {
                            <th scope="col">{ strings::ACTIONS }</th>
                        }
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

fn row(of: &PipelineTabProps, index: usize, stage: &EditorStage, clone: Callback<()>) -> Html {
    let PipelineTabProps { props, drafting, view } = of;
    let add = {
        let place = props.place.with(Panel::Edit(EditPanel::AddStage(Some(index))));
        props.on_go.reform(move |()| place.clone())
    };
    let has = |approvals: bool, gates: bool| {
        let words = match (approvals, gates) {
            (false, false) => return Html::default(),
            (true, false) => strings::WITH_APPROVALS,
            (false, true) => strings::WITH_GATES,
            (true, true) => strings::WITH_APPROVALS_AND_GATES,
        };
        html! { <span class="quiet">{ words }</span> }
    };
    html! {
        <tr key={index}>
            <th scope="row">
                { name(of, index, stage) }
                { mistakes(&view.at(At::Stage(index))) }
            </th>
            <td>{ &stage.trigger }</td>
            <td>
                <a
                    href={props.place.on(drafting.page(EditTab::Tasks(index))).href()}
                    aria-label={strings::tasks_of(&stage.name, &stage.contents)}
                >
                    { &stage.contents }
                </a>
                if view.needs_attention(Some(index)) {
                    <p class="mistake">{ strings::SETTINGS_NEED_ATTENTION }</p>
                }
            </td>
            <td>
                <p>
                    <a href={link(of, EditPanel::Pre(index))} aria-label={strings::conditions_before(&stage.name)}>
                        { strings::PRE_DEPLOYMENT_CONDITIONS }
                    </a>
                    { " " }{ has(stage.has_pre_approvals, stage.has_gates.0) }
                </p>
                { mistakes(&view.at(At::Pre(index))) }
                <p>
                    <a href={link(of, EditPanel::Post(index))} aria-label={strings::conditions_after(&stage.name)}>
                        { strings::POST_DEPLOYMENT_CONDITIONS }
                    </a>
                    { " " }{ has(stage.has_post_approvals, stage.has_gates.1) }
                </p>
                { mistakes(&view.at(At::Post(index))) }
            </td>
            if drafting.extent > Extent::Release {
                <td>
                    <div class="buttons">
                        <Act
                            glyph={Glyph::Plus}
                            label={strings::ADD}
                            spoken={strings::add_after(&stage.name)}
                            onclick={add}
                        />
                        <Act
                            glyph={Glyph::Sheets}
                            label={strings::CLONE}
                            spoken={strings::clone_of(&stage.name)}
                            onclick={clone}
                        />
                    </div>
                </td>
            }
        </tr>
    }
}
