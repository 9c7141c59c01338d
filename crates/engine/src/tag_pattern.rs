//! Tag patterns of container image triggers and of build filters (`tagFilter.pattern`, `classic.md` §4.1).
//!
//! The product takes a regular expression. Here are the parts of that language that tags need: letters, `.`,
//! classes such as `[0-9a-f]` and `\d`, the repetitions `*`, `+` and `?`, and the anchors `^` and `$`. A pattern
//! that uses more is said to be so before a run, rather than read wrongly.

/// A pattern, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TagPattern {
    pieces: Vec<Piece>,
    from_start: bool,
    to_end: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    set: Set,
    at_least: usize,
    is_open: bool,
}

/// Which letters fit.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Set {
    ranges: Vec<(char, char)>,
    is_negated: bool,
}

impl Set {
    fn one(letter: char) -> Self {
        Self { ranges: vec![(letter, letter)], is_negated: false }
    }

    fn fits(&self, letter: char) -> bool {
        self.ranges.iter().any(|&(low, high)| (low..=high).contains(&letter)) != self.is_negated
    }
}

impl TagPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What it uses that is not understood here.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let (text, from_start) = text.strip_prefix('^').map_or((text, false), |rest| (rest, true));
        let is_escaped = text.ends_with("\\$");
        let (text, to_end) =
            if is_escaped { (text, false) } else { text.strip_suffix('$').map_or((text, false), |rest| (rest, true)) };
        let mut pieces: Vec<Piece> = Vec::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            let set = match letter {
                '.' => Set { ranges: Vec::new(), is_negated: true },
                '\\' => escaped(letters.next())?,
                '[' => class(&mut letters)?,
                '*' | '+' | '?' => {
                    let last = pieces.last_mut().filter(|piece| piece.at_least == 1 && !piece.is_open);
                    let last = last.ok_or_else(|| format!("`{letter}` repeats nothing"))?;
                    (last.at_least, last.is_open) = (usize::from(letter == '+'), letter != '?');
                    if letter == '?' {
                        last.at_least = 0;
                    }
                    continue;
                }
                '(' | ')' | '|' | '{' | '}' | '^' | '$' => return Err(format!("`{letter}` is not understood here")),
                other => Set::one(other),
            };
            pieces.push(Piece { set, at_least: 1, is_open: false });
        }
        Ok(Self { pieces, from_start, to_end })
    }

    /// Whether a tag fits.
    pub(crate) fn matches(&self, tag: &str) -> bool {
        let letters: Vec<char> = tag.chars().collect();
        // Places in the tag that the pieces so far can have reached: never more than the tag is long.
        let mut reached = vec![self.from_start; letters.len() + 1];
        if self.from_start {
            reached[1..].fill(false);
        } else {
            reached.fill(true);
        }
        for piece in &self.pieces {
            reached = piece.reach(&letters, &reached);
        }
        if self.to_end { reached[letters.len()] } else { reached.contains(&true) }
    }
}

impl Piece {
    fn reach(&self, letters: &[char], from: &[bool]) -> Vec<bool> {
        let mut reached = vec![false; from.len()];
        if self.at_least == 0 {
            reached.copy_from_slice(from);
        }
        for (place, &letter) in letters.iter().enumerate() {
            let comes = from[place] || (self.is_open && reached[place]);
            if comes && self.set.fits(letter) {
                reached[place + 1] = true;
            }
        }
        reached
    }
}

fn escaped(letter: Option<char>) -> Result<Set, String> {
    let word = || vec![('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_')];
    Ok(match letter {
        Some('d') => Set { ranges: vec![('0', '9')], is_negated: false },
        Some('D') => Set { ranges: vec![('0', '9')], is_negated: true },
        Some('w') => Set { ranges: word(), is_negated: false },
        Some('W') => Set { ranges: word(), is_negated: true },
        Some(letter) if !letter.is_alphanumeric() => Set::one(letter),
        Some(letter) => return Err(format!("`\\{letter}` is not understood here")),
        None => return Err("it ends with `\\`".to_owned()),
    })
}

fn class(letters: &mut std::str::Chars<'_>) -> Result<Set, String> {
    let mut inner = String::new();
    loop {
        match letters.next() {
            Some(']') if !inner.is_empty() => break,
            Some(letter) => inner.push(letter),
            None => return Err("`[` has no `]`".to_owned()),
        }
    }
    let (inner, is_negated) = inner.strip_prefix('^').map_or((&*inner, false), |rest| (rest, true));
    let mut ranges = Vec::new();
    let mut rest = inner.chars().peekable();
    while let Some(low) = rest.next() {
        if low == '\\' {
            ranges.extend(escaped(rest.next())?.ranges);
        } else if rest.peek() == Some(&'-') {
            rest.next();
            match rest.next() {
                Some(high) => ranges.push((low, high)),
                None => ranges.extend([(low, low), ('-', '-')]),
            }
        } else {
            ranges.push((low, low));
        }
    }
    Ok(Set { ranges, is_negated })
}

#[cfg(test)]
mod tests {
    use super::TagPattern;

    fn fits(pattern: &str, tag: &str) -> bool {
        TagPattern::new(pattern).expect("a pattern").matches(tag)
    }

    #[test]
    fn a_pattern_fits_anywhere_unless_it_is_anchored() {
        assert!(fits("dev-[0-9]", "dev-7"));
        assert!(fits("dev-[0-9]", "my-dev-77"));
        assert!(!fits("^dev-[0-9]$", "dev-77"));
        assert!(fits("^v\\d+\\.\\d+$", "v1.22"));
        assert!(!fits("^v\\d+\\.\\d+$", "v1-22"));
        assert!(fits("^release.*", "release"));
        assert!(fits("^lates?t$", "latet"));
        assert!(!fits("^[^l]", "latest"));
        assert!(fits("", "anything"));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert!(TagPattern::new("(a|b)").is_err());
        assert!(TagPattern::new("*").is_err());
        assert!(TagPattern::new("[a").is_err());
    }
}
