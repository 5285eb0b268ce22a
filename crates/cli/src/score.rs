//! `postil score`.

use crate::args::Compare;
use crate::convert::read;
use crate::report;
use postil_core::DocId;
use postil_formats::{Annotated, Reading, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// How many spans of a label are right.
#[derive(Clone, Copy, Default)]
struct Count {
    gold: usize,
    predicted: usize,
    /// Predicted with the very fragments of a gold span of the label.
    exact: usize,
    /// Predicted ones that share a character with a gold span of the label, and the other way round.
    predicted_overlap: usize,
    gold_overlap: usize,
}

/// Compares; says how many inputs failed.
///
/// # Errors
/// Only of writing.
pub fn run(options: &Compare) -> io::Result<usize> {
    let reading = Reading::default();
    let (gold, gold_failed) = read(std::slice::from_ref(&options.gold), options.gold_format, &reading, true);
    let (predicted, predicted_failed) =
        read(std::slice::from_ref(&options.predicted), options.predicted_format, &reading, true);
    let failed = gold_failed + predicted_failed;
    let by_text = |documents: Vec<Annotated>| {
        let mut by_text: BTreeMap<DocId, Vec<Span>> = BTreeMap::new();
        for document in documents {
            by_text.entry(document.document.id()).or_default().extend(document.spans);
        }
        by_text
    };
    let (gold, mut predicted) = (by_text(gold), by_text(predicted));
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut missing = 0;
    for (text, gold) in &gold {
        let found = predicted.remove(text);
        missing += usize::from(found.is_none());
        count(gold, &found.unwrap_or_default(), &mut counts);
    }
    if missing + predicted.len() > 0 {
        report(&format!(
            "{missing} texts are in the gold standard alone, {} in what is judged alone; the latter do not count",
            predicted.len()
        ));
    }
    table(&counts)?;
    Ok(failed)
}

fn count(gold: &[Span], predicted: &[Span], counts: &mut BTreeMap<String, Count>) {
    let labels: BTreeSet<&str> = gold.iter().chain(predicted).map(|span| span.label.as_str()).collect();
    for label in labels {
        let of = |spans: &[Span]| -> Vec<Span> {
            let mut spans: Vec<Span> = spans.iter().filter(|span| span.label == label).cloned().collect();
            spans.sort_by(|a, b| a.fragments.cmp(&b.fragments));
            spans.dedup_by(|a, b| a.fragments == b.fragments);
            spans
        };
        let (gold, predicted) = (of(gold), of(predicted));
        let count = counts.entry(label.to_owned()).or_default();
        let known: BTreeSet<_> = gold.iter().map(|span| &span.fragments).collect();
        count.gold += gold.len();
        count.predicted += predicted.len();
        count.exact += predicted.iter().filter(|span| known.contains(&span.fragments)).count();
        count.predicted_overlap += touched(&predicted, &gold);
        count.gold_overlap += touched(&gold, &predicted);
    }
}

/// How many spans share a character with one of the others.
fn touched(spans: &[Span], others: &[Span]) -> usize {
    let shares = |a: &Span, b: &Span| {
        a.fragments == b.fragments
            || a.fragments.as_slice().iter().any(|a| b.fragments.as_slice().iter().any(|b| a.overlaps(*b)))
    };
    spans.iter().filter(|span| others.iter().any(|other| shares(span, other))).count()
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

fn table(counts: &BTreeMap<String, Count>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:<16} {:>6} {:>6}  {:^20}  {:^20}", "", "gold", "found", "exact", "overlap")?;
    writeln!(
        out,
        "{:<16} {:>6} {:>6}  {:>6}{:>7}{:>7}  {:>6}{:>7}{:>7}",
        "label", "", "", "P", "R", "F1", "P", "R", "F1"
    )?;
    let mut line = |label: &str, it: &Count| {
        let exact = (ratio(it.exact, it.predicted), ratio(it.exact, it.gold));
        let overlap = (ratio(it.predicted_overlap, it.predicted), ratio(it.gold_overlap, it.gold));
        writeln!(
            out,
            "{label:<16} {:>6} {:>6}  {:>6.3}{:>7.3}{:>7.3}  {:>6.3}{:>7.3}{:>7.3}",
            it.gold,
            it.predicted,
            exact.0,
            exact.1,
            f1(exact.0, exact.1),
            overlap.0,
            overlap.1,
            f1(overlap.0, overlap.1)
        )
    };
    let mut all = Count::default();
    for (label, it) in counts {
        line(label, it)?;
        all.gold += it.gold;
        all.predicted += it.predicted;
        all.exact += it.exact;
        all.predicted_overlap += it.predicted_overlap;
        all.gold_overlap += it.gold_overlap;
    }
    line("all labels", &all)?;
    out.flush()
}
