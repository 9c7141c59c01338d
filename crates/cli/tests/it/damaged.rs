//! Files that are broken in every way that people break files, and what they are told.

use insta::assert_snapshot;

use crate::{Folder, altered, rehearsal, text};

/// What `check` says of a file, without the line that counts.
fn told(content: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    let file = folder.write("ask-first/scenario.yaml", content);
    let done = rehearsal(&["check", text(&file)]);
    assert_eq!(done.code, 1, "{}", done.out);
    let out = folder.without_place(&done.out);
    out.rsplit_once("\n\n").map_or(out.clone(), |(diagnostics, _)| diagnostics.to_owned())
}

#[test]
fn a_line_that_fits_no_indentation() {
    assert_snapshot!(told(altered("    environments:", "   environments:")), @r"
    error[yaml-syntax]: this line is not a key of the mapping above it
      --> ask-first/scenario.yaml:21:4
       |
    21 |    environments:
       |    ^^^^^^^^^^^^^
       |
       = help: begin it in the same column as the other keys of its mapping
    ");
}

#[test]
fn a_stage_that_does_not_exist() {
    assert_snapshot!(told(altered("stage: Production, status", "stage: Staging, status")), @r"
    error[unknown-name]: no stage is named `Staging`
      --> ask-first/scenario.yaml:40:59
       |
    40 |     reach: { happened: { fact: deploymentFinished, stage: Staging, status: succeeded } }
       |                                                           ^^^^^^^ not a stage of this scenario
       |
       = help: expected one of: Production
    ");
}

#[test]
fn stages_in_a_circle() {
    let circle = altered(
        "conditionType: event, name: ReleaseStarted",
        "conditionType: environmentState, name: Production, value: 4",
    );
    assert_snapshot!(told(circle), @r"
    error[stage-cycle]: the stage `Production` waits for itself
      --> ask-first/scenario.yaml:23:63
       |
    23 |         conditions: [{ conditionType: environmentState, name: Production, value: 4 }]
       |                                                               ^^^^^^^^^^ `Production` waits for `Production`
       |
       = help: remove one of these conditions, so that one stage can start first
    ");
}

#[test]
fn a_time_that_the_clock_skips() {
    assert_snapshot!(told(altered("2026-03-02 09:00", "2026-03-29 02:30")), @r"
    error[bad-time]: `2026-03-29 02:30` does not exist in Europe/Berlin: the clock skips it when summer time begins
     --> ask-first/scenario.yaml:7:8
      |
    7 | start: 2026-03-29 02:30
      |        ^^^^^^^^^^^^^^^^
      |
      = help: write for example `2026-03-02 09:00`
    ");
}

#[test]
fn a_day_that_no_calendar_has() {
    assert_snapshot!(told(altered("2026-03-02 09:00", "2026-02-30 09:00")), @r"
    error[bad-time]: `2026-02-30 09:00` is not a date and time that exists; write `2026-03-02 09:00` or `2026-03-02T09:00:00Z`
     --> ask-first/scenario.yaml:7:8
      |
    7 | start: 2026-02-30 09:00
      |        ^^^^^^^^^^^^^^^^
      |
      = help: write for example `2026-03-02 09:00`
    ");
}

#[test]
fn ten_megabytes_of_nesting() {
    assert_snapshot!(told("[".repeat(10 << 20)), @r"
    error[too-large]: the file is longer than 4 MiB
    --> ask-first/scenario.yaml
     = help: a scenario or an exported pipeline is far shorter; is this the right file?
    ");
}

#[test]
fn three_megabytes_of_nesting() {
    assert_snapshot!(told("[".repeat(3 << 20)), @r"
    error[too-deep]: more than 128 lists and mappings lie in one another
    --> ask-first/scenario.yaml:1:256
     = help: reading ends here
    ");
}

#[test]
fn three_megabytes_in_one_line() {
    let said = told(format!("rehearsal: 1\nnonsense: {}\n", "x".repeat(3 << 20)));
    assert!(said.len() < 20_000, "{} bytes were printed", said.len());
    assert!(said.contains("missing-key"), "{said}");
}

#[test]
fn tabs() {
    assert_snapshot!(told(altered("    environments:", "\tenvironments:")), @r"
    error[yaml-syntax]: a tab is used for indentation
      --> ask-first/scenario.yaml:21:1
       |
    21 |     environments:
       | ^^^^
       |
       = help: indent with spaces; YAML does not allow tabs there
    ");
}

#[test]
fn an_empty_file() {
    assert_snapshot!(told(""), @r"
    error[empty-document]: the file says nothing
    --> ask-first/scenario.yaml
    ");
}

#[test]
fn binary_junk() {
    assert_snapshot!(told([0x89, b'P', b'N', b'G', 0xff, 0xfe, 0x00]), @r"
    error[not-utf-8]: the file is not UTF-8 text: byte 1 (in line 1) belongs to no character
    --> ask-first/scenario.yaml
     = help: save it with the encoding UTF-8
    ");
    assert_snapshot!(told("rehearsal: 1\nid: \u{0}\u{1b}[31m\n"), @r"
    error[yaml-syntax]: a control character stands here
     --> ask-first/scenario.yaml:2:5
      |
    2 | id: ␀␛[31m
      |     ^
      |
      = help: remove it
    ");
}

#[test]
fn another_version() {
    assert_snapshot!(told(altered("rehearsal: 1", "rehearsal: 2")), @r"
    error[wrong-version]: version 2 of the format is not known
     --> ask-first/scenario.yaml:1:12
      |
    1 | rehearsal: 2
      |            ^
      |
      = help: write `rehearsal: 1`
    ");
}

#[test]
fn a_key_that_stands_twice() {
    assert_snapshot!(told(altered("title: Ask first", "title: Ask first\ntitle: Ask twice")), @r"
    error[duplicate-key]: the key `title` stands twice in this mapping
     --> ask-first/scenario.yaml:4:1
      |
    3 | title: Ask first
      | ----- here it stands first
    4 | title: Ask twice
      | ^^^^^
      |
      = help: remove or rename one of them
    ");
}

#[test]
fn a_key_that_is_misspelt() {
    assert_snapshot!(told(altered("minutes: 3", "minuets: 3")), @r"
    error[unknown-key]: unknown key `minuets`
     --> ask-first/scenario.yaml:6:1
      |
    6 | minuets: 3
      | ^^^^^^^
      |
      = help: did you mean `minutes`?
    ");
}

#[test]
fn a_person_that_nobody_declared() {
    assert_snapshot!(told(altered("personas: [ana, ben]", "personas: [anna, ben]")), @r"
    error[unknown-name]: no person is named `anna`
      --> ask-first/scenario.yaml:14:12
       |
    14 | personas: [anna, ben]
       |            ^^^^ not a person of this scenario
       |
       = help: did you mean `ana`?
    ");
}

#[test]
fn a_pool_that_nobody_declared() {
    assert_snapshot!(told(altered("deploymentInput: { queueId: 1 }", "deploymentInput: { queueId: 2 }")), @r"
    error[cannot-play]: no pool has the number 2
      --> ask-first/scenario.yaml:30:41
       |
    30 |             deploymentInput: { queueId: 2 }
       |                                         ^
       |
       = help: the pools are: 1 (Default)
    ");
}

#[test]
fn a_move_at_no_time() {
    assert_snapshot!(told(altered("{ at: +5m, as: ana, do: { approve", "{ at: soon, as: ana, do: { approve")), @r"
    error[bad-time]: `soon` is not a date and time that exists; write `2026-03-02 09:00` or `2026-03-02T09:00:00Z`
      --> ask-first/scenario.yaml:45:11
       |
    45 |   - { at: soon, as: ana, do: { approve: { stage: Production, comment: go ahead } } }
       |           ^^^^ expected a moment
       |
       = help: write `+20m`, `14:00` or `2026-03-02 14:00`
    ");
}

#[test]
fn an_action_that_does_not_exist() {
    assert_snapshot!(told(altered("do: { approve:", "do: { aprove:")), @r"
    error[unknown-value]: `aprove` is not known here
      --> ask-first/scenario.yaml:45:31
       |
    45 |   - { at: +5m, as: ana, do: { aprove: { stage: Production, comment: go ahead } } }
       |                               ^^^^^^
       |
       = help: did you mean `approve`?
    ");
}

#[test]
fn a_file_that_is_something_else() {
    assert_snapshot!(told("trigger:\n- main\npool:\n  vmImage: ubuntu-latest\n"), @r"
    error[not-a-scenario]: this is not a scenario file
     --> ask-first/scenario.yaml:1:1
      |
    1 | trigger:
      | ^^^^^^^
      |
      = help: a scenario begins with `rehearsal: 1`
    ");
}

#[test]
fn no_such_file() {
    let done = rehearsal(&["check", "no/such/file.yaml"]);
    assert_eq!(done.code, 2);
    assert_eq!(done.err, "rehearsal: `no/such/file.yaml`: there is no such file\n");
}

#[test]
fn a_folder_without_scenarios() {
    let folder = Folder::new();
    let done = rehearsal(&["check", text(folder.path())]);
    assert_eq!(done.code, 1);
    assert_snapshot!(folder.without_place(&done.out), @r"
    error[no-scenario]: there is no `scenario.yaml` in this folder or below it
    --> folder
     = help: name a folder with scenarios, or a file

    0 files checked: 1 error
    ");
}
