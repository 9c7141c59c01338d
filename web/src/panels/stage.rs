//! A stage: what triggers it, each attempt with conditions, jobs, tasks and times, and what the release changes in it.

use rehearsal_view::{
    ArtifactChanges, AttemptView, ConditionsView, JobRow, PlannedJob, StageView, TaskRow, since_previous, stage,
    strings,
};
use yew::prelude::*;

use crate::components::{Act, Conditions, Glyph, Panel, icon, state_icon, state_word};
use crate::pages::{PageProps, release_compare};
use crate::panels::conditions::whys;
use crate::panels::{close, missing, why_link};
use crate::route::{LogPlace, Page, Panel as Over};

/// Properties of [`StagePanel`].
#[derive(PartialEq, Properties)]
pub(crate) struct StagePanelProps {
    /// Those of the page.
    pub(crate) props: PageProps,
    /// Name of the release.
    pub(crate) release: String,
    /// Name of the stage.
    pub(crate) stage: String,
}

/// What the panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Deployment,
    Commits,
    WorkItems,
    Artifacts,
}

const TABS: [(Tab, &str); 4] = [
    (Tab::Deployment, strings::DEPLOYMENT),
    (Tab::Commits, strings::COMMITS),
    (Tab::WorkItems, strings::WORK_ITEMS),
    (Tab::Artifacts, strings::ARTIFACTS),
];

/// Everything about a stage of a release.
#[component]
pub(crate) fn StagePanel(of: &StagePanelProps) -> Html {
    let props = &of.props;
    let tab = use_state(|| Tab::Deployment);
    let attempt = use_state(|| None::<u32>);
    let view = props.player.scene(|scene| {
        let release = scene.release_named(&of.release)?;
        let id = scene.stage_named(release, &of.stage)?;
        let changes = (*tab != Tab::Deployment).then(|| since_previous(scene, release, id));
        Some((stage(scene, release, id), changes))
    });
    let Some((view, changes)) = view else { return missing(close(props)) };
    let tabs = TABS.iter().map(|&(one, words)| {
        let chosen = tab.clone();
        choice(one == *tab, "tab", html! { { words } }, Callback::from(move |_: MouseEvent| chosen.set(one)))
    });
    let subtitle = html! { <>{ state_word(view.card.look) }{ why_link(props, &view.about, &of.stage) }</> };
    html! {
        <Panel title={of.stage.clone()} {subtitle} on_close={close(props)} footer={footer(of, &view)}>
            <div class="tabs panel__choices" role="group" aria-label={of.stage.clone()}>{ for tabs }</div>
            if let Some((before, changes)) = &changes {
                { difference(*tab, before.as_deref(), changes) }
            } else {
                { deployment(of, &view, &attempt) }
            }
        </Panel>
    }
}

/// One of several that exclude each other.
fn choice(is_chosen: bool, class: &'static str, words: Html, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button
            type="button"
            class={classes!(class, is_chosen.then(|| format!("{class}--here")))}
            aria-pressed={is_chosen.to_string()}
            {onclick}
        >
            { words }
        </button>
    }
}

fn footer(of: &StagePanelProps, view: &StageView) -> Html {
    let (props, card) = (&of.props, &view.card);
    let over = |panel: Over| {
        let place = props.place.with(panel);
        props.on_go.reform(move |()| place.clone())
    };
    let logs = {
        let place = props.place.on(Page::Logs(LogPlace::of(&of.release, &of.stage)));
        props.on_go.reform(move |()| place.clone())
    };
    html! {
        <>
            if let Some(approve) = card.approve {
                <Act
                    class={classes!(approve.is_for_viewer.then_some("button--primary"))}
                    glyph={Glyph::Tick}
                    label={strings::APPROVE}
                    onclick={over(Over::Conditions(of.stage.clone(), approve.side))}
                />
            }
            if let Some((verb, offer)) = &card.deploy {
                <Act
                    glyph={Glyph::Rocket}
                    label={*verb}
                    refusal={offer.refusal.clone().map(AttrValue::from)}
                    onclick={over(Over::Deploy(of.stage.clone()))}
                />
            }
            if let Some(offer) = &card.cancel {
                <Act
                    glyph={Glyph::Slash}
                    label={strings::CANCEL}
                    refusal={offer.refusal.clone().map(AttrValue::from)}
                    onclick={over(Over::Cancel(of.stage.clone()))}
                />
            }
            if card.has_logs {
                <Act glyph={Glyph::Lines} label={strings::LOGS} onclick={logs} />
            }
        </>
    }
}

/// Commits, work items or versions, against what was deployed before.
fn difference(tab: Tab, before: Option<&str>, changes: &[ArtifactChanges]) -> Html {
    let artifact = |one: &ArtifactChanges| {
        html! {
            <section key={one.alias.clone()}>
                <h3 class="section-title">
                    { icon(Glyph::Factory) }{ " " }{ &one.alias }
                    if tab == Tab::Commits {
                        <span class="quiet">{ " (" }{ strings::commits_of(one.commits.len()) }{ ")" }</span>
                    }
                </h3>
                { match tab {
                    Tab::Commits => release_compare::commits(&one.commits),
                    Tab::WorkItems => release_compare::work_items(one),
                    Tab::Artifacts | Tab::Deployment => release_compare::versions(one),
                } }
            </section>
        }
    };
    html! {
        <>
            <div class="banner banner--pending">
                <div>
                    <p class="banner__text">{ strings::DIFFERENCE_IN_COMMITS }</p>
                    <p class="banner__order">
                        { before.map_or_else(|| strings::SINCE_NOTHING.to_owned(), strings::compared_with) }
                    </p>
                </div>
            </div>
            <>{ for changes.iter().map(artifact) }</>
        </>
    }
}

fn deployment(of: &StagePanelProps, view: &StageView, chosen: &UseStateHandle<Option<u32>>) -> Html {
    let newest = view.attempts.first();
    let shown = view.attempts.iter().find(|one| Some(one.number) == **chosen).or(newest);
    let attempts = view.attempts.iter().map(|one| {
        let (set, number) = (chosen.clone(), one.number);
        let words = html! { <>{ state_icon(one.look) }{ strings::name_and_word(&strings::attempt(number), one.look.word()) }</> };
        let is_chosen = shown.is_some_and(|shown| shown.number == number);
        choice(is_chosen, "attempt-choice", words, Callback::from(move |_: MouseEvent| set.set(Some(number))))
    });
    html! {
        <>
            if let Some(note) = &view.card.note {
                <p class="strip">{ note }</p>
            }
            <h3 class="section-title">{ strings::TRIGGER }</h3>
            <ul class="plain">{ for view.trigger.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            if let Some(shown) = shown {
                <h3 class="section-title">{ strings::ATTEMPTS }</h3>
                <div class="attempt-choices" role="group" aria-label={strings::ATTEMPTS}>{ for attempts }</div>
                { attempt(of, shown) }
            } else {
                <h3 class="section-title">{ strings::PLANNED_JOBS }</h3>
                <>{ for view.planned.iter().map(planned) }</>
            }
        </>
    }
}

fn planned(job: &PlannedJob) -> Html {
    html! {
        <div class="job" key={job.name.clone()}>
            <p class="job__name">{ &job.name }</p>
            <ol class="job__tasks">{ for job.tasks.iter().map(|task| html! { <li>{ task }</li> }) }</ol>
        </div>
    }
}

fn attempt(of: &StagePanelProps, attempt: &AttemptView) -> Html {
    let line = |words: &'static str, text: &str| {
        html! {
            if !text.is_empty() { <dt>{ words }</dt><dd>{ text }</dd> }
        }
    };
    html! {
        <section class="attempt" key={attempt.number} aria-label={strings::attempt(attempt.number)}>
            <p class="attempt__head">
                { state_word(attempt.look) }
                <span class="quiet">{ &attempt.ending }</span>
                { why_link(&of.props, &attempt.about, &strings::attempt(attempt.number)) }
            </p>
            <dl class="facts">
                <dt>{ strings::ASKED_FOR }</dt><dd>{ &attempt.created }{ " · " }{ &attempt.because }</dd>
                { line(strings::COMMENT, &attempt.comment) }
                { line(strings::STARTED, &attempt.started) }
                { line(strings::ENDED, &attempt.finished) }
                { line(strings::DURATION, &attempt.took) }
            </dl>
            <>{ for attempt.pre.as_ref().map(|view| side(of, view)) }</>
            <h4 class="attempt__part">{ strings::JOBS }</h4>
            if attempt.jobs.is_empty() {
                <p class="quiet">{ strings::NO_JOBS_YET }</p>
            }
            <>{ for attempt.jobs.iter().map(|one| job(of, attempt.number, one)) }</>
            <>{ for attempt.post.as_ref().map(|view| side(of, view)) }</>
        </section>
    }
}

fn side(of: &StagePanelProps, view: &ConditionsView) -> Html {
    html! {
        <>
            <h4 class="attempt__part">{ view.title }{ " " }{ whys(&of.props, view) }</h4>
            <Conditions view={view.clone()} />
        </>
    }
}

fn job(of: &StagePanelProps, attempt: u32, job: &JobRow) -> Html {
    let log = |task: Option<&str>| {
        let place = LogPlace {
            attempt: Some(attempt),
            entry: Some(job.key.clone()),
            task: task.map(str::to_owned),
            ..LogPlace::of(&of.release, &of.stage)
        };
        of.props.place.on(Page::Logs(place)).href()
    };
    let task = |task: &TaskRow| {
        html! {
            <li key={task.key.clone()}>
                { state_icon(task.look) }
                <a href={log(Some(&task.key))}>{ &task.name }</a>
                <span class="quiet">{ "· " }{ task.look.word() }</span>
                <span class="job__took">{ why_link(&of.props, &task.about, &task.name) }{ &task.took }</span>
            </li>
        }
    };
    html! {
        <div class="job" key={job.key.clone()}>
            <p class="job__name">
                { state_icon(job.look) }
                <a href={log(None)}>{ &job.name }</a>
                <span class="job__took">{ why_link(&of.props, &job.about, &job.name) }{ &job.took }</span>
            </p>
            <p class="quiet">{ &job.place }</p>
            <ul class="job__rows">{ for job.tasks.iter().map(task) }</ul>
        </div>
    }
}
