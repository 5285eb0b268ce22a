//! Groups of words that are used alike: a table that gives the group of a word without holding the word.
//!
//! Each cell holds [`CELL`] bits; the cells at three places that a word's key names, added without carry, give the word's
//! group and a check. (An "xor filter" used as a map: Graf and Lemire, 2020.) A word that was never stored passes the
//! check once in [`CHECKS`] times.

use crate::lexicon::fold;

/// Groups of the finest division.
pub const FINEST: usize = 1024;
/// Bits of a group.
const GROUP: u32 = 10;
/// Values of the check.
const CHECKS: u32 = 1 << (CELL - GROUP);
/// Bits of a cell.
const CELL: u32 = 16;
/// Most cells of a table.
pub(crate) const MOST_CELLS: usize = 1 << 20;

/// Groups of words, in three divisions, each inside the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clusters {
    pub(crate) cells: Vec<u16>,
    pub(crate) seed: u64,
    /// For each of the [`FINEST`] groups, its group among 256 and among 64.
    pub(crate) parents: Vec<(u8, u8)>,
}

impl Clusters {
    /// A table of words with their groups, which are below [`FINEST`]. Words that are capitalised are stored for their
    /// capitalised spelling; words whose key is there already are passed over. `parents` has [`FINEST`] rows, or none where
    /// there are no words.
    pub fn build(words: &[(String, u16)], parents: Vec<(u8, u8)>) -> Self {
        let mut keys: Vec<(u64, u16)> = words
            .iter()
            .map(|(word, group)| (key(fold::key(word), word.starts_with(char::is_uppercase)), *group))
            .collect();
        keys.sort_unstable();
        keys.dedup_by_key(|(key, _)| *key);
        if keys.is_empty() {
            return Self::default();
        }
        let third = (keys.len() * 123 / 300 + 16).min(MOST_CELLS / 3);
        for seed in 1.. {
            if let Some(cells) = fill(&keys, seed, third) {
                return Self { cells, seed, parents };
            }
        }
        unreachable!("some seed parts any keys that differ")
    }

    /// The groups of a word among 1024, 256 and 64, each from 1; zeros for a word that is not there.
    pub(crate) fn of(&self, surface: &str, folded: u64, capital: bool) -> [u16; 3] {
        let direct = || self.find(key(folded, capital)).or_else(|| capital.then(|| self.find(key(folded, false)))?);
        let found = direct().or_else(|| {
            // Of a word with hyphens, the last part counts.
            let (_, part) = surface.rsplit_once(['-', '‐', '‑'])?;
            let capital = part.starts_with(char::is_uppercase);
            let folded = fold::key(part);
            self.find(key(folded, capital)).or_else(|| self.find(key(folded, false)))
        });
        let Some(group) = found else { return [0; 3] };
        let (middle, coarse) = self.parents[usize::from(group)];
        [group + 1, u16::from(middle) + 1, u16::from(coarse) + 1]
    }

    fn find(&self, key: u64) -> Option<u16> {
        let third = self.cells.len() / 3;
        if third == 0 {
            return None;
        }
        let (places, check) = places(key, self.seed, third);
        let mixed = places.iter().fold(check, |cell, place| cell ^ self.cells[*place]);
        (mixed >> GROUP == 0).then_some(mixed & (FINEST as u16 - 1))
    }
}

fn key(folded: u64, capital: bool) -> u64 {
    if capital { folded ^ 0x5555_5555_5555_5555 } else { folded }
}

/// The three cells of a key, and its check in the upper bits of a cell.
fn places(key: u64, seed: u64, third: usize) -> ([usize; 3], u16) {
    let mut mixed = (key ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let mut next = || {
        mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        mixed >> 33
    };
    let mut place = |part: usize| part * third + ((next() * third as u64) >> 31) as usize;
    let found = [place(0), place(1), place(2)];
    (found, ((next() as u32 % CHECKS) << GROUP) as u16)
}

/// The cells for some keys, or nothing if the seed does not part them.
fn fill(keys: &[(u64, u16)], seed: u64, third: usize) -> Option<Vec<u16>> {
    let size = third * 3;
    let mut counts = vec![0_u32; size];
    let mut mixed = vec![0_usize; size];
    for (at, (key, _)) in keys.iter().enumerate() {
        for place in places(*key, seed, third).0 {
            counts[place] += 1;
            mixed[place] ^= at;
        }
    }
    let mut alone: Vec<usize> = (0..size).filter(|place| counts[*place] == 1).collect();
    let mut order = Vec::with_capacity(keys.len());
    while let Some(place) = alone.pop() {
        if counts[place] != 1 {
            continue;
        }
        let at = mixed[place];
        order.push((at, place));
        for other in places(keys[at].0, seed, third).0 {
            counts[other] -= 1;
            mixed[other] ^= at;
            if counts[other] == 1 {
                alone.push(other);
            }
        }
    }
    if order.len() < keys.len() {
        return None;
    }
    let mut cells = vec![0_u16; size];
    for (at, place) in order.into_iter().rev() {
        let (key, group) = keys[at];
        let (others, check) = places(key, seed, third);
        let rest = others.iter().filter(|other| **other != place).fold(0, |cell, other| cell ^ cells[*other]);
        cells[place] = rest ^ check ^ group;
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_groups() {
        let mut words: Vec<(String, u16)> = (0..5_000_u16).map(|n| (format!("word{n}"), n % 1024)).collect();
        words.push(("Word7".to_owned(), 1000));
        let parents = (0..FINEST).map(|n| ((n / 4) as u8, (n / 16) as u8)).collect();
        let clusters = Clusters::build(&words, parents);
        let of = |word: &str| clusters.of(word, fold::key(word), word.starts_with(char::is_uppercase));
        assert_eq!(of("word7"), [8, 2, 1]);
        assert_eq!(of("Word7"), [1001, 251, 63]);
        assert_eq!(of("Word8"), of("word8"), "without a group of its own the small spelling counts");
        assert_eq!(of("half-word9"), of("word9"));
        let strangers = (0..10_000).filter(|n| of(&format!("stranger{n}"))[0] != 0).count();
        assert!(strangers < 10_000 * 3 / CHECKS as usize, "{strangers}");
        assert_eq!(Clusters::default().of("word7", fold::key("word7"), false), [0; 3]);
    }
}
