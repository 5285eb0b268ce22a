//! Of spans that overlap, which are kept.

use crate::document::Annotated;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Which spans overlap, or cross, a longer one that is kept; O(n log n).
pub(crate) fn overlapping(document: &Annotated, even_nested: bool) -> Vec<bool> {
    yielding(document, even_nested, &BTreeSet::new())
}

/// The same, where some spans yield to all others, however long they are; O(n) for each of these that others begin or end in.
pub(super) fn yielding(document: &Annotated, even_nested: bool, last: &BTreeSet<usize>) -> Vec<bool> {
    let spans = &document.spans;
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|i| {
        let span = &spans[*i];
        (last.contains(i), std::cmp::Reverse(span.cover().len()), span.cover().start(), &span.label, &span.facts)
    });
    let mut over = vec![false; spans.len()];
    // Ends by start, of those that are kept; and all starts and ends.
    let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
    let mut edges: BTreeSet<usize> = BTreeSet::new();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let crosses = |a: &Range<usize>, b: &Range<usize>| a.start < b.start && b.start < a.end && a.end < b.end;
    for i in order {
        let range = spans[i].cover().to_usize();
        over[i] = if even_nested {
            let before = kept.range(..range.end.max(range.start + 1)).next_back();
            before.is_some_and(|(_, end)| *end > range.start)
        } else {
            let is_entered = range.len() > 1 && edges.range(range.start + 1..range.end).next().is_some();
            // What is kept is not shorter, unless others yield to it: it crosses exactly if it begins or ends within.
            is_entered && (!last.contains(&i) || ranges.iter().any(|it| crosses(it, &range) || crosses(&range, it)))
        };
        if !over[i] {
            kept.insert(range.start, range.end);
            edges.extend([range.start, range.end]);
            ranges.push(range);
        }
    }
    over
}
