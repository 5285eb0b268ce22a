//! What stands around a hit, on one line.

use postil_core::{TextRange, snap};

/// So many bytes at each side at most, a little more where a word or letter would be cut.
const AROUND: usize = 48;
/// A longer hit is cut in the middle of a list.
const LONG: usize = 160;

/// A hit with what stands before and after it. Blanks and line ends are single blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    pub before: String,
    pub hit: String,
    pub after: String,
}

/// The excerpt around a range of a text; O(1).
pub fn excerpt(text: &str, range: TextRange) -> Excerpt {
    let (start, end) = (range.start().to_usize(), range.end().to_usize());
    let from = word_start(text, snap::grapheme_floor(text, start.saturating_sub(AROUND)), start);
    let to = word_end(text, end, snap::grapheme_ceil(text, (end + AROUND).min(text.len())));
    let hit = match end - start {
        0..=LONG => line(&text[start..end]),
        _ => format!("{}…", line(&text[start..snap::grapheme_floor(text, start + LONG)])),
    };
    Excerpt {
        before: line(&text[from..start]).trim_start().to_owned(),
        hit,
        after: line(&text[end..to]).trim_end().to_owned(),
    }
}

/// Behind the first blank, where there is one: but not when the text begins there.
fn word_start(text: &str, from: usize, to: usize) -> usize {
    match from {
        0 => 0,
        _ => text[from..to].find(char::is_whitespace).map_or(from, |at| from + at),
    }
}

fn word_end(text: &str, from: usize, to: usize) -> usize {
    match to == text.len() {
        true => to,
        false => text[from..to].rfind(char::is_whitespace).map_or(to, |at| from + at),
    }
}

fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_hit_are_whole() {
        let text =
            format!("{}the\r\n\r\n  mayor of Split met them {}", "many words ".repeat(20), "and more ".repeat(20));
        let at = text.find("Split").expect("the text has it");
        let made = excerpt(&text, TextRange::from_usize(at..at + 5));
        assert_eq!(made.hit, "Split");
        assert_eq!(made.before, "words many words many words the mayor of ");
        assert!(made.after.starts_with(" met them and more") && !made.after.ends_with(' '), "{made:?}");
        let short = excerpt("Split", TextRange::from_usize(0..5));
        assert_eq!(short, Excerpt { hit: "Split".to_owned(), ..Excerpt::default() });
        let family = "👩‍👩‍👧‍👦".repeat(40);
        let here = excerpt(&family, TextRange::from_usize(500..525));
        assert!(!here.before.contains('\u{fffd}'));
    }
}
