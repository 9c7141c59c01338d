//! The approvals that wait, as the person sees them whom the learner acts as.

use rehearsal_pipeline::ApprovalType;
use rehearsal_view::{PendingApproval, approvals_inbox, strings};
use yew::prelude::*;

use crate::components::{Approver, Empty};
use crate::pages::PageProps;
use crate::route::{Page, Panel};

/// What the viewer decides, with the fields to do so, and what others decide.
#[component]
pub(crate) fn ApprovalsPage(props: &PageProps) -> Html {
    let inbox = props.player.scene(approvals_inbox);
    html! {
        <>
            <header class="page-head"><h1 class="page-title">{ strings::APPROVALS }</h1></header>
            <p class="page-lead quiet">{ strings::APPROVALS_PAGE_HELP }</p>
            if inbox.mine.is_empty() && inbox.others.is_empty() {
                <Empty title={strings::NO_APPROVALS} text={strings::NO_APPROVALS_HELP} />
            } else {
                <section class="list-part" aria-label={strings::WAITING_FOR_YOU}>
                    <header class="page-head"><h2 class="list-part__title">{ strings::WAITING_FOR_YOU }</h2></header>
                    if inbox.mine.is_empty() {
                        <p class="page-lead">{ strings::NOTHING_FOR_YOU }</p>
                    } else {
                        <ul class="approvers list-part__cards">{ for inbox.mine.iter().map(|one| mine(props, one)) }</ul>
                    }
                </section>
                if !inbox.others.is_empty() {
                    { others(props, &inbox.others) }
                }
            }
        </>
    }
}

/// A link to the conditions that ask.
fn place(props: &PageProps, row: &PendingApproval) -> String {
    let panel = Panel::Conditions(row.stage.clone(), row.side);
    props.place.release_with(&row.release, panel).href()
}

const fn side(side: ApprovalType) -> &'static str {
    match side {
        ApprovalType::PostDeploy => strings::POST_DEPLOYMENT_APPROVALS,
        ApprovalType::PreDeploy | ApprovalType::Undefined => strings::PRE_DEPLOYMENT_APPROVALS,
    }
}

fn mine(props: &PageProps, row: &PendingApproval) -> Html {
    html! {
        <li key={row.id.index()} class="card">
            <h3 class="card__title">
                <a href={place(props, row)}>{ strings::stage_of(&row.stage, &row.release) }</a>
            </h3>
            <p class="quiet">{ side(row.side) }{ " · " }{ strings::decide_before(&row.deadline) }</p>
            <ul><Approver row={row.row.clone()} on_act={props.on_act.clone()} /></ul>
        </li>
    }
}

fn others(props: &PageProps, rows: &[PendingApproval]) -> Html {
    html! {
        <section class="list-part" aria-label={strings::WAITING_FOR_OTHERS}>
            <header class="page-head"><h2 class="list-part__title">{ strings::WAITING_FOR_OTHERS }</h2></header>
            <div class="table-scroll">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ strings::STAGE }</th>
                            <th scope="col">{ strings::RELEASE }</th>
                            <th scope="col">{ strings::APPROVERS }</th>
                            <th scope="col">{ strings::SINCE }</th>
                            <th scope="col">{ strings::REJECTED_UNLESS }</th>
                            <th scope="col">{ strings::WHAT_YOU_MAY_DO }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for rows.iter().map(|row| html! {
                            <tr key={row.id.index()}>
                                <th scope="row"><a href={place(props, row)}>{ &row.stage }</a></th>
                                <td>
                                    <a href={props.place.on(Page::Release(row.release.clone())).href()}>{ &row.release }</a>
                                    <p class="quiet">{ side(row.side) }</p>
                                </td>
                                <td>{ &row.approver }</td>
                                <td>{ &row.since }<p class="quiet">{ &row.waited }</p></td>
                                <td>{ &row.deadline }</td>
                                <td>{ row.refusal.as_deref().unwrap_or(strings::YOU_MAY_OVERRIDE) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}
