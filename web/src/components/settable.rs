//! "Variables" of a panel: what may be given in place of the pipeline's values.

use std::collections::BTreeMap;

use rehearsal_view::{VariableRow, strings};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Glyph, icon};

/// Values that were entered, by stage (none is the release) and name.
pub(crate) type Given = BTreeMap<(Option<String>, String), String>;

/// Variables with a field each; nothing when there are none.
pub(crate) fn settable(rows: &[(Option<String>, VariableRow)], given: &UseStateHandle<Given>) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3 class="section-title">{ icon(Glyph::Lines) }{ strings::VARIABLES_TAB }</h3>
            <p class="quiet">{ strings::EDIT_SETTABLE }</p>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ strings::NAME }</th>
                        <th scope="col">{ strings::VALUE }</th>
                        <th scope="col">{ strings::SCOPE }</th>
                    </tr>
                </thead>
                <tbody>{ for rows.iter().map(|(stage, row)| field(stage.as_ref(), row, given)) }</tbody>
            </table>
        </>
    }
}

fn field(stage: Option<&String>, row: &VariableRow, given: &UseStateHandle<Given>) -> Html {
    let key = (stage.cloned(), row.name.clone());
    // What is hidden can be given anew, not read.
    let offered = if row.is_secret { "" } else { &row.value };
    let value = given.get(&key).map_or(offered, String::as_str).to_owned();
    let enter = {
        let (given, key, offered) = (given.clone(), key, offered.to_owned());
        Callback::from(move |event: InputEvent| {
            let mut next = (*given).clone();
            let entered = event.target_unchecked_into::<HtmlInputElement>().value();
            if entered == offered {
                next.remove(&key);
            } else {
                next.insert(key.clone(), entered);
            }
            given.set(next);
        })
    };
    html! {
        <tr key={[&row.scope, "/", &row.name].concat()}>
            <th scope="row">
                { &row.name }
                if row.is_secret {
                    { " " }{ icon(Glyph::Lock) }<span class="visually-hidden">{ strings::SECRET }</span>
                }
            </th>
            <td>
                <input
                    class="field"
                    type={if row.is_secret { "password" } else { "text" }}
                    placeholder={if row.is_secret { row.value.clone() } else { String::new() }}
                    autocomplete="off"
                    maxlength="4000"
                    aria-label={strings::value_of(&row.name)}
                    {value}
                    oninput={enter}
                />
            </td>
            <td>{ &row.scope }</td>
        </tr>
    }
}
