//! Numbers spelt out in single words: `three`, `twenty-one`, `third`.

use super::decimal::Decimal;

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

const ORDINALS: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

const TENTHS: [&str; 8] =
    ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"];

fn position(list: &[&str], word: &str) -> Option<u32> {
    list.iter().position(|known| known.eq_ignore_ascii_case(word)).map(|at| at as u32)
}

fn below_hundred(word: &str) -> Option<u32> {
    if let Some(n) = position(&ONES, word).or_else(|| position(&TENS, word).map(|n| (n + 2) * 10)) {
        return Some(n);
    }
    let (tens, ones) = word.split_once('-')?;
    Some((position(&TENS, tens)? + 2) * 10 + position(&ONES, ones).filter(|n| (1..10).contains(n))?)
}

/// The number that a word spells, below a hundred.
pub(crate) fn value(word: &str) -> Option<Decimal> {
    let plausible = word.len() >= 3 && word.len() <= 13 && word.is_ascii();
    plausible.then(|| below_hundred(word)).flatten().map(|n| Decimal::whole(u128::from(n)))
}

/// The part of one that a single sign stands for, as far as a decimal number says it exactly.
pub(crate) fn fraction(sign: &str) -> Option<Decimal> {
    const SIGNS: [(&str, u128); 9] =
        [("½", 500), ("¼", 250), ("¾", 750), ("⅕", 200), ("⅖", 400), ("⅗", 600), ("⅘", 800), ("⅛", 125), ("⅜", 375)];
    SIGNS.iter().find(|(known, _)| *known == sign).map(|(_, thousandths)| Decimal::whole(*thousandths).scaled(-3))
}

/// The power of ten that a word multiplies by.
pub(crate) fn scale(word: &str) -> Option<i32> {
    const SCALES: [(&str, i32); 15] = [
        ("hundred", 2),
        ("thousand", 3),
        ("million", 6),
        ("billion", 9),
        ("trillion", 12),
        ("quadrillion", 15),
        ("hundreds", 2),
        ("thousands", 3),
        ("millions", 6),
        ("billions", 9),
        ("trillions", 12),
        ("bn", 9),
        ("mn", 6),
        ("lakh", 5),
        ("crore", 7),
    ];
    SCALES.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, power)| *power)
}

/// The rank that a word spells: `third` is 3.
pub(crate) fn ordinal(word: &str) -> Option<u32> {
    if word.len() < 5 || word.len() > 15 || !word.is_ascii() {
        return None;
    }
    if let Some(n) = position(&ORDINALS, word).filter(|n| *n > 0) {
        return Some(n);
    }
    if let Some(n) = position(&TENTHS, word) {
        return Some((n + 2) * 10);
    }
    match word.split_once('-') {
        Some((tens, ones)) => Some((position(&TENS, tens)? + 2) * 10 + position(&ORDINALS, ones).filter(|n| *n < 10)?),
        None if word.eq_ignore_ascii_case("hundredth") => Some(100),
        None if word.eq_ignore_ascii_case("thousandth") => Some(1000),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_numbers() {
        let show = |word: &str| value(word).map(|n| n.to_string());
        assert_eq!(show("Three").as_deref(), Some("3"));
        assert_eq!(show("twenty-one").as_deref(), Some("21"));
        assert_eq!(show("twenty-ten"), None);
        assert_eq!(ordinal("twenty-first"), Some(21));
        assert_eq!(ordinal("Third"), Some(3));
        assert_eq!(ordinal("thirst"), None);
        assert_eq!(scale("Million"), Some(6));
    }
}
