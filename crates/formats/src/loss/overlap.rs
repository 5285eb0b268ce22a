//! Of spans that overlap, which are kept.

use crate::document::Annotated;
use std::collections::{BTreeMap, BTreeSet};

/// Which spans overlap, or cross, a longer one that is kept; O(n log n).
pub(crate) fn overlapping(document: &Annotated, even_nested: bool) -> Vec<bool> {
    let spans = &document.spans;
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|i| {
        let span = &spans[*i];
        (std::cmp::Reverse(span.cover().len()), span.cover().start(), &span.label, &span.facts)
    });
    let mut over = vec![false; spans.len()];
    // Ends by start, of those that are kept; and all starts and ends.
    let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
    let mut edges: BTreeSet<usize> = BTreeSet::new();
    for i in order {
        let range = spans[i].cover().to_usize();
        over[i] = if even_nested {
            let before = kept.range(..range.end.max(range.start + 1)).next_back();
            before.is_some_and(|(_, end)| *end > range.start)
        } else {
            // What is kept is not shorter: it crosses exactly if it begins or ends within.
            range.len() > 1 && edges.range(range.start + 1..range.end).next().is_some()
        };
        if !over[i] {
            kept.insert(range.start, range.end);
            edges.extend([range.start, range.end]);
        }
    }
    over
}
