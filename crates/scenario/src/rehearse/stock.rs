//! What a pipeline needs around it: pools with agents, and versions of its artifacts.

use std::collections::BTreeMap;

use rehearsal_classic::{Artifact, ArtifactFilter, DefaultVersion, ReleaseDefinition, ReleaseTrigger};
use rehearsal_engine::{
    Action, Agent, Build, BuildPipeline, ComingBuild, CreateRelease, DeploymentGroup, PersonId, Pool, ScriptItem,
    Target, VersionKind, When, World, branch_pattern, build_passes,
};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{Demand, JobKind, Parallelism};

use super::wishes::WishedBuild;
use super::{Assumption, queue_ids};
use crate::clock::Clock;

/// What creates the releases of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReleasedBy {
    /// The continuous deployment trigger of an artifact, when its build completes.
    Trigger {
        /// Alias of the artifact.
        alias: String,
    },
    /// A person, since no continuous deployment trigger does.
    Person {
        /// Who.
        name: String,
    },
}

/// Agents of a pool when nothing asks for more.
const AGENTS: usize = 4;
/// Agents of a pool at most, however many slices a job has.
const AGENTS_MAX: usize = 20;

/// Adds the pools that are missing, with agents that satisfy the demands of every job.
pub(super) fn pools(definition: &ReleaseDefinition, world: &mut World, assumptions: &mut Vec<Assumption>) {
    for queue_id in queue_ids(definition) {
        if world.pools.iter().any(|pool| pool.queue_id == queue_id) {
            continue;
        }
        let name = if queue_id == 0 { "Default pool".to_owned() } else { format!("Pool {queue_id}") };
        let (agents, demands) = agents(definition, queue_id, &name);
        assumptions.push(Assumption::Pool { queue_id, agents: agents.len(), demands });
        world.pools.push(Pool { queue_id, name, agents });
    }
}

/// Targets of a deployment group for each set of tags that a job asks for.
const TARGETS: usize = 3;

/// Adds the deployment groups, with targets that have the tags of every job.
pub(super) fn deployment_groups(definition: &ReleaseDefinition, world: &mut World, assumptions: &mut Vec<Assumption>) {
    let mut wanted: BTreeMap<u32, Vec<Vec<String>>> = BTreeMap::new();
    for job in definition.stages.iter().flat_map(|stage| &stage.jobs) {
        let JobKind::DeploymentGroup { queue_id, tags, .. } = &job.kind else { continue };
        let sets = wanted.entry(*queue_id).or_default();
        if !sets.contains(tags) {
            sets.push(tags.clone());
        }
    }
    for (number, mut sets) in wanted {
        // Every target will do where no tag is asked for, so that set needs targets of its own only when it is alone.
        if sets.len() > 1 {
            sets.retain(|tags| !tags.is_empty());
        }
        let name = if number == 0 { "Deployment group".to_owned() } else { format!("Deployment group {number}") };
        let targets = sets.iter().flat_map(|tags| std::iter::repeat_n(tags, TARGETS)).zip(1..);
        let target = |(tags, position): (&Vec<String>, usize)| Target {
            name: format!("{name} target {position}"),
            tags: tags.clone(),
            online: true,
        };
        let targets: Vec<Target> = targets.map(target).collect();
        assumptions.push(Assumption::DeploymentGroup { number, targets: targets.len() });
        world.deployment_groups.push(DeploymentGroup { number, name, targets });
    }
}

/// The agents of a pool, and how many different demands they satisfy.
fn agents(definition: &ReleaseDefinition, queue_id: u32, pool: &str) -> (Vec<Agent>, usize) {
    let mut sets: Vec<BTreeMap<String, (String, String)>> = Vec::new();
    let mut wanted = AGENTS;
    let mut all: Vec<&Demand> = Vec::new();
    for job in definition.stages.iter().flat_map(|stage| &stage.jobs) {
        let JobKind::Agent { queue_id: of, demands, parallelism, .. } = &job.kind else { continue };
        if *of != queue_id {
            continue;
        }
        wanted = wanted.max(match parallelism {
            Parallelism::None => 1,
            Parallelism::MultiConfiguration { agents_max: agents, .. } | Parallelism::MultiAgent { agents, .. } => {
                *agents as usize
            }
        });
        all.extend(demands.iter().filter(|demand| !all.contains(demand)).collect::<Vec<_>>());
        add_capabilities(&mut sets, demands);
    }
    if sets.is_empty() {
        sets.push(BTreeMap::new());
    }
    // Every set of capabilities that contradicts the others is there twice at least.
    let count = wanted.min(AGENTS_MAX).max(sets.len() * 2);
    let agent = |index: usize| Agent {
        name: format!("{pool} agent {}", index + 1),
        capabilities: sets[index % sets.len()].values().cloned().collect(),
    };
    ((0..count).map(agent).collect(), all.len())
}

/// Joins the demands of a job to the first set that they do not contradict.
fn add_capabilities(sets: &mut Vec<BTreeMap<String, (String, String)>>, demands: &[Demand]) {
    let mut offered: BTreeMap<String, (String, String)> = BTreeMap::new();
    // Values that are named come last, since a capability of any value is also one that exists.
    for is_named in [false, true] {
        for demand in demands {
            let (name, value) = match demand {
                Demand::Exists(name) if !is_named => (name, "yes".to_owned()),
                Demand::GreaterThan(name, version) if !is_named => (name, format!("{version}.1")),
                Demand::Equals(name, value) if is_named => (name, value.clone()),
                Demand::Exists(_) | Demand::GreaterThan(..) | Demand::Equals(..) => continue,
            };
            offered.insert(name.to_lowercase(), (name.clone(), value));
        }
    }
    let is_free = |value: &str| value == "yes";
    let fits = |set: &BTreeMap<String, (String, String)>| {
        offered.iter().all(|(key, (_, value))| {
            set.get(key).is_none_or(|(_, known)| known == value || is_free(value) || is_free(known))
        })
    };
    let index = sets.iter().position(fits).unwrap_or_else(|| {
        sets.push(BTreeMap::new());
        sets.len() - 1
    });
    for (key, (name, value)) in offered {
        let known = sets[index].entry(key).or_insert_with(|| (name, value.clone()));
        if is_free(&known.1) {
            known.1 = value;
        }
    }
}

/// Time between two builds that are wished for.
const BETWEEN_BUILDS: SimDuration = SimDuration::minutes(10);

/// Gives every artifact a version, and the pipeline its releases.
pub(super) fn versions(
    definition: &ReleaseDefinition,
    world: &mut World,
    clock: &Clock,
    requester: PersonId,
    wished: Vec<WishedBuild>,
    assumptions: &mut Vec<Assumption>,
) {
    let before = clock.start - SimDuration::millis(1);
    let Some(lead) = lead(definition, &wished) else {
        return create(definition, world, requester, clock.start, BTreeMap::new(), assumptions);
    };
    for (index, artifact) in definition.artifacts.iter().enumerate() {
        let is_first = !definition.artifacts[..index].iter().any(|other| is_same_source(other, artifact));
        let is_named = wished.iter().any(|build| build.alias == artifact.alias);
        if index == lead || is_named || !is_first || is_same_source(artifact, &definition.artifacts[lead]) {
            continue;
        }
        let build = suitable(definition, artifact, clock, requester);
        tell(artifact, &build, assumptions);
        world.builds.push(ComingBuild { at: before, takes: None, build });
    }
    let lead = &definition.artifacts[lead];
    let (wished, others): (Vec<_>, Vec<_>) = wished.into_iter().partition(|build| build.alias == lead.alias);
    for other in others {
        let artifact = definition.artifacts.iter().find(|artifact| artifact.alias == other.alias);
        let artifact = artifact.expect("wishes name artifacts of the pipeline");
        world.builds.push(ComingBuild { at: before, takes: None, build: wished_build(artifact, other, requester) });
    }
    let filters = filters_of(definition, lead);
    let passes = |build: &Build| {
        let passes =
            |filters: &Vec<ArtifactFilter>| build_passes(filters, build, DEFAULT_BRANCH, Some(&definition.variables));
        filters.as_ref().is_some_and(passes)
    };
    // What is wished for is left to the trigger, whatever it says; a version of our own must come to something.
    let (builds, triggers): (Vec<Build>, bool) = if wished.is_empty() {
        let build = suitable(definition, lead, clock, requester);
        tell(lead, &build, assumptions);
        let triggers = passes(&build);
        (vec![build], triggers)
    } else {
        (wished.into_iter().map(|build| wished_build(lead, build, requester)).collect(), filters.is_some())
    };
    if triggers {
        assumptions.push(Assumption::Released(ReleasedBy::Trigger { alias: lead.alias.clone() }));
    }
    let mut at = clock.start;
    for build in builds {
        if triggers {
            world.builds.push(ComingBuild { at, takes: None, build });
        } else {
            let mut numbers: BTreeMap<String, String> = BTreeMap::new();
            for artifact in &definition.artifacts {
                let latest = if is_same_source(artifact, lead) {
                    Some(&build)
                } else {
                    let is_of = |coming: &&ComingBuild| is_of(artifact, &coming.build);
                    world.builds.iter().rev().find(is_of).map(|coming| &coming.build)
                };
                numbers.extend(latest.map(|build| (artifact.alias.clone(), build.number.clone())));
            }
            // A person takes a version that is there already.
            world.builds.push(ComingBuild { at: at - SimDuration::millis(1), takes: None, build });
            create(definition, world, requester, at, numbers, assumptions);
        }
        at += BETWEEN_BUILDS;
    }
}

/// The artifact whose builds come while the rehearsal runs: the one that creates releases, else the primary one.
fn lead(definition: &ReleaseDefinition, wished: &[WishedBuild]) -> Option<usize> {
    let position = |found: &dyn Fn(&&Artifact) -> bool| definition.artifacts.iter().position(|one| found(&one));
    let is_wished = |artifact: &&Artifact| wished.iter().any(|build| build.alias == artifact.alias);
    let is_trigger = |artifact: &&Artifact| filters_of(definition, artifact).is_some();
    position(&|artifact| is_wished(artifact) && is_trigger(artifact))
        .or_else(|| position(&|artifact| artifact.is_primary && is_trigger(artifact)))
        .or_else(|| position(&is_trigger))
        .or_else(|| position(&|artifact| artifact.is_primary))
        .or_else(|| (!definition.artifacts.is_empty()).then_some(0))
}

fn is_same_source(one: &Artifact, other: &Artifact) -> bool {
    one.source.eq_ignore_ascii_case(&other.source) && kind(one) == kind(other)
}

fn is_of(artifact: &Artifact, build: &Build) -> bool {
    build.kind == kind(artifact) && build.definition.eq_ignore_ascii_case(&artifact.source)
}

fn kind(artifact: &Artifact) -> VersionKind {
    VersionKind::of_type(&artifact.kind)
}

/// The filters of the trigger that creates releases of an artifact's versions; none when it has no such trigger.
fn filters_of(definition: &ReleaseDefinition, artifact: &Artifact) -> Option<Vec<ArtifactFilter>> {
    definition.triggers.iter().find_map(|trigger| match trigger {
        ReleaseTrigger::ContinuousDeployment { alias, filters } if *alias == artifact.alias => Some(filters.clone()),
        ReleaseTrigger::Other(_) => {
            let watch = trigger.watch().filter(|watch| watch.alias == artifact.alias)?;
            let by_tag = watch.tag_patterns.into_iter();
            let by_tag = by_tag.map(|tag_pattern| ArtifactFilter { tag_pattern, ..ArtifactFilter::default() });
            Some(watch.branches.into_iter().chain(by_tag).collect())
        }
        ReleaseTrigger::ContinuousDeployment { .. }
        | ReleaseTrigger::Schedule(_)
        | ReleaseTrigger::PullRequest { .. } => None,
    })
}

fn create(
    definition: &ReleaseDefinition,
    world: &mut World,
    requester: PersonId,
    at: SimTime,
    artifacts: BTreeMap<String, String>,
    assumptions: &mut Vec<Assumption>,
) {
    let by_person = Assumption::Released(ReleasedBy::Person { name: world.person_name(requester).to_owned() });
    if !assumptions.contains(&by_person) {
        assumptions.push(by_person);
    }
    let create = CreateRelease { definition: definition.name.clone(), artifacts, ..CreateRelease::default() };
    world.script.push(ScriptItem { when: When::At(at), by: Some(requester), action: Action::CreateRelease(create) });
}

fn tell(artifact: &Artifact, build: &Build, assumptions: &mut Vec<Assumption>) {
    assumptions.push(Assumption::Version {
        alias: artifact.alias.clone(),
        number: build.number.clone(),
        branch: build.branch.clone(),
        tags: build.tags.clone(),
    });
}

fn wished_build(artifact: &Artifact, wished: WishedBuild, requester: PersonId) -> Build {
    let WishedBuild { number, branch, tags, .. } = wished;
    let branch = branch.unwrap_or_else(|| DEFAULT_BRANCH.to_owned());
    version(artifact, number, (branch, tags), requester)
}

const DEFAULT_BRANCH: &str = BuildPipeline::BRANCH_DEFAULT;

fn version(artifact: &Artifact, number: String, place: (String, Vec<String>), requester: PersonId) -> Build {
    let (branch, tags) = place;
    let kind = kind(artifact);
    let branch = if kind.has_branches() { branch } else { String::new() };
    Build { kind, branch, tags, ..Build::new(artifact.source.clone(), number, requester) }
}

/// A version that the triggers, the default version and the filters of the stages like, as far as they agree.
fn suitable(definition: &ReleaseDefinition, artifact: &Artifact, clock: &Clock, requester: PersonId) -> Build {
    let mut candidates: Vec<(String, Vec<String>)> = vec![(DEFAULT_BRANCH.to_owned(), Vec::new())];
    let mut number = default_number(artifact, clock);
    match &artifact.default_version {
        DefaultVersion::LatestFromBranch { branch, tags } => {
            let branch = if branch.is_empty() { DEFAULT_BRANCH } else { branch };
            candidates.insert(0, (branch.to_owned(), tags.clone()));
        }
        DefaultVersion::LatestFromDefaultBranch { tags } => {
            candidates.insert(0, (DEFAULT_BRANCH.to_owned(), tags.clone()));
        }
        DefaultVersion::Specific { version } => number.clone_from(version),
        DefaultVersion::Latest | DefaultVersion::SelectDuringReleaseCreation => {}
    }
    let triggering = filters_of(definition, artifact).unwrap_or_default();
    let of_stages: Vec<Vec<&ArtifactFilter>> = definition
        .stages
        .iter()
        .map(|stage| {
            let own = stage.artifact_filters.iter().filter(|(alias, _)| *alias == artifact.alias);
            own.map(|(_, filter)| filter).collect::<Vec<_>>()
        })
        .filter(|filters| !filters.is_empty())
        .collect();
    let all = || triggering.iter().chain(of_stages.iter().flatten().copied());
    candidates.extend(all().filter(|filter| !filter.exclude).map(|filter| concrete(filter, definition)));
    // The same branches with every tag that anybody asks for.
    let mut tags: Vec<String> = all().filter(|filter| !filter.exclude).flat_map(|filter| filter.tags.clone()).collect();
    tags.sort_unstable();
    tags.dedup();
    let tagged: Vec<_> = candidates.iter().map(|(branch, _)| (branch.clone(), tags.clone())).collect();
    candidates.extend(tagged);
    let build = |place: &(String, Vec<String>)| version(artifact, number.clone(), place.clone(), requester);
    let liked = |build: &Build| {
        let passes = |filters: &[&ArtifactFilter]| build_passes(filters.iter().copied(), build, DEFAULT_BRANCH, None);
        let triggers = build_passes(triggering.iter(), build, DEFAULT_BRANCH, Some(&definition.variables));
        (triggers, of_stages.iter().filter(|filters| passes(filters)).count())
    };
    // The first of the best, so that `main` stays `main` where nothing speaks against it.
    let mut best = build(&candidates[0]);
    for candidate in candidates.iter().map(build) {
        if liked(&candidate) > liked(&best) {
            best = candidate;
        }
    }
    best
}

/// A branch and tags that an include filter matches.
fn concrete(filter: &ArtifactFilter, definition: &ReleaseDefinition) -> (String, Vec<String>) {
    let pattern = branch_pattern(filter, &definition.variables);
    let branch = match pattern.as_str() {
        "" | "*" => DEFAULT_BRANCH.to_owned(),
        _ if filter.use_default_branch => DEFAULT_BRANCH.to_owned(),
        pattern => pattern.replace('*', "rehearsal"),
    };
    (branch, filter.tags.clone())
}

/// A build number of the day, the beginning of a commit, or a version.
fn default_number(artifact: &Artifact, clock: &Clock) -> String {
    match kind(artifact) {
        VersionKind::Build => {
            let day = rehearsal_engine::wall_clock(&clock.zone, clock.start);
            format!("{:04}{:02}{:02}.1", day.year, day.month, day.day)
        }
        VersionKind::Commit => "3f9c2ab".to_owned(),
        VersionKind::Changeset => "1042".to_owned(),
        VersionKind::Package | VersionKind::Image => "1.0.0".to_owned(),
    }
}
