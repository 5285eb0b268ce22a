//! Figures as people and programs read them.

use postil_score::{Cell, Marks, Means, Options, Pairing, Row, Scores};
use serde_json::{Value, json};
use std::io::{self, Write};

/// A line for each label, one for all spans together, and one for the mean of the labels, rare ones counting as much; then the same
/// with intervals, and the clusters.
pub fn print(scores: &Scores, options: &Options, documents: usize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let rows: Vec<&Row> = scores.labels.iter().chain([&scores.micro, &scores.r#macro]).collect();
    let width = rows.iter().map(|row| row.label.chars().count()).max().unwrap_or_default();
    let head = |out: &mut io::StdoutLock<'_>, wide: usize| -> io::Result<()> {
        write!(out, "{:<width$} {:>6} {:>6}", "", "gold", "found")?;
        for scheme in &options.schemes {
            write!(out, "  {:^1$}", scheme.as_str(), 3 * wide + 2)?;
        }
        write!(out, "\n{:<width$} {:>6} {:>6}", "label", "", "")?;
        for _ in &options.schemes {
            write!(out, "  {:>wide$} {:>wide$} {:>wide$}", "P", "R", "F1")?;
        }
        writeln!(out)
    };
    head(&mut out, 6)?;
    for row in &rows {
        write!(out, "{:<width$} {:>6} {:>6}", row.label, row.gold, row.predicted)?;
        for Cell { marks, .. } in &row.cells {
            write!(out, "  {:>6.3} {:>6.3} {:>6.3}", marks.precision, marks.recall, marks.f1)?;
        }
        writeln!(out)?;
    }
    let has_intervals = scores.micro.cells.iter().any(|cell| cell.interval.is_some());
    if has_intervals {
        writeln!(out, "\nintervals of 95 %, by {} draws of {documents} documents", options.samples)?;
        head(&mut out, 11)?;
        for row in &rows {
            write!(out, "{:<width$} {:>6} {:>6}", row.label, row.gold, row.predicted)?;
            for (low, high) in row.cells.iter().filter_map(|cell| cell.interval) {
                write!(out, "{}", interval(low, high))?;
            }
            writeln!(out)?;
        }
    }
    if !scores.events.is_empty() {
        writeln!(out, "\nevents")?;
        for row in &scores.events {
            write!(out, "{:<16} {:>6} {:>6}", row.label, row.gold, row.predicted)?;
            for (scheme, Cell { marks, .. }) in options.schemes.iter().zip(&row.cells) {
                let Marks { precision, recall, f1 } = marks;
                write!(out, "  {:>7} {precision:>6.3} {recall:>6.3} {f1:>6.3}", scheme.as_str())?;
            }
            writeln!(out)?;
        }
    }
    if let Some(it) = &scores.coreference {
        writeln!(out, "\nclusters: {} gold, {} found", it.gold, it.predicted)?;
        writeln!(out, "{:<10} {:>6} {:>6} {:>6}", "", "P", "R", "F1")?;
        for (metric, cell) in &it.metrics {
            let Marks { precision, recall, f1 } = cell.marks;
            write!(out, "{:<10} {precision:>6.3} {recall:>6.3} {f1:>6.3}", metric.as_str())?;
            if let Some((low, high)) = cell.interval {
                write!(out, "{}", interval(low, high))?;
            }
            writeln!(out)?;
        }
        write!(out, "{:<10} {:>6} {:>6} {:>6.3}", "CoNLL-2012", "", "", it.conll)?;
        if let Some((low, high)) = it.conll_interval {
            write!(out, "  {:>11} {:>11} {:>11}", "", "", format!("{low:.3}-{high:.3}"))?;
        }
        writeln!(out)?;
    }
    out.flush()
}

/// Three cells: what precision, recall and F1 lie between.
fn interval(low: Marks, high: Marks) -> String {
    let shown = |of: fn(Marks) -> f64| format!("{:.3}-{:.3}", of(low), of(high));
    format!("  {:>11} {:>11} {:>11}", shown(|it| it.precision), shown(|it| it.recall), shown(|it| it.f1))
}

/// One object with every figure, unrounded; `interval` has the lower and the upper ends.
pub fn json(scores: &Scores, options: &Options, pairing: &Pairing) -> io::Result<()> {
    let marks = |it: Marks| json!({"precision": it.precision, "recall": it.recall, "f1": it.f1});
    let cell = |it: &Cell| {
        let mut value = marks(it.marks);
        if let (Some((low, high)), Some(value)) = (it.interval, value.as_object_mut()) {
            value.insert("interval".to_owned(), json!([marks(low), marks(high)]));
        }
        value
    };
    let row = |row: &Row| {
        let schemes = options.schemes.iter().zip(&row.cells).map(|(scheme, it)| (scheme.as_str().to_owned(), cell(it)));
        json!({
            "label": row.label, "gold": row.gold, "predicted": row.predicted,
            "schemes": schemes.collect::<serde_json::Map<String, Value>>(),
        })
    };
    let by = |means: Means| pairing.pairs.iter().filter(|pair| pair.by == means).count();
    let coreference = scores.coreference.as_ref().map(|it| {
        let metrics = it.metrics.iter().map(|(metric, it)| (metric.as_str().to_owned(), cell(it)));
        json!({
            "gold": it.gold, "predicted": it.predicted,
            "metrics": metrics.collect::<serde_json::Map<String, Value>>(),
            "conll_f1": it.conll, "conll_interval": it.conll_interval.map(|(low, high)| [low, high]),
        })
    });
    let value = json!({
        "paired": {
            "by_text": by(Means::Text), "by_text_and_name": by(Means::TextAndName),
            "by_text_and_order": by(Means::TextAndOrder), "by_words": by(Means::Words),
            "gold_alone": pairing.gold_alone.len(), "predicted_alone": pairing.predicted_alone.len(),
        },
        "labels": scores.labels.iter().map(row).collect::<Vec<_>>(),
        "micro": row(&scores.micro), "macro": row(&scores.r#macro),
        "coreference": coreference,
        "events": scores.events.iter().map(row).collect::<Vec<_>>(),
        "samples": options.samples, "seed": options.seed,
    });
    let mut out = io::stdout().lock();
    writeln!(out, "{value}")?;
    out.flush()
}
