//! Text to tokens.
//!
//! What a dot means depends on what stands before it, so the lexer remembers its last token.

use crate::{Number, Version};

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenKind {
    OpenBracket,
    CloseBracket,
    OpenParenthesis,
    CloseParenthesis,
    Comma,
    Star,
    Dot,
    Text(String),
    Number(Number),
    Version(Version),
    /// A name, a keyword, or text that is neither; the vocabulary decides.
    Word,
    /// What stands after a dot.
    Property,
    /// What looks like a number and is none.
    BadNumber,
    /// A quote without its partner.
    UnclosedText,
    /// What stands after a dot and cannot be a name.
    BadProperty,
}

/// A token and where it stands, in bytes of the lexed text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What came before, as far as a dot cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The start of the text, `(`, `[` or `,`: a dot starts a number.
    Value,
    /// A dot: a word is a property.
    Dot,
    /// Anything else: a dot looks into it.
    Other,
}

/// Cuts a text into tokens.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    before: Before,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0, before: Before::Value }
    }

    pub(crate) fn next_token(&mut self) -> Option<Token> {
        let rest = &self.text[self.at..];
        let start = self.at + (rest.len() - rest.trim_start().len());
        let first = self.text[start..].chars().next()?;
        let (kind, length) = self.read(&self.text[start..], first);
        self.at = start + length;
        self.before = match kind {
            TokenKind::OpenBracket | TokenKind::OpenParenthesis | TokenKind::Comma => Before::Value,
            TokenKind::Dot => Before::Dot,
            _ => Before::Other,
        };
        Some(Token { kind, start, end: self.at })
    }

    /// Reads the token that `rest` starts with; gives its length too.
    fn read(&self, rest: &str, first: char) -> (TokenKind, usize) {
        match first {
            '[' => (TokenKind::OpenBracket, 1),
            ']' => (TokenKind::CloseBracket, 1),
            '(' => (TokenKind::OpenParenthesis, 1),
            ')' => (TokenKind::CloseParenthesis, 1),
            ',' => (TokenKind::Comma, 1),
            '*' => (TokenKind::Star, 1),
            '.' if self.before != Before::Value => (TokenKind::Dot, 1),
            '\'' => string(rest),
            '.' | '-' | '0'..='9' => number(rest),
            _ => self.word(rest),
        }
    }

    fn word(&self, rest: &str) -> (TokenKind, usize) {
        let length = rest.find(|next| ends_word(next) || next == '.').unwrap_or(rest.len());
        let kind = match self.before {
            Before::Dot if is_name(&rest[..length]) => TokenKind::Property,
            Before::Dot => TokenKind::BadProperty,
            Before::Value | Before::Other => TokenKind::Word,
        };
        (kind, length)
    }
}

/// True for text that could be a name: letters, digits and underscores, not starting with a digit.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn ends_word(next: char) -> bool {
    next.is_whitespace() || matches!(next, '[' | ']' | '(' | ')' | ',')
}

fn string(rest: &str) -> (TokenKind, usize) {
    let mut text = String::new();
    let mut at = 1;
    while let Some(length) = rest[at..].find('\'') {
        text.push_str(&rest[at..at + length]);
        at += length + 1;
        if !rest[at..].starts_with('\'') {
            return (TokenKind::Text(text), at);
        }
        text.push('\'');
        at += 1;
    }
    (TokenKind::UnclosedText, rest.len())
}

fn number(rest: &str) -> (TokenKind, usize) {
    let length = rest.find(ends_word).unwrap_or(rest.len());
    let text = &rest[..length];
    let kind = if text.bytes().filter(|&byte| byte == b'.').count() >= 2 {
        Version::from_text(text).map_or(TokenKind::BadNumber, TokenKind::Version)
    } else {
        Number::from_literal(text).map_or(TokenKind::BadNumber, TokenKind::Number)
    };
    (kind, length)
}
