//! Structure: paragraphs, headings, sentences and tokens.

mod abbreviation;
mod address;
pub(crate) mod chars;
pub(crate) mod paragraph;
pub(crate) mod sentence;
pub(crate) mod token;

pub use token::{Token, TokenKind};

use paragraph::Paragraphs;
use postil_core::TextRange;

/// A paragraph of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes, without the white space around it.
    pub range: TextRange,
    /// Whether it stands as a title above what follows.
    pub heading: bool,
}

/// The structure of a whole text. Each list is sorted, disjoint, and lies inside the one above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    /// Parted by blank lines or indentation; else each line is one, unless lines were wrapped at a width.
    pub paragraphs: Vec<Paragraph>,
    /// From the first byte of the first token to the last of the last.
    pub sentences: Vec<TextRange>,
    /// Everything that is neither white space nor invisible.
    pub tokens: Vec<Token>,
}

/// Finds paragraphs, headings, sentences and tokens; O(n).
///
/// ```
/// let found = postil_extract::structure("Mr. Lee left.\nIt rained in the U.S. on Monday.");
/// assert_eq!((found.paragraphs.len(), found.sentences.len()), (2, 2));
/// assert_eq!(found.tokens[0].end, 3); // the stop belongs to `Mr.`
/// ```
pub fn structure(text: &str) -> Structure {
    let mut found = Structure::default();
    let mut walk = Paragraphs::new(text);
    let mut sentences = Vec::new();
    while let Some(p) = walk.next(text) {
        found.paragraphs.push(Paragraph { range: TextRange::from_usize(p.start..p.end), heading: p.heading });
        let first = found.tokens.len();
        token::tokenize(text, p.start, p.end, &mut found.tokens);
        sentences.clear();
        sentence::split(text, &found.tokens, first, &mut sentences);
        found.sentences.extend(sentences.iter().map(|s| {
            let (first, last) = (found.tokens[s.start], found.tokens[s.end - 1]);
            TextRange::from_usize(first.start as usize..last.end as usize)
        }));
    }
    found
}
