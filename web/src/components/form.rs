//! Fields of forms. Each hands on what was entered as text, once it has been entered.

use rehearsal_view::strings;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What is entered, handed on.
pub(crate) type OnText = Callback<String>;

/// The text of a ticked box.
pub(crate) const YES: &str = "yes";

fn entered(on: &OnText) -> Callback<Event> {
    on.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value())
}

fn ticked(on: &OnText) -> Callback<Event> {
    on.reform(|event: Event| {
        let is_on = event.target_unchecked_into::<HtmlInputElement>().checked();
        if is_on { YES.to_owned() } else { String::new() }
    })
}

fn labelled(label: &str, field: Html) -> Html {
    html! {
        <label class="form__row">
            <span class="label">{ label }</span>
            { field }
        </label>
    }
}

/// A field with what belongs to it: whether it has to be filled in, and what is wrong with what is in it.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    /// Its label.
    pub(crate) label: &'a str,
    /// Whether it has to be filled in.
    pub(crate) required: bool,
    /// What is wrong; empty when nothing is.
    pub(crate) mistake: &'a str,
}

impl Row<'_> {
    /// One line of text, with a list of suggestions and its id.
    pub(crate) fn text(self, value: &str, suggestions: Option<(&str, &[String])>, on: &OnText) -> Html {
        let (id, suggestions) = suggestions.unwrap_or(("", &[]));
        let list = (!suggestions.is_empty()).then(|| id.to_owned());
        self.around(html! {
            <>
                <input
                    class="field"
                    type="text"
                    maxlength="4000"
                    autocomplete="off"
                    list={list.clone()}
                    value={value.to_owned()}
                    aria-invalid={self.invalid()}
                    onchange={entered(on)}
                />
                if list.is_some() {
                    <datalist id={list}>{ for suggestions.iter().map(|it| html! { <option value={it.clone()} /> }) }</datalist>
                }
            </>
        })
    }

    /// Several lines of text.
    pub(crate) fn area(self, value: &str, on: &OnText) -> Html {
        let onchange = on.reform(|event: Event| event.target_unchecked_into::<HtmlTextAreaElement>().value());
        self.around(html! {
            <textarea
                class="field field--lines"
                rows="4"
                maxlength="20000"
                value={value.to_owned()}
                aria-invalid={self.invalid()}
                {onchange}
            />
        })
    }

    /// One of several: key and words of each.
    pub(crate) fn select(self, options: &[(String, String)], value: &str, on: &OnText) -> Html {
        self.around(select_field(options, value, on, None))
    }

    /// A box to tick; it hands on [`YES`] or nothing.
    pub(crate) fn tick(self, is_on: bool, on: &OnText) -> Html {
        check_row(self.label, is_on, on)
    }

    fn invalid(self) -> Option<&'static str> {
        (!self.mistake.is_empty()).then_some("true")
    }

    fn around(self, field: Html) -> Html {
        html! {
            <div class={classes!("form__row", self.invalid().map(|_| "form__row--wrong"))}>
                <label>
                    <span class={classes!("label", self.required.then_some("label--required"))}>{ self.label }</span>
                    { field }
                </label>
                if !self.mistake.is_empty() {
                    <p class="mistake">{ self.mistake }</p>
                }
            </div>
        }
    }
}

/// The title of several fields, and what is wrong with them on the same line: it moves no field when it comes or goes.
pub(crate) fn legend(words: &str, mistake: &str) -> Html {
    html! {
        <legend class="label">
            { words }
            <span class="mistake legend__mistake" role="alert">{ mistake }</span>
        </legend>
    }
}

/// One line of text.
pub(crate) fn text_row(label: &str, value: &str, on: &OnText) -> Html {
    let field = html! {
        <input class="field" type="text" maxlength="400" value={value.to_owned()} onchange={entered(on)} />
    };
    labelled(label, field)
}

/// Several lines of text.
pub(crate) fn area_row(label: &str, value: &str, on: &OnText) -> Html {
    let onchange = on.reform(|event: Event| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    labelled(label, html! { <textarea class="field" rows="3" maxlength="4000" value={value.to_owned()} {onchange} /> })
}

/// A whole number between two others.
pub(crate) fn number_row(label: &str, value: u32, (min, max): (u32, u32), on: &OnText) -> Html {
    labelled(label, number_field(value, (min, max), on, None))
}

fn number_field(value: u32, (min, max): (u32, u32), on: &OnText, name: Option<&str>) -> Html {
    html! {
        <input
            class="field field--number"
            type="number"
            min={min.to_string()}
            max={max.to_string()}
            value={value.to_string()}
            aria-label={name.map(str::to_owned)}
            onchange={entered(on)}
        />
    }
}

/// One of several: key and words of each.
pub(crate) fn select_row(label: &str, options: &[(String, String)], value: &str, on: &OnText) -> Html {
    labelled(label, select_field(options, value, on, None))
}

fn select_field(options: &[(String, String)], value: &str, on: &OnText, name: Option<&str>) -> Html {
    let onchange = on.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    html! {
        <select class="select" {onchange} aria-label={name.map(str::to_owned)}>
            { for options.iter().map(|(key, words)| html! {
                <option value={key.clone()} selected={key == value}>{ words }</option>
            }) }
        </select>
    }
}

/// A box to tick; it hands on [`YES`] or nothing.
pub(crate) fn check_row(label: &str, is_on: bool, on: &OnText) -> Html {
    html! {
        <label class="check">
            <input type="checkbox" checked={is_on} onchange={ticked(on)} />
            { label }
        </label>
    }
}

/// A switch with the word for its position; it hands on [`YES`] or nothing.
pub(crate) fn toggle(label: &str, is_on: bool, on: &OnText) -> Html {
    html! {
        <label class="toggle">
            <input type="checkbox" role="switch" checked={is_on} aria-label={label.to_owned()} onchange={ticked(on)} />
            <span class="toggle__pill" aria-hidden="true"></span>
            <span aria-hidden="true">{ if is_on { strings::ENABLED } else { strings::DISABLED } }</span>
        </label>
    }
}

/// One of several, all in view: key and words of each.
pub(crate) fn radio_row(legend: &str, options: &[(&str, &str)], value: &str, on: &OnText) -> Html {
    html! {
        <fieldset class="form__choice">
            <legend class="label">{ legend }</legend>
            { for options.iter().map(|(key, words)| html! {
                <label class="check">
                    <input
                        type="radio"
                        name={legend.to_owned()}
                        value={(*key).to_owned()}
                        checked={*key == value}
                        onchange={entered(on)}
                    />
                    { *words }
                </label>
            }) }
        </fieldset>
    }
}

/// Minutes in each unit that a duration can be given in.
const UNITS: [(u32, &str); 3] = [(1_440, strings::DAYS), (60, strings::HOURS), (1, strings::MINUTES)];

/// A duration with its unit; it hands on minutes.
pub(crate) fn duration_row(label: &str, minutes: u32, max: u32, on: &OnText) -> Html {
    let (unit, _) =
        UNITS.into_iter().find(|(unit, _)| minutes != 0 && minutes.is_multiple_of(*unit)).unwrap_or(UNITS[2]);
    let count = minutes / unit;
    let times = move |text: &str, unit: u32| text.parse::<u32>().ok().and_then(|count| count.checked_mul(unit));
    let on_count = on.reform(move |text: String| times(&text, unit).unwrap_or(minutes).min(max).to_string());
    let on_unit = on.reform(move |text: String| times(&text, count).unwrap_or(minutes).min(max).to_string());
    let units: Vec<(String, String)> =
        UNITS.iter().rev().map(|(unit, words)| (unit.to_string(), (*words).to_owned())).collect();
    html! {
        <fieldset class="form__row">
            <legend class="label">{ label }</legend>
            <span class="form__pair">
                { number_field(count, (0, max / unit), &on_count, Some(label)) }
                { select_field(&units, &unit.to_string(), &on_unit, Some(strings::UNIT)) }
            </span>
        </fieldset>
    }
}

/// A part of a panel: title, caption, maybe a switch, and fields below.
pub(crate) fn section(title: &str, caption: &str, switch: Html, fields: Html) -> Html {
    html! {
        <section class="form" aria-label={title.to_owned()}>
            <header class="form__head">
                <h3 class="section-title">{ title }</h3>
                { switch }
            </header>
            if !caption.is_empty() {
                <p class="quiet">{ caption }</p>
            }
            { fields }
        </section>
    }
}
