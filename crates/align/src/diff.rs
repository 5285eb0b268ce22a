//! Which words of two texts are the same ones.
//!
//! Anchors first, as in Bram Cohen's patience diff, but runs of words rather than lines: those that each text has once, as
//! far as they come in the same order (the longest such list, by patience sorting). Between two anchors the same again, and
//! where there is none the shortest edit script of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations",
//! Algorithmica 1 (1986). At last what was moved: anchors that came in another order, and what goes on the same at both
//! sides of them, as in P. Heckel, "A technique for isolating differences between files", Communications of the ACM 21
//! (1978).

use postil_core::sort_by;

/// Words in a run that is an anchor.
const RUN: usize = 4;
/// What was moved has so many words at least.
const MOVED: usize = 6;
/// Anchors within what is between anchors are looked for so often.
const DEEPEST: u32 = 6;
/// Stretches that differ in more words than this have nothing to do with each other.
const MAX_EDITS: usize = 512;
/// Without a partner.
pub(crate) const NONE: u32 = u32::MAX;

/// For each word of the old text its place in the new one, or [`NONE`]. Words are compared by their numbers; each of the
/// new text has one partner at most. O(n log n) in the number of words, and between anchors O(n · 512).
pub(crate) fn pairs(old: &[u32], new: &[u32]) -> Vec<u32> {
    let mut pairs = Pairs { old, new, to_new: vec![NONE; old.len()], is_taken: vec![false; new.len()] };
    let anchors = pairs.anchors(Region { old: (0, old.len()), new: (0, new.len()), depth: 0 });
    let mut waiting = vec![Region { old: (0, old.len()), new: (0, new.len()), depth: 0 }];
    while let Some(region) = waiting.pop() {
        pairs.region(region, &mut waiting);
    }
    pairs.moved(&anchors);
    pairs.to_new
}

/// Words from, and up to, in both texts.
#[derive(Clone, Copy)]
struct Region {
    old: (usize, usize),
    new: (usize, usize),
    depth: u32,
}

struct Pairs<'t> {
    old: &'t [u32],
    new: &'t [u32],
    to_new: Vec<u32>,
    is_taken: Vec<bool>,
}

impl Pairs<'_> {
    fn pair(&mut self, old: usize, new: usize) {
        self.to_new[old] = new as u32;
        self.is_taken[new] = true;
    }

    /// Whether two words are the same, and neither has a partner.
    fn may_pair(&self, old: usize, new: usize) -> bool {
        self.old[old] == self.new[new] && self.to_new[old] == NONE && !self.is_taken[new]
    }

    /// Pairs what is the same at both ends, then what is between the anchors, which waits for its turn.
    fn region(&mut self, mut it: Region, waiting: &mut Vec<Region>) {
        while it.old.0 < it.old.1 && it.new.0 < it.new.1 && self.old[it.old.0] == self.new[it.new.0] {
            self.pair(it.old.0, it.new.0);
            (it.old.0, it.new.0) = (it.old.0 + 1, it.new.0 + 1);
        }
        while it.old.0 < it.old.1 && it.new.0 < it.new.1 && self.old[it.old.1 - 1] == self.new[it.new.1 - 1] {
            (it.old.1, it.new.1) = (it.old.1 - 1, it.new.1 - 1);
            self.pair(it.old.1, it.new.1);
        }
        if it.old.0 == it.old.1 || it.new.0 == it.new.1 {
            return;
        }
        let anchors = if it.depth < DEEPEST { in_order(&self.anchors(it)) } else { Vec::new() };
        if anchors.is_empty() {
            return self.myers(it);
        }
        let depth = it.depth + 1;
        let mut from = (it.old.0, it.new.0);
        for (old, new) in anchors {
            let mut is_first = true;
            for (old, new) in (old..old + RUN).zip(new..new + RUN) {
                // Anchors overlap each other, and not always by as much in both texts.
                if old < from.0 || new < from.1 {
                    continue;
                }
                if std::mem::take(&mut is_first) && (old, new) != from {
                    waiting.push(Region { old: (from.0, old), new: (from.1, new), depth });
                }
                self.pair(old, new);
                from = (old + 1, new + 1);
            }
        }
        waiting.push(Region { old: (from.0, it.old.1), new: (from.1, it.new.1), depth });
    }

    /// Where the runs of words begin that both sides of a region have once, in the order of the old text.
    fn anchors(&self, it: Region) -> Vec<(usize, usize)> {
        let (old, new) = (once(self.old, it.old), once(self.new, it.new));
        let (mut at, mut found) = (0, Vec::new());
        for (run, place) in &old {
            while new.get(at).is_some_and(|(other, _)| other < run) {
                at += 1;
            }
            if let Some((_, other)) = new.get(at).filter(|(other, _)| other == run) {
                found.push((*place, *other));
            }
        }
        sort_by(&mut found, &|a, b| a.0.cmp(&b.0));
        found
    }

    /// The shortest way from the one to the other, if it has no more than [`MAX_EDITS`] steps.
    fn myers(&mut self, it: Region) {
        let (old, new) = (&self.old[it.old.0..it.old.1], &self.new[it.new.0..it.new.1]);
        let (n, m) = (old.len() as isize, new.len() as isize);
        let most = MAX_EDITS.min(old.len() + new.len()) as isize;
        // How far each diagonal `x - y` gets with so many steps; of diagonals every other one counts.
        let mut reach = vec![0_isize; 2 * most as usize + 2];
        let place = |diagonal: isize| (diagonal + most) as usize;
        let is_down = |reach: &[isize], diagonal: isize, steps: isize| {
            diagonal == -steps || diagonal != steps && reach[place(diagonal - 1)] < reach[place(diagonal + 1)]
        };
        let mut trace: Vec<Vec<isize>> = Vec::new();
        let mut is_there = false;
        for steps in 0..=most {
            trace.push(reach[place(-steps)..=place(steps)].to_vec());
            for diagonal in (-steps..=steps).step_by(2) {
                let mut x = match steps {
                    0 => 0,
                    _ if is_down(&reach, diagonal, steps) => reach[place(diagonal + 1)],
                    _ => reach[place(diagonal - 1)] + 1,
                };
                while x < n && x - diagonal < m && x - diagonal >= 0 && old[x as usize] == new[(x - diagonal) as usize]
                {
                    x += 1;
                }
                reach[place(diagonal)] = x;
                if x >= n && x - diagonal >= m {
                    is_there = true;
                    break;
                }
            }
            if is_there {
                break;
            }
        }
        if !is_there {
            return;
        }
        let (mut x, mut y) = (n, m);
        for steps in (0..trace.len() as isize).rev() {
            let diagonal = x - y;
            // Before this step: what each diagonal had reached, of which the row keeps those that count.
            let before = &trace[steps as usize];
            let at = |diagonal: isize| before[(diagonal + steps) as usize];
            let is_down = diagonal == -steps || diagonal != steps && at(diagonal - 1) < at(diagonal + 1);
            let from = if is_down { diagonal + 1 } else { diagonal - 1 };
            let from_x = if steps == 0 { 0 } else { at(from) };
            let from_y = if steps == 0 { 0 } else { from_x - from };
            while x > from_x && y > from_y {
                (x, y) = (x - 1, y - 1);
                let (old, new) = (it.old.0 + x as usize, it.new.0 + y as usize);
                self.pair(old, new);
            }
            (x, y) = (from_x, from_y);
        }
    }

    /// Pairs what both texts have once though in another order, with what goes on the same at both sides.
    fn moved(&mut self, anchors: &[(usize, usize)]) {
        for (old, new) in anchors {
            let (old, new) = (*old, *new);
            if (0..RUN).any(|at| !self.may_pair(old + at, new + at)) {
                continue;
            }
            let before = (1..=old.min(new)).take_while(|by| self.may_pair(old - by, new - by)).count();
            let room = (self.old.len() - old).min(self.new.len() - new);
            let behind = (0..room).take_while(|by| self.may_pair(old + by, new + by)).count();
            if before + behind >= MOVED {
                for at in 0..before + behind {
                    self.pair(old - before + at, new - before + at);
                }
            }
        }
    }
}

/// The runs of words that a stretch has once, sorted, each with its place.
fn once(words: &[u32], (from, to): (usize, usize)) -> Vec<([u32; RUN], usize)> {
    let mut runs: Vec<([u32; RUN], usize)> = Vec::new();
    for (at, run) in words[from..to].windows(RUN).enumerate() {
        runs.push(([run[0], run[1], run[2], run[3]], from + at));
    }
    runs.sort_unstable();
    let mut found = Vec::with_capacity(runs.len());
    for group in runs.chunk_by(|a, b| a.0 == b.0) {
        if let [one] = group {
            found.push(*one);
        }
    }
    found
}

/// The longest list of pairs whose places come in order in both texts, of pairs in the order of the first: by patience
/// sorting, O(n log n).
fn in_order(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Of each pile the pair on top; and of each pair the one that lay on top of the pile before.
    let (mut tops, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::with_capacity(pairs.len()));
    for (at, (_, new)) in pairs.iter().enumerate() {
        let pile = tops.partition_point(|top| pairs[*top].1 < *new);
        before.push(pile.checked_sub(1).map(|pile| tops[pile]));
        match tops.get_mut(pile) {
            Some(top) => *top = at,
            None => tops.push(at),
        }
    }
    let last = tops.last().copied();
    let mut found: Vec<(usize, usize)> = std::iter::successors(last, |at| before[*at]).map(|at| pairs[at]).collect();
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Length of a longest common subsequence, by the table.
    fn longest(old: &[u32], new: &[u32]) -> usize {
        let mut row = vec![0; new.len() + 1];
        for a in old {
            let mut diagonal = 0;
            for (at, b) in new.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = if a == b { diagonal + 1 } else { above.max(row[at]) };
                diagonal = above;
            }
        }
        row[new.len()]
    }

    fn is_in_order(pairs: &[u32]) -> bool {
        let partners: Vec<u32> = pairs.iter().copied().filter(|it| *it != NONE).collect();
        partners.is_sorted_by(|a, b| a < b)
    }

    #[test]
    fn what_was_moved_is_paired() {
        let old: Vec<u32> = (0..40).collect();
        let new: Vec<u32> = (20..30).chain(0..20).chain(30..40).collect();
        let expected: Vec<u32> = (10..30).chain(0..10).chain(30..40).collect();
        assert_eq!(pairs(&old, &new), expected);
    }

    #[test]
    fn long_texts_that_share_nothing_end_soon() {
        let (old, new): (Vec<u32>, Vec<u32>) =
            ((0..200_000).map(|it| it % 7).collect(), (0..200_000).map(|it| it % 5).collect());
        assert_eq!(pairs(&old, &new).len(), old.len());
    }

    proptest! {
        #[test]
        fn pairs_are_the_same_words_and_each_has_one_partner(
            old in prop::collection::vec(0u32..6, 0..60), new in prop::collection::vec(0u32..6, 0..60),
        ) {
            let found = pairs(&old, &new);
            let mut taken = vec![false; new.len()];
            for (at, partner) in found.iter().enumerate().filter(|(_, it)| **it != NONE) {
                prop_assert_eq!(old[at], new[*partner as usize]);
                prop_assert!(!std::mem::replace(&mut taken[*partner as usize], true));
            }
        }

        #[test]
        fn without_anchors_nothing_longer_is_in_order(
            old in prop::collection::vec(0u32..3, 0..40), new in prop::collection::vec(0u32..3, 0..40),
        ) {
            let mut found = Pairs { old: &old, new: &new, to_new: vec![NONE; old.len()], is_taken: vec![false; new.len()] };
            found.myers(Region { old: (0, old.len()), new: (0, new.len()), depth: 0 });
            let count = found.to_new.iter().filter(|it| **it != NONE).count();
            prop_assert_eq!(count, longest(&old, &new));
            prop_assert!(is_in_order(&found.to_new));
        }

        #[test]
        fn of_different_words_all_that_stands_is_paired(
            length in 1u32..80, gone in prop::collection::vec(0u32..80, 0..9), new in prop::collection::vec(0u32..80, 0..9),
        ) {
            let old: Vec<u32> = (0..length).collect();
            let mut other: Vec<u32> = old.iter().copied().filter(|it| !gone.contains(it)).collect();
            for (i, at) in new.iter().enumerate() {
                other.insert(*at as usize % (other.len() + 1), 1_000 + i as u32);
            }
            let found = pairs(&old, &other);
            let standing = old.iter().filter(|it| !gone.contains(it)).count();
            prop_assert_eq!(found.iter().filter(|it| **it != NONE).count(), standing);
        }
    }
}
