//! The best labels of a sentence (Viterbi), and how sure each is (forward and backward sums).

use super::labels::{LABELS, OUTSIDE, WIDTH, may_follow};
use crate::model::Transitions;

/// No label has so low a score.
const NEVER: i32 = i32::MIN / 4;

/// Scores of one token as they are decoded.
pub(crate) type Line = [i32; WIDTH];

/// Steps of the table of exponentials to one unit of the exponent.
const STEPS: f32 = 32.0;

/// Finds labels; its buffers are used again for the next sentence.
#[derive(Default)]
pub(crate) struct Decoder {
    back: Vec<[u8; WIDTH]>,
    forward: Vec<[f32; WIDTH]>,
    backward: Vec<[f32; WIDTH]>,
    /// `exp(-i / STEPS)`.
    exp: Vec<f32>,
}

impl Decoder {
    /// The best labels of a sentence, into `labels`; `O(tokens)`.
    pub fn best(&mut self, lines: &[Line], transitions: &Transitions, labels: &mut Vec<u8>) {
        labels.clear();
        let Some(first) = lines.first() else { return };
        self.back.clear();
        let mut scores = [NEVER; LABELS];
        for (label, score) in scores.iter_mut().enumerate() {
            if may_follow(OUTSIDE, label) {
                *score = first[label] + transitions.start(label);
            }
        }
        for line in &lines[1..] {
            let mut next = [NEVER; LABELS];
            let mut back = [0; WIDTH];
            for label in 0..LABELS {
                let (mut best, mut from) = (NEVER, 0);
                for (before, score) in scores.iter().enumerate().filter(|(before, _)| may_follow(*before, label)) {
                    let score = score + transitions.get(before, label);
                    if score > best {
                        (best, from) = (score, before);
                    }
                }
                next[label] = best + line[label];
                back[label] = from as u8;
            }
            self.back.push(back);
            scores = next;
        }
        let mut label = (0..LABELS).rev().max_by_key(|label| scores[*label]).unwrap_or(OUTSIDE) as u8;
        labels.resize(lines.len(), 0);
        for at in (0..lines.len()).rev() {
            labels[at] = label;
            if at > 0 {
                label = self.back[at - 1][usize::from(label)];
            }
        }
    }

    /// Prepares the sums over all ways to label a sentence, for [`Self::surety`]; scores are worth `scale` each.
    ///
    /// Only sums, products and quotients of 32-bit floats, in a fixed order: the same on every machine.
    pub fn weigh(&mut self, lines: &[Line], transitions: &Transitions, scale: f32) {
        if self.exp.is_empty() {
            self.exp.extend((0..(40.0 * STEPS) as i32).map(|at| libm::expf(-(at as f32) / STEPS)));
        }
        let exp = &self.exp;
        let weight = |below: i32| {
            let at = (below as f32 * scale * STEPS) as usize;
            exp.get(at).copied().unwrap_or(0.0)
        };
        let odds = transitions.odds(scale);
        self.forward.clear();
        self.backward.clear();
        self.backward.resize(lines.len(), [0.0; WIDTH]);
        let mut sums = [0.0; WIDTH];
        for (at, line) in lines.iter().enumerate() {
            let most = line.iter().take(LABELS).copied().max().unwrap_or(0);
            let mut next = [0.0; WIDTH];
            for label in 0..LABELS {
                let reached = if at == 0 {
                    odds.start[label]
                } else {
                    sums.iter().zip(&odds.steps[label]).fold(0.0, |reached, (sum, odd)| reached + sum * odd)
                };
                next[label] = reached * weight(most - line[label]);
            }
            normalise(&mut next);
            self.forward.push(next);
            sums = next;
        }
        let mut sums = [0.0; WIDTH];
        sums[..LABELS].fill(1.0);
        for at in (0..lines.len()).rev() {
            self.backward[at] = sums;
            let line = &lines[at];
            let most = line.iter().take(LABELS).copied().max().unwrap_or(0);
            let mut weighed = [0.0; WIDTH];
            for label in 0..LABELS {
                weighed[label] = sums[label] * weight(most - line[label]);
            }
            let mut next = [0.0; WIDTH];
            for (label, weighed) in weighed.iter().enumerate().take(LABELS) {
                for (before, next) in next.iter_mut().enumerate().take(LABELS) {
                    *next += *weighed * odds.steps[label][before];
                }
            }
            normalise(&mut next);
            sums = next;
        }
    }

    /// How sure a label of a token is, from 0 to 1, after [`Self::weigh`].
    pub fn surety(&self, at: usize, label: usize) -> f32 {
        let (Some(forward), Some(backward)) = (self.forward.get(at), self.backward.get(at)) else { return 0.0 };
        let mut all = 0.0;
        for label in 0..LABELS {
            all += forward[label] * backward[label];
        }
        if all > 0.0 { forward[label] * backward[label] / all } else { 0.0 }
    }
}

fn normalise(values: &mut [f32; WIDTH]) {
    let mut all = 0.0;
    for value in values.iter() {
        all += *value;
    }
    if all > 0.0 {
        values.iter_mut().for_each(|value| *value /= all);
    } else {
        values[..LABELS].fill(1.0 / LABELS as f32);
    }
}
