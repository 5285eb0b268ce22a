//! What the forms have in common: entities, groups of spans, and categories.

use crate::document::{Annotated, Claim, Decider, DocumentLabel, Report, Span, Unit, anchor};
use crate::format::Reading;
use crate::loss::overlap::overlapping;
use crate::syntax::Source;
use crate::syntax::json::Value;
use postil_core::{Document, Score};

/// The name of the span group that spaCy's span categorizer reads.
pub(super) const GROUP: &str = "sc";

/// The spans that can be entities: the longest of those that overlap. Equal ones are one entity.
pub(super) fn flat(it: &Annotated) -> Vec<usize> {
    let over = overlapping(it, true);
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
        let several = found.groups.iter().any(|(name, _)| name != GROUP);
        let mut take = |spans: Vec<Claimed>, set: &str| {
            let mut taken = Vec::new();
            for (claim, mut span, place) in spans {
                let Some(fragments) = anchor(&it.document, &claim, unit, &place, report) else { continue };
                span.fragments = fragments;
                span.facts.set = set.into();
                match span.fragments.is_zero_width() {
                    true => report.left_out(place, "it covers nothing"),
                    false => taken.push(span),
                }
            }
            taken
        };
        let mut spans = take(found.entities, if several { "ents" } else { "" });
        for (name, group) in found.groups {
            let group = take(group, if several { &name } else { "" });
            spans = if several { [spans, group].concat() } else { united(spans, group) };
        }
        if several {
            report.decided(&found.place, "its span groups are sets of annotations");
        }
        it.spans = spans;
        it.labels = found.labels;
        it
    });
    made.collect()
}

/// Entities and a group of spans: what both have is there once.
pub(super) fn united(entities: Vec<Span>, mut group: Vec<Span>) -> Vec<Span> {
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
