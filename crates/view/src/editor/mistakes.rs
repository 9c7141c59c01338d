//! What is wrong with a draft, and where.

use std::sync::Arc;

use rehearsal_classic::{ReleaseDefinition, ReleaseTrigger, Schedule, Stage, StageTrigger};
use rehearsal_engine::{Condition, Plan, World, zone};
use rehearsal_pipeline::{Approvals, Approver, Gates, JobKind, Task, catalogue_task};

use crate::strings;

/// A place of the editor, by positions in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The pipeline as a whole.
    Pipeline,
    /// The schedules of releases.
    Schedules,
    /// Name and whatever has no better place, of a stage.
    Stage(usize),
    /// "Pre-deployment conditions" of a stage.
    Pre(usize),
    /// "Post-deployment conditions" of a stage.
    Post(usize),
    /// The jobs of a stage.
    Jobs(usize),
    /// A job of a stage.
    Job(usize, usize),
    /// A task of a job of a stage.
    Task(usize, usize, usize),
}

impl At {
    /// The stage it belongs to.
    pub fn stage(self) -> Option<usize> {
        match self {
            Self::Pipeline | Self::Schedules => None,
            Self::Stage(stage)
            | Self::Pre(stage)
            | Self::Post(stage)
            | Self::Jobs(stage)
            | Self::Job(stage, _)
            | Self::Task(stage, ..) => Some(stage),
        }
    }

    /// Whether it is on the tab "Tasks".
    pub fn is_in_tasks(self) -> bool {
        match self {
            Self::Jobs(_) | Self::Job(..) | Self::Task(..) => true,
            Self::Pipeline | Self::Schedules | Self::Stage(_) | Self::Pre(_) | Self::Post(_) => false,
        }
    }
}

/// A mistake, with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub at: At,
    /// What.
    pub text: String,
}

/// The inputs of a task that have to be filled in and are not. A task without any input is left alone: scenarios and
/// old exports leave them out, and such a task is played as it is.
pub fn missing_inputs(task: &Task) -> Vec<&'static str> {
    let known = catalogue_task(&task.task_id).filter(|_| !task.inputs.is_empty());
    known.map(|known| known.missing(&task.inputs)).unwrap_or_default().into_iter().map(|input| input.label).collect()
}

/// Everything that is wrong with a draft.
pub fn mistakes(world: &World, draft: &Arc<ReleaseDefinition>) -> Vec<Mistake> {
    let mut found = Found(Vec::new());
    // That nobody was chosen yet, and that a zone is unknown, is said below, in the words of the page.
    let mut known = Arc::clone(draft);
    if schedules(draft).any(|(_, schedule)| zone(&schedule.time_zone_id).is_none()) {
        let known = Arc::make_mut(&mut known);
        let of_releases = known.triggers.iter_mut().filter_map(|trigger| match trigger {
            ReleaseTrigger::Schedule(schedule) => Some(schedule),
            ReleaseTrigger::ContinuousDeployment { .. }
            | ReleaseTrigger::PullRequest { .. }
            | ReleaseTrigger::Other(_) => None,
        });
        for schedule in of_releases.chain(known.stages.iter_mut().filter_map(|stage| stage.schedule.as_mut())) {
            UTC.clone_into(&mut schedule.time_zone_id);
        }
    }
    if draft.stages.iter().flat_map(sides).any(|side| side.approvers.iter().any(Approver::is_nobody)) {
        for stage in &mut Arc::make_mut(&mut known).stages {
            stage.pre_approvals.approvers.retain(|approver| !approver.is_nobody());
            stage.post_approvals.approvers.retain(|approver| !approver.is_nobody());
        }
    }
    if let Err(problems) = Plan::new(&known, world) {
        for problem in problems {
            let stage = problem.stage.and_then(|name| draft.stage(&name)).map(|(index, _)| At::Stage(index));
            found.add(stage.unwrap_or(At::Pipeline), strings::problem(&problem.message, &problem.help));
        }
    }
    for (at, schedule) in schedules(draft) {
        if schedule.days == 0 {
            found.add(at, strings::CHOOSE_A_DAY);
        }
        if zone(&schedule.time_zone_id).is_none() {
            found.add(at, strings::zone_unknown(&schedule.time_zone_id));
        }
    }
    for (index, stage) in draft.stages.iter().enumerate() {
        found.stage(world, index, stage);
    }
    found.0
}

/// Why a draft cannot be saved: what is wrong with it and was not when it was saved last, since a pipeline that came
/// with mistakes must stay editable.
pub fn new_mistake<'a>(draft: &'a [Mistake], saved: &[Mistake]) -> Option<&'a Mistake> {
    draft.iter().find(|mistake| saved.iter().all(|known| known.text != mistake.text))
}

/// A zone that is always known.
const UTC: &str = "UTC";

/// The schedules of releases, then those of stages.
fn schedules(draft: &ReleaseDefinition) -> impl Iterator<Item = (At, &Schedule)> {
    let of_releases = draft.triggers.iter().filter_map(|trigger| match trigger {
        ReleaseTrigger::Schedule(schedule) => Some((At::Schedules, schedule)),
        ReleaseTrigger::ContinuousDeployment { .. } | ReleaseTrigger::PullRequest { .. } | ReleaseTrigger::Other(_) => {
            None
        }
    });
    let stages = draft.stages.iter().enumerate();
    of_releases.chain(stages.filter_map(|(index, stage)| Some((At::Pre(index), stage.schedule.as_ref()?))))
}

fn sides(stage: &Stage) -> [&Approvals; 2] {
    [&stage.pre_approvals, &stage.post_approvals]
}

struct Found(Vec<Mistake>);

impl Found {
    fn add(&mut self, at: At, text: impl Into<String>) {
        self.0.push(Mistake { at, text: text.into() });
    }

    fn stage(&mut self, world: &World, index: usize, stage: &Stage) {
        if matches!(&stage.trigger, StageTrigger::AfterStages(conditions) if conditions.is_empty()) {
            self.add(At::Pre(index), strings::choose_a_stage(&stage.name));
        }
        let places = [
            (At::Pre(index), strings::PRE_DEPLOYMENT_APPROVALS),
            (At::Post(index), strings::POST_DEPLOYMENT_APPROVALS),
        ];
        for ((at, title), side) in places.into_iter().zip(sides(stage)) {
            if side.approvers.iter().any(Approver::is_nobody) {
                self.add(at, strings::choose_an_approver(title, &stage.name));
            }
        }
        self.gates(At::Pre(index), stage.pre_gates.as_ref());
        self.gates(At::Post(index), stage.post_gates.as_ref());
        if stage.jobs.is_empty() {
            self.add(At::Jobs(index), strings::stage_needs_a_job(&stage.name));
        }
        for (position, job) in stage.jobs.iter().enumerate() {
            let at = At::Job(index, position);
            if job.name.trim().is_empty() {
                self.add(at, strings::JOB_NEEDS_A_NAME);
            }
            self.place(world, at, &job.name, &job.kind);
            if let Condition::Unreadable { why, .. } = Condition::of_job(&job.condition) {
                self.add(at, strings::condition_unreadable(&job.name, &why));
            }
            for (number, task) in job.tasks.iter().enumerate() {
                self.task(At::Task(index, position, number), task);
            }
        }
    }

    fn gates(&mut self, at: At, gates: Option<&Gates>) {
        let tasks = gates.filter(|gates| gates.is_enabled).map(|gates| gates.gates.iter()).into_iter().flatten();
        for task in tasks.flat_map(|gate| &gate.tasks).filter(|task| task.enabled) {
            for label in missing_inputs(task) {
                self.add(at, strings::input_missing(label, &task.name));
            }
        }
    }

    fn task(&mut self, at: At, task: &Task) {
        if task.name.trim().is_empty() {
            self.add(at, strings::TASK_NEEDS_A_NAME);
        }
        if task.enabled {
            for label in missing_inputs(task) {
                self.add(at, strings::input_missing(label, &task.name));
            }
        }
        if let Condition::Unreadable { why, .. } = Condition::of_task(&task.condition) {
            self.add(at, strings::condition_unreadable(&task.name, &why));
        }
    }

    fn place(&mut self, world: &World, at: At, name: &str, kind: &JobKind) {
        let is_known = match kind {
            JobKind::Agent { queue_id, .. } => world.pools.iter().any(|pool| pool.queue_id == *queue_id),
            JobKind::DeploymentGroup { queue_id, .. } => {
                world.deployment_groups.iter().any(|group| group.number == *queue_id)
            }
            JobKind::Server { .. } => true,
        };
        if !is_known {
            self.add(at, strings::job_needs_a_place(name, matches!(kind, JobKind::DeploymentGroup { .. })));
        }
    }
}

#[cfg(test)]
mod tests {
    use rehearsal_classic::edit;
    use rehearsal_engine::Pool;
    use rehearsal_pipeline::{Identity, catalogue};

    use super::*;

    fn world() -> World {
        let pool = Pool { queue_id: 1, name: "Azure Pipelines".into(), agents: Vec::new() };
        World { pools: vec![pool], ..World::default() }
    }

    /// Dev, and QA after it.
    fn pipeline() -> ReleaseDefinition {
        let mut draft = ReleaseDefinition { name: "Web".into(), ..ReleaseDefinition::default() };
        for name in ["Dev", "QA"] {
            let after = draft.stages.len().checked_sub(1);
            let index = edit::add_stage(&mut draft, after, 1);
            edit::rename_stage(&mut draft, index, name);
        }
        draft
    }

    fn found(change: impl FnOnce(&mut ReleaseDefinition)) -> Vec<(At, String)> {
        let mut draft = pipeline();
        change(&mut draft);
        mistakes(&world(), &Arc::new(draft)).into_iter().map(|mistake| (mistake.at, mistake.text)).collect()
    }

    fn bash(draft: &mut ReleaseDefinition) -> &mut Task {
        let known = catalogue().iter().find(|task| task.name == "Bash").expect("there is Bash");
        let tasks = &mut draft.stages[1].jobs[0].tasks;
        tasks.push(known.task("Smoke test"));
        &mut tasks[0]
    }

    #[test]
    fn a_sound_draft_has_no_mistakes() {
        assert_eq!(found(|_| {}), []);
    }

    #[test]
    fn after_stage_without_a_stage_is_a_mistake_of_the_conditions() {
        let found = found(|draft| draft.stages[1].trigger = StageTrigger::AfterStages(Vec::new()));
        assert_eq!(found, [(At::Pre(1), strings::choose_a_stage("QA"))]);
    }

    #[test]
    fn approvals_that_are_on_and_ask_nobody_are_a_mistake_of_their_side_and_no_unknown_person() {
        let nobody = || Approver { rank: 1, identity: Identity::default(), notify: true };
        assert_eq!(
            found(|draft| draft.stages[1].post_approvals.approvers.push(nobody())),
            [(At::Post(1), strings::choose_an_approver(strings::POST_DEPLOYMENT_APPROVALS, "QA"))]
        );
    }

    #[test]
    fn a_new_task_says_which_settings_are_missing_until_they_are_given() {
        let missing = strings::input_missing("Script Path", "Smoke test");
        assert_eq!(
            found(|draft| {
                bash(draft);
            }),
            [(At::Task(1, 0, 0), missing)]
        );
        let given =
            |draft: &mut ReleaseDefinition| drop(bash(draft).inputs.insert("filePath".into(), "smoke.sh".into()));
        assert_eq!(found(given), []);
    }

    #[test]
    fn nothing_is_asked_of_a_task_that_is_off_or_came_without_inputs() {
        assert_eq!(found(|draft| bash(draft).enabled = false), []);
        assert_eq!(found(|draft| bash(draft).inputs.clear()), []);
    }

    #[test]
    fn a_stage_without_a_job_a_job_without_a_pool_and_a_condition_that_is_none_are_mistakes_of_the_tasks() {
        assert_eq!(found(|draft| draft.stages[0].jobs.clear()), [(At::Jobs(0), strings::stage_needs_a_job("Dev"))]);
        let condition = found(|draft| draft.stages[0].jobs[0].condition = "suceeded(".into());
        assert!(matches!(condition[..], [(At::Job(0, 0), _)]), "{condition:?}");
        assert!(condition[0].1.contains("custom condition of Agent job"), "{condition:?}");
    }

    #[test]
    fn a_schedule_without_a_day_is_a_mistake_where_it_is_set() {
        let never = || Schedule { days: 0, hours: 3, minutes: 0, time_zone_id: "UTC".into(), only_with_changes: false };
        assert_eq!(
            found(|draft| draft.stages[0].schedule = Some(never())),
            [(At::Pre(0), strings::CHOOSE_A_DAY.to_owned())]
        );
        assert_eq!(
            found(|draft| draft.triggers.push(ReleaseTrigger::Schedule(never()))),
            [(At::Schedules, strings::CHOOSE_A_DAY.to_owned())]
        );
    }

    #[test]
    fn a_schedule_in_an_unknown_zone_is_a_mistake_where_it_is_set_and_not_of_the_whole_pipeline() {
        let odd = || Schedule { days: 1, hours: 3, minutes: 0, time_zone_id: "Odd".into(), only_with_changes: false };
        assert_eq!(found(|draft| draft.stages[0].schedule = Some(odd())), [(At::Pre(0), strings::zone_unknown("Odd"))]);
        assert_eq!(
            found(|draft| draft.triggers.push(ReleaseTrigger::Schedule(odd()))),
            [(At::Schedules, strings::zone_unknown("Odd"))]
        );
    }

    #[test]
    fn what_was_wrong_before_does_not_stop_a_save() {
        let wrong = |at: At| Mistake { at, text: "Deploy needs a value for Slot.".into() };
        let (saved, draft) = ([wrong(At::Task(0, 0, 0))], [wrong(At::Task(0, 0, 0)), wrong(At::Task(1, 0, 0))]);
        assert_eq!(new_mistake(&draft, &saved), None, "a clone has the mistakes of its original");
        assert_eq!(new_mistake(&draft, &[]), Some(&draft[0]));
    }
}
