//! "Pre-deployment conditions" and "Post-deployment conditions" of a stage.

use rehearsal_classic::{
    ArtifactFilter, QueuePolicy, RedeployTrigger, ReleaseDefinition, Schedule, Stage, StageCondition, StageTrigger,
};
use rehearsal_pipeline::ApprovalType;
use rehearsal_view::strings;
use yew::prelude::*;

use super::approvals::approvals;
use super::gates::gates;
use super::schedule::{fields as schedule_fields, usual};
use super::side;
use super::trigger::{Filters, filter_row};
use crate::components::form::{YES, check_row, legend, number_row, radio_row, section, toggle};
use crate::components::{Act, Glyph, icon};
use crate::pages::PageProps;
use crate::pages::editor::{Drafting, Extent};

pub(super) fn before(props: &PageProps, drafting: &Drafting, index: usize) -> Html {
    let stage = &drafting.draft.stages[index];
    let is_whole = drafting.extent > Extent::Release;
    let body = html! {
        <>
            if is_whole {
                { triggers(props, drafting, index) }
            }
            { approvals(props, drafting, index, ApprovalType::PreDeploy) }
            if is_whole {
                { gates(drafting, index, ApprovalType::PreDeploy) }
                { queue(drafting, index, stage.queue) }
            }
        </>
    };
    side(props, strings::PRE_DEPLOYMENT_CONDITIONS, html! { &stage.name }, body)
}

pub(super) fn after(props: &PageProps, drafting: &Drafting, index: usize) -> Html {
    let stage = &drafting.draft.stages[index];
    let is_whole = drafting.extent > Extent::Release;
    let body = html! {
        <>
            { approvals(props, drafting, index, ApprovalType::PostDeploy) }
            if is_whole {
                { gates(drafting, index, ApprovalType::PostDeploy) }
                { redeploy(drafting, index, stage) }
            }
        </>
    };
    side(props, strings::POST_DEPLOYMENT_CONDITIONS, html! { &stage.name }, body)
}

/// Keys of the three tiles.
const RELEASE: &str = "release";
const STAGE: &str = "stage";
const MANUAL: &str = "manual";

fn triggers(props: &PageProps, drafting: &Drafting, index: usize) -> Html {
    let stage = &drafting.draft.stages[index];
    let here = match &stage.trigger {
        StageTrigger::AfterRelease => RELEASE,
        StageTrigger::AfterStages(_) => STAGE,
        StageTrigger::ManualOnly => MANUAL,
    };
    let choose = drafting.on(move |draft, key| {
        draft.stages[index].trigger = match key {
            RELEASE => StageTrigger::AfterRelease,
            STAGE => StageTrigger::AfterStages(Vec::new()),
            _ => StageTrigger::ManualOnly,
        };
    });
    let tile = |key: &'static str, glyph: Glyph, words: &'static str| {
        html! {
            <label class="tile">
                <input
                    type="radio"
                    name="trigger"
                    value={key}
                    checked={here == key}
                    onchange={choose.reform(move |_: Event| key.to_owned())}
                />
                { icon(glyph) }
                <span>{ words }</span>
            </label>
        }
    };
    let fields = html! {
        <>
            <fieldset class="tiles">
                <legend class="label">{ strings::SELECT_TRIGGER }</legend>
                { tile(RELEASE, Glyph::Factory, strings::AFTER_RELEASE) }
                { tile(STAGE, Glyph::Screen, strings::AFTER_STAGE) }
                { tile(MANUAL, Glyph::FlashPerson, strings::MANUAL_ONLY_TILE) }
            </fieldset>
            if let StageTrigger::AfterStages(conditions) = &stage.trigger {
                { after_stages(drafting, index, conditions) }
            }
            { artifact_filters(drafting, index) }
            { schedule(props, drafting, index) }
            { pull_request(drafting, index, stage.pull_request_deployment) }
        </>
    };
    section(strings::TRIGGERS, strings::TRIGGERS_HELP, Html::default(), fields)
}

fn after_stages(drafting: &Drafting, index: usize, conditions: &[StageCondition]) -> Html {
    let others = drafting.draft.stages.iter().enumerate().filter(|(other, _)| *other != index);
    let accepts = conditions.iter().any(|condition| condition.partially_succeeded);
    let boxes = others.map(|(_, other)| {
        let name = other.name.clone();
        let is_on = conditions.iter().any(|condition| condition.stage.eq_ignore_ascii_case(&name));
        let on = drafting.on(move |draft, text| {
            let StageTrigger::AfterStages(conditions) = &mut draft.stages[index].trigger else { return };
            conditions.retain(|condition| !condition.stage.eq_ignore_ascii_case(&name));
            if text == YES {
                conditions.push(StageCondition { stage: name.clone(), partially_succeeded: accepts });
            }
        });
        html! { <span key={other.name.clone()}>{ check_row(&other.name, is_on, &on) }</span> }
    });
    let accept = drafting.on(move |draft, text| {
        if let StageTrigger::AfterStages(conditions) = &mut draft.stages[index].trigger {
            for condition in conditions {
                condition.partially_succeeded = text == YES;
            }
        }
    });
    html! {
        <>
            <fieldset class="form__choice">
                { legend(strings::STAGES, if conditions.is_empty() { strings::CHOOSE_A_STAGE } else { "" }) }
                <>{ for boxes }</>
            </fieldset>
            { check_row(strings::PARTIALLY_SUCCEED, accepts, &accept) }
        </>
    }
}

fn artifact_filters(drafting: &Drafting, index: usize) -> Html {
    let stage = &drafting.draft.stages[index];
    let is_on = !stage.artifact_filters.is_empty();
    let first = drafting.draft.artifacts.first().map(|artifact| artifact.alias.clone());
    let new = |alias: String| (alias, ArtifactFilter { branch: "main".to_owned(), ..ArtifactFilter::default() });
    let switch = drafting.on(move |draft, text| {
        let filters = &mut draft.stages[index].artifact_filters;
        filters.clear();
        filters.extend(first.clone().filter(|_| text == YES).map(new));
    });
    let rows = stage.artifact_filters.iter().enumerate().map(|(row, (alias, filter))| {
        let on = move |change: fn(&mut ArtifactFilter, &str)| {
            drafting.on(move |draft, text| change(&mut draft.stages[index].artifact_filters[row].1, text))
        };
        let remove = drafting.act(move |draft| drop(draft.stages[index].artifact_filters.remove(row)));
        let shown = Filters { rows: Vec::new(), branch: strings::BRANCH, of_builds: false };
        html! { <><p class="label">{ alias }</p>{ filter_row(filter, &shown, &on, remove) }</> }
    });
    let add = drafting.draft.artifacts.iter().filter(|_| is_on).map(|artifact| {
        let alias = artifact.alias.clone();
        let add = drafting.act(move |draft| draft.stages[index].artifact_filters.push(new(alias.clone())));
        html! { <Act glyph={Glyph::Plus} label={strings::add_filter(&artifact.alias)} onclick={add} /> }
    });
    let fields = html! { <><>{ for rows }</><div class="buttons">{ for add }</div></> };
    section(strings::ARTIFACT_FILTERS, "", toggle(strings::ARTIFACT_FILTERS, is_on, &switch), fields)
}

fn schedule(props: &PageProps, drafting: &Drafting, index: usize) -> Html {
    fn find(draft: &mut ReleaseDefinition, index: usize) -> Option<&mut Schedule> {
        draft.stages[index].schedule.as_mut()
    }
    let now = drafting.draft.stages[index].schedule.as_ref();
    let zone = props.player.session.world().zone.clone();
    let switch = drafting.on(move |draft, text| draft.stages[index].schedule = (text == YES).then(|| usual(&zone)));
    let fields = now.map(|schedule| schedule_fields(drafting, schedule, find, index, false)).unwrap_or_default();
    section(strings::SCHEDULE, "", toggle(strings::SCHEDULE, now.is_some(), &switch), fields)
}

fn pull_request(drafting: &Drafting, index: usize, is_on: bool) -> Html {
    let switch = drafting.on(move |draft, text| draft.stages[index].pull_request_deployment = text == YES);
    let toggle = toggle(strings::PULL_REQUEST_DEPLOYMENT, is_on, &switch);
    section(strings::PULL_REQUEST_DEPLOYMENT, "", toggle, Html::default())
}

const SEQUENCE: &str = "sequence";
const LATEST: &str = "latest";
const UNLIMITED: &str = "unlimited";
const SPECIFIC: &str = "specific";
/// More parallel deployments than this are not offered.
const PARALLEL_MAX: u32 = 100;

fn queue(drafting: &Drafting, index: usize, policy: QueuePolicy) -> Html {
    let (count, order) = match policy {
        QueuePolicy::Unlimited => (None, SEQUENCE),
        QueuePolicy::Sequence(count) => (Some(count), SEQUENCE),
        QueuePolicy::Latest(count) => (Some(count), LATEST),
    };
    let of = |count: u32, order: &str| {
        if order == LATEST { QueuePolicy::Latest(count) } else { QueuePolicy::Sequence(count) }
    };
    let limit = drafting.on(move |draft, text| {
        draft.stages[index].queue = if text == UNLIMITED { QueuePolicy::Unlimited } else { of(1, order) };
    });
    let number = drafting.on(move |draft, text| {
        let count = text.parse().unwrap_or(1).clamp(1, PARALLEL_MAX);
        draft.stages[index].queue = of(count, order);
    });
    let choose = drafting.on(move |draft, text| draft.stages[index].queue = of(count.unwrap_or(1), text));
    let limits = [(UNLIMITED, strings::UNLIMITED), (SPECIFIC, strings::SPECIFIC)];
    let orders = [(SEQUENCE, strings::ALL_IN_SEQUENCE), (LATEST, strings::LATEST_ONLY)];
    let fields = html! {
        <>
            { radio_row(strings::PARALLEL_DEPLOYMENTS, &limits, if count.is_none() { UNLIMITED } else { SPECIFIC }, &limit) }
            if let Some(count) = count {
                { number_row(strings::PARALLEL_MAX, count, (1, PARALLEL_MAX), &number) }
                { radio_row(strings::SUBSEQUENT, &orders, order, &choose) }
            }
        </>
    };
    section(strings::QUEUE_SETTINGS, strings::QUEUE_HELP, Html::default(), fields)
}

fn redeploy(drafting: &Drafting, index: usize, stage: &Stage) -> Html {
    let row = |which: RedeployTrigger, words: &str| {
        let on = drafting.on(move |draft, text| {
            let triggers = &mut draft.stages[index].redeploy;
            triggers.retain(|known| *known != which);
            if text == YES {
                triggers.push(which);
            }
        });
        check_row(words, stage.redeploy.contains(&which), &on)
    };
    let fields = html! {
        <>
            { row(RedeployTrigger::Rollback, strings::REDEPLOY_ROLLBACK) }
            { row(RedeployTrigger::DeploymentGroup, strings::REDEPLOY_TARGET) }
        </>
    };
    section(strings::AUTO_REDEPLOY, strings::AUTO_REDEPLOY_HELP, Html::default(), fields)
}
