//! Mistakes of authors that would otherwise pass in silence or be told at the wrong place: each with what is said.

#![expect(clippy::disallowed_methods, reason = "tests read the shipped scenarios")]

use std::path::Path;
use std::rc::Rc;

use rehearsal_scenario::{NoFiles, check, load, load_moves};
use rehearsal_source::{Severity, Source};

fn shipped(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(name).join("scenario.yaml");
    std::fs::read_to_string(path).expect("a shipped scenario")
}

/// All there is to say about a text, with its place.
fn told(text: &str) -> String {
    let source = Source::new("s", text);
    let loaded = load(&source, &NoFiles);
    let mut report = loaded.report;
    if let Some(scenario) = loaded.scenario {
        report.append(check(&Rc::new(scenario)));
    }
    report.to_lines(&source)
}

/// What is said about the scenario Failed QA with one text replaced by another, the first time it stands there.
#[track_caller]
fn changed(from: &str, to: &str) -> String {
    let whole = shipped("failed-qa");
    assert!(whole.contains(from), "the scenario has no `{from}`");
    told(&whole.replacen(from, to, 1))
}

/// Says that a change is answered with just these lines, whatever their places.
#[track_caller]
fn only(from: &str, to: &str, expected: &[&str]) {
    let said = changed(from, to);
    let lines: Vec<&str> = said
        .lines()
        .map(|line| line.strip_prefix("s:").map_or(line, |rest| rest.splitn(3, ':').nth(2).unwrap_or(rest).trim()))
        .collect();
    assert_eq!(lines, expected, "{said}");
}

/// Says that a change is answered first with this line, and maybe with what follows from it.
#[track_caller]
fn first(from: &str, to: &str, expected: &str) {
    let said = changed(from, to);
    assert!(said.lines().next().is_some_and(|line| line.ends_with(expected)), "{said}");
}

#[test]
fn what_is_found_by_name_or_number_is_there_once() {
    only(
        "name: QA site, stage: QA",
        "name: Dev site, stage: QA",
        &[
            "error[duplicate-id]: two sites are named `Dev site`",
            "  help: give one of them another; goals and steps name a site by it",
        ],
    );
    only(
        "pools:\n",
        "pools:\n  - { queueId: 1, name: Other, agents: [{ name: x }] }\n",
        &[
            "error[duplicate-id]: two pools have the number 1",
            "  help: give one of them another `queueId`; jobs name their pool by it",
        ],
    );
    only(
        "{ name: Hosted Agent 2 }",
        "{ name: hosted agent 1 }",
        &[
            "error[duplicate-id]: two agents of this pool are named `hosted agent 1`",
            "  help: give one of them another; an agent's name is unique in its pool",
        ],
    );
    only(
        "displayName: Omar Haddad",
        "displayName: Priya Nair",
        &[
            "error[duplicate-id]: two people have the display name `Priya Nair`",
            "  help: give one of them another; approvers are found by it",
        ],
    );
    only(
        "pools:\n",
        "deploymentGroups: [{ number: 7, name: A, targets: [{ name: w }, { name: W }] }, { number: 7, name: B, targets: [] }]\npools:\n",
        &[
            "error[duplicate-id]: two targets of this group are named `W`",
            "  help: give one of them another; a target's name is unique in its group",
            "error[duplicate-id]: two deployment groups have the number 7",
            "  help: give one of them another `number`; jobs name their group by it",
        ],
    );
}

#[test]
fn a_job_without_a_pool_runs_in_the_only_one_and_in_no_other() {
    only("deploymentInput: { queueId: 1 }", "deploymentInput: {}", &[]);
    let two = shipped("failed-qa").replacen(
        "pools:\n",
        "pools:\n  - { queueId: 2, name: Other, agents: [{ name: x }] }\n",
        1,
    );
    let said = told(&two.replacen("deploymentInput: { queueId: 1 }", "deploymentInput: {}", 1));
    assert!(said.contains("error[cannot-play]: a job of Dev does not say in which pool it runs"), "{said}");
    assert!(said.contains("the pools are: 2 (Other), 1 (Azure Pipelines)"), "{said}");
    assert!(!said.contains("number 0"), "{said}");
}

#[test]
fn types_and_ids_of_the_product_are_known() {
    only(
        "type: Build",
        "type: Buid",
        &[
            "warning[unknown-artifact-type]: no artifact type `Buid` is known; its versions are played as builds",
            "  help: did you mean `Build`?",
        ],
    );
    let test = "taskId: ef087383-ee5e-42c7-9a53-ab56c98420f9";
    let guid =
        "it is a GUID, such as `497d490f-eea7-4f2b-ab94-48d9c1acdcb1`; leave it out where the name tells the task";
    only(test, "taskId: banana", &["error[task-id]: `banana` is not the id of a task", &format!("  help: {guid}")]);
    let id = "ef087383-ee5e-42c7-9a53-ab56c98420f9";
    let meant = format!("  help: the id of the task Visual Studio Test is `{id}`");
    for slip in ["ef087383-ee5e-42c7-9a53-ab56c98420f", "VSTest", "Visual Studio Test"] {
        let message = format!("error[task-id]: `{slip}` is not the id of a task");
        only(test, &format!("taskId: {slip}"), &[&message, &meant]);
    }
    only(
        "name: ReleaseStarted",
        "name: ReleaseStart",
        &[
            "error[unknown-condition]: no event is named `ReleaseStart`, so the stage would start by hand only",
            "  help: did you mean `ReleaseStarted`?",
        ],
    );
    only(
        "groups: [Release Administrators]",
        "groups: [Release Administrator]",
        &[
            "warning[group-name]: the group `Release Administrator` is new, and has no permissions of its own",
            "  help: did you mean `Release Administrators`?",
            "  help: if not, declare it: `groups: [{ name: Release Administrator }]`",
        ],
    );
}

#[test]
fn an_approver_and_a_pool_are_named_where_they_are_written() {
    let said = changed("approver: { displayName: Priya Nair }", "approver: { displayName: Priya Nai }");
    assert_eq!(
        said,
        "s:88:79: error[cannot-play]: no person or group is named `Priya Nai`\n  help: did you mean `Priya Nair`?\n"
    );
    // Production's job is an alias of Dev's: what is wrong with it is said once.
    let said = changed("deploymentInput: { queueId: 1 }", "deploymentInput: { queueId: 2 }");
    assert_eq!(
        said,
        "s:55:41: error[cannot-play]: no pool has the number 2\n  help: the pools are: 1 (Azure Pipelines)\n"
    );
    let said = changed("phaseType: agentBasedDeployment", "phaseType: agentBased");
    assert_eq!(said.matches("error").count(), 1, "{said}");
}

#[test]
fn a_time_that_comes_twice_is_a_warning_with_both_ways_to_write_it() {
    for (from, to) in
        [("until: \"+1d\"", "until: 2026-10-25 02:30"), ("- { at: +2m, number", "- { at: 2026-10-25 02:30, number")]
    {
        first(
            from,
            to,
            "warning[ambiguous-time]: `2026-10-25 02:30` comes twice in Europe/Berlin, since summer time ends; the first is taken",
        );
    }
    let said = changed("start: 2026-03-02 09:00", "start: 2026-10-25 02:30");
    assert!(
        said.contains("write `2026-10-25T02:30:00+02:00` for the first, `2026-10-25T02:30:00+01:00` for the second"),
        "{said}"
    );
}

#[test]
fn a_time_that_cannot_be_read_is_one_mistake_with_its_cure() {
    let expected = |text: &str| {
        format!(
            "error[bad-time]: `{text}` is not a date and time that exists; write `2026-03-02 09:00` or `2026-03-02T09:00:00Z`"
        )
    };
    for (written, text, help) in [
        ("1d", "1d", "did you mean `+1d`, so long after `start`?"),
        ("\"-1d\"", "-1d", "nothing can come before the run begins: write for example `+20m`, so long after `start`"),
        ("“+1d”", "“+1d”", "the quotes are typographic ones, which YAML takes for text; write `\"+1d\"`"),
    ] {
        only("until: \"+1d\"", &format!("until: {written}"), &[&expected(text), &format!("  help: {help}")]);
    }
    only(
        "until: \"+1d\"",
        "until: +99999999999d",
        &[
            "error[bad-time]: `99999999999d` is longer than a thousand years",
            "  help: write `+20m`, `14:00` or `2026-03-02 14:00`",
        ],
    );
    first("start: 2026-03-02 09:00", "start: 9999-12-31 23:59", "is out of range; write one from 1 to 9000");
    only(
        "    takes: 4m\n",
        "    takes: 99999999999d\n",
        &[
            "error[bad-time]: `99999999999d` is longer than a thousand years",
            "  help: write a shorter time, such as `5m`, `1h30m` or `2d`",
        ],
    );
}

#[test]
fn a_mistake_in_a_goal_does_not_make_its_name_unknown() {
    let whole = shipped("scheduled-deployment").replacen("from: \"22:00\"", "from: \"24:00\"", 1);
    let said = told(&whole);
    assert_eq!(said.matches("error").count(), 1, "{said}");
    assert!(said.contains("`24:00` is not a time of day"), "{said}");
}

#[test]
fn a_goal_says_what_it_can_say_and_nothing_else() {
    only(
        "    missing: Production does not run build 20260302.2 yet.\n",
        "    missing: Not yet.\n    broken: It broke.\n",
        &["error[either-or]: `broken` is never said: the goal has `reach`, not `never`", "  help: remove `broken`"],
    );
    only(
        "broken: \"{time}: {release}",
        "broken: \"{tme}: {who}",
        &[
            "error[unknown-placeholder]: nothing is filled in for `{tme}`",
            "  help: did you mean `{time}`?",
            "error[unknown-placeholder]: nothing is filled in for `{who}`",
            "  help: expected one of: {time}, {release}, {stage}, {build}, {site}, {by}",
        ],
    );
}

#[test]
fn an_id_can_name_a_folder() {
    let help = "  help: use letters, digits, `-`, `_` and `.`, as in `failed-qa`; the folder has the same name";
    only("id: failed-qa", "id: \"\"", &["error[bad-id]: the scenario has no id", help]);
    for id in ["../x", "a b", ".hidden", "a/b"] {
        let message = format!("error[bad-id]: `{id}` cannot be the name of a folder everywhere");
        only("id: failed-qa", &format!("id: \"{id}\""), &[&message, help]);
    }
}

#[test]
fn moves_come_in_the_order_of_their_times_and_within_the_run() {
    let open = "do: { openLog: { release: Release-1, stage: QA, task: Run functional tests } }";
    let last = "do: { approve: { release: Release-2, stage: Production, comment:";
    let whole = shipped("failed-qa");
    let (_, solution) = whole.split_once("\nsolution:\n").expect("it has a solution");
    let with = |moves: &str| told(&whole.replacen("\nsolution:\n", &format!("\nsolution:\n{moves}"), 1));
    assert!(solution.contains(open) || solution.contains(last), "the moves of the solution have changed");
    let said = with(&format!("  - {{ at: +20m, {open} }}\n  - {{ at: +1m, {open} }}\n"));
    assert!(said.contains("error[out-of-time]: this move comes before the one above it"), "{said}");
    let said = with(&format!("  - {{ at: 2020-01-01 00:00, {open} }}\n"));
    assert!(said.contains("error[out-of-time]: this move comes before the run begins"), "{said}");
    let said = with(&format!("  - {{ at: +3d, {open} }}\n"));
    assert!(said.contains("error[out-of-time]: this move comes after the run has ended"), "{said}");
    // What waits for a fact has no time of its own, so the run itself tells.
    let after = "  - { after: { fact: deploymentFinished, stage: QA }, ";
    let said = with(&format!("{after}{open} }}\n  - {{ at: +1m, {open} }}\n"));
    assert!(said.contains("move 2 of the solution is not possible: it comes before the move above it"), "{said}");
    let said = with(&format!("{after}delay: 3d, {open} }}\n"));
    assert!(said.contains("move 1 of the solution is not possible: it would come after the run has ended"), "{said}");
}

#[test]
fn a_file_of_moves_keeps_the_same_rule_up_to_the_time_that_is_asked_for() {
    let source = Source::new("s", shipped("failed-qa"));
    let scenario = load(&source, &NoFiles).scenario.expect("it ships");
    let moves = |at: &str| {
        Source::new("m", format!("rehearsal: 1\nmoves: [{{ at: \"{at}\", do: {{ createRelease: {{}} }} }}]\n"))
    };
    let errors = |at: &str, until| load_moves(&moves(at), &scenario, until).1.count(Severity::Error);
    assert_eq!(errors("+2h", scenario.until), 0);
    assert_eq!(errors("2020-01-01 00:00", scenario.until), 1);
    assert_eq!(errors("+50d", scenario.until), 1);
    assert_eq!(errors("+50d", scenario.start + rehearsal_kernel::SimDuration::days(60)), 0);
}

#[test]
fn what_keeps_a_solution_from_working_is_said_at_its_cause() {
    for (from, to, expected) in [
        (
            "    result: failed\n",
            "    attempt: 0\n    result: failed\n",
            "error[counts-from-one]: attempts are counted from 1",
        ),
        (
            "build: \"20260302.1\"\n    result",
            "build: \"20260302.7\"\n    result",
            "warning[unknown-build]: no build has the number `20260302.7`, so this never fits",
        ),
        (
            "{ at: +2m, number",
            "{ at: 2026-03-01 09:00, number",
            "warning[out-of-time]: this build is there before the run begins, so it sets off no trigger",
        ),
        ("{ at: +2m, number", "{ at: +5d, number", "warning[out-of-time]: this build comes after the run has ended"),
        (
            "[{ name: Hosted Agent 1 }, { name: Hosted Agent 2 }]",
            "[]",
            "warning[no-agents]: the pool `Azure Pipelines` has no agents, so its jobs wait without end",
        ),
    ] {
        first(from, to, expected);
    }
    let said = changed(
        "done: { happened: { fact: releaseCreated, release: Release-1 } }",
        "done: { happened: { fact: releaseCreated, release: Release-9 } }",
    );
    let lines: Vec<&str> = said.lines().take(2).collect();
    assert_eq!(
        lines,
        [
            "s:133:9: error[solution-fails]: the solution never does the step `first-build` of the tutorial",
            "  help: correct the step's `done` or the solution",
        ]
    );
}

#[test]
fn words_of_the_pages_are_turned_into_those_of_the_data() {
    let status = "error[unknown-value]: `failed` is not known here";
    only(
        "stage: QA, status: rejected",
        "stage: QA, status: failed",
        &[status, "  help: a stage that the pages call **Failed** is `rejected`"],
    );
    only(
        "isPrimary: true",
        "isPrimary: yes",
        &[
            "error[wrong-type]: expected `true` or `false`, found the text `yes`",
            "  help: write `true` or `false`; every other word is text",
        ],
    );
}
