//! What the YAML parser could not read, said in plain English.
//!
//! The parser speaks of tokens and contexts. Authors know lines, colons, quotes and indentation, so each
//! of its messages is looked up here, moved to where the mistake was made (the parser often notices it a
//! line later), and given the sentence that says what to type instead.

use rehearsal_source::{Code, Diagnostic, Source, Span};

use crate::{codes, tree::shorten};

/// The diagnostic for a message of the parser at a byte offset. `bracket` is where the innermost `[` or
/// `{` that is still open stands.
pub(crate) fn explain(info: &str, source: &Source, place: usize, bracket: Option<Span>) -> Diagnostic {
    let text = Text { text: source.text(), place: place.min(source.text().len()) };
    if info.contains("recursion limit") {
        return crate::limits::too_deep(text.here());
    }
    let tab = text.tab_in_indentation(text.place);
    if let Some(tab) = tab.or_else(|| info.contains("found a tab").then(|| text.tab_further_down()).flatten()) {
        return syntax(tab, "a tab is used for indentation").help("indent with spaces; YAML does not allow tabs there");
    }
    of_a_line(info, &text)
        .or_else(|| of_brackets(info, &text, bracket))
        .or_else(|| of_a_scalar(info, &text))
        .unwrap_or_else(|| syntax(text.here(), format!("this is not valid YAML: {info}")))
}

/// The diagnostic for a directive with letters beyond ASCII: the parser counts those as several characters
/// there, so that every place after it would be wrong.
pub(crate) fn refuse_directive(source: &Source) -> Option<Diagnostic> {
    let text = source.text();
    let lines = text.split_inclusive(['\n', '\r']).map(|line| line.trim_start_matches('\u{feff}'));
    let mut head = lines.take_while(|line| line.starts_with(['%', '#']) || line.trim().is_empty());
    let line = head.find(|line| line.starts_with('%') && !line.is_ascii())?;
    let text = Text { text, place: line.as_ptr().addr() - text.as_ptr().addr() };
    Some(syntax(text.line(), "a directive has letters that YAML does not allow there").help("remove the line"))
}

/// True for `key:value`, but not for a sentence with a time of day in it.
fn lacks_space_after_colon(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, value)| {
        let is_key = |character: char| character.is_alphanumeric() || "_-.\"'".contains(character);
        !key.is_empty()
            && key.chars().all(is_key)
            && !key.ends_with(|last: char| last.is_ascii_digit())
            && !value.is_empty()
            && !value.starts_with([' ', '/'])
    })
}

fn syntax(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(codes::YAML_SYNTAX, span, message)
}

/// Mistakes of indentation, and lines that are neither key nor item.
fn of_a_line(info: &str, text: &Text<'_>) -> Option<Diagnostic> {
    let diagnostic = match info {
        "simple key expect ':'" | "simple key expected" => {
            let line = text.line_without_key();
            let help = match text.slice(line) {
                item if item.starts_with('-') => "put a space after the dash: `- item`",
                pair if lacks_space_after_colon(pair) => "put a space after the colon: `key: value`",
                _ => {
                    "write `key: value`, or `- item` for an item of a list; text that goes on over several lines \
                     begins with `|` after its key, and each line is indented more than the key"
                }
            };
            syntax(line, "this line is neither a `key: value` pair nor a list item").help(help)
        }
        "while parsing a block mapping, did not find expected key" => {
            let line = text.line();
            if text.slice(line).starts_with("- ") {
                syntax(line, "a list item stands where a key was expected")
                    .help("begin the list on the line after `key:`, or remove the dash")
            } else {
                syntax(line, "this line is not a key of the mapping above it")
                    .help("begin it in the same column as the other keys of its mapping")
            }
        }
        "while parsing a block collection, did not find expected '-' indicator" => {
            syntax(text.line(), "this line is not an item of the list above it").help(
                "begin it with `- `, in the same column as the other items, or indent it below the item it belongs to",
            )
        }
        "mapping values are not allowed in this context" if text.a_colon_stands_before() => {
            syntax(text.here(), "a second `: ` on one line")
                .help("put quotes around the text, or begin the nested `key: value` on a line of its own")
        }
        "mapping values are not allowed in this context" => {
            syntax(text.line(), "a key stands where the text of the line above goes on")
                .help("begin it in the same column as the key above, or remove the value above to nest it")
        }
        "block sequence entries are not allowed in this context" => {
            syntax(text.here(), "a list cannot begin on the line of its key")
                .help("begin the list on the next line, or put quotes around text that begins with `- `")
        }
        "mapping keys are not allowed in this context" => {
            syntax(text.here(), "a key cannot begin here").help("put quotes around text that begins with `? `")
        }
        "comment intercepting the multiline text" => {
            syntax(text.here(), "a comment stands inside text that goes over several lines")
                .help("move the comment to a line above the key, or put quotes around the text")
        }
        "wrongly indented line in block scalar" => {
            syntax(text.line(), "the first lines of this block are blank and indented more than its text")
                .help("remove the blanks from the empty lines")
        }
        _ if info.starts_with("a byte order mark") => {
            syntax(text.here(), "an invisible byte order mark stands inside the text").help("remove it")
        }
        "did not find expected <document start>" if !text.begins_with_directive() => {
            syntax(text.line(), "something stands after the end of the only value of the file")
                .help("write all of the file as `key: value` lines, or all of it as `- item` lines")
        }
        _ if info.contains("directive") || info == "did not find expected <document start>" => {
            syntax(text.line(), "this is no place for a line that begins a new document")
                .help("begin the file with its first key; put quotes around text that begins with `%`")
        }
        _ => return None,
    };
    Some(diagnostic)
}

/// Brackets that are not closed, or closed without having been opened.
fn of_brackets(info: &str, text: &Text<'_>, bracket: Option<Span>) -> Option<Diagnostic> {
    if info == "misplaced bracket" && bracket.is_none() {
        return Some(
            syntax(text.here(), "a closing bracket without an opening one")
                .help("remove it, or put quotes around the text"),
        );
    }
    let bracket = bracket?;
    let (kind, close) = if text.slice(bracket).ends_with('[') { ("list", ']') } else { ("mapping", '}') };
    let message = match info {
        "invalid indentation" | "invalid indentation in flow construct" => {
            return Some(
                syntax(text.line(), format!("the lines of a {kind} in brackets must be indented"))
                    .note(bracket, format!("the {kind} begins here"))
                    .help(format!("indent them further than the key, or close the {kind} with `{close}`")),
            );
        }
        "misplaced bracket"
        | "illegal placement of ':' indicator"
        | "unexpected eof"
        | "while parsing a node, did not find expected node content"
        | "unexpected end of plain scalar" => format!("expected `,` or `{close}`"),
        _ if info.starts_with("while parsing a flow") => format!("expected `,` or `{close}`"),
        _ => return None,
    };
    if text.nothing_follows() {
        return Some(
            syntax(bracket, format!("the {kind} that begins here is not closed"))
                .help(format!("close it with `{close}`, or put quotes around text with brackets")),
        );
    }
    Some(
        syntax(text.here(), message)
            .note(bracket, format!("the {kind} that begins here is not closed"))
            .help(format!("close the {kind} with `{close}`, or put quotes around text with brackets")),
    )
}

/// Quotes, and characters that plain text cannot begin with.
fn of_a_scalar(info: &str, text: &Text<'_>) -> Option<Diagnostic> {
    let diagnostic = match info {
        "invalid indentation in quoted scalar" | "while scanning a quoted scalar, found unexpected end of stream" => {
            syntax(text.here(), "the quote that opens here is not closed").help("close it at the end of the text")
        }
        "while scanning a quoted scalar, found unexpected document indicator" => {
            syntax(text.here(), "the quote that opens here is not closed before the next document")
                .help("close it at the end of the text")
        }
        "invalid trailing content after double-quoted scalar" => {
            syntax(text.here(), "something stands after the closing quote").help(
                "put all of the text between the quotes; inside single quotes a quote is written twice: `'it''s'`",
            )
        }
        "while parsing a quoted scalar, found unknown escape character"
        | "while parsing a quoted scalar, did not find expected hexadecimal number"
        | "while parsing a quoted scalar, found invalid Unicode character escape code" => {
            syntax(text.bad_escape(), "a backslash in double quotes begins an escape that does not exist")
                .help("write `\\\\` for a backslash, or use single quotes")
        }
        "while parsing node, found unknown anchor" => {
            let name = text.word();
            let message = format!("no anchor is named `{}`", shorten(text.slice(name).trim_start_matches('*')));
            return Some(at(codes::YAML_ANCHOR, name, message).help("put quotes around text that begins with `*`"));
        }
        _ if info.starts_with("while scanning an anchor or alias") => {
            return Some(
                at(codes::YAML_ANCHOR, text.here(), "`*` and `&` begin the name of an anchor, and here is none")
                    .help("put quotes around text that begins with `*` or `&`"),
            );
        }
        _ if info.contains("tag") || info == "the handle wasn't declared" => {
            return Some(
                at(codes::YAML_TAG, text.word(), "this is not a tag")
                    .help("put quotes around text that begins with `!`"),
            );
        }
        _ if info.starts_with("unexpected character") || info.starts_with("plain scalar cannot start") => {
            let here = text.here();
            let message = match text.slice(here) {
                "`" => "plain text cannot begin with a backtick".to_owned(),
                other => format!("plain text cannot begin with `{other}`"),
            };
            syntax(here, message).help("put quotes around the text")
        }
        "while parsing a node, did not find expected node content" => {
            syntax(text.here(), "a value was expected here").help("put quotes around text with brackets and commas")
        }
        "found unprintable character" => syntax(text.here(), "a control character stands here").help("remove it"),
        _ if info.starts_with("while scanning a block scalar") || info.starts_with("a block scalar") => {
            syntax(text.here(), "the text block that begins with `|` or `>` is not well formed")
                .help("put nothing but `-` or `+` after `|` or `>`, and begin the text on the next line, indented")
        }
        _ => return None,
    };
    Some(diagnostic)
}

fn at(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, span, message)
}

/// The text and the place in it that the parser named.
struct Text<'s> {
    text: &'s str,
    /// Invariant: at most the length of the text, and between two characters.
    place: usize,
}

impl<'s> Text<'s> {
    fn slice(&self, span: Span) -> &'s str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The character at the place; nothing at the end of a line.
    fn here(&self) -> Span {
        let length = self.text[self.place..].chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
        Span::new(self.place, self.place + length)
    }

    /// From the place to the next blank or bracket.
    fn word(&self) -> Span {
        let rest = &self.text[self.place..];
        let end = rest.find(|c: char| c.is_whitespace() || ",[]{}".contains(c)).unwrap_or(rest.len());
        Span::new(self.place, self.place + end)
    }

    /// The line of the place, without indentation and line break.
    fn line(&self) -> Span {
        self.line_at(self.place)
    }

    /// The last line with text that begins before the place.
    fn line_before(&self) -> Span {
        let before = &self.text[..self.place];
        let in_line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        if !in_line.trim().is_empty() {
            return self.line();
        }
        let written = before.lines().rev().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        match written {
            // `lines` gives slices of the text, so their address tells where they stand in it.
            Some(line) => self.line_at(line.as_ptr().addr() - self.text.as_ptr().addr()),
            None => self.line(),
        }
    }

    /// The line that should have had a key: text goes on over lines, so it may be noticed at the key of the next.
    fn line_without_key(&self) -> Span {
        let noticed = self.line_before();
        let has_key = |line: Span| {
            let text = self.slice(line);
            text.contains(": ") || text.ends_with(':')
        };
        let above = Text { text: self.text, place: self.line_start(noticed.start as usize) }.line_before();
        let text = self.slice(above);
        let is_text = !text.is_empty() && !text.starts_with('-') && !has_key(above) && above.start < noticed.start;
        if has_key(noticed) && is_text { above } else { noticed }
    }

    fn line_at(&self, offset: usize) -> Span {
        let start = self.line_start(offset);
        let rest = &self.text[start..];
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let indentation = line.len() - line.trim_start().len();
        Span::new(start + indentation, start + line.trim_end().len())
    }

    fn line_start(&self, offset: usize) -> usize {
        self.text[..offset].rfind(['\n', '\r']).map_or(0, |line_break| line_break + 1)
    }

    /// The first tab in the blanks that begin the line of an offset.
    fn tab_in_indentation(&self, offset: usize) -> Option<Span> {
        let start = self.line_start(offset);
        let line = &self.text[start..];
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = start + line[..indentation].find('\t')?;
        Some(Span::new(tab, tab + 1))
    }

    /// The first such tab in the lines after the place.
    fn tab_further_down(&self) -> Option<Span> {
        let line_ends = self.text[self.place..].match_indices('\n');
        line_ends.map(|(line_end, _)| self.place + line_end + 1).find_map(|line| self.tab_in_indentation(line))
    }

    fn a_colon_stands_before(&self) -> bool {
        self.text[self.line_start(self.place)..self.place].contains(": ")
    }

    fn begins_with_directive(&self) -> bool {
        self.text[..self.place].lines().any(|line| line.starts_with('%'))
    }

    /// True when only blanks and line breaks are left.
    fn nothing_follows(&self) -> bool {
        self.text[self.place..].trim().is_empty()
    }

    /// The first backslash of the quoted text at the place that begins no escape.
    fn bad_escape(&self) -> Span {
        const ESCAPES: &str = "0abtnvfre \"/\\N_LP\t\r\n";
        let digits = |kind: char| match kind {
            'x' => 2,
            'u' => 4,
            _ => 8,
        };
        let quoted = &self.text[self.place..];
        let mut rest = quoted;
        while let Some(backslash) = rest.find('\\') {
            let start = self.place + quoted.len() - rest.len() + backslash;
            let mut characters = rest[backslash + 1..].chars();
            let good = match characters.next() {
                Some(kind @ ('x' | 'u' | 'U')) => {
                    let code: String = characters.by_ref().take(digits(kind)).collect();
                    u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).is_some()
                }
                Some(kind) => ESCAPES.contains(kind),
                None => false,
            };
            if !good {
                let length = 1 + rest[backslash + 1..].chars().next().map_or(0, char::len_utf8);
                return Span::new(start, start + length);
            }
            rest = characters.as_str();
        }
        self.here()
    }
}
