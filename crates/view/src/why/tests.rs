//! Explanations of everything, through whole scenarios: no question is without an answer, and answers hang together.

use std::rc::Rc;

use rehearsal_engine::{Action, BuildId, DeploymentId, Fact, ReleaseId, StageId};
use rehearsal_kernel::{FactId, SimDuration, SimTime};
use rehearsal_pipeline::ApprovalType;
use rehearsal_scenario::{NoFiles, Session, load};
use rehearsal_source::Source;

use super::{End, Entity, Explanation, Past, Weighed, entity, explain, path};
use crate::scene::Scene;

const SCENARIOS: [&str; 4] = [
    include_str!("../../../../scenarios/failed-qa/scenario.yaml"),
    include_str!("../../../../scenarios/partial-success/scenario.yaml"),
    include_str!("../../../../scenarios/scheduled-deployment/scenario.yaml"),
    include_str!("../../../cli/tests/scenarios/waiting-room/scenario.yaml"),
];

/// Moments of each scenario with its solution played, one in so many facts.
fn moments(every: usize, mut look: impl FnMut(&Session)) {
    for text in SCENARIOS {
        let source = Source::new("scenario.yaml", text);
        let loaded = load(&source, &NoFiles);
        let scenario = Rc::new(loaded.scenario.unwrap_or_else(|| panic!("{}", loaded.report.to_lines(&source))));
        let mut session = Session::new(Rc::clone(&scenario));
        session.play_all(&scenario.solution, scenario.until).expect("the solution can be played");
        let times: Vec<SimTime> = session.log().iter().rev().step_by(every).map(|entry| entry.at).collect();
        for at in times {
            session.rewind_to(at + SimDuration::seconds(1));
            look(&session);
        }
    }
}

fn ask<T>(session: &Session, answer: impl FnOnce(&Scene<'_>, Past<'_>) -> T) -> T {
    let scene = Scene::new(session.world(), session.state(), session.log(), session.now());
    let before = |fact: FactId| session.state_at(fact.index());
    let refusal = |person, action: &Action| session.refusal_for(person, action);
    answer(&scene, Past { before: &before, refusal: &refusal })
}

/// Everything there is at a moment.
fn everything(scene: &Scene<'_>) -> Vec<Entity> {
    let state = scene.state;
    let mut all: Vec<Entity> = (0..state.builds.len()).map(|index| Entity::Build(BuildId::at(index))).collect();
    for release in (0..state.releases.len()).map(ReleaseId::at) {
        all.push(Entity::Release(release));
        let stages = 0..state.release(release).stages.len();
        all.extend(stages.map(|stage| Entity::Stage(release, StageId::at(stage))));
    }
    for attempt in (0..state.deployments.len()).map(DeploymentId::at) {
        all.push(Entity::Attempt(attempt));
        for side in [ApprovalType::PreDeploy, ApprovalType::PostDeploy] {
            all.extend([Entity::Approvals(attempt, side), Entity::Gates(attempt, side)]);
        }
        for (job, plan) in state.stage_plan(attempt).jobs.iter().enumerate() {
            all.push(Entity::Job(attempt, job));
            all.extend((0..plan.steps.len()).map(|task| Entity::Task(attempt, job, task)));
        }
    }
    all
}

#[test]
fn everything_can_be_asked_about_at_any_moment() {
    moments(40, |session| {
        ask(session, |scene, past| {
            for one in everything(scene) {
                let explanation = explain(scene, past, &one);
                assert!(explanation.status.ends_with('.'), "{one:?}: {}", explanation.status);
                hangs_together(scene, &explanation);
                // Links name things by these paths. A build's number may have been given twice; the newest has it.
                let named = entity(scene, &path(scene, &one)).expect("the path of something names it");
                assert!(named == one || matches!(one, Entity::Build(_)), "{named:?} for {one:?}");
            }
        });
    });
}

/// Steps go back in time, each with a sentence; a wait says what would end it.
fn hangs_together(scene: &Scene<'_>, explanation: &Explanation) {
    let about = &explanation.about;
    for steps in explanation.steps.windows(2) {
        assert!(steps[0].fact > steps[1].fact, "{about}: newest first");
    }
    for step in &explanation.steps {
        assert!(step.at <= scene.now && !step.sentence.is_empty(), "{about}");
        step.weighed.iter().for_each(|part| is_said(about, part));
    }
    if let Some(wait) = &explanation.wait {
        wait.weighed.iter().for_each(|part| is_said(about, part));
        assert!(!wait.ends.is_empty(), "{about} waits for ever: {}", wait.sentence);
        for end in &wait.ends {
            match end {
                End::At(at) => assert!(*at >= scene.now, "{about} waits for a time that has passed"),
                End::Command { deed, .. } => assert!(!deed.is_empty(), "{about}"),
                End::First(what) => assert!(!what.is_empty(), "{about}"),
            }
        }
    }
}

fn is_said(about: &str, part: &Weighed) {
    assert!(!part.text.is_empty(), "{about}: {part:?}");
    part.parts.iter().for_each(|inner| is_said(about, inner));
}

/// What was looked at comes to what was decided: conditions that hold started something, those that do not left it.
#[test]
fn conditions_agree_with_what_was_decided() {
    moments(usize::MAX, |session| {
        ask(session, |scene, past| {
            for (index, entry) in scene.log.iter().enumerate() {
                let weighed = || super::weighed::of_fact(scene, past, FactId::from_index(index));
                match &entry.fact {
                    Fact::DeploymentCreated(new) if new.by.is_none() => {
                        assert_eq!(weighed()[0].holds, Some(true), "{entry:?}");
                    }
                    Fact::StageNotTriggered { .. }
                    | Fact::ReleaseNotCreated { .. }
                    | Fact::JobSkipped { .. }
                    | Fact::TaskSkipped { .. } => {
                        assert_eq!(weighed()[0].holds, Some(false), "{entry:?}");
                    }
                    Fact::TaskStarted { .. } => assert_ne!(weighed()[0].holds, Some(false), "{entry:?}"),
                    _ => {}
                }
            }
        });
    });
}

#[test]
fn what_people_write_names_what_they_see() {
    moments(usize::MAX, |session| {
        ask(session, |scene, _| {
            let named = |text: &str| entity(scene, text).map_err(|unknown| unknown.message);
            for (index, release) in scene.state.releases.iter().enumerate() {
                let id = ReleaseId::at(index);
                assert_eq!(named(&release.content.name.to_uppercase()), Ok(Entity::Release(id)));
                for (stage, definition) in release.plan.definition.stages.iter().enumerate() {
                    let path = format!("{}/{}", release.content.name, definition.name);
                    assert_eq!(named(&path), Ok(Entity::Stage(id, StageId::at(stage))));
                }
            }
        });
    });
}
