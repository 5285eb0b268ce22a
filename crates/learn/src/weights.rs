//! The weights of all labels: adaptive regularisation of weight vectors (AROW, Crammer, Kulesza and Dredze, 2009) with a diagonal
//! covariance, in a table of fixed size into which features are hashed. What was changed is written down, so that it can be taken back.

/// Rows of the table.
const ROWS: usize = 1 << BITS;
/// Binary logarithm of [`ROWS`].
const BITS: u32 = 16;
/// The regularisation of AROW: the larger, the smaller are the steps.
const RESTRAINT: f32 = 3.0;

/// A feature: the row of its weights, and its value.
pub(crate) type Feature = (u32, f32);

/// The row of a feature that has a key.
pub(crate) fn row(key: u64) -> u32 {
    let mixed = (key ^ (key >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    ((mixed ^ (mixed >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as u32
}

/// What a place of the table held.
#[derive(Clone, Copy, Debug)]
struct Was {
    at: u32,
    weight: f32,
    known: f32,
}

#[derive(Clone, Debug)]
pub(crate) struct Weights {
    labels: usize,
    /// By row: the weight of each label, then for each label how much of its variance is gone: 1 less the variance.
    table: Vec<f32>,
    journal: Vec<Was>,
}

impl Weights {
    pub fn new(labels: usize) -> Self {
        Self { labels, table: vec![0.0; ROWS * labels * 2], journal: Vec::new() }
    }

    /// Adds what features say to the scores of all labels.
    pub fn add(&self, features: &[Feature], scores: &mut [f32]) {
        for (row, value) in features {
            let from = *row as usize * self.labels * 2;
            for (score, weight) in scores.iter_mut().zip(&self.table[from..from + self.labels]) {
                *score += weight * value;
            }
        }
    }

    /// Learns that the score of a label, which was `score`, should be at least 1 (`is_wanted`) or at most -1. Whether it was not.
    pub fn learn(&mut self, features: &[Feature], label: usize, score: f32, is_wanted: bool) -> bool {
        let sign = if is_wanted { 1.0 } else { -1.0 };
        let loss = 1.0 - sign * score;
        if loss <= 0.0 {
            return false;
        }
        let place = |row: u32| row as usize * self.labels * 2 + label;
        let mut variance = 0.0;
        for (row, value) in features {
            variance += value * value * (1.0 - self.table[place(*row) + self.labels]);
        }
        let share = 1.0 / (variance + RESTRAINT);
        for (row, value) in features {
            let at = place(*row);
            let (weight, known) = (self.table[at], self.table[at + self.labels]);
            self.journal.push(Was { at: at as u32, weight, known });
            let step = (1.0 - known) * value;
            self.table[at] = weight + sign * loss * share * step;
            self.table[at + self.labels] = known + share * step * step;
        }
        true
    }

    /// A place to come back to.
    pub fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Takes back what was learned since a mark.
    pub fn take_back(&mut self, mark: usize) {
        for was in self.journal.drain(mark..).rev() {
            let at = was.at as usize;
            self.table[at] = was.weight;
            self.table[at + self.labels] = was.known;
        }
    }

    /// Forgets what was before a mark: nothing before it can be taken back. Marks are counted from it then.
    pub fn forget(&mut self, mark: usize) {
        self.journal.drain(..mark);
    }

    /// The table, bit by bit: for tests.
    #[cfg(test)]
    pub fn bits(&self) -> Vec<u32> {
        self.table.iter().map(|value| value.to_bits()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_taken_back_leaves_nothing(
            before in prop::collection::vec((prop::collection::vec((0..50_u32, 0.1..2.0_f32), 1..6), 0..3_usize, any::<bool>()), 0..20),
            after in prop::collection::vec((prop::collection::vec((0..50_u32, 0.1..2.0_f32), 1..6), 0..3_usize, any::<bool>()), 0..20),
        ) {
            let teach = |weights: &mut Weights, lessons: &[(Vec<Feature>, usize, bool)]| {
                for (features, label, is_wanted) in lessons {
                    let mut scores = [0.0; 3];
                    weights.add(features, &mut scores);
                    weights.learn(features, *label, scores[*label], *is_wanted);
                }
            };
            let mut weights = Weights::new(3);
            teach(&mut weights, &before);
            let (bits, mark) = (weights.bits(), weights.mark());
            teach(&mut weights, &after);
            weights.take_back(mark);
            prop_assert_eq!(weights.bits(), bits);
        }

        /// What was learned is said, more of it each time.
        #[test]
        fn a_lesson_moves_the_score(features in prop::collection::btree_map(0..50_u32, 0.1..2.0_f32, 1..6), is_wanted: bool) {
            let features: Vec<Feature> = features.into_iter().collect();
            let mut weights = Weights::new(1);
            let mut last = 0.0;
            for _ in 0..4 {
                let mut scores = [0.0];
                weights.learn(&features, 0, last, is_wanted);
                weights.add(&features, &mut scores);
                let has_moved = if is_wanted { scores[0] > last || last >= 1.0 } else { scores[0] < last || last <= -1.0 };
                prop_assert!(has_moved, "{} after {last}", scores[0]);
                last = scores[0];
            }
        }
    }
}
