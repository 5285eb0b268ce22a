//! Which encoding bytes are most likely in, where nothing proves it.
//!
//! Each encoding that may be meant explains the same bytes as another text, and the text that costs the fewest bits in a
//! simple model of writing is the likeliest: letters by how often languages have them, capitals and scripts by where they
//! stand in words, punctuation by what is beside it, characters of two bytes by the row of their table.

mod letters;
mod pairs;

use crate::{Decoder, Encoding};
use letters::{BIT, Context, Cost};
use std::collections::{BTreeMap, BTreeSet};

/// So many bytes of words are looked at.
const SAMPLE: usize = 8 << 10;
/// And so many more, if they are what tells encodings apart.
const MOST: usize = 16 << 10;
/// Bytes of a word; texts in Chinese and Japanese have no blanks.
const WORD: usize = 1 << 10;

/// Encodings that are guessed, and how much each costs before anything was read: the rarer, the more bits. Those that
/// are not among them read as another one does, or do not mix with anything else and are told otherwise.
const PRIORS: [(&str, Cost); 32] = [
    ("windows-1252", 0),
    ("windows-1251", 1),
    ("GBK", 1),
    ("Shift_JIS", 1),
    ("EUC-KR", 1),
    ("Big5", 1),
    ("windows-1250", 1),
    ("windows-1253", 1),
    ("windows-1254", 1),
    ("windows-1255", 1),
    ("windows-1256", 1),
    ("windows-1257", 1),
    ("windows-874", 1),
    ("ISO-8859-2", 2),
    ("ISO-8859-15", 3),
    ("ISO-8859-7", 2),
    ("KOI8-R", 2),
    ("EUC-JP", 2),
    ("windows-1258", 8),
    ("KOI8-U", 4),
    ("IBM866", 4),
    ("ISO-8859-5", 4),
    ("ISO-8859-6", 4),
    ("ISO-8859-8", 4),
    ("macintosh", 5),
    ("ISO-8859-4", 6),
    ("ISO-8859-13", 6),
    ("ISO-8859-16", 14),
    ("x-mac-cyrillic", 12),
    ("ISO-8859-3", 8),
    ("ISO-8859-10", 8),
    ("ISO-8859-14", 8),
];

/// How well an encoding explains the bytes.
#[derive(Clone, Copy, Debug)]
struct Explained {
    encoding: Encoding,
    cost: Cost,
}

/// What can be said of some bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guess {
    /// Those that explain the bytes about as well as any, the best first; one of those that read them the same.
    pub likely: Vec<Encoding>,
    /// Whether the first of them can be taken without asking.
    pub is_sure: bool,
}

/// More are not worth looking at.
const MOST_LIKELY: usize = 6;

/// Weighs all encodings that may be meant. O(n), with a small factor: the first bytes are weighed, the others are passed
/// over but for words with bytes that those do not have.
pub(crate) fn guess(bytes: &[u8], decoder: &dyn Decoder) -> Guess {
    let (sample, context) = (sample(bytes), context(bytes));
    let mut texts: Vec<(Explained, String)> = Vec::new();
    for (name, prior) in PRIORS {
        let encoding = Encoding::named(name).expect("the names are those of the table");
        let text = decoder.lossy(encoding, &sample);
        let of_pairs = pairs::cost(name, &sample);
        let cost = of_pairs.map_or_else(
            || of_letters(&text, &context),
            |cost| cost + text.matches('\u{fffd}').count() as Cost * pairs::WRONG,
        );
        texts.push((Explained { encoding, cost: cost + prior * BIT }, text));
    }
    // Of equal ones the first, and of those that read the same.
    texts.sort_by_key(|(explained, _)| explained.cost);
    let mut kept: Vec<(Explained, String)> = Vec::new();
    for (explained, text) in texts {
        if kept.iter().all(|(_, other)| *other != text) {
            kept.push((explained, text));
        }
    }
    let Some(best) = kept.first().map(|(best, _)| best.cost) else { return Guess::default() };
    let margin = kept.get(1).map_or(Cost::MAX, |(next, _)| next.cost - best);
    let worst = best + best / 4 + 24 * BIT;
    let likely = kept.iter().map(|(explained, _)| explained).filter(|it| it.cost <= worst);
    Guess { likely: likely.take(MOST_LIKELY).map(|it| it.encoding).collect(), is_sure: is_sure(&sample, best, margin) }
}

/// Whether the best explanation, of this cost and so much better than the next, can be relied upon. A letter or two prove
/// nothing, however often they are there, and what the best explains badly is something else altogether.
fn is_sure(sample: &[u8], best: Cost, margin: Cost) -> bool {
    let high: Vec<u8> = sample.iter().copied().filter(|byte| !byte.is_ascii()).collect();
    let distinct = high.iter().collect::<BTreeSet<_>>().len();
    high.len() >= 6 && distinct >= 3 && margin >= 12 * BIT && best <= high.len() as Cost * 8 * BIT
}

/// Words with bytes beyond ASCII, each once, a blank between them: the first ones, and the first with each byte.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    let mut known = BTreeSet::new();
    let mut seen = [0_u8; 256];
    for word in bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_ascii()) {
        let word = &word[..word.len().min(WORD)];
        let is_new = word.iter().any(|byte| !byte.is_ascii() && seen[usize::from(*byte)] < 2);
        if sample.len() + word.len() > if is_new { MOST } else { SAMPLE } || !known.insert(word) {
            continue;
        }
        for byte in word {
            let times = &mut seen[usize::from(*byte)];
            *times = times.saturating_add(1);
        }
        sample.extend(word);
        sample.push(b' ');
    }
    sample
}

/// What the words of ASCII say; the first ones are enough.
fn context(bytes: &[u8]) -> Context {
    let head = &bytes[..bytes.len().min(MOST)];
    let words = head.split(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic());
    Context::of(words.filter_map(|word| std::str::from_utf8(word).ok()).filter(|word| !word.is_empty()))
}

/// What a text costs that was read from single bytes.
fn of_letters(text: &str, context: &Context) -> Cost {
    let mut counts: BTreeMap<char, Cost> = BTreeMap::new();
    let mut cost = 0;
    let mut quotes = Quotes::default();
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        if c.is_ascii() {
            // Where two bytes are a character, the second may be one of these.
            if !before.is_ascii() && c >= '@' {
                cost += 9 * BIT / 2;
            }
        } else if is_letter(c) {
            let small = if c == 'İ' { c } else { c.to_lowercase().next().unwrap_or(c) };
            *counts.entry(small).or_default() += 1;
            cost += in_word(before, c, after);
        } else {
            quotes.see(c, before);
            cost += sign(before, c, after);
        }
        before = c;
    }
    cost + quotes.cost() + context.cost(&counts)
}

/// Quotation marks that were opened, less those that were closed.
#[derive(Default)]
struct Quotes {
    double: i64,
    single: i64,
    angled: i64,
}

impl Quotes {
    fn see(&mut self, c: char, before: char) {
        match c {
            '„' => self.double += 1,
            '“' if before.is_whitespace() || before == '(' => self.double += 1,
            '“' | '”' => self.double -= 1,
            '‚' | '‘' if before.is_whitespace() || before == '(' => self.single += 1,
            '‘' | '’' => self.single -= 1,
            '«' => self.angled += 1,
            '»' => self.angled -= 1,
            _ => {}
        }
    }

    fn cost(&self) -> Cost {
        // A closing one may be an apostrophe.
        let single = self.single.max(0);
        (self.double.unsigned_abs() + single.unsigned_abs() + self.angled.unsigned_abs()) * 6 * BIT
    }
}

fn is_letter(c: char) -> bool {
    let is_mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{5b0}'..='\u{5bd}' | '\u{5bf}'..='\u{5c2}' | '\u{64b}'..='\u{652}' | '\u{e31}'..='\u{e4e}');
    is_mark || c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'µ')
}

/// What it costs that a letter stands where it does.
fn in_word(before: char, c: char, after: char) -> Cost {
    let mut cost = 0;
    let is_latin = |c: char| c.is_ascii() || c < '\u{250}' || matches!(c, '\u{300}'..='\u{36f}');
    if is_letter(before) {
        if is_latin(before) != is_latin(c) {
            cost += 6 * BIT;
        } else if is_latin(c) && !before.is_ascii() {
            cost += 5 * BIT / 2;
        }
    }
    if after.is_ascii_alphabetic() && !is_latin(c) {
        cost += 6 * BIT;
    }
    if c.is_uppercase() {
        cost += match before {
            _ if before.is_lowercase() => 7 * BIT,
            _ if before.is_uppercase() => BIT,
            _ => 3 * BIT,
        };
    } else if c.is_lowercase() && after.is_uppercase() {
        cost += 7 * BIT;
    }
    if before.is_ascii_digit() {
        cost += 3 * BIT;
    }
    cost
}

/// What it costs that something else stands where it does.
fn sign(before: char, c: char, after: char) -> Cost {
    let is_inside = is_letter(before) && is_letter(after);
    match c {
        '\u{fffd}' | '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' => 12 * BIT,
        '’' if is_letter(before) || before.is_ascii_punctuation() => 3 * BIT,
        '“' | '‘' | '„' | '«' | '¿' | '¡' if !before.is_alphanumeric() && !after.is_whitespace() => 3 * BIT,
        '”' | '»' | '…' if !before.is_whitespace() && !after.is_alphanumeric() => 3 * BIT,
        '–' | '—' if before.is_whitespace() == after.is_whitespace() => 3 * BIT,
        '–' | '—' if before.is_whitespace() && is_letter(after) => 9 * BIT,
        '\u{5be}' | '\u{200c}'..='\u{200f}' | '،' | '؛' | '؟' => 5 * BIT,
        '\u{a0}' if !is_inside => 4 * BIT,
        '€' | '£' | '°' if before.is_ascii_digit() || after.is_ascii_digit() => 4 * BIT,
        '“' | '”' | '‘' | '„' | '‚' | '«' | '»' | '‹' | '›' | '–' | '—' | '…' | '\u{a0}' | '\u{ad}' | '€' | '£'
        | '§' | '°' | '©' | '®' | '™' | '·' | '•' | 'º' | 'ª' | '¿' | '¡' | '½' | '№' | '×' => {
            if is_inside {
                10 * BIT
            } else {
                5 * BIT
            }
        }
        _ if is_inside => 13 * BIT,
        _ if is_letter(before) || is_letter(after) => 11 * BIT,
        _ => 9 * BIT,
    }
}
