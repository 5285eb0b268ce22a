//! Rows of items to match: one for each token, but one for a whole number of several words.

use super::class::{Class, Lexeme, Value};
use super::decimal::Decimal;
use super::notation::Notation;
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

/// A row of tokens, as the rules see it.
pub(crate) struct Tokens<V, G> {
    pub range: Range<usize>,
    pub view: V,
    /// What stands between a token and the one before it: white space, or nothing.
    pub gap: G,
    /// The class of numbers.
    pub num: Class,
    pub notation: Notation,
}

/// Makes the items of a sentence, numbers of several words joined.
pub(crate) fn phrases<'a, V, G>(row: &Tokens<V, G>, out: &mut Vec<Item<'a>>)
where
    V: Fn(usize) -> TokenView<'a>,
    G: Fn(usize) -> &'a str,
{
    let mut at = row.range.start;
    while at < row.range.end {
        let lexeme = (row.view)(at).lexeme;
        if !lexeme.classes.is_empty()
            && let Some((value, end)) = number(at, row)
            && end > at + 1
        {
            let mut made = Lexeme::default();
            made.add(row.num, Value::Number(value));
            out.push(Item { tokens: at..end, lexeme: LexemeRef::Made(Box::new(made)) });
            at = end;
            continue;
        }
        out.push(Item { tokens: at..at + 1, lexeme: LexemeRef::Word(lexeme) });
        at += 1;
    }
}

/// A number of words or figures from `start`, and the token after it.
fn number<'a, V, G>(start: usize, row: &Tokens<V, G>) -> Option<(Decimal, usize)>
where
    V: Fn(usize) -> TokenView<'a>,
    G: Fn(usize) -> &'a str,
{
    let (limit, view, num) = (row.range.end, &row.view, row.num);
    let simple = |at: usize| match (at < limit).then(|| view(at).lexeme.value(num)).flatten() {
        Some(Value::Number(n)) => Some(n),
        _ => None,
    };
    let is = |at: usize, word: &str| at < limit && view(at).text.eq_ignore_ascii_case(word);
    let scale = |at: usize| (at < limit).then(|| number_word::scale(view(at).text)).flatten();
    let article = || is(start, "a") || is(start, "an");

    if let Some(n) = simple(start) {
        let (n, next) = figures(start, row).unwrap_or((n, start + 1));
        // two dozen, 2 ½
        if is(next, "dozen") {
            return Some((n.times(12)?, next + 1));
        }
        if let Some(part) = (next < limit).then(|| number_word::fraction(view(next).text)).flatten() {
            return words(next + 1, n.plus(part)?, &simple, &is, &scale);
        }
        return words(next, n, &simple, &is, &scale);
    }
    // a hundred, a dozen, half a million, half a dozen
    if scale(start + 1).is_some() && article() {
        return words(start + 1, Decimal::whole(1), &simple, &is, &scale);
    }
    if is(start + 1, "dozen") && article() {
        return Some((Decimal::whole(12), start + 2));
    }
    if is(start, "half") && (is(start + 1, "a") || is(start + 1, "an")) {
        if is(start + 2, "dozen") {
            return Some((Decimal::whole(6), start + 3));
        }
        let power = scale(start + 2)?;
        return Some((Decimal::whole(5).scaled(power - 1), start + 3));
    }
    None
}

/// One number in figures that is several tokens, and the token after it: `1 000 000`, `1'000'000`, `1,5`.
fn figures<'a, V, G>(start: usize, row: &Tokens<V, G>) -> Option<(Decimal, usize)>
where
    V: Fn(usize) -> TokenView<'a>,
    G: Fn(usize) -> &'a str,
{
    let (limit, view, gap, notation) = (row.range.end, &row.view, &row.gap, row.notation);
    let digits = |at: usize| view(at).text.bytes().all(|b| b.is_ascii_digit());
    let first = view(start).text;
    if start + 1 >= limit || !digits(start) {
        return None;
    }
    if view(start + 1).text == "," {
        let glued = start + 2 < limit && gap(start + 1).is_empty() && gap(start + 2).is_empty();
        let joined = notation.joins_by_comma() && glued && digits(start + 2);
        return joined.then(|| notation.read(&[first, view(start + 2).text].join(",")))?.map(|n| (n, start + 3));
    }
    // In a telephone number no group is the first of a number.
    let goes_on = start > row.range.start && digits(start - 1);
    if first.len() > 3 || first.starts_with('0') || goes_on {
        return None;
    }
    // Groups of three digits, all parted alike; behind the last may be a fraction.
    let quoted = matches!(view(start + 1).text, "'" | "’");
    let step = if quoted { 2 } else { 1 };
    let between = if quoted { "" } else { gap(start + 1) };
    let joined = |at: usize| {
        let last = at + step - 1;
        last < limit
            && (at..=last).all(|token| gap(token) == between)
            && (!quoted || view(at).text == view(start + 1).text)
    };
    let places = |at: usize| fraction_of_group(view(at + step - 1).text);
    let of_group = |n: usize| start + 1 + n * step;
    let mut groups = (0..).take_while(|n| joined(of_group(*n)) && places(of_group(*n)) == Some(0)).count();
    let mut fraction = 0;
    if joined(of_group(groups))
        && let Some(more) = places(of_group(groups))
    {
        groups += 1;
        fraction = more;
    }
    // A usual blank may part two numbers, three groups are one.
    let enough = match between {
        " " => groups > 1,
        "" => quoted && groups > 0,
        _ => matches!(between, "\u{A0}" | "\u{202F}" | "\u{2009}") && groups > 0,
    };
    if !enough {
        return None;
    }
    let bytes = (0..=groups).flat_map(|n| view(start + n * step).text.bytes());
    let all = Decimal::of_digits(bytes.filter(u8::is_ascii_digit), fraction)?;
    Some((all, of_group(groups)))
}

/// How many digits of three, perhaps with a mark and one or two more, are a fraction: `678` none, `678,50` two.
fn fraction_of_group(text: &str) -> Option<usize> {
    let (group, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let right = group.len() == 3 && fraction.len() <= 2 && digits(group) && digits(fraction);
    (right && text.len() != 4).then_some(fraction.len())
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
