//! Who may do what (`classic.md` §14.3): twelve permissions, set for people and groups at the project, a pipeline
//! or a stage.
//!
//! The nearest place that says anything decides: stage, then pipeline, then project. Where one place both allows and
//! denies, through different groups, Deny wins. What is set nowhere is not allowed. (That an Allow nearer by beats an
//! inherited Deny is documented for all object permissions of the product: "specificity trumps inheritance",
//! azure-devops-docs, about-permissions.md.)
//!
//! Which operation asks for which permission is the table of module `operations`.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::command::{Refusal, SetPermission};
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::rules::operations::{Operation, permit};
use crate::state::State;
use crate::world::{Subject, World};
use crate::{DefinitionId, GroupId, PersonId, ReleaseId, StageId};

/// A permission, under the name that the product's security namespace has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Permission {
    /// Override approvals and change security.
    AdministerReleasePermissions,
    /// Create releases.
    CreateReleases,
    /// Delete release pipelines.
    DeleteReleaseDefinition,
    /// Delete stages.
    DeleteReleaseEnvironment,
    /// Delete releases.
    DeleteReleases,
    /// Edit release pipelines.
    EditReleaseDefinition,
    /// Edit stages.
    EditReleaseEnvironment,
    /// Deploy, redeploy, cancel, resume interventions, ignore gates.
    ManageDeployments,
    /// Add or change approvers.
    ManageReleaseApprovers,
    /// Start, abandon, retain and edit releases.
    ManageReleases,
    /// See release pipelines.
    ViewReleaseDefinition,
    /// See releases, and approve when asked.
    ViewReleases,
}

impl Permission {
    /// All twelve, in the order of the security page.
    pub const ALL: [Self; 12] = [
        Self::AdministerReleasePermissions,
        Self::CreateReleases,
        Self::DeleteReleaseDefinition,
        Self::DeleteReleaseEnvironment,
        Self::DeleteReleases,
        Self::EditReleaseDefinition,
        Self::EditReleaseEnvironment,
        Self::ManageDeployments,
        Self::ManageReleaseApprovers,
        Self::ManageReleases,
        Self::ViewReleaseDefinition,
        Self::ViewReleases,
    ];

    /// The name on the security pages.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AdministerReleasePermissions => "Administer release permissions",
            Self::CreateReleases => "Create releases",
            Self::DeleteReleaseDefinition => "Delete release pipeline",
            Self::DeleteReleaseEnvironment => "Delete release stage",
            Self::DeleteReleases => "Delete releases",
            Self::EditReleaseDefinition => "Edit release pipeline",
            Self::EditReleaseEnvironment => "Edit release stage",
            Self::ManageDeployments => "Manage deployments",
            Self::ManageReleaseApprovers => "Manage release approvers",
            Self::ManageReleases => "Manage releases",
            Self::ViewReleaseDefinition => "View release pipeline",
            Self::ViewReleases => "View releases",
        }
    }

    /// Whether it can be set for a single stage.
    pub const fn is_of_stages(self) -> bool {
        match self {
            Self::AdministerReleasePermissions
            | Self::DeleteReleaseEnvironment
            | Self::EditReleaseEnvironment
            | Self::ManageDeployments
            | Self::ManageReleaseApprovers => true,
            Self::CreateReleases
            | Self::DeleteReleaseDefinition
            | Self::DeleteReleases
            | Self::EditReleaseDefinition
            | Self::ManageReleases
            | Self::ViewReleaseDefinition
            | Self::ViewReleases => false,
        }
    }
}

/// What is set for somebody at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PermissionValue {
    /// Allowed.
    Allow,
    /// Denied.
    Deny,
    /// Nothing here: what is inherited counts. At the project it takes away what a default group has.
    NotSet,
}

/// One setting of a security page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// For whom.
    pub who: Subject,
    /// What.
    pub permission: Permission,
    /// How.
    pub value: PermissionValue,
    /// The pipeline; none is the project ("All pipelines").
    pub definition: Option<DefinitionId>,
    /// The stage of that pipeline, by name, so that it outlives edits of the pipeline.
    pub stage: Option<Box<str>>,
}

impl Grant {
    fn is_at(&self, level: Level, place: Place<'_>) -> bool {
        match level {
            Level::Project => self.definition.is_none(),
            Level::Pipeline => self.definition.is_some() && self.definition == place.definition && self.stage.is_none(),
            Level::Stage => {
                self.definition == place.definition
                    && self.stage.as_deref().zip(place.stage).is_some_and(|(one, two)| one.eq_ignore_ascii_case(two))
            }
        }
    }

    fn is_about(&self, other: &Self) -> bool {
        self.who == other.who
            && self.permission == other.permission
            && self.definition == other.definition
            && match (self.stage.as_deref(), other.stage.as_deref()) {
                (Some(one), Some(two)) => one.eq_ignore_ascii_case(two),
                (one, two) => one == two,
            }
    }
}

/// Where a permission is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The pipeline; none is the project.
    pub definition: Option<DefinitionId>,
    /// Name of the stage; none is the whole pipeline.
    pub stage: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// The project as a whole.
    pub const PROJECT: Self = Self { definition: None, stage: None };

    /// A pipeline.
    pub const fn pipeline(definition: DefinitionId) -> Self {
        Self { definition: Some(definition), stage: None }
    }

    /// The pipeline of a release.
    pub fn of_release(state: &State, release: ReleaseId) -> Self {
        Self::pipeline(state.release(release).content.definition)
    }

    /// The stage of a release; its permissions are those of the pipeline now, not those of the snapshot (§1.2).
    pub fn of_stage(state: &'a State, release: ReleaseId, stage: StageId) -> Self {
        let release = state.release(release);
        Self { definition: Some(release.content.definition), stage: Some(&release.plan.stage(stage).name) }
    }

    /// How a sentence names it.
    fn name(self, state: &State) -> String {
        let pipeline = |id: DefinitionId| state.definitions[id.index()].definition.name.as_str();
        match (self.definition, self.stage) {
            (None, _) => "the project".to_owned(),
            (Some(id), None) => format!("the pipeline {}", pipeline(id)),
            (Some(id), Some(stage)) => format!("the stage {stage} of {}", pipeline(id)),
        }
    }
}

/// How near a setting is to what is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The stage itself.
    Stage,
    /// Its pipeline.
    Pipeline,
    /// The project.
    Project,
}

/// Through whom a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// The person or group itself.
    Own,
    /// A group that the person is in.
    Group(GroupId),
    /// Nobody said which of the default groups the person is in, so they count as a contributor.
    AsContributor,
}

/// Whether a permission is given, and what decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermissionVerdict {
    /// Allow, Deny, or set nowhere, which is not allowed.
    pub value: PermissionValue,
    /// What decided: through whom, where, and whether it is the default of a default group. None when set nowhere.
    pub source: Option<(Holder, Level, bool)>,
}

impl PermissionVerdict {
    /// Whether it is given.
    pub fn is_allowed(self) -> bool {
        self.value == PermissionValue::Allow
    }
}

/// Groups that every project has (§14.3). "Stakeholders" is an access level in the product; as a group it holds
/// what those can do here: look and approve.
pub const DEFAULT_GROUPS: [&str; 5] =
    ["Project Administrators", "Release Administrators", "Contributors", "Readers", "Stakeholders"];

/// What a group of this name has without anybody setting it.
fn default_of(group: &str, permission: Permission) -> bool {
    let is = |name: &str| group.eq_ignore_ascii_case(name);
    let is_view = matches!(permission, Permission::ViewReleaseDefinition | Permission::ViewReleases);
    if is("Project Administrators") || is("Release Administrators") {
        true
    } else if is("Contributors") {
        permission != Permission::AdministerReleasePermissions
    } else {
        (is("Readers") || is("Stakeholders")) && is_view
    }
}

/// Whether every project has a group of this name.
pub fn is_default_group(name: &str) -> bool {
    DEFAULT_GROUPS.iter().any(|default| default.eq_ignore_ascii_case(name))
}

/// Through whom settings reach somebody.
fn holders(world: &World, subject: Subject) -> Vec<Holder> {
    let mut holders = vec![Holder::Own];
    let Subject::Person(person) = subject else { return holders };
    let groups = || world.groups.iter().enumerate().filter(|(_, group)| group.members.contains(&person));
    holders.extend(groups().map(|(index, _)| Holder::Group(GroupId::at(index))));
    if !groups().any(|(_, group)| is_default_group(&group.name)) {
        holders.push(Holder::AsContributor);
    }
    holders
}

impl State {
    /// Whether somebody has a permission at a place, and why.
    pub fn verdict(
        &self,
        world: &World,
        subject: Subject,
        permission: Permission,
        place: Place<'_>,
    ) -> PermissionVerdict {
        let holders = holders(world, subject);
        for level in [Level::Stage, Level::Pipeline, Level::Project] {
            let mut allowed = None;
            for &holder in &holders {
                let (value, is_default) = self.setting(world, subject, holder, permission, level, place);
                let source = Some((holder, level, is_default));
                match value {
                    PermissionValue::Deny => return PermissionVerdict { value, source },
                    PermissionValue::Allow if allowed.is_none() => allowed = source,
                    PermissionValue::Allow | PermissionValue::NotSet => {}
                }
            }
            if allowed.is_some() {
                return PermissionVerdict { value: PermissionValue::Allow, source: allowed };
            }
        }
        PermissionVerdict { value: PermissionValue::NotSet, source: None }
    }

    /// What is set at exactly one level through one holder, and whether that is a default.
    fn setting(
        &self,
        world: &World,
        subject: Subject,
        holder: Holder,
        permission: Permission,
        level: Level,
        place: Place<'_>,
    ) -> (PermissionValue, bool) {
        let (who, name) = match (holder, subject) {
            (Holder::Own, Subject::Person(_)) => (Some(subject), ""),
            (Holder::Own, Subject::Group(group)) => (Some(subject), world.groups[group.index()].name.as_str()),
            (Holder::Group(group), _) => (Some(Subject::Group(group)), world.groups[group.index()].name.as_str()),
            (Holder::AsContributor, _) => (world.group("Contributors").map(Subject::Group), "Contributors"),
        };
        let set = self
            .grants
            .iter()
            .find(|grant| Some(grant.who) == who && grant.permission == permission && grant.is_at(level, place));
        match set {
            Some(grant) => (grant.value, false),
            None if level == Level::Project && default_of(name, permission) => (PermissionValue::Allow, true),
            None => (PermissionValue::NotSet, false),
        }
    }

    /// Whether a person has a permission at a place.
    pub fn allows(&self, world: &World, person: PersonId, permission: Permission, place: Place<'_>) -> bool {
        self.verdict(world, Subject::Person(person), permission, place).is_allowed()
    }

    /// Puts a setting in the place of the one before.
    pub(crate) fn set_permission(&mut self, grant: &Grant) {
        let grants = Rc::make_mut(&mut self.grants);
        grants.retain(|other| !other.is_about(grant));
        // "Not set" is only told apart from nothing where a default group would have something.
        if grant.value != PermissionValue::NotSet || grant.definition.is_none() {
            grants.push(grant.clone());
        }
    }
}

/// The settings that a run starts with; of two about the same thing the later counts.
pub(crate) fn initial(world: &World) -> Rc<Vec<Grant>> {
    let mut grants: Vec<Grant> = Vec::new();
    for grant in &world.grants {
        grants.retain(|other| !other.is_about(grant));
        grants.push(grant.clone());
    }
    Rc::new(grants)
}

/// The refusal for somebody who has none of the permissions that would do.
pub(crate) fn refusal(
    engine: &Engine,
    state: &State,
    person: PersonId,
    any_of: &[Permission],
    place: Place<'_>,
) -> Refusal {
    let labels: Vec<String> = any_of.iter().map(|permission| format!("“{}”", permission.label())).collect();
    Refusal::NoPermission {
        person: engine.world.person_name(person).to_owned(),
        permission: labels.join(" or "),
        place: place.name(state),
    }
}

/// Changes security at the project, a pipeline or a stage.
pub(crate) fn set(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    set: &SetPermission,
) -> Result<(), Refusal> {
    let state = run.state();
    let definition = match set {
        SetPermission { all_pipelines: true, .. } => None,
        SetPermission { definition, .. } if definition.is_empty() => Some(DefinitionId::at(0)),
        SetPermission { definition, .. } => Some(
            state
                .definitions
                .iter()
                .position(|plan| plan.definition.name.eq_ignore_ascii_case(definition))
                .map(DefinitionId::at)
                .ok_or_else(|| Refusal::NoSuchDefinition { name: definition.clone() })?,
        ),
    };
    let stage = (!set.stage.is_empty()).then_some(set.stage.as_str());
    let place = Place { definition, stage };
    permit(engine, state, by, Operation::SetPermission, place)?;
    if let Some(stage) = stage {
        let pipeline = definition.map(|id| &state.definitions[id.index()].definition);
        let is_known = pipeline.is_some_and(|pipeline| pipeline.stage(stage).is_some());
        if !is_known {
            let release = pipeline.map_or_else(|| "the project".to_owned(), |pipeline| pipeline.name.clone());
            return Err(Refusal::NoSuchStage { release, stage: stage.to_owned() });
        }
        if !set.permission.is_of_stages() {
            return Err(Refusal::NotOfStages { permission: set.permission.label() });
        }
    }
    let who = engine
        .world
        .subject(&rehearsal_pipeline::Identity::named(&set.who))
        .ok_or_else(|| Refusal::NoSuchSubject { name: set.who.clone() })?;
    let grant = Grant { who, permission: set.permission, value: set.value, definition, stage: stage.map(Box::from) };
    run.emit(Fact::PermissionChanged { grant: Rc::new(grant), by });
    Ok(())
}
