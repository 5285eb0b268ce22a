//! Counting over documents.

use crate::bootstrap::{Part, intervals};
use crate::coreference::{self, Clusters, Metric};
use crate::event::{Event, Level};
use crate::{By, Labelled, Marks, Scheme};
use postil_core::Fragments;
use std::collections::BTreeSet;

/// What one side says of a document.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// In any order; the same span twice counts once.
    pub spans: Vec<Labelled>,
    /// Mentions that mean the same.
    pub clusters: Vec<Vec<Fragments>>,
    pub events: Vec<Event>,
}

/// A document of which two say something. Positions are in the same text.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    pub gold: Side,
    pub predicted: Side,
}

/// How to count.
#[derive(Clone, Debug)]
pub struct Options {
    pub schemes: Vec<Scheme>,
    pub by: By,
    /// How often documents are drawn for intervals; 0 for none.
    pub samples: usize,
    /// What the draws begin with.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { schemes: vec![Scheme::Strict, Scheme::Overlap], by: By::Spans, samples: 1000, seed: 1 }
    }
}

/// A figure, with the interval in which it lies in 95 % of the draws, if any were made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub marks: Marks,
    /// The lower ends and the upper ends.
    pub interval: Option<(Marks, Marks)>,
}

/// The figures of a label, or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub label: String,
    pub gold: usize,
    pub predicted: usize,
    /// One for each scheme.
    pub cells: Vec<Cell>,
}

/// The figures of clusters.
#[derive(Clone, Debug, PartialEq)]
pub struct Coreference {
    /// How many clusters there are.
    pub gold: usize,
    pub predicted: usize,
    pub metrics: Vec<(Metric, Cell)>,
    /// The mean F1 of MUC, B³ and CEAF-e, as CoNLL-2012 has it, with its interval.
    pub conll: f64,
    pub conll_interval: Option<(f64, f64)>,
}

/// All figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Of each label, by name: those of its spans alone.
    pub labels: Vec<Row>,
    /// Of all spans together.
    pub micro: Row,
    /// The mean of the labels.
    pub r#macro: Row,
    /// Where either side has clusters.
    pub coreference: Option<Coreference>,
    /// Where either side has events: for each [`Level`] all events together, by the schemes of spans.
    pub events: Vec<Row>,
}

/// Counts. Each document counts for what is in it: figures are of the sums over all documents.
pub fn score(documents: &[Compared], options: &Options) -> Scores {
    let spans: Vec<[Vec<Labelled>; 2]> = documents
        .iter()
        .map(|it| [options.by.counted(&it.gold.spans), options.by.counted(&it.predicted.spans)])
        .collect();
    let labels: BTreeSet<&str> = spans.iter().flatten().flatten().map(|span| span.label.as_str()).collect();
    let sums = Layout { labels: labels.into_iter().collect(), schemes: options.schemes.len() };
    let parts: Vec<Part> = documents
        .iter()
        .zip(&spans)
        .map(|(document, [gold, predicted])| sums.part(document, gold, predicted, &options.schemes))
        .collect();
    let mut total = vec![0.0; sums.width()];
    parts.iter().flatten().for_each(|(at, part)| total[*at] += part);
    let marks = sums.marks(&total);
    let flat = |sums_of: &[f64]| sums.marks(sums_of).iter().flat_map(|it| [it.precision, it.recall, it.f1]).collect();
    let drawn = intervals(&parts, sums.width(), options.samples, options.seed, flat);
    let cell = |at: usize| {
        let interval = drawn.as_ref().map(|drawn| {
            let of = |i: usize| drawn[3 * at + i];
            let end = |end: fn((f64, f64)) -> f64| Marks { precision: end(of(0)), recall: end(of(1)), f1: end(of(2)) };
            (end(|it| it.0), end(|it| it.1))
        });
        Cell { marks: marks[at].or_zero(), interval }
    };
    let row = |row: usize, label: &str, count: usize| Row {
        label: label.to_owned(),
        gold: total[sums.counts(count)] as usize,
        predicted: total[sums.counts(count) + 1] as usize,
        cells: (0..sums.schemes).map(|scheme| cell(row * sums.schemes + scheme)).collect(),
    };
    let all = sums.labels.len();
    let has_clusters = documents.iter().any(|it| !(it.gold.clusters.is_empty() && it.predicted.clusters.is_empty()));
    let has_events = documents.iter().any(|it| !(it.gold.events.is_empty() && it.predicted.events.is_empty()));
    let levels = || Level::ALL.into_iter().zip(all + 1..).map(|(level, at)| row(at, level.as_str(), at));
    let means = sums.rows();
    let first = (means + 1) * sums.schemes;
    let coreference = has_clusters.then(|| {
        let conll = first + Metric::ALL.len();
        Coreference {
            gold: documents.iter().map(|it| it.gold.clusters.len()).sum(),
            predicted: documents.iter().map(|it| it.predicted.clusters.len()).sum(),
            metrics: Metric::ALL.into_iter().enumerate().map(|(i, metric)| (metric, cell(first + i))).collect(),
            conll: cell(conll).marks.f1,
            conll_interval: cell(conll).interval.map(|(low, high)| (low.f1, high.f1)),
        }
    });
    Scores {
        labels: sums.labels.iter().enumerate().map(|(i, label)| row(i, label, i)).collect(),
        micro: row(all, "micro average", all),
        r#macro: row(means, "macro average", all),
        coreference,
        events: if has_events { levels().collect() } else { Vec::new() },
    }
}

/// Where each sum stands: for each label, then for all, then for each level of events, gold, predicted and the credit of each
/// scheme; then those of clusters.
struct Layout<'l> {
    labels: Vec<&'l str>,
    schemes: usize,
}

impl Layout<'_> {
    fn counts(&self, row: usize) -> usize {
        row * (2 + self.schemes)
    }

    /// Rows of labels, of all and of events.
    fn rows(&self) -> usize {
        self.labels.len() + 1 + Level::ALL.len()
    }

    fn clusters(&self) -> usize {
        self.counts(self.rows())
    }

    fn width(&self) -> usize {
        self.clusters() + 4 * Metric::ALL.len()
    }

    /// What a document adds.
    fn part(&self, document: &Compared, gold: &[Labelled], predicted: &[Labelled], schemes: &[Scheme]) -> Part {
        let mut part = Part::new();
        let mut add = |row: usize, gold: &[Labelled], predicted: &[Labelled]| {
            let at = self.counts(row);
            part.extend([(at, gold.len() as f64), (at + 1, predicted.len() as f64)]);
            let credit = |(i, scheme): (usize, &Scheme)| (at + 2 + i, scheme.credit(gold, predicted));
            part.extend(schemes.iter().enumerate().map(credit));
        };
        let here: BTreeSet<&str> = gold.iter().chain(predicted).map(|span| span.label.as_str()).collect();
        for label in here {
            let of = |spans: &[Labelled]| -> Vec<Labelled> {
                spans.iter().filter(|span| span.label == label).cloned().collect()
            };
            let row = self.labels.binary_search(&label).expect("labels are those of all documents");
            add(row, &of(gold), &of(predicted));
        }
        add(self.labels.len(), gold, predicted);
        if !(document.gold.events.is_empty() && document.predicted.events.is_empty()) {
            for (at, level) in (self.labels.len() + 1..).zip(Level::ALL) {
                add(at, &level.spans(&document.gold.events), &level.spans(&document.predicted.events));
            }
        }
        let (gold, predicted) = (Clusters::new(&document.gold.clusters), Clusters::new(&document.predicted.clusters));
        for (i, metric) in Metric::ALL.into_iter().enumerate() {
            let at = self.clusters() + 4 * i;
            let sums = metric.sums(&gold, &predicted).into_iter().enumerate().map(|(i, sum)| (at + i, sum));
            part.extend(sums.filter(|(_, sum)| *sum != 0.0));
        }
        part
    }

    /// The figures: those of the schemes for each label, for all and for the mean of the labels that occur; those of clusters.
    fn marks(&self, sums: &[f64]) -> Vec<Marks> {
        let of = |row: usize, scheme: usize| {
            let at = self.counts(row);
            Marks::new(sums[at + 2 + scheme], sums[at + 1], sums[at + 2 + scheme], sums[at])
        };
        let rows = (0..self.rows()).flat_map(|row| (0..self.schemes).map(move |scheme| of(row, scheme)));
        let mut marks: Vec<Marks> = rows.collect();
        let occur = |row: &usize| sums[self.counts(*row)] + sums[self.counts(*row) + 1] > 0.0;
        let there: Vec<usize> = (0..self.labels.len()).filter(occur).collect();
        for scheme in 0..self.schemes {
            let labels: Vec<Marks> = there.iter().map(|row| of(*row, scheme)).collect();
            marks.push(Marks::mean(&labels));
        }
        let metrics: Vec<Marks> = sums[self.clusters()..].chunks(4).map(coreference::marks).collect();
        let conll = Marks::mean(&metrics[..Metric::CONLL]);
        marks.extend(metrics);
        marks.push(conll);
        marks
    }
}

#[cfg(test)]
mod tests;
