//! How pipelines are saved, and the queues of their stages.

use std::collections::VecDeque;
use std::rc::Rc;

use rehearsal_kernel::{FactId, SimTime};
use rehearsal_pipeline::AuditAction;

use super::State;
use crate::comment::Comment;
use crate::fact::Fact;
use crate::plan::Plan;
use crate::{DefinitionId, DeploymentId, PersonId};

/// What became of a release pipeline. Its present definition is in [`State::definitions`].
#[derive(Debug, Clone)]
pub struct PipelineState {
    /// Deleted; that can be taken back.
    pub is_deleted: bool,
    /// Every save, oldest first; the first is what was given before the run, or the creation.
    pub revisions: Vec<Revision>,
    /// By the id of the stage, ascending. A stage is the same in all revisions, wherever it stands in them.
    queues: Vec<(u32, StageQueue)>,
}

/// One save of a pipeline.
#[derive(Debug, Clone)]
pub struct Revision {
    /// What was done.
    pub change: AuditAction,
    /// Who saved; none for what was given before the run.
    pub by: Option<PersonId>,
    /// When; none for what was given before the run.
    pub at: Option<SimTime>,
    /// The fact; none for what was given before the run.
    pub saved: Option<FactId>,
    /// Comment of the save.
    pub comment: Comment,
    /// The definition as it was then; its `revision` is the number on the page.
    pub plan: Rc<Plan>,
}

/// Queue of one stage over all releases of its pipeline (§8).
#[derive(Debug, Clone, Default)]
pub(crate) struct StageQueue {
    pub(crate) active: u32,
    pub(crate) waiting: VecDeque<DeploymentId>,
}

impl PipelineState {
    /// A pipeline that was there before the run.
    pub(crate) fn given(plan: &Rc<Plan>) -> Self {
        let mut state = Self { is_deleted: false, revisions: Vec::new(), queues: Vec::new() };
        state.add(Revision {
            change: AuditAction::Add,
            by: None,
            at: None,
            saved: None,
            comment: Comment::default(),
            plan: Rc::clone(plan),
        });
        state
    }

    fn add(&mut self, revision: Revision) {
        self.add_queues(&revision.plan);
        self.is_deleted = revision.change == AuditAction::Delete;
        self.revisions.push(revision);
    }

    /// Each stage has a queue from its first save on, in the pipeline or in a draft.
    pub(super) fn add_queues(&mut self, plan: &Plan) {
        for stage in &plan.definition.stages {
            if let Err(place) = self.queues.binary_search_by_key(&stage.id, |(id, _)| *id) {
                self.queues.insert(place, (stage.id, StageQueue::default()));
            }
        }
    }

    /// The highest id that a stage of this pipeline ever had; ids are not given twice.
    pub fn stage_ids_used(&self) -> u32 {
        self.queues.last().map_or(0, |(id, _)| *id)
    }

    fn place(&self, stage: u32) -> usize {
        self.queues
            .binary_search_by_key(&stage, |(id, _)| *id)
            .expect("each stage has had a queue since its first save")
    }
}

impl State {
    /// The queue that a deployment enters: that of its stage, whatever the revision of its release.
    pub(crate) fn queue_of(&self, id: DeploymentId) -> &StageQueue {
        let deployment = self.deployment(id);
        let pipeline = &self.pipelines[self.release(deployment.release).content.definition.index()];
        &pipeline.queues[pipeline.place(deployment.plan.stage(deployment.stage).id)].1
    }

    pub(super) fn queue_mut(&mut self, id: DeploymentId) -> &mut StageQueue {
        let deployment = &self.deployments[id.index()];
        let pipeline = &mut self.pipelines[self.releases[deployment.release.index()].content.definition.index()];
        let place = pipeline.place(deployment.plan.stage(deployment.stage).id);
        &mut pipeline.queues[place].1
    }

    pub(super) fn save_pipeline(&mut self, fact: &Fact, id: FactId, at: SimTime) {
        let Fact::PipelineSaved { definition, change, by, comment, content } = fact else {
            unreachable!("called for this fact only");
        };
        let revision = Revision {
            change: *change,
            by: *by,
            at: Some(at),
            saved: Some(id),
            comment: comment.clone(),
            plan: Rc::clone(&content.plan),
        };
        let index = definition.index();
        if *change == AuditAction::Add && index == self.definitions.len() {
            self.definitions.push(Rc::clone(&content.plan));
            self.pipelines.push(PipelineState { is_deleted: false, revisions: Vec::new(), queues: Vec::new() });
            self.name_revisions.push(std::collections::BTreeMap::new());
            self.schedule_timers.push(Vec::new());
        } else {
            self.definitions[index] = Rc::clone(&content.plan);
        }
        self.pipelines[index].add(revision);
    }

    /// The pipelines that are not deleted, in order of creation.
    pub fn pipelines_in_use(&self) -> impl Iterator<Item = DefinitionId> + '_ {
        (0..self.definitions.len()).map(DefinitionId::at).filter(|id| !self.pipelines[id.index()].is_deleted)
    }
}
