//! Run conditions of jobs and tasks (`classic.md` §9.2, §10.1).

use rehearsal_pipeline::TaskResult;

/// When a job or task runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// `succeeded()`, also for an empty text.
    Succeeded,
    /// `succeededOrFailed()`.
    SucceededOrFailed,
    /// `always()`.
    Always,
    /// `failed()`.
    Failed,
    /// Any other text, with why it cannot be evaluated.
    Unreadable {
        /// As written.
        text: String,
        /// A sentence.
        why: String,
    },
}

/// Results of the jobs so far, as conditions of later jobs see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobResults {
    /// Some job failed.
    pub any_failed: bool,
    /// Some job was cancelled.
    pub any_canceled: bool,
    /// The attempt is being cancelled.
    pub is_canceled: bool,
}

impl Condition {
    /// Reads a condition; a text that cannot be read fails its owner when its turn comes.
    pub fn parse(text: &str) -> Self {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        match bare.as_str() {
            "" | "succeeded()" => Self::Succeeded,
            "succeededorfailed()" => Self::SucceededOrFailed,
            "always()" => Self::Always,
            "failed()" => Self::Failed,
            _ => Self::Unreadable { text: text.to_owned(), why: "custom conditions are not played yet".to_owned() },
        }
    }

    /// The condition as the product writes it.
    pub fn text(&self) -> &str {
        match self {
            Self::Succeeded => "succeeded()",
            Self::SucceededOrFailed => "succeededOrFailed()",
            Self::Always => "always()",
            Self::Failed => "failed()",
            Self::Unreadable { text, .. } => text,
        }
    }

    /// Whether a job runs after these results (§9.2).
    ///
    /// # Errors
    /// Why the condition cannot be evaluated.
    pub fn holds_for_job(&self, results: &JobResults) -> Result<bool, String> {
        match self {
            Self::Succeeded => Ok(!results.any_failed && !results.any_canceled && !results.is_canceled),
            Self::SucceededOrFailed => Ok(!results.is_canceled),
            Self::Always => Ok(true),
            Self::Failed => Ok(results.any_failed && !results.is_canceled),
            Self::Unreadable { why, .. } => Err(why.clone()),
        }
    }

    /// Whether a task runs when the job's status so far is this (§10.1).
    ///
    /// # Errors
    /// Why the condition cannot be evaluated.
    pub fn holds_for_task(&self, status: TaskResult) -> Result<bool, String> {
        match self {
            Self::Succeeded => Ok(matches!(status, TaskResult::Succeeded | TaskResult::SucceededWithIssues)),
            Self::SucceededOrFailed => {
                Ok(matches!(status, TaskResult::Succeeded | TaskResult::SucceededWithIssues | TaskResult::Failed))
            }
            Self::Always => Ok(true),
            Self::Failed => Ok(status == TaskResult::Failed),
            Self::Unreadable { why, .. } => Err(why.clone()),
        }
    }
}
