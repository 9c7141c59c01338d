//! What triggers watch: pull requests and schedules.

use std::rc::Rc;

use rehearsal_kernel::SimTime;

use super::{PullRequest, State, Timers};
use crate::fact::Fact;
use crate::timer::{Class, Order, Timer};
use crate::{DefinitionId, calendar};

impl State {
    /// Folds a fact about pull requests and schedules.
    pub(super) fn apply_trigger(&mut self, timers: &mut Timers, fact: &Fact) {
        match fact {
            Fact::PullRequestOpened { content, .. } => {
                self.pull_requests.push(PullRequest { content: Rc::clone(content), iterations: 1, posted: None });
            }
            Fact::PullRequestUpdated { pull_request, .. } => self.pull_requests[pull_request.index()].iterations += 1,
            Fact::PullRequestStatusPosted { pull_request, release, verdict } => {
                self.pull_requests[pull_request.index()].posted = Some((*release, *verdict));
            }
            Fact::ReleaseScheduleDue { definition, schedule, next } => {
                self.set_schedule(timers, *definition, *schedule, *next);
            }
            _ => unreachable!("called for these facts only"),
        }
    }

    /// Sets the timers of a pipeline's schedules anew: at the start, and whenever the pipeline is saved.
    pub(super) fn set_schedules(&mut self, timers: &mut Timers, definition: DefinitionId, after: SimTime) {
        for timer in self.schedule_timers[definition.index()].drain(..).flatten() {
            timers.cancel(timer);
        }
        if self.pipelines[definition.index()].is_deleted {
            return;
        }
        let plan = Rc::clone(&self.definitions[definition.index()]);
        for (index, schedule) in (0..).zip(plan.schedules()) {
            self.schedule_timers[definition.index()].push(None);
            self.set_schedule(timers, definition, index, calendar::next_occurrence(schedule, after));
        }
    }

    fn set_schedule(&mut self, timers: &mut Timers, definition: DefinitionId, index: u32, next: Option<SimTime>) {
        let timer =
            next.map(|at| timers.set(at, Order::of(Class::Schedule), Timer::ReleaseSchedule(definition, index)));
        self.schedule_timers[definition.index()][index as usize] = timer;
    }
}
