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
            message: cut(message.into()),
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
        self.label = cut(text.into());
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.notes.push(Annotation { span, text: cut(text.into()) });
        self
    }

    /// Says how to fix it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(cut(text.into()));
        self
    }

    /// Adds "did you mean `x`?" when one of the candidates is near, else the list of what is allowed.
    #[must_use]
    pub fn suggest<'a>(self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        match nearest(name, candidates.iter().copied()) {
            Some(best) => {
                let told = self.help(format!("did you mean `{best}`?"));
                match look_alike(name, best) {
                    Some(difference) => told.help(difference),
                    None => told,
                }
            }
            None if candidates.is_empty() => self,
            None => self.help(format!("expected one of: {}", candidates.join(", "))),
        }
    }
}

/// A sentence is never longer than this unless it quotes what nobody would read to its end.
const SENTENCE_MAX: usize = 1_000;

fn cut(mut sentence: String) -> String {
    if let Some((end, _)) = sentence.char_indices().nth(SENTENCE_MAX) {
        sentence.truncate(end);
        sentence.push('…');
    }
    sentence
}

/// A quotation of a text, cut down to what fits into a sentence.
pub fn quoted(text: &str) -> String {
    const CHARACTERS_MAX: usize = 80;
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// The diagnostics of one text, in order of discovery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    left_out: LeftOut,
}

/// How many diagnostics a report was given but does not hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// How many of them are errors.
    pub errors: usize,
    /// How many of them are warnings.
    pub warnings: usize,
    /// How many of them are notes.
    pub notes: usize,
}

impl LeftOut {
    /// How many there are of any severity.
    pub fn count(&self) -> usize {
        self.errors + self.warnings + self.notes
    }

    /// How many there are of one severity.
    pub fn of(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.warnings,
            Severity::Note => self.notes,
        }
    }

    fn add(&mut self, severity: Severity, count: usize) {
        match severity {
            Severity::Error => self.errors += count,
            Severity::Warning => self.warnings += count,
            Severity::Note => self.notes += count,
        }
    }
}

/// `… and 4,900 more: 4,899 errors, 1 warning`.
impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "… and {} more: ", grouped(self.count()))?;
        let mut is_first = true;
        for (count, noun) in [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")] {
            if count > 0 {
                let comma = if is_first { "" } else { ", " };
                write!(f, "{comma}{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })?;
                is_first = false;
            }
        }
        Ok(())
    }
}

/// A number with a comma between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl Report {
    /// How many diagnostics a report holds at most; more would bury the first.
    pub const LIMIT: usize = 100;

    /// An empty report.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one. Past [`Report::LIMIT`] the least grave one that came last is left out, and counted: an error never
    /// gives way to warnings, and stands before them then, where readers who do not read on will see it.
    ///
    /// What has been said of the same place is not said again: a part of a file may be read several times, through
    /// aliases.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let is_same = |one: &Diagnostic| {
            one.span == diagnostic.span && one.code == diagnostic.code && one.message == diagnostic.message
        };
        if diagnostic.span != Span::default() && self.diagnostics.iter().any(is_same) {
            return;
        }
        if self.diagnostics.len() < Self::LIMIT {
            self.diagnostics.push(diagnostic);
            return;
        }
        // Of equals the last is left out.
        let held = self.diagnostics.iter().enumerate().rev().min_by_key(|(_, one)| one.severity);
        match held.filter(|(_, one)| one.severity < diagnostic.severity).map(|(index, one)| (index, one.severity)) {
            Some((index, severity)) => {
                self.diagnostics.remove(index);
                self.left_out.add(severity, 1);
                self.diagnostics.push(diagnostic);
                self.diagnostics.sort_by_key(|one| std::cmp::Reverse(one.severity));
            }
            None => self.left_out.add(diagnostic.severity, 1),
        }
    }

    /// Adds all of another report.
    pub fn append(&mut self, other: Self) {
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            self.left_out.add(severity, other.left_out.of(severity));
        }
        other.diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// True when at least one is an error, whether or not the report holds it.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of a severity, those included that the report does not hold.
    pub fn count(&self, severity: Severity) -> usize {
        let held = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        held + self.left_out.of(severity)
    }

    /// Counts some that nobody has put into words, since the report could not hold them.
    pub fn leave_out(&mut self, severity: Severity, count: usize) {
        self.left_out.add(severity, count);
    }

    /// What the report was given but does not hold; its sentence tells readers that there is more.
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// True when there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// All that it holds, in order of discovery.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.diagnostics.iter()
    }

    /// Lets those who know more put each into better words.
    pub fn reword(&mut self, change: impl FnMut(&mut Diagnostic)) {
        self.diagnostics.iter_mut().for_each(change);
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
        if self.left_out.count() > 0 {
            lines.push(self.left_out.to_string());
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
    /// Whoever misspelt a name did not write a page.
    const CHARACTERS_MAX: usize = 1_000;
    if name.chars().nth(CHARACTERS_MAX).is_some() {
        return None;
    }
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Which character tells two names apart that a reader takes for the same one; none when the eye can tell them.
///
/// A name is copied with an invisible character in it, or typed on a keyboard of another script.
fn look_alike(given: &str, meant: &str) -> Option<String> {
    let code = |character: char| format!("U+{:04X}", u32::from(character));
    let unseen = |text: &str| text.chars().zip(1..).find(|(character, _)| is_invisible(*character));
    let seen = |text: &str| text.chars().filter(|character| !is_invisible(*character)).collect::<String>();
    if seen(given) == seen(meant) {
        let invisible = |what, (character, place)| {
            format!("character {place} of the name {what} is the invisible {}: remove it", code(character))
        };
        let here = unseen(given).map(|found| invisible("here", found));
        return here.or_else(|| unseen(meant).map(|found| invisible("that is known", found)));
    }
    let mut pairs = given.chars().zip(meant.chars()).zip(1..);
    let differs = |((here, there), _): &((char, char), i32)| here.to_lowercase().ne(there.to_lowercase());
    let ((here, there), place) = pairs.find(differs)?;
    let is_foreign = |one: char, other: char| !one.is_ascii() && one.is_alphanumeric() && other.is_alphanumeric();
    (given.chars().count() == meant.chars().count() && (is_foreign(here, there) || is_foreign(there, here))).then(
        || {
            format!(
                "character {place} here is `{here}` ({}), in the other name `{there}` ({})",
                code(here),
                code(there)
            )
        },
    )
}

/// True for characters that take no room: joiners, marks of direction, soft hyphens and their like.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
        || (character.is_control() && character != '\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    const CODE: Code = Code("test");

    #[test]
    fn the_same_is_said_of_the_same_place_once() {
        let mut report = Report::new();
        for span in [Span::new(3, 4), Span::new(3, 4), Span::new(5, 6)] {
            report.push(Diagnostic::error(CODE, span, "no stage is named `QB`"));
        }
        assert_eq!(report.count(Severity::Error), 2);
    }

    fn warning(number: usize) -> Diagnostic {
        Diagnostic::warning(CODE, Span::default(), format!("warning {number}"))
    }

    #[test]
    fn an_error_that_comes_after_many_warnings_is_kept_in_place_of_the_last_of_them() {
        let mut report = Report::new();
        (0..=Report::LIMIT).for_each(|number| report.push(warning(number)));
        assert!(!report.has_errors());
        report.push(Diagnostic::error(CODE, Span::default(), "the error"));
        assert!(report.has_errors());
        assert_eq!(report.iter().count(), Report::LIMIT);
        assert_eq!(report.left_out(), LeftOut { errors: 0, warnings: 2, notes: 0 });
        let first: Vec<&str> = report.iter().take(2).map(|one| one.message.as_str()).collect();
        assert_eq!(first, ["the error", "warning 0"]);
    }

    #[test]
    fn what_a_report_cannot_hold_is_counted_and_survives_being_appended() {
        let mut inner = Report::new();
        for number in 0..5_000 {
            inner.push(Diagnostic::error(CODE, Span::default(), format!("error {number}")));
        }
        inner.push(warning(0));
        let mut report = Report::new();
        report.push(warning(1));
        report.append(inner);
        assert_eq!(report.count(Severity::Error), 5_000);
        assert_eq!(report.left_out().to_string(), "… and 4,902 more: 4,900 errors, 2 warnings");
    }

    #[test]
    fn a_sentence_that_quotes_a_word_without_end_is_cut() {
        let told = Diagnostic::error(CODE, Span::default(), "ä".repeat(2_000_000));
        assert_eq!(told.message.chars().count(), SENTENCE_MAX + 1);
        assert_eq!(quoted("QA"), "`QA`");
        assert_eq!(quoted(&"ä".repeat(81)), format!("`{}…`", "ä".repeat(80)));
        assert_eq!(nearest(&"QA".repeat(1_000_000), ["QA"]), None);
    }

    #[test]
    fn names_that_look_alike_are_told_apart() {
        let help = |given: &str| {
            let told = Diagnostic::error(CODE, Span::default(), "").suggest(given, ["QA", "Café"]);
            told.help.join("; ")
        };
        assert_eq!(
            help("Q\u{200d}A"),
            "did you mean `QA`?; character 2 of the name here is the invisible U+200D: remove it"
        );
        assert_eq!(
            help("Q\u{410}"),
            "did you mean `QA`?; character 2 here is `\u{410}` (U+0410), in the other name `A` (U+0041)"
        );
        assert_eq!(
            help("Cafe"),
            "did you mean `Café`?; character 4 here is `e` (U+0065), in the other name `é` (U+00E9)"
        );
        assert_eq!(help("QB"), "did you mean `QA`?");
    }

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let stages = ["Dev", "QA", "Production"];
        assert_eq!(nearest("Prodction", stages), Some("Production"));
        assert_eq!(nearest("qa", stages), Some("QA"));
        assert_eq!(nearest("Staging", stages), None);
    }
}
