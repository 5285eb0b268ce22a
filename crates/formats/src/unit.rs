//! What offsets count is decided by the file: the unit in which quotes and word edges fit.

use crate::report::excerpt;
use crate::{Error, Report};
pub use postil_core::Unit;
use postil_core::{ByteOffset, Document, Fragments, TextRange};

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

    fn ranges_in(&self, document: &Document, unit: Unit) -> Result<Vec<TextRange>, String> {
        self.ranges.iter().map(|(start, end)| unit.range(document, *start, *end)).collect()
    }

    fn fits(&self, document: &Document, ranges: &[TextRange]) -> Option<bool> {
        let quote = self.quote.as_deref()?;
        let parts: Vec<&str> = ranges.iter().map(|range| document.slice(*range)).collect();
        let joined = parts.join(self.gap);
        // Older files join fragments without a blank.
        Some(joined == quote || parts.len() > 1 && parts.concat() == quote || is_same_but_blanks(&joined, quote))
    }
}

/// Some tools show one kind of white space as another.
fn is_same_but_blanks(a: &str, b: &str) -> bool {
    let plain =
        |text: &str| text.chars().map(|c| if c.is_whitespace() || c == '\\' { ' ' } else { c }).collect::<String>();
    a.chars().any(char::is_whitespace) && plain(a) == plain(b)
}

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
        if document.text().is_ascii() {
            return;
        }
        self.ends += claim.ranges.len() * 2;
        self.quotes += usize::from(claim.quote.is_some());
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
    /// usual one, where that leaves several. It is reported wherever it makes a difference. `chosen` overrides.
    pub(crate) fn decide(&self, chosen: Option<Unit>, report: &mut Report) -> Unit {
        report.decider = Some(self.clone());
        if let Some(unit) = chosen {
            return unit;
        }
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
            return self.usual;
        };
        let (out, quotes, edges) = self.marks[best as usize];
        if best != self.usual {
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
            report.decided("", format!("offsets count {best}: {why}"));
        } else if self.marks.iter().any(|mark| *mark != usual) {
            let why = match self.quotes {
                0 => format!("{edges} of {} ends lie on edges of words", self.ends),
                all => format!("{quotes} of {all} quotes fit"),
            };
            report.decided("", format!("offsets count {best}, as is usual in this format: {why}"));
        }
        best
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

/// The fragments of a claim, in the file's unit. Where the quote does not stand there, another unit may be right for this
/// one, or the quote may stand in one place alone; then that is meant, and told. None when nothing can be made of it.
pub(crate) fn anchor(
    document: &Document, claim: &Claim, unit: Unit, place: &str, report: &mut Report,
) -> Option<Fragments> {
    let found = claim.ranges_in(document, unit);
    if let Ok(ranges) = &found
        && claim.fits(document, ranges) != Some(false)
    {
        return fragments(ranges.clone(), place, report);
    }
    let quote = claim.quote.as_deref().unwrap_or_default();
    if !quote.is_empty() {
        for other in Unit::ALL.into_iter().filter(|other| *other != unit) {
            if let Ok(ranges) = claim.ranges_in(document, other)
                && claim.fits(document, &ranges) == Some(true)
            {
                report.repaired(place, format!("“{}” fits in {other}, not in {unit}", excerpt(quote)));
                return fragments(ranges, place, report);
            }
        }
        let mut places = document.text().match_indices(quote);
        if let (Some((at, _)), None) = (places.next(), places.next())
            && claim.ranges.len() == 1
        {
            report.repaired(
                place,
                format!("“{}” does not stand at its offsets, but in one place of the text alone", excerpt(quote)),
            );
            return Some(Fragments::one(TextRange::from_usize(at..at + quote.len())));
        }
    }
    match found {
        // The offsets name a place; what is quoted stands nowhere, or in several places.
        Ok(ranges) if !quote.is_empty() && document.text().contains(quote) => {
            report.left_out(place, format!("“{}” stands in several places, but not at {:?}", excerpt(quote), ranges));
            None
        }
        Ok(ranges) => {
            let there = ranges.first().map_or("", |range| document.slice(*range));
            report.repaired(
                place,
                format!("“{}” is not in the text; the offsets are believed: “{}”", excerpt(quote), excerpt(there)),
            );
            fragments(ranges, place, report)
        }
        Err(why) => {
            report.left_out(place, format!("{why} (in {unit})"));
            None
        }
    }
}

fn fragments(ranges: Vec<TextRange>, place: &str, report: &mut Report) -> Option<Fragments> {
    let made = Fragments::new(ranges);
    if made.is_none() {
        report.left_out(place, "a span of several parts has an empty one, or none");
    }
    made
}

/// A unit by its name on the command line.
///
/// # Errors
/// When there is none of that name.
pub fn parse_unit(name: &str) -> Result<Unit, Error> {
    name.parse().map_err(|_| Error::new("unit", "", format!("`{name}` is none of char, utf16, byte")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Erdoğan met 🇹🇷 officials in Sochi on Monday.";

    fn check(claims: &[(i64, i64, Option<&str>)], usual: Unit, expected: Unit, told: usize) {
        let document = Document::new(TEXT);
        let mut decider = Decider::new(usual);
        for (start, end, quote) in claims {
            decider.weigh(&document, &Claim::new(*start, *end, *quote));
        }
        let mut report = Report::default();
        assert_eq!(decider.decide(None, &mut report), expected);
        assert_eq!(report.entries.len(), told, "{:?}", report.entries);
    }

    #[test]
    fn the_unit_is_decided_by_quotes_then_by_edges() {
        check(&[(28, 33, Some("Sochi"))], Unit::Utf16, Unit::Char, 1);
        check(&[(30, 35, Some("Sochi"))], Unit::Utf16, Unit::Utf16, 1);
        // Where all units say the same, nothing was decided.
        check(&[(0, 3, Some("Erd"))], Unit::Utf16, Unit::Utf16, 0);
        check(&[(35, 40, Some("Sochi"))], Unit::Char, Unit::Byte, 1);
        check(&[(30, 35, None), (39, 45, None)], Unit::Char, Unit::Utf16, 1);
        check(&[(28, 33, None), (37, 43, None)], Unit::Utf16, Unit::Char, 1);
        check(&[(0, 7, None)], Unit::Utf16, Unit::Utf16, 1);
        check(&[], Unit::Utf16, Unit::Utf16, 0);
    }

    #[test]
    fn a_claim_is_anchored_or_told() {
        let document = Document::new("🇹🇷 Ab Ab Cd");
        let at = |claim: Claim| {
            let mut report = Report::default();
            let found = anchor(&document, &claim, Unit::Char, "x", &mut report);
            (found.map(|it| it.cover().to_usize()), report.entries.first().map(|entry| entry.message.clone()))
        };
        assert_eq!(at(Claim::new(3, 5, Some("Ab"))), (Some(9..11), None));
        assert!(at(Claim::new(5, 7, Some("Ab"))).1.unwrap().contains("fits in UTF-16 units"));
        assert_eq!(at(Claim::new(0, 2, Some("Cd"))).0, Some(15..17));
        assert_eq!(at(Claim::new(0, 1, Some("Ab"))).0, None);
        assert!(at(Claim::new(0, 99, None)).1.unwrap().contains("beyond the end"));
        assert!(at(Claim::new(5, 3, None)).1.unwrap().contains("before it starts"));
        assert_eq!(Unit::Utf16.to_byte(&document, 1).unwrap_err(), "offset 1 falls inside a surrogate pair");
        assert_eq!(Unit::Byte.to_byte(&document, 1).unwrap_err(), "offset 1 falls inside a character");
    }
}
