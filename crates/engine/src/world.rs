//! What is given before a run begins: people, pools, builds to come, sites, outcomes and the script.
//!
//! The world never changes while a run goes on; whatever changes is [`State`](crate::State).

use std::sync::Arc;

use rehearsal_classic::{ReleaseDefinition, Retention};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::TaskResult;
use serde::{Deserialize, Serialize};

use crate::command::Action;
use crate::pattern::Pattern;
use crate::rules::permissions::Grant;
use crate::signal::{GateOutcome, Signal};
use crate::sources::VersionKind;
use crate::switches::Rules;
use crate::task_log::LogText;
use crate::variables::VariableGroup;
use crate::{AgentId, GroupId, PersonId, PullRequestId};

/// Everything a run starts from, apart from seed and start time.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Name of the project (`System.TeamProject`).
    pub project: String,
    /// Zone in which times without one are meant.
    pub zone: String,
    /// People, in the order of the scenario.
    pub people: Vec<Person>,
    /// Groups of people.
    pub groups: Vec<Group>,
    /// Pools of agents.
    pub pools: Vec<Pool>,
    /// Build pipelines, where more than their name matters.
    pub build_pipelines: Vec<BuildPipeline>,
    /// Deployment groups.
    pub deployment_groups: Vec<DeploymentGroup>,
    /// Parallel jobs that the organisation has paid for; none is no limit (§9.3).
    pub parallel_jobs: Option<u32>,
    /// Builds and other versions that come while the run goes on (or are there before it starts).
    pub builds: Vec<ComingBuild>,
    /// What can be deployed to.
    pub sites: Vec<Site>,
    /// Variable groups of the library.
    pub variable_groups: Vec<VariableGroup>,
    /// The release pipelines.
    pub definitions: Vec<Arc<ReleaseDefinition>>,
    /// How tasks end; the first rule that matches decides.
    pub outcomes: Vec<Outcome>,
    /// What gates ask.
    pub signals: Vec<Signal>,
    /// How gates answer, whatever they would find; the first rule that matches decides.
    pub gate_outcomes: Vec<GateOutcome>,
    /// Security beyond the defaults of the groups (`classic.md` §14.3).
    pub grants: Vec<Grant>,
    /// What others do.
    pub script: Vec<ScriptItem>,
    /// How long the project keeps releases.
    pub retention: RetentionSettings,
    /// Which reading of the product is followed where sources disagree.
    pub rules: Rules,
}

/// Retention settings of the project (`classic.md` §14.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RetentionSettings {
    /// Days that a release is kept which was deployed to no stage, or only to stages that no longer exist.
    pub days_to_keep: u32,
    /// Releases that are kept whatever their age, for stages that no longer exist.
    pub releases_to_keep: u32,
    /// The most days that a stage may ask for.
    pub maximum_days_to_keep: u32,
    /// The most releases that a stage may ask for.
    pub maximum_releases_to_keep: u32,
    /// Days until a deleted release is destroyed for good.
    pub days_to_keep_deleted_releases: u32,
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self {
            days_to_keep: 30,
            releases_to_keep: 3,
            maximum_days_to_keep: 365,
            maximum_releases_to_keep: 25,
            days_to_keep_deleted_releases: 14,
        }
    }
}

impl RetentionSettings {
    /// The policy of a stage that the pipeline no longer has.
    pub(crate) fn policy(&self) -> Retention {
        Retention { days_to_keep: self.days_to_keep, releases_to_keep: self.releases_to_keep, retain_build: true }
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Short name used in scenario files.
    pub id: String,
    /// Name shown on pages.
    pub display_name: String,
    /// Sign-in name.
    pub unique_name: String,
}

/// A group. The names of the default groups decide what their members may do (`classic.md` §14.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Name, such as `Release Administrators` or `QA Team`.
    pub name: String,
    /// Members.
    pub members: Vec<PersonId>,
    /// True for a group of Microsoft Entra ID, whose members the product does not know: they get no mail as members.
    pub is_entra: bool,
}

/// Who an approval asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Subject {
    /// One person.
    Person(PersonId),
    /// Any member of a group.
    Group(GroupId),
}

/// A pool of agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// The number that definitions refer to (`queueId`).
    pub queue_id: u32,
    /// Name.
    pub name: String,
    /// Its agents.
    pub agents: Vec<Agent>,
}

/// An agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Name.
    pub name: String,
    /// Capabilities by name, with their values.
    pub capabilities: Vec<(String, String)>,
}

/// A build pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildPipeline {
    /// Name.
    pub name: String,
    /// The repository whose changes it builds; empty for one that is named like the pipeline.
    pub repository: String,
    /// Default branch at the start, without `refs/heads/`.
    pub default_branch: String,
    /// How long a build takes.
    pub takes: SimDuration,
}

impl BuildPipeline {
    /// How long a build takes when nothing says.
    pub const TAKES_DEFAULT: SimDuration = SimDuration::minutes(5);
    /// Default branch when nothing says.
    pub const BRANCH_DEFAULT: &'static str = "main";

    /// Whether it builds changes of a repository.
    pub fn builds_repository(&self, repository: &str) -> bool {
        let own = if self.repository.is_empty() { &self.name } else { &self.repository };
        own.eq_ignore_ascii_case(repository)
    }
}

/// A deployment group: machines that run jobs themselves (`classic.md` §9.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentGroup {
    /// The number that definitions refer to (`queueId` of a deployment group job).
    pub number: u32,
    /// Name.
    pub name: String,
    /// Its targets at the start.
    pub targets: Vec<Target>,
}

/// A machine of a deployment group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// Name.
    pub name: String,
    /// Tags, by which jobs choose.
    pub tags: Vec<String>,
    /// False when it cannot be reached at first.
    pub online: bool,
}

/// A build or another version that will come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingBuild {
    /// When it completes; before the start of the run means that it is there from the beginning. With a duration
    /// it is when the build is queued.
    pub at: SimTime,
    /// How long it runs once it has started; none means that only its end is seen.
    pub takes: Option<SimDuration>,
    /// The build.
    pub build: Build,
}

/// A version of an artifact: most often a completed build, else a commit, a package or an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Build {
    /// What it is.
    #[serde(default, skip_serializing_if = "is_a_build")]
    pub kind: VersionKind,
    /// Name of the build pipeline, repository or package.
    pub definition: String,
    /// Build number, such as `20260302.1`; commit id, version or tag.
    pub number: String,
    /// Branch without `refs/heads/`; empty where there are none.
    pub branch: String,
    /// What changed, in the words of the commit.
    pub commit: String,
    /// Build tags.
    pub tags: Vec<String>,
    /// How it ended.
    pub result: TaskResult,
    /// For whom it ran.
    pub requested_for: PersonId,
    /// The pull request that it was made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pull_request: Option<PullRequestId>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_a_build(kind: &VersionKind) -> bool {
    *kind == VersionKind::Build
}

impl Build {
    /// A good build of `main`.
    pub fn new(definition: impl Into<String>, number: impl Into<String>, requested_for: PersonId) -> Self {
        Self {
            kind: VersionKind::Build,
            definition: definition.into(),
            number: number.into(),
            branch: BuildPipeline::BRANCH_DEFAULT.to_owned(),
            commit: String::new(),
            tags: Vec::new(),
            result: TaskResult::Succeeded,
            requested_for,
            pull_request: None,
        }
    }

    /// True when a release can take it: it succeeded, maybe with issues (§4.1).
    pub fn is_good(&self) -> bool {
        match self.result {
            TaskResult::Succeeded | TaskResult::SucceededWithIssues => true,
            TaskResult::Failed | TaskResult::Canceled | TaskResult::Skipped => false,
        }
    }
}

/// A place that runs a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Name.
    pub name: String,
    /// Name of the stage that deploys to it.
    pub stage: String,
    /// Build that it runs at the start; empty for none.
    pub initial_build: String,
    /// Shown on the picture of the site.
    pub url: String,
    /// What the picture shows.
    pub app: SiteApp,
}

/// What the picture of a site shows. It plays no part in what happens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SiteApp {
    /// Some page.
    #[default]
    Page,
    /// The game of the fictional company Tailspin.
    SpaceGame,
    /// What a new ASP.NET Core web app shows.
    AspNet,
}

/// How tasks that match end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Which tasks.
    pub of: OutcomeMatch,
    /// The result.
    pub result: TaskResult,
    /// How long the task takes; drawn between the two when they differ. None takes the catalogue's.
    pub takes: Option<(SimDuration, SimDuration)>,
    /// Lines of its log; empty takes the catalogue's for a good result.
    pub log: Vec<LogText>,
    /// Whether the site is healthy afterwards, when the task deploys to one.
    pub healthy: bool,
    /// Chance in a thousand that the rule applies; 1000 is always.
    pub per_mille: u16,
    /// True when the task goes on after a cancel until its grace ends.
    pub ignores_cancel: bool,
}

/// Which tasks an outcome is for; what is none matches all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeMatch {
    /// Stage name.
    pub stage: Option<String>,
    /// Job name.
    pub job: Option<String>,
    /// Task display name.
    pub task: Option<String>,
    /// Attempt of the deployment, from 1.
    pub attempt: Option<u32>,
    /// Try of the task, from 1 (retries).
    pub task_try: Option<u32>,
    /// Number of the primary build.
    pub build: Option<String>,
    /// Name of the release.
    pub release: Option<String>,
    /// Position of the slice of a job that is multiplied, from 1.
    pub slice: Option<u32>,
    /// Name of the target of a deployment group.
    pub target: Option<String>,
}

/// Something that another person or the world does.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptItem {
    /// When.
    pub when: When,
    /// Who; none is the world itself.
    pub by: Option<PersonId>,
    /// What.
    pub action: Action,
}

/// When a script item happens.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// At a moment.
    At(SimTime),
    /// Some time after something happened.
    After {
        /// What must happen.
        pattern: Pattern,
        /// How long after.
        delay: SimDuration,
        /// The first that many times only; 0 means every time.
        times: u32,
    },
}

impl World {
    /// The person with this id, sign-in name or display name, without regard to case.
    pub fn person(&self, name: &str) -> Option<PersonId> {
        let by = |text: fn(&Person) -> &str| {
            self.people.iter().position(|person| text(person).eq_ignore_ascii_case(name)).map(PersonId::at)
        };
        by(|person| &person.id)
            .or_else(|| by(|person| &person.unique_name))
            .or_else(|| by(|person| &person.display_name))
    }

    /// The group with this name; the product's `[Project]\Name` form is understood too.
    pub fn group(&self, name: &str) -> Option<GroupId> {
        let bare = name.rsplit('\\').next().unwrap_or(name);
        self.groups
            .iter()
            .position(|group| group.name.eq_ignore_ascii_case(name) || group.name.eq_ignore_ascii_case(bare))
            .map(GroupId::at)
    }

    /// The person or group that a definition refers to.
    pub fn subject(&self, identity: &rehearsal_pipeline::Identity) -> Option<Subject> {
        [&identity.id, &identity.unique_name, &identity.display_name]
            .into_iter()
            .filter(|name| !name.is_empty())
            .find_map(|name| {
                let person = || self.person(name).map(Subject::Person);
                let group = || self.group(name).map(Subject::Group);
                if identity.is_container { group().or_else(person) } else { person().or_else(group) }
            })
    }

    /// True when the person is the subject or one of its members.
    pub fn includes(&self, subject: Subject, person: PersonId) -> bool {
        match subject {
            Subject::Person(one) => one == person,
            Subject::Group(group) => self.groups[group.index()].members.contains(&person),
        }
    }

    /// The build pipeline with this name, without regard to case; none when the world does not describe it.
    pub fn build_pipeline(&self, name: &str) -> Option<&BuildPipeline> {
        self.build_pipelines.iter().find(|pipeline| pipeline.name.eq_ignore_ascii_case(name))
    }

    /// Name of a person or group for pages.
    pub fn subject_name(&self, subject: Subject) -> &str {
        match subject {
            Subject::Person(person) => &self.people[person.index()].display_name,
            Subject::Group(group) => &self.groups[group.index()].name,
        }
    }

    /// Name of a person for pages.
    pub fn person_name(&self, person: PersonId) -> &str {
        &self.people[person.index()].display_name
    }

    /// The agent and its pool, by the number that counts over all pools.
    ///
    /// # Panics
    /// When there is no such agent; ids come from this world.
    pub fn agent(&self, id: AgentId) -> (&Pool, &Agent) {
        let mut index = id.index();
        for pool in &self.pools {
            if let Some(agent) = pool.agents.get(index) {
                return (pool, agent);
            }
            index -= pool.agents.len();
        }
        unreachable!("agent ids are handed out by this world")
    }
}
