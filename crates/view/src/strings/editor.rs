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
/// What was entered, and why it is not taken over.
pub fn name_refused(entered: &str, why: &str) -> String {
    format!("“{entered}” was not taken over. {why}")
}

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
pub const NO_VARIABLES: &str = "There are no variables.";
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
/// Options: section.
pub const INTEGRATIONS: &str = "Integrations";
/// Options: what the section does here.
pub const INTEGRATIONS_HELP: &str =
    "Kept in the definition for the product. A rehearsal has no repository host, boards or web sites to report to.";
/// Options: box.
pub const REPORT_TO_HOST: &str = "Report deployment status to the repository host";
/// Options: box.
pub const REPORT_TO_WORK: &str = "Report deployment status to Work";
/// Options: box.
pub const STATUS_BADGE: &str = "Enable the deployment status badge";
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

/// Above the variables that may be given a value when a release is created or a stage is deployed.
pub const EDIT_SETTABLE: &str = "Edit the values of the variables that are settable at release time.";

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

/// Mistake: "After stage" without a stage.
pub fn choose_a_stage(stage: &str) -> String {
    format!("{stage} starts after a stage, but none is chosen: choose at least one under Stages.")
}

/// Mistake: approvals that are switched on and ask nobody.
pub fn choose_an_approver(title: &str, stage: &str) -> String {
    format!("{title} of {stage} are enabled, but nobody is asked: choose at least one user or group under Approvers.")
}

/// What was looked for among the users and groups fits none of them.
pub fn unknown_approver(text: &str) -> String {
    format!("There is no user or group “{text}”. Choose one from the list.")
}

/// What was looked for is an approver already.
pub fn asked_already(name: &str) -> String {
    format!("{name} is asked already.")
}

/// What was looked for fits several users and groups.
pub fn several_approvers(text: &str, names: &[String]) -> String {
    format!("“{text}” fits {}. Write more of the name.", super::list(names))
}

/// What is wrong with approvers of whom there is none.
pub const CHOOSE_AN_APPROVER: &str = "Choose at least one user or group.";

/// Mistake: a schedule without a day.
pub const CHOOSE_A_DAY: &str = "The schedule has no day: choose at least one.";

/// Mistake: a schedule in a zone that does not exist.
pub fn zone_unknown(zone: &str) -> String {
    format!("There is no time zone “{zone}”: choose one from the list.")
}

/// Mistake: nothing to run.
pub fn stage_needs_a_job(stage: &str) -> String {
    format!("{stage} has no job: add one in its tasks.")
}

/// Mistake: a job without a name.
pub const JOB_NEEDS_A_NAME: &str = "A job has no display name.";
/// Mistake: a task without a name.
pub const TASK_NEEDS_A_NAME: &str = "A task has no display name.";

/// Mistake: a condition that is no expression.
pub fn condition_unreadable(name: &str, why: &str) -> String {
    format!("The custom condition of {name} cannot be read: {why}")
}

/// Mistake: an input that has to be filled in.
pub fn input_missing(label: &str, task: &str) -> String {
    format!("{task} needs a value for {label}.")
}

/// Mistake: a job that runs nowhere.
pub fn job_needs_a_place(job: &str, is_group: bool) -> String {
    let what = if is_group { "deployment group" } else { "agent pool" };
    format!("{job} needs a {what}: choose one.")
}

/// Mark of an input that has to be filled in.
pub const SETTING_REQUIRED: &str = "This setting is required.";
/// Mark of a job or task with a mistake.
pub const SETTINGS_NEED_ATTENTION: &str = "Some settings need attention";

/// Why a draft cannot be saved.
pub fn correct_first(mistake: &str) -> String {
    format!("Correct this first: {mistake}")
}

/// Field of an artifact.
pub const SOURCE_REPOSITORY: &str = "Source (repository)";
/// Field of an artifact.
pub const SOURCE_PACKAGE: &str = "Package";
/// Field of an artifact.
pub const SOURCE_IMAGE: &str = "Repository of the image";
/// Field of an artifact.
pub const SOURCE_JOB: &str = "Source (job)";
/// Field of an artifact.
pub const SOURCE_BUILD_CONFIGURATION: &str = "Source (build configuration)";
/// Field of an artifact.
pub const PROJECT: &str = "Project";
/// Field of an artifact.
pub const SOURCE_ALIAS_FIELD: &str = "Source alias";
/// Link to the rarer types.
pub const MORE_ARTIFACT_TYPES: &str = "5 more artifact types";
/// A source that the scenario does not have.
pub const SOURCE_UNKNOWN: &str = "Nothing in this scenario publishes versions of it, so a release has none to take.";
/// An alias that another artifact has.
pub const ALIAS_TAKEN: &str = "Another artifact has this alias.";
/// A field that must not be empty.
pub const FILL_IN_ALL: &str = "Fill in every required field first.";

/// What a source has published last.
pub fn latest_version_is(version: &str) -> String {
    format!("The latest version is {version}.")
}

/// Panel of templates: its title.
pub const SELECT_A_TEMPLATE: &str = "Select a template";
/// Panel of templates: before the link.
pub const OR_START_WITH_AN: &str = "Or start with an";
/// Panel of templates: the link.
pub const EMPTY_JOB: &str = "Empty job";
/// Panel of templates: head.
pub const FEATURED: &str = "Featured";
/// Panel of templates: head.
pub const OTHERS: &str = "Others";
/// Panel of templates: button.
pub const APPLY: &str = "Apply";
/// Field that narrows a list.
pub const SEARCH: &str = "Search";

/// Label of a button.
pub fn apply_template(name: &str) -> String {
    format!("Apply {name}")
}

/// Nothing fits what was searched for.
pub fn nothing_matches(text: &str) -> String {
    format!("Nothing matches “{text}”.")
}

/// A template.
pub const TEMPLATE_APP_SERVICE: &str = "Puts a web, mobile or API app on an Azure App Service.";
/// A template.
pub const TEMPLATE_NODE: &str = "Puts a Node.js web app on an Azure App Service.";
/// A template.
pub const TEMPLATE_PYTHON: &str = "Runs a MySQL script, then puts a Python web app on an Azure App Service.";
/// A template.
pub const TEMPLATE_KUBERNETES: &str = "Applies the objects of a configuration file to a Kubernetes cluster.";
/// A template.
pub const TEMPLATE_IIS_SQL: &str = "Sets up a website on IIS, deploys it, and brings its SQL database up to date.";
/// A template.
pub const TEMPLATE_SLOT: &str = "Deploys to a slot of an Azure App Service and swaps it with production.";
/// A template.
pub const TEMPLATE_IIS: &str = "Sets up a website on IIS and deploys it.";
/// A template.
pub const TEMPLATE_TESTS: &str = "Runs the automated tests of test plans.";

/// Button: a job on machines of a deployment group.
pub const ADD_DEPLOYMENT_GROUP_JOB: &str = "Add a deployment group job";
/// Name of a new job.
pub const DEPLOYMENT_GROUP_JOB: &str = "Deployment group job";
/// Why no such job can be added.
pub const NO_DEPLOYMENT_GROUP: &str = "This scenario has no deployment group.";
/// Button of the catalogue, and its title.
pub const ADD_TASKS: &str = "Add tasks";
/// Tab of the catalogue.
pub const ALL_TASKS: &str = "All";
/// Which job the catalogue adds to.
pub const ADDS_TO: &str = "Adds to";

/// Label of a button.
pub fn add_named(name: &str) -> String {
    format!("Add {name}")
}

/// Tasks: inputs that the catalogue does not know.
pub const OTHER_INPUTS: &str = "Other inputs";
/// Tasks: one line of help below the list.
pub const REORDER_HELP: &str = "Drag a row, or press Alt and an arrow key, to move it.";
/// Button: a second one like it.
pub const CLONE_TASK: &str = "Clone";
/// Button: leaves a task out.
pub const DISABLE: &str = "Disable";
/// Button: takes it in again.
pub const ENABLE: &str = "Enable";
/// Job: section.
pub const DEPLOYMENT_TARGETS: &str = "Deployment targets";
/// Job: field.
pub const DEPLOYMENT_GROUP: &str = "Deployment group";
/// Job: field.
pub const REQUIRED_TAGS: &str = "Required tags (separated by commas)";
/// Job: field.
pub const TARGETS_IN_PARALLEL: &str = "Targets to deploy to in parallel";
/// Job: choice.
pub const MULTIPLE: &str = "Multiple";
/// Job: choice.
pub const ONE_AT_A_TIME: &str = "One target at a time";
/// Job: field.
pub const HEALTH_PERCENT: &str = "Minimum number of healthy targets (percent)";

/// How many targets of a deployment group have all tags.
pub fn matching_targets(count: usize, group: &str) -> String {
    format!("{count} matching {} in {group}", if count == 1 { "target" } else { "targets" })
}

/// Job: field.
pub const PARALLELISM: &str = "Parallelism";
/// Job: choice.
pub const PARALLELISM_NONE: &str = "None";
/// Job: choice.
pub const MULTI_CONFIGURATION: &str = "Multi-configuration";
/// Job: choice.
pub const MULTI_AGENT: &str = "Multi-agent";
/// Job: choice of an agentless job.
pub const SINGLE_EXECUTION: &str = "Single execution";
/// Job: choice of an agentless job.
pub const MULTIPLE_EXECUTIONS: &str = "Multiple executions";
/// Job: field.
pub const MULTIPLIERS: &str = "Multipliers (names of variables, separated by commas)";
/// Job: field.
pub const AGENTS_MAX: &str = "Maximum number of agents";
/// Job: field.
pub const AGENT_COUNT: &str = "Number of agents";

/// Menu of the commands.
pub const MORE: &str = "More";
/// Entry of the menu: throws the draft away.
pub const DISCARD_CHANGES: &str = "Discard changes";
/// Button with a menu.
pub const RELEASE_MENU: &str = "Release";
/// Tip of the link to the tasks of a stage.
pub const VIEW_STAGE_TASKS: &str = "View stage tasks";

/// What the red "!" means.
pub const MISTAKE: &str = "Mistake";

/// A pipeline without stages.
pub const NO_STAGES: &str = "The pipeline has no stage yet.";
/// Tasks: menu.
pub const ADD_JOB: &str = "Add job";
/// Job: section.
pub const TIMEOUTS: &str = "Timeouts";

/// Between the parts of a place.
pub const PLACE_ARROW: &str = " › ";
/// A field that counts saves.
pub const REVISION: &str = "Revision";
/// A switch in a difference.
pub const ON: &str = "on";
/// A switch in a difference.
pub const OFF: &str = "off";
/// A thing that came.
pub const ADDED: &str = "added";
/// A thing that was there, and went.
pub const THERE: &str = "there";
/// A thing that is not there.
pub const NO_VALUE: &str = "–";

/// A named thing of a list in the product's JSON.
pub fn named_thing(list: &str, name: &str) -> String {
    match list {
        "environments" if name.starts_with("Stage") => name.to_owned(),
        "environments" => format!("Stage {name}"),
        "artifacts" => format!("Artifact {name}"),
        _ => name.to_owned(),
    }
}

/// Fields of the product's JSON in the words of the pages.
const FIELDS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("revision", REVISION),
    ("description", "Description"),
    ("isDisabled", "Disabled"),
    ("releaseNameFormat", "Release name format"),
    ("variables", "Variables"),
    ("variableGroups", "Variable groups"),
    ("triggers", "Release triggers"),
    ("rank", "Order"),
    ("owner", "Owner"),
    ("conditions", "Triggers"),
    ("schedules", "Schedule"),
    ("preDeployApprovals", "Pre-deployment approvals"),
    ("postDeployApprovals", "Post-deployment approvals"),
    ("approvals", "Approvers"),
    ("approvalOptions", "Approval policies"),
    ("timeoutInMinutes", "Timeout (minutes)"),
    ("jobCancelTimeoutInMinutes", "Job cancel timeout (minutes)"),
    ("requiredApproverCount", "Required approvers"),
    ("releaseCreatorCanBeApprover", "The requester may approve"),
    ("enforceIdentityRevalidation", "Revalidate identity"),
    ("autoTriggeredAndPreviousEnvironmentApprovedCanBeSkipped", "Skip approval"),
    ("executionOrder", "Gates and approvals"),
    ("preDeploymentGates", "Pre-deployment gates"),
    ("postDeploymentGates", "Post-deployment gates"),
    ("gatesOptions", "Evaluation options"),
    ("executionPolicy", "Deployment queue settings"),
    ("concurrencyCount", "Parallel deployments"),
    ("queueDepthCount", "Queue depth"),
    ("retentionPolicy", "Retention"),
    ("daysToKeep", "Days to retain a release"),
    ("releasesToKeep", "Minimum releases to keep"),
    ("retainBuild", "Retain associated artifacts"),
    ("environmentTriggers", "Auto-redeploy trigger"),
    ("environmentOptions", "Stage options"),
    ("publishDeploymentStatus", REPORT_TO_HOST),
    ("autoLinkWorkItems", REPORT_TO_WORK),
    ("badgeEnabled", STATUS_BADGE),
    ("pullRequestDeploymentEnabled", "Pull request deployment"),
    ("deployPhases", "Jobs"),
    ("workflowTasks", "Tasks"),
    ("deploymentInput", "Job settings"),
    ("queueId", "Agent pool"),
    ("demands", "Demands"),
    ("condition", "Condition"),
    ("enabled", "Enabled"),
    ("continueOnError", "Continue on error"),
    ("retryCountOnTaskFailure", "Retries"),
    ("inputs", "Inputs"),
    ("version", "Version"),
    ("isPrimary", "Primary"),
    ("definitionReference", "Source"),
    ("defaultVersionType", "Default version"),
    ("isSecret", "Secret"),
    ("allowOverride", "Settable at release time"),
    ("value", "Value"),
    ("tags", "Tags"),
    ("triggerType", "Trigger"),
    ("artifactAlias", "Artifact"),
    ("triggerConditions", "Filters"),
    ("sourceBranch", "Branch"),
    ("useBuildDefinitionBranch", "Default branch"),
    ("createReleaseOnBuildTagging", "When a build tag is added"),
    ("conditionType", "Kind"),
    ("isAutomated", "Automatic"),
    ("isNotificationOn", "Mail"),
    ("approver", "Approver"),
    ("displayName", "Person"),
    ("daysToRelease", "Days"),
    ("startHours", "Hour"),
    ("startMinutes", "Minute"),
    ("timeZoneId", "Time zone"),
];

/// A field of the product's JSON in the words of the pages, or as it is written there.
pub fn field_name(field: &str) -> String {
    FIELDS.iter().find(|known| known.0 == field).map_or(field, |known| known.1).to_owned()
}

/// History: column.
pub const REVISION_COLUMN: &str = "Revision";
/// History: column.
pub const CHANGE_TYPE: &str = "Change Type";
/// History: button.
pub const COMPARE_DIFFERENCE: &str = "Compare difference";
/// History: button.
pub const REVERT_PIPELINE: &str = "Revert pipeline";
/// History: why the newest cannot be gone back to.
pub const IS_THE_NEWEST: &str = "It is what is saved now.";
/// History: a revision from before the rehearsal.
pub const BEFORE_THE_REHEARSAL: &str = "Before the rehearsal";
/// History: fields of the comparison.
pub const WITH: &str = "with";
/// History: two revisions that say the same.
pub const NO_DIFFERENCE: &str = "Both revisions say the same.";
/// History: one revision is not enough.
pub const ONLY_ONE_REVISION: &str = "The pipeline has been saved once; there is nothing to compare yet.";
/// History: head of the fields.
pub const WHAT_CHANGED: &str = "What changed";
/// History: head of the JSON.
pub const CHANGED_JSON: &str = "The same as JSON";
/// History: column.
pub const PLACE: &str = "Where";
/// History: column.
pub const FIELD: &str = "Field";
/// History: lines of JSON that both have.
pub const LINES_LEFT_OUT: &str = "…";

/// The draft, among the revisions to compare.
pub const DRAFT_OF_PIPELINE: &str = "Unsaved changes";

/// A revision, in a list to choose from.
pub fn revision_number(number: u32) -> String {
    format!("Revision {number}")
}

/// Label of a button.
pub fn compare_revision(number: u32) -> String {
    format!("Compare difference of revision {number} and the one before")
}

/// Label of a button.
pub fn revert_to(number: u32) -> String {
    format!("Revert pipeline to revision {number}")
}

/// JSON: button.
pub const COPY: &str = "Copy";
/// JSON: the button after it was pressed.
pub const COPIED: &str = "Copied";
/// JSON: button, and title of the part.
pub const IMPORT_JSON: &str = "Import";
/// JSON: what an import does.
pub const IMPORT_HELP: &str = "Paste a definition that the product exported, or choose its file. It takes the place of the draft, and Undo brings the draft back.";
/// JSON: field.
pub const JSON_TEXT: &str = "JSON of a release definition";
/// JSON: field.
pub const JSON_FROM_FILE: &str = "File";
/// JSON: the file that was chosen.
pub const FILE_TOO_LONG: &str =
    "The file is longer than 4 MiB. An exported definition is far shorter; look whether it is the right file.";
/// JSON: the file that was chosen.
pub const FILE_EMPTY: &str = "The file is empty.";
/// JSON: the file that was chosen.
pub const FILE_NOT_TEXT: &str = "The file is not text in UTF-8. Choose the .json file that the product exported.";
/// JSON: the file that was chosen.
pub const FILE_UNREADABLE: &str = "The browser could not read the file.";

/// JSON: why a file cannot be used.
pub fn about_file(name: &str, why: &str) -> String {
    format!("{name}: {why}")
}

/// JSON: a text that is too long for a field.
pub fn long_text(kilobytes: usize) -> String {
    format!("The text is {kilobytes} kB long and is not shown here.")
}

/// JSON: button.
pub const TAKE_OVER: &str = "Take over";
/// JSON: nothing to read.
pub const NOTHING_TO_IMPORT: &str = "Paste a text or choose a file first.";
/// JSON: it is no definition.
pub const CANNOT_IMPORT: &str = "Correct the mistakes below first.";
/// JSON: it can be taken over.
pub const READY_TO_IMPORT: &str = "The text can be taken over.";

/// A place in a text.
pub fn line_and_column(line: u32, column: u32) -> String {
    format!("Line {line}, column {column}")
}

/// How many fields of an import play no part.
pub fn fields_kept(count: usize) -> String {
    let fields = if count == 1 {
        "1 field is"
    } else {
        return format!("{count} fields are kept for export and play no part here.");
    };
    format!("{fields} kept for export and plays no part here.")
}

/// Variables: entry at the left.
pub const PREDEFINED_VARIABLES: &str = "Predefined variables";
/// Variables: field.
pub const FILTER_BY_KEYWORDS: &str = "Filter by keywords";
/// Variables: choice of the scope filter.
pub const ALL_SCOPES: &str = "All scopes";
/// Variables: view.
pub const LIST_VIEW: &str = "List";
/// Variables: view.
pub const GRID_VIEW: &str = "Grid";
/// Variables: label of the choice of a view.
pub const VIEW: &str = "View";
/// Variables: no group is linked.
pub const NO_GROUP_LINKED: &str = "There are no variable groups linked to this pipeline.";
/// Variables: button.
pub const LINK_VARIABLE_GROUP: &str = "Link variable group";
/// Variables: button.
pub const LINK: &str = "Link";
/// Variables: there is no group left to link.
pub const NO_GROUP_TO_LINK: &str = "The library has no other variable group.";
/// Variables: what predefined ones are.
pub const PREDEFINED_HELP: &str =
    "Every release has these; $(name) puts their value into an input. They cannot be changed.";
/// Variables: a variable that a scope does not have.
pub const NOT_IN_SCOPE: &str = "–";
/// Variables: a name that is there twice in a scope.
pub const VARIABLE_NAME_TAKEN: &str = "This scope has a variable of this name already.";

/// Label of a field in the grid.
pub fn value_in(variable: &str, scope: &str) -> String {
    format!("{variable} in {scope}")
}

/// A group with how many variables it has.
pub fn group_and_count(name: &str, count: usize) -> String {
    format!("{name} ({count})")
}

/// Label of a button.
pub fn unlink(group: &str) -> String {
    format!("Unlink {group}")
}

/// Label of a box.
pub fn linked_to(group: &str, scope: &str) -> String {
    format!("{group} in {scope}")
}

/// Predefined variables with what they hold.
pub const PREDEFINED: [(&str, &str); 14] = [
    ("Release.ReleaseName", "Name of the release"),
    ("Release.ReleaseId", "Number of the release"),
    ("Release.DefinitionName", "Name of the pipeline"),
    ("Release.EnvironmentName", "Name of the stage"),
    ("Release.AttemptNumber", "How often the stage has been deployed in this release"),
    ("Release.Reason", "What created the release"),
    ("Release.RequestedFor", "For whom the release was created"),
    ("Release.Artifacts.{alias}.BuildNumber", "Version of an artifact"),
    ("Release.Artifacts.{alias}.SourceBranchName", "Branch of an artifact"),
    ("Build.BuildNumber", "Version of the primary artifact"),
    ("System.TeamProject", "Name of the project"),
    ("System.DefaultWorkingDirectory", "Folder to which artifacts are downloaded"),
    ("Agent.JobName", "Name of the job"),
    ("System.Debug", "Set it to true, and logs tell more: debug mode"),
];

/// Variables: button.
pub const UNLINK: &str = "Unlink";
/// History: column.
pub const BEFORE: &str = "Before";
/// History: column.
pub const AFTER: &str = "After";
