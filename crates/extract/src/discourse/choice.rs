//! Choosing among candidates with learned weights: a log-linear model over hashed features (as in Denis and Baldridge 2008).

use crate::model::Model;
use std::ops::Range;
use std::sync::Arc;

/// Bits of the number of a weight.
pub(crate) const BITS: u32 = 16;
/// How many weights there are.
pub const WEIGHTS: usize = 1 << BITS;

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Whether words in marks are speech: no, yes.
    Speech,
    /// Who says a quotation; the last candidate is nobody.
    Speaker,
    /// What a pronoun stands for; the last candidate is nothing that stands before it.
    Antecedent,
    /// Who does what happens; the last candidate is nobody.
    Actor,
    /// To whom it is done; the last candidate is nobody.
    Recipient,
}

/// Candidates with their features.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    pub(crate) features: Vec<u32>,
    ends: Vec<usize>,
    /// What each candidate is, in bytes; nothing for nobody.
    bytes: Vec<Option<Range<usize>>>,
    /// Candidates of one cluster have the same number.
    groups: Vec<Option<u32>>,
}

impl Candidates {
    pub(crate) fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
        self.bytes.clear();
        self.groups.clear();
    }

    /// Ends a candidate whose features were put.
    pub(crate) fn end(&mut self, bytes: Option<Range<usize>>) {
        self.ends.push(self.features.len());
        self.bytes.push(bytes);
        self.groups.push(None);
    }

    /// The same of one that is in a cluster.
    pub(crate) fn end_of(&mut self, bytes: Option<Range<usize>>, group: u32) {
        self.ends.push(self.features.len());
        self.bytes.push(bytes);
        self.groups.push(Some(group));
    }

    /// The cluster of one, as a number.
    pub fn group(&self, at: usize) -> Option<u32> {
        self.groups[at]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The features of one.
    pub fn features(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start..self.ends[at]]
    }

    /// What one is, in bytes.
    pub fn bytes(&self, at: usize) -> Option<&Range<usize>> {
        self.bytes[at].as_ref()
    }

    /// Puts a feature of the candidate that has not ended: a template and what it met.
    pub(crate) fn put(&mut self, task: Task, template: u32, parts: [u32; 3]) {
        let mut hash = (task as u32 + 1).wrapping_mul(0x9E37_79B1) ^ template.wrapping_mul(0x85EB_CA6B);
        for part in parts {
            hash = (hash ^ part).wrapping_mul(0x9E37_79B1);
            hash ^= hash >> 15;
        }
        hash = hash.wrapping_mul(0x85EB_CA6B);
        self.features.push((hash ^ (hash >> 16)) & (WEIGHTS as u32 - 1));
    }
}

/// One that chooses.
pub trait Choose {
    /// The number of a candidate, and how sure it is, in ten-thousandths. `of` is what the choice is for, in bytes.
    fn choose(&mut self, task: Task, of: &Range<usize>, candidates: &Candidates) -> (usize, u16);
}

/// Learned weights. Without any, words in marks are speech, and nobody says them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// [`WEIGHTS`] weights, or none.
    pub weights: Vec<i8>,
    /// What a weight of 1 adds to the exponent.
    pub scale: f32,
}

impl Weights {
    fn score(&self, features: &[u32]) -> i32 {
        features.iter().map(|at| i32::from(self.weights[*at as usize])).sum()
    }
}

impl Choose for &Weights {
    fn choose(&mut self, task: Task, _: &Range<usize>, candidates: &Candidates) -> (usize, u16) {
        self.best(task, candidates)
    }
}

/// With what a model learned.
impl Choose for Arc<Model> {
    fn choose(&mut self, task: Task, _: &Range<usize>, candidates: &Candidates) -> (usize, u16) {
        self.parts().choices.best(task, candidates)
    }
}

impl Weights {
    /// Of one who learned nothing.
    pub(crate) fn none() -> &'static Self {
        static NONE: Weights = Weights { weights: Vec::new(), scale: 0.0 };
        &NONE
    }

    fn best(&self, task: Task, candidates: &Candidates) -> (usize, u16) {
        if self.weights.is_empty() {
            return (if task == Task::Speech { 1 } else { candidates.len().saturating_sub(1) }, 10_000);
        }
        let scores = (0..candidates.len()).map(|at| self.score(candidates.features(at)));
        let Some((best, top)) = scores.clone().enumerate().max_by_key(|(at, score)| (*score, std::cmp::Reverse(*at)))
        else {
            return (0, 0);
        };
        let all: f64 = scores.map(|score| libm::exp(f64::from(score - top) * f64::from(self.scale))).sum();
        (best, (10_000.0 / all) as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_learned_nothing_names_nobody() {
        let mut candidates = Candidates::default();
        for bytes in [Some(0..1), Some(4..6), None] {
            candidates.put(Task::Speaker, 1, [candidates.len() as u32, 0, 0]);
            candidates.end(bytes);
        }
        let mut weights = Weights::default();
        assert_eq!((&weights).choose(Task::Speaker, &(0..0), &candidates).0, 2);
        assert_eq!((&weights).choose(Task::Speech, &(0..0), &candidates).0, 1);
        weights.weights = vec![0; WEIGHTS];
        weights.weights[candidates.features(1)[0] as usize] = 9;
        weights.scale = 1.0;
        assert_eq!((&weights).choose(Task::Speaker, &(0..0), &candidates), (1, 9_997));
    }
}
