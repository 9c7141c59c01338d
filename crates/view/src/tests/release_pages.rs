//! Builds, agents, deployments, and releases that were deleted.

use rehearsal_engine::TagBuild;

use super::*;

#[test]
fn builds_say_for_whom_they_ran_and_which_releases_took_them() {
    let mut session = after(10);
    let sources = look(&session, crate::builds);
    assert_eq!(sources.len(), 1);
    let source = &sources[0];
    assert_eq!((source.name.as_str(), source.about.as_str()), ("Tailspin.SpaceGame.Web-CI", "Build pipeline"));
    assert!(source.commit.is_none(), "its repository is not part of the scenario");
    let [newest, oldest] = source.rows.as_slice() else { panic!("{:?}", source.rows) };
    assert_eq!((newest.number.as_str(), newest.person.as_str()), ("20260302.1", "Mia Lindqvist"));
    assert_eq!((newest.look, newest.word), (Look::Succeeded, "Succeeded"));
    assert_eq!(newest.releases, ["Release-1"]);
    assert!(oldest.releases.is_empty());

    let tag = TagBuild { tag: "signed".into(), ..newest.tag.clone().expect("builds take tags") };
    assert_eq!(look(&session, |scene| crate::tag_refusal(scene, &tag)), None);
    play(&mut session, Action::TagBuild(tag.clone()));
    assert_eq!(look(&session, crate::builds)[0].rows[0].tags, ["signed"]);
    let refusal = look(&session, |scene| crate::tag_refusal(scene, &tag)).expect("it has the tag");
    assert!(refusal.contains("has the tag `signed` already"), "{refusal}");
}

#[test]
fn an_agent_says_what_it_runs_and_for_how_long() {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::InProgress);
    session.advance(session.now() + SimDuration::minutes(2), usize::MAX);
    let pools = look(&session, crate::agents);
    assert_eq!((pools[0].name.as_str(), pools[0].about.as_str()), ("Azure Pipelines", "Agent pool, 2 agents"));
    let busy: Vec<_> = pools[0].agents.iter().filter_map(|agent| agent.job.as_ref()).collect();
    assert_eq!(busy.len(), 1);
    assert_eq!((busy[0].name.as_str(), busy[0].since.as_str()), ("Agent job of QA, Release-1", "for 2 minutes"));
    assert_eq!(busy[0].logs, Some(("Release-1".into(), "QA".into())));
    assert!(pools[0].agents.iter().all(|agent| agent.word == "Online"));
    assert!(pools[0].waiting.is_empty());
}

#[test]
fn deployments_stand_newest_first_with_who_started_them() {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::Failed);
    let (rows, earlier) = look(&session, |scene| crate::deployments(scene, PIPELINE));
    assert_eq!(earlier, 0);
    let told: Vec<_> = rows.iter().map(|row| (row.stage.as_str(), row.look, row.ending.as_str())).collect();
    assert_eq!(told, [("QA", Look::Failed, "Run functional tests failed"), ("Dev", Look::Succeeded, "")]);
    assert_eq!(rows[0].started_by, "Triggered automatically");
    assert_eq!(rows[1].started, "3/2/2026, 9:02 AM");
}

#[test]
fn a_deleted_release_can_be_taken_back_from_the_list() {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::Failed);
    session.step();
    let view = look(&session, |scene| crate::release(scene, FIRST));
    assert_eq!(view.delete.refusal, None);
    play(&mut session, view.delete.action);
    assert!(look(&session, |scene| crate::releases(scene, PIPELINE)).releases.is_empty());
    let mut deleted = look(&session, |scene| crate::deleted_releases(scene, PIPELINE));
    assert_eq!(deleted.len(), 1);
    let one = deleted.remove(0);
    assert_eq!((one.name.as_str(), one.undelete.refusal.as_deref()), ("Release-1", None));
    assert!(one.how.contains("Priya Nair deleted Release-1"), "{}", one.how);
    play(&mut session, one.undelete.action);
    assert_eq!(look(&session, |scene| crate::releases(scene, PIPELINE)).releases.len(), 1);
}

#[test]
fn the_inbox_of_approvals_has_the_fields_of_a_decision() {
    let session = waiting_for_approval();
    let inbox = look(&session, crate::approvals_inbox);
    assert!(inbox.others.is_empty());
    let [mine] = inbox.mine.as_slice() else { panic!("{:?}", inbox.mine) };
    assert_eq!((mine.stage.as_str(), mine.release.as_str()), ("Production", "Release-2"));
    let decision = mine.row.decision.as_ref().expect("it is pending");
    assert_eq!((decision.refusal.as_deref(), decision.is_override), (None, false));
}
