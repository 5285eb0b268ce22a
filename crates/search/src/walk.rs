//! A text is looked through a window at a time.

use crate::Pattern;
use postil_core::{TextRange, snap};

/// Bytes of a window: a few milliseconds.
const WINDOW: usize = 64 << 10;
/// Windows overlap by so many bytes: a longer hit at the end of one is missed.
const OVERLAP: usize = 4 << 10;

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Never empty, and of whole graphemes.
    pub range: TextRange,
    /// Of a dictionary, the entry that stands here; else 0.
    pub entry: u32,
}

/// Gives the hits of one window after the other: most give none.
#[derive(Clone, Debug)]
pub struct Walk<'p, 't> {
    pattern: &'p Pattern,
    text: &'t str,
    /// The next window, as long as there is one.
    next: Option<usize>,
    /// Where the last hit ends.
    end: usize,
}

impl<'p, 't> Walk<'p, 't> {
    pub(crate) fn new(pattern: &'p Pattern, text: &'t str) -> Self {
        Self { pattern, text, next: Some(0), end: 0 }
    }

    /// Where the window that begins here ends, and where the next one begins.
    fn window(&self, from: usize) -> (usize, Option<usize>) {
        let text = self.text;
        if text.len() - from <= WINDOW + OVERLAP {
            return (text.len(), None);
        }
        // A grapheme may be as long as anybody wants, but then it is cut.
        let target = match snap::grapheme_floor(text, from + WINDOW) {
            target if target > from + WINDOW / 2 => target,
            _ => text.floor_char_boundary(from + WINDOW),
        };
        // At the end of a line where there is one, so that `$` is one.
        let line = text.floor_char_boundary(target - WINDOW / 4);
        let to = text[line..target].rfind('\n').map_or(target, |at| line + at + 1);
        let near = text.ceil_char_boundary(to - OVERLAP);
        let next = match text[near..to].find('\n') {
            Some(at) if near + at + 1 < to => near + at + 1,
            _ => snap::grapheme_ceil(text, near).min(to),
        };
        (to, Some(next))
    }
}

impl Iterator for Walk<'_, '_> {
    type Item = Vec<Hit>;

    fn next(&mut self) -> Option<Vec<Hit>> {
        let from = self.next?;
        let (to, next) = self.window(from);
        self.next = next;
        let mut hits = self.pattern.in_window(self.text, TextRange::from_usize(from..to), self.end);
        // Those that begin in the next window are its own: it sees them whole.
        if let Some(next) = next {
            hits.retain(|hit| hit.range.start().to_usize() < next);
        }
        if let Some(last) = hits.last() {
            self.end = last.range.end().to_usize();
        }
        Some(hits)
    }
}
