//! DATE, TIME, DURATION and SET, with TIMEX3 values.

pub(crate) mod calendar;
pub(crate) mod value;
mod words;

use crate::found::Found;
use crate::lexicon::Sense;
use crate::page::Row;
use crate::pattern::grammar::Grammar;
use calendar::Unit;
use jiff::civil::Date;
use value::Moment;
use words::Words;

/// Dates lean on a date spoken of at most this many sentences before.
const REACH: usize = 12;

/// The dates that were spoken of, as the text goes on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TimeMemory {
    reference: Option<(Date, Unit)>,
    /// Sentences since.
    age: usize,
    /// Times a year was named that is not the one of writing, less those where it was.
    other_years: i32,
}

impl TimeMemory {
    /// A sentence goes by.
    pub fn next_sentence(&mut self) {
        self.age += 1;
        if self.age > REACH && !self.is_narrative() {
            self.reference = None;
        }
    }

    /// Whether the text tells of other years than its own: then dates lean on the one before, however far.
    fn is_narrative(&self) -> bool {
        self.other_years >= 3
    }

    fn remember(&mut self, date: Date, unit: Unit, dct: Option<Date>, year_named: bool) {
        self.reference = Some((date, unit));
        self.age = 0;
        if year_named {
            let other = dct.is_none_or(|dct| dct.year() != date.year());
            self.other_years = (self.other_years + if other { 1 } else { -2 }).clamp(-20, 20);
        }
    }
}

/// Finds the times in a row of items and marks which items they took.
pub(crate) fn find(row: &mut Row<'_>, dct: Option<Date>, memory: &mut TimeMemory, out: &mut Vec<Found>) {
    let grammar = Grammar::get();
    let Row { page, text, items, lexemes, taken } = row;
    // Whether anything so far in the sentence points ahead.
    let mut future = false;
    let mut at = 0;
    while at < items.len() {
        future |= lexemes[at].has(grammar.known.future);
        // What someone will do is over where it is told who said so.
        let token = items[at].tokens.start;
        future &= !matches!(page.slice(text, token), "”" | "\"" | "»") && !page.word(token).senses.has(Sense::Report);
        let moment =
            Moment { dct, reference: memory.reference, narrative: memory.is_narrative(), future, month_first: true };
        let longest = |at: usize| {
            grammar.times.first(lexemes, at, |found| {
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
            })
        };
        let mut found = longest(at);
        // A rule that looks at the word before the span must not keep a longer one from the span.
        if let Some((short, ..)) = &found
            && short.items.start > at
            && let Some(other) = longest(short.items.start)
            && other.0.items.start == short.items.start
            && other.0.items.len() > short.items.len()
        {
            found = Some(other);
        }
        let Some((found, reading, bytes)) = found else {
            at += 1;
            continue;
        };
        if let Some(date) = reading.refers_to {
            let year_named = lexemes[found.items.clone()].iter().any(|l| l.has(grammar.figures.year));
            memory.remember(date.0, date.1, dct, year_named);
        }
        out.push(Found::by_rule(bytes, reading.label.unwrap_or(found.rule.label), found.rule, reading.value));
        taken[found.items.clone()].fill(true);
        at = found.items.end;
    }
}
