//! Variables (`classic.md` §11): where values come from, which of them counts, and what becomes of `$(name)`.
//!
//! Values are made when somebody asks for them: a custom condition, a log that is read, a page. A run in which
//! nobody asks never makes any.
//!
//! Strongest first: set by a task of this job › given at creation or deployment › stage › release › groups linked to
//! the stage › groups linked to the release. Predefined variables are stronger than all of these, except
//! `System.Debug`, which anybody may set.

mod given;
mod predefined;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_expression::{expand_macros, settle_variables};
use rehearsal_kernel::SimTime;
use rehearsal_pipeline::Variables;

pub use given::{GivenValue, GivenValues, SetVariable, VariableGroup};

use crate::state::State;
use crate::{DeploymentId, JobId, ReleaseId, StageId, TaskId};

/// The one system variable that anybody may set: `true` adds `##[debug]` lines to logs (§10.7).
pub(crate) const DEBUG: &str = "System.Debug";

/// What stands in a log in place of a secret.
pub const MASK: &str = "***";

/// Where the value of a variable comes from, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A group linked to the pipeline.
    ReleaseGroup,
    /// A group linked to the stage.
    StageGroup,
    /// The release.
    Release,
    /// The stage.
    Stage,
    /// Given when the release was created.
    Creation,
    /// Given when the stage was deployed.
    Deployment,
    /// Set by a task of the same job.
    Task,
    /// Given by the service or the agent.
    Predefined,
}

/// A variable as it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its name as written where it comes from.
    pub name: String,
    /// Its value, with the variables inside it expanded.
    pub value: String,
    /// Never shown; also true when a secret is inside the value.
    pub is_secret: bool,
    /// Where it comes from.
    pub scope: Scope,
}

/// Something about the variables of a deployment that its author should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VariableWarning {
    /// Two groups of one scope have a variable of this name; which of them counts in the product cannot be told.
    /// Here the group linked first does.
    InTwoGroups {
        /// The variable.
        name: String,
        /// The group that counts.
        first: String,
        /// The group that does not.
        second: String,
    },
    /// The variables inside the value lead back to itself, or stand too deep inside each other.
    Unexpanded {
        /// The variable.
        name: String,
    },
}

/// All variables of a deployment at one moment.
#[derive(Debug, Clone, Default)]
pub struct Values {
    /// Each name once, in the order of the alphabet.
    pub list: Vec<Value>,
    /// What is odd about them.
    pub warnings: Vec<VariableWarning>,
}

impl Values {
    /// The variable of this name, without regard to case.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.list.iter().find(|one| one.name.eq_ignore_ascii_case(name))
    }

    /// A text with `$(name)` replaced, once; unknown names stay as they are.
    pub fn expand(&self, text: &str) -> String {
        if text.contains("$(") {
            expand_macros(text, |name| self.get(name).map(|one| one.value.clone()))
        } else {
            text.to_owned()
        }
    }

    /// A text with the values of secrets replaced by [`MASK`].
    pub fn masked(&self, text: &str) -> String {
        self.secrets().iter().fold(text.to_owned(), |text, secret| text.replace(secret, MASK))
    }

    /// What has to be masked, the longest first: a secret inside another one must not keep that from being found.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let secrets = self.list.iter().filter(|one| one.is_secret && !one.value.is_empty());
        let mut secrets: Vec<String> = secrets.map(|one| one.value.clone()).collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets
    }

    /// Whether `System.Debug` is true.
    pub fn is_debug(&self) -> bool {
        self.get(DEBUG).is_some_and(|debug| debug.value.eq_ignore_ascii_case("true"))
    }
}

/// The name under which a script finds a variable: capital letters, dots and spaces become underscores (§11).
///
/// ```
/// assert_eq!(rehearsal_engine::environment_name("Release.ReleaseName"), "RELEASE_RELEASENAME");
/// ```
pub fn environment_name(name: &str) -> String {
    name.replace(['.', ' '], "_").to_uppercase()
}

/// The variables of a deployment, or of one of its jobs with what its tasks have set so far.
pub fn values(state: &State, deployment: DeploymentId, job: Option<JobId>) -> Values {
    collect(state, deployment, job, Until::Now)
}

/// The variables of a job when it started, before any task could set some; "Initialize job" lists them.
pub fn values_at_start(state: &State, job: JobId) -> Values {
    collect(state, state.job(job).deployment, Some(job), Until::Start)
}

/// The variables as a task sees them: with what tasks before it in its job have set.
pub(crate) fn values_for_task(state: &State, deployment: DeploymentId, task: TaskId) -> Values {
    collect(state, deployment, Some(state.task(task).job), Until::Task(task))
}

/// How much of what tasks of a job have set counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// Nothing.
    Start,
    /// What tasks before this one have set.
    Task(TaskId),
    /// Everything.
    Now,
}

fn collect(state: &State, deployment: DeploymentId, job: Option<JobId>, until: Until) -> Values {
    let found = state.deployment(deployment);
    let started_at = job.and_then(|job| state.job(job).started_at);
    let mut collected = of_release(state, found.release, Some(found.stage), started_at);
    if let Some(given) = &found.given {
        collected.add_given(&given.values, Scope::Deployment);
        if given.debug {
            collected.add(DEBUG, "true", false, Scope::Deployment);
        }
    }
    let set = job.and_then(|job| state.set_variables.get(&job)).into_iter().flatten();
    let counts = |by: TaskId| match until {
        Until::Start => false,
        Until::Task(task) => by < task,
        Until::Now => true,
    };
    for (_, set) in set.filter(|(by, _)| counts(*by)) {
        collected.add(&set.name, &set.value, set.is_secret, Scope::Task);
    }
    let task = if let Until::Task(task) = until { Some(task) } else { None };
    predefined::add(state, deployment, job, task, &mut collected);
    collected.settle()
}

/// What is set for a release, or for one of its stages, whether it has been deployed or not: no predefined variables.
pub fn values_of_release(state: &State, release: ReleaseId, stage: Option<StageId>) -> Values {
    of_release(state, release, stage, None).settle()
}

/// What is set for a release now, or what was when a job started: an edit is for jobs that start later (§10.5).
fn of_release(state: &State, release: ReleaseId, stage: Option<StageId>, job_start: Option<SimTime>) -> Collected {
    let found = state.release(release);
    let earlier = job_start.and_then(|start| found.earlier.iter().find(|earlier| earlier.until > start));
    let (plan, linked, given) = match earlier {
        Some(earlier) => (&earlier.plan, &earlier.groups, &earlier.given),
        None => (&found.plan, &found.groups, &found.given),
    };
    let definition: &ReleaseDefinition = &plan.definition;
    let stage_given = |given: &&GivenValue| given.stage.is_none() || given.stage == stage;
    let mut collected = Collected::default();
    let groups = |numbers: &[u32]| -> Vec<&VariableGroup> {
        numbers
            .iter()
            .filter_map(|number| linked.iter().find(|group| group.id == *number))
            .map(|group| &**group)
            .collect()
    };
    collected.add_groups(&groups(&definition.variable_groups), Scope::ReleaseGroup);
    let stage_definition = stage.map(|stage| plan.stage(stage));
    if let Some(stage) = stage_definition {
        collected.add_groups(&groups(&stage.variable_groups), Scope::StageGroup);
    }
    collected.add_all(&definition.variables, Scope::Release);
    if let Some(stage) = stage_definition {
        collected.add_all(&stage.variables, Scope::Stage);
    }
    let given: Vec<GivenValue> = given.iter().filter(stage_given).cloned().collect();
    collected.add_given(&given, Scope::Creation);
    collected
}

/// Variables by name, each the strongest so far, before what is inside them is expanded.
#[derive(Debug, Default)]
struct Collected {
    list: Vec<Value>,
    warnings: Vec<VariableWarning>,
}

impl Collected {
    /// A stronger value takes the place of a weaker one.
    fn add(&mut self, name: &str, value: &str, is_secret: bool, scope: Scope) {
        let new = Value { name: name.to_owned(), value: value.to_owned(), is_secret, scope };
        match self.list.iter_mut().find(|known| known.name.eq_ignore_ascii_case(name)) {
            Some(known) => *known = new,
            None => self.list.push(new),
        }
    }

    fn add_all(&mut self, variables: &Variables, scope: Scope) {
        for (name, variable) in variables {
            self.add(name, variable.value.as_deref().unwrap_or_default(), variable.is_secret, scope);
        }
    }

    /// What is given stays a secret where the variable is one.
    fn add_given(&mut self, given: &[GivenValue], scope: Scope) {
        for one in given {
            self.add(&one.name, &one.value, one.is_secret, scope);
        }
    }

    /// Of groups of one scope the first that has a name counts (§11).
    fn add_groups(&mut self, groups: &[&VariableGroup], scope: Scope) {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for group in groups {
            for (name, variable) in &group.variables {
                if let Some((_, first)) = seen.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
                    self.warnings.push(VariableWarning::InTwoGroups {
                        name: name.clone(),
                        first: (*first).to_owned(),
                        second: group.name.clone(),
                    });
                    continue;
                }
                seen.push((name, &group.name));
                self.add(name, variable.value.as_deref().unwrap_or_default(), variable.is_secret, scope);
            }
        }
    }

    /// Expands variables inside variables, as the agent does before a task.
    fn settle(mut self) -> Values {
        self.list.sort_by(|one, other| one.name.cmp(&other.name));
        let set: Vec<rehearsal_expression::Variable> = self
            .list
            .iter()
            .map(|one| rehearsal_expression::Variable {
                name: one.name.clone(),
                value: one.value.clone(),
                is_secret: one.is_secret,
            })
            .collect();
        for (one, settled) in self.list.iter_mut().zip(settle_variables(&set)) {
            one.value = settled.value;
            one.is_secret = settled.is_secret;
            if settled.is_unexpanded {
                self.warnings.push(VariableWarning::Unexpanded { name: one.name.clone() });
            }
        }
        Values { list: self.list, warnings: self.warnings }
    }
}

/// Names and values that the condition of a job may ask for. Secrets are left out.
pub(crate) fn variables(state: &State, deployment: DeploymentId) -> Vec<(String, String)> {
    shown(values(state, deployment, None))
}

/// The same for a task, with what earlier tasks of its job have set.
pub(crate) fn job_variables(state: &State, job: JobId) -> Vec<(String, String)> {
    shown(values(state, state.job(job).deployment, Some(job)))
}

fn shown(values: Values) -> Vec<(String, String)> {
    values.list.into_iter().filter(|one| !one.is_secret).map(|one| (one.name, one.value)).collect()
}
