//! What is wrong with a text, as data; terminals and pages draw it.

use serde::Serialize;

use crate::{Source, Span};

/// A stable name of a kind of mistake, such as `unknown-stage`; scripts may match on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Code(pub &'static str);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Works, but probably not as meant.
    Warning,
    /// The file cannot be used as it is.
    Error,
}

/// A second place that helps to understand the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Annotation {
    /// Where.
    pub span: Span,
    /// What to see there.
    pub text: String,
}

/// One thing to tell the author of a text.
///
/// `message` says what is wrong, `label` (may be empty) what was expected at the span itself, `notes`
/// point at other places, and `help` says what to type instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The kind of mistake.
    pub code: Code,
    /// One sentence without a full stop.
    pub message: String,
    /// The offending text.
    pub span: Span,
    /// What was expected, shown at the span.
    pub label: String,
    /// Other places that matter.
    pub notes: Vec<Annotation>,
    /// How to fix it, one sentence each.
    pub help: Vec<String>,
}

impl Diagnostic {
    fn new(severity: Severity, code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            span,
            label: String::new(),
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    /// A mistake that makes the file unusable.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message)
    }

    /// Something that works but is probably not meant.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message)
    }

    /// Something worth knowing.
    pub fn notice(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, span, message)
    }

    /// Says at the span itself what was expected.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.notes.push(Annotation { span, text: text.into() });
        self
    }

    /// Says how to fix it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds "did you mean `x`?" when one of the candidates is near, else the list of what is allowed.
    #[must_use]
    pub fn suggest<'a>(self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        match nearest(name, candidates.iter().copied()) {
            Some(best) => self.help(format!("did you mean `{best}`?")),
            None if candidates.is_empty() => self,
            None => self.help(format!("expected one of: {}", candidates.join(", "))),
        }
    }
}

/// The diagnostics of one text, in order of discovery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// How many diagnostics a report holds at most; more would bury the first.
    pub const LIMIT: usize = 100;

    /// An empty report.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one; past [`Report::LIMIT`] it is dropped.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < Self::LIMIT {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Adds all of another report.
    pub fn append(&mut self, other: Self) {
        other.diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// True when at least one is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// True when there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// All of them, in order of discovery.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.diagnostics.iter()
    }

    /// One line each, `name:line:column: severity[code]: message`, for tests and plain logs.
    pub fn to_lines(&self, source: &Source) -> String {
        let mut lines = Vec::new();
        for diagnostic in &self.diagnostics {
            let severity = match diagnostic.severity {
                Severity::Note => "note",
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            let position = source.position(diagnostic.span.start);
            lines.push(format!(
                "{}:{position}: {severity}[{}]: {}",
                source.name(),
                diagnostic.code,
                diagnostic.message
            ));
            lines.extend(diagnostic.help.iter().map(|help| format!("  help: {help}")));
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

impl<'a> IntoIterator for &'a Report {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.diagnostics.iter()
    }
}

impl IntoIterator for Report {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.diagnostics.into_iter()
    }
}

/// The candidate that `name` was probably meant to be, if one is near enough to be worth saying.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let stages = ["Dev", "QA", "Production"];
        assert_eq!(nearest("Prodction", stages), Some("Production"));
        assert_eq!(nearest("qa", stages), Some("QA"));
        assert_eq!(nearest("Staging", stages), None);
    }
}
