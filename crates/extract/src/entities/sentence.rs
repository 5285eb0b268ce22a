//! A sentence as the search for names sees it.

use crate::lexicon::{Case, Sense, Senses, Word, fold};
use crate::page::Page;
use postil_core::structure::TokenKind;
use std::ops::Range;

/// Senses of dictionaries of names.
pub(crate) const NAMES: Senses = Senses::of(&[
    Sense::Country,
    Sense::Region,
    Sense::City,
    Sense::Town,
    Sense::Place,
    Sense::Facility,
    Sense::People,
    Sense::Organisation,
    Sense::Event,
    Sense::Thing,
]);

/// Longest phrase of the dictionaries that is looked for, in tokens.
const LONGEST_PHRASE: usize = 8;

/// How a sentence uses capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capitals {
    /// For names.
    Names,
    /// For most words: a headline.
    MostWords,
    /// Everywhere.
    Everywhere,
}

/// One sentence of a page.
pub(crate) struct Sentence<'a> {
    pub page: &'a Page,
    pub text: &'a str,
    pub tokens: Range<usize>,
    pub capitals: Capitals,
}

impl<'a> Sentence<'a> {
    pub fn new(page: &'a Page, text: &'a str, tokens: Range<usize>) -> Self {
        let (mut lower, mut capitalised, mut capitals) = (0_usize, 0_usize, 0_usize);
        for token in tokens.clone() {
            let word = page.word(token);
            if word.kind != TokenKind::Word {
                continue;
            }
            match word.case {
                Case::Lower => lower += usize::from(!word.senses.has(Sense::Opener)),
                Case::Capitalised => capitalised += 1,
                Case::Capitals => capitals += 1,
                _ => {}
            }
        }
        // A headline has no stop.
        let stopped = tokens.end > tokens.start && page.slice(text, tokens.end - 1) == ".";
        let use_of = if capitals > 3 && capitals > 2 * (lower + capitalised) {
            Capitals::Everywhere
        } else if !stopped && capitalised + capitals > 3 && capitalised + capitals > 4 * lower {
            Capitals::MostWords
        } else {
            Capitals::Names
        };
        Self { page, text, tokens, capitals: use_of }
    }

    pub fn word(&self, token: usize) -> Option<&'a Word> {
        self.tokens.contains(&token).then(|| self.page.word(token))
    }

    pub fn slice(&self, token: usize) -> &'a str {
        self.page.slice(self.text, token)
    }

    pub fn is(&self, token: usize, text: &str) -> bool {
        self.tokens.contains(&token) && self.slice(token) == text
    }

    pub fn senses(&self, token: usize) -> Senses {
        self.word(token).map_or(Senses::NONE, |w| w.senses)
    }

    pub fn has(&self, token: usize, sense: Sense) -> bool {
        self.senses(token).has(sense)
    }

    /// A word written as names are.
    pub fn capitalised(&self, token: usize) -> bool {
        self.word(token).is_some_and(|w| {
            matches!(w.kind, TokenKind::Word | TokenKind::Abbreviation)
                && matches!(w.case, Case::Capitalised | Case::Capitals | Case::Initial)
        })
    }

    /// A word in lower case.
    pub fn lower(&self, token: usize) -> bool {
        self.word(token).is_some_and(|w| w.case == Case::Lower)
    }

    /// Whether a capital says nothing here: the sentence begins, or a quotation, or what stands behind a colon.
    pub fn opens(&self, token: usize) -> bool {
        if token == self.tokens.start {
            return true;
        }
        let before = self.slice(token - 1);
        match before {
            "\"" | "“" | "‘" | "«" | "„" | "'" | "(" | "[" | "*" | "•" | "—" | "–" | "-" | ":" | ".." | "..." | "…"
            | ">" | "|" => before == ":" || !self.page.glued(token - 1) || token - 1 == self.tokens.start,
            "." | "!" | "?" => true,
            _ => false,
        }
    }

    /// The longest phrase of the dictionaries from a token, with its senses; those of single words too.
    pub fn phrase(&self, start: usize, wanted: Senses) -> Option<(usize, Senses)> {
        let first = self.word(start)?;
        let mut best = first.senses.any(wanted).then_some((start + 1, first.senses));
        if !first.longer {
            return best;
        }
        let mut key = first.folded;
        for token in start + 1..self.tokens.end.min(start + LONGEST_PHRASE) {
            let word = self.page.word(token);
            key = fold::join(key, word.folded);
            let Some(entry) = self.page.words.dictionary().find(key) else { break };
            if entry.senses.any(wanted) && self.ends_like_a_name(token) {
                best = Some((token + 1, entry.senses));
            }
            if !entry.longer {
                break;
            }
        }
        best
    }

    /// A phrase in the text ends with a capital if it is a name, or with a possessive.
    fn ends_like_a_name(&self, token: usize) -> bool {
        !self.lower(token) || self.page.word(token).kind == TokenKind::Clitic
    }

    /// The key of a row of tokens.
    pub fn key(&self, tokens: Range<usize>) -> u64 {
        let mut keys = tokens.map(|t| self.page.word(t).folded);
        let first = keys.next().unwrap_or_default();
        keys.fold(first, fold::join)
    }
}
