//! What was learned, and what it says of a sentence.

use crate::memory::{Memory, Remembered};
use crate::sheet::{Ends, Sheet, form_of, tokens_of};
use crate::weights::{Feature, Weights};
use crate::{Lesson, Lessons, Vocabulary};
use postil_core::{Score, Slug, SuggestedSpan, TextRange, sort_by};
use postil_extract::Passage;
use std::ops::Range;
use std::sync::Arc;

/// A label that a person defined is suggested once it stands so often.
pub const NEEDED: u32 = 8;
/// So many labels are learned about.
const MOST_LABELS: usize = 24;
/// What a stretch has to overcome that nobody suggests: with a label of the model's at best,
const UNSAID: f32 = -4.0;
/// at worst,
const UNLIKELY: f32 = -6.0;
/// and with one that the model does not know.
const UNKNOWN: f32 = -1.5;
/// What is suggested has at least this much, whatever its score.
const SAID: f32 = -2.0;
/// So many of the most likely wrong stretches of a sentence are learned from at once.
const WRONG: usize = 6;

/// What was learned from the decisions of a project, on top of a model.
#[derive(Clone, Debug)]
pub struct Learner {
    vocabulary: Vocabulary,
    labels: Vec<Slug>,
    weights: Weights,
    pub(crate) memory: Memory,
}

/// A stretch that may be a name, with what is known of it before anything is learned, by label.
struct Candidate {
    tokens: Range<usize>,
    prior: Vec<f32>,
    /// What was learned.
    learned: Vec<f32>,
}

/// What is proposed for a stretch.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Proposal {
    pub range: TextRange,
    pub label: Slug,
    pub score: Score,
    pub form: u64,
    pub head: u64,
}

/// The logarithm of the odds of a score.
fn odds(score: Score) -> f32 {
    let probability = (f32::from(score.parts()) / 10_000.0).clamp(0.01, 0.99);
    libm::logf(probability / (1.0 - probability))
}

fn score_of(odds: f32) -> Score {
    Score::from(f64::from(1.0 / (1.0 + libm::expf(-odds))))
}

impl Learner {
    /// Knows nothing yet of `labels`.
    pub(crate) fn new(vocabulary: Vocabulary, labels: Vec<Slug>) -> Self {
        let weights = Weights::new(labels.len());
        Self { vocabulary, labels, weights, memory: Memory::default() }
    }

    /// The labels that there is something to learn about, where `used` are those of the decisions, each once.
    pub(crate) fn labels(vocabulary: &Vocabulary, used: impl Iterator<Item = Slug>) -> Vec<Slug> {
        let mut labels: Vec<Slug> = vocabulary.names().cloned().chain(used).collect();
        sort_by(&mut labels, &Slug::cmp);
        labels.dedup();
        labels.truncate(MOST_LABELS);
        labels
    }

    /// How often a label that is new has to stand before it is suggested; nothing where it is.
    pub fn missing(&self, label: &Slug) -> u32 {
        if self.vocabulary.is_new(label) { NEEDED.saturating_sub(self.memory.of_label(label).wanted) } else { 0 }
    }

    /// How many decisions it was learned from.
    pub fn decisions(&self) -> u32 {
        self.memory.sum()
    }

    /// How often each of the labels that are new has to stand still before it is suggested, where it does not stand often enough.
    pub fn all_missing(&self) -> Vec<(Slug, u32)> {
        let missing = self.labels.iter().map(|label| (label.clone(), self.missing(label)));
        missing.filter(|(_, missing)| *missing > 0).collect()
    }

    pub(crate) fn mark(&self) -> usize {
        self.weights.mark()
    }

    pub(crate) fn take_back(&mut self, mark: usize) {
        self.weights.take_back(mark);
    }

    pub(crate) fn forget(&mut self, mark: usize) {
        self.weights.forget(mark);
    }

    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    fn index(&self, label: &Slug) -> Option<usize> {
        self.labels.binary_search(label).ok()
    }

    /// What is known of a stretch before anything is learned.
    fn prior(&self, sheet: &Sheet, base: &[SuggestedSpan], tokens: &Range<usize>) -> Vec<f32> {
        let of = |label: &Slug| {
            let mut said = sheet.said.iter().filter(|said| said.tokens == *tokens && said.label == *label);
            if let Some(said) = said.next() {
                return odds(base[said.at].score()).max(SAID);
            }
            match self.vocabulary.kind(label) {
                Some(kind) => sheet.margin(tokens, kind).clamp(UNLIKELY, UNSAID),
                None if self.vocabulary.is_ruled(label) => UNLIKELY,
                None => UNKNOWN,
            }
        };
        self.labels.iter().map(of).collect()
    }

    fn candidates(&self, sheet: &Sheet, base: &[SuggestedSpan]) -> Vec<Candidate> {
        let ends: Ends = sheet.ends(&self.weights, self.labels.len());
        let mut buffer: Vec<Feature> = Vec::new();
        let of = |tokens: Range<usize>| {
            let prior = self.prior(sheet, base, &tokens);
            let learned = sheet.scores(&ends, &self.weights, &tokens, &mut buffer);
            Candidate { tokens, prior, learned }
        };
        sheet.stretches().into_iter().map(of).collect()
    }

    fn sheet<'a>(&self, passage: &'a Passage, tokens: &Range<usize>, base: &[SuggestedSpan]) -> Sheet<'a> {
        Sheet::new(passage, tokens.clone(), base, |label| self.vocabulary.is_ruled(label))
    }

    /// Teaches that a stretch has a label, or has it not.
    fn teach(&mut self, sheet: &Sheet, base: &[SuggestedSpan], tokens: &Range<usize>, label: usize, is_wanted: bool) {
        let features = sheet.features(tokens);
        let mut scores = self.prior(sheet, base, tokens);
        self.weights.add(&features, &mut scores);
        self.weights.learn(&features, label, scores[label], is_wanted);
    }

    /// Learns from what was decided in a passage. `base` is what is suggested there without learning, by place.
    pub(crate) fn learn(&mut self, passage: &Passage, base: &[SuggestedSpan], lessons: &Lessons) {
        for tokens in passage.sentences.iter().filter(|tokens| !tokens.is_empty()) {
            let sheet = self.sheet(passage, tokens, base);
            let decided: Vec<&Lesson> = lessons.overlapping(sheet.range()).collect();
            if !decided.is_empty() || lessons.is_done() {
                self.learn_sentence(passage, &sheet, base, &decided, lessons.is_done());
            }
        }
    }

    fn learn_sentence(
        &mut self, passage: &Passage, sheet: &Sheet, base: &[SuggestedSpan], decided: &[&Lesson], is_done: bool,
    ) {
        let placed = decided.iter().filter_map(|lesson| {
            let tokens = tokens_of(passage, lesson.range)
                .filter(|it| it.end <= sheet.tokens.end && it.start >= sheet.tokens.start)?;
            Some((tokens, self.index(&lesson.label)?, *lesson))
        });
        let placed: Vec<(Range<usize>, usize, &Lesson)> = placed.collect();
        for (tokens, label, lesson) in &placed {
            self.teach(sheet, base, tokens, *label, lesson.is_wanted);
        }
        let is_ruled = |label: usize| self.vocabulary.is_ruled(&self.labels[label]);
        let wanted = |tokens: &Range<usize>, label: usize| {
            placed.iter().any(|it| it.2.is_wanted && it.0 == *tokens && it.1 == label)
        };
        let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let names = || placed.iter().filter(|it| it.2.is_wanted && !is_ruled(it.1));
        // What nobody has decided about yet says nothing, unless the document is done.
        let is_open = |tokens: &Range<usize>| {
            let mut pending = sheet.said.iter().filter(|said| !said.is_ruled && overlaps(&said.tokens, tokens));
            !is_done
                && pending.any(|said| !placed.iter().any(|it| overlaps(&it.0, &said.tokens)))
                && !names().any(|it| overlaps(&it.0, tokens))
        };
        let mut wrong: Vec<(f32, Range<usize>, usize)> = Vec::new();
        for candidate in self.candidates(sheet, base) {
            if is_open(&candidate.tokens) {
                continue;
            }
            for (label, (prior, learned)) in candidate.prior.iter().zip(&candidate.learned).enumerate() {
                let score = prior + learned;
                if score > -1.0 && !is_ruled(label) && !wanted(&candidate.tokens, label) {
                    wrong.push((score, candidate.tokens.clone(), label));
                }
            }
        }
        sort_by(&mut wrong, &|a, b| {
            b.0.total_cmp(&a.0).then_with(|| (a.1.start, a.1.end, a.2).cmp(&(b.1.start, b.1.end, b.2)))
        });
        for (_, tokens, label) in wrong.into_iter().take(WRONG) {
            self.teach(sheet, base, &tokens, label, false);
        }
    }

    /// What is remembered of the decisions of a passage. `text` is that of the document.
    pub(crate) fn remembered(&self, text: &str, passage: &Passage, lessons: &Lessons) -> Vec<Remembered> {
        let Some((first, last)) = passage.tokens.first().zip(passage.tokens.last()) else { return Vec::new() };
        let decisions = lessons.overlapping(first.range.cover(last.range)).filter_map(|lesson| {
            let tokens = tokens_of(passage, lesson.range)?;
            Some(Remembered {
                form: form_of(passage, &tokens),
                head: passage.tokens[tokens.end - 1].stem,
                words: Arc::from(&text[lesson.range.to_usize()]),
                label: lesson.label.clone(),
                is_wanted: lesson.is_wanted,
            })
        });
        decisions.collect()
    }

    /// What is to be suggested in a passage where nothing was decided yet: names, with their scores; and the places in `base` of what rules
    /// suggest and is not wanted.
    pub(crate) fn propose(
        &self, passage: &Passage, base: &[SuggestedSpan], lessons: &Lessons,
    ) -> (Vec<Proposal>, Vec<usize>) {
        let (mut proposals, mut dropped) = (Vec::new(), Vec::new());
        for tokens in passage.sentences.iter().filter(|tokens| !tokens.is_empty()) {
            let sheet = self.sheet(passage, tokens, base);
            for said in sheet.said.iter().filter(|said| said.is_ruled) {
                let Some(label) = self.index(&said.label) else { continue };
                let mut scores = self.prior(&sheet, base, &said.tokens);
                self.weights.add(&sheet.features(&said.tokens), &mut scores);
                if scores[label] <= 0.0 {
                    dropped.push(said.at);
                }
            }
            self.best(passage, &sheet, base, lessons, &mut proposals);
        }
        (proposals, dropped)
    }

    /// The best choice of stretches that do not overlap: weighted interval scheduling.
    fn best(
        &self, passage: &Passage, sheet: &Sheet, base: &[SuggestedSpan], lessons: &Lessons, out: &mut Vec<Proposal>,
    ) {
        let is_taken = |range: TextRange| {
            let mut decided = lessons.overlapping(range);
            decided.any(|it| it.is_wanted && !self.vocabulary.is_ruled(&it.label))
        };
        let can_be =
            |label: usize| !self.vocabulary.is_ruled(&self.labels[label]) && self.missing(&self.labels[label]) == 0;
        let open: Vec<bool> = (0..self.labels.len()).map(can_be).collect();
        let mut ways: Vec<(usize, usize, f32, usize)> = Vec::new();
        let candidates = self.candidates(sheet, base);
        for (at, candidate) in candidates.iter().enumerate() {
            let mut best: Option<(f32, usize)> = None;
            for (label, (prior, learned)) in candidate.prior.iter().zip(&candidate.learned).enumerate() {
                let score = prior + learned;
                if open[label] && score > best.map_or(0.0, |(best, _)| best) {
                    best = Some((score, label));
                }
            }
            if let Some((score, label)) = best.filter(|_| !is_taken(sheet.bytes(&candidate.tokens))) {
                ways.push((at, label, score, candidate.tokens.end));
            }
        }
        // By the token that it ends before: the best sum, and the way that ends there.
        let from = sheet.tokens.start;
        let mut best: Vec<(f32, Option<usize>)> = vec![(0.0, None); sheet.tokens.len() + 1];
        for end in 1..best.len() {
            best[end] = (best[end - 1].0, None);
            for (way, (at, _, score, _)) in ways.iter().enumerate().filter(|(_, way)| way.3 == from + end) {
                let sum = best[candidates[*at].tokens.start - from].0 + score;
                if sum > best[end].0 {
                    best[end] = (sum, Some(way));
                }
            }
        }
        let mut chosen = Vec::new();
        let mut end = sheet.tokens.len();
        while end > 0 {
            match best[end].1 {
                None => end -= 1,
                Some(way) => {
                    chosen.push(way);
                    end = candidates[ways[way].0].tokens.start - from;
                }
            }
        }
        out.extend(chosen.into_iter().rev().map(|way| {
            let (at, label, score, _) = ways[way];
            let (candidate, label) = (&candidates[at], &self.labels[label]);
            let mut said = sheet.said.iter().filter(|said| said.tokens == candidate.tokens && said.label == *label);
            // What the model suggests keeps its own score, moved by what was learned.
            let odds = said.next().map_or(score, |said| {
                let own = odds(base[said.at].score());
                own + score - own.max(SAID)
            });
            Proposal {
                range: sheet.bytes(&candidate.tokens),
                label: label.clone(),
                score: score_of(odds),
                form: form_of(passage, &candidate.tokens),
                head: passage.tokens[candidate.tokens.end - 1].stem,
            }
        }));
    }
}
