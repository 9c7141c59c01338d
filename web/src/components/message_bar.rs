//! The bar over a page that says what waits for somebody.

use rehearsal_view::{InterventionView, Look, strings};
use yew::prelude::*;

use crate::components::{Act, state_icon};
use crate::route::{Panel, Place};

/// A line for each manual intervention that waits, with the way to decide it.
pub(crate) fn message_bar(waiting: &[InterventionView], place: &Place, on_go: &Callback<Place>) -> Html {
    html! {
        { for waiting.iter().map(|one| {
            let panel = place.release_with(&one.release, Panel::Intervention(one.stage.clone()));
            html! {
                <div class="strip strip--waits" key={[&*one.stage, &*one.task].concat()}>
                    { state_icon(Look::PendingIntervention) }
                    <p>{ strings::intervention_waits(&one.task, &one.stage, &one.since) }</p>
                    <Act
                        label={strings::RESUME_OR_REJECT}
                        spoken={AttrValue::from(strings::verb_stage(strings::RESUME_OR_REJECT, &one.stage))}
                        onclick={on_go.reform(move |()| panel.clone())}
                    />
                </div>
            }
        }) }
    }
}
