//! Run conditions of jobs and tasks (`classic.md` §9.2, §10.1).

use rehearsal_expression::{
    Explained, Expr, Fault, HostFunction, Keys, Object, Scope, Slot, Value, Vocabulary, evaluate, explain,
};
use rehearsal_pipeline::TaskResult;

/// When a job or task runs. The four choices of the page are named; they are most of all conditions.
#[derive(Debug, Clone)]
pub enum Condition {
    /// `succeeded()`, also for an empty text.
    Succeeded,
    /// `succeededOrFailed()`.
    SucceededOrFailed,
    /// `always()`.
    Always,
    /// `failed()`.
    Failed,
    /// "Custom conditions".
    Custom {
        /// As written.
        text: String,
        /// As read.
        expression: Box<Expr>,
    },
    /// A text that cannot be read; it fails its owner when its turn comes.
    Unreadable {
        /// As written.
        text: String,
        /// A sentence.
        why: String,
    },
}

/// What status functions look at: the jobs so far for a job (§9.2), the job's status for a task (§10.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SoFar {
    /// Nothing failed; issues count as good.
    Good,
    /// Something failed and nobody cancelled.
    Failed,
    /// The deployment is being cancelled, or the job has run out of time.
    Canceled,
}

impl SoFar {
    /// The status of a job on the agent.
    pub(crate) fn of_job(status: TaskResult) -> Self {
        match status {
            TaskResult::Succeeded | TaskResult::SucceededWithIssues => Self::Good,
            TaskResult::Failed => Self::Failed,
            TaskResult::Canceled | TaskResult::Skipped => Self::Canceled,
        }
    }
}

/// Names and values that a custom condition may ask for; made only when one does.
pub(crate) type Variables<'a> = &'a dyn Fn() -> Vec<(String, String)>;

impl Condition {
    /// Reads the condition of a task, which the agent evaluates.
    pub fn of_task(text: &str) -> Self {
        Self::parse(text, Slot::AgentCondition)
    }

    /// Reads the condition of a job, which the service evaluates.
    pub fn of_job(text: &str) -> Self {
        Self::parse(text, Slot::ClassicCondition)
    }

    fn parse(text: &str, slot: Slot) -> Self {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        match bare.as_str() {
            "" | "succeeded()" => Self::Succeeded,
            "succeededorfailed()" => Self::SucceededOrFailed,
            "always()" => Self::Always,
            "failed()" => Self::Failed,
            _ => match Expr::parse(text, 0, &Vocabulary::of(slot)) {
                Ok(expression) => Self::Custom { text: text.to_owned(), expression: Box::new(expression) },
                Err(mistakes) => Self::Unreadable { text: text.to_owned(), why: mistakes.to_string() },
            },
        }
    }

    /// The condition as the product writes it.
    pub fn text(&self) -> &str {
        match self {
            Self::Succeeded => "succeeded()",
            Self::SucceededOrFailed => "succeededOrFailed()",
            Self::Always => "always()",
            Self::Failed => "failed()",
            Self::Custom { text, .. } | Self::Unreadable { text, .. } => text,
        }
    }

    /// Whether a job or task runs.
    ///
    /// # Errors
    /// Why the condition cannot be evaluated.
    pub(crate) fn holds(&self, so_far: SoFar, variables: Variables<'_>) -> Result<bool, String> {
        match self {
            Self::Succeeded => Ok(so_far == SoFar::Good),
            Self::SucceededOrFailed => Ok(so_far != SoFar::Canceled),
            Self::Always => Ok(true),
            Self::Failed => Ok(so_far == SoFar::Failed),
            Self::Custom { expression, .. } => evaluate(expression, &StatusScope { so_far, variables })
                .map(|value| value.to_boolean())
                .map_err(|error| error.fault.to_string()),
            Self::Unreadable { why, .. } => Err(why.clone()),
        }
    }
}

impl Condition {
    /// The condition with the value of each of its parts, as [`Condition::holds`] comes to its answer.
    pub(crate) fn explain(&self, so_far: SoFar, variables: Variables<'_>) -> Explained {
        let scope = StatusScope { so_far, variables };
        match self {
            Self::Custom { expression, .. } => explain(expression, &scope).explained,
            Self::Succeeded | Self::SucceededOrFailed | Self::Always | Self::Failed => {
                let expression = Expr::parse(self.text(), 0, &Vocabulary::of(Slot::ClassicCondition))
                    .expect("the four choices are conditions of the language");
                explain(&expression, &scope).explained
            }
            Self::Unreadable { text, why } => Explained::unreadable(text, why),
        }
    }
}

struct StatusScope<'a> {
    so_far: SoFar,
    variables: Variables<'a>,
}

impl Scope for StatusScope<'_> {
    fn named(&self, name: &str) -> Option<Value> {
        let is_variables = name.eq_ignore_ascii_case("variables");
        is_variables.then(|| Value::Object(Object::new(Keys::Folded, (self.variables)())))
    }

    fn call(&self, function: HostFunction, _: &[Value]) -> Result<Value, Fault> {
        Ok(Value::Boolean(match function {
            HostFunction::Always => true,
            HostFunction::Canceled => self.so_far == SoFar::Canceled,
            HostFunction::Failed => self.so_far == SoFar::Failed,
            HostFunction::Succeeded => self.so_far == SoFar::Good,
            HostFunction::SucceededOrFailed => self.so_far != SoFar::Canceled,
            HostFunction::Counter => return Err(Fault::UnknownWord { name: "counter".to_owned() }),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(text: &str, status: TaskResult) -> Result<bool, String> {
        Condition::of_task(text).holds(SoFar::of_job(status), &|| vec![("x".to_owned(), "1".to_owned())])
    }

    #[test]
    fn v200_a_custom_condition_without_a_status_function_holds_after_a_failure() {
        assert_eq!(task("eq(variables['x'], '1')", TaskResult::Failed), Ok(true));
    }

    #[test]
    fn v201_a_custom_condition_that_asks_for_success_does_not_hold_after_a_failure() {
        assert_eq!(task("and(succeeded(), eq(variables['x'], '1'))", TaskResult::Failed), Ok(false));
        assert_eq!(task("and(succeeded(), eq(variables['x'], '1'))", TaskResult::Succeeded), Ok(true));
    }

    #[test]
    fn a_condition_that_cannot_be_read_is_an_error_when_its_turn_comes() {
        assert!(task("and(succeeded(,", TaskResult::Succeeded).is_err());
    }

    #[test]
    fn v198_status_functions_after_a_cancel() {
        assert_eq!(task("always()", TaskResult::Canceled), Ok(true));
        assert_eq!(task("canceled()", TaskResult::Canceled), Ok(true));
        assert_eq!(task("failed()", TaskResult::Canceled), Ok(false));
        assert_eq!(task("", TaskResult::Canceled), Ok(false));
    }
}
