//! The agents: pools, what runs where, and what waits.

use rehearsal_view::{AgentRow, JobPlace, PoolView, WaitingJob, agents, strings};
use yew::prelude::*;

use crate::components::{Empty, Glyph, icon, state_icon, state_word_as};
use crate::pages::PageProps;
use crate::route::{LogPlace, Page};

/// Every pool with its agents and its queue.
#[component]
pub(crate) fn AgentsPage(props: &PageProps) -> Html {
    let pools = props.player.scene(agents);
    html! {
        <>
            <header class="page-head"><h1 class="page-title">{ strings::AGENTS }</h1></header>
            <p class="page-lead quiet">{ strings::AGENTS_HELP }</p>
            if pools.is_empty() {
                <Empty title={strings::NO_POOLS} text={strings::NO_POOLS_HELP} />
            } else {
                { for pools.iter().map(|one| pool(props, one)) }
            }
        </>
    }
}

fn pool(props: &PageProps, pool: &PoolView) -> Html {
    html! {
        <section class="list-part" aria-label={pool.name.clone()} key={pool.name.clone()}>
            <header class="page-head">
                { icon(Glyph::Machine) }
                <h2 class="list-part__title">{ &pool.name }</h2>
                <span class="quiet">{ &pool.about }</span>
            </header>
            if !pool.agents.is_empty() {
                <div class="table-scroll">
                    <table class="table table--even">
                        <thead>
                            <tr>
                                <th scope="col">{ strings::NAME }</th>
                                <th scope="col">{ strings::STATE }</th>
                                <th scope="col">{ strings::RUNS }</th>
                                <th scope="col">{ strings::CAPABILITIES }</th>
                            </tr>
                        </thead>
                        <tbody>{ for pool.agents.iter().map(|one| agent(props, one)) }</tbody>
                    </table>
                </div>
            }
            if !pool.waiting.is_empty() {
                <h3 class="list-part__queue">{ strings::WAITING_JOBS }</h3>
                <div class="table-scroll">
                    <table class="table table--even">
                        <thead>
                            <tr>
                                <th scope="col">{ strings::JOB }</th>
                                <th scope="col">{ strings::WHY_IT_WAITS }</th>
                            </tr>
                        </thead>
                        <tbody>{ for pool.waiting.iter().map(|one| waiting(props, one)) }</tbody>
                    </table>
                </div>
            }
        </section>
    }
}

fn agent(props: &PageProps, row: &AgentRow) -> Html {
    html! {
        <tr key={row.name.clone()}>
            <th scope="row"><strong>{ &row.name }</strong></th>
            <td>{ state_word_as(row.look, row.word) }</td>
            <td>
                if let Some(place) = &row.job {
                    { state_icon(rehearsal_view::Look::InProgress) }{ " " }{ job(props, place) }
                } else {
                    <span class="quiet">{ strings::RUNS_NOTHING }</span>
                }
            </td>
            <td class="quiet">{ row.capabilities.join(", ") }</td>
        </tr>
    }
}

fn waiting(props: &PageProps, row: &WaitingJob) -> Html {
    html! {
        <tr>
            <th scope="row">{ job(props, &row.place) }</th>
            <td>{ &row.why }</td>
        </tr>
    }
}

/// A job, with a link to its logs.
fn job(props: &PageProps, place: &JobPlace) -> Html {
    html! {
        <>
            if let Some((release, stage)) = &place.logs {
                <a href={props.place.on(Page::Logs(LogPlace::of(release, stage))).href()}>{ &place.name }</a>
            } else {
                { &place.name }
            }
            { " " }<span class="quiet">{ &place.since }</span>
        </>
    }
}
