//! Which lines of a log are in sight when some of its groups are folded.

use std::collections::BTreeSet;
use std::ops::Range;

use rehearsal_engine::LogLevel;

use super::console::Console;

/// The lines of a log that are not folded away, as rows from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShownLines {
    /// Lines out of sight, in order and apart from each other.
    hidden: Vec<Range<usize>>,
    lines: usize,
}

impl ShownLines {
    /// With some groups folded, each by the number of its heading. Marks that only end a group are never in sight.
    pub fn of(log: &Console, folded: &BTreeSet<usize>) -> Self {
        let folds = log.groups().into_iter().filter(|group| folded.contains(&group.start));
        let folds = folds.map(|group| group.start + 1..group.end);
        let mut hidden: Vec<Range<usize>> = folds.filter(|lines| !lines.is_empty()).collect();
        let ends = log.numbers(LogLevel::EndGroup).map(|number| number..number + 1);
        let is_folded = |end: &Range<usize>| hidden.iter().any(|lines| lines.contains(&end.start));
        let ends: Vec<Range<usize>> = ends.filter(|end| !is_folded(end)).collect();
        hidden.extend(ends);
        hidden.sort_by_key(|lines| lines.start);
        Self { hidden, lines: log.len() }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.lines - self.hidden.iter().map(Range::len).sum::<usize>()
    }

    /// True when there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers of the lines in so many rows.
    pub fn numbers(&self, rows: Range<usize>) -> Vec<usize> {
        let mut number = rows.start + 1;
        let mut ahead = self.hidden.iter();
        let mut next = ahead.next();
        let mut numbers = Vec::with_capacity(rows.len());
        for _ in rows.start..rows.end.min(self.len()) {
            while let Some(lines) = next.filter(|lines| lines.start <= number) {
                number += lines.len();
                next = ahead.next();
            }
            numbers.push(number);
            number += 1;
        }
        numbers
    }

    /// The row of a line; of one that is folded away, the row of its heading.
    pub fn row(&self, number: usize) -> usize {
        let before = self.hidden.iter().take_while(|lines| lines.start <= number);
        let out_of_sight: usize = before.map(|lines| lines.end.min(number + 1) - lines.start).sum();
        (number - out_of_sight).saturating_sub(1)
    }
}
