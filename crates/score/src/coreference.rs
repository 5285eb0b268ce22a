//! Measures of coreference. Mentions are the same where their fragments are; singletons count as they are given.

use crate::Marks;
use crate::assignment::largest_sum;
use postil_core::Fragments;
use std::collections::{BTreeMap, BTreeSet};

/// How clusters are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// Links that are needed to hold clusters together (Vilain et al. 1995).
    Muc,
    /// For each mention, the part of its cluster that is right (Bagga and Baldwin 1998).
    BCubed,
    /// Clusters paired one to one, by the Dice coefficient of their mentions (Luo 2005, φ₄).
    CeafE,
    /// Links in each cluster, weighed by its size; a singleton has one to itself (Moosavi and Strube 2016).
    Lea,
}

/// The numerators and denominators of precision and recall. Those of documents add up.
pub(crate) type Sums = [f64; 4];

impl Metric {
    pub const ALL: [Self; 4] = [Self::Muc, Self::BCubed, Self::CeafE, Self::Lea];

    /// Those whose mean F1 is that of CoNLL-2012.
    pub(crate) const CONLL: usize = 3;

    /// Its name in the field.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Muc => "MUC",
            Self::BCubed => "B³",
            Self::CeafE => "CEAF-e",
            Self::Lea => "LEA",
        }
    }

    /// Of the clusters of a document.
    pub(crate) fn sums(self, gold: &Clusters<'_>, predicted: &Clusters<'_>) -> Sums {
        if self == Self::CeafE {
            let similarity = similarity(gold, predicted);
            return [similarity, predicted.0.len() as f64, similarity, gold.0.len() as f64];
        }
        let [right, said] = self.of(predicted, gold);
        let [found, wanted] = self.of(gold, predicted);
        [right, said, found, wanted]
    }

    /// How much of clusters is in others, and how much there is.
    fn of(self, clusters: &Clusters<'_>, others: &Clusters<'_>) -> [f64; 2] {
        let mut sums = [0.0; 2];
        for cluster in &clusters.0 {
            let (parts, alone) = others.parts(cluster);
            let size = cluster.len() as f64;
            let links = |size: usize| if size == 1 { 1.0 } else { (size * (size - 1) / 2) as f64 };
            let [part, whole] = match self {
                Self::Muc => [size - parts.len() as f64 - alone as f64, size - 1.0],
                Self::BCubed => [parts.values().map(|part| (part * part) as f64).sum::<f64>() / size, size],
                Self::CeafE | Self::Lea => {
                    let kept = |(other, part): (&usize, &usize)| match part {
                        1 if cluster.len() > 1 || others.0[*other].len() > 1 => 0.0,
                        part => links(*part),
                    };
                    [size * parts.iter().map(kept).sum::<f64>() / links(cluster.len()), size]
                }
            };
            sums = [sums[0] + part, sums[1] + whole];
        }
        sums
    }
}

/// Marks from sums.
pub(crate) fn marks(sums: &[f64]) -> Marks {
    Marks::new(sums[0], sums[1], sums[2], sums[3])
}

/// The clusters of a document, each mention in a cluster once, and none empty.
pub(crate) struct Clusters<'c>(Vec<BTreeSet<&'c Fragments>>, BTreeMap<&'c Fragments, Vec<usize>>);

impl<'c> Clusters<'c> {
    pub(crate) fn new(clusters: &'c [Vec<Fragments>]) -> Self {
        let clusters: Vec<BTreeSet<&Fragments>> =
            clusters.iter().map(|members| members.iter().collect()).filter(|it: &BTreeSet<_>| !it.is_empty()).collect();
        let mut of: BTreeMap<&Fragments, Vec<usize>> = BTreeMap::new();
        for (at, members) in clusters.iter().enumerate() {
            members.iter().for_each(|mention| of.entry(mention).or_default().push(at));
        }
        Self(clusters, of)
    }

    /// How many mentions each cluster here has of a cluster there, and how many of them are in none.
    fn parts(&self, cluster: &BTreeSet<&Fragments>) -> (BTreeMap<usize, usize>, usize) {
        let (mut parts, mut alone) = (BTreeMap::new(), 0);
        for mention in cluster {
            match self.1.get(mention) {
                Some(of) => of.iter().for_each(|at| *parts.entry(*at).or_default() += 1),
                None => alone += 1,
            }
        }
        (parts, alone)
    }
}

/// The largest sum of Dice coefficients of clusters that are paired one to one. Those that share no mention, however far around,
/// are apart from each other, so that the assignment is made of small ones.
fn similarity(gold: &Clusters<'_>, predicted: &Clusters<'_>) -> f64 {
    let parts: Vec<BTreeMap<usize, usize>> = gold.0.iter().map(|cluster| predicted.parts(cluster).0).collect();
    let mut of_predicted: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, parts) in parts.iter().enumerate() {
        parts.keys().for_each(|other| of_predicted.entry(*other).or_default().push(at));
    }
    let mut is_seen = vec![false; parts.len()];
    let mut sum = 0.0;
    for start in 0..parts.len() {
        let (mut rows, mut columns) = (Vec::new(), BTreeSet::new());
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut is_seen[at], true) {
                continue;
            }
            rows.push(at);
            for other in parts[at].keys() {
                if columns.insert(*other) {
                    open.extend(&of_predicted[other]);
                }
            }
        }
        rows.sort_unstable();
        let dice = |row: usize, column: usize| {
            let common = parts[row].get(&column).copied().unwrap_or_default();
            2.0 * common as f64 / (gold.0[row].len() + predicted.0[column].len()) as f64
        };
        let values: Vec<Vec<f64>> =
            rows.iter().map(|row| columns.iter().map(|column| dice(*row, *column)).collect()).collect();
        sum += largest_sum(&values);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::TextRange;

    fn clusters(members: &[&[usize]]) -> Vec<Vec<Fragments>> {
        let mention = |at: &usize| Fragments::one(TextRange::from_usize(*at..*at + 1));
        members.iter().map(|cluster| cluster.iter().map(mention).collect()).collect()
    }

    #[track_caller]
    fn check(gold: &[&[usize]], predicted: &[&[usize]], expected: [[f64; 3]; 4]) {
        let (gold, predicted) = (clusters(gold), clusters(predicted));
        for (metric, expected) in Metric::ALL.into_iter().zip(expected) {
            let it = marks(&metric.sums(&Clusters::new(&gold), &Clusters::new(&predicted))).or_zero();
            let found = [it.precision, it.recall, it.f1];
            let is_near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 5e-4);
            assert!(is_near, "{}: {found:?}, not {expected:?}", metric.as_str());
        }
    }

    /// Figures that were worked out by hand.
    #[test]
    fn clusters_are_compared() {
        let one = [1.0; 3];
        check(&[&[1, 2, 3], &[4, 5], &[6]], &[&[1, 2, 3], &[4, 5], &[6]], [one; 4]);
        check(&[&[1, 2, 3]], &[], [[0.0; 3]; 4]);
        // The example of Bagga and Baldwin: {1-5}, {6, 7}, {8-c}, with the second and the third joined.
        check(
            &[&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]],
            &[&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]],
            [
                [0.9, 1.0, 0.947],
                [0.762, 1.0, 0.865],
                [(1.0 + 10.0 / 12.0) / 2.0, (1.0 + 10.0 / 12.0) / 3.0, 0.733],
                [(5.0 + 7.0 * 11.0 / 21.0) / 12.0, 1.0, 0.839],
            ],
        );
        // {a, b, c}, {d, e, f, g} against {a, b}, {c, d}, {f, g, h, i}: the example of Moosavi and Strube.
        check(
            &[&[1, 2, 3], &[4, 5, 6, 7]],
            &[&[1, 2], &[3, 4], &[6, 7, 8, 9]],
            [
                [0.4, 0.4, 0.4],
                [0.5, 0.417, 0.4545],
                [(0.8 + 0.5) / 3.0, (0.8 + 0.5) / 2.0, 0.52],
                [0.333, 0.238, 0.278],
            ],
        );
    }

    /// A singleton has a link to itself, and counts where it is one on both sides.
    #[test]
    fn singletons_count() {
        let gold: [&[usize]; 2] = [&[1], &[2, 3]];
        check(&gold, &[&[1, 2], &[3]], [[0.0; 3], [0.667; 3], [0.667; 3], [0.0; 3]]);
        check(&gold, &[&[1]], [[0.0; 3], [1.0, 0.333, 0.5], [1.0, 0.5, 0.667], [1.0, 0.333, 0.5]]);
    }
}
