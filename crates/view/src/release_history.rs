//! The History of a release: who, when, what, and with which comment (`classic.md` §12).

use rehearsal_engine::{Fact, ReleaseId};
use rehearsal_kernel::FactId;
use rehearsal_pipeline::ApprovalStatus;

use crate::scene::Scene;
use crate::sentence::sentence;
use crate::time::date_time;

/// One line of the history of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseChange {
    /// The fact.
    pub id: FactId,
    /// When.
    pub at: String,
    /// Who; empty for the service.
    pub by: String,
    /// What.
    pub change: String,
    /// Comment; empty for none.
    pub comment: String,
}

/// What people and the service did to a release and its deployments, newest first.
pub fn release_history(scene: &Scene<'_>, release: ReleaseId) -> Vec<ReleaseChange> {
    let of_release = scene.log.iter().enumerate().filter(|(_, entry)| is_change(&entry.fact));
    let of_release = of_release.filter(|(_, entry)| entry.fact.about(scene.state).release == Some(release));
    let line = |(index, entry): (usize, &rehearsal_kernel::Entry<Fact>)| ReleaseChange {
        id: FactId::from_index(index),
        at: date_time(scene.zone(), entry.at),
        by: entry.fact.about(scene.state).by.map_or_else(String::new, |by| scene.who(Some(by)).to_owned()),
        change: sentence(scene.world, scene.state, &entry.fact),
        comment: comment(&entry.fact).to_owned(),
    };
    let mut lines: Vec<ReleaseChange> = of_release.map(line).collect();
    lines.reverse();
    lines
}

/// Whether the product's history has a line for it.
fn is_change(fact: &Fact) -> bool {
    match fact {
        Fact::ApprovalDecided { status, .. } => *status != ApprovalStatus::Canceled,
        Fact::ReleaseCreated { .. }
        | Fact::ReleaseStarted { .. }
        | Fact::ReleaseAbandoned { .. }
        | Fact::ReleaseEdited { .. }
        | Fact::ReleaseDescribed { .. }
        | Fact::ReleaseRenamed { .. }
        | Fact::ReleaseTagged { .. }
        | Fact::DeploymentCreated(..)
        | Fact::DeploymentFinished { .. }
        | Fact::CancelRequested { .. }
        | Fact::ApprovalReassigned { .. }
        | Fact::GateIgnored { .. } => true,
        other => !comment(other).is_empty(),
    }
}

fn comment(fact: &Fact) -> &str {
    match fact {
        Fact::DeploymentCreated(new) => &new.comment,
        Fact::ReleaseAbandoned { comment, .. }
        | Fact::ReleaseEdited { comment, .. }
        | Fact::CancelRequested { comment, .. }
        | Fact::ApprovalDecided { comment, .. }
        | Fact::ApprovalReassigned { comment, .. }
        | Fact::GateIgnored { comment, .. } => comment,
        _ => "",
    }
}
