//! Two texts with their words paired.

use crate::diff::{NONE, pairs};
use postil_core::structure::{Token, tokenize};
use postil_core::{DocId, Document};
use std::collections::BTreeMap;

/// Two versions of a text, with the words that both have. Words are tokens, compared byte by byte: a word in other letters,
/// or in another normal form, is another word. White space between words is nothing, so that lines may be broken anew.
#[derive(Clone, Debug)]
pub struct Alignment {
    pub(crate) old: Document,
    pub(crate) new: Document,
    pub(crate) old_words: Vec<Token>,
    pub(crate) new_words: Vec<Token>,
    /// Of each old word the place of its partner, or [`NONE`].
    pairs: Vec<u32>,
}

impl Alignment {
    /// Pairs the words of two texts; O(n log n), and in stretches that have been written anew up to 512 steps a word.
    pub fn of(old: &Document, new: &Document) -> Self {
        let (old_words, new_words) = (words(old), words(new));
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let mut numbered = |text, words: &[Token]| -> Vec<u32> {
            let number = |word: &Token| {
                let next = numbers.len() as u32;
                *numbers.entry(of(text, word)).or_insert(next)
            };
            words.iter().map(number).collect()
        };
        let (old_numbers, new_numbers) = (numbered(old.text(), &old_words), numbered(new.text(), &new_words));
        let pairs = pairs(&old_numbers, &new_numbers);
        Self { old: old.clone(), new: new.clone(), old_words, new_words, pairs }
    }

    /// The text that was there before.
    pub fn old(&self) -> DocId {
        self.old.id()
    }

    /// The text that takes its place.
    pub fn new_text(&self) -> DocId {
        self.new.id()
    }

    /// How much of the longer text is in both, in words: between 0 and 1.
    pub fn shared(&self) -> f64 {
        let paired = self.pairs.iter().filter(|it| **it != NONE).count();
        let longer = self.old_words.len().max(self.new_words.len());
        if longer == 0 { 0.0 } else { paired as f64 / longer as f64 }
    }

    /// Where an old word is in the new text.
    pub(crate) fn partner(&self, word: usize) -> Option<usize> {
        self.pairs.get(word).filter(|it| **it != NONE).map(|it| *it as usize)
    }
}

fn words(document: &Document) -> Vec<Token> {
    let mut words = Vec::new();
    tokenize(document.text(), 0, document.text().len(), &mut words);
    words
}

fn of<'t>(text: &'t str, word: &Token) -> &'t str {
    &text[word.start as usize..word.end as usize]
}
