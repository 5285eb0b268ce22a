//! One sentence as the learner sees it: the stretches that may be names, and what speaks for each.
//!
//! A stretch is scored as in a semi-Markov model (Sarawagi and Cohen, 2004) without transitions: by the tagger's features of its first
//! and of its last word, and by what it is as a whole.

use crate::weights::{Feature, Weights, row};
use postil_core::{Slug, SuggestedSpan, TextRange};
use postil_extract::{Passage, PassageToken};
use std::ops::Range;

/// A stretch has so many words at most, unless the model or a person says otherwise.
const LONGEST: usize = 7;
/// The value of a feature of a word; it has some hundred and thirty.
const OF_WORD: f32 = 0.1;
/// The value of what a stretch is as a whole,
const OF_WHOLE: f32 = 0.4;
/// and of the very words that it consists of.
const OF_FORM: f32 = 0.7;

/// What the model or the rules suggest in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// Tokens of the passage.
    pub tokens: Range<usize>,
    /// Its place among all that was suggested in the passage.
    pub at: usize,
    pub label: Slug,
    /// Whether rules gave it.
    pub is_ruled: bool,
}

pub(crate) struct Sheet<'a> {
    passage: &'a Passage,
    pub tokens: Range<usize>,
    pub said: Vec<Said>,
}

/// Scores of the words of a sentence as first and as last words of names.
pub(crate) struct Ends {
    labels: usize,
    scores: Vec<f32>,
}

/// A key of a text.
pub(crate) fn key_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |key, byte| (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// One key of two.
pub(crate) fn join(a: u64, b: u64) -> u64 {
    (a.rotate_left(23) ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// What kind of feature a key belongs to.
#[derive(Clone, Copy)]
enum Trait {
    First,
    Last,
    Form,
    Stems,
    Head,
    Opening,
    Holds,
    Length,
    Shape,
    Around,
    Before,
    After,
    Same,
    Beside,
}

/// The tokens that a stretch of bytes consists of; none where it begins or ends within one.
pub(crate) fn tokens_of(passage: &Passage, range: TextRange) -> Option<Range<usize>> {
    let start = passage.tokens.partition_point(|token| token.range.start() < range.start());
    let end = passage.tokens.partition_point(|token| token.range.end() <= range.end());
    let fits = start < end
        && passage.tokens[start].range.start() == range.start()
        && passage.tokens[end - 1].range.end() == range.end();
    fits.then_some(start..end)
}

/// The key of a stretch, whatever its diacritics, case and endings.
pub(crate) fn form_of(passage: &Passage, tokens: &Range<usize>) -> u64 {
    passage.tokens[tokens.clone()].iter().fold(1, |key, token| join(key, token.stem))
}

impl<'a> Sheet<'a> {
    pub fn new(
        passage: &'a Passage, tokens: Range<usize>, base: &[SuggestedSpan], is_ruled: impl Fn(&Slug) -> bool,
    ) -> Self {
        let range = Self::range_of(passage, &tokens);
        let first = base.partition_point(|span| span.range.start() < range.start());
        let within = base[first..].iter().take_while(|span| span.range.start() < range.end());
        let said = within.enumerate().filter_map(|(at, span)| {
            let said = tokens_of(passage, span.range).filter(|said| said.end <= tokens.end)?;
            Some(Said { tokens: said, at: first + at, label: span.label.clone(), is_ruled: is_ruled(&span.label) })
        });
        let said = said.collect();
        Self { passage, tokens, said }
    }

    fn range_of(passage: &Passage, tokens: &Range<usize>) -> TextRange {
        passage.tokens[tokens.start].range.cover(passage.tokens[tokens.end - 1].range)
    }

    /// The bytes of the sentence.
    pub fn range(&self) -> TextRange {
        Self::range_of(self.passage, &self.tokens)
    }

    /// The bytes of a stretch.
    pub fn bytes(&self, tokens: &Range<usize>) -> TextRange {
        Self::range_of(self.passage, tokens)
    }

    /// What may be a name: short stretches that begin and end with a word, and what is suggested.
    pub fn stretches(&self) -> Vec<Range<usize>> {
        let is_word = |at: usize| self.passage.tokens[at].is_word;
        let mut all = Vec::new();
        for start in self.tokens.clone().filter(|at| is_word(*at)) {
            let ends = start..self.tokens.end.min(start + LONGEST);
            all.extend(ends.filter(|at| is_word(*at)).map(|last| start..last + 1));
        }
        for said in self.said.iter().filter(|said| !said.is_ruled) {
            if !all.contains(&said.tokens) {
                all.push(said.tokens.clone());
            }
        }
        all
    }

    /// What the model says of a stretch as a name of a kind, in the logarithm of a probability: as much as of its least sure word.
    pub fn margin(&self, tokens: &Range<usize>, kind: usize) -> f32 {
        let all = self.passage.tokens[tokens.clone()].iter().enumerate();
        all.map(|(at, token)| token.margins[usize::from(at > 0)][kind]).fold(f32::INFINITY, f32::min)
    }

    fn token(&self, at: Option<usize>) -> Option<&PassageToken> {
        at.filter(|at| self.tokens.contains(at)).map(|at| &self.passage.tokens[at])
    }

    fn of_word(&self, token: usize, as_what: Trait) -> impl Iterator<Item = Feature> {
        let features = self.passage.features(token).iter();
        features.map(move |feature| (row(join(as_what as u64 + 1, u64::from(*feature))), OF_WORD))
    }

    /// What a stretch is as a whole.
    fn of_whole(&self, tokens: &Range<usize>, out: &mut Vec<Feature>) {
        let mut put = |of: Trait, key: u64, value: f32| out.push((row(join(of as u64 + 1, key)), value));
        let words = &self.passage.tokens[tokens.clone()];
        let (first, last) = (&words[0], &words[words.len() - 1]);
        put(Trait::Form, words.iter().fold(1, |key, token| join(key, token.folded)), OF_FORM);
        put(Trait::Stems, form_of(self.passage, tokens), OF_FORM);
        put(Trait::Head, last.stem, OF_WHOLE);
        put(Trait::Opening, first.stem, OF_WHOLE);
        for word in &words[1..words.len().max(2) - 1] {
            put(Trait::Holds, word.stem, OF_WHOLE);
        }
        let length = words.len().min(6) as u64;
        put(Trait::Length, length, OF_WHOLE);
        let capitals = words.iter().filter(|word| word.is_capital).count().min(6) as u64;
        let ends = u64::from(first.is_capital) * 2 + u64::from(last.is_capital);
        put(Trait::Shape, (length * 8 + capitals) * 4 + ends, OF_WHOLE);
        let before = self.token(tokens.start.checked_sub(1));
        let after = self.token(Some(tokens.end));
        let cased = |word: Option<&PassageToken>| word.map_or(2, |word| u64::from(word.is_capital));
        put(Trait::Around, cased(before) * 16 + cased(after) * 4 + ends, OF_WHOLE);
        put(Trait::Before, before.map_or(0, |word| word.folded), OF_WHOLE);
        put(Trait::After, after.map_or(0, |word| word.folded), OF_WHOLE);
        for said in &self.said {
            let is_same = said.tokens == *tokens;
            if is_same {
                put(Trait::Same, key_of(said.label.as_str()), OF_WHOLE);
            } else if said.tokens.start < tokens.end && tokens.start < said.tokens.end {
                let how = u64::from(said.tokens.start.cmp(&tokens.start) as i8 as u8) * 256
                    + u64::from(said.tokens.end.cmp(&tokens.end) as i8 as u8);
                put(Trait::Beside, join(key_of(said.label.as_str()), how), OF_WHOLE);
            }
        }
    }

    /// All that speaks for or against a stretch.
    pub fn features(&self, tokens: &Range<usize>) -> Vec<Feature> {
        let mut out = Vec::with_capacity(320);
        out.extend(self.of_word(tokens.start, Trait::First));
        out.extend(self.of_word(tokens.end - 1, Trait::Last));
        self.of_whole(tokens, &mut out);
        out
    }

    /// What speaks for the words of the sentence as first and as last words.
    pub fn ends(&self, weights: &Weights, labels: usize) -> Ends {
        let mut scores = vec![0.0; self.tokens.len() * 2 * labels];
        let mut features = Vec::new();
        for (token, scores) in self.tokens.clone().zip(scores.chunks_exact_mut(2 * labels)) {
            let (first, last) = scores.split_at_mut(labels);
            for (as_what, scores) in [(Trait::First, first), (Trait::Last, last)] {
                features.clear();
                features.extend(self.of_word(token, as_what));
                weights.add(&features, scores);
            }
        }
        Ends { labels, scores }
    }

    /// What was learned of a stretch, for all labels: as from [`Self::features`]. `buffer` is used again.
    pub fn scores(&self, ends: &Ends, weights: &Weights, tokens: &Range<usize>, buffer: &mut Vec<Feature>) -> Vec<f32> {
        let at = |token: usize, last: usize| {
            let from = ((token - self.tokens.start) * 2 + last) * ends.labels;
            &ends.scores[from..from + ends.labels]
        };
        let mut scores: Vec<f32> = at(tokens.start, 0).iter().zip(at(tokens.end - 1, 1)).map(|(a, b)| a + b).collect();
        buffer.clear();
        self.of_whole(tokens, buffer);
        weights.add(buffer, &mut scores);
        scores
    }
}
