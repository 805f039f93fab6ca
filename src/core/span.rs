//! Text by its place in the [`Workspace`](super::workspace::Workspace): nothing is copied, and
//! nothing has to be freed.

/// Where a text begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Span {
    /// The offset of its first byte.
    pub start: u32,
    /// The offset behind its last byte.
    pub end: u32,
}

impl Default for Span {
    fn default() -> Span {
        Span::NONE
    }
}

impl Span {
    /// No text at all, which is not the empty text.
    pub const NONE: Span = Span {
        start: u32::MAX,
        end: u32::MAX,
    };

    /// The text between two offsets.
    #[inline(always)]
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Span {
        Span {
            start: start as u32,
            end: end as u32,
        }
    }

    /// Whether there is a text.
    #[inline(always)]
    #[must_use]
    pub const fn is_some(self) -> bool {
        self.start != u32::MAX
    }

    /// Whether there is none, or nothing in it.
    #[inline(always)]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Its length in bytes.
    #[inline(always)]
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.wrapping_sub(self.start) as usize
    }

    /// The part of it between two offsets that count from its start.
    #[must_use]
    pub const fn part(self, start: usize, end: usize) -> Span {
        Span {
            start: self.start + start as u32,
            end: self.start + end as u32,
        }
    }

    /// This text, or the other one where there is none.
    #[must_use]
    pub const fn or(self, other: Span) -> Span {
        if self.is_some() { self } else { other }
    }
}
