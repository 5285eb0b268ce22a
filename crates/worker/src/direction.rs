//! Which way a text runs.

use postil_messages::Direction;
use unicode_bidi::{BidiClass, bidi_class};

/// Letters beyond this many bytes do not change the answer.
const SAMPLE: usize = 64 << 10;

/// The direction of most of the letters: an Arabic article may well begin with a Latin byline.
pub fn direction(text: &str) -> Direction {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let balance: i64 = sample
        .chars()
        .map(|c| match bidi_class(c) {
            BidiClass::L => -1,
            BidiClass::R | BidiClass::AL => 1,
            _ => 0,
        })
        .sum();
    if balance > 0 { Direction::Rtl } else { Direction::Ltr }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_decide() {
        for (text, expected) in [
            ("", Direction::Ltr),
            ("2018 – 17", Direction::Ltr),
            ("Hello שלום", Direction::Ltr),
            ("BBC: قال الرئيس التركي يوم الأحد إن", Direction::Rtl),
            ("בירושלים, 2018", Direction::Rtl),
            ("北京 东京", Direction::Ltr),
        ] {
            assert_eq!(direction(text), expected, "{text}");
        }
    }
}
