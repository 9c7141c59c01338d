//! A scenario whose gates ask all that a world can say, and what its pages show.

use std::rc::Rc;

use rehearsal_engine::{Action, ReleaseId, StageId};
use rehearsal_kernel::{FactId, SimDuration};
use rehearsal_pipeline::ApprovalType;
use rehearsal_scenario::{NoFiles, Session, load};
use rehearsal_source::Source;

use super::{GateMark, GatesView};
use crate::{LogBody, Look, MarkerLook, Past, Scene, Wanted, Weighed, entity, explain};

const SCENARIO: &str = r#"
rehearsal: 1
id: gates
title: Gates
summary: Gates ask the world.
level: beginner
minutes: 1
start: 2026-03-02 09:00
zone: UTC
until: "+1d"
people:
  - { id: ana, displayName: Ana Ruiz }
personas: [ana]
pipeline:
  definition:
    name: Shop
    environments:
      - name: Production
        conditions: [{ conditionType: event, name: ReleaseStarted, value: "" }]
        variables: { most: { value: "2" } }
        preDeploymentGates:
          gatesOptions: { isEnabled: true, stabilizationTime: 5, samplingInterval: 10, minimumSuccessDuration: 10, timeout: 120 }
          gates:
            - tasks:
              - { name: Few bugs, taskId: F1E4B0E6-017E-4819-8A48-EF19AE96E289, version: 0.*, inputs: { queryId: Open bugs, maxThreshold: $(most) } }
            - tasks:
              - { name: Healthy, taskId: 9c3e8943-130d-4c78-ac63-8af81df62dfb, version: 1.*, inputs: { connectedServiceName: Health, urlSuffix: /ready, successCriteria: "and(eq(root['status'], 'healthy'), lt(root['load'], 80))" } }
            - tasks:
              - { name: Allowed, taskId: 537fdb7a-a601-4537-aa70-92645a2b5ce4, version: 1.*, inputs: { function: "https://gate.example/api/allowed" } }
            - tasks:
              - { name: Calm, taskId: 99a72e7f-25e4-4576-bf38-22a42b995ed8, version: 1.*, inputs: { filterType: alertrule, alertRule: metricalerts/Slow, severity: "Sev0,Sev1" } }
            - tasks:
              - { name: Compliant, taskId: 8ba74703-e94f-4a35-814e-fc21f44578a2, version: 0.* }
            - tasks:
              - { name: Smoke test, taskId: 00000000-0000-0000-0000-000000000001, version: 1.* }
        deployPhases: []
workItems: [{ query: Open bugs, count: 3 }]
endpoints:
  - { url: Health/ready, body: '{"status": "healthy", "load": 90}' }
  - { url: "https://gate.example/api/allowed", status: 403 }
alerts:
  - { rule: Slow, active: true, severity: 1 }
  - { rule: Noisy, active: true, severity: 0 }
policies: [{ policy: Encrypted disks, compliant: false }]
gateOutcomes:
  - { stage: Production, gate: Smoke test, samples: [failed, noAnswer, passed] }
script:
  - { at: +1m, by: ana, do: { createRelease: {} } }
  - { at: +10m, do: { setWorkItems: { query: Open bugs, count: 2 } } }
  - { at: +20m, do: { setEndpoint: { url: Health/ready, body: '{"status": "healthy", "load": 10}' } } }
  - { at: +20m, do: { setEndpoint: { url: "https://gate.example/api/allowed", status: 200 } } }
  - { at: +20m, do: { setAlert: { rule: Slow, active: false } } }
  - { at: +20m, do: { setPolicy: { policy: Encrypted disks, compliant: true } } }
goals:
  - { id: out, label: It is out., reach: { stage: { stage: Production, status: succeeded } }, missing: It is not out. }
solution:
  - { at: +1h, do: { openLog: { stage: Production } } }
"#;

const PRODUCTION: StageId = StageId(0);
const FIRST: ReleaseId = ReleaseId(0);

fn after(minutes: i64) -> Session {
    let source = Source::new("scenario.yaml", SCENARIO);
    let loaded = load(&source, &NoFiles);
    let scenario = loaded.scenario.unwrap_or_else(|| panic!("{}", loaded.report.to_lines(&source)));
    let mut session = Session::new(Rc::new(scenario));
    session.advance(session.now() + SimDuration::minutes(minutes), usize::MAX);
    session
}

fn look<T>(session: &Session, page: impl FnOnce(&Scene<'_>) -> T) -> T {
    let persona = session.scenario().personas[0];
    let judge = |action: &Action| session.refusal_for(persona, action);
    let scene = Scene::new(session.world(), session.state(), session.log(), session.now());
    page(&scene.seen_by(persona, &judge))
}

fn gates(session: &Session) -> GatesView {
    let view = look(session, |scene| crate::conditions(scene, FIRST, PRODUCTION, ApprovalType::PreDeploy));
    view.and_then(|view| view.gates).expect("the stage has gates")
}

fn found(view: &GatesView, sample: usize) -> Vec<&str> {
    view.rows.iter().map(|row| row.cells[sample].found.as_str()).collect()
}

#[test]
fn during_the_delay_the_panel_counts_down_to_the_first_evaluation() {
    let session = after(3);
    let view = gates(&session);
    assert_eq!((view.look, view.word), (Look::ProcessingGates, "Waiting on delay before evaluation"));
    let banner = view.banner.expect("gates have begun");
    assert_eq!(banner.text, "Delay before evaluation is in progress");
    assert_eq!(banner.more, "Gates evaluation will begin in 3m");
    assert_eq!(banner.timeout.as_deref(), Some("Timeout in 1h"));
    assert_eq!((view.samples.len(), view.next.as_deref()), (0, Some("Next in 3m")));
    let card = look(&session, |scene| crate::release(scene, FIRST)).stages.swap_remove(0);
    assert_eq!((card.line.as_str(), card.look.word()), ("Evaluation to start in 3m", "Processing gates"));
    let marker = card.pre.expect("gates are conditions, too");
    assert_eq!(marker.look, MarkerLook::Evaluating);
    assert_eq!(marker.label, "Pre-deployment conditions (Waiting on delay before evaluation)");
}

#[test]
fn a_bad_evaluation_says_of_each_gate_what_it_found() {
    let session = after(8);
    let view = gates(&session);
    assert_eq!(view.word, "Evaluating gates");
    let banner = view.banner.as_ref().expect("gates have begun");
    assert_eq!(banner.text, "6/6 gates failed in latest sample at 9:06:00 AM");
    assert_eq!(banner.more, "Waiting for all gates to succeed within the same sample interval");
    assert_eq!(view.next.as_deref(), Some("Next in 8m"));
    assert_eq!(
        found(&view, 0),
        [
            "Open bugs found 3 work items; 0 to 2 may be found.",
            "The response was 200, and it does not meet the success criteria.",
            "The response was 403.",
            "Active alerts: Slow.",
            "Not compliant: Encrypted disks.",
            "",
        ]
    );
    let card = look(&session, |scene| crate::release(scene, FIRST)).stages.swap_remove(0);
    assert_eq!((card.line.as_str(), card.detail.as_str()), ("6/6 gates failed", "8m to next sample"));
    assert_eq!(
        crate::tests::reasons(&session, crate::Entity::Stage(FIRST, StageId(0)))[0],
        "The gates of Production of Release-1 were evaluated: Few bugs, Healthy, Allowed, Calm, \
         Compliant and Smoke test failed."
    );
}

#[test]
fn what_was_found_before_stays_when_the_world_changes() {
    let view = gates(&after(30));
    assert_eq!(found(&view, 0)[0], "Open bugs found 3 work items; 0 to 2 may be found.");
    assert_eq!(found(&view, 1)[0], "Open bugs found 2 work items; 0 to 2 may be found.");
    let smoke: Vec<GateMark> = view.rows[5].cells.iter().map(|cell| cell.mark).collect();
    assert_eq!(smoke, [GateMark::Failed, GateMark::NoAnswer, GateMark::Passed]);
    assert_eq!(found(&view, 2)[..5].iter().filter(|text| text.contains("does not")).count(), 0);
    let banner = view.banner.expect("gates have begun");
    assert_eq!(banner.text, "All gates passed in latest sample at 9:26:00 AM");
    assert_eq!(banner.more, "Waiting for steady results: good since 9:26:00 AM, 10 minutes are needed");
}

#[test]
fn gates_that_pass_are_green_and_can_no_longer_be_ignored() {
    let open = gates(&after(8));
    assert!(open.rows.iter().all(|row| row.ignore.as_ref().is_some_and(|offer| offer.refusal.is_none())));
    let session = after(40);
    let view = gates(&session);
    assert_eq!((view.look, view.word), (Look::Succeeded, "Gates succeeded"));
    assert!(view.rows.iter().all(|row| row.ignore.is_none()));
    assert_eq!(view.samples.iter().map(|sample| sample.is_good).collect::<Vec<_>>(), [false, false, true, true]);
}

#[test]
fn an_ignored_gate_says_who_ignored_it() {
    let mut session = after(8);
    let offer = gates(&session).rows.swap_remove(1).ignore.expect("gates run");
    let persona = session.scenario().personas[0];
    session.play(persona, offer.action).expect("a contributor may");
    session.advance(session.now() + SimDuration::minutes(10), usize::MAX);
    let row = gates(&session).rows.swap_remove(1);
    assert_eq!(row.ignored, "Ignored by Ana Ruiz on 3/2/2026, 9:08 AM");
    assert_eq!(row.cells.iter().map(|cell| cell.mark).collect::<Vec<_>>(), [GateMark::Failed, GateMark::Ignored]);
}

#[test]
fn the_logs_list_the_gates_and_open_at_them_while_they_run() {
    let session = after(8);
    let view = look(&session, |scene| crate::logs(scene, FIRST, PRODUCTION, &Wanted::default()));
    let entry = &view.entries[0];
    assert_eq!((entry.key.as_str(), entry.name.as_str()), ("pre-gates", "Pre-deployment gates"));
    assert_eq!((entry.word.as_str(), entry.is_chosen), ("Evaluating gates", true));
    let Some(LogBody::Gates(body)) = view.body else { panic!("the gates are chosen") };
    assert_eq!(body.rows.len(), 6);
    let panel = look(&session, |scene| crate::conditions(scene, FIRST, PRODUCTION, ApprovalType::PreDeploy));
    assert_eq!(panel.expect("it has gates").standing, (Look::ProcessingGates, "Evaluating gates"));
}

#[test]
fn names_that_no_gate_or_entry_has_are_told_with_a_suggestion() {
    let text = SCENARIO
        .replace("gate: Smoke test,", "gate: Smoke tests,")
        .replace("setAlert: { rule: Slow,", "setAlert: { rule: Slo,")
        .replace("severity: 1 }", "severity: 7 }");
    let source = Source::new("scenario.yaml", text);
    let report = load(&source, &NoFiles).report.to_lines(&source);
    for wanted in ["no gate is named `Smoke tests`", "no alert rule is named `Slo`", "there is no severity 7"] {
        assert!(report.contains(wanted), "{wanted}: {report}");
    }
}

/// The parts of an explanation as lines, inner ones indented.
fn lines(parts: &[Weighed], depth: usize, into: &mut Vec<String>) {
    for part in parts {
        into.push(format!("{}{} | {}", "  ".repeat(depth), part.text, part.value));
        lines(&part.parts, depth + 1, into);
    }
}

#[test]
fn why_tells_what_each_gate_found_and_what_each_part_of_its_criteria_came_to() {
    let session = after(8);
    let explanation = look(&session, |scene| {
        let past = Past { before: &|fact: FactId| session.state_at(fact.index()), refusal: &|_, _| None };
        let gates = entity(scene, "Release-1/Production/gates/pre").expect("there are gates");
        explain(scene, past, &gates)
    });
    let sampled = explanation.steps.first().expect("they have been asked");
    let mut told = Vec::new();
    lines(&sampled.weighed, 0, &mut told);
    assert_eq!(
        told[..9],
        [
            "Few bugs | did not pass in this sample",
            "  Open bugs found 3 work items; 0 to 2 may be found. | ",
            "Healthy | did not pass in this sample",
            "  The response was 200, and it does not meet the success criteria. | ",
            "  and(eq(root['status'], 'healthy'), lt(root['load'], 80)) | False",
            "    eq(root['status'], 'healthy') | True",
            "      root['status'] | 'healthy'",
            "    lt(root['load'], 80) | False",
            "      root['load'] | 90",
        ]
    );
}

#[test]
fn the_chart_joins_evaluations_that_ended_alike() {
    let chart = gates(&after(30)).chart.expect("gates were asked");
    let (name, bars) = &chart.rows[0];
    assert_eq!((name.as_str(), chart.from.as_str()), ("Few bugs", "9:01:00 AM"));
    let marks: Vec<(GateMark, u32, u32)> = bars.iter().map(|bar| (bar.mark, bar.from, bar.to)).collect();
    assert_eq!(marks.len(), 2, "failed, then passed: {marks:?}");
    assert_eq!((marks[0].0, marks[1].0), (GateMark::Failed, GateMark::Passed));
    assert!(marks[0].2 == marks[1].1 && marks[1].2 <= 1_000, "one follows the other: {marks:?}");
    assert!(gates(&after(3)).chart.is_none(), "nothing was asked during the delay");
}
