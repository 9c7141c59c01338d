//! Text with expressions in it: `${{ … }}` inside a scalar, and `$[ … ]` as the whole of one.

use rehearsal_source::{Span, Spanned};

use crate::mistake::{Mistake, MistakeKind, Mistakes};
use crate::parser::{Places, parse_text};
use crate::text::length;
use crate::{Expr, Vocabulary};

/// A stretch of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'t> {
    /// Text that stands for itself.
    Text(&'t str),
    /// What stands between `${{` and `}}`, blanks included; its place is that of the inner text.
    Expression(&'t str),
}

/// Cuts a text at its `${{ … }}`. A `}}` inside single quotes does not close.
///
/// `offset` is where the text starts in its source.
///
/// # Errors
/// When a `${{` has no `}}`.
pub fn segments(text: &str, offset: u32) -> Result<Vec<Spanned<Segment<'_>>>, Mistake> {
    let place = |start: usize, end: usize| Span::new(offset as usize + start, offset as usize + end);
    let mut segments = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("${{") {
        let open = at + found;
        if open > at {
            segments.push(Spanned::new(Segment::Text(&text[at..open]), place(at, open)));
        }
        let start = open + 3;
        let Some(size) = closing(&text[start..]) else {
            return Err(Mistake::new(MistakeKind::Unclosed, text, open..text.len(), place(open, text.len())));
        };
        let inner = &text[start..start + size];
        segments.push(Spanned::new(Segment::Expression(inner), place(start, start + size)));
        at = start + size + 2;
    }
    if at < text.len() {
        segments.push(Spanned::new(Segment::Text(&text[at..]), place(at, text.len())));
    }
    Ok(segments)
}

/// Where the `}}` stands that closes an expression.
fn closing(text: &str) -> Option<usize> {
    let mut in_string = false;
    text.bytes().enumerate().zip(text.bytes().skip(1)).find_map(|((at, byte), next)| {
        in_string ^= byte == b'\'';
        (!in_string && byte == b'}' && next == b'}').then_some(at)
    })
}

/// A scalar of a file, as far as expressions go.
#[derive(Debug, Clone, PartialEq)]
pub enum Template {
    /// Nothing to evaluate.
    Text(String),
    /// One expression and nothing else: its value keeps its structure.
    Lone(Expr),
    /// Text with expressions in it, as the `format(…)` the product makes of it: its value is a string.
    Mixed(Expr),
}

impl Template {
    /// Reads a scalar. `offset` is where `text` starts in its source.
    ///
    /// # Errors
    /// When a `${{` is not closed, or what stands inside is no expression of this vocabulary. Like the product, mistakes in mixed text show
    /// the `format(…)` made of it; their places are still those of the source.
    ///
    /// ```
    /// use rehearsal_expression::{Nothing, Slot, Template, Vocabulary, evaluate};
    ///
    /// let template = Template::parse("pre-${{ true }}-post", 0, &Vocabulary::of(Slot::Template))?;
    /// let Template::Mixed(expr) = template else { panic!("there is text around it") };
    /// assert_eq!(evaluate(&expr, &Nothing)?, "pre-True-post".into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str, offset: u32, vocabulary: &Vocabulary) -> Result<Self, Mistakes> {
        let segments = segments(text, offset)?;
        match segments.as_slice() {
            [Spanned { value: Segment::Expression(inner), span }] => {
                Ok(Self::Lone(Expr::parse(inner, span.start, vocabulary)?))
            }
            segments if segments.iter().all(|segment| matches!(segment.value, Segment::Text(_))) => {
                Ok(Self::Text(text.to_owned()))
            }
            segments => mixed(segments, offset, vocabulary).map(Self::Mixed),
        }
    }

    /// The expression, if there is one.
    pub fn expr(&self) -> Option<&Expr> {
        match self {
            Self::Text(_) => None,
            Self::Lone(expr) | Self::Mixed(expr) => Some(expr),
        }
    }
}

/// Makes `format('text {0} text', expression)` and remembers where its pieces came from.
fn mixed(segments: &[Spanned<Segment<'_>>], offset: u32, vocabulary: &Vocabulary) -> Result<Expr, Mistakes> {
    let mut call = String::from("format('");
    let mut count = 0_usize;
    for segment in segments {
        match segment.value {
            Segment::Text(text) => {
                call += &text.replace('\'', "''").replace('{', "{{").replace('}', "}}");
            }
            Segment::Expression(_) => {
                call += "{";
                call += &count.to_string();
                call += "}";
                count += 1;
            }
        }
    }
    call.push('\'');
    let mut places = Places::starting_at(offset);
    for segment in segments {
        let Segment::Expression(inner) = segment.value else { continue };
        let trimmed = inner.trim();
        if trimmed.is_empty() {
            return Err(Mistake::new(MistakeKind::Missing, "", 0..0, segment.span).into());
        }
        call += ", ";
        let blanks = u32::try_from(inner.len() - inner.trim_start().len()).unwrap_or(u32::MAX);
        places.add(call.len(), segment.span.start.saturating_add(blanks));
        call += trimmed;
    }
    call.push(')');
    parse_text(&call, &places, vocabulary)
}

/// What a value that may be `$[ … ]` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runtime<'t> {
    /// Plain text: it does not start with `$[` and end with `]`.
    Text,
    /// The expression inside, without outer blanks, and its place.
    Expression(Spanned<&'t str>),
}

/// Looks whether a value is a run-time expression `$[ … ]`. `offset` is where it starts in its source.
///
/// # Errors
/// When there is nothing inside.
pub fn runtime(text: &str, offset: u32) -> Result<Runtime<'_>, Mistake> {
    let Some(inner) = text.strip_prefix("$[").and_then(|rest| rest.strip_suffix(']')) else {
        return Ok(Runtime::Text);
    };
    let start = offset as usize;
    let trimmed = inner.trim();
    // The shortest, `$[]`, has three characters, which the product takes for plain text.
    if length(text) <= 3 {
        return Ok(Runtime::Text);
    }
    if trimmed.is_empty() {
        let span = Span::new(start, start + text.len());
        return Err(Mistake::new(MistakeKind::EmptyRuntime, text, 0..text.len(), span));
    }
    let before = start + 2 + (inner.len() - inner.trim_start().len());
    Ok(Runtime::Expression(Spanned::new(trimmed, Span::new(before, before + trimmed.len()))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Nothing, Slot, evaluate};

    fn template(text: &str) -> Result<Template, Mistakes> {
        Template::parse(text, 100, &Vocabulary::of(Slot::Template))
    }

    #[test]
    fn a_lone_expression_is_one_with_nothing_around_it() {
        assert!(matches!(template("${{ true }}"), Ok(Template::Lone(_))));
        assert!(matches!(template(" ${{ true }}"), Ok(Template::Mixed(_))));
        assert_eq!(template("plain"), Ok(Template::Text("plain".to_owned())));
        assert_eq!(template(""), Ok(Template::Text(String::new())));
    }

    #[test]
    fn mixed_text_keeps_its_braces_and_quotes() {
        let mixed = template("{it's} ${{ 'my${{v}}' }} ${{ 1.50 }}").expect("it reads");
        let value = mixed.expr().map(|expr| evaluate(expr, &Nothing));
        assert_eq!(value, Some(Ok("{it's} my${{v}} 1.5".into())));
    }

    #[test]
    fn a_mistake_in_mixed_text_shows_the_format_call_and_points_at_the_source() {
        let mistakes = template("prefix ${{ null }} suffix").expect_err("null is unknown");
        let first = mistakes.first();
        assert!(first.to_string().starts_with(
            "Unrecognized value: 'null'. Located at position 29 within expression: 'format('prefix {0} suffix', null)'"
        ));
        assert_eq!(first.span, Span::new(111, 115));
    }

    #[test]
    fn an_expression_needs_its_end_and_something_inside() {
        let words = |text| template(text).expect_err("it is wrong").to_string();
        assert_eq!(words("${{ }}"), "An expression was expected");
        assert_eq!(words("a ${{ }}"), "An expression was expected");
        assert!(words("a ${{ 'b }}").starts_with("The expression is not closed."));
        assert!(words("${{").starts_with("The expression is not closed."));
    }

    #[test]
    fn a_run_time_expression_takes_the_whole_value() {
        let inner = |text| match runtime(text, 10) {
            Ok(Runtime::Expression(inner)) => Some((inner.value, inner.span.start)),
            Ok(Runtime::Text) | Err(_) => None,
        };
        assert_eq!(inner("$[ variables.a ]"), Some(("variables.a", 13)));
        assert_eq!(runtime("v$[ 1 ]", 0), Ok(Runtime::Text));
        assert_eq!(runtime("$[]", 0), Ok(Runtime::Text));
        assert_eq!(
            runtime("$[ ]", 0).map_err(|mistake| mistake.to_string()),
            Err("'$[ ]' is not a valid expression. Expressions must be enclosed with '$[' and ']'.".to_owned())
        );
    }
}
