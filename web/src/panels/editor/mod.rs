//! Panels of the editor. Values apply to the draft at once; Save in the header stores them.

mod approvals;
mod artifact;
mod conditions;
mod gates;
mod save;
mod schedule;
mod stage;
mod template;
mod trigger;

use yew::prelude::*;

pub(crate) use artifact::words;
#[cfg(test)]
pub(crate) use save::{SavePanel, SavePanelProps, save_deed};
pub(crate) use stage::name_field as stage_name_field;

use crate::components::Panel as Frame;
use crate::pages::PageProps;
use crate::pages::editor::{Drafting, Extent};
use crate::panels::{close, missing};
use crate::route::{EditPanel, Edited};
use crate::store::Action;

/// The panel of the address.
pub(crate) fn panel(props: &PageProps, edited: &Edited, panel: EditPanel, on_action: &Callback<Action>) -> Html {
    let Some(drafting) = Drafting::of(props, edited, on_action) else { return missing(close(props)) };
    let (stages, artifacts) = (drafting.draft.stages.len(), drafting.draft.artifacts.len());
    match panel {
        _ if !belongs(panel, drafting.extent) => missing(close(props)),
        EditPanel::Stage(index) if index < stages => stage::panel(props, &drafting, index),
        EditPanel::Pre(index) if index < stages => conditions::before(props, &drafting, index),
        EditPanel::Post(index) if index < stages => conditions::after(props, &drafting, index),
        EditPanel::AddStage(after) => html! { <template::AddStage props={props.clone()} {drafting} {after} /> },
        EditPanel::AddArtifact => html! { <artifact::AddArtifact props={props.clone()} {drafting} /> },
        EditPanel::Artifact(index) if index < artifacts => artifact::panel(props, &drafting, index),
        EditPanel::Trigger(index) if index < artifacts => trigger::panel(props, &drafting, index),
        EditPanel::Schedules => schedule::panel(props, &drafting),
        EditPanel::Save => html! { <save::SavePanel props={props.clone()} {drafting} /> },
        EditPanel::Discard => save::discard(props, &drafting, on_action),
        EditPanel::Stage(_)
        | EditPanel::Pre(_)
        | EditPanel::Post(_)
        | EditPanel::Artifact(_)
        | EditPanel::Trigger(_) => missing(close(props)),
    }
}

/// Whether there is something to change in a panel.
fn belongs(panel: EditPanel, extent: Extent) -> bool {
    let least = match panel {
        EditPanel::Pre(_) | EditPanel::Post(_) | EditPanel::Save | EditPanel::Discard => Extent::Release,
        EditPanel::Stage(_) | EditPanel::AddStage(_) => Extent::DraftRelease,
        EditPanel::AddArtifact | EditPanel::Artifact(_) | EditPanel::Trigger(_) | EditPanel::Schedules => {
            Extent::Pipeline
        }
    };
    extent >= least
}

/// A panel beside the page, which stays usable.
fn side(props: &PageProps, title: &str, subtitle: Html, body: Html) -> Html {
    html! {
        <Frame title={title.to_owned()} {subtitle} is_modal={false} on_close={close(props)}>{ body }</Frame>
    }
}
