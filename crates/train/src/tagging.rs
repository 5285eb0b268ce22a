//! Training the tagger: an averaged structured perceptron (Collins 2002) whose gold path is the best one that the labels of
//! a corpus allow.

use postil_extract::training::labels::{LABELS, OUTSIDE, WIDTH, may_follow};
use postil_extract::training::{BUCKETS, Row};

/// Labels that a token may have, one bit each.
pub type Mask = u16;

/// Features of many sentences, and what their tokens may be.
#[derive(Default)]
pub struct Sentences {
    /// Buckets, token after token.
    pub features: Vec<u32>,
    /// Where the features of each token end.
    pub ends: Vec<usize>,
    /// Ranges of tokens.
    pub sentences: Vec<(u32, u32)>,
}

impl Sentences {
    pub fn features(&self, token: usize) -> &[u32] {
        let start = if token == 0 { 0 } else { self.ends[token - 1] };
        &self.features[start..self.ends[token]]
    }
}

/// One sentence with what its tokens may be: a range of `masks`.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Which of the sentences.
    pub sentence: u32,
    /// The first of its masks.
    pub masks: u32,
    /// In how many of a hundred epochs it is drawn.
    pub percent: u8,
}

/// Weights.
pub struct Weights {
    pub rows: Vec<[f32; WIDTH]>,
    pub transitions: [[f32; LABELS]; LABELS + 1],
}

impl Weights {
    pub fn new() -> Self {
        Self { rows: vec![[0.0; WIDTH]; BUCKETS], transitions: [[0.0; LABELS]; LABELS + 1] }
    }

    /// The mean of several.
    pub fn mean(mut all: Vec<Self>) -> Self {
        let mut first = all.remove(0);
        let count = (all.len() + 1) as f32;
        for other in all {
            for (row, more) in first.rows.iter_mut().zip(other.rows) {
                row.iter_mut().zip(more).for_each(|(a, b)| *a += b);
            }
            for (row, more) in first.transitions.iter_mut().zip(other.transitions) {
                row.iter_mut().zip(more).for_each(|(a, b)| *a += b);
            }
        }
        first.rows.iter_mut().flatten().for_each(|weight| *weight /= count);
        first.transitions.iter_mut().flatten().for_each(|weight| *weight /= count);
        first
    }

    /// Makes the root mean square of the weights that are not 0 equal to `size`.
    pub fn normalise(&mut self, size: f32) {
        let (mut squares, mut count) = (0.0_f64, 0_u64);
        for weight in self.rows.iter().flatten().filter(|weight| **weight != 0.0) {
            squares += f64::from(*weight) * f64::from(*weight);
            count += 1;
        }
        let by = size / (squares / count.max(1) as f64).sqrt().max(1e-9) as f32;
        self.rows.iter_mut().flatten().for_each(|weight| *weight *= by);
        self.transitions.iter_mut().flatten().for_each(|weight| *weight *= by);
    }

    pub fn score(&self, features: &[u32]) -> [f32; WIDTH] {
        let mut sum = [0.0; WIDTH];
        for bucket in features {
            for (sum, weight) in sum.iter_mut().zip(&self.rows[*bucket as usize]) {
                *sum += weight;
            }
        }
        sum
    }

    /// The best labels among those allowed.
    fn best(&self, scores: &[[f32; WIDTH]], allowed: impl Fn(usize) -> Mask, out: &mut Vec<usize>) {
        const NEVER: f32 = -1e30;
        out.clear();
        let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        let mut sums = [NEVER; LABELS];
        for (at, line) in scores.iter().enumerate() {
            let mask = allowed(at);
            let mut next = [NEVER; LABELS];
            let mut from = [0_u8; LABELS];
            for label in (0..LABELS).filter(|label| mask & (1 << label) != 0) {
                if at == 0 {
                    if may_follow(OUTSIDE, label) {
                        next[label] = line[label] + self.transitions[LABELS][label];
                    }
                    continue;
                }
                let mut best = NEVER;
                for before in (0..LABELS).filter(|before| may_follow(*before, label)) {
                    let score = sums[before] + self.transitions[before][label];
                    if score > best {
                        best = score;
                        from[label] = before as u8;
                    }
                }
                next[label] = best + line[label];
            }
            back.push(from);
            sums = next;
        }
        let mut label = 0;
        for other in 1..LABELS {
            if sums[other] > sums[label] {
                label = other;
            }
        }
        out.resize(scores.len(), 0);
        for at in (0..scores.len()).rev() {
            out[at] = label;
            label = usize::from(back[at][label]);
        }
    }

    /// The best labels of a sentence.
    pub fn tag(&self, sentences: &Sentences, sentence: u32, out: &mut Vec<usize>) {
        let (start, end) = sentences.sentences[sentence as usize];
        let scores: Vec<_> = (start..end).map(|token| self.score(sentences.features(token as usize))).collect();
        self.best(&scores, |_| Mask::MAX, out);
    }

    /// In whole numbers from -127 to 127, weights below `prune` times the root mean square dropped. With it the transitions.
    pub fn quantise(&self, prune: f32) -> (Vec<Row>, [[i16; LABELS]; LABELS + 1]) {
        let labels = || self.rows.iter().flat_map(|row| &row[..LABELS]);
        let (mut squares, mut count) = (0.0_f64, 0_u64);
        for weight in labels().filter(|weight| **weight != 0.0) {
            squares += f64::from(*weight) * f64::from(*weight);
            count += 1;
        }
        let least = prune * (squares / count.max(1) as f64).sqrt() as f32;
        let most = labels().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let unit = (most / 127.0).max(1e-9);
        let whole = |weight: f32| if weight.abs() < least { 0 } else { (weight / unit).round() as i8 };
        let rows = self.rows.iter().map(|row| Row(row.map(whole))).collect();
        let transitions = self.transitions.map(|row| row.map(|weight| (weight / unit).round() as i16));
        (rows, transitions)
    }
}

/// A small generator of numbers (splitmix64): the same for the same seed, everywhere.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// Trains on examples.
pub fn train(sentences: &Sentences, examples: &[Example], masks: &[Mask], epochs: usize, seed: u64) -> Weights {
    let mut weights = Weights::new();
    // What was added, weighted by when: the average is the weights less this over the steps.
    let mut late = Weights::new();
    let mut chance = Chance(seed);
    let mut step = 1.0_f32;
    let (mut best, mut gold) = (Vec::new(), Vec::new());
    for _ in 0..epochs {
        let mut drawn: Vec<Example> =
            examples.iter().filter(|example| chance.below(100) < usize::from(example.percent)).copied().collect();
        for at in (1..drawn.len()).rev() {
            drawn.swap(at, chance.below(at + 1));
        }
        for example in drawn {
            let (start, end) = sentences.sentences[example.sentence as usize];
            let masks = &masks[example.masks as usize..][..(end - start) as usize];
            let scores: Vec<_> = (start..end).map(|token| weights.score(sentences.features(token as usize))).collect();
            weights.best(&scores, |_| Mask::MAX, &mut best);
            step += 1.0;
            if best.iter().zip(masks).all(|(label, mask)| mask & (1 << label) != 0) {
                continue;
            }
            weights.best(&scores, |at| masks[at], &mut gold);
            let (mut before_best, mut before_gold) = (LABELS, LABELS);
            for (at, (said, right)) in best.iter().zip(&gold).enumerate() {
                if said != right {
                    for bucket in sentences.features(start as usize + at) {
                        let (row, late) = (&mut weights.rows[*bucket as usize], &mut late.rows[*bucket as usize]);
                        row[*right] += 1.0;
                        row[*said] -= 1.0;
                        late[*right] += step;
                        late[*said] -= step;
                    }
                }
                if (before_best, *said) != (before_gold, *right) {
                    weights.transitions[before_gold][*right] += 1.0;
                    weights.transitions[before_best][*said] -= 1.0;
                    late.transitions[before_gold][*right] += step;
                    late.transitions[before_best][*said] -= step;
                }
                (before_best, before_gold) = (*said, *right);
            }
        }
    }
    for (row, late) in weights.rows.iter_mut().zip(&late.rows) {
        row.iter_mut().zip(late).for_each(|(weight, late)| *weight -= late / step);
    }
    for (row, late) in weights.transitions.iter_mut().zip(&late.transitions) {
        row.iter_mut().zip(late).for_each(|(weight, late)| *weight -= late / step);
    }
    weights
}
