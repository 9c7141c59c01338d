//! The tab "JSON": the draft in the product's own words, to copy and to download, and a definition to take its place.

use rehearsal_classic::{ReleaseDefinition, export_text, import};
use rehearsal_source::{Severity, Source};
use rehearsal_view::strings;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::components::{Act, Glyph, alarm};
use crate::effects::{copy, download, read_file};
use crate::pages::editor::Drafting;

/// Properties of [`JsonTab`].
#[derive(PartialEq, Properties)]
pub(super) struct JsonTabProps {
    /// The draft.
    pub(super) drafting: Drafting,
}

/// The draft as JSON, and an import.
#[component]
pub(super) fn JsonTab(of: &JsonTabProps) -> Html {
    let drafting = &of.drafting;
    let is_importing = use_state(|| false);
    let has_copied = use_state(|| false);
    let text = use_memo(drafting.draft.clone(), |draft| export_text(draft));
    let save = {
        let (name, text) = (drafting.draft.name.clone(), text.clone());
        Callback::from(move |()| download(&strings::json_file(&name), &text))
    };
    let copy = {
        let (text, has_copied) = (text.clone(), has_copied.clone());
        Callback::from(move |()| {
            copy(&text);
            has_copied.set(true);
        })
    };
    let toggle = {
        let is_importing = is_importing.clone();
        Callback::from(move |()| is_importing.set(!*is_importing))
    };
    html! {
        <div class="page-body page-body--wide">
            <p class="quiet">{ strings::JSON_HELP }</p>
            <div class="buttons">
                <Act glyph={Glyph::Sheets} label={if *has_copied { strings::COPIED } else { strings::COPY }} onclick={copy} />
                <Act glyph={Glyph::Download} label={strings::DOWNLOAD_JSON} onclick={save} />
                <Act glyph={Glyph::Up} label={strings::IMPORT_JSON} onclick={toggle.clone()} />
            </div>
            if *is_importing {
                <Import drafting={drafting.clone()} on_done={toggle} />
            }
            <pre class="json" tabindex="0" aria-label={strings::JSON_TAB}>{ &*text }</pre>
        </div>
    }
}

/// Properties of [`Import`].
#[derive(PartialEq, Properties)]
struct ImportProps {
    drafting: Drafting,
    on_done: Callback<()>,
}

/// A text that was read: the definition when there is one, and what is to be said about it, with its place.
type Looked = (Option<ReleaseDefinition>, Vec<(bool, String, String)>);

/// More mistakes than this are not listed; the first is corrected first anyway.
const SHOWN_MAX: usize = 50;
/// A field with more text than this makes browsers slow.
const SHOWN_BYTES_MAX: usize = 200_000;

fn looked_at(text: &str) -> Looked {
    let source = Source::new("definition.json", text);
    let imported = import(&source);
    // What keeps the text from being taken over comes first, however much else there is to say.
    let (errors, notes): (Vec<_>, Vec<_>) = imported.report.iter().partition(|one| one.severity == Severity::Error);
    let said = errors.into_iter().chain(notes).take(SHOWN_MAX).map(|one| {
        let place = source.position(one.span.start);
        let mut words = one.message.clone();
        for help in &one.help {
            words += ": ";
            words += help;
        }
        (one.severity == Severity::Error, strings::line_and_column(place.line, place.column), words)
    });
    let said = said.collect();
    let is_sound = !imported.report.has_errors();
    (imported.definition.filter(|_| is_sound), said)
}

#[component]
fn Import(props: &ImportProps) -> Html {
    let text = use_state(String::new);
    let unread = use_state(|| None::<String>);
    let looked =
        use_memo((*text).clone(), |text| if text.trim().is_empty() { (None, Vec::new()) } else { looked_at(text) });
    let typed = {
        let (text, unread) = (text.clone(), unread.clone());
        // As it is typed or pasted: a button that waits for the field to be left moves under the pointer.
        Callback::from(move |event: InputEvent| {
            unread.set(None);
            text.set(event.target_unchecked_into::<HtmlTextAreaElement>().value());
        })
    };
    let from_file = {
        let (text, unread) = (text.clone(), unread.clone());
        Callback::from(move |event: Event| {
            let (text, unread) = (text.clone(), unread.clone());
            let on_read = Callback::from(move |(name, read): (String, Result<String, &str>)| {
                unread.set(read.as_ref().err().map(|why| strings::about_file(&name, why)));
                text.set(read.unwrap_or_default());
            });
            read_file(&event.target_unchecked_into::<HtmlInputElement>(), on_read);
        })
    };
    let refusal = match (text.trim().is_empty(), &looked.0) {
        (true, _) => Some(AttrValue::Static(strings::NOTHING_TO_IMPORT)),
        (false, None) => Some(AttrValue::Static(strings::CANNOT_IMPORT)),
        (false, Some(_)) => None,
    };
    let take_over = {
        let (drafting, looked, done) = (props.drafting.clone(), looked.clone(), props.on_done.clone());
        Callback::from(move |()| {
            if let Some(read) = &looked.0 {
                let now = &drafting.draft;
                // It becomes the next revision of this pipeline.
                drafting.replace(ReleaseDefinition { id: now.id, revision: now.revision, ..read.clone() });
                done.emit(());
            }
        })
    };
    html! {
        <section class="form" aria-label={strings::IMPORT_JSON}>
            <p class="quiet">{ strings::IMPORT_HELP }</p>
            <label class="form__row">
                <span class="label">{ strings::JSON_FROM_FILE }</span>
                <input type="file" accept=".json,application/json" onchange={from_file} />
            </label>
            if text.len() > SHOWN_BYTES_MAX {
                <p role="status">{ strings::long_text(text.len() / 1_000) }</p>
            } else {
                <label class="form__row">
                    <span class="label">{ strings::JSON_TEXT }</span>
                    <textarea
                        class="field field--code"
                        rows="10"
                        spellcheck="false"
                        value={(*text).clone()}
                        oninput={typed}
                    />
                </label>
            }
            <div class="buttons">
                <Act class="button--primary" label={strings::TAKE_OVER} {refusal} onclick={take_over} />
                <Act label={strings::CANCEL} onclick={props.on_done.clone()} />
            </div>
            if looked.0.is_some() {
                <p role="status">{ strings::READY_TO_IMPORT }</p>
            }
            <ul class="mistakes" role="alert">
                if let Some(why) = &*unread {
                    <li>{ alarm(&[strings::MISTAKE]) }<span>{ why }</span></li>
                }
                <>{ for looked.1.iter().map(|(is_error, place, words)| html! {
                    <li>
                        if *is_error { { alarm(&[strings::MISTAKE]) } }
                        <span><strong>{ place }</strong>{ ": " }{ words }</span>
                    </li>
                }) }</>
            </ul>
        </section>
    }
}
