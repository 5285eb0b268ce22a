//! The ways in which a predicted span can be as good as a gold one.

use crate::Labelled;
use crate::matching::{Index, pairs};
use postil_core::Fragments;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// When a predicted span counts. The first four are those of SemEval-2013, task 9.1 (Segura-Bedmar et al.), as nervaluate counts
/// them; each gold span counts once, for one predicted span, whatever the scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Same extent and same label: what `seqeval` counts in strict mode, and CoNLL-2003.
    Strict,
    /// Same extent, whatever the label.
    Exact,
    /// Same extent, whatever the label; where only a part is shared, half.
    Partial,
    /// Same label, and a shared part. A predicted span of another label takes the gold span that it shares a part with.
    Type,
    /// Same label, and a shared part, in as many pairs as there can be.
    Overlap,
}

impl Scheme {
    pub const ALL: [Self; 5] = [Self::Strict, Self::Exact, Self::Partial, Self::Type, Self::Overlap];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Exact => "exact",
            Self::Partial => "partial",
            Self::Type => "type",
            Self::Overlap => "overlap",
        }
    }

    /// How many of the spans agree, a half where they do in part. Spans are sorted, and each there once.
    pub(crate) fn credit(self, gold: &[Labelled], predicted: &[Labelled]) -> f64 {
        match self {
            Self::Strict => both(gold, predicted, |span| span) as f64,
            Self::Exact => both(gold, predicted, |span| &span.fragments) as f64,
            Self::Partial => {
                let taken = in_turn(gold, predicted, |_, _| true);
                taken.iter().map(|(is_same, _)| if *is_same { 1.0 } else { 0.5 }).sum()
            }
            Self::Type => {
                let taken = in_turn(gold, predicted, |gold, predicted| gold.label == predicted.label);
                taken.iter().filter(|(_, is_right)| *is_right).count() as f64
            }
            Self::Overlap => {
                let labels: BTreeSet<&str> = gold.iter().map(|span| span.label.as_str()).collect();
                let of = |label| pairs(&with_label(gold, label), &with_label(predicted, label));
                labels.into_iter().map(of).sum::<usize>() as f64
            }
        }
    }
}

fn with_label<'s>(spans: &'s [Labelled], label: &str) -> Vec<&'s Fragments> {
    spans.iter().filter(|span| span.label == label).map(|span| &span.fragments).collect()
}

impl FromStr for Scheme {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = || Self::ALL.map(Self::as_str).join(", ");
        Self::ALL.into_iter().find(|it| it.as_str() == name).ok_or_else(|| format!("a scheme is one of {}", known()))
    }
}

/// How many spans are the same, each counted as often as it is on both sides.
fn both<'s, K: Ord + 's>(gold: &'s [Labelled], predicted: &'s [Labelled], key: fn(&'s Labelled) -> &'s K) -> usize {
    let mut left: BTreeMap<&K, usize> = BTreeMap::new();
    gold.iter().for_each(|span| *left.entry(key(span)).or_default() += 1);
    let mut take = |span: &'s Labelled| match left.get_mut(key(span)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    };
    predicted.iter().filter(|span| take(span)).count()
}

/// Gives each predicted span a gold one: first those of the same extent, then in the order of the text the nearest that suits
/// and shares a part, and else the first that shares one. Says of each pair whether the extent is the same, and whether it suits.
///
/// So does nervaluate, but for the first step: without it, a fragment that stands before the whole takes its place.
fn in_turn(gold: &[Labelled], predicted: &[Labelled], suits: fn(&Labelled, &Labelled) -> bool) -> Vec<(bool, bool)> {
    let index = Index::new(gold.iter().map(|span| &span.fragments).collect());
    let mut is_taken = vec![false; gold.len()];
    let mut made = Vec::new();
    let mut rest = Vec::new();
    for span in predicted {
        let same = gold.partition_point(|other| other.fragments < span.fragments);
        let same = (same..gold.len()).take_while(|at| gold[*at].fragments == span.fragments);
        match same.into_iter().find(|at| !is_taken[*at] && suits(&gold[*at], span)) {
            Some(at) => {
                is_taken[at] = true;
                made.push((true, true));
            }
            None => rest.push(span),
        }
    }
    for span in rest {
        let distance = |at: usize| {
            let (a, b) = (gold[at].fragments.cover(), span.fragments.cover());
            a.start().get().abs_diff(b.start().get()) + a.end().get().abs_diff(b.end().get())
        };
        let free: Vec<usize> = index.near(&span.fragments).filter(|at| !is_taken[*at]).collect();
        let suitable = free.iter().copied().filter(|at| suits(&gold[*at], span)).min_by_key(|at| distance(*at));
        if let Some(at) = suitable.or(free.first().copied()) {
            is_taken[at] = true;
            made.push((gold[at].fragments == span.fragments, suitable.is_some()));
        }
    }
    made
}
