//! Texts as they are compared, with the way back.
//!
//! Words are compared in canonical decomposition (Unicode Standard Annex 15), so that é is é however it is written; expressions in
//! canonical composition, so that `[é]` means one letter. Either is made unit by unit: a character with the marks that belong to it.
//! Between two units a place of the folded text is a place of the text; inside of one it is only where the unit is as it was.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, compose};

/// What makes no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Normal forms, how blanks are written, and what is not seen, such as soft hyphens.
    Words {
        /// Capital and small letters are the same.
        ignores_case: bool,
        /// Accents, vowel points and their like are nothing, and typographic quotes are plain ones.
        ignores_marks: bool,
    },
    /// Normal forms.
    Expression {
        /// As above, but for quotes.
        ignores_marks: bool,
    },
}

/// A folded text, which knows where its places were.
#[derive(Clone, Debug)]
pub struct Folded<'t> {
    text: Cow<'t, str>,
    /// In order; the last one is empty and stands at the end.
    runs: Vec<Run>,
}

/// A stretch of the folded text, up to the next one.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// First byte in the folded text.
    folded: usize,
    /// First byte in the text.
    original: usize,
    /// Whether places inside correspond byte by byte; else it is one unit.
    is_even: bool,
}

impl<'t> Folded<'t> {
    /// Folds a text; O(n).
    pub fn new(text: &'t str, fold: Fold) -> Self {
        if let Fold::Expression { ignores_marks } = fold
            && is_plain(text, ignores_marks)
        {
            let end = Run { folded: text.len(), original: text.len(), is_even: true };
            return Self { text: text.into(), runs: vec![Run { folded: 0, original: 0, is_even: true }, end] };
        }
        let mut folded = Folding { text, fold, out: String::with_capacity(text.len()), runs: Vec::new() };
        let mut at = 0;
        while at < text.len() {
            at = folded.unit(at);
        }
        folded.runs.push(Run { folded: folded.out.len(), original: text.len(), is_even: true });
        Self { text: folded.out.into(), runs: folded.runs }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the text of a start, which is a byte of the folded text on a character boundary: behind what is nothing when
    /// folded. None inside of a unit.
    pub fn start(&self, at: usize) -> Option<usize> {
        let run = self.runs[self.runs.partition_point(|run| run.folded <= at).checked_sub(1)?];
        (run.folded == at || run.is_even).then(|| run.original + (at - run.folded))
    }

    /// The place in the text of an end: as [`start`](Self::start), but before what is nothing when folded.
    pub fn end(&self, at: usize) -> Option<usize> {
        let next = self.runs.partition_point(|run| run.folded < at);
        match self.runs.get(next) {
            Some(run) if run.folded == at => Some(run.original),
            _ => self.start(at),
        }
    }
}

/// Whether nothing would change.
fn is_plain(text: &str, ignores_marks: bool) -> bool {
    text.is_ascii() || !ignores_marks && unicode_normalization::is_nfc(text)
}

struct Folding<'t> {
    text: &'t str,
    fold: Fold,
    out: String,
    runs: Vec<Run>,
}

impl Folding<'_> {
    /// Folds the unit that begins at a byte, or several that are plain, and gives the byte behind.
    fn unit(&mut self, at: usize) -> usize {
        let behind = self.plain_run(at);
        if behind > at {
            return behind;
        }
        let rest = &self.text[at..];
        let folded = self.out.len();
        let is_words = matches!(self.fold, Fold::Words { .. });
        let mut chars = rest.chars();
        let Some(first) = chars.next() else { return self.text.len() };
        if is_words && first.is_whitespace() {
            let end = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
            // No word goes over the end of a paragraph.
            self.out.push(if line_ends(&rest[..end]) > 1 { '\n' } else { ' ' });
            self.note(folded, at, end == 1);
            return at + end;
        }
        if is_words && is_unseen(first) {
            self.note(folded, at, false);
            return at + first.len_utf8();
        }
        let mut end = first.len_utf8();
        if !rest.as_bytes().get(end).is_none_or(u8::is_ascii) {
            let mut made = first;
            for c in chars {
                // What combines belongs to it; and what composes, as the parts of a Hangul syllable do, where that is asked for.
                match compose(made, c).filter(|_| !is_words) {
                    Some(whole) => made = whole,
                    None if canonical_combining_class(c) != 0 => {}
                    None => break,
                }
                end += c.len_utf8();
            }
        }
        let unit = &rest[..end];
        match self.fold {
            Fold::Words { ignores_case, ignores_marks } => match first {
                'A'..='Z' if end == 1 => self.out.push(if ignores_case { first.to_ascii_lowercase() } else { first }),
                _ if end == 1 => self.out.push(first),
                _ => {
                    for c in unit.nfd().filter(|c| !(ignores_marks && is_mark(*c))) {
                        self.letter(c, ignores_case, ignores_marks);
                    }
                }
            },
            Fold::Expression { ignores_marks: false } => self.out.extend(unit.nfc()),
            Fold::Expression { ignores_marks: true } => {
                for c in unit.nfd().filter(|c| !is_mark(*c)).nfc() {
                    match plain(c).filter(|_| !is_quote(c)) {
                        Some(plain) => self.out.push_str(plain),
                        None => self.out.push(c),
                    }
                }
            }
        }
        let written = &self.out[folded..];
        let is_same_size = written.len() == end && one_char(written) && one_char(unit);
        let is_even = written == unit || is_same_size;
        self.note(folded, at, is_even);
        at + end
    }

    /// Folds ASCII up to where something may combine with it or blanks follow each other: most of most texts. Gives the byte behind.
    fn plain_run(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let is_blank = |at: usize| bytes.get(at).is_none_or(|byte| *byte <= b' ' || *byte == 0x7f);
        let is_plain = |at: usize| match bytes[at] {
            b' ' => !is_blank(at + 1),
            _ => !is_blank(at),
        };
        let mut end = at;
        while end < bytes.len() && bytes[end].is_ascii() && bytes.get(end + 1).is_none_or(u8::is_ascii) && is_plain(end)
        {
            end += 1;
        }
        if end > at {
            let folded = self.out.len();
            self.out.push_str(&self.text[at..end]);
            if let Fold::Words { ignores_case: true, .. } = self.fold {
                self.out[folded..].make_ascii_lowercase();
            }
            self.note(folded, at, true);
        }
        end
    }

    fn letter(&mut self, c: char, ignores_case: bool, ignores_marks: bool) {
        let plain = plain(c).filter(|_| ignores_marks);
        match (plain, c) {
            (Some(plain), _) if ignores_case => self.out.extend(plain.chars().map(|c| c.to_ascii_lowercase())),
            (Some(plain), _) => self.out.push_str(plain),
            // The full case folding of these is not their small letter (CaseFolding.txt).
            (None, 'ß' | 'ẞ') if ignores_case => self.out.push_str("ss"),
            (None, 'ς') if ignores_case => self.out.push('σ'),
            (None, c) if ignores_case => self.out.extend(c.to_lowercase()),
            (None, c) => self.out.push(c),
        }
    }

    /// What follows was folded from here.
    fn note(&mut self, folded: usize, original: usize, is_even: bool) {
        let goes_on = is_even && self.runs.last().is_some_and(|run| run.is_even);
        if !goes_on {
            self.runs.push(Run { folded, original, is_even });
        }
    }
}

fn one_char(text: &str) -> bool {
    text.chars().nth(1).is_none()
}

/// Whether a character is a mark that people may leave out: accents, vowel points, tones. Not nuktas, viramas and the voicing marks of
/// kana: without them it is another letter.
fn is_mark(c: char) -> bool {
    !matches!(canonical_combining_class(c), 0 | 7 | 8 | 9)
}

/// Whether a character is there for programs, not to be seen: soft hyphens, joiners of words, marks of direction.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn line_ends(blanks: &str) -> usize {
    let ends = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    blanks.matches(ends).count() - blanks.matches("\r\n").count()
}

fn is_quote(c: char) -> bool {
    matches!(c, '‘' | '’' | 'ʼ' | '“' | '”' | '„' | '‐' | '‑')
}

/// Letters with strokes and ligatures, which have no decomposition, as they are typed without (CLDR's transliteration Latin-ASCII);
/// and typographic quotes and hyphens.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ı' => "i",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ħ' => "h",
        'Ħ' => "H",
        'ŧ' => "t",
        'Ŧ' => "T",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        '‘' | '’' | 'ʼ' => "'",
        '“' | '”' | '„' => "\"",
        '‐' | '‑' => "-",
        // Arabic words are drawn out with it.
        'ـ' => "",
        _ => return None,
    })
}

/// Some text as it is compared.
pub fn folded(text: &str, fold: Fold) -> String {
    Folded::new(text, fold).text.into_owned()
}
