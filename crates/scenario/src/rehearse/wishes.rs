//! What a person wants of a rehearsal, in short texts: builds, outcomes, answers to approvals, commands.

use std::collections::BTreeSet;

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::{
    Action, CompleteBuild, CreateRelease, OnApproval, OnIntervention, OnRelease, OnStage, Outcome, OutcomeMatch,
    PersonId, ScriptItem, SetAgent, Subject, VersionKind, When, World,
};
use rehearsal_kernel::{SimDuration, SimTime};
use rehearsal_pipeline::{ApprovalType, TaskResult};
use rehearsal_source::{Diagnostic, Report, Source, Span, nearest};
use rehearsal_yaml::{Node, Value};

use crate::clock::{Clock, clock_face};
use crate::format::Text;
use crate::names::Names;

/// What a person wants of a rehearsal. Empty texts and lists leave the choice to the rehearsal.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// When it begins: `2026-03-02 09:00`.
    pub start: Option<String>,
    /// The zone of its clock.
    pub zone: Option<String>,
    /// When it stops: `+2h`, `14:00` or `2026-03-02 14:00`.
    pub until: Option<String>,
    /// Seed of chance.
    pub seed: u64,
    /// `NUMBER[@branch][#tag]…`, with `alias=` in front when it is not of the primary artifact.
    pub builds: Vec<String>,
    /// `Stage/Task=failed`, `Stage/Job/Task=succeededWithIssues@2m`.
    pub outcomes: Vec<String>,
    /// `Stage=who@+5m`.
    pub approvals: Vec<String>,
    /// The same for rejections.
    pub rejections: Vec<String>,
    /// A time and a command: `deploy Production as Ana`, or an action as in scenario files.
    pub commands: Vec<(String, String)>,
}

/// A wish that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishError {
    /// Which wish: `build`, `outcome`, …
    pub wish: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to write instead; empty for nothing to add.
    pub help: String,
}

impl WishError {
    pub(super) fn told(wish: &'static str, diagnostic: &Diagnostic) -> Self {
        Self { wish, message: diagnostic.message.clone(), help: diagnostic.help.join("; ") }
    }
}

/// A build that is wished for.
pub(super) struct WishedBuild {
    pub(super) alias: String,
    pub(super) number: String,
    pub(super) branch: Option<String>,
    pub(super) tags: Vec<String>,
}

/// An answer to the approvals of a stage.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The stage.
    pub(super) stage: String,
    /// One side only.
    pub(super) side: Option<ApprovalType>,
    /// Who answers; none is whoever is asked.
    pub(super) who: Option<PersonId>,
    /// When.
    pub(super) when: AnswerWhen,
    /// True to approve.
    pub(super) approves: bool,
    /// As it was written.
    pub(super) text: String,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum AnswerWhen {
    /// So long after the approval was asked for.
    After(SimDuration),
    /// At a moment, or at once when it was asked for later.
    At(SimTime),
}

/// Everything that was wished for.
pub(super) struct Read {
    pub(super) builds: Vec<WishedBuild>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) answers: Vec<Answer>,
    pub(super) script: Vec<ScriptItem>,
}

/// Reads the wishes; all mistakes are told at once.
pub(super) fn read(
    definition: &ReleaseDefinition,
    world: &World,
    clock: &Clock,
    requester: PersonId,
    wishes: &Wishes,
) -> Result<Read, Vec<WishError>> {
    let reader = Reader { definition, world, clock, requester };
    let mut errors = Vec::new();
    let mut read = Read { builds: Vec::new(), outcomes: Vec::new(), answers: Vec::new(), script: Vec::new() };
    for text in &wishes.builds {
        collect(reader.build(text), &mut read.builds, &mut errors);
    }
    for text in &wishes.outcomes {
        collect(reader.outcome(text), &mut read.outcomes, &mut errors);
    }
    for (texts, approves) in [(&wishes.approvals, true), (&wishes.rejections, false)] {
        for text in texts {
            collect(reader.answer(text, approves), &mut read.answers, &mut errors);
        }
    }
    for (at, text) in &wishes.commands {
        collect(reader.command(at, text), &mut read.script, &mut errors);
    }
    if errors.is_empty() { Ok(read) } else { Err(errors) }
}

fn collect<T>(read: Result<T, WishError>, into: &mut Vec<T>, errors: &mut Vec<WishError>) {
    match read {
        Ok(value) => into.push(value),
        Err(error) => errors.push(error),
    }
}

struct Reader<'a> {
    definition: &'a ReleaseDefinition,
    world: &'a World,
    clock: &'a Clock,
    requester: PersonId,
}

const RESULTS: [(&str, TaskResult); 4] = [
    ("succeeded", TaskResult::Succeeded),
    ("succeededWithIssues", TaskResult::SucceededWithIssues),
    ("failed", TaskResult::Failed),
    ("canceled", TaskResult::Canceled),
];

impl Reader<'_> {
    /// `NUMBER[@branch][#tag]…`, maybe with `alias=` in front.
    fn build(&self, text: &str) -> Result<WishedBuild, WishError> {
        let error = |message: String| WishError {
            wish: "build",
            message,
            help: "write `20260302.1`, `20260302.1@release/1#good`, or put `alias=` in front".to_owned(),
        };
        let aliases = || self.definition.artifacts.iter().map(|artifact| artifact.alias.as_str());
        let (alias, rest) = match text.split_once('=') {
            Some((alias, rest)) => {
                let known = aliases().find(|known| known.eq_ignore_ascii_case(alias.trim()));
                let known = known.ok_or_else(|| WishError {
                    wish: "build",
                    message: format!("no artifact has the alias `{}`", alias.trim()),
                    help: known_names(alias, aliases()),
                })?;
                (known, rest)
            }
            None => match self.definition.primary_artifact() {
                Some(primary) => (primary.alias.as_str(), text),
                None => return Err(error("the pipeline has no artifact, so no build can be released".to_owned())),
            },
        };
        let mut parts = rest.split('#');
        let version = parts.next().unwrap_or_default();
        let tags: Vec<String> = parts.map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
        let (number, branch) = match version.split_once('@') {
            Some((number, branch)) => (number.trim(), Some(branch.trim())),
            None => (version.trim(), None),
        };
        if number.is_empty() {
            return Err(error(format!("`{text}` names no build number")));
        }
        if branch == Some("") {
            return Err(error(format!("`{text}` names no branch")));
        }
        let plain = |branch: &str| branch.strip_prefix("refs/heads/").unwrap_or(branch).to_owned();
        let branch = branch.filter(|branch| !branch.is_empty()).map(plain);
        Ok(WishedBuild { alias: alias.to_owned(), number: number.to_owned(), branch, tags })
    }

    /// `Stage/Task=failed`, `Stage/Job/Task=failed@2m`; names may themselves hold slashes.
    fn outcome(&self, text: &str) -> Result<Outcome, WishError> {
        let error = |message: String, help: String| WishError { wish: "outcome", message, help };
        let example = || "write `Stage/Task=failed` or `Stage/Job/Task=succeededWithIssues@2m`".to_owned();
        let Some((path, rest)) = text.rsplit_once('=') else {
            return Err(error(format!("`{text}` names no result"), example()));
        };
        let (result, takes) = match rest.split_once('@') {
            Some((result, takes)) => (result.trim(), Some(takes.trim().trim_start_matches('+'))),
            None => (rest.trim(), None),
        };
        let found = RESULTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(result));
        let &(_, result) = found.ok_or_else(|| {
            let names: Vec<&str> = RESULTS.iter().map(|&(name, _)| name).collect();
            error(format!("`{result}` is not a result of a task"), known_names(result, names))
        })?;
        let takes =
            takes.map(rehearsal_engine::parse_duration).transpose().map_err(|message| error(message, example()))?;
        let of = self.outcome_match(path.trim()).ok_or_else(|| {
            let known: BTreeSet<String> = self.task_paths().map(|(of, _)| of).collect();
            error(format!("no task is called `{}`", path.trim()), known_names(path, known.iter().map(String::as_str)))
        })?;
        Ok(Outcome {
            of,
            result,
            takes: takes.map(|takes| (takes, takes)),
            log: Vec::new(),
            healthy: true,
            per_mille: 1000,
            ignores_cancel: false,
        })
    }

    /// Every way to name a task, with what it means.
    fn task_paths(&self) -> impl Iterator<Item = (String, OutcomeMatch)> {
        self.definition.stages.iter().flat_map(|stage| {
            stage.jobs.iter().flat_map(move |job| {
                job.tasks.iter().flat_map(move |task| {
                    let of = |job: Option<&String>| OutcomeMatch {
                        stage: Some(stage.name.clone()),
                        job: job.cloned(),
                        task: Some(task.name.clone()),
                        ..OutcomeMatch::default()
                    };
                    [
                        (format!("{}/{}", stage.name, task.name), of(None)),
                        (format!("{}/{}/{}", stage.name, job.name, task.name), of(Some(&job.name))),
                    ]
                })
            })
        })
    }

    fn outcome_match(&self, path: &str) -> Option<OutcomeMatch> {
        self.task_paths().find(|(known, _)| known.eq_ignore_ascii_case(path)).map(|(_, of)| of)
    }

    /// `Stage`, `Stage=who`, `Stage=who@+5m`, `Stage/post=who`.
    fn answer(&self, text: &str, approves: bool) -> Result<Answer, WishError> {
        let wish = if approves { "approve" } else { "reject" };
        let stages = || self.definition.stages.iter().map(|stage| stage.name.as_str());
        let mut found: Option<(&str, Option<ApprovalType>, &str)> = None;
        for stage in stages() {
            let sides =
                [("", None), ("/pre", Some(ApprovalType::PreDeploy)), ("/post", Some(ApprovalType::PostDeploy))];
            for (suffix, side) in sides {
                let name = format!("{stage}{suffix}");
                let Some((head, rest)) = text.split_at_checked(name.len()) else { continue };
                let is_longer = found.is_none_or(|(other, ..)| other.len() < stage.len());
                if head.eq_ignore_ascii_case(&name) && is_longer && (rest.is_empty() || rest.starts_with(['=', '@'])) {
                    found = Some((stage, side, rest));
                }
            }
        }
        let Some((stage, side, rest)) = found else {
            let name = text.split(['=', '@']).next().unwrap_or_default().trim();
            let message = format!("no stage is named `{name}`");
            return Err(WishError { wish, message, help: known_names(name, stages()) });
        };
        let asks = self.definition.stage(stage).is_some_and(|(_, stage)| {
            !stage.pre_approvals.approvers.is_empty() || !stage.post_approvals.approvers.is_empty()
        });
        if !asks {
            let message = format!("{stage} asks nobody to approve");
            return Err(WishError { wish, message, help: "leave this out".to_owned() });
        }
        let rest = rest.strip_prefix('=').unwrap_or(rest);
        let (who, when) = self.who_and_when(rest);
        let who = if who.is_empty() { None } else { Some(self.person(who, wish)?) };
        let when = match when {
            None => AnswerWhen::After(SimDuration::ZERO),
            Some(when) => when.map_err(|message| WishError {
                wish,
                message,
                help: "write `+5m` after the question, `14:00` or `2026-03-02 14:00`".to_owned(),
            })?,
        };
        Ok(Answer { stage: stage.to_owned(), side, who, when, approves, text: text.to_owned() })
    }

    /// A sign-in name has an `@` of its own, so the time is what follows the last one, when it is a time.
    fn who_and_when<'t>(&self, text: &'t str) -> (&'t str, Option<Result<AnswerWhen, String>>) {
        let Some((who, time)) = text.rsplit_once('@') else { return (text.trim(), None) };
        let time = time.trim();
        if let Some(after) = time.strip_prefix('+') {
            return (who.trim(), Some(rehearsal_engine::parse_duration(after).map(AnswerWhen::After)));
        }
        if clock_face(time).is_some() || time.starts_with(|letter: char| letter.is_ascii_digit()) {
            return (who.trim(), Some(self.moment(time).map(AnswerWhen::At).map_err(|why| why.message)));
        }
        (text.trim(), None)
    }

    fn moment(&self, text: &str) -> Result<SimTime, Box<Diagnostic>> {
        let mut report = Report::new();
        let at = self.clock.moment(&Text::new(text.to_owned(), Span::default()), &mut report);
        at.ok_or_else(|| Box::new(report.iter().next().expect("a moment that cannot be read is told").clone()))
    }

    /// A person by id, sign-in name or display name; a part of a name will do when it fits one person only.
    fn person(&self, name: &str, wish: &'static str) -> Result<PersonId, WishError> {
        if let Some(person) = self.world.person(name) {
            return Ok(person);
        }
        if let Some(group) = self.world.group(name)
            && let Some(member) = self.world.groups[group.index()].members.first()
        {
            return Ok(*member);
        }
        let wanted = name.to_lowercase();
        let fits = |text: &str| text.to_lowercase().contains(&wanted);
        let people = self.world.people.iter().enumerate();
        let found: Vec<PersonId> = people
            .filter(|(_, person)| fits(&person.display_name) || fits(&person.unique_name))
            .map(|(index, _)| PersonId::at(index))
            .collect();
        match found.as_slice() {
            [one] => Ok(*one),
            several => {
                let who = if several.is_empty() { "nobody who takes part is" } else { "several people are" };
                let names = self.world.people.iter().map(|person| person.display_name.as_str());
                Err(WishError { wish, message: format!("{who} called `{name}`"), help: known_names(name, names) })
            }
        }
    }

    /// A command in words, or an action as scenario files write it.
    fn command(&self, at: &str, text: &str) -> Result<ScriptItem, WishError> {
        let when = When::At(self.moment(at).map_err(|why| WishError::told("at", &why))?);
        let (words, who) = match text.rsplit_once(" as ") {
            Some((words, who)) if !text.contains('{') => (words.trim(), Some(who.trim())),
            _ => (text.trim(), None),
        };
        let (action, by) = match self.in_words(words) {
            Some(found) => found?,
            None => self.in_yaml(text)?,
        };
        let by = match who {
            Some(who) => Some(self.person(who, "at")?),
            None => by,
        };
        Ok(ScriptItem { when, by, action })
    }

    /// `deploy Production`, `approve QA of Release-1`, `resume QA`, `abandon Release-1`, `build 7@main`, `agent X offline`.
    fn in_words(&self, text: &str) -> Option<Result<(Action, Option<PersonId>), WishError>> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let rest = rest.trim();
        let me = Some(self.requester);
        let on_stage = || {
            let (stage, release) = self.stage_and_release(rest)?;
            Ok(OnStage { release, stage, ..OnStage::default() })
        };
        let on_approval = || {
            let (stage, release) = self.stage_and_release(rest)?;
            Ok(OnApproval { release, stage, fresh_sign_in: true, ..OnApproval::default() })
        };
        let on_release = || OnRelease { release: rest.to_owned(), ..OnRelease::default() };
        let asked = |on: &OnApproval| self.first_asked(&on.stage).or(me);
        Some(match verb.to_ascii_lowercase().as_str() {
            "deploy" | "redeploy" => on_stage().map(|on| (Action::Deploy(on.into()), me)),
            "cancel" => on_stage().map(|on| (Action::Cancel(on), me)),
            "approve" => on_approval().map(|on| (Action::Approve(on.clone()), asked(&on))),
            "reject" => on_approval().map(|on| (Action::Reject(on.clone()), asked(&on))),
            "resume" => self.stage_and_release(rest).map(|(stage, release)| {
                (Action::ResumeIntervention(OnIntervention { release, stage, ..OnIntervention::default() }), me)
            }),
            "start" => Ok((Action::StartRelease(on_release()), me)),
            "abandon" => Ok((Action::Abandon(on_release()), me)),
            "create" if rest.eq_ignore_ascii_case("release") => {
                Ok((Action::CreateRelease(CreateRelease::default()), me))
            }
            "build" => self.build(rest).map(|build| (self.complete(build), None)),
            "agent" => {
                let (agent, state) = rest.rsplit_once(' ').unwrap_or((rest, ""));
                let online = state.eq_ignore_ascii_case("online");
                if !online && !state.eq_ignore_ascii_case("offline") {
                    return Some(Err(at_error(text, "write `agent NAME offline` or `agent NAME online`")));
                }
                Ok((Action::SetAgent(SetAgent { agent: agent.trim().to_owned(), online }), None))
            }
            _ => return None,
        })
    }

    fn complete(&self, build: WishedBuild) -> Action {
        let source = self.definition.artifacts.iter().find(|artifact| artifact.alias == build.alias);
        Action::CompleteBuild(CompleteBuild {
            kind: source.map_or_else(VersionKind::default, |artifact| VersionKind::of_type(&artifact.kind)),
            definition: source.map(|artifact| artifact.source.clone()).unwrap_or_default(),
            number: build.number,
            branch: build.branch.unwrap_or_default(),
            tags: build.tags,
            ..CompleteBuild::default()
        })
    }

    /// `Production`, or `Production of Release-2`.
    fn stage_and_release(&self, text: &str) -> Result<(String, String), WishError> {
        let known = |name: &str| self.definition.stage(name).map(|(_, stage)| stage.name.clone());
        if let Some(stage) = known(text) {
            return Ok((stage, String::new()));
        }
        let (stage, release) = text.rsplit_once(" of ").unwrap_or((text, ""));
        if let Some(stage) = known(stage.trim()) {
            return Ok((stage, release.trim().to_owned()));
        }
        let names = self.definition.stages.iter().map(|stage| stage.name.as_str());
        let message = format!("no stage is named `{}`", stage.trim());
        Err(WishError { wish: "at", message, help: known_names(stage, names) })
    }

    /// The first person who is asked to approve a stage.
    fn first_asked(&self, stage: &str) -> Option<PersonId> {
        let (_, stage) = self.definition.stage(stage)?;
        let rows = stage.pre_approvals.approvers.iter().chain(&stage.post_approvals.approvers);
        rows.filter_map(|row| self.world.subject(&row.identity)).find_map(|subject| somebody(self.world, subject))
    }

    /// `deploy: { stage: Production }`, maybe with `as: Ana` beside it.
    fn in_yaml(&self, text: &str) -> Result<(Action, Option<PersonId>), WishError> {
        let help = "write for example `deploy Production as Ana`, or an action of a scenario such as \
                    `{ deploy: { stage: Production } }`";
        let parse = rehearsal_yaml::parse_yaml(&Source::new("--at", text));
        let mut report = parse.report;
        let Some(root) = parse.root.filter(|root| root.as_mapping().is_some() && !report.has_errors()) else {
            return Err(at_error(text, help));
        };
        let who = match root.get("as") {
            None => None,
            Some(node) => Some(self.person(&node.scalar_text().unwrap_or_default(), "at")?),
        };
        let without_as = || {
            let own = root.entries().iter().filter(|(key, _)| key.value != "as").cloned().collect();
            Node::new(Value::Mapping(own), root.span)
        };
        let action = root.get("do").cloned().unwrap_or_else(without_as);
        let names = Names { world: self.world, definition: self.definition };
        let read = names.action(&action, &mut report);
        if let Some(why) = report.iter().find(|one| one.severity == rehearsal_source::Severity::Error) {
            return Err(WishError::told("at", why));
        }
        let action = read.ok_or_else(|| at_error(text, help))?;
        let is_worlds = matches!(
            action,
            Action::CompleteBuild(_)
                | Action::SetAgent(_)
                | Action::SetWorkItems(_)
                | Action::SetEndpoint(_)
                | Action::SetAlert(_)
                | Action::SetPolicy(_)
                | Action::AddTarget(_)
                | Action::SetTarget(_)
        );
        let by = match &action {
            Action::Approve(on) | Action::Reject(on) => self.first_asked(&on.stage).or(Some(self.requester)),
            _ => (!is_worlds).then_some(self.requester),
        };
        Ok((action, who.or(by)))
    }
}

/// A person who can speak for the subject.
pub(super) fn somebody(world: &World, subject: Subject) -> Option<PersonId> {
    match subject {
        Subject::Person(person) => Some(person),
        Subject::Group(group) => world.groups[group.index()].members.first().copied(),
    }
}

fn at_error(text: &str, help: &str) -> WishError {
    WishError { wish: "at", message: format!("`{text}` is not a command"), help: help.to_owned() }
}

/// Names beyond this many would hide the sentence they belong to.
const NAMES_MAX: usize = 12;

fn known_names<'n>(name: &str, known: impl IntoIterator<Item = &'n str> + Clone) -> String {
    if let Some(near) = nearest(name.trim(), known.clone()) {
        return format!("did you mean `{near}`?");
    }
    let names: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => "there are none".to_owned(),
        count if count > NAMES_MAX => {
            format!("there are {}, and {} more", names[..NAMES_MAX].join(", "), count - NAMES_MAX)
        }
        _ => format!("there are: {}", names.join(", ")),
    }
}
