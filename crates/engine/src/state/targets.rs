//! Targets of deployment groups (`classic.md` §9.6): each runs one job at a time.

use std::collections::VecDeque;
use std::rc::Rc;

use rehearsal_kernel::SimTime;

use super::{State, Timers};
use crate::timer::{Class, Order, Timer};
use crate::world::{Target, World};
use crate::{JobId, TargetId};

/// A target now.
#[derive(Debug, Clone)]
pub struct TargetState {
    /// Position of its deployment group in the world.
    pub group: usize,
    /// Its name and tags.
    pub target: Rc<Target>,
    /// Whether it takes jobs.
    pub online: bool,
    /// The job it runs.
    pub job: Option<JobId>,
    /// Jobs that wait for it, first come first.
    pub waiting: VecDeque<JobId>,
}

fn state_of(group: usize, target: Rc<Target>) -> TargetState {
    TargetState { group, online: target.online, target, job: None, waiting: VecDeque::new() }
}

pub(super) fn at_start(world: &World) -> Vec<TargetState> {
    let groups = world.deployment_groups.iter().enumerate();
    groups
        .flat_map(|(group, known)| known.targets.iter().map(move |one| state_of(group, Rc::new(one.clone()))))
        .collect()
}

impl State {
    /// A target by number.
    pub fn target(&self, id: TargetId) -> &TargetState {
        &self.targets[id.index()]
    }

    pub(super) fn add_target(&mut self, group: u32, content: &Rc<Target>) {
        self.targets.push(state_of(group as usize, Rc::clone(content)));
    }

    pub(super) fn change_target(&mut self, timers: &mut Timers, id: TargetId, online: bool, at: SimTime) {
        self.targets[id.index()].online = online;
        self.assign_target_soon(timers, id, at);
    }

    pub(super) fn wait_for_target(&mut self, timers: &mut Timers, id: TargetId, job: JobId, at: SimTime) {
        self.targets[id.index()].waiting.push_back(job);
        self.assign_target_soon(timers, id, at);
    }

    pub(super) fn occupy_target(&mut self, id: TargetId, job: JobId) {
        let target = &mut self.targets[id.index()];
        target.waiting.retain(|&waiting| waiting != job);
        target.job = Some(job);
    }

    pub(super) fn leave_target(&mut self, timers: &mut Timers, id: TargetId, job: JobId, at: SimTime) {
        let target = &mut self.targets[id.index()];
        target.waiting.retain(|&waiting| waiting != job);
        if target.job == Some(job) {
            target.job = None;
        }
        self.assign_target_soon(timers, id, at);
    }

    fn assign_target_soon(&self, timers: &mut Timers, id: TargetId, at: SimTime) {
        let target = self.target(id);
        if target.online && target.job.is_none() && !target.waiting.is_empty() {
            timers.set(at, Order::of(Class::AgentAssignment), Timer::AssignTarget(id));
        }
    }
}
