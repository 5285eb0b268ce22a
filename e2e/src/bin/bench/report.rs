//! Numbers as tables.

use std::fmt::Write as _;

/// The middle of some numbers; 0 where there are none.
pub fn median(numbers: &[f64]) -> f64 {
    quantile(numbers, 0.5)
}

/// The number that so many of the others do not exceed: 0.5 is the median, 1 the largest.
pub fn quantile(numbers: &[f64], part: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (part * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(place).copied().unwrap_or(0.0)
}

/// A number as people read it: three digits that mean something.
pub fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// Puts a section in place of the older one with the same heading, or behind all others.
pub fn put(document: &str, section: &str) -> String {
    let heading = section.lines().next().unwrap_or_default();
    let Some(start) = document.find(&format!("{heading}\n")) else {
        return format!("{}\n\n{section}", document.trim_end());
    };
    let after = start + heading.len();
    let rest = document[after..].find("\n## ").map(|at| &document[after + at..]);
    format!("{}{section}{}", &document[..start], rest.unwrap_or_default())
}

/// A table of Markdown.
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|it| (*it).to_owned()).collect(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// With a heading; None when there are no rows.
    pub fn to_markdown_if_any(&self, heading: &str) -> Option<String> {
        (!self.rows.is_empty()).then(|| format!("{heading}\n{}", self.to_markdown()))
    }

    /// Numbers stand to the right, names to the left.
    pub fn to_markdown(&self) -> String {
        let width = |column: usize| {
            let cells = self.rows.iter().chain([&self.head]).filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let line = |out: &mut String, cells: &[String]| {
            for (column, width) in widths.iter().enumerate() {
                let cell = cells.get(column).map_or("", String::as_str);
                let blanks = " ".repeat(width - cell.chars().count());
                // Writing to a string cannot fail.
                let _ = if column == 0 { write!(out, "| {cell}{blanks} ") } else { write!(out, "| {blanks}{cell} ") };
            }
            out.push_str("|\n");
        };
        let mut out = String::new();
        line(&mut out, &self.head);
        for (column, width) in widths.iter().enumerate() {
            let dashes = "-".repeat(*width);
            let _ = if column == 0 { write!(out, "| {dashes} ") } else { write!(out, "| {}: ", &dashes[..width - 1]) };
        }
        out.push_str("|\n");
        for row in &self.rows {
            line(&mut out, row);
        }
        out
    }
}

/// A text with the sections of an older one that it lacks: what another measurement wrote, or a person.
pub fn keep(text: &str, older: &str) -> String {
    let sections = older.split("\n## ").skip(1).map(|section| format!("## {}\n", section.trim_end()));
    sections.fold(text.to_owned(), |text, section| {
        let heading = section.lines().next().unwrap_or_default();
        if text.lines().any(|line| line == heading) { text } else { put(&text, &section) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_numbers_of_the_list() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(quantile(&[3.0, 1.0, 2.0], 1.0), 3.0);
        assert_eq!(quantile(&[], 0.99), 0.0);
    }

    #[test]
    fn a_table_is_aligned() {
        let mut table = Table::new(&["what", "ms"]);
        table.row(vec!["plain".to_owned(), number(317.4)]);
        assert_eq!(table.to_markdown(), "| what  |  ms |\n| ----- | --: |\n| plain | 317 |\n");
    }

    #[test]
    fn sections_of_others_are_kept() {
        let older = "# All\n\n## One\n\nold\n\n## What was tried\n\nmuch\n";
        let text = "# All\n\n## One\n\nnew\n";
        assert_eq!(keep(text, older), "# All\n\n## One\n\nnew\n\n## What was tried\n\nmuch\n");
    }

    #[test]
    fn a_section_is_put_in_place_of_the_older_one() {
        let section = "## Extraction\n\nnew\n";
        for (before, after) in [
            ("# All\n\n## One\n\n1\n", "# All\n\n## One\n\n1\n\n## Extraction\n\nnew\n"),
            ("# All\n\n## Extraction\n\nold\n", "# All\n\n## Extraction\n\nnew\n"),
            ("# All\n\n## Extraction\n\nold\n\n## Two\n", "# All\n\n## Extraction\n\nnew\n\n## Two\n"),
        ] {
            assert_eq!(put(before, section), after);
        }
    }
}
