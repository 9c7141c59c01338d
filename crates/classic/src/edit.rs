//! Changes of a pipeline that touch more than one field, as its editor makes them (`classic.md` §12, `classic-ui.md` §5).

use rehearsal_pipeline::{Job, JobKind, Parallelism};
use rehearsal_yaml::json::Value;

use crate::{ReleaseDefinition, Stage, StageCondition, StageTrigger};

/// What the name of a cloned stage begins with.
const COPY_OF: &str = "Copy of ";

/// Adds an empty stage with one agent job on a pool, after another stage or after the release, and gives its position.
pub fn add_stage(definition: &mut ReleaseDefinition, after: Option<usize>, queue_id: u32) -> usize {
    let count = definition.stages.len();
    // Of one more name than there are stages, one is free.
    let free = (0..=count).map(|number| format!("Stage {}", number + 1)).find(|name| definition.stage(name).is_none());
    let job = Job {
        name: "Agent job".to_owned(),
        ref_name: String::new(),
        kind: JobKind::Agent {
            queue_id,
            demands: Vec::new(),
            parallelism: Parallelism::None,
            skip_artifacts_download: false,
        },
        condition: String::new(),
        timeout_minutes: 0,
        cancel_timeout_minutes: 1,
        tasks: Vec::new(),
    };
    let stage = Stage {
        name: free.unwrap_or_default(),
        trigger: trigger_after(definition, after),
        jobs: vec![job],
        ..Stage::default()
    };
    insert(definition, after.map_or(count, |after| after + 1), stage)
}

/// Adds a copy of a stage, which starts after the stage it was copied from, and gives its position.
pub fn clone_stage(definition: &mut ReleaseDefinition, original: usize) -> usize {
    let mut stage = definition.stages[original].clone();
    let mut name = [COPY_OF, &stage.name].concat();
    while definition.stage(&name).is_some() {
        name = [COPY_OF, &name].concat();
    }
    stage.name = name;
    stage.id = 0;
    stage.trigger = trigger_after(definition, Some(original));
    insert(definition, original + 1, stage)
}

/// Whether an option of a stage is on that the model keeps without a meaning, such as `badgeEnabled`.
pub fn stage_option(stage: &Stage, name: &str) -> bool {
    stage.extra.get(&option_key(name)) == Some(&Value::Bool(true))
}

/// Switches such an option; off is written as the product writes it, unless the option was never there.
pub fn set_stage_option(stage: &mut Stage, name: &str, is_on: bool) {
    let key = option_key(name);
    if is_on || stage.extra.contains_key(&key) {
        stage.extra.insert(key, Value::Bool(is_on));
    }
}

fn option_key(name: &str) -> String {
    ["/environmentOptions/", name].concat()
}

fn trigger_after(definition: &ReleaseDefinition, after: Option<usize>) -> StageTrigger {
    match after {
        None => StageTrigger::AfterRelease,
        Some(after) => StageTrigger::AfterStages(vec![StageCondition {
            stage: definition.stages[after].name.clone(),
            partially_succeeded: false,
        }]),
    }
}

fn insert(definition: &mut ReleaseDefinition, at: usize, stage: Stage) -> usize {
    definition.stages.insert(at, stage);
    number(definition);
    at
}

/// Takes a stage out; those that waited for it alone start by hand then.
pub fn remove_stage(definition: &mut ReleaseDefinition, index: usize) {
    let removed = definition.stages.remove(index);
    for stage in &mut definition.stages {
        let StageTrigger::AfterStages(conditions) = &mut stage.trigger else { continue };
        conditions.retain(|condition| !condition.stage.eq_ignore_ascii_case(&removed.name));
        if conditions.is_empty() {
            stage.trigger = StageTrigger::ManualOnly;
        }
    }
    number(definition);
}

/// Renames a stage, also where others wait for it.
pub fn rename_stage(definition: &mut ReleaseDefinition, index: usize, name: &str) {
    let before = std::mem::replace(&mut definition.stages[index].name, name.to_owned());
    for stage in &mut definition.stages {
        let StageTrigger::AfterStages(conditions) = &mut stage.trigger else { continue };
        for condition in conditions.iter_mut().filter(|condition| condition.stage.eq_ignore_ascii_case(&before)) {
            name.clone_into(&mut condition.stage);
        }
    }
}

/// Moves a stage one place up or down in the order of the pipeline.
pub fn move_stage(definition: &mut ReleaseDefinition, index: usize, down: bool) {
    let other = if down { index + 1 } else { index.wrapping_sub(1) };
    if other < definition.stages.len() {
        definition.stages.swap(index, other);
        number(definition);
    }
}

/// Moves a task of a stage in front of the task at another place, or behind the last of a job. A task of an agent
/// cannot go to an agentless job, nor back. Gives where it stands then.
pub fn move_task(
    definition: &mut ReleaseDefinition,
    stage: usize,
    (job, task): (usize, usize),
    (to_job, to): (usize, usize),
) -> (usize, usize) {
    let jobs = &mut definition.stages[stage].jobs;
    let is_agentless = |job: &Job| matches!(job.kind, JobKind::Server { .. });
    if job >= jobs.len() || to_job >= jobs.len() || task >= jobs[job].tasks.len() {
        return (job, task);
    }
    if is_agentless(&jobs[job]) != is_agentless(&jobs[to_job]) {
        return (job, task);
    }
    let moved = jobs[job].tasks.remove(task);
    // What stood behind it has moved up by one.
    let to = if job == to_job && to > task { to - 1 } else { to }.min(jobs[to_job].tasks.len());
    jobs[to_job].tasks.insert(to, moved);
    (to_job, to)
}

fn number(definition: &mut ReleaseDefinition) {
    for (stage, rank) in definition.stages.iter_mut().zip(1..) {
        stage.rank = rank;
    }
}

#[cfg(test)]
mod tests {
    use rehearsal_pipeline::Task;

    use super::*;

    fn chain() -> ReleaseDefinition {
        let mut definition = ReleaseDefinition::default();
        let dev = add_stage(&mut definition, None, 1);
        rename_stage(&mut definition, dev, "Dev");
        let production = add_stage(&mut definition, Some(dev), 1);
        rename_stage(&mut definition, production, "Production");
        definition
    }

    fn after(definition: &ReleaseDefinition, name: &str) -> Vec<String> {
        let (_, stage) = definition.stage(name).expect("a stage");
        match &stage.trigger {
            StageTrigger::AfterStages(conditions) => conditions.iter().map(|one| one.stage.clone()).collect(),
            StageTrigger::AfterRelease => vec!["release".to_owned()],
            StageTrigger::ManualOnly => Vec::new(),
        }
    }

    #[test]
    fn an_option_that_is_only_kept_is_exported_as_it_was_switched_and_read_again() {
        let mut definition = chain();
        set_stage_option(&mut definition.stages[0], "badgeEnabled", true);
        set_stage_option(&mut definition.stages[1], "badgeEnabled", false);
        let exported = crate::export(&definition);
        assert_eq!(exported["environments"][0]["environmentOptions"]["badgeEnabled"], Value::Bool(true));
        assert!(exported["environments"][1]["environmentOptions"].get("badgeEnabled").is_none());
        let again = crate::import(&rehearsal_source::Source::new("export.json", exported.to_string()))
            .definition
            .expect("it is read");
        assert!(stage_option(&again.stages[0], "badgeEnabled"));
        assert!(!stage_option(&again.stages[1], "badgeEnabled"));
    }

    #[test]
    fn a_clone_is_named_a_copy_and_starts_after_its_original() {
        let mut definition = chain();
        let copy = clone_stage(&mut definition, 1);
        assert_eq!(definition.stages[copy].name, "Copy of Production");
        assert_eq!(after(&definition, "Copy of Production"), ["Production"]);
        clone_stage(&mut definition, 1);
        assert!(definition.stage("Copy of Copy of Production").is_some());
        assert_eq!(definition.stages.iter().map(|stage| stage.rank).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }

    #[test]
    fn a_new_name_reaches_the_stages_that_wait() {
        let mut definition = chain();
        rename_stage(&mut definition, 0, "Test");
        assert_eq!(after(&definition, "Production"), ["Test"]);
    }

    #[test]
    fn a_stage_whose_only_condition_is_gone_starts_by_hand() {
        let mut definition = chain();
        remove_stage(&mut definition, 0);
        assert_eq!(after(&definition, "Production"), [""; 0]);
    }

    #[test]
    fn a_task_moves_within_its_job_and_to_another_of_its_kind() {
        let mut definition = chain();
        let jobs = &mut definition.stages[0].jobs;
        jobs[0].tasks = ["a", "b", "c"].map(Task::named).to_vec();
        let second = Job { name: "Second".to_owned(), tasks: Vec::new(), ..jobs[0].clone() };
        let agentless = Job { kind: JobKind::Server { parallelism: Parallelism::None }, ..second.clone() };
        jobs.extend([second, agentless]);
        let names = |definition: &ReleaseDefinition, job: usize| {
            let tasks = definition.stages[0].jobs[job].tasks.iter();
            tasks.map(|task| task.name.clone()).collect::<Vec<_>>().concat()
        };
        assert_eq!(move_task(&mut definition, 0, (0, 0), (0, 3)), (0, 2));
        assert_eq!(names(&definition, 0), "bca");
        assert_eq!(move_task(&mut definition, 0, (0, 2), (0, 0)), (0, 0));
        assert_eq!(names(&definition, 0), "abc");
        assert_eq!(move_task(&mut definition, 0, (0, 1), (1, 9)), (1, 0));
        assert_eq!((names(&definition, 0), names(&definition, 1)), ("ac".to_owned(), "b".to_owned()));
        assert_eq!(move_task(&mut definition, 0, (0, 0), (2, 0)), (0, 0), "there is no agent there");
    }

    #[test]
    fn stages_change_places_and_the_first_cannot_go_further() {
        let mut definition = chain();
        move_stage(&mut definition, 0, false);
        move_stage(&mut definition, 0, true);
        assert_eq!(
            definition.stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>(),
            ["Production", "Dev"]
        );
    }
}
