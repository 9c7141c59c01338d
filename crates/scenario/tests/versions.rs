//! Build pipelines, commits and other versions in scenario files.

use std::rc::Rc;

use rehearsal_engine::VersionKind;
use rehearsal_kernel::SimDuration;
use rehearsal_scenario::{NoFiles, Session, load};
use rehearsal_source::Source;

const SCENARIO: &str = r#"
rehearsal: 1
id: versions
title: Versions
summary: A commit, its build and a package.
level: beginner
minutes: 1
start: 2026-03-02 09:00
zone: Europe/Berlin
until: "+1d"
retention: { daysToKeepDeletedReleases: 7 }
people: [{ id: priya, displayName: Priya Nair }]
personas: [priya]
pipeline:
  definition:
    name: Shop-CD
    artifacts:
      - { alias: _Shop, type: Build, isPrimary: true, definitionReference: { definition: { id: "1", name: Shop-CI } } }
      - { alias: _Lib, type: Nuget, definitionReference: { definition: { id: "2", name: Shop.Lib } } }
    triggers: [{ triggerType: artifactSource, artifactAlias: _Shop, triggerConditions: [{ useBuildDefinitionBranch: true }] }]
    environments:
      - name: Dev
        conditions: [{ conditionType: event, name: ReleaseStarted, value: "" }]
        deployPhases:
          - { name: Agent job, phaseType: agentBasedDeployment, deploymentInput: { queueId: 1 }, workflowTasks: [{ name: Deploy }] }
pools: [{ queueId: 1, name: Azure Pipelines, agents: [{ name: Hosted Agent 1 }] }]
buildPipelines: [{ name: Shop-CI, repository: Shop, defaultBranch: trunk, takes: 4m }]
builds:
  - { definition: Shop.Lib, number: "1.4.0" }
script:
  - { at: +5m, by: priya, do: { commit: { message: Show the price } } }
  - { at: +10m, by: priya, do: { commit: { branch: features/x, message: Try something } } }
goals:
  - { id: deployed, label: It runs., reach: { stage: { stage: Dev, status: succeeded } }, missing: Not yet. }
solution: []
"#;

#[test]
fn a_commit_is_built_on_the_default_branch_and_released_with_the_newest_package() {
    let loaded = load(&Source::new("scenario.yaml", SCENARIO), &NoFiles);
    let mut session = Session::new(Rc::new(loaded.scenario.expect("the scenario can be read")));
    let start = session.now();
    session.advance(start + SimDuration::hours(1), usize::MAX);
    let state = session.state();
    let versions: Vec<(VersionKind, &str, &str)> = state
        .builds
        .iter()
        .map(|one| (one.build.kind, one.build.number.as_str(), one.build.branch.as_str()))
        .filter(|(kind, ..)| *kind != VersionKind::Commit)
        .collect();
    assert_eq!(
        versions,
        [
            (VersionKind::Package, "1.4.0", ""),
            (VersionKind::Build, "20260302.1", "trunk"),
            (VersionKind::Build, "20260302.2", "features/x"),
        ]
    );
    assert_eq!(state.releases.len(), 1, "the other branch is not the default branch");
    let taken: Vec<&str> =
        state.releases[0].content.artifacts.iter().flatten().map(|&id| state.build(id).number.as_str()).collect();
    assert_eq!(taken, ["20260302.1", "1.4.0"]);
    assert_eq!(session.next_due(), None, "the clean-up in a month is no part of this day");
}

#[test]
fn a_commit_to_an_unknown_repository_is_told_at_its_place() {
    let text = SCENARIO.replace("commit: { message", "commit: { repository: Shp, message");
    let source = Source::new("scenario.yaml", text);
    let loaded = load(&source, &NoFiles);
    let said = loaded.report.to_lines(&source);
    assert!(said.contains("no repository is named `Shp`") && said.contains("`Shop`"), "{said}");
}
