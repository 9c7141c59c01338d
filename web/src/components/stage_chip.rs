//! A stage of a release in the table of releases.

use rehearsal_view::{Chip, Look, strings};
use yew::prelude::*;

use crate::components::{state_icon, unique_id};

/// Properties of [`StageChip`].
#[derive(PartialEq, Properties)]
pub(crate) struct StageChipProps {
    /// The stage.
    pub(crate) chip: Chip,
    /// Where it leads.
    pub(crate) href: AttrValue,
}

/// A chip; pointing at it or focusing it opens a pop-up with name and state.
#[component]
pub(crate) fn StageChip(props: &StageChipProps) -> Html {
    let id = use_state(unique_id);
    let chip = &props.chip;
    let is_solid = matches!(chip.look, Look::PendingApproval | Look::InProgress | Look::Canceling);
    let class = classes!(
        "chip",
        format!("chip--{}", chip.look.name()),
        is_solid.then_some("chip--solid"),
        chip.is_deployed_now.then_some("chip--now"),
    );
    html! {
        <span class="tipped">
            <a {class} href={props.href.clone()} aria-label={chip.spoken()}>
                { state_icon(chip.look) }
                <span class="chip__name">{ &chip.stage }</span>
            </a>
            <span class="tip tip--dark" role="tooltip" id={(*id).clone()} aria-hidden="true">
                <strong>{ &chip.stage }</strong>
                <span>{ &chip.word }</span>
                if chip.is_deployed_now {
                    <span>{ strings::DEPLOYED_HERE_NOW }</span>
                }
            </span>
        </span>
    }
}
