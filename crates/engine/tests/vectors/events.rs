//! What happens: `@time who: verb …`. Without a name it is `req`.
//!
//! `create R1`, with ` draft`, ` manual QA` (the stage's trigger switched to manual), ` with web=7`; `start R1`;
//! `deploy R1 Dev`, `deploy R1 Dev at @60`, `deploy R1 Dev QA` (several at once); `cancel R1 Dev`; `abandon R1`, `retain R1`, `unretain R1`, `delete R1`,
//! `undelete R1`; `approve R1 Dev`, with ` defer @300` or ` signed-in`; `reject R1 Dev`;
//! `reassign R1 Dev to b`; `read R1 Dev` (its log); `comment R1 Looks good`; `label R1 +good -bad` (tags of the release), `label pipeline +web`; `deny a manageDeployments on Prod` (security,
//! as in what is given); `tag web 7 good`; `branch web sprint2` (the default branch of build pipeline web);
//! `commit shop main`; `pr shop features/x into main` opens a pull request, `push` pushes to the newest; `resume R1 Dev` and `turn-down R1 Dev` of a manual intervention; and of the world itself
//! `build web 7 on main #good failed for a`, `build shop c1 commit`, `join t5 web` (a target with a tag), `target t1 off`.
//!
//! `save {…}` saves the pipeline with a patch, given as YAML in one line, `save "comment" {…}` with a comment;
//! `delete`, `delete force`, `undelete` the pipeline. `edit R1 {…}` edits a release, `edit R1 versions web=8` tries to
//! change its versions; `create R1 set x=2 set Dev/y=3`, `deploy R1 Dev with x=2` give values, `deploy R1 Dev debug`
//! asks for debug lines; `library g x=5` changes a variable group.
//!
//! Events are given as a script, since what people do comes before everything else of the same moment (§0).

use std::collections::BTreeMap;

use rehearsal_engine::{
    Action, AddTarget, Commit, CompleteBuild, CreatePullRequest, CreateRelease, Deploy, EditRelease, IgnoreGate,
    Moment, OnApproval, OnIntervention, OnPipeline, OnRelease, OnStage, OnStages, OpenLog, PersonId, Reassign,
    SavePipeline, SaveVariableGroup, ScriptItem, SetDefaultBranch, SetTarget, SetWorkItems, TagBuild, TagPipeline,
    TagRelease, UpdatePullRequest, When,
};
use rehearsal_source::{Report, Source};

use crate::given;
use crate::times::{Clock, number};

pub(crate) fn read(lines: &[String], clock: &Clock, world: &rehearsal_engine::World) -> Vec<ScriptItem> {
    lines.iter().map(|line| event(line, clock, world)).collect()
}

fn event(line: &str, clock: &Clock, world: &rehearsal_engine::World) -> ScriptItem {
    let (time, deed) = line.split_once(' ').unwrap_or_else(|| panic!("`{line}` is no event"));
    let at = clock.moment(time.strip_prefix('@').expect("a time"));
    let (who, deed) = deed.split_once(": ").filter(|(who, _)| !who.contains(' ')).unwrap_or(("req", deed));
    let person: PersonId = world.person(who).unwrap_or_else(|| panic!("`{who}` is nobody"));
    let words: Vec<&str> = deed.split_whitespace().collect();
    let is_world = matches!(words[0], "build" | "workitems" | "join" | "target");
    let action = match deed.split_once('{') {
        Some((verb, _)) => edit(verb.trim_end(), yaml(&deed[verb.len()..])),
        None => action(&words, clock, world),
    };
    ScriptItem { when: When::At(at), by: (!is_world).then_some(person), action }
}

/// What changes something by a patch.
fn edit(verb: &str, patch: rehearsal_yaml::json::Value) -> rehearsal_engine::Action {
    let (verb, comment) = verb.split_once(" \"").unwrap_or((verb, ""));
    let comment = comment.trim_end_matches('"').to_owned();
    match verb {
        "save" => Action::SavePipeline(SavePipeline { comment, patch: Some(patch), ..SavePipeline::default() }),
        other => {
            let release = other.strip_prefix("edit ").unwrap_or_else(|| panic!("nobody can `{other}` by a patch"));
            let release = release_name(release);
            Action::EditRelease(EditRelease { release, comment, patch: Some(patch), ..EditRelease::default() })
        }
    }
}

/// YAML in one line as plain data.
fn yaml(text: &str) -> rehearsal_yaml::json::Value {
    let source = Source::new("a patch", text);
    let parse = rehearsal_yaml::parse_yaml(&source);
    let mut report = Report::new();
    let value = parse.root.as_ref().and_then(|root| rehearsal_yaml::read(root, &mut report));
    value.unwrap_or_else(|| panic!("{}{}", parse.report.to_lines(&source), report.to_lines(&source)))
}

fn action(words: &[&str], clock: &Clock, world: &rehearsal_engine::World) -> Action {
    let release = || release_name(words[1]);
    let stage = || words[2].to_owned();
    let on_stage = || OnStage { release: release(), stage: stage(), ..OnStage::default() };
    let on_release = || OnRelease { release: release(), comment: String::new() };
    let approval = || OnApproval { release: release(), stage: stage(), ..OnApproval::default() };
    let intervention = || OnIntervention { release: release(), stage: stage(), ..OnIntervention::default() };
    match words[0] {
        "create" => Action::CreateRelease(create(&words[2..])),
        "delete" if words.get(1).is_some_and(|name| name.starts_with('R')) => Action::DeleteRelease(on_release()),
        "undelete" if words.len() > 1 => Action::UndeleteRelease(on_release()),
        "delete" => Action::DeletePipeline(OnPipeline { force: words.len() > 1, ..OnPipeline::default() }),
        "undelete" => Action::UndeletePipeline(OnPipeline::default()),
        "start" => Action::StartRelease(on_release()),
        "abandon" => Action::Abandon(on_release()),
        "deploy" if words.get(3) == Some(&"at") => {
            let time = Moment::At(clock.moment(words[4].trim_start_matches('@')));
            Action::Deploy(Deploy { scheduled_deployment_time: Some(time), ..on_stage().into() })
        }
        "deploy" if words.len() > 3 && !matches!(words[3], "with" | "debug") => Action::DeployStages(OnStages {
            release: release(),
            stages: words[2..].iter().map(|&name| name.to_owned()).collect(),
            comment: String::new(),
        }),
        "deploy" => Action::Deploy(deploy(on_stage(), &words[3..])),
        "edit" => Action::EditRelease(EditRelease {
            release: release(),
            artifacts: given_values(&words[3..]),
            ..EditRelease::default()
        }),
        "library" => Action::SaveVariableGroup(SaveVariableGroup {
            group: words[1].to_owned(),
            variables: given_values(&words[2..]).into_iter().map(|(name, value)| (name, Some(value))).collect(),
            ..SaveVariableGroup::default()
        }),
        "cancel" => Action::Cancel(on_stage()),
        "retain" => Action::RetainRelease(on_release()),
        "unretain" => Action::StopRetaining(on_release()),
        "approve" => {
            let defer_until = words.get(4).map(|time| Moment::At(clock.moment(time.trim_start_matches('@'))));
            Action::Approve(OnApproval { defer_until, fresh_sign_in: words.get(3) == Some(&"signed-in"), ..approval() })
        }
        "ignore" => Action::IgnoreGate(IgnoreGate {
            release: release(),
            stage: stage(),
            gate: words[3].to_owned(),
            ..IgnoreGate::default()
        }),
        "workitems" => Action::SetWorkItems(SetWorkItems { query: words[1].to_owned(), count: number(words[2]) }),
        "reject" => Action::Reject(approval()),
        "resume" => Action::ResumeIntervention(intervention()),
        "turn-down" => Action::RejectIntervention(intervention()),
        "reassign" => Action::Reassign(Reassign {
            release: release(),
            stage: stage(),
            to: words[4].to_owned(),
            ..Reassign::default()
        }),
        "read" => Action::OpenLog(OpenLog { release: release(), stage: stage(), task: String::new() }),
        "label" => {
            let with =
                |sign| words[2..].iter().filter_map(move |tag| tag.strip_prefix(sign)).map(str::to_owned).collect();
            let (add, remove) = (with('+'), with('-'));
            if words[1] == "pipeline" {
                Action::TagPipeline(TagPipeline { pipeline: String::new(), add, remove })
            } else {
                Action::TagRelease(TagRelease { release: release(), add, remove })
            }
        }
        "comment" => Action::CommentRelease(OnRelease { release: release(), comment: words[2..].join(" ") }),
        "allow" | "deny" | "notSet" => Action::SetPermission(given::permission(words[0], &words[1..].join(" "))),
        "join" => Action::AddTarget(AddTarget {
            target: words[1].to_owned(),
            tags: words[2..].iter().map(|&tag| tag.to_owned()).collect(),
            ..AddTarget::default()
        }),
        "target" => Action::SetTarget(SetTarget { target: words[1].to_owned(), online: words[2] == "on" }),
        "build" => {
            let build = given::build(world, &words[1..].join(" "));
            Action::CompleteBuild(CompleteBuild {
                kind: build.kind,
                definition: build.definition,
                number: build.number,
                branch: build.branch,
                commit: String::new(),
                tags: build.tags,
                result: Some(build.result),
                requested_for: world.people[build.requested_for.index()].id.clone(),
            })
        }
        "tag" => Action::TagBuild(TagBuild {
            definition: words[1].to_owned(),
            number: words[2].to_owned(),
            tag: words[3].to_owned(),
        }),
        "branch" => {
            Action::SetDefaultBranch(SetDefaultBranch { definition: words[1].to_owned(), branch: words[2].to_owned() })
        }
        "commit" => {
            Action::Commit(Commit { repository: words[1].to_owned(), branch: words[2].to_owned(), ..Commit::default() })
        }
        "pr" => Action::CreatePullRequest(CreatePullRequest {
            repository: words[1].to_owned(),
            source_branch: words[2].to_owned(),
            target_branch: words[4].to_owned(),
            ..CreatePullRequest::default()
        }),
        "push" => Action::UpdatePullRequest(UpdatePullRequest::default()),
        other => panic!("nobody can `{other}`"),
    }
}

/// The name that the first, second, … release has by default.
fn release_name(text: &str) -> String {
    format!("Release-{}", number::<u32>(text.trim_start_matches('R')))
}

/// `x=1 y=2`.
fn given_values(words: &[&str]) -> BTreeMap<String, String> {
    let pairs = words.iter().map(|word| word.split_once('=').expect("`name=value`"));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn deploy(on: OnStage, words: &[&str]) -> Deploy {
    let debug = words.first() == Some(&"debug");
    Deploy { variables: given_values(&words[usize::from(!words.is_empty())..]), debug, ..on.into() }
}

fn create(words: &[&str]) -> CreateRelease {
    let mut create = CreateRelease::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "draft" => create.is_draft = true,
            "set" => {
                let (name, value) = words.next().and_then(|word| word.split_once('=')).expect("`name=value`");
                match name.split_once('/') {
                    Some((stage, name)) => {
                        let of_stage = create.stage_variables.entry(stage.to_owned()).or_default();
                        of_stage.insert(name.to_owned(), value.to_owned());
                    }
                    None => {
                        create.variables.insert(name.to_owned(), value.to_owned());
                    }
                }
            }
            "manual" => create.manual_environments.push((*words.next().expect("a stage")).to_owned()),
            "with" => {
                let (alias, build) = words.next().and_then(|word| word.split_once('=')).expect("`alias=number`");
                create.artifacts.insert(alias.to_owned(), build.to_owned());
            }
            other => panic!("`{other}` belongs to no release"),
        }
    }
    create
}
