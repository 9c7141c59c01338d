//! Diagnostics drawn as compilers draw them: message, place, the text underlined, what to type instead.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Snippet};
use rehearsal_source::{Diagnostic, Report, Severity, Source, Span};

use crate::terminal::{Stop, Terminal, visible};

/// A window of more text than this is not drawn in one piece, so that drawing stays quick in long files.
const WINDOW_MAX: usize = 1 << 16;

/// Draws what there is to say about a text, each with an empty line after it.
pub(crate) fn draw(terminal: &mut Terminal<'_>, source: &Source, report: &Report) -> Result<(), Stop> {
    let drawn = drawn(terminal, source, report);
    terminal.drawing(&drawn)
}

/// Draws it on the error output: the other is for the run, which programs may read.
pub(crate) fn draw_beside(terminal: &mut Terminal<'_>, source: &Source, report: &Report) -> Result<(), Stop> {
    let drawn = drawn(terminal, source, report);
    terminal.drawing_beside(&drawn)
}

fn drawn(terminal: &Terminal<'_>, source: &Source, report: &Report) -> String {
    let renderer = terminal.renderer();
    let draw = |diagnostic| renderer.render(&[group(source, &printable(diagnostic))]) + "\n\n";
    let mut drawn: String = report.iter().map(draw).collect();
    if report.left_out().count() > 0 {
        drawn.push_str(&report.left_out().to_string());
        drawn.push_str("\n\n");
    }
    drawn
}

/// The same diagnostic for a terminal: texts quote the file, which may hold control characters that it would obey.
fn printable(diagnostic: &Diagnostic) -> Diagnostic {
    let printable = |text: &str| visible(text).into_owned();
    let mut told = diagnostic.clone();
    told.message = printable(&diagnostic.message);
    told.label = printable(&diagnostic.label);
    told.help = diagnostic.help.iter().map(|help| printable(help)).collect();
    told.notes.iter_mut().for_each(|note| note.text = printable(&note.text));
    told
}

fn group<'a>(source: &'a Source, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.0);
    let help = diagnostic.help.iter().map(|help| Element::from(Level::HELP.message(help.as_str())));
    Group::with_title(title).elements(places(source, diagnostic)).elements(help)
}

/// The offending text and the other places, in one window when they lie near each other.
fn places<'a>(source: &'a Source, diagnostic: &'a Diagnostic) -> Vec<Element<'a>> {
    if source.text().is_empty() {
        return vec![Origin::path(source.name()).into()];
    }
    let mut marks = vec![Mark::new(source, diagnostic.span, AnnotationKind::Primary, &diagnostic.label)];
    marks.extend(diagnostic.notes.iter().map(|note| Mark::new(source, note.span, AnnotationKind::Context, &note.text)));
    let together = window(source, &marks);
    if together.len() <= WINDOW_MAX {
        return vec![snippet(source, together, &marks).into()];
    }
    marks
        .iter()
        .map(|mark| {
            let own = window(source, std::slice::from_ref(mark));
            if own.len() <= WINDOW_MAX {
                snippet(source, own, std::slice::from_ref(mark)).into()
            } else {
                // A line of this length, which no person wrote, is named but not drawn.
                let at = source.position(u32::try_from(mark.range.start).unwrap_or(u32::MAX));
                Origin::path(source.name()).line(at.line as usize).char_column(at.column as usize).into()
            }
        })
        .collect()
}

/// Text to point at.
struct Mark<'a> {
    range: Range<usize>,
    kind: AnnotationKind,
    label: &'a str,
}

impl<'a> Mark<'a> {
    /// Points at the first line of a span: what is wrong with a long block stands at its beginning.
    fn new(source: &Source, span: Span, kind: AnnotationKind, label: &'a str) -> Self {
        let text = source.text();
        let start = floor(text, span.start as usize);
        let end = floor(text, span.end as usize).max(start);
        let first_line = text[start..end].find(['\n', '\r']).map_or(end, |length| start + length);
        Self { range: start..first_line, kind, label }
    }
}

/// The nearest offset of a character at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The whole lines that hold all marks.
fn window(source: &Source, marks: &[Mark<'_>]) -> Range<usize> {
    let text = source.text();
    let start = marks.iter().map(|mark| mark.range.start).min().unwrap_or(0);
    let end = marks.iter().map(|mark| mark.range.end).max().unwrap_or(start);
    let start = text[..start].rfind('\n').map_or(0, |before| before + 1);
    let end = text[end..].find('\n').map_or(text.len(), |length| end + length);
    start..end
}

fn snippet<'a>(source: &'a Source, window: Range<usize>, marks: &[Mark<'a>]) -> Snippet<'a, Annotation<'a>> {
    let first_line = source.position(u32::try_from(window.start).unwrap_or(u32::MAX)).line as usize;
    let annotations = marks.iter().map(|mark| {
        let span = mark.range.start - window.start..mark.range.end - window.start;
        let annotation = mark.kind.span(span);
        if mark.label.is_empty() { annotation } else { annotation.label(mark.label) }
    });
    Snippet::source(&source.text()[window.clone()])
        .path(source.name())
        .line_start(first_line)
        .annotations(annotations.collect::<Vec<_>>())
}
