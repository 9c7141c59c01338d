//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// A flight simulator for Azure DevOps release pipelines, in the terminal.
#[derive(Debug, Parser)]
#[command(
    name = "rehearsal",
    version,
    arg_required_else_help = true,
    after_help = "Examples:
  rehearsal list                           the scenarios there are
  rehearsal check                          check all of them
  rehearsal run failed-qa --solution       play one as its author would
  rehearsal why failed-qa Release-1/QA     explain why a stage is as it is
  rehearsal import my-pipeline.json        look at an exported release pipeline
  rehearsal rehearse my-pipeline.json      play it

Exit codes: 0 all is well, 1 there are problems, 2 the command line is wrong."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check scenarios: read them, then prove that the solution wins and that wrong moves do not
    Check(CheckArguments),
    /// Play a scenario and print what happens, why, and how the goals stand
    Run(RunArguments),
    /// Explain why something is as it is at a moment: the facts, rules and conditions behind it, and what it waits for
    Why(WhyArguments),
    /// Summarise an exported release pipeline and say what can be rehearsed
    Import(ImportArguments),
    /// Play an exported release pipeline in a world made for it, and say what was taken for granted
    Rehearse(RehearseArguments),
    /// List scenarios
    List(ListArguments),
    /// Print the JSON Schema of scenario files, for editors
    #[command(after_help = "Examples:
  rehearsal schema > scenario.schema.json

With the YAML extension of an editor, begin a scenario with
  # yaml-language-server: $schema=scenario.schema.json")]
    Schema,
    /// Print a script that completes commands in a shell
    #[command(after_help = "Examples:
  rehearsal completions bash > ~/.local/share/bash-completion/completions/rehearsal
  rehearsal completions zsh > ~/.zfunc/_rehearsal
  rehearsal completions fish > ~/.config/fish/completions/rehearsal.fish
  rehearsal completions powershell >> $PROFILE")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rehearsal check                                  every scenario below ./scenarios
  rehearsal check scenarios/failed-qa              one folder
  rehearsal check draft.yaml exported.json         files: a scenario, a release pipeline
  rehearsal check --format json | jq '.[].diagnostics[].code'")]
pub(crate) struct CheckArguments {
    /// Scenario files, exported release pipelines (.json), or folders to search for scenario.yaml
    #[arg(default_value = "scenarios")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rehearsal run failed-qa                          nobody does anything
  rehearsal run failed-qa --solution               the moves of its author
  rehearsal run failed-qa --commands moves.yaml    your own moves, or a session saved in the browser
  rehearsal run failed-qa --until +20m             the first twenty minutes
  rehearsal run failed-qa --solution --format jsonl | jq -r 'select(.fact==\"deploymentFinished\").text'

A file of moves:
  rehearsal: 1
  moves:
    - at: +20m
      do: { approve: { stage: Production, comment: looks good } }
    - after: { fact: deploymentFinished, stage: QA }
      delay: 5m
      as: omar
      do: { deploy: { stage: Production } }

The exit code is 0 only when every goal is met.")]
pub(crate) struct RunArguments {
    /// A scenario: its file, its folder, or its id below ./scenarios
    pub(crate) scenario: PathBuf,
    /// Make the moves of the scenario's own solution
    #[arg(long, conflicts_with = "commands")]
    pub(crate) solution: bool,
    /// Make the moves in a file: YAML, or a session saved in the browser (played to where it was saved)
    #[arg(long, value_name = "FILE")]
    pub(crate) commands: Option<PathBuf>,
    /// Stop at a time: `+2h` after the start, `2026-03-02 14:00`, or RFC 3339; by default the scenario's end
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) until: Option<String>,
    /// Seed of chance, instead of the scenario's own
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// How to print the run: text for people, one JSON document, or JSON line by line
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: RunFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rehearsal why failed-qa --at +20m Release-1/Production              a stage: its latest attempt, or why there is none
  rehearsal why failed-qa --at +20m 'Release-1/QA#1'                  an attempt
  rehearsal why failed-qa --at +20m 'Release-1/QA/Agent job'          a job
  rehearsal why failed-qa --at +20m 'Release-1/QA/Agent job/Run functional tests'
                                                                      a task
  rehearsal why failed-qa --solution --at +28m Release-2/Production/approvals/pre
                                                                      approvals before deployment, or after it: post
  rehearsal why failed-qa --at +20m Release-1/Production/gates/pre    gates before deployment, or after it: post
  rehearsal why failed-qa --at +20m Release-1                         a release; R1 is the first, whatever its name
  rehearsal why failed-qa --at +20m builds/20260302.1                 a build: its releases, or why it made none

The exit code is 0 when there is something to explain, whatever it says.")]
pub(crate) struct WhyArguments {
    /// A scenario: its file, its folder, or its id below ./scenarios
    pub(crate) scenario: PathBuf,
    /// What to explain: RELEASE, RELEASE/STAGE, RELEASE/STAGE#ATTEMPT, then maybe /JOB, /JOB/TASK,
    /// /approvals/pre or /gates/pre; or builds/NUMBER
    pub(crate) about: String,
    /// The moment: `+2h` after the start, `2026-03-02 14:00`, or RFC 3339; by default the scenario's end
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<String>,
    /// Make the moves of the scenario's own solution
    #[arg(long, conflicts_with = "commands")]
    pub(crate) solution: bool,
    /// Make the moves in a file: YAML, or a session saved in the browser
    #[arg(long, value_name = "FILE")]
    pub(crate) commands: Option<PathBuf>,
    /// Seed of chance, instead of the scenario's own
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Print every step, also the small ones of other deployments
    #[arg(long)]
    pub(crate) all: bool,
    /// How to print the explanation
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rehearsal import Tailspin.SpaceGame.Web-CD.json
  rehearsal import pipeline.json --format json | jq '.notPlayed'
  rehearsal import pipeline.json --format export > again.json

Export a pipeline in Azure DevOps: Pipelines > Releases > ... > Export.")]
pub(crate) struct ImportArguments {
    /// The exported release pipeline, or an answer of the REST interface
    pub(crate) file: PathBuf,
    /// How to print the summary, or to write the pipeline back instead
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ImportFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rehearsal rehearse pipeline.json
  rehearsal rehearse pipeline.json --build 20260302.1@main#good --approve 'Production=ana@+5m'
  rehearsal rehearse pipeline.json --outcome 'QA/Run tests=failed'
  rehearsal rehearse pipeline.json --reject 'Production/pre=Release Managers@14:00'
  rehearsal rehearse pipeline.json --at +2h 'deploy Production as Ana' --until +1d
  rehearsal rehearse pipeline.json --format json | jq '.stages[] | {stage, status, waitsFor}'

Approvals that nobody answers stay pending; what waits for whom is said at the end. Export a pipeline in Azure
DevOps: Pipelines > Releases > ... > Export. The exit code is 1 when the file has errors or a command was refused.")]
pub(crate) struct RehearseArguments {
    /// The exported release pipeline, or an answer of the REST interface
    pub(crate) file: PathBuf,
    /// A build, of the primary artifact unless `ALIAS=` stands in front; several come ten minutes apart
    #[arg(long, value_name = "NUMBER[@BRANCH][#TAG]")]
    pub(crate) build: Vec<String>,
    /// How a task ends and what it takes: succeeded, succeededWithIssues, failed or canceled
    #[arg(long, value_name = "STAGE[/JOB]/TASK=RESULT[@TIME]")]
    pub(crate) outcome: Vec<String>,
    /// Who approves a stage, and when: `+5m` after being asked, or `14:00`; without WHO, whoever is asked
    #[arg(long, value_name = "STAGE[=WHO][@TIME]")]
    pub(crate) approve: Vec<String>,
    /// Who rejects a stage, and when
    #[arg(long, value_name = "STAGE[=WHO][@TIME]")]
    pub(crate) reject: Vec<String>,
    /// What somebody does at a time, such as `deploy QA as Ana`, `resume QA`, `cancel QA`, `build 8@main`, or an action of a scenario
    #[arg(long, num_args = 2, value_names = ["TIME", "COMMAND"], allow_hyphen_values = true)]
    pub(crate) at: Vec<String>,
    /// Stop at a time: `+2h` after the start, `14:00`, or `2026-03-02 14:00`; by default when nothing more happens by itself
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) until: Option<String>,
    /// When it begins, by default on Monday 2026-03-02 at 09:00
    #[arg(long, value_name = "TIME")]
    pub(crate) start: Option<String>,
    /// Time zone of its clock, by default that of the first schedule, or UTC
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
    /// Seed of chance
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// How to print the rehearsal: text for people, one JSON document, or JSON line by line
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: RunFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rehearsal list
  rehearsal list my-scenarios --format json | jq -r '.[].id'")]
pub(crate) struct ListArguments {
    /// Scenario files, or folders to search for scenario.yaml
    #[arg(default_value = "scenarios")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print the list
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// The pipeline itself, as it is exported again: all that is kept, but no values of secrets
    Export,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RunFormat {
    /// For people
    #[default]
    Text,
    /// One document
    Json,
    /// One line for each fact, then goals and hash
    Jsonl,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent_and_every_command_shows_examples() {
        let mut command = super::Arguments::command();
        command.clone().debug_assert();
        for one in command.get_subcommands_mut().filter(|one| one.get_name() != "help") {
            let help = one.render_long_help().to_string();
            assert!(help.contains("Examples:"), "{} has no examples:\n{help}", one.get_name());
        }
    }
}
