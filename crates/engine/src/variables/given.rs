//! Values that people, groups and tasks give.

use rehearsal_pipeline::Variables;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::StageId;

/// A group of variables in the library, shared by pipelines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableGroup {
    /// The number by which definitions link it (`variableGroups`).
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Its variables.
    pub variables: Variables,
}

impl Serialize for VariableGroup {
    /// As the product answers it: without the values of secrets.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let variables: std::collections::BTreeMap<&str, (Option<&str>, bool)> = self
            .variables
            .iter()
            .map(|(name, one)| (name.as_str(), (one.value.as_deref().filter(|_| !one.is_secret), one.is_secret)))
            .collect();
        let mut group = serializer.serialize_struct("VariableGroup", 3)?;
        group.serialize_field("id", &self.id)?;
        group.serialize_field("name", &self.name)?;
        group.serialize_field("variables", &variables)?;
        group.end()
    }
}

/// A value given for one release or deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenValue {
    /// The stage it is for; none is the whole release.
    pub stage: Option<StageId>,
    /// The variable.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Never shown.
    pub is_secret: bool,
}

impl Serialize for GivenValue {
    /// Without the value of a secret.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut given = serializer.serialize_struct("GivenValue", 4)?;
        given.serialize_field("stage", &self.stage)?;
        given.serialize_field("name", &self.name)?;
        given.serialize_field("value", &(!self.is_secret).then_some(&self.value))?;
        given.serialize_field("isSecret", &self.is_secret)?;
        given.end()
    }
}

/// What somebody gave when creating a release or deploying a stage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GivenValues {
    /// Values of variables.
    pub values: Vec<GivenValue>,
    /// Deployed with debug lines (§10.7).
    pub debug: bool,
}

/// A variable set by a task (§10.8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetVariable {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Never shown.
    pub is_secret: bool,
}

impl Serialize for SetVariable {
    /// Without the value of a secret.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut set = serializer.serialize_struct("SetVariable", 3)?;
        set.serialize_field("name", &self.name)?;
        set.serialize_field("value", &(!self.is_secret).then_some(&self.value))?;
        set.serialize_field("isSecret", &self.is_secret)?;
        set.end()
    }
}
