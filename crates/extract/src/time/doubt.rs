//! Words that mean a time elsewhere, and here something else.

use crate::page::Page;
use crate::pattern::grammar::Grammar;
use crate::pattern::phrase::Item;
use crate::pattern::{Lexeme, Match};
use std::ops::Range;

/// Where a rule matched.
pub(crate) struct Place<'a> {
    pub page: &'a Page,
    pub text: &'a str,
    pub items: &'a [Item<'a>],
    pub lexemes: &'a [&'a Lexeme],
}

/// Years that stand for themselves even where nothing says so.
const MODERN: Range<i32> = 1700..2060;

impl Place<'_> {
    /// Whether the words of a match, by what is around them, are no time.
    pub fn is_hard_to_believe(&self, found: &Match<'_>, tokens: &Range<usize>) -> bool {
        let page = self.page;
        let word = page.slice(self.text, tokens.end - 1);
        let before = self.word_before(tokens);
        let after = self.word_after(tokens);
        match found.rule.name {
            // The fall of a town, and to fall.
            "season" | "season with the article" if word == "fall" => {
                tokens.len() > 1 || before.is_some_and(|b| b == "to" || b == "fall")
            }
            "season before a noun" => {
                !matches!(word, "winter" | "summer" | "autumn")
                    || !after.is_some_and(|a| a.starts_with(char::is_alphabetic))
            }
            "month" if tokens.len() == 1 => self.is_no_month(word, before, after, tokens),
            "year and month" => matches!(word, "May" | "March") || after.is_some_and(is_capitalised),
            "last or next month by name" => matches!(word, "May" | "March") && self.is_verb_after(after),
            "month and day" | "first day of a range" => after.is_some_and(|a| matches!(a, "%" | "percent")),
            "weekday" if tokens.len() == 1 => matches!(word, "Sun" | "Sat" | "Mon" | "Wed" | "Fri" | "Thu" | "Tue"),
            "daily, weekly" => is_capitalised(word) && !page.opens_sentence(tokens.start),
            "year after a word for time" | "year before a mark" => self.counts_something(found) || self.is_code(tokens),
            "year before a noun" | "year without a sign" => {
                self.is_code(tokens) || !self.is_year(found, before, after, tokens)
            }
            "second year of a range" => !page.glued(tokens.start) && before != Some("–"),
            "second day of a range without a year" | "day of the month" => after.is_some_and(|a| {
                let goes_on = matches!(
                    a,
                    "in" | "at" | "and" | "to" | "the" | "he" | "she" | "they" | "it" | "for" | "was" | "were" | "when"
                );
                a.starts_with(|c: char| c.is_alphanumeric()) && !goes_on
            }),
            "short year" | "decade" => {
                // Minutes, feet and their kin: the apostrophe belongs to what stands before it.
                let first = page.slice(self.text, tokens.start);
                let at = tokens.start + usize::from(is_the(first));
                matches!(page.slice(self.text, at.min(tokens.end - 1)), "'" | "’" | "‘") && page.glued(at)
            }
            "length of one alone" => {
                let small = ["second", "quarter", "minute"].iter().any(|unit| word.eq_ignore_ascii_case(unit));
                small || page.slice(self.text, tokens.start) == "one"
            }
            "that unit" => matches!(word, "second" | "minute" | "quarter"),
            "length" => {
                let year = page.slice(self.text, tokens.start).parse::<i32>().is_ok_and(|n| MODERN.contains(&n));
                word == "quarters" && after == Some("of") || year && !word.ends_with('s')
            }
            "unnumbered length alone" => {
                matches!(word, "minutes" | "seconds" | "hours" | "quarters" | "generations" | "weekends")
                    || before.is_some_and(|b| {
                        is_the(b)
                            || matches!(b, "this" | "last" | "next")
                            || is_capitalised(b) && !page.opens_sentence(tokens.start - 1)
                    })
            }
            // The name of the day begins a date: "8 a.m. on Tuesday, Oct. 2".
            "time and weekday" | "time in one word and weekday" | "hour of night or noon and weekday" => {
                let known = Grammar::get().known;
                let mut next = self.lexemes[found.items.end..].iter();
                next.find(|item| !item.has(known.comma)).is_some_and(|item| item.has(known.month))
            }
            "length of one" if word == "second" => after.is_some_and(|a| a.starts_with(char::is_alphabetic)),
            "length of one" | "vague length" => matches!(word, "quarter" | "quarters"),
            "time in one word" | "time" => self.is_code(tokens),
            _ => false,
        }
    }

    fn word_before(&self, tokens: &Range<usize>) -> Option<&str> {
        (tokens.start > 0 && !self.page.opens_sentence(tokens.start))
            .then(|| self.page.slice(self.text, tokens.start - 1))
    }

    fn word_after(&self, tokens: &Range<usize>) -> Option<&str> {
        let at = tokens.end;
        (at < self.page.tokens.len() && !self.page.opens_sentence(at)).then(|| self.page.slice(self.text, at))
    }

    /// `May` and `March` are words and names first: a month where a preposition, another month or a mark says so. April, June
    /// and August are forenames before a name.
    fn is_no_month(&self, word: &str, before: Option<&str>, after: Option<&str>, tokens: &Range<usize>) -> bool {
        let grammar = Grammar::get();
        let listed = |token: usize, class| self.page.word(token).lexeme.as_ref().is_some_and(|l| l.has(class));
        let next_to =
            |class| before.is_some() && listed(tokens.start - 1, class) || after.is_some() && listed(tokens.end, class);
        match word {
            "May" | "March" => {
                let led = before.is_some() && listed(tokens.start - 1, grammar.known.before_month);
                let name = after.is_some_and(is_capitalised) && !next_to(grammar.known.month);
                !led || name && word == "May" || self.is_verb_after(after) && before == Some("and")
            }
            "Mar" | "Jan" | "Jun" | "Dec" => true,
            "April" | "June" | "August" => {
                let named = |w: Option<&str>, opens: bool| w.is_some_and(is_capitalised) && !opens;
                let sentence = tokens.start > 0 && self.page.opens_sentence(tokens.start - 1);
                let led = before.is_some() && listed(tokens.start - 1, grammar.known.before_month);
                !led && (named(after, false) || named(before, sentence)) && !next_to(grammar.known.month)
            }
            _ => false,
        }
    }

    /// What follows `May` as a verb.
    fn is_verb_after(&self, after: Option<&str>) -> bool {
        after.is_some_and(|a| ["I", "we", "you", "he", "she", "it", "they", "the", "be", "have"].contains(&a))
    }

    /// Whether a measure, a currency or a counted plural follows four figures.
    fn counts_something(&self, found: &Match<'_>) -> bool {
        let (known, figures) = (Grammar::get().known, Grammar::get().figures);
        let end = found.items.end;
        let counted = |lexeme: &&&Lexeme| {
            [figures.measure, known.currency, known.percent, figures.unit, known.lots]
                .into_iter()
                .any(|c| lexeme.has(c))
        };
        if self.lexemes.get(end).filter(counted).is_some() {
            return true;
        }
        let before = found.items.start.checked_sub(1).map(|i| self.page.slice(self.text, self.items[i].tokens.start));
        let loose = before.is_some_and(|b| {
            ["of", "about", "around", "to", "by", "and", "or", "through", "between", "after", "before"].contains(&b)
        });
        let next = self.items.get(end).map(|item| self.page.slice(self.text, item.tokens.start));
        loose && next.is_some_and(is_counted)
    }

    /// Whether four figures before a noun are a year: `a 2010 raid`, `the disputed 2009 election`.
    fn is_year(&self, found: &Match<'_>, before: Option<&str>, after: Option<&str>, tokens: &Range<usize>) -> bool {
        let year: i32 = self.page.slice(self.text, tokens.start).parse().unwrap_or(0);
        if !MODERN.contains(&year) || self.counts_something(found) {
            return false;
        }
        // A year alone is a heading.
        let Some(after) = after else { return before.is_none() };
        if found.rule.name == "year before a noun" {
            return after.starts_with(char::is_alphabetic) && !after.starts_with("m-");
        }
        let Some(before) = before else { return matches!(after, "was" | "saw" | "is" | "brought" | "ended" | "began") };
        // A noun in the singular, or a name, after a word in lower case that does not count.
        let lower = before.starts_with(char::is_lowercase) && !is_counting(before);
        let adjective = lower && (before.len() > 3 || is_capitalised(after));
        let noun = after.starts_with(char::is_alphabetic) && !is_counted(after) && !is_small_word(after);
        adjective && noun
    }

    /// Whether the figures are glued to a hyphen with more figures: `555-12-2020`.
    fn is_code(&self, tokens: &Range<usize>) -> bool {
        let page = self.page;
        let figure = |at: usize| page.slice(self.text, at).starts_with(|c: char| c.is_ascii_digit());
        let hyphen = |at: usize| matches!(page.slice(self.text, at), "-" | "/");
        let last = tokens.end - 1;
        let long_row = |a: usize, b: usize| figure(a) && figure(b);
        let start = tokens.start;
        let before = start >= 4
            && (start - 3..=start).all(|t| page.glued(t))
            && hyphen(start - 1)
            && hyphen(start - 3)
            && long_row(start - 2, start - 4);
        let after = last + 4 < page.tokens.len()
            && (last + 1..=last + 4).all(|t| page.glued(t))
            && hyphen(last + 1)
            && hyphen(last + 3)
            && long_row(last + 2, last + 4);
        before || after
    }
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_the(word: &str) -> bool {
    ["the", "The", "these", "those", "his", "her", "its", "their", "our", "my", "your"].contains(&word)
}

/// A plural: what a number before it counts.
fn is_counted(word: &str) -> bool {
    let irregular = ["people", "men", "women", "children", "troops", "more", "percent", "feet"];
    irregular.contains(&word)
        || word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && word.starts_with(char::is_lowercase)
}

/// A word before a number that counts.
fn is_counting(word: &str) -> bool {
    let words = [
        "some", "about", "around", "than", "least", "nearly", "almost", "over", "another", "page", "room", "flight",
        "number", "route", "line", "section", "article", "chapter", "version", "model", "least", "most", "only",
    ];
    words.contains(&word)
}

fn is_small_word(word: &str) -> bool {
    let words = [
        "of", "and", "or", "to", "in", "on", "at", "is", "are", "was", "were", "the", "a", "an", "by", "for", "from",
        "with", "as", "who", "that", "km", "m",
    ];
    words.contains(&word)
}
