//! A list that only grows at its end, for what a run remembers.

use std::fmt;
use std::ops::{Bound, Index, IndexMut, Range, RangeBounds};
use std::rc::Rc;

/// How many items a piece has; a power of two, so that a position splits by its bits.
const PIECE: usize = 128;

/// A list in pieces. An item stays where it is while the list grows, and a copy shares every piece that neither side
/// has changed since.
///
/// A run remembers everything that ever happened, and it is copied again and again: for each checkpoint, for a second
/// future, to try what a command would do. In one block, each copy would be as long as the run.
pub struct Rows<T> {
    /// All full but the last, which is never empty.
    pieces: Vec<Rc<Vec<T>>>,
    len: usize,
}

impl<T> Rows<T> {
    /// A list without items.
    pub const fn new() -> Self {
        Self { pieces: Vec::new(), len: 0 }
    }

    /// How many items.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no item.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The item at a position, if the list is as long as that.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.pieces.get(index / PIECE)?.get(index % PIECE)
    }

    /// The newest item.
    pub fn last(&self) -> Option<&T> {
        self.pieces.last()?.last()
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
            Bound::Unbounded => self.len,
        };
        assert!(end <= self.len, "a list of {} items has none up to {end}", self.len);
        RowsIter { rows: self, indices: start..end }
    }

    /// How many items stand before the first that `is_before` is false for; it has to be true for all before that one.
    pub fn partition_point(&self, mut is_before: impl FnMut(&T) -> bool) -> usize {
        let before = self.pieces.partition_point(|piece| piece.last().is_some_and(&mut is_before));
        // With no piece left the end is meant, and the last piece may not be full.
        self.pieces.get(before).map_or(self.len, |piece| before * PIECE + piece.partition_point(is_before))
    }
}

impl<T: Clone> Rows<T> {
    /// Adds an item at the end.
    #[inline]
    pub fn push(&mut self, item: T) {
        match self.pieces.last_mut() {
            Some(last) if last.len() < PIECE => Rc::make_mut(last).push(item),
            _ => self.open_piece(item),
        }
        self.len += 1;
    }

    fn open_piece(&mut self, first: T) {
        // A short list stays small; a long one is known to fill its next piece too.
        let mut piece = if self.pieces.is_empty() { Vec::new() } else { Vec::with_capacity(PIECE) };
        piece.push(first);
        self.pieces.push(Rc::new(piece));
    }

    /// The newest item, to change it.
    pub fn last_mut(&mut self) -> Option<&mut T> {
        Rc::make_mut(self.pieces.last_mut()?).last_mut()
    }

    /// Cuts the list to `len` items and returns those behind.
    ///
    /// # Panics
    ///
    /// When the list is shorter than that.
    pub fn split_off(&mut self, len: usize) -> Vec<T> {
        let cut = self.range(len..).cloned().collect();
        self.pieces.truncate(len.div_ceil(PIECE));
        if let Some(last) = self.pieces.last_mut().filter(|_| !len.is_multiple_of(PIECE)) {
            Rc::make_mut(last).truncate(len % PIECE);
        }
        self.len = len;
        cut
    }
}

impl<T> Index<usize> for Rows<T> {
    type Output = T;

    #[inline]
    fn index(&self, index: usize) -> &T {
        &self.pieces[index / PIECE][index % PIECE]
    }
}

/// Changing an item takes its piece apart from the copies that share it.
impl<T: Clone> IndexMut<usize> for Rows<T> {
    #[inline]
    fn index_mut(&mut self, index: usize) -> &mut T {
        &mut Rc::make_mut(&mut self.pieces[index / PIECE])[index % PIECE]
    }
}

/// Shares all items.
impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        Self { pieces: self.pieces.clone(), len: self.len }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PartialEq> PartialEq for Rows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.pieces == other.pieces
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
