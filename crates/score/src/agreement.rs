//! How well several raters agree, none of whom is right by definition: spans of pairs of them, coefficients over tokens, units of
//! text, labels of documents, attributes.
//!
//! All figures are made of sums that documents add to, so that intervals come by drawing documents, as of [`score`](crate::score()).

mod layout;
mod nominal;
mod unitizing;

use crate::bootstrap::{Part, intervals};
use crate::{Difference, Labelled, differences};
use layout::{Layout, Prepared};
use nominal::Nominal;
use std::collections::{BTreeMap, BTreeSet};

/// A document that some of the raters saw. Positions are in its text.
#[derive(Clone, Debug)]
pub struct Rated {
    pub name: String,
    pub text: String,
    /// One for each rater; None where the rater did not see it, which is not the same as saying nothing of it.
    pub ratings: Vec<Option<Rating>>,
}

/// What a rater says of a document.
#[derive(Clone, Debug, Default)]
pub struct Rating {
    /// In any order; the same span twice counts once.
    pub spans: Vec<Labelled>,
    /// Values of spans: the span's place in the list, the attribute's name, the value.
    pub attributes: Vec<(usize, String, String)>,
    /// Of the whole document.
    pub labels: BTreeSet<String>,
}

/// A figure; None where nothing can be told: nobody said anything, or everybody the same one thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    pub value: Option<f64>,
    /// In which 95 % of the draws lie.
    pub interval: Option<(f64, f64)>,
}

/// What answers to one question with given answers agree in.
#[derive(Clone, Debug, PartialEq)]
pub struct Nominally {
    /// Answers that have a partner.
    pub answers: usize,
    /// Krippendorff's α for nominal data.
    pub alpha: Figure,
    /// Fleiss' κ over what all raters saw.
    pub fleiss: Figure,
    /// Cohen's κ of each pair, in the order of [`Agreement::pairs`].
    pub cohen: Vec<Figure>,
}

/// F1 of spans, over all pairs of raters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spans {
    /// Same extent and same label.
    pub strict: Figure,
    /// Same label, and a shared part.
    pub overlap: Figure,
}

/// What is said of a label.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelRow {
    pub label: String,
    /// How many spans all raters have of it together, in documents that two of them saw.
    pub count: usize,
    pub spans: Spans,
    /// α over tokens: of this label, or not.
    pub tokens: Figure,
    /// α for units of text that raters cut themselves, in characters.
    pub unitizing: Figure,
}

/// Labels of the one, of the other, how often; None where one of them has nothing there.
pub type Confusion = (Option<String>, Option<String>, usize);

/// Two raters.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRow {
    /// Their places in the list.
    pub raters: (usize, usize),
    /// How many documents both saw.
    pub documents: usize,
    /// How many spans each has in those.
    pub counts: (usize, usize),
    pub spans: Spans,
    /// Cohen's κ over tokens, and the share of tokens of which both say the same.
    pub kappa: Figure,
    pub observed: Figure,
    /// How many spans differ in what, in the order of [`Difference::ALL`].
    pub differences: [usize; 6],
    /// By the label of the one.
    pub confusions: Vec<Confusion>,
}

/// One document.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRow {
    pub name: String,
    /// How many raters saw it.
    pub raters: usize,
    /// Over all pairs of them.
    pub strict: Option<f64>,
    pub overlap: Option<f64>,
    /// Over tokens.
    pub alpha: Option<f64>,
}

/// All figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// How many documents at least two raters saw; nothing else counts.
    pub documents: usize,
    pub spans: Spans,
    /// Tokens: each rater says of each the labels of the spans on it, or none.
    pub tokens: Nominally,
    /// All labels together.
    pub unitizing: Figure,
    /// By name.
    pub labels: Vec<LabelRow>,
    /// (0, 1), (0, 2), …, (1, 2), …
    pub pairs: Vec<PairRow>,
    pub by_document: Vec<DocumentRow>,
    /// Labels of documents: which of them a document has. None where nobody gave any.
    pub document_labels: Option<Nominally>,
    /// Values of attributes, of spans that are the same.
    pub attributes: Vec<(String, Nominally)>,
}

/// Compares what raters say. `samples`: how often documents are drawn for intervals; `seed`: what the draws begin with.
pub fn agree(documents: &[Rated], raters: usize, samples: usize, seed: u64) -> Agreement {
    let shared: Vec<&Rated> = documents.iter().filter(|it| it.ratings.iter().flatten().count() > 1).collect();
    let prepared: Vec<Prepared> = shared.iter().map(|it| Prepared::new(it)).collect();
    let layout = Layout::new(&prepared, raters);
    let parts: Vec<Part> = prepared.iter().map(|it| layout.part(it)).collect();
    let total = sum(&parts, layout.width);
    let drawn = intervals(&parts, layout.width, samples, seed, |sums| layout.figures(sums));
    let mut figures = layout.figures(&total).into_iter().enumerate().map(|(at, value)| Figure {
        value: (!value.is_nan()).then_some(value),
        interval: drawn.as_ref().map(|drawn| drawn[at]).filter(|_| !value.is_nan()),
    });
    let mut next = || figures.next().expect("the layout has them in this order");
    let pairs = layout.pairs();
    let spans = Spans { strict: next(), overlap: next() };
    let unitizing = next();
    let nominally = |question: &Nominal, next: &mut dyn FnMut() -> Figure| Nominally {
        answers: question.answers(&total),
        alpha: next(),
        fleiss: next(),
        cohen: pairs.iter().map(|_| next()).collect(),
    };
    let tokens = nominally(&layout.tokens, &mut next);
    let labels = layout.labels.iter().enumerate().map(|(at, label)| LabelRow {
        label: label.clone(),
        count: total[layout.counts(at)] as usize,
        spans: Spans { strict: next(), overlap: next() },
        tokens: next(),
        unitizing: next(),
    });
    let labels = labels.collect();
    let rows: Vec<PairRow> = pairs
        .iter()
        .enumerate()
        .map(|(at, raters)| {
            let (differences, confusions) = met(&prepared, *raters);
            let base = layout.pair(at);
            PairRow {
                raters: *raters,
                documents: prepared.iter().filter(|it| it.sees(*raters)).count(),
                counts: (total[base] as usize, total[base + 1] as usize),
                spans: Spans { strict: next(), overlap: next() },
                observed: next(),
                kappa: tokens.cohen[at],
                differences,
                confusions,
            }
        })
        .collect();
    let document_labels = layout.document_labels.as_ref().map(|(_, question)| nominally(question, &mut next));
    let attributes = layout.attributes.iter().map(|it| (it.name.clone(), nominally(&it.question, &mut next))).collect();
    let by_document = prepared.iter().zip(&parts).map(|(document, part)| {
        let figures = layout.figures(&sum(std::slice::from_ref(part), layout.width));
        let of = |at: usize| Some(figures[at]).filter(|value: &f64| !value.is_nan());
        DocumentRow {
            name: document.rated.name.clone(),
            raters: document.rated.ratings.iter().flatten().count(),
            strict: of(0),
            overlap: of(1),
            alpha: of(3),
        }
    });
    Agreement {
        documents: shared.len(),
        spans,
        by_document: by_document.collect(),
        tokens,
        unitizing,
        labels,
        pairs: rows,
        document_labels,
        attributes,
    }
}

fn sum(parts: &[Part], width: usize) -> Vec<f64> {
    let mut total = vec![0.0; width];
    parts.iter().flatten().for_each(|(at, part)| total[*at] += part);
    total
}

/// What two raters differ in, and what the one calls what the other calls otherwise.
fn met(documents: &[Prepared<'_>], raters: (usize, usize)) -> ([usize; 6], Vec<Confusion>) {
    let mut counts = [0; 6];
    let mut cells: BTreeMap<(Option<String>, Option<String>), usize> = BTreeMap::new();
    for document in documents.iter().filter(|it| it.sees(raters)) {
        let (Some(one), Some(other)) = (&document.spans[raters.0], &document.spans[raters.1]) else { continue };
        for it in differences(one, other) {
            counts[Difference::ALL.iter().position(|kind| *kind == it.difference).expect("all are there")] += 1;
            let label = |side: &[Labelled], at: Option<usize>| at.map(|at| side[at].label.clone());
            *cells.entry((label(one, it.one), label(other, it.other))).or_default() += 1;
        }
    }
    (counts, cells.into_iter().map(|((one, other), count)| (one, other, count)).collect())
}

#[cfg(test)]
mod tests;
