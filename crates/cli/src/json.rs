//! Diagnostics as data for other programs.

use rehearsal_source::{Diagnostic, LeftOut, Report, Severity, Source};
use serde::Serialize;

/// What was found in a file.
#[derive(Debug, Serialize)]
pub(crate) struct FileReport {
    /// Its path.
    pub(crate) file: String,
    pub(crate) diagnostics: Vec<Finding>,
    /// How many were found beside them; not there when those are all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) left_out: Option<LeftOut>,
}

/// A diagnostic with its place in lines and columns, which count from 1.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    severity: Severity,
    code: &'static str,
    message: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    /// The offending text.
    text: String,
    label: String,
    notes: Vec<Note>,
    help: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Note {
    line: u32,
    column: u32,
    text: String,
}

/// The offending text is a hint for people; a whole file would be none.
const TEXT_MAX: usize = 200;

impl Finding {
    pub(crate) fn new(source: &Source, diagnostic: &Diagnostic) -> Self {
        let start = source.position(diagnostic.span.start);
        let end = source.position(diagnostic.span.end);
        let note = |note: &rehearsal_source::Annotation| {
            let at = source.position(note.span.start);
            Note { line: at.line, column: at.column, text: note.text.clone() }
        };
        Self {
            severity: diagnostic.severity,
            code: diagnostic.code.0,
            message: diagnostic.message.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            text: source.slice(diagnostic.span).chars().take(TEXT_MAX).collect(),
            label: diagnostic.label.clone(),
            notes: diagnostic.notes.iter().map(note).collect(),
            help: diagnostic.help.clone(),
        }
    }
}

/// Everything that was found in a file, for `--format json`.
pub(crate) fn file_report(source: &Source, report: &Report) -> FileReport {
    FileReport {
        file: source.name().to_owned(),
        diagnostics: report.iter().map(|diagnostic| Finding::new(source, diagnostic)).collect(),
        left_out: Some(report.left_out()).filter(|left_out| left_out.count() > 0),
    }
}
