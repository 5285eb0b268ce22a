//! How a quote compares with what stands in a text, and where else it stands.

use super::decompose::decompose;
use crate::syntax::entity::entity;

/// One letter in so many may differ where a quote is believed to be what stands at its offsets.
const LETTERS_PER_EDIT: usize = 5;
/// And no more than these, however long it is.
const MAX_EDITS: usize = 10;

/// How alike a quote and some text are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Character for character, or with one kind of white space for another, as some tools show it.
    Same,
    /// But for blanks, case, the Unicode normal form or character references.
    Spelled,
    /// But for so many letters, put in, left out or exchanged.
    Letters(usize),
    Different,
}

pub(super) fn likeness(there: &str, quote: &str) -> Likeness {
    if there == quote || is_same_but_white_space(there, quote) {
        return Likeness::Same;
    }
    let (there, quote) = (Folded::new(there), Folded::new(quote));
    if there.text.is_empty() || quote.text.is_empty() {
        return Likeness::Different;
    }
    if there.text == quote.text {
        return Likeness::Spelled;
    }
    let (there, quote): (Vec<char>, Vec<char>) = (there.text.chars().collect(), quote.text.chars().collect());
    let most = (there.len().min(quote.len()) / LETTERS_PER_EDIT).min(MAX_EDITS);
    edits(&there, &quote, most).map_or(Likeness::Different, Likeness::Letters)
}

fn is_same_but_white_space(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> String {
        // A line end is a backslash in some files, with an n in others.
        let text = text.replace("\\n", " ");
        text.chars().map(|c| if c.is_whitespace() || c == '\\' { ' ' } else { c }).collect()
    };
    a.chars().any(char::is_whitespace) && plain(a) == plain(b)
}

/// The letters that make one text of the other, if they are no more than `most`; in time of `most` for each letter.
/// After Ukkonen, Algorithms for approximate string matching (1985).
fn edits(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let far = most + 1;
    let mut row: Vec<usize> = (0..=b.len()).map(|j| j.min(far)).collect();
    for i in 1..=a.len() {
        let (from, to) = (i.saturating_sub(most).max(1), (i + most).min(b.len()));
        let mut corner = row[from - 1];
        row[from - 1] = if from == 1 { i.min(far) } else { far };
        for j in from..=to {
            let above = if j == i + most { far } else { row[j] };
            let exchanged = corner + usize::from(a[i - 1] != b[j - 1]);
            corner = row[j];
            row[j] = exchanged.min(above + 1).min(row[j - 1] + 1).min(far);
        }
    }
    Some(row[b.len()]).filter(|edits| *edits <= most)
}

/// A text in which spellings of the same words are the same: lower case, decomposed, references as what they mean, white
/// space as single blanks, with none around it.
struct Folded {
    text: String,
    /// For each of its bytes, where the character that it comes from starts and ends in the text itself.
    places: Vec<(usize, usize)>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut made = Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            match (c == '&').then(|| entity(&text[at..])).flatten() {
                Some((meant, len)) => {
                    meant.chars().for_each(|c| made.push(c, (at, at + len)));
                    at += len;
                }
                None => {
                    made.push(c, (at, at + c.len_utf8()));
                    at += c.len_utf8();
                }
            }
        }
        if made.text.ends_with(' ') {
            made.text.pop();
            made.places.pop();
        }
        made
    }

    fn push(&mut self, c: char, place: (usize, usize)) {
        if c.is_whitespace() {
            if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
                self.places.push(place);
            }
            return;
        }
        for c in c.to_lowercase() {
            decompose(c, |c| {
                self.text.push(c);
                self.places.resize(self.text.len(), place);
            });
        }
    }
}

/// Where a quote stands in a text, from left to right: start and end in bytes. Overlapping places count.
pub(super) fn places(text: &str, quote: &str) -> Vec<(usize, usize)> {
    all(text, quote).map(|at| (at, at + quote.len())).collect()
}

/// Where it stands in another spelling (see [`Likeness::Spelled`]).
pub(super) fn spelled_places(text: &str, quote: &str) -> Vec<(usize, usize)> {
    let (text, quote) = (Folded::new(text), Folded::new(quote).text);
    let whole = |at: usize| {
        let (first, last) = (text.places[at], text.places[at + quote.len() - 1]);
        // Not in the middle of what was one character.
        let is_cut = at.checked_sub(1).is_some_and(|before| text.places[before] == first)
            || text.places.get(at + quote.len()) == Some(&last);
        (!is_cut).then_some((first.0, last.1))
    };
    all(&text.text, &quote).filter_map(whole).collect()
}

fn all<'t>(text: &'t str, quote: &'t str) -> impl Iterator<Item = usize> + 't {
    let step = quote.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(quote).filter(|_| !quote.is_empty())?;
        from = at + step;
        Some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Likeness::{Different, Letters, Same, Spelled};

    #[test]
    fn a_quote_is_alike_in_spelling_or_but_for_few_letters() {
        for (there, quote, expected) in [
            ("Anna Lee", "Anna Lee", Same),
            ("Anna\nLee", "Anna Lee", Same),
            ("Anna\nLee", "Anna\\nLee", Same),
            ("Anna \n Lee", "Anna Lee", Spelled),
            ("AnnaLee", "Anna Lee", Letters(1)),
            ("ANNA LEE", "Anna Lee", Spelled),
            ("Ole\u{301}", "Olé", Spelled),
            ("Bob &amp; Co", "Bob & Co", Spelled),
            ("Bob & Co", "Bob &amp; Co", Spelled),
            ("caf&eacute;", "CAFÉ", Spelled),
            ("Müller", "Muller", Letters(1)),
            ("colour", "color", Letters(1)),
            // Fewer than five letters have none to spare.
            ("Rome", "Roma", Different),
            ("met", "Helsinki", Different),
            ("nna Lee ", "Anna Lee", Letters(1)),
            ("", "Anna", Different),
            ("  ", "Anna", Different),
            (" ", "\t", Same),
        ] {
            assert_eq!(likeness(there, quote), expected, "{there:?} {quote:?}");
        }
        let long = "a ".repeat(500);
        assert_eq!(likeness(&long, &long.replacen('a', "b", 11)), Different);
        assert_eq!(likeness(&long, &long.replacen('a', "b", 10)), Letters(10));
    }

    #[test]
    fn letters_are_counted_as_over_the_whole_table() {
        fn slow(a: &[char], b: &[char]) -> usize {
            match (a, b) {
                ([], rest) | (rest, []) => rest.len(),
                ([x, a @ ..], [y, b @ ..]) if x == y => slow(a, b),
                ([_, a_rest @ ..], [_, b_rest @ ..]) => {
                    1 + slow(a_rest, b_rest).min(slow(a_rest, b)).min(slow(a, b_rest))
                }
            }
        }
        let words: Vec<Vec<char>> = ["", "a", "ab", "ba", "abc", "cab", "bcaab", "abcabc", "aabbcc", "ccbbaa"]
            .map(|it| it.chars().collect())
            .into();
        for a in &words {
            for b in &words {
                for most in 0..7 {
                    assert_eq!(
                        edits(a, b, most),
                        Some(slow(a, b)).filter(|edits| *edits <= most),
                        "{a:?} {b:?} {most}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_quote_is_found_in_any_spelling() {
        assert_eq!(places("aaa", "aa"), [(0, 2), (1, 3)]);
        assert_eq!(places("aaa", ""), []);
        assert_eq!(spelled_places("Hi  BOB &amp;\nCo, bob & co", "Bob & Co"), [(4, 16), (18, 26)]);
        assert_eq!(spelled_places("José met Jose\u{301}.", "JOSÉ"), [(0, 5), (10, 16)]);
        // A letter is no part of the same with a mark.
        assert_eq!(spelled_places("José", "Jos"), [(0, 3)]);
        assert_eq!(spelled_places("José", "Jose"), []);
    }
}
