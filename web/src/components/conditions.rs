//! The approvers of one side of a stage, with the fields of a decision.

use rehearsal_engine::{Action, Moment, OnApproval, Reassign, parse_moment};
use rehearsal_view::{ApproverRow, ConditionsView, Decision, strings};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::components::{Act, Glyph, avatar, gates, icon, state_icon, unique_id};

/// Properties of [`Conditions`].
#[derive(PartialEq, Properties)]
pub(crate) struct ConditionsProps {
    /// The conditions.
    pub(crate) view: ConditionsView,
    /// Takes a decision; without it nothing can be decided here.
    #[prop_or_default]
    pub(crate) on_act: Option<Callback<Action>>,
}

/// Approvals and gates, in the order in which they are asked.
#[component]
pub(crate) fn Conditions(props: &ConditionsProps) -> Html {
    let view = &props.view;
    let asked = (!view.rows.is_empty()).then(|| approvals(props));
    let evaluated = view.gates.as_ref().map(|view| gates(view, props.on_act.as_ref()));
    let follow_approvals = view.gates.as_ref().is_some_and(|gates| gates.follow_approvals);
    let parts = if follow_approvals { [asked, evaluated] } else { [evaluated, asked] };
    html! { <div class="conditions">{ for parts.into_iter().flatten() }</div> }
}

/// The coloured box, then a block for each approver.
fn approvals(props: &ConditionsProps) -> Html {
    let view = &props.view;
    html! {
        <>
            if view.gates.is_some() {
                <h3 class="section-title">{ strings::APPROVALS }</h3>
            }
            if let Some(banner) = &view.banner {
                <div class={classes!("banner", format!("banner--{}", banner.look.name()))}>
                    <div>
                        <p class="banner__text">{ state_icon(banner.look) }{ &banner.text }</p>
                        if let Some(order) = banner.order {
                            <p class="banner__order">{ order }</p>
                        }
                        if let Some(deferred) = &banner.deferred {
                            <p class="banner__order">{ deferred }</p>
                        }
                    </div>
                    if let Some(timeout) = &banner.timeout {
                        <p class="banner__timeout">{ icon(Glyph::Clock) }{ timeout }</p>
                    }
                </div>
            }
            <ul class="approvers">
                { for view.rows.iter().map(|row| html! {
                    <Approver
                        key={format!("{}/{}", row.approver, row.status.starts_with(strings::APPROVED))}
                        row={row.clone()}
                        on_act={props.on_act.clone()}
                    />
                }) }
            </ul>
            if !view.policies.is_empty() {
                <h3 class="section-title">{ strings::APPROVAL_POLICIES }</h3>
                <ul class="policies">
                    { for view.policies.iter().map(|policy| html! {
                        <li>{ icon(Glyph::Tick) }{ *policy }</li>
                    }) }
                </ul>
            }
        </>
    }
}

/// Properties of [`Approver`].
#[derive(PartialEq, Properties)]
pub(crate) struct ApproverProps {
    /// The row.
    pub(crate) row: ApproverRow,
    /// Takes a decision; without it nothing can be decided here.
    pub(crate) on_act: Option<Callback<Action>>,
}

/// One approver, with the fields of a decision while the row is pending.
#[component]
pub(crate) fn Approver(props: &ApproverProps) -> Html {
    let row = &props.row;
    let is_reassigning = use_state(|| false);
    let is_overriding = use_state(|| false);
    let decision = row.decision.clone().zip(props.on_act.clone());
    html! {
        <li class="approver">
            { avatar(&row.initials, row.is_group) }
            <div class="approver__body">
                <div class="approver__head">
                    <div>
                        <p class="approver__name">{ &row.approver }</p>
                        <p class={classes!("approver__status", format!("state--{}", row.look.name()))}>
                            { state_icon(row.look) }{ &row.status }
                        </p>
                    </div>
                    if let Some((decision, _)) = &decision {
                        <Act
                            class="button--quiet"
                            glyph={Glyph::Person}
                            label={strings::REASSIGN}
                            refusal={decision.reassign_refusal.clone().map(AttrValue::from)}
                            onclick={let open = is_reassigning.clone(); Callback::from(move |()| open.set(!*open))}
                        />
                    }
                </div>
                if !row.comment.is_empty() {
                    <blockquote class="approver__comment">{ &row.comment }</blockquote>
                }
                <>{ for row.history.iter().map(|line| html! { <p class="quiet">{ line }</p> }) }</>
                if let Some((decision, on_act)) = decision {
                    if *is_reassigning {
                        <ReassignForm decision={decision.clone()} on_act={on_act.clone()} />
                    }
                    if decision.is_override && decision.refusal.is_none() && !*is_overriding {
                        <Act
                            glyph={Glyph::Person}
                            label={strings::OVERRIDE}
                            onclick={let open = is_overriding.clone(); Callback::from(move |()| open.set(true))}
                        />
                    } else {
                        if decision.is_override && decision.refusal.is_none() {
                            <p class="quiet">{ strings::OVERRIDE_TEXT }</p>
                        }
                        <DecisionForm {decision} {on_act} />
                    }
                }
            </div>
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct FormProps {
    decision: Decision,
    on_act: Callback<Action>,
}

#[component]
fn DecisionForm(props: &FormProps) -> Html {
    let decision = &props.decision;
    let comment = use_node_ref();
    let until = use_node_ref();
    let is_barred = decision.refusal.is_some();
    let is_deferring = use_state(|| false);
    let mistake = use_state(|| None::<String>);
    let ids = use_state(|| (unique_id(), unique_id(), unique_id()));
    let has_signed_in = use_state(|| false);
    let must_sign_in = decision.sign_in.is_some() && !*has_signed_in;
    let refusal = match &decision.refusal {
        None if must_sign_in => Some(AttrValue::Static(strings::SIGN_IN_FIRST)),
        other => other.clone().map(AttrValue::from),
    };
    let filled = {
        let (comment, until, zone) = (comment.clone(), until.clone(), decision.zone.clone());
        let on = OnApproval { fresh_sign_in: *has_signed_in, ..decision.approve.clone() };
        let is_deferring = *is_deferring;
        move || -> Result<OnApproval, String> {
            let comment = comment.cast::<HtmlTextAreaElement>().map(|it| it.value()).unwrap_or_default();
            let defer_until = if is_deferring {
                let text = until.cast::<HtmlInputElement>().map(|it| it.value()).unwrap_or_default();
                if text.is_empty() {
                    return Err(strings::DEFER_MISSING.to_owned());
                }
                Some(Moment::At(parse_moment(&text, &zone)?))
            } else {
                None
            };
            Ok(OnApproval { comment, defer_until, ..on.clone() })
        }
    };
    let approve = {
        let (filled, on_act, mistake) = (filled.clone(), props.on_act.clone(), mistake.clone());
        Callback::from(move |()| match filled() {
            Ok(on) => on_act.emit(Action::Approve(on)),
            Err(reason) => mistake.set(Some(reason)),
        })
    };
    let reject = {
        let on_act = props.on_act.clone();
        Callback::from(move |()| {
            if let Ok(on) = filled() {
                on_act.emit(Action::Reject(OnApproval { defer_until: None, ..on }));
            }
        })
    };
    let toggle = {
        let is_deferring = is_deferring.clone();
        Callback::from(move |_: Event| is_deferring.set(!*is_deferring))
    };
    if is_barred {
        // Where nothing can be decided there is nothing to fill in.
        return html! { <p class="quiet">{ for refusal }</p> };
    }
    html! {
        <div class="decision">
            <label class="label" for={ids.0.clone()}>{ strings::COMMENT }</label>
            <textarea class="field" id={ids.0.clone()} ref={comment} rows="2" maxlength="1000" />
            if decision.can_defer {
                <label class="check">
                    <input type="checkbox" id={ids.1.clone()} checked={*is_deferring} onchange={toggle} />
                    { strings::DEFER }
                </label>
                if *is_deferring {
                    <label class="label" for={ids.2.clone()}>
                        { strings::DEFER_UNTIL }{ " (" }{ &decision.zone }{ ")" }
                    </label>
                    <DeferField id={ids.2.clone()} field={until} first={decision.defer_default.clone()} />
                }
            }
            if let Some(words) = decision.sign_in {
                <label class="check">
                    <input
                        type="checkbox"
                        checked={*has_signed_in}
                        onchange={let has_signed_in = has_signed_in.clone(); Callback::from(move |_: Event| {
                            has_signed_in.set(!*has_signed_in);
                        })}
                    />
                    { words }
                </label>
            }
            if let Some(mistake) = &*mistake {
                <p class="mistake" role="alert">{ mistake }</p>
            }
            <div class="buttons">
                <Act class="button--primary" label={strings::APPROVE} refusal={refusal.clone()} onclick={approve} />
                <Act label={strings::REJECT} {refusal} onclick={reject} />
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct DeferFieldProps {
    id: AttrValue,
    field: NodeRef,
    /// The value to begin with; later values are the learner's.
    first: String,
}

#[component]
fn DeferField(props: &DeferFieldProps) -> Html {
    let first = use_state(|| props.first.clone());
    html! {
        <input
            class="field field--moment"
            type="datetime-local"
            id={props.id.clone()}
            ref={props.field.clone()}
            value={(*first).clone()}
            oninput={let first = first.clone(); Callback::from(move |event: InputEvent| {
                let input: HtmlInputElement = event.target_unchecked_into();
                first.set(input.value());
            })}
        />
    }
}

#[component]
fn ReassignForm(props: &FormProps) -> Html {
    let decision = &props.decision;
    let chosen = use_state(|| decision.reassign.to.clone());
    let comment = use_node_ref();
    let ids = use_state(|| (unique_id(), unique_id()));
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            chosen.set(select.value());
        })
    };
    let send = {
        let (on_act, reassign, chosen, comment) =
            (props.on_act.clone(), decision.reassign.clone(), chosen.clone(), comment.clone());
        Callback::from(move |()| {
            let comment = comment.cast::<HtmlTextAreaElement>().map(|it| it.value()).unwrap_or_default();
            on_act.emit(Action::Reassign(Reassign { to: (*chosen).clone(), comment, ..reassign.clone() }));
        })
    };
    html! {
        <div class="decision decision--reassign">
            <label class="label" for={ids.0.clone()}>{ strings::REASSIGN_TO }</label>
            <select class="select" id={ids.0.clone()} onchange={choose}>
                { for decision.candidates.iter().map(|name| html! {
                    <option value={name.clone()} selected={*name == *chosen}>{ name }</option>
                }) }
            </select>
            <label class="label" for={ids.1.clone()}>{ strings::COMMENT_OPTIONAL }</label>
            <textarea class="field" id={ids.1.clone()} ref={comment} rows="2" maxlength="1000" />
            <div class="buttons">
                <Act
                    class="button--primary"
                    label={strings::REASSIGN}
                    refusal={decision.reassign_refusal.clone().map(AttrValue::from)}
                    onclick={send}
                />
            </div>
        </div>
    }
}
