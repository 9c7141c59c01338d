//! Every page and panel of the application, as data: where it is and how it is reached.
//!
//! Pictures and checks of accessibility go through the same list. A new page is one more line in [`SETTINGS`].

use std::fs;
use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use crate::journey::copy_of_packed_site;
use crate::page::{Page, Role};

/// A scenario at a moment, and what is looked at then.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Id of the scenario; empty for pages outside any.
    pub scenario: &'static str,
    /// The moment, with its distance from UTC.
    pub at: &'static str,
    /// The places, in the order of the tour.
    pub stops: &'static [Stop],
}

/// A place to look at.
#[derive(Debug, Clone, Copy)]
pub struct Stop {
    /// Its name, and the beginning of the names of its pictures.
    pub name: &'static str,
    /// Its address, after that of the scenario.
    pub address: &'static str,
    /// What is done there before it is looked at.
    pub steps: &'static [Step],
}

/// What is done before a place is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Clicks something.
    Click(Role, &'static str),
    /// Puts the focus on something.
    Focus(Role, &'static str),
    /// Writes into a field.
    Fill(&'static str, &'static str),
    /// Acts as somebody.
    ActAs(&'static str),
}

use Step::{ActAs, Click, Fill, Focus};

/// A place that needs nothing done.
const fn at(name: &'static str, address: &'static str) -> Stop {
    Stop { name, address, steps: &[] }
}

const fn after(name: &'static str, address: &'static str, steps: &'static [Step]) -> Stop {
    Stop { name, address, steps }
}

/// Everything there is to see.
pub const SETTINGS: &[Setting] = &[
    Setting {
        scenario: "",
        at: "",
        stops: &[at("start", "#/"), at("not-found", "#/nowhere"), at("scenario-not-found", "#/play/nothing/releases")],
    },
    Setting {
        scenario: "failed-qa",
        at: "2026-03-02T09:00:00+01:00",
        stops: &[
            at("releases-empty", "releases"),
            at("deployments-empty", "deployments/0"),
            at("approvals-empty", "approvals"),
            at("mail-empty", "mail"),
            at("history-empty", "history"),
            at("timeline-empty", "timeline"),
            at("page-not-found", "release/Release-9"),
            after("jump", "releases", &[Click(Role::Button, "Jump…")]),
            after("reset", "releases", &[Click(Role::Button, "Reset")]),
            at("create-release", "releases?panel=create"),
        ],
    },
    Setting {
        scenario: "failed-qa",
        at: "2026-03-02T09:20:00+01:00",
        stops: &[
            at("releases", "releases"),
            after("releases-board", "releases", &[Click(Role::Radio, "Board")]),
            at("deployments", "deployments/0"),
            at("release", "release/Release-1"),
            at("why", "release/Release-1?panel=why&of=Release-1/Production"),
            at("moment", "history/5"),
            after("release-list", "release/Release-1", &[Click(Role::Radio, "List")]),
            after("release-menu", "release/Release-1", &[Click(Role::Button, "More actions")]),
            at("release-variables", "release/Release-1/variables"),
            at("release-history", "release/Release-1/history"),
            at("stage", "release/Release-1?panel=stage&of=QA"),
            after("stage-commits", "release/Release-1?panel=stage&of=QA", &[Click(Role::Button, "Commits")]),
            at("stage-not-deployed", "release/Release-1?panel=stage&of=Production"),
            at("conditions", "release/Release-1?panel=pre&of=Production"),
            at("deploy", "release/Release-1?panel=deploy&of=Production"),
            at("deploy-multiple", "release/Release-1?panel=deploy-multiple"),
            at("abandon", "release/Release-1?panel=abandon"),
            at("delete", "release/Release-1?panel=delete"),
            at("release-tags", "release/Release-1?panel=release-tags"),
            at("edit-release", "release/Release-1/edit/pipeline"),
            at("edit-release-before", "release/Release-1/edit/pipeline?panel=edit-pre&of=2"),
            at("logs", "logs/Release-1/QA"),
            after("log", "logs/Release-1/QA", &[Click(Role::Anything, "Run functional tests")]),
            after("log-search", "logs/Release-1/QA", &[Fill("Search the logs of this attempt", "leaderboard")]),
            after("log-error", "logs/Release-1/QA", &[Click(Role::Button, "Next error")]),
            at("mail", "mail"),
            at("builds", "builds"),
            at("build-tag", "builds?panel=tag&of=Tailspin.SpaceGame.Web-CI&number=20260302.1"),
            at("agents", "agents"),
            at("sites", "sites"),
            at("history", "history"),
            at("timeline", "timeline"),
            after("timeline-table", "timeline", &[Click(Role::Checkbox, "Table")]),
            after("timeline-opened", "timeline", &[Click(Role::Button, "Open all stages")]),
            after("looking-back", "timeline", &[Click(Role::Button, "Look back")]),
            after("branch", "timeline", &[Click(Role::Button, "Look back"), Click(Role::Button, "Branch here")]),
        ],
    },
    Setting {
        scenario: "first-multistage-pipeline",
        at: "2026-03-02T09:00:00+01:00",
        stops: &[
            at("editor", "edit/0/pipeline"),
            at("editor-tasks", "edit/0/tasks/0"),
            at("editor-variables", "edit/0/variables"),
            at("editor-retention", "edit/0/retention"),
            at("editor-options", "edit/0/options"),
            at("editor-json", "edit/0/json"),
            at("editor-add-artifact", "edit/0/pipeline?panel=add-artifact"),
            at("editor-artifact", "edit/0/pipeline?panel=artifact&of=0"),
            at("editor-trigger", "edit/0/pipeline?panel=trigger&of=0"),
            at("editor-schedules", "edit/0/pipeline?panel=schedules"),
            at("editor-stage", "edit/0/pipeline?panel=edit-stage&of=0"),
            at("editor-history", "edit/0/history"),
            at("editor-template", "edit/0/pipeline?panel=add-stage"),
            after(
                "editor-save",
                "edit/0/pipeline",
                &[Click(Role::Button, "Clone Stage 1"), Click(Role::Button, "Save")],
            ),
            after(
                "editor-discard",
                "edit/0/pipeline",
                &[
                    Click(Role::Button, "Clone Stage 1"),
                    Click(Role::Button, "More"),
                    Click(Role::MenuItem, "Discard changes"),
                ],
            ),
            after(
                "editor-catalogue",
                "edit/0/tasks/0",
                &[Click(Role::Button, "Add a task to Agent job"), Click(Role::Button, "Add Bash")],
            ),
        ],
    },
    Setting {
        scenario: "waiting-room",
        at: "2026-03-28T09:12:00+01:00",
        stops: &[
            at("waiting-releases", "releases"),
            at("waiting-release", "release/Release-1"),
            after("waiting-release-list", "release/Release-1", &[Click(Role::Radio, "List")]),
            at("gates", "release/Release-1?panel=pre&of=Guarded"),
            at("intervention", "release/Release-1?panel=intervention&of=Regions"),
            at("approval-of-others", "release/Release-1?panel=pre&of=QA"),
            after(
                "approve",
                "release/Release-1",
                &[ActAs("Cleo Park"), Click(Role::Button, "Approve QA"), Fill("Comment", "Played it. Good.")],
            ),
            at("gates-log", "logs/Release-1/Guarded"),
            at("why-gates", "logs/Release-1/Guarded?panel=why&of=Release-1/Guarded%231/gates/pre"),
            after("refused", "release/Release-1", &[ActAs("Cleo Park"), Focus(Role::Button, "Cancel Regions")]),
            after("approvals", "approvals", &[ActAs("Cleo Park")]),
            at("waiting-agents", "agents"),
            at("waiting-mail", "mail"),
            after("waiting-timeline", "timeline", &[Click(Role::Button, "Open all stages")]),
            at("editor-many", "edit/0/pipeline"),
            after("editor-list", "edit/0/pipeline", &[Click(Role::Radio, "List")]),
            at("editor-conditions-before", "edit/0/pipeline?panel=edit-pre&of=4"),
            at("editor-conditions-after", "edit/0/pipeline?panel=edit-post&of=1"),
            at("editor-tasks-many", "edit/0/tasks/5"),
        ],
    },
];

/// A scenario in which nearly everything waits for something; it is not shipped.
const WAITING_ROOM: &str = include_str!("../../crates/cli/tests/scenarios/waiting-room/scenario.yaml");

/// The packed site with the scenarios that the tour needs besides.
///
/// # Panics
/// When there is no packed site.
pub fn site() -> TempDir {
    let site = copy_of_packed_site();
    add_scenario(site.path(), "waiting-room", WAITING_ROOM);
    site
}

/// Puts a scenario into a copy of the packed site.
///
/// # Panics
/// When the copy is not a site.
pub fn add_scenario(site: &Path, id: &str, text: &str) {
    let folder = site.join("scenarios");
    let index = folder.join("index.json");
    let known = fs::read_to_string(&index).expect("the site lists its scenarios");
    let mut list: Vec<serde_json::Value> = serde_json::from_str(&known).expect("the list is JSON");
    list.push(json!({ "id": id, "title": id, "summary": "", "level": "advanced", "minutes": 5 }));
    // What was squeezed before would be served instead.
    for squeezed in ["index.json.gz", "index.json.br"] {
        let _ = fs::remove_file(folder.join(squeezed));
    }
    fs::create_dir_all(folder.join(id)).expect("the copy is writable");
    fs::write(folder.join(id).join("scenario.yaml"), text).expect("the copy is writable");
    fs::write(index, json!(list).to_string()).expect("the copy is writable");
}

impl Setting {
    /// Opens the application in this setting, whatever it was in before.
    ///
    /// # Panics
    /// When the scenario does not open.
    #[track_caller]
    pub fn enter(&self, page: &Page) {
        if self.scenario.is_empty() {
            page.go("#/");
        } else {
            resume(page, self.scenario, self.at);
        }
    }
}

impl Stop {
    /// Goes there.
    ///
    /// # Panics
    /// When something that has to be done there cannot be done.
    #[track_caller]
    pub fn visit(&self, page: &Page, setting: &Setting) {
        // By way of nowhere, so that nothing is left of the place before.
        page.show("#/nowhere");
        if setting.scenario.is_empty() {
            page.show(self.address);
        } else {
            page.show(&format!("#/play/{}/{}", setting.scenario, self.address));
        }
        for step in self.steps {
            match *step {
                Step::Click(role, name) => page.click(role, name),
                Step::Focus(role, name) => page.focus(role, name),
                Step::Fill(name, text) => page.fill(name, text),
                Step::ActAs(name) => page.choose("Act as", name),
            }
        }
        page.wait_for_paint();
    }
}

/// Opens a scenario as it is at a moment when nobody has done anything.
///
/// # Panics
/// When it does not open.
#[track_caller]
pub fn resume(page: &Page, scenario: &str, at: &str) {
    page.go(&format!("#/play/{scenario}/releases"));
    page.reload_after(&format!(
        "localStorage.setItem('rehearsal.progress.{scenario}', JSON.stringify({{
           save: {{ rehearsal: 1, scenario: '{scenario}', seed: '7', now: Date.parse('{at}'), moves: [], stepsDone: [], solved: false }},
           persona: '', hints: {{}}, hasBeenSolved: false, hasBegun: true }}))"
    ));
    page.wait_for(Role::Button, "Next event");
}
