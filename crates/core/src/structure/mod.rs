//! What a text is made of: paragraphs, headings, sentences and tokens. One rule of each for all that ask: numbering and
//! drawing, selecting by sentence, extraction, and formats that write sentences.

mod abbreviation;
mod address;
pub mod chars;
pub(crate) mod numbering;
mod paragraph;
mod sentence;
mod token;

pub use paragraph::{ParagraphSpan, Paragraphs};
pub use sentence::{OPENERS, sentences, split};
pub use token::{Token, TokenKind, tokenize};

use crate::TextRange;

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
/// let found = postil_core::structure::structure("Mr. Lee left.\nIt rained in the U.S. on Monday.");
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
        tokenize(text, p.start, p.end, &mut found.tokens);
        sentences.clear();
        split(text, &found.tokens, first, &mut sentences);
        found.sentences.extend(sentences.iter().map(|s| sentence::cover(&found.tokens[s.clone()])));
    }
    found
}
