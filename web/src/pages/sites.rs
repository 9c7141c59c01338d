//! The sites: what runs where.

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
            { picture(view.health, &view.url) }
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

/// A browser window with a rocket page: whole, broken, or empty.
fn picture(health: Health, url: &str) -> Html {
    let inside = match health {
        Health::Empty => html! { <path class="site__faint" d="M70 76h80M86 90h48" /> },
        Health::Healthy => html! {
            <>
                <path class="site__shape" d="M40 58h64M40 72h84M40 86h48" />
                <circle class="site__sun" cx="160" cy="76" r="18" />
                <path class="site__tick" d="M152 77l6 6 11-13" />
            </>
        },
        Health::Unhealthy => html! {
            <>
                <path class="site__shape" d="M40 58h36l8 8M40 72h24M40 86h48" />
                <circle class="site__sun" cx="160" cy="76" r="18" />
                <path class="site__tick" d="M160 66v12M160 85h.01" />
            </>
        },
    };
    html! {
        <svg class="site__picture" viewBox="0 0 220 116" aria-hidden="true" focusable="false">
            <rect class="site__window" x="4" y="4" width="212" height="108" rx="6" />
            <path class="site__bar" d="M4 30h212" />
            <circle class="site__dot" cx="18" cy="17" r="3.5" />
            <circle class="site__dot" cx="30" cy="17" r="3.5" />
            <text class="site__url" x="44" y="21">{ url.to_owned() }</text>
            { inside }
        </svg>
    }
}
