//! "Approve multiple": several approvals of a release at once.

use std::collections::BTreeSet;

use rehearsal_engine::{Action, ApprovalId, OnApproval};
use rehearsal_pipeline::ApprovalType;
use rehearsal_view::{PendingApproval, approvals_inbox, strings};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::form::check_row;
use crate::components::{Act, Panel, unique_id};
use crate::pages::PageProps;
use crate::panels::close;

/// Properties of [`ApproveMultiplePanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct ApproveMultiplePanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Name of the release.
    pub(crate) release: String,
}

/// What waits for the persona in a release.
pub(crate) fn waiting(props: &PageProps, release: &str) -> Vec<PendingApproval> {
    let mine = props.player.scene(approvals_inbox).mine;
    mine.into_iter().filter(|one| one.release == release).collect()
}

/// Boxes for the approvals that the persona may decide, and a comment for all.
#[component]
pub(crate) fn ApproveMultiplePanel(of: &ApproveMultiplePanelProps) -> Html {
    let props = &of.props;
    let chosen = use_state(BTreeSet::<ApprovalId>::new);
    let comment = use_node_ref();
    let id = use_state(unique_id);
    let waiting = waiting(props, &of.release);
    let decided: Vec<OnApproval> = waiting
        .iter()
        .filter(|one| chosen.contains(&one.id))
        .filter_map(|one| one.row.decision.as_ref())
        // Whoever may be asked to sign in again does it by deciding here.
        .map(|decision| OnApproval { fresh_sign_in: decision.sign_in.is_some(), ..decision.approve.clone() })
        .collect();
    let why = if waiting.is_empty() { strings::NOTHING_TO_APPROVE } else { strings::CHOOSE_STAGES };
    let refusal = decided.is_empty().then_some(AttrValue::Static(why));
    let send = |decide: fn(OnApproval) -> Action| {
        let (on_act, comment, decided) = (props.on_act.clone(), comment.clone(), decided.clone());
        Callback::from(move |()| {
            let comment = comment.cast::<HtmlTextAreaElement>().map(|it| it.value()).unwrap_or_default();
            for on in &decided {
                on_act.emit(decide(OnApproval { comment: comment.clone(), ..on.clone() }));
            }
        })
    };
    let footer = html! {
        <>
            <Act
                class="button--primary"
                label={strings::APPROVE}
                refusal={refusal.clone()}
                onclick={send(Action::Approve)}
            />
            <Act label={strings::REJECT} {refusal} onclick={send(Action::Reject)} />
            <Act label={strings::KEEP} onclick={close(props)} />
        </>
    };
    let row = |one: &PendingApproval| {
        let (chosen, approval) = (chosen.clone(), one.id);
        let is_on = chosen.contains(&approval);
        let toggle = Callback::from(move |_: String| {
            let mut next = (*chosen).clone();
            if !next.remove(&approval) {
                next.insert(approval);
            }
            chosen.set(next);
        });
        let side = match one.side {
            ApprovalType::PostDeploy => strings::POST_DEPLOYMENT_APPROVALS,
            ApprovalType::PreDeploy | ApprovalType::Undefined => strings::PRE_DEPLOYMENT_APPROVALS,
        };
        check_row(&strings::stage_and_approver(&one.stage, side, &one.approver), is_on, &toggle)
    };
    html! {
        <Panel
            title={strings::APPROVE_MULTIPLE}
            subtitle={html! { { &of.release } }}
            on_close={close(props)}
            {footer}
        >
            if waiting.is_empty() {
                <p>{ strings::NOTHING_TO_APPROVE }</p>
            } else {
                <fieldset>
                    <legend class="label">{ strings::STAGES }</legend>
                    <>{ for waiting.iter().map(row) }</>
                </fieldset>
            }
            <label class="label" for={(*id).clone()}>{ strings::COMMENT_OPTIONAL }</label>
            <textarea class="field" id={(*id).clone()} ref={comment} rows="3" maxlength="1000" />
        </Panel>
    }
}
