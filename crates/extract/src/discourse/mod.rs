//! Who speaks and who is meant: mentions, and choices among them by learned weights.

pub(crate) mod choice;
pub(crate) mod known;
pub(crate) mod mention;
pub(crate) mod speaker;

use crate::found::Found;
use crate::page::Page;
use crate::quotes::marks::Quoted;
use crate::quotes::{self, End, Link, Speech};
use choice::{Choose, Weights};
use known::Vocabulary;
use mention::{Base, Mention};
use speaker::Turns;
use std::ops::Range;

/// Mentions of earlier batches are kept for this many sentences.
const KEPT: u32 = 8;

/// Everything that lives as long as a text is read.
pub(crate) struct Discourse {
    vocabulary: Vocabulary,
    /// In the order of the text: some of earlier batches, then those of this one.
    mentions: Vec<Mention>,
    turns: Turns,
    base: Base,
    chooser: Box<dyn Choose>,
}

impl Default for Discourse {
    fn default() -> Self {
        Self::choosing(Box::new(Weights::get()))
    }
}

impl Discourse {
    /// With one that chooses.
    pub fn choosing(chooser: Box<dyn Choose>) -> Self {
        Self { vocabulary: Vocabulary::default(), mentions: Vec::new(), turns: Turns::default(), base: Base::default(), chooser }
    }

    /// Reads a batch: quotations, who says them, who is meant. `found` holds the names.
    pub fn read(
        &mut self, page: &Page, text: &str, mut quoted: Vec<Quoted>, found: &mut Vec<Found>, links: &mut Vec<Link>,
    ) {
        quoted.sort_by_key(|q| (q.bytes.start, q.depth));
        let outer: Vec<Range<usize>> = quoted.iter().filter(|q| q.depth == 0).map(|q| q.bytes.clone()).collect();
        self.vocabulary.meet(page, text);
        mention::collect(page, text, &self.vocabulary, found, &outer, self.base, &mut self.mentions);
        let speech = Speech {
            page,
            text,
            vocabulary: &self.vocabulary,
            token: self.base.token,
            paragraph: self.base.part,
        };
        quotes::find(&speech, &quoted, &mut self.mentions, &mut self.turns, &mut *self.chooser, found, links);
        self.base.quote += outer.len() as u32;
        self.base.token += page.tokens.len() as u32;
        self.base.sentence += page.sentences.len() as u32;
        self.base.part += page.parts.len() as u32;
    }

    /// After a batch, what was found in it is found earlier; `index` gives its place among all spans.
    pub fn settle(&mut self, index: impl Fn(usize) -> Option<usize>) {
        let from = self.base.sentence.saturating_sub(KEPT);
        self.mentions.retain(|it| it.sentence >= from);
        for mention in self.mentions.iter_mut().chain(self.turns.mentions()) {
            mention.tokens = 0..0;
            if let Some(End::Here(at)) = mention.span {
                mention.span = index(at).map(End::Earlier);
            }
        }
    }
}
