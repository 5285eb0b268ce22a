//! Documents on their way in: spans whose place is decided when all of a file has been seen.

use crate::Report;
use crate::document::annotated::{Annotated, Node, Span};
use crate::document::unit::{Claim, Decider, Unit, anchor};
use crate::format::Reading;
use crate::syntax::json::Value;
use postil_core::{AttributeValue, TextRange};
use std::collections::BTreeMap;

/// A document with spans that are claimed.
pub(crate) struct Draft {
    pub(crate) it: Annotated,
    claims: Vec<Claimed>,
    /// What the file calls its nodes.
    pub(crate) names: BTreeMap<String, Node>,
}

struct Claimed {
    name: Option<String>,
    claim: Claim,
    span: Span,
    place: String,
}

impl Draft {
    pub(crate) fn new(it: Annotated) -> Self {
        Self { it, claims: Vec::new(), names: BTreeMap::new() }
    }

    /// Adds a span at a place that the file claims. Its fragments do not matter yet.
    pub(crate) fn claim(&mut self, name: Option<String>, claim: Claim, span: Span, place: String) {
        self.claims.push(Claimed { name, claim, span, place });
    }

    /// The node of a name.
    pub(crate) fn node(&self, name: Option<&Value>) -> Option<Node> {
        self.names.get(&name?.as_name()?).copied()
    }
}

/// A span of a label that has no place yet.
pub(crate) fn labelled(label: impl Into<String>) -> Span {
    Span::new(TextRange::default(), label)
}

/// Decides the unit of a file from all its claims, and gives each span its place. Spans that cover nothing are left out
/// unless `zero_width`.
pub(crate) fn settle(drafts: &mut [Draft], usual: Unit, zero_width: bool, reading: &Reading, report: &mut Report) {
    let mut decider = Decider::new(usual);
    for draft in drafts.iter() {
        draft.claims.iter().for_each(|claimed| decider.weigh(&draft.it.document, &claimed.claim));
    }
    let unit = decider.decide(reading.unit, report);
    for draft in drafts {
        for Claimed { name, claim, mut span, place } in std::mem::take(&mut draft.claims) {
            let Some(fragments) = anchor(&draft.it.document, &claim, unit, &place, report) else { continue };
            if fragments.is_zero_width() && !zero_width {
                report.left_out(place, "it covers nothing");
                continue;
            }
            span.fragments = fragments;
            if let Some(name) = name
                && draft.names.insert(name.clone(), Node::Span(draft.it.spans.len())).is_some()
            {
                report.repaired(place, format!("the id {name} is there twice; what refers to it means the last"));
            }
            draft.it.spans.push(span);
        }
    }
}

/// A plain JSON value as that of an attribute; None for lists and objects, which have no place in one.
pub(crate) fn attribute(value: &Value) -> Option<AttributeValue> {
    match value {
        Value::Bool(it) => Some(AttributeValue::Boolean(*it)),
        Value::Text(it) => Some(AttributeValue::Text(it.as_str().into())),
        Value::Int(_) | Value::Float(_) => Some(AttributeValue::Number(value.compact().into())),
        Value::Null | Value::List(_) | Value::Object(_) => None,
    }
}

/// The value of an attribute in JSON.
pub(crate) fn plain(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::Boolean(it) => Value::Bool(*it),
        AttributeValue::Number(digits) => {
            digits.parse().map_or_else(|_| digits.parse().map_or(Value::Null, Value::Float), Value::Int)
        }
        AttributeValue::Choice(it) | AttributeValue::Text(it) => Value::from(&**it),
    }
}

/// The value of an attribute as text.
pub(crate) fn text(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Boolean(it) => it.to_string(),
        AttributeValue::Number(it) | AttributeValue::Choice(it) | AttributeValue::Text(it) => it.to_string(),
    }
}
