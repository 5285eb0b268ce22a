//! How a document writes figures: which mark stands before the fraction, and whether days stand before months.
//!
//! One number rarely says what its marks mean: `1.500` is a thousand and a half in one text, one and a half in another. Other
//! numbers of the same document prove it, so they are asked, and none is guessed at alone.

use super::dated::slashed_parts;
use super::decimal::Decimal;

/// Bytes of a document that are asked; what comes later follows.
const SAMPLE: usize = 64 * 1024;

/// The longest run of figures that proves anything, in bytes.
const LONGEST: usize = 40;

/// What the figures of a document prove; the default is how English writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notation {
    /// `4,50` is four and a half, and `1.500` a thousand and a half.
    decimal_comma: bool,
    /// `3/4/2018` is in April.
    pub day_first: bool,
}

/// What the marks of a number can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    None,
    /// All part groups of digits: `1,000,000`.
    Group(u8),
    /// The last one stands before a fraction: `1.000,50`, `4.5`.
    Fraction(u8),
    /// One mark before three digits.
    Either(u8),
    /// No number is written so.
    Neither,
}

impl Notation {
    /// Asks the figures of a text; O(1) in its length.
    pub fn of(text: &str) -> Self {
        let bytes = &text.as_bytes()[..text.len().min(SAMPLE)];
        let (mut comma, mut day) = (0_i32, 0_i32);
        let mut at = 0;
        while let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|i| at + i) {
            let is_figure = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'/');
            at = start + bytes[start..].iter().take_while(|b| is_figure(b)).count();
            // A part of a name, of a list in brackets or of an address proves nothing.
            let alone =
                start.checked_sub(1).is_none_or(|i| !bytes[i].is_ascii_alphanumeric() && !b"[#.,-".contains(&bytes[i]));
            let run = std::str::from_utf8(&bytes[start..at]).unwrap_or_default().trim_end_matches(['.', ',', '/']);
            if !alone || run.len() > LONGEST {
                continue;
            }
            if run.contains('/') {
                day += match slashed_parts(run) {
                    Some((13..=31, 1..=12)) => 1,
                    Some((1..=12, 13..=31)) => -1,
                    _ => 0,
                };
                continue;
            }
            comma += match Marks::of(run) {
                Marks::Fraction(b',') | Marks::Group(b'.') => 1,
                Marks::Fraction(_) | Marks::Group(_) => -1,
                _ => 0,
            };
        }
        Self { decimal_comma: comma > 0, day_first: day > 0 }
    }

    /// The number that figures with points and commas stand for in this document.
    pub fn read(self, figures: &str) -> Option<Decimal> {
        let fraction = match Marks::of(figures) {
            Marks::None | Marks::Group(_) => None,
            Marks::Fraction(mark) => Some(mark),
            Marks::Either(mark) => ((mark == b',') == self.decimal_comma).then_some(mark),
            Marks::Neither => return None,
        };
        let places = fraction.and_then(|mark| figures.bytes().rev().position(|b| b == mark)).unwrap_or(0);
        Decimal::of_digits(figures.bytes().filter(u8::is_ascii_digit), places)
    }

    /// Whether `1,5`, where nothing but the comma parts two numbers, is one of them.
    pub fn joins_by_comma(self) -> bool {
        self.decimal_comma
    }
}

impl Marks {
    fn of(figures: &str) -> Self {
        let bytes = figures.as_bytes();
        let is_mark = |b: &&u8| !b.is_ascii_digit();
        let Some(last) = bytes.iter().rev().find(is_mark).copied() else { return Self::None };
        let first = bytes.iter().find(is_mark).copied().unwrap_or(last);
        let count = bytes.iter().filter(|b| **b == last).count();
        let (before, after) = figures.rsplit_once(char::from(last)).unwrap_or((figures, ""));
        if first != last {
            return if count == 1 && in_groups(before, first) { Self::Fraction(last) } else { Self::Neither };
        }
        if count > 1 {
            return if in_groups(figures, last) { Self::Group(last) } else { Self::Neither };
        }
        let may_group = after.len() == 3 && (1..=3).contains(&before.len()) && before != "0";
        if may_group { Self::Either(last) } else { Self::Fraction(last) }
    }
}

/// Whether marks part digits as thousands are parted, or, with commas, as lakhs and crores.
fn in_groups(figures: &str, mark: u8) -> bool {
    let mut groups = figures.split(char::from(mark));
    let head = groups.next().map_or(0, str::len);
    let rest: Vec<usize> = groups.map(str::len).collect();
    let Some((last, inner)) = rest.split_last() else { return false };
    let of = |size: usize| inner.iter().all(|n| *n == size) && (1..=size).contains(&head);
    *last == 3 && (of(3) || mark == b',' && of(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_their_document_writes_them() {
        for (document, figures, number) in [
            ("1,500", "1,500", Some("1500")),
            ("1.500", "1.500", Some("1.5")),
            ("1.500 and 2,75", "1.500", Some("1500")),
            ("0,125 and 1,500", "1,500", Some("1.5")),
            ("1.000.000 and 2,500", "2,500", Some("2.5")),
            ("1,000,000 and 2.500", "2.500", Some("2.5")),
            ("4,50", "4,50", Some("4.5")),
            ("10,00", "10,00", Some("10")),
            ("1.234.567,89", "1.234.567,89", Some("1234567.89")),
            ("1,234,567.89", "1,234,567.89", Some("1234567.89")),
            ("12,34,567", "12,34,567", Some("1234567")),
            ("1.2.3", "1.2.3", None),
            // Lists, notes and versions prove nothing.
            ("see [1,2] and 2,3,4 of v1.2.3", "1,500", Some("1500")),
            // One stray comma is outvoted.
            ("5.5 and 7.25 and 3,5", "1,500", Some("1500")),
        ] {
            let read = Notation::of(document).read(figures).map(|n| n.to_string());
            assert_eq!(read.as_deref(), number, "{figures} in {document}");
        }
    }

    #[test]
    fn days_before_months_are_proved_by_days_after_the_twelfth() {
        for (document, day_first) in
            [("3/4/2018", false), ("3/4/2018, 25/4/2018", true), ("3/4/2018, 4/25/2018", false)]
        {
            assert_eq!(Notation::of(document).day_first, day_first, "{document}");
        }
    }
}
