//! Whether a pipeline is as a step or a goal wants it.

use rehearsal_classic::{ReleaseDefinition, ReleaseTrigger, Stage, StageTrigger};

use rehearsal_pipeline::Task;

use crate::format::{PipelineIs, TriggerName};

impl PipelineIs {
    /// Whether a definition is like this.
    pub(crate) fn fits(&self, definition: &ReleaseDefinition) -> bool {
        let is_continuous =
            definition.triggers.iter().any(|trigger| matches!(trigger, ReleaseTrigger::ContinuousDeployment { .. }));
        self.continuous_deployment.is_none_or(|wanted| wanted == is_continuous)
            && self
                .stage
                .as_ref()
                .is_none_or(|name| definition.stage(name).is_some_and(|(_, stage)| self.fits_stage(stage)))
    }

    fn fits_stage(&self, stage: &Stage) -> bool {
        let is = |wanted: Option<bool>, found: bool| wanted.is_none_or(|wanted| wanted == found);
        let (trigger, after, partially) = match &stage.trigger {
            StageTrigger::AfterRelease => (TriggerName::AfterRelease, Vec::new(), false),
            StageTrigger::AfterStages(conditions) => (
                TriggerName::AfterStage,
                conditions.iter().map(|condition| condition.stage.to_lowercase()).collect(),
                conditions.iter().any(|condition| condition.partially_succeeded),
            ),
            StageTrigger::ManualOnly => (TriggerName::ManualOnly, Vec::new(), false),
        };
        let same = |wanted: &[String]| {
            wanted.len() == after.len() && wanted.iter().all(|name| after.contains(&name.to_lowercase()))
        };
        self.trigger.is_none_or(|wanted| wanted == trigger)
            && (self.after.is_empty() || same(&self.after))
            && is(self.partially_succeeded, partially)
            && is(self.pre_deploy_approvals, stage.pre_approvals.asks_somebody())
            && is(self.post_deploy_approvals, stage.post_approvals.asks_somebody())
            && is(self.requester_barred, !stage.pre_approvals.options.requester_may_approve)
            && (self.task_inputs.is_empty()
                || stage.jobs.iter().flat_map(|job| &job.tasks).any(|task| self.fits_task(task)))
    }

    /// Names of inputs ignore case.
    fn fits_task(&self, task: &Task) -> bool {
        self.task_inputs.iter().all(|(wanted, value)| {
            task.inputs.iter().any(|(name, given)| name.eq_ignore_ascii_case(wanted) && given == value)
        })
    }
}
