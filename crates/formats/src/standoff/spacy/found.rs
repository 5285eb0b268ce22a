//! What the forms have in common: entities, groups of spans, and categories.

use crate::document::{Annotated, Claim, Decider, DocumentLabel, Report, Span, Unit, anchor};
use crate::format::{Reading, Writing};
use crate::loss::overlap::overlapping;
use crate::syntax::Source;
use crate::syntax::json::Value;
use postil_core::{Document, Fragments, Score};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the span group that spaCy's span categorizer reads.
pub(super) const GROUP: &str = "sc";

/// The spans that can be entities: one of those that overlap. Equal ones are one entity.
pub(super) fn flat(it: &Annotated, writing: &Writing) -> Vec<usize> {
    let over = overlapping(it, writing.nested.unwrap_or_default());
    (0..it.spans.len()).filter(|i| !over[*i]).collect()
}

/// A span, where the file says it is, and where it says so.
pub(super) type Claimed = (Claim, Span, String);

/// What one file says of one document.
pub(super) struct Found {
    pub(super) place: String,
    pub(super) document: Document,
    pub(super) entities: Vec<Claimed>,
    /// By the name of the group.
    pub(super) groups: Vec<(String, Vec<Claimed>)>,
    pub(super) labels: Vec<DocumentLabel>,
}

/// Makes documents of what was found, after the unit is decided.
pub(super) fn documents(source: &Source, found: Vec<Found>, reading: &Reading, report: &mut Report) -> Vec<Annotated> {
    let mut decider = Decider::new(Unit::Char);
    for it in &found {
        let grouped = it.groups.iter().flat_map(|(_, spans)| spans);
        it.entities.iter().chain(grouped).for_each(|(claim, ..)| decider.weigh(&it.document, claim));
    }
    let unit = report.unit(&decider, reading.unit);
    let made = found.into_iter().enumerate().map(|(n, found)| {
        let mut it = Annotated::new(format!("{}-{}", source.stem(), n + 1), found.document);
        let mut take = |spans: Vec<Claimed>| {
            let mut taken = Vec::new();
            for (claim, mut span, place) in spans {
                let Some(fragments) = anchor(&it.document, &claim, unit, &place, report) else { continue };
                span.fragments = fragments;
                match span.fragments.is_zero_width() {
                    true => report.left_out(place, "it covers nothing"),
                    false => taken.push(span),
                }
            }
            taken
        };
        let entities = take(found.entities);
        let groups = found.groups.into_iter().map(|(name, group)| (name, take(group))).collect();
        it.spans = layered(entities, groups, &found.place, report);
        it.labels = found.labels;
        it
    });
    made.collect()
}

/// Entities and groups of spans together. Groups are sets of annotations where there is another than the usual one, or where a
/// span of that has the place of an entity and another label: else nobody could tell which is the entity.
pub(super) fn layered(
    mut entities: Vec<Span>, groups: Vec<(String, Vec<Span>)>, place: &str, report: &mut Report,
) -> Vec<Span> {
    if !groups.iter().any(|(name, group)| name != GROUP || hides(group, &entities)) {
        return groups.into_iter().fold(entities, |spans, (_, group)| united(spans, group));
    }
    report.decided(place, "its entities and its span groups are sets of annotations");
    entities.iter_mut().for_each(|span| span.facts.set = "ents".into());
    for (name, mut group) in groups {
        group.iter_mut().for_each(|span| span.facts.set = name.as_str().into());
        entities.append(&mut group);
    }
    entities
}

/// Whether a group has the place of an entity, and only under other labels.
fn hides(group: &[Span], entities: &[Span]) -> bool {
    let mut labels: BTreeMap<&Fragments, BTreeSet<&str>> = BTreeMap::new();
    for span in group {
        labels.entry(&span.fragments).or_default().insert(&span.label);
    }
    let is_hidden =
        |span: &Span| labels.get(&span.fragments).is_some_and(|labels| !labels.contains(span.label.as_str()));
    entities.iter().any(is_hidden)
}

/// Entities and a group of spans: what both have is there once.
fn united(entities: Vec<Span>, mut group: Vec<Span>) -> Vec<Span> {
    let mut left = group.clone();
    for span in entities {
        let twin = left.iter().position(|other| (&other.fragments, &other.label) == (&span.fragments, &span.label));
        match twin {
            Some(place) => drop(left.swap_remove(place)),
            None => group.push(span),
        }
    }
    group
}

/// `{"LABEL": 0.9}`: what is 0 is no label, what is 1 is certain.
pub(super) fn cats(value: Option<&Value>) -> Vec<DocumentLabel> {
    let label = |(label, score): &(String, Value)| {
        let score = Score::from(score.as_float().or((*score == Value::Bool(true)).then_some(1.0))?);
        let score = (score != Score::default()).then_some(score)?;
        Some(DocumentLabel {
            label: label.clone(),
            set: Default::default(),
            score: (score != Score::ONE).then_some(score),
        })
    };
    value.map_or(&[][..], Value::fields).iter().filter_map(label).collect()
}

pub(super) fn cats_of(it: &Annotated) -> Value {
    Value::Object(
        it.labels
            .iter()
            .map(|label| (label.label.clone(), Value::Float(label.score.map_or(1.0, Score::to_f64))))
            .collect(),
    )
}
