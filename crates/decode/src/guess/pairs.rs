//! How well bytes go with the encodings of Chinese, Japanese and Korean, in which most characters are two bytes.
//!
//! Their tables are laid out by frequency: frequent characters have rows of their own. So the first byte of a pair tells
//! how likely it is, and no list of characters is needed. The rows are those of GB 2312, Big5, JIS X 0208 and KS X 1001.

use super::letters::{BIT, Cost};

/// What is of no character.
pub(super) const WRONG: Cost = 12 * BIT;
/// A character that is there, and that hardly any text has.
const RARE: Cost = 19 * BIT;
/// Punctuation of full width.
const POINT: Cost = 7 * BIT;
/// A character of everyday texts, of three or four thousand.
const COMMON: Cost = 10 * BIT;
/// A kanji: between kana each of them says more.
const KANJI: Cost = 11 * BIT;
/// A syllable of Korean.
const SYLLABLE: Cost = 9 * BIT;
/// A character of the second level.
const SECOND: Cost = 33 * BIT / 2;
/// Greek, Cyrillic, lines.
const SIGN: Cost = 13 * BIT;
const HIRAGANA: Cost = 13 * BIT / 2;
const KATAKANA: Cost = 8 * BIT;
/// Words in letters of ASCII have blanks around them more often than not.
const BESIDE_LETTER: Cost = 3 * BIT;

/// What one character costs whose first bytes these are, and how many they are.
type Character = fn(u8, u8) -> (Cost, usize);

/// What some bytes cost in an encoding; None where it is none of these.
pub(super) fn cost(encoding: &str, bytes: &[u8]) -> Option<Cost> {
    let character: Character = match encoding {
        "GBK" => gbk,
        "Big5" => big5,
        "EUC-KR" => euc_kr,
        "EUC-JP" => euc_jp,
        "Shift_JIS" => shift_jis,
        _ => return None,
    };
    let mut cost = 0;
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        if first.is_ascii() {
            at += 1;
            continue;
        }
        // Half a character at the end says nothing: the bytes were cut there.
        let Some(&second) = bytes.get(at + 1) else { break };
        let (this, length) = character(first, second);
        let before = at.checked_sub(1).map_or(b' ', |at| bytes[at]);
        let after = bytes.get(at + length).copied().unwrap_or(b' ');
        let beside = [before, after].iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        cost += this + BESIDE_LETTER * beside as Cost;
        at += length;
    }
    Some(cost)
}

fn gbk(first: u8, second: u8) -> (Cost, usize) {
    let cost = match (first, second) {
        (0x81..=0xfe, 0x30..=0x39) => return (RARE, 4),
        (0xa1..=0xa3, 0xa1..=0xfe) => POINT,
        (0xa4..=0xa9, 0xa1..=0xfe) => SIGN,
        // The later half has the more frequent characters of the first level.
        (0xb0..=0xc8, 0xa1..=0xfe) => COMMON + BIT / 2,
        (0xc9..=0xd7, 0xa1..=0xfe) => COMMON - BIT / 2,
        (0xd8..=0xf7, 0xa1..=0xfe) => SECOND,
        (0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe) => RARE,
        _ => return (WRONG, 1),
    };
    (cost, 2)
}

fn big5(first: u8, second: u8) -> (Cost, usize) {
    let cost = match (first, second) {
        (0xa1..=0xa3, 0x40..=0x7e | 0xa1..=0xfe) => POINT,
        (0xa4..=0xc6, 0x40..=0x7e | 0xa1..=0xfe) => COMMON,
        (0xc9..=0xf9, 0x40..=0x7e | 0xa1..=0xfe) => SECOND,
        (0x81..=0xfe, 0x40..=0x7e | 0xa1..=0xfe) => RARE,
        _ => return (WRONG, 1),
    };
    (cost, 2)
}

fn euc_kr(first: u8, second: u8) -> (Cost, usize) {
    let cost = match (first, second) {
        (0xa1..=0xa3, 0xa1..=0xfe) => POINT,
        (0xa4..=0xac, 0xa1..=0xfe) => SIGN,
        (0xb0..=0xc8, 0xa1..=0xfe) => SYLLABLE,
        (0xca..=0xfd, 0xa1..=0xfe) => SECOND,
        (0x81..=0xfe, 0x41..=0x5a | 0x61..=0x7a | 0x81..=0xfe) => RARE,
        _ => return (WRONG, 1),
    };
    (cost, 2)
}

fn euc_jp(first: u8, second: u8) -> (Cost, usize) {
    let cost = match (first, second) {
        (0x8e, 0xa1..=0xdf) => SIGN,
        (0x8f, 0xa1..=0xfe) => return (RARE, 3),
        (0xa1..=0xa3, 0xa1..=0xfe) => POINT,
        (0xa4, 0xa1..=0xf3) => HIRAGANA,
        (0xa5, 0xa1..=0xf6) => KATAKANA,
        (0xa6..=0xa8, 0xa1..=0xfe) => SIGN,
        (0xb0..=0xcf, 0xa1..=0xfe) => KANJI,
        (0xd0..=0xf4, 0xa1..=0xfe) => SECOND,
        (0xa1..=0xfe, 0xa1..=0xfe) => RARE,
        _ => return (WRONG, 1),
    };
    (cost, 2)
}

fn shift_jis(first: u8, second: u8) -> (Cost, usize) {
    let cost = match (first, second) {
        // Katakana of half the width are one byte each.
        (0xa1..=0xdf, _) => return (9 * BIT, 1),
        (0x81, 0x40..=0x7e | 0x80..=0xfc) => POINT,
        (0x82, 0x4f..=0x9a) => KATAKANA,
        (0x82, 0x9f..=0xf1) => HIRAGANA,
        (0x83, 0x40..=0x7e | 0x80..=0x96) => KATAKANA,
        (0x83..=0x84, 0x40..=0x7e | 0x80..=0xfc) => SIGN,
        (0x88..=0x97, 0x40..=0x7e | 0x80..=0xfc) => KANJI,
        (0x98..=0x9f | 0xe0..=0xea, 0x40..=0x7e | 0x80..=0xfc) => SECOND,
        (0x81..=0x9f | 0xe0..=0xfc, 0x40..=0x7e | 0x80..=0xfc) => RARE,
        _ => return (WRONG, 1),
    };
    (cost, 2)
}
