//! Strings by their number.

use crate::standoff::spacy::symbols;

/// The number of a string.
pub(super) fn number(text: &str) -> u64 {
    symbols::number(text).unwrap_or_else(|| murmur(text.as_bytes(), 1))
}

/// MurmurHash64A (Austin Appleby's MurmurHash2 for 64-bit machines).
pub(super) fn murmur(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (blocks, rest) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k ^= k >> R;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !rest.is_empty() {
        let tail = rest.iter().rev().fold(0, |tail, byte| tail << 8 | u64::from(*byte));
        hash = (hash ^ tail).wrapping_mul(M);
    }
    hash ^= hash >> R;
    hash = hash.wrapping_mul(M);
    hash ^ hash >> R
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_have_the_numbers_that_spacy_gives_them() {
        assert_eq!([number("PERSON"), number("")], [380, 0]);
        assert_eq!(murmur(b"New", 1), 0x6822_f38f_9694_bcb1);
        assert_eq!(murmur(b"c.", 1), 0xe45b_fddc_dcdf_6012);
    }
}
