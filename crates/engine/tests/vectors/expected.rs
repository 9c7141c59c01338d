//! What must come of it, one line each.
//!
//! Stages, by release and name (`Dev#2` is its second attempt, else the latest counts):
//! `R1 Dev @5 OK` it becomes so at minute 5, neither earlier nor later; `R1 Dev @0..10 [Pending]` from 0 to 10 and
//! not longer; `R1 Dev @9 still IP` it is so, since whenever; `R1 QA never` it never starts.
//! What it can be: NS, SC, QU, IP, OK, PS, RJ, CA (the status of the stage), `[Deferred]` (what the attempt is
//! doing), `<failed>` (the outcome of the attempt).
//! `R1 Dev rows @4 a=approved b=pending`, all approval rows of an attempt, `G=approved/x` when x decided for G;
//! `R1 Dev samples …` and `R1 Dev gates …` as module `gates` says; `R1 Dev deadline b @110`; `R1 Dev handed a>b`; `R1 Dev automated preDeploy`.
//! `R1 Dev job J1 @0..5 succeeded`, `R1 Dev job J2 skipped`, `R1 Dev task a @0..1 failed`, `R1 Dev tasks a b`
//! (those there are), `R1 Dev tries a @0 @61s`.
//! `R1 Dev slices J1 8` (how many there are), `R1 Dev job J1/2 @0..5 succeeded` (the second; without a number the whole
//! job), `R1 Dev left J1/2 othersFailed` (why it did not start), `R1 Dev lacks J1 demands` (why no agent takes it).
//! `build 7 ran @5..10`.
//! `R1 Dev says a: text` (its log has this line), `R1 Dev silent a: text` (it has not), `R1 Dev lists X=1` ("Initialize
//! job" has this variable), `R1 Dev downloads web`, `R1 Dev downloads nothing`.
//! `R1 Dev reason manual`, `R1 QA because Dev` (its end), `R1 QA untriggered upstream` (the last recorded reason),
//! `R1 Dev until @02:00+1 @10:00` (what it waits for at 10:00).
//!
//! Releases: `R1 @10 active`, `R1 named Release-1`, `R1 reason manual`, `R1 alias web`, `R1 takes web 7`,
//! `R1 for a`, `R1 tags good fast` (at the end), `releases @10 2`, `build 7 makes none: noFilterMatched` (one reason each
//! time that it was looked at), `schedule @03:00 makes none: nothingChanged`, `posted R1=pending R1=succeeded`
//! (what pull requests heard), `R1 kept @00:00+40`, `R1 deleted @00:00+40`, `R1 destroyed @00:00+60`,
//! `build 7 retained @10`, `build 7 released @10`.
//!
//! `mail @5 approvalPending R1 Dev to a,b` at this moment, and `mails @9 1`, so many until then; `hook @5 ms.vss-release…` fires at this
//! moment.
//!
//! `R1 warns InTwoGroups` (about its variables), `nowhere text` (in no fact and no export).
//!
//! `refused @2 text`: what was asked for at minute 2 was refused with this text; there are no other refusals.
//! `unplayable text`: the pipeline itself is refused.

use std::collections::BTreeMap;

use rehearsal_engine::{
    Approval, BuildId, Deployment, DeploymentId, Engine, Fact, ReleaseId, StageId, State, Subject, is_build_retained,
    task_log,
};
use rehearsal_kernel::{Cause, Entry, Kernel, SimDuration, SimTime};
use rehearsal_pipeline::{DeployPhaseStatus, EnvironmentStatus, TaskResult, TaskStatus};

use crate::gates;
use crate::times::{Clock, number};

/// A line does not hold, and why.
type Failure = String;

/// Plays and tells which lines do not hold.
pub(crate) fn compare(lines: &[String], mut kernel: Kernel<Engine>, clock: &Clock) -> Vec<Failure> {
    let mut states = BTreeMap::new();
    for time in times(lines, clock) {
        kernel.advance(time, usize::MAX);
        states.insert(time, kernel.state().clone());
    }
    // What repeats for ever is looked at until a day after the last moment that a line names.
    let repeats = kernel.state().definitions.iter().any(|plan| plan.schedules().next().is_some())
        || kernel.model().world.rules.schedule_repeats_latest;
    let last = kernel.now() + SimDuration::days(1);
    while let Some(due) = kernel.next_due().filter(|&due| !repeats || due <= last) {
        kernel.advance(due, usize::MAX);
    }
    let run = Run { clock, states, kernel: &kernel };
    let mut failures: Vec<Failure> =
        lines.iter().filter_map(|line| run.check(line).err().map(|why| format!("`{line}`: {why}"))).collect();
    failures.extend(run.refusals(lines));
    failures
}

/// For a pipeline that cannot be played at all.
pub(crate) fn compare_unplayable(lines: &[String], said: &[&str]) -> Vec<Failure> {
    let wanted: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("unplayable ")).collect();
    if wanted.len() == lines.len() && wanted.iter().all(|wanted| said.iter().any(|said| said.contains(wanted))) {
        return Vec::new();
    }
    vec![format!("the pipeline cannot be played: {}", said.join("; "))]
}

/// Every moment that a line names, and the one before it.
fn times(lines: &[String], clock: &Clock) -> Vec<SimTime> {
    let mut times = Vec::new();
    for word in lines.iter().filter(|line| !line.starts_with("refused")).flat_map(|line| line.split_whitespace()) {
        // What stands after a time and `=` is an answer of a gate.
        let Some(text) = word.strip_prefix('@').filter(|text| !text.contains('=')) else { continue };
        for time in text.split("..").map(|text| clock.moment(text)) {
            times.extend([before(time), time]);
        }
    }
    times.retain(|&time| time >= clock.start);
    times.sort();
    times
}

fn before(time: SimTime) -> SimTime {
    time - SimDuration::millis(1)
}

struct Run<'a> {
    clock: &'a Clock,
    states: BTreeMap<SimTime, State>,
    /// At the end of everything.
    kernel: &'a Kernel<Engine>,
}

fn expect(is_met: bool, found: impl FnOnce() -> String) -> Result<(), Failure> {
    if is_met { Ok(()) } else { Err(found()) }
}

impl Run<'_> {
    fn check(&self, line: &str) -> Result<(), Failure> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["refused", ..] => Ok(()),
            ["mails", time, count] => {
                let found = self.at(self.moment(time))?.mails.len();
                expect(found == number::<usize>(count), || format!("there are {found}"))
            }
            ["mail", time, kind, release, stage, "to", to] => self.mail(self.moment(time), kind, release, stage, to),
            ["hook", time, id] => {
                let at = self.moment(time);
                let mut fired = facts(self.kernel).filter(|entry| entry.at == at);
                let is_fired =
                    fired.any(|entry| entry.fact.hook_event(self.end()).is_some_and(|event| event.id() == id));
                expect(is_fired, || "it does not fire".to_owned())
            }
            ["nowhere", text] => self.nowhere(text),
            ["releases", time, count] => {
                let found = self.at(self.moment(time))?.releases.len();
                expect(found == number::<usize>(count), || format!("there are {found}"))
            }
            ["schedule", time, "makes", "none:", why] => self.no_scheduled_release(self.moment(time), why),
            ["posted", ref wanted @ ..] => self.posted(wanted),
            ["build", build, what @ ("retained" | "released"), time] => {
                let state = self.at(self.moment(time))?;
                let id = (0..state.builds.len()).map(BuildId::at).find(|&id| state.build(id).number == build);
                let id = id.ok_or("there is no such build")?;
                let is_retained = is_build_retained(&self.kernel.model().world, state, id);
                expect(is_retained == (what == "retained"), || format!("retained: {is_retained}"))
            }
            ["build", build, "ran", time] => self.build_ran(build, time),
            ["build", build, "makes", "none:", ref whys @ ..] => self.no_release(build, whys),
            [release, ref rest @ ..] if release.starts_with('R') => {
                let release = number::<usize>(&release[1..]) - 1;
                expect(release < self.end().releases.len(), || "there is no such release".to_owned())?;
                self.of_release(ReleaseId::at(release), rest, line)
            }
            _ => Err("this is no expectation".to_owned()),
        }
    }

    fn mail(&self, at: SimTime, kind: &str, release: &str, stage: &str, to: &str) -> Result<(), Failure> {
        let world = &self.kernel.model().world;
        let release = number::<usize>(release.trim_start_matches('R')) - 1;
        let told = |entry: &Entry<Fact>| {
            let Fact::MailSent { to, about } = &entry.fact else { return None };
            let deployment = about.deployment(self.end());
            let names: Vec<&str> = to.iter().map(|&id| world.person_name(id)).collect();
            let is_there = self.end().deployment(deployment).release.index() == release
                && self.end().stage_name(deployment) == stage;
            (entry.at == at && is_there && tag(&format!("{about:?}")) == kind).then(|| names.join(","))
        };
        let found: Vec<String> = facts(self.kernel).filter_map(told).collect();
        expect(found.iter().any(|names| names == to), || format!("there is mail to {found:?}"))
    }

    fn end(&self) -> &State {
        self.kernel.state()
    }

    fn moment(&self, text: &str) -> SimTime {
        self.clock.moment(text.trim_start_matches('@'))
    }

    fn at(&self, time: SimTime) -> Result<&State, Failure> {
        self.states.get(&time).ok_or_else(|| format!("{time} was not looked at"))
    }

    fn of_release(&self, id: ReleaseId, words: &[&str], line: &str) -> Result<(), Failure> {
        let release = self.end().release(id);
        let content = &release.content;
        match *words {
            ["named", ..] => {
                let (_, name) = line.split_once(" named ").expect("matched above");
                expect(content.name == name, || format!("it is named `{}`", content.name))
            }
            ["kept" | "deleted" | "destroyed", time] => {
                let release = self.at(self.moment(time))?.release(id);
                let found = match release.deleted {
                    None => "kept",
                    Some(_) if release.is_destroyed => "destroyed",
                    Some(_) => "deleted",
                };
                expect(found == words[0], || format!("it is {found}"))
            }
            ["reason", reason] => expect(content.reason.name() == reason, || content.reason.to_string()),
            ["warns", ..] => {
                let (_, text) = line.split_once(" warns ").expect("matched above");
                let warnings = rehearsal_engine::values_of_release(self.end(), id, Some(StageId(0))).warnings;
                let found = format!("{warnings:?}");
                expect(found.contains(text), || found)
            }
            ["tags", ref tags @ ..] => {
                let found: Vec<&str> = release.tags.iter().map(|tag| &**tag).collect();
                expect(found == tags, || format!("the tags are {found:?}"))
            }
            ["alias", alias] => {
                let found = content.triggering_alias.as_deref().unwrap_or("none");
                expect(found == alias, || found.to_owned())
            }
            ["for", person] => {
                let world = &self.kernel.model().world;
                expect(content.requested_for == world.person(person), || format!("{:?}", content.requested_for))
            }
            ["takes", alias, build] => {
                let position = release.plan.definition.artifacts.iter().position(|one| one.alias == alias);
                let found = position.and_then(|index| content.artifacts[index]);
                let found = found.map_or("none", |found| &self.end().build(found).number);
                expect(found == build, || found.to_owned())
            }
            [time, status] if time.starts_with('@') => {
                let time = self.moment(time);
                let state = self.at(time)?;
                let found = state.releases.get(id.index()).map_or("missing", |release| release.status.name());
                expect(found == status, || format!("it is {found}"))
            }
            [stage, ref rest @ ..] => {
                let (name, attempt) = stage.split_once('#').unwrap_or((stage, "0"));
                let index = release.plan.definition.stage(name).map(|(index, _)| StageId::at(index));
                let stage = index.ok_or_else(|| format!("there is no stage `{name}`"))?;
                Place { run: self, release: id, stage, attempt: number(attempt) }.check(rest, line)
            }
            [] => Err("this is no expectation".to_owned()),
        }
    }

    fn build_ran(&self, number: &str, time: &str) -> Result<(), Failure> {
        let runs = &self.end().build_runs;
        let run = runs.iter().find(|run| run.content.number == number).ok_or("there is no such build")?;
        let ended = run.build.map(|build| self.end().builds[build.index()].at);
        let (from, to) = time.split_once("..").ok_or("a build runs from one time to another")?;
        let wanted = (Some(self.moment(from)), Some(self.moment(to)));
        let found = (run.started_at, ended);
        expect(found == wanted, || format!("it ran {:?}..{:?}", found.0.map(minutes), found.1.map(minutes)))
    }

    /// No fact holds this text, and no export of a definition.
    fn nowhere(&self, text: &str) -> Result<(), Failure> {
        let facts = facts(self.kernel).map(|entry| serde_json::to_string(&entry.fact).expect("facts are JSON"));
        let plans = self.end().definitions.iter().map(|plan| rehearsal_classic::export_text(&plan.definition));
        match facts.chain(plans).find(|json| json.contains(text)) {
            Some(json) => Err(format!("it is in {json}")),
            None => Ok(()),
        }
    }

    fn no_release(&self, build: &str, whys: &[&str]) -> Result<(), Failure> {
        let reasons: Vec<String> = facts(self.kernel)
            .filter_map(|entry| match &entry.fact {
                Fact::ReleaseNotCreated { build: Some(id), why, .. } if self.end().build(*id).number == build => {
                    Some(tag(&format!("{why:?}")))
                }
                _ => None,
            })
            .collect();
        expect(reasons == whys, || format!("the reasons are {reasons:?}"))
    }

    fn no_scheduled_release(&self, time: SimTime, why: &str) -> Result<(), Failure> {
        let mut reasons = facts(self.kernel).filter_map(|entry| match &entry.fact {
            Fact::ReleaseNotCreated { build: None, why, .. } if entry.at == time => Some(tag(&format!("{why:?}"))),
            _ => None,
        });
        expect(reasons.next().as_deref() == Some(why), || "no such reason is recorded".to_owned())
    }

    /// What releases reported to pull requests, in this order: `R1=pending`.
    fn posted(&self, wanted: &[&str]) -> Result<(), Failure> {
        let found: Vec<String> = facts(self.kernel)
            .filter_map(|entry| match &entry.fact {
                Fact::PullRequestStatusPosted { release, verdict, .. } => {
                    Some(format!("R{}={}", release.0 + 1, tag(&format!("{verdict:?}"))))
                }
                _ => None,
            })
            .collect();
        expect(found == wanted, || format!("it was {found:?}"))
    }

    /// Every refusal must be expected, and every expected one must come, in this order.
    fn refusals(&self, lines: &[String]) -> Option<Failure> {
        let wanted: Vec<(SimTime, &str)> = lines
            .iter()
            .filter_map(|line| line.strip_prefix("refused "))
            .map(|rest| rest.split_once(' ').expect("a time and a text"))
            .map(|(time, text)| (self.moment(time), text))
            .collect();
        let found: Vec<(SimTime, &str)> = facts(self.kernel)
            .filter_map(|entry| match &entry.fact {
                Fact::ScriptRefused { refusal, .. } => Some((entry.at, &**refusal)),
                _ => None,
            })
            .collect();
        let fits = wanted.len() == found.len()
            && wanted.iter().zip(&found).all(|(wanted, found)| wanted.0 == found.0 && found.1.contains(wanted.1));
        (!fits).then(|| format!("the refusals are {found:?}"))
    }
}

fn facts(kernel: &Kernel<Engine>) -> impl Iterator<Item = &Entry<Fact>> {
    kernel.log().iter()
}

/// The name of a variant, as the facts are written out.
fn tag(debug: &str) -> String {
    let name: String = debug.chars().take_while(|letter| letter.is_alphanumeric()).collect();
    let (first, rest) = name.split_at(1);
    first.to_lowercase() + rest
}

/// A stage of a release, maybe one attempt of it.
struct Place<'a> {
    run: &'a Run<'a>,
    release: ReleaseId,
    stage: StageId,
    /// 0 for the latest.
    attempt: usize,
}

impl Place<'_> {
    fn check(&self, words: &[&str], line: &str) -> Result<(), Failure> {
        let end = self.run.end();
        match *words {
            ["says", task, ..] => self.says(task, line, true),
            ["silent", task, ..] => self.says(task, line, false),
            ["lists", pair] => self.lists(pair),
            ["downloads", ref aliases @ ..] => {
                let job = *end.deployment(self.existing()?).jobs.first().ok_or("it has no job")?;
                let found: Vec<String> =
                    rehearsal_engine::downloads(end, job).into_iter().map(|download| download.alias).collect();
                let wanted: &[&str] = if aliases == ["nothing"] { &[] } else { aliases };
                expect(found == wanted, || format!("the downloads are {found:?}"))
            }
            ["never"] => expect(self.deployment(end).is_none(), || "it started".to_owned()),
            [time, "still", what] => self.is_at(self.run.moment(time), what),
            ["rows", time, ref rows @ ..] => {
                let found = self.rows(self.run.at(self.run.moment(time))?);
                expect(found == rows, || format!("the rows are {found:?}"))
            }
            ["deadline", approver, time] => {
                let rows = self.approvals(end);
                let row = rows.iter().find(|row| self.name(row.approver) == approver).ok_or("there is no such row")?;
                expect(row.deadline == self.run.moment(time), || format!("it is {}", row.deadline))
            }
            ["handed", change] => {
                let rows = self.approvals(end);
                let history: Vec<String> = rows
                    .iter()
                    .flat_map(|row| row.history.iter().map(|one| (one.from, row.approver)))
                    .map(|(from, to)| format!("{}>{}", self.name(from), self.name(to)))
                    .collect();
                expect(history == [change], || format!("{history:?}"))
            }
            ["samples", side, gate, ref answers @ ..] => {
                let id = self.deployment(end).and_then(|id| end.gates_of(id, gates::side(side)));
                let found = gates::answers(self.run.kernel, self.run.clock, id, gate);
                let wanted: Vec<&str> = if gate == "none" { vec![gate] } else { answers.to_vec() };
                expect(found == wanted, || format!("they are {found:?}"))
            }
            ["gates", side, ref rest @ ..] => {
                let id = end.gates_of(self.existing()?, gates::side(side)).ok_or("they never began")?;
                let (started, finished, status) = gates::ran(end, id);
                self.ran(Span { started, finished, status }, rest)
            }
            ["automated", side] => {
                let id = self.existing()?;
                let is_automated = facts(self.run.kernel).any(|entry| {
                    matches!(&entry.fact, Fact::ApprovalAutomated { deployment, side: found }
                        if *deployment == id && found.name() == side)
                });
                expect(is_automated, || "no such step passed by itself".to_owned())
            }
            ["job", name, ref rest @ ..] => self.ran(self.job(name)?, rest),
            ["slices", name, count] => {
                let found = self.runs(name)?.len();
                expect(found == number::<usize>(count), || format!("there are {found}"))
            }
            ["left", name, why] => {
                let job = self.run_of(name)?;
                let found = facts(self.run.kernel).find_map(|entry| match &entry.fact {
                    Fact::SliceLeftOut { job: left, why, .. } if *left == job => Some(tag(&format!("{why:?}"))),
                    _ => None,
                });
                expect(found.as_deref() == Some(why), || format!("{found:?}"))
            }
            ["lacks", name, why] => {
                let job = self.run_of(name)?;
                let found = facts(self.run.kernel).find_map(|entry| match &entry.fact {
                    Fact::NoAgentFits { job: waits, why } if *waits == job => Some(tag(&format!("{why:?}"))),
                    _ => None,
                });
                expect(found.as_deref() == Some(why), || format!("{found:?}"))
            }
            ["task", name, ref rest @ ..] => self.ran(self.task(name)?, rest),
            ["tasks", ref names @ ..] => {
                let found = self.task_names();
                expect(found == names, || format!("the tasks are {found:?}"))
            }
            ["tries", name, ref starts @ ..] => self.tries(name, starts),
            ["reason", reason] => {
                let found = end.deployment(self.existing()?).reason;
                expect(found.name() == reason, || found.to_string())
            }
            ["because", stage] => self.because(stage),
            ["untriggered", why] => self.untriggered(why),
            ["until", until, time] => {
                let state = self.run.at(self.run.moment(time))?;
                let found = self.deployment(state).and_then(|id| state.deployment(id).until);
                expect(found == Some(self.run.moment(until)), || format!("it waits until {found:?}"))
            }
            [time, what] => {
                let (from, to) = time.split_once("..").map_or((time, None), |(from, to)| (from, Some(to)));
                self.becomes(self.run.moment(from), what)?;
                let Some(to) = to else { return Ok(()) };
                let to = self.run.moment(to);
                self.is_at(before(to), what)?;
                match self.is_at(to, what) {
                    Ok(()) => Err("it is longer so".to_owned()),
                    Err(_) => Ok(()),
                }
            }
            _ => Err("this is no expectation".to_owned()),
        }
    }

    /// `R1 Dev says work: text`: the log of the task has this line; `silent` says that it has not.
    fn says(&self, name: &str, line: &str, wanted: bool) -> Result<(), Failure> {
        let name = name.trim_end_matches(':');
        let (_, text) = line.split_once(&format!(" {name}: ")).ok_or("no text after the task")?;
        let jobs = &self.run.end().deployment(self.existing()?).jobs;
        let tasks = jobs.iter().flat_map(|&job| &self.run.end().job(job).tasks);
        let tasks: Vec<_> = tasks.filter(|&&task| self.run.end().task_name(task) == name).collect();
        let world = &self.run.kernel.model().world;
        let log = |task: &rehearsal_engine::TaskId| task_log(world, self.run.end(), *task, SimTime::MAX);
        let lines: Vec<String> = tasks.into_iter().flat_map(log).map(|line| line.text).collect();
        expect(lines.iter().any(|found| found == text) == wanted, || format!("the log is {lines:?}"))
    }

    /// `R1 Dev lists NAME=value`: "Initialize job" of the first job has this variable.
    fn lists(&self, pair: &str) -> Result<(), Failure> {
        let (name, value) = pair.split_once('=').ok_or("`NAME=value`")?;
        let end = self.run.end();
        let job = *end.deployment(self.existing()?).jobs.first().ok_or("it has no job")?;
        let values = rehearsal_engine::values_at_start(end, job);
        let found = values.list.iter().find(|one| rehearsal_engine::environment_name(&one.name) == name);
        let found = found.map(|one| if one.is_secret { "***" } else { one.value.as_str() });
        expect(found == Some(value), || format!("it is {found:?}"))
    }

    /// The attempt that is meant, in a state that may not have it yet.
    fn deployment(&self, state: &State) -> Option<DeploymentId> {
        state.releases.get(self.release.index())?;
        let attempts = state.attempts(self.release, self.stage);
        if self.attempt == 0 { attempts.last().copied() } else { attempts.get(self.attempt - 1).copied() }
    }

    fn existing(&self) -> Result<DeploymentId, Failure> {
        self.deployment(self.run.end()).ok_or_else(|| "it never started".to_owned())
    }

    fn becomes(&self, time: SimTime, what: &str) -> Result<(), Failure> {
        self.is_at(time, what)?;
        // Nothing is so before the run begins, and every stage begins as not started.
        if time == self.run.clock.start || what == "NS" || self.is_at(before(time), what).is_err() {
            Ok(())
        } else {
            Err("it is so earlier".to_owned())
        }
    }

    fn is_at(&self, time: SimTime, what: &str) -> Result<(), Failure> {
        let state = self.run.at(time)?;
        let found = self.deployment(state).map(|id| state.deployment(id));
        let (status, operation, outcome) = describe(found);
        let is_so = if let Some(name) = what.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            operation.eq_ignore_ascii_case(name)
        } else if let Some(name) = what.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
            outcome.eq_ignore_ascii_case(name)
        } else {
            status == what
        };
        expect(is_so, || format!("at {time} it is {status} [{operation}] <{outcome}>"))
    }

    fn approvals<'s>(&self, state: &'s State) -> Vec<&'s Approval> {
        let rows = self.deployment(state).map_or(&[][..], |id| &state.deployment(id).approvals);
        rows.iter().map(|&row| state.approval(row)).collect()
    }

    /// `a=pending`, and `G=approved/x` when a member decided for a group or an administrator for somebody.
    fn rows(&self, state: &State) -> Vec<String> {
        let world = &self.run.kernel.model().world;
        let row = |row: &&Approval| {
            let name = self.name(row.approver);
            let decider = row.decided_by.map(|by| world.person_name(by)).filter(|&by| by != name);
            let decider = decider.map(|by| format!("/{by}")).unwrap_or_default();
            format!("{name}={}{decider}", row.status.name())
        };
        self.approvals(state).iter().map(row).collect()
    }

    fn name(&self, subject: Subject) -> &str {
        self.run.kernel.model().world.subject_name(subject)
    }

    /// The runs of a job: itself, or its slices.
    fn runs(&self, name: &str) -> Result<Vec<rehearsal_engine::JobId>, Failure> {
        let end = self.run.end();
        let jobs = &end.deployment(self.existing()?).jobs;
        Ok(jobs.iter().copied().filter(|&id| end.job_name(id) == name).collect())
    }

    /// `J1`, or `J1/2` for its second slice.
    fn run_of(&self, name: &str) -> Result<rehearsal_engine::JobId, Failure> {
        let (name, slice) = name.split_once('/').unwrap_or((name, "1"));
        let runs = self.runs(name)?;
        runs.get(number::<usize>(slice) - 1).copied().ok_or_else(|| "there is no such job".to_owned())
    }

    fn job(&self, name: &str) -> Result<Span, Failure> {
        let end = self.run.end();
        let runs = if name.contains('/') { vec![self.run_of(name)?] } else { self.runs(name)? };
        let &first = runs.first().ok_or("there is no such job")?;
        let found = || runs.iter().map(|&id| end.job(id));
        let job = end.job(first);
        let status = if runs.len() > 1 {
            match rehearsal_engine::slices_result(end, job.deployment, job.index).0 {
                TaskResult::Succeeded => "succeeded",
                TaskResult::SucceededWithIssues => "partiallySucceeded",
                TaskResult::Failed => "failed",
                TaskResult::Canceled => "canceled",
                TaskResult::Skipped => "skipped",
            }
        } else if job.status == DeployPhaseStatus::Skipped {
            "skipped"
        } else {
            job.status.name()
        };
        Ok(Span {
            started: found().filter_map(|job| job.started_at).min(),
            finished: found().filter_map(|job| job.finished_at).max(),
            status,
        })
    }

    fn tasks(&self) -> Vec<rehearsal_engine::TaskId> {
        let end = self.run.end();
        let jobs = self.deployment(end).map_or(&[][..], |id| &end.deployment(id).jobs);
        jobs.iter().flat_map(|&job| end.job(job).tasks.iter().copied()).collect()
    }

    fn task_names(&self) -> Vec<&str> {
        self.tasks().into_iter().map(|id| self.run.end().task_name(id)).collect()
    }

    fn task(&self, name: &str) -> Result<Span, Failure> {
        let end = self.run.end();
        let id = self.tasks().into_iter().find(|&id| end.task_name(id) == name).ok_or("there is no such task")?;
        let task = end.task(id);
        let started = (task.status != TaskStatus::Skipped).then_some(task.started_at);
        Ok(Span { started, finished: task.finished_at, status: task.status.name() })
    }

    fn ran(&self, span: Span, wanted: &[&str]) -> Result<(), Failure> {
        let (time, status) = match *wanted {
            [status] => (None, status),
            [time, status] => (Some(time), status),
            _ => return Err("a job or task has a time and a status".to_owned()),
        };
        expect(span.status == status, || format!("it is {}", span.status))?;
        let Some((from, to)) = time.and_then(|time| time.split_once("..")) else { return Ok(()) };
        let found = (span.started, span.finished);
        let wanted = (Some(self.run.moment(from)), Some(self.run.moment(to)));
        expect(found == wanted, || format!("it ran {:?}..{:?}", found.0.map(minutes), found.1.map(minutes)))
    }

    fn tries(&self, name: &str, starts: &[&str]) -> Result<(), Failure> {
        let end = self.run.end();
        let id = self.tasks().into_iter().find(|&id| end.task_name(id) == name).ok_or("there is no such task")?;
        let task = end.task(id);
        let found: Vec<SimTime> = task.earlier.iter().chain([&task.current]).map(|one| one.started_at).collect();
        let wanted: Vec<SimTime> = starts.iter().map(|start| self.run.moment(start)).collect();
        expect(found == wanted, || {
            format!("the tries start at {:?}", found.into_iter().map(minutes).collect::<Vec<_>>())
        })
    }

    /// The attempt was created because an attempt of the other stage had ended.
    fn because(&self, stage: &str) -> Result<(), Failure> {
        let end = self.run.end();
        let log = self.run.kernel.log();
        let created = &log[end.deployment(self.existing()?).created.index()];
        let cause = match created.cause() {
            Cause::Fact(cause) | Cause::Timer(cause) => &log[cause.index()].fact,
            Cause::Start | Cause::Command(_) => return Err("nothing led to it".to_owned()),
        };
        let is_so =
            matches!(cause, Fact::DeploymentFinished { deployment, .. } if end.stage_name(*deployment) == stage);
        expect(is_so, || format!("it was {cause:?}"))
    }

    fn untriggered(&self, why: &str) -> Result<(), Failure> {
        let end = self.run.end();
        let last = end.release(self.release).stages[self.stage.index()].not_triggered;
        let last = last.ok_or("nothing is recorded")?;
        let Fact::StageNotTriggered { why: found, .. } = &self.run.kernel.log()[last.index()].fact else {
            return Err("another fact is recorded".to_owned());
        };
        let found = tag(&format!("{found:?}"));
        expect(found == why, || format!("it is {found}"))
    }
}

/// When something ran, and how it ended.
#[derive(Clone, Copy)]
struct Span {
    started: Option<SimTime>,
    finished: Option<SimTime>,
    status: &'static str,
}

/// The status of a stage as the specification abbreviates it, what its attempt is doing, and the outcome.
fn describe(deployment: Option<&Deployment>) -> (&'static str, &'static str, &'static str) {
    let Some(deployment) = deployment else { return ("NS", "nothing", "notDeployed") };
    let status = match deployment.status {
        EnvironmentStatus::Undefined | EnvironmentStatus::NotStarted => "NS",
        EnvironmentStatus::InProgress => "IP",
        EnvironmentStatus::Succeeded => "OK",
        EnvironmentStatus::Canceled => "CA",
        EnvironmentStatus::Rejected => "RJ",
        EnvironmentStatus::Queued => "QU",
        EnvironmentStatus::Scheduled => "SC",
        EnvironmentStatus::PartiallySucceeded => "PS",
    };
    (status, deployment.operation.name(), deployment.deployment_status.name())
}

fn minutes(time: SimTime) -> String {
    time.to_string()[8..].to_owned()
}
