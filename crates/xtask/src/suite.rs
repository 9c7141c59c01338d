//! `cargo xtask test`: everything that must hold, in one command, for a developer and for CI alike.
//!
//! A failed step does not end the run: later ones still show what they know, except those that need its result.

use std::cell::RefCell;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::axe::axe;
use crate::browser::ensure_browser;
use crate::commands::{cargo, run};
use crate::dist::dist;
use crate::progress::seconds;
use crate::project::Project;
use crate::tidy;
use crate::wasm_std::Search;

/// One thing that must hold.
struct Step {
    /// What a developer types to run it alone.
    name: &'static str,
    /// What it shows, as a heading.
    title: &'static str,
    /// Steps whose result it uses.
    needs: &'static [&'static str],
    run: fn(&Context<'_>) -> Result<()>,
}

struct Context<'a> {
    project: &'a Project,
    search: Search,
    /// What was not checked and why; the summary ends with it.
    left_out: RefCell<Vec<String>>,
}

/// The whole table, in order: what is quick to tell comes first.
const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        title: "the code is formatted",
        needs: &[],
        run: |it| run(it.cargo("fmt").args(["--all", "--check"])),
    },
    Step { name: "tidy", title: "the house rules hold", needs: &[], run: |it| tidy::check(it.project) },
    Step {
        name: "clippy",
        title: "the lints are quiet",
        needs: &[],
        run: |it| {
            run(it.cargo("clippy").args(["--workspace", "--all-targets", "--keep-going", "--", "-D", "warnings"]))
        },
    },
    Step {
        name: "native",
        title: "the native tests pass, documentation examples included",
        needs: &[],
        run: |it| run(it.cargo("test").args(["--workspace", "--no-fail-fast"]).args(without(TOOLS))),
    },
    Step {
        name: "tools",
        title: "the tests of this tool pass",
        needs: &[],
        run: |it| run(it.cargo("test").args(TOOL_PROFILE).args(["--package", "rehearsal-xtask", "--no-fail-fast"])),
    },
    Step {
        name: "doc",
        title: "the documentation builds without warnings",
        needs: &[],
        run: |it| run(it.cargo("doc").args(["--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings")),
    },
    Step {
        name: "scenarios",
        title: "every scenario is sound: its solution wins and its wrong turn does not",
        needs: &[],
        run: |it| run(it.rehearsal()?.args(["check", "scenarios"])),
    },
    Step {
        name: "dist",
        title: "the site is packed and within its budget",
        needs: &[],
        run: |it| dist(it.project, None, it.search).map(drop),
    },
    Step {
        name: BROWSER,
        title: "the journeys through a real browser succeed",
        needs: &["dist"],
        run: |it| {
            ensure_browser()?;
            let mut journeys = it.cargo("test");
            journeys.args(TOOL_PROFILE).args(["--package", "rehearsal-tests", "--no-fail-fast"]);
            journeys.env("REHEARSAL_DIST", it.project.dist()).env("REHEARSAL_PROGRAM", it.program()?);
            match axe(it.project) {
                Ok(file) => drop(journeys.env("REHEARSAL_AXE", file)),
                Err(reason) => it.leave_out("what axe-core finds on each page", &reason),
            }
            run(&mut journeys)
        },
    },
];

/// Crates that ship to nobody. They are built apart, as this tool itself was, so that nothing is compiled twice.
const TOOLS: [&str; 2] = ["rehearsal-xtask", "rehearsal-tests"];
pub(crate) const TOOL_PROFILE: [&str; 2] = ["--profile", "xtask"];

/// The step that needs a browser on the machine.
const BROWSER: &str = "browser";

/// Which steps to run.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Only steps whose names contain this, and what they need. None: all.
    pub filter: Option<String>,
    /// Whether to leave the browser out.
    pub no_browser: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    Skipped,
}

/// Runs the chosen steps and prints a summary.
///
/// # Errors
/// When a step failed or was skipped, or the filter matches nothing.
pub fn test(project: &Project, choice: &Choice, search: Search) -> Result<()> {
    let chosen = chosen(choice)?;
    let context = Context { project, search, left_out: RefCell::default() };
    let mut done: Vec<(&Step, Outcome, Duration)> = Vec::new();
    for (index, step) in chosen.iter().enumerate() {
        heading(&format!("{}/{}  {}: {}", index + 1, chosen.len(), step.name, step.title));
        let started = Instant::now();
        let outcome = match missing(step, &done) {
            Some(needed) => {
                eprintln!("skipped, because it needs `{needed}`, which did not succeed");
                Outcome::Skipped
            }
            None => attempt(step, &context),
        };
        done.push((step, outcome, started.elapsed()));
    }
    summary(&done, &context.left_out.into_inner())
}

/// The names of all steps, for the help text.
pub fn names() -> String {
    STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ")
}

fn chosen(choice: &Choice) -> Result<Vec<&'static Step>> {
    let is_wanted = |step: &Step| choice.filter.as_ref().is_none_or(|filter| step.name.contains(filter.as_str()));
    let is_allowed = |step: &Step| !(choice.no_browser && step.name == BROWSER);
    let wanted: Vec<&Step> = STEPS.iter().filter(|step| is_wanted(step) && is_allowed(step)).collect();
    if wanted.is_empty() {
        bail!("no step is named like that; there are: {}", names());
    }
    let is_needed = |name: &str| wanted.iter().any(|step| step.name == name || step.needs.contains(&name));
    Ok(STEPS.iter().filter(|step| is_needed(step.name)).collect())
}

fn missing(step: &Step, done: &[(&Step, Outcome, Duration)]) -> Option<&'static str> {
    let has_passed =
        |name: &str| done.iter().any(|(step, outcome, _)| step.name == name && *outcome == Outcome::Passed);
    step.needs.iter().copied().find(|name| !has_passed(name))
}

fn attempt(step: &Step, context: &Context<'_>) -> Outcome {
    match (step.run)(context) {
        Ok(()) => Outcome::Passed,
        Err(error) => {
            eprintln!("error: {error:#}");
            Outcome::Failed
        }
    }
}

fn heading(text: &str) {
    eprintln!("\n━━ {text}");
}

fn summary(done: &[(&Step, Outcome, Duration)], left_out: &[String]) -> Result<()> {
    heading("summary");
    for (step, outcome, time) in done {
        let word = match outcome {
            Outcome::Passed => "✓ passed ",
            Outcome::Failed => "✗ FAILED ",
            Outcome::Skipped => "- skipped",
        };
        eprintln!("{word}  {:>12}  {}: {}", seconds(*time), step.name, step.title);
    }
    for what in left_out {
        eprintln!("- LEFT OUT  {what}");
    }
    let total: Duration = done.iter().map(|(_, _, time)| *time).sum();
    let failed: Vec<&str> =
        done.iter().filter(|(_, outcome, _)| *outcome != Outcome::Passed).map(|(step, _, _)| step.name).collect();
    if failed.is_empty() {
        eprintln!("All {} steps passed in {}.", done.len(), seconds(total));
        return Ok(());
    }
    eprintln!("{} of {} steps did not pass, in {}.", failed.len(), done.len(), seconds(total));
    bail!("run one again with `cargo xtask test {}`", failed[0])
}

impl Context<'_> {
    fn cargo(&self, word: &str) -> Command {
        let mut command = cargo(&self.project.root);
        command.arg(word);
        command
    }

    fn leave_out(&self, what: &str, reason: &anyhow::Error) {
        let text = format!("not checked: {what}, since {reason:#}");
        eprintln!("{text}");
        self.left_out.borrow_mut().push(text);
    }

    /// The command line application, built from the same choice of packages as the tests, whose builds it then shares.
    fn rehearsal(&self) -> Result<Command> {
        let mut command = Command::new(self.program()?);
        command.current_dir(&self.project.root);
        Ok(command)
    }

    fn program(&self) -> Result<PathBuf> {
        run(self.cargo("build").args(["--workspace", "--bin", "rehearsal"]).args(without(TOOLS)))?;
        Ok(self.project.target.join("debug/rehearsal").with_extension(std::env::consts::EXE_EXTENSION))
    }
}

fn without(packages: [&'static str; 2]) -> impl Iterator<Item = &'static str> {
    packages.into_iter().flat_map(|package| ["--exclude", package])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_of(filter: Option<&str>, no_browser: bool) -> Vec<&'static str> {
        let choice = Choice { filter: filter.map(str::to_owned), no_browser };
        chosen(&choice).expect("the filter matches").iter().map(|step| step.name).collect()
    }

    #[test]
    fn steps_need_only_what_comes_before_them() {
        for (index, step) in STEPS.iter().enumerate() {
            for needed in step.needs {
                assert!(STEPS[..index].iter().any(|earlier| earlier.name == *needed), "{} needs {needed}", step.name);
            }
        }
    }

    #[test]
    fn a_chosen_step_brings_what_it_needs() {
        assert_eq!(names_of(Some("browser"), false), ["dist", "browser"]);
    }

    #[test]
    fn without_a_browser_everything_else_still_runs() {
        assert_eq!(names_of(None, true).len(), STEPS.len() - 1);
    }

    #[test]
    fn an_unknown_step_is_answered_with_the_list() {
        let choice = Choice { filter: Some("clipy".to_owned()), no_browser: false };
        let error = chosen(&choice).err().expect("there is no such step");
        assert!(error.to_string().contains("clippy"), "{error}");
    }

    #[test]
    fn a_step_whose_need_failed_is_skipped_and_others_go_on() {
        let dist = STEPS.iter().find(|step| step.name == "dist").expect("it is in the table");
        let done = [(dist, Outcome::Failed, Duration::ZERO)];
        let browser = STEPS.iter().find(|step| step.name == BROWSER).expect("it is in the table");
        assert_eq!(missing(browser, &done), Some("dist"));
        assert_eq!(missing(dist, &done), None);
    }
}
