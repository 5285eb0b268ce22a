//! What a file says about where a span lies.

use super::quote::{Likeness, likeness};
use crate::document::Unit;
use postil_core::{Document, TextRange};

/// What a file says about where a span lies: offsets, a quote, or both.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claim {
    /// Start and exclusive end of each fragment, in the file's unit; none where the quote alone says where.
    pub(crate) ranges: Vec<(i64, i64)>,
    /// What the file says stands there.
    pub(crate) quote: Option<String>,
    /// What stands between the fragments in a quote.
    pub(crate) gap: &'static str,
    /// What stands before and after the quote, where the file says so.
    pub(crate) around: (String, String),
    /// What of it is meant; all of it, where the file says no more.
    pub(crate) further: Option<Box<Further>>,
}

/// What is meant of what a claim names.
#[derive(Clone, Debug)]
pub(crate) enum Further {
    /// A part, whose offsets count from where it begins.
    Within(Claim),
    /// From where it begins up to where another begins.
    Until(Claim),
}

impl Claim {
    pub(crate) fn new(start: i64, end: i64, quote: Option<&str>) -> Self {
        Self::of_parts(vec![(start, end)], quote.map(str::to_owned))
    }

    /// Of several fragments, whose quotes are joined by blanks.
    pub(crate) fn of_parts(ranges: Vec<(i64, i64)>, quote: Option<String>) -> Self {
        Self { ranges, quote, gap: " ", ..Self::default() }
    }

    /// A quote without offsets.
    pub(crate) fn quoted(quote: &str) -> Self {
        Self::of_parts(Vec::new(), Some(quote.to_owned()))
    }

    /// Its fragments in a unit; why not, where one of them is no range of the text.
    pub(super) fn ranges_in(&self, document: &Document, unit: Unit) -> Result<Vec<TextRange>, String> {
        self.ranges.iter().map(|(start, end)| unit.range(document, *start, *end)).collect()
    }

    /// The quote, if it says anything.
    pub(super) fn quote(&self) -> Option<&str> {
        self.quote.as_deref().filter(|quote| !quote.is_empty())
    }

    /// Whether its quote stands there; None where it has none.
    pub(super) fn fits(&self, document: &Document, ranges: &[TextRange]) -> Option<bool> {
        let is_same = |quote| self.likeness(document, ranges, quote) == Likeness::Same;
        self.quote().map(is_same)
    }

    /// How alike its quote is to what stands there.
    pub(super) fn likeness(&self, document: &Document, ranges: &[TextRange], quote: &str) -> Likeness {
        let parts: Vec<&str> = ranges.iter().map(|range| document.slice(*range)).collect();
        // Older files join fragments without a blank; others quote all from first to last.
        if parts.len() > 1 && (parts.concat() == quote || whole(document, ranges) == quote) {
            return Likeness::Same;
        }
        likeness(&parts.join(self.gap), quote)
    }
}

/// What stands from the first of some ranges to the last, gaps included.
fn whole<'d>(document: &'d Document, ranges: &[TextRange]) -> &'d str {
    ranges.iter().copied().reduce(TextRange::cover).map_or("", |cover| document.slice(cover))
}
