//! Covered text as it is told: on one line, or cut in the middle.

use postil_core::{Document, TextRange, snap};

/// Longer covered text is cut in the middle, in bytes: enough for two hundred characters of any script.
const LONG: u32 = 800;
/// What is left of it at each side, in characters.
const SIDE: usize = 100;

/// The text of a range, cut in the middle between words when it is long.
pub fn elided(document: &Document, range: TextRange) -> String {
    let text = document.slice(range);
    if range.len() <= LONG && text.chars().count() <= 2 * SIDE {
        return text.to_owned();
    }
    format!("{} … {}", first(text, SIDE), last(text, SIDE))
}

/// The beginning of a range on one line, for lists.
pub fn brief(document: &Document, range: TextRange) -> String {
    const SHOWN: usize = 60;
    let text = document.slice(range);
    let line = match text.char_indices().nth(SHOWN) {
        Some(_) => format!("{}…", first(text, SHOWN)),
        None => text.to_owned(),
    };
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a place of no width is: by the words on both sides.
pub fn said_place(document: &Document, place: TextRange) -> String {
    let (before, after) = (snap::word_before(document, place.start()), snap::word_after(document, place.start()));
    let said = |word: Option<TextRange>| word.map(|word| document.slice(word));
    match (said(before), said(after)) {
        (Some(before), Some(after)) => format!("between “{before}” and “{after}”"),
        (Some(before), None) => format!("after “{before}”"),
        (None, Some(after)) => format!("before “{after}”"),
        (None, None) => "a place".to_owned(),
    }
}

/// About the first `count` characters, up to the end of a word where there are words.
fn first(text: &str, count: usize) -> &str {
    let cut = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let cut = snap::grapheme_floor(text, cut);
    let end = text[..cut].rfind(char::is_whitespace).filter(|end| *end > cut / 2).unwrap_or(cut);
    text[..end].trim_end()
}

/// About the last `count` characters, from the start of a word where there are words.
fn last(text: &str, count: usize) -> &str {
    let cut = text.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
    let cut = snap::grapheme_ceil(text, cut);
    let tail = &text[cut..];
    let start = tail.find(char::is_whitespace).filter(|start| *start < tail.len() / 2).unwrap_or(0);
    tail[start..].trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_between_words() {
        let check = |text: &str| {
            let document = Document::new(text);
            elided(&document, document.range())
        };
        assert_eq!(check("short enough"), "short enough");
        let long = format!("{}the end", "many words ".repeat(100));
        let cut = check(&long);
        assert!(cut.starts_with("many words") && cut.ends_with("words the end"), "{cut}");
        assert!(cut.chars().count() <= 2 * SIDE + 3);
        let unbroken = check(&"漢字".repeat(500));
        assert_eq!(unbroken.chars().count(), 2 * SIDE + 3);
        let family = check(&"👩‍👩‍👧‍👦".repeat(100));
        assert!(family.contains('…') && !family.contains('\u{fffd}'));
    }

    #[test]
    fn a_list_shows_one_line() {
        let document = Document::new("one\r\n  two");
        assert_eq!(brief(&document, document.range()), "one two");
    }
}
