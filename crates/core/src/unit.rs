//! What the offsets of a file count.

use crate::{ByteOffset, CharOffset, Document, OffsetIndex, TextRange, Utf16Offset};
use std::fmt;
use std::str::FromStr;

/// What an offset counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Unicode code points.
    Char,
    /// UTF-16 code units.
    Utf16,
    /// Bytes of UTF-8.
    Byte,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 3] = [Self::Char, Self::Utf16, Self::Byte];

    /// Its name in files and on the command line: `char`, `utf16` or `byte`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Char => "char",
            Self::Utf16 => "utf16",
            Self::Byte => "byte",
        }
    }

    /// The byte offset of an offset in this unit.
    ///
    /// # Errors
    /// Past the end, inside a surrogate pair or inside a character.
    pub fn to_byte(self, document: &Document, offset: i64) -> Result<ByteOffset, String> {
        let raw = u32::try_from(offset).map_err(|_| format!("{offset} is no offset"))?;
        let offsets = document.offsets();
        let found = match self {
            Self::Char => offsets.from_char(CharOffset::new(raw)),
            Self::Utf16 => offsets.from_utf16(Utf16Offset::new(raw)),
            Self::Byte => offsets.from_byte(raw),
        };
        found.map_err(|error| error.to_string())
    }

    /// The byte range of a start and an exclusive end in this unit.
    ///
    /// # Errors
    /// As [`to_byte`](Self::to_byte), and when it ends before it starts.
    pub fn range(self, document: &Document, start: i64, end: i64) -> Result<TextRange, String> {
        if end < start {
            return Err(format!("it ends at {end}, before it starts at {start}"));
        }
        Ok(TextRange::new(self.to_byte(document, start)?, self.to_byte(document, end)?))
    }

    /// An offset of ours in this unit.
    pub fn of(self, document: &Document, at: ByteOffset) -> u32 {
        self.counted(document.offsets(), at)
    }

    /// The same by the index of a text alone.
    pub fn counted(self, index: &OffsetIndex, at: ByteOffset) -> u32 {
        match self {
            Self::Char => index.to_char(at).get(),
            Self::Utf16 => index.to_utf16(at).get(),
            Self::Byte => at.get(),
        }
    }

    /// Start and exclusive end of a range in this unit.
    pub fn ends(self, document: &Document, range: TextRange) -> (u32, u32) {
        (self.of(document, range.start()), self.of(document, range.end()))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Char => "code points",
            Self::Utf16 => "UTF-16 units",
            Self::Byte => "bytes",
        })
    }
}

impl FromStr for Unit {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == name).ok_or("a unit is char, utf16 or byte")
    }
}
