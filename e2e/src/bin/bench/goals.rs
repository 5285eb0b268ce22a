//! Goals: what is wanted, what was measured, and since which commit a goal holds.

use crate::report::{Table, number};
use std::fmt;

/// Of each goal, the commit since which it holds, where a measurement that was written down says so, and what was written
/// down before. Whoever measures a goal that is reached, or is reached no more, changes its line.
const KNOWN: [(&str, &str, &str); 10] = [
    ("opening 1M:10k, × plain `<p>`", "817c23e", "0.34 at 72bfd2d, 0.27 at 2e4d89b"),
    ("DOM nodes with 1M:10k open", FIRST, ""),
    ("opening 1M:50k, × 1M:10k", "", "1.75 at 72bfd2d; it held at 2e4d89b with 1.45"),
    ("longest task while 1 MB is extracted, ms of CPU", FIRST, ""),
    ("making a span, 1M:10k, × windowed", "", "2.95 at 72bfd2d"),
    ("making a span, 1M:50k, × 3K:50", "2e4d89b", "1.50 at 72bfd2d"),
    ("scrolling 1M:10k, × windowed", "", "1.99 at 72bfd2d"),
    ("scrolling 1M:50k, × windowed", "", "2.91 at 72bfd2d"),
    ("Wasm, 1 MB read for the first time, MB per CPU-second", FIRST_OF_EXTRACTION, ""),
    ("first batch of 1 MB, × that of 3 KB, Wasm", FIRST_OF_EXTRACTION, ""),
];

const FIRST: &str = "not before 72bfd2d, where it was first measured";
const FIRST_OF_EXTRACTION: &str = "not before 9d6c3a1, where it was first measured";

/// A bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    AtMost(f64),
    AtLeast(f64),
}

impl Wanted {
    fn holds(self, measured: f64) -> bool {
        match self {
            Self::AtMost(bound) => measured <= bound,
            Self::AtLeast(bound) => measured >= bound,
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(bound) => write!(f, "≤ {bound}"),
            Self::AtLeast(bound) => write!(f, "≥ {bound}"),
        }
    }
}

/// A table of goals.
pub struct Goals(Table);

impl Goals {
    pub fn new() -> Self {
        Self(Table::new(&["goal", "wanted", "measured", "holds since"]))
    }

    /// Adds a goal; one that was not measured is left out.
    pub fn add(&mut self, goal: &str, wanted: Wanted, measured: Option<f64>) {
        if let Some(measured) = measured {
            let since = since(goal, wanted.holds(measured));
            self.0.row(vec![goal.to_owned(), wanted.to_string(), number(measured), since]);
        }
    }

    pub fn to_markdown(&self) -> String {
        self.0.to_markdown()
    }

    pub fn to_markdown_if_any(&self, heading: &str) -> Option<String> {
        self.0.to_markdown_if_any(heading)
    }
}

fn since(goal: &str, holds: bool) -> String {
    let (since, before) =
        KNOWN.iter().find(|(known, ..)| *known == goal).map_or(("", ""), |(_, since, before)| (since, before));
    let word = match (holds, since) {
        (true, "") => "now for the first time",
        (true, since) => since,
        (false, _) => "does not hold",
    };
    if before.is_empty() { word.to_owned() } else { format!("{word}; {before}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_says_since_when_it_holds() {
        let mut goals = Goals::new();
        goals.add("making a span, 1M:50k, × 3K:50", Wanted::AtMost(1.3), Some(1.24));
        goals.add("making a span, 1M:50k, × 3K:50", Wanted::AtMost(1.3), Some(1.31));
        goals.add("scrolling 1M:50k, × windowed", Wanted::AtMost(2.0), Some(2.0));
        goals.add("a new one", Wanted::AtLeast(1.2), Some(1.0));
        goals.add("not measured", Wanted::AtLeast(1.2), None);
        let table = goals.to_markdown();
        let cells: Vec<Vec<&str>> = table.lines().skip(2).map(cells).collect();
        assert_eq!(
            cells,
            [
                ["making a span, 1M:50k, × 3K:50", "≤ 1.3", "1.24", "2e4d89b; 1.50 at 72bfd2d"],
                ["making a span, 1M:50k, × 3K:50", "≤ 1.3", "1.31", "does not hold; 1.50 at 72bfd2d"],
                ["scrolling 1M:50k, × windowed", "≤ 2", "2.00", "now for the first time; 2.91 at 72bfd2d"],
                ["a new one", "≥ 1.2", "1.00", "does not hold"],
            ]
        );
    }

    #[test]
    fn the_page_says_what_is_known() {
        let path = postil_e2e::root().join("docs/benchmarks.md");
        let page = std::fs::read_to_string(path).unwrap();
        for (goal, ..) in KNOWN {
            let row = page.lines().map(cells).find(|cells| cells.first() == Some(&goal));
            let row = row.unwrap_or_else(|| panic!("no row for {goal}"));
            let bound = row[1].split_once(' ').map(|(_, bound)| bound.parse().unwrap()).unwrap();
            let wanted = if row[1].starts_with('≤') { Wanted::AtMost(bound) } else { Wanted::AtLeast(bound) };
            assert_eq!(row[3], since(goal, wanted.holds(row[2].parse().unwrap())), "{goal}");
        }
    }

    fn cells(row: &str) -> Vec<&str> {
        row.trim_matches('|').split('|').map(str::trim).collect()
    }
}
