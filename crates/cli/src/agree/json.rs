//! One object with every figure, unrounded.

use crate::args::Agree;
use postil_score::{Agreement, Difference, Figure, Nominally, Spans};
use serde_json::{Map, Value, json};

pub fn value(made: &Agreement, raters: &[String], options: &Agree) -> Value {
    let pairs: Vec<Value> = made
        .pairs
        .iter()
        .map(|row| {
            let differences = Difference::ALL.iter().zip(row.differences);
            let differences: Map<String, Value> =
                differences.map(|(kind, count)| (kind.as_str().to_owned(), count.into())).collect();
            let confusions: Vec<Value> = row
                .confusions
                .iter()
                .map(|(one, other, count)| json!({"one": one, "other": other, "count": count}))
                .collect();
            json!({
                "one": raters[row.raters.0], "other": raters[row.raters.1], "documents": row.documents,
                "spans_of_one": row.counts.0, "spans_of_other": row.counts.1, "spans": spans(row.spans),
                "kappa": figure(row.kappa), "observed": figure(row.observed),
                "differences": differences, "confusions": confusions,
            })
        })
        .collect();
    let labels: Vec<Value> = made
        .labels
        .iter()
        .map(|row| {
            json!({
                "label": row.label, "count": row.count, "spans": spans(row.spans), "alpha_tokens": figure(row.tokens),
                "alpha_unitizing": figure(row.unitizing),
            })
        })
        .collect();
    let documents: Vec<Value> = made
        .by_document
        .iter()
        .map(|row| {
            json!({
                "name": row.name, "raters": row.raters, "f1_strict": row.strict, "f1_overlap": row.overlap,
                "alpha_tokens": row.alpha,
            })
        })
        .collect();
    let attributes: Map<String, Value> =
        made.attributes.iter().map(|(name, it)| (name.clone(), nominally(it))).collect();
    json!({
        "raters": raters, "documents": made.documents, "spans": spans(made.spans), "tokens": nominally(&made.tokens),
        "alpha_unitizing": figure(made.unitizing), "labels": labels, "pairs": pairs, "by_document": documents,
        "document_labels": made.document_labels.as_ref().map(nominally), "attributes": attributes,
        "samples": options.samples, "seed": options.seed,
    })
}

/// Null where nothing can be told.
fn figure(it: Figure) -> Value {
    json!({"value": it.value, "interval": it.interval.map(|(low, high)| [low, high])})
}

fn spans(it: Spans) -> Value {
    json!({"f1_strict": figure(it.strict), "f1_overlap": figure(it.overlap)})
}

/// Cohen's κ is that of the pairs, in their order.
fn nominally(it: &Nominally) -> Value {
    json!({
        "answers": it.answers, "alpha": figure(it.alpha), "fleiss": figure(it.fleiss),
        "cohen": it.cohen.iter().map(|it| figure(*it)).collect::<Vec<_>>(),
    })
}
