//! DATE, TIME, DURATION and SET, with TIMEX3 values.

mod around;
pub(crate) mod calendar;
mod clock;
mod dates;
mod doubt;
mod feast;
mod memory;
mod near;
pub(crate) mod value;
mod words;

use crate::Reason;
use crate::found::Found;
use crate::lexicon::Sense;
use crate::page::Row;
use crate::pattern::grammar::Grammar;
use crate::pattern::{Match, Value};
use around::Before;
use calendar::Unit;
use doubt::Place;
use jiff::civil::Date;
use memory::Mention;
pub(crate) use memory::TimeMemory;
use postil_core::structure::TokenKind;
use std::borrow::Cow;
use value::{Moment, Reading};
use words::Words;

/// A match that makes sense.
struct Time<'a> {
    found: Match<'a>,
    reading: Reading,
}

/// Finds the times in a row of items and marks which items they took.
pub(crate) fn find(row: &mut Row<'_>, dct: Option<Date>, memory: &mut TimeMemory, out: &mut Vec<Found>) {
    let grammar = Grammar::get();
    let known = grammar.known;
    let mut direction = Direction::default();
    let mut before: Option<Before> = None;
    let mut at = 0;
    while at < row.items.len() {
        direction.read(row, at);
        if row.lexemes[at].has(known.present) {
            memory.leave();
        }
        if !grammar.times.may_begin(row.lexemes, at) {
            at += 1;
            continue;
        }
        let moment = Moment {
            dct,
            reference: memory.reference(),
            day: memory.day(),
            story: memory.story(dct),
            narrative: memory.is_narrative(),
            future: direction.is_ahead(row, at),
            day_first: row.page.words.notation().day_first,
            before,
        };
        let mut found = longest(row, at, moment);
        // A rule that looks at the word before the span must not keep a longer one from the span.
        if let Some(short) = &found
            && short.found.items.start > at
            && let Some(other) = longest(row, short.found.items.start, moment)
            && other.found.items.start == short.found.items.start
            && other.found.items.len() > short.found.items.len()
        {
            found = Some(other);
        }
        let Some(Time { found, mut reading }) = found else {
            at += 1;
            continue;
        };
        let items = found.items.clone();
        let has = |class| row.lexemes[items.clone()].iter().any(|l| l.has(class));
        let (bound, modifier) = around::bound(row, found.rule.value, items.start);
        let start = items.start - bound;
        let bytes = row.page.bytes(&(row.items[start].tokens.start..row.items[items.end - 1].tokens.end));
        if let Some(from) = before
            && let Some(joint) = items.start.checked_sub(1)
            && from.end == joint
            && row.lexemes[joint].has(known.unto)
        {
            in_order(&from, &mut reading, moment.future, dct, out);
        }
        let news =
            matches!(found.rule.value, "near day" | "near daypart" | "weekday" | "weekday daypart" | "near unit");
        if news && !has(known.this) {
            memory.near();
        }
        before = None;
        if let Some((date, unit)) = reading.refers_to {
            let year_named = has(grammar.figures.year) || reading.year_ahead;
            let is_setting = is_setting(row, start);
            memory.remember(Mention { date, unit, year_named, is_setting }, dct);
            let is_weekday = has(known.weekday);
            before = Some(Before { end: items.end, date, unit, year_named, is_weekday, at: out.len() });
        }
        let part = [known.early, known.phase].into_iter().find_map(|class| {
            found.values(row.lexemes, class).find_map(|v| if let Value::Code(code) = v { Some(code) } else { None })
        });
        let mut time = Found::by_rule(bytes, reading.label.unwrap_or(found.rule.label), found.rule, reading.value);
        if let Some(modifier) = Some(modifier).filter(|m| !m.is_empty()).or(part) {
            time.reasons.push(Reason { rule: Cow::Borrowed("TIMEX3 mod"), matched: Some(modifier.to_owned()) });
        }
        out.push(time);
        row.taken[start..items.end].fill(true);
        at = items.end;
    }
}

/// The longest match at an item that makes sense.
fn longest<'a>(row: &Row<'a>, at: usize, moment: Moment) -> Option<Time<'static>> {
    let Row { page, text, items, lexemes, taken } = row;
    let place = Place { page, text, items, lexemes };
    Grammar::get().times.first(lexemes, at, |found| {
        if taken[found.items.clone()].iter().any(|t| *t) {
            return None;
        }
        let tokens = items[found.items.start].tokens.start..items[found.items.end - 1].tokens.end;
        if place.is_hard_to_believe(&found, &tokens) {
            return None;
        }
        let bytes = page.bytes(&tokens);
        let words = Words { found: &found, items: lexemes, text: &text[bytes.clone()], moment };
        words.read().map(|reading| Time { found: found.clone(), reading })
    })
}

/// Whether a time says when something happened, and is no part of a noun: not after "of", "until" or a hyphen.
fn is_setting(row: &Row<'_>, start: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return true };
    let word = row.page.slice(row.text, row.items[before].tokens.start);
    ["in", "on", "since", "during", "by", "around", ",", "(", "after"].iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// A range ends no earlier than it begins. What was read as the last day of its name before the day of writing, or as the next
/// one, is moved: the start back where both lie behind, the end on where they lie ahead.
fn in_order(from: &Before, to: &mut Reading, future: bool, dct: Option<Date>, out: &mut [Found]) {
    let Some((end, unit)) = to.refers_to else { return };
    if unit != from.unit || end >= from.date || !matches!(unit, Unit::Day | Unit::Month) {
        return;
    }
    let by = if from.is_weekday { Unit::Week } else { Unit::Year };
    let behind = !future && dct.is_none_or(|dct| end <= dct) && !from.year_named;
    if behind {
        if let Some(start) = by.shift(from.date, -1)
            && out[from.at].value.as_deref() == Some(&unit.name(from.date))
        {
            out[from.at].value = Some(unit.name(start));
        }
    } else if let Some(later) = by.shift(end, 1)
        && to.value.as_deref() == Some(&unit.name(end))
        && !to.year_ahead
    {
        *to = Reading { year_ahead: to.year_ahead, ..Reading::named(later, unit) };
    }
}

/// Whether what is told lies ahead, as far as a sentence was read.
#[derive(Clone, Copy, Debug, Default)]
struct Direction {
    /// A word pointed ahead: "will", "plans".
    ahead: bool,
    /// Something is told as past: "was", "had".
    behind: bool,
}

impl Direction {
    fn read(&mut self, row: &Row<'_>, at: usize) {
        let known = &Grammar::get().known;
        let word = |item: usize| row.page.slice(row.text, row.items[item].tokens.start);
        let here = row.lexemes[at];
        // The vote is to be held, they plan to hold it, or it is set for May.
        let is_to = at > 0 && here.has(known.range) && row.lexemes[at - 1].has(known.aim) && word(at) == "to";
        let set_for = at > 0 && here.has(known.span) && word(at) == "for" && matches!(word(at - 1), "set" | "slated");
        self.ahead |= here.has(known.future) || is_to || set_for;
        // What someone will do is over where it is told who said so.
        let token = row.items[at].tokens.start;
        let mark = row.page.tokens[token].kind == TokenKind::Punctuation;
        let closed = mark && matches!(word(at), "”" | "\"" | "»");
        let told = closed || row.page.word(token).senses.has(Sense::Report);
        let past = here.has(known.was);
        self.ahead &= !told && !past;
        self.behind = past || self.behind && !told;
    }

    /// Whether a time that begins at an item lies ahead: also after "until" and "by" where nothing is told as past, and never
    /// after "since", or a verb in the past just before it.
    fn is_ahead(self, row: &Row<'_>, at: usize) -> bool {
        let known = Grammar::get().known;
        let word = |item: usize| row.page.slice(row.text, row.items[item].tokens.start);
        let is_joint = |item: usize| matches!(word(item), "on" | "in" | "last" | "late" | "early" | "since" | "after");
        let joint = if is_joint(at) { Some(at) } else { at.checked_sub(1).filter(|item| is_joint(*item)) };
        let verb = joint.unwrap_or(at).checked_sub(1);
        let done = |item: usize| word(item).ends_with("ed") && !row.lexemes[item].has(known.future);
        if verb.is_some_and(done) || joint.is_some_and(|item| matches!(word(item), "since" | "after")) {
            return false;
        }
        let bound = |item: usize| row.lexemes[item].has(known.by_time);
        self.ahead || !self.behind && (bound(at) || at.checked_sub(1).is_some_and(bound))
    }
}
