//! MONEY, PERCENT, QUANTITY, CARDINAL and ORDINAL, with the number in figures.

use crate::Label;
use crate::found::Found;
use crate::page::Row;
use crate::pattern::class::Class;
use crate::pattern::grammar::Grammar;
use crate::pattern::{Decimal, Lexeme, Match, Value};

/// Finds the numbers in a row of items that no time took.
pub(crate) fn find(row: &mut Row<'_>, out: &mut Vec<Found>) {
    let grammar = Grammar::get();
    let Row { page, text, items, lexemes, taken } = row;
    let mut at = 0;
    while at < items.len() {
        let found = grammar.numbers.first(lexemes, at, |found| {
            if taken[found.items.clone()].iter().any(|t| *t) {
                return None;
            }
            let tokens = items[found.items.start].tokens.start..items[found.items.end - 1].tokens.end;
            let bytes = page.bytes(&tokens);
            if matches!(found.rule.label, Label::Cardinal | Label::Ordinal) && !page.counts(text, &tokens) {
                return None;
            }
            value(&found, lexemes).map(|value| (found.clone(), value, bytes))
        });
        let Some((found, value, bytes)) = found else {
            at += 1;
            continue;
        };
        out.push(Found::by_rule(bytes, found.rule.label, found.rule, value));
        taken[found.items.clone()].fill(true);
        at = found.items.end;
    }
}

/// The value in figures, with its unit; the outer `None` says that the words make no sense.
fn value(found: &Match<'_>, items: &[&Lexeme]) -> Option<Option<String>> {
    let grammar = Grammar::get();
    let (known, figures) = (grammar.known, grammar.figures);
    let number =
        |class: Class| found.values(items, class).find_map(|v| if let Value::Number(n) = v { Some(n) } else { None });
    let code = |class: Class| {
        found.values(items, class).filter_map(|v| if let Value::Code(c) = v { Some(c) } else { None }).last()
    };
    let any_number = || number(figures.num).or_else(|| number(figures.shortened)).or_else(|| number(figures.measured));
    let currency = || code(known.nation).or_else(|| code(known.symbol)).or_else(|| code(known.currency));
    match found.rule.value {
        "money" => Some(Some(format!("{} {}", any_number()?, currency()?))),
        "cents" => Some(Some(format!("{} USD", any_number()?.scaled(-2)))),
        "vague money" => Some(currency().map(|c| format!("X {c}"))),
        "percent" => Some(Some(format!("{}%", any_number()?))),
        "quantity" => {
            let inside = || items[found.items.clone()].iter().rev().find_map(|i| i.value(figures.measure));
            let unit = code(known.scale_word)
                .or_else(|| code(figures.measure))
                .or_else(|| inside().and_then(|v| if let Value::Code(c) = v { Some(c) } else { None }))?;
            let power =
                found.values(items, known.square).find_map(|v| if let Value::Int(n) = v { Some(n) } else { None });
            let power = power.map_or(String::new(), |n| n.to_string());
            Some(Some(format!("{} {unit}{power}", any_number()?)))
        }
        "speed" => {
            Some(Some(format!("{} {}/{}", any_number()?, code(figures.measure)?, code(known.one_unit)?.to_lowercase())))
        }
        "ordinal" => {
            let rank =
                found.values(items, figures.ord).find_map(|v| if let Value::Int(n) = v { Some(n) } else { None })?;
            Some(Some(rank.to_string()))
        }
        "shortened" => Some(Some(number(figures.shortened)?.to_string())),
        "vague" => Some(Some("X".to_owned())),
        "cardinal" => number(figures.num).map(|n: Decimal| Some(n.to_string())),
        unknown => unreachable!("no value is made by {unknown}: a test reads the rules"),
    }
}
