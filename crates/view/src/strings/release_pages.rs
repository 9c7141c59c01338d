//! Words of the pages around a release: gates, builds, agents, deployments, inboxes.

#![expect(missing_docs, reason = "each text says itself what it is")]

use super::facts::plural;

fn count(number: usize, noun: &str) -> String {
    plural(i64::try_from(number).unwrap_or(i64::MAX), noun)
}

// Gates
pub const APPROVALS: &str = "Approvals";
pub const GATE: &str = "Deployment gates";
pub const SAMPLES: &str = "Samples";
pub const FOR_REFERENCE: &str = "during the delay, for reference only";
pub const STILL_TO_COME: &str = "Still to come";
pub const SIGN_IN_FIRST: &str = "The approval asks for it: confirm your identity first.";

pub fn earlier_samples(number: usize) -> String {
    format!("{} before these are not shown.", count(number, "evaluation"))
}

pub fn fails_at(timeout: &str, time: &str) -> String {
    format!("{timeout}, at {time}")
}

pub fn ignore_gate(gate: &str) -> String {
    format!("Ignore the gate {gate}")
}
