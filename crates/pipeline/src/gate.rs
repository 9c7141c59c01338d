//! Gates of a stage (`classic.md` §7).

use serde::{Deserialize, Serialize};

use crate::Task;

/// The gates on one side of a stage; all durations in minutes (§7.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gates {
    /// Whether they are evaluated at all.
    pub is_enabled: bool,
    /// "The delay before evaluation".
    pub stabilization_time: u32,
    /// "The time between re-evaluation of gates".
    pub sampling_interval: u32,
    /// "Minimum duration for steady results after a successful gates evaluation".
    pub minimum_success_duration: u32,
    /// "The timeout after which gates fail".
    pub timeout: u32,
    /// The checks.
    pub gates: Vec<Gate>,
}

/// One check: server tasks that are asked together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Usually one task.
    pub tasks: Vec<Task>,
}
