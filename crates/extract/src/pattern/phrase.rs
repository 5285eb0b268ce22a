//! Rows of items to match: one for each token, but one for a whole number of several words.

use super::class::{Class, Lexeme, Value};
use super::decimal::Decimal;
use super::number_word;
use std::ops::Range;

/// A token or a number of several tokens, as the rules see it.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    pub tokens: Range<usize>,
    pub lexeme: LexemeRef<'a>,
}

/// A lexeme of one word, or one made for a number of several.
#[derive(Clone, Debug)]
pub(crate) enum LexemeRef<'a> {
    Word(&'a Lexeme),
    Made(Box<Lexeme>),
}

impl LexemeRef<'_> {
    pub fn get(&self) -> &Lexeme {
        match self {
            Self::Word(lexeme) => lexeme,
            Self::Made(lexeme) => lexeme,
        }
    }
}

/// What `phrases` asks of a token.
pub(crate) struct TokenView<'a> {
    pub text: &'a str,
    pub lexeme: &'a Lexeme,
}

/// Makes the items of a sentence, numbers of several words joined.
pub(crate) fn phrases<'a>(
    range: Range<usize>, num: Class, view: impl Fn(usize) -> TokenView<'a>, out: &mut Vec<Item<'a>>,
) {
    let mut at = range.start;
    while at < range.end {
        if let Some((value, end)) = number(at, range.end, num, &view)
            && end > at + 1
        {
            let mut made = Lexeme::default();
            made.add(num, Value::Number(value));
            out.push(Item { tokens: at..end, lexeme: LexemeRef::Made(Box::new(made)) });
            at = end;
            continue;
        }
        out.push(Item { tokens: at..at + 1, lexeme: LexemeRef::Word(view(at).lexeme) });
        at += 1;
    }
}

/// A number of words or figures from `start`, and the token after it.
fn number<'a>(
    start: usize, limit: usize, num: Class, view: &impl Fn(usize) -> TokenView<'a>,
) -> Option<(Decimal, usize)> {
    let simple = |at: usize| match (at < limit).then(|| view(at).lexeme.value(num)).flatten() {
        Some(Value::Number(n)) => Some(n),
        _ => None,
    };
    let is = |at: usize, word: &str| at < limit && view(at).text.eq_ignore_ascii_case(word);
    let scale = |at: usize| (at < limit).then(|| number_word::scale(view(at).text)).flatten();

    // a hundred, half a million
    if let Some(n) = simple(start)
        .or_else(|| ((is(start, "a") || is(start, "an")) && scale(start + 1).is_some()).then(|| Decimal::whole(1)))
    {
        return words(start + 1, n, &simple, &is, &scale);
    }
    if is(start, "half") && (is(start + 1, "a") || is(start + 1, "an")) {
        let power = scale(start + 2)?;
        return Some((Decimal::whole(5).scaled(power - 1), start + 3));
    }
    None
}

/// Goes on after a first number: `two hundred and fifty thousand three hundred`, `1.5 million`.
fn words(
    mut at: usize, first: Decimal, simple: &impl Fn(usize) -> Option<Decimal>, is: &impl Fn(usize, &str) -> bool,
    scale: &impl Fn(usize) -> Option<i32>,
) -> Option<(Decimal, usize)> {
    // `total` holds what was closed by a scale of a thousand or more, `part` what is still to be scaled.
    let mut total: Option<Decimal> = None;
    let mut part = Some(first);
    let mut scaled_by_hundred = false;
    let mut least = i32::MAX;
    loop {
        if let Some(power) = scale(at).filter(|p| *p == 2 || *p < least) {
            let Some(n) = part else { break };
            at += 1;
            if power == 2 {
                if scaled_by_hundred {
                    break;
                }
                part = Some(n.scaled(2));
                scaled_by_hundred = true;
            } else {
                total = Some(total.map_or(Some(n.scaled(power)), |t| t.plus(n.scaled(power)))?);
                least = power;
                part = None;
                scaled_by_hundred = false;
            }
            continue;
        }
        // After a hundred or a thousand: what is smaller than it, perhaps with `and`.
        let joined = at + usize::from(is(at, "and"));
        let open = scaled_by_hundred || part.is_none();
        let smaller = simple(joined).filter(|n| n.to_whole(999).is_some());
        match (open, smaller) {
            (true, Some(n)) if scaled_by_hundred => {
                part = part?.plus(n);
                scaled_by_hundred = false;
                at = joined + 1;
            }
            (true, Some(n)) if joined == at || n.to_whole(99).is_some() => {
                part = Some(n);
                at = joined + 1;
                if scale(at).is_none_or(|p| p >= least) {
                    break;
                }
            }
            _ => break,
        }
    }
    let value = match (total, part) {
        (Some(t), Some(p)) => t.plus(p)?,
        (Some(t), None) => t,
        (None, p) => p?,
    };
    Some((value, at))
}
