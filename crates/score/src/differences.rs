//! What two say differently of the same text, span by span.

use crate::Labelled;
use crate::matching::share;
use postil_core::Fragments;

/// How two spans differ that are taken for each other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// In nothing.
    None,
    /// In the label alone.
    Label,
    /// In where they begin or end.
    Borders,
    /// In both.
    LabelAndBorders,
    /// The one is alone: the other side has none there.
    Missing,
    /// The other is alone.
    Extra,
}

impl Difference {
    pub const ALL: [Self; 6] =
        [Self::None, Self::Label, Self::Borders, Self::LabelAndBorders, Self::Missing, Self::Extra];

    /// For files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Label => "label",
            Self::Borders => "borders",
            Self::LabelAndBorders => "label-and-borders",
            Self::Missing => "missing",
            Self::Extra => "extra",
        }
    }
}

/// Spans of both sides that are taken for each other's, by their places in the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub one: Option<usize>,
    pub other: Option<usize>,
    pub difference: Difference,
}

/// Takes spans of two sides for each other's, each in one pair at most: first those that are the same, then those of the same extent,
/// then those that share a part, of the same label before others, the nearest first. In the order of the text. O(n log n), and
/// the number of spans near each.
pub fn differences(one: &[Labelled], other: &[Labelled]) -> Vec<Meeting> {
    let order = |spans: &[Labelled]| -> Vec<usize> {
        let mut order: Vec<usize> = (0..spans.len()).collect();
        order.sort_by(|a, b| spans[*a].cmp(&spans[*b]));
        order
    };
    let (ones, others) = (order(one), order(other));
    let mut left: Vec<usize> = ones.clone();
    let mut taken = vec![false; other.len()];
    let mut met = Vec::new();
    for difference in [Difference::None, Difference::Label] {
        left.retain(|a| {
            let at = &one[*a].fragments;
            let from = others.partition_point(|b| other[*b].fragments < *at);
            let same = others[from..].iter().take_while(|b| other[**b].fragments == *at);
            let free = same
                .into_iter()
                .find(|b| !taken[**b] && (difference == Difference::Label || other[**b].label == one[*a].label));
            let Some(b) = free else { return true };
            taken[*b] = true;
            met.push(Meeting { one: Some(*a), other: Some(*b), difference });
            false
        });
    }
    // The furthest end of those up to each, so that the first that may share a part is found.
    let furthest = |end: &mut postil_core::ByteOffset, b: &usize| {
        *end = (*end).max(other[*b].fragments.cover().end());
        Some(*end)
    };
    let ends: Vec<postil_core::ByteOffset> = others.iter().scan(Default::default(), furthest).collect();
    for difference in [Difference::Borders, Difference::LabelAndBorders] {
        left.retain(|a| {
            let cover = one[*a].fragments.cover();
            let from = ends.partition_point(|end| *end < cover.start());
            let near = others[from..].iter().take_while(|b| other[**b].fragments.cover().start() <= cover.end());
            let suits = |b: &&usize| {
                !taken[**b]
                    && (difference == Difference::LabelAndBorders || other[**b].label == one[*a].label)
                    && share(&one[*a].fragments, &other[**b].fragments)
            };
            let nearest = near.filter(suits).min_by_key(|b| distance(&one[*a].fragments, &other[**b].fragments));
            let Some(b) = nearest else { return true };
            taken[*b] = true;
            met.push(Meeting { one: Some(*a), other: Some(*b), difference });
            false
        });
    }
    met.extend(left.into_iter().map(|a| Meeting { one: Some(a), other: None, difference: Difference::Missing }));
    let alone = others.into_iter().filter(|b| !taken[*b]);
    met.extend(alone.map(|b| Meeting { one: None, other: Some(b), difference: Difference::Extra }));
    met.sort_by_key(|it| it.one.map(|a| &one[a]).or_else(|| it.other.map(|b| &other[b])));
    met
}

/// How far the borders are from each other, in bytes.
fn distance(a: &Fragments, b: &Fragments) -> u32 {
    let (a, b) = (a.cover(), b.cover());
    a.start().get().abs_diff(b.start().get()) + a.end().get().abs_diff(b.end().get())
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::TextRange;
    use proptest::prelude::*;

    fn spans(list: &[(usize, usize, &str)]) -> Vec<Labelled> {
        let span = |(start, end, label): &(usize, usize, &str)| {
            Labelled::new(*label, Fragments::one(TextRange::from_usize(*start..*end)))
        };
        list.iter().map(span).collect()
    }

    #[test]
    fn each_difference_has_its_kind() {
        let one = spans(&[(0, 4, "PER"), (5, 9, "ORG"), (10, 20, "LOC"), (30, 34, "PER"), (40, 50, "ORG")]);
        let other = spans(&[(60, 64, "PER"), (42, 55, "LOC"), (12, 20, "LOC"), (5, 9, "LOC"), (0, 4, "PER")]);
        let met: Vec<_> = differences(&one, &other).into_iter().map(|it| (it.one, it.other, it.difference)).collect();
        assert_eq!(
            met,
            [
                (Some(0), Some(4), Difference::None),
                (Some(1), Some(3), Difference::Label),
                (Some(2), Some(2), Difference::Borders),
                (Some(3), None, Difference::Missing),
                (Some(4), Some(1), Difference::LabelAndBorders),
                (None, Some(0), Difference::Extra),
            ]
        );
    }

    fn any_spans() -> impl Strategy<Value = Vec<Labelled>> {
        let span = (0usize..20, 0usize..6, prop::sample::select(vec!["A", "B"]));
        prop::collection::vec(span.prop_map(|(start, len, label)| (start, start + len, label)), 0..8)
            .prop_map(|list| spans(&list))
    }

    proptest! {
        /// Every span is told of once, and what is said of two is true.
        #[test]
        fn nothing_is_told_twice_or_passed_over(one in any_spans(), other in any_spans()) {
            let met = differences(&one, &other);
            let mut ones: Vec<usize> = met.iter().filter_map(|it| it.one).collect();
            let mut others: Vec<usize> = met.iter().filter_map(|it| it.other).collect();
            ones.sort_unstable();
            others.sort_unstable();
            prop_assert_eq!(ones, (0..one.len()).collect::<Vec<_>>());
            prop_assert_eq!(others, (0..other.len()).collect::<Vec<_>>());
            for it in &met {
                let kind = match (it.one.map(|a| &one[a]), it.other.map(|b| &other[b])) {
                    (Some(_), None) => Difference::Missing,
                    (None, Some(_)) => Difference::Extra,
                    (Some(a), Some(b)) if a == b => Difference::None,
                    (Some(a), Some(b)) if a.fragments == b.fragments => Difference::Label,
                    (Some(a), Some(b)) => {
                        prop_assert!(share(&a.fragments, &b.fragments));
                        if a.label == b.label { Difference::Borders } else { Difference::LabelAndBorders }
                    }
                    (None, None) => unreachable!("one of them is there"),
                };
                prop_assert_eq!(kind, it.difference);
            }
        }
    }
}
