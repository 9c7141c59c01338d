//! "Why?": how something stands, what it waits for, what would end that, and how it came to it.

use rehearsal_engine::{Action, Rule};
use rehearsal_kernel::FactId;
use rehearsal_pipeline::ApprovalType;
use rehearsal_view::strings::{self, why as words};
use rehearsal_view::time::date_time_seconds;
use rehearsal_view::{End, Entity, Explanation, Past, Step, Waiting, Weighed, entity, explain, path};
use yew::prelude::*;

use crate::components::{Empty, Panel};
use crate::pages::PageProps;
use crate::panels::close;
use crate::route::Panel as Over;

/// The link that asks why a thing is as it is; `name` is what the thing is called.
pub(crate) fn why_link(props: &PageProps, about: &Entity, name: &str) -> Html {
    let about = props.player.scene(|scene| path(scene, about));
    let place = props.place.with(Over::Why(about));
    html! { <a class="why-link" href={place.href()} aria-label={strings::why_of(name)}>{ strings::WHY }</a> }
}

/// The same where several stand together: with the name in sight.
pub(crate) fn why_named(props: &PageProps, about: &Entity, name: &str) -> Html {
    let about = props.player.scene(|scene| path(scene, about));
    html! { <a class="why-link" href={props.place.with(Over::Why(about)).href()}>{ strings::why_of(name) }</a> }
}

/// Properties of [`WhyPanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct WhyPanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// What is asked about, as [`path`] names it.
    pub(crate) about: String,
}

/// The whole explanation.
#[component]
pub(crate) fn WhyPanel(of: &WhyPanelProps) -> Html {
    let props = &of.props;
    let shows_all = use_state(|| false);
    let session = &props.player.session;
    // Between two facts only the clock moves, and nothing has another reason.
    let key = (of.about.clone(), session.log().len(), session.log().last().map(|it| it.at), session.moves().len());
    let found = {
        let player = props.player.clone();
        use_memo(key, move |(about, ..)| {
            let session = &player.session;
            let past = Past {
                before: &|fact| session.state_at(fact.index()),
                refusal: &|person, action| session.refusal_for(person, action),
            };
            player.scene(|scene| entity(scene, about).map(|about| explain(scene, past, &about)))
        })
    };
    let explanation = match &*found {
        Ok(explanation) => explanation,
        Err(unknown) => {
            return html! {
                <Panel title={strings::WHY} on_close={close(props)}>
                    <Empty title={strings::NOT_FOUND} text={AttrValue::from(strings::sentence(&unknown.message))} />
                </Panel>
            };
        }
    };
    let hidden = explanation.steps.iter().filter(|step| step.is_detail).count();
    let toggle = {
        let shows_all = shows_all.clone();
        Callback::from(move |_: Event| shows_all.set(!*shows_all))
    };
    html! {
        <Panel
            title={strings::WHY}
            subtitle={html! { { &explanation.about } }}
            on_close={close(props)}
        >
            <p class="why__status">{ &explanation.status }</p>
            <>{ for explanation.wait.as_ref().map(|wait| waiting(props, wait)) }</>
            if !explanation.steps.is_empty() {
                <div class="why__head">
                    <h3 class="section-title">{ words::HOW_IT_CAME }</h3>
                    if hidden > 0 {
                        <label class="check">
                            <input type="checkbox" checked={*shows_all} onchange={toggle} />
                            { words::show_steps(hidden) }
                        </label>
                    }
                </div>
                <ol class="why__steps">{ for steps(props, explanation, *shows_all) }</ol>
            }
        </Panel>
    }
}

fn steps(props: &PageProps, explanation: &Explanation, all: bool) -> Vec<Html> {
    let shown = explanation.steps.iter().filter(|step| all || !step.is_detail);
    shown.enumerate().map(|(index, one)| step(props, one, index == 0 && explanation.wait.is_none())).collect()
}

fn step(props: &PageProps, step: &Step, is_open: bool) -> Html {
    html! {
        <li class={classes!("why__step", step.is_detail.then_some("why__step--detail"))} key={step.fact.index()}>
            <p>{ moment(props, step.fact, &date_time_seconds(&props.player.session.world().zone, step.at)) }</p>
            <p class="why__sentence">{ &step.sentence }</p>
            <>{ for step.rule.map(rule) }</>
            { weighed(&step.weighed, is_open) }
        </li>
    }
}

/// A time as the link to its moment.
fn moment(props: &PageProps, fact: FactId, time: &str) -> Html {
    html! {
        <a class="why__time" href={props.place.moment(fact.index()).href()} title={strings::GO_TO_MOMENT}>
            { time }<span class="visually-hidden">{ ": " }{ strings::GO_TO_MOMENT }</span>
        </a>
    }
}

fn rule(rule: Rule) -> Html {
    html! {
        <p class="why__rule"><span class="why__section" title={strings::SECTION_HELP}>{ rule.section() }</span>{ rule.title() }</p>
    }
}

fn waiting(props: &PageProps, wait: &Waiting) -> Html {
    html! {
        <section class="why__wait">
            <p class="why__sentence">{ &wait.sentence }</p>
            { rule(wait.rule) }
            { weighed(&wait.weighed, true) }
            <h3 class="section-title">{ words::WHAT_WOULD_END_IT }</h3>
            <ul class="why__ends">{ for wait.ends.iter().map(|end| html! { <li>{ end_of(props, end) }</li> }) }</ul>
        </section>
    }
}

/// What would end a wait; what somebody can do leads to where it is done.
fn end_of(props: &PageProps, end: &End) -> Html {
    let world = props.player.session.world();
    match end {
        End::At(at) => html! { { words::at_the_time(&date_time_seconds(&world.zone, *at)) } },
        End::First(what) => html! { { what } },
        End::Command { deed, action, by } => {
            let names: Vec<String> = by.iter().map(|&person| world.person_name(person).to_owned()).collect();
            let who = if by.is_empty() { words::NOBODY_BUT_THE_SCENARIO.to_owned() } else { strings::list(&names) };
            let words = words::when_done(deed, &who);
            match doing(props, action).filter(|_| by.contains(&props.player.persona)) {
                Some(href) => html! { <a {href}>{ words }</a> },
                None => html! { { words } },
            }
        }
    }
}

/// The panel in which an action is taken.
fn doing(props: &PageProps, action: &Action) -> Option<String> {
    let side = |side: Option<ApprovalType>| side.unwrap_or(ApprovalType::PreDeploy);
    let (release, panel) = if let Action::Approve(on) | Action::Reject(on) = action {
        (&on.release, Over::Conditions(on.stage.clone(), side(on.approval_type)))
    } else if let Action::IgnoreGate(on) = action {
        (&on.release, Over::Conditions(on.stage.clone(), side(on.approval_type)))
    } else if let Action::Deploy(on) = action {
        (&on.release, Over::Deploy(on.stage.clone()))
    } else if let Action::Cancel(on) = action {
        (&on.release, Over::Cancel(on.stage.clone()))
    } else if let Action::ResumeIntervention(on) | Action::RejectIntervention(on) = action {
        (&on.release, Over::Intervention(on.stage.clone()))
    } else {
        return None;
    };
    Some(props.place.release_with(release, panel).href())
}

/// What was looked at, as a tree that opens part by part.
fn weighed(parts: &[Weighed], is_open: bool) -> Html {
    html! {
        if !parts.is_empty() {
            <ul class="tree">{ for parts.iter().map(|part| node(part, is_open)) }</ul>
        }
    }
}

fn node(part: &Weighed, is_open: bool) -> Html {
    let (class, mark, spoken) = match part.holds {
        Some(true) => ("tree__mark tree__mark--yes", "\u{2713}", strings::IS_SO),
        Some(false) => ("tree__mark tree__mark--no", "\u{2717}", strings::IS_NOT_SO),
        None => ("tree__mark", "\u{b7}", ""),
    };
    let own = html! {
        <>
            <span {class} aria-hidden="true">{ mark }</span>
            <span class="visually-hidden">{ spoken }</span>
            <span class="tree__text">{ &part.text }</span>
            if !part.value.is_empty() { <span class="tree__value">{ &part.value }</span> }
        </>
    };
    if part.parts.is_empty() {
        return html! { <li class="tree__leaf">{ own }</li> };
    }
    html! {
        <li>
            <details open={is_open || part.text == strings::why::ALL_OF}>
                <summary>{ own }</summary>
                { weighed(&part.parts, is_open) }
            </details>
        </li>
    }
}
