//! A list that only grows at its end, for what a run remembers.

use std::fmt;
use std::ops::{Bound, Index, IndexMut, Range, RangeBounds};
use std::rc::Rc;

/// How many items a piece has; a power of two, so that a position splits by its bits.
const PIECE: usize = 256;

/// A list in pieces. An item stays where it is while the list grows, and a copy shares every piece that was full and that
/// neither side has changed since.
///
/// A run remembers everything that ever happened, and it is copied again and again: for each checkpoint, for a second
/// future, to try what a command would do. In one block, each copy would be as long as the run.
pub struct Rows<T> {
    full: Vec<Rc<Vec<T>>>,
    /// The newest items, at most a piece of them; empty only when the list is.
    open: Vec<T>,
}

impl<T> Rows<T> {
    /// A list without items.
    pub const fn new() -> Self {
        Self { full: Vec::new(), open: Vec::new() }
    }

    /// How many items.
    #[inline]
    pub const fn len(&self) -> usize {
        self.full.len() * PIECE + self.open.len()
    }

    /// Whether there is no item.
    pub const fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The item at a position, if the list is as long as that.
    pub fn get(&self, index: usize) -> Option<&T> {
        match self.full.get(index / PIECE) {
            Some(piece) => piece.get(index % PIECE),
            None => self.open.get(index - self.full.len() * PIECE),
        }
    }

    /// The newest item.
    pub fn last(&self) -> Option<&T> {
        self.open.last()
    }

    /// The newest item, to change it.
    pub fn last_mut(&mut self) -> Option<&mut T> {
        self.open.last_mut()
    }

    /// All items, oldest first.
    pub fn iter(&self) -> RowsIter<'_, T> {
        self.range(..)
    }

    /// The items at some positions, oldest first.
    ///
    /// # Panics
    ///
    /// When the list is shorter than that.
    pub fn range(&self, indices: impl RangeBounds<usize>) -> RowsIter<'_, T> {
        let start = match indices.start_bound() {
            Bound::Included(&start) => start,
            Bound::Excluded(&before) => before + 1,
            Bound::Unbounded => 0,
        };
        let end = match indices.end_bound() {
            Bound::Included(&last) => last + 1,
            Bound::Excluded(&end) => end,
            Bound::Unbounded => self.len(),
        };
        let len = self.len();
        assert!(end <= len, "a list of {len} items has none up to {end}");
        RowsIter { rows: self, indices: start..end }
    }

    /// How many items stand before the first that `is_before` is false for; it has to be true for all before that one.
    pub fn partition_point(&self, mut is_before: impl FnMut(&T) -> bool) -> usize {
        let before = self.full.partition_point(|piece| piece.last().is_some_and(&mut is_before));
        let piece = self.full.get(before).map_or(&self.open, |piece| piece);
        before * PIECE + piece.partition_point(is_before)
    }

    /// Adds an item at the end.
    #[inline]
    pub fn push(&mut self, item: T) {
        if self.open.len() == PIECE {
            self.close_piece();
        }
        self.open.push(item);
    }

    #[cold]
    fn close_piece(&mut self) {
        // A list as long as that will fill its next piece too.
        self.full.push(Rc::new(std::mem::replace(&mut self.open, Vec::with_capacity(PIECE))));
    }
}

impl<T: Clone> Rows<T> {
    /// Cuts the list to `len` items and returns those behind.
    ///
    /// # Panics
    ///
    /// When the list is shorter than that.
    pub fn split_off(&mut self, len: usize) -> Vec<T> {
        let cut = self.range(len..).cloned().collect();
        // The piece that holds the last item left is open from now on.
        let open = len.saturating_sub(1) / PIECE;
        if open < self.full.len() {
            self.open.clone_from(&self.full[open]);
            self.full.truncate(open);
        }
        self.open.truncate(len - open * PIECE);
        cut
    }
}

impl<T> Index<usize> for Rows<T> {
    type Output = T;

    #[inline]
    fn index(&self, index: usize) -> &T {
        match self.full.get(index / PIECE) {
            Some(piece) => &piece[index % PIECE],
            None => &self.open[index - self.full.len() * PIECE],
        }
    }
}

/// Changing an item takes its piece apart from the copies that share it.
impl<T: Clone> IndexMut<usize> for Rows<T> {
    #[inline]
    fn index_mut(&mut self, index: usize) -> &mut T {
        let full = self.full.len();
        match self.full.get_mut(index / PIECE) {
            Some(piece) => &mut Rc::make_mut(piece)[index % PIECE],
            None => &mut self.open[index - full * PIECE],
        }
    }
}

/// Shares all full pieces.
impl<T: Clone> Clone for Rows<T> {
    fn clone(&self) -> Self {
        Self { full: self.full.clone(), open: self.open.clone() }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PartialEq> PartialEq for Rows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.full == other.full && self.open == other.open
    }
}

impl<T: fmt::Debug> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<'a, T> IntoIterator for &'a Rows<T> {
    type Item = &'a T;
    type IntoIter = RowsIter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Items of [`Rows`], oldest first.
pub struct RowsIter<'a, T> {
    rows: &'a Rows<T>,
    indices: Range<usize>,
}

impl<T> Clone for RowsIter<'_, T> {
    fn clone(&self) -> Self {
        Self { rows: self.rows, indices: self.indices.clone() }
    }
}

impl<T> fmt::Debug for RowsIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowsIter").field("indices", &self.indices).finish_non_exhaustive()
    }
}

impl<'a, T> Iterator for RowsIter<'a, T> {
    type Item = &'a T;

    #[inline]
    fn next(&mut self) -> Option<&'a T> {
        self.indices.next().map(|index| &self.rows[index])
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.indices.size_hint()
    }

    fn nth(&mut self, n: usize) -> Option<&'a T> {
        self.indices.nth(n).map(|index| &self.rows[index])
    }
}

impl<'a, T> DoubleEndedIterator for RowsIter<'a, T> {
    fn next_back(&mut self) -> Option<&'a T> {
        self.indices.next_back().map(|index| &self.rows[index])
    }
}

impl<T> ExactSizeIterator for RowsIter<'_, T> {}
