//! Releases beside each other, and what a release changes in a stage.

use super::*;
use crate::{CompareView, compare_releases, since_previous};

const SECOND: ReleaseId = ReleaseId(1);

/// Failed QA with its fix: two releases, of which the second was deployed everywhere but to Production.
fn with_the_fix() -> Session {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::Failed);
    look_into_the_log(&mut session);
    until(&mut session, SECOND, QA, Look::Succeeded);
    session
}

fn look_into_the_log(session: &mut Session) {
    let log = OpenLog { release: "Release-1".into(), stage: "QA".into(), task: "Run functional tests".into() };
    play(session, Action::OpenLog(log));
    while session.state().releases.len() < 2 && session.step() {}
}

fn messages(view: &CompareView) -> Vec<&str> {
    view.artifacts[0].commits.iter().map(|commit| commit.message.as_str()).collect()
}

#[test]
fn commits_between_two_releases_are_those_of_the_newer_version() {
    let session = with_the_fix();
    let view = look(&session, |scene| compare_releases(scene, SECOND, FIRST));
    assert_eq!((view.one.as_str(), view.other.as_str(), view.artifacts[0].is_back), ("Release-2", "Release-1", false));
    assert_eq!(messages(&view), ["Leaderboard reads the cache with a time limit"]);
    let back = look(&session, |scene| compare_releases(scene, FIRST, SECOND));
    assert!(back.artifacts[0].is_back, "the second release has what the first lacks");
    assert_eq!(messages(&back), messages(&view));
    assert_eq!(back.others, ["Release-2"]);
}

#[test]
fn stages_are_compared_by_state_and_by_settings() {
    let session = with_the_fix();
    let view = look(&session, |scene| compare_releases(scene, SECOND, FIRST));
    let looks: Vec<_> = view.stages.iter().map(|stage| (stage.stage.as_str(), stage.one, stage.other)).collect();
    assert_eq!(looks[1], ("QA", Some(Look::Succeeded), Some(Look::Failed)));
    assert!(view.stages.iter().all(|stage| stage.settings.is_empty()), "nobody edited the pipeline");
    assert!(view.variables.is_empty());
}

#[test]
fn a_stage_compares_its_release_with_the_one_that_was_deployed_well_before() {
    let session = with_the_fix();
    let (before, changes) = look(&session, |scene| since_previous(scene, SECOND, DEV));
    assert_eq!(before.as_deref(), Some("Release-1"));
    assert_eq!(changes[0].commits[0].version, "20260302.2");
    let (before, changes) = look(&session, |scene| since_previous(scene, SECOND, QA));
    assert_eq!(before, None, "what failed in QA is not what runs there");
    assert_eq!(changes[0].commits.len(), 1, "then the commit of the version itself is shown");
}

#[test]
fn work_items_are_named_by_commits() {
    let named = |message: &str| crate::release_compare::named(message);
    assert_eq!(named("Fix the score #42, see #7"), ["#42", "#7"]);
    assert_eq!(named("C# and # alone name none"), Vec::<String>::new());
}
