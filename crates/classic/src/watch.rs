//! Triggers whose JSON is kept as it is and that are played all the same: pushes, container images, packages.

use rehearsal_pipeline::ReleaseTriggerType;
use rehearsal_yaml::json::Value;

use crate::read::branch_filter;
use crate::{ArtifactFilter, ReleaseTrigger};

/// A trigger on new versions of an artifact, apart from builds (`classic.md` §2.11, §15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// Alias of the artifact.
    pub alias: String,
    /// Branch filters of a push; empty means every branch.
    pub branches: Vec<ArtifactFilter>,
    /// Tag patterns of a container image, any of which must match; empty means every tag.
    pub tag_patterns: Vec<String>,
}

impl ReleaseTrigger {
    /// What a trigger on pushes, container images or packages watches; none for triggers of other kinds.
    pub fn watch(&self) -> Option<Watch> {
        let Self::Other(raw) = self else { return None };
        match kind(raw)? {
            ReleaseTriggerType::SourceRepo | ReleaseTriggerType::ContainerImage | ReleaseTriggerType::Package => {}
            ReleaseTriggerType::Undefined
            | ReleaseTriggerType::ArtifactSource
            | ReleaseTriggerType::Schedule
            | ReleaseTriggerType::PullRequest => return None,
        }
        let texts = |list: &Value| -> Vec<String> {
            list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let patterns =
            raw["tagFilters"].as_array().into_iter().flatten().filter_map(|filter| filter["pattern"].as_str());
        Some(Watch {
            alias: raw["alias"].as_str().or(raw["artifactAlias"].as_str())?.to_owned(),
            branches: texts(&raw["branchFilters"])
                .iter()
                .map(|branch| branch_filter(branch.strip_prefix('+').unwrap_or(branch)))
                .collect(),
            tag_patterns: patterns.filter(|pattern| !pattern.is_empty()).map(str::to_owned).collect(),
        })
    }
}

/// By name without regard to case, or by number, which some tools write as text.
fn kind(raw: &Value) -> Option<ReleaseTriggerType> {
    match &raw["triggerType"] {
        Value::String(name) => {
            name.parse().map_or_else(|_| ReleaseTriggerType::from_name(name), ReleaseTriggerType::from_number)
        }
        Value::Number(number) => ReleaseTriggerType::from_number(number.as_u64()?),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use rehearsal_yaml::json;

    use crate::ReleaseTrigger;

    #[test]
    fn a_push_is_watched_however_the_kind_of_its_trigger_is_written() {
        let watch = |kind: json::Value| {
            ReleaseTrigger::Other(json!({ "triggerType": kind, "alias": "_repo", "branchFilters": ["+main"] })).watch()
        };
        let by_name = watch(json!("sourceRepo")).expect("pushes are played");
        assert_eq!(by_name.alias, "_repo");
        assert_eq!(watch(json!("SourceRepo")).as_ref(), Some(&by_name));
        assert_eq!(watch(json!(3)).as_ref(), Some(&by_name));
        assert_eq!(watch(json!("3")), Some(by_name));
        assert_eq!(watch(json!("2")), None);
    }
}
