//! Where a sentence ends: learned from texts, on top of what the rules say. It finds ends that have no stop, in headlines and
//! lists whose line breaks were lost.

use super::features::pair;
use super::forms::{Form, FormId, Forms};
use crate::lexicon::Case;
use crate::model::{GAP_BUCKETS, Model};
use postil_core::structure::{Token, TokenKind};
use std::ops::Range;

/// Longest sentence, in tokens.
const LONGEST: usize = 400;

/// Units of the sum of weights to one unit of the logarithm of the odds.
pub const GAP_SCALE: i32 = 16;

/// Classes of a place between two tokens: nothing to ask, surely none, hardly, maybe, an end with a stop, an end without one,
/// the start of a paragraph.
pub(crate) const INSIDE: u8 = 0;
const SURELY_NONE: u8 = 1;
const HARDLY: u8 = 2;
const MAYBE: u8 = 3;
const END: u8 = 4;
const END_WITHOUT_STOP: u8 = 5;
pub(crate) const PARAGRAPH: u8 = 6;

/// Tokens of a paragraph, or the beginning of one, with their spellings.
pub(crate) struct Gaps<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    /// The spelling of each token.
    pub ids: &'a [FormId],
    pub forms: &'a Forms,
    /// The first token of the paragraph.
    pub from: usize,
}

impl Gaps<'_> {
    fn form(&self, at: isize) -> &Form {
        let inside = usize::try_from(at).ok().filter(|at| *at >= self.from);
        self.forms.get(inside.and_then(|at| self.ids.get(at)).copied().unwrap_or(super::forms::BEYOND))
    }

    /// Whether there is anything to ask before the token: `rule` says that the rules see an end there.
    fn is_open(&self, at: usize, rule: bool) -> bool {
        if rule {
            return true;
        }
        let spaced = self.tokens[at - 1].end < self.tokens[at].start;
        let before = self.tokens[at - 1];
        let stop = before.kind != TokenKind::Word
            && self.text[..before.end as usize].ends_with(['.', '!', '?', ':', '…', ')', '"', '”']);
        spaced && (stop || !matches!(self.form(at as isize).case, Case::Lower))
    }

    /// The features of the place before a token; `first` begins the sentence so far.
    pub fn features(&self, first: usize, at: usize, rule: bool, mut put: impl FnMut(u32)) {
        let here = at as isize;
        let (a2, a, b, b2) = (self.form(here - 2), self.form(here - 1), self.form(here), self.form(here + 1));
        let rule = u64::from(rule);
        let length = match at - first {
            0..=3 => (at - first) as u64,
            4..=6 => 4,
            7..=12 => 5,
            13..=25 => 6,
            26..=45 => 7,
            _ => 8,
        };
        let left = (self.tokens.len() - at).min(3) as u64;
        let spaced = u64::from(self.tokens[at - 1].end < self.tokens[at].start);
        let capital = u64::from(b.capital) + 2 * u64::from(b.lettered);
        let middle = |f: &Form| u64::from(f.clusters[1]);
        let keys = [
            pair(rule, capital),
            pair(a.folded, rule),
            pair(b.folded, 2),
            pair(b.exact, rule),
            pair(a2.folded, 4),
            pair(b2.folded, 5),
            pair(a.shape, rule),
            pair(b.shape, rule),
            pair(pair(a.shape, b.shape), 8),
            pair(pair(pair(a2.shape, a.shape), b.shape), 9),
            pair(pair(a.folded, b.folded), 10),
            pair(pair(a.folded, b.shape), 11),
            pair(pair(a.shape, b.folded), 12),
            pair(middle(a), 13),
            pair(middle(b) * 2 + rule, 14),
            pair(pair(middle(a), middle(b)), 15),
            pair(pair(a.senses.bits(), b.senses.bits()), 16),
            pair(b.senses.bits(), 17),
            pair(a.senses.bits(), 18),
            pair(length * 4 + capital, 19 + rule),
            pair(pair(a.case as u64, b.case as u64), 21 + rule),
            pair(pair(b.case as u64, b2.case as u64), 23 + rule),
            pair(pair(a2.folded, a.folded), 25),
            pair(pair(b.folded, b2.shape), 26),
            pair(left * 2 + spaced, 27 + rule),
            pair(a.suffixes[2], 29),
            pair(b.suffixes[2], 30),
        ];
        for (at, key) in keys.into_iter().enumerate() {
            let mixed = pair(key, at as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
            put((mixed >> 40) as u32 % GAP_BUCKETS as u32);
        }
    }

    /// Walks the places where a sentence may end; `decide` gets the features' sum worked out by `weigh`.
    pub fn walk(&self, rules: &[Range<usize>], mut ends: impl FnMut(usize, usize, bool) -> bool) {
        let mut first = self.from;
        let mut rule = rules.iter().map(|sentence| sentence.end).peekable();
        for at in self.from + 1..self.tokens.len() {
            while rule.next_if(|end| *end < at).is_some() {}
            let by_rule = rule.peek() == Some(&at);
            if self.is_open(at, by_rule) && ends(first, at, by_rule) || at - first >= LONGEST {
                first = at;
            }
        }
    }

    /// Appends sentences, and the class of the place before each token.
    pub fn split(&self, model: &Model, rules: &[Range<usize>], out: &mut Vec<Range<usize>>, classes: &mut Vec<u8>) {
        if self.from == self.tokens.len() {
            return;
        }
        let begun = classes.len();
        classes.resize(begun + self.tokens.len() - self.from, INSIDE);
        classes[begun] = PARAGRAPH;
        let mut start = self.from;
        self.walk(rules, |first, at, rule| {
            if first > start {
                // The longest sentence was cut.
                out.push(start..first);
                start = first;
            }
            let mut sum = -model.gap_threshold();
            self.features(first, at, rule, |bucket| sum += model.gap_weight(bucket));
            let ends = sum >= 0;
            classes[begun + at - self.from] = match sum {
                0.. if rule => END,
                0.. => END_WITHOUT_STOP,
                _ if sum < -4 * GAP_SCALE => SURELY_NONE,
                _ if sum < -2 * GAP_SCALE => HARDLY,
                _ => MAYBE,
            };
            if ends {
                out.push(start..at);
                start = at;
            }
            ends
        });
        while self.tokens.len() - start > LONGEST {
            out.push(start..start + LONGEST);
            start += LONGEST;
        }
        out.push(start..self.tokens.len());
    }
}
