//! Whom the learner acts as.

use rehearsal_engine::PersonId;
use rehearsal_view::strings;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::{avatar, unique_id};
use crate::store::Action;

/// Somebody the learner may act as.
#[derive(Clone, PartialEq)]
pub(crate) struct PersonaChoice {
    /// Who.
    pub(crate) id: PersonId,
    /// The name.
    pub(crate) name: String,
    /// Its letters.
    pub(crate) initials: String,
}

/// Properties of [`Persona`].
#[derive(PartialEq, Properties)]
pub(crate) struct PersonaProps {
    /// Whom the learner may act as.
    pub(crate) personas: Vec<PersonaChoice>,
    /// Whom the learner acts as.
    pub(crate) persona: PersonId,
    /// Chooses another.
    pub(crate) on_action: Callback<Action>,
}

/// More people than this do not fit side by side.
const SIDE_BY_SIDE_MAX: usize = 4;

/// "Act as": everybody at one click, or a list where there are many.
#[component]
pub(crate) fn Persona(props: &PersonaProps) -> Html {
    let name = use_state(unique_id);
    if props.personas.len() > SIDE_BY_SIDE_MAX {
        return list(props);
    }
    html! {
        <fieldset class="persona" role="radiogroup" aria-label={strings::ACT_AS}>
            <span aria-hidden="true">{ strings::ACT_AS }</span>
            { for props.personas.iter().map(|one| {
                let id = one.id;
                html! {
                    <label class="persona__choice" key={id.0}>
                        <input
                            type="radio"
                            name={(*name).clone()}
                            checked={id == props.persona}
                            onchange={props.on_action.reform(move |_: Event| Action::ActAs(id))}
                        />
                        <span class="persona__who">
                            { avatar(&one.initials, false) }<span class="persona__name">{ &one.name }</span>
                        </span>
                    </label>
                }
            }) }
        </fieldset>
    }
}

fn list(props: &PersonaProps) -> Html {
    let act = props.on_action.clone();
    let onchange = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        if let Ok(number) = select.value().parse() {
            act.emit(Action::ActAs(PersonId(number)));
        }
    });
    html! {
        <label class="persona">
            <span>{ strings::ACT_AS }</span>
            <select class="select" {onchange}>
                { for props.personas.iter().map(|one| html! {
                    <option value={one.id.0.to_string()} selected={one.id == props.persona}>{ &one.name }</option>
                }) }
            </select>
        </label>
    }
}
