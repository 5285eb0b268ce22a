//! Documents on their way in: spans whose place is decided when all of a file has been seen.

use crate::document::{Annotated, Claim, Decider, Node, Report, Span, Unit, anchor};
use crate::syntax::json::Value;
use postil_core::{Document, Fragments, TextRange};
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
    parts: Vec<Claim>,
    span: Span,
    place: String,
}

impl Draft {
    pub(crate) fn new(it: Annotated) -> Self {
        Self { it, claims: Vec::new(), names: BTreeMap::new() }
    }

    /// Adds a span at a place that the file claims. Its fragments do not matter yet.
    pub(crate) fn claim(&mut self, name: Option<String>, claim: Claim, span: Span, place: String) {
        self.claim_parts(name, vec![claim], span, place);
    }

    /// Adds a span whose parts are claimed one by one. It is left out if one of them has no place.
    pub(crate) fn claim_parts(&mut self, name: Option<String>, parts: Vec<Claim>, span: Span, place: String) {
        self.claims.push(Claimed { name, parts, span, place });
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
        let claims = draft.claims.iter().flat_map(|claimed| &claimed.parts);
        claims.for_each(|claim| decider.weigh(&draft.it.document, claim));
    }
    let unit = report.unit(&decider, chosen);
    for draft in drafts {
        for Claimed { name, parts, mut span, place } in std::mem::take(&mut draft.claims) {
            let Some(fragments) = whole(&draft.it.document, &parts, unit, &place, report) else { continue };
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

/// The fragments of all parts together.
fn whole(document: &Document, parts: &[Claim], unit: Unit, place: &str, report: &mut Report) -> Option<Fragments> {
    if let [only] = parts {
        return anchor(document, only, unit, place, report);
    }
    let found: Vec<Fragments> =
        parts.iter().map(|part| anchor(document, part, unit, place, report)).collect::<Option<_>>()?;
    let made = Fragments::new(found.iter().flat_map(|part| part.as_slice()).copied().collect());
    if made.is_none() {
        report.left_out(place, "one of its parts is empty");
    }
    made
}
