//! Conversion between bytes, code points and UTF-16 units.

use crate::{ByteOffset, CharOffset, Utf16Offset};
use std::fmt;
use std::sync::Arc;

/// Bytes between checkpoints: a conversion scans at most this much text.
const STRIDE: usize = 1024;

/// The counts in the two outer units at one place of the text.
#[derive(Clone, Copy, Debug)]
struct Checkpoint {
    /// A character boundary: the last one at or before a multiple of [`STRIDE`].
    byte: u32,
    chars: u32,
    utf16: u32,
}

/// Converts offsets of one text between units.
///
/// Building is O(n); a conversion is O(1) on ASCII text and otherwise scans at most one KiB after a binary search.
///
/// ```
/// use postil_core::{ByteOffset, CharOffset, OffsetIndex, Utf16Offset};
/// let index = OffsetIndex::new("met 🇹🇷 in Sochi".into());
/// let sochi = ByteOffset::new(16);
/// assert_eq!(index.to_char(sochi), CharOffset::new(10));
/// assert_eq!(index.to_utf16(sochi), Utf16Offset::new(12));
/// assert_eq!(index.from_utf16(Utf16Offset::new(12)), Ok(sochi));
/// assert!(index.from_utf16(Utf16Offset::new(5)).is_err()); // inside a surrogate pair
/// ```
#[derive(Clone, Debug)]
pub struct OffsetIndex {
    text: Arc<str>,
    /// Empty when the text is ASCII: then all three units are equal.
    checkpoints: Arc<[Checkpoint]>,
}

/// Why an offset of the outside world names no place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffsetError {
    /// Beyond the end of the text, whose length in the same unit is given.
    PastEnd { offset: u32, len: u32 },
    /// Between the two halves of a surrogate pair.
    InsideSurrogatePair { offset: u32 },
    /// Between the bytes of one character.
    InsideCharacter { offset: u32 },
}

impl fmt::Display for OffsetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PastEnd { offset, len } => {
                write!(f, "offset {offset} lies beyond the end of the text ({len})")
            }
            Self::InsideSurrogatePair { offset } => {
                write!(f, "offset {offset} falls inside a surrogate pair")
            }
            Self::InsideCharacter { offset } => {
                write!(f, "offset {offset} falls inside a character")
            }
        }
    }
}

impl std::error::Error for OffsetError {}

impl OffsetIndex {
    /// Indexes `text`; O(n).
    pub fn new(text: Arc<str>) -> Self {
        let checkpoints = if text.is_ascii() { Arc::default() } else { checkpoints(&text) };
        Self { text, checkpoints }
    }

    /// The text that is indexed.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Whether every unit counts alike.
    fn is_ascii(&self) -> bool {
        self.checkpoints.is_empty()
    }

    /// The offset in code points.
    ///
    /// # Panics
    /// If `byte` is not a character boundary of this text: a `ByteOffset` that came from elsewhere.
    pub fn to_char(&self, byte: ByteOffset) -> CharOffset {
        if self.is_ascii() {
            return CharOffset::new(byte.get());
        }
        let from = self.before_byte(byte);
        let scanned = self.text[from.byte as usize..byte.to_usize()].chars().count();
        CharOffset::from_usize(from.chars as usize + scanned)
    }

    /// The offset in UTF-16 units.
    ///
    /// # Panics
    /// As [`to_char`](Self::to_char).
    pub fn to_utf16(&self, byte: ByteOffset) -> Utf16Offset {
        if self.is_ascii() {
            return Utf16Offset::new(byte.get());
        }
        let from = self.before_byte(byte);
        let scanned = utf16_len(&self.text[from.byte as usize..byte.to_usize()]);
        Utf16Offset::new(from.utf16 + scanned)
    }

    /// The byte offset of a code-point offset.
    ///
    /// # Errors
    /// Past the end.
    pub fn from_char(&self, offset: CharOffset) -> Result<ByteOffset, OffsetError> {
        let wanted = offset.get();
        self.find(wanted, |c| c.chars, |_| 1)
    }

    /// The byte offset of a UTF-16 offset.
    ///
    /// # Errors
    /// Past the end, or inside a surrogate pair.
    pub fn from_utf16(&self, offset: Utf16Offset) -> Result<ByteOffset, OffsetError> {
        let wanted = offset.get();
        self.find(wanted, |c| c.utf16, |c| c.len_utf16() as u32)
    }

    /// Checks a byte offset that came from outside.
    ///
    /// # Errors
    /// Past the end, or inside a character.
    pub fn from_byte(&self, offset: u32) -> Result<ByteOffset, OffsetError> {
        let at = offset as usize;
        if at > self.text.len() {
            return Err(OffsetError::PastEnd { offset, len: self.text.len() as u32 });
        }
        if !self.text.is_char_boundary(at) {
            return Err(OffsetError::InsideCharacter { offset });
        }
        Ok(ByteOffset::new(offset))
    }

    fn before_byte(&self, byte: ByteOffset) -> Checkpoint {
        let slot = byte.to_usize() / STRIDE;
        let found = self.checkpoints[slot.min(self.checkpoints.len() - 1)];
        debug_assert!(found.byte <= byte.get());
        found
    }

    fn find(
        &self, wanted: u32, count: impl Fn(&Checkpoint) -> u32, width: impl Fn(char) -> u32,
    ) -> Result<ByteOffset, OffsetError> {
        if self.is_ascii() {
            return self.from_byte(wanted);
        }
        let slot = self.checkpoints.partition_point(|c| count(c) <= wanted).saturating_sub(1);
        let from = self.checkpoints[slot];
        let mut at = count(&from);
        for (i, c) in self.text[from.byte as usize..].char_indices() {
            if at == wanted {
                return Ok(ByteOffset::from_usize(from.byte as usize + i));
            }
            at += width(c);
            if at > wanted {
                return Err(OffsetError::InsideSurrogatePair { offset: wanted });
            }
        }
        if at == wanted {
            Ok(ByteOffset::from_usize(self.text.len()))
        } else {
            Err(OffsetError::PastEnd { offset: wanted, len: at })
        }
    }
}

/// Length of `text` in UTF-16 units.
pub fn utf16_len(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().map(|c| c.len_utf16() as u32).sum() }
}

fn checkpoints(text: &str) -> Arc<[Checkpoint]> {
    let mut made = Vec::with_capacity(text.len() / STRIDE + 1);
    let mut last = Checkpoint { byte: 0, chars: 0, utf16: 0 };
    made.push(last);
    for slot in 1..=text.len() / STRIDE {
        let byte = text.floor_char_boundary(slot * STRIDE);
        let part = &text[last.byte as usize..byte];
        let chars = part.chars().count() as u32;
        // Only characters of four bytes take two units.
        let astral = part.bytes().filter(|b| *b >= 0xF0).count() as u32;
        last = Checkpoint { byte: byte as u32, chars: last.chars + chars, utf16: last.utf16 + chars + astral };
        made.push(last);
    }
    made.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) {
        let index = OffsetIndex::new(text.into());
        let (mut chars, mut utf16) = (0, 0);
        for (byte, c) in text.char_indices().map(|(i, c)| (i, Some(c))).chain([(text.len(), None)]) {
            let byte = ByteOffset::from_usize(byte);
            assert_eq!(index.to_char(byte), CharOffset::new(chars));
            assert_eq!(index.to_utf16(byte), Utf16Offset::new(utf16));
            assert_eq!(index.from_char(CharOffset::new(chars)), Ok(byte));
            assert_eq!(index.from_utf16(Utf16Offset::new(utf16)), Ok(byte));
            let Some(c) = c else { break };
            if c.len_utf16() == 2 {
                let inside = utf16 + 1;
                assert_eq!(
                    index.from_utf16(Utf16Offset::new(inside)),
                    Err(OffsetError::InsideSurrogatePair { offset: inside })
                );
            }
            for within in 1..c.len_utf8() as u32 {
                let offset = byte.get() + within;
                assert_eq!(index.from_byte(offset), Err(OffsetError::InsideCharacter { offset }));
            }
            chars += 1;
            utf16 += c.len_utf16() as u32;
        }
        assert_eq!(
            index.from_char(CharOffset::new(chars + 1)),
            Err(OffsetError::PastEnd { offset: chars + 1, len: chars })
        );
        assert_eq!(
            index.from_utf16(Utf16Offset::new(utf16 + 1)),
            Err(OffsetError::PastEnd { offset: utf16 + 1, len: utf16 })
        );
    }

    #[test]
    fn known_texts() {
        check("");
        check("plain");
        check("Erdoğan met 🇹🇷 officials in Sochi on Monday.");
        check("Erdog\u{306}an 👩‍👩‍👧‍👦 \r\n العربية");
        check(&"x".repeat(3000));
        check(&"é🇹🇷".repeat(700));
    }

    proptest! {
        #[test]
        fn any_text(text in "\\PC{0,40}", times in 1usize..120) {
            check(&text.repeat(times));
        }
    }
}
