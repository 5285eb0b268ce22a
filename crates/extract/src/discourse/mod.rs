//! Who speaks and who is meant: mentions, and choices among them by learned weights.

mod antecedent;
pub(crate) mod choice;
pub(crate) mod cluster;
pub(crate) mod known;
pub(crate) mod mention;
pub(crate) mod speaker;

use crate::found::Found;
use crate::page::Page;
use crate::quotes::marks::Quoted;
use crate::quotes::{self, End, Link, Speech};
use choice::Choose;
use cluster::{Clusters, Joined};
use known::Vocabulary;
use mention::{Base, Mention};
use postil_core::sort_by_key;
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
    clusters: Clusters,
    base: Base,
    chooser: Box<dyn Choose>,
}

impl Discourse {
    /// With one that chooses.
    pub fn choosing(chooser: Box<dyn Choose>) -> Self {
        Self {
            vocabulary: Vocabulary::default(),
            mentions: Vec::new(),
            turns: Turns::default(),
            clusters: Clusters::default(),
            base: Base::default(),
            chooser,
        }
    }

    /// Reads a batch: quotations, who says them, and who is meant, if `resolves`. `found` holds the names.
    pub fn read(
        &mut self, page: &Page, text: &str, mut quoted: Vec<Quoted>, resolves: bool,
        (found, links, joined): (&mut Vec<Found>, &mut Vec<Link>, &mut Vec<Joined>),
    ) {
        sort_by_key(&mut quoted, |q| (q.bytes.start, q.depth));
        let outer: Vec<Range<usize>> = quoted.iter().filter(|q| q.depth == 0).map(|q| q.bytes.clone()).collect();
        self.vocabulary.meet(page, text);
        let first = self.mentions.len();
        mention::collect(page, text, &self.vocabulary, found, &outer, &mut self.base, &mut self.mentions);
        let speech =
            Speech { page, text, vocabulary: &self.vocabulary, token: self.base.token, paragraph: self.base.part };
        let chooser = &mut *self.chooser;
        let said = quotes::find(&speech, &quoted, &mut self.mentions, &mut self.turns, chooser, found, links);
        if resolves {
            let speakers =
                said.into_iter().enumerate().map(|(at, token)| (self.base.quote + at as u32 + 1, token)).collect();
            self.clusters.resolve(&mut self.mentions, first, &speakers, chooser, found, joined);
        }
        self.base.quote += outer.len() as u32;
        self.base.token += page.tokens.len() as u32;
        self.base.sentence += page.sentences.len() as u32;
        self.base.part += page.parts.len() as u32;
    }

    /// What is known of the words of the page, and the mentions of the batch.
    pub fn met(&mut self) -> (&Vocabulary, &mut [Mention]) {
        let first = self.mentions.partition_point(|it| it.tokens.is_empty());
        (&self.vocabulary, &mut self.mentions[first..])
    }

    /// After a batch, what was found in it is found earlier; `index` gives its place among all spans.
    pub fn settle(&mut self, index: impl Fn(usize) -> Option<usize>) {
        self.clusters.settle(&index);
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
