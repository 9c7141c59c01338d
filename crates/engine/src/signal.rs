//! What gates ask: things outside the pipeline that the world knows (`classic.md` §7.1).
//!
//! A gate names what it asks in its task's inputs, and the world has an entry of that name or not: a query that the
//! world does not know finds nothing, an endpoint that it does not know answers 200, no alert is active and all
//! resources are compliant.

use rehearsal_kernel::SimDuration;
use serde::{Deserialize, Serialize};

/// Something that gates ask, and what it says at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// The name by which gates ask it: a work item query, an address, an alert rule, a policy.
    pub name: String,
    /// What it says at the start.
    pub reading: Reading,
}

/// What something says when a gate asks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "of", rename_all = "camelCase")]
pub enum Reading {
    /// A work item query.
    WorkItems {
        /// How many work items it finds.
        count: u32,
    },
    /// A REST API or an Azure Function.
    Endpoint(Endpoint),
    /// An alert rule of Azure Monitor.
    Alert(Alert),
    /// A policy of Azure Policy.
    Policy {
        /// Whether all resources comply with it.
        compliant: bool,
    },
}

impl Reading {
    /// Whether both are about the same kind of thing; names are unique within a kind.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// How an endpoint answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// HTTP status code.
    pub status: u16,
    /// The response, JSON as a rule.
    pub body: String,
    /// How long the answer takes; with the completion event "Callback", how long the call back takes.
    pub takes: SimDuration,
    /// False when no answer ever comes.
    pub answers: bool,
}

impl Default for Endpoint {
    /// 200 at once, without a response.
    fn default() -> Self {
        Self { status: 200, body: String::new(), takes: SimDuration::ZERO, answers: true }
    }
}

/// An alert rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// Whether it has fired and is still open.
    pub active: bool,
    /// Its severity, 0 the worst to 4.
    pub severity: u8,
    /// The resource it watches; empty for any.
    pub resource: String,
}

/// What a gate said in a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GateAnswer {
    /// Its condition holds.
    Passed,
    /// Its condition does not hold.
    Failed,
    /// Nothing came before the next sample, which counts as not passed (§7.4.7).
    NoAnswer,
}

/// How gates that match answer, whatever the world says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateOutcome {
    /// Which gates.
    pub of: GateMatch,
    /// Answers sample by sample; the last stands for all later ones.
    pub samples: Vec<GateAnswer>,
    /// How long an answer takes.
    pub takes: SimDuration,
}

/// Which gates an outcome is for; what is none matches all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GateMatch {
    /// Stage name.
    pub stage: Option<String>,
    /// Name of the gate.
    pub gate: Option<String>,
    /// Before or after deployment.
    pub side: Option<rehearsal_pipeline::ApprovalType>,
    /// Attempt of the deployment, from 1.
    pub attempt: Option<u32>,
    /// Number of the primary build.
    pub build: Option<String>,
    /// Name of the release.
    pub release: Option<String>,
}
