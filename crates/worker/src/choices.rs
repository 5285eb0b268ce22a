//! How a file that is not UTF-8 might have been written.

use crate::encoding::{Encoding, is_telling, windows};
use crate::{binary, decode, language, utf16};
use postil_messages::Choice;

/// Bytes of a preview before and after the place that tells encodings apart.
const BEFORE: usize = 40;
const AFTER: usize = 120;

/// The encodings in which the bytes make sense, the likeliest first; O(n). The first `mark` bytes are a mark of UTF-8.
pub(crate) fn choices(bytes: &[u8], mark: usize) -> Vec<Choice> {
    let mut made = Vec::new();
    made.extend(damaged_utf8(&bytes[mark..], mark > 0));
    for (encoding, name) in [(Encoding::Utf16Le, "UTF-16, little-endian"), (Encoding::Utf16Be, "UTF-16, big-endian")] {
        if let Some(text) = utf16::decode(bytes, encoding == Encoding::Utf16Be).ok().filter(|text| is_plausible(text)) {
            let preview = one_line(&text[..text.floor_char_boundary(AFTER)]);
            made.push(Choice { encoding: encoding.name().to_owned(), name: name.to_owned(), preview });
        }
    }
    if binary::looks_binary(bytes).is_none() {
        made.extend(single_byte(bytes));
    }
    made
}

/// UTF-8 that was damaged: a mark, or letters that no other encoding writes so, and few faults.
fn damaged_utf8(bytes: &[u8], is_marked: bool) -> Option<Choice> {
    let places = decode::damaged_places(bytes);
    let letters: usize = bytes.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    let is_utf8 = places > 0 && (is_marked || letters >= places * 4);
    is_utf8.then(|| {
        let first = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
        let window = &bytes[first.saturating_sub(BEFORE)..(first + AFTER).min(bytes.len())];
        let name = match places {
            1 => "UTF-8, with \u{fffd} in one damaged place".to_owned(),
            _ => format!("UTF-8, with \u{fffd} in {places} damaged places"),
        };
        let preview = one_line(String::from_utf8_lossy(window).trim_matches('\u{fffd}'));
        Choice { encoding: "UTF-8".to_owned(), name, preview }
    })
}

fn single_byte(bytes: &[u8]) -> Vec<Choice> {
    let telling = bytes.iter().position(|&byte| is_telling(byte));
    let around = telling.or_else(|| bytes.iter().position(|byte| !byte.is_ascii())).unwrap_or(0);
    let window = &bytes[around.saturating_sub(BEFORE)..(around + AFTER).min(bytes.len())];
    let choice = |encoding: Encoding, name: &str| Choice {
        encoding: encoding.name().to_owned(),
        name: format!("{name} ({})", encoding.name()),
        preview: one_line(&windows(window, encoding == Encoding::Windows1254)),
    };
    let western = choice(Encoding::Windows1252, "Western European");
    if telling.is_none() {
        // The two say the same.
        return vec![western];
    }
    let turkish = choice(Encoding::Windows1254, "Turkish");
    let sample = &bytes[around.saturating_sub(2048)..(around + 2048).min(bytes.len())];
    let is_turkish = language(&windows(sample, true)).tag == Some("tr");
    if is_turkish { vec![turkish, western] } else { vec![western, turkish] }
}

/// Almost any bytes are valid UTF-16 and look Chinese; but whatever the script, a text has spaces, line ends or
/// full stops, and no character of it is private or none at all.
fn is_plausible(text: &str) -> bool {
    let is_common = |c: char| matches!(c, ' ' | '\n' | '\r' | '\u{3000}'..='\u{3002}' | '\u{ff0c}');
    let is_alien = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}');
    text.chars().any(is_common) && !text.chars().any(is_alien) && binary::looks_binary(text.as_bytes()).is_none()
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
