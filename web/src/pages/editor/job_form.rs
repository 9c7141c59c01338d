//! Where a job runs: on agents of a pool, on the service, or on the targets of a deployment group.

use rehearsal_engine::World;
use rehearsal_pipeline::{Demand, Job, JobKind, Parallelism};
use rehearsal_view::strings;
use yew::prelude::*;

use crate::components::form::{OnText, Row, YES, check_row, number_row, radio_row, section, text_row};

/// Makes the callback of a field out of a change.
type OnJob<'a> = &'a dyn Fn(fn(&mut Job, &str)) -> OnText;

/// More slices than this are not offered.
const SLICES_MAX: u32 = 99;
const PERCENT_MAX: u32 = 100;

/// The fields of a job that depend on its kind.
pub(super) fn job_fields(world: &World, job: &Job, on: OnJob<'_>) -> Html {
    match &job.kind {
        JobKind::Agent { queue_id, demands, parallelism, skip_artifacts_download } => {
            let pools = world.pools.iter().map(|pool| (pool.queue_id, pool.name.clone())).collect();
            html! {
                <>
                    { section(strings::AGENT_SELECTION, "", Html::default(), html! {
                        <>
                            { place(strings::AGENT_POOL, pools, *queue_id, on) }
                            { text_row(strings::DEMANDS, &demand_text(demands), &on(|job, text| {
                                if let JobKind::Agent { demands, .. } = &mut job.kind {
                                    *demands = read_demands(text);
                                }
                            })) }
                        </>
                    }) }
                    { section(strings::EXECUTION_PLAN, "", Html::default(), multiplied(parallelism, false, on)) }
                    { skip(*skip_artifacts_download, on) }
                </>
            }
        }
        JobKind::Server { parallelism } => {
            section(strings::EXECUTION_PLAN, "", Html::default(), multiplied(parallelism, true, on))
        }
        JobKind::DeploymentGroup { queue_id, tags, health_percent, health_option, skip_artifacts_download } => {
            targets(world, (*queue_id, tags, *health_percent, health_option), *skip_artifacts_download, on)
        }
    }
}

fn place(label: &str, places: Vec<(u32, String)>, now: u32, on: OnJob<'_>) -> Html {
    let mut options: Vec<(String, String)> =
        places.into_iter().map(|(number, name)| (number.to_string(), name)).collect();
    let is_known = options.iter().any(|option| option.0 == now.to_string());
    if !is_known {
        options.insert(0, (now.to_string(), String::new()));
    }
    let mistake = if is_known { "" } else { strings::SETTING_REQUIRED };
    Row { label, required: true, mistake }.select(
        &options,
        &now.to_string(),
        &on(|job, text| {
            let Ok(chosen) = text.parse() else { return };
            match &mut job.kind {
                JobKind::Agent { queue_id, .. } | JobKind::DeploymentGroup { queue_id, .. } => *queue_id = chosen,
                JobKind::Server { .. } => {}
            }
        }),
    )
}

fn skip(is_on: bool, on: OnJob<'_>) -> Html {
    check_row(
        strings::SKIP_DOWNLOAD,
        is_on,
        &on(|job, text| match &mut job.kind {
            JobKind::Agent { skip_artifacts_download, .. }
            | JobKind::DeploymentGroup { skip_artifacts_download, .. } => {
                *skip_artifacts_download = text == YES;
            }
            JobKind::Server { .. } => {}
        }),
    )
}

const NONE: &str = "none";
const CONFIGURATIONS: &str = "configurations";
const AGENTS: &str = "agents";

fn multiplied(now: &Parallelism, is_agentless: bool, on: OnJob<'_>) -> Html {
    let choose = on(|job, key| {
        let Some(parallelism) = parallelism_of(job) else { return };
        *parallelism = match key {
            CONFIGURATIONS => {
                Parallelism::MultiConfiguration { multipliers: Vec::new(), agents_max: 1, continue_on_error: false }
            }
            AGENTS => Parallelism::MultiAgent { agents: 2, continue_on_error: false },
            _ => Parallelism::None,
        };
    });
    let agentless = [(NONE, strings::SINGLE_EXECUTION), (CONFIGURATIONS, strings::MULTIPLE_EXECUTIONS)];
    let on_agents = [
        (NONE, strings::PARALLELISM_NONE),
        (CONFIGURATIONS, strings::MULTI_CONFIGURATION),
        (AGENTS, strings::MULTI_AGENT),
    ];
    let options: &[(&str, &str)] = if is_agentless { &agentless } else { &on_agents };
    let (key, fields) = match now {
        Parallelism::None => (NONE, Html::default()),
        Parallelism::MultiConfiguration { multipliers, agents_max, .. } => (
            CONFIGURATIONS,
            html! {
                <>
                    { text_row(strings::MULTIPLIERS, &multipliers.join(", "), &on(|job, text| {
                        if let Some(Parallelism::MultiConfiguration { multipliers, .. }) = parallelism_of(job) {
                            *multipliers = crate::panels::words(text);
                        }
                    })) }
                    { number_row(strings::AGENTS_MAX, *agents_max, (1, SLICES_MAX), &on(set_count)) }
                </>
            },
        ),
        Parallelism::MultiAgent { agents, .. } => {
            (AGENTS, number_row(strings::AGENT_COUNT, *agents, (1, SLICES_MAX), &on(set_count)))
        }
    };
    let goes_on = match now {
        Parallelism::None => None,
        Parallelism::MultiConfiguration { continue_on_error, .. }
        | Parallelism::MultiAgent { continue_on_error, .. } => Some(*continue_on_error),
    };
    html! {
        <>
            { radio_row(strings::PARALLELISM, options, key, &choose) }
            { fields }
            <>{ for goes_on.map(|is_on| check_row(strings::CONTINUE_ON_ERROR, is_on, &on(|job, text| match parallelism_of(job) {
                Some(
                    Parallelism::MultiConfiguration { continue_on_error, .. }
                    | Parallelism::MultiAgent { continue_on_error, .. },
                ) => *continue_on_error = text == YES,
                Some(Parallelism::None) | None => {}
            }))) }</>
        </>
    }
}

fn set_count(job: &mut Job, text: &str) {
    let Ok(count) = text.parse::<u32>() else { return };
    match parallelism_of(job) {
        Some(
            Parallelism::MultiConfiguration { agents_max: number, .. } | Parallelism::MultiAgent { agents: number, .. },
        ) => {
            *number = count.clamp(1, SLICES_MAX);
        }
        Some(Parallelism::None) | None => {}
    }
}

fn parallelism_of(job: &mut Job) -> Option<&mut Parallelism> {
    match &mut job.kind {
        JobKind::Agent { parallelism, .. } | JobKind::Server { parallelism } => Some(parallelism),
        JobKind::DeploymentGroup { .. } => None,
    }
}

const MULTIPLE: &str = "Custom";
const ONE: &str = "OneTargetAtATime";

fn targets(
    world: &World,
    (number, tags, healthy, option): (u32, &[String], u32, &str),
    skips: bool,
    on: OnJob<'_>,
) -> Html {
    let groups = world.deployment_groups.iter().map(|group| (group.number, group.name.clone())).collect();
    let group = world.deployment_groups.iter().find(|group| group.number == number);
    let matching = group.map(|group| {
        let has_all = |target: &&rehearsal_engine::Target| {
            tags.iter().all(|tag| target.tags.iter().any(|own| own.eq_ignore_ascii_case(tag)))
        };
        strings::matching_targets(group.targets.iter().filter(has_all).count(), &group.name)
    });
    let options = [(MULTIPLE, strings::MULTIPLE), (ONE, strings::ONE_AT_A_TIME)];
    let is_one = option == ONE;
    let fields = html! {
        <>
            { place(strings::DEPLOYMENT_GROUP, groups, number, on) }
            { text_row(strings::REQUIRED_TAGS, &tags.join(", "), &on(|job, text| {
                if let JobKind::DeploymentGroup { tags, .. } = &mut job.kind {
                    *tags = crate::panels::words(text);
                }
            })) }
            <>{ for matching.map(|text| html! { <p class="quiet">{ text }</p> }) }</>
            { radio_row(strings::TARGETS_IN_PARALLEL, &options, if is_one { ONE } else { MULTIPLE }, &on(|job, text| {
                if let JobKind::DeploymentGroup { health_option, .. } = &mut job.kind {
                    text.clone_into(health_option);
                }
            })) }
            if !is_one {
                { number_row(strings::HEALTH_PERCENT, healthy, (0, PERCENT_MAX), &on(|job, text| {
                    if let (JobKind::DeploymentGroup { health_percent, .. }, Ok(percent)) = (&mut job.kind, text.parse::<u32>()) {
                        *health_percent = percent.min(PERCENT_MAX);
                    }
                })) }
            }
        </>
    };
    html! { <>{ section(strings::DEPLOYMENT_TARGETS, "", Html::default(), fields) }{ skip(skips, on) }</> }
}

fn demand_text(demands: &[Demand]) -> String {
    demands.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn read_demands(text: &str) -> Vec<Demand> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let two = |(name, value): (&str, &str)| (name.trim().to_owned(), value.trim().to_owned());
            if let Some((name, value)) = part.split_once(" -equals ").map(two) {
                Demand::Equals(name, value)
            } else if let Some((name, value)) = part.split_once(" -gtVersion ").map(two) {
                Demand::GreaterThan(name, value)
            } else {
                Demand::Exists(part.to_owned())
            }
        })
        .collect()
}
