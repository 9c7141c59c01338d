//! Builds, agents, deployments, and releases that were deleted.

use rehearsal_engine::{OnStage, TagBuild};

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

/// The scenario with the policy on that keeps who asks for a release from approving it.
fn guarded() -> Session {
    let text = FAILED_QA.replace("releaseCreatorCanBeApprover: true", "releaseCreatorCanBeApprover: false");
    let source = Source::new("scenario.yaml", text.as_str());
    let loaded = load(&source, &NoFiles);
    Session::new(Rc::new(loaded.scenario.unwrap_or_else(|| panic!("{}", loaded.report.to_lines(&source)))))
}

#[test]
fn who_may_not_decide_an_approval_finds_it_with_the_reason_and_is_told_so_in_the_mail() {
    let mut session = guarded();
    play(&mut session, Action::CreateRelease(CreateRelease::default()));
    let on = OnStage { release: "Release-1".into(), stage: "Production".into(), ..OnStage::default() };
    play(&mut session, Action::Deploy(on.into()));
    let inbox = look(&session, crate::approvals_inbox);
    assert!(inbox.mine.is_empty(), "{:?}", inbox.mine);
    let [other] = inbox.others.as_slice() else { panic!("{:?}", inbox.others) };
    assert_eq!((other.stage.as_str(), other.approver.as_str()), ("Production", "Priya Nair"));
    assert!(other.refusal.is_some());
    let priya = session.scenario().personas[0];
    let mails = look(&session, |scene| crate::inbox(scene, priya));
    assert_eq!(mails[0].body.last().map(String::as_str), Some(strings::MAIL_BARRED));
}

#[test]
fn an_approval_for_later_says_until_when_the_deployment_waits() {
    let mut session = waiting_for_approval();
    let (release, later) = (ReleaseId(1), session.now() + SimDuration::hours(3));
    let on = OnApproval {
        release: "Release-2".into(),
        stage: "Production".into(),
        approver: "Priya Nair".into(),
        defer_until: Some(rehearsal_engine::Moment::At(later)),
        ..OnApproval::default()
    };
    play(&mut session, Action::Approve(on));
    let view = look(&session, |scene| crate::conditions(scene, release, PRODUCTION, ApprovalType::PreDeploy));
    let banner = view.and_then(|view| view.banner).expect("it was decided");
    let until = look(&session, |scene| crate::time::date_time(scene.zone(), later));
    assert_eq!(banner.deferred, Some(strings::deferred_until(&until)));
}

#[test]
fn the_duration_of_an_attempt_is_what_lies_between_its_start_and_its_end() {
    let mut session = waiting_for_approval();
    session.advance(session.now() + SimDuration::minutes(30), usize::MAX);
    let on = OnApproval { release: "Release-2".into(), stage: "Production".into(), ..OnApproval::default() };
    play(&mut session, Action::Approve(on));
    until(&mut session, ReleaseId(1), PRODUCTION, Look::Succeeded);
    let view = look(&session, |scene| crate::stage(scene, ReleaseId(1), PRODUCTION));
    let state = session.state();
    let deployment = state.deployment(state.attempts(ReleaseId(1), PRODUCTION)[0]);
    let started = state.job(deployment.jobs[0]).started_at.expect("it has run");
    let ended = deployment.finished_at.expect("it has ended");
    assert!(started - deployment.created_at > SimDuration::minutes(29), "it waited for its approval");
    assert_eq!(view.attempts[0].took, crate::time::took(ended - started));
}
