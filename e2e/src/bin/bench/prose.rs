//! English prose of any length: the sentences of our own sample texts with other names, numbers and words.

use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The samples in English that were written for this project.
const SOURCES: [&str; 3] = ["port-strike.txt", "crlf.txt", "hard-wrapped.txt"];

/// Halves of names that no dictionary has.
const FRONTS: [&str; 16] = [
    "Ald", "Bren", "Cor", "Dun", "Els", "Fern", "Hal", "Kes", "Lind", "Mar", "Nor", "Ost", "Pen", "Rav", "Sel", "Thorn",
];
const BACKS: [&str; 12] =
    ["berg", "bury", "by", "field", "ford", "haven", "ley", "mere", "quist", "son", "stad", "wick"];

/// A generator of numbers that is the same everywhere: SplitMix64 (Steele, Lea and Flood 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Less than `n`, which is not 0. The bias is far below what anyone could see in a text.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Sentences, and words to put into them.
pub struct Prose {
    sentences: Vec<String>,
    names: Vec<String>,
    /// Lower-case words by their last two letters, which often tell what part of speech they are.
    words: BTreeMap<String, Vec<String>>,
}

impl Prose {
    /// Reads the samples.
    pub fn new() -> Result<Self> {
        let mut prose = Self { sentences: Vec::new(), names: Vec::new(), words: BTreeMap::new() };
        for file in SOURCES {
            let text = String::from_utf8(postil_e2e::sample(file)?)?.replace("\r\n", "\n");
            for paragraph in text.split("\n\n") {
                prose.sentences.extend(sentences(paragraph));
            }
        }
        for word in prose.sentences.iter().flat_map(|sentence| sentence.split(' ').skip(1)) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if is_name(word) {
                prose.names.push(word.to_owned());
            } else if let Some(ending) = ending(word) {
                prose.words.entry(ending.to_owned()).or_default().push(word.to_owned());
            }
        }
        Ok(prose)
    }

    /// Lines of one to three sentences, about `bytes` in all: never less, at most a line more.
    pub fn text(&self, bytes: usize, seed: u64) -> String {
        let mut dice = Dice::new(seed);
        let mut text = String::with_capacity(bytes + 2_000);
        while text.len() < bytes {
            for at in 0..[1, 1, 1, 2, 2, 3][dice.below(6)] {
                if at > 0 {
                    text.push(' ');
                }
                self.sentence(&mut text, &mut dice);
            }
            text.push('\n');
        }
        text
    }

    fn sentence(&self, text: &mut String, dice: &mut Dice) {
        for (at, word) in dice.choose(&self.sentences).split(' ').enumerate() {
            if at > 0 {
                text.push(' ');
            }
            let core = word.trim_matches(|c: char| !c.is_alphanumeric());
            let from = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
            text.push_str(&word[..from]);
            if at > 0 && is_name(core) && dice.one_in(2) {
                self.name(text, dice);
            } else if core.starts_with(|c: char| c.is_ascii_digit()) {
                number(text, core, dice);
            } else {
                let others =
                    ending(core).and_then(|ending| self.words.get(ending)).filter(|_| at > 0 && dice.one_in(4));
                text.push_str(others.map_or(core, |others| dice.choose(others).as_str()));
            }
            text.push_str(&word[from + core.len()..]);
        }
    }

    fn name(&self, text: &mut String, dice: &mut Dice) {
        match dice.one_in(2) {
            true => text.push_str(dice.choose::<String>(&self.names)),
            false => {
                // Writing to a string cannot fail.
                let _ = write!(text, "{}{}", dice.choose(&FRONTS), dice.choose(&BACKS));
            }
        }
    }
}

/// The digits of a number, thrown anew; of a year the last two.
fn number(text: &mut String, core: &str, dice: &mut Dice) {
    let is_year = core.len() == 4 && (core.starts_with("19") || core.starts_with("20"));
    for (at, c) in core.chars().enumerate() {
        let is_kept = !c.is_ascii_digit() || c == '0' || is_year && at < 2;
        text.push(if is_kept { c } else { char::from(b'1' + dice.below(9) as u8) });
    }
}

fn is_name(word: &str) -> bool {
    word.chars().count() > 2 && word.starts_with(char::is_uppercase) && word[1..].chars().all(char::is_lowercase)
}

fn ending(word: &str) -> Option<&str> {
    (word.len() > 4 && word.bytes().all(|b| b.is_ascii_lowercase())).then(|| &word[word.len() - 2..])
}

/// Whole sentences of five words or more.
fn sentences(paragraph: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for word in paragraph.split_whitespace() {
        open.push(word);
        let stem = word.trim_end_matches(['”', '’', '"', ')']);
        // What is short before its full stop is an initial or an abbreviation.
        let is_end = stem.ends_with(['!', '?'])
            || stem.ends_with('.') && stem.trim_matches(|c| !char::is_alphanumeric(c)).len() > 3;
        if is_end {
            if open.len() >= 5 {
                found.push(open.join(" "));
            }
            open.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_text_and_lines_differ() -> Result<()> {
        let prose = Prose::new()?;
        let text = prose.text(50_000, 1);
        assert_eq!(text, prose.text(50_000, 1));
        let lines: std::collections::BTreeSet<&str> = text.lines().collect();
        assert!(lines.len() * 10 > text.lines().count() * 9, "{} of {}", lines.len(), text.lines().count());
        Ok(())
    }
}
