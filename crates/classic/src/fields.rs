//! Fields that the product documents and the model does not play.
//!
//! They are kept and written back. Knowing their names is what tells a field that merely does not
//! matter in a rehearsal from one that nobody has heard of, which is usually a slip of the keyboard.

use std::fmt;

use serde::{Deserialize, Deserializer, de::Visitor};

use crate::wire::{
    ApprovalOptions, ApprovalRow, Approvals, Artifact, Condition, Definition, DeployStep, DeploymentInput, Environment,
    EnvironmentOptions, EnvironmentTrigger, ExecutionPolicy, Extras, Gate, GatesOptions, GatesStep, Identity,
    ParallelExecution, Phase, Reference, RetentionPolicy, Schedule, Task, Trigger, TriggerCondition, Variable,
};

/// One kind of object in the product's JSON.
pub(crate) trait WireObject: for<'de> Deserialize<'de> {
    /// What it is, with its article.
    const WHAT: &'static str;
    /// Ids, links, dates and authors that the service keeps for itself.
    const RECORDS: &'static [&'static str];
    /// Settings without effect in a rehearsal.
    const NOT_PLAYED: &'static [&'static str];
    /// Takes the fields that the struct does not name.
    fn take_extra(&mut self) -> Extras;
}

macro_rules! objects {
    ($( $name:ident = $what:literal, records [$($record:literal),*], not played [$($quiet:literal),*]; )+) => {$(
        impl WireObject for $name {
            const WHAT: &'static str = $what;
            const RECORDS: &'static [&'static str] = &[$($record),*];
            const NOT_PLAYED: &'static [&'static str] = &[$($quiet),*];
            fn take_extra(&mut self) -> Extras {
                std::mem::take(&mut self.extra)
            }
        }
    )+};
}

objects! {
    Definition = "a release pipeline",
        records ["source", "isDeleted", "comment", "url", "_links", "projectReference", "createdBy", "createdOn",
            "modifiedBy", "modifiedOn", "lastRelease", "properties", "pipelineProcess"],
        not played ["retentionPolicy"];
    Variable = "a variable", records [], not played [];
    Artifact = "an artifact", records ["id", "sourceId", "isRetained"], not played [];
    Reference = "a reference of an artifact", records [], not played [];
    Trigger = "a release trigger",
        records ["pullRequestConfiguration"], not played ["alias", "branchFilters", "tagFilters"];
    TriggerCondition = "a filter of a trigger", records [], not played ["tagFilter"];
    Schedule = "a schedule", records ["jobId"], not played [];
    Environment = "a stage",
        records ["badgeUrl", "currentRelease", "properties"], not played ["runOptions", "processParameters"];
    Condition = "a condition", records ["result"], not played [];
    Approvals = "a list of approvals", records [], not played [];
    ApprovalRow = "an approver", records ["id"], not played [];
    ApprovalOptions = "approval options", records [], not played [];
    Identity = "a person or group",
        records ["descriptor", "url", "imageUrl", "_links", "directoryAlias", "profileUrl", "inactive",
            "isAadIdentity", "isDeletedInOrigin"],
        not played [];
    GatesStep = "a list of gates", records ["id"], not played [];
    GatesOptions = "gate options", records [], not played [];
    Gate = "a gate", records ["isGenerated"], not played [];
    ExecutionPolicy = "a queue policy", records [], not played [];
    Phase = "a job", records [], not played [];
    DeploymentInput = "the settings of a job",
        records [],
        not played ["agentSpecification", "artifactsDownloadInput", "enableAccessToken", "overrideInputs", "imageId"];
    ParallelExecution = "the parallelism of a job", records [], not played [];
    Task = "a task", records [], not played ["overrideInputs", "checkConfig"];
    DeployStep = "a deploy step", records ["id"], not played [];
    EnvironmentOptions = "stage options",
        records [],
        not played ["skipArtifactsDownload", "timeoutInMinutes", "enableAccessToken", "publishDeploymentStatus",
            "badgeEnabled", "autoLinkWorkItems"];
    EnvironmentTrigger = "an auto-redeploy trigger",
        records ["definitionEnvironmentId", "releaseDefinitionId", "triggerContent"], not played [];
    RetentionPolicy = "a retention policy", records [], not played [];
}

/// Every field name that an object may have, for "did you mean".
pub(crate) fn all_fields<T: WireObject>() -> impl Iterator<Item = &'static str> {
    let read = struct_fields::<T>().iter().copied().filter(|name| !name.starts_with('$'));
    read.chain(T::RECORDS.iter().copied()).chain(T::NOT_PLAYED.iter().copied())
}

/// Adds the fields that are kept to the schema of an object, so that editors accept them as well.
#[cfg(feature = "schema")]
pub(crate) fn allow_kept<T: WireObject>(schema: &mut schemars::Schema) {
    let properties = schema.ensure_object().entry("properties").or_insert_with(|| serde_json::json!({}));
    if let Some(properties) = properties.as_object_mut() {
        for name in T::RECORDS.iter().chain(T::NOT_PLAYED) {
            let kept = serde_json::json!({ "description": "Kept, but without effect in a rehearsal." });
            properties.entry(*name).or_insert(kept);
        }
    }
}

/// The names that the derived reader of a struct asks for.
fn struct_fields<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    let mut fields: &'static [&'static str] = &[];
    // The reader of names answers with an error by design; the names are what it leaves behind.
    let _stopped = T::deserialize(FieldNames(&mut fields));
    fields
}

/// A source without values, which notes what a struct would read from it.
struct FieldNames<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for FieldNames<'_> {
    type Error = Stopped;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Stopped> {
        *self.0 = fields;
        Err(Stopped)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Stopped> {
        Err(Stopped)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// What reading from [`FieldNames`] ends with.
#[derive(Debug)]
struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there are no values here")
    }
}

impl std::error::Error for Stopped {}

impl serde::de::Error for Stopped {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_an_object_are_those_it_reads_and_those_it_keeps() {
        let schedule: Vec<_> = all_fields::<Schedule>().collect();
        assert_eq!(
            schedule,
            ["daysToRelease", "startHours", "startMinutes", "timeZoneId", "scheduleOnlyWithChanges", "jobId"]
        );
        assert!(all_fields::<Task>().any(|name| name == "checkConfig"));
    }
}
