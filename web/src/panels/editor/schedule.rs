//! Days, time and zone: of scheduled releases, and of a stage.

use rehearsal_classic::{ReleaseDefinition, ReleaseTrigger, Schedule};
use rehearsal_engine::{windows_zones, zone};
use rehearsal_view::editor::schedule_text;
use rehearsal_view::strings;
use yew::prelude::*;

use super::side;
use crate::components::form::{OnText, Row, YES, check_row, legend, section};
use crate::components::{Act, Glyph};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;

/// What a new schedule says: workdays at three in the morning.
pub(super) fn usual(zone: &str) -> Schedule {
    Schedule { days: 31, hours: 3, minutes: 0, time_zone_id: zone.to_owned(), only_with_changes: false }
}

/// How a schedule of the draft is changed.
pub(super) type Find = fn(&mut ReleaseDefinition, usize) -> Option<&mut Schedule>;

/// Fields of a schedule; the box about changes belongs to releases only.
pub(super) fn fields(drafting: &Drafting, schedule: &Schedule, find: Find, index: usize, of_release: bool) -> Html {
    let change = |change: fn(&mut Schedule, &str)| {
        drafting.on(move |draft, text| {
            if let Some(schedule) = find(draft, index) {
                change(schedule, text);
            }
        })
    };
    let days = strings::WEEKDAYS.iter().enumerate().map(|(day, name)| {
        let on: OnText = drafting.on(move |draft, text| {
            if let Some(schedule) = find(draft, index) {
                let bit = 1 << day;
                schedule.days = if text == YES { schedule.days | bit } else { schedule.days & !bit };
            }
        });
        html! { <span class="day" key={*name}>{ check_row(name, schedule.days & (1 << day) != 0, &on) }</span> }
    });
    let time = format!("{:02}:{:02}", schedule.hours, schedule.minutes);
    let on_time = change(|schedule, text| {
        let mut parts = text.split(':').map(|part| part.parse::<u8>().ok());
        if let (Some(Some(hours @ 0..=23)), Some(Some(minutes @ 0..=59))) = (parts.next(), parts.next()) {
            (schedule.hours, schedule.minutes) = (hours, minutes);
        }
    });
    let on_zone = change(|schedule, text| text.trim().clone_into(&mut schedule.time_zone_id));
    let now = schedule.time_zone_id.as_str();
    let unknown = if zone(now).is_some() { String::new() } else { strings::zone_unknown(now) };
    let mut zones: Vec<(String, String)> =
        windows_zones().map(|(id, place)| (id.to_owned(), strings::name_and_word(id, place))).collect();
    // A pipeline may name its zone in another way, or wrongly.
    if zones.iter().all(|(id, _)| id != now) {
        zones.insert(0, (now.to_owned(), now.to_owned()));
    }
    let on_changes = change(|schedule, text| schedule.only_with_changes = text == YES);
    html! {
        <>
            <p>{ schedule_text(schedule) }</p>
            <fieldset class="form__row">
                { legend(strings::ON_DAYS, if schedule.days == 0 { strings::CHOOSE_A_DAY } else { "" }) }
                <span class="days">{ for days }</span>
            </fieldset>
            <label class="form__row">
                <span class="label">{ strings::AT_TIME }</span>
                <input
                    class="field field--time"
                    type="time"
                    value={time}
                    onchange={on_time.reform(|event: Event| event.target_unchecked_into::<web_sys::HtmlInputElement>().value())}
                />
            </label>
            { Row { label: strings::TIME_ZONE, required: false, mistake: &unknown }.select(&zones, now, &on_zone) }
            if of_release {
                { check_row(strings::ONLY_WITH_CHANGES, schedule.only_with_changes, &on_changes) }
            }
        </>
    }
}

/// "Scheduled release trigger".
pub(super) fn panel(props: &PageProps, drafting: &Drafting) -> Html {
    let zone = props.player.session.world().zone.clone();
    let found: Vec<(usize, &Schedule)> = drafting
        .draft
        .triggers
        .iter()
        .enumerate()
        .filter_map(|(index, trigger)| match trigger {
            ReleaseTrigger::Schedule(schedule) => Some((index, schedule)),
            ReleaseTrigger::ContinuousDeployment { .. }
            | ReleaseTrigger::PullRequest { .. }
            | ReleaseTrigger::Other(_) => None,
        })
        .collect();
    let find: Find = |draft, index| match draft.triggers.get_mut(index) {
        Some(ReleaseTrigger::Schedule(schedule)) => Some(schedule),
        _ => None,
    };
    let body = html! {
        <>
            <>{ for found.iter().map(|&(index, schedule)| section(strings::SCHEDULE, "", html! {
                <Act
                    class="button--quiet"
                    glyph={Glyph::Bin}
                    label={strings::DELETE}
                    onclick={drafting.act(move |draft| drop(draft.triggers.remove(index)))}
                />
            }, fields(drafting, schedule, find, index, true))) }</>
            <div class="buttons">
                <Act
                    glyph={Glyph::Plus}
                    label={strings::ADD_SCHEDULE}
                    onclick={drafting.act(move |draft| draft.triggers.push(ReleaseTrigger::Schedule(usual(&zone))))}
                />
            </div>
        </>
    };
    side(props, strings::SCHEDULED_RELEASE_TRIGGER, html! { strings::SCHEDULED_RELEASE_HELP }, body)
}
