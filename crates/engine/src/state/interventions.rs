//! Manual interventions: since when they wait, and who decided them.

use std::rc::Rc;

use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::{DeploymentOperationStatus, ManualInterventionStatus};

use super::State;
use crate::comment::Comment;
use crate::fact::{Fact, InterventionEnd};
use crate::step_kind::StepKind;
use crate::world::Subject;
use crate::{DeploymentId, InterventionId, PersonId, TaskId};

/// A manual intervention (`classic.md` §10.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intervention {
    /// The task that waits.
    pub task: TaskId,
    /// Its state.
    pub status: ManualInterventionStatus,
    /// What the people read who decide, variables replaced.
    pub instructions: Rc<String>,
    /// When it became pending.
    pub created_at: SimTime,
    /// The fact of that.
    pub created: FactId,
    /// When it ends if nobody decides.
    pub deadline: SimTime,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// How it ended.
    pub ended: Option<InterventionEnd>,
    /// When it ended.
    pub decided_at: Option<SimTime>,
    /// Comment of the decision.
    pub comment: Comment,
}

impl State {
    /// An intervention by number.
    pub fn intervention(&self, id: InterventionId) -> &Intervention {
        &self.interventions[id.index()]
    }

    /// The deployment that an intervention belongs to.
    pub fn intervention_deployment(&self, id: InterventionId) -> DeploymentId {
        self.job(self.task(self.intervention(id).task).job).deployment
    }

    /// Interventions that wait, newest first.
    pub fn pending_interventions(&self) -> impl Iterator<Item = InterventionId> + '_ {
        let is_pending = |id: &InterventionId| self.intervention(*id).status == ManualInterventionStatus::Pending;
        (0..self.interventions.len()).rev().map(InterventionId::at).filter(is_pending)
    }

    /// Who got mail when an intervention became pending.
    pub fn notified(&self, id: InterventionId) -> &[Subject] {
        match &self.step_plan(self.intervention(id).task).kind {
            StepKind::Intervention(plan) => &plan.notify,
            StepKind::Work | StepKind::Delay => &[],
        }
    }

    pub(super) fn request_intervention(&mut self, fact: &Fact, id: FactId, at: SimTime) {
        let Fact::InterventionRequested { task, instructions, deadline, .. } = fact else {
            unreachable!("called for this fact only");
        };
        self.interventions.push(Intervention {
            task: *task,
            status: ManualInterventionStatus::Pending,
            instructions: Rc::clone(instructions),
            created_at: at,
            created: id,
            deadline: *deadline,
            decided_by: None,
            ended: None,
            decided_at: None,
            comment: Comment::default(),
        });
        let deployment = self.job(self.task(*task).job).deployment;
        self.set_operation(deployment, DeploymentOperationStatus::ManualInterventionPending, id, at);
    }

    pub(super) fn decide_intervention(&mut self, fact: &Fact, id: FactId, at: SimTime) {
        let Fact::InterventionDecided { intervention, status, by, how, comment } = fact else {
            unreachable!("called for this fact only");
        };
        let found = &mut self.interventions[intervention.index()];
        found.status = *status;
        found.decided_by = *by;
        found.ended = Some(*how);
        found.decided_at = Some(at);
        found.comment.clone_from(comment);
        let deployment = self.intervention_deployment(*intervention);
        let waits_still = self.pending_interventions().any(|other| self.intervention_deployment(other) == deployment);
        if !waits_still {
            self.set_operation(deployment, DeploymentOperationStatus::PhaseInProgress, id, at);
        }
    }
}
