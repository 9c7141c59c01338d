//! Points on which sources are silent or disagree, each a named switch (`classic.md` §16).

use serde::{Deserialize, Serialize};

/// Which reading of the product a run follows. The defaults are those the specification picks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each read by one rule")]
pub struct Rules {
    /// At each occurrence of a stage schedule the newest release whose trigger was ever satisfied is
    /// deployed again (§5.5). Off: each waiting release is deployed once.
    pub schedule_repeats_latest: bool,
    /// A newer request cancels an attempt that only waits for a pre-deployment approval, where the stage
    /// deploys the latest and cancels the others (§8.6).
    pub supersede_pending_approval: bool,
    /// Gates are also asked during the delay before evaluation, for reference only (§7.4).
    pub reference_samples: bool,
    /// The timeout of gates counts from the start of the step, delay included (§7.4).
    pub gate_timeout_includes_delay: bool,
    /// Steady results may become long enough between two samples (§7.4).
    pub gates_succeed_between_samples: bool,
    /// A job that runs out of time leaves its stage canceled rather than rejected (§9.4).
    pub job_timeout_cancels_stage: bool,
    /// A stage that is deployed again and succeeds triggers the stages after it again (§5.2).
    pub redeploy_triggers_downstream: bool,
    /// Minutes an agentless job may run when its timeout is 0; 0 is no limit (§9.4).
    pub agentless_timeout_minutes: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            schedule_repeats_latest: false,
            supersede_pending_approval: false,
            reference_samples: false,
            gate_timeout_includes_delay: true,
            gates_succeed_between_samples: false,
            job_timeout_cancels_stage: false,
            redeploy_triggers_downstream: true,
            agentless_timeout_minutes: 0,
        }
    }
}
