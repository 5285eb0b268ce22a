//! Words and sentences for formats that count them: cut so that every span begins and ends with a word.

use crate::document::{Annotated, Sentence, Span};
use postil_core::structure::structure;
use postil_core::{TextRange, filled};
use std::collections::BTreeSet;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a document: those of its file, or else those that the text is read in. Words are cut where a span begins or ends, and no
/// sentence ends within a span.
pub(crate) fn sentences(it: &Annotated) -> Vec<Sentence> {
    let text = it.text();
    let spans = || it.spans.iter().flat_map(|span| span.fragments.as_slice());
    let ends: BTreeSet<usize> = filled(spans().flat_map(|range| [range.start().to_usize(), range.end().to_usize()]));
    let mut tokens = Vec::new();
    let mut cut = |from: usize, to: usize| {
        let mut start = from;
        for end in ends.range(from + 1..to).copied().chain([to]) {
            push(text, start, end, &mut tokens);
            start = end;
        }
    };
    let mut breaks: BTreeSet<usize> = match &it.layout {
        Some(layout) => {
            // What stands between the words of a file is made of words too, if it is no white space.
            let mut at = 0;
            for token in layout.iter().flat_map(|sentence| &sentence.tokens).map(|token| token.to_usize()) {
                words(text, at, token.start, &mut cut);
                // Nor is a word what no table can hold as one.
                if text[token.clone()].contains(['\t', '\n', '\r']) {
                    words(text, token.start, token.end, &mut cut);
                } else {
                    cut(token.start, token.end);
                }
                at = token.end;
            }
            words(text, at, text.len(), &mut cut);
            filled(layout.iter().map(|sentence| sentence.range.start().to_usize()))
        }
        None => {
            words(text, 0, text.len(), &mut cut);
            filled(structure(text).sentences.iter().map(|sentence| sentence.start().to_usize()))
        }
    };
    for range in it.spans.iter().map(Span::cover).filter(|range| !range.is_empty()) {
        let inner: Vec<usize> = breaks.range(range.start().to_usize() + 1..range.end().to_usize()).copied().collect();
        for at in inner {
            breaks.remove(&at);
        }
    }
    let mut made: Vec<Sentence> = Vec::new();
    for token in tokens {
        match made.last_mut() {
            Some(last) if breaks.range(last.range.end().to_usize()..=token.start().to_usize()).next().is_none() => {
                last.range = last.range.cover(token);
                last.tokens.push(token);
            }
            _ => made.push(Sentence { range: token, tokens: vec![token] }),
        }
    }
    made
}

/// The words of a stretch by UAX 29.
fn words(text: &str, from: usize, to: usize, cut: &mut impl FnMut(usize, usize)) {
    text[from..to].split_word_bound_indices().for_each(|(at, word)| cut(from + at, from + at + word.len()));
}

/// White space as Unicode has it, with the four information separators, which Python takes for some.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// Adds a token without the white space around it.
fn push(text: &str, from: usize, to: usize, tokens: &mut Vec<TextRange>) {
    let part = &text[from..to];
    let trimmed = part.trim_matches(is_blank);
    if !trimmed.is_empty() {
        let start = from + part.len() - part.trim_start_matches(is_blank).len();
        tokens.push(TextRange::from_usize(start..start + trimmed.len()));
    }
}

/// The spans of a sentence with the tokens that they cover, first and one past the last. The spans of `it` are in order.
pub(crate) fn spans_of<'a>(
    it: &'a Annotated, sentence: &'a Sentence,
) -> impl Iterator<Item = ((usize, usize), &'a str)> {
    let first = it.spans.partition_point(|span| span.cover().start() < sentence.range.start());
    let near = it.spans[first..].iter().take_while(|span| span.cover().start() < sentence.range.end());
    near.filter_map(|span| Some((covered(&sentence.tokens, span.cover())?, span.label.as_str())))
}

/// The tokens that a range covers: the first and one past the last. None when it does not begin and end with one.
pub(crate) fn covered(tokens: &[TextRange], range: TextRange) -> Option<(usize, usize)> {
    let first = tokens.binary_search_by_key(&range.start(), |token| token.start()).ok()?;
    let last = tokens.binary_search_by_key(&range.end(), |token| token.end()).ok()?;
    (first <= last).then_some((first, last + 1))
}

/// A text that is written as tokens with a rule for what stands between them, and where the tokens went.
#[derive(Debug)]
pub(crate) struct Joined {
    pub(crate) text: String,
    pub(crate) tokens: Vec<TextRange>,
    /// The places of first tokens of sentences.
    starts: Vec<usize>,
}

impl Joined {
    pub(crate) fn new() -> Self {
        Self { text: String::new(), tokens: Vec::new(), starts: Vec::new() }
    }

    /// The next token begins a sentence.
    pub(crate) fn begin(&mut self) {
        if self.starts.last() != Some(&self.tokens.len()) {
            self.starts.push(self.tokens.len());
        }
    }

    /// The words and sentences; tokens of white space alone are none.
    pub(crate) fn layout(&self) -> Option<Arc<[Sentence]>> {
        let mut made: Vec<Sentence> = Vec::new();
        for (i, token) in self.tokens.iter().enumerate() {
            let is_start = self.starts.binary_search(&i).is_ok();
            if self.text[token.to_usize()].chars().all(is_blank) {
                continue;
            }
            match made.last_mut() {
                Some(last) if !is_start => {
                    last.range = last.range.cover(*token);
                    last.tokens.push(*token);
                }
                _ => made.push(Sentence { range: *token, tokens: vec![*token] }),
            }
        }
        (!made.is_empty()).then(|| made.into())
    }

    /// Adds a token behind `before`.
    pub(crate) fn push(&mut self, before: &str, token: &str) -> TextRange {
        self.text.push_str(before);
        let start = self.text.len();
        self.text.push_str(token);
        let range = TextRange::from_usize(start..self.text.len());
        self.tokens.push(range);
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::Document;

    fn check(text: &str, cuts: &[(usize, usize)], expected: &[&[&str]]) {
        let document = Document::new(text);
        let mut it = Annotated::new("", document.clone());
        it.spans = cuts.iter().map(|(from, to)| Span::new(TextRange::from_usize(*from..*to), "X")).collect();
        let found = sentences(&it);
        let found: Vec<Vec<&str>> =
            found.iter().map(|s| s.tokens.iter().map(|t| document.slice(*t)).collect()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_are_cut_at_spans_and_sentences_are_not() {
        check("Ab cd. Ef\r\n\r\ngh!", &[], &[&["Ab", "cd", "."], &["Ef"], &["gh", "!"]]);
        check("Ab cd. Ef", &[(4, 8)], &[&["Ab", "c", "d", ".", "E", "f"]]);
        check("met 🇹🇷  \u{a0}x", &[], &[&["met", "🇹🇷", "x"]]);
        check(" \n ", &[], &[]);
    }
}
