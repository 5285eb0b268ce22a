//! Figures as tables, which are printed, written as CSV, or put into a page.

use crate::args::Agree;
use postil_score::{Agreement, Difference, Figure, Nominally};
use std::fmt::Write as _;
use std::io;

/// A table with its title and a sentence that says what it has.
pub struct Table {
    pub title: String,
    pub about: String,
    pub head: Vec<String>,
    /// Of each row the first cells, which say what it is of, then the figures.
    pub rows: Vec<Vec<Cell>>,
}

pub enum Cell {
    Name(String),
    Count(usize),
    Figure(Figure),
}

/// What stands where nothing can be told.
const NONE: &str = "–";

impl Cell {
    /// For people: three digits, and the interval.
    pub fn shown(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Count(count) => count.to_string(),
            Self::Figure(Figure { value: None, .. }) => NONE.to_owned(),
            Self::Figure(Figure { value: Some(value), interval: None }) => format!("{value:.3}"),
            Self::Figure(Figure { value: Some(value), interval: Some((low, high)) }) => {
                format!("{value:.3} ({low:.3} to {high:.3})")
            }
        }
    }
}

/// All tables that have something to say.
pub fn tables(made: &Agreement, raters: &[String], options: &Agree) -> Vec<Table> {
    let mut all = vec![over_all(made, raters, options), labels(made), pairs(made, raters), kinds(made, raters)];
    all.extend(confusions(made, raters));
    all.push(documents(made));
    all.retain(|table| !table.rows.is_empty());
    all
}

fn name(text: &str) -> Cell {
    Cell::Name(text.to_owned())
}

fn head(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn over_all(made: &Agreement, raters: &[String], options: &Agree) -> Table {
    let row = |what: &str, how: &str, figure: Figure| vec![name(what), name(how), Cell::Figure(figure)];
    let mut rows = vec![
        row("spans", "F1, same extent and label", made.spans.strict),
        row("spans", "F1, same label and a shared part", made.spans.overlap),
        row("spans", "Krippendorff's α, unitizing", made.unitizing),
    ];
    let mut nominal = |what: &str, it: &Nominally| {
        rows.push(row(what, "Krippendorff's α, nominal", it.alpha));
        match it.cohen[..] {
            [one] => rows.push(row(what, "Cohen's κ", one)),
            _ => rows.push(row(what, "Fleiss' κ", it.fleiss)),
        }
    };
    nominal("tokens", &made.tokens);
    if let Some(it) = &made.document_labels {
        nominal("labels of documents", it);
    }
    made.attributes.iter().for_each(|(attribute, it)| nominal(&format!("attribute {attribute}"), it));
    let intervals = if made.spans.strict.interval.is_some() || made.tokens.alpha.interval.is_some() {
        format!(" In brackets the interval of 95 %, by {} draws of documents.", options.samples)
    } else {
        String::new()
    };
    Table {
        title: "All together".to_owned(),
        about: format!("{} raters over {} documents.{intervals}", raters.len(), made.documents),
        head: head(&["of", "figure", "value"]),
        rows,
    }
}

fn labels(made: &Agreement) -> Table {
    let rows = made.labels.iter().map(|row| {
        let figures = [row.spans.strict, row.spans.overlap, row.tokens, row.unitizing].map(Cell::Figure);
        [name(&row.label), Cell::Count(row.count)].into_iter().chain(figures).collect()
    });
    Table {
        title: "By label".to_owned(),
        about: "How many spans all have together; F1 over all pairs; Krippendorff's α.".to_owned(),
        head: head(&["label", "spans", "F1 strict", "F1 overlap", "α tokens", "α unitizing"]),
        rows: rows.collect(),
    }
}

fn pairs(made: &Agreement, raters: &[String]) -> Table {
    let rows = made.pairs.iter().filter(|row| row.documents > 0).map(|row| {
        let figures = [row.spans.strict, row.spans.overlap, row.kappa, row.observed].map(Cell::Figure);
        let counts = [row.documents, row.counts.0, row.counts.1].map(Cell::Count);
        let names = [name(&raters[row.raters.0]), name(&raters[row.raters.1])];
        names.into_iter().chain(counts).chain(figures).collect()
    });
    Table {
        title: "By pair".to_owned(),
        about: "Cohen's κ, and the share of tokens of which both say the same.".to_owned(),
        head: head(&[
            "one",
            "other",
            "documents",
            "spans of one",
            "of other",
            "F1 strict",
            "F1 overlap",
            "κ tokens",
            "same tokens",
        ]),
        rows: rows.collect(),
    }
}

fn kinds(made: &Agreement, raters: &[String]) -> Table {
    let rows = made.pairs.iter().filter(|row| row.documents > 0).map(|row| {
        let names = [name(&raters[row.raters.0]), name(&raters[row.raters.1])];
        names.into_iter().chain(row.differences.map(Cell::Count)).collect()
    });
    let named = |kind: Difference| match kind {
        Difference::None => "same",
        Difference::Label => "label",
        Difference::Borders => "borders",
        Difference::LabelAndBorders => "both",
        Difference::Missing => "one alone",
        Difference::Extra => "other alone",
    };
    Table {
        title: "What differs".to_owned(),
        about: "Spans that are taken for each other's, by what is other in them.".to_owned(),
        head: ["one", "other"].into_iter().chain(Difference::ALL.map(named)).map(str::to_owned).collect(),
        rows: rows.collect(),
    }
}

/// For each pair the labels of the one beside those of the other.
fn confusions<'a>(made: &'a Agreement, raters: &'a [String]) -> impl Iterator<Item = Table> + 'a {
    made.pairs.iter().filter(|row| row.documents > 0).map(|row| {
        let mut columns: Vec<Option<&str>> = row.confusions.iter().map(|(_, other, _)| other.as_deref()).collect();
        let mut lines: Vec<Option<&str>> = row.confusions.iter().map(|(one, ..)| one.as_deref()).collect();
        for list in [&mut columns, &mut lines] {
            // What stands alone comes last.
            list.sort_by_key(|label| (label.is_none(), *label));
            list.dedup();
        }
        let count = |one: Option<&str>, other: Option<&str>| {
            let cell = row.confusions.iter().find(|it| (it.0.as_deref(), it.1.as_deref()) == (one, other));
            cell.map_or(0, |(.., count)| *count)
        };
        let shown = |label: &Option<&str>| label.unwrap_or("nothing").to_owned();
        let line = |one: &Option<&str>| {
            let cells = columns.iter().map(|other| Cell::Count(count(*one, *other)));
            [Cell::Name(shown(one))].into_iter().chain(cells).collect()
        };
        let (one, other) = (&raters[row.raters.0], &raters[row.raters.1]);
        Table {
            title: format!("Labels of {one} beside those of {other}"),
            about: format!("Rows: {one}; columns: {other}."),
            head: [String::new()].into_iter().chain(columns.iter().map(shown)).collect(),
            rows: lines.iter().map(line).collect(),
        }
    })
}

fn documents(made: &Agreement) -> Table {
    let figure = |value: Option<f64>| Cell::Figure(Figure { value, interval: None });
    let rows = made.by_document.iter().map(|row| {
        let figures = [row.strict, row.overlap, row.alpha].map(figure);
        [name(&row.name), Cell::Count(row.raters)].into_iter().chain(figures).collect()
    });
    Table {
        title: "By document".to_owned(),
        about: "F1 over all pairs; Krippendorff's α over tokens.".to_owned(),
        head: head(&["document", "raters", "F1 strict", "F1 overlap", "α tokens"]),
        rows: rows.collect(),
    }
}

/// Columns of a width each; numbers to the right.
pub fn text(tables: &[Table]) -> String {
    let mut out = String::new();
    for (n, table) in tables.iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        let _ = writeln!(out, "{}\n{}", table.title, table.about);
        let shown: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect();
        let width = |column: usize| {
            let cells = shown.iter().map(|row| &row[column]).chain([&table.head[column]]);
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..table.head.len()).map(width).collect();
        let is_name = |column: usize| table.rows.iter().all(|row| matches!(row[column], Cell::Name(_)));
        for row in std::iter::once(&table.head).chain(&shown) {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let width = widths[column];
                let _ = match is_name(column) {
                    true => write!(line, "{cell:<width$}  "),
                    false => write!(line, "{cell:>width$}  "),
                };
            }
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    out
}

/// A row for each figure: table, what it is of, column, value, lower and upper end of the interval; RFC 4180, unrounded.
///
/// # Errors
/// Of `csv`, of which there are none in memory.
pub fn csv(tables: &[Table]) -> io::Result<Vec<u8>> {
    // A program for tables takes what begins so for a formula.
    let harmless = |text: &str| match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(["table", "of", "figure", "value", "low", "high"])?;
    for table in tables {
        for row in &table.rows {
            let names = row.iter().filter_map(|cell| match cell {
                Cell::Name(name) => Some(name.as_str()),
                _ => None,
            });
            let of = harmless(&names.collect::<Vec<_>>().join(" | "));
            for (cell, column) in row.iter().zip(&table.head) {
                let [value, low, high] = match cell {
                    Cell::Name(_) => continue,
                    Cell::Count(count) => [count.to_string(), String::new(), String::new()],
                    Cell::Figure(Figure { value, interval }) => {
                        let (low, high) = interval.unzip();
                        [*value, low, high].map(number)
                    }
                };
                out.write_record([&harmless(&table.title), &of, &harmless(column), &value, &low, &high])?;
            }
        }
    }
    out.into_inner().map_err(csv::IntoInnerError::into_error)
}
