//! Whether a range is a word, or several, rather than a part of one.

use postil_core::{TextRange, snap};
use unicode_normalization::char::canonical_combining_class;

/// Whether both ends are boundaries of graphemes.
pub(crate) fn is_whole_graphemes(text: &str, range: TextRange) -> bool {
    let (start, end) = (range.start().to_usize(), range.end().to_usize());
    snap::grapheme_floor(text, start) == start && snap::grapheme_floor(text, end) == end
}

/// Whether no word goes on over the ends of a range.
///
/// `C++`, `(WHO)` and `U.S.` are words too: at a mark a word ends, but a dot or an apostrophe with a letter behind it joins them, so that
/// `U.S.` is not in `U.S.A.`. Where people write without blanks between words (Han, kana, Thai and others; Hangul with its
/// particles) every end may be that of a word.
pub fn is_whole_word(text: &str, range: TextRange) -> bool {
    let (before, inside, after) =
        (&text[..range.start().to_usize()], &text[range.to_usize()], &text[range.end().to_usize()..]);
    let joined =
        |left: Option<char>, right: Option<char>| left.zip(right).is_some_and(|(left, right)| join(left, right));
    let is_dotted = matches!(inside.chars().next_back(), Some('.' | '\'' | '’'));
    let goes_on = is_dotted && after.chars().next().is_some_and(|c| is_letter(c) && !is_unspaced(c));
    !joined(before.chars().next_back(), inside.chars().next())
        && !joined(inside.chars().next_back(), after.chars().next())
        && !goes_on
}

fn join(left: char, right: char) -> bool {
    is_letter(left) && is_letter(right) && !is_unspaced(left) && !is_unspaced(right)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || canonical_combining_class(c) != 0
}

/// Whether a character is of a script in which words are not told apart by blanks.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str, expected: bool) {
        let at = text.find(words).expect("the text has the words");
        let range = TextRange::from_usize(at..at + words.len());
        assert_eq!(is_whole_word(text, range), expected, "{words:?} in {text:?}");
    }

    #[test]
    fn words_of_all_kinds_are_whole() {
        check("Putin’s guests", "Putin", true);
        check("Putinists", "Putin", false);
        check("in C++11 and C", "C++", true);
        check("the (WHO) said", "(WHO)", true);
        check("said by(WHO)and", "(WHO)", true);
        check("in the U.S. there", "U.S.", true);
        check("in the U.S.A. there", "U.S.", false);
        check("The U.S. There", "U.S", true);
        check("去北京市了", "北京", true);
        check("서울에서", "서울", true);
        check("وقالت", "قال", false);
        check("قال الوزير", "قال", true);
        check("snake_case", "snake", false);
        check("e\u{301}te\u{301}", "e\u{301}t", false);
        check("Smith-Jones", "Smith", true);
        check("COVID-19", "19", true);
        check("2019", "19", false);
    }
}
