//! Documents on their way in: spans whose place is decided when all of a file has been seen.

use crate::document::{Annotated, Claim, Decider, Node, Report, Span, Unit, anchor};
use crate::syntax::json::Value;
use postil_core::TextRange;
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
/// unless `zero_width`. What offsets count may be `chosen`.
pub(crate) fn settle(drafts: &mut [Draft], usual: Unit, zero_width: bool, chosen: Option<Unit>, report: &mut Report) {
    let mut decider = Decider::new(usual);
    for draft in drafts.iter() {
        draft.claims.iter().for_each(|claimed| decider.weigh(&draft.it.document, &claimed.claim));
    }
    let unit = report.unit(&decider, chosen);
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
