//! What was learned about events: a row of weights for each feature of a word, one for each type, and weights for choosing who
//! takes part.

use super::kind::TYPES;
use crate::discourse::choice::Weights;
use crate::model::Row;

/// Binary logarithm of [`ROWS`].
const BITS: u32 = 18;
/// Rows of weights of triggers.
pub const ROWS: usize = 1 << BITS;

/// What the model knows of events. Without rows it finds none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventParts {
    /// [`ROWS`] rows, or none: what a feature of a word says for each of the types, in their order.
    pub rows: Vec<Row>,
    /// What a unit of these weights is worth in the logarithm of a probability.
    pub scale: f32,
    /// What chooses who takes part.
    pub roles: Weights,
    /// From how sure the type of an event is to how often it is right: a rising curve in thousandths.
    pub curve: Vec<(u16, u16)>,
    /// Nothing less sure is suggested, in ten-thousandths before the curve.
    pub least: u16,
}

/// The row of a feature: a template and what it met.
pub(crate) fn row_of(template: u32, parts: [u32; 2]) -> u32 {
    let mut hash = template.wrapping_mul(0x85EB_CA6B) ^ 0x9E37_79B1;
    for part in parts {
        hash = (hash ^ part).wrapping_mul(0x9E37_79B1);
        hash ^= hash >> 15;
    }
    hash = hash.wrapping_mul(0x85EB_CA6B);
    (hash ^ (hash >> 16)) & (ROWS as u32 - 1)
}

/// The probability of each type from its sum of weights; what is left to 1 is that of no event.
pub(crate) fn odds(sums: &[i16; 16], scale: f32) -> [f32; 16] {
    let top = sums.iter().copied().fold(0, i16::max);
    let exp = |sum: i16| libm::expf(f32::from(sum - top) * scale);
    let all: f32 = sums.iter().map(|sum| exp(*sum)).sum::<f32>() + exp(0);
    sums.map(|sum| exp(sum) / all)
}

const _: () = assert!(TYPES.len() == 16 && crate::tagger::labels::WIDTH == 16, "a row has a weight for each type");
