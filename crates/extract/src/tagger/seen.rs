//! The words of a document as far as it is read: where else each was met, and what spoke for it there.

use super::labels::LABELS;

/// Most occurrences of a word whose neighbours are kept.
const KEPT: usize = 4;

/// Most of them that count for another occurrence.
const COUNTED: usize = 3;

/// What stood around one occurrence.
#[derive(Clone, Copy, Debug, Default)]
struct Around {
    /// First byte of the word.
    byte: u32,
    before: u64,
    after: u64,
    cluster: u64,
}

/// What is known of a word, whatever its case.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    around: [Around; KEPT],
    kept: u8,
    /// Seen with a capital where a sentence does not begin.
    inside: bool,
    /// Seen without a capital.
    small: bool,
    /// Scores of all occurrences with a capital, centred, and how many there are.
    sums: [i32; LABELS],
    times: i32,
}

/// All words of a document.
#[derive(Default)]
pub(crate) struct Seens {
    slots: Vec<Slot>,
}

impl Seens {
    /// Makes room for words up to, and not including, this number.
    pub fn grow(&mut self, groups: usize) {
        if self.slots.len() < groups {
            self.slots.resize(groups, Slot::default());
        }
    }

    /// The word without a capital.
    pub fn meet_small(&mut self, group: u32) {
        if let Some(slot) = self.slots.get_mut(group as usize) {
            slot.small = true;
        }
    }

    /// The word with a capital; `opens` says that a sentence begins there.
    pub fn meet(&mut self, group: u32, byte: u32, opens: bool, before: u64, after: u64, cluster: u64) {
        let Some(slot) = self.slots.get_mut(group as usize) else { return };
        slot.inside |= !opens;
        if let Some(place) = slot.around.get_mut(usize::from(slot.kept)) {
            *place = Around { byte, before, after, cluster };
            slot.kept += 1;
        }
    }

    /// What is known of a word apart from its occurrence at `byte`.
    pub fn of(&self, group: u32, byte: u32) -> Seen<'_> {
        let slot = self.slots.get(group as usize);
        Seen {
            around: slot.map_or(&[], |slot| &slot.around[..usize::from(slot.kept)]),
            inside: slot.is_some_and(|slot| slot.inside),
            small: slot.is_some_and(|slot| slot.small),
            byte,
        }
    }

    /// Gathers the scores of an occurrence with a capital.
    pub fn gather(&mut self, group: u32, scores: &[i16]) {
        let Some(slot) = self.slots.get_mut(group as usize) else { return };
        let mean = scores.iter().take(LABELS).map(|score| i32::from(*score)).sum::<i32>() / LABELS as i32;
        for (sum, score) in slot.sums.iter_mut().zip(scores) {
            *sum = sum.saturating_add(i32::from(*score) - mean);
        }
        slot.times = slot.times.saturating_add(1);
    }

    /// Moves scores towards their mean over all occurrences of the word: `(1 - q) own + q mean` with `q = (1 - 1/n) / 2`.
    pub fn pool(&self, group: u32, scores: &mut [i32]) {
        let Some(slot) = self.slots.get(group as usize).filter(|slot| slot.times > 1) else { return };
        let own = scores.iter().take(LABELS).sum::<i32>() / LABELS as i32;
        let times = i64::from(slot.times);
        for (score, sum) in scores.iter_mut().zip(slot.sums) {
            let centred = i64::from(*score - own);
            let moved = (i64::from(sum) / times - centred) * (times - 1) / (2 * times);
            *score += moved as i32;
        }
    }
}

/// A word, apart from one of its occurrences.
pub(crate) struct Seen<'a> {
    around: &'a [Around],
    /// With a capital where a sentence does not begin.
    pub inside: bool,
    /// Without a capital.
    pub small: bool,
    byte: u32,
}

impl Seen<'_> {
    /// Keys of the word before and after, and the cluster of the one before, of a few occurrences.
    pub fn neighbours(&self) -> impl Iterator<Item = (u64, u64, u64)> {
        let others = self.around.iter().filter(|around| around.byte != self.byte);
        others.take(COUNTED).map(|around| (around.before, around.after, around.cluster))
    }
}
