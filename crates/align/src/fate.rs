//! What became of a span.

use crate::Alignment;
use postil_core::{ByteOffset, Fragments, TextRange, structure::Token};

/// So many words of its own say where a span is; one of fewer needs a word beside it that is still the same.
const SURE: usize = 4;

/// What became of a span of the old text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The same words, between the same words as before.
    Stands(Fragments),
    /// The same words, but a word beside them is another one: the span may have to grow, or may mean something else.
    Beside(Fragments),
    /// Its words are not the same any more: these stand in their place, or nothing (an empty range).
    Changed(TextRange),
}

impl Fate {
    /// The same words in the new text.
    pub fn same(&self) -> Option<&Fragments> {
        match self {
            Self::Stands(fragments) | Self::Beside(fragments) => Some(fragments),
            Self::Changed(_) => None,
        }
    }

    /// Where to look in the new text, from the first byte to the last.
    pub fn place(&self) -> TextRange {
        match self {
            Self::Stands(fragments) | Self::Beside(fragments) => fragments.cover(),
            Self::Changed(range) => *range,
        }
    }
}

/// A fragment in the new text, and whether the words before and behind it are those that were there.
struct Moved {
    range: TextRange,
    is_after: bool,
    is_before: bool,
    words: usize,
}

impl Alignment {
    /// What became of a span of the old text. Costs as much as the span is long.
    pub fn fate(&self, fragments: &Fragments) -> Fate {
        self.moved_all(fragments).unwrap_or_else(|| Fate::Changed(self.instead(fragments.cover())))
    }

    fn moved_all(&self, fragments: &Fragments) -> Option<Fate> {
        let mut ranges: Vec<TextRange> = Vec::new();
        let mut is_between = true;
        for fragment in fragments.as_slice() {
            let moved = self.moved(*fragment)?;
            let is_known = moved.is_after || moved.is_before || moved.words >= SURE;
            let is_in_order = ranges.last().is_none_or(|last| last.end() < moved.range.start());
            if !is_known || !is_in_order || !self.says_the_same(*fragment, moved.range) {
                return None;
            }
            is_between &= moved.is_after && moved.is_before;
            ranges.push(moved.range);
        }
        let made = Fragments::new(ranges)?;
        Some(if is_between { Fate::Stands(made) } else { Fate::Beside(made) })
    }

    /// The old words that a range has a part of: from, and up to.
    fn words_in(&self, range: TextRange) -> (usize, usize) {
        let (start, end) = (range.start().get(), range.end().get());
        let from = self.old_words.partition_point(|word| word.end <= start);
        (from, from.max(self.old_words.partition_point(|word| word.start < end)))
    }

    fn moved(&self, range: TextRange) -> Option<Moved> {
        let (from, to) = self.words_in(range);
        if from == to {
            return self.moved_place(range, from);
        }
        let first = self.partner(from)?;
        if (from..to).any(|word| self.partner(word) != Some(first + (word - from))) {
            return None;
        }
        let last = first + (to - from) - 1;
        let start = self.edge(range.start(), &self.old_words[from], &self.new_words[first]);
        let end = self.edge(range.end(), &self.old_words[to - 1], &self.new_words[last]);
        Some(Moved {
            range: TextRange::from_usize(start..end),
            is_after: self.follows(from, first),
            is_before: self.follows(to, last + 1),
            words: to - from,
        })
    }

    /// A place between words, or nothing but white space there: `word` is the one behind it. It stands where both words stand,
    /// and what is between them.
    fn moved_place(&self, range: TextRange, word: usize) -> Option<Moved> {
        let behind = match word < self.old_words.len() {
            true => self.partner(word)?,
            false => self.new_words.len(),
        };
        if !self.follows(word, behind) {
            return None;
        }
        let gap = |words: &[Token], at: usize, length: usize| {
            let from = at.checked_sub(1).map_or(0, |before| words[before].end as usize);
            from..words.get(at).map_or(length, |word| word.start as usize)
        };
        let old = gap(&self.old_words, word, self.old.text().len());
        let new = gap(&self.new_words, behind, self.new.text().len());
        let (start, end) = (range.start().to_usize(), range.end().to_usize());
        let range = if self.old.text()[old.clone()] == self.new.text()[new.clone()] {
            new.start + (start - old.start)..new.start + (end - old.start)
        } else if end == old.start {
            new.start..new.start
        } else if start == old.end {
            new.end..new.end
        } else {
            return None;
        };
        Some(Moved { range: TextRange::from_usize(range), is_after: true, is_before: true, words: 0 })
    }

    /// Whether the gap before an old word is the one before a new word: the words at both sides of it are partners, or both
    /// texts begin or end there.
    fn follows(&self, old: usize, new: usize) -> bool {
        let is_after = match (old.checked_sub(1), new.checked_sub(1)) {
            (None, None) => true,
            (Some(old), Some(new)) => self.partner(old) == Some(new),
            _ => false,
        };
        let is_before = match (old < self.old_words.len(), new < self.new_words.len()) {
            (true, true) => self.partner(old) == Some(new),
            (is_old, is_new) => is_old == is_new,
        };
        is_after && is_before
    }

    /// The last gate: whether both ranges say the same, but for white space between words.
    fn says_the_same(&self, old: TextRange, new: TextRange) -> bool {
        let (old, new) = (self.old.slice(old), self.new.slice(new));
        old == new || old.split_whitespace().eq(new.split_whitespace())
    }

    /// What stands in the new text where the words of a range stood: from its first word, or behind the word that stood before
    /// it, to its last word, or the word that stood behind it. Where that is much more than it was, what is left of it.
    fn instead(&self, range: TextRange) -> TextRange {
        let (from, to) = self.words_in(range);
        let before = (0..from).rev().find_map(|word| self.partner(word));
        let behind = (to..self.old_words.len()).find_map(|word| self.partner(word));
        let left = (from..to).filter_map(|word| self.partner(word));
        let (first, last) = (left.clone().min(), left.max());
        let own = |word: usize| if from < to { self.partner(word) } else { None };
        let start = own(from).or(before.map(|it| it + 1)).unwrap_or(0);
        let end = own(to.saturating_sub(1)).map(|it| it + 1).or(behind).unwrap_or(self.new_words.len());
        let is_near = |start: usize, end: usize| start < end && end - start <= 2 * (to - from) + SURE;
        let left = first.zip(last.map(|it| it + 1));
        let found = [Some((start, end)), left].into_iter().flatten().find(|(start, end)| is_near(*start, *end));
        if let Some((start, end)) = found {
            let (first, last) = (&self.new_words[start], &self.new_words[end - 1]);
            return TextRange::from_usize(first.start as usize..last.end as usize);
        }
        // Gone: where it would be.
        let at = match (before, behind) {
            (_, Some(word)) => self.new_words[word].start,
            (Some(word), None) => self.new_words[word].end,
            (None, None) => 0,
        };
        TextRange::empty(ByteOffset::new(at))
    }

    /// An end of a range in a word, or in the white space beside it, as it is at the partner of the word. Where there is other
    /// white space it is the end of the word.
    fn edge(&self, at: ByteOffset, old: &Token, new: &Token) -> usize {
        let (at, old, new) =
            (at.to_usize(), old.start as usize..old.end as usize, new.start as usize..new.end as usize);
        let (was, is) = (self.old.text(), self.new.text());
        if at < old.start {
            let from = new.start.saturating_sub(old.start - at);
            return if is.get(from..new.start) == was.get(at..old.start) { from } else { new.start };
        }
        if at > old.end {
            let to = new.end + (at - old.end);
            return if is.get(new.end..to) == was.get(old.end..at) { to } else { new.end };
        }
        new.start + (at - old.start)
    }
}
