//! What a scenario declares: the pipelines, people, pools, builds and sites.

use std::collections::BTreeSet;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::{
    Agent, Alert, Build, BuildPipeline, ComingBuild, DEFAULT_GROUPS, DefinitionId, DeploymentGroup, Endpoint, Grant,
    Group, PermissionValue, Person, PersonId, Pool, Reading, Signal, Site, Target, VariableGroup, VersionKind, World,
    is_default_group,
};
use rehearsal_kernel::SimDuration;
use rehearsal_pipeline::{Job, JobKind, TaskResult, Variable};
use rehearsal_source::{Diagnostic, Report, Severity, Source, nearest, quoted};
use rehearsal_yaml::Node;

use crate::clock::{Clock, duration};
use crate::codes;
use crate::format::{
    BuildFile, BuildPipelineFile, DeploymentGroupFile, PipelineFile, PoolFile, ScenarioFile, TargetFile, Text,
};
use crate::load::Files;
use crate::names::{Names, of_stages, unknown};

/// Severity of an alert that says none.
const ALERT_SEVERITY_DEFAULT: u8 = 3;
/// The least severe alerts.
const ALERT_SEVERITY_MAX: u8 = 4;

pub(crate) fn definition(
    pipeline: &PipelineFile,
    root: &Node,
    files: &dyn Files,
    report: &mut Report,
) -> Option<ReleaseDefinition> {
    match (&pipeline.definition, &pipeline.file) {
        (Some(node), None) => rehearsal_classic::from_node(node, report),
        (None, Some(name)) => import_beside(name, files, report),
        (Some(_), Some(_)) | (None, None) => {
            let span = root.entry("pipeline").map_or(root.span, |(key, _)| key.span);
            report.push(
                Diagnostic::error(codes::EITHER_OR, span, "the pipeline is given either by `definition` or by `file`")
                    .help("keep one of the two"),
            );
            None
        }
    }
}

/// An export beside the scenario; its own mistakes are told at the place that names it.
fn import_beside(name: &Text, files: &dyn Files, report: &mut Report) -> Option<ReleaseDefinition> {
    let is_beside = !name.value.contains(['/', '\\']) && !name.value.starts_with('.');
    let Some(text) = is_beside.then(|| files.read(name)).flatten() else {
        report.push(
            Diagnostic::error(
                codes::BAD_FILE,
                name.span,
                format!("there is no file `{}` beside the scenario", name.value),
            )
            .help("put the exported release definition into the scenario's own folder"),
        );
        return None;
    };
    let source = Source::new(name.value.as_str(), text);
    let imported = rehearsal_classic::import(&source);
    for diagnostic in imported.report.iter().filter(|one| one.severity != Severity::Note) {
        let place = source.position(diagnostic.span.start);
        let mut told = diagnostic.clone();
        told.span = name.span;
        told.message = format!("{}:{place}: {}", name.value, diagnostic.message);
        told.notes.clear();
        report.push(told);
    }
    imported.definition
}

pub(crate) fn people(file: &ScenarioFile, report: &mut Report) -> World {
    let mut world = World {
        project: if file.project.is_empty() { "Tailspin".to_owned() } else { file.project.clone() },
        ..World::default()
    };
    let mut seen = BTreeSet::new();
    let mut shown = BTreeSet::new();
    for (index, person) in file.people.iter().enumerate() {
        if !shown.insert(person.display_name.to_lowercase()) {
            twice(report, &person.display_name, "people have the display name", "approvers are found by it");
        }
        if !seen.insert(person.id.to_lowercase()) {
            report.push(
                Diagnostic::error(
                    codes::DUPLICATE_ID,
                    person.id.span,
                    format!("two people have the id `{}`", person.id.value),
                )
                .help("give one of them another id"),
            );
        }
        world.people.push(Person {
            id: person.id.value.clone(),
            display_name: person.display_name.value.clone(),
            unique_name: if person.unique_name.is_empty() {
                person.id.value.clone()
            } else {
                person.unique_name.clone()
            },
        });
        for name in &person.groups {
            let member = PersonId::at(index);
            near_miss(name, file, report);
            match world.groups.iter_mut().find(|group| group.name.eq_ignore_ascii_case(name)) {
                Some(group) => group.members.push(member),
                None => world.groups.push(Group { name: name.value.clone(), members: vec![member], is_entra: false }),
            }
        }
    }
    world
}

/// Reports the second thing of a name that has to be one thing's alone.
fn twice(report: &mut Report, name: &Text, what: &str, why: &str) {
    report.push(
        Diagnostic::error(codes::DUPLICATE_ID, name.span, format!("two {what} {}", quoted(name)))
            .help(format!("give one of them another; {why}")),
    );
}

/// Warns of a group that exists only because its name was mistyped: it has none of the permissions that were meant.
fn near_miss(name: &Text, file: &ScenarioFile, report: &mut Report) {
    let is_declared = file.groups.iter().any(|group| group.name.eq_ignore_ascii_case(name));
    if is_default_group(name) || is_declared {
        return;
    }
    if let Some(meant) = nearest(name, DEFAULT_GROUPS.iter().copied()) {
        let message = format!("the group {} is new, and has no permissions of its own", quoted(name));
        report.push(
            Diagnostic::warning(codes::GROUP_NAME, name.span, message)
                .suggest(name, [meant])
                .help(format!("if not, declare it: `groups: [{{ name: {} }}]`", name.value)),
        );
    }
}

/// Groups that are declared, and security.
pub(crate) fn security(file: &ScenarioFile, definition: &ReleaseDefinition, world: &mut World, report: &mut Report) {
    for group in &file.groups {
        let names = Names { world, definition };
        let members: Vec<PersonId> =
            group.members.iter().filter_map(|name| names.person(name, name.span, report)).collect();
        let found = group_named(world, &group.name);
        found.is_entra = group.is_entra;
        for member in members {
            if !found.members.contains(&member) {
                found.members.push(member);
            }
        }
    }
    for entry in &file.permissions {
        if is_default_group(&entry.who) {
            // Every project has these groups, whether or not somebody here is in them.
            group_named(world, &entry.who);
        }
        let names = Names { world, definition };
        let who = names.subject(&entry.who, entry.who.span, report);
        if let Some(stage) = &entry.stage {
            names.stage(stage, stage.span, report);
            if entry.all_pipelines {
                report.push(
                    Diagnostic::error(codes::EITHER_OR, stage.span, "a stage belongs to one pipeline, not to all")
                        .help("keep one of `stage` and `allPipelines`"),
                );
            }
        }
        let lists = [
            (PermissionValue::Allow, &entry.allow),
            (PermissionValue::Deny, &entry.deny),
            (PermissionValue::NotSet, &entry.not_set),
        ];
        if lists.iter().all(|(_, list)| list.is_empty()) {
            report.push(
                Diagnostic::error(
                    codes::INCOMPLETE,
                    entry.who.span,
                    format!("nothing is set for `{}`", entry.who.value),
                )
                .help("list permissions under `allow`, `deny` or `notSet`"),
            );
        }
        let mut grants = Vec::new();
        for (value, list) in lists {
            for permission in list {
                if entry.stage.is_some() {
                    of_stages(permission.value, permission.span, report);
                }
                grants.extend(who.map(|who| Grant {
                    who,
                    permission: permission.value,
                    value,
                    definition: (!entry.all_pipelines).then_some(DefinitionId(0)),
                    stage: entry.stage.as_ref().map(|stage| stage.as_str().into()),
                }));
            }
        }
        world.grants.extend(grants);
    }
}

/// The group of this name, which is made when nobody is in it yet.
fn group_named<'a>(world: &'a mut World, name: &str) -> &'a mut Group {
    let position = world.groups.iter().position(|group| group.name.eq_ignore_ascii_case(name)).unwrap_or_else(|| {
        world.groups.push(Group { name: name.to_owned(), members: Vec::new(), is_entra: false });
        world.groups.len() - 1
    });
    &mut world.groups[position]
}

/// Pools, build pipelines, builds, sites and what gates ask.
pub(crate) fn places(
    file: &ScenarioFile,
    definition: &ReleaseDefinition,
    clock: &Clock,
    world: &mut World,
    report: &mut Report,
) {
    let mut queues = BTreeSet::new();
    for pool in &file.pools {
        if !queues.insert(pool.queue_id.value) {
            let message = format!("two pools have the number {}", pool.queue_id.value);
            report.push(
                Diagnostic::error(codes::DUPLICATE_ID, pool.queue_id.span, message)
                    .help("give one of them another `queueId`; jobs name their pool by it"),
            );
        }
        agents_of(pool, definition, report);
        let given = pool.agents.iter().map(|agent| Agent {
            name: agent.name.value.clone(),
            capabilities: agent.capabilities.clone().into_iter().collect(),
        });
        let agents = given.chain(hosted_agents(pool, report)).collect();
        world.pools.push(Pool { queue_id: pool.queue_id.value, name: pool.name.value.clone(), agents });
    }
    variable_groups(file, definition, world, report);
    for pipeline in &file.build_pipelines {
        let found = build_pipeline(pipeline, world, report);
        world.build_pipelines.push(found);
    }
    signals(file, world, report);
    world.parallel_jobs = file.parallel_jobs;
    deployment_groups_apart(file, report);
    world.deployment_groups = file.deployment_groups.iter().map(deployment_group).collect();
    for build in &file.builds {
        let coming = coming_build(build, definition, clock, world, report);
        world.builds.extend(coming);
    }
    let mut sites = BTreeSet::new();
    for site in &file.sites {
        if !sites.insert(site.name.to_lowercase()) {
            twice(report, &site.name, "sites are named", "goals and steps name a site by it");
        }
        if definition.stage(&site.stage).is_none() {
            unknown(
                report,
                site.stage.span,
                "stage",
                &site.stage,
                definition.stages.iter().map(|stage| stage.name.as_str()),
            );
        }
        world.sites.push(Site {
            name: site.name.value.clone(),
            stage: site.stage.value.clone(),
            initial_build: site.build.clone(),
            url: site.url.clone(),
            app: site.app,
        });
    }
}

/// Agents are unique in their pool, as in the product; a pool without any keeps its jobs waiting.
fn agents_of(pool: &PoolFile, definition: &ReleaseDefinition, report: &mut Report) {
    let hosted = pool.hosted.as_ref().map_or(0, |hosted| hosted.value.min(HOSTED_MAX));
    let mut seen: BTreeSet<String> =
        (1..=hosted).map(|number| format!("{} {number}", *pool.name).to_lowercase()).collect();
    for agent in &pool.agents {
        if !seen.insert(agent.name.to_lowercase()) {
            twice(report, &agent.name, "agents of this pool are named", "an agent's name is unique in its pool");
        }
    }
    let is_meant = |job: &Job| matches!(job.kind, JobKind::Agent { queue_id, .. } if queue_id == pool.queue_id.value);
    if seen.is_empty() && definition.stages.iter().flat_map(|stage| &stage.jobs).any(is_meant) {
        let message = format!("the pool {} has no agents, so its jobs wait without end", quoted(&pool.name));
        report.push(
            Diagnostic::warning(codes::NO_AGENTS, pool.name.span, message)
                .help("add `agents: [{ name: … }]`, or `hosted: 2` for Microsoft-hosted ones"),
        );
    }
}

/// Numbers of deployment groups, and names of targets in a group, are told apart by nothing else.
fn deployment_groups_apart(file: &ScenarioFile, report: &mut Report) {
    let mut numbers = BTreeSet::new();
    for group in &file.deployment_groups {
        if !numbers.insert(group.number.value) {
            let message = format!("two deployment groups have the number {}", group.number.value);
            report.push(
                Diagnostic::error(codes::DUPLICATE_ID, group.number.span, message)
                    .help("give one of them another `number`; jobs name their group by it"),
            );
        }
        let mut targets = BTreeSet::new();
        for target in &group.targets {
            if !targets.insert(target.name.to_lowercase()) {
                twice(
                    report,
                    &target.name,
                    "targets of this group are named",
                    "a target's name is unique in its group",
                );
            }
        }
    }
}

fn build_pipeline(pipeline: &BuildPipelineFile, world: &World, report: &mut Report) -> BuildPipeline {
    if world.build_pipeline(&pipeline.name).is_some() {
        report.push(
            Diagnostic::error(
                codes::DUPLICATE_ID,
                pipeline.name.span,
                format!("two build pipelines are named `{}`", pipeline.name.value),
            )
            .help("give one of them another name"),
        );
    }
    let branch = pipeline.default_branch.as_str();
    BuildPipeline {
        name: pipeline.name.value.clone(),
        repository: pipeline.repository.clone(),
        default_branch: if branch.is_empty() { BuildPipeline::BRANCH_DEFAULT } else { branch }.to_owned(),
        takes: pipeline.takes.as_ref().and_then(|text| duration(text, report)).unwrap_or(BuildPipeline::TAKES_DEFAULT),
    }
}

/// What gates ask. Names are unique within a kind, since a gate knows its question by name only.
fn signals(file: &ScenarioFile, world: &mut World, report: &mut Report) {
    let mut declare = |name: &Text, reading: Reading, report: &mut Report| {
        let is_known = |other: &Signal| other.reading.is_like(&reading) && other.name.eq_ignore_ascii_case(name);
        if world.signals.iter().any(is_known) {
            report.push(
                Diagnostic::error(codes::DUPLICATE_ID, name.span, format!("`{}` is given twice", name.value))
                    .help("keep one of the two"),
            );
        }
        world.signals.push(Signal { name: name.value.clone(), reading });
    };
    for one in &file.work_items {
        declare(&one.query, Reading::WorkItems { count: one.count }, report);
    }
    for one in &file.endpoints {
        let takes = one.takes.as_ref().and_then(|takes| duration(takes, report)).unwrap_or(SimDuration::ZERO);
        let endpoint = Endpoint {
            status: one.status.unwrap_or(200),
            body: one.body.clone(),
            takes,
            answers: one.answers.unwrap_or(true),
        };
        declare(&one.url, Reading::Endpoint(endpoint), report);
    }
    for one in &file.alerts {
        let severity = one.severity.unwrap_or(ALERT_SEVERITY_DEFAULT);
        if severity > ALERT_SEVERITY_MAX {
            report.push(
                Diagnostic::error(codes::BAD_TIME, one.rule.span, format!("there is no severity {severity}"))
                    .help("write a severity from 0, the worst, to 4"),
            );
        }
        let alert = Alert { active: one.active, severity, resource: one.resource.clone() };
        declare(&one.rule, Reading::Alert(alert), report);
    }
    for one in &file.policies {
        declare(&one.policy, Reading::Policy { compliant: one.compliant.unwrap_or(true) }, report);
    }
}

fn coming_build(
    build: &BuildFile,
    definition: &ReleaseDefinition,
    clock: &Clock,
    world: &World,
    report: &mut Report,
) -> Option<ComingBuild> {
    let at = match &build.at {
        // A moment before the start: the build is there from the beginning.
        None => clock.start - SimDuration::millis(1),
        Some(text) => clock.moment(text, report)?,
    };
    let requested_for = match &build.requested_for {
        None => PersonId(0),
        Some(name) => Names { world, definition }.person(name, name.span, report)?,
    };
    let takes = match &build.takes {
        None => None,
        Some(text) => Some(duration(text, report)?),
    };
    let source = definition.primary_artifact().map_or("", |artifact| artifact.source.as_str());
    let source = if build.definition.is_empty() { source } else { &build.definition };
    // What is named like the source of an artifact is what that artifact takes.
    let artifact = definition.artifacts.iter().find(|artifact| artifact.source.eq_ignore_ascii_case(source));
    let kind = build
        .kind
        .unwrap_or_else(|| artifact.map_or(VersionKind::Build, |artifact| VersionKind::of_type(&artifact.kind)));
    let default_branch =
        world.build_pipeline(source).map_or(BuildPipeline::BRANCH_DEFAULT, |pipeline| &pipeline.default_branch);
    let branch = match build.branch.as_str() {
        "" if kind.has_branches() => default_branch,
        written => written,
    };
    Some(ComingBuild {
        at,
        takes,
        build: Build {
            kind,
            branch: branch.to_owned(),
            commit: build.commit.clone(),
            tags: build.tags.clone(),
            result: build.result.unwrap_or(TaskResult::Succeeded),
            ..Build::new(source, build.number.value.clone(), requested_for)
        },
    })
}

pub(crate) fn personas(file: &ScenarioFile, names: &Names<'_>, report: &mut Report) -> Vec<PersonId> {
    if file.personas.is_empty() {
        report.push(
            Diagnostic::error(codes::INCOMPLETE, file.id.span, "the learner may act as nobody")
                .help("list at least one person under `personas`"),
        );
    }
    file.personas.iter().filter_map(|name| names.person(name, name.span, report)).collect()
}

fn deployment_group(group: &DeploymentGroupFile) -> DeploymentGroup {
    let target = |target: &TargetFile| Target {
        name: target.name.value.clone(),
        tags: target.tags.clone(),
        online: target.online.unwrap_or(true),
    };
    DeploymentGroup {
        number: group.number.value,
        name: group.name.clone(),
        targets: group.targets.iter().map(target).collect(),
    }
}

/// Variable groups; warns where two groups of one scope have a variable of the same name (`classic.md` §11).
fn variable_groups(file: &ScenarioFile, definition: &ReleaseDefinition, world: &mut World, report: &mut Report) {
    for group in &file.variable_groups {
        if world.variable_groups.iter().any(|other| other.id == group.id.value) {
            report.push(
                Diagnostic::error(
                    codes::DUPLICATE_ID,
                    group.id.span,
                    format!("two variable groups have the number {}", group.id.value),
                )
                .help("give one of them another number"),
            );
        }
        let of = |values: &std::collections::BTreeMap<String, String>, is_secret: bool| -> Vec<(String, Variable)> {
            let variable = |value: &String| Variable { value: Some(value.clone()), is_secret, allow_override: false };
            values.iter().map(|(name, value)| (name.clone(), variable(value))).collect()
        };
        world.variable_groups.push(VariableGroup {
            id: group.id.value,
            name: group.name.value.clone(),
            variables: of(&group.variables, false).into_iter().chain(of(&group.secrets, true)).collect(),
        });
    }
    let scopes = definition.stages.iter().map(|stage| &stage.variable_groups).chain([&definition.variable_groups]);
    for linked in scopes {
        for (position, number) in linked.iter().enumerate() {
            let Some(group) = world.variable_groups.iter().find(|group| group.id == *number) else { continue };
            let before =
                || linked[..position].iter().filter_map(|id| world.variable_groups.iter().find(|one| one.id == *id));
            for name in group.variables.keys() {
                let has = |other: &&VariableGroup| other.variables.keys().any(|known| known.eq_ignore_ascii_case(name));
                let place = file.variable_groups.iter().find(|one| one.id.value == *number).map(|one| one.name.span);
                if let (Some(first), Some(span)) = (before().find(has), place) {
                    let message = format!("`{name}` is in `{}`, too, which is linked to the same place", first.name);
                    report.push(
                        Diagnostic::warning(codes::DUPLICATE_VARIABLE, span, message)
                            .help("here the group linked first counts; in the product that cannot be told"),
                    );
                }
            }
        }
    }
}

/// More hosted agents than this are refused: jobs of a rehearsal never need them.
const HOSTED_MAX: u32 = 100;

/// What jobs in exported pipelines demand of the hosted pool.
const HOSTED_CAPABILITIES: [(&str, &str); 14] = [
    ("Agent.OS", "Windows_NT"),
    ("Agent.Version", "4.248.0"),
    ("azureps", "11.3.0"),
    ("Cmd", "C:\\Windows\\system32\\cmd.exe"),
    ("docker", "24.0.7"),
    ("DotNetFramework", "4.8.0"),
    ("java", "C:\\hostedtoolcache\\jdk"),
    ("maven", "3.9.6"),
    ("MSBuild", "17.10"),
    ("node.js", "20.11.0"),
    ("npm", "10.2.4"),
    ("SqlPackage", "162.2"),
    ("VisualStudio", "17.10"),
    ("VSTest", "17.10"),
];

/// Microsoft-hosted agents, named as the product names them.
fn hosted_agents(pool: &PoolFile, report: &mut Report) -> Vec<Agent> {
    let Some(wanted) = &pool.hosted else { return Vec::new() };
    if wanted.value > HOSTED_MAX {
        report.push(
            Diagnostic::error(codes::TOO_MANY, wanted.span, format!("{} hosted agents are too many", wanted.value))
                .help(format!("write at most {HOSTED_MAX}")),
        );
    }
    let capabilities: Vec<(String, String)> =
        HOSTED_CAPABILITIES.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    (1..=wanted.value.min(HOSTED_MAX))
        .map(|number| Agent { name: format!("{} {number}", *pool.name), capabilities: capabilities.clone() })
        .collect()
}
