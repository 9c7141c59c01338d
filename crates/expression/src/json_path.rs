//! `jsonpath(path)`: the parts of a response that a JSON path selects, in the response's order.
//!
//! The dialect is the one of the product's examples, `Items[?(@.price<50)]`, where the `$` in front may be left out:
//! names, `*`, `..`, positions, slices, lists of either, and filters with `==`, `!=`, `<`, `<=`, `>`, `>=`, `&&`,
//! `||` and brackets. Regular expressions (`=~`) are refused. Names and texts are compared with their case.
//!
//! Source: microsoft/azure-pipelines-tasks, docs/authoring/servertaskauthoring.md, "Expression".

use std::cmp::Ordering;

use crate::{Fault, Number, Value};

/// How many values a search may look at. No answer of a service holds as many things to count.
const VALUES_MAX: usize = 1_000_000;

/// How deep brackets in a filter, and paths in filters of paths, may lie in one another.
const DEPTH_MAX: usize = 16;

/// The values a path selects.
///
/// # Errors
/// When the path cannot be read, or its search takes too long.
pub(crate) fn select(root: &Value, path: &str) -> Result<Vec<Value>, Fault> {
    let mut reader = Reader { path, at: 0, depth: 0 };
    let steps = reader.whole()?;
    let found = Search { root, left: VALUES_MAX }.follow(&steps, root).map_err(|TooMany| Fault::MemoryExceeded)?;
    Ok(found.into_iter().cloned().collect())
}

struct TooMany;

/// One step of a path.
struct Step {
    /// After `..`: it is taken from the value and from everything inside it.
    is_deep: bool,
    selects: Selector,
}

enum Selector {
    /// `*`.
    All,
    /// `.name`, `['a', 'b']`.
    Names(Vec<String>),
    /// `[0]`, `[0, 2]`.
    Positions(Vec<usize>),
    /// `[from:to:by]`; what is negative counts from the end.
    Slice { from: Option<i64>, to: Option<i64>, by: i64 },
    /// `[?(…)]`: the members of which it is true.
    Filter(Filter),
}

enum Filter {
    Either(Vec<Self>),
    Both(Vec<Self>),
    Exists(Operand),
    Compares(Operand, Comparison, Operand),
}

enum Operand {
    Literal(Value),
    /// `@.…`: from the member that is looked at; `$.…`: from the root.
    Path {
        from_root: bool,
        steps: Vec<Step>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One search of a response.
struct Search<'v> {
    root: &'v Value,
    /// How many more values may be looked at: a filter may search all for each.
    left: usize,
}

impl<'v> Search<'v> {
    fn follow(&mut self, steps: &[Step], from: &'v Value) -> Result<Vec<&'v Value>, TooMany> {
        let mut reached = vec![from];
        for step in steps {
            if step.is_deep {
                reached = self.with_descendants(&reached)?;
            }
            let mut next = Vec::new();
            for value in reached {
                self.pick(&step.selects, value, &mut next)?;
            }
            reached = next;
        }
        Ok(reached)
    }

    fn with_descendants(&mut self, values: &[&'v Value]) -> Result<Vec<&'v Value>, TooMany> {
        let mut found = Vec::new();
        let mut ahead: Vec<&Value> = values.iter().rev().copied().collect();
        while let Some(value) = ahead.pop() {
            found.push(value);
            ahead.extend(self.members(value)?.into_iter().rev());
        }
        Ok(found)
    }

    fn members(&mut self, value: &'v Value) -> Result<Vec<&'v Value>, TooMany> {
        let members: Vec<&Value> = match value {
            Value::Array(array) => array.items().iter().collect(),
            Value::Object(object) => object.entries().map(|(_, value)| value).collect(),
            Value::Null
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Version(_)
            | Value::DateTime(_) => Vec::new(),
        };
        self.spend(members.len())?;
        Ok(members)
    }

    /// Even a value without members costs something, so that no path is followed without end.
    fn spend(&mut self, values: usize) -> Result<(), TooMany> {
        self.left = self.left.checked_sub(values + 1).ok_or(TooMany)?;
        Ok(())
    }

    fn pick(&mut self, selector: &Selector, value: &'v Value, found: &mut Vec<&'v Value>) -> Result<(), TooMany> {
        match selector {
            Selector::All => found.extend(self.members(value)?),
            Selector::Names(names) => {
                self.spend(names.len())?;
                if let Value::Object(object) = value {
                    found.extend(names.iter().filter_map(|name| object.get(name)));
                }
            }
            Selector::Positions(positions) => {
                self.spend(positions.len())?;
                if let Value::Array(array) = value {
                    found.extend(positions.iter().filter_map(|&position| array.items().get(position)));
                }
            }
            Selector::Slice { from, to, by } => {
                if let Value::Array(array) = value {
                    self.spend(array.items().len())?;
                    found.extend(sliced(array.items(), *from, *to, *by));
                }
            }
            Selector::Filter(filter) => {
                for member in self.members(value)? {
                    if self.holds(filter, member)? {
                        found.push(member);
                    }
                }
            }
        }
        Ok(())
    }

    fn holds(&mut self, filter: &Filter, member: &'v Value) -> Result<bool, TooMany> {
        match filter {
            Filter::Either(parts) => self.any(parts, member, true),
            Filter::Both(parts) => Ok(!self.any(parts, member, false)?),
            Filter::Exists(operand) => Ok(!self.values(operand, member)?.is_empty()),
            Filter::Compares(left, comparison, right) => {
                let left = self.values(left, member)?;
                let right = self.values(right, member)?;
                self.spend(left.len().saturating_mul(right.len()))?;
                Ok(left.iter().any(|left| right.iter().any(|right| compares(left, *comparison, right))))
            }
        }
    }

    /// Whether one of the parts is `wanted`; those after it are not looked at.
    fn any(&mut self, parts: &[Filter], member: &'v Value, wanted: bool) -> Result<bool, TooMany> {
        for part in parts {
            if self.holds(part, member)? == wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn values(&mut self, operand: &Operand, member: &'v Value) -> Result<Vec<Value>, TooMany> {
        match operand {
            Operand::Literal(value) => Ok(vec![value.clone()]),
            Operand::Path { from_root, steps } => {
                let from = if *from_root { self.root } else { member };
                Ok(self.follow(steps, from)?.into_iter().cloned().collect())
            }
        }
    }
}

fn sliced(items: &[Value], from: Option<i64>, to: Option<i64>, by: i64) -> Vec<&Value> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let place = |place: i64| if place < 0 { place.saturating_add(length) } else { place };
    let (mut at, end) = if by > 0 {
        (from.map_or(0, place).max(0), to.map_or(length, place).min(length))
    } else {
        (from.map_or(length - 1, place).min(length - 1), to.map_or(-1, place).max(-1))
    };
    let mut found = Vec::new();
    while if by > 0 { at < end } else { at > end } {
        found.extend(usize::try_from(at).ok().and_then(|at| items.get(at)));
        at = at.saturating_add(by);
    }
    found
}

/// Values of different kinds differ, and neither is the smaller one.
fn compares(left: &Value, comparison: Comparison, right: &Value) -> bool {
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(left.cmp(right)),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        (Value::Boolean(left), Value::Boolean(right)) => Some(left.cmp(right)),
        (Value::Null, Value::Null) => Some(Ordering::Equal),
        _ => None,
    };
    match comparison {
        Comparison::Equal => order.is_some_and(Ordering::is_eq),
        Comparison::NotEqual => order.is_none_or(Ordering::is_ne),
        Comparison::Less => order.is_some_and(Ordering::is_lt),
        Comparison::LessOrEqual => order.is_some_and(Ordering::is_le),
        Comparison::Greater => order.is_some_and(Ordering::is_gt),
        Comparison::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
    }
}

/// Reads a path from left to right.
struct Reader<'p> {
    path: &'p str,
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, Fault>;

impl Reader<'_> {
    fn whole(&mut self) -> Read<Vec<Step>> {
        self.blanks();
        let mut steps = Vec::new();
        // `Items[…]` stands for `$.Items[…]`.
        if !self.takes("$") && !self.rest().starts_with(['.', '[']) {
            steps.push(Step { is_deep: false, selects: self.name()? });
        }
        self.steps(&mut steps)?;
        self.blanks();
        if self.rest().is_empty() { Ok(steps) } else { Err(self.odd()) }
    }

    fn steps(&mut self, steps: &mut Vec<Step>) -> Read<()> {
        loop {
            let is_deep = self.takes("..");
            let selects = if self.takes("[") {
                self.bracket()?
            } else if is_deep || self.takes(".") {
                self.name()?
            } else {
                return Ok(());
            };
            steps.push(Step { is_deep, selects });
        }
    }

    /// A name without quotes, or `*`.
    fn name(&mut self) -> Read<Selector> {
        let name = self.word(|letter| !" .[]()'\"=<>!&|,".contains(letter));
        match name.as_str() {
            "" => Err(self.odd()),
            "*" => Ok(Selector::All),
            _ => Ok(Selector::Names(vec![name])),
        }
    }

    /// What stands after `[`, with the `]`.
    fn bracket(&mut self) -> Read<Selector> {
        self.blanks();
        let selector = if self.takes("?") {
            self.blanks();
            self.expect("(")?;
            let filter = self.either()?;
            self.expect(")")?;
            Selector::Filter(filter)
        } else if self.takes("*") {
            Selector::All
        } else if self.rest().starts_with(['\'', '"']) {
            Selector::Names(self.list(Self::quoted)?)
        } else {
            self.positions()?
        };
        self.blanks();
        self.expect("]")?;
        Ok(selector)
    }

    fn list<T>(&mut self, one: fn(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let mut found = vec![one(self)?];
        loop {
            self.blanks();
            if !self.takes(",") {
                return Ok(found);
            }
            self.blanks();
            found.push(one(self)?);
        }
    }

    fn positions(&mut self) -> Read<Selector> {
        let from = self.whole_number()?;
        self.blanks();
        if self.takes(":") {
            self.blanks();
            let to = self.whole_number()?;
            self.blanks();
            let by = if self.takes(":") { self.whole_number()?.unwrap_or(1) } else { 1 };
            return if by == 0 { Err(self.odd()) } else { Ok(Selector::Slice { from, to, by }) };
        }
        let position = |number: Option<i64>| number.and_then(|number| usize::try_from(number).ok());
        let mut positions = vec![position(from).ok_or_else(|| self.odd())?];
        while self.takes(",") {
            self.blanks();
            let next = self.whole_number()?;
            positions.push(position(next).ok_or_else(|| self.odd())?);
            self.blanks();
        }
        Ok(Selector::Positions(positions))
    }

    /// A whole number, when one stands here.
    fn whole_number(&mut self) -> Read<Option<i64>> {
        let text = self.word(|letter| letter.is_ascii_digit() || letter == '-');
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| self.odd()) }
    }

    fn either(&mut self) -> Read<Filter> {
        self.deeper()?;
        let mut parts = vec![self.both()?];
        while self.takes("||") {
            parts.push(self.both()?);
        }
        self.depth -= 1;
        Ok(Filter::Either(parts))
    }

    fn both(&mut self) -> Read<Filter> {
        let mut parts = vec![self.comparison()?];
        while self.takes("&&") {
            parts.push(self.comparison()?);
        }
        Ok(Filter::Both(parts))
    }

    fn comparison(&mut self) -> Read<Filter> {
        self.blanks();
        if self.takes("(") {
            let inner = self.either()?;
            self.expect(")")?;
            self.blanks();
            return Ok(inner);
        }
        let left = self.operand()?;
        self.blanks();
        let Some(comparison) = self.operator()? else { return Ok(Filter::Exists(left)) };
        self.blanks();
        let right = self.operand()?;
        self.blanks();
        Ok(Filter::Compares(left, comparison, right))
    }

    fn operator(&mut self) -> Read<Option<Comparison>> {
        const OPERATORS: [(&str, Comparison); 8] = [
            ("===", Comparison::Equal),
            ("!==", Comparison::NotEqual),
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        if self.rest().starts_with("=~") {
            let message = format!("regular expressions are not supported in the JSON path '{}'", self.path);
            return Err(Fault::Refused { message });
        }
        Ok(OPERATORS.iter().find(|(text, _)| self.takes(text)).map(|(_, comparison)| *comparison))
    }

    fn operand(&mut self) -> Read<Operand> {
        if self.rest().starts_with(['@', '$']) {
            let from_root = self.takes("$");
            if !from_root {
                self.expect("@")?;
            }
            self.deeper()?;
            let mut steps = Vec::new();
            self.steps(&mut steps)?;
            self.depth -= 1;
            return Ok(Operand::Path { from_root, steps });
        }
        if self.rest().starts_with(['\'', '"']) {
            return Ok(Operand::Literal(self.quoted()?.into()));
        }
        let word = self.word(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
        match word.as_str() {
            "true" => Ok(Operand::Literal(true.into())),
            "false" => Ok(Operand::Literal(false.into())),
            "null" => Ok(Operand::Literal(Value::Null)),
            _ => Number::from_literal(&word).map(|number| Operand::Literal(number.into())).ok_or_else(|| self.odd()),
        }
    }

    /// Text in quotes of either kind, in which a backslash keeps the letter after it.
    fn quoted(&mut self) -> Read<String> {
        let mut letters = self.rest().chars();
        let quote = letters.next().filter(|quote| "'\"".contains(*quote)).ok_or_else(|| self.odd())?;
        let mut text = String::new();
        loop {
            match letters.next() {
                None => return Err(self.odd()),
                Some(letter) if letter == quote => break,
                Some('\\') => text.extend(letters.next()),
                Some(letter) => text.push(letter),
            }
        }
        let left = letters.as_str().len();
        self.at = self.path.len() - left;
        Ok(text)
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let rest = self.rest();
        let end = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        self.at += end;
        word
    }

    fn deeper(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX { Err(Fault::TooDeep) } else { Ok(()) }
    }

    fn rest(&self) -> &str {
        &self.path[self.at..]
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn takes(&mut self, text: &str) -> bool {
        let does = self.rest().starts_with(text);
        self.at += if does { text.len() } else { 0 };
        does
    }

    fn expect(&mut self, text: &str) -> Read<()> {
        if self.takes(text) { Ok(()) } else { Err(self.odd()) }
    }

    fn odd(&self) -> Fault {
        let (path, place) = (self.path, self.rest());
        let message = if place.is_empty() {
            format!("the JSON path '{path}' ends too early")
        } else {
            format!("the JSON path '{path}' cannot be read from '{place}' on")
        };
        Fault::Refused { message }
    }
}
