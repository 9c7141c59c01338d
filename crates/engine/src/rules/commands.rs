//! Logging commands of tasks (`classic.md` §10.8): obeyed when the task ends, in the order of its lines.

use std::rc::Rc;

use rehearsal_pipeline::TaskResult;

use crate::TaskId;
use crate::engine::{Engine, Run};
use crate::fact::Fact;
use crate::logging::LoggingCommand;
use crate::rules::editing::require_free_name;
use crate::task_log::printed_commands;
use crate::variables::SetVariable;

/// How the present try of a task ends when its own `task.complete` is counted: the worse of the two.
pub(crate) fn result(engine: &Engine, run: &Run<'_>, task: TaskId, planned: TaskResult) -> TaskResult {
    let mut result = planned;
    for command in printed_commands(&engine.world, run.state(), task, run.now()) {
        if let LoggingCommand::Complete { result: said, .. } = command {
            result = result.max(said);
        }
    }
    result
}

/// Sets variables and renames the release as the lines that were printed until now ask for.
///
/// A name that another release of the pipeline has is not taken; the log shows the line all the same.
pub(crate) fn obey(engine: &Engine, run: &mut Run<'_>, task: TaskId) {
    for command in printed_commands(&engine.world, run.state(), task, run.now()) {
        match command {
            LoggingCommand::SetVariable { name, value, is_secret } => {
                run.emit(Fact::VariableSet { task, content: Rc::new(SetVariable { name, value, is_secret }) });
            }
            LoggingCommand::RenameRelease { name } => {
                let state = run.state();
                let release = state.deployment(state.job(state.task(task).job).deployment).release;
                if require_free_name(state, release, &name).is_ok() {
                    run.emit(Fact::ReleaseRenamed { release, by: None, task: Some(task), name: Rc::new(name) });
                }
            }
            LoggingCommand::Complete { .. } | LoggingCommand::LogIssue { .. } | LoggingCommand::Other => {}
        }
    }
}
