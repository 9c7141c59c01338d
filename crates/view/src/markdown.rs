//! The texts of scenarios, from Markdown to plain data.
//!
//! Paragraphs, headings, lists, blocks of code; bold, italic, code and links: what `scenarios/README.md` promises and
//! little more. Everything else, HTML above all, is text and stays visible as it was written. No text takes time out of
//! proportion or nests deeper than [`DEPTH_MAX`].

/// A part of a text that stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Sentences.
    Paragraph(Vec<Inline>),
    /// A heading; 1 is the greatest.
    Heading(usize, Vec<Inline>),
    /// A list; numbered from this number, or with bullets.
    List(Option<u32>, Vec<Vec<Block>>),
    /// Lines that keep their shape.
    Code(String),
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// `**bold**`
    Strong(Vec<Inline>),
    /// `*italic*`
    Emphasis(Vec<Inline>),
    /// `` `code` ``
    Code(String),
    /// `[words](address)`; the address leads into the web.
    Link(String, Vec<Inline>),
}

/// How many lists, or marks, may lie in one another; what lies deeper is shown as it was written.
pub const DEPTH_MAX: usize = 8;

/// The blocks of a text.
pub fn markdown(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    blocks(&lines, 0)
}

fn blocks(lines: &[&str], depth: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at).map(|line| line.trim()) {
        let item = Item::of(lines[at]).filter(|_| depth < DEPTH_MAX);
        let heading = heading(line);
        let is_fence = line.starts_with(FENCE);
        if (line.is_empty() || item.is_some() || heading.is_some() || is_fence) && !paragraph.is_empty() {
            blocks.push(Block::Paragraph(inlines(&std::mem::take(&mut paragraph).join(" "), 0)));
        }
        at += 1;
        if let Some(first) = item {
            at = list(lines, at - 1, &first, depth, &mut blocks);
        } else if let Some((level, words)) = heading {
            blocks.push(Block::Heading(level, inlines(words, 0)));
        } else if is_fence {
            let length = lines[at..].iter().take_while(|line| !line.trim_start().starts_with(FENCE)).count();
            blocks.push(Block::Code(lines[at..at + length].join("\n")));
            at += length + 1;
        } else if !line.is_empty() {
            paragraph.push(line);
        }
    }
    if !paragraph.is_empty() {
        blocks.push(Block::Paragraph(inlines(&paragraph.join(" "), 0)));
    }
    blocks
}

const FENCE: &str = "```";

fn begins_a_block(line: &str) -> bool {
    let line = line.trim();
    Item::of(line).is_some() || heading(line).is_some() || line.starts_with(FENCE)
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    Some((level, words.strip_prefix(' ')?.trim())).filter(|_| (1..=6).contains(&level))
}

/// The beginning of a list's item.
#[derive(Clone, Copy)]
struct Item {
    number: Option<u32>,
    /// Columns in front of the mark.
    indent: usize,
    /// Columns in front of the words.
    content: usize,
}

impl Item {
    fn of(line: &str) -> Option<Self> {
        let marked = line.trim_start_matches(' ');
        let words = marked.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = marked.len() - words.len();
        let (number, mark) = match digits {
            0 => (None, marked.strip_prefix(['-', '*', '+'])),
            1..=9 => (marked[..digits].parse().ok(), words.strip_prefix(['.', ')'])),
            _ => return None,
        };
        let words = mark.filter(|words| words.is_empty() || words.starts_with(' '))?;
        let indent = line.len() - marked.len();
        Some(Self { number, indent, content: line.len() - words.trim_start_matches(' ').len() })
    }
}

/// Reads the list that begins at a line; gives the line behind it.
fn list(lines: &[&str], mut at: usize, first: &Item, depth: usize, blocks: &mut Vec<Block>) -> usize {
    let mut items = Vec::new();
    while let Some(item) = lines.get(at).and_then(|line| Item::of(line)) {
        if item.number.is_some() != first.number.is_some() || item.indent < first.indent {
            break;
        }
        let mut own = vec![lines[at].get(item.content..).unwrap_or_default()];
        at += 1;
        while let Some(line) = lines.get(at) {
            let indent = line.len() - line.trim_start_matches(' ').len();
            // A line that goes on after a line break need not be indented.
            let goes_on = own.last().is_some_and(|last| !last.is_empty()) && !begins_a_block(line);
            if line.is_empty() || indent >= item.content {
                own.push(line.get(item.content..).unwrap_or_default());
            } else if goes_on {
                own.push(line.trim());
            } else {
                break;
            }
            at += 1;
        }
        items.push(self::blocks(&own, depth + 1));
    }
    blocks.push(Block::List(first.number, items));
    at
}

fn inlines(text: &str, depth: usize) -> Vec<Inline> {
    let mut found = Found::default();
    if depth == DEPTH_MAX {
        found.plain.push_str(text);
        return found.all();
    }
    let mut rest = text;
    // What has no end once has none further on either; it is not looked for again.
    let (mut code, mut strong, mut emphasis, mut link) = (true, true, true, true);
    while let Some(mark) = rest.chars().next() {
        let behind = match mark {
            '\\' => found.escaped(rest),
            '`' if code => kept(found.code(rest), &mut code),
            '*' if strong && opens(rest, "**") => kept(found.marked(rest, "**", Inline::Strong, depth), &mut strong),
            '*' if emphasis && opens(rest, "*") => {
                kept(found.marked(rest, "*", Inline::Emphasis, depth), &mut emphasis)
            }
            '[' if link => match link_words(rest) {
                Some((words, target)) => found.link(words, target, depth, &mut link),
                None => None,
            },
            _ => None,
        };
        rest = behind.unwrap_or_else(|| {
            found.plain.push(mark);
            &rest[mark.len_utf8()..]
        });
    }
    found.all()
}

/// Remembers whether something was found.
fn kept<'t>(behind: Option<&'t str>, is_there: &mut bool) -> Option<&'t str> {
    *is_there = behind.is_some();
    behind
}

/// True when the mark stands in front of a word and is no part of a longer one.
fn opens(text: &str, mark: &str) -> bool {
    let is_word = |c: char| !c.is_whitespace() && (mark != "*" || c != '*');
    text.strip_prefix(mark).is_some_and(|inside| inside.starts_with(is_word))
}

/// The words of a link, and what follows the bracket in front of its address.
fn link_words(text: &str) -> Option<(&str, &str)> {
    let end = 1 + text[1..].find(['[', ']'])?;
    Some((&text[1..end], text[end..].strip_prefix("](")?))
}

/// What a line consists of so far.
#[derive(Default)]
struct Found {
    parts: Vec<Inline>,
    plain: String,
}

impl Found {
    fn push(&mut self, part: Inline) {
        if !self.plain.is_empty() {
            self.parts.push(Inline::Text(std::mem::take(&mut self.plain)));
        }
        self.parts.push(part);
    }

    fn all(mut self) -> Vec<Inline> {
        if !self.plain.is_empty() {
            self.parts.push(Inline::Text(self.plain));
        }
        self.parts
    }

    fn escaped<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let escaped = text[1..].chars().next().filter(char::is_ascii_punctuation)?;
        self.plain.push(escaped);
        Some(&text[2..])
    }

    /// Takes a piece of code from the beginning of a text and gives the rest.
    fn code<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (code, rest) = text[1..].split_once('`')?;
        self.push(Inline::Code(code.to_owned()));
        Some(rest)
    }

    fn marked<'t>(
        &mut self,
        text: &'t str,
        mark: &str,
        part: fn(Vec<Inline>) -> Inline,
        depth: usize,
    ) -> Option<&'t str> {
        let inside = &text[mark.len()..];
        let end = end_of(inside, mark)?;
        self.push(part(inlines(&inside[..end], depth + 1)));
        Some(&inside[end + mark.len()..])
    }

    /// Takes a link and gives the rest. One that does not lead into the web is only its words.
    fn link<'t>(&mut self, words: &str, target: &'t str, depth: usize, is_there: &mut bool) -> Option<&'t str> {
        let end = target.find(|c: char| c == ')' || c.is_whitespace());
        *is_there = end.is_some();
        let (address, rest) = target.split_at(end?);
        let rest = rest.strip_prefix(')')?;
        let parts = inlines(words, depth + 1);
        let is_web = ["https://", "http://"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        if is_web {
            self.push(Inline::Link(address.to_owned(), parts));
        } else {
            for part in parts {
                self.push(part);
            }
        }
        Some(rest)
    }
}

/// Where marked words end: at the next such mark that follows a word. Code and other marks in between are passed.
fn end_of(inside: &str, mark: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(next) = inside[at..].find(['*', '`', '\\']) {
        at += next;
        let rest = &inside[at..];
        let stars = rest.len() - rest.trim_start_matches('*').len();
        let is_such = stars == mark.len() || stars >= 3;
        if is_such && at > 0 && !inside[..at].ends_with(char::is_whitespace) {
            // Of a run that ends two marks at once, this one has the end.
            return Some(at + stars - mark.len());
        }
        at += match stars {
            0 if rest.starts_with('`') => rest[1..].find('`').map_or(1, |end| end + 2),
            0 => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => stars,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text again with every part in brackets, which shows what was understood.
    fn shown(text: &str) -> String {
        markdown(text).iter().map(block).collect::<Vec<_>>().join("\n")
    }

    fn block(it: &Block) -> String {
        match it {
            Block::Paragraph(words) => format!("p({})", line(words)),
            Block::Heading(level, words) => format!("h{level}({})", line(words)),
            Block::Code(code) => format!("pre({code})"),
            Block::List(first, items) => {
                let items = items.iter().map(|item| format!("li({})", item.iter().map(block).collect::<String>()));
                format!("{}({})", first.map_or("ul".to_owned(), |n| format!("ol{n}")), items.collect::<String>())
            }
        }
    }

    fn line(parts: &[Inline]) -> String {
        let one = |part: &Inline| match part {
            Inline::Text(text) => text.clone(),
            Inline::Strong(words) => format!("b({})", line(words)),
            Inline::Emphasis(words) => format!("i({})", line(words)),
            Inline::Code(code) => format!("code({code})"),
            Inline::Link(address, words) => format!("a({address} {})", line(words)),
        };
        parts.iter().map(one).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs_and_line_breaks_do_not() {
        assert_eq!(shown("One\ntwo\n\n\nThree\n"), "p(One two)\np(Three)");
    }

    #[test]
    fn words_are_bold_italic_and_code() {
        assert_eq!(
            shown("Press **Next event** until *Release-1* `runs`."),
            "p(Press b(Next event) until i(Release-1) code(runs).)"
        );
        assert_eq!(shown("**All of *this* and `**`**"), "p(b(All of i(this) and code(**)))");
        assert_eq!(shown("*Some **of** this*"), "p(i(Some b(of) this))");
        assert_eq!(shown("***both*** and **one *in* other**"), "p(b(i(both)) and b(one i(in) other))");
    }

    #[test]
    fn marks_that_mark_nothing_stay() {
        assert_eq!(shown("2 * 3 * 4, *is* **open, a `b"), "p(2 * 3 * 4, i(is) **open, a `b)");
        assert_eq!(shown(r"\*\*Not bold\*\*, C:\drop"), r"p(**Not bold**, C:\drop)");
        assert_eq!(shown("[x] and [y](z z) [y](z"), "p([x] and [y](z z) [y](z)");
    }

    #[test]
    fn links_lead_into_the_web_or_are_only_words() {
        assert_eq!(shown("See [the **docs**](https://a.example/b)."), "p(See a(https://a.example/b the b(docs)).)");
        assert_eq!(shown("[click](javascript:alert(1))"), "p(click))");
    }

    #[test]
    fn html_is_text() {
        assert_eq!(shown("<script>alert(1)</script> &amp;"), "p(<script>alert(1)</script> &amp;)");
    }

    #[test]
    fn lists_nest_by_their_columns() {
        assert_eq!(
            shown("Two:\n- one\n  goes on\n\n  and on\n- two\n  - inner\n\nAfter"),
            "p(Two:)\nul(li(p(one goes on)p(and on))li(p(two)ul(li(p(inner)))))\np(After)"
        );
        assert_eq!(shown("3. three\nlazy\n4. four\n- other"), "ol3(li(p(three lazy))li(p(four)))\nul(li(p(other)))");
        assert_eq!(shown("20260302.1 is a build\n-no list"), "p(20260302.1 is a build -no list)");
    }

    #[test]
    fn headings_and_code_have_lines_of_their_own() {
        assert_eq!(
            shown("# Why\nso\n```yaml\na:\n  - *b*\n```\n#1 is no heading"),
            "h1(Why)\np(so)\npre(a:\n  - *b*)\np(#1 is no heading)"
        );
        assert_eq!(shown("```\nnever closed"), "pre(never closed)");
    }

    #[test]
    fn hostile_texts_take_no_longer_than_others() {
        for piece in ["*a ", "**a ", "[", "`a", "\\", "- ", "  - a\n", "> ", "*", "[a](", "[](a ", "1. ", "`*"] {
            let text = piece.repeat(100_000);
            assert!(!markdown(&text).is_empty(), "{piece}");
        }
        let nested: String = (0..1_000).flat_map(|depth| [" ".repeat(depth), "- a\n".to_owned()]).collect();
        assert!(!markdown(&nested).is_empty());
    }
}
