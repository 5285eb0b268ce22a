//! How bytes that do not say how they were written may be read, for a person to choose.

use crate::guess::guess;
use crate::{Decoder, Encoding, binary, mark, utf16};
use std::collections::BTreeSet;
use std::ops::Range;

/// A reading of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub encoding: Encoding,
    /// Whether the bytes make sense in it.
    pub is_likely: bool,
    /// Places that would be U+FFFD, as far as the file was looked at.
    pub damaged: usize,
    /// Some words on a line, around the first places where the likeliest encodings differ.
    pub preview: String,
}

/// The encodings that bytes are likely in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Likely {
    /// The likeliest first.
    pub encodings: Vec<Encoding>,
    /// Whether the first can be taken without asking.
    pub is_sure: bool,
}

/// Bytes in which damage is counted.
const HEAD: usize = 256 << 10;
/// Bytes of a preview before and after the place that tells encodings apart.
const BEFORE: usize = 40;
const AFTER: usize = 160;

/// Every encoding with what the bytes would be in it: the likeliest first, then the others, those together that are for the
/// same languages. O(n).
pub fn candidates(bytes: &[u8], decoder: &dyn Decoder) -> Vec<Candidate> {
    let mut found = likely(bytes, decoder);
    if std::str::from_utf8(bytes).is_ok() {
        // It is UTF-8 as well, and that first unless something in it speaks for another one.
        let is_disguised = found.encodings.first().is_some_and(|first| !first.has_ascii_blanks());
        found.encodings.insert(usize::from(is_disguised), Encoding::UTF_8);
    }
    all(bytes, &found, decoder)
}

/// What is likely; O(n).
pub(crate) fn likely(bytes: &[u8], decoder: &dyn Decoder) -> Likely {
    let mut found = Likely::default();
    if is_damaged_utf8(bytes) {
        found.encodings.push(Encoding::UTF_8);
    }
    let wide = [Encoding::UTF_16LE, Encoding::UTF_16BE];
    found.encodings.extend(wide.into_iter().filter(|wide| is_utf16(bytes, *wide)));
    found.is_sure = found.encodings.len() == 1 && found.encodings[0].is_utf16();
    if found.encodings.is_empty() && has_escapes(bytes) {
        let japanese = Encoding::named("ISO-2022-JP").expect("it is in the table");
        let text = decoder.strict(japanese, bytes).filter(|text| !text.is_ascii());
        found.encodings.extend(text.map(|_| japanese));
        found.is_sure = !found.encodings.is_empty();
    }
    if !bytes.is_ascii() && binary::looks_binary(bytes).is_none() {
        let guess = guess(bytes, decoder);
        found.is_sure |= found.encodings.is_empty() && guess.is_sure;
        found.encodings.extend(guess.likely);
    }
    found
}

/// The same for every encoding, with previews.
pub(crate) fn all(bytes: &[u8], likely: &Likely, decoder: &dyn Decoder) -> Vec<Candidate> {
    let windows = windows(bytes, &likely.encodings, decoder);
    let others = Encoding::all().filter(|encoding| !likely.encodings.contains(encoding));
    let all = likely.encodings.iter().copied().map(|likely| (likely, true)).chain(others.map(|other| (other, false)));
    all.map(|(encoding, is_likely)| Candidate {
        encoding,
        is_likely,
        damaged: damaged(bytes, encoding, decoder),
        preview: preview(bytes, &windows, encoding, decoder),
    })
    .collect()
}

/// UTF-8 that was damaged: a mark, or letters that no other encoding writes so, and few faults.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let places = damaged_places(bytes);
    let letters: usize = bytes.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    places > 0 && (matches!(mark(bytes), Some((Encoding::UTF_8, _))) || letters >= places * 4)
}

/// In how many places bytes are not UTF-8.
fn damaged_places(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count()
}

/// Almost any bytes are valid UTF-16 and look Chinese; but whatever the script, a text has spaces, line ends or
/// full stops, and no character of it is private or none at all. The first bytes are looked at.
fn is_utf16(bytes: &[u8], encoding: Encoding) -> bool {
    let is_common = |c: char| matches!(c, ' ' | '\n' | '\r' | '\u{3000}'..='\u{3002}' | '\u{ff0c}');
    let is_alien = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}');
    let is_text = |text: String| {
        let has_breaks = text.chars().any(is_common) && !text.chars().any(is_alien);
        has_breaks && binary::looks_binary(text.as_bytes()).is_none()
    };
    let end = bytes.len().min(HEAD);
    // The head may end within a pair.
    let ends = if end < bytes.len() { [end, end - 2] } else { [end, end] };
    let read = ends.into_iter().find_map(|end| utf16::decode(&bytes[..end], 0, encoding).ok());
    bytes.len().is_multiple_of(2) && read.is_some_and(is_text)
}

/// Whether bytes have the escapes that begin Japanese among ASCII.
pub(crate) fn has_escapes(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 4] = [b"\x1b$@", b"\x1b$B", b"\x1b(J", b"\x1b(I"];
    let is_escape = |at: usize| STARTS.iter().any(|start| bytes[at..].starts_with(start));
    bytes.iter().enumerate().any(|(at, byte)| *byte == 0x1b && is_escape(at)) && bytes.is_ascii()
}

fn damaged(bytes: &[u8], encoding: Encoding, decoder: &dyn Decoder) -> usize {
    let head = &bytes[..bytes.len().min(HEAD)];
    if encoding == Encoding::UTF_8 {
        return damaged_places(head);
    }
    if decoder.strict(encoding, head).is_some() {
        return 0;
    }
    let text = decoder.lossy(encoding, head);
    // Where the head ends, a character may go on.
    let text = if head.len() < bytes.len() { text.trim_end_matches('\u{fffd}') } else { &text };
    text.matches('\u{fffd}').count()
}

/// The parts of the bytes that are shown: around the first words that the likeliest encoding and the others read otherwise, or
/// else that has bytes beyond ASCII. Words end where all encodings have them end.
fn windows(bytes: &[u8], likely: &[Encoding], decoder: &dyn Decoder) -> Vec<Range<usize>> {
    if likely.first().is_some_and(|first| !first.has_ascii_blanks()) {
        return std::iter::once(0..bytes.len().min(2 * AFTER)).collect();
    }
    let places = telling(bytes, likely, decoder);
    let after = if places.len() > 1 { AFTER / 3 } else { AFTER };
    let mut windows: Vec<Range<usize>> = Vec::new();
    for place in places {
        let start = match place.checked_sub(BEFORE) {
            None => 0,
            Some(far) => bytes[far..place].iter().position(u8::is_ascii_whitespace).map_or(place, |at| far + at + 1),
        };
        let end = (place + after).min(bytes.len());
        match windows.last_mut() {
            Some(last) if start <= last.end => last.end = end,
            _ => windows.push(start..end),
        }
    }
    windows
}

/// The places of the first words that another encoding reads otherwise than the likeliest, for each other one.
fn telling(bytes: &[u8], likely: &[Encoding], decoder: &dyn Decoder) -> Vec<usize> {
    /// Each word is a call to the platform.
    const MOST: usize = 2000;
    const PLACES: usize = 3;
    let mut at = 0;
    let words = bytes.split(u8::is_ascii_whitespace).map(|word| {
        at += word.len() + 1;
        (at - word.len() - 1, word)
    });
    let mut known = BTreeSet::new();
    let mut words = words.filter(|(_, word)| !word.is_ascii() && known.insert(*word)).take(MOST).peekable();
    let first = words.peek().map_or(0, |(at, _)| *at);
    let Some((best, others)) = likely.split_first() else { return vec![first] };
    let mut open = others.to_vec();
    let mut places = Vec::new();
    for (at, word) in words {
        let text = decoder.lossy(*best, word);
        let before = open.len();
        open.retain(|other| decoder.lossy(*other, word) == text);
        if open.len() < before {
            places.push(at);
        }
        if open.is_empty() || places.len() == PLACES {
            break;
        }
    }
    if places.is_empty() { vec![first] } else { places }
}

fn preview(bytes: &[u8], windows: &[Range<usize>], encoding: Encoding, decoder: &dyn Decoder) -> String {
    let parts = windows.iter().map(|window| {
        let start = if encoding.is_utf16() { window.start / 2 * 2 } else { window.start };
        let text = decoder.lossy(encoding, &bytes[start..window.end]);
        // The end is the window's, not the text's.
        let text = if window.end < bytes.len() { text.trim_end_matches('\u{fffd}') } else { &text };
        let words = text.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    });
    parts.collect::<Vec<_>>().join(" … ")
}
