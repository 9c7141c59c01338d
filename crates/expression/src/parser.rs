//! Tokens to a tree.
//!
//! Mistakes are raised in the order in which the product meets them: grammar at once, names nobody knows only when
//! the rest reads well.

use rehearsal_source::Span;

use crate::expr::{Callee, Expr, Form, Node, Step};
use crate::lexer::{Lexer, Token, TokenKind, is_name};
use crate::mistake::{EXPRESSION_DEPTH_MAX, EXPRESSION_LENGTH_MAX, Mistake, MistakeKind, Mistakes};
use crate::text::{equal_folded, length};
use crate::{Arity, Function, Value, Vocabulary};

/// How many unknown names are remembered; each carries a copy of the expression.
const UNKNOWN_MAX: usize = 20;

/// Where the bytes of a text stand in the source: a text put together from pieces has several.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// Start of a piece in the text, and in the source; the first starts at zero.
    pieces: Vec<(usize, u32)>,
}

impl Places {
    /// A text that stands in the source in one piece.
    pub(crate) fn starting_at(offset: u32) -> Self {
        Self { pieces: vec![(0, offset)] }
    }

    /// Says that the text from `start` on stands at `offset`.
    pub(crate) fn add(&mut self, start: usize, offset: u32) {
        self.pieces.push((start, offset));
    }

    fn offset(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|&(start, _)| start <= at).saturating_sub(1);
        let (start, offset) = self.pieces[piece];
        offset as usize + (at - start)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.offset(start), self.offset(end))
    }
}

/// Parses a text that is already trimmed.
pub(crate) fn parse_text(text: &str, places: &Places, vocabulary: &Vocabulary) -> Result<Expr, Mistakes> {
    let whole = |kind| Mistake::new(kind, text, 0..text.len(), places.span(0, text.len()));
    if text.is_empty() {
        return Err(whole(MistakeKind::Missing).into());
    }
    if length(text) > EXPRESSION_LENGTH_MAX {
        return Err(whole(MistakeKind::TooLong).into());
    }
    let mut lexer = Lexer::new(text);
    let peeked = lexer.next_token();
    let mut parser = Parser { text, places, vocabulary, lexer, peeked, open: Vec::new(), unknown: Vec::new(), size: 0 };
    match parser.whole() {
        Err(first) => Err(Mistakes::new(first, parser.unknown)),
        Ok(root) => {
            let size = parser.size;
            let mut unknown = parser.unknown.into_iter();
            match unknown.next() {
                Some(first) => Err(Mistakes::new(first, unknown.collect())),
                None => Ok(Expr { text: text.into(), root, size }),
            }
        }
    }
}

/// A call or bracket that waits for its end.
struct Open {
    kind: MistakeKind,
    /// The function's name, or the bracket.
    start: usize,
    end: usize,
}

struct Parser<'t> {
    text: &'t str,
    places: &'t Places,
    vocabulary: &'t Vocabulary,
    lexer: Lexer<'t>,
    peeked: Option<Token>,
    open: Vec<Open>,
    /// Names and functions nobody knows, kept until the rest is known to read well.
    unknown: Vec<Mistake>,
    size: usize,
}

impl Parser<'_> {
    fn whole(&mut self) -> Result<Node, Mistake> {
        let root = self.expression()?;
        match self.next()? {
            None => Ok(root),
            Some(token) => Err(self.unexpected(&token)),
        }
    }

    /// The next token; tokens that fit nowhere are mistakes already.
    fn next(&mut self) -> Result<Option<Token>, Mistake> {
        let Some(token) = self.peeked.take() else { return Ok(None) };
        self.peeked = self.lexer.next_token();
        let kind = match token.kind {
            TokenKind::BadNumber => MistakeKind::BadNumber,
            TokenKind::UnclosedText => MistakeKind::UnclosedText,
            TokenKind::BadProperty => MistakeKind::BadProperty,
            TokenKind::Word if self.vocabulary.refuses_odd_words_at_once() && !is_name(self.slice(&token)) => {
                MistakeKind::OddWord
            }
            TokenKind::OpenBracket
            | TokenKind::CloseBracket
            | TokenKind::OpenParenthesis
            | TokenKind::CloseParenthesis
            | TokenKind::Comma
            | TokenKind::Star
            | TokenKind::Dot
            | TokenKind::Text(_)
            | TokenKind::Number(_)
            | TokenKind::Version(_)
            | TokenKind::Word
            | TokenKind::Property => return Ok(Some(token)),
        };
        Err(self.mistake(kind, token.start, token.end))
    }

    fn peek(&self) -> Option<&TokenKind> {
        self.peeked.as_ref().map(|token| &token.kind)
    }

    fn slice(&self, token: &Token) -> &str {
        &self.text[token.start..token.end]
    }

    fn mistake(&self, kind: MistakeKind, start: usize, end: usize) -> Mistake {
        Mistake::new(kind, self.text, start..end, self.places.span(start, end))
    }

    fn unexpected(&self, token: &Token) -> Mistake {
        self.mistake(MistakeKind::Unexpected, token.start, token.end)
    }

    /// The text ended inside something: the innermost call or bracket is to blame.
    fn ended(&self) -> Mistake {
        match self.open.last() {
            Some(open) => self.mistake(open.kind.clone(), open.start, open.end),
            None => self.mistake(MistakeKind::Missing, 0, self.text.len()),
        }
    }

    fn number_node(&mut self) -> usize {
        self.size += 1;
        self.size - 1
    }

    fn node(&self, number: usize, start: usize, end: usize, form: Form) -> Node {
        Node { number, range: (start, end), span: self.places.span(start, end), form }
    }

    fn enter(&mut self, kind: MistakeKind, token: &Token) -> Result<(), Mistake> {
        self.open.push(Open { kind, start: token.start, end: token.end });
        if self.open.len() < EXPRESSION_DEPTH_MAX {
            return Ok(());
        }
        Err(self.mistake(MistakeKind::TooDeep, token.start, token.end))
    }

    fn expression(&mut self) -> Result<Node, Mistake> {
        let Some(token) = self.next()? else { return Err(self.ended()) };
        let number = self.number_node();
        let literal = |value: Value| Form::Literal(value);
        let form = match token.kind {
            TokenKind::Text(ref text) => literal(text.as_str().into()),
            TokenKind::Number(value) => literal(value.into()),
            TokenKind::Version(ref version) => literal(version.clone().into()),
            TokenKind::Word if equal_folded(self.slice(&token), "true") => literal(true.into()),
            TokenKind::Word if equal_folded(self.slice(&token), "false") => literal(false.into()),
            TokenKind::Word => return self.named(number, &token),
            TokenKind::OpenBracket
            | TokenKind::CloseBracket
            | TokenKind::OpenParenthesis
            | TokenKind::CloseParenthesis
            | TokenKind::Comma
            | TokenKind::Star
            | TokenKind::Dot
            | TokenKind::Property
            | TokenKind::BadNumber
            | TokenKind::UnclosedText
            | TokenKind::BadProperty => return Err(self.unexpected(&token)),
        };
        Ok(self.node(number, token.start, token.end, form))
    }

    /// A name or a call, and what is looked up in it.
    fn named(&mut self, number: usize, token: &Token) -> Result<Node, Mistake> {
        let name = self.slice(token).to_owned();
        let function = Function::named(&name);
        let arity = function.and_then(|function| Some((function, self.vocabulary.arity(function)?)));
        let is_call = self.peek() == Some(&TokenKind::OpenParenthesis);
        let base = match arity {
            Some((function, arity)) if is_call => self.call(number, token, Callee::Known(function), arity)?,
            Some((function, _)) => {
                return Err(self.mistake(MistakeKind::NoArguments(function), token.start, token.end));
            }
            None if self.vocabulary.knows(&name) => self.node(number, token.start, token.end, Form::Name(name)),
            None if is_call => {
                self.remember_unknown(MistakeKind::UnknownFunction, token);
                let any = Arity { min: 0, max: Arity::UNLIMITED };
                self.call(number, token, Callee::Unknown(name), any)?
            }
            None => {
                self.remember_unknown(MistakeKind::UnknownName, token);
                self.node(number, token.start, token.end, Form::Name(name))
            }
        };
        self.accessed(base)
    }

    fn remember_unknown(&mut self, kind: MistakeKind, token: &Token) {
        if !self.vocabulary.is_lenient() && self.unknown.len() < UNKNOWN_MAX {
            let mistake = self.mistake(kind, token.start, token.end).with_suggestion(self.vocabulary);
            self.unknown.push(mistake);
        }
    }

    fn call(&mut self, number: usize, name: &Token, callee: Callee, arity: Arity) -> Result<Node, Mistake> {
        let parenthesis = self.next()?;
        debug_assert!(parenthesis.is_some_and(|token| token.kind == TokenKind::OpenParenthesis), "it was peeked");
        self.enter(MistakeKind::UnclosedCall, name)?;
        let mut arguments = Vec::new();
        let end = loop {
            if self.peek() == Some(&TokenKind::CloseParenthesis) && arguments.is_empty() {
                break self.next()?;
            }
            arguments.push(self.expression()?);
            let Some(token) = self.next()? else { return Err(self.ended()) };
            match token.kind {
                TokenKind::CloseParenthesis => break Some(token),
                TokenKind::Comma => {
                    if arguments.len() >= usize::from(arity.max) {
                        return Err(self.wrong_count(&callee, arity, arguments.len() + 1, &token));
                    }
                }
                _ => return Err(self.unexpected(&token)),
            }
        };
        let Some(end) = end else { return Err(self.ended()) };
        if arguments.len() < usize::from(arity.min) || arguments.len() > usize::from(arity.max) {
            return Err(self.wrong_count(&callee, arity, arguments.len(), &end));
        }
        self.open.pop();
        Ok(self.node(number, name.start, end.end, Form::Call(callee, arguments)))
    }

    fn wrong_count(&self, callee: &Callee, takes: Arity, given: usize, at: &Token) -> Mistake {
        let kind = match *callee {
            Callee::Known(function) if given < usize::from(takes.min) => {
                MistakeKind::TooFewArguments { function, takes, given }
            }
            Callee::Known(function) => MistakeKind::TooManyArguments { function, takes },
            Callee::Unknown(_) => MistakeKind::Unexpected,
        };
        self.mistake(kind, at.start, at.end)
    }

    /// Reads the `.name`, `.*`, `[…]` and `[*]` that follow a name or a call.
    fn accessed(&mut self, base: Node) -> Result<Node, Mistake> {
        let mut steps = Vec::new();
        let mut end = base.range.1;
        loop {
            let (step, step_end) = match self.peek() {
                Some(TokenKind::Dot) => self.property()?,
                Some(TokenKind::OpenBracket) => self.bracket()?,
                _ => break,
            };
            steps.push(step);
            end = step_end;
        }
        if steps.is_empty() {
            return Ok(base);
        }
        let number = base.number;
        let start = base.range.0;
        let base = Node { number: self.number_node(), ..base };
        Ok(self.node(number, start, end, Form::Access(Box::new(base), steps)))
    }

    fn property(&mut self) -> Result<(Step, usize), Mistake> {
        let dot = self.next()?;
        let Some(token) = self.next()? else {
            let (start, end) = dot.map_or((0, 0), |dot| (dot.start, dot.end));
            return Err(self.mistake(MistakeKind::NoProperty, start, end));
        };
        match token.kind {
            TokenKind::Star => Ok((Step::All, token.end)),
            TokenKind::Property => {
                let number = self.number_node();
                let key = Form::Literal(self.slice(&token).into());
                Ok((Step::Key(self.node(number, token.start, token.end, key)), token.end))
            }
            _ => Err(self.unexpected(&token)),
        }
    }

    fn bracket(&mut self) -> Result<(Step, usize), Mistake> {
        if let Some(bracket) = self.next()? {
            self.enter(MistakeKind::UnclosedBracket, &bracket)?;
        }
        let step = if self.peek() == Some(&TokenKind::Star) {
            self.next()?;
            Step::All
        } else {
            Step::Key(self.expression()?)
        };
        let Some(token) = self.next()? else { return Err(self.ended()) };
        if token.kind != TokenKind::CloseBracket {
            return Err(self.unexpected(&token));
        }
        self.open.pop();
        Ok((step, token.end))
    }
}
