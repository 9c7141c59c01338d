//! The builds: what is built from what, and which releases took it.

use rehearsal_view::{BuildRow, BuildSource, builds, strings};
use yew::prelude::*;

use crate::components::{Act, Empty, Glyph, avatar, icon, state_word_as};
use crate::pages::PageProps;
use crate::route::{Page, Panel};

/// Build pipelines and other sources of artifacts, each with its versions.
#[component]
pub(crate) fn BuildsPage(props: &PageProps) -> Html {
    let sources = props.player.scene(builds);
    html! {
        <>
            <header class="page-head"><h1 class="page-title">{ strings::BUILDS }</h1></header>
            <p class="page-lead quiet">{ strings::BUILDS_HELP }</p>
            if sources.is_empty() {
                <Empty title={strings::NO_BUILDS} text={strings::NO_BUILDS_HELP} />
            } else {
                { for sources.iter().map(|one| source(props, one)) }
            }
        </>
    }
}

fn source(props: &PageProps, source: &BuildSource) -> Html {
    let commit = source.commit.as_ref().map(|offer| {
        let place = props.place.with(Panel::Commit(source.name.clone()));
        html! {
            <Act
                glyph={Glyph::Branch}
                label={strings::COMMIT_A_CHANGE}
                spoken={AttrValue::from(strings::name_and_word(strings::COMMIT_A_CHANGE, &source.name))}
                refusal={offer.refusal.clone().map(AttrValue::from)}
                onclick={props.on_go.reform(move |()| place.clone())}
            />
        }
    });
    let ask = source.pull_request.as_ref().map(|offer| {
        let place = props.place.with(Panel::PullRequest(source.name.clone()));
        html! {
            <Act
                glyph={Glyph::Plus}
                label={strings::CREATE_A_PULL_REQUEST}
                spoken={AttrValue::from(strings::name_and_word(strings::CREATE_A_PULL_REQUEST, &source.name))}
                refusal={offer.refusal.clone().map(AttrValue::from)}
                onclick={props.on_go.reform(move |()| place.clone())}
            />
        }
    });
    html! {
        <section class="list-part" aria-label={source.name.clone()}>
            <header class="page-head">
                { icon(Glyph::Factory) }
                <div>
                    <h2 class="list-part__title">{ &source.name }</h2>
                    <p class="quiet">{ &source.about }</p>
                </div>
                <div class="buttons"><>{ for ask }</><>{ for commit }</></div>
            </header>
            if !source.pull_requests.is_empty() {
                { pull_requests(props, source) }
            }
            if source.rows.is_empty() {
                <p class="page-lead">{ strings::NO_BUILDS_YET }</p>
            } else {
                <div class="table-scroll">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{ strings::NUMBER }</th>
                                <th scope="col">{ strings::STATE }</th>
                                <th scope="col">{ strings::CHANGE }</th>
                                <th scope="col">{ strings::TAGS }</th>
                                <th scope="col">{ strings::REQUESTED_FOR }</th>
                                <th scope="col">{ strings::TIME }</th>
                                <th scope="col">{ strings::RELEASES }</th>
                            </tr>
                        </thead>
                        <tbody>{ for source.rows.iter().map(|one| row(props, one)) }</tbody>
                    </table>
                </div>
            }
            if source.earlier > 0 {
                <p class="page-lead quiet">{ strings::earlier_rows(source.earlier) }</p>
            }
        </section>
    }
}

fn pull_requests(props: &PageProps, source: &BuildSource) -> Html {
    html! {
        <div class="table-scroll">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ strings::PULL_REQUESTS }</th>
                        <th scope="col">{ strings::CHANGE }</th>
                        <th scope="col">{ strings::REQUESTED_FOR }</th>
                        <th scope="col">{ strings::REPORTED }</th>
                        <th scope="col"><span class="visually-hidden">{ strings::ACTIONS }</span></th>
                    </tr>
                </thead>
                <tbody>
                    { for source.pull_requests.iter().map(|one| {
                        let (on_act, action) = (props.on_act.clone(), one.push.action.clone());
                        let words = strings::pull_request_number(one.number);
                        html! {
                            <tr key={one.number}>
                                <th scope="row">{ &words }</th>
                                <td>
                                    <p>{ &one.title }</p>
                                    <p class="quiet">{ icon(Glyph::Branch) }{ &one.branches }</p>
                                </td>
                                <td>{ &one.person }</td>
                                <td>{ &one.posted }</td>
                                <td>
                                    <Act
                                        class="button--quiet"
                                        label={strings::PUSH_A_CHANGE}
                                        spoken={strings::name_and_word(strings::PUSH_A_CHANGE, &words)}
                                        refusal={one.push.refusal.clone().map(AttrValue::from)}
                                        onclick={Callback::from(move |()| on_act.emit(action.clone()))}
                                    />
                                </td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn row(props: &PageProps, row: &BuildRow) -> Html {
    let add = row.tag.as_ref().map(|tag| {
        let place = props.place.with(Panel::Tag(tag.definition.clone(), tag.number.clone()));
        html! {
            <Act
                class="button--quiet"
                glyph={Glyph::Plus}
                label={strings::ADD_TAG}
                spoken={AttrValue::from(strings::add_tag_to(&row.number))}
                onclick={props.on_go.reform(move |()| place.clone())}
            />
        }
    });
    html! {
        <tr key={row.number.clone()}>
            <th scope="row"><strong>{ &row.number }</strong></th>
            <td>{ state_word_as(row.look, row.word) }</td>
            <td>
                <p>{ &row.commit }</p>
                if !row.branch.is_empty() {
                    <p class="quiet">{ icon(Glyph::Branch) }{ &row.branch }</p>
                }
            </td>
            <td>
                <span class="chips">
                    <>{ for row.tags.iter().map(|tag| html! { <span class="mark">{ tag }</span> }) }</>
                    <>{ for add }</>
                </span>
            </td>
            <td><span class="state">{ avatar(&row.initials, false) }{ &row.person }</span></td>
            <td>
                <p>{ &row.at }</p>
                <p class="quiet">{ &row.took }</p>
            </td>
            <td>
                { for row.releases.iter().map(|name| html! {
                    <p><a href={props.place.on(Page::Release(name.clone())).href()}>{ name }</a></p>
                }) }
            </td>
        </tr>
    }
}
