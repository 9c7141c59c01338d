//! "Select a template": what a new stage can begin with.

use rehearsal_pipeline::{Task, catalogue};

use crate::strings;

/// A template of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// What it brings along.
    pub about: &'static str,
    /// Whether it stands among the featured ones.
    pub is_featured: bool,
    tasks: &'static [(&'static str, &'static str)],
}

/// The templates of the page, in its order (`classic-ui.md` §5.2).
pub const fn templates() -> &'static [Template] {
    const TEMPLATES: [Template; 8] = [
        Template {
            name: "Azure App Service deployment",
            about: strings::TEMPLATE_APP_SERVICE,
            is_featured: true,
            tasks: &[("AzureRmWebAppDeployment", "Deploy Azure App Service")],
        },
        Template {
            name: "Deploy a Node.js app to Azure App Service",
            about: strings::TEMPLATE_NODE,
            is_featured: true,
            tasks: &[("AzureRmWebAppDeployment", "Azure App Service Deploy")],
        },
        Template {
            name: "Deploy a Python app to Azure App Service and Azure database for MySQL",
            about: strings::TEMPLATE_PYTHON,
            is_featured: true,
            tasks: &[
                ("AzureMysqlDeployment", "Execute Azure MySQL"),
                ("AzureRmWebAppDeployment", "Azure App Service Deploy"),
            ],
        },
        Template {
            name: "Deploy to a Kubernetes cluster",
            about: strings::TEMPLATE_KUBERNETES,
            is_featured: true,
            tasks: &[("Kubernetes", "kubectl apply")],
        },
        Template {
            name: "IIS website and SQL database deployment",
            about: strings::TEMPLATE_IIS_SQL,
            is_featured: true,
            tasks: &[
                ("IISWebAppManagementOnMachineGroup", "IIS Web App Manage"),
                ("IISWebAppDeploymentOnMachineGroup", "IIS Web App Deploy"),
                ("SqlDacpacDeploymentOnMachineGroup", "SQL DB Deploy"),
            ],
        },
        Template {
            name: "Azure App Service deployment with slot",
            about: strings::TEMPLATE_SLOT,
            is_featured: false,
            tasks: &[
                ("AzureRmWebAppDeployment", "Deploy Azure App Service to Slot"),
                ("AzureAppServiceManage", "Manage Azure App Service - Slot Swap"),
            ],
        },
        Template {
            name: "IIS website deployment",
            about: strings::TEMPLATE_IIS,
            is_featured: false,
            tasks: &[
                ("IISWebAppManagementOnMachineGroup", "IIS Web App Manage"),
                ("IISWebAppDeploymentOnMachineGroup", "IIS Web App Deploy"),
            ],
        },
        Template {
            name: "Run automated tests from Test Manager",
            about: strings::TEMPLATE_TESTS,
            is_featured: false,
            tasks: &[("VSTest", "Test run for Test plans")],
        },
    ];
    &TEMPLATES
}

impl Template {
    /// The tasks of its job.
    pub fn tasks(&self) -> Vec<Task> {
        let known = |name: &str| catalogue().iter().find(|task| task.name == name);
        self.tasks.iter().filter_map(|(name, shown)| Some(known(name)?.task(shown))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::templates;

    #[test]
    fn every_template_brings_all_its_tasks() {
        for template in templates() {
            assert_eq!(template.tasks().len(), template.tasks.len(), "{}", template.name);
        }
    }
}
