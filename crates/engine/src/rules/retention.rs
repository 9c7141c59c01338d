//! How long releases are kept (`classic.md` §14.2): the daily clean-up, and retaining, deleting and taking back.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rehearsal_classic::Retention;
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::EnvironmentStatus;

use crate::command::{OnRelease, Refusal};
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::{find_any_release, find_release};
use crate::state::{Release, State};
use crate::world::World;
use crate::{BuildId, DefinitionId, PersonId, ReleaseId, StageId, calendar};

/// Hour at which the clean-up runs, in UTC. For builds it is documented ("every day at 3:00 A.M. UTC",
/// azure-devops-docs, policies/retention.md); releases are assumed to be the same.
const CLEAN_UP_HOUR: u8 = 3;

/// The first clean-up strictly after a moment.
pub(crate) fn next_clean_up(after: SimTime) -> SimTime {
    calendar::next_clock("UTC", CLEAN_UP_HOUR, 0, after).expect("UTC is known")
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

/// Days that a release is kept after it was last touched: the most of the stages it was deployed to, or the
/// project's default when there is none.
fn days_to_keep(world: &World, state: &State, release: &Release) -> u32 {
    deployed_stages(release)
        .map(|name| policy(world, state, release.content.definition, name).days_to_keep)
        .max()
        .unwrap_or(world.retention.days_to_keep)
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

/// When releases were deployed to each stage, oldest first, by pipeline and name of the stage in small letters. Made
/// once for a clean-up, which would else look at every release for every release.
struct Deployed(BTreeMap<(DefinitionId, String), Vec<SimTime>>);

impl Deployed {
    fn of(state: &State) -> Self {
        let mut by_stage: BTreeMap<_, Vec<SimTime>> = BTreeMap::new();
        for release in state.releases.iter().filter(|release| release.deleted.is_none()) {
            for (own, stage) in release.stages.iter().zip(&release.plan.definition.stages) {
                if let Some(at) = own.deployed_at {
                    by_stage.entry((release.content.definition, stage.name.to_lowercase())).or_default().push(at);
                }
            }
        }
        for times in by_stage.values_mut() {
            times.sort_unstable();
        }
        Self(by_stage)
    }

    /// How many releases were deployed to a stage after this moment.
    fn after(&self, definition: DefinitionId, stage: &str, at: SimTime) -> usize {
        let times = self.0.get(&(definition, stage.to_lowercase()));
        times.map_or(0, |times| times.len() - times.partition_point(|&other| other <= at))
    }
}

/// The newest deployments to each stage keep their releases whatever their age; failed ones count like good ones.
fn is_among_the_newest(world: &World, state: &State, id: ReleaseId, deployed: &Deployed) -> bool {
    let release = state.release(id);
    let definition = release.content.definition;
    release.stages.iter().zip(&release.plan.definition.stages).any(|(own, stage)| {
        let Some(own) = own.deployed_at else { return false };
        let keep = policy(world, state, definition, &stage.name).releases_to_keep;
        deployed.after(definition, &stage.name, own) < keep as usize
    })
}

/// The daily clean-up: what is older than its days goes, unless it is retained, unfinished or among the newest. The
/// next one is set for the day on which something can become old enough, so that quiet days cost nothing.
pub(crate) fn clean_up(engine: &Engine, run: &mut Run<'_>) {
    let (world, state, now) = (&engine.world, run.state(), run.now());
    let (mut expired, mut next, mut is_held) = (Vec::new(), None::<SimTime>, false);
    let deployed = OnceCell::new();
    for id in (0..state.releases.len()).map(ReleaseId::at) {
        let release = state.release(id);
        if release.deleted.is_some() || release.keep_forever {
            continue;
        }
        let chance = first_chance(release.touched_at, days_to_keep(world, state, release));
        if chance > now {
            next = Some(next.map_or(chance, |next| next.min(chance)));
        } else if has_unfinished(state, id)
            || is_among_the_newest(world, state, id, deployed.get_or_init(|| Deployed::of(state)))
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
