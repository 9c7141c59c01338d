//! The pages on which a run is read, drawn natively from a scenario with a log of a hundred thousand lines.

use std::rc::Rc;

use rehearsal_engine::{Action, CreateRelease};
use rehearsal_kernel::SimDuration;
use rehearsal_scenario::{NoFiles, load};
use rehearsal_source::Source;
use tokio::task::LocalSet;
use yew::prelude::*;
use yew::{BaseComponent, LocalServerRenderer};

use crate::pages::logs::LogsPage;
use crate::pages::{PageProps, PlayerRef, release_compare};
use crate::panels::WhyPanel;
use crate::panels::WhyPanelProps;
use crate::route::{LogPlace, Page, Place};
use crate::store::Player;

const LONG_LOG: &str = include_str!("../../../tests/journeys/worlds/long-log.yaml");

async fn draw<C: BaseComponent>(props: C::Properties) -> String {
    let drawn = async { LocalServerRenderer::<C>::with_props(props).hydratable(false).render().await };
    LocalSet::new().run_until(drawn).await
}

/// So many releases, a page over them, ten minutes later: Dev has failed in each.
fn reading(page: Page, releases: usize) -> PageProps {
    let scenario = load(&Source::new("scenario.yaml", LONG_LOG), &NoFiles).scenario.expect("the scenario is good");
    let mut player = Player::new(&Rc::new(scenario));
    for _ in 0..releases {
        player.session.play(player.persona, Action::CreateRelease(CreateRelease::default())).expect("it is created");
        player.session.advance(player.session.now() + SimDuration::minutes(10), usize::MAX);
    }
    PageProps {
        player: PlayerRef(Rc::new(player)),
        place: Place::first("long-log").on(page),
        on_go: Callback::noop(),
        on_act: Callback::noop(),
    }
}

fn log(task: Option<&str>, line: Option<usize>) -> Page {
    Page::Logs(LogPlace { task: task.map(str::to_owned), line, ..LogPlace::of("Release-1", "Dev") })
}

#[tokio::test]
async fn of_a_log_of_a_hundred_thousand_lines_only_those_in_view_are_drawn() {
    let html = draw::<LogsPage>(reading(log(Some("task1"), None), 1)).await;
    assert!(html.contains("100047 lines"), "{html}");
    let drawn = html.matches("class=\"console__line").count();
    assert!((20..200).contains(&drawn), "{drawn} lines are drawn");
    assert!(html.contains("Restored package 1<") && !html.contains("One test failed"), "{html}");
}

#[tokio::test]
async fn each_task_lists_its_errors_and_warnings_with_the_way_to_their_lines() {
    let html = draw::<LogsPage>(reading(log(None, None), 1)).await;
    for words in ["2 errors", "The leaderboard is empty", "Test 70001 was slow", "Why? Run all tests"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(html.contains("task=task1&amp;line=70045"), "the error has an address: {html}");
    assert!(!html.contains("console__line"), "lines are folded until they are wanted: {html}");
}

#[tokio::test]
async fn a_group_folds_and_a_line_of_the_address_is_marked() {
    let html = draw::<LogsPage>(reading(log(Some("task1"), Some(3)), 1)).await;
    assert!(html.contains("aria-expanded=\"true\"") && html.contains("Restore packages"), "{html}");
    assert!(html.contains("Fold all groups") && !html.contains("##[endgroup]"), "{html}");
    assert_eq!(html.matches("console__line--marked").count(), 1, "{html}");
}

async fn why(about: &str) -> String {
    let props = reading(Page::Release("Release-1".to_owned()), 1);
    draw::<WhyPanel>(WhyPanelProps { props, about: about.to_owned() }).await
}

#[tokio::test]
async fn why_tells_what_a_stage_waits_for_what_would_end_that_and_how_it_came_to_it() {
    let html = why("Release-1/Production").await;
    for words in [
        "Production of Release-1 is “Not deployed”.",
        "Production of Release-1 has not started",
        "§5.2",
        "Dev is “Succeeded”",
        "What would end it",
        "Deploy Production of Release-1, by Priya Nair",
        "How it came to this, newest first",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(html.contains("#/play/long-log/history/"), "times lead to their moments: {html}");
    assert!(
        html.contains("panel=deploy&amp;of=Production"),
        "what the persona can do leads to where it is done: {html}"
    );
}

#[tokio::test]
async fn why_of_a_task_names_its_condition_and_of_nothing_says_so() {
    let html = why("Release-1/Dev#1/jobs/1/tasks/1").await;
    assert!(html.contains("succeeded()") && html.contains("tree__mark--yes"), "{html}");
    assert!(why("Release-9").await.contains("There is no release"), "a name that nothing has");
}

#[test]
fn a_release_is_compared_with_another_of_its_pipeline() {
    let props = reading(Page::CompareReleases("Release-2".to_owned(), "Release-1".to_owned()), 2);
    assert_ne!(release_compare::page(&props, "Release-2", "Release-1"), Html::default());
}
