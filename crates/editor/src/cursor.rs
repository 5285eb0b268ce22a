//! The token cursor: tagging without a mouse.

use crate::candidates::candidates;
use postil_core::{Document, TextRange};

/// A word, or the words from an anchor to it, and which candidate span around it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The word where a selection began; the same as `word` when nothing is selected.
    pub anchor: TextRange,
    /// The word that the cursor is on.
    pub word: TextRange,
    /// Which of the candidates is meant, counted from the one that is proposed.
    pub size: i8,
}

impl Cursor {
    /// On one word.
    pub fn on(word: TextRange) -> Self {
        Self { anchor: word, word, size: 0 }
    }

    /// Whether words were selected with `Shift`.
    pub fn is_extended(&self) -> bool {
        self.anchor != self.word
    }

    /// The words selected, or the candidate that is meant.
    pub fn range(&self, document: &Document) -> TextRange {
        if self.is_extended() {
            return self.anchor.cover(self.word);
        }
        let (candidates, proposed) = candidates(document, self.word);
        let wanted = (proposed as i32 + i32::from(self.size)).clamp(0, candidates.len() as i32 - 1);
        candidates[wanted as usize]
    }

    /// The same cursor with the next larger or smaller candidate, if there is one.
    pub fn resized(self, document: &Document, by: i8) -> Self {
        let resized = Self { anchor: self.word, size: self.size + by, ..self };
        if resized.range(document) == self.range(document) { self } else { resized }
    }
}
