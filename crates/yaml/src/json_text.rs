//! JSON text to the same tree.
//!
//! Comments and trailing commas are read, with a warning, because people write them; everything else is
//! strict JSON. The parser recurses, so depth is measured before it sees the text.

use std::collections::BTreeMap;

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{ObjectPropName, Value as Json},
    common::{Range, Ranged},
    errors::{ParseError, ParseErrorKind},
    parse_to_ast,
};
use rehearsal_source::{Diagnostic, Report, Source, Span, Spanned};

use crate::{Node, Parse, Value, anchors::Budget, codes, limits, scalar};

/// Reads JSON. Never panics, and takes time in proportion to the text.
///
/// ```
/// use rehearsal_source::Source;
///
/// let source = Source::new("release.json", r#"{ "id": 7, "name": "Fabrikam" }"#);
/// let parse = rehearsal_yaml::parse_json(&source);
/// let root = parse.root.expect("it is valid");
/// assert_eq!(root.get("id").and_then(|id| id.as_int()), Some(7));
/// ```
pub fn parse_json(source: &Source) -> Parse {
    if let Some(refusal) = limits::refuse_size(source) {
        return Parse::refused(refusal);
    }
    let (text, shift) = match source.text().strip_prefix('\u{feff}') {
        Some(text) => (text, '\u{feff}'.len_utf8()),
        None => (source.text(), 0),
    };
    if let Some(refusal) = refuse_web_page(text, shift) {
        return Parse::refused(refusal);
    }
    let mut reader = Reader { shift, report: Report::new(), budget: Budget::default() };
    let root = reader.read(text);
    Parse { root, report: reader.report }
}

/// The diagnostic for a web page where JSON was asked for: whoever was not signed in has saved the page that asks them to.
fn refuse_web_page(text: &str, shift: usize) -> Option<Diagnostic> {
    let start = text.len() - text.trim_start().len();
    let is_page = ["<!doctype html", "<html"]
        .iter()
        .any(|mark| text[start..].get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark)));
    is_page.then(|| {
        let span = Span::new(shift + start, shift + start + 1);
        Diagnostic::error(codes::JSON_SYNTAX, span, "this is a web page, not JSON")
            .help("it is probably the page that asks to sign in: sign in, and save the file again")
    })
}

struct Reader {
    /// Bytes in front of the text that the parser does not see.
    shift: usize,
    report: Report,
    budget: Budget,
}

/// The text makes no tree; why is in the report.
struct Refused;

impl Reader {
    fn read(&mut self, text: &str) -> Option<Node> {
        let lax = Laxities::find(text);
        if let Some(bracket) = lax.too_deep {
            self.report.push(limits::too_deep(self.byte(bracket)));
            return None;
        }
        match parse_to_ast(text, &CollectOptions::default(), &strictness()) {
            Err(error) => {
                self.report.push(self.explain(&error, text));
                None
            }
            Ok(result) => {
                self.report_laxities(&lax);
                let Some(value) = result.value else {
                    self.report.push(limits::empty());
                    return None;
                };
                self.node(value).ok()
            }
        }
    }

    fn byte(&self, offset: usize) -> Span {
        Span::new(self.shift + offset, self.shift + offset)
    }

    fn span(&self, range: Range) -> Span {
        Span::new(self.shift + range.start, self.shift + range.end)
    }

    fn report_laxities(&mut self, lax: &Laxities) {
        let found = [(lax.comment, 2, "a comment"), (lax.trailing_comma, 1, "a comma after the last element")];
        for (place, length, what) in found {
            if let Some(place) = place {
                let span = Span::new(self.shift + place, self.shift + place + length);
                let diagnostic =
                    Diagnostic::warning(codes::JSON_NOT_STRICT, span, format!("{what} is not strict JSON"));
                self.report.push(diagnostic.help("it is read here, but other tools may refuse the file"));
            }
        }
    }

    fn node(&mut self, json: Json<'_>) -> Result<Node, Refused> {
        let span = self.span(json.range());
        if self.budget.spend(1, 0).is_err() {
            self.report.push(limits::too_many(span, false));
            return Err(Refused);
        }
        Ok(match json {
            Json::NullKeyword(_) => Node::written(Value::Null, "null", span),
            Json::BooleanLit(literal) => {
                Node::written(Value::Bool(literal.value), if literal.value { "true" } else { "false" }, span)
            }
            Json::NumberLit(literal) => match scalar::number(literal.value) {
                // It could only be kept as another number, or as none.
                Some(Value::Float(value)) if !value.is_finite() => {
                    self.report.push(too_large_a_number(span));
                    return Err(Refused);
                }
                Some(value) => Node::written(value, literal.value, span),
                // The parser accepts no number that is not one for YAML as well.
                None => Node::new(Value::String(literal.value.to_owned()), span),
            },
            Json::StringLit(literal) => Node::new(Value::String(literal.value.into_owned()), span),
            Json::Array(array) => {
                let items = array.elements.into_iter().map(|element| self.node(element));
                Node::new(Value::Sequence(items.collect::<Result<_, _>>()?), span)
            }
            Json::Object(object) => {
                let mut entries: Vec<(Spanned<String>, Node)> = Vec::with_capacity(object.properties.len());
                let mut seen: BTreeMap<String, usize> = BTreeMap::new();
                for property in object.properties {
                    let span = self.span(property.name.range());
                    let name = match property.name {
                        ObjectPropName::String(name) => name.value.into_owned(),
                        ObjectPropName::Word(name) => name.value.to_owned(),
                    };
                    let value = self.node(property.value)?;
                    let key = Spanned::new(name, span);
                    if let Some(&first) = seen.get(&key.value) {
                        self.report.push(repeated(&key, entries[first].0.span));
                        entries[first] = (key, value);
                    } else {
                        seen.insert(key.value.clone(), entries.len());
                        entries.push((key, value));
                    }
                }
                Node::new(Value::Mapping(entries), span)
            }
        })
    }

    fn explain(&self, error: &ParseError, text: &str) -> Diagnostic {
        let (message, help) = plain_words(error.kind());
        let range = error.range();
        // A collection that is not closed reaches to the end of the file; its bracket is what to look at.
        let opening = matches!(error.kind(), ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject);
        let start = text.floor_char_boundary(range.start);
        let end = if opening { start + 1 } else { range.end };
        let end = text.ceil_char_boundary(end.min(text.len()));
        Diagnostic::error(codes::JSON_SYNTAX, Span::new(self.shift + start, self.shift + end), message).help(help)
    }
}

fn repeated(key: &Spanned<String>, first: Span) -> Diagnostic {
    let message = format!("the key `{}` stands twice in this object", crate::tree::shorten(key));
    Diagnostic::warning(codes::DUPLICATE_KEY, key.span, message)
        .note(first, "this one does not count")
        .help("remove one of them; the last one counts")
}

fn too_large_a_number(span: Span) -> Diagnostic {
    Diagnostic::error(codes::OUT_OF_RANGE, span, "the number is too large for JSON readers")
        .help("write a smaller one, or put it in double quotes if it is text")
}

fn strictness() -> ParseOptions {
    ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn plain_words(kind: &ParseErrorKind) -> (&'static str, &'static str) {
    match kind {
        ParseErrorKind::CommentsNotAllowed | ParseErrorKind::UnterminatedCommentBlock => {
            ("the comment that begins here is not closed", "close it with `*/`")
        }
        ParseErrorKind::ExpectedColonAfterObjectKey => ("expected `:` after the key", "write `\"key\": value`"),
        ParseErrorKind::ExpectedObjectValue => ("expected a value after the colon", "write `\"key\": value`"),
        ParseErrorKind::ExpectedStringObjectProperty | ParseErrorKind::UnexpectedTokenInObject => {
            ("expected a key in double quotes", "write `\"key\": value`")
        }
        ParseErrorKind::ExpectedComma => ("expected a comma before the next element", "put `,` between two elements"),
        ParseErrorKind::MultipleRootJsonValues => {
            ("a second value begins after the end of the first", "a file holds one value; remove the rest")
        }
        ParseErrorKind::String(_) => {
            ("the text in quotes is not well formed", "close it with `\"`; write `\\\\` for a backslash")
        }
        ParseErrorKind::SingleQuotedStringsNotAllowed => {
            ("text stands in single quotes", "use double quotes: `\"text\"`")
        }
        ParseErrorKind::TrailingCommasNotAllowed | ParseErrorKind::UnexpectedComma => {
            ("expected a value before the comma", "remove the comma")
        }
        ParseErrorKind::UnexpectedCloseBrace => {
            ("a `}` stands where a value was expected", "write the value, or close the list with `]` first")
        }
        ParseErrorKind::UnexpectedCloseBracket => {
            ("a `]` stands where a value was expected", "write the value, or close the object with `}` first")
        }
        ParseErrorKind::UnexpectedColon => {
            ("a colon without a key before it", "put the key in double quotes in front of it")
        }
        ParseErrorKind::UnexpectedWord | ParseErrorKind::UnexpectedToken => (
            "this is neither text in quotes nor a number, `true`, `false` or `null`",
            "put double quotes around the text",
        ),
        ParseErrorKind::UnterminatedArray => ("the list that begins here is not closed", "close it with `]`"),
        ParseErrorKind::UnterminatedObject => ("the object that begins here is not closed", "close it with `}`"),
        ParseErrorKind::BareDecimalPointNumbersNotAllowed
        | ParseErrorKind::ExpectedDigit
        | ParseErrorKind::ExpectedDigitFollowingNegativeSign
        | ParseErrorKind::ExpectedPlusMinusOrDigitInNumberLiteral
        | ParseErrorKind::HexadecimalNumbersNotAllowed
        | ParseErrorKind::NonFiniteNumbersNotAllowed
        | ParseErrorKind::UnaryPlusNumbersNotAllowed => {
            ("the number is not well formed", "write it like `12`, `-0.5` or `1e6`")
        }
        ParseErrorKind::NestingDepthExceeded => ("objects and lists lie too deep in one another", "reading ends here"),
    }
}

/// What a quick look finds before the parser runs: the first of each.
#[derive(Default)]
struct Laxities {
    too_deep: Option<usize>,
    comment: Option<usize>,
    trailing_comma: Option<usize>,
}

impl Laxities {
    /// Walks over the text once, knowing no more of JSON than strings, comments, commas and brackets.
    fn find(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut found = Self::default();
        let (mut depth, mut comma, mut index) = (0_usize, None, 0);
        while let Some(&byte) = bytes.get(index) {
            match byte {
                b'"' => index = string_end(bytes, index),
                b'/' if matches!(bytes.get(index + 1), Some(b'/' | b'*')) => {
                    found.comment = found.comment.or(Some(index));
                    index = comment_end(text, index);
                    continue;
                }
                b'[' | b'{' => {
                    depth += 1;
                    if depth > limits::MAX_DEPTH {
                        found.too_deep = Some(index);
                        return found;
                    }
                }
                b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    found.trailing_comma = found.trailing_comma.or(comma);
                }
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                comma = (byte == b',').then_some(index);
            }
            index += 1;
        }
        found
    }
}

/// The index of the quote that closes the string, or of the last byte.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut index = start + 1;
    while let Some(&byte) = bytes.get(index) {
        match byte {
            b'"' => return index,
            b'\\' => index += 2,
            _ => index += 1,
        }
    }
    bytes.len()
}

/// The index after the comment.
fn comment_end(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    let length = if rest[1] == b'/' {
        rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'))
    } else {
        rest[2..].windows(2).position(|pair| pair == b"*/").map(|position| position + 4)
    };
    length.map_or(text.len(), |length| start + length)
}
