//! `postil score`.

use crate::args::Compare;
use crate::convert::read;
use crate::report;
use postil_core::{ByteOffset, DocId, TextRange};
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
    let (gold, gold_failed) = read(&options.gold, options.gold_format, options.encoding, &reading);
    let (predicted, predicted_failed) = read(&options.predicted, options.predicted_format, options.encoding, &reading);
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

/// How many spans share a character with one of the others; O(n log n).
fn touched(spans: &[Span], others: &[Span]) -> usize {
    let fragments = others.iter().flat_map(|span| span.fragments.as_slice()).filter(|range| !range.is_empty());
    let mut fragments: Vec<TextRange> = fragments.copied().collect();
    fragments.sort_by_key(|range| range.start());
    // The furthest end of those that start no later.
    let ends: Vec<ByteOffset> = fragments
        .iter()
        .scan(None, |furthest, range| {
            *furthest = (*furthest).max(Some(range.end()));
            *furthest
        })
        .collect();
    let same: BTreeSet<_> = others.iter().map(|span| &span.fragments).collect();
    let is_touched = |range: &TextRange| {
        let before = fragments.partition_point(|other| other.start() < range.end());
        !range.is_empty() && before > 0 && ends[before - 1] > range.start()
    };
    let shares = |span: &&Span| same.contains(&span.fragments) || span.fragments.as_slice().iter().any(is_touched);
    spans.iter().filter(shares).count()
}

/// Precision, recall and F1.
type Marks = [f64; 3];

fn marks(right: usize, predicted: usize, found: usize, gold: usize) -> Marks {
    let ratio = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let (precision, recall) = (ratio(right, predicted), ratio(found, gold));
    let sum = precision + recall;
    [precision, recall, if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum }]
}

impl Count {
    fn exact(&self) -> Marks {
        marks(self.exact, self.predicted, self.exact, self.gold)
    }

    fn overlap(&self) -> Marks {
        marks(self.predicted_overlap, self.predicted, self.gold_overlap, self.gold)
    }

    fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.exact += other.exact;
        self.predicted_overlap += other.predicted_overlap;
        self.gold_overlap += other.gold_overlap;
    }
}

/// A line for each label, one for all spans together, and one for the mean of the labels, rare ones counting as much.
fn table(counts: &BTreeMap<String, Count>) -> io::Result<()> {
    const AVERAGES: [&str; 2] = ["micro average", "macro average"];
    let mut out = io::stdout().lock();
    let widths = counts.keys().map(|label| label.chars().count());
    let width = widths.chain([AVERAGES[0].len()]).max().unwrap_or_default();
    writeln!(out, "{:<width$} {:>6} {:>6}  {:^20}  {:^20}", "", "gold", "found", "exact", "overlap")?;
    let names = format!("{:>6}{:>7}{:>7}", "P", "R", "F1");
    writeln!(out, "{:<width$} {:>6} {:>6}  {names}  {names}", "label", "", "")?;
    let mut line = |label: &str, it: &Count, exact: Marks, overlap: Marks| {
        let shown = |[precision, recall, f1]: Marks| format!("{precision:>6.3}{recall:>7.3}{f1:>7.3}");
        writeln!(out, "{label:<width$} {:>6} {:>6}  {}  {}", it.gold, it.predicted, shown(exact), shown(overlap))
    };
    let mut all = Count::default();
    for (label, it) in counts {
        line(label, it, it.exact(), it.overlap())?;
        all.add(it);
    }
    let mean = |marks: fn(&Count) -> Marks| {
        let sum = counts.values().map(marks).fold([0.0; 3], |sum, it| std::array::from_fn(|i| sum[i] + it[i]));
        sum.map(|sum| sum / counts.len().max(1) as f64)
    };
    line(AVERAGES[0], &all, all.exact(), all.overlap())?;
    line(AVERAGES[1], &all, mean(Count::exact), mean(Count::overlap))?;
    out.flush()
}
