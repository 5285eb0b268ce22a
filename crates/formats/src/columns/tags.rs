//! Tags on tokens: where spans begin and end, in the schemes that are about.

use crate::document::Report;
use postil_core::sort;

/// A scheme of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `B-` only between neighbours of one label; otherwise a span begins with `I-`.
    Iob1,
    /// Each span begins with `B-`.
    Iob2,
    /// `B-`, `I-`, `E-` for the last, `S-` for a single one.
    Bioes,
    /// The same with `L-` and `U-`.
    Bilou,
}

/// The spans of some tags: first token, one past the last, label. What breaks the rules of the scheme is read as what it
/// can only mean, and told.
pub(crate) fn decode(tags: &[&str], scheme: Scheme, place: &str, report: &mut Report) -> Vec<(usize, usize, String)> {
    let mut spans: Vec<(usize, usize, String)> = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut odd = 0;
    for (i, tag) in tags.iter().enumerate() {
        let (mark, label) = split(tag);
        let goes_on = open.is_some_and(|(_, other)| other == label);
        let (begins, ends) = match mark {
            'B' => (true, false),
            'S' | 'U' => (true, true),
            'E' | 'L' => (!goes_on, true),
            'I' => (!goes_on, false),
            _ => {
                spans.extend(open.take().map(|(first, label)| (first, i, label.to_owned())));
                continue;
            }
        };
        odd += usize::from(matches!(mark, 'I' | 'E' | 'L') && !goes_on && scheme != Scheme::Iob1);
        if begins {
            spans.extend(open.take().map(|(first, label)| (first, i, label.to_owned())));
            open = Some((i, label));
        }
        if ends && let Some((first, label)) = open.take() {
            spans.push((first, i + 1, label.to_owned()));
        }
    }
    spans.extend(open.map(|(first, label)| (first, tags.len(), label.to_owned())));
    if odd > 0 {
        report.repaired(
            place,
            format!("{odd} spans begin with the tag of an inner or last word; read as beginning there"),
        );
    }
    spans
}

/// `B-PER`, `B_PER`, or `PER-B`, as some write it. A tag that is none of these is no span.
pub(crate) fn split(tag: &str) -> (char, &str) {
    const MARKS: &str = "BIESLU";
    let mut chars = tag.chars();
    match (chars.next(), chars.next()) {
        (Some(mark), Some('-' | '_')) if MARKS.contains(mark) => (mark, &tag[2..]),
        (Some(mark), None) if MARKS.contains(mark) => (mark, ""),
        _ => match tag.rsplit_once('-') {
            Some((label, mark)) if mark.len() == 1 && MARKS.contains(mark) => {
                (mark.chars().next().unwrap_or('O'), label)
            }
            _ => ('O', ""),
        },
    }
}

/// The scheme that a file's tags follow.
pub(crate) fn scheme<'t>(sentences: impl Iterator<Item = Vec<&'t str>>, report: &mut Report) -> Scheme {
    let (mut ends, mut lasts, mut starts_inside, mut starts) = (0, 0, 0, 0);
    for tags in sentences {
        let mut before = ('O', "");
        for tag in tags {
            let (mark, label) = split(tag);
            match mark {
                'E' | 'S' => ends += 1,
                'L' | 'U' => lasts += 1,
                'I' if before.0 == 'O' || before.1 != label => starts_inside += 1,
                'B' if before.0 == 'O' || before.1 != label => starts += 1,
                _ => {}
            }
            before = (mark, label);
        }
    }
    let found = match () {
        () if ends > 0 => Scheme::Bioes,
        () if lasts > 0 => Scheme::Bilou,
        // Where spans begin with `I-` more often than with `B-`, the latter parts neighbours of one label alone.
        () if starts_inside > starts => Scheme::Iob1,
        () => Scheme::Iob2,
    };
    if found != Scheme::Iob2 {
        let name = match found {
            Scheme::Iob1 => "IOB1",
            Scheme::Bioes => "BIOES",
            _ => "BILOU",
        };
        report.decided("", format!("tags follow {name}"));
    }
    found
}

/// Tags for `n` tokens from spans that do not overlap: first token, one past the last, label.
pub(crate) fn encode<'l>(
    n: usize, spans: impl Iterator<Item = ((usize, usize), &'l str)>, scheme: Scheme,
) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); n];
    let mut spans: Vec<_> = spans.collect();
    sort(&mut spans);
    let mut before: Option<(usize, &str)> = None;
    for ((first, end), label) in spans {
        let touches = before == Some((first, label));
        for (i, tag) in tags.iter_mut().enumerate().take(end).skip(first) {
            let mark = match scheme {
                Scheme::Iob1 => {
                    if i == first && touches {
                        'B'
                    } else {
                        'I'
                    }
                }
                Scheme::Iob2 => {
                    if i == first {
                        'B'
                    } else {
                        'I'
                    }
                }
                Scheme::Bioes | Scheme::Bilou => {
                    let marks = if scheme == Scheme::Bioes { ['S', 'E'] } else { ['U', 'L'] };
                    match (i == first, i + 1 == end) {
                        (true, true) => marks[0],
                        (true, false) => 'B',
                        (false, true) => marks[1],
                        (false, false) => 'I',
                    }
                }
            };
            *tag = format!("{mark}-{label}");
        }
        before = Some((end, label));
    }
    tags
}

/// Whether a word looks like a tag.
pub(crate) fn is_tag(word: &str) -> bool {
    word == "O" || word == "-" || split(word).0 != 'O'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tags: &str, expected: &[(usize, usize, &str)], scheme_of: Scheme) {
        let tags: Vec<&str> = tags.split(' ').collect();
        let mut report = Report::default();
        assert_eq!(scheme(std::iter::once(tags.clone()), &mut report), scheme_of);
        let found = decode(&tags, scheme_of, "", &mut report);
        let found: Vec<_> = found.iter().map(|(a, b, l)| (*a, *b, l.as_str())).collect();
        assert_eq!(found, expected, "{tags:?}");
        let again = encode(tags.len(), found.iter().map(|(a, b, l)| ((*a, *b), *l)), scheme_of);
        assert_eq!(
            decode(&again.iter().map(String::as_str).collect::<Vec<_>>(), scheme_of, "", &mut report).len(),
            expected.len()
        );
    }

    #[test]
    fn each_scheme_says_the_same() {
        check("I-A I-A B-A O I-B", &[(0, 2, "A"), (2, 3, "A"), (4, 5, "B")], Scheme::Iob1);
        check("B-A I-A B-A O B-B", &[(0, 2, "A"), (2, 3, "A"), (4, 5, "B")], Scheme::Iob2);
        check("B-A E-A S-A O S-B", &[(0, 2, "A"), (2, 3, "A"), (4, 5, "B")], Scheme::Bioes);
        check("B-A L-A U-A O U-B", &[(0, 2, "A"), (2, 3, "A"), (4, 5, "B")], Scheme::Bilou);
        check("A-B A-I O B_C", &[(0, 2, "A"), (3, 4, "C")], Scheme::Iob2);
        check("B-A I-B I-B O", &[(0, 1, "A"), (1, 3, "B")], Scheme::Iob2);
    }
}
