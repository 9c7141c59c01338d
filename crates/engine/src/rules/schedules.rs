//! Scheduled releases (`classic.md` §4.2).

use std::rc::Rc;

use rehearsal_pipeline::ReleaseReason;

use crate::engine::{Engine, Run};
use crate::fact::{Fact, NoRelease};
use crate::plan::Plan;
use crate::rules::releases;
use crate::{DefinitionId, calendar};

/// A schedule came to its time: one release with default versions, and the next time is set.
pub(crate) fn due(engine: &Engine, run: &mut Run<'_>, definition: DefinitionId, schedule: u32) {
    let plan = Rc::clone(&run.state().definitions[definition.index()]);
    let when = plan.schedules().nth(schedule as usize).expect("timers follow the pipeline");
    let next = calendar::next_occurrence(when, run.now());
    let due = run.emit(Fact::ReleaseScheduleDue { definition, schedule, next });
    let created = releases::automatic(engine, run.state(), definition, &plan, None).and_then(|mut new| {
        if when.only_with_changes && !has_changed(run, definition, &plan, &new.artifacts) {
            return Err(NoRelease::NothingChanged);
        }
        new.reason = ReleaseReason::Schedule;
        releases::create_named(engine, run, new, Some(due))
    });
    if let Err(why) = created {
        run.emit_because(due, Fact::ReleaseNotCreated { definition, build: None, why: Box::new(why) });
    }
}

/// Whether the pipeline or any version differs from the last release that this pipeline made for a schedule;
/// before the first one everything is new.
fn has_changed(run: &Run<'_>, definition: DefinitionId, plan: &Plan, versions: &[Option<crate::BuildId>]) -> bool {
    let of_schedule =
        run.state().releases.iter().rev().find(|release| {
            release.content.definition == definition && release.content.reason == ReleaseReason::Schedule
        });
    of_schedule.is_none_or(|last| {
        last.plan.definition.revision != plan.definition.revision || last.content.artifacts != versions
    })
}
