//! Addresses: everything after the `#`, read and written by hand so that the folder works below any path.
//!
//! Every page and every panel has an address, so the browser's back button closes what was opened last.

use rehearsal_pipeline::ApprovalType;

/// A place in the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// The list of scenarios.
    Start,
    /// A page of a scenario being played.
    Play(Place),
    /// An address that means nothing.
    Unknown,
}

/// A page of a scenario, with the panel that lies over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Id of the scenario.
    pub(crate) scenario: String,
    /// The page.
    pub(crate) page: Page,
    /// The panel.
    pub(crate) panel: Option<Panel>,
}

/// A page of the player.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// The releases of a pipeline, by its position.
    Releases(usize),
    /// A release.
    Release(String),
    /// The logs of a stage.
    Logs(LogPlace),
    /// The sites.
    Sites,
    /// The history.
    History,
    /// One moment of the history, by the position of its fact.
    Moment(usize),
    /// A release beside another.
    CompareReleases(String, String),
    /// The timeline, beside that of another future by its name.
    Timeline(Option<String>),
    /// The editor of a pipeline, or of one release.
    Edit(Edited, EditTab),
    /// The deployments of a pipeline, by its position.
    Deployments(usize),
    /// The history of a release.
    ReleaseHistory(String),
    /// The variables of a release.
    ReleaseVariables(String),
    /// Build pipelines and their builds.
    Builds,
    /// Pools of agents.
    Agents,
    /// Approvals that wait.
    Approvals,
    /// The mail of whom the learner acts as.
    Mail,
}

impl Page {
    /// The entry of the navigation that a page belongs to.
    pub(crate) fn entry(&self) -> Self {
        match self {
            Self::Releases(_)
            | Self::Deployments(_)
            | Self::Release(_)
            | Self::ReleaseHistory(_)
            | Self::ReleaseVariables(_)
            | Self::CompareReleases(..)
            | Self::Logs(_)
            | Self::Edit(..) => Self::Releases(0),
            Self::Moment(_) => Self::History,
            Self::Timeline(_) => Self::Timeline(None),
            Self::Sites | Self::History | Self::Builds | Self::Agents | Self::Approvals | Self::Mail => self.clone(),
        }
    }
}

/// What an editor changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edited {
    /// A pipeline, by its position.
    Pipeline(usize),
    /// The copy of its pipeline that a release keeps, by the name of the release.
    Release(String),
}

/// What stands before the name of a release in [`Edited::key`].
const RELEASE: &str = "release/";

impl Edited {
    /// A key for what is kept: the position, or the name after a word.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Pipeline(index) => index.to_string(),
            Self::Release(name) => [RELEASE, name].concat(),
        }
    }

    /// Reads a key.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        match key.strip_prefix(RELEASE) {
            Some(name) => Some(Self::Release(name.to_owned())),
            None => key.parse().ok().map(Self::Pipeline),
        }
    }
}

/// A tab of the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EditTab {
    /// Artifacts and stages.
    Pipeline,
    /// Jobs and tasks of a stage, by its position.
    Tasks(usize),
    /// Variables.
    Variables,
    /// How long releases are kept.
    Retention,
    /// Name, description, release names.
    Options,
    /// Who saved what, when and why.
    History,
    /// The product's JSON.
    Json,
}

/// A panel of the editor; artifacts and stages by their position in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EditPanel {
    /// Name and owner of a stage.
    Stage(usize),
    /// "Pre-deployment conditions" of a stage.
    Pre(usize),
    /// "Post-deployment conditions" of a stage.
    Post(usize),
    /// "Select a template" for a new stage, after another one or after the release.
    AddStage(Option<usize>),
    /// "Add an artifact".
    AddArtifact,
    /// An artifact.
    Artifact(usize),
    /// "Continuous deployment trigger" of an artifact.
    Trigger(usize),
    /// "Scheduled release trigger".
    Schedules,
    /// "Save" with a comment.
    Save,
    /// The question before a draft is thrown away.
    Discard,
}

impl EditPanel {
    /// Its word in an address, and the position.
    fn word(self) -> (&'static str, Option<usize>) {
        match self {
            Self::Stage(index) => ("edit-stage", Some(index)),
            Self::Pre(index) => ("edit-pre", Some(index)),
            Self::Post(index) => ("edit-post", Some(index)),
            Self::AddStage(after) => ("add-stage", after),
            Self::AddArtifact => ("add-artifact", None),
            Self::Artifact(index) => ("artifact", Some(index)),
            Self::Trigger(index) => ("trigger", Some(index)),
            Self::Schedules => ("schedules", None),
            Self::Save => ("save", None),
            Self::Discard => ("discard", None),
        }
    }

    fn read(word: &str, of: &str) -> Option<Self> {
        let index = || of.parse().ok();
        Some(match word {
            "edit-stage" => Self::Stage(index()?),
            "edit-pre" => Self::Pre(index()?),
            "edit-post" => Self::Post(index()?),
            "add-stage" => Self::AddStage(index()),
            "add-artifact" => Self::AddArtifact,
            "artifact" => Self::Artifact(index()?),
            "trigger" => Self::Trigger(index()?),
            "schedules" => Self::Schedules,
            "save" => Self::Save,
            "discard" => Self::Discard,
            _ => return None,
        })
    }
}

impl EditTab {
    /// Its words in an address.
    fn words(self) -> String {
        match self {
            Self::Pipeline => "pipeline".to_owned(),
            Self::Tasks(stage) => ["tasks/", &stage.to_string()].concat(),
            Self::Variables => "variables".to_owned(),
            Self::Retention => "retention".to_owned(),
            Self::Options => "options".to_owned(),
            Self::History => "history".to_owned(),
            Self::Json => "json".to_owned(),
        }
    }

    fn read(words: &[&str]) -> Option<Self> {
        Some(match words {
            ["pipeline"] => Self::Pipeline,
            ["tasks", stage] => Self::Tasks(stage.parse().ok()?),
            ["variables"] => Self::Variables,
            ["retention"] => Self::Retention,
            ["options"] => Self::Options,
            ["history"] => Self::History,
            ["json"] => Self::Json,
            _ => return None,
        })
    }
}

/// A place in the logs; what is not given is chosen by the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogPlace {
    /// Name of the release.
    pub(crate) release: String,
    /// Name of the stage.
    pub(crate) stage: String,
    /// Attempt, from 1.
    pub(crate) attempt: Option<u32>,
    /// Key of the entry at the left.
    pub(crate) entry: Option<String>,
    /// Key of the task whose log is open.
    pub(crate) task: Option<String>,
    /// A line of that log, from 1.
    pub(crate) line: Option<usize>,
}

/// A panel over a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Panel {
    /// "Create a new release".
    Create,
    /// The same, as a draft.
    CreateDraft,
    /// A stage of the release.
    Stage(String),
    /// Conditions of one side of a stage.
    Conditions(String, ApprovalType),
    /// "Deploy" with a comment.
    Deploy(String),
    /// "Cancel" with a comment.
    Cancel(String),
    /// "Abandon" with a comment.
    Abandon,
    /// "Delete" with a comment.
    Delete,
    /// "Deploy multiple".
    DeployMultiple,
    /// "Approve multiple".
    ApproveMultiple,
    /// Tags of the release.
    ReleaseTags,
    /// "Resume" or "Reject" the manual intervention of a stage.
    Intervention(String),
    /// "Commit a change", for a build pipeline or repository.
    Commit(String),
    /// "Create a pull request", for a build pipeline.
    PullRequest(String),
    /// "Add tag": build pipeline and number.
    Tag(String, String),
    /// Why something is as it is: what `rehearsal_view::path` calls it.
    Why(String),
    /// A panel of the editor.
    Edit(EditPanel),
}

impl LogPlace {
    /// The logs of a stage, as the page chooses.
    pub(crate) fn of(release: &str, stage: &str) -> Self {
        Self {
            release: release.to_owned(),
            stage: stage.to_owned(),
            attempt: None,
            entry: None,
            task: None,
            line: None,
        }
    }
}

impl Place {
    /// The first page of a scenario.
    pub(crate) fn first(scenario: &str) -> Self {
        Self { scenario: scenario.to_owned(), page: Page::Releases(0), panel: None }
    }

    /// Another page of the same scenario.
    pub(crate) fn on(&self, page: Page) -> Self {
        Self { scenario: self.scenario.clone(), page, panel: None }
    }

    /// The same page with a panel.
    pub(crate) fn with(&self, panel: Panel) -> Self {
        Self { panel: Some(panel), ..self.clone() }
    }

    /// The same page without a panel.
    pub(crate) fn without_panel(&self) -> Self {
        Self { panel: None, ..self.clone() }
    }

    /// The moment of a fact, for links to it.
    pub(crate) fn moment(&self, fact: usize) -> Self {
        self.on(Page::Moment(fact))
    }

    /// A panel over the page of a release.
    pub(crate) fn release_with(&self, release: &str, panel: Panel) -> Self {
        self.on(Page::Release(release.to_owned())).with(panel)
    }

    /// The address, for links.
    pub(crate) fn href(&self) -> String {
        Route::Play(self.clone()).href()
    }
}

impl Route {
    /// The address, with its `#`.
    pub(crate) fn href(&self) -> String {
        let Self::Play(place) = self else { return "#/".to_owned() };
        let mut path = format!("#/play/{}", escape(&place.scenario));
        let mut query: Vec<(&str, String)> = Vec::new();
        match &place.page {
            Page::Releases(0) => path.push_str("/releases"),
            Page::Releases(index) => path += &["/releases/", &index.to_string()].concat(),
            Page::Release(name) => path += &["/release/", &escape(name)].concat(),
            Page::Logs(logs) => {
                path += &["/logs/", &escape(&logs.release), "/", &escape(&logs.stage)].concat();
                query.extend(logs.attempt.map(|attempt| ("attempt", attempt.to_string())));
                query.extend(logs.entry.clone().map(|entry| ("entry", entry)));
                query.extend(logs.task.clone().map(|task| ("task", task)));
                query.extend(logs.line.map(|line| ("line", line.to_string())));
            }
            Page::Sites => path.push_str("/sites"),
            Page::History => path.push_str("/history"),
            Page::Moment(fact) => path += &["/history/", &fact.to_string()].concat(),
            Page::CompareReleases(one, other) => {
                path += &["/release/", &escape(one), "/compare/", &escape(other)].concat();
            }
            Page::Timeline(other) => {
                path.push_str("/timeline");
                query.extend(other.clone().map(|other| ("with", other)));
            }
            Page::Builds => path.push_str("/builds"),
            Page::Agents => path.push_str("/agents"),
            Page::Approvals => path.push_str("/approvals"),
            Page::Mail => path.push_str("/mail"),
            Page::Deployments(index) => path += &["/deployments/", &index.to_string()].concat(),
            Page::ReleaseVariables(name) => path += &["/release/", &escape(name), "/variables"].concat(),
            Page::ReleaseHistory(name) => path += &["/release/", &escape(name), "/history"].concat(),
            Page::Edit(Edited::Pipeline(index), tab) => {
                path += &["/edit/", &index.to_string(), "/", &tab.words()].concat();
            }
            Page::Edit(Edited::Release(name), tab) => {
                path += &["/release/", &escape(name), "/edit/", &tab.words()].concat();
            }
        }
        match &place.panel {
            None => {}
            Some(Panel::Create) => query.push(("panel", "create".to_owned())),
            Some(Panel::CreateDraft) => query.push(("panel", "create-draft".to_owned())),
            Some(Panel::Abandon) => query.push(("panel", "abandon".to_owned())),
            Some(Panel::Delete) => query.push(("panel", "delete".to_owned())),
            Some(Panel::ReleaseTags) => query.push(("panel", "release-tags".to_owned())),
            Some(Panel::DeployMultiple) => query.push(("panel", "deploy-multiple".to_owned())),
            Some(Panel::ApproveMultiple) => query.push(("panel", "approve-multiple".to_owned())),
            Some(Panel::Intervention(stage)) => {
                query.extend([("panel", "intervention".to_owned()), ("of", stage.clone())]);
            }
            Some(Panel::Why(about)) => query.extend([("panel", "why".to_owned()), ("of", about.clone())]),
            Some(Panel::Commit(source)) => query.extend([("panel", "commit".to_owned()), ("of", source.clone())]),
            Some(Panel::PullRequest(source)) => {
                query.extend([("panel", "pull-request".to_owned()), ("of", source.clone())]);
            }
            Some(Panel::Tag(definition, number)) => {
                query.extend([("panel", "tag".to_owned()), ("of", definition.clone()), ("number", number.clone())]);
            }
            Some(Panel::Edit(panel)) => {
                let (word, index) = panel.word();
                query.push(("panel", word.to_owned()));
                query.extend(index.map(|index| ("of", index.to_string())));
            }
            Some(Panel::Stage(stage)) => query.extend([("panel", "stage".to_owned()), ("of", stage.clone())]),
            Some(Panel::Deploy(stage)) => query.extend([("panel", "deploy".to_owned()), ("of", stage.clone())]),
            Some(Panel::Cancel(stage)) => query.extend([("panel", "cancel".to_owned()), ("of", stage.clone())]),
            Some(Panel::Conditions(stage, side)) => {
                let side = if *side == ApprovalType::PostDeploy { "post" } else { "pre" };
                query.extend([("panel", side.to_owned()), ("of", stage.clone())]);
            }
        }
        let query: Vec<String> = query.iter().map(|(key, value)| format!("{key}={}", escape(value))).collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    /// Reads an address; `#` and what is before it may be missing.
    pub(crate) fn read(address: &str) -> Self {
        let address = address.split_once('#').map_or(address, |(_, rest)| rest);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(unescape).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let value = |key: &str| {
            query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(name, _)| *name == key)
                .map(|it| unescape(it.1))
        };
        let (scenario, page) = match parts.as_slice() {
            [] => return Self::Start,
            ["play", scenario] | ["play", scenario, "releases"] => (scenario, Page::Releases(0)),
            ["play", scenario, "releases", index] => match index.parse() {
                Ok(index) => (scenario, Page::Releases(index)),
                Err(_) => return Self::Unknown,
            },
            ["play", scenario, "release", name] => (scenario, Page::Release((*name).to_owned())),
            ["play", scenario, "logs", release, stage] => {
                let place = LogPlace {
                    attempt: value("attempt").and_then(|number| number.parse().ok()),
                    entry: value("entry"),
                    task: value("task"),
                    line: value("line").and_then(|number| number.parse().ok()),
                    ..LogPlace::of(release, stage)
                };
                (scenario, Page::Logs(place))
            }
            ["play", scenario, "sites"] => (scenario, Page::Sites),
            ["play", scenario, "history"] => (scenario, Page::History),
            ["play", scenario, "history", fact] => match fact.parse() {
                Ok(fact) => (scenario, Page::Moment(fact)),
                Err(_) => return Self::Unknown,
            },
            ["play", scenario, "release", one, "compare", other] => {
                (scenario, Page::CompareReleases((*one).to_owned(), (*other).to_owned()))
            }
            ["play", scenario, "timeline"] => (scenario, Page::Timeline(value("with"))),
            ["play", scenario, "builds"] => (scenario, Page::Builds),
            ["play", scenario, "agents"] => (scenario, Page::Agents),
            ["play", scenario, "approvals"] => (scenario, Page::Approvals),
            ["play", scenario, "mail"] => (scenario, Page::Mail),
            ["play", scenario, "deployments", index] => match index.parse() {
                Ok(index) => (scenario, Page::Deployments(index)),
                Err(_) => return Self::Unknown,
            },
            ["play", scenario, "release", name, "variables"] => (scenario, Page::ReleaseVariables((*name).to_owned())),
            ["play", scenario, "release", name, "history"] => (scenario, Page::ReleaseHistory((*name).to_owned())),
            ["play", scenario, "edit", index, tab @ ..] => match (index.parse(), EditTab::read(tab)) {
                (Ok(index), Some(tab)) => (scenario, Page::Edit(Edited::Pipeline(index), tab)),
                _ => return Self::Unknown,
            },
            ["play", scenario, "release", name, "edit", tab @ ..] => match EditTab::read(tab) {
                Some(tab @ (EditTab::Pipeline | EditTab::Tasks(_) | EditTab::Variables)) => {
                    (scenario, Page::Edit(Edited::Release((*name).to_owned()), tab))
                }
                // The other tabs are of pipelines alone.
                _ => return Self::Unknown,
            },
            _ => return Self::Unknown,
        };
        let of = || value("of").unwrap_or_default();
        let panel = match value("panel").as_deref() {
            Some("create") => Some(Panel::Create),
            Some("create-draft") => Some(Panel::CreateDraft),
            Some("abandon") => Some(Panel::Abandon),
            Some("delete") => Some(Panel::Delete),
            Some("release-tags") => Some(Panel::ReleaseTags),
            Some("deploy-multiple") => Some(Panel::DeployMultiple),
            Some("approve-multiple") => Some(Panel::ApproveMultiple),
            Some("intervention") => Some(Panel::Intervention(of())),
            Some("commit") => Some(Panel::Commit(of())),
            Some("pull-request") => Some(Panel::PullRequest(of())),
            Some("why") => Some(Panel::Why(of())),
            Some("tag") => Some(Panel::Tag(of(), value("number").unwrap_or_default())),
            Some("stage") => Some(Panel::Stage(of())),
            Some("deploy") => Some(Panel::Deploy(of())),
            Some("cancel") => Some(Panel::Cancel(of())),
            Some("pre") => Some(Panel::Conditions(of(), ApprovalType::PreDeploy)),
            Some("post") => Some(Panel::Conditions(of(), ApprovalType::PostDeploy)),
            Some(word) => EditPanel::read(word, &of()).map(Panel::Edit),
            None => None,
        };
        Self::Play(Place { scenario: (*scenario).to_owned(), page, panel })
    }

    /// The place, when something is played.
    pub(crate) fn place(&self) -> Option<&Place> {
        match self {
            Self::Play(place) => Some(place),
            Self::Start | Self::Unknown => None,
        }
    }
}

/// Percent-encodes all but what never means anything in an address.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => escaped.push(char::from(byte)),
            _ => {
                const DIGITS: [char; 16] =
                    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
                escaped.extend(['%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
            }
        }
    }
    escaped
}

/// Undoes [`escape`]; what is no escape stays as it is.
fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let hex = (bytes[index] == b'%').then(|| text.get(index + 1..index + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            plain.push(byte);
            index += 3;
        } else {
            plain.push(bytes[index]);
            index += 1;
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(place: &Place) {
        let route = Route::Play(place.clone());
        assert_eq!(Route::read(&route.href()), route, "{}", route.href());
    }

    #[test]
    fn every_page_and_panel_has_an_address_that_leads_back_to_it() {
        let place = Place::first("failed-qa");
        there_and_back(&place);
        there_and_back(&place.on(Page::Releases(2)).with(Panel::Create));
        there_and_back(&place.on(Page::Sites));
        there_and_back(&place.on(Page::History));
        there_and_back(&place.on(Page::Moment(17)));
        there_and_back(&place.on(Page::CompareReleases("Release-2".to_owned(), "Release 1".to_owned())));
        there_and_back(&place.on(Page::Sites).with(Panel::Why("Release-2/QA#1/jobs/1".to_owned())));
        there_and_back(&place.on(Page::Timeline(None)));
        there_and_back(&place.on(Page::Timeline(Some("Future 2 & more".to_owned()))));
        there_and_back(&place.on(Page::Agents));
        there_and_back(&place.on(Page::Approvals));
        there_and_back(&place.on(Page::Mail));
        there_and_back(&place.on(Page::Deployments(1)));
        there_and_back(&place.on(Page::ReleaseVariables("Release-1".to_owned())));
        there_and_back(&place.on(Page::ReleaseHistory("Release 1/2".to_owned())));
        there_and_back(&place.on(Page::Builds).with(Panel::Commit("Web-CI".to_owned())));
        there_and_back(&place.on(Page::Builds).with(Panel::PullRequest("Web-CI".to_owned())));
        there_and_back(&place.on(Page::Builds).with(Panel::Tag("Web & CI".to_owned(), "20260302.1".to_owned())));
        for panel in [
            Panel::Stage("QA & staging / 1".to_owned()),
            Panel::Conditions("Größe".to_owned(), ApprovalType::PostDeploy),
            Panel::Conditions("QA".to_owned(), ApprovalType::PreDeploy),
            Panel::Deploy("QA".to_owned()),
            Panel::Cancel("QA".to_owned()),
            Panel::Abandon,
            Panel::Delete,
            Panel::DeployMultiple,
            Panel::ApproveMultiple,
            Panel::ReleaseTags,
            Panel::Intervention("QA 2".to_owned()),
        ] {
            there_and_back(&place.release_with("Release-1 100%", panel));
        }
        for panel in
            [EditPanel::Stage(3), EditPanel::Pre(0), EditPanel::Post(1), EditPanel::AddArtifact, EditPanel::Save]
                .into_iter()
                .chain([EditPanel::AddStage(None), EditPanel::AddStage(Some(2))])
        {
            there_and_back(&place.on(Page::Edit(Edited::Pipeline(1), EditTab::Pipeline)).with(Panel::Edit(panel)));
        }
        for tab in [
            EditTab::Tasks(2),
            EditTab::Variables,
            EditTab::Retention,
            EditTab::Options,
            EditTab::History,
            EditTab::Json,
        ] {
            there_and_back(&place.on(Page::Edit(Edited::Pipeline(0), tab)));
        }
        for tab in [EditTab::Pipeline, EditTab::Tasks(2), EditTab::Variables] {
            there_and_back(&place.on(Page::Edit(Edited::Release("Release 1/2".to_owned()), tab)));
        }
        assert_eq!(Route::read("#/play/x/release/Release-1/edit/json"), Route::Unknown);
        let logs = LogPlace {
            attempt: Some(2),
            entry: Some("job1".to_owned()),
            task: Some("download-_My CI".to_owned()),
            line: Some(20_000),
            ..LogPlace::of("Release-1", "QA")
        };
        there_and_back(&place.on(Page::Logs(logs)));
    }

    #[test]
    fn an_empty_address_is_the_start_and_a_strange_one_is_unknown() {
        assert_eq!(Route::read(""), Route::Start);
        assert_eq!(Route::read("#/"), Route::Start);
        assert_eq!(Route::read("https://host.example/below/#/play/x"), Route::Play(Place::first("x")));
        assert_eq!(Route::read("#/nowhere"), Route::Unknown);
        assert_eq!(Route::read("#/play/x/releases/many"), Route::Unknown);
    }

    #[test]
    fn broken_escapes_are_left_alone() {
        assert_eq!(unescape("100%"), "100%");
        assert_eq!(unescape("%zz%41"), "%zzA");
    }
}
