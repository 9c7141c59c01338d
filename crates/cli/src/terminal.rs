//! Where output goes and how it may look.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

use annotate_snippets::Renderer;
use serde::Serialize;

/// The two outputs of a program, and what they are.
///
/// Texts come from files that anybody may have written. Whatever is printed passes through here, where characters that
/// a terminal would obey are made visible; only styles become colours.
pub struct Terminal<'a> {
    /// Results.
    out: Box<dyn Write + 'a>,
    /// Everything else.
    err: Box<dyn Write + 'a>,
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
        let text = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
        self.json_text(&text)?;
        self.line("")
    }

    pub(crate) fn print_json_line(&mut self, value: &impl Serialize) -> Result<(), Stop> {
        let text = serde_json::to_string(value).map_err(io::Error::from)?;
        self.json_text(&text)?;
        self.line("")
    }

    /// Prints JSON as it is, but for characters that it may hold and a terminal would obey: they are escaped.
    pub(crate) fn json_text(&mut self, text: &str) -> Result<(), Stop> {
        // Outside of strings JSON has none of them but white space.
        let is_obeyed = |character: char| is_obeyed(character) && !matches!(character, '\t' | '\r');
        let text = replaced(text, is_obeyed, |character| format!("\\u{:04x}", u32::from(character)));
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// Prints a script of our own, as it is.
    pub(crate) fn script(&mut self, script: &[u8]) -> Result<(), Stop> {
        Ok(self.out.write_all(script)?)
    }

    /// Prints a line of results.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Stop> {
        self.pieces(&[(None, text)])
    }

    /// Prints a line of results in a style.
    pub(crate) fn styled_line(&mut self, style: Style, text: &str) -> Result<(), Stop> {
        self.pieces(&[(Some(style), text)])
    }

    /// Prints a line of results that is put together of texts, each in a style or none.
    pub(crate) fn pieces(&mut self, pieces: &[(Option<Style>, &str)]) -> Result<(), Stop> {
        for (style, text) in pieces {
            let text = visible(text);
            match style.filter(|_| self.has_colour) {
                Some(style) => write!(self.out, "\x1b[{}m{text}\x1b[0m", style.code())?,
                None => self.out.write_all(text.as_bytes())?,
            }
        }
        Ok(self.out.write_all(b"\n")?)
    }

    /// Prints a drawing of diagnostics as a result. Its colours are the renderer's, so what it draws must be
    /// [`visible`] already.
    pub(crate) fn drawing(&mut self, drawn: &str) -> Result<(), Stop> {
        Ok(self.out.write_all(self.safe_drawing(drawn).as_bytes())?)
    }

    /// The same on the error output, since the other is for what programs read.
    pub(crate) fn drawing_beside(&mut self, drawn: &str) -> Result<(), Stop> {
        self.finish()?;
        let drawn = self.safe_drawing(drawn);
        Ok(self.err.write_all(drawn.as_bytes())?)
    }

    fn safe_drawing<'t>(&self, drawn: &'t str) -> Cow<'t, str> {
        if self.has_colour { Cow::Borrowed(drawn) } else { visible(drawn) }
    }

    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Says on the error output why nothing else is said. Nothing can be done when even that fails.
    pub(crate) fn complain(&mut self, message: &str) {
        let _ = self.finish();
        let _ = writeln!(self.err, "rehearsal: {}", visible(message));
    }

    /// Prints help, version or a mistake in the command line, and tells the exit code.
    pub(crate) fn answer_usage(&mut self, error: &clap::Error) -> u8 {
        let text = error.render();
        let rendered = |colour: bool| if colour { text.ansi().to_string() } else { visible(&text.to_string()).into() };
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

/// True for characters that a terminal would obey, or that change the order in which others are shown.
fn is_obeyed(character: char) -> bool {
    let is_direction = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_direction || (character.is_control() && character != '\n')
}

/// A text in which the characters that a terminal would obey are written as `\u{1b}`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, is_obeyed, |character| character.escape_unicode().to_string())
}

fn replaced(text: &str, is_wrong: impl Fn(char) -> bool, by: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(&is_wrong) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_wrong(character) { safe.push_str(&by(character)) } else { safe.push(character) }
    }
    Cow::Owned(safe)
}
