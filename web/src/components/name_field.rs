//! A field for a name that not everything may be.

use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::OnText;

/// Properties of [`NameField`].
#[derive(PartialEq, Properties)]
pub(crate) struct NameFieldProps {
    /// What it names.
    pub(crate) label: AttrValue,
    /// Whether the label stands above the field; otherwise it is only read out.
    #[prop_or_default]
    pub(crate) is_labelled: bool,
    /// The name.
    pub(crate) name: AttrValue,
    /// Names that others have, which differ by more than case.
    pub(crate) taken: Vec<String>,
    /// What to say of one of those.
    pub(crate) taken_words: &'static str,
    /// Whether it has just been added: the name that it came with is there to be typed over.
    #[prop_or_default]
    pub(crate) is_new: bool,
    /// Takes another name.
    pub(crate) on: OnText,
}

/// A name is taken over unless it is empty or another's; then the field says so and shows the name that stays.
#[component]
pub(crate) fn NameField(props: &NameFieldProps) -> Html {
    let refused = use_state(|| None::<(AttrValue, String)>);
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with(props.is_new, move |&is_new| {
            if let Some(field) = field.cast::<web_sys::HtmlInputElement>().filter(|_| is_new) {
                // A field that cannot be focused is typed into by a click.
                let _ = field.focus();
                field.select();
            }
        });
    }
    let enter = {
        let (refused, on, taken, words, now) =
            (refused.clone(), props.on.clone(), props.taken.clone(), props.taken_words, props.name.clone());
        Callback::from(move |event: Event| {
            let entered = event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
            let entered = entered.trim();
            let why = if entered.is_empty() {
                Some(strings::NAME_MISSING.to_owned())
            } else if taken.iter().any(|other| other.eq_ignore_ascii_case(entered)) {
                Some(strings::name_refused(entered, words))
            } else {
                None
            };
            if why.is_none() {
                on.emit(entered.to_owned());
            }
            // Set in any case: the field is drawn anew, with the name that is.
            refused.set(why.map(|why| (now.clone(), why)));
        })
    };
    // Of the name that was there when it was said.
    let why = refused.as_ref().filter(|(name, _)| *name == props.name).map(|(_, why)| why);
    let field = html! {
        <input
            class="field"
            ref={field}
            type="text"
            maxlength="256"
            autocomplete="off"
            value={props.name.clone()}
            aria-label={(!props.is_labelled).then(|| props.label.clone())}
            aria-invalid={why.map(|_| "true")}
            onchange={enter}
        />
    };
    html! {
        <div class={classes!(props.is_labelled.then_some("form__row"), why.map(|_| "form__row--wrong"))}>
            if props.is_labelled {
                <label><span class="label label--required">{ &props.label }</span>{ field }</label>
            } else {
                { field }
            }
            if let Some(why) = why {
                <p class="mistake" role="alert">{ why }</p>
            }
        </div>
    }
}
