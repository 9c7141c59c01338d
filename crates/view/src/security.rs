//! The security page: what somebody may do at a place, and why.

use rehearsal_engine::{GroupId, Holder, Level, Permission, PermissionValue, PermissionVerdict, Place, Subject};

use crate::scene::Scene;
use crate::strings;

/// A permission of somebody at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionRow {
    /// The permission.
    pub permission: Permission,
    /// Its name on the page.
    pub label: &'static str,
    /// Whether it is given.
    pub is_allowed: bool,
    /// `Allow`, `Allow (inherited)`, `Deny`, `Deny (inherited)` or `Not set`.
    pub state: &'static str,
    /// Why, as a sentence.
    pub reason: String,
}

/// What a person or group may do at a place: all twelve permissions, or those that a stage has.
pub fn permissions(scene: &Scene<'_>, subject: Subject, place: Place<'_>) -> Vec<PermissionRow> {
    let rows = Permission::ALL.into_iter().filter(|permission| place.stage.is_none() || permission.is_of_stages());
    rows.map(|permission| row(scene, subject, permission, place)).collect()
}

fn row(scene: &Scene<'_>, subject: Subject, permission: Permission, place: Place<'_>) -> PermissionRow {
    let verdict = scene.state.verdict(scene.world, subject, permission, place);
    PermissionRow {
        permission,
        label: permission.label(),
        is_allowed: verdict.is_allowed(),
        state: state(verdict, place),
        reason: reason(scene, verdict, place),
    }
}

/// Nothing is inherited that is set for oneself at this very place.
fn state(verdict: PermissionVerdict, place: Place<'_>) -> &'static str {
    let here = match place {
        Place { definition: None, .. } => Level::Project,
        Place { stage: None, .. } => Level::Pipeline,
        Place { stage: Some(_), .. } => Level::Stage,
    };
    let is_own = matches!(verdict.source, Some((Holder::Own, level, _)) if level == here);
    match (verdict.value, is_own) {
        (PermissionValue::Allow, true) => strings::ALLOW,
        (PermissionValue::Allow, false) => strings::ALLOW_INHERITED,
        (PermissionValue::Deny, true) => strings::DENY,
        (PermissionValue::Deny, false) => strings::DENY_INHERITED,
        (PermissionValue::NotSet, _) => strings::NOT_SET,
    }
}

fn reason(scene: &Scene<'_>, verdict: PermissionVerdict, place: Place<'_>) -> String {
    let Some((holder, level, is_default)) = verdict.source else { return strings::SET_NOWHERE.to_owned() };
    let group = |id: GroupId| scene.world.groups[id.index()].name.as_str();
    let word = if verdict.is_allowed() { strings::ALLOWED } else { strings::DENIED };
    let whom = match holder {
        Holder::Own => strings::SET_HERE_FOR_OWN.to_owned(),
        Holder::Group(id) => strings::to_group(group(id)),
        Holder::AsContributor => strings::AS_CONTRIBUTOR.to_owned(),
    };
    let pipeline = place.definition.map_or("", |id| scene.state.definitions[id.index()].definition.name.as_str());
    let at = match level {
        Level::Stage => strings::at_stage(place.stage.unwrap_or_default()),
        Level::Pipeline => strings::at_pipeline(pipeline),
        Level::Project if is_default => strings::BY_DEFAULT.to_owned(),
        Level::Project => strings::AT_PROJECT.to_owned(),
    };
    strings::permission_reason(word, &whom, &at)
}
