//! Words as spaCy needs them.

use crate::document::Annotated;
use crate::document::tokens::sentences;
use postil_core::TextRange;
use std::collections::BTreeSet;

/// Words as spaCy needs them: with white space of more than a blank as tokens of its own, so that the text is the tokens
/// with at most one blank behind each.
pub(crate) struct Words {
    /// With whether a blank follows.
    pub(crate) tokens: Vec<(TextRange, bool)>,
    /// The first tokens of sentences.
    pub(super) starts: BTreeSet<usize>,
}

impl Words {
    pub(crate) fn of(it: &Annotated) -> Self {
        let text = it.text();
        let mut words = Self { tokens: Vec::new(), starts: BTreeSet::new() };
        let mut at = 0;
        let push_gap = |words: &mut Self, from: usize, to: usize| {
            let mut from = from;
            if let Some(last) = words.tokens.last_mut()
                && text[from..to].starts_with(' ')
            {
                last.1 = true;
                from += 1;
            }
            if from < to {
                words.tokens.push((TextRange::from_usize(from..to), false));
            }
        };
        for sentence in sentences(it) {
            for (n, token) in sentence.tokens.iter().enumerate() {
                push_gap(&mut words, at, token.start().to_usize());
                if n == 0 {
                    words.starts.insert(words.tokens.len());
                }
                words.tokens.push((*token, false));
                at = token.end().to_usize();
            }
        }
        push_gap(&mut words, at, text.len());
        words
    }

    /// First and last token of a span, the last inclusive.
    pub(crate) fn covered(&self, range: TextRange) -> Option<(usize, usize)> {
        let first = self.tokens.binary_search_by_key(&range.start(), |(token, _)| token.start()).ok()?;
        let last = self.tokens.binary_search_by_key(&range.end(), |(token, _)| token.end()).ok()?;
        (first <= last).then_some((first, last))
    }
}

/// Sentences from the first token to the last, white space included.
pub(super) fn sents(words: &Words) -> Vec<TextRange> {
    let starts: Vec<usize> = words.starts.iter().copied().collect();
    let mut made = Vec::new();
    for (n, start) in starts.iter().enumerate() {
        let start = if n == 0 { 0 } else { *start };
        let end = starts.get(n + 1).copied().unwrap_or(words.tokens.len());
        made.push(words.tokens[start].0.cover(words.tokens[end - 1].0));
    }
    made
}
