//! "Continuous deployment trigger" and "Pull request trigger" of an artifact.

use rehearsal_classic::{ArtifactFilter, Extra, ReleaseDefinition, ReleaseTrigger};
use rehearsal_view::strings;
use yew::prelude::*;

use super::artifact::words;
use super::side;
use crate::components::form::{YES, check_row, section, select_row, text_row, toggle};
use crate::components::{Act, Glyph};
use crate::pages::PageProps;
use crate::pages::editor::Drafting;

/// Which filters of the draft are meant.
type Find = fn(&mut ReleaseDefinition, usize) -> Option<&mut Vec<ArtifactFilter>>;

/// Which filters a list shows, and how it calls them.
pub(super) struct Filters<'a> {
    pub(super) rows: Vec<&'a ArtifactFilter>,
    pub(super) branch: &'static str,
    /// Whether the default branch and tags added later can be asked for.
    pub(super) of_builds: bool,
}

pub(super) fn panel(props: &PageProps, drafting: &Drafting, index: usize) -> Html {
    let draft = &drafting.draft;
    let artifact = &draft.artifacts[index];
    let continuous = draft.triggers.iter().find_map(|trigger| match trigger {
        ReleaseTrigger::ContinuousDeployment { alias, filters } if *alias == artifact.alias => Some(filters),
        _ => None,
    });
    let pull_request = draft.triggers.iter().find_map(|trigger| match trigger {
        ReleaseTrigger::PullRequest { alias, filters, .. } if *alias == artifact.alias => Some(filters),
        _ => None,
    });
    let switch = drafting.on(move |draft, text| {
        let alias = draft.artifacts[index].alias.clone();
        draft.triggers.retain(
            |trigger| !matches!(trigger, ReleaseTrigger::ContinuousDeployment { alias: of, .. } if *of == alias),
        );
        if text == YES {
            draft.triggers.push(ReleaseTrigger::ContinuousDeployment { alias, filters: Vec::new() });
        }
    });
    let switch_pull_request = drafting.on(move |draft, text| {
        let alias = draft.artifacts[index].alias.clone();
        draft
            .triggers
            .retain(|trigger| !matches!(trigger, ReleaseTrigger::PullRequest { alias: of, .. } if *of == alias));
        if text == YES {
            let filters = vec![ArtifactFilter { branch: "main".to_owned(), ..ArtifactFilter::default() }];
            let status_policy_name = String::new();
            draft.triggers.push(ReleaseTrigger::PullRequest {
                alias,
                filters,
                status_policy_name,
                extra: Extra::new(),
            });
        }
    });
    let body = html! {
        <>
            { section(
                strings::CONTINUOUS_DEPLOYMENT_TRIGGER,
                strings::CONTINUOUS_DEPLOYMENT_HELP,
                toggle(strings::CONTINUOUS_DEPLOYMENT_TRIGGER, continuous.is_some(), &switch),
                continuous.map(|filters| of_builds(drafting, filters, index)).unwrap_or_default(),
            ) }
            { section(
                strings::PULL_REQUEST_TRIGGER,
                strings::PULL_REQUEST_HELP,
                toggle(strings::PULL_REQUEST_TRIGGER, pull_request.is_some(), &switch_pull_request),
                pull_request.map(|filters| of_targets(drafting, filters, index)).unwrap_or_default(),
            ) }
        </>
    };
    let subtitle = html! { strings::kind_and_source(&artifact.kind, &artifact.alias) };
    side(props, strings::CONTINUOUS_DEPLOYMENT_TRIGGER, subtitle, body)
}

fn of_builds(drafting: &Drafting, filters: &[ArtifactFilter], index: usize) -> Html {
    let filters = Filters { rows: filters.iter().collect(), branch: strings::BUILD_BRANCH, of_builds: true };
    list(drafting, strings::BUILD_BRANCH_FILTERS, &filters, find_continuous, index)
}

fn of_targets(drafting: &Drafting, filters: &[ArtifactFilter], index: usize) -> Html {
    let filters = Filters { rows: filters.iter().collect(), branch: strings::TARGET_BRANCH, of_builds: false };
    list(drafting, strings::TARGET_BRANCH_FILTERS, &filters, find_pull_request, index)
}

fn find_continuous(draft: &mut ReleaseDefinition, index: usize) -> Option<&mut Vec<ArtifactFilter>> {
    let alias = draft.artifacts[index].alias.clone();
    draft.triggers.iter_mut().find_map(|trigger| match trigger {
        ReleaseTrigger::ContinuousDeployment { alias: of, filters } if *of == alias => Some(filters),
        _ => None,
    })
}

fn find_pull_request(draft: &mut ReleaseDefinition, index: usize) -> Option<&mut Vec<ArtifactFilter>> {
    let alias = draft.artifacts[index].alias.clone();
    draft.triggers.iter_mut().find_map(|trigger| match trigger {
        ReleaseTrigger::PullRequest { alias: of, filters, .. } if *of == alias => Some(filters),
        _ => None,
    })
}

/// Rows of filters, with a button for one more.
fn list(drafting: &Drafting, title: &str, shown: &Filters<'_>, find: Find, index: usize) -> Html {
    html! {
        <>
            <p class="label">{ title.to_owned() }</p>
            if shown.rows.is_empty() {
                <p class="quiet">{ strings::NO_FILTERS }</p>
            }
            <>{ for shown.rows.iter().enumerate().map(|(row, filter)| {
                let on = move |change: fn(&mut ArtifactFilter, &str)| {
                    drafting.on(move |draft, text| {
                        if let Some(filter) = find(draft, index).and_then(|filters| filters.get_mut(row)) {
                            change(filter, text);
                        }
                    })
                };
                let remove = drafting.act(move |draft| {
                    if let Some(filters) = find(draft, index) {
                        filters.remove(row);
                    }
                });
                filter_row(filter, shown, &on, remove)
            }) }</>
            <div class="buttons">
                <Act
                    glyph={Glyph::Plus}
                    label={strings::BRANCH_FILTER}
                    onclick={drafting.act(move |draft| add(find(draft, index), false))}
                />
                if shown.of_builds {
                    <Act
                        glyph={Glyph::Plus}
                        label={strings::DEFAULT_BRANCH_FILTER}
                        onclick={drafting.act(move |draft| add(find(draft, index), true))}
                    />
                }
            </div>
        </>
    }
}

fn add(filters: Option<&mut Vec<ArtifactFilter>>, use_default_branch: bool) {
    let branch = if use_default_branch { String::new() } else { "main".to_owned() };
    if let Some(filters) = filters {
        filters.push(ArtifactFilter { branch, use_default_branch, ..ArtifactFilter::default() });
    }
}

/// How a field of a filter is changed.
pub(super) type OnFilter<'a> = &'a dyn Fn(fn(&mut ArtifactFilter, &str)) -> Callback<String>;

/// Type, branch and tags of one filter.
pub(super) fn filter_row(filter: &ArtifactFilter, shown: &Filters<'_>, on: OnFilter<'_>, remove: Callback<()>) -> Html {
    let kinds = [("include", strings::INCLUDE), ("exclude", strings::EXCLUDE)];
    let kinds: Vec<(String, String)> =
        kinds.into_iter().map(|(key, words)| (key.to_owned(), words.to_owned())).collect();
    let kind = if filter.exclude { "exclude" } else { "include" };
    html! {
        <div class="filter">
            { select_row(strings::TYPE, &kinds, kind, &on(|filter, text| filter.exclude = text == "exclude")) }
            if filter.use_default_branch {
                <p class="form__row"><span class="label">{ shown.branch }</span>{ strings::DEFAULT_BRANCH_FILTER }</p>
            } else {
                { text_row(shown.branch, &filter.branch, &on(|filter, text| text.trim().clone_into(&mut filter.branch))) }
            }
            { text_row(strings::BUILD_TAGS, &filter.tags.join(", "), &on(|filter, text| filter.tags = words(text))) }
            <Act class="button--quiet button--square" glyph={Glyph::Bin} label={strings::DELETE} spoken={strings::DELETE_FILTER} onclick={remove} />
            if shown.of_builds {
                { check_row(
                    strings::ON_TAGGING,
                    filter.create_on_tagging,
                    &on(|filter, text| filter.create_on_tagging = text == YES),
                ) }
            }
        </div>
    }
}
