//! Who may do what (`classic.md` §14.3).

use crate::PersonId;
use crate::command::Refusal;
use crate::engine::Engine;
use crate::world::World;

/// A permission, under the name that the security pages show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Override approvals and change security.
    AdministerReleasePermissions,
    /// Create releases.
    CreateReleases,
    /// Delete pipelines and take that back.
    DeleteReleasePipeline,
    /// Create and change pipelines.
    EditReleasePipeline,
    /// Delete releases.
    DeleteReleases,
    /// Deploy, redeploy and cancel.
    ManageDeployments,
    /// Start, abandon and edit releases.
    ManageReleases,
    /// See releases, and approve when asked.
    ViewReleases,
}

impl Permission {
    /// The name on the security pages.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AdministerReleasePermissions => "Administer release permissions",
            Self::CreateReleases => "Create releases",
            Self::DeleteReleasePipeline => "Delete release pipeline",
            Self::EditReleasePipeline => "Edit release pipeline",
            Self::DeleteReleases => "Delete releases",
            Self::ManageDeployments => "Manage deployments",
            Self::ManageReleases => "Manage releases",
            Self::ViewReleases => "View releases",
        }
    }
}

impl World {
    /// Whether a person has a permission: administrators all, readers "View releases" only, all others
    /// what contributors have, which is all but "Administer release permissions".
    pub fn allows(&self, person: PersonId, permission: Permission) -> bool {
        let is_in = |names: &[&str]| {
            self.groups.iter().any(|group| {
                group.members.contains(&person) && names.iter().any(|name| group.name.eq_ignore_ascii_case(name))
            })
        };
        if is_in(&["Project Administrators", "Release Administrators"]) {
            return true;
        }
        if is_in(&["Readers"]) && !is_in(&["Contributors"]) {
            return permission == Permission::ViewReleases;
        }
        permission != Permission::AdministerReleasePermissions
    }
}

/// Refuses when the person lacks the permission. The world itself may do everything.
pub(crate) fn require(engine: &Engine, by: Option<PersonId>, permission: Permission) -> Result<(), Refusal> {
    match by {
        Some(person) if !engine.world.allows(person, permission) => Err(Refusal::NoPermission {
            person: engine.world.person_name(person).to_owned(),
            permission: permission.label(),
        }),
        Some(_) | None => Ok(()),
    }
}
