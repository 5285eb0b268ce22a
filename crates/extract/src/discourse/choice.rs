//! Choosing among candidates with learned weights: a log-linear model over hashed features (as in Denis and Baldridge 2008).

use std::ops::Range;
use std::sync::OnceLock;

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

/// Learned weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    pub weights: Vec<i8>,
    /// What a weight of 1 adds to the exponent.
    pub scale: f32,
}

/// The weights that come with the crate.
const FILE: &[u8] = include_bytes!("../../data/speakers.weights");

impl Weights {
    /// Those that come with the crate.
    pub fn get() -> &'static Self {
        static READ: OnceLock<Weights> = OnceLock::new();
        READ.get_or_init(|| Self::read(FILE))
    }

    /// Reads what [`write`](Self::write) wrote. The file is part of the program: what is wrong in it is passed over.
    fn read(file: &[u8]) -> Self {
        let scale = file.first_chunk().map_or(0.05, |bytes| f32::from_le_bytes(*bytes));
        let mut weights = vec![0; WEIGHTS];
        let (mut at, mut gap) = (0_usize, 0_usize);
        let mut shift = 0;
        let mut rest = file.get(4..).unwrap_or_default().iter();
        while let Some(byte) = rest.next() {
            gap |= usize::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                at += gap;
                if let (Some(weight), Some(value)) = (weights.get_mut(at), rest.next()) {
                    *weight = *value as i8;
                }
                at += 1;
                (gap, shift) = (0, 0);
            }
        }
        Self { weights, scale }
    }

    /// The bytes of the file: the scale, then for each weight that is not 0 how many are passed over, seven bits a byte, and
    /// the weight.
    pub fn write(&self) -> Vec<u8> {
        let mut out = self.scale.to_le_bytes().to_vec();
        let mut gap = 0_usize;
        for weight in &self.weights {
            if *weight == 0 {
                gap += 1;
                continue;
            }
            while gap >= 0x80 {
                out.push(gap as u8 | 0x80);
                gap >>= 7;
            }
            out.push(gap as u8);
            out.push(*weight as u8);
            gap = 0;
        }
        out
    }

    fn score(&self, features: &[u32]) -> i32 {
        features.iter().map(|at| i32::from(self.weights[*at as usize])).sum()
    }
}

impl Choose for &Weights {
    fn choose(&mut self, _: Task, _: &Range<usize>, candidates: &Candidates) -> (usize, u16) {
        self.best(candidates)
    }
}

impl Choose for Weights {
    fn choose(&mut self, _: Task, _: &Range<usize>, candidates: &Candidates) -> (usize, u16) {
        self.best(candidates)
    }
}

impl Weights {
    fn best(&self, candidates: &Candidates) -> (usize, u16) {
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
    fn weights_are_read_as_they_were_written() {
        let mut weights = vec![0; WEIGHTS];
        for (at, weight) in [(0, 3), (1, -128), (500, 127), (WEIGHTS - 1, -1)] {
            weights[at] = weight;
        }
        let written = Weights { weights, scale: 0.03 };
        let read = Weights::read(&written.write());
        assert_eq!((read.weights, read.scale), (written.weights, written.scale));
    }
}
