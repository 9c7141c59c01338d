//! Who approves, in which order, within which time, under which policies.

use rehearsal_classic::Stage;
use rehearsal_pipeline::{ApprovalOptions, ApprovalOrder, ApprovalType, Approvals, Approver, Identity};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::{OnText, Row, YES, check_row, duration_row, radio_row, section, toggle};
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
    let asked: Vec<String> = now
        .approvers
        .iter()
        .filter(|approver| !approver.is_nobody())
        .map(|approver| approver.identity.label().to_owned())
        .collect();
    let people = people(props);
    let known = people.clone();
    let add = drafting.on(move |draft, name| {
        let approvals = side_of(&mut draft.stages[index], side);
        if let Some(identity) = known.iter().find(|identity| identity.label() == name) {
            let order = approvals.order();
            approvals.approvers.retain(|approver| !approver.is_nobody());
            approvals.approvers.push(row(identity.clone()));
            set_order(approvals, order);
        }
    });
    // Emptied when somebody was added.
    let count = asked.len();
    let list = if is_post(side) { "approvers-after" } else { "approvers-before" };
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
            <Search key={count} {people} {asked} {list} on_add={add} />
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

#[derive(PartialEq, Properties)]
struct SearchProps {
    people: Vec<Identity>,
    /// Names of those who are asked already.
    asked: Vec<String>,
    list: &'static str,
    /// Takes the name of one who is not.
    on_add: OnText,
}

/// The field that looks for one more approver, with what is wrong with the text in it.
#[component]
fn Search(props: &SearchProps) -> Html {
    let wrong = use_state(|| None::<(String, String)>);
    let free: Vec<String> = props
        .people
        .iter()
        .map(|identity| identity.label().to_owned())
        .filter(|name| !props.asked.contains(name))
        .collect();
    let add = {
        let (people, asked, wrong) = (props.people.clone(), props.asked.clone(), wrong.clone());
        let on_add = props.on_add.clone();
        Callback::from(move |text: String| match meant(&people, &asked, &text) {
            Ok(name) => on_add.emit(name),
            Err(why) => wrong.set((!text.trim().is_empty()).then_some((text, why))),
        })
    };
    let (text, mistake) = match &*wrong {
        Some((text, why)) => (text.as_str(), why.as_str()),
        None if props.asked.is_empty() => ("", strings::CHOOSE_AN_APPROVER),
        None => ("", ""),
    };
    Row { label: strings::ADD_APPROVER_LABEL, required: props.asked.is_empty(), mistake }.text(
        text,
        Some((props.list, &free)),
        &add,
    )
}

/// The name of whom a text means: the one of this name, else the only one who is not asked yet and whose name or address
/// contains it; or why it means nobody.
fn meant(people: &[Identity], asked: &[String], text: &str) -> Result<String, String> {
    let text = text.trim();
    let words = text.to_lowercase();
    let named = |identity: &&Identity| identity.label().to_lowercase() == words;
    let fits = |identity: &&Identity| {
        identity.label().to_lowercase().contains(&words) || identity.unique_name.to_lowercase().contains(&words)
    };
    let names = |found: Vec<&Identity>| found.into_iter().map(|it| it.label().to_owned()).collect::<Vec<String>>();
    let mut found = names(people.iter().filter(named).collect());
    if found.is_empty() {
        found = names(people.iter().filter(fits).collect());
    }
    let (known, free): (Vec<String>, Vec<String>) = found.into_iter().partition(|name| asked.contains(name));
    match (&free[..], &known[..]) {
        ([one], _) => Ok(one.clone()),
        ([], []) => Err(strings::unknown_approver(text)),
        ([], [one, ..]) => Err(strings::asked_already(one)),
        (several, _) => Err(strings::several_approvers(text, several)),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Identity> {
        ["Priya Nair", "Omar Haddad", "QA Team"].map(Identity::named).into()
    }

    #[test]
    fn a_text_means_the_one_it_names_or_the_only_one_it_fits() {
        assert_eq!(meant(&people(), &[], "omar haddad"), Ok("Omar Haddad".to_owned()));
        assert_eq!(meant(&people(), &[], " pri"), Ok("Priya Nair".to_owned()));
        let asked = ["Priya Nair".to_owned()];
        assert_eq!(meant(&people(), &asked, "i"), Err(strings::asked_already("Priya Nair")));
    }

    #[test]
    fn a_text_that_means_nobody_says_which_of_three_causes_it_has() {
        let asked = ["QA Team".to_owned()];
        assert_eq!(meant(&people(), &asked, "Zoe"), Err(strings::unknown_approver("Zoe")));
        assert_eq!(meant(&people(), &asked, "QA Team"), Err(strings::asked_already("QA Team")));
        let both = ["Priya Nair".to_owned(), "Omar Haddad".to_owned()];
        assert_eq!(meant(&people(), &asked, "ar"), Ok("Omar Haddad".to_owned()));
        assert_eq!(
            meant(&people(), &[], "a"),
            Err(strings::several_approvers("a", &[both.as_slice(), &asked].concat()))
        );
    }
}
