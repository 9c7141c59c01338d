//! What can be wrong with a release definition. The names are stable: scripts may match on them.

use rehearsal_source::Code;
pub use rehearsal_yaml::codes::{OUT_OF_RANGE, UNKNOWN_KEY, UNKNOWN_VALUE};

/// The text is JSON, but of something else: a release, a build pipeline, a list of several pipelines.
/// Export one release pipeline ("…", "Export") and import that file.
pub const NOT_A_DEFINITION: Code = Code("not-a-release-definition");
/// Something that must be named has no name.
pub const NAME_MISSING: Code = Code("name-missing");
/// More stages or artifacts than a page could show; what goes beyond is left out.
pub const TOO_MANY: Code = Code("too-many");
/// The pipeline has no stage, so there is nothing to deploy to.
pub const NO_STAGES: Code = Code("no-stages");
/// Two stages have one name; upper and lower case do not distinguish them.
pub const DUPLICATE_STAGE: Code = Code("duplicate-stage");
/// A condition waits for a stage that the pipeline does not have.
pub const UNKNOWN_STAGE: Code = Code("unknown-stage");
/// Stages wait for each other in a circle, so none of them could ever start.
pub const STAGE_CYCLE: Code = Code("stage-cycle");
/// A stage condition whose value is not a set of stage states: write 4 for "succeeded", or 132 to let
/// partial success count as well.
pub const CONDITION_VALUE: Code = Code("condition-value");
/// A stage condition of a kind that the simulator keeps but does not play.
pub const UNKNOWN_CONDITION: Code = Code("unknown-condition");
/// A stage without jobs deploys nothing and succeeds at once.
pub const STAGE_WITHOUT_JOB: Code = Code("stage-without-job");
/// A stage has at most one schedule.
pub const SEVERAL_SCHEDULES: Code = Code("several-schedules");
/// A day, hour, minute or time zone that does not exist.
pub const SCHEDULE: Code = Code("schedule");
/// A schedule delays automatic deployments; a stage that only a person starts never looks at it.
pub const SCHEDULE_UNUSED: Code = Code("schedule-unused");
/// Two artifacts have one alias, which is also the name of their download folder.
pub const DUPLICATE_ALIAS: Code = Code("duplicate-alias");
/// A trigger or condition names an artifact that the pipeline does not have.
pub const UNKNOWN_ALIAS: Code = Code("unknown-alias");
/// Exactly one artifact is primary; it feeds the `Build.*` variables and the release name.
pub const PRIMARY_ARTIFACT: Code = Code("primary-artifact");
/// A default version that the simulator does not know; it takes the latest instead.
pub const DEFAULT_VERSION: Code = Code("default-version");
/// The value of an artifact condition is JSON text such as `{"sourceBranch": "main", "tags": []}`.
pub const ARTIFACT_FILTER: Code = Code("artifact-filter");
/// An artifact type that nobody has heard of; its versions are played as builds.
pub const ARTIFACT_TYPE: Code = Code("unknown-artifact-type");
/// A task id is a GUID, such as `497d490f-eea7-4f2b-ab94-48d9c1acdcb1`. Leave it out where the name of the task tells it.
pub const TASK_ID: Code = Code("task-id");
/// A release trigger of a kind that the simulator keeps but does not play.
pub const UNKNOWN_TRIGGER: Code = Code("unknown-trigger");
/// A row of an approvers list that is neither automated nor names a person or group.
pub const APPROVER_MISSING: Code = Code("approver-missing");
/// More approvals are required than there are approvers.
pub const REQUIRED_APPROVERS: Code = Code("required-approvers");
/// An approval waits at most 365 days, 525 600 minutes.
pub const APPROVAL_TIMEOUT: Code = Code("approval-timeout");
/// The times of a gate contradict each other or what the product accepts.
pub const GATE_TIMES: Code = Code("gate-times");
/// Gates are listed but switched off, so they are never evaluated.
pub const GATES_OFF: Code = Code("gates-off");
/// A variable that multiplies a job is secret; its values would show in the names of the jobs.
pub const SECRET_MULTIPLIER: Code = Code("secret-multiplier");
/// A task that runs on the service stands in a job that runs on an agent.
pub const SERVER_TASK: Code = Code("server-task");
/// A task that needs an agent stands in an agentless job or a gate.
pub const AGENT_TASK: Code = Code("agent-task");
/// The custom condition of a job or a task, or the success criteria of a gate, are no expression that may stand there.
/// It is kept, and fails its job, task or gate in a run, as in the product.
pub const CONDITION: Code = Code("unreadable-condition");
/// A task retries at most ten times; a larger number is cut.
pub const RETRIES: Code = Code("too-many-retries");
/// The steps of a task group are not part of the file. A rehearsal plays it as one task; a scenario needs its tasks.
pub const TASK_GROUP: Code = Code("task-group");
/// Two variables differ only in upper and lower case, which variables do not distinguish.
pub const DUPLICATE_VARIABLE: Code = Code("duplicate-variable");
/// The file comes from before pipelines had jobs; its tasks are read as one agent job.
pub const OLD_FORMAT: Code = Code("old-format");
/// The release pipeline lies inside something else, such as an answer of the REST interface or a list with
/// one element; it is read from there.
pub const WRAPPED: Code = Code("wrapped-definition");
