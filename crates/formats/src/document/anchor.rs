//! From what a file claims to the fragments of a span: one rule for all formats, which `docs/formats.md` states.

use super::quote::{Likeness, places, spelled_places};
use crate::document::{Claim, Further, Report, Unit, excerpt};
use postil_core::{Document, Fragments, TextRange};

/// Code points before and behind what the offsets name, in which a quote is nearby.
const NEARBY: usize = 100;
/// So many places of an ambiguous quote are named.
const MAX_NAMED: usize = 20;

/// The fragments of a claim, in the file's unit. What had to be repaired is told, and so is what has no certain place: then
/// it is None.
pub(crate) fn anchor(
    document: &Document, claim: &Claim, unit: Unit, place: &str, report: &mut Report,
) -> Option<Fragments> {
    let found = match claim.quote() {
        Some(quote) => Weighed { document, claim, quote, unit }.find(report),
        None if claim.ranges.is_empty() => Err("it has neither offsets nor a quote".to_owned()),
        None => {
            claim.ranges_in(document, unit).map(|ranges| (ranges, None)).map_err(|why| format!("{why} (in {unit})"))
        }
    };
    let made = found.and_then(|(ranges, remark)| match Fragments::new(ranges) {
        Some(fragments) => Ok((fragments, remark)),
        None => Err("a span of several parts has an empty one, or none".to_owned()),
    });
    match made {
        Ok((fragments, remark)) => {
            if let Some(remark) = remark {
                report.repaired(place, remark);
            }
            match &claim.further {
                Some(further) => narrowed(document, fragments.cover(), further, unit, place, report),
                None => Some(fragments),
            }
        }
        Err(why) => {
            report.left_out(place, why);
            None
        }
    }
}

/// What is meant of a stretch of text.
fn narrowed(
    document: &Document, whole: TextRange, further: &Further, unit: Unit, place: &str, report: &mut Report,
) -> Option<Fragments> {
    match further {
        Further::Within(claim) => {
            let inner = anchor(&Document::new(document.slice(whole)), claim, unit, place, report)?;
            let start = whole.start().to_usize();
            let shifted = inner.as_slice().iter().map(|range| {
                let range = range.to_usize();
                TextRange::from_usize(start + range.start..start + range.end)
            });
            Fragments::new(shifted.collect())
        }
        Further::Until(claim) => {
            let (start, end) = (whole.start(), anchor(document, claim, unit, place, report)?.cover().start());
            if end < start {
                report.left_out(place, "it ends before it starts");
                return None;
            }
            Some(Fragments::one(TextRange::new(start, end)))
        }
    }
}

/// A claim with a quote.
struct Weighed<'c> {
    document: &'c Document,
    claim: &'c Claim,
    quote: &'c str,
    unit: Unit,
}

/// Where it stands, and what had to be repaired; or why it is left out.
type Found = Result<(Vec<TextRange>, Option<String>), String>;

impl Weighed<'_> {
    fn find(&self, report: &mut Report) -> Found {
        if self.claim.ranges.is_empty() {
            return self.alone(report);
        }
        let Self { document, claim, unit, .. } = *self;
        let quote = excerpt(self.quote);
        let there = claim.ranges_in(document, unit);
        let alike = match &there {
            Ok(ranges) => claim.likeness(document, ranges, self.quote),
            Err(_) => Likeness::Different,
        };
        if let (Likeness::Same, Ok(ranges)) = (alike, &there) {
            return Ok((ranges.clone(), None));
        }
        for other in Unit::ALL.into_iter().filter(|other| *other != unit) {
            if let Ok(ranges) = claim.ranges_in(document, other)
                && claim.fits(document, &ranges) == Some(true)
            {
                return Ok((ranges, Some(format!("“{quote}” fits in {other}, not in {unit}"))));
            }
        }
        if let (Likeness::Spelled, Ok(ranges)) = (alike, &there) {
            let remark = format!("“{quote}” is spelled “{}” at its offsets", self.words(ranges));
            return Ok((ranges.clone(), Some(remark)));
        }
        let elsewhere = if claim.ranges.len() == 1 { self.places(report)? } else { Vec::new() };
        if let [place] = elsewhere[..] {
            let remark = format!("“{quote}” does not stand at its offsets, but in one place of the text alone");
            return Ok((vec![place], Some(remark)));
        }
        let near: Vec<TextRange> = match there.as_ref().map(|ranges| ranges.first()) {
            Ok(Some(range)) => {
                let overlaps = |place: &&TextRange| place.start() < range.end() && range.start() < place.end();
                let mut overlapping = elsewhere.iter().filter(overlaps);
                match (overlapping.next(), overlapping.next()) {
                    (Some(only), None) => vec![*only],
                    _ => elsewhere.iter().copied().filter(|place| self.is_near(*range, *place)).collect(),
                }
            }
            _ => Vec::new(),
        };
        match (&near[..], alike, there) {
            ([place], ..) => {
                let remark = format!("“{quote}” does not stand at its offsets, but in one place nearby");
                Ok((vec![*place], Some(remark)))
            }
            ([], Likeness::Letters(letters), Ok(ranges)) => {
                let remark =
                    format!("“{quote}” differs in {letters} letters from its offsets: “{}”", self.words(&ranges));
                Ok((ranges, Some(remark)))
            }
            (_, _, there) => {
                let offsets = match &there {
                    Ok(ranges) => format!("“{}” stands at its offsets", self.words(ranges)),
                    Err(why) => format!("{why} (in {unit})"),
                };
                Err(match (claim.ranges.len(), &elsewhere[..]) {
                    (1, []) => format!("{offsets}, and “{quote}” stands nowhere"),
                    (1, places) => format!("{offsets}, and “{quote}” is ambiguous: {}", self.named(places)),
                    _ => format!("{offsets}, and not “{quote}”"),
                })
            }
        }
    }

    /// A quote without offsets stands in one place, or its place is not certain.
    fn alone(&self, report: &mut Report) -> Found {
        let quote = excerpt(self.quote);
        let places = self.places(report)?;
        match places[..] {
            [] => Err(format!("“{quote}” stands nowhere in the text")),
            [place] if self.document.slice(place) == self.quote => Ok((vec![place], None)),
            [place] => Ok((vec![place], Some(format!("“{quote}” is spelled “{}”", self.words(&[place]))))),
            _ => Err(format!("“{quote}” is ambiguous: {}", self.named(&places))),
        }
    }

    /// Where the quote stands as it is, or else in another spelling; where it stands as the file says of what is around it, if
    /// there is such a place.
    fn places(&self, report: &mut Report) -> Result<Vec<TextRange>, String> {
        let text = self.document.text();
        let given_up = || format!("“{}” is not looked for: too many quotes are misplaced", excerpt(self.quote));
        report.search(text.len(), 1).ok_or_else(given_up)?;
        let mut found = places(text, self.quote);
        if found.is_empty() {
            // Folding takes about so many times as long as finding.
            report.search(text.len(), 16).ok_or_else(given_up)?;
            found = spelled_places(text, self.quote);
        }
        let (before, after) = &self.claim.around;
        let fits = |(start, end): &(usize, usize)| {
            usize::from(!before.is_empty() && text[..*start].ends_with(&**before))
                + usize::from(!after.is_empty() && text[*end..].starts_with(&**after))
        };
        let most = found.iter().map(fits).max().unwrap_or_default();
        found.retain(|place| fits(place) == most);
        Ok(found.into_iter().map(|(start, end)| TextRange::from_usize(start..end)).collect())
    }

    fn is_near(&self, claimed: TextRange, place: TextRange) -> bool {
        let at = |range: TextRange| Unit::Char.ends(self.document, range);
        let ((start, end), (from, to)) = (at(claimed), at(place));
        from as usize + NEARBY >= start as usize && to as usize <= end as usize + NEARBY
    }

    fn words(&self, ranges: &[TextRange]) -> String {
        let parts: Vec<&str> = ranges.iter().map(|range| self.document.slice(*range)).collect();
        excerpt(&parts.join(self.claim.gap))
    }

    /// `stands at 0, 5 and 14`, in the file's unit.
    fn named(&self, places: &[TextRange]) -> String {
        let starts = places.iter().take(MAX_NAMED).map(|place| self.unit.of(self.document, place.start()).to_string());
        let mut starts: Vec<String> = starts.collect();
        let last = match places.len().saturating_sub(MAX_NAMED) {
            0 => starts.pop().unwrap_or_default(),
            more => format!("{more} further places"),
        };
        format!("stands at {} and {last}", starts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, claim: Claim) -> (Option<&str>, String) {
        let document = Document::new(text);
        let mut report = Report::default();
        let found = anchor(&document, &claim, Unit::Char, "x", &mut report);
        let told: Vec<&str> = report.entries.iter().map(|entry| &*entry.message).collect();
        (found.map(|it| &text[it.cover().to_usize()]), told.join("; "))
    }

    fn of(start: i64, end: i64, quote: &str) -> Claim {
        Claim::new(start, end, Some(quote))
    }

    #[test]
    fn a_claim_is_anchored_or_told() {
        let text = "🇹🇷 Ab Ab Cd";
        assert_eq!(at(text, of(3, 5, "Ab")), (Some("Ab"), String::new()));
        assert_eq!(at(text, of(5, 7, "Ab")), (Some("Ab"), "“Ab” fits in UTF-16 units, not in code points".to_owned()));
        assert_eq!(at(text, of(0, 2, "Cd")).0, Some("Cd"));
        assert_eq!(at(text, of(0, 1, "Ab")).0, None);
        assert!(at(text, Claim::new(0, 99, None)).1.contains("beyond the end"));
        assert!(at(text, Claim::new(5, 3, None)).1.contains("before it starts"));
        assert_eq!(at(text, of(3, 5, "")), (Some("Ab"), String::new()));
        let document = Document::new(text);
        assert_eq!(Unit::Utf16.to_byte(&document, 1).unwrap_err(), "offset 1 falls inside a surrogate pair");
        assert_eq!(Unit::Byte.to_byte(&document, 1).unwrap_err(), "offset 1 falls inside a character");
    }

    #[test]
    fn offsets_are_believed_against_a_quote_in_spelling_and_few_letters_alone() {
        let text = "ANNA  met Mr Müler &amp; Co in Oslo.";
        for (claim, found, told) in [
            (of(0, 9, "Anna met"), Some("ANNA  met"), "“Anna met” is spelled “ANNA  met” at its offsets"),
            (of(19, 27, "& Co"), Some("&amp; Co"), "“& Co” is spelled “&amp; Co” at its offsets"),
            (of(13, 18, "Müller"), Some("Müler"), "“Müller” differs in 1 letters from its offsets: “Müler”"),
            (of(6, 9, "Helsinki"), None, "“met” stands at its offsets, and “Helsinki” stands nowhere"),
            (of(31, 35, "Osla"), None, "“Oslo” stands at its offsets, and “Osla” stands nowhere"),
            (
                of(90, 95, "Paris"),
                None,
                "offset 90 lies beyond the end of the text (36) (in code points), and “Paris” stands nowhere",
            ),
        ] {
            assert_eq!(at(text, claim), (found, told.to_owned()));
        }
    }

    #[test]
    fn a_quote_that_is_not_at_its_offsets_is_where_it_stands_once() {
        let text = format!("Bo met Al. {}Bo met Al, and Al met Cy.", "He left. ".repeat(20));
        let moved = "does not stand at its offsets, but in one place";
        assert_eq!(at(&text, of(1, 3, "Cy")), (Some("Cy"), format!("“Cy” {moved} of the text alone")));
        // Of several nearby the one that the offsets meet.
        assert_eq!(at("Al met Bo, and Bo met Al.", of(7, 10, "Bo")), (Some("Bo"), format!("“Bo” {moved} nearby")));
        // A letter too far: the next of several, not what the offsets name but for one letter.
        assert_eq!(at(&text, of(1, 11, "Bo met Al.")).0, Some("Bo met Al."));
        assert_eq!(at(&text, of(1, 10, "Bo met Al")), (Some("Bo met Al"), format!("“Bo met Al” {moved} nearby")));
        let told = "“, ” stands at its offsets, and “Al” is ambiguous: stands at 7, 198 and 206";
        assert_eq!(at(&text, of(200, 202, "Al")), (None, told.to_owned()));
        assert_eq!(at(&text, of(0, 2, "CY")).0, Some("Cy"));
    }

    #[test]
    fn a_quote_alone_stands_once_or_is_ambiguous() {
        let text = "Anna met Bob. Anna left.";
        assert_eq!(at(text, Claim::quoted("Bob")), (Some("Bob"), String::new()));
        assert_eq!(at(text, Claim::quoted("bob")), (Some("Bob"), "“bob” is spelled “Bob”".to_owned()));
        assert_eq!(at(text, Claim::quoted("Anna")), (None, "“Anna” is ambiguous: stands at 0 and 14".to_owned()));
        assert_eq!(at(text, Claim::quoted("Cy")), (None, "“Cy” stands nowhere in the text".to_owned()));
        assert_eq!(at(text, Claim::quoted("")).1, "it has neither offsets nor a quote");
        let around = |before: &str, after: &str| Claim {
            around: (before.to_owned(), after.to_owned()),
            ..Claim::quoted("Anna")
        };
        let document = Document::new(text);
        let mut report = Report::default();
        let found = anchor(&document, &around("Bob. ", " left"), Unit::Char, "x", &mut report);
        assert_eq!(found.map(|it| it.cover().to_usize()), Some(14..18));
        assert_eq!(at(text, around("nobody ", " went")).0, None);
        let many = "a ".repeat(30);
        assert!(at(&many, Claim::quoted("a")).1.ends_with("36, 38 and 10 further places"));
    }
}
