//! Jobs as pages show them: interventions, slices, targets, and what a job waits for.

use std::rc::Rc;

use rehearsal_engine::{Action, ReleaseId, StageId};
use rehearsal_kernel::SimDuration;
use rehearsal_scenario::{NoFiles, Session, load};
use rehearsal_source::Source;

use crate::{LogBody, Look, Scene, Wanted};

const FIRST: ReleaseId = ReleaseId(0);
const STAGE: StageId = StageId(0);

/// A scenario with one stage of these jobs, and more of the world; its release comes after five minutes.
fn session(world: &str, phases: &str) -> Session {
    let text = format!(
        r#"
rehearsal: 1
id: jobs
title: Jobs
summary: Jobs.
level: beginner
minutes: 1
start: 2026-03-02 09:00
zone: UTC
until: "+1d"
people:
  - {{ id: priya, displayName: Priya Nair }}
  - {{ id: omar, displayName: Omar Haddad, groups: [Readers] }}
personas: [priya, omar]
pipeline:
  definition:
    name: Shop-CD
    variables: {{ Place: {{ value: "Europe,Asia" }} }}
    artifacts: [{{ alias: _Shop, type: Build, isPrimary: true, definitionReference: {{ definition: {{ id: "1", name: Shop-CI }} }} }}]
    triggers: [{{ triggerType: artifactSource, artifactAlias: _Shop }}]
    environments:
      - name: Dev
        conditions: [{{ conditionType: event, name: ReleaseStarted, value: "" }}]
        deployPhases:
{phases}
pools: [{{ queueId: 1, name: Default, agents: [{{ name: Agent 1 }}] }}]
builds: [{{ at: +5m, number: "1" }}]
goals: [{{ id: none, label: None., never: {{ what: {{ fact: releaseAbandoned }} }}, broken: None. }}]
solution: []
{world}
"#
    );
    let source = Source::new("scenario.yaml", text);
    let loaded = load(&source, &NoFiles);
    Session::new(Rc::new(loaded.scenario.unwrap_or_else(|| panic!("{}", loaded.report.to_lines(&source)))))
}

fn look<T>(session: &Session, persona: usize, page: impl FnOnce(&Scene<'_>) -> T) -> T {
    let persona = session.scenario().personas[persona];
    let judge = |action: &Action| session.refusal_for(persona, action);
    let scene = Scene::new(session.world(), session.state(), session.log(), session.now());
    page(&scene.seen_by(persona, &judge))
}

fn after(session: &mut Session, minutes: i64) {
    session.advance(session.now() + SimDuration::minutes(minutes), usize::MAX);
}

fn place(session: &Session) -> String {
    look(session, 0, |scene| crate::stage(scene, FIRST, STAGE).attempts[0].jobs[0].place.clone())
}

#[test]
fn an_intervention_shows_its_instructions_to_all_and_its_buttons_to_those_who_may() {
    let mut session = session(
        "",
        r#"          - name: Look
            phaseType: runOnServer
            workflowTasks:
              - { name: Check, taskId: bcb64569-d51a-4af0-9c01-ea5d05b3b622, timeoutInMinutes: 60, inputs: { instructions: "Is $(Release.EnvironmentName) fine?", emailRecipients: Omar Haddad } }"#,
    );
    after(&mut session, 10);
    let logs = look(&session, 0, |scene| crate::logs(scene, FIRST, STAGE, &Wanted::default()));
    assert_eq!(logs.look, Look::PendingIntervention);
    let [bar] = &logs.interventions[..] else { panic!("one intervention waits: {:?}", logs.interventions) };
    assert_eq!(bar.instructions, "Is Dev fine?");
    assert_eq!(bar.deadline, "Is rejected at 3/2/2026, 10:05 AM if nobody decides");
    assert_eq!(bar.notified, ["Omar Haddad"]);
    assert_eq!(bar.resume.refusal, None);
    let reader = look(&session, 1, |scene| crate::interventions(scene, FIRST));
    assert!(reader[0].resume.refusal.as_ref().is_some_and(|why| why.contains("Manage deployments")));
    session.play(session.scenario().personas[0], bar.resume.action.clone()).expect("Priya may resume");
    assert_eq!(look(&session, 0, |scene| crate::interventions(scene, FIRST)), []);
}

#[test]
fn slices_stand_side_by_side_in_the_logs_under_the_values_that_make_them() {
    let mut session = session(
        "",
        r"          - name: Test
            phaseType: agentBasedDeployment
            deploymentInput: { queueId: 1, parallelExecution: { parallelExecutionType: multiConfiguration, multipliers: Place, maxNumberOfAgents: 2 } }
            workflowTasks: [{ name: Run, taskId: d9bafed4-0b18-4f58-968d-86655b4d2ce9, version: 2.* }]",
    );
    session.advance(session.now() + SimDuration::minutes(5) + SimDuration::seconds(5), usize::MAX);
    let logs = look(&session, 0, |scene| crate::logs(scene, FIRST, STAGE, &Wanted::default()));
    let entries: Vec<_> = logs.entries.iter().map(|one| (one.key.as_str(), one.name.as_str(), one.look)).collect();
    assert_eq!(
        entries,
        [("job1-1", "Test (Europe)", Look::InProgress), ("job1-2", "Test (Asia)", Look::Queued)],
        "there is one agent"
    );
    let wanted = Wanted { entry: Some("job1-2".to_owned()), ..Wanted::default() };
    let Some(LogBody::Job(job)) = look(&session, 0, |scene| crate::logs(scene, FIRST, STAGE, &wanted)).body else {
        panic!("the second slice is shown")
    };
    assert_eq!(
        (job.name.as_str(), job.place.as_str()),
        ("Test (Asia)", "Waits for an agent of Default, first in line")
    );
}

#[test]
fn a_job_that_no_agent_can_take_says_what_is_missing() {
    let mut session = session(
        "",
        r"          - name: Build
            phaseType: agentBasedDeployment
            deploymentInput: { queueId: 1, demands: [docker] }
            workflowTasks: [{ name: Run, taskId: d9bafed4-0b18-4f58-968d-86655b4d2ce9, version: 2.* }]",
    );
    after(&mut session, 60);
    assert_eq!(place(&session), "No agent of the pool Default meets the demands docker.");
}

#[test]
fn a_job_that_waits_for_a_parallel_job_says_how_many_stand_before_it() {
    let mut session = session(
        "parallelJobs: 1\nscript: [{ at: +5m, do: { completeBuild: { number: \"2\" } } }]",
        r"          - name: Deploy
            phaseType: agentBasedDeployment
            deploymentInput: { queueId: 1 }
            workflowTasks: [{ name: Run, taskId: d9bafed4-0b18-4f58-968d-86655b4d2ce9, version: 2.* }]",
    );
    session.advance(session.now() + SimDuration::minutes(5) + SimDuration::seconds(5), usize::MAX);
    let second = look(&session, 0, |scene| {
        let view = crate::stage(scene, ReleaseId(1), STAGE);
        (view.card.look, view.card.detail, view.attempts[0].jobs[0].place.clone())
    });
    let waits = "Waits for a parallel job, first in line".to_owned();
    assert_eq!(second, (Look::Queued, "Waits for a parallel job".to_owned(), waits));
}

#[test]
fn targets_stand_in_the_logs_by_name_and_an_offline_one_was_skipped() {
    let mut session = session(
        "deploymentGroups: [{ number: 7, name: Servers, targets: [{ name: web-1 }, { name: web-2, online: false }] }]",
        r"          - name: Deploy
            phaseType: machineGroupBasedDeployment
            deploymentInput: { queueId: 7 }
            workflowTasks: [{ name: Run, taskId: d9bafed4-0b18-4f58-968d-86655b4d2ce9, version: 2.* }]",
    );
    after(&mut session, 10);
    let logs = look(&session, 0, |scene| crate::logs(scene, FIRST, STAGE, &Wanted::default()));
    let entries: Vec<_> = logs.entries.iter().map(|one| (one.name.as_str(), one.look)).collect();
    assert_eq!(entries, [("Deploy (web-1)", Look::Succeeded), ("Deploy (web-2)", Look::Skipped)]);
    assert_eq!(place(&session), "Target: web-1");
}
