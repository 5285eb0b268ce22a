//! A sentence as the templates see it.

use super::forms::{BEYOND, Form, FormId, Forms};
use super::seen::{Seen, Seens};
use crate::entities::{Evidence, Judged};
use std::ops::Range;

/// What is worked out for each token of a page, in buffers that are used again for the next one.
#[derive(Default)]
pub(crate) struct Desk {
    /// The spelling of each token.
    pub forms: Vec<FormId>,
    /// The place of the first byte of each token in the text.
    pub bytes: Vec<u32>,
    /// For each token the run of capitalised words that it stands in.
    pub runs: Vec<(u32, u32)>,
    /// How likely a sentence ends before the token, as a class.
    pub gaps: Vec<u8>,
    /// Phrases of the dictionaries: what is known, and the place in it: 1 first, 2 inside, 3 last.
    pub phrases: Vec<(u64, u8)>,
    /// What the rules made of a token: 1 + its place among what was judged, and whether it is the first word.
    pub judged: Vec<(u32, bool)>,
    /// Whether the capital says nothing: where a sentence or a quotation begins.
    pub opens: Vec<bool>,
}

impl Desk {
    pub fn clear(&mut self) {
        self.forms.clear();
        self.bytes.clear();
        self.runs.clear();
        self.gaps.clear();
        self.phrases.clear();
        self.judged.clear();
        self.opens.clear();
    }
}

/// One sentence; tokens are counted from its first.
pub(crate) struct View<'a> {
    pub all: &'a Forms,
    pub seens: &'a Seens,
    pub desk: &'a Desk,
    pub names: &'a [Judged],
    /// Tokens of the page.
    pub tokens: Range<usize>,
    /// 0 ordinary, 1 no capitals, 2 mostly capitalised words, 3 all in capitals.
    pub mode: u8,
    /// Key of `of`.
    pub of: u64,
}

impl View<'_> {
    fn token(&self, at: isize) -> Option<usize> {
        usize::try_from(at).ok().map(|at| self.tokens.start + at).filter(|token| *token < self.tokens.end)
    }

    pub fn id(&self, at: isize) -> FormId {
        self.token(at).map_or(BEYOND, |token| self.desk.forms[token])
    }

    pub fn form(&self, at: isize) -> &Form {
        self.all.get(self.id(at))
    }

    /// How likely a sentence ends before the token.
    pub fn gap(&self, at: isize) -> u8 {
        self.desk.gaps.get(self.tokens.start.saturating_add_signed(at)).copied().unwrap_or(9)
    }

    pub fn phrase(&self, at: usize) -> (u64, u8) {
        self.desk.phrases[self.tokens.start + at]
    }

    /// What the rules made of a token: 0 nothing; else the label, whether it was strong enough, and whether it begins there.
    pub fn judged(&self, at: isize) -> u8 {
        let Some(token) = self.token(at) else { return 0 };
        let (of, is_first) = self.desk.judged[token];
        let Some(judged) = of.checked_sub(1).and_then(|of| self.names.get(of as usize)) else { return 0 };
        1 + (judged.label as u8) * 4 + u8::from(judged.said) * 2 + u8::from(is_first)
    }

    /// The score that the rules gave, in four steps.
    pub fn judged_score(&self, at: usize) -> u8 {
        let (of, _) = self.desk.judged[self.tokens.start + at];
        let judged = of.checked_sub(1).and_then(|of| self.names.get(of as usize));
        judged.map_or(0, |judged| 1 + (judged.score.saturating_sub(3_000) / 1_400) as u8)
    }

    /// What spoke for or against what the rules weighed, and whether the token is its first.
    pub fn evidence(&self, at: usize) -> (&[(Evidence, u32, u32)], bool) {
        let (of, is_first) = self.desk.judged[self.tokens.start + at];
        let judged = of.checked_sub(1).and_then(|of| self.names.get(of as usize));
        (judged.map_or(&[], |judged| judged.tally.fired()), is_first)
    }

    /// The run of capitalised words, counted from the sentence.
    pub fn run(&self, at: usize) -> Range<usize> {
        let (start, end) = self.desk.runs[self.tokens.start + at];
        start as usize - self.tokens.start..end as usize - self.tokens.start
    }

    pub fn is_of(&self, at: isize) -> bool {
        self.token(at).is_some() && self.form(at).folded == self.of
    }

    pub fn opens(&self, at: usize) -> bool {
        self.desk.opens[self.tokens.start + at]
    }

    /// The same word elsewhere in the document, as far as it is read.
    pub fn seen(&self, at: usize) -> Seen<'_> {
        let token = self.tokens.start + at;
        self.seens.of(self.all.get(self.desk.forms[token]).group, self.desk.bytes[token])
    }
}
