//! The words of a time, and what they stand for.

use super::calendar::Unit;
use super::value::Moment;
use crate::pattern::class::Class;
use crate::pattern::grammar::Grammar;
use crate::pattern::{Decimal, Lexeme, Match, Value};

/// A match with its words.
pub(crate) struct Words<'a> {
    pub found: &'a Match<'a>,
    pub items: &'a [&'a Lexeme],
    /// The text of the span.
    pub text: &'a str,
    pub moment: Moment,
}

impl Words<'_> {
    pub fn int(&self, class: Class) -> Option<i32> {
        self.ints(class).next()
    }

    pub fn ints(&self, class: Class) -> impl Iterator<Item = i32> {
        self.found.values(self.items, class).filter_map(|v| if let Value::Int(n) = v { Some(n) } else { None })
    }

    pub fn code(&self, class: Class) -> Option<&'static str> {
        self.found.values(self.items, class).find_map(|v| if let Value::Code(code) = v { Some(code) } else { None })
    }

    pub fn number(&self, class: Class) -> Option<Decimal> {
        self.found.values(self.items, class).find_map(|v| if let Value::Number(n) = v { Some(n) } else { None })
    }

    pub fn has(&self, class: Class) -> bool {
        self.found.values(self.items, class).next().is_some()
    }

    pub fn unit(&self) -> Option<Unit> {
        let known = Grammar::get().known;
        [known.one_unit, known.many_units, known.unit].into_iter().find_map(|c| self.code(c)).and_then(Unit::of_code)
    }

    /// -1 for last, 0 for this, 1 for next.
    pub fn side(&self) -> i32 {
        let known = Grammar::get().known;
        [known.last, known.next, known.this, known.anaphor].into_iter().find_map(|c| self.int(c)).unwrap_or(0)
    }

    pub fn day_of_month(&self) -> Option<i8> {
        let figures = Grammar::get().figures;
        let joined = || self.int(figures.day_month).map(|both| both % 100);
        self.int(figures.daynum).or_else(|| self.int(figures.dayord)).or_else(joined).map(|d| d as i8)
    }

    pub fn month(&self) -> Option<i8> {
        let joined = || self.int(Grammar::get().figures.day_month).map(|both| both / 100);
        self.int(Grammar::get().known.month).or_else(joined).map(|m| m as i8)
    }

    pub fn year(&self) -> Option<i16> {
        let figures = Grammar::get().figures;
        self.int(figures.year).map(|y| y as i16)
    }

    /// Whether the last word is `word`.
    pub fn ends_in(&self, word: &str) -> bool {
        self.text.rsplit(' ').next().is_some_and(|w| w.eq_ignore_ascii_case(word))
    }

    pub fn contains(&self, word: &str) -> bool {
        self.text.split(|c: char| !c.is_alphabetic()).any(|w| w.eq_ignore_ascii_case(word))
    }
}
