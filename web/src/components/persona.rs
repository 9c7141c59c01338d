//! Whom the learner acts as.

use rehearsal_engine::PersonId;
use rehearsal_view::strings;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::{Glyph, icon};
use crate::store::Action;

/// Properties of [`Persona`].
#[derive(PartialEq, Properties)]
pub(crate) struct PersonaProps {
    /// Whom the learner may act as.
    pub(crate) personas: Vec<(PersonId, String)>,
    /// Whom the learner acts as.
    pub(crate) persona: PersonId,
    /// Chooses another.
    pub(crate) on_action: Callback<Action>,
}

/// "Act as".
#[component]
pub(crate) fn Persona(props: &PersonaProps) -> Html {
    let onchange = {
        let act = props.on_action.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            if let Ok(number) = select.value().parse() {
                act.emit(Action::ActAs(PersonId(number)));
            }
        })
    };
    html! {
        <label class="persona">
            { icon(Glyph::Person) }
            <span>{ strings::ACT_AS }</span>
            <select class="select" {onchange}>
                { for props.personas.iter().map(|(id, name)| html! {
                    <option value={id.0.to_string()} selected={*id == props.persona}>{ name }</option>
                }) }
            </select>
        </label>
    }
}
