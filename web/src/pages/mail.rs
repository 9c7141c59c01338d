//! The mail of the person whom the learner acts as.

use rehearsal_view::{MailView, inbox, strings};
use yew::prelude::*;

use crate::components::{Empty, state_icon};
use crate::pages::PageProps;
use crate::route::{Page, Panel};

/// Letters shown at once.
const LETTERS_MAX: usize = 100;

/// What came, newest first.
#[component]
pub(crate) fn MailPage(props: &PageProps) -> Html {
    let persona = props.player.persona;
    let name = props.player.session.world().person_name(persona).to_owned();
    let letters = props.player.scene(|scene| inbox(scene, persona));
    html! {
        <>
            <header class="page-head"><h1 class="page-title">{ strings::mail_of(&name) }</h1></header>
            <p class="page-lead quiet">{ strings::MAIL_HELP }</p>
            if letters.is_empty() {
                <Empty title={strings::NO_MAIL} text={strings::NO_MAIL_HELP} />
            } else {
                <ol class="history">{ for letters.iter().take(LETTERS_MAX).map(|one| letter(props, one)) }</ol>
            }
        </>
    }
}

fn letter(props: &PageProps, mail: &MailView) -> Html {
    let (place, words) = match mail.approval {
        Some(side) => {
            let panel = Panel::Conditions(mail.stage.clone(), side);
            (props.place.release_with(&mail.release, panel), strings::VIEW_APPROVAL)
        }
        None => (props.place.on(Page::Release(mail.release.clone())), strings::VIEW_RELEASE),
    };
    html! {
        <li class="event event--mail" key={mail.id.index()}>
            <p class="event__time">{ &mail.time }</p>
            <span class="event__sign">{ state_icon(mail.look) }</span>
            <article>
                <h2 class="card__title">{ &mail.subject }</h2>
                <>{ for mail.body.iter().map(|line| html! { <p>{ line }</p> }) }</>
            </article>
            <a class="event__link" href={place.href()}>{ words }</a>
        </li>
    }
}
