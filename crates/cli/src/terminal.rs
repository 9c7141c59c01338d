//! Where output goes and how it may look.

use std::io::{self, BufWriter, IsTerminal, Write};

use annotate_snippets::Renderer;
use serde::Serialize;

/// The two outputs of a program, and what they are.
pub struct Terminal<'a> {
    /// Results.
    pub out: Box<dyn Write + 'a>,
    /// Everything else.
    pub err: Box<dyn Write + 'a>,
    /// Whether results may be coloured.
    pub has_colour: bool,
    /// Whether progress may be shown on the error output.
    pub has_progress: bool,
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub enum Stop {
    /// The command line asks for something that is not there; the sentence says what.
    Usage(String),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Terminal<'_> {
    /// The outputs of the process: colours only on a terminal, and never when `NO_COLOR` is set.
    pub fn of_process() -> Self {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            has_colour: io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb,
            has_progress: io::stderr().is_terminal() && !is_dumb,
            out: Box::new(BufWriter::new(io::stdout())),
            err: Box::new(io::stderr()),
        }
    }
}

impl<'a> Terminal<'a> {
    /// Plain outputs, as in a pipe.
    pub fn plain(out: impl Write + 'a, err: impl Write + 'a) -> Self {
        Self { out: Box::new(out), err: Box::new(err), has_colour: false, has_progress: false }
    }

    pub(crate) fn renderer(&self) -> Renderer {
        if self.has_colour { Renderer::styled() } else { Renderer::plain() }
    }

    pub(crate) fn print_json(&mut self, value: &impl Serialize) -> Result<(), Stop> {
        serde_json::to_writer_pretty(&mut self.out, value).map_err(io::Error::from)?;
        writeln!(self.out)?;
        Ok(())
    }

    pub(crate) fn print_json_line(&mut self, value: &impl Serialize) -> Result<(), Stop> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)?;
        writeln!(self.out)?;
        Ok(())
    }

    /// The text in a style, when colours are wanted.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        if self.has_colour { format!("\x1b[{}m{text}\x1b[0m", style.code()) } else { text.to_owned() }
    }

    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Says on the error output why nothing else is said. Nothing can be done when even that fails.
    pub(crate) fn complain(&mut self, message: &str) {
        let _ = self.finish();
        let _ = writeln!(self.err, "rehearsal: {message}");
    }

    /// Prints help, version or a mistake in the command line, and tells the exit code.
    pub(crate) fn answer_usage(&mut self, error: &clap::Error) -> u8 {
        let text = error.render();
        let rendered = |colour: bool| if colour { text.ansi().to_string() } else { text.to_string() };
        let written = if error.use_stderr() {
            let colour = self.has_colour && self.has_progress;
            self.err.write_all(rendered(colour).as_bytes())
        } else {
            let text = rendered(self.has_colour);
            self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush())
        };
        // Nobody is left to be told when this fails.
        drop(written);
        if error.use_stderr() { 2 } else { 0 }
    }
}

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Strong,
    Quiet,
    Good,
    Bad,
    Warning,
}

impl Style {
    const fn code(self) -> &'static str {
        match self {
            Self::Strong => "1",
            Self::Quiet => "2",
            Self::Good => "32",
            Self::Bad => "1;31",
            Self::Warning => "33",
        }
    }
}
