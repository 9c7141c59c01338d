//! How much text is read at most, so that no file hangs or overflows anything, and how little.

use rehearsal_source::{Diagnostic, Source, Span};

use crate::codes;

/// The longest file that is read, in bytes: 4 MiB.
pub const MAX_BYTES: usize = 4 << 20;
/// How many keys and values a file may say, after its aliases are put in.
pub const MAX_NODES: usize = 500_000;
/// How many lists and mappings may lie in one another.
pub const MAX_DEPTH: usize = 128;

/// The diagnostic for a text that is too long to be looked at.
pub(crate) fn refuse_size(source: &Source) -> Option<Diagnostic> {
    let length = source.text().len();
    (length > MAX_BYTES).then(|| {
        let message =
            format!("the file is {} KiB long, more than the {} KiB that are read", length >> 10, MAX_BYTES >> 10);
        Diagnostic::error(codes::TOO_LARGE, Span::default(), message)
    })
}

pub(crate) fn too_many(span: Span, has_aliases: bool) -> Diagnostic {
    let message = format!("the file says more than {MAX_NODES} keys and values by here");
    Diagnostic::error(codes::TOO_LARGE, span, message).help(if has_aliases {
        "an alias counts as often as the values it stands for"
    } else {
        "leave out what is not needed; reading ends here"
    })
}

pub(crate) fn too_deep(span: Span) -> Diagnostic {
    let message = format!("more than {MAX_DEPTH} lists and mappings lie in one another");
    Diagnostic::error(codes::TOO_DEEP, span, message).help("reading ends here")
}

/// The diagnostic for a text of nothing but blanks and comments.
pub(crate) fn empty() -> Diagnostic {
    Diagnostic::error(codes::EMPTY_DOCUMENT, Span::default(), "the file says nothing")
}
