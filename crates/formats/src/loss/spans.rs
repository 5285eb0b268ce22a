//! Spans that a format cannot hold as they are.

use crate::document::tokens::is_blank;
use crate::document::{Annotated, Node, excerpt};
use crate::loss::losses::DROPPED;
use crate::loss::overlap::{crossing, overlapping, yielding};
use crate::loss::{Holds, Losses, Nested, Overlap, words};
use postil_core::{Fragments, TextRange, filled};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn spans(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    if !holds.spans {
        drop_spans(document, "spans", &|_, _| true, losses);
    }
    if !holds.links {
        let links = document.spans.iter_mut().filter_map(|span| span.link.take());
        losses.aside_if(holds.is_of_spans(), |losses| {
            losses.each("links to a knowledge base", DROPPED, links, |link| link.id.to_string());
        });
    }
    if !holds.link_uris {
        let uris = document.spans.iter_mut().filter_map(|span| span.link.as_mut()?.uri.take());
        losses.each("addresses of links", DROPPED, uris, |uri| excerpt(&uri));
    }
    if !holds.discontinuous {
        bridge(document, holds, losses);
    }
    let is_empty = |document: &Annotated, i: usize| document.spans[i].fragments.is_zero_width();
    if !holds.zero_width {
        drop_spans(document, "spans of no width", &is_empty, losses);
    }
    if !holds.blank_edges {
        let text = document.document.clone();
        let trim = |range: TextRange| {
            let part = text.slice(range);
            let start = range.start().to_usize() + part.len() - part.trim_start_matches(is_blank).len();
            let trimmed = part.trim_matches(is_blank);
            (!trimmed.is_empty()).then(|| TextRange::from_usize(start..start + trimmed.len()))
        };
        let is_blank = |document: &Annotated, i: usize| {
            !is_empty(document, i) && document.spans[i].fragments.as_slice().iter().all(|range| trim(*range).is_none())
        };
        drop_spans(document, "spans of white space alone", &is_blank, losses);
        let mut changed = Vec::new();
        for (i, span) in document.spans.iter_mut().enumerate().filter(|(_, span)| !span.fragments.is_zero_width()) {
            let trimmed = span.fragments.as_slice().iter().filter_map(|range| trim(*range)).collect();
            if let Some(trimmed) = Fragments::new(trimmed).filter(|trimmed| *trimmed != span.fragments) {
                span.fragments = trimmed;
                changed.push(i);
            }
        }
        losses.aside(|losses| {
            losses.each("spans", "written without the white space at their ends", &changed, |i| show(document, *i));
        });
    }
    if !holds.twins {
        twins(document, losses);
    }
    if holds.overlap != Overlap::Any {
        let (over, what) = match (holds.overlap, holds.nested) {
            (Overlap::None, Nested::Names) => {
                (overlapping(document, Nested::Names), "spans that overlap a longer one, and quotes around names")
            }
            (Overlap::None, Nested::Outermost) => {
                (overlapping(document, Nested::Outermost), "spans that overlap a longer one")
            }
            (Overlap::None, Nested::Innermost) => {
                (overlapping(document, Nested::Innermost), "spans that overlap a shorter one")
            }
            _ => (crossing(document), "spans that cross a longer one"),
        };
        drop_spans(document, what, &|_, i| over[i], losses);
    }
    if let Some(fate) = holds.gaps {
        let gaps = (0..document.spans.len()).filter(|i| document.spans[*i].is_discontinuous());
        losses.remark("spans with gaps", fate, gaps, |i| show(document, i));
    }
    if let Some(fate) = holds.within_words {
        let within = words::within(document);
        losses.remark("spans that begin or end within a word", fate, &within, |i| show(document, *i));
    }
    words::cut(document, holds.text, losses);
}

fn show(document: &Annotated, i: usize) -> String {
    let span = &document.spans[i];
    format!("{} “{}”", excerpt(&span.label), excerpt(&document.quote(span, " … ")))
}

/// Makes one fragment of several. What that makes overlap yields: a span with a gap does not throw out those in the gap.
fn bridge(document: &mut Annotated, holds: &Holds, losses: &mut Losses) {
    let gaps = |document: &Annotated| -> BTreeSet<usize> {
        filled((0..document.spans.len()).filter(|i| document.spans[*i].is_discontinuous()))
    };
    let all = gaps(document);
    if (holds.overlap != Overlap::Any || holds.entities) && !all.is_empty() {
        let over = yielding(document, holds.overlap != Overlap::Nested, holds.nested, &all);
        let what = "spans with gaps that others overlap";
        drop_spans(document, what, &|_, i| over[i] && all.contains(&i), losses);
    }
    let left = gaps(document);
    losses.each("spans with gaps", "written from first to last, gaps included", &left, |i| show(document, *i));
    for i in left {
        let cover = document.spans[i].cover();
        document.spans[i].fragments = Fragments::one(cover);
    }
}

/// Makes one of spans that have place and label in common; what refers to one of them means the first.
fn twins(document: &mut Annotated, losses: &mut Losses) {
    let mut first = BTreeMap::new();
    let meant: Vec<usize> = (0..document.spans.len())
        .map(|i| *first.entry((document.spans[i].fragments.clone(), document.spans[i].label.clone())).or_insert(i))
        .collect();
    for node in document.references_mut() {
        if let Node::Span(i) = node {
            *i = meant[*i];
        }
    }
    document.events.iter_mut().for_each(|event| event.trigger = meant[event.trigger]);
    drop_spans(document, "spans that have place and label of another", &|_, i| meant[i] != i, losses);
}

fn drop_spans(
    document: &mut Annotated, what: &'static str, is_out: &dyn Fn(&Annotated, usize) -> bool, losses: &mut Losses,
) {
    let out: Vec<bool> = (0..document.spans.len()).map(|i| is_out(document, i)).collect();
    let Some(first) = out.iter().position(|out| *out) else { return };
    let span = &document.spans[first];
    let example = format!("{} “{}”", excerpt(&span.label), excerpt(document.quote(span, " … ").trim()));
    losses.add(what, out.iter().filter(|out| **out).count(), DROPPED, Some(example));
    let dependants = document.retain(&|node| document_span(node).is_none_or(|i| !out[i]));
    losses.add("relations, clusters or events of these", dependants, DROPPED, None);
}

pub(super) fn document_span(node: Node) -> Option<usize> {
    match node {
        Node::Span(i) => Some(i),
        _ => None,
    }
}
