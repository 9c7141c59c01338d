//! Approvals of a stage (`classic.md` §6.1).

use serde::{Deserialize, Serialize};

use crate::{ApprovalExecutionOrder, Identity};

/// The approvals on one side (before or after) of a stage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approvals {
    /// Who is asked; empty means that the step passes by itself (one automated row).
    pub approvers: Vec<Approver>,
    /// How they are asked.
    pub options: ApprovalOptions,
}

/// One row of the approvers list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approver {
    /// Rows of equal rank are asked together, lower ranks first.
    pub rank: u32,
    /// The person or group.
    pub identity: Identity,
    /// Whether mail is sent when the row becomes pending.
    pub notify: bool,
}

impl Approver {
    /// Whether nobody has been chosen yet: approvals that were switched on in the editor start with such a row, and
    /// cannot be saved with it.
    pub fn is_nobody(&self) -> bool {
        self.identity.label().is_empty()
    }
}

/// How approvers are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalOptions {
    /// How many approvals are needed; 0 means all.
    pub required_count: u32,
    /// False when "The user requesting a release or deployment should not approve it" is ticked.
    pub requester_may_approve: bool,
    /// "Skip approval if the same approver approved the previous stage".
    pub skip_if_approved_previous: bool,
    /// "Revalidate identity of approver before completing the approval".
    pub revalidate_identity: bool,
    /// Minutes until a pending row is rejected; 0 means 30 days.
    pub timeout_minutes: u32,
    /// Order relative to the gates of the same side; none means the side's default.
    pub execution_order: Option<ApprovalExecutionOrder>,
}

impl ApprovalOptions {
    /// Longest timeout: 365 days (§6.1).
    pub const TIMEOUT_MINUTES_MAX: u32 = 525_600;
    /// What a timeout of 0 means: 30 days (§6.1).
    pub const TIMEOUT_MINUTES_DEFAULT: u32 = 43_200;

    /// The timeout in force, in minutes.
    pub fn timeout_in_force(&self) -> u32 {
        if self.timeout_minutes == 0 { Self::TIMEOUT_MINUTES_DEFAULT } else { self.timeout_minutes }
    }
}

impl Default for ApprovalOptions {
    /// What the pages start with: all approvers, requester may not approve (§6.1).
    fn default() -> Self {
        Self {
            required_count: 0,
            requester_may_approve: false,
            skip_if_approved_previous: false,
            revalidate_identity: false,
            timeout_minutes: 0,
            execution_order: None,
        }
    }
}

/// The three choices of "Approval order" on the page (§6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ApprovalOrder {
    /// All are asked at once and all must approve.
    AnyOrder,
    /// One after another.
    InSequence,
    /// The first decision decides.
    AnyOneUser,
}

impl Approvals {
    /// Whether somebody is asked.
    pub fn asks_somebody(&self) -> bool {
        self.approvers.iter().any(|approver| !approver.is_nobody())
    }

    /// The choice that the rows and options express.
    pub fn order(&self) -> ApprovalOrder {
        if self.options.required_count == 1 && self.approvers.len() > 1 {
            ApprovalOrder::AnyOneUser
        } else if self.approvers.windows(2).any(|pair| pair[0].rank != pair[1].rank) {
            ApprovalOrder::InSequence
        } else {
            ApprovalOrder::AnyOrder
        }
    }
}
