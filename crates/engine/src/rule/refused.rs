//! The rule behind each refusal.

use super::Rule;
use crate::command::Refusal;

impl Refusal {
    /// The rule that refused; none when the command names something that does not exist, or the run is full.
    pub const fn rule(&self) -> Option<Rule> {
        Some(match self {
            Self::NoSuchDefinition { .. }
            | Self::WhichDefinition
            | Self::NoSuchRelease { .. }
            | Self::NoRelease
            | Self::NoSuchStage { .. }
            | Self::NoSuchArtifact { .. }
            | Self::NoSuchBuild { .. }
            | Self::NoCompletedBuild { .. }
            | Self::NoSuchRepository { .. }
            | Self::NoSuchPullRequest { .. }
            | Self::NoBuildPipeline
            | Self::Empty { .. }
            | Self::HasTag { .. }
            | Self::NoSuchSubject { .. }
            | Self::NoSuchAgent { .. }
            | Self::NoSuchDeploymentGroup { .. }
            | Self::NoSuchTarget { .. }
            | Self::TargetExists { .. }
            | Self::NoSuchZone { .. }
            | Self::NoSuchTask { .. }
            | Self::NoSuchGate { .. }
            | Self::NoSuchSignal { .. }
            | Self::NoLog { .. }
            | Self::WorldOnly
            | Self::FactLimit => return None,
            Self::PullRequestStage { .. } => Rule::PullRequestDeployment,
            Self::RetainedAlready { .. } | Self::NotRetained { .. } | Self::Destroyed { .. } => Rule::Retention,
            Self::NoVersion { .. } => Rule::DefaultVersion,
            Self::NameTaken { .. } => Rule::ReleaseName,
            Self::Draft { .. } => Rule::Draft,
            Self::Abandoned { .. } => Rule::Abandoned,
            Self::Unfinished { .. } => Rule::OneAttempt,
            Self::DefinitionNameTaken { .. }
            | Self::CannotSave { .. }
            | Self::NothingChanged { .. }
            | Self::OldCopy { .. }
            | Self::DefinitionInUse { .. }
            | Self::DefinitionDeleted { .. }
            | Self::DefinitionNotDeleted { .. }
            | Self::DefinitionDisabled
            | Self::DeleteRetained { .. }
            | Self::DeleteInProgress { .. }
            | Self::Deleted { .. }
            | Self::NotDeleted { .. }
            | Self::NotDraft { .. }
            | Self::NothingToCancel { .. }
            | Self::AlreadyCancelling { .. }
            | Self::InProgress { .. } => Rule::Operations,
            Self::NoPendingIntervention { .. } => Rule::ManualIntervention,
            Self::NoPendingApproval { .. } => Rule::ApprovalDecision,
            Self::NotApprover { .. } | Self::Requester { .. } => Rule::WhoMayApprove,
            Self::SignInAgain { .. } => Rule::Revalidation,
            Self::NoGates { .. } | Self::GateIgnored { .. } => Rule::IgnoredGate,
            Self::ReassignToRequester { .. } => Rule::Reassignment,
            Self::DeferAfterDeployment => Rule::PostApproval,
            Self::DeferIntoPast { .. } | Self::ScheduleIntoPast { .. } => Rule::Deferral,
            Self::NoPermission { .. } => Rule::Permissions,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence and the section of its rule are written in two places; this keeps them one.
    #[test]
    fn a_refusal_quotes_the_section_of_its_rule() {
        let name = || "it".to_owned();
        let (release, stage, person) = (name(), name(), name());
        let refusals = [
            Refusal::RetainedAlready { release: name() },
            Refusal::NotRetained { release: name() },
            Refusal::DeleteRetained { release: name() },
            Refusal::DeleteInProgress { release: name(), stage: name() },
            Refusal::Deleted { release: name() },
            Refusal::NotDeleted { release: name() },
            Refusal::Destroyed { release: name() },
            Refusal::PullRequestStage { release: name(), stage: name() },
            Refusal::NoVersion { alias: name() },
            Refusal::NameTaken { name: name() },
            Refusal::DefinitionInUse { name: name(), release: name(), stage: name() },
            Refusal::DefinitionDeleted { name: name() },
            Refusal::DefinitionNotDeleted { name: name() },
            Refusal::DefinitionDisabled,
            Refusal::Draft { release: name() },
            Refusal::NotDraft { release: name() },
            Refusal::Abandoned { release: name() },
            Refusal::Unfinished { release: name(), stage: name() },
            Refusal::NothingToCancel { release: name(), stage: name() },
            Refusal::InProgress { release, stage },
            Refusal::NoPendingApproval { stage: name() },
            Refusal::NotApprover { person: name(), stage: name() },
            Refusal::Requester { person: name() },
            Refusal::ReassignToRequester { person: name() },
            Refusal::SignInAgain { stage: name() },
            Refusal::NoGates { stage: name() },
            Refusal::GateIgnored { gate: name() },
            Refusal::DeferAfterDeployment,
            Refusal::DeferIntoPast { until: name() },
            Refusal::ScheduleIntoPast { until: name() },
            Refusal::NoPermission { person, permission: "View releases" },
        ];
        for refusal in refusals {
            let rule = refusal.rule().unwrap_or_else(|| panic!("{refusal} has no rule"));
            let quoted =
                [format!("({})", rule.section()), format!(", {})", rule.section()), format!("({}, ", rule.section())];
            assert!(
                quoted.iter().any(|quoted| refusal.to_string().contains(quoted)),
                "{refusal} is by {}",
                rule.section()
            );
        }
    }
}
