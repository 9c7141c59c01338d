//! What a task does that no outcome can say: it waits for people or for the clock (`classic.md` §10.5, §10.6).

use rehearsal_kernel::SimDuration;
use rehearsal_pipeline::{Identity, Task, TaskResult};

use crate::world::{Subject, World};

/// Guid of the Delay task (task.json).
const DELAY_TASK: &str = "28782b92-5e8e-4458-9751-a71cd1492bae";
/// Guid of the Manual intervention task (task.json).
const MANUAL_INTERVENTION_TASK: &str = "bcb64569-d51a-4af0-9c01-ea5d05b3b622";
/// An intervention waits at most 60 days (task.json), whatever its timeout says.
const INTERVENTION_MAX: SimDuration = SimDuration::days(60);
/// Most minutes of a delay: 60 days.
const DELAY_MINUTES_MAX: i64 = 86_400;
/// Most characters of instructions (task.json).
const INSTRUCTIONS_MAX: usize = 4_000;

/// What a task does.
#[derive(Debug)]
pub enum StepKind {
    /// Something that takes time and ends as the world's outcomes say.
    Work,
    /// "Delay": it waits; the minutes may be a variable.
    Delay,
    /// "Manual intervention": it waits for somebody.
    Intervention(Box<InterventionPlan>),
}

/// A manual intervention, ready to play.
#[derive(Debug)]
pub struct InterventionPlan {
    /// "Notify users": who gets mail when it becomes pending. They need not be allowed to decide.
    pub notify: Vec<Subject>,
    /// How long it waits.
    pub waits: SimDuration,
    /// What happens then: "Reject" fails the task, "Resume" lets it succeed.
    pub on_timeout: TaskResult,
}

impl StepKind {
    /// Reads what a task of a definition does, and tells what cannot be played.
    pub(crate) fn of(task: &Task, world: &World, problem: &mut dyn FnMut(String, String)) -> Self {
        if task.task_id.eq_ignore_ascii_case(DELAY_TASK) {
            let input = delay_input(task);
            if !input.contains("$(") && delay(input).is_none() {
                problem(
                    format!("`{}` cannot wait `{input}` minutes", task.name),
                    format!("give a whole number of minutes from 0 to {DELAY_MINUTES_MAX}"),
                );
            }
            return Self::Delay;
        }
        if task.task_id.eq_ignore_ascii_case(MANUAL_INTERVENTION_TASK) {
            return Self::Intervention(Box::new(intervention(task, world, problem)));
        }
        Self::Work
    }
}

fn intervention(task: &Task, world: &World, problem: &mut dyn FnMut(String, String)) -> InterventionPlan {
    let length = instructions(task).chars().count();
    if length > INSTRUCTIONS_MAX {
        problem(
            format!("the instructions of `{}` have {length} characters", task.name),
            format!("shorten them to {INSTRUCTIONS_MAX}"),
        );
    }
    // Mail to somebody who takes no part changes nothing, so an unknown name is no reason to refuse.
    let notify = names(task).filter_map(|name| world.subject(&Identity::named(name))).collect();
    let timeout = SimDuration::minutes(i64::from(task.timeout_minutes));
    let resumes = task.inputs.get("onTimeout").is_some_and(|choice| choice.eq_ignore_ascii_case("resume"));
    InterventionPlan {
        notify,
        waits: if task.timeout_minutes == 0 { INTERVENTION_MAX } else { timeout.min(INTERVENTION_MAX) },
        on_timeout: if resumes { TaskResult::Succeeded } else { TaskResult::Failed },
    }
}

/// "Notify users" holds one name a line; hand-written files also part them by commas.
fn names(task: &Task) -> impl Iterator<Item = &str> {
    let written = task.inputs.get("emailRecipients").map_or("", String::as_str);
    written.split(['\n', '\r', ',', ';']).map(str::trim).filter(|name| !name.is_empty())
}

/// The instructions as written, with their variables.
pub(crate) fn instructions(task: &Task) -> &str {
    task.inputs.get("instructions").map_or("", String::as_str)
}

/// The input of a Delay as written.
pub(crate) fn delay_input(task: &Task) -> &str {
    task.inputs.get("delayForMinutes").map_or("0", String::as_str)
}

/// How long a Delay waits; none when the text, its variables replaced, is no number of minutes that it can wait.
pub(crate) fn delay(text: &str) -> Option<SimDuration> {
    let minutes = text.trim().parse::<i64>().ok()?;
    (0..=DELAY_MINUTES_MAX).contains(&minutes).then(|| SimDuration::minutes(minutes))
}
