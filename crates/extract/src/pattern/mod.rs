//! A small language for rules over rows of words: what times and numbers are found with.

pub(crate) mod class;
pub(crate) mod dated;
pub(crate) mod decimal;
pub(crate) mod figure;
pub(crate) mod grammar;
pub(crate) mod notation;
pub(crate) mod number_word;
pub(crate) mod phrase;
pub(crate) mod rule;

pub(crate) use class::{Lexeme, Value};
pub(crate) use decimal::Decimal;
pub(crate) use rule::{Match, Rule};

/// The example of each rule.
pub(crate) fn examples() -> impl Iterator<Item = &'static str> {
    let grammar = grammar::Grammar::get();
    grammar.times.rules.iter().chain(&grammar.numbers.rules).map(|rule| rule.example)
}

#[cfg(test)]
mod tests;
