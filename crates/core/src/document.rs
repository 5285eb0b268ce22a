//! A text and its lines.

use crate::{ByteOffset, OffsetIndex, TextRange, snap, structure::numbering};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// No text is longer than this: offsets fit 32 bits with room to spare, and a page can still hold it.
pub const MAX_TEXT_BYTES: usize = 256 << 20;

/// Pieces of a line, and chunks of lines, are cut near this many bytes.
const CHUNK_BYTES: u32 = 6 << 10;
/// A chunk has no more blocks than this, however short they are.
const CHUNK_BLOCKS: u32 = 160;
/// A line longer than this is cut into pieces.
const MAX_BLOCK_BYTES: u32 = 8 << 10;

/// The name of a document: the SHA-256 of its text in UTF-8, exactly the bytes that offsets count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId([u8; 32]);

impl DocId {
    /// Hashes a text; O(n).
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DocId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "a SHA-256 is written as 64 lower-case hexadecimal digits";
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let digits: &[u8; 64] = text.as_bytes().try_into().map_err(|_| WANTED)?;
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(digits.as_chunks().0) {
            *byte = digit(*high).ok_or(WANTED)? << 4 | digit(*low).ok_or(WANTED)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for DocId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DocId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A line of the text, for drawing; a line of many kilobytes is several blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// With its line terminator. Blocks cover the text once, in order.
    pub range: TextRange,
    /// Where the line terminator begins; the end of the range when there is none.
    pub content_end: ByteOffset,
    /// Whether this piece goes on where the block before it was cut, inside the same line.
    pub is_continued: bool,
    /// The paragraph it belongs to, counted from 1; an empty line belongs to the one before it, or to none (0).
    pub paragraph: u32,
    /// Whether the next block belongs to the same paragraph, and has text.
    pub is_open: bool,
    /// Whether the paragraph looks like a heading.
    pub is_heading: bool,
}

impl Block {
    /// The line without its terminator.
    pub fn content(&self) -> TextRange {
        TextRange::new(self.range.start(), self.content_end)
    }

    /// A block before its paragraph is known.
    fn new(from: usize, content_end: usize, end: usize, is_continued: bool) -> Self {
        Self {
            range: TextRange::from_usize(from..end),
            content_end: ByteOffset::from_usize(content_end),
            is_continued,
            paragraph: 0,
            is_open: false,
            is_heading: false,
        }
    }
}

/// Some consecutive blocks that are drawn, or left undrawn, together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Bytes covered. Chunks cover the text once, in order.
    pub range: TextRange,
    /// Index of the first block.
    pub first_block: u32,
    /// One past the last block.
    pub end_block: u32,
}

/// An immutable text with what is needed to address it. Cloning is a few reference counts.
#[derive(Clone, Debug)]
pub struct Document {
    id: DocId,
    index: OffsetIndex,
    blocks: Arc<[Block]>,
    chunks: Arc<[Chunk]>,
}

impl Document {
    /// Takes a text as it came: nothing is normalised; O(n).
    ///
    /// # Panics
    /// Above [`MAX_TEXT_BYTES`]; whoever reads files checks first.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let id = DocId::of(&text);
        Self::with_known_id(id, text)
    }

    /// The same for a text whose hash is known, as when it comes back from storage that we wrote.
    pub fn with_known_id(id: DocId, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        assert!(text.len() <= MAX_TEXT_BYTES, "a text of {} bytes is too long", text.len());
        let mut blocks = blocks(&text);
        numbering::number(&text, &mut blocks);
        let chunks = chunks(&blocks);
        Self { id, index: OffsetIndex::new(text), blocks: blocks.into(), chunks: chunks.into() }
    }

    /// The SHA-256 of the text.
    pub fn id(&self) -> DocId {
        self.id
    }

    /// The whole text.
    pub fn text(&self) -> &Arc<str> {
        self.index.text()
    }

    /// The text of a range.
    pub fn slice(&self, range: TextRange) -> &str {
        &self.text()[range.to_usize()]
    }

    /// The range of the whole text.
    pub fn range(&self) -> TextRange {
        TextRange::from_usize(0..self.text().len())
    }

    /// Conversion to and from other units.
    pub fn offsets(&self) -> &OffsetIndex {
        &self.index
    }

    /// The lines, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The chunks, in order.
    pub fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    /// Index of the block that holds `offset`; the end of the text belongs to the last block; O(log n).
    /// None when the text is empty.
    pub fn block_at(&self, offset: ByteOffset) -> Option<usize> {
        self.blocks.partition_point(|block| block.range.start() <= offset).checked_sub(1)
    }

    /// Index of the chunk that holds `offset`, as [`block_at`](Self::block_at).
    pub fn chunk_at(&self, offset: ByteOffset) -> Option<usize> {
        self.chunks.partition_point(|chunk| chunk.range.start() <= offset).checked_sub(1)
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut made = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let (content, end) = line(text, start);
        let mut from = start;
        while end - from > MAX_BLOCK_BYTES as usize {
            let cut = piece_end(text, from, content);
            if cut >= content {
                break;
            }
            made.push(Block::new(from, cut, cut, from > start));
            from = cut;
        }
        made.push(Block::new(from, content, end, from > start));
        start = end;
    }
    made
}

/// The end of the line's content and the end of its terminator. Line ends are LF, CR LF, CR, NEL, LS and PS
/// (Unicode Standard, section 5.8, without the two page and column controls).
pub(crate) fn line(text: &str, start: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let width = |at: usize| match &bytes[at..] {
        [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
        _ => 0,
    };
    // By bytes: texts of many megabytes pass here before anything is shown.
    let mut from = start;
    while let Some(found) = bytes[from..].iter().position(|byte| matches!(byte, b'\n' | b'\r' | 0xC2 | 0xE2)) {
        match width(from + found) {
            0 => from += found + 1,
            width => return (from + found, from + found + width),
        }
    }
    (text.len(), text.len())
}

/// Where to cut a long line: after a blank if one is near, else between two graphemes.
fn piece_end(text: &str, from: usize, end: usize) -> usize {
    let target = text.floor_char_boundary((from + CHUNK_BYTES as usize).min(end));
    let window = text.ceil_char_boundary(from + CHUNK_BYTES as usize / 2);
    match text[window..target].rfind(' ') {
        Some(blank) => window + blank + 1,
        None => snap::grapheme_ceil(text, target).min(end),
    }
}

fn chunks(blocks: &[Block]) -> Vec<Chunk> {
    let mut made: Vec<Chunk> = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        match made.last_mut() {
            Some(chunk)
                if chunk.range.len() + block.range.len() <= CHUNK_BYTES
                    && chunk.end_block - chunk.first_block < CHUNK_BLOCKS =>
            {
                chunk.range = chunk.range.cover(block.range);
                chunk.end_block = i as u32 + 1;
            }
            _ => made.push(Chunk { range: block.range, first_block: i as u32, end_block: i as u32 + 1 }),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_name_is_the_sha_256_of_the_bytes() {
        let id = Document::new("abc").id();
        assert_eq!(id.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("BA7816".parse::<DocId>().is_err());
    }

    #[test]
    fn lines_end_where_unicode_says() {
        let document = Document::new("a\r\nb\n\rc\u{2028}d\u{85}é…e\u{2029}");
        let contents: Vec<_> = document.blocks().iter().map(|b| document.slice(b.content())).collect();
        assert_eq!(contents, ["a", "b", "", "c", "d", "é…e"]);
    }

    #[test]
    fn a_giant_line_is_cut_between_graphemes() {
        let family = "👩‍👩‍👧‍👦";
        let document = Document::new(family.repeat(3000));
        assert!(document.blocks().len() > 1);
        for block in document.blocks() {
            assert_eq!(block.range.start().to_usize() % family.len(), 0);
            assert!(block.range.len() <= MAX_BLOCK_BYTES);
        }
    }

    #[test]
    fn a_chunk_of_empty_lines_is_not_too_much_to_draw() {
        let document = Document::new("\n".repeat(10_000));
        assert!(document.chunks().iter().all(|chunk| chunk.end_block - chunk.first_block <= CHUNK_BLOCKS));
    }

    proptest! {
        #[test]
        fn blocks_and_chunks_cover_the_text_once(text in "[a-zé🇹\r\n ]{0,60}", times in 1usize..300) {
            let document = Document::new(text.repeat(times));
            let mut at = 0;
            for block in document.blocks() {
                prop_assert_eq!(block.range.start().to_usize(), at);
                at = block.range.end().to_usize();
            }
            prop_assert_eq!(at, document.text().len());
            let mut at = 0;
            for chunk in document.chunks() {
                prop_assert_eq!(chunk.range.start().to_usize(), at);
                at = chunk.range.end().to_usize();
                let blocks = &document.blocks()[chunk.first_block as usize..chunk.end_block as usize];
                prop_assert_eq!(blocks[0].range.start(), chunk.range.start());
                prop_assert_eq!(blocks[blocks.len() - 1].range.end(), chunk.range.end());
            }
            prop_assert_eq!(at, document.text().len());
        }
    }
}
