//! What an edit of a pipeline or of a release changes in its stages, and the permission each change asks for
//! (`classic.md` §12, §14.3).

use rehearsal_classic::{ReleaseDefinition, export};
use rehearsal_yaml::json::Value;

use crate::command::Refusal;
use crate::engine::Engine;
use crate::rules::operations::{Operation, permit};
use crate::rules::permissions::Place;
use crate::state::State;
use crate::{DefinitionId, PersonId};

/// Fields that ask for "Manage release approvers".
const APPROVALS: [&str; 2] = ["preDeployApprovals", "postDeployApprovals"];

/// Refuses when a person may not change one of the stages that differ between the two definitions: a stage that stays
/// asks for "Edit release stage" there, its approvers for "Manage release approvers", a stage that goes for "Delete
/// release stage", and a new one for "Edit release stage" of the pipeline. Permissions go by the name before the edit.
pub(crate) fn permit_stages(
    engine: &Engine,
    state: &State,
    by: Option<PersonId>,
    definition: DefinitionId,
    (before, after): (&ReleaseDefinition, &ReleaseDefinition),
) -> Result<(), Refusal> {
    let ask = |operation: Operation, stage: Option<&str>| {
        permit(engine, state, by, operation, Place { definition: Some(definition), stage })
    };
    let (old, new) = (export(before), export(after));
    for (index, stage) in before.stages.iter().enumerate() {
        let Some(now) = after.stages.iter().position(|other| other.id == stage.id) else {
            ask(Operation::DeleteStage, Some(&stage.name))?;
            continue;
        };
        let (one, other) = (&old["environments"][index], &new["environments"][now]);
        if APPROVALS.iter().any(|field| one[*field] != other[*field]) {
            ask(Operation::EditApprovers, Some(&stage.name))?;
        }
        if without_approvals(one) != without_approvals(other) || stage.variables != after.stages[now].variables {
            ask(Operation::EditStage, Some(&stage.name))?;
        }
    }
    if after.stages.iter().any(|stage| !before.stages.iter().any(|other| other.id == stage.id)) {
        ask(Operation::EditStage, None)?;
    }
    Ok(())
}

fn without_approvals(stage: &Value) -> Value {
    let mut stage = stage.clone();
    if let Some(fields) = stage.as_object_mut() {
        fields.retain(|name, _| !APPROVALS.contains(&name.as_str()));
    }
    stage
}
