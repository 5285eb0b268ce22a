//! Whether two texts may be versions of each other, told from a few numbers of each.

use postil_core::structure::tokenize;

/// Words in a shingle.
const WIDTH: usize = 3;
/// Numbers in a sketch: the resemblance is right within 0.09 in 95 of 100 cases.
const SIZE: usize = 128;

/// The least numbers that stand for the shingles of a text: as many of two texts are the same as of their shingles.
///
/// A. Z. Broder, "On the resemblance and containment of documents", Compression and Complexity of Sequences (1997), with the
/// least numbers of one function rather than one number of many. 512 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch(Vec<u32>);

impl Sketch {
    /// O(n log n) in the length of the text.
    pub fn of(text: &str) -> Self {
        let mut words = Vec::new();
        tokenize(text, 0, text.len(), &mut words);
        let mut numbers: Vec<u64> = Vec::with_capacity(words.len());
        for word in &words {
            numbers.push(hash(text[word.start as usize..word.end as usize].bytes().map(u64::from)));
        }
        let width = WIDTH.min(numbers.len()).max(1);
        let mut least: Vec<u32> = Vec::new();
        for shingle in numbers.windows(width) {
            least.push(mixed(hash(shingle.iter().copied())));
        }
        least.sort_unstable();
        least.dedup();
        least.truncate(SIZE);
        least.shrink_to_fit();
        Self(least)
    }

    /// About how much of both texts together is in both: between 0 and 1.
    pub fn resemblance(&self, other: &Self) -> f64 {
        let (mut one, mut two) = (self.0.iter().peekable(), other.0.iter().peekable());
        let (mut all, mut both) = (0_u32, 0_u32);
        while all < SIZE as u32 {
            match (one.peek(), two.peek()) {
                (Some(a), Some(b)) => {
                    let (a, b) = (**a, **b);
                    both += u32::from(a == b);
                    one.next_if(|it| **it <= b);
                    two.next_if(|it| **it <= a);
                }
                (Some(_), None) => drop(one.next()),
                (None, Some(_)) => drop(two.next()),
                (None, None) => break,
            }
            all += 1;
        }
        if all == 0 { 0.0 } else { f64::from(both) / f64::from(all) }
    }

    /// Whether it is worth while to align the texts: versions that share half of their words resemble each other so much or
    /// more, texts of the same matter by other hands hardly ever do.
    pub fn is_near(&self, other: &Self) -> bool {
        self.resemblance(other) >= 0.15
    }
}

/// FNV-1a.
fn hash(parts: impl Iterator<Item = u64>) -> u64 {
    parts.fold(0xcbf2_9ce4_8422_2325, |hash, part| (hash ^ part).wrapping_mul(0x0100_0000_01b3))
}

/// The finalizer of SplitMix64: each bit of the number depends on all that were given.
fn mixed(hash: u64) -> u32 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((hash ^ (hash >> 31)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_resemble_themselves_and_nothing_else() {
        let count = |from: u32| (from..from + 400).map(|it| format!("w{it} ")).collect::<String>();
        let (one, other) = (Sketch::of(&count(0)), Sketch::of(&count(1_000)));
        assert_eq!(one.resemblance(&one), 1.0);
        assert_eq!(one.resemblance(&other), 0.0);
        // 200 of 600 words are in both.
        let half = one.resemblance(&Sketch::of(&count(200)));
        assert!((0.2..0.47).contains(&half), "{half}");
        assert_eq!(Sketch::of("").resemblance(&Sketch::of("")), 0.0);
        assert_eq!(Sketch::of("one").resemblance(&Sketch::of("one")), 1.0);
        assert!(one.is_near(&one) && !one.is_near(&other));
    }
}
