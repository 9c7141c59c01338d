//! Values given when a release is created or a stage is deployed (`classic.md` §11, "settable at release time").

use std::collections::BTreeMap;

use rehearsal_pipeline::Variables;

use crate::StageId;
use crate::command::Refusal;
use crate::plan::Plan;
use crate::variables::GivenValue;

/// The values as they are recorded.
///
/// # Errors
/// A variable that there is not, or that is not settable.
pub(crate) fn values(
    plan: &Plan,
    stage: Option<StageId>,
    given: &BTreeMap<String, String>,
) -> Result<Vec<GivenValue>, Refusal> {
    let of_stage = stage.map(|stage| &plan.stage(stage).variables);
    let scopes: Vec<&Variables> = of_stage.into_iter().chain([&plan.definition.variables]).collect();
    given
        .iter()
        .map(|(name, value)| {
            let known =
                scopes.iter().flat_map(|scope| scope.iter()).filter(|(known, _)| known.eq_ignore_ascii_case(name));
            let known: Vec<_> = known.collect();
            if known.is_empty() {
                return Err(Refusal::NoSuchVariable { name: name.clone() });
            }
            let settable = known.into_iter().find(|(_, variable)| variable.allow_override);
            let (name, variable) = settable.ok_or_else(|| Refusal::NotSettable { name: name.clone() })?;
            Ok(GivenValue { stage, name: name.clone(), value: value.clone(), is_secret: variable.is_secret })
        })
        .collect()
}
