//! Common tasks: their ids, inputs, how long they plausibly take and what they plausibly log.
//!
//! Durations and log lines are ours, chosen so that a rehearsal feels like an ordinary day; all else is the product's
//! (task.json of each task).

mod forms;
mod tasks;

/// A task type that the simulator knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueTask {
    /// Guid.
    pub id: &'static str,
    /// Name in YAML and in logs.
    pub name: &'static str,
    /// Name in the catalogue.
    pub friendly_name: &'static str,
    /// Under which heading the catalogue shows it.
    pub category: TaskCategory,
    /// Major version that a new task is pinned to.
    pub version: u32,
    /// Seconds a run takes when a scenario says nothing.
    pub seconds: u32,
    /// True when it runs on the service, false when it needs an agent.
    pub runs_on_server: bool,
    /// Its main inputs in the order of the page; the product has more of most.
    pub inputs: &'static [CatalogueInput],
    /// Lines a good run logs when a scenario says nothing.
    pub log: &'static [&'static str],
    /// The error that ends the log of a failed run when a scenario says nothing.
    pub failure: &'static str,
}

/// Heading of the catalogue of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskCategory {
    /// Compilers and images.
    Build,
    /// Scripts, files, artifacts.
    Utility,
    /// Tests and their results.
    Test,
    /// Package managers.
    Package,
    /// Everything that deploys.
    Deploy,
    /// Installers of tools.
    Tool,
}

impl TaskCategory {
    /// All, in the order of the page.
    pub const ALL: [Self; 6] = [Self::Build, Self::Utility, Self::Test, Self::Package, Self::Deploy, Self::Tool];

    /// The word on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Build => "Build",
            Self::Utility => "Utility",
            Self::Test => "Test",
            Self::Package => "Package",
            Self::Deploy => "Deploy",
            Self::Tool => "Tool",
        }
    }
}

/// An input of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueInput {
    /// Name in JSON and YAML.
    pub name: &'static str,
    /// Label on the page.
    pub label: &'static str,
    /// What is typed or chosen.
    pub kind: InputKind,
    /// Value of a new task; empty for none.
    pub default: &'static str,
    /// True when it must not be empty while it is shown; some are shown only for a choice in another input.
    pub required: bool,
}

/// What an input takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// One line of text.
    Text,
    /// Several lines.
    Lines,
    /// `true` or `false`.
    Tick,
    /// One of several.
    Choice,
    /// A file or folder.
    Path,
    /// A service connection.
    Connection,
}

/// All known task types.
pub fn catalogue() -> &'static [CatalogueTask] {
    tasks::TASKS
}

/// The task type with this guid, in any case.
pub fn catalogue_task(id: &str) -> Option<&'static CatalogueTask> {
    tasks::TASKS.iter().find(|task| task.id.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use super::{TaskCategory, catalogue};

    #[test]
    fn every_task_has_its_own_guid_and_something_to_say() {
        for (position, task) in catalogue().iter().enumerate() {
            assert_eq!(task.id.len(), 36, "{} has a guid", task.name);
            assert_eq!(task.id, task.id.to_lowercase());
            assert!(catalogue()[..position].iter().all(|other| other.id != task.id), "{} is there once", task.name);
            assert!(task.failure.ends_with('.') && task.log.iter().all(|line| line.ends_with('.')), "{}", task.name);
        }
    }

    #[test]
    fn every_category_has_tasks_and_no_task_names_an_input_twice() {
        for category in TaskCategory::ALL {
            assert!(catalogue().iter().any(|task| task.category == category), "{}", category.label());
        }
        for task in catalogue() {
            for (position, input) in task.inputs.iter().enumerate() {
                assert!(task.inputs[..position].iter().all(|other| other.name != input.name), "{}", task.name);
            }
        }
    }
}
