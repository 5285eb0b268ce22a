//! A simulated reader, who wants of each document what its annotators found.

use super::texts::{Read, Text, read, vocabulary};
use postil_core::{DocId, Document, Score, SuggestedSpan, Suggestions, TextRange};
use postil_extract::Model;
use postil_learn::{Course, Lesson, Lessons, Plan, Remaking};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

/// The page shows what scores at least this much, unless a person says otherwise.
const SHOWN: Score = Score::from_parts(5_000);

/// What a reader did about suggestions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    pub accepted: usize,
    pub refused: usize,
    pub relabelled: usize,
    pub resized: usize,
    pub tagged: usize,
}

impl Work {
    /// What was not right as it was suggested.
    pub fn corrections(self) -> usize {
        self.refused + self.relabelled + self.resized + self.tagged
    }

    pub fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.relabelled += other.relabelled;
        self.resized += other.resized;
        self.tagged += other.tagged;
    }
}

/// A project that is read, and what was learned in it.
pub struct Project {
    model: Arc<Model>,
    documents: BTreeMap<DocId, (String, Read)>,
    plan: Vec<(DocId, Lessons)>,
    pub course: Course,
    /// Seconds that each lesson took,
    pub lessons: Vec<f64>,
    /// and that each remaking took, with the bytes of the text.
    pub remakes: Vec<(f64, usize)>,
}

impl Project {
    pub fn new(model: &Arc<Model>) -> Self {
        Self {
            model: Arc::clone(model),
            documents: BTreeMap::new(),
            plan: Vec::new(),
            course: Course::new(vocabulary()),
            lessons: Vec::new(),
            remakes: Vec::new(),
        }
    }

    /// What is suggested in a text that was read, where `lessons` were decided already.
    pub fn suggest(&self, batches: &Read, lessons: &Lessons) -> Vec<SuggestedSpan> {
        let mut remaking = Remaking::default();
        let all = batches.iter().flat_map(|(passage, base)| {
            let batch = Suggestions { spans: base.clone(), ..Suggestions::default() };
            if self.course.is_blank() {
                batch.spans
            } else {
                remaking.apply(self.course.learner(), passage, batch, lessons).spans
            }
        });
        all.filter(|span| span.score() >= SHOWN).collect()
    }

    /// Reads a text anew, from the model on: as after a lesson.
    pub fn remake(&mut self, text: &str, lessons: &Lessons) -> Vec<SuggestedSpan> {
        let began = Instant::now();
        let found = self.suggest(&read(text, &self.model), lessons);
        self.remakes.push((began.elapsed().as_secs_f64(), text.len()));
        found
    }

    /// Takes in what was decided about a document.
    fn teach(&mut self, text: &Text, lessons: Lessons) {
        let doc = Document::new(&*text.text).id();
        if !self.documents.contains_key(&doc) {
            self.documents.insert(doc, (text.text.clone(), read(&text.text, &self.model)));
        }
        match self.plan.iter_mut().find(|(of, _)| *of == doc) {
            Some((_, old)) => *old = lessons,
            None => self.plan.push((doc, lessons)),
        }
        let plan = Plan::of(self.plan.clone());
        let began = Instant::now();
        while let Some(doc) = self.course.next(&plan) {
            let (text, batches) = &self.documents[&doc];
            let lessons = plan.of_document(doc).cloned().unwrap_or_default();
            let batches = batches.iter().map(|(passage, base)| (passage, &**base));
            self.course.learn(doc, &lessons, text, batches);
        }
        self.lessons.push(began.elapsed().as_secs_f64());
    }

    /// Reads a document to its end and corrects what is suggested. With `at_once` the rest is suggested again after each decision;
    /// with `learns` false nothing is learned.
    pub fn correct(&mut self, text: &Text, learns: bool, at_once: bool) -> Work {
        let batches = read(&text.text, &self.model);
        let mut work = Work::default();
        let mut decided: Vec<Lesson> = Vec::new();
        let mut open: BTreeSet<usize> = (0..text.gold.len()).collect();
        let mut shown = self.suggest(&batches, &Lessons::default());
        loop {
            // The next place in the text where something is suggested or missing.
            let is_decided = |span: &SuggestedSpan| {
                decided.iter().any(|it| it.range == span.range && (it.label == span.label || it.is_wanted))
                    || decided.iter().any(|it| it.is_wanted && it.range.overlaps(span.range))
            };
            let next = shown.iter().filter(|span| !is_decided(span)).min_by_key(|span| span.range.start()).cloned();
            let gold = open.first().copied();
            let is_first = |at: usize, span: &SuggestedSpan| {
                let range = text.gold[at].0;
                range.start() < span.range.start() && !range.overlaps(span.range)
            };
            match (next, gold) {
                (None, None) => break,
                (None, Some(at)) => {
                    work.tagged += 1;
                    decided.push(wanted(text, at));
                    open.remove(&at);
                }
                (Some(span), Some(at)) if is_first(at, &span) => {
                    work.tagged += 1;
                    decided.push(wanted(text, at));
                    open.remove(&at);
                }
                (Some(span), _) => {
                    let over = open.iter().copied().filter(|at| text.gold[*at].0.overlaps(span.range));
                    let over: Vec<usize> = over.collect();
                    let best = over.iter().copied().find(|at| text.gold[*at].0 == span.range).or(over.first().copied());
                    match best {
                        None => {
                            work.refused += 1;
                            decided.push(Lesson { range: span.range, label: span.label, is_wanted: false });
                        }
                        Some(at) => {
                            let (range, label) = &text.gold[at];
                            let (is_placed, is_called) = (*range == span.range, *label == span.label);
                            work.accepted += usize::from(is_placed && is_called);
                            work.resized += usize::from(!is_placed);
                            work.relabelled += usize::from(!is_called);
                            decided.push(wanted(text, at));
                            open.remove(&at);
                        }
                    }
                }
            }
            if learns && at_once {
                let lessons = Lessons::new(decided.clone(), false);
                self.teach(text, lessons.clone());
                shown = self.suggest(&batches, &lessons);
            }
        }
        if learns {
            self.teach(text, Lessons::new(decided, true));
        }
        work
    }
}

fn wanted(text: &Text, at: usize) -> Lesson {
    let (range, label) = text.gold[at].clone();
    Lesson { range, label, is_wanted: true }
}

/// Strict spans with their labels: right, said, wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub right: usize,
    pub said: usize,
    pub wanted: usize,
}

impl Tally {
    pub fn count(
        &mut self, said: &[SuggestedSpan], gold: &[(TextRange, postil_core::Slug)],
        counts: impl Fn(&postil_core::Slug) -> bool,
    ) {
        let gold: BTreeSet<_> =
            gold.iter().filter(|(_, label)| counts(label)).map(|(range, label)| (*range, label)).collect();
        let said: BTreeSet<_> = said.iter().filter(|it| counts(&it.label)).map(|it| (it.range, &it.label)).collect();
        self.right += gold.intersection(&said).count();
        self.said += said.len();
        self.wanted += gold.len();
    }

    /// In percent.
    pub fn f1(self) -> f64 {
        let all = self.said + self.wanted;
        if all == 0 { 0.0 } else { 200.0 * self.right as f64 / all as f64 }
    }
}
