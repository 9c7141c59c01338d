//! What a task's form shows: which inputs belong to a choice in another one, and what there is to choose.
//!
//! Facts of each task's task.json (`visibleRule`, `options`) for the inputs that the catalogue knows.

use std::collections::BTreeMap;

use super::{CatalogueInput, CatalogueTask};
use crate::Task;

/// Task, inputs, and what another input must be for them to be shown: one of several values.
type Rule = (&'static str, &'static [&'static str], &'static str, &'static [&'static str]);

const RULES: &[Rule] = &[
    ("AzureRmWebAppDeployment", &["ResourceGroupName", "SlotName"], "DeployToSlotOrASEFlag", &["true"]),
    ("AzureWebApp", &["resourceGroupName", "slotName"], "deployToSlotOrASE", &["true"]),
    ("AzureWebAppContainer", &["resourceGroupName", "slotName"], "deployToSlotOrASE", &["true"]),
    ("AzureAppServiceManage", &["ResourceGroupName", "SourceSlot", "SwapWithProduction"], "Action", &["Swap Slots"]),
    (
        "AzureResourceManagerTemplateDeployment",
        &["csmFile", "csmParametersFile"],
        "templateLocation",
        &["Linked artifact"],
    ),
    (
        "AzureResourceManagerTemplateDeployment",
        &["location", "templateLocation", "deploymentMode", "overrideParameters"],
        "action",
        &["Create Or Update Resource Group"],
    ),
    ("BicepDeploy", &["resourceGroupName"], "scope", &["resourceGroup"]),
    ("AzureCLI", &["scriptPath"], "scriptLocation", &["scriptPath"]),
    ("AzureCLI", &["inlineScript"], "scriptLocation", &["inlineScript"]),
    ("AzurePowerShell", &["ScriptPath", "ScriptArguments"], "ScriptType", &["FilePath"]),
    ("AzurePowerShell", &["Inline"], "ScriptType", &["InlineScript"]),
    ("SqlAzureDacpacDeployment", &["SqlUsername", "SqlPassword"], "AuthenticationType", &["server"]),
    ("SqlAzureDacpacDeployment", &["DacpacFile"], "TaskNameSelector", &["DacpacTask"]),
    ("SqlAzureDacpacDeployment", &["SqlFile"], "TaskNameSelector", &["SqlTask"]),
    ("AzureMysqlDeployment", &["SqlFile"], "TaskNameSelector", &["SqlTaskFile"]),
    ("AzureFileCopy", &["ContainerName", "BlobPrefix"], "Destination", &["AzureBlob"]),
    ("AzureVmssDeployment", &["imageUrl"], "action", &["Update image"]),
    ("KubernetesManifest", &["kubernetesServiceEndpoint"], "connectionType", &["kubernetesServiceConnection"]),
    ("KubernetesManifest", &["manifests"], "action", &["deploy", "promote", "reject"]),
    ("Kubernetes", &["kubernetesServiceEndpoint"], "connectionType", &["Kubernetes Service Connection"]),
    ("Kubernetes", &["configuration"], "useConfigurationFile", &["true"]),
    ("HelmDeploy", &["kubernetesServiceEndpoint"], "connectionType", &["Kubernetes Service Connection"]),
    ("HelmDeploy", &["chartType", "releaseName", "overrideValues", "valueFile"], "command", &["install", "upgrade"]),
    ("HelmDeploy", &["chartName"], "chartType", &["Name"]),
    ("HelmDeploy", &["chartPath"], "chartType", &["FilePath"]),
    ("Docker", &["Dockerfile", "buildContext"], "command", &["buildAndPush", "build"]),
    (
        "DockerCompose",
        &["azureSubscriptionEndpoint", "azureContainerRegistry"],
        "containerregistrytype",
        &["Azure Container Registry"],
    ),
    (
        "IISWebAppManagementOnMachineGroup",
        &["ActionIISWebsite", "WebsiteName", "WebsitePhysicalPath", "AppPoolNameForWebsite"],
        "IISDeploymentType",
        &["IISWebsite"],
    ),
    ("SqlDacpacDeploymentOnMachineGroup", &["DacpacFile"], "TaskType", &["dacpac"]),
    ("SqlDacpacDeploymentOnMachineGroup", &["SqlFile"], "TaskType", &["sqlQuery"]),
    ("PowerShellOnTargetMachines", &["ScriptPath"], "ScriptType", &["FilePath"]),
    ("PowerShellOnTargetMachines", &["InlineScript"], "ScriptType", &["Inline"]),
    ("SSH", &["commands"], "runOptions", &["commands"]),
    ("SSH", &["scriptPath"], "runOptions", &["script"]),
    ("SSH", &["inline"], "runOptions", &["inline"]),
    ("FtpUpload", &["serverEndpoint"], "credsType", &["serviceEndpoint"]),
    ("Bash", &["filePath", "arguments"], "targetType", &["filePath"]),
    ("Bash", &["script"], "targetType", &["inline"]),
    ("PowerShell", &["filePath", "arguments"], "targetType", &["filePath"]),
    ("PowerShell", &["script"], "targetType", &["inline"]),
    ("PythonScript", &["scriptPath"], "scriptSource", &["filePath"]),
    ("PythonScript", &["script"], "scriptSource", &["inline"]),
    ("VSTest", &["testAssemblyVer2"], "testSelector", &["testAssemblies"]),
    ("FileTransform", &["xmlTransformationRules"], "enableXmlTransform", &["true"]),
    ("DownloadBuildArtifacts", &["project", "definition", "buildVersionToDownload"], "buildType", &["specific"]),
    ("DownloadBuildArtifacts", &["artifactName"], "downloadType", &["single"]),
    ("DownloadPipelineArtifact", &["project", "pipeline", "runVersion"], "source", &["specific"]),
    (
        "UniversalPackages",
        &["downloadDirectory", "feedListDownload", "packageListDownload", "versionListDownload"],
        "command",
        &["download"],
    ),
    ("GitHubRelease", &["target", "tagSource", "title", "assets"], "action", &["create", "edit"]),
    ("NodeTool", &["versionSpec", "checkLatest"], "versionSource", &["spec"]),
    ("Npm", &["customCommand"], "command", &["custom"]),
    ("Npm", &["customRegistry"], "command", &["install", "ci"]),
    ("DotNetCoreCLI", &["publishWebProjects", "zipAfterPublish"], "command", &["publish"]),
    ("DotNetCoreCLI", &["custom"], "command", &["custom"]),
    ("DotNetCoreCLI", &["workingDirectory"], "command", &["run", "custom"]),
    ("NuGetCommand", &["solution", "includeNuGetOrg", "feedRestore"], "command", &["restore"]),
    ("NuGetCommand", &["nuGetFeedType", "feedPublish"], "command", &["push"]),
    ("NuGetCommand", &["arguments"], "command", &["custom"]),
    ("InvokeRESTAPI", &["connectedServiceName"], "connectedServiceNameSelector", &["connectedServiceName"]),
    ("InvokeRESTAPI", &["connectedServiceNameARM"], "connectedServiceNameSelector", &["connectedServiceNameARM"]),
    ("InvokeRESTAPI", &["body"], "method", &["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
    ("AzureFunction", &["body"], "method", &["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
    ("AzureMonitor", &["resource"], "filterType", &["resource"]),
    ("AzureMonitor", &["alertRule"], "filterType", &["alertrule"]),
];

/// Inputs that may stay empty although task.json calls them required, because another way leads to the same.
const MAY_BE_EMPTY: &[(&str, &str)] =
    &[("NuGetCommand", "feedRestore"), ("InvokeRESTAPI", "body"), ("AzureFunction", "body")];

/// Task (any when empty), input, and its choices: the value, then its words where they are others.
type Choices = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const METHODS: &[(&str, &str)] = &[
    ("OPTIONS", ""),
    ("GET", ""),
    ("HEAD", ""),
    ("POST", ""),
    ("PUT", ""),
    ("DELETE", ""),
    ("TRACE", ""),
    ("PATCH", ""),
];
const COMPLETION: &[(&str, &str)] = &[("false", "ApiResponse"), ("true", "Callback")];
const PATH_OR_INLINE: &[(&str, &str)] = &[("filePath", "File Path"), ("inline", "Inline")];

const CHOICES: &[Choices] = &[
    (
        "AzureRmWebAppDeployment",
        "WebAppKind",
        &[
            ("webApp", "Web App on Windows"),
            ("webAppLinux", "Web App on Linux"),
            ("webAppContainer", "Web App for Containers (Linux)"),
            ("functionApp", "Function App on Windows"),
            ("functionAppLinux", "Function App on Linux"),
            ("apiApp", "API App"),
            ("mobileApp", "Mobile App"),
        ],
    ),
    ("AzureWebApp", "appType", &[("webApp", "Web App on Windows"), ("webAppLinux", "Web App on Linux")]),
    (
        "AzureFunctionApp",
        "appType",
        &[("functionApp", "Function App on Windows"), ("functionAppLinux", "Function App on Linux")],
    ),
    (
        "AzureAppServiceManage",
        "Action",
        &[
            ("Swap Slots", ""),
            ("Start Azure App Service", ""),
            ("Stop Azure App Service", ""),
            ("Restart Azure App Service", ""),
        ],
    ),
    (
        "AzureResourceManagerTemplateDeployment",
        "action",
        &[
            ("Create Or Update Resource Group", "Create or update resource group"),
            ("DeleteRG", "Delete resource group"),
        ],
    ),
    ("AzureResourceManagerTemplateDeployment", "templateLocation", &[("Linked artifact", ""), ("URL of the file", "")]),
    (
        "AzureResourceManagerTemplateDeployment",
        "deploymentMode",
        &[("Incremental", ""), ("Complete", ""), ("Validation", "Validation only")],
    ),
    ("BicepDeploy", "type", &[("deployment", "Deployment"), ("deploymentStack", "Deployment Stack")]),
    (
        "BicepDeploy",
        "scope",
        &[("resourceGroup", "Resource Group"), ("subscription", "Subscription"), ("tenant", "Tenant")],
    ),
    (
        "AzureCLI",
        "scriptType",
        &[("ps", "PowerShell"), ("pscore", "PowerShell Core"), ("batch", "Batch"), ("bash", "Shell")],
    ),
    ("AzureCLI", "scriptLocation", &[("inlineScript", "Inline script"), ("scriptPath", "Script path")]),
    ("AzurePowerShell", "ScriptType", &[("FilePath", "Script File Path"), ("InlineScript", "Inline Script")]),
    (
        "",
        "errorActionPreference",
        &[("default", "Default"), ("stop", "Stop"), ("continue", "Continue"), ("silentlyContinue", "SilentlyContinue")],
    ),
    (
        "SqlAzureDacpacDeployment",
        "TaskNameSelector",
        &[("DacpacTask", "SQL DACPAC File"), ("SqlTask", "SQL Script File"), ("InlineSqlTask", "Inline SQL Script")],
    ),
    (
        "SqlAzureDacpacDeployment",
        "AuthenticationType",
        &[
            ("server", "SQL Server Authentication"),
            ("aadAuthenticationPassword", "Active Directory - Password"),
            ("servicePrincipal", "Service Principal"),
        ],
    ),
    ("AzureFileCopy", "Destination", &[("AzureBlob", "Azure Blob"), ("AzureVMs", "Azure VMs")]),
    (
        "AzureVmssDeployment",
        "action",
        &[
            ("Update image", "Update VM Scale set by using an image"),
            ("Configure application startup", "Run Custom Script VM extension on VM scale set"),
        ],
    ),
    (
        "KubernetesManifest",
        "action",
        &[("deploy", ""), ("promote", ""), ("reject", ""), ("scale", ""), ("patch", ""), ("delete", "")],
    ),
    ("KubernetesManifest", "strategy", &[("none", "None"), ("canary", "Canary")]),
    (
        "KubernetesManifest",
        "connectionType",
        &[
            ("azureResourceManager", "Azure Resource Manager"),
            ("kubernetesServiceConnection", "Kubernetes Service Connection"),
        ],
    ),
    ("", "connectionType", &[("Azure Resource Manager", ""), ("Kubernetes Service Connection", ""), ("None", "")]),
    (
        "Kubernetes",
        "command",
        &[("apply", ""), ("create", ""), ("delete", ""), ("get", ""), ("rollout", ""), ("set", "")],
    ),
    (
        "HelmDeploy",
        "command",
        &[("create", ""), ("delete", ""), ("install", ""), ("ls", ""), ("rollback", ""), ("upgrade", "")],
    ),
    ("HelmDeploy", "chartType", &[("Name", ""), ("FilePath", "File Path")]),
    (
        "Docker",
        "command",
        &[
            ("buildAndPush", ""),
            ("build", ""),
            ("push", ""),
            ("login", ""),
            ("logout", ""),
            ("start", ""),
            ("stop", ""),
        ],
    ),
    (
        "IISWebAppManagementOnMachineGroup",
        "IISDeploymentType",
        &[
            ("IISWebsite", "IIS Website"),
            ("IISWebApplication", "IIS Web Application"),
            ("IISApplicationPool", "IIS Application Pool"),
        ],
    ),
    (
        "SqlDacpacDeploymentOnMachineGroup",
        "TaskType",
        &[("dacpac", "SQL DACPAC File"), ("sqlQuery", "SQL Query File"), ("sqlInline", "Inline SQL")],
    ),
    ("PowerShellOnTargetMachines", "ScriptType", &[("FilePath", "File Path"), ("Inline", "")]),
    ("SSH", "runOptions", &[("commands", "Commands"), ("script", "Script File"), ("inline", "Inline Script")]),
    ("FtpUpload", "credsType", &[("serviceEndpoint", "FTP service connection"), ("inputs", "Enter credentials")]),
    ("", "targetType", PATH_OR_INLINE),
    ("", "scriptSource", PATH_OR_INLINE),
    (
        "VSTest",
        "testSelector",
        &[("testAssemblies", "Test assemblies"), ("testPlan", "Test plan"), ("testRun", "Test run")],
    ),
    ("PublishTestResults", "testRunner", &[("JUnit", ""), ("NUnit", ""), ("VSTest", ""), ("XUnit", ""), ("CTest", "")]),
    ("ArchiveFiles", "archiveType", &[("zip", ""), ("7z", ""), ("tar", ""), ("wim", "")]),
    ("DownloadBuildArtifacts", "buildType", &[("current", "Current build"), ("specific", "Specific build")]),
    ("DownloadBuildArtifacts", "downloadType", &[("single", "Specific artifact"), ("specific", "Specific files")]),
    ("DownloadPipelineArtifact", "source", &[("current", "Current run"), ("specific", "Specific run")]),
    ("PublishBuildArtifacts", "ArtifactType", &[("Container", "Azure Pipelines"), ("FilePath", "A file share")]),
    ("UniversalPackages", "command", &[("download", "Download"), ("publish", "Publish")]),
    ("GitHubRelease", "action", &[("create", "Create"), ("edit", "Edit"), ("delete", "Delete")]),
    ("NodeTool", "versionSource", &[("spec", "Specify Node version"), ("fromFile", "Get version from file")]),
    ("Npm", "command", &[("ci", ""), ("install", ""), ("publish", ""), ("custom", "")]),
    (
        "DotNetCoreCLI",
        "command",
        &[
            ("build", ""),
            ("push", "nuget push"),
            ("pack", ""),
            ("publish", ""),
            ("restore", ""),
            ("run", ""),
            ("test", ""),
            ("custom", ""),
        ],
    ),
    ("NuGetCommand", "command", &[("restore", ""), ("pack", ""), ("push", ""), ("custom", "")]),
    ("UsePythonVersion", "architecture", &[("x86", ""), ("x64", "")]),
    ("ManualIntervention", "onTimeout", &[("reject", "Reject"), ("resume", "Resume")]),
    (
        "InvokeRESTAPI",
        "connectedServiceNameSelector",
        &[("connectedServiceName", "Generic"), ("connectedServiceNameARM", "Azure Resource Manager")],
    ),
    ("", "method", METHODS),
    ("", "waitForCompletion", COMPLETION),
    ("AzureMonitor", "filterType", &[("resource", "By resource"), ("alertrule", "By alert rule"), ("none", "None")]),
];

impl CatalogueTask {
    /// A new task of this type with a display name: its version, and its inputs as the page first shows them.
    pub fn task(&self, name: &str) -> Task {
        let inputs = self.inputs.iter().filter(|input| input.required || !input.default.is_empty());
        Task {
            task_id: self.id.to_owned(),
            version: format!("{}.*", self.version),
            inputs: inputs.map(|input| (input.name.to_owned(), input.default.to_owned())).collect(),
            ..Task::named(name)
        }
    }

    /// Whether an input is shown, with these values given and the defaults for all others.
    pub fn shows(&self, input: &CatalogueInput, given: &BTreeMap<String, String>) -> bool {
        RULES.iter().filter(|rule| rule.0 == self.name && rule.1.contains(&input.name)).all(|&(_, _, other, wanted)| {
            let Some(other) = self.inputs.iter().find(|known| known.name == other) else { return true };
            // What is hidden itself shows nothing further.
            wanted.contains(&other.value(given)) && self.shows(other, given)
        })
    }

    /// The values that an input takes, each with its words; none when anything can be typed.
    pub fn choices(&self, input: &CatalogueInput) -> Option<impl Iterator<Item = (&'static str, &'static str)>> {
        let own = CHOICES.iter().find(|choices| choices.0 == self.name && choices.1 == input.name);
        let found = own.or_else(|| CHOICES.iter().find(|choices| choices.0.is_empty() && choices.1 == input.name));
        let words =
            |&(value, words): &(&'static str, &'static str)| (value, if words.is_empty() { value } else { words });
        found.map(|choices| choices.2.iter().map(words))
    }

    /// The inputs that have to be filled in and are not.
    pub fn missing(&self, given: &BTreeMap<String, String>) -> Vec<&'static CatalogueInput> {
        let is_missing = |input: &&CatalogueInput| {
            input.required
                && input.value(given).trim().is_empty()
                && !MAY_BE_EMPTY.contains(&(self.name, input.name))
                && self.shows(input, given)
        };
        self.inputs.iter().filter(is_missing).collect()
    }
}

impl CatalogueInput {
    /// What it is with these values given.
    pub fn value<'a>(&self, given: &'a BTreeMap<String, String>) -> &'a str {
        // Names of inputs ignore case.
        let found = given.iter().find(|(name, _)| name.eq_ignore_ascii_case(self.name));
        found.map_or(self.default, |(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{CHOICES, RULES};
    use crate::{CatalogueTask, InputKind, catalogue};

    fn task(name: &str) -> &'static CatalogueTask {
        catalogue().iter().find(|task| task.name == name).unwrap_or_else(|| panic!("there is no {name}"))
    }

    fn given(values: &[(&str, &str)]) -> BTreeMap<String, String> {
        values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn missing(name: &str, values: &[(&str, &str)]) -> Vec<&'static str> {
        task(name).missing(&given(values)).into_iter().map(|input| input.name).collect()
    }

    #[test]
    fn what_has_to_be_filled_in_follows_the_choice_that_was_made() {
        assert_eq!(missing("Bash", &[]), ["filePath"]);
        assert_eq!(missing("Bash", &[("targetType", "inline")]), ["script"]);
        assert_eq!(missing("Bash", &[("targettype", "inline"), ("script", "echo")]), [""; 0]);
        assert_eq!(missing("AzureRmWebAppDeployment", &[]), ["ConnectedServiceName", "WebAppName"]);
        let slot = [("DeployToSlotOrASEFlag", "true"), ("ConnectedServiceName", "Azure"), ("WebAppName", "web")];
        assert_eq!(missing("AzureRmWebAppDeployment", &slot), ["ResourceGroupName"]);
    }

    #[test]
    fn the_table_names_only_tasks_and_inputs_that_there_are() {
        for (name, inputs, other, _) in RULES {
            let known = |input: &str| task(name).inputs.iter().any(|one| one.name == input);
            assert!(inputs.iter().all(|input| known(input)) && known(other), "{name}: {inputs:?} by {other}");
        }
        for (name, input, _) in CHOICES {
            let of = catalogue().iter().filter(|task| name.is_empty() || task.name == *name);
            assert!(of.flat_map(|task| task.inputs).any(|one| one.name == *input), "{name}: {input}");
        }
    }

    #[test]
    fn a_default_is_one_of_the_choices() {
        for task in catalogue() {
            for input in task.inputs.iter().filter(|input| input.kind != InputKind::Tick && !input.default.is_empty()) {
                if let Some(mut choices) = task.choices(input) {
                    assert!(choices.any(|choice| choice.0 == input.default), "{}: {}", task.name, input.name);
                }
            }
        }
    }
}
