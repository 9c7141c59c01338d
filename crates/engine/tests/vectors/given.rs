//! What is given: one line for each stage, and lines for what is not as usual.
//!
//! A stage is its name with its trigger and what else it has:
//! `Dev(AR)` after release, `QA(<Dev)` after stage, `Prod(<QA,Pre~)` a join with `~` where partial success is
//! accepted, `(M)` manual only;
//! `pre[a,b]` any order, `pre[a>b]` in sequence, `pre[a|b]` any one, `post[…]`, with `timeout=60`,
//! `requester=may`, `skip` (who approved the stage before) and `revalidate` for both sides; `pregates…` and
//! `postgates…` as module `gates` says; `q1seq`, `q2latest`; `only[main]`, `only[web:-users/*#good]` artifact filters;
//! `keep30d/3` retention (`keep30d/3/nobuild` without builds); `rollback`, `new-targets` the auto-redeploy triggers; `daily02:00`, `daily03:00@W._Europe_Standard_Time` a schedule;
//! `owner=b`, `mail=Always` (to owner and creator), `nomail` (approvers are not notified);
//! a job: `5` ends well after five minutes, `5x` fails, `5~` has issues, `8x;8` fails in the first attempt only,
//! `1x/2` in the first try only, `30s` in seconds.
//! Several jobs have names, and options after them: `J1:5x`, `J2:3{failed()}`, `+server`, `+timeout30`, `+grace2`, `+noartifacts`,
//! `+demand=docker`. Multiplied jobs: `+slices=Location,Browser`, `+max4`, `+agents3`, `+continue`, and `5x|5` for a first
//! slice that fails and others that end well; `+group` on all targets, one at a time, `+group50` so many percent
//! healthy, `+tag=web` only on targets with the tag. Tasks stand in brackets:
//! `J1:(a:1,b:2x+continue,c:0{always()})`, with `+continue`, `+off`, `+timeout5`, `+retries2`, `+stubborn` (ignores a
//! cancel), `+warns` (logs a warning), `+fails=2` (fails in Release-2), `wait:delay10` (the task Delay),
//! `ask:manual` (a manual intervention, with `+resumes` on timeout and `+notify=x`),
//! `+echo=$(x)` (a command line that prints), `+bash=$X` (the same in Bash), `+logs=##vso[…]` (a line of its log).
//!
//! Other lines: `start 2026-03-02 10:00`, `names Release $(Rev:rrr)`, `agents 1`, `agent big docker`,
//! `group G = x,y`, `artifact web cd[main,-users/*,main#good]` (the first is primary; `@default` stands for the
//! default branch, `main#good!` also creates releases when a build is tagged), `artifact web pr[main]` a pull request
//! trigger (a stage that takes those releases has `pr`), `artifact web select`, `artifact web branch=main`,
//! `artifact web type=Git`, `schedule 03:00@W._Europe_Standard_Time days=31 changes` (scheduled releases, only with
//! changes), `trigger {…}` (another trigger in the product's JSON), `pipeline web repository=shop takes=10
//! default=main` (a build pipeline), `build web 7 on main` (there from the beginning; other versions than builds are
//! named: `commit`, `changeset`, `package`, `image`), `variable x = 1`, `variable Dev/x = 2 settable secret`,
//! `library g = x=0 y=1` and `library g Dev = x=0` (variable groups, linked to the release or to a stage),
//! `download web` (its download fails), `group Readers = x`, `entra Everyone = x,y` (a group of Microsoft Entra ID),
//! `deny a manageDeployments on Prod` (`allow`, `notSet`; without `on` at the pipeline, `on *` at the project),
//! `rules supersedePendingApproval: true` (a switch of §16), `fate Dev Job extra:5x` (how a task ends that an edit
//! adds), `parallel 1` (parallel jobs of the organisation), `queue web 7 @12 10` (a build queued at minute 12 that runs
//! for ten), `targets t1#web t2! t3` (the targets of the deployment group, with tags, `!` offline).
//!
//! Usual are: people req, a, b, c, d, x, y and admin (a release administrator), a hundred agents, an unlimited
//! queue, one job of five minutes, and a start at midnight.

use std::sync::Arc;

use rehearsal_classic::{
    Artifact, ArtifactFilter, DefaultVersion, Extra, QueuePolicy, RedeployTrigger, ReleaseDefinition, ReleaseTrigger,
    Retention, Schedule, Stage, StageCondition, StageTrigger,
};
use rehearsal_engine::{
    Agent, Build, BuildPipeline, ComingBuild, DefinitionId, DeploymentGroup, GateOutcome, Grant, Group, LogText,
    Outcome, OutcomeMatch, Person, PersonId, Pool, Rules, SetPermission, Target, VariableGroup, VersionKind, World,
    is_default_group, parse_moment,
};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{
    ApprovalExecutionOrder, ApprovalType, Approvals, Approver, Demand, Identity, Job, JobKind, Parallelism, Task,
    TaskResult, Variable,
};

use crate::gates;
use crate::times::{Clock, number, span};

/// The task Delay.
const DELAY: &str = "28782b92-5e8e-4458-9751-a71cd1492bae";
/// The task Manual intervention.
const INTERVENTION: &str = "bcb64569-d51a-4af0-9c01-ea5d05b3b622";
const PEOPLE: [&str; 8] = ["req", "a", "b", "c", "d", "x", "y", "admin"];

/// A world to play, and when it begins.
pub(crate) struct Given {
    pub(crate) world: World,
    pub(crate) clock: Clock,
}

pub(crate) fn read(lines: &[String]) -> Given {
    let mut clock = Clock { start: parse_moment("2026-03-02T00:00:00Z", "UTC").expect("a moment") };
    let mut world = usual_world();
    let mut definition = ReleaseDefinition { name: "Pipeline".to_owned(), revision: 1, ..ReleaseDefinition::default() };
    // Variables belong to stages that may be given after them.
    let mut late = Vec::new();
    for line in lines {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "start" => clock.start = parse_moment(rest, "UTC").expect("a moment"),
            "names" => rest.clone_into(&mut definition.release_name_format),
            "parallel" => world.parallel_jobs = Some(number(rest)),
            "targets" => world.deployment_groups = vec![deployment_group(rest)],
            "queue" => world.builds.push(queued_build(&world, rest, &clock)),
            "agents" => world.pools[0].agents.truncate(number(rest)),
            "agent" => world.pools[0].agents.push(agent(rest)),
            "workitems" => world.signals.push(gates::work_items(rest)),
            "rules" => world.rules = switched(rest),
            "group" => world.groups.push(group(&world, rest)),
            "entra" => world.groups.push(Group { is_entra: true, ..group(&world, rest) }),
            "allow" | "deny" | "notSet" => {
                let set = permission(word, rest);
                if is_default_group(&set.who) && world.group(&set.who).is_none() {
                    world.groups.push(Group { name: set.who.clone(), members: Vec::new(), is_entra: false });
                }
                world.grants.push(Grant {
                    who: world.subject(&Identity::named(&set.who)).expect("a person or group"),
                    permission: set.permission,
                    value: set.value,
                    definition: (!set.all_pipelines).then_some(DefinitionId(0)),
                    stage: (!set.stage.is_empty()).then(|| set.stage.into()),
                });
            }
            "artifact" => artifact(&mut definition, rest),
            "schedule" => definition.triggers.push(ReleaseTrigger::Schedule(schedule(rest))),
            "trigger" => {
                let raw = serde_json::from_str(rest).expect("the JSON of a trigger");
                definition.triggers.push(ReleaseTrigger::Other(raw));
            }
            "pipeline" => world.build_pipelines.push(build_pipeline(rest)),
            "build" => world.builds.push(ComingBuild { at: SimTime::MIN, takes: None, build: build(&world, rest) }),
            "fate" => {
                let [stage, job, fate] = rest.split(' ').collect::<Vec<_>>()[..] else {
                    panic!("`fate Dev Job task:5x`")
                };
                task(fate, stage, job, &mut world.outcomes);
            }
            "variable" | "library" => late.push(line),
            "download" => world.outcomes.push(Outcome {
                result: TaskResult::Failed,
                of: OutcomeMatch { task: Some(format!("Download artifact - {rest}")), ..OutcomeMatch::default() },
                ..outcome(OutcomeMatch::default(), "0")
            }),
            _ => {
                let id = u32::try_from(definition.stages.len() + 1).expect("few stages");
                let stage = stage(line, id, &mut world.outcomes, &mut world.gate_outcomes);
                definition.stages.push(stage);
            }
        }
    }
    for line in late {
        match line.split_once(' ') {
            Some(("variable", rest)) => variable(&mut definition, rest),
            Some((_, rest)) => library(&mut world, &mut definition, rest),
            None => panic!("`{line}` says nothing"),
        }
    }
    world.definitions = vec![Arc::new(definition)];
    Given { world, clock }
}

/// `a manageDeployments on Prod` after the value.
pub(crate) fn permission(value: &str, text: &str) -> SetPermission {
    let (what, place) = text.split_once(" on ").unwrap_or((text, ""));
    let (who, permission) = what.split_once(' ').expect("`who permission`");
    let word = |text: &str| rehearsal_yaml::json::Value::String(text.to_owned());
    SetPermission {
        who: who.to_owned(),
        permission: rehearsal_yaml::from_json(&word(permission).to_string()).expect("a permission"),
        value: rehearsal_yaml::from_json(&word(value).to_string()).expect("`allow`, `deny` or `notSet`"),
        definition: String::new(),
        stage: if place == "*" { String::new() } else { place.to_owned() },
        all_pipelines: place == "*",
    }
}

/// `x = 1`, `Dev/x = 2`, with ` settable` and ` secret` at the end.
fn variable(definition: &mut ReleaseDefinition, text: &str) {
    let (name, value) = text.split_once(" = ").expect("`name = value`");
    let (value, is_secret) = value.strip_suffix(" secret").map_or((value, false), |value| (value, true));
    let (value, allow_override) = value.strip_suffix(" settable").map_or((value, false), |value| (value, true));
    let variable = Variable { value: Some(value.to_owned()), is_secret, allow_override };
    match name.split_once('/') {
        Some((stage, name)) => stage_mut(definition, stage).variables.insert(name.to_owned(), variable),
        None => definition.variables.insert(name.to_owned(), variable),
    };
}

fn stage_mut<'a>(definition: &'a mut ReleaseDefinition, name: &str) -> &'a mut Stage {
    definition.stages.iter_mut().find(|stage| stage.name == name).expect("a stage")
}

/// `g = x=0 y=1`, linked to the release, or `g Dev = x=0`, linked to a stage.
fn library(world: &mut World, definition: &mut ReleaseDefinition, text: &str) {
    let (name, values) = text.split_once(" = ").expect("`name = values`");
    let (name, stage) = name.split_once(' ').map_or((name, None), |(name, stage)| (name, Some(stage)));
    let id = u32::try_from(world.variable_groups.len() + 1).expect("few groups");
    let pairs = values.split(' ').map(|pair| pair.split_once('=').expect("`name=value`"));
    let variable = |value: &str| Variable { value: Some(value.to_owned()), ..Variable::default() };
    let variables = pairs.map(|(name, value)| (name.to_owned(), variable(value))).collect();
    world.variable_groups.push(VariableGroup { id, name: name.to_owned(), variables });
    match stage {
        Some(stage) => stage_mut(definition, stage).variable_groups.push(id),
        None => definition.variable_groups.push(id),
    }
}

/// The rules with a switch turned: `name: value`.
fn switched(text: &str) -> Rules {
    let (name, value) = text.split_once(": ").expect("`name: value`");
    serde_json::from_str(&format!(r#"{{"{name}": {value}}}"#)).expect("a switch and its value")
}

fn usual_world() -> World {
    let person = |name: &&str| Person {
        id: (*name).to_owned(),
        display_name: (*name).to_owned(),
        unique_name: (*name).to_owned(),
    };
    let agents = (1..=100).map(|number| agent(&format!("agent-{number}"))).collect();
    let admin = PersonId::at(PEOPLE.len() - 1);
    World {
        zone: "UTC".to_owned(),
        people: PEOPLE.iter().map(person).collect(),
        groups: vec![Group { name: "Release Administrators".to_owned(), members: vec![admin], is_entra: false }],
        pools: vec![Pool { queue_id: 1, name: "Default".to_owned(), agents }],
        ..World::default()
    }
}

fn agent(text: &str) -> Agent {
    let mut words = text.split_whitespace();
    let name = words.next().expect("an agent has a name").to_owned();
    Agent { name, capabilities: words.map(|word| (word.to_owned(), "1".to_owned())).collect() }
}

fn deployment_group(text: &str) -> DeploymentGroup {
    let target = |word: &str| {
        let mut parts = word.trim_end_matches('!').split('#');
        let name = parts.next().expect("a target has a name").to_owned();
        Target { name, tags: parts.map(str::to_owned).collect(), online: !word.ends_with('!') }
    };
    DeploymentGroup { number: 9, name: "Servers".to_owned(), targets: text.split_whitespace().map(target).collect() }
}

/// `web 7 @12 10`.
fn queued_build(world: &World, text: &str, clock: &Clock) -> ComingBuild {
    let (what, when) = text.split_once(" @").expect("a time");
    let (at, takes) = when.split_once(' ').expect("a duration");
    ComingBuild { at: clock.moment(at), takes: Some(span(takes)), build: build(world, what) }
}

fn group(world: &World, text: &str) -> Group {
    let (name, members) = text.split_once(" = ").expect("`name = members`");
    let member = |name: &str| world.person(name.trim()).expect("a person");
    Group { name: name.to_owned(), members: members.split(',').map(member).collect(), is_entra: false }
}

fn artifact(definition: &mut ReleaseDefinition, text: &str) {
    let mut words = words(text).into_iter();
    let alias = words.next().expect("an artifact has an alias");
    let mut artifact = Artifact {
        is_primary: definition.artifacts.is_empty(),
        kind: "Build".to_owned(),
        source: alias.clone(),
        alias: alias.clone(),
        ..Artifact::default()
    };
    for word in words {
        if word == "select" {
            artifact.default_version = DefaultVersion::SelectDuringReleaseCreation;
        } else if let Some(kind) = word.strip_prefix("type=") {
            kind.clone_into(&mut artifact.kind);
        } else if let Some(branch) = word.strip_prefix("branch=") {
            artifact.default_version = match branch {
                "@default" => DefaultVersion::LatestFromDefaultBranch { tags: Vec::new() },
                _ => DefaultVersion::LatestFromBranch { branch: branch.to_owned(), tags: Vec::new() },
            };
        } else {
            let (kind, rest) = word.split_at(2);
            let filters = bracketed(rest).map_or_else(Vec::new, |list| list.split(',').map(filter).collect());
            definition.triggers.push(match kind {
                "cd" => ReleaseTrigger::ContinuousDeployment { alias: alias.clone(), filters },
                "pr" => ReleaseTrigger::PullRequest {
                    alias: alias.clone(),
                    filters,
                    status_policy_name: String::new(),
                    extra: Extra::new(),
                },
                other => panic!("`{other}` is neither `cd`, `pr` nor another option of an artifact"),
            });
        }
    }
    definition.artifacts.push(artifact);
}

/// `main`, `-users/*`, `main#good#fast`, `@default`, `main#good!`.
fn filter(text: &str) -> ArtifactFilter {
    let (exclude, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
    let (text, create_on_tagging) = text.strip_suffix('!').map_or((text, false), |text| (text, true));
    let mut parts = text.split('#');
    let branch = parts.next().unwrap_or_default();
    let use_default_branch = branch == "@default";
    ArtifactFilter {
        branch: if use_default_branch { String::new() } else { branch.to_owned() },
        exclude,
        tags: parts.map(str::to_owned).collect(),
        use_default_branch,
        create_on_tagging,
        tag_pattern: String::new(),
    }
}

fn build_pipeline(text: &str) -> BuildPipeline {
    let mut words = text.split_whitespace();
    let mut pipeline = BuildPipeline {
        name: words.next().expect("a build pipeline has a name").to_owned(),
        repository: String::new(),
        default_branch: "main".to_owned(),
        takes: BuildPipeline::TAKES_DEFAULT,
    };
    for word in words {
        match word.split_once('=').expect("`option=value`") {
            ("repository", name) => name.clone_into(&mut pipeline.repository),
            ("default", branch) => branch.clone_into(&mut pipeline.default_branch),
            ("takes", duration) => pipeline.takes = span(duration),
            (other, _) => panic!("`{other}` is no option of a build pipeline"),
        }
    }
    pipeline
}

/// `web 7 on main #good failed for a`: alias and number first, the rest in any order.
pub(crate) fn build(world: &World, text: &str) -> Build {
    let mut words = text.split_whitespace();
    let mut next = || words.next();
    let definition = next().expect("the alias of the build").to_owned();
    let number = next().expect("the number of the build").to_owned();
    let mut build = Build::new(definition, number, PersonId(0));
    while let Some(word) = next() {
        match word {
            "on" => next().expect("a branch").clone_into(&mut build.branch),
            "for" => build.requested_for = world.person(next().expect("a person")).expect("a person"),
            "commit" => build.kind = VersionKind::Commit,
            "changeset" => build.kind = VersionKind::Changeset,
            "package" => (build.kind, build.branch) = (VersionKind::Package, String::new()),
            "image" => (build.kind, build.branch) = (VersionKind::Image, String::new()),
            "failed" => build.result = TaskResult::Failed,
            "partial" => build.result = TaskResult::SucceededWithIssues,
            tag => build.tags.push(tag.strip_prefix('#').expect("a tag").to_owned()),
        }
    }
    build
}

/// Words, where what stands in brackets of any kind belongs to its word.
pub(crate) fn words(text: &str) -> Vec<String> {
    split_outside(text, ' ').into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Parts between separators that stand in no bracket.
fn split_outside(text: &str, separator: char) -> Vec<&str> {
    let mut depth = 0;
    let mut parts = Vec::new();
    let mut start = 0;
    for (index, letter) in text.char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ if letter == separator && depth == 0 => {
                parts.push(&text[start..index]);
                start = index + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// What stands in the square brackets of a word.
fn bracketed(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('[')?;
    rest.strip_suffix(']')
}

fn stage(line: &str, id: u32, outcomes: &mut Vec<Outcome>, gate_outcomes: &mut Vec<GateOutcome>) -> Stage {
    let words = words(line);
    let (name, trigger) = words[0].split_once('(').unwrap_or_else(|| panic!("`{line}` is no stage"));
    let mut stage = Stage {
        id,
        rank: id,
        name: name.to_owned(),
        trigger: stage_trigger(trigger.strip_suffix(')').expect("a closing bracket")),
        ..Stage::default()
    };
    for word in &words[1..] {
        if let Some(list) = word.strip_prefix("pre[") {
            stage.pre_approvals = approvals(list);
        } else if let Some(list) = word.strip_prefix("post[") {
            stage.post_approvals = approvals(list);
        } else if let Some(minutes) = word.strip_prefix("timeout=") {
            for side in [&mut stage.pre_approvals, &mut stage.post_approvals] {
                side.options.timeout_minutes = number(minutes);
            }
        } else if let Some(owner) = word.strip_prefix("owner=") {
            stage.owner = Some(Identity::named(owner));
        } else if let Some(kind) = word.strip_prefix("mail=") {
            kind.clone_into(&mut stage.email_notification_type);
            "release.environment.owner;release.creator".clone_into(&mut stage.email_recipients);
        } else if word == "nomail" {
            for approver in stage.pre_approvals.approvers.iter_mut().chain(&mut stage.post_approvals.approvers) {
                approver.notify = false;
            }
        } else if let Some(text) = word.strip_prefix("pregates") {
            stage.pre_gates = Some(gates::read(text, name, ApprovalType::PreDeploy, gate_outcomes));
        } else if let Some(text) = word.strip_prefix("postgates") {
            stage.post_gates = Some(gates::read(text, name, ApprovalType::PostDeploy, gate_outcomes));
        } else if let Some(order) = word.strip_prefix("order=") {
            for side in [&mut stage.pre_approvals, &mut stage.post_approvals] {
                side.options.execution_order = ApprovalExecutionOrder::from_name(order);
            }
        } else if word == "skip" {
            stage.pre_approvals.options.skip_if_approved_previous = true;
            stage.post_approvals.options.skip_if_approved_previous = true;
        } else if word == "revalidate" {
            stage.pre_approvals.options.revalidate_identity = true;
            stage.post_approvals.options.revalidate_identity = true;
        } else if word == "requester=may" {
            for side in [&mut stage.pre_approvals, &mut stage.post_approvals] {
                side.options.requester_may_approve = true;
            }
        } else if let Some(list) = word.strip_prefix("only") {
            let text = bracketed(list).expect("`only[…]`");
            let (alias, text) = text.split_once(':').unwrap_or(("web", text));
            stage.artifact_filters.push((alias.to_owned(), filter(text)));
        } else if let Some(text) = word.strip_prefix("keep") {
            stage.retention = retention(text);
        } else if word == "rollback" {
            stage.redeploy.push(RedeployTrigger::Rollback);
        } else if word == "new-targets" {
            stage.redeploy.push(RedeployTrigger::DeploymentGroup);
        } else if word == "pr" {
            stage.pull_request_deployment = true;
        } else if let Some(when) = word.strip_prefix("daily") {
            stage.schedule = Some(daily(when));
        } else if let Some(policy) = word.strip_prefix('q') {
            stage.queue = queue(policy);
        } else {
            stage.jobs.push(job(word, name, outcomes));
        }
    }
    if stage.jobs.is_empty() {
        stage.jobs.push(job("5", name, outcomes));
    }
    stage
}

fn stage_trigger(text: &str) -> StageTrigger {
    match text {
        "AR" => StageTrigger::AfterRelease,
        "M" => StageTrigger::ManualOnly,
        _ => {
            let stages = text.strip_prefix('<').expect("`(<Dev)`").split(',');
            StageTrigger::AfterStages(
                stages
                    .map(|stage| StageCondition {
                        stage: stage.trim_end_matches('~').to_owned(),
                        partially_succeeded: stage.ends_with('~'),
                    })
                    .collect(),
            )
        }
    }
}

fn approvals(list: &str) -> Approvals {
    let list = list.strip_suffix(']').expect("a closing bracket");
    let in_sequence = list.contains('>');
    let names = list.split([',', '>', '|']).zip(1..);
    let mut approvals = Approvals {
        approvers: names
            .map(|(name, position)| Approver {
                rank: if in_sequence { position } else { 1 },
                identity: Identity::named(name),
                notify: true,
            })
            .collect(),
        ..Approvals::default()
    };
    approvals.options.required_count = u32::from(list.contains('|'));
    approvals
}

/// `30d/3`, `90d/3/nobuild`.
fn retention(text: &str) -> Retention {
    let mut parts = text.split('/');
    let mut next = || parts.next();
    let days = next().and_then(|days| days.strip_suffix('d')).expect("`30d`");
    let releases = next().expect("`/3`");
    Retention { days_to_keep: number(days), releases_to_keep: number(releases), retain_build: next().is_none() }
}

fn daily(text: &str) -> Schedule {
    let (time, zone) = text.split_once('@').unwrap_or((text, "UTC"));
    let (hours, minutes) = time.split_once(':').expect("a clock time");
    Schedule {
        days: 127,
        hours: number(hours),
        minutes: number(minutes),
        time_zone_id: zone.replace('_', " "),
        only_with_changes: false,
    }
}

/// `03:00@W._Europe_Standard_Time days=31 changes`.
fn schedule(text: &str) -> Schedule {
    let mut words = text.split_whitespace();
    let mut schedule = daily(words.next().expect("a clock time"));
    for word in words {
        match word.strip_prefix("days=") {
            Some(days) => schedule.days = number(days),
            None => schedule.only_with_changes = word == "changes",
        }
    }
    schedule
}

fn queue(text: &str) -> QueuePolicy {
    match (text.strip_suffix("seq"), text.strip_suffix("latest")) {
        (Some(slots), _) => QueuePolicy::Sequence(number(slots)),
        (_, Some(slots)) => QueuePolicy::Latest(number(slots)),
        (None, None) => panic!("`q{text}` is no queue"),
    }
}

/// A word taken apart: `name:body{condition}+option+option`.
struct Parts<'a> {
    name: Option<&'a str>,
    body: &'a str,
    condition: &'a str,
    options: Vec<&'a str>,
}

fn parts(text: &str) -> Parts<'_> {
    let mut pieces = split_outside(text, '+').into_iter();
    let first = pieces.next().expect("a text has a first part");
    let named = split_outside(first, ':');
    let (name, rest) = if let [name, rest] = named[..] { (Some(name), rest) } else { (None, first) };
    // A body in brackets may hold conditions of its own.
    let condition_at = closing(rest);
    let (body, condition) = match rest[condition_at..].split_once('{') {
        Some((before, condition)) => {
            (&rest[..condition_at + before.len()], condition.strip_suffix('}').expect("a closing bracket"))
        }
        None => (rest, ""),
    };
    Parts { name, body, condition, options: pieces.collect() }
}

/// The end of the round brackets that a text begins with; 0 when it begins otherwise.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (index, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return if letter == ')' { index + 1 } else { 0 };
        }
    }
    0
}

fn job(word: &str, stage: &str, outcomes: &mut Vec<Outcome>) -> Job {
    let Parts { name, body, condition, options } = parts(word);
    let name = name.unwrap_or("Job");
    let tasks = match body.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(list) => split_outside(list, ',').into_iter().map(|text| task(text, stage, name, outcomes)).collect(),
        None => vec![task(&format!("task:{body}"), stage, name, outcomes)],
    };
    let mut job = Job {
        name: name.to_owned(),
        ref_name: String::new(),
        kind: JobKind::Agent {
            queue_id: 1,
            demands: Vec::new(),
            parallelism: Parallelism::None,
            skip_artifacts_download: false,
        },
        condition: condition.to_owned(),
        timeout_minutes: 0,
        cancel_timeout_minutes: 1,
        tasks,
    };
    for option in options {
        if let ("noartifacts", JobKind::Agent { skip_artifacts_download, .. }) = (option, &mut job.kind) {
            *skip_artifacts_download = true;
        } else if option == "server" {
            job.kind = JobKind::Server { parallelism: Parallelism::None };
        } else if let Some(percent) = option.strip_prefix("group") {
            job.kind = group_job(percent);
        } else if multiply(&mut job.kind, option) {
            // Done.
        } else if let Some(minutes) = option.strip_prefix("timeout") {
            job.timeout_minutes = number(minutes);
        } else if let Some(minutes) = option.strip_prefix("grace") {
            job.cancel_timeout_minutes = number(minutes);
        } else if let (Some(name), JobKind::Agent { demands, .. }) = (option.strip_prefix("demand="), &mut job.kind) {
            demands.push(Demand::Exists(name.to_owned()));
        } else {
            panic!("`{option}` is no option of a job");
        }
    }
    job
}

fn group_job(percent: &str) -> JobKind {
    JobKind::DeploymentGroup {
        queue_id: 9,
        tags: Vec::new(),
        health_percent: if percent.is_empty() { 0 } else { number(percent) },
        health_option: if percent.is_empty() { "OneTargetAtATime" } else { "Custom" }.to_owned(),
        skip_artifacts_download: false,
    }
}

/// Options of jobs that are multiplied; false for another option.
fn multiply(kind: &mut JobKind, option: &str) -> bool {
    let parallelism = match kind {
        JobKind::Agent { parallelism, .. } | JobKind::Server { parallelism } => parallelism,
        JobKind::DeploymentGroup { tags, .. } => {
            let Some(tag) = option.strip_prefix("tag=") else { return false };
            tags.push(tag.to_owned());
            return true;
        }
    };
    if let Some(names) = option.strip_prefix("slices=") {
        *parallelism = Parallelism::MultiConfiguration {
            multipliers: names.split(',').map(str::to_owned).collect(),
            agents_max: 1,
            continue_on_error: false,
        };
    } else if let Some(count) = option.strip_prefix("agents") {
        *parallelism = Parallelism::MultiAgent { agents: number(count), continue_on_error: false };
    } else {
        match (parallelism, option.strip_prefix("max")) {
            (Parallelism::MultiConfiguration { agents_max, .. }, Some(most)) => *agents_max = number(most),
            (
                Parallelism::MultiConfiguration { continue_on_error, .. }
                | Parallelism::MultiAgent { continue_on_error, .. },
                None,
            ) if option == "continue" => *continue_on_error = true,
            _ => return false,
        }
    }
    true
}

fn task(text: &str, stage: &str, job: &str, outcomes: &mut Vec<Outcome>) -> Task {
    let Parts { name, body, condition, options } = parts(text);
    let mut task = Task { condition: condition.to_owned(), ..Task::named(name.expect("a task has a name")) };
    let (mut ignores_cancel, mut log, mut failing) = (false, Vec::new(), None);
    for option in options {
        if option == "continue" {
            task.continue_on_error = true;
        } else if option == "off" {
            task.enabled = false;
        } else if option == "stubborn" {
            ignores_cancel = true;
        } else if let Some(text) = option.strip_prefix("echo=") {
            script("d9bafed4-0b18-4f58-968d-86655b4d2ce9", &format!("echo {text}"), &mut task);
        } else if let Some(text) = option.strip_prefix("bash=") {
            script("6c731c3c-3c68-459a-a5c9-bde6e6595b5b", &format!("echo \"{text}\""), &mut task);
        } else if let Some(text) = option.strip_prefix("logs=") {
            log.push(LogText::from(text));
        } else if option == "warns" {
            log.push(LogText::from("##[warning]This may become a problem."));
        } else if let Some(release) = option.strip_prefix("fails=") {
            failing = Some(format!("Release-{release}"));
        } else if option == "resumes" {
            task.inputs.insert("onTimeout".to_owned(), "resume".to_owned());
        } else if let Some(name) = option.strip_prefix("notify=") {
            task.inputs.insert("emailRecipients".to_owned(), name.to_owned());
        } else if let Some(minutes) = option.strip_prefix("timeout") {
            task.timeout_minutes = number(minutes);
        } else if let Some(count) = option.strip_prefix("retries") {
            task.retry_count = number(count);
        } else {
            panic!("`{option}` is no option of a task");
        }
    }
    if body == "manual" {
        INTERVENTION.clone_into(&mut task.task_id);
        return task;
    }
    if let Some(minutes) = body.strip_prefix("delay") {
        DELAY.clone_into(&mut task.task_id);
        task.inputs.insert("delayForMinutes".to_owned(), minutes.to_owned());
        return task;
    }
    let of = |attempt: Option<u32>, task_try: Option<u32>, slice: Option<u32>| OutcomeMatch {
        slice,
        stage: Some(stage.to_owned()),
        job: Some(job.to_owned()),
        task: Some(task.name.clone()),
        attempt,
        task_try,
        ..OutcomeMatch::default()
    };
    if let Some(release) = failing {
        let of = OutcomeMatch { release: Some(release), ..of(None, None, None) };
        outcomes.push(Outcome { result: TaskResult::Failed, ..outcome(of, body.split(';').next().unwrap_or(body)) });
    }
    // The last attempt and the last try stand for all later ones.
    // The last attempt, the last try and the last slice stand for all later ones.
    let attempts: Vec<&str> = body.split(';').collect();
    for (attempt, tries) in (1..).zip(&attempts) {
        let tries: Vec<&str> = tries.split('/').collect();
        for (task_try, slices) in (1..).zip(&tries) {
            let attempt = (attempt < attempts.len() as u64).then(|| u32::try_from(attempt).expect("few attempts"));
            let task_try = (task_try < tries.len() as u64).then(|| u32::try_from(task_try).expect("few tries"));
            let slices: Vec<&str> = slices.split('|').collect();
            for (slice, fate) in (1..).zip(&slices) {
                let slice = (slice < slices.len() as u64).then(|| u32::try_from(slice).expect("few slices"));
                outcomes.push(Outcome {
                    ignores_cancel,
                    log: log.clone(),
                    ..outcome(of(attempt, task_try, slice), fate)
                });
            }
        }
    }
    task
}

fn script(task_id: &str, script: &str, task: &mut Task) {
    task_id.clone_into(&mut task.task_id);
    task.inputs.insert("script".to_owned(), script.to_owned());
}

/// `5` ends well, `5x` fails, `5~` has issues.
fn outcome(of: OutcomeMatch, fate: &str) -> Outcome {
    let takes: SimDuration = span(fate.trim_end_matches(['x', '~']));
    Outcome {
        of,
        result: match fate.chars().last() {
            Some('x') => TaskResult::Failed,
            Some('~') => TaskResult::SucceededWithIssues,
            _ => TaskResult::Succeeded,
        },
        takes: Some((takes, takes)),
        log: Vec::new(),
        healthy: true,
        per_mille: 1000,
        ignores_cancel: false,
    }
}
