//! `cargo xtask speed`: how long people wait, and what they download, beside the bounds.
//!
//! A stopwatch on a loaded machine shows the load. That is why this is no test: it prints, and people compare.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rehearsal_tests::{Journey, Page, Role, add_scenario, copy_of_packed_site};

/// From the click to the picture, in milliseconds.
const INTERACTION_BOUND: f64 = 50.0;
/// learnGitBranching's start page, served from the same machine, in milliseconds.
const PEER_START: f64 = 560.0;
/// WebAssembly, JavaScript and styles, gzipped, in bytes.
const WEIGHT_BOUND: u64 = 550_000;

const STAGES: usize = 50;
const TASKS: usize = 120;
const STARTS: usize = 7;
/// How often the round of interactions is gone.
const ROUNDS: usize = 6;

/// Notes when the first scenario can be started, in milliseconds since the navigation began.
const WATCH_START: &str = "new MutationObserver(() => {
    if (!document.querySelector('.scenario .button--primary')) return;
    requestAnimationFrame(() => setTimeout(() => { window.usableAt ??= performance.now(); }));
  }).observe(document, { childList: true, subtree: true })";

/// Notes how long each click takes until what it did is drawn; the time counts from when the browser got it.
const WATCH_CLICKS: &str = "window.took = [];
  addEventListener('click', (event) => requestAnimationFrame(() => {
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => window.took.push(performance.now() - event.timeStamp);
    drawn.port2.postMessage(0);
  }), { capture: true })";

fn main() {
    let site = copy_of_packed_site();
    add_scenario(site.path(), "fifty-stages", &fifty_stages());
    let weight = weight_of(&site.path().join("assets"));
    println!("download     {weight} bytes of wasm + JS + CSS, gzipped (bound {WEIGHT_BOUND})");
    Journey::new().site(site.path()).run(|page| {
        page.forgive_console();
        let (median, slow) = median_and_p95((0..STARTS).map(|_| start(page)).collect());
        let bound = PEER_START / 2.0;
        println!(
            "start        usable after {median:.0} ms, p95 {slow:.0} ms (learnGitBranching {PEER_START:.0} ms, bound {bound:.0} ms)"
        );
        let clicks = clicks(page);
        let (median, slow) = median_and_p95(clicks.iter().map(|click| click.1).collect());
        println!(
            "interaction  drawn after {median:.0} ms, p95 {slow:.0} ms, at ×3600 with {STAGES} stages running (bound {INTERACTION_BOUND:.0} ms)"
        );
        for (what, median) in slowest(&clicks) {
            println!("             {median:.0} ms: {what}");
        }
    });
}

/// The first visit: nothing is cached, nothing is kept.
fn start(page: &Page) -> f64 {
    page.forget_everything();
    page.reload_after(WATCH_START);
    page.wait_until("the start page to be usable", || page.evaluate("return window.usableAt ?? null").is_number());
    page.evaluate("return window.usableAt").as_f64().unwrap_or_default()
}

/// What people do while a release runs.
fn clicks(page: &Page) -> Vec<(&'static str, f64)> {
    page.go("#/play/fifty-stages/releases");
    page.click(Role::Button, "Next event");
    page.click(Role::Link, "Release-1");
    page.wait_for(Role::Link, "Stage 50");
    page.click(Role::Radio, "×3600");
    page.click(Role::Button, "Play");
    // Cards out of view are there without being drawn, so they are counted rather than read.
    let running = format!("return document.querySelectorAll('.stage--in-progress').length >= {STAGES}");
    page.wait_until("all stages to run", || page.evaluate(&running) == true);
    page.evaluate(WATCH_CLICKS);
    let mut done = Vec::new();
    for round in 1..=ROUNDS {
        let stage = round * 8;
        let mut click = |what: &'static str, role: Role, name: &str| {
            page.click(role, name);
            page.wait_for_paint();
            done.push(what);
        };
        click("a stage is opened", Role::Link, &format!("Stage {stage}"));
        click("a stage is closed", Role::Button, "Close");
        click("stages become a list", Role::Radio, "List");
        click("stages become a diagram", Role::Radio, "Diagram");
        click("Cancel asks", Role::Button, &format!("Cancel Stage {stage}"));
        page.press("Escape");
        click("Sites", Role::Link, "Sites");
        click("History", Role::Link, "History");
        click("Agents", Role::Link, "Agents");
        click("Releases", Role::Link, "Releases");
        click("a release is opened", Role::Link, "Release-1");
    }
    assert!(page.text().contains("In progress"), "the stages have to run until the end; raise TASKS");
    let took = page.evaluate("return window.took");
    let took = took.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64);
    done.into_iter().zip(took).collect()
}

/// The three kinds of interaction that take longest, with their medians.
fn slowest(clicks: &[(&'static str, f64)]) -> Vec<(&'static str, f64)> {
    let mut kinds: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for &(what, took) in clicks {
        kinds.entry(what).or_default().push(took);
    }
    let mut medians: Vec<_> = kinds.into_iter().map(|(what, times)| (what, median_and_p95(times).0)).collect();
    medians.sort_by(|a, b| b.1.total_cmp(&a.1));
    medians.truncate(3);
    medians
}

fn median_and_p95(mut times: Vec<f64>) -> (f64, f64) {
    assert!(!times.is_empty(), "nothing was measured");
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 95 / 100])
}

fn weight_of(assets: &Path) -> u64 {
    let files = fs::read_dir(assets).expect("the packed site has assets").flatten();
    let is_code = |name: &str| [".wasm.gz", ".js.gz", ".css.gz"].iter().any(|kind| name.ends_with(kind));
    files
        .filter(|file| is_code(&file.file_name().to_string_lossy()))
        .map(|file| file.metadata().map_or(0, |data| data.len()))
        .sum()
}

/// Fifty stages that start with the release and have tasks for days.
fn fifty_stages() -> String {
    let mut text = String::from(
        r#"rehearsal: 1
id: fifty-stages
title: Fifty stages
summary: Everything runs at once.
level: advanced
minutes: 5
start: 2026-03-02 09:00
zone: Europe/Berlin
until: "+30d"
people:
  - { id: priya, displayName: Priya Nair, groups: [Release Administrators] }
personas: [priya]
builds: [{ at: +1m, number: "1" }]
outcomes: [{ task: Work, takes: 30m..2h }]
goals:
  - { id: done, label: Stage 1 ends., reach: { happened: { fact: deploymentFinished, stage: Stage 1, status: rejected } }, missing: It runs. }
solution: []
wrongMoves: []
pools:
  - queueId: 1
    name: Default
    agents:
"#,
    );
    for agent in 1..=STAGES {
        writeln!(text, "      - {{ name: agent-{agent} }}").expect("writing to a string cannot fail");
    }
    text.push_str(
        r#"pipeline:
  definition:
    name: Fifty
    artifacts: [{ alias: _a, type: Build, isPrimary: true, definitionReference: { definition: { id: "1", name: a-ci } } }]
    triggers: [{ triggerType: artifactSource, artifactAlias: _a }]
    environments:
"#,
    );
    for stage in 1..=STAGES {
        write!(
            text,
            "      - name: Stage {stage}\n        conditions: [{{ conditionType: event, name: ReleaseStarted }}]\n        \
             deployPhases: [{{ name: Job, phaseType: agentBasedDeployment, \
             deploymentInput: {{ queueId: 1, timeoutInMinutes: 0 }}, workflowTasks: ["
        )
        .expect("writing to a string cannot fail");
        for _ in 0..TASKS {
            text.push_str("{ name: Work, taskId: d9bafed4-0b18-4f58-968d-86655b4d2ce9, version: 2.* }, ");
        }
        text.push_str("] }]\n");
    }
    text
}
