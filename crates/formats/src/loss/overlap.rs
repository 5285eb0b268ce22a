//! Of spans that overlap, which are kept.

use crate::document::Annotated;
use postil_core::{Kind, Layer, sort_by_key};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Which of spans that overlap stays, where a format has room for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nested {
    /// The longest, but for quotes: they yield to the names in them.
    #[default]
    Names,
    /// The longest.
    Outermost,
    /// The shortest.
    Innermost,
}

impl Nested {
    /// Every value, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Names, Self::Outermost, Self::Innermost];

    /// On the command line, and in messages.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Outermost => "outermost",
            Self::Innermost => "innermost",
        }
    }

    /// What [`id`](Self::id) gave; None for anything else.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
    }
}

/// Which spans overlap another that is kept; O(n log n).
pub(crate) fn overlapping(document: &Annotated, rule: Nested) -> Vec<bool> {
    yielding(document, true, rule, &BTreeSet::new())
}

/// The same of those that cross a longer one.
pub(super) fn crossing(document: &Annotated) -> Vec<bool> {
    yielding(document, false, Nested::Outermost, &BTreeSet::new())
}

/// Whether what has this label has names in it as a rule: quotations, and descriptions of somebody (`the Russian president`).
fn stands_around_names(document: &Annotated, label: &str) -> bool {
    let layer = document.layer_of(Kind::Label, label);
    matches!(layer, Layer::Quotes | Layer::Coreference) || label.eq_ignore_ascii_case("MENTION")
}

/// Which spans overlap, or cross, another that is kept, where some yield to all others, however long they are; O(n) for each
/// of these that others begin or end in.
pub(super) fn yielding(document: &Annotated, even_nested: bool, rule: Nested, last: &BTreeSet<usize>) -> Vec<bool> {
    let spans = &document.spans;
    let mut order: Vec<usize> = (0..spans.len()).collect();
    sort_by_key(&mut order, |i| {
        let span = &spans[*i];
        let len = span.cover().len();
        let is_around = rule == Nested::Names && stands_around_names(document, &span.label);
        let (long, short) = if rule == Nested::Innermost { (0, len) } else { (len, 0) };
        (last.contains(i), is_around, Reverse(long), short, span.cover().start(), &span.label, &span.facts)
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
