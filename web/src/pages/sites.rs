//! The sites: what runs where.

use rehearsal_engine::SiteApp;
use rehearsal_view::{Health, SiteView, sites, strings};
use yew::prelude::*;

use crate::components::{Empty, Glyph, icon};
use crate::pages::PageProps;

/// Every site with its version and health.
#[component]
pub(crate) fn SitesPage(props: &PageProps) -> Html {
    let views = props.player.scene(sites);
    html! {
        <>
            <header class="page-head"><h1 class="page-title">{ strings::SITES }</h1></header>
            <p class="page-lead quiet">{ strings::SITES_HELP }</p>
            if views.is_empty() {
                <Empty title={strings::NO_SITES} text={strings::NO_SITES_HELP} />
            } else {
                <ul class="sites">{ for views.iter().map(site) }</ul>
            }
        </>
    }
}

fn site(view: &SiteView) -> Html {
    let glyph = match view.health {
        Health::Empty => None,
        Health::Healthy => Some(Glyph::Tick),
        Health::Unhealthy => Some(Glyph::Cross),
    };
    let build = if view.build.is_empty() { strings::NO_BUILD } else { &view.build };
    html! {
        <li class={classes!("site", format!("site--{}", view.health.name()))} key={view.name.clone()}>
            { picture(view) }
            <h2 class="site__name">{ &view.name }</h2>
            <p class="site__health">if let Some(glyph) = glyph { { icon(glyph) } }{ view.word }</p>
            <dl class="site__facts">
                <dt>{ strings::VERSION }</dt><dd class="site__build" key={build.to_owned()}>{ build }</dd>
                <dt>{ strings::STAGE }</dt><dd>{ &view.stage }</dd>
                <dt>{ strings::RELEASE }</dt><dd>{ &view.since }</dd>
            </dl>
        </li>
    }
}

/// A browser window with what the site shows: its app in the colours of its version, a broken page, or none.
fn picture(view: &SiteView) -> Html {
    let page = match (view.health, view.app) {
        (Health::Empty, _) => html! { <path class="site__faint" d="M70 64h80M86 80h48" /> },
        (Health::Unhealthy, _) => html! {
            <>
                <path class="site__crack" d="M4 58l34 10 16-14 30 20 22-16 28 22 26-18 30 12 26-8" />
                { text("site__error", "110", "98", strings::SITE_BROKEN) }
            </>
        },
        (Health::Healthy, SiteApp::Page) => html! {
            <>
                <path class="site__shape" d="M40 52h64M40 66h84M40 80h48" />
                <circle class="site__tint" cx="166" cy="68" r="20" />
            </>
        },
        (Health::Healthy, SiteApp::SpaceGame) => space_game(),
        (Health::Healthy, SiteApp::AspNet) => asp_net(),
    };
    html! {
        <svg class={classes!("site__picture", format!("site__picture--{}", view.tint))} viewBox="0 0 220 116" aria-hidden="true" focusable="false">
            <rect class="site__window" x="4" y="4" width="212" height="108" rx="6" />
            { page }
            if view.health == Health::Healthy { { text("site__version", "110", "106", &view.build) } }
            <path class="site__bar" d="M4 26h212" />
            <circle class="site__dot" cx="16" cy="15" r="3" />
            <circle class="site__dot" cx="26" cy="15" r="3" />
            { text("site__url", "38", "19", &view.url) }
        </svg>
    }
}

/// Stars, a planet with a ring, and a rocket on its way.
fn space_game() -> Html {
    html! {
        <>
            <path class="site__sky" d="M4.5 26h211v80a6 6 0 0 1-6 5.5h-199a6 6 0 0 1-6-5.5z" />
            <path class="site__stars" d="M22 84h0M38 97h0M58 80h0M84 94h0M104 36h0M128 88h0M140 42h0M152 101h0M206 92h0M198 38h0" />
            <circle class="site__tint" cx="172" cy="68" r="19" />
            <path class="site__ring" d="M145 78c-8 9 12 7 30-3s29-23 22-25" />
            <path class="site__rocket" transform="translate(-34 20)" d="M116 74c8-1 13-6 15-14-8 2-13 7-15 14zM118 66l-6 1 3 3zM124 72l-1 6-3-3z" />
            <path class="site__flame" d="M80 96l-9 8" />
            { text("site__title site__title--sky", "16", "50", strings::SITE_SPACE_GAME) }
            { text("site__line site__line--sky", "16", "62", strings::SITE_SPACE_GAME_LINE) }
        </>
    }
}

/// A bar with a menu, and a welcome.
fn asp_net() -> Html {
    html! {
        <>
            <path class="site__paper" d="M4.5 26h211v80a6 6 0 0 1-6 5.5h-199a6 6 0 0 1-6-5.5z" />
            <path class="site__menu" d="M4.5 43.500h211M4.5 95.5h211" />
            <rect class="site__tint" x="12" y="31" width="22" height="8" rx="2" />
            { text("site__line", "42", "38", strings::SITE_ASP_NET_MENU) }
            { text("site__title site__title--middle", "110", "68", strings::SITE_ASP_NET) }
            { text("site__line site__line--middle", "110", "82", strings::SITE_ASP_NET_LINE) }
        </>
    }
}

fn text(class: &'static str, x: &'static str, y: &'static str, words: &str) -> Html {
    html! { <text class={class} x={x} y={y}>{ words.to_owned() }</text> }
}
