//! The orchestration rules: what triggers, waits, skips, fails, and why.
//!
//! [`Engine`] is a model of the kernel: a [`World`] and commands go in, [`Fact`]s come out, and
//! [`State`] is what the facts amount to. The engine knows neither scenarios nor screens; it reads no
//! clock, draws only from named streams, and does no I/O.

mod calendar;
mod capability;
mod command;
mod comment;
mod condition;
mod download;
mod echo;
mod engine;
mod fact;
mod filter;
mod hooks;
mod ids;
mod logging;
mod moment;
mod naming;
mod pattern;
mod plan;
mod rule;
mod rules;
mod signal;
mod slice;
mod sources;
mod state;
mod step_kind;
mod switches;
mod tag_pattern;
mod task_log;
mod timer;
mod variables;
mod why;
mod windows_zones;
mod world;
mod zones;

pub use calendar::{
    WallClock, both_readings, next_clock, next_occurrence, parse_duration, parse_moment, wall_clock, zone,
};
pub use command::{
    Action, AddTarget, Command, Commit, CompleteBuild, CreatePipeline, CreatePullRequest, CreateRelease, Deploy,
    EditRelease, IgnoreGate, Moment, OnApproval, OnIntervention, OnPipeline, OnRelease, OnStage, OnStages, OpenLog,
    Reassign, Refusal, SavePipeline, SaveVariableGroup, SetAgent, SetAlert, SetDefaultBranch, SetEndpoint,
    SetPermission, SetPolicy, SetTarget, SetWorkItems, TagBuild, TagPipeline, TagRelease, UpdatePullRequest,
};
pub use comment::Comment;
pub use condition::Condition;
pub use download::{Download, download_step, downloads};
pub use engine::Engine;
pub use fact::{
    Blocking, DecidedHow, Ended, Fact, InterventionEnd, JobIssue, LeftOut, NewPullRequest, NewRelease, NoAgent,
    NoRelease, NotTriggered, SavedPipeline, TaskIssue, TaskPlan, Verdict,
};
pub use filter::{branch_pattern, build_passes};
pub use hooks::HookEvent;
pub use ids::*;
pub use pattern::{About, FactKind, Pattern};
pub use plan::{GateKind, GatePlan, GatesPlan, JobPlan, Plan, Problem, SidePlan, StagePlan, StepPlan};
pub use rule::Rule;
pub use rules::agents::obstacle;
pub use rules::gates::ask::{Criteria, GateFinding, gate_criteria, gate_finding};
pub use rules::mail::{MailAbout, MailReason};
pub use rules::operations::Operation;
pub use rules::permissions::{
    DEFAULT_GROUPS, Grant, Holder, Level, Permission, PermissionValue, PermissionVerdict, Place, is_default_group,
};
pub use rules::pipelines::{COPY_ENDING, IMPORT_ENDING};
pub use rules::retention::is_build_retained;
pub use rules::slices::result as slices_result;
pub use rules::versions::{offered_version, versions};
pub use signal::{Alert, Endpoint, GateAnswer, GateMatch, GateOutcome, Reading, Signal};
pub use slice::{Slice, SliceValues, Slices, Spread};
pub use sources::{VersionKind, can_trigger, default_versions};
pub use state::{
    AgentState, Approval, BuildRun, CompletedBuild, Deployment, GateSample, GatesRun, IgnoredGate, Intervention,
    JobRun, ParallelJobs, PipelineState, PoolState, PullRequest, Reassignment, Release, Revision, SignalState,
    SiteState, StageState, State, TargetState, TaskRun, Try, WaitsForParallelJob,
};
pub use step_kind::{InterventionPlan, StepKind};
pub use switches::Rules;
pub use task_log::{LogLevel, LogLine, LogText, TaskLog, task_log};
pub use timer::Timer;
pub use variables::{
    GivenValue, GivenValues, MASK, Scope, SetVariable, Value, Values, VariableGroup, VariableWarning, environment_name,
    values, values_at_start, values_of_release,
};
pub use why::{
    AgentForJob, FilterOutcome, Slots, Wait, WaitEnd, WaitsOn, agents, barred, filter_outcomes, is_version_of,
    job_condition, pull_request_filters, release_filters, slots, task_condition, wait,
};
pub use windows_zones::windows_zones;
pub use world::{
    Agent, Build, BuildPipeline, ComingBuild, DeploymentGroup, Group, Outcome, OutcomeMatch, Person, Pool,
    RetentionSettings, ScriptItem, Site, SiteApp, Subject, Target, When, World,
};
