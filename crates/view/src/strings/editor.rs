//! Words of the pipeline editor. Labels are the product's (`classic-ui.md` §5).

/// Title of the tab that shows artifacts and stages.
pub const PIPELINE_TAB: &str = "Pipeline";
/// Title of the tab with the tasks of a stage.
pub const TASKS_TAB: &str = "Tasks";
/// Title of the tab with variables.
pub const VARIABLES_TAB: &str = "Variables";
/// Title of the tab with retention.
pub const RETENTION_TAB: &str = "Retention";
/// Title of the tab with options.
pub const OPTIONS_TAB: &str = "Options";
/// Title of the tab with the product's JSON.
pub const JSON_TAB: &str = "JSON";
/// Link to the editor.
pub const EDIT: &str = "Edit";
/// Link above the editor.
pub const ALL_PIPELINES: &str = "All pipelines";
/// Button that saves the draft, and title of the dialog.
pub const SAVE: &str = "Save";
/// Button of small dialogs.
pub const OK: &str = "OK";
/// Button that goes back to the releases.
pub const VIEW_RELEASES: &str = "View releases";
/// Button that takes the latest change of the draft back.
pub const UNDO_CHANGE: &str = "Undo change";
/// Button that makes a change again that was taken back.
pub const REDO_CHANGE: &str = "Redo change";
/// Button that throws the draft away.
pub const DISCARD: &str = "Discard";
/// Mark of a draft that has changes.
pub const UNSAVED: &str = "Unsaved changes";
/// Why Save cannot be pressed.
pub const NOTHING_TO_SAVE: &str = "Nothing has changed since the last save.";
/// Why a release cannot be created from the editor.
pub const SAVE_FIRST: &str = "Save your changes first.";
/// Question before the draft is thrown away.
pub const DISCARD_QUESTION: &str = "Discard all changes since the last save?";
/// What throwing the draft away means.
pub const DISCARD_TEXT: &str = "The pipeline stays as it was saved last. This cannot be undone.";
/// Why nothing can be undone.
pub const NO_CHANGE_TO_UNDO: &str = "There is no change to undo.";
/// Why nothing can be made again.
pub const NO_CHANGE_TO_REDO: &str = "No change has been undone.";

/// Head of the box of stages, with a button.
pub const ADD: &str = "Add";
/// Entry of the menu: a stage of its own.
pub const NEW_STAGE: &str = "New stage";
/// Entry of the menu: a copy of the selected stage.
pub const CLONE_STAGE: &str = "Clone stage";
/// Why no stage can be cloned.
pub const SELECT_A_STAGE: &str = "Select a stage first.";
/// Button under a stage: a copy of it.
pub const CLONE: &str = "Clone";
/// Empty box of artifacts.
pub const ADD_AN_ARTIFACT: &str = "Add an artifact";
/// Clock without a schedule.
pub const SCHEDULE_NOT_SET: &str = "Schedule not set";
/// Title of the panel with schedules of releases.
pub const SCHEDULED_RELEASE_TRIGGER: &str = "Scheduled release trigger";
/// What it does.
pub const SCHEDULED_RELEASE_HELP: &str = "Create a new release at a specified time";
/// Schedule without a day.
pub const NO_DAY_CHOSEN: &str = "No day chosen";
/// Stage panel: its title.
pub const STAGE_TITLE: &str = "Stage";
/// Stage panel: section.
pub const PROPERTIES: &str = "Properties";
/// Stage panel: caption of the section.
pub const PROPERTIES_HELP: &str = "Name and owners of the stage";
/// Stage panel: field.
pub const STAGE_NAME: &str = "Stage name";
/// Stage panel: field.
pub const STAGE_OWNER: &str = "Stage owner";
/// Choice of nobody.
pub const NOBODY: &str = "Nobody";
/// Button: take it out.
pub const DELETE: &str = "Delete";
/// Button: towards the front.
pub const MOVE_UP: &str = "Move up";
/// Button: towards the end.
pub const MOVE_DOWN: &str = "Move down";
/// A name that is empty.
pub const NAME_MISSING: &str = "Give it a name.";
/// A name that another stage has.
pub const NAME_TAKEN: &str = "Another stage has this name.";

/// Artifact panel: its title.
pub const ARTIFACT_TITLE: &str = "Artifact";
/// Artifact panel: field.
pub const SOURCE_TYPE: &str = "Source type";
/// Artifact panel: field.
pub const SOURCE_BUILD_PIPELINE: &str = "Source (build pipeline)";
/// Artifact panel: field.
pub const DEFAULT_VERSION: &str = "Default version";
/// Artifact panel: button.
pub const MARK_PRIMARY: &str = "Mark primary";
/// The primary artifact.
pub const PRIMARY: &str = "Primary";
/// Default version: choices.
pub const VERSION_LATEST: &str = "Latest";
/// Default version: choice.
pub const VERSION_BRANCH: &str = "Latest from specific branch with tags";
/// Default version: choice.
pub const VERSION_DEFAULT_BRANCH: &str = "Latest from the build pipeline default branch with tags";
/// Default version: choice.
pub const VERSION_SPECIFIC: &str = "Specific version";
/// Default version: choice.
pub const VERSION_AT_CREATION: &str = "Specify at the time of release creation";
/// Field of a filter.
pub const BRANCH: &str = "Branch";
/// Field of a filter.
pub const TAGS: &str = "Tags";

/// Trigger panel: its title.
pub const CONTINUOUS_DEPLOYMENT_TRIGGER: &str = "Continuous deployment trigger";
/// Trigger panel: what it does.
pub const CONTINUOUS_DEPLOYMENT_HELP: &str = "Creates a release every time a new build is available.";
/// Trigger panel: head of the filters.
pub const BUILD_BRANCH_FILTERS: &str = "Build branch filters";
/// Trigger panel: no filters.
pub const NO_FILTERS: &str = "No filters added.";
/// Trigger panel: column.
pub const BUILD_BRANCH: &str = "Build branch";
/// Trigger panel: column.
pub const BUILD_TAGS: &str = "Build tags";
/// Trigger panel: a filter on a branch.
pub const BRANCH_FILTER: &str = "Branch filter";
/// Trigger panel: a filter on the default branch.
pub const DEFAULT_BRANCH_FILTER: &str = "The build pipeline's default branch";
/// Trigger panel: a second trigger.
pub const PULL_REQUEST_TRIGGER: &str = "Pull request trigger";
/// Trigger panel: what it does.
pub const PULL_REQUEST_HELP: &str =
    "Creates a release every time a new artifact version is available as part of a pull request workflow.";
/// Trigger panel: filters of pull requests.
pub const TARGET_BRANCH_FILTERS: &str = "Target branch filters";
/// Column.
pub const TARGET_BRANCH: &str = "Target branch";
/// Column of a filter.
pub const TYPE: &str = "Type";
/// A filter that lets in.
pub const INCLUDE: &str = "Include";
/// A filter that keeps out.
pub const EXCLUDE: &str = "Exclude";
/// A filter option.
pub const ON_TAGGING: &str = "Create release when a build tag is added";
/// A switch that is on.
pub const ENABLED: &str = "Enabled";
/// A switch that is off.
pub const DISABLED: &str = "Disabled";

/// Conditions panel: section.
pub const TRIGGERS: &str = "Triggers";
/// Conditions panel: caption.
pub const TRIGGERS_HELP: &str = "Define the trigger that will start deployment to this stage";
/// Conditions panel: field.
pub const SELECT_TRIGGER: &str = "Select trigger";
/// Conditions panel: tile.
pub const AFTER_STAGE: &str = "After stage";
/// Conditions panel: tile.
pub const MANUAL_ONLY_TILE: &str = "Manual only";
/// Conditions panel: box.
pub const PARTIALLY_SUCCEED: &str = "Trigger even when the selected stages partially succeed";
/// Conditions panel: section.
pub const ARTIFACT_FILTERS: &str = "Artifact filters";
/// Conditions panel: section.
pub const SCHEDULE: &str = "Schedule";
/// Conditions panel: switch.
pub const PULL_REQUEST_DEPLOYMENT: &str = "Pull request deployment";
/// Conditions panel: caption.
pub const APPROVALS_HELP: &str = "Select the users who can approve or reject deployments to this stage";
/// Conditions panel: field.
pub const APPROVERS_FIELD: &str = "Approvers";
/// Conditions panel: first choice of the list of people.
pub const ADD_APPROVER: &str = "Add a user or group…";
/// Conditions panel: field.
pub const APPROVAL_ORDER: &str = "Approval order";
/// Conditions panel: choice.
pub const ANY_ORDER: &str = "Any order";
/// Conditions panel: choice.
pub const IN_SEQUENCE: &str = "In sequence";
/// Conditions panel: choice.
pub const ANY_ONE_USER: &str = "Any one user";
/// Conditions panel: field.
pub const TIMEOUT: &str = "Timeout";
/// Unit of a time.
pub const MINUTES: &str = "Minutes";
/// Unit of a time.
pub const HOURS: &str = "Hours";
/// Unit of a time.
pub const DAYS: &str = "Days";
/// Field of a time.
pub const UNIT: &str = "Unit";
/// Conditions panel: section.
pub const GATES: &str = "Gates";
/// Conditions panel: caption.
pub const GATES_BEFORE_HELP: &str = "Define gates to evaluate before the deployment.";
/// Conditions panel: caption.
pub const GATES_AFTER_HELP: &str = "Define gates to evaluate after the deployment.";
/// Gates: field.
pub const GATES_DELAY: &str = "The delay before evaluation";
/// Gates: list.
pub const DEPLOYMENT_GATES: &str = "Deployment gates";
/// Gates: section.
pub const EVALUATION_OPTIONS: &str = "Evaluation options";
/// Gates: field.
pub const GATES_INTERVAL: &str = "The time between re-evaluation of gates";
/// Gates: field.
pub const GATES_STEADY: &str = "Minimum duration for steady results after a successful gates evaluation";
/// Gates: field.
pub const GATES_TIMEOUT: &str = "The timeout after which gates fail";
/// Gates: field.
pub const GATES_AND_APPROVALS: &str = "Gates and approvals";
/// Gates: choice.
pub const BEFORE_GATES: &str = "Before gates, ask for approvals";
/// Gates: choice.
pub const AFTER_GATES: &str = "On successful gates, ask for approvals";
/// Gates: choice.
pub const IGNORE_GATES: &str = "Ignore gates outcome and ask for approvals";
/// Conditions panel: section.
pub const QUEUE_SETTINGS: &str = "Deployment queue settings";
/// Conditions panel: caption.
pub const QUEUE_HELP: &str = "Define behavior when multiple releases are queued for deployment";
/// Queue: field.
pub const PARALLEL_DEPLOYMENTS: &str = "Number of parallel deployments";
/// Queue: choice.
pub const UNLIMITED: &str = "Unlimited";
/// Queue: choice.
pub const SPECIFIC: &str = "Specific";
/// Queue: field.
pub const PARALLEL_MAX: &str = "Maximum number of parallel deployments";
/// Queue: field.
pub const SUBSEQUENT: &str = "Subsequent releases";
/// Queue: choice.
pub const ALL_IN_SEQUENCE: &str = "Deploy all in sequence";
/// Queue: choice.
pub const LATEST_ONLY: &str = "Deploy latest and cancel the others";
/// Conditions panel: section after the deployment.
pub const AUTO_REDEPLOY: &str = "Auto-redeploy trigger";
/// Conditions panel: caption.
pub const AUTO_REDEPLOY_HELP: &str = "Configure the events that trigger automated redeployment.";
/// Auto-redeploy: choice.
pub const REDEPLOY_ROLLBACK: &str = "Redeploy the last successful deployment when a deployment fails";
/// Auto-redeploy: choice.
pub const REDEPLOY_TARGET: &str = "Redeploy to new targets of the deployment group with matching tags";
/// Schedule: field.
pub const TIME_ZONE: &str = "Time zone";
/// Schedule: field.
pub const AT_TIME: &str = "Time";
/// Schedule: field.
pub const ON_DAYS: &str = "Days";
/// Schedule: box.
pub const ONLY_WITH_CHANGES: &str = "Only schedule releases if the source or pipeline has changed";
/// Schedule: button.
pub const ADD_SCHEDULE: &str = "Add a new time";

/// Caption of an agent job.
pub const RUN_ON_AGENT: &str = "Run on agent";
/// Caption of an agentless job.
pub const RUN_ON_SERVER: &str = "Run on server";
/// Caption of a deployment group job.
pub const RUN_ON_DEPLOYMENT_GROUP: &str = "Run on deployment group";

/// A mistake and what to do about it.
pub fn problem(message: &str, help: &str) -> String {
    if help.is_empty() { message.to_owned() } else { format!("{message}: {help}") }
}

/// Several schedules of a pipeline.
pub fn schedules(count: usize) -> String {
    format!("{count} schedules")
}

/// Type and source of an artifact, `Build: Web-CI`.
pub fn kind_and_source(kind: &str, source: &str) -> String {
    format!("{kind}: {source}")
}

/// What a stage holds, `1 job, 2 tasks`.
pub fn jobs_and_tasks(jobs: usize, tasks: usize) -> String {
    let count = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    [count(jobs, "job", "jobs"), count(tasks, "task", "tasks")].join(", ")
}

/// A run of days, `Mon through Fri`.
pub fn through(first: &str, last: &str) -> String {
    format!("{first} through {last}")
}

/// Label of a stage's conditions in the editor.
pub fn conditions_before(stage: &str) -> String {
    format!("Pre-deployment conditions of {stage}")
}

/// Label of a stage's conditions in the editor.
pub fn conditions_after(stage: &str) -> String {
    format!("Post-deployment conditions of {stage}")
}

/// Label of a link to the tasks of a stage.
pub fn tasks_of(stage: &str, contents: &str) -> String {
    format!("{contents}, view stage tasks of {stage}")
}

/// Label of the trigger circle of an artifact.
pub fn trigger_of(alias: &str) -> String {
    format!("Continuous deployment trigger of {alias}")
}

/// Label of a button that adds a stage.
pub fn add_after(stage: &str) -> String {
    format!("Add a stage after {stage}")
}

/// Label of a button that copies a stage.
pub fn clone_of(stage: &str) -> String {
    format!("Clone {stage}")
}

/// Why a stage cannot be moved.
pub const NO_FURTHER: &str = "It stands at this end already.";
/// Why an artifact cannot be made primary.
pub const IS_PRIMARY: &str = "It is the primary artifact.";
/// Why no artifact can be added.
pub const NO_BUILD_PIPELINE: &str = "There is no build pipeline in this scenario.";
/// A source type.
pub const SOURCE_BUILD: &str = "Build";
/// Spoken label of a button.
pub const DELETE_FILTER: &str = "Delete filter";
/// Mistake: "After stage" without a stage.
pub const CHOOSE_A_STAGE: &str = "Choose at least one stage.";
/// Label of the list of people who can be asked.
pub const ADD_APPROVER_LABEL: &str = "Search users and groups for approvers";
/// Button.
pub const REMOVE: &str = "Remove";
/// Gates: first choice of the list.
pub const ADD_GATE: &str = "Add…";
/// Gates: label of the list.
pub const ADD_GATE_LABEL: &str = "Add a deployment gate";
/// Field of a task or gate.
pub const DISPLAY_NAME: &str = "Display name";
/// Gate field.
pub const QUERY: &str = "Query";
/// Gate field.
pub const UPPER_THRESHOLD: &str = "Upper threshold";
/// Gate field.
pub const LOWER_THRESHOLD: &str = "Lower threshold";

/// Label of a button.
pub fn add_filter(alias: &str) -> String {
    format!("Add filter on {alias}")
}

/// Label of a button.
pub fn remove_approver(name: &str) -> String {
    format!("Remove {name}")
}

/// Label of a button.
pub fn delete_gate(name: &str) -> String {
    format!("Delete {name}")
}

/// Head of the variables of a pipeline.
pub const PIPELINE_VARIABLES: &str = "Pipeline variables";
/// No variables.
pub const NO_VARIABLES: &str = "This pipeline has no variables.";
/// Column of variables.
pub const NAME: &str = "Name";
/// Column of variables.
pub const VALUE: &str = "Value";
/// Column of variables.
pub const SECRET: &str = "Secret";
/// Column of variables.
pub const SCOPE: &str = "Scope";
/// Column of variables.
pub const SETTABLE: &str = "Settable at release time";
/// A scope: the whole release.
pub const SCOPE_RELEASE: &str = "Release";
/// Retention: field.
pub const DAYS_TO_KEEP: &str = "Days to retain a release";
/// Retention: field.
pub const RELEASES_TO_KEEP: &str = "Minimum releases to keep";
/// Retention: box.
pub const RETAIN_ARTIFACTS: &str = "Retain associated artifacts";
/// Options: section.
pub const GENERAL: &str = "General";
/// Options: field.
pub const PIPELINE_NAME: &str = "Pipeline name";
/// Options: field.
pub const RELEASE_NAME_FORMAT: &str = "Release name format";
/// Options: box.
pub const DISABLE_PIPELINE: &str = "Disable this pipeline, so that no release can be created";
/// JSON: what it is.
pub const JSON_HELP: &str =
    "The pipeline as the product exports it, with the changes that are not saved yet. Values of secrets are left out.";
/// JSON: button.
pub const DOWNLOAD_JSON: &str = "Download JSON";

/// Label of a field.
pub fn name_of(variable: &str) -> String {
    format!("Name of {variable}")
}

/// Label of a field.
pub fn value_of(variable: &str) -> String {
    format!("Value of {variable}")
}

/// Label of a box.
pub fn secret_of(variable: &str) -> String {
    format!("{variable} is secret")
}

/// Label of a list.
pub fn scope_of(variable: &str) -> String {
    format!("Scope of {variable}")
}

/// Label of a box.
pub fn settable_of(variable: &str) -> String {
    format!("{variable} is settable at release time")
}

/// Label of a button.
pub fn delete_variable(variable: &str) -> String {
    format!("Delete {variable}")
}

/// Retention of a stage in one line.
pub fn keeps(days: u32, releases: u32, with_artifacts: bool) -> String {
    let ending = if with_artifacts { " and keep artifacts" } else { "" };
    format!("Keep for {days} days, {releases} good releases{ending}.")
}

/// Head of the settings of a stage.
pub fn settings_for(stage: &str) -> String {
    format!("Settings for {stage}")
}

/// Name of the file of an exported pipeline.
pub fn json_file(pipeline: &str) -> String {
    format!("{pipeline}.json")
}

/// Options: field.
pub const PIPELINE_DESCRIPTION: &str = "Description";
/// Tasks: list of stages.
pub const STAGE_OF_TASKS: &str = "Stage";
/// Tasks: entry of the menu.
pub const ADD_AGENT_JOB: &str = "Add an agent job";
/// Tasks: entry of the menu.
pub const ADD_AGENTLESS_JOB: &str = "Add an agentless job";
/// Name of a new job.
pub const AGENT_JOB: &str = "Agent job";
/// Name of a new job.
pub const AGENTLESS_JOB: &str = "Agentless job";
/// Tasks: label of the catalogue.
pub const ADD_TASK: &str = "Add a task";
/// Tasks: first choice of the catalogue.
pub const CHOOSE_A_TASK: &str = "Choose a task…";
/// Tasks: nothing is chosen.
pub const SELECT_A_TASK: &str = "Select a job or a task to see its settings.";
/// Job: section.
pub const AGENT_SELECTION: &str = "Agent selection";
/// Job: field.
pub const AGENT_POOL: &str = "Agent pool";
/// Job: field.
pub const DEMANDS: &str = "Demands (separated by commas: name, or name -equals value)";
/// Job: section.
pub const EXECUTION_PLAN: &str = "Execution plan";
/// Job and task: field.
pub const TIMEOUT_MINUTES: &str = "Timeout (minutes, 0 for none)";
/// Job: field.
pub const CANCEL_TIMEOUT: &str = "Job cancel timeout (minutes)";
/// Job: section.
pub const ADDITIONAL_OPTIONS: &str = "Additional options";
/// Job: box.
pub const SKIP_DOWNLOAD: &str = "Skip download of artifacts";
/// Job: field.
pub const RUN_THIS_JOB: &str = "Run this job";
/// Job: choice.
pub const JOBS_SUCCEEDED: &str = "Only when all previous jobs have succeeded";
/// Job: choice.
pub const JOBS_ANYWAY: &str = "Even if a previous job has failed";
/// Job: choice.
pub const JOBS_ALWAYS: &str = "Even if a previous job has failed, even if the deployment was canceled";
/// Job: choice.
pub const JOBS_FAILED: &str = "Only when a previous job has failed";
/// Job: choice.
pub const JOBS_CUSTOM: &str = "Custom condition using variable expressions";
/// Job and task: field.
pub const CUSTOM_CONDITION: &str = "Custom condition";
/// Task: field.
pub const TASK_VERSION: &str = "Task version";
/// Task: section.
pub const SETTINGS: &str = "Settings";
/// Task: section.
pub const CONTROL_OPTIONS: &str = "Control Options";
/// Task: box.
pub const CONTINUE_ON_ERROR: &str = "Continue on error";
/// Task: field.
pub const RETRIES: &str = "Number of retries if task failed";
/// Task: field.
pub const RUN_THIS_TASK: &str = "Run this task";
/// Task: choice.
pub const TASKS_SUCCEEDED: &str = "Only when all previous tasks have succeeded";
/// Task: choice.
pub const TASKS_ANYWAY: &str = "Even if a previous task has failed, unless the deployment was canceled";
/// Task: choice.
pub const TASKS_ALWAYS: &str = "Even if a previous task has failed, even if the deployment was canceled";
/// Task: choice.
pub const TASKS_FAILED: &str = "Only when a previous task has failed";
/// Task: choice.
pub const TASKS_CUSTOM: &str = "Custom conditions";
/// A job without tasks.
pub const NO_TASKS: &str = "No tasks yet.";

/// Label of a button.
pub fn add_task_to(job: &str) -> String {
    format!("Add a task to {job}")
}
