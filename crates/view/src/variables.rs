//! Variables on the pages of a pipeline and of a release: names, scopes, and values without secrets.

use rehearsal_engine::{DefinitionId, ReleaseId, Scope, StageId, VariableGroup, VariableWarning, values_of_release};
use rehearsal_pipeline::Variables;

use crate::scene::Scene;
use crate::strings;

/// What a Variables tab shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariablesView {
    /// Variables of the pipeline and of its stages.
    pub variables: Vec<VariableRow>,
    /// Variables of the linked groups.
    pub groups: Vec<VariableRow>,
    /// What is odd about them, as sentences.
    pub warnings: Vec<String>,
}

/// One variable of one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableRow {
    /// Its name.
    pub name: String,
    /// Its value; stars for a secret.
    pub value: String,
    /// `Release`, the name of a stage, or the name of a group with where it is linked.
    pub scope: String,
    /// The value is hidden.
    pub is_secret: bool,
    /// "Settable at release time".
    pub is_settable: bool,
    /// Given when the release was created, in place of the value of the pipeline.
    pub is_given: bool,
}

/// What stands on a page in place of a secret.
pub(crate) const HIDDEN: &str = "********";

/// The Variables tab of a pipeline as it is now.
pub fn pipeline_variables(scene: &Scene<'_>, definition: DefinitionId) -> VariablesView {
    let plan = &scene.state.definitions[definition.index()];
    let groups: Vec<&VariableGroup> = scene.state.variable_groups.iter().map(|group| &**group).collect();
    VariablesView {
        variables: rows(&plan.definition),
        groups: group_rows(&plan.definition, &groups),
        warnings: Vec::new(),
    }
}

/// The Variables tab of a release: its own copy, with what was given at creation.
pub fn release_variables(scene: &Scene<'_>, id: ReleaseId) -> VariablesView {
    let release = scene.state.release(id);
    let definition = &release.plan.definition;
    let groups: Vec<&VariableGroup> = release.groups.iter().map(|group| &**group).collect();
    let mut variables = rows(definition);
    let stages = std::iter::once(None).chain((0..definition.stages.len()).map(|index| Some(StageId::at(index))));
    let mut warnings = Vec::new();
    for stage in stages {
        let values = values_of_release(scene.state, id, stage);
        let scope = stage.map_or(strings::SCOPE_RELEASE, |stage| &definition.stages[stage.index()].name);
        for row in variables.iter_mut().filter(|row| row.scope == scope) {
            if let Some(given) = values.get(&row.name).filter(|value| value.scope == Scope::Creation) {
                row.is_given = true;
                row.value = shown(&given.value, given.is_secret);
            }
        }
        for said in values.warnings.iter().map(warning) {
            if !warnings.contains(&said) {
                warnings.push(said);
            }
        }
    }
    VariablesView { variables, groups: group_rows(definition, &groups), warnings }
}

/// What may be given a value when a release is created: each with its stage, none for the release.
pub fn settable_of_pipeline(definition: &rehearsal_classic::ReleaseDefinition) -> Vec<(Option<String>, VariableRow)> {
    let of_stages = definition.stages.iter().map(|stage| (Some(&stage.name), &stage.variables));
    std::iter::once((None, &definition.variables))
        .chain(of_stages)
        .flat_map(|(stage, variables)| {
            let scope = stage.map_or(strings::SCOPE_RELEASE, String::as_str);
            rows_of(variables, scope).into_iter().map(move |row| (stage.cloned(), row))
        })
        .filter(|(_, row)| row.is_settable)
        .collect()
}

/// What may be given a value when a stage of a release is deployed: its own variables and those of the release, each
/// with the value it has now. A name of the stage hides the release's.
pub fn settable_of_stage(scene: &Scene<'_>, id: ReleaseId, stage: StageId) -> Vec<(Option<String>, VariableRow)> {
    let definition = &scene.state.release(id).plan.definition;
    let name = &definition.stages[stage.index()].name;
    let rows = release_variables(scene, id).variables;
    // Rows of the release come first, whatever a stage is called.
    let (of_release, of_stages) = rows.split_at(definition.variables.len());
    let of_stage: Vec<&VariableRow> = of_stages.iter().filter(|row| row.scope == *name).collect();
    let is_hidden = |row: &VariableRow| of_stage.iter().any(|own| own.name.eq_ignore_ascii_case(&row.name));
    let of_release = of_release.iter().filter(|row| !is_hidden(row)).map(|row| (None, row));
    let all = of_release.chain(of_stage.iter().map(|row| (Some(name.clone()), *row)));
    all.filter(|(_, row)| row.is_settable).map(|(stage, row)| (stage, row.clone())).collect()
}

/// A warning about variables as a sentence.
pub(crate) fn warning(warning: &VariableWarning) -> String {
    match warning {
        VariableWarning::InTwoGroups { name, first, second } => strings::variable_in_two_groups(name, first, second),
        VariableWarning::Unexpanded { name } => strings::variable_unexpanded(name),
    }
}

fn shown(value: &str, is_secret: bool) -> String {
    if is_secret { HIDDEN.to_owned() } else { value.to_owned() }
}

fn rows(definition: &rehearsal_classic::ReleaseDefinition) -> Vec<VariableRow> {
    let of_stages = definition.stages.iter().map(|stage| (stage.name.as_str(), &stage.variables));
    std::iter::once((strings::SCOPE_RELEASE, &definition.variables))
        .chain(of_stages)
        .flat_map(|(scope, variables)| rows_of(variables, scope))
        .collect()
}

fn rows_of(variables: &Variables, scope: &str) -> Vec<VariableRow> {
    let row = |(name, variable): (&String, &rehearsal_pipeline::Variable)| VariableRow {
        name: name.clone(),
        value: shown(variable.value.as_deref().unwrap_or_default(), variable.is_secret),
        scope: scope.to_owned(),
        is_secret: variable.is_secret,
        is_settable: variable.allow_override,
        is_given: false,
    };
    variables.iter().map(row).collect()
}

fn group_rows(definition: &rehearsal_classic::ReleaseDefinition, groups: &[&VariableGroup]) -> Vec<VariableRow> {
    let of_stages = definition.stages.iter().map(|stage| (stage.name.as_str(), &stage.variable_groups));
    std::iter::once((strings::SCOPE_RELEASE, &definition.variable_groups))
        .chain(of_stages)
        .flat_map(|(scope, linked)| linked.iter().map(move |number| (scope, *number)))
        .filter_map(|(scope, number)| Some((scope, groups.iter().find(|group| group.id == number)?)))
        .flat_map(|(scope, group)| rows_of(&group.variables, &strings::group_in_scope(&group.name, scope)))
        .collect()
}

#[cfg(test)]
mod tests {
    use rehearsal_classic::{ReleaseDefinition, Stage};
    use rehearsal_pipeline::Variable;

    use super::*;

    fn variables(all: &[(&str, bool)]) -> Variables {
        let variable = |&(name, allow_override): &(&str, bool)| {
            (name.to_owned(), Variable { value: Some("no".to_owned()), is_secret: false, allow_override })
        };
        all.iter().map(variable).collect()
    }

    #[test]
    fn what_is_settable_at_release_time_is_offered_with_its_scope() {
        let definition = ReleaseDefinition {
            variables: variables(&[("Colour", false), ("System.Debug", true)]),
            stages: vec![Stage {
                name: "Dev".to_owned(),
                variables: variables(&[("Slots", true)]),
                ..Stage::default()
            }],
            ..ReleaseDefinition::default()
        };
        let offered = settable_of_pipeline(&definition);
        let told: Vec<_> = offered.iter().map(|(stage, row)| (stage.as_deref(), &*row.name, &*row.scope)).collect();
        assert_eq!(told, [(None, "System.Debug", "Release"), (Some("Dev"), "Slots", "Dev")]);
    }
}
