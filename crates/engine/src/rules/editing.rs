//! Editing, renaming, tagging and deleting one release, and the library (`classic.md` §1.2, §1.6, §12).

use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::{ReleaseDefinition, export, patched, revised};
use rehearsal_pipeline::{EnvironmentStatus, ReleaseStatus, Variable};
use rehearsal_yaml::json;
use rehearsal_yaml::json::Value;

use crate::command::{EditRelease, Refusal, SavePipeline, SaveVariableGroup, TagPipeline, TagRelease};
use crate::engine::{Engine, Run};
use crate::fact::{Fact, SavedPipeline};
use crate::plan::Plan;
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::{changes, find_pipeline, find_release, pipelines};
use crate::state::State;
use crate::variables::VariableGroup;
use crate::{PersonId, ReleaseId, StageId};

/// Fields of a stage that may be edited while it is being deployed.
const EDITABLE_IN_USE: [&str; 4] = ["variables", "variableGroups", "preDeployApprovals", "postDeployApprovals"];

/// "Edit" and "Save" on a release: only this release changes, never the versions of its artifacts (§1.2).
pub(crate) fn edit(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    edit: &EditRelease,
) -> Result<(), Refusal> {
    let state = run.state();
    let release = find_release(state, &edit.release)?;
    permit(engine, state, by, Operation::EditRelease, Place::of_release(state, release))?;
    let found = state.release(release);
    let name = || found.content.name.clone();
    if found.status == ReleaseStatus::Abandoned {
        return Err(Refusal::Abandoned { release: name() });
    }
    if !edit.artifacts.is_empty() {
        return Err(Refusal::VersionFixed { release: name() });
    }
    let new_name = edit.name.as_deref().filter(|new| **new != *found.content.name);
    if let Some(new) = new_name {
        require_free_name(state, release, new)?;
    }
    let description = edit.description.as_deref().filter(|new| **new != *found.content.description);
    let plan = edit.patch.as_ref().map(|patch| edited(engine, state, by, release, patch)).transpose()?.flatten();
    let refreshes_groups = edit.refresh_variable_groups;
    let plan = plan.or_else(|| refreshes_groups.then(|| Rc::clone(&found.plan)));
    if plan.is_none() && description.is_none() && new_name.is_none() {
        return Err(Refusal::NothingToEdit { release: name() });
    }
    if let Some(plan) = plan {
        let content = Rc::new(SavedPipeline { plan });
        let comment = edit.comment.as_str().into();
        run.emit(Fact::ReleaseEdited { release, by, comment, content, refreshes_groups });
    }
    if let Some(description) = description {
        run.emit(Fact::ReleaseDescribed { release, by, description: description.into() });
    }
    if let Some(new) = new_name {
        run.emit(Fact::ReleaseRenamed { release, by, task: None, name: Rc::new(new.to_owned()) });
    }
    Ok(())
}

/// Names of the releases of a pipeline are unique.
pub(crate) fn require_free_name(state: &State, own: ReleaseId, name: &str) -> Result<(), Refusal> {
    let definition = state.release(own).content.definition;
    let is_taken = (0..state.releases.len()).map(ReleaseId::at).any(|id| {
        let release = state.release(id);
        id != own && release.content.definition == definition && release.content.name.eq_ignore_ascii_case(name)
    });
    if is_taken { Err(Refusal::ReleaseNameTaken { name: name.to_owned() }) } else { Ok(()) }
}

/// The release's own copy of the pipeline with a patch; none when nothing changes.
fn edited(
    engine: &Engine,
    state: &State,
    by: Option<PersonId>,
    id: ReleaseId,
    patch: &Value,
) -> Result<Option<Rc<Plan>>, Refusal> {
    let release = state.release(id);
    let name = || release.content.name.clone();
    let refuse = |why: String| Refusal::CannotEdit { release: name(), why };
    let keys = || patch.as_object().into_iter().flat_map(json::Map::keys);
    if keys().any(|key| key == "artifacts") {
        return Err(Refusal::VersionFixed { release: name() });
    }
    if let Some(key) = keys().find(|key| !EditRelease::FIELDS.contains(&key.as_str())) {
        return Err(refuse(format!(
            "`{key}` belongs to the pipeline; a release has {} of its own",
            EditRelease::FIELDS.join(", ")
        )));
    }
    let present = &release.plan.definition;
    let before = export(present);
    let json = patched(&before, patch).map_err(|error| refuse(error.to_string()))?;
    let ids_used = state.pipelines[release.content.definition.index()].stage_ids_used();
    let changed = revised(present, &json, ids_used).map_err(|mistakes| refuse(mistakes.join("; ")))?;
    let as_read = revised(present, &before, ids_used).unwrap_or_else(|_| ReleaseDefinition::clone(present));
    if pipelines::says_the_same(&changed, &as_read) {
        return Ok(None);
    }
    changes::permit_stages(engine, state, by, release.content.definition, (&as_read, &changed))?;
    if release.status != ReleaseStatus::Draft {
        require_same_stages(state, id, &changed)?;
    }
    let plan = Plan::new(&Arc::new(changed), &engine.world).map_err(|problems| {
        refuse(problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("; "))
    })?;
    Ok(Some(Rc::new(plan)))
}

/// A started release keeps its stages, and a stage that is being deployed all but its variables and approvals (§12).
fn require_same_stages(state: &State, id: ReleaseId, changed: &ReleaseDefinition) -> Result<(), Refusal> {
    let release = state.release(id);
    let present = &release.plan.definition;
    let ids = |definition: &ReleaseDefinition| definition.stages.iter().map(|stage| stage.id).collect::<Vec<_>>();
    if ids(present) != ids(changed) {
        return Err(Refusal::StagesFixed { release: release.content.name.clone() });
    }
    let (before, after) = (export(present), export(changed));
    for (index, stage) in present.stages.iter().enumerate() {
        let is_in_use = match state.stage_status(id, StageId::at(index)) {
            EnvironmentStatus::InProgress | EnvironmentStatus::Queued | EnvironmentStatus::Scheduled => true,
            EnvironmentStatus::Undefined
            | EnvironmentStatus::NotStarted
            | EnvironmentStatus::Succeeded
            | EnvironmentStatus::Canceled
            | EnvironmentStatus::Rejected
            | EnvironmentStatus::PartiallySucceeded => false,
        };
        let fixed = |json: &Value| {
            let mut stage = json["environments"][index].clone();
            let fields = stage.as_object_mut();
            for name in fields.into_iter().flat_map(|fields| EDITABLE_IN_USE.map(|name| fields.remove(name))) {
                drop(name);
            }
            stage
        };
        if is_in_use && fixed(&before) != fixed(&after) {
            return Err(Refusal::StageInUse { release: release.content.name.clone(), stage: stage.name.clone() });
        }
    }
    Ok(())
}

/// Adds tags and takes tags off; equal but for case is equal (§1.6).
fn changed_tags<'a>(present: impl Iterator<Item = &'a str>, add: &[String], remove: &[String]) -> Option<Vec<String>> {
    let before: Vec<String> = present.map(str::to_owned).collect();
    let is = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let mut tags: Vec<String> = before.iter().filter(|tag| !remove.iter().any(|gone| is(gone, tag))).cloned().collect();
    for new in add.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|tag| is(tag, new)) {
            tags.push(new.to_owned());
        }
    }
    (tags != before).then_some(tags)
}

/// Tags of a release.
pub(crate) fn tag(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &TagRelease) -> Result<(), Refusal> {
    let state = run.state();
    let release = find_release(state, &on.release)?;
    permit(engine, state, by, Operation::Tag, Place::of_release(state, release))?;
    let present = state.release(release).tags.iter().map(|tag| &**tag);
    let tags = changed_tags(present, &on.add, &on.remove).ok_or(Refusal::TagsUnchanged)?;
    run.emit(Fact::ReleaseTagged { release, by, tags: tags.into_iter().map(Into::into).collect() });
    Ok(())
}

/// Tags of a pipeline, which are part of its definition.
pub(crate) fn tag_pipeline(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    on: &TagPipeline,
) -> Result<(), Refusal> {
    let state = run.state();
    let definition = find_pipeline(state, &on.pipeline)?;
    let present = &state.definitions[definition.index()].definition;
    let tags =
        changed_tags(present.tags.iter().map(String::as_str), &on.add, &on.remove).ok_or(Refusal::TagsUnchanged)?;
    let save = SavePipeline {
        pipeline: present.name.clone(),
        patch: Some(json!({ "tags": tags })),
        ..SavePipeline::default()
    };
    pipelines::save(engine, run, by, &save)
}

/// "Save" of a variable group in the library.
pub(crate) fn save_group(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    save: &SaveVariableGroup,
) -> Result<(), Refusal> {
    permit(engine, run.state(), by, Operation::EditPipeline, Place::PROJECT)?;
    let groups = &run.state().variable_groups;
    let is_named = |group: &VariableGroup| match save.group.as_str() {
        "" => groups.len() == 1,
        name => group.name.eq_ignore_ascii_case(name),
    };
    let index = groups
        .iter()
        .position(|group| is_named(group))
        .ok_or_else(|| Refusal::NoSuchVariableGroup { name: save.group.clone() })?;
    let mut content = VariableGroup::clone(&groups[index]);
    for (name, value) in &save.variables {
        let known = content.variables.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned();
        match (known, value) {
            (Some(known), None) => {
                content.variables.remove(&known);
            }
            (None, None) => return Err(Refusal::NoSuchVariable { name: name.clone() }),
            (Some(known), Some(value)) => {
                content.variables.entry(known).or_default().value = Some(value.clone());
            }
            (None, Some(value)) => {
                let variable = Variable { value: Some(value.clone()), ..Variable::default() };
                content.variables.insert(name.clone(), variable);
            }
        }
    }
    let group = u32::try_from(index).expect("few groups");
    run.emit(Fact::VariableGroupSaved { group, by, comment: save.comment.as_str().into(), content: Rc::new(content) });
    Ok(())
}
