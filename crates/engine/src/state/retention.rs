//! How long releases live. The clean-up has one timer, set for the first day on which there may be something to do.

use rehearsal_kernel::{FactId, SimDuration, SimTime};

use super::{State, Timers};
use crate::engine::Engine;
use crate::fact::Fact;
use crate::rules::retention::{first_chance, next_clean_up, policy};
use crate::timer::{Class, Order, Timer};
use crate::{DeploymentId, ReleaseId};

impl State {
    /// Folds a fact about the life of releases.
    pub(super) fn apply_retention(
        &mut self,
        engine: &Engine,
        timers: &mut Timers,
        fact: &Fact,
        id: FactId,
        at: SimTime,
    ) {
        match fact {
            Fact::RetentionRan { next, is_held } => {
                self.clean_up = None;
                self.is_held_back = *is_held;
                self.clean_up = next.map(|next| (next, timers.set(next, Order::of(Class::Schedule), Timer::CleanUp)));
            }
            Fact::ReleaseRetained { release, forever, .. } => {
                self.releases[release.index()].keep_forever = *forever;
                self.touch_release(engine, timers, *release, at);
            }
            Fact::ReleaseDeleted { release, .. } => {
                let days = SimDuration::days(i64::from(engine.world.retention.days_to_keep_deleted_releases));
                let order = Order { release: release.0, ..Order::of(Class::Schedule) };
                let timer = timers.set(at + days, order, Timer::ReleaseDestroyed(*release));
                let deleted = &mut self.releases[release.index()];
                deleted.deleted = Some(id);
                deleted.timer = Some(timer);
            }
            Fact::ReleaseUndeleted { release, .. } => {
                let back = &mut self.releases[release.index()];
                back.deleted = None;
                if let Some(timer) = back.timer.take() {
                    timers.cancel(timer);
                }
                self.touch_release(engine, timers, *release, at);
            }
            Fact::ReleaseDestroyed { release } => {
                let destroyed = &mut self.releases[release.index()];
                destroyed.is_destroyed = true;
                destroyed.timer = None;
            }
            _ => unreachable!("called for these facts only"),
        }
    }

    /// A release was created or modified: its days count anew.
    pub(super) fn touch_release(&mut self, engine: &Engine, timers: &mut Timers, release: ReleaseId, at: SimTime) {
        self.releases[release.index()].touched_at = at;
        self.clean_up_by(timers, engine.world.retention.days_to_keep, at);
    }

    /// A deployment runs its first job, or ended after it had: the days of its release count anew.
    pub(super) fn touch_deployed(&mut self, engine: &Engine, timers: &mut Timers, id: DeploymentId, at: SimTime) {
        let release = self.deployment(id).release;
        let definition = self.release(release).content.definition;
        let policy = policy(&engine.world, self, definition, self.stage_name(id));
        self.releases[release.index()].touched_at = at;
        self.clean_up_by(timers, policy.days_to_keep, at);
    }

    /// Sees to it that the clean-up runs once what was touched now is older than its days, or earlier; the next day when
    /// something is only held back by what may just have changed.
    fn clean_up_by(&mut self, timers: &mut Timers, days: u32, now: SimTime) {
        // The usual case needs no calendar.
        let full = now + SimDuration::days(i64::from(days));
        if !self.is_held_back && self.clean_up.is_some_and(|(known, _)| known <= full) {
            return;
        }
        let at = if self.is_held_back { next_clean_up(now) } else { first_chance(now, days) };
        if let Some((known, timer)) = self.clean_up {
            if known <= at {
                return;
            }
            timers.cancel(timer);
        }
        self.clean_up = Some((at, timers.set(at, Order::of(Class::Schedule), Timer::CleanUp)));
    }

    /// When the clean-up of releases runs next; none while there is nothing that can become old.
    pub fn next_clean_up(&self) -> Option<SimTime> {
        self.clean_up.map(|(at, _)| at)
    }
}
