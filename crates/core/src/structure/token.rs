//! Tokens: words, numbers, punctuation, symbols, addresses. Nothing but white space lies between them.

use super::chars::{is_apostrophe, is_digit, is_format, is_hyphen, is_invisible, is_unspaced, is_word_char};
use super::{abbreviation, address};
use unicode_segmentation::UnicodeSegmentation;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with digits, inner hyphens and apostrophes: `rebel`, `O’Brien`, `18-year-old`. Format characters may stand
    /// within, such as soft hyphens, but not at its ends.
    Word,
    /// An abbreviation with its stop: `U.S.`, `Mr.`, `J.`.
    Abbreviation,
    /// The second part of a contraction or a possessive: `’s`, `n't`, `'ll`.
    Clitic,
    /// Digits with inner separators, perhaps with letters behind: `1,000`, `10:30`, `21st`.
    Number,
    /// One mark, or a run of the same one: `,`, `...`.
    Punctuation,
    /// Anything else that is seen, a whole grapheme: `€`, `🇹🇷`, `👩‍🚀`.
    Symbol,
    /// A URL, an e-mail address, a domain, a `@handle` or a `#tag`.
    Address,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte; after `start`.
    pub end: u32,
    /// What it is made of.
    pub kind: TokenKind,
}

/// Longest token, in bytes; beyond it a run of letters is cut, so that no text makes one step long.
const LONGEST: usize = 4096;

/// Appends the tokens of `text[from..to]`, whose ends must not cut a word.
pub fn tokenize(text: &str, from: usize, to: usize, out: &mut Vec<Token>) {
    let mut scan = Scanner { text: &text[..to], at: from, next_at_sign: 0 };
    while let Some(token) = scan.next_token() {
        out.push(token);
    }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Where the next `@` was seen, so that only words near one are tried as an e-mail address.
    next_at_sign: usize,
}

impl Scanner<'_> {
    fn next_token(&mut self) -> Option<Token> {
        let c = loop {
            let c = self.peek(self.at)?;
            if !c.is_whitespace() && !is_invisible(c) {
                break c;
            }
            self.at += c.len_utf8();
        };
        let start = self.at;
        let (end, kind) = self.token_from(start, c);
        debug_assert!(end > start);
        self.at = end;
        Some(Token { start: start as u32, end: end as u32, kind })
    }

    fn token_from(&mut self, start: usize, c: char) -> (usize, TokenKind) {
        if is_apostrophe(c)
            && let Some(end) = self.clitic(start)
            && start > 0
            && self.text[..start].chars().next_back().is_some_and(is_word_char)
        {
            return (end, TokenKind::Clitic);
        }
        if (c == 'n' || c == 'N') && self.is_negation(start) && start > 0 {
            let before = self.text[..start].chars().next_back();
            if before.is_some_and(is_word_char) {
                return (start + self.negation_len(start), TokenKind::Clitic);
            }
        }
        if is_unspaced(c) {
            return (self.unspaced(start), TokenKind::Word);
        }
        if is_word_char(c) {
            if let Some(end) = self.address(start, c) {
                return (end, TokenKind::Address);
            }
            return if c.is_ascii_digit() { self.number(start) } else { self.word(start) };
        }
        if (c == '@' || c == '#') && self.peek(start + 1).is_some_and(|n| n.is_alphabetic()) {
            return (self.run(start + 1), TokenKind::Address);
        }
        if c.is_ascii_punctuation() {
            let end = if "$%+<>=|~^`&*".contains(c) { start + 1 } else { self.repeated(start, c) };
            let kind = if "$%+<>=|^`".contains(c) { TokenKind::Symbol } else { TokenKind::Punctuation };
            return (end, kind);
        }
        let grapheme = self.text[start..].graphemes(true).next().map_or(c.len_utf8(), str::len);
        let kind = if is_general_punctuation(c) { TokenKind::Punctuation } else { TokenKind::Symbol };
        (start + grapheme, kind)
    }

    fn peek(&self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 0x80 { Some(char::from(byte)) } else { self.text[at..].chars().next() }
    }

    /// The end of the run of word characters from `at`, hyphens and the like not included.
    fn run(&self, at: usize) -> usize {
        let mut end = at;
        while let Some(c) = self.peek(end) {
            if is_format(c) && end > at {
                match self.over_format(end, at + LONGEST) {
                    Some(next) => end = next,
                    None => break,
                }
                continue;
            }
            if !is_word_char(c) || is_unspaced(c) || end - at >= LONGEST {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// Where the word goes on behind format characters, before `limit`.
    #[cold]
    fn over_format(&self, from: usize, limit: usize) -> Option<usize> {
        let mut at = from;
        while let Some(c) = self.peek(at).filter(|_| at < limit) {
            if !is_format(c) {
                return (is_word_char(c) && !is_unspaced(c)).then_some(at);
            }
            at += c.len_utf8();
        }
        None
    }

    /// A word with its inner hyphens and apostrophes, or an abbreviation with its stop.
    fn word(&self, start: usize) -> (usize, TokenKind) {
        let mut part = start;
        let mut end = self.run(start);
        if end == start {
            let c = self.peek(start).map_or(1, char::len_utf8);
            return (start + c, TokenKind::Word);
        }
        loop {
            if end - start >= LONGEST {
                return (end, TokenKind::Word);
            }
            if let Some(stem) = self.negated(part, end) {
                return (stem, TokenKind::Word);
            }
            let Some(joiner) = self.peek(end) else { break };
            let after = end + joiner.len_utf8();
            let Some(next) = self.peek(after) else { break };
            let joined = if is_hyphen(joiner) {
                self.hyphen_joins(start, part, end, after, next)
            } else if is_apostrophe(joiner) {
                next.is_alphabetic() && self.clitic(end).is_none()
            } else if joiner == '&' {
                next.is_uppercase() && self.peek(part).is_some_and(char::is_uppercase) && end - part <= 3
            } else if joiner == '.' {
                if self.is_dotted(part, end, after) {
                    return (self.dotted(end), TokenKind::Abbreviation);
                }
                false
            } else {
                false
            };
            if !joined {
                break;
            }
            part = after;
            end = self.run(after);
            if end == part {
                return (end, TokenKind::Word);
            }
        }
        match self.peek(end) {
            Some('.') if abbreviation::keeps_stop(&self.text[start..end], &self.text[end + 1..]) => {
                (end + 1, TokenKind::Abbreviation)
            }
            Some('$') if end - start <= 3 && self.text[start..end].bytes().all(|b| b.is_ascii_uppercase()) => {
                (end + 1, TokenKind::Symbol)
            }
            _ => (end, TokenKind::Word),
        }
    }

    /// Whether a hyphen holds two parts together. A change of case parts them, so that `U.S.-led` and `pro-Kremlin`
    /// show the name inside; Arabic articles (`al-Qaida`) and digits before letters (`18-year-old`) stay.
    fn hyphen_joins(&self, start: usize, part: usize, end: usize, after: usize, next: char) -> bool {
        if !is_word_char(next) || is_unspaced(next) {
            return false;
        }
        let Some(first) = self.peek(part) else { return false };
        if first.is_uppercase() == next.is_uppercase() && !is_digit(next) {
            return true;
        }
        if is_digit(next) {
            // COVID-19 and F-16, but not August-12, nor mid-1990.
            let capitals = self.text[part..end].chars().all(|c| !c.is_lowercase());
            let model = &self.text[part..end] == "Covid";
            return (capitals || model) && !is_digit(first) || first.is_lowercase() && self.digits(after) - after != 4;
        }
        if is_digit(first) {
            return true;
        }
        let prefix = &self.text[part..end];
        next.is_uppercase() && start == part && abbreviation::is_article_prefix(prefix)
    }

    /// Whether the stop after a part of one letter is followed by another letter and a stop: `U.S.`, `e.g.`, `Ph.D.`.
    fn is_dotted(&self, part: usize, end: usize, after: usize) -> bool {
        let letters = self.text[part..end].chars().take(3).count();
        let run = self.run(after);
        let single = self.text[after..run].chars().take(2).count() == 1;
        let alphabetic = |at: usize| self.peek(at).is_some_and(char::is_alphabetic);
        single
            && alphabetic(part)
            && alphabetic(after)
            && (letters == 1 || letters == 2 && self.peek(part).is_some_and(char::is_uppercase))
    }

    /// The end of letters and stops in turn, from the first stop.
    fn dotted(&self, first_stop: usize) -> usize {
        let mut end = first_stop;
        while self.peek(end) == Some('.') {
            let run = self.run(end + 1);
            let letters = self.text[end + 1..run].chars().take(3).count();
            if letters == 0 || letters > 1 {
                return if letters == 0 { end + 1 } else { end };
            }
            end = run;
        }
        end
    }

    /// Where the word ends if `n't` follows its stem: before the `n`.
    fn negated(&self, part: usize, end: usize) -> Option<usize> {
        let n = end.checked_sub(1)?;
        (n > part && self.text.is_char_boundary(n) && self.is_negation(n)).then_some(n)
    }

    fn is_negation(&self, at: usize) -> bool {
        self.negation_len(at) > 0
    }

    /// Bytes of `n't` at `at`, or 0.
    fn negation_len(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        if !matches!(bytes.get(at), Some(b'n' | b'N')) {
            return 0;
        }
        let Some(apostrophe) = self.peek(at + 1).filter(|c| is_apostrophe(*c)) else { return 0 };
        let t = at + 1 + apostrophe.len_utf8();
        let negates = matches!(bytes.get(t), Some(b't' | b'T')) && !self.peek(t + 1).is_some_and(is_word_char);
        if negates { t + 1 - at } else { 0 }
    }

    /// The end of a clitic that begins with the apostrophe at `at`.
    fn clitic(&self, at: usize) -> Option<usize> {
        let apostrophe = self.peek(at)?;
        let letters = at + apostrophe.len_utf8();
        let end = self.run(letters);
        if end == letters || end - letters > 2 {
            return None;
        }
        let known = ["s", "d", "m", "re", "ve", "ll", "S", "D", "M", "RE", "VE", "LL"];
        known.contains(&&self.text[letters..end]).then_some(end)
    }

    /// Digits with separators, and letters glued behind.
    fn number(&self, start: usize) -> (usize, TokenKind) {
        let mut end = self.digits(start);
        while let Some(joiner) = self.peek(end) {
            let after = end + joiner.len_utf8();
            let next = self.digits(after);
            let joined = next > after
                && match joiner {
                    ',' => (2..=3).contains(&(next - after)),
                    '.' | ':' | '/' => true,
                    '-' => self.is_iso_date(start, end, after),
                    _ => false,
                };
            if !joined || end - start >= LONGEST {
                break;
            }
            end = next;
        }
        if end - start == 10
            && let Some(stamp_end) = self.time_of_stamp(start, end)
        {
            return (stamp_end, TokenKind::Number);
        }
        if self.peek(end).is_some_and(is_word_char) {
            let (word_end, _) = self.word(end);
            return (word_end, TokenKind::Number);
        }
        if let Some(hyphen) = self.peek(end).filter(|c| is_hyphen(*c)) {
            let after = end + hyphen.len_utf8();
            if self.peek(after).is_some_and(|c| c.is_alphabetic() && !is_unspaced(c)) {
                let (word_end, _) = self.word(after);
                return (word_end, TokenKind::Number);
            }
        }
        (end, TokenKind::Number)
    }

    /// Whether the hyphen at `end` belongs to a date as in `2018-09-17`.
    fn is_iso_date(&self, start: usize, end: usize, after: usize) -> bool {
        let digits = |at: usize, n: usize| self.digits(at) - at == n;
        let hyphen_at = |at: usize| self.peek(at) == Some('-');
        match end - start {
            4 => digits(after, 2) && (!hyphen_at(after + 2) || digits(after + 3, 2)) && hyphen_at(after + 2),
            7 => hyphen_at(start + 4) && digits(after, 2),
            _ => false,
        }
    }

    /// The end of a time of day as ISO 8601 writes it behind the date of ten bytes that ends at `end`: `T10:30:00.5+02:00`.
    #[cold]
    fn time_of_stamp(&self, start: usize, end: usize) -> Option<usize> {
        let two = |at: usize| (self.digits(at) - at == 2).then_some(at + 2);
        if self.peek(start + 4) != Some('-') || self.peek(end) != Some('T') {
            return None;
        }
        let mut at = two(end + 1)?;
        for _ in 0..2 {
            let Some(next) = (self.peek(at) == Some(':')).then(|| two(at + 1)).flatten() else { break };
            at = next;
        }
        if matches!(self.peek(at), Some('.' | ',')) && self.digits(at + 1) > at + 1 {
            at = self.digits(at + 1);
        }
        match self.peek(at) {
            Some('Z') => at += 1,
            Some('+' | '-') => {
                if let Some(hours) = two(at + 1) {
                    at = two(hours + usize::from(self.peek(hours) == Some(':'))).unwrap_or(hours);
                }
            }
            _ => {}
        }
        self.peek(at).is_none_or(|c| !is_word_char(c)).then_some(at)
    }

    fn digits(&self, at: usize) -> usize {
        at + self.text.as_bytes()[at.min(self.text.len())..].iter().take_while(|b| b.is_ascii_digit()).count()
    }

    /// A URL, an e-mail address or a bare domain.
    fn address(&mut self, start: usize, c: char) -> Option<usize> {
        if self.next_at_sign <= start {
            self.next_at_sign = self.text[start..].find('@').map_or(usize::MAX, |i| start + i);
        }
        let rest = &self.text[start..];
        if self.next_at_sign - start <= address::LONGEST_LOCAL
            && let Some(len) = address::email(rest)
        {
            return Some(start + len);
        }
        c.is_ascii().then(|| address::url(rest)).flatten().map(|len| start + len)
    }

    /// Scripts written without spaces: one dictionary-free word of Unicode's segmentation.
    fn unspaced(&self, start: usize) -> usize {
        let mut end = start;
        while let Some(c) = self.peek(end).filter(|c| is_unspaced(*c) || !c.is_ascii() && is_word_char(*c)) {
            end += c.len_utf8();
            if end - start >= 64 {
                break;
            }
        }
        start + self.text[start..end].split_word_bounds().next().map_or(end - start, str::len)
    }

    /// The end of a run of the same mark.
    fn repeated(&self, start: usize, c: char) -> usize {
        if !".-_=*!?~#".contains(c) {
            return start + 1;
        }
        let same = |b: &&u8| **b == c as u8 || (c == '!' || c == '?') && matches!(**b, b'!' | b'?');
        start + self.text.as_bytes()[start..].iter().take_while(same).count()
    }
}

/// Marks outside ASCII that are punctuation, not symbols.
fn is_general_punctuation(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{3001}'..='\u{3011}' | '\u{FF01}'..='\u{FF0F}'
        | '«' | '»' | '¡' | '¿' | '·' | '\u{FF1A}'..='\u{FF20}' | '\u{61B}' | '\u{61F}' | '\u{60C}' | '\u{964}' | '\u{965}')
}
