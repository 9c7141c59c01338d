//! Playing, undoing, saving and judging, on the first scenario that ships.

use std::rc::Rc;

use rehearsal_engine::{Action, Deploy, Fact, OnApproval, OnStage, OpenLog, PersonId, Refusal};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::EnvironmentStatus;
use rehearsal_scenario::{NoFiles, RestoreError, Save, Session, Verdict, load};
use rehearsal_source::Source;

const PRIYA: PersonId = PersonId(0);

fn session() -> Session {
    let source = Source::new("scenario.yaml", include_str!("../../../scenarios/failed-qa/scenario.yaml"));
    let loaded = load(&source, &NoFiles);
    Session::new(Rc::new(loaded.scenario.expect("the scenario ships")))
}

fn deploy(stage: &str) -> Action {
    Action::Deploy(Deploy { stage: stage.to_owned(), ..Deploy::default() })
}

fn read_log() -> Action {
    let task = "Run functional tests".to_owned();
    Action::OpenLog(OpenLog { stage: "QA".to_owned(), task, ..OpenLog::default() })
}

/// Lets time pass until QA has an outcome.
fn until_qa_has_failed(session: &mut Session) {
    let is_rejected = |entry: &rehearsal_kernel::Entry<Fact>| {
        matches!(entry.fact, Fact::DeploymentFinished { status: EnvironmentStatus::Rejected, .. })
    };
    while !session.log().iter().any(is_rejected) {
        assert!(session.step(), "QA fails in this scenario");
    }
}

fn verdict(session: &Session, goal: &str) -> (Verdict, String) {
    let found = session.goals().into_iter().find(|one| one.id == goal).expect("the goal exists");
    (found.verdict, found.message)
}

#[test]
fn undoing_takes_the_move_back_and_goes_to_its_moment() {
    let mut session = session();
    until_qa_has_failed(&mut session);
    // A step stops in the middle of a moment; what else is due at it happens before the move.
    session.advance(session.now(), usize::MAX);
    let (at, facts) = (session.now(), session.log().len());
    session.play(PRIYA, deploy("QA")).expect("a failed stage can be deployed again");
    session.advance(at + SimDuration::hours(2), usize::MAX);
    let undone = session.undo().expect("there is a move");
    assert_eq!(undone.action, deploy("QA"));
    assert_eq!((session.now(), session.log().len()), (at, facts));
    assert_eq!(session.undo(), None, "there was one move only");
}

#[test]
fn a_step_goes_no_further_than_is_announced_or_than_a_day() {
    let mut session = session();
    until_qa_has_failed(&mut session);
    session.play(PRIYA, deploy("Production")).expect("by hand, any build");
    let approve = OnApproval { stage: "Production".to_owned(), ..OnApproval::default() };
    session.play(PRIYA, Action::Approve(approve)).expect("Priya approves for Production");
    while let Some(due) = session.next_due() {
        let latest = due.max(session.now() + SimDuration::days(1));
        session.step();
        assert!(session.now() <= latest, "{} is after {latest}", session.now());
    }
}

#[test]
fn a_save_plays_to_the_same_run() {
    let mut session = session();
    until_qa_has_failed(&mut session);
    session.play(PRIYA, read_log()).expect("the log is there");
    session.advance(session.now() + SimDuration::minutes(45), usize::MAX);
    let text = serde_json::to_string(&session.save()).expect("a save is JSON");
    let save: Save = serde_json::from_str(&text).expect("and reads back");
    let restored = Session::restore(Rc::clone(session.scenario()), &save).expect("the scenario has not changed");
    assert_eq!(restored.hash(), session.hash());
    assert_eq!(restored.now(), session.now());
    assert_eq!(restored.steps_done(), session.steps_done());
}

#[test]
fn a_save_of_another_scenario_version_or_person_is_refused_with_the_reason() {
    let session = session();
    let save = session.save();
    let restore = |save: &Save| Session::restore(Rc::clone(session.scenario()), save).map(|_| ()).expect_err("refused");
    let other = Save { scenario: "another".to_owned(), ..save.clone() };
    assert_eq!(restore(&other), RestoreError::OtherScenario { scenario: "another".to_owned() });
    assert_eq!(restore(&Save { rehearsal: 2, ..save.clone() }), RestoreError::Version);
    assert_eq!(restore(&Save { now: 0, ..save }), RestoreError::BeforeStart);
}

#[test]
fn a_cancel_that_is_judged_by_the_state_alone_is_judged_as_when_it_is_made() {
    let mut session = session();
    let people = (0..session.world().people.len()).map(PersonId::at);
    let stages = ["Dev", "QA", "Production", "Staging"];
    let cancels: Vec<(PersonId, Action)> = people
        .flat_map(|by| {
            stages.map(|stage| (by, Action::Cancel(OnStage { stage: stage.to_owned(), ..OnStage::default() })))
        })
        .collect();
    let mut accepted = 0;
    loop {
        for (by, cancel) in &cancels {
            let made = session.clone().play(*by, cancel.clone()).err();
            accepted += usize::from(made.is_none());
            assert_eq!(session.refusal_for(*by, cancel), made, "{cancel:?} at {}", session.now());
        }
        if session.next_due().is_none() || !session.step() {
            break;
        }
    }
    assert!(accepted > 0, "some stage could be cancelled");
}

#[test]
fn asking_whether_a_move_is_possible_changes_nothing() {
    let mut session = session();
    let no_release = session.refusal_for(PRIYA, &deploy("QA"));
    assert_eq!(no_release, Some(Refusal::NoRelease));
    until_qa_has_failed(&mut session);
    let hash = session.hash();
    assert_eq!(session.refusal_for(PRIYA, &deploy("QA")), None);
    let unknown = session.refusal_for(PRIYA, &deploy("Staging"));
    assert_eq!(unknown.map(|why| why.to_string()).as_deref(), Some("Release-1 has no stage named `Staging`"));
    assert_eq!(session.hash(), hash);
}

#[test]
fn a_broken_goal_names_the_moment_and_undoing_mends_it() {
    let mut session = session();
    until_qa_has_failed(&mut session);
    session.play(PRIYA, deploy("Production")).expect("people may override triggers");
    let approve = rehearsal_engine::OnApproval { stage: "Production".to_owned(), ..Default::default() };
    session.play(PRIYA, Action::Approve(approve)).expect("Priya is the approver");
    session.advance(session.now() + SimDuration::minutes(30), usize::MAX);
    let (verdict_now, message) = verdict(&session, "never-rejected");
    assert_eq!(verdict_now, Verdict::Broken);
    assert!(message.contains("Release-1") && message.contains("20260302.1") && message.contains("Mon 9:"), "{message}");
    session.undo();
    session.undo();
    assert_eq!(verdict(&session, "never-rejected").0, Verdict::Met);
}

#[test]
fn rewinding_takes_back_the_moves_after_it() {
    let mut session = session();
    until_qa_has_failed(&mut session);
    let before = session.now();
    session.advance(before + SimDuration::minutes(5), usize::MAX);
    session.play(PRIYA, read_log()).expect("the log is there");
    session.rewind_to(before);
    assert!(session.moves().is_empty());
    assert_eq!(session.now(), before);
    assert_eq!(verdict(&session, "cause-found").0, Verdict::Open);
}

#[test]
fn one_can_look_back_to_between_two_moves_of_one_time_and_the_run_stays() {
    let mut session = session();
    until_qa_has_failed(&mut session);
    session.play(PRIYA, deploy("Production")).expect("people may override triggers");
    let between = session.moment();
    let approve = rehearsal_engine::OnApproval { stage: "Production".to_owned(), ..Default::default() };
    session.play(PRIYA, Action::Approve(approve)).expect("Priya is the approver");
    let hash = session.hash();
    let past = session.back_at(between);
    assert_eq!((past.moment(), past.moves().len()), (between, 1));
    assert!(past.refusal_for(PRIYA, &deploy("Production")).is_some(), "it waits for approval");
    assert_eq!(session.hash(), hash);
    assert!(session.moments().contains(&between));
    // What is not done again does not happen: the approval waits in the other future.
    let mut other = session.back_at(between);
    other.advance(other.now() + SimDuration::minutes(30), usize::MAX);
    let pending = other.state().approvals.iter().filter(|row| row.decided_at.is_none()).count();
    assert_eq!(pending, 1);
}

#[test]
fn every_moment_of_a_run_can_be_saved_and_played_again() {
    let mut session = session();
    until_qa_has_failed(&mut session);
    session.play(PRIYA, read_log()).expect("the log is there");
    session.advance(session.now() + SimDuration::hours(1), usize::MAX);
    for moment in session.moments() {
        let mut past = session.back_at(moment);
        assert_eq!(past.moment(), moment);
        let again = Session::restore(Rc::clone(past.scenario()), &past.save()).expect("it can be played again");
        // What is due at that time and had not happened has happened when it is played again.
        past.advance(moment.at, usize::MAX);
        assert_eq!(again.hash(), past.hash());
    }
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let scenario = Rc::clone(session().scenario());
    let play = |seed| {
        let mut session = Session::with_seed(Rc::clone(&scenario), seed);
        session.advance(SimTime::from_millis(scenario.until.as_millis()), usize::MAX);
        session.hash()
    };
    assert_eq!(play(1), play(1));
}
