//! Attributes, notes and scores that a format cannot hold as they are.

use crate::document::{Annotated, excerpt};
use crate::loss::losses::DROPPED;
use crate::loss::{Holds, Losses, Values, Which};
use postil_core::AttributeValue;

pub(super) fn facts(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    let (spans, events) = (document.spans.len(), document.events.len());
    let (relations, clusters) = (document.relations.len(), document.clusters.len());
    // The order of `facts_mut`.
    let kind = |i: usize| {
        let needed =
            [(spans, Which::Spans), (relations, Which::Linked), (clusters, Which::All), (events, Which::Named)];
        let mut end = 0;
        needed
            .into_iter()
            .find(|(n, _)| {
                end += n;
                i < end
            })
            .map_or(Which::All, |(_, which)| which)
    };
    let (mut attributes, mut values, mut notes, mut scores) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (i, facts) in document.facts_mut().enumerate() {
        let needed = kind(i);
        if holds.attributes < needed {
            attributes.extend(std::mem::take(&mut facts.attributes));
        }
        if holds.notes < needed {
            notes.append(&mut facts.notes);
        }
        if holds.scores < needed {
            scores += usize::from(facts.score.take().is_some());
        }
        for (name, value) in &mut facts.attributes {
            let plain = plain_value(value, holds.values);
            if plain != *value {
                values.push(name.clone());
                *value = plain;
            }
        }
        if holds.values == Values::Choices {
            // What is false is not said.
            let before = facts.attributes.len();
            facts.attributes.retain(|_, value| *value != AttributeValue::Boolean(false));
            values.extend((facts.attributes.len()..before).map(|_| "false".to_owned()));
        }
    }
    losses.aside_if(holds.is_of_spans(), |losses| {
        losses.each("attributes", DROPPED, attributes, |(name, _)| excerpt(&name));
        losses.each("values of attributes", "written as the format allows", values, |name| excerpt(&name));
        losses.each("notes", DROPPED, notes, |note| format!("“{}”", excerpt(&note)));
    });
    losses.aside(|losses| losses.add("scores", scores, DROPPED, None));
}

/// A value as the format can say it.
fn plain_value(value: &AttributeValue, rule: Values) -> AttributeValue {
    use AttributeValue::{Boolean, Choice, Number, Text};
    match (rule, value) {
        (Values::Typed, value) => value.clone(),
        (Values::Json, Choice(text)) => Text(text.clone()),
        (Values::Json, Number(digits)) => match digits.parse::<i64>() {
            Ok(number) => Number(number.to_string().into()),
            Err(_) => match digits.parse::<f64>() {
                Ok(number) if number.is_finite() => Number(serde_json::to_string(&number).unwrap_or_default().into()),
                _ => Text(digits.clone()),
            },
        },
        (Values::Json, value) => value.clone(),
        (Values::Text, Boolean(it)) => Text(it.to_string().into()),
        (Values::Text, Number(text) | Choice(text) | Text(text)) => Text(text.clone()),
        (Values::Choices, Boolean(it)) => Boolean(*it),
        (Values::Choices, Number(text) | Choice(text) | Text(text)) => {
            let words: Vec<&str> =
                text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
            if words.is_empty() { Choice("_".into()) } else { Choice(words.join(" ").into()) }
        }
    }
}
