//! Bringing a position to the boundaries that a person means: graphemes, words, sentences.
//!
//! Graphemes and words follow Unicode Standard Annex 29. Every function looks at a bounded window of the text, so that a
//! line of a megabyte costs no more than a short one.

use crate::structure::sentences;
use crate::{ByteOffset, Document, TextRange};
use unicode_segmentation::{GraphemeCursor, GraphemeIncomplete, UnicodeSegmentation};

/// Words are looked for this far to either side.
const WINDOW: usize = 1024;
/// Sentences are looked for this far to either side, in bytes.
const PARAGRAPH_WINDOW: u32 = 4096;

/// The nearest grapheme boundary at or before `at`, both in bytes.
pub fn grapheme_floor(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match is_boundary(&mut cursor, text) {
        true => at,
        false => step(text, at, |c| c.prev_boundary(text, 0)).unwrap_or(0),
    }
}

/// The nearest grapheme boundary at or after `at`, both in bytes.
pub fn grapheme_ceil(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match is_boundary(&mut cursor, text) {
        true => at,
        false => step(text, at, |c| c.next_boundary(text, 0)).unwrap_or(text.len()),
    }
}

/// The grapheme boundary after `at`, or the end of the text.
pub fn next_grapheme(text: &str, at: usize) -> usize {
    step(text, at, |c| c.next_boundary(text, 0)).unwrap_or(text.len())
}

/// The grapheme boundary before `at`, or the start of the text.
pub fn previous_grapheme(text: &str, at: usize) -> usize {
    step(text, at, |c| c.prev_boundary(text, 0)).unwrap_or(0)
}

fn is_boundary(cursor: &mut GraphemeCursor, text: &str) -> bool {
    cursor.is_boundary(text, 0).expect("the whole text is given as one chunk")
}

fn step(
    text: &str, at: usize, go: impl Fn(&mut GraphemeCursor) -> Result<Option<usize>, GraphemeIncomplete>,
) -> Option<usize> {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    go(&mut cursor).expect("the whole text is given as one chunk")
}

/// The smallest range of whole graphemes that covers `range`; an empty range is moved to the boundary before it.
pub fn to_graphemes(text: &str, range: TextRange) -> TextRange {
    let start = grapheme_floor(text, range.start().to_usize());
    let end = if range.is_empty() { start } else { grapheme_ceil(text, range.end().to_usize()) };
    TextRange::from_usize(start..end)
}

/// The words of `text[window]` in order: segments with at least one letter, digit or symbol that is no
/// punctuation, possessive and clitic endings cut off.
fn words(text: &str, window: TextRange) -> impl DoubleEndedIterator<Item = TextRange> + '_ {
    let base = window.start().to_usize();
    let made: Vec<_> = text[window.to_usize()]
        .split_word_bound_indices()
        .filter(|(_, word)| is_word(word))
        .flat_map(move |(at, word)| {
            let (stem, clitic) = split_clitic(word);
            let start = base + at;
            let middle = start + stem.len();
            [(start..middle), (middle..middle + clitic.len())].into_iter().filter(|r| !r.is_empty())
        })
        .map(TextRange::from_usize)
        .collect();
    made.into_iter()
}

/// Whether a segment of UAX 29 is something one would tag: not blank, not mere punctuation.
fn is_word(segment: &str) -> bool {
    segment.chars().any(|c| c.is_alphanumeric() || (!c.is_ascii() && !c.is_whitespace() && !is_punctuation(c)))
}

fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{2010}'..='\u{206f}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{30fb}' | '\u{60c}'
        | '\u{61b}' | '\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{964}' | '\u{965}' | '\u{ff01}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff1f}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff5b}'..='\u{ff65}')
}

/// Splits a possessive or clitic off an English word: `Turkey’s` is `Turkey` and `’s`.
fn split_clitic(word: &str) -> (&str, &str) {
    let Some((at, mark)) = word.char_indices().rev().find(|(_, c)| matches!(c, '\'' | '’' | '‘')) else {
        return (word, "");
    };
    let tail = &word[at + mark.len_utf8()..];
    match tail.to_ascii_lowercase().as_str() {
        "s" | "re" | "ve" | "ll" | "d" | "m" if at > 0 => word.split_at(at),
        _ => (word, ""),
    }
}

/// The stretch of text to look for words in: the line around `offset`, or as much of it as is near.
fn window(document: &Document, offset: ByteOffset) -> Option<TextRange> {
    let block = document.blocks()[document.block_at(offset)?];
    let text = document.text();
    let (from, to) = (block.range.start().to_usize(), block.content_end.to_usize());
    let at = offset.to_usize().min(to);
    let start = if at - from <= WINDOW { from } else { edge(text, text.floor_char_boundary(at - WINDOW), at) };
    let end = if to.saturating_sub(at) <= WINDOW { to } else { grapheme_floor(text, at + WINDOW) };
    Some(TextRange::from_usize(start..end.max(start)))
}

/// A place near `from` where a word surely begins.
fn edge(text: &str, from: usize, before: usize) -> usize {
    text[from..before].find(' ').map_or_else(|| grapheme_ceil(text, from), |blank| from + blank + 1)
}

/// The word at `offset`: the one that holds it, or ends there, or is the nearest in the line.
/// None in an empty line, or in one of punctuation alone.
pub fn word_at(document: &Document, offset: ByteOffset) -> Option<TextRange> {
    let window = window(document, offset)?;
    let mut nearest: Option<(u32, TextRange)> = None;
    for word in words(document.text(), window) {
        let distance = if word.contains(offset) {
            0
        } else if word.end() <= offset {
            offset.get() - word.end().get() + 1
        } else {
            word.start().get() - offset.get() + 1
        };
        if nearest.is_none_or(|(best, _)| distance < best) {
            nearest = Some((distance, word));
        }
    }
    nearest.map(|(_, word)| word)
}

/// The first word that starts at or after `offset`, in this line or a later one.
pub fn word_after(document: &Document, offset: ByteOffset) -> Option<TextRange> {
    let mut from = offset;
    loop {
        let window = window(document, from)?;
        if let Some(word) = words(document.text(), window).find(|word| word.start() >= offset) {
            return Some(word);
        }
        let next =
            if window.end() > from { window.end() } else { document.blocks()[document.block_at(from)?].range.end() };
        if next.to_usize() >= document.text().len() || next <= from {
            return None;
        }
        from = next;
    }
}

/// The last word that ends at or before `offset`, in this line or an earlier one.
pub fn word_before(document: &Document, offset: ByteOffset) -> Option<TextRange> {
    let mut from = offset;
    loop {
        let window = window(document, from)?;
        if let Some(word) = words(document.text(), window).rev().find(|word| word.end() <= offset) {
            return Some(word);
        }
        let start = window.start().to_usize();
        if start == 0 {
            return None;
        }
        from = ByteOffset::from_usize(previous_grapheme(document.text(), start));
    }
}

/// Widens a selection to whole words and trims blanks at its ends: what a drag is meant to cover.
/// A selection of punctuation or blanks alone comes back as whole graphemes.
pub fn to_words(document: &Document, range: TextRange) -> TextRange {
    let text = document.text();
    let graphemes = to_graphemes(text, range);
    let slice = document.slice(graphemes);
    let lead = slice.len() - slice.trim_start().len();
    let trimmed = slice.trim();
    if trimmed.is_empty() {
        return graphemes;
    }
    let start = graphemes.start().to_usize() + lead;
    let end = start + trimmed.len();
    let widen = |at: usize| {
        let offset = ByteOffset::from_usize(at);
        window(document, offset)
            .and_then(|window| words(text, window).find(|word| word.start() < offset && offset < word.end()))
    };
    let start = widen(start).map_or(start, |word| word.start().to_usize());
    let end = widen(end).map_or(end, |word| word.end().to_usize());
    to_graphemes(text, TextRange::from_usize(start..end))
}

/// The sentence around `offset`, which may go over the lines of a paragraph that was wrapped. None in an empty line.
pub fn sentence_at(document: &Document, offset: ByteOffset) -> Option<TextRange> {
    let found = sentences(document.text(), paragraph(document, offset)?);
    found.iter().find(|sentence| offset < sentence.end()).or(found.last()).copied()
}

/// The paragraph around `offset`, or as much of it as is near. None in an empty line.
fn paragraph(document: &Document, offset: ByteOffset) -> Option<TextRange> {
    let (text, blocks) = (document.text(), document.blocks());
    let mut last = document.block_at(offset)?;
    let mut first = last;
    if text[blocks[first].content().to_usize()].trim().is_empty() {
        return None;
    }
    let is_near = |at: ByteOffset| at.get().abs_diff(offset.get()) < PARAGRAPH_WINDOW;
    while first > 0 && blocks[first - 1].is_open && is_near(blocks[first].range.start()) {
        first -= 1;
    }
    while blocks[last].is_open && is_near(blocks[last].range.end()) {
        last += 1;
    }
    let whole = blocks[first].range.cover(blocks[last].content()).to_usize();
    let at = offset.to_usize();
    let start = text.floor_char_boundary(whole.start.max(at.saturating_sub(PARAGRAPH_WINDOW as usize)));
    let end = text.ceil_char_boundary(whole.end.min(at + PARAGRAPH_WINDOW as usize));
    Some(TextRange::from_usize(start..end))
}

/// The start of the sentence after the one that holds `offset`.
pub fn sentence_after(document: &Document, offset: ByteOffset) -> Option<ByteOffset> {
    let here = sentence_at(document, offset).map_or(offset, TextRange::end);
    let next = word_after(document, here.max(offset))?;
    Some(sentence_at(document, next.start()).map_or(next.start(), |s| s.start().max(here)))
}

/// The start of the sentence that holds `offset`, or of the one before when `offset` already stands there.
pub fn sentence_before(document: &Document, offset: ByteOffset) -> Option<ByteOffset> {
    let previous = word_before(document, offset)?;
    Some(sentence_at(document, previous.start()).map_or(previous.start(), TextRange::start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words_of(text: &str) -> Vec<String> {
        let document = Document::new(text);
        let mut found = Vec::new();
        let mut at = ByteOffset::default();
        while let Some(word) = word_after(&document, at) {
            found.push(document.slice(word).to_owned());
            at = word.end();
        }
        let mut back = Vec::new();
        let mut at = document.range().end();
        while let Some(word) = word_before(&document, at) {
            back.push(document.slice(word).to_owned());
            at = word.start();
        }
        back.reverse();
        assert_eq!(found, back, "the same words forwards and backwards");
        found
    }

    #[test]
    fn words_are_what_one_would_tag() {
        assert_eq!(words_of("Turkey’s Erdoğan, 38!\r\n\r\n— “U.S.”"), ["Turkey", "’s", "Erdoğan", "38", "U.S"]);
        assert_eq!(words_of("met 🇹🇷 and 👩‍👩‍👧"), ["met", "🇹🇷", "and", "👩‍👩‍👧"]);
        assert_eq!(words_of("北京です。"), ["北", "京", "で", "す"]);
        assert_eq!(words_of("قال الوزير،"), ["قال", "الوزير"]);
        assert_eq!(words_of(""), [""; 0]);
    }

    #[track_caller]
    fn snapped(text: &str, from: &str, expected: &str) {
        let document = Document::new(text);
        let at = text.find(from).unwrap();
        let range = to_words(&document, TextRange::from_usize(at..at + from.len()));
        assert_eq!(document.slice(range), expected);
    }

    #[test]
    fn a_drag_is_widened_to_words_and_trimmed() {
        snapped("met Vladimir Putin in", "dimir Pu", "Vladimir Putin");
        snapped("met Vladimir Putin in", " Vladimir ", "Vladimir");
        snapped("with Turkey’s Erdoğan", "urke", "Turkey");
        snapped("a – b", " – ", "–");
        snapped("x e\u{301}\u{302} y", "e", "e\u{301}\u{302}");
        snapped("one\ntwo", "e\nt", "one\ntwo");
    }

    #[test]
    fn sentences_are_found_within_a_line() {
        let document = Document::new("One came. Two went.\nThree.");
        let second = sentence_after(&document, ByteOffset::new(2)).unwrap();
        assert_eq!(second.get(), 10);
        assert_eq!(sentence_after(&document, second).map(ByteOffset::get), Some(20));
        assert_eq!(sentence_before(&document, second).map(ByteOffset::get), Some(0));
    }

    #[test]
    fn a_sentence_goes_over_the_lines_of_a_wrapped_paragraph() {
        let first = "The council met on Monday and decided, after hours of\ntalk, that the road would stay open.";
        let document = Document::new(format!(
            "{first} Nobody was glad of it\nor told anyone about it, as far as I have heard.\n\nNext day."
        ));
        for at in [3, 60] {
            let sentence = sentence_at(&document, ByteOffset::new(at)).unwrap();
            assert_eq!(document.slice(sentence), first);
        }
        let second = sentence_after(&document, ByteOffset::new(3)).unwrap();
        assert!(document.text()[second.to_usize()..].starts_with("Nobody"));
        assert_eq!(sentence_before(&document, second), Some(ByteOffset::new(0)));
        let blank = document.text().find("\n\n").unwrap() + 1;
        assert_eq!(sentence_at(&document, ByteOffset::from_usize(blank)), None);
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let split = |text: &str| -> Vec<String> {
            sentences(text, TextRange::from_usize(0..text.len()))
                .into_iter()
                .map(|s| text[s.to_usize()].to_owned())
                .collect()
        };
        assert_eq!(
            split("He left. “Why?” she asked. “No idea.” Nobody knew"),
            ["He left.", "“Why?” she asked.", "“No idea.”", "Nobody knew"]
        );
        assert_eq!(
            split("J. F. Kennedy of the U.S. spoke. It was 3.5 percent."),
            ["J. F. Kennedy of the U.S. spoke.", "It was 3.5 percent."]
        );
        assert_eq!(split("京都です。「はい。」そう。"), ["京都です。", "「はい。」", "そう。"]);
        assert_eq!(split(" … "), ["…"]);
        assert_eq!(split("   "), [""; 0]);
    }

    #[test]
    fn a_line_of_a_megabyte_is_no_slower() {
        let document = Document::new("wordx".repeat(200_000));
        let middle = ByteOffset::new(500_000);
        assert!(word_at(&document, middle).is_some());
        assert!(to_words(&document, TextRange::from_usize(500_000..500_003)).len() <= 3 * WINDOW as u32);
    }

    proptest! {
        #[test]
        fn snapping_only_widens_or_trims_blanks(text in "[a-z’.é🇹🇷\u{301}\r\n ]{1,40}", a in 0usize..200, b in 0usize..200) {
            let document = Document::new(text.as_str());
            let (a, b) = (text.floor_char_boundary(a.min(text.len())), text.floor_char_boundary(b.min(text.len())));
            let range = TextRange::from_usize(a.min(b)..a.max(b));
            let snapped = to_words(&document, range);
            prop_assert_eq!(to_graphemes(&text, snapped), snapped);
            prop_assert!(document.slice(range).trim().is_empty() || document.slice(snapped).contains(document.slice(range).trim()));
            prop_assert_eq!(to_words(&document, snapped), snapped);
        }
    }
}
