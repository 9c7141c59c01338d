//! A stage: what triggers it, and each attempt with conditions, jobs, tasks and times.

use rehearsal_view::{AttemptView, JobRow, PlannedJob, stage, strings};
use yew::prelude::*;

use crate::components::{Act, Conditions, Glyph, Panel, state_icon, state_word};
use crate::pages::PageProps;
use crate::panels::{close, missing};
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

/// Everything about a stage of a release.
#[component]
pub(crate) fn StagePanel(of: &StagePanelProps) -> Html {
    let props = &of.props;
    let view = props.player.scene(|scene| {
        let release = scene.release_named(&of.release)?;
        Some(stage(scene, release, scene.stage_named(release, &of.stage)?))
    });
    let Some(view) = view else { return missing(close(props)) };
    let over = |panel: Over| {
        let place = props.place.with(panel);
        props.on_go.reform(move |()| place.clone())
    };
    let logs = {
        let place = props.place.on(Page::Logs(LogPlace::of(&of.release, &of.stage)));
        props.on_go.reform(move |()| place.clone())
    };
    let card = &view.card;
    let footer = html! {
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
    };
    html! {
        <Panel title={of.stage.clone()} subtitle={html! { { state_word(card.look) } }} on_close={close(props)} {footer}>
            if let Some(note) = &card.note {
                <p class="strip">{ note }</p>
            }
            <h3 class="section-title">{ strings::TRIGGER }</h3>
            <ul class="plain">{ for view.trigger.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            if view.attempts.is_empty() {
                <h3 class="section-title">{ strings::PLANNED_JOBS }</h3>
                { for view.planned.iter().map(planned) }
            } else {
                <h3 class="section-title">{ strings::ATTEMPTS }</h3>
                { for view.attempts.iter().enumerate().map(|(index, one)| attempt(one, index == 0)) }
            }
            <h3 class="section-title">{ strings::WHY }</h3>
            <ol class="why__lines">{ for card.why.iter().map(|line| html! { <li>{ line }</li> }) }</ol>
        </Panel>
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

fn attempt(attempt: &AttemptView, is_open: bool) -> Html {
    let ended = (!attempt.finished.is_empty()).then(|| {
        html! {
            <><dt>{ strings::ENDED }</dt><dd>{ &attempt.finished }</dd></>
        }
    });
    html! {
        <details class="fold attempt" open={is_open} key={attempt.number}>
            <summary>
                <span class="attempt__title">{ strings::attempt(attempt.number) }</span>
                { state_word(attempt.look) }
                if !attempt.ending.is_empty() { <span class="quiet">{ &attempt.ending }</span> }
            </summary>
            <dl class="facts">
                <dt>{ strings::ASKED_FOR }</dt><dd>{ &attempt.created }{ " · " }{ &attempt.because }</dd>
                { for ended }
                if !attempt.comment.is_empty() {
                    <dt>{ strings::COMMENT }</dt><dd>{ &attempt.comment }</dd>
                }
            </dl>
            if let Some(view) = &attempt.pre {
                <h4 class="attempt__part">{ view.title }</h4>
                <Conditions view={view.clone()} />
            }
            <h4 class="attempt__part">{ strings::JOBS }</h4>
            if attempt.jobs.is_empty() {
                <p class="quiet">{ strings::NO_JOBS_YET }</p>
            }
            { for attempt.jobs.iter().map(job) }
            if let Some(view) = &attempt.post {
                <h4 class="attempt__part">{ view.title }</h4>
                <Conditions view={view.clone()} />
            }
        </details>
    }
}

fn job(job: &JobRow) -> Html {
    html! {
        <div class="job" key={job.name.clone()}>
            <p class="job__name">{ state_icon(job.look) }{ &job.name }<span class="job__took">{ &job.took }</span></p>
            <p class="quiet">{ &job.place }</p>
            <ul class="job__rows">
                { for job.tasks.iter().map(|(name, look, took)| html! {
                    <li>{ state_icon(*look) }{ name }<span class="quiet">{ " · " }{ look.word() }</span><span class="job__took">{ took }</span></li>
                }) }
            </ul>
        </div>
    }
}
