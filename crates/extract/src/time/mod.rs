//! DATE, TIME, DURATION and SET, with TIMEX3 values.

pub(crate) mod calendar;
pub(crate) mod value;

use crate::pattern::Lexeme;
use crate::pattern::grammar::Grammar;
use crate::pattern::phrase::Item;
use crate::reading::{Found, Page};
use calendar::Unit;
use jiff::civil::Date;
use value::{Moment, Words};

/// Dates lean on a date spoken of at most this many sentences before.
const REACH: usize = 12;

/// The dates that were spoken of, as the text goes on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TimeMemory {
    reference: Option<(Date, Unit)>,
    /// Sentences since.
    age: usize,
}

impl TimeMemory {
    /// A sentence goes by.
    pub fn next_sentence(&mut self) {
        self.age += 1;
        if self.age > REACH {
            self.reference = None;
        }
    }
}

/// Finds the times among the items of a sentence and marks which items they took.
pub(crate) fn find(
    page: &Page, text: &str, dct: Option<Date>, memory: &mut TimeMemory, items: &[Item<'_>], lexemes: &[&Lexeme],
    taken: &mut [bool], out: &mut Vec<Found>,
) {
    let grammar = Grammar::get();
    // Whether anything so far in the sentence points ahead.
    let mut future = false;
    let mut at = 0;
    while at < items.len() {
        future |= lexemes[at].has(grammar.known.future);
        let moment = Moment { dct, reference: memory.reference, future, month_first: true };
        let found = grammar.times.first(lexemes, at, |found| {
            if taken[found.items.clone()].iter().any(|t| *t) {
                return None;
            }
            let tokens = items[found.items.start].tokens.start..items[found.items.end - 1].tokens.end;
            let bytes = page.bytes(&tokens);
            if page.is_hard_to_believe(text, found.rule.name, &tokens) {
                return None;
            }
            let words = Words { found: &found, items: lexemes, text: &text[bytes.clone()], moment };
            words.read().map(|reading| (found.clone(), reading, bytes))
        });
        let Some((found, reading, bytes)) = found else {
            at += 1;
            continue;
        };
        if let Some(date) = reading.refers_to {
            *memory = TimeMemory { reference: Some(date), age: 0 };
        }
        out.push(Found::by_rule(bytes, reading.label.unwrap_or(found.rule.label), found.rule, reading.value));
        taken[found.items.clone()].fill(true);
        at = found.items.end;
    }
}
