//! The bound on the texts an evaluation makes.
//!
//! Without it a short expression could double a text forty times over.

use crate::Fault;

/// How many bytes of text the functions of one evaluation may make, counting two for a character of the product.
const BYTES_MAX: usize = 1 << 20;

/// What is left of the allowance of one evaluation.
#[derive(Debug)]
pub(crate) struct Allowance {
    bytes_left: usize,
}

impl Allowance {
    pub(crate) fn new() -> Self {
        Self { bytes_left: BYTES_MAX }
    }

    /// Spends what a text of this many bytes costs.
    pub(crate) fn spend(&mut self, text_bytes: usize) -> Result<(), Fault> {
        let cost = text_bytes.saturating_mul(2);
        self.bytes_left = self.bytes_left.checked_sub(cost).ok_or(Fault::MemoryExceeded)?;
        Ok(())
    }
}

/// A text under construction that never outgrows its allowance.
#[derive(Debug)]
pub(crate) struct Builder<'a> {
    text: String,
    allowance: &'a mut Allowance,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(allowance: &'a mut Allowance) -> Self {
        Self { text: String::new(), allowance }
    }

    pub(crate) fn push(&mut self, piece: &str) -> Result<(), Fault> {
        self.allowance.spend(piece.len())?;
        self.text.push_str(piece);
        Ok(())
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}
