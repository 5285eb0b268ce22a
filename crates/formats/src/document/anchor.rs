//! From what a file claims to the fragments of a span.

use crate::document::{Claim, Report, Unit, excerpt};
use postil_core::{Document, Fragments, TextRange};

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

#[cfg(test)]
mod tests {
    use super::*;

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
