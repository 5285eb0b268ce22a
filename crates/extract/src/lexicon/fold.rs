//! Folding: two spellings of one word compare equal when they differ in case, diacritics, the curl of an apostrophe or what is
//! not seen.

use postil_core::structure::chars::is_format;
use std::borrow::Cow;

/// Base letters of U+00C0..U+0180 (Latin-1 Supplement, Latin Extended-A), from the Unicode decompositions; ligatures
/// and barred letters give their first letter.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooo\
rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The same for U+01CD..U+0234 (pinyin vowels, Romanian and Livonian letters).
const LATIN_B: &[u8; 103] = b"aaiioouuuuuuuuuu.aaaa....ggkkoooo..jdddgg..nnaa....aaaaeeeeiiiioooo\
rrrruuuusstt..hh......aaeeooooooooyy";

/// The same for U+1E00..U+1F00 (Latin Extended Additional: Vietnamese, transliterations).
const LATIN_ADDITIONAL: &[u8; 256] = b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllll\
mmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas..s.\
aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// Calls `emit` with each character of `text`, folded: lower case, without diacritics, apostrophes straight.
///
/// Combining marks are dropped, so that composed and decomposed spellings fold alike, and so are format characters.
pub(crate) fn fold(text: &str, mut emit: impl FnMut(char)) {
    for c in text.chars() {
        match c {
            '\0'..='\x7f' => emit(c.to_ascii_lowercase()),
            '\u{300}'..='\u{36f}' => {}
            '’' | '‘' | 'ʼ' | 'ʻ' | '´' => emit('\''),
            '‐' | '‑' => emit('-'),
            _ if is_format(c) => {}
            _ => {
                let table: Option<u8> = match c as u32 {
                    at @ 0xC0..0x180 => Some(LATIN[(at - 0xC0) as usize]),
                    at @ 0x1CD..0x234 => Some(LATIN_B[(at - 0x1CD) as usize]),
                    at @ 0x1E00..0x1F00 => Some(LATIN_ADDITIONAL[(at - 0x1E00) as usize]),
                    _ => None,
                };
                match table {
                    Some(base) if base != b'.' => emit(char::from(base)),
                    _ => c.to_lowercase().for_each(&mut emit),
                }
            }
        }
    }
}

/// A word as it is seen: without format characters, such as soft hyphens.
pub(crate) fn seen(word: &str) -> Cow<'_, str> {
    if word.is_ascii() || !word.contains(is_format) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().filter(|c| !is_format(*c)).collect())
}

/// A 64-bit key of a folded word; the same on every platform.
pub(crate) fn key(word: &str) -> u64 {
    let mut state = Hasher::new();
    if word.is_ascii() {
        word.bytes().for_each(|b| state.byte(b.to_ascii_lowercase()));
    } else {
        fold(word, |c| state.char(c));
    }
    state.finish()
}

/// A 64-bit key of a word exactly as it stands.
pub(crate) fn exact_key(word: &str) -> u64 {
    let mut state = Hasher::new();
    word.bytes().for_each(|b| state.byte(b));
    state.finish()
}

/// The key of a phrase from the key of its beginning and that of its next word.
pub(crate) fn join(beginning: u64, next: u64) -> u64 {
    (beginning.rotate_left(21) ^ next).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// FNV-1a over bytes with a final mix.
struct Hasher(u64);

impl Hasher {
    fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }

    fn char(&mut self, c: char) {
        let mut buffer = [0; 4];
        c.encode_utf8(&mut buffer).bytes().for_each(|b| self.byte(b));
    }

    fn finish(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        mixed ^ (mixed >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_fold_alike() {
        let folded = |text: &str| {
            let mut out = String::new();
            fold(text, |c| out.push(c));
            out
        };
        for (text, expected) in [
            ("Erdoğan", "erdogan"),
            ("ERDOG\u{306}AN", "erdogan"),
            ("Łódź", "lodz"),
            ("Nguyễn", "nguyen"),
            ("Qur’an", "qur'an"),
            ("Τσίπρας", "τσίπρας"),
            ("İstanbul", "istanbul"),
            ("Mu\u{AD}nich", "munich"),
        ] {
            assert_eq!(folded(text), expected);
            assert_eq!(key(text), key(expected));
        }
        assert_ne!(key("ab"), key("ba"));
    }
}
