//! Edits and variable groups in scenario files.

use rehearsal_scenario::{NoFiles, load};
use rehearsal_source::Source;

const HEAD: &str = r#"
rehearsal: 1
id: editing
title: Editing
summary: A pipeline changes while the run goes on.
level: beginner
minutes: 2
start: 2026-03-02 09:00
zone: UTC
until: "+1d"
people:
  - { id: priya, displayName: Priya Nair, groups: [Release Administrators] }
personas: [priya]
pipeline:
  definition:
    name: Shop-CD
    variableGroups: [2, 1]
    environments:
      - name: Production
        conditions: [{ conditionType: event, name: ReleaseStarted, value: "" }]
        deployPhases:
          - name: Agent job
            phaseType: agentBasedDeployment
            deploymentInput: { queueId: 1 }
            workflowTasks: [{ name: Work, version: 1.* }]
pools:
  - { queueId: 1, name: Azure Pipelines, agents: [{ name: Hosted Agent 1 }] }
goals:
  - id: disabled
    label: No release can be created any more.
    reach: { happened: { fact: pipelineSaved, by: priya } }
    missing: The pipeline is as it was.
"#;

fn loaded(rest: &str) -> (bool, String) {
    let source = Source::new("scenario.yaml", format!("{HEAD}{rest}"));
    let loaded = load(&source, &NoFiles);
    (loaded.scenario.is_some(), loaded.report.to_lines(&source))
}

#[test]
fn a_pipeline_is_changed_by_a_patch_in_yaml() {
    let rest = "solution:\n  - do:\n      savePipeline:\n        comment: Enough.\n        patch:\n          \
                isDisabled: true\n          environments: { Production: { variables: { x: { value: \"1\" } } } }\n";
    let (is_sound, said) = loaded(rest);
    assert!(is_sound && said.is_empty(), "{said}");
}

#[test]
fn a_save_says_either_everything_or_what_changes() {
    let (is_sound, said) = loaded("solution:\n  - do: { savePipeline: { comment: Enough. } }\n");
    assert!(!is_sound && said.contains("either with `content` or with a `patch`"), "{said}");
}

#[test]
fn two_groups_of_one_scope_with_the_same_variable_bring_a_warning() {
    let groups = "variableGroups:\n  - { id: 1, name: Shop, variables: { Region: west } }\n  - { id: 2, name: Region, \
                  secrets: { region: east } }\n";
    let (is_sound, said) =
        loaded(&format!("{groups}solution:\n  - do: {{ savePipeline: {{ patch: {{ isDisabled: true }} }} }}\n"));
    assert!(is_sound, "{said}");
    assert!(said.contains("warning[duplicate-variable]: `Region` is in `Region`, too"), "{said}");
}
