//! The tab "JSON": the draft in the product's own words, to copy and to download.

use rehearsal_classic::export_text;
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::{Act, Glyph};
use crate::effects::download;
use crate::pages::editor::Drafting;

pub(super) fn tab(drafting: &Drafting) -> Html {
    let text = export_text(&drafting.draft);
    let save = {
        let (name, text) = (drafting.draft.name.clone(), text.clone());
        Callback::from(move |()| download(&strings::json_file(&name), &text))
    };
    html! {
        <div class="page-body">
            <p class="quiet">{ strings::JSON_HELP }</p>
            <div class="buttons">
                <Act glyph={Glyph::Download} label={strings::DOWNLOAD_JSON} onclick={save} />
            </div>
            <pre class="json" tabindex="0" aria-label={strings::JSON_TAB}>{ text }</pre>
        </div>
    }
}
