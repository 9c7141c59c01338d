//! Light, dark, or as the system says.

use rehearsal_view::strings;
use yew::prelude::*;

use crate::store::Theme;

/// Properties of [`ThemeSwitch`].
#[derive(PartialEq, Properties)]
pub(crate) struct ThemeSwitchProps {
    /// The theme now.
    pub(crate) theme: Theme,
    /// Chooses another.
    pub(crate) on_choose: Callback<Theme>,
}

/// A choice of three.
#[component]
pub(crate) fn ThemeSwitch(props: &ThemeSwitchProps) -> Html {
    let onchange = {
        let choose = props.on_choose.clone();
        Callback::from(move |event: Event| {
            let select: web_sys::HtmlSelectElement = event.target_unchecked_into();
            choose.emit(Theme::from_name(&select.value()));
        })
    };
    html! {
        <label class="theme-switch">
            <span class="theme-switch__label">{ strings::THEME }</span>
            <select class="select" {onchange}>
                { for Theme::ALL.into_iter().map(|theme| html! {
                    <option value={theme.name()} selected={theme == props.theme}>{ word(theme) }</option>
                }) }
            </select>
        </label>
    }
}

const fn word(theme: Theme) -> &'static str {
    match theme {
        Theme::System => strings::THEME_SYSTEM,
        Theme::Light => strings::THEME_LIGHT,
        Theme::Dark => strings::THEME_DARK,
    }
}
