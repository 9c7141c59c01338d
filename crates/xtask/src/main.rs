//! `cargo xtask`: the command line over `rehearsal-xtask`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use rehearsal_xtask::browser;
use rehearsal_xtask::dist::dist;
use rehearsal_xtask::live::{self, Effort, Wish};
use rehearsal_xtask::project::Project;
use rehearsal_xtask::suite::{self, Choice};
use rehearsal_xtask::tidy;
use rehearsal_xtask::wasm_std::Search;

/// Build, serve, pack and test Rehearsal.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    task: Task,
    /// Where the standard library for WebAssembly comes from.
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WAY")]
    wasm_std: Search,
}

const EXAMPLES: &str = "Examples:
  cargo xtask serve                  the application as people get it, at http://127.0.0.1:8080
  cargo xtask serve --watch          rebuilt on every change; open pages reload by themselves
  cargo xtask dist                   a folder for any web server, in target/dist
  cargo xtask dist --out public      the same, elsewhere
  cargo xtask test                   everything CI checks
  cargo xtask test clippy            one step of it
  cargo xtask test --no-browser      everything but the journeys through Chromium
  cargo xtask tidy                   the house rules: arrows between crates, manifests, paths
  cargo xtask screenshots            a picture of every page, to look at
  cargo xtask screenshots editor     only of pages with `editor` in their names
  cargo xtask speed                  times and sizes beside their bounds";

#[derive(Debug, Subcommand)]
enum Task {
    /// Build the application and serve it on this machine.
    Serve(ServeArgs),
    /// Pack the application into a static folder.
    Dist {
        /// The folder; must be empty or made by this command before. [default: target/dist]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Check everything that must hold, and go on after a failure so that all problems are seen.
    Test {
        /// Leave out the journeys through a browser.
        #[arg(long)]
        no_browser: bool,
        #[arg(help = format!("Only steps whose names contain this, and what they need. Steps: {}", suite::names()))]
        filter: Option<String>,
    },
    /// Check the house rules that no compiler checks.
    Tidy,
    /// Take a picture of every page, in both themes and two sizes, into target/screenshots/pages.
    Screenshots {
        /// Only pages whose names contain this.
        filter: Option<String>,
    },
    /// Measure how long the start page and a busy release take, and what is downloaded, beside their bounds.
    Speed,
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// The port; when it is taken, a free one is used and said. [default: 8080]
    #[arg(long)]
    port: Option<u16>,
    /// Rebuild when a file changes and reload open pages.
    #[arg(long)]
    watch: bool,
    /// Compile small and fast, as people get it. The default without --watch.
    #[arg(long, conflicts_with = "dev")]
    release: bool,
    /// Compile quickly, with names in backtraces. The default with --watch.
    #[arg(long)]
    dev: bool,
}

impl ServeArgs {
    fn effort(&self) -> Effort {
        if self.dev || (self.watch && !self.release) { Effort::Quick } else { Effort::Shipped }
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    let project = Project::find()?;
    match &cli.task {
        Task::Serve(args) => {
            let wish = Wish { port: args.port, watch: args.watch, effort: args.effort(), search: cli.wasm_std };
            live::serve(&project, wish)
        }
        Task::Dist { out } => dist(&project, out.as_deref(), cli.wasm_std).map(drop),
        Task::Test { no_browser, filter } => {
            let choice = Choice { filter: filter.clone(), no_browser: *no_browser };
            suite::test(&project, &choice, cli.wasm_std)
        }
        Task::Tidy => tidy::check(&project),
        Task::Screenshots { filter } => {
            browser::look(&project, cli.wasm_std, "screenshots", &Vec::from_iter(filter.clone()))
        }
        Task::Speed => browser::look(&project, cli.wasm_std, "speed", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }

    #[test]
    fn serving_is_as_shipped_unless_it_watches() {
        let effort = |words: &[&str]| match Cli::parse_from(words).task {
            Task::Serve(args) => args.effort(),
            other => panic!("not serve: {other:?}"),
        };
        assert_eq!(effort(&["x", "serve"]), Effort::Shipped);
        assert_eq!(effort(&["x", "serve", "--watch"]), Effort::Quick);
        assert_eq!(effort(&["x", "serve", "--watch", "--release"]), Effort::Shipped);
        assert_eq!(effort(&["x", "serve", "--dev"]), Effort::Quick);
    }
}
