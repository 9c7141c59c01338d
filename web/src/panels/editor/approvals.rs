//! Who approves, in which order, within which time, under which policies.

use rehearsal_classic::Stage;
use rehearsal_pipeline::{ApprovalOptions, ApprovalOrder, ApprovalType, Approvals, Approver, Identity};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::{Row, YES, check_row, duration_row, radio_row, section, toggle};
use crate::components::{Act, Glyph, avatar};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;

/// The approvals of one side of a stage.
fn side_of(stage: &mut Stage, side: ApprovalType) -> &mut Approvals {
    if side == ApprovalType::PostDeploy { &mut stage.post_approvals } else { &mut stage.pre_approvals }
}

const ANY: &str = "any";
const SEQUENCE: &str = "sequence";
const ONE: &str = "one";

pub(super) fn approvals(props: &PageProps, drafting: &Drafting, index: usize, side: ApprovalType) -> Html {
    let is_pre = side != ApprovalType::PostDeploy;
    let stage = &drafting.draft.stages[index];
    let now = if is_pre { &stage.pre_approvals } else { &stage.post_approvals };
    let title = if is_pre { strings::PRE_DEPLOYMENT_APPROVALS } else { strings::POST_DEPLOYMENT_APPROVALS };
    let switch = drafting.on(move |draft, text| {
        let approvals = side_of(&mut draft.stages[index], side);
        approvals.approvers.clear();
        if text == YES {
            // What the page starts with, whatever the file left out (§6.1).
            approvals.options.requester_may_approve = false;
            approvals.approvers.push(nobody());
        }
    });
    let is_on = !now.approvers.is_empty();
    let fields = if is_on { fields(props, drafting, index, side, now) } else { Html::default() };
    section(title, strings::APPROVALS_HELP, toggle(title, is_on, &switch), fields)
}

/// The row of approvals that are on and have no approver yet: a draft may have it, a save may not.
fn nobody() -> Approver {
    row(Identity::default())
}

/// Everybody who can be asked: people, then groups.
fn people(props: &PageProps) -> Vec<Identity> {
    let world = props.player.session.world();
    let people = world
        .people
        .iter()
        .map(|person| Identity { unique_name: person.unique_name.clone(), ..Identity::named(&person.display_name) });
    let groups = world.groups.iter().map(|group| Identity { is_container: true, ..Identity::named(&group.name) });
    people.chain(groups).collect()
}

fn row(identity: Identity) -> Approver {
    Approver { rank: 1, identity, notify: true }
}

fn fields(props: &PageProps, drafting: &Drafting, index: usize, side: ApprovalType, now: &Approvals) -> Html {
    let asked = |identity: &Identity| now.approvers.iter().any(|row| row.identity.label() == identity.label());
    let free: Vec<Identity> = people(props).into_iter().filter(|identity| !asked(identity)).collect();
    let found: Vec<String> = free.iter().map(|identity| identity.label().to_owned()).collect();
    let list = if is_post(side) { "approvers-after" } else { "approvers-before" };
    let (known, complaining) = (free.clone(), drafting.clone());
    let add = drafting.on(move |draft, text| {
        let approvals = side_of(&mut draft.stages[index], side);
        if let Some(identity) = meant(&free, text) {
            let order = approvals.order();
            approvals.approvers.retain(|approver| !approver.is_nobody());
            approvals.approvers.push(row(identity.clone()));
            set_order(approvals, order);
        }
    });
    let add = Callback::from(move |text: String| {
        if meant(&known, &text).is_some() {
            add.emit(text);
        } else if !text.trim().is_empty() {
            complaining.complain(strings::no_such_approver(text.trim()));
        }
    });
    let mistake = if now.asks_somebody() { "" } else { strings::CHOOSE_AN_APPROVER };
    let search = Row { label: strings::ADD_APPROVER_LABEL, required: !mistake.is_empty(), mistake };
    let rows =
        now.approvers.iter().enumerate().filter(|(_, approver)| !approver.is_nobody()).map(|(position, approver)| {
            let remove = drafting.act(move |draft| {
                let approvals = side_of(&mut draft.stages[index], side);
                let order = approvals.order();
                approvals.approvers.remove(position);
                if approvals.approvers.is_empty() {
                    approvals.approvers.push(nobody());
                }
                set_order(approvals, order);
            });
            let name = approver.identity.label().to_owned();
            let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
            html! {
                <li class="person" key={name.clone()}>
                    { avatar(&initials, approver.identity.is_container) }
                    <span>{ &name }</span>
                    <Act
                        class="button--quiet button--square"
                        glyph={Glyph::Cross}
                        label={strings::REMOVE}
                        spoken={strings::remove_approver(&name)}
                        onclick={remove}
                    />
                </li>
            }
        });
    let order = match now.order() {
        ApprovalOrder::AnyOrder => ANY,
        ApprovalOrder::InSequence => SEQUENCE,
        ApprovalOrder::AnyOneUser => ONE,
    };
    let choose = drafting.on(move |draft, key| {
        let order = match key {
            SEQUENCE => ApprovalOrder::InSequence,
            ONE => ApprovalOrder::AnyOneUser,
            _ => ApprovalOrder::AnyOrder,
        };
        set_order(side_of(&mut draft.stages[index], side), order);
    });
    let orders = [(ANY, strings::ANY_ORDER), (SEQUENCE, strings::IN_SEQUENCE), (ONE, strings::ANY_ONE_USER)];
    let timeout = drafting.on(move |draft, text| {
        side_of(&mut draft.stages[index], side).options.timeout_minutes = text.parse().unwrap_or(0).max(1);
    });
    html! {
        <>
            <p class="label">{ strings::APPROVERS_FIELD }</p>
            <ul class="persons">{ for rows }</ul>
            <div key={now.approvers.iter().filter(|approver| !approver.is_nobody()).count()}>{ search.text("", Some((list, &found)), &add) }</div>
            if now.approvers.len() > 1 {
                { radio_row(strings::APPROVAL_ORDER, &orders, order, &choose) }
            }
            { duration_row(strings::TIMEOUT, now.options.timeout_in_force(), ApprovalOptions::TIMEOUT_MINUTES_MAX, &timeout) }
            { policies(drafting, index, side, &now.options) }
        </>
    }
}

fn is_post(side: ApprovalType) -> bool {
    side == ApprovalType::PostDeploy
}

/// Whom a text means: the one of this name, else the only one whose name or address contains it.
fn meant<'a>(people: &'a [Identity], text: &str) -> Option<&'a Identity> {
    let words = text.trim().to_lowercase();
    if words.is_empty() {
        return None;
    }
    let exact = people.iter().find(|identity| identity.label().to_lowercase() == words);
    exact.or_else(|| {
        let mut fitting = people.iter().filter(|identity| {
            identity.label().to_lowercase().contains(&words) || identity.unique_name.to_lowercase().contains(&words)
        });
        fitting.next().filter(|_| fitting.next().is_none())
    })
}

/// The ranks and the count that say an order (`classic.md` §6.1).
fn set_order(approvals: &mut Approvals, order: ApprovalOrder) {
    for (approver, rank) in approvals.approvers.iter_mut().zip(1..) {
        approver.rank = if order == ApprovalOrder::InSequence { rank } else { 1 };
    }
    approvals.options.required_count = u32::from(order == ApprovalOrder::AnyOneUser);
}

fn policies(drafting: &Drafting, index: usize, side: ApprovalType, options: &ApprovalOptions) -> Html {
    let on = |change: fn(&mut ApprovalOptions, bool)| {
        drafting.on(move |draft, text| change(&mut side_of(&mut draft.stages[index], side).options, text == YES))
    };
    let requester = on(|options, is_on| options.requester_may_approve = !is_on);
    let revalidate = on(|options, is_on| options.revalidate_identity = is_on);
    let skip = on(|options, is_on| options.skip_if_approved_previous = is_on);
    html! {
        <fieldset class="form__choice">
            <legend class="label">{ strings::APPROVAL_POLICIES }</legend>
            { check_row(strings::POLICY_REQUESTER, !options.requester_may_approve, &requester) }
            if side != ApprovalType::PostDeploy {
                { check_row(strings::POLICY_REVALIDATE, options.revalidate_identity, &revalidate) }
                { check_row(strings::POLICY_SKIP, options.skip_if_approved_previous, &skip) }
            }
        </fieldset>
    }
}
