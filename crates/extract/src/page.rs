//! What the layers look at: one batch of text as paragraphs, sentences, tokens and words.

use crate::lexicon::{Dictionary, Word, WordId, Words};
use crate::pattern::Lexeme;
use crate::pattern::notation::Notation;
use crate::pattern::phrase::Item;
use postil_core::structure::Token;
use std::ops::Range;
use std::sync::Arc;

/// A paragraph of the batch, or a piece of a long one.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Bytes.
    pub bytes: Range<usize>,
    /// Sentences of the batch.
    pub sentences: Range<usize>,
}

/// One batch, analysed.
pub(crate) struct Page {
    pub parts: Vec<Part>,
    /// Tokens of the batch.
    pub sentences: Vec<Range<usize>>,
    pub tokens: Vec<Token>,
    /// The word of each token.
    pub ids: Vec<WordId>,
    pub words: Words,
}

impl Page {
    /// Of a text that is read from here on.
    pub fn of(text: &str, dictionary: Arc<Dictionary>) -> Self {
        let words = Words::of(Notation::of(text), dictionary);
        Self { parts: Vec::new(), sentences: Vec::new(), tokens: Vec::new(), ids: Vec::new(), words }
    }

    /// Looks at the words of the tokens from `first` on.
    pub fn learn(&mut self, text: &str, first: usize) {
        for token in &self.tokens[first..] {
            let surface = &text[token.start as usize..token.end as usize];
            self.ids.push(self.words.intern(surface, token.kind));
        }
    }

    /// What is known of the word of a token.
    pub fn word(&self, token: usize) -> &Word {
        self.words.get(self.ids[token])
    }

    /// The bytes of a row of tokens, from the first byte of the first to the last of the last.
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize
    }

    pub fn slice<'t>(&self, text: &'t str, token: usize) -> &'t str {
        &text[self.tokens[token].start as usize..self.tokens[token].end as usize]
    }

    /// A token as it is seen: without soft hyphens and the like.
    pub fn seen<'t>(&'t self, text: &'t str, token: usize) -> &'t str {
        self.word(token).seen.as_deref().unwrap_or_else(|| self.slice(text, token))
    }

    /// What stands between a token and the one before it: white space, or nothing.
    pub fn before<'t>(&self, text: &'t str, token: usize) -> &'t str {
        let end = self.tokens[token].start as usize;
        &text[token.checked_sub(1).map_or(end, |before| self.tokens[before].end as usize)..end]
    }

    /// The tokens that lie in a stretch of bytes.
    pub fn tokens_of(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.tokens.partition_point(|t| (t.start as usize) < bytes.start);
        let end = self.tokens.partition_point(|t| (t.end as usize) <= bytes.end);
        start..end.max(start)
    }

    /// The part that holds a byte.
    pub fn part_of(&self, byte: usize) -> usize {
        self.parts.partition_point(|p| p.bytes.end <= byte).min(self.parts.len().saturating_sub(1))
    }

    /// The tokens of a part.
    pub fn token_bounds(&self, part: usize) -> Range<usize> {
        let sentences = &self.parts[part].sentences;
        match (self.sentences.get(sentences.start), sentences.end.checked_sub(1).and_then(|s| self.sentences.get(s))) {
            (Some(first), Some(last)) if !sentences.is_empty() => first.start..last.end,
            _ => 0..0,
        }
    }

    /// Whether nothing parts a token from the one before it.
    pub fn glued(&self, token: usize) -> bool {
        token > 0 && self.tokens[token - 1].end == self.tokens[token].start
    }

    /// Whether a sentence begins with the token.
    pub fn opens_sentence(&self, token: usize) -> bool {
        self.sentences.binary_search_by_key(&token, |s| s.start).is_ok()
    }

    /// Whether a number counts something: not the mark of a list item or of a note, not `one` as a pronoun.
    pub fn counts(&self, text: &str, tokens: &Range<usize>) -> bool {
        let at = tokens.start;
        let next = (tokens.end < self.tokens.len()).then(|| self.slice(text, tokens.end));
        let before = (at > 0).then(|| self.slice(text, at - 1));
        if before.is_some_and(|b| b == "[" || b == "#") && next.is_none_or(|n| n == "]" || n == ",") {
            return false;
        }
        if tokens.len() > 1 {
            return true;
        }
        let word = self.slice(text, at);
        if word.eq_ignore_ascii_case("one") {
            return next.is_some_and(|n| n == "of");
        }
        let opens = self.opens_sentence(at);
        !(opens && next.is_some_and(|n| n == "." || n == ")"))
    }
}

/// A sentence as the rules for times and numbers see it.
pub(crate) struct Row<'a> {
    pub page: &'a Page,
    pub text: &'a str,
    pub items: &'a [Item<'a>],
    /// What the rules know of each item.
    pub lexemes: &'a [&'a Lexeme],
    /// The items that belong to a span already.
    pub taken: Vec<bool>,
}
