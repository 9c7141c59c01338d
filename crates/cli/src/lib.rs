//! The terminal edge of Rehearsal: checks, plays and lists scenarios, imports and rehearses pipelines.
//!
//! Every command is a function that takes its arguments and a [`Terminal`], so that a test reads what a
//! person would. Commands promise: nothing they are given makes them panic, results go to the output and
//! everything else to the error output, and the exit code is 0 when all is well, 1 when there are problems,
//! and 2 when the command itself was wrong. No rule of the simulation lives here.

mod arguments;
mod check;
mod disk;
mod drawing;
mod import;
mod json;
mod list;
mod record;
mod rehearse;
mod run;
mod terminal;
mod why;

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};
pub use terminal::{Stop, Terminal};

/// Runs the program with the arguments and the terminal of the process.
pub fn main() -> ExitCode {
    ExitCode::from(play(std::env::args_os(), &mut Terminal::of_process()))
}

/// Carries out a command line, program name first, and tells the exit code.
pub fn play<A: Into<OsString> + Clone>(arguments: impl IntoIterator<Item = A>, terminal: &mut Terminal<'_>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return terminal.answer_usage(&error),
    };
    let done = match &arguments.command {
        Command::Check(arguments) => check::check(arguments, terminal),
        Command::Run(arguments) => run::run(arguments, terminal),
        Command::Why(arguments) => why::why(arguments, terminal),
        Command::Import(arguments) => import::import(arguments, terminal),
        Command::Rehearse(arguments) => rehearse::rehearse(arguments, terminal),
        Command::List(arguments) => list::list(arguments, terminal),
        Command::Schema => schema(terminal),
        Command::Completions { shell } => completions(*shell, terminal),
    };
    match done.and_then(|is_clean| terminal.finish().map(|()| is_clean).map_err(Stop::Output)) {
        Ok(true) => 0,
        Ok(false) => 1,
        Err(Stop::Usage(message)) => {
            terminal.complain(&message);
            2
        }
        // Whoever reads has seen enough, as in `rehearsal run … | head`.
        Err(Stop::Output(error)) if error.kind() == ErrorKind::BrokenPipe => 0,
        Err(Stop::Output(error)) => {
            terminal.complain(&format!("the output cannot be written: {error}"));
            1
        }
    }
}

fn schema(terminal: &mut Terminal<'_>) -> Result<bool, Stop> {
    terminal.print_json(&rehearsal_scenario::json_schema())?;
    Ok(true)
}

fn completions(shell: clap_complete::Shell, terminal: &mut Terminal<'_>) -> Result<bool, Stop> {
    // Made in memory, since the generator panics when its writer fails.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "rehearsal", &mut script);
    terminal.script(&script)?;
    Ok(true)
}
