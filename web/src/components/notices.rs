//! Short messages in a corner, and the banner of a created release. They are read out and never take the focus.

use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::{Glyph, icon};
use crate::effects::use_dismissal;
use crate::store::{Notice, Tone};

/// Properties of [`Notices`].
#[derive(PartialEq, Properties)]
pub(crate) struct NoticesProps {
    /// The messages, oldest first.
    pub(crate) notices: Vec<Notice>,
    /// Closes one.
    pub(crate) on_dismiss: Callback<u32>,
}

/// How long a message about something done stays.
const STAYS_MILLIS: u32 = 7_000;

/// The banner that a release has been created, with the link to it; it stays until it is closed or the page is left.
pub(crate) fn created_banner(notices: &[Notice], on_dismiss: &Callback<u32>) -> Html {
    let created = notices.iter().find(|notice| notice.tone == Tone::Created);
    html! {
        <div class="created" role="status">
            if let Some((notice, (name, href))) = created.and_then(|notice| Some((notice, notice.link.as_ref()?))) {
                { icon(Glyph::Tick) }
                <p>{ strings::RELEASE_CREATED.0 }<a href={href.clone()}>{ name }</a>{ strings::RELEASE_CREATED.1 }</p>
                { closes(on_dismiss, notice.id) }
            }
        </div>
    }
}

fn closes(on_dismiss: &Callback<u32>, id: u32) -> Html {
    html! {
        <button
            type="button"
            class="button button--bare"
            aria-label={strings::DISMISS}
            onclick={on_dismiss.reform(move |_: MouseEvent| id)}
        >
            { icon(Glyph::Cross) }
        </button>
    }
}

/// The region of messages; it is always there, so that screen readers listen to it.
#[component]
pub(crate) fn Notices(props: &NoticesProps) -> Html {
    html! {
        <section class="notices" aria-live="polite" aria-relevant="additions" aria-label={strings::NOTICES}>
            { for props.notices.iter().filter(|notice| notice.tone != Tone::Created).map(|notice| html! {
                <Message key={notice.id} notice={notice.clone()} on_dismiss={props.on_dismiss.clone()} />
            }) }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct MessageProps {
    notice: Notice,
    on_dismiss: Callback<u32>,
}

#[component]
fn Message(props: &MessageProps) -> Html {
    let Notice { id, tone, text, .. } = props.notice.clone();
    use_dismissal((tone == Tone::Done).then_some(STAYS_MILLIS), props.on_dismiss.reform(move |()| id));
    let (class, glyph) = match tone {
        Tone::Done | Tone::Created => ("notice notice--done", Glyph::Tick),
        Tone::Broken | Tone::Trouble => ("notice notice--trouble", Glyph::Cross),
    };
    html! {
        <div {class}>
            <span class="notice__sign">{ icon(glyph) }</span>
            <p class="notice__text">{ text }</p>
            { closes(&props.on_dismiss, id) }
        </div>
    }
}
