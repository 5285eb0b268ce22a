//! Training the tagger as a conditional random field (Lafferty et al. 2001) by stochastic gradients (AdaGrad): the gradient is
//! what the allowed labelings expect, less what all expect.

use crate::tagging::{Chance, Example, Mask, Sentences, Weights};
use postil_extract::training::labels::{LABELS, OUTSIDE, WIDTH, may_follow};

/// Sums over labelings.
#[derive(Default)]
struct Sums {
    forward: Vec<[f32; WIDTH]>,
    marginals: Vec<[f32; WIDTH]>,
    pairs: Box<[[f32; LABELS]]>,
}

/// Exponentials of the transitions, by the label before and the label after; the last row is the start.
type Steps = [[f32; WIDTH]; LABELS + 1];

fn steps(weights: &Weights) -> Steps {
    let mut steps = [[0.0; WIDTH]; LABELS + 1];
    for (before, row) in weights.transitions.iter().enumerate() {
        for (label, weight) in row.iter().enumerate() {
            let from = if before == LABELS { OUTSIDE } else { before };
            if may_follow(from, label) {
                steps[before][label] = libm::expf(*weight);
            }
        }
    }
    steps
}

impl Sums {
    /// Works out how likely each label of each token is, and each pair, among those allowed; `odds` are exponentials of
    /// scores.
    fn work_out(&mut self, odds: &[[f32; WIDTH]], steps: &Steps, allowed: impl Fn(usize) -> Mask) {
        let masked = |at: usize| {
            let mask = allowed(at);
            let mut line = odds[at];
            for (label, odd) in line.iter_mut().enumerate() {
                if label >= LABELS || mask & (1 << label) == 0 {
                    *odd = 0.0;
                }
            }
            line
        };
        self.forward.clear();
        self.marginals.clear();
        self.marginals.resize(odds.len(), [0.0; WIDTH]);
        self.pairs = vec![[0.0; LABELS]; LABELS + 1].into_boxed_slice();
        let mut sums = [0.0; WIDTH];
        for at in 0..odds.len() {
            let line = masked(at);
            let mut next = [0.0; WIDTH];
            if at == 0 {
                next = steps[LABELS];
            } else {
                for (sum, step) in sums.iter().zip(&steps[..LABELS]) {
                    next.iter_mut().zip(step).for_each(|(next, step)| *next += sum * step);
                }
            }
            next.iter_mut().zip(line).for_each(|(next, odd)| *next *= odd);
            scale(&mut next);
            self.forward.push(next);
            sums = next;
        }
        let mut back = [1.0; WIDTH];
        for at in (0..odds.len()).rev() {
            let forward = &self.forward[at];
            let marginal = &mut self.marginals[at];
            marginal.iter_mut().zip(forward.iter().zip(back)).for_each(|(m, (f, b))| *m = f * b);
            scale(marginal);
            let line = masked(at);
            let mut weighed = back;
            weighed.iter_mut().zip(line).for_each(|(weighed, odd)| *weighed *= odd);
            if at == 0 {
                for (label, pair) in self.pairs[LABELS].iter_mut().enumerate() {
                    *pair += marginal[label];
                }
                break;
            }
            let before = &self.forward[at - 1];
            let mut next = [0.0; WIDTH];
            let mut all = 0.0;
            for label in 0..LABELS {
                let sum: f32 = steps[label].iter().zip(&weighed).map(|(step, weighed)| step * weighed).sum();
                next[label] = sum;
                all += sum * before[label];
            }
            if all > 0.0 {
                for label in 0..LABELS {
                    let share = before[label] / all;
                    if share * next[label] > 1e-4 {
                        let pairs = &mut self.pairs[label];
                        pairs
                            .iter_mut()
                            .zip(steps[label].iter().zip(&weighed))
                            .for_each(|(pair, (s, w))| *pair += share * s * w);
                    }
                }
            }
            scale(&mut next);
            back = next;
        }
    }
}

fn scale(values: &mut [f32; WIDTH]) {
    let all: f32 = values.iter().sum();
    if all > 0.0 {
        values.iter_mut().for_each(|value| *value /= all);
    }
}

/// Trains on examples; `rate` is the size of a first step.
pub fn train(
    sentences: &Sentences, examples: &[Example], masks: &[Mask], epochs: usize, seed: u64, rate: f32,
) -> Weights {
    let mut weights = Weights::new();
    let mut squares = Weights::new();
    let mut chance = Chance(seed);
    let (mut free, mut held) = (Sums::default(), Sums::default());
    for _ in 0..epochs {
        let mut drawn: Vec<Example> =
            examples.iter().filter(|example| chance.below(100) < usize::from(example.percent)).copied().collect();
        for at in (1..drawn.len()).rev() {
            drawn.swap(at, chance.below(at + 1));
        }
        for example in drawn {
            let (start, end) = sentences.sentences[example.sentence as usize];
            let masks = &masks[example.masks as usize..][..(end - start) as usize];
            let steps = steps(&weights);
            let odds: Vec<[f32; WIDTH]> = (start..end)
                .map(|token| {
                    let scores = weights.score(sentences.features(token as usize));
                    let most = scores[..LABELS].iter().fold(f32::MIN, |a, b| a.max(*b));
                    scores.map(|score| libm::expf(score - most).max(1e-12))
                })
                .collect();
            free.work_out(&odds, &steps, |_| Mask::MAX);
            held.work_out(&odds, &steps, |at| masks[at]);
            for (at, token) in (start..end).enumerate() {
                let mut slope = [0.0; WIDTH];
                let mut most = 0.0_f32;
                for (label, slope) in slope.iter_mut().enumerate().take(LABELS) {
                    *slope = held.marginals[at][label] - free.marginals[at][label];
                    most = most.max(slope.abs());
                }
                if most < 0.004 {
                    continue;
                }
                for bucket in sentences.features(token as usize) {
                    let row = &mut weights.rows[*bucket as usize];
                    let squares = &mut squares.rows[*bucket as usize];
                    for label in 0..LABELS {
                        let slope = slope[label];
                        squares[label] += slope * slope;
                        row[label] += rate * slope / (squares[label].sqrt() + 0.05);
                    }
                }
            }
            for before in 0..=LABELS {
                for label in 0..LABELS {
                    let slope = held.pairs[before][label] - free.pairs[before][label];
                    let square = &mut squares.transitions[before][label];
                    *square += slope * slope;
                    weights.transitions[before][label] += rate * slope / (square.sqrt() + 0.05);
                }
            }
        }
    }
    weights
}
