//! The operations that people carry out and the permission each asks for (`classic.md` §12): one table.
//!
//! Preconditions are checked where the operation is carried out. What starts by itself is not checked against
//! anybody's permissions (§12, last line).

use crate::PersonId;
use crate::command::Refusal;
use crate::engine::Engine;
use crate::rules::permissions::{self, Permission, Place};
use crate::state::State;

/// An operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Saves a pipeline; each stage that changes asks for [`Self::EditStage`] too.
    EditPipeline,
    /// Changes a stage of a pipeline or of a release.
    EditStage,
    /// Changes approvers of a stage of a pipeline or of a release.
    EditApprovers,
    /// Takes a stage out of a pipeline.
    DeleteStage,
    /// Deletes a pipeline.
    DeletePipeline,
    /// "Create release".
    CreateRelease,
    /// Starts a draft.
    StartRelease,
    /// "Deploy" and "Redeploy".
    Deploy,
    /// "Cancel", also of what only waits.
    Cancel,
    /// "Abandon".
    Abandon,
    /// Edits a release; each stage that changes asks for [`Self::EditStage`] too.
    EditRelease,
    /// "Retain indefinitely" and its end.
    Retain,
    /// Deletes a release.
    DeleteRelease,
    /// Approves, rejects, reassigns or defers as approver.
    Decide,
    /// The same for others.
    Override,
    /// Resumes or rejects an intervention.
    Intervene,
    /// Ignores a gate.
    IgnoreGate,
    /// Tags a release.
    Tag,
    /// Comments on a release.
    Comment,
    /// Reads or downloads logs.
    ReadLogs,
    /// Changes security.
    SetPermission,
}

impl Operation {
    /// Any one of these will do.
    pub const fn permissions(self) -> &'static [Permission] {
        match self {
            Self::EditPipeline => &[Permission::EditReleaseDefinition],
            Self::EditStage => &[Permission::EditReleaseEnvironment],
            Self::EditApprovers => &[Permission::ManageReleaseApprovers],
            Self::DeleteStage => &[Permission::DeleteReleaseEnvironment],
            Self::DeletePipeline => &[Permission::DeleteReleaseDefinition],
            Self::CreateRelease => &[Permission::CreateReleases],
            Self::StartRelease => &[Permission::CreateReleases, Permission::ManageReleases],
            Self::Deploy | Self::Cancel | Self::Intervene | Self::IgnoreGate => &[Permission::ManageDeployments],
            Self::Abandon | Self::EditRelease | Self::Retain | Self::Tag | Self::Comment => {
                &[Permission::ManageReleases]
            }
            Self::DeleteRelease => &[Permission::DeleteReleases],
            Self::Decide | Self::ReadLogs => &[Permission::ViewReleases],
            Self::Override | Self::SetPermission => &[Permission::AdministerReleasePermissions],
        }
    }
}

/// Whether a person may carry out an operation at a place.
pub(crate) fn may(engine: &Engine, state: &State, person: PersonId, operation: Operation, place: Place<'_>) -> bool {
    operation.permissions().iter().any(|&permission| state.allows(&engine.world, person, permission, place))
}

/// Refuses when a person lacks the permission. The world itself may do everything.
pub(crate) fn permit(
    engine: &Engine,
    state: &State,
    by: Option<PersonId>,
    operation: Operation,
    place: Place<'_>,
) -> Result<(), Refusal> {
    match by {
        Some(person) if !may(engine, state, person, operation, place) => {
            Err(permissions::refusal(engine, state, person, operation.permissions(), place))
        }
        Some(_) | None => Ok(()),
    }
}
