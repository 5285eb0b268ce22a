//! The best labels of a sentence (Viterbi), and how sure each is (forward and backward sums).

use super::labels::{KINDS, LABELS, OUTSIDE, WIDTH, first as first_of, later, may_follow};
use crate::model::{NEVER, Transitions};
use std::ops::Range;

/// Scores of one token as they are decoded.
pub(crate) type Line = [i32; WIDTH];

/// Labels that any label may come before, and one more, for vectors of a round length: [`OUTSIDE`] and the first words of
/// names.
const OPEN: usize = 2 + KINDS;

/// Finds labels; its buffers are used again for the next sentence.
#[derive(Default)]
pub(crate) struct Decoder {
    back: Vec<[u8; WIDTH]>,
    /// How likely each label is by its own score alone.
    own: Vec<[f32; WIDTH]>,
    forward: Vec<[f32; WIDTH]>,
    backward: Vec<[f32; WIDTH]>,
}

/// The scores after one more token, and for each label the best one before it; of two that are equally good, the lower one.
fn step(scores: &[i32; LABELS], line: &Line, transitions: &Transitions, back: &mut [u8; WIDTH]) -> [i32; LABELS] {
    let reached = |before: usize| -> [i32; OPEN] {
        let row: &[i32; OPEN] = transitions.from(before).first_chunk().expect("a row is wider");
        row.map(|transition| scores[before] + transition)
    };
    // Mostly nothing is better than a token outside before.
    let (mut best, mut from) = (reached(OUTSIDE), [OUTSIDE as i32; OPEN]);
    for before in OUTSIDE + 1..LABELS {
        if scores[before] + transitions.gained(before) <= scores[OUTSIDE] {
            continue;
        }
        let sums = reached(before);
        for label in 0..OPEN {
            let is_better = sums[label] > best[label];
            best[label] = if is_better { sums[label] } else { best[label] };
            from[label] = if is_better { before as i32 } else { from[label] };
        }
    }
    let mut next = [NEVER; LABELS];
    for label in 0..OPEN {
        next[label] = best[label] + line[label];
        back[label] = from[label] as u8;
    }
    // A later word follows only words of its own kind.
    for kind in 0..KINDS {
        let (begun, label) = (first_of(kind), later(kind));
        let enter = scores[begun] + transitions.get(begun, label);
        let stay = scores[label] + transitions.get(label, label);
        next[label] = enter.max(stay) + line[label];
        back[label] = if stay > enter { label } else { begun } as u8;
    }
    next
}

impl Decoder {
    /// The best labels of a sentence, into `labels`; `O(tokens)`.
    pub fn best(&mut self, lines: &[Line], transitions: &Transitions, labels: &mut Vec<u8>) {
        labels.clear();
        let Some(first) = lines.first() else { return };
        self.back.clear();
        let mut scores = [NEVER; LABELS];
        for label in (0..LABELS).filter(|label| may_follow(OUTSIDE, *label)) {
            scores[label] = first[label] + transitions.start(label);
        }
        for line in &lines[1..] {
            let mut back = [0; WIDTH];
            scores = step(&scores, line, transitions, &mut back);
            self.back.push(back);
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

    /// Prepares the sums over all ways to label a sentence, for [`Self::surety`] of some tokens; scores are worth `scale` each.
    ///
    /// Only sums, products and quotients of 32-bit floats, in a fixed order: the same on every machine.
    pub fn weigh(&mut self, lines: &[Line], tokens: Range<usize>, transitions: &Transitions, scale: f32) {
        let odds = transitions.odds(scale);
        self.own.clear();
        self.forward.clear();
        self.backward.clear();
        self.backward.resize(lines.len(), [0.0; WIDTH]);
        let mut sums = [0.0; WIDTH];
        for (at, line) in lines.iter().enumerate() {
            let most = line.iter().take(LABELS).copied().max().unwrap_or(0);
            let mut own = [0.0; WIDTH];
            for label in 0..LABELS {
                own[label] = odds.of_lag(most - line[label]);
            }
            self.own.push(own);
            if at >= tokens.end {
                continue;
            }
            let mut next = if at == 0 { odds.start } else { [0.0; WIDTH] };
            if at > 0 {
                for (sum, odds) in sums.iter().zip(&odds.onward) {
                    add_times(&mut next, odds, *sum);
                }
            }
            next.iter_mut().zip(&own).for_each(|(reached, own)| *reached *= own);
            normalise(&mut next);
            self.forward.push(next);
            sums = next;
        }
        let mut sums = [0.0; WIDTH];
        sums[..LABELS].fill(1.0);
        for (backward, own) in self.backward.iter_mut().zip(&self.own).skip(tokens.start).rev() {
            *backward = sums;
            let mut next = [0.0; WIDTH];
            for label in 0..LABELS {
                add_times(&mut next, &odds.steps[label], sums[label] * own[label]);
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

fn add_times(sums: &mut [f32; WIDTH], more: &[f32; WIDTH], times: f32) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += times * more);
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best labels by every transition of every token; of two ways that are equally good, that of [`step`].
    fn plainly(lines: &[Line], scores: &[[i16; LABELS]; LABELS + 1]) -> Vec<u8> {
        let reached = |before: usize, label: usize| {
            let start = before == LABELS;
            may_follow(if start { OUTSIDE } else { before }, label).then(|| i32::from(scores[before][label]))
        };
        let mut sums: Vec<Option<i32>> =
            (0..LABELS).map(|label| Some(reached(LABELS, label)? + lines[0][label])).collect();
        let mut back = Vec::new();
        for line in &lines[1..] {
            let best = |label: usize| {
                let ways = (0..LABELS).filter_map(|before| Some((sums[before]? + reached(before, label)?, before)));
                ways.max_by_key(|(sum, before)| (*sum, std::cmp::Reverse(*before)))
            };
            let ways: Vec<_> = (0..LABELS).map(best).collect();
            sums = ways.iter().zip(line).map(|(way, own)| Some((*way)?.0 + own)).collect();
            back.push(ways);
        }
        let mut label = (0..LABELS).rev().max_by_key(|label| sums[*label]).unwrap_or(OUTSIDE);
        let mut labels = vec![label as u8];
        for ways in back.iter().rev() {
            label = ways[label].map_or(OUTSIDE, |(_, before)| before);
            labels.insert(0, label as u8);
        }
        labels
    }

    proptest! {
        /// Few tokens are names, so that what cannot be better is passed over, and what can be is not.
        #[test]
        fn nothing_better_is_passed_over(
            lines in prop::collection::vec((0..400_i32, prop::array::uniform13(-40..40_i32)), 1..12),
            transitions in prop::array::uniform14(prop::array::uniform13(-20..20_i16)),
        ) {
            let lines: Vec<Line> = lines.into_iter().map(|(outside, scores)| {
                let mut line = [0; WIDTH];
                line[..LABELS].copy_from_slice(&scores);
                line[OUTSIDE] += (outside - 100).max(0);
                line
            }).collect();
            let mut labels = Vec::new();
            Decoder::default().best(&lines, &Transitions::new(transitions, 0.03), &mut labels);
            prop_assert_eq!(labels, plainly(&lines, &transitions));
        }
    }
}
