//! `postil score`: which documents belong together, and what is said about it; the figures are those of `postil-score`.

mod tables;

use crate::args::{Compare, ScoredBy};
use crate::convert::read;
use crate::report;
use postil_core::Fragments;
use postil_formats::{Annotated, Node, Reading};
use postil_score::{By, Compared, Event, Labelled, Means, Options, Pairing, Side, Text, pair, score, squeeze};
use std::io;

/// Compares; says how many inputs failed.
///
/// # Errors
/// Only of writing.
pub fn run(options: &Compare) -> io::Result<usize> {
    let reading = Reading::default();
    let (gold, gold_failed) = read(&options.gold, options.gold_format, options.encoding, &reading);
    let (predicted, predicted_failed) = read(&options.predicted, options.predicted_format, options.encoding, &reading);
    let failed = gold_failed + predicted_failed;
    let pairing = pair(&texts(&gold), &texts(&predicted));
    if pairing.pairs.is_empty() {
        report(&format!("nothing is scored: {}", why_none(&gold, &predicted)));
        return Ok(failed.max(1));
    }
    tell(&pairing);
    let mut documents: Vec<Compared> = pairing
        .pairs
        .iter()
        .map(|pair| {
            let is_squeezed = pair.by == Means::Words;
            Compared {
                gold: side(&gold[pair.gold], is_squeezed),
                predicted: side(&predicted[pair.predicted], is_squeezed),
            }
        })
        .collect();
    // What nothing was said of is missed.
    let missed = pairing.gold_alone.iter();
    documents.extend(missed.map(|at| Compared { gold: side(&gold[*at], false), predicted: Side::default() }));
    let by = match options.by {
        ScoredBy::Spans => By::Spans,
        ScoredBy::Fragments => By::Fragments,
    };
    let how = Options { schemes: options.scheme.clone(), by, samples: options.samples as usize, seed: options.seed };
    let scores = score(&documents, &how);
    match options.json {
        true => tables::json(&scores, &how, &pairing)?,
        false => tables::print(&scores, &how, documents.len())?,
    }
    Ok(failed)
}

fn texts(documents: &[Annotated]) -> Vec<Text<'_>> {
    documents.iter().map(|it| Text { name: &it.name, text: it.text() }).collect()
}

/// What one side says of a document; `is_squeezed`: with positions in its text without white space.
fn side(it: &Annotated, is_squeezed: bool) -> Side {
    let all: Vec<Fragments> = it.spans.iter().map(|span| span.fragments.clone()).collect();
    let all = if is_squeezed { squeeze(it.text(), &all) } else { all };
    let labelled = it.spans.iter().zip(&all).map(|(span, at)| Labelled::new(span.label.as_str(), at.clone()));
    let mention = |node: &Node| match node {
        Node::Span(at) => Some(all[*at].clone()),
        Node::Event(at) => Some(all[it.events[*at].trigger].clone()),
        Node::Relation(_) | Node::Cluster(_) => None,
    };
    let members = it.clusters.iter().map(|cluster| cluster.members.iter().filter_map(mention).collect());
    let events = it.events.iter().map(|event| Event {
        label: event.label.clone(),
        trigger: all[event.trigger].clone(),
        arguments: event.arguments.iter().filter_map(|(role, node)| Some((role.clone(), mention(node)?))).collect(),
    });
    Side { spans: labelled.collect(), clusters: members.collect(), events: events.collect() }
}

/// Says by what documents were paired, and which were not.
fn tell(pairing: &Pairing) {
    let by = |means: Means| pairing.pairs.iter().filter(|pair| pair.by == means).count();
    let kinds = [
        (Means::Text, "by its text", "by their texts"),
        (Means::TextAndName, "by text and name", "by text and name"),
        (Means::TextAndOrder, "by its text, in order", "by their texts, in order"),
        (Means::Words, "by its words, without white space", "by their words, without white space"),
    ];
    let told = kinds.into_iter().filter(|(means, ..)| by(*means) > 0);
    let told =
        told.map(|(means, one, several)| format!("{} {}", by(means), if by(means) == 1 { one } else { several }));
    let documents = if pairing.pairs.len() == 1 { "document is" } else { "documents are" };
    report(&format!("{} {documents} paired: {}", pairing.pairs.len(), told.collect::<Vec<_>>().join(", ")));
    let (gold, predicted) = (pairing.gold_alone.len(), pairing.predicted_alone.len());
    if gold + predicted > 0 {
        report(&format!("unpaired: {gold} of the gold standard (missed), {predicted} of what is judged (not counted)"));
    }
}

/// Why no document was paired, with the place where two begin to differ that should not.
fn why_none(gold: &[Annotated], predicted: &[Annotated]) -> String {
    let (one, other) = match (gold, predicted) {
        ([], _) => return "the gold standard has no documents".to_owned(),
        (_, []) => return "there are no documents to judge".to_owned(),
        ([one], [other]) => (one, other),
        _ => {
            let named = gold.iter().find_map(|it| Some((it, predicted.iter().find(|other| other.name == it.name)?)));
            match named {
                Some(named) => named,
                None => {
                    return "no text of the gold standard is among those to judge, nor does a name occur in both"
                        .to_owned();
                }
            }
        }
    };
    let words = |it: &Annotated| -> Vec<char> { it.text().chars().filter(|c| !c.is_whitespace()).collect() };
    let (ours, theirs) = (words(one), words(other));
    let at = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    let blanks = |it: &Annotated| -> String {
        let mut left = at;
        let from = it.text().char_indices().find(|(_, c)| {
            let is_there = left == 0 && !c.is_whitespace();
            left -= usize::from(left > 0 && !c.is_whitespace());
            is_there
        });
        from.map_or_else(
            || "its end".to_owned(),
            |(at, _)| {
                format!(
                    "“{}”, character {}",
                    it.text()[at..].chars().take(20).collect::<String>(),
                    it.text()[..at].chars().count()
                )
            },
        )
    };
    format!(
        "no text of the gold standard is among those to judge. `{}` and `{}` begin to differ at {} in the one and {} in the other",
        one.name,
        other.name,
        blanks(one),
        blanks(other)
    )
}
