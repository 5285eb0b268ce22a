//! Each rule finds its own example.

use super::grammar::Grammar;
use super::rule::Rule;
use crate::{Settings, extract};
use jiff::civil::date;

/// Checks that the rule, and no other, finds the span in square brackets, with the value behind `=`.
fn check(rule: &Rule) -> Result<(), String> {
    let (sentence, value) = rule.example.rsplit_once(" = ").ok_or("an example ends in = and a value")?;
    let start = sentence.find('[').ok_or("an example has a span in brackets")?;
    let end = sentence.rfind(']').ok_or("an example has a span in brackets")? - 1;
    let text = format!("{}{}{}", &sentence[..start], &sentence[start + 1..end + 1], &sentence[end + 2..]);
    let settings = Settings { dct: Some(date(2018, 9, 17)), ..Settings::default() };
    let found = extract(&text, settings).spans;
    let span = found.iter().find(|s| s.range.to_usize() == (start..end));
    let all = || {
        found.iter().map(|s| format!("{} {:?} {:?}", s.label, &text[s.range.to_usize()], s.value)).collect::<Vec<_>>()
    };
    let span = span.ok_or_else(|| format!("found {:?}", all()))?;
    let by = span.provenance.reasons[0].split(": ").next();
    if span.value.as_deref() != Some(value) || by != Some(rule.name) || span.label != rule.label.key() {
        return Err(format!("{} {:?} by {by:?}", span.label, span.value));
    }
    Ok(())
}

#[test]
fn every_rule_finds_its_example() {
    let grammar = Grammar::get();
    let mut failed = String::new();
    for rule in grammar.times.rules.iter().chain(&grammar.numbers.rules) {
        if let Err(why) = check(rule) {
            failed += &format!("{}: {}\n    {why}\n", rule.name, rule.example);
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}
