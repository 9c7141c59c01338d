//! What each task of the catalogue does, in one sentence of ours.

/// What a task does, by its name in logs; empty for an unknown one.
pub fn task_about(name: &str) -> &'static str {
    TASKS.iter().find(|task| task.0 == name).map_or("", |task| task.1)
}

const TASKS: &[(&str, &str)] = &[
    ("AzureRmWebAppDeployment", "Puts a web, mobile, API or function app on an Azure App Service."),
    ("AzureWebApp", "Puts a web app on an Azure Web App."),
    ("AzureWebAppContainer", "Runs a container image in an Azure Web App."),
    ("AzureFunctionApp", "Puts functions on an Azure Function App."),
    ("AzureAppServiceManage", "Starts, stops or restarts an App Service, or swaps its slots."),
    ("AzureAppServiceSettings", "Writes the settings and connection strings of an App Service."),
    ("AzureStaticWebApp", "Builds and publishes an Azure Static Web App."),
    ("AzureContainerApps", "Deploys an image to Azure Container Apps."),
    ("AzureResourceManagerTemplateDeployment", "Creates or changes Azure resources as a template says."),
    ("BicepDeploy", "Creates or changes Azure resources as a Bicep file says."),
    ("AzureCLI", "Runs a script with the Azure command line, signed in to a subscription."),
    ("AzurePowerShell", "Runs a PowerShell script signed in to an Azure subscription."),
    ("AzureKeyVault", "Fetches secrets of a key vault as variables of the job."),
    ("AzureAppConfigurationExport", "Fetches key-values of an App Configuration store as variables."),
    ("SqlAzureDacpacDeployment", "Brings an Azure SQL database up to date from a DACPAC or a script."),
    ("AzureMysqlDeployment", "Runs a script on an Azure database for MySQL."),
    ("AzureFileCopy", "Copies files to Azure Blob Storage or to virtual machines."),
    ("AzureVmssDeployment", "Gives a virtual machine scale set a new image."),
    ("ServiceFabricDeploy", "Deploys an application to a Service Fabric cluster."),
    ("KubernetesManifest", "Applies manifests to a Kubernetes cluster and waits until they are rolled out."),
    ("Kubernetes", "Runs a kubectl command against a cluster."),
    ("HelmDeploy", "Runs a Helm command, for example an upgrade, against a cluster."),
    ("HelmInstaller", "Puts a version of Helm on the agent."),
    ("KubectlInstaller", "Puts a version of kubectl on the agent."),
    ("Docker", "Builds or pushes an image, or signs in to a registry."),
    ("DockerCompose", "Builds, pushes or runs applications of several containers."),
    ("IISWebAppManagementOnMachineGroup", "Creates or changes a website or application pool on IIS."),
    ("IISWebAppDeploymentOnMachineGroup", "Puts a package on a website of IIS."),
    ("SqlDacpacDeploymentOnMachineGroup", "Brings a SQL Server database up to date from a DACPAC or a script."),
    ("WindowsMachineFileCopy", "Copies files to Windows machines."),
    ("PowerShellOnTargetMachines", "Runs a PowerShell script on other machines."),
    ("CopyFilesOverSSH", "Copies files to a machine over SSH."),
    ("SSH", "Runs commands or a script on a machine over SSH."),
    ("FtpUpload", "Uploads files by FTP."),
    ("CmdLine", "Runs a script with the shell of the agent's system."),
    ("Bash", "Runs a Bash script."),
    ("PowerShell", "Runs a PowerShell script."),
    ("BatchScript", "Runs a batch file of Windows."),
    ("PythonScript", "Runs a Python script."),
    ("VSTest", "Runs unit or functional tests with Visual Studio's test runner."),
    ("PublishTestResults", "Publishes the results of tests."),
    ("PublishCodeCoverageResults", "Publishes how much of the code the tests covered."),
    ("CopyFiles", "Copies files that match patterns to a folder."),
    ("DeleteFiles", "Deletes files and folders that match patterns."),
    ("ExtractFiles", "Unpacks archives."),
    ("ArchiveFiles", "Packs files into an archive."),
    ("FileTransform", "Puts values of variables into configuration files."),
    ("DownloadBuildArtifacts", "Downloads artifacts that a build published."),
    ("DownloadPipelineArtifact", "Downloads artifacts of a build or pipeline run."),
    ("PublishBuildArtifacts", "Publishes files as an artifact of the run."),
    ("DownloadPackage", "Downloads a package of Azure Artifacts."),
    ("UniversalPackages", "Downloads or publishes a universal package."),
    ("DownloadSecureFile", "Downloads a secure file of the library to the agent."),
    ("GitHubRelease", "Creates, changes or deletes a release on GitHub."),
    ("NodeTool", "Puts a version of Node.js on the agent."),
    ("Npm", "Installs or publishes npm packages, or runs an npm command."),
    ("UseDotNet", "Puts a version of the .NET SDK on the agent."),
    ("DotNetCoreCLI", "Builds, tests, packs or publishes with the dotnet command line."),
    ("NuGetToolInstaller", "Puts a version of NuGet on the agent."),
    ("NuGetCommand", "Restores, packs or pushes NuGet packages."),
    ("UsePythonVersion", "Chooses the version of Python on the agent."),
    ("MSBuild", "Builds with MSBuild."),
    ("ManualIntervention", "Pauses the deployment until somebody resumes or rejects it."),
    ("Delay", "Waits for some minutes."),
    ("InvokeRESTAPI", "Calls a REST interface, and may wait for its answer."),
    ("AzureFunction", "Calls an Azure function, and may wait for its answer."),
    ("queryWorkItems", "Counts the work items of a query and compares with thresholds."),
    ("AzureMonitor", "Asks whether alerts of Azure Monitor are active."),
    ("PublishToAzureServiceBus", "Sends a message to an Azure Service Bus."),
    ("AzurePolicyCheckGate", "Checks whether resources comply with Azure Policy."),
];

#[cfg(test)]
mod tests {
    use rehearsal_pipeline::catalogue;

    use super::task_about;

    #[test]
    fn every_task_says_what_it_does() {
        for task in catalogue() {
            assert!(task_about(task.name).ends_with('.'), "{}", task.name);
        }
    }
}
