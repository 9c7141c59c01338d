//! The page drawn natively to HTML.

use std::rc::Rc;

use rehearsal_kernel::SimDuration;
use rehearsal_scenario::{NoFiles, load};
use rehearsal_source::Source;
use rehearsal_view::{WaitReason, strings};
use tokio::task::LocalSet;
use yew::LocalServerRenderer;
use yew::prelude::*;

use super::{TimelinePage, TimelineProps};
use crate::pages::{PageProps, PlayerRef};
use crate::route::{Page, Place};
use crate::store::Player;

const FAILED_QA: &str = include_str!("../../../../scenarios/failed-qa/scenario.yaml");

/// "Failed QA" after some minutes.
fn after(minutes: i64) -> Player {
    let scenario = load(&Source::new("scenario.yaml", FAILED_QA), &NoFiles).scenario.expect("the scenario is good");
    let mut player = Player::new(&Rc::new(scenario));
    player.session.advance(player.session.now() + SimDuration::minutes(minutes), usize::MAX);
    player
}

async fn draw(player: Player, other: Option<&str>) -> String {
    let other = other.map(str::to_owned);
    let props = TimelineProps {
        props: PageProps {
            player: PlayerRef(Rc::new(player)),
            place: Place::first("failed-qa").on(Page::Timeline(other.clone())),
            on_go: Callback::noop(),
            on_act: Callback::noop(),
        },
        other,
        on_action: Callback::noop(),
    };
    let drawn = async { LocalServerRenderer::<TimelinePage>::with_props(props).hydratable(false).render().await };
    LocalSet::new().run_until(drawn).await
}

#[tokio::test]
async fn a_run_without_releases_says_how_to_get_one() {
    let html = draw(after(0), None).await;
    assert!(html.contains(strings::NO_TIMELINE) && !html.contains("chart__plot"), "{html}");
}

#[tokio::test]
async fn every_reason_to_wait_has_its_pattern_and_its_word_in_the_legend() {
    let html = draw(after(20), None).await;
    for reason in WaitReason::ALL {
        assert!(html.contains(&format!("id=\"wait-{}\"", reason.name())), "{reason:?}: {html}");
        assert!(html.contains(reason.word()), "{reason:?}: {html}");
    }
}

#[tokio::test]
async fn a_bar_is_a_link_that_says_all_and_only_one_is_in_the_order_of_tab() {
    let html = draw(after(20), None).await;
    assert!(
        html.contains("aria-label=\"Other stages 1m 25s: QA of Release-1 waited for Dev: 3/2/2026, 9:02:00 AM to 9:03:25 AM (1m 25s).\""),
        "{html}"
    );
    assert!(html.contains("#/play/failed-qa/logs/Release-1/QA?attempt=1"), "{html}");
    assert_eq!(html.matches("tabindex=\"0\"").count(), 1, "{html}");
}

#[tokio::test]
async fn two_futures_stand_one_above_the_other_with_what_tells_them_apart() {
    let mut player = after(20);
    let moment = player.session.moment_at(player.session.now() - SimDuration::minutes(15));
    player.look_at(moment);
    player.branch("Other").expect("the name is free");
    let html = draw(player, Some("Future 1")).await;
    assert_eq!(html.matches("class=\"chart chart--half\"").count(), 2, "{html}");
    assert!(html.contains("“Other” has only come to 3/2/2026, 9:05:00 AM."), "{html}");
    assert!(html.contains(strings::OUTCOMES), "{html}");
}
