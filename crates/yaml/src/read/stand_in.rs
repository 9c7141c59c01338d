//! Values for fields that could not be read.
//!
//! They exist only so that derived code goes on to the next field; nothing read with one is handed out.

use super::{
    Read,
    desk::Desk,
    reader::{Origin, Reader},
    stop::Stop,
};

/// Answers every wish with the emptiest value of that kind.
#[derive(Clone, Copy)]
pub(super) struct StandIn {
    depth: u8,
    variant: Pick,
}

/// Which variant of an enum counts as empty.
#[derive(Clone, Copy)]
enum Pick {
    First,
    Last,
}

/// A type whose emptiest value lies deeper than this has none, as far as this reader is concerned: types
/// may contain themselves.
const DEPTH_MAX: u8 = 16;

/// Has a value made from nothing, if its type accepts one.
pub(super) fn make<'n, 'r>(desk: &'n Desk<'r>, read: &mut Read<'_, 'n, 'r>) -> Result<(), Stop> {
    // Of a type that contains itself, one end of the list of variants usually is the simple one.
    let mut made = [Pick::First, Pick::Last].into_iter().map(|variant| {
        let origin = Origin::StandIn(StandIn { depth: 0, variant });
        read(Reader { origin, desk })
    });
    if made.any(|result| result.is_ok()) { Ok(()) } else { Err(Stop::TOLD) }
}

impl StandIn {
    /// The stand-in for what lies inside.
    pub(super) fn inner(self) -> Result<Self, Stop> {
        if self.depth < DEPTH_MAX { Ok(Self { depth: self.depth + 1, ..self }) } else { Err(Stop::TOLD) }
    }

    pub(super) fn pick(self, variants: &'static [&'static str]) -> Result<&'static str, Stop> {
        let variant = match self.variant {
            Pick::First => variants.first(),
            Pick::Last => variants.last(),
        };
        variant.copied().ok_or(Stop::TOLD)
    }
}
