//! The tabs "Retention" and "Options".

use rehearsal_classic::{ReleaseDefinition, edit};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::{YES, area_row, check_row, number_row, section, text_row};
use crate::pages::editor::Drafting;

/// Most days and releases that a project allows (`classic.md` §14.2).
const DAYS_MAX: u32 = 365;
const RELEASES_MAX: u32 = 25;

pub(super) fn retention(drafting: &Drafting) -> Html {
    let stages = drafting.draft.stages.iter().enumerate().map(|(index, stage)| {
        let keep = &stage.retention;
        let days = drafting.on(move |draft, text| {
            if let Ok(days) = text.parse::<u32>() {
                draft.stages[index].retention.days_to_keep = days.clamp(1, DAYS_MAX);
            }
        });
        let releases = drafting.on(move |draft, text| {
            if let Ok(count) = text.parse::<u32>() {
                draft.stages[index].retention.releases_to_keep = count.clamp(1, RELEASES_MAX);
            }
        });
        let builds = drafting.on(move |draft, text| draft.stages[index].retention.retain_build = text == YES);
        let caption = strings::keeps(keep.days_to_keep, keep.releases_to_keep, keep.retain_build);
        let fields = html! {
            <>
                { number_row(strings::DAYS_TO_KEEP, keep.days_to_keep, (1, DAYS_MAX), &days) }
                { number_row(strings::RELEASES_TO_KEEP, keep.releases_to_keep, (1, RELEASES_MAX), &releases) }
                { check_row(strings::RETAIN_ARTIFACTS, keep.retain_build, &builds) }
            </>
        };
        section(&strings::settings_for(&stage.name), &caption, Html::default(), fields)
    });
    html! { <div class="page-body">{ for stages }</div> }
}

pub(super) fn options(drafting: &Drafting) -> Html {
    let draft = &drafting.draft;
    let name = drafting.on(|draft, text| {
        if !text.trim().is_empty() {
            text.trim().clone_into(&mut draft.name);
        }
    });
    let description = drafting.on(|draft, text| text.clone_into(&mut draft.description));
    let format = drafting.on(|draft, text| text.trim().clone_into(&mut draft.release_name_format));
    let disabled = drafting.on(|draft, text| draft.is_disabled = text == YES);
    let shown = if draft.release_name_format.is_empty() {
        ReleaseDefinition::NAME_FORMAT_DEFAULT
    } else {
        &draft.release_name_format
    };
    let fields = html! {
        <>
            { text_row(strings::PIPELINE_NAME, &draft.name, &name) }
            { area_row(strings::PIPELINE_DESCRIPTION, &draft.description, &description) }
            { text_row(strings::RELEASE_NAME_FORMAT, shown, &format) }
            { check_row(strings::DISABLE_PIPELINE, draft.is_disabled, &disabled) }
        </>
    };
    html! {
        <div class="page-body">
            { section(strings::GENERAL, "", Html::default(), fields) }
            { section(strings::INTEGRATIONS, strings::INTEGRATIONS_HELP, Html::default(), integrations(drafting)) }
        </div>
    }
}

/// Settings of the section, with the option of each stage that keeps them (`classic.md` §15).
const INTEGRATIONS: [(&str, &str); 3] = [
    (strings::REPORT_TO_HOST, "publishDeploymentStatus"),
    (strings::REPORT_TO_WORK, "autoLinkWorkItems"),
    (strings::STATUS_BADGE, "badgeEnabled"),
];

/// Each setting for the whole pipeline, and below it for which of the stages.
fn integrations(drafting: &Drafting) -> Html {
    let stages = &drafting.draft.stages;
    INTEGRATIONS
        .into_iter()
        .map(|(words, option)| {
            let is_on = stages.iter().any(|stage| edit::stage_option(stage, option));
            let all = drafting.on(move |draft, text| {
                for stage in &mut draft.stages {
                    edit::set_stage_option(stage, option, text == YES);
                }
            });
            let rows = stages.iter().enumerate().map(|(index, stage)| {
                let one = drafting
                    .on(move |draft, text| edit::set_stage_option(&mut draft.stages[index], option, text == YES));
                check_row(&stage.name, edit::stage_option(stage, option), &one)
            });
            html! {
                <>
                    { check_row(words, is_on, &all) }
                    if is_on {
                        <fieldset class="form__choice form__choice--inner" aria-label={words}>{ for rows }</fieldset>
                    }
                </>
            }
        })
        .collect()
}
