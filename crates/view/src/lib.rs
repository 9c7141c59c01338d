//! What each page shows, as plain data.
//!
//! Functions from a [`Scene`] (a world, its state and log, a moment, a viewer) to structs full of words. All
//! words are made here and in [`strings`]; neither HTML nor terminals are known, so that browser and command
//! line tell the same story. Nothing here decides what is allowed: an [`Offer`] carries the engine's refusal.

mod agents;
mod board;
mod builds;
mod clock;
mod compare;
mod conditions;
mod create;
mod deployments;
pub mod diagram;
pub mod differences;
pub mod editor;
mod gates;
mod history;
mod inbox;
mod interventions;
#[cfg(test)]
mod job_tests;
mod logs;
mod look;
pub mod markdown;
mod pipeline_history;
mod rehearsal;
mod release;
mod release_compare;
mod release_history;
mod releases;
mod scene;
mod security;
mod sentence;
mod sites;
mod stage;
pub mod strings;
#[cfg(test)]
mod tests;
pub mod time;
mod timeline;
mod tutorial;
mod variables;
mod why;

pub use agents::{AgentRow, JobPlace, PoolView, WaitingJob, agents};
pub use board::{BoardCard, BoardColumn, ReleaseFilter, board, filter_choices};
pub use builds::{BuildRow, BuildSource, PullRequestRow, builds, tag_refusal};
pub use clock::{ClockView, NextEvent, clock};
pub use compare::{Comparison, Difference, OutcomeRow, compare};
pub use conditions::{ApproverRow, Banner, ConditionsView, Decision, conditions};
pub use create::{CreateArtifact, CreateStage, CreateView, create};
pub use deployments::{DeletedRelease, DeploymentRow, deleted_releases, deployments};
pub use gates::{ChartBar, GateCell, GateMark, GateRow, GatesBanner, GatesChart, GatesView, SampleColumn};
pub use history::{HistoryLine, history};
pub use inbox::{ApprovalsInbox, HookLine, MailView, PendingApproval, approvals_inbox, hooks, inbox};
pub use interventions::{InterventionView, interventions};
pub use logs::{
    Console, ConsoleLine, Issue, JobLog, LogBody, LogEntry, LogsView, ShownLines, TaskLog, Wanted, approvals_title,
    job_logs, log_files, logs, span_of,
};
pub use look::Look;
pub use pipeline_history::{RevisionRow, revision_json, revisions};
pub use rehearsal::{ReleaseEnding, StageEnding, assumption, endings, not_done};
pub use release::{
    Approve, ArtifactCard, ArtifactLine, Marker, MarkerLook, Offer, ReleaseCard, ReleaseView, StageCard, TaskProgress,
    edit_refusal, release, trigger_reason,
};
pub use release_compare::{
    ArtifactChanges, CommitRow, CompareView, StageDifference, ValueDifference, WorkItemRow, compare_releases,
    since_previous,
};
pub use release_history::{ReleaseChange, release_history};
pub use releases::{Chip, PipelineRow, ReleaseRow, ReleasesView, chip, initials, releases};
pub use scene::{Judge, Scene};
pub use security::{PermissionRow, permissions};
pub use sentence::{deed, sentence};
pub use sites::{Health, SiteView, sites};
pub use stage::{AttemptView, JobRow, PlannedJob, StageView, TaskRow, stage};
pub use timeline::{
    Bar, BarKind, BarMark, RowKind, StageKey, Tick, Timeline, TimelineLink, TimelineRow, WaitReason, WantedRows, ticks,
    timeline,
};
pub use tutorial::{GoalView, StepProgress, StepView, TutorialView, effort, level_word, tutorial, verdict_word};
pub use variables::{
    VariableRow, VariablesView, pipeline_variables, release_variables, settable_of_pipeline, settable_of_stage,
};
pub use why::{End, Entity, Explanation, Past, Step, Unknown, Waiting, Weighed, entity, explain, path};
