//! Pages as specifications: a scenario is played, and its pages say what people would read.

use std::rc::Rc;

use rehearsal_engine::{
    Action, CreateRelease, DefinitionId, Deploy, DeploymentId, OnApproval, OnRelease, OpenLog, ReleaseId, StageId,
};
use rehearsal_kernel::SimDuration;
use rehearsal_pipeline::ApprovalType;
use rehearsal_scenario::{NoFiles, Session, load};
use rehearsal_source::Source;

use crate::{Chip, Entity, Health, LogBody, Look, MarkerLook, Past, Scene, Wanted, explain, strings};

mod release_compare;
mod release_pages;

const FAILED_QA: &str = include_str!("../../../scenarios/failed-qa/scenario.yaml");

const DEV: StageId = StageId(0);
const QA: StageId = StageId(1);
const PRODUCTION: StageId = StageId(2);
const FIRST: ReleaseId = ReleaseId(0);
const PIPELINE: DefinitionId = DefinitionId(0);

pub(crate) fn session() -> Session {
    session_of(FAILED_QA)
}

fn session_of(text: &str) -> Session {
    let source = Source::new("scenario.yaml", text);
    let loaded = load(&source, &NoFiles);
    Session::new(Rc::new(loaded.scenario.unwrap_or_else(|| panic!("{}", loaded.report.to_lines(&source)))))
}

/// The session so many minutes after its start.
fn after(minutes: i64) -> Session {
    let mut session = session();
    session.advance(session.now() + SimDuration::minutes(minutes), usize::MAX);
    session
}

pub(crate) fn look<T>(session: &Session, page: impl FnOnce(&Scene<'_>) -> T) -> T {
    let persona = session.scenario().personas[0];
    let judge = |action: &Action| session.refusal_for(persona, action);
    let scene = Scene::new(session.world(), session.state(), session.log(), session.now());
    page(&scene.seen_by(persona, &judge))
}

fn play(session: &mut Session, action: Action) {
    let persona = session.scenario().personas[0];
    session.play(persona, action).expect("the move is allowed");
}

/// Lets time pass until the stage of a release looks like this.
/// The sentences of an explanation.
pub(crate) fn reasons(session: &Session, about: Entity) -> Vec<String> {
    let past = Past {
        before: &|fact| session.state_at(fact.index()),
        refusal: &|person, action| session.refusal_for(person, action),
    };
    let explanation = look(session, |scene| explain(scene, past, &about));
    explanation.steps.into_iter().map(|step| step.sentence).collect()
}

fn until(session: &mut Session, release: ReleaseId, stage: StageId, wanted: Look) {
    while session.state().releases.len() <= release.index()
        || look(session, |scene| crate::chip(scene, release, stage)).look != wanted
    {
        assert!(session.step(), "{wanted:?} never came");
    }
}

/// Plays the scenario to the moment at which Production waits for its approval.
fn waiting_for_approval() -> Session {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::Failed);
    let open = OpenLog { release: "Release-1".into(), stage: "QA".into(), task: "Run functional tests".into() };
    play(&mut session, Action::OpenLog(open));
    until(&mut session, ReleaseId(1), PRODUCTION, Look::PendingApproval);
    session
}

fn chips(session: &Session, row: usize) -> Vec<Chip> {
    look(session, |scene| crate::releases(scene, PIPELINE)).releases.swap_remove(row).chips
}

#[test]
fn before_the_first_release_the_page_says_so() {
    let view = look(&session(), |scene| crate::releases(scene, PIPELINE));
    assert_eq!(view.pipeline, "Tailspin.SpaceGame.Web-CD");
    assert!(view.releases.is_empty());
    assert_eq!(view.pipelines[0].latest, None);
    assert_eq!(view.create_refusal, None);
}

#[test]
fn a_chip_is_filled_green_only_for_the_release_that_is_deployed_now() {
    let mut session = waiting_for_approval();
    let newest = chips(&session, 0);
    assert_eq!(newest.iter().map(|chip| chip.is_deployed_now).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(newest[2].spoken(), "Production – Pending approval");
    let oldest = chips(&session, 1);
    assert_eq!(oldest[0].look, Look::Succeeded);
    assert!(!oldest[0].is_deployed_now, "Release-2 replaced it in Dev");
    assert_eq!(oldest[1].look, Look::Failed);
    // Redeploying the older release puts it back.
    play(
        &mut session,
        Action::Deploy(Deploy { release: "Release-1".into(), stage: "Dev".into(), ..Deploy::default() }),
    );
    session.advance(session.now() + SimDuration::minutes(3), usize::MAX);
    assert!(chips(&session, 1)[0].is_deployed_now);
    assert!(!chips(&session, 0)[0].is_deployed_now);
}

#[test]
fn a_stage_that_did_not_start_says_what_it_waits_for_and_why() {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::Failed);
    session.step();
    let view = look(&session, |scene| crate::release(scene, FIRST));
    let production = &view.stages[PRODUCTION.index()];
    assert_eq!(production.look, Look::NotDeployed);
    assert_eq!(production.note.as_deref(), Some("Waits for QA (Failed)"));
    assert_eq!(
        reasons(&session, Entity::Stage(FIRST, PRODUCTION))[..2],
        [
            "Production of Release-1 did not start: it needs every stage before it to have succeeded, and QA is “Failed”.",
            "QA of Release-1 failed: task Run functional tests failed.",
        ]
    );
}

#[test]
fn a_running_stage_counts_its_tasks() {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::InProgress);
    session.advance(session.now() + SimDuration::minutes(2), usize::MAX);
    let view = look(&session, |scene| crate::release(scene, FIRST));
    let progress = view.stages[QA.index()].progress.as_ref().expect("it runs");
    assert_eq!((progress.done, progress.all), (1, 3));
    assert_eq!(progress.running, "Run functional tests");
    assert_eq!(progress.elapsed, "02:00");
}

#[test]
fn circles_stand_only_where_somebody_has_to_approve() {
    let session = waiting_for_approval();
    let view = look(&session, |scene| crate::release(scene, ReleaseId(1)));
    assert_eq!(view.stages[DEV.index()].pre, None);
    let marker = view.stages[PRODUCTION.index()].pre.as_ref().expect("Production has an approver");
    assert_eq!(marker.look, MarkerLook::Pending);
    assert_eq!(marker.label, "Pre-deployment conditions (Pending approval)");
    assert!(view.stages[PRODUCTION.index()].approve.expect("it waits").is_for_viewer);
}

#[test]
fn a_pending_approval_names_its_approver_and_its_timeout() {
    let session = waiting_for_approval();
    let pre = |session: &Session| {
        look(session, |scene| crate::conditions(scene, ReleaseId(1), PRODUCTION, ApprovalType::PreDeploy))
            .expect("Production has an approver")
    };
    let view = pre(&session);
    let banner = view.banner.expect("somebody is asked");
    assert_eq!(banner.text, "Approval pending for less than a minute");
    assert_eq!(banner.order, Some(strings::WAITING_FOR_ONE));
    assert_eq!(banner.timeout.as_deref(), Some("Timeout in 1d"));
    let decision = view.rows[0].decision.as_ref().expect("it is pending");
    assert_eq!(decision.refusal, None);
    assert!(!decision.is_override);
    assert!(decision.can_defer);

    let mut session = session;
    let approve = OnApproval { comment: "QA passed.".into(), ..decision.approve.clone() };
    play(&mut session, Action::Approve(approve));
    let view = pre(&session);
    assert_eq!(view.word, strings::APPROVED);
    assert_eq!(view.rows[0].comment, "QA passed.");
    assert!(view.rows[0].status.starts_with("Approved on 3/2/2026, "), "{}", view.rows[0].status);
}

#[test]
fn the_logs_of_a_failed_stage_open_at_the_failed_job_and_show_its_error() {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::Failed);
    let view = look(&session, |scene| crate::logs(scene, FIRST, QA, &Wanted::default()));
    assert_eq!(view.ending, "Run functional tests failed");
    let Some(LogBody::Job(job)) = view.body else { panic!("a job is chosen") };
    let names: Vec<&str> = job.tasks.iter().map(|task| task.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Initialize job",
            "Download artifact - _Tailspin.SpaceGame.Web-CI",
            "Deploy the web site",
            "Run functional tests",
            "Publish test results",
            "Finalize Job",
        ]
    );
    let failed = &job.tasks[3];
    assert_eq!(failed.look, Look::Failed);
    assert_eq!(failed.took, "4m 0s");
    assert_eq!((failed.errors, failed.issues[0].text.as_str()), (4, "Failed   The leaderboard opens within 2 seconds"));
    assert!(failed.log.text().contains("##[error]The test run failed: 1 of 38 tests did not pass."));
    assert!(job.tasks[0].log.text().contains("[RELEASE_RELEASENAME] --> [Release-1]"));
}

#[test]
fn a_console_grows_with_the_clock() {
    let mut session = session();
    until(&mut session, FIRST, DEV, Look::InProgress);
    let count = |session: &Session| {
        let view = look(session, |scene| crate::logs(scene, FIRST, DEV, &Wanted::default()));
        let Some(LogBody::Job(job)) = view.body else { panic!("a job is chosen") };
        job.tasks.last().expect("a task runs").log.len()
    };
    let before = count(&session);
    session.advance(session.now() + SimDuration::seconds(40), usize::MAX);
    assert!(count(&session) > before);
}

#[test]
fn sites_tell_their_version_and_since_when() {
    let mut session = session();
    let site = |session: &Session| look(session, crate::sites).swap_remove(0);
    assert_eq!(site(&session).since, strings::SITE_FROM_START);
    until(&mut session, FIRST, DEV, Look::Succeeded);
    let dev = site(&session);
    assert_eq!((dev.build.as_str(), dev.health), ("20260302.1", Health::Healthy));
    assert!(dev.since.starts_with("Release-1, on 3/2/2026, 9:0"), "{}", dev.since);
}

#[test]
fn the_history_tells_what_happened_and_why() {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::Failed);
    let lines = look(&session, crate::history);
    let story: Vec<String> = lines
        .iter()
        .filter(|line| !line.is_detail)
        .map(|line| [line.sentence.as_str(), line.because.as_deref().unwrap_or("")].join(" ").trim().to_owned())
        .collect();
    assert_eq!(
        story,
        [
            "The rehearsal began.",
            "Build 20260227.3 of Tailspin.SpaceGame.Web-CI on main succeeded.",
            "Build 20260302.1 of Tailspin.SpaceGame.Web-CI on main succeeded.",
            "The continuous deployment trigger created Release-1 for build 20260302.1.",
            "The trigger of Dev of Release-1 fired. because Release-1 became active",
            "QA of Release-1 did not start: it starts after Dev, not with the release. because Release-1 became active",
            "Production of Release-1 did not start: it starts after QA, not with the release. because Release-1 became active",
            "Dev site runs build 20260302.1 now and is healthy. because task Deploy the web site of Dev of Release-1 succeeded",
            "Dev of Release-1 succeeded. because Agent job of Dev of Release-1 succeeded",
            "The trigger of QA of Release-1 fired. because Dev of Release-1 succeeded",
            "QA site runs build 20260302.1 now and is healthy. because task Deploy the web site of QA of Release-1 succeeded",
            "Task Run functional tests of QA of Release-1 failed.",
            "QA of Release-1 failed: task Run functional tests failed. because Agent job of QA of Release-1 failed",
        ]
    );
}

#[test]
fn every_fact_has_a_sentence() {
    let mut session = waiting_for_approval();
    play(&mut session, Action::Approve(OnApproval { stage: "Production".into(), ..OnApproval::default() }));
    session.advance(session.now() + SimDuration::hours(1), usize::MAX);
    for line in look(&session, crate::history) {
        assert!(line.sentence.ends_with('.'), "{}", line.sentence);
        assert!(line.sentence.starts_with(char::is_uppercase), "{}", line.sentence);
    }
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut session = session();
    until(&mut session, FIRST, DEV, Look::InProgress);
    let view = look(&session, |scene| crate::release(scene, FIRST));
    let refusal = view.abandon.refusal.expect("Dev is in progress");
    assert!(refusal.starts_with("Release-1 still has a deployment in progress in Dev"), "{refusal}");
    assert!(view.stages[DEV.index()].deploy.is_none(), "an attempt goes on");
    assert_eq!(view.stages[DEV.index()].cancel.as_ref().expect("it can be cancelled").refusal, None);
}

#[test]
fn a_draft_waits_to_be_started() {
    let mut session = after(3);
    play(&mut session, Action::CreateRelease(CreateRelease { is_draft: true, ..CreateRelease::default() }));
    let draft = ReleaseId(1);
    let view = look(&session, |scene| crate::release(scene, draft));
    assert_eq!(view.mark, Some(strings::DRAFT));
    assert_eq!(view.stages[0].note.as_deref(), Some(strings::WAITS_FOR_START));
    let start = view.start.expect("a draft can be started");
    assert_eq!(start.refusal, None);
    assert_eq!(start.action, Action::StartRelease(OnRelease { release: "Release-2".into(), ..OnRelease::default() }));
    play(&mut session, start.action);
    assert_eq!(look(&session, |scene| crate::release(scene, draft)).mark, None);
}

#[test]
fn the_clock_tells_what_comes_next_and_warns_of_long_jumps() {
    let session = waiting_for_approval();
    let view = look(&session, |scene| crate::clock(scene, session.next_due()));
    let next = view.next.expect("the approval times out some day");
    assert_eq!(next.what, "the approval of Production of Release-2 times out");
    assert_eq!(next.away, "1 day");
    assert!(view.hint.expect("the learner is told to act").contains("unless you act"));
}

#[test]
fn the_tutorial_shows_hints_one_by_one() {
    let session = session();
    let view = crate::tutorial(&session, &|_| 1);
    assert_eq!(view.steps[0].progress, crate::StepProgress::Current);
    assert_eq!(view.steps[1].progress, crate::StepProgress::Later);
    assert_eq!(view.steps[0].hints.len(), 1);
    assert_eq!(view.steps[0].next_hint.as_deref(), Some("Show hint 2 of 3"));
    assert_eq!(crate::tutorial(&session, &|_| 9).steps[0].next_hint, None);
    assert_eq!(view.debrief, None);
    assert_eq!(view.score, "1 of 3 met", "what must never happen has not happened");
}

#[test]
fn a_new_release_is_offered_the_newest_version() {
    let view = look(&after(3), |scene| crate::create(scene, PIPELINE));
    assert_eq!(view.artifacts[0].offered.as_deref(), Some("20260302.1"));
    assert_eq!(view.artifacts[0].versions[1].0, "20260227.3");
    assert!(view.stages.iter().all(|stage| stage.is_automated));
}

#[test]
fn an_attempt_says_what_started_it_in_the_words_of_the_product() {
    let session = after(60);
    let reasons: Vec<String> = look(&session, |scene| {
        (0..scene.state.deployments.len()).map(|index| crate::trigger_reason(scene, DeploymentId::at(index))).collect()
    });
    assert_eq!(reasons.first().map(String::as_str), Some("Release started"));
    assert!(reasons.iter().any(|reason| reason == "After successful deployment of Dev"), "{reasons:?}");
}

#[test]
fn a_deleted_release_leaves_the_list_and_comes_back() {
    let mut session = after(60);
    let names = |session: &Session| {
        let view = look(session, |scene| crate::releases(scene, PIPELINE));
        view.releases.iter().map(|row| row.name.clone()).collect::<Vec<_>>()
    };
    let before = names(&session);
    let on = |release: &str| OnRelease { release: release.into(), ..OnRelease::default() };
    let name = before.last().expect("there is a release").clone();
    let release = session.state().releases.iter().position(|one| one.content.name == name).map(ReleaseId::at);
    let view = look(&session, |scene| crate::release(scene, release.expect("it is listed")));
    assert_eq!(view.delete.refusal, None, "nothing of it is unfinished");
    play(&mut session, view.delete.action);
    assert!(!names(&session).contains(&name));
    play(&mut session, Action::UndeleteRelease(on(&name)));
    assert_eq!(names(&session), before);
}

#[test]
fn an_approver_finds_the_mail_and_the_approval_that_waits() {
    let session = waiting_for_approval();
    let priya = session.scenario().personas[0];
    let mails = look(&session, |scene| crate::inbox(scene, priya));
    let newest = &mails[0];
    assert_eq!(newest.subject, "[Pre-deployment approval pending] Tailspin.SpaceGame.Web-CD > Release-2 : Production");
    let body = [
        "Pre-deployment approval pending for release Release-2 on stage Production.",
        "Triggered by Mia Lindqvist.",
        "Release pipeline: Tailspin.SpaceGame.Web-CD",
        "Artifacts: _Tailspin.SpaceGame.Web-CI (20260302.2)",
        "Branch: main",
        "Approvers: Priya Nair",
    ];
    assert_eq!(newest.body[..body.len()], body);
    assert_eq!(newest.body.last().map(String::as_str), Some(strings::MAIL_DECIDE));
    assert_eq!((newest.release.as_str(), newest.approval), ("Release-2", Some(ApprovalType::PreDeploy)));
    let waiting = look(&session, crate::approvals_inbox);
    assert_eq!(waiting.mine.len(), 1);
    assert_eq!((waiting.mine[0].stage.as_str(), waiting.mine[0].refusal.as_deref()), ("Production", None));
    assert!(waiting.others.is_empty());
}

#[test]
fn who_asked_for_a_deployment_is_told_that_it_failed_and_why_they_are_told() {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::Failed);
    session.step();
    let mia = session.world().person("mia").expect("a person of the scenario");
    let mails = look(&session, |scene| crate::inbox(scene, mia));
    assert_eq!(mails[0].subject, "Failed: QA of Release-1");
    let body = [
        "QA of Release-1 failed: task Run functional tests failed.",
        "You get this mail because you asked for the deployment.",
    ];
    assert_eq!(mails[0].body, body);
    let omar = session.world().person("omar").expect("a person of the scenario");
    assert!(look(&session, |scene| crate::inbox(scene, omar)).is_empty());
}

#[test]
fn the_security_page_says_where_each_permission_comes_from() {
    let session = session();
    let mia = rehearsal_engine::Subject::Person(session.world().person("mia").expect("a person of the scenario"));
    let place = rehearsal_engine::Place { definition: Some(PIPELINE), stage: Some("Production") };
    let rows = look(&session, |scene| crate::permissions(scene, mia, place));
    let said: Vec<String> = rows.iter().map(|row| format!("{}: {}. {}", row.label, row.state, row.reason)).collect();
    assert_eq!(
        said,
        [
            "Administer release permissions: Not set. It is set nowhere, and what is set nowhere is not allowed.",
            "Delete release stage: Allow (inherited). Allowed to Contributors by default.",
            "Edit release stage: Allow (inherited). Allowed to Contributors by default.",
            "Manage deployments: Allow (inherited). Allowed to Contributors by default.",
            "Manage release approvers: Allow (inherited). Allowed to Contributors by default.",
        ]
    );
}

#[test]
fn service_hooks_are_listed_under_the_ids_of_the_product() {
    let mut session = session();
    until(&mut session, FIRST, QA, Look::Failed);
    let fired = look(&session, crate::hooks);
    let events: Vec<&str> =
        fired.iter().map(|line| line.event.strip_prefix("ms.vss-release.").unwrap_or(line.event)).collect();
    assert_eq!(
        events,
        [
            "release-created-event",
            "deployment-started-event",
            "deployment-completed-event",
            "deployment-started-event",
            "deployment-completed-event",
        ]
    );
    assert_eq!(fired[4].sentence, "QA of Release-1 failed: task Run functional tests failed.");
}

#[test]
fn a_pull_request_is_opened_and_pushed_to_where_the_builds_are() {
    let mut session = session_of(include_str!("../../../scenarios/fork-and-join/scenario.yaml"));
    let source = |session: &Session| look(session, crate::builds).remove(0);
    assert!(source(&session).pull_requests.is_empty());
    let offer = source(&session).pull_request.expect("a pipeline builds the repository");
    assert_eq!(offer.refusal, None);
    play(&mut session, offer.action);
    let opened = source(&session).pull_requests.remove(0);
    assert_eq!((opened.number, &*opened.branches, &*opened.posted), (1, "feature/small-change into main", ""));
    assert_eq!(source(&session).rows[0].branch, "refs/pull/1/merge", "its merge is built");
    let rows = source(&session).rows.len();
    play(&mut session, opened.push.action);
    assert_eq!(source(&session).rows.len(), rows + 1, "each push is built");
}
