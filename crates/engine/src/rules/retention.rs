//! How long releases are kept (`classic.md` §14.2): the daily clean-up, and retaining, deleting and taking back.

use std::collections::BTreeMap;
use std::rc::Rc;

use rehearsal_classic::Retention;
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::EnvironmentStatus;

use crate::command::{OnRelease, Refusal};
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::plan::Plan;
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::{find_any_release, find_release};
use crate::state::{Release, State};
use crate::world::World;
use crate::{BuildId, DefinitionId, PersonId, ReleaseId, StageId};

/// Hour at which the clean-up runs, in UTC. For builds it is documented ("every day at 3:00 A.M. UTC",
/// azure-devops-docs, policies/retention.md); releases are assumed to be the same.
const CLEAN_UP: SimDuration = SimDuration::hours(3);

/// The first clean-up strictly after a moment. A day of UTC is always as long, so this needs no calendar.
pub(crate) fn next_clean_up(after: SimTime) -> SimTime {
    let day = SimDuration::days(1).as_millis();
    let since_clean_up = (after - CLEAN_UP).as_millis().rem_euclid(day);
    after + SimDuration::millis(day - since_clean_up)
}

/// The first clean-up at which something last touched then is older than so many days: whole days must be **more**.
pub(crate) fn first_chance(touched: SimTime, days: u32) -> SimTime {
    next_clean_up(touched + SimDuration::days(i64::from(days) + 1) - SimDuration::millis(1))
}

/// The policy in force for a stage of a release: that of the pipeline as it is now, within the project's maxima; the
/// project's default for a stage that the pipeline no longer has.
pub(crate) fn policy(world: &World, state: &State, definition: DefinitionId, stage: &str) -> Retention {
    let settings = &world.retention;
    let now = state.definitions[definition.index()].definition.stage(stage).map(|(_, stage)| &stage.retention);
    let wanted = now.cloned().unwrap_or_else(|| settings.policy());
    Retention {
        days_to_keep: wanted.days_to_keep.min(settings.maximum_days_to_keep),
        releases_to_keep: wanted.releases_to_keep.min(settings.maximum_releases_to_keep),
        retain_build: wanted.retain_build,
    }
}

/// Names of the stages to which deployments of a release have started; those that only waited for approval do not
/// count.
fn deployed_stages(release: &Release) -> impl Iterator<Item = &str> {
    let stages = release.stages.iter().zip(&release.plan.definition.stages);
    stages.filter(|(stage, _)| stage.deployed_at.is_some()).map(|(_, stage)| stage.name.as_str())
}

fn has_unfinished(state: &State, id: ReleaseId) -> bool {
    unfinished_stage(state, id).is_some()
}

fn unfinished_stage(state: &State, id: ReleaseId) -> Option<StageId> {
    (0..state.release(id).stages.len()).map(StageId::at).find(|&stage| {
        let status = state.stage_status(id, stage);
        !status.is_completed() && status != EnvironmentStatus::NotStarted
    })
}

/// A stage of a release: its position among all stages that a clean-up meets, and the policy in force.
struct OwnStage {
    place: usize,
    policy: Retention,
}

/// The stages that a clean-up meets. Stages of one pipeline are the same when they have the same name.
#[derive(Default)]
struct Stages {
    places: BTreeMap<(DefinitionId, String), usize>,
    /// Most releases have the snapshot of the one before them, so names and policies are seldom looked up.
    last: Option<(DefinitionId, Rc<Plan>, Rc<[OwnStage]>)>,
}

impl Stages {
    fn of(&mut self, world: &World, state: &State, release: &Release) -> Rc<[OwnStage]> {
        let definition = release.content.definition;
        if let Some((of, plan, own)) = &self.last
            && *of == definition
            && Rc::ptr_eq(plan, &release.plan)
        {
            return Rc::clone(own);
        }
        let stages = release.plan.definition.stages.iter();
        let own = stages.map(|stage| {
            let count = self.places.len();
            let place = *self.places.entry((definition, stage.name.to_lowercase())).or_insert(count);
            OwnStage { place, policy: policy(world, state, definition, &stage.name) }
        });
        let own: Rc<[OwnStage]> = own.collect();
        self.last = Some((definition, Rc::clone(&release.plan), Rc::clone(&own)));
        own
    }
}

/// When each stage of a release was deployed, of those that were.
fn deployed<'a>(release: &'a Release, own: &'a [OwnStage]) -> impl Iterator<Item = (&'a OwnStage, SimTime)> {
    release.stages.iter().zip(own).filter_map(|(stage, own)| stage.deployed_at.map(|at| (own, at)))
}

/// When releases were deployed to each stage, oldest first. Made once for a clean-up, which would else look at every
/// release for every release.
fn times_of_stages(world: &World, state: &State, stages: &mut Stages) -> Vec<Vec<SimTime>> {
    let mut times: Vec<Vec<SimTime>> = Vec::new();
    for release in state.releases.iter().filter(|release| release.deleted.is_none()) {
        for (own, at) in deployed(release, &stages.of(world, state, release)) {
            if times.len() <= own.place {
                times.resize(own.place + 1, Vec::new());
            }
            times[own.place].push(at);
        }
    }
    for times in &mut times {
        times.sort_unstable();
    }
    times
}

/// The newest deployments to each stage keep their releases whatever their age; failed ones count like good ones.
fn is_among_the_newest(release: &Release, own: &[OwnStage], times: &[Vec<SimTime>]) -> bool {
    deployed(release, own).any(|(own, at)| {
        let times = &times[own.place];
        let newer = times.len() - times.partition_point(|&other| other <= at);
        newer < own.policy.releases_to_keep as usize
    })
}

/// The daily clean-up: what is older than its days goes, unless it is retained, unfinished or among the newest. The
/// next one is set for the day on which something can become old enough, so that quiet days cost nothing.
pub(crate) fn clean_up(engine: &Engine, run: &mut Run<'_>) {
    let (world, state, now) = (&engine.world, run.state(), run.now());
    let (mut expired, mut next, mut is_held) = (Vec::new(), None::<SimTime>, false);
    let (mut stages, mut times) = (Stages::default(), None);
    for id in (0..state.releases.len()).map(ReleaseId::at) {
        let release = state.release(id);
        if release.deleted.is_some() || release.keep_forever {
            continue;
        }
        let own = stages.of(world, state, release);
        // The most days of the stages it was deployed to, or the project's default when there is none.
        let days = deployed(release, &own).map(|(own, _)| own.policy.days_to_keep).max();
        let chance = first_chance(release.touched_at, days.unwrap_or(world.retention.days_to_keep));
        if chance > now {
            next = Some(next.map_or(chance, |next| next.min(chance)));
        } else if has_unfinished(state, id)
            || is_among_the_newest(
                release,
                &own,
                times.get_or_insert_with(|| times_of_stages(world, state, &mut stages)),
            )
        {
            is_held = true;
        } else {
            expired.push(id);
        }
    }
    let ran = run.emit(Fact::RetentionRan { next, is_held });
    for release in expired {
        run.emit_because(ran, Fact::ReleaseDeleted { release, by: None, comment: "".into(), is_expired: true });
    }
}

/// "Retain indefinitely" and "Stop retaining indefinitely".
pub(crate) fn retain(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    on: &OnRelease,
    forever: bool,
) -> Result<(), Refusal> {
    let release = find_release(run.state(), &on.release)?;
    permit(engine, run.state(), by, Operation::Retain, Place::of_release(run.state(), release))?;
    let found = run.state().release(release);
    if found.keep_forever == forever {
        let release = found.content.name.clone();
        return Err(if forever { Refusal::RetainedAlready { release } } else { Refusal::NotRetained { release } });
    }
    run.emit(Fact::ReleaseRetained { release, forever, by, comment: on.comment.as_str().into() });
    Ok(())
}

/// "Delete": not while a deployment is unfinished, nor what is retained (§12).
pub(crate) fn delete(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &OnRelease) -> Result<(), Refusal> {
    let state = run.state();
    let release = find_release(state, &on.release)?;
    permit(engine, state, by, Operation::DeleteRelease, Place::of_release(state, release))?;
    let found = state.release(release);
    let name = || found.content.name.clone();
    if found.keep_forever {
        return Err(Refusal::DeleteRetained { release: name() });
    }
    if let Some(stage) = unfinished_stage(state, release) {
        return Err(Refusal::DeleteInProgress { release: name(), stage: found.plan.stage(stage).name.clone() });
    }
    run.emit(Fact::ReleaseDeleted { release, by, comment: on.comment.as_str().into(), is_expired: false });
    Ok(())
}

/// "Undelete", until the release is destroyed for good.
pub(crate) fn undelete(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    on: &OnRelease,
) -> Result<(), Refusal> {
    let state = run.state();
    let release = if on.release.is_empty() {
        let deleted = state.releases.iter().rposition(|one| one.deleted.is_some() && !one.is_destroyed);
        deleted.map(ReleaseId::at).ok_or(Refusal::NoRelease)?
    } else {
        find_any_release(state, &on.release)?
    };
    permit(engine, state, by, Operation::DeleteRelease, Place::of_release(state, release))?;
    let found = state.release(release);
    if found.is_destroyed {
        return Err(Refusal::Destroyed { release: found.content.name.clone() });
    }
    if found.deleted.is_none() {
        return Err(Refusal::NotDeleted { release: found.content.name.clone() });
    }
    run.emit(Fact::ReleaseUndeleted { release, by, comment: on.comment.as_str().into() });
    Ok(())
}

/// A deleted release has waited long enough.
pub(crate) fn destroy(run: &mut Run<'_>, release: ReleaseId) {
    run.emit(Fact::ReleaseDestroyed { release });
}

/// Whether a release that lives keeps a build: it is retained, or it was deployed to a stage that retains the build.
pub fn is_build_retained(world: &World, state: &State, build: BuildId) -> bool {
    state.releases.iter().any(|release| {
        let keeps = || {
            deployed_stages(release).any(|stage| policy(world, state, release.content.definition, stage).retain_build)
        };
        release.deleted.is_none()
            && release.content.artifacts.contains(&Some(build))
            && (release.keep_forever || keeps())
    })
}
