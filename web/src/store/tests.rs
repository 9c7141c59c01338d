//! The reducer, played natively.

use std::collections::BTreeMap;
use std::rc::Rc;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::{
    Action as Deed, CreateRelease, Deploy, DeploymentId, Fact, OnApproval, OnRelease, OnStage, OpenLog,
};
use rehearsal_kernel::SimDuration;
use rehearsal_pipeline::Variable;
use rehearsal_scenario::{NoFiles, load};
use rehearsal_source::Source;
use rehearsal_view::strings;
use yew::Reducible as _;

use crate::route::{EditTab, Edited, LogPlace, Page, Panel, Place, Route};
use crate::store::{Action, AppState, Catalogue, Listing, Player, Progress, Standing, Theme, Tone};

const FAILED_QA: &str = include_str!("../../../scenarios/failed-qa/scenario.yaml");

fn loaded() -> Action {
    let scenario = load(&Source::new("scenario.yaml", FAILED_QA), &NoFiles).scenario.expect("the scenario is good");
    Action::Loaded("failed-qa".to_owned(), Ok(Rc::new(scenario)))
}

/// The application at an address, with its scenarios loaded.
fn at(route: Route, progress: BTreeMap<String, Progress>) -> Rc<AppState> {
    Rc::new(AppState::new(route, progress, Theme::System)).reduce(loaded())
}

fn playing() -> Rc<AppState> {
    at(Route::Play(Place::first("failed-qa")), BTreeMap::new())
}

fn player(state: &AppState) -> &Player {
    state.player.as_deref().expect("a scenario is open")
}

fn minutes(state: &AppState) -> i64 {
    (player(state).session.now() - player(state).session.scenario().start).as_millis() / 60_000
}

fn go(state: Rc<AppState>, page: Page) -> Rc<AppState> {
    let place = state.route.place().expect("a scenario is open").on(page);
    state.reduce(Action::Navigate(Route::Play(place)))
}

/// The application some minutes into the scenario.
fn later(minutes: i64) -> Rc<AppState> {
    let state = playing();
    let at = player(&state).session.now() + SimDuration::minutes(minutes);
    state.reduce(Action::JumpTo(at))
}

#[test]
fn an_address_opens_its_scenario_once_the_scenarios_are_there() {
    let state = Rc::new(AppState::new(Route::Play(Place::first("failed-qa")), BTreeMap::new(), Theme::System));
    assert!(state.player.is_none());
    let state = state.reduce(loaded());
    assert_eq!(player(&state).id(), "failed-qa");
}

#[test]
fn time_stands_still_until_it_is_played() {
    let state = playing().reduce(Action::Tick(SimDuration::seconds(60)));
    assert_eq!(minutes(&state), 0);
    let state = state.reduce(Action::SetSpeed(60)).reduce(Action::SetPlaying(true));
    let state = state.reduce(Action::Tick(SimDuration::seconds(1)));
    assert_eq!(minutes(&state), 1);
    let state = state.reduce(Action::SetPlaying(false)).reduce(Action::Tick(SimDuration::seconds(1)));
    assert_eq!(minutes(&state), 1);
}

#[test]
fn a_step_goes_to_the_next_event_and_pauses() {
    let state = playing().reduce(Action::SetPlaying(true)).reduce(Action::Step);
    assert!(!player(&state).is_playing);
    assert_eq!(minutes(&state), 2, "the build completes at 09:02");
}

#[test]
fn a_refused_deed_changes_nothing_and_is_told() {
    let before = playing();
    let facts = player(&before).session.log().len();
    let on = OnStage { release: "Release-9".into(), stage: "QA".into(), ..OnStage::default() };
    let after = before.reduce(Action::Play(Deed::Deploy(on.into())));
    assert_eq!(player(&after).session.log().len(), facts);
    assert_eq!(after.notices[0].tone, Tone::Trouble);
    assert!(after.notices[0].text.contains("no release"), "{}", after.notices[0].text);
}

#[test]
fn a_created_release_closes_the_panel_and_is_linked_until_its_page_is_left() {
    let state = later(1);
    let place = state.route.place().expect("a scenario is open").with(Panel::Create);
    let state = state.reduce(Action::Navigate(Route::Play(place)));
    let state = state.reduce(Action::Play(Deed::CreateRelease(CreateRelease::default())));
    assert_eq!(state.route.place().and_then(|place| place.panel.clone()), None);
    let (words, href) = state.notices[0].link.clone().expect("it is linked");
    assert_eq!((words.as_str(), href.as_str()), ("Release-1", "#/play/failed-qa/release/Release-1"));
    let place = state.route.place().expect("a scenario is open");
    let edit = Route::Play(place.on(Page::Edit(Edited::Pipeline(0), EditTab::Pipeline)));
    let sites = Route::Play(place.on(Page::Sites));
    let state = state.reduce(Action::Navigate(edit));
    assert_eq!(state.notices.len(), 1, "the list and the editor belong together");
    assert!(state.reduce(Action::Navigate(sites)).notices.is_empty());
}

#[test]
fn a_creation_that_is_taken_back_is_linked_no_more() {
    let state = later(1).reduce(Action::Play(Deed::CreateRelease(CreateRelease::default()))).reduce(Action::Undo);
    assert!(state.notices.iter().all(|notice| notice.link.is_none()));
}

#[test]
fn a_deleted_release_leaves_its_page_for_the_list_of_its_pipeline() {
    let state = later(60);
    let place = state.route.place().expect("a scenario is open").release_with("Release-1", Panel::Delete);
    let state = state.reduce(Action::Navigate(Route::Play(place)));
    let on = OnRelease { release: "Release-1".into(), comment: String::new() };
    let state = state.reduce(Action::Play(Deed::DeleteRelease(on)));
    assert_eq!(state.route, Route::Play(Place::first("failed-qa")));
}

#[test]
fn opening_a_log_is_a_move_made_once_for_each_log() {
    let opened = |state: &AppState| {
        let moves = player(state).session.moves();
        moves
            .iter()
            .filter_map(|one| match &one.action {
                Deed::OpenLog(OpenLog { task, .. }) => Some(task.clone()),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let logs = LogPlace::of("Release-1", "Dev");
    let state = go(later(6), Page::Logs(logs.clone()));
    assert_eq!(opened(&state), [""]);
    let entry = LogPlace { entry: Some("job1".into()), ..logs.clone() };
    let state = go(state, Page::Logs(entry.clone()));
    assert_eq!(opened(&state), [""], "another entry of the same log");
    let task = LogPlace { task: Some("task1".into()), ..entry };
    let state = go(state, Page::Logs(task.clone()));
    let state = go(state, Page::Logs(task));
    assert_eq!(opened(&state), ["", "Deploy the web site"]);
}

#[test]
fn what_the_list_of_tasks_shows_of_a_log_counts_as_read_once_in_each_attempt() {
    let read = |state: &AppState| player(state).session.moves().len();
    let shown = || {
        let tests = OpenLog { release: "Release-1".into(), stage: "QA".into(), task: "Run functional tests".into() };
        Action::ShowLogs(DeploymentId::at(1), vec![tests])
    };
    let state = later(20).reduce(shown());
    assert_eq!(read(&state), 1);
    assert!(player(&state).session.log().iter().any(|entry| matches!(entry.fact, Fact::LogOpened { .. })));
    let state = state.reduce(shown());
    assert_eq!(read(&state), 1, "it is shown still");
    let state = state.reduce(Action::Undo).reduce(shown());
    assert_eq!(read(&state), 1, "it was taken back, and is read again");
}

#[test]
fn undo_passes_over_logs_that_were_read() {
    let state = later(6).reduce(Action::Play(Deed::Deploy(Deploy {
        release: "Release-1".into(),
        stage: "Production".into(),
        ..Deploy::default()
    })));
    let state = go(state, Page::Logs(LogPlace::of("Release-1", "Dev")));
    assert_eq!(player(&state).session.moves().len(), 2);
    let state = state.reduce(Action::Undo);
    assert_eq!(player(&state).session.moves().len(), 0);
    assert_eq!(state.notices.last().map(|it| it.text.as_str()), Some("Taken back: Deploy Production of Release-1."));
}

#[test]
fn what_was_taken_back_is_made_again_until_something_else_happens() {
    let deploy = Deploy { release: "Release-1".into(), stage: "Production".into(), ..Deploy::default() };
    let before = later(6);
    let state = go(before.reduce(Action::Play(Deed::Deploy(deploy))), Page::Logs(LogPlace::of("Release-1", "Dev")));
    let release = Deed::CreateRelease(CreateRelease::default());
    let at_nine = player(&state).session.scenario().start + SimDuration::minutes(9);
    let state = state.reduce(Action::JumpTo(at_nine)).reduce(Action::Play(release));
    let (hash, moves) = (player(&state).session.hash(), player(&state).session.moves().len());
    assert!(!player(&state).can_redo());

    let state = state.reduce(Action::Undo).reduce(Action::Undo);
    assert_eq!(player(&state).session.moves().len(), 0);
    let state = state.reduce(Action::Redo);
    assert_eq!(state.notices.last().map(|it| it.text.as_str()), Some("Made again: Deploy Production of Release-1."));
    assert_eq!((minutes(&state), player(&state).session.moves().len()), (6, 2), "with the log that was read after it");
    let again = state.clone().reduce(Action::Redo);
    assert_eq!((player(&again).session.hash(), player(&again).session.moves().len()), (hash, moves));
    assert!(!player(&again).can_redo());

    let later = state.reduce(Action::Step);
    assert!(!player(&later).can_redo());
    let text = later.reduce(Action::Redo).notices.last().map(|it| it.text.clone());
    assert_eq!(text.as_deref(), Some(strings::REDO_NOTHING));
}

#[test]
fn undo_without_a_move_says_so() {
    let state = playing().reduce(Action::Undo);
    assert_eq!(state.notices[0].text, strings::UNDO_NOTHING);
}

#[test]
fn leaving_keeps_the_progress_and_coming_back_resumes_it() {
    let state = later(6).reduce(Action::RevealHint("first-build".into())).reduce(Action::SetSpeed(600));
    let state = state.reduce(Action::Navigate(Route::Start));
    assert!(state.player.is_none());
    assert_eq!(Progress::standing(state.progress.get("failed-qa")), Standing::InProgress);
    let state = state.reduce(Action::Navigate(Route::Play(Place::first("failed-qa"))));
    assert_eq!(minutes(&state), 6);
    assert_eq!(player(&state).hints.get("first-build"), Some(&1));
    assert_eq!(player(&state).speed, 600);
}

#[test]
fn progress_that_does_not_fit_begins_anew_with_a_notice() {
    let mut progress = player(&later(6)).progress();
    progress.save.rehearsal = 99;
    let kept = BTreeMap::from([("failed-qa".to_owned(), progress)]);
    let state = at(Route::Play(Place::first("failed-qa")), kept);
    assert_eq!(minutes(&state), 0);
    assert_eq!(state.notices[0].tone, Tone::Trouble);
}

#[test]
fn reset_begins_anew_and_keeps_the_hints() {
    let state = later(6).reduce(Action::RevealHint("first-build".into())).reduce(Action::Reset);
    assert_eq!(minutes(&state), 0);
    assert_eq!(player(&state).hints.len(), 1);
}

#[test]
fn only_the_scenario_of_the_address_is_fetched_and_one_that_is_not_listed_never() {
    let state = Rc::new(AppState::new(Route::Start, BTreeMap::new(), Theme::System));
    assert_eq!(state.wanted_scenario(), None);
    let state = state.reduce(Action::Navigate(Route::Play(Place::first("failed-qa"))));
    assert_eq!(state.wanted_scenario().as_deref(), Some("failed-qa"), "before the list is there");
    let other = Listing {
        id: "other".to_owned(),
        title: "Other".to_owned(),
        summary: String::new(),
        level: rehearsal_scenario::Level::Beginner,
        minutes: 5,
    };
    let state = state.reduce(Action::Listed(Ok(vec![other])));
    assert_eq!((state.wanted_scenario(), state.lists("failed-qa")), (None, Some(false)));
}

#[test]
fn starting_again_waits_for_a_scenario_that_has_not_been_fetched() {
    let kept = BTreeMap::from([("failed-qa".to_owned(), player(&later(6)).progress())]);
    let state = Rc::new(AppState::new(Route::Start, kept, Theme::System));
    let state = state.reduce(Action::StartAgain("failed-qa".into())).reduce(loaded());
    assert_eq!(minutes(&state), 0);
}

#[test]
fn starting_again_forgets_the_moves_but_not_that_it_was_solved() {
    let mut progress = player(&later(6)).progress();
    progress.has_been_solved = true;
    let state = at(Route::Start, BTreeMap::from([("failed-qa".to_owned(), progress)]));
    let state = state.reduce(Action::StartAgain("failed-qa".into()));
    assert_eq!(minutes(&state), 0);
    let state = state.reduce(Action::Navigate(Route::Start));
    assert_eq!(Progress::standing(state.progress.get("failed-qa")), Standing::Solved);
}

#[test]
fn storage_trouble_is_told_once() {
    let state = playing().reduce(Action::StorageFailed);
    let id = state.notices[0].id;
    let state = state.reduce(Action::Dismiss(id)).reduce(Action::StorageFailed);
    assert!(state.notices.is_empty());
}

#[test]
fn what_changes_nothing_gives_the_same_state() {
    let state = playing();
    let same = state.clone().reduce(Action::Navigate(state.route.clone()));
    assert!(Rc::ptr_eq(&state, &same));
    let same = state.clone().reduce(Action::Dismiss(7));
    assert!(Rc::ptr_eq(&state, &same));
}

#[test]
fn scenarios_that_cannot_be_fetched_can_be_asked_for_again() {
    let state = Rc::new(AppState::new(Route::Start, BTreeMap::new(), Theme::System));
    let state = state.reduce(Action::Listed(Err("offline".into())));
    assert!(matches!(state.catalogue, Catalogue::Failed(_)));
    let state = state.reduce(Action::LoadAgain);
    assert!(matches!(state.catalogue, Catalogue::Loading));
}

#[test]
fn what_another_tab_did_to_the_open_scenario_is_a_question_and_elsewhere_it_is_simply_so() {
    let theirs = Box::new(player(&later(30)).progress());
    let state = later(6).reduce(Action::KeptElsewhere("failed-qa".into(), theirs.clone()));
    assert_eq!(minutes(&state), 6);
    assert!(state.rival.is_some());
    let mine = state.clone().reduce(Action::KeepMine);
    assert_eq!((minutes(&mine), mine.rival.is_none()), (6, true));
    let taken = state.reduce(Action::TakeRival);
    assert_eq!((minutes(&taken), taken.rival.is_none()), (30, true));
    let away = later(6).reduce(Action::Navigate(Route::Start));
    let away = away.reduce(Action::KeptElsewhere("failed-qa".into(), theirs));
    let back = away.reduce(Action::Navigate(Route::Play(Place::first("failed-qa"))));
    assert_eq!(minutes(&back), 30);
}

#[test]
fn another_tab_that_did_the_same_is_no_question() {
    let state = later(6);
    let same = Box::new(player(&state).progress());
    assert!(state.reduce(Action::KeptElsewhere("failed-qa".into(), same)).rival.is_none());
}

#[test]
fn leaving_without_a_choice_keeps_what_the_other_tab_has_kept() {
    let theirs = Box::new(player(&later(30)).progress());
    let state = later(6).reduce(Action::KeptElsewhere("failed-qa".into(), theirs));
    let state = state.reduce(Action::Navigate(Route::Start));
    let state = state.reduce(Action::Navigate(Route::Play(Place::first("failed-qa"))));
    assert_eq!(minutes(&state), 30);
}

// Looking back, and futures.

/// The application a minute after a deployment of Production was asked for and approved.
fn approved() -> Rc<AppState> {
    let on = OnStage { release: "Release-1".into(), stage: "Production".into(), ..OnStage::default() };
    let approval = OnApproval { release: "Release-1".into(), stage: "Production".into(), ..OnApproval::default() };
    let state = later(20).reduce(Action::Play(Deed::Deploy(on.into()))).reduce(Action::Play(Deed::Approve(approval)));
    let soon = player(&state).session.now() + SimDuration::minutes(1);
    state.reduce(Action::JumpTo(soon))
}

#[test]
fn a_goal_that_breaks_is_said_once() {
    let said = |state: &AppState| {
        let mut texts = state.notices.iter().map(|notice| notice.text.as_str());
        texts.find(|text| text.starts_with("A goal is broken")).map(str::to_owned)
    };
    let soon = |state: &AppState| Action::JumpTo(player(state).session.now() + SimDuration::minutes(5));
    let state = approved();
    let state = state.clone().reduce(soon(&state));
    let text = said(&state).expect("the rejected build is on Production");
    assert!(text.ends_with("Release-1 put build 20260302.1 on Production although QA had rejected it."), "{text}");
    assert_eq!(said(&state.clone().reduce(Action::Undo)), None, "it is not so any more");
    let first = player(&state).session.moments()[0];
    assert_eq!(said(&state.clone().reduce(Action::LookAt(first))), None, "it was not so then");
    let id = state.notices.iter().find(|notice| notice.text == text).expect("it is there").id;
    let state = state.reduce(Action::Dismiss(id));
    let state = state.clone().reduce(soon(&state));
    assert_eq!(said(&state), None);
}

/// The same, looked at as it was before the approval.
fn before_the_approval() -> Rc<AppState> {
    let state = approved();
    let last = player(&state).session.moves().last().expect("there are moves").facts;
    let moments = player(&state).session.moments();
    let before = *moments.iter().rev().find(|moment| moment.facts <= last).expect("something came before");
    state.reduce(Action::LookAt(before))
}

#[test]
fn looking_back_shows_the_past_and_leaves_the_present_alone() {
    let state = before_the_approval();
    let hash = player(&state).present().hash();
    assert!(player(&state).is_past());
    assert_eq!(player(&state).session.moves().len(), 1);
    assert_eq!(player(&state).progress().save.moves.len(), 2, "the present is what is kept");
    let state = state.reduce(Action::BackToNow);
    assert!(!player(&state).is_past());
    assert_eq!(player(&state).session.hash(), hash);
}

#[test]
fn nothing_can_be_commanded_in_the_past() {
    let state = before_the_approval();
    let before = player(&state).session.hash();
    let offered = player(&state).scene(|scene| {
        scene.refusal(&Deed::Approve(OnApproval { stage: "Production".into(), ..OnApproval::default() }))
    });
    assert_eq!(offered.as_deref(), Some(strings::NOTHING_IN_THE_PAST));
    let tries = [
        Action::Step,
        Action::Undo,
        Action::Reset,
        Action::SetPlaying(true),
        Action::JumpTo(player(&state).present().now()),
        Action::Play(Deed::CreateRelease(CreateRelease::default())),
    ];
    for action in tries {
        let after = state.clone().reduce(action.clone());
        assert_eq!(player(&after).session.hash(), before, "{action:?}");
        assert_eq!(after.notices.last().map(|it| it.text.as_str()), Some(strings::NOTHING_IN_THE_PAST), "{action:?}");
    }
    let after = go(state, Page::Logs(LogPlace::of("Release-1", "QA"))).reduce(Action::Tick(SimDuration::seconds(9)));
    assert_eq!(player(&after).session.hash(), before, "to read a log is no move then");
}

#[test]
fn looking_at_the_present_ends_looking_back() {
    let state = before_the_approval();
    let now = player(&state).present().moment();
    assert!(!player(&state.reduce(Action::LookAt(now))).is_past());
}

#[test]
fn a_branch_is_a_second_future_and_the_first_is_kept() {
    let state = before_the_approval();
    let first = player(&state).present().hash();
    let state = state.reduce(Action::Branch(" Without approval ".into()));
    assert!(!player(&state).is_past());
    assert_eq!(player(&state).futures.name, "Without approval");
    let reject = OnApproval { release: "Release-1".into(), stage: "Production".into(), ..OnApproval::default() };
    let state = state.reduce(Action::Play(Deed::Reject(reject)));
    let soon = player(&state).session.now() + SimDuration::minutes(1);
    let state = state.reduce(Action::JumpTo(soon));
    let second = player(&state).session.hash();
    let state = state.reduce(Action::SwitchTo("Future 1".into()));
    assert_eq!((player(&state).futures.name.as_str(), player(&state).session.hash()), ("Future 1", first));
    let state = state.reduce(Action::SwitchTo("Without approval".into()));
    assert_eq!(player(&state).session.hash(), second);
}

#[test]
fn futures_survive_leaving_and_are_in_the_progress() {
    let state = before_the_approval().reduce(Action::Branch("Other".into()));
    let progress = player(&state).progress();
    let text = rehearsal_yaml::json::to_json(&progress);
    let again: Progress = rehearsal_yaml::from_json(&text).expect("it is read again");
    assert_eq!(again, progress);
    let state = at(Route::Play(Place::first("failed-qa")), BTreeMap::from([("failed-qa".to_owned(), again)]));
    assert_eq!(player(&state).futures.name, "Other");
    let state = state.reduce(Action::SwitchTo("Future 1".into()));
    assert_eq!(player(&state).session.moves().len(), 2);
}

#[test]
fn progress_from_before_there_were_futures_is_the_first_one() {
    let progress = player(&later(6)).progress();
    let text = rehearsal_yaml::json::to_json(&progress);
    let old = text.replace(",\"future\":\"Future 1\",\"futures\":[]", "");
    assert_ne!(old, text);
    let old: Progress = rehearsal_yaml::from_json(&old).expect("it is read still");
    let state = at(Route::Play(Place::first("failed-qa")), BTreeMap::from([("failed-qa".to_owned(), old)]));
    assert_eq!((minutes(&state), player(&state).futures.name.as_str()), (6, strings::FIRST_FUTURE));
}

#[test]
fn a_future_that_does_not_fit_any_more_is_kept_and_told() {
    let state = before_the_approval().reduce(Action::Branch("Other".into()));
    let mut progress = player(&state).progress();
    progress.futures[0].save.rehearsal = 99;
    let state =
        at(Route::Play(Place::first("failed-qa")), BTreeMap::from([("failed-qa".to_owned(), progress.clone())]));
    let state = state.reduce(Action::SwitchTo("Future 1".into()));
    assert_eq!(player(&state).futures.name, "Other");
    assert!(state.notices[0].text.contains("It is kept as it is"), "{}", state.notices[0].text);
    assert_eq!(player(&state).progress().futures, progress.futures);
}

#[test]
fn names_of_futures_are_their_own_and_there_are_not_too_many() {
    let branch = |state: Rc<AppState>, name: &str| {
        let first = player(&state).present().moments()[0];
        state.reduce(Action::LookAt(first)).reduce(Action::Branch(name.into()))
    };
    let state = branch(approved(), "Future 1");
    assert_eq!(state.notices.last().map(|it| it.text.as_str()), Some(strings::NAME_IS_TAKEN));
    let mut state = branch(state.reduce(Action::BackToNow), " ");
    assert_eq!(state.notices.last().map(|it| it.text.as_str()), Some(strings::NAME_IS_EMPTY));
    for _ in 0..20 {
        let name = player(&state).futures.free_name();
        let next = state.clone().reduce(Action::JumpTo(player(&state).present().now() + SimDuration::hours(1)));
        state = branch(next.reduce(Action::BackToNow), &name);
    }
    assert_eq!(player(&state).futures.others.len() + 1, super::FUTURES_MAX);
    let forgotten = player(&state).futures.others[0].name.clone();
    let state = state.reduce(Action::Forget(forgotten.clone()));
    assert!(player(&state).futures.other(&forgotten).is_none());
}

#[test]
fn a_draft_waits_in_the_present_and_stays_with_its_future() {
    let state = approved();
    let mut draft = (*player(&state).editor(&Edited::Pipeline(0)).expect("there is a pipeline").draft).clone();
    draft.description = "Mine".into();
    let state = state.reduce(Action::Edit(Edited::Pipeline(0), std::sync::Arc::new(draft)));
    let description = |state: &AppState| {
        player(state).editor(&Edited::Pipeline(0)).expect("there is a pipeline").draft.description.clone()
    };
    let first = player(&state).present().moments()[3];
    let state = state.reduce(Action::LookAt(first));
    assert_eq!(description(&state), "");
    let branched = state.clone().reduce(Action::Branch("Other".into()));
    assert_eq!(description(&branched), "");
    assert_eq!(description(&branched.reduce(Action::SwitchTo("Future 1".into()))), "Mine");
    assert_eq!(description(&state.reduce(Action::BackToNow)), "Mine");
}

/// The first tutorial, with its continuous deployment trigger switched on in the draft.
fn drafted() -> Rc<AppState> {
    let text = include_str!("../../../scenarios/first-multistage-pipeline/scenario.yaml");
    let scenario = load(&Source::new("scenario.yaml", text), &NoFiles).scenario.expect("the scenario is good");
    let loaded = Action::Loaded("first-multistage-pipeline".to_owned(), Ok(Rc::new(scenario)));
    let place = Place::first("first-multistage-pipeline");
    let state = Rc::new(AppState::new(Route::Play(place), BTreeMap::new(), Theme::System)).reduce(loaded);
    let mut draft = (*player(&state).editor(&Edited::Pipeline(0)).expect("a pipeline").draft).clone();
    let alias = draft.artifacts[0].alias.clone();
    draft.triggers = vec![rehearsal_classic::ReleaseTrigger::ContinuousDeployment { alias, filters: Vec::new() }];
    state.reduce(Action::Edit(Edited::Pipeline(0), std::sync::Arc::new(draft)))
}

#[test]
fn a_change_that_is_undone_has_not_done_its_step() {
    let done = |state: &AppState| player(state).session.steps_done()[0];
    let state = drafted();
    assert!(done(&state));
    let undone = state.clone().reduce(Action::UndoEdit(Edited::Pipeline(0)));
    assert!(!done(&undone));
    assert!(done(&undone.reduce(Action::RedoEdit(Edited::Pipeline(0)))));
    assert!(!done(&state.clone().reduce(Action::Discard(Edited::Pipeline(0)))));

    let mut later = (*player(&state).editor(&Edited::Pipeline(0)).expect("a pipeline").draft).clone();
    later.triggers.clear();
    assert!(
        done(&state.reduce(Action::Edit(Edited::Pipeline(0), std::sync::Arc::new(later)))),
        "it was done once, by another change"
    );
}

#[test]
fn a_draft_outlives_a_reload() {
    let before = drafted();
    let (draft, progress) =
        (player(&before).editor(&Edited::Pipeline(0)).expect("a pipeline").draft, player(&before).progress());
    assert!(progress.has_begun);
    let resumed = Player::resume(player(&before).session.scenario(), &progress).expect("it fits");
    let editor = resumed.editor(&Edited::Pipeline(0)).expect("a pipeline");
    assert_eq!(*editor.draft, *draft);
    assert!(editor.is_changed() && editor.can_undo());
    assert!(resumed.session.steps_done()[0]);
}

#[test]
fn a_draft_outlives_a_visit_elsewhere_but_not_a_reset() {
    let state = playing();
    let mut draft = (*player(&state).editor(&Edited::Pipeline(0)).expect("a pipeline").draft).clone();
    draft.description = "Changed".into();
    let state = state.reduce(Action::Edit(Edited::Pipeline(0), std::sync::Arc::new(draft)));
    assert!(player(&state).has_changed_drafts());
    let state = state.reduce(Action::Navigate(Route::Start));
    assert!(state.player.is_none());
    let state = state.reduce(Action::Navigate(Route::Play(Place::first("failed-qa"))));
    assert_eq!(player(&state).editor(&Edited::Pipeline(0)).expect("a pipeline").draft.description, "Changed");
    let state = state.reduce(Action::Reset);
    assert!(!player(&state).has_changed_drafts());
}

/// The draft of something with a secret variable in it.
fn with_secret(state: &Rc<AppState>, edited: &Edited) -> Rc<AppState> {
    let mut draft = (*player(state).editor(edited).expect("it is there").draft).clone();
    let secret = Variable { value: Some("s3cret".into()), is_secret: true, ..Variable::default() };
    draft.variables.insert("token".to_owned(), secret);
    state.clone().reduce(Action::Edit(edited.clone(), std::sync::Arc::new(draft)))
}

fn token(definition: &ReleaseDefinition) -> Option<&str> {
    definition.variables.get("token")?.value.as_deref()
}

#[test]
fn a_secret_in_a_draft_outlives_a_reload() {
    let pipeline = Edited::Pipeline(0);
    let state = with_secret(&drafted(), &pipeline);
    let resumed = Player::resume(player(&state).session.scenario(), &player(&state).progress()).expect("it fits");
    assert_eq!(token(&resumed.editor(&pipeline).expect("a pipeline").draft), Some("s3cret"));
}

#[test]
fn a_draft_that_began_with_something_else_is_out_of_date() {
    let state = approved();
    let name = player(&state).session.state().releases[0].content.name.clone();
    let release = Edited::Release(name.clone());
    let edited = |state: &Rc<AppState>| {
        let editor = player(state).editor(&release).expect("a release");
        (player(state).is_stale(&release, &editor), editor)
    };
    let state = with_secret(&state, &release);
    let (is_stale, editor) = edited(&state);
    assert!(!is_stale);
    let saved = state.reduce(Action::Play(crate::panels::save_deed(&release, &editor, String::new())));
    let undone = with_secret(&saved.reduce(Action::Undo), &Edited::Release(name.to_uppercase()));
    assert!(!edited(&undone).0, "it began with what is saved, and the name is the same in any case");
    let redone = undone.reduce(Action::Redo);
    assert!(edited(&redone).0);
    assert!(player(&redone).progress().drafts.is_empty());
    assert!(!player(&redone.reduce(Action::Discard(release.clone()))).has_changed_drafts());
}

#[test]
fn a_release_has_a_draft_of_its_own_until_it_is_saved() {
    let state = approved();
    let name = player(&state).session.state().releases[0].content.name.clone();
    let release = Edited::Release(name);
    let state = with_secret(&state, &release);
    let resumed = Player::resume(player(&state).session.scenario(), &player(&state).progress()).expect("it fits");
    assert_eq!(token(&resumed.editor(&release).expect("a release").draft), Some("s3cret"));
    let editor = player(&state).editor(&release).expect("a release");
    let state = state.reduce(Action::Play(crate::panels::save_deed(&release, &editor, "A token".to_owned())));
    let now = player(&state);
    assert!(!now.has_changed_drafts());
    assert_eq!(token(&now.session.state().releases[0].plan.definition), Some("s3cret"));
    assert_eq!(token(&now.session.state().definitions[0].definition), None, "the pipeline is as it was");
}
