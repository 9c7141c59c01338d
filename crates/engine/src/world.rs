//! What is given before a run begins: people, pools, builds to come, sites, outcomes and the script.
//!
//! The world never changes while a run goes on; whatever changes is [`State`](crate::State).

use std::sync::Arc;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::TaskResult;
use serde::{Deserialize, Serialize};

use crate::command::Action;
use crate::pattern::Pattern;
use crate::switches::Rules;
use crate::{AgentId, GroupId, PersonId};

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
    /// Builds that complete while the run goes on (or before it starts).
    pub builds: Vec<ComingBuild>,
    /// What can be deployed to.
    pub sites: Vec<Site>,
    /// The release pipelines.
    pub definitions: Vec<Arc<ReleaseDefinition>>,
    /// How tasks end; the first rule that matches decides.
    pub outcomes: Vec<Outcome>,
    /// What others do.
    pub script: Vec<ScriptItem>,
    /// Which reading of the product is followed where sources disagree.
    pub rules: Rules,
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

/// A group. Its name decides what members may do (`classic.md` §14.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Name, such as `Release Administrators` or `QA Team`.
    pub name: String,
    /// Members.
    pub members: Vec<PersonId>,
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

/// A build that will complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingBuild {
    /// When it completes; before the start of the run means that it is there from the beginning.
    pub at: SimTime,
    /// The build.
    pub build: Build,
}

/// A completed build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Build {
    /// Name of the build pipeline.
    pub definition: String,
    /// Build number, such as `20260302.1`.
    pub number: String,
    /// Branch without `refs/heads/`.
    pub branch: String,
    /// What changed, in the words of the commit.
    pub commit: String,
    /// Build tags.
    pub tags: Vec<String>,
    /// How it ended.
    pub result: TaskResult,
    /// For whom it ran.
    pub requested_for: PersonId,
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
    pub log: Vec<String>,
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
