//! What a file says about where a span lies.

use crate::document::Unit;
use postil_core::{Document, TextRange};

/// What a file says about where a span lies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claim {
    /// Start and exclusive end of each fragment, in the file's unit.
    pub(crate) ranges: Vec<(i64, i64)>,
    /// What the file says stands there.
    pub(crate) quote: Option<String>,
    /// What stands between the fragments in a quote.
    pub(crate) gap: &'static str,
}

impl Claim {
    pub(crate) fn new(start: i64, end: i64, quote: Option<&str>) -> Self {
        Self { ranges: vec![(start, end)], quote: quote.map(str::to_owned), gap: " " }
    }

    /// Its fragments in a unit; why not, where one of them is no range of the text.
    pub(super) fn ranges_in(&self, document: &Document, unit: Unit) -> Result<Vec<TextRange>, String> {
        self.ranges.iter().map(|(start, end)| unit.range(document, *start, *end)).collect()
    }

    /// Whether its quote stands there; None where it has none.
    pub(super) fn fits(&self, document: &Document, ranges: &[TextRange]) -> Option<bool> {
        let quote = self.quote.as_deref()?;
        let parts: Vec<&str> = ranges.iter().map(|range| document.slice(*range)).collect();
        let joined = parts.join(self.gap);
        // Older files join fragments without a blank; others quote all from first to last.
        let is_several = parts.len() > 1 && (parts.concat() == quote || whole(document, ranges) == quote);
        Some(joined == quote || is_several || is_same_but_blanks(&joined, quote))
    }
}

/// What stands from the first of some ranges to the last, gaps included.
fn whole<'d>(document: &'d Document, ranges: &[TextRange]) -> &'d str {
    ranges.iter().copied().reduce(TextRange::cover).map_or("", |cover| document.slice(cover))
}

/// Some tools show one kind of white space as another.
fn is_same_but_blanks(a: &str, b: &str) -> bool {
    let plain =
        |text: &str| text.chars().map(|c| if c.is_whitespace() || c == '\\' { ' ' } else { c }).collect::<String>();
    a.chars().any(char::is_whitespace) && plain(a) == plain(b)
}
