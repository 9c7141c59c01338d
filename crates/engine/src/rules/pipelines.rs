//! Creating, saving and deleting release pipelines while a run goes on (`classic.md` §1.1, §12).
//!
//! A save is the next revision for releases to come; what exists keeps its snapshot (§1.2).

use std::rc::Rc;
use std::sync::Arc;

use rehearsal_classic::{ReleaseDefinition, export, imported, patched, revised};
use rehearsal_pipeline::{AuditAction, EnvironmentStatus};
use rehearsal_yaml::json;
use rehearsal_yaml::json::Value;

use crate::command::{CreatePipeline, OnPipeline, Refusal, SavePipeline};
use crate::engine::{Engine, Run};
use crate::fact::{Fact, SavedPipeline};
use crate::plan::Plan;
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::rules::{cancel, changes, find_pipeline};
use crate::state::State;
use crate::{DefinitionId, DeploymentId, PersonId};

/// What the name of a cloned pipeline ends with.
pub const COPY_ENDING: &str = " - Copy";
/// What the name of an imported pipeline ends with (§12).
pub const IMPORT_ENDING: &str = "-import";

/// "Save" (§12): the next revision.
pub(crate) fn save(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    save: &SavePipeline,
) -> Result<(), Refusal> {
    let state = run.state();
    let definition = find_pipeline(state, &save.pipeline)?;
    permit(engine, state, by, Operation::EditPipeline, Place::pipeline(definition))?;
    let present = &state.definitions[definition.index()].definition;
    let refuse = |why: String| Refusal::CannotSave { name: present.name.clone(), why };
    let json = match (&save.content, &save.patch) {
        (Some(content), None) => {
            require_present_copy(present, content)?;
            content.clone()
        }
        (None, Some(patch)) => patched(&export(present), patch).map_err(|error| refuse(error.to_string()))?,
        (None, None) | (Some(_), Some(_)) => return Err(refuse("give either `content` or `patch`".to_owned())),
    };
    let ids_used = state.pipelines[definition.index()].stage_ids_used();
    let mut changed = revised(present, &json, ids_used).map_err(|mistakes| refuse(mistakes.join("; ")))?;
    changed.id = present.id;
    changed.revision = present.revision;
    // What was given before the run may be spelled otherwise than it is read.
    let as_read = revised(present, &export(present), ids_used).unwrap_or_else(|_| ReleaseDefinition::clone(present));
    if says_the_same(&changed, &as_read) {
        return Err(Refusal::NothingChanged { name: present.name.clone() });
    }
    changes::permit_stages(engine, state, by, definition, (&as_read, &changed))?;
    require_free_name(state, &changed.name, Some(definition))?;
    let comment = save.comment.as_str();
    emit(engine, run, definition, AuditAction::Update, by, comment, changed)
}

/// Whether two definitions are one in the product's words and in their secrets, which those words leave out.
pub(crate) fn says_the_same(one: &ReleaseDefinition, other: &ReleaseDefinition) -> bool {
    let secrets = |definition: &ReleaseDefinition| -> Vec<Option<String>> {
        let variables = definition.stages.iter().flat_map(|stage| &stage.variables).chain(&definition.variables);
        variables.filter(|(_, variable)| variable.is_secret).map(|(_, variable)| variable.value.clone()).collect()
    };
    export(one) == export(other) && secrets(one) == secrets(other)
}

/// Who saves an old copy would undo what others saved meanwhile, so the product refuses it.
fn require_present_copy(present: &ReleaseDefinition, content: &Value) -> Result<(), Refusal> {
    match content["revision"].as_u64() {
        Some(revision) if revision != u64::from(present.revision) => {
            Err(Refusal::OldCopy { name: present.name.clone(), revision, present: present.revision })
        }
        Some(_) | None => Ok(()),
    }
}

/// Names of pipelines are unique without regard to case; those of deleted ones are free.
fn require_free_name(state: &State, name: &str, own: Option<DefinitionId>) -> Result<(), Refusal> {
    let is_taken = state
        .pipelines_in_use()
        .filter(|&id| Some(id) != own)
        .any(|id| state.definitions[id.index()].definition.name.eq_ignore_ascii_case(name));
    if is_taken { Err(Refusal::DefinitionNameTaken { name: name.to_owned() }) } else { Ok(()) }
}

/// Makes the definition ready to play and records it as the next revision.
fn emit(
    engine: &Engine,
    run: &mut Run<'_>,
    definition: DefinitionId,
    change: AuditAction,
    by: Option<PersonId>,
    comment: &str,
    mut changed: ReleaseDefinition,
) -> Result<(), Refusal> {
    changed.revision += 1;
    let name = changed.name.clone();
    let plan = Plan::new(&Arc::new(changed), &engine.world).map_err(|problems| {
        let said: Vec<String> =
            problems.into_iter().map(|problem| format!("{}; {}", problem.message, problem.help)).collect();
        Refusal::CannotSave { name, why: said.join("; ") }
    })?;
    let content = Rc::new(SavedPipeline { plan: Rc::new(plan) });
    run.emit(Fact::PipelineSaved { definition, change, by, comment: comment.into(), content });
    Ok(())
}

/// "New release pipeline", "Import release pipeline" and "Clone" (§12). Security is not cloned.
pub(crate) fn create(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    create: &CreatePipeline,
) -> Result<(), Refusal> {
    let state = run.state();
    permit(engine, state, by, Operation::EditPipeline, Place::PROJECT)?;
    let mut new = content(engine, state, create)?;
    if !create.name.is_empty() {
        new.name.clone_from(&create.name);
    }
    require_free_name(state, &new.name, None)?;
    new.id = state.definitions.iter().map(|plan| plan.definition.id).max().unwrap_or(0) + 1;
    new.revision = 0;
    let definition = DefinitionId::at(state.definitions.len());
    emit(engine, run, definition, AuditAction::Add, by, &create.comment, new)
}

fn content(engine: &Engine, state: &State, create: &CreatePipeline) -> Result<ReleaseDefinition, Refusal> {
    let refuse = |why: String| Refusal::CannotSave {
        name: if create.name.is_empty() { "the new release pipeline".to_owned() } else { create.name.clone() },
        why,
    };
    match (&create.content, create.clone_of.as_str()) {
        (Some(content), "") => {
            let mut new = imported(content).map_err(|mistakes| refuse(mistakes.join("; ")))?;
            new.name += IMPORT_ENDING;
            Ok(new)
        }
        (None, "") => {
            let queue = engine.world.pools.first().map_or(0, |pool| pool.queue_id);
            let job = json!({ "name": "Agent job", "phaseType": 1, "deploymentInput": { "queueId": queue } });
            let first = json!({
                "name": "New release pipeline",
                "environments": [{ "name": "Stage 1", "deployPhases": [job] }],
            });
            imported(&first).map_err(|mistakes| refuse(mistakes.join("; ")))
        }
        (None, original) => {
            let original = find_pipeline(state, original)?;
            let mut new = ReleaseDefinition::clone(&state.definitions[original.index()].definition);
            new.name += COPY_ENDING;
            Ok(new)
        }
        (Some(_), _) => Err(refuse("give either `content` or `cloneOf`".to_owned())),
    }
}

/// "Delete" (§12): refused while a deployment is in progress, unless forced, which cancels it first. What only
/// waits is cancelled in any case.
pub(crate) fn delete(engine: &Engine, run: &mut Run<'_>, by: Option<PersonId>, on: &OnPipeline) -> Result<(), Refusal> {
    let state = run.state();
    let definition = find_pipeline(state, &on.pipeline)?;
    permit(engine, state, by, Operation::DeletePipeline, Place::pipeline(definition))?;
    let present = Rc::clone(&state.definitions[definition.index()]);
    let unfinished: Vec<DeploymentId> = (0..state.deployments.len())
        .map(DeploymentId::at)
        .filter(|&id| {
            let deployment = state.deployment(id);
            !deployment.status.is_completed() && state.release(deployment.release).content.definition == definition
        })
        .collect();
    let running = unfinished.iter().find(|&&id| state.deployment(id).status == EnvironmentStatus::InProgress);
    if let Some(&running) = running.filter(|_| !on.force) {
        return Err(Refusal::DefinitionInUse {
            name: present.definition.name.clone(),
            release: state.release(state.deployment(running).release).content.name.clone(),
            stage: state.stage_name(running).to_owned(),
        });
    }
    for deployment in unfinished {
        if run.state().deployment(deployment).cancel_requested.is_none() {
            cancel::request(engine, run, by, deployment, &on.comment);
        }
    }
    let same = ReleaseDefinition::clone(&present.definition);
    emit(engine, run, definition, AuditAction::Delete, by, &on.comment, same)
}

/// Takes the latest deletion of that name back.
pub(crate) fn undelete(
    engine: &Engine,
    run: &mut Run<'_>,
    by: Option<PersonId>,
    on: &OnPipeline,
) -> Result<(), Refusal> {
    let state = run.state();
    let deleted = (0..state.definitions.len()).rev().map(DefinitionId::at).find(|id| {
        let name = &state.definitions[id.index()].definition.name;
        state.pipelines[id.index()].is_deleted && (on.pipeline.is_empty() || name.eq_ignore_ascii_case(&on.pipeline))
    });
    let Some(definition) = deleted else {
        let known = find_pipeline(state, &on.pipeline)?;
        return Err(Refusal::DefinitionNotDeleted { name: state.definitions[known.index()].definition.name.clone() });
    };
    permit(engine, state, by, Operation::DeletePipeline, Place::pipeline(definition))?;
    let same = ReleaseDefinition::clone(&state.definitions[definition.index()].definition);
    require_free_name(state, &same.name, None)?;
    emit(engine, run, definition, AuditAction::Undelete, by, &on.comment, same)
}

/// Nothing is deployed any more for a pipeline that is deleted.
pub(crate) fn require_not_deleted(state: &State, definition: DefinitionId) -> Result<(), Refusal> {
    if state.pipelines[definition.index()].is_deleted {
        let name = state.definitions[definition.index()].definition.name.clone();
        return Err(Refusal::DefinitionDeleted { name });
    }
    Ok(())
}
