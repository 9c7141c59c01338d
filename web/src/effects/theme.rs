//! Light or dark, written where the style sheets look.

use gloo::utils::document;
use yew::prelude::*;

use crate::store::Theme;

/// Sets the theme of the page.
#[hook]
pub(crate) fn use_theme(theme: Theme) {
    use_effect_with(theme, |theme| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", theme.name());
        }
    });
}
