//! Short messages in a corner. They are read out and never take the focus.

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
/// One with a link stays longer, so that the link can be followed.
const STAYS_WITH_LINK_MILLIS: u32 = 30_000;

/// The region of messages; it is always there, so that screen readers listen to it.
#[component]
pub(crate) fn Notices(props: &NoticesProps) -> Html {
    html! {
        <section class="notices" aria-live="polite" aria-relevant="additions" aria-label={strings::NOTICES}>
            { for props.notices.iter().map(|notice| html! {
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
    let Notice { id, tone, text, link } = props.notice.clone();
    let dismiss = props.on_dismiss.reform(move |()| id);
    let stays = if link.is_some() { STAYS_WITH_LINK_MILLIS } else { STAYS_MILLIS };
    use_dismissal((tone == Tone::Done).then_some(stays), dismiss.clone());
    let (class, glyph) = match tone {
        Tone::Done => ("notice notice--done", Glyph::Tick),
        Tone::Trouble => ("notice notice--trouble", Glyph::Cross),
    };
    html! {
        <div {class}>
            <span class="notice__sign">{ icon(glyph) }</span>
            <p class="notice__text">
                { text }
                if let Some((words, href)) = link {
                    { " " }<a {href}>{ words }</a>
                }
            </p>
            <button
                type="button"
                class="button button--bare"
                aria-label={strings::DISMISS}
                onclick={dismiss.reform(|_: MouseEvent| ())}
            >
                { icon(Glyph::Cross) }
            </button>
        </div>
    }
}
