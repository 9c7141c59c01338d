//! What is kept of a scenario between visits.

use std::collections::BTreeMap;

use rehearsal_scenario::Save;
use serde::{Deserialize, Serialize};

/// Progress in one scenario, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Progress {
    /// The run.
    pub(crate) save: Save,
    /// Id of the person the learner acted as.
    #[serde(default)]
    pub(crate) persona: String,
    /// How many times faster than real time the clock runs; 0 where nobody has chosen.
    #[serde(default)]
    pub(crate) speed: u32,
    /// Hints revealed, by step.
    #[serde(default)]
    pub(crate) hints: BTreeMap<String, usize>,
    /// True once it has been solved, also after a new beginning.
    #[serde(default)]
    pub(crate) has_been_solved: bool,
    /// True when time has passed or a move was made.
    #[serde(default)]
    pub(crate) has_begun: bool,
    /// Drafts that were changed and not saved, by the key of what they are of, as JSON.
    #[serde(default)]
    pub(crate) drafts: BTreeMap<String, String>,
    /// Name of the future that the run is; empty before there was a second one.
    #[serde(default)]
    pub(crate) future: String,
    /// The other futures.
    #[serde(default)]
    pub(crate) futures: Vec<SavedFuture>,
}

/// A future that is not in view: what it takes to play it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SavedFuture {
    /// What it is called.
    pub(crate) name: String,
    /// The run.
    pub(crate) save: Save,
}

/// State of a scenario on the start page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Never played, or begun anew.
    NotStarted,
    /// Begun.
    InProgress,
    /// Solved at least once.
    Solved,
}

impl Progress {
    /// How the scenario stands.
    pub(crate) fn standing(progress: Option<&Self>) -> Standing {
        match progress {
            Some(progress) if progress.has_been_solved => Standing::Solved,
            Some(progress) if progress.has_begun => Standing::InProgress,
            Some(_) | None => Standing::NotStarted,
        }
    }
}
