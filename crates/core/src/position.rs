//! Positions in a text, one type per unit, so that no arithmetic across units compiles.
//!
//! [`ByteOffset`] is the truth everywhere. [`CharOffset`] (code points) and [`Utf16Offset`] exist for the
//! outside world alone and are made and read through [`OffsetIndex`](crate::OffsetIndex).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

macro_rules! offset {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// Wraps a raw count. Whether it lies on a boundary is for the text to say, not for the number.
            pub const fn new(raw: u32) -> Self {
                Self(raw)
            }

            /// Wraps a length or index of a string.
            ///
            /// # Panics
            /// Above 4 GiB; texts are limited far below that (see [`Document`](crate::Document)).
            pub fn from_usize(raw: usize) -> Self {
                Self(u32::try_from(raw).expect("texts are shorter than 4 GiB"))
            }

            /// The raw count.
            pub const fn get(self) -> u32 {
                self.0
            }

            /// The raw count, for slicing.
            pub const fn to_usize(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

offset! {
    /// Bytes of UTF-8 from the start of the text. The internal unit.
    ByteOffset
}
offset! {
    /// Unicode code points from the start of the text: what Python and most NLP formats count.
    CharOffset
}
offset! {
    /// UTF-16 code units from the start of the text: what JavaScript, the DOM and UIMA count.
    Utf16Offset
}

/// A half-open range of bytes in a text: `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TextRange {
    /// First byte.
    start: ByteOffset,
    /// One past the last byte; never before `start`.
    end: ByteOffset,
}

impl TextRange {
    /// # Panics
    /// If `end` lies before `start`.
    pub fn new(start: ByteOffset, end: ByteOffset) -> Self {
        assert!(start <= end, "a range ends before it starts: {start}..{end}");
        Self { start, end }
    }

    /// The same from raw byte indices of a string.
    ///
    /// # Panics
    /// If the end lies before the start, or above 4 GiB.
    pub fn from_usize(range: Range<usize>) -> Self {
        Self::new(ByteOffset::from_usize(range.start), ByteOffset::from_usize(range.end))
    }

    /// An empty range: a place between two characters.
    pub const fn empty(at: ByteOffset) -> Self {
        Self { start: at, end: at }
    }

    /// Inclusive start, in bytes.
    pub const fn start(self) -> ByteOffset {
        self.start
    }

    /// Exclusive end, in bytes.
    pub const fn end(self) -> ByteOffset {
        self.end
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end.0 - self.start.0
    }

    /// Whether the range covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start.0 == self.end.0
    }

    /// For slicing a string.
    pub const fn to_usize(self) -> Range<usize> {
        self.start.to_usize()..self.end.to_usize()
    }

    /// Whether `offset` lies inside; the end does not.
    pub fn contains(self, offset: ByteOffset) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether `other` lies wholly inside or is equal.
    pub fn contains_range(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte. An empty range shares none.
    pub fn overlaps(self, other: Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// Whether the two overlap, or an empty one lies in or at the edge of the other.
    pub fn touches(self, other: Self) -> bool {
        self.start.max(other.start) <= self.end.min(other.end)
    }

    /// The common part, if any byte is shared.
    pub fn intersect(self, other: Self) -> Option<Self> {
        self.overlaps(other).then(|| Self { start: self.start.max(other.start), end: self.end.min(other.end) })
    }

    /// The smallest range that covers both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
