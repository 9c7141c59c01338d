//! What triggers watch: pull requests and schedules.

use std::rc::Rc;

use rehearsal_kernel::SimTime;

use super::{PullRequest, State, Timers};
use crate::fact::Fact;
use crate::timer::{Class, Order, Timer};
use crate::{DefinitionId, DeploymentId, calendar};

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
            Fact::StageScheduleDue { definition, stage, release, next } => {
                let key = self.release(*release).plan.stage(*stage).id;
                self.set_stage_schedule(timers, (*definition, key), *next);
            }
            _ => unreachable!("called for these facts only"),
        }
    }

    /// Sets the timers of a pipeline's schedules anew: at the start, and whenever the pipeline is saved.
    pub(super) fn set_schedules(&mut self, timers: &mut Timers, definition: DefinitionId, after: SimTime) {
        if self.schedule_timers.len() <= definition.index() {
            self.schedule_timers.resize(definition.index() + 1, Vec::new());
        }
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

    /// The first release that waits for the schedule of a stage sets its timer; from then on it repeats.
    pub(super) fn repeat_schedule(&mut self, timers: &mut Timers, id: DeploymentId, at: SimTime) {
        let deployment = self.deployment(id);
        let key = (self.release(deployment.release).content.definition, self.stage_key(id));
        if !self.repeating.contains(&key) {
            self.set_stage_schedule(timers, key, Some(at));
        }
    }

    fn set_stage_schedule(&mut self, timers: &mut Timers, key: (DefinitionId, u32), next: Option<SimTime>) {
        match next {
            Some(at) => {
                timers.set(at, Order::of(Class::Schedule), Timer::StageSchedule(key.0, key.1));
                self.repeating.insert(key);
            }
            None => {
                self.repeating.remove(&key);
            }
        }
    }

    fn set_schedule(&mut self, timers: &mut Timers, definition: DefinitionId, index: u32, next: Option<SimTime>) {
        let timer =
            next.map(|at| timers.set(at, Order::of(Class::Schedule), Timer::ReleaseSchedule(definition, index)));
        self.schedule_timers[definition.index()][index as usize] = timer;
    }
}
