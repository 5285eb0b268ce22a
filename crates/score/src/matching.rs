//! Pairing spans that share text, so that each is in one pair at most and there are as many pairs as there can be.

use postil_core::{ByteOffset, Fragments};
use std::collections::{BTreeSet, VecDeque};

/// Whether two spans share a character, or are the same place without width.
pub(crate) fn share(a: &Fragments, b: &Fragments) -> bool {
    let (mut a_parts, mut b_parts) = (a.as_slice().iter().peekable(), b.as_slice().iter().peekable());
    while let (Some(x), Some(y)) = (a_parts.peek(), b_parts.peek()) {
        if x.overlaps(**y) {
            return true;
        }
        if x.end() <= y.end() {
            a_parts.next()
        } else {
            b_parts.next()
        };
    }
    a == b
}

/// Spans in the order of their starts, and where to look for those that share text with another.
pub(crate) struct Index<'s> {
    spans: Vec<&'s Fragments>,
    /// The furthest end of those up to each.
    ends: Vec<ByteOffset>,
}

impl<'s> Index<'s> {
    /// Of spans that are sorted.
    pub(crate) fn new(spans: Vec<&'s Fragments>) -> Self {
        let furthest = |furthest: &mut ByteOffset, span: &&Fragments| {
            *furthest = (*furthest).max(span.cover().end());
            Some(*furthest)
        };
        let ends = spans.iter().scan(ByteOffset::default(), furthest).collect();
        Self { spans, ends }
    }

    /// The places of those that share text with a span, in order; O(log n) and the number of those near it.
    pub(crate) fn near(&self, span: &Fragments) -> impl Iterator<Item = usize> {
        let cover = span.cover();
        let from = self.ends.partition_point(|end| *end < cover.start());
        let to = self.spans.partition_point(|other| other.cover().start() <= cover.end());
        (from..to.max(from)).filter(move |at| share(self.spans[*at], span))
    }
}

/// How many pairs there can be of spans that are sorted. O(n log n) without gaps.
///
/// The span that ends first is paired with the one that ends first of those that share text with it: of what is left, all that
/// shares text with that one shares text with the others, too, so nothing is lost. With gaps that need not be
/// so, and paths that lead to another pair are looked for (Berge's theorem).
pub(crate) fn pairs(gold: &[&Fragments], predicted: &[&Fragments]) -> usize {
    let mut matched = [vec![None; gold.len()], vec![None; predicted.len()]];
    let sides = [gold, predicted];
    let all = || (0..2).flat_map(|side| (0..sides[side].len()).map(move |at| (side, at)));
    let mut by_end: Vec<(usize, usize)> = all().collect();
    by_end.sort_by_key(|(side, at)| sides[*side][*at].cover().end());
    // Those that have begun and are in no pair, by their ends.
    let mut open = [BTreeSet::new(), BTreeSet::new()];
    let mut next = [0, 0];
    for (side, at) in by_end {
        let span = sides[side][at];
        let end = span.cover().end();
        for side in 0..2 {
            while let Some(other) = sides[side].get(next[side]).filter(|other| other.cover().start() <= end) {
                open[side].insert((other.cover().end(), next[side]));
                next[side] += 1;
            }
        }
        if !open[side].remove(&(end, at)) {
            continue;
        }
        let other = open[1 - side].iter().find(|(_, other)| share(sides[1 - side][*other], span)).copied();
        if let Some(other) = other {
            open[1 - side].remove(&other);
            matched[side][at] = Some(other.1);
            matched[1 - side][other.1] = Some(at);
        }
    }
    if all().any(|(side, at)| sides[side][at].as_slice().len() > 1) {
        let index = Index::new(gold.to_vec());
        (0..predicted.len()).for_each(|at| augment(at, predicted, &index, &mut matched));
    }
    matched[0].iter().flatten().count()
}

/// Finds a gold span for a predicted one, if others can give theirs up for it and find another.
fn augment(start: usize, predicted: &[&Fragments], gold: &Index<'_>, matched: &mut [Vec<Option<usize>>; 2]) {
    if matched[1][start].is_some() {
        return;
    }
    // Through which predicted span each gold one was reached.
    let mut reached = vec![None; matched[0].len()];
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for other in gold.near(predicted[at]) {
            if reached[other].is_some() {
                continue;
            }
            reached[other] = Some(at);
            let Some(holder) = matched[0][other] else {
                let mut free = Some(other);
                while let Some(other) = free {
                    let at = reached[other].expect("it was reached");
                    matched[0][other] = Some(at);
                    free = matched[1][at].replace(other);
                }
                return;
            };
            queue.push_back(holder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::TextRange;
    use proptest::prelude::*;

    /// The number of pairs by trying everything.
    fn brute(gold: &[&Fragments], predicted: &[&Fragments]) -> usize {
        let Some((first, rest)) = gold.split_first() else { return 0 };
        let with = (0..predicted.len()).filter(|at| share(first, predicted[*at])).map(|at| {
            let others = [&predicted[..at], &predicted[at + 1..]].concat();
            1 + brute(rest, &others)
        });
        with.chain([brute(rest, predicted)]).max().unwrap_or_default()
    }

    fn spans(parts: usize) -> impl Strategy<Value = Vec<Fragments>> {
        let part = (0usize..12, 0usize..4).prop_map(|(start, len)| TextRange::from_usize(start..start + len));
        let span = prop::collection::vec(part, 1..=parts).prop_filter_map("no empty part among others", Fragments::new);
        prop::collection::vec(span, 0..6).prop_map(|mut spans| {
            spans.sort();
            spans
        })
    }

    proptest! {
        #[test]
        fn there_are_as_many_pairs_as_can_be(gold in spans(1), predicted in spans(1)) {
            let (gold, predicted): (Vec<_>, Vec<_>) = (gold.iter().collect(), predicted.iter().collect());
            prop_assert_eq!(pairs(&gold, &predicted), brute(&gold, &predicted));
        }

        #[test]
        fn gaps_lose_no_pair(gold in spans(3), predicted in spans(3)) {
            let (gold, predicted): (Vec<_>, Vec<_>) = (gold.iter().collect(), predicted.iter().collect());
            prop_assert_eq!(pairs(&gold, &predicted), brute(&gold, &predicted));
            for span in predicted {
                let near: Vec<usize> = Index::new(gold.clone()).near(span).collect();
                let all: Vec<usize> = (0..gold.len()).filter(|at| share(gold[*at], span)).collect();
                prop_assert_eq!(near, all);
            }
        }
    }
}
