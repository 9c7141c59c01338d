//! The timeline as people would read it, and the law that it says of every wait what "why?" says of it.

use std::collections::BTreeSet;
use std::rc::Rc;

use rehearsal_engine::{DeploymentId, WaitsOn, wait};
use rehearsal_scenario::{NoFiles, Session, load};
use rehearsal_source::Source;

use super::{BarKind, RowKind, Timeline, WantedRows, lanes, timeline};
use crate::compare::compare;
use crate::look::Look;
use crate::scene::Scene;
use crate::time::log_time;

const FAILED_QA: &str = include_str!("../../../../scenarios/failed-qa/scenario.yaml");

const SCENARIOS: [&str; 5] = [
    FAILED_QA,
    include_str!("../../../../scenarios/fork-and-join/scenario.yaml"),
    include_str!("../../../../scenarios/partial-success/scenario.yaml"),
    include_str!("../../../../scenarios/scheduled-deployment/scenario.yaml"),
    include_str!("../../../cli/tests/scenarios/waiting-room/scenario.yaml"),
];

/// A scenario whose solution has been played to its end.
fn played(text: &str) -> Session {
    let source = Source::new("scenario.yaml", text);
    let loaded = load(&source, &NoFiles);
    let scenario = Rc::new(loaded.scenario.unwrap_or_else(|| panic!("{}", loaded.report.to_lines(&source))));
    let mut session = Session::new(Rc::clone(&scenario));
    session.play_all(&scenario.solution, scenario.until).expect("the solution can be played");
    session
}

fn scene(session: &Session) -> Scene<'_> {
    Scene::new(session.world(), session.state(), session.log(), session.now())
}

/// Every row, and a line for each bar and mark.
fn plain(session: &Session, view: &Timeline) -> String {
    let time = |at| log_time(&session.world().zone, at);
    let mut lines = Vec::new();
    for row in &view.rows {
        let indent = match row.kind {
            RowKind::Release => "",
            RowKind::Stage { .. } => "  ",
            RowKind::Approval | RowKind::Gates | RowKind::Job => "    ",
            RowKind::Task => "      ",
        };
        let look = row.look.map_or("", Look::word);
        lines.push(format!("{indent}{} [{}] {look}", row.name, row.note));
        for bar in &row.bars {
            let kind = match bar.kind {
                BarKind::Wait(reason) => format!("waits: {}", reason.word()),
                BarKind::Work(look) => look.word().to_owned(),
            };
            let open = if bar.is_open { "…" } else { "" };
            lines.push(format!("{indent}  {}–{}{open} {kind} ({})", time(bar.from), time(bar.to), bar.took));
        }
        for mark in &row.marks {
            lines.push(format!("{indent}  {} {}: {}", time(mark.at), mark.look.word(), mark.told));
        }
    }
    lines.join("\n")
}

fn whole(session: &Session, opens: bool) -> Timeline {
    let scene = scene(session);
    let all = timeline(&scene, &WantedRows::default()).stages;
    let opened = if opens { all } else { BTreeSet::new() };
    timeline(&scene, &WantedRows { opened, rows: 0..usize::MAX })
}

#[test]
fn a_run_reads_as_releases_with_stages_that_wait_and_run() {
    let session = played(FAILED_QA);
    let at = session.log().iter().find(|entry| matches!(entry.fact, rehearsal_engine::Fact::ApprovalRequested { .. }));
    let past = session.back_at(session.moment_at(at.expect("Production asks for approval").at));
    insta::assert_snapshot!(plain(&past, &whole(&past, false)));
}

#[test]
fn an_opened_stage_has_rows_for_approvers_jobs_and_tasks() {
    let session = played(FAILED_QA);
    insta::assert_snapshot!(plain(&session, &whole(&session, true)));
}

#[test]
fn every_reason_to_wait_has_its_own_bars() {
    let session = played(SCENARIOS[4]);
    insta::assert_snapshot!(plain(&session, &whole(&session, true)));
}

#[test]
fn what_a_bar_says_while_it_goes_on_is_what_why_says_of_the_wait() {
    let mut seen = BTreeSet::new();
    for text in SCENARIOS {
        let session = played(text);
        for moment in session.moments() {
            let past = session.back_at(moment);
            let scene = scene(&past);
            let all = lanes::lanes(&scene);
            for id in (0..past.state().deployments.len()).map(DeploymentId::at) {
                let found = past.state().deployment(id);
                let lane = &all[found.release.index()][found.stage.index()];
                let open = lane.stretches.iter().find(|one| one.to.is_none() && one.attempt == Some(id));
                let waits = wait(past.world(), past.state(), id, past.now()).map(|wait| wait.on);
                let waits = waits.filter(|&on| on != WaitsOn::NextStep);
                assert_eq!(open.and_then(|one| one.on), waits, "{} at {moment:?}", past.scenario().id);
                seen.extend(waits.map(|on| format!("{on:?}")));
            }
        }
    }
    let seen: Vec<String> = seen.into_iter().collect();
    assert_eq!(seen.join(" "), "Agent Approvals Deferral Gates Intervention Schedule Slot Task");
}

#[test]
fn bars_of_a_row_follow_each_other_and_end_by_now() {
    for text in SCENARIOS {
        let session = played(text);
        let view = whole(&session, true);
        assert_eq!(view.rows.len(), view.row_count);
        for row in &view.rows {
            for bar in &row.bars {
                assert!(view.from <= bar.from && bar.from <= bar.to && bar.to <= view.now, "{}: {bar:?}", row.name);
                assert!(bar.told.ends_with('.') && !bar.told.contains("  "), "{}", bar.told);
            }
            for pair in row.bars.windows(2) {
                assert!(pair[0].to <= pair[1].from, "{}: {pair:?}", row.name);
            }
        }
    }
}

#[test]
fn rows_that_are_not_asked_for_are_only_counted() {
    let session = played(FAILED_QA);
    let whole = whole(&session, false);
    let part = timeline(&scene(&session), &WantedRows { opened: BTreeSet::new(), rows: 2..4 });
    assert_eq!((part.row_count, part.first_row), (whole.row_count, 2));
    assert_eq!(part.rows, whole.rows[2..4]);
}

#[test]
fn two_futures_part_at_the_first_fact_that_only_one_has() {
    let session = played(FAILED_QA);
    let last = session.moves().last().expect("the solution has moves").facts;
    let moments = session.moments();
    let before = moments.iter().rev().find(|moment| moment.facts <= last).expect("something came before");
    let mut other = session.back_at(*before);
    let same = compare(("One", &scene(&session)), ("Two", &scene(&session)));
    assert_eq!((same.first, same.told.as_str()), (None, "Both futures are the same so far."));
    // One that has not come so far is no other one yet.
    let short = compare(("One", &scene(&session)), ("Two", &scene(&other)));
    assert_eq!(
        short.told,
        "“Two” has only come to 3/2/2026, 9:26:36 AM. \
         In “One” Priya Nair approved Production of Release-2 before deployment at 3/2/2026, 9:31:36 AM."
    );
    assert_eq!(short.first, None);
    other.advance(session.now(), usize::MAX);
    let found = compare(("One", &scene(&session)), ("Two", &scene(&other)));
    assert_eq!(
        found.told,
        "They part at 3/2/2026, 9:31:36 AM: in “One” Priya Nair approved Production of Release-2 before deployment; \
         in “Two” nothing happens then."
    );
    assert_eq!(found.first.map(|first| first.at), session.log().get(last).map(|entry| entry.at));
    let [row] = &found.outcomes[..] else { panic!("one stage stands differently: {:?}", found.outcomes) };
    assert_eq!((row.release.as_str(), row.stage.as_str()), ("Release-2", "Production"));
    assert_eq!(row.looks, [Some(Look::Succeeded), Some(Look::PendingApproval)]);
    assert_eq!(found.alike, 5);
}
