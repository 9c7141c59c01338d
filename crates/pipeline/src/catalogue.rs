//! Common tasks: their ids, how long they plausibly take and what they plausibly log.
//!
//! Durations are ours, chosen so that a rehearsal feels like an ordinary day; ids and names are the
//! product's (task.json of each task).

/// A task type that the simulator knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueTask {
    /// Guid.
    pub id: &'static str,
    /// Name in YAML and in logs.
    pub name: &'static str,
    /// Name in the catalogue.
    pub friendly_name: &'static str,
    /// Seconds a run takes when a scenario says nothing.
    pub seconds: u32,
    /// True when it runs on the service, false when it needs an agent.
    pub runs_on_server: bool,
    /// Lines a good run logs when a scenario says nothing.
    pub log: &'static [&'static str],
}

const CATALOGUE: &[CatalogueTask] = &[
    CatalogueTask {
        id: "497d490f-eea7-4f2b-ab94-48d9c1acdcb1",
        name: "AzureRmWebAppDeployment",
        friendly_name: "Azure App Service deploy",
        seconds: 75,
        runs_on_server: false,
        log: &[
            "Got service connection details for the App Service.",
            "Package deployment using ZIP Deploy initiated.",
            "Deploying the package to the App Service.",
            "Successfully updated App Service configuration details.",
            "App Service application is running.",
        ],
    },
    CatalogueTask {
        id: "d9bafed4-0b18-4f58-968d-86655b4d2ce9",
        name: "CmdLine",
        friendly_name: "Command line",
        seconds: 10,
        runs_on_server: false,
        log: &["Generating script.", "Script finished with exit code 0."],
    },
    CatalogueTask {
        id: "6c731c3c-3c68-459a-a5c9-bde6e6595b5b",
        name: "Bash",
        friendly_name: "Bash",
        seconds: 10,
        runs_on_server: false,
        log: &["Generating script.", "Script finished with exit code 0."],
    },
    CatalogueTask {
        id: "e213ff0f-5d5c-4791-802d-52ea3e7be1f1",
        name: "PowerShell",
        friendly_name: "PowerShell",
        seconds: 15,
        runs_on_server: false,
        log: &["Generating script.", "Script finished with exit code 0."],
    },
    CatalogueTask {
        id: "ef087383-ee5e-42c7-9a53-ab56c98420f9",
        name: "VSTest",
        friendly_name: "Visual Studio Test",
        seconds: 180,
        runs_on_server: false,
        log: &[
            "Discovering tests in the drop folder.",
            "Running the tests.",
            "All tests passed.",
            "Publishing the test results.",
        ],
    },
    CatalogueTask {
        id: "0b0f01ed-7dde-43ff-9cbb-e48954daf9b1",
        name: "PublishTestResults",
        friendly_name: "Publish Test Results",
        seconds: 8,
        runs_on_server: false,
        log: &["Reading the result files.", "Published the test results."],
    },
    CatalogueTask {
        id: "bcb64569-d51a-4af0-9c01-ea5d05b3b622",
        name: "ManualIntervention",
        friendly_name: "Manual intervention",
        seconds: 0,
        runs_on_server: true,
        log: &[],
    },
    CatalogueTask {
        id: "28782b92-5e8e-4458-9751-a71cd1492bae",
        name: "Delay",
        friendly_name: "Delay",
        seconds: 0,
        runs_on_server: true,
        log: &[],
    },
    CatalogueTask {
        id: "9c3e8943-130d-4c78-ac63-8af81df62dfb",
        name: "InvokeRESTAPI",
        friendly_name: "Invoke REST API",
        seconds: 3,
        runs_on_server: true,
        log: &["Sending the request.", "The response was 200 OK."],
    },
    CatalogueTask {
        id: "f1e4b0e6-017e-4819-8a48-ef19ae96e289",
        name: "queryWorkItems",
        friendly_name: "Query work items",
        seconds: 2,
        runs_on_server: true,
        log: &["Running the query."],
    },
    CatalogueTask {
        id: "537fdb7a-a601-4537-aa70-92645a2b5ce4",
        name: "AzureFunction",
        friendly_name: "Invoke Azure Function",
        seconds: 3,
        runs_on_server: true,
        log: &["Sending the request.", "The response was 200 OK."],
    },
    CatalogueTask {
        id: "99a72e7f-25e4-4576-bf38-22a42b995ed8",
        name: "AzureMonitor",
        friendly_name: "Query Azure Monitor alerts",
        seconds: 2,
        runs_on_server: true,
        log: &["Asking for active alerts."],
    },
];

/// All known task types.
pub fn catalogue() -> &'static [CatalogueTask] {
    CATALOGUE
}

/// The task type with this guid, in any case.
pub fn catalogue_task(id: &str) -> Option<&'static CatalogueTask> {
    CATALOGUE.iter().find(|task| task.id.eq_ignore_ascii_case(id))
}
