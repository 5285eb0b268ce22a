//! What offsets count is decided by the file: the unit in which quotes and word edges fit.

use crate::document::{Claim, Unit};
use postil_core::{ByteOffset, Document, TextRange};

/// The unit of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decider {
    usual: Unit,
    /// How claims fare in each unit: (out of the text, quotes that fit, word edges).
    marks: [(usize, usize, usize); 3],
    quotes: usize,
    /// Starts and ends, of all fragments.
    ends: usize,
}

impl Decider {
    /// `usual` is the unit of the format's own tool.
    pub(crate) fn new(usual: Unit) -> Self {
        Self { usual, marks: [(0, 0, 0); 3], quotes: 0, ends: 0 }
    }

    /// A new one for files of the same format.
    pub(crate) fn new_of_kind(&self) -> Self {
        Self::new(self.usual)
    }

    /// Takes into account what another has, of other lines of the same file.
    pub(crate) fn add(&mut self, other: &Self) {
        for (mark, other) in self.marks.iter_mut().zip(other.marks) {
            *mark = (mark.0 + other.0, mark.1 + other.1, mark.2 + other.2);
        }
        self.quotes += other.quotes;
        self.ends += other.ends;
    }

    /// Takes a claim into account; O(1) where the text is ASCII, since all units agree there.
    pub(crate) fn weigh(&mut self, document: &Document, claim: &Claim) {
        if document.text().is_ascii() || claim.ranges.is_empty() {
            return;
        }
        self.ends += claim.ranges.len() * 2;
        self.quotes += usize::from(claim.quote().is_some());
        for (mark, unit) in self.marks.iter_mut().zip(Unit::ALL) {
            match claim.ranges_in(document, unit) {
                Err(_) => mark.0 += 1,
                Ok(ranges) => {
                    mark.1 += usize::from(claim.fits(document, &ranges) == Some(true));
                    mark.2 += ranges.iter().map(|range| word_edges(document, *range)).sum::<usize>();
                }
            }
        }
    }

    /// The unit in which most quotes fit; where there are none, the one in which most ends lie on the edges of words; the
    /// usual one, where that leaves several. With why, wherever it makes a difference.
    pub(super) fn best(&self) -> (Unit, Option<String>) {
        let usual = self.marks[self.usual as usize];
        // Without quotes only a clear case speaks against the usual unit: annotations seldom begin and end within words.
        let is_clear = |unit: Unit| {
            let (out, quotes, edges) = self.marks[unit as usize];
            unit == self.usual
                || quotes > usual.1
                || out < usual.0
                || self.quotes == 0 && edges * 10 >= self.ends * 9 && usual.2 * 4 <= self.ends * 3
        };
        let score = |unit: &Unit| {
            let (out, quotes, edges) = self.marks[*unit as usize];
            (quotes, usize::MAX - out, edges, *unit == self.usual)
        };
        let Some(best) = Unit::ALL.into_iter().filter(|unit| is_clear(*unit)).max_by_key(score) else {
            return (self.usual, None);
        };
        let (out, quotes, edges) = self.marks[best as usize];
        let why = if best != self.usual {
            let why = if self.quotes > 0 {
                format!("{quotes} of {} quotes fit, as {} they would be {}", self.quotes, self.usual, usual.1)
            } else {
                let out = if usual.0 > out {
                    format!(", {} fall outside the text or inside a character", usual.0)
                } else {
                    String::new()
                };
                format!("{edges} ends lie on edges of words, as {} {}{out}", self.usual, usual.2)
            };
            Some(format!("offsets count {best}: {why}"))
        } else if self.marks.iter().any(|mark| *mark != usual) {
            let why = match self.quotes {
                0 => format!("{edges} of {} ends lie on edges of words", self.ends),
                all => format!("{quotes} of {all} quotes fit"),
            };
            Some(format!("offsets count {best}, as is usual in this format: {why}"))
        } else {
            None
        };
        (best, why)
    }
}

/// How many ends of a range lie where a word begins or ends.
fn word_edges(document: &Document, range: TextRange) -> usize {
    let text = document.text();
    let is_word =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || !c.is_ascii() && !c.is_whitespace());
    let edge = |at: ByteOffset, starts: bool| {
        let (before, after) = text.split_at(at.to_usize());
        let (before, after) = (is_word(before.chars().next_back()), is_word(after.chars().next()));
        if starts { after && !before } else { before && !after }
    };
    usize::from(edge(range.start(), true)) + usize::from(edge(range.end(), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Erdoğan met 🇹🇷 officials in Sochi on Monday.";

    fn check(claims: &[(i64, i64, Option<&str>)], usual: Unit, expected: Unit, is_told: bool) {
        let document = Document::new(TEXT);
        let mut decider = Decider::new(usual);
        for (start, end, quote) in claims {
            decider.weigh(&document, &Claim::new(*start, *end, *quote));
        }
        let (unit, why) = decider.best();
        assert_eq!(unit, expected);
        assert_eq!(why.is_some(), is_told, "{why:?}");
    }

    #[test]
    fn the_unit_is_decided_by_quotes_then_by_edges() {
        check(&[(28, 33, Some("Sochi"))], Unit::Utf16, Unit::Char, true);
        check(&[(30, 35, Some("Sochi"))], Unit::Utf16, Unit::Utf16, true);
        // Where all units say the same, nothing was decided.
        check(&[(0, 3, Some("Erd"))], Unit::Utf16, Unit::Utf16, false);
        check(&[(35, 40, Some("Sochi"))], Unit::Char, Unit::Byte, true);
        check(&[(30, 35, None), (39, 45, None)], Unit::Char, Unit::Utf16, true);
        check(&[(28, 33, None), (37, 43, None)], Unit::Utf16, Unit::Char, true);
        check(&[(0, 7, None)], Unit::Utf16, Unit::Utf16, true);
        check(&[], Unit::Utf16, Unit::Utf16, false);
    }
}
