//! What the tagger met in a batch, for a learner that builds on the model without changing it.

use crate::lexicon::{Case, fold};
use crate::page::Page;
use crate::tagger::labels::KINDS;
use postil_core::TextRange;
use postil_core::structure::TokenKind;
use std::ops::Range;

/// One batch as the tagger sees it: see [`Extractor::passage`](crate::Extractor::passage).
#[derive(Clone, Debug, Default)]
pub struct Passage {
    pub tokens: Vec<PassageToken>,
    /// Ranges of tokens, in order.
    pub sentences: Vec<Range<usize>>,
    /// The features of all tokens, token after token: each the number of a row of weights, below 2^21.
    pub(crate) features: Vec<u32>,
    /// Where the features of each token end.
    pub(crate) ends: Vec<u32>,
}

/// A token of a [`Passage`].
#[derive(Clone, Debug)]
pub struct PassageToken {
    /// Bytes of the text.
    pub range: TextRange,
    /// The same for words that differ in diacritics and case alone.
    pub folded: u64,
    /// The same for words that differ in a plural's or possessive's ending, too.
    pub stem: u64,
    /// Whether it is written as names are.
    pub is_capital: bool,
    /// Whether it has letters or digits.
    pub is_word: bool,
    /// For the first and for a later word of a name: how much more the model says of each of its kinds (person, organisation, place,
    /// people, event, other) than that the token is outside, in the logarithm of a probability.
    pub margins: [[f32; KINDS]; 2],
}

impl Passage {
    /// The features of a token.
    pub fn features(&self, token: usize) -> &[u32] {
        let from = token.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[from as usize..self.ends[token] as usize]
    }

    /// Memory that it takes, in bytes, roughly.
    pub fn size(&self) -> usize {
        size_of_val(&*self.tokens) + size_of_val(&*self.features) + size_of_val(&*self.ends)
    }
}

impl PassageToken {
    pub(crate) fn of(page: &Page, text: &str, token: usize, margins: [[f32; KINDS]; 2]) -> Self {
        let word = page.word(token);
        let bytes = page.bytes(&(token..token + 1));
        Self {
            range: TextRange::from_usize(bytes),
            folded: word.folded,
            stem: stem(page.seen(text, token)).map_or(word.folded, fold::key),
            is_capital: matches!(word.case, Case::Capitalised | Case::Capitals | Case::Initial | Case::Mixed),
            is_word: matches!(word.kind, TokenKind::Word | TokenKind::Abbreviation | TokenKind::Number),
            margins,
        }
    }
}

/// A word without the ending of a plural or possessive; none where it has none.
fn stem(word: &str) -> Option<&str> {
    let possessive = ["'s", "’s"].into_iter().find_map(|ending| word.strip_suffix(ending));
    let plural = || word.strip_suffix('s').filter(|rest| !rest.ends_with(['s', 'u', 'i']));
    possessive.or_else(plural).filter(|rest| rest.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, Model, Settings};
    use std::path::Path;

    #[test]
    fn endings_are_taken_off() {
        assert_eq!(
            ["Kurds", "Ankara's", "Paris", "Bus", "glass", "EU"].map(stem),
            [Some("Kurd"), Some("Ankara"), None, None, None, None]
        );
    }

    /// What is observed is of the tokens of the batch, and without a model there is nothing.
    #[test]
    fn each_token_has_its_features() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/en.postil-model");
        let model = Model::read(&std::fs::read(file).expect("the model is there")).expect("it can be read");
        let text = "Vladimir Putin flew to Sochi. The Kurds' leader stayed.";
        let mut extractor = Extractor::with_model(text, Settings::default(), model.into());
        let batch = extractor.next_batch().expect("there is text");
        let passage = extractor.passage();
        let words: Vec<&str> = passage.tokens.iter().map(|token| &text[token.range.to_usize()]).collect();
        assert_eq!(words[..6], ["Vladimir", "Putin", "flew", "to", "Sochi", "."]);
        assert!((0..words.len()).all(|token| passage.features(token).len() > 20));
        assert!(batch.found.spans.iter().any(|span| span.range.start() == passage.tokens[4].range.start()));
        assert!(passage.tokens[4].margins[0][2] > 0.0, "a place: {:?}", passage.tokens[4]);
        assert!(passage.tokens[2].margins[0].iter().all(|margin| *margin < 0.0));
        let mut plain = Extractor::new(text, Settings::default());
        plain.next_batch();
        assert!(plain.passage().tokens.is_empty());
    }
}
